/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Weekly hours; see wb-hours.h. */

#include "config.h"

#include "wb-hours.h"

#include <glib/gi18n-lib.h>

#include "wb-problem.h"

#define ALL_DAYS 0x7f
#define DAY_MIN (24 * 60)

/**
 * wb_hours_add_problems:
 * @hours: (nullable) (element-type WbHours): weekly hours
 * @path: where they stand
 * @problems: (element-type WbProblem): what is found is added here
 *
 * Each entry names days of the week and ends after it starts on the same day; no two of one day
 * overlap. Any thread.
 */
void
wb_hours_add_problems (GArray     *hours,
                       const char *path,
                       GPtrArray  *problems)
{
  g_return_if_fail (path);
  g_return_if_fail (problems);

  for (guint i = 0; hours && i < hours->len; i++) {
    const WbHours *entry = &g_array_index (hours, WbHours, i);

    if (entry->days == 0 || (entry->days & ~(guint) ALL_DAYS) != 0) {
      wb_problems_add (problems, "out_of_range", _ ("Choose at least one day of the week."),
                       "%s[%u]", path, i);
      continue;
    }
    if (entry->from_min < 0 || entry->from_min >= entry->to_min || entry->to_min > DAY_MIN) {
      wb_problems_add (problems, "out_of_range",
                       _ ("Enter an end that is later than the start, on the same day."),
                       "%s[%u]", path, i);
      continue;
    }

    for (guint before = 0; before < i; before++) {
      const WbHours *other = &g_array_index (hours, WbHours, before);

      if ((entry->days & other->days) != 0 && entry->from_min < other->to_min &&
          other->from_min < entry->to_min) {
        wb_problems_add (problems, "overlap",
                         _ ("These hours overlap others of the same day. Change one of them."),
                         "%s[%u]", path, i);
        break;
      }
    }
  }
}

/**
 * wb_hours_equal:
 * @a: (element-type WbHours): weekly hours
 * @b: (element-type WbHours): others
 *
 * Returns: `TRUE` if both list the same entries in the same order
 */
gboolean
wb_hours_equal (GArray *a,
                GArray *b)
{
  g_return_val_if_fail (a, FALSE);
  g_return_val_if_fail (b, FALSE);

  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++) {
    const WbHours *mine = &g_array_index (a, WbHours, i);
    const WbHours *other = &g_array_index (b, WbHours, i);

    if (mine->days != other->days || mine->from_min != other->from_min ||
        mine->to_min != other->to_min)
      return FALSE;
  }

  return TRUE;
}
