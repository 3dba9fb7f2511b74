/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons as the API knows them; how they are made is in wb-ledger-issues.c. */

#include "config.h"

#include "wb-ledger-coupons.h"

#include "wb-ledger-events.h"
#include "wb-ledger-funnel.h"
#include "wb-ledger-story.h"
#include "wb-offer-set.h"
#include "wb-time.h"
#include "wb-wire-coupon.h"

/**
 * wb_ledger_coupon_get:
 * @self: the ledger
 * @id: a coupon's id
 * @coupon_out: (out) (transfer full) (nullable): the coupon; `NULL` when unknown
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_coupon_get (WbLedger    *self,
                      const char  *id,
                      WbCoupon   **coupon_out,
                      GError     **error)
{
  return wb_ledger_find (self, "SELECT doc FROM coupon WHERE id = ?", id,
                         (WbWireDecodeFunc) wb_wire_coupon_decode, (gpointer *) coupon_out,
                         error);
}

/**
 * wb_ledger_coupon_find_code:
 * @self: the ledger
 * @store_id: a store's id
 * @code: a code, in any letter case
 * @coupon_out: (out) (transfer full) (nullable): the store's coupon of that code; `NULL` when there
 *   is none
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_coupon_find_code (WbLedger    *self,
                            const char  *store_id,
                            const char  *code,
                            WbCoupon   **coupon_out,
                            GError     **error)
{
  g_autofree char *upper = g_ascii_strup (code, -1);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *coupon_out = NULL;
  stmt = wb_db_prepare (self->db, "SELECT doc FROM coupon WHERE code = ?1 AND store = ?2", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, upper);
  wb_stmt_bind_text (stmt, 2, store_id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  *coupon_out = wb_ledger_decode (wb_stmt_get_text (stmt, 0),
                                  (WbWireDecodeFunc) wb_wire_coupon_decode, error);

  return *coupon_out != NULL;
}

/* What budgets count: minor units of a fixed coupon, nothing for a percent one. */
static gint64
count_minor (const WbCoupon *coupon)
{
  WbMoney money = WB_MONEY_NONE;

  if (g_strcmp0 (coupon->kind, WB_COUPON_KIND_FIXED) != 0 || !coupon->amount ||
      !wb_money_parse_api (coupon->amount, coupon->currency, TRUE, &money, NULL))
    return 0;

  return money.minor;
}

