/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Fills the demo: the merchant into the portal, past coupons into the shops and then the portal. */

#include "config.h"

#include "wb-demo-private.h"

#include "wb-demo-data-private.h"
#include "wb-time.h"

/* A second start leaves room for the versions that the portal made of a store since the last. */
#define VERSIONS_PER_START 1000000

static guint16
port_of_url (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri ? (guint16) g_uri_get_port (uri) : 0;
}

/* A store is told to the portal once, and again only when it has moved: the portal has made
 * versions of its own since. */
static gboolean
import_store (WbDemo      *self,
              WbDemoShop   which,
              GError     **error)
{
  WbDemoRemembered *remembered = &self->folder.remembered;
  g_autoptr (WbMerchantStore) store = NULL;
  g_autofree char *key_name = g_strdup_printf ("shop-%u.key", which);
  g_autofree char *secret_file = wb_demo_folder_file (&self->folder, key_name);
  WbPortalShop access = {
    .secret_file = secret_file,
    .time_zone = wb_demo_store_time_zone (which),
  };
  guint16 port = port_of_url (wb_demo_shop_get_url (self->shops[which]));

  if (remembered->is_filled && remembered->shop_ports[which] == port)
    return TRUE;

  remembered->shop_ports[which] = port;
  store = wb_demo_data_new_store (self->data, which);
  store->url = g_strdup (wb_demo_shop_get_url (self->shops[which]));
  store->connection = g_strdup ("connected");
  store->last_sync_at = wb_clock_now (WB_CLOCK (self->clock));
  store->version += (gint64) remembered->n_starts * VERSIONS_PER_START;

  return wb_portal_import_store (self->portal, store, &access, error);
}

WbDemoShop
wb_demo_find_shop (WbDemo     *self,
                   const char *store_id)
{
  for (int i = 0; i < WB_DEMO_N_SHOPS; i++) {
    g_autoptr (WbMerchantStore) store = wb_demo_data_new_store (self->data, (WbDemoShop) i);

    if (g_strcmp0 (store->id, store_id) == 0)
      return (WbDemoShop) i;
  }

  g_assert_not_reached ();
}

/* What the shops are told happens then. */
static void
set_time (WbDemo *self,
          gint64  at)
{
  wb_movable_clock_advance (self->clock, at - wb_clock_now (WB_CLOCK (self->clock)));
}

static const char *
find_email (const WbTicket *ticket)
{
  return ticket->customer_email ? ticket->customer_email : "customer@example.com";
}

/* What usual goods cost in that shop, in whole units, and so many percent of it. */
static WbMoney
make_price (WbDemoShop which,
            guint      percent)
{
  static const gint64 usual[WB_DEMO_N_SHOPS] = { 1900, 78, 330 };
  WbMoney price = { 0, "" };

  g_strlcpy (price.currency, wb_demo_store_currency (which), sizeof price.currency);
  price.minor = usual[which] * percent / 100;
  for (int i = wb_currency_digits (price.currency); i > 0; i--)
    price.minor *= 10;

  return price;
}

/* Goods worth a bit more than the coupon asks for, and than the cheapest there are; who was advised
 * on the telephone buys more at once. */
static WbMoney
draw_goods (const WbCoupon *coupon,
            WbDemoShop      which)
{
  WbMoney goods = WB_MONEY_NONE;
  WbMoney cheapest = make_price (which, 35);
  gint64 unit = wb_currency_digits (coupon->currency) == 0 ? 1 : 100;

  wb_money_parse_api (coupon->min_order_value, coupon->currency, TRUE, &goods, NULL);
  goods.minor = MAX (goods.minor, cheapest.minor) * (110 + g_str_hash (coupon->code) % 160) / 100;
  if (coupon->activity)
    goods.minor = goods.minor * 7 / 4;
  goods.minor -= goods.minor % unit;

  return goods;
}

/* What is paid, the coupon taken off. */
static WbMoney
subtract_coupon (const WbCoupon *coupon,
                 WbMoney         goods)
{
  WbMoney off = WB_MONEY_NONE;
  gint64 hundredths = 0;

  if (g_strcmp0 (coupon->kind, WB_COUPON_KIND_PERCENT) == 0) {
    wb_decimal_parse (coupon->amount, 2, &hundredths, NULL);
    goods.minor -= (goods.minor * hundredths + 5000) / 10000;
  } else if (wb_money_parse_api (coupon->amount, coupon->currency, TRUE, &off, NULL)) {
    goods.minor -= off.minor;
  }

  return goods;
}

