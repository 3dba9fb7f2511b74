/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Polling, for a server without an event feed (reference/retino-api.md B.12): a plain Retino, or
 * level 1 without `events`.
 *
 * A pass reads everything changed since the mark. The mark is the server's time at the start of the
 * last complete pass less an overlap, for a server's clock and its commits are not in step. Page
 * numbers drift while rows change, so a pass that saw the count change is made again. Deletions are
 * invisible: once a day all ids are compared. */

#include "config.h"

#include "wb-account-store.h"
#include "wb-call-store.h"
#include "wb-coupon-store.h"
#include "wb-meta-store.h"
#include "wb-sync-private.h"
#include "wb-ticket-store.h"
#include "wb-time.h"
#include "wb-unreadable-store.h"

#define OVERLAP_MS (120 * WB_SECOND_MS)
#define CATALOGUE_MS WB_HOUR_MS
#define COMPARE_MS WB_DAY_MS
/* A shop so busy that every pass drifts is read as it is; the mark stays then, and the next pass
 * begins where this one did. */
#define MAX_PASSES 3

typedef struct
{
  GHashTable *ids;      /* (owned) (nullable) (element-type utf8) all ids of a compare */
  gboolean is_load;     /* the first pass, within a bulk load */
  gint64 done;
} Pass;

static gboolean
load_page (WbSync     *self,
           GPtrArray  *items,
           GError    **error)
{
  WbDb *db = wb_sync_begin (self, error);
  gboolean ok = db != NULL;

  for (guint i = 0; ok && i < items->len; i++)
    ok = wb_ticket_store_load (db, g_ptr_array_index (items, i), error);

  return db && wb_sync_end (self, ok, WB_TABLE_TICKETS, error);
}

static gboolean
take_tickets (WbSync     *self,
              GPtrArray  *items,
              gint64      total,
              gpointer    data,
              GError    **error)
{
  Pass *pass = data;

  if (pass->ids) {
    for (guint i = 0; i < items->len; i++) {
      const WbTicket *ticket = g_ptr_array_index (items, i);

      g_hash_table_add (pass->ids, g_strdup (ticket->id));
    }
  }
  if (!pass->is_load)
    return wb_sync_apply_tickets (self, items, total, NULL, error);

  pass->done += items->len;
  wb_sync_tell_progress (self, MIN (pass->done, MAX (total, 0)), MAX (total, 0));

  return load_page (self, items, error);
}

/* Passes until one saw no drift. @complete_out: whether the last did not. */
static gboolean
make_passes (WbSync        *self,
             WbHelpdesk    *helpdesk,
             gint64         from,
             Pass          *pass,
             gint64        *started_at_out,
             gboolean      *complete_out,
             GCancellable  *cancellable,
             GError       **error)
{
  gboolean drifted = TRUE;

  for (guint n = 0; drifted && n < MAX_PASSES; n++) {
    if (pass->ids)
      g_hash_table_remove_all (pass->ids);
    pass->done = 0;
    if (!wb_sync_read_by_page (self, helpdesk, "tickets", from, take_tickets, pass, started_at_out,
                               &drifted, cancellable, error))
      return FALSE;
  }
  *complete_out = !drifted;

  return TRUE;
}

static gboolean
put_mark (WbSync  *self,
          gint64   started_at,
          GError **error)
{
  WbDb *db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, wb_sync_put_meta_int (db, WB_META_MARK, started_at - OVERLAP_MS,
                                                        error), WB_TABLE_SYNC, error);
}

/* The first pass, or several of them together where each drifted: a row that slipped through all of
 * them is found by the next daily compare, which stores what it reads. */
static gboolean
load (WbSync        *self,
      WbHelpdesk    *helpdesk,
      GCancellable  *cancellable,
      GError       **error)
{
  g_autoptr (GError) problem = NULL;
  Pass pass = { .is_load = TRUE };
  gint64 started_at = 0;
  gboolean complete = FALSE;

  if (!wb_workspace_begin_bulk_load (wb_sync_get_workspace (self), error))
    return FALSE;
  make_passes (self, helpdesk, wb_sync_server_now (self) - WB_SYNC_TICKETS_MS, &pass, &started_at,
               &complete, cancellable, &problem);
  wb_sync_end_bulk_load (self, problem ? NULL : &problem);
  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }

  return put_mark (self, started_at, error);
}

/* Once a day: what is stored and was not listed is gone, but only if no page drifted. */
static gboolean
compare_ids (WbSync        *self,
             WbHelpdesk    *helpdesk,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) stored = NULL;
  g_autoptr (WbDb) reader = NULL;
  Pass pass = { .ids = ids };
  gint64 from = wb_sync_server_now (self) - WB_SYNC_TICKETS_MS;
  gint64 started_at = 0;
  gboolean complete = FALSE;
  WbDb *db = NULL;
  gboolean ok = TRUE;

  reader = wb_workspace_open_reader (wb_sync_get_workspace (self), error);
  stored = reader ? wb_ticket_store_all_ids (reader, from, error) : NULL;
  if (!stored ||
      !make_passes (self, helpdesk, from, &pass, &started_at, &complete, cancellable, error))
    return FALSE;
  if (!complete)
    return TRUE;

  for (guint i = 0; i < stored->len; i++) {
    const char *id = g_ptr_array_index (stored, i);

    if (g_hash_table_contains (ids, id) || wb_unreadable_store_contains (reader, "tickets", id))
      continue;
    db = wb_sync_begin (self, error);
    if (!db || !wb_sync_end (self, wb_ticket_store_remove (db, id, error),
                             WB_TABLE_TICKETS | WB_TABLE_CALLS, error))
      return FALSE;
  }
  db = wb_sync_begin (self, error);
  if (!db)
    return FALSE;
  ok = wb_sync_put_meta_int (db, WB_SYNC_META_COMPARED_AT, started_at, error);

  return wb_sync_end (self, ok, WB_TABLE_NONE, error);
}

