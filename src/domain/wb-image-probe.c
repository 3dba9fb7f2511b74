/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a picture may be a banner's: its size, its kind, that it is whole, and its pixels, in
 * this order. What a file of each kind looks like is told by wb-image-format.c. */

#include "config.h"

#include "wb-image-probe.h"

#include <glib/gi18n-lib.h>

#include "wb-image-format-private.h"

G_DEFINE_QUARK (wb-image-error-quark, wb_image_error)

/**
 * wb_image_error_to_code:
 * @code: what is wrong with a picture
 *
 * The name of an error in the API (reference/retino-api.md B.8). Any thread.
 *
 * Returns: (transfer none): the name
 */
const char *
wb_image_error_to_code (WbImageError code)
{
  switch (code) {
    case WB_IMAGE_ERROR_TOO_LARGE:
      return "file_too_large";
    case WB_IMAGE_ERROR_KIND:
      return "unsupported_media_type";
    case WB_IMAGE_ERROR_DIMENSIONS:
      return "image_dimensions";
    case WB_IMAGE_ERROR_UNREADABLE:
    default:
      return "image_unreadable";
  }
}

static gboolean
check_size (guint64   size,
            GError  **error)
{
  g_autofree char *is = NULL;
  g_autofree char *most = NULL;

  if (size <= WB_IMAGE_BYTES_MAX)
    return TRUE;

  is = g_format_size_full (size, G_FORMAT_SIZE_IEC_UNITS);
  most = g_format_size_full (WB_IMAGE_BYTES_MAX, G_FORMAT_SIZE_IEC_UNITS);
  g_set_error (error, WB_IMAGE_ERROR, WB_IMAGE_ERROR_TOO_LARGE,
               /* Translators: both are sizes of a file, such as "2.0 MiB" */
               _ ("This picture has %s. Choose one of at most %s."), is, most);

  return FALSE;
}

static gboolean
check_dimensions (const WbImageInfo  *info,
                  GError            **error)
{
  if (info->width >= WB_IMAGE_WIDTH_MIN && info->width <= WB_IMAGE_WIDTH_MAX &&
      info->height >= WB_IMAGE_HEIGHT_MIN && info->height <= WB_IMAGE_HEIGHT_MAX)
    return TRUE;

  g_set_error (error, WB_IMAGE_ERROR, WB_IMAGE_ERROR_DIMENSIONS,
               _ ("This picture is %d × %d pixels. Choose one that is %d to %d pixels wide and "
                  "%d to %d high."),
               info->width, info->height, WB_IMAGE_WIDTH_MIN, WB_IMAGE_WIDTH_MAX,
               WB_IMAGE_HEIGHT_MIN, WB_IMAGE_HEIGHT_MAX);

  return FALSE;
}

/**
 * wb_image_probe:
 * @data: (array length=length) (nullable): the file's bytes, from its start
 * @length: how many of them there are; no more than `WB_IMAGE_BYTES_MAX` are needed
 * @size: the bytes of the whole file; more than @length when the reader stopped early
 * @info_out: (out caller-allocates) (optional): what the picture is; also set, as far as it was
 *   told, when a whole picture has too few or too many pixels
 * @error: return location of a `WB_IMAGE_ERROR`
 *
 * Judges whether a file may be a banner's picture by its content; its name is not asked. Allocates
 * nothing that depends on the file. Any thread.
 *
 * Returns: `TRUE` if it may; else `WB_IMAGE_ERROR_TOO_LARGE`, `WB_IMAGE_ERROR_KIND`,
 *   `WB_IMAGE_ERROR_UNREADABLE` or `WB_IMAGE_ERROR_DIMENSIONS`, the first of them that holds, with
 *   a translated message that says what to do
 */
gboolean
wb_image_probe (const guint8  *data,
                gsize          length,
                guint64        size,
                WbImageInfo   *info_out,
                GError       **error)
{
  WbImageBytes bytes = { data, length, 0 };
  const WbImageFormat *format;
  WbImageInfo info = { 0 };

  g_return_val_if_fail (data || length == 0, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (info_out)
    *info_out = info;
  if (!check_size (MAX (size, length), error))
    return FALSE;

  format = wb_image_format_find (data, length);
  if (!format) {
    g_set_error_literal (error, WB_IMAGE_ERROR, WB_IMAGE_ERROR_KIND,
                         _ ("This is not a PNG, JPEG, GIF or WebP picture. Choose one that is, or "
                            "save this one as PNG first."));
    return FALSE;
  }

  info.mime_type = format->mime_type;
  info.extension = format->extension;
  if (length < WB_IMAGE_START_LENGTH || length < size || !format->walk (&bytes, &info)) {
    g_set_error_literal (error, WB_IMAGE_ERROR, WB_IMAGE_ERROR_UNREADABLE,
                         _ ("This picture is damaged or was cut off. Save it again as PNG or JPEG, "
                            "then choose it once more."));
    return FALSE;
  }

  if (info_out)
    *info_out = info;

  return check_dimensions (&info, error);
}
