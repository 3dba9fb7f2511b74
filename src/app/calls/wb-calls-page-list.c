/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The queue of the Calls page as it is shown: a model that keeps selection, scroll position and
 * focus (reference/proven.md 5 and 6). Headers stay selectable, because unselectable ones stop the
 * arrow keys, and the selection walks over them. */

#include "config.h"

#include "wb-calls-page-private.h"

#include "compat.h"

#include <glib/gi18n-lib.h>

/* Frames in which a row just made is waited for. */
#define MOST_FOCUS_TRIES 10

/* Which of list, loading and empty states the left side shows. */
void
wb_calls_page_show_state (WbCallsPage *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);
  gboolean first_load = state->last_synced_at == WB_TIME_NONE;
  const WbAccount *account = wb_context_get_account (self->context);
  gboolean no_calls = !first_load && (wb_context_get_level (self->context) == WB_LEVEL_PLAIN ||
                                      (account && !wb_account_has_feature (account,
                                                                           WB_FEATURE_ACTIVITIES)));

  gtk_stack_set_visible_child_name (GTK_STACK (self->page_stack),
                                    no_calls ? "absent" : "queue");
  if (g_list_model_get_n_items (G_LIST_MODEL (self->calls)) > 0) {
    gtk_stack_set_visible_child_name (GTK_STACK (self->list_stack), "list");
  } else if (first_load && state->phase == WB_SYNC_OFFLINE) {
    g_autofree char *markup = g_markup_escape_text (state->message ? state->message : "", -1);

    wb_calls_page_show_empty (self, "network-offline-symbolic", _ ("The helpdesk does not answer"),
                              markup, NULL);
  } else if (state->phase == WB_SYNC_FIRST_LOAD || state->phase == WB_SYNC_CONNECTING) {
    if (state->total > 0)
      gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->load_bar),
                                     MIN (1.0, (double) state->done / (double) state->total));
    else
      gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->load_bar));
    gtk_stack_set_visible_child_name (GTK_STACK (self->list_stack), "loading");
  } else if (self->has_read) {
    wb_calls_page_show_nothing (self);
  }
}

static void
setup_row_cb (WbCallsPage *self,
              GtkListItem *item)
{
  gtk_list_item_set_child (item, wb_call_row_new (self->context, self->rules));
}

static void
bind_row_cb (WbCallsPage *self,
             GtkListItem *item)
{
  gpointer object = gtk_list_item_get_item (item);

  gtk_list_item_set_activatable (item, WB_IS_ROW (object));
  wb_call_row_set_item (WB_CALL_ROW (gtk_list_item_get_child (item)), object);
}

static void
unbind_row_cb (WbCallsPage *self,
               GtkListItem *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (row)
    wb_call_row_set_item (WB_CALL_ROW (row), NULL);
}

static gpointer
load_call (gint64   rowid,
           gpointer data)
{
  WbCallsPage *self = data;

  /* Gone or unreadable is the same here: a row without words until the list is read again. */
  return wb_call_store_get_row (wb_context_get_reader (self->context), rowid, NULL);
}

/* Another sort: the rows that stay have other words aside. */
static void
keep_rows_up (WbCallsPage *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->list_view); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *row = gtk_widget_get_first_child (child);

    if (row)
      wb_call_row_keep_up (WB_CALL_ROW (row));
  }
}

/* Time went by. The rows are those the list has now: a list of our own would outlive some, for GTK
 * 4.8 takes the child out of its item before it tells that it tears the item down. */
void
wb_calls_page_refresh_rows (WbCallsPage *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->list_view); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *row = gtk_widget_get_first_child (child);

    if (row)
      wb_call_row_refresh (WB_CALL_ROW (row));
  }
}

static GtkWidget *
get_focus (WbCallsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (self->list_view);

  return root ? gtk_root_get_focus (root) : NULL;
}

static gboolean
list_has_focus (WbCallsPage *self)
{
  GtkWidget *focus = get_focus (self);

  return focus && (focus == self->list_view || gtk_widget_is_ancestor (focus, self->list_view));
}

