/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl stats: banners, funnel and calls of a period, as the last sync read them. Tables for
 * people are sums; CSV and JSON have every row of every day. */

#include "config.h"

#include "wb-cli-stats-private.h"

#include "wb-csv.h"
#include "wb-results.h"
#include "wb-wire-builder.h"
#include "wb-wire-stats.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define BY_ALL                                                                              \
  (WB_STAT_BY_DAY | WB_STAT_BY_BANNER | WB_STAT_BY_PLACEMENT | WB_STAT_BY_TYPE |            \
   WB_STAT_BY_TOOL | WB_STAT_BY_CURRENCY)

static const char *const features[WB_N_STATS] = {
  [WB_STAT_BANNERS] = WB_FEATURE_STATS,
  [WB_STAT_FUNNEL] = WB_FEATURE_FUNNEL,
  [WB_STAT_CALLS] = WB_FEATURE_STATS,
};

void
wb_cli_stats_clear (WbCliStats *self)
{
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->currency, g_free);
  wb_stat_state_clear (&self->state);
}

/* The last 30 days, or from and to as they were given. */
static gboolean
read_period (WbCliStats  *self,
             GError     **error)
{
  const WbCliOptions *options = &self->cli->options;
  gint32 today = wb_date_of_time (wb_cli_now (self->cli), self->cli->zone);
  gint32 from = WB_DATE_NONE;
  gint32 to = WB_DATE_NONE;

  self->kind_of_period = options->from || options->to ? WB_PERIOD_CUSTOM : WB_PERIOD_30_DAYS;
  self->period = wb_period_of (WB_PERIOD_30_DAYS, today);
  if (!wb_cli_read_date (options->from, &from, error) ||
      !wb_cli_read_date (options->to, &to, error))
    return FALSE;
  if (to != WB_DATE_NONE)
    self->period = wb_period_of (WB_PERIOD_30_DAYS, to);
  if (from != WB_DATE_NONE)
    self->period.from = from;

  return wb_period_check (&self->period, today, error);
}

static gboolean
refuse (GError     **error,
        const char  *words)
{
  g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED, words);

  return FALSE;
}

static gboolean
init_ask (WbCliStats  *self,
          WbCli       *cli,
          WbStatKind   kind,
          GError     **error)
{
  const WbCliOptions *options = &cli->options;

  *self = (WbCliStats) { .cli = cli, .kind = kind };
  if (options->csv && options->json) {
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE, _ ("Give --csv or --json"));
    return FALSE;
  }
  if (!read_period (self, error))
    return FALSE;
  self->currency = options->currency ? g_ascii_strup (options->currency, -1) : NULL;
  if (self->currency && wb_currency_digits (self->currency) < 0) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE, _ ("“%s” is no currency"),
                 options->currency);
    return FALSE;
  }
  self->type = options->type ? wb_cli_resolve_type (cli, options->type, error) : NULL;
  if (options->type && !self->type)
    return FALSE;
  if (!cli->account || !wb_account_has_feature (cli->account, features[kind]))
    return refuse (error, _ ("This server does not offer these statistics."));
  if (!wb_stat_store_state (cli->db, kind, &self->state, error))
    return FALSE;
  if (!self->state.facts)
    return refuse (error, _ ("No statistics are here yet; run “winbackctl sync”."));

  return TRUE;
}

GPtrArray *
wb_cli_stats_read (WbCliStats      *self,
                   const WbPeriod  *period,
                   WbStatBy         by,
                   GError         **error)
{
  const WbStatQuery query = { .period = *period, .type = self->type, .currency = self->currency,
                              .by = by };

  if (self->kind == WB_STAT_BANNERS)
    return wb_stat_store_banners (self->cli->db, &query, error);
  if (self->kind == WB_STAT_FUNNEL)
    return wb_stat_store_funnel (self->cli->db, &query, error);

  return wb_stat_store_calls (self->cli->db, &query, error);
}

char *
wb_cli_stats_count (gint64 count)
{
  return count == WB_COUNT_NONE ? g_strdup ("–") : g_strdup_printf ("%'" G_GINT64_FORMAT, count);
}

