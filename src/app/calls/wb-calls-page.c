/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Calls page; see wb-calls-page.h. The queue is asked for in -read.c and shown in -list.c;
 * which part of it and why is in -view.c, what is said around it in -foot.c, which call is on the
 * card in -card.c, what is taken back in -undo.c. */

#include "config.h"

#include "wb-calls-page-private.h"

#include "wb-back-button.h"
#include "wb-notice.h"
#include "wb-split-view.h"

#include <glib/gi18n-lib.h>

/* Calls become late, and groups change, with time alone. */
#define CLOCK_SECS 30

static void wb_calls_page_page_init (WbPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbCallsPage, wb_calls_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_PAGE, wb_calls_page_page_init))

enum
{
  PROP_0,
  PROP_CONTEXT,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static gboolean
clock_cb (gpointer user_data)
{
  WbCallsPage *self = WB_CALLS_PAGE (user_data);

  wb_calls_page_read_list (self);
  wb_calls_page_refresh_rows (self);
  wb_calls_page_count_answered (self);
  wb_calls_page_show_clock (self);
  wb_call_card_refresh (self->card);

  return G_SOURCE_CONTINUE;
}

static void
context_changed_cb (WbCallsPage *self,
                    guint        tables)
{
  if (tables & WB_TABLE_ACCOUNT)
    wb_calls_page_update_menu (self);
  if (tables & (WB_TABLE_CALLS | WB_TABLE_TICKETS | WB_TABLE_ACCOUNT | WB_TABLE_OUTBOX))
    wb_calls_page_read_changes (self, tables);
  if (tables & (WB_TABLE_CALLS | WB_TABLE_ACCOUNT))
    wb_calls_page_count_answered (self);
  if (tables & (WB_TABLE_ACCOUNT | WB_TABLE_SYNC))
    wb_calls_page_show_clock (self);
}

static void
sync_changed_cb (WbCallsPage *self)
{
  wb_calls_page_show_state (self);
  wb_calls_page_show_clock (self);
}

static void
filter_toggled_cb (WbCallsPage     *self,
                   GtkToggleButton *button)
{
  /* Each change toggles two buttons; the one switched on speaks for both. */
  if (self->context && gtk_toggle_button_get_active (button))
    wb_calls_page_ask_anew (self);
}

static void
search_changed_cb (WbCallsPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  g_free (self->typed);
  self->typed = *text ? g_strdup (text) : NULL;
  wb_calls_page_ask_anew (self);
}

static void
search_stopped_cb (WbCallsPage *self)
{
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->search_bar), FALSE);
  /* Where nothing was found there is no row before the list is read again. */
  if (gtk_widget_get_mapped (self->list_view))
    wb_calls_page_focus_selected (self);
  else
    self->focus_next = TRUE;
}

static void
search_done_cb (WbCallsPage *self)
{
  wb_calls_page_focus_selected (self);
}

static void
folded_cb (WbCallsPage *self)
{
  wb_call_card_set_compact (self->card, wb_split_view_get_folded (WB_SPLIT_VIEW (self->split)));
  wb_calls_page_place_filter (self);
}

static void
row_activated_cb (WbCallsPage *self,
                  guint        position)
{
  gtk_single_selection_set_selected (self->selection, position);
  wb_calls_page_settle_card (self);
  wb_split_view_set_show_content (WB_SPLIT_VIEW (self->split), TRUE);
}

/* It is being stored that a call is done: whoever works on sees the next one meanwhile. */
static void
call_leaving_cb (WbCallsPage *self,
                 WbActivity  *before)
{
  gint64 next = 0;

  wb_calls_page_expect_act (self, before);
  g_free (self->handled_id);
  self->handled_id = g_strdup (before->id);
  /* One at a time: it is known which to go back to if it is refused. */
  if (self->left_id || wb_split_view_get_folded (WB_SPLIT_VIEW (self->split)))
    return;

  next = wb_calls_page_find_near (self);
  if (next == 0)
    return;
  g_free (self->left_id);
  self->left_id = g_strdup (before->id);
  if (!wb_call_list_find (self->calls, next, NULL))
    wb_calls_page_show_whole (self);
  wb_calls_page_select_id (self, next);
}

static void
call_handled_cb (WbCallsPage *self,
                 WbActivity  *before,
                 const char  *words)
{
  wb_calls_page_offer_undo (self, before, words);

  if (g_strcmp0 (self->left_id, before->id) == 0) {
    g_clear_pointer (&self->left_id, g_free);
  } else {
    g_free (self->handled_id);
    self->handled_id = g_strdup (before->id);
    self->want_next = TRUE;
  }
  /* From the note or a button the work goes on in the queue, unless only the card is shown. */
  if (wb_split_view_get_folded (WB_SPLIT_VIEW (self->split)))
    wb_split_view_set_show_content (WB_SPLIT_VIEW (self->split), FALSE);
  else
    self->focus_next = TRUE;
  /* What is being read has it stored already, or is read again for it. */
  if (self->want_next || !self->reading)
    wb_calls_page_read_list (self);
  wb_calls_page_act_stored (self, before);
}

