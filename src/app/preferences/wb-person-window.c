/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A person's own preferences; see wb-person-window.h. */

#include "config.h"

#include "wb-person-window.h"

#include "wb-background.h"
#include "wb-dialog.h"
#include "wb-local-form.h"
#include "wb-local-work.h"
#include "wb-settings.h"
#include "wb-week-row.h"

#include <glib/gi18n-lib.h>

/* The pause after which somebody who types has typed it. */
#define SAVE_DELAY_MS 600

struct _WbPersonWindow
{
  AdwWindow parent_instance;

  GtkWidget *notify_new;
  GtkWidget *notify_goal_row;
  GtkWidget *notify_goal;
  GtkWidget *notify_promise;
  GtkWidget *notification_hours;
  GtkWidget *calling_hours;
  GtkWidget *count_hours_row;
  GtkWidget *count_hours;
  GtkWidget *background_row;
  GtkWidget *background;
  GtkWidget *foot;
  GtkWidget *foot_words;

  WbContext *context;      /* (owned) */
  WbLocalForm *form;       /* (owned) */
  WbLocalSettings *saved;  /* (owned) what was last asked to be stored */
  GSettings *settings;     /* (owned) (nullable) where the schema is installed */
  guint save_id;
};

G_DEFINE_FINAL_TYPE (WbPersonWindow, wb_person_window, ADW_TYPE_WINDOW)

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (WbPersonWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = wb_context_write_finish (result, &error);

  if (!self->context)
    return;

  if (!stored)
    gtk_label_set_text (GTK_LABEL (self->foot_words), error->message);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->foot), !stored);
}

static void
save (WbPersonWindow *self)
{
  g_autoptr (WbLocalSettings) settings = wb_local_form_take_settings (self->form);

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (wb_local_settings_equal (settings, self->saved))
    return;

  wb_local_settings_unref (self->saved);
  self->saved = g_steal_pointer (&settings);
  wb_local_work_put (self->context, self->saved, stored_cb, g_object_ref (self));
}

static gboolean
save_cb (gpointer user_data)
{
  WbPersonWindow *self = WB_PERSON_WINDOW (user_data);

  self->save_id = 0;
  save (self);

  return G_SOURCE_REMOVE;
}

/* Hours are typed letter by letter; a switch is thrown at once. */
static void
form_changed_cb (WbPersonWindow *self)
{
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_DELAY_MS, save_cb, self);
}

static gboolean
wb_person_window_close_request (GtkWindow *window)
{
  save (WB_PERSON_WINDOW (window));

  return GTK_WINDOW_CLASS (wb_person_window_parent_class)->close_request (window);
}

static GtkWidget *
get_switch (WbPersonWindow *self,
            WbLocalSwitch   which)
{
  GtkWidget *switches[WB_N_LOCAL_SWITCHES] = {
    [WB_LOCAL_NOTIFY_NEW] = self->notify_new,
    [WB_LOCAL_NOTIFY_GOAL] = self->notify_goal,
    [WB_LOCAL_NOTIFY_PROMISE] = self->notify_promise,
    [WB_LOCAL_COUNT_OPENING_HOURS] = self->count_hours,
    [WB_LOCAL_RUN_IN_BACKGROUND] = self->background,
  };

  return switches[which];
}

static void
switched_cb (WbPersonWindow *self)
{
  for (int which = 0; which < WB_N_LOCAL_SWITCHES; which++)
    wb_local_form_set_switch (self->form, which,
                              gtk_switch_get_active (GTK_SWITCH (get_switch (self, which))));
  save (self);
}

/* What the desktop said to it, where it said anything. */
static void
show_background (WbPersonWindow *self)
{
  const char *words = NULL;

  switch (wb_background_get_answer (self->settings)) {
    case WB_BACKGROUND_REFUSED:
      words = _ ("The desktop does not allow it. You can allow it in the system’s settings, under "
                 "applications; then switch this off and on.");
      break;
    case WB_BACKGROUND_MISSING:
      words = _ ("Syncs and notifies with the window closed. This desktop does not manage such "
                 "work, so nothing stands in its way.");
      break;
    case WB_BACKGROUND_ALLOWED:
      words = _ ("Syncs and notifies with the window closed. The desktop allows it.");
      break;
    case WB_BACKGROUND_UNKNOWN:
    default:
      words = _ ("Syncs and notifies with the window closed.");
  }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->background_row), words);
}

