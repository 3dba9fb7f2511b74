/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Periods of statistics, in days of the account's zone: the ones a person picks by name, and the one
 * before each for comparing. Pure. */

#pragma once

#include "wb-time.h"

G_BEGIN_DECLS

typedef enum
{
  WB_PERIOD_7_DAYS,       /* the last 7 days, today included */
  WB_PERIOD_30_DAYS,
  WB_PERIOD_90_DAYS,
  WB_PERIOD_THIS_MONTH,   /* from the 1st up to today */
  WB_PERIOD_LAST_MONTH,
  WB_PERIOD_YEAR,         /* the last 365 days */
  WB_PERIOD_CUSTOM,
  WB_N_PERIODS,
} WbPeriodKind;

typedef struct
{
  gint32 from;            /* days since 1970-01-01, inclusive */
  gint32 to;              /* inclusive */
} WbPeriod;

/* The longest one; the API's (B.9). */
#define WB_PERIOD_MAX_DAYS 366

WbPeriod    wb_period_of        (WbPeriodKind kind, gint32 today);
/* As many days right before it; for calendar months the month before (up to the same day). */
WbPeriod    wb_period_before    (WbPeriodKind kind, const WbPeriod *period);
int         wb_period_days      (const WbPeriod *period);
/* For settings and links: "7-days", ...; translated words for menus: "Last 30 days". */
const char *wb_period_to_text   (WbPeriodKind kind);
gboolean    wb_period_from_text (const char *text, WbPeriodKind *kind_out);
const char *wb_period_words     (WbPeriodKind kind);
/* A custom one, checked: from <= to, at most 366 days, not wholly in the future. @error domain
 * WB_PERIOD_ERROR, in words that say what to do. */
typedef enum
{
  WB_PERIOD_ERROR_REVERSED,
  WB_PERIOD_ERROR_FUTURE,
  WB_PERIOD_ERROR_TOO_LONG,
} WbPeriodError;

#define WB_PERIOD_ERROR (wb_period_error_quark ())
GQuark      wb_period_error_quark (void);
gboolean    wb_period_check     (const WbPeriod *period, gint32 today, GError **error);

G_END_DECLS
