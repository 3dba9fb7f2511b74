/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The history of a type's offers; see wb-offer-history-window.h. Versions are fetched when the
 * window opens; those of the last time are shown until they are here, and offline. */

#include "config.h"

#include "wb-offer-history-window.h"

#include "wb-back-button.h"
#include "wb-banner-pictures.h"
#include "wb-banner-store.h"
#include "wb-dialog.h"
#include "wb-notice.h"
#include "wb-offer-glance-cell.h"
#include "wb-offer-history-changes.h"
#include "wb-offer-history-row.h"
#include "wb-offer-history.h"
#include "wb-offer-store.h"
#include "wb-preview-pane.h"
#include "wb-split-view.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>

struct _WbOfferHistoryWindow
{
  AdwWindow parent_instance;

  GtkWidget *toasts;
  GtkWidget *split;
  GtkWidget *title;
  GtkWidget *spinner;
  GtkWidget *list_stack;
  GtkWidget *list_notice;
  GtkWidget *list;
  GtkWidget *trouble;
  GtkWidget *version_title;
  GtkWidget *detail_stack;
  GtkWidget *notice_group;
  GtkWidget *notice;
  GtkWidget *changes_group;
  GtkWidget *changes;
  GtkWidget *picture;
  GtkWidget *preview;
  GtkWidget *view_stack;
  GtkWidget *foot_words;

  WbContext *context;         /* (owned) */
  WbOfferDesk *desk;          /* (owned) */
  WbBannerPictures *pictures; /* (owned) */
  GCancellable *cancellable;  /* (owned) */
  char *type_id;              /* (owned) */
  GPtrArray *versions;        /* (owned) (element-type WbOfferSet) newest first */
  WbOfferSet *shown;          /* (owned) (nullable) what holds, a save on its way included */
  WbOfferSet *undo;           /* (owned) (nullable) what held before going back */
  char *fetch_trouble;        /* (owned) (nullable) why the last fetching failed */
  char *trouble_words;        /* (owned) (nullable) why one could not go back */
  gint64 fetched_version;     /* the newest one known when last fetched */
  gint64 chosen;              /* version number; 0 = none */
  gulong changed_id;
  gulong desk_changed_id;
  gboolean fetching;
  gboolean filling;           /* rows are being replaced */
};

G_DEFINE_FINAL_TYPE (WbOfferHistoryWindow, wb_offer_history_window, ADW_TYPE_WINDOW)

static guint
find_index (WbOfferHistoryWindow *self,
            gint64                version)
{
  for (guint i = 0; i < self->versions->len; i++) {
    const WbOfferSet *set = g_ptr_array_index (self->versions, i);

    if (set->version == version)
      return i;
  }

  return G_MAXUINT;
}

static const WbOfferSet *
get_version (WbOfferHistoryWindow *self,
             guint                 index)
{
  return index < self->versions->len ? g_ptr_array_index (self->versions, index) : NULL;
}

static const WbOfferSet *
get_chosen (WbOfferHistoryWindow *self)
{
  return get_version (self, find_index (self, self->chosen));
}

/* Why one cannot go back to the chosen version; NULL = one can. */
static const char *
find_obstacle (WbOfferHistoryWindow *self)
{
  const WbAccount *account = wb_context_get_account (self->context);
  const WbOfferSet *chosen = get_chosen (self);

  if (!wb_context_is_manager (self->context))
    return _ ("Only managers go back to an earlier version.");
  if (!account || !account->remarketing_active)
    return _ ("Remarketing is not active. Activate it to go back to a version.");
  if (chosen && self->shown && wb_offer_set_equal_tools (chosen, self->shown))
    return _ ("These values hold now.");
  if (wb_offer_desk_has_edits (self->desk, self->type_id))
    return _ ("There are edits that are not saved. Save or discard them first.");
  if (wb_offer_desk_get_delivery (self->desk, self->type_id, NULL) == WB_DELIVERY_SAVING)
    return _ ("Just a moment: a change is being saved.");

  return NULL;
}

static void
show_foot (WbOfferHistoryWindow *self)
{
  const char *obstacle = find_obstacle (self);

  gtk_label_set_text (GTK_LABEL (self->foot_words),
                      obstacle ? obstacle
                               : _ ("Becomes a new version with these values. Nothing is lost."));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.go-back",
                                 !obstacle && get_chosen (self));
}

