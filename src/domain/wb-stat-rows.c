/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of statistics; see wb-stat-rows.h. */

#include "config.h"

#include "wb-stat-rows.h"

static void
init_banner_count (WbBannerCount *self)
{
  self->day = WB_DATE_NONE;
  self->impressions = WB_COUNT_NONE;
  self->impressions_raw = WB_COUNT_NONE;
}

static void
clear_banner_count (WbBannerCount *self)
{
  g_free (self->banner);
  g_free (self->placement);
  g_free (self->type);
}

WB_DEFINE_RECORD (WbBannerCount, wb_banner_count, init_banner_count, clear_banner_count)

static void
init_funnel_row (WbFunnelRow *self)
{
  self->day = WB_DATE_NONE;
  self->shown = WB_COUNT_NONE;
}

static void
clear_funnel_row (WbFunnelRow *self)
{
  g_free (self->type);
  g_free (self->placement);
  g_free (self->currency);
}

WB_DEFINE_RECORD (WbFunnelRow, wb_funnel_row, init_funnel_row, clear_funnel_row)

static void
init_call_count (WbCallCount *self)
{
  self->day = WB_DATE_NONE;
}

static void
clear_call_count (WbCallCount *self)
{
  g_free (self->type);
}

WB_DEFINE_RECORD (WbCallCount, wb_call_count, init_call_count, clear_call_count)

static void
init_facts (WbStatFacts *self)
{
  self->final_until = WB_DATE_NONE;
}

static void
clear_facts (WbStatFacts *self)
{
  g_free (self->time_zone);
}

WB_DEFINE_RECORD (WbStatFacts, wb_stat_facts, init_facts, clear_facts)

static const char *const end_texts[WB_N_CALL_ENDS] = {
  [WB_CALL_END_RESOLVED] = "resolved",
  [WB_CALL_END_EXCHANGE_AGREED] = "exchange_agreed",
  [WB_CALL_END_COUPON_OFFERED] = "coupon_offered",
  [WB_CALL_END_DECLINED] = "declined",
  [WB_CALL_END_UNREACHABLE] = "unreachable",
  [WB_CALL_END_WRONG_NUMBER] = "wrong_number",
};

/**
 * wb_call_end_to_text:
 * @end: how a call ended
 *
 * Any thread.
 *
 * Returns: (transfer none): the outcome's name in the API (reference/retino-api.md B.6)
 */
const char *
wb_call_end_to_text (WbCallEnd end)
{
  g_return_val_if_fail (end < WB_N_CALL_ENDS, NULL);

  return end_texts[end];
}

/**
 * wb_call_end_from_text:
 * @text: (nullable): an outcome's name in the API
 * @end_out: (out): which one it is
 *
 * Any thread.
 *
 * Returns: `FALSE` for one that ends no call, or that is not known
 */
gboolean
wb_call_end_from_text (const char *text,
                       WbCallEnd  *end_out)
{
  g_return_val_if_fail (end_out, FALSE);

  for (guint i = 0; text && i < WB_N_CALL_ENDS; i++) {
    if (g_str_equal (text, end_texts[i])) {
      *end_out = (WbCallEnd) i;
      return TRUE;
    }
  }

  return FALSE;
}

static void
add_count (gint64 *sum,
           gint64  count)
{
  if (count == WB_COUNT_NONE)
    return;
  *sum = *sum == WB_COUNT_NONE ? count : *sum + count;
}

/**
 * wb_banner_count_add:
 * @sum: what to add to
 * @row: a row, or another sum
 *
 * Adds up the numbers; what the sum is of is the caller's to say. Any thread.
 */
void
wb_banner_count_add (WbBannerCount       *sum,
                     const WbBannerCount *row)
{
  g_return_if_fail (sum && row);

  add_count (&sum->impressions, row->impressions);
  add_count (&sum->impressions_raw, row->impressions_raw);
  sum->clicks += row->clicks;
  sum->clicks_raw += row->clicks_raw;
  sum->clicks_with_views += row->clicks_with_views;
  for (guint i = 0; i < WB_N_VERDICTS; i++)
    sum->filtered[i] += row->filtered[i];
}

/**
 * wb_funnel_row_add:
 * @sum: what to add to
 * @row: a row, or another sum
 *
 * Adds up the numbers. Money is added only between rows of one currency: of others the caller keeps
 * sums apart (wb-results.h), and this leaves the sum's money alone. Any thread.
 */
void
wb_funnel_row_add (WbFunnelRow       *sum,
                   const WbFunnelRow *row)
{
  g_return_if_fail (sum && row);

  sum->offered += row->offered;
  add_count (&sum->shown, row->shown);
  sum->taken += row->taken;
  sum->used += row->used;
  sum->used_probable += row->used_probable;
  sum->open += row->open;
  if (g_strcmp0 (sum->currency, row->currency) != 0)
    return;

  sum->revenue += row->revenue;
  sum->revenue_probable += row->revenue_probable;
  sum->revenue_squares += row->revenue_squares;
  sum->revenue_all_squares += row->revenue_all_squares;
}

/**
 * wb_call_count_add:
 * @sum: what to add to
 * @row: a row, or another sum
 *
 * Adds up the numbers. Any thread.
 */
void
wb_call_count_add (WbCallCount       *sum,
                   const WbCallCount *row)
{
  g_return_if_fail (sum && row);

  sum->asked += row->asked;
  sum->open += row->open;
  sum->in_goal += row->in_goal;
  sum->goal_counted += row->goal_counted;
  sum->in_promise += row->in_promise;
  sum->promise_counted += row->promise_counted;
  for (guint i = 0; i < WB_N_CALL_ENDS; i++)
    sum->ends[i] += row->ends[i];
}
