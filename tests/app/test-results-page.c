/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Results page worked through its widgets: each number against rows added up in another way, the
 * filters, what stands there without numbers, its text, report and files. */

#include "config.h"

#include "dialog-support.h"
#include "results-fixture.h"

#include "wb-account-store.h"
#include "wb-chart.h"
#include "wb-csv.h"
#include "wb-page.h"
#include "wb-period-button.h"
#include "wb-results-csv.h"
#include "wb-results-filter-bar.h"
#include "wb-results-page-private.h"
#include "wb-results-report.h"
#include "wb-results-table.h"
#include "wb-results-text-window.h"
#include "wb-results-words.h"
#include "wb-sight-box.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* A4 in points, and the report's margin. */
#define PAPER_WIDTH 595.28
#define PAPER_HEIGHT 841.89
#define PAPER_MARGIN 48.0

static AdwApplication *application;

typedef struct
{
  AppFixture app;
  ResultsRows rows;
  GtkWidget *window;
  WbResultsPage *page;
  const char *wanted;        /* name of the state to wait for */
  const WbResultsModel *old; /* what was shown before */
} Fixture;

typedef struct
{
  AppFixtureOptions app;
  gboolean has_rows;
  ResultsStory story;
  const char **features;     /* (nullable) without rows */
} Options;

static const char *
get_state (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (fixture->page->stack));
}

static gboolean
is_wanted (gpointer data)
{
  Fixture *fixture = data;

  return g_strcmp0 (get_state (fixture), fixture->wanted) == 0;
}

static void
wait_for_state (Fixture    *fixture,
                const char *state)
{
  fixture->wanted = state;
  app_wait_until (is_wanted, fixture);
}

static gboolean
is_all_filled (gpointer data)
{
  Fixture *fixture = data;

  return wb_sight_box_is_done (WB_SIGHT_BOX (fixture->page->parts));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const Options *options = data;

  app_fixture_set_up (&fixture->app, &options->app);
  if (options->has_rows)
    results_fixture_fill (&fixture->rows, &fixture->app, options->story);
  else if (options->features)
    results_fixture_offer (&fixture->app, options->features);
  fixture->window = GTK_WIDGET (wb_window_new (application));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1240, 800);
  wb_window_set_context (WB_WINDOW (fixture->window), fixture->app.context);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wb_window_show_page (WB_WINDOW (fixture->window), "results");
  fixture->page = WB_RESULTS_PAGE (wb_window_get_page (WB_WINDOW (fixture->window), "results"));
  if (options->has_rows && options->story != RESULTS_NOTHING) {
    wait_for_state (fixture, "numbers");
    app_wait_until (is_all_filled, fixture);
  }
  app_wait_frames (fixture->window, 3);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  /* The period is kept, and the next test starts with the usual one. */
  wb_results_filter_bar_choose (WB_RESULTS_FILTER_BAR (fixture->page->filter_bar),
                                WB_PERIOD_30_DAYS);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_wait_written (&fixture->app);
  results_fixture_clear (&fixture->rows);
  app_fixture_tear_down (&fixture->app, data);
}

static gboolean
has_new_model (gpointer data)
{
  Fixture *fixture = data;

  return fixture->page->model != fixture->old;
}

/* Holds what is shown, so that the next one cannot have its address. */
static WbResultsModel *
hold_model (Fixture *fixture)
{
  fixture->old = fixture->page->model;

  return wb_results_model_ref (fixture->page->model);
}

/* What is below follows what is in sight. */
static void
wait_for_model (Fixture *fixture)
{
  app_wait_until (has_new_model, fixture);
  app_wait_until (is_all_filled, fixture);
  app_wait_frames (fixture->window, 2);
}

static void
choose_period (Fixture      *fixture,
               WbPeriodKind  kind)
{
  g_autoptr (WbResultsModel) old = hold_model (fixture);

  if (fixture->page->question->kind == kind)
    return;
  wb_results_filter_bar_choose (WB_RESULTS_FILTER_BAR (fixture->page->filter_bar), kind);
  wait_for_model (fixture);
}

/* The @index-th drop-down: 0 = ticket type, 1 = currency. */
static void
choose (Fixture *fixture,
        guint    index,
        guint    item)
{
  g_autoptr (WbResultsModel) old = hold_model (fixture);
  GtkWidget *dropdown = dialog_find_nth (fixture->page->filter_bar, GTK_TYPE_DROP_DOWN, index);

  if (gtk_drop_down_get_selected (GTK_DROP_DOWN (dropdown)) == item)
    return;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (dropdown), item);
  wait_for_model (fixture);
}

