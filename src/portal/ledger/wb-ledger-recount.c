/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is being counted anew, and how far it is; see wb-ledger-recount.h. What is done in each step
 * is in wb-ledger-recount-steps.c. */

#include "config.h"

#include "wb-ledger-recount-private.h"

#include <string.h>

#include "wb-ledger-sights.h"

#define META_RULES "click_rules"
#define META_CHANGED "recount_changed"

/* Rows of the table. */
#define UNDER_WAY 1
#define ASKED_FOR 2

static const char *const step_texts[WB_N_RECOUNT_STEPS] = {
  "clear", "tickets", "orders", "calls", "compare", "settle", "sweep",
};

void
wb_recount_clear (WbRecount *self)
{
  g_free (self->after);
  g_free (self->rules);
  g_free (self->zone);
}

static gboolean
load (WbLedger   *ledger,
      gint64      id,
      WbRecount  *self,
      gboolean   *found_out,
      GError    **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (ledger->db,
                        "SELECT step, after, rules, zone, n_changed FROM recount WHERE id = ?",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, id);
  if (!wb_stmt_step (stmt, found_out, error))
    return FALSE;
  if (!*found_out)
    return TRUE;

  while (self->step < WB_N_RECOUNT_STEPS - 1 &&
         !g_str_equal (step_texts[self->step], wb_stmt_get_text (stmt, 0)))
    self->step++;
  self->after = wb_stmt_dup_text (stmt, 1);
  self->rules = wb_stmt_dup_text (stmt, 2);
  self->zone = wb_stmt_dup_text (stmt, 3);
  self->n_changed = wb_stmt_get_int64 (stmt, 4);

  return TRUE;
}

static gboolean
store (WbLedger         *ledger,
       gint64            id,
       const WbRecount  *self,
       GError          **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (ledger->db,
                        "INSERT INTO recount (id, step, after, rules, zone, n_changed)"
                        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                        " step = excluded.step, after = excluded.after, rules = excluded.rules,"
                        " zone = excluded.zone, n_changed = excluded.n_changed",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, id);
  wb_stmt_bind_text (stmt, 2, step_texts[self->step]);
  wb_stmt_bind_text (stmt, 3, self->after);
  wb_stmt_bind_text (stmt, 4, self->rules);
  wb_stmt_bind_text (stmt, 5, self->zone);
  wb_stmt_bind_int64 (stmt, 6, self->n_changed);

  return wb_stmt_run (stmt, error);
}

static gboolean
is_counting (const WbRecount *self)
{
  return self->step > WB_RECOUNT_CLEAR && self->step < WB_RECOUNT_SETTLE;
}

/* Nothing was counted yet that could be counted anew. */
static gboolean
is_empty (WbLedger  *self,
          gboolean  *is_empty_out,
          GError   **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM sight)"
                        " AND NOT EXISTS (SELECT 1 FROM funnel_row)"
                        " AND NOT EXISTS (SELECT 1 FROM call_row)"
                        " AND NOT EXISTS (SELECT 1 FROM recount)",
                        error);

  return stmt && wb_stmt_step (stmt, is_empty_out, error);
}

/**
 * wb_ledger_recount_ask:
 * @self: the ledger, in a transaction
 * @rules: (nullable): the text of click rules
 * @zone: (nullable): the name of a time zone
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_recount_ask (WbLedger    *self,
                       const char  *rules,
                       const char  *zone,
                       GError     **error)
{
  g_auto (WbRecount) running = { 0 };
  g_auto (WbRecount) asked = { .after = g_strdup ("") };
  gboolean found = FALSE;
  gboolean empty = FALSE;

  if (!wb_ledger_recount_dup_target (self, &asked.rules, &asked.zone, error) ||
      !load (self, UNDER_WAY, &running, &found, error) || !is_empty (self, &empty, error))
    return FALSE;
  if (!asked.zone) {
    asked.rules = wb_ledger_dup_meta (self, META_RULES);
    asked.zone = wb_ledger_sights_dup_zone (self, error);
    if (!asked.zone)
      return FALSE;
  }
  if (rules) {
    g_free (asked.rules);
    asked.rules = g_strdup (rules);
  }
  if (zone) {
    g_free (asked.zone);
    asked.zone = g_strdup (zone);
  }
  if (empty)
    return wb_ledger_sights_take_over (self, asked.rules, asked.zone, error) &&
           wb_ledger_set_meta (self, META_CHANGED, "0", error);
  /* What is served already is brought to its end first. */
  if (found && running.step >= WB_RECOUNT_SETTLE)
    return store (self, ASKED_FOR, &asked, error);
  if (found && g_strcmp0 (running.rules, asked.rules) == 0 &&
      g_str_equal (running.zone, asked.zone))
    return TRUE;

  return store (self, UNDER_WAY, &asked, error);
}

