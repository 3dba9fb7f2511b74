/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What level 0 writes down of its shops: each step of a coupon's making, and what orders and the
 * shop's own list say; each one transaction of the workspace, so that a kill at any instant leaves
 * what was done or what was not, and never half (design.md 7). */

#include "config.h"

#include "wb-sync-shops-private.h"

#include <glib/gi18n-lib.h>

#include "wb-coupon-list.h"
#include "wb-coupon-store.h"
#include "wb-shop-rules.h"
#include "wb-time.h"

struct _WbSyncShopLedger
{
  GObject parent_instance;

  WbSync *sync;     /* (unowned) */
  WbIssueRow *row;  /* (owned) as it was read; what the issuer does not change comes from here */
};

/* The steps have the same numbers in store, which does not know remote. */
G_STATIC_ASSERT (WB_ISSUE_PREPARED == WB_ISSUE_ROW_PREPARED);
G_STATIC_ASSERT (WB_ISSUE_ASKED == WB_ISSUE_ROW_ASKED);
G_STATIC_ASSERT (WB_ISSUE_LOOKED == WB_ISSUE_ROW_LOOKED);
G_STATIC_ASSERT (WB_ISSUE_CREATED == WB_ISSUE_ROW_CREATED);
G_STATIC_ASSERT (WB_ISSUE_REMOVING == WB_ISSUE_ROW_REMOVING);
G_STATIC_ASSERT (WB_ISSUE_DONE == WB_ISSUE_ROW_DONE);
G_STATIC_ASSERT (WB_ISSUE_FAILED == WB_ISSUE_ROW_FAILED);

static WbIssueRow *
make_row (const WbIssueRow *base,
          const WbIssue    *issue)
{
  WbIssueRow *row = wb_issue_row_new ();

  row->coupon = g_strdup (base->coupon);
  row->connection = g_strdup (base->connection);
  row->code = g_strdup (base->code);
  row->replaces = g_strdup (base->replaces);
  row->remote_id = g_strdup (issue->wanted->remote_id);
  row->step = (int) issue->step;
  row->not_before = issue->not_before;
  row->attempts = issue->attempts;
  row->error_code = g_strdup (issue->error_code);
  row->error_message = g_strdup (issue->error_message);

  return row;
}

static gboolean
wb_sync_shop_ledger_store (WbCouponLedger  *ledger,
                           const WbIssue   *issue,
                           GError         **error)
{
  WbSyncShopLedger *self = WB_SYNC_SHOP_LEDGER (ledger);
  g_autoptr (WbIssueRow) row = make_row (self->row, issue);
  WbDb *db = NULL;

  /* What the shop has just done, nobody may know of yet. */
  if (!wb_sync_pass_point (self->sync, "shop", error))
    return FALSE;
  db = wb_sync_begin (self->sync, error);
  if (!db || !wb_sync_end (self->sync,
                           wb_issue_store_save (db, row, wb_sync_server_now (self->sync), error),
                           WB_TABLE_COUPONS, error))
    return FALSE;
  if (issue->step == WB_ISSUE_DONE || issue->step == WB_ISSUE_FAILED)
    wb_sync_shops_settled (self->sync);

  return TRUE;
}

static void
wb_sync_shop_ledger_iface_init (WbCouponLedgerInterface *iface)
{
  iface->store = wb_sync_shop_ledger_store;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WbSyncShopLedger, wb_sync_shop_ledger, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_COUPON_LEDGER,
                                                      wb_sync_shop_ledger_iface_init))

static void
wb_sync_shop_ledger_finalize (GObject *object)
{
  WbSyncShopLedger *self = WB_SYNC_SHOP_LEDGER (object);

  g_clear_pointer (&self->row, wb_issue_row_unref);

  G_OBJECT_CLASS (wb_sync_shop_ledger_parent_class)->finalize (object);
}

static void
wb_sync_shop_ledger_class_init (WbSyncShopLedgerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_sync_shop_ledger_finalize;
}