/* The list's own widget around the row of the call on the card: asked itself, the list would take
 * the place it remembers, which may be that of a row gone by now. */
static gboolean
focus_row (WbCallsPage *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  for (GtkWidget *child = gtk_widget_get_first_child (self->list_view); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *row = gtk_widget_get_first_child (child);

    if (row && wb_call_row_get_item (WB_CALL_ROW (row)) == item)
      return gtk_widget_grab_focus (child);
  }

  return FALSE;
}

static gboolean
focus_tick_cb (GtkWidget     *list_view,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  WbCallsPage *self = WB_CALLS_PAGE (user_data);

  /* Whoever went on to the card meanwhile is not called back. */
  if (list_has_focus (self) && !focus_row (self) && --self->focus_tries > 0)
    return G_SOURCE_CONTINUE;
  self->focus_tick_id = 0;

  return G_SOURCE_REMOVE;
}

/* A row far down is made and laid out with the next frames: only then it takes the focus. */
void
wb_calls_page_focus_selected (WbCallsPage *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position == GTK_INVALID_LIST_POSITION)
    return;
  gtk_widget_activate_action (self->list_view, "list.scroll-to-item", "u", position);
  if (focus_row (self))
    return;

  if (!list_has_focus (self))
    gtk_widget_grab_focus (self->list_view);
  self->focus_tries = MOST_FOCUS_TRIES;
  if (self->focus_tick_id == 0)
    self->focus_tick_id = gtk_widget_add_tick_callback (self->list_view, focus_tick_cb, self, NULL);
}

static gboolean
focus_later_cb (gpointer user_data)
{
  WbCallsPage *self = WB_CALLS_PAGE (user_data);
  GtkWidget *focus = get_focus (self);

  self->focus_id = 0;
  /* Whoever went on meanwhile, to the note, is not called back. */
  if (!focus || focus == self->focus_from ||
      !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->card)))
    wb_calls_page_focus_selected (self);

  return G_SOURCE_REMOVE;
}

/* Once the list is read and seen. A row just made takes no focus before it has been laid out. */
static void
schedule_focus (WbCallsPage *self)
{
  if (!self->focus_next || !self->has_read || !gtk_widget_get_mapped (self->list_view))
    return;

  self->focus_next = FALSE;
  self->focus_from = get_focus (self);
  if (self->focus_id == 0)
    self->focus_id = g_idle_add (focus_later_cb, self);
}

void
wb_calls_page_set_up_list (WbCallsPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->calls = wb_call_list_new (load_call, self, NULL);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->calls)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected",
                           G_CALLBACK (wb_calls_page_selected_cb), self, G_CONNECT_SWAPPED);

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list_view, "map", G_CALLBACK (schedule_focus), self,
                           G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->list_view), factory);
  wb_compat_tab_leaves_list (GTK_LIST_VIEW (self->list_view));
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), GTK_SELECTION_MODEL (self->selection));
}

/* NULL = none is. */
WbActivity *
wb_calls_page_get_selected_call (WbCallsPage *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  return item && WB_IS_ROW (item) ? wb_row_get_record (WB_ROW (item)) : NULL;
}

static gint64
get_id_at (WbCallsPage *self,
           guint        position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->calls), position);

  return item && WB_IS_ROW (item) ? wb_row_get_id (WB_ROW (item)) : 0;
}

/* Whether the focus is on the row of the call on the card. */
static gboolean
selected_has_focus (WbCallsPage *self)
{
  GtkWidget *focus = list_has_focus (self) ? get_focus (self) : NULL;
  GtkWidget *row = focus ? gtk_widget_get_first_child (focus) : NULL;

  return row && WB_IS_CALL_ROW (row) &&
         wb_call_row_get_item (WB_CALL_ROW (row)) ==
         gtk_single_selection_get_selected_item (self->selection);
}

/* Whoever goes up to the first call of a group sees which group it is. */
static void
show_header_above (WbCallsPage *self,
                   guint        position)
{
  if (position > 0 && wb_call_list_is_header (self->calls, position - 1))
    gtk_widget_activate_action (self->list_view, "list.scroll-to-item", "u", position - 1);
}

