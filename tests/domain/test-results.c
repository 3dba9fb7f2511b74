/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What results conclude: each finding with the numbers that just do not carry it, ranks, money apart,
 * and a year of simulated shops in which no tool is better than another. */

#include "wb-results.h"

#include "wb-random.h"

#include <string.h>

static WbFunnelRow *
new_row (WbTool      tool,
         const char *type,
         const char *currency,
         gint64      offered,
         gint64      taken,
         gint64      used,
         gint64      worth)
{
  WbFunnelRow *row = wb_funnel_row_new ();

  row->has_tool = TRUE;
  row->tool = tool;
  row->type = g_strdup (type);
  row->currency = g_strdup (currency);
  row->offered = offered;
  row->shown = offered;
  row->taken = taken;
  row->used = used;
  row->revenue = used * worth;
  row->revenue_squares = (double) used * (double) worth * (double) worth;
  row->revenue_all_squares = row->revenue_squares;

  return row;
}

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) wb_funnel_row_unref);
}

/* offered, taken, used, open */
typedef struct
{
  gint64 offered, taken, used, open;
} Counts;

static WbResults *
make (const Counts *coupon,
      const Counts *call,
      const Counts *banner,
      const Counts *coupon_before)
{
  g_autoptr (GPtrArray) rows = new_rows ();
  g_autoptr (GPtrArray) before = new_rows ();
  const Counts *counts[] = { coupon, call, banner };
  WbResultsAsk ask = { .with_probable = TRUE };

  for (int i = 0; i < 3; i++) {
    WbFunnelRow *row = NULL;

    if (!counts[i])
      continue;
    row = new_row ((WbTool) i, "t", "CZK", counts[i]->offered, counts[i]->taken, counts[i]->used,
                   1000);
    row->open = counts[i]->open;
    g_ptr_array_add (rows, row);
  }
  if (coupon_before)
    g_ptr_array_add (before, new_row (WB_TOOL_COUPON, "t", "CZK", coupon_before->offered,
                                      coupon_before->taken, coupon_before->used, 1000));

  return wb_results_make (&ask, rows, before);
}

static const WbFinding *
find_finding (const WbResults *results,
              WbFindingKind    kind)
{
  for (guint i = 0; i < results->findings->len; i++) {
    const WbFinding *one = &g_array_index (results->findings, WbFinding, i);

    if (one->kind == kind)
      return one;
  }

  return NULL;
}

