/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands around the Offers editor, plugged into its page: history, copying, all types at a
 * glance, activating and deactivating. Main thread only. */

#pragma once

#include "wb-offers-page.h"

G_BEGIN_DECLS

/* Actions "offers.history", "offers.copy", "offers.glance" and "offers.deactivate". */
void       wb_offers_actions_install  (WbOffersPage *page);

G_END_DECLS
