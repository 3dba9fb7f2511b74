/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a customer may be called now; see wb-calling-hours.h. */

#include "config.h"

#include "wb-calling-hours.h"

#include "wb-phone.h"
#include "wb-time.h"
#include "wb-working-time.h"

/* Hours repeat each week: zones that share no minute of it in two weeks share none. A change of
 * summer time makes it one more. */
#define SEARCH_MS (21 * WB_DAY_MS)

static void
init_calling (WbCalling *self)
{
  self->changes_at = WB_TIME_NONE;
}

static void
clear_calling (WbCalling *self)
{
  g_free (self->country);
  g_clear_pointer (&self->zone, g_time_zone_unref);
}

WB_DEFINE_RECORD (WbCalling, wb_calling, init_calling, clear_calling)

/* GLib forgets a zone that nobody holds, and reading its file again costs more than all the rest
 * here; there are a few hundred at most, so those that were asked for are kept. */
static GTimeZone *
open_zone (const char *name)
{
  static GMutex mutex;
  /* (element-type utf8 GTimeZone): the name is static; NULL = not known here */
  static GHashTable *zones;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  gpointer zone = NULL;

  if (!zones)
    zones = g_hash_table_new (g_str_hash, g_str_equal);
  if (!g_hash_table_lookup_extended (zones, name, NULL, &zone)) {
    zone = g_time_zone_new_identifier (name);
    g_hash_table_insert (zones, (gpointer) name, zone);
  }

  return zone;
}

/* One calendar of the hours per zone. A zone that this computer does not know stands for itself in
 * an older one of the same country; a country of which none is known is unknown. */
static GPtrArray *
open_zones (const char *country,
            GArray     *hours)
{
  GPtrArray *calendars =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_working_calendar_unref);
  const char *const *names = wb_phone_zones (country);

  for (guint i = 0; names && names[i]; i++) {
    GTimeZone *zone = open_zone (names[i]);

    if (zone)
      g_ptr_array_add (calendars, wb_working_calendar_new_weekly (hours, zone));
  }

  return calendars;
}

/* The first of the zones to close; WB_TIME_NONE = none of them does. */
static gint64
find_close (GPtrArray *calendars,
            gint64     at)
{
  gint64 first = WB_TIME_NONE;

  for (guint i = 0; i < calendars->len; i++) {
    gint64 close = wb_working_next_close (g_ptr_array_index (calendars, i), at);

    if (close != WB_TIME_NONE && (first == WB_TIME_NONE || close < first))
      first = close;
  }

  return first;
}

/* The first instant, @at or later, at which all are open. */
static gint64
find_all_open (GPtrArray *calendars,
               gint64     at)
{
  gint64 all_open = at;

  for (guint n_agree = 0, i = 0; n_agree < calendars->len; i = (i + 1) % calendars->len) {
    gint64 open = wb_working_next_open (g_ptr_array_index (calendars, i), all_open);

    if (open == WB_TIME_NONE || open > at + SEARCH_MS)
      return WB_TIME_NONE;
    n_agree = open == all_open ? n_agree + 1 : 1;
    all_open = open;
  }

  return all_open;
}

/**
 * wb_calling_judge:
 * @phone: (nullable): the customer's number
 * @hours: (element-type WbHours): when calling is fair, by the customer's local time
 * @now: server time, in Unix milliseconds
 *
 * Any thread.
 *
 * Returns: (transfer full): the verdict and when it changes
 */
WbCalling *
wb_calling_judge (const char *phone,
                  GArray     *hours,
                  gint64      now)
{
  g_autoptr (WbCalling) calling = NULL;
  g_autoptr (GPtrArray) calendars = NULL;
  const char *country;
  gint64 all_open;

  g_return_val_if_fail (hours, NULL);

  calling = wb_calling_new ();
  country = wb_phone_country (phone);
  if (!country)
    return g_steal_pointer (&calling);

  calling->country = g_strdup (country);
  calendars = open_zones (country, hours);
  if (calendars->len == 0)
    return g_steal_pointer (&calling);
  if (calendars->len == 1) {
    const WbWorkingCalendar *only = g_ptr_array_index (calendars, 0);

    calling->zone = g_time_zone_ref (only->zone);
  }

  all_open = find_all_open (calendars, now);
  calling->verdict = all_open == now ? WB_CALLING_PERMITTED : WB_CALLING_NOT_NOW;
  calling->changes_at = all_open == now ? find_close (calendars, now) : all_open;

  return g_steal_pointer (&calling);
}
