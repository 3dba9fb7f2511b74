/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Time by opening hours. Open is what the clock on the wall says: an instant counts when its local
 * time lies within the hours of its local date. So an hour that summer time skips is never waited
 * for, and one that autumn repeats counts twice, as it is worked twice. Everything here walks the
 * open stretches one by one, within pieces of the zone in which the offset does not change. */

#include "config.h"

#include "wb-working-time.h"

#include "wb-time.h"

#define HORIZON_DAYS 366

static void
init_calendar (WbWorkingCalendar *self)
{
  self->hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
  self->closed_days = g_array_new (FALSE, TRUE, sizeof (gint32));
}

static void
clear_calendar (WbWorkingCalendar *self)
{
  g_array_unref (self->hours);
  g_array_unref (self->closed_days);
  g_clear_pointer (&self->zone, g_time_zone_unref);
}

WB_DEFINE_RECORD (WbWorkingCalendar, wb_working_calendar, init_calendar, clear_calendar)

typedef struct {
  const WbWorkingCalendar *calendar;
  GTimeZone *zone;   /* (owned) */
  gint64 at;         /* everything before it has been walked */
  gint64 until;
  gint64 piece_end;  /* up to here @offset_ms holds; not after @until */
  gint64 offset_ms;
} Walk;

static gint64
floor_div (gint64 value,
           gint64 divisor)
{
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

static int
find_interval (GTimeZone *zone,
               gint64     ms)
{
  return g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, floor_div (ms, WB_SECOND_MS));
}

/* The zone's rule at @walk->at, and how far it holds. Intervals of a zone are numbered in order, so
 * the first second with another number is found by halving. */
static void
enter_piece (Walk *walk)
{
  int interval = find_interval (walk->zone, walk->at);
  gint64 same_secs = floor_div (walk->at, WB_SECOND_MS);
  gint64 other_secs = floor_div (walk->until - 1, WB_SECOND_MS);

  walk->offset_ms = wb_time_to_local (walk->at, walk->zone) - walk->at;
  if (find_interval (walk->zone, walk->until - 1) == interval) {
    walk->piece_end = walk->until;
    return;
  }

  while (other_secs - same_secs > 1) {
    gint64 middle_secs = same_secs + (other_secs - same_secs) / 2;

    if (g_time_zone_find_interval (walk->zone, G_TIME_TYPE_UNIVERSAL, middle_secs) == interval)
      same_secs = middle_secs;
    else
      other_secs = middle_secs;
  }
  walk->piece_end = other_secs * WB_SECOND_MS;
}

static void
start_walk (Walk                    *walk,
            const WbWorkingCalendar *calendar,
            gint64                   from,
            gint64                   until)
{
  walk->calendar = calendar;
  walk->zone = calendar->zone ? g_time_zone_ref (calendar->zone) : g_time_zone_new_utc ();
  walk->at = from;
  walk->until = until;
  walk->piece_end = from;
  walk->offset_ms = 0;
}

