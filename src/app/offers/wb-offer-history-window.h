/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* All versions of a type's offers: who changed what and when, what customers were offered then, and
 * the way back. Main thread only. */

#pragma once

#include "wb-context.h"
#include "wb-offer-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_OFFER_HISTORY_WINDOW (wb_offer_history_window_get_type ())
G_DECLARE_FINAL_TYPE (WbOfferHistoryWindow, wb_offer_history_window, WB, OFFER_HISTORY_WINDOW, AdwWindow)

GtkWidget *wb_offer_history_window_new  (WbContext   *context,
                                         WbOfferDesk *desk,
                                         const char  *type_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
