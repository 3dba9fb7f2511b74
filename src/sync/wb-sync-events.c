/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The event feed (reference/retino-api.md B.11, B.12 steps 4 and 6). A page of events and its
 * cursor are one transaction, so a program killed anywhere reads the page again, and reading it
 * again changes nothing: an object is applied only if its version exceeds the stored one. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "wb-account-store.h"
#include "wb-banner-store.h"
#include "wb-call-store.h"
#include "wb-coupon-store.h"
#include "wb-meta-store.h"
#include "wb-offer-store.h"
#include "wb-sync-private.h"
#include "wb-ticket-store.h"
#include "wb-time.h"
#include "wb-unreadable-store.h"
#include "wb-wire-account.h"
#include "wb-wire-activity.h"
#include "wb-wire-banner.h"
#include "wb-wire-coupon.h"
#include "wb-wire-merchant-store.h"
#include "wb-wire-offer-set.h"
#include "wb-wire-ticket-state.h"
#include "wb-wire-ticket-type.h"
#include "wb-wire-ticket.h"
#include "wb-wire-user.h"

/* About 10 ms of writing. */
#define EVENTS_AT_ONCE 100
/* How long other work may keep an event from being seen, a request of it apart. */
#define LOOK_IN_MS 500

typedef gboolean (*ApplyFunc) (WbDb *db, gconstpointer record, gboolean *changed, GError **error);
typedef gboolean (*UpsertFunc) (WbDb *db, gconstpointer record, GError **error);
typedef gboolean (*RemoveFunc) (WbDb *db, const char *id, GError **error);

/* How an object of each kind comes into the workspace and goes from it. */
typedef struct
{
  const char *kind;
  WbTables touched;
  WbWireDecodeFunc decode;
  GDestroyNotify unref;
  ApplyFunc apply;       /* (nullable) guards the version by itself */
  UpsertFunc upsert;     /* (nullable) where apply is NULL */
  RemoveFunc remove;     /* (nullable) */
  const char *catalogue; /* (nullable) for wb_catalogue_remove() */
  const char *resource;  /* its list, for wb-unreadable-store.h */
} Kind;

static const Kind kinds[] = {
  { "ticket", WB_TABLE_TICKETS, (WbWireDecodeFunc) wb_wire_ticket_decode,
    (GDestroyNotify) wb_ticket_unref, (ApplyFunc) wb_ticket_store_apply, NULL,
    wb_ticket_store_remove, NULL, "tickets" },
  { "activity", WB_TABLE_CALLS, (WbWireDecodeFunc) wb_wire_activity_decode,
    (GDestroyNotify) wb_activity_unref, (ApplyFunc) wb_call_store_apply, NULL,
    wb_call_store_remove, NULL, "activities" },
  { "coupon", WB_TABLE_COUPONS, (WbWireDecodeFunc) wb_wire_coupon_decode,
    (GDestroyNotify) wb_coupon_unref, (ApplyFunc) wb_coupon_store_apply, NULL,
    wb_coupon_store_remove, NULL, "coupons" },
  { "remarketing_settings", WB_TABLE_OFFERS, (WbWireDecodeFunc) wb_wire_offer_set_decode,
    (GDestroyNotify) wb_offer_set_unref, (ApplyFunc) wb_offer_store_apply, NULL, NULL, NULL,
    "remarketing/settings" },
  { "banner", WB_TABLE_BANNERS, (WbWireDecodeFunc) wb_wire_banner_decode,
    (GDestroyNotify) wb_banner_unref, (ApplyFunc) wb_banner_store_apply, NULL, NULL, NULL,
    "remarketing/banners" },
  { "account", WB_TABLE_ACCOUNT, (WbWireDecodeFunc) wb_wire_account_decode,
    (GDestroyNotify) wb_account_unref, NULL, (UpsertFunc) wb_account_store_upsert, NULL, NULL,
    "account" },
  { "store", WB_TABLE_ACCOUNT, (WbWireDecodeFunc) wb_wire_merchant_store_decode,
    (GDestroyNotify) wb_merchant_store_unref, NULL, (UpsertFunc) wb_merchant_store_upsert, NULL,
    "store", "account/stores" },
  { "user", WB_TABLE_ACCOUNT, (WbWireDecodeFunc) wb_wire_user_decode,
    (GDestroyNotify) wb_user_unref,
    NULL, (UpsertFunc) wb_user_store_upsert, NULL, "user", "users" },
  { "type", WB_TABLE_ACCOUNT, (WbWireDecodeFunc) wb_wire_ticket_type_decode,
    (GDestroyNotify) wb_ticket_type_unref, NULL, (UpsertFunc) wb_ticket_type_store_upsert, NULL,
    "type", "types" },
  { "state", WB_TABLE_ACCOUNT, (WbWireDecodeFunc) wb_wire_ticket_state_decode,
    (GDestroyNotify) wb_ticket_state_unref, NULL, (UpsertFunc) wb_ticket_state_store_upsert, NULL,
    "state", "states" },
};

