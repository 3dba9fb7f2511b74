/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The WooCommerce client. Over https it sends Basic at once, because the shop never asks for it (no
 * WWW-Authenticate, recording 077); over http, which is loopback only, WooCommerce takes nothing
 * but OAuth 1.0a. Every call asks for JSON, or a shop in maintenance answers with a web page. */

#include "config.h"

#include "wb-woocommerce.h"

#include "wb-oauth1.h"
#include "wb-time.h"
#include "wb-woocommerce-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define API "wc/v3/"
#define INDEX "?_fields=name,description,url,home,gmt_offset,timezone_string,namespaces"
/* Our codes are 13 characters and more: more pages than this never hold one code. */
#define MAX_SEARCH_PAGES 10

struct _WbWoocommerce
{
  GObject parent_instance;

  char *root_url;            /* (owned) ".../wp-json/" */
  char *key;                 /* (owned) */
  char *secret;              /* (owned) wiped at the end */
  char *basic;               /* (owned) (nullable) the Authorization header; NULL = OAuth */
  WbHttp *http;              /* (owned) */
  WbClock *clock;            /* (owned) */
  WbRandom *random;          /* (owned) */
  char *currency;            /* (owned) (nullable) until it was asked for */
  GTimeZone *zone;           /* (owned) (nullable) until it was asked for */
  gint64 retry_after_ms;     /* of the last answer; -1 = none */
};

static void wb_woocommerce_shop_init (WbShopInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbWoocommerce, wb_woocommerce, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SHOP, wb_woocommerce_shop_init))

/* One answer. */
typedef struct
{
  JsonNode *node;     /* (owned) (nullable) NULL = an error was set */
  char *code;         /* (owned) (nullable) the shop's error code */
  guint status;       /* 0 = none came */
  int total_pages;
} Answer;

