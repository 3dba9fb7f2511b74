/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the helpdesk client changes: the writes of the outbox, and a held call's lease. */

#include "config.h"

#include "wb-helpdesk-private.h"

#include "wb-classify.h"
#include "wb-outgoing.h"

/**
 * wb_helpdesk_write:
 * @self: a client
 * @op: what to do; the `WB_OP_…` texts of the outbox
 * @object_id: the activity, banner, ticket or ticket type; for the account anything
 * @body: the request's body
 * @if_match: the version it was based on; 0 = none is known. Settings always name theirs, for 0 is
 *   the version of a type that was never configured (B.5)
 * @key: the idempotency key, the same one each time this write is sent; switching
 *   remarketing has none
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Sends one write of the outbox. With %WB_REMOTE_ERROR_STALE the server's present object is in the
 * last reply's `api_error->current`.
 *
 * Returns: (transfer full) (nullable): the answered object; `NULL` without an error for an answer
 *   that has no body
 */
JsonNode *
wb_helpdesk_write (WbHelpdesk    *self,
                   const char    *op,
                   const char    *object_id,
                   JsonNode      *body,
                   gint64         if_match,
                   const char    *key,
                   GCancellable  *cancellable,
                   GError       **error)
{
  const WbOutgoing *outgoing;
  g_autofree char *path = NULL;
  g_autoptr (WbHttpReply) reply = NULL;
  WbAsk ask = { .body = body, .if_match = WB_NO_VERSION };

  g_return_val_if_fail (self && op && object_id && body && key, NULL);
  outgoing = wb_outgoing_find (op);
  g_return_val_if_fail (outgoing, NULL);

  path = wb_outgoing_make_path (outgoing, object_id);
  ask.method = outgoing->method;
  ask.path = path;
  ask.key = outgoing->no_key ? NULL : key;
  if (outgoing->match == WB_MATCH_ALWAYS || (outgoing->match == WB_MATCH_KNOWN && if_match > 0))
    ask.if_match = if_match;
  reply = wb_helpdesk_perform (self, &ask, cancellable, error);
  if (!reply || g_bytes_get_size (reply->body) == 0)
    return NULL;
  return wb_classify_parse (reply, error);
}

/**
 * wb_helpdesk_renew:
 * @self: a client
 * @activity_id: a call this user holds
 * @lease_secs: 60–3600, from now
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Keeps a held call's lease (B.6). %WB_REMOTE_ERROR_CONFLICT: it is no longer ours.
 *
 * Returns: `TRUE` if the lease runs on
 */
gboolean
wb_helpdesk_renew (WbHelpdesk    *self,
                   const char    *activity_id,
                   int            lease_secs,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonNode) body = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (WbHttpReply) reply = NULL;
  WbAsk ask = { .method = "POST", .body = body, .if_match = WB_NO_VERSION };

  g_return_val_if_fail (self && activity_id, FALSE);

  escaped = g_uri_escape_string (activity_id, NULL, FALSE);
  path = g_strdup_printf ("activities/%s/renew", escaped);
  ask.path = path;
  json_node_take_object (body, json_object_new ());
  json_object_set_int_member (json_node_get_object (body), "lease_secs", lease_secs);
  reply = wb_helpdesk_perform (self, &ask, cancellable, error);
  return reply != NULL;
}
