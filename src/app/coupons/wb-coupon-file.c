/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Export of coupons; see wb-coupon-file.h. */

#include "config.h"

#include "wb-coupon-file.h"

#include "wb-coupon-list.h"
#include "wb-part-file.h"
#include "wb-time.h"

/* Progress is told this often at most: a bar moves no faster. */
#define TELL_EVERY_USEC (50 * 1000)

typedef struct
{
  WbWorkspace *workspace;     /* (owned) */
  WbCouponQuestion *question; /* (owned) */
  GTimeZone *zone;            /* (owned) */
  GFile *file;                /* (owned) */
  WbCouponFileTold told;
  gpointer user_data;
  GTask *task;                /* (unowned) the one that this is the data of */
  gint64 told_at_usec;
} Export;

typedef struct
{
  GTask *task;                /* (owned) */
  gint64 n_done;
} Tell;

static void
export_free (Export *self)
{
  g_object_unref (self->workspace);
  wb_coupon_question_free (self->question);
  g_time_zone_unref (self->zone);
  g_object_unref (self->file);
  g_free (self);
}

static void
tell_free (Tell *self)
{
  g_object_unref (self->task);
  g_free (self);
}

static gboolean
tell_cb (gpointer user_data)
{
  Tell *tell = user_data;
  Export *self = g_task_get_task_data (tell->task);

  /* Once it has ended, whoever was to be told may be gone. */
  if (!g_task_get_completed (tell->task))
    self->told (tell->n_done, self->user_data);

  return G_SOURCE_REMOVE;
}

static void
progress_cb (gint64   n_done,
             gpointer data)
{
  Export *self = data;
  gint64 now_usec = g_get_monotonic_time ();
  Tell *tell = NULL;

  if (now_usec - self->told_at_usec < TELL_EVERY_USEC)
    return;

  self->told_at_usec = now_usec;
  tell = g_new0 (Tell, 1);
  tell->task = g_object_ref (self->task);
  tell->n_done = n_done;
  g_main_context_invoke_full (g_task_get_context (self->task), G_PRIORITY_DEFAULT, tell_cb, tell,
                              (GDestroyNotify) tell_free);
}

static gboolean
write_rows (GOutputStream  *out,
            gpointer        data,
            GCancellable   *cancellable,
            GError        **error)
{
  Export *self = data;
  g_autoptr (WbDb) reader = wb_workspace_open_reader (self->workspace, error);

  return reader && wb_coupon_store_export (reader, wb_coupon_question_get_query (self->question),
                                           self->zone, out, progress_cb, self, cancellable, error);
}

static void
export_file (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Export *self = task_data;
  g_autoptr (GError) error = NULL;

  if (wb_part_file_write (self->file, write_rows, self, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * wb_coupon_file_name:
 * @today: the day it is
 *
 * Returns: (transfer full): a file name to propose
 */
char *
wb_coupon_file_name (gint32 today)
{
  g_autofree char *day = wb_date_format (today);

  return g_strdup_printf ("coupons-%s.csv", day);
}

/**
 * wb_coupon_file_write_async:
 * @workspace: whose coupons
 * @question: (transfer full): which, and in which order
 * @zone: in which times are written
 * @file: where to; replaced if it exists
 * @told: is told how far it is, with @user_data
 * @cancellable: (nullable): cancelled, it leaves nothing behind, nor changes @file
 * @callback: ended by wb_coupon_file_write_finish()
 * @user_data: for @callback and @told
 *
 * Writes the coupons into @file.
 */
void
wb_coupon_file_write_async (WbWorkspace         *workspace,
                            WbCouponQuestion    *question,
                            GTimeZone           *zone,
                            GFile               *file,
                            WbCouponFileTold     told,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Export *self = g_new0 (Export, 1);

  self->workspace = g_object_ref (workspace);
  self->question = question;
  self->zone = g_time_zone_ref (zone);
  self->file = g_object_ref (file);
  self->told = told;
  self->user_data = user_data;
  self->task = task;
  g_task_set_source_tag (task, wb_coupon_file_write_async);
  g_task_set_task_data (task, self, (GDestroyNotify) export_free);
  /* Once the file stands in its place, that it does is the truth. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, export_file);
}

/**
 * wb_coupon_file_write_finish:
 * @result: what the callback got
 * @error: %WB_DB_ERROR, %G_IO_ERROR
 *
 * Returns: `TRUE` if the file is written
 */
gboolean
wb_coupon_file_write_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
