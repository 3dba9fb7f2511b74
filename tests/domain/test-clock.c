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

/* There is no time to move on to: who waits for ever waits to be woken. */
static void
test_clock_auto_advance_waits_for_ever (void)
{
  g_autoptr (WbMovableClock) clock = wb_movable_clock_new (0, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Wait wait = { .clock = WB_CLOCK (clock), .until_ms = G_MAXINT64, .cancellable = cancellable };
  GThread *thread = NULL;

  wb_movable_clock_set_auto_advance (clock, TRUE);
  thread = g_thread_new ("wait", run_wait, &wait);
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  g_assert_false (wait.arrived);
  g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (wb_clock_now (WB_CLOCK (clock)), ==, 0);
  g_clear_error (&wait.error);
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

/* Steady time and what moves it: only time that passes. */
static void
test_clock_steady_cannot_be_set (void)
{
  static const struct
  {
    const char *what;
    gint64 advance_ms;
    gint64 set_wall_ms;     /* -1 = not set */
    gint64 now_ms;
    gint64 steady_ms;
  } rows[] = {
    { "nothing", 0, -1, HOUR_MS, 0 },
    { "an hour passes", HOUR_MS, -1, 2 * HOUR_MS, HOUR_MS },
    { "set forward", 0, 30 * HOUR_MS, 30 * HOUR_MS, 0 },
    { "set back", 0, 5, 5, 0 },
    { "an hour passes, then set back by a day", HOUR_MS, -22 * HOUR_MS, -22 * HOUR_MS, HOUR_MS },
    { "corrected backwards", -HOUR_MS, -1, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbMovableClock) movable = wb_movable_clock_new (HOUR_MS, FALSE);
    WbClock *clock = WB_CLOCK (movable);
    const char *epoch = wb_clock_epoch (clock);
    gint64 start = wb_clock_steady (clock);

    g_test_message ("%s", rows[i].what);
    wb_movable_clock_advance (movable, rows[i].advance_ms);
    if (rows[i].set_wall_ms != -1)
      wb_movable_clock_set_wall (movable, rows[i].set_wall_ms);
    g_assert_cmpint (wb_clock_now (clock), ==, rows[i].now_ms);
    g_assert_cmpint (wb_clock_steady (clock) - start, ==, rows[i].steady_ms);
    g_assert_cmpstr (wb_clock_epoch (clock), ==, epoch);
  }
}

static void
test_clock_reboot_begins_another_epoch (void)
{
  g_autoptr (WbMovableClock) clock = wb_movable_clock_new (HOUR_MS, FALSE);
  g_autoptr (WbMovableClock) other = wb_movable_clock_new (HOUR_MS, FALSE);
  const char *epoch = wb_clock_epoch (WB_CLOCK (clock));

  g_assert_cmpstr (epoch, !=, wb_clock_epoch (WB_CLOCK (other)));
  wb_movable_clock_advance (clock, HOUR_MS);
  wb_movable_clock_reboot (clock);
  g_assert_cmpstr (wb_clock_epoch (WB_CLOCK (clock)), !=, epoch);
  g_assert_cmpint (wb_clock_steady (WB_CLOCK (clock)), ==, 0);
  g_assert_cmpint (wb_clock_now (WB_CLOCK (clock)), ==, 2 * HOUR_MS);
}

/* Running, too: setting the wall takes nothing from what has passed. */
static void
test_clock_running_can_be_set (void)
{
  g_autoptr (WbMovableClock) clock = wb_movable_clock_new (0, TRUE);
  gint64 before = wb_clock_steady (WB_CLOCK (clock));

  wb_movable_clock_set_wall (clock, 24 * HOUR_MS);
  g_assert_cmpint (wb_clock_now (WB_CLOCK (clock)), >=, 24 * HOUR_MS);
  g_assert_cmpint (wb_clock_now (WB_CLOCK (clock)), <, 25 * HOUR_MS);
  g_assert_cmpint (wb_clock_steady (WB_CLOCK (clock)), >=, before);
  g_assert_cmpint (wb_clock_steady (WB_CLOCK (clock)), <, before + HOUR_MS);
}

static void
test_clock_system_is_steady (void)
{
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (WbClock) other = wb_system_clock_new ();
  g_autoptr (GError) error = NULL;
  gint64 before = wb_clock_steady (clock);

  /* One computer, one boot. */
  g_assert_cmpstr (wb_clock_epoch (clock), ==, wb_clock_epoch (other));
  g_assert_cmpuint (strlen (wb_clock_epoch (clock)), >, 8);
  g_assert_cmpint (before, >, 0);
  g_assert_true (wb_clock_wait_steady (clock, before + 20, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (wb_clock_steady (other), >=, before + 20);
}

/* A steady wait ends when its time has passed, however the wall is set meanwhile; a wait for the
 * wall's time is over when the wall shows it. */
static void
test_clock_steady_wait_ignores_the_wall (void)
{
  g_autoptr (WbMovableClock) movable = wb_movable_clock_new (10 * HOUR_MS, FALSE);
  g_autoptr (GError) error = NULL;
  WbClock *clock = WB_CLOCK (movable);
  gint64 steady = wb_clock_steady (clock);

  wb_movable_clock_set_auto_advance (movable, TRUE);
  wb_movable_clock_set_wall (movable, 0);
  g_assert_true (wb_clock_wait_steady (clock, steady + 60000, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (wb_clock_steady (clock), ==, steady + 60000);
  g_assert_cmpint (wb_clock_now (clock), ==, 60000);

  g_assert_true (wb_clock_wait (clock, HOUR_MS, NULL, &error));
  g_assert_cmpint (wb_clock_now (clock), ==, HOUR_MS);
  g_assert_cmpint (wb_clock_steady (clock), ==, steady + HOUR_MS);
}

static gpointer
run_steady_wait (gpointer data)
{
  Wait *wait = data;

  wait->arrived = wb_clock_wait_steady (wait->clock, wait->until_ms, wait->cancellable, &wait->error);

  return NULL;
}

static void
test_clock_steady_wait_can_be_cut (void)
{
  g_autoptr (WbClock) system = wb_system_clock_new ();
  g_autoptr (WbMovableClock) stopped = wb_movable_clock_new (0, FALSE);
  WbClock *clocks[] = { system, WB_CLOCK (stopped) };

  for (gsize i = 0; i < G_N_ELEMENTS (clocks); i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    Wait wait = { clocks[i], G_MAXINT64, cancellable, NULL, FALSE };
    GThread *thread = g_thread_new ("wait", run_steady_wait, &wait);

    g_cancellable_cancel (cancellable);
    g_thread_join (thread);
    g_assert_false (wait.arrived);
    g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_clear_error (&wait.error);
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
  g_test_add_func ("/wb/domain/clock/auto-advance-waits-for-ever",
                   test_clock_auto_advance_waits_for_ever);
  g_test_add_func ("/wb/domain/clock/advance-wakes-waits", test_clock_advance_wakes_waits);
  g_test_add_func ("/wb/domain/clock/cancel-wakes-at-once", test_clock_cancel_wakes_at_once);
  g_test_add_func ("/wb/domain/clock/steady-cannot-be-set", test_clock_steady_cannot_be_set);
  g_test_add_func ("/wb/domain/clock/reboot-begins-another-epoch",
                   test_clock_reboot_begins_another_epoch);
  g_test_add_func ("/wb/domain/clock/running-can-be-set", test_clock_running_can_be_set);
  g_test_add_func ("/wb/domain/clock/system-is-steady", test_clock_system_is_steady);
  g_test_add_func ("/wb/domain/clock/steady-wait-ignores-the-wall",
                   test_clock_steady_wait_ignores_the_wall);
  g_test_add_func ("/wb/domain/clock/steady-wait-can-be-cut", test_clock_steady_wait_can_be_cut);

  return g_test_run ();
}
