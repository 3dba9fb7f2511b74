/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which coupons are listed and what their totals are, asked on a worker: the rows that can be seen
 * at once, all of them when the person pauses (reference/floors.md 2 and 9). */

#include "config.h"

#include "wb-coupons-page-private.h"

#include "wb-coupon-table.h"
#include "wb-coupon-totals-view.h"

/* While a sync brings many coupons, the list is asked for anew this often at most. */
#define READ_PAUSE_MS 300
/* What is typed or chosen is answered at once with the rows that can be seen. */
#define FIRST_ROWS 48
#define WHOLE_PAUSE_MS 200

static void read_whole (WbCouponsPage *self);

static gpointer
read_ids (WbDb      *db,
          gpointer   question,
          GError   **error)
{
  return wb_coupon_store_list (db, wb_coupon_question_get_query (question), error);
}

static gpointer
read_totals (WbDb      *db,
             gpointer   question,
             GError   **error)
{
  return wb_coupon_store_totals_of (db, wb_coupon_question_get_query (question), error);
}

void
wb_coupons_page_set_up_reading (WbCouponsPage *self)
{
  WbWorkspace *workspace = wb_context_get_workspace (self->context);

  self->rows_ask = wb_ask_new (workspace, read_ids, (GDestroyNotify) wb_coupon_question_free,
                               (GDestroyNotify) g_array_unref);
  self->totals_ask = wb_ask_new (workspace, read_totals, (GDestroyNotify) wb_coupon_question_free,
                                 (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
whole_cb (gpointer user_data)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (user_data);

  self->whole_id = 0;
  read_whole (self);

  return G_SOURCE_REMOVE;
}

static void
take_ids (WbCouponsPage *self,
          GAsyncResult  *result,
          gboolean       is_first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = wb_ask_finish (result, &error);

  /* Cancelled = the page is gone, and @self must not be looked at. */
  if ((!ids && !error) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->has_read = TRUE;
  g_clear_pointer (&self->trouble, g_free);
  /* An older answer may have been on its way when this one was asked for. */
  g_clear_handle_id (&self->whole_id, g_source_remove);
  if (error) {
    self->trouble = g_strdup (error->message);
  } else {
    self->has_first_only = is_first && ids->len == FIRST_ROWS;
    if (self->has_first_only)
      self->whole_id = g_timeout_add (WHOLE_PAUSE_MS, whole_cb, self);
    wb_coupon_table_set_ids (WB_COUPON_TABLE (self->table), ids);
  }
  wb_coupons_page_show_state (self);
  if (self->wants_focus && wb_coupon_table_get_n_rows (WB_COUPON_TABLE (self->table)) > 0)
    wb_coupon_table_focus (WB_COUPON_TABLE (self->table));
  self->wants_focus = FALSE;
}

static void
first_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  take_ids (user_data, result, TRUE);
}

static void
whole_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  take_ids (user_data, result, FALSE);
}

static void
totals_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) totals = wb_ask_finish (result, &error);
  WbCouponsPage *self = NULL;

  if (!totals)
    return;

  self = user_data;
  wb_coupon_totals_view_set_totals (WB_COUPON_TOTALS_VIEW (self->totals_view), totals, TRUE);
}

/* Those of all are kept with each write; those of a part are added up, which takes a while. */
static void
ask_totals (WbCouponsPage *self)
{
  g_autoptr (GPtrArray) totals = NULL;

  if (wb_coupon_filter_narrows (self->filter)) {
    wb_coupon_totals_view_set_stale (WB_COUPON_TOTALS_VIEW (self->totals_view));
    wb_ask_put (self->totals_ask, wb_coupons_page_make_question (self, 0), self->cancellable,
                totals_read_cb, self);
    return;
  }

  /* The answer about a part that is still on its way is not wanted any more. */
  totals = wb_coupon_store_totals (wb_context_get_reader (self->context), NULL);
  wb_ask_forget (self->totals_ask);
  if (totals)
    wb_coupon_totals_view_set_totals (WB_COUPON_TOTALS_VIEW (self->totals_view), totals, FALSE);
}

static void
ask_ids (WbCouponsPage       *self,
         guint                limit,
         GAsyncReadyCallback  callback)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_handle_id (&self->whole_id, g_source_remove);
  wb_ask_put (self->rows_ask, wb_coupons_page_make_question (self, limit), self->cancellable,
              callback, self);
}

static void
read_whole (WbCouponsPage *self)
{
  ask_ids (self, 0, whole_read_cb);
}

/* Another question: what can be seen at once, the rest when the person pauses. */
void
wb_coupons_page_read_first (WbCouponsPage *self)
{
  ask_ids (self, FIRST_ROWS, first_read_cb);
  ask_totals (self);
}

static gboolean
pause_cb (gpointer user_data)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (user_data);

  self->pause_id = 0;
  read_whole (self);
  ask_totals (self);

  return G_SOURCE_REMOVE;
}

/* The same question again: something was written. */
void
wb_coupons_page_read_soon (WbCouponsPage *self)
{
  if (self->has_read && self->pause_id == 0)
    self->pause_id = g_timeout_add (READ_PAUSE_MS, pause_cb, self);
}

void
wb_coupons_page_stop_reading (WbCouponsPage *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_handle_id (&self->whole_id, g_source_remove);
  g_clear_pointer (&self->rows_ask, wb_ask_unref);
  g_clear_pointer (&self->totals_ask, wb_ask_unref);
}
