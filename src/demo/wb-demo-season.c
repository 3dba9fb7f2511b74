/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* When people send things back over a year: most after Christmas, on Mondays, by day; fewest in
 * summer and on Saturdays; and more from month to month, as the merchant grows. */

#include "config.h"

#include "wb-demo-data-private.h"

#include "wb-time.h"

#define YOUNGEST_MS (20 * WB_MINUTE_MS)
/* Of a day, in the merchant's zone. */
#define FIRST_HOUR 7
#define LAST_HOUR 23
/* What the merchant sold a year ago, of a thousand that it sells today. */
#define GREW_FROM 560
/* How much one day differs from another like it, of a thousand. */
#define UNEVEN 240

typedef struct
{
  gint64 from;     /* ms */
  gint64 to;       /* ms; not before @from */
  gint64 weight;
} Day;

struct _WbDemoSeason
{
  Day days[WB_DEMO_YEAR_DAYS];  /* today first */
  gint64 weight;                /* of all */
  gint64 newest;                /* ms */
};

/* Of a hundred, from January and from Monday on. */
static const int months[12] = { 160, 104, 92, 90, 92, 88, 78, 76, 94, 108, 126, 140 };
static const int weekdays[7] = { 128, 113, 106, 101, 92, 70, 90 };

static gint64
weigh_day (gint32 date,
           int    days_ago)
{
  g_autofree char *text = wb_date_format (date);
  g_autoptr (WbRandom) random = wb_seeded_random_new ((guint64) date);
  /* 1970-01-01 was a Thursday. */
  int weekday = (date + 3) % 7;
  int month = (int) g_ascii_strtoll (text + 5, NULL, 10) - 1;
  gint64 grown = 1000 - (1000 - GREW_FROM) * days_ago / WB_DEMO_YEAR_DAYS;

  return (gint64) months[month] * weekdays[weekday] * grown / 1000 *
         (1000 - UNEVEN / 2 + wb_random_below (random, UNEVEN)) / 1000;
}

/**
 * wb_demo_season_new:
 * @now: ms
 * @zone: whose days they are
 *
 * Returns: (transfer full): the year that ends now
 */
WbDemoSeason *
wb_demo_season_new (gint64     now,
                    GTimeZone *zone)
{
  WbDemoSeason *self = g_new0 (WbDemoSeason, 1);
  gint32 today = wb_date_of_time (now, zone);

  self->newest = now - YOUNGEST_MS;
  for (int i = 0; i < WB_DEMO_YEAR_DAYS; i++) {
    Day *day = &self->days[i];
    gint64 midnight = (gint64) (today - i) * WB_DAY_MS;
    gint64 whole;

    day->from = wb_time_from_local (midnight + FIRST_HOUR * WB_HOUR_MS, zone, TRUE);
    day->to = wb_time_from_local (midnight + LAST_HOUR * WB_HOUR_MS, zone, TRUE);
    whole = day->to - day->from;
    day->to = CLAMP (self->newest, day->from, day->to);
    /* Of today, what is over. */
    day->weight = weigh_day (today - i, i) * ((day->to - day->from) / WB_SECOND_MS) /
                  (whole / WB_SECOND_MS);
    self->weight += day->weight;
  }

  return self;
}

/**
 * wb_demo_season_free:
 * @self: (transfer full): a year
 */
void
wb_demo_season_free (WbDemoSeason *self)
{
  g_free (self);
}

/**
 * wb_demo_season_find:
 * @self: a year
 * @rank: which ticket, 0 = the newest
 * @n: of how many
 *
 * Returns: when it was opened, ms; the higher the rank, the earlier
 */
gint64
wb_demo_season_find (WbDemoSeason *self,
                     int           rank,
                     int           n)
{
  gint64 place = self->weight * (2 * (gint64) rank + 1) / (2 * (gint64) MAX (n, 1));
  gint64 at;
  int i = 0;

  while (i < WB_DEMO_YEAR_DAYS - 1 && place >= self->days[i].weight)
    place -= self->days[i++].weight;
  at = self->days[i].to;
  if (self->days[i].weight > 0)
    at -= (self->days[i].to - self->days[i].from) / WB_SECOND_MS * place / self->days[i].weight *
          WB_SECOND_MS;

  return at - at % WB_SECOND_MS;
}
