/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A shop of the demo; see wb-demo-shop.h. A row of functions for each platform: nothing outside
 * this file asks which one a shop is of. */

#include "config.h"

#include "wb-demo-shop.h"

#include <string.h>

#include "wb-offer-set.h"
#include "wb-pretend-shopify.h"
#include "wb-pretend-shoptet.h"
#include "wb-pretend-woo.h"
#include "wb-shop.h"
#include "wb-shopify-json.h"
#include "wb-shoptet-json.h"
#include "wb-time.h"
#include "wb-wire.h"
#include "wb-woocommerce-json.h"

#define KEY_BYTES 20

typedef struct
{
  const char *platform;
  gboolean (*start)(WbDemoShopServer *self, const WbDemoShopSetup *setup, WbRandom *random,
                    GError **error);
  void (*stop)(WbDemoShopServer *self);
  const char *(*listen)(WbDemoShopServer * self, guint16 port, GError **error);
  gboolean (*put)(WbDemoShopServer *self, const WbShopCoupon *coupon, char **remote_id_out);
  char *(*buy)(WbDemoShopServer * self, const char *email, const char *total, const char *paid,
               const char *code);
  void (*refund)(WbDemoShopServer *self, const char *order, const char *amount);
  char *(*find)(WbDemoShopServer * self, const char *order);  /* (nullable) NULL = by its number */
  void (*hold)(WbDemoShopServer *self, gboolean is_held);
  guint (*count)(WbDemoShopServer *self, const char *code);
  void (*add_fault)(WbDemoShopServer *self, WbPretendFault fault, const char *request,
                    guint times);
  void (*clear_faults)(WbDemoShopServer *self);
} Kind;

struct _WbDemoShopServer
{
  const Kind *kind;
  WbClock *clock;              /* (owned) */
  char *currency;              /* (owned) */
  GTimeZone *zone;             /* (owned) */
  const char *url;             /* (unowned) the pretend shop's */
  char *secret;                /* (owned) */
  char *template_guid;         /* (owned) (nullable) Shoptet's */
  WbPretendWoo *woo;           /* (owned) (nullable) one of these is there */
  WbPretendShoptet *shoptet;   /* (owned) (nullable) */
  WbPretendShopify *shopify;   /* (owned) (nullable) */
};

static char *
make_key (const char *prefix,
          WbRandom   *random)
{
  guint8 bytes[KEY_BYTES] = { 0 };
  GString *key = g_string_new (prefix);

  wb_random_fill (random, bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i++)
    g_string_append_printf (key, "%02x", bytes[i]);

  return g_string_free (key, FALSE);
}

static gboolean
start_woo (WbDemoShopServer       *self,
           const WbDemoShopSetup  *setup,
           WbRandom               *random,
           GError                **error)
{
  g_autofree char *key = make_key ("ck_", random);
  g_autofree char *secret = make_key ("cs_", random);
  WbPretendWooOptions options = {
    .name = setup->name,
    .currency = setup->currency,
    .time_zone = setup->time_zone,
    .state_file = setup->state_file,
    .price_decimals = 2,
  };

  self->secret = g_strdup_printf ("consumer_key=%s\nconsumer_secret=%s\n", key, secret);
  self->woo = wb_pretend_woo_new (&options, self->clock, error);
  if (!self->woo)
    return FALSE;
  wb_pretend_woo_add_key (self->woo, key, secret, WB_WOO_KEY_READ_WRITE, TRUE);

  return TRUE;
}

static void
stop_woo (WbDemoShopServer *self)
{
  g_clear_pointer (&self->woo, wb_pretend_woo_free);
}

static const char *
listen_woo (WbDemoShopServer  *self,
            guint16            port,
            GError           **error)
{
  const WbPretendWooFront front = { .port = port };

  return wb_pretend_woo_listen (self->woo, &front, error);
}

