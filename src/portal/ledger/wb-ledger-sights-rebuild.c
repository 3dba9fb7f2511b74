/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules and the days by which views and clicks are counted, and counting all of them anew by
 * others; see wb-ledger-sights.h. */

#include "config.h"

#include "wb-ledger-sights-private.h"

#include <string.h>

#include "wb-ledger-account.h"
#include "wb-time.h"

#define META_RULES "click_rules"
#define META_ZONE "stat_zone"
#define META_EPOCH "stat_epoch"
#define ZONE_DEFAULT "UTC"

/* No rules look farther back than this, whatever they are. */
#define REACH_MS_MAX (WB_CLICK_RULES_REPEAT_SECS_MAX * WB_SECOND_MS)
G_STATIC_ASSERT (WB_CLICK_RULES_BURST_MS_MAX <= WB_CLICK_RULES_REPEAT_SECS_MAX * 1000);

struct _WbLedgerJudge
{
  char *rules_text;      /* (owned) (nullable) as set; NULL = the default ones */
  WbClickRules *rules;   /* (owned) (nullable) */
  char *zone_name;       /* (owned) (nullable) */
  GTimeZone *zone;       /* (owned) (nullable) */
};

static WbLedgerJudge *
get_judge (WbLedger *self)
{
  if (!self->judge)
    self->judge = g_new0 (WbLedgerJudge, 1);

  return self->judge;
}

