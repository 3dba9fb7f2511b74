/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Coupons page; see wb-coupons-page.h. The table is a window on the database: ids asked for on
 * a worker, rows read when they come into view. Its whole width is the table's until a coupon is
 * opened: then the details stand beside it, or in its place where there is no room for both. */

#include "config.h"

#include "wb-coupons-page-private.h"

#include "wb-back-button.h"
#include "wb-coupon-details.h"
#include "wb-coupon-filter-bar.h"
#include "wb-coupon-store.h"
#include "wb-coupon-table.h"
#include "wb-coupon-totals-view.h"
#include "wb-page.h"
#include "wb-split-view.h"

#include <glib/gi18n-lib.h>

/* Below this width table and details take turns; without details the table never shares. */
#define FOLD_WIDTH 700
/* The details follow the arrow keys when they pause. */
#define DETAILS_PAUSE_MS 120

static void wb_coupons_page_page_init (WbPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbCouponsPage, wb_coupons_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_PAGE, wb_coupons_page_page_init))

enum
{
  PROP_0,
  PROP_CONTEXT,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static const struct
{
  WbCouponSort sort;
  const char *name;
} sort_table[] = {
  { WB_COUPON_SORT_CREATED, "created" },
  { WB_COUPON_SORT_EXPIRES, "expires" },
  { WB_COUPON_SORT_VALUE, "value" },
  { WB_COUPON_SORT_USED, "used" },
};

WbCouponQuestion *
wb_coupons_page_make_question (WbCouponsPage *self,
                               guint          limit)
{
  GTimeZone *zone = wb_context_get_zone (self->context);

  return wb_coupon_question_new (self->filter, limit,
                                 wb_date_of_time (wb_context_now (self->context), zone), zone);
}

static gboolean
has_details (WbCouponsPage *self)
{
  return wb_split_view_get_show_content (WB_SPLIT_VIEW (self->split));
}

static void
show_details (WbCouponsPage *self)
{
  const WbCouponRow *row = wb_coupon_table_get_row (WB_COUPON_TABLE (self->table));

  g_clear_handle_id (&self->details_id, g_source_remove);
  if (row)
    wb_coupon_details_set_coupon (WB_COUPON_DETAILS (self->details), row->coupon->id);
  wb_page_object_changed (WB_PAGE (self));
}

/* Where both have no room a press on the coupon itself opens it, and the search needs the place. */
static void
show_details_button (WbCouponsPage *self)
{
  gtk_widget_set_visible (self->details_button,
                          !has_details (self) &&
                          !(self->outer && wb_split_view_get_folded (WB_SPLIT_VIEW (self->outer))));
}

static void
open_details (WbCouponsPage *self)
{
  g_object_set (self->split, "fold-width", FOLD_WIDTH, NULL);
  wb_split_view_set_show_content (WB_SPLIT_VIEW (self->split), TRUE);
  gtk_widget_queue_allocate (self->split);
  show_details_button (self);
}

static void
show_details_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (user_data);

  if (wb_coupon_table_get_selected (WB_COUPON_TABLE (self->table)) == 0)
    wb_coupon_table_select_first (WB_COUPON_TABLE (self->table));
  show_details (self);
  open_details (self);
}

/* Closed by its own button, by Escape, or by the one that goes back. */
static void
details_closed (WbCouponsPage *self)
{
  g_object_set (self->split, "fold-width", G_MAXINT, NULL);
  gtk_widget_queue_allocate (self->split);
  show_details_button (self);
  wb_page_object_changed (WB_PAGE (self));
}

static gboolean
focus_cb (GtkWidget     *widget,
          GdkFrameClock *frame_clock,
          gpointer       user_data)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (widget);

  if (gtk_widget_get_mapped (self->split) && !has_details (self) &&
      !gtk_widget_get_mapped (self->search_entry))
    return G_SOURCE_CONTINUE;

  self->focus_id = 0;
  if (self->table && !has_details (self))
    wb_coupon_table_focus (WB_COUPON_TABLE (self->table));

  return G_SOURCE_REMOVE;
}

/* Gives the keyboard to the table once it is there to take it: where one pane is shown, it comes
 * with a later frame. */
static void
focus_table_soon (WbCouponsPage *self)
{
  wb_coupon_table_focus (WB_COUPON_TABLE (self->table));
  if (self->focus_id == 0)
    self->focus_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_cb, NULL, NULL);
}

