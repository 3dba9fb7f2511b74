/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The helpdesk client: reference/retino-api.md part B spoken over the transport. One client for
 * both levels of server; what level 0 does not have simply answers 404. Blocking calls; a client
 * belongs to one thread at a time, as its transport does. Retrying is sync's business.
 *
 * Here: the client itself and the one way a request goes out. wb-helpdesk-read.c asks,
 * wb-helpdesk-write.c changes. */

#include "config.h"

#include "wb-helpdesk-private.h"

#include "wb-classify.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A file of a few megabytes. */
#define FETCH_TIMEOUT_SECS 30

struct _WbHelpdesk
{
  char *base_url;         /* (owned) without a slash at the end */
  char *token;            /* (owned) */
  char *accept_language;  /* (owned) */
  WbAuthForm auth_form;
  WbHttp *http;           /* (owned) */
  WbReplyInfo last;
};

static void
clear_last (WbHelpdesk *self)
{
  g_clear_pointer (&self->last.etag, g_free);
  g_clear_pointer (&self->last.api_error, wb_api_error_unref);
  self->last.status = 0;
  self->last.date = WB_TIME_NONE;
  self->last.retry_after_ms = -1;
  self->last.replayed = FALSE;
}

static gboolean
check_token (const char  *token,
             GError     **error)
{
  if (*token == '\0') {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                         _ ("The token is empty"));
    return FALSE;
  }
  if (strpbrk (token, "\r\n")) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                         _ ("The token has a line break in it; copy it again"));
    return FALSE;
  }
  for (const char *c = token; *c; c++) {
    if (!g_ascii_isgraph (*c)) {
      g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                           _ ("The token has a space or a foreign letter in it; copy it again"));
      return FALSE;
    }
  }
  return TRUE;
}

/* The languages of the person, best first, as the server's sentences are wanted. */
static char *
make_accept_language (void)
{
  const char *const *names = g_get_language_names ();
  GString *languages = g_string_new (NULL);

  for (guint i = 0; names[i]; i++) {
    g_auto (GStrv) parts = g_strsplit_set (names[i], "_.@", 2);

    if (strlen (parts[0]) != 2 || strstr (languages->str, parts[0]))
      continue;
    g_string_append_printf (languages, languages->len > 0 ? ", %s;q=0.8" : "%s", parts[0]);
  }
  if (!strstr (languages->str, "en"))
    g_string_append (languages, languages->len > 0 ? ", en;q=0.5" : "en");
  return g_string_free (languages, FALSE);
}

/**
 * wb_helpdesk_normalize_url:
 * @text: an address as a person gives it
 * @error: return location for a #GError
 *
 * Checks the address of a helpdesk and puts it in the one form that is stored: no slash at the end,
 * and with `/api/v2` when there is no path (reference/retino-api.md B.1). Any thread.
 *
 * Errors: %WB_REMOTE_ERROR_NOT_ALLOWED.
 *
 * Returns: (transfer full) (nullable): the base address
 */
char *
wb_helpdesk_normalize_url (const char  *text,
                           GError     **error)
{
  g_autofree char *url = NULL;
  const char *path;

  g_return_val_if_fail (text, NULL);

  url = g_strstrip (g_strdup (text));
  if (!wb_http_check_url (url, error))
    return NULL;
  if (strpbrk (url, "?#")) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                         _ ("The address of a helpdesk ends before any ? or #"));
    return NULL;
  }
  while (g_str_has_suffix (url, "/"))
    url[strlen (url) - 1] = '\0';
  path = strchr (strstr (url, "://") + strlen ("://"), '/');
  return path ? g_steal_pointer (&url) : g_strconcat (url, "/api/v2", NULL);
}