void
wb_ledger_judge_free (WbLedgerJudge *self)
{
  g_free (self->rules_text);
  g_clear_pointer (&self->rules, wb_click_rules_free);
  g_free (self->zone_name);
  g_clear_pointer (&self->zone, g_time_zone_unref);
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
wb_ledger_judge_rules (WbLedger  *self,
                       GError   **error)
{
  WbLedgerJudge *judge = get_judge (self);
  g_autofree char *text = wb_ledger_dup_meta (self, META_RULES);

  if (judge->rules && g_strcmp0 (text, judge->rules_text) == 0)
    return judge->rules;

  g_clear_pointer (&judge->rules, wb_click_rules_free);
  g_free (judge->rules_text);
  judge->rules_text = g_steal_pointer (&text);
  judge->rules = wb_ledger_click_rules (self, error);

  return judge->rules;
}

/**
 * wb_ledger_set_click_rules:
 * @self: the ledger, in a transaction
 * @rules: those that hold from now on
 * @error: return location (WB_DB_ERROR)
 *
 * wb_ledger_sights_rebuild() is to follow, so that history is judged by them as well.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_set_click_rules (WbLedger            *self,
                           const WbClickRules  *rules,
                           GError             **error)
{
  g_autofree char *text = wb_click_rules_print (rules);

  return wb_ledger_set_meta (self, META_RULES, text, error);
}

/* In a transaction: the days that the rollup is in; the account's from the first time on. */
static char *
dup_zone_name (WbLedger  *self,
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
wb_ledger_judge_zone (WbLedger  *self,
                      GError   **error)
{
  WbLedgerJudge *judge = get_judge (self);
  g_autofree char *name = dup_zone_name (self, error);

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
  g_autofree char *before = wb_ledger_dup_meta (self, META_ZONE);
  const char *name = time_zone ? time_zone : ZONE_DEFAULT;

  if (g_strcmp0 (before, name) == 0)
    return TRUE;

  return wb_ledger_set_meta (self, META_ZONE, name, error) &&
         (!before || wb_ledger_sights_rebuild (self, NULL, error));
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

/* One pass over all events. */
typedef struct
{
  WbLedger *ledger;            /* (unowned) */
  const WbClickRules *rules;   /* (unowned) */
  GTimeZone *zone;             /* (unowned) */
  WbSightList list;            /* of the ticket under way */
  GHashTable *sums;            /* (owned) (element-type Sum Sum) */
  GStringChunk *texts;         /* (owned) of the sums */
  gint64 n_changed;
} Pass;

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
judge_ticket (Pass    *pass,
              GError **error)
{
  GArray *sights = pass->list.sights;
  int more_clicks = 0;

  if (sights->len == 0)
    return TRUE;

  wb_click_rules_judge (pass->rules, (WbSight *) (gpointer) sights->data, sights->len, 0);
  for (guint i = 0; i < sights->len; i++) {
    const WbSight *sight = &g_array_index (sights, WbSight, i);
    const WbSightRow *row = &g_array_index (pass->list.rows, WbSightRow, i);

    if (sight->verdict != row->before) {
      if (!wb_ledger_sight_set_verdict (pass->ledger, row->row, sight->verdict, error))
        return FALSE;
      if (sight->kind == WB_SIGHT_CLICK)
        more_clicks += (sight->verdict == WB_VERDICT_COUNTED) - (row->before == WB_VERDICT_COUNTED);
    }
    if (sight->kind != WB_SIGHT_LOOK)
      add_to_sums (pass, sight, row->type);
  }

  return wb_ledger_sight_count_ticket (pass->ledger,
                                       g_array_index (sights, WbSight, 0).ticket, more_clicks,
                                       error);
}

/* Only verdicts change meanwhile, which the order of reading does not go by. */
static gboolean
judge_all (Pass    *pass,
           GError **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  g_autofree char *ticket = NULL;

  stmt = wb_db_prepare (pass->ledger->db,
                        "SELECT " WB_SIGHT_COLUMNS " FROM sight ORDER BY ticket, at, id", error);
  if (!stmt)
    return FALSE;

  for (;;) {
    gboolean has_row = FALSE;

    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return judge_ticket (pass, error);

    if (g_strcmp0 (ticket, wb_stmt_get_text (stmt, 4)) != 0) {
      if (!judge_ticket (pass, error))
        return FALSE;
      wb_sight_list_empty (&pass->list);
      g_free (ticket);
      ticket = wb_stmt_dup_text (stmt, 4);
    }
    if (!wb_sight_list_take (&pass->list, stmt, error))
      return FALSE;
  }
}

/* How many rows of the rollup are not as they should be; those that should not be are counted. */
static gboolean
count_changed (Pass    *pass,
               GError **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gint64 n_same = 0;
  gint64 n_stored = 0;

  stmt = wb_db_prepare (pass->ledger->db,
                        "SELECT day, banner, placement, type, " WB_SUM_COLUMNS " FROM sight_count",
                        error);
  if (!stmt)
    return FALSE;

  for (;;) {
    Sum stored = { 0 };
    const Sum *sum = NULL;
    gboolean has_row = FALSE;

    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      break;

    stored.day = (gint32) wb_stmt_get_int64 (stmt, 0);
    stored.banner = wb_stmt_get_text (stmt, 1);
    stored.placement = wb_stmt_get_text (stmt, 2);
    stored.type = wb_stmt_get_text (stmt, 3);
    for (int i = 0; i < WB_N_SUMS; i++)
      stored.numbers[i] = wb_stmt_get_int64 (stmt, 4 + i);
    sum = g_hash_table_lookup (pass->sums, &stored);
    if (sum && memcmp (sum->numbers, stored.numbers, sizeof stored.numbers) == 0)
      n_same++;
    else if (!sum)
      n_stored++;
  }
  pass->n_changed = n_stored + g_hash_table_size (pass->sums) - n_same;

  return TRUE;
}

static gboolean
store_sums (Pass    *pass,
            GError **error)
{
  GHashTableIter iter;
  gpointer key = NULL;

  if (!wb_db_exec (pass->ledger->db, "DELETE FROM sight_count", error))
    return FALSE;

  g_hash_table_iter_init (&iter, pass->sums);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    const Sum *sum = key;
    WbSight sight = {
      .banner = sum->banner,
      .placement = wb_placement_from_text (sum->placement),
    };

    if (!wb_ledger_sum_add (pass->ledger, "sight_count", sum->day, &sight, sum->type,
                            sum->numbers, error))
      return FALSE;
  }

  return wb_ledger_stat_epoch_raise (pass->ledger, error);
}

static gboolean
rebuild (WbLedger  *self,
         gint64    *n_changed_out,
         GError   **error)
{
  Pass pass = {
    .ledger = self,
    .rules = wb_ledger_judge_rules (self, error),
  };
  gboolean done = FALSE;

  if (!pass.rules)
    return FALSE;
  pass.zone = wb_ledger_judge_zone (self, error);
  if (!pass.zone)
    return FALSE;

  wb_sight_list_init (&pass.list);
  pass.sums = g_hash_table_new_full (hash_sum, equal_sums, g_free, NULL);
  pass.texts = g_string_chunk_new (4096);

  done = judge_all (&pass, error) && count_changed (&pass, error) &&
         (pass.n_changed == 0 || store_sums (&pass, error));
  if (n_changed_out)
    *n_changed_out = pass.n_changed;

  g_hash_table_unref (pass.sums);
  g_string_chunk_free (pass.texts);
  wb_sight_list_clear (&pass.list);

  return done;
}

/**
 * wb_ledger_sights_rebuild:
 * @self: the ledger
 * @n_changed_out: (out) (nullable): how many rows of the rollup came out different
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR, WB_CLICK_RULES_ERROR)
 *
 * Tickets whose confirmed clicks are others now are changed; nobody is told of a click again.
 *
 * Returns: `FALSE` with @error set; nothing is changed then, in a transaction of its own
 */
gboolean
wb_ledger_sights_rebuild (WbLedger  *self,
                          gint64    *n_changed_out,
                          GError   **error)
{
  g_return_val_if_fail (self, FALSE);

  if (wb_db_in_transaction (self->db))
    return rebuild (self, n_changed_out, error);

  if (!wb_db_begin_immediate (self->db, error))
    return FALSE;
  if (!rebuild (self, n_changed_out, error) || !wb_db_commit (self->db, error)) {
    if (wb_db_in_transaction (self->db))
      wb_db_rollback (self->db);
    return FALSE;
  }

  return TRUE;
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
    if (!wb_ledger_sum_add (self, "sight_count", day, sight, type, less, error) ||
        !wb_ledger_sum_add (self, "sight_fixed", day, sight, type, more, error))
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

static void
bind_old (WbStmt *stmt,
          gint64  before)
{
  wb_stmt_bind_int64 (stmt, 1, before);
  wb_stmt_bind_int64 (stmt, 2, before);
  wb_stmt_bind_int64 (stmt, 3, before + REACH_MS_MAX);
}

/**
 * wb_ledger_sights_prune:
 * @self: the ledger, in a transaction
 * @error: return location (WB_DB_ERROR)
 *
 * Forgets events of days that no statistics count anew any more.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_sights_prune (WbLedger  *self,
                        GError   **error)
{
  GTimeZone *zone = wb_ledger_judge_zone (self, error);
  g_autoptr (WbStmt) stmt = NULL;
  g_autoptr (WbStmt) forget = NULL;
  g_auto (WbSightList) list = { NULL };
  gint64 before = 0;

  wb_sight_list_init (&list);
  if (!zone)
    return FALSE;

  before = wb_date_start (wb_date_of_time (wb_ledger_now (self), zone) - WB_LEDGER_SIGHT_DAYS,
                          zone);
  stmt = wb_db_prepare (self->db, "SELECT " WB_SIGHT_COLUMNS OLD_SIGHTS, error);
  if (!stmt)
    return FALSE;
  bind_old (stmt, before);
  for (;;) {
    gboolean has_row = FALSE;

    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      break;
    if (!wb_sight_list_take (&list, stmt, error))
      return FALSE;
  }
  if (list.sights->len == 0)
    return TRUE;

  forget = wb_db_prepare (self->db, "DELETE" OLD_SIGHTS, error);
  if (!forget)
    return FALSE;
  bind_old (forget, before);

  return fix_sums (self, &list, zone, error) && wb_stmt_run (forget, error);
}
