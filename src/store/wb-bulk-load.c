/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The first load: no fsync, no indexes and no search rows while it runs, all made at its end
* (design.md 6, reference/floors.md 6). That of coupons keeps its indexes, by which the page asks
* meanwhile; its search rows and sums are made at the end.
*
* The log is not copied into the file before the end. Until then whatever a power cut leaves of the
* unsynced log is a valid beginning of it, by its checksums, and the file itself is untouched. The
* fact that a load is under way is stored, synced, before it begins: a program that is killed
* inside leaves it, and the next one to open the workspace makes indexes and search again. */

#include "config.h"

#include "wb-coupon-row.h"
#include "wb-meta-store.h"
#include "wb-workspace-private.h"

/* The values of WB_META_BULK_LOAD. */
#define OF_TICKETS "1"
#define OF_COUPONS "coupons"

/* What FTS5 gathers in memory before it writes a segment: the default of 1 MiB makes dozens of
 * segments, which are then merged again and again. */
#define REBUILD_SQL(fts)                                                       \
  "INSERT INTO " fts " (" fts ", rank) VALUES ('hashsize', 67108864);"         \
  "INSERT INTO " fts " (" fts ") VALUES ('rebuild');"                          \
  "INSERT INTO " fts " (" fts ", rank) VALUES ('hashsize', 1048576);"

/* Of two rows with one id the one that changed last stays. */
#define DEDUPLICATE_SQL                                                        \
  "DELETE FROM ticket WHERE row IN (SELECT row FROM (SELECT row, row_number () " \
  "OVER (PARTITION BY id ORDER BY version DESC, updated_at DESC, row) AS place " \
  "FROM ticket) WHERE place > 1)"

static gboolean
begin_in_transaction (WbDb        *writer,
                      const char  *of,
                      const char  *sql,
                      GError     **error)
{
  return wb_workspace_set_meta (writer, WB_META_BULK_LOAD, of, error) &&
         wb_db_exec (writer, sql, error);
}

static gboolean
begin (WbDb        *writer,
       const char  *of,
       const char  *sql,
       GError     **error)
{
  if (!wb_db_begin_immediate (writer, error))
    return FALSE;
  if (!begin_in_transaction (writer, of, sql, error)) {
    wb_db_rollback (writer);
    return FALSE;
  }
  if (!wb_db_commit (writer, error))
    return FALSE;

  return wb_db_exec (writer, "PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=OFF", error);
}

gboolean
wb_bulk_load_begin (WbDb    *writer,
                    GError **error)
{
  return begin (writer, OF_TICKETS,
                "DROP INDEX IF EXISTS ticket_by_id; DROP INDEX IF EXISTS ticket_by_code;"
                "INSERT INTO ticket_fts (ticket_fts) VALUES ('delete-all')", error);
}

gboolean
wb_bulk_load_begin_coupons (WbDb    *writer,
                            GError **error)
{
  return begin (writer, OF_COUPONS, "INSERT INTO coupon_fts (coupon_fts) VALUES ('delete-all')",
                error);
}

static gboolean
make_id_index (WbDb    *writer,
               GError **error)
{
  g_autoptr (GError) problem = NULL;
  const char *sql = "CREATE UNIQUE INDEX IF NOT EXISTS ticket_by_id ON ticket (id)";

  if (wb_db_exec (writer, sql, &problem))
    return TRUE;
  if (!g_error_matches (problem, WB_DB_ERROR, WB_DB_ERROR_CONSTRAINT)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }

  return wb_db_exec (writer, DEDUPLICATE_SQL, error) && wb_db_exec (writer, sql, error);
}

static gboolean
end_in_transaction (WbDb    *writer,
                    GError **error)
{
  g_autofree char *of = wb_workspace_dup_meta (writer, WB_META_BULK_LOAD);
  gboolean made = FALSE;

  if (g_strcmp0 (of, OF_COUPONS) == 0)
    made = wb_db_exec (writer, REBUILD_SQL ("coupon_fts"), error) &&
           wb_coupon_sums_rebuild (writer, error);
  else
    made = make_id_index (writer, error) &&
           wb_db_exec (writer, "CREATE INDEX IF NOT EXISTS ticket_by_code ON ticket (code)",
                       error) &&
           wb_db_exec (writer, REBUILD_SQL ("ticket_fts"), error);

  return made && wb_workspace_set_meta (writer, WB_META_BULK_LOAD, NULL, error);
}

static gboolean
make_indexes (WbDb    *writer,
              GError **error)
{
  if (!wb_db_begin_immediate (writer, error))
    return FALSE;
  if (end_in_transaction (writer, error))
    return wb_db_commit (writer, error);
  wb_db_rollback (writer);

  return FALSE;
}

gboolean
wb_bulk_load_end (WbDb    *writer,
                  GError **error)
{
  gboolean made = make_indexes (writer, error);

  /* Whatever came of it, from here on nothing goes without fsync: the log is synced, then copied,
   * then the file is synced. */
  return wb_db_exec (writer, "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000;"
                     "PRAGMA wal_checkpoint(TRUNCATE)", made ? error : NULL) && made;
}

gboolean
wb_bulk_load_is_unfinished (WbDb      *db,
                            gboolean  *unfinished_out,
                            GError   **error)
{
  return wb_store_exists (db, "SELECT 1 FROM meta WHERE key = ?1", WB_META_BULK_LOAD, NULL,
                          unfinished_out, error);
}
