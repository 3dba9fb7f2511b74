/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How far shops were followed; see wb-ledger-shops.h. */

#include "config.h"

#include "wb-ledger-shops.h"

#include "wb-coupon-outcome.h"
#include "wb-ledger-account.h"
#include "wb-ledger-coupons.h"
#include "wb-ledger-events.h"
#include "wb-ledger-orders.h"
#include "wb-ledger-story.h"
#include "wb-shop-open.h"
#include "wb-time.h"
#include "wb-wire-builder.h"
#include "wb-wire-coupon.h"

/* And a platform and an address: "ID VERSION" of the shop that was removed there. */
#define META_REMOVED "removed_shop."

static gint64
get_time (WbStmt *stmt,
          int     column)
{
  return wb_stmt_is_null (stmt, column) ? WB_TIME_NONE : wb_stmt_get_int64 (stmt, column);
}

/**
 * wb_ledger_shop_get_state:
 * @self: the ledger
 * @store_id: a store's id
 * @state_out: (out caller-allocates): where following it stands; all of an unknown one is nothing
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_shop_get_state (WbLedger     *self,
                          const char   *store_id,
                          WbShopState  *state_out,
                          GError      **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *state_out = (WbShopState) { FALSE, WB_TIME_NONE, WB_TIME_NONE, WB_TIME_NONE };
  stmt = wb_db_prepare (self->db,
                        "SELECT paused, checked_at, orders_at, coupons_at FROM merchant_store"
                        " WHERE id = ?",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, store_id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row) {
    state_out->is_paused = wb_stmt_get_int64 (stmt, 0) != 0;
    state_out->checked_at = get_time (stmt, 1);
    state_out->orders_at = get_time (stmt, 2);
    state_out->coupons_at = get_time (stmt, 3);
  }

  return TRUE;
}

/* Runs @sql, whose first value is @number and whose second the store's id. */
static gboolean
set_number (WbLedger    *self,
            const char  *sql,
            gint64       number,
            const char  *store_id,
            GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (self->db, sql, error);

  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, number);
  wb_stmt_bind_text (stmt, 2, store_id);

  return wb_stmt_run (stmt, error);
}

gboolean
wb_ledger_shop_set_checked (WbLedger    *self,
                            const char  *store_id,
                            GError     **error)
{
  return set_number (self, "UPDATE merchant_store SET checked_at = ? WHERE id = ?",
                     wb_ledger_now (self), store_id, error);
}

gboolean
wb_ledger_shop_set_paused (WbLedger    *self,
                           const char  *store_id,
                           gboolean     paused,
                           GError     **error)
{
  return set_number (self, "UPDATE merchant_store SET paused = ? WHERE id = ?", paused ? 1 : 0,
                     store_id, error);
}

static char *
name_removed (const char *platform,
              const char *url)
{
  g_autofree char *tidied = wb_shop_normalize_url (platform, url);

  return g_strconcat (META_REMOVED, platform, " ", tidied ? tidied : url, NULL);
}

