/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What pages share: it follows the workspace, whoever writes into it. */

#include "config.h"

#include "app-fixture.h"

#include "wb-account-store.h"
#include "wb-local-settings-store.h"
#include "wb-meta-store.h"
#include "wb-server-time.h"

#define MOST_TRIES 50

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

static gboolean
store_skew (WbWorkspace  *workspace,
            gpointer      data,
            GError      **error)
{
  WbDb *db = wb_workspace_begin (workspace, error);

  return db && wb_workspace_set_meta (db, WB_META_CLOCK_SKEW_MS, "60000", error) &&
         wb_workspace_commit (workspace, WB_TABLE_SYNC, error);
}

static gboolean
say_so (WbWorkspace  *workspace,
        gpointer      data,
        GError      **error)
{
  g_async_queue_push (data, data);

  return TRUE;
}

static void
note_changed_cb (GString *told)
{
  g_string_append (told, "changed ");
}

static void
note_stored_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_context_write_finish (result, &error));
  g_assert_no_error (error);
  g_string_append (user_data, "stored ");
}

static gboolean
note_frame_cb (gpointer user_data)
{
  g_string_append (user_data, "frame ");

  return G_SOURCE_REMOVE;
}

static gboolean
has_stored (gpointer data)
{
  return strstr (((GString *) data)->str, "stored") != NULL;
}

/* What a key did is drawn before its answer is heard, and the answer meets what is stored. */
static void
test_context_answers_after_a_frame (AppFixture    *fixture,
                                    gconstpointer  data)
{
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GAsyncQueue) said = g_async_queue_new ();

  app_wait_written (fixture);
  g_signal_connect_swapped (fixture->context, "changed", G_CALLBACK (note_changed_cb), told);
  /* On a machine so busy that this takes longer than an answer may wait, it is tried again. */
  for (int i = 0; i < MOST_TRIES && !g_str_equal (told->str, "frame changed stored "); i++) {
    g_string_truncate (told, 0);
    wb_context_write_async (fixture->context, store_skew, NULL, NULL, NULL, note_stored_cb, told);
    /* One thing after another: when the second is done, the answer of the first waits here. */
    wb_context_write_async (fixture->context, say_so, said, NULL, NULL, NULL, NULL);
    g_async_queue_pop (said);
    g_idle_add_full (GDK_PRIORITY_REDRAW, note_frame_cb, told, NULL);
    app_wait_until (has_stored, told);
    app_wait_written (fixture);
  }
  g_assert_cmpstr (told->str, ==, "frame changed stored ");
}

static gboolean
spin_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Where each frame takes longer than there is time for one, the next is due at once; whoever waits
 * for what is stored hears of it all the same. */
static void
test_context_answers_between_frames (AppFixture    *fixture,
                                     gconstpointer  data)
{
  g_autoptr (GString) told = g_string_new (NULL);
  guint id = 0;

  app_wait_written (fixture);
  id = g_idle_add_full (GDK_PRIORITY_REDRAW, spin_cb, NULL, NULL);
  wb_context_write_async (fixture->context, store_skew, NULL, NULL, NULL, note_stored_cb, told);
  app_wait_until (has_stored, told);
  g_source_remove (id);
}

