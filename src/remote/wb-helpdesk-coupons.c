/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the helpdesk client does with single coupons besides reading them: takes one out of use, has
 * a failed one made again, reads its story (reference/retino-api.md B.7, src/portal/API.md). */

#include "config.h"

#include "wb-helpdesk-private.h"

#include "wb-wire-coupon-event.h"
#include "wb-wire-coupon.h"

#define EVENTS_A_PAGE "100"
/* 10,000 lines: a server that never says which page is the last does not keep us for ever. */
#define MAX_EVENT_PAGES 100

static char *
make_path (const char *coupon_id,
           const char *what)
{
  g_autofree char *escaped = g_uri_escape_string (coupon_id, NULL, FALSE);

  return g_strdup_printf ("coupons/%s/%s", escaped, what);
}

static WbCoupon *
post (WbHelpdesk    *self,
      const char    *coupon_id,
      const char    *what,
      gint64         version,
      const char    *key,
      GCancellable  *cancellable,
      GError       **error)
{
  g_autofree char *path = make_path (coupon_id, what);
  g_autoptr (JsonNode) body = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (WbHttpReply) reply = NULL;
  WbAsk ask = { .method = "POST", .path = path, .body = body, .if_match = version, .key = key };

  json_node_take_object (body, json_object_new ());
  reply = wb_helpdesk_perform (self, &ask, cancellable, error);

  return reply ? wb_helpdesk_decode (reply, (WbWireDecodeFunc) wb_wire_coupon_decode, error) : NULL;
}

/**
 * wb_helpdesk_disable_coupon:
 * @self: a client
 * @coupon_id: a coupon
 * @version: the version it was seen in
 * @key: the idempotency key, the same one each time this is sent
 * @cancellable: (nullable): a cancellable
 * @error: return location; %WB_REMOTE_ERROR_CONFLICT when it was used, %WB_REMOTE_ERROR_STALE when
 *   it has changed
 *
 * Takes a coupon out of use, in its shop too (B.7). Managers only.
 *
 * Returns: (transfer full) (nullable): the coupon as it then is
 */
WbCoupon *
wb_helpdesk_disable_coupon (WbHelpdesk    *self,
                            const char    *coupon_id,
                            gint64         version,
                            const char    *key,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_return_val_if_fail (self && coupon_id && key, NULL);

  return post (self, coupon_id, "disable", version, key, cancellable, error);
}

/**
 * wb_helpdesk_retry_coupon:
 * @self: a client
 * @coupon_id: a coupon that failed
 * @version: the version it was seen in
 * @key: the idempotency key, the same one each time this is sent
 * @cancellable: (nullable): a cancellable
 * @error: return location; %WB_REMOTE_ERROR_CONFLICT when it has not failed,
 *   %WB_REMOTE_ERROR_STALE when it has changed
 *
 * Has a failed coupon made again (B.7). Managers only.
 *
 * Returns: (transfer full) (nullable): the coupon as it then is; still `pending` while the shop is
 *   being asked
 */
WbCoupon *
wb_helpdesk_retry_coupon (WbHelpdesk    *self,
                          const char    *coupon_id,
                          gint64         version,
                          const char    *key,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_return_val_if_fail (self && coupon_id && key, NULL);

  return post (self, coupon_id, "retry", version, key, cancellable, error);
}

static WbWirePage *
decode_events (JsonNode  *node,
               GError   **error)
{
  return wb_wire_page_decode (node, (WbWireDecodeFunc) wb_wire_coupon_event_decode,
                              (GDestroyNotify) wb_coupon_event_unref, error);
}

static WbWirePage *
get_event_page (WbHelpdesk    *self,
                const char    *path,
                guint          number,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autofree char *number_text = g_strdup_printf ("%u", number);
  char *query[] = { (char *) "page", number_text, (char *) "page_size", (char *) EVENTS_A_PAGE,
                    NULL };
  WbAsk ask = { .method = "GET", .path = path, .query = query, .if_match = WB_NO_VERSION };
  g_autoptr (WbHttpReply) reply = wb_helpdesk_perform (self, &ask, cancellable, error);

  return reply ? wb_helpdesk_decode (reply, (WbWireDecodeFunc) decode_events, error) : NULL;
}

/**
 * wb_helpdesk_get_coupon_events:
 * @self: a client of a server with the feature %WB_FEATURE_COUPON_EVENTS
 * @coupon_id: a coupon
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Reads what happened to a coupon, page after page. A line that comes twice, because another was
 * written while we page, is kept once.
 *
 * Returns: (transfer full) (nullable) (element-type WbCouponEvent): its story, oldest first
 */
GPtrArray *
wb_helpdesk_get_coupon_events (WbHelpdesk    *self,
                               const char    *coupon_id,
                               GCancellable  *cancellable,
                               GError       **error)
{
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *path = NULL;
  gint64 n_pages = 1;

  g_return_val_if_fail (self && coupon_id, NULL);

  events = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_event_unref);
  path = make_path (coupon_id, "events");
  for (guint number = 1; number <= n_pages; number++) {
    g_autoptr (GError) cause = NULL;
    g_autoptr (WbWirePage) page = get_event_page (self, path, number, cancellable, &cause);

    /* "404 on a page after the first = the end" (B.0). */
    if (number > 1 && g_error_matches (cause, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND))
      break;
    if (!page) {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
    for (guint i = 0; i < page->items->len; i++) {
      WbCouponEvent *event = g_ptr_array_index (page->items, i);

      if (event->id && !g_hash_table_add (seen, event->id))
        continue;
      g_ptr_array_add (events, wb_coupon_event_ref (event));
    }
    n_pages = MIN (page->total_pages, MAX_EVENT_PAGES);
  }

  return g_steal_pointer (&events);
}
