/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The window frame; see wb-window.h. Pages are made once there is a context for them. */

#include "config.h"

#include "wb-window.h"

#include "compat.h"
#include "wb-banners-page.h"
#include "wb-call-store.h"
#include "wb-calls-page.h"
#include "wb-connections-page.h"
#include "wb-coupons-page.h"
#include "wb-dialog.h"
#include "wb-format.h"
#include "wb-needs-page.h"
#include "wb-offers-page.h"
#include "wb-page.h"
#include "wb-person-window.h"
#include "wb-preferences-window.h"
#include "wb-results-page.h"
#include "wb-settings.h"
#include "wb-split-view.h"
#include "wb-sync-line.h"
#include "wb-tickets-page.h"

#include <glib/gi18n-lib.h>

/* A call becomes late with time alone, so the count is taken again now and then. */
#define LATE_REFRESH_SECS 30
#define PREFERENCES_WIDTH 600
#define PREFERENCES_HEIGHT 720

struct _WbWindow
{
  AdwApplicationWindow parent_instance;

  GtkWidget *toasts;
  GtkWidget *root_stack;
  GtkWidget *start_bin;
  GtkWidget *split;
  GtkWidget *title;
  GtkWidget *menu_button;
  GtkWidget *page_list;
  GtkWidget *page_stack;
  GtkWidget *sync_line;
  GtkWidget *late_badge;  /* (owned by the widget tree) (nullable) */

  WbContext *context;     /* (owned) (nullable) */
  GSettings *settings;    /* (owned) (nullable) where the schema is installed */
  char *open_call;        /* (owned) (nullable) */
  gulong changed_id;
  guint refresh_id;
};

G_DEFINE_FINAL_TYPE (WbWindow, wb_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_OPEN_CALL,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

/* The pages of the sidebar, in its order. */
static const struct
{
  const char *name;
  const char *title;
  const char *icon;
  GType (*get_type) (void);
} page_table[] = {
  { "calls", N_ ("Calls"), "wb-calls-symbolic", wb_calls_page_get_type },
  { "tickets", N_ ("Tickets"), "wb-tickets-symbolic", wb_tickets_page_get_type },
  { "offers", N_ ("Offers"), "wb-offers-symbolic", wb_offers_page_get_type },
  { "coupons", N_ ("Coupons"), "wb-coupon-symbolic", wb_coupons_page_get_type },
  { "banners", N_ ("Banners"), "wb-banner-symbolic", wb_banners_page_get_type },
  { "results", N_ ("Results"), "wb-results-symbolic", wb_results_page_get_type },
  { "connections", N_ ("Connections"), "wb-connections-symbolic", wb_connections_page_get_type },
  { NULL },
};

static WbPage *
get_visible_page (WbWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (GTK_STACK (self->page_stack));

  return page ? WB_PAGE (page) : NULL;
}

static GtkWidget *
new_row (const char *name,
         const char *title,
         const char *icon)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *badge = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (badge, "late-badge");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (badge, FALSE);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), badge);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (row), "page-name", g_strdup (name), g_free);
  g_object_set_data (G_OBJECT (row), "badge", badge);

  return row;
}

static const char *
get_row_page (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "page-name");
}

static GtkListBoxRow *
find_row (WbWindow   *self,
          const char *name)
{
  for (int i = 0;; i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->page_list), i);

    if (!row || g_strcmp0 (get_row_page (row), name) == 0)
      return row;
  }
}

static void
update_late_count (WbWindow *self)
{
  g_autofree char *words = NULL;
  g_autofree char *spoken = NULL;
  GtkListBoxRow *row = find_row (self, "calls");
  gint64 n_late = 0;

  /* A count that cannot be read now is read again in half a minute; the old one stays. */
  if (!self->late_badge || !row ||
      !wb_call_store_count_late (wb_context_get_reader (self->context),
                                 wb_context_now (self->context), &n_late, NULL))
    return;

  words = g_strdup_printf ("%" G_GINT64_FORMAT, n_late);
  spoken = n_late > 0
             ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Calls, %d late", "Calls, %d late",
                                             (gulong) n_late),
                                (int) n_late)
             : g_strdup (_ ("Calls"));
  gtk_label_set_text (GTK_LABEL (self->late_badge), words);
  gtk_widget_set_tooltip_text (self->late_badge, spoken);
  gtk_widget_set_visible (self->late_badge, n_late > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static gboolean
refresh_cb (gpointer user_data)
{
  update_late_count (WB_WINDOW (user_data));

  return G_SOURCE_CONTINUE;
}

static void
update_account_name (WbWindow *self)
{
  const WbAccount *account = wb_context_get_account (self->context);
  const char *name = account ? wb_context_pick_text (self->context, account->name) : NULL;

  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), name ? name : "");
  /* A server of tickets alone has no account to set anything on, and no calls to be told of. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.account", account != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.preferences", account != NULL);
}

static void
context_changed_cb (WbWindow *self,
                    guint     tables)
{
  if (tables & WB_TABLE_ACCOUNT)
    update_account_name (self);
  if (tables & (WB_TABLE_CALLS | WB_TABLE_SYNC))
    update_late_count (self);
}

/* The others are not only behind it but hidden: each key has styles matched for all that is not,
 * and the pages together have three times as many widgets as any of them. */
