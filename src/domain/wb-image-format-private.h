/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The four picture formats as wb_image_probe() asks for them. */

#pragma once

#include "wb-image-probe.h"

G_BEGIN_DECLS

/* As many bytes of the start as tell the formats apart. */
#define WB_IMAGE_START_LENGTH 12

/* A place in the bytes that never leaves them. */
typedef struct
{
  const guint8 *data;  /* (unowned) */
  gsize length;
  gsize at;            /* <= length */
} WbImageBytes;

typedef struct
{
  const char *mime_type;
  const char *extension;
  gboolean (* is)   (const guint8 *start);
  /* Whether the file is whole; needs WB_IMAGE_START_LENGTH bytes. Sets size and animation. */
  gboolean (* walk) (WbImageBytes *bytes,
                     WbImageInfo  *info);
} WbImageFormat;

const WbImageFormat *wb_image_format_find  (const guint8 *data,
                                            gsize         length);

G_END_DECLS
