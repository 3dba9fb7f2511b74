/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The application; see wb-application.h. One window, one workspace: the one named on the command
 * line, the demo's, the one open last, or the one made on the start page. Started by the session
 * for a notification that was clicked, or to go on in the background, it opens the last workspace
 * and makes a window only when one is wanted. */

#include "config.h"

#include "wb-application-private.h"

#include "wb-application-actions.h"
#include "wb-opener.h"
#include "wb-settings.h"

#include <glib/gi18n-lib.h>

/* Between being started by the session and the first thing it asks for. */
#define SERVICE_PATIENCE_MS 10000

G_DEFINE_FINAL_TYPE (WbApplication, wb_application, ADW_TYPE_APPLICATION)

static gboolean
remove_tree (GFile   *file,
             GError **error)
{
  g_autoptr (GFileEnumerator) children =
    g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME,
                               G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child = NULL;

  while (children && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) && child) {
    if (!remove_tree (child, error))
      return FALSE;
  }

  return g_file_delete (file, NULL, error);
}

static void
remember_workspace (WbContext *context)
{
  const char *dir = wb_workspace_get_dir (wb_context_get_workspace (context));
  g_autofree char *name = g_path_get_basename (dir);
  g_autoptr (GSettings) settings = wb_settings_new ();

  if (settings)
    g_settings_set_string (settings, "workspace", name);
}

