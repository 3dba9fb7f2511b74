/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* All coupons there are, read once, whatever their age: the Coupons page shows them all
 * (design.md 9), while the event feed and the polling keep up with what changes. In the first read
 * they are loaded in bulk; in a workspace that had only the young ones, beside the daily work. How
 * far it is goes with the rows, so that a reading that was cut off goes on there.
 *
 * Only the tickets of coupons of the usual range are fetched: those of a million old ones would be
 * a million requests, and such a coupon tells its ticket's code itself. */

#include "config.h"

#include "wb-coupon-store.h"
#include "wb-meta-store.h"
#include "wb-sync-private.h"
#include "wb-time.h"
#include "wb-unreadable-store.h"

/* Coupons of the first read stored in one transaction (reference/floors.md 6). */
#define LOAD_BATCH 2000

typedef struct
{
  gboolean is_bulk;
  GPtrArray *batch;          /* (owned) (element-type WbCoupon) */
  GHashTable *tickets;       /* (unowned) (nullable) (element-type utf8) gains those to fetch */
  gint64 tickets_from;       /* ms: of coupons changed since */
  gint64 done;
  /* Beside the daily work: the feed is read in between. */
  WbHelpdesk *helpdesk;      /* (unowned) */
  const WbAccount *account;  /* (unowned) */
  GCancellable *cancellable; /* (unowned) (nullable) */
  gint64 looked_at;
  gboolean stopped;
} Reading;

static void
clear_reading (Reading *reading)
{
  g_clear_pointer (&reading->batch, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, clear_reading)

static gboolean
store_one (WbDb            *db,
           const WbCoupon  *coupon,
           gboolean         is_bulk,
           GError         **error)
{
  return (is_bulk ? wb_coupon_store_load (db, coupon, error)
                  : wb_coupon_store_apply (db, coupon, NULL, error)) &&
         wb_unreadable_store_forget (db, wb_sync_coupons.resource, coupon->id, error);
}

static gboolean
store_batch (WbSync   *self,
             Reading  *reading,
             GError  **error)
{
  const WbCoupon *last = NULL;
  WbDb *db = NULL;
  gboolean ok = TRUE;

  if (reading->batch->len == 0)
    return TRUE;

  db = wb_sync_begin (self, error);
  if (!db)
    return FALSE;
  for (guint i = 0; ok && i < reading->batch->len; i++) {
    last = g_ptr_array_index (reading->batch, i);
    ok = store_one (db, last, reading->is_bulk, error);
  }
  if (ok && last && last->updated_at != WB_TIME_NONE)
    ok = wb_sync_put_meta_int (db, WB_SYNC_META_COUPONS_FROM, last->updated_at, error);
  if (!wb_sync_end (self, ok, WB_TABLE_COUPONS, error))
    return FALSE;

  reading->done += reading->batch->len;
  g_ptr_array_set_size (reading->batch, 0);

  return TRUE;
}

/* Another thread's work, or the server, asks for patience: the rest is read in the next pass. */
static gboolean
look_in (WbSync   *self,
         Reading  *reading,
         GError  **error)
{
  if (!wb_sync_look_in (self, reading->helpdesk, reading->account, &reading->looked_at,
                        &reading->stopped, reading->cancellable, error))
    return FALSE;
  if (!reading->stopped)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PENDING, "the rest of the coupons waits");

  return FALSE;
}

static gboolean
take_page (WbSync     *self,
           GPtrArray  *items,
           gint64      total,
           gpointer    data,
           GError    **error)
{
  Reading *reading = data;

  for (guint i = 0; i < items->len; i++) {
    WbCoupon *coupon = g_ptr_array_index (items, i);

    g_ptr_array_add (reading->batch, wb_coupon_ref (coupon));
    if (reading->tickets && coupon->updated_at >= reading->tickets_from)
      g_hash_table_add (reading->tickets, g_strdup (coupon->ticket));
  }
  if (!reading->is_bulk)
    return store_batch (self, reading, error) && look_in (self, reading, error);
  if (reading->batch->len >= LOAD_BATCH && !store_batch (self, reading, error))
    return FALSE;
  wb_sync_tell_progress (self, reading->done + reading->batch->len, MAX (total, reading->done));

  return TRUE;
}

static gboolean
put_done (WbSync  *self,
          GError **error)
{
  WbDb *db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, wb_sync_put_meta_int (db, WB_SYNC_META_COUPONS_ALL, 1, error) &&
                            wb_workspace_set_meta (db, WB_SYNC_META_COUPONS_FROM, NULL, error),
                            WB_TABLE_COUPONS, error);
}

static gboolean
is_done (WbSync *self)
{
  return wb_sync_get_meta_int (self, WB_SYNC_META_COUPONS_ALL, 0) != 0;
}

static gboolean
read_on (WbSync   *self,
         Reading  *reading,
         GError  **error)
{
  gint64 from = wb_sync_get_meta_int (self, WB_SYNC_META_COUPONS_FROM, WB_TIME_NONE);

  return wb_sync_read_by_key (self, reading->helpdesk, &wb_sync_coupons, NULL, NULL, from,
                              take_page, reading, reading->cancellable, error);
}

static void
init_reading (Reading         *reading,
              WbSync          *self,
              WbHelpdesk      *helpdesk,
              const WbAccount *account,
              GCancellable    *cancellable)
{
  reading->batch = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_unref);
  reading->helpdesk = helpdesk;
  reading->account = account;
  reading->cancellable = cancellable;
  reading->looked_at = wb_clock_steady (wb_workspace_get_clock (wb_sync_get_workspace (self)));
}

gboolean
wb_sync_load_coupons (WbSync        *self,
                      WbHelpdesk    *helpdesk,
                      GHashTable    *tickets,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_auto (Reading) reading = { .is_bulk = TRUE, .tickets = tickets };
  g_autoptr (GError) problem = NULL;

  if (is_done (self))
    return TRUE;
  init_reading (&reading, self, helpdesk, NULL, cancellable);
  reading.tickets_from = wb_sync_server_now (self) - WB_SYNC_COUPONS_MS;
  if (!wb_workspace_begin_coupon_load (wb_sync_get_workspace (self), error))
    return FALSE;
  read_on (self, &reading, &problem);
  /* What was read before it was cut off is stored all the same. */
  if (!problem || !g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    store_batch (self, &reading, problem ? NULL : &problem);
  wb_sync_end_bulk_load (self, problem ? NULL : &problem);
  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }

  return put_done (self, error);
}

gboolean
wb_sync_complete_coupons (WbSync           *self,
                          WbHelpdesk       *helpdesk,
                          const WbAccount  *account,
                          GCancellable     *cancellable,
                          GError          **error)
{
  g_auto (Reading) reading = { 0 };
  g_autoptr (GError) problem = NULL;

  if (!account || !wb_account_has_feature (account, WB_FEATURE_COUPONS) || is_done (self))
    return TRUE;
  init_reading (&reading, self, helpdesk, account, cancellable);
  if (read_on (self, &reading, &problem))
    return put_done (self, error);
  if (reading.stopped)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}