static void
set_probable (Fixture  *fixture,
              gboolean  active)
{
  g_autoptr (WbResultsModel) old = hold_model (fixture);

  gtk_switch_set_active (GTK_SWITCH (fixture->page->probable_switch), active);
  wait_for_model (fixture);
}

/* The line of the table that begins with the tool's name. */
static char *
get_line (Fixture *fixture,
          WbTool   tool)
{
  g_autofree char *text = wb_results_table_dup_text (WB_RESULTS_TABLE (fixture->page->table));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *start = g_strdup_printf ("%s |", wb_tool_words (tool));

  for (guint i = 0; lines[i]; i++) {
    if (g_str_has_prefix (lines[i], start))
      return g_strdup (lines[i]);
  }
  g_test_message ("no line of %s in: %s", start, text);
  g_assert_not_reached ();
}

static void
assert_cell (const char *line,
             const char *title,
             const char *words)
{
  g_autofree char *cell = g_strdup_printf ("| %s: %s", title, words);

  if (!strstr (line, cell))
    g_test_message ("no “%s” in “%s”", cell, line);
  g_assert_nonnull (strstr (line, cell));
}

static void
assert_count (const char *line,
              const char *title,
              gint64      count)
{
  g_autofree char *words = g_strdup_printf ("%d", (int) count);

  assert_cell (line, title, words);
}

static char *
format_money (gint64      minor,
              const char *currency)
{
  WbMoney money = { minor, "" };

  g_strlcpy (money.currency, currency, sizeof money.currency);

  return wb_money_format_symbol (&money, NULL, TRUE);
}

/* Every count and amount of every tool, against rows that the test adds up itself. */
static void
assert_numbers (Fixture    *fixture,
                gint32      from,
                gint32      to,
                const char *type,
                const char *currency,
                gboolean    with_probable)
{
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
    g_autoptr (WbFunnelRow) sum =
      results_fixture_add_up (&fixture->rows, tool, from, to, type, currency);
    g_autofree char *line = get_line (fixture, tool);

    g_test_message ("%s", line);
    g_assert_cmpint (sum->offered, >, 0);
    assert_count (line, "Offered", sum->offered);
    assert_count (line, "Shown", sum->shown);
    assert_count (line, "Taken", sum->taken);
    assert_count (line, "Ordered again", sum->used);
    if (with_probable && sum->used_probable > 0) {
      g_autofree char *words = g_strdup_printf ("%d, + %d probable", (int) sum->used,
                                                (int) sum->used_probable);

      assert_cell (line, "Ordered again", words);
    } else {
      g_assert_null (strstr (line, "probable"));
    }
    for (guint i = 0; i < 2; i++) {
      const char *one = i == 0 ? "CZK" : "EUR";
      g_autoptr (WbFunnelRow) money =
        results_fixture_add_up (&fixture->rows, tool, from, to, type, one);
      g_autofree char *words = format_money (money->revenue, one);

      if (money->revenue > 0 && (!currency || g_str_equal (currency, one)))
        g_assert_nonnull (strstr (line, words));
      else if (money->revenue > 0)
        g_assert_null (strstr (line, words));
    }
  }
}

static void
test_results_page_says_each_number (Fixture       *fixture,
                                    gconstpointer  data)
{
  static const struct
  {
    WbPeriodKind kind;
    int days;
  } periods[] = { { WB_PERIOD_30_DAYS, 30 }, { WB_PERIOD_90_DAYS, 90 }, { WB_PERIOD_7_DAYS, 7 },
                  { WB_PERIOD_YEAR, 365 } };
  gint32 today = fixture->rows.today;

  for (guint i = 0; i < G_N_ELEMENTS (periods); i++) {
    g_test_message ("the last %d days", periods[i].days);
    choose_period (fixture, periods[i].kind);
    assert_numbers (fixture, today - periods[i].days + 1, today, NULL, "CZK", TRUE);
  }
}

