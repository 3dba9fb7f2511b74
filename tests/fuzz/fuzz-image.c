/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures judged by their bytes: whatever is accepted has a kind and pixels that a banner may have,
 * and is the same picture with bytes behind it. */

#include "fuzz.h"

#include "wb-image-probe.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GError) error = NULL;
  WbImageInfo info = { 0 };

  if (wb_image_probe (data, size, size, &info, &error)) {
    g_autofree guint8 *longer = g_malloc (size + 1);
    WbImageInfo again = { 0 };

    g_assert_no_error (error);
    g_assert_nonnull (info.mime_type);
    g_assert_nonnull (info.extension);
    g_assert_cmpint (info.width, >=, WB_IMAGE_WIDTH_MIN);
    g_assert_cmpint (info.width, <=, WB_IMAGE_WIDTH_MAX);
    g_assert_cmpint (info.height, >=, WB_IMAGE_HEIGHT_MIN);
    g_assert_cmpint (info.height, <=, WB_IMAGE_HEIGHT_MAX);

    memcpy (longer, data, size);
    longer[size] = 0;
    g_assert_true (wb_image_probe (longer, size + 1, size + 1, &again, NULL));
    g_assert_cmpint (again.width, ==, info.width);
    g_assert_cmpint (again.height, ==, info.height);
    g_assert_false (wb_image_probe (data, size, size + 1, NULL, NULL));
  } else {
    g_assert_true (error && error->domain == WB_IMAGE_ERROR);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  }

  return 0;
}