/* The selection walks over headers in the direction it came from; at the first it turns back. */
void
wb_calls_page_selected_cb (WbCallsPage *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->calls));

  if (position != GTK_INVALID_LIST_POSITION && wb_call_list_is_header (self->calls, position)) {
    gboolean rises = position < self->selected_position;
    gboolean up = rises && position > 0;
    guint next = up ? position - 1 : MIN (position + 1, n - 1);

    self->selected_position = position;
    gtk_single_selection_set_selected (self->selection, next);
    if (list_has_focus (self))
      wb_calls_page_focus_selected (self);
    if (rises)
      show_header_above (self, next);
    return;
  }

  if (position == GTK_INVALID_LIST_POSITION) {
    self->selected_id = 0;
    wb_calls_page_show_card (self, NULL);
    return;
  }

  self->selected_position = position;
  self->selected_id = get_id_at (self, position);
  wb_calls_page_show_card_soon (self);
}

void
wb_calls_page_select_id (WbCallsPage *self,
                         gint64       rowid)
{
  guint position = 0;
  gboolean had_focus = list_has_focus (self);

  if (!wb_call_list_find (self->calls, rowid, &position))
    return;
  gtk_single_selection_set_selected (self->selection, position);
  /* It may have been selected already, elsewhere or with another record. */
  self->selected_position = position;
  wb_calls_page_show_card_soon (self);
  gtk_widget_activate_action (self->list_view, "list.scroll-to-item", "u", position);
  if (had_focus)
    wb_calls_page_focus_selected (self);
}

/* How many rows the list shows at once. */
static int
count_rows_in_view (WbCallsPage *self)
{
  GtkWidget *row = gtk_widget_get_first_child (self->list_view);
  int height = row ? gtk_widget_get_height (row) : 0;

  return height > 0 ? gtk_widget_get_height (gtk_widget_get_parent (self->list_view)) / height : 1;
}

/* The nearest row to a place in the direction of travel, else the last one on the way there. */
static gboolean
find_row (WbCallsPage *self,
          int          position,
          gboolean     down,
          guint       *position_out)
{
  int last = (int) g_list_model_get_n_items (G_LIST_MODEL (self->calls)) - 1;

  position = CLAMP (position, 0, last);
  if (!down && position > 0 && wb_call_list_is_header (self->calls, (guint) position))
    position--;

  return wb_call_list_nearest_row (self->calls, (guint) position, position_out);
}