static void
put_in_front (WbWindow   *self,
              const char *name)
{
  GtkStack *stack = GTK_STACK (self->page_stack);
  GtkWidget *before = gtk_stack_get_visible_child (stack);
  GtkWidget *page = gtk_stack_get_child_by_name (stack, name);

  gtk_widget_set_visible (page, TRUE);
  gtk_stack_set_visible_child (stack, page);
  if (before && before != page)
    gtk_widget_set_visible (before, FALSE);
}

static void
page_selected_cb (GtkListBox    *list,
                  GtkListBoxRow *row,
                  WbWindow      *self)
{
  if (row)
    put_in_front (self, get_row_page (row));
}

static void
page_activated_cb (GtkListBox    *list,
                   GtkListBoxRow *row,
                   WbWindow      *self)
{
  put_in_front (self, get_row_page (row));
  wb_split_view_set_show_content (WB_SPLIT_VIEW (self->split), TRUE);
}

static void
update_open_call (WbWindow *self)
{
  GtkWidget *calls = self->context ? wb_window_get_page (self, "calls") : NULL;
  gboolean in_front = gtk_window_is_active (GTK_WINDOW (self)) && calls &&
                      gtk_widget_get_mapped (calls);
  const char *id = in_front ? wb_page_get_object (WB_PAGE (calls)) : NULL;

  if (g_strcmp0 (id, self->open_call) == 0)
    return;
  g_free (self->open_call);
  self->open_call = g_strdup (id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN_CALL]);
}

static void
page_shown_cb (WbWindow *self)
{
  WbPage *page = get_visible_page (self);
  g_autofree char *title = NULL;
  const char *name = NULL;

  if (!page)
    return;

  update_open_call (self);
  /* TRANSLATORS: the window's title; %s is the page, e.g. “Calls” */
  title = g_strdup_printf (_ ("%s – Winback"), wb_page_get_title (page));
  gtk_window_set_title (GTK_WINDOW (self), title);
  /* Only the sidebar's pages are worth coming back to. */
  name = gtk_stack_get_visible_child_name (GTK_STACK (self->page_stack));
  if (self->settings && find_row (self, name))
    g_settings_set_string (self->settings, "page", name);
}

static gboolean
key_pressed_cb (WbWindow        *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  WbPage *page = self->context ? get_visible_page (self) : NULL;

  return page && wb_page_handle_key (page, keyval, modifiers);
}

static void
page_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  WbWindow *self = WB_WINDOW (widget);

  wb_window_show_page (self, g_variant_get_string (parameter, NULL));
}

static void
show_object_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  WbWindow *self = WB_WINDOW (widget);
  const char *name = g_str_equal (action_name, "win.show-call")     ? "calls"
                     : g_str_equal (action_name, "win.show-ticket") ? "tickets"
                     : g_str_equal (action_name, "win.show-coupon") ? "coupons"
                                                                    : "offers";

  if (!wb_window_get_page (self, name))
    return;
  wb_window_show_page (self, name);
  wb_page_show_object (get_visible_page (self), g_variant_get_string (parameter, NULL));
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  WbWindow *self = WB_WINDOW (widget);
  WbPage *page = get_visible_page (self);

  if (page && wb_page_start_search (page))
    return;

  /* A page without a search of its own: tickets are where everything is found. */
  wb_window_show_page (self, "tickets");
  page = get_visible_page (self);
  if (page)
    wb_page_start_search (page);
}

static void
show_folder_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  wb_compat_show_folder (GTK_WINDOW (widget), file);
}

static void
sync_now_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  WbWindow *self = WB_WINDOW (widget);

  if (self->context && wb_context_get_sync (self->context))
    wb_sync_wake (wb_context_get_sync (self->context));
}

