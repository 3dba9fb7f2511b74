/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures from the clipboard and from drops; see wb-picture-paste.h. On the main thread, in pieces
 * as the other program sends them; what has come is judged and decoded on a worker. */

#include "config.h"

#include "wb-picture-paste.h"

#include <glib/gi18n-lib.h>

#define PIECE_BYTES (64 * 1024)

/* What of a clipboard is taken as it stands, in the order of preference: its bytes are judged
 * before anybody decodes them. */
static const char *const taken_kinds[] = { "image/png", "image/jpeg", "image/webp", "image/gif",
                                           NULL };

/* A clipboard and a drop differ only in the names of their functions. */

typedef struct
{
  GObject *source;   /* (owned) GdkClipboard or GdkDrop */
  GByteArray *read;  /* (owned) */
  gboolean taken;    /* all of it was read */
} Reading;

static void
reading_free (Reading *self)
{
  /* The other program may forget it now. */
  if (GDK_IS_DROP (self->source))
    gdk_drop_finish (GDK_DROP (self->source), self->taken ? GDK_ACTION_COPY : 0);
  g_clear_object (&self->source);
  g_clear_pointer (&self->read, g_byte_array_unref);
  g_free (self);
}

static void
return_not_read (GTask        *task,
                 const GError *cause)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_error_copy (cause));
  else
    /* Translators: %s is the system's reason */
    g_task_return_new_error (task, WB_PICTURE_ERROR, WB_PICTURE_ERROR_NOT_READ,
                             _ ("The picture could not be read: %s"), cause->message);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  WbLoadedPicture *picture = wb_picture_load_finish (result, &error);

  if (picture)
    g_task_return_pointer (task, picture, (GDestroyNotify) wb_loaded_picture_unref);
  else
    g_task_return_error (task, error);
}

static void
value_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value =
    GDK_IS_DROP (source) ? gdk_drop_read_value_finish (GDK_DROP (source), result, &error)
                         : gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Reading *reading = g_task_get_task_data (task);

  reading->taken = value != NULL;
  if (!value) {
    return_not_read (task, error);
  } else if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE)) {
    wb_picture_load_texture_async (g_value_get_object (value), cancellable, loaded_cb,
                                   g_steal_pointer (&task));
  } else {
    const GSList *files = g_value_get_boxed (value);

    if (files)
      wb_picture_load_file_async (files->data, cancellable, loaded_cb,
                                  g_steal_pointer (&task));
    else
      g_task_return_new_error (task, WB_PICTURE_ERROR, WB_PICTURE_ERROR_NONE_THERE, "%s",
                               _ ("There is no picture in it."));
  }
}

static void
read_value (GTask *task,
            GType  type)
{
  Reading *reading = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (GDK_IS_DROP (reading->source))
    gdk_drop_read_value_async (GDK_DROP (reading->source), type, G_PRIORITY_DEFAULT, cancellable,
                               value_read_cb, task);
  else
    gdk_clipboard_read_value_async (GDK_CLIPBOARD (reading->source), type, G_PRIORITY_DEFAULT,
                                    cancellable, value_read_cb, task);
}

static void
piece_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result,
                                                               &error);
  Reading *reading = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (!piece) {
    return_not_read (task, error);
    return;
  }

  g_byte_array_append (reading->read, g_bytes_get_data (piece, NULL),
                       (guint) g_bytes_get_size (piece));
  if (g_bytes_get_size (piece) > 0 && reading->read->len <= WB_IMAGE_BYTES_MAX) {
    g_input_stream_read_bytes_async (G_INPUT_STREAM (source), PIECE_BYTES, G_PRIORITY_DEFAULT,
                                     cancellable, piece_read_cb, task);
    g_steal_pointer (&task);
  } else {
    g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&reading->read));

    reading->taken = TRUE;
    wb_picture_load_bytes_async (bytes, "picture", cancellable, loaded_cb,
                                 g_steal_pointer (&task));
  }
}

static void
stream_opened_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream =
    GDK_IS_DROP (source) ? gdk_drop_read_finish (GDK_DROP (source), result, NULL, &error)
                         : gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);
  Reading *reading = g_task_get_task_data (task);

  if (!stream) {
    return_not_read (task, error);
    return;
  }

  reading->read = g_byte_array_new ();
  g_input_stream_read_bytes_async (stream, PIECE_BYTES, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), piece_read_cb, task);
  g_steal_pointer (&task);
}

static GType
find_type (GdkContentFormats *formats)
{
  g_autoptr (GdkContentFormats) readable =
    gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (formats));

  /* Before pictures of other kinds, which are drawn by GTK before they come here. */
  if (gdk_content_formats_contain_gtype (readable, GDK_TYPE_FILE_LIST))
    return GDK_TYPE_FILE_LIST;

  return gdk_content_formats_contain_gtype (readable, GDK_TYPE_TEXTURE) ? GDK_TYPE_TEXTURE
                                                                        : G_TYPE_INVALID;
}

