/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the report says, in its order; see wb-results-report.h. */

#include "config.h"

#include "wb-results-report-private.h"

#include "wb-banner-store.h"
#include "wb-format.h"
#include "wb-paper-font.h"
#include "wb-results-notes.h"
#include "wb-results-words.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

/* Parts of the page's width. */
static const double tool_widths[] = { 1.25, 0.75, 0.7, 0.75, 1.0, 1.6, 1.5, 1.3 };
static const double banner_widths[] = { 3, 1, 1, 1, 1.2 };
static const double call_widths[] = { 1, 2.4, 3.2, 2.4 };
G_STATIC_ASSERT (G_N_ELEMENTS (tool_widths) == WB_N_RESULTS_COLUMNS);

static void
free_block (WbReportBlock *block)
{
  g_free (block->text);
  for (int i = 0; i < WB_REPORT_COLUMNS_MAX; i++) {
    g_free (block->cells[i]);
    g_free (block->notes[i]);
  }
  g_clear_pointer (&block->chart, wb_chart_data_unref);
  g_free (block);
}

static WbReportBlock *
add_block (WbResultsReport   *self,
           WbReportBlockKind  kind,
           const char        *text)
{
  WbReportBlock *block = g_new0 (WbReportBlock, 1);

  block->kind = kind;
  block->text = g_strdup (text);
  g_ptr_array_add (self->blocks, block);

  return block;
}

/* A line of a table whose head is the block at @head: the head itself, if that is the next one. */
static WbReportBlock *
add_line (WbResultsReport *self,
          guint            head,
          const double    *widths,
          int              n_columns,
          int              n_left)
{
  WbReportBlock *block = add_block (
    self, head == self->blocks->len ? WB_REPORT_TABLE_HEAD : WB_REPORT_TABLE_ROW, NULL);

  block->head = head;
  block->widths = widths;
  block->n_columns = n_columns;
  block->n_left = n_left;

  return block;
}

static char *
format_moment (gint64     at,
               GTimeZone *zone)
{
  g_autofree char *day = NULL;
  g_autofree char *clock = NULL;
  WbPeriod period = { wb_date_of_time (at, zone), wb_date_of_time (at, zone) };

  day = wb_results_format_period (&period);
  clock = wb_format_clock (at, zone);

  return g_strdup_printf ("%s %s", day, clock);
}

/* What was asked, so that the same numbers can be had again. */
static void
add_facts (WbResultsReport      *self,
           WbContext            *context,
           const WbResultsModel *model)
{
  const WbResultsQuestion *question = model->question;
  const WbStatState *state = &model->states[WB_STAT_FUNNEL];
  const char *type = question->type ? wb_context_get_type_name (context, question->type) : NULL;
  g_autofree char *period = wb_results_format_period (&question->period);
  g_autofree char *before = wb_results_format_period (&model->before);
  g_autofree char *days = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%s (%d day), compared with %s", "%s (%d days), compared with %s",
                 (gulong) wb_period_days (&question->period)),
    period, wb_period_days (&question->period), before);
  g_autofree char *filter = wb_format_join (
    question->type ? WB_TEXT (type) : _ ("All ticket types"),
    question->currency ? question->currency : _ ("All currencies"),
    question->with_probable ? _ ("Probable orders count") : _ ("Probable orders are left out"),
    NULL);

  add_block (self, WB_REPORT_TEXT, days);
  add_block (self, WB_REPORT_TEXT, filter);
  if (state->facts && state->read_at != WB_TIME_NONE) {
    g_autofree char *read = format_moment (state->read_at, wb_context_get_zone (context));
    /* TRANSLATORS: when the numbers were read, and the name of the time zone whose days they are */
    g_autofree char *words = g_strdup_printf (_ ("Numbers of %s; days of the time zone %s"), read,
                                              WB_TEXT (state->facts->time_zone));

    add_block (self, WB_REPORT_SMALL, words);
  }
}

static void
add_findings (WbResultsReport      *self,
              const WbResultsModel *model)
{
  g_autofree char *headline = wb_results_headline (model->results);
  g_autofree char *reason = wb_results_reason (model->results);
  GArray *findings = model->results->findings;

  add_block (self, WB_REPORT_HEADLINE, headline);
  if (*reason != '\0')
    add_block (self, WB_REPORT_TEXT, reason);
  for (guint i = 0; i < findings->len; i++) {
    const WbFinding *finding = &g_array_index (findings, WbFinding, i);
    g_autofree char *words = NULL;

    /* Said already by the headline's reason. */
    if (finding->kind == WB_FINDING_NOT_ENOUGH || finding->kind == WB_FINDING_BEST_SHARE)
      continue;
    words = wb_finding_words (model->results, finding);
    add_block (self, WB_REPORT_ADVICE, words);
  }
}

