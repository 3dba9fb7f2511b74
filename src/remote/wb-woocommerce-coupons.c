/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes, finds, removes and disables single coupons in WooCommerce. */

#include "config.h"

#include "wb-woocommerce-private.h"

#include "wb-oauth1.h"
#include "wb-shop-reply.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Our codes are 13 characters and more: more pages than this never hold one code. */
#define MAX_SEARCH_PAGES 10

static WbShopCoupon *
decode_answer (WbWoocommerce            *self,
               const WoocommerceAnswer  *answer,
               GError                  **error)
{
  WbShopCoupon *coupon = wb_woocommerce_decode_coupon (answer->node, self->currency, error);

  if (!coupon)
    wb_shop_reply_adopt (error);

  return coupon;
}

WbShopCoupon *
woocommerce_create (WbShop              *shop,
                    const WbShopCoupon  *coupon,
                    GCancellable        *cancellable,
                    GError             **error)
{
  WbWoocommerce *self = WB_WOOCOMMERCE (shop);
  g_autoptr (JsonNode) body = NULL;
  g_auto (WoocommerceAnswer) answer = { NULL };
  g_autoptr (GError) local_error = NULL;

  if (!woocommerce_ensure_shop (self, cancellable, error) ||
      !wb_woocommerce_check_coupon (coupon, self->currency, error))
    return NULL;

  body = wb_woocommerce_encode_coupon (coupon, self->zone);
  if (!woocommerce_call (self, "POST", WB_WOOCOMMERCE_API "coupons", WOOCOMMERCE_SIGN_IN, body,
                         &answer, cancellable, error))
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
  g_auto (WoocommerceAnswer) answer = { NULL };
  g_autoptr (GPtrArray) page = NULL;

  if (!woocommerce_call (self, "GET", route, WOOCOMMERCE_SIGN_IN, NULL, &answer, cancellable,
                         error))
    return FALSE;
  page = wb_woocommerce_decode_coupons (answer.node, self->currency, error);
  if (!page) {
    wb_shop_reply_adopt (error);
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
GPtrArray *
woocommerce_find_code (WbShop        *shop,
                       const char    *code,
                       GCancellable  *cancellable,
                       GError       **error)
{
  WbWoocommerce *self = WB_WOOCOMMERCE (shop);
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_coupon_unref);
  g_autofree char *escaped = wb_oauth1_escape (code);
  g_autofree char *by_code = g_strdup_printf (WB_WOOCOMMERCE_API "coupons?code=%s", escaped);
  int pages = 0;

  if (!woocommerce_ensure_shop (self, cancellable, error) ||
      !collect_page (self, code, by_code, found, &pages, cancellable, error))
    return NULL;
  pages = 1;
  for (int page = 1; page <= MIN (pages, MAX_SEARCH_PAGES); page++) {
    g_autofree char *by_search =
      g_strdup_printf (WB_WOOCOMMERCE_API
                       "coupons?search=%s&per_page=100&orderby=id&order=asc&page=%d", escaped,
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

WbShopCoupon *
woocommerce_read_back (WbShop        *shop,
                       const char    *remote_id,
                       GCancellable  *cancellable,
                       GError       **error)
{
  WbWoocommerce *self = WB_WOOCOMMERCE (shop);
  g_autofree char *route = g_strconcat (WB_WOOCOMMERCE_API "coupons/", remote_id, NULL);
  g_auto (WoocommerceAnswer) answer = { NULL };

  if (!check_id (remote_id, error) ||
      !woocommerce_ensure_shop (self, cancellable, error) ||
      !woocommerce_call (self, "GET", route, WOOCOMMERCE_SIGN_IN, NULL, &answer, cancellable,
                         error))
    return NULL;

  return decode_answer (self, &answer, error);
}

/* Without "force" the coupon would only go to the trash. */
gboolean
woocommerce_remove (WbShop        *shop,
                    const char    *remote_id,
                    GCancellable  *cancellable,
                    GError       **error)
{
  WbWoocommerce *self = WB_WOOCOMMERCE (shop);
  g_autofree char *route = g_strconcat (WB_WOOCOMMERCE_API "coupons/", remote_id, "?force=true",
                                        NULL);
  g_auto (WoocommerceAnswer) answer = { NULL };
  g_autoptr (GError) local_error = NULL;

  if (!check_id (remote_id, error))
    return FALSE;
  if (woocommerce_call (self, "DELETE", route, WOOCOMMERCE_SIGN_IN, NULL, &answer, cancellable,
                        &local_error) ||
      g_error_matches (local_error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
set_used (GError **error)
{
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT,
                       _ ("The coupon has been used in the meantime"));

  return FALSE;
}

/* Ended long ago rather than made a draft: every version knows the date, a coupon that has ended
 * still answers to its code in "?code=" and in wp-admin, where a draft is hidden, and it says
 * what happened to it. The date is fixed, so that a clock that is wrong here ends it all the
 * same. */
#define ENDED "2020-01-01T00:00:00"

static JsonNode *
build_end (void)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "date_expires", ENDED);
  json_node_take_object (node, object);

  return node;
}

/* See wb_shop_disable(). */
gboolean
woocommerce_disable (WbShop        *shop,
                     const char    *remote_id,
                     GCancellable  *cancellable,
                     GError       **error)
{
  WbWoocommerce *self = WB_WOOCOMMERCE (shop);
  g_autofree char *route = g_strconcat (WB_WOOCOMMERCE_API "coupons/", remote_id, NULL);
  g_autoptr (JsonNode) body = build_end ();
  g_auto (WoocommerceAnswer) answer = { NULL };
  g_autoptr (WbShopCoupon) before = NULL;
  g_autoptr (WbShopCoupon) after = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 now = wb_clock_now (self->clock);

  before = woocommerce_read_back (shop, remote_id, cancellable, &local_error);
  if (g_error_matches (local_error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND))
    return TRUE;
  if (!before) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (before->usage_count > 0)
    return set_used (error);
  if (!before->is_live || (before->expires_at != WB_TIME_NONE && before->expires_at < now))
    return TRUE;

  if (!woocommerce_call (self, "PUT", route, WOOCOMMERCE_SIGN_IN, body, &answer, cancellable,
                         &local_error)) {
    if (g_error_matches (local_error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  after = decode_answer (self, &answer, error);
  if (!after)
    return FALSE;
  if (after->usage_count > 0)
    return set_used (error);
  /* Success does not mean "as sent". */
  if (after->is_live && (after->expires_at == WB_TIME_NONE || after->expires_at > now)) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                         _ ("The shop did not end the coupon although it said so"));
    return FALSE;
  }

  return TRUE;
}
