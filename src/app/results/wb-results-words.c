/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers in words; see wb-results-words.h. */

#include "config.h"

#include "wb-results-words.h"

#include "wb-coupon-words.h"
#include "wb-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define NONE "–"

static const struct
{
  const char *title;
  const char *hint;
} column_table[WB_N_RESULTS_COLUMNS] = {
  [WB_RESULTS_TOOL] = { NC_ ("column of results", "Offer"), NULL },
  [WB_RESULTS_OFFERED] = { NC_ ("column of results", "Offered"),
                           N_ ("Tickets that were offered it, each once") },
  [WB_RESULTS_SHOWN] = { NC_ ("column of results", "Shown"),
                         N_ ("Tickets whose customer opened a page with it; mails cannot tell") },
  [WB_RESULTS_TAKEN] = { NC_ ("column of results", "Taken"),
                         N_ ("Tickets whose customer took it: a coupon made, a call asked for, a "
                             "banner pressed") },
  [WB_RESULTS_ORDERED] = { NC_ ("column of results", "Ordered again"),
                           N_ ("Tickets that an order followed") },
  [WB_RESULTS_SHARE] = { NC_ ("column of results", "Of 100 offered"),
                         /* xgettext:no-c-format */
                         N_ ("How many of 100 offered tickets an order followed. The bar is where "
                             "the true number lies with 95% confidence; the line is the period "
                             "before.") },
  [WB_RESULTS_REVENUE] = { NC_ ("column of results", "Revenue"),
                           N_ ("What those orders brought, refunds taken off") },
  [WB_RESULTS_CHANGE] = { NC_ ("column of results", "Before"),
                          N_ ("Against the period before") },
};

void
wb_results_cell_clear (WbResultsCell *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->note, g_free);
}

const char *
wb_results_column_title (WbResultsColumn column)
{
  g_return_val_if_fail (column < WB_N_RESULTS_COLUMNS, "");

  return g_dpgettext2 (GETTEXT_PACKAGE, "column of results", column_table[column].title);
}

const char *
wb_results_column_hint (WbResultsColumn column)
{
  g_return_val_if_fail (column < WB_N_RESULTS_COLUMNS, NULL);

  return column_table[column].hint ? _ (column_table[column].hint) : NULL;
}

/**
 * wb_results_format_count:
 * @count: a count, or `WB_COUNT_NONE`
 *
 * Any thread.
 *
 * Returns: (transfer full): it with its thousands apart, or a dash for what cannot be counted
 */
char *
wb_results_format_count (gint64 count)
{
  return count == WB_COUNT_NONE ? g_strdup (NONE) : g_strdup_printf ("%'d", (int) count);
}

/* A line per currency: they are never added. */
static void
describe_money (WbResultsCell        *cell,
                const WbResultsModel *model,
                const WbToolResult   *tool)
{
  GString *text = g_string_new (NULL);
  GString *note = g_string_new (NULL);

  for (guint i = 0; i < tool->money->len; i++) {
    const WbResultMoney *money = g_ptr_array_index (tool->money, i);

    if (money->revenue != 0) {
      g_autofree char *amount = wb_coupon_money_minor (money->revenue, money->currency);

      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", amount);
    }
    if (model->question->with_probable && money->revenue_probable != 0) {
      g_autofree char *amount = wb_coupon_money_minor (money->revenue_probable, money->currency);
      /* TRANSLATORS: below certain revenue: what probable orders brought, e.g. “+ 31 200 Kč
       * probable” */
      g_autofree char *words = g_strdup_printf (_ ("+ %s probable"), amount);

      g_string_append_printf (note, "%s%s", note->len > 0 ? "\n" : "", words);
    }
  }
  if (text->len == 0)
    g_string_append (text, NONE);
  cell->text = g_string_free (text, FALSE);
  cell->note = g_string_free (note, FALSE);
}

