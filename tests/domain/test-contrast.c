/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The contrast of pairs whose ratio is known from the WCAG working group's examples and from other
 * implementations, and the colours that are none. */

#include "wb-contrast.h"

static void
test_contrast_known_pairs (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    double ratio;    /* rounded to two digits, as it is published */
    gboolean enough;
  } rows[] = {
    { "#000000", "#ffffff", 21.00, TRUE },
    { "#fff", "#fff", 1.00, FALSE },
    { "#777777", "#ffffff", 4.48, FALSE },
    { "#767676", "#ffffff", 4.54, TRUE },
    { "#595959", "#ffffff", 7.00, TRUE },
    { "#949494", "#ffffff", 3.03, FALSE },
    { "#ff0000", "#ffffff", 4.00, FALSE },
    { "#00ff00", "#ffffff", 1.37, FALSE },
    { "#0000ff", "#ffffff", 8.59, TRUE },
    { "#ff0000", "#00ff00", 2.91, FALSE },
    { "#ffff00", "#ffffff", 1.07, FALSE },
    { "#1d4ed8", "#ffffff", 6.70, TRUE },
    { "#111827", "#ffffff", 17.74, TRUE },
    { "#f59e0b", "#ffffff", 2.15, FALSE },
    { "#000", "#0a0a0a", 1.06, FALSE },
    { "#000", "#0b0b0b", 1.07, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    WbRgb a = { 0 };
    WbRgb b = { 0 };
    double ratio;

    g_test_message ("%s on %s", rows[i].a, rows[i].b);
    g_assert_true (wb_rgb_parse (rows[i].a, &a));
    g_assert_true (wb_rgb_parse (rows[i].b, &b));
    ratio = wb_contrast_ratio (a, b);
    g_test_message ("%.4f", ratio);
    g_assert_cmpint ((int) (ratio * 100 + 0.5), ==, (int) (rows[i].ratio * 100 + 0.5));
    g_assert_true ((ratio >= WB_CONTRAST_ENOUGH) == rows[i].enough);
    g_assert_cmpfloat (wb_contrast_ratio (b, a), ==, ratio);
  }
}

/* All greys on white: the ratio only falls as they lighten, and stays inside its bounds. */
static void
test_contrast_is_monotonic (void)
{
  WbRgb white = { 255, 255, 255 };
  double last = 21.01;

  for (guint level = 0; level < 256; level++) {
    WbRgb grey = { (guint8) level, (guint8) level, (guint8) level };
    double ratio = wb_contrast_ratio (grey, white);

    g_assert_cmpfloat (ratio, <, last);
    g_assert_cmpfloat (ratio, >=, 1);
    last = ratio;
  }
}

static void
test_contrast_parses_colors (void)
{
  static const struct
  {
    const char *text;
    gboolean ok;
    WbRgb rgb;
  } rows[] = {
    { "#1d4ed8", TRUE, { 0x1d, 0x4e, 0xd8 } },
    { "#1D4ED8", TRUE, { 0x1d, 0x4e, 0xd8 } },
    { "#1ab", TRUE, { 0x11, 0xaa, 0xbb } },
    { NULL, FALSE, { 0 } },
    { "", FALSE, { 0 } },
    { "#", FALSE, { 0 } },
    { "1d4ed8", FALSE, { 0 } },
    { "#1d4ed", FALSE, { 0 } },
    { "#1d4ed8f", FALSE, { 0 } },
    { "#1d4ed8ff", FALSE, { 0 } },
    { "#1d4eg8", FALSE, { 0 } },
    { " #1d4ed8", FALSE, { 0 } },
    { "#１d4", FALSE, { 0 } },
    { "blue", FALSE, { 0 } },
    { "rgb(0,0,0)", FALSE, { 0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    WbRgb rgb = { 1, 2, 3 };

    g_test_message ("%s", rows[i].text ? rows[i].text : "(none)");
    g_assert_true (wb_rgb_parse (rows[i].text, &rgb) == rows[i].ok);
    g_assert_cmpuint (rgb.red, ==, rows[i].ok ? rows[i].rgb.red : 1);
    g_assert_cmpuint (rgb.green, ==, rows[i].ok ? rows[i].rgb.green : 2);
    g_assert_cmpuint (rgb.blue, ==, rows[i].ok ? rows[i].rgb.blue : 3);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/contrast/known-pairs", test_contrast_known_pairs);
  g_test_add_func ("/wb/domain/contrast/is-monotonic", test_contrast_is_monotonic);
  g_test_add_func ("/wb/domain/contrast/parses-colors", test_contrast_parses_colors);

  return g_test_run ();
}