static void
wb_sync_shop_ledger_init (WbSyncShopLedger *self)
{
}

WbSyncShopLedger *
wb_sync_shop_ledger_new (WbSync           *sync,
                         const WbIssueRow *row)
{
  WbSyncShopLedger *self = g_object_new (WB_TYPE_SYNC_SHOP_LEDGER, NULL);

  self->sync = sync;
  self->row = wb_issue_row_ref ((WbIssueRow *) row);

  return self;
}

gboolean
wb_sync_shop_check_disable (const WbCoupon  *coupon,
                            GError         **error)
{
  const char *words = NULL;

  if (g_str_equal (coupon->state, WB_COUPON_ACTIVE))
    return TRUE;
  if (g_str_equal (coupon->state, WB_COUPON_USED))
    words = _ ("This coupon was used already");
  else if (g_str_equal (coupon->state, WB_COUPON_PENDING))
    words = _ ("The shop is still making this coupon; wait until it is done");
  else if (g_str_equal (coupon->state, WB_COUPON_EXPIRED))
    words = _ ("This coupon has expired already");
  else if (g_str_equal (coupon->state, WB_COUPON_FAILED))
    words = _ ("This coupon was never made, so there is nothing to disable");
  else
    words = _ ("This coupon is disabled already");
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT, words);

  return FALSE;
}

/* The event that changed a coupon, by whom it concerns; the store gives it an id. */
static gboolean
keep_change (WbSync         *sync,
             WbDb           *db,
             WbCoupon       *coupon,
             WbCouponEvent  *event,
             GError        **error)
{
  if (!event->id)
    event->id = wb_random_uuid (wb_workspace_get_random (wb_sync_get_workspace (sync)));
  coupon->version++;

  return wb_issue_store_change (db, coupon, event, error);
}

/* Changes an active coupon in one transaction, as it is by then. */
WbCoupon *
wb_sync_shop_store_retired (WbSync      *sync,
                            const char  *coupon_id,
                            gboolean     was_used,
                            const char  *why,
                            GError     **error)
{
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (WbCouponEvent) event = wb_coupon_event_new ();
  gint64 now = wb_sync_server_now (sync);
  WbDb *db = wb_sync_begin (sync, error);

  if (!db)
    return NULL;
  coupon = wb_coupon_store_get (db, coupon_id, error);
  if (!coupon) {
    wb_sync_rollback (sync);
    return NULL;
  }
  if (!g_str_equal (coupon->state, WB_COUPON_ACTIVE)) {
    wb_sync_rollback (sync);
    return g_steal_pointer (&coupon);
  }
  g_free (coupon->state);
  coupon->state = g_strdup (was_used ? WB_COUPON_USED : WB_COUPON_DISABLED);
  if (was_used && coupon->used_at == WB_TIME_NONE)
    coupon->used_at = now;
  coupon->updated_at = now;
  event->coupon = g_strdup (coupon->id);
  event->at = now;
  event->kind = g_strdup (was_used ? WB_COUPON_EVENT_USED : WB_COUPON_EVENT_DISABLED);
  event->by = was_used ? NULL : g_strdup (g_get_user_name ());
  event->text = g_strdup (why);
  if (!wb_sync_end (sync, keep_change (sync, db, coupon, event, error), WB_TABLE_COUPONS, error))
    return NULL;
  wb_sync_shops_settled (sync);

  return g_steal_pointer (&coupon);
}

struct _WbSyncShopBook
{
  GObject parent_instance;

  WbSyncShop *work;   /* (unowned) */
  WbShop *shop;       /* (owned) */
};

static const char *
name_mark (WbShopMarkKind kind)
{
  return kind == WB_SHOP_MARK_ORDERS ? "orders" : "coupons";
}

