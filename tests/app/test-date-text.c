/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Days as people type them, in the orders that locales have. */

#include "config.h"

#include "wb-date-text.h"

#define CZECH "%-d.%-m.%Y"
#define GERMAN "%d.%m.%Y"
#define AMERICAN "%m/%d/%Y"
#define BRITISH "%d/%m/%y"
#define HUNGARIAN "%Y-%m-%d"

/* 2026-11-20. */
#define TODAY 20777

static void
test_date_text_parse (void)
{
  static const struct
  {
    const char *pattern;
    const char *text;
    const char *iso; /* NULL = refused */
  } cases[] = {
    { CZECH, "30.11.2026", "2026-11-30" },
    { CZECH, "30. 11. 2026", "2026-11-30" },
    { CZECH, " 1.2.2027 ", "2027-02-01" },
    { CZECH, "30.11.26", "2026-11-30" },
    { CZECH, "30.11.", "2026-11-30" },
    { CZECH, "1.1.", "2027-01-01" },
    { CZECH, "1.6.", "2026-06-01" },
    { CZECH, "30/11/2026", "2026-11-30" },
    { CZECH, "2026-11-30", "2026-11-30" },
    { GERMAN, "30.11.2026", "2026-11-30" },
    { GERMAN, "29.02.2028", "2028-02-29" },
    { AMERICAN, "11/30/2026", "2026-11-30" },
    { AMERICAN, "11/30", "2026-11-30" },
    { AMERICAN, "2026-11-30", "2026-11-30" },
    { BRITISH, "30/11/26", "2026-11-30" },
    { HUNGARIAN, "2026.11.30", "2026-11-30" },
    { HUNGARIAN, "30.11.2026", "2026-11-30" },
    { "%F", "2026-11-30", "2026-11-30" },
    { "%D", "11/30/26", "2026-11-30" },
    { "%A", "2026-11-30", "2026-11-30" },

    { CZECH, "31.11.2026", NULL },
    { CZECH, "29.2.2027", NULL },
    { CZECH, "29.2.", NULL },
    { CZECH, "11/30/2026", NULL },
    { AMERICAN, "30/11/2026", NULL },
    { HUNGARIAN, "30/11/2026", NULL },
    { CZECH, "30", NULL },
    { CZECH, "", NULL },
    { CZECH, "30.11.2026.1", NULL },
    { CZECH, "30.11.226", NULL },
    { CZECH, "30.11.1926", NULL },
    { CZECH, "300.11.2026", NULL },
    { CZECH, "30.11.20260", NULL },
    { CZECH, "30. listopadu 2026", NULL },
    { CZECH, "-30.11.2026x", NULL },
    { CZECH, "٣٠.١١.٢٠٢٦", NULL },
    { CZECH, "0.11.2026", NULL },
    { CZECH, "99999999999999999999", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint32 date = WB_DATE_NONE;
    gboolean is_date = wb_date_text_parse (cases[i].text, cases[i].pattern, TODAY, &date);
    g_autofree char *iso = is_date ? wb_date_format (date) : NULL;

    g_test_message ("%s: \"%s\"", cases[i].pattern, cases[i].text);
    g_assert_cmpstr (iso, ==, cases[i].iso);
  }
}

static void
test_date_text_format (void)
{
  static const struct
  {
    const char *pattern;
    const char *text;
  } cases[] = {
    { CZECH, "1.2.2027" },          { GERMAN, "01.02.2027" },   { AMERICAN, "02/01/2027" },
    { BRITISH, "01/02/2027" },      { HUNGARIAN, "2027-02-01" }, { "%e.%m.%Y", "1.02.2027" },
    { "%D", "02/01/2027" },         { "%F", "2027-02-01" },      { "%A %B", "2027-02-01" },
    { "%Oy/%m/%d", "2027-02-01" },
  };
  gint32 date = WB_DATE_NONE;

  g_assert_true (wb_date_parse ("2027-02-01", &date));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = wb_date_text_format (date, cases[i].pattern);
    g_autofree char *none = wb_date_text_format (WB_DATE_NONE, cases[i].pattern);

    g_test_message ("%s", cases[i].pattern);
    g_assert_cmpstr (text, ==, cases[i].text);
    g_assert_cmpstr (none, ==, "");
  }
}

/* What is shown is what is read: each day of four years, in each order. */
static void
test_date_text_round_trip (void)
{
  static const char *const patterns[] = { CZECH, GERMAN, AMERICAN, BRITISH, HUNGARIAN, "%D", "%A" };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++) {
    g_test_message ("%s", patterns[i]);
    for (gint32 date = TODAY; date < TODAY + 4 * 366; date++) {
      g_autofree char *text = wb_date_text_format (date, patterns[i]);
      gint32 read = WB_DATE_NONE;

      g_assert_true (wb_date_text_parse (text, patterns[i], TODAY, &read));
      g_assert_cmpint (read, ==, date);
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/winback/app/date-text/typed-days-are-read-or-refused", test_date_text_parse);
  g_test_add_func ("/winback/app/date-text/days-are-shown-in-the-persons-order",
                   test_date_text_format);
  g_test_add_func ("/winback/app/date-text/what-is-shown-is-read-again", test_date_text_round_trip);

  return g_test_run ();
}
