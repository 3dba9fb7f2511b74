/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the funnel's rows say: tools ranked by what they bring per ticket offered, how sure that is,
 * and what follows from it (design.md 7 and 9). One view model for the window, the report and
 * winbackctl. Pure. */

#pragma once

#include "wb-interval.h"
#include "wb-money.h"
#include "wb-period.h"
#include "wb-stat-rows.h"

G_BEGIN_DECLS

/* Findings that say "more" or "less" are wrong by chance in at most 5 % of all looks at a page: the
 * level of each test is that, shared out over the tests that are made (Bonferroni). Below these a tool is "not enough yet": neither ranked nor compared. */
#define WB_RESULTS_MIN_OFFERED 100
#define WB_RESULTS_MIN_ORDERS 10

typedef struct
{
  char *currency;          /* (owned) */
  gint64 revenue;          /* minor, orders of coupons */
  gint64 revenue_probable; /* minor */
} WbResultMoney;

typedef struct
{
  WbTool tool;
  WbFunnelRow *sum;        /* (owned) all counts, over currencies */
  GPtrArray *money;        /* (owned) (element-type WbResultMoney) by currency; never added up */
  gint64 orders;           /* tickets with an order: `used`, and `used_probable` as the ask says */
  gboolean is_enough;
  WbInterval share;        /* `orders` per ticket offered, 0 to 1 */
  gboolean has_per_offer;  /* one currency is looked at, and it is enough */
  WbInterval per_offer;    /* minor units of revenue per ticket offered */
  double revenue_squares;  /* that go with it */
  WbFunnelRow *before;     /* (owned) (nullable) the period before; NULL = nothing was offered */
  gint64 orders_before;
  gboolean before_is_enough;
  WbInterval share_before;
  gboolean change_is_sure; /* the two shares differ by more than chance (5 %) */
  gboolean may_rise;       /* more than a tenth of the tickets can still bring an order */
} WbToolResult;

typedef enum
{
  WB_FINDING_NO_OFFERS,        /* nothing was offered in the period */
  WB_FINDING_NOT_ENOUGH,       /* of tool: so few */
  WB_FINDING_BEST_SHARE,       /* tool brings the most customers back, more than other */
  WB_FINDING_BEST_MONEY,       /* tool brings the most money per ticket offered */
  WB_FINDING_NO_DIFFERENCE,    /* enough numbers, and no tool is ahead by more than chance */
  WB_FINDING_NOT_TAKEN,        /* many are offered tool, few take it, those who do order */
  WB_FINDING_TAKEN_NOT_USED,   /* many take it, few order */
  WB_FINDING_ROSE,             /* since the period before */
  WB_FINDING_FELL,
  WB_FINDING_OPEN,             /* the period's numbers may still rise */
} WbFindingKind;

typedef struct
{
  WbFindingKind kind;
  WbTool tool;
  WbTool other;            /* of BEST_: the next one */
} WbFinding;

typedef struct
{
  WbPeriod period;
  const char *type;        /* (unowned) (nullable) only this ticket type */
  const char *currency;    /* (unowned) (nullable) only tickets and orders in it; NULL = all */
  gboolean with_probable;  /* probable orders count in shares, ranks and findings */
} WbResultsAsk;

typedef struct
{
  WbPeriod period;
  char *type;              /* (owned) (nullable) */
  char *currency;          /* (owned) (nullable) */
  char *money_currency;    /* (owned) (nullable) the one currency of all revenue: asked for, or the only one */
  gboolean with_probable;
  GPtrArray *tools;        /* (owned) (element-type WbToolResult) ranked; those without enough last, in
                            * customers' order */
  GArray *findings;        /* (owned) (element-type WbFinding) the most telling first; never empty */
} WbResults;

WB_DECLARE_RECORD (WbResults, wb_results)
WB_DECLARE_RECORD (WbToolResult, wb_tool_result)
WB_DECLARE_RECORD (WbResultMoney, wb_result_money)

/* @rows, @before: (element-type WbFunnelRow) of the period and of the one before, as they are stored
 * or summed by tool and currency at least. */
WbResults  *wb_results_make      (const WbResultsAsk *ask, GPtrArray *rows, GPtrArray *before) G_GNUC_WARN_UNUSED_RESULT;

/* In words, translated, numbers in the locale; each gives a new string. */
/* "The coupon brings customers back best" and what it rests on; one of both may be "". */
char       *wb_results_headline  (const WbResults *self) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_results_reason    (const WbResults *self) G_GNUC_WARN_UNUSED_RESULT;
/* One finding as advice that names its numbers. */
char       *wb_finding_words     (const WbResults *self, const WbFinding *finding) G_GNUC_WARN_UNUSED_RESULT;
/* All of it as text: whoever reads only this reaches the same conclusion as who sees the charts. */
char       *wb_results_summary   (const WbResults *self) G_GNUC_WARN_UNUSED_RESULT;
/* "18 of 100 (16 to 20)", "not enough yet: 9 orders of 10". */
char       *wb_tool_result_share_words  (const WbToolResult *self) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_tool_result_change_words (const WbToolResult *self) G_GNUC_WARN_UNUSED_RESULT;
const char *wb_tool_words        (WbTool tool);   /* "Coupon", "Call", "Banner" */

G_END_DECLS
