/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The picker of banners; see wb-banner-picker.h. */

#include "config.h"

#include "wb-banner-picker.h"

#include "compat.h"
#include "wb-banner-archiver.h"
#include "wb-banner-item.h"
#include "wb-banner-maker.h"
#include "wb-banner-store.h"
#include "wb-banner-tile.h"
#include "wb-banner-work.h"
#include "wb-dialog.h"
#include "wb-notice.h"
#include "wb-offer-work.h"

#include <glib/gi18n-lib.h>

struct _WbBannerPicker
{
  AdwWindow parent_instance;

  GtkWidget *toasts;
  GtkWidget *notice;
  GtkWidget *stack;
  GtkWidget *grid;
  GtkWidget *archive;
  GtkWidget *show_archived;

  WbContext *context;             /* (owned) */
  WbBannerPictures *pictures;     /* (owned) */
  GListStore *items;              /* (owned) (element-type WbBannerItem) */
  GtkFilter *filter;              /* (owned) */
  GtkSingleSelection *selection;  /* (owned) */
  char *chosen_id;                /* (owned) (nullable) the one in use, never hidden */
  char *trouble;                  /* (owned) (nullable) why the last change was not stored */
  WbBannerArchiver *archiver;     /* (owned) */
  gint64 refused_seq;             /* the change the notice is about; 0 = none */
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (WbBannerPicker, wb_banner_picker, ADW_TYPE_WINDOW)

enum
{
  CHOSEN,
  ADD,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static WbBanner *
get_selected (WbBannerPicker *self)
{
  WbBannerItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item ? wb_banner_item_get_banner (item) : NULL;
}

static void
show_notice (WbBannerPicker *self,
             const WbBanner *banner)
{
  g_autoptr (WbOutboxRow) row = banner ? wb_banner_work_find_trouble (self->context, banner->id)
                                       : NULL;

  self->refused_seq = 0;
  if (self->trouble) {
    wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_ERROR, _ ("The banner was not changed"),
                    self->trouble);
  } else if (row && row->state == WB_OUTBOX_NEEDS_YOU) {
    /* Translators: %s are the server's own words */
    g_autofree char *words =
      g_strdup_printf (_ ("The server says: %s"), row->error_message ? row->error_message : "");

    self->refused_seq = row->seq;
    wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_ERROR,
                    _ ("A change of this banner was refused"), words);
    wb_notice_set_buttons (WB_NOTICE (self->notice), _ ("Send _again"),
                           _ ("Give the change _up"));
  } else {
    wb_notice_hide (WB_NOTICE (self->notice));
  }
}

static void
show_selected (WbBannerPicker *self)
{
  const WbBanner *banner = get_selected (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "banner.use", banner && !banner->archived);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "banner.edit", banner != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "banner.archive", banner != NULL);
  gtk_button_set_label (GTK_BUTTON (self->archive),
                        banner && banner->archived ? _ ("B_ring back") : _ ("A_rchive"));
  gtk_stack_set_visible_child_name (
    GTK_STACK (self->stack),
    g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0 ? "grid" : "empty");
  show_notice (self, banner);
}

static void
selected_cb (WbBannerPicker *self)
{
  g_clear_pointer (&self->trouble, g_free);
  show_selected (self);
}

static gboolean
is_to_be_shown (gpointer item,
                gpointer user_data)
{
  WbBannerPicker *self = user_data;
  const WbBanner *banner = wb_banner_item_get_banner (item);

  return !banner->archived || g_strcmp0 (banner->id, self->chosen_id) == 0 ||
         gtk_check_button_get_active (GTK_CHECK_BUTTON (self->show_archived));
}

static void
show_archived_cb (WbBannerPicker *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  show_selected (self);
}

static WbBannerItem *
find_item (WbBannerPicker *self,
           const char     *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++) {
    g_autoptr (WbBannerItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

    if (g_strcmp0 (wb_banner_item_get_banner (item)->id, id) == 0)
      return g_steal_pointer (&item);
  }

  return NULL;
}