static void
add_tools (WbResultsReport      *self,
           const WbResultsModel *model)
{
  guint head = 0;

  if (!wb_results_model_has_offers (model))
    return;

  add_block (self, WB_REPORT_HEADING, _ ("Which offer brings customers back"));
  head = self->blocks->len;
  for (int i = -1; i < (int) model->results->tools->len; i++) {
    WbReportBlock *block = add_line (self, head, tool_widths, WB_N_RESULTS_COLUMNS, 1);

    for (WbResultsColumn column = 0; column < WB_N_RESULTS_COLUMNS; column++) {
      g_auto (WbResultsCell) cell = { NULL };

      if (i < 0) {
        block->cells[column] = g_strdup (wb_results_column_title (column));
        continue;
      }
      wb_results_cell_make (&cell, model, g_ptr_array_index (model->results->tools, i), column);
      block->cells[column] = g_steal_pointer (&cell.text);
      block->notes[column] = g_steal_pointer (&cell.note);
    }
  }
}

static const char *
name_type (gpointer    data,
           const char *id)
{
  return wb_context_get_type_name (data, id);
}

/* Its title, the drawing, and the same in words. */
static void
add_chart (WbResultsReport *self,
           WbChartData     *data)
{
  WbReportBlock *block = NULL;

  if (wb_chart_data_is_empty (data))
    return;

  add_block (self, WB_REPORT_HEADING, data->title);
  block = add_block (self, WB_REPORT_CHART, NULL);
  block->chart = wb_chart_data_ref (data);
  add_block (self, WB_REPORT_SMALL, data->summary);
}

static void
add_charts (WbResultsReport      *self,
            WbContext            *context,
            const WbResultsModel *model)
{
  for (WbResultsChart chart = 0; chart < WB_N_RESULTS_CHARTS; chart++) {
    g_autoptr (WbChartData) data = chart == WB_RESULTS_CHART_CALLS
                                     ? NULL
                                     : wb_results_chart_make (chart, model, name_type, context);

    if (data)
      add_chart (self, data);
  }
}

static void
add_calls (WbResultsReport      *self,
           const WbResultsModel *model,
           int                   goal_hours)
{
  g_autoptr (WbChartData) data =
    wb_results_chart_make (WB_RESULTS_CHART_CALLS, model, NULL, NULL);
  gboolean has_heading = FALSE;

  for (WbResultsTileKind kind = 0; kind < WB_N_RESULTS_TILES; kind++) {
    g_auto (WbResultsTile) tile = { NULL };
    WbReportBlock *block = NULL;

    if (!wb_results_tile_make (&tile, model, kind, goal_hours))
      continue;
    if (!has_heading) {
      add_block (self, WB_REPORT_HEADING, _ ("Calls, and what is open in coupons"));
      has_heading = TRUE;
    }
    block = add_line (self, WB_REPORT_NO_HEAD, call_widths, G_N_ELEMENTS (call_widths),
                      G_N_ELEMENTS (call_widths));
    block->cells[0] = g_strdup (tile.figure);
    block->cells[1] = g_strdup (tile.title);
    block->cells[2] = g_strdup (tile.detail);
    block->cells[3] = g_strdup (tile.before);
  }
  if (data)
    add_chart (self, data);
}

static gint64
count_filtered (const WbBannerCount *count)
{
  gint64 sum = 0;

  for (int i = 0; i < WB_N_VERDICTS; i++)
    sum += count->filtered[i];

  return sum;
}

static void
add_banner (WbResultsReport     *self,
            WbContext           *context,
            guint                head,
            const WbBannerCount *count)
{
  WbReportBlock *block = add_line (self, head, banner_widths, G_N_ELEMENTS (banner_widths), 1);
  g_autoptr (WbBanner) banner =
    count->banner ? wb_banner_store_get (wb_context_get_reader (context), count->banner, NULL)
                  : NULL;

  block->cells[0] = g_strdup (banner ? banner->name : _ ("A banner that is gone"));
  block->cells[1] = wb_results_format_count (count->impressions);
  block->cells[2] = wb_results_format_count (count->clicks);
  block->cells[3] = count->impressions > 0
                      ? wb_results_format_share (count->clicks_with_views, count->impressions)
                      : g_strdup ("–");
  block->cells[4] = wb_results_format_count (count_filtered (count));
}

