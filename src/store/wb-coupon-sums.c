/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The sums of coupons, kept with each write so that a page never counts a million rows: per
 * currency, state and kind; what orders brought, per currency of the orders; how many there are of
 * each type, shop and issuer; and how many ended before they were created, which is none as a rule,
 * so that those of a time are known not to end before it. See wb-coupon-row.h. */

#include "config.h"

#include "wb-coupon-row.h"
#include "wb-workspace-private.h"

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
  "INSERT INTO coupon_count SELECT 'odd', 0, count(*) FROM coupon INDEXED BY coupon_by_end" \
  " WHERE ifnull (expires_at, 9223372036854775807) < row AND expires_at < created_at;"

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
                        " ('store', ?2, ?4), ('issuer', ?3, ?4) ON CONFLICT (what, word)"
                        " DO UPDATE SET n = n + ?4", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, facts->words[WB_COUPON_WORD_TYPE]);
  wb_stmt_bind_int64 (stmt, 2, facts->words[WB_COUPON_WORD_STORE]);
  wb_stmt_bind_int64 (stmt, 3, facts->words[WB_COUPON_WORD_ISSUED_BY]);
  wb_stmt_bind_int64 (stmt, 4, sign);

  return wb_stmt_run (stmt, error);
}

static gboolean
add_odd (WbDb                 *db,
         const WbCouponFacts  *facts,
         int                   sign,
         GError              **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  if (!facts->is_odd)
    return TRUE;
  stmt = wb_db_prepare (db, "INSERT INTO coupon_count (what, word, n) VALUES ('odd', 0, ?1)"
                        " ON CONFLICT (what, word) DO UPDATE SET n = n + ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, sign);

  return wb_stmt_run (stmt, error);
}

gboolean
wb_coupon_sums_add (WbDb                 *db,
                    const WbCouponFacts  *facts,
                    int                   sign,
                    GError              **error)
{
  return add_total (db, facts, sign, error) && add_revenue (db, facts, sign, error) &&
         add_counts (db, facts, sign, error) && add_odd (db, facts, sign, error);
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
  if (from->is_odd != to->is_odd &&
      (!add_odd (db, from, -1, error) || !add_odd (db, to, 1, error)))
    return FALSE;
  if (old[WB_COUPON_WORD_TYPE] == new[WB_COUPON_WORD_TYPE] &&
      old[WB_COUPON_WORD_STORE] == new[WB_COUPON_WORD_STORE] &&
      old[WB_COUPON_WORD_ISSUED_BY] == new[WB_COUPON_WORD_ISSUED_BY])
    return TRUE;

  return add_counts (db, from, -1, error) && add_counts (db, to, 1, error);
}

gboolean
wb_coupon_sums_rebuild (WbDb    *db,
                        GError **error)
{
  return wb_db_exec (db, REBUILD_SQL, error);
}
