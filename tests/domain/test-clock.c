/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Clocks: what moves them, and that no wait outlives its end or its cancellable. */

#include "wb-clock.h"

#define HOUR_MS (60 * 60 * 1000)

/* A wait on a thread of its own, whose outcome is read after joining. */
typedef struct
{
  WbClock *clock;
  gint64 until_ms;
  GCancellable *cancellable;
  GError *error;
  gboolean arrived;
} Wait;

static gpointer
run_wait (gpointer data)
{
  Wait *wait = data;

  wait->arrived = wb_clock_wait (wait->clock, wait->until_ms, wait->cancellable, &wait->error);

  return NULL;
}

static void
test_clock_system_tells_the_time (void)
{
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (GError) error = NULL;
  gint64 before = g_get_real_time () / 1000;
  gint64 now = wb_clock_now (clock);

  g_assert_cmpint (now, >=, before);
  g_assert_cmpint (now, <=, g_get_real_time () / 1000);

  g_assert_true (wb_clock_wait (clock, now + 20, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (wb_clock_now (clock), >=, now + 20);
  g_assert_finalize_object (g_steal_pointer (&clock));
}

static void
test_clock_movable_moves_only_when_told (void)
{
  g_autoptr (WbMovableClock) clock = wb_movable_clock_new (1000, FALSE);

  g_assert_cmpint (wb_clock_now (WB_CLOCK (clock)), ==, 1000);
  wb_movable_clock_advance (clock, HOUR_MS);
  g_assert_cmpint (wb_clock_now (WB_CLOCK (clock)), ==, 1000 + HOUR_MS);
  wb_movable_clock_advance (clock, -HOUR_MS);
  g_assert_cmpint (wb_clock_now (WB_CLOCK (clock)), ==, 1000);
  g_assert_finalize_object (g_steal_pointer (&clock));
}

static void
test_clock_running_runs (void)
{
  g_autoptr (WbMovableClock) clock = wb_movable_clock_new (0, TRUE);
  g_autoptr (GError) error = NULL;

  wb_movable_clock_advance (clock, 10 * HOUR_MS);
  g_assert_cmpint (wb_clock_now (WB_CLOCK (clock)), >=, 10 * HOUR_MS);
  g_assert_cmpint (wb_clock_now (WB_CLOCK (clock)), <, 11 * HOUR_MS);
  g_assert_true (wb_clock_wait (WB_CLOCK (clock), 10 * HOUR_MS + 10, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (wb_clock_now (WB_CLOCK (clock)), >=, 10 * HOUR_MS + 10);
}

static void
test_clock_auto_advance_moves_itself (void)
{
  g_autoptr (WbMovableClock) clock = wb_movable_clock_new (0, FALSE);
  g_autoptr (GError) error = NULL;

  wb_movable_clock_set_auto_advance (clock, TRUE);
  g_assert_true (wb_clock_wait (WB_CLOCK (clock), HOUR_MS, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (wb_clock_now (WB_CLOCK (clock)), ==, HOUR_MS);

  /* A time that has passed already does not set it back. */
  g_assert_true (wb_clock_wait (WB_CLOCK (clock), 5, NULL, &error));
  g_assert_cmpint (wb_clock_now (WB_CLOCK (clock)), ==, HOUR_MS);
}

static void
test_clock_advance_wakes_waits (void)
{
  g_autoptr (WbMovableClock) clock = wb_movable_clock_new (0, FALSE);
  Wait waits[4] = { 0 };
  GThread *threads[G_N_ELEMENTS (waits)];

  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++) {
    waits[i].clock = WB_CLOCK (clock);
    waits[i].until_ms = ((gint64) i + 1) * HOUR_MS;
    threads[i] = g_thread_new ("wait", run_wait, &waits[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++) {
    wb_movable_clock_advance (clock, HOUR_MS);
    g_thread_join (threads[i]);
    g_assert_no_error (waits[i].error);
    g_assert_true (waits[i].arrived);
  }
}

static void
check_cancel_wakes (WbClock *clock)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Wait wait = { clock, G_MAXINT64, cancellable, NULL, FALSE };
  GThread *thread = g_thread_new ("wait", run_wait, &wait);

  /* Whether the thread waits by now or has yet to start, it must come back. */
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  g_assert_false (wait.arrived);
  g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&wait.error);

  /* Cancelled before: not even a time long past is reached. */
  g_assert_false (wb_clock_wait (clock, 0, cancellable, &wait.error));
  g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&wait.error);
}

static void
test_clock_cancel_wakes_at_once (void)
{
  for (int round = 0; round < 200; round++) {
    g_autoptr (WbClock) system = wb_system_clock_new ();
    g_autoptr (WbMovableClock) stopped = wb_movable_clock_new (0, FALSE);
    g_autoptr (WbMovableClock) running = wb_movable_clock_new (0, TRUE);

    check_cancel_wakes (system);
    check_cancel_wakes (WB_CLOCK (stopped));
    check_cancel_wakes (WB_CLOCK (running));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/clock/system-tells-the-time", test_clock_system_tells_the_time);
  g_test_add_func ("/wb/domain/clock/movable-moves-only-when-told",
                   test_clock_movable_moves_only_when_told);
  g_test_add_func ("/wb/domain/clock/running-runs", test_clock_running_runs);
  g_test_add_func ("/wb/domain/clock/auto-advance-moves-itself",
                   test_clock_auto_advance_moves_itself);
  g_test_add_func ("/wb/domain/clock/advance-wakes-waits", test_clock_advance_wakes_waits);
  g_test_add_func ("/wb/domain/clock/cancel-wakes-at-once", test_clock_cancel_wakes_at_once);

  return g_test_run ();
}
