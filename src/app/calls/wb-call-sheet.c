/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The call sheet to a printer or a file; see wb-call-sheet.h. */

#include "config.h"

#include "wb-call-sheet-private.h"

#include "compat.h"

#include <glib/gi18n-lib.h>

#define MARGIN_MM 14
/* What a person chose last, kept with the window until it closes. */
#define SETTINGS_KEY "wb-call-sheet-settings"

static gboolean
paginate_cb (GtkPrintOperation *operation,
             GtkPrintContext   *context,
             gpointer           user_data)
{
  WbCallSheet *sheet = user_data;

  if (!wb_call_sheet_lay_out (sheet, context))
    return FALSE;

  gtk_print_operation_set_n_pages (operation, (int) sheet->pages->len);

  return TRUE;
}

/* The dialog may change the paper and print once more. */
static void
begin_print_cb (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                gpointer           user_data)
{
  WbCallSheet *sheet = user_data;

  g_array_set_size (sheet->pages, 0);
  sheet->n_laid_out = 0;
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              gpointer           user_data)
{
  wb_call_sheet_draw_page (user_data, context, (guint) page);
}

static GtkPageSetup *
make_page_setup (const char *paper)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  GtkPaperSize *size = gtk_paper_size_new (paper);

  gtk_page_setup_set_paper_size (setup, size);
  gtk_paper_size_free (size);
  gtk_page_setup_set_top_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_page_setup_set_bottom_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_page_setup_set_left_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_page_setup_set_right_margin (setup, MARGIN_MM, GTK_UNIT_MM);

  return setup;
}

/* The operation owns the sheet. */
static GtkPrintOperation *
make_operation (WbCallSheet *sheet,
                const char  *paper)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = make_page_setup (paper);

  g_object_set_data_full (G_OBJECT (operation), "sheet", sheet,
                          (GDestroyNotify) wb_call_sheet_free);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_job_name (operation, sheet->title);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_print_cb), sheet);
  g_signal_connect (operation, "paginate", G_CALLBACK (paginate_cb), sheet);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), sheet);

  return operation;
}

/* What is being printed, so that it can be tried again. Counted: the operation and the question
 * after a failure each hold it. */
typedef struct {
  GWeakRef parent;
  WbContext *context;  /* (owned) */
  GPtrArray *calls;    /* (owned) */
  char *title;         /* (owned) */
} Job;

static void
clear_job (Job *job)
{
  g_weak_ref_clear (&job->parent);
  g_object_unref (job->context);
  g_ptr_array_unref (job->calls);
  g_free (job->title);
}

static void
unref_job (Job *job)
{
  g_rc_box_release_full (job, (GDestroyNotify) clear_job);
}

static void
try_again_cb (gboolean response,
              gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&job->parent);

  if (response && parent)
    wb_call_sheet_print (parent, job->context, job->calls, job->title);
}

static void
done_cb (GtkPrintOperation       *operation,
         GtkPrintOperationResult  result,
         Job                     *job)
{
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&job->parent);
  g_autoptr (GError) error = NULL;

  if (!parent)
    return;

  if (result == GTK_PRINT_OPERATION_RESULT_APPLY) {
    GtkPrintSettings *settings = gtk_print_operation_get_print_settings (operation);

    if (settings)
      g_object_set_data_full (G_OBJECT (parent), SETTINGS_KEY, g_object_ref (settings),
                              g_object_unref);
  } else if (result == GTK_PRINT_OPERATION_RESULT_ERROR) {
    gtk_print_operation_get_error (operation, &error);
    wb_compat_ask (parent, _ ("The calls were not printed"), error ? error->message : NULL,
                   _ ("_Try Again"), FALSE, try_again_cb, g_rc_box_acquire (job),
                   (GDestroyNotify) unref_job);
  }
}

static void
free_job_cb (gpointer  data,
             GClosure *closure)
{
  unref_job (data);
}

/**
 * wb_call_sheet_print:
 * @parent: the window it is asked from
 * @context: where to look things up
 * @calls: (element-type WbActivity): the calls, in their order
 * @title: what they are, translated
 *
 * Opens the print dialog and returns. The sheet says what was so when it was asked for. A failure
 * is shown above @parent.
 */
void
wb_call_sheet_print (GtkWindow  *parent,
                     WbContext  *context,
                     GPtrArray  *calls,
                     const char *title)
{
  g_autoptr (GtkPrintOperation) operation = NULL;
  GtkPrintSettings *settings = NULL;
  Job *job;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (WB_IS_CONTEXT (context));
  g_return_if_fail (calls);
  g_return_if_fail (title);

  job = g_rc_box_new0 (Job);
  g_weak_ref_init (&job->parent, parent);
  job->context = g_object_ref (context);
  job->calls = g_ptr_array_ref (calls);
  job->title = g_strdup (title);

  operation = make_operation (wb_call_sheet_new (context, calls, title), NULL);
  settings = g_object_get_data (G_OBJECT (parent), SETTINGS_KEY);
  if (settings)
    gtk_print_operation_set_print_settings (operation, settings);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_show_progress (operation, TRUE);
  g_signal_connect_data (operation, "done", G_CALLBACK (done_cb), job, free_job_cb, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, NULL);
}

/**
 * wb_call_sheet_export_paper:
 * @context: where to look things up
 * @calls: (element-type WbActivity): the calls, in their order
 * @title: what they are, translated
 * @paper: (nullable): a PWG 5101.1 name; `NULL` = what is usual here
 * @path: the PDF to write
 * @error: return location
 *
 * Returns: `FALSE` with @error set if it could not be written
 */
gboolean
wb_call_sheet_export_paper (WbContext   *context,
                            GPtrArray   *calls,
                            const char  *title,
                            const char  *paper,
                            const char  *path,
                            GError     **error)
{
  g_autoptr (GtkPrintOperation) operation =
    make_operation (wb_call_sheet_new (context, calls, title), paper);

  gtk_print_operation_set_export_filename (operation, path);

  return gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, error) ==
         GTK_PRINT_OPERATION_RESULT_APPLY;
}

/**
 * wb_call_sheet_export:
 * @context: where to look things up
 * @calls: (element-type WbActivity): the calls, in their order
 * @title: what they are, translated
 * @path: the PDF to write
 * @error: return location
 *
 * Returns: `FALSE` with @error set if it could not be written
 */
gboolean
wb_call_sheet_export (WbContext   *context,
                      GPtrArray   *calls,
                      const char  *title,
                      const char  *path,
                      GError     **error)
{
  g_return_val_if_fail (WB_IS_CONTEXT (context), FALSE);
  g_return_val_if_fail (calls, FALSE);
  g_return_val_if_fail (title, FALSE);
  g_return_val_if_fail (path, FALSE);

  return wb_call_sheet_export_paper (context, calls, title, NULL, path, error);
}