static void
show_content_cb (WbCouponsPage *self)
{
  if (has_details (self))
    return;

  details_closed (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    focus_table_soon (self);
}

static void
folded_cb (WbCouponsPage *self)
{
  wb_coupon_details_set_folded (WB_COUPON_DETAILS (self->details),
                                wb_split_view_get_folded (WB_SPLIT_VIEW (self->split)));
}

static void
close_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (user_data);

  wb_split_view_set_show_content (WB_SPLIT_VIEW (self->split), FALSE);
}

static gboolean
details_cb (gpointer user_data)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (user_data);

  self->details_id = 0;
  show_details (self);

  return G_SOURCE_REMOVE;
}

static void
selected_cb (WbCouponsPage *self)
{
  if (has_details (self) && self->details_id == 0)
    self->details_id = g_timeout_add (DETAILS_PAUSE_MS, details_cb, self);
}

static void
activated_cb (WbCouponsPage *self,
              guint          position)
{
  show_details (self);
  open_details (self);
}

static void
set_state (WbCouponsPage *self,
           const char    *action,
           GVariant      *state)
{
  g_simple_action_set_state (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), action)), state);
}

static void
set_sort (WbCouponsPage *self,
          WbCouponSort   sort,
          gboolean       reversed)
{
  self->filter->sort = sort;
  self->filter->reversed = reversed;
  for (guint i = 0; i < G_N_ELEMENTS (sort_table); i++) {
    if (sort_table[i].sort == sort)
      set_state (self, "sort", g_variant_new_string (sort_table[i].name));
  }
  set_state (self, "reversed", g_variant_new_boolean (reversed));
  wb_coupon_table_set_sort (WB_COUPON_TABLE (self->table), sort, reversed);
  wb_coupons_page_read_first (self);
}

/* A header that is pressed again turns the order round. */
static void
head_pressed_cb (WbCouponsPage *self,
                 int            sort)
{
  set_sort (self, sort, (int) self->filter->sort == sort && !self->filter->reversed);
}

static void
sort_cb (GSimpleAction *action,
         GVariant      *wanted,
         gpointer       user_data)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (user_data);

  for (guint i = 0; i < G_N_ELEMENTS (sort_table); i++) {
    if (g_str_equal (sort_table[i].name, g_variant_get_string (wanted, NULL)))
      set_sort (self, sort_table[i].sort, FALSE);
  }
}

static void
reversed_cb (GSimpleAction *action,
             GVariant      *wanted,
             gpointer       user_data)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (user_data);

  set_sort (self, self->filter->sort, g_variant_get_boolean (wanted));
}

static void
copy_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (user_data);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          g_variant_get_string (parameter, NULL));
  wb_page_toast (WB_PAGE (self), _ ("Code copied"), NULL, NULL, NULL);
}

/* For the menu of a row, whose items know no code. */
static void
copy_selected_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  const WbCouponRow *row =
    wb_coupon_table_get_row (WB_COUPON_TABLE (WB_COUPONS_PAGE (user_data)->table));

  if (row && row->coupon->code)
    gtk_widget_activate_action (GTK_WIDGET (user_data), "coupons.copy", "s", row->coupon->code);
}

static void
show_ticket_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  const WbCouponRow *row =
    wb_coupon_table_get_row (WB_COUPON_TABLE (WB_COUPONS_PAGE (user_data)->table));

  if (row && row->coupon->ticket)
    gtk_widget_activate_action (GTK_WIDGET (user_data), "win.show-ticket", "s",
                                row->coupon->ticket);
}

/* Back to all coupons, the search included. */
void
wb_coupons_page_clear (WbCouponsPage *self)
{
  wb_coupon_filter_clear (self->filter);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  wb_coupon_filter_bar_refresh (WB_COUPON_FILTER_BAR (self->filter_bar));
  wb_coupons_page_read_first (self);
}

static void
clear_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (user_data);

  /* The button that was pressed goes. */
  gtk_widget_grab_focus (self->search_entry);
  wb_coupons_page_clear (self);
}

static void
again_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  wb_coupons_page_read_first (user_data);
}

static void
export_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  wb_coupons_page_export (user_data);
}

static void
stop_export_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  wb_coupons_page_stop_export (user_data);
}

static void
filter_changed_cb (WbCouponsPage *self)
{
  wb_coupons_page_read_first (self);
}

static void
search_changed_cb (WbCouponsPage *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  if (!self->filter || g_strcmp0 (typed, self->filter->typed ? self->filter->typed : "") == 0)
    return;
  g_free (self->filter->typed);
  self->filter->typed = g_strdup (typed);
  wb_coupons_page_read_first (self);
}

