/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Banners page; see wb-banners-page.h. Nothing is read before somebody looks, and the details
 * are made with the first banner that is opened. */

#include "config.h"

#include "wb-banners-page-private.h"

#include "wb-back-button.h"
#include "wb-banner-detail.h"
#include "wb-banner-numbers.h"
#include "wb-chart.h"
#include "wb-csv-saver.h"
#include "wb-keyboard.h"
#include "wb-period-button.h"
#include "wb-split-view.h"

#include <glib/gi18n-lib.h>

static void wb_banners_page_page_init (WbPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbBannersPage, wb_banners_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_PAGE, wb_banners_page_page_init))

enum
{
  PROP_0,
  PROP_CONTEXT,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

gint32
wb_banners_page_get_today (WbBannersPage *self)
{
  return wb_date_of_time (wb_context_now (self->context), wb_context_get_zone (self->context));
}

gboolean
wb_banners_page_shows_detail (WbBannersPage *self)
{
  return self->detail &&
         g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->page_stack)), "detail") == 0;
}

static const WbPeriod *
get_period (WbBannersPage *self)
{
  return wb_period_button_get_period (WB_PERIOD_BUTTON (self->period_button));
}

static GtkWindow *
get_window (WbBannersPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* The one whose details are shown. */
static WbBannerEntry *
dup_open (WbBannersPage *self)
{
  if (!wb_banners_page_shows_detail (self))
    return NULL;

  return wb_banners_page_find (self, wb_banner_detail_get_id (WB_BANNER_DETAIL (self->detail)));
}

static void
focus_list (WbBannersPage *self)
{
  gtk_widget_grab_focus (self->grid);
}

/* One choice for list and details, also where no settings carry it over. */
static void
follow_period (GtkWidget *from,
               GtkWidget *to)
{
  WbPeriodButton *button = WB_PERIOD_BUTTON (from);

  wb_period_button_choose (WB_PERIOD_BUTTON (to), wb_period_button_get_kind (button),
                           wb_period_button_get_period (button));
}

static void
period_changed_cb (WbBannersPage *self)
{
  if (self->detail)
    follow_period (self->period_button,
                   wb_banner_detail_get_period_button (WB_BANNER_DETAIL (self->detail)));
  if (self->has_read)
    wb_banners_page_read (self);
}

static void
detail_period_changed_cb (WbBannersPage *self)
{
  follow_period (wb_banner_detail_get_period_button (WB_BANNER_DETAIL (self->detail)),
                 self->period_button);
}

static void
save_chart_cb (WbBannersPage *self,
               const char    *about,
               WbChartData   *data)
{
  g_autofree char *name = wb_csv_saver_name (about, get_period (self));
  g_autoptr (GPtrArray) rows = wb_chart_data_to_rows (data);

  wb_csv_saver_ask (WB_PAGE (self), name, rows);
}

static void
detail_notice_clicked_cb (WbBannersPage *self,
                          int            button)
{
  wb_banner_maker_clicked (self->maker, GTK_WIDGET (self), button);
}

static void
make_detail (WbBannersPage *self)
{
  self->detail = wb_banner_detail_new (self->context, self->pictures);
  g_signal_connect_object (self->detail, "save-csv", G_CALLBACK (save_chart_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->detail, "period-changed", G_CALLBACK (detail_period_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->detail, "notice-clicked", G_CALLBACK (detail_notice_clicked_cb),
                           self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self->detail_bin), self->detail);
  wb_period_button_set_today (
    WB_PERIOD_BUTTON (wb_banner_detail_get_period_button (WB_BANNER_DETAIL (self->detail))),
    wb_banners_page_get_today (self));
  follow_period (self->period_button,
                 wb_banner_detail_get_period_button (WB_BANNER_DETAIL (self->detail)));
}

static void
open_entry (WbBannersPage *self,
            WbBannerEntry *entry)
{
  if (!self->detail)
    make_detail (self);
  wb_banner_detail_show (WB_BANNER_DETAIL (self->detail), entry,
                         wb_banners_page_get_today (self));
  gtk_stack_set_visible_child_name (GTK_STACK (self->page_stack), "detail");
  gtk_widget_child_focus (self->detail, GTK_DIR_TAB_FORWARD);
  wb_banners_page_show_state (self);
  wb_page_object_changed (WB_PAGE (self));
}

static void
close_detail (WbBannersPage *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->page_stack), "list");
  focus_list (self);
  wb_banners_page_show_state (self);
  wb_page_object_changed (WB_PAGE (self));
}

