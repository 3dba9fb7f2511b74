/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done in each step of counting anew; see wb-ledger-recount.h. */

#include "config.h"

#include "wb-ledger-recount-private.h"

#include "wb-ledger-call-rows.h"
#include "wb-ledger-funnel-private.h"
#include "wb-ledger-sights-private.h"

/* Rows that are emptied, copied or compared at once, before the time is looked at. */
#define ROWS "500"
#define N_ORDERS 20
#define N_DAYS 10
/* Between the parts of a key; no id has it. */
#define KEY_SEPARATOR "\x1f"

/* A row of the rollup; its key is what it is summed by. */
typedef struct
{
  gint32 day;
  const char *banner;      /* (unowned) of the pass, as the others */
  const char *placement;
  const char *type;
  gint64 numbers[WB_N_SUMS];
} Sum;

static guint
hash_sum (gconstpointer data)
{
  const Sum *sum = data;

  return ((guint) sum->day * 31 + g_str_hash (sum->banner)) * 31 + g_str_hash (sum->type) +
         g_str_hash (sum->placement) * 7;
}

static gboolean
equal_sums (gconstpointer a,
            gconstpointer b)
{
  const Sum *x = a;
  const Sum *y = b;

  return x->day == y->day && g_str_equal (x->banner, y->banner) &&
         g_str_equal (x->placement, y->placement) && g_str_equal (x->type, y->type);
}

/* Some tickets. */
typedef struct
{
  WbLedger *ledger;            /* (unowned) */
  const WbClickRules *rules;   /* (unowned) */
  GTimeZone *zone;             /* (unowned) */
  WbSightList list;            /* of the ticket under way */
  GHashTable *sums;            /* (owned) (element-type Sum Sum) */
  GStringChunk *texts;         /* (owned) of the sums */
} Pass;

static void
pass_clear (Pass *self)
{
  g_clear_pointer (&self->sums, g_hash_table_unref);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  wb_sight_list_clear (&self->list);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pass, pass_clear)

static void
add_to_sums (Pass          *pass,
             const WbSight *sight,
             const char    *type)
{
  Sum key = {
    .day = wb_date_of_time (sight->at, pass->zone),
    .banner = sight->banner,
    .placement = wb_placement_to_text (sight->placement),
    .type = type,
  };
  Sum *sum = g_hash_table_lookup (pass->sums, &key);

  if (!sum) {
    sum = g_new0 (Sum, 1);
    sum->day = key.day;
    sum->banner = g_string_chunk_insert_const (pass->texts, key.banner);
    sum->placement = key.placement;
    sum->type = g_string_chunk_insert_const (pass->texts, key.type);
    g_hash_table_add (pass->sums, sum);
  }
  wb_sight_add_numbers (sight, sight->verdict, 1, sum->numbers);
}

static gboolean
load_sights (Pass        *pass,
             const char  *ticket_id,
             GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  wb_sight_list_empty (&pass->list);
  stmt = wb_db_prepare (pass->ledger->db,
                        "SELECT " WB_SIGHT_COLUMNS ", coalesce (verdict_next, verdict) FROM sight"
                        " WHERE ticket = ? ORDER BY at, id",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, ticket_id);
  for (;;) {
    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    wb_sight_list_take (&pass->list, pass->ledger, stmt);
  }
}

static gboolean
judge_ticket (Pass        *pass,
              const char  *ticket_id,
              GError     **error)
{
  GArray *sights = pass->list.sights;

  if (!load_sights (pass, ticket_id, error))
    return FALSE;

  wb_click_rules_judge (pass->rules, (WbSight *) (gpointer) sights->data, sights->len, 0);
  for (guint i = 0; i < sights->len; i++) {
    const WbSight *sight = &g_array_index (sights, WbSight, i);
    const WbSightRow *row = &g_array_index (pass->list.rows, WbSightRow, i);

    if (sight->verdict != row->before &&
        !wb_ledger_sight_set_verdict (pass->ledger, WB_LEDGER_NEXT, row->row, sight->verdict,
                                      error))
      return FALSE;
    if (sight->kind != WB_SIGHT_LOOK)
      add_to_sums (pass, sight, row->type);
  }

  return TRUE;
}

