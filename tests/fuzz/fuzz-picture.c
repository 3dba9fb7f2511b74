/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A picture as the window takes it: judged, then decoded small. The decoders themselves are the
 * system's; what is looked for is our handling of what they do. */

#include "fuzz.h"

#include "wb-picture-loader.h"

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  gboolean *done = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbLoadedPicture) picture = wb_picture_load_finish (result, &error);

  *done = TRUE;
  g_assert_true (!picture == !!error);
  if (picture && picture->texture) {
    g_assert_cmpint (gdk_texture_get_width (picture->texture), <=, WB_PICTURE_SIDE_CARD);
    g_assert_cmpint (gdk_texture_get_height (picture->texture), <=, WB_PICTURE_SIDE_CARD);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  gboolean done = FALSE;

  wb_picture_load_bytes_async (bytes, "banner.png", NULL, loaded_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}
