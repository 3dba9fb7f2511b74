/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Offers: what each ticket type offers the customer. */

#pragma once

#include "wb-context.h"
#include "wb-offer-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_OFFERS_PAGE (wb_offers_page_get_type ())
G_DECLARE_FINAL_TYPE (WbOffersPage, wb_offers_page, WB, OFFERS_PAGE, AdwBin)

/* Construct property "context" (WbContext).
 * Signal "refreshed": another type is shown, or its edits, rights or delivery are others. */

WbContext     *wb_offers_page_get_context     (WbOffersPage *self);
WbOfferDesk   *wb_offers_page_get_desk        (WbOffersPage *self);
const char    *wb_offers_page_get_type_id     (WbOffersPage *self);
WbOfferEditor *wb_offers_page_get_editor      (WbOffersPage *self);
gboolean       wb_offers_page_is_writable     (WbOffersPage *self);
/* Of the chosen banner, NULL until it is decoded. */
GdkPaintable  *wb_offers_page_get_picture     (WbOffersPage *self);

/* What others plug in. */
GMenu         *wb_offers_page_get_menu        (WbOffersPage *self);
void           wb_offers_page_set_preview     (WbOffersPage *self,
                                               GtkWidget    *pane);
void           wb_offers_page_set_activation  (WbOffersPage *self,
                                               GtkWidget    *page);

G_END_DECLS
