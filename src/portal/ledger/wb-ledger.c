/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens the portal's database and holds what its aggregates share; see wb-ledger.h. */

#include "config.h"

#include "wb-ledger.h"

#include "wb-ledger-customers.h"
#include "wb-ledger-first-start.h"
#include "wb-ledger-funnel-private.h"
#include "wb-ledger-resource.h"
#include "wb-ledger-sights-private.h"
#include "wb-time.h"

#include <string.h>

/* "WBLP": a ledger of winback-portal. */
#define APPLICATION_ID 0x57424c50

static const WbMigration migrations[] = {
  { "The first ledger", "/winback/portal/migrations/0001-first.sql" },
  { "Pictures, banners, customers' keys", "/winback/portal/migrations/0002-banners.sql" },
  { "Customers' keys that can be told again", "/winback/portal/migrations/0003-links.sql" },
  { "Shops that are followed", "/winback/portal/migrations/0004-shops.sql" },
  { "Views and clicks as they came", "/winback/portal/migrations/0005-sights.sql" },
  { "What became of each offer", "/winback/portal/migrations/0006-funnel.sql" },
  { "Counting anew a little at a time", "/winback/portal/migrations/0007-recount.sql" },
};

/**
 * wb_ledger_open:
 * @path: the file; made when missing
 * @clock: where the time comes from
 * @random: where ids come from
 * @bare: whether a new ledger stays without an account and types of its own
 * @error: return location (WB_DB_ERROR, WB_PORTAL_ERROR_SECRET)
 *
 * Opens the ledger and brings it to the present form.
 *
 * Returns: (transfer full): the ledger; `NULL` with @error set
 */
