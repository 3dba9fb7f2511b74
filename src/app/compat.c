/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One place for what was replaced after our floor; see compat.h. */

#include "config.h"

#include "compat.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

typedef struct
{
  union {
    WbAskFunc ask;
    WbChooseFunc choose;
    WbPickFunc pick;
  } func;
  gpointer user_data;        /* (owned) */
  GDestroyNotify user_data_free;
} Call;

static Call *
new_call (gpointer       user_data,
          GDestroyNotify user_data_free)
{
  Call *call = g_new0 (Call, 1);

  call->user_data = user_data;
  call->user_data_free = user_data_free;

  return call;
}

static void
free_call (Call *call)
{
  if (call->user_data_free)
    call->user_data_free (call->user_data);
  g_free (call);
}

static void
ask_response_cb (GObject    *dialog,
                 const char *response,
                 Call       *call)
{
  call->func.ask (g_str_equal (response, "go-on"), call->user_data);
}

static void
choose_response_cb (GObject    *dialog,
                    const char *response,
                    Call       *call)
{
  call->func.choose (g_str_equal (response, "go-on")   ? 1
                     : g_str_equal (response, "other") ? 0
                                                       : -1,
                     call->user_data);
}

/* @other_label: (nullable): a second way on, beside "go-on". */
static void
show_question (GtkWindow             *parent,
               const char            *heading,
               const char            *body,
               const char            *other_label,
               const char            *go_on_label,
               AdwResponseAppearance  appearance,
               const char            *default_response,
               GCallback              callback,
               Call                  *call)
{
#if ADW_CHECK_VERSION (1, 5, 0)
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));

  adw_alert_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  if (other_label)
    adw_alert_dialog_add_response (dialog, "other", other_label);
  adw_alert_dialog_add_response (dialog, "go-on", go_on_label);
  adw_alert_dialog_set_response_appearance (dialog, "go-on", appearance);
  adw_alert_dialog_set_default_response (dialog, default_response);
  adw_alert_dialog_set_close_response (dialog, "cancel");
#else
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));

  adw_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  if (other_label)
    adw_message_dialog_add_response (dialog, "other", other_label);
  adw_message_dialog_add_response (dialog, "go-on", go_on_label);
  adw_message_dialog_set_response_appearance (dialog, "go-on", appearance);
  adw_message_dialog_set_default_response (dialog, default_response);
  adw_message_dialog_set_close_response (dialog, "cancel");
#endif

  g_signal_connect_data (dialog, "response", callback, call,
                         (GClosureNotify) (void (*)(void))free_call, 0);
#if ADW_CHECK_VERSION (1, 5, 0)
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (parent));
#else
  gtk_window_present (GTK_WINDOW (dialog));
#endif
}

/**
 * wb_compat_ask:
 * @parent: the window asked about
 * @heading: the question, translated
 * @body: what will happen, translated
 * @go_on_label: the verb on the button, with a mnemonic
 * @destructive: whether it cannot be undone
 * @func: called once with the answer
 * @user_data: for @func
 * @user_data_free: (nullable): frees @user_data
 */
void
wb_compat_ask (GtkWindow      *parent,
               const char     *heading,
               const char     *body,
               const char     *go_on_label,
               gboolean        destructive,
               WbAskFunc       func,
               gpointer        user_data,
               GDestroyNotify  user_data_free)
{
  Call *call = new_call (user_data, user_data_free);

  call->func.ask = func;
  show_question (parent, heading, body, NULL, go_on_label,
                 destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED, "cancel",
                 G_CALLBACK (ask_response_cb), call);
}

/**
 * wb_compat_choose:
 * @parent: the window asked about
 * @heading: the question, translated
 * @body: what it is about, translated
 * @other_label: the first way to go on, with a mnemonic
 * @suggested_label: the second, which Return presses
 * @func: called once with the choice
 * @user_data: for @func
 * @user_data_free: (nullable): frees @user_data
 */
void
wb_compat_choose (GtkWindow      *parent,
                  const char     *heading,
                  const char     *body,
                  const char     *other_label,
                  const char     *suggested_label,
                  WbChooseFunc    func,
                  gpointer        user_data,
                  GDestroyNotify  user_data_free)
{
  Call *call = new_call (user_data, user_data_free);

  call->func.choose = func;
  show_question (parent, heading, body, other_label, suggested_label, ADW_RESPONSE_SUGGESTED,
                 "go-on", G_CALLBACK (choose_response_cb), call);
}

