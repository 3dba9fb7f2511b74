/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are there when all of them is: written beside under another name, and put in their
 * place at the end. Blocking: on a worker. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writes all of it to @out. */
typedef gboolean (* WbPartFileFill) (GOutputStream  *out,
                                     gpointer        data,
                                     GCancellable   *cancellable,
                                     GError        **error);

gboolean   wb_part_file_write (GFile           *file,
                               WbPartFileFill   fill,
                               gpointer         data,
                               GCancellable    *cancellable,
                               GError         **error);

G_END_DECLS
