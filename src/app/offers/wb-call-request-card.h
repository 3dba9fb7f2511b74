/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The call request: whether customers may ask for a call, and how they are asked. */

#pragma once

#include "wb-offer-editor.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_CALL_REQUEST_CARD (wb_call_request_card_get_type ())
G_DECLARE_FINAL_TYPE (WbCallRequestCard, wb_call_request_card, WB, CALL_REQUEST_CARD, AdwBin)

void wb_call_request_card_set_editor     (WbCallRequestCard *self,
                                          WbOfferEditor     *editor);
void wb_call_request_card_set_read_only  (WbCallRequestCard *self,
                                          gboolean           read_only);
void wb_call_request_card_jump_to        (WbCallRequestCard *self,
                                          WbOfferField       field,
                                          const char        *language);

G_END_DECLS
