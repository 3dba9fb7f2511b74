/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The account's preferences worked through their widgets. */

#include "config.h"

#include "dialog-support.h"

#include "wb-date-field.h"
#include "wb-holidays-window.h"
#include "wb-need-card.h"
#include "wb-notice.h"
#include "wb-person-window.h"
#include "wb-preferences-rows.h"
#include "wb-preferences-window.h"

static GtkWidget *
open_preferences (DialogFixture *fixture)
{
  return dialog_open (fixture, "win.account", WB_TYPE_PREFERENCES_WINDOW);
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

static GtkEditable *
find_field (GtkWidget  *window,
            const char *field)
{
  GtkWidget *row = find_row (window, field);

  g_assert_nonnull (row);

  return GTK_EDITABLE (GTK_IS_EDITABLE (row) ? row : app_find (row, GTK_TYPE_SPIN_BUTTON));
}

static void
test_preferences_saves_what_is_typed (DialogFixture *fixture,
                                      gconstpointer  data)
{
  GtkWidget *window = open_preferences (fixture);
  g_autoptr (WbOutboxRow) row = NULL;
  JsonObject *body = NULL;

  gtk_editable_set_text (find_field (window, "call_goal_hours"), "8");
  gtk_editable_set_text (find_field (window, "coupon_cap.CZK"), "1,234.50");
  gtk_editable_set_text (find_field (window, "business_hours.5"), "9-12");
  g_assert_true (gtk_widget_activate_action (window, "preferences.save", NULL));
  app_wait_written (&fixture->app);
  g_assert_null (dialog_find_window (WB_TYPE_PREFERENCES_WINDOW));

  row = dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT);
  g_assert_cmpstr (row->op, ==, WB_OP_ACCOUNT);
  body = json_node_get_object (row->body);
  g_assert_cmpint (json_object_get_int_member (body, "call_goal_hours"), ==, 8);
  g_assert_cmpstr (json_object_get_string_member (
                     json_object_get_object_member (body, "coupon_cap"), "CZK"), ==, "1234.50");
  /* What was not touched is not sent. */
  g_assert_false (json_object_has_member (body, "coupon_budget"));
  g_assert_false (json_object_has_member (body, "closed_days"));

  /* Shown again, with the words that it waits. */
  window = open_preferences (fixture);
  g_assert_cmpstr (gtk_editable_get_text (find_field (window, "call_goal_hours")), ==, "8");
  g_assert_true (dialog_says (window, "Changes are waiting to be sent"));
}

static void
test_preferences_says_what_is_wrong (DialogFixture *fixture,
                                     gconstpointer  data)
{
  GtkWidget *window = open_preferences (fixture);
  GtkEditable *monday = find_field (window, "business_hours.0");

  g_assert_false (dialog_says (window, "Enter times such as"));
  gtk_editable_set_text (monday, "in the morning");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (monday), "error"));
  g_assert_true (dialog_says (window, "Enter times such as"));
  gtk_widget_activate_action (window, "preferences.save", NULL);
  app_wait_written (&fixture->app);
  g_assert_null (dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT));
  /* It leads there instead. */
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)),
                                         GTK_WIDGET (monday)));

  gtk_editable_set_text (monday, "8-12");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (monday), "error"));
  g_assert_false (dialog_says (window, "Enter times such as"));
}

static void
test_preferences_asks_before_losing (DialogFixture *fixture,
                                     gconstpointer  data)
{
  GtkWidget *window = open_preferences (fixture);
  GtkWidget *question = NULL;

  /* Nothing changed: no question. */
  gtk_window_close (GTK_WINDOW (window));
  g_assert_null (dialog_find_window (WB_TYPE_PREFERENCES_WINDOW));

  window = open_preferences (fixture);
  gtk_editable_set_text (find_field (window, "coupon_cap.CZK"), "1");
  gtk_window_close (GTK_WINDOW (window));
  question = dialog_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (question);
  app_wait_frames (question, 2);
  dialog_click (question, "_Cancel");
  g_assert_true (dialog_find_window (WB_TYPE_PREFERENCES_WINDOW) == window);
  g_assert_cmpstr (gtk_editable_get_text (find_field (window, "coupon_cap.CZK")), ==, "1");

  gtk_window_close (GTK_WINDOW (window));
  question = dialog_find_window (ADW_TYPE_MESSAGE_DIALOG);
  app_wait_frames (question, 2);
  dialog_click (question, "_Discard");
  app_wait_written (&fixture->app);
  g_assert_null (dialog_find_window (WB_TYPE_PREFERENCES_WINDOW));
  g_assert_null (dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT));
}

