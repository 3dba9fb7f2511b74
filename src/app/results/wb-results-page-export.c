/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What leaves the Results page: its text, how it is counted, the report and files. What is written
 * is what was shown when it was asked for. */

#include "config.h"

#include "wb-results-page-private.h"

#include "compat.h"
#include "wb-csv-saver.h"
#include "wb-dialog.h"
#include "wb-results-csv.h"
#include "wb-results-notes.h"
#include "wb-results-report.h"
#include "wb-results-text-window.h"
#include "wb-results-words.h"

#include <glib/gi18n-lib.h>

#define TEXT_WIDTH 560
#define TEXT_HEIGHT 620

static GtkWindow *
get_window (WbResultsPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* What charts and tiles say, for whoever cannot see them. */
static void
add_numbers (WbResultsPage       *self,
             WbResultsTextWindow *window)
{
  g_autoptr (GString) tiles = g_string_new (NULL);

  for (WbResultsChart chart = 0; chart < WB_N_RESULTS_CHARTS; chart++) {
    g_autoptr (WbChartData) data =
      wb_results_chart_make (chart, self->model, wb_results_page_name_type, self);

    if (data)
      wb_results_text_window_add (window, data->title, data->summary);
  }
  for (WbResultsTileKind kind = 0; kind < WB_N_RESULTS_TILES; kind++) {
    g_auto (WbResultsTile) tile = { NULL };

    if (wb_results_tile_make (&tile, self->model, kind, wb_results_page_get_goal_hours (self)))
      g_string_append_printf (tiles, "%s%s %s: %s%s%s", tiles->len > 0 ? "\n" : "", tile.figure,
                              tile.title, tile.detail, *tile.before != '\0' ? "; " : "",
                              tile.before);
  }
  if (tiles->len > 0)
    wb_results_text_window_add (window, _ ("Calls, and what is open in coupons"), tiles->str);
}

/* Opens all of it as text. (transfer none) */
GtkWidget *
wb_results_page_read_aloud (WbResultsPage *self)
{
  g_autofree char *summary = NULL;
  g_autofree char *period = NULL;
  GtkWidget *window = NULL;

  g_return_val_if_fail (self->model, NULL);

  summary = wb_results_summary (self->model->results);
  period = wb_results_format_period (&self->model->question->period);
  window = wb_results_text_window_new (_ ("Results in words"), TRUE);
  wb_results_text_window_add (WB_RESULTS_TEXT_WINDOW (window), period, summary);
  add_numbers (self, WB_RESULTS_TEXT_WINDOW (window));
  wb_dialog_open (GTK_WINDOW (window), get_window (self), TEXT_WIDTH, TEXT_HEIGHT);

  return window;
}

/* Opens what each number means. (transfer none) */
GtkWidget *
wb_results_page_explain (WbResultsPage *self)
{
  g_autoptr (GPtrArray) notes = wb_results_notes_new (wb_results_page_get_goal_hours (self));
  GtkWidget *window = wb_results_text_window_new (_ ("How this is counted"), FALSE);

  for (guint i = 0; i < notes->len; i++) {
    const WbResultsNote *note = g_ptr_array_index (notes, i);

    wb_results_text_window_add (WB_RESULTS_TEXT_WINDOW (window), note->title, note->text);
  }
  wb_dialog_open (GTK_WINDOW (window), get_window (self), TEXT_WIDTH, TEXT_HEIGHT);

  return window;
}

/* A report on its way: who asked, and where to. */
typedef struct
{
  WbResultsPage *self;        /* (owned) */
  WbResultsReport *report;    /* (owned) (nullable) */
  GFile *file;                /* (owned) (nullable) */
} Saving;

static void
free_saving (Saving *saving)
{
  g_object_unref (saving->self);
  g_clear_pointer (&saving->report, wb_results_report_free);
  g_clear_object (&saving->file);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, free_saving)

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  if (!wb_results_report_write_finish (result, &error)) {
    wb_page_toast_error (WB_PAGE (saving->self), error);
    return;
  }
  uri = g_file_get_uri (saving->file);
  wb_page_toast (WB_PAGE (saving->self), _ ("Report saved"), _ ("Open folder"), "win.show-folder",
                 g_variant_new_string (uri));
}

/**
 * wb_results_page_write_report:
 * @self: the page
 * @file: where to
 *
 * Writes the report of what is shown.
 */
void
wb_results_page_write_report (WbResultsPage *self,
                              GFile         *file)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->self = g_object_ref (self);
  saving->file = g_object_ref (file);
  wb_results_report_write_async (wb_results_report_new (self->context, self->model), file, NULL,
                                 written_cb, saving);
}

static void
file_chosen_cb (GFile    *file,
                gpointer  user_data)
{
  WbResultsPage *self = WB_RESULTS_PAGE (user_data);

  if (file && self->context && self->model)
    wb_results_page_write_report (self, file);
}

/* "winback-results-2026-10-22-2026-11-20.pdf" */
void
wb_results_page_save_report (WbResultsPage *self)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (self->model);

  from = wb_date_format (self->model->question->period.from);
  to = wb_date_format (self->model->question->period.to);
  name = g_strdup_printf ("winback-results-%s-%s.pdf", from, to);
  wb_compat_save_file (get_window (self), _ ("Save the report"), name, file_chosen_cb,
                       g_object_ref (self), g_object_unref);
}

/* @what: a table of wb-results-csv.h */
void
wb_results_page_save_table (WbResultsPage *self,
                            const char    *what)
{
  g_autofree char *about = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  WbResultsFile file;

  g_return_if_fail (self->model);
  if (!wb_results_file_from_text (what, &file))
    return;

  about = g_strdup_printf ("results-%s", what);
  name = wb_csv_saver_name (about, &self->model->question->period);
  rows = wb_results_csv_make (self->model, file, wb_results_page_name_type, self);
  wb_csv_saver_ask (WB_PAGE (self), name, rows);
}

void
wb_results_page_save_chart (WbResultsPage  *self,
                            WbResultsChart  chart)
{
  g_autoptr (WbChartData) data = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *about = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (self->model);

  data = wb_results_chart_make (chart, self->model, wb_results_page_name_type, self);
  if (!data)
    return;
  about = g_strdup_printf ("results-chart-%s", wb_results_chart_to_text (chart));
  name = wb_csv_saver_name (about, &self->model->question->period);
  rows = wb_chart_data_to_rows (data);
  wb_csv_saver_ask (WB_PAGE (self), name, rows);
}

GMenuModel *
wb_results_page_make_menu (void)
{
  static const struct
  {
    WbResultsFile file;
    const char *label;
  } files[] = {
    { WB_RESULTS_FILE_TOOLS, N_ ("_Offers compared…") },
    { WB_RESULTS_FILE_TYPES, N_ ("By ticket _type…") },
    { WB_RESULTS_FILE_DAYS, N_ ("By _day…") },
    { WB_RESULTS_FILE_CALLS, N_ ("_Calls…") },
  };
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) report = g_menu_new ();
  g_autoptr (GMenu) tables = g_menu_new ();

  g_menu_append (report, _ ("_Report as PDF…"), "results.report");
  g_menu_append (report, _ ("Results in _words"), "results.read");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (report));
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *action =
      g_strdup_printf ("results.csv::%s", wb_results_file_to_text (files[i].file));

    g_menu_append (tables, _ (files[i].label), action);
  }
  g_menu_append_section (menu, _ ("As CSV"), G_MENU_MODEL (tables));

  return G_MENU_MODEL (menu);
}