static void
account_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  WbWindow *self = WB_WINDOW (widget);

  if (self->context && wb_context_get_account (self->context))
    wb_dialog_open (GTK_WINDOW (wb_preferences_window_new (self->context)), GTK_WINDOW (self),
                    PREFERENCES_WIDTH, PREFERENCES_HEIGHT);
}

static void
preferences_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  WbWindow *self = WB_WINDOW (widget);

  if (self->context && wb_context_get_account (self->context))
    wb_dialog_open (GTK_WINDOW (wb_person_window_new (self->context)), GTK_WINDOW (self),
                    PREFERENCES_WIDTH, PREFERENCES_HEIGHT);
}

static void
needs_you_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  wb_window_show_page (WB_WINDOW (widget), "needs");
}

static void
wb_window_dispose (GObject *object)
{
  WbWindow *self = WB_WINDOW (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);
  self->late_badge = NULL;

  G_OBJECT_CLASS (wb_window_parent_class)->dispose (object);
}

static void
wb_window_finalize (GObject *object)
{
  g_free (WB_WINDOW (object)->open_call);

  G_OBJECT_CLASS (wb_window_parent_class)->finalize (object);
}

static void
wb_window_get_property (GObject    *object,
                        guint       id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  switch (id) {
    case PROP_OPEN_CALL:
      g_value_set_string (value, WB_WINDOW (object)->open_call);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
wb_window_class_init (WbWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_window_finalize;
  G_OBJECT_CLASS (klass)->get_property = wb_window_get_property;

  properties[PROP_OPEN_CALL] =
    g_param_spec_string ("open-call", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  g_type_ensure (WB_TYPE_SPLIT_VIEW);
  g_type_ensure (WB_TYPE_SYNC_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/winback/app/wb-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WbWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, root_stack);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, start_bin);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, split);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, title);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, page_list);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, page_stack);
  gtk_widget_class_bind_template_child (widget_class, WbWindow, sync_line);
  gtk_widget_class_bind_template_callback (widget_class, page_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);

  gtk_widget_class_install_action (widget_class, "win.page", "s", page_action);
  gtk_widget_class_install_action (widget_class, "win.show-call", "s", show_object_action);
  gtk_widget_class_install_action (widget_class, "win.show-ticket", "s", show_object_action);
  gtk_widget_class_install_action (widget_class, "win.show-offers", "s", show_object_action);
  gtk_widget_class_install_action (widget_class, "win.show-coupon", "s", show_object_action);
  gtk_widget_class_install_action (widget_class, "win.show-folder", "s", show_folder_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.sync-now", NULL, sync_now_action);
  gtk_widget_class_install_action (widget_class, "win.needs-you", NULL, needs_you_action);
  gtk_widget_class_install_action (widget_class, "win.account", NULL, account_action);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.search",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "win.sync-now",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_comma, GDK_CONTROL_MASK,
                                       "win.preferences", NULL);
  for (guint i = 0; page_table[i].name; i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_ALT_MASK, "win.page", "s",
                                         page_table[i].name);
}

static void
wb_window_init (WbWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* On its way past the pages the Tab key opens none of them. */
  wb_compat_tab_leaves_list_box (GTK_LIST_BOX (self->page_list));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sync-now", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.account", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.preferences", FALSE);

  g_signal_connect (self, "notify::is-active", G_CALLBACK (update_open_call), NULL);
  self->settings = wb_settings_new ();
  if (self->settings) {
    g_settings_bind (self->settings, "window-width", self, "default-width",
                     G_SETTINGS_BIND_DEFAULT);
    g_settings_bind (self->settings, "window-height", self, "default-height",
                     G_SETTINGS_BIND_DEFAULT);
    g_settings_bind (self->settings, "window-maximized", self, "maximized",
                     G_SETTINGS_BIND_DEFAULT);
  }
}

/**
 * wb_window_new:
 * @application: the application
 *
 * Returns: (transfer none): the window, empty until it is given a start page or a context
 */
WbWindow *
wb_window_new (AdwApplication *application)
{
  return g_object_new (WB_TYPE_WINDOW, "application", application, NULL);
}

/**
 * wb_window_set_start:
 * @self: a window without a context
 * @start: (transfer floating): what to show until there is one
 */
void
wb_window_set_start (WbWindow  *self,
                     GtkWidget *start)
{
  g_return_if_fail (WB_IS_WINDOW (self));
  g_return_if_fail (!self->context);

  adw_bin_set_child (ADW_BIN (self->start_bin), start);
  gtk_stack_set_visible_child_name (GTK_STACK (self->root_stack), "start");
}

