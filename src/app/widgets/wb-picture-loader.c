/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures from outside; see wb-picture-loader.h.
 *
 * What comes is not trusted. A file is asked for its size first and read in pieces that stop one
 * byte past the limit; its kind, wholeness and pixels are judged from the bytes; and only then does
 * the one decoder of that kind see it, told to make it small. A decoder that announces another
 * size than was judged is stopped before it makes room for it. */

#include "config.h"

#include "wb-picture-loader.h"

#include <glib/gi18n-lib.h>

#define PIECE_BYTES (64 * 1024)

G_DEFINE_QUARK (wb-picture-error-quark, wb_picture_error)

static void
init_loaded (WbLoadedPicture *self)
{
}

static void
clear_loaded (WbLoadedPicture *self)
{
  g_free (self->name);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->sha256);
  g_clear_object (&self->texture);
}

WB_DEFINE_RECORD (WbLoadedPicture, wb_loaded_picture, init_loaded, clear_loaded)

/* Decoding. */

typedef struct
{
  const WbImageInfo *info;  /* (unowned) as judged */
  int side_max;             /* px */
} Decoding;

static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width,
                  int              height,
                  Decoding        *decoding)
{
  int longest = MAX (width, height);
  gboolean as_judged = (width == decoding->info->width && height == decoding->info->height) ||
                       (width == decoding->info->height && height == decoding->info->width);

  if (!as_judged)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else if (longest > decoding->side_max)
    gdk_pixbuf_loader_set_size (loader, MAX (1, width * decoding->side_max / longest),
                                MAX (1, height * decoding->side_max / longest));
}

static GdkPixbuf *
decode_pixbuf (GBytes            *bytes,
               const WbImageInfo *info,
               int                side_max)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_mime_type (info->mime_type, NULL);
  Decoding decoding = { info, side_max };
  GdkPixbuf *pixbuf = NULL;
  gboolean whole = FALSE;

  /* Debian has no decoder for WebP unless somebody installs one. */
  if (!loader)
    return NULL;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &decoding);
  whole = gdk_pixbuf_loader_write_bytes (loader, bytes, NULL);
  /* Closing is a duty even after a failure. */
  whole = gdk_pixbuf_loader_close (loader, NULL) && whole;
  pixbuf = whole ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;

  return pixbuf ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;
}

/* NULL = cannot be shown here; customers' browsers decode by themselves. */
static GdkTexture *
decode (GBytes            *bytes,
        const WbImageInfo *info,
        int                side_max)
{
  g_autoptr (GdkPixbuf) pixbuf = decode_pixbuf (bytes, info, side_max);
  g_autoptr (GBytes) pixels = NULL;

  if (!pixbuf)
    return NULL;

  pixels = gdk_pixbuf_read_pixel_bytes (pixbuf);

  return gdk_memory_texture_new (gdk_pixbuf_get_width (pixbuf), gdk_pixbuf_get_height (pixbuf),
                                 gdk_pixbuf_get_has_alpha (pixbuf) ? GDK_MEMORY_R8G8B8A8
                                                                   : GDK_MEMORY_R8G8B8,
                                 pixels, gdk_pixbuf_get_rowstride (pixbuf));
}

/* Judging. */

/* "podzim.jpg" that is a PNG goes on as "podzim.png": a server may look at names. */
static char *
name_after_kind (const char *name,
                 const char *extension)
{
  static const char *const known[] = { ".png", ".jpg", ".jpeg", ".gif", ".webp" };
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autofree char *suffix = g_strconcat (".", extension, NULL);
  gsize length = strlen (name);

  if (g_str_has_suffix (lower, suffix) ||
      (g_str_equal (extension, "jpg") && g_str_has_suffix (lower, ".jpeg")))
    return g_strdup (name);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    if (g_str_has_suffix (lower, known[i]) && length > strlen (known[i])) {
      length -= strlen (known[i]);
      break;
    }
  }

  return g_strdup_printf ("%.*s%s", (int) length, name, suffix);
}

/* @size is of the whole, of which @bytes may be only the beginning. */
static WbLoadedPicture *
judge (GBytes      *bytes,
       guint64      size,
       const char  *name,
       GError     **error)
{
  g_autoptr (WbLoadedPicture) self = NULL;
  WbImageInfo info = { 0 };
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (!wb_image_probe (data, MIN (length, WB_IMAGE_BYTES_MAX), size, &info, error))
    return NULL;

  self = wb_loaded_picture_new ();
  self->name = name_after_kind (name, info.extension);
  self->bytes = g_bytes_ref (bytes);
  self->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  self->info = info;
  self->texture = decode (bytes, &info, WB_PICTURE_SIDE_CARD);

  return g_steal_pointer (&self);
}

