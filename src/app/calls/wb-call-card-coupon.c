/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be offered today, as a script, and giving the coupon, as the card of a call shows it.
 * The offer below it is that of the ticket card, too: wb-coupon-offer.h. */

#include "config.h"

#include "wb-call-card-private.h"

#include "wb-banner-store.h"
#include "wb-format.h"
#include "wb-key-button.h"
#include "wb-offer-store.h"
#include "wb-served-offers.h"

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

static void
set_line (GtkWidget  *label,
          const char *words)
{
  gtk_label_set_text (GTK_LABEL (label), WB_TEXT (words));
  gtk_widget_set_visible (label, words != NULL);
}

/* Where a customer meets it is no matter on the telephone, as long as they meet it somewhere. */
static WbOfferSet *
dup_set_anywhere (const WbOfferSet *set)
{
  WbOfferSet *copy = wb_offer_set_copy (set);

  for (int tool = 0; tool < WB_N_TOOLS; tool++) {
    if (wb_offer_set_get_placements (copy, tool) != WB_PLACEMENT_NONE)
      wb_offer_set_set_placements (copy, tool, WB_PLACEMENT_PORTAL);
  }

  return copy;
}

/* What it is; once it is over, what became of it: the order that used it, and when. */
static char *
describe_coupon (WbCallCard     *self,
                 const WbCoupon *coupon)
{
  return wb_coupon_is_live (coupon) ? wb_coupon_describe (self->context, coupon)
                                    : wb_coupon_describe_state (self->context, coupon);
}

/* Where its whole story is. */
static void
show_link (WbCallCard     *self,
           const WbCoupon *coupon)
{
  gtk_widget_set_visible (self->show_coupon, coupon != NULL);
  if (!coupon)
    return;

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->show_coupon), "s", coupon->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->show_coupon), "win.show-coupon");
}

/* What the customer is offered besides the coupon, by the rules that serve it. */
static WbServedOffers *
make_offers (WbCallCard  *self,
             WbBanner   **banner_out)
{
  WbDb *reader = wb_context_get_reader (self->context);
  const WbAccount *account = wb_context_get_account (self->context);
  g_autoptr (WbOfferSet) stored =
    self->call->ticket_type ? wb_offer_store_get (reader, self->call->ticket_type, NULL) : NULL;
  g_autoptr (WbOfferSet) set = stored ? dup_set_anywhere (stored) : NULL;
  WbServedAsk ask = {
    .account = account,
    .set = set,
    .placement = WB_PLACEMENT_PORTAL,
    .language = self->ticket ? self->ticket->customer_language : NULL,
    .order_currency = self->ticket ? self->ticket->order_currency : NULL,
    .today = wb_date_of_time (wb_context_now (self->context), wb_context_get_zone (self->context)),
  };

  if (!account || !set)
    return NULL;
  if (set->banner)
    *banner_out = wb_banner_store_get (reader, set->banner, NULL);
  ask.banner = *banner_out;

  return wb_served_offers_make (&ask);
}

/* “Banner: Autumn 2026, until 30 Nov” */
static char *
describe_banner (WbCallCard     *self,
                 const WbBanner *banner)
{
  g_autofree char *day = NULL;

  if (banner->ends_on == WB_DATE_NONE)
    /* TRANSLATORS: %s is the name of a banner */
    return g_strdup_printf (_ ("Banner: %s"), banner->name);

  day = wb_format_date (banner->ends_on, wb_context_now (self->context),
                        wb_context_get_zone (self->context));

  /* TRANSLATORS: the first %s is the name of a banner, the second its last day */
  return g_strdup_printf (_ ("Banner: %s, until %s"), banner->name, day);
}

static void
show_script (WbCallCard *self)
{
  g_autoptr (WbBanner) banner = NULL;
  g_autoptr (WbServedOffers) offers = make_offers (self, &banner);
  g_autofree char *call = NULL;
  g_autofree char *shown = NULL;

  for (guint i = 0; offers && i < offers->offers->len; i++) {
    const WbServedOffer *offer = g_ptr_array_index (offers->offers, i);

    if (offer->tool == WB_TOOL_CALL_REQUEST && offer->text)
      /* TRANSLATORS: %s is the question that made the customer ask for this call */
      call = g_strdup_printf (_ ("The customer was asked: “%s”"), offer->text);
    else if (offer->tool == WB_TOOL_BANNER && banner)
      shown = describe_banner (self, banner);
  }
  set_line (self->offer_call, call);
  set_line (self->offer_banner, shown);
}

void
wb_call_card_show_offer (WbCallCard *self)
{
  const WbCoupon *coupon = wb_coupon_offer_get_coupon (self->offer);
  const char *code = coupon ? coupon->code : NULL;
  const char *problem = wb_coupon_offer_get_problem (self->offer);
  gboolean asking = wb_coupon_offer_is_asking (self->offer);
  gboolean unconfirmed = wb_coupon_offer_is_unconfirmed (self->offer);
  g_autofree char *note = coupon ? describe_coupon (self, coupon)
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
  show_link (self, coupon);
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
  show_script (self);
}

void
wb_call_card_forget_offer_said (WbCallCard *self)
{
  set_line (self->offer_said, NULL);
}

void
wb_call_card_offer_changed_cb (WbCallCard *self)
{
  if (self->call)
    wb_call_card_show_offer (self);
  wb_call_card_update_actions (self);
}

static void
history_fetched_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  /* An extra, as when the card is opened: the coupon itself is here. */
  wb_sync_fetch_ticket_finish (WB_SYNC (source), result, NULL);
}

/* The code is ready to be pasted, and the server wrote it into the ticket's history; trouble with a
 * call not shown has no place on this card. */
void
wb_call_card_offer_answered_cb (WbCallCard   *self,
                                const char   *ticket_id,
                                const char   *code,
                                const GError *error)
{
  gboolean here = self->call && g_strcmp0 (self->call->ticket, ticket_id) == 0;

  if (code) {
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), code);
    wb_sync_fetch_ticket_async (wb_context_get_sync (self->context), ticket_id, self->cancellable,
                                history_fetched_cb, NULL);
  }
  if (here && code)
    set_line (self->offer_said, _ ("The code is copied and stands in the ticket’s history."));
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
  WbCallCard *self = WB_CALL_CARD (widget);
  const WbCoupon *coupon = wb_coupon_offer_get_coupon (self->offer);

  if (!coupon || !coupon->code)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), coupon->code);
  set_line (self->offer_said, _ ("The code is copied."));
}
