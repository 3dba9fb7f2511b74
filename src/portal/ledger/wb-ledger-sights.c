/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Stores views and clicks and keeps the rollup right; see wb-ledger-sights.h. A late one can turn
 * over those that came near it. So each brings its ticket's events from there on before the rules
 * again; what is judged otherwise now is taken out of the rollup and put in anew. */

#include "config.h"

#include "wb-ledger-sights-private.h"

#include "wb-ledger-banners.h"
#include "wb-ledger-events.h"
#include "wb-ledger-funnel.h"
#include "wb-ledger-recount.h"
#include "wb-ledger-tickets.h"
#include "wb-time.h"
#include "wb-wire-builder.h"

void
wb_sight_list_init (WbSightList *self)
{
  self->sights = g_array_new (FALSE, FALSE, sizeof (WbSight));
  self->rows = g_array_new (FALSE, FALSE, sizeof (WbSightRow));
  self->texts = g_string_chunk_new (4096);
}

void
wb_sight_list_clear (WbSightList *self)
{
  g_array_unref (self->sights);
  g_array_unref (self->rows);
  g_string_chunk_free (self->texts);
}

void
wb_sight_list_empty (WbSightList *self)
{
  g_array_set_size (self->sights, 0);
  g_array_set_size (self->rows, 0);
  g_string_chunk_clear (self->texts);
}

void
wb_sight_list_take (WbSightList *self,
                    WbLedger    *ledger,
                    WbStmt      *stmt)
{
  WbSightRow row = { .row = wb_stmt_get_int64 (stmt, 0) };
  WbSight sight = { .at = wb_stmt_get_int64 (stmt, 2) };

  sight.placement = wb_placement_from_text (wb_stmt_get_text (stmt, 7));
  if (!wb_sight_kind_from_text (wb_stmt_get_text (stmt, 3), &sight.kind) ||
      !wb_verdict_from_text (wb_stmt_get_text (stmt, 11), &sight.verdict) ||
      sight.placement == WB_PLACEMENT_NONE) {
    if (!ledger->has_told_unreadable)
      g_message ("View or click %s is not understood and is left as it is",
                 wb_stmt_get_text (stmt, 1));
    ledger->has_told_unreadable = TRUE;
    return;
  }

  sight.id = g_string_chunk_insert (self->texts, wb_stmt_get_text (stmt, 1));
  sight.ticket = g_string_chunk_insert_const (self->texts, wb_stmt_get_text (stmt, 4));
  row.type = g_string_chunk_insert_const (self->texts, wb_stmt_get_text (stmt, 5));
  sight.banner = g_string_chunk_insert_const (self->texts, wb_stmt_get_text (stmt, 6));
  sight.is_head = wb_stmt_get_int64 (stmt, 8) != 0;
  sight.is_ahead = wb_stmt_get_int64 (stmt, 9) != 0;
  sight.agent = g_string_chunk_insert_const (self->texts, wb_stmt_get_text (stmt, 10));
  row.before = sight.verdict;
  g_array_append_val (self->sights, sight);
  g_array_append_val (self->rows, row);
}

void
wb_sight_add_numbers (const WbSight *sight,
                      WbVerdict      verdict,
                      gint64         sign,
                      gint64         numbers[WB_N_SUMS])
{
  if (sight->kind == WB_SIGHT_VIEW) {
    numbers[WB_SUM_IMPRESSIONS_RAW] += sign;
    if (verdict == WB_VERDICT_COUNTED)
      numbers[WB_SUM_IMPRESSIONS] += sign;
  } else if (sight->kind == WB_SIGHT_CLICK) {
    numbers[WB_SUM_CLICKS_RAW] += sign;
    if (verdict == WB_VERDICT_COUNTED)
      numbers[WB_SUM_CLICKS] += sign;
    else
      numbers[WB_SUM_FILTERED + verdict - WB_VERDICT_HEAD] += sign;
  }
}

