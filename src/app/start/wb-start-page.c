/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The first start; see wb-start-page.h. What goes wrong is said where it was typed, and what was
 * typed stays. */

#include "config.h"

#include "wb-start-page.h"

#include "compat.h"
#include "wb-opener.h"

#include <glib/gi18n-lib.h>

struct _WbStartPage
{
  AdwBin parent_instance;

  GtkWidget *back;
  GtkWidget *stack;
  GtkWidget *icon;
  GtkWidget *connect_choice;
  GtkWidget *demo_choice;
  GtkWidget *choose_problem;
  GtkWidget *working_spinner;
  GtkWidget *working_label;
  GtkWidget *url;
  GtkWidget *token;
  GtkWidget *ca_row;
  GtkWidget *ca_clear;
  GtkWidget *secret_row;
  GtkWidget *secret_switch;
  GtkWidget *problem_box;
  GtkWidget *problem;
  GtkWidget *connect;

  GCancellable *cancellable;  /* (owned) of what is under way; all of it ends with the page */
  char *ca_file;              /* (owned) (nullable) */
  char *dir;                  /* (owned) (nullable) of the workspace being made */
  char *demo_dir;             /* (owned) (nullable) */
  gboolean demo_is_temporary;
  gboolean has_keyring;       /* the probe of the secret service went well */
  const char *return_to;      /* the view to show when the work under way fails */
};

G_DEFINE_FINAL_TYPE (WbStartPage, wb_start_page, ADW_TYPE_BIN)

enum
{
  CONNECTED,
  DEMO_STARTED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
show_view (WbStartPage *self,
           const char  *name)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), name);
  gtk_widget_set_visible (self->back, g_str_equal (name, "connect"));
  gtk_spinner_set_spinning (GTK_SPINNER (self->working_spinner), g_str_equal (name, "working"));
}

static void
start_work (WbStartPage *self,
            const char  *words,
            const char  *return_to)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->return_to = return_to;
  gtk_label_set_text (GTK_LABEL (self->working_label), words);
  gtk_widget_set_visible (self->choose_problem, FALSE);
  gtk_widget_set_visible (self->problem_box, FALSE);
  show_view (self, "working");
}

static void
work_failed (WbStartPage  *self,
             const GError *error)
{
  GtkWidget *label = g_str_equal (self->return_to, "connect") ? self->problem
                                                               : self->choose_problem;

  gtk_label_set_text (GTK_LABEL (label), error->message);
  gtk_widget_set_visible (g_str_equal (self->return_to, "connect") ? self->problem_box : label,
                          TRUE);
  show_view (self, self->return_to);
}

static gboolean
is_secret_place_known (WbStartPage *self)
{
  return wb_opener_get_told_spec () || self->has_keyring ||
         gtk_switch_get_active (GTK_SWITCH (self->secret_switch));
}

static void
form_changed_cb (WbStartPage *self)
{
  const char *url = gtk_editable_get_text (GTK_EDITABLE (self->url));
  const char *token = gtk_editable_get_text (GTK_EDITABLE (self->token));

  gtk_widget_set_sensitive (self->connect, *url && *token && is_secret_place_known (self));
}

static void
show_secret_place (WbStartPage *self)
{
  const char *told = wb_opener_get_told_spec ();
  const char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (told && g_str_has_prefix (told, "file:")) {
    title = _ ("The token is kept in a file");
    subtitle = g_strdup (told + strlen ("file:"));
  } else if (self->has_keyring) {
    title = _ ("The token is kept in your keyring");
    subtitle = g_strdup (_ ("It is never written into the workspace."));
  } else {
    title = _ ("Keep the token in a file");
    subtitle = g_strdup (_ ("No keyring answers on this computer. The file can be read by you "
                            "alone, but it is not encrypted."));
  }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret_row), title);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->secret_row), FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->secret_row), subtitle);
  gtk_widget_set_visible (self->secret_switch, !told && !self->has_keyring);
  form_changed_cb (self);
}

