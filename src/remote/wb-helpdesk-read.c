/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the helpdesk client reads: the connection test, lists, single objects, the event feed. */

#include "config.h"

#include "wb-helpdesk-private.h"

#include "wb-classify.h"
#include "wb-wire-account.h"
#include "wb-wire-activity.h"
#include "wb-wire-banner.h"
#include "wb-wire-coupon.h"
#include "wb-wire-merchant-store.h"
#include "wb-wire-offer-set.h"
#include "wb-wire-tag.h"
#include "wb-wire-ticket-state.h"
#include "wb-wire-ticket-type.h"
#include "wb-wire-ticket.h"
#include "wb-wire-user.h"

#include <glib/gi18n-lib.h>

/* A long-poll's answer may take this much longer than the waiting it asked for. */
#define LONG_POLL_GRACE_SECS 30

/* What the decoders say about a server's answer is that server's fault. */
static void
set_unreadable (GError  *cause_in,
                GError **error)
{
  g_autoptr (GError) cause = cause_in;

  g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
               _ ("The server's answer cannot be read: %s"), cause->message);
}

/**
 * wb_helpdesk_decode:
 * @reply: a successful answer
 * @decode: the decoder of what it holds
 * @error: return location for a #GError
 *
 * Between the files of the client. Errors: %WB_REMOTE_ERROR_UNEXPECTED_REPLY.
 *
 * Returns: (transfer full) (nullable): the object
 */
gpointer
wb_helpdesk_decode (const WbHttpReply  *reply,
                    WbWireDecodeFunc    decode,
                    GError            **error)
{
  g_autoptr (JsonNode) node = wb_classify_parse (reply, error);
  GError *cause = NULL;
  gpointer object;

  if (!node)
    return NULL;
  object = decode (node, &cause);
  if (!object)
    set_unreadable (cause, error);
  return object;
}

/* GET of one object. */
static gpointer
get_object (WbHelpdesk        *self,
            const char        *path,
            const char        *etag,
            gboolean          *not_modified_out,
            WbWireDecodeFunc   decode,
            GCancellable      *cancellable,
            GError           **error)
{
  WbAsk ask = { .method = "GET", .path = path, .etag = etag, .if_match = WB_NO_VERSION };
  g_autoptr (WbHttpReply) reply = wb_helpdesk_perform (self, &ask, cancellable, error);

  if (not_modified_out)
    *not_modified_out = reply && reply->status == 304;
  if (!reply || (etag && reply->status == 304))
    return NULL;
  return wb_helpdesk_decode (reply, decode, error);
}

static gpointer
get_by_id (WbHelpdesk        *self,
           const char        *collection,
           const char        *id,
           WbWireDecodeFunc   decode,
           GCancellable      *cancellable,
           GError           **error)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);
  g_autofree char *path = g_strconcat (collection, "/", escaped, NULL);

  return get_object (self, path, NULL, NULL, decode, cancellable, error);
}

/**
 * wb_helpdesk_get_account:
 * @self: a client
 * @etag: (nullable): of the answer that is stored
 * @not_modified_out: (out) (optional): `TRUE` when @etag still holds
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Reads the account (B.2). Errors here and in the calls below: those of [func@wb_http_send] and
 * [func@wb_classify_reply], and %WB_REMOTE_ERROR_UNEXPECTED_REPLY for what cannot be decoded.
 *
 * Returns: (transfer full) (nullable): the account; `NULL` without an error when not modified
 */
WbAccount *
wb_helpdesk_get_account (WbHelpdesk    *self,
                         const char    *etag,
                         gboolean      *not_modified_out,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_return_val_if_fail (self, NULL);

  return get_object (self, "account", etag, not_modified_out,
                     (WbWireDecodeFunc) wb_wire_account_decode, cancellable, error);
}

/**
 * wb_helpdesk_get_me:
 * @self: a client
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): the token's user (B.2)
 */
WbUser *
wb_helpdesk_get_me (WbHelpdesk    *self,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_return_val_if_fail (self, NULL);

  return get_object (self, "account/me", NULL, NULL, (WbWireDecodeFunc) wb_wire_user_decode,
                     cancellable, error);
}

