/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A SQLite connection said safely; see wb-db.h. Opened without SQLite's own mutexes: one thread at
 * a time uses a connection, and whoever shares one guards it. Only wb_db_interrupt() may be called
 * from another thread. */

#include "config.h"

#include "wb-db-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Another program's transactions are short (design.md 5), so a wait this long means trouble. */
#define BUSY_TIMEOUT_MS 5000

/* Idle statements are dropped beyond this many: room for every fixed text of a program, and a
 * bound for those that are composed. */
#define MAX_CACHED_STATEMENTS 192

static gboolean
make_file (const char  *path,
           GError     **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  int saved_errno = errno;
  WbDbError code = WB_DB_ERROR_CANNOT_OPEN;

  if (fd >= 0) {
    close (fd);
    return TRUE;
  }
  if (saved_errno == EEXIST)
    return TRUE;

  if (saved_errno == EACCES || saved_errno == EPERM || saved_errno == EROFS)
    code = WB_DB_ERROR_READ_ONLY;
  else if (saved_errno == ENOSPC || saved_errno == EDQUOT)
    code = WB_DB_ERROR_FULL;
  g_set_error (error, WB_DB_ERROR, code, _ ("Cannot make the file %s: %s"), path,
               g_strerror (saved_errno));

  return FALSE;
}

static gboolean
configure_handle (WbDb    *self,
                  GError **error)
{
  const struct
  {
    int option;
    int value;
  } settings[] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },
    { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
    { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    /* A wrong name must be an error, never taken for a text in double quotes. */
    { SQLITE_DBCONFIG_DQS_DML, 0 },
    { SQLITE_DBCONFIG_DQS_DDL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    int now = -1;
    int rc = sqlite3_db_config (self->handle, settings[i].option, settings[i].value, &now);

    if (rc != SQLITE_OK || now != settings[i].value) {
      g_set_error (error, WB_DB_ERROR, WB_DB_ERROR_FAILED,
                   _ ("This system's SQLite refuses a safety setting (%d)"), settings[i].option);
      return FALSE;
    }
  }
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);

  return TRUE;
}