char *
wb_demo_spend (WbDemo         *self,
               const WbCoupon *coupon,
               const char     *email,
               WbMoney        *paid_out)
{
  WbDemoShop which = wb_demo_find_shop (self, coupon->store);
  WbMoney goods = draw_goods (coupon, which);
  g_autofree char *total = wb_money_format_api (&goods);
  g_autofree char *paid = NULL;

  *paid_out = subtract_coupon (coupon, goods);
  paid = wb_money_format_api (paid_out);

  return wb_demo_shop_buy (self->shops[which], email, total, paid, coupon->code);
}

/* The customer's order, of which the shop knows; one in eight gives a part of it back. */
static gboolean
spend_coupon (WbDemo      *self,
              WbDemoShop   which,
              WbCoupon    *coupon,
              gint64       now,
              GError     **error)
{
  WbMoney paid = WB_MONEY_NONE;
  WbMoney back = WB_MONEY_NONE;
  g_autofree char *order = NULL;

  set_time (self, coupon->used_at);
  order = wb_demo_spend (self, coupon, find_email (self->ticket), &paid);
  if (!order) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Coupon %s cannot be spent",
                 coupon->code);
    return FALSE;
  }

  back = paid;
  back.minor = paid.minor / 400 * 100;
  if (g_str_hash (coupon->id) % 8 == 0 && coupon->used_at + 3 * WB_DAY_MS < now && back.minor > 0) {
    g_autofree char *amount = wb_money_format_api (&back);

    set_time (self, coupon->used_at + 3 * WB_DAY_MS);
    wb_demo_shop_refund (self->shops[which], order, amount);
    paid.minor -= back.minor;
    coupon->refunded = g_steal_pointer (&amount);
  }
  g_free (coupon->used_order_code);
  coupon->used_order_code = g_steal_pointer (&order);
  coupon->revenue = wb_money_format_api (&paid);
  coupon->revenue_currency = g_strdup (coupon->currency);

  return TRUE;
}

/* The shop has the coupon first and names it; then the helpdesk knows it by that name. */
static gboolean
import_coupon (WbDemo    *self,
               WbCoupon  *coupon,
               GError   **error)
{
  WbDemoShop which = wb_demo_find_shop (self, coupon->store);
  gint64 now = wb_clock_now (WB_CLOCK (self->clock));
  gboolean done = TRUE;

  if (coupon->code) {
    set_time (self, coupon->created_at);
    done = wb_demo_shop_put_coupon (self->shops[which], coupon, &coupon->remote_id, error) &&
           (coupon->used_at == WB_TIME_NONE || spend_coupon (self, which, coupon, now, error));
    set_time (self, now);
  }

  self->coupon = wb_coupon_ref (coupon);

  return done && wb_portal_import_coupon (self->portal, coupon, error);
}

/* As the helpdesk would have read it from the shop: that tells only the last weeks. */
static WbShopOrder *
make_order (WbDemo     *self,
            WbDemoShop  which,
            const char *number,
            WbMoney     total,
            gint64      at)
{
  WbShopOrder *order = wb_shop_order_new ();

  order->remote_id = wb_demo_shop_dup_order_id (self->shops[which], number);
  order->code = g_strdup (number);
  order->state = WB_SHOP_ORDER_PAID;
  order->total = total;
  order->refunded = total;
  order->refunded.minor = 0;
  order->email = g_strdup (find_email (self->ticket));
  order->created_at = at;
  order->updated_at = at;

  return order;
}

/* An order that names no coupon: who placed it is all that connects it. */
static void
buy_without_coupon (WbDemo            *self,
                    const WbDemoOrder *order)
{
  gint64 now = wb_clock_now (WB_CLOCK (self->clock));
  WbMoney price = WB_MONEY_NONE;
  g_autofree char *total = NULL;
  g_autofree char *number = NULL;
  int which = 0;

  while (which < WB_DEMO_N_SHOPS - 1 &&
         g_strcmp0 (wb_demo_store_name ((WbDemoShop) which), self->ticket->order_store_id) != 0)
    which++;
  price = make_price ((WbDemoShop) which, order->percent);
  total = wb_money_format_api (&price);

  set_time (self, order->at);
  number = wb_demo_shop_buy (self->shops[which], find_email (self->ticket), total, total, NULL);
  if (number)
    g_ptr_array_add (self->orders[which],
                     make_order (self, (WbDemoShop) which, number, price, order->at));
  set_time (self, now);
}

/* All of the ticket that was put in last is there: what its customer saw, and bought besides. */
static void
finish_ticket (WbDemo *self)
{
  WbDemoOrder order = { WB_TIME_NONE, 0 };

  if (self->ticket && self->results) {
    wb_demo_results_add (self->results, self->ticket, self->call, self->coupon, &order);
    if (order.at != WB_TIME_NONE)
      buy_without_coupon (self, &order);
  }
  g_clear_pointer (&self->ticket, wb_ticket_unref);
  g_clear_pointer (&self->call, wb_activity_unref);
  g_clear_pointer (&self->coupon, wb_coupon_unref);
}