static void
describe_orders (WbResultsCell        *cell,
                 const WbResultsModel *model,
                 const WbToolResult   *tool)
{
  gint64 probable = model->question->with_probable ? tool->sum->used_probable : 0;

  cell->text = wb_results_format_count (tool->sum->used);
  /* TRANSLATORS: below the number of certain orders: how many more are probable */
  cell->note = probable > 0 ? g_strdup_printf (_ ("+ %'d probable"), (int) probable)
                            : g_strdup ("");
}

/* How many may still order says why a young period looks poor. */
static void
describe_tool (WbResultsCell      *cell,
               const WbToolResult *tool)
{
  gint64 open = tool->sum->open;

  cell->text = g_strdup (wb_tool_words (tool->tool));
  cell->note = tool->may_rise && open > 0
                 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d can still order",
                                                 "%'d can still order", (gulong) open),
                                    (int) open)
                 : g_strdup ("");
}

/**
 * wb_results_cell_make:
 * @self_out: (out caller-allocates): what it says
 * @model: the numbers
 * @tool: the line
 * @column: the column
 *
 * To be cleared.
 */
void
wb_results_cell_make (WbResultsCell        *self_out,
                      const WbResultsModel *model,
                      const WbToolResult   *tool,
                      WbResultsColumn       column)
{
  *self_out = (WbResultsCell) { NULL };
  /* Nothing but its name can be said of what nobody was offered. */
  if (tool->sum->offered == 0 && column != WB_RESULTS_TOOL) {
    self_out->text =
      g_strdup (column == WB_RESULTS_SHARE ? _ ("not offered in this period") : NONE);
    self_out->note = g_strdup ("");
    return;
  }

  switch (column) {
    case WB_RESULTS_TOOL:
      describe_tool (self_out, tool);
      break;
    case WB_RESULTS_OFFERED:
      self_out->text = wb_results_format_count (tool->sum->offered);
      break;
    case WB_RESULTS_SHOWN:
      self_out->text = wb_results_format_count (tool->sum->shown);
      break;
    case WB_RESULTS_TAKEN:
      self_out->text = wb_results_format_count (tool->sum->taken);
      break;
    case WB_RESULTS_ORDERED:
      describe_orders (self_out, model, tool);
      break;
    case WB_RESULTS_SHARE:
      self_out->text = wb_tool_result_share_words (tool);
      break;
    case WB_RESULTS_REVENUE:
      describe_money (self_out, model, tool);
      break;
    case WB_RESULTS_CHANGE:
      self_out->text = wb_tool_result_change_words (tool);
      break;
    default:
      g_assert_not_reached ();
  }
  if (!self_out->note)
    self_out->note = g_strdup ("");
}

/**
 * wb_results_get_trend:
 * @tool: a line
 *
 * Returns: whether its share is another than before by more than chance, and which way
 */
WbResultsTrend
wb_results_get_trend (const WbToolResult *tool)
{
  if (!tool->change_is_sure)
    return WB_RESULTS_SAME;

  return tool->share.value > tool->share_before.value ? WB_RESULTS_UP : WB_RESULTS_DOWN;
}

static char *
format_day (gint32   day,
            gboolean with_year)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc ((gint64) day * WB_DAY_MS / 1000);

  if (!time)
    return g_strdup ("");

  return wb_format_keep_together (
    g_date_time_format (time, with_year ? C_ ("day of another year", "%-d %b %Y")
                                        : C_ ("day of this year", "%-d %b")));
}

static int
get_year (gint32 day)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc ((gint64) day * WB_DAY_MS / 1000);

  return time ? g_date_time_get_year (time) : 0;
}

/**
 * wb_results_format_period:
 * @period: days
 *
 * Returns: (transfer full): “22 Oct – 20 Nov 2026”
 */