/**
 * wb_ledger_shop_recall:
 * @self: the ledger, in a transaction
 * @store: a new store, its platform and address set
 * @error: return location (WB_DB_ERROR)
 *
 * Gives a shop that was removed from here its id back, and goes on from the version it had, so that
 * its coupons are followed again, and desktops take it for the same; any other gets an id of its
 * own.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_shop_recall (WbLedger         *self,
                       WbMerchantStore  *store,
                       GError          **error)
{
  g_autofree char *key = name_removed (store->platform, store->url);
  g_autofree char *value = wb_ledger_dup_meta (self, key);
  g_autoptr (WbMerchantStore) other = NULL;
  g_auto (WbStoreAccess) access = { NULL };
  g_auto (GStrv) parts = g_strsplit (value ? value : "", " ", 2);

  if (parts[0] && !wb_ledger_store_get (self, parts[0], &other, &access, error))
    return FALSE;
  g_free (store->id);
  if (!parts[0] || other) {
    store->id = wb_random_uuid (self->random);
    return TRUE;
  }
  store->id = g_strdup (parts[0]);
  store->version = parts[1] ? g_ascii_strtoll (parts[1], NULL, 10) : 0;

  return TRUE;
}

static gboolean
remember_removed (WbLedger               *self,
                  const WbMerchantStore  *store,
                  GError                **error)
{
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;

  if (!store->url)
    return TRUE;
  key = name_removed (store->platform, store->url);
  value = g_strdup_printf ("%s %" G_GINT64_FORMAT, store->id, store->version + 1);

  return wb_ledger_set_meta (self, key, value, error);
}

/**
 * wb_ledger_shop_remove:
 * @self: the ledger, in a transaction
 * @store_id: a store's id
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Its id is kept for when it is added again.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_shop_remove (WbLedger    *self,
                       const char  *store_id,
                       GError     **error)
{
  g_autoptr (WbMerchantStore) store = NULL;
  g_auto (WbStoreAccess) access = { NULL };
  g_autoptr (WbStmt) stmt = NULL;
  JsonObject *rest = NULL;

  if (!wb_ledger_store_get (self, store_id, &store, &access, error))
    return FALSE;
  stmt = wb_db_prepare (self->db, "DELETE FROM merchant_store WHERE id = ?", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, store_id);
  if (!wb_stmt_run (stmt, error))
    return FALSE;
  if (!store)
    return TRUE;
  if (!remember_removed (self, store, error))
    return FALSE;

  rest = json_object_new ();
  wb_wire_put_text (rest, "id", store_id);
  json_object_set_int_member (rest, "version", store->version + 1);
  wb_wire_put_time (rest, "deleted_at", wb_ledger_now (self));

  return wb_ledger_event_add (self, "store", "deleted", NULL, store_id, store->version + 1,
                              wb_wire_take_object (rest), error);
}

/**
 * wb_ledger_shop_load_mark:
 * @self: the ledger
 * @store_id: a store's id
 * @kind: of coupons or of orders
 * @mark_out: (out) (transfer full) (nullable): where to go on; `NULL` = from the start
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_shop_load_mark (WbLedger        *self,
                          const char      *store_id,
                          WbShopMarkKind   kind,
                          char           **mark_out,
                          GError         **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *mark_out = NULL;
  stmt = wb_db_prepare (self->db,
                        kind == WB_SHOP_MARK_ORDERS
                        ? "SELECT orders_mark FROM merchant_store WHERE id = ?"
                        : "SELECT coupons_mark FROM merchant_store WHERE id = ?",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, store_id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    *mark_out = wb_stmt_dup_text (stmt, 0);

  return TRUE;
}

static gboolean
store_mark (WbLedger        *self,
            const char      *store_id,
            WbShopMarkKind   kind,
            const char      *mark,
            GError         **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        kind == WB_SHOP_MARK_ORDERS
                        ? "UPDATE merchant_store SET orders_mark = ? WHERE id = ?"
                        : "UPDATE merchant_store SET coupons_mark = ? WHERE id = ?",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, mark);
  wb_stmt_bind_text (stmt, 2, store_id);

  return wb_stmt_run (stmt, error);
}

/* Of ?2's shop and with the code ?3. A shop may have another one by that code, a draft or what a
 * race made: only where ours has no id is the code enough. */
#define IS_LISTED                   \
  " store = ?2 AND code = ?3 AND " \
  "coalesce (json_extract (doc, '$.remote_id'), ?4) = ?4"

/* The coupon was met in its shop. */
static gboolean
mark_seen (WbLedger            *self,
           const char          *store_id,
           const WbShopCoupon  *listed,
           GError             **error)
{
  g_autofree char *code = g_ascii_strup (listed->code, -1);
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "UPDATE coupon SET usage_count = ?1, seen_pass ="
                        " (SELECT pass FROM merchant_store WHERE id = coupon.store)"
                        " WHERE" IS_LISTED,
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, listed->usage_count);
  wb_stmt_bind_text (stmt, 2, store_id);
  wb_stmt_bind_text (stmt, 3, code);
  wb_stmt_bind_text (stmt, 4, listed->remote_id);

  return wb_stmt_run (stmt, error);
}

