/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What differs between two offer sets, in sentences for the history and for copies. Main thread
 * only. */

#pragma once

#include "wb-context.h"
#include "wb-offer-diff.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GStrv      wb_offer_changes_describe  (WbContext        *context,
                                       const WbOfferSet *before,
                                       const WbOfferSet *after) G_GNUC_WARN_UNUSED_RESULT;
void       wb_offer_changes_fill      (GtkListBox       *list,
                                       const char *const *sentences,
                                       const char       *empty);

G_END_DECLS
