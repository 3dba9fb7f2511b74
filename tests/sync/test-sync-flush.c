/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A person's “now”: what waits for its next try is tried, except where the server asked for a pause;
 * and the last chance before the program ends. */

#include "config.h"

#include "wb-call-store.h"
#include "wb-staff-actions.h"
#include "wb-sync-desk.h"
#include "wb-sync-object.h"

#define ASSIGN "/api/v2/activities/c1/assign"
#define FLUSH_MS 3000

static WbSyncDesk *
open_desk (void)
{
  WbSyncDesk *desk = wb_sync_desk_new (1);

  wb_fake_helpdesk_add_ticket (desk->fake, "t1", desk->fake->now);
  wb_fake_helpdesk_add_call (desk->fake, "c1", "t1");

  return desk;
}

static void
take (WbSyncDesk *desk)
{
  g_autoptr (GError) error = NULL;

  wb_action_take (desk->workspace, "c1", 0, &error);
  g_assert_no_error (error);
}

static guint
count_assigns (WbSyncDesk *desk)
{
  return wb_stub_server_count_for (desk->fake->stub, "POST", ASSIGN);
}

static gboolean
is_phase (WbSyncDesk    *desk,
          gconstpointer  data)
{
  g_autoptr (WbSyncState) state = wb_sync_dup_state (desk->sync);

  return state->phase == (WbSyncPhase) GPOINTER_TO_UINT (data);
}

static void
start_live (WbSyncDesk *desk)
{
  wb_sync_start (desk->sync);
  wb_sync_desk_wait (desk, "being live", is_phase, GUINT_TO_POINTER (WB_SYNC_LIVE));
}

/* Whether the row has been tried and waits for its next try. */
static gboolean
is_put_off (WbSyncDesk    *desk,
            gconstpointer  data)
{
  g_autoptr (GPtrArray) rows = wb_outbox_list (wb_sync_desk_db (desk), NULL);
  const WbOutboxRow *row = rows->len > 0 ? g_ptr_array_index (rows, 0) : NULL;

  return row && row->state == WB_OUTBOX_WAITING && row->next_attempt_at > 0;
}

static gboolean
is_empty (WbSyncDesk    *desk,
          gconstpointer  data)
{
  g_autoptr (GPtrArray) rows = wb_outbox_list (wb_sync_desk_db (desk), NULL);

  return rows->len == 0;
}

