/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a shop's address answers when it is not the shop that answers. */

#include "config.h"

#include "wb-shop-reply.h"

#include "wb-woocommerce-json.h"

#include <glib/gi18n-lib.h>

#define MAX_WORDS 200

/**
 * wb_shop_reply_set_foreign:
 * @reply: an answer that is not what the platform sends
 * @error: return location; `RATE_LIMITED`, `SERVER_FAULT` or `UNEXPECTED_REPLY` by the status
 *
 * A firewall's page, a proxy's, a warning of PHP, broken JSON: tells its first line in words.
 */
void
wb_shop_reply_set_foreign (const WbHttpReply  *reply,
                           GError            **error)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (reply->body, &length);
  g_autofree char *line = data ? wb_woocommerce_plain_text (data, (gssize) length, MAX_WORDS) :
                          g_strdup ("");
  WbRemoteError error_code = WB_REMOTE_ERROR_UNEXPECTED_REPLY;

  if (reply->status == 429) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_RATE_LIMITED,
                         _ ("The shop asks us to slow down"));
    return;
  }
  if (reply->status >= 500)
    error_code = WB_REMOTE_ERROR_SERVER_FAULT;

  /* Broken JSON may hold a customer's data: it is not shown. */
  if (line[0] == '{' || line[0] == '[')
    g_set_error (error, WB_REMOTE_ERROR, error_code,
                 _ ("The shop's answer broke off or is not valid JSON (%u)"), reply->status);
  else if (line[0] == '\0')
    g_set_error (error, WB_REMOTE_ERROR, error_code,
                 _ ("The shop sent no JSON, but an empty page (%u)"), reply->status);
  else
    /* Translators: %s is the first line of a web page or a PHP warning. */
    g_set_error (error, WB_REMOTE_ERROR, error_code,
                 _ ("The shop sent something other than JSON (%u): “%s”"), reply->status, line);
}

/**
 * wb_shop_reply_adopt:
 * @error: (nullable): where a decoder's error is, if there is one
 *
 * A reply that is JSON, but not the shape we know, is the server's fault in the caller's eyes.
 */
void
wb_shop_reply_adopt (GError **error)
{
  g_autoptr (GError) wire_error = NULL;

  if (!error || !*error || (*error)->domain != WB_WIRE_ERROR)
    return;
  wire_error = g_steal_pointer (error);
  g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
               _ ("The shop's answer is not understood (%s)"), wire_error->message);
}

/**
 * wb_shop_reply_list_found:
 * @coupon: (transfer full) (nullable): what a look-up found
 * @failure: (transfer full) (nullable): what kept it from finding out
 * @error: return location for @failure
 *
 * Returns: (transfer full) (element-type WbShopCoupon): one coupon or none; `NULL` with @error set
 */
GPtrArray *
wb_shop_reply_list_found (WbShopCoupon  *coupon,
                          GError        *failure,
                          GError       **error)
{
  GPtrArray *found = NULL;

  if (failure) {
    g_propagate_error (error, failure);
    return NULL;
  }
  found = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_coupon_unref);
  if (coupon)
    g_ptr_array_add (found, coupon);

  return found;
}

/**
 * wb_shop_reply_need_found:
 * @coupon: (transfer full) (nullable): what a look-up found
 * @failure: (transfer full) (nullable): what kept it from finding out
 * @error: return location for @failure, or `WB_REMOTE_ERROR_NOT_FOUND`
 *
 * Returns: (transfer full): the coupon; `NULL` with @error set
 */
WbShopCoupon *
wb_shop_reply_need_found (WbShopCoupon  *coupon,
                          GError        *failure,
                          GError       **error)
{
  if (failure)
    g_propagate_error (error, failure);
  else if (!coupon)
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND,
                         _ ("The shop has no such coupon"));

  return coupon;
}