static void
test_results_page_filters (Fixture       *fixture,
                           gconstpointer  data)
{
  gint32 today = fixture->rows.today;

  choose_period (fixture, WB_PERIOD_90_DAYS);
  choose (fixture, 0, 1);
  assert_numbers (fixture, today - 89, today, fixture->rows.types[0], "CZK", TRUE);
  choose (fixture, 0, 2);
  assert_numbers (fixture, today - 89, today, fixture->rows.types[1], "CZK", TRUE);
  choose (fixture, 0, 0);
  /* All currencies: both amounts stand there, and no sum of them. */
  choose (fixture, 1, 0);
  assert_numbers (fixture, today - 89, today, NULL, NULL, TRUE);
  {
    g_autoptr (WbFunnelRow) czk =
      results_fixture_add_up (&fixture->rows, WB_TOOL_COUPON, today - 89, today, NULL, "CZK");
    g_autoptr (WbFunnelRow) eur =
      results_fixture_add_up (&fixture->rows, WB_TOOL_COUPON, today - 89, today, NULL, "EUR");
    g_autofree char *line = get_line (fixture, WB_TOOL_COUPON);
    g_autofree char *mixed = format_money (czk->revenue + eur->revenue, "CZK");

    g_assert_null (strstr (line, mixed));
  }
  /* Revenue of several currencies has no chart; of one it has. */
  g_assert_false (gtk_widget_get_visible (fixture->page->charts[WB_RESULTS_CHART_REVENUE]));
  choose (fixture, 1, 1);
  g_assert_true (gtk_widget_get_visible (fixture->page->charts[WB_RESULTS_CHART_REVENUE]));
}

static void
test_results_page_leaves_probable_out (Fixture       *fixture,
                                       gconstpointer  data)
{
  gint32 today = fixture->rows.today;
  double with = 0;

  choose_period (fixture, WB_PERIOD_90_DAYS);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (fixture->page->probable_switch)));
  with = wb_results_model_find_tool (fixture->page->model, WB_TOOL_COUPON)->share.value;
  set_probable (fixture, FALSE);
  assert_numbers (fixture, today - 89, today, NULL, "CZK", FALSE);
  g_assert_cmpfloat (
    wb_results_model_find_tool (fixture->page->model, WB_TOOL_COUPON)->share.value, <, with);
  set_probable (fixture, TRUE);
  assert_numbers (fixture, today - 89, today, NULL, "CZK", TRUE);
}

/* Each bar is the sum of its rows, whether it is a day or a week. */
static void
test_results_page_charts_agree (Fixture       *fixture,
                                gconstpointer  data)
{
  static const WbPeriodKind kinds[] = { WB_PERIOD_30_DAYS, WB_PERIOD_YEAR };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    const WbPeriod *period = NULL;
    gboolean weekly = kinds[i] == WB_PERIOD_YEAR;
    g_autoptr (WbChartData) taken = NULL;
    g_autoptr (WbChartData) revenue = NULL;

    choose_period (fixture, kinds[i]);
    period = &fixture->page->model->question->period;
    taken = wb_results_chart_make (WB_RESULTS_CHART_TAKEN, fixture->page->model, NULL, NULL);
    revenue = wb_results_chart_make (WB_RESULTS_CHART_REVENUE, fixture->page->model, NULL, NULL);
    g_assert_cmpuint (taken->n_points, ==, weekly ? 53 : 30);
    for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
      const WbChartSeries *counts = g_ptr_array_index (taken->series, tool);
      const WbChartSeries *amounts = g_ptr_array_index (revenue->series, tool);
      gint32 from = period->from;

      for (guint point = 0; point < taken->n_points; point++) {
        /* 2026-11-20 is a Friday: its week began on the 16th. */
        gint32 to = weekly ? MIN (period->to, fixture->rows.today - 5 -
                                  7 * (52 - (int) point) + 7)
                           : from;
        g_autoptr (WbFunnelRow) sum =
          results_fixture_add_up (&fixture->rows, tool, from, to, NULL, "CZK");
        g_autofree char *words = revenue->format (amounts->values[point], revenue->format_data);
        g_autofree char *wanted =
          format_money (sum->revenue + sum->revenue_probable, "CZK");

        g_assert_cmpfloat (counts->values[point], ==, (double) sum->taken);
        g_assert_cmpstr (words, ==, wanted);
        from = to + 1;
      }
      g_assert_cmpint (from, ==, period->to + 1);
    }
  }
}