static void
secrets_checked_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  WbStartPage *self = NULL;
  g_autoptr (GError) error = NULL;
  gboolean works = wb_opener_check_secrets_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = WB_START_PAGE (user_data);
  self->has_keyring = works;
  show_secret_place (self);
}

static void
connect_chosen_cb (WbStartPage *self)
{
  show_view (self, "connect");
  show_secret_place (self);
  gtk_widget_grab_focus (self->url);
  if (!wb_opener_get_told_spec ())
    wb_opener_check_secrets_async (self->cancellable, secrets_checked_cb, self);
}

static void
back_clicked_cb (WbStartPage *self)
{
  show_view (self, "choose");
  gtk_widget_grab_focus (self->connect_choice);
}

static void
cancel_clicked_cb (WbStartPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  show_view (self, self->return_to);
}

static void
ca_picked_cb (GFile    *file,
              gpointer  user_data)
{
  WbStartPage *self = WB_START_PAGE (user_data);

  if (!file)
    return;

  g_free (self->ca_file);
  self->ca_file = g_file_get_path (file);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->ca_row), self->ca_file ? self->ca_file : "");
  gtk_widget_set_visible (self->ca_clear, self->ca_file != NULL);
}

static void
ca_choose_cb (WbStartPage *self)
{
  wb_compat_pick_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                       _ ("Choose the authority’s certificate"), ca_picked_cb, g_object_ref (self),
                       g_object_unref);
}

static void
ca_clear_cb (WbStartPage *self)
{
  g_clear_pointer (&self->ca_file, g_free);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->ca_row),
                               _ ("Only for a server with a private certificate"));
  gtk_widget_set_visible (self->ca_clear, FALSE);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  WbStartPage *self = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbContext) context = wb_opener_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = WB_START_PAGE (user_data);
  if (error)
    work_failed (self, error);
  else
    g_signal_emit (self, signals[CONNECTED], 0, context);
}

static void
connect_clicked_cb (WbStartPage *self)
{
  g_autofree char *url = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->url)));
  g_autofree char *token = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->token)));
  g_autofree char *spec = NULL;

  if (!gtk_widget_get_sensitive (self->connect))
    return;

  /* Spaces come along when one copies; a line break inside is refused by the client, in words. */
  g_strstrip (url);
  g_strstrip (token);
  g_free (self->dir);
  self->dir = wb_opener_new_workspace_dir ();
  if (wb_opener_get_told_spec ())
    spec = g_strdup (wb_opener_get_told_spec ());
  else if (!self->has_keyring)
    spec = wb_opener_dup_file_spec (self->dir);
  start_work (self, _ ("Connecting…"), "connect");
  wb_opener_connect_async (url, token, self->ca_file, self->dir, spec, self->cancellable, opened_cb,
                           self);
}

static void
demo_started_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  WbStartPage *self = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDemoProcess) demo = wb_demo_process_start_finish (result, &error);
  g_autofree char *spec = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = WB_START_PAGE (user_data);
  if (error) {
    work_failed (self, error);
    return;
  }

  g_free (self->dir);
  self->dir = g_build_filename (self->demo_dir, "workspace", NULL);
  spec = wb_opener_dup_file_spec (self->demo_dir);
  g_signal_emit (self, signals[DEMO_STARTED], 0, demo,
                 self->demo_is_temporary ? self->demo_dir : NULL);
  wb_opener_connect_async (wb_demo_process_get_url (demo), wb_demo_process_get_token (demo), NULL,
                           self->dir, spec, self->cancellable, opened_cb, self);
}

static void
demo_chosen_cb (WbStartPage *self)
{
  wb_start_page_explore_demo (self, NULL);
}

