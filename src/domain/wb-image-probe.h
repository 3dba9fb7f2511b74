/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a picture is and whether it may be a banner, told from its bytes alone: headers and the
 * skeleton of the file are walked, no pixel is decoded (reference/retino-api.md B.8). The window,
 * the command line and the service judge by this one function. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WB_IMAGE_BYTES_MAX (2 * 1024 * 1024)
#define WB_IMAGE_WIDTH_MIN 300
#define WB_IMAGE_WIDTH_MAX 2400
#define WB_IMAGE_HEIGHT_MIN 50
#define WB_IMAGE_HEIGHT_MAX 2400

/* Each has the API code of B.8; see wb_image_error_to_code(). */
typedef enum
{
  WB_IMAGE_ERROR_TOO_LARGE,   /* file_too_large (413): more bytes than allowed */
  WB_IMAGE_ERROR_KIND,        /* unsupported_media_type (415): not PNG, JPEG, GIF or WebP */
  WB_IMAGE_ERROR_UNREADABLE,  /* image_unreadable (400): cut off or damaged */
  WB_IMAGE_ERROR_DIMENSIONS,  /* image_dimensions (400): too small or too large in pixels */
} WbImageError;

#define WB_IMAGE_ERROR (wb_image_error_quark ())
GQuark      wb_image_error_quark    (void);
const char *wb_image_error_to_code  (WbImageError  code);

typedef struct
{
  const char *mime_type;  /* (unowned) image/png, image/jpeg, image/gif or image/webp */
  const char *extension;  /* (unowned) "png", "jpg", "gif", "webp" */
  int width;              /* px, as shown (a JPEG turned by its EXIF orientation is turned) */
  int height;             /* px */
  gboolean animated;
} WbImageInfo;

/* @data: at most WB_IMAGE_BYTES_MAX bytes are looked at; @size: of the whole file (more than @length
 * when the reader stopped early). Size first, then kind, then wholeness, then pixels. */
gboolean    wb_image_probe          (const guint8  *data,
                                     gsize          length,
                                     guint64        size,
                                     WbImageInfo   *info_out,
                                     GError       **error);

G_END_DECLS
