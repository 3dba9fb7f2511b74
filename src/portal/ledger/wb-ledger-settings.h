/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Remarketing settings of each ticket type, with all their earlier versions. */

#pragma once

#include "wb-ledger.h"
#include "wb-offer-set.h"

G_BEGIN_DECLS

gboolean   wb_ledger_settings_get       (WbLedger          *self,
                                         const char        *type_id,
                                         WbOfferSet       **settings_out,
                                         GError           **error);
gboolean   wb_ledger_settings_put       (WbLedger          *self,
                                         const WbOfferSet  *settings,
                                         GError           **error);
gboolean   wb_ledger_settings_save      (WbLedger          *self,
                                         WbOfferSet        *settings,
                                         const char        *actor,
                                         GError           **error);
gboolean   wb_ledger_settings_find_target (WbLedger        *self,
                                         const char        *type_id,
                                         const char        *banner_id,
                                         char             **target_url_out,
                                         GError           **error);

G_END_DECLS
