/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CSV that every spreadsheet reads as it was meant, and runs nothing of. */

#include "wb-csv.h"

static void
test_cells (void)
{
  static const struct {
    const char *text;
    const char *want;
  } cases[] = {
    { NULL, "" },
    { "", "" },
    { "plain", "plain" },
    { "Žluťoučký kůň", "Žluťoučký kůň" },
    { "a,b", "\"a,b\"" },
    { "he said \"no\"", "\"he said \"\"no\"\"\"" },
    { "two\nlines", "\"two\nlines\"" },
    { "two\r\nlines", "\"two\r\nlines\"" },
    { " padded ", " padded " },
    /* Numbers stay numbers, a minus too. */
    { "200.00", "200.00" },
    { "-200.00", "-200.00" },
    { "-5", "-5" },
    /* Formulas do not stay formulas. */
    { "=1+1", "\"'=1+1\"" },
    { "=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"" },
    { "+420 603 000 000", "\"'+420 603 000 000\"" },
    { "@SUM(A1)", "\"'@SUM(A1)\"" },
    { "-1+1", "\"'-1+1\"" },
    { "-", "\"'-\"" },
    { "-.5", "\"'-.5\"" },
    { "\t=1", "\"'\t=1\"" },
    { "\r=1", "\"'\r=1\"" },
    /* Not at the start: nothing runs. */
    { "a=1", "a=1" },
    { "1+1", "1+1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) out = g_string_new (NULL);
    g_autofree char *want = g_strconcat (cases[i].want, ",", NULL);

    g_test_message ("row %u", i);
    wb_csv_append_cell (out, cases[i].text, FALSE);
    g_assert_cmpstr (out->str, ==, want);
  }
}

static void
test_rows (void)
{
  static const char *const first[] = { "a", "b,c", "", NULL };
  static const char *const second[] = { "", NULL };
  g_autoptr (GString) out = g_string_new (NULL);

  wb_csv_append_row (out, first);
  wb_csv_append_row (out, second);
  g_assert_cmpstr (out->str, ==, "a,\"b,c\",\r\n\r\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv/cells", test_cells);
  g_test_add_func ("/csv/rows", test_rows);

  return g_test_run ();
}
