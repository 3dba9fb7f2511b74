/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Account, merchant stores, users, types, states and tags in the workspace. Reads give what was
 * stored, in the order lists show them; "replace" is for a complete list and drops what is gone. */

#pragma once

#include "wb-account.h"
#include "wb-db.h"
#include "wb-merchant-store.h"
#include "wb-tag.h"
#include "wb-ticket-state.h"
#include "wb-ticket-type.h"
#include "wb-user.h"

G_BEGIN_DECLS

/* Shown: the server's with unsent changes on top. NULL without error = none. */
WbAccount *wb_account_store_get            (WbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
WbAccount *wb_account_store_get_server     (WbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_account_store_put            (WbDb *db, const WbAccount *account, GError **error);
gboolean   wb_account_store_upsert         (WbDb *db, const WbAccount *account, GError **error);

GPtrArray *wb_merchant_store_list          (WbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_merchant_store_replace_all   (WbDb *db, GPtrArray *stores, GError **error);
gboolean   wb_merchant_store_upsert        (WbDb *db, const WbMerchantStore *store, GError **error);

GPtrArray *wb_user_store_list              (WbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
WbUser    *wb_user_store_get               (WbDb *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_user_store_replace_all       (WbDb *db, GPtrArray *users, GError **error);
gboolean   wb_user_store_upsert            (WbDb *db, const WbUser *user, GError **error);

GPtrArray *wb_ticket_type_store_list       (WbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_ticket_type_store_replace_all (WbDb *db, GPtrArray *types, GError **error);
gboolean   wb_ticket_type_store_upsert     (WbDb *db, const WbTicketType *type, GError **error);

GPtrArray *wb_ticket_state_store_list      (WbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_ticket_state_store_replace_all (WbDb *db, GPtrArray *states, GError **error);
gboolean   wb_ticket_state_store_upsert    (WbDb *db, const WbTicketState *state, GError **error);

GPtrArray *wb_tag_store_list               (WbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_tag_store_replace_all        (WbDb *db, GPtrArray *tags, GError **error);

/* Removal by an event (".deleted"). @table is one of the names above: "user", "type", "state". */
gboolean   wb_catalogue_remove             (WbDb *db, const char *kind, const char *id, GError **error);

G_END_DECLS
