/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The shop interface, its records, and the comparison that decides whether a coupon is the one
* that was meant (reference/woocommerce-api.md 10, trap 3: success does not mean "as sent"). */

#include "config.h"

#include "wb-shop.h"
#include "wb-money.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>

static void
init_coupon (WbShopCoupon *self)
{
  self->amount = WB_MONEY_NONE;
  self->min_order = WB_MONEY_NONE;
  self->expires_at = WB_TIME_NONE;
  self->is_live = TRUE;
}

static void
clear_coupon (WbShopCoupon *self)
{
  g_free (self->remote_id);
  g_free (self->code);
  g_free (self->email);
  g_free (self->ticket_mark);
  g_free (self->oddity);
}

WB_DEFINE_RECORD (WbShopCoupon, wb_shop_coupon, init_coupon, clear_coupon)

G_DEFINE_INTERFACE (WbShop, wb_shop, G_TYPE_OBJECT)

static void
wb_shop_default_init (WbShopInterface *iface)
{
}

/**
 * wb_shop_check:
 * @self: a shop
 * @step: (nullable): told of each step, in this thread
 * @data: for @step
 * @cancellable: (nullable): cancels the calls
 * @error: return location
 *
 * Asks the shop who it is and whether we may work there: reads, and proves that writing is allowed
 * without writing anything. Blocking; the thread that owns @self.
 *
 * Returns: (transfer full): what the shop can do; `NULL` with a [error@WB_REMOTE_ERROR] whose
 *   message tells the shop's owner what to do, or `G_IO_ERROR_CANCELLED`
 */
WbShopCaps *
wb_shop_check (WbShop          *self,
               WbShopStepFunc   step,
               gpointer         data,
               GCancellable    *cancellable,
               GError         **error)
{
  g_return_val_if_fail (WB_IS_SHOP (self), NULL);

  return WB_SHOP_GET_IFACE (self)->check (self, step, data, cancellable, error);
}

/**
 * wb_shop_create:
 * @self: a shop
 * @coupon: what to make; `remote_id` and the read-only fields are not looked at
 * @cancellable: (nullable): cancels the call
 * @error: return location
 *
 * Asks for one coupon, once. After any error but `WB_REMOTE_ERROR_REJECTED`, `CONFLICT` (the code
 * is taken), `UNAUTHORIZED`, `FORBIDDEN`, `NOT_ALLOWED` and `RATE_LIMITED` the coupon may exist
 * all the same: look the code up. Blocking; the thread that owns @self.
 *
 * Returns: (transfer full): the coupon as the shop says it stored it
 */
WbShopCoupon *
wb_shop_create (WbShop              *self,
                const WbShopCoupon  *coupon,
                GCancellable        *cancellable,
                GError             **error)
{
  g_return_val_if_fail (WB_IS_SHOP (self), NULL);
  g_return_val_if_fail (coupon && coupon->code, NULL);

  return WB_SHOP_GET_IFACE (self)->create (self, coupon, cancellable, error);
}

/**
 * wb_shop_find_code:
 * @self: a shop
 * @code: the code, in any letter case
 * @cancellable: (nullable): cancels the calls
 * @error: return location
 *
 * Looks a code up. A race in the shop may have made several coupons of it.
 *
 * Returns: (transfer full) (element-type WbShopCoupon): the live coupons of that code, lowest id
 *   first; empty when there is none
 */
GPtrArray *
wb_shop_find_code (WbShop        *self,
                   const char    *code,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_return_val_if_fail (WB_IS_SHOP (self), NULL);
  g_return_val_if_fail (code, NULL);

  return WB_SHOP_GET_IFACE (self)->find_code (self, code, cancellable, error);
}

/**
 * wb_shop_read_back:
 * @self: a shop
 * @remote_id: the shop's id
 * @cancellable: (nullable): cancels the call
 * @error: return location; `WB_REMOTE_ERROR_NOT_FOUND` when the shop has no such coupon
 *
 * Returns: (transfer full): the coupon as stored, be it live or not
 */
WbShopCoupon *
wb_shop_read_back (WbShop        *self,
                   const char    *remote_id,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_return_val_if_fail (WB_IS_SHOP (self), NULL);
  g_return_val_if_fail (remote_id, NULL);

  return WB_SHOP_GET_IFACE (self)->read_back (self, remote_id, cancellable, error);
}

/**
 * wb_shop_remove:
 * @self: a shop
 * @remote_id: the shop's id
 * @cancellable: (nullable): cancels the call
 * @error: return location
 *
 * Removes a coupon for good.
 *
 * Returns: `TRUE` when it is gone, be it by this call or before
 */
