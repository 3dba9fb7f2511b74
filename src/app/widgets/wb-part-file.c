/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are there when all of them is; see wb-part-file.h. */

#include "config.h"

#include "wb-part-file.h"

#define BUFFER_BYTES (256 * 1024)

/* Beside the file, so that it is on the same disk, and hidden as long as it is not all there. */
static GFile *
make_part (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *part = g_strdup_printf (".%s.%.8s.part", name, random);

  return g_file_get_child (folder, part);
}

static gboolean
write_part (GFile           *part,
            WbPartFileFill   fill,
            gpointer         data,
            GCancellable    *cancellable,
            GError         **error)
{
  g_autoptr (GFileOutputStream) file = g_file_create (part, G_FILE_CREATE_PRIVATE, cancellable,
                                                      error);
  g_autoptr (GOutputStream) out = NULL;
  gboolean filled = FALSE;

  if (!file)
    return FALSE;
  out = g_buffered_output_stream_new_sized (G_OUTPUT_STREAM (file), BUFFER_BYTES);
  filled = fill (out, data, cancellable, error);

  return g_output_stream_close (out, NULL, filled ? error : NULL) && filled;
}

/**
 * wb_part_file_write:
 * @file: where to; replaced if it exists
 * @fill: writes what is in it, on this thread
 * @data: for @fill
 * @cancellable: (nullable): cancelled, it leaves nothing behind, nor changes @file
 * @error: %G_IO_ERROR, or what @fill gave
 *
 * Returns: whether the file is written
 */
gboolean
wb_part_file_write (GFile           *file,
                    WbPartFileFill   fill,
                    gpointer         data,
                    GCancellable    *cancellable,
                    GError         **error)
{
  g_autoptr (GFile) part = make_part (file);

  if (write_part (part, fill, data, cancellable, error) &&
      !g_cancellable_set_error_if_cancelled (cancellable, error) &&
      g_file_move (part, file, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error))
    return TRUE;

  g_file_delete (part, NULL, NULL);

  return FALSE;
}
