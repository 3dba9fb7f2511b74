/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The short lists of the account, all in one table as part B writes them; see
 * wb-account-store.h. */

#include "config.h"

#include "wb-account-store.h"

#include "wb-outbox.h"
#include "wb-shop-connection.h"
#include "wb-time.h"
#include "wb-wire-account.h"
#include "wb-wire-merchant-store.h"
#include "wb-wire-tag.h"
#include "wb-wire-ticket-state.h"
#include "wb-wire-ticket-type.h"
#include "wb-wire-user.h"
#include "wb-workspace-private.h"

#define ACCOUNT_ID WB_OUTBOX_ACCOUNT

typedef struct
{
  const char *name;
  gpointer (*decode)(JsonNode *node, GError **error);
  JsonNode *(*encode)(gconstpointer record);
  GDestroyNotify free_record;
} Kind;

#define KIND(name, type, prefix)                                             \
  {                                                                          \
    name,                                                                    \
    (gpointer (*)(JsonNode *, GError **))wb_wire_ ## type ## _decode,      \
    (JsonNode * (*)(gconstpointer))wb_wire_ ## type ## _encode,             \
    (GDestroyNotify) prefix ## _unref                                        \
  }

static const Kind account_kind = KIND ("account", account, wb_account);
static const Kind store_kind = KIND ("store", merchant_store, wb_merchant_store);
static const Kind user_kind = KIND ("user", user, wb_user);
static const Kind type_kind = KIND ("type", ticket_type, wb_ticket_type);
static const Kind state_kind = KIND ("state", ticket_state, wb_ticket_state);
static const Kind tag_kind = KIND ("tag", tag, wb_tag);

/* What the table needs to know of a record besides its JSON. */
typedef struct
{
  const char *id;
  gint64 version;
  int position;
} Head;

static Head
read_head (const Kind    *kind,
           gconstpointer  record)
{
  if (kind == &store_kind) {
    const WbMerchantStore *store = record;

    return (Head) { store->id, store->version, 0 };
  }
  if (kind == &user_kind) {
    const WbUser *user = record;

    return (Head) { user->id, user->version, 0 };
  }
  if (kind == &type_kind) {
    const WbTicketType *type = record;

    return (Head) { type->id, type->version, type->position };
  }
  if (kind == &state_kind) {
    const WbTicketState *state = record;

    return (Head) { state->id, state->version, state->position };
  }
  if (kind == &tag_kind) {
    const WbTag *tag = record;

    return (Head) { tag->id, tag->version, 0 };
  }

  return (Head) { ACCOUNT_ID, ((const WbAccount *) record)->version, 0 };
}

/* NULL without an error = none. */
static JsonNode *
read_node (WbDb        *db,
           const Kind  *kind,
           const char  *id,
           GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, "SELECT data FROM catalogue WHERE kind = ?1 AND id = ?2", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, kind->name);
  wb_stmt_bind_text (stmt, 2, id);
  if (!wb_stmt_step (stmt, &has_row, error) || !has_row)
    return NULL;

  return wb_store_parse (wb_stmt_get_text (stmt, 0), error);
}

static gpointer
get_one (WbDb        *db,
         const Kind  *kind,
         const char  *id,
         GError     **error)
{
  g_autoptr (JsonNode) node = read_node (db, kind, id, error);

  return node ? kind->decode (node, error) : NULL;
}

static GPtrArray *
list_all (WbDb        *db,
          const Kind  *kind,
          GError     **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (kind->free_record);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);

  stmt = wb_db_prepare (db, "SELECT data FROM catalogue WHERE kind = ?1 ORDER BY position, ord",
                        error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, kind->name);
  while (wb_stmt_step (stmt, &has_row, error)) {
    g_autoptr (JsonNode) node = NULL;
    gpointer record = NULL;

    if (!has_row)
      return g_steal_pointer (&records);
    node = wb_store_parse (wb_stmt_get_text (stmt, 0), error);
    record = node ? kind->decode (node, error) : NULL;
    if (!record)
      return NULL;
    g_ptr_array_add (records, record);
  }

  return NULL;
}

/* @guard: only a later version, or one of a server without versions, takes the place of a stored
 * one. A new one goes last. */