/* How far the last save has come, where going back is done. */
static void
show_delivery (WbOfferHistoryWindow *self)
{
  const char *message = NULL;
  WbDelivery delivery = wb_offer_desk_get_delivery (self->desk, self->type_id, &message);
  WbNotice *notice = WB_NOTICE (self->notice);

  if (self->trouble_words)
    wb_notice_show (notice, WB_NOTICE_ERROR, _ ("This cannot be"), self->trouble_words);
  else if (delivery == WB_DELIVERY_WAITING)
    wb_notice_show (notice, WB_NOTICE_INFO, _ ("A change is waiting to be sent"),
                    _ ("It holds for you already and becomes a version once the server has it."));
  else if (delivery == WB_DELIVERY_REFUSED || delivery == WB_DELIVERY_NOT_SAVED)
    wb_notice_show (notice, WB_NOTICE_ERROR,
                    delivery == WB_DELIVERY_REFUSED ? _ ("The change was refused")
                                                    : _ ("The change could not be saved"),
                    message);
  else if (delivery == WB_DELIVERY_CONFLICT)
    wb_notice_show (notice, WB_NOTICE_WARNING, _ ("Somebody else changed these offers too"),
                    _ ("Close the history and choose what shall hold."));
  else
    wb_notice_hide (notice);
  gtk_widget_set_visible (self->notice_group, wb_notice_is_shown (notice));
}

static GtkWidget *
new_picture (WbOfferHistoryWindow *self,
             const WbOfferSet     *set)
{
  GtkWidget *list = gtk_list_box_new ();
  g_autoptr (GPtrArray) banners = wb_offer_glance_list_banners (self->context);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
    GtkWidget *row = gtk_list_box_row_new ();
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
    GtkWidget *name = gtk_label_new (wb_offer_tool_get_name (tool));

    gtk_label_set_xalign (GTK_LABEL (name), 0);
    gtk_widget_add_css_class (name, "heading");
    gtk_box_append (GTK_BOX (box), name);
    gtk_box_append (GTK_BOX (box), wb_offer_glance_cell_new (set, tool, self->context, banners));
    gtk_widget_set_margin_start (box, 12);
    gtk_widget_set_margin_end (box, 12);
    gtk_widget_set_margin_top (box, 9);
    gtk_widget_set_margin_bottom (box, 9);
    gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    wb_offer_tool_get_name (tool), -1);
    gtk_list_box_append (GTK_LIST_BOX (list), row);
  }

  return list;
}

/* What a customer of then would meet today. */
static void
show_preview (WbOfferHistoryWindow *self,
              const WbOfferSet     *set)
{
  WbPreviewPane *pane = WB_PREVIEW_PANE (self->preview);
  g_autoptr (WbBanner) banner =
    set->banner ? wb_banner_store_get (wb_context_get_reader (self->context), set->banner, NULL)
                : NULL;
  WbPictureState state = WB_PICTURE_NOT_HERE;
  GdkTexture *texture =
    banner ? wb_banner_pictures_get (self->pictures, banner->picture, WB_PICTURE_SIDE_CARD, &state)
           : NULL;

  wb_preview_pane_set_account (pane, wb_context_get_account (self->context));
  wb_preview_pane_set_today (pane, wb_date_of_time (wb_context_now (self->context),
                                                    wb_context_get_zone (self->context)));
  wb_preview_pane_set_banner (pane, banner, texture ? GDK_PAINTABLE (texture) : NULL);
  wb_preview_pane_show_set (pane, set);
}

