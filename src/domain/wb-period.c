/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Periods of statistics; see wb-period.h. */

#include "config.h"

#include "wb-period.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (wb-period-error-quark, wb_period_error)

/* GDate counts from the 1st of January of year 1 as 1. */
#define JULIAN_OF_1970 719163

static const char *const texts[WB_N_PERIODS] = {
  [WB_PERIOD_7_DAYS] = "7-days",
  [WB_PERIOD_30_DAYS] = "30-days",
  [WB_PERIOD_90_DAYS] = "90-days",
  [WB_PERIOD_THIS_MONTH] = "this-month",
  [WB_PERIOD_LAST_MONTH] = "last-month",
  [WB_PERIOD_YEAR] = "year",
  [WB_PERIOD_CUSTOM] = "custom",
};

static gint32
find_month_start (gint32 day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (day + JULIAN_OF_1970));

  return day - (gint32) g_date_get_day (&date) + 1;
}

static WbPeriod
make_last_days (gint32 today,
                int    n_days)
{
  return (WbPeriod) { today - n_days + 1, today };
}

/**
 * wb_period_of:
 * @kind: any but `WB_PERIOD_CUSTOM`
 * @today: the account's date, in days since 1970-01-01
 *
 * Any thread.
 *
 * Returns: the period, both ends included
 */
WbPeriod
wb_period_of (WbPeriodKind kind,
              gint32       today)
{
  gint32 month = find_month_start (today);

  switch (kind) {
    case WB_PERIOD_7_DAYS:
      return make_last_days (today, 7);
    case WB_PERIOD_30_DAYS:
      return make_last_days (today, 30);
    case WB_PERIOD_90_DAYS:
      return make_last_days (today, 90);
    case WB_PERIOD_THIS_MONTH:
      return (WbPeriod) { month, today };
    case WB_PERIOD_LAST_MONTH:
      return (WbPeriod) { find_month_start (month - 1), month - 1 };
    case WB_PERIOD_YEAR:
      return make_last_days (today, 365);
    case WB_PERIOD_CUSTOM:
    case WB_N_PERIODS:
    default:
      g_return_val_if_reached (make_last_days (today, 30));
  }
}

/**
 * wb_period_before:
 * @kind: how @period was chosen
 * @period: a period
 *
 * What it is compared with: as many days right before it; for the month that runs, the same days of
 * the month before, as far as that has them; for the last month the whole one before. Any thread.
 *
 * Returns: the period before; it ends before @period begins
 */
WbPeriod
wb_period_before (WbPeriodKind    kind,
                  const WbPeriod *period)
{
  int n_days = wb_period_days (period);
  WbPeriod before = { period->from - n_days, period->from - 1 };

  if (kind == WB_PERIOD_THIS_MONTH || kind == WB_PERIOD_LAST_MONTH) {
    before.from = find_month_start (period->from - 1);
    if (kind == WB_PERIOD_THIS_MONTH)
      before.to = MIN (before.to, before.from + n_days - 1);
  }

  return before;
}

/**
 * wb_period_days:
 * @period: a period
 *
 * Any thread.
 *
 * Returns: how many days it has, both ends included; at least 1 for a period that is one
 */
int
wb_period_days (const WbPeriod *period)
{
  g_return_val_if_fail (period, 0);

  return period->to - period->from + 1;
}

/**
 * wb_period_to_text:
 * @kind: a kind of period
 *
 * Any thread.
 *
 * Returns: (transfer none): its name for settings
 */
const char *
wb_period_to_text (WbPeriodKind kind)
{
  g_return_val_if_fail (kind < WB_N_PERIODS, NULL);

  return texts[kind];
}

/**
 * wb_period_from_text:
 * @text: (nullable): a name from wb_period_to_text()
 * @kind_out: (out): the kind
 *
 * Any thread.
 *
 * Returns: `FALSE` for a name that is none
 */
gboolean
wb_period_from_text (const char   *text,
                     WbPeriodKind *kind_out)
{
  g_return_val_if_fail (kind_out, FALSE);

  for (guint i = 0; text && i < WB_N_PERIODS; i++) {
    if (g_str_equal (text, texts[i])) {
      *kind_out = (WbPeriodKind) i;
      return TRUE;
    }
  }

  return FALSE;
}

/**
 * wb_period_words:
 * @kind: a kind of period
 *
 * Any thread.
 *
 * Returns: (transfer none): what people call it, translated
 */
const char *
wb_period_words (WbPeriodKind kind)
{
  switch (kind) {
    case WB_PERIOD_7_DAYS:
      return _ ("Last 7 days");
    case WB_PERIOD_30_DAYS:
      return _ ("Last 30 days");
    case WB_PERIOD_90_DAYS:
      return _ ("Last 90 days");
    case WB_PERIOD_THIS_MONTH:
      return _ ("This month");
    case WB_PERIOD_LAST_MONTH:
      return _ ("Last month");
    case WB_PERIOD_YEAR:
      return _ ("Last 365 days");
    case WB_PERIOD_CUSTOM:
      return _ ("Other dates");
    case WB_N_PERIODS:
    default:
      g_return_val_if_reached (NULL);
  }
}

/**
 * wb_period_check:
 * @period: a period that a person chose
 * @today: the account's date, in days since 1970-01-01
 * @error: return location (WB_PERIOD_ERROR; the message says what to do)
 *
 * The longest one is what a server answers at once (reference/retino-api.md B.9). Any thread.
 *
 * Returns: whether statistics can be shown of it
 */
gboolean
wb_period_check (const WbPeriod  *period,
                 gint32           today,
                 GError         **error)
{
  g_return_val_if_fail (period, FALSE);

  if (period->from > period->to) {
    g_set_error_literal (error, WB_PERIOD_ERROR, WB_PERIOD_ERROR_REVERSED,
                         _ ("The first day comes after the last. Swap them."));
    return FALSE;
  }
  if (period->from > today) {
    g_set_error_literal (error, WB_PERIOD_ERROR, WB_PERIOD_ERROR_FUTURE,
                         _ ("Those days are still to come. Choose a first day up to today."));
    return FALSE;
  }
  if (wb_period_days (period) > WB_PERIOD_MAX_DAYS) {
    g_set_error (error, WB_PERIOD_ERROR, WB_PERIOD_ERROR_TOO_LONG,
                 _ ("Choose at most %d days."), WB_PERIOD_MAX_DAYS);
    return FALSE;
  }

  return TRUE;
}