static void
test_preferences_mondays_for_the_week (DialogFixture *fixture,
                                       gconstpointer  data)
{
  GtkWidget *window = open_preferences (fixture);

  gtk_editable_set_text (find_field (window, "business_hours.0"), "7-15");
  gtk_editable_set_text (find_field (window, "business_hours.5"), "");
  g_assert_true (gtk_widget_activate_action (window, "preferences.same-hours", NULL));
  g_assert_cmpstr (gtk_editable_get_text (find_field (window, "business_hours.4")), ==, "7-15");
  g_assert_cmpstr (gtk_editable_get_text (find_field (window, "business_hours.5")), ==, "");
}

/* “Monday” alone could be anybody's. */
static void
test_preferences_names_what_is_read_out (DialogFixture *fixture,
                                         gconstpointer  data)
{
  static const struct
  {
    const char *field;
    const char *name;
  } cases[] = {
    { "business_hours.0", "Opening hours: Monday" },
    { "coupon_cap.CZK", "Largest coupon that a manager may give: CZK" },
  };
  GtkWidget *window = open_preferences (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    GtkEditable *text = gtk_editable_get_delegate (find_field (window, cases[i].field));

    g_test_message ("%s", cases[i].name);
    gtk_test_accessible_assert_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                         cases[i].name);
  }
  gtk_editable_set_text (find_field (window, "business_hours.0"), "early");
  gtk_test_accessible_assert_state (
    GTK_ACCESSIBLE (gtk_editable_get_delegate (find_field (window, "business_hours.0"))),
    GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
}

static void
test_preferences_return_adds_a_day (DialogFixture *fixture,
                                    gconstpointer  data)
{
  GtkWidget *window = open_preferences (fixture);
  WbDateField *field = WB_DATE_FIELD (app_find (window, WB_TYPE_DATE_FIELD));
  g_autofree char *sample = wb_date_field_dup_sample (field);

  g_assert_false (dialog_says (window, "Friday, 20 November 2026"));
  gtk_editable_set_text (GTK_EDITABLE (wb_date_field_get_entry (field)), sample);
  g_signal_emit_by_name (wb_date_field_get_entry (field), "activate");
  g_assert_true (dialog_says (window, "Friday, 20 November 2026"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (wb_date_field_get_entry (field))), ==, "");
}

/* A button whose words are a label of their own, to be broken in two lines. */
static void
click_saying (GtkWidget  *window,
              const char *words)
{
  for (guint i = 0;; i++) {
    GtkWidget *button = dialog_find_nth (window, GTK_TYPE_BUTTON, i);

    if (!dialog_says (button, words))
      continue;
    g_signal_emit_by_name (button, "clicked");
    return;
  }
}

