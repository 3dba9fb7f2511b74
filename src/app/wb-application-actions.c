/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the application does whatever page is shown; see wb-application-actions.h. */

#include "config.h"

#include "wb-application-actions.h"

#include "compat.h"
#include "wb-application-private.h"

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
  wb_application_quit (WB_APPLICATION (user_data));
}

/* The three below come from notifications, perhaps as the first that is heard of the day. */
static void
open_call_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  WbApplication *self = WB_APPLICATION (user_data);

  g_free (self->wanted_call);
  self->wanted_call = g_variant_dup_string (parameter, NULL);
  g_application_activate (G_APPLICATION (self));
  wb_application_run_wishes (self);
}

static void
open_queue_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  WbApplication *self = WB_APPLICATION (user_data);

  self->queue_wanted = TRUE;
  g_application_activate (G_APPLICATION (self));
  wb_application_run_wishes (self);
}

static void
snooze_call_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  WbApplication *self = WB_APPLICATION (user_data);

  g_free (self->call_to_snooze);
  self->call_to_snooze = g_variant_dup_string (parameter, NULL);
  wb_application_run_wishes (self);
}

void
wb_application_add_actions (WbApplication *self)
{
  static const GActionEntry entries[] = {
    { "about", about_cb },
    { "quit", quit_cb },
    { "open-call", open_call_cb, "s" },
    { "open-queue", open_queue_cb },
    { "snooze-call", snooze_call_cb, "s" },
  };
  static const char *const quit_keys[] = { "<Control>q", NULL };
  static const char *const close_keys[] = { "<Control>w", NULL };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", quit_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "window.close", close_keys);
}
