/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Shopify client: what each call of WbShop is made of. Codes are unique in a shop, so a code
 * has one coupon at most. How often a coupon was used is counted there some time after the fact;
 * orders decide that (reference/shopify-api.md 4 and 11). */

#include "config.h"

#include "wb-shopify.h"

#include "wb-shop-reply.h"
#include "wb-shopify-line.h"
#include "wb-time.h"
#include "wb-validity.h"
#include "wb-wire-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_PAGE 250
#define MIN_PAGE 10
/* Shopify's search lags behind by seconds; what changed last is asked for again. */
#define OVERLAP_MS (5 * WB_MINUTE_MS)
/* Coupons deleted in the shop are in no list of changes: once a day all are gone over. */
#define FULL_EVERY_MS WB_DAY_MS
#define FIRST_ORDERS_MS (30 * WB_DAY_MS)
/* Certainly nobody's (RFC 2606). */
#define NOBODY "winback-check@example.invalid"

struct _WbShopify
{
  GObject parent_instance;

  WbShopifyLine *line;         /* (owned) */
  WbShopifyShop shop;          /* (owned) */
  gboolean is_known;           /* `shop` was asked for */
  gboolean sees_customers;     /* customers and their e-mail addresses may be asked for */
  gboolean sees_email;         /* of orders */
  int page_size[2];            /* of coupons and of orders: what the shop takes in one go */
};

static void wb_shopify_shop_iface_init (WbShopInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbShopify, wb_shopify, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SHOP, wb_shopify_shop_iface_init))

static gboolean
is_forbidden (const GError *error)
{
  return g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN);
}

static gboolean
is_not_found (const GError *error)
{
  return g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND);
}

static gboolean
load_shop (WbShopify     *self,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (JsonNode) data = wb_shopify_line_ask (self->line, WB_SHOPIFY_CHECK, NULL, NULL,
                                                   cancellable, error);
  g_auto (WbShopifyShop) shop = { NULL };

  if (!data)
    return FALSE;
  if (!wb_shopify_decode_shop (data, &shop, error)) {
    wb_shop_reply_adopt (error);
    return FALSE;
  }
  wb_shopify_shop_clear (&self->shop);
  self->shop = shop;
  memset (&shop, 0, sizeof shop);
  self->is_known = TRUE;
  self->sees_customers = wb_shopify_shop_may (&self->shop, "read_customers");
  self->sees_email = TRUE;

  return TRUE;
}

static gboolean
ensure_shop (WbShopify     *self,
             GCancellable  *cancellable,
             GError       **error)
{
  return self->is_known || load_shop (self, cancellable, error);
}

/* Asks about one thing; where the shop's plan hides customers, again without them. */
static JsonNode *
look_up (WbShopify          *self,
         WbShopifyDocument   document,
         const char         *value,
         GCancellable       *cancellable,
         GError            **error)
{
  gboolean hid = FALSE;

  for (;;) {
    g_autofree char *variables = wb_shopify_build_lookup (document, value, self->sees_customers);
    g_autoptr (GError) local_error = NULL;
    JsonNode *data = wb_shopify_line_ask (self->line, document, variables, NULL, cancellable,
                                          &local_error);

    if (data)
      return data;
    if (!is_forbidden (local_error) || !self->sees_customers) {
      /* It was something else that is not allowed. */
      self->sees_customers = self->sees_customers || hid;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
    self->sees_customers = FALSE;
    hid = TRUE;
  }
}

/* The one coupon of an answer; NULL without an error = there is none. */
static WbShopCoupon *
find_one (WbShopify          *self,
          WbShopifyDocument   document,
          const char         *value,
          GCancellable       *cancellable,
          GError            **error)
{
  gboolean by_code = document == WB_SHOPIFY_BY_CODE;
  g_autoptr (JsonNode) data = NULL;
  JsonNode *node;
  WbShopCoupon *coupon;

  if (!ensure_shop (self, cancellable, error))
    return NULL;
  data = look_up (self, document, value, cancellable, error);
  if (!data)
    return NULL;
  node = json_object_get_member (json_node_get_object (data),
                                 by_code ? "codeDiscountNodeByCode" : "codeDiscountNode");
  if (!node) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                 _ ("The shop's answer is not understood (%s)"), "codeDiscountNode");
    return NULL;
  }
  if (JSON_NODE_HOLDS_NULL (node))
    return NULL;
  coupon = wb_shopify_decode_coupon (node, by_code ? value : NULL, error);
  if (!coupon)
    wb_shop_reply_adopt (error);

  return coupon;
}