/* Lists without ETags are not asked for every minute. */
static gboolean
refresh_catalogues (WbSync        *self,
                    WbHelpdesk    *helpdesk,
                    WbAccount     *account,
                    GCancellable  *cancellable,
                    GError       **error)
{
  gint64 now = wb_sync_server_now (self);
  gint64 read_at = wb_sync_get_meta_int (self, WB_SYNC_META_CATALOGUE_AT, 0);
  WbDb *db = NULL;

  if (!account && read_at <= now && now - read_at < CATALOGUE_MS)
    return TRUE;
  if (!wb_sync_read_catalogues (self, helpdesk, account, cancellable, error))
    return FALSE;
  db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, wb_sync_put_meta_int (db, WB_SYNC_META_CATALOGUE_AT,
                                                        wb_sync_server_now (self), error),
                            WB_TABLE_NONE, error);
}

typedef struct
{
  WbSyncItems apply;
  gsize ticket_offset;
  GHashTable *tickets;   /* (unowned) (element-type utf8) */
} Naming;

static gboolean
take_naming (WbSync     *self,
             GPtrArray  *items,
             gint64      total,
             gpointer    data,
             GError    **error)
{
  Naming *naming = data;

  for (guint i = 0; i < items->len; i++)
    g_hash_table_add (naming->tickets,
                      g_strdup (G_STRUCT_MEMBER (char *, g_ptr_array_index (items, i),
                                                 naming->ticket_offset)));

  return naming->apply (self, items, total, NULL, error);
}

/* Calls and coupons of level 1 without a feed: what changed since @from, and the tickets named. */
static gboolean
poll_calls_and_coupons (WbSync           *self,
                        WbHelpdesk       *helpdesk,
                        const WbAccount  *account,
                        gint64            mark,
                        GCancellable     *cancellable,
                        GError          **error)
{
  g_autoptr (GHashTable) tickets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Naming calls = {
    wb_sync_apply_activities, G_STRUCT_OFFSET (WbActivity, ticket), tickets
  };
  Naming coupons = {
    wb_sync_apply_coupons, G_STRUCT_OFFSET (WbCoupon, ticket), tickets
  };
  gint64 now = wb_sync_server_now (self);
  gboolean is_first = mark == WB_TIME_NONE;

  if (wb_account_has_feature (account, WB_FEATURE_ACTIVITIES) &&
      ((is_first && !wb_sync_read_by_key (self, helpdesk, &wb_sync_activities, "status", "open",
                                          WB_TIME_NONE, take_naming, &calls, cancellable, error)) ||
       !wb_sync_read_by_key (self, helpdesk, &wb_sync_activities, "status",
                             is_first ? "closed" : "all",
                             is_first ? now - WB_SYNC_CLOSED_CALLS_MS : mark, take_naming, &calls,
                             cancellable, error)))
    return FALSE;
  if (wb_account_has_feature (account, WB_FEATURE_COUPONS) &&
      !(is_first ? wb_sync_load_coupons (self, helpdesk, tickets, cancellable, error)
                 : wb_sync_read_by_key (self, helpdesk, &wb_sync_coupons, NULL, NULL, mark,
                                        take_naming, &coupons, cancellable, error)))
    return FALSE;

  return wb_sync_fetch_missing (self, helpdesk, tickets, cancellable, error);
}

gboolean
wb_sync_poll (WbSync           *self,
              WbHelpdesk       *helpdesk,
              const WbAccount  *account,
              GCancellable     *cancellable,
              GError          **error)
{
  gint64 mark = wb_sync_get_meta_int (self, WB_META_MARK, WB_TIME_NONE);
  gint64 compared_at = wb_sync_get_meta_int (self, WB_SYNC_META_COMPARED_AT, WB_TIME_NONE);
  gint64 started_at = 0;
  gboolean complete = FALSE;
  Pass pass = { 0 };
  WbDb *db = NULL;

  /* A time that has not come is of a clock that was put right since: what changed meanwhile is not
   * known. */
  if (mark != WB_TIME_NONE && mark > wb_sync_server_now (self))
    mark = wb_sync_server_now (self) - WB_SYNC_TICKETS_MS;
  if (!refresh_catalogues (self, helpdesk, (WbAccount *) account, cancellable, error))
    return FALSE;
  /* Calls first: their tickets are then there, and the mark, which the tickets' pass moves, covers
   * both. */
  if (account && !poll_calls_and_coupons (self, helpdesk, account, mark, cancellable, error))
    return FALSE;

  if (mark == WB_TIME_NONE) {
    if (!load (self, helpdesk, cancellable, error))
      return FALSE;
    db = wb_sync_begin (self, error);
    return db && wb_sync_end (self, wb_sync_put_meta_int (db, WB_SYNC_META_COMPARED_AT,
                                                          wb_sync_server_now (self), error),
                              WB_TABLE_NONE, error);
  }

  if (!make_passes (self, helpdesk, mark, &pass, &started_at, &complete, cancellable, error) ||
      (complete && !put_mark (self, started_at, error)))
    return FALSE;
  if (compared_at == WB_TIME_NONE || compared_at > wb_sync_server_now (self) ||
      wb_sync_server_now (self) - compared_at >= COMPARE_MS)
    return compare_ids (self, helpdesk, cancellable, error);

  return TRUE;
}
