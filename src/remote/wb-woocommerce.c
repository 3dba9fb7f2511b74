/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The WooCommerce client. Over https it sends Basic at once, because the shop never asks for it (no
 * WWW-Authenticate, recording 077); over http, which is loopback only, WooCommerce takes nothing
 * but OAuth 1.0a. Every call asks for JSON, or a shop in maintenance answers with a web page. */

#include "config.h"

#include "wb-woocommerce-private.h"

#include "wb-oauth1.h"
#include "wb-shop-reply.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define WB_WOOCOMMERCE_API "wc/v3/"
/* A server that says 429 without saying for how long. */
#define SLOW_DOWN_MS (10 * WB_SECOND_MS)
/* Nobody waits longer without asking again, whatever a server says. */
#define MAX_HOLD_MS WB_HOUR_MS
#define INDEX "?_fields=name,description,url,home,gmt_offset,timezone_string,namespaces"

static void wb_woocommerce_shop_init (WbShopInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbWoocommerce, wb_woocommerce, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SHOP, wb_woocommerce_shop_init))

void
woocommerce_clear_answer (WoocommerceAnswer *self)
{
  g_clear_pointer (&self->node, json_node_unref);
  g_clear_pointer (&self->code, g_free);
}

static char *
sign_url (WbWoocommerce *self,
          const char    *method,
          const char    *url)
{
  g_autofree char *nonce = wb_random_uuid (self->random);

  return wb_oauth1_sign_url (WB_OAUTH1_HMAC_SHA256, method, url, self->key, self->secret,
                             wb_clock_now (self->clock) / WB_SECOND_MS, nonce);
}

static int
read_total_pages (const WbHttpReply *reply)
{
  const char *text = g_hash_table_lookup (reply->headers, "x-wp-totalpages");

  return text ? (int) CLAMP (g_ascii_strtoll (text, NULL, 10), 0, G_MAXINT) : 0;
}

/* Whoever asks us to wait is not asked before. */
static void
obey (WbWoocommerce     *self,
      const WbHttpReply *reply)
{
  gint64 ms = reply->retry_after_ms;

  if (reply->status == 429 && ms < 0)
    ms = SLOW_DOWN_MS;
  if (reply->status == 429 || reply->status == 503)
    wb_pace_hold (self->pace, MIN (ms, MAX_HOLD_MS));
}

/* @route stands below "wp-json/", with its query. */
gboolean
woocommerce_call (WbWoocommerce      *self,
                  const char         *method,
                  const char         *route,
                  WoocommerceSignIn   sign_in,
                  JsonNode           *body,
                  WoocommerceAnswer  *answer,
                  GCancellable       *cancellable,
                  GError            **error)
{
  g_autofree char *url = g_strconcat (self->root_url, route, NULL);
  g_autofree char *text = body ? wb_wire_print (body) : NULL;
  g_autoptr (GBytes) bytes = text ? g_bytes_new (text, strlen (text)) : NULL;
  g_autoptr (WbHttpReply) reply = NULL;
  g_autoptr (GPtrArray) headers = g_ptr_array_new ();
  WbHttpRequest request = { .method = method };

  if (!wb_pace_wait (self->pace, 1, cancellable, error))
    return FALSE;
  self->retry_after_ms = -1;
  g_ptr_array_add (headers, (char *) "Accept");
  g_ptr_array_add (headers, (char *) "application/json");
  if (sign_in == WOOCOMMERCE_SIGN_IN && self->basic) {
    g_ptr_array_add (headers, (char *) "Authorization");
    g_ptr_array_add (headers, self->basic);
  } else if (sign_in == WOOCOMMERCE_SIGN_IN) {
    char *signed_url = sign_url (self, method, url);

    g_free (url);
    url = signed_url;
  }
  g_ptr_array_add (headers, NULL);

  request.url = url;
  request.headers = (GStrv) headers->pdata;
  request.body = bytes;
  request.content_type = bytes ? "application/json" : NULL;
  reply = wb_http_send (self->http, &request, cancellable, error);
  if (!reply)
    return FALSE;

  answer->status = reply->status;
  answer->total_pages = read_total_pages (reply);
  self->retry_after_ms = reply->retry_after_ms;
  obey (self, reply);
  answer->node = wb_woocommerce_read_reply (reply, &answer->code, error);

  return answer->node != NULL;
}

gboolean
woocommerce_load_index (WbWoocommerce       *self,
                        WbWoocommerceIndex  *index_out,
                        GCancellable        *cancellable,
                        GError             **error)
{
  g_auto (WoocommerceAnswer) answer = { NULL };
  g_autoptr (GTimeZone) zone = NULL;

  if (!woocommerce_call (self, "GET", INDEX, WOOCOMMERCE_ANONYMOUS, NULL, &answer, cancellable,
                         error)) {
    if (answer.status == 404) {
      g_clear_error (error);
      g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                   _ ("No WordPress was found at %s. If the address is right, turn on “pretty” "
                      "permalinks in the shop: Settings › Permalinks"), self->root_url);
    }
    return FALSE;
  }
  if (!wb_woocommerce_decode_index (answer.node, index_out, error)) {
    wb_shop_reply_adopt (error);
    return FALSE;
  }
  if (!index_out->has_wc_v3) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                         _ ("This is a WordPress site, but WooCommerce is not active on it"));
    return FALSE;
  }
  zone = g_time_zone_new_identifier (index_out->time_zone);
  if (!zone) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                 _ ("The shop's time zone “%s” is not known here"), index_out->time_zone);
    return FALSE;
  }
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = g_steal_pointer (&zone);

  return TRUE;
}

