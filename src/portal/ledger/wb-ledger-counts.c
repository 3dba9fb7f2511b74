/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Sums of banners; see wb-ledger-counts.h. */

#include "config.h"

#include "wb-ledger-counts.h"

#include "wb-time.h"

static gboolean
add_to_sum (WbLedger             *self,
            const WbLedgerShown  *sight,
            int                   shown,
            int                   clicks,
            int                   clicks_raw,
            GError              **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO banner_count (day, banner, placement, type, shown, clicks,"
                        " clicks_raw) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        " ON CONFLICT (day, banner, placement, type) DO UPDATE SET"
                        " shown = banner_count.shown + excluded.shown,"
                        " clicks = banner_count.clicks + excluded.clicks,"
                        " clicks_raw = banner_count.clicks_raw + excluded.clicks_raw",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_int64 (stmt, 1, sight->day);
  wb_stmt_bind_text (stmt, 2, sight->banner);
  wb_stmt_bind_text (stmt, 3, sight->placement);
  wb_stmt_bind_text (stmt, 4, sight->type);
  wb_stmt_bind_int64 (stmt, 5, shown);
  wb_stmt_bind_int64 (stmt, 6, clicks);
  wb_stmt_bind_int64 (stmt, 7, clicks_raw);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_count_shown:
 * @self: the ledger, in a transaction
 * @sight: what was shown where
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_count_shown (WbLedger             *self,
                       const WbLedgerShown  *sight,
                       GError              **error)
{
  return add_to_sum (self, sight, 1, 0, 0, error);
}

/* Whether this click is the first one of the last half minute; it then is the one that counts. */
static gboolean
take_click (WbLedger             *self,
            const WbLedgerShown  *sight,
            gboolean             *taken_out,
            GError              **error)
{
  gint64 now = wb_ledger_now (self);
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO banner_click (ticket, banner, placement, clicked_at)"
                        " VALUES (?, ?, ?, ?) ON CONFLICT (ticket, banner, placement)"
                        " DO UPDATE SET clicked_at = excluded.clicked_at"
                        " WHERE banner_click.clicked_at <= ?",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, sight->ticket);
  wb_stmt_bind_text (stmt, 2, sight->banner);
  wb_stmt_bind_text (stmt, 3, sight->placement);
  wb_stmt_bind_int64 (stmt, 4, now);
  wb_stmt_bind_int64 (stmt, 5, now - WB_LEDGER_CLICK_SECS * WB_SECOND_MS);
  if (!wb_stmt_run (stmt, error))
    return FALSE;
  *taken_out = wb_db_changes (self->db) > 0;

  return TRUE;
}

/**
 * wb_ledger_count_click:
 * @self: the ledger, in a transaction
 * @sight: what was clicked where, by the customer of which ticket
 * @by_person: whether a person clicked; `FALSE` = a browser that fetches ahead
 * @counted_out: (out): whether it counts as a click
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_count_click (WbLedger             *self,
                       const WbLedgerShown  *sight,
                       gboolean              by_person,
                       gboolean             *counted_out,
                       GError              **error)
{
  *counted_out = FALSE;
  if (by_person && !take_click (self, sight, counted_out, error))
    return FALSE;

  return add_to_sum (self, sight, 0, *counted_out ? 1 : 0, 1, error);
}

/**
 * wb_ledger_counts_prune:
 * @self: the ledger, in a transaction
 * @error: return location (WB_DB_ERROR)
 *
 * Forgets clicks that no other one can be too close to any more; the sums stay.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_counts_prune (WbLedger  *self,
                        GError   **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db, "DELETE FROM banner_click WHERE clicked_at <= ?", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, wb_ledger_now (self) - WB_LEDGER_CLICK_SECS * WB_SECOND_MS);

  return wb_stmt_run (stmt, error);
}
