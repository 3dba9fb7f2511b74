/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The server's time as it is reckoned here, whatever becomes of this computer's clock. */

#include "config.h"

#include "store-fixture.h"
#include "wb-server-time.h"

/* What answers may leave unknown: `Date` has whole seconds. */
#define NEAR_MS 2500
#define NOT_SET G_MININT64

/* An answer of the server is seen (or not), then time passes, the clock is set, the computer is
 * started anew, and perhaps another answer seen. */
typedef struct
{
  const char *what;
  gint64 wrong_ms;        /* wall minus server at the start */
  gboolean answer;
  gint64 set_by_ms;       /* how the wall is set; NOT_SET */
  gboolean reboot;
  gboolean answer_after;
  gint64 off_ms;          /* server time as reckoned, minus the truth */
  gint64 error_ms;        /* what is said of the wall's clock */
} Row;

static const Row rows[] = {
  { "right, untouched", 0, TRUE, NOT_SET, FALSE, FALSE, 0, 0 },
  { "a little wrong is not told", 90 * WB_SECOND_MS, TRUE, NOT_SET, FALSE, FALSE, 0, 0 },
  { "set back by an hour", 0, TRUE, -WB_HOUR_MS, FALSE, FALSE, 0, -WB_HOUR_MS },
  { "set forward by an hour", 0, TRUE, WB_HOUR_MS, FALSE, FALSE, 0, WB_HOUR_MS },
  { "set back by a day, then an answer", 0, TRUE, -WB_DAY_MS, FALSE, TRUE, 0, -WB_DAY_MS },
  { "wrong by a day at the start", WB_DAY_MS, TRUE, NOT_SET, FALSE, FALSE, 0, WB_DAY_MS },
  { "and put right", WB_DAY_MS, TRUE, -WB_DAY_MS, FALSE, FALSE, 0, 0 },
  { "and put right, then an answer", WB_DAY_MS, TRUE, -WB_DAY_MS, FALSE, TRUE, 0, 0 },
  { "wrong by a day, started anew", WB_DAY_MS, TRUE, NOT_SET, TRUE, FALSE, 0, WB_DAY_MS },
  /* Nothing here can know that; the next answer does. */
  { "put right while it was off", WB_DAY_MS, TRUE, -WB_DAY_MS, TRUE, FALSE, -WB_DAY_MS, WB_DAY_MS },
  { "put right while it was off, then an answer", WB_DAY_MS, TRUE, -WB_DAY_MS, TRUE, TRUE, 0, 0 },
  { "right, made wrong while it was off", 0, TRUE, WB_HOUR_MS, TRUE, FALSE, WB_HOUR_MS, 0 },
  { "made wrong while it was off, then an answer", 0, TRUE, WB_HOUR_MS, TRUE, TRUE, 0, WB_HOUR_MS },
  /* Without a date there is only the wall to go by, and nothing to say of it. */
  { "no date ever", WB_DAY_MS, FALSE, NOT_SET, FALSE, FALSE, WB_DAY_MS, 0 },
  { "no date ever, set forward", 0, FALSE, WB_HOUR_MS, FALSE, FALSE, WB_HOUR_MS, 0 },
  { "a date at last", WB_DAY_MS, FALSE, NOT_SET, FALSE, TRUE, 0, WB_DAY_MS },
};

static void
hear (Fixture *fixture,
      gint64   server_ms)
{
  g_autoptr (GError) error = NULL;
  WbServerTime known;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_no_error (error);
  wb_server_time_read (&known, db);
  if (wb_server_time_learn (&known, fixture->clock, server_ms))
    g_assert_true (wb_server_time_store (&known, db, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_SYNC, &error));
}