static void
return_judged (GTask      *task,
               GBytes     *bytes,
               guint64     size,
               const char *name)
{
  GError *error = NULL;
  WbLoadedPicture *picture = judge (bytes, size, name, &error);

  if (picture)
    g_task_return_pointer (task, picture, (GDestroyNotify) wb_loaded_picture_unref);
  else
    g_task_return_error (task, error);
}

/* Files. Worker thread. */

static void
set_not_read (GError       **error,
              const GError  *cause)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else
    /* Translators: %s is the system's reason */
    g_set_error (error, WB_PICTURE_ERROR, WB_PICTURE_ERROR_NOT_READ,
                 _ ("The picture could not be read: %s"), cause->message);
}

/* A pipe would block when opened, a device would never end, and a folder is no picture. */
static GFileInfo *
query_regular (GFile         *file,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GFileInfo) info = NULL;

  /* Opening one would fetch it, past what the person knows of. */
  if (g_file_has_uri_scheme (file, "http") || g_file_has_uri_scheme (file, "https")) {
    g_set_error_literal (error, WB_PICTURE_ERROR, WB_PICTURE_ERROR_NO_FILE,
                         _ ("This picture is on the web. Save it to this computer first."));
    return NULL;
  }

  info = g_file_query_info (file,
                            G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE
                            "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME,
                            G_FILE_QUERY_INFO_NONE, cancellable, &cause);
  if (!info) {
    set_not_read (error, cause);
    return NULL;
  }
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR) {
    g_set_error_literal (error, WB_PICTURE_ERROR, WB_PICTURE_ERROR_NO_FILE,
                         _ ("This is no file. Choose a picture."));
    return NULL;
  }

  return g_steal_pointer (&info);
}

/* At most one byte more than a picture may have, which is enough to refuse it. */
static GBytes *
read_capped (GInputStream  *stream,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  gssize n_read = 0;

  do {
    guint wanted = MIN (PIECE_BYTES, WB_IMAGE_BYTES_MAX + 1 - all->len);
    guint before = all->len;

    g_byte_array_set_size (all, before + wanted);
    n_read = g_input_stream_read (stream, all->data + before, wanted, cancellable, error);
    if (n_read < 0)
      return NULL;
    g_byte_array_set_size (all, before + (guint) n_read);
  } while (n_read > 0 && all->len <= WB_IMAGE_BYTES_MAX);

  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

static void
load_file_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  GFile *file = data;
  g_autoptr (GError) cause = NULL;
  GError *error = NULL;
  g_autoptr (GFileInfo) info = query_regular (file, cancellable, &error);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint64 size = 0;

  if (!info) {
    g_task_return_error (task, error);
    return;
  }

  size = (guint64) MAX (g_file_info_get_size (info), 0);
  if (size > WB_IMAGE_BYTES_MAX) {
    bytes = g_bytes_new_static ("", 0);
  } else {
    stream = g_file_read (file, cancellable, &cause);
    bytes = stream ? read_capped (G_INPUT_STREAM (stream), cancellable, &cause) : NULL;
    if (!bytes) {
      set_not_read (&error, cause);
      g_task_return_error (task, error);
      return;
    }
    size = g_bytes_get_size (bytes);
  }

  return_judged (task, bytes, size, g_file_info_get_display_name (info));
}

/**
 * wb_picture_load_file_async:
 * @file: what was chosen, dropped or pasted
 * @cancellable: (nullable): stops it
 * @callback: ended by wb_picture_load_finish()
 * @user_data: for @callback
 *
 * A file that is too large is refused by its size and not read. Main thread, as all here.
 */
void
wb_picture_load_file_async (GFile               *file,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_picture_load_finish);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, load_file_thread);
}

/* Bytes and textures. */

typedef struct
{
  GBytes *bytes;        /* (owned) (nullable) */
  GdkTexture *texture;  /* (owned) (nullable) */
  char *name;           /* (owned) */
  int side_max;         /* px */
} Given;

static void
given_free (Given *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_object (&self->texture);
  g_free (self->name);
  g_free (self);
}