/* Where a plan hides addresses, a coupon for one customer could not be told from one for another.
 * */
static gboolean
probe_customers (WbShopify     *self,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autofree char *variables = wb_shopify_build_lookup (WB_SHOPIFY_CUSTOMER, NOBODY, FALSE);
  g_autoptr (JsonNode) data = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!self->sees_customers)
    return TRUE;
  data = wb_shopify_line_ask (self->line, WB_SHOPIFY_CUSTOMER, variables, NULL, cancellable,
                              &local_error);
  if (data)
    return TRUE;
  self->sees_customers = FALSE;
  if (is_forbidden (local_error))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static void
add_notes (WbShopify  *self,
           WbShopCaps *caps)
{
  const char *version = wb_shopify_line_get_version (self->line);

  wb_shop_caps_add_note (caps, self->sees_customers ? WB_SHOP_NOTE_CAN : WB_SHOP_NOTE_CANNOT,
                         WB_SHOP_NOTE_EMAIL, NULL);
  wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ONE_CURRENCY,
                         self->shop.currency);
  wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CAN,
                         self->shop.taxes_included ? WB_SHOP_NOTE_VAT_INCLUDED :
                                                     WB_SHOP_NOTE_VAT_EXCLUDED, NULL);
  if (wb_shopify_shop_may (&self->shop, "read_orders"))
    wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_ORDERS, NULL);
  else
    wb_shop_caps_add_note (caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_SCOPE, "read_orders");
  if (wb_shopify_shop_may (&self->shop, "read_orders") &&
      !wb_shopify_shop_may (&self->shop, "read_all_orders"))
    wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ORDER_DAYS, "60");
  /* An expired version is answered by another one, without a word (reference 1). */
  if (self->shop.is_supported && g_strcmp0 (version, WB_SHOPIFY_API_VERSION) == 0)
    wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_API_VERSION, version);
  else
    wb_shop_caps_add_note (caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_API_VERSION,
                           WB_SHOPIFY_API_VERSION);
}

static WbShopCaps *
make_caps (WbShopify *self)
{
  WbShopCaps *caps = wb_shop_caps_new ();

  caps->percent = TRUE;
  caps->fixed = TRUE;
  caps->minimum = TRUE;
  caps->expiry = TRUE;
  caps->email_restriction = self->sees_customers;
  caps->prices_include_vat = self->shop.taxes_included;
  caps->vat_known = TRUE;
  caps->currencies = g_new0 (char *, 2);
  caps->currencies[0] = g_strdup (self->shop.currency);
  caps->time_zone = g_strdup (self->shop.time_zone);
  caps->name = g_strdup (self->shop.name);
  caps->platform = g_strdup ("shopify");
  add_notes (self, caps);

  return caps;
}

static gboolean
check_discounts (WbShopify  *self,
                 GError    **error)
{
  if (wb_shopify_shop_may (&self->shop, "write_discounts"))
    return TRUE;
  g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN,
               _ ("The app lacks the permission “%s”: grant it in the app’s settings in Shopify"),
               "write_discounts");

  return FALSE;
}

/* Who the shop is, and thereby that it is one and takes our token: one question answers all three.
 * */
