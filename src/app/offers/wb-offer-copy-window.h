/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Copies another type's offers into the one that is edited: says first what would change. What is
 * copied arrives switched off and not saved. Main thread only. */

#pragma once

#include "wb-context.h"
#include "wb-offer-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_OFFER_COPY_WINDOW (wb_offer_copy_window_get_type ())
G_DECLARE_FINAL_TYPE (WbOfferCopyWindow, wb_offer_copy_window, WB, OFFER_COPY_WINDOW, AdwWindow)

GtkWidget *wb_offer_copy_window_new  (WbContext   *context,
                                      WbOfferDesk *desk,
                                      const char  *type_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
