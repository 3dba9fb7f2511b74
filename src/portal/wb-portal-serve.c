/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The service as a program; see wb-portal-serve.h. */

#include "config.h"

#include "wb-portal-serve.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#define LISTEN_DEFAULT "127.0.0.1:8480"

static gboolean
parse_rate_limit (const char  *text,
                  int         *limit_out,
                  GError     **error)
{
  gint64 limit = 0;

  *limit_out = WB_PORTAL_RATE_DEFAULT;
  if (!text)
    return TRUE;
  if (g_str_equal (text, "off")) {
    *limit_out = WB_PORTAL_RATE_OFF;
    return TRUE;
  }
  if (!g_ascii_string_to_signed (text, 10, 1, G_MAXINT, &limit, NULL)) {
    g_set_error_literal (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE,
                         _ ("--rate-limit is a whole number, or off."));
    return FALSE;
  }
  *limit_out = (int) limit;

  return TRUE;
}

static gboolean
signal_cb (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_CONTINUE;
}

gboolean
wb_portal_serve (const WbPortalCommand  *command,
                 GError                **error)
{
  static const char *const allowed[] = {
    "listen",     "tls-cert",   "tls-key",        "behind-proxy",
    "rate-limit", "public-url", "allow-loopback", NULL,
  };
  WbPortalOptions options = {
    .db_path = command->db,
    .listen = command->listen ? command->listen : LISTEN_DEFAULT,
    .tls_cert = command->tls_cert,
    .tls_key = command->tls_key,
    .behind_proxy = command->behind_proxy,
    .allow_loopback = command->allow_loopback,
    .public_url = command->public_url,
  };
  g_autoptr (WbClock) clock = NULL;
  g_autoptr (WbRandom) random = NULL;
  g_autoptr (WbPortal) portal = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  g_autofree char *url = NULL;

  if (!wb_portal_command_allows (command, allowed, error) ||
      !parse_rate_limit (command->rate_limit, &options.rate_limit_per_minute, error))
    return FALSE;

  clock = wb_system_clock_new ();
  random = wb_system_random_new ();
  portal = wb_portal_open (&options, clock, random, error);
  if (!portal)
    return FALSE;

  /* Before the port is open: whoever sees it may already want it gone. */
  loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGTERM, signal_cb, loop);
  g_unix_signal_add (SIGINT, signal_cb, loop);
  if (!wb_portal_start (portal, error))
    return FALSE;

  url = wb_portal_dup_url (portal);
  g_print (_ ("Serving %s\n"), url);
  g_main_loop_run (loop);
  wb_portal_stop (portal);

  return TRUE;
}
