/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the application does whatever page is shown; see wb-application-actions.h. */

#include "config.h"

#include "wb-application-actions.h"

#include "compat.h"

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  wb_compat_about (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  /* As if closed by hand, so that the window keeps its size and everything ends in one way. */
  if (window)
    gtk_window_close (window);
  else
    g_application_quit (G_APPLICATION (user_data));
}

void
wb_application_add_actions (WbApplication *self)
{
  static const GActionEntry entries[] = {
    { "about", about_cb },
    { "quit", quit_cb },
  };
  static const char *const quit_keys[] = { "<Control>q", NULL };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", quit_keys);
}
