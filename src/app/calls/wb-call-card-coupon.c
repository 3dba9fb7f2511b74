/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be offered today, and giving the coupon. The request is stored before it is sent; when
 * it is not known what became of it, the card says so and asks again with the same request, so
 * that there is one coupon at most (design.md 7). */

#include "config.h"

#include "wb-call-card-private.h"

#include "wb-coupon-store.h"
#include "wb-format.h"
#include "wb-key-button.h"
#include "wb-outbox.h"
#include "wb-remote-error.h"
#include "wb-staff-actions.h"
#include "wb-validity.h"

#include <glib/gi18n-lib.h>

static const WbCouponAmount *
get_amount (WbCallCard *self)
{
  if (!self->offers || !self->offers->coupon_enabled || !self->ticket ||
      !self->ticket->order_currency)
    return NULL;

  return wb_offer_set_find_amount (self->offers, self->ticket->order_currency);
}

static void
read_request (WbCallCard *self)
{
  WbDb *reader = wb_context_get_reader (self->context);
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (reader, "ticket", self->call->ticket, NULL);

  for (guint i = 0; rows && i < rows->len; i++) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i);

    if (g_strcmp0 (row->op, WB_OP_COUPON) != 0)
      continue;
    self->unconfirmed_seq = row->seq;
    if (row->state == WB_OUTBOX_NEEDS_YOU || row->state == WB_OUTBOX_CONFLICT) {
      g_free (self->coupon_problem);
      self->coupon_problem = g_strdup (row->error_message);
    }
  }
}

void
wb_call_card_read_coupon (WbCallCard *self)
{
  g_autoptr (GPtrArray) coupons = wb_coupon_store_for_ticket (
    wb_context_get_reader (self->context), self->call->ticket, NULL);
  const WbCoupon *newest = NULL;

  g_clear_pointer (&self->coupon, wb_coupon_unref);
  self->unconfirmed_seq = 0;
  for (guint i = 0; coupons && i < coupons->len; i++) {
    const WbCoupon *coupon = g_ptr_array_index (coupons, i);

    if (g_strcmp0 (coupon->state, WB_COUPON_FAILED) != 0 &&
        (!newest || coupon->created_at > newest->created_at))
      newest = coupon;
  }
  if (newest)
    self->coupon = wb_coupon_ref ((WbCoupon *) newest);
  read_request (self);
}

gboolean
wb_call_card_can_coupon (WbCallCard *self)
{
  return self->call && wb_activity_is_open (self->call) && !wb_call_card_is_held (self) &&
         wb_context_get_sync (self->context) && !self->asking_ticket &&
         wb_context_offers (self->context, WB_FEATURE_STAFF_COUPONS) &&
         !(self->coupon && wb_coupon_is_live (self->coupon)) && get_amount (self) &&
         self->offers->validity_days > 0;
}

static char *
describe_offer (WbCallCard *self)
{
  const WbCouponAmount *amount = get_amount (self);
  GTimeZone *zone = wb_context_get_zone (self->context);
  gint64 now = wb_context_now (self->context);
  g_autofree char *offer = NULL;
  g_autofree char *day = NULL;

  if (!amount)
    return NULL;

  offer = wb_format_offer (amount->kind, amount->amount, amount->min_order_value, amount->currency);
  if (self->offers->validity_days <= 0)
    return g_steal_pointer (&offer);
  day = wb_format_date (wb_validity_last_day (now, self->offers->validity_days, zone), now, zone);

  /* TRANSLATORS: “200 Kč off an order over 1 000 Kč, valid to the end of 5 Dec.” */
  return g_strdup_printf (_ ("%s, valid to the end of %s."), offer, day);
}

static char *
describe_no_offer (WbCallCard *self)
{
  if (!self->offers || self->offers->version == 0)
    return g_strdup (_ ("Nothing is set up for this kind of ticket yet."));
  if (!self->offers->coupon_enabled)
    return g_strdup (_ ("No coupon is offered for this kind of ticket."));
  if (!self->ticket || !self->ticket->order_currency)
    return g_strdup (_ ("The ticket has no order, so there is no currency for a coupon."));

  return g_strdup_printf (_ ("No amount is set in %s."), self->ticket->order_currency);
}

