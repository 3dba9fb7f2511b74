/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One currency of the coupon section: what the customer gets, from which order, in which shops; three
 * lines of a grid that the card owns. */

#pragma once

#include "wb-offer-editor.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _WbAmountRow WbAmountRow;

WbAmountRow *wb_amount_row_new           (GtkGrid       *grid,
                                          int            top,
                                          WbOfferEditor *editor,
                                          const char    *currency);
void         wb_amount_row_free          (WbAmountRow   *self);
const char  *wb_amount_row_get_currency  (WbAmountRow   *self);
void         wb_amount_row_refresh       (WbAmountRow   *self);
void         wb_amount_row_set_state     (WbAmountRow   *self,
                                          gboolean       read_only,
                                          gboolean       compact);
gboolean     wb_amount_row_jump_to       (WbAmountRow   *self,
                                          WbOfferField   field);

/* How many grid lines a row takes. */
#define WB_AMOUNT_ROW_LINES 2

G_END_DECLS
