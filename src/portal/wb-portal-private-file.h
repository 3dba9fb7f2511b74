/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that only their owner may read: secrets of shops, and our own (design.md 8). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean   wb_portal_private_file_read   (const char  *path,
                                          char       **text_out,
                                          GError     **error);
/* Whole or not at all, on disk when it returns; replaces what was there. */
gboolean   wb_portal_private_file_write  (const char  *path,
                                          const char  *text,
                                          GError     **error);

G_END_DECLS