WbLedger *
wb_ledger_open (const char  *path,
                WbClock     *clock,
                WbRandom    *random,
                gboolean     bare,
                GError     **error)
{
  g_autoptr (WbLedger) self = NULL;

  g_return_val_if_fail (path, NULL);
  g_return_val_if_fail (WB_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (WB_IS_RANDOM (random), NULL);

  /* A static library's resources are only linked in when something names them. */
  g_resources_register (wb_ledger_get_resource ());

  self = g_new0 (WbLedger, 1);
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  self->db = wb_db_open (path, WB_DB_READ_WRITE | WB_DB_CREATE, error);
  if (!self->db)
    return NULL;
  if (!wb_db_migrate (self->db, APPLICATION_ID, migrations, G_N_ELEMENTS (migrations), error))
    return NULL;
  if (!wb_ledger_customers_open (self, path, error) || !wb_ledger_funnel_open (self, error))
    return NULL;
  if (!bare && !wb_ledger_first_start (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * wb_ledger_close:
 * @self: (transfer full): the ledger
 */
void
wb_ledger_close (WbLedger *self)
{
  for (int set = 0; set < WB_N_LEDGER_SETS; set++)
    g_clear_pointer (&self->funnel[set], wb_funnel_count_free);
  g_clear_pointer (&self->judge, wb_ledger_judge_free);
  g_clear_pointer (&self->db, wb_db_close);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_free (self->link_secret);
  g_free (self);
}

/**
 * wb_ledger_now:
 * @self: the ledger
 *
 * Returns: the present time, ms
 */
gint64
wb_ledger_now (WbLedger *self)
{
  g_return_val_if_fail (self, 0);

  return wb_clock_now (self->clock);
}

/**
 * wb_ledger_new_secret:
 * @self: the ledger
 * @n_bytes: how much randomness it has
 *
 * Returns: (transfer full): twice as many hex digits
 */
char *
wb_ledger_new_secret (WbLedger *self,
                      gsize     n_bytes)
{
  g_autofree guint8 *bytes = NULL;
  GString *secret = NULL;

  g_return_val_if_fail (self, NULL);
  g_return_val_if_fail (n_bytes > 0, NULL);

  bytes = g_malloc0 (n_bytes);
  secret = g_string_sized_new (2 * n_bytes);
  wb_random_fill (self->random, bytes, n_bytes);
  for (gsize i = 0; i < n_bytes; i++)
    g_string_append_printf (secret, "%02x", bytes[i]);

  return g_string_free (secret, FALSE);
}

/**
 * wb_ledger_dup_meta:
 * @self: the ledger
 * @key: which small fact
 *
 * Returns: (transfer full) (nullable): its value; `NULL` where there is none
 */
char *
wb_ledger_dup_meta (WbLedger   *self,
                    const char *key)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (self, NULL);

  stmt = wb_db_prepare (self->db, "SELECT value FROM meta WHERE key = ?", NULL);
  if (!stmt)
    return NULL;

  wb_stmt_bind_text (stmt, 1, key);
  if (!wb_stmt_step (stmt, &has_row, NULL) || !has_row)
    return NULL;

  return wb_stmt_dup_text (stmt, 0);
}

/**
 * wb_ledger_set_meta:
 * @self: the ledger
 * @key: which small fact
 * @value: what it is now
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_set_meta (WbLedger    *self,
                    const char  *key,
                    const char  *value,
                    GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (self, FALSE);

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO meta (key, value) VALUES (?, ?)"
                        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, key);
  wb_stmt_bind_text (stmt, 2, value);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_prepare:
 * @self: the ledger
 * @set: whose tables
 * @sql: a statement; each table of statistics has "@" after its name
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: (transfer full): it, as wb_db_prepare() gives it
 */
WbStmt *
wb_ledger_prepare (WbLedger     *self,
                   WbLedgerSet   set,
                   const char   *sql,
                   GError      **error)
{
  g_autoptr (GString) text = g_string_sized_new (512);

  for (const char *from = sql;;) {
    const char *mark = strchr (from, '@');

    if (!mark) {
      g_string_append (text, from);
      return wb_db_prepare (self->db, text->str, error);
    }
    g_string_append_len (text, from, mark - from);
    if (set == WB_LEDGER_NEXT)
      g_string_append (text, "_next");
    from = mark + 1;
  }
}

/**
 * wb_ledger_bind_time:
 * @stmt: a statement
 * @index: 1-based
 * @ms: an instant, or `WB_TIME_NONE` for NULL
 */
void
wb_ledger_bind_time (WbStmt *stmt,
                     int     index,
                     gint64  ms)
{
  if (ms == WB_TIME_NONE)
    wb_stmt_bind_null (stmt, index);
  else
    wb_stmt_bind_int64 (stmt, index, ms);
}

/**
 * wb_ledger_print:
 * @node: (transfer full): an object in its API form
 *
 * Returns: (transfer full): its text, for a `doc` column
 */
char *
wb_ledger_print (JsonNode *node)
{
  g_autoptr (JsonNode) owned = node;

  return wb_wire_print (owned);
}

/**
 * wb_ledger_decode:
 * @doc: a `doc` column's text
 * @decode: (scope call): what reads it
 * @error: return location (WB_WIRE_ERROR)
 *
 * Returns: (transfer full): what @decode gives
 */
gpointer
wb_ledger_decode (const char        *doc,
                  WbWireDecodeFunc   decode,
                  GError           **error)
{
  g_autoptr (JsonNode) node = wb_wire_parse (doc, -1, WB_WIRE_MAX_BODY_BYTES, error);

  if (!node)
    return NULL;

  return decode (node, error);
}

/**
 * wb_ledger_find_text:
 * @self: the ledger
 * @sql: a question for one text, with one `?`
 * @id: what stands for it
 * @text_out: (out) (transfer full) (nullable): the text, or `NULL` when there is no such row
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_find_text (WbLedger    *self,
                     const char  *sql,
                     const char  *id,
                     char       **text_out,
                     GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (self->db, sql, error);
  gboolean has_row = FALSE;

  *text_out = NULL;
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    *text_out = wb_stmt_dup_text (stmt, 0);

  return TRUE;
}

/**
 * wb_ledger_find:
 * @self: the ledger
 * @sql: a question for one `doc`, with one `?`
 * @key: (nullable): what stands for it; `NULL` when @sql has none
 * @decode: (scope call): what reads it
 * @record_out: (out) (transfer full) (nullable): the object, or `NULL` when there is no such row
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_find (WbLedger          *self,
                const char        *sql,
                const char        *key,
                WbWireDecodeFunc   decode,
                gpointer          *record_out,
                GError           **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (self->db, sql, error);
  gboolean has_row = FALSE;

  *record_out = NULL;
  if (!stmt)
    return FALSE;

  if (key)
    wb_stmt_bind_text (stmt, 1, key);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  *record_out = wb_ledger_decode (wb_stmt_get_text (stmt, 0), decode, error);

  return *record_out ? TRUE : FALSE;
}
