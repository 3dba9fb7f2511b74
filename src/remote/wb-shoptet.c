/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Shoptet client: makes, finds and ends coupons. A coupon's code is its only name there. Making
 * one may answer 201 without it: what was left out is looked up before anything is said
 * (reference/shoptet-api.md 4). One request at a time; the shop allows three per token. */

#include "config.h"

#include "wb-shoptet-private.h"

#include "wb-shop-reply.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define API_URL "https://api.myshoptet.com"
#define PATH_COUPONS "/api/discount-coupons"


static void wb_shoptet_shop_init (WbShopInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbShoptet, wb_shoptet, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SHOP, wb_shoptet_shop_init))

/* Coupons need a template: the chosen one, else the one with our title, else a new one. */
static gboolean
ensure_template (WbShoptet     *self,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_auto (WbShoptetAnswer) listed = { NULL };
  g_auto (WbShoptetAnswer) made = { NULL };
  g_autoptr (JsonNode) body = NULL;
  g_autofree char *title = NULL;

  if (!self->template_guid && self->chosen_template)
    self->template_guid = g_strdup (self->chosen_template);
  if (self->template_guid)
    return TRUE;

  if (!wb_shoptet_call (self, "GET", WB_SHOPTET_PATH_TEMPLATES, NULL, &listed, cancellable, error))
    return FALSE;
  if (!wb_shoptet_decode_template (listed.node, NULL, WB_SHOPTET_TEMPLATE_TITLE,
                                   &self->template_guid, &title, error)) {
    wb_shop_reply_adopt (error);
    return FALSE;
  }
  if (self->template_guid)
    return TRUE;

  body = wb_shoptet_encode_template (WB_SHOPTET_TEMPLATE_TITLE);
  if (!wb_shoptet_call (self, "POST", WB_SHOPTET_PATH_TEMPLATES, body, &made, cancellable, error))
    return FALSE;
  self->template_guid = wb_shoptet_decode_new_template (made.node, error);
  if (!self->template_guid)
    wb_shop_reply_adopt (error);

  return self->template_guid != NULL;
}

/* NULL without an error = the shop has none. */
static WbShopCoupon *
look_up (WbShoptet     *self,
         const char    *code,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autofree char *path = wb_shoptet_path_coupon (code);
  g_auto (WbShoptetAnswer) answer = { NULL };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (WbShopCoupon) coupon = NULL;

  if (!wb_shoptet_ensure_shop (self, cancellable, error))
    return NULL;
  if (!wb_shoptet_call (self, "GET", path, NULL, &answer, cancellable, &local_error)) {
    /* Only the shop itself may say so: a page of a proxy says nothing about coupons. */
    if (g_strcmp0 (answer.code, "discount-coupon-not-found") != 0)
      g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }
  coupon = wb_shoptet_decode_coupon (answer.node, self->zone, self->template_guid, error);
  if (!coupon) {
    wb_shop_reply_adopt (error);
    return NULL;
  }
  if (g_ascii_strcasecmp (coupon->code, code) != 0)
    return NULL;

  return g_steal_pointer (&coupon);
}

static WbShopCoupon *
pick (GPtrArray  *coupons,
      const char *code)
{
  for (guint i = 0; i < coupons->len; i++) {
    WbShopCoupon *coupon = g_ptr_array_index (coupons, i);

    if (g_ascii_strcasecmp (coupon->code, code) == 0)
      return wb_shop_coupon_ref (coupon);
  }

  return NULL;
}

/* A 201 that leaves our coupon out: the code was taken, or something about it was not right. */
static void
explain_left_out (WbShoptet     *self,
                  const char    *code,
                  JsonNode      *node,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autofree char *error_code = NULL;
  g_autofree char *words = wb_shoptet_dup_errors (node, &error_code);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (WbShopCoupon) other = look_up (self, code, cancellable, &local_error);

  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (other)
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT,
                         _ ("The shop already has a coupon with this code"));
  else if (words)
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_REJECTED,
                 _ ("The shop did not make the coupon: %s"), words);
  else
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_REJECTED,
                         _ ("The shop did not make the coupon, and did not say why"));
}

