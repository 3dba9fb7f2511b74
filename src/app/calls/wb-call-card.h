/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The card of one call: who, until when, what to offer, what happened, and how it went. */

#pragma once

#include "wb-activity.h"
#include "wb-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_CALL_CARD (wb_call_card_get_type ())
  G_DECLARE_FINAL_TYPE (WbCallCard, wb_call_card, WB, CALL_CARD, AdwBin)

/* Actions, each enabled only while it makes sense: card.take, card.give-back, card.snooze,
 * card.coupon, card.outcome ('s': an outcome's API text), card.note (focuses the note),
 * card.copy-number, card.copy-code, card.reopen, card.open-ticket.
 * Signal "handled" (WbActivity *before, const char *words): stored, @words say what; look for the
 * next call, and offer to take it back by wb_call_card_undo (card, before).
 * Signal "leaving" (WbActivity *before): as "handled", not stored yet; that or "stayed" follows.
 * Signal "stayed" (WbActivity *before): what was "leaving" is not stored; "refused" says why.
 * Signal "refused" (GError *): an action was not possible; the words say why. */

  WbCallCard *wb_call_card_new          (WbContext   * context) G_GNUC_WARN_UNUSED_RESULT;
/* @call NULL = none: the card is blank. */
  void        wb_call_card_set_call     (WbCallCard  *self,
                                         WbActivity  *call);
  WbActivity *wb_call_card_get_call     (WbCallCard  *self);
/* In a narrow window keys are not shown on the buttons of the header and the offer. */
  void        wb_call_card_set_compact  (WbCallCard  *self,
                                         gboolean compact);
/* Clocks in words go on. */
  void        wb_call_card_refresh      (WbCallCard  *self);
  gboolean    wb_call_card_handle_key   (WbCallCard  *self,
                                         guint keyval);
  void        wb_call_card_undo         (WbCallCard  *self,
                                         WbActivity  *before);

G_END_DECLS