static void
test_results_page_calls_agree (Fixture       *fixture,
                               gconstpointer  data)
{
  WbCallCount sum = { 0 };
  g_auto (WbResultsTile) tile = { NULL };
  g_autofree char *late = NULL;
  g_autofree char *share = NULL;

  for (guint i = 0; i < fixture->rows.rows[WB_STAT_CALLS]->len; i++) {
    const WbCallCount *row = g_ptr_array_index (fixture->rows.rows[WB_STAT_CALLS], i);

    if (row->day <= fixture->rows.today - 30)
      continue;
    sum.in_goal += row->in_goal;
    sum.goal_counted += row->goal_counted;
    for (int end = 0; end < WB_N_CALL_ENDS; end++)
      sum.ends[end] += row->ends[end];
  }
  g_assert_true (wb_results_tile_make (&tile, fixture->page->model, WB_RESULTS_IN_GOAL, 24));
  share = g_strdup_printf ("%.0f%%", floor (100.0 * (double) sum.in_goal /
                                            (double) sum.goal_counted + 0.5));
  late = g_strdup_printf ("%d were late of %d", (int) (sum.goal_counted - sum.in_goal),
                          (int) sum.goal_counted);
  g_test_message ("%s %s: %s, %s", tile.figure, tile.title, tile.detail, tile.before);
  g_assert_cmpstr (tile.figure, ==, share);
  g_assert_nonnull (strstr (tile.detail, late));
  g_assert_nonnull (strstr (tile.before, "period before"));
  g_assert_true (dialog_says (fixture->page->numbers, tile.title));
  {
    g_autoptr (WbChartData) chart =
      wb_results_chart_make (WB_RESULTS_CHART_CALLS, fixture->page->model, NULL, NULL);
    const WbChartSeries *series = g_ptr_array_index (chart->series, 0);

    for (int end = 0; end < WB_N_CALL_ENDS; end++)
      g_assert_cmpfloat (series->values[end], ==, (double) sum.ends[end]);
  }
}

/* A correction takes the place of what was there. */
static void
test_results_page_reads_again (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (WbResultsModel) old = hold_model (fixture);
  g_autoptr (WbStatFacts) facts = wb_stat_facts_new ();
  g_autoptr (GPtrArray) none =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_funnel_row_unref);
  WbPeriod gone = { fixture->rows.today - 1, fixture->rows.today };
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);
  GPtrArray *rows = fixture->rows.rows[WB_STAT_FUNNEL];

  facts->time_zone = g_strdup ("Europe/Prague");
  facts->final_until = fixture->rows.today - 2;
  facts->epoch = 1;
  wb_stat_store_replace (db, WB_STAT_FUNNEL, &gone, none, facts, APP_NOW, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_STATS, &error);
  g_assert_no_error (error);
  for (guint i = rows->len; i > 0; i--) {
    const WbFunnelRow *row = g_ptr_array_index (rows, i - 1);

    if (row->day >= gone.from)
      g_ptr_array_remove_index (rows, i - 1);
  }
  wait_for_model (fixture);
  assert_numbers (fixture, fixture->rows.today - 29, fixture->rows.today, NULL, "CZK", TRUE);
}

/* What is told without numbers, and the one thing to do about it. */
static void
assert_empty (Fixture    *fixture,
              const char *title,
              const char *action)
{
  g_assert_cmpstr (get_state (fixture), ==, "empty");
  g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (fixture->page->empty_page)), ==,
                   title);
  g_assert_cmpstr (
    gtk_actionable_get_action_name (GTK_ACTIONABLE (fixture->page->empty_button)), ==, action);
  g_assert_false (gtk_widget_get_sensitive (fixture->page->export_button));
}

static void
test_results_page_at_level_0 (Fixture       *fixture,
                              gconstpointer  data)
{
  assert_empty (fixture, "Results need a Winback portal", "win.page");
  g_assert_false (gtk_widget_get_visible (fixture->page->filter_bin));
}

static void
test_results_page_without_feature (Fixture       *fixture,
                                   gconstpointer  data)
{
  app_wait_frames (fixture->window, 5);
  assert_empty (fixture, "No results from this server", "win.page");
}

static void
test_results_page_never_read (Fixture       *fixture,
                              gconstpointer  data)
{
  wait_for_state (fixture, "loading");
  g_assert_false (gtk_widget_get_sensitive (fixture->page->export_button));
}

/* From one empty answer to the next wider one. */
static void
test_results_page_with_nothing (Fixture       *fixture,
                                gconstpointer  data)
{
  wait_for_state (fixture, "empty");
  assert_empty (fixture, "Nothing was offered in this period", "results.year");
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "results.year", NULL);
  g_assert_cmpint (fixture->page->question->kind, ==, WB_PERIOD_YEAR);
  app_wait_until (has_new_model, fixture);
  while (fixture->page->model->question->kind != WB_PERIOD_YEAR)
    g_main_context_iteration (NULL, TRUE);
  assert_empty (fixture, "Nothing was offered in this period", "win.page");
}

