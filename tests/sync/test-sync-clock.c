/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody sets this computer's clock while the engine works, or it was wrong all along: nothing
 * stalls, nothing hurries, and what is told is told in the server's time. */

#include "config.h"

#include "wb-call-store.h"
#include "wb-staff-actions.h"
#include "wb-sync-desk.h"
#include "wb-sync-object.h"

#define ASSIGN "/api/v2/activities/c1/assign"
/* `Date` has whole seconds. */
#define NEAR_MS 2500

static const gint64 settings[] = {
  -WB_DAY_MS, -WB_HOUR_MS, WB_HOUR_MS, WB_DAY_MS,
};

static void
set_by (WbSyncDesk *desk,
        gint64      ms)
{
  wb_movable_clock_set_wall (desk->clock, wb_clock_now (WB_CLOCK (desk->clock)) + ms);
}

static WbSyncDesk *
open_desk (void)
{
  WbSyncDesk *desk = wb_sync_desk_new (1);

  wb_fake_helpdesk_add_ticket (desk->fake, "t1", desk->fake->now);
  wb_fake_helpdesk_add_call (desk->fake, "c1", "t1");

  return desk;
}

static gint64
get_server_off (WbSyncDesk *desk)
{
  gint64 now = desk->fake->now + desk->fake->ahead_ms;

  return ABS (wb_sync_server_now (desk->sync) - now);
}

static gboolean
is_sent (WbSyncDesk    *desk,
         gconstpointer  data)
{
  gint64 waiting = 0;
  gint64 needs_you = 0;

  g_assert_true (wb_outbox_count (wb_sync_desk_db (desk), &waiting, &needs_you, NULL));

  return waiting == 0 && needs_you == 0;
}

static gboolean
is_phase (WbSyncDesk    *desk,
          gconstpointer  data)
{
  g_autoptr (WbSyncState) state = wb_sync_dup_state (desk->sync);

  return state->phase == (WbSyncPhase) GPOINTER_TO_UINT (data);
}

/* A row that waits for its next try: not sooner because the clock was set forward, not later because
 * it was set back. */
static void
test_clock_back_off (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (GError) error = NULL;

    g_test_message ("set by %" G_GINT64_FORMAT " ms", settings[i]);
    wb_sync_desk_pull (desk);
    g_assert_true (wb_action_take (desk->workspace, "c1", 0, &error));
    wb_stub_server_queue_json (desk->fake->stub, "POST", ASSIGN, 500, "{}");
    wb_sync_desk_push (desk);
    g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, "POST", ASSIGN), ==, 1);

    set_by (desk, settings[i]);
    wb_sync_desk_push (desk);
    g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, "POST", ASSIGN), ==, 1);
    wb_sync_desk_pass (desk, 1300);
    wb_sync_desk_push (desk);
    g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, "POST", ASSIGN), ==, 2);
    g_assert_true (is_sent (desk, NULL));
  }
}

/* Lateness, what staff did and when it was synced last: all by the server's time. */
static void
test_clock_stored_times (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) rows = NULL;
    g_autoptr (WbSyncState) state = NULL;
    gint64 created_at = 0;

    g_test_message ("set by %" G_GINT64_FORMAT " ms", settings[i]);
    wb_sync_desk_pull (desk);
    set_by (desk, settings[i]);
    g_assert_cmpint (get_server_off (desk), <=, NEAR_MS);
    g_assert_true (wb_action_take (desk->workspace, "c1", 0, &error));
    rows = wb_outbox_list (wb_sync_desk_db (desk), &error);
    created_at = ((WbOutboxRow *) rows->pdata[0])->created_at;
    g_assert_cmpint (ABS (created_at - desk->fake->now), <=, NEAR_MS);

    /* And so it stays with the next answer, which also tells the wall's new error. */
    wb_sync_desk_pull (desk);
    g_assert_cmpint (get_server_off (desk), <=, NEAR_MS);
    state = wb_sync_dup_state (desk->sync);
    g_assert_cmpint (ABS (state->last_synced_at - desk->fake->now), <=, NEAR_MS);

    /* A computer started anew has only the wall, whose error is known by now. */
    wb_movable_clock_reboot (desk->clock);
    wb_sync_desk_restart (desk);
    g_assert_cmpint (get_server_off (desk), <=, NEAR_MS);
  }
}

/* The clock was wrong from the start: the first answer sets things right. */
static void
test_clock_wrong_at_start (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();

    g_test_message ("wrong by %" G_GINT64_FORMAT " ms", settings[i]);
    set_by (desk, settings[i]);
    wb_sync_desk_restart (desk);
    wb_sync_desk_pull (desk);
    g_assert_cmpint (get_server_off (desk), <=, NEAR_MS);
    /* Put right while it runs: nothing moves. */
    set_by (desk, -settings[i]);
    g_assert_cmpint (get_server_off (desk), <=, NEAR_MS);
  }
}

