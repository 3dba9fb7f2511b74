/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Instants and dates: what is read is written in the one form that is read as the same. */

#include "fuzz.h"

#include "wb-contrast.h"
#include "wb-time.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = fuzz_dup_text (data, size);
  gint64 ms = 0;
  gint32 days = 0;
  WbRgb rgb = { 0 };

  if (wb_time_parse (text, &ms)) {
    g_autofree char *written = wb_time_format (ms);
    gint64 again = 0;

    g_assert_true (wb_time_parse (written, &again));
    g_assert_cmpint (again, ==, ms);
  }
  if (wb_date_parse (text, &days)) {
    g_autofree char *written = wb_date_format (days);

    /* A date has only one form. */
    g_assert_cmpstr (written, ==, text);
  }
  if (wb_rgb_parse (text, &rgb))
    g_assert_cmpfloat (wb_contrast_ratio (rgb, (WbRgb) { 0, 0, 0 }), >=, 1);

  return 0;
}
