/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which calls count as answered in time; see wb-answered.h. */

#include "config.h"

#include "wb-answered.h"

#include "wb-time.h"

/**
 * wb_answered_at:
 * @activity: a call
 *
 * When the customer was spoken to: the completion's `called_at`, or, from a server that does not
 * say, when it was closed. An outcome we do not know yet is an answer: only `unreachable` and
 * `wrong_number` are none (reference/retino-api.md B.6). Any thread.
 *
 * Returns: Unix milliseconds; `WB_TIME_NONE` if the customer was not answered
 */
gint64
wb_answered_at (const WbActivity *activity)
{
  WbOutcome outcome;

  g_return_val_if_fail (activity, WB_TIME_NONE);

  if (wb_activity_is_open (activity) || !activity->outcome)
    return WB_TIME_NONE;
  outcome = wb_outcome_from_text (activity->outcome);
  if (outcome == WB_OUTCOME_UNREACHABLE || outcome == WB_OUTCOME_WRONG_NUMBER)
    return WB_TIME_NONE;

  return activity->called_at != WB_TIME_NONE ? activity->called_at : activity->closed_at;
}

/**
 * wb_answered_judge:
 * @activity: a call
 * @limit: the instant by which it had to be answered, in Unix milliseconds
 * @now: server time, in Unix milliseconds
 *
 * A call that was given up without an answer is missed as soon as its limit has passed, like an
 * open one: until then it can be opened again. Any thread.
 *
 * Returns: whether it was answered in time, or is not counted yet
 */
WbAnswered
wb_answered_judge (const WbActivity *activity,
                   gint64            limit,
                   gint64            now)
{
  gint64 answered_at;

  g_return_val_if_fail (activity, WB_ANSWERED_NOT_YET);

  answered_at = wb_answered_at (activity);
  if (answered_at != WB_TIME_NONE)
    return answered_at <= limit ? WB_ANSWERED_MET : WB_ANSWERED_MISSED;

  return now > limit ? WB_ANSWERED_MISSED : WB_ANSWERED_NOT_YET;
}

/**
 * wb_answered_percent:
 * @share: how many were met, of how many
 *
 * Returns: 0 to 100, rounded down so that 100 means all of them; -1 when none is counted
 */
int
wb_answered_percent (const WbAnsweredShare *share)
{
  g_return_val_if_fail (share, -1);
  g_return_val_if_fail (share->n_met <= share->n_counted, -1);

  return share->n_counted == 0 ? -1 : (int) ((guint64) share->n_met * 100 / share->n_counted);
}
