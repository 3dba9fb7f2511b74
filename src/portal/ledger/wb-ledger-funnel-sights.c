/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What views and clicks of a ticket tell the funnel; see wb-ledger-funnel.h. An offer is one
 * whoever fetched it; it was shown when a person did, where that can be told; a banner is taken by
 * the first click that counts. */

#include "config.h"

#include "wb-ledger-funnel-private.h"

#include "wb-ledger-recount.h"

typedef struct
{
  gint64 offer_at;        /* WB_TIME_NONE = never */
  char *offer_placement;  /* (owned) (nullable) */
  char *type;             /* (owned) (nullable) of that moment */
  gboolean is_seen;
} Told;

typedef struct
{
  Told tools[WB_N_TOOLS];
  gint64 click_at;
  char *click_placement;  /* (owned) (nullable) */
  char *click_type;       /* (owned) (nullable) */
} Sights;

static void
sights_clear (Sights *self)
{
  for (int i = 0; i < WB_N_TOOLS; i++) {
    g_free (self->tools[i].offer_placement);
    g_free (self->tools[i].type);
  }
  g_free (self->click_placement);
  g_free (self->click_type);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sights, sights_clear)

/* Of a row of: at, kind, type, placement, offered, verdict; the earliest comes first. */
static void
take_sight (Sights *self,
            WbStmt *stmt)
{
  gint64 at = wb_stmt_get_int64 (stmt, 0);
  gboolean is_click = g_str_equal (wb_stmt_get_text (stmt, 1),
                                   wb_sight_kind_to_text (WB_SIGHT_CLICK));
  WbPlacements placement = wb_placement_from_text (wb_stmt_get_text (stmt, 3));
  gint64 offered = wb_stmt_get_int64 (stmt, 4);
  gboolean by_person = g_str_equal (wb_stmt_get_text (stmt, 5),
                                    wb_verdict_to_text (WB_VERDICT_COUNTED));

  if (is_click && by_person && self->click_at == WB_TIME_NONE) {
    self->click_at = at;
    self->click_placement = wb_stmt_dup_text (stmt, 3);
    self->click_type = wb_stmt_dup_text (stmt, 2);
  }
  for (int i = 0; !is_click && i < WB_N_TOOLS; i++) {
    Told *told = &self->tools[i];

    if ((offered & (1 << i)) == 0)
      continue;
    if (told->offer_at == WB_TIME_NONE) {
      told->offer_at = at;
      told->offer_placement = wb_stmt_dup_text (stmt, 3);
      told->type = wb_stmt_dup_text (stmt, 2);
    }
    told->is_seen |= by_person && placement != WB_PLACEMENT_EMAIL;
  }
}

static gboolean
load_sights (WbFunnelCount  *self,
             const char     *ticket_id,
             Sights         *sights,
             GError        **error)
{
  const char *verdict = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  if (!wb_ledger_recount_find_verdict (self->ledger, self->set, &verdict, error))
    return FALSE;

  sights->click_at = WB_TIME_NONE;
  for (int i = 0; i < WB_N_TOOLS; i++)
    sights->tools[i].offer_at = WB_TIME_NONE;
  sql = g_strdup_printf ("SELECT at, kind, type, placement, offered, %s FROM sight"
                         " WHERE ticket = ? ORDER BY at, placement, id", verdict);
  stmt = wb_db_prepare (self->ledger->db, sql, error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, ticket_id);
  for (;;) {
    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    take_sight (sights, stmt);
  }
}

/* Events of long ago are forgotten; what they told stays. */
static gboolean
store_seen (WbFunnelCount  *self,
            const char     *ticket_id,
            WbTool          tool,
            const Sights   *sights,
            GError        **error)
{
  gboolean is_banner = tool == WB_TOOL_BANNER;
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_funnel_prepare (self,
                            "UPDATE funnel_row@ SET seen = ?3, click_at = ?4, click_placement = ?5"
                            " WHERE ticket = ?1 AND tool = ?2 AND (seen IS NOT ?3 OR"
                            " click_at IS NOT ?4 OR click_placement IS NOT ?5) AND"
                            " coalesce (offer_at, click_at, ?6) >= ?6",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, ticket_id);
  wb_stmt_bind_text (stmt, 2, wb_tool_to_text (tool));
  wb_stmt_bind_int64 (stmt, 3, sights->tools[tool].is_seen);
  wb_ledger_bind_time (stmt, 4, is_banner ? sights->click_at : WB_TIME_NONE);
  wb_stmt_bind_text (stmt, 5, is_banner ? sights->click_placement : NULL);
  wb_stmt_bind_int64 (stmt, 6, wb_ledger_now (self->ledger) -
                      WB_LEDGER_SIGHT_DAYS * WB_DAY_MS);
  if (!wb_stmt_run (stmt, error))
    return FALSE;
  if (wb_db_changes (self->ledger->db) > 0)
    wb_funnel_touch_row (self, ticket_id, wb_tool_to_text (tool));

  return TRUE;
}

