/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Proposals for the next try; see wb-snooze-times.h. */

#include "config.h"

#include "wb-snooze-times.h"

#include <glib/gi18n-lib.h>

#define MORNING_HOURS 9
#define AFTERNOON_HOURS 15
/* An afternoon that starts in less than this is no proposal of its own. */
#define AFTERNOON_LEAD_MS (2 * WB_HOUR_MS)

static void
add_time (GArray     *times,
          const char *label,
          gint64      at,
          gint64      now)
{
  WbSnoozeTime item = { label, at };

  if (at <= now)
    return;
  for (guint i = 0; i < times->len; i++) {
    if (g_array_index (times, WbSnoozeTime, i).at == at)
      return;
  }
  g_array_append_val (times, item);
}

/* That hour of the day by the clock on the wall, over a change of summer time too. */
static gint64
at_hour (gint32     day,
         int        hour,
         GTimeZone *zone)
{
  g_autoptr (GDateTime) midnight =
    g_date_time_new_from_unix_utc ((gint64) day * WB_DAY_MS / WB_SECOND_MS);
  g_autoptr (GDateTime) local =
    g_date_time_new (zone, g_date_time_get_year (midnight), g_date_time_get_month (midnight),
                     g_date_time_get_day_of_month (midnight), hour, 0, 0);

  return g_date_time_to_unix (local) * WB_SECOND_MS;
}

static gboolean
is_weekend (gint32 day)
{
  /* 1970-01-01 was a Thursday: day 0 is 3 after Monday. */
  return (day + 3) % 7 >= 5;
}

/**
 * wb_snooze_times_list:
 * @now: the server's now, ms
 * @zone: the account's zone
 *
 * Returns: (transfer full) (element-type WbSnoozeTime): in half an hour, in an hour, in three
 *   hours, this afternoon, tomorrow 9:00, next working day 9:00; those that make sense now
 */
GArray *
wb_snooze_times_list (gint64     now,
                      GTimeZone *zone)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (WbSnoozeTime));
  gint32 today = wb_date_of_time (now, zone);
  gint32 working_day = today + 1;
  gint64 afternoon = at_hour (today, AFTERNOON_HOURS, zone);

  while (is_weekend (working_day))
    working_day++;

  add_time (times, _ ("In half an hour"), now + WB_HOUR_MS / 2, now);
  add_time (times, _ ("In an hour"), now + WB_HOUR_MS, now);
  if (afternoon - now > AFTERNOON_LEAD_MS)
    add_time (times, _ ("This afternoon"), afternoon, now);
  else
    add_time (times, _ ("In three hours"), now + 3 * WB_HOUR_MS, now);
  add_time (times, _ ("Tomorrow morning"), at_hour (today + 1, MORNING_HOURS, zone), now);
  add_time (times, _ ("Next working day"), at_hour (working_day, MORNING_HOURS, zone), now);

  return times;
}

/**
 * wb_snooze_times_propose:
 * @times: (element-type WbSnoozeTime): from wb_snooze_times_list()
 * @attempt: how the attempt went, or `WB_OUTCOME_NONE`
 * @now: the server's now, ms
 *
 * Who was busy is free soon; who did not answer answers at another hour; a voicemail wants time to
 * be heard; a plain snooze and “call later” start at an hour.
 *
 * Returns: an index into @times
 */
guint
wb_snooze_times_propose (GArray    *times,
                         WbOutcome  attempt,
                         gint64     now)
{
  gint64 wanted = now + WB_HOUR_MS;

  if (attempt == WB_OUTCOME_BUSY)
    wanted = now + WB_HOUR_MS / 2;
  else if (attempt == WB_OUTCOME_NO_ANSWER)
    wanted = now + 2 * WB_HOUR_MS;
  else if (attempt == WB_OUTCOME_VOICEMAIL)
    wanted = now + 6 * WB_HOUR_MS;

  for (guint i = 0; i < times->len; i++) {
    if (g_array_index (times, WbSnoozeTime, i).at >= wanted)
      return i;
  }

  return times->len - 1;
}
