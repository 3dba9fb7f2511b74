/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Offering and giving a coupon; see wb-coupon-offer.h. The request is stored before it is sent;
 * when it is not known what became of it, the same request is asked again, so that there is one
 * coupon at most (design.md 7). Asking goes on when another ticket is shown meanwhile. */

#include "config.h"

#include "wb-coupon-offer.h"

#include "wb-coupon-store.h"
#include "wb-format.h"
#include "wb-offer-store.h"
#include "wb-outbox.h"
#include "wb-remote-error.h"
#include "wb-staff-actions.h"
#include "wb-sync-shops.h"
#include "wb-validity.h"

#include <glib/gi18n-lib.h>

/* A shop that answers does so by then; what it did after is seen when it is. */
#define ISSUE_WAIT_SECS 20

struct _WbCouponOffer
{
  GObject parent_instance;

  WbContext *context;         /* (owned) (nullable) until it is stopped */
  GCancellable *cancellable;  /* (owned) */
  char *ticket_id;            /* (owned) (nullable) */
  char *type_id;              /* (owned) (nullable) */
  char *currency;             /* (owned) (nullable) of the ticket's order */
  char *activity_id;          /* (owned) (nullable) */
  WbOfferSet *offers;         /* (owned) (nullable) of the ticket's type */
  WbCoupon *coupon;           /* (owned) (nullable) the newest that is not failed */
  gboolean has_live;          /* a coupon is pending or active */
  gboolean replacing;         /* it gives way to a new one */
  gboolean has_request;       /* one is stored, and what became of it is not known */
  char *refusal;              /* (owned) (nullable) the server's words to a stored request */
  GHashTable *asking;         /* (owned) (element-type utf8) tickets asked for now */
  GHashTable *problems;       /* (owned) (element-type utf8 utf8) ticket -> why there is none */
};

G_DEFINE_FINAL_TYPE (WbCouponOffer, wb_coupon_offer, G_TYPE_OBJECT)

enum { CHANGED, ANSWERED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Lives from the press to the answer. */
typedef struct
{
  WbCouponOffer *offer;      /* (owned) */
  char *ticket_id;           /* (owned) */
  WbCouponRequest *request;  /* (owned) (nullable) none at level 0 */
  gint64 seq;                /* set by the writing thread, read when it is done */
} Asked;

static void
asked_free (Asked *self)
{
  g_object_unref (self->offer);
  g_free (self->ticket_id);
  g_clear_pointer (&self->request, wb_coupon_request_unref);
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
get_amount (WbCouponOffer *self)
{
  const WbCouponAmount *amount = NULL;

  if (!self->offers || !self->offers->coupon_enabled || !self->currency)
    return NULL;
  amount = wb_offer_set_find_amount (self->offers, self->currency);

  return amount && amount->amount ? amount : NULL;
}

static void
read_coupons (WbCouponOffer *self)
{
  g_autoptr (GPtrArray) coupons =
    wb_coupon_store_for_ticket (wb_context_get_reader (self->context), self->ticket_id, NULL);
  WbCoupon *newest = NULL;

  for (guint i = 0; coupons && i < coupons->len; i++) {
    WbCoupon *coupon = g_ptr_array_index (coupons, i);

    if (wb_coupon_is_live (coupon))
      self->has_live = TRUE;
    if (g_strcmp0 (coupon->state, WB_COUPON_FAILED) != 0 &&
        (!newest || coupon->created_at > newest->created_at))
      newest = coupon;
  }
  if (newest)
    self->coupon = wb_coupon_ref (newest);
}

static void
read_requests (WbCouponOffer *self)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (wb_context_get_reader (self->context),
                                                     "ticket", self->ticket_id, NULL);

  for (guint i = 0; rows && i < rows->len; i++) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i);

    if (g_strcmp0 (row->op, WB_OP_COUPON) != 0)
      continue;
    if (row->state == WB_OUTBOX_NEEDS_YOU || row->state == WB_OUTBOX_CONFLICT) {
      g_free (self->refusal);
      self->refusal = g_strdup (row->error_message);
    } else {
      self->has_request = TRUE;
    }
  }
}

static void
forget_read (WbCouponOffer *self)
{
  g_clear_pointer (&self->offers, wb_offer_set_unref);
  g_clear_pointer (&self->coupon, wb_coupon_unref);
  g_clear_pointer (&self->refusal, g_free);
  self->has_live = FALSE;
  self->has_request = FALSE;
}

/**
 * wb_coupon_offer_read:
 * @self: an offer
 *
 * Reads anew what can be offered and what became of it. What cannot be read counts as not there.
 */