static gboolean
check_shop (WbShopify       *self,
            WbShopStepFunc   step,
            gpointer         data,
            GCancellable    *cancellable,
            GError         **error)
{
  g_autoptr (GError) local_error = NULL;

  wb_shop_tell_step (step, data, WB_SHOP_STEP_REACH, FALSE);
  if (!load_shop (self, cancellable, &local_error)) {
    if (g_error_matches (local_error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED) ||
        is_forbidden (local_error)) {
      wb_shop_tell_step (step, data, WB_SHOP_STEP_REACH, TRUE);
      wb_shop_tell_step (step, data, WB_SHOP_STEP_SIGN_IN, FALSE);
    }
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  for (WbShopStep passed = WB_SHOP_STEP_REACH; passed <= WB_SHOP_STEP_READ; passed++) {
    if (passed != WB_SHOP_STEP_REACH)
      wb_shop_tell_step (step, data, passed, FALSE);
    wb_shop_tell_step (step, data, passed, TRUE);
  }

  return TRUE;
}

static WbShopCaps *
wb_shopify_check (WbShop          *shop,
                  WbShopStepFunc   step,
                  gpointer         data,
                  GCancellable    *cancellable,
                  GError         **error)
{
  WbShopify *self = WB_SHOPIFY (shop);

  if (!check_shop (self, step, data, cancellable, error))
    return NULL;
  wb_shop_tell_step (step, data, WB_SHOP_STEP_COUPONS, FALSE);
  if (!check_discounts (self, error) || !probe_customers (self, cancellable, error))
    return NULL;
  wb_shop_tell_step (step, data, WB_SHOP_STEP_COUPONS, TRUE);
  if (wb_shopify_shop_may (&self->shop, "read_orders")) {
    wb_shop_tell_step (step, data, WB_SHOP_STEP_ORDERS, FALSE);
    wb_shop_tell_step (step, data, WB_SHOP_STEP_ORDERS, TRUE);
  }

  return make_caps (self);
}

/* The customer a coupon is for. A shop that does not know them, or may not say so, gets no coupon:
 * it would be one for everybody. */
static gboolean
find_customer (WbShopify     *self,
               const char    *email,
               char         **id_out,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autofree char *variables = wb_shopify_build_lookup (WB_SHOPIFY_CUSTOMER, email, FALSE);
  g_autoptr (JsonNode) data = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *known_email = NULL;

  if (self->sees_customers)
    data = wb_shopify_line_ask (self->line, WB_SHOPIFY_CUSTOMER, variables, NULL, cancellable,
                                &local_error);
  if (!data && local_error && !is_forbidden (local_error)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (data && !wb_shopify_decode_customer (data, id_out, &known_email, error)) {
    wb_shop_reply_adopt (error);
    return FALSE;
  }
  if (data && !*id_out) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                         _ ("The shop has no customer with this e-mail address, and only a "
                            "customer can be given a coupon of their own there"));
    return FALSE;
  }
  if (known_email && g_ascii_strcasecmp (known_email, email) == 0)
    return TRUE;
  g_clear_pointer (id_out, g_free);
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                       _ ("The shop does not show customers’ e-mail addresses, so a coupon cannot "
                          "be limited to one customer. It takes the permission “read_customers” "
                          "and a plan above Basic"));

  return FALSE;
}

static WbShopCoupon *
wb_shopify_create (WbShop              *shop,
                   const WbShopCoupon  *coupon,
                   GCancellable        *cancellable,
                   GError             **error)
{
  WbShopify *self = WB_SHOPIFY (shop);
  g_autofree char *customer = NULL;
  g_autofree char *variables = NULL;
  g_autoptr (JsonNode) data = NULL;
  JsonNode *payload;
  JsonNode *node;
  WbShopCoupon *created;

  if (!ensure_shop (self, cancellable, error) ||
      !wb_shopify_check_coupon (coupon, self->shop.currency, error) ||
      (coupon->email && !find_customer (self, coupon->email, &customer, cancellable, error)))
    return NULL;

  /* Customers only where one was seen: a field refused after the fact would look like a refusal of
   * the coupon. */
  variables = wb_shopify_build_create (coupon, wb_shopify_line_shop_now (self->line), customer,
                                       customer != NULL);
  data = wb_shopify_line_ask (self->line, WB_SHOPIFY_CREATE, variables, NULL, cancellable, error);
  payload = data ? wb_shopify_decode_payload (data, "discountCodeBasicCreate", error) : NULL;
  if (!payload) {
    wb_shop_reply_adopt (data ? error : NULL);
    return NULL;
  }
  node = json_object_get_member (json_node_get_object (payload), "codeDiscountNode");
  if (!node || JSON_NODE_HOLDS_NULL (node)) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                 _ ("The shop's answer is not understood (%s)"), "codeDiscountNode");
    return NULL;
  }
  created = wb_shopify_decode_coupon (node, coupon->code, error);
  if (!created)
    wb_shop_reply_adopt (error);

  return created;
}