static void
add_page (WbWindow   *self,
          const char *name,
          GtkWidget  *page)
{
  gtk_widget_set_visible (page, FALSE);
  gtk_stack_add_named (GTK_STACK (self->page_stack), page, name);
}

static void
add_pages (WbWindow *self)
{
  for (guint i = 0; page_table[i].name; i++) {
    GtkWidget *page = g_object_new (page_table[i].get_type (), "context", self->context, NULL);
    GtkWidget *row = new_row (page_table[i].name, _ (page_table[i].title), page_table[i].icon);

    add_page (self, page_table[i].name, page);
    gtk_list_box_append (GTK_LIST_BOX (self->page_list), row);
    if (g_str_equal (page_table[i].name, "calls")) {
      self->late_badge = g_object_get_data (G_OBJECT (row), "badge");
      g_signal_connect_object (page, "object-changed", G_CALLBACK (update_open_call), self,
                               G_CONNECT_SWAPPED);
    }
  }

  /* Reached by the sync line; it has no place of its own in the sidebar. */
  add_page (self, "needs", g_object_new (WB_TYPE_NEEDS_PAGE, "context", self->context, NULL));
}

/**
 * wb_window_set_context:
 * @self: a window
 * @context: the workspace to show; set once
 *
 * Makes the pages and shows the first one: Calls, or Tickets where the server has no calls.
 */
void
wb_window_set_context (WbWindow  *self,
                       WbContext *context)
{
  g_autofree char *first = NULL;

  g_return_if_fail (WB_IS_WINDOW (self));
  g_return_if_fail (WB_IS_CONTEXT (context));
  g_return_if_fail (!self->context);

  self->context = g_object_ref (context);
  self->changed_id = g_signal_connect_swapped (context, "changed",
                                               G_CALLBACK (context_changed_cb), self);
  self->refresh_id = g_timeout_add_seconds (LATE_REFRESH_SECS, refresh_cb, self);
  /* Read before the pages come: the first one shown would be remembered in its place. */
  if (self->settings)
    first = g_settings_get_string (self->settings, "page");
  wb_sync_line_set_context (WB_SYNC_LINE (self->sync_line), context);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sync-now",
                                 wb_context_get_sync (context) != NULL);
  add_pages (self);
  update_account_name (self);
  update_late_count (self);

  gtk_stack_set_visible_child_name (GTK_STACK (self->root_stack), "main");
  adw_bin_set_child (ADW_BIN (self->start_bin), NULL);
  /* A server of tickets alone has nothing else to come back to. */
  wb_window_show_page (self, wb_context_get_level (context) == WB_LEVEL_PLAIN ? "tickets"
                             : first                                          ? first
                                                                              : "calls");
}

/**
 * wb_window_get_context:
 * @self: a window
 *
 * Returns: (nullable) (transfer none): what it shows
 */
WbContext *
wb_window_get_context (WbWindow *self)
{
  g_return_val_if_fail (WB_IS_WINDOW (self), NULL);

  return self->context;
}

/**
 * wb_window_show_page:
 * @self: a window with a context
 * @name: "calls", "tickets", "offers", "coupons", "banners", "connections" or "needs"; another name
 *   changes nothing
 */
void
wb_window_show_page (WbWindow   *self,
                     const char *name)
{
  GtkListBoxRow *row = NULL;

  g_return_if_fail (WB_IS_WINDOW (self));
  g_return_if_fail (name);

  if (!gtk_stack_get_child_by_name (GTK_STACK (self->page_stack), name))
    return;

  row = find_row (self, name);
  gtk_list_box_select_row (GTK_LIST_BOX (self->page_list), row);
  put_in_front (self, name);
  wb_split_view_set_show_content (WB_SPLIT_VIEW (self->split), TRUE);
  if (get_visible_page (self))
    wb_page_shown (get_visible_page (self));
}

/**
 * wb_window_get_page:
 * @self: a window
 * @name: a page's name
 *
 * Returns: (nullable) (transfer none): the page
 */
GtkWidget *
wb_window_get_page (WbWindow   *self,
                    const char *name)
{
  g_return_val_if_fail (WB_IS_WINDOW (self), NULL);

  return gtk_stack_get_child_by_name (GTK_STACK (self->page_stack), name);
}

/**
 * wb_window_get_open_call:
 * @self: a window
 *
 * Returns: (nullable) (transfer none): the id of the call whose card is in front of the person
 */
const char *
wb_window_get_open_call (WbWindow *self)
{
  g_return_val_if_fail (WB_IS_WINDOW (self), NULL);

  return self->open_call;
}
