/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The two threads: live, woken, stopped at once, and what they say about themselves. */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "wb-call-store.h"
#include "wb-staff-actions.h"
#include "wb-sync-desk.h"
#include "wb-ticket-store.h"

#define STOP_MS 1000

static gboolean
is_phase (WbSyncDesk    *desk,
          gconstpointer  data)
{
  g_autoptr (WbSyncState) state = wb_sync_dup_state (desk->sync);

  return state->phase == (WbSyncPhase) GPOINTER_TO_UINT (data);
}

static void
wait_phase (WbSyncDesk  *desk,
            WbSyncPhase  phase)
{
  g_autofree char *what = g_strdup_printf ("phase %d", (int) phase);

  wb_sync_desk_wait (desk, what, is_phase, GUINT_TO_POINTER (phase));
}

static gboolean
is_phone (WbSyncDesk    *desk,
          gconstpointer  data)
{
  g_autoptr (WbTicket) ticket = wb_ticket_store_get (wb_sync_desk_db (desk), "t1", NULL);

  return ticket && g_strcmp0 (ticket->customer_phone, data) == 0;
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

static void
stop_quickly (WbSyncDesk *desk)
{
  gint64 start = g_get_monotonic_time ();

  wb_sync_stop (desk->sync);
  g_assert_cmpint ((g_get_monotonic_time () - start) / 1000, <, STOP_MS);
  g_assert_true (is_phase (desk, GUINT_TO_POINTER (WB_SYNC_IDLE)));
}

static WbSyncDesk *
start_desk (void)
{
  WbSyncDesk *desk = wb_sync_desk_new (1);

  wb_fake_helpdesk_add_ticket (desk->fake, "t1", desk->fake->now);
  wb_fake_helpdesk_add_call (desk->fake, "c1", "t1");
  wb_sync_start (desk->sync);

  return desk;
}

/* Whether the last request asks the feed and waits. */
static gboolean
is_listening (WbSyncDesk *desk)
{
  guint count = wb_stub_server_count (desk->fake->stub);
  g_autoptr (WbStubRequest) last = NULL;
  g_autofree char *wait = NULL;

  if (count == 0)
    return FALSE;
  last = wb_stub_server_dup_request (desk->fake->stub, count - 1);
  wait = wb_stub_request_dup_param (last, "wait");

  return g_str_equal (last->path, "/api/v2/events") && g_strcmp0 (wait, "0") > 0;
}

/* What happens at the helpdesk is here at once; the long-poll is cut by stopping. */
static void
test_threads_live (void)
{
  g_autoptr (WbSyncDesk) desk = start_desk ();
  g_autoptr (WbSyncState) state = NULL;
  JsonObject *ticket = NULL;

  wait_phase (desk, WB_SYNC_LIVE);
  state = wb_sync_dup_state (desk->sync);
  g_assert_cmpint (state->last_synced_at, ==, wb_clock_now (WB_CLOCK (desk->clock)));

  g_mutex_lock (&desk->fake->lock);
  ticket = wb_fake_helpdesk_find (desk->fake, desk->fake->tickets, "t1");
  json_object_set_string_member (json_object_get_object_member (ticket, "customer"), "phone", "+420777");
  wb_fake_helpdesk_touch (desk->fake, "ticket", ticket, "updated");
  g_mutex_unlock (&desk->fake->lock);
  wb_stub_server_release (desk->fake->stub);
  wb_sync_desk_wait (desk, "the event", is_phone, "+420777");
  stop_quickly (desk);
}

/* What is shown of the call when it is told that it changed, and what has been asked for by then. */
typedef struct
{
  WbSyncDesk *desk;
  char *holder;        /* (owned) (nullable) */
  guint n_told;
  guint n_asked;
} Seen;

static void
note_change_cb (WbWorkspace *workspace,
                guint        tables,
                Seen        *seen)
{
  g_autoptr (WbActivity) call = NULL;

  if (!(tables & WB_TABLE_CALLS))
    return;
  call = wb_call_store_get (wb_sync_desk_db (seen->desk), "c1", NULL);
  g_free (seen->holder);
  seen->holder = g_strdup (call->assignee);
  seen->n_told++;
  seen->n_asked = wb_stub_server_count (seen->desk->fake->stub);
}

static gboolean
is_told (WbSyncDesk    *desk,
         gconstpointer  data)
{
  return ((const Seen *) data)->n_told > 0;
}

/* A colleague takes a call, their lease runs out, a manager takes it from me: told by the very answer
 * that brings it, with nothing asked for in between but the next answer. */
static void
test_threads_show_holders_at_once (void)
{
  static const char *const holders[] = { "d1000002", NULL, "d1000001", "d1000002" };
  g_autoptr (WbSyncDesk) desk = start_desk ();
  Seen seen = { .desk = desk };
  gulong handler = 0;

  wait_phase (desk, WB_SYNC_LIVE);
  handler = g_signal_connect (desk->workspace, "changed", G_CALLBACK (note_change_cb), &seen);
  for (guint i = 0; i < G_N_ELEMENTS (holders); i++) {
    JsonObject *call = NULL;
    guint n_before = 0;

    g_test_message ("%s", holders[i]);
    /* The feed has been asked, and the answer is held back. */
    while (wb_stub_server_count (desk->fake->stub) == n_before ||
           !is_listening (desk))
      g_main_context_iteration (NULL, FALSE);
    seen.n_told = 0;
    g_mutex_lock (&desk->fake->lock);
    call = wb_fake_helpdesk_find (desk->fake, desk->fake->activities, "c1");
    if (holders[i])
      json_object_set_string_member (call, "assignee", holders[i]);
    else
      json_object_set_null_member (call, "assignee");
    wb_fake_helpdesk_touch (desk->fake, "activity", call, "updated");
    g_mutex_unlock (&desk->fake->lock);
    n_before = wb_stub_server_count (desk->fake->stub);
    wb_stub_server_release (desk->fake->stub);
    wb_sync_desk_wait (desk, "the call's holder", is_told, &seen);
    g_assert_cmpstr (seen.holder, ==, holders[i]);
    g_assert_cmpuint (seen.n_asked - n_before, <=, 2);
  }
  g_signal_handler_disconnect (desk->workspace, handler);
  g_free (seen.holder);
  stop_quickly (desk);
}

/* A staff action is sent without being asked for, while the other thread stands in its long-poll. */
static void
test_threads_push_wakes_by_itself (void)
{
  g_autoptr (WbSyncDesk) desk = start_desk ();
  g_autoptr (GError) error = NULL;

  wait_phase (desk, WB_SYNC_LIVE);
  g_assert_true (wb_action_take (desk->workspace, "c1", 0, &error));
  g_assert_no_error (error);
  wb_sync_desk_wait (desk, "the row being sent", is_sent, NULL);
  g_mutex_lock (&desk->fake->lock);
  g_assert_cmpstr (json_object_get_string_member (
                     wb_fake_helpdesk_find (desk->fake, desk->fake->activities, "c1"), "assignee"),
                   ==, "d1000001");
  g_mutex_unlock (&desk->fake->lock);
  stop_quickly (desk);
}

/* A refused token stops both and keeps everything; the new one sends it. */
static void
test_threads_token (void)
{
  g_autoptr (WbSyncDesk) desk = start_desk ();
  g_autoptr (GError) error = NULL;
  g_autoptr (WbSyncState) state = NULL;

  wait_phase (desk, WB_SYNC_LIVE);
  g_mutex_lock (&desk->fake->lock);
  g_free (desk->fake->token);
  desk->fake->token = g_strdup ("renewed");
  g_mutex_unlock (&desk->fake->lock);
  wb_stub_server_release (desk->fake->stub);
  wait_phase (desk, WB_SYNC_NEEDS_TOKEN);
  g_assert_true (wb_action_take (desk->workspace, "c1", 0, &error));
  state = wb_sync_dup_state (desk->sync);
  g_assert_nonnull (state->message);

  g_free (desk->token);
  desk->token = g_strdup ("renewed");
  wb_sync_wake (desk->sync);
  wait_phase (desk, WB_SYNC_LIVE);
  wb_sync_desk_wait (desk, "the row being sent", is_sent, NULL);
  stop_quickly (desk);
}

/* Without a server: it says so and when it tries again, and does then. */
static void
test_threads_offline (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (WbSyncState) state = NULL;

  wb_fake_helpdesk_add_ticket (desk->fake, "t1", desk->fake->now);
  wb_stub_server_queue_fault (desk->fake->stub, "GET", "/api/v2/users", WB_STUB_DROP_UNREAD);
  wb_sync_start (desk->sync);
  wait_phase (desk, WB_SYNC_OFFLINE);
  state = wb_sync_dup_state (desk->sync);
  g_assert_nonnull (state->message);
  g_assert_cmpint (state->retry_at, >, wb_clock_now (WB_CLOCK (desk->clock)));
  g_assert_cmpint (state->retry_at, <=, wb_clock_now (WB_CLOCK (desk->clock)) + 1200);
  wb_sync_desk_pass (desk, 1200);
  wait_phase (desk, WB_SYNC_LIVE);
  g_assert_cmpint (wb_sync_desk_count (desk), ==, 1);
  stop_quickly (desk);
}

/* Another program has the workspace: nothing is asked or sent until it lets go. */
static void
test_threads_elsewhere (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autofree char *path = g_build_filename (wb_workspace_get_dir (desk->workspace), "sync.lock", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbSyncState) state = NULL;
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  g_assert_cmpint (write (fd, "winbackctl (process 7)", 22), ==, 22);

  g_assert_false (wb_sync_run (desk->sync, NULL, &error));
  g_assert_error (error, WB_SYNC_ERROR, WB_SYNC_ERROR_ELSEWHERE);
  wb_sync_start (desk->sync);
  wait_phase (desk, WB_SYNC_ELSEWHERE);
  state = wb_sync_dup_state (desk->sync);
  g_assert_nonnull (strstr (state->message, "winbackctl (process 7)"));
  g_assert_cmpuint (wb_stub_server_count (desk->fake->stub), ==, 0);
  close (fd);
  wb_sync_desk_pass (desk, 6 * WB_SECOND_MS);
  wait_phase (desk, WB_SYNC_LIVE);
  stop_quickly (desk);
}

/* In the middle of the first read, with the server silent: stopped at once, gone on with later. */
static void
test_threads_stop_in_the_middle (void)
{
  const char *paths[] = { "/api/v2/account", "/api/v2/tickets", "/api/v2/activities" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);

    g_test_message ("%s", paths[i]);
    wb_fake_helpdesk_add_ticket (desk->fake, "t1", desk->fake->now);
    wb_stub_server_queue_fault (desk->fake->stub, "GET", paths[i], WB_STUB_HOLD);
    wb_sync_start (desk->sync);
    while (wb_stub_server_count_for (desk->fake->stub, "GET", paths[i]) == 0)
      wb_stub_server_wait_count (desk->fake->stub, wb_stub_server_count (desk->fake->stub) + 1);
    stop_quickly (desk);

    wb_sync_start (desk->sync);
    wait_phase (desk, WB_SYNC_LIVE);
    g_assert_cmpint (wb_sync_desk_count (desk), ==, 1);
    stop_quickly (desk);
  }
}