static void
test_findings (void)
{
  static const struct {
    const char *name;
    Counts coupon, call, banner, before;  /* offered -1 = none of it */
    WbFindingKind kind;
    gboolean found;
    const char *words;  /* a part of them */
  } cases[] = {
    { "nothing", { -1 }, { -1 }, { -1 }, { -1 }, WB_FINDING_NO_OFFERS, TRUE, "longer period" },
    { "nothing offered, an order of before", { 0, 0, 0 }, { -1 }, { -1 }, { -1 },
      WB_FINDING_NO_OFFERS, TRUE, "longer period" },
    { "something", { 1, 0, 0 }, { -1 }, { -1 }, { -1 }, WB_FINDING_NO_OFFERS, FALSE, NULL },

    { "one order short", { 1000, 100, 9 }, { -1 }, { -1 }, { -1 }, WB_FINDING_NOT_ENOUGH, TRUE,
      "9 of 10 orders needed" },
    { "enough", { 1000, 100, 10 }, { -1 }, { -1 }, { -1 }, WB_FINDING_NOT_ENOUGH, FALSE, NULL },
    { "one offer short", { 99, 50, 30 }, { -1 }, { -1 }, { -1 }, WB_FINDING_NOT_ENOUGH, TRUE,
      "99 of 100 customers needed" },
    { "enough offers", { 100, 50, 30 }, { -1 }, { -1 }, { -1 }, WB_FINDING_NOT_ENOUGH, FALSE,
      NULL },

    { "clearly better", { 1204, 412, 218 }, { 1204, 131, 61 }, { -1 }, { -1 },
      WB_FINDING_BEST_SHARE, TRUE, "18 of 100, next best 5.1" },
    { "a little better", { 1204, 412, 65 }, { 1204, 131, 61 }, { -1 }, { -1 },
      WB_FINDING_BEST_SHARE, FALSE, NULL },
    { "the same: no difference", { 1204, 412, 65 }, { 1204, 131, 61 }, { -1 }, { -1 },
      WB_FINDING_NO_DIFFERENCE, TRUE, "may be chance" },
    { "better than one that is not enough", { 1204, 412, 218 }, { 1204, 131, 9 }, { -1 }, { -1 },
      WB_FINDING_BEST_SHARE, FALSE, NULL },
    { "better than the one, not the other", { 1204, 412, 218 }, { 1204, 131, 61 },
      { 1204, 300, 205 }, { -1 }, WB_FINDING_BEST_SHARE, FALSE, NULL },
    { "better than both", { 1204, 412, 218 }, { 1204, 131, 61 }, { 1204, 300, 105 }, { -1 },
      WB_FINDING_BEST_SHARE, TRUE, "coupon" },
    { "more money", { 1204, 412, 218 }, { 1204, 131, 61 }, { -1 }, { -1 }, WB_FINDING_BEST_MONEY,
      TRUE, "per ticket" },

    { "hardly taken, yet good", { 2000, 100, 60 }, { -1 }, { -1 }, { -1 }, WB_FINDING_NOT_TAKEN,
      TRUE, "5.0 of 100), but of those who do, 60 of 100" },
    { "hardly taken, and no good", { 2000, 100, 20 }, { -1 }, { -1 }, { -1 },
      WB_FINDING_NOT_TAKEN, FALSE, NULL },
    { "taken, and good", { 2000, 500, 300 }, { -1 }, { -1 }, { -1 }, WB_FINDING_NOT_TAKEN, FALSE,
      NULL },
    { "too few takers to say", { 2000, 19, 15 }, { -1 }, { -1 }, { -1 }, WB_FINDING_NOT_TAKEN,
      FALSE, NULL },

    { "taken in vain", { 2000, 1000, 20 }, { -1 }, { -1 }, { -1 }, WB_FINDING_TAKEN_NOT_USED,
      TRUE, "50 of 100), but of those only 2.0 of 100" },
    { "taken, still open", { 2000, 1000, 20, 900 }, { -1 }, { -1 }, { -1 },
      WB_FINDING_TAKEN_NOT_USED, FALSE, NULL },
    { "taken, not in vain", { 2000, 1000, 200 }, { -1 }, { -1 }, { -1 },
      WB_FINDING_TAKEN_NOT_USED, FALSE, NULL },

    { "rose", { 1000, 400, 200 }, { -1 }, { -1 }, { 1000, 400, 100 }, WB_FINDING_ROSE, TRUE,
      "20 of 100, before 10" },
    { "rose by chance", { 1000, 400, 110 }, { -1 }, { -1 }, { 1000, 400, 100 }, WB_FINDING_ROSE,
      FALSE, NULL },
    { "rose from too little", { 1000, 400, 200 }, { -1 }, { -1 }, { 90, 40, 12 }, WB_FINDING_ROSE,
      FALSE, NULL },
    { "fell", { 1000, 400, 100 }, { -1 }, { -1 }, { 1000, 400, 200 }, WB_FINDING_FELL, TRUE,
      "10 of 100, before 20" },
    { "fell, but may rise", { 1000, 400, 100, 101 }, { -1 }, { -1 }, { 1000, 400, 200 },
      WB_FINDING_FELL, FALSE, NULL },

    { "a tenth is open", { 1000, 400, 100, 100 }, { -1 }, { -1 }, { -1 }, WB_FINDING_OPEN, FALSE,
      NULL },
    { "more is open", { 1000, 400, 100, 101 }, { -1 }, { -1 }, { -1 }, WB_FINDING_OPEN, TRUE,
      "101 of 1000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbResults) results =
      make (cases[i].coupon.offered >= 0 ? &cases[i].coupon : NULL,
            cases[i].call.offered >= 0 ? &cases[i].call : NULL,
            cases[i].banner.offered >= 0 ? &cases[i].banner : NULL,
            cases[i].before.offered >= 0 ? &cases[i].before : NULL);
    const WbFinding *finding = find_finding (results, cases[i].kind);
    g_autofree char *words = finding ? wb_finding_words (results, finding) : NULL;
    g_autofree char *summary = wb_results_summary (results);
    g_autofree char *headline = wb_results_headline (results);

    g_test_message ("%s: %s", cases[i].name, words ? words : "-");
    g_assert_true ((finding ? TRUE : FALSE) == cases[i].found);
    if (cases[i].words)
      g_assert_nonnull (strstr (words, cases[i].words));
    /* Whoever reads only the summary misses nothing, and reads nothing twice: that it is best, the
     * headline and its reason say. */
    g_assert_true (g_str_has_prefix (summary, headline));
    if (words)
      g_assert_true (!strstr (summary, words) == (cases[i].kind == WB_FINDING_BEST_SHARE));
  }
}

static void
test_ranks (void)
{
  static const Counts coupon = { 1000, 400, 100 };
  static const Counts call = { 1000, 100, 150 };
  static const Counts banner = { 1000, 100, 5 };
  g_autoptr (WbResults) results = make (&coupon, &call, &banner, NULL);
  g_autofree char *reason = wb_results_reason (results);
  g_autofree char *last = NULL;

  g_assert_cmpuint (results->tools->len, ==, 3);
  g_assert_cmpint (((WbToolResult *) results->tools->pdata[0])->tool, ==, WB_TOOL_CALL_REQUEST);
  g_assert_cmpint (((WbToolResult *) results->tools->pdata[1])->tool, ==, WB_TOOL_COUPON);
  g_assert_cmpint (((WbToolResult *) results->tools->pdata[2])->tool, ==, WB_TOOL_BANNER);
  g_assert_cmpstr (reason, ==,
                   "Of 100 customers offered a call, 15 ordered again (13 to 17). "
                   "Of those offered a coupon, 10 (8.3 to 12). "
                   "For the banner there is not enough yet: 5 of 10 orders needed.");
  last = wb_tool_result_share_words (results->tools->pdata[2]);
  g_assert_cmpstr (last, ==, "Not enough yet: 5 of 10 orders");
}

/* Currencies stay apart; counts do not. What is asked for is what is looked at. */
static void
test_money (void)
{
  g_autoptr (GPtrArray) rows = new_rows ();
  g_autoptr (GPtrArray) before = new_rows ();
  g_autoptr (WbResults) all = NULL;
  g_autoptr (WbResults) euros = NULL;
  g_autoptr (WbResults) claims = NULL;
  g_autoptr (WbResults) certain = NULL;
  WbResultsAsk ask = { .with_probable = TRUE };
  const WbToolResult *tool = NULL;
  const WbResultMoney *money = NULL;

  g_ptr_array_add (rows, new_row (WB_TOOL_COUPON, "return", "EUR", 200, 80, 20, 5000));
  g_ptr_array_add (rows, new_row (WB_TOOL_COUPON, "claim", "CZK", 300, 80, 30, 90000));
  g_ptr_array_add (rows, new_row (WB_TOOL_COUPON, "return", NULL, 50, 0, 0, 0));
  ((WbFunnelRow *) rows->pdata[0])->used_probable = 4;
  ((WbFunnelRow *) rows->pdata[0])->revenue_probable = 4000;

  all = wb_results_make (&ask, rows, before);
  tool = all->tools->pdata[0];
  g_assert_cmpint (tool->sum->offered, ==, 550);
  g_assert_cmpint (tool->orders, ==, 54);
  g_assert_cmpuint (tool->money->len, ==, 2);
  money = tool->money->pdata[0];
  g_assert_cmpstr (money->currency, ==, "CZK");
  g_assert_cmpint (money->revenue, ==, 2700000);
  money = tool->money->pdata[1];
  g_assert_cmpstr (money->currency, ==, "EUR");
  g_assert_cmpint (money->revenue, ==, 100000);
  g_assert_cmpint (money->revenue_probable, ==, 4000);
  /* Two currencies: nothing is said of money per ticket. */
  g_assert_null (all->money_currency);
  g_assert_false (tool->has_per_offer);

  ask.currency = "EUR";
  euros = wb_results_make (&ask, rows, before);
  tool = euros->tools->pdata[0];
  g_assert_cmpint (tool->sum->offered, ==, 200);
  g_assert_true (tool->has_per_offer);
  g_assert_cmpfloat_with_epsilon (tool->per_offer.value, 104000.0 / 200, 1e-9);

  ask.with_probable = FALSE;
  certain = wb_results_make (&ask, rows, before);
  tool = certain->tools->pdata[0];
  g_assert_cmpint (tool->orders, ==, 20);
  g_assert_cmpfloat_with_epsilon (tool->per_offer.value, 500, 1e-9);

  ask.currency = NULL;
  ask.type = "claim";
  claims = wb_results_make (&ask, rows, before);
  tool = claims->tools->pdata[0];
  g_assert_cmpint (tool->sum->offered, ==, 300);
  g_assert_cmpstr (claims->money_currency, ==, "CZK");
}

/* A shop in which each customer is offered all three, and orders for one of them by @chances of a
 * thousand each; what an order is worth varies as it does. */
static WbResults *
simulate (WbRandom  *random,
          int        n_tickets,
          const int  chances[3],
          const int *worths)
{
  g_autoptr (GPtrArray) rows = new_rows ();
  g_autoptr (GPtrArray) before = new_rows ();
  WbFunnelRow *tools[3];
  WbResultsAsk ask = { .with_probable = TRUE };

  for (int i = 0; i < 3; i++) {
    tools[i] = new_row ((WbTool) i, "t", "CZK", n_tickets, n_tickets / 3, 0, 0);
    g_ptr_array_add (rows, tools[i]);
  }
  for (int ticket = 0; ticket < n_tickets; ticket++) {
    int draw = (int) wb_random_below (random, 1000);

    for (int i = 0; i < 3; i++) {
      gint64 value;

      draw -= chances[i];
      if (draw >= 0)
        continue;
      value = worths[i] * (gint64) (1 + wb_random_below (random, 3)) *
              (gint64) (1 << wb_random_below (random, 4));
      tools[i]->used++;
      tools[i]->revenue += value;
      tools[i]->revenue_squares += (double) value * (double) value;
      tools[i]->revenue_all_squares = tools[i]->revenue_squares;
      break;
    }
  }

  return wb_results_make (&ask, rows, before);
}

static gboolean
names_winner (const WbResults *results)
{
  return find_finding (results, WB_FINDING_BEST_SHARE) ||
         find_finding (results, WB_FINDING_BEST_MONEY);
}

/* No tool is better: at most 5 % of a thousand looks may say so. In large shops and in small ones,
 * where only just enough is known. */
static void
test_no_difference (void)
{
  static const int worths[] = { 1000, 1000, 1000 };
  static const struct {
    int n_tickets;
    int chances[3];
  } shops[] = {
    { 2000, { 60, 60, 60 } },
    { 400, { 40, 40, 40 } },
    { 150, { 90, 90, 90 } },
    { 600, { 300, 300, 300 } },
  };

  for (guint shop = 0; shop < G_N_ELEMENTS (shops); shop++) {
    g_autoptr (WbRandom) random = wb_seeded_random_new (20261122 + shop);
    int n_named = 0;

    for (int run = 0; run < 1000; run++) {
      g_autoptr (WbResults) results = simulate (random, shops[shop].n_tickets,
                                                shops[shop].chances, worths);

      n_named += names_winner (results) ? 1 : 0;
    }
    g_test_message ("%d tickets: %d of 1000 named a winner", shops[shop].n_tickets, n_named);
    g_assert_cmpint (n_named, <=, 50);
  }
}

/* The twin: where one is better, it is named, and hardly ever another. */
static void
test_difference (void)
{
  static const int chances[] = { 90, 50, 50 };
  static const int same_chances[] = { 60, 60, 60 };
  static const int same[] = { 1000, 1000, 1000 };
  static const int worths[] = { 1000, 2500, 1000 };
  g_autoptr (WbRandom) random = wb_seeded_random_new (7);
  int n_right = 0, n_wrong = 0, n_money_right = 0, n_share = 0;

  for (int run = 0; run < 200; run++) {
    g_autoptr (WbResults) shares = simulate (random, 2000, chances, same);
    g_autoptr (WbResults) money = simulate (random, 2000, same_chances, worths);
    const WbFinding *share = find_finding (shares, WB_FINDING_BEST_SHARE);
    const WbFinding *most = find_finding (money, WB_FINDING_BEST_MONEY);

    if (share && share->tool == WB_TOOL_COUPON)
      n_right++;
    else if (share)
      n_wrong++;
    if (most && most->tool == WB_TOOL_CALL_REQUEST)
      n_money_right++;
    n_share += find_finding (money, WB_FINDING_BEST_SHARE) ? 1 : 0;
  }
  g_test_message ("right %d, wrong %d, money %d, share %d", n_right, n_wrong, n_money_right,
                  n_share);
  g_assert_cmpint (n_right, >=, 180);
  g_assert_cmpint (n_wrong, ==, 0);
  g_assert_cmpint (n_money_right, >=, 180);
  g_assert_cmpint (n_share, <=, 10);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/results/findings", test_findings);
  g_test_add_func ("/results/ranks", test_ranks);
  g_test_add_func ("/results/money", test_money);
  g_test_add_func ("/results/no-difference", test_no_difference);
  g_test_add_func ("/results/difference", test_difference);

  return g_test_run ();
}