static void
show_chosen (WbOfferHistoryWindow *self)
{
  guint index = find_index (self, self->chosen);
  const WbOfferSet *chosen = get_version (self, index);
  const WbOfferSet *before = NULL;
  g_auto (GStrv) sentences = NULL;
  g_autofree char *when = NULL;
  g_autofree char *who = NULL;
  g_autofree char *title = NULL;

  if (!chosen) {
    gtk_stack_set_visible_child_name (GTK_STACK (self->detail_stack), "none");
    show_foot (self);
    return;
  }

  before = get_version (self, index + 1);
  when = wb_offer_history_when (self->context, chosen);
  who = wb_offer_history_who (self->context, chosen);
  /* TRANSLATORS: %d counts the versions of a type's offers */
  title = g_strdup_printf (_ ("Version %d"), (int) chosen->version);
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->version_title), when);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->version_title), who);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->changes_group), title);
  sentences = wb_offer_changes_describe (self->context, before, chosen);
  wb_offer_changes_fill (GTK_LIST_BOX (self->changes), (const char *const *) sentences,
                         _ ("Nothing: it was saved as it was."));
  adw_bin_set_child (ADW_BIN (self->picture), new_picture (self, chosen));
  show_preview (self, chosen);
  gtk_stack_set_visible_child_name (GTK_STACK (self->detail_stack), "version");
  show_delivery (self);
  show_foot (self);
}

static void
picture_changed_cb (WbOfferHistoryWindow *self)
{
  const WbOfferSet *chosen = get_version (self, find_index (self, self->chosen));

  if (chosen)
    show_preview (self, chosen);
}

/* The kept versions, and the one in force where it is newer than those. */
static GPtrArray *
read_versions (WbOfferHistoryWindow *self)
{
  WbDb *reader = wb_context_get_reader (self->context);
  g_autoptr (WbOfferSet) server = wb_offer_store_get_server (reader, self->type_id, NULL);
  GPtrArray *versions = wb_offer_history_list (reader, self->type_id, NULL);
  const WbOfferSet *newest = NULL;

  /* A short read that fails now succeeds at the next change. */
  if (!versions)
    versions = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);
  newest = versions->len > 0 ? g_ptr_array_index (versions, 0) : NULL;
  if (server && server->version > (newest ? newest->version : 0))
    g_ptr_array_insert (versions, 0, g_steal_pointer (&server));

  return versions;
}

static gboolean
are_same_versions (GPtrArray *a,
                   GPtrArray *b)
{
  if (!a || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    if (((WbOfferSet *) g_ptr_array_index (a, i))->version !=
        ((WbOfferSet *) g_ptr_array_index (b, i))->version)
      return FALSE;
  }

  return TRUE;
}

/* Chosen stays what was; the newest one, where that was the newest or is there no more. */
static void
fill_list (WbOfferHistoryWindow *self,
           gboolean              was_newest)
{
  guint index = was_newest ? 0 : find_index (self, self->chosen);
  GtkWidget *child = NULL;

  self->filling = TRUE;
  while ((child = gtk_widget_get_first_child (self->list)))
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
  for (guint i = 0; i < self->versions->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list),
                         wb_offer_history_row_new (self->context, get_version (self, i),
                                                   get_version (self, i + 1), i == 0));
  self->filling = FALSE;
  if (self->versions->len == 0) {
    self->chosen = 0;
    return;
  }
  index = index < self->versions->len ? index : 0;
  self->chosen = ((WbOfferSet *) g_ptr_array_index (self->versions, index))->version;
  gtk_list_box_select_row (
    GTK_LIST_BOX (self->list),
    gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) index));
}

static void
show_list_notice (WbOfferHistoryWindow *self)
{
  WbNotice *notice = WB_NOTICE (self->list_notice);

  if (!wb_context_offers (self->context, WB_FEATURE_VERSIONS)) {
    wb_notice_show (notice, WB_NOTICE_INFO, _ ("This server keeps no earlier versions"),
                    _ ("Only what holds now is known."));
  } else if (self->fetch_trouble && !self->fetching) {
    wb_notice_show (notice, WB_NOTICE_WARNING, _ ("As of the last time"), self->fetch_trouble);
    wb_notice_set_buttons (notice, _ ("_Try again"), NULL);
  } else {
    wb_notice_hide (notice);
  }
}

static void
show_state (WbOfferHistoryWindow *self)
{
  const char *name = "list";
  g_autofree char *words = g_markup_escape_text (self->fetch_trouble ? self->fetch_trouble : "",
                                                 -1);

  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), self->fetching);
  gtk_widget_set_visible (self->spinner, self->fetching);
  if (self->versions->len == 0)
    name = self->fetching ? "loading" : self->fetch_trouble ? "trouble" : "empty";
  adw_status_page_set_description (ADW_STATUS_PAGE (self->trouble), words);
  gtk_stack_set_visible_child_name (GTK_STACK (self->list_stack), name);
  show_list_notice (self);
}

