/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Offers: what each ticket type offers the customer. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_OFFERS_PAGE (wb_offers_page_get_type ())
G_DECLARE_FINAL_TYPE (WbOffersPage, wb_offers_page, WB, OFFERS_PAGE, AdwBin)

/* Construct property "context" (WbContext). */

G_END_DECLS