/* winbackctl sync: each run really tries; a pause that the server asked for stays. */
static void
test_flush_run_is_now (void)
{
  static const struct
  {
    guint status;
    const char *retry_after;
    gboolean goes;           /* with the next run, at the same moment */
  } rows[] = {
    { 500, NULL, TRUE }, { 429, "60", FALSE }, { 503, "60", FALSE }, { 503, NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (GError) error = NULL;

    g_test_message ("%u, %s", rows[i].status, rows[i].retry_after);
    wb_sync_desk_pull (desk);
    take (desk);
    wb_stub_server_queue (desk->fake->stub, "POST", ASSIGN, rows[i].status, "application/json", "{}", -1,
                          rows[i].retry_after ? "Retry-After" : NULL, rows[i].retry_after);
    wb_sync_run (desk->sync, NULL, NULL);
    g_assert_cmpuint (count_assigns (desk), ==, 1);
    g_assert_true (wb_sync_run (desk->sync, NULL, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (count_assigns (desk), ==, rows[i].goes ? 2 : 1);
    g_assert_true (is_empty (desk, NULL) == rows[i].goes);
    wb_sync_desk_pass (desk, WB_MINUTE_MS);
    g_assert_true (wb_sync_run (desk->sync, NULL, &error));
    g_assert_true (is_empty (desk, NULL));
    g_assert_cmpuint (desk->fake->n_effects, ==, 1);
  }
}

/* “Sync now” of the window. */
static void
test_flush_wake_is_now (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();

  start_live (desk);
  wb_stub_server_queue_json (desk->fake->stub, "POST", ASSIGN, 500, "{}");
  take (desk);
  wb_sync_desk_wait (desk, "the row being put off", is_put_off, NULL);
  wb_sync_wake (desk->sync);
  wb_sync_desk_wait (desk, "the row being sent", is_empty, NULL);
  wb_sync_stop (desk->sync);
}

/* However often a person asks: the server said when. */
static void
test_flush_wake_keeps_a_pause (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  gint64 steps = 0;

  start_live (desk);
  wb_stub_server_queue (desk->fake->stub, "POST", ASSIGN, 429, "application/json", "{}", -1, "Retry-After",
                        "60");
  take (desk);
  wb_sync_desk_wait (desk, "the row being put off", is_put_off, NULL);
  while (steps < 3) {
    wb_stub_server_forget (desk->fake->stub);
    wb_sync_wake (desk->sync);
    /* The other thread was woken, too: it asks for everything anew. */
    while (wb_stub_server_count_for (desk->fake->stub, "GET", "/api/v2/account") == 0)
      g_main_context_iteration (NULL, FALSE);
    g_assert_cmpuint (count_assigns (desk), ==, 0);
    steps++;
  }
  g_assert_false (wb_sync_flush (desk->sync, FLUSH_MS));
  g_assert_cmpuint (count_assigns (desk), ==, 0);
  wb_sync_desk_pass (desk, WB_MINUTE_MS);
  wb_sync_desk_wait (desk, "the row being sent", is_empty, NULL);
  wb_sync_stop (desk->sync);
}

/* What pulling met is no reason to ask again before the time. */
static void
test_flush_pull_keeps_a_pause (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();

  wb_stub_server_queue (desk->fake->stub, "GET", "/api/v2/users", 503, "application/json", "{}", -1,
                        "Retry-After", "60");
  wb_sync_start (desk->sync);
  wb_sync_desk_wait (desk, "being offline", is_phase, GUINT_TO_POINTER (WB_SYNC_OFFLINE));
  wb_stub_server_forget (desk->fake->stub);
  wb_sync_wake (desk->sync);
  wb_sync_desk_pass (desk, 59 * WB_SECOND_MS);
  wb_sync_wake (desk->sync);
  g_assert_cmpuint (wb_stub_server_count (desk->fake->stub), ==, 0);
  wb_sync_desk_pass (desk, 2 * WB_SECOND_MS);
  wb_sync_desk_wait (desk, "being live", is_phase, GUINT_TO_POINTER (WB_SYNC_LIVE));
  wb_sync_stop (desk->sync);
}

/* At the end of the day the row is there only when it is asked for: no main loop runs any more. */
static void
test_flush_sends_what_waits (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();

  start_live (desk);
  g_assert_true (wb_sync_flush (desk->sync, FLUSH_MS));
  take (desk);
  g_assert_true (wb_sync_flush (desk->sync, FLUSH_MS));
  g_assert_cmpuint (desk->fake->n_effects, ==, 1);
  wb_sync_stop (desk->sync);
}

/* One that failed just before has its chance, too; one that fails now is left for the next start. */
static void
test_flush_tries_once (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();

  start_live (desk);
  wb_stub_server_queue_json (desk->fake->stub, "POST", ASSIGN, 500, "{}");
  take (desk);
  g_assert_false (wb_sync_flush (desk->sync, FLUSH_MS));
  g_assert_true (is_put_off (desk, NULL));
  g_assert_true (wb_sync_flush (desk->sync, FLUSH_MS));
  wb_stub_server_queue_fault (desk->fake->stub, "POST", ASSIGN, WB_STUB_DROP_UNREAD);
  g_assert_true (wb_action_release (desk->workspace, "c1", NULL));
  g_assert_false (wb_sync_flush (desk->sync, FLUSH_MS));
  wb_sync_stop (desk->sync);
}

/* A server that does not answer has three seconds and no more. */
static void
test_flush_is_bounded (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();

  start_live (desk);
  wb_stub_server_queue_fault (desk->fake->stub, "POST", ASSIGN, WB_STUB_HOLD);
  take (desk);
  wb_movable_clock_set_auto_advance (desk->clock, TRUE);
  g_assert_false (wb_sync_flush (desk->sync, FLUSH_MS));
  wb_movable_clock_set_auto_advance (desk->clock, FALSE);
  wb_sync_stop (desk->sync);
}

/* Nobody waits for what cannot be: offline, another program at it, not started. The clock stands, so
 * a wait would never end. */
static void
test_flush_without_hope (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();

  wb_sync_desk_pull (desk);
  take (desk);
  g_assert_false (wb_sync_flush (desk->sync, FLUSH_MS));
  wb_stub_server_queue_fault (desk->fake->stub, NULL, NULL, WB_STUB_DROP_UNREAD);
  wb_stub_server_queue_fault (desk->fake->stub, NULL, NULL, WB_STUB_DROP_UNREAD);
  wb_sync_start (desk->sync);
  wb_sync_desk_wait (desk, "being offline", is_phase, GUINT_TO_POINTER (WB_SYNC_OFFLINE));
  g_assert_false (wb_sync_flush (desk->sync, FLUSH_MS));
  wb_sync_stop (desk->sync);
}

static void
flushed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  *(int *) data = wb_sync_flush_finish (WB_SYNC (source), result);
}

static gboolean
is_told (WbSyncDesk    *desk,
         gconstpointer  data)
{
  return *(const int *) data >= 0;
}

static void
test_flush_beside_the_window (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  int told = -1;

  start_live (desk);
  take (desk);
  wb_sync_flush_async (desk->sync, FLUSH_MS, flushed_cb, &told);
  wb_sync_desk_wait (desk, "the end of the flush", is_told, &told);
  g_assert_cmpint (told, ==, TRUE);
  g_assert_true (is_empty (desk, NULL));
  wb_sync_stop (desk->sync);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/sync/flush/run-is-now", test_flush_run_is_now);
  g_test_add_func ("/wb/sync/flush/wake-is-now", test_flush_wake_is_now);
  g_test_add_func ("/wb/sync/flush/wake-keeps-a-pause", test_flush_wake_keeps_a_pause);
  g_test_add_func ("/wb/sync/flush/pull-keeps-a-pause", test_flush_pull_keeps_a_pause);
  g_test_add_func ("/wb/sync/flush/sends-what-waits", test_flush_sends_what_waits);
  g_test_add_func ("/wb/sync/flush/tries-once", test_flush_tries_once);
  g_test_add_func ("/wb/sync/flush/is-bounded", test_flush_is_bounded);
  g_test_add_func ("/wb/sync/flush/without-hope", test_flush_without_hope);
  g_test_add_func ("/wb/sync/flush/beside-the-window", test_flush_beside_the_window);

  return g_test_run ();
}
