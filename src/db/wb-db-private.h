/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of this layer share; no other layer includes it. */

#pragma once

#include <sqlite3.h>

#include "wb-db.h"

G_BEGIN_DECLS

struct _WbDb
{
  sqlite3 *handle;         /* (owned) */
  char *path;              /* (owned) */
  WbDbFlags flags;
  GHashTable *statements;  /* (owned) (element-type utf8 WbStmt) idle and used, by their text */
  guint n_in_use;          /* statements handed out, cached or not */
  char *watched_table;     /* (owned) (nullable) */
  GArray *watched_rows;    /* (owned) (nullable) (element-type gint64) */
};

WbStmt    *wb_stmt_new             (WbDb        *db,
                                    const char  *sql,
                                    gboolean     cached,
                                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void       wb_stmt_free            (WbStmt      *self);
gboolean   wb_stmt_is_in_use       (WbStmt      *self);
void       wb_stmt_take            (WbStmt      *self);

/* Sets @error from what SQLite said with @rc; @handle may be NULL. */
void       wb_db_set_error         (sqlite3     *handle,
                                    int          rc,
                                    const char  *path,
                                    GError     **error);
gboolean   wb_db_read_int64        (WbDb        *self,
                                    const char  *sql,
                                    gint64      *value_out,
                                    GError     **error);
gboolean   wb_db_use_wal           (WbDb        *self,
                                    GError     **error);

G_END_DECLS