static void
call_stayed_cb (WbCallsPage *self,
                WbActivity  *before)
{
  wb_calls_page_forget_act (self, before);
  if (g_strcmp0 (self->left_id, before->id) != 0)
    return;

  /* Back to what is not done after all. */
  g_free (self->wanted_id);
  self->wanted_id = g_steal_pointer (&self->left_id);
  if (!wb_calls_page_select_wanted (self))
    wb_calls_page_read_list (self);
}

static void
call_refused_cb (WbCallsPage  *self,
                 const GError *error)
{
  wb_page_toast_error (WB_PAGE (self), error);
}

/* Where only the card is shown nothing has the focus: keys come here all the same. */
static void
card_left_cb (WbCallsPage *self)
{
  if (gtk_widget_get_mapped (self->list_view))
    wb_calls_page_focus_selected (self);
}

static const char *
wb_calls_page_get_title (WbPage *page)
{
  return _ ("Calls");
}

static void
wb_calls_page_shown (WbPage *page)
{
  WbCallsPage *self = WB_CALLS_PAGE (page);

  if (self->has_read && gtk_widget_get_mapped (self->list_view))
    wb_calls_page_focus_selected (self);
  else
    self->focus_next = TRUE;
}

static gboolean
wb_calls_page_start_search (WbPage *page)
{
  WbCallsPage *self = WB_CALLS_PAGE (page);

  wb_split_view_set_show_content (WB_SPLIT_VIEW (self->split), FALSE);
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->search_bar), TRUE);
  gtk_widget_grab_focus (self->search_entry);

  return TRUE;
}

static gboolean
wb_calls_page_handle_key (WbPage          *page,
                          guint            keyval,
                          GdkModifierType  state)
{
  WbCallsPage *self = WB_CALLS_PAGE (page);
  guint lower = gdk_keyval_to_lower (keyval);

  wb_calls_page_style_early (self);
  if ((state == 0 || state == GDK_SHIFT_MASK) && wb_calls_page_move_by_key (self, lower))
    return TRUE;

  wb_calls_page_settle_card (self);
  if (((state == GDK_CONTROL_MASK && lower == GDK_KEY_z) || (state == 0 && lower == GDK_KEY_u)) &&
      wb_calls_page_undo (self))
    return TRUE;
  if (state == GDK_CONTROL_MASK && lower == GDK_KEY_p)
    return gtk_widget_activate_action (GTK_WIDGET (self), "queue.print-group", NULL);
  /* What is selected in a text was copied before it came here. */
  if (state == GDK_CONTROL_MASK && lower == GDK_KEY_c)
    return wb_call_card_handle_key (self->card, GDK_KEY_y);
  if (state != 0 && state != GDK_SHIFT_MASK)
    return FALSE;

  return wb_call_card_handle_key (self->card, keyval);
}

static gboolean
wb_calls_page_show_object (WbPage     *page,
                           const char *id)
{
  WbCallsPage *self = WB_CALLS_PAGE (page);

  g_free (self->wanted_id);
  self->wanted_id = g_strdup (id);
  wb_split_view_set_show_content (WB_SPLIT_VIEW (self->split), TRUE);
  if (wb_calls_page_select_wanted (self))
    return TRUE;

  /* Not under this filter or search, or not read yet. */
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  wb_calls_page_widen (self);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->filter_all), TRUE);
  wb_calls_page_read_list (self);

  return TRUE;
}

static const char *
wb_calls_page_get_object (WbPage *page)
{
  WbCallsPage *self = WB_CALLS_PAGE (page);
  WbActivity *call = NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->card)))
    return NULL;
  wb_calls_page_settle_card (self);
  call = wb_call_card_get_call (self->card);

  return call ? call->id : NULL;
}

static void
wb_calls_page_page_init (WbPageInterface *iface)
{
  iface->get_title = wb_calls_page_get_title;
  iface->shown = wb_calls_page_shown;
  iface->start_search = wb_calls_page_start_search;
  iface->handle_key = wb_calls_page_handle_key;
  iface->show_object = wb_calls_page_show_object;
  iface->get_object = wb_calls_page_get_object;
}

