/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Two agents at two desks take the same call at the same moment, over and over: always one holder,
 * the other is told who, nothing stays queued. */

#include "config.h"

#include "wb-e2e.h"

#include "wb-outbox.h"
#include "wb-staff-actions.h"

#define ROUNDS 200u
#define N_CALLS 10

typedef struct
{
  E2eSeat *seat;
  GMutex *mutex;
  GCond *cond;
  guint *waiting;
} Desk;

/* Waits until both desks stand here, so that their requests really meet. */
static void
meet (Desk *desk)
{
  g_mutex_lock (desk->mutex);
  *desk->waiting += 1;
  if (*desk->waiting == 2)
    g_cond_broadcast (desk->cond);
  while (*desk->waiting < 2)
    g_cond_wait (desk->cond, desk->mutex);
  g_mutex_unlock (desk->mutex);
}

static gpointer
send_from_desk (gpointer data)
{
  Desk *desk = data;

  meet (desk);
  e2e_seat_sync (desk->seat);

  return NULL;
}

static void
run_both (Desk desks[2])
{
  GThread *threads[2] = { NULL, NULL };

  *desks[0].waiting = 0;
  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("desk", send_from_desk, &desks[i]);
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
}

/* What the desk that lost was told, taken out of its way. */
static void
check_loser (E2eSeat    *loser,
             const char *winner_name)
{
  g_autoptr (GPtrArray) rows = e2e_seat_outbox (loser);
  WbOutboxRow *row = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpint (row->state, ==, WB_OUTBOX_NEEDS_YOU);
  g_assert_nonnull (row->error_message);
  if (!strstr (row->error_message, winner_name))
    g_error ("the loser is not told who has the call: %s", row->error_message);
  wb_action_discard (loser->workspace, row->seq, &error);
  g_assert_no_error (error);
}

static void
test_race_one_holder (void)
{
  static const char *names[] = { "Eva Dvořáková", "Tomáš Krátký" };
  g_autoptr (E2e) e2e = e2e_new (N_CALLS, N_CALLS);
  g_autoptr (E2eSeat) eva = e2e_seat_new (e2e, E2E_EVA);
  g_autoptr (E2eSeat) tomas = e2e_seat_new (e2e, E2E_TOMAS);
  E2eSeat *seats[2] = { eva, tomas };
  GMutex mutex;
  GCond cond;
  guint waiting = 0;
  guint wins[2] = { 0, 0 };

  g_mutex_init (&mutex);
  g_cond_init (&cond);
  e2e_seat_sync (eva);
  e2e_seat_sync (tomas);

  for (guint round = 0; round < ROUNDS; round++) {
    Desk desks[2];
    g_autofree char *id = e2e_call_id (round % N_CALLS);
    g_autoptr (WbActivity) call = NULL;
    g_autoptr (GPtrArray) left = NULL;
    g_autoptr (GError) error = NULL;
    guint winner;

    for (guint i = 0; i < 2; i++) {
      desks[i] = (Desk) { seats[i], &mutex, &cond, &waiting };
      wb_action_take (seats[i]->workspace, id, 0, &error);
      g_assert_no_error (error);
    }
    run_both (desks);

    call = e2e_api_call (e2e, round % N_CALLS);
    g_assert_nonnull (call->assignee);
    winner = g_str_equal (call->assignee, e2e->user_ids[E2E_EVA]) ? 0 : 1;
    g_assert_cmpstr (call->assignee, ==, e2e->user_ids[winner]);
    wins[winner]++;
    left = e2e_seat_outbox (seats[winner]);
    g_assert_cmpuint (left->len, ==, 0);
    check_loser (seats[1 - winner], names[winner]);

    /* Both see the holder; the holder gives the call back for a later round. */
    for (guint i = 0; i < 2; i++) {
      g_autoptr (WbActivity) seen = NULL;

      e2e_seat_sync (seats[i]);
      seen = e2e_seat_call (seats[i], round % N_CALLS);
      g_assert_cmpstr (seen->assignee, ==, call->assignee);
    }
    wb_action_release (seats[winner]->workspace, id, &error);
    g_assert_no_error (error);
    e2e_seat_sync (seats[winner]);
    e2e_seat_sync (seats[1 - winner]);
  }

  g_test_message ("won: %u and %u of %u", wins[0], wins[1], ROUNDS);
  g_mutex_clear (&mutex);
  g_cond_clear (&cond);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/race/one-holder", test_race_one_holder);

  return g_test_run ();
}
