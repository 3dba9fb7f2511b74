/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What comes from the helpdesk, but for the short lists, the event feed and the polling: the first
 * read, and the reading again after the feed's cursor was lost (reference/retino-api.md B.12, steps
 * 2, 3, 5 and 6). */

#include "config.h"

#include "wb-call-store.h"
#include "wb-coupon-store.h"
#include "wb-meta-store.h"
#include "wb-sync-private.h"
#include "wb-ticket-store.h"
#include "wb-time.h"
#include "wb-unreadable-store.h"

/* Tickets of the first read stored in one transaction (reference/floors.md 6). */
#define LOAD_BATCH 2000

typedef gboolean (*ApplyOne) (WbDb *db, gconstpointer item, gboolean *changed_out, GError **error);

/* One page in one transaction; told only if it changed anything. */
static gboolean
apply_items (WbSync      *self,
             GPtrArray   *items,
             ApplyOne     apply_one,
             const char  *resource,
             gsize        id_offset,
             WbTables     touched,
             GError     **error)
{
  WbDb *db = wb_sync_begin (self, error);
  gboolean ok = db != NULL;
  gboolean any = FALSE;

  for (guint i = 0; ok && i < items->len; i++) {
    gpointer item = g_ptr_array_index (items, i);
    gboolean changed = FALSE;

    ok = apply_one (db, item, &changed, error) &&
         wb_unreadable_store_forget (db, resource, G_STRUCT_MEMBER (char *, item, id_offset),
                                     error);
    any = any || changed;
  }

  return db && wb_sync_end (self, ok, any ? touched : WB_TABLE_NONE, error);
}

gboolean
wb_sync_apply_tickets (WbSync     *self,
                       GPtrArray  *items,
                       gint64      total,
                       gpointer    data,
                       GError    **error)
{
  return apply_items (self, items, (ApplyOne) wb_ticket_store_apply, "tickets",
                      G_STRUCT_OFFSET (WbTicket, id), WB_TABLE_TICKETS, error);
}

gboolean
wb_sync_apply_activities (WbSync     *self,
                          GPtrArray  *items,
                          gint64      total,
                          gpointer    data,
                          GError    **error)
{
  return apply_items (self, items, (ApplyOne) wb_call_store_apply, "activities",
                      G_STRUCT_OFFSET (WbActivity, id), WB_TABLE_CALLS, error);
}

gboolean
wb_sync_apply_coupons (WbSync     *self,
                       GPtrArray  *items,
                       gint64      total,
                       gpointer    data,
                       GError    **error)
{
  return apply_items (self, items, (ApplyOne) wb_coupon_store_apply, "coupons",
                      G_STRUCT_OFFSET (WbCoupon, id), WB_TABLE_COUPONS, error);
}

static gboolean
note_ticket (WbSync      *self,
             const char  *id,
             GError     **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  g_ptr_array_add (ids, (gpointer) id);

  return wb_sync_note_skipped (self, "tickets", ids, error);
}

gboolean
wb_sync_fetch_missing (WbSync        *self,
                       WbHelpdesk    *helpdesk,
                       GHashTable    *ids,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr (WbDb) reader = wb_workspace_open_reader (wb_sync_get_workspace (self), error);
  GHashTableIter iter;
  gpointer id = NULL;

  if (!reader)
    return FALSE;

  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    g_autoptr (GError) problem = NULL;
    g_autoptr (WbTicket) stored = wb_ticket_store_get (reader, id, &problem);
    g_autoptr (WbTicket) ticket = NULL;
    g_autoptr (GPtrArray) items = NULL;

    if (stored)
      continue;
    if (!problem) {
      ticket = wb_helpdesk_get_ticket (helpdesk, id, cancellable, &problem);
      if (!wb_sync_requested (self, helpdesk, error))
        return FALSE;
    }
    /* Whoever called still has the others. */
    if (g_error_matches (problem, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY)) {
      if (!note_ticket (self, id, error))
        return FALSE;
      continue;
    }
    /* Deleted meanwhile, or a coupon that outlived its ticket. */
    if (g_error_matches (problem, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND))
      continue;
    if (problem) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    items = g_ptr_array_new ();
    g_ptr_array_add (items, ticket);
    if (!wb_sync_apply_tickets (self, items, 1, NULL, error))
      return FALSE;
  }

  return TRUE;
}

