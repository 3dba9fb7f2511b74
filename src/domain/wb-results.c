/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the funnel's rows say, in numbers; see wb-results.h. What follows from them is in
 * wb-results-findings.c, the words in wb-results-words.c. */

#include "config.h"

#include "wb-results-private.h"

static const WbTool all_tools[] = { WB_TOOL_COUPON, WB_TOOL_CALL_REQUEST, WB_TOOL_BANNER };

static void
init_money (WbResultMoney *self)
{
}

static void
clear_money (WbResultMoney *self)
{
  g_free (self->currency);
}

WB_DEFINE_RECORD (WbResultMoney, wb_result_money, init_money, clear_money)

static void
init_tool (WbToolResult *self)
{
  self->money = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_result_money_unref);
}

static void
clear_tool (WbToolResult *self)
{
  g_clear_pointer (&self->sum, wb_funnel_row_unref);
  g_clear_pointer (&self->before, wb_funnel_row_unref);
  g_ptr_array_unref (self->money);
}

WB_DEFINE_RECORD (WbToolResult, wb_tool_result, init_tool, clear_tool)

static void
init_results (WbResults *self)
{
  self->tools = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_tool_result_unref);
  self->findings = g_array_new (FALSE, FALSE, sizeof (WbFinding));
}

static void
clear_results (WbResults *self)
{
  g_free (self->type);
  g_free (self->currency);
  g_free (self->money_currency);
  g_ptr_array_unref (self->tools);
  g_array_unref (self->findings);
}

WB_DEFINE_RECORD (WbResults, wb_results, init_results, clear_results)

static gboolean
is_asked_for (const WbResultsAsk *ask,
              const WbFunnelRow  *row)
{
  return (!ask->type || g_strcmp0 (ask->type, row->type) == 0) &&
         (!ask->currency || g_strcmp0 (ask->currency, row->currency) == 0);
}

/* The counts of @tool over all currencies; NULL = it was not offered and brought nothing. */
static WbFunnelRow *
add_up (const WbResultsAsk *ask,
        GPtrArray          *rows,
        WbTool              tool)
{
  g_autoptr (WbFunnelRow) sum = NULL;

  for (guint i = 0; i < rows->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (rows, i);

    if (!row->has_tool || row->tool != tool || !is_asked_for (ask, row))
      continue;
    if (!sum) {
      sum = wb_funnel_row_new ();
      sum->has_tool = TRUE;
      sum->tool = tool;
      sum->type = g_strdup (ask->type);
      sum->currency = g_strdup (ask->currency);
    }
    wb_funnel_row_add (sum, row);
  }

  return g_steal_pointer (&sum);
}

static WbResultMoney *
find_money (GPtrArray  *money,
            const char *currency)
{
  WbResultMoney *one = NULL;
  guint at = 0;

  for (; at < money->len; at++) {
    one = g_ptr_array_index (money, at);
    if (g_strcmp0 (one->currency, currency) >= 0)
      break;
  }
  if (at < money->len && g_str_equal (one->currency, currency))
    return one;

  one = wb_result_money_new ();
  one->currency = g_strdup (currency);
  g_ptr_array_insert (money, (int) at, one);

  return one;
}

/* Revenue, each currency by itself. */
static void
collect_money (WbToolResult       *self,
               const WbResultsAsk *ask,
               GPtrArray          *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (rows, i);
    WbResultMoney *money = NULL;

    if (!row->has_tool || row->tool != self->tool || !is_asked_for (ask, row) || !row->currency)
      continue;
    money = find_money (self->money, row->currency);
    money->revenue += row->revenue;
    money->revenue_probable += row->revenue_probable;
    self->revenue_squares += ask->with_probable ? row->revenue_all_squares : row->revenue_squares;
  }
}

static gint64
count_orders (const WbFunnelRow *sum,
              gboolean           with_probable)
{
  return sum->used + (with_probable ? sum->used_probable : 0);
}

static gboolean
is_enough (const WbFunnelRow *sum,
           gint64             orders)
{
  return sum->offered >= WB_RESULTS_MIN_OFFERED && orders >= WB_RESULTS_MIN_ORDERS &&
         orders <= sum->offered;
}

static void
judge_money (WbToolResult    *self,
             const WbResults *results)
{
  for (guint i = 0; i < self->money->len && results->money_currency; i++) {
    const WbResultMoney *money = g_ptr_array_index (self->money, i);

    if (!g_str_equal (money->currency, results->money_currency))
      continue;
    self->has_per_offer = self->is_enough;
    self->per_offer =
      wb_interval_mean ((double) (money->revenue +
                                  (results->with_probable ? money->revenue_probable : 0)),
                        self->revenue_squares, self->sum->offered);
  }
}

