/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the shop's owner and its customers do, and what tests look at. */

#include "config.h"

#include "wb-pretend-shoptet-private.h"

#include "wb-time.h"

#include <string.h>

void
wb_pretend_shoptet_add_private_token (WbPretendShoptet *self,
                                      const char       *token)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self && token);

  locker = g_mutex_locker_new (&self->mutex);
  g_hash_table_add (self->private_tokens, g_strdup (token));
}

void
wb_pretend_shoptet_add_oauth_token (WbPretendShoptet *self,
                                    const char       *token)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self && token);

  locker = g_mutex_locker_new (&self->mutex);
  g_hash_table_add (self->oauth_tokens, g_strdup (token));
}

void
wb_pretend_shoptet_expire_tokens (WbPretendShoptet *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  GHashTableIter iter;
  gpointer until;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  g_hash_table_iter_init (&iter, self->api_tokens);
  while (g_hash_table_iter_next (&iter, NULL, &until))
    *(gint64 *) until = 0;
}

void
wb_pretend_shoptet_deny (WbPretendShoptet     *self,
                         WbPretendShoptetArea  area,
                         gboolean              denies_read,
                         gboolean              denies_write)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self && area < WB_PRETEND_SHOPTET_N_AREAS);

  locker = g_mutex_locker_new (&self->mutex);
  self->denies_read[area] = denies_read;
  self->denies_write[area] = denies_write;
}

void
wb_pretend_shoptet_set_coupon_module (WbPretendShoptet *self,
                                      gboolean          active)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  self->has_coupon_module = active;
}

void
wb_pretend_shoptet_add_fault (WbPretendShoptet *self,
                              WbPretendFault    fault,
                              const char       *request,
                              guint             times)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self && request);

  locker = g_mutex_locker_new (&self->mutex);
  wb_pretend_faults_add (self->faults, fault, request, times);
}

void
wb_pretend_shoptet_clear_faults (WbPretendShoptet *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  wb_pretend_faults_clear (self->faults);
}

void
wb_pretend_shoptet_clear (WbPretendShoptet *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  g_hash_table_remove_all (self->by_code);
  g_ptr_array_set_size (self->coupons, 0);
  g_ptr_array_set_size (self->orders, 0);
  g_ptr_array_set_size (self->methods, 0);
  g_array_set_size (self->statuses, 0);
  shoptet_save_state (self);
}

void
wb_pretend_shoptet_pour (WbPretendShoptet *self,
                         guint             drops)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  self->filling += drops;
}

guint
wb_pretend_shoptet_count_requests (WbPretendShoptet *self,
                                   const char       *method)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint n = 0;

  g_return_val_if_fail (self, 0);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < self->methods->len; i++) {
    if (!method || strcmp (self->methods->pdata[i], method) == 0)
      n++;
  }

  return n;
}

guint
wb_pretend_shoptet_count_status (WbPretendShoptet *self,
                                 guint             status)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint n = 0;

  g_return_val_if_fail (self, 0);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < self->statuses->len; i++) {
    if (g_array_index (self->statuses, guint, i) == status)
      n++;
  }

  return n;
}

double
wb_pretend_shoptet_get_drops (WbPretendShoptet *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self, 0);

  locker = g_mutex_locker_new (&self->mutex);

  return self->total_drops;
}

guint
wb_pretend_shoptet_count_templates (WbPretendShoptet *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self, 0);

  locker = g_mutex_locker_new (&self->mutex);

  return self->templates->len;
}

void
wb_pretend_shoptet_hold (WbPretendShoptet *self,
                         gboolean          is_held)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  self->is_held = is_held;
  shoptet_save_state (self);
}

guint
wb_pretend_shoptet_count_coupons (WbPretendShoptet *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint n = 0;

  g_return_val_if_fail (self, 0);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < self->coupons->len; i++) {
    const ShoptetCoupon *coupon = g_ptr_array_index (self->coupons, i);

    if (!shoptet_coupon_is_over (self, coupon) && (coupon->reusable || coupon->used == 0))
      n++;
  }

  return n;
}

guint
wb_pretend_shoptet_count_code (WbPretendShoptet *self,
                               const char       *code)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self && code, 0);

  locker = g_mutex_locker_new (&self->mutex);

  return shoptet_find_coupon (self, code) ? 1 : 0;
}

