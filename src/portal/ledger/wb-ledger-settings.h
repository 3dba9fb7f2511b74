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
/* All that is passed lives as long as the call. */
typedef void (* WbLedgerTakeTarget) (const char *type_id, const char *banner_id, const char *url, gpointer data);
gboolean   wb_ledger_settings_each_target (WbLedger        *self,
                                         WbLedgerTakeTarget take,
                                         gpointer           data,
                                         GError           **error);

G_END_DECLS