gboolean
wb_ledger_recount_restart (WbLedger  *self,
                           GError   **error)
{
  g_auto (WbRecount) running = { 0 };
  gboolean found = FALSE;

  if (!load (self, UNDER_WAY, &running, &found, error))
    return FALSE;
  if (!found || !is_counting (&running))
    return TRUE;
  running.step = WB_RECOUNT_CLEAR;
  running.after[0] = '\0';
  running.n_changed = 0;

  return store (self, UNDER_WAY, &running, error);
}

gboolean
wb_ledger_recount_is_due (WbLedger  *self,
                          gboolean  *is_due_out,
                          GError   **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (self->db, "SELECT 1 FROM recount LIMIT 1", error);

  return stmt && wb_stmt_step (stmt, is_due_out, error);
}

gboolean
wb_ledger_recount_is_counting (WbLedger  *self,
                               gboolean  *is_counting_out,
                               GError   **error)
{
  g_auto (WbRecount) running = { 0 };
  gboolean found = FALSE;

  if (!load (self, UNDER_WAY, &running, &found, error))
    return FALSE;
  *is_counting_out = found && is_counting (&running);

  return TRUE;
}

gboolean
wb_ledger_recount_has (WbLedger    *self,
                       const char  *ticket_id,
                       gboolean    *has_out,
                       GError     **error)
{
  g_auto (WbRecount) running = { 0 };
  gboolean found = FALSE;

  if (!load (self, UNDER_WAY, &running, &found, error))
    return FALSE;
  *has_out = found && is_counting (&running) &&
             (running.step > WB_RECOUNT_TICKETS ||
              (ticket_id && strcmp (ticket_id, running.after) <= 0));

  return TRUE;
}

gboolean
wb_ledger_recount_dup_rules (WbLedger  *self,
                             char     **rules_out,
                             GError   **error)
{
  g_auto (WbRecount) running = { 0 };
  gboolean found = FALSE;

  if (!load (self, UNDER_WAY, &running, &found, error))
    return FALSE;
  *rules_out = g_steal_pointer (&running.rules);

  return TRUE;
}

gboolean
wb_ledger_recount_dup_zone (WbLedger  *self,
                            char     **zone_out,
                            GError   **error)
{
  g_auto (WbRecount) running = { 0 };
  gboolean found = FALSE;

  if (!load (self, UNDER_WAY, &running, &found, error))
    return FALSE;
  *zone_out = g_steal_pointer (&running.zone);

  return TRUE;
}

gboolean
wb_ledger_recount_dup_target (WbLedger  *self,
                              char     **rules_out,
                              char     **zone_out,
                              GError   **error)
{
  g_auto (WbRecount) target = { 0 };
  gboolean found = FALSE;

  if (!load (self, ASKED_FOR, &target, &found, error) ||
      (!found && !load (self, UNDER_WAY, &target, &found, error)))
    return FALSE;
  if (rules_out)
    *rules_out = g_steal_pointer (&target.rules);
  *zone_out = g_steal_pointer (&target.zone);

  return TRUE;
}

/* While the new ones are counted the old ones are served; once they changed places, the new
 * ones. */
gboolean
wb_ledger_recount_find_verdict (WbLedger     *self,
                                WbLedgerSet   set,
                                const char  **sql_out,
                                GError      **error)
{
  g_auto (WbRecount) running = { 0 };
  gboolean found = FALSE;

  if (!load (self, UNDER_WAY, &running, &found, error))
    return FALSE;
  *sql_out = set == WB_LEDGER_NEXT || (found && running.step == WB_RECOUNT_SETTLE)
    ? "coalesce (verdict_next, verdict)"
    : "verdict";

  return TRUE;
}

gboolean
wb_ledger_recount_settle (WbLedger    *self,
                          const char  *ticket_id,
                          GError     **error)
{
  g_auto (WbRecount) running = { 0 };
  gboolean found = FALSE;

  return load (self, UNDER_WAY, &running, &found, error) &&
         (!found || running.step != WB_RECOUNT_SETTLE ||
          wb_recount_settle_ticket (self, ticket_id, error));
}

char *
wb_ledger_recount_dup_mark (WbLedger *self)
{
  g_auto (WbRecount) running = { 0 };
  gboolean found = FALSE;

  if (!load (self, UNDER_WAY, &running, &found, NULL) || !found)
    return NULL;

  return g_strconcat (step_texts[running.step], "\n", running.after, NULL);
}