/* It is told in the place of the numbers, and the next try brings them back. */
static void
test_results_page_cannot_be_read (Fixture       *fixture,
                                  gconstpointer  data)
{
  app_run_sql (&fixture->app, "ALTER TABLE stat_day RENAME TO stat_day_away");
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "results.again", NULL);
  wait_for_state (fixture, "empty");
  assert_empty (fixture, "Results cannot be read", "results.again");
  g_assert_nonnull (adw_status_page_get_description (ADW_STATUS_PAGE (fixture->page->empty_page)));
  app_run_sql (&fixture->app, "ALTER TABLE stat_day_away RENAME TO stat_day");
  gtk_widget_activate (fixture->page->empty_button);
  wait_for_state (fixture, "numbers");
  g_assert_true (gtk_widget_get_sensitive (fixture->page->export_button));
  assert_numbers (fixture, fixture->rows.today - 29, fixture->rows.today, NULL, "CZK", TRUE);
}

static gboolean
shows_offline (gpointer data)
{
  Fixture *fixture = data;

  return gtk_widget_get_visible (fixture->page->offline_box);
}

static void
test_results_page_offline (Fixture       *fixture,
                           gconstpointer  data)
{
  g_assert_false (gtk_widget_get_visible (fixture->page->offline_box));
  wb_sync_start (fixture->app.sync);
  app_wait_until (shows_offline, fixture);
  g_assert_cmpstr (get_state (fixture), ==, "numbers");
  /* With the time of the last reading. */
  g_assert_nonnull (
    strstr (gtk_label_get_text (GTK_LABEL (fixture->page->offline_label)), "10:42"));
  wb_sync_stop (fixture->app.sync);
}

static void
test_results_page_not_enough (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autofree char *line = get_line (fixture, WB_TOOL_COUPON);

  g_test_message ("%s", line);
  g_assert_true (dialog_says (fixture->page->findings, "Not enough orders yet to compare"));
  g_assert_nonnull (strstr (line, "Not enough yet"));
  /* Nobody is told a share of so few. */
  g_assert_null (strstr (line, "of 100 ("));
}

static GtkWidget *
open_text (Fixture    *fixture,
           const char *action)
{
  GtkWidget *dialog = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), action, NULL);
  dialog = dialog_find_window (WB_TYPE_RESULTS_TEXT_WINDOW);
  g_assert_nonnull (dialog);
  app_wait_frames (dialog, 2);

  return dialog;
}

/* Whoever reads only this reaches the same conclusion: the headline, each tool's numbers, each
 * chart's words. */
static void
test_results_page_in_words (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkWidget *dialog = open_text (fixture, "results.read");
  const char *text = wb_results_text_window_get_text (WB_RESULTS_TEXT_WINDOW (dialog));
  g_autofree char *headline = wb_results_headline (fixture->page->model->results);
  g_autofree char *shown = dialog_read (dialog);

  g_assert_nonnull (strstr (text, headline));
  for (guint i = 0; i < fixture->page->model->results->tools->len; i++) {
    const WbToolResult *tool = g_ptr_array_index (fixture->page->model->results->tools, i);
    g_autofree char *share = wb_tool_result_share_words (tool);

    g_test_message ("%s", share);
    g_assert_nonnull (strstr (text, share));
  }
  for (WbResultsChart chart = 0; chart < WB_N_RESULTS_CHARTS; chart++) {
    g_autoptr (WbChartData) made = wb_results_chart_make (
      chart, fixture->page->model, wb_results_page_name_type, fixture->page);

    g_assert_nonnull (made);
    g_assert_nonnull (strstr (text, made->summary));
    g_assert_nonnull (strstr (shown, made->title));
  }
  gtk_widget_activate_action (dialog, "text.copy", NULL);
  {
    GdkContentProvider *content =
      gdk_clipboard_get_content (gtk_widget_get_clipboard (dialog));
    g_auto (GValue) value = G_VALUE_INIT;

    g_value_init (&value, G_TYPE_STRING);
    g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
    g_assert_cmpstr (g_value_get_string (&value), ==, text);
  }
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_results_page_explains (Fixture       *fixture,
                            gconstpointer  data)
{
  static const char *const parts[] = { "Wilson", "30 days", "100 tickets", "10 orders", "24 hours",
                                       "first offer", "95%" };
  GtkWidget *dialog = open_text (fixture, "results.explain");
  const char *text = wb_results_text_window_get_text (WB_RESULTS_TEXT_WINDOW (dialog));

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_test_message ("%s", parts[i]);
    g_assert_nonnull (strstr (text, parts[i]));
  }
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static char *
run_pdf (const char *option,
         GBytes     *bytes)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *argv[] = { "pdftotext", option, NULL, "-", NULL };
  int fd = g_file_open_tmp ("winback-report-XXXXXX.pdf", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
  argv[2] = path;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL,
                &error);
  g_assert_no_error (error);
  g_remove (path);

  return g_steal_pointer (&text);
}