/* A full read: what was seen, by id, and which tickets calls and coupons name. */
typedef struct
{
  WbSyncItems apply;         /* what is done with a page */
  gsize id_offset;
  gsize ticket_offset;       /* 0 = names none */
  GHashTable *seen;          /* (owned) (element-type utf8) */
  GHashTable *tickets;       /* (unowned) (nullable) (element-type utf8) */
  GPtrArray *batch;          /* (owned) (nullable) (element-type WbTicket) the first load */
  gint64 done;
} Reading;

static void
clear_reading (Reading *reading)
{
  g_clear_pointer (&reading->seen, g_hash_table_unref);
  g_clear_pointer (&reading->batch, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, clear_reading)

static gboolean
take_items (WbSync     *self,
            GPtrArray  *items,
            gint64      total,
            gpointer    data,
            GError    **error)
{
  Reading *reading = data;

  for (guint i = 0; i < items->len; i++) {
    gpointer item = g_ptr_array_index (items, i);

    if (reading->seen)
      g_hash_table_add (reading->seen,
                        g_strdup (G_STRUCT_MEMBER (char *, item, reading->id_offset)));
    if (reading->tickets && reading->ticket_offset > 0)
      g_hash_table_add (reading->tickets,
                        g_strdup (G_STRUCT_MEMBER (char *, item, reading->ticket_offset)));
  }

  return reading->apply (self, items, total, NULL, error);
}

static GHashTable *
make_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static gboolean
store_batch (WbSync   *self,
             Reading  *reading,
             GError  **error)
{
  const WbTicket *last = NULL;
  WbDb *db = NULL;
  gboolean ok = TRUE;

  if (reading->batch->len == 0)
    return TRUE;

  db = wb_sync_begin (self, error);
  if (!db)
    return FALSE;
  for (guint i = 0; ok && i < reading->batch->len; i++) {
    last = g_ptr_array_index (reading->batch, i);
    ok = wb_ticket_store_load (db, last, error);
  }
  /* How far it is goes with the rows: a load that was cut off goes on here. */
  if (ok && last && last->updated_at != WB_TIME_NONE)
    ok = wb_sync_put_meta_int (db, WB_SYNC_META_LOAD_FROM, last->updated_at, error);
  if (!wb_sync_end (self, ok, WB_TABLE_TICKETS, error))
    return FALSE;

  reading->done += reading->batch->len;
  g_ptr_array_set_size (reading->batch, 0);

  return TRUE;
}

static gboolean
load_items (WbSync     *self,
            GPtrArray  *items,
            gint64      total,
            gpointer    data,
            GError    **error)
{
  Reading *reading = data;

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (reading->batch, wb_ticket_ref (g_ptr_array_index (items, i)));
  if (reading->batch->len >= LOAD_BATCH && !store_batch (self, reading, error))
    return FALSE;
  wb_sync_tell_progress (self, reading->done + reading->batch->len, MAX (total, reading->done));

  return TRUE;
}

/* The tickets of the first read, without indexes and search rows until the end. What was read
 * before it was cut off is stored all the same, and the next run goes on from there. */
static gboolean
load_tickets (WbSync        *self,
              WbHelpdesk    *helpdesk,
              GCancellable  *cancellable,
              GError       **error)
{
  WbWorkspace *workspace = wb_sync_get_workspace (self);
  g_auto (Reading) reading = { 0 };
  g_autoptr (GError) problem = NULL;
  gint64 from = wb_sync_get_meta_int (self, WB_SYNC_META_LOAD_FROM,
                                      wb_sync_server_now (self) - WB_SYNC_TICKETS_MS);

  reading.batch = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_ticket_unref);
  if (!wb_workspace_begin_bulk_load (workspace, error))
    return FALSE;
  wb_sync_read_by_key (self, helpdesk, &wb_sync_tickets, NULL, NULL, from, load_items, &reading,
                       cancellable, &problem);
  if (!problem || !g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    store_batch (self, &reading, problem ? NULL : &problem);
  wb_sync_end_bulk_load (self, problem ? NULL : &problem);
  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }

  return TRUE;
}