static WbShopCoupon *
wb_shoptet_create (WbShop              *shop,
                   const WbShopCoupon  *coupon,
                   GCancellable        *cancellable,
                   GError             **error)
{
  WbShoptet *self = WB_SHOPTET (shop);
  g_autoptr (JsonNode) body = NULL;
  g_auto (WbShoptetAnswer) answer = { NULL };
  g_autoptr (GPtrArray) made = NULL;
  WbShopCoupon *ours;

  if (!wb_shoptet_ensure_shop (self, cancellable, error) ||
      !wb_shoptet_check_coupon (coupon, (const char *const *) self->eshop->currencies, error) ||
      !ensure_template (self, cancellable, error))
    return NULL;

  body = wb_shoptet_encode_coupon (coupon, self->template_guid, self->zone);
  if (!wb_shoptet_call (self, "POST", PATH_COUPONS, body, &answer, cancellable, error)) {
    /* The template may have been deleted there: it is looked for again next time. */
    if (answer.status >= 400 && answer.status < 500)
      g_clear_pointer (&self->template_guid, g_free);
    return NULL;
  }
  made = wb_shoptet_decode_coupons (answer.node, self->zone, self->template_guid, NULL, error);
  if (!made) {
    wb_shop_reply_adopt (error);
    return NULL;
  }
  ours = pick (made, coupon->code);
  if (!ours) {
    explain_left_out (self, coupon->code, answer.node, cancellable, error);
    g_clear_pointer (&self->template_guid, g_free);
  }

  return ours;
}

static GPtrArray *
wb_shoptet_find_code (WbShop        *shop,
                      const char    *code,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autofree char *upper = g_ascii_strup (code, -1);
  GError *failure = NULL;
  WbShopCoupon *coupon = look_up (WB_SHOPTET (shop), upper, cancellable, &failure);

  return wb_shop_reply_list_found (coupon, failure, error);
}

static WbShopCoupon *
wb_shoptet_read_back (WbShop        *shop,
                      const char    *remote_id,
                      GCancellable  *cancellable,
                      GError       **error)
{
  GError *failure = NULL;
  WbShopCoupon *coupon = look_up (WB_SHOPTET (shop), remote_id, cancellable, &failure);

  return wb_shop_reply_need_found (coupon, failure, error);
}

static gboolean
wb_shoptet_remove (WbShop        *shop,
                   const char    *remote_id,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autofree char *path = wb_shoptet_path_coupon (remote_id);
  g_auto (WbShoptetAnswer) answer = { NULL };
  g_autoptr (GError) local_error = NULL;

  if (wb_shoptet_call (WB_SHOPTET (shop), "DELETE", path, NULL, &answer, cancellable,
                       &local_error) ||
      g_strcmp0 (answer.code, "discount-coupon-not-found") == 0)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
refuse_used (GError **error)
{
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT,
                       _ ("The coupon was already used"));

  return FALSE;
}

/* Sets its last day to yesterday. A shop that cannot change coupons yet (the way came in 2026) has
 * its unused coupon deleted instead: worthless matters more than remembered. */
static gboolean
end_coupon (WbShoptet     *self,
            const char    *code,
            gint64         now,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (JsonNode) body = wb_shoptet_encode_end (code, wb_date_of_time (now, self->zone) - 1);
  g_auto (WbShoptetAnswer) answer = { NULL };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) changed = NULL;
  g_autoptr (WbShopCoupon) coupon = NULL;

  if (!wb_shoptet_call (self, "PATCH", PATH_COUPONS, body, &answer, cancellable, &local_error)) {
    if (g_strcmp0 (answer.code, "discount-coupon-not-found") == 0)
      return TRUE;
    if (answer.status == 404 || answer.status == 405)
      return wb_shoptet_remove (WB_SHOP (self), code, cancellable, error);
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  changed = wb_shoptet_decode_coupons (answer.node, self->zone, NULL, NULL, error);
  if (!changed) {
    wb_shop_reply_adopt (error);
    return FALSE;
  }
  coupon = pick (changed, code);
  if (coupon && coupon->usage_count > 0)
    return refuse_used (error);
  if (coupon && coupon->expires_at != WB_TIME_NONE && coupon->expires_at < now)
    return TRUE;

  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                       _ ("The shop did not end the coupon, and did not say why"));

  return FALSE;
}

static gboolean
wb_shoptet_disable (WbShop        *shop,
                    const char    *remote_id,
                    GCancellable  *cancellable,
                    GError       **error)
{
  WbShoptet *self = WB_SHOPTET (shop);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (WbShopCoupon) coupon = look_up (self, remote_id, cancellable, &local_error);
  gint64 now = wb_clock_now (self->clock);

  if (local_error) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (!coupon)
    return TRUE;
  if (coupon->usage_count > 0)
    return refuse_used (error);
  if (coupon->expires_at != WB_TIME_NONE && coupon->expires_at < now)
    return TRUE;

  return end_coupon (self, coupon->code, now, cancellable, error);
}

