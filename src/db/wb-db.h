/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A SQLite connection said safely: opened one way, errors mapped to decisions, transactions
 * explicit. One thread at a time uses a connection (NOMUTEX); it knows no table of ours. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Codes say what the caller does next. */
typedef enum
{
  WB_DB_ERROR_FAILED,          /* Anything else; the message has SQLite's words */
  WB_DB_ERROR_BUSY,            /* Another program holds the lock: try again */
  WB_DB_ERROR_FULL,            /* The disk is full: nothing was stored; free some space */
  WB_DB_ERROR_READ_ONLY,       /* The file or folder cannot be written */
  WB_DB_ERROR_CANNOT_OPEN,     /* No such file, or no right to it */
  WB_DB_ERROR_NOT_OURS,        /* Not a database, or another program's */
  WB_DB_ERROR_CORRUPT,         /* Damaged: restore a copy */
  WB_DB_ERROR_SCHEMA_TOO_NEW,  /* Made by a newer Winback: update; nothing was read */
  WB_DB_ERROR_CONSTRAINT,      /* A row breaks a rule of its table */
  WB_DB_ERROR_INTERRUPTED,     /* wb_db_interrupt() or cancelled */
} WbDbError;

#define WB_DB_ERROR (wb_db_error_quark ())
GQuark     wb_db_error_quark       (void);

typedef enum
{
  WB_DB_READ_WRITE = 0,
  WB_DB_CREATE = 1 << 0,       /* make the file (mode 0600) where there is none */
  WB_DB_READ_ONLY = 1 << 1,
} WbDbFlags;

typedef struct _WbDb WbDb;
typedef struct _WbStmt WbStmt;

WbDb      *wb_db_open              (const char   *path,
                                    WbDbFlags     flags,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void       wb_db_close             (WbDb         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbDb, wb_db_close)

const char *wb_db_get_path         (WbDb         *self);
gboolean   wb_db_exec              (WbDb         *self,
                                    const char   *sql,
                                    GError      **error);
gboolean   wb_db_begin_immediate   (WbDb         *self,
                                    GError      **error);
/* The same without waiting: BUSY at once while another program writes. */
gboolean   wb_db_try_begin_immediate (WbDb       *self,
                                    GError      **error);
gboolean   wb_db_begin             (WbDb         *self,
                                    GError      **error);
gboolean   wb_db_commit            (WbDb         *self,
                                    GError      **error);
void       wb_db_rollback          (WbDb         *self);
gboolean   wb_db_in_transaction    (WbDb         *self);
gint64     wb_db_last_rowid        (WbDb         *self);
gint64     wb_db_changes           (WbDb         *self);
gboolean   wb_db_data_version      (WbDb         *self,
                                    gint64       *version_out,
                                    GError      **error);
/* From now on each row of @table that is added, changed or removed on this connection, committed or
 * not, adds its row id to @rows (element-type gint64). */
void       wb_db_watch_rows        (WbDb         *self,
                                    const char   *table,
                                    GArray       *rows);
void       wb_db_interrupt         (WbDb         *self);
/* Whether what is written still goes into the file that its path names: one that was deleted or
 * replaced takes it, and it is gone when the connection ends. */
gboolean   wb_db_is_in_place       (WbDb         *self);
gboolean   wb_db_backup            (WbDb         *self,
                                    const char   *path,
                                    GError      **error);
gboolean   wb_db_check_integrity   (WbDb         *self,
                                    GPtrArray   **findings_out,
                                    GError      **error);

/* Statements are cached per connection by their text: preparing one again is a look-up, and
 * releasing one (autoptr) resets it, so no read lock outlives its use. */
WbStmt    *wb_db_prepare           (WbDb         *self,
                                    const char   *sql,
                                    GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void       wb_stmt_release         (WbStmt       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbStmt, wb_stmt_release)

/* Binds are 1-based; a failed bind is remembered and reported by the next step. Text is copied. */
void       wb_stmt_bind_text       (WbStmt       *self,
                                    int           index,
                                    const char   *value);   /* NULL = SQL NULL */
void       wb_stmt_bind_int64      (WbStmt       *self,
                                    int           index,
                                    gint64        value);
void       wb_stmt_bind_double     (WbStmt       *self,
                                    int           index,
                                    double        value);
void       wb_stmt_bind_blob       (WbStmt       *self,
                                    int           index,
                                    GBytes       *value);
void       wb_stmt_bind_null       (WbStmt       *self,
                                    int           index);
void       wb_stmt_reset           (WbStmt       *self);    /* also clears the binds */
gboolean   wb_stmt_step            (WbStmt       *self,
                                    gboolean     *has_row_out,
                                    GError      **error);
gboolean   wb_stmt_run             (WbStmt       *self,    /* step of a statement without rows, then reset */
                                    GError      **error);

/* Columns are 0-based. Text lives until the next step. */
gboolean    wb_stmt_is_null        (WbStmt       *self,
                                    int           column);
const char *wb_stmt_get_text       (WbStmt       *self,
                                    int           column);
char       *wb_stmt_dup_text       (WbStmt       *self,
                                    int           column) G_GNUC_WARN_UNUSED_RESULT;
gint64      wb_stmt_get_int64      (WbStmt       *self,
                                    int           column);
double      wb_stmt_get_double     (WbStmt       *self,
                                    int           column);
GBytes     *wb_stmt_get_blob       (WbStmt       *self,
                                    int           column) G_GNUC_WARN_UNUSED_RESULT;

/* Numbered migrations: step i brings the file from version i to i + 1, in one transaction with its
 * version bump, after a copy of the file as it was (path.vN.bak). Released steps are never edited. */
typedef struct
{
  const char *reason;    /* why the step exists */
  const char *resource;  /* GResource path of its SQL */
} WbMigration;

gboolean   wb_db_migrate           (WbDb               *self,
                                    gint32              application_id,
                                    const WbMigration  *steps,
                                    guint               n_steps,
                                    GError            **error);

G_END_DECLS