/* "12.5%", or what it cannot be had for. */
static char *
describe_share (gint64 n,
                gint64 n_all)
{
  if (n_all <= 0)
    return g_strdup ("–");

  /* Translators: a share of clicks or calls. */
  return g_strdup_printf (C_ ("share", "%.1f%%"), 100.0 * (double) n / (double) n_all);
}

void
wb_cli_stats_print_head (WbCliStats *self)
{
  g_autofree char *from = wb_date_format (self->period.from);
  g_autofree char *to = wb_date_format (self->period.to);
  g_autofree char *at = wb_cli_format_time (self->state.read_at, wb_cli_now (self->cli),
                                            self->cli->zone);
  gboolean is_known = self->period.from >= self->state.known.from;

  /* Translators: two dates, and when the numbers were read. */
  g_print (_ ("%s to %s, as of %s\n"), from, to, at);
  if (!is_known) {
    g_autofree char *known = wb_date_format (self->state.known.from);

    g_print (_ ("Days before %s are not kept here.\n"), known);
  }
  g_print ("\n");
}

void
wb_cli_stats_print_json (WbCliStats       *self,
                         JsonObject       *object,
                         GPtrArray        *rows,
                         WbWireEncodeFunc  encode)
{
  JsonArray *results = json_array_sized_new (rows->len);
  g_autoptr (JsonNode) node = NULL;

  wb_wire_put_date (object, "from", self->period.from);
  wb_wire_put_date (object, "to", self->period.to);
  wb_wire_put_text (object, "time_zone", self->state.facts->time_zone);
  wb_wire_put_date (object, "final_until", self->state.facts->final_until);
  wb_wire_put_time (object, "read_at", self->state.read_at);
  for (guint i = 0; i < rows->len; i++)
    json_array_add_element (results, encode (g_ptr_array_index (rows, i)));
  json_object_set_array_member (object, "results", results);
  node = wb_wire_take_object (object);
  wb_cli_print_json (node);
}

static void
add_cell (GPtrArray *cells,
          char      *text)
{
  g_ptr_array_add (cells, text);
}

/* In CSV an empty cell is a count that cannot be had. */
void
wb_cli_stats_add_count (GPtrArray *cells,
                        gint64     count)
{
  add_cell (cells, count == WB_COUNT_NONE ? g_strdup ("")
                                          : g_strdup_printf ("%" G_GINT64_FORMAT, count));
}

/* Ends the row and begins the next. */
void
wb_cli_stats_end_row (GString   *out,
                      GPtrArray *cells)
{
  g_ptr_array_add (cells, NULL);
  wb_csv_append_row (out, (const char *const *) cells->pdata);
  g_ptr_array_set_size (cells, 0);
}

static gboolean
write_banners_csv (WbCliStats  *self,
                   GPtrArray   *rows,
                   GError     **error)
{
  g_autoptr (GHashTable) names = wb_cli_banner_names (self->cli, error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) out = g_string_new (NULL);
  const char *const heads[] = {
    _ ("Day"), _ ("Banner"), _ ("Placement"), _ ("Ticket type"), _ ("Views by people"),
    _ ("All views"), _ ("Clicks by people"), _ ("All clicks"), NULL
  };

  if (!names)
    return FALSE;
  for (guint i = 0; heads[i]; i++)
    add_cell (cells, g_strdup (heads[i]));
  for (int i = WB_VERDICT_COUNTED + 1; i < WB_N_VERDICTS; i++)
    add_cell (cells, g_strdup (wb_verdict_to_text (i)));
  wb_cli_stats_end_row (out, cells);
  for (guint i = 0; i < rows->len; i++) {
    const WbBannerCount *row = g_ptr_array_index (rows, i);
    const char *name = g_hash_table_lookup (names, row->banner);

    add_cell (cells, wb_date_format (row->day));
    add_cell (cells, g_strdup (name ? name : row->banner));
    add_cell (cells, g_strdup (row->placement));
    add_cell (cells, g_strdup (row->type ? wb_cli_type_name (self->cli, row->type) : ""));
    wb_cli_stats_add_count (cells, row->impressions);
    wb_cli_stats_add_count (cells, row->impressions_raw);
    wb_cli_stats_add_count (cells, row->clicks);
    wb_cli_stats_add_count (cells, row->clicks_raw);
    for (int v = WB_VERDICT_COUNTED + 1; v < WB_N_VERDICTS; v++)
      wb_cli_stats_add_count (cells, row->filtered[v]);
    wb_cli_stats_end_row (out, cells);
  }
  fputs (out->str, stdout);

  return TRUE;
}