static GPtrArray *
wb_shopify_find_code (WbShop        *shop,
                      const char    *code,
                      GCancellable  *cancellable,
                      GError       **error)
{
  GError *failure = NULL;
  WbShopCoupon *coupon = find_one (WB_SHOPIFY (shop), WB_SHOPIFY_BY_CODE, code, cancellable,
                                   &failure);

  return wb_shop_reply_list_found (coupon, failure, error);
}

static WbShopCoupon *
wb_shopify_read_back (WbShop        *shop,
                      const char    *remote_id,
                      GCancellable  *cancellable,
                      GError       **error)
{
  GError *failure = NULL;
  WbShopCoupon *coupon = find_one (WB_SHOPIFY (shop), WB_SHOPIFY_BY_ID, remote_id, cancellable,
                                   &failure);

  return wb_shop_reply_need_found (coupon, failure, error);
}

/* Does @document to a coupon; one that is not there any more is done with. */
static gboolean
act (WbShopify          *self,
     WbShopifyDocument   document,
     const char         *mutation,
     const char         *remote_id,
     JsonNode          **data_out,
     GCancellable       *cancellable,
     GError            **error)
{
  g_autofree char *variables = wb_shopify_build_lookup (document, remote_id, FALSE);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) data = wb_shopify_line_ask (self->line, document, variables, NULL,
                                                   cancellable, &local_error);

  if (data && wb_shopify_decode_payload (data, mutation, &local_error)) {
    if (data_out)
      *data_out = g_steal_pointer (&data);
    return TRUE;
  }
  if (is_not_found (local_error))
    return TRUE;
  wb_shop_reply_adopt (&local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
wb_shopify_remove (WbShop        *shop,
                   const char    *remote_id,
                   GCancellable  *cancellable,
                   GError       **error)
{
  return act (WB_SHOPIFY (shop), WB_SHOPIFY_DELETE, "discountCodeDelete", remote_id, NULL,
              cancellable, error);
}

static gboolean
refuse_used (GError **error)
{
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT,
                       _ ("The coupon has already been used"));

  return FALSE;
}

/* How often the coupon had been used by the time it was switched off. */
static gint64
read_uses (JsonNode *data)
{
  WbWireReader reader, payload, node, discount;

  wb_wire_reader_init (&reader, data);
  wb_wire_enter (&reader, "discountCodeDeactivate", WB_WIRE_LENIENT, &payload);
  wb_wire_enter (&payload, "codeDiscountNode", WB_WIRE_LENIENT, &node);
  wb_wire_enter (&node, "codeDiscount", WB_WIRE_LENIENT, &discount);

  return wb_wire_read_int (&discount, "asyncUsageCount", WB_WIRE_LENIENT, 0);
}

static gboolean
wb_shopify_disable (WbShop        *shop,
                    const char    *remote_id,
                    GCancellable  *cancellable,
                    GError       **error)
{
  WbShopify *self = WB_SHOPIFY (shop);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) data = NULL;
  g_autoptr (WbShopCoupon) coupon = find_one (self, WB_SHOPIFY_BY_ID, remote_id, cancellable,
                                              &local_error);

  if (local_error && !is_not_found (local_error)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (!coupon)
    return TRUE;
  if (coupon->usage_count > 0)
    return refuse_used (error);
  if (coupon->expires_at != WB_TIME_NONE &&
      coupon->expires_at <= wb_shopify_line_shop_now (self->line))
    return TRUE;
  if (!act (self, WB_SHOPIFY_DEACTIVATE, "discountCodeDeactivate", remote_id, &data, cancellable,
            error))
    return FALSE;
  if (data && read_uses (data) > 0)
    return refuse_used (error);

  return TRUE;
}