static void
search_stopped_cb (WbCouponsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  wb_coupon_table_focus (WB_COUPON_TABLE (self->table));
}

static void
search_done_cb (WbCouponsPage *self)
{
  if (!wb_coupon_table_get_row (WB_COUPON_TABLE (self->table)))
    wb_coupon_table_select_first (WB_COUPON_TABLE (self->table));
  wb_coupon_table_focus (WB_COUPON_TABLE (self->table));
}

static void
context_changed_cb (WbCouponsPage *self,
                    guint          tables)
{
  if (tables & WB_TABLE_ACCOUNT) {
    wb_coupon_table_refresh (WB_COUPON_TABLE (self->table));
    wb_coupon_filter_bar_refresh (WB_COUPON_FILTER_BAR (self->filter_bar));
  }
  if (tables & WB_TABLE_COUPONS)
    wb_coupons_page_read_soon (self);
  if (tables & (WB_TABLE_ACCOUNT | WB_TABLE_SYNC))
    wb_coupons_page_show_state (self);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (user_data);

  if (!has_details (self))
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "coupons.close", NULL);

  return TRUE;
}

static void
add_escape (WbCouponsPage *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                      gtk_callback_action_new (escape_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static const char *
wb_coupons_page_get_title (WbPage *page)
{
  return _ ("Coupons");
}

static void
wb_coupons_page_shown (WbPage *page)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (page);

  /* The first time its rows are still being read. */
  if (wb_coupon_table_get_n_rows (WB_COUPON_TABLE (self->table)) > 0)
    wb_coupon_table_focus (WB_COUPON_TABLE (self->table));
  else
    self->wants_focus = !self->has_read;
}

static gboolean
wb_coupons_page_start_search (WbPage *page)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (page);

  if (wb_split_view_get_folded (WB_SPLIT_VIEW (self->split)))
    wb_split_view_set_show_content (WB_SPLIT_VIEW (self->split), FALSE);
  if (self->focus_id > 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->focus_id);
  self->focus_id = 0;
  gtk_widget_grab_focus (self->search_entry);
  gtk_editable_select_region (GTK_EDITABLE (self->search_entry), 0, -1);

  return TRUE;
}

static gboolean
wb_coupons_page_show_object (WbPage     *page,
                             const char *id)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (page);
  gint64 rowid = wb_coupon_store_get_rowid (wb_context_get_reader (self->context), id, NULL);

  if (rowid == 0)
    return FALSE;

  /* Not under these filters, perhaps, or not read yet: selected when it comes. */
  if (!wb_coupon_table_select (WB_COUPON_TABLE (self->table), rowid) &&
      wb_coupon_filter_narrows (self->filter))
    wb_coupons_page_clear (self);
  g_clear_handle_id (&self->details_id, g_source_remove);
  wb_coupon_details_set_coupon (WB_COUPON_DETAILS (self->details), id);
  open_details (self);
  wb_page_object_changed (page);

  return TRUE;
}

static const char *
wb_coupons_page_get_object (WbPage *page)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (page);

  return has_details (self) ? wb_coupon_details_get_coupon (WB_COUPON_DETAILS (self->details))
                            : NULL;
}

static void
wb_coupons_page_page_init (WbPageInterface *iface)
{
  iface->get_title = wb_coupons_page_get_title;
  iface->shown = wb_coupons_page_shown;
  iface->start_search = wb_coupons_page_start_search;
  iface->show_object = wb_coupons_page_show_object;
  iface->get_object = wb_coupons_page_get_object;
}

static GMenuModel *
make_row_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenuItem) copy = g_menu_item_new (_ ("_Copy the code"), "coupons.copy-selected");

  g_menu_item_set_attribute (copy, "accel", "s", "<Control>c");
  g_menu_append_item (menu, copy);
  g_menu_append (menu, _ ("Show _details"), "coupons.details");
  g_menu_append (menu, _ ("Show _ticket"), "coupons.show-ticket");

  return G_MENU_MODEL (menu);
}

