/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which calls count as answered in time: to the millisecond, and whatever the outcome's word. */

#include "wb-answered.h"
#include "wb-time.h"

#define LIMIT 1000000

static WbActivity *
make_call (const char *status,
           const char *outcome,
           gint64      called_at,
           gint64      closed_at)
{
  WbActivity *call = wb_activity_new ();

  call->kind = g_strdup ("call_request");
  call->status = g_strdup (status);
  call->outcome = g_strdup (outcome);
  call->called_at = called_at;
  call->closed_at = closed_at;

  return call;
}

static void
test_judge (void)
{
  static const struct {
    const char *status;
    const char *outcome;
    gint64 called_at;
    gint64 closed_at;
    gint64 now;
    WbAnswered answered;
    gint64 answered_at;
  } cases[] = {
    /* Open: left out until the limit has passed. */
    { "open", NULL, WB_TIME_NONE, WB_TIME_NONE, LIMIT - 1, WB_ANSWERED_NOT_YET, WB_TIME_NONE },
    { "open", NULL, WB_TIME_NONE, WB_TIME_NONE, LIMIT, WB_ANSWERED_NOT_YET, WB_TIME_NONE },
    { "open", NULL, WB_TIME_NONE, WB_TIME_NONE, LIMIT + 1, WB_ANSWERED_MISSED, WB_TIME_NONE },
    /* Closed: by when the call was, not by when it was written down. */
    { "closed", "resolved", LIMIT, LIMIT + 500, LIMIT + 500, WB_ANSWERED_MET, LIMIT },
    { "closed", "resolved", LIMIT + 1, LIMIT + 1, LIMIT + 9, WB_ANSWERED_MISSED, LIMIT + 1 },
    { "closed", "declined", 10, 20, 30, WB_ANSWERED_MET, 10 },
    { "closed", "coupon_offered", 10, 20, LIMIT * 9, WB_ANSWERED_MET, 10 },
    { "closed", "exchange_agreed", 10, 20, 30, WB_ANSWERED_MET, 10 },
    { "closed", "something_new", 10, 20, 30, WB_ANSWERED_MET, 10 },
    /* A server that does not say when the call was. */
    { "closed", "resolved", WB_TIME_NONE, LIMIT, LIMIT + 9, WB_ANSWERED_MET, LIMIT },
    { "closed", "resolved", WB_TIME_NONE, LIMIT + 1, LIMIT + 9, WB_ANSWERED_MISSED, LIMIT + 1 },
    /* Nobody was spoken to. */
    { "closed", "unreachable", 10, 20, 30, WB_ANSWERED_NOT_YET, WB_TIME_NONE },
    { "closed", "unreachable", 10, 20, LIMIT + 1, WB_ANSWERED_MISSED, WB_TIME_NONE },
    { "closed", "wrong_number", 10, 20, 30, WB_ANSWERED_NOT_YET, WB_TIME_NONE },
    { "closed", "wrong_number", 10, 20, LIMIT + 1, WB_ANSWERED_MISSED, WB_TIME_NONE },
    { "closed", NULL, WB_TIME_NONE, 20, LIMIT + 1, WB_ANSWERED_MISSED, WB_TIME_NONE },
    /* Opened again: what an earlier completion said no longer stands. */
    { "open", NULL, 10, WB_TIME_NONE, LIMIT + 1, WB_ANSWERED_MISSED, WB_TIME_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbActivity) call = make_call (cases[i].status, cases[i].outcome, cases[i].called_at,
                                             cases[i].closed_at);

    g_test_message ("row %u: %s %s", (guint) i, cases[i].status,
                    cases[i].outcome ? cases[i].outcome : "-");
    g_assert_cmpint (wb_answered_at (call), ==, cases[i].answered_at);
    g_assert_cmpint (wb_answered_judge (call, LIMIT, cases[i].now), ==, cases[i].answered);
  }
}

static void
test_percent (void)
{
  static const struct {
    WbAnsweredShare share;
    int percent;
  } cases[] = {
    { { 0, 0 }, -1 },          { { 0, 1 }, 0 },
    { { 1, 1 }, 100 },         { { 1, 3 }, 33 },
    { { 2, 3 }, 66 },          { { 199, 200 }, 99 },
    { { 999999, 1000000 }, 99 }, { { 4000000000u, 4000000000u }, 100 },
    { { 1, 1000 }, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%u of %u", cases[i].share.n_met, cases[i].share.n_counted);
    g_assert_cmpint (wb_answered_percent (&cases[i].share), ==, cases[i].percent);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/answered/judge", test_judge);
  g_test_add_func ("/wb/domain/answered/percent", test_percent);

  return g_test_run ();
}