char *
wb_pretend_shoptet_dup_coupon (WbPretendShoptet *self,
                               const char       *code)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (JsonNode) node = NULL;
  const ShoptetCoupon *coupon = NULL;

  g_return_val_if_fail (self && code, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  coupon = shoptet_find_coupon (self, code);
  if (!coupon)
    return NULL;
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, shoptet_coupon_to_json (self, coupon));

  return json_to_string (node, FALSE);
}

gboolean
wb_pretend_shoptet_put_coupon (WbPretendShoptet *self,
                               const char       *json)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (JsonNode) node = NULL;
  const char *why = NULL;
  ShoptetCoupon *coupon = NULL;

  g_return_val_if_fail (self && json, FALSE);

  node = wb_wire_parse (json, -1, WB_WIRE_MAX_BODY_BYTES, NULL);
  if (!node || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  locker = g_mutex_locker_new (&self->mutex);
  coupon = shoptet_make_coupon (self, json_node_get_object (node), &why);
  if (coupon)
    shoptet_keep_coupon (self, coupon);

  return coupon && shoptet_save_state (self);
}

void
wb_pretend_shoptet_remove_coupon (WbPretendShoptet *self,
                                  const char       *code)
{
  g_autoptr (GMutexLocker) locker = NULL;
  ShoptetCoupon *coupon = NULL;

  g_return_if_fail (self && code);

  locker = g_mutex_locker_new (&self->mutex);
  coupon = shoptet_find_coupon (self, code);
  if (coupon)
    shoptet_drop_coupon (self, coupon);
  shoptet_save_state (self);
}

void
wb_pretend_shoptet_add_coupons (WbPretendShoptet *self,
                                guint             n)
{
  g_autoptr (GMutexLocker) locker = NULL;
  const ShoptetTemplate *template = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  template = self->templates->len > 0 ? g_ptr_array_index (self->templates, 0) :
             shoptet_add_template (self, NULL, "Eshop");
  for (guint i = 0; i < n; i++) {
    ShoptetCoupon *coupon = g_new0 (ShoptetCoupon, 1);

    coupon->code = g_strdup_printf ("FILL%07u", self->coupons->len + 1);
    coupon->created_at = wb_clock_now (self->clock);
    coupon->amount = 10000;
    g_strlcpy (coupon->currency, self->currencies[0], sizeof coupon->currency);
    coupon->template_guid = g_strdup (template->guid);
    coupon->shipping = g_strdup ("cart");
    coupon->valid_from = WB_DATE_NONE;
    coupon->valid_to = WB_DATE_NONE;
    shoptet_keep_coupon (self, coupon);
  }
  shoptet_save_state (self);
}

char *
wb_pretend_shoptet_add_template (WbPretendShoptet *self,
                                 const char       *title)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self && title, NULL);

  locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (shoptet_add_template (self, NULL, title)->guid);
}

void
wb_pretend_shoptet_remove_templates (WbPretendShoptet *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  g_ptr_array_set_size (self->templates, 0);
}

/* Hundredths, whatever digits the currency has. */
static gint64
to_hundredths (const WbMoney *money)
{
  return wb_currency_digits (money->currency) == 0 ? money->minor * 100 : money->minor;
}

static gboolean
takes_coupon (WbPretendShoptet               *self,
              const ShoptetCoupon            *coupon,
              const WbPretendShoptetPurchase *purchase)
{
  if (shoptet_coupon_is_over (self, coupon) || (!coupon->reusable && coupon->used > 0))
    return FALSE;
  if (coupon->currency[0] != '\0' && strcmp (coupon->currency, purchase->goods.currency) != 0)
    return FALSE;

  return to_hundredths (&purchase->goods) >= coupon->min_price;
}

static char *
describe_row (const ShoptetCoupon *coupon,
              gint64               discount,
              WbPretendShoptetRow  row)
{
  g_autofree char *worth = g_strdup_printf ("%" G_GINT64_FORMAT " Kč", discount / 100);

  switch (row) {
    case WB_PRETEND_SHOPTET_ROW_SLOVAK:
      return g_strdup_printf ("Zľavový kupón č. %s", coupon->code);
    case WB_PRETEND_SHOPTET_ROW_NAMELESS:
      return g_strdup_printf ("Slevový kupon - Sleva %s", worth);
    default:
      return g_strdup_printf ("Slevový kupon č. %s - Sleva %s", coupon->code, worth);
  }
}

/**
 * wb_pretend_shoptet_write_proofs:
 * @self: the shop
 *
 * From now on orders have proofs of payment, and no invoices.
 */