static gboolean
import_ticket (WbDemo    *self,
               WbTicket  *ticket,
               GError   **error)
{
  finish_ticket (self);
  self->ticket = wb_ticket_ref (ticket);

  return wb_portal_import_ticket (self->portal, ticket, error);
}

static gboolean
import_call (WbDemo      *self,
             WbActivity  *call,
             GError     **error)
{
  self->call = wb_activity_ref (call);

  return wb_portal_import_activity (self->portal, call, error);
}

static gboolean
import_banner (WbDemo    *self,
               WbBanner  *banner,
               GError   **error)
{
  g_autoptr (GBytes) bytes = wb_demo_picture_load (banner->picture->name);
  gint64 shown_at = wb_demo_banner_was_shown (self->data, banner) ? banner->created_at
                                                                  : WB_TIME_NONE;

  return wb_portal_import_banner (self->portal, banner, bytes, shown_at, error);
}

static gboolean
import_one (WbDemoKind   kind,
            gpointer     record,
            const char  *token,
            gpointer     data,
            GError     **error)
{
  WbDemo *self = data;

  switch (kind) {
    case WB_DEMO_ACCOUNT:
      return wb_portal_import_account (self->portal, record, error);
    case WB_DEMO_USER:
      return wb_portal_import_user (self->portal, record, token, error);
    case WB_DEMO_TYPE:
      return wb_portal_import_type (self->portal, record, error);
    case WB_DEMO_STATE:
      return wb_portal_import_state (self->portal, record, error);
    case WB_DEMO_TAG:
      return wb_portal_import_tag (self->portal, record, error);
    case WB_DEMO_BANNER:
      return import_banner (self, record, error);
    case WB_DEMO_SETTINGS:
      return wb_portal_import_settings (self->portal, record, error);
    case WB_DEMO_TICKET:
      return import_ticket (self, record, error);
    case WB_DEMO_ACTIVITY:
      return import_call (self, record, error);
    case WB_DEMO_COUPON:
      return import_coupon (self, record, error);
    default:
      g_assert_not_reached ();
  }
}

static gboolean
import_results (WbDemo  *self,
                GError **error)
{
  GArray *sights = wb_demo_results_get_sights (self->results);

  for (int i = 0; i < WB_DEMO_N_SHOPS; i++) {
    if (!wb_portal_import_orders (self->portal, self->data->stores[i], self->orders[i], error))
      return FALSE;
  }

  return wb_portal_import_sights (self->portal, (WbLedgerSight *) (gpointer) sights->data,
                                  sights->len, error);
}

static gboolean
import_stores (WbDemo  *self,
               GError **error)
{
  for (int i = 0; i < WB_DEMO_N_SHOPS; i++) {
    if (!import_store (self, (WbDemoShop) i, error))
      return FALSE;
  }

  return TRUE;
}

/* All that the merchant has, and what became of it before today. */
static gboolean
fill_once (WbDemo  *self,
           GError **error)
{
  gboolean done = FALSE;

  self->results = self->data->options.inactive ? NULL : wb_demo_results_new (self->data);
  for (int i = 0; i < WB_DEMO_N_SHOPS; i++) {
    self->orders[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_order_unref);
    wb_demo_shop_hold (self->shops[i], TRUE);
  }

  done = wb_demo_data_make (self->data, import_one, self, error);
  finish_ticket (self);
  done = done && import_stores (self, error) && (!self->results || import_results (self, error));

  g_clear_pointer (&self->results, wb_demo_results_free);
  for (int i = 0; i < WB_DEMO_N_SHOPS; i++) {
    wb_demo_shop_hold (self->shops[i], FALSE);
    g_clear_pointer (&self->orders[i], g_ptr_array_unref);
  }

  return done;
}

/**
 * wb_demo_fill:
 * @self: a demo whose shops listen and whose portal is open and not started
 * @error: return location (WB_DB_ERROR, WB_PORTAL_ERROR)
 *
 * The merchant goes in once per folder; a shop again when its address has changed.
 *
 * Returns: `FALSE` with @error set; the portal is only good for being dropped then
 */
gboolean
wb_demo_fill (WbDemo  *self,
              GError **error)
{
  if (!wb_portal_begin_import (self->portal, error))
    return FALSE;
  if (!(self->folder.remembered.is_filled ? import_stores (self, error) : fill_once (self, error)))
    return FALSE;

  return wb_portal_end_import (self->portal, error);
}
