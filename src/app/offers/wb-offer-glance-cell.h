/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One tool of an offer set in a few lines to be read and compared: on or off, what the customer
 * gets, and where. Main thread only. */

#pragma once

#include "wb-banner.h"
#include "wb-context.h"
#include "wb-offer-set.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

const char *wb_offer_tool_get_name       (WbTool            tool);
const char *wb_offer_tool_get_icon       (WbTool            tool);

GPtrArray  *wb_offer_glance_list_banners (WbContext        *context) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget  *wb_offer_glance_label_new    (const char       *text,
                                          const char       *css_class) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_offer_glance_amount       (const WbCouponAmount *row) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget  *wb_offer_glance_cell_new     (const WbOfferSet *set,
                                          WbTool            tool,
                                          WbContext        *context,
                                          GPtrArray        *banners) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