static gboolean
store_sums (Pass    *pass,
            GError **error)
{
  GHashTableIter iter;
  gpointer key = NULL;

  g_hash_table_iter_init (&iter, pass->sums);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    const Sum *sum = key;
    WbSight sight = {
      .banner = sum->banner,
      .placement = wb_placement_from_text (sum->placement),
    };

    if (!wb_ledger_sum_add (pass->ledger, WB_LEDGER_NEXT, "sight_count@", sum->day, &sight,
                            sum->type, sum->numbers, error))
      return FALSE;
  }

  return TRUE;
}

/* Moves @after on to the text that the question gives for it. */
static gboolean
find_next (WbLedger    *ledger,
           const char  *sql,
           char       **after,
           gboolean    *found_out,
           GError     **error)
{
  g_autofree char *next = NULL;

  if (!wb_ledger_find_text (ledger, sql, *after, &next, error))
    return FALSE;
  *found_out = next ? TRUE : FALSE;
  if (next) {
    g_free (*after);
    *after = g_steal_pointer (&next);
  }

  return TRUE;
}

static gboolean
count_tickets (Pass           *pass,
               WbFunnelCount  *count,
               WbRecount      *self,
               gint64          until,
               gboolean       *done_out,
               GError        **error)
{
  do {
    gboolean found = FALSE;

    if (!find_next (pass->ledger,
                    "SELECT min (next) FROM (SELECT min (ticket) AS next FROM sight"
                    " WHERE ticket > ?1 UNION ALL SELECT min (ticket) FROM funnel_row"
                    " WHERE ticket > ?1 UNION ALL SELECT min (ticket) FROM coupon"
                    " WHERE ticket > ?1) nexts",
                    &self->after, &found, error))
      return FALSE;
    *done_out = !found;
    if (!found)
      return TRUE;
    if (!judge_ticket (pass, self->after, error) ||
        !wb_funnel_copy_rows (count, self->after, error) ||
        (pass->list.sights->len > 0 && !wb_funnel_take_sights (count, self->after, error)))
      return FALSE;
  } while (g_get_monotonic_time () < until);

  return TRUE;
}

static gboolean
do_tickets (WbLedger   *ledger,
            WbRecount  *self,
            gint64      until,
            gboolean   *done_out,
            GError    **error)
{
  g_auto (Pass) pass = { .ledger = ledger };
  WbFunnelCount *count = NULL;

  wb_sight_list_init (&pass.list);
  pass.sums = g_hash_table_new_full (hash_sum, equal_sums, g_free, NULL);
  pass.texts = g_string_chunk_new (4096);
  pass.rules = wb_ledger_judge_rules (ledger, WB_LEDGER_NEXT, error);
  if (!pass.rules)
    return FALSE;
  pass.zone = wb_ledger_judge_zone (ledger, WB_LEDGER_NEXT, error);
  if (!pass.zone)
    return FALSE;

  count = wb_funnel_begin (ledger, WB_LEDGER_NEXT);

  return wb_funnel_end (count, count_tickets (&pass, count, self, until, done_out, error),
                        error) &&
         store_sums (&pass, error);
}

/* The orders after the one that was last; they are read first, as what is read may be written. */
static gboolean
list_orders (WbLedger         *ledger,
             const WbRecount  *self,
             GPtrArray        *ids,
             GError          **error)
{
  g_auto (GStrv) after = g_strsplit (self->after, KEY_SEPARATOR, 2);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (ledger->db,
                        "SELECT store, remote_id FROM funnel_order WHERE (store, remote_id) >"
                        " (?1, ?2) ORDER BY store, remote_id LIMIT ?3",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, after[0] ? after[0] : "");
  wb_stmt_bind_text (stmt, 2, after[0] ? after[1] : "");
  wb_stmt_bind_int64 (stmt, 3, N_ORDERS);
  for (;;) {
    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    g_ptr_array_add (ids, wb_stmt_dup_text (stmt, 0));
    g_ptr_array_add (ids, wb_stmt_dup_text (stmt, 1));
  }
}