static void
show_account (WbPersonWindow *self)
{
  const WbAccount *account = wb_context_get_account (self->context);
  gboolean has_hours = wb_context_get_calendar (self->context) != NULL;
  int hours = account ? account->call_goal_hours : 0;
  g_autofree char *goal =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "When %d hour went by without an answer",
                                  "When %d hours went by without an answer", (gulong) hours),
                     hours);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->notify_goal_row), goal);
  gtk_widget_set_sensitive (self->count_hours_row, has_hours);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->count_hours_row),
                               has_hours ? _ ("Says beside the promise how much of the time left "
                                              "is opening time")
                                         : _ ("The account has no opening hours"));
}

static void
context_changed_cb (WbPersonWindow *self,
                    guint           tables)
{
  if (tables & WB_TABLE_ACCOUNT)
    show_account (self);
}

static void
wb_person_window_dispose (GObject *object)
{
  WbPersonWindow *self = WB_PERSON_WINDOW (object);

  g_clear_handle_id (&self->save_id, g_source_remove);
  g_clear_object (&self->form);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (wb_person_window_parent_class)->dispose (object);
}

static void
wb_person_window_finalize (GObject *object)
{
  g_clear_pointer (&WB_PERSON_WINDOW (object)->saved, wb_local_settings_unref);

  G_OBJECT_CLASS (wb_person_window_parent_class)->finalize (object);
}

static void
wb_person_window_class_init (WbPersonWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_person_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_person_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = wb_person_window_close_request;

  g_type_ensure (WB_TYPE_WEEK_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/preferences/wb-person-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WbPersonWindow, notify_new);
  gtk_widget_class_bind_template_child (widget_class, WbPersonWindow, notify_goal_row);
  gtk_widget_class_bind_template_child (widget_class, WbPersonWindow, notify_goal);
  gtk_widget_class_bind_template_child (widget_class, WbPersonWindow, notify_promise);
  gtk_widget_class_bind_template_child (widget_class, WbPersonWindow, notification_hours);
  gtk_widget_class_bind_template_child (widget_class, WbPersonWindow, calling_hours);
  gtk_widget_class_bind_template_child (widget_class, WbPersonWindow, count_hours_row);
  gtk_widget_class_bind_template_child (widget_class, WbPersonWindow, count_hours);
  gtk_widget_class_bind_template_child (widget_class, WbPersonWindow, background_row);
  gtk_widget_class_bind_template_child (widget_class, WbPersonWindow, background);
  gtk_widget_class_bind_template_child (widget_class, WbPersonWindow, foot);
  gtk_widget_class_bind_template_child (widget_class, WbPersonWindow, foot_words);
  wb_dialog_install (widget_class);
}

static void
wb_person_window_init (WbPersonWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wb_person_window_new:
 * @context: a workspace
 *
 * Returns: (transfer none): the window; show it with wb_dialog_open()
 */
GtkWidget *
wb_person_window_new (WbContext *context)
{
  WbPersonWindow *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_PERSON_WINDOW, NULL);
  self->context = g_object_ref (context);
  self->saved = wb_local_settings_copy (wb_context_get_local_settings (context));
  self->form = wb_local_form_new (self->saved);
  self->settings = wb_settings_new ();
  for (int which = 0; which < WB_N_LOCAL_SWITCHES; which++) {
    gtk_switch_set_active (GTK_SWITCH (get_switch (self, which)),
                           wb_local_form_get_switch (self->form, which));
    g_signal_connect_object (get_switch (self, which), "notify::active", G_CALLBACK (switched_cb),
                             self, G_CONNECT_SWAPPED);
  }
  wb_week_row_set_form (WB_WEEK_ROW (self->notification_hours), WB_FORM (self->form),
                        "notification_hours", _ ("Never"));
  wb_week_row_set_form (WB_WEEK_ROW (self->calling_hours), WB_FORM (self->form), "calling_hours",
                        _ ("Never"));
  g_signal_connect_object (self->form, "changed", G_CALLBACK (form_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "changed", G_CALLBACK (context_changed_cb), self,
                           G_CONNECT_SWAPPED);
  if (self->settings)
    g_signal_connect_object (self->settings, "changed::background-answer",
                             G_CALLBACK (show_background), self, G_CONNECT_SWAPPED);
  show_background (self);
  show_account (self);

  return GTK_WIDGET (self);
}
