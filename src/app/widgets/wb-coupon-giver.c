/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Giving a coupon; see wb-coupon-giver.h. The request is stored before it is sent; when it is not
 * known what became of it, the same request is asked again, so that there is one coupon at most
 * (design.md 7). Asking goes on when another ticket is shown meanwhile. */

#include "config.h"

#include "wb-coupon-giver.h"

#include "wb-coupon-store.h"
#include "wb-format.h"
#include "wb-offer-store.h"
#include "wb-outbox.h"
#include "wb-remote-error.h"
#include "wb-staff-actions.h"
#include "wb-validity.h"

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

  WbContext *context;         /* (owned) */
  GCancellable *cancellable;  /* (owned) */
  WbTicket *ticket;           /* (owned) (nullable) */
  char *activity_id;          /* (owned) (nullable) */
  WbOfferSet *offers;         /* (owned) (nullable) of the ticket's type */
  gboolean has_live;          /* a coupon is pending or active */
  GHashTable *asking;         /* (owned) (element-type utf8) tickets asked for now */
  GHashTable *problems;       /* (owned) (element-type utf8 utf8) ticket -> why there is none */
};

G_DEFINE_FINAL_TYPE (WbCouponGiver, wb_coupon_giver, ADW_TYPE_BIN)

/* Lives from the press to the answer. */
typedef struct
{
  WbCouponGiver *giver;      /* (owned) */
  char *ticket_id;           /* (owned) */
  WbCouponRequest *request;  /* (owned) */
  gint64 seq;                /* set by the writing thread, read when it is done */
} Asked;

static void
asked_free (Asked *self)
{
  g_object_unref (self->giver);
  g_free (self->ticket_id);
  wb_coupon_request_unref (self->request);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

/**
 * wb_coupon_describe:
 * @context: the workspace
 * @coupon: a coupon
 *
 * Returns: (transfer full): “200 Kč off an order over 1 000 Kč · valid to the end of 5 Dec”
 */
char *
wb_coupon_describe (WbContext      *context,
                    const WbCoupon *coupon)
{
  GTimeZone *zone = wb_context_get_zone (context);
  g_autofree char *offer =
    wb_format_offer (coupon->kind, coupon->amount, coupon->min_order_value, coupon->currency);
  g_autofree char *day = NULL;
  g_autofree char *until = NULL;

  if (coupon->expires_at != WB_TIME_NONE) {
    day = wb_format_date (wb_date_of_time (coupon->expires_at, zone), wb_context_now (context),
                          zone);
    until = g_strdup_printf (_ ("valid to the end of %s"), day);
  }

  return wb_format_join (offer, WB_TEXT (until), NULL);
}

/**
 * wb_coupon_describe_state:
 * @context: the workspace
 * @coupon: a coupon
 *
 * Returns: (transfer full): “Used in order 1043 · yesterday 8:05”, “The shop is making it…”
 */
char *
wb_coupon_describe_state (WbContext      *context,
                          const WbCoupon *coupon)
{
  g_autofree char *used = NULL;
  g_autofree char *when = NULL;

  if (g_strcmp0 (coupon->state, WB_COUPON_PENDING) == 0)
    return g_strdup (_ ("The shop is making it…"));
  if (g_strcmp0 (coupon->state, WB_COUPON_ACTIVE) == 0)
    return g_strdup (C_ ("coupon", "Not used yet"));
  if (g_strcmp0 (coupon->state, WB_COUPON_EXPIRED) == 0)
    return g_strdup (C_ ("coupon", "Expired"));
  if (g_strcmp0 (coupon->state, WB_COUPON_DISABLED) == 0)
    return g_strdup (C_ ("coupon", "Switched off"));
  if (g_strcmp0 (coupon->state, WB_COUPON_FAILED) == 0)
    return wb_format_join (C_ ("coupon", "Not made"), WB_TEXT (coupon->error_message), NULL);
  /* A state of a newer server is shown in its own word. */
  if (g_strcmp0 (coupon->state, WB_COUPON_USED) != 0)
    return g_strdup (WB_TEXT (coupon->state));

  used = coupon->used_order_code
           ? g_strdup_printf (_ ("Used in order %s"), coupon->used_order_code)
           : g_strdup (C_ ("coupon", "Used"));
  if (coupon->used_at != WB_TIME_NONE)
    when = wb_format_when (coupon->used_at, wb_context_now (context),
                           wb_context_get_zone (context));

  return wb_format_join (used, WB_TEXT (when), NULL);
}

static const WbCouponAmount *
get_amount (WbCouponGiver *self)
{
  if (!self->offers || !self->offers->coupon_enabled || !self->ticket->order_currency)
    return NULL;

  return wb_offer_set_find_amount (self->offers, self->ticket->order_currency);
}

static char *
describe_offer (WbCouponGiver *self)
{
  const WbCouponAmount *amount = get_amount (self);
  GTimeZone *zone = wb_context_get_zone (self->context);
  gint64 now = wb_context_now (self->context);
  g_autofree char *offer = NULL;
  g_autofree char *day = NULL;

  if (!self->offers || self->offers->version == 0)
    return g_strdup (_ ("Nothing is set up for this kind of ticket yet."));
  if (!self->offers->coupon_enabled)
    return g_strdup (_ ("No coupon is offered for this kind of ticket."));
  if (!self->ticket->order_currency)
    return g_strdup (_ ("The ticket has no order, so there is no currency for a coupon."));
  if (!amount || !amount->amount || self->offers->validity_days <= 0)
    return g_strdup_printf (_ ("No amount is set in %s."), self->ticket->order_currency);

  offer = wb_format_offer (amount->kind, amount->amount, amount->min_order_value, amount->currency);
  day = wb_format_date (wb_validity_last_day (now, self->offers->validity_days, zone), now, zone);

  return g_strdup_printf (_ ("%s, valid to the end of %s."), offer, day);
}

/* An unconfirmed request of this ticket: 0 = none. A refused one leaves the server's words. */
static gint64
read_request (WbCouponGiver  *self,
              char          **refusal_out)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (wb_context_get_reader (self->context),
                                                     "ticket", self->ticket->id, NULL);
  gint64 seq = 0;

  for (guint i = 0; rows && i < rows->len; i++) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i);

    if (g_strcmp0 (row->op, WB_OP_COUPON) != 0)
      continue;
    if (row->state == WB_OUTBOX_NEEDS_YOU || row->state == WB_OUTBOX_CONFLICT) {
      g_free (*refusal_out);
      *refusal_out = g_strdup (row->error_message);
    } else {
      seq = row->seq;
    }
  }

  return seq;
}

