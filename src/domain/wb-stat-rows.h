/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of statistics as the service sums them and the desktop keeps them: banners (reference/
 * retino-api.md B.9), the funnel (design.md 7) and calls. Counts are whole; money is minor units of
 * the row's currency. The same records carry sums of rows: what was summed over is then NULL, or
 * WB_DATE_NONE for the day. */

#pragma once

#include "wb-click-rules.h"
#include "wb-record.h"
#include "wb-time.h"

G_BEGIN_DECLS

/* A count that cannot be had (views in a mail): JSON null, and never 0. */
#define WB_COUNT_NONE G_GINT64_CONSTANT (-1)

typedef struct
{
  gint32 day;              /* in the account's zone */
  char *banner;            /* (owned) (nullable) id */
  char *placement;         /* (owned) (nullable) as the API writes it */
  char *type;              /* (owned) (nullable) ticket type's id */
  gint64 impressions;      /* by people; WB_COUNT_NONE in mails */
  gint64 impressions_raw;  /* all that was served; WB_COUNT_NONE in mails */
  gint64 clicks;           /* by people: confirmed */
  gint64 clicks_raw;       /* all */
  gint64 filtered[WB_N_VERDICTS];  /* clicks by why they were left out; [WB_VERDICT_COUNTED] is 0 */
  gint64 clicks_with_views; /* `clicks` where views are counted, else 0: a rate is of these */
} WbBannerCount;

WB_DECLARE_RECORD (WbBannerCount, wb_banner_count)

/* A ticket's way with one tool counts once, on the day, in the place and of the type of the FIRST
 * offer, whenever the later steps came: so each step is a part of the one before it, and shares are
 * shares. Currency is that of the ticket's order. An order in another currency counts as `used`; its
 * revenue stands in a row of that currency whose counts are 0. */
typedef struct
{
  gint32 day;
  gboolean has_tool;       /* FALSE in sums over tools */
  WbTool tool;
  char *type;              /* (owned) (nullable) */
  char *placement;         /* (owned) (nullable) NULL = staff gave it */
  char *currency;          /* (owned) (nullable) NULL = the ticket has no order */
  gint64 offered;          /* tickets */
  gint64 shown;            /* tickets; WB_COUNT_NONE where only a mail carried it */
  gint64 taken;            /* coupon made, call asked for, banner clicked by a person */
  gint64 used;             /* tickets with an order known to be its (its coupon) */
  gint64 used_probable;    /* tickets with none of those, but a probable one */
  gint64 open;             /* tickets not in `used` that may still bring an order */
  gint64 revenue;          /* minor: orders of coupons, refunds taken off */
  gint64 revenue_probable; /* minor: probable orders, refunds taken off */
  double revenue_squares;  /* sum over tickets of revenue^2, minor^2: the spread */
  double revenue_all_squares; /* sum over tickets of (revenue + revenue_probable)^2 */
} WbFunnelRow;

WB_DECLARE_RECORD (WbFunnelRow, wb_funnel_row)

typedef enum
{
  WB_CALL_END_RESOLVED,
  WB_CALL_END_EXCHANGE_AGREED,
  WB_CALL_END_COUPON_OFFERED,
  WB_CALL_END_DECLINED,
  WB_CALL_END_UNREACHABLE,
  WB_CALL_END_WRONG_NUMBER,
  WB_N_CALL_ENDS,
} WbCallEnd;

/* The outcome's name in the API (B.6). */
const char *wb_call_end_to_text   (WbCallEnd end);
gboolean    wb_call_end_from_text (const char *text, WbCallEnd *end_out);

/* Calls by the day they were asked for. Judged by wb-answered.h. */
typedef struct
{
  gint32 day;
  char *type;              /* (owned) (nullable) */
  gint64 asked;
  gint64 open;
  gint64 in_goal;          /* answered within the goal (24 h) ... */
  gint64 goal_counted;     /* ... of so many that count */
  gint64 in_promise;       /* ... within 2 days */
  gint64 promise_counted;
  gint64 ends[WB_N_CALL_ENDS];
} WbCallCount;

WB_DECLARE_RECORD (WbCallCount, wb_call_count)

/* What every answer of statistics says beside its rows. */
typedef struct
{
  char *time_zone;         /* (owned) whose days they are */
  gint32 final_until;      /* rows up to and with this day do not change any more; WB_DATE_NONE = all may */
  gint64 epoch;            /* raised when all of history was counted anew: read everything again */
} WbStatFacts;

WB_DECLARE_RECORD (WbStatFacts, wb_stat_facts)

/* Adds @row's numbers to @sum. A new record has counts of 0, day WB_DATE_NONE and views
 * WB_COUNT_NONE: a count that cannot be had leaves what can, and a sum of such alone is none. */
void wb_banner_count_add (WbBannerCount *sum, const WbBannerCount *row);
void wb_funnel_row_add   (WbFunnelRow *sum, const WbFunnelRow *row);
void wb_call_count_add   (WbCallCount *sum, const WbCallCount *row);

G_END_DECLS
