/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How much of the queue is in the list view. GTK 4.8 makes 200 widgets of a long list, and each
 * takes its time to be made and to go: of another question what can be seen is shown first, a few
 * rows more follow in each frame; and while another question is read, the rows of the one before
 * that cannot be seen go. */

#include "config.h"

#include "wb-calls-page-private.h"

/* Items beyond those that there is room for: headers are lower than rows. */
#define SPARE_ITEMS 5
/* And how many before it is known how much room there is. */
#define FIRST_ITEMS 32
#define MORE_ITEMS 16
#define WIDEN_PAUSE_MS 50
#define MOST_MADE 240

void
wb_calls_page_stop_widening (WbCallsPage *self)
{
  g_clear_handle_id (&self->whole_id, g_source_remove);
  if (self->whole_tick_id != 0)
    gtk_widget_remove_tick_callback (self->list_view, self->whole_tick_id);
  self->whole_tick_id = 0;
}

void
wb_calls_page_show_whole (WbCallsPage *self)
{
  if (self->whole_id == 0 && self->whole_tick_id == 0)
    return;

  wb_calls_page_stop_widening (self);
  wb_call_list_widen (self->calls, G_MAXUINT);
}

static void schedule_widening (WbCallsPage *self);

static gboolean
widen_cb (gpointer user_data)
{
  WbCallsPage *self = WB_CALLS_PAGE (user_data);
  GListModel *calls = G_LIST_MODEL (self->calls);

  self->whole_id = 0;
  if (!gtk_widget_get_mapped (self->list_view) || g_list_model_get_n_items (calls) >= MOST_MADE)
    wb_call_list_widen (self->calls, G_MAXUINT);
  else if (!wb_call_list_widen (self->calls, MORE_ITEMS))
    schedule_widening (self);

  return G_SOURCE_REMOVE;
}

static gboolean
widen_tick_cb (GtkWidget     *list_view,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  WbCallsPage *self = WB_CALLS_PAGE (user_data);

  self->whole_tick_id = 0;
  self->whole_id = g_timeout_add_full (G_PRIORITY_LOW, WIDEN_PAUSE_MS, widen_cb, self, NULL);

  return G_SOURCE_REMOVE;
}

/* Not before the frame that shows what there is: by the time alone a busy machine would bring all
 * of the rest first. */
static void
schedule_widening (WbCallsPage *self)
{
  if (gtk_widget_get_mapped (self->list_view))
    self->whole_tick_id = gtk_widget_add_tick_callback (self->list_view, widen_tick_cb, self, NULL);
  else
    self->whole_id = g_timeout_add (WIDEN_PAUSE_MS, widen_cb, self);
}

/* The first and the last of the list's widgets in view that are of rows of calls; FALSE = none. */
static gboolean
find_in_view (WbCallsPage  *self,
              GtkWidget   **first_out,
              GtkWidget   **last_out)
{
  float bottom = (float) gtk_widget_get_height (self->list_view);

  *first_out = *last_out = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (self->list_view); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *row = gtk_widget_get_first_child (child);
    graphene_rect_t place;

    if (!row || !WB_IS_ROW (wb_call_row_get_item (WB_CALL_ROW (row))) ||
        !gtk_widget_compute_bounds (child, self->list_view, &place) ||
        place.origin.y + place.size.height <= 0 || place.origin.y >= bottom)
      continue;
    if (!*first_out)
      *first_out = row;
    *last_out = row;
  }

  return *first_out != NULL;
}

static guint
get_position (WbCallsPage *self,
              GtkWidget   *row)
{
  gpointer item = wb_call_row_get_item (WB_CALL_ROW (row));
  guint position = 0;

  return wb_call_list_find (self->calls, wb_row_get_id (item), &position)
           ? position : GTK_INVALID_LIST_POSITION;
}

/* Which items are in view, with the header above and below them. */
static gboolean
find_range (WbCallsPage *self,
            guint       *first_out,
            guint       *n_out)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->calls));
  GtkWidget *first_row = NULL;
  GtkWidget *last_row = NULL;
  guint first = 0;
  guint last = 0;

  if (!find_in_view (self, &first_row, &last_row))
    return FALSE;
  first = get_position (self, first_row);
  last = get_position (self, last_row);
  if (first == GTK_INVALID_LIST_POSITION || last == GTK_INVALID_LIST_POSITION || last < first)
    return FALSE;

  *first_out = first > 0 ? first - 1 : 0;
  *n_out = MIN (last + 2, n) - *first_out;

  return TRUE;
}

/* While other rows are on their way, of which there is no telling which: those that are not in view
 * would only have to go when they come. They come back if that takes longer than it should. */
void
wb_calls_page_show_only_view (WbCallsPage *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);
  guint first = 0;
  guint n = 0;

  if (!gtk_widget_get_mapped (self->list_view) || !find_range (self, &first, &n) ||
      selected < first || selected - first >= n)
    return;

  wb_calls_page_stop_widening (self);
  g_signal_handlers_block_by_func (self->selection, wb_calls_page_selected_cb, self);
  wb_call_list_narrow (self->calls, first, n);
  g_signal_handlers_unblock_by_func (self->selection, wb_calls_page_selected_cb, self);
  self->selected_position = gtk_single_selection_get_selected (self->selection);
  schedule_widening (self);
}

/* Has the rows that come next shown in part, around a call (0 = from the top), and then the
 * rest. */
void
wb_calls_page_show_part (WbCallsPage *self,
                         gint64       rowid)
{
  GtkWidget *first = NULL;
  GtkWidget *last = NULL;
  guint n = FIRST_ITEMS;

  if (gtk_widget_get_mapped (self->list_view) && find_in_view (self, &first, &last) &&
      gtk_widget_get_height (first) > 0)
    n = (guint) (gtk_widget_get_height (self->list_view) / gtk_widget_get_height (first)) +
        SPARE_ITEMS;
  wb_call_list_set_window (self->calls, rowid, n);
  schedule_widening (self);
}
