/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a reply's headers say, in values: ETag, Date, Retry-After in both its forms. */

#include "config.h"

#include "wb-http-private.h"

#include "wb-time.h"

#include <string.h>

/* Nobody waits longer for a server than a week, and seconds times 1000 must not overflow. */
#define MAX_RETRY_AFTER_SECS (7 * 24 * 3600)

static void
add_header_cb (const char *name,
               const char *value,
               gpointer    data)
{
  GHashTable *headers = data;
  g_autofree char *lower = g_ascii_strdown (name, -1);
  const char *before = g_hash_table_lookup (headers, lower);
  char *joined = before ? g_strconcat (before, ", ", value, NULL) : g_strdup (value);

  g_hash_table_replace (headers, g_steal_pointer (&lower), joined);
}

static char *
dup_etag (const char *text)
{
  gsize length;

  if (!text)
    return NULL;
  if (g_str_has_prefix (text, "W/"))
    text += 2;
  length = strlen (text);
  if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
    return g_strndup (text + 1, length - 2);
  return g_strdup (text);
}

static gint64
parse_http_date (const char *text)
{
  g_autoptr (GDateTime) date = text ? soup_date_time_new_from_http_string (text) : NULL;

  return date ? g_date_time_to_unix (date) * 1000 : WB_TIME_NONE;
}

/* Seconds, or a date (RFC 9110, 10.2.3); a date is judged by the server's own clock. */
static gint64
parse_retry_after (const char *text,
                   gint64      server_date,
                   gint64      now)
{
  gint64 secs;
  gint64 date;

  if (!text)
    return -1;
  if (g_ascii_isdigit (*text)) {
    char *end = NULL;

    secs = g_ascii_strtoll (text, &end, 10);
    if (*end != '\0' && *end != ' ')
      return -1;
    return MIN (secs, MAX_RETRY_AFTER_SECS) * 1000;
  }
  date = parse_http_date (text);
  if (date == WB_TIME_NONE)
    return -1;
  if (server_date == WB_TIME_NONE)
    server_date = now;
  return CLAMP (date - server_date, 0, MAX_RETRY_AFTER_SECS * G_GINT64_CONSTANT (1000));
}

/**
 * wb_http_reply_new_for_message:
 * @message: a message whose reply has been read
 * @body: the body
 * @now: ms, judges a date in Retry-After when the server told no Date
 *
 * Returns: (transfer full): what the reply says
 */
WbHttpReply *
wb_http_reply_new_for_message (SoupMessage *message,
                               GBytes      *body,
                               gint64       now)
{
  WbHttpReply *reply = g_new0 (WbHttpReply, 1);

  reply->status = soup_message_get_status (message);
  reply->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  soup_message_headers_foreach (soup_message_get_response_headers (message), add_header_cb,
                                reply->headers);
  reply->etag = dup_etag (g_hash_table_lookup (reply->headers, "etag"));
  reply->date = parse_http_date (g_hash_table_lookup (reply->headers, "date"));
  reply->retry_after_ms = parse_retry_after (g_hash_table_lookup (reply->headers, "retry-after"),
                                             reply->date, now);
  reply->content_type = g_strdup (g_hash_table_lookup (reply->headers, "content-type"));
  reply->location = g_strdup (g_hash_table_lookup (reply->headers, "location"));
  reply->body = g_bytes_ref (body);
  return reply;
}

/**
 * wb_http_reply_free:
 * @self: a reply
 */
void
wb_http_reply_free (WbHttpReply *self)
{
  g_return_if_fail (self);

  g_free (self->etag);
  g_free (self->content_type);
  g_free (self->location);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}