void
wb_coupon_offer_read (WbCouponOffer *self)
{
  g_return_if_fail (WB_IS_COUPON_OFFER (self));

  forget_read (self);
  if (!self->context)
    return;

  if (self->type_id)
    self->offers =
      wb_offer_store_get (wb_context_get_reader (self->context), self->type_id, NULL);
  if (self->ticket_id) {
    read_coupons (self);
    read_requests (self);
  }
}

/* The customer has a coupon, and it is to stay. */
static gboolean
is_settled (WbCouponOffer *self)
{
  return self->has_live && !self->replacing;
}

/**
 * wb_coupon_offer_can_give:
 * @self: an offer
 *
 * Returns: `TRUE` if there is something to give, somebody to ask for it, and no live coupon yet
 */
gboolean
wb_coupon_offer_can_give (WbCouponOffer *self)
{
  g_return_val_if_fail (WB_IS_COUPON_OFFER (self), FALSE);

  return self->context && self->ticket_id && get_amount (self) &&
         self->offers->validity_days > 0 && !is_settled (self) &&
         wb_context_get_sync (self->context) &&
         wb_context_offers (self->context, WB_FEATURE_STAFF_COUPONS) &&
         !wb_coupon_offer_is_asking (self);
}

/**
 * wb_coupon_offer_is_asking:
 * @self: an offer
 *
 * Returns: `TRUE` while the ticket's coupon is being asked for
 */
gboolean
wb_coupon_offer_is_asking (WbCouponOffer *self)
{
  g_return_val_if_fail (WB_IS_COUPON_OFFER (self), FALSE);

  return self->ticket_id && g_hash_table_contains (self->asking, self->ticket_id);
}

/**
 * wb_coupon_offer_is_unconfirmed:
 * @self: an offer
 *
 * Returns: `TRUE` if it was asked for a coupon and nobody knows whether there is one
 */
gboolean
wb_coupon_offer_is_unconfirmed (WbCouponOffer *self)
{
  g_return_val_if_fail (WB_IS_COUPON_OFFER (self), FALSE);

  return self->has_request && !is_settled (self) && !wb_coupon_offer_is_asking (self) &&
         !g_hash_table_contains (self->problems, self->ticket_id);
}

/**
 * wb_coupon_offer_has_live:
 * @self: an offer
 *
 * Returns: `TRUE` if the customer has a coupon that is pending or active
 */
gboolean
wb_coupon_offer_has_live (WbCouponOffer *self)
{
  g_return_val_if_fail (WB_IS_COUPON_OFFER (self), FALSE);

  return self->has_live;
}

/**
 * wb_coupon_offer_get_coupon:
 * @self: an offer
 *
 * Returns: (nullable) (transfer none): the newest of the ticket's coupons that is not failed
 */
const WbCoupon *
wb_coupon_offer_get_coupon (WbCouponOffer *self)
{
  g_return_val_if_fail (WB_IS_COUPON_OFFER (self), NULL);

  return self->coupon;
}

/**
 * wb_coupon_offer_get_problem:
 * @self: an offer
 *
 * Returns: (nullable) (transfer none): why there is no coupon, when that is known
 */
const char *
wb_coupon_offer_get_problem (WbCouponOffer *self)
{
  const char *problem = NULL;

  g_return_val_if_fail (WB_IS_COUPON_OFFER (self), NULL);

  if (!self->ticket_id || is_settled (self) || wb_coupon_offer_is_asking (self))
    return NULL;
  problem = g_hash_table_lookup (self->problems, self->ticket_id);
  if (problem || self->has_request)
    return problem;

  return self->refusal;
}

/**
 * wb_coupon_offer_describe:
 * @self: an offer
 *
 * Returns: (transfer full): “200 Kč off an order over 1 000 Kč, valid to the end of 5 Dec.”, or why
 *   there is nothing to offer
 */
char *
wb_coupon_offer_describe (WbCouponOffer *self)
{
  const WbCouponAmount *amount = NULL;
  GTimeZone *zone = NULL;
  gint64 now = 0;
  g_autofree char *offer = NULL;
  g_autofree char *day = NULL;

  g_return_val_if_fail (WB_IS_COUPON_OFFER (self), NULL);

  if (!self->context || !self->offers || self->offers->version == 0)
    return g_strdup (_ ("Nothing is set up for this kind of ticket yet."));
  if (!self->offers->coupon_enabled)
    return g_strdup (_ ("No coupon is offered for this kind of ticket."));
  if (!self->currency)
    return g_strdup (_ ("The ticket has no order, so there is no currency for a coupon."));
  amount = get_amount (self);
  if (!amount)
    return g_strdup_printf (_ ("No amount is set in %s."), self->currency);

  offer = wb_format_offer (amount->kind, amount->amount, amount->min_order_value, amount->currency);
  if (self->offers->validity_days <= 0)
    return g_steal_pointer (&offer);
  now = wb_context_now (self->context);
  zone = wb_context_get_zone (self->context);
  day = wb_format_date (wb_validity_last_day (now, self->offers->validity_days, zone), now, zone);

  /* TRANSLATORS: “200 Kč off an order over 1 000 Kč, valid to the end of 5 Dec.” */
  return g_strdup_printf (_ ("%s, valid to the end of %s."), offer, day);
}

