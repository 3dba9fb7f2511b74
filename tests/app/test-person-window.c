/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A person's own preferences worked through their widgets: saved as they are changed. */

#include "config.h"

#include "dialog-support.h"

#include "wb-background.h"
#include "wb-local-settings-store.h"
#include "wb-opening-hours.h"
#include "wb-person-window.h"
#include "wb-preferences-rows.h"
#include "wb-settings.h"

static GtkWidget *
open_preferences (DialogFixture *fixture)
{
  return dialog_open (fixture, "win.preferences", WB_TYPE_PERSON_WINDOW);
}

static GtkWidget *
find_row (GtkWidget  *root,
          const char *field)
{
  if (ADW_IS_PREFERENCES_ROW (root) && g_object_get_data (G_OBJECT (root), "wb-preferences-row") &&
      g_str_equal (wb_preferences_row_get_field (root), field))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_row (child, field);

    if (found)
      return found;
  }

  return NULL;
}

static gboolean
is_over (gpointer data)
{
  return *(gboolean *) data;
}

static gboolean
over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

/* The pause that a person makes after typing. */
static void
pause_typing (void)
{
  gboolean over = FALSE;

  g_timeout_add (1000, over_cb, &over);
  app_wait_until (is_over, &over);
}

static WbLocalSettings *
read_stored (DialogFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WbLocalSettings *settings = NULL;

  app_wait_written (&fixture->app);
  settings = wb_local_settings_store_get (wb_context_get_reader (fixture->app.context), &error);
  g_assert_no_error (error);

  return settings;
}

/* In the order they are shown in. */
enum
{
  NOTIFY_NEW,
  NOTIFY_GOAL,
  NOTIFY_PROMISE,
  COUNT_HOURS,
  BACKGROUND,
};

static void
press (GtkWidget *window,
       guint      nth)
{
  GtkSwitch *button = GTK_SWITCH (dialog_find_nth (window, GTK_TYPE_SWITCH, nth));

  gtk_switch_set_active (button, !gtk_switch_get_active (button));
}

static void
test_person_saves_at_once (DialogFixture *fixture,
                           gconstpointer  data)
{
  GtkWidget *window = open_preferences (fixture);
  g_autoptr (WbLocalSettings) settings = NULL;
  g_autofree char *week = NULL;

  press (window, NOTIFY_GOAL);
  press (window, BACKGROUND);
  gtk_editable_set_text (GTK_EDITABLE (find_row (window, "notification_hours.4")), "9-15");
  /* Not readable: it says so, and the rest is saved all the same. */
  gtk_editable_set_text (GTK_EDITABLE (find_row (window, "calling_hours.0")), "early");
  g_assert_true (dialog_says (window, "Enter times such as"));
  pause_typing ();
  settings = read_stored (fixture);
  g_assert_true (settings->notify_new);
  g_assert_false (settings->notify_goal);
  g_assert_true (settings->run_in_background);
  g_assert_true (settings->background_asked);
  week = wb_opening_hours_describe (settings->notification_hours);
  g_assert_cmpstr (week, ==, "Mon–Thu 8:00–18:00; Fri 9:00–15:00");
  g_clear_pointer (&week, g_free);
  week = wb_opening_hours_describe (settings->calling_hours);
  g_assert_cmpstr (week, ==, "Mon–Sat 8:00–20:00");
  /* Nothing of it is the account's. */
  g_assert_null (dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT));

  /* It closes without a question, and is there again. */
  gtk_window_close (GTK_WINDOW (window));
  g_assert_null (dialog_find_window (WB_TYPE_PERSON_WINDOW));
  window = open_preferences (fixture);
  g_assert_true (dialog_says (window, "Mon–Thu 8:00–18:00; Fri 9:00–15:00"));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (dialog_find_nth (window, GTK_TYPE_SWITCH,
                                                                      NOTIFY_GOAL))));
}

static void
test_person_mondays_for_the_week (DialogFixture *fixture,
                                  gconstpointer  data)
{
  GtkWidget *window = open_preferences (fixture);
  g_autoptr (WbLocalSettings) settings = NULL;
  g_autofree char *week = NULL;

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (dialog_find_nth (window, ADW_TYPE_EXPANDER_ROW,
                                                                    0)), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (find_row (window, "notification_hours.0")), "7-15");
  app_wait_frames (window, 2);
  dialog_click (window, "Monday’s for all _weekdays");
  /* Closing does not wait for the pause. */
  gtk_window_close (GTK_WINDOW (window));
  settings = read_stored (fixture);
  week = wb_opening_hours_describe (settings->notification_hours);
  g_assert_cmpstr (week, ==, "Mon–Fri 7:00–15:00");
}

static void
test_person_names_what_is_read_out (DialogFixture *fixture,
                                    gconstpointer  data)
{
  GtkWidget *window = open_preferences (fixture);
  GtkWidget *row = find_row (window, "notification_hours.1");

  gtk_test_accessible_assert_property (
    GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (row))), GTK_ACCESSIBLE_PROPERTY_LABEL,
    "Notification hours: Tuesday");
  gtk_test_accessible_assert_property (
    GTK_ACCESSIBLE (dialog_find_nth (window, GTK_TYPE_SWITCH, BACKGROUND)),
    GTK_ACCESSIBLE_PROPERTY_LABEL, "Keep working in the background");
}

/* Counting needs something to count by. */
static void
test_person_counts_only_hours_there_are (DialogFixture *fixture,
                                         gconstpointer  data)
{
  GtkWidget *window = open_preferences (fixture);
  gboolean has_hours = wb_context_get_calendar (fixture->app.context) != NULL;

  g_assert_cmpint (gtk_widget_is_sensitive (dialog_find_nth (window, GTK_TYPE_SWITCH, COUNT_HOURS)),
                   ==, has_hours);
  g_assert_cmpint (dialog_says (window, "The account has no opening hours"), ==, !has_hours);
}

static void
test_person_says_what_the_desktop_said (DialogFixture *fixture,
                                        gconstpointer  data)
{
  static const struct
  {
    WbBackgroundAnswer answer;
    const char *words;
  } cases[] = {
    { WB_BACKGROUND_REFUSED, "The desktop does not allow it" },
    { WB_BACKGROUND_MISSING, "This desktop does not manage such" },
    { WB_BACKGROUND_ALLOWED, "The desktop allows it" },
  };
  g_autoptr (GSettings) settings = wb_settings_new ();
  GtkWidget *window = open_preferences (fixture);

  g_assert_nonnull (settings);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].words);
    g_assert_false (dialog_says (window, cases[i].words));
    wb_background_set_answer (settings, cases[i].answer);
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_assert_true (dialog_says (window, cases[i].words));
  }
  wb_background_set_answer (settings, WB_BACKGROUND_UNKNOWN);
}

int
main (int   argc,
      char *argv[])
{
  static const DialogOptions agent = { { 12, 4, FALSE, FALSE }, FALSE, FALSE };

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, function) \
  g_test_add ("/app/person/" path, DialogFixture, &agent, dialog_fixture_set_up, function, \
              dialog_fixture_tear_down)
  ADD ("saves-at-once", test_person_saves_at_once);
  ADD ("mondays-for-the-week", test_person_mondays_for_the_week);
  ADD ("names-what-is-read-out", test_person_names_what_is_read_out);
  ADD ("counts-only-hours-there-are", test_person_counts_only_hours_there_are);
  ADD ("says-what-the-desktop-said", test_person_says_what_the_desktop_said);

  return g_test_run ();
}