gboolean
wb_db_read_int64 (WbDb        *self,
                  const char  *sql,
                  gint64      *value_out,
                  GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (self, sql, error);
  gboolean has_row = FALSE;

  if (!stmt || !wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *value_out = has_row ? wb_stmt_get_int64 (stmt, 0) : 0;

  return TRUE;
}

/* The journal's mode is asked back: on file systems without shared memory SQLite keeps the old one
 * without an error. */
gboolean
wb_db_use_wal (WbDb    *self,
               GError **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (self, "PRAGMA journal_mode=WAL", error);
  gboolean has_row = FALSE;

  if (!stmt || !wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row || g_strcmp0 (wb_stmt_get_text (stmt, 0), "wal") != 0) {
    g_set_error (error, WB_DB_ERROR, WB_DB_ERROR_FAILED,
                 _ ("The folder of %s does not allow a write-ahead log; put it on a local disk"),
                 self->path);
    return FALSE;
  }

  return TRUE;
}

/* The whole text of a long statement need not be hashed for each row of a load: the ends and the
 * length tell statements apart well enough. */
static guint
hash_sql (gconstpointer key)
{
  const char *sql = key;
  gsize length = strlen (sql);
  guint hash = 5381 + (guint) length;

  for (gsize i = 0; i < length && i < 24; i++)
    hash = hash * 33 + (guchar) sql[i] + 7 * (guchar) sql[length - 1 - i];

  return hash;
}

/* Reads the header, so that a file which is no database is refused here. A file with content is
 * not changed by opening it: it may be another program's, which wb_db_migrate() finds out. */
static gboolean
look_at_file (WbDb    *self,
              GError **error)
{
  gint64 n_pages = 0;

  if (!wb_db_read_int64 (self, "PRAGMA page_count", &n_pages, error))
    return FALSE;
  if (n_pages > 0)
    return wb_db_read_int64 (self, "SELECT count(*) FROM sqlite_schema", &n_pages, error);
  if (self->flags & WB_DB_READ_ONLY)
    return TRUE;

  return wb_db_use_wal (self, error);
}

/**
 * wb_db_open:
 * @path: the file
 * @flags: how to open it
 *
 * Opens a connection with foreign keys, a busy timeout of 5 s, `synchronous=FULL`, defensive mode,
 * an untrusted schema and no extensions. An empty file becomes a database with a write-ahead log;
 * one with content is left as it is until wb_db_migrate() has found it to be ours. A read-only
 * connection needs the file to exist and, while nobody else has it open, its folder to be
 * writable (reference/proven.md 3). Any thread; the connection then belongs to one at a time.
 *
 * Returns: (transfer full): the connection; `NULL` with any %WB_DB_ERROR, %WB_DB_ERROR_NOT_OURS for
 *   a file that is no database
 */
WbDb *
wb_db_open (const char  *path,
            WbDbFlags    flags,
            GError     **error)
{
  g_autoptr (WbDb) self = NULL;
  int open_flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int rc = SQLITE_OK;

  g_return_val_if_fail (path, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  if ((flags & WB_DB_CREATE) && !make_file (path, error))
    return NULL;

  open_flags |= (flags & WB_DB_READ_ONLY) ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  self = g_new0 (WbDb, 1);
  self->path = g_strdup (path);
  self->flags = flags;
  self->statements = g_hash_table_new_full (hash_sql, g_str_equal, g_free,
                                            (GDestroyNotify) wb_stmt_free);
  rc = sqlite3_open_v2 (path, &self->handle, open_flags, NULL);
  if (rc != SQLITE_OK) {
    wb_db_set_error (self->handle, rc, path, error);
    return NULL;
  }
  /* Without the right to write, SQLite opens for reading and says nothing. */
  if (!(flags & WB_DB_READ_ONLY) && sqlite3_db_readonly (self->handle, "main") == 1) {
    g_set_error (error, WB_DB_ERROR, WB_DB_ERROR_READ_ONLY,
                 _ ("You may read %s but not write it; check its rights"), path);
    return NULL;
  }

  if (!configure_handle (self, error) ||
      !wb_db_exec (self, "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY", error) ||
      !look_at_file (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * wb_db_close:
 * @self: (transfer full): a connection none of whose statements is in use
 *
 * Closes it. An open transaction is rolled back.
 */
void
wb_db_close (WbDb *self)
{
  g_return_if_fail (self);
  g_return_if_fail (self->n_in_use == 0);

  g_hash_table_unref (self->statements);
  sqlite3_close_v2 (self->handle);
  g_clear_pointer (&self->watched_rows, g_array_unref);
  g_free (self->watched_table);
  g_free (self->path);
  g_free (self);
}

/**
 * wb_db_get_path:
 * @self: a connection
 *
 * Returns: (transfer none): the file, as it was given
 */
const char *
wb_db_get_path (WbDb *self)
{
  g_return_val_if_fail (self, NULL);

  return self->path;
}

/**
 * wb_db_exec:
 * @self: a connection
 * @sql: one or more statements; never with values from outside, those are bound
 *
 * Runs them and throws rows away.
 *
 * Returns: `TRUE` if all succeeded; the first failure ends it with a %WB_DB_ERROR
 */
gboolean
wb_db_exec (WbDb        *self,
            const char  *sql,
            GError     **error)
{
  int rc = SQLITE_OK;

  g_return_val_if_fail (self, FALSE);
  g_return_val_if_fail (sql, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  rc = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  if (rc == SQLITE_OK)
    return TRUE;
  wb_db_set_error (self->handle, rc, self->path, error);

  return FALSE;
}

/**
 * wb_db_begin_immediate:
 * @self: a connection without an open transaction
 *
 * Begins a transaction that may write, waiting up to 5 s for another writer.
 *
 * Returns: `TRUE` if it began; %WB_DB_ERROR_BUSY when the other writer did not end
 */
gboolean
wb_db_begin_immediate (WbDb    *self,
                       GError **error)
{
  g_return_val_if_fail (self, FALSE);

  return wb_db_exec (self, "BEGIN IMMEDIATE", error);
}

/**
 * wb_db_try_begin_immediate:
 * @self: a connection without an open transaction
 *
 * Begins a transaction that may write, if no other program is writing at this moment.
 *
 * Returns: `TRUE` if it began; %WB_DB_ERROR_BUSY when another writes
 */
gboolean
wb_db_try_begin_immediate (WbDb    *self,
                           GError **error)
{
  gboolean begun = FALSE;

  g_return_val_if_fail (self, FALSE);

  sqlite3_busy_timeout (self->handle, 0);
  begun = wb_db_begin_immediate (self, error);
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);

  return begun;
}

/**
 * wb_db_is_in_place:
 * @self: a connection
 *
 * Returns: `FALSE` when the file was deleted or replaced since it was opened
 */
gboolean
wb_db_is_in_place (WbDb *self)
{
  int moved = 0;

  g_return_val_if_fail (self, FALSE);

  return sqlite3_file_control (self->handle, NULL, SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK &&
         moved == 0;
}

/**
 * wb_db_begin:
 * @self: a connection without an open transaction
 *
 * Begins a transaction for reading: what is read until its end is of one moment.
 *
 * Returns: `TRUE` if it began
 */
gboolean
wb_db_begin (WbDb    *self,
             GError **error)
{
  g_return_val_if_fail (self, FALSE);

  return wb_db_exec (self, "BEGIN", error);
}

/**
 * wb_db_commit:
 * @self: a connection with an open transaction
 *
 * Ends the transaction: all of it is stored, or, on any error, none of it (it is rolled back then).
 *
 * Returns: `TRUE` if it is stored
 */
gboolean
wb_db_commit (WbDb    *self,
              GError **error)
{
  g_return_val_if_fail (self, FALSE);

  /* A full disk or a failed write can have ended the transaction already. */
  if (!wb_db_in_transaction (self)) {
    g_set_error_literal (error, WB_DB_ERROR, WB_DB_ERROR_FAILED,
                         _ ("The work was undone by an earlier error; nothing was stored"));
    return FALSE;
  }
  if (wb_db_exec (self, "COMMIT", error))
    return TRUE;
  wb_db_rollback (self);

  return FALSE;
}

/**
 * wb_db_rollback:
 * @self: a connection
 *
 * Undoes the open transaction, if there is one; cannot fail.
 */
void
wb_db_rollback (WbDb *self)
{
  g_return_if_fail (self);

  if (wb_db_in_transaction (self))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

/**
 * wb_db_in_transaction:
 * @self: a connection
 *
 * Returns: whether a transaction is open
 */
gboolean
wb_db_in_transaction (WbDb *self)
{
  g_return_val_if_fail (self, FALSE);

  return sqlite3_get_autocommit (self->handle) == 0;
}

/**
 * wb_db_last_rowid:
 * @self: a connection
 *
 * Returns: the row id of the last successful INSERT on it
 */
gint64
wb_db_last_rowid (WbDb *self)
{
  g_return_val_if_fail (self, 0);

  return sqlite3_last_insert_rowid (self->handle);
}

/**
 * wb_db_changes:
 * @self: a connection
 *
 * Returns: how many rows the last INSERT, UPDATE or DELETE touched
 */
gint64
wb_db_changes (WbDb *self)
{
  g_return_val_if_fail (self, 0);

  return sqlite3_changes64 (self->handle);
}

/**
 * wb_db_data_version:
 * @self: a connection
 * @version_out: (out): a number that differs from the last one given if, and only if, another
 *   connection has committed since
 *
 * Returns: `TRUE` if it could be read
 */
gboolean
wb_db_data_version (WbDb    *self,
                    gint64  *version_out,
                    GError **error)
{
  g_return_val_if_fail (self, FALSE);
  g_return_val_if_fail (version_out, FALSE);

  return wb_db_read_int64 (self, "PRAGMA data_version", version_out, error);
}

static void
row_changed_cb (gpointer       data,
                int            operation,
                const char    *database,
                const char    *table,
                sqlite3_int64  row)
{
  WbDb *self = data;
  gint64 id = row;

  if (g_str_equal (table, self->watched_table))
    g_array_append_val (self->watched_rows, id);
}

/**
 * wb_db_watch_rows:
 * @self: a connection that watches none yet
 * @table: a table with row ids
 * @rows: (element-type gint64): gets them, some perhaps more than once; whoever gave it empties it
 *
 * What a rollback takes back is told as well.
 */
void
wb_db_watch_rows (WbDb       *self,
                  const char *table,
                  GArray     *rows)
{
  g_return_if_fail (self && !self->watched_rows);
  g_return_if_fail (table && rows);

  self->watched_table = g_strdup (table);
  self->watched_rows = g_array_ref (rows);
  sqlite3_update_hook (self->handle, row_changed_cb, self);
}

/**
 * wb_db_interrupt:
 * @self: a connection that is not being closed
 *
 * Ends what runs on it with %WB_DB_ERROR_INTERRUPTED. Any thread.
 */
void
wb_db_interrupt (WbDb *self)
{
  g_return_if_fail (self);

  sqlite3_interrupt (self->handle);
}

static gboolean
is_idle (gpointer key,
         gpointer value,
         gpointer data)
{
  return !wb_stmt_is_in_use (value);
}

/**
 * wb_db_prepare:
 * @self: a connection
 * @sql: one statement
 *
 * A statement ready to bind and step. The same text gives the same prepared statement again once
 * it was released; while it is in use, a second asker gets one of its own.
 *
 * Returns: (transfer full): the statement, for wb_stmt_release(); `NULL` with a %WB_DB_ERROR
 */
WbStmt *
wb_db_prepare (WbDb        *self,
               const char  *sql,
               GError     **error)
{
  WbStmt *stmt = NULL;

  g_return_val_if_fail (self, NULL);
  g_return_val_if_fail (sql, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  stmt = g_hash_table_lookup (self->statements, sql);
  if (!stmt) {
    if (g_hash_table_size (self->statements) >= MAX_CACHED_STATEMENTS)
      g_hash_table_foreach_remove (self->statements, is_idle, NULL);
    stmt = wb_stmt_new (self, sql, TRUE, error);
    if (!stmt)
      return NULL;
    g_hash_table_insert (self->statements, g_strdup (sql), stmt);
  } else if (wb_stmt_is_in_use (stmt)) {
    stmt = wb_stmt_new (self, sql, FALSE, error);
    if (!stmt)
      return NULL;
  }
  wb_stmt_take (stmt);

  return stmt;
}
