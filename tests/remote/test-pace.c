/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A client waits by itself: never above the rate, hardly below it, and it obeys the server. */

#include "wb-pace.h"

#include "wb-random.h"
#include "wb-time.h"

#include <gio/gio.h>

#define START G_GINT64_CONSTANT (1795000000000)

static WbClock *
new_clock (void)
{
  WbMovableClock *clock = wb_movable_clock_new (START, FALSE);

  wb_movable_clock_set_auto_advance (clock, TRUE);

  return WB_CLOCK (clock);
}

static void
spend (WbPace *pace,
       double  cost)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_pace_wait (pace, cost, NULL, &error));
  g_assert_no_error (error);
}

/* @sent: (element-type gint64) when each was sent. In no window may there be more than the burst
 * and what came back in it. */
static void
check_windows (const gint64 *sent,
               guint         n,
               double        capacity,
               double        per_sec,
               double        cost)
{
  for (guint from = 0; from < n; from += 7) {
    for (guint to = from; to < n; to += 13) {
      double spent = (to - from + 1) * cost;
      double allowed = capacity + (double) (sent[to] - sent[from]) / WB_SECOND_MS * per_sec;

      g_assert_cmpfloat (spent, <=, allowed + 0.001);
    }
  }
}

static void
test_rate (void)
{
  static const struct {
    double capacity;
    double per_sec;
    double cost;
  } rows[] = {
    { 3, 3, 1 }, { 1, 5, 1 }, { 50, 10, 1 }, { 1000, 50, 12 }, { 1000, 100, 33.5 }, { 40, 2, 1 },
    { 2000, 100, 252 }, { 1, 0.3, 1 }, { 10, 997, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbClock) clock = new_clock ();
    g_autoptr (WbPace) pace = wb_pace_new (rows[i].capacity, rows[i].per_sec, clock);
    gint64 sent[2000];
    double seconds = 0;
    double most = 0;

    g_test_message ("row %u: %g at once, %g a second, %g each", i, rows[i].capacity,
                    rows[i].per_sec, rows[i].cost);
    for (guint n = 0; n < G_N_ELEMENTS (sent); n++) {
      spend (pace, rows[i].cost);
      sent[n] = wb_clock_steady (clock);
    }
    check_windows (sent, G_N_ELEMENTS (sent), rows[i].capacity, rows[i].per_sec, rows[i].cost);

    seconds = (double) (sent[G_N_ELEMENTS (sent) - 1] - sent[0]) / WB_SECOND_MS;
    most = rows[i].capacity + seconds * rows[i].per_sec;
    g_assert_cmpfloat (G_N_ELEMENTS (sent) * rows[i].cost, >=, 0.95 * most);
  }
}

/* Work that takes time of its own is not waited for twice. */
static void
test_uneven (void)
{
  g_autoptr (WbClock) clock = new_clock ();
  g_autoptr (WbPace) pace = wb_pace_new (10, 5, clock);
  g_autoptr (WbRandom) random = wb_seeded_random_new (7);
  gint64 sent[3000];

  for (guint n = 0; n < G_N_ELEMENTS (sent); n++) {
    spend (pace, 1);
    sent[n] = wb_clock_steady (clock);
    wb_movable_clock_advance (WB_MOVABLE_CLOCK (clock), wb_random_below (random, 350));
  }
  check_windows (sent, G_N_ELEMENTS (sent), 10, 5, 1);
  g_assert_cmpfloat ((double) G_N_ELEMENTS (sent), >=,
                     0.95 * 5 * (double) (sent[G_N_ELEMENTS (sent) - 1] - sent[0]) / WB_SECOND_MS);
}

/* More than the bucket holds is let through when it is full, and paid for afterwards. */
static void
test_large (void)
{
  g_autoptr (WbClock) clock = new_clock ();
  g_autoptr (WbPace) pace = wb_pace_new (10, 1, clock);

  spend (pace, 25);
  g_assert_cmpint (wb_clock_now (clock), ==, START);
  spend (pace, 1);
  g_assert_cmpint (wb_clock_now (clock), ==, START + 16 * WB_SECOND_MS);
}