static gboolean
count_orders (WbFunnelCount  *count,
              WbRecount      *self,
              gint64          until,
              gboolean       *done_out,
              GError        **error)
{
  do {
    g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

    if (!list_orders (count->ledger, self, ids, error))
      return FALSE;
    for (guint i = 0; i < ids->len; i += 2) {
      if (!wb_funnel_copy_order (count, ids->pdata[i], ids->pdata[i + 1], error))
        return FALSE;
    }
    *done_out = ids->len < 2 * N_ORDERS;
    if (ids->len > 0) {
      g_free (self->after);
      self->after = g_strconcat (ids->pdata[ids->len - 2], KEY_SEPARATOR,
                                 ids->pdata[ids->len - 1], NULL);
    }
  } while (!*done_out && g_get_monotonic_time () < until);

  return TRUE;
}

static gboolean
do_orders (WbLedger   *ledger,
           WbRecount  *self,
           gint64      until,
           gboolean   *done_out,
           GError    **error)
{
  WbFunnelCount *count = wb_funnel_begin (ledger, WB_LEDGER_NEXT);

  return wb_funnel_end (count, count_orders (count, self, until, done_out, error), error);
}

static gboolean
do_calls (WbLedger   *ledger,
          WbRecount  *self,
          gint64      until,
          gboolean   *done_out,
          GError    **error)
{
  do {
    g_autofree char *asked_at = NULL;
    gboolean found = FALSE;

    if (!find_next (ledger, "SELECT min (activity) FROM call_row WHERE activity > ?", &self->after,
                    &found, error))
      return FALSE;
    *done_out = !found;
    if (!found)
      return TRUE;
    if (!wb_ledger_find_text (ledger, "SELECT asked_at FROM call_row WHERE activity = ?",
                              self->after, &asked_at, error) ||
        !wb_ledger_call_row_copy (ledger, self->after, g_ascii_strtoll (asked_at, NULL, 10),
                                  error))
      return FALSE;
  } while (g_get_monotonic_time () < until);

  return TRUE;
}

#define SIGHT_KEY "a.day = b.day AND a.banner = b.banner AND a.placement = b.placement" \
  " AND a.type = b.type"
#define SIGHT_SAME SIGHT_KEY " AND a.impressions = b.impressions" \
  " AND a.impressions_raw = b.impressions_raw AND a.clicks = b.clicks" \
  " AND a.clicks_raw = b.clicks_raw AND a.head = b.head AND a.prefetch = b.prefetch" \
  " AND a.agent = b.agent AND a.burst = b.burst AND a.repeat = b.repeat"
#define FUNNEL_KEY "a.day = b.day AND a.tool = b.tool AND a.type = b.type" \
  " AND a.placement = b.placement AND a.currency = b.currency"
#define FUNNEL_SAME FUNNEL_KEY " AND a.offered = b.offered AND a.shown IS b.shown" \
  " AND a.taken = b.taken AND a.used = b.used AND a.used_probable = b.used_probable" \
  " AND a.open = b.open AND a.revenue = b.revenue AND a.revenue_probable = b.revenue_probable" \
  " AND a.revenue_squares = b.revenue_squares AND a.revenue_all_squares = b.revenue_all_squares"