/* Each word of the report has its place within the margins. */
static void
assert_within_margins (GBytes *bytes)
{
  g_autofree char *text = run_pdf ("-bbox", bytes);
  g_autoptr (GRegex) regex = g_regex_new (
    "<word xMin=\"([0-9.]+)\" yMin=\"([0-9.]+)\" xMax=\"([0-9.]+)\" yMax=\"([0-9.]+)\">(.*)</word>",
    0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL)) {
    g_autofree char *left = g_match_info_fetch (match, 1);
    g_autofree char *top = g_match_info_fetch (match, 2);
    g_autofree char *right = g_match_info_fetch (match, 3);
    g_autofree char *bottom = g_match_info_fetch (match, 4);

    if (g_ascii_strtod (right, NULL) > PAPER_WIDTH - PAPER_MARGIN + 1)
      g_test_message ("%s ends at %s", g_match_info_get_string (match), right);
    g_assert_cmpfloat (g_ascii_strtod (left, NULL), >=, PAPER_MARGIN - 1);
    g_assert_cmpfloat (g_ascii_strtod (right, NULL), <=, PAPER_WIDTH - PAPER_MARGIN + 1);
    g_assert_cmpfloat (g_ascii_strtod (top, NULL), >=, PAPER_MARGIN - 4);
    g_assert_cmpfloat (g_ascii_strtod (bottom, NULL), <=, PAPER_HEIGHT - PAPER_MARGIN + 4);
    n++;
  }
  g_assert_cmpuint (n, >, 200);
}

/* A line that is broken in the report is one here. */
static char *
join_words (const char *text)
{
  g_autoptr (GRegex) spaces = g_regex_new ("[\\s\\x{a0}]+", 0, 0, NULL);

  return g_regex_replace_literal (spaces, text, -1, 0, " ", 0, NULL);
}

static void
assert_in_report (const char *report,
                  const char *words)
{
  g_autofree char *joined = join_words (words);

  if (!strstr (report, joined))
    g_test_message ("“%s” is not in the report", joined);
  g_assert_nonnull (strstr (report, joined));
}

static GBytes *
draw_report (Fixture *fixture,
             guint   *n_pages_out)
{
  g_autoptr (WbResultsReport) report =
    wb_results_report_new (fixture->app.context, fixture->page->model);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = wb_results_report_draw (report, n_pages_out, &error);

  g_assert_no_error (error);

  return bytes;
}

static void
test_results_page_report (Fixture       *fixture,
                          gconstpointer  data)
{
  guint n_pages = 0;
  g_autoptr (GBytes) bytes = draw_report (fixture, &n_pages);
  g_autofree char *raw = run_pdf ("-raw", bytes);
  g_autofree char *text = join_words (raw);
  g_autofree char *headline = wb_results_headline (fixture->page->model->results);
  g_autofree char *reason = wb_results_reason (fixture->page->model->results);

  assert_in_report (text, "Home & Light");
  assert_in_report (text, "Europe/Prague");
  assert_in_report (text, "22 Oct – 20 Nov 2026");
  assert_in_report (text, headline);
  assert_in_report (text, reason);
  g_assert_cmpuint (n_pages, >=, 2);
  for (guint page = 1; page <= n_pages; page++) {
    g_autofree char *number = g_strdup_printf ("Page %u of %u", page, n_pages);

    assert_in_report (text, number);
  }
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
    g_auto (WbResultsCell) cell = { NULL };

    wb_results_cell_make (&cell, fixture->page->model,
                          wb_results_model_find_tool (fixture->page->model, tool),
                          WB_RESULTS_REVENUE);
    assert_in_report (text, cell.text);
  }
  for (WbResultsChart chart = 0; chart < WB_N_RESULTS_CHARTS; chart++) {
    g_autoptr (WbChartData) made = wb_results_chart_make (
      chart, fixture->page->model, wb_results_page_name_type, fixture->page);

    assert_in_report (text, made->summary);
  }
  assert_in_report (text, "Wilson’s score interval");
  assert_within_margins (bytes);
}

/* Names as long as people make them, without a place to break them. */
static void
make_names_long (Fixture *fixture)
{
  static const char long_name[] =
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
  WbDb *reader = wb_context_get_reader (fixture->app.context);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) account = wb_account_store_get (reader, &error);
  g_autoptr (GPtrArray) types = wb_ticket_type_store_list (reader, &error);
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);

  g_assert_no_error (error);
  wb_lang_text_unref (account->name);
  account->name = wb_lang_text_new_plain (long_name);
  account->version++;
  wb_account_store_put (db, account, &error);
  for (guint i = 0; i < types->len; i++) {
    WbTicketType *type = g_ptr_array_index (types, i);

    wb_lang_text_unref (type->name);
    type->name = wb_lang_text_new_plain (long_name);
    wb_ticket_type_store_upsert (db, type, &error);
  }
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_ACCOUNT, &error);
  g_assert_no_error (error);
  app_wait_written (&fixture->app);
}