/**
 * wb_ledger_coupon_put:
 * @self: the ledger, in a transaction
 * @coupon: a coupon
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_coupon_put (WbLedger        *self,
                      const WbCoupon  *coupon,
                      GError         **error)
{
  g_autofree char *doc = wb_ledger_print (wb_wire_coupon_encode (coupon));
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO coupon (id, ticket, type, store, currency, kind,"
                        " amount_minor, state, code, created_at, updated_at, expires_at, version,"
                        " doc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        " ON CONFLICT (id) DO UPDATE SET ticket = excluded.ticket,"
                        " type = excluded.type, store = excluded.store,"
                        " currency = excluded.currency, kind = excluded.kind,"
                        " amount_minor = excluded.amount_minor, state = excluded.state,"
                        " code = excluded.code, created_at = excluded.created_at,"
                        " updated_at = excluded.updated_at, expires_at = excluded.expires_at,"
                        " version = excluded.version, doc = excluded.doc",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, coupon->id);
  wb_stmt_bind_text (stmt, 2, coupon->ticket);
  wb_stmt_bind_text (stmt, 3, coupon->ticket_type);
  wb_stmt_bind_text (stmt, 4, coupon->store);
  wb_stmt_bind_text (stmt, 5, coupon->currency);
  wb_stmt_bind_text (stmt, 6, coupon->kind);
  wb_stmt_bind_int64 (stmt, 7, count_minor (coupon));
  wb_stmt_bind_text (stmt, 8, coupon->state);
  wb_stmt_bind_text (stmt, 9, coupon->code);
  wb_stmt_bind_int64 (stmt, 10, coupon->created_at);
  wb_stmt_bind_int64 (stmt, 11, coupon->updated_at);
  wb_ledger_bind_time (stmt, 12, coupon->expires_at);
  wb_stmt_bind_int64 (stmt, 13, coupon->version);
  wb_stmt_bind_text (stmt, 14, doc);

  return wb_stmt_run (stmt, error) && wb_ledger_funnel_coupon (self, coupon->id, error);
}

/**
 * wb_ledger_coupon_save:
 * @self: the ledger, in a transaction
 * @coupon: a coupon as it shall be; gets its next version and time
 * @is_new: whether it was not there before
 * @actor: (nullable): who changes it
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_coupon_save (WbLedger    *self,
                       WbCoupon    *coupon,
                       gboolean     is_new,
                       const char  *actor,
                       GError     **error)
{
  coupon->version++;
  coupon->updated_at = wb_ledger_now (self);

  return wb_ledger_coupon_put (self, coupon, error) &&
         wb_ledger_event_add (self, "coupon", is_new ? "created" : "updated", actor, coupon->id,
                              coupon->version, wb_wire_coupon_encode (coupon), error);
}

/**
 * wb_ledger_coupon_in_way:
 * @self: the ledger
 * @ticket_id: a ticket's id
 * @coupon_out: (out) (transfer full) (nullable): its newest coupon that was neither disabled nor
 *   failed; `NULL` = it has none, so one may be given
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_coupon_in_way (WbLedger    *self,
                         const char  *ticket_id,
                         WbCoupon   **coupon_out,
                         GError     **error)
{
  return wb_ledger_find (self,
                         "SELECT doc FROM coupon WHERE ticket = ?"
                         " AND state NOT IN ('failed', 'disabled')"
                         " ORDER BY created_at DESC, row DESC LIMIT 1",
                         ticket_id, (WbWireDecodeFunc) wb_wire_coupon_decode,
                         (gpointer *) coupon_out, error);
}

/**
 * wb_ledger_coupon_newest:
 * @self: the ledger
 * @ticket_id: a ticket's id
 * @coupon_out: (out) (transfer full) (nullable): its newest coupon that did not fail
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_coupon_newest (WbLedger    *self,
                         const char  *ticket_id,
                         WbCoupon   **coupon_out,
                         GError     **error)
{
  return wb_ledger_find (self,
                         "SELECT doc FROM coupon WHERE ticket = ? AND state <> 'failed'"
                         " ORDER BY created_at DESC, row DESC LIMIT 1",
                         ticket_id, (WbWireDecodeFunc) wb_wire_coupon_decode,
                         (gpointer *) coupon_out, error);
}

/**
 * wb_ledger_coupon_spent:
 * @self: the ledger
 * @currency: ISO 4217 code
 * @since: ms
 * @replaced: (nullable): the id of one that is not to count, as another one takes its place
 * @minor_out: (out): what fixed coupons given since then are worth, minor units
 * @error: return location (WB_DB_ERROR)
 *
 * One that failed and is made again is given when that was asked for.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_coupon_spent (WbLedger    *self,
                        const char  *currency,
                        gint64       since,
                        const char  *replaced,
                        gint64      *minor_out,
                        GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (self->db,
                        "SELECT coalesce (sum (amount_minor), 0) FROM coupon c WHERE currency = ?1"
                        " AND (created_at >= ?2 OR (updated_at >= ?2 AND EXISTS"
                        " (SELECT 1 FROM coupon_event e WHERE e.coupon = c.id AND e.at >= ?2"
                        " AND e.kind = '" WB_COUPON_EVENT_RETRIED "')))"
                        " AND state NOT IN ('failed', 'disabled') AND id IS NOT ?3"
                        " AND NOT (state = 'active' AND id IN"
                        " (SELECT replaces FROM coupon_issue WHERE replaces IS NOT NULL))",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, currency);
  wb_stmt_bind_int64 (stmt, 2, since);
  wb_stmt_bind_text (stmt, 3, replaced);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *minor_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

/**
 * wb_ledger_coupons_expire:
 * @self: the ledger, in a transaction
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Marks the active coupons whose last valid day is over.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_coupons_expire (WbLedger  *self,
                          GError   **error)
{
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("coupon");
  g_autoptr (GPtrArray) coupons = NULL;

  wb_ledger_query_where (query, "state = 'active'");
  wb_ledger_query_int64 (query, "expires_at < ?", wb_ledger_now (self));
  wb_ledger_query_order (query, "expires_at, id");
  coupons = wb_ledger_query_run (query, self, G_MAXINT, 0,
                                 (WbWireDecodeFunc) wb_wire_coupon_decode,
                                 (GDestroyNotify) wb_coupon_unref, error);
  if (!coupons)
    return FALSE;

  for (guint i = 0; i < coupons->len; i++) {
    WbCoupon *coupon = g_ptr_array_index (coupons, i);

    g_free (coupon->state);
    coupon->state = g_strdup (WB_COUPON_EXPIRED);
    if (!wb_ledger_coupon_save (self, coupon, FALSE, NULL, error) ||
        !wb_ledger_story_tell (self, coupon->id, WB_COUPON_EVENT_EXPIRED, NULL, NULL, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_ledger_coupons_next:
 * @self: the ledger
 * @expires_at_out: (out): the last millisecond of the active coupon that ends first;
 *   `WB_TIME_NONE` = none does
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_coupons_next (WbLedger  *self,
                        gint64    *expires_at_out,
                        GError   **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *expires_at_out = WB_TIME_NONE;
  stmt = wb_db_prepare (self->db, "SELECT min (expires_at) FROM coupon WHERE state = 'active'",
                        error);
  if (!stmt || !wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row && !wb_stmt_is_null (stmt, 0))
    *expires_at_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}
