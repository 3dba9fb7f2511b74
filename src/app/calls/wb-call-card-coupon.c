/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be offered today, and giving the coupon, as the card of a call shows it. The offer below
 * it is that of the ticket card, too: wb-coupon-offer.h. */

#include "config.h"

#include "wb-call-card-private.h"

#include "wb-format.h"
#include "wb-key-button.h"

#include <glib/gi18n-lib.h>

void
wb_call_card_read_coupon (WbCallCard *self)
{
  wb_coupon_offer_set_ticket (self->offer, self->call->ticket, self->call->ticket_type,
                              self->ticket ? self->ticket->order_currency : NULL, self->call->id);
}

gboolean
wb_call_card_can_coupon (WbCallCard *self)
{
  return self->call && wb_activity_is_open (self->call) && !wb_call_card_is_held (self) &&
         wb_coupon_offer_can_give (self->offer);
}

static const char *
get_coupon_title (const WbCoupon *coupon)
{
  if (g_strcmp0 (coupon->state, WB_COUPON_PENDING) == 0)
    return _ ("The shop is making the coupon…");
  if (g_strcmp0 (coupon->state, WB_COUPON_USED) == 0)
    return _ ("Coupon used");
  if (g_strcmp0 (coupon->state, WB_COUPON_EXPIRED) == 0)
    return _ ("Coupon expired");
  if (g_strcmp0 (coupon->state, WB_COUPON_DISABLED) == 0)
    return _ ("Coupon switched off");

  return _ ("The customer’s coupon");
}

void
wb_call_card_show_offer (WbCallCard *self)
{
  const WbCoupon *coupon = wb_coupon_offer_get_coupon (self->offer);
  const char *code = coupon ? coupon->code : NULL;
  const char *problem = wb_coupon_offer_get_problem (self->offer);
  gboolean asking = wb_coupon_offer_is_asking (self->offer);
  gboolean unconfirmed = wb_coupon_offer_is_unconfirmed (self->offer);
  g_autofree char *note = coupon ? wb_coupon_describe (self->context, coupon)
                                 : wb_coupon_offer_describe (self->offer);

  if (unconfirmed)
    problem = _ ("Not confirmed yet. Ask again: there will be one coupon at most.");

  gtk_widget_set_visible (self->offer_box,
                          wb_context_offers (self->context, WB_FEATURE_REMARKETING));
  gtk_label_set_text (GTK_LABEL (self->offer_title),
                      coupon ? get_coupon_title (coupon) : _ ("What you can offer today"));
  gtk_label_set_text (GTK_LABEL (self->offer_note), note);
  gtk_label_set_text (GTK_LABEL (self->offer_code), WB_TEXT (code));
  gtk_widget_set_visible (self->offer_code, code != NULL);
  gtk_widget_set_visible (self->copy_code, code != NULL);
  gtk_label_set_text (GTK_LABEL (self->offer_problem), WB_TEXT (problem));
  gtk_widget_set_visible (self->offer_problem, problem != NULL);
  /* What is only unknown yet is no failure. */
  gtk_widget_remove_css_class (self->offer_problem, unconfirmed ? "error" : "warning");
  gtk_widget_add_css_class (self->offer_problem, unconfirmed ? "warning" : "error");
  gtk_widget_set_visible (self->offer_spinner, asking);
  gtk_spinner_set_spinning (GTK_SPINNER (self->offer_spinner), asking);
  gtk_widget_set_visible (self->give_coupon, wb_call_card_can_coupon (self));
  wb_key_button_set_text (WB_KEY_BUTTON (self->give_coupon),
                          unconfirmed ? _ ("Ask again") : _ ("Give coupon"));
}

void
wb_call_card_offer_changed_cb (WbCallCard *self)
{
  if (self->call)
    wb_call_card_show_offer (self);
  wb_call_card_update_actions (self);
}

/* The code is ready to be pasted; trouble with a call not shown has no place on this card. */
void
wb_call_card_offer_answered_cb (WbCallCard   *self,
                                const char   *ticket_id,
                                const char   *code,
                                const GError *error)
{
  gboolean here = self->call && g_strcmp0 (self->call->ticket, ticket_id) == 0;

  if (code)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), code);
  if (!here && error)
    g_signal_emit_by_name (self, "refused", error);
}

void
wb_call_card_coupon_action (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);

  if (wb_call_card_can_coupon (self))
    wb_coupon_offer_give (self->offer);
}

void
wb_call_card_copy_code_action (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  const WbCoupon *coupon = wb_coupon_offer_get_coupon (WB_CALL_CARD (widget)->offer);

  if (coupon && coupon->code)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), coupon->code);
}
