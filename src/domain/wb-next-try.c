/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* When to try again. A few times that are always worth offering stand in every list; after an
 * attempt that reached nobody one more is worked out: who was busy is free soon, and who did not
 * answer in the morning may do so in the afternoon. That one lies within the hours in which the
 * customer may be called and in which the merchant works; a person may pick any other. */

#include "config.h"

#include "wb-next-try.h"

#include <glib/gi18n-lib.h>

#include "wb-calling-hours.h"
#include "wb-time.h"

#define MORNING_MIN (9 * 60)
#define AFTERNOON_MIN (15 * 60)
/* An afternoon that starts in less than this is no proposal of its own. */
#define AFTERNOON_LEAD_MS (2 * WB_HOUR_MS)
#define BUSY_MS (15 * WB_MINUTE_MS)
/* Not so soon that it is the same try again; who has a voicemail needs time to hear it. */
#define NO_ANSWER_LEAD_MS (2 * WB_HOUR_MS)
#define VOICEMAIL_LEAD_MS (4 * WB_HOUR_MS)
#define STEP_MIN 30
#define SEARCH_DAYS 14

/* Parts of the day by the customer's clock, and the best time of each. What lies before the first
 * or after the last counts to it. */
typedef enum {
  PART_MORNING,
  PART_MIDDAY,
  PART_AFTERNOON,
  PART_EVENING,
  N_PARTS,
} Part;

static const struct {
  int from_min;
  int best_min;
  int to_min;
} parts[N_PARTS] = {
  { 8 * 60, MORNING_MIN, 11 * 60 },
  { 11 * 60, 12 * 60, 14 * 60 },
  { 14 * 60, AFTERNOON_MIN, 17 * 60 },
  { 17 * 60, 17 * 60 + 30, 20 * 60 },
};

static const WbHours working_week = { 0x1f, 0, 24 * 60 };

/* The day of it, then the part. */
typedef enum {
  DAY_TODAY,
  DAY_TOMORROW,
  DAY_NEXT_WORKING,
  DAY_OTHER,
  N_DAYS,
} Day;

static const char *const labels[N_DAYS][N_PARTS] = {
  [DAY_TODAY] = { N_ ("This morning"), N_ ("Today around noon"), N_ ("This afternoon"),
                  N_ ("Early this evening") },
  [DAY_TOMORROW] = { N_ ("Tomorrow morning"), N_ ("Tomorrow around noon"),
                     N_ ("Tomorrow afternoon"), N_ ("Early tomorrow evening") },
  [DAY_NEXT_WORKING] = { N_ ("Next working day, morning"), N_ ("Next working day, around noon"),
                         N_ ("Next working day, afternoon"),
                         N_ ("Next working day, early evening") },
  [DAY_OTHER] = { N_ ("Another morning"), N_ ("Another day around noon"), N_ ("Another afternoon"),
                  N_ ("Another day, early evening") },
};

typedef struct {
  const WbNextTryAsk *ask;
  WbWorkingCalendar *working;  /* (owned) when the merchant works */
  WbWorkingCalendar *fair;     /* (owned) (nullable) for a number whose country is not known */
  GTimeZone *zone;             /* (owned) the customer's, or else the account's */
} Search;