gboolean
wb_shop_remove (WbShop        *self,
                const char    *remote_id,
                GCancellable  *cancellable,
                GError       **error)
{
  g_return_val_if_fail (WB_IS_SHOP (self), FALSE);
  g_return_val_if_fail (remote_id, FALSE);

  return WB_SHOP_GET_IFACE (self)->remove (self, remote_id, cancellable, error);
}

/**
 * wb_shop_disable:
 * @self: a shop
 * @remote_id: the shop's id
 * @cancellable: (nullable): cancels the call
 * @error: return location; `WB_REMOTE_ERROR_CONFLICT` when it was used
 *
 * Makes a coupon worthless without deleting it, so that the shop's own reports still know it.
 *
 * Returns: `TRUE` when it cannot be spent any more, be it by this call, before, or because it is
 * gone
 */
gboolean
wb_shop_disable (WbShop        *self,
                 const char    *remote_id,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_return_val_if_fail (WB_IS_SHOP (self), FALSE);
  g_return_val_if_fail (remote_id, FALSE);

  return WB_SHOP_GET_IFACE (self)->disable (self, remote_id, cancellable, error);
}

/**
 * wb_shop_list_coupons:
 * @self: a shop
 * @mark: (nullable): where the last page ended; `NULL` = from the start
 * @cancellable: (nullable): cancels the calls
 * @error: return location
 *
 * One page of coupons changed since @mark, or, on a platform that cannot tell changes, of all of
 * them. Keeps to the platform's rate by waiting.
 *
 * Returns: (transfer full): the page; its items are `WbShopCoupon`
 */
WbShopPage *
wb_shop_list_coupons (WbShop        *self,
                      const char    *mark,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_return_val_if_fail (WB_IS_SHOP (self), NULL);

  return WB_SHOP_GET_IFACE (self)->list_coupons (self, mark, cancellable, error);
}

/**
 * wb_shop_list_orders:
 * @self: a shop
 * @mark: (nullable): where the last page ended; `NULL` = the newest month
 * @cancellable: (nullable): cancels the calls
 * @error: return location
 *
 * One page of orders changed since @mark. Pages overlap, as shops keep whole seconds only.
 *
 * Returns: (transfer full): the page; its items are `WbShopOrder`
 */
WbShopPage *
wb_shop_list_orders (WbShop        *self,
                     const char    *mark,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_return_val_if_fail (WB_IS_SHOP (self), NULL);

  return WB_SHOP_GET_IFACE (self)->list_orders (self, mark, cancellable, error);
}

/**
 * wb_shop_page_free:
 * @self: (transfer full) (nullable): a page
 */
void
wb_shop_page_free (WbShopPage *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self->mark);
  g_free (self);
}

/**
 * wb_shop_tell_step:
 * @step: (nullable): who wants to know
 * @data: for @step
 * @which: the step
 * @done: whether it passed; `FALSE` = it begins
 */
void
wb_shop_tell_step (WbShopStepFunc step,
                   gpointer       data,
                   WbShopStep     which,
                   gboolean       done)
{
  if (step)
    step (which, done, data);
}

/**
 * wb_shop_step_words:
 * @step: a step of a check
 *
 * Returns: what it is about, translated
 */
const char *
wb_shop_step_words (WbShopStep step)
{
  static const char *const words[WB_N_SHOP_STEPS] = {
    N_ ("The shop’s answer"),
    N_ ("The key"),
    N_ ("Name, currencies and time zone"),
    N_ ("Making coupons"),
    N_ ("Reading orders"),
  };

  g_return_val_if_fail (step < WB_N_SHOP_STEPS, NULL);

  return _ (words[step]);
}

/**
 * wb_shop_get_retry_after_ms:
 * @self: a shop
 *
 * Returns: how long the last answer asked us to wait, in ms; -1 when it did not
 */
gint64
wb_shop_get_retry_after_ms (WbShop *self)
{
  g_return_val_if_fail (WB_IS_SHOP (self), -1);

  if (!WB_SHOP_GET_IFACE (self)->get_retry_after_ms)
    return -1;

  return WB_SHOP_GET_IFACE (self)->get_retry_after_ms (self);
}

static char *
format_money (const WbMoney *money)
{
  if (wb_money_is_none (money))
    return g_strdup (C_ ("an amount", "something unreadable"));

  return wb_money_format_symbol (money, NULL, FALSE);
}

static char *
format_percent (int hundredths)
{
  g_autofree char *decimal = g_strdup_printf ("%d.%02d", hundredths / 100, hundredths % 100);

  return wb_percent_format (decimal, NULL);
}

static char *
format_expiry (gint64 ms)
{
  g_autoptr (GDateTime) time = NULL;

  if (ms == WB_TIME_NONE)
    return g_strdup (C_ ("a coupon's expiry", "never"));
  time = g_date_time_new_from_unix_utc (ms / WB_SECOND_MS);
  if (!time)
    return g_strdup (C_ ("a coupon's expiry", "never"));

  return g_date_time_format (time, "%F %T UTC");
}

