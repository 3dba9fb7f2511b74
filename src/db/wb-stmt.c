/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A prepared statement; see wb-db.h. */

#include "config.h"

#include "wb-db-private.h"

struct _WbStmt
{
  WbDb *db;              /* (unowned) outlives its statements */
  sqlite3_stmt *handle;  /* (owned) */
  gboolean cached;       /* the connection keeps it after its release */
  gboolean in_use;
  int bind_rc;           /* the first bind that failed, for the next step to report */
};

WbStmt *
wb_stmt_new (WbDb        *db,
             const char  *sql,
             gboolean     cached,
             GError     **error)
{
  WbStmt *self = NULL;
  sqlite3_stmt *handle = NULL;
  const char *tail = NULL;
  int rc = sqlite3_prepare_v3 (db->handle, sql, -1, cached ? SQLITE_PREPARE_PERSISTENT : 0, &handle,
                               &tail);

  if (rc != SQLITE_OK) {
    wb_db_set_error (db->handle, rc, db->path, error);
    return NULL;
  }
  /* Text after the first statement would be dropped without a word. */
  g_assert (handle);
  g_assert (!tail || *tail == '\0');

  self = g_new0 (WbStmt, 1);
  self->db = db;
  self->handle = handle;
  self->cached = cached;

  return self;
}

void
wb_stmt_free (WbStmt *self)
{
  sqlite3_finalize (self->handle);
  g_free (self);
}

gboolean
wb_stmt_is_in_use (WbStmt *self)
{
  return self->in_use;
}

void
wb_stmt_take (WbStmt *self)
{
  g_assert (!self->in_use);

  self->in_use = TRUE;
  self->db->n_in_use++;
}

/**
 * wb_stmt_release:
 * @self: (transfer full): a statement
 *
 * Gives it back, reset and without values, so that it holds no lock on the database.
 */
void
wb_stmt_release (WbStmt *self)
{
  g_return_if_fail (self);
  g_return_if_fail (self->in_use);

  wb_stmt_reset (self);
  self->in_use = FALSE;
  self->db->n_in_use--;
  if (!self->cached)
    wb_stmt_free (self);
}

static void
remember_bind (WbStmt *self,
               int     rc)
{
  if (self->bind_rc == SQLITE_OK)
    self->bind_rc = rc;
}

/**
 * wb_stmt_bind_text:
 * @self: a statement that is not being stepped
 * @index: the parameter, from 1
 * @value: (nullable): UTF-8, copied; `NULL` = SQL NULL
 *
 * Binds a text. A failure is reported by the next step.
 */
void
wb_stmt_bind_text (WbStmt     *self,
                   int         index,
                   const char *value)
{
  g_return_if_fail (self);

  if (value)
    remember_bind (self, sqlite3_bind_text (self->handle, index, value, -1, SQLITE_TRANSIENT));
  else
    remember_bind (self, sqlite3_bind_null (self->handle, index));
}

/**
 * wb_stmt_bind_int64:
 * @self: a statement that is not being stepped
 * @index: the parameter, from 1
 * @value: the number
 *
 * Binds a number. A failure is reported by the next step.
 */
void
wb_stmt_bind_int64 (WbStmt *self,
                    int     index,
                    gint64  value)
{
  g_return_if_fail (self);

  remember_bind (self, sqlite3_bind_int64 (self->handle, index, value));
}

/**
 * wb_stmt_bind_double:
 * @self: a statement that is not being stepped
 * @index: the parameter, from 1
 * @value: the number; never money
 *
 * Binds a number with a fraction. A failure is reported by the next step.
 */
void
wb_stmt_bind_double (WbStmt *self,
                     int     index,
                     double  value)
{
  g_return_if_fail (self);

  remember_bind (self, sqlite3_bind_double (self->handle, index, value));
}

/**
 * wb_stmt_bind_blob:
 * @self: a statement that is not being stepped
 * @index: the parameter, from 1
 * @value: (nullable): the bytes, copied; `NULL` = SQL NULL
 *
 * Binds bytes. A failure is reported by the next step.
 */
void
wb_stmt_bind_blob (WbStmt *self,
                   int     index,
                   GBytes *value)
{
  gsize size_bytes = 0;
  gconstpointer data = NULL;

  g_return_if_fail (self);

  if (!value) {
    wb_stmt_bind_null (self, index);
    return;
  }
  data = g_bytes_get_data (value, &size_bytes);
  /* No bytes at all are a blob of length 0, not NULL, which SQLite makes of a NULL pointer. */
  remember_bind (self, sqlite3_bind_blob64 (self->handle, index, data ? data : "", size_bytes,
                                            SQLITE_TRANSIENT));
}