static void
add_banner (WbCliTable          *table,
            const char          *name,
            const WbBannerCount *sum)
{
  g_autofree char *views = wb_cli_stats_count (sum->impressions);
  g_autofree char *clicks = wb_cli_stats_count (sum->clicks);
  g_autofree char *raw = wb_cli_stats_count (sum->clicks_raw);
  g_autofree char *filtered = wb_cli_stats_count (sum->clicks_raw - sum->clicks);
  g_autofree char *rate = describe_share (sum->clicks_with_views, sum->impressions);
  const char *const cells[] = { name, views, clicks, raw, filtered, rate };

  wb_cli_table_add (table, cells);
}

static gboolean
print_banners (WbCliStats  *self,
               GPtrArray   *sums,
               GError     **error)
{
  g_autoptr (GHashTable) names = wb_cli_banner_names (self->cli, error);
  g_autoptr (WbBannerCount) all = wb_banner_count_new ();
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Banner"), _ ("Views by people"),
                                                   _ ("Clicks by people"), _ ("All clicks"),
                                                   _ ("Left out"), _ ("Clicks of views"), NULL);

  if (!names)
    return FALSE;
  wb_cli_stats_print_head (self);
  if (sums->len == 0) {
    g_print (_ ("No banner was seen or clicked.\n"));
    return TRUE;
  }
  for (guint i = 0; i < sums->len; i++) {
    const WbBannerCount *sum = g_ptr_array_index (sums, i);
    const char *name = g_hash_table_lookup (names, sum->banner);

    wb_banner_count_add (all, sum);
    add_banner (table, name ? name : sum->banner, sum);
  }
  if (sums->len > 1)
    add_banner (table, _ ("All banners"), all);
  wb_cli_table_print (table);
  g_print (_ ("\nLeft out are scanners, pages fetched ahead and clicks repeated at once. Views in "
              "mails cannot be counted.\n"));

  return TRUE;
}