static gboolean
has_live_coupon (WbCouponGiver *self)
{
  g_autoptr (GPtrArray) coupons =
    wb_coupon_store_for_ticket (wb_context_get_reader (self->context), self->ticket->id, NULL);

  for (guint i = 0; coupons && i < coupons->len; i++)
    if (wb_coupon_is_live (g_ptr_array_index (coupons, i)))
      return TRUE;

  return FALSE;
}

static gboolean
can_give (WbCouponGiver *self)
{
  const WbCouponAmount *amount = get_amount (self);

  return amount && amount->amount && self->offers->validity_days > 0 && !self->has_live &&
         wb_context_get_sync (self->context) &&
         wb_context_offers (self->context, WB_FEATURE_STAFF_COUPONS) &&
         !g_hash_table_contains (self->asking, self->ticket->id);
}

static void
show_problem (WbCouponGiver *self,
              gint64         unconfirmed,
              const char    *refusal)
{
  const char *problem = g_hash_table_lookup (self->problems, self->ticket->id);

  if (g_hash_table_contains (self->asking, self->ticket->id) || self->has_live)
    problem = NULL;
  else if (unconfirmed != 0)
    problem = _ ("Not confirmed yet: the shop may or may not have made the coupon. Ask again; "
                 "there will be one at most.");
  else if (!problem)
    problem = refusal;

  gtk_label_set_text (GTK_LABEL (self->problem), WB_TEXT (problem));
  gtk_widget_set_visible (self->problem_box, problem && *problem != '\0');
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
  g_autofree char *note = NULL;
  g_autofree char *refusal = NULL;
  gint64 unconfirmed = 0;
  gboolean asking = FALSE;

  g_return_if_fail (WB_IS_COUPON_GIVER (self));

  g_clear_pointer (&self->offers, wb_offer_set_unref);
  if (!self->ticket || !wb_context_offers (self->context, WB_FEATURE_REMARKETING)) {
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
    return;
  }

  if (self->ticket->type)
    self->offers =
      wb_offer_store_get (wb_context_get_reader (self->context), self->ticket->type, NULL);
  self->has_live = has_live_coupon (self);
  unconfirmed = read_request (self, &refusal);
  asking = g_hash_table_contains (self->asking, self->ticket->id);
  note = describe_offer (self);
  gtk_label_set_text (GTK_LABEL (self->title), asking ? _ ("The shop is making the coupon…")
                                                      : _ ("What you can offer today"));
  gtk_label_set_text (GTK_LABEL (self->note), note);
  show_problem (self, unconfirmed, refusal);
  gtk_widget_set_visible (self->spinner, asking);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), asking);
  gtk_button_set_label (GTK_BUTTON (self->give),
                        unconfirmed != 0 ? _ ("_Ask again") : _ ("Give _coupon"));
  gtk_widget_set_visible (self->give, can_give (self));
  gtk_widget_set_visible (GTK_WIDGET (self), !self->has_live || asking);
}

