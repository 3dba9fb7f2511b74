/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A person's own settings come back as they were put, and what cannot be read is as in a new one. */

#include "config.h"

#include "store-fixture.h"

#include "wb-local-settings-store.h"

static void
put_settings (Fixture               *fixture,
              const WbLocalSettings *settings)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_local_settings_store_put (db, settings, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_ACCOUNT, &error));
  g_assert_no_error (error);
}

static WbLocalSettings *
get_settings (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WbLocalSettings *settings = wb_local_settings_store_get (wb_workspace_get_reader (fixture->ws), &error);

  g_assert_no_error (error);
  g_assert_nonnull (settings);

  return settings;
}

static void
test_local_settings_store_keeps_every_field (Fixture       *fixture,
                                             gconstpointer  data)
{
  g_autoptr (WbLocalSettings) fresh = wb_local_settings_new ();
  g_autoptr (WbLocalSettings) first = get_settings (fixture);
  const WbHours hours[] = { { 0x7f, 0, 24 * 60 }, { 0x03, 9 * 60 + 5, 17 * 60 + 30 } };

  g_assert_true (wb_local_settings_equal (first, fresh));
  for (guint i = 0; i < 8; i++) {
    g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();
    g_autoptr (WbLocalSettings) got = NULL;
    gboolean *switches[] = {
      &settings->notify_new, &settings->notify_goal, &settings->notify_promise,
      &settings->count_opening_hours, &settings->run_in_background, &settings->background_asked,
    };

    g_test_message ("change %u", i);
    if (i < G_N_ELEMENTS (switches)) {
      *switches[i] = !*switches[i];
    } else if (i == 6) {
      g_array_append_vals (settings->calling_hours, hours, G_N_ELEMENTS (hours));
    } else {
      g_array_set_size (settings->notification_hours, 0);
    }
    g_assert_false (wb_local_settings_equal (settings, fresh));
    put_settings (fixture, settings);
    fixture_reopen (fixture);
    got = get_settings (fixture);
    g_assert_true (wb_local_settings_equal (got, settings));
  }
}

static void
test_local_settings_store_reads_what_it_can (Fixture       *fixture,
                                             gconstpointer  data)
{
  const struct
  {
    const char *text;
    gboolean notify_goal;
    guint n_calling;       /* 1 = as in a new one */
    gint16 calls_from;
  } cases[] = {
    { "", TRUE, 1, 480 },
    { "no json", TRUE, 1, 480 },
    { "[]", TRUE, 1, 480 },
    { "{}", TRUE, 1, 480 },
    { "{\"notify_goal\":false}", FALSE, 1, 480 },
    { "{\"notify_goal\":\"no\",\"calling_hours\":[]}", TRUE, 0, 0 },
    { "{\"notify_goal\":false,\"calling_hours\":[{\"days\":[9],\"from\":\"10:00\",\"to\":\"12:00\"}]}", FALSE, 1,
      480 },
    { "{\"calling_hours\":null,\"notify_goal\":false}", FALSE, 1, 480 },
    { "{\"calling_hours\":[{\"days\":[1],\"from\":\"10:00\",\"to\":\"12:00\"}],\"notification_hours\":5}", TRUE, 1,
      600 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbLocalSettings) got = NULL;

    g_test_message ("%s", cases[i].text);
    put_meta (fixture, WB_META_LOCAL_SETTINGS, cases[i].text);
    got = get_settings (fixture);
    g_assert_cmpint (got->notify_goal, ==, cases[i].notify_goal);
    g_assert_cmpuint (got->calling_hours->len, ==, cases[i].n_calling);
    if (cases[i].n_calling > 0)
      g_assert_cmpint (g_array_index (got->calling_hours, WbHours, 0).from_min, ==, cases[i].calls_from);
    g_assert_cmpuint (got->notification_hours->len, ==, 1);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  FIXTURE_ADD ("/wb/store/local-settings-store/keeps-every-field",
               test_local_settings_store_keeps_every_field);
  FIXTURE_ADD ("/wb/store/local-settings-store/reads-what-it-can",
               test_local_settings_store_reads_what_it_can);

  return g_test_run ();
}