static void
make_parts (WbCouponsPage *self)
{
  g_autoptr (GMenuModel) row_menu = make_row_menu ();

  self->table = wb_coupon_table_new (self->context, row_menu);
  g_signal_connect_swapped (self->table, "selected", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (self->table, "activated", G_CALLBACK (activated_cb), self);
  g_signal_connect_swapped (self->table, "sort", G_CALLBACK (head_pressed_cb), self);
  adw_bin_set_child (ADW_BIN (self->table_bin), self->table);
  self->filter_bar = wb_coupon_filter_bar_new (self->context, self->filter);
  g_signal_connect_swapped (self->filter_bar, "changed", G_CALLBACK (filter_changed_cb), self);
  adw_bin_set_child (ADW_BIN (self->filter_bin), self->filter_bar);
  self->totals_view = wb_coupon_totals_view_new ();
  adw_bin_set_child (ADW_BIN (self->totals_bin), self->totals_view);
  self->details = wb_coupon_details_new (self->context);
  adw_bin_set_child (ADW_BIN (self->details_bin), self->details);
  wb_coupon_details_set_folded (WB_COUPON_DETAILS (self->details), TRUE);
}

static void
add_actions (WbCouponsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "copy", .parameter_type = "s", .activate = copy_cb },
    { .name = "copy-selected", .activate = copy_selected_cb },
    { .name = "details", .activate = show_details_cb },
    { .name = "close", .activate = close_cb },
    { .name = "show-ticket", .activate = show_ticket_cb },
    { .name = "clear", .activate = clear_cb },
    { .name = "again", .activate = again_cb },
    { .name = "export", .activate = export_cb },
    { .name = "stop-export", .activate = stop_export_cb },
    { .name = "sort", .parameter_type = "s", .state = "'created'", .change_state = sort_cb },
    { .name = "reversed", .state = "false", .change_state = reversed_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "coupons", G_ACTION_GROUP (self->actions));
}

static void
wb_coupons_page_constructed (GObject *object)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (object);

  G_OBJECT_CLASS (wb_coupons_page_parent_class)->constructed (object);

  self->filter = wb_coupon_filter_new ();
  add_actions (self);
  make_parts (self);
  add_escape (self);
  wb_coupons_page_set_up_reading (self);
  self->changed_id =
    g_signal_connect_swapped (self->context, "changed", G_CALLBACK (context_changed_cb), self);
  self->sync_changed_id = g_signal_connect_swapped (
    self->context, "sync-changed", G_CALLBACK (wb_coupons_page_show_state), self);
  wb_coupons_page_show_state (self);
}

/* Nothing is read before somebody looks: at start that is another page. */
static void
wb_coupons_page_map (GtkWidget *widget)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (widget);

  GTK_WIDGET_CLASS (wb_coupons_page_parent_class)->map (widget);

  if (!self->outer) {
    self->outer = gtk_widget_get_ancestor (widget, WB_TYPE_SPLIT_VIEW);
    if (self->outer)
      g_signal_connect_object (self->outer, "notify::folded", G_CALLBACK (show_details_button),
                               self, G_CONNECT_SWAPPED);
    show_details_button (self);
  }
  if (!self->has_read)
    wb_coupons_page_read_first (self);
}

static void
wb_coupons_page_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (object);

  switch (prop_id) {
    case PROP_CONTEXT:
      self->context = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
wb_coupons_page_dispose (GObject *object)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  wb_coupons_page_stop_export (self);
  wb_coupons_page_stop_reading (self);
  g_clear_handle_id (&self->details_id, g_source_remove);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_signal_handler (&self->sync_changed_id, self->context);
  if (self->table)
    wb_coupon_table_close (WB_COUPON_TABLE (self->table));
  self->table = NULL;
  g_clear_object (&self->actions);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_coupons_page_parent_class)->dispose (object);
}

static void
wb_coupons_page_finalize (GObject *object)
{
  WbCouponsPage *self = WB_COUPONS_PAGE (object);

  g_clear_pointer (&self->filter, wb_coupon_filter_free);
  g_clear_pointer (&self->trouble, g_free);
  g_clear_object (&self->exporting);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (wb_coupons_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, page_stack);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, absent_page);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, split);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, details_button);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, filter_bin);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, totals_bin);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, list_stack);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, load_bar);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, load_label);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, empty_button);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, table_bin);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, offline_box);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, count_label);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, export_box);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, export_label);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, export_bar);
  gtk_widget_class_bind_template_child (widget_class, WbCouponsPage, details_bin);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_content_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
}

static void
wb_coupons_page_class_init (WbCouponsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = wb_coupons_page_constructed;
  object_class->set_property = wb_coupons_page_set_property;
  object_class->dispose = wb_coupons_page_dispose;
  object_class->finalize = wb_coupons_page_finalize;
  widget_class->map = wb_coupons_page_map;

  properties[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, WB_TYPE_CONTEXT,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (WB_TYPE_BACK_BUTTON);
  g_type_ensure (WB_TYPE_SPLIT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/coupons/wb-coupons-page.ui");
  bind_children (widget_class);
}

static void
wb_coupons_page_init (WbCouponsPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
