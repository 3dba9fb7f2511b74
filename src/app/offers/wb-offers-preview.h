/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The preview of the Offers page: it follows the type that is shown there and its edits. */

#pragma once

#include "wb-offers-page.h"

G_BEGIN_DECLS

void       wb_offers_preview_plug_in  (WbOffersPage *page);

G_END_DECLS
