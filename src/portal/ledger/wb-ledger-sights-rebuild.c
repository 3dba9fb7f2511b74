/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules and the days by which views and clicks are counted, and forgetting old ones; see
 * wb-ledger-sights.h. */

#include "config.h"

#include "wb-ledger-sights-private.h"

#include "wb-ledger-account.h"
#include "wb-ledger-recount.h"
#include "wb-time.h"

#define META_RULES "click_rules"
#define META_ZONE "stat_zone"
#define META_EPOCH "stat_epoch"
#define ZONE_DEFAULT "UTC"

/* No rules look farther back than this, whatever they are. */
#define REACH_MS_MAX (WB_CLICK_RULES_REPEAT_SECS_MAX * WB_SECOND_MS)
G_STATIC_ASSERT (WB_CLICK_RULES_BURST_MS_MAX <= WB_CLICK_RULES_REPEAT_SECS_MAX * 1000);

/* Of one set. */
typedef struct
{
  char *rules_text;      /* (owned) (nullable) as set; NULL = the default ones */
  WbClickRules *rules;   /* (owned) (nullable) */
  char *zone_name;       /* (owned) (nullable) */
  GTimeZone *zone;       /* (owned) (nullable) */
} Judge;

struct _WbLedgerJudge
{
  Judge judges[WB_N_LEDGER_SETS];
};

static Judge *
get_judge (WbLedger    *self,
           WbLedgerSet  set)
{
  if (!self->judge)
    self->judge = g_new0 (WbLedgerJudge, 1);

  return &self->judge->judges[set];
}

void
wb_ledger_judge_free (WbLedgerJudge *self)
{
  for (int set = 0; set < WB_N_LEDGER_SETS; set++) {
    g_free (self->judges[set].rules_text);
    g_clear_pointer (&self->judges[set].rules, wb_click_rules_free);
    g_free (self->judges[set].zone_name);
    g_clear_pointer (&self->judges[set].zone, g_time_zone_unref);
  }
  g_free (self);
}

/**
 * wb_ledger_click_rules:
 * @self: the ledger
 * @error: return location (WB_CLICK_RULES_ERROR)
 *
 * Returns: (transfer full): the rules in force
 */
WbClickRules *
wb_ledger_click_rules (WbLedger  *self,
                       GError   **error)
{
  g_autofree char *text = wb_ledger_dup_meta (self, META_RULES);

  return text ? wb_click_rules_parse (text, error) : wb_click_rules_new_default ();
}

const WbClickRules *
wb_ledger_judge_rules (WbLedger     *self,
                       WbLedgerSet   set,
                       GError      **error)
{
  Judge *judge = get_judge (self, set);
  g_autofree char *text = NULL;

  if (set == WB_LEDGER_SERVED)
    text = wb_ledger_dup_meta (self, META_RULES);
  else if (!wb_ledger_recount_dup_rules (self, &text, error))
    return NULL;
  if (judge->rules && g_strcmp0 (text, judge->rules_text) == 0)
    return judge->rules;

  g_clear_pointer (&judge->rules, wb_click_rules_free);
  g_free (judge->rules_text);
  judge->rules_text = g_steal_pointer (&text);
  judge->rules = judge->rules_text ? wb_click_rules_parse (judge->rules_text, error)
                                   : wb_click_rules_new_default ();

  return judge->rules;
}

/**
 * wb_ledger_set_click_rules:
 * @self: the ledger, in a transaction
 * @rules: those that hold once history is judged by them
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_set_click_rules (WbLedger            *self,
                           const WbClickRules  *rules,
                           GError             **error)
{
  g_autofree char *text = wb_click_rules_print (rules);

  return wb_ledger_recount_ask (self, text, NULL, error);
}

/* In a transaction: the days that the rollup is in; the account's from the first time on. */
char *
wb_ledger_sights_dup_zone (WbLedger  *self,
                           GError   **error)
{
  g_autofree char *name = wb_ledger_dup_meta (self, META_ZONE);
  g_autoptr (WbAccount) account = NULL;

  if (name)
    return g_steal_pointer (&name);

  if (!wb_ledger_account_get (self, &account, error))
    return NULL;
  name = g_strdup (account && account->time_zone ? account->time_zone : ZONE_DEFAULT);

  return wb_ledger_set_meta (self, META_ZONE, name, error) ? g_steal_pointer (&name) : NULL;
}

GTimeZone *
wb_ledger_judge_zone (WbLedger     *self,
                      WbLedgerSet   set,
                      GError      **error)
{
  Judge *judge = get_judge (self, set);
  g_autofree char *name = NULL;

  if (set == WB_LEDGER_NEXT && !wb_ledger_recount_dup_zone (self, &name, error))
    return NULL;
  if (!name)
    name = wb_ledger_sights_dup_zone (self, error);
  if (!name)
    return NULL;
  if (judge->zone && g_str_equal (name, judge->zone_name))
    return judge->zone;

  g_clear_pointer (&judge->zone, g_time_zone_unref);
  judge->zone = g_time_zone_new_identifier (name);
  if (!judge->zone)
    judge->zone = g_time_zone_new_utc ();
  g_free (judge->zone_name);
  judge->zone_name = g_steal_pointer (&name);

  return judge->zone;
}