/* Without a date there is this computer's clock only; polling must not lose what changes meanwhile. */
static void
test_clock_no_date (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (0);
    JsonObject *ticket = wb_fake_helpdesk_add_ticket (desk->fake, "t1", desk->fake->now);

    g_test_message ("set by %" G_GINT64_FORMAT " ms", settings[i]);
    desk->fake->has_date = FALSE;
    set_by (desk, settings[i]);
    wb_sync_desk_pull (desk);
    set_by (desk, -settings[i]);
    wb_sync_desk_pass (desk, WB_HOUR_MS);
    g_assert_cmpint (wb_sync_server_now (desk->sync), ==, wb_clock_now (WB_CLOCK (desk->clock)));

    desk->fake->now += WB_MINUTE_MS;
    wb_fake_helpdesk_add_ticket (desk->fake, "t2", desk->fake->now);
    wb_fake_helpdesk_touch (desk->fake, "ticket", ticket, "updated");
    wb_sync_desk_pull (desk);
    g_assert_cmpint (wb_sync_desk_count (desk), ==, 2);
  }
}

/* The pulling thread waits for its next try: that comes when its time has passed, wherever the wall
 * stands by then. */
static void
test_clock_threads_pull (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();

    g_test_message ("set by %" G_GINT64_FORMAT " ms", settings[i]);
    wb_stub_server_queue_fault (desk->fake->stub, "GET", "/api/v2/users", WB_STUB_DROP_UNREAD);
    wb_sync_start (desk->sync);
    wb_sync_desk_wait (desk, "being offline", is_phase, GUINT_TO_POINTER (WB_SYNC_OFFLINE));
    set_by (desk, settings[i]);
    wb_sync_desk_pass (desk, 1300);
    wb_sync_desk_wait (desk, "being live", is_phase, GUINT_TO_POINTER (WB_SYNC_LIVE));
    wb_sync_stop (desk->sync);
  }
}

/* The same for the pushing thread. */
static void
test_clock_threads_push (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (GError) error = NULL;

    g_test_message ("set by %" G_GINT64_FORMAT " ms", settings[i]);
    wb_sync_start (desk->sync);
    wb_sync_desk_wait (desk, "being live", is_phase, GUINT_TO_POINTER (WB_SYNC_LIVE));
    wb_stub_server_queue_json (desk->fake->stub, "POST", ASSIGN, 500, "{}");
    g_assert_true (wb_action_take (desk->workspace, "c1", 0, &error));
    while (wb_stub_server_count_for (desk->fake->stub, "POST", ASSIGN) == 0)
      g_main_context_iteration (NULL, TRUE);
    set_by (desk, settings[i]);
    /* Whether it sleeps already or is about to: time goes on until it has tried again. */
    while (!is_sent (desk, NULL)) {
      wb_sync_desk_pass (desk, 100);
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
    wb_sync_stop (desk->sync);
  }
}

/* After a start with a wrong clock a row seems not to be due for a day; the first answer says that
 * it is, and it goes without anybody doing anything. */
static void
test_clock_threads_due_after_all (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (GError) error = NULL;

  wb_sync_desk_pull (desk);
  g_assert_true (wb_action_take (desk->workspace, "c1", 0, &error));
  wb_stub_server_queue (desk->fake->stub, "POST", ASSIGN, 503, "application/json", "{}", -1,
                        "Retry-After", "60");
  g_assert_false (wb_sync_push (desk->sync, desk->helpdesk, NULL, &error));
  wb_sync_desk_pass (desk, 2 * WB_MINUTE_MS);
  set_by (desk, -WB_DAY_MS);
  wb_movable_clock_reboot (desk->clock);
  wb_sync_desk_restart (desk);

  wb_sync_start (desk->sync);
  wb_sync_desk_wait (desk, "the row being sent", is_sent, NULL);
  wb_sync_stop (desk->sync);
  g_assert_cmpuint (desk->fake->n_effects, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/sync/clock/back-off", test_clock_back_off);
  g_test_add_func ("/wb/sync/clock/stored-times", test_clock_stored_times);
  g_test_add_func ("/wb/sync/clock/wrong-at-start", test_clock_wrong_at_start);
  g_test_add_func ("/wb/sync/clock/no-date", test_clock_no_date);
  g_test_add_func ("/wb/sync/clock/threads-pull", test_clock_threads_pull);
  g_test_add_func ("/wb/sync/clock/threads-push", test_clock_threads_push);
  g_test_add_func ("/wb/sync/clock/threads-due-after-all", test_clock_threads_due_after_all);

  return g_test_run ();
}