/**
 * wb_compat_about:
 * @parent: the window it belongs to
 */
void
wb_compat_about (GtkWindow *parent)
{
#if ADW_CHECK_VERSION (1, 5, 0)
  AdwAboutDialog *about = ADW_ABOUT_DIALOG (adw_about_dialog_new ());
#else
  GtkWidget *about = adw_about_window_new ();
#endif

  g_object_set (about,
                "application-name", "Winback",
                "application-icon", APP_ID,
                "version", WB_VERSION,
                "developer-name", _ ("The Winback authors"),
                "copyright", _ ("© the Winback authors"),
                "license-type", GTK_LICENSE_GPL_3_0,
                "comments", _ ("Win customers back when goods come back."),
                NULL);

#if ADW_CHECK_VERSION (1, 5, 0)
  adw_dialog_present (ADW_DIALOG (about), GTK_WIDGET (parent));
#else
  g_object_set (about, "transient-for", parent, "modal", TRUE, NULL);
  gtk_window_present (GTK_WINDOW (about));
#endif
}

#if GTK_CHECK_VERSION (4, 10, 0)
static void
file_picked_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Call *call = user_data;
  /* Dismissing is the only failure here, and it is no picking. */
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  call->func.pick (file, call->user_data);
  free_call (call);
}
#else
static void
file_picked_cb (GtkNativeDialog *dialog,
                int              response,
                Call            *call)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  call->func.pick (file, call->user_data);
  free_call (call);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}
#endif

static void
pick_file (GtkWindow     *parent,
           const char    *title,
           GtkFileFilter *filter,
           Call          *call)
{
#if GTK_CHECK_VERSION (4, 10, 0)
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  if (filter)
    gtk_file_dialog_set_default_filter (dialog, filter);
  gtk_file_dialog_open (dialog, parent, NULL, file_picked_cb, call);
#else
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  if (filter)
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (file_picked_cb), call);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
#endif
}

/**
 * wb_compat_pick_file:
 * @parent: the window it belongs to
 * @title: what is picked, translated
 * @func: called once with the file or `NULL`
 * @user_data: for @func
 * @user_data_free: (nullable): frees @user_data
 */
void
wb_compat_pick_file (GtkWindow      *parent,
                     const char     *title,
                     WbPickFunc      func,
                     gpointer        user_data,
                     GDestroyNotify  user_data_free)
{
  Call *call = new_call (user_data, user_data_free);

  call->func.pick = func;
  pick_file (parent, title, NULL, call);
}

/**
 * wb_compat_pick_picture:
 * @parent: the window it belongs to
 * @title: what is picked, translated
 * @filter_name: what the files shown are, translated
 * @func: called once with the file or `NULL`
 * @user_data: for @func
 * @user_data_free: (nullable): frees @user_data
 *
 * Shows files of the kinds that a banner may be (reference/retino-api.md B.8).
 */
void
wb_compat_pick_picture (GtkWindow      *parent,
                        const char     *title,
                        const char     *filter_name,
                        WbPickFunc      func,
                        gpointer        user_data,
                        GDestroyNotify  user_data_free)
{
  static const char *const kinds[] = { "image/png", "image/jpeg", "image/gif", "image/webp" };
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  Call *call = new_call (user_data, user_data_free);

  gtk_file_filter_set_name (filter, filter_name);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_file_filter_add_mime_type (filter, kinds[i]);
  call->func.pick = func;
  pick_file (parent, title, filter, call);
}

#if GTK_CHECK_VERSION (4, 10, 0)
static void
file_saved_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  Call *call = user_data;
  /* Dismissing is the only failure here, and it is no choice. */
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  call->func.pick (file, call->user_data);
  free_call (call);
}
#endif

/**
 * wb_compat_save_file:
 * @parent: the window it belongs to
 * @title: what is saved, translated
 * @name: the name that is proposed
 * @func: called once with the file or `NULL`
 * @user_data: for @func
 * @user_data_free: (nullable): frees @user_data
 *
 * Asks where to; whether an older file may be replaced is asked there, too.
 */