/**
 * wb_stmt_bind_null:
 * @self: a statement that is not being stepped
 * @index: the parameter, from 1
 *
 * Binds SQL NULL. A failure is reported by the next step.
 */
void
wb_stmt_bind_null (WbStmt *self,
                   int     index)
{
  g_return_if_fail (self);

  remember_bind (self, sqlite3_bind_null (self->handle, index));
}

/**
 * wb_stmt_reset:
 * @self: a statement
 *
 * Makes it as it was when it was prepared: no values, no locks, ready to step from the start.
 */
void
wb_stmt_reset (WbStmt *self)
{
  g_return_if_fail (self);

  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
  self->bind_rc = SQLITE_OK;
}

/**
 * wb_stmt_step:
 * @self: a statement
 * @has_row_out: (out) (optional): whether there is a row to read; `FALSE` = the end
 *
 * Goes on to the next row.
 *
 * Returns: `TRUE` if it could; `FALSE` with a %WB_DB_ERROR
 */
gboolean
wb_stmt_step (WbStmt    *self,
              gboolean  *has_row_out,
              GError   **error)
{
  int rc = SQLITE_OK;

  g_return_val_if_fail (self, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (has_row_out)
    *has_row_out = FALSE;
  rc = self->bind_rc;
  if (rc == SQLITE_OK)
    rc = sqlite3_step (self->handle);
  if (rc == SQLITE_ROW || rc == SQLITE_DONE) {
    if (has_row_out)
      *has_row_out = rc == SQLITE_ROW;
    return TRUE;
  }
  wb_db_set_error (self->db->handle, rc, self->db->path, error);
  sqlite3_reset (self->handle);

  return FALSE;
}

/**
 * wb_stmt_run:
 * @self: a statement whose rows, if any, do not matter
 *
 * Steps it to its end and resets it, values included.
 *
 * Returns: `TRUE` if it could; `FALSE` with a %WB_DB_ERROR
 */
gboolean
wb_stmt_run (WbStmt  *self,
             GError **error)
{
  gboolean has_row = FALSE;
  gboolean done = FALSE;

  g_return_val_if_fail (self, FALSE);

  do {
    done = wb_stmt_step (self, &has_row, error);
  } while (done && has_row);
  wb_stmt_reset (self);

  return done;
}

/**
 * wb_stmt_is_null:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: whether the column is SQL NULL
 */
gboolean
wb_stmt_is_null (WbStmt *self,
                 int     column)
{
  g_return_val_if_fail (self, TRUE);

  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}

/**
 * wb_stmt_get_text:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (nullable) (transfer none): the text until the next step; `NULL` = SQL NULL
 */
const char *
wb_stmt_get_text (WbStmt *self,
                  int     column)
{
  g_return_val_if_fail (self, NULL);

  return (const char *) sqlite3_column_text (self->handle, column);
}

/**
 * wb_stmt_dup_text:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (nullable) (transfer full): the text; `NULL` = SQL NULL
 */
char *
wb_stmt_dup_text (WbStmt *self,
                  int     column)
{
  return g_strdup (wb_stmt_get_text (self, column));
}

/**
 * wb_stmt_get_int64:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the number; 0 for SQL NULL
 */
gint64
wb_stmt_get_int64 (WbStmt *self,
                   int     column)
{
  g_return_val_if_fail (self, 0);

  return sqlite3_column_int64 (self->handle, column);
}

/**
 * wb_stmt_get_double:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the number; 0 for SQL NULL
 */
double
wb_stmt_get_double (WbStmt *self,
                    int     column)
{
  g_return_val_if_fail (self, 0);

  return sqlite3_column_double (self->handle, column);
}

/**
 * wb_stmt_get_blob:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (nullable) (transfer full): a copy of the bytes; `NULL` = SQL NULL
 */
GBytes *
wb_stmt_get_blob (WbStmt *self,
                  int     column)
{
  gconstpointer data = NULL;

  g_return_val_if_fail (self, NULL);

  if (wb_stmt_is_null (self, column))
    return NULL;
  data = sqlite3_column_blob (self->handle, column);

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (self->handle, column));
}