/**
 * wb_helpdesk_new:
 * @base_url: the address of the API; see [func@wb_helpdesk_normalize_url]
 * @token: the token; nothing but visible ASCII
 * @auth_form: how the token is sent
 * @http: (transfer full): the transport; freed on error too
 * @error: return location for a #GError
 *
 * Makes a client. Asks no server. Any thread.
 *
 * Errors: %WB_REMOTE_ERROR_NOT_ALLOWED, in words that do not hold the token.
 *
 * Returns: (transfer full) (nullable): the client
 */
WbHelpdesk *
wb_helpdesk_new (const char  *base_url,
                 const char  *token,
                 WbAuthForm   auth_form,
                 WbHttp      *http,
                 GError     **error)
{
  g_autoptr (WbHttp) owned_http = http;
  g_autofree char *url = NULL;
  WbHelpdesk *self;

  g_return_val_if_fail (base_url && token && http, NULL);

  url = wb_helpdesk_normalize_url (base_url, error);
  if (!url || !check_token (token, error))
    return NULL;
  self = g_new0 (WbHelpdesk, 1);
  self->base_url = g_steal_pointer (&url);
  self->token = g_strdup (token);
  self->accept_language = make_accept_language ();
  self->auth_form = auth_form;
  self->http = g_steal_pointer (&owned_http);
  clear_last (self);
  return self;
}

/**
 * wb_helpdesk_free:
 * @self: a client with no call under way
 */
void
wb_helpdesk_free (WbHelpdesk *self)
{
  g_return_if_fail (self);

  clear_last (self);
  explicit_bzero (self->token, strlen (self->token));
  g_free (self->token);
  g_free (self->base_url);
  g_free (self->accept_language);
  wb_http_free (self->http);
  g_free (self);
}

/**
 * wb_helpdesk_get_last:
 * @self: a client
 *
 * Returns: (transfer none): what the last call told besides its result; valid until the next call
 */
const WbReplyInfo *
wb_helpdesk_get_last (WbHelpdesk *self)
{
  g_return_val_if_fail (self, NULL);

  return &self->last;
}

/**
 * wb_helpdesk_set_auth_form:
 * @self: a client
 * @form: how the token is sent from now on
 */
void
wb_helpdesk_set_auth_form (WbHelpdesk *self,
                           WbAuthForm  form)
{
  self->auth_form = form;
}

static void
hide_token_in (WbHelpdesk  *self,
               char       **text)
{
  GString *hidden;

  if (!*text || !strstr (*text, self->token))
    return;
  hidden = g_string_new (*text);
  g_string_replace (hidden, self->token, "…", 0);
  g_free (*text);
  *text = g_string_free (hidden, FALSE);
}

/* A server may repeat the token in its complaint; our errors are shown, stored and logged. */
static void
hide_token (WbHelpdesk *self,
            GError     *error)
{
  WbApiError *api_error = self->last.api_error;

  if (error)
    hide_token_in (self, &error->message);
  if (!api_error)
    return;
  hide_token_in (self, &api_error->detail);
  for (guint i = 0; i < api_error->problems->len; i++) {
    WbProblem *problem = g_ptr_array_index (api_error->problems, i);

    hide_token_in (self, &problem->message);
  }
}

static char *
make_url (WbHelpdesk  *self,
          const WbAsk *ask)
{
  GString *url = g_string_new (self->base_url);

  g_string_append_printf (url, "/%s", ask->path);
  for (guint i = 0; ask->query && ask->query[i] && ask->query[i + 1]; i += 2) {
    g_string_append_printf (url, "%c%s=", i == 0 ? '?' : '&', ask->query[i]);
    g_string_append_uri_escaped (url, ask->query[i + 1], NULL, FALSE);
  }
  return g_string_free (url, FALSE);
}