gboolean
woocommerce_load_currency (WbWoocommerce      *self,
                           WoocommerceAnswer  *answer,
                           GCancellable       *cancellable,
                           GError            **error)
{
  g_autofree char *currency = NULL;

  if (!woocommerce_call (self, "GET", WB_WOOCOMMERCE_API "data/currencies/current",
                         WOOCOMMERCE_SIGN_IN, NULL, answer, cancellable, error))
    return FALSE;
  currency = wb_woocommerce_decode_currency (answer->node, error);
  if (!currency) {
    wb_shop_reply_adopt (error);
    return FALSE;
  }
  g_free (self->currency);
  self->currency = g_steal_pointer (&currency);

  return TRUE;
}

/* A coupon carries neither currency nor zone: both are the shop's. */
gboolean
woocommerce_ensure_shop (WbWoocommerce  *self,
                         GCancellable   *cancellable,
                         GError        **error)
{
  g_auto (WbWoocommerceIndex) index = { NULL };
  g_auto (WoocommerceAnswer) answer = { NULL };

  if (!self->zone && !woocommerce_load_index (self, &index, cancellable, error))
    return FALSE;

  return self->currency || woocommerce_load_currency (self, &answer, cancellable, error);
}

static gint64
wb_woocommerce_get_retry_after_ms (WbShop *shop)
{
  return WB_WOOCOMMERCE (shop)->retry_after_ms;
}

static void
wb_woocommerce_shop_init (WbShopInterface *iface)
{
  iface->check = woocommerce_check;
  iface->create = woocommerce_create;
  iface->find_code = woocommerce_find_code;
  iface->read_back = woocommerce_read_back;
  iface->remove = woocommerce_remove;
  iface->disable = woocommerce_disable;
  iface->list_coupons = woocommerce_list_coupons;
  iface->list_orders = woocommerce_list_orders;
  iface->get_retry_after_ms = wb_woocommerce_get_retry_after_ms;
}

static void
wipe (char *text)
{
  if (!text)
    return;
  explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
wb_woocommerce_finalize (GObject *object)
{
  WbWoocommerce *self = WB_WOOCOMMERCE (object);

  g_free (self->root_url);
  g_free (self->key);
  wipe (self->secret);
  wipe (self->basic);
  g_clear_pointer (&self->http, wb_http_free);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_free (self->currency);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->pace, wb_pace_free);
  g_free (self->told_mark);
  g_clear_pointer (&self->told, g_hash_table_unref);

  G_OBJECT_CLASS (wb_woocommerce_parent_class)->finalize (object);
}

static void
wb_woocommerce_class_init (WbWoocommerceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_woocommerce_finalize;
}

static void
wb_woocommerce_init (WbWoocommerce *self)
{
  self->retry_after_ms = -1;
}

/**
 * wb_woocommerce_new:
 * @site_url: the site as its owner types it; `https://` is supplied
 * @consumer_key: `ck_…`
 * @consumer_secret: `cs_…`; kept in memory, wiped at the end
 * @http: (transfer full): the transport, with the shop's private authority if it has one; freed
 * also   on error
 * @clock: for OAuth timestamps
 * @random: for OAuth nonces
 * @error: return location; `WB_REMOTE_ERROR_NOT_ALLOWED` for a bad URL, http to a host that is not
 *   loopback, or keys that cannot be keys
 *
 * Makes no call. The client belongs to the thread that uses it.
 *
 * Returns: (transfer full): a client of that shop
 */
WbShop *
wb_woocommerce_new (const char  *site_url,
                    const char  *consumer_key,
                    const char  *consumer_secret,
                    WbHttp      *http,
                    WbClock     *clock,
                    WbRandom    *random,
                    GError     **error)
{
  g_autoptr (WbHttp) owned_http = http;
  g_autofree char *site = NULL;
  WbWoocommerce *self;

  g_return_val_if_fail (site_url && consumer_key && consumer_secret && http, NULL);
  g_return_val_if_fail (WB_IS_CLOCK (clock) && WB_IS_RANDOM (random), NULL);

  site = wb_woocommerce_normalize_site (site_url);
  if (!wb_http_check_url (site, error) ||
      !wb_woocommerce_check_keys (consumer_key, consumer_secret, error))
    return NULL;

  self = g_object_new (WB_TYPE_WOOCOMMERCE, NULL);
  self->root_url = g_strconcat (site, "/wp-json/", NULL);
  self->key = g_strdup (consumer_key);
  self->secret = g_strdup (consumer_secret);
  self->http = g_steal_pointer (&owned_http);
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  self->pace = wb_pace_new (WB_WOOCOMMERCE_BURST, WB_WOOCOMMERCE_REQUESTS_PER_SEC, clock);
  if (g_ascii_strncasecmp (site, "https:", 6) == 0) {
    g_autofree char *pair = g_strconcat (consumer_key, ":", consumer_secret, NULL);
    g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));

    self->basic = g_strconcat ("Basic ", encoded, NULL);
    explicit_bzero (pair, strlen (pair));
    explicit_bzero (encoded, strlen (encoded));
  }

  return WB_SHOP (self);
}
