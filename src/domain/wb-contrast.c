/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Contrast as WCAG 2 counts it: relative luminance of sRGB, and the ratio of two of them. */

#include "config.h"

#include "wb-contrast.h"

#include <math.h>
#include <string.h>

/* Light that a screen gives off everywhere (WCAG 2, contrast ratio). */
#define FLARE 0.05

/**
 * wb_rgb_parse:
 * @text: (nullable): a colour such as "#1d4ed8" or "#fff", in either case
 * @rgb_out: (out caller-allocates): the colour; untouched when it is none
 *
 * Any thread.
 *
 * Returns: `TRUE` if @text is a colour
 */
gboolean
wb_rgb_parse (const char *text,
              WbRgb      *rgb_out)
{
  guint8 digits[6];
  gsize n_digits = 0;
  gsize wide;

  g_return_val_if_fail (rgb_out, FALSE);

  if (!text || text[0] != '#')
    return FALSE;
  for (const char *p = text + 1; *p != '\0'; p++) {
    int digit = g_ascii_xdigit_value (*p);

    if (digit < 0 || n_digits == G_N_ELEMENTS (digits))
      return FALSE;
    digits[n_digits++] = (guint8) digit;
  }
  if (n_digits != 3 && n_digits != 6)
    return FALSE;

  /* "#abc" is short for "#aabbcc". */
  wide = n_digits / 3;
  rgb_out->red = (guint8) (digits[0] << 4 | digits[wide - 1]);
  rgb_out->green = (guint8) (digits[wide] << 4 | digits[2 * wide - 1]);
  rgb_out->blue = (guint8) (digits[2 * wide] << 4 | digits[3 * wide - 1]);

  return TRUE;
}

static double
linear (guint8 channel)
{
  double share = channel / 255.0;

  /* The threshold is WCAG's; no channel of eight bits lies between it and that of sRGB. */
  return share <= 0.03928 ? share / 12.92 : pow ((share + 0.055) / 1.055, 2.4);
}

static double
luminance (WbRgb color)
{
  return 0.2126 * linear (color.red) + 0.7152 * linear (color.green) +
         0.0722 * linear (color.blue);
}

/**
 * wb_contrast_ratio:
 * @a: a colour
 * @b: another
 *
 * The order of the two does not matter. Any thread.
 *
 * Returns: 1 (the same) to 21 (black on white)
 */
double
wb_contrast_ratio (WbRgb a,
                   WbRgb b)
{
  double lighter = luminance (a);
  double darker = luminance (b);

  if (lighter < darker) {
    double other = lighter;

    lighter = darker;
    darker = other;
  }

  return (lighter + FLARE) / (darker + FLARE);
}