/* One page, as large as the shop takes; where it hides customers or addresses, without them. */
static JsonNode *
ask_page (WbShopify            *self,
          WbShopifyDocument     document,
          const WbShopifyMark  *mark,
          const char           *query,
          GCancellable         *cancellable,
          GError              **error)
{
  gboolean is_orders = document == WB_SHOPIFY_ORDERS;
  gboolean *sees = is_orders ? &self->sees_email : &self->sees_customers;
  int *size = &self->page_size[is_orders ? 1 : 0];
  gboolean hid = FALSE;

  for (;;) {
    g_autofree char *variables = wb_shopify_build_page (document, *size, mark->cursor, query,
                                                        mark->is_full, *sees);
    g_autoptr (GError) local_error = NULL;
    gboolean too_costly = FALSE;
    JsonNode *data = wb_shopify_line_ask (self->line, document, variables, &too_costly, cancellable,
                                          &local_error);

    if (data)
      return data;
    if (too_costly && *size / 2 >= MIN_PAGE) {
      *size /= 2;
    } else if (is_forbidden (local_error) && *sees) {
      *sees = FALSE;
      hid = TRUE;
    } else {
      /* It was something else that is not allowed. */
      *sees = *sees || hid;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  }
}

static char *
make_query (const char          *tag,
            const WbShopifyMark *mark)
{
  g_autofree char *since = wb_validity_shopify (mark->since);

  return mark->is_full ? NULL : g_strdup_printf ("%supdated_at:>='%s'", tag, since);
}

/* Turns what came into a page, and @mark into where it goes on. */
static WbShopPage *
make_page (WbShopifyMark *mark,
           WbShopifyList *list,
           gboolean       starts)
{
  WbShopPage *page = g_new0 (WbShopPage, 1);

  page->items = g_steal_pointer (&list->items);
  page->has_more = list->has_more && list->cursor;
  page->starts_pass = mark->is_full && starts;
  page->ends_pass = mark->is_full && !page->has_more;
  g_clear_pointer (&mark->cursor, g_free);
  if (page->has_more) {
    mark->cursor = g_steal_pointer (&list->cursor);
  } else {
    /* All that had changed when the pass began has been seen. */
    mark->since = MAX (mark->since, mark->began_at - OVERLAP_MS);
    mark->is_full = FALSE;
  }
  page->mark = wb_shopify_mark_format (mark);

  return page;
}

static WbShopPage *
wb_shopify_list_coupons (WbShop        *shop,
                         const char    *mark_text,
                         GCancellable  *cancellable,
                         GError       **error)
{
  WbShopify *self = WB_SHOPIFY (shop);
  g_auto (WbShopifyMark) mark = { .full_at = WB_TIME_NONE };
  g_auto (WbShopifyList) list = { NULL };
  g_autoptr (JsonNode) data = NULL;
  g_autofree char *query = NULL;
  gboolean starts;

  if (!ensure_shop (self, cancellable, error))
    return NULL;
  if (mark_text && !wb_shopify_mark_parse (mark_text, &mark))
    mark.full_at = WB_TIME_NONE;
  starts = !mark.cursor;
  if (starts) {
    mark.began_at = wb_shopify_line_shop_now (self->line);
    mark.is_full = mark.full_at == WB_TIME_NONE || mark.began_at - mark.full_at >= FULL_EVERY_MS;
    if (mark.is_full)
      mark.full_at = mark.began_at;
  }
  query = make_query ("tag:" WB_SHOPIFY_TAG " ", &mark);
  data = ask_page (self, WB_SHOPIFY_COUPONS, &mark, query, cancellable, error);
  if (!data)
    return NULL;
  if (!wb_shopify_decode_coupons (data, &list, error)) {
    wb_shop_reply_adopt (error);
    return NULL;
  }

  return make_page (&mark, &list, starts);
}

static WbShopPage *
wb_shopify_list_orders (WbShop        *shop,
                        const char    *mark_text,
                        GCancellable  *cancellable,
                        GError       **error)
{
  WbShopify *self = WB_SHOPIFY (shop);
  g_auto (WbShopifyMark) mark = { .full_at = WB_TIME_NONE };
  g_auto (WbShopifyList) list = { NULL };
  g_autoptr (JsonNode) data = NULL;
  g_autofree char *query = NULL;

  if (!ensure_shop (self, cancellable, error))
    return NULL;
  if (!mark_text || !wb_shopify_mark_parse (mark_text, &mark))
    mark.since = wb_shopify_line_shop_now (self->line) - FIRST_ORDERS_MS;
  if (!mark.cursor)
    mark.began_at = wb_shopify_line_shop_now (self->line);
  query = make_query ("", &mark);
  data = ask_page (self, WB_SHOPIFY_ORDERS, &mark, query, cancellable, error);
  if (!data)
    return NULL;
  if (!wb_shopify_decode_orders (data, &list, error)) {
    wb_shop_reply_adopt (error);
    return NULL;
  }

  return make_page (&mark, &list, FALSE);
}

static gint64
wb_shopify_get_retry_after_ms (WbShop *shop)
{
  return wb_shopify_line_get_retry_after_ms (WB_SHOPIFY (shop)->line);
}

static void
wb_shopify_shop_iface_init (WbShopInterface *iface)
{
  iface->check = wb_shopify_check;
  iface->create = wb_shopify_create;
  iface->find_code = wb_shopify_find_code;
  iface->read_back = wb_shopify_read_back;
  iface->remove = wb_shopify_remove;
  iface->disable = wb_shopify_disable;
  iface->list_coupons = wb_shopify_list_coupons;
  iface->list_orders = wb_shopify_list_orders;
  iface->get_retry_after_ms = wb_shopify_get_retry_after_ms;
}

static void
wb_shopify_finalize (GObject *object)
{
  WbShopify *self = WB_SHOPIFY (object);

  wb_shopify_line_free (self->line);
  wb_shopify_shop_clear (&self->shop);

  G_OBJECT_CLASS (wb_shopify_parent_class)->finalize (object);
}

static void
wb_shopify_class_init (WbShopifyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_shopify_finalize;
}

static void
wb_shopify_init (WbShopify *self)
{
  self->page_size[0] = MAX_PAGE;
  self->page_size[1] = MAX_PAGE;
}

/**
 * wb_shopify_new:
 * @shop_url: as its owner types it: `name.myshopify.com`, an address of its administration, or a
 *   loopback address
 * @secret: `access_token`, or `client_id` and `client_secret`
 * @http: (transfer full): the transport; freed also on error
 * @clock: what is waited on
 * @error: return location; `WB_REMOTE_ERROR_NOT_ALLOWED` with words: no such address, keys that
 *   cannot be keys
 *
 * Makes no call. The client belongs to the thread that uses it.
 *
 * Returns: (transfer full): a client of that shop
 */
WbShop *
wb_shopify_new (const char          *shop_url,
                const WbShopSecret  *secret,
                WbHttp              *http,
                WbClock             *clock,
                GError             **error)
{
  g_autoptr (WbShopifyLine) line = NULL;
  WbShopify *self;

  g_return_val_if_fail (shop_url && secret && http && WB_IS_CLOCK (clock), NULL);

  line = wb_shopify_line_new (shop_url, secret, http, clock, error);
  if (!line)
    return NULL;
  self = g_object_new (WB_TYPE_SHOPIFY, NULL);
  self->line = g_steal_pointer (&line);

  return WB_SHOP (self);
}
