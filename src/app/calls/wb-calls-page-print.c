/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The call sheet of the Calls page (wb-call-sheet.h): the group of the call on the card, or all
 * that is listed. The calls are read on a worker: a list may be long. */

#include "config.h"

#include "wb-calls-page-private.h"

#include "wb-call-sheet.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  WbWorkspace *workspace;  /* (owned) */
  GArray *rowids;          /* (owned) (element-type gint64) */
  char *title;             /* (owned) */
} Sheet;

static void
sheet_free (Sheet *self)
{
  g_object_unref (self->workspace);
  g_array_unref (self->rowids);
  g_free (self->title);
  g_free (self);
}

static void
read_calls (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  Sheet *sheet = task_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDb) reader = wb_workspace_open_reader (sheet->workspace, &error);
  g_autoptr (GPtrArray) calls = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_activity_unref);

  for (guint i = 0; reader && !error && i < sheet->rowids->len; i++) {
    WbActivity *call =
      wb_call_store_get_row (reader, g_array_index (sheet->rowids, gint64, i), &error);

    if (call)
      g_ptr_array_add (calls, call);
  }
  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&calls), (GDestroyNotify) g_ptr_array_unref);
}

static void
calls_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) calls = g_task_propagate_pointer (G_TASK (result), &error);
  Sheet *sheet = g_task_get_task_data (G_TASK (result));
  WbCallsPage *self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = WB_CALLS_PAGE (user_data);
  if (error)
    wb_page_toast_error (WB_PAGE (self), error);
  else
    wb_call_sheet_print (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->context, calls,
                         sheet->title);
}

/* Closed calls are only printed when one of them is chosen. */
static gboolean
is_printed (const WbCallRef *ref,
            int              group)
{
  return group < 0 ? ref->group != WB_CALL_GROUP_CLOSED : (int) ref->group == group;
}

static void
print_group (WbCallsPage *self,
             int          group,
             const char  *title)
{
  g_autoptr (GTask) task = NULL;
  Sheet *sheet = g_new0 (Sheet, 1);

  sheet->workspace = g_object_ref (wb_context_get_workspace (self->context));
  sheet->title = g_strdup (title);
  sheet->rowids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < self->refs->len; i++) {
    const WbCallRef *ref = &g_array_index (self->refs, WbCallRef, i);

    if (is_printed (ref, group))
      g_array_append_val (sheet->rowids, ref->rowid);
  }
  task = g_task_new (NULL, self->cancellable, calls_read_cb, self);
  g_task_set_source_tag (task, print_group);
  g_task_set_task_data (task, sheet, (GDestroyNotify) sheet_free);
  g_task_run_in_thread (task, read_calls);
}

/* Prints the open calls that are listed. */
void
wb_calls_page_print_list (WbCallsPage *self)
{
  WbCallFilter filter = wb_calls_page_get_filter (self);

  if (self->refs)
    print_group (self, -1, filter == WB_CALL_FILTER_MINE   ? _ ("Calls that you hold")
                           : filter == WB_CALL_FILTER_FREE ? _ ("Calls that nobody holds")
                                                           : _ ("Open calls"));
}

/* Prints the group of the call on the card; without one, the list. */
void
wb_calls_page_print_group (WbCallsPage *self)
{
  for (guint i = 0; self->refs && i < self->refs->len; i++) {
    const WbCallRef *ref = &g_array_index (self->refs, WbCallRef, i);

    if (ref->rowid == self->selected_id) {
      print_group (self, ref->group, wb_call_group_label (ref->group));
      return;
    }
  }
  wb_calls_page_print_list (self);
}