static void
clear_answer (Answer *self)
{
  g_clear_pointer (&self->node, json_node_unref);
  g_clear_pointer (&self->code, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, clear_answer)

/* Whether and with which key a call signs in. */
typedef enum
{
  SIGN_IN,
  ANONYMOUS,   /* the index: from WooCommerce 11.1 on a key outside wc/ routes is refused */
} SignIn;

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

/* @route stands below "wp-json/", with its query. */
static gboolean
call (WbWoocommerce  *self,
      const char     *method,
      const char     *route,
      SignIn          sign_in,
      JsonNode       *body,
      Answer         *answer,
      GCancellable   *cancellable,
      GError        **error)
{
  g_autofree char *url = g_strconcat (self->root_url, route, NULL);
  g_autofree char *text = body ? wb_wire_print (body) : NULL;
  g_autoptr (GBytes) bytes = text ? g_bytes_new (text, strlen (text)) : NULL;
  g_autoptr (WbHttpReply) reply = NULL;
  g_autoptr (GPtrArray) headers = g_ptr_array_new ();
  WbHttpRequest request = { .method = method };

  self->retry_after_ms = -1;
  g_ptr_array_add (headers, (char *) "Accept");
  g_ptr_array_add (headers, (char *) "application/json");
  if (sign_in == SIGN_IN && self->basic) {
    g_ptr_array_add (headers, (char *) "Authorization");
    g_ptr_array_add (headers, self->basic);
  } else if (sign_in == SIGN_IN) {
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
  answer->node = wb_woocommerce_read_reply (reply, &answer->code, error);

  return answer->node != NULL;
}

/* A reply that is JSON, but not the shape we know, is the server's fault in the caller's eyes. */
static void
adopt_wire_error (GError **error)
{
  g_autoptr (GError) wire_error = NULL;

  if (!error || !*error || (*error)->domain != WB_WIRE_ERROR)
    return;
  wire_error = g_steal_pointer (error);
  g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
               _ ("The shop's answer is not understood (%s)"), wire_error->message);
}

static gboolean
load_index (WbWoocommerce       *self,
            WbWoocommerceIndex  *index_out,
            GCancellable        *cancellable,
            GError             **error)
{
  g_auto (Answer) answer = { NULL };
  g_autoptr (GTimeZone) zone = NULL;

  if (!call (self, "GET", INDEX, ANONYMOUS, NULL, &answer, cancellable, error)) {
    if (answer.status == 404) {
      g_clear_error (error);
      g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                   _ ("No WordPress was found at %s. If the address is right, turn on “pretty” "
                      "permalinks in the shop: Settings › Permalinks"), self->root_url);
    }
    return FALSE;
  }
  if (!wb_woocommerce_decode_index (answer.node, index_out, error)) {
    adopt_wire_error (error);
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

static gboolean
load_currency (WbWoocommerce  *self,
               Answer         *answer,
               GCancellable   *cancellable,
               GError        **error)
{
  g_autofree char *currency = NULL;

  if (!call (self, "GET", API "data/currencies/current", SIGN_IN, NULL, answer, cancellable, error))
    return FALSE;
  currency = wb_woocommerce_decode_currency (answer->node, error);
  if (!currency) {
    adopt_wire_error (error);
    return FALSE;
  }
  g_free (self->currency);
  self->currency = g_steal_pointer (&currency);

  return TRUE;
}

/* A coupon carries neither currency nor zone: both are the shop's. */
static gboolean
ensure_shop (WbWoocommerce  *self,
             GCancellable   *cancellable,
             GError        **error)
{
  g_auto (WbWoocommerceIndex) index = { NULL };
  g_auto (Answer) answer = { NULL };

  if (!self->zone && !load_index (self, &index, cancellable, error))
    return FALSE;

  return self->currency || load_currency (self, &answer, cancellable, error);
}

/* Proves that the key may write without writing: an empty batch does nothing (recording 064). */
static gboolean
probe_write (WbWoocommerce  *self,
             Answer         *answer,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autoptr (JsonNode) empty = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (empty, json_object_new ());

  return call (self, "POST", API "coupons/batch", SIGN_IN, empty, answer, cancellable, error);
}

/* The shop answers an unknown key, a sign-in header lost on the way and an https that PHP does not
 * see all in the same words. Sending the key in the query with a secret that is certainly wrong
 * tells them apart and gives nothing away: only a key that is known there has a wrong secret. */
static gboolean
is_key_known (WbWoocommerce *self,
              GCancellable  *cancellable)
{
  g_auto (Answer) answer = { NULL };
  g_autofree char *escaped = wb_oauth1_escape (self->key);
  g_autofree char *route =
    g_strdup_printf (API "coupons?per_page=1&consumer_key=%s&consumer_secret=none", escaped);

  call (self, "GET", route, ANONYMOUS, NULL, &answer, cancellable, NULL);

  return g_strcmp0 (answer.code, "woocommerce_rest_authentication_error") == 0;
}

static void
set_unauthorized (GError     **error,
                  const char  *message)
{
  g_clear_error (error);
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED, message);
}

/* Says in words what kept the first signed call from working. */
static void
explain_sign_in (WbWoocommerce  *self,
                 const Answer   *answer,
                 GCancellable   *cancellable,
                 GError        **error)
{
  if (answer->status != 401 || !answer->code)
    return;

  if (strcmp (answer->code, "woocommerce_rest_authentication_error") == 0) {
    g_auto (Answer) written = { NULL };

    if (!self->basic)
      return;   /* OAuth: key, secret, time and address all end here; the shop's words say which */
    if (probe_write (self, &written, cancellable, NULL))
      set_unauthorized (error, _ ("This key may only write. Make one with “Read/Write” permission "
                                  "in WooCommerce › Settings › Advanced › REST API"));
    else
      set_unauthorized (error, _ ("The shop knows this consumer key, but the consumer secret is "
                                  "wrong"));
  } else if (g_str_has_prefix (answer->code, "woocommerce_rest_cannot_") && self->basic) {
    if (is_key_known (self, cancellable))
      set_unauthorized (error, _ ("The shop's web server removes the sign-in (the Authorization "
                                  "header) before WooCommerce sees it. Ask the hosting company to "
                                  "let it through"));
    else
      set_unauthorized (error, _ ("The shop does not know this consumer key. If the key is right, "
                                  "WordPress does not see that the connection is https (a proxy "
                                  "in front of it)"));
  }
}

static gboolean
check_write (WbWoocommerce  *self,
             GCancellable   *cancellable,
             GError        **error)
{
  g_auto (Answer) answer = { NULL };

  if (probe_write (self, &answer, cancellable, error))
    return TRUE;
  /* Reading went well with the same key, so this is its permission and not its secret. */
  if (g_strcmp0 (answer.code, "woocommerce_rest_authentication_error") == 0)
    set_unauthorized (error, _ ("This key may only read. Make one with “Read/Write” permission in "
                                "WooCommerce › Settings › Advanced › REST API"));

  return FALSE;
}

/* Coupons can be made in a shop that has them switched off, but not used. Shops that do not show
 * the setting pass. */
static gboolean
check_coupons_enabled (WbWoocommerce  *self,
                       GCancellable   *cancellable,
                       GError        **error)
{
  g_auto (Answer) answer = { NULL };
  g_autoptr (GError) local_error = NULL;
  g_autofree char *value = NULL;

  if (!call (self, "GET", API "settings/general/woocommerce_enable_coupons", SIGN_IN, NULL, &answer,
             cancellable, &local_error)) {
    if (answer.status == 404 || answer.status == 403)
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  value = wb_woocommerce_decode_setting (answer.node, NULL);
  if (g_strcmp0 (value, "no") != 0)
    return TRUE;

  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_REJECTED,
                       _ ("Coupons are switched off in the shop. Turn on “Enable the use of coupon "
                          "codes” in WooCommerce › Settings › General"));

  return FALSE;
}

static WbShopCaps *
wb_woocommerce_check (WbShop          *shop,
                      WbShopStepFunc   step,
                      gpointer         data,
                      GCancellable    *cancellable,
                      GError         **error)
{
  WbWoocommerce *self = WB_WOOCOMMERCE (shop);
  g_auto (WbWoocommerceIndex) index = { NULL };
  g_auto (Answer) answer = { NULL };
  g_autoptr (WbShopCaps) caps = NULL;
  g_autoptr (GError) local_error = NULL;

  wb_shop_tell_step (step, data, WB_SHOP_STEP_REACH, FALSE);
  if (!load_index (self, &index, cancellable, error))
    return NULL;
  wb_shop_tell_step (step, data, WB_SHOP_STEP_REACH, TRUE);
  wb_shop_tell_step (step, data, WB_SHOP_STEP_SIGN_IN, FALSE);
  if (!load_currency (self, &answer, cancellable, &local_error)) {
    explain_sign_in (self, &answer, cancellable, &local_error);
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }
  wb_shop_tell_step (step, data, WB_SHOP_STEP_SIGN_IN, TRUE);
  wb_shop_tell_step (step, data, WB_SHOP_STEP_COUPONS, FALSE);
  if (!check_write (self, cancellable, error) ||
      !check_coupons_enabled (self, cancellable, error))
    return NULL;
  wb_shop_tell_step (step, data, WB_SHOP_STEP_COUPONS, TRUE);

  caps = wb_shop_caps_new ();
  caps->percent = TRUE;
  caps->fixed = TRUE;
  caps->minimum = TRUE;
  caps->expiry = TRUE;
  caps->email_restriction = TRUE;
  caps->currencies = g_new0 (char *, 2);
  caps->currencies[0] = g_strdup (self->currency);
  caps->time_zone = g_steal_pointer (&index.time_zone);
  caps->name = g_steal_pointer (&index.name);
  caps->platform = g_strdup ("woocommerce");

  return g_steal_pointer (&caps);
}

static WbShopCoupon *
decode_answer (WbWoocommerce  *self,
               const Answer   *answer,
               GError        **error)
{
  WbShopCoupon *coupon = wb_woocommerce_decode_coupon (answer->node, self->currency, error);

  if (!coupon)
    adopt_wire_error (error);

  return coupon;
}

static WbShopCoupon *
wb_woocommerce_create (WbShop              *shop,
                       const WbShopCoupon  *coupon,
                       GCancellable        *cancellable,
                       GError             **error)
{
  WbWoocommerce *self = WB_WOOCOMMERCE (shop);
  g_autoptr (JsonNode) body = NULL;
  g_auto (Answer) answer = { NULL };
  g_autoptr (GError) local_error = NULL;

  if (!ensure_shop (self, cancellable, error) ||
      !wb_woocommerce_check_coupon (coupon, self->currency, error))
    return NULL;

  body = wb_woocommerce_encode_coupon (coupon, self->zone);
  if (!call (self, "POST", API "coupons", SIGN_IN, body, &answer, cancellable, error))
    return NULL;

  return decode_answer (self, &answer, error);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  const WbShopCoupon *first = *(const WbShopCoupon *const *) a;
  const WbShopCoupon *second = *(const WbShopCoupon *const *) b;
  guint64 first_id = g_ascii_strtoull (first->remote_id, NULL, 10);
  guint64 second_id = g_ascii_strtoull (second->remote_id, NULL, 10);

  return first_id < second_id ? -1 : first_id > second_id;
}

static gboolean
has_id (GPtrArray  *coupons,
        const char *remote_id)
{
  for (guint i = 0; i < coupons->len; i++) {
    const WbShopCoupon *coupon = g_ptr_array_index (coupons, i);

    if (strcmp (coupon->remote_id, remote_id) == 0)
      return TRUE;
  }

  return FALSE;
}

/* Adds the coupons of a page that really have the code: a search finds parts of codes too. */
static gboolean
collect_page (WbWoocommerce  *self,
              const char     *code,
              const char     *route,
              GPtrArray      *found,
              int            *total_pages_out,
              GCancellable   *cancellable,
              GError        **error)
{
  g_auto (Answer) answer = { NULL };
  g_autoptr (GPtrArray) page = NULL;

  if (!call (self, "GET", route, SIGN_IN, NULL, &answer, cancellable, error))
    return FALSE;
  page = wb_woocommerce_decode_coupons (answer.node, self->currency, error);
  if (!page) {
    adopt_wire_error (error);
    return FALSE;
  }
  for (guint i = 0; i < page->len; i++) {
    WbShopCoupon *coupon = g_ptr_array_index (page, i);

    if (g_ascii_strcasecmp (coupon->code, code) == 0 && !has_id (found, coupon->remote_id))
      g_ptr_array_add (found, wb_shop_coupon_ref (coupon));
  }
  *total_pages_out = answer.total_pages;

  return TRUE;
}

/* "?code=" shows one coupon although a race made several; "?search=" shows all, but leans on the
 * site's search, which plugins replace (recordings 155 and 156). So both. */
static GPtrArray *
wb_woocommerce_find_code (WbShop        *shop,
                          const char    *code,
                          GCancellable  *cancellable,
                          GError       **error)
{
  WbWoocommerce *self = WB_WOOCOMMERCE (shop);
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_coupon_unref);
  g_autofree char *escaped = wb_oauth1_escape (code);
  g_autofree char *by_code = g_strdup_printf (API "coupons?code=%s", escaped);
  int pages = 0;

  if (!ensure_shop (self, cancellable, error) ||
      !collect_page (self, code, by_code, found, &pages, cancellable, error))
    return NULL;
  pages = 1;
  for (int page = 1; page <= MIN (pages, MAX_SEARCH_PAGES); page++) {
    g_autofree char *by_search =
      g_strdup_printf (API "coupons?search=%s&per_page=100&orderby=id&order=asc&page=%d", escaped,
                       page);

    if (!collect_page (self, code, by_search, found, &pages, cancellable, error))
      return NULL;
  }
  g_ptr_array_sort (found, compare_ids);

  return g_steal_pointer (&found);
}

