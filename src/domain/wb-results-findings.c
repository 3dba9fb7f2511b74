/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What follows from results: which tool is ahead by more than chance, what changed, where a tool
 * loses its customers. A finding claims nothing that its numbers do not carry: see the levels
 * below. */

#include "config.h"

#include "wb-results-private.h"

#include <math.h>

/* The chance of naming a tool that is not ahead, over all tests of one look. */
#define LEVEL 0.05

/* A tool is "hardly taken" when its share of takers is surely below this, ... */
#define FEW_TAKE 0.10
/* ... and "worth taking" when of those who took it surely more than this order. */
#define MANY_ORDER 0.25
/* "Taken in vain": of many takers surely less than this order. */
#define FEW_ORDER 0.10
#define MIN_TAKERS 20

static void
add_finding (WbResults     *self,
             WbFindingKind  kind,
             WbTool         tool,
             WbTool         other)
{
  WbFinding finding = { kind, tool, other };

  g_array_append_val (self->findings, finding);
}

static double
get_revenue (const WbResults    *self,
             const WbToolResult *tool)
{
  return tool->per_offer.value * (double) tool->sum->offered;
}

/* How likely chance alone sets the two so far apart. */
static double
test_pair (const WbResults    *self,
           const WbToolResult *one,
           const WbToolResult *two,
           gboolean            by_money)
{
  if (by_money)
    return wb_test_means (get_revenue (self, one), one->revenue_squares, one->sum->offered,
                          get_revenue (self, two), two->revenue_squares, two->sum->offered);

  return wb_test_shares (one->orders, one->sum->offered, two->orders, two->sum->offered);
}

/* Whether one tool is ahead of each other one that can be judged. */
static gboolean
find_best (WbResults *self,
           gboolean   by_money,
           double     level)
{
  const WbToolResult *best = NULL;
  const WbToolResult *next = NULL;

  for (guint i = 0; i < self->tools->len; i++) {
    const WbToolResult *one = g_ptr_array_index (self->tools, i);
    double value = by_money ? one->per_offer.value : one->share.value;

    if (!one->is_enough)
      continue;
    if (!best || value > (by_money ? best->per_offer.value : best->share.value)) {
      next = best;
      best = one;
    } else if (!next || value > (by_money ? next->per_offer.value : next->share.value)) {
      next = one;
    }
  }
  if (!next)
    return FALSE;
  for (guint i = 0; i < self->tools->len; i++) {
    const WbToolResult *one = g_ptr_array_index (self->tools, i);

    if (one != best && one->is_enough && test_pair (self, best, one, by_money) >= level)
      return FALSE;
  }
  add_finding (self, by_money ? WB_FINDING_BEST_MONEY : WB_FINDING_BEST_SHARE, best->tool,
               next->tool);

  return TRUE;
}

static guint
count_enough (const WbResults *self)
{
  guint n = 0;

  for (guint i = 0; i < self->tools->len; i++) {
    const WbToolResult *one = g_ptr_array_index (self->tools, i);

    n += one->is_enough ? 1 : 0;
  }

  return n;
}

static void
compare_tools_with_each_other (WbResults *self)
{
  guint n_enough = count_enough (self);
  guint n_measures = self->money_currency ? 2 : 1;
  gboolean found;
  double level;

  if (n_enough < 2)
    return;

  level = LEVEL / (n_enough * (n_enough - 1) / 2 * n_measures);
  found = find_best (self, FALSE, level);
  if (self->money_currency)
    found = find_best (self, TRUE, level) || found;
  if (!found)
    add_finding (self, WB_FINDING_NO_DIFFERENCE, WB_TOOL_COUPON, WB_TOOL_COUPON);
}

/* Where between offer and order customers are lost. Each share that is compared is a part of the
 * one before it. */
static void
look_at_steps (WbResults          *self,
               const WbToolResult *tool)
{
  gint64 taken = MIN (tool->sum->taken, tool->sum->offered);
  WbInterval take = wb_interval_share (taken, tool->sum->offered);
  WbInterval order = wb_interval_share (MIN (tool->orders, taken), taken);

  if (tool->sum->offered < WB_RESULTS_MIN_OFFERED || taken < MIN_TAKERS)
    return;

  if (take.high < FEW_TAKE && order.low > MANY_ORDER)
    add_finding (self, WB_FINDING_NOT_TAKEN, tool->tool, tool->tool);
  else if (!tool->may_rise && order.high < FEW_ORDER)
    add_finding (self, WB_FINDING_TAKEN_NOT_USED, tool->tool, tool->tool);
}

/* The tool most of whose tickets are still open. */
static void
look_at_open (WbResults *self)
{
  const WbToolResult *most = NULL;

  for (guint i = 0; i < self->tools->len; i++) {
    const WbToolResult *one = g_ptr_array_index (self->tools, i);

    if (one->may_rise && (!most || (double) one->sum->open / (double) one->sum->offered >
                          (double) most->sum->open / (double) most->sum->offered))
      most = one;
  }
  if (most)
    add_finding (self, WB_FINDING_OPEN, most->tool, most->tool);
}

/**
 * wb_results_look_at:
 * @self: results whose tools are filled in and ranked
 *
 * Fills in the findings.
 */
void
wb_results_look_at (WbResults *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->tools->len; i++) {
    const WbToolResult *one = g_ptr_array_index (self->tools, i);

    any = any || one->sum->offered > 0;
  }
  if (!any) {
    add_finding (self, WB_FINDING_NO_OFFERS, WB_TOOL_COUPON, WB_TOOL_COUPON);
    return;
  }

  compare_tools_with_each_other (self);
  for (guint i = 0; i < self->tools->len; i++) {
    const WbToolResult *one = g_ptr_array_index (self->tools, i);

    if (one->change_is_sure)
      add_finding (self, one->share.value > one->share_before.value ? WB_FINDING_ROSE
                                                                    : WB_FINDING_FELL,
                   one->tool, one->tool);
  }
  for (guint i = 0; i < self->tools->len; i++)
    look_at_steps (self, g_ptr_array_index (self->tools, i));
  for (guint i = 0; i < self->tools->len; i++) {
    const WbToolResult *one = g_ptr_array_index (self->tools, i);

    if (!one->is_enough)
      add_finding (self, WB_FINDING_NOT_ENOUGH, one->tool, one->tool);
  }
  look_at_open (self);
}
