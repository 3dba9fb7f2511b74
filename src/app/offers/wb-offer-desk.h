/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The editors of all ticket types and what becomes of their edits: drafts kept as they are typed,
 * saving, and how far a saved set has come. Main thread only. */

#pragma once

#include "wb-context.h"
#include "wb-offer-editor.h"

G_BEGIN_DECLS

/* How far the last save of a type has come. */
typedef enum
{
  WB_DELIVERY_NONE,      /* nothing was saved lately */
  WB_DELIVERY_SAVING,    /* being stored here */
  WB_DELIVERY_SENDING,   /* stored here, on its way */
  WB_DELIVERY_WAITING,   /* stored here, the server cannot be reached */
  WB_DELIVERY_SENT,      /* the server has it */
  WB_DELIVERY_REFUSED,   /* the server said no: message has its words */
  WB_DELIVERY_CONFLICT,  /* the server has another change: the editor asks */
  WB_DELIVERY_NOT_SAVED, /* it could not even be stored here: message says why */
} WbDelivery;

typedef enum
{
  WB_OFFER_DESK_ERROR_UNSAVED,  /* There are edits; save or discard them first, or say to drop them */
  WB_OFFER_DESK_ERROR_BUSY,     /* An earlier save waits for a person or is being stored */
  WB_OFFER_DESK_ERROR_INVALID,  /* What was offered then cannot be offered now; the message says why */
} WbOfferDeskError;

#define WB_OFFER_DESK_ERROR (wb_offer_desk_error_quark ())
GQuark         wb_offer_desk_error_quark   (void);

#define WB_TYPE_OFFER_DESK (wb_offer_desk_get_type ())
G_DECLARE_FINAL_TYPE (WbOfferDesk, wb_offer_desk, WB, OFFER_DESK, GObject)

/* Signal "changed" (const char *type_id): its edits or its delivery are others.
 * Signal "updated" (const char *type_id, int update): the server's set changed; WbOfferUpdate. */

WbOfferDesk   *wb_offer_desk_new           (WbContext    *context) G_GNUC_WARN_UNUSED_RESULT;

WbOfferEditor *wb_offer_desk_get_editor    (WbOfferDesk  *self,
                                            const char   *type_id,
                                            GError      **error);
gboolean       wb_offer_desk_is_configured (WbOfferDesk  *self,
                                            const char   *type_id);
gboolean       wb_offer_desk_has_edits     (WbOfferDesk  *self,
                                            const char   *type_id);
GPtrArray     *wb_offer_desk_dup_advice    (WbOfferDesk  *self,
                                            const char   *type_id) G_GNUC_WARN_UNUSED_RESULT;
WbDelivery     wb_offer_desk_get_delivery  (WbOfferDesk  *self,
                                            const char   *type_id,
                                            const char  **message_out);

void           wb_offer_desk_save          (WbOfferDesk  *self,
                                            const char   *type_id);
gboolean       wb_offer_desk_go_back       (WbOfferDesk      *self,
                                            const char       *type_id,
                                            const WbOfferSet *old,
                                            gboolean          drop_edits,
                                            GError          **error);
void           wb_offer_desk_discard       (WbOfferDesk  *self,
                                            const char   *type_id);
void           wb_offer_desk_send_again    (WbOfferDesk  *self,
                                            const char   *type_id);
void           wb_offer_desk_drop_refused  (WbOfferDesk  *self,
                                            const char   *type_id);
void           wb_offer_desk_flush         (WbOfferDesk  *self);

G_END_DECLS