/* As WooCommerce says a time: the site's own, and beside it UTC. */
static void
set_woo_time (JsonObject *object,
              const char *name,
              gint64      ms,
              GTimeZone  *zone)
{
  g_autofree char *gmt_name = g_strconcat (name, "_gmt", NULL);
  g_autofree char *local = wb_time_format (wb_time_to_local (ms, zone));
  g_autofree char *gmt = wb_time_format (ms);

  local[strlen ("YYYY-MM-DDTHH:MM:SS")] = '\0';
  gmt[strlen ("YYYY-MM-DDTHH:MM:SS")] = '\0';
  json_object_set_string_member (object, name, local);
  json_object_set_string_member (object, gmt_name, gmt);
}

static gboolean
put_woo (WbDemoShopServer    *self,
         const WbShopCoupon  *coupon,
         char               **remote_id_out)
{
  g_autoptr (JsonNode) node = wb_woocommerce_encode_coupon (coupon, self->zone);
  JsonObject *object = json_node_get_object (node);
  g_autofree char *code = g_ascii_strdown (coupon->code, -1);
  g_autofree char *json = NULL;
  gint64 now = wb_clock_now (self->clock);

  json_object_set_string_member (object, "code", code);
  set_woo_time (object, "date_created", now, self->zone);
  set_woo_time (object, "date_modified", now, self->zone);
  set_woo_time (object, "date_expires", coupon->expires_at, self->zone);
  json = wb_wire_print (node);
  *remote_id_out = g_strdup_printf ("%" G_GINT64_FORMAT,
                                    wb_pretend_woo_put_coupon (self->woo, json));

  return TRUE;
}

static char *
buy_woo (WbDemoShopServer *self,
         const char       *email,
         const char       *total,
         const char       *paid,
         const char       *code)
{
  gint64 id = wb_pretend_woo_place_order (self->woo, email, total, code, "completed");

  return id == 0 ? NULL : g_strdup_printf ("%" G_GINT64_FORMAT, id);
}

static void
hold_woo (WbDemoShopServer *self,
          gboolean          is_held)
{
  wb_pretend_woo_hold (self->woo, is_held);
}

static void
refund_woo (WbDemoShopServer *self,
            const char       *order,
            const char       *amount)
{
  wb_pretend_woo_refund_order (self->woo, g_ascii_strtoll (order, NULL, 10), amount);
}

static guint
count_woo (WbDemoShopServer *self,
           const char       *code)
{
  return code ? wb_pretend_woo_count_code (self->woo, code)
              : wb_pretend_woo_count_coupons (self->woo);
}

static void
add_woo_fault (WbDemoShopServer *self,
               WbPretendFault    fault,
               const char       *request,
               guint             times)
{
  wb_pretend_woo_add_fault (self->woo, fault, request, times);
}

static void
clear_woo_faults (WbDemoShopServer *self)
{
  wb_pretend_woo_clear_faults (self->woo);
}

static gboolean
start_shoptet (WbDemoShopServer       *self,
               const WbDemoShopSetup  *setup,
               WbRandom               *random,
               GError                **error)
{
  g_autofree char *token = make_key ("", random);
  const char *const currencies[] = { setup->currency, NULL };
  WbPretendShoptetOptions options = {
    .name = setup->name,
    .time_zone = setup->time_zone,
    .currencies = currencies,
    .state_file = setup->state_file,
  };

  self->secret = g_strdup_printf ("private_token=%s\n", token);
  self->shoptet = wb_pretend_shoptet_new (&options, self->clock, error);
  if (!self->shoptet)
    return FALSE;
  wb_pretend_shoptet_add_private_token (self->shoptet, token);

  return TRUE;
}

static void
stop_shoptet (WbDemoShopServer *self)
{
  g_clear_pointer (&self->shoptet, wb_pretend_shoptet_free);
}

static const char *
listen_shoptet (WbDemoShopServer  *self,
                guint16            port,
                GError           **error)
{
  return wb_pretend_shoptet_listen (self->shoptet, port, NULL, error);
}

