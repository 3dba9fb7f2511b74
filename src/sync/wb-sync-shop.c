/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The work for one shop at level 0: coupons that are to be made, then what became of the others.
 * Straight-line blocking code on whatever thread works for it.
 *
 * When a coupon is due is kept by steady time while the program runs, so that setting the clock
 * neither hurries nor stalls it; a start takes over what the workspace says by the wall's, and
 * believes no wait longer than the issuer asks for. */

#include "config.h"

#include "wb-sync-shops-private.h"

#include <glib/gi18n-lib.h>

#include "wb-coupon-store.h"
#include "wb-shop-rules.h"
#include "wb-time.h"

#define FOLLOW_MS (5 * WB_MINUTE_MS)
/* Platforms that cannot tell changes list all their coupons each time. */
#define LIST_MS WB_HOUR_MS
#define CHECK_MS WB_DAY_MS
#define MAX_WAIT_MS WB_HOUR_MS
/* A shop that is away is said to be after as many tries: one is nothing to a person. */
#define AWAY_FAILURES 3

WbSyncShop *
wb_sync_shop_new (WbSync       *sync,
                  const char   *connection_id,
                  GCancellable *cancellable)
{
  WbSyncShop *self = g_new0 (WbSyncShop, 1);

  self->sync = sync;
  self->id = g_strdup (connection_id);
  self->cancellable = cancellable ? g_object_ref (cancellable) : g_cancellable_new ();
  self->dues = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
wb_sync_shop_free (WbSyncShop *self)
{
  if (!self)
    return;
  g_clear_object (&self->shop);
  g_clear_pointer (&self->connection, wb_shop_connection_unref);
  g_clear_pointer (&self->reader, wb_db_close);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_hash_table_unref (self->dues);
  g_object_unref (self->cancellable);
  g_free (self->id);
  g_free (self);
}

static gint64
get_steady (WbSyncShop *self)
{
  return wb_clock_steady (wb_workspace_get_clock (self->sync->workspace));
}

static gint64
get_now (WbSyncShop *self)
{
  return wb_clock_now (wb_workspace_get_clock (self->sync->workspace));
}

gboolean
wb_sync_shop_refresh (WbSyncShop  *self,
                      GError     **error)
{
  guint generation = wb_sync_shops_get_generation (self->sync);

  if (!self->reader)
    self->reader = wb_workspace_open_reader (self->sync->workspace, error);
  if (!self->reader)
    return FALSE;
  if (self->generation != generation) {
    self->generation = generation;
    self->open_at = 0;
    self->follow_at = 0;
    g_clear_object (&self->shop);
  }
  g_clear_pointer (&self->connection, wb_shop_connection_unref);
  self->connection = wb_shop_connection_get (self->reader, self->id, error);

  return self->connection && !self->connection->is_paused;
}

/* What a shop says of itself is asked when it is not known, in doubt, or a day old. */
static gboolean
is_check_due (WbSyncShop *self)
{
  const WbShopConnection *connection = self->connection;
  gint64 age = wb_sync_server_now (self->sync) - connection->checked_at;

  return !connection->caps || g_strcmp0 (connection->connection, "connected") != 0 ||
         connection->checked_at == WB_TIME_NONE || age < 0 || age >= CHECK_MS;
}

WbShop *
wb_sync_shop_get_client (WbSyncShop  *self,
                         GError     **error)
{
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopCaps) caps = NULL;

  if (self->shop)
    return self->shop;

  shop = wb_sync_open_shop (self->sync, self->connection, NULL, self->cancellable, error);
  if (!shop)
    return NULL;
  if (is_check_due (self)) {
    caps = wb_shop_check (shop, NULL, NULL, self->cancellable, error);
    if (!caps || !wb_sync_keep_shop_state (self->sync, self->id, caps, NULL, FALSE, error))
      return NULL;
    g_clear_pointer (&self->connection, wb_shop_connection_unref);
    self->connection = wb_shop_connection_get (self->reader, self->id, error);
    if (!self->connection)
      return NULL;
  }
  self->shop = g_steal_pointer (&shop);

  return self->shop;
}

static gboolean
is_ours (const GError *error)
{
  return error->domain != WB_REMOTE_ERROR;
}

/* Trouble that is not the shop's goes up; the shop's is kept with its connection when it is news to
 * a person, and its client is made anew, for a key may have been changed meanwhile. */
static gboolean
keep_problem (WbSyncShop    *self,
              const GError  *problem,
              gboolean       is_news,
              GError       **error)
{
  if (is_ours (problem)) {
    if (error)
      *error = g_error_copy (problem);
    return FALSE;
  }
  if (wb_shop_rules_needs_person (problem)) {
    g_clear_object (&self->shop);
    self->open_at = get_steady (self) + wb_shop_rules_retry_ms (problem);
    is_news = TRUE;
  }

  return !is_news || wb_sync_keep_shop_state (self->sync, self->id, NULL, problem, FALSE, error);
}