gboolean
wb_ledger_sum_add (WbLedger       *self,
                   WbLedgerSet     set,
                   const char     *table,
                   gint32          day,
                   const WbSight  *sight,
                   const char     *type,
                   const gint64    numbers[WB_N_SUMS],
                   GError        **error)
{
  g_autofree char *sql = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  sql = g_strdup_printf ("INSERT INTO %s (day, banner, placement, type, " WB_SUM_COLUMNS ")"
                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                         " ON CONFLICT (day, banner, placement, type) DO UPDATE SET"
                         " impressions = impressions + excluded.impressions,"
                         " impressions_raw = impressions_raw + excluded.impressions_raw,"
                         " clicks = clicks + excluded.clicks,"
                         " clicks_raw = clicks_raw + excluded.clicks_raw,"
                         " head = head + excluded.head, prefetch = prefetch + excluded.prefetch,"
                         " agent = agent + excluded.agent, burst = burst + excluded.burst,"
                         " repeat = repeat + excluded.repeat",
                         table);
  stmt = wb_ledger_prepare (self, set, sql, error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_int64 (stmt, 1, day);
  wb_stmt_bind_text (stmt, 2, sight->banner);
  wb_stmt_bind_text (stmt, 3, wb_placement_to_text (sight->placement));
  wb_stmt_bind_text (stmt, 4, type);
  for (int i = 0; i < WB_N_SUMS; i++)
    wb_stmt_bind_int64 (stmt, 5 + i, numbers[i]);

  return wb_stmt_run (stmt, error);
}

gboolean
wb_ledger_sight_set_verdict (WbLedger     *self,
                             WbLedgerSet   set,
                             gint64        row,
                             WbVerdict     verdict,
                             GError      **error)
{
  const char *sql = "UPDATE sight SET verdict_next = ? WHERE row = ?";
  g_autoptr (WbStmt) stmt = NULL;
  gboolean is_counting = FALSE;

  if (set == WB_LEDGER_SERVED) {
    if (!wb_ledger_recount_is_counting (self, &is_counting, error))
      return FALSE;
    /* By the rules that come it stays what it was. */
    sql = is_counting ? "UPDATE sight SET verdict_next = coalesce (verdict_next, verdict),"
          " verdict = ? WHERE row = ?"
                      : "UPDATE sight SET verdict = ? WHERE row = ?";
  }
  stmt = wb_db_prepare (self->db, sql, error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, wb_verdict_to_text (verdict));
  wb_stmt_bind_int64 (stmt, 2, row);

  return wb_stmt_run (stmt, error);
}

gboolean
wb_ledger_sight_count_ticket (WbLedger    *self,
                              const char  *ticket_id,
                              int          more,
                              GError     **error)
{
  g_autoptr (WbTicket) ticket = NULL;

  if (more == 0)
    return TRUE;
  if (!wb_ledger_ticket_get (self, ticket_id, &ticket, error))
    return FALSE;
  if (!ticket || ticket->deleted_at != WB_TIME_NONE)
    return TRUE;

  ticket->banner_clicks = MAX (ticket->banner_clicks + more, 0);

  return wb_ledger_ticket_save (self, ticket, FALSE, NULL, error);
}

/* TRUE and not new = it is there already. */
static gboolean
insert_sight (WbLedger             *self,
              const WbLedgerSight  *sight,
              gboolean             *is_new_out,
              GError              **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO sight (id, at, kind, ticket, type, banner, placement, is_head,"
                        " is_ahead, agent, offered, verdict)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        " ON CONFLICT (id) DO NOTHING",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, sight->sight.id);
  wb_stmt_bind_int64 (stmt, 2, sight->sight.at);
  wb_stmt_bind_text (stmt, 3, wb_sight_kind_to_text (sight->sight.kind));
  wb_stmt_bind_text (stmt, 4, sight->sight.ticket);
  wb_stmt_bind_text (stmt, 5, sight->type);
  wb_stmt_bind_text (stmt, 6, sight->sight.banner);
  wb_stmt_bind_text (stmt, 7, wb_placement_to_text (sight->sight.placement));
  wb_stmt_bind_int64 (stmt, 8, sight->sight.is_head ? 1 : 0);
  wb_stmt_bind_int64 (stmt, 9, sight->sight.is_ahead ? 1 : 0);
  wb_stmt_bind_text (stmt, 10, sight->sight.agent);
  wb_stmt_bind_int64 (stmt, 11, sight->offered);
  wb_stmt_bind_text (stmt, 12, wb_verdict_to_text (sight->sight.verdict));
  if (!wb_stmt_run (stmt, error))
    return FALSE;
  *is_new_out = wb_db_changes (self->db) > 0;

  return TRUE;
}

/* The ticket's events from @since on, and which of them is the first at or after @from. */
static gboolean
load_near (WbLedger     *self,
           WbLedgerSet   set,
           const char   *ticket_id,
           gint64        since,
           gint64        from,
           WbSightList  *list,
           gsize        *first_out,
           GError      **error)
{
  const char *verdict = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  *first_out = 0;
  if (!wb_ledger_recount_find_verdict (self, set, &verdict, error))
    return FALSE;
  sql = g_strdup_printf ("SELECT " WB_SIGHT_COLUMNS ", %s FROM sight WHERE ticket = ? AND at >= ?"
                         " ORDER BY at, id", verdict);
  stmt = wb_db_prepare (self->db, sql, error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, ticket_id);
  wb_stmt_bind_int64 (stmt, 2, since);
  for (;;) {
    gboolean has_row = FALSE;

    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    wb_sight_list_take (list, self, stmt);
    if (list->sights->len > 0 &&
        g_array_index (list->sights, WbSight, list->sights->len - 1).at < from)
      *first_out = list->sights->len;
  }
}

static gboolean
tell_of_click (WbLedger       *self,
               const WbSight  *sight,
               GError        **error)
{
  JsonObject *portal = json_object_new ();

  wb_wire_put_text (portal, "ticket", sight->ticket);
  wb_wire_put_text (portal, "placement", wb_placement_to_text (sight->placement));
  wb_wire_put_text (portal, "banner", sight->banner);

  return wb_ledger_event_add (self, "portal", "banner_clicked", NULL, sight->ticket, 0,
                              wb_wire_take_object (portal), error);
}

/* Stores how one is judged now. @is_new: the rollup does not have it yet. @more_clicks: how many
 * more count than before. */
static gboolean
correct_sight (WbLedger          *self,
               WbLedgerSet        set,
               const WbSight     *sight,
               const WbSightRow  *row,
               gboolean           is_new,
               int               *more_clicks,
               GError           **error)
{
  gint64 numbers[WB_N_SUMS] = { 0 };
  gboolean is_click = sight->kind == WB_SIGHT_CLICK;
  gboolean counts = sight->verdict == WB_VERDICT_COUNTED;
  gboolean counted = !is_new && row->before == WB_VERDICT_COUNTED;
  GTimeZone *zone = NULL;

  if (!is_new && sight->verdict == row->before)
    return TRUE;
  if (sight->verdict != row->before &&
      !wb_ledger_sight_set_verdict (self, set, row->row, sight->verdict, error))
    return FALSE;
  if (is_click && counts != counted)
    *more_clicks += counts ? 1 : -1;
  if (sight->kind == WB_SIGHT_LOOK)
    return TRUE;

  zone = wb_ledger_judge_zone (self, set, error);
  if (!zone)
    return FALSE;
  if (!is_new)
    wb_sight_add_numbers (sight, row->before, -1, numbers);
  wb_sight_add_numbers (sight, sight->verdict, 1, numbers);

  return wb_ledger_sum_add (self, set, "sight_count@", wb_date_of_time (sight->at, zone), sight,
                            row->type, numbers, error);
}

/* @verdict_out: of @added. @turns_out: whether another one is judged otherwise now. */
static gboolean
judge_near (WbLedger       *self,
            WbLedgerSet     set,
            const WbSight  *added,
            WbVerdict      *verdict_out,
            gboolean       *turns_out,
            GError        **error)
{
  const WbClickRules *rules = wb_ledger_judge_rules (self, set, error);
  g_auto (WbSightList) list = { NULL };
  const WbSight *counted = NULL;
  gint64 from = 0;
  gsize first = 0;
  int more_clicks = 0;

  wb_sight_list_init (&list);
  if (!rules)
    return FALSE;

  from = added->at - rules->burst_ms;
  if (!load_near (self, set, added->ticket, from - wb_click_rules_reach_ms (rules), from, &list,
                  &first, error))
    return FALSE;

  wb_click_rules_judge (rules, (WbSight *) (gpointer) list.sights->data, list.sights->len, first);
  for (gsize i = first; i < list.sights->len; i++) {
    const WbSight *sight = &g_array_index (list.sights, WbSight, i);
    const WbSightRow *row = &g_array_index (list.rows, WbSightRow, i);

    gboolean is_new = g_str_equal (sight->id, added->id);

    if (is_new)
      *verdict_out = sight->verdict;
    else if (sight->verdict != row->before)
      *turns_out = TRUE;
    if (!correct_sight (self, set, sight, row, is_new, &more_clicks, error))
      return FALSE;
    if (sight->kind == WB_SIGHT_CLICK && sight->verdict == WB_VERDICT_COUNTED &&
        (is_new || row->before != WB_VERDICT_COUNTED))
      counted = sight;
  }
  if (set == WB_LEDGER_NEXT)
    return TRUE;
  /* One that only takes another one's place was told of. */
  if (more_clicks > 0 && counted && !tell_of_click (self, counted, error))
    return FALSE;

  return wb_ledger_sight_count_ticket (self, added->ticket, more_clicks, error);
}

/* Judges it in one set, and tells the funnel. */
static gboolean
take_sight (WbLedger             *self,
            WbLedgerSet           set,
            const WbLedgerSight  *sight,
            GError              **error)
{
  WbLedgerSight judged = *sight;
  gboolean turns = FALSE;

  return judge_near (self, set, &sight->sight, &judged.sight.verdict, &turns, error) &&
         (turns ? wb_ledger_funnel_sights_of (self, set, sight->sight.ticket, error)
                : wb_ledger_funnel_sight (self, set, &judged, error));
}

/**
 * wb_ledger_sight_add:
 * @self: the ledger, in a transaction
 * @sight: what was seen or clicked; its verdict is not looked at
 * @is_new_out: (out): `FALSE` when one of this id is there; nothing changes then
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR, WB_CLICK_RULES_ERROR)
 *
 * Stores and judges it, and those of its ticket that it turns over.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_sight_add (WbLedger             *self,
                     const WbLedgerSight  *sight,
                     gboolean             *is_new_out,
                     GError              **error)
{
  WbLedgerSight judged = *sight;
  gboolean is_counted_next = FALSE;

  g_return_val_if_fail (self && sight, FALSE);
  g_return_val_if_fail (wb_placement_to_text (sight->sight.placement), FALSE);

  *is_new_out = FALSE;
  judged.sight.verdict = WB_VERDICT_COUNTED;
  if (!wb_ledger_recount_settle (self, sight->sight.ticket, error) ||
      !insert_sight (self, &judged, is_new_out, error))
    return FALSE;
  if (!*is_new_out)
    return TRUE;

  /* Whoever has seen it, its name is kept. */
  if (*sight->sight.banner &&
      !wb_ledger_banner_mark_shown (self, sight->sight.banner, sight->sight.at, error))
    return FALSE;

  return take_sight (self, WB_LEDGER_SERVED, sight, error) &&
         wb_ledger_recount_has (self, sight->sight.ticket, &is_counted_next, error) &&
         (!is_counted_next || take_sight (self, WB_LEDGER_NEXT, sight, error));
}

/**
 * wb_ledger_sights_load:
 * @self: the ledger, in a transaction
 * @sights: (array length=n): many
 * @n: how many
 * @are_judged: whether their verdicts are those of the rules: then they are counted, too; else a
 *   recount is to follow (wb-ledger-recount.h)
 * @error: return location (WB_DB_ERROR)
 *
 * Stores them with the verdicts they have.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_sights_load (WbLedger             *self,
                       const WbLedgerSight  *sights,
                       gsize                 n,
                       gboolean              are_judged,
                       GError              **error)
{
  GTimeZone *zone = wb_ledger_judge_zone (self, WB_LEDGER_SERVED, error);

  g_return_val_if_fail (self, FALSE);

  if (!zone)
    return FALSE;
  for (gsize i = 0; i < n; i++) {
    const WbSight *sight = &sights[i].sight;
    gint64 numbers[WB_N_SUMS] = { 0 };
    gboolean is_new = FALSE;

    if (!insert_sight (self, &sights[i], &is_new, error))
      return FALSE;
    if (!is_new || !are_judged || sight->kind == WB_SIGHT_LOOK)
      continue;
    wb_sight_add_numbers (sight, sight->verdict, 1, numbers);
    if (!wb_ledger_sum_add (self, WB_LEDGER_SERVED, "sight_count@",
                            wb_date_of_time (sight->at, zone), sight, sights[i].type, numbers,
                            error))
      return FALSE;
  }

  return TRUE;
}

#define ASK_CONDITIONS \
  " WHERE day >= ? AND day <= ? AND banner = coalesce (?, banner)" \
  " AND type = coalesce (?, type) AND placement = coalesce (?, placement)"
/* Grouped, as a day may have a fixed sum besides that of its events. */
#define ASK_ROWS \
  " FROM (SELECT * FROM sight_count UNION ALL SELECT * FROM sight_fixed)" ASK_CONDITIONS \
  " GROUP BY day, banner, placement, type"

static WbStmt *
prepare_ask (WbLedger               *self,
             const char             *sql,
             const WbLedgerStatAsk  *ask,
             GError                **error)
{
  WbStmt *stmt = wb_db_prepare (self->db, sql, error);

  if (!stmt)
    return NULL;

  wb_stmt_bind_int64 (stmt, 1, ask->from);
  wb_stmt_bind_int64 (stmt, 2, ask->to);
  wb_stmt_bind_text (stmt, 3, ask->banner);
  wb_stmt_bind_text (stmt, 4, ask->type);
  wb_stmt_bind_text (stmt, 5, ask->placement);

  return stmt;
}

static WbBannerCount *
read_count (WbStmt *stmt)
{
  WbBannerCount *count = wb_banner_count_new ();
  gboolean has_views = FALSE;

  count->day = (gint32) wb_stmt_get_int64 (stmt, 0);
  count->banner = wb_stmt_dup_text (stmt, 1);
  count->placement = wb_stmt_dup_text (stmt, 2);
  count->type = wb_stmt_dup_text (stmt, 3);
  /* In a mail nobody knows when it is looked at. */
  has_views = wb_placement_from_text (count->placement) != WB_PLACEMENT_EMAIL;
  count->impressions = has_views ? wb_stmt_get_int64 (stmt, 4) : WB_COUNT_NONE;
  count->impressions_raw = has_views ? wb_stmt_get_int64 (stmt, 5) : WB_COUNT_NONE;
  count->clicks = wb_stmt_get_int64 (stmt, 6);
  count->clicks_raw = wb_stmt_get_int64 (stmt, 7);
  for (int i = WB_VERDICT_HEAD; i < WB_N_VERDICTS; i++)
    count->filtered[i] = wb_stmt_get_int64 (stmt, 8 + i - WB_VERDICT_HEAD);

  return count;
}

/**
 * wb_ledger_banner_counts:
 * @self: the ledger
 * @ask: which rows
 * @limit: at most so many
 * @offset: after so many
 * @count_out: (out): how many there are in all
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: (transfer full) (element-type WbBannerCount): rows by day, banner, placement and type;
 *   `NULL` with @error set
 */
GPtrArray *
wb_ledger_banner_counts (WbLedger               *self,
                         const WbLedgerStatAsk  *ask,
                         gint64                  limit,
                         gint64                  offset,
                         gint64                 *count_out,
                         GError                **error)
{
  g_autoptr (GPtrArray) counts = NULL;
  g_autoptr (WbStmt) count = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (self && ask, NULL);

  count = prepare_ask (self, "SELECT count(*) FROM (SELECT 1" ASK_ROWS ")", ask, error);
  if (!count || !wb_stmt_step (count, &has_row, error))
    return NULL;
  *count_out = wb_stmt_get_int64 (count, 0);

  stmt = prepare_ask (self,
                      "SELECT day, banner, placement, type, sum(impressions), sum(impressions_raw),"
                      " sum(clicks), sum(clicks_raw), sum(head), sum(prefetch), sum(agent),"
                      " sum(burst), sum(repeat)" ASK_ROWS
                      " ORDER BY day, banner, placement, type LIMIT ? OFFSET ?",
                      ask, error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_int64 (stmt, 6, limit);
  wb_stmt_bind_int64 (stmt, 7, offset);

  counts = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_banner_count_unref);
  for (;;) {
    if (!wb_stmt_step (stmt, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&counts);
    g_ptr_array_add (counts, read_count (stmt));
  }
}
