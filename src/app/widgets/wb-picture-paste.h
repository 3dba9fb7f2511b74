/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures that are pasted or dropped; they end in wb_picture_load_finish() of wb-picture-loader.h. */

#pragma once

#include "wb-picture-loader.h"

G_BEGIN_DECLS

void               wb_picture_load_clipboard_async  (GdkClipboard         *clipboard,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
void               wb_picture_load_drop_async       (GdkDrop              *drop,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);

/* Whether a clipboard or a drop with these formats may hold a picture. */
gboolean           wb_picture_formats_fit           (GdkContentFormats    *formats);
/* What a place for pictures takes, for GtkDropTargetAsync. */
GdkContentFormats *wb_picture_new_drop_formats      (void) G_GNUC_WARN_UNUSED_RESULT;

/* Whether Ctrl+V below @widget means a picture: there is one, and no text for the field that has the
 * focus. */
gboolean           wb_picture_paste_fits           (GtkWidget            *widget);
/* Calls @func on Ctrl+V, before a text field takes it. */
void               wb_picture_paste_add_shortcut   (GtkWidget            *widget,
                                                    GtkShortcutFunc       func);

G_END_DECLS