/* Through the queue wherever the focus is: a hand may stay on the outcomes. */
gboolean
wb_calls_page_move_by_key (WbCallsPage *self,
                           guint        keyval)
{
  int last = (int) g_list_model_get_n_items (G_LIST_MODEL (self->calls)) - 1;
  guint selected = gtk_single_selection_get_selected (self->selection);
  int from = selected == GTK_INVALID_LIST_POSITION ? 0 : (int) selected;
  int page = MAX (1, count_rows_in_view (self) - 1);
  guint found = 0;
  const struct
  {
    guint keyval;
    int position;
  } keys[] = {
    { GDK_KEY_j, from + 1 },          { GDK_KEY_Down, from + 1 },
    { GDK_KEY_k, from - 1 },          { GDK_KEY_Up, from - 1 },
    { GDK_KEY_Page_Down, from + page }, { GDK_KEY_Page_Up, from - page },
    { GDK_KEY_End, last },            { GDK_KEY_Home, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (keys[i].keyval != keyval)
      continue;
    if (!find_row (self, keys[i].position, keys[i].position > from, &found) || found == selected)
      return FALSE;
    gtk_single_selection_set_selected (self->selection, found);
    if (list_has_focus (self))
      wb_calls_page_focus_selected (self);
    else
      gtk_widget_activate_action (self->list_view, "list.scroll-to-item", "u", found);
    if (keys[i].position < from)
      show_header_above (self, found);
    return TRUE;
  }

  return FALSE;
}

/* FALSE = the call that was asked for is not in the list. */
gboolean
wb_calls_page_select_wanted (WbCallsPage *self)
{
  gint64 rowid = 0;

  /* One that cannot be looked up is not in the list either: that is read again then. */
  if (!self->wanted_id ||
      !wb_call_store_find_row (wb_context_get_reader (self->context), self->wanted_id, &rowid,
                               NULL) ||
      !wb_call_list_find (self->calls, rowid, NULL))
    return FALSE;

  g_clear_pointer (&self->wanted_id, g_free);
  wb_calls_page_select_id (self, rowid);

  return TRUE;
}

/* After the list was read: the selection stays with its call, else goes where it is wanted, else to
 * the nearest. @next is NULL unless the next call to make was looked for: then nothing but that, or
 * the call just done, is worth showing. */
static void
restore_selection (WbCallsPage  *self,
                   gint64        selected_id,
                   guint         selected_position,
                   const gint64 *next)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->calls));
  /* What is not in another list has no neighbours there: it begins at its top. */
  guint near = n == 0 || self->scroll_next ? 0 : MIN (selected_position, n - 1);
  guint position = 0;
  gboolean moves_on = next && self->want_next;

  if (moves_on)
    self->want_next = FALSE;
  if (wb_calls_page_select_wanted (self))
    return;
  if (moves_on && *next != 0) {
    if (!wb_call_list_find (self->calls, *next, &position))
      wb_calls_page_show_whole (self);
    wb_calls_page_select_id (self, *next);
    return;
  }

  if (selected_id != 0 && wb_call_list_find (self->calls, selected_id, &position)) {
    gtk_single_selection_set_selected (self->selection, position);
    self->selected_position = position;
    self->selected_id = selected_id;
    wb_calls_page_show_card_soon (self);
  } else if (!moves_on && n > 0 &&
             wb_call_list_nearest_row (self->calls, near, &position)) {
    gtk_single_selection_set_selected (self->selection, position);
    /* It may have been selected already, as that of another call. */
    wb_calls_page_selected_cb (self);
  } else {
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
    self->selected_id = 0;
    wb_calls_page_show_card (self, NULL);
  }
}

static void
scroll_to_selected (WbCallsPage *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (self->list_view, "list.scroll-to-item", "u", position);
}

/* At the start, and for another question: then few rows are the same as before. */
static gboolean
begins_anew (WbCallsPage *self)
{
  if (self->wanted_id)
    return FALSE;

  return !self->has_read || (self->asked_anew && !self->want_next);
}

/* @next: (nullable) row id of the call to make next, 0 = none; NULL = it was not asked for. */
void
wb_calls_page_show_refs (WbCallsPage  *self,
                         GArray       *refs,
                         const gint64 *next)
{
  gint64 selected_id = self->selected_id;
  guint selected_position = self->selected_position;
  gboolean had_focus = selected_has_focus (self);

  wb_calls_page_stop_widening (self);
  if (begins_anew (self)) {
    wb_calls_page_show_part (self, next && *next != 0 ? *next : selected_id);
  }
  self->asked_anew = FALSE;
  g_clear_pointer (&self->refs, g_array_unref);
  self->refs = g_array_ref (refs);
  wb_calls_page_update_print (self);
  /* A row that leaves its place takes the selection along, and another place has it for a moment:
   * the card is not emptied for that, restore_selection() says which call it is in the end. */
  g_signal_handlers_block_by_func (self->selection, wb_calls_page_selected_cb, self);
  wb_call_list_set_refs (self->calls, refs);
  g_signal_handlers_unblock_by_func (self->selection, wb_calls_page_selected_cb, self);
  keep_rows_up (self);
  if (self->has_read)
    wb_calls_page_show_changes (self);
  self->has_read = TRUE;
  wb_calls_page_show_state (self);
  restore_selection (self, selected_id, selected_position, next);
  /* A row that moves in the list may leave the focus behind. */
  if (had_focus && !selected_has_focus (self))
    wb_calls_page_focus_selected (self);
  /* In another list the call on the card is elsewhere. */
  if (self->scroll_next) {
    scroll_to_selected (self);
    self->scroll_next = FALSE;
  }
  schedule_focus (self);
}
