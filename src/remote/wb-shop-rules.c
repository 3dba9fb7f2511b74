/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-shop-rules.h. Nothing here knows a ledger: callers store what is decided. */

#include "config.h"

#include "wb-shop-rules.h"

#include "wb-coupon-outcome.h"
#include "wb-offer-set.h"
#include "wb-time.h"

#include <string.h>

/* Until a shop that cannot be reached, or a key that is no longer good, is tried again. */
#define PASSING_MS (5 * WB_SECOND_MS)
#define PERSON_MS (60 * WB_SECOND_MS)

/**
 * wb_shop_rules_wanted:
 * @coupon: a coupon with its values
 * @code: the code it shall have
 * @remote_id: (nullable): the shop's id, once it has one
 *
 * Returns: (transfer full): what the shop shall have
 */
WbShopCoupon *
wb_shop_rules_wanted (const WbCoupon *coupon,
                      const char     *code,
                      const char     *remote_id)
{
  WbShopCoupon *wanted = NULL;

  g_return_val_if_fail (coupon && coupon->kind && coupon->currency, NULL);

  wanted = wb_shop_coupon_new ();
  wanted->remote_id = g_strdup (remote_id);
  wanted->code = g_strdup (code);
  wanted->is_percent = g_str_equal (coupon->kind, WB_COUPON_KIND_PERCENT);
  if (wanted->is_percent) {
    gint64 hundredths = 0;

    wb_decimal_parse (coupon->amount, 2, &hundredths, NULL);
    wanted->percent_hundredths = (int) hundredths;
  } else {
    wb_money_parse_api (coupon->amount, coupon->currency, TRUE, &wanted->amount, NULL);
  }
  if (!coupon->min_order_value ||
      !wb_money_parse_api (coupon->min_order_value, coupon->currency, TRUE, &wanted->min_order,
                           NULL)) {
    wanted->min_order = WB_MONEY_NONE;
    g_strlcpy (wanted->min_order.currency, coupon->currency, sizeof wanted->min_order.currency);
  }
  wanted->expires_at = coupon->expires_at;
  wanted->usage_limit = 1;
  wanted->ticket_mark = g_strdup (coupon->ticket);

  return wanted;
}

/**
 * wb_shop_rules_retire:
 * @shop: a shop
 * @remote_id: the shop's id of a coupon
 * @was_used_out: (out): whether somebody used it first, so that it stays as it is
 * @cancellable: (nullable): cancels the calls
 * @error: return location
 *
 * May be called again after any interruption. Blocking; the thread that owns @shop.
 *
 * Returns: whether the coupon's end is certain
 */
gboolean
wb_shop_rules_retire (WbShop        *shop,
                      const char    *remote_id,
                      gboolean      *was_used_out,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (WB_IS_SHOP (shop), FALSE);
  g_return_val_if_fail (remote_id && was_used_out, FALSE);

  *was_used_out = FALSE;
  if (wb_shop_disable (shop, remote_id, cancellable, &cause))
    return TRUE;
  if (g_error_matches (cause, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT)) {
    *was_used_out = TRUE;
    return TRUE;
  }
  /* One that is gone from the shop is out of use enough. */
  if (g_error_matches (cause, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));

  return FALSE;
}

/**
 * wb_shop_rules_is_surplus:
 * @coupon: one of ours
 * @seen: what a shop lists under the same code
 *
 * A request that was given up may land long after another one made the coupon: a second one of the
 * code, with our ticket's mark, that nobody was told of.
 *
 * Returns: whether @seen is such a one, and unused
 */
gboolean
wb_shop_rules_is_surplus (const WbCoupon     *coupon,
                          const WbShopCoupon *seen)
{
  g_return_val_if_fail (coupon && seen, FALSE);

  return coupon->remote_id && seen->remote_id && seen->is_live && seen->usage_count == 0 &&
         strcmp (coupon->remote_id, seen->remote_id) != 0 &&
         g_strcmp0 (seen->ticket_mark, coupon->ticket) == 0;
}

/**
 * wb_shop_rules_needs_person:
 * @error: what came of a call to a shop
 *
 * Returns: `FALSE` for what passes by itself, and for troubles that are not the shop's
 */
gboolean
wb_shop_rules_needs_person (const GError *error)
{
  g_return_val_if_fail (error, FALSE);

  return error->domain == WB_REMOTE_ERROR && !wb_remote_error_is_passing (error);
}

/**
 * wb_shop_rules_retry_ms:
 * @error: what came of a call to a shop
 *
 * Returns: ms until it is worth another try, unless the shop itself said when
 */
gint64
wb_shop_rules_retry_ms (const GError *error)
{
  g_return_val_if_fail (error, PERSON_MS);

  return wb_shop_rules_needs_person (error) ? PERSON_MS : PASSING_MS;
}

static WbCouponEvent *
change (WbCoupon   *coupon,
        const char *state,
        const char *kind,
        gint64      now)
{
  WbCouponEvent *event = wb_coupon_event_new ();

  g_free (coupon->state);
  coupon->state = g_strdup (state);
  coupon->updated_at = now;
  event->coupon = g_strdup (coupon->id);
  event->kind = g_strdup (kind);
  event->at = now;

  return event;
}

/* It may have been used before, and that was not read in time. */
static gboolean
is_just_expired (const WbCoupon *coupon,
                 gint64          now)
{
  return g_str_equal (coupon->state, WB_COUPON_EXPIRED) && coupon->expires_at != WB_TIME_NONE &&
         coupon->expires_at >= now - WB_COUPON_LATE_USE_MS;
}

/**
 * wb_shop_rules_judge:
 * @coupon: a coupon as it stands here; changed
 * @seen: (nullable): the same as the shop has it; `NULL` when it has it no more
 * @now: ms
 *
 * The shop is right about whether a coupon exists and can be spent (design.md 2). What is disabled
 * here stays so whatever becomes of it in the shop, and what is expired unless it turns out soon
 * that it was used before. Which order used it, and what that
 * brought, orders tell (wb-coupon-outcome.h); where they cannot be read, at least that it was used,
 * and that it is free again, is known from its count.
 *
 * Returns: (transfer full) (nullable): a line for its story, without id; `NULL` = nothing new
 */
WbCouponEvent *
wb_shop_rules_judge (WbCoupon           *coupon,
                     const WbShopCoupon *seen,
                     gint64              now)
{
  g_return_val_if_fail (coupon && coupon->state, NULL);

  if (g_str_equal (coupon->state, WB_COUPON_USED) && !coupon->used_order_code && seen &&
      seen->usage_count == 0 && seen->is_live) {
    coupon->used_at = WB_TIME_NONE;
    return change (coupon, WB_COUPON_ACTIVE, WB_COUPON_EVENT_FREED, now);
  }
  if (!g_str_equal (coupon->state, WB_COUPON_ACTIVE) && !is_just_expired (coupon, now))
    return NULL;
  if (seen && seen->usage_count > 0) {
    if (coupon->used_at == WB_TIME_NONE)
      coupon->used_at = coupon->expires_at == WB_TIME_NONE ? now : MIN (now, coupon->expires_at);
    return change (coupon, WB_COUPON_USED, WB_COUPON_EVENT_USED, now);
  }
  if (!g_str_equal (coupon->state, WB_COUPON_ACTIVE) || (seen && seen->is_live))
    return NULL;
  /* Shops say so, too, of what is over; time tells that itself. */
  if (coupon->expires_at != WB_TIME_NONE && coupon->expires_at < now)
    return NULL;

  return change (coupon, WB_COUPON_DISABLED, WB_COUPON_EVENT_GONE, now);
}