/* The same object per banner, and one change where the rows are the same. */
static void
read_banners (WbBannerPicker *self)
{
  g_autoptr (GPtrArray) banners =
    wb_banner_store_list (wb_context_get_reader (self->context), NULL);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  gboolean same = banners && banners->len == n_before;

  /* A list that cannot be read now is read at the next change; what is shown stays. */
  if (!banners)
    return;

  for (guint i = 0; i < banners->len; i++) {
    WbBanner *banner = g_ptr_array_index (banners, i);
    WbBannerItem *item = find_item (self, banner->id);

    if (item)
      wb_banner_item_set_banner (item, banner);
    else
      item = wb_banner_item_new (banner);
    g_ptr_array_add (items, item);
    if (same) {
      g_autoptr (GObject) there = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      same = there == G_OBJECT (item);
    }
  }

  if (!same)
    g_list_store_splice (self->items, 0, n_before, items->pdata, items->len);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  show_selected (self);
}

static void
context_changed_cb (WbBannerPicker *self,
                    guint           tables)
{
  if (tables & (WB_TABLE_BANNERS | WB_TABLE_OUTBOX))
    read_banners (self);
}

static void
choose (WbBannerPicker *self)
{
  const WbBanner *banner = get_selected (self);

  if (!banner || banner->archived)
    return;
  g_signal_emit (self, signals[CHOSEN], 0, banner->id);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
use_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  choose (WB_BANNER_PICKER (widget));
}

static void
activated_cb (WbBannerPicker *self,
              guint           position)
{
  gtk_single_selection_set_selected (self->selection, position);
  choose (self);
}

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  g_autoptr (GtkWidget) self = g_object_ref (widget);

  /* Closed first: the form is to stand above the page. */
  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[ADD], 0);
}

static void
edit_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  WbBannerPicker *self = WB_BANNER_PICKER (widget);
  const WbBanner *banner = get_selected (self);

  if (banner)
    wb_banner_form_open_edit (self->context, self->pictures, banner, GTK_WINDOW (self));
}

static void
archiving_failed_cb (WbBannerPicker *self,
                     const char     *words)
{
  g_free (self->trouble);
  self->trouble = g_strdup (words);
  show_selected (self);
}

static void
archive_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  WbBannerPicker *self = WB_BANNER_PICKER (widget);
  g_autoptr (WbBanner) banner = get_selected (self) ? wb_banner_ref (get_selected (self)) : NULL;

  if (!banner)
    return;
  g_clear_pointer (&self->trouble, g_free);
  wb_banner_archiver_set (self->archiver, ADW_TOAST_OVERLAY (self->toasts), banner,
                          !banner->archived);
}

static void
row_done_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (WbBannerPicker) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!wb_context_write_finish (result, &error)) {
    g_free (self->trouble);
    self->trouble = g_strdup (error->message);
    if (self->selection)
      show_selected (self);
  } else if (self->context && wb_context_get_sync (self->context)) {
    wb_sync_wake (wb_context_get_sync (self->context));
  }
}

static void
notice_clicked_cb (WbBannerPicker *self,
                   int             button)
{
  if (self->refused_seq == 0)
    return;
  if (button == 0)
    wb_offer_work_resend_row (self->context, self->refused_seq, row_done_cb, g_object_ref (self));
  else
    wb_offer_work_drop_row (self->context, self->refused_seq, row_done_cb, g_object_ref (self));
}

static void
setup_tile_cb (WbBannerPicker *self,
               GtkListItem    *list_item)
{
  gtk_list_item_set_child (list_item, wb_banner_tile_new (self->context, self->pictures));
}

static void
bind_tile_cb (WbBannerPicker *self,
              GtkListItem    *list_item)
{
  wb_banner_tile_set_item (WB_BANNER_TILE (gtk_list_item_get_child (list_item)),
                           gtk_list_item_get_item (list_item));
}

static void
unbind_tile_cb (WbBannerPicker *self,
                GtkListItem    *list_item)
{
  wb_banner_tile_set_item (WB_BANNER_TILE (gtk_list_item_get_child (list_item)), NULL);
}

