/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Objects of the server that could not be read: remembered by the list they are in and their id, so
 * that they can be told, asked for again, and not be taken for gone. */

#pragma once

#include "wb-db.h"

G_BEGIN_DECLS

gboolean   wb_unreadable_store_note      (WbDb        *db,
                                          const char  *resource,
                                          const char  *id,
                                          gint64       now,
                                          GError     **error);
/* @id NULL = all of that list. */
gboolean   wb_unreadable_store_forget    (WbDb        *db,
                                          const char  *resource,
                                          const char  *id,
                                          GError     **error);
gboolean   wb_unreadable_store_contains  (WbDb        *db,
                                          const char  *resource,
                                          const char  *id);
gboolean   wb_unreadable_store_count     (WbDb        *db,
                                          const char  *resource,
                                          gint64      *count_out,
                                          GError     **error);
/* (element-type utf8) ids tried last before @before, ms. */
GPtrArray *wb_unreadable_store_list      (WbDb        *db,
                                          const char  *resource,
                                          gint64       before,
                                          guint        limit,
                                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
