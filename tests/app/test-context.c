/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What pages share: it follows the workspace, whoever writes into it. */

#include "config.h"

#include "app-fixture.h"

#include "wb-meta-store.h"

static void
note_tables_cb (WbContext *context,
                guint      tables,
                guint     *seen)
{
  *seen |= tables;
}

static gboolean
has_seen (gpointer data)
{
  return *(guint *) data != 0;
}

/* A row that winbackctl stores beside an open window must be shown, and sent by the window's engine. */
static void
test_context_notices_another_program (AppFixture    *fixture,
                                      gconstpointer  data)
{
  g_autoptr (WbWorkspace) other = NULL;
  g_autofree char *dir = g_strdup (wb_workspace_get_dir (fixture->workspace));
  guint seen = 0;
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  /* What filling the workspace left to tell. */
  app_wait_written (fixture);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_connect (fixture->context, "changed", G_CALLBACK (note_tables_cb), &seen);
  other = wb_workspace_open (dir, WB_CLOCK (fixture->clock), fixture->random, &error);
  g_assert_no_error (error);
  db = wb_workspace_begin (other, &error);
  g_assert_no_error (error);
  wb_workspace_set_meta (db, WB_META_CLOCK_SKEW_MS, "60000", &error);
  g_assert_no_error (error);
  /* Told as a change of nothing by the other one, so that only noticing can have said it. */
  wb_workspace_commit (other, WB_TABLE_NONE, &error);
  g_assert_no_error (error);

  app_wait_until (has_seen, &seen);
  g_assert_cmpint (wb_context_now (fixture->context), ==, APP_NOW + 60000);
  wb_workspace_close (other);
}

int
main (int    argc,
      char **argv)
{
  static const AppFixtureOptions options = { .n_tickets = 3, .n_calls = 1 };

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/context/notices-another-program", AppFixture, &options, app_fixture_set_up,
              test_context_notices_another_program, app_fixture_tear_down);

  return g_test_run ();
}