/**
 * wb_cli_stats_banners:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Tells views and clicks of each banner.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_stats_banners (WbCli   *self,
                      GStrv    args,
                      GError **error)
{
  g_auto (WbCliStats) ask = { 0 };
  g_autoptr (GPtrArray) rows = NULL;

  if (!init_ask (&ask, self, WB_STAT_BANNERS, error))
    return FALSE;
  rows = wb_cli_stats_read (&ask, &ask.period,
                            self->options.csv || self->options.json ? BY_ALL : WB_STAT_BY_BANNER,
                            error);
  if (!rows)
    return FALSE;
  if (self->options.csv)
    return write_banners_csv (&ask, rows, error);
  if (!self->options.json)
    return print_banners (&ask, rows, error);
  wb_cli_stats_print_json (&ask, json_object_new (), rows, wb_wire_banner_count_encode);

  return TRUE;
}

static void
write_calls_csv (WbCliStats *self,
                 GPtrArray  *rows)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) out = g_string_new (NULL);
  const char *const heads[] = {
    _ ("Day"), _ ("Ticket type"), _ ("Asked for"), _ ("Open"), _ ("Answered by the goal"),
    _ ("Counted for the goal"), _ ("Answered within 2 days"), _ ("Counted for 2 days"), NULL
  };

  for (guint i = 0; heads[i]; i++)
    add_cell (cells, g_strdup (heads[i]));
  for (int i = 0; i < WB_N_CALL_ENDS; i++)
    add_cell (cells, g_strdup (wb_call_end_to_text (i)));
  wb_cli_stats_end_row (out, cells);
  for (guint i = 0; i < rows->len; i++) {
    const WbCallCount *row = g_ptr_array_index (rows, i);

    add_cell (cells, wb_date_format (row->day));
    add_cell (cells, g_strdup (row->type ? wb_cli_type_name (self->cli, row->type) : ""));
    wb_cli_stats_add_count (cells, row->asked);
    wb_cli_stats_add_count (cells, row->open);
    wb_cli_stats_add_count (cells, row->in_goal);
    wb_cli_stats_add_count (cells, row->goal_counted);
    wb_cli_stats_add_count (cells, row->in_promise);
    wb_cli_stats_add_count (cells, row->promise_counted);
    for (int end = 0; end < WB_N_CALL_ENDS; end++)
      wb_cli_stats_add_count (cells, row->ends[end]);
    wb_cli_stats_end_row (out, cells);
  }
  fputs (out->str, stdout);
}

static void
add_calls (WbCliTable        *table,
           const char        *name,
           const WbCallCount *sum)
{
  g_autofree char *asked = wb_cli_stats_count (sum->asked);
  g_autofree char *open = wb_cli_stats_count (sum->open);
  g_autofree char *goal = describe_share (sum->in_goal, sum->goal_counted);
  g_autofree char *promise = describe_share (sum->in_promise, sum->promise_counted);
  const char *const cells[] = { name, asked, open, goal, promise };

  wb_cli_table_add (table, cells);
}

static void
print_outcomes (const WbCallCount *all)
{
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Outcome"), _ ("Calls"), NULL);
  gboolean any = FALSE;

  for (int i = 0; i < WB_N_CALL_ENDS; i++) {
    g_autofree char *count = wb_cli_stats_count (all->ends[i]);
    const char *const cells[] = {
      wb_outcome_label (wb_outcome_from_text (wb_call_end_to_text (i))), count
    };

    if (all->ends[i] == 0)
      continue;
    wb_cli_table_add (table, cells);
    any = TRUE;
  }
  if (!any)
    return;
  g_print ("\n");
  wb_cli_table_print (table);
}

static void
print_calls (WbCliStats *self,
             GPtrArray  *sums)
{
  g_autoptr (WbCallCount) all = wb_call_count_new ();
  int hours = self->cli->account->call_goal_hours > 0 ? self->cli->account->call_goal_hours : 24;
  g_autofree char *within = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "Within %d hour", "Within %d hours", (gulong) hours), hours);
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Ticket type"), _ ("Asked for"), _ ("Open"),
                                                   within, _ ("Within 2 days"), NULL);

  wb_cli_stats_print_head (self);
  if (sums->len == 0) {
    g_print (_ ("No calls were asked for.\n"));
    return;
  }
  for (guint i = 0; i < sums->len; i++) {
    const WbCallCount *sum = g_ptr_array_index (sums, i);

    wb_call_count_add (all, sum);
    add_calls (table, sum->type ? wb_cli_type_name (self->cli, sum->type) : "–", sum);
  }
  if (sums->len > 1)
    add_calls (table, _ ("All types"), all);
  wb_cli_table_print (table);
  print_outcomes (all);
}

/**
 * wb_cli_stats_calls:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Tells how many calls were asked for, answered in time, and how they ended.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_stats_calls (WbCli   *self,
                    GStrv    args,
                    GError **error)
{
  g_auto (WbCliStats) ask = { 0 };
  g_autoptr (GPtrArray) rows = NULL;

  if (!init_ask (&ask, self, WB_STAT_CALLS, error))
    return FALSE;
  rows = wb_cli_stats_read (&ask, &ask.period,
                            self->options.csv || self->options.json ? BY_ALL : WB_STAT_BY_TYPE,
                            error);
  if (!rows)
    return FALSE;
  if (self->options.csv)
    write_calls_csv (&ask, rows);
  else if (self->options.json)
    wb_cli_stats_print_json (&ask, json_object_new (), rows, wb_wire_call_count_encode);
  else
    print_calls (&ask, rows);

  return TRUE;
}

/**
 * wb_cli_stats_funnel:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Tells which offer brings customers back.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_stats_funnel (WbCli   *self,
                     GStrv    args,
                     GError **error)
{
  g_auto (WbCliStats) ask = { 0 };

  return init_ask (&ask, self, WB_STAT_FUNNEL, error) && wb_cli_stats_tell_funnel (&ask, error);
}