static const Kind *
find_kind (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_str_equal (kinds[i].kind, name))
      return &kinds[i];
  }

  return NULL;
}

static gpointer
decode_object (const Kind  *kind,
               JsonNode    *node,
               GError     **error)
{
  g_autoptr (GError) cause = NULL;
  gpointer record = kind->decode (node, &cause);

  if (!record)
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                 _ ("The server's answer cannot be read: %s.%s"), kind->kind, cause->message);

  return record;
}

static gboolean
apply_object (WbDb        *db,
              const Kind  *kind,
              JsonNode    *node,
              WbTables    *touched,
              GError     **error)
{
  gpointer record = decode_object (kind, node, error);
  gboolean changed = TRUE;
  gboolean ok = FALSE;

  if (!record)
    return FALSE;
  ok = kind->apply ? kind->apply (db, record, &changed, error) : kind->upsert (db, record, error);
  kind->unref (record);
  if (ok && changed)
    *touched |= kind->touched;

  return ok;
}

/* One that cannot be read is remembered, and told: the feed goes on, and does not come back to
 * it. */
static gboolean
apply_event_object (WbDb           *db,
                    const Kind     *kind,
                    const WbEvent  *event,
                    gint64          now,
                    WbTables       *touched,
                    GError        **error)
{
  g_autoptr (GError) problem = NULL;

  if (apply_object (db, kind, event->object, touched, &problem))
    return !event->object_id ||
           wb_unreadable_store_forget (db, kind->resource, event->object_id, error);
  if (event->object_id &&
      g_error_matches (problem, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY))
    return wb_unreadable_store_note (db, kind->resource, event->object_id, now, error);
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

static gboolean
apply_event (WbDb           *db,
             const WbEvent  *event,
             gint64          now,
             WbTables       *touched,
             GError        **error)
{
  const Kind *kind = find_kind (event->kind);

  /* Kinds that the workspace does not keep (the customers' own steps) or does not know. */
  if (!kind || !event->object)
    return TRUE;
  if (!event->deleted)
    return apply_event_object (db, kind, event, now, touched, error);
  if (!event->object_id)
    return TRUE;
  if (!wb_unreadable_store_forget (db, kind->resource, event->object_id, error))
    return FALSE;

  *touched |= kind->touched;
  /* A ticket takes its calls with it. */
  if (kind->touched == WB_TABLE_TICKETS)
    *touched |= WB_TABLE_CALLS;
  if (kind->touched == WB_TABLE_BANNERS)
    return wb_banner_store_remove (db, event->object_id, event->object_version, error);
  if (kind->remove)
    return kind->remove (db, event->object_id, error);
  if (kind->catalogue)
    return wb_catalogue_remove (db, kind->catalogue, event->object_id, error);

  return TRUE;
}

static const Kind *
find_object_kind (const char *object_kind)
{
  return find_kind (g_str_equal (object_kind, "settings") ? "remarketing_settings" : object_kind);
}

WbTables
wb_sync_tables_of (const char *object_kind)
{
  const Kind *kind = find_object_kind (object_kind);

  if (!kind)
    return WB_TABLE_NONE;

  /* The calls of a ticket show its phone. */
  return kind->touched == WB_TABLE_TICKETS ? WB_TABLE_TICKETS | WB_TABLE_CALLS : kind->touched;
}

gboolean
wb_sync_apply_answer (WbDb        *db,
                      const char  *object_kind,
                      JsonNode    *object,
                      gint64      *version_out,
                      WbTables    *touched,
                      GError     **error)
{
  const Kind *kind = find_object_kind (object_kind);
  JsonNode *version = NULL;

  *version_out = 0;
  if (!kind || !JSON_NODE_HOLDS_OBJECT (object))
    return TRUE;
  version = json_object_get_member (json_node_get_object (object), "version");
  if (version && JSON_NODE_HOLDS_VALUE (version))
    *version_out = json_node_get_int (version);

  return apply_object (db, kind, object, touched, error);
}

/* The tickets that calls and coupons of the page name; the page's own tickets need no fetching. */
static GHashTable *
collect_tickets (GPtrArray *events)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < events->len; i++) {
    const WbEvent *event = g_ptr_array_index (events, i);
    JsonNode *member = NULL;

    if (event->deleted || !event->object || !JSON_NODE_HOLDS_OBJECT (event->object) ||
        !(g_str_equal (event->kind, "activity") || g_str_equal (event->kind, "coupon")))
      continue;
    member = json_object_get_member (json_node_get_object (event->object), "ticket");
    if (member && JSON_NODE_HOLDS_VALUE (member) &&
        json_node_get_value_type (member) == G_TYPE_STRING)
      g_hash_table_add (ids, g_strdup (json_node_get_string (member)));
  }
  for (guint i = 0; i < events->len; i++) {
    const WbEvent *event = g_ptr_array_index (events, i);

    if (g_str_equal (event->kind, "ticket") && event->object_id)
      g_hash_table_remove (ids, event->object_id);
  }

  return g_steal_pointer (&ids);
}