static void
wb_start_page_dispose (GObject *object)
{
  WbStartPage *self = WB_START_PAGE (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (wb_start_page_parent_class)->dispose (object);
}

static void
wb_start_page_finalize (GObject *object)
{
  WbStartPage *self = WB_START_PAGE (object);

  g_clear_object (&self->cancellable);
  g_free (self->ca_file);
  g_free (self->dir);
  g_free (self->demo_dir);

  G_OBJECT_CLASS (wb_start_page_parent_class)->finalize (object);
}

static void
wb_start_page_class_init (WbStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_start_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_start_page_finalize;

  signals[CONNECTED] = g_signal_new ("connected", WB_TYPE_START_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, WB_TYPE_CONTEXT);
  signals[DEMO_STARTED] =
    g_signal_new ("demo-started", WB_TYPE_START_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, WB_TYPE_DEMO_PROCESS, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/start/wb-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, back);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, stack);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, icon);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, connect_choice);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, demo_choice);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, choose_problem);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, working_spinner);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, working_label);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, url);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, token);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, ca_row);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, ca_clear);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, secret_row);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, secret_switch);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, problem_box);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, problem);
  gtk_widget_class_bind_template_child (widget_class, WbStartPage, connect);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, ca_choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, ca_clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, demo_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, form_changed_cb);
}

static void
wb_start_page_init (WbStartPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->return_to = "choose";
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), "wb-logo");
}

/**
 * wb_start_page_new:
 *
 * Returns: (transfer floating): the page; main thread, as all here
 */
WbStartPage *
wb_start_page_new (void)
{
  return g_object_new (WB_TYPE_START_PAGE, NULL);
}

/**
 * wb_start_page_explore_demo:
 * @self: a start page
 * @dir: (nullable): folder that keeps the demo and its workspace; `NULL` = a temporary one
 *
 * Starts the demo merchant and connects to it.
 */
void
wb_start_page_explore_demo (WbStartPage *self,
                            const char  *dir)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *demo_data = NULL;

  g_return_if_fail (WB_IS_START_PAGE (self));

  start_work (self, _ ("Starting the demo…"), "choose");
  g_free (self->demo_dir);
  self->demo_is_temporary = !dir;
  self->demo_dir = dir ? g_strdup (dir) : g_dir_make_tmp ("winback-demo-XXXXXX", &error);
  if (!self->demo_dir) {
    work_failed (self, error);
    return;
  }
  demo_data = g_build_filename (self->demo_dir, "demo", NULL);
  wb_demo_process_start_async (demo_data, self->cancellable, demo_started_cb, self);
}

/**
 * wb_start_page_show_connect:
 * @self: a start page
 *
 * Shows the form for address and token.
 */
void
wb_start_page_show_connect (WbStartPage *self)
{
  g_return_if_fail (WB_IS_START_PAGE (self));

  connect_chosen_cb (self);
}

/**
 * wb_start_page_open:
 * @self: a start page
 * @dir: folder of a workspace
 *
 * Opens a workspace; what keeps it from being opened is said on the page.
 */
void
wb_start_page_open (WbStartPage *self,
                    const char  *dir)
{
  g_return_if_fail (WB_IS_START_PAGE (self));
  g_return_if_fail (dir);

  wb_start_page_show_opening (self);
  wb_opener_open_async (dir, self->cancellable, opened_cb, self);
}

/**
 * wb_start_page_show_opening:
 * @self: a start page
 *
 * Says that a workspace is being opened.
 */
void
wb_start_page_show_opening (WbStartPage *self)
{
  g_return_if_fail (WB_IS_START_PAGE (self));

  start_work (self, _ ("Opening…"), "choose");
}

/**
 * wb_start_page_show_trouble:
 * @self: a start page that says so
 * @error: what kept the workspace from being opened
 */
void
wb_start_page_show_trouble (WbStartPage  *self,
                            const GError *error)
{
  g_return_if_fail (WB_IS_START_PAGE (self));
  g_return_if_fail (error);

  self->return_to = "choose";
  work_failed (self, error);
}