static gint64
get_due (WbSyncShop       *self,
         const WbIssueRow *row)
{
  gint64 *due = g_hash_table_lookup (self->dues, row->coupon);
  gint64 first = 0;

  if (due)
    return *due;
  first = get_steady (self) + CLAMP (row->not_before - get_now (self), 0, MAX_WAIT_MS);
  g_hash_table_insert (self->dues, g_strdup (row->coupon), g_memdup2 (&first, sizeof first));

  return first;
}

static void
put_off (WbSyncShop *self,
         const char *coupon_id,
         gint64      ms)
{
  gint64 due = get_steady (self) + MIN (ms, MAX_WAIT_MS);

  g_hash_table_insert (self->dues, g_strdup (coupon_id), g_memdup2 (&due, sizeof due));
}

static gboolean
retire_in (WbSyncShop      *self,
           const WbCoupon  *old,
           gboolean        *was_used_out,
           GError         **error)
{
  g_autoptr (WbSyncShop) other = NULL;
  WbSyncShop *work = self;
  WbShop *shop = NULL;

  if (g_strcmp0 (old->store, self->id) != 0) {
    GError *cause = NULL;

    work = other = wb_sync_shop_new (self->sync, old->store, self->cancellable);
    if (!wb_sync_shop_refresh (other, &cause)) {
      if (cause)
        g_propagate_error (error, cause);
      else
        g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                             _ ("The shop of the coupon to be replaced is not connected, or "
                                "paused"));
      return FALSE;
    }
  }
  shop = wb_sync_shop_get_client (work, error);

  return shop &&
         wb_shop_rules_retire (shop, old->remote_id, was_used_out, self->cancellable, error);
}

static gboolean
retire_one (WbSyncShop      *self,
            const WbCoupon  *old,
            GError         **error)
{
  g_autoptr (WbCoupon) retired = NULL;
  gboolean was_used = FALSE;

  if (!retire_in (self, old, &was_used, error))
    return FALSE;
  retired = wb_sync_shop_store_retired (self->sync, old->id, was_used,
                                        was_used ? NULL : _ ("Another coupon was given instead"),
                                        error);

  return retired != NULL;
}

/* What another one replaces goes first, with whatever else the ticket has that can be spent; a used
 * one stays as it is. */
static gboolean
retire_replaced (WbSyncShop        *self,
                 const WbIssueRow  *row,
                 GError           **error)
{
  g_autoptr (WbCoupon) replaced = NULL;
  g_autoptr (GPtrArray) coupons = NULL;
  GError *cause = NULL;

  if (!row->replaces || row->step != WB_ISSUE_PREPARED)
    return TRUE;
  replaced = wb_coupon_store_get (self->reader, row->replaces, &cause);
  if (cause) {
    g_propagate_error (error, cause);
    return FALSE;
  }
  if (!replaced)
    return TRUE;
  coupons = wb_coupon_store_for_ticket (self->reader, replaced->ticket, error);
  for (guint i = 0; coupons && i < coupons->len; i++) {
    const WbCoupon *old = g_ptr_array_index (coupons, i);

    if (old->remote_id && g_str_equal (old->state, WB_COUPON_ACTIVE) &&
        !retire_one (self, old, error))
      return FALSE;
  }

  return coupons != NULL;
}

static WbIssue *
make_issue (WbSyncShop        *self,
            const WbIssueRow  *row,
            GError           **error)
{
  g_autoptr (WbCoupon) coupon = wb_coupon_store_get (self->reader, row->coupon, error);
  WbIssue *issue = NULL;

  if (!coupon) {
    if (error && !*error)
      g_set_error (error, WB_DB_ERROR, WB_DB_ERROR_CORRUPT, "coupon %s is missing", row->coupon);
    return NULL;
  }
  issue = wb_issue_new ();
  issue->id = g_strdup (row->coupon);
  issue->wanted = wb_shop_rules_wanted (coupon, row->code, row->remote_id);
  issue->step = (WbIssueStep) row->step;
  /* Its time has come, by steady time: what the wall says does not matter any more. */
  issue->not_before = MIN (row->not_before, get_now (self));
  issue->attempts = row->attempts;
  issue->error_code = g_strdup (row->error_code);
  issue->error_message = g_strdup (row->error_message);

  return issue;
}

