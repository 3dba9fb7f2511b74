/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tables as CSV files; see wb-csv-saver.h. */

#include "config.h"

#include "wb-csv-saver.h"

#include "compat.h"
#include "wb-csv.h"
#include "wb-part-file.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GFile *file;             /* (owned) */
  GBytes *bytes;           /* (owned) */
} Work;

static void
free_work (Work *work)
{
  g_object_unref (work->file);
  g_bytes_unref (work->bytes);
  g_free (work);
}

static gboolean
write_bytes (GOutputStream  *out,
             gpointer        data,
             GCancellable   *cancellable,
             GError        **error)
{
  gsize size = 0;
  gconstpointer bytes = g_bytes_get_data (data, &size);

  return g_output_stream_write_all (out, bytes, size, NULL, cancellable, error);
}

static void
write_file (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  Work *work = task_data;
  g_autoptr (GError) error = NULL;

  if (wb_part_file_write (work->file, write_bytes, work->bytes, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
written_cb (GObject      *page,
            GAsyncResult *result,
            gpointer      user_data)
{
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = g_file_get_uri (work->file);

  if (g_task_propagate_boolean (G_TASK (result), &error))
    wb_page_toast (WB_PAGE (page), _ ("Saved"), _ ("Open folder"), "win.show-folder",
                   g_variant_new_string (uri));
  else
    wb_page_toast_error (WB_PAGE (page), error);
}

/**
 * wb_csv_saver_write:
 * @page: who says how it went
 * @file: where to; replaced if it exists
 * @rows: (element-type GStrv): the header and the rows
 *
 * Writes the file beside the main thread.
 */
void
wb_csv_saver_write (WbPage    *page,
                    GFile     *file,
                    GPtrArray *rows)
{
  g_autoptr (GTask) task = g_task_new (page, NULL, written_cb, NULL);
  GString *text = g_string_new (NULL);
  Work *work = g_new0 (Work, 1);

  for (guint i = 0; i < rows->len; i++)
    wb_csv_append_row (text, g_ptr_array_index (rows, i));
  work->file = g_object_ref (file);
  work->bytes = g_string_free_to_bytes (text);
  g_task_set_source_tag (task, wb_csv_saver_write);
  g_task_set_task_data (task, work, (GDestroyNotify) free_work);
  g_task_run_in_thread (task, write_file);
}

typedef struct
{
  WbPage *page;            /* (owned) */
  GPtrArray *rows;         /* (owned) */
} Ask;

static void
free_ask (Ask *ask)
{
  g_object_unref (ask->page);
  g_ptr_array_unref (ask->rows);
  g_free (ask);
}

static void
file_chosen_cb (GFile    *file,
                gpointer  user_data)
{
  Ask *ask = user_data;

  if (file)
    wb_csv_saver_write (ask->page, file, ask->rows);
}

/**
 * wb_csv_saver_ask:
 * @page: whose table it is
 * @name: the file name to propose
 * @rows: (element-type GStrv): the header and the rows; not changed any more
 *
 * Asks where to, and writes it there.
 */
void
wb_csv_saver_ask (WbPage     *page,
                  const char *name,
                  GPtrArray  *rows)
{
  Ask *ask = g_new0 (Ask, 1);

  ask->page = g_object_ref (page);
  ask->rows = g_ptr_array_ref (rows);
  wb_compat_save_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))), _ ("Save as CSV"),
                       name, file_chosen_cb, ask, (GDestroyNotify) free_ask);
}

/**
 * wb_csv_saver_name:
 * @about: what is in it, for a file's name: lower case and hyphens
 * @period: of which days
 *
 * Returns: (transfer full): a file name to propose
 */
char *
wb_csv_saver_name (const char     *about,
                   const WbPeriod *period)
{
  g_autofree char *from = wb_date_format (period->from);
  g_autofree char *to = wb_date_format (period->to);

  return g_strdup_printf ("%s-%s-%s.csv", about, from, to);
}
