/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Stands in place of the Offers editor while remarketing is not active: what it does, and the way
 * to activate it. Main thread only. */

#pragma once

#include "wb-context.h"
#include "wb-offer-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_ACTIVATION_PAGE (wb_activation_page_get_type ())
G_DECLARE_FINAL_TYPE (WbActivationPage, wb_activation_page, WB, ACTIVATION_PAGE, AdwBin)

GtkWidget *wb_activation_page_new    (WbContext   *context,
                                      WbOfferDesk *desk) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_activation_is_waiting  (WbContext   *context);

G_END_DECLS