static gboolean
wb_sync_shop_book_load_mark (WbShopBook      *book,
                             WbShopMarkKind   kind,
                             char           **mark_out,
                             GError         **error)
{
  WbSyncShop *work = WB_SYNC_SHOP_BOOK (book)->work;

  *mark_out = wb_issue_store_dup_mark (work->reader, work->id, name_mark (kind));

  return TRUE;
}

/* @seen: (nullable) what the shop has; NULL = it has it no more. */
static gboolean
judge (WbSyncShop          *work,
       WbDb                *db,
       WbCoupon            *coupon,
       const WbShopCoupon  *seen,
       GError             **error)
{
  g_autoptr (WbCouponEvent) event = wb_shop_rules_judge (coupon, seen,
                                                         wb_sync_server_now (work->sync));

  return !event || keep_change (work->sync, db, coupon, event, error);
}

/* The active coupons of this shop, made before the pass began, that it did not show. */
static GPtrArray *
find_missing (WbSyncShop  *work,
              GError     **error)
{
  const WbCouponQuery query = { .state = WB_COUPON_ACTIVE, .store = work->id,
                                .created_from = WB_TIME_NONE, .created_to = work->pass_began_at };
  g_autoptr (GArray) rows = wb_coupon_store_list (work->reader, &query, error);
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_unref);

  for (guint i = 0; rows && i < rows->len; i++) {
    g_autoptr (WbCouponRow) row = wb_coupon_store_get_row (work->reader,
                                                           g_array_index (rows, gint64, i), error);

    if (!row)
      return NULL;
    if (row->coupon->code && !g_hash_table_contains (work->seen, row->coupon->id))
      g_ptr_array_add (missing, wb_coupon_ref (row->coupon));
  }

  return rows ? g_steal_pointer (&missing) : NULL;
}

/* Pages move while a list is read, so one that was not seen is looked up before it is given up. */
static gboolean
end_pass (WbSyncShop  *work,
          WbShop      *shop,
          GError     **error)
{
  g_autoptr (GPtrArray) missing = find_missing (work, error);

  for (guint i = 0; missing && i < missing->len; i++) {
    const WbCoupon *lost = g_ptr_array_index (missing, i);
    g_autoptr (GPtrArray) found = wb_shop_find_code (shop, lost->code, work->cancellable, error);
    g_autoptr (WbCoupon) coupon = NULL;
    WbDb *db = NULL;

    if (!found)
      return FALSE;
    db = wb_sync_begin (work->sync, error);
    if (!db)
      return FALSE;
    /* As it is by now. */
    coupon = wb_coupon_store_get (db, lost->id, error);
    if (!wb_sync_end (work->sync,
                      coupon && judge (work, db, coupon,
                                       found->len > 0 ? g_ptr_array_index (found, 0) : NULL, error),
                      WB_TABLE_COUPONS, error))
      return FALSE;
  }
  g_clear_pointer (&work->seen, g_hash_table_unref);

  return missing != NULL;
}

/* Another one of the code is not what became of ours. */
static gboolean
is_another (const WbCoupon     *coupon,
            const WbShopCoupon *seen)
{
  return coupon->remote_id && seen->remote_id &&
         !g_str_equal (coupon->remote_id, seen->remote_id);
}

static GPtrArray *
wb_sync_shop_book_list_surplus (WbShopBook        *book,
                                const WbShopPage  *page,
                                GError           **error)
{
  WbSyncShop *work = WB_SYNC_SHOP_BOOK (book)->work;
  g_autoptr (WbDb) reader = wb_workspace_open_reader (work->sync->workspace, error);
  g_autoptr (GPtrArray) surplus = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; reader && i < page->items->len; i++) {
    const WbShopCoupon *seen = g_ptr_array_index (page->items, i);
    g_autoptr (WbCoupon) coupon = NULL;
    GError *cause = NULL;

    if (!seen->code)
      continue;
    coupon = wb_issue_store_find_code (reader, work->id, seen->code, &cause);
    if (cause) {
      g_propagate_error (error, cause);
      return NULL;
    }
    if (coupon && wb_shop_rules_is_surplus (coupon, seen))
      g_ptr_array_add (surplus, g_strdup (seen->remote_id));
  }

  return reader ? g_steal_pointer (&surplus) : NULL;
}