static void
wb_banner_picker_dispose (GObject *object)
{
  WbBannerPicker *self = WB_BANNER_PICKER (object);

  g_clear_object (&self->archiver);
  g_clear_signal_handler (&self->changed_id, self->context);
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->filter)
    gtk_custom_filter_set_filter_func (GTK_CUSTOM_FILTER (self->filter), NULL, NULL, NULL);
  if (self->grid)
    gtk_grid_view_set_factory (GTK_GRID_VIEW (self->grid), NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  g_clear_object (&self->items);
  g_clear_object (&self->pictures);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_banner_picker_parent_class)->dispose (object);
}

static void
wb_banner_picker_finalize (GObject *object)
{
  WbBannerPicker *self = WB_BANNER_PICKER (object);

  g_free (self->chosen_id);
  g_free (self->trouble);

  G_OBJECT_CLASS (wb_banner_picker_parent_class)->finalize (object);
}

static void
wb_banner_picker_class_init (WbBannerPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_banner_picker_dispose;
  object_class->finalize = wb_banner_picker_finalize;

  signals[CHOSEN] = g_signal_new ("chosen", WB_TYPE_BANNER_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ADD] = g_signal_new ("add", WB_TYPE_BANNER_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);

  g_type_ensure (WB_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/offers/wb-banner-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, WbBannerPicker, toasts);
  gtk_widget_class_bind_template_child (widget_class, WbBannerPicker, notice);
  gtk_widget_class_bind_template_child (widget_class, WbBannerPicker, stack);
  gtk_widget_class_bind_template_child (widget_class, WbBannerPicker, grid);
  gtk_widget_class_bind_template_child (widget_class, WbBannerPicker, archive);
  gtk_widget_class_bind_template_child (widget_class, WbBannerPicker, show_archived);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, notice_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_archived_cb);
  gtk_widget_class_install_action (widget_class, "banner.use", NULL, use_action);
  gtk_widget_class_install_action (widget_class, "banner.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "banner.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "banner.archive", NULL, archive_action);
  wb_dialog_install (widget_class);
}

static void
wb_banner_picker_init (WbBannerPicker *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkFilterListModel *shown = NULL;

  self->items = g_list_store_new (WB_TYPE_BANNER_ITEM);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_to_be_shown, self, NULL));
  shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->items)),
                                     g_object_ref (self->filter));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (shown));
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_tile_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_tile_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_tile_cb), self);
  wb_compat_tab_leaves_grid (GTK_GRID_VIEW (self->grid));
  gtk_grid_view_set_factory (GTK_GRID_VIEW (self->grid), factory);
  gtk_grid_view_set_model (GTK_GRID_VIEW (self->grid), GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selected_cb),
                            self);
}

static void
select_chosen (WbBannerPicker *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->selection)); i++) {
    g_autoptr (WbBannerItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

    if (g_strcmp0 (wb_banner_item_get_banner (item)->id, self->chosen_id) == 0)
      gtk_single_selection_set_selected (self->selection, i);
  }
}

/**
 * wb_banner_picker_new:
 * @context: the workspace
 * @pictures: its pictures
 * @chosen_id: (nullable): the banner in use now
 *
 * Main thread, as all here.
 *
 * Returns: (transfer none): the window, not shown yet
 */
WbBannerPicker *
wb_banner_picker_new (WbContext        *context,
                      WbBannerPictures *pictures,
                      const char       *chosen_id)
{
  WbBannerPicker *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (WB_IS_BANNER_PICTURES (pictures), NULL);

  self = g_object_new (WB_TYPE_BANNER_PICKER, NULL);
  self->context = g_object_ref (context);
  self->pictures = g_object_ref (pictures);
  self->chosen_id = g_strdup (chosen_id);
  self->archiver = wb_banner_archiver_new (context);
  g_signal_connect_object (self->archiver, "failed", G_CALLBACK (archiving_failed_cb), self,
                           G_CONNECT_SWAPPED);
  self->changed_id =
    g_signal_connect_swapped (context, "changed", G_CALLBACK (context_changed_cb), self);
  read_banners (self);
  select_chosen (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->grid);

  return self;
}