static gboolean
check_id (const char  *remote_id,
          GError     **error)
{
  if (remote_id[0] != '\0' && strspn (remote_id, "0123456789") == strlen (remote_id))
    return TRUE;
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND,
                       _ ("The shop has no such coupon"));

  return FALSE;
}

static WbShopCoupon *
wb_woocommerce_read_back (WbShop        *shop,
                          const char    *remote_id,
                          GCancellable  *cancellable,
                          GError       **error)
{
  WbWoocommerce *self = WB_WOOCOMMERCE (shop);
  g_autofree char *route = g_strconcat (API "coupons/", remote_id, NULL);
  g_auto (Answer) answer = { NULL };

  if (!check_id (remote_id, error) ||
      !ensure_shop (self, cancellable, error) ||
      !call (self, "GET", route, SIGN_IN, NULL, &answer, cancellable, error))
    return NULL;

  return decode_answer (self, &answer, error);
}

/* Without "force" the coupon would only go to the trash. */
static gboolean
wb_woocommerce_remove (WbShop        *shop,
                       const char    *remote_id,
                       GCancellable  *cancellable,
                       GError       **error)
{
  WbWoocommerce *self = WB_WOOCOMMERCE (shop);
  g_autofree char *route = g_strconcat (API "coupons/", remote_id, "?force=true", NULL);
  g_auto (Answer) answer = { NULL };
  g_autoptr (GError) local_error = NULL;

  if (!check_id (remote_id, error))
    return FALSE;
  if (call (self, "DELETE", route, SIGN_IN, NULL, &answer, cancellable, &local_error) ||
      g_error_matches (local_error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gint64
wb_woocommerce_get_retry_after_ms (WbShop *shop)
{
  return WB_WOOCOMMERCE (shop)->retry_after_ms;
}

static void
wb_woocommerce_shop_init (WbShopInterface *iface)
{
  iface->check = wb_woocommerce_check;
  iface->create = wb_woocommerce_create;
  iface->find_code = wb_woocommerce_find_code;
  iface->read_back = wb_woocommerce_read_back;
  iface->remove = wb_woocommerce_remove;
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
  if (g_ascii_strncasecmp (site, "https:", 6) == 0) {
    g_autofree char *pair = g_strconcat (consumer_key, ":", consumer_secret, NULL);
    g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));

    self->basic = g_strconcat ("Basic ", encoded, NULL);
    explicit_bzero (pair, strlen (pair));
    explicit_bzero (encoded, strlen (encoded));
  }

  return WB_SHOP (self);
}
