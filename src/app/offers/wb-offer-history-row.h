/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One version in the list of the history: when, by whom, and the first of what changed. Main thread
 * only. */

#pragma once

#include "wb-context.h"
#include "wb-offer-set.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

char      *wb_offer_history_who      (WbContext        *context,
                                      const WbOfferSet *version) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_offer_history_when     (WbContext        *context,
                                      const WbOfferSet *version) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *wb_offer_history_row_new  (WbContext        *context,
                                      const WbOfferSet *version,
                                      const WbOfferSet *before,
                                      gboolean          is_present) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