static gboolean
store_events (WbSync             *self,
              const WbEventPage  *page,
              const char         *cursor,
              GError            **error)
{
  gint64 now = wb_sync_server_now (self);
  WbTables touched = WB_TABLE_NONE;
  WbDb *db = NULL;
  gboolean ok = TRUE;

  if (page->events->len == 0 && g_strcmp0 (cursor, page->next_cursor) == 0)
    return TRUE;

  db = wb_sync_begin (self, error);
  if (!db)
    return FALSE;
  for (guint i = 0; ok && i < page->events->len; i++)
    ok = apply_event (db, g_ptr_array_index (page->events, i), now, &touched, error);
  ok = ok && wb_workspace_set_meta (db, WB_META_CURSOR, page->next_cursor, error);

  return wb_sync_end (self, ok, touched, error);
}

gboolean
wb_sync_read_events (WbSync        *self,
                     WbHelpdesk    *helpdesk,
                     guint          wait_secs,
                     gboolean      *expired_out,
                     GCancellable  *cancellable,
                     GError       **error)
{
  gboolean has_more = TRUE;

  *expired_out = FALSE;
  while (has_more) {
    g_autofree char *cursor = wb_sync_dup_meta (self, WB_META_CURSOR);
    g_autoptr (WbEventPage) page = NULL;
    g_autoptr (GHashTable) tickets = NULL;
    g_autoptr (GError) problem = NULL;

    page = wb_helpdesk_get_events (helpdesk, cursor, EVENTS_AT_ONCE, wait_secs, cancellable,
                                   &problem);
    if (!wb_sync_requested (self, helpdesk, error))
      return FALSE;
    if (g_error_matches (problem, WB_REMOTE_ERROR, WB_REMOTE_ERROR_GONE)) {
      *expired_out = TRUE;
      return TRUE;
    }
    if (!page) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

    tickets = collect_tickets (page->events);
    if (!wb_sync_fetch_missing (self, helpdesk, tickets, cancellable, error) ||
        !store_events (self, page, cursor, error))
      return FALSE;
    /* The first answer may have waited; what is left is there already. */
    has_more = page->has_more;
    wait_secs = 0;
  }

  return TRUE;
}

gboolean
wb_sync_look_in (WbSync           *self,
                 WbHelpdesk       *helpdesk,
                 const WbAccount  *account,
                 gint64           *looked_at,
                 gboolean         *stop_out,
                 GCancellable     *cancellable,
                 GError          **error)
{
  WbClock *clock = wb_workspace_get_clock (wb_sync_get_workspace (self));

  if (!wb_account_has_feature (account, WB_FEATURE_EVENTS) ||
      wb_clock_steady (clock) - *looked_at < LOOK_IN_MS)
    return TRUE;
  /* A cursor that is too old makes another reading, with the next pass. */
  if (!wb_sync_read_events (self, helpdesk, 0, stop_out, cancellable, error))
    return FALSE;
  *looked_at = wb_clock_steady (clock);

  return TRUE;
}
