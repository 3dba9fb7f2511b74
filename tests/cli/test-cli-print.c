/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Columns that line up in any script, and dates in the account's zone. */

#include "config.h"

#include "wb-cli-print.h"

#include "wb-time.h"

static void
test_cli_print_columns_line_up (void)
{
  g_autoptr (WbCliTable) table = wb_cli_table_new ("A", "Name", "Last", NULL);
  const char *const one[] = { "1", "Łukasz Žižka", "x" };
  const char *const two[] = { "12345", "顧客", NULL };
  const char *const three[] = { NULL, "e\xcc\x81", "bad\x1b[31m\nline" };
  const char *const four[] = { "\xff", "n", "z" };
  g_autofree char *text = NULL;

  wb_cli_table_add (table, one);
  wb_cli_table_add (table, two);
  wb_cli_table_add (table, three);
  wb_cli_table_add (table, four);
  text = wb_cli_table_to_text (table);
  g_assert_cmpstr (text, ==,
                   "A      Name          Last\n"
                   "1      Łukasz Žižka  x\n"
                   "12345  顧客\n"
                   "       e\xcc\x81             bad [31m line\n"
                   "\xef\xbf\xbd      n             z\n");
}

static const struct
{
  const char *text;
  guint width;
} widths[] = {
  { "", 0 },
  { "abc", 3 },
  { "Łukasz", 6 },
  { "e\xcc\x81", 1 },
  { "顧客", 4 },
};

static void
test_cli_print_width_is_what_a_terminal_shows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    g_assert_cmpuint (wb_cli_text_width (widths[i].text), ==, widths[i].width);
}

static const struct
{
  const char *at;
  const char *zone;
  const char *expected;
} times[] = {
  { "2025-10-05T12:30:00.000Z", "Europe/Prague", "Sun 5 Oct 14:30" },
  { "2025-10-05T12:30:00.000Z", "UTC", "Sun 5 Oct 12:30" },
  { "2025-12-31T23:30:00.000Z", "Europe/Prague", "1 Jan 2026 00:30" },
  { "2024-10-05T12:30:00.000Z", "Europe/Prague", "5 Oct 2024 14:30" },
};

static void
test_cli_print_times_are_local (void)
{
  gint64 now = 0;
  g_autofree char *none = NULL;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  g_assert_true (wb_time_parse ("2025-06-01T00:00:00.000Z", &now));
  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (times[i].zone);
    g_autofree char *text = NULL;
    gint64 at = 0;

    g_assert_true (wb_time_parse (times[i].at, &at));
    text = wb_cli_format_time (at, now, zone);
    g_assert_cmpstr (text, ==, times[i].expected);
  }
  none = wb_cli_format_time (WB_TIME_NONE, now, utc);
  g_assert_cmpstr (none, ==, "–");
}

static void
test_cli_print_ids_are_shortened (void)
{
  g_autofree char *uuid = wb_cli_short_id ("a0000001-0000-4000-8000-000000000000");
  g_autofree char *other = wb_cli_short_id ("a-longer-name-that-is-no-uuid");

  g_assert_cmpstr (uuid, ==, "a0000001");
  g_assert_cmpstr (other, ==, "a-longer-name-that-is-no-uuid");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/print/columns-line-up", test_cli_print_columns_line_up);
  g_test_add_func ("/cli/print/width-is-what-a-terminal-shows",
                   test_cli_print_width_is_what_a_terminal_shows);
  g_test_add_func ("/cli/print/times-are-local", test_cli_print_times_are_local);
  g_test_add_func ("/cli/print/ids-are-shortened", test_cli_print_ids_are_shortened);
  return g_test_run ();
}
