/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A line of a coupon's story; see wb-coupon-event.h. */

#include "config.h"

#include "wb-coupon-event.h"

#include "wb-money.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>

static void
init_event (WbCouponEvent *self)
{
  self->at = WB_TIME_NONE;
}

static void
clear_event (WbCouponEvent *self)
{
  g_free (self->id);
  g_free (self->coupon);
  g_free (self->kind);
  g_free (self->by);
  g_free (self->order_code);
  g_free (self->amount);
  g_free (self->currency);
  g_free (self->value);
  g_free (self->text);
}

WB_DEFINE_RECORD (WbCouponEvent, wb_coupon_event, init_event, clear_event)

static char *
format_amount (const WbCouponEvent *self)
{
  WbMoney money;

  if (!self->amount || !self->currency ||
      !wb_money_parse_api (self->amount, self->currency, FALSE, &money, NULL))
    return NULL;

  return wb_money_format_symbol (&money, NULL, FALSE);
}

static char *
describe_order (const WbCouponEvent *self)
{
  g_autofree char *amount = format_amount (self);
  const char *order = self->order_code ? self->order_code : "…";

  if (g_str_equal (self->kind, WB_COUPON_EVENT_FREED))
    return g_strdup_printf (_ ("Order %s was cancelled: it can be used again"), order);
  if (g_str_equal (self->kind, WB_COUPON_EVENT_REFUNDED))
    return amount ? g_strdup_printf (_ ("Of order %s, %s was given back"), order, amount)
                  : g_strdup_printf (_ ("Order %s was given back in part"), order);

  return amount ? g_strdup_printf (_ ("Order %s used it and brings %s"), order, amount)
                : g_strdup_printf (_ ("Order %s used it"), order);
}

static char *
describe_sent (const WbCouponEvent *self)
{
  gint64 times = self->value ? g_ascii_strtoll (self->value, NULL, 10) : 1;

  if (times <= 1)
    return g_strdup (_ ("The shop was asked to make it"));

  return g_strdup_printf (_ ("The shop was asked again (time %d)"), (int) times);
}

static char *
with_reason (const char *words,
             const char *reason)
{
  return reason ? g_strdup_printf ("%s: %s", words, reason) : g_strdup (words);
}

/**
 * wb_coupon_event_words:
 * @self: a line of a coupon's story
 *
 * Returns: (transfer full): what happened, translated, without time and person; for a kind nobody
 * here knows its own text
 */
char *
wb_coupon_event_words (const WbCouponEvent *self)
{
  static const struct
  {
    const char *kind;
    const char *words;
  } plain[] = {
    { WB_COUPON_EVENT_ASKED, N_ ("Asked for") },
    { WB_COUPON_EVENT_UNCERTAIN,
      N_ ("The shop gave no clear answer and does not have it yet; it is looked up again") },
    { WB_COUPON_EVENT_FOUND, N_ ("The shop had made it all the same") },
    { WB_COUPON_EVENT_MADE, N_ ("Made in the shop, read back and found right") },
    { WB_COUPON_EVENT_RETRIED, N_ ("Tried again") },
    { WB_COUPON_EVENT_DISABLED, N_ ("Switched off in the shop") },
    { WB_COUPON_EVENT_GONE, N_ ("Somebody took it away in the shop") },
    { WB_COUPON_EVENT_EXPIRED, N_ ("Its time is over") },
  };

  g_return_val_if_fail (self && self->kind, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++) {
    if (g_str_equal (self->kind, plain[i].kind))
      return with_reason (_ (plain[i].words), self->text);
  }
  if (g_str_equal (self->kind, WB_COUPON_EVENT_SENT))
    return describe_sent (self);
  if (g_str_equal (self->kind, WB_COUPON_EVENT_REMOVED))
    return with_reason (_ ("Taken back from the shop"), self->text);
  if (g_str_equal (self->kind, WB_COUPON_EVENT_FAILED))
    return with_reason (_ ("It could not be made"), self->text);
  if (g_str_equal (self->kind, WB_COUPON_EVENT_USED) ||
      g_str_equal (self->kind, WB_COUPON_EVENT_FREED) ||
      g_str_equal (self->kind, WB_COUPON_EVENT_REFUNDED))
    return describe_order (self);

  return g_strdup (self->text ? self->text : self->kind);
}
