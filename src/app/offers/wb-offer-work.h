/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The writes of the Offers page, carried out on the context's write thread. Those with a callback end
 * in wb_context_write_finish(). */

#pragma once

#include "wb-context.h"
#include "wb-offer-set.h"

G_BEGIN_DECLS

void       wb_offer_work_put_draft   (WbContext           *context,
                                      const WbOfferSet    *draft,
                                      const WbOfferSet    *base);
void       wb_offer_work_drop_draft  (WbContext           *context,
                                      const char          *type_id);
void       wb_offer_work_save        (WbContext           *context,
                                      const WbOfferSet    *set,
                                      const WbOfferSet    *base,
                                      gint64               conflict_seq,
                                      gint64               refused_seq,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
void       wb_offer_work_resend_row  (WbContext           *context,
                                      gint64               seq,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
void       wb_offer_work_drop_row    (WbContext           *context,
                                      gint64               seq,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);

G_END_DECLS