static void
finish_asking (WbCouponOffer *self,
               const char    *ticket_id,
               const char    *code,
               const GError  *error)
{
  g_hash_table_remove (self->asking, ticket_id);
  /* Trouble on the way is told by the stored request: not confirmed yet. */
  if (error && !wb_remote_error_is_passing (error))
    g_hash_table_insert (self->problems, g_strdup (ticket_id), g_strdup (error->message));
  if (!self->context)
    return;

  wb_coupon_offer_read (self);
  g_signal_emit (self, signals[ANSWERED], 0, ticket_id, code, error);
  g_signal_emit (self, signals[CHANGED], 0);
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

  finish_asking (asked->offer, asked->ticket_id, coupon ? coupon->code : NULL, error);
}

static void
request_stored_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Asked) asked = user_data;
  WbCouponOffer *self = asked->offer;
  g_autoptr (GError) error = NULL;

  if (!wb_context_write_finish (result, &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      finish_asking (self, asked->ticket_id, NULL, error);
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

/**
 * wb_coupon_offer_give:
 * @self: an offer
 *
 * Stores the request and asks for the coupon; "answered" tells what came of it. Nothing happens
 * where wb_coupon_offer_can_give() says no.
 */
void
wb_coupon_offer_give (WbCouponOffer *self)
{
  const WbCouponAmount *amount = NULL;
  Asked *asked = NULL;

  g_return_if_fail (WB_IS_COUPON_OFFER (self));

  amount = get_amount (self);
  if (!amount || !wb_coupon_offer_can_give (self))
    return;

  asked = g_new0 (Asked, 1);
  asked->offer = g_object_ref (self);
  asked->ticket_id = g_strdup (self->ticket_id);
  asked->request = wb_coupon_request_new ();
  asked->request->currency = g_strdup (amount->currency);
  asked->request->kind = g_strdup (amount->kind);
  asked->request->amount = g_strdup (amount->amount);
  asked->request->min_order_value =
    g_strdup (amount->min_order_value ? amount->min_order_value : "0");
  asked->request->validity_days = self->offers->validity_days;
  asked->request->activity = g_strdup (self->activity_id);
  asked->request->replace = self->replacing;

  g_hash_table_add (self->asking, g_strdup (self->ticket_id));
  g_hash_table_remove (self->problems, self->ticket_id);
  /* @asked lives until request_stored_cb(), which runs after the writing thread is done with it. */
  wb_context_write_async (self->context, store_request, asked, NULL, NULL, request_stored_cb,
                          asked);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * wb_coupon_offer_can_issue:
 * @self: an offer
 *
 * Returns: `TRUE` if this program speaks to a shop itself, and the ticket may have a coupon
 */
gboolean
wb_coupon_offer_can_issue (WbCouponOffer *self)
{
  g_return_val_if_fail (WB_IS_COUPON_OFFER (self), FALSE);

  return self->context && self->ticket_id && !is_settled (self) &&
         wb_context_get_level (self->context) == WB_LEVEL_PLAIN &&
         wb_context_get_sync (self->context) && wb_context_get_stores (self->context)->len > 0 &&
         !wb_coupon_offer_is_asking (self);
}

/* What the shop refused stands on the coupon, and so does what is not known yet. */
static void
coupon_issued_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (Asked) asked = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) coupon = wb_sync_issue_coupon_finish (WB_SYNC (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (coupon && g_strcmp0 (coupon->state, WB_COUPON_FAILED) == 0) {
    const char *words = coupon->error_message ? coupon->error_message
                                              : _ ("The shop did not make the coupon.");

    g_hash_table_insert (asked->offer->problems, g_strdup (asked->ticket_id), g_strdup (words));
  }
  finish_asking (asked->offer, asked->ticket_id, coupon ? coupon->code : NULL, error);
}

/**
 * wb_coupon_offer_issue:
 * @self: an offer
 * @order: (transfer full): what the coupon is to be; its ticket is set here
 *
 * Has the shop make the coupon; "answered" tells what came of it. Nothing happens where
 * wb_coupon_offer_can_issue() says no.
 */
void
wb_coupon_offer_issue (WbCouponOffer *self,
                       WbCouponOrder *order)
{
  g_autoptr (WbCouponOrder) wanted = order;
  Asked *asked = NULL;

  g_return_if_fail (WB_IS_COUPON_OFFER (self));
  g_return_if_fail (order);

  if (!wb_coupon_offer_can_issue (self))
    return;

  g_free (wanted->ticket);
  wanted->ticket = g_strdup (self->ticket_id);
  wanted->replace = self->replacing;
  asked = g_new0 (Asked, 1);
  asked->offer = g_object_ref (self);
  asked->ticket_id = g_strdup (self->ticket_id);
  g_hash_table_add (self->asking, g_strdup (self->ticket_id));
  g_hash_table_remove (self->problems, self->ticket_id);
  wb_sync_issue_coupon_async (wb_context_get_sync (self->context), wanted, ISSUE_WAIT_SECS,
                              self->cancellable, coupon_issued_cb, asked);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * wb_coupon_offer_get_currency:
 * @self: an offer
 *
 * Returns: (nullable) (transfer none): that of the ticket's order
 */
const char *
wb_coupon_offer_get_currency (WbCouponOffer *self)
{
  g_return_val_if_fail (WB_IS_COUPON_OFFER (self), NULL);

  return self->currency;
}

static void
wb_coupon_offer_dispose (GObject *object)
{
  wb_coupon_offer_stop (WB_COUPON_OFFER (object));

  G_OBJECT_CLASS (wb_coupon_offer_parent_class)->dispose (object);
}

static void
wb_coupon_offer_finalize (GObject *object)
{
  WbCouponOffer *self = WB_COUPON_OFFER (object);

  forget_read (self);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->ticket_id, g_free);
  g_clear_pointer (&self->type_id, g_free);
  g_clear_pointer (&self->currency, g_free);
  g_clear_pointer (&self->activity_id, g_free);
  g_clear_pointer (&self->asking, g_hash_table_unref);
  g_clear_pointer (&self->problems, g_hash_table_unref);

  G_OBJECT_CLASS (wb_coupon_offer_parent_class)->finalize (object);
}

static void
wb_coupon_offer_class_init (WbCouponOfferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_coupon_offer_dispose;
  object_class->finalize = wb_coupon_offer_finalize;

  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_COUPON_OFFER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[ANSWERED] = g_signal_new ("answered", WB_TYPE_COUPON_OFFER, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING,
                                    G_TYPE_ERROR);
}

static void
wb_coupon_offer_init (WbCouponOffer *self)
{
  self->cancellable = g_cancellable_new ();
  self->asking = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->problems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * wb_coupon_offer_new:
 * @context: the workspace
 *
 * Returns: (transfer full): an offer without a ticket
 */
WbCouponOffer *
wb_coupon_offer_new (WbContext *context)
{
  WbCouponOffer *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_COUPON_OFFER, NULL);
  self->context = g_object_ref (context);

  return self;
}

/**
 * wb_coupon_offer_stop:
 * @self: an offer
 *
 * Its card goes: no answer is waited for any more. A request being stored is stored all the same,
 * and counts as not confirmed.
 */
void
wb_coupon_offer_stop (WbCouponOffer *self)
{
  g_return_if_fail (WB_IS_COUPON_OFFER (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);
}

/**
 * wb_coupon_offer_set_replacing:
 * @self: an offer
 * @replacing: whether the live coupon gives way to the new one
 */
void
wb_coupon_offer_set_replacing (WbCouponOffer *self,
                               gboolean       replacing)
{
  g_return_if_fail (WB_IS_COUPON_OFFER (self));

  self->replacing = replacing;
}

/**
 * wb_coupon_offer_set_ticket:
 * @self: an offer
 * @ticket_id: (nullable): whose coupon
 * @type_id: (nullable): the ticket's type, which says what is offered
 * @currency: (nullable): of the ticket's order
 * @activity_id: (nullable): the call it is given on
 *
 * Another ticket, or the same one as it is now; reads it.
 */
void
wb_coupon_offer_set_ticket (WbCouponOffer *self,
                            const char    *ticket_id,
                            const char    *type_id,
                            const char    *currency,
                            const char    *activity_id)
{
  g_return_if_fail (WB_IS_COUPON_OFFER (self));

  g_free (self->ticket_id);
  self->ticket_id = g_strdup (ticket_id);
  g_free (self->type_id);
  self->type_id = g_strdup (type_id);
  g_free (self->currency);
  self->currency = g_strdup (currency);
  g_free (self->activity_id);
  self->activity_id = g_strdup (activity_id);
  wb_coupon_offer_read (self);
}