static void
test_results_page_report_of_long_names (Fixture       *fixture,
                                        gconstpointer  data)
{
  guint n_pages = 0;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *raw = NULL;

  make_names_long (fixture);
  bytes = draw_report (fixture, &n_pages);
  raw = run_pdf ("-raw", bytes);
  g_assert_nonnull (strstr (raw, "Donaudampf"));
  assert_within_margins (bytes);
}

static gboolean
is_there (gpointer data)
{
  return g_file_query_exists (data, NULL);
}

/* In a folder that is not there nothing is written, and the person is told. */
static void
test_results_page_writes_report (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->app.root, "report.pdf", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->app.root, "gone", "report.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) lost = g_file_new_for_path (nowhere);
  g_autofree char *bytes = NULL;
  gsize size = 0;

  wb_results_page_write_report (fixture->page, file);
  app_wait_until (is_there, file);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF-"));
  app_wait_frames (fixture->window, 10);
  g_assert_true (dialog_says (fixture->window, "Report saved"));

  wb_results_page_write_report (fixture->page, lost);
  app_wait_frames (fixture->window, 30);
  g_assert_false (g_file_query_exists (lost, NULL));
}

static void
test_results_page_csv (Fixture       *fixture,
                       gconstpointer  data)
{
  gint32 today = fixture->rows.today;
  g_autoptr (GPtrArray) tools = wb_results_csv_make (fixture->page->model, WB_RESULTS_FILE_TOOLS,
                                                     wb_results_page_name_type, fixture->page);
  g_autoptr (GPtrArray) days = wb_results_csv_make (fixture->page->model, WB_RESULTS_FILE_DAYS,
                                                    wb_results_page_name_type, fixture->page);
  gint64 offered = 0;

  g_assert_cmpuint (tools->len, ==, 1 + WB_N_TOOLS);
  for (guint i = 1; i < tools->len; i++) {
    GStrv row = g_ptr_array_index (tools, i);
    const WbToolResult *tool = g_ptr_array_index (fixture->page->model->results->tools, i - 1);
    g_autoptr (WbFunnelRow) sum =
      results_fixture_add_up (&fixture->rows, tool->tool, today - 29, today, NULL, "CZK");
    g_autofree char *money =
      g_strdup_printf ("%d.%02d", (int) (sum->revenue / 100), (int) (sum->revenue % 100));

    g_assert_cmpuint (g_strv_length (row), ==, g_strv_length (g_ptr_array_index (tools, 0)));
    g_assert_cmpstr (row[0], ==, wb_tool_words (tool->tool));
    g_assert_cmpint (g_ascii_strtoll (row[1], NULL, 10), ==, sum->offered);
    g_assert_cmpint (g_ascii_strtoll (row[3], NULL, 10), ==, sum->taken);
    g_assert_cmpint (g_ascii_strtoll (row[4], NULL, 10), ==, sum->used);
    g_assert_cmpint (g_ascii_strtoll (row[5], NULL, 10), ==, sum->used_probable);
    g_assert_cmpstr (row[10], ==, money);
  }
  for (guint i = 1; i < days->len; i++)
    offered += g_ascii_strtoll (((GStrv) g_ptr_array_index (days, i))[2], NULL, 10);
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
    g_autoptr (WbFunnelRow) sum =
      results_fixture_add_up (&fixture->rows, tool, today - 29, today, NULL, "CZK");

    offered -= sum->offered;
  }
  g_assert_cmpint (offered, ==, 0);
}

static gboolean
is_narrow (gpointer data)
{
  Fixture *fixture = data;

  return wb_results_table_is_narrow (WB_RESULTS_TABLE (fixture->page->table));
}

/* Cards instead of columns, with the same words. */
static void
test_results_page_is_cards_when_narrow (Fixture       *fixture,
                                        gconstpointer  data)
{
  g_autofree char *wide = wb_results_table_dup_text (WB_RESULTS_TABLE (fixture->page->table));
  g_autofree char *narrow = NULL;

  g_assert_false (is_narrow (fixture));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 700);
  app_wait_until (is_narrow, fixture);
  narrow = wb_results_table_dup_text (WB_RESULTS_TABLE (fixture->page->table));
  g_assert_cmpstr (narrow, ==, wide);
  g_assert_cmpint (gtk_widget_get_width (fixture->window), <=, 360);
}