static void
refresh (WbOfferHistoryWindow *self)
{
  g_autoptr (GPtrArray) versions = read_versions (self);
  gboolean was_newest = find_index (self, self->chosen) == 0;

  g_clear_pointer (&self->shown, wb_offer_set_unref);
  self->shown = wb_offer_store_get (wb_context_get_reader (self->context), self->type_id, NULL);
  /* Rows are made anew only when there are others: the focus may be on one. */
  if (!are_same_versions (self->versions, versions) || self->chosen == 0) {
    g_ptr_array_unref (self->versions);
    self->versions = g_steal_pointer (&versions);
    fill_list (self, was_newest);
  }
  show_state (self);
  show_chosen (self);
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (WbOfferHistoryWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean fetched = wb_sync_fetch_versions_finish (WB_SYNC (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->context)
    return;

  self->fetching = FALSE;
  g_clear_pointer (&self->fetch_trouble, g_free);
  if (!fetched)
    self->fetch_trouble = g_strdup (error->message);
  refresh (self);
}

static void
fetch (WbOfferHistoryWindow *self)
{
  WbSync *sync = wb_context_get_sync (self->context);

  if (self->fetching || !sync || !wb_context_offers (self->context, WB_FEATURE_VERSIONS))
    return;

  self->fetching = TRUE;
  self->fetched_version = self->versions->len > 0 ? get_version (self, 0)->version : 0;
  wb_sync_fetch_versions_async (sync, self->type_id, self->cancellable, fetched_cb,
                                g_object_ref (self));
  show_state (self);
}

static void
fetch_again_cb (WbOfferHistoryWindow *self)
{
  fetch (self);
}

static void
context_changed_cb (WbOfferHistoryWindow *self,
                    guint                 tables)
{
  if (!(tables & (WB_TABLE_OFFERS | WB_TABLE_OUTBOX | WB_TABLE_ACCOUNT | WB_TABLE_BANNERS)))
    return;

  refresh (self);
  /* Several may have been saved since; the newest one alone is known without asking. */
  if (self->versions->len > 0 && get_version (self, 0)->version > self->fetched_version)
    fetch (self);
}

static void
desk_changed_cb (WbOfferHistoryWindow *self)
{
  show_delivery (self);
  show_foot (self);
}

static void
row_selected_cb (GtkListBox           *list,
                 GtkListBoxRow        *row,
                 WbOfferHistoryWindow *self)
{
  const WbOfferSet *version = NULL;

  if (!row || self->filling)
    return;

  version = get_version (self, (guint) gtk_list_box_row_get_index (row));
  self->chosen = version ? version->version : 0;
  g_clear_pointer (&self->trouble_words, g_free);
  show_chosen (self);
}

static void
row_activated_cb (GtkListBox           *list,
                  GtkListBoxRow        *row,
                  WbOfferHistoryWindow *self)
{
  wb_split_view_set_show_content (WB_SPLIT_VIEW (self->split), TRUE);
}

static void
say_done (WbOfferHistoryWindow *self,
          const char           *words,
          gboolean              with_undo)
{
  AdwToast *toast = adw_toast_new (words);

  if (with_undo) {
    adw_toast_set_button_label (toast, _ ("_Undo"));
    adw_toast_set_action_name (toast, "history.undo");
  }
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
}

/* Why it cannot be is said in place. */
static gboolean
go_to (WbOfferHistoryWindow *self,
       const WbOfferSet     *set)
{
  g_autoptr (GError) error = NULL;
  gboolean done = wb_offer_desk_go_back (self->desk, self->type_id, set, FALSE, &error);

  g_clear_pointer (&self->trouble_words, g_free);
  if (!done) {
    self->trouble_words = g_strdup (error->message);
    gtk_stack_set_visible_child_name (GTK_STACK (self->view_stack), "values");
  }
  show_delivery (self);

  return done;
}

static void
go_back_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  WbOfferHistoryWindow *self = WB_OFFER_HISTORY_WINDOW (widget);
  const WbOfferSet *chosen = get_chosen (self);

  if (!chosen || find_obstacle (self))
    return;

  g_clear_pointer (&self->undo, wb_offer_set_unref);
  self->undo = self->shown ? wb_offer_set_copy (self->shown) : NULL;
  if (!go_to (self, chosen)) {
    g_clear_pointer (&self->undo, wb_offer_set_unref);
    return;
  }
  gtk_widget_action_set_enabled (widget, "history.undo", self->undo != NULL);
  say_done (self, _ ("The earlier values hold again"), self->undo != NULL);
}

static void
undo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  WbOfferHistoryWindow *self = WB_OFFER_HISTORY_WINDOW (widget);
  g_autoptr (WbOfferSet) undo = g_steal_pointer (&self->undo);

  gtk_widget_action_set_enabled (widget, "history.undo", FALSE);
  if (!undo)
    return;
  if (go_to (self, undo))
    say_done (self, _ ("Undone"), FALSE);
}