static gboolean
put_shoptet (WbDemoShopServer    *self,
             const WbShopCoupon  *coupon,
             char               **remote_id_out)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *rows = NULL;
  g_autofree char *json = NULL;

  /* As our client would have made it at the first check. */
  if (!self->template_guid)
    self->template_guid = wb_pretend_shoptet_add_template (self->shoptet,
                                                           WB_SHOPTET_TEMPLATE_TITLE);
  node = wb_shoptet_encode_coupon (coupon, self->template_guid, self->zone);
  rows = json_object_get_array_member (
    json_object_get_object_member (json_node_get_object (node), "data"), "coupons");
  json = wb_wire_print (json_array_get_element (rows, 0));
  *remote_id_out = g_strdup (coupon->code);

  return wb_pretend_shoptet_put_coupon (self->shoptet, json);
}

static char *
buy_shoptet (WbDemoShopServer *self,
             const char       *email,
             const char       *total,
             const char       *paid,
             const char       *code)
{
  WbPretendShoptetPurchase purchase = { .email = email, .coupon = code, .paid = TRUE };

  if (!wb_money_parse_api (total, self->currency, TRUE, &purchase.goods, NULL))
    return NULL;

  return wb_pretend_shoptet_buy (self->shoptet, &purchase);
}

static void
hold_shoptet (WbDemoShopServer *self,
              gboolean          is_held)
{
  wb_pretend_shoptet_hold (self->shoptet, is_held);
}

static void
refund_shoptet (WbDemoShopServer *self,
                const char       *order,
                const char       *amount)
{
  WbMoney money = WB_MONEY_NONE;

  if (wb_money_parse_api (amount, self->currency, TRUE, &money, NULL))
    wb_pretend_shoptet_credit_order (self->shoptet, order, money.minor);
}

static guint
count_shoptet (WbDemoShopServer *self,
               const char       *code)
{
  return code ? wb_pretend_shoptet_count_code (self->shoptet, code)
              : wb_pretend_shoptet_count_coupons (self->shoptet);
}

static void
add_shoptet_fault (WbDemoShopServer *self,
                   WbPretendFault    fault,
                   const char       *request,
                   guint             times)
{
  wb_pretend_shoptet_add_fault (self->shoptet, fault, request, times);
}

static void
clear_shoptet_faults (WbDemoShopServer *self)
{
  wb_pretend_shoptet_clear_faults (self->shoptet);
}

static gboolean
start_shopify (WbDemoShopServer       *self,
               const WbDemoShopSetup  *setup,
               WbRandom               *random,
               GError                **error)
{
  g_autofree char *token = make_key ("shpat_", random);
  WbPretendShopifyOptions options = {
    .name = setup->name,
    .currency = setup->currency,
    .time_zone = setup->time_zone,
    .state_file = setup->state_file,
  };

  self->secret = g_strdup_printf ("access_token=%s\n", token);
  self->shopify = wb_pretend_shopify_new (&options, self->clock, error);
  if (!self->shopify)
    return FALSE;
  wb_pretend_shopify_add_token (self->shopify, token);

  return TRUE;
}

static void
stop_shopify (WbDemoShopServer *self)
{
  g_clear_pointer (&self->shopify, wb_pretend_shopify_free);
}

static const char *
listen_shopify (WbDemoShopServer  *self,
                guint16            port,
                GError           **error)
{
  return wb_pretend_shopify_listen (self->shopify, port, NULL, error);
}

/* The shop takes the members of the input that a request carries. */
static gboolean
put_shopify (WbDemoShopServer    *self,
             const WbShopCoupon  *coupon,
             char               **remote_id_out)
{
  g_autofree char *text = wb_shopify_build_create (coupon, wb_clock_now (self->clock), NULL, FALSE);
  g_autoptr (JsonNode) node = wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, NULL);
  g_autofree char *json = NULL;
  gint64 id = 0;

  json = wb_wire_print (json_object_get_member (json_node_get_object (node), "input"));
  id = wb_pretend_shopify_put_coupon (self->shopify, json);
  *remote_id_out = g_strdup_printf ("gid://shopify/DiscountCodeNode/%" G_GINT64_FORMAT, id);

  return id != 0;
}

