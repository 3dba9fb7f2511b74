/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What goes back when a person's work ends, and that ending does not wait for what cannot come. */

#include "config.h"

#include "app-fixture.h"

#include "wb-call-store.h"
#include "wb-outbox.h"
#include "wb-sign-off.h"
#include "wb-staff-actions.h"

#define LEASE_SECS 600

/* The first @n open calls that nobody holds. */
static GPtrArray *
find_free (AppFixture *fixture,
           guint       n)
{
  WbCallQuery query = { .filter = WB_CALL_FILTER_FREE,
                        .now = APP_NOW,
                        .zone = wb_context_get_zone (fixture->context) };
  WbDb *reader = wb_context_get_reader (fixture->context);
  g_autoptr (GArray) refs = wb_call_store_list (reader, &query, NULL);
  GPtrArray *calls = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_activity_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (calls, wb_call_store_get_row (
                       reader, g_array_index (refs, WbCallRef, i).rowid, NULL));

  return calls;
}

static gboolean
is_held (AppFixture       *fixture,
         const WbActivity *call)
{
  g_autoptr (WbActivity) now =
    wb_call_store_get (wb_context_get_reader (fixture->context), call->id, NULL);

  return now->assignee != NULL;
}

static void
test_sign_off_gives_back_leases (AppFixture    *fixture,
                                 gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = find_free (fixture, 3);
  g_autoptr (GError) error = NULL;
  const WbActivity *leased = g_ptr_array_index (calls, 0);
  const WbActivity *kept = g_ptr_array_index (calls, 1);
  const WbActivity *put_off = g_ptr_array_index (calls, 2);
  gint64 started = 0;

  wb_action_take (fixture->workspace, leased->id, LEASE_SECS, &error);
  g_assert_no_error (error);
  wb_action_take (fixture->workspace, kept->id, 0, &error);
  g_assert_no_error (error);
  wb_action_take (fixture->workspace, put_off->id, LEASE_SECS, &error);
  g_assert_no_error (error);
  wb_action_snooze (fixture->workspace, put_off->id, APP_NOW + WB_DAY_MS, WB_OUTCOME_NONE, NULL,
                    &error);
  g_assert_no_error (error);
  g_assert_true (is_held (fixture, leased));

  /* Nothing can be sent now, so nothing is waited for. */
  started = g_get_monotonic_time ();
  wb_sign_off (fixture->context);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 2 * G_USEC_PER_SEC);
  g_assert_false (is_held (fixture, leased));
  g_assert_true (is_held (fixture, kept));
  g_assert_true (is_held (fixture, put_off));
  app_wait_written (fixture);
}

int
main (int    argc,
      char **argv)
{
  static const AppFixtureOptions alone = { .n_tickets = 30, .n_calls = 20 };
  static const AppFixtureOptions offline = { .n_tickets = 30, .n_calls = 20, .with_sync = TRUE };

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/sign-off/gives-back-leases", AppFixture, &alone, app_fixture_set_up,
              test_sign_off_gives_back_leases, app_fixture_tear_down);
  g_test_add ("/app/sign-off/does-not-wait-for-a-server", AppFixture, &offline, app_fixture_set_up,
              test_sign_off_gives_back_leases, app_fixture_tear_down);

  return g_test_run ();
}