static void
clear_search (Search *search)
{
  g_clear_pointer (&search->working, wb_working_calendar_unref);
  g_clear_pointer (&search->fair, wb_working_calendar_unref);
  g_clear_pointer (&search->zone, g_time_zone_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, clear_search)

static void
start_search (Search             *search,
              const WbNextTryAsk *ask)
{
  g_autoptr (GArray) week = NULL;
  g_autoptr (WbCalling) calling = NULL;

  search->ask = ask;
  if (ask->calendar) {
    search->working = wb_working_calendar_ref ((WbWorkingCalendar *) ask->calendar);
  } else {
    week = g_array_new (FALSE, FALSE, sizeof (WbHours));
    g_array_append_val (week, working_week);
    search->working = wb_working_calendar_new_weekly (week, ask->zone);
  }

  if (ask->calling_hours) {
    search->fair = wb_working_calendar_new_weekly (ask->calling_hours, ask->zone);
    calling = wb_calling_judge (ask->phone, ask->calling_hours, ask->now);
  }
  search->zone = g_time_zone_ref (calling && calling->zone ? calling->zone : ask->zone);
}

static gboolean
is_fair (const Search *search,
         gint64        at)
{
  g_autoptr (WbCalling) calling = NULL;

  if (!wb_working_is_open (search->working, at))
    return FALSE;
  if (!search->ask->calling_hours)
    return TRUE;

  calling = wb_calling_judge (search->ask->phone, search->ask->calling_hours, at);
  if (calling->verdict == WB_CALLING_UNKNOWN)
    return wb_working_is_open (search->fair, at);

  return calling->verdict == WB_CALLING_PERMITTED;
}

static gint64
at_minute (gint32     date,
           int        minute,
           GTimeZone *zone)
{
  return wb_time_from_local (date * WB_DAY_MS + minute * WB_MINUTE_MS, zone, FALSE);
}

static Part
part_of (gint64     at,
         GTimeZone *zone)
{
  gint64 local = wb_time_to_local (at, zone);
  int minute = (int) ((local - wb_date_of_time (at, zone) * WB_DAY_MS) / WB_MINUTE_MS);
  guint part = 0;

  while (part < N_PARTS - 1 && minute >= parts[part].to_min)
    part++;

  return (Part) part;
}

static gboolean
is_vain (WbOutcome outcome)
{
  return outcome == WB_OUTCOME_NO_ANSWER || outcome == WB_OUTCOME_BUSY ||
         outcome == WB_OUTCOME_VOICEMAIL;
}

/* How often nobody was reached in each part of the day, this attempt included. */
static void
count_parts (const Search *search,
             guint         counts[N_PARTS])
{
  const WbNextTryAsk *ask = search->ask;

  counts[part_of (ask->now, search->zone)]++;
  for (guint i = 0; ask->attempts && i < ask->attempts->len; i++) {
    const WbAttempt *attempt = g_ptr_array_index (ask->attempts, i);

    if (attempt->at != WB_TIME_NONE && is_vain (wb_outcome_from_text (attempt->outcome)))
      counts[part_of (attempt->at, search->zone)]++;
  }
}

/* The best fair time in that part of that day: from its best time on, or else before it. */
static gint64
find_in_part (const Search *search,
              gint32        date,
              Part          part,
              gint64        earliest)
{
  int span_min = parts[part].to_min - parts[part].from_min;
  int best_min = parts[part].best_min - parts[part].from_min;

  for (int passed_min = 0; passed_min < span_min; passed_min += STEP_MIN) {
    int minute = parts[part].from_min + (best_min + passed_min) % span_min;
    gint64 at = at_minute (date, minute, search->zone);

    if (at >= earliest && is_fair (search, at))
      return at;
  }

  return WB_TIME_NONE;
}

/* The first time in the part of the day that was tried least. */
static gint64
find_other_part (const Search *search,
                 gint64        earliest)
{
  guint counts[N_PARTS] = { 0 };
  guint fewest = G_MAXUINT;
  gint64 found = WB_TIME_NONE;
  gint32 today = wb_date_of_time (search->ask->now, search->zone);

  count_parts (search, counts);
  for (gint32 date = today; fewest > 0 && date <= today + SEARCH_DAYS; date++) {
    for (guint part = 0; fewest > 0 && part < N_PARTS; part++) {
      gint64 at =
        counts[part] < fewest ? find_in_part (search, date, (Part) part, earliest) : WB_TIME_NONE;

      if (at != WB_TIME_NONE) {
        found = at;
        fewest = counts[part];
      }
    }
  }

  return found;
}

static gint32
find_working_day (const WbWorkingCalendar *working,
                  gint32                   today)
{
  for (gint32 date = today + 1; date <= today + SEARCH_DAYS; date++) {
    if (wb_working_is_workday (working, date))
      return date;
  }

  return WB_DATE_NONE;
}

/* By the clock of the account, in which the list is read. */
static const char *
label_of (const Search *search,
          gint64        at)
{
  GTimeZone *zone = search->ask->zone;
  gint32 today = wb_date_of_time (search->ask->now, zone);
  gint32 date = wb_date_of_time (at, zone);
  Day day = DAY_OTHER;

  if (date == today)
    day = DAY_TODAY;
  else if (date == today + 1)
    day = DAY_TOMORROW;
  else if (date == find_working_day (search->working, today))
    day = DAY_NEXT_WORKING;

  return _ (labels[day][part_of (at, zone)]);
}

static void
add_time (GArray     *times,
          const char *label,
          gint64      at,
          gint64      now)
{
  WbNextTry item = { label, at };

  if (at == WB_TIME_NONE || at <= now)
    return;
  for (guint i = 0; i < times->len; i++) {
    if (g_array_index (times, WbNextTry, i).at == at)
      return;
  }
  g_array_append_val (times, item);
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const WbNextTry *left = a;
  const WbNextTry *right = b;

  return (left->at > right->at) - (left->at < right->at);
}

static gint64
find_usual_time (const Search   *search,
                 WbNextTryUsual  which)
{
  gint64 now = search->ask->now;
  GTimeZone *zone = search->ask->zone;
  gint32 today = wb_date_of_time (now, zone);
  gint32 working_day = WB_DATE_NONE;
  gint64 at = WB_TIME_NONE;

  switch (which) {
    case WB_NEXT_TRY_HOUR:
      return now + WB_HOUR_MS;
    case WB_NEXT_TRY_AFTERNOON:
      at = at_minute (today, AFTERNOON_MIN, zone);
      return at - now > AFTERNOON_LEAD_MS ? at : WB_TIME_NONE;
    case WB_NEXT_TRY_TOMORROW:
      return at_minute (today + 1, MORNING_MIN, zone);
    case WB_NEXT_TRY_WORKDAY:
      working_day = find_working_day (search->working, today);
      if (working_day == WB_DATE_NONE)
        return WB_TIME_NONE;
      at = at_minute (working_day, MORNING_MIN, zone);
      return wb_working_is_open (search->working, at)
             ? at : wb_working_next_open (search->working, wb_date_start (working_day, zone));
    case WB_N_NEXT_TRIES:
    default:
      g_assert_not_reached ();
  }
}

/* What is worth offering whatever happened. */
static void
add_usual_times (GArray       *times,
                 const Search *search)
{
  static const char *const usual_labels[WB_N_NEXT_TRIES] = {
    N_ ("In an hour"), N_ ("This afternoon"), N_ ("Tomorrow at 9:00"), N_ ("Next working day"),
  };

  for (int i = 0; i < WB_N_NEXT_TRIES; i++)
    add_time (times, _ (usual_labels[i]), find_usual_time (search, (WbNextTryUsual) i),
              search->ask->now);
}

/* The time that suits this outcome; added to @times if it is not one of the usual ones. */
static gint64
add_proposed_time (GArray       *times,
                   const Search *search)
{
  gint64 now = search->ask->now;
  WbOutcome attempt = search->ask->attempt;
  gint64 lead_ms = NO_ANSWER_LEAD_MS;
  gint64 at;

  if (!is_vain (attempt))
    return now + WB_HOUR_MS;

  if (attempt == WB_OUTCOME_BUSY && is_fair (search, now + BUSY_MS)) {
    add_time (times, _ ("In 15 minutes"), now + BUSY_MS, now);
    return now + BUSY_MS;
  }

  if (attempt == WB_OUTCOME_VOICEMAIL)
    lead_ms = VOICEMAIL_LEAD_MS;
  at = find_other_part (search, now + lead_ms);
  if (at != WB_TIME_NONE)
    add_time (times, label_of (search, at), at, now);

  return at;
}

/**
 * wb_next_try_list:
 * @ask: what is known
 * @proposed_out: (out): index of the one to focus
 *
 * In an hour, this afternoon, tomorrow at 9:00 and the next working day, as far as they are to come
 * and differ; after an attempt that reached nobody also the time worked out for it. Where no time
 * of the next two weeks is fair, the last of the list is proposed. Any thread.
 *
 * Returns: (transfer full) (element-type WbNextTry): the times in order, at least one
 */
GArray *
wb_next_try_list (const WbNextTryAsk *ask,
                  guint              *proposed_out)
{
  g_auto (Search) search = { 0 };
  GArray *times;
  gint64 proposed;

  g_return_val_if_fail (ask && ask->zone, NULL);
  g_return_val_if_fail (proposed_out, NULL);

  times = g_array_new (FALSE, FALSE, sizeof (WbNextTry));
  start_search (&search, ask);
  add_usual_times (times, &search);
  proposed = add_proposed_time (times, &search);
  g_array_sort (times, compare_times);

  *proposed_out = times->len - 1;
  for (guint i = 0; i < times->len; i++) {
    if (g_array_index (times, WbNextTry, i).at == proposed)
      *proposed_out = i;
  }

  return times;
}

/**
 * wb_next_try_usual:
 * @which: one of the times that are always offered
 * @ask: what is known; the number and the attempts are not asked
 *
 * Any thread.
 *
 * Returns: Unix milliseconds; `WB_TIME_NONE` when there is no such time to come
 */
gint64
wb_next_try_usual (WbNextTryUsual      which,
                   const WbNextTryAsk *ask)
{
  g_auto (Search) search = { 0 };

  g_return_val_if_fail (which < WB_N_NEXT_TRIES, WB_TIME_NONE);
  g_return_val_if_fail (ask && ask->zone, WB_TIME_NONE);

  start_search (&search, ask);

  return find_usual_time (&search, which);
}

/**
 * wb_next_try_count_vain:
 * @attempts: (nullable) (element-type WbAttempt): the attempts so far, in any order
 *
 * Any thread.
 *
 * Returns: how many have reached nobody since somebody was last reached
 */
guint
wb_next_try_count_vain (GPtrArray *attempts)
{
  gint64 reached_at = G_MININT64;
  guint n_vain = 0;

  for (guint i = 0; attempts && i < attempts->len; i++) {
    const WbAttempt *attempt = g_ptr_array_index (attempts, i);

    if (!is_vain (wb_outcome_from_text (attempt->outcome)))
      reached_at = MAX (reached_at, attempt->at);
  }
  for (guint i = 0; attempts && i < attempts->len; i++) {
    const WbAttempt *attempt = g_ptr_array_index (attempts, i);

    if (is_vain (wb_outcome_from_text (attempt->outcome)) && attempt->at > reached_at)
      n_vain++;
  }

  return n_vain;
}