static void
activated_cb (WbBannersPage *self,
              guint          position)
{
  g_autoptr (WbBannerEntry) entry =
    g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  gtk_single_selection_set_selected (self->selection, position);
  if (entry)
    open_entry (self, entry);
}

/* What is open may be gone, or another. */
static void
refresh_detail (WbBannersPage *self)
{
  g_autoptr (WbBannerEntry) entry = NULL;

  if (!wb_banners_page_shows_detail (self))
    return;

  entry = dup_open (self);
  if (entry)
    wb_banner_detail_show (WB_BANNER_DETAIL (self->detail), entry,
                           wb_banners_page_get_today (self));
  else
    close_detail (self);
}

static void
back_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  close_detail (WB_BANNERS_PAGE (user_data));
}

static void
new_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  WbBannersPage *self = WB_BANNERS_PAGE (user_data);

  wb_banner_maker_open (self->maker, get_window (self));
}

static void
edit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  WbBannersPage *self = WB_BANNERS_PAGE (user_data);
  g_autoptr (WbBannerEntry) entry = dup_open (self);

  if (entry)
    wb_banner_form_open_edit (self->context, self->pictures, wb_banner_entry_get_banner (entry),
                              get_window (self));
}

static void
set_archived (WbBannersPage *self,
              gboolean       archived)
{
  g_autoptr (WbBannerEntry) entry = dup_open (self);
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (entry && overlay)
    wb_banner_archiver_set (self->archiver, ADW_TOAST_OVERLAY (overlay),
                            wb_banner_entry_get_banner (entry), archived);
}

static void
archive_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  set_archived (WB_BANNERS_PAGE (user_data), TRUE);
}

static void
bring_back_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  set_archived (WB_BANNERS_PAGE (user_data), FALSE);
}

static void
save_numbers_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  WbBannersPage *self = WB_BANNERS_PAGE (user_data);
  g_autofree char *name = wb_csv_saver_name ("banner-numbers", get_period (self));
  g_autoptr (GPtrArray) rows = wb_banner_numbers_to_rows (
    wb_banner_detail_get_rows (WB_BANNER_DETAIL (self->detail)), self->context);

  wb_csv_saver_ask (WB_PAGE (self), name, rows);
}

static void
save_list_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  WbBannersPage *self = WB_BANNERS_PAGE (user_data);
  g_autofree char *name = wb_csv_saver_name ("banners", get_period (self));
  g_autoptr (GPtrArray) rows = wb_banners_page_to_rows (self);

  wb_csv_saver_ask (WB_PAGE (self), name, rows);
}

static void
archived_cb (GSimpleAction *action,
             GVariant      *state,
             gpointer       user_data)
{
  WbBannersPage *self = WB_BANNERS_PAGE (user_data);

  g_simple_action_set_state (action, state);
  wb_banners_page_refilter (self);
}

static void
show_archived_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  g_action_group_change_action_state (G_ACTION_GROUP (WB_BANNERS_PAGE (user_data)->actions),
                                      "archived", g_variant_new_boolean (TRUE));
}

static void
clear_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  WbBannersPage *self = WB_BANNERS_PAGE (user_data);

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  focus_list (self);
}

static void
again_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  wb_banners_page_read (WB_BANNERS_PAGE (user_data));
}

static void
search_changed_cb (WbBannersPage *self)
{
  if (self->filter)
    wb_banners_page_refilter (self);
}

static void
search_stopped_cb (WbBannersPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  focus_list (self);
}

static void
search_done_cb (WbBannersPage *self)
{
  focus_list (self);
}

static void
notice_clicked_cb (WbBannersPage *self,
                   int            button)
{
  wb_banner_maker_clicked (self->maker, GTK_WIDGET (self), button);
}