static gboolean
take_coupons (WbSyncShop        *work,
              WbDb              *db,
              const WbShopPage  *page,
              GError           **error)
{
  for (guint i = 0; i < page->items->len; i++) {
    const WbShopCoupon *seen = g_ptr_array_index (page->items, i);
    g_autoptr (WbCoupon) coupon = NULL;
    GError *cause = NULL;

    if (!seen->code)
      continue;
    coupon = wb_issue_store_find_code (db, work->id, seen->code, &cause);
    if (cause) {
      g_propagate_error (error, cause);
      return FALSE;
    }
    if (!coupon || is_another (coupon, seen))
      continue;
    if (work->seen)
      g_hash_table_add (work->seen, g_strdup (coupon->id));
    if (!judge (work, db, coupon, seen, error) ||
        (seen->usage_count == 0 && !g_str_equal (coupon->state, WB_COUPON_USED) &&
         !wb_issue_store_drop_guess (db, work->id, coupon->code, error)))
      return FALSE;
  }

  return wb_issue_store_set_mark (db, work->id, name_mark (WB_SHOP_MARK_COUPONS), page->mark,
                                  error);
}

static gboolean
wb_sync_shop_book_store_page (WbShopBook        *book,
                              WbShopMarkKind     kind,
                              const WbShopPage  *page,
                              GError           **error)
{
  WbSyncShopBook *self = WB_SYNC_SHOP_BOOK (book);
  WbSyncShop *work = self->work;
  gint64 now = wb_sync_server_now (work->sync);
  gboolean ok = FALSE;
  WbDb *db = NULL;

  if (kind == WB_SHOP_MARK_COUPONS && page->starts_pass) {
    g_clear_pointer (&work->seen, g_hash_table_unref);
    work->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    work->pass_began_at = now;
  }
  db = wb_sync_begin (work->sync, error);
  if (!db)
    return FALSE;
  if (kind == WB_SHOP_MARK_ORDERS)
    ok = wb_issue_store_take_orders (db, work->id, page->items, page->mark, now, error);
  else
    ok = take_coupons (work, db, page, error);
  if (!wb_sync_end (work->sync, ok, WB_TABLE_COUPONS, error))
    return FALSE;
  /* A pass that began before this program did says nothing of what it did not see. */
  if (kind == WB_SHOP_MARK_COUPONS && page->ends_pass && work->seen &&
      !end_pass (work, self->shop, error))
    return FALSE;
  if (work->between)
    work->between (work->between_data);

  return TRUE;
}

static void
wb_sync_shop_book_iface_init (WbShopBookInterface *iface)
{
  iface->load_mark = wb_sync_shop_book_load_mark;
  iface->list_surplus = wb_sync_shop_book_list_surplus;
  iface->store_page = wb_sync_shop_book_store_page;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WbSyncShopBook, wb_sync_shop_book, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SHOP_BOOK,
                                                      wb_sync_shop_book_iface_init))

static void
wb_sync_shop_book_finalize (GObject *object)
{
  g_clear_object (&WB_SYNC_SHOP_BOOK (object)->shop);

  G_OBJECT_CLASS (wb_sync_shop_book_parent_class)->finalize (object);
}

static void
wb_sync_shop_book_class_init (WbSyncShopBookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_sync_shop_book_finalize;
}

static void
wb_sync_shop_book_init (WbSyncShopBook *self)
{
}

WbSyncShopBook *
wb_sync_shop_book_new (WbSyncShop *work,
                       WbShop     *shop)
{
  WbSyncShopBook *self = g_object_new (WB_TYPE_SYNC_SHOP_BOOK, NULL);

  self->work = work;
  self->shop = g_object_ref (shop);

  return self;
}
