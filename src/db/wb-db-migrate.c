/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbered migrations, the copy made before them, backups and the check of a whole file. */

#include "config.h"

#include "wb-db-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* A thoroughly damaged file would list thousands. */
#define MAX_FINDINGS 100

static gboolean
copy_pages (WbDb    *from,
            WbDb    *to,
            GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to->handle, "main", from->handle, "main");
  int rc = SQLITE_OK;

  if (!backup) {
    wb_db_set_error (to->handle, sqlite3_errcode (to->handle), to->path, error);
    return FALSE;
  }
  rc = sqlite3_backup_step (backup, -1);
  sqlite3_backup_finish (backup);
  if (rc == SQLITE_DONE)
    return TRUE;
  /* BUSY and LOCKED are not left on either handle. */
  wb_db_set_error (rc == sqlite3_errcode (to->handle) ? to->handle : NULL, rc, to->path, error);

  return FALSE;
}

/* A new, empty file of mode 0600; SQLite's own opening would follow the umask. */
static gboolean
make_empty_file (const char  *path,
                 GError     **error)
{
  int fd = -1;

  g_unlink (path);
  fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) {
    int saved_errno = errno;

    g_set_error (error, WB_DB_ERROR,
                 saved_errno == ENOSPC ? WB_DB_ERROR_FULL : WB_DB_ERROR_READ_ONLY,
                 _ ("Cannot make the copy %s: %s"), path, g_strerror (saved_errno));
    return FALSE;
  }
  close (fd);

  return TRUE;
}

/* The copy is a plain connection: made with none of our settings, it becomes what it copies. */
static WbDb *
open_copy (const char  *path,
           GError     **error)
{
  g_autoptr (WbDb) copy = g_new0 (WbDb, 1);
  int rc = sqlite3_open_v2 (path, &copy->handle,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                            NULL);

  copy->path = g_strdup (path);
  copy->statements = g_hash_table_new (g_str_hash, g_str_equal);
  if (rc != SQLITE_OK) {
    wb_db_set_error (copy->handle, rc, path, error);
    return NULL;
  }

  return g_steal_pointer (&copy);
}

/**
 * wb_db_backup:
 * @self: a connection without an open write transaction
 * @path: the file to make, mode 0600; an older one is replaced once the new one is complete
 *
 * Copies the database as it is at one moment. The copy is one file, whole or not there.
 *
 * Returns: `TRUE` if it was made; %WB_DB_ERROR_FULL, %WB_DB_ERROR_READ_ONLY or another of the
 *   domain
 */