/* The new one is what the person wants to see. */
static void
made_cb (WbBannersPage *self,
         const char    *id)
{
  wb_banners_page_read (self);
  wb_page_show_object (WB_PAGE (self), id);
}

static void
archiving_failed_cb (WbBannersPage *self,
                     const char    *words)
{
  wb_page_toast (WB_PAGE (self), words, NULL, NULL, NULL);
}

static void
context_changed_cb (WbBannersPage *self,
                    guint          tables)
{
  if (!(tables & (WB_TABLE_STATS | WB_TABLE_BANNERS | WB_TABLE_ACCOUNT | WB_TABLE_OUTBOX)))
    return;
  /* Nobody looks: read when somebody does. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self))) {
    self->is_stale = TRUE;
    return;
  }
  wb_banners_page_read (self);
  refresh_detail (self);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  WbBannersPage *self = WB_BANNERS_PAGE (user_data);

  if (!wb_banners_page_shows_detail (self))
    return FALSE;
  close_detail (self);

  return TRUE;
}

static void
add_key (WbBannersPage   *self,
         guint            keyval,
         GdkModifierType  modifiers)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (keyval, modifiers),
                      gtk_callback_action_new (escape_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static const char *
wb_banners_page_get_title (WbPage *page)
{
  return _ ("Banners");
}

static void
wb_banners_page_shown (WbPage *page)
{
  WbBannersPage *self = WB_BANNERS_PAGE (page);

  if (wb_banners_page_shows_detail (self))
    gtk_widget_child_focus (self->detail, GTK_DIR_TAB_FORWARD);
  else
    wb_keyboard_start (GTK_WIDGET (self), self->grid);
}

static gboolean
wb_banners_page_start_search (WbPage *page)
{
  WbBannersPage *self = WB_BANNERS_PAGE (page);

  if (wb_banners_page_shows_detail (self))
    close_detail (self);
  gtk_widget_grab_focus (self->search_entry);
  gtk_editable_select_region (GTK_EDITABLE (self->search_entry), 0, -1);

  return TRUE;
}

static gboolean
wb_banners_page_show_object (WbPage     *page,
                             const char *id)
{
  WbBannersPage *self = WB_BANNERS_PAGE (page);
  g_autoptr (WbBannerEntry) entry = NULL;

  if (!self->has_read || self->is_stale)
    wb_banners_page_read (self);
  entry = wb_banners_page_find (self, id);
  if (!entry)
    return FALSE;
  open_entry (self, entry);

  return TRUE;
}

static const char *
wb_banners_page_get_object (WbPage *page)
{
  WbBannersPage *self = WB_BANNERS_PAGE (page);

  return wb_banners_page_shows_detail (self)
           ? wb_banner_detail_get_id (WB_BANNER_DETAIL (self->detail))
           : NULL;
}

static void
wb_banners_page_page_init (WbPageInterface *iface)
{
  iface->get_title = wb_banners_page_get_title;
  iface->shown = wb_banners_page_shown;
  iface->start_search = wb_banners_page_start_search;
  iface->show_object = wb_banners_page_show_object;
  iface->get_object = wb_banners_page_get_object;
}

static void
add_actions (WbBannersPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "back", .activate = back_cb },
    { .name = "new", .activate = new_cb },
    { .name = "edit", .activate = edit_cb },
    { .name = "archive", .activate = archive_cb },
    { .name = "bring-back", .activate = bring_back_cb },
    { .name = "save-numbers", .activate = save_numbers_cb },
    { .name = "save-list", .activate = save_list_cb },
    { .name = "archived", .state = "false", .change_state = archived_cb },
    { .name = "show-archived", .activate = show_archived_cb },
    { .name = "clear", .activate = clear_cb },
    { .name = "again", .activate = again_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "banners", G_ACTION_GROUP (self->actions));
}

static void
wb_banners_page_constructed (GObject *object)
{
  WbBannersPage *self = WB_BANNERS_PAGE (object);

  G_OBJECT_CLASS (wb_banners_page_parent_class)->constructed (object);

  self->pictures = wb_banner_pictures_new (self->context);
  self->maker = wb_banner_maker_new (self->context);
  self->archiver = wb_banner_archiver_new (self->context);
  add_actions (self);
  wb_banners_page_set_up_list (self);
  add_key (self, GDK_KEY_Escape, 0);
  add_key (self, GDK_KEY_Left, GDK_ALT_MASK);
  g_signal_connect_object (self->maker, "made", G_CALLBACK (made_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->maker, "changed", G_CALLBACK (wb_banners_page_show_notice), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->archiver, "failed", G_CALLBACK (archiving_failed_cb), self,
                           G_CONNECT_SWAPPED);
  self->changed_id =
    g_signal_connect_swapped (self->context, "changed", G_CALLBACK (context_changed_cb), self);
  self->sync_changed_id = g_signal_connect_swapped (
    self->context, "sync-changed", G_CALLBACK (wb_banners_page_show_state), self);
}

/* At start another page is looked at. */
static void
wb_banners_page_map (GtkWidget *widget)
{
  WbBannersPage *self = WB_BANNERS_PAGE (widget);
  gboolean is_first = !self->has_read;

  if (is_first || self->is_stale)
    wb_banners_page_read (self);
  GTK_WIDGET_CLASS (wb_banners_page_parent_class)->map (widget);
  if (!self->outer) {
    self->outer = gtk_widget_get_ancestor (widget, WB_TYPE_SPLIT_VIEW);
    if (self->outer)
      g_signal_connect_object (self->outer, "notify::folded",
                               G_CALLBACK (wb_banners_page_show_add), self, G_CONNECT_SWAPPED);
    wb_banners_page_show_add (self);
  }
  if (!is_first)
    refresh_detail (self);
}

static void
wb_banners_page_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  WbBannersPage *self = WB_BANNERS_PAGE (object);

  switch (prop_id) {
    case PROP_CONTEXT:
      self->context = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
wb_banners_page_dispose (GObject *object)
{
  WbBannersPage *self = WB_BANNERS_PAGE (object);

  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_signal_handler (&self->sync_changed_id, self->context);
  if (self->period_button)
    g_signal_handlers_disconnect_by_data (self->period_button, self);
  wb_banners_page_close_list (self);
  g_clear_object (&self->maker);
  g_clear_object (&self->archiver);
  if (self->pictures)
    wb_banner_pictures_stop (self->pictures);
  g_clear_object (&self->pictures);
  g_clear_object (&self->actions);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_banners_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, WbBannersPage, page_stack);
  gtk_widget_class_bind_template_child (widget_class, WbBannersPage, absent_page);
  gtk_widget_class_bind_template_child (widget_class, WbBannersPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, WbBannersPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, WbBannersPage, choice_bar);
  gtk_widget_class_bind_template_child (widget_class, WbBannersPage, period_button);
  gtk_widget_class_bind_template_child (widget_class, WbBannersPage, totals);
  gtk_widget_class_bind_template_child (widget_class, WbBannersPage, offline_box);
  gtk_widget_class_bind_template_child (widget_class, WbBannersPage, notice);
  gtk_widget_class_bind_template_child (widget_class, WbBannersPage, list_stack);
  gtk_widget_class_bind_template_child (widget_class, WbBannersPage, grid);
  gtk_widget_class_bind_template_child (widget_class, WbBannersPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, WbBannersPage, empty_button);
  gtk_widget_class_bind_template_child (widget_class, WbBannersPage, detail_bin);
}

static void
wb_banners_page_class_init (WbBannersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = wb_banners_page_constructed;
  object_class->set_property = wb_banners_page_set_property;
  object_class->dispose = wb_banners_page_dispose;
  widget_class->map = wb_banners_page_map;

  properties[PROP_CONTEXT] = g_param_spec_object (
    "context", NULL, NULL, WB_TYPE_CONTEXT,
    G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (WB_TYPE_BACK_BUTTON);
  g_type_ensure (WB_TYPE_NOTICE);
  g_type_ensure (WB_TYPE_PERIOD_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/banners/wb-banners-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, gtk_spinner_start);
  gtk_widget_class_bind_template_callback (widget_class, gtk_spinner_stop);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, notice_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, period_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

static void
wb_banners_page_init (WbBannersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