static void
finish_asking (WbCouponGiver *self,
               const char    *ticket_id,
               const GError  *error)
{
  g_hash_table_remove (self->asking, ticket_id);
  /* Trouble on the way is told by the stored request: not confirmed yet. */
  if (error && !wb_remote_error_is_passing (error))
    g_hash_table_insert (self->problems, g_strdup (ticket_id), g_strdup (error->message));
  if (self->context)
    wb_coupon_giver_refresh (self);
}

static void
coupon_given_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (Asked) asked = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) coupon = wb_sync_give_coupon_finish (WB_SYNC (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  finish_asking (asked->giver, asked->ticket_id, error);
}

static void
request_stored_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Asked) asked = user_data;
  WbCouponGiver *self = asked->giver;
  g_autoptr (GError) error = NULL;

  if (!wb_context_write_finish (result, &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      finish_asking (self, asked->ticket_id, error);
    return;
  }

  /* The window was closed: the request is stored, and the next start says it is unconfirmed. */
  if (!self->context || !wb_context_get_sync (self->context))
    return;

  wb_sync_give_coupon_async (wb_context_get_sync (self->context), asked->seq, self->cancellable,
                             coupon_given_cb, asked);
  g_steal_pointer (&asked);
}

static gboolean
store_request (WbWorkspace  *workspace,
               gpointer      data,
               GError      **error)
{
  Asked *asked = data;

  return wb_action_request_coupon (workspace, asked->ticket_id, asked->request, &asked->seq, error);
}

static void
give_clicked_cb (WbCouponGiver *self)
{
  const WbCouponAmount *amount = self->ticket ? get_amount (self) : NULL;
  Asked *asked = NULL;

  if (!amount || !can_give (self))
    return;

  asked = g_new0 (Asked, 1);
  asked->giver = g_object_ref (self);
  asked->ticket_id = g_strdup (self->ticket->id);
  asked->request = wb_coupon_request_new ();
  asked->request->currency = g_strdup (amount->currency);
  asked->request->kind = g_strdup (amount->kind);
  asked->request->amount = g_strdup (amount->amount);
  asked->request->min_order_value =
    g_strdup (amount->min_order_value ? amount->min_order_value : "0");
  asked->request->validity_days = self->offers->validity_days;
  asked->request->activity = g_strdup (self->activity_id);

  g_hash_table_add (self->asking, g_strdup (self->ticket->id));
  g_hash_table_remove (self->problems, self->ticket->id);
  /* @asked lives until request_stored_cb(), which runs after the writing thread is done with it. */
  wb_context_write_async (self->context, store_request, asked, NULL, NULL, request_stored_cb,
                          asked);
  wb_coupon_giver_refresh (self);
}

static void
wb_coupon_giver_dispose (GObject *object)
{
  WbCouponGiver *self = WB_COUPON_GIVER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_coupon_giver_parent_class)->dispose (object);
}

static void
wb_coupon_giver_finalize (GObject *object)
{
  WbCouponGiver *self = WB_COUPON_GIVER (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->ticket, wb_ticket_unref);
  g_clear_pointer (&self->offers, wb_offer_set_unref);
  g_clear_pointer (&self->activity_id, g_free);
  g_clear_pointer (&self->asking, g_hash_table_unref);
  g_clear_pointer (&self->problems, g_hash_table_unref);

  G_OBJECT_CLASS (wb_coupon_giver_parent_class)->finalize (object);
}

static void
wb_coupon_giver_class_init (WbCouponGiverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_coupon_giver_dispose;
  object_class->finalize = wb_coupon_giver_finalize;

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
  self->cancellable = g_cancellable_new ();
  self->asking = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->problems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
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
  WbTicket *kept = ticket ? wb_ticket_ref ((WbTicket *) ticket) : NULL;

  g_return_if_fail (WB_IS_COUPON_GIVER (self));

  g_clear_pointer (&self->ticket, wb_ticket_unref);
  self->ticket = kept;
  g_free (self->activity_id);
  self->activity_id = g_strdup (activity_id);
  wb_coupon_giver_refresh (self);
}