gboolean
wb_db_backup (WbDb        *self,
              const char  *path,
              GError     **error)
{
  g_autofree char *unfinished = NULL;
  gboolean copied = FALSE;

  g_return_val_if_fail (self, FALSE);
  g_return_val_if_fail (path, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  unfinished = g_strconcat (path, ".part", NULL);
  if (!make_empty_file (unfinished, error))
    return FALSE;
  {
    g_autoptr (WbDb) copy = open_copy (unfinished, error);

    copied = copy && copy_pages (self, copy, error);
  }
  if (copied && g_rename (unfinished, path) != 0) {
    g_set_error (error, WB_DB_ERROR, WB_DB_ERROR_READ_ONLY, _ ("Cannot make the copy %s: %s"), path,
                 g_strerror (errno));
    copied = FALSE;
  }
  if (!copied)
    g_unlink (unfinished);

  return copied;
}

static gboolean
collect_findings (WbDb        *self,
                  const char  *sql,
                  const char  *prefix,
                  GPtrArray   *findings,
                  GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (self, sql, error);
  gboolean has_row = FALSE;

  if (!stmt)
    return FALSE;
  while (wb_stmt_step (stmt, &has_row, error)) {
    const char *text = has_row ? wb_stmt_get_text (stmt, 0) : NULL;

    if (!has_row)
      return TRUE;
    if (findings->len < MAX_FINDINGS && g_strcmp0 (text, "ok") != 0)
      g_ptr_array_add (findings, g_strconcat (prefix, text, NULL));
  }

  return FALSE;
}

/**
 * wb_db_check_integrity:
 * @self: a connection
 * @findings_out: (out) (transfer full) (element-type utf8): what is wrong, in SQLite's words; empty
 *   = the file is sound
 *
 * Reads the whole file: pages, indexes, constraints and references. Takes seconds on a large one;
 * not on the main thread. Damage is a finding, not an error, as far as it lets itself be read.
 *
 * Returns: `TRUE` if the check ran; %WB_DB_ERROR_CORRUPT when even that was not possible
 */
gboolean
wb_db_check_integrity (WbDb       *self,
                       GPtrArray **findings_out,
                       GError    **error)
{
  g_autoptr (GPtrArray) findings = NULL;

  g_return_val_if_fail (self, FALSE);
  g_return_val_if_fail (findings_out, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  findings = g_ptr_array_new_with_free_func (g_free);
  if (!collect_findings (self, "PRAGMA integrity_check", "", findings, error) ||
      !collect_findings (self, "PRAGMA foreign_key_check", "broken reference in ", findings, error))
    return FALSE;
  *findings_out = g_steal_pointer (&findings);

  return TRUE;
}

static gboolean
refuse (WbDb        *self,
        WbDbError    code,
        const char  *sentence,
        GError     **error)
{
  g_autofree char *name = g_path_get_basename (self->path);

  g_set_error (error, WB_DB_ERROR, code, "%s (%s)", sentence, name);

  return FALSE;
}

/* Whose file it is and of what version; -1 in @version_out = empty, ours to make. */
static gboolean
read_version (WbDb    *self,
              gint32   application_id,
              guint    n_steps,
              gint64  *version_out,
              GError **error)
{
  gint64 id = 0;
  gint64 version = 0;
  gint64 n_objects = 0;

  if (!wb_db_read_int64 (self, "PRAGMA application_id", &id, error) ||
      !wb_db_read_int64 (self, "PRAGMA user_version", &version, error) ||
      !wb_db_read_int64 (self, "SELECT count(*) FROM sqlite_schema", &n_objects, error))
    return FALSE;

  if (id == 0 && version == 0 && n_objects == 0) {
    *version_out = -1;
    return TRUE;
  }
  if (id != application_id || version < 0)
    return refuse (self, WB_DB_ERROR_NOT_OURS,
                   _ ("This database belongs to another program; choose another file"), error);
  if (version > (gint64) n_steps)
    return refuse (self, WB_DB_ERROR_SCHEMA_TOO_NEW,
                   _ ("This database was made by a newer Winback; update this program to open it"),
                   error);
  *version_out = version;

  return TRUE;
}

/* Copies what was committed before the open transaction: another connection sees exactly that,
 * while the transaction's lock keeps every other program from changing it. */
static gboolean
copy_before (WbDb    *self,
             gint64   version,
             GError **error)
{
  g_autofree char *path = g_strdup_printf ("%s.v%" G_GINT64_FORMAT ".bak", self->path, version);
  g_autoptr (WbDb) reader = wb_db_open (self->path, WB_DB_READ_ONLY, error);

  if (!reader)
    return FALSE;

  return wb_db_backup (reader, path, error);
}

static gboolean
check_references (WbDb    *self,
                  GError **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (self, "PRAGMA foreign_key_check", error);
  gboolean has_row = FALSE;

  if (!stmt || !wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  return refuse (self, WB_DB_ERROR_CORRUPT,
                 _ ("The database has broken references and cannot be brought up to date; "
                    "restore a copy of it"), error);
}

static gboolean
run_step (WbDb               *self,
          const WbMigration  *step,
          gint32              application_id,
          guint               new_version,
          GError            **error)
{
  g_autoptr (GBytes) sql = NULL;
  g_autofree char *text = NULL;
  g_autofree char *bump = g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=%u",
                                           application_id, new_version);
  gsize length = 0;
  gconstpointer data = NULL;

  sql = g_resources_lookup_data (step->resource, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (!sql)
    return FALSE;
  data = g_bytes_get_data (sql, &length);
  text = g_strndup (data, length);

  if (!wb_db_exec (self, "PRAGMA defer_foreign_keys=ON", error) ||
      !wb_db_exec (self, text, error) ||
      (new_version > 1 && !check_references (self, error)) ||
      !wb_db_exec (self, bump, error)) {
    g_prefix_error (error, "%s: ", step->reason);
    return FALSE;
  }

  return TRUE;
}

/* One step, judged again under the write lock since another program may have been faster. */
static gboolean
advance (WbDb               *self,
         gint32              application_id,
         const WbMigration  *steps,
         guint               n_steps,
         gboolean           *copied,
         gint64             *version_out,
         GError            **error)
{
  gint64 version = 0;

  if (!read_version (self, application_id, n_steps, &version, error))
    return FALSE;
  if (version == (gint64) n_steps) {
    *version_out = version;
    return TRUE;
  }
  if (version > 0 && !*copied && !copy_before (self, version, error))
    return FALSE;
  /* A new file has nothing worth a copy, neither now nor half-way. */
  *copied = TRUE;
  version = MAX (version, 0);
  if (!run_step (self, &steps[version], application_id, (guint) version + 1, error))
    return FALSE;
  *version_out = version + 1;

  return TRUE;
}

/**
 * wb_db_migrate:
 * @self: a connection without an open transaction
 * @application_id: ours, as stored in the file's header; not 0
 * @steps: (array length=n_steps): all steps there are, oldest first
 * @n_steps: how many; also the version they lead to
 *
 * Brings the file to version @n_steps: each step in one transaction with its version number, the
 * first after a copy of the file as it was (`PATH.vN.bak`). Two programs may do it at once. A file
 * that is not ours, or newer than @steps know, is neither read further nor changed. On a read-only
 * connection it only judges.
 *
 * Returns: `TRUE` if the file is of version @n_steps now; %WB_DB_ERROR_NOT_OURS,
 *   %WB_DB_ERROR_SCHEMA_TOO_NEW, %WB_DB_ERROR_READ_ONLY (older, and the connection cannot write) or
 *   what went wrong in a step, which then left no trace
 */
gboolean
wb_db_migrate (WbDb               *self,
               gint32              application_id,
               const WbMigration  *steps,
               guint               n_steps,
               GError            **error)
{
  gint64 version = 0;
  gboolean copied = FALSE;

  g_return_val_if_fail (self, FALSE);
  g_return_val_if_fail (application_id != 0, FALSE);
  g_return_val_if_fail (steps && n_steps > 0, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (!read_version (self, application_id, n_steps, &version, error))
    return FALSE;
  if (self->flags & WB_DB_READ_ONLY) {
    if (version == (gint64) n_steps)
      return TRUE;
    return refuse (self, WB_DB_ERROR_READ_ONLY,
                   _ ("This database is older than this program; open it for writing once"), error);
  }
  if (!wb_db_use_wal (self, error))
    return FALSE;

  while (version < (gint64) n_steps) {
    if (!wb_db_begin_immediate (self, error))
      return FALSE;
    if (!advance (self, application_id, steps, n_steps, &copied, &version, error)) {
      wb_db_rollback (self);
      return FALSE;
    }
    if (!wb_db_commit (self, error))
      return FALSE;
  }

  return TRUE;
}