/* One attempt of the probe. Returns whether the server knows the token. */
static gboolean
try_form (WbHelpdesk    *self,
          WbLevel       *level_out,
          WbAccount    **account_out,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (WbWirePage) types = NULL;
  char *query[] = { (char *) "page_size", (char *) "1", NULL };

  *account_out = wb_helpdesk_get_account (self, NULL, NULL, cancellable, &cause);
  if (*account_out) {
    *level_out = WB_LEVEL_FULL;
    return TRUE;
  }
  if (!g_error_matches (cause, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  /* 404 may come before the token is looked at: a list of level 0 proves both. */
  types = wb_helpdesk_get_page (self, "types", query, NULL, NULL, cancellable, error);
  if (!types && g_error_matches (*error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND)) {
    g_free ((*error)->message);
    (*error)->message = g_strdup (_ ("There is no helpdesk at this address; it usually ends in "
                                     "/api/v2"));
  }
  *level_out = WB_LEVEL_PLAIN;
  return types != NULL;
}

/**
 * wb_helpdesk_probe:
 * @self: a client
 * @level_out: (out): what the server has
 * @auth_form_out: (out): how it takes the token; @self uses it from now on
 * @account_out: (out) (transfer full) (nullable): the account, `NULL` at level 0
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * The connection test of B.0: `Token <t>` first, on 401 the bare token once; `GET /account` 200 is
 * level 1, 404 with working ticket types is level 0, and nothing else says anything about it.
 *
 * Returns: `TRUE` if the helpdesk answered and knows the token
 */
gboolean
wb_helpdesk_probe (WbHelpdesk    *self,
                   WbLevel       *level_out,
                   WbAuthForm    *auth_form_out,
                   WbAccount    **account_out,
                   GCancellable  *cancellable,
                   GError       **error)
{
  static const WbAuthForm forms[] = { WB_AUTH_TOKEN, WB_AUTH_BARE };
  GError *cause = NULL;

  g_return_val_if_fail (self && level_out && auth_form_out && account_out, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_clear_error (&cause);
    wb_helpdesk_set_auth_form (self, forms[i]);
    if (try_form (self, level_out, account_out, cancellable, &cause)) {
      *auth_form_out = forms[i];
      return TRUE;
    }
    if (!g_error_matches (cause, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED))
      break;
  }
  wb_helpdesk_set_auth_form (self, WB_AUTH_TOKEN);
  g_propagate_error (error, cause);
  return FALSE;
}

/* Of stores, catalogues and settings every one counts; of the many others one that cannot be read
 * is left out and told. */
#define LIST(resource, decode, free_item) \
  { resource, (WbWireDecodeFunc) decode, (GDestroyNotify) free_item, FALSE }
#define LONG_LIST(resource, decode, free_item) \
  { resource, (WbWireDecodeFunc) decode, (GDestroyNotify) free_item, TRUE }

static const struct
{
  const char *resource;
  WbWireDecodeFunc decode;
  GDestroyNotify free_item;
  gboolean is_long;
} lists[] = {
  LIST ("account/stores", wb_wire_merchant_store_decode, wb_merchant_store_unref),
  LIST ("users", wb_wire_user_decode, wb_user_unref),
  LIST ("types", wb_wire_ticket_type_decode, wb_ticket_type_unref),
  LIST ("states", wb_wire_ticket_state_decode, wb_ticket_state_unref),
  LIST ("tags", wb_wire_tag_decode, wb_tag_unref),
  LONG_LIST ("tickets", wb_wire_ticket_decode, wb_ticket_unref),
  LONG_LIST ("tickets/search", wb_wire_ticket_decode, wb_ticket_unref),
  LONG_LIST ("activities", wb_wire_activity_decode, wb_activity_unref),
  LONG_LIST ("coupons", wb_wire_coupon_decode, wb_coupon_unref),
  LIST ("remarketing/settings", wb_wire_offer_set_decode, wb_offer_set_unref),
  LONG_LIST ("remarketing/banners", wb_wire_banner_decode, wb_banner_unref),
};

static gint64
get_asked_page (GStrv query)
{
  for (guint i = 0; query && query[i] && query[i + 1]; i += 2)
    if (g_str_equal (query[i], "page"))
      return g_ascii_strtoll (query[i + 1], NULL, 10);
  return 1;
}

/* "404 on a page after the first = the end" (B.0): what shrank while we paged is no error. */
static WbWirePage *
make_end_page (gint64 page)
{
  WbWirePage *end = g_new0 (WbWirePage, 1);

  end->current_page = page;
  end->total_pages = page - 1;
  end->items = g_ptr_array_new ();
  end->skipped = g_ptr_array_new ();
  return end;
}

/**
 * wb_helpdesk_get_page:
 * @self: a client
 * @resource: one of the lists of part B: "account/stores", "users", "types", "states", "tags",
 *   "tickets", "tickets/search", "activities", "coupons", "remarketing/settings",
 *   "remarketing/banners"
 * @query: (nullable): name, value, ...
 * @etag: (nullable): of the answer that is stored
 * @not_modified_out: (out) (optional): `TRUE` when @etag still holds
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Reads one page of a list. A page after the first that does not exist is an empty page. A ticket,
 * activity, coupon or banner that cannot be read is left out; the page's `skipped` has its id.
 *
 * Returns: (transfer full) (nullable): the page; `NULL` without an error when not modified
 */
WbWirePage *
wb_helpdesk_get_page (WbHelpdesk    *self,
                      const char    *resource,
                      GStrv          query,
                      const char    *etag,
                      gboolean      *not_modified_out,
                      GCancellable  *cancellable,
                      GError       **error)
{
  WbAsk ask = { .method = "GET", .path = resource, .query = query, .etag = etag,
                .if_match = WB_NO_VERSION };
  g_autoptr (WbHttpReply) reply = NULL;
  g_autoptr (JsonNode) node = NULL;
  GError *cause = NULL;
  WbWirePage *page;
  guint list = 0;

  g_return_val_if_fail (self && resource, NULL);
  while (list < G_N_ELEMENTS (lists) && !g_str_equal (lists[list].resource, resource))
    list++;
  g_return_val_if_fail (list < G_N_ELEMENTS (lists), NULL);

  reply = wb_helpdesk_perform (self, &ask, cancellable, &cause);
  if (not_modified_out)
    *not_modified_out = reply && reply->status == 304;
  if (!reply && get_asked_page (query) > 1 &&
      g_error_matches (cause, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND)) {
    g_clear_error (&cause);
    return make_end_page (get_asked_page (query));
  }
  if (!reply) {
    g_propagate_error (error, cause);
    return NULL;
  }
  if (etag && reply->status == 304)
    return NULL;
  node = wb_classify_parse (reply, error);
  if (!node)
    return NULL;
  page = lists[list].is_long
         ? wb_wire_page_decode_lenient (node, lists[list].decode, lists[list].free_item, &cause)
         : wb_wire_page_decode (node, lists[list].decode, lists[list].free_item, &cause);
  if (!page)
    set_unreadable (cause, error);
  return page;
}

/**
 * wb_helpdesk_get_ticket:
 * @self: a client
 * @id: a ticket's id
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): the ticket with its history (B.4)
 */
WbTicket *
wb_helpdesk_get_ticket (WbHelpdesk    *self,
                        const char    *id,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_return_val_if_fail (self && id, NULL);

  return get_by_id (self, "tickets", id, (WbWireDecodeFunc) wb_wire_ticket_decode, cancellable,
                    error);
}

/**
 * wb_helpdesk_get_activity:
 * @self: a client
 * @id: an activity's id
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): the activity (B.6)
 */
WbActivity *
wb_helpdesk_get_activity (WbHelpdesk    *self,
                          const char    *id,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_return_val_if_fail (self && id, NULL);

  return get_by_id (self, "activities", id, (WbWireDecodeFunc) wb_wire_activity_decode, cancellable,
                    error);
}

/**
 * wb_helpdesk_get_coupon:
 * @self: a client
 * @id: a coupon's id
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): the coupon (B.7)
 */
WbCoupon *
wb_helpdesk_get_coupon (WbHelpdesk    *self,
                        const char    *id,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_return_val_if_fail (self && id, NULL);

  return get_by_id (self, "coupons", id, (WbWireDecodeFunc) wb_wire_coupon_decode, cancellable,
                    error);
}

/**
 * wb_helpdesk_get_settings:
 * @self: a client
 * @type_id: a ticket type's id
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): the type's remarketing settings (B.5)
 */
WbOfferSet *
wb_helpdesk_get_settings (WbHelpdesk    *self,
                          const char    *type_id,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_return_val_if_fail (self && type_id, NULL);

  return get_by_id (self, "remarketing/settings", type_id,
                    (WbWireDecodeFunc) wb_wire_offer_set_decode, cancellable, error);
}

/**
 * wb_helpdesk_get_banner:
 * @self: a client
 * @id: a banner's id
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): the banner (B.8)
 */
WbBanner *
wb_helpdesk_get_banner (WbHelpdesk    *self,
                        const char    *id,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_return_val_if_fail (self && id, NULL);

  return get_by_id (self, "remarketing/banners", id, (WbWireDecodeFunc) wb_wire_banner_decode,
                    cancellable, error);
}

/**
 * wb_helpdesk_get_events:
 * @self: a client
 * @after: (nullable): a cursor, "head" for the newest one without events, `NULL` for the oldest
 * @limit: 1–500
 * @wait_secs: 0–25, how long the server may hold the answer until something happens
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Reads the event feed (B.11). %WB_REMOTE_ERROR_GONE means that @after is older than what is kept.
 *
 * Returns: (transfer full) (nullable): the events and the next cursor
 */
WbEventPage *
wb_helpdesk_get_events (WbHelpdesk    *self,
                        const char    *after,
                        guint          limit,
                        guint          wait_secs,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) query = NULL;
  g_autofree char *limit_text = g_strdup_printf ("%u", limit);
  g_autofree char *wait_text = g_strdup_printf ("%u", wait_secs);
  WbAsk ask = { .method = "GET", .path = "events", .if_match = WB_NO_VERSION };
  g_autoptr (WbHttpReply) reply = NULL;

  g_return_val_if_fail (self, NULL);

  g_strv_builder_add_many (builder, "limit", limit_text, "wait", wait_text, NULL);
  if (after)
    g_strv_builder_add_many (builder, "after", after, NULL);
  query = g_strv_builder_end (builder);
  ask.query = query;
  ask.total_timeout_secs = wait_secs + LONG_POLL_GRACE_SECS;
  reply = wb_helpdesk_perform (self, &ask, cancellable, error);
  return reply ? wb_helpdesk_decode (reply, (WbWireDecodeFunc) wb_wire_event_page_decode, error)
               : NULL;
}