/* Somebody took it out of use in the shop itself, and nobody had spent it. */
static gboolean
end_dead (WbLedger            *self,
          const char          *store_id,
          const WbShopCoupon  *listed,
          GError             **error)
{
  g_autofree char *code = g_ascii_strup (listed->code, -1);
  g_autofree char *id = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (self->db,
                        "SELECT id FROM coupon WHERE state = 'active' AND expires_at >= ?1 AND"
                        IS_LISTED,
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, wb_ledger_now (self));
  wb_stmt_bind_text (stmt, 2, store_id);
  wb_stmt_bind_text (stmt, 3, code);
  wb_stmt_bind_text (stmt, 4, listed->remote_id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  id = wb_stmt_dup_text (stmt, 0);
  g_clear_pointer (&stmt, wb_stmt_release);

  return wb_ledger_shop_end_coupon (self, id, WB_COUPON_DISABLED, WB_COUPON_EVENT_GONE, error);
}

/* A use that the shop counted, and no order told of, is counted no more. */
static gboolean
free_uncounted (WbLedger            *self,
                const char          *store_id,
                const WbShopCoupon  *listed,
                GError             **error)
{
  g_autofree char *code = g_ascii_strup (listed->code, -1);
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;
  gboolean is_over = FALSE;

  stmt = wb_db_prepare (self->db,
                        "SELECT doc FROM coupon WHERE state = ?1 AND json_extract (doc,"
                        " '$.used_order_code') IS NULL AND" IS_LISTED,
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, WB_COUPON_USED);
  wb_stmt_bind_text (stmt, 2, store_id);
  wb_stmt_bind_text (stmt, 3, code);
  wb_stmt_bind_text (stmt, 4, listed->remote_id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  coupon = wb_ledger_decode (wb_stmt_get_text (stmt, 0), (WbWireDecodeFunc) wb_wire_coupon_decode,
                             error);
  if (!coupon)
    return FALSE;
  g_clear_pointer (&stmt, wb_stmt_release);

  is_over = coupon->expires_at != WB_TIME_NONE && coupon->expires_at < wb_ledger_now (self);
  g_free (coupon->state);
  coupon->state = g_strdup (is_over ? WB_COUPON_EXPIRED : WB_COUPON_ACTIVE);
  coupon->used_at = WB_TIME_NONE;

  return wb_ledger_coupon_save (self, coupon, FALSE, NULL, error) &&
         wb_ledger_story_tell (self, coupon->id, WB_COUPON_EVENT_FREED, NULL, NULL, error);
}

static gboolean
take_coupons (WbLedger          *self,
              const char        *store_id,
              const WbShopPage  *page,
              GError           **error)
{
  if (page->starts_pass &&
      !set_number (self, "UPDATE merchant_store SET pass = pass + 1, pass_from = ? WHERE id = ?",
                   wb_ledger_now (self), store_id, error))
    return FALSE;

  for (guint i = 0; i < page->items->len; i++) {
    const WbShopCoupon *listed = g_ptr_array_index (page->items, i);

    if (!listed->code)
      continue;
    if (!mark_seen (self, store_id, listed, error))
      return FALSE;
    if (listed->usage_count == 0 &&
        !(listed->is_live ? free_uncounted (self, store_id, listed, error)
                          : end_dead (self, store_id, listed, error)))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_ledger_shop_take_page:
 * @self: the ledger, in a transaction
 * @store_id: a store's id
 * @kind: what it is a page of
 * @page: what the shop listed
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_shop_take_page (WbLedger          *self,
                          const char        *store_id,
                          WbShopMarkKind     kind,
                          const WbShopPage  *page,
                          GError           **error)
{
  gboolean taken = kind == WB_SHOP_MARK_ORDERS
                   ? wb_ledger_orders_take (self, store_id, page->items, error)
                   : take_coupons (self, store_id, page, error);

  return taken && store_mark (self, store_id, kind, page->mark, error);
}

/**
 * wb_ledger_shop_end_follow:
 * @self: the ledger, in a transaction
 * @store_id: a store's id
 * @kind: what was read to its end
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * That time went by is no news: after the first reading, no version and no event tell of it.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_shop_end_follow (WbLedger        *self,
                           const char      *store_id,
                           WbShopMarkKind   kind,
                           GError         **error)
{
  g_autoptr (WbMerchantStore) store = NULL;
  g_auto (WbStoreAccess) access = { NULL };
  gboolean is_first = FALSE;

  if (!set_number (self,
                   kind == WB_SHOP_MARK_ORDERS
                   ? "UPDATE merchant_store SET orders_at = ? WHERE id = ?"
                   : "UPDATE merchant_store SET coupons_at = ? WHERE id = ?",
                   wb_ledger_now (self), store_id, error) ||
      !wb_ledger_store_get (self, store_id, &store, &access, error))
    return FALSE;
  if (!store)
    return TRUE;

  is_first = store->last_sync_at == WB_TIME_NONE;
  store->last_sync_at = wb_ledger_now (self);

  return is_first ? wb_ledger_store_save (self, store, NULL, FALSE, error)
                  : wb_ledger_store_put (self, store, NULL, error);
}

/* @expired_since: of those that expired, the ones since then, too; `WB_TIME_NONE` = none. */
static GPtrArray *
list_coupons (WbLedger    *self,
              const char  *condition,
              const char  *store_id,
              gint64       expired_since,
              GError     **error)
{
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("coupon");

  if (expired_since == WB_TIME_NONE)
    wb_ledger_query_where (query, "state = 'active'");
  else
    wb_ledger_query_int64 (query, "(state = 'active' OR (state = 'expired' AND updated_at >= ?))",
                           expired_since);
  /* One that came from elsewhere may lack its code, and then the shop cannot be asked for it. */
  wb_ledger_query_where (query, "code IS NOT NULL");
  wb_ledger_query_text (query, "store = ?", store_id);
  wb_ledger_query_where (query, condition);
  wb_ledger_query_order (query, "row");

  return wb_ledger_query_run (query, self, G_MAXINT, 0,
                              (WbWireDecodeFunc) wb_wire_coupon_decode,
                              (GDestroyNotify) wb_coupon_unref, error);
}

GPtrArray *
wb_ledger_shop_missing (WbLedger    *self,
                        const char  *store_id,
                        GError     **error)
{
  /* One that came into being during the pass may stand on a page that was read before. */
  return list_coupons (self,
                       "seen_pass < (SELECT pass FROM merchant_store WHERE id = coupon.store) AND"
                       " updated_at < (SELECT pass_from FROM merchant_store WHERE id ="
                       " coupon.store)",
                       store_id, WB_TIME_NONE, error);
}

GPtrArray *
wb_ledger_shop_counted (WbLedger    *self,
                        const char  *store_id,
                        GError     **error)
{
  return list_coupons (self,
                       "(usage_count > 0 OR EXISTS (SELECT 1 FROM shop_order_coupon o"
                       " WHERE o.coupon = coupon.id AND o.is_certain < 0))",
                       store_id, wb_ledger_now (self) - WB_COUPON_LATE_USE_MS, error);
}

gboolean
wb_ledger_shop_uncount (WbLedger    *self,
                        const char  *coupon_id,
                        GError     **error)
{
  return set_number (self, "UPDATE coupon SET usage_count = ? WHERE id = ?", 0, coupon_id, error);
}

/**
 * wb_ledger_shop_end_coupon:
 * @self: the ledger, in a transaction
 * @coupon_id: a coupon's id; one that is not active stays as it is, but for one that
 *   expired and was used before
 * @state: what it is from now on
 * @kind: what its story says
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_shop_end_coupon (WbLedger    *self,
                           const char  *coupon_id,
                           const char  *state,
                           const char  *kind,
                           GError     **error)
{
  g_autoptr (WbCoupon) coupon = NULL;
  gboolean is_used = FALSE;

  if (!wb_ledger_coupon_get (self, coupon_id, &coupon, error))
    return FALSE;
  is_used = g_str_equal (state, WB_COUPON_USED);
  if (!coupon || !(g_str_equal (coupon->state, WB_COUPON_ACTIVE) ||
                   (is_used && g_str_equal (coupon->state, WB_COUPON_EXPIRED))))
    return TRUE;

  g_free (coupon->state);
  coupon->state = g_strdup (state);
  if (is_used)
    coupon->used_at = wb_ledger_now (self);
  if (is_used && coupon->expires_at != WB_TIME_NONE)
    coupon->used_at = MIN (coupon->used_at, coupon->expires_at);

  return wb_ledger_coupon_save (self, coupon, FALSE, NULL, error) &&
         wb_ledger_story_tell (self, coupon_id, kind, NULL, NULL, error);
}

/**
 * wb_ledger_shop_count:
 * @self: the ledger
 * @store_id: a store's id
 * @counts_out: (out caller-allocates): its coupons
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_shop_count (WbLedger      *self,
                      const char    *store_id,
                      WbShopCounts  *counts_out,
                      GError       **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (self->db,
                        "SELECT (SELECT count(*) FROM coupon WHERE store = s.id),"
                        " (SELECT count(*) FROM coupon WHERE store = s.id AND state = 'active'),"
                        " (SELECT count(*) FROM coupon_issue WHERE store = s.id) +"
                        " (SELECT count(*) FROM coupon_disable WHERE store = s.id)"
                        " FROM (SELECT ? AS id) s",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, store_id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;

  g_assert (has_row);
  counts_out->n_coupons = wb_stmt_get_int64 (stmt, 0);
  counts_out->n_active = wb_stmt_get_int64 (stmt, 1);
  counts_out->n_making = wb_stmt_get_int64 (stmt, 2);

  return TRUE;
}
