/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the command line; see wb-portal-options.h. */

#include "config.h"

#include "wb-portal-options.h"

#include <glib/gi18n-lib.h>

void
wb_portal_command_clear (WbPortalCommand *self)
{
  g_free (self->db);
  g_free (self->listen);
  g_free (self->tls_cert);
  g_free (self->tls_key);
  g_free (self->rate_limit);
  g_free (self->public_url);
  g_free (self->name);
  g_free (self->email);
  g_free (self->role);
  g_free (self->currency);
  g_free (self->language);
  g_free (self->lang);
  g_free (self->time_zone);
  g_free (self->secret_file);
  g_free (self->ca);
  g_free (self->store_id);
  g_strfreev (self->words);
  *self = (WbPortalCommand) { NULL };
}

static const char summary[] =
  N_ ("Commands:\n"
      "  (none)                          serve: --listen, --public-url, TLS and limits\n"
      "  account init                    --name, --currency, --language, --time-zone\n"
      "  user add                        --name, --email, --role agent|manager\n"
      "  user token|disable WHO          WHO is an e-mail address or an id\n"
      "  user list\n"
      "  ticket import FILE|-            JSON lines\n"
      "  ticket link CODE                the customer's link: --public-url, --lang, --renew\n"
      "  shop add PLATFORM URL           shoptet, shopify or woocommerce: --secret-file, --ca,\n"
      "                                  --name, --store-id, --allow-loopback\n"
      "  shop check NAME                 asks the shop again: --allow-loopback\n"
      "  shop list\n"
      "  shop pause|resume|remove NAME\n"
      "  stats rules [FILE]              by what clicks are judged; FILE: by that from now on,\n"
      "                                  and all that were before\n"
      "  stats rebuild                   counts statistics anew");

gboolean
wb_portal_command_parse (WbPortalCommand  *self,
                         int               argc,
                         char            **argv,
                         GError          **error)
{
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &self->db,
      N_ ("The portal's database, made when missing"), "FILE" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &self->listen,
      N_ ("Where to serve (127.0.0.1:8480)"), "ADDR:PORT" },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &self->tls_cert,
      N_ ("Certificate, PEM"), "FILE" },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &self->tls_key,
      N_ ("Its private key, PEM"), "FILE" },
    { "behind-proxy", 0, 0, G_OPTION_ARG_NONE, &self->behind_proxy,
      N_ ("Plain http: a proxy in front does TLS"), NULL },
    { "rate-limit", 0, 0, G_OPTION_ARG_STRING, &self->rate_limit,
      N_ ("Requests per minute and token (120)"), "N|off" },
    { "public-url", 0, 0, G_OPTION_ARG_STRING, &self->public_url,
      N_ ("Where others reach it (where they asked)"), "URL" },
    { "allow-loopback", 0, 0, G_OPTION_ARG_NONE, &self->allow_loopback,
      N_ ("Shops may stand on this computer"), NULL },
    { "name", 0, 0, G_OPTION_ARG_STRING, &self->name,
      N_ ("Name of the account, user or shop"), "TEXT" },
    { "email", 0, 0, G_OPTION_ARG_STRING, &self->email,
      N_ ("The user's e-mail address"), "ADDRESS" },
    { "role", 0, 0, G_OPTION_ARG_STRING, &self->role,
      N_ ("The user's role (agent)"), "agent|manager" },
    { "currency", 0, 0, G_OPTION_ARG_STRING, &self->currency,
      N_ ("The account's currencies, the default first"), "CODE,…" },
    { "language", 0, 0, G_OPTION_ARG_STRING, &self->language,
      N_ ("The account's languages, the default first"), "CODE,…" },
    { "lang", 0, 0, G_OPTION_ARG_STRING, &self->lang,
      N_ ("The customer's language"), "CODE" },
    { "renew", 0, 0, G_OPTION_ARG_NONE, &self->renew,
      N_ ("Another link; the customer's earlier ones stop working"), NULL },
    { "time-zone", 0, 0, G_OPTION_ARG_STRING, &self->time_zone,
      N_ ("The account's time zone"), "NAME" },
    { "secret-file", 0, 0, G_OPTION_ARG_FILENAME, &self->secret_file,
      N_ ("What a shop lets us in with: lines name=value, mode 0600"), "FILE" },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &self->ca,
      N_ ("A private authority of a shop, PEM"), "FILE" },
    { "store-id", 0, 0, G_OPTION_ARG_STRING, &self->store_id,
      N_ ("The shop's name on orders (its host)"), "TEXT" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version,
      N_ ("Print the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->words, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("[COMMAND …]"));

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ (summary));

  return g_option_context_parse (context, &argc, &argv, error);
}

gboolean
wb_portal_command_allows (const WbPortalCommand  *self,
                          const char *const      *allowed,
                          GError                **error)
{
  const struct {
    const char *name;
    gboolean given;
  } options[] = {
    { "listen", self->listen ? TRUE : FALSE },
    { "tls-cert", self->tls_cert ? TRUE : FALSE },
    { "tls-key", self->tls_key ? TRUE : FALSE },
    { "behind-proxy", self->behind_proxy },
    { "rate-limit", self->rate_limit ? TRUE : FALSE },
    { "public-url", self->public_url ? TRUE : FALSE },
    { "allow-loopback", self->allow_loopback },
    { "name", self->name ? TRUE : FALSE },
    { "email", self->email ? TRUE : FALSE },
    { "role", self->role ? TRUE : FALSE },
    { "currency", self->currency ? TRUE : FALSE },
    { "language", self->language ? TRUE : FALSE },
    { "lang", self->lang ? TRUE : FALSE },
    { "renew", self->renew },
    { "time-zone", self->time_zone ? TRUE : FALSE },
    { "secret-file", self->secret_file ? TRUE : FALSE },
    { "ca", self->ca ? TRUE : FALSE },
    { "store-id", self->store_id ? TRUE : FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++) {
    if (options[i].given && !g_strv_contains (allowed, options[i].name)) {
      g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE,
                   _ ("--%s does not belong to this command."), options[i].name);
      return FALSE;
    }
  }

  return TRUE;
}