/* Straight-line calls are cancelled as fast, with the one error that is never shown. */
static void
test_threads_cancelled_before (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (wb_sync_pull (desk->sync, desk->helpdesk, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (wb_sync_push (desk->sync, desk->helpdesk, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Waking cuts the long-poll short and asks for everything anew. */
static void
test_threads_wake (void)
{
  g_autoptr (WbSyncDesk) desk = start_desk ();

  wait_phase (desk, WB_SYNC_LIVE);
  while (wb_stub_server_count_for (desk->fake->stub, "GET", "/api/v2/events") < 3)
    wb_stub_server_wait_count (desk->fake->stub, wb_stub_server_count (desk->fake->stub) + 1);
  wb_stub_server_forget (desk->fake->stub);
  wb_sync_wake (desk->sync);
  wb_stub_server_wait_count (desk->fake->stub, 1);
  while (wb_stub_server_count_for (desk->fake->stub, "GET", "/api/v2/account") == 0)
    wb_stub_server_wait_count (desk->fake->stub, wb_stub_server_count (desk->fake->stub) + 1);
  stop_quickly (desk);
}

static void
coupon_given_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  WbCoupon **coupon = data;
  g_autoptr (GError) error = NULL;

  *coupon = wb_sync_give_coupon_finish (WB_SYNC (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_set (WbSyncDesk    *desk,
        gconstpointer  data)
{
  return *(gpointer *) data != NULL;
}

/* A coupon asked for by the window, while both threads run. */
static void
test_threads_give_coupon (void)
{
  g_autoptr (WbSyncDesk) desk = start_desk ();
  g_autoptr (WbCouponRequest) request = wb_coupon_request_new ();
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (GError) error = NULL;
  gint64 seq = 0;

  wait_phase (desk, WB_SYNC_LIVE);
  request->currency = g_strdup ("CZK");
  request->kind = g_strdup ("fixed");
  request->amount = g_strdup ("200.00");
  request->validity_days = 30;
  g_assert_true (wb_action_request_coupon (desk->workspace, "t1", request, &seq, &error));
  wb_sync_give_coupon_async (desk->sync, seq, NULL, coupon_given_cb, &coupon);
  wb_sync_desk_wait (desk, "the coupon", is_set, &coupon);
  g_assert_cmpstr (coupon->state, ==, "active");
  g_assert_cmpuint (desk->fake->n_effects, ==, 1);
  stop_quickly (desk);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/sync/threads/live", test_threads_live);
  g_test_add_func ("/wb/sync/threads/show-holders-at-once", test_threads_show_holders_at_once);
  g_test_add_func ("/wb/sync/threads/push-wakes-by-itself", test_threads_push_wakes_by_itself);
  g_test_add_func ("/wb/sync/threads/token", test_threads_token);
  g_test_add_func ("/wb/sync/threads/offline", test_threads_offline);
  g_test_add_func ("/wb/sync/threads/elsewhere", test_threads_elsewhere);
  g_test_add_func ("/wb/sync/threads/stop-in-the-middle", test_threads_stop_in_the_middle);
  g_test_add_func ("/wb/sync/threads/cancelled-before", test_threads_cancelled_before);
  g_test_add_func ("/wb/sync/threads/wake", test_threads_wake);
  g_test_add_func ("/wb/sync/threads/give-coupon", test_threads_give_coupon);

  return g_test_run ();
}