static char *
describe_value_difference (const WbShopCoupon *meant,
                           const WbShopCoupon *stored)
{
  g_autofree char *wanted = NULL;
  g_autofree char *found = NULL;

  if (meant->is_percent != stored->is_percent)
    return g_strdup (meant->is_percent ?
                     _ ("The shop saved a fixed amount instead of a percentage") :
                     _ ("The shop saved a percentage instead of a fixed amount"));
  if (meant->is_percent) {
    if (meant->percent_hundredths == stored->percent_hundredths)
      return NULL;
    wanted = format_percent (meant->percent_hundredths);
    found = format_percent (stored->percent_hundredths);
  } else {
    if (wb_money_equal (&meant->amount, &stored->amount))
      return NULL;
    wanted = format_money (&meant->amount);
    found = format_money (&stored->amount);
  }

  /* Translators: the first is what the shop has, the second what was asked for. */
  return g_strdup_printf (_ ("The shop saved the value %s instead of %s"), found, wanted);
}

static char *
describe_terms_difference (const WbShopCoupon *meant,
                           const WbShopCoupon *stored)
{
  g_autofree char *wanted = NULL;
  g_autofree char *found = NULL;
  gboolean same_expiry = meant->expires_at == stored->expires_at;

  /* No minimum is no minimum, whatever currency stands beside the zero. */
  if ((meant->min_order.minor != 0 || stored->min_order.minor != 0) &&
      !wb_money_equal (&meant->min_order, &stored->min_order)) {
    wanted = format_money (&meant->min_order);
    found = format_money (&stored->min_order);
    return g_strdup_printf (_ ("The shop saved the minimum order %s instead of %s"), found, wanted);
  }
  /* Shops keep whole seconds. */
  if (meant->expires_at != WB_TIME_NONE && stored->expires_at != WB_TIME_NONE)
    same_expiry = meant->expires_at / WB_SECOND_MS == stored->expires_at / WB_SECOND_MS;
  if (!same_expiry) {
    wanted = format_expiry (meant->expires_at);
    found = format_expiry (stored->expires_at);
    return g_strdup_printf (_ ("The shop saved the expiry %s instead of %s"), found, wanted);
  }
  if (meant->usage_limit != stored->usage_limit) {
    if (stored->usage_limit == 0)
      return g_strdup (_ ("The shop saved a coupon that can be used without limit"));
    return g_strdup_printf (_ ("The shop saved a coupon for %d uses instead of %d"),
                            stored->usage_limit, meant->usage_limit);
  }

  return NULL;
}

/**
 * wb_shop_coupon_difference:
 * @meant: what was asked for
 * @stored: what the shop has
 *
 * Compares all that decides what the coupon is worth, to whom and until when. The order is that of
 * the harm done; only the first difference is told, because one is enough to take it back.
 *
 * Returns: (transfer full) (nullable): the first difference as a translated sentence; `NULL` when
 *   the shop has what was meant
 */
char *
wb_shop_coupon_difference (const WbShopCoupon *meant,
                           const WbShopCoupon *stored)
{
  char *difference;

  g_return_val_if_fail (meant && meant->code && stored && stored->code, NULL);

  /* Codes are A–Z, 0–9 and "-" only; shops fold their case. */
  if (g_ascii_strcasecmp (meant->code, stored->code) != 0)
    return g_strdup_printf (_ ("The shop saved the code %s instead of %s"), stored->code,
                            meant->code);
  difference = describe_value_difference (meant, stored);
  if (!difference)
    difference = describe_terms_difference (meant, stored);
  if (difference)
    return difference;

  if (meant->email && !stored->email)
    return g_strdup (_ ("The shop dropped the e-mail restriction, so anybody can use the coupon"));
  if (!meant->email && stored->email)
    return g_strdup (_ ("The shop restricted the coupon to an e-mail address nobody asked for"));
  if (meant->email && g_ascii_strcasecmp (meant->email, stored->email) != 0)
    return g_strdup (_ ("The shop restricted the coupon to another e-mail address"));
  if (!stored->is_live)
    return g_strdup (_ ("The shop saved the coupon, but did not publish it"));
  if (stored->oddity)
    return g_strdup (stored->oddity);
  if (meant->ticket_mark && g_strcmp0 (meant->ticket_mark, stored->ticket_mark) != 0)
    return g_strdup (_ ("The shop did not keep the ticket's number with the coupon"));
  if (stored->usage_count != 0)
    return g_strdup (_ ("The shop says that the coupon has already been used"));

  return NULL;
}