void
wb_pretend_shoptet_write_proofs (WbPretendShoptet *self)
{
  g_return_if_fail (self);

  g_mutex_lock (&self->mutex);
  self->writes_proofs = TRUE;
  g_mutex_unlock (&self->mutex);
}

/**
 * wb_pretend_shoptet_buy:
 * @self: a shop
 * @purchase: who buys what
 *
 * Returns: (transfer full) (nullable): the order's number; `NULL` = the coupon was not taken
 */
char *
wb_pretend_shoptet_buy (WbPretendShoptet               *self,
                        const WbPretendShoptetPurchase *purchase)
{
  g_autoptr (GMutexLocker) locker = NULL;
  ShoptetCoupon *coupon = NULL;
  ShoptetOrder *order = NULL;

  g_return_val_if_fail (self && purchase, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  if (purchase->coupon) {
    coupon = shoptet_find_coupon (self, purchase->coupon);
    if (!coupon || !takes_coupon (self, coupon, purchase))
      return NULL;
  }
  order = shoptet_add_order (self);
  order->email = g_strdup (purchase->email);
  order->paid = purchase->paid;
  g_strlcpy (order->currency, purchase->goods.currency, sizeof order->currency);
  order->goods = to_hundredths (&purchase->goods);
  if (coupon) {
    order->discount = coupon->is_percent ? order->goods * coupon->ratio / 10000 :
                      MIN (coupon->amount, order->goods);
    order->row = describe_row (coupon, order->discount, purchase->row);
    coupon->used++;
  }
  shoptet_save_state (self);

  return g_strdup (order->code);
}

void
wb_pretend_shoptet_set_order (WbPretendShoptet *self,
                              const char       *code,
                              int               status,
                              int               paid)
{
  g_autoptr (GMutexLocker) locker = NULL;
  ShoptetOrder *order = NULL;

  g_return_if_fail (self && code);

  locker = g_mutex_locker_new (&self->mutex);
  order = shoptet_find_order (self, code);
  g_return_if_fail (order);
  order->status = status;
  order->paid = paid;
  order->changed_at = wb_clock_now (self->clock);
  shoptet_save_state (self);
}

void
wb_pretend_shoptet_delete_order (WbPretendShoptet *self,
                                 const char       *code)
{
  g_autoptr (GMutexLocker) locker = NULL;
  ShoptetOrder *order = NULL;

  g_return_if_fail (self && code);

  locker = g_mutex_locker_new (&self->mutex);
  order = shoptet_find_order (self, code);
  g_return_if_fail (order);
  order->is_deleted = TRUE;
  order->changed_at = wb_clock_now (self->clock);
  shoptet_save_state (self);
}

void
wb_pretend_shoptet_credit_order (WbPretendShoptet *self,
                                 const char       *code,
                                 gint64            minor)
{
  g_autoptr (GMutexLocker) locker = NULL;
  ShoptetOrder *order = NULL;
  ShoptetCredit *credit = NULL;
  WbMoney money = { .minor = minor };

  g_return_if_fail (self && code);

  locker = g_mutex_locker_new (&self->mutex);
  order = shoptet_find_order (self, code);
  g_return_if_fail (order);
  if (!order->credits)
    order->credits = g_ptr_array_new_with_free_func (shoptet_credit_free);
  g_strlcpy (money.currency, order->currency, sizeof money.currency);
  credit = g_new0 (ShoptetCredit, 1);
  credit->code = g_strdup_printf ("D2026%06u", self->next_credit++);
  credit->changed_at = wb_clock_now (self->clock);
  credit->hundredths = to_hundredths (&money);
  g_ptr_array_add (order->credits, credit);
  shoptet_save_state (self);
}

void
wb_pretend_shoptet_shift_feed (WbPretendShoptet *self,
                               const char       *order)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self && order);

  locker = g_mutex_locker_new (&self->mutex);
  self->sorts_feed = TRUE;
  g_free (self->shifts);
  self->shifts = g_strdup (order);
}

void
wb_pretend_shoptet_add_orders (WbPretendShoptet *self,
                               guint             n)
{
  g_autoptr (GMutexLocker) locker = NULL;
  gint64 now = 0;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  now = wb_clock_now (self->clock);
  for (guint i = 0; i < n; i++) {
    ShoptetOrder *order = shoptet_add_order (self);

    order->created_at = now - (gint64) (n - i) * WB_SECOND_MS;
    order->changed_at = order->created_at;
    order->email = g_strdup ("customer@example.com");
    order->paid = TRUE;
    order->goods = 100000;
  }
  shoptet_save_state (self);
}
