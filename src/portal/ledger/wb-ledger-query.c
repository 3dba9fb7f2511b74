/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A list question put together from conditions; values are always bound, never written into the
 * text. */

#include "config.h"

#include "wb-ledger.h"

typedef struct
{
  char *text;  /* (owned) (nullable) NULL = the number is meant */
  gint64 number;
} Value;

struct _WbLedgerQuery
{
  char *table;       /* (owned) */
  char *order;       /* (owned) (nullable) */
  GString *where;    /* (owned) " WHERE a AND b" or "" */
  GArray *values;    /* (owned) (element-type Value) */
};

static void
clear_value (gpointer data)
{
  Value *value = data;

  g_free (value->text);
}

/**
 * wb_ledger_query_new:
 * @table: a table with a `doc` column
 *
 * Returns: (transfer full): a question for all its rows
 */
WbLedgerQuery *
wb_ledger_query_new (const char *table)
{
  WbLedgerQuery *self;

  g_return_val_if_fail (table, NULL);

  self = g_new0 (WbLedgerQuery, 1);
  self->table = g_strdup (table);
  self->where = g_string_new (NULL);
  self->values = g_array_new (FALSE, FALSE, sizeof (Value));
  g_array_set_clear_func (self->values, clear_value);

  return self;
}

/**
 * wb_ledger_query_free:
 * @self: (transfer full): a question
 */
void
wb_ledger_query_free (WbLedgerQuery *self)
{
  g_free (self->table);
  g_free (self->order);
  g_string_free (self->where, TRUE);
  g_array_unref (self->values);
  g_free (self);
}

/**
 * wb_ledger_query_where:
 * @self: a question
 * @condition: SQL without values
 *
 * Rows must meet the condition as well.
 */
void
wb_ledger_query_where (WbLedgerQuery *self,
                       const char    *condition)
{
  g_return_if_fail (self);
  g_return_if_fail (condition);

  g_string_append_printf (self->where, "%s(%s)", self->where->len == 0 ? " WHERE " : " AND ",
                          condition);
}

/**
 * wb_ledger_query_text:
 * @self: a question
 * @condition: SQL with one `?`
 * @value: what stands for it
 */
void
wb_ledger_query_text (WbLedgerQuery *self,
                      const char    *condition,
                      const char    *value)
{
  Value bound = { g_strdup (value), 0 };

  g_return_if_fail (value);

  wb_ledger_query_where (self, condition);
  g_array_append_val (self->values, bound);
}

/**
 * wb_ledger_query_int64:
 * @self: a question
 * @condition: SQL with one `?`
 * @value: what stands for it
 */
void
wb_ledger_query_int64 (WbLedgerQuery *self,
                       const char    *condition,
                       gint64         value)
{
  Value bound = { NULL, value };

  wb_ledger_query_where (self, condition);
  g_array_append_val (self->values, bound);
}

/**
 * wb_ledger_query_order:
 * @self: a question
 * @order: SQL after `ORDER BY`; ends in a column that is unique
 */
void
wb_ledger_query_order (WbLedgerQuery *self,
                       const char    *order)
{
  g_return_if_fail (self);

  g_free (self->order);
  self->order = g_strdup (order);
}

static int
bind_values (WbLedgerQuery *self,
             WbStmt        *stmt)
{
  for (guint i = 0; i < self->values->len; i++) {
    const Value *value = &g_array_index (self->values, Value, i);

    if (value->text)
      wb_stmt_bind_text (stmt, (int) i + 1, value->text);
    else
      wb_stmt_bind_int64 (stmt, (int) i + 1, value->number);
  }

  return (int) self->values->len;
}

/**
 * wb_ledger_query_count:
 * @self: a question
 * @ledger: the ledger
 * @count_out: (out): how many rows meet the conditions
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_query_count (WbLedgerQuery  *self,
                       WbLedger       *ledger,
                       gint64         *count_out,
                       GError        **error)
{
  g_autofree char *sql = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (self, FALSE);

  sql = g_strdup_printf ("SELECT count(*) FROM %s%s", self->table, self->where->str);
  stmt = wb_db_prepare (ledger->db, sql, error);
  if (!stmt)
    return FALSE;

  bind_values (self, stmt);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;

  g_assert (has_row);
  *count_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

/**
 * wb_ledger_query_run:
 * @self: a question
 * @ledger: the ledger
 * @limit: how many rows at most
 * @offset: how many to leave out first
 * @decode: (scope call): what reads a row's document
 * @free_item: what frees what @decode gives
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: (transfer full): the rows' objects; `NULL` with @error set
 */
GPtrArray *
wb_ledger_query_run (WbLedgerQuery     *self,
                     WbLedger          *ledger,
                     gint64             limit,
                     gint64             offset,
                     WbWireDecodeFunc   decode,
                     GDestroyNotify     free_item,
                     GError           **error)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;
  int n = 0;

  g_return_val_if_fail (self, NULL);

  items = g_ptr_array_new_with_free_func (free_item);
  sql = g_strdup_printf ("SELECT doc FROM %s%s%s%s LIMIT ? OFFSET ?", self->table,
                         self->where->str, self->order ? " ORDER BY " : "",
                         self->order ? self->order : "");
  stmt = wb_db_prepare (ledger->db, sql, error);
  if (!stmt)
    return NULL;

  n = bind_values (self, stmt);
  wb_stmt_bind_int64 (stmt, n + 1, limit);
  wb_stmt_bind_int64 (stmt, n + 2, offset);

  for (;;) {
    gpointer item = NULL;

    if (!wb_stmt_step (stmt, &has_row, error))
      return NULL;
    if (!has_row)
      break;

    item = wb_ledger_decode (wb_stmt_get_text (stmt, 0), decode, error);
    if (!item)
      return NULL;
    g_ptr_array_add (items, item);
  }

  return g_steal_pointer (&items);
}
