/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Earlier versions of a type's settings, as last fetched: kept so that they can be looked at
 * offline. */

#pragma once

#include "wb-db.h"
#include "wb-offer-set.h"

G_BEGIN_DECLS

/* @versions: (element-type WbOfferSet); a version never changes, so known ones are left alone. */
gboolean   wb_offer_history_put   (WbDb *db, const char *type_id, GPtrArray *versions, GError **error);
/* (element-type WbOfferSet), newest first. */
GPtrArray *wb_offer_history_list  (WbDb *db, const char *type_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