/**
 * wb_ledger_sights_set_zone:
 * @self: the ledger, in a transaction
 * @time_zone: (nullable): the account's zone by now
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_sights_set_zone (WbLedger    *self,
                           const char  *time_zone,
                           GError     **error)
{
  g_autofree char *before = NULL;
  const char *name = time_zone ? time_zone : ZONE_DEFAULT;

  if (!wb_ledger_recount_dup_target (self, NULL, &before, error))
    return FALSE;
  if (!before)
    before = wb_ledger_dup_meta (self, META_ZONE);
  if (!before)
    return wb_ledger_set_meta (self, META_ZONE, name, error);

  return g_str_equal (before, name) || wb_ledger_recount_ask (self, NULL, name, error);
}

/**
 * wb_ledger_stat_epoch:
 * @self: the ledger
 *
 * Returns: how often history was counted anew, and one
 */
gint64
wb_ledger_stat_epoch (WbLedger *self)
{
  g_autofree char *text = wb_ledger_dup_meta (self, META_EPOCH);

  return text ? g_ascii_strtoll (text, NULL, 10) : 1;
}

gboolean
wb_ledger_stat_epoch_raise (WbLedger  *self,
                            GError   **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, wb_ledger_stat_epoch (self) + 1);

  return wb_ledger_set_meta (self, META_EPOCH, text, error);
}

/* What is counted by from now on. */
gboolean
wb_ledger_sights_take_over (WbLedger    *self,
                            const char  *rules,
                            const char  *zone,
                            GError     **error)
{
  return (!rules || wb_ledger_set_meta (self, META_RULES, rules, error)) &&
         wb_ledger_set_meta (self, META_ZONE, zone, error);
}

/* From the rollup to the fixed sums. */
static gboolean
fix_sums (WbLedger           *self,
          const WbSightList  *list,
          GTimeZone          *zone,
          GError            **error)
{
  for (guint i = 0; i < list->sights->len; i++) {
    const WbSight *sight = &g_array_index (list->sights, WbSight, i);
    const char *type = g_array_index (list->rows, WbSightRow, i).type;
    gint32 day = wb_date_of_time (sight->at, zone);
    gint64 less[WB_N_SUMS] = { 0 };
    gint64 more[WB_N_SUMS] = { 0 };

    if (sight->kind == WB_SIGHT_LOOK)
      continue;
    wb_sight_add_numbers (sight, sight->verdict, -1, less);
    wb_sight_add_numbers (sight, sight->verdict, 1, more);
    if (!wb_ledger_sum_add (self, WB_LEDGER_SERVED, "sight_count@", day, sight, type, less,
                            error) ||
        !wb_ledger_sum_add (self, WB_LEDGER_SERVED, "sight_fixed", day, sight, type, more, error))
      return FALSE;
  }

  return wb_db_exec (self->db,
                     "DELETE FROM sight_count WHERE impressions_raw = 0 AND clicks_raw = 0", error);
}

/* A ticket whose story goes on near the end of what is forgotten keeps its earlier events until
 * that is over, so that nothing that is kept was ever judged by something forgotten: counting anew
 * would come out different. */
#define OLD_SIGHTS \
  " FROM sight WHERE at < ? AND NOT EXISTS (SELECT 1 FROM sight AS later" \
  " WHERE later.ticket = sight.ticket AND later.at >= ? AND later.at < ?)"

static gboolean
load_old (WbLedger     *self,
          gint64        before,
          WbSightList  *list,
          GError      **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (self->db, "SELECT " WB_SIGHT_COLUMNS ", verdict" OLD_SIGHTS, error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, before);
  wb_stmt_bind_int64 (stmt, 2, before);
  wb_stmt_bind_int64 (stmt, 3, before + REACH_MS_MAX);
  for (;;) {
    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    wb_sight_list_take (list, self, stmt);
  }
}

static gboolean
forget (WbLedger           *self,
        const WbSightList  *list,
        GError            **error)
{
  for (guint i = 0; i < list->rows->len; i++) {
    g_autoptr (WbStmt) stmt = wb_db_prepare (self->db, "DELETE FROM sight WHERE row = ?", error);

    if (!stmt)
      return FALSE;
    wb_stmt_bind_int64 (stmt, 1, g_array_index (list->rows, WbSightRow, i).row);
    if (!wb_stmt_run (stmt, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_ledger_sights_prune:
 * @self: the ledger, in a transaction
 * @error: return location (WB_DB_ERROR)
 *
 * Forgets events of days that no statistics count anew any more; not while they are counted anew.
 * One that is not understood stays: what it was to count for is not known.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_sights_prune (WbLedger  *self,
                        GError   **error)
{
  GTimeZone *zone = NULL;
  g_auto (WbSightList) list = { NULL };
  gboolean is_due = FALSE;
  gint64 before = 0;

  wb_sight_list_init (&list);
  if (!wb_ledger_recount_is_due (self, &is_due, error))
    return FALSE;
  if (is_due)
    return TRUE;

  zone = wb_ledger_judge_zone (self, WB_LEDGER_SERVED, error);
  if (!zone)
    return FALSE;
  before = wb_date_start (wb_date_of_time (wb_ledger_now (self), zone) - WB_LEDGER_SIGHT_DAYS,
                          zone);

  return load_old (self, before, &list, error) && fix_sums (self, &list, zone, error) &&
         forget (self, &list, error);
}
