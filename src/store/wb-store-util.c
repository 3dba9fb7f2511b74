/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What every store of an aggregate needs: JSON in a column, instants, and the two shortest forms of
 * a statement. */

#include "config.h"

#include "wb-workspace-private.h"

#include "wb-time.h"
#include "wb-wire.h"

/* A column is never larger than the answer it came in. */
#define MAX_COLUMN_BYTES WB_WIRE_MAX_BODY_BYTES

char *
wb_store_print (JsonNode *node)
{
  return node ? wb_wire_print (node) : NULL;
}

JsonNode *
wb_store_parse (const char  *text,
                GError     **error)
{
  return wb_wire_parse (text, -1, MAX_COLUMN_BYTES, error);
}

void
wb_store_bind_time (WbStmt *stmt,
                    int     index,
                    gint64  ms)
{
  if (ms == WB_TIME_NONE)
    wb_stmt_bind_null (stmt, index);
  else
    wb_stmt_bind_int64 (stmt, index, ms);
}

gint64
wb_store_get_time (WbStmt *stmt,
                   int     column)
{
  return wb_stmt_is_null (stmt, column) ? WB_TIME_NONE : wb_stmt_get_int64 (stmt, column);
}

gboolean
wb_store_exists (WbDb        *db,
                 const char  *sql,
                 const char  *first,
                 const char  *second,
                 gboolean    *exists_out,
                 GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, sql, error);

  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, first);
  if (second)
    wb_stmt_bind_text (stmt, 2, second);

  return wb_stmt_step (stmt, exists_out, error);
}

gboolean
wb_store_run (WbDb        *db,
              const char  *sql,
              const char  *first,
              const char  *second,
              GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, sql, error);

  if (!stmt)
    return FALSE;
  if (first)
    wb_stmt_bind_text (stmt, 1, first);
  if (second)
    wb_stmt_bind_text (stmt, 2, second);

  return wb_stmt_run (stmt, error);
}
