/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* All ticket types with their tools, to be compared; a row leads to its type. Main thread only. */

#pragma once

#include "wb-context.h"
#include "wb-offer-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_OFFER_GLANCE_WINDOW (wb_offer_glance_window_get_type ())
G_DECLARE_FINAL_TYPE (WbOfferGlanceWindow, wb_offer_glance_window, WB, OFFER_GLANCE_WINDOW, AdwWindow)

GtkWidget *wb_offer_glance_window_new  (WbContext   *context,
                                        WbOfferDesk *desk) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