/* Calls and coupons, and the tickets they name; the two sets (nullable) gather the ids seen.
 * Without them it is the first read, which takes all coupons. */
static gboolean
read_calls_and_coupons (WbSync           *self,
                        WbHelpdesk       *helpdesk,
                        const WbAccount  *account,
                        GHashTable       *seen_calls,
                        GHashTable       *seen_coupons,
                        gint64            now,
                        GCancellable     *cancellable,
                        GError          **error)
{
  g_autoptr (GHashTable) tickets = make_set ();

  if (wb_account_has_feature (account, WB_FEATURE_ACTIVITIES)) {
    g_auto (Reading) calls = {
      .apply = wb_sync_apply_activities,
      .id_offset = G_STRUCT_OFFSET (WbActivity, id),
      .ticket_offset = G_STRUCT_OFFSET (WbActivity, ticket),
      .seen = seen_calls ? g_hash_table_ref (seen_calls) : NULL,
      .tickets = tickets,
    };

    /* The open ones first: one that is closed in between is found among the closed ones. */
    if (!wb_sync_read_by_key (self, helpdesk, &wb_sync_activities, "status", "open", WB_TIME_NONE,
                              take_items, &calls, cancellable, error) ||
        !wb_sync_read_by_key (self, helpdesk, &wb_sync_activities, "status", "closed",
                              now - WB_SYNC_CLOSED_CALLS_MS, take_items, &calls, cancellable,
                              error))
      return FALSE;
  }
  if (wb_account_has_feature (account, WB_FEATURE_COUPONS) && !seen_coupons) {
    if (!wb_sync_load_coupons (self, helpdesk, tickets, cancellable, error))
      return FALSE;
  } else if (wb_account_has_feature (account, WB_FEATURE_COUPONS)) {
    g_auto (Reading) coupons = {
      .apply = wb_sync_apply_coupons,
      .id_offset = G_STRUCT_OFFSET (WbCoupon, id),
      .ticket_offset = G_STRUCT_OFFSET (WbCoupon, ticket),
      .seen = g_hash_table_ref (seen_coupons),
      .tickets = tickets,
    };

    if (!wb_sync_read_by_key (self, helpdesk, &wb_sync_coupons, NULL, NULL,
                              now - WB_SYNC_COUPONS_MS, take_items, &coupons, cancellable, error))
      return FALSE;
  }

  return wb_sync_fetch_missing (self, helpdesk, tickets, cancellable, error);
}

/* The newest cursor, taken before anything is read, so that nothing that happens meanwhile is lost;
 * kept until the reading is done. */
gboolean
wb_sync_take_head (WbSync        *self,
                   WbHelpdesk    *helpdesk,
                   gboolean       again,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autofree char *cursor = wb_sync_dup_meta (self, WB_SYNC_META_LOAD_CURSOR);
  g_autoptr (WbEventPage) page = NULL;
  WbDb *db = NULL;

  if (cursor && !again)
    return TRUE;
  page = wb_helpdesk_get_events (helpdesk, "head", 1, 0, cancellable, error);
  if (!wb_sync_requested (self, helpdesk, error) || !page)
    return FALSE;
  db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, wb_workspace_set_meta (db, WB_SYNC_META_LOAD_CURSOR,
                                                         page->next_cursor, error),
                            WB_TABLE_NONE, error);
}

/* The cursor kept since the beginning becomes the cursor; the reading is over. */
static gboolean
finish_read (WbSync  *self,
             GError **error)
{
  g_autofree char *cursor = wb_sync_dup_meta (self, WB_SYNC_META_LOAD_CURSOR);
  WbDb *db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, wb_workspace_set_meta (db, WB_META_CURSOR, cursor, error) &&
                            wb_workspace_set_meta (db, WB_SYNC_META_LOAD_CURSOR, NULL, error) &&
                            wb_workspace_set_meta (db, WB_SYNC_META_LOAD_FROM, NULL, error),
                            WB_TABLE_SYNC, error);
}