/* The pretend shop has no checkout that would say no. */
static gboolean
is_spendable (WbDemoShopServer *self,
              const char       *code)
{
  g_autofree char *text = wb_pretend_shopify_dup_coupon (self->shopify, code);
  g_autoptr (JsonNode) node = text ? wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, NULL) : NULL;
  JsonObject *discount = NULL;

  if (!node)
    return FALSE;
  discount = json_object_get_object_member (json_node_get_object (node), "codeDiscount");

  return discount &&
         g_str_equal (json_object_get_string_member_with_default (discount, "status", ""),
                      "ACTIVE") &&
         json_object_get_int_member_with_default (discount, "asyncUsageCount", 0) == 0;
}

static char *
buy_shopify (WbDemoShopServer *self,
             const char       *email,
             const char       *total,
             const char       *paid,
             const char       *code)
{
  WbMoney goods = WB_MONEY_NONE;
  WbMoney off = WB_MONEY_NONE;
  g_autofree char *discount = NULL;
  WbPretendShopifyOrder order = { .codes = code, .total = paid, .email = email };

  if (!wb_money_parse_api (total, self->currency, TRUE, &goods, NULL) ||
      !wb_money_parse_api (paid, self->currency, TRUE, &off, NULL) ||
      (code && !is_spendable (self, code)))
    return NULL;

  off.minor = goods.minor - off.minor;
  discount = wb_money_format_api (&off);
  order.discount = discount;

  return wb_pretend_shopify_dup_order_name (
    self->shopify, wb_pretend_shopify_place_order (self->shopify, &order));
}

static void
hold_shopify (WbDemoShopServer *self,
              gboolean          is_held)
{
  wb_pretend_shopify_hold (self->shopify, is_held);
}

static char *
find_shopify (WbDemoShopServer *self,
              const char       *order)
{
  return g_strdup_printf ("gid://shopify/Order/%" G_GINT64_FORMAT,
                          wb_pretend_shopify_find_order (self->shopify, order));
}

static void
refund_shopify (WbDemoShopServer *self,
                const char       *order,
                const char       *amount)
{
  wb_pretend_shopify_refund_order (self->shopify,
                                   wb_pretend_shopify_find_order (self->shopify, order), amount);
}

static guint
count_shopify (WbDemoShopServer *self,
               const char       *code)
{
  return code ? wb_pretend_shopify_count_code (self->shopify, code)
              : wb_pretend_shopify_count_coupons (self->shopify);
}

static void
add_shopify_fault (WbDemoShopServer *self,
                   WbPretendFault    fault,
                   const char       *request,
                   guint             times)
{
  wb_pretend_shopify_queue_fault (self->shopify, fault, request, times);
}

static void
clear_shopify_faults (WbDemoShopServer *self)
{
  wb_pretend_shopify_clear_faults (self->shopify);
}

static const Kind kinds[] = {
  { "shopify", start_shopify, stop_shopify, listen_shopify, put_shopify, buy_shopify,
    refund_shopify, find_shopify, hold_shopify, count_shopify, add_shopify_fault,
    clear_shopify_faults },
  { "shoptet", start_shoptet, stop_shoptet, listen_shoptet, put_shoptet, buy_shoptet,
    refund_shoptet, NULL, hold_shoptet, count_shoptet, add_shoptet_fault, clear_shoptet_faults },
  { "woocommerce", start_woo, stop_woo, listen_woo, put_woo, buy_woo, refund_woo, NULL, hold_woo,
    count_woo, add_woo_fault, clear_woo_faults },
};

/* The platforms there are; NULL at the end. */
const char *
wb_demo_shop_platform (guint index)
{
  return index < G_N_ELEMENTS (kinds) ? kinds[index].platform : NULL;
}

static const Kind *
find_kind (const char *platform)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_str_equal (kinds[i].platform, platform))
      return &kinds[i];
  }

  g_assert_not_reached ();
}