static void
judge_before (WbToolResult *self,
              gboolean      with_probable)
{
  if (!self->before || self->before->offered == 0)
    return;

  self->orders_before = count_orders (self->before, with_probable);
  self->before_is_enough = is_enough (self->before, self->orders_before);
  if (self->orders_before <= self->before->offered)
    self->share_before = wb_interval_share (self->orders_before, self->before->offered);
  if (!self->is_enough || !self->before_is_enough)
    return;

  /* Fewer orders of tickets that can still bring some say nothing yet. */
  self->change_is_sure =
    wb_test_shares (self->orders, self->sum->offered, self->orders_before, self->before->offered) <
    0.05 / G_N_ELEMENTS (all_tools) &&
    !(self->may_rise && self->share.value < self->share_before.value);
}

static WbToolResult *
judge_tool (const WbResults    *results,
            const WbResultsAsk *ask,
            WbTool              tool,
            GPtrArray          *rows,
            GPtrArray          *before)
{
  g_autoptr (WbFunnelRow) sum = add_up (ask, rows, tool);
  WbToolResult *self = NULL;

  if (!sum)
    return NULL;

  self = wb_tool_result_new ();
  self->tool = tool;
  self->sum = g_steal_pointer (&sum);
  self->before = add_up (ask, before, tool);
  self->orders = count_orders (self->sum, ask->with_probable);
  self->is_enough = is_enough (self->sum, self->orders);
  self->share = wb_interval_share (MIN (self->orders, self->sum->offered), self->sum->offered);
  self->may_rise = self->sum->open * 10 > self->sum->offered;
  collect_money (self, ask, rows);
  judge_money (self, results);
  judge_before (self, ask->with_probable);

  return self;
}

/* The currency of all money there is; NULL = there are several, or none. */
static char *
find_only_currency (const WbResultsAsk *ask,
                    GPtrArray          *rows)
{
  const char *only = NULL;

  for (guint i = 0; i < rows->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (rows, i);

    if (!row->has_tool || !row->currency || !is_asked_for (ask, row))
      continue;
    if (only && !g_str_equal (only, row->currency))
      return NULL;
    only = row->currency;
  }

  return g_strdup (only);
}

/* Best first; what cannot be judged after what can. */
static int
compare_tools (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const WbToolResult *one = *(const WbToolResult *const *) a;
  const WbToolResult *two = *(const WbToolResult *const *) b;
  gboolean by_money = GPOINTER_TO_INT (data);
  double value_one, value_two;

  if (one->is_enough != two->is_enough)
    return one->is_enough ? -1 : 1;
  if (!one->is_enough)
    return (int) one->tool - (int) two->tool;

  value_one = by_money ? one->per_offer.value : one->share.value;
  value_two = by_money ? two->per_offer.value : two->share.value;
  if (value_one > value_two)
    return -1;
  if (value_one < value_two)
    return 1;

  return (int) one->tool - (int) two->tool;
}

/**
 * wb_results_make:
 * @ask: what is asked for
 * @rows: (element-type WbFunnelRow): rows of the period, apart by tool and currency at least (and
 * by type when the ask names one)
 * @before: (element-type WbFunnelRow): the same of the period before
 *
 * Tools that were never offered in the period are left out. Any thread.
 *
 * Returns: (transfer full): what they say
 */
WbResults *
wb_results_make (const WbResultsAsk *ask,
                 GPtrArray          *rows,
                 GPtrArray          *before)
{
  WbResults *self = NULL;

  g_return_val_if_fail (ask && rows && before, NULL);

  self = wb_results_new ();
  self->period = ask->period;
  self->type = g_strdup (ask->type);
  self->currency = g_strdup (ask->currency);
  self->with_probable = ask->with_probable;
  self->money_currency = ask->currency ? g_strdup (ask->currency) : find_only_currency (ask, rows);
  for (guint i = 0; i < G_N_ELEMENTS (all_tools); i++) {
    WbToolResult *tool = judge_tool (self, ask, all_tools[i], rows, before);

    if (tool)
      g_ptr_array_add (self->tools, tool);
  }
  g_ptr_array_sort_with_data (self->tools, compare_tools,
                              GINT_TO_POINTER (self->money_currency ? TRUE : FALSE));
  wb_results_look_at (self);

  return self;
}

/**
 * wb_results_find:
 * @self: results
 * @tool: a tool
 *
 * Returns: (transfer none) (nullable): what it brought; `NULL` = it was not offered
 */
const WbToolResult *
wb_results_find (const WbResults *self,
                 WbTool           tool)
{
  for (guint i = 0; i < self->tools->len; i++) {
    const WbToolResult *one = g_ptr_array_index (self->tools, i);

    if (one->tool == tool)
      return one;
  }

  return NULL;
}
