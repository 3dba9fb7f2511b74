/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl stats funnel: the offers ranked by what they bring, with what follows from it: the
 * same sentences as on the page Results. */

#include "config.h"

#include "wb-cli-stats-private.h"

#include "wb-results.h"
#include "wb-wire-builder.h"
#include "wb-wire-stats.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define BY_RESULT (WB_STAT_BY_TYPE | WB_STAT_BY_TOOL | WB_STAT_BY_CURRENCY)
#define BY_ROW (BY_RESULT | WB_STAT_BY_DAY | WB_STAT_BY_PLACEMENT)

static WbResults *
make_results (WbCliStats  *self,
              GError     **error)
{
  const WbPeriod before = wb_period_before (self->kind_of_period, &self->period);
  const WbResultsAsk ask = { .period = self->period, .type = self->type,
                             .currency = self->currency, .with_probable = TRUE };
  g_autoptr (GPtrArray) rows = wb_cli_stats_read (self, &self->period, BY_RESULT, error);
  g_autoptr (GPtrArray) earlier = rows ? wb_cli_stats_read (self, &before, BY_RESULT, error)
                                       : NULL;

  return earlier ? wb_results_make (&ask, rows, earlier) : NULL;
}

/* Certain revenue of each currency, never added up. */
static char *
describe_money (const WbToolResult *tool)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < tool->money->len; i++) {
    const WbResultMoney *money = g_ptr_array_index (tool->money, i);
    WbMoney value = { .minor = money->revenue };
    g_autofree char *words = NULL;

    g_strlcpy (value.currency, money->currency, sizeof value.currency);
    words = wb_money_format_symbol (&value, NULL, TRUE);
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", words);
  }
  if (text->len == 0)
    g_string_append (text, "–");

  return g_string_free (text, FALSE);
}

static void
add_tool (WbCliTable         *table,
          const WbToolResult *tool)
{
  g_autofree char *offered = wb_cli_stats_count (tool->sum->offered);
  g_autofree char *shown = wb_cli_stats_count (tool->sum->shown);
  g_autofree char *taken = wb_cli_stats_count (tool->sum->taken);
  g_autofree char *used = wb_cli_stats_count (tool->sum->used);
  g_autofree char *probable = wb_cli_stats_count (tool->sum->used_probable);
  g_autofree char *share = wb_tool_result_share_words (tool);
  g_autofree char *change = wb_tool_result_change_words (tool);
  g_autofree char *money = describe_money (tool);
  const char *const cells[] = { wb_tool_words (tool->tool), offered, shown, taken, used, probable,
                                share, change, money };

  wb_cli_table_add (table, cells);
}

static void
print_findings (const WbResults *results)
{
  g_autofree char *headline = wb_results_headline (results);
  g_autofree char *reason = wb_results_reason (results);

  g_print ("%s.\n", headline);
  if (*reason)
    g_print ("%s\n", reason);
  for (guint i = 0; i < results->findings->len; i++) {
    const WbFinding *finding = &g_array_index (results->findings, WbFinding, i);
    g_autofree char *words = NULL;

    /* The reason says it already. */
    if (finding->kind == WB_FINDING_NOT_ENOUGH)
      continue;
    words = wb_finding_words (results, finding);
    g_print ("• %s\n", words);
  }
}

static gboolean
print_funnel (WbCliStats  *self,
              GError     **error)
{
  g_autoptr (WbResults) results = make_results (self, error);
  g_autoptr (WbCliTable) table = wb_cli_table_new (
    C_ ("column", "Offer"), _ ("Offered"), _ ("Shown"), C_ ("column", "Taken"), _ ("Ordered"),
    _ ("Probably ordered"), _ ("Of 100 offered"), _ ("Period before"), _ ("Brought"), NULL);

  if (!results)
    return FALSE;
  wb_cli_stats_print_head (self);
  print_findings (results);
  g_print ("\n");
  for (guint i = 0; i < results->tools->len; i++)
    add_tool (table, g_ptr_array_index (results->tools, i));
  wb_cli_table_print (table);

  return TRUE;
}

static char *
format_money (const WbFunnelRow *row,
              gint64             minor)
{
  WbMoney money = { .minor = minor };

  if (!row->currency)
    return g_strdup ("");
  g_strlcpy (money.currency, row->currency, sizeof money.currency);

  return wb_money_format_api (&money);
}

static gboolean
write_csv (WbCliStats  *self,
           GPtrArray   *rows,
           GError     **error)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) out = g_string_new (NULL);
  const char *const heads[] = {
    _ ("Day"), C_ ("column", "Offer"), _ ("Ticket type"), _ ("Placement"), _ ("Currency"),
    _ ("Offered"), _ ("Shown"), C_ ("column", "Taken"), _ ("Ordered"), _ ("Probably ordered"),
    _ ("May still order"), _ ("Revenue"), _ ("Probable revenue"), NULL
  };

  for (guint i = 0; heads[i]; i++)
    g_ptr_array_add (cells, g_strdup (heads[i]));
  wb_cli_stats_end_row (out, cells);
  for (guint i = 0; i < rows->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (rows, i);
    const gint64 counts[] = { row->offered, row->shown, row->taken, row->used, row->used_probable,
                              row->open };

    g_ptr_array_add (cells, wb_date_format (row->day));
    g_ptr_array_add (cells, g_strdup (wb_tool_words (row->tool)));
    g_ptr_array_add (cells, g_strdup (row->type ? wb_cli_type_name (self->cli, row->type) : ""));
    g_ptr_array_add (cells, g_strdup (row->placement ? row->placement : ""));
    g_ptr_array_add (cells, g_strdup (row->currency ? row->currency : ""));
    for (guint n = 0; n < G_N_ELEMENTS (counts); n++)
      wb_cli_stats_add_count (cells, counts[n]);
    g_ptr_array_add (cells, format_money (row, row->revenue));
    g_ptr_array_add (cells, format_money (row, row->revenue_probable));
    wb_cli_stats_end_row (out, cells);
  }
  fputs (out->str, stdout);

  return TRUE;
}

static gboolean
print_json (WbCliStats  *self,
            GPtrArray   *rows,
            GError     **error)
{
  g_autoptr (WbResults) results = make_results (self, error);
  g_autofree char *headline = NULL;
  g_autofree char *reason = NULL;
  JsonObject *object = NULL;
  JsonArray *advice = NULL;

  if (!results)
    return FALSE;
  headline = wb_results_headline (results);
  reason = wb_results_reason (results);
  object = json_object_new ();
  advice = json_array_new ();
  wb_wire_put_text (object, "headline", headline);
  wb_wire_put_text (object, "reason", reason);
  for (guint i = 0; i < results->findings->len; i++) {
    g_autofree char *words =
      wb_finding_words (results, &g_array_index (results->findings, WbFinding, i));

    json_array_add_string_element (advice, words);
  }
  json_object_set_array_member (object, "advice", advice);
  wb_cli_stats_print_json (self, object, rows, wb_wire_funnel_row_encode);

  return TRUE;
}

gboolean
wb_cli_stats_tell_funnel (WbCliStats  *self,
                          GError     **error)
{
  const WbCliOptions *options = &self->cli->options;
  g_autoptr (GPtrArray) rows = NULL;

  if (!options->csv && !options->json)
    return print_funnel (self, error);
  rows = wb_cli_stats_read (self, &self->period, BY_ROW, error);
  if (!rows)
    return FALSE;

  return options->csv ? write_csv (self, rows, error) : print_json (self, rows, error);
}
