/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics as the service last gave them, day by day: replaced range by range, never added to, so a
 * late correction is what it says it is. Pages ask for sums; a year of them is a few thousand rows. */

#pragma once

#include "wb-db.h"
#include "wb-period.h"
#include "wb-stat-rows.h"

G_BEGIN_DECLS

typedef enum
{
  WB_STAT_BANNERS,
  WB_STAT_FUNNEL,
  WB_STAT_CALLS,
  WB_N_STATS,
} WbStatKind;

/* What sums are kept apart by; the rest is summed over. */
typedef enum
{
  WB_STAT_BY_NOTHING = 0,
  WB_STAT_BY_DAY = 1 << 0,
  WB_STAT_BY_BANNER = 1 << 1,
  WB_STAT_BY_PLACEMENT = 1 << 2,
  WB_STAT_BY_TYPE = 1 << 3,
  WB_STAT_BY_TOOL = 1 << 4,
  WB_STAT_BY_CURRENCY = 1 << 5,
} WbStatBy;

typedef struct
{
  WbPeriod period;
  const char *banner;     /* (nullable) all of them below: only this one */
  const char *placement;
  const char *type;
  const char *currency;
  WbStatBy by;
} WbStatQuery;

/* (element-type WbBannerCount / WbFunnelRow / WbCallCount), ordered by what they are kept apart by, in
 * the order of WbStatBy. What is filtered by is told in each as well; so funnel sums of one currency
 * have its money, and those over currencies have none (wb_funnel_row_add()). A filter that a kind does
 * not have is not looked at; placement "" = given by staff. Short reads: any thread, the main one too. */
GPtrArray   *wb_stat_store_banners (WbDb *db, const WbStatQuery *query, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray   *wb_stat_store_funnel  (WbDb *db, const WbStatQuery *query, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray   *wb_stat_store_calls   (WbDb *db, const WbStatQuery *query, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What was last read of a kind. */
typedef struct
{
  WbStatFacts *facts;     /* (owned) (nullable) NULL = never read */
  WbPeriod known;         /* days that were read; from > to = none */
  gint64 read_at;         /* ms, server time; WB_TIME_NONE = never */
  gint64 read_all_at;     /* the whole known range; WB_TIME_NONE = never */
  gint64 changed_at;      /* when a number was last another; WB_TIME_NONE = never */
} WbStatState;

void         wb_stat_state_clear   (WbStatState *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbStatState, wb_stat_state_clear)
gboolean     wb_stat_store_state   (WbDb *db, WbStatKind kind, WbStatState *state_out, GError **error);

/* In a transaction: @rows (all days in @period) take the place of what was stored of @period; days
 * before WB_PERIOD_MAX_DAYS + the period before them (2 * 366) are forgotten, and so is everything else
 * when @facts are of another zone or epoch, or @period does not touch what is known. Days that came as
 * they are stored are not written. Two rows of the same thing, or a row of another day:
 * WB_DB_ERROR_CONSTRAINT. @rows are put in order. */
gboolean     wb_stat_store_replace (WbDb *db, WbStatKind kind, const WbPeriod *period, GPtrArray *rows,
                                    const WbStatFacts *facts, gint64 now, GError **error);
/* The same in several transactions, none of them long, so that a keystroke does not wait for a year: first
 * the rows are put in order (and refused, if one is of another day), then some days after others take the
 * place of what was stored of them, then what is known is stored. A reader in between sees each day whole;
 * cut off in between, what is known is as before, so that all of it is read again. */
gboolean     wb_stat_store_order   (WbStatKind kind, const WbPeriod *period, GPtrArray *rows, GError **error);
/* @next: the first row of @days, moved on behind them; 0 at first. @changed: raised when a day is another. */
gboolean     wb_stat_store_put_days (WbDb *db, WbStatKind kind, const WbPeriod *days, GPtrArray *rows, guint *next,
                                     gboolean *changed, GError **error);
gboolean     wb_stat_store_mark    (WbDb *db, WbStatKind kind, const WbPeriod *period, const WbStatFacts *facts,
                                    gboolean changed, gint64 now, GError **error);
/* In a transaction: everything known was read anew, since @now. */
gboolean     wb_stat_store_mark_all (WbDb *db, WbStatKind kind, gint64 now, GError **error);
/* The zone or the epoch is another: what is stored says nothing any more. */
gboolean     wb_stat_store_forget  (WbDb *db, WbStatKind kind, GError **error);

G_END_DECLS