static void
check_row (Fixture   *fixture,
           const Row *row)
{
  WbMovableClock *clock = WB_MOVABLE_CLOCK (fixture->clock);
  gint64 truth = NOW;
  WbServerTime known;
  gint64 off = 0;
  gint64 error = 0;

  g_test_message ("%s", row->what);
  wb_movable_clock_set_wall (clock, truth + row->wrong_ms);
  if (row->answer)
    hear (fixture, truth);
  wb_movable_clock_advance (clock, 3 * WB_HOUR_MS);
  truth += 3 * WB_HOUR_MS;
  if (row->set_by_ms != NOT_SET)
    wb_movable_clock_set_wall (clock, wb_clock_now (fixture->clock) + row->set_by_ms);
  if (row->reboot)
    wb_movable_clock_reboot (clock);
  /* Another program, or this one started anew, knows it as well. */
  fixture_reopen (fixture);
  if (row->answer_after)
    hear (fixture, truth);
  wb_movable_clock_advance (clock, WB_MINUTE_MS);
  truth += WB_MINUTE_MS;

  wb_server_time_read (&known, wb_workspace_get_reader (fixture->ws));
  off = wb_server_time_now (&known, fixture->clock) - truth;
  error = wb_server_time_get_error (&known, fixture->clock);
  g_assert_cmpint (ABS (off - row->off_ms), <=, NEAR_MS);
  g_assert_cmpint (ABS (error - row->error_ms), <=, NEAR_MS);
  g_assert_cmpint (wb_workspace_server_now (fixture->ws, wb_workspace_get_reader (fixture->ws)), ==,
                   truth + off);
}

static void
test_server_time_follows_the_server (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Fixture fixture = { 0 };

    fixture_set_up (&fixture, NULL);
    check_row (&fixture, &rows[i]);
    fixture_tear_down (&fixture, NULL);
  }
}

/* Neither whole seconds nor slow answers make the time jump or the workspace be written. */
static void
test_server_time_is_quiet (Fixture       *fixture,
                           gconstpointer  data)
{
  static const struct
  {
    gint64 off_ms;
    gboolean is_news;
  } answers[] = {
    { 900, FALSE }, { -1900, FALSE }, { 0, FALSE }, { 2100, TRUE }, { 2000, FALSE }, { 0, TRUE },
  };
  WbServerTime known = { 0 };

  g_assert_true (wb_server_time_learn (&known, fixture->clock, NOW));
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    gint64 before = wb_server_time_now (&known, fixture->clock);

    g_test_message ("%" G_GINT64_FORMAT, answers[i].off_ms);
    g_assert_cmpint (wb_server_time_learn (&known, fixture->clock, NOW + answers[i].off_ms), ==,
                     answers[i].is_news);
    g_assert_cmpint (wb_server_time_now (&known, fixture->clock), ==,
                     answers[i].is_news ? NOW + answers[i].off_ms : before);
  }
}

/* A workspace of an earlier version knows the wall's difference only, and one that is damaged less
 * than nothing. */
static void
test_server_time_reads_what_there_is (Fixture       *fixture,
                                      gconstpointer  data)
{
  static const struct
  {
    const char *skew;
    const char *steady;
    gint64 off_ms;
  } stored[] = {
    { NULL, NULL, 0 },
    { NULL, "5000 boot", 0 },
    { "60000", NULL, 60000 },
    { "60000", "", 60000 },
    { "60000", "12", 60000 },
    { "60000", "12 ", 60000 },
    { "60000", "12 another-boot", 60000 },
    { "nonsense", "nonsense", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (stored); i++) {
    g_test_message ("%s, %s", stored[i].skew, stored[i].steady);
    put_meta (fixture, WB_META_CLOCK_SKEW_MS, stored[i].skew);
    put_meta (fixture, WB_META_CLOCK_STEADY, stored[i].steady);
    g_assert_cmpint (wb_workspace_server_now (fixture->ws, wb_workspace_get_reader (fixture->ws)), ==,
                     NOW + stored[i].off_ms);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/store/server-time/follows-the-server", test_server_time_follows_the_server);
  FIXTURE_ADD ("/wb/store/server-time/is-quiet", test_server_time_is_quiet);
  FIXTURE_ADD ("/wb/store/server-time/reads-what-there-is", test_server_time_reads_what_there_is);

  return g_test_run ();
}
