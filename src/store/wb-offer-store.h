/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Remarketing settings per ticket type: what the server holds, and a manager's unsaved draft. */

#pragma once

#include "wb-db.h"
#include "wb-offer-set.h"

G_BEGIN_DECLS

gboolean    wb_offer_store_apply      (WbDb *db, const WbOfferSet *set, gboolean *changed_out, GError **error);
/* Shown: server's set with a saved-but-unsent change on top. NULL without error = none. */
WbOfferSet *wb_offer_store_get        (WbDb *db, const char *type_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
WbOfferSet *wb_offer_store_get_server (WbDb *db, const char *type_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *wb_offer_store_list       (WbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Unsaved edits survive other types, a sync and a restart. @base is the set they started from. */
gboolean    wb_offer_store_put_draft  (WbDb *db, const WbOfferSet *draft, const WbOfferSet *base, GError **error);
gboolean    wb_offer_store_get_draft  (WbDb *db, const char *type_id, WbOfferSet **draft_out, WbOfferSet **base_out, GError **error);
gboolean    wb_offer_store_drop_draft (WbDb *db, const char *type_id, GError **error);

G_END_DECLS