/* What was asked for meanwhile is next. */
static gboolean
end (WbLedger         *ledger,
     const WbRecount  *self,
     GError          **error)
{
  g_autofree char *changed = g_strdup_printf ("%" G_GINT64_FORMAT, self->n_changed);
  g_auto (WbRecount) asked = { 0 };
  gboolean found = FALSE;

  return wb_ledger_set_meta (ledger, META_CHANGED, changed, error) &&
         load (ledger, ASKED_FOR, &asked, &found, error) &&
         wb_db_exec (ledger->db, "DELETE FROM recount", error) &&
         (!found || store (ledger, UNDER_WAY, &asked, error));
}

/* In a transaction. @until: monotonic. */
static gboolean
run_steps (WbLedger  *self,
           gint64     until,
           gboolean  *more_out,
           GError   **error)
{
  *more_out = TRUE;
  do {
    g_auto (WbRecount) running = { 0 };
    gboolean done = FALSE;

    if (!load (self, UNDER_WAY, &running, more_out, error))
      return FALSE;
    if (!*more_out)
      return TRUE;
    if (!wb_recount_do (self, &running, until, &done, error))
      return FALSE;
    if (done && running.step == WB_RECOUNT_SWEEP) {
      if (!end (self, &running, error))
        return FALSE;
    } else {
      if (done) {
        running.step++;
        running.after[0] = '\0';
      }
      if (!store (self, UNDER_WAY, &running, error))
        return FALSE;
    }
  } while (g_get_monotonic_time () < until);

  return TRUE;
}

/**
 * wb_ledger_recount_step:
 * @self: the ledger
 * @budget_ms: about so long; 0 = as little as can be done by itself
 * @more_out: (out): whether there is more to do
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR, WB_CLICK_RULES_ERROR)
 *
 * Returns: `FALSE` with @error set; the step is to be done again then
 */
gboolean
wb_ledger_recount_step (WbLedger  *self,
                        int        budget_ms,
                        gboolean  *more_out,
                        GError   **error)
{
  gint64 budget = budget_ms * G_TIME_SPAN_MILLISECOND;

  g_return_val_if_fail (self && more_out, FALSE);

  if (wb_db_in_transaction (self->db))
    return run_steps (self, G_MAXINT64, more_out, error);

  if (!wb_db_begin_immediate (self->db, error))
    return FALSE;
  if (!run_steps (self, g_get_monotonic_time () + budget, more_out, error) ||
      !wb_db_commit (self->db, error)) {
    if (wb_db_in_transaction (self->db))
      wb_db_rollback (self->db);
    return FALSE;
  }

  return TRUE;
}

static gboolean
ask_in_transaction (WbLedger  *self,
                    GError   **error)
{
  if (wb_db_in_transaction (self->db))
    return wb_ledger_recount_ask (self, NULL, NULL, error);
  if (!wb_db_begin_immediate (self->db, error))
    return FALSE;
  if (!wb_ledger_recount_ask (self, NULL, NULL, error) || !wb_db_commit (self->db, error)) {
    if (wb_db_in_transaction (self->db))
      wb_db_rollback (self->db);
    return FALSE;
  }

  return TRUE;
}

/* Whoever waits for the lock comes in between two steps: SQLite asks for it only now and then. The
 * machine's time, not the ledger's, which a test may have stopped. */
static void
let_others_in (void)
{
  gint64 until_usec = g_get_monotonic_time () + WB_LEDGER_RECOUNT_PAUSE_MS * 1000;
  GMutex lock;
  GCond nothing;

  g_mutex_init (&lock);
  g_cond_init (&nothing);
  g_mutex_lock (&lock);
  while (g_cond_wait_until (&nothing, &lock, until_usec))
    ;
  g_mutex_unlock (&lock);
  g_cond_clear (&nothing);
  g_mutex_clear (&lock);
}

/**
 * wb_ledger_recount_run:
 * @self: the ledger
 * @n_changed_out: (out) (nullable): how many rows of sums came out different
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR, WB_CLICK_RULES_ERROR)
 *
 * Blocks. Somebody else may do a part of it.
 *
 * Returns: `FALSE` with @error set; outside a transaction it can be gone on with
 */
gboolean
wb_ledger_recount_run (WbLedger  *self,
                       gint64    *n_changed_out,
                       GError   **error)
{
  g_autofree char *changed = NULL;
  gboolean more = TRUE;

  g_return_val_if_fail (self, FALSE);

  if (!ask_in_transaction (self, error))
    return FALSE;
  while (more) {
    if (!wb_ledger_recount_step (self, WB_LEDGER_RECOUNT_STEP_MS, &more, error))
      return FALSE;
    if (more && !wb_db_in_transaction (self->db))
      let_others_in ();
  }
  changed = wb_ledger_dup_meta (self, META_CHANGED);
  if (n_changed_out)
    *n_changed_out = changed ? g_ascii_strtoll (changed, NULL, 10) : 0;

  return TRUE;
}