static void
test_correct (void)
{
  g_autoptr (WbClock) clock = new_clock ();
  g_autoptr (WbPace) pace = wb_pace_new (100, 10, clock);

  spend (pace, 10);
  /* Somebody else used the same limit. */
  wb_pace_correct (pace, 0, 0, 0);
  spend (pace, 20);
  g_assert_cmpint (wb_clock_now (clock), ==, START + 2 * WB_SECOND_MS);

  /* A larger plan: twice as fast from now on. */
  wb_pace_correct (pace, 0, 200, 20);
  spend (pace, 20);
  g_assert_cmpint (wb_clock_now (clock), ==, START + 3 * WB_SECOND_MS);

  /* More is left than we thought: go at once. */
  wb_pace_correct (pace, 150, 0, 0);
  spend (pace, 150);
  g_assert_cmpint (wb_clock_now (clock), ==, START + 3 * WB_SECOND_MS);

  /* No more than it can hold is believed. */
  wb_pace_correct (pace, 1e9, 100, 10);
  spend (pace, 100);
  spend (pace, 10);
  g_assert_cmpint (wb_clock_now (clock), ==, START + 4 * WB_SECOND_MS);
}

static void
test_hold (void)
{
  g_autoptr (WbClock) clock = new_clock ();
  g_autoptr (WbPace) pace = wb_pace_new (100, 10, clock);

  wb_pace_hold (pace, 30 * WB_SECOND_MS);
  wb_pace_hold (pace, WB_SECOND_MS);
  wb_pace_hold (pace, -5);
  spend (pace, 1);
  g_assert_cmpint (wb_clock_now (clock), ==, START + 30 * WB_SECOND_MS);
  /* Once over, it is over. */
  spend (pace, 1);
  g_assert_cmpint (wb_clock_now (clock), ==, START + 30 * WB_SECOND_MS);
}

/* Setting the clock on the wall neither lets a burst out nor makes anybody wait. */
static void
test_wall (void)
{
  g_autoptr (WbClock) clock = new_clock ();
  g_autoptr (WbPace) pace = wb_pace_new (1, 1, clock);
  gint64 steady = 0;

  spend (pace, 1);
  steady = wb_clock_steady (clock);
  wb_movable_clock_set_wall (WB_MOVABLE_CLOCK (clock), START + WB_DAY_MS);
  spend (pace, 1);
  g_assert_cmpint (wb_clock_steady (clock), ==, steady + WB_SECOND_MS);
  wb_movable_clock_set_wall (WB_MOVABLE_CLOCK (clock), START - WB_DAY_MS);
  spend (pace, 1);
  g_assert_cmpint (wb_clock_steady (clock), ==, steady + 2 * WB_SECOND_MS);
}

typedef struct
{
  WbPace *pace;
  GCancellable *cancellable;
  GError *error;
} Waiter;

static gpointer
wait_in_vain (gpointer data)
{
  Waiter *waiter = data;

  g_assert_false (wb_pace_wait (waiter->pace, 1, waiter->cancellable, &waiter->error));

  return NULL;
}

static void
test_cancel (void)
{
  /* A clock that stands still. */
  g_autoptr (WbMovableClock) clock = wb_movable_clock_new (START, FALSE);
  g_autoptr (WbPace) pace = wb_pace_new (1, 1, WB_CLOCK (clock));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Waiter waiter = { pace, cancellable, NULL };
  GThread *thread = NULL;

  spend (pace, 1);
  thread = g_thread_new ("waiter", wait_in_vain, &waiter);
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  g_assert_error (waiter.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&waiter.error);

  /* Nothing was spent by who gave up, and a cancelled one spends nothing that is there. */
  wb_movable_clock_advance (clock, WB_SECOND_MS);
  g_assert_false (wb_pace_wait (pace, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  spend (pace, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/pace/rate", test_rate);
  g_test_add_func ("/wb/pace/uneven", test_uneven);
  g_test_add_func ("/wb/pace/large", test_large);
  g_test_add_func ("/wb/pace/correct", test_correct);
  g_test_add_func ("/wb/pace/hold", test_hold);
  g_test_add_func ("/wb/pace/wall", test_wall);
  g_test_add_func ("/wb/pace/cancel", test_cancel);

  return g_test_run ();
}