static void
clear_walk (Walk *walk)
{
  g_clear_pointer (&walk->zone, g_time_zone_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, clear_walk)

static int
compare_days (gconstpointer a,
              gconstpointer b)
{
  gint32 left = *(const gint32 *) a;
  gint32 right = *(const gint32 *) b;

  return (left > right) - (left < right);
}

static gboolean
is_closed_day (const WbWorkingCalendar *calendar,
               gint32                   date)
{
  return g_array_binary_search (calendar->closed_days, &date, compare_days, NULL);
}

/* The first open time of that date at or after @since_ms (of the day, by the clock on the wall).
 * Hours that overlap or touch are one: a server may send such. */
static gboolean
find_span (const WbWorkingCalendar *calendar,
           gint32                   date,
           gint64                   since_ms,
           gint64                  *from_out,
           gint64                  *to_out)
{
  /* 1970-01-01 was a Thursday. */
  guint day_bit = 1u << (date + 3 - 7 * floor_div (date + 3, 7));
  gint64 from_ms = G_MAXINT64;
  gint64 to_ms = 0;
  gboolean is_longer = TRUE;

  if (is_closed_day (calendar, date))
    return FALSE;

  for (guint i = 0; i < calendar->hours->len; i++) {
    const WbHours *hours = &g_array_index (calendar->hours, WbHours, i);

    if ((hours->days & day_bit) != 0 && hours->to_min > hours->from_min &&
        hours->to_min * WB_MINUTE_MS > since_ms)
      from_ms = MIN (from_ms, MAX (since_ms, hours->from_min * WB_MINUTE_MS));
  }
  if (from_ms == G_MAXINT64)
    return FALSE;

  for (to_ms = from_ms; is_longer;) {
    is_longer = FALSE;
    for (guint i = 0; i < calendar->hours->len; i++) {
      const WbHours *hours = &g_array_index (calendar->hours, WbHours, i);

      if ((hours->days & day_bit) != 0 && hours->from_min * WB_MINUTE_MS <= to_ms &&
          hours->to_min * WB_MINUTE_MS > to_ms) {
        to_ms = hours->to_min * WB_MINUTE_MS;
        is_longer = TRUE;
      }
    }
  }

  *from_out = from_ms;
  *to_out = MIN (to_ms, WB_DAY_MS);

  return *from_out < *to_out;
}

/* The next open stretch. One that goes on over midnight or a change of the clock comes in parts. */
static gboolean
step_walk (Walk   *walk,
           gint64 *from_out,
           gint64 *to_out)
{
  while (walk->at < walk->until) {
    gint64 local;
    gint64 day_start;
    gint64 from_ms = 0;
    gint64 to_ms = 0;

    if (walk->at >= walk->piece_end)
      enter_piece (walk);

    local = walk->at + walk->offset_ms;
    day_start = floor_div (local, WB_DAY_MS) * WB_DAY_MS;
    if (!find_span (walk->calendar, (gint32) (day_start / WB_DAY_MS), local - day_start, &from_ms,
                    &to_ms)) {
      walk->at = MIN (walk->piece_end, day_start + WB_DAY_MS - walk->offset_ms);
      continue;
    }

    *from_out = day_start + from_ms - walk->offset_ms;
    *to_out = MIN (walk->piece_end, day_start + to_ms - walk->offset_ms);
    walk->at = *to_out;
    if (*from_out < *to_out)
      return TRUE;
  }

  return FALSE;
}

/**
 * wb_working_calendar_of:
 * @account: the account
 * @zone: its time zone
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): its opening hours and closed days; `NULL` if it has no
 *   opening hours
 */
WbWorkingCalendar *
wb_working_calendar_of (const WbAccount *account,
                        GTimeZone       *zone)
{
  WbWorkingCalendar *self;

  g_return_val_if_fail (account, NULL);
  g_return_val_if_fail (zone, NULL);

  if (account->business_hours->len == 0)
    return NULL;

  self = wb_working_calendar_new ();
  g_array_append_vals (self->hours, account->business_hours->data, account->business_hours->len);
  if (account->closed_days->len > 0)
    g_array_append_vals (self->closed_days, account->closed_days->data, account->closed_days->len);
  g_array_sort (self->closed_days, compare_days);
  self->zone = g_time_zone_ref (zone);

  return self;
}

/**
 * wb_working_calendar_new_weekly:
 * @hours: (element-type WbHours): weekly hours
 * @zone: whose clock they go by
 *
 * Any thread.
 *
 * Returns: (transfer full): a calendar of these hours, which it shares, without closed days
 */
WbWorkingCalendar *
wb_working_calendar_new_weekly (GArray    *hours,
                                GTimeZone *zone)
{
  WbWorkingCalendar *self;

  g_return_val_if_fail (hours, NULL);
  g_return_val_if_fail (zone, NULL);

  self = wb_working_calendar_new ();
  g_array_unref (self->hours);
  self->hours = g_array_ref (hours);
  self->zone = g_time_zone_ref (zone);

  return self;
}

/**
 * wb_working_is_open:
 * @self: a calendar
 * @at: Unix milliseconds
 *
 * Returns: `TRUE` if it is open at that instant; at the end of the hours it is not
 */
gboolean
wb_working_is_open (const WbWorkingCalendar *self,
                    gint64                   at)
{
  g_return_val_if_fail (self, FALSE);

  return wb_working_elapsed (self, at, at + 1) > 0;
}

/**
 * wb_working_elapsed:
 * @self: a calendar
 * @from: Unix milliseconds
 * @to: Unix milliseconds
 *
 * How much opening time lies between two instants. Never less for a longer span, and what lies
 * between two instants is the sum of what lies before and after any third between them.
 *
 * Returns: milliseconds; 0 when @to is not after @from
 */
gint64
wb_working_elapsed (const WbWorkingCalendar *self,
                    gint64                   from,
                    gint64                   to)
{
  g_auto (Walk) walk = { 0 };
  gint64 start = 0;
  gint64 end = 0;
  gint64 elapsed_ms = 0;

  g_return_val_if_fail (self, 0);

  start_walk (&walk, self, from, to);
  while (step_walk (&walk, &start, &end))
    elapsed_ms += end - start;

  return elapsed_ms;
}

/**
 * wb_working_add:
 * @self: a calendar
 * @from: Unix milliseconds
 * @ms: how much opening time; 0 or more
 *
 * Returns: the first instant by which so much opening time has passed since @from;
 *   `WB_TIME_NONE` if the next 366 days do not hold so much
 */
gint64
wb_working_add (const WbWorkingCalendar *self,
                gint64                   from,
                gint64                   ms)
{
  g_auto (Walk) walk = { 0 };
  gint64 start = 0;
  gint64 end = 0;
  gint64 left_ms = ms;

  g_return_val_if_fail (self, WB_TIME_NONE);
  g_return_val_if_fail (ms >= 0, WB_TIME_NONE);

  if (ms == 0)
    return from;

  start_walk (&walk, self, from, from + HORIZON_DAYS * WB_DAY_MS);
  while (step_walk (&walk, &start, &end)) {
    if (end - start >= left_ms)
      return start + left_ms;
    left_ms -= end - start;
  }

  return WB_TIME_NONE;
}

/**
 * wb_working_next_open:
 * @self: a calendar
 * @at: Unix milliseconds
 *
 * Returns: @at itself when it is open then, else when it opens next; `WB_TIME_NONE` if it does not
 *   within the next 366 days
 */
gint64
wb_working_next_open (const WbWorkingCalendar *self,
                      gint64                   at)
{
  g_auto (Walk) walk = { 0 };
  gint64 start = 0;
  gint64 end = 0;

  g_return_val_if_fail (self, WB_TIME_NONE);

  start_walk (&walk, self, at, at + HORIZON_DAYS * WB_DAY_MS);

  return step_walk (&walk, &start, &end) ? start : WB_TIME_NONE;
}

/**
 * wb_working_next_close:
 * @self: a calendar
 * @at: Unix milliseconds
 *
 * Returns: @at itself when it is closed then, else when it closes next; `WB_TIME_NONE` if it stays
 *   open for the next 366 days
 */
gint64
wb_working_next_close (const WbWorkingCalendar *self,
                       gint64                   at)
{
  g_auto (Walk) walk = { 0 };
  gint64 start = 0;
  gint64 end = 0;
  gint64 open_until = at;

  g_return_val_if_fail (self, WB_TIME_NONE);

  start_walk (&walk, self, at, at + HORIZON_DAYS * WB_DAY_MS);
  while (open_until < walk.until && step_walk (&walk, &start, &end) && start == open_until)
    open_until = end;

  return open_until < walk.until ? open_until : WB_TIME_NONE;
}

/**
 * wb_working_is_workday:
 * @self: a calendar
 * @date: days since 1970-01-01
 *
 * Returns: `TRUE` if anything is open on that date at all
 */
gboolean
wb_working_is_workday (const WbWorkingCalendar *self,
                       gint32                   date)
{
  g_autoptr (GTimeZone) zone = NULL;

  g_return_val_if_fail (self, FALSE);

  zone = self->zone ? g_time_zone_ref (self->zone) : g_time_zone_new_utc ();

  return wb_working_elapsed (self, wb_date_start (date, zone), wb_date_start (date + 1, zone)) > 0;
}
