/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Giving a coupon; see wb-coupon-giver.h. What it shows and does is the offer's below it. */

#include "config.h"

#include "wb-coupon-giver.h"

#include "wb-coupon-offer.h"
#include "wb-format.h"

#include <glib/gi18n-lib.h>

struct _WbCouponGiver
{
  AdwBin parent_instance;

  GtkWidget *title;
  GtkWidget *note;
  GtkWidget *problem_box;
  GtkWidget *problem;
  GtkWidget *spinner;
  GtkWidget *give;

  WbContext *context;    /* (owned) */
  WbCouponOffer *offer;  /* (owned) */
  gboolean has_ticket;
};

G_DEFINE_FINAL_TYPE (WbCouponGiver, wb_coupon_giver, ADW_TYPE_BIN)

static void
show_offer (WbCouponGiver *self)
{
  gboolean asking = wb_coupon_offer_is_asking (self->offer);
  gboolean unconfirmed = wb_coupon_offer_is_unconfirmed (self->offer);
  gboolean has_live = wb_coupon_offer_has_live (self->offer);
  const char *problem = wb_coupon_offer_get_problem (self->offer);
  g_autofree char *note = NULL;

  if (!self->has_ticket || !wb_context_offers (self->context, WB_FEATURE_REMARKETING)) {
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
    return;
  }

  note = wb_coupon_offer_describe (self->offer);
  if (unconfirmed)
    problem = _ ("Not confirmed yet: the shop may or may not have made the coupon. Ask again; "
                 "there will be one at most.");
  gtk_label_set_text (GTK_LABEL (self->title), asking ? _ ("The shop is making the coupon…")
                                                      : _ ("What you can offer today"));
  gtk_label_set_text (GTK_LABEL (self->note), note);
  gtk_label_set_text (GTK_LABEL (self->problem), WB_TEXT (problem));
  gtk_widget_set_visible (self->problem_box, problem && *problem != '\0');
  gtk_widget_set_visible (self->spinner, asking);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), asking);
  gtk_button_set_label (GTK_BUTTON (self->give),
                        unconfirmed ? _ ("_Ask again") : _ ("Give _coupon"));
  gtk_widget_set_visible (self->give, wb_coupon_offer_can_give (self->offer));
  gtk_widget_set_visible (GTK_WIDGET (self), !has_live || asking);
}

/**
 * wb_coupon_giver_refresh:
 * @self: a giver
 *
 * Reads anew what can be offered and what became of it. Hidden where the server gives no coupons or
 * the customer has a live one.
 */
void
wb_coupon_giver_refresh (WbCouponGiver *self)
{
  g_return_if_fail (WB_IS_COUPON_GIVER (self));

  wb_coupon_offer_read (self->offer);
  show_offer (self);
}

static void
give_clicked_cb (WbCouponGiver *self)
{
  wb_coupon_offer_give (self->offer);
}

static void
wb_coupon_giver_dispose (GObject *object)
{
  WbCouponGiver *self = WB_COUPON_GIVER (object);

  if (self->offer) {
    g_signal_handlers_disconnect_by_data (self->offer, self);
    wb_coupon_offer_stop (self->offer);
  }
  g_clear_object (&self->offer);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_coupon_giver_parent_class)->dispose (object);
}

static void
wb_coupon_giver_class_init (WbCouponGiverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_coupon_giver_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/widgets/wb-coupon-giver.ui");
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, title);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, note);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, problem_box);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, problem);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, spinner);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, give);
  gtk_widget_class_bind_template_callback (widget_class, give_clicked_cb);
}

static void
wb_coupon_giver_init (WbCouponGiver *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * wb_coupon_giver_new:
 * @context: the workspace
 *
 * Returns: (transfer floating): a giver without a ticket; main thread, as all here
 */
GtkWidget *
wb_coupon_giver_new (WbContext *context)
{
  WbCouponGiver *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_COUPON_GIVER, NULL);
  self->context = g_object_ref (context);
  self->offer = wb_coupon_offer_new (context);
  g_signal_connect_swapped (self->offer, "changed", G_CALLBACK (show_offer), self);

  return GTK_WIDGET (self);
}

/**
 * wb_coupon_giver_set_ticket:
 * @self: a giver
 * @ticket: (nullable): whose coupon
 * @activity_id: (nullable): the call it is given on
 */
void
wb_coupon_giver_set_ticket (WbCouponGiver  *self,
                            const WbTicket *ticket,
                            const char     *activity_id)
{
  g_return_if_fail (WB_IS_COUPON_GIVER (self));

  self->has_ticket = ticket != NULL;
  wb_coupon_offer_set_ticket (self->offer, ticket ? ticket->id : NULL, ticket ? ticket->type : NULL,
                              ticket ? ticket->order_currency : NULL, activity_id);
  show_offer (self);
}