static GStrv
make_headers (WbHelpdesk  *self,
              const WbAsk *ask)
{
  g_autoptr (GStrvBuilder) headers = g_strv_builder_new ();
  g_autofree char *token = g_strconcat (self->auth_form == WB_AUTH_TOKEN ? "Token " : "",
                                        self->token, NULL);

  g_strv_builder_add_many (headers, "Authorization", token, "Accept", "application/json",
                           "Accept-Language", self->accept_language, NULL);
  if (ask->etag) {
    g_autofree char *quoted = g_strdup_printf ("\"%s\"", ask->etag);

    g_strv_builder_add_many (headers, "If-None-Match", quoted, NULL);
  }
  if (ask->if_match != WB_NO_VERSION) {
    g_autofree char *quoted = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", ask->if_match);

    g_strv_builder_add_many (headers, "If-Match", quoted, NULL);
  }
  if (ask->key)
    g_strv_builder_add_many (headers, "Idempotency-Key", ask->key, NULL);
  return g_strv_builder_end (headers);
}

/**
 * wb_helpdesk_perform:
 * @self: a client
 * @ask: what to ask for
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Sends, classifies, and remembers what the reply told besides. Between the files of the client.
 *
 * Returns: (transfer full) (nullable): a success (2xx or 304)
 */
WbHttpReply *
wb_helpdesk_perform (WbHelpdesk    *self,
                     const WbAsk   *ask,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autofree char *url = make_url (self, ask);
  g_auto (GStrv) headers = make_headers (self, ask);
  g_autoptr (WbHttpReply) reply = NULL;
  g_autoptr (GBytes) body = NULL;
  GError *local_error = NULL;
  WbHttpRequest request = { .method = ask->method, .url = url, .headers = headers };

  clear_last (self);
  if (ask->body) {
    char *text = wb_wire_print (ask->body);

    body = g_bytes_new_take (text, strlen (text));
    request.body = body;
    request.content_type = "application/json";
  } else if (ask->bytes) {
    request.body = ask->bytes;
    request.content_type = ask->content_type;
  }
  request.total_timeout_secs = ask->total_timeout_secs;
  request.idempotent = ask->key != NULL;
  reply = wb_http_send (self->http, &request, cancellable, error);
  if (!reply)
    return NULL;
  self->last.status = reply->status;
  self->last.etag = g_strdup (reply->etag);
  self->last.date = reply->date;
  self->last.retry_after_ms = reply->retry_after_ms;
  self->last.replayed = g_strcmp0 (g_hash_table_lookup (reply->headers, "idempotency-replayed"),
                                   "true") == 0;
  if (!wb_classify_reply (reply, &self->last.api_error, &local_error)) {
    hide_token (self, local_error);
    g_propagate_error (error, local_error);
    return NULL;
  }
  return g_steal_pointer (&reply);
}

/**
 * wb_helpdesk_fetch:
 * @self: a client
 * @url: a public address
 * @accept: the kinds of file that are wanted
 * @max_bytes: a larger answer is refused
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Reads a file without the token. Between the files of the client.
 *
 * Errors: those of [func@wb_http_send]; a status other than 200 by [func@wb_classify_status], without
 * the words of that server, which may be anybody's.
 *
 * Returns: (transfer full) (nullable): the answer
 */
WbHttpReply *
wb_helpdesk_fetch (WbHelpdesk    *self,
                   const char    *url,
                   const char    *accept,
                   gsize          max_bytes,
                   GCancellable  *cancellable,
                   GError       **error)
{
  char *headers[] = { (char *) "Accept", (char *) accept, NULL };
  WbHttpRequest request = { .method = "GET", .url = url, .headers = headers,
                            .max_body_bytes = max_bytes,
                            .total_timeout_secs = FETCH_TIMEOUT_SECS };
  g_autoptr (WbHttpReply) reply = NULL;

  clear_last (self);
  reply = wb_http_send (self->http, &request, cancellable, error);
  if (!reply)
    return NULL;
  self->last.status = reply->status;
  self->last.retry_after_ms = reply->retry_after_ms;
  if (reply->status == 200)
    return g_steal_pointer (&reply);
  g_set_error (error, WB_REMOTE_ERROR, wb_classify_status (reply->status, NULL),
               _ ("The file could not be fetched (status %u)"), reply->status);
  return NULL;
}