void
wb_compat_save_file (GtkWindow      *parent,
                     const char     *title,
                     const char     *name,
                     WbPickFunc      func,
                     gpointer        user_data,
                     GDestroyNotify  user_data_free)
{
  Call *call = new_call (user_data, user_data_free);
#if GTK_CHECK_VERSION (4, 10, 0)
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  call->func.pick = func;
  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, parent, NULL, file_saved_cb, call);
#else
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);

  call->func.pick = func;
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (file_picked_cb), call);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
#endif
}

/**
 * wb_compat_show_folder:
 * @parent: the window that asks
 * @file: a file
 *
 * Shows the folder that @file is in, by the program that shows folders.
 */
void
wb_compat_show_folder (GtkWindow *parent,
                       GFile     *file)
{
#if GTK_CHECK_VERSION (4, 10, 0)
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (file);

  gtk_file_launcher_open_containing_folder (launcher, parent, NULL, NULL, NULL);
#else
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = folder ? g_file_get_uri (folder) : NULL;

  if (uri)
    gtk_show_uri (parent, uri, GDK_CURRENT_TIME);
#endif
}

/**
 * wb_compat_get_color:
 * @widget: a widget
 * @color_out: (out): the value of its CSS property "color"
 */
void
wb_compat_get_color (GtkWidget *widget,
                     GdkRGBA   *color_out)
{
#if GTK_CHECK_VERSION (4, 10, 0)
  gtk_widget_get_color (widget, color_out);
#else
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color_out);
#endif
}

static gboolean
leave_list_cb (GtkEventControllerKey *controller,
               guint                  keyval,
               guint                  keycode,
               GdkModifierType        state,
               GtkWidget             *list)
{
  GtkRoot *root = gtk_widget_get_root (list);
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  gboolean back = keyval == GDK_KEY_ISO_Left_Tab || (modifiers & GDK_SHIFT_MASK);
  gboolean moved = FALSE;

  if (!root || (keyval != GDK_KEY_Tab && keyval != GDK_KEY_ISO_Left_Tab) ||
      (modifiers & ~GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;

  /* The way on from here, as if the list had no more rows. */
  gtk_widget_set_can_focus (list, FALSE);
  moved = gtk_widget_child_focus (GTK_WIDGET (root),
                                  back ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
  gtk_widget_set_can_focus (list, TRUE);

  return moved;
}

static void
leave_by_tab (GtkWidget *list)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (leave_list_cb), list, 0);
  gtk_widget_add_controller (list, controller);
}

/**
 * wb_compat_tab_leaves_list:
 * @list: a [class@Gtk.ListView]
 *
 * Tab goes from any row to what comes after the list, as arrows go from row to row. GTK 4.12 has
 * `gtk_list_view_set_tab_behavior()` for it; before, Tab visits each of 100,000 rows.
 */
void
wb_compat_tab_leaves_list (GtkListView *list)
{
  g_return_if_fail (GTK_IS_LIST_VIEW (list));

  leave_by_tab (GTK_WIDGET (list));
}

/**
 * wb_compat_tab_leaves_list_box:
 * @list: a [class@Gtk.ListBox]
 *
 * The same of a list box, whose selection would follow the Tab key from row to row.
 */
void
wb_compat_tab_leaves_list_box (GtkListBox *list)
{
  g_return_if_fail (GTK_IS_LIST_BOX (list));

  leave_by_tab (GTK_WIDGET (list));
}

/**
 * wb_compat_tab_leaves_grid:
 * @grid: a [class@Gtk.GridView]
 *
 * The same of a grid.
 */
void
wb_compat_tab_leaves_grid (GtkGridView *grid)
{
  g_return_if_fail (GTK_IS_GRID_VIEW (grid));

  leave_by_tab (GTK_WIDGET (grid));
}

static void
name_arrows (GtkWidget          *widget,
             const char *const **names)
{
  if (GTK_IS_BUTTON (widget) && **names) {
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    **names, -1);
    (*names)++;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    name_arrows (child, names);
}

/**
 * wb_compat_name_calendar_arrows:
 * @calendar: a calendar
 *
 * Its four arrows take the focus and have no names for a screen reader.
 */
void
wb_compat_name_calendar_arrows (GtkCalendar *calendar)
{
  const char *const names[] = { _ ("Previous month"), _ ("Next month"), _ ("Previous year"),
                                _ ("Next year"), NULL };
  const char *const *next = names;

  g_return_if_fail (GTK_IS_CALENDAR (calendar));

  name_arrows (GTK_WIDGET (calendar), &next);
}
