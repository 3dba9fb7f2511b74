/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A person's own settings as they are typed: what becomes of them, and what waits. */

#include "config.h"

#include "wb-local-form.h"

#include "wb-opening-hours.h"

typedef struct
{
  WbLocalForm *form;
  guint n_changed;
} Fixture;

static void
changed_cb (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();

  fixture->form = wb_local_form_new (settings);
  g_signal_connect_swapped (fixture->form, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->form);
}

static char *
dup_week (Fixture  *fixture,
          gboolean  calling)
{
  g_autoptr (WbLocalSettings) settings = wb_local_form_take_settings (fixture->form);

  return wb_opening_hours_describe (calling ? settings->calling_hours
                                            : settings->notification_hours);
}

static void
test_local_form_shows_what_is_set (Fixture       *fixture,
                                   gconstpointer  data)
{
  WbForm *form = WB_FORM (fixture->form);
  g_autoptr (WbLocalSettings) settings = wb_local_form_take_settings (fixture->form);
  g_autoptr (WbLocalSettings) usual = wb_local_settings_new ();

  g_assert_cmpstr (wb_form_get_text (form, "calling_hours.5"), ==, "8:00–20:00");
  g_assert_cmpstr (wb_form_get_text (form, "calling_hours.6"), ==, "");
  g_assert_cmpstr (wb_form_get_text (form, "notification_hours.0"), ==, "8:00–18:00");
  g_assert_cmpstr (wb_form_find_problem (form, "notification_hours.0"), ==, "");
  g_assert_true (wb_local_settings_equal (settings, usual));
}

static void
test_local_form_takes_each_day_at_once (Fixture       *fixture,
                                        gconstpointer  data)
{
  WbForm *form = WB_FORM (fixture->form);
  g_autofree char *week = NULL;
  g_autofree char *other = NULL;

  wb_form_type (form, "notification_hours.4", "9-15");
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  week = dup_week (fixture, FALSE);
  g_assert_cmpstr (week, ==, "Mon–Thu 8:00–18:00; Fri 9:00–15:00");
  other = dup_week (fixture, TRUE);
  g_assert_cmpstr (other, ==, "Mon–Sat 8:00–20:00");

  /* What stands there already is no change. */
  wb_form_type (form, "notification_hours.4", "9-15");
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

/* Emptying a field to type something else in it closes no day. */
static void
test_local_form_forgets_what_was_not_taken (Fixture       *fixture,
                                            gconstpointer  data)
{
  g_autofree char *week = NULL;

  wb_form_type (WB_FORM (fixture->form), "calling_hours.0", "");
  wb_form_type (WB_FORM (fixture->form), "calling_hours.0", "earl");
  week = dup_week (fixture, TRUE);
  g_assert_cmpstr (week, ==, "Mon–Sat 8:00–20:00");
}

/* A half-typed day keeps its week as it was, and no other. */
static void
test_local_form_waits_for_what_cannot_be_read (Fixture       *fixture,
                                               gconstpointer  data)
{
  static const struct
  {
    const char *typed;
    gboolean right;
  } cases[] = {
    { "8", FALSE },
    { "18-8", FALSE },
    { "8-12, 11-14", FALSE },
    { "in the morning", FALSE },
    { "8-12", TRUE },
    { "", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    WbForm *form = WB_FORM (fixture->form);
    g_autofree char *before = dup_week (fixture, TRUE);
    g_autofree char *after = NULL;

    g_test_message ("“%s”", cases[i].typed);
    wb_form_type (form, "calling_hours.2", cases[i].typed);
    after = dup_week (fixture, TRUE);
    g_assert_cmpint (g_str_equal (before, after), ==, !cases[i].right);
    g_assert_cmpint (*wb_form_find_problem (form, "calling_hours.2") == '\0', ==, cases[i].right);
    g_assert_cmpstr (wb_form_find_problem (form, "calling_hours.1"), ==, "");
    g_assert_cmpstr (wb_form_get_text (form, "calling_hours.2"), ==, cases[i].typed);
  }

  /* While one week waits, the rest is taken. */
  wb_form_type (WB_FORM (fixture->form), "calling_hours.2", "x");
  wb_form_type (WB_FORM (fixture->form), "notification_hours.0", "");
  {
    g_autofree char *week = dup_week (fixture, FALSE);

    g_assert_cmpstr (week, ==, "Tue–Fri 8:00–18:00");
  }
}

static void
test_local_form_switches (Fixture       *fixture,
                          gconstpointer  data)
{
  for (int which = 0; which < WB_N_LOCAL_SWITCHES; which++) {
    g_autoptr (WbLocalSettings) before = wb_local_form_take_settings (fixture->form);
    g_autoptr (WbLocalSettings) after = NULL;
    gboolean on = wb_local_form_get_switch (fixture->form, which);
    guint n_changed = fixture->n_changed;

    g_test_message ("%d", which);
    wb_local_form_set_switch (fixture->form, which, on);
    g_assert_cmpuint (fixture->n_changed, ==, n_changed);
    wb_local_form_set_switch (fixture->form, which, !on);
    g_assert_cmpuint (fixture->n_changed, ==, n_changed + 1);
    g_assert_cmpint (wb_local_form_get_switch (fixture->form, which), ==, !on);
    after = wb_local_form_take_settings (fixture->form);
    g_assert_false (wb_local_settings_equal (before, after));
    g_assert_cmpint (after->background_asked, ==, which == WB_LOCAL_RUN_IN_BACKGROUND);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/app/local-form/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("shows-what-is-set", test_local_form_shows_what_is_set);
  ADD ("takes-each-day-at-once", test_local_form_takes_each_day_at_once);
  ADD ("forgets-what-was-not-taken", test_local_form_forgets_what_was_not_taken);
  ADD ("waits-for-what-cannot-be-read", test_local_form_waits_for_what_cannot_be_read);
  ADD ("switches", test_local_form_switches);

  return g_test_run ();
}