static void
add_banners (WbResultsReport      *self,
             WbContext            *context,
             const WbResultsModel *model)
{
  WbReportBlock *block = NULL;
  guint head = 0;

  if (model->banners->len == 0)
    return;

  add_block (self, WB_REPORT_HEADING, _ ("Banners"));
  head = self->blocks->len;
  block = add_line (self, head, banner_widths, G_N_ELEMENTS (banner_widths), 1);
  block->cells[0] = g_strdup (_ ("Banner"));
  block->cells[1] = g_strdup (_ ("Views"));
  block->cells[2] = g_strdup (_ ("Clicks"));
  block->cells[3] = g_strdup (_ ("Of views"));
  block->cells[4] = g_strdup (_ ("Left out"));
  for (guint i = 0; i < model->banners->len; i++)
    add_banner (self, context, head, g_ptr_array_index (model->banners, i));
  add_block (self, WB_REPORT_SMALL,
             _ ("Views and clicks of people. Left out: clicks of programs, and repeated ones. "
                "Views in mails cannot be counted."));
}

static void
add_notes (WbResultsReport *self,
           int              goal_hours)
{
  g_autoptr (GPtrArray) notes = wb_results_notes_new (goal_hours);

  add_block (self, WB_REPORT_HEADING, _ ("How this is counted"));
  for (guint i = 0; i < notes->len; i++) {
    const WbResultsNote *note = g_ptr_array_index (notes, i);
    /* TRANSLATORS: a term and what it means: “Taken: a coupon was made, …” */
    g_autofree char *words = g_strdup_printf (_ ("%s: %s"), note->title, note->text);

    add_block (self, WB_REPORT_SMALL, words);
  }
}

/**
 * wb_results_report_new:
 * @context: where names are looked up
 * @model: the numbers
 *
 * Main thread.
 *
 * Returns: (transfer full): a report that is not drawn yet
 */
WbResultsReport *
wb_results_report_new (WbContext            *context,
                       const WbResultsModel *model)
{
  WbResultsReport *self = NULL;
  const WbAccount *account = NULL;
  g_autofree char *period = NULL;
  g_autofree char *now = NULL;
  int goal_hours = 24;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (model, NULL);

  self = g_new0 (WbResultsReport, 1);
  account = wb_context_get_account (context);
  if (account && account->call_goal_hours > 0)
    goal_hours = account->call_goal_hours;
  period = wb_results_format_period (&model->question->period);
  now = format_moment (wb_context_now (context), wb_context_get_zone (context));
  self->family = wb_paper_font_dup_family ();
  self->merchant = g_strdup (
    account && account->name ? WB_TEXT (wb_context_pick_text (context, account->name)) : "");
  /* TRANSLATORS: on each page of a report; %s is a period */
  self->subject = g_strdup_printf (_ ("Winning customers back, %s"), period);
  /* TRANSLATORS: on each page of a report; %s is day and time */
  self->made = g_strdup_printf (_ ("Made with Winback on %s"), now);
  self->is_rtl = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) free_block);
  add_block (self, WB_REPORT_TITLE, _ ("Which offer brings customers back"));
  add_facts (self, context, model);
  add_findings (self, model);
  add_tools (self, model);
  add_charts (self, context, model);
  add_calls (self, model, goal_hours);
  add_banners (self, context, model);
  add_notes (self, goal_hours);

  return self;
}

/**
 * wb_results_report_free:
 * @self: (transfer full): a report
 */
void
wb_results_report_free (WbResultsReport *self)
{
  g_free (self->family);
  g_free (self->merchant);
  g_free (self->subject);
  g_free (self->made);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

typedef struct
{
  WbResultsReport *report;  /* (owned) */
  GFile *file;              /* (owned) */
} Writing;

static void
free_writing (Writing *writing)
{
  wb_results_report_free (writing->report);
  g_object_unref (writing->file);
  g_free (writing);
}

static void
write_report (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Writing *writing = task_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = wb_results_report_draw (writing->report, NULL, &error);

  if (bytes && g_file_replace_contents (writing->file, g_bytes_get_data (bytes, NULL),
                                        g_bytes_get_size (bytes), NULL, FALSE,
                                        G_FILE_CREATE_PRIVATE, NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * wb_results_report_write_async:
 * @self: (transfer full): a report
 * @file: where to; replaced if it exists
 * @cancellable: (nullable): cancelled, it does not change @file
 * @callback: ended by wb_results_report_write_finish()
 * @user_data: for @callback
 */
void
wb_results_report_write_async (WbResultsReport     *self,
                               GFile               *file,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Writing *writing = g_new0 (Writing, 1);

  writing->report = self;
  writing->file = g_object_ref (file);
  g_task_set_source_tag (task, wb_results_report_write_async);
  g_task_set_task_data (task, writing, (GDestroyNotify) free_writing);
  g_task_run_in_thread (task, write_report);
}

/**
 * wb_results_report_write_finish:
 * @result: what the callback got
 * @error: %G_IO_ERROR
 *
 * Returns: `TRUE` if the file is written
 */
gboolean
wb_results_report_write_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