gboolean
wb_sync_first_read (WbSync           *self,
                    WbHelpdesk       *helpdesk,
                    const WbAccount  *account,
                    GCancellable     *cancellable,
                    GError          **error)
{
  return load_tickets (self, helpdesk, cancellable, error) &&
         read_calls_and_coupons (self, helpdesk, account, NULL, NULL, wb_sync_server_now (self),
                                 cancellable, error) &&
         finish_read (self, error);
}

/* Rows inside the range just read that were not seen again are gone from the server. The stores
 * keep one with unsent work until that is done. */
static gboolean
remove_unseen (WbSync      *self,
               GPtrArray   *stored,
               GHashTable  *seen,
               const char  *resource,
               gboolean (*remove)(WbDb *db, const char *id, GError **error),
               WbTables touched,
               GError     **error)
{
  /* A few at a time: each may take calls with it, and a keystroke must not wait (design.md 5). */
  const guint at_once = 20;
  guint i = 0;

  while (i < stored->len) {
    WbDb *db = NULL;
    gboolean ok = TRUE;
    guint n_removed = 0;

    while (i < stored->len && g_hash_table_contains (seen, g_ptr_array_index (stored, i)))
      i++;
    if (i == stored->len)
      break;
    db = wb_sync_begin (self, error);
    if (!db)
      return FALSE;
    for (; ok && i < stored->len && n_removed < at_once; i++) {
      const char *id = g_ptr_array_index (stored, i);

      /* What cannot be read is there all the same. */
      if (g_hash_table_contains (seen, id) || wb_unreadable_store_contains (db, resource, id))
        continue;
      ok = remove (db, id, error);
      n_removed++;
    }
    if (!wb_sync_end (self, ok, touched, error))
      return FALSE;
  }

  return TRUE;
}

gboolean
wb_sync_recover (WbSync           *self,
                 WbHelpdesk       *helpdesk,
                 const WbAccount  *account,
                 GCancellable     *cancellable,
                 GError          **error)
{
  g_autoptr (GHashTable) seen_calls = make_set ();
  g_autoptr (GHashTable) seen_coupons = make_set ();
  g_autoptr (GPtrArray) stored_tickets = NULL;
  g_autoptr (GPtrArray) stored_calls = NULL;
  g_autoptr (GPtrArray) stored_coupons = NULL;
  g_autoptr (WbDb) reader = NULL;
  g_auto (Reading) tickets = {
    .apply = wb_sync_apply_tickets,
    .id_offset = G_STRUCT_OFFSET (WbTicket, id),
    .seen = make_set (),
  };
  gint64 now = 0;

  /* What is stored now: rows that come while we read are no candidates. */
  now = wb_sync_server_now (self);
  reader = wb_workspace_open_reader (wb_sync_get_workspace (self), error);
  if (!reader)
    return FALSE;
  stored_tickets = wb_ticket_store_all_ids (reader, now - WB_SYNC_TICKETS_MS, error);
  if (stored_tickets)
    stored_calls = wb_call_store_all_ids (reader, now - WB_SYNC_CLOSED_CALLS_MS, error);
  if (stored_calls)
    stored_coupons = wb_coupon_store_all_ids (reader, now - WB_SYNC_COUPONS_MS, error);
  if (!stored_coupons)
    return FALSE;

  return wb_sync_read_by_key (self, helpdesk, &wb_sync_tickets, NULL, NULL,
                              now - WB_SYNC_TICKETS_MS, take_items, &tickets, cancellable,
                              error) &&
         read_calls_and_coupons (self, helpdesk, account, seen_calls, seen_coupons, now,
                                 cancellable, error) &&
         (!wb_account_has_feature (account, WB_FEATURE_COUPONS) ||
          remove_unseen (self, stored_coupons, seen_coupons, "coupons", wb_coupon_store_remove,
                         WB_TABLE_COUPONS, error)) &&
         (!wb_account_has_feature (account, WB_FEATURE_ACTIVITIES) ||
          remove_unseen (self, stored_calls, seen_calls, "activities", wb_call_store_remove,
                         WB_TABLE_CALLS, error)) &&
         remove_unseen (self, stored_tickets, tickets.seen, "tickets", wb_ticket_store_remove,
                        WB_TABLE_TICKETS | WB_TABLE_CALLS, error) &&
         finish_read (self, error);
}