static gboolean
take_tool (WbFunnelCount  *self,
           const char     *ticket_id,
           WbTool          tool,
           const Sights   *sights,
           GError        **error)
{
  const Told *told = &sights->tools[tool];
  gboolean is_clicked = tool == WB_TOOL_BANNER && sights->click_at != WB_TIME_NONE;

  /* As it was when the first of the two happened. */
  if ((told->offer_at != WB_TIME_NONE || is_clicked) &&
      !wb_funnel_need_row (self, ticket_id, wb_tool_to_text (tool),
                           told->type ? told->type : sights->click_type, error))
    return FALSE;
  if (told->offer_at != WB_TIME_NONE &&
      !wb_funnel_offer (self, ticket_id, tool, wb_placement_from_text (told->offer_placement),
                        told->offer_at, error))
    return FALSE;

  return store_seen (self, ticket_id, tool, sights, error);
}

gboolean
wb_funnel_take_sights (WbFunnelCount  *self,
                       const char     *ticket_id,
                       GError        **error)
{
  g_auto (Sights) sights = { .click_at = WB_TIME_NONE };

  if (!load_sights (self, ticket_id, &sights, error))
    return FALSE;
  for (int i = 0; i < WB_N_TOOLS; i++) {
    if (!take_tool (self, ticket_id, (WbTool) i, &sights, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
take_sights_of (WbFunnelCount  *self,
                gconstpointer   data,
                GError        **error)
{
  return wb_funnel_take_sights (self, data, error);
}

/**
 * wb_ledger_funnel_sights:
 * @self: the ledger, in a transaction
 * @ticket_id: a ticket that was looked at, or whose views and clicks are judged otherwise now
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_funnel_sights (WbLedger    *self,
                         const char  *ticket_id,
                         GError     **error)
{
  g_return_val_if_fail (self && ticket_id, FALSE);

  return wb_funnel_run (self, ticket_id, take_sights_of, ticket_id, error);
}

#define ROW_TOLD "SELECT 1 FROM funnel_row@ WHERE ticket = ? AND tool = ? AND "

/* Whether the row of @tool says already what the sight could: one of the same instant may differ in
 * its place. */
static gboolean
is_told (WbFunnelCount        *self,
         const WbLedgerSight  *sight,
         WbTool                tool,
         gboolean             *is_told_out,
         GError              **error)
{
  gboolean is_click = sight->sight.kind == WB_SIGHT_CLICK;
  gboolean counts = sight->sight.verdict == WB_VERDICT_COUNTED;
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_funnel_prepare (self, is_click ? ROW_TOLD "click_at < ?"
                                           : ROW_TOLD "offer_at < ? AND seen >= ?", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, sight->sight.ticket);
  wb_stmt_bind_text (stmt, 2, wb_tool_to_text (tool));
  wb_stmt_bind_int64 (stmt, 3, sight->sight.at);
  if (!is_click)
    wb_stmt_bind_int64 (stmt, 4, counts && sight->sight.placement != WB_PLACEMENT_EMAIL);

  return wb_stmt_step (stmt, is_told_out, error);
}

/* A ticket may be looked at by a program for months: what tells nothing new costs as much as the
 * first one did. */
static gboolean
take_sight_of (WbFunnelCount  *self,
               gconstpointer   data,
               GError        **error)
{
  const WbLedgerSight *sight = data;
  guint tools = 0;
  gboolean told = TRUE;

  if (sight->sight.kind != WB_SIGHT_CLICK)
    tools = sight->offered;
  else if (sight->sight.verdict == WB_VERDICT_COUNTED)
    tools = 1u << WB_TOOL_BANNER;

  for (int i = 0; told && i < WB_N_TOOLS; i++) {
    if ((tools & (1u << i)) != 0 && !is_told (self, sight, (WbTool) i, &told, error))
      return FALSE;
  }

  return told || wb_funnel_take_sights (self, sight->sight.ticket, error);
}

/**
 * wb_ledger_funnel_sight:
 * @self: the ledger, in a transaction
 * @set: which statistics
 * @sight: a view or click that was just stored, as it was judged; no other one is judged otherwise
 *   because of it
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_funnel_sight (WbLedger             *self,
                        WbLedgerSet           set,
                        const WbLedgerSight  *sight,
                        GError              **error)
{
  WbFunnelCount *count = NULL;

  g_return_val_if_fail (self && sight, FALSE);

  count = wb_funnel_begin (self, set);

  return wb_funnel_end (count, take_sight_of (count, sight, error), error);
}

gboolean
wb_ledger_funnel_sights_of (WbLedger     *self,
                            WbLedgerSet   set,
                            const char   *ticket_id,
                            GError      **error)
{
  WbFunnelCount *count = wb_funnel_begin (self, set);

  return wb_funnel_end (count, wb_funnel_take_sights (count, ticket_id, error), error);
}
