/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything the Results page, its report and its files say, read at once: what was asked, and the
 * numbers of it. It does not change once it is read, so that a report can be drawn on a worker while
 * the page shows another period. */

#pragma once

#include "wb-coupon-list.h"
#include "wb-results.h"
#include "wb-stat-store.h"

G_BEGIN_DECLS

typedef struct
{
  WbPeriodKind kind;
  WbPeriod period;
  char *type;              /* (owned) (nullable) only this ticket type */
  char *currency;          /* (owned) (nullable) only this currency */
  gboolean with_probable;  /* probable orders count */
} WbResultsQuestion;

WbResultsQuestion *wb_results_question_copy (const WbResultsQuestion *self) G_GNUC_WARN_UNUSED_RESULT;
void               wb_results_question_free (WbResultsQuestion       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbResultsQuestion, wb_results_question_free)

/* Ticket types, currencies and banners are kept by their ids; what they are called is the page's. */
typedef struct
{
  WbResultsQuestion *question;      /* (owned) */
  WbPeriod before;                  /* what the period is compared with */
  WbResults *results;               /* (owned) */
  GPtrArray *days;                  /* (owned) (element-type WbFunnelRow) by day and tool */
  GPtrArray *types;                 /* (owned) (element-type WbFunnelRow) by type and tool, of every
                                     * type in the currency that was asked for */
  WbCallCount *calls;               /* (owned) */
  WbCallCount *calls_before;        /* (owned) */
  GPtrArray *banners;               /* (owned) (element-type WbBannerCount) by banner */
  GPtrArray *coupons;               /* (owned) (element-type WbCouponTotals) what is open today */
  GPtrArray *currencies;            /* (owned) (element-type utf8) in the period and the one before */
  WbStatState states[WB_N_STATS];
} WbResultsModel;

WB_DECLARE_RECORD (WbResultsModel, wb_results_model)

WbResultsModel *wb_results_model_read        (WbDb                     *db,
                                              const WbResultsQuestion  *question,
                                              GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        wb_results_model_was_read    (const WbResultsModel     *self);
gboolean        wb_results_model_has_offers  (const WbResultsModel     *self);
gboolean        wb_results_model_is_empty    (const WbResultsModel     *self);
const WbToolResult *wb_results_model_find_tool (const WbResultsModel   *self,
                                              WbTool                    tool);
/* Orders of @row, as the question counts them. */
gint64          wb_results_model_count_orders (const WbResultsModel    *self,
                                              const WbFunnelRow        *row);

G_END_DECLS