char *
wb_results_format_period (const WbPeriod *period)
{
  g_autofree char *from = format_day (period->from, get_year (period->from) !=
                                      get_year (period->to));
  g_autofree char *to = format_day (period->to, TRUE);

  if (period->from == period->to)
    return g_steal_pointer (&to);

  return g_strdup_printf (C_ ("period", "%s – %s"), from, to);
}

/**
 * wb_results_format_percent:
 * @share: 0 to 1
 *
 * Returns: (transfer full): “86%”: 0 and 100 only where that is exact, since all but one is not
 * all
 */
char *
wb_results_format_percent (double share)
{
  double percent = share * 100;
  int whole = (int) floor (percent + 0.5);

  if (whole == 0 && percent > 0)
    whole = 1;
  else if (whole == 100 && percent < 100)
    whole = 99;

  /* TRANSLATORS: a share, e.g. “86%” */
  return g_strdup_printf (_ ("%d%%"), whole);
}

/**
 * wb_results_format_share:
 * @n: a part
 * @n_all: of so many
 *
 * Returns: (transfer full): “86%”, “–” of none
 */
char *
wb_results_format_share (gint64 n,
                         gint64 n_all)
{
  return n_all > 0 ? wb_results_format_percent ((double) n / (double) n_all) : g_strdup (NONE);
}

/**
 * wb_results_format_range:
 * @interval: of a share
 *
 * Returns: (transfer full): “between 80% and 91%”
 */
char *
wb_results_format_range (const WbInterval *interval)
{
  g_autofree char *low = wb_results_format_percent (interval->low);
  g_autofree char *high = wb_results_format_percent (interval->high);

  /* TRANSLATORS: how sure a share is: “between 80% and 91%” */
  return g_strdup_printf (_ ("between %s and %s"), low, high);
}

void
wb_results_tile_clear (WbResultsTile *self)
{
  g_clear_pointer (&self->figure, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->detail, g_free);
  g_clear_pointer (&self->before, g_free);
}

static void
describe_answered (WbResultsTile *tile,
                   char          *title,
                   gint64         n,
                   gint64         n_counted,
                   gint64         n_before,
                   gint64         n_counted_before)
{
  WbInterval share = wb_interval_share (n, n_counted);
  int late = (int) (n_counted - n);

  tile->figure = wb_results_format_share (n, n_counted);
  tile->title = title;
  if (n_counted == 0) {
    tile->detail = g_strdup (_ ("No call to judge yet"));
  } else {
    g_autofree char *range = wb_results_format_range (&share);
    g_autofree char *missed =
      late == 0 ? g_strdup (_ ("none was late"))
                : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d was late of %'d",
                                                "%'d were late of %'d", (gulong) late),
                                   late, (int) n_counted);

    tile->detail = wb_format_join (missed, range, NULL);
  }
  if (n_counted_before > 0) {
    g_autofree char *before = wb_results_format_share (n_before, n_counted_before);

    /* TRANSLATORS: %s is a share, e.g. “74%” */
    tile->before = g_strdup_printf (_ ("%s in the period before"), before);
  } else {
    tile->before = g_strdup (_ ("No calls in the period before"));
  }
}

static gboolean
describe_call_orders (WbResultsTile        *tile,
                      const WbResultsModel *model)
{
  const WbToolResult *tool = wb_results_model_find_tool (model, WB_TOOL_CALL_REQUEST);
  gint64 orders = 0;

  if (!tool || tool->sum->taken <= 0)
    return FALSE;

  orders = wb_results_model_count_orders (model, tool->sum);
  tile->figure = wb_results_format_count (orders);
  tile->title = g_strdup (g_dngettext (GETTEXT_PACKAGE, "order after a call", "orders after a call",
                                       (gulong) orders));
  tile->detail = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "of %'d customer who asked for one",
                 "of %'d customers who asked for one", (gulong) tool->sum->taken),
    (int) tool->sum->taken);
  tile->before =
    model->question->with_probable && tool->sum->used_probable > 0
      ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d of them probable",
                                      "%'d of them probable", (gulong) tool->sum->used_probable),
                         (int) tool->sum->used_probable)
      : g_strdup ("");

  return TRUE;
}