/* Holidays are offered by name, closed already or not, and those left ticked are closed then. */
static void
test_preferences_offers_holidays (DialogFixture *fixture,
                                  gconstpointer  data)
{
  GtkWidget *window = open_preferences (fixture);
  GtkWidget *holidays = NULL;

  g_assert_true (dialog_says (window, "Thursday, 24 December 2026"));
  g_assert_false (dialog_says (window, "Friday, 26 March 2027"));
  g_assert_false (dialog_says (window, "Monday, 29 March 2027"));
  click_saying (window, "Add public holidays…");
  holidays = dialog_find_window (WB_TYPE_HOLIDAYS_WINDOW);
  g_assert_nonnull (holidays);
  app_wait_frames (holidays, 2);
  g_assert_true (dialog_says (holidays, "Christmas Eve"));
  g_assert_true (dialog_says (holidays, "Thursday, 24 December 2026 · closed already"));
  g_assert_true (dialog_says (holidays, "Good Friday"));
  g_assert_true (dialog_says (holidays, "Friday, 26 March 2027"));
  g_assert_true (dialog_says (holidays, "Monday, 29 March 2027"));
  /* Over, on 20 November. */
  g_assert_false (dialog_says (holidays, "17 November 2026"));
  /* Good Friday is not wanted. */
  for (guint i = 0;; i++) {
    GtkWidget *row = dialog_find_nth (holidays, ADW_TYPE_ACTION_ROW, i);

    g_assert_nonnull (row);
    if (!dialog_says (row, "Good Friday"))
      continue;
    gtk_check_button_set_active (GTK_CHECK_BUTTON (app_find (row, GTK_TYPE_CHECK_BUTTON)), FALSE);
    break;
  }
  g_assert_true (gtk_widget_activate_action (holidays, "holidays.add", NULL));
  g_assert_null (dialog_find_window (WB_TYPE_HOLIDAYS_WINDOW));
  g_assert_false (dialog_says (window, "Friday, 26 March 2027"));
  g_assert_true (dialog_says (window, "Monday, 29 March 2027"));

  /* One year alone. */
  click_saying (window, "Add public holidays…");
  holidays = dialog_find_window (WB_TYPE_HOLIDAYS_WINDOW);
  adw_combo_row_set_selected (ADW_COMBO_ROW (dialog_find_nth (holidays, ADW_TYPE_COMBO_ROW, 1)), 0);
  g_assert_false (dialog_says (holidays, "March 2027"));
  gtk_window_close (GTK_WINDOW (holidays));
}

static void
test_preferences_refused_is_said (DialogFixture *fixture,
                                  gconstpointer  data)
{
  GtkWidget *window = open_preferences (fixture);
  g_autoptr (WbOutboxRow) row = NULL;

  gtk_editable_set_text (find_field (window, "call_goal_hours"), "8");
  g_assert_true (gtk_widget_activate_action (window, "preferences.save", NULL));
  app_wait_written (&fixture->app);
  row = dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT);
  dialog_leave (fixture, row, WB_OUTBOX_NEEDS_YOU, "Eight is not enough.");

  window = open_preferences (fixture);
  g_assert_true (dialog_says (window, "Eight is not enough."));
  g_signal_emit_by_name (app_find (window, WB_TYPE_NOTICE), "clicked", 1);
  app_wait_written (&fixture->app);
  g_assert_null (dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT));
  g_assert_false (dialog_says (window, "Eight is not enough."));
}

/* Another manager changed the same: both values, and either can be kept. */
static void
test_preferences_conflict_needs_you (DialogFixture *fixture,
                                     gconstpointer  data)
{
  GtkWidget *window = open_preferences (fixture);
  GtkWidget *card = NULL;
  g_autoptr (WbOutboxRow) row = NULL;
  g_autoptr (WbOutboxRow) again = NULL;
  g_autofree char *base = NULL;

  gtk_editable_set_text (find_field (window, "call_goal_hours"), "8");
  g_assert_true (gtk_widget_activate_action (window, "preferences.save", NULL));
  app_wait_written (&fixture->app);
  row = dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT);
  base = json_to_string (row->base, FALSE);
  row->current = json_from_string (base, NULL);
  json_object_set_int_member (json_node_get_object (row->current), "call_goal_hours", 12);
  dialog_leave (fixture, row, WB_OUTBOX_CONFLICT, NULL);

  wb_window_show_page (WB_WINDOW (fixture->window), "needs");
  app_wait_frames (fixture->window, 2);
  card = dialog_find_nth (fixture->window, WB_TYPE_NEED_CARD, 0);
  g_assert_true (dialog_says (card, "Change the account"));
  g_assert_true (dialog_says (card, "8 hours"));
  g_assert_true (dialog_says (card, "12 hours"));
  g_assert_true (dialog_says (card, "24 hours"));
  dialog_click (card, "Keep _mine");
  app_wait_written (&fixture->app);
  again = dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT);
  g_assert_cmpint (again->state, ==, WB_OUTBOX_WAITING);
}

