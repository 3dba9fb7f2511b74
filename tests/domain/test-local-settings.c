/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a new person's settings say, that a copy is one's own, and which hours are refused. */

#include "wb-local-settings.h"

static void
assert_hours (GArray *hours,
              guint   days,
              int     from_min,
              int     to_min)
{
  g_assert_cmpuint (hours->len, ==, 1);
  g_assert_cmphex (g_array_index (hours, WbHours, 0).days, ==, days);
  g_assert_cmpint (g_array_index (hours, WbHours, 0).from_min, ==, from_min);
  g_assert_cmpint (g_array_index (hours, WbHours, 0).to_min, ==, to_min);
}

static void
test_defaults (void)
{
  g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();
  g_autoptr (GPtrArray) problems = wb_local_settings_validate (settings);

  assert_hours (settings->calling_hours, 0x3f, 480, 1200);
  assert_hours (settings->notification_hours, 0x1f, 480, 1080);
  g_assert_true (settings->notify_new);
  g_assert_true (settings->notify_goal);
  g_assert_true (settings->notify_promise);
  g_assert_false (settings->count_opening_hours);
  g_assert_false (settings->run_in_background);
  g_assert_false (settings->background_asked);
  g_assert_cmpuint (problems->len, ==, 0);
}

static void
toggle (WbLocalSettings *settings,
        guint            field)
{
  gboolean *flags[] = {
    &settings->notify_new,          &settings->notify_goal,       &settings->notify_promise,
    &settings->count_opening_hours, &settings->run_in_background, &settings->background_asked,
  };

  if (field < G_N_ELEMENTS (flags))
    *flags[field] = !*flags[field];
  else if (field == G_N_ELEMENTS (flags))
    g_array_index (settings->calling_hours, WbHours, 0).to_min--;
  else if (field == G_N_ELEMENTS (flags) + 1)
    g_array_index (settings->notification_hours, WbHours, 0).from_min++;
  else
    g_array_set_size (settings->notification_hours, 0);
}

/* Each field on its own makes a difference, and changing the copy leaves the original alone. */
static void
test_copy_and_equal (void)
{
  g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();
  g_autoptr (WbLocalSettings) fresh = wb_local_settings_new ();

  for (guint field = 0; field < 9; field++) {
    g_autoptr (WbLocalSettings) copy = wb_local_settings_copy (settings);
    g_autoptr (WbLocalSettings) again = NULL;

    g_test_message ("field %u", field);
    g_assert_true (wb_local_settings_equal (settings, copy));
    toggle (copy, field);
    g_assert_false (wb_local_settings_equal (settings, copy));
    g_assert_true (wb_local_settings_equal (settings, fresh));
    again = wb_local_settings_copy (copy);
    g_assert_true (wb_local_settings_equal (again, copy));
  }
}

static void
test_validate (void)
{
  static const struct {
    WbHours first;
    WbHours second;
    const char *path; /* NULL = both are fine */
  } cases[] = {
    { { 0x1f, 480, 720 }, { 0x1f, 720, 1080 }, NULL },
    { { 0x1f, 480, 720 }, { 0x20, 600, 660 }, NULL },
    { { 0x7f, 0, 1440 }, { 0x01, 0, 1 }, "%s[1]" },
    { { 0x1f, 480, 720 }, { 0x10, 719, 800 }, "%s[1]" },
    { { 0, 480, 720 }, { 0x10, 719, 800 }, "%s[0]" },
    { { 0x80, 480, 720 }, { 0x10, 719, 800 }, "%s[0]" },
    { { 0x1f, 720, 720 }, { 0x20, 719, 800 }, "%s[0]" },
    { { 0x1f, 720, 1441 }, { 0x20, 719, 800 }, "%s[0]" },
    { { 0x1f, -1, 100 }, { 0x20, 719, 800 }, "%s[0]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases) * 2; i++) {
    gboolean is_calling = i % 2 == 0;
    g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();
    g_autoptr (GPtrArray) problems = NULL;
    GArray *hours = is_calling ? settings->calling_hours : settings->notification_hours;

    g_test_message ("row %u, %s", (guint) i / 2, is_calling ? "calling" : "notification");
    g_array_set_size (hours, 0);
    g_array_append_val (hours, cases[i / 2].first);
    g_array_append_val (hours, cases[i / 2].second);
    problems = wb_local_settings_validate (settings);

    g_assert_cmpuint (problems->len, ==, cases[i / 2].path ? 1 : 0);
    if (cases[i / 2].path) {
      const WbProblem *problem = g_ptr_array_index (problems, 0);
      g_auto (GStrv) parts = g_strsplit (cases[i / 2].path, "%s", 2);
      g_autofree char *path =
        g_strconcat (is_calling ? "calling_hours" : "notification_hours", parts[1], NULL);

      g_assert_cmpstr (problem->path, ==, path);
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/local-settings/defaults", test_defaults);
  g_test_add_func ("/wb/domain/local-settings/copy-and-equal", test_copy_and_equal);
  g_test_add_func ("/wb/domain/local-settings/validate", test_validate);

  return g_test_run ();
}