/* One coupon, as far as it goes now. FALSE = it waits, or @error. */
static gboolean
run_issue (WbSyncShop        *self,
           const WbIssueRow  *row,
           GError           **error)
{
  g_autoptr (WbIssue) issue = make_issue (self, row, error);
  g_autoptr (WbSyncShopLedger) ledger = NULL;
  g_autoptr (GError) problem = NULL;
  WbShop *shop = issue ? wb_sync_shop_get_client (self, &problem) : NULL;

  if (!issue)
    return FALSE;
  if (shop && retire_replaced (self, row, &problem)) {
    ledger = wb_sync_shop_ledger_new (self->sync, row);
    if (wb_coupon_issuer_run (issue, WB_COUPON_LEDGER (ledger), shop,
                              wb_workspace_get_clock (self->sync->workspace), self->cancellable,
                              &problem)) {
      g_hash_table_remove (self->dues, row->coupon);
      return TRUE;
    }
  }
  put_off (self, row->coupon,
           MAX (issue->not_before - get_now (self), wb_shop_rules_retry_ms (problem)));
  keep_problem (self, problem, FALSE, error);

  return FALSE;
}

gboolean
wb_sync_shop_issue (WbSyncShop  *self,
                    gint64      *next_out,
                    GError     **error)
{
  g_autoptr (GPtrArray) rows = wb_issue_store_list (self->reader, self->id, error);

  *next_out = G_MAXINT64;
  if (!rows)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const WbIssueRow *row = g_ptr_array_index (rows, i);
    GError *cause = NULL;

    if (MAX (get_due (self, row), self->open_at) <= get_steady (self) &&
        !run_issue (self, row, &cause) && cause) {
      g_propagate_error (error, cause);
      return FALSE;
    }
    if (g_hash_table_contains (self->dues, row->coupon))
      *next_out = MIN (*next_out, MAX (get_due (self, row), self->open_at));
  }

  return TRUE;
}

/* Orders are read where the key may and the platform can. */
static gboolean
follow_orders (WbSyncShop  *self,
               WbShop      *shop,
               WbShopBook  *book,
               GError     **error)
{
  const WbShopCaps *caps = self->connection->caps;

  if (caps && !wb_shop_caps_find_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_ORDERS))
    return TRUE;

  return wb_shop_follow (shop, book, WB_SHOP_MARK_ORDERS, self->cancellable, error);
}

static gboolean
follow_coupons (WbSyncShop  *self,
                WbShop      *shop,
                WbShopBook  *book,
                GError     **error)
{
  if (get_steady (self) < self->list_at)
    return TRUE;
  if (!wb_shop_follow (shop, book, WB_SHOP_MARK_COUPONS, self->cancellable, error))
    return FALSE;
  self->list_at = get_steady (self) + LIST_MS;

  return TRUE;
}

gboolean
wb_sync_shop_follow (WbSyncShop  *self,
                     GError     **problem_out,
                     GError     **error)
{
  g_autoptr (WbSyncShopBook) book = NULL;
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (GError) problem = NULL;

  if (get_steady (self) < MAX (self->follow_at, self->open_at))
    return TRUE;
  /* Kept, for what is done between the pages may drop the client. */
  if (wb_sync_shop_get_client (self, &problem))
    shop = g_object_ref (self->shop);
  if (shop)
    book = wb_sync_shop_book_new (self, shop);
  if (shop && follow_orders (self, shop, WB_SHOP_BOOK (book), &problem) &&
      follow_coupons (self, shop, WB_SHOP_BOOK (book), &problem)) {
    self->n_failures = 0;
    self->follow_at = get_steady (self) + FOLLOW_MS;
    return wb_sync_keep_shop_state (self->sync, self->id, NULL, NULL, TRUE, error);
  }

  self->n_failures++;
  self->follow_at = get_steady (self) + wb_sync_back_off_ms (self->sync, self->n_failures + 3, -1);
  if (problem_out && !is_ours (problem))
    *problem_out = g_error_copy (problem);

  return keep_problem (self, problem, self->n_failures >= AWAY_FAILURES, error);
}

WbCoupon *
wb_sync_shop_disable (WbSyncShop  *self,
                      const char  *coupon_id,
                      GError     **error)
{
  g_autoptr (WbCoupon) coupon = wb_coupon_store_get (self->reader, coupon_id, error);
  g_autoptr (WbCoupon) retired = NULL;
  gboolean was_used = FALSE;
  WbShop *shop = NULL;

  if (!coupon || !wb_sync_shop_check_disable (coupon, error))
    return NULL;
  shop = wb_sync_shop_get_client (self, error);
  if (!shop || !wb_shop_rules_retire (shop, coupon->remote_id, &was_used, self->cancellable, error))
    return NULL;
  retired = wb_sync_shop_store_retired (self->sync, coupon_id, was_used, NULL, error);
  if (!retired || !was_used)
    return g_steal_pointer (&retired);
  /* In time's last moment, by a customer: the shop is right, and it is stored. */
  wb_sync_shop_check_disable (retired, error);

  return NULL;
}