static void
test_results_page_speaks (Fixture       *fixture,
                          gconstpointer  data)
{
  GtkWidget *table = gtk_widget_get_first_child (fixture->page->table);

  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (table)), ==,
                   GTK_ACCESSIBLE_ROLE_TABLE);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->page->export_button),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Report and files");
  gtk_test_accessible_assert_property (
    GTK_ACCESSIBLE (dialog_find_nth (fixture->page->filter_bar, GTK_TYPE_DROP_DOWN, 0)),
    GTK_ACCESSIBLE_PROPERTY_LABEL, "Ticket type");
  gtk_test_accessible_assert_property (
    GTK_ACCESSIBLE (dialog_find_nth (fixture->page->filter_bar, GTK_TYPE_DROP_DOWN, 1)),
    GTK_ACCESSIBLE_PROPERTY_LABEL, "Currency");
  g_assert_true (gtk_test_accessible_has_relation (
                   GTK_ACCESSIBLE (fixture->page->probable_switch), GTK_ACCESSIBLE_RELATION_LABELLED_BY));
}

/* Tab goes through all of it and comes to an end. */
static void
test_results_page_by_keyboard (Fixture       *fixture,
                               gconstpointer  data)
{
  GtkWidget *page = GTK_WIDGET (fixture->page);
  gboolean met_switch = FALSE;
  gboolean met_chart = FALSE;
  int n = 0;

  wb_page_shown (WB_PAGE (page));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (gtk_widget_get_root (page)),
                                         fixture->page->filter_bar));
  for (; n < 80 && gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD); n++) {
    GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (page));

    met_switch = met_switch || focus == fixture->page->probable_switch;
    met_chart = met_chart || WB_IS_CHART (focus);
  }
  g_assert_true (met_switch);
  g_assert_true (met_chart);
  g_assert_cmpint (n, <, 80);
}

int
main (int   argc,
      char *argv[])
{
  static const char *features[] = { WB_FEATURE_REMARKETING, WB_FEATURE_STATS, WB_FEATURE_FUNNEL,
                                    NULL };
  static const Options years = { { 60, 10, TRUE }, TRUE, RESULTS_YEARS };
  static const Options as_agent = { { 60, 10, FALSE }, TRUE, RESULTS_YEARS };
  static const Options with_sync = { { 60, 10, TRUE, FALSE, TRUE }, TRUE, RESULTS_YEARS };
  static const Options week = { { 60, 10, TRUE }, TRUE, RESULTS_WEEK };
  static const Options nothing = { { 60, 10, TRUE }, TRUE, RESULTS_NOTHING };
  static const Options unread = { { 20, 0, TRUE }, FALSE, 0, features };
  static const Options without = { { 20, 0, TRUE } };
  static const Options plain = { { 20, 0, TRUE, TRUE } };
  int result = 0;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  application = app_get_application ();

#define ADD(path, options, func) \
  g_test_add ("/wb/app/results-page/" path, Fixture, options, set_up, func, tear_down)
  ADD ("says-each-number", &years, test_results_page_says_each_number);
  ADD ("filters", &as_agent, test_results_page_filters);
  ADD ("leaves-probable-out", &years, test_results_page_leaves_probable_out);
  ADD ("charts-agree", &years, test_results_page_charts_agree);
  ADD ("calls-agree", &years, test_results_page_calls_agree);
  ADD ("reads-again", &years, test_results_page_reads_again);
  ADD ("at-level-0", &plain, test_results_page_at_level_0);
  ADD ("without-the-feature", &without, test_results_page_without_feature);
  ADD ("never-read", &unread, test_results_page_never_read);
  ADD ("with-nothing", &nothing, test_results_page_with_nothing);
  ADD ("cannot-be-read", &years, test_results_page_cannot_be_read);
  ADD ("offline", &with_sync, test_results_page_offline);
  ADD ("not-enough", &week, test_results_page_not_enough);
  ADD ("in-words", &years, test_results_page_in_words);
  ADD ("explains", &years, test_results_page_explains);
  ADD ("report", &years, test_results_page_report);
  ADD ("report-of-long-names", &years, test_results_page_report_of_long_names);
  ADD ("writes-the-report", &years, test_results_page_writes_report);
  ADD ("csv", &years, test_results_page_csv);
  ADD ("is-cards-when-narrow", &years, test_results_page_is_cards_when_narrow);
  ADD ("speaks", &years, test_results_page_speaks);
  ADD ("by-keyboard", &years, test_results_page_by_keyboard);
#undef ADD
  result = g_test_run ();
  g_object_unref (application);

  return result;
}