#define OF_DAYS " day >= ?1 AND day < ?2"
#define COUNT_DIFFERENT(table, key, same) \
  "SELECT (SELECT count(*) FROM " table " WHERE" OF_DAYS ") +" \
  " (SELECT count(*) FROM " table "_next WHERE" OF_DAYS ") -" \
  " (SELECT count(*) FROM " table " a JOIN " table "_next b ON " key " WHERE a." \
  "day >= ?1 AND a.day < ?2) - (SELECT count(*) FROM " table " a JOIN " table "_next b ON " \
  same " WHERE a.day >= ?1 AND a.day < ?2)"

/* Rows of days from @from on, and before @to, that are not the same in both. */
static gboolean
count_different (WbLedger    *ledger,
                 const char  *sql,
                 gint64       from,
                 gint64       to,
                 gint64      *n_changed,
                 GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (ledger->db, sql, error);
  gboolean has_row = FALSE;

  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, from);
  wb_stmt_bind_int64 (stmt, 2, to);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *n_changed += wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

/* The first day of any sum after @after. */
static gboolean
find_day (WbLedger    *ledger,
          const char  *after,
          gint64      *day_out,
          gboolean    *found_out,
          GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (ledger->db,
                        "SELECT min (day) FROM (SELECT min (day) AS day FROM sight_count WHERE"
                        " day >= ?1 UNION ALL SELECT min (day) FROM sight_count_next WHERE"
                        " day >= ?1 UNION ALL SELECT min (day) FROM funnel_sum WHERE day >= ?1"
                        " UNION ALL SELECT min (day) FROM funnel_sum_next WHERE day >= ?1) days",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, *after == '\0' ? G_MININT32 : g_ascii_strtoll (after, NULL, 10));
  if (!wb_stmt_step (stmt, found_out, error))
    return FALSE;
  *found_out = *found_out && !wb_stmt_is_null (stmt, 0);
  if (*found_out)
    *day_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

static gboolean
rename_table (WbLedger    *ledger,
              const char  *name,
              const char  *tail,
              const char  *new_tail,
              GError     **error)
{
  g_autofree char *sql = g_strdup_printf ("ALTER TABLE %s%s RENAME TO %s%s", name, tail, name,
                                          new_tail);

  return wb_db_exec (ledger->db, sql, error);
}

/* The tables change names: what was counted is served, and what was served is swept away. */
static gboolean
change_places (WbLedger         *ledger,
               const WbRecount  *self,
               GError          **error)
{
  static const char *const tables[] = {
    "sight_count", "funnel_row", "funnel_money", "funnel_order", "funnel_sum", "call_row",
  };
  g_autofree char *zone = wb_ledger_sights_dup_zone (ledger, error);

  if (!zone)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    if (!rename_table (ledger, tables[i], "", "_old", error) ||
        !rename_table (ledger, tables[i], "_next", "", error) ||
        !rename_table (ledger, tables[i], "_old", "_next", error))
      return FALSE;
  }

  return wb_ledger_sights_take_over (ledger, self->rules, self->zone, error) &&
         ((self->n_changed == 0 && g_str_equal (zone, self->zone)) ||
          wb_ledger_stat_epoch_raise (ledger, error));
}

static gboolean
do_compare (WbLedger   *ledger,
            WbRecount  *self,
            gint64      until,
            gboolean   *done_out,
            GError    **error)
{
  do {
    gint64 day = 0;
    gboolean found = FALSE;

    /* What time alone has closed is no difference: neither before this nor since it began. */
    if (!wb_ledger_funnel_pass_time (ledger, &found, error))
      return FALSE;
    if (found)
      continue;
    if (!find_day (ledger, self->after, &day, &found, error))
      return FALSE;
    *done_out = !found;
    if (!found)
      return change_places (ledger, self, error);
    if (!count_different (ledger, COUNT_DIFFERENT ("sight_count", SIGHT_KEY, SIGHT_SAME), day,
                          day + N_DAYS, &self->n_changed, error) ||
        !count_different (ledger, COUNT_DIFFERENT ("funnel_sum", FUNNEL_KEY, FUNNEL_SAME), day,
                          day + N_DAYS, &self->n_changed, error))
      return FALSE;
    g_free (self->after);
    self->after = g_strdup_printf ("%" G_GINT64_FORMAT, day + N_DAYS);
  } while (g_get_monotonic_time () < until);

  return TRUE;
}

