/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* SQLite's result codes as decisions: what the caller does next, and a sentence for the person
 * who has to do it. SQLite's own words follow in brackets; they name tables and columns, never
 * what is stored in them. */

#include "config.h"

#include "wb-db-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (wb-db-error-quark, wb_db_error)

static const struct
{
  WbDbError code;
  const char *sentence;
} sentences[] = {
  { WB_DB_ERROR_FAILED, N_ ("The database could not do this") },
  { WB_DB_ERROR_BUSY, N_ ("Another program is using the database; try again in a moment") },
  { WB_DB_ERROR_FULL,
    N_ ("The disk is full and nothing was stored; free some space and try again") },
  { WB_DB_ERROR_READ_ONLY,
    N_ ("The database cannot be written; check the rights of the file and its folder") },
  { WB_DB_ERROR_CANNOT_OPEN,
    N_ ("The database cannot be opened; check that it exists and that you may read it") },
  { WB_DB_ERROR_NOT_OURS, N_ ("This file is not a Winback database") },
  { WB_DB_ERROR_CORRUPT, N_ ("The database is damaged; restore a copy of it") },
  { WB_DB_ERROR_SCHEMA_TOO_NEW,
    N_ ("The database was made by a newer Winback; update this program to open it") },
  { WB_DB_ERROR_CONSTRAINT, N_ ("The value breaks a rule of the database") },
  { WB_DB_ERROR_INTERRUPTED, N_ ("The work was stopped") },
};

/* What the system said decides where SQLite only knows that input or output failed. */
static WbDbError
decide_by_errno (int       system_errno,
                 WbDbError otherwise)
{
  switch (system_errno) {
    case ENOSPC:
    case EDQUOT:
      return WB_DB_ERROR_FULL;
    case EROFS:
      return WB_DB_ERROR_READ_ONLY;
    default:
      return otherwise;
  }
}

static WbDbError
decide (sqlite3 *handle,
        int      rc)
{
  int system_errno = handle ? sqlite3_system_errno (handle) : 0;

  switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return WB_DB_ERROR_BUSY;
    case SQLITE_FULL:
      return WB_DB_ERROR_FULL;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return WB_DB_ERROR_READ_ONLY;
    case SQLITE_CANTOPEN:
      return decide_by_errno (system_errno, WB_DB_ERROR_CANNOT_OPEN);
    case SQLITE_NOTADB:
      return WB_DB_ERROR_NOT_OURS;
    case SQLITE_CORRUPT:
      return WB_DB_ERROR_CORRUPT;
    case SQLITE_CONSTRAINT:
      return WB_DB_ERROR_CONSTRAINT;
    case SQLITE_INTERRUPT:
      return WB_DB_ERROR_INTERRUPTED;
    case SQLITE_IOERR:
      /* A file cut off behind our back reads short. */
      if (rc == SQLITE_IOERR_SHORT_READ)
        return WB_DB_ERROR_CORRUPT;
      return decide_by_errno (system_errno, WB_DB_ERROR_FAILED);
    default:
      return WB_DB_ERROR_FAILED;
  }
}

void
wb_db_set_error (sqlite3     *handle,
                 int          rc,
                 const char  *path,
                 GError     **error)
{
  WbDbError code = decide (handle, rc);
  const char *words = handle ? sqlite3_errmsg (handle) : sqlite3_errstr (rc);
  g_autofree char *name = path ? g_path_get_basename (path) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++) {
    if (sentences[i].code == code)
      g_set_error (error, WB_DB_ERROR, code, "%s (%s: %s)",
                   _ (sentences[i].sentence), name ? name : "SQLite", words);
  }
}
