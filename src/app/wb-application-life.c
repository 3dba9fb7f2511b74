/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the application goes on without a window, and how it ends; part of WbApplication.
 *
 * Closing the window hides it where the person wants it so, which they are asked once, and ends the
 * program otherwise. Ending gives back what is held, with the windows gone from sight meanwhile;
 * who starts Winback again in that moment gets it back as it was. */

#include "config.h"

#include "wb-application-private.h"

#include "compat.h"
#include "wb-background.h"
#include "wb-local-work.h"
#include "wb-sign-off.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

/* One's own helpdesk, in the program that the session knows by its name: a demo or a second
 * workspace ends with its window, and nothing would lead from a notification back to it. */
static gboolean
may_stay (WbApplication *self)
{
  GApplicationFlags flags = g_application_get_flags (G_APPLICATION (self));

  return self->context && wb_context_get_account (self->context) && !self->demo &&
         !(flags & G_APPLICATION_NON_UNIQUE);
}

static gboolean
wants_to_stay (WbApplication *self)
{
  return may_stay (self) &&
         wb_context_get_local_settings (self->context)->run_in_background;
}

static void
portal_answered_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (WbApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  WbBackgroundAnswer answer = wb_background_request_finish (result, &error);

  if (error)
    return;
  self->asking_portal = FALSE;
  wb_background_set_answer (self->settings, answer);
}

/* Asked when it is switched on, and not again: the desktop remembers too. */
static void
ask_portal (WbApplication *self)
{
  GDBusConnection *bus = g_application_get_dbus_connection (G_APPLICATION (self));

  if (self->asking_portal || !bus ||
      wb_background_get_answer (self->settings) != WB_BACKGROUND_UNKNOWN)
    return;

  self->asking_portal = TRUE;
  wb_background_request_async (bus, _ ("To tell you of calls that you promised"),
                               self->cancellable, portal_answered_cb, g_object_ref (self));
}

static void
update_stay (WbApplication *self)
{
  gboolean stay = wants_to_stay (self);

  if (stay) {
    ask_portal (self);
  } else if (may_stay (self) &&
             wb_background_get_answer (self->settings) != WB_BACKGROUND_UNKNOWN) {
    wb_background_set_answer (self->settings, WB_BACKGROUND_UNKNOWN);
  }

  if (stay == self->holding)
    return;
  self->holding = stay;
  if (stay)
    g_application_hold (G_APPLICATION (self));
  else
    g_application_release (G_APPLICATION (self));
}

static void
context_changed_cb (WbApplication *self,
                    guint          tables)
{
  if (tables & WB_TABLE_ACCOUNT)
    update_stay (self);
}

void
wb_application_context_came (WbApplication *self)
{
  self->changed_id = g_signal_connect_swapped (self->context, "changed",
                                               G_CALLBACK (context_changed_cb), self);
  update_stay (self);
}

static void
answer_stored_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (WbApplication) self = user_data;

  /* Not stored, it is asked once more the next time; the person chose and is not kept waiting. */
  wb_context_write_finish (result, NULL);
}

static void
background_chosen_cb (int      choice,
                      gpointer user_data)
{
  WbApplication *self = user_data;
  g_autoptr (WbLocalSettings) settings = NULL;

  if (choice < 0 || !self->context)
    return;

  settings = wb_local_settings_copy (wb_context_get_local_settings (self->context));
  settings->background_asked = TRUE;
  settings->run_in_background = choice == 1;
  wb_local_work_put (self->context, settings, answer_stored_cb, g_object_ref (self));
  if (choice == 1)
    gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  else
    wb_application_quit (self);
}

static gboolean
close_requested_cb (WbApplication *self)
{
  if (!may_stay (self)) {
    wb_application_quit (self);
  } else if (wants_to_stay (self)) {
    gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  } else if (wb_context_get_local_settings (self->context)->background_asked) {
    wb_application_quit (self);
  } else {
    wb_compat_choose (GTK_WINDOW (self->window), _ ("Keep working with the window closed?"),
                      _ ("Winback can go on syncing and tell you of calls. You can change this in "
                         "the preferences."),
                      _ ("_Quit"), _ ("_Keep working"), background_chosen_cb, g_object_ref (self),
                      g_object_unref);
  }

  return GDK_EVENT_STOP;
}

static void
open_call_changed_cb (WbApplication *self)
{
  if (self->notifier)
    wb_notifier_set_open_call (self->notifier, wb_window_get_open_call (self->window));
}

void
wb_application_watch_window (WbApplication *self)
{
  g_signal_connect_object (self->window, "close-request", G_CALLBACK (close_requested_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->window, "notify::open-call", G_CALLBACK (open_call_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

static void
signed_off_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (WbApplication) self = user_data;

  wb_sign_off_finish (result);
  self->signing_off = FALSE;
  if (self->wanted_again) {
    self->wanted_again = FALSE;
    wb_application_show_window (self);
  } else {
    self->signed_off = TRUE;
    g_application_quit (G_APPLICATION (self));
  }
  g_application_release (G_APPLICATION (self));
}

/* Windows above the main one may have a question; then it does not end. */
static gboolean
close_others (WbApplication *self)
{
  g_autoptr (GList) windows =
    g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));
  gboolean closed = TRUE;

  for (GList *item = windows; item; item = item->next) {
    if (item->data != (gpointer) self->window)
      gtk_window_close (item->data);
  }
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item; item = item->next)
    closed = closed && item->data == (gpointer) self->window;

  return closed;
}

static void
sign_off (WbApplication *self)
{
  if (self->signing_off)
    return;
  if (!self->context || self->demo) {
    self->signed_off = TRUE;
    g_application_quit (G_APPLICATION (self));
    return;
  }

  if (self->window)
    gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  self->signing_off = TRUE;
  g_application_hold (G_APPLICATION (self));
  wb_sign_off_async (self->context, signed_off_cb, g_object_ref (self));
}

/* Ends the program as a person wants it. */
void
wb_application_quit (WbApplication *self)
{
  if (close_others (self))
    sign_off (self);
}

static gboolean
told_to_end_cb (gpointer user_data)
{
  sign_off (WB_APPLICATION (user_data));

  return G_SOURCE_CONTINUE;
}

void
wb_application_start_life (WbApplication *self)
{
  self->signal_ids[0] = g_unix_signal_add (SIGTERM, told_to_end_cb, self);
  self->signal_ids[1] = g_unix_signal_add (SIGINT, told_to_end_cb, self);
}

/* The main loop is over. Where the session ended it, nothing was given back yet. */
void
wb_application_end_life (WbApplication *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->notifier);
  if (self->context)
    g_clear_signal_handler (&self->changed_id, self->context);
  if (self->context && !self->signed_off && !self->demo)
    wb_sign_off (self->context);
}