/* The one that was open last, else the newest. */
static char *
find_workspace (void)
{
  g_autoptr (GSettings) settings = wb_settings_new ();
  g_autofree char *name = settings ? g_settings_get_string (settings, "workspace") : NULL;
  g_autofree char *dir =
    name && *name ? g_build_filename (g_get_user_data_dir (), "winback", name, NULL) : NULL;
  g_autofree char *file = dir ? g_build_filename (dir, "workspace.db", NULL) : NULL;

  if (file && g_file_test (file, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&dir);

  return wb_opener_find_workspace ();
}

static gboolean
is_unique (WbApplication *self)
{
  return (g_application_get_flags (G_APPLICATION (self)) & G_APPLICATION_NON_UNIQUE) == 0;
}

static void
adopt_context (WbApplication *self,
               WbContext     *context)
{
  g_set_object (&self->context, context);
  if (!self->demo && !self->workspace_dir)
    remember_workspace (context);
  /* A click on a notification leads to the program that the session knows by its name. */
  if (is_unique (self))
    self->notifier = wb_notifier_new (G_APPLICATION (self), context);
  if (self->window)
    wb_window_set_context (self->window, context);
  if (wb_context_get_sync (context))
    wb_sync_start (wb_context_get_sync (context));
  wb_application_context_came (self);
  wb_application_run_wishes (self);
}

static void
demo_started_cb (WbApplication *self,
                 WbDemoProcess *demo,
                 const char    *temporary_dir)
{
  g_set_object (&self->demo, demo);
  g_free (self->temporary_dir);
  self->temporary_dir = g_strdup (temporary_dir);
}

static void
fill_window (WbApplication *self)
{
  WbStartPage *start = NULL;
  g_autofree char *found = NULL;

  if (self->context) {
    wb_window_set_context (self->window, self->context);
    return;
  }

  start = wb_start_page_new ();
  g_set_weak_pointer (&self->start, start);
  g_signal_connect_object (start, "connected", G_CALLBACK (adopt_context), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (start, "demo-started", G_CALLBACK (demo_started_cb), self,
                           G_CONNECT_SWAPPED);
  wb_window_set_start (self->window, GTK_WIDGET (start));

  if (self->opening) {
    wb_start_page_show_opening (start);
    return;
  }
  if (self->explore_demo) {
    wb_start_page_explore_demo (start, self->demo_dir);
    return;
  }
  found = self->workspace_dir ? g_strdup (self->workspace_dir) : find_workspace ();
  if (found)
    wb_start_page_open (start, found);
}

void
wb_application_show_window (WbApplication *self)
{
  if (!self->window) {
    g_set_weak_pointer (&self->window, wb_window_new (ADW_APPLICATION (self)));
    wb_application_watch_window (self);
    fill_window (self);
  }
  gtk_window_present (GTK_WINDOW (self->window));
}

/* What was asked for before there was a workspace to do it in. */
void
wb_application_run_wishes (WbApplication *self)
{
  if (!self->context)
    return;

  if (self->call_to_snooze && self->notifier)
    wb_notifier_snooze (self->notifier, self->call_to_snooze);
  g_clear_pointer (&self->call_to_snooze, g_free);
  if (self->queue_wanted && self->window)
    wb_window_show_page (self->window, "calls");
  self->queue_wanted = FALSE;
  if (self->wanted_call && self->window)
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-call", "s", self->wanted_call);
  g_clear_pointer (&self->wanted_call, g_free);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (WbApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbContext) context = wb_opener_finish (result, &error);

  self->opening = FALSE;
  /* Without a window there is nobody to tell: who opens one sees it there. */
  if (context)
    adopt_context (self, context);
  else if (self->start && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    wb_start_page_show_trouble (self->start, error);
  g_application_release (G_APPLICATION (self));
}

static void
open_without_window (WbApplication *self)
{
  g_autofree char *dir = find_workspace ();

  if (!dir)
    return;

  self->opening = TRUE;
  g_application_hold (G_APPLICATION (self));
  wb_opener_open_async (dir, self->cancellable, opened_cb, g_object_ref (self));
}

static void
wb_application_activate (GApplication *application)
{
  WbApplication *self = WB_APPLICATION (application);

  if (self->signing_off)
    self->wanted_again = TRUE;
  else
    wb_application_show_window (self);
}

static int
wb_application_handle_local_options (GApplication *application,
                                     GVariantDict *options)
{
  WbApplication *self = WB_APPLICATION (application);

  g_variant_dict_lookup (options, "workspace", "^ay", &self->workspace_dir);
  g_variant_dict_lookup (options, "dir", "^ay", &self->demo_dir);
  self->explore_demo = g_variant_dict_contains (options, "demo");

  /* The demo is a window of its own beside that of one's own helpdesk. */
  if (self->explore_demo || self->workspace_dir)
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);

  return -1;
}

static void
wb_application_startup (GApplication *application)
{
  WbApplication *self = WB_APPLICATION (application);

  G_APPLICATION_CLASS (wb_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APP_ID);
  self->settings = wb_settings_new ();
  wb_application_add_actions (self);
  wb_application_start_life (self);
  if (g_application_get_flags (application) & G_APPLICATION_IS_SERVICE) {
    g_application_set_inactivity_timeout (application, SERVICE_PATIENCE_MS);
    open_without_window (self);
  }
}

static void
wb_application_shutdown (GApplication *application)
{
  WbApplication *self = WB_APPLICATION (application);

  wb_application_end_life (self);
  if (self->context && wb_context_get_sync (self->context))
    wb_sync_stop (wb_context_get_sync (self->context));
  G_APPLICATION_CLASS (wb_application_parent_class)->shutdown (application);

  if (self->context)
    wb_workspace_close (wb_context_get_workspace (self->context));
  g_clear_object (&self->context);
  if (self->demo)
    wb_demo_process_stop (self->demo);
  g_clear_object (&self->demo);
  if (self->temporary_dir) {
    g_autoptr (GFile) dir = g_file_new_for_path (self->temporary_dir);

    /* What cannot be removed from the temporary folder now, the system removes later. */
    remove_tree (dir, NULL);
  }
}

static void
wb_application_finalize (GObject *object)
{
  WbApplication *self = WB_APPLICATION (object);

  g_clear_object (&self->notifier);
  g_clear_object (&self->context);
  g_clear_object (&self->demo);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->start);
  g_free (self->wanted_call);
  g_free (self->call_to_snooze);
  g_free (self->temporary_dir);
  g_free (self->workspace_dir);
  g_free (self->demo_dir);

  G_OBJECT_CLASS (wb_application_parent_class)->finalize (object);
}

static void
wb_application_class_init (WbApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wb_application_finalize;
  application_class->activate = wb_application_activate;
  application_class->handle_local_options = wb_application_handle_local_options;
  application_class->shutdown = wb_application_shutdown;
  application_class->startup = wb_application_startup;
}

static void
wb_application_init (WbApplication *self)
{
  static const GOptionEntry options[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Explore the demo merchant"), NULL },
    { "dir", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Keep the demo in this folder"),
      N_ ("FOLDER") },
    { "workspace", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Open this workspace"), N_ ("FOLDER") },
    { NULL },
  };

  self->cancellable = g_cancellable_new ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * wb_application_new:
 *
 * Returns: (transfer full): the application, not yet run
 */
WbApplication *
wb_application_new (void)
{
  return g_object_new (WB_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "resource-base-path", "/winback/app",
                       "register-session", TRUE,
                       NULL);
}
