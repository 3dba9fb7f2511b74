/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Remarketing settings per ticket type; see wb-offer-store.h. */

#include "config.h"

#include "wb-offer-store.h"

#include "wb-wire-offer-set.h"
#include "wb-workspace-private.h"

static WbOfferSet *
parse_set (const char  *text,
           GError     **error)
{
  g_autoptr (JsonNode) node = wb_store_parse (text, error);

  return node ? wb_wire_offer_set_decode (node, error) : NULL;
}

static char *
print_set (const WbOfferSet *set)
{
  g_autoptr (JsonNode) node = set ? wb_wire_offer_set_encode (set) : NULL;

  return wb_store_print (node);
}

/**
 * wb_offer_store_apply:
 * @db: the open transaction
 * @set: from the server
 * @changed_out: (out) (optional): whether anything was stored
 *
 * Applies it if its version is above the stored one; unsent changes and drafts stay.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_offer_store_apply (WbDb              *db,
                      const WbOfferSet  *set,
                      gboolean          *changed_out,
                      GError           **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  g_autofree char *data = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (set && set->type, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  data = print_set (set);
  stmt = wb_db_prepare (db, "INSERT INTO offer (type, version, data) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (type) DO UPDATE SET version = ?2, data = ?3"
                        " WHERE ?2 > version", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, set->type);
  wb_stmt_bind_int64 (stmt, 2, set->version);
  wb_stmt_bind_text (stmt, 3, data);
  if (!wb_stmt_run (stmt, error))
    return FALSE;
  if (changed_out)
    *changed_out = wb_db_changes (db) > 0;

  return TRUE;
}

/* What waits to be sent, merged onto @server in the order it was saved: where it clashes with what
 * another manager did meanwhile, ours is shown until the sync has asked. */
static WbOfferSet *
apply_unsent (WbDb        *db,
              WbOfferSet  *server,
              const char  *type_id,
              GError     **error)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (db, "settings", type_id, error);
  g_autoptr (WbOfferSet) shown = wb_offer_set_ref (server);

  if (!rows)
    return NULL;
  for (guint i = 0; i < rows->len; i++) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i);
    g_autoptr (WbOfferSet) mine = NULL;
    g_autoptr (WbOfferSet) base = NULL;
    g_autoptr (WbOfferSet) merged = NULL;
    g_autoptr (GPtrArray) clashes = NULL;

    if (row->state != WB_OUTBOX_WAITING && row->state != WB_OUTBOX_SENDING)
      continue;
    mine = wb_wire_offer_set_decode (row->body, error);
    base = mine && row->base ? wb_wire_offer_set_decode (row->base, error) : NULL;
    if (!mine || (row->base && !base))
      return NULL;
    merged = wb_offer_set_merge (base, mine, shown, &clashes);
    wb_offer_set_unref (shown);
    shown = g_steal_pointer (&merged);
  }

  return g_steal_pointer (&shown);
}

/**
 * wb_offer_store_get_server:
 * @db: a reader, or the open transaction
 * @type_id: a ticket type
 *
 * Returns: (transfer full) (nullable): what the server last said; `NULL` without an error when it
 *   said nothing of this type
 */
WbOfferSet *
wb_offer_store_get_server (WbDb        *db,
                           const char  *type_id,
                           GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (type_id, NULL);

  stmt = wb_db_prepare (db, "SELECT data FROM offer WHERE type = ?1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, type_id);
  if (!wb_stmt_step (stmt, &has_row, error) || !has_row)
    return NULL;

  return parse_set (wb_stmt_get_text (stmt, 0), error);
}

/**
 * wb_offer_store_get:
 * @db: a reader, or the open transaction
 * @type_id: a ticket type
 *
 * Returns: (transfer full) (nullable): what is shown: the server's set with what was saved and
 *   waits to be sent on top; `NULL` without an error when there is none
 */
WbOfferSet *
wb_offer_store_get (WbDb        *db,
                    const char  *type_id,
                    GError     **error)
{
  g_autoptr (WbOfferSet) server = NULL;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (type_id, NULL);

  server = wb_offer_store_get_server (db, type_id, error);

  return server ? apply_unsent (db, server, type_id, error) : NULL;
}

/**
 * wb_offer_store_list:
 * @db: a reader, or the open transaction
 *
 * Returns: (transfer full) (element-type WbOfferSet): the sets of all types as they are shown, by
 *   type id; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_offer_store_list (WbDb    *db,
                     GError **error)
{
  g_autoptr (GPtrArray) sets = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);

  stmt = wb_db_prepare (db, "SELECT type, data FROM offer ORDER BY type", error);
  if (!stmt)
    return NULL;
  while (wb_stmt_step (stmt, &has_row, error)) {
    g_autoptr (WbOfferSet) server = NULL;
    WbOfferSet *shown = NULL;

    if (!has_row)
      return g_steal_pointer (&sets);
    server = parse_set (wb_stmt_get_text (stmt, 1), error);
    shown = server ? apply_unsent (db, server, wb_stmt_get_text (stmt, 0), error) : NULL;
    if (!shown)
      return NULL;
    g_ptr_array_add (sets, shown);
  }

  return NULL;
}

/**
 * wb_offer_store_put_draft:
 * @db: the open transaction
 * @draft: what a manager typed and did not save yet; it may break every rule
 * @base: (nullable): the set it started from
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_offer_store_put_draft (WbDb              *db,
                          const WbOfferSet  *draft,
                          const WbOfferSet  *base,
                          GError           **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  g_autofree char *draft_json = NULL;
  g_autofree char *base_json = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (draft && draft->type, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  draft_json = print_set (draft);
  base_json = print_set (base);
  stmt = wb_db_prepare (db, "INSERT INTO offer_draft (type, draft, base) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (type) DO UPDATE SET draft = ?2, base = ?3", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, draft->type);
  wb_stmt_bind_text (stmt, 2, draft_json);
  wb_stmt_bind_text (stmt, 3, base_json);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_offer_store_get_draft:
 * @db: a reader, or the open transaction
 * @type_id: a ticket type
 * @draft_out: (out) (transfer full) (nullable): the draft; `NULL` = there is none
 * @base_out: (out) (transfer full) (nullable): the set it started from
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_offer_store_get_draft (WbDb        *db,
                          const char  *type_id,
                          WbOfferSet **draft_out,
                          WbOfferSet **base_out,
                          GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  g_autoptr (WbOfferSet) draft = NULL;
  g_autoptr (WbOfferSet) base = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (type_id, FALSE);
  g_return_val_if_fail (draft_out && base_out, FALSE);

  *draft_out = NULL;
  *base_out = NULL;
  stmt = wb_db_prepare (db, "SELECT draft, base FROM offer_draft WHERE type = ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, type_id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  draft = parse_set (wb_stmt_get_text (stmt, 0), error);
  if (!draft)
    return FALSE;
  if (!wb_stmt_is_null (stmt, 1)) {
    base = parse_set (wb_stmt_get_text (stmt, 1), error);
    if (!base)
      return FALSE;
  }
  *draft_out = g_steal_pointer (&draft);
  *base_out = g_steal_pointer (&base);

  return TRUE;
}

/**
 * wb_offer_store_drop_draft:
 * @db: the open transaction
 * @type_id: a ticket type
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_offer_store_drop_draft (WbDb        *db,
                           const char  *type_id,
                           GError     **error)
{
  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (type_id, FALSE);

  return wb_store_run (db, "DELETE FROM offer_draft WHERE type = ?1", type_id, NULL, error);
}