static char *
describe_coupon (WbCallCard *self)
{
  const WbCoupon *coupon = self->coupon;
  GTimeZone *zone = wb_context_get_zone (self->context);
  gint64 now = wb_context_now (self->context);
  g_autofree char *offer = wb_format_offer (coupon->kind, coupon->amount, coupon->min_order_value,
                                            coupon->currency);
  g_autofree char *day = NULL;
  g_autofree char *until = NULL;

  if (coupon->expires_at != WB_TIME_NONE) {
    day = wb_format_date (wb_date_of_time (coupon->expires_at, zone), now, zone);
    until = g_strdup_printf (_ ("valid to the end of %s"), day);
  }

  return wb_format_join (offer, WB_TEXT (until), NULL);
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
  gboolean asking = g_strcmp0 (self->asking_ticket, self->call->ticket) == 0;
  gboolean unconfirmed = self->unconfirmed_seq != 0 && !asking && !self->coupon_problem;
  const char *code = self->coupon ? self->coupon->code : NULL;
  gboolean can = wb_call_card_can_coupon (self);
  g_autofree char *note = NULL;
  const char *problem = NULL;

  if (self->coupon) {
    note = describe_coupon (self);
    gtk_label_set_text (GTK_LABEL (self->offer_title), get_coupon_title (self->coupon));
  } else {
    note = describe_offer (self);
    if (!note)
      note = describe_no_offer (self);
    gtk_label_set_text (GTK_LABEL (self->offer_title), _ ("What you can offer today"));
  }

  if (asking)
    problem = NULL;
  else if (unconfirmed && !code)
    problem = _ ("Not confirmed yet. Ask again: there will be one coupon at most.");
  else if (!self->coupon)
    problem = self->coupon_problem;

  gtk_widget_set_visible (self->offer_box,
                          wb_context_offers (self->context, WB_FEATURE_REMARKETING));
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
  gtk_widget_set_visible (self->give_coupon, can);
  wb_key_button_set_text (WB_KEY_BUTTON (self->give_coupon),
                          unconfirmed ? _ ("Ask again") : _ ("Give coupon"));
}

static void
show_if_here (WbCallCard *self)
{
  if (self->call) {
    wb_call_card_read_coupon (self);
    wb_call_card_show_offer (self);
  }
  wb_call_card_update_actions (self);
}

static void
coupon_given_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (WbCallCard) self = user_data;
  g_autofree char *ticket_id = g_steal_pointer (&self->asking_ticket);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) coupon = wb_sync_give_coupon_finish (WB_SYNC (source), result, &error);
  gboolean here = self->call && g_strcmp0 (self->call->ticket, ticket_id) == 0;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (coupon && coupon->code)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), coupon->code);
  if (here && error && !wb_remote_error_is_passing (error)) {
    g_free (self->coupon_problem);
    self->coupon_problem = g_strdup (error->message);
  }
  if (!here && error)
    g_signal_emit_by_name (self, "refused", error);
  show_if_here (self);
}

typedef struct
{
  char *ticket_id;           /* (owned) */
  WbCouponRequest *request;  /* (owned) */
  gint64 *seq;               /* (unowned) where the main thread reads it once the work is done */
} CouponWork;

static void
coupon_work_free (CouponWork *self)
{
  g_free (self->ticket_id);
  wb_coupon_request_unref (self->request);
  g_free (self);
}

static gboolean
store_request (WbWorkspace  *workspace,
               gpointer      data,
               GError      **error)
{
  CouponWork *work = data;

  return wb_action_request_coupon (workspace, work->ticket_id, work->request, work->seq, error);
}

/* Lives from the storing to its answer. */
typedef struct
{
  WbCallCard *card;  /* (owned) */
  gint64 seq;
} Asking;

static void
request_stored_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autofree Asking *asking = user_data;
  g_autoptr (WbCallCard) self = asking->card;
  g_autoptr (GError) error = NULL;

  if (!wb_context_write_finish (result, &error)) {
    g_clear_pointer (&self->asking_ticket, g_free);
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return;
    g_free (self->coupon_problem);
    self->coupon_problem = g_strdup (error->message);
    show_if_here (self);
    return;
  }

  wb_sync_give_coupon_async (wb_context_get_sync (self->context), asking->seq, self->cancellable,
                             coupon_given_cb, g_object_ref (self));
}

void
wb_call_card_coupon_action (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);
  const WbCouponAmount *amount = get_amount (self);
  CouponWork *work = NULL;
  Asking *asking = NULL;

  if (!amount || !wb_call_card_can_coupon (self))
    return;

  asking = g_new0 (Asking, 1);
  asking->card = g_object_ref (self);
  work = g_new0 (CouponWork, 1);
  work->ticket_id = g_strdup (self->call->ticket);
  work->seq = &asking->seq;
  work->request = wb_coupon_request_new ();
  work->request->currency = g_strdup (amount->currency);
  work->request->kind = g_strdup (amount->kind);
  work->request->amount = g_strdup (amount->amount);
  work->request->min_order_value =
    g_strdup (amount->min_order_value ? amount->min_order_value : "0");
  work->request->validity_days = self->offers->validity_days;
  work->request->activity = g_strdup (self->call->id);

  self->asking_ticket = g_strdup (self->call->ticket);
  g_clear_pointer (&self->coupon_problem, g_free);
  wb_context_write_async (self->context, store_request, work, (GDestroyNotify) coupon_work_free,
                          self->cancellable, request_stored_cb, asking);
  wb_call_card_show_offer (self);
  wb_call_card_update_actions (self);
}

void
wb_call_card_copy_code_action (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);

  if (self->coupon && self->coupon->code)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->coupon->code);
}