static void
load_given_thread (GTask        *task,
                   gpointer      source,
                   gpointer      data,
                   GCancellable *cancellable)
{
  Given *given = data;
  g_autoptr (GBytes) bytes = given->bytes ? g_bytes_ref (given->bytes)
                                          : gdk_texture_save_to_png_bytes (given->texture);

  return_judged (task, bytes, g_bytes_get_size (bytes), given->name);
}

static void
load_given (GTask      *task,
            GBytes     *bytes,
            GdkTexture *texture,
            const char *name)
{
  Given *given = g_new0 (Given, 1);

  given->bytes = bytes ? g_bytes_ref (bytes) : NULL;
  given->texture = texture ? g_object_ref (texture) : NULL;
  given->name = g_strdup (name);
  g_task_set_task_data (task, given, (GDestroyNotify) given_free);
  g_task_run_in_thread (task, load_given_thread);
}

/**
 * wb_picture_load_bytes_async:
 * @bytes: a whole picture
 * @name: the name it goes by
 * @cancellable: (nullable): stops it
 * @callback: ended by wb_picture_load_finish()
 * @user_data: for @callback
 */
void
wb_picture_load_bytes_async (GBytes              *bytes,
                             const char          *name,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (bytes);
  g_return_if_fail (name);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_picture_load_finish);
  load_given (task, bytes, NULL, name);
}

/* A texture that lives with the graphics card can be read on the main thread only. */
static GdkTexture *
keep_in_memory (GdkTexture *texture)
{
  int width = gdk_texture_get_width (texture);
  int height = gdk_texture_get_height (texture);
  gsize stride = (gsize) width * 4;
  g_autofree guint8 *pixels = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (GDK_IS_MEMORY_TEXTURE (texture))
    return g_object_ref (texture);

  pixels = g_malloc (stride * (gsize) height);
  gdk_texture_download (texture, pixels, stride);
  bytes = g_bytes_new_take (g_steal_pointer (&pixels), stride * (gsize) height);

  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

/**
 * wb_picture_load_texture_async:
 * @texture: a picture that was drawn, not stored
 * @cancellable: (nullable): stops it
 * @callback: ended by wb_picture_load_finish()
 * @user_data: for @callback
 *
 * Goes on as a PNG.
 */
void
wb_picture_load_texture_async (GdkTexture          *texture,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GdkTexture) kept = NULL;

  g_return_if_fail (GDK_IS_TEXTURE (texture));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_picture_load_finish);
  kept = keep_in_memory (texture);
  load_given (task, NULL, kept, "picture.png");
}

/**
 * wb_picture_load_finish:
 * @result: what the callback was given
 * @error: WB_IMAGE_ERROR when it may not be a banner, WB_PICTURE_ERROR when it could not be had,
 *   G_IO_ERROR_CANCELLED
 *
 * The messages are for people.
 *
 * Returns: (transfer full) (nullable): the picture
 */
WbLoadedPicture *
wb_picture_load_finish (GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, wb_picture_load_finish), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Kept pictures. */

static void
decode_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Given *given = data;
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (given->bytes, &length);
  WbImageInfo info = { 0 };
  GError *error = NULL;

  /* A server could have sent anything. */
  if (!wb_image_probe (bytes, MIN (length, WB_IMAGE_BYTES_MAX), length, &info, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, decode (given->bytes, &info, given->side_max), g_object_unref);
}

/**
 * wb_picture_decode_async:
 * @bytes: a whole picture
 * @side_max: the longest side of what is made, px
 * @cancellable: (nullable): stops it
 * @callback: ended by wb_picture_decode_finish()
 * @user_data: for @callback
 */
void
wb_picture_decode_async (GBytes              *bytes,
                         int                  side_max,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Given *given = NULL;

  g_return_if_fail (bytes);
  g_return_if_fail (side_max > 0);

  given = g_new0 (Given, 1);
  given->bytes = g_bytes_ref (bytes);
  given->side_max = side_max;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_picture_decode_finish);
  g_task_set_task_data (task, given, (GDestroyNotify) given_free);
  g_task_run_in_thread (task, decode_thread);
}

/**
 * wb_picture_decode_finish:
 * @result: what the callback was given
 * @error: WB_IMAGE_ERROR when it is no picture after all, G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the pixels; `NULL` without an error = this computer has no
 *   decoder for its kind
 */
GdkTexture *
wb_picture_decode_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, wb_picture_decode_finish), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