/* Hours and days are said, not shown as they travel. */
static void
test_preferences_conflict_says_hours (DialogFixture *fixture,
                                      gconstpointer  data)
{
  GtkWidget *window = open_preferences (fixture);
  GtkWidget *card = NULL;
  g_autoptr (WbOutboxRow) row = NULL;
  g_autofree char *body = NULL;

  for (int day = 0; day < 7; day++) {
    g_autofree char *field = g_strdup_printf ("business_hours.%d", day);

    gtk_editable_set_text (find_field (window, field), day < 5 ? "7-15" : "");
  }
  g_assert_true (gtk_widget_activate_action (window, "preferences.save", NULL));
  app_wait_written (&fixture->app);
  row = dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT);
  body = json_to_string (row->base, FALSE);
  row->current = json_from_string (body, NULL);
  json_object_set_array_member (json_node_get_object (row->current), "business_hours",
                                json_array_new ());
  dialog_leave (fixture, row, WB_OUTBOX_CONFLICT, NULL);

  wb_window_show_page (WB_WINDOW (fixture->window), "needs");
  app_wait_frames (fixture->window, 2);
  card = dialog_find_nth (fixture->window, WB_TYPE_NEED_CARD, 0);
  g_assert_true (dialog_says (card, "Opening hours"));
  g_assert_true (dialog_says (card, "Mon–Fri 7:00–15:00"));
  g_assert_true (dialog_says (card, "closed on all days"));
  g_assert_false (dialog_says (card, "{"));
}

static void
test_preferences_are_read_only_for_agents (DialogFixture *fixture,
                                           gconstpointer  data)
{
  GtkWidget *window = open_preferences (fixture);

  g_assert_true (dialog_says (window, "Only managers change these"));
  g_assert_false (gtk_editable_get_editable (find_field (window, "coupon_cap.CZK")));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (find_field (window,
                                                                   "call_goal_hours"))));
  gtk_widget_activate_action (window, "preferences.save", NULL);
  app_wait_written (&fixture->app);
  g_assert_null (dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT));
}

static void
test_preferences_need_an_account (DialogFixture *fixture,
                                  gconstpointer  data)
{
  gtk_widget_activate_action (fixture->window, "win.account", NULL);
  g_assert_null (dialog_find_window (WB_TYPE_PREFERENCES_WINDOW));
  gtk_widget_activate_action (fixture->window, "win.preferences", NULL);
  g_assert_null (dialog_find_window (WB_TYPE_PERSON_WINDOW));
}

static void
add (const char          *path,
     const DialogOptions *options,
     void (*func)(DialogFixture *fixture,
                  gconstpointer data))
{
  g_test_add (path, DialogFixture, options, dialog_fixture_set_up, func,
              dialog_fixture_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  static const DialogOptions manager = { { 12, 4, TRUE, FALSE }, FALSE, FALSE };
  static const DialogOptions agent = { { 12, 4, FALSE, FALSE }, FALSE, FALSE };
  static const DialogOptions level_0 = { { 12, 0, TRUE, TRUE }, FALSE, FALSE };

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  add ("/app/preferences/saves-what-is-typed", &manager, test_preferences_saves_what_is_typed);
  add ("/app/preferences/says-what-is-wrong", &manager, test_preferences_says_what_is_wrong);
  add ("/app/preferences/asks-before-losing", &manager, test_preferences_asks_before_losing);
  add ("/app/preferences/mondays-for-the-week", &manager, test_preferences_mondays_for_the_week);
  add ("/app/preferences/names-what-is-read-out", &manager,
       test_preferences_names_what_is_read_out);
  add ("/app/preferences/return-adds-a-day", &manager, test_preferences_return_adds_a_day);
  add ("/app/preferences/offers-holidays", &manager, test_preferences_offers_holidays);
  add ("/app/preferences/refused-is-said", &manager, test_preferences_refused_is_said);
  add ("/app/preferences/conflict-needs-you", &manager, test_preferences_conflict_needs_you);
  add ("/app/preferences/conflict-says-hours", &manager, test_preferences_conflict_says_hours);
  add ("/app/preferences/are-read-only-for-agents", &agent,
       test_preferences_are_read_only_for_agents);
  add ("/app/preferences/need-an-account", &level_0, test_preferences_need_an_account);

  return g_test_run ();
}
