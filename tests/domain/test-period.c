/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Periods by name and the ones before them: ends of months, February, new year; and periods that a
 * person chooses, each rule with its refused twin. */

#include "wb-period.h"
#include "wb-stat-rows.h"

static gint32
parse_day (const char *text)
{
  gint32 day = 0;

  g_assert_true (wb_date_parse (text, &day));

  return day;
}

static void
assert_day (gint32      day,
            const char *expected)
{
  g_autofree char *text = wb_date_format (day);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_named (void)
{
  static const struct {
    WbPeriodKind kind;
    const char *today;
    const char *from, *to;
    const char *before_from, *before_to;
  } cases[] = {
    { WB_PERIOD_7_DAYS, "2026-11-22", "2026-11-16", "2026-11-22", "2026-11-09", "2026-11-15" },
    { WB_PERIOD_30_DAYS, "2026-11-22", "2026-10-24", "2026-11-22", "2026-09-24", "2026-10-23" },
    { WB_PERIOD_90_DAYS, "2026-01-10", "2025-10-13", "2026-01-10", "2025-07-15", "2025-10-12" },
    { WB_PERIOD_YEAR, "2024-12-31", "2024-01-02", "2024-12-31", "2023-01-02", "2024-01-01" },
    { WB_PERIOD_THIS_MONTH, "2026-11-22", "2026-11-01", "2026-11-22", "2026-10-01", "2026-10-22" },
    { WB_PERIOD_THIS_MONTH, "2026-11-01", "2026-11-01", "2026-11-01", "2026-10-01", "2026-10-01" },
    /* February has no 31st: all of it, and not a day of March twice. */
    { WB_PERIOD_THIS_MONTH, "2025-03-31", "2025-03-01", "2025-03-31", "2025-02-01", "2025-02-28" },
    { WB_PERIOD_THIS_MONTH, "2024-03-29", "2024-03-01", "2024-03-29", "2024-02-01", "2024-02-29" },
    { WB_PERIOD_THIS_MONTH, "2026-01-15", "2026-01-01", "2026-01-15", "2025-12-01", "2025-12-15" },
    { WB_PERIOD_LAST_MONTH, "2026-01-01", "2025-12-01", "2025-12-31", "2025-11-01", "2025-11-30" },
    { WB_PERIOD_LAST_MONTH, "2024-03-31", "2024-02-01", "2024-02-29", "2024-01-01", "2024-01-31" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    WbPeriod period = wb_period_of (cases[i].kind, parse_day (cases[i].today));
    WbPeriod before = wb_period_before (cases[i].kind, &period);

    g_test_message ("%s on %s", wb_period_to_text (cases[i].kind), cases[i].today);
    assert_day (period.from, cases[i].from);
    assert_day (period.to, cases[i].to);
    assert_day (before.from, cases[i].before_from);
    assert_day (before.to, cases[i].before_to);
  }
}

/* Whatever the day: the two never share one, and the one before is not the longer. */
static void
test_before (void)
{
  for (gint32 today = parse_day ("2023-12-30"); today <= parse_day ("2025-03-02"); today++) {
    for (int kind = 0; kind < WB_PERIOD_CUSTOM; kind++) {
      WbPeriod period = wb_period_of ((WbPeriodKind) kind, today);
      WbPeriod before = wb_period_before ((WbPeriodKind) kind, &period);

      g_assert_cmpint (before.to, <, period.from);
      g_assert_cmpint (before.from, <=, before.to);
      g_assert_cmpint (period.to, <=, today);
      if (kind != WB_PERIOD_LAST_MONTH)
        g_assert_cmpint (wb_period_days (&before), <=, wb_period_days (&period));
    }
  }
}

static void
test_names (void)
{
  WbPeriodKind kind = WB_PERIOD_CUSTOM;

  for (int i = 0; i < WB_N_PERIODS; i++) {
    g_assert_true (wb_period_from_text (wb_period_to_text ((WbPeriodKind) i), &kind));
    g_assert_cmpint (kind, ==, i);
    g_assert_nonnull (wb_period_words (kind));
  }
  g_assert_false (wb_period_from_text ("8-days", &kind));
  g_assert_false (wb_period_from_text ("", &kind));
  g_assert_false (wb_period_from_text (NULL, &kind));
}

static void
test_check (void)
{
  static const struct {
    const char *from, *to;
    int code;  /* -1 = fine */
  } cases[] = {
    { "2026-11-22", "2026-11-22", -1 },
    { "2026-11-23", "2026-11-22", WB_PERIOD_ERROR_REVERSED },
    { "2026-11-22", "2026-11-30", -1 },
    { "2026-11-23", "2026-11-30", WB_PERIOD_ERROR_FUTURE },
    { "2025-11-22", "2026-11-22", -1 },
    { "2025-11-21", "2026-11-22", WB_PERIOD_ERROR_TOO_LONG },
    { "1999-01-01", "1999-01-01", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    WbPeriod period = { parse_day (cases[i].from), parse_day (cases[i].to) };
    g_autoptr (GError) error = NULL;
    gboolean fine = wb_period_check (&period, parse_day ("2026-11-22"), &error);

    g_test_message ("%s to %s", cases[i].from, cases[i].to);
    g_assert_true (fine == (cases[i].code < 0));
    if (!fine)
      g_assert_error (error, WB_PERIOD_ERROR, cases[i].code);
  }
}

/* What cannot be counted is left out of a sum, and is not zero when nothing else is there. */
static void
test_sums (void)
{
  g_autoptr (WbBannerCount) sum = wb_banner_count_new ();
  g_autoptr (WbBannerCount) mail = wb_banner_count_new ();
  g_autoptr (WbBannerCount) portal = wb_banner_count_new ();
  g_autoptr (WbFunnelRow) crowns = wb_funnel_row_new ();
  g_autoptr (WbFunnelRow) more = wb_funnel_row_new ();
  g_autoptr (WbFunnelRow) euros = wb_funnel_row_new ();

  mail->clicks = 5;
  portal->impressions = 100;
  portal->impressions_raw = 110;
  portal->clicks = portal->clicks_with_views = 7;
  portal->filtered[WB_VERDICT_BURST] = 2;
  wb_banner_count_add (sum, mail);
  g_assert_cmpint (sum->impressions, ==, WB_COUNT_NONE);
  wb_banner_count_add (sum, portal);
  wb_banner_count_add (sum, portal);
  wb_banner_count_add (sum, mail);
  g_assert_cmpint (sum->impressions, ==, 200);
  g_assert_cmpint (sum->impressions_raw, ==, 220);
  g_assert_cmpint (sum->clicks, ==, 24);
  g_assert_cmpint (sum->clicks_with_views, ==, 14);
  g_assert_cmpint (sum->filtered[WB_VERDICT_BURST], ==, 4);

  crowns->currency = g_strdup ("CZK");
  more->currency = g_strdup ("CZK");
  more->offered = euros->offered = 3;
  more->revenue = 500;
  euros->currency = g_strdup ("EUR");
  euros->revenue = 900;
  euros->revenue_probable = 1;
  wb_funnel_row_add (crowns, more);
  wb_funnel_row_add (crowns, euros);
  g_assert_cmpint (crowns->offered, ==, 6);
  g_assert_cmpint (crowns->revenue, ==, 500);
  g_assert_cmpint (crowns->revenue_probable, ==, 0);
  g_assert_cmpint (crowns->shown, ==, WB_COUNT_NONE);
}

static void
test_ends (void)
{
  WbCallEnd end = WB_CALL_END_RESOLVED;

  for (int i = 0; i < WB_N_CALL_ENDS; i++) {
    g_assert_true (wb_call_end_from_text (wb_call_end_to_text ((WbCallEnd) i), &end));
    g_assert_cmpint (end, ==, i);
  }
  g_assert_false (wb_call_end_from_text ("busy", &end));
  g_assert_false (wb_call_end_from_text (NULL, &end));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/period/named", test_named);
  g_test_add_func ("/period/before", test_before);
  g_test_add_func ("/period/names", test_names);
  g_test_add_func ("/period/check", test_check);
  g_test_add_func ("/period/sums", test_sums);
  g_test_add_func ("/period/ends", test_ends);

  return g_test_run ();
}
