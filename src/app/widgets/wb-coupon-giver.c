/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Giving a coupon; see wb-coupon-giver.h. What it shows and does is the offer's below it. */

#include "config.h"

#include "wb-coupon-giver.h"

#include "wb-coupon-form.h"
#include "wb-coupon-offer.h"
#include "wb-format.h"
#include "wb-keyboard.h"
#include "wb-spoken.h"

#include <glib/gi18n-lib.h>

struct _WbCouponGiver
{
  AdwBin parent_instance;

  GtkWidget *title;
  GtkWidget *note;
  GtkWidget *problem_box;
  GtkWidget *problem;
  GtkWidget *spinner;
  GtkWidget *give_up;
  GtkWidget *give;
  GtkWidget *form_bin;
  GtkWidget *form_deeds;
  GtkWidget *leave;
  GtkWidget *make;
  GtkWidget *form;       /* (nullable) made when it is first wanted */

  WbContext *context;    /* (owned) */
  WbCouponOffer *offer;  /* (owned) */
  char *ticket_id;       /* (owned) (nullable) */
  gboolean replacing;
  gboolean is_filling;   /* the form is open */
};

G_DEFINE_FINAL_TYPE (WbCouponGiver, wb_coupon_giver, ADW_TYPE_BIN)

enum { GIVEN_UP, N_SIGNALS };

static guint signals[N_SIGNALS];

static gboolean
is_plain (WbCouponGiver *self)
{
  return wb_context_get_level (self->context) == WB_LEVEL_PLAIN;
}

/* Whether coupons are given here at all: by a server's offers, or by a shop of our own. */
static gboolean
is_offered (WbCouponGiver *self)
{
  if (!self->ticket_id)
    return FALSE;

  return is_plain (self) ? wb_context_get_stores (self->context)->len > 0
                         : wb_context_offers (self->context, WB_FEATURE_REMARKETING);
}

static char *
describe (WbCouponGiver *self)
{
  char *words = NULL;

  if (!is_plain (self))
    return wb_coupon_offer_describe (self->offer);
  if (self->is_filling)
    words = wb_coupon_form_describe (WB_COUPON_FORM (self->form));

  return words ? words : g_strdup (_ ("The shop makes a code for this customer alone."));
}

static const char *
get_title (WbCouponGiver *self)
{
  if (wb_coupon_offer_is_asking (self->offer))
    return _ ("The shop is making the coupon…");
  if (self->replacing)
    return _ ("A new coupon in place of this one");

  return is_plain (self) ? _ ("Give a coupon") : _ ("What you can offer today");
}

static const char *
get_deed (WbCouponGiver *self,
          gboolean       unconfirmed)
{
  if (unconfirmed)
    return _ ("_Ask again");
  if (is_plain (self) && !self->is_filling)
    return _ ("Give _coupon…");

  return self->replacing ? _ ("_Replace") : _ ("Give _coupon");
}

/* What goes out of sight gives the keyboard away before, each part for itself. */
static void
show_part (GtkWidget *part,
           gboolean   visible)
{
  if (!visible)
    wb_keyboard_leave (part);
  gtk_widget_set_visible (part, visible);
}

static void
show_offer (WbCouponGiver *self)
{
  gboolean asking = wb_coupon_offer_is_asking (self->offer);
  gboolean unconfirmed = wb_coupon_offer_is_unconfirmed (self->offer);
  gboolean has_live = wb_coupon_offer_has_live (self->offer) && !self->replacing;
  const char *problem = wb_coupon_offer_get_problem (self->offer);
  GtkWidget *deed = NULL;
  g_autofree char *note = NULL;

  if (!is_offered (self)) {
    show_part (GTK_WIDGET (self), FALSE);
    return;
  }
  if (!wb_coupon_offer_can_issue (self->offer))
    self->is_filling = FALSE;

  deed = self->is_filling ? self->make : self->give;
  note = describe (self);
  if (unconfirmed)
    problem = _ ("Not confirmed yet: the shop may or may not have made the coupon. Ask again; "
                 "there will be one at most.");
  gtk_label_set_text (GTK_LABEL (self->title), get_title (self));
  gtk_label_set_text (GTK_LABEL (self->note), note);
  gtk_label_set_text (GTK_LABEL (self->problem), WB_TEXT (problem));
  gtk_widget_set_visible (self->problem_box, problem && *problem != '\0');
  gtk_widget_set_visible (self->spinner, asking);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), asking);
  gtk_button_set_label (GTK_BUTTON (deed), get_deed (self, unconfirmed));
  wb_spoken_drop_underline (deed);
  show_part (self->give, wb_coupon_offer_can_give (self->offer) ||
             (wb_coupon_offer_can_issue (self->offer) && !self->is_filling));
  show_part (self->give_up, self->replacing && !self->is_filling && !asking);
  show_part (self->form_deeds, self->is_filling);
  show_part (self->form_bin, self->is_filling);
  show_part (GTK_WIDGET (self), !has_live || asking);
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
issue (WbCouponGiver *self)
{
  WbCouponOrder *order = wb_coupon_form_dup_order (WB_COUPON_FORM (self->form));

  if (!order)
    return;

  self->is_filling = FALSE;
  wb_coupon_offer_issue (self->offer, order);
}