/* Nobody is told of a click again. */
gboolean
wb_recount_settle_ticket (WbLedger    *ledger,
                          const char  *ticket_id,
                          GError     **error)
{
  g_autofree char *more = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  if (!wb_ledger_find_text (ledger,
                            "SELECT sum ((verdict_next = 'counted') - (verdict = 'counted'))"
                            " FROM sight WHERE ticket = ? AND verdict_next IS NOT NULL"
                            " AND kind = 'click'",
                            ticket_id, &more, error))
    return FALSE;
  stmt = wb_db_prepare (ledger->db,
                        "UPDATE sight SET verdict = verdict_next, verdict_next = NULL"
                        " WHERE ticket = ? AND verdict_next IS NOT NULL",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, ticket_id);

  return wb_stmt_run (stmt, error) &&
         (!more || wb_ledger_sight_count_ticket (ledger, ticket_id,
                                                 (int) g_ascii_strtoll (more, NULL, 10), error));
}

static gboolean
do_settle (WbLedger   *ledger,
           WbRecount  *self,
           gint64      until,
           gboolean   *done_out,
           GError    **error)
{
  do {
    gboolean found = FALSE;

    if (!find_next (ledger,
                    "SELECT min (ticket) FROM sight WHERE verdict_next IS NOT NULL AND ticket > ?",
                    &self->after, &found, error))
      return FALSE;
    *done_out = !found;
    if (!found)
      return TRUE;
    if (!wb_recount_settle_ticket (ledger, self->after, error))
      return FALSE;
  } while (g_get_monotonic_time () < until);

  return TRUE;
}

#define SWEEP(table, key) \
  "DELETE FROM " table "_next WHERE (" key ")" \
  " IN (SELECT " key " FROM " table "_next LIMIT " ROWS ")"

static gboolean
do_sweep (WbLedger   *ledger,
          WbRecount  *self,
          gint64      until,
          gboolean   *done_out,
          GError    **error)
{
  static const char *const sweeps[] = {
    "UPDATE sight SET verdict_next = NULL WHERE row IN (SELECT row FROM sight"
    " WHERE verdict_next IS NOT NULL LIMIT " ROWS ")",
    SWEEP ("sight_count", "day, banner, placement, type"),
    SWEEP ("funnel_row", "ticket, tool"),
    SWEEP ("funnel_money", "ticket, tool, currency"),
    SWEEP ("funnel_order", "store, remote_id"),
    SWEEP ("funnel_sum", "day, tool, type, placement, currency"),
    SWEEP ("call_row", "activity"),
  };
  gsize i = 0;
  gboolean is_first = TRUE;

  while (i < G_N_ELEMENTS (sweeps) && (is_first || g_get_monotonic_time () < until)) {
    g_autoptr (WbStmt) stmt = wb_db_prepare (ledger->db, sweeps[i], error);

    if (!stmt || !wb_stmt_run (stmt, error))
      return FALSE;
    if (wb_db_changes (ledger->db) == 0)
      i++;
    else
      is_first = FALSE;
  }
  *done_out = i == G_N_ELEMENTS (sweeps);

  return TRUE;
}

gboolean
wb_recount_do (WbLedger   *ledger,
               WbRecount  *self,
               gint64      until,
               gboolean   *done_out,
               GError    **error)
{
  static gboolean (*const steps[WB_N_RECOUNT_STEPS])(WbLedger *, WbRecount *, gint64, gboolean *,
                                                     GError **) = {
    do_sweep, do_tickets, do_orders, do_calls, do_compare, do_settle, do_sweep,
  };

  return steps[self->step] (ledger, self, until, done_out, error);
}
