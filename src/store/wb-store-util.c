/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What every store of an aggregate needs: JSON in a column, instants, and the two shortest forms of
 * a statement. */

#include "config.h"

#include "wb-workspace-private.h"

#include "wb-patch.h"
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

/* What waits to be sent of an object that is changed by PATCH, merged onto what the server said in
 * the order it was done: where it clashes with what somebody else did meanwhile, ours is shown
 * until the sync has asked. */
JsonNode *
wb_store_apply_unsent (WbDb        *db,
                       const char  *object_kind,
                       const char  *object_id,
                       JsonNode    *server,
                       GError     **error)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (db, object_kind, object_id, error);
  g_autoptr (JsonNode) shown = json_node_ref (server);

  if (!rows)
    return NULL;
  for (guint i = 0; i < rows->len; i++) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i);
    g_autoptr (JsonNode) patch = NULL;
    g_autoptr (GPtrArray) clashes = NULL;
    JsonNode *changed = NULL;

    if ((row->state != WB_OUTBOX_WAITING && row->state != WB_OUTBOX_SENDING) ||
        g_str_equal (row->op, WB_OP_ADDON))
      continue;
    patch = wb_patch_merge (row->base, row->body, shown, &clashes);
    changed = wb_patch_apply (shown, patch);
    json_node_unref (shown);
    shown = changed;
  }

  return g_steal_pointer (&shown);
}
