/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons that the demo's customers took before today: some spent, some out of date, some open. */

#include "config.h"

#include "wb-coupon-code.h"
#include "wb-demo-data-private.h"
#include "wb-time.h"
#include "wb-validity.h"

#define PREFIX "BACK"
/* Of a hundred, those spent before they end. */
#define USED_PERCENT 60

static void
end_coupon (WbCoupon *coupon,
            WbRandom *random,
            gint64    now)
{
  gint64 spent = coupon->created_at + (1 + wb_random_below (random, 9)) * WB_DAY_MS +
                 wb_random_below (random, 86400) * WB_SECOND_MS;

  if (wb_random_below (random, 100) < USED_PERCENT && spent < now && spent < coupon->expires_at) {
    coupon->state = g_strdup (WB_COUPON_USED);
    coupon->used_at = spent;
    coupon->used_order_code = g_strdup_printf ("OBJ-%u", 100000 + wb_random_below (random, 900000));
    coupon->updated_at = spent;
    coupon->version++;
  } else if (coupon->expires_at < now) {
    coupon->state = g_strdup (WB_COUPON_EXPIRED);
    coupon->updated_at = coupon->expires_at + WB_SECOND_MS;
    coupon->version++;
  } else {
    coupon->state = g_strdup (WB_COUPON_ACTIVE);
  }
}

/* Some were refused by their shop; a manager may try them again. */
static gboolean
fail_coupon (WbCoupon *coupon)
{
  static const char *const reasons[] = {
    "The shop’s module for coupons is switched off",
    "The shop did not answer, and did not make it",
  };
  guint drawn = g_str_hash (coupon->id);

  if (!g_str_equal (coupon->state, WB_COUPON_ACTIVE) || drawn % 4 != 0)
    return FALSE;

  g_free (coupon->state);
  coupon->state = g_strdup (WB_COUPON_FAILED);
  g_clear_pointer (&coupon->code, g_free);
  coupon->error_code = g_strdup (drawn % 8 == 0 ? "shop_rejected" : "shop_unavailable");
  coupon->error_message = g_strdup (reasons[drawn / 4 % G_N_ELEMENTS (reasons)]);
  coupon->version++;

  return TRUE;
}

/**
 * wb_demo_coupon_new:
 * @self: the data
 * @ticket: the ticket, which learns of its coupon
 * @call: (nullable): the call that staff gave it on
 * @type: its type
 * @shop: where the customer buys
 * @random: what is drawn by
 *
 * Makes the coupon that the customer took in the portal a few hours after opening the ticket, or
 * was given by who called.
 *
 * Returns: (transfer full): the coupon; `NULL` = none was offered there and then
 */
WbCoupon *
wb_demo_coupon_new (WbDemoData       *self,
                    WbTicket         *ticket,
                    const WbActivity *call,
                    WbDemoType        type,
                    WbDemoShop        shop,
                    WbRandom         *random)
{
  gint64 at = call ? call->called_at
                   : ticket->created_at + (1 + wb_random_below (random, 20)) * WB_HOUR_MS;
  int days = 0;
  const WbDemoOffer *offer = wb_demo_offer_at (self, type, shop, at, &days);
  g_autoptr (GTimeZone) zone = wb_demo_store_zone (shop);
  WbCoupon *coupon;

  if (!offer)
    return NULL;

  coupon = wb_coupon_new ();
  coupon->id = wb_random_uuid (random);
  coupon->ticket = g_strdup (ticket->id);
  coupon->ticket_code = g_strdup (ticket->code);
  coupon->ticket_type = g_strdup (ticket->type);
  coupon->store = g_strdup (self->stores[shop]);
  coupon->platform = g_strdup (wb_demo_store_platform (shop));
  coupon->code = wb_coupon_code_new (PREFIX, random);
  coupon->kind = g_strdup (offer->kind);
  coupon->amount = g_strdup (offer->amount);
  coupon->currency = g_strdup (wb_demo_store_currency (shop));
  coupon->min_order_value = g_strdup (offer->minimum);
  coupon->created_at = at;
  if (call) {
    coupon->activity = g_strdup (call->id);
    coupon->issued_by = g_strdup (call->closed_by);
  } else {
    coupon->placement = g_strdup (wb_demo_placement_draw (self, type, WB_TOOL_COUPON, at, random));
  }
  coupon->settings_version = wb_demo_offer_version_at (self, type, coupon->created_at);
  coupon->expires_at = wb_validity_expires_at (
    wb_validity_last_day (coupon->created_at, days, zone), zone);
  coupon->updated_at = coupon->created_at;
  coupon->version = 1;
  end_coupon (coupon, random, self->options.now);

  if (!fail_coupon (coupon))
    ticket->coupon = g_strdup (coupon->id);
  ticket->updated_at = MAX (ticket->updated_at, coupon->updated_at);
  ticket->version++;

  return coupon;
}