static void
wb_calls_page_constructed (GObject *object)
{
  WbCallsPage *self = WB_CALLS_PAGE (object);

  G_OBJECT_CLASS (wb_calls_page_parent_class)->constructed (object);

  self->card = wb_call_card_new (self->context);
  adw_bin_set_child (ADW_BIN (self->card_bin), GTK_WIDGET (self->card));
  g_signal_connect_object (self->card, "map", G_CALLBACK (wb_page_object_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->card, "unmap", G_CALLBACK (wb_page_object_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->card, "handled", G_CALLBACK (call_handled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->card, "leaving", G_CALLBACK (call_leaving_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->card, "left", G_CALLBACK (card_left_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->card, "stayed", G_CALLBACK (call_stayed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->card, "refused", G_CALLBACK (call_refused_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->split, "notify::folded", G_CALLBACK (folded_cb), self,
                           G_CONNECT_SWAPPED);
  wb_calls_page_set_up_card (self);
  wb_calls_page_set_up_view (self);
  folded_cb (self);
  wb_calls_page_set_up_list (self);
  wb_calls_page_set_up_reading (self);
  self->changed_id = g_signal_connect_swapped (self->context, "changed",
                                               G_CALLBACK (context_changed_cb), self);
  self->sync_changed_id = g_signal_connect_swapped (self->context, "sync-changed",
                                                    G_CALLBACK (sync_changed_cb), self);
  self->clock_id = g_timeout_add_seconds (CLOCK_SECS, clock_cb, self);
  self->want_next = TRUE;
  wb_calls_page_read_list (self);
  wb_calls_page_count_answered (self);
  wb_calls_page_show_clock (self);
}

static void
wb_calls_page_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  WbCallsPage *self = WB_CALLS_PAGE (object);

  switch (prop_id) {
    case PROP_CONTEXT:
      self->context = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
wb_calls_page_dispose (GObject *object)
{
  WbCallsPage *self = WB_CALLS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->clock_id, g_source_remove);
  g_clear_handle_id (&self->count_id, g_source_remove);
  g_clear_handle_id (&self->focus_id, g_source_remove);
  wb_calls_page_stop_card (self);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_signal_handler (&self->sync_changed_id, self->context);
  if (self->list_view) {
    if (self->focus_tick_id != 0)
      gtk_widget_remove_tick_callback (self->list_view, self->focus_tick_id);
    self->focus_tick_id = 0;
    wb_calls_page_stop_widening (self);
    gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), NULL);
    self->list_view = NULL;
  }
  g_clear_pointer (&self->ask, wb_ask_unref);
  g_clear_object (&self->selection);
  g_clear_object (&self->calls);
  g_clear_object (&self->actions);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_calls_page_parent_class)->dispose (object);
}

static void
wb_calls_page_finalize (GObject *object)
{
  WbCallsPage *self = WB_CALLS_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->refs, g_array_unref);
  g_clear_pointer (&self->rules, wb_call_row_rules_unref);
  g_clear_pointer (&self->stale, g_array_unref);
  g_free (self->type_id);
  g_free (self->typed);
  g_clear_pointer (&self->undo_before, wb_activity_unref);
  g_clear_pointer (&self->undo_storing, wb_activity_unref);
  g_clear_pointer (&self->undo_wanted, wb_activity_unref);
  g_clear_object (&self->undo_toast);
  g_free (self->wanted_id);
  g_free (self->handled_id);
  g_free (self->left_id);

  G_OBJECT_CLASS (wb_calls_page_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, WbCallsPage, name)

static void
bind_children (GtkWidgetClass *widget_class)
{
  BIND (page_stack);
  BIND (split);
  BIND (list_pane);
  BIND (list_header);
  BIND (search_button);
  BIND (menu_button);
  BIND (filter_row);
  BIND (filter);
  BIND (filter_mine);
  BIND (filter_free);
  BIND (filter_all);
  BIND (search_bar);
  BIND (search_entry);
  BIND (clock_notice);
  BIND (offline_box);
  BIND (offline_label);
  BIND (narrow_box);
  BIND (narrow_label);
  BIND (narrow_count);
  BIND (show_all);
  BIND (list_stack);
  BIND (list_view);
  BIND (empty_page);
  BIND (way_out);
  BIND (load_bar);
  BIND (foot);
  BIND (foot_label);
  BIND (answered_grid);
  BIND (card_bin);
}

static void
wb_calls_page_class_init (WbCallsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = wb_calls_page_constructed;
  object_class->dispose = wb_calls_page_dispose;
  object_class->finalize = wb_calls_page_finalize;
  object_class->set_property = wb_calls_page_set_property;

  properties[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, WB_TYPE_CONTEXT,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (WB_TYPE_BACK_BUTTON);
  g_type_ensure (WB_TYPE_NOTICE);
  g_type_ensure (WB_TYPE_SPLIT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/calls/wb-calls-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, filter_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
wb_calls_page_init (WbCallsPage *self)
{
  GtkWidget *viewport = NULL;

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  /* It never scrolls. For a row the list has yet to scroll to it would do so all the same, for 200
   * ms from 0 to 0, and each key would wait for the next of those frames. */
  viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (self->list_pane));
  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (viewport), FALSE);
  gtk_search_bar_connect_entry (GTK_SEARCH_BAR (self->search_bar),
                                GTK_EDITABLE (self->search_entry));
}