/* The port of the last time keeps the addresses that portals and people noted; another will do. */
static gboolean
listen_shop (WbDemoShopServer  *self,
             guint16            last_port,
             GError           **error)
{
  if (last_port != 0)
    self->url = self->kind->listen (self, last_port, NULL);
  if (!self->url)
    self->url = self->kind->listen (self, 0, error);

  return self->url ? TRUE : FALSE;
}

WbDemoShopServer *
wb_demo_shop_start (const WbDemoShopSetup  *setup,
                    WbClock                *clock,
                    WbRandom               *random,
                    GError                **error)
{
  g_autoptr (WbDemoShopServer) self = g_new0 (WbDemoShopServer, 1);

  self->kind = find_kind (setup->platform);
  self->clock = g_object_ref (clock);
  self->currency = g_strdup (setup->currency);
  self->zone = g_time_zone_new_identifier (setup->time_zone);
  if (!self->zone)
    self->zone = g_time_zone_new_utc ();
  if (!self->kind->start (self, setup, random, error) ||
      !listen_shop (self, setup->last_port, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
wb_demo_shop_stop (WbDemoShopServer *self)
{
  self->kind->stop (self);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self->currency);
  g_free (self->secret);
  g_free (self->template_guid);
  g_free (self);
}

const char *
wb_demo_shop_get_url (WbDemoShopServer *self)
{
  return self->url;
}

const char *
wb_demo_shop_get_secret (WbDemoShopServer *self)
{
  return self->secret;
}

static gboolean
describe_coupon (const WbCoupon  *coupon,
                 WbShopCoupon    *described,
                 GError         **error)
{
  gint64 scaled = 0;

  described->code = g_strdup (coupon->code);
  described->is_percent = g_strcmp0 (coupon->kind, WB_COUPON_KIND_PERCENT) == 0;
  if (described->is_percent ? !wb_decimal_parse (coupon->amount, 2, &scaled, error)
                            : !wb_money_parse_api (coupon->amount, coupon->currency, FALSE,
                                                   &described->amount, error))
    return FALSE;
  described->percent_hundredths = (int) scaled;
  described->expires_at = coupon->expires_at;
  described->usage_limit = 1;
  described->ticket_mark = g_strdup (coupon->ticket);

  return wb_money_parse_api (coupon->min_order_value, coupon->currency, FALSE,
                             &described->min_order, error);
}

gboolean
wb_demo_shop_put_coupon (WbDemoShopServer  *self,
                         const WbCoupon    *coupon,
                         char             **remote_id_out,
                         GError           **error)
{
  g_autoptr (WbShopCoupon) described = wb_shop_coupon_new ();

  if (!describe_coupon (coupon, described, error))
    return FALSE;
  if (self->kind->put (self, described, remote_id_out))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s does not take coupon %s",
               self->kind->platform, coupon->code);

  return FALSE;
}

char *
wb_demo_shop_buy (WbDemoShopServer *self,
                  const char       *email,
                  const char       *total,
                  const char       *paid,
                  const char       *code)
{
  return self->kind->buy (self, email, total, paid, code);
}

void
wb_demo_shop_hold (WbDemoShopServer *self,
                   gboolean          is_held)
{
  self->kind->hold (self, is_held);
}

char *
wb_demo_shop_dup_order_id (WbDemoShopServer *self,
                           const char       *order)
{
  return self->kind->find ? self->kind->find (self, order) : g_strdup (order);
}

void
wb_demo_shop_refund (WbDemoShopServer *self,
                     const char       *order,
                     const char       *amount)
{
  self->kind->refund (self, order, amount);
}

guint
wb_demo_shop_count_code (WbDemoShopServer *self,
                         const char       *code)
{
  return self->kind->count (self, code);
}

void
wb_demo_shop_add_fault (WbDemoShopServer *self,
                        WbPretendFault    fault,
                        const char       *request,
                        guint             times)
{
  self->kind->add_fault (self, fault, request, times);
}

void
wb_demo_shop_clear_faults (WbDemoShopServer *self)
{
  self->kind->clear_faults (self);
}