static void
wb_offer_history_window_dispose (GObject *object)
{
  WbOfferHistoryWindow *self = WB_OFFER_HISTORY_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_signal_handler (&self->desk_changed_id, self->desk);
  if (self->pictures) {
    g_signal_handlers_disconnect_by_data (self->pictures, self);
    wb_banner_pictures_stop (self->pictures);
  }
  g_clear_object (&self->pictures);
  g_clear_object (&self->desk);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_offer_history_window_parent_class)->dispose (object);
}

static void
wb_offer_history_window_finalize (GObject *object)
{
  WbOfferHistoryWindow *self = WB_OFFER_HISTORY_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->versions, g_ptr_array_unref);
  g_clear_pointer (&self->shown, wb_offer_set_unref);
  g_clear_pointer (&self->undo, wb_offer_set_unref);
  g_free (self->fetch_trouble);
  g_free (self->trouble_words);
  g_free (self->type_id);

  G_OBJECT_CLASS (wb_offer_history_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/offers/wb-offer-history-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, split);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, title);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, list_stack);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, list_notice);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, list);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, version_title);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, detail_stack);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, notice_group);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, changes_group);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, changes);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, picture);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, preview);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, view_stack);
  gtk_widget_class_bind_template_child (widget_class, WbOfferHistoryWindow, foot_words);
  gtk_widget_class_bind_template_callback (widget_class, fetch_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
wb_offer_history_window_class_init (WbOfferHistoryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_offer_history_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_offer_history_window_finalize;

  g_type_ensure (WB_TYPE_BACK_BUTTON);
  g_type_ensure (WB_TYPE_NOTICE);
  g_type_ensure (WB_TYPE_PREVIEW_PANE);
  g_type_ensure (WB_TYPE_SPLIT_VIEW);
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "history.go-back", NULL, go_back_action);
  gtk_widget_class_install_action (widget_class, "history.undo", NULL, undo_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "history.undo",
                                       NULL);
  wb_dialog_install (widget_class);
}

static void
wb_offer_history_window_init (WbOfferHistoryWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->versions = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.undo", FALSE);
}

/**
 * wb_offer_history_window_new:
 * @context: the workspace
 * @desk: carries out going back
 * @type_id: whose history
 *
 * Starts fetching the versions.
 *
 * Returns: (transfer none): the window; show it with wb_dialog_open()
 */
GtkWidget *
wb_offer_history_window_new (WbContext   *context,
                             WbOfferDesk *desk,
                             const char  *type_id)
{
  WbOfferHistoryWindow *self = NULL;
  const char *name = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (WB_IS_OFFER_DESK (desk), NULL);
  g_return_val_if_fail (type_id, NULL);

  self = g_object_new (WB_TYPE_OFFER_HISTORY_WINDOW, NULL);
  self->context = g_object_ref (context);
  self->desk = g_object_ref (desk);
  self->pictures = wb_banner_pictures_new (context);
  g_signal_connect_swapped (self->pictures, "changed", G_CALLBACK (picture_changed_cb), self);
  self->type_id = g_strdup (type_id);
  name = wb_context_get_type_name (context, type_id);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), name ? name : "");
  self->changed_id =
    g_signal_connect_swapped (context, "changed", G_CALLBACK (context_changed_cb), self);
  self->desk_changed_id =
    g_signal_connect_swapped (desk, "changed", G_CALLBACK (desk_changed_cb), self);
  refresh (self);
  fetch (self);
  gtk_widget_grab_focus (self->list);

  return GTK_WIDGET (self);
}
