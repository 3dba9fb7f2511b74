/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A picture on its way into the window, from a file or bytes: read no further than a banner may be,
 * judged by wb_image_probe() before any of it is decoded, and decoded small
 * (reference/ecosystem.md: Images). All of it on a worker thread. */

#pragma once

#include "wb-image-probe.h"
#include "wb-record.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  WB_PICTURE_ERROR_NONE_THERE,  /* Nothing on the clipboard or in the drop is a picture */
  WB_PICTURE_ERROR_NO_FILE,     /* A folder, a device, or an address on the web */
  WB_PICTURE_ERROR_NOT_READ,    /* The file or the clipboard could not be read; the message says why */
} WbPictureError;

#define WB_PICTURE_ERROR (wb_picture_error_quark ())
GQuark           wb_picture_error_quark           (void);

/* The longest side of what is decoded, px. */
#define WB_PICTURE_SIDE_TILE 480
#define WB_PICTURE_SIDE_CARD 1200

typedef struct
{
  char *name;           /* (owned) of the file, ending as its kind does */
  GBytes *bytes;        /* (owned) all of it */
  char *sha256;         /* (owned) of @bytes, lower-case hex */
  WbImageInfo info;
  GdkTexture *texture;  /* (owned) (nullable) NULL = this computer has no decoder for its kind */
} WbLoadedPicture;

WB_DECLARE_RECORD (WbLoadedPicture, wb_loaded_picture)

void             wb_picture_load_file_async       (GFile                *file,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
void             wb_picture_load_bytes_async      (GBytes               *bytes,
                                                   const char           *name,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
void             wb_picture_load_texture_async    (GdkTexture           *texture,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
WbLoadedPicture *wb_picture_load_finish           (GAsyncResult         *result,
                                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pixels alone, of a picture that is kept here already. */
void             wb_picture_decode_async          (GBytes               *bytes,
                                                   int                   side_max,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
GdkTexture      *wb_picture_decode_finish         (GAsyncResult         *result,
                                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