static gboolean
put_one (WbDb           *db,
         const Kind     *kind,
         gconstpointer   record,
         gboolean        guard,
         GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  g_autoptr (JsonNode) node = kind->encode (record);
  g_autofree char *data = wb_store_print (node);
  Head head = read_head (kind, record);

  stmt = wb_db_prepare (db, "INSERT INTO catalogue (kind, id, version, position, ord, data) VALUES"
                        " (?1, ?2, ?3, ?4, (SELECT coalesce (max (ord) + 1, 0) FROM catalogue"
                        " WHERE kind = ?1), ?5) ON CONFLICT (kind, id) DO UPDATE SET version = ?3,"
                        " position = ?4, data = ?5 WHERE ?6 = 0 OR ?3 = 0 OR ?3 > version", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, kind->name);
  wb_stmt_bind_text (stmt, 2, head.id);
  wb_stmt_bind_int64 (stmt, 3, head.version);
  wb_stmt_bind_int64 (stmt, 4, head.position);
  wb_stmt_bind_text (stmt, 5, data);
  wb_stmt_bind_int64 (stmt, 6, guard);

  return wb_stmt_run (stmt, error);
}

static gboolean
replace_all (WbDb        *db,
             const Kind  *kind,
             GPtrArray   *records,
             GError     **error)
{
  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (records, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (!wb_store_run (db, "DELETE FROM catalogue WHERE kind = ?1", kind->name, NULL, error))
    return FALSE;
  for (guint i = 0; i < records->len; i++) {
    if (!put_one (db, kind, g_ptr_array_index (records, i), FALSE, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
upsert (WbDb           *db,
        const Kind     *kind,
        gconstpointer   record,
        GError        **error)
{
  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (record, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  return put_one (db, kind, record, TRUE, error);
}

/* Switching remarketing is a write of its own. */
static gboolean
apply_switching (WbDb       *db,
                 WbAccount  *account,
                 GError    **error)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (db, "account", ACCOUNT_ID, error);

  if (!rows)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i);
    gboolean active = FALSE;

    if (!g_str_equal (row->op, WB_OP_ADDON) ||
        (row->state != WB_OUTBOX_WAITING && row->state != WB_OUTBOX_SENDING))
      continue;
    active = json_object_get_boolean_member_with_default (json_node_get_object (row->body),
                                                          "active", FALSE);
    if (active && !account->remarketing_active)
      account->remarketing_activated_at = row->created_at;
    account->remarketing_active = active;
  }

  return TRUE;
}

/**
 * wb_account_store_get:
 * @db: a reader, or the open transaction
 *
 * Returns: (transfer full) (nullable): the account as it is shown: the server's, with what was
 *   changed and waits to be sent on top; `NULL` without an error when the server has none (level 0)
 *   or none was read yet
 */
WbAccount *
wb_account_store_get (WbDb    *db,
                      GError **error)
{
  g_autoptr (JsonNode) server = NULL;
  g_autoptr (JsonNode) shown = NULL;
  g_autoptr (WbAccount) account = NULL;

  g_return_val_if_fail (db, NULL);

  server = read_node (db, &account_kind, ACCOUNT_ID, error);
  if (server)
    shown = wb_store_apply_unsent (db, "account", ACCOUNT_ID, server, error);
  if (shown)
    account = wb_wire_account_decode (shown, error);

  return account && apply_switching (db, account, error) ? g_steal_pointer (&account) : NULL;
}

/**
 * wb_account_store_get_server:
 * @db: a reader, or the open transaction
 *
 * Returns: (transfer full) (nullable): what the server last said; `NULL` without an error when it
 *   has none (level 0) or none was read yet
 */
WbAccount *
wb_account_store_get_server (WbDb    *db,
                             GError **error)
{
  g_return_val_if_fail (db, NULL);

  return get_one (db, &account_kind, ACCOUNT_ID, error);
}

/**
 * wb_account_store_put:
 * @db: the open transaction
 * @account: what the server says now
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_account_store_put (WbDb             *db,
                      const WbAccount  *account,
                      GError          **error)
{
  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (account, FALSE);

  return put_one (db, &account_kind, account, FALSE, error);
}

/**
 * wb_account_store_upsert:
 * @db: the open transaction
 * @account: stored if its version is later, or 0
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_account_store_upsert (WbDb             *db,
                         const WbAccount  *account,
                         GError          **error)
{
  return upsert (db, &account_kind, account, error);
}

/**
 * wb_merchant_store_list:
 * @db: a reader, or the open transaction
 *
 * The merchant's shops: those the helpdesk tells of, then those that are connected here, where it
 * is a plain one and tells of none.
 *
 * Returns: (transfer full) (element-type WbMerchantStore): in the server's order; `NULL` with a
 *   %WB_DB_ERROR
 */
GPtrArray *
wb_merchant_store_list (WbDb    *db,
                        GError **error)
{
  g_autoptr (GPtrArray) stores = list_all (db, &store_kind, error);
  g_autoptr (GPtrArray) connections = stores ? wb_shop_connection_list (db, error) : NULL;

  if (!connections)
    return NULL;
  for (guint i = 0; i < connections->len; i++)
    g_ptr_array_add (stores, wb_shop_connection_to_store (g_ptr_array_index (connections, i)));

  return g_steal_pointer (&stores);
}

/**
 * wb_merchant_store_replace_all:
 * @db: the open transaction
 * @stores: (element-type WbMerchantStore): the complete list
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_merchant_store_replace_all (WbDb       *db,
                               GPtrArray  *stores,
                               GError    **error)
{
  return replace_all (db, &store_kind, stores, error);
}

/**
 * wb_merchant_store_upsert:
 * @db: the open transaction
 * @store: stored if its version is later, or 0
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_merchant_store_upsert (WbDb                   *db,
                          const WbMerchantStore  *store,
                          GError                **error)
{
  return upsert (db, &store_kind, store, error);
}

/**
 * wb_user_store_list:
 * @db: a reader, or the open transaction
 *
 * Returns: (transfer full) (element-type WbUser): in the server's order; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_user_store_list (WbDb    *db,
                    GError **error)
{
  return list_all (db, &user_kind, error);
}

/**
 * wb_user_store_get:
 * @db: a reader, or the open transaction
 * @id: a user id
 *
 * Returns: (transfer full) (nullable): the user; `NULL` without an error when there is none
 */
WbUser *
wb_user_store_get (WbDb        *db,
                   const char  *id,
                   GError     **error)
{
  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (id, NULL);

  return get_one (db, &user_kind, id, error);
}

/**
 * wb_user_store_replace_all:
 * @db: the open transaction
 * @users: (element-type WbUser): the complete list
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_user_store_replace_all (WbDb       *db,
                           GPtrArray  *users,
                           GError    **error)
{
  return replace_all (db, &user_kind, users, error);
}

/**
 * wb_user_store_upsert:
 * @db: the open transaction
 * @user: stored if its version is later, or 0
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_user_store_upsert (WbDb          *db,
                      const WbUser  *user,
                      GError       **error)
{
  return upsert (db, &user_kind, user, error);
}

/**
 * wb_ticket_type_store_list:
 * @db: a reader, or the open transaction
 *
 * Returns: (transfer full) (element-type WbTicketType): by position, then in the server's order;
 *   `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_ticket_type_store_list (WbDb    *db,
                           GError **error)
{
  return list_all (db, &type_kind, error);
}

/**
 * wb_ticket_type_store_replace_all:
 * @db: the open transaction
 * @types: (element-type WbTicketType): the complete list
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_ticket_type_store_replace_all (WbDb       *db,
                                  GPtrArray  *types,
                                  GError    **error)
{
  return replace_all (db, &type_kind, types, error);
}

/**
 * wb_ticket_type_store_upsert:
 * @db: the open transaction
 * @type: stored if its version is later, or 0
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_ticket_type_store_upsert (WbDb                *db,
                             const WbTicketType  *type,
                             GError             **error)
{
  return upsert (db, &type_kind, type, error);
}

/**
 * wb_ticket_state_store_list:
 * @db: a reader, or the open transaction
 *
 * Returns: (transfer full) (element-type WbTicketState): by position, then in the server's order;
 *   `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_ticket_state_store_list (WbDb    *db,
                            GError **error)
{
  return list_all (db, &state_kind, error);
}

/**
 * wb_ticket_state_store_replace_all:
 * @db: the open transaction
 * @states: (element-type WbTicketState): the complete list
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_ticket_state_store_replace_all (WbDb       *db,
                                   GPtrArray  *states,
                                   GError    **error)
{
  return replace_all (db, &state_kind, states, error);
}

/**
 * wb_ticket_state_store_upsert:
 * @db: the open transaction
 * @state: stored if its version is later, or 0
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_ticket_state_store_upsert (WbDb                 *db,
                              const WbTicketState  *state,
                              GError              **error)
{
  return upsert (db, &state_kind, state, error);
}

/**
 * wb_tag_store_list:
 * @db: a reader, or the open transaction
 *
 * Returns: (transfer full) (element-type WbTag): in the server's order; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_tag_store_list (WbDb    *db,
                   GError **error)
{
  return list_all (db, &tag_kind, error);
}

/**
 * wb_tag_store_replace_all:
 * @db: the open transaction
 * @tags: (element-type WbTag): the complete list
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_tag_store_replace_all (WbDb       *db,
                          GPtrArray  *tags,
                          GError    **error)
{
  return replace_all (db, &tag_kind, tags, error);
}

/**
 * wb_catalogue_remove:
 * @db: the open transaction
 * @kind: "store", "user", "type", "state" or "tag"
 * @id: one that is not stored is removed already
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_catalogue_remove (WbDb        *db,
                     const char  *kind,
                     const char  *id,
                     GError     **error)
{
  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (kind && id, FALSE);

  return wb_store_run (db, "DELETE FROM catalogue WHERE kind = ?1 AND id = ?2", kind, id, error);
}