/* Both are drawn from at once by whoever hears of the change. */
static void
test_context_follows_settings (AppFixture    *fixture,
                               gconstpointer  data)
{
  const WbHours mornings = { 0x1f, 8 * 60, 12 * 60 };
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();
  g_autoptr (GError) error = NULL;
  guint seen = 0;
  WbDb *db = NULL;

  app_wait_written (fixture);
  g_assert_false (wb_context_get_local_settings (fixture->context)->run_in_background);

  db = wb_workspace_begin (fixture->workspace, &error);
  g_assert_no_error (error);
  account = wb_account_store_get (db, &error);
  g_assert_no_error (error);
  g_array_set_size (account->business_hours, 0);
  wb_account_store_put (db, account, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->workspace, WB_TABLE_ACCOUNT, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->context, "changed", G_CALLBACK (note_tables_cb), &seen);
  app_wait_until (has_seen, &seen);
  g_assert_null (wb_context_get_calendar (fixture->context));

  seen = 0;
  db = wb_workspace_begin (fixture->workspace, &error);
  g_assert_no_error (error);
  g_array_append_val (account->business_hours, mornings);
  wb_account_store_put (db, account, &error);
  g_assert_no_error (error);
  settings->run_in_background = TRUE;
  wb_local_settings_store_put (db, settings, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->workspace, WB_TABLE_ACCOUNT, &error);
  g_assert_no_error (error);
  app_wait_until (has_seen, &seen);
  g_assert_true (wb_context_get_local_settings (fixture->context)->run_in_background);
  /* 10:42 in Prague, a Friday; an hour and a half later the morning is over there. */
  g_assert_true (wb_working_is_open (wb_context_get_calendar (fixture->context), APP_NOW));
  g_assert_false (wb_working_is_open (wb_context_get_calendar (fixture->context),
                                      APP_NOW + 90 * WB_MINUTE_MS));
}

static void
test_context_lists_staff (AppFixture    *fixture,
                          gconstpointer  data)
{
  GPtrArray *users = wb_context_get_users (fixture->context);
  gboolean has_agent = FALSE;

  for (guint i = 0; i < users->len; i++)
    has_agent |= g_str_equal (((WbUser *) g_ptr_array_index (users, i))->id, fixture->agent_id);
  g_assert_true (has_agent);
}

/* Whatever becomes of this computer's clock, what is late stays late; a wrong one is told. */
static void
test_context_goes_by_the_server (AppFixture    *fixture,
                                 gconstpointer  data)
{
  static const struct
  {
    gint64 wall_ms;     /* beside the server's */
    gint64 error_ms;
  } rows[] = {
    { 0, 0 }, { 110000, 0 }, { -110000, 0 }, { 121000, 121000 }, { 3600000, 3600000 },
    { -86400000, -86400000 },
  };
  WbServerTime known = { 0 };
  guint seen = 0;
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  app_wait_written (fixture);
  g_assert_cmpint (wb_context_get_clock_error (fixture->context), ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_connect (fixture->context, "changed", G_CALLBACK (note_tables_cb), &seen);
  g_assert_true (wb_server_time_learn (&known, WB_CLOCK (fixture->clock), APP_NOW));
  db = wb_workspace_begin (fixture->workspace, &error);
  g_assert_no_error (error);
  g_assert_true (wb_server_time_store (&known, db, &error));
  g_assert_true (wb_workspace_commit (fixture->workspace, WB_TABLE_SYNC, &error));
  app_wait_until (has_seen, &seen);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%" G_GINT64_FORMAT, rows[i].wall_ms);
    wb_movable_clock_set_wall (fixture->clock, APP_NOW + rows[i].wall_ms);
    g_assert_cmpint (wb_context_now (fixture->context), ==, APP_NOW);
    g_assert_cmpint (wb_context_get_clock_error (fixture->context), ==, rows[i].error_ms);
  }
}

int
main (int    argc,
      char **argv)
{
  static const AppFixtureOptions options = { .n_tickets = 3, .n_calls = 1 };

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/context/notices-another-program", AppFixture, &options, app_fixture_set_up,
              test_context_notices_another_program, app_fixture_tear_down);
  g_test_add ("/app/context/answers-after-a-frame", AppFixture, &options, app_fixture_set_up,
              test_context_answers_after_a_frame, app_fixture_tear_down);
  g_test_add ("/app/context/answers-between-frames", AppFixture, &options, app_fixture_set_up,
              test_context_answers_between_frames, app_fixture_tear_down);
  g_test_add ("/app/context/follows-settings", AppFixture, &options, app_fixture_set_up,
              test_context_follows_settings, app_fixture_tear_down);
  g_test_add ("/app/context/lists-staff", AppFixture, &options, app_fixture_set_up,
              test_context_lists_staff, app_fixture_tear_down);
  g_test_add ("/app/context/goes-by-the-server", AppFixture, &options, app_fixture_set_up,
              test_context_goes_by_the_server, app_fixture_tear_down);

  return g_test_run ();
}