static gint64
wb_shoptet_get_retry_after_ms (WbShop *shop)
{
  return WB_SHOPTET (shop)->retry_after_ms;
}

static void
wb_shoptet_shop_init (WbShopInterface *iface)
{
  iface->check = wb_shoptet_check;
  iface->create = wb_shoptet_create;
  iface->find_code = wb_shoptet_find_code;
  iface->read_back = wb_shoptet_read_back;
  iface->remove = wb_shoptet_remove;
  iface->disable = wb_shoptet_disable;
  iface->list_coupons = wb_shoptet_list_coupons;
  iface->list_orders = wb_shoptet_list_orders;
  iface->get_retry_after_ms = wb_shoptet_get_retry_after_ms;
}

static void
wb_shoptet_finalize (GObject *object)
{
  WbShoptet *self = WB_SHOPTET (object);

  g_free (self->api_url);
  wb_shop_secret_wipe (self->private_token);
  wb_shop_secret_wipe (self->oauth_token);
  g_free (self->token_url);
  g_clear_pointer (&self->api_token, wb_shoptet_token_free);
  g_free (self->chosen_template);
  g_free (self->template_guid);
  g_clear_pointer (&self->http, wb_http_free);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->pace, wb_pace_free);
  g_clear_pointer (&self->eshop, wb_shoptet_eshop_free);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->queue, g_ptr_array_unref);
  g_clear_pointer (&self->credits, g_ptr_array_unref);
  g_free (self->queue_mark);

  G_OBJECT_CLASS (wb_shoptet_parent_class)->finalize (object);
}

static void
wb_shoptet_class_init (WbShoptetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_shoptet_finalize;
}

static void
wb_shoptet_init (WbShoptet *self)
{
  self->retry_after_ms = -1;
}

static gboolean
check_template_guid (const char  *guid,
                     GError     **error)
{
  if (!guid || (strlen (guid) == 36 && g_uuid_string_is_valid (guid)))
    return TRUE;
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                       _ ("A template is named by its GUID, as in "
                          "“6f1d0c52-3a44-4b1e-9b57-0d9f6a1c2e31”"));

  return FALSE;
}

/**
 * wb_shoptet_new:
 * @api_url: (nullable): where the API is; `NULL` = Shoptet's own
 * @secret: a private token, or an add-on's OAuth token and the address that changes it into API
 * tokens
 * @http: (transfer full): the transport; freed also on error
 * @clock: for the rate and for tokens
 * @error: return location; `WB_REMOTE_ERROR_NOT_ALLOWED` for an address or a template that is none,
 *   or http to a host that is not loopback
 *
 * Makes no call. The client belongs to the thread that uses it.
 *
 * Returns: (transfer full): a client of that shop
 */
WbShop *
wb_shoptet_new (const char          *api_url,
                const WbShopSecret  *secret,
                WbHttp              *http,
                WbClock             *clock,
                GError             **error)
{
  g_autoptr (WbHttp) owned_http = http;
  const char *token_url;
  WbShoptet *self;

  g_return_val_if_fail (secret && http && WB_IS_CLOCK (clock), NULL);

  if (!api_url)
    api_url = API_URL;
  token_url = wb_shop_secret_get (secret, "token_url");
  if (!wb_http_check_url (api_url, error) ||
      (token_url && !wb_http_check_url (token_url, error)) ||
      !check_template_guid (wb_shop_secret_get (secret, "template"), error))
    return NULL;

  self = g_object_new (WB_TYPE_SHOPTET, NULL);
  self->api_url = g_strdup (api_url);
  if (g_str_has_suffix (self->api_url, "/"))
    self->api_url[strlen (self->api_url) - 1] = '\0';
  self->private_token = g_strdup (wb_shop_secret_get (secret, "private_token"));
  self->oauth_token = g_strdup (wb_shop_secret_get (secret, "oauth_token"));
  self->token_url = g_strdup (token_url);
  if (wb_shop_secret_get (secret, "template"))
    self->chosen_template = g_ascii_strdown (wb_shop_secret_get (secret, "template"), -1);
  self->http = g_steal_pointer (&owned_http);
  self->clock = g_object_ref (clock);
  self->pace = wb_pace_new (WB_SHOPTET_USABLE_DROPS, WB_SHOPTET_DROPS_PER_SEC, clock);

  return WB_SHOP (self);
}
