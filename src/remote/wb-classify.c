/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Status and body of a helpdesk's answer -> what the caller does next; see the header. */

#include "config.h"

#include "wb-classify.h"

#include "wb-wire.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More of a server's words than this helps nobody. */
#define MAX_WORDS 300

/**
 * wb_classify_status:
 * @status: an HTTP status that is no success
 * @code: (nullable): `code` of the answer's body
 *
 * The decision behind a status (reference/retino-api.md B.1, B.12). A write whose first sending is
 * still being worked on (`request_in_progress`) has an unknown outcome: later, same key.
 *
 * Returns: the error code
 */
WbRemoteError
wb_classify_status (guint       status,
                    const char *code)
{
  switch (status) {
    case 401:
      return WB_REMOTE_ERROR_UNAUTHORIZED;
    case 403:
      return WB_REMOTE_ERROR_FORBIDDEN;
    case 404:
      return WB_REMOTE_ERROR_NOT_FOUND;
    case 408:
      return WB_REMOTE_ERROR_TIMEOUT;
    case 409:
      return g_strcmp0 (code, "request_in_progress") == 0 ? WB_REMOTE_ERROR_TIMEOUT
                                                        : WB_REMOTE_ERROR_CONFLICT;
    case 410:
      return WB_REMOTE_ERROR_GONE;
    case 412:
      return WB_REMOTE_ERROR_STALE;
    case 429:
      return WB_REMOTE_ERROR_RATE_LIMITED;
    default:
      if (status >= 500)
        return WB_REMOTE_ERROR_SERVER_FAULT;
      if (status >= 400)
        return WB_REMOTE_ERROR_REJECTED;
      return WB_REMOTE_ERROR_UNEXPECTED_REPLY;
  }
}

static gboolean
is_html (const WbHttpReply *reply)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (reply->body, &size);

  if (reply->content_type && strstr (reply->content_type, "html"))
    return TRUE;
  while (size > 0 && g_ascii_isspace (*data)) {
    data++;
    size--;
  }
  return size > 0 && *data == '<';
}

/* One line of at most MAX_WORDS characters, whatever a server wrote. */
static char *
tidy_words (const char *words)
{
  g_autofree char *valid = g_utf8_make_valid (words, -1);
  GString *line = g_string_new (NULL);
  guint n = 0;

  for (const char *c = g_strstrip (valid); *c; c = g_utf8_next_char (c)) {
    gunichar letter = g_utf8_get_char (c);

    if (n++ >= MAX_WORDS) {
      g_string_append (line, "…");
      break;
    }
    g_string_append_unichar (line, g_unichar_iscntrl (letter) ? ' ' : letter);
  }
  return g_string_free (line, FALSE);
}

/* What the status means when the server says nothing itself. */
static const char *
get_own_words (guint status)
{
  switch (status) {
    case 401:
      return _ ("The token is not valid (any more)");
    case 403:
      return _ ("Your account may not do this");
    case 404:
      return _ ("The server does not have it");
    case 409:
      return _ ("It has changed meanwhile and cannot be done now");
    case 410:
      return _ ("The server no longer has this part of the history");
    case 412:
      return _ ("Somebody else has changed it meanwhile");
    case 429:
      return _ ("The server asks for a pause");
    case 503:
      return _ ("The server is not available just now");
    default:
      return status >= 500 ? _ ("The server has a fault") : _ ("The server refused");
  }
}

static char *
collect_words (const WbApiError *api_error,
               guint             status)
{
  GString *words = g_string_new (NULL);
  const char *detail = api_error->detail ? api_error->detail : "";
  gboolean is_told = FALSE;

  for (guint i = 0; i < MIN (api_error->problems->len, 5u); i++) {
    const WbProblem *problem = g_ptr_array_index (api_error->problems, i);
    const char *text = problem->message ? problem->message : problem->code;

    if (!text)
      continue;
    is_told |= g_str_equal (text, detail);
    g_string_append (words, words->len > 0 ? " " : "");
    if (problem->path && *problem->path)
      g_string_append_printf (words, "%s: ", problem->path);
    g_string_append (words, text);
  }
  if (*detail && !is_told) {
    g_string_prepend (words, words->len > 0 ? " " : "");
    g_string_prepend (words, detail);
  }
  if (words->len == 0)
    g_string_append (words, get_own_words (status));
  return g_string_free (words, FALSE);
}

static void
set_redirect_error (const WbHttpReply  *reply,
                    GError            **error)
{
  /* A query may carry secrets. */
  g_auto (GStrv) parts = g_strsplit_set (reply->location ? reply->location : "", "?#", 2);

  if (reply->location)
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                 _ ("The server redirects to %s, which is not followed; give that address itself"),
                 parts[0]);
  else
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                 _ ("The server gave no answer (status %u)"), reply->status);
}

/**
 * wb_classify_reply:
 * @reply: an answer
 * @api_error_out: (out) (optional) (transfer full) (nullable): the decoded error body with any
 *   status from 400 up, `NULL` otherwise
 * @error: return location for a #GError
 *
 * Whether @reply is a success (2xx, or 304 = unchanged). Pure; any thread.
 *
 * Errors: %WB_REMOTE_ERROR by [func@wb_classify_status]; the message is the server's words and the
 * status.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_classify_reply (const WbHttpReply  *reply,
                   WbApiError        **api_error_out,
                   GError            **error)
{
  g_autoptr (WbApiError) api_error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *words = NULL;
  g_autofree char *line = NULL;
  gsize size = 0;
  const char *data;

  g_return_val_if_fail (reply, FALSE);

  if (api_error_out)
    *api_error_out = NULL;
  if ((reply->status >= 200 && reply->status < 300) || reply->status == 304)
    return TRUE;
  if (reply->status < 400) {
    set_redirect_error (reply, error);
    return FALSE;
  }
  data = g_bytes_get_data (reply->body, &size);
  if (size > 0 && !is_html (reply))
    node = wb_wire_parse (data, (gssize) size, WB_WIRE_MAX_BODY_BYTES, NULL);
  api_error = wb_wire_api_error_decode (node);
  words = collect_words (api_error, reply->status);
  line = tidy_words (words);
  /* Translators: the server's sentence, then the number of the HTTP status. */
  g_set_error (error, WB_REMOTE_ERROR, wb_classify_status (reply->status, api_error->code),
               _ ("%s (status %u)"), line, reply->status);
  if (api_error_out)
    *api_error_out = g_steal_pointer (&api_error);
  return FALSE;
}

/**
 * wb_classify_parse:
 * @reply: a successful answer with a body
 * @error: return location for a #GError
 *
 * Reads the body as JSON. Pure; any thread.
 *
 * Errors: %WB_REMOTE_ERROR_UNEXPECTED_REPLY, saying whether a web page came, or what is wrong with
 * the JSON.
 *
 * Returns: (transfer full) (nullable): the JSON
 */
JsonNode *
wb_classify_parse (const WbHttpReply  *reply,
                   GError            **error)
{
  g_autoptr (GError) cause = NULL;
  gsize size = 0;
  const char *data;
  JsonNode *node;

  g_return_val_if_fail (reply, NULL);

  if (is_html (reply)) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                         _ ("The server answered with a web page instead of data; "
                            "check the address"));
    return NULL;
  }
  data = g_bytes_get_data (reply->body, &size);
  node = wb_wire_parse (size > 0 ? data : "", (gssize) size, WB_WIRE_MAX_BODY_BYTES, &cause);
  if (!node)
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                 _ ("The server's answer cannot be read: %s"), cause->message);
  return node;
}
