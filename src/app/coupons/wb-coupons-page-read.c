/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which coupons are listed and what their totals are, asked on a worker: the rows that can be seen
 * at once, all of them when the person pauses (reference/floors.md 2 and 9), and only then what
 * they come to. Nothing else is read meanwhile: it would take the processor from the rows. */

#include "config.h"

#include "wb-coupons-page-private.h"

#include "wb-coupon-table.h"
#include "wb-coupon-totals-view.h"

/* While a sync brings many coupons, the list is asked for anew this often at most. */
#define READ_PAUSE_MS 300
/* What is typed or chosen is answered at once with as many rows as GTK makes widgets of (205 in GTK
 * 4.8): with fewer, each answer would let most of them go, and the next one make them anew. */
#define FIRST_ROWS 256
/* When the page opens there are no widgets yet: those of the rows in sight are made first, which
 * are as many as the window has room for, a row being at least so high. */
#define LEAST_ROW_PX 32
#define USUAL_HEIGHT 1024
#define WHOLE_PAUSE_MS 200
/* Most answers are there sooner, and are shown with the frame that shows the question. */
#define AWAITED_MS 8

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

/* Those of all are kept with each write, those of a part are added up: they are older than the list
 * meanwhile. */
static void
show_totals (WbCouponsPage *self)
{
  g_autoptr (GPtrArray) totals = NULL;

  if (wb_coupon_filter_narrows (self->filter)) {
    wb_coupon_totals_view_set_stale (WB_COUPON_TOTALS_VIEW (self->totals_view));
    return;
  }

  totals = wb_coupon_store_totals (wb_context_get_reader (self->context), NULL);
  if (totals)
    wb_coupon_totals_view_set_totals (WB_COUPON_TOTALS_VIEW (self->totals_view), totals, FALSE);
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

/* All rows are there. */
static void
add_up (WbCouponsPage *self)
{
  if (wb_coupon_filter_narrows (self->filter))
    wb_ask_put (self->totals_ask, wb_coupons_page_make_question (self, 0), self->cancellable,
                totals_read_cb, self);
}

static void
show_ids (WbCouponsPage *self,
          GArray        *ids,
          gboolean       is_first)
{
  gboolean is_rest = self->has_first_only && !is_first && !self->is_dirty;

  self->has_first_only = is_first && ids->len == self->n_asked;
  if (is_first)
    wb_coupon_table_replace_ids (WB_COUPON_TABLE (self->table), ids);
  else
    wb_coupon_table_set_ids (WB_COUPON_TABLE (self->table), ids);
  if (self->is_dirty)
    wb_coupon_table_reload (WB_COUPON_TABLE (self->table));
  self->is_dirty = FALSE;
  if (!is_rest)
    show_totals (self);
  if (self->has_first_only)
    self->whole_id = g_timeout_add (WHOLE_PAUSE_MS, whole_cb, self);
  else
    add_up (self);
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
  if (error)
    self->trouble = g_strdup (error->message);
  else
    show_ids (self, ids, is_first);
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
stop_asking (WbCouponsPage *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_handle_id (&self->whole_id, g_source_remove);
  /* Totals of what was listed before are not wanted any more. */
  wb_ask_forget (self->totals_ask);
}

static void
read_whole (WbCouponsPage *self)
{
  stop_asking (self);
  wb_ask_put (self->rows_ask, wb_coupons_page_make_question (self, 0), self->cancellable,
              whole_read_cb, self);
}

static guint
count_seen_rows (WbCouponsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  int height = root ? gtk_widget_get_height (GTK_WIDGET (root)) : 0;

  /* The page that a window begins with is read before the window has a size. */
  return (guint) CLAMP ((height > 0 ? height : USUAL_HEIGHT) / LEAST_ROW_PX, 1, FIRST_ROWS);
}

/* Another question: what can be seen at once, the rest when the person pauses. */
void
wb_coupons_page_read_first (WbCouponsPage *self)
{
  stop_asking (self);
  self->n_asked = self->has_read ? FIRST_ROWS : count_seen_rows (self);
  wb_ask_put_awaited (self->rows_ask, wb_coupons_page_make_question (self, self->n_asked),
                      AWAITED_MS, self->cancellable, first_read_cb, self);
}

static gboolean
pause_cb (gpointer user_data)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (user_data);

  self->pause_id = 0;
  read_whole (self);

  return G_SOURCE_REMOVE;
}

/* The same question again: something was written. */
void
wb_coupons_page_read_soon (WbCouponsPage *self)
{
  self->is_dirty = TRUE;
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