static gboolean
has_taken_kind (GdkContentFormats *formats)
{
  for (guint i = 0; taken_kinds[i]; i++)
    if (gdk_content_formats_contain_mime_type (formats, taken_kinds[i]))
      return TRUE;

  return FALSE;
}

static void
load_offered (GObject             *source,
              GdkContentFormats   *formats,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);
  GType type = G_TYPE_INVALID;

  reading->source = g_object_ref (source);
  g_task_set_source_tag (task, wb_picture_load_finish);
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);

  if (has_taken_kind (formats)) {
    if (GDK_IS_DROP (source))
      gdk_drop_read_async (GDK_DROP (source), (const char **) taken_kinds, G_PRIORITY_DEFAULT,
                           cancellable, stream_opened_cb, g_steal_pointer (&task));
    else
      gdk_clipboard_read_async (GDK_CLIPBOARD (source), (const char **) taken_kinds,
                                G_PRIORITY_DEFAULT, cancellable, stream_opened_cb,
                                g_steal_pointer (&task));
    return;
  }

  type = find_type (formats);
  if (type == G_TYPE_INVALID)
    g_task_return_new_error (task, WB_PICTURE_ERROR, WB_PICTURE_ERROR_NONE_THERE, "%s",
                             _ ("There is no picture on the clipboard. Copy one, then paste."));
  else
    read_value (g_steal_pointer (&task), type);
}

/**
 * wb_picture_load_clipboard_async:
 * @clipboard: what is pasted
 * @cancellable: (nullable): stops it
 * @callback: ended by wb_picture_load_finish()
 * @user_data: for @callback
 *
 * A picture in one of the kinds that a banner may be is taken byte by byte; a file is read; what
 * else can be drawn goes on as a PNG.
 */
void
wb_picture_load_clipboard_async (GdkClipboard        *clipboard,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (GDK_IS_CLIPBOARD (clipboard));

  load_offered (G_OBJECT (clipboard), gdk_clipboard_get_formats (clipboard), cancellable, callback,
                user_data);
}

/**
 * wb_picture_load_drop_async:
 * @drop: what was let go over a widget; it is ended when it has been read
 * @cancellable: (nullable): stops it
 * @callback: ended by wb_picture_load_finish()
 * @user_data: for @callback
 *
 * As from a clipboard.
 */
void
wb_picture_load_drop_async (GdkDrop             *drop,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (GDK_IS_DROP (drop));

  load_offered (G_OBJECT (drop), gdk_drop_get_formats (drop), cancellable, callback, user_data);
}

/**
 * wb_picture_formats_fit:
 * @formats: what a clipboard or a drop offers
 *
 * Returns: whether there may be a picture in it
 */
gboolean
wb_picture_formats_fit (GdkContentFormats *formats)
{
  g_return_val_if_fail (formats, FALSE);

  return has_taken_kind (formats) || find_type (formats) != G_TYPE_INVALID;
}

/**
 * wb_picture_new_drop_formats:
 *
 * Returns: (transfer full): what a place for pictures takes, for [class@Gtk.DropTargetAsync]
 */
GdkContentFormats *
wb_picture_new_drop_formats (void)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  for (guint i = 0; taken_kinds[i]; i++)
    gdk_content_formats_builder_add_mime_type (builder, taken_kinds[i]);
  gdk_content_formats_builder_add_mime_type (builder, "text/uri-list");
  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_FILE_LIST);
  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_TEXTURE);

  return gdk_content_formats_builder_free_to_formats (builder);
}

/**
 * wb_picture_paste_fits:
 * @widget: a place where pictures are pasted
 *
 * Returns: whether what is on the clipboard should be taken as a picture, and not be left to the
 *   text field that has the focus
 */
gboolean
wb_picture_paste_fits (GtkWidget *widget)
{
  GdkContentFormats *formats = NULL;
  GtkWidget *focus = NULL;
  gboolean is_text = FALSE;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);

  formats = gdk_clipboard_get_formats (gtk_widget_get_clipboard (widget));
  focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  is_text = gdk_content_formats_contain_gtype (formats, G_TYPE_STRING) ||
            gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8") ||
            gdk_content_formats_contain_mime_type (formats, "text/plain");

  return wb_picture_formats_fit (formats) && !(is_text && GTK_IS_EDITABLE (focus));
}

/**
 * wb_picture_paste_add_shortcut:
 * @widget: a place where pictures are pasted
 * @func: called on Ctrl+V in it; `FALSE` leaves the key to whoever has the focus
 */
void
wb_picture_paste_add_shortcut (GtkWidget       *widget,
                               GtkShortcutFunc  func)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_v, GDK_CONTROL_MASK),
                      gtk_callback_action_new (func, NULL, NULL)));
  gtk_widget_add_controller (widget, controller);
}