static void
open_form (WbCouponGiver *self)
{
  if (!self->form) {
    self->form = wb_coupon_form_new (self->context);
    adw_bin_set_child (ADW_BIN (self->form_bin), self->form);
    g_signal_connect_swapped (self->form, "changed", G_CALLBACK (show_offer), self);
    g_signal_connect_swapped (self->form, "submitted", G_CALLBACK (issue), self);
  }
  self->is_filling = TRUE;
  wb_coupon_form_reset (WB_COUPON_FORM (self->form), wb_coupon_offer_get_currency (self->offer));
  show_offer (self);
  gtk_widget_grab_focus (self->form);
}

static void
give_clicked_cb (WbCouponGiver *self)
{
  if (!is_plain (self))
    wb_coupon_offer_give (self->offer);
  else if (self->is_filling)
    issue (self);
  else
    open_form (self);
}

static void
leave_clicked_cb (WbCouponGiver *self)
{
  self->is_filling = FALSE;
  show_offer (self);
  gtk_widget_grab_focus (self->give);
}

static void
give_up_clicked_cb (WbCouponGiver *self)
{
  g_signal_emit (self, signals[GIVEN_UP], 0);
}

static void
wb_coupon_giver_dispose (GObject *object)
{
  WbCouponGiver *self = WB_COUPON_GIVER (object);

  if (self->offer) {
    g_signal_handlers_disconnect_by_data (self->offer, self);
    wb_coupon_offer_stop (self->offer);
  }
  if (self->form)
    g_signal_handlers_disconnect_by_data (self->form, self);
  self->form = NULL;
  g_clear_object (&self->offer);
  g_clear_object (&self->context);
  g_clear_pointer (&self->ticket_id, g_free);

  G_OBJECT_CLASS (wb_coupon_giver_parent_class)->dispose (object);
}

static void
wb_coupon_giver_class_init (WbCouponGiverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_coupon_giver_dispose;

  /* A coupon that was to be replaced stays. */
  signals[GIVEN_UP] = g_signal_new ("given-up", WB_TYPE_COUPON_GIVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/widgets/wb-coupon-giver.ui");
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, title);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, note);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, problem_box);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, problem);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, spinner);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, give_up);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, give);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, form_bin);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, form_deeds);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, leave);
  gtk_widget_class_bind_template_child (widget_class, WbCouponGiver, make);
  gtk_widget_class_bind_template_callback (widget_class, give_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, give_up_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_clicked_cb);
}

static void
wb_coupon_giver_init (WbCouponGiver *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  wb_spoken_drop_underline (self->leave);
  wb_spoken_drop_underline (self->give_up);
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

static void
set_ticket (WbCouponGiver  *self,
            const WbTicket *ticket,
            const char     *activity_id,
            gboolean        replacing)
{
  const char *id = ticket ? ticket->id : NULL;

  /* What was typed for one customer is not given to another. */
  if (g_strcmp0 (id, self->ticket_id) != 0 || replacing != self->replacing)
    self->is_filling = FALSE;
  if (g_strcmp0 (id, self->ticket_id) != 0) {
    g_free (self->ticket_id);
    self->ticket_id = g_strdup (id);
  }
  self->replacing = replacing;
  wb_coupon_offer_set_replacing (self->offer, replacing);
  wb_coupon_offer_set_ticket (self->offer, id, ticket ? ticket->type : NULL,
                              ticket ? ticket->order_currency : NULL, activity_id);
  show_offer (self);
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

  set_ticket (self, ticket, activity_id, FALSE);
}

/**
 * wb_coupon_giver_replace:
 * @self: a giver
 * @ticket: (nullable): whose live coupon gives way to a new one
 * @activity_id: (nullable): the call it is given on
 */
void
wb_coupon_giver_replace (WbCouponGiver  *self,
                         const WbTicket *ticket,
                         const char     *activity_id)
{
  g_return_if_fail (WB_IS_COUPON_GIVER (self));

  set_ticket (self, ticket, activity_id, TRUE);
}