/* Of the currency that is looked at, or each with something open. */
static gboolean
describe_open_coupons (WbResultsTile        *tile,
                       const WbResultsModel *model)
{
  GString *figure = g_string_new (NULL);
  gint64 n_open = 0;
  gint64 n_percent = 0;

  for (guint i = 0; i < model->coupons->len; i++) {
    const WbCouponTotals *totals = g_ptr_array_index (model->coupons, i);

    if (model->question->currency && !g_str_equal (model->question->currency, totals->currency))
      continue;
    n_open += totals->n_open;
    n_percent += totals->n_open_percent;
    if (totals->open_minor > 0) {
      g_autofree char *amount = wb_coupon_money_minor (totals->open_minor, totals->currency);

      g_string_append_printf (figure, "%s%s", figure->len > 0 ? "\n" : "", amount);
    }
  }
  if (figure->len == 0)
    g_string_append (figure, NONE);
  tile->figure = g_string_free (figure, FALSE);
  if (n_open == 0)
    return FALSE;

  tile->title = g_strdup (_ ("still open in coupons"));
  tile->detail = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d coupon, today",
                                               "%'d coupons, today", (gulong) n_open),
                                  (int) n_open);
  tile->before =
    n_percent > 0
      ? g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%'d of them in percent, without a value yet",
                   "%'d of them in percent, without a value yet", (gulong) n_percent),
      (int) n_percent)
      : g_strdup ("");

  return TRUE;
}

/**
 * wb_results_tile_make:
 * @self_out: (out caller-allocates): what it says, to be cleared
 * @model: the numbers
 * @kind: which
 * @goal_hours: within how many hours the account wants to call back
 *
 * Returns: `FALSE` if there is nothing to tell
 */
gboolean
wb_results_tile_make (WbResultsTile        *self_out,
                      const WbResultsModel *model,
                      WbResultsTileKind     kind,
                      int                   goal_hours)
{
  const WbCallCount *calls = model->calls;
  const WbCallCount *before = model->calls_before;
  gboolean has_calls = calls->asked > 0 || before->asked > 0;

  *self_out = (WbResultsTile) { NULL };
  switch (kind) {
    case WB_RESULTS_IN_GOAL:
      if (has_calls)
        describe_answered (self_out, g_strdup_printf (_ ("of calls within %d h"), goal_hours),
                           calls->in_goal, calls->goal_counted, before->in_goal,
                           before->goal_counted);
      return has_calls;
    case WB_RESULTS_IN_PROMISE:
      if (has_calls)
        describe_answered (self_out, g_strdup (_ ("of calls within 2 days")), calls->in_promise,
                           calls->promise_counted, before->in_promise, before->promise_counted);
      return has_calls;
    case WB_RESULTS_CALL_ORDERS:
      return describe_call_orders (self_out, model);
    case WB_RESULTS_STILL_OPEN:
      return describe_open_coupons (self_out, model);
    default:
      g_assert_not_reached ();
  }
}

/**
 * wb_results_get_scale:
 * @model: the numbers
 *
 * Returns: the least of a few round shares that all intervals fit below
 */
double
wb_results_get_scale (const WbResultsModel *model)
{
  static const double scales[] = { 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1 };
  GPtrArray *tools = model->results->tools;
  double highest = 0;

  for (guint i = 0; i < tools->len; i++) {
    const WbToolResult *tool = g_ptr_array_index (tools, i);

    if (tool->is_enough)
      highest = MAX (highest, tool->share.high);
    if (tool->is_enough && tool->before && tool->before_is_enough)
      highest = MAX (highest, tool->share_before.value);
  }
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++) {
    if (highest <= scales[i])
      return scales[i];
  }

  return 1;
}
