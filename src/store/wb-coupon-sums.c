/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The sums of coupons, kept with each write so that a page never counts a million rows: per
 * currency, state and kind; what orders brought, per currency of the orders; how many there are of
 * each type, shop and issuer; and when coupons of a time can end or be used: how many do so many
 * days after their creation, and how many of each state were never used. See wb-coupon-row.h. */

#include "config.h"

#include "wb-coupon-row.h"
#include "wb-workspace-private.h"

/* Whole days from creation to @column, towards zero, as C divides. */
#define DAYS(column)                                                                        \
  "ifnull ((" column " - created_at) / 86400000, 9223372036854775807)"

#define REBUILD_SQL                                                                         \
  "DELETE FROM coupon_total; DELETE FROM coupon_revenue; DELETE FROM coupon_count;"         \
  "INSERT INTO coupon_total SELECT currency, state, kind, count(*),"                        \
  " ifnull (sum (iif (kind = 7, amount_minor, 0)), 0)"              \
  " FROM coupon GROUP BY 1, 2, 3;"                                                          \
  "INSERT INTO coupon_revenue SELECT revenue_currency, count(*), sum (revenue_minor)"       \
  " FROM coupon WHERE revenue_minor IS NOT NULL GROUP BY 1;"                                \
  "INSERT INTO coupon_count SELECT 'type', type, count(*) FROM coupon GROUP BY type;"       \
  "INSERT INTO coupon_count SELECT 'store', store, count(*) FROM coupon GROUP BY store;"    \
  "INSERT INTO coupon_count SELECT 'issuer', issued_by, count(*) FROM coupon"               \
  " GROUP BY issued_by;"                                                                    \
  "INSERT INTO coupon_count SELECT 'valid', " DAYS ("expires_at") ", count(*) FROM coupon"  \
  " GROUP BY 2;"                                                                            \
  "INSERT INTO coupon_count SELECT 'use', " DAYS ("used_at") ", count(*) FROM coupon"       \
  " GROUP BY 2;"                                                                            \
  "INSERT INTO coupon_count SELECT 'unused', state, count(*) FROM coupon"                   \
  " WHERE used_at IS NULL GROUP BY 2;"

static gboolean
add_total (WbDb                 *db,
           const WbCouponFacts  *facts,
           int                   sign,
           GError              **error)
{
  gboolean is_fixed = facts->words[WB_COUPON_WORD_KIND] == WB_COUPON_KIND_NUMBER_FIXED;
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (db, "INSERT INTO coupon_total (currency, state, kind, n, minor)"
                        " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (currency, state, kind)"
                        " DO UPDATE SET n = n + ?4, minor = minor + ?5", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, facts->words[WB_COUPON_WORD_CURRENCY]);
  wb_stmt_bind_int64 (stmt, 2, facts->words[WB_COUPON_WORD_STATE]);
  wb_stmt_bind_int64 (stmt, 3, facts->words[WB_COUPON_WORD_KIND]);
  wb_stmt_bind_int64 (stmt, 4, sign);
  wb_stmt_bind_int64 (stmt, 5, is_fixed && facts->has_amount ? sign * facts->amount_minor : 0);

  return wb_stmt_run (stmt, error);
}

static gboolean
add_revenue (WbDb                 *db,
             const WbCouponFacts  *facts,
             int                   sign,
             GError              **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  if (!facts->has_revenue)
    return TRUE;
  stmt = wb_db_prepare (db, "INSERT INTO coupon_revenue (currency, n, minor) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (currency) DO UPDATE SET n = n + ?2, minor = minor + ?3",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, facts->words[WB_COUPON_WORD_REVENUE_CURRENCY]);
  wb_stmt_bind_int64 (stmt, 2, sign);
  wb_stmt_bind_int64 (stmt, 3, sign * facts->revenue_minor);

  return wb_stmt_run (stmt, error);
}

static gboolean
add_counts (WbDb                 *db,
            const WbCouponFacts  *facts,
            int                   sign,
            GError              **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (db, "INSERT INTO coupon_count (what, word, n) VALUES ('type', ?1, ?4),"
                        " ('store', ?2, ?4), ('issuer', ?3, ?4), ('valid', ?5, ?4),"
                        " ('use', ?6, ?4), ('unused', ?7, ?8) ON CONFLICT (what, word)"
                        " DO UPDATE SET n = n + excluded.n", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, facts->words[WB_COUPON_WORD_TYPE]);
  wb_stmt_bind_int64 (stmt, 2, facts->words[WB_COUPON_WORD_STORE]);
  wb_stmt_bind_int64 (stmt, 3, facts->words[WB_COUPON_WORD_ISSUED_BY]);
  wb_stmt_bind_int64 (stmt, 4, sign);
  wb_stmt_bind_int64 (stmt, 5, facts->valid_days);
  wb_stmt_bind_int64 (stmt, 6, facts->use_days);
  wb_stmt_bind_int64 (stmt, 7, facts->words[WB_COUPON_WORD_STATE]);
  wb_stmt_bind_int64 (stmt, 8, facts->use_days == WB_COUPON_DAYS_NEVER ? sign : 0);

  return wb_stmt_run (stmt, error);
}

gboolean
wb_coupon_sums_add (WbDb                 *db,
                    const WbCouponFacts  *facts,
                    int                   sign,
                    GError              **error)
{
  return add_total (db, facts, sign, error) && add_revenue (db, facts, sign, error) &&
         add_counts (db, facts, sign, error);
}

/* Most changes are of the state, or of what orders brought. */
gboolean
wb_coupon_sums_change (WbDb                 *db,
                       const WbCouponFacts  *from,
                       const WbCouponFacts  *to,
                       GError              **error)
{
  const gint64 *old = from->words;
  const gint64 *new = to->words;

  if ((old[WB_COUPON_WORD_STATE] != new[WB_COUPON_WORD_STATE] ||
       old[WB_COUPON_WORD_KIND] != new[WB_COUPON_WORD_KIND] ||
       old[WB_COUPON_WORD_CURRENCY] != new[WB_COUPON_WORD_CURRENCY] ||
       from->has_amount != to->has_amount || from->amount_minor != to->amount_minor) &&
      (!add_total (db, from, -1, error) || !add_total (db, to, 1, error)))
    return FALSE;
  if ((old[WB_COUPON_WORD_REVENUE_CURRENCY] != new[WB_COUPON_WORD_REVENUE_CURRENCY] ||
       from->has_revenue != to->has_revenue || from->revenue_minor != to->revenue_minor) &&
      (!add_revenue (db, from, -1, error) || !add_revenue (db, to, 1, error)))
    return FALSE;
  if (old[WB_COUPON_WORD_TYPE] == new[WB_COUPON_WORD_TYPE] &&
      old[WB_COUPON_WORD_STORE] == new[WB_COUPON_WORD_STORE] &&
      old[WB_COUPON_WORD_ISSUED_BY] == new[WB_COUPON_WORD_ISSUED_BY] &&
      old[WB_COUPON_WORD_STATE] == new[WB_COUPON_WORD_STATE] &&
      from->valid_days == to->valid_days && from->use_days == to->use_days)
    return TRUE;

  return add_counts (db, from, -1, error) && add_counts (db, to, 1, error);
}

gboolean
wb_coupon_sums_rebuild (WbDb    *db,
                        GError **error)
{
  return wb_db_exec (db, REBUILD_SQL, error);
}
