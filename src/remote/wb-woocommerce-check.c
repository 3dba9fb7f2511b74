/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks a connection to WooCommerce, and says in a shop owner's words what keeps it from working
 * (reference/woocommerce-api.md 2 and 10). */

#include "config.h"

#include "wb-woocommerce-private.h"

#include "wb-oauth1.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Proves that the key may write without writing: an empty batch does nothing (recording 064). */
static gboolean
probe_write (WbWoocommerce      *self,
             WoocommerceAnswer  *answer,
             GCancellable       *cancellable,
             GError            **error)
{
  g_autoptr (JsonNode) empty = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (empty, json_object_new ());

  return woocommerce_call (self, "POST", WB_WOOCOMMERCE_API "coupons/batch", WOOCOMMERCE_SIGN_IN,
                           empty, answer, cancellable, error);
}

/* The shop answers an unknown key, a sign-in header lost on the way and an https that PHP does not
 * see all in the same words. Sending the key in the query with a secret that is certainly wrong
 * tells them apart and gives nothing away: only a key that is known there has a wrong secret. */
static gboolean
is_key_known (WbWoocommerce *self,
              GCancellable  *cancellable)
{
  g_auto (WoocommerceAnswer) answer = { NULL };
  g_autofree char *escaped = wb_oauth1_escape (self->key);
  g_autofree char *route =
    g_strdup_printf (WB_WOOCOMMERCE_API "coupons?per_page=1&consumer_key=%s&consumer_secret=none",
                     escaped);

  woocommerce_call (self, "GET", route, WOOCOMMERCE_ANONYMOUS, NULL, &answer, cancellable, NULL);

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
explain_sign_in (WbWoocommerce            *self,
                 const WoocommerceAnswer  *answer,
                 GCancellable             *cancellable,
                 GError                  **error)
{
  if (answer->status != 401 || !answer->code)
    return;

  if (strcmp (answer->code, "woocommerce_rest_authentication_error") == 0) {
    g_auto (WoocommerceAnswer) written = { NULL };

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
  g_auto (WoocommerceAnswer) answer = { NULL };

  if (probe_write (self, &answer, cancellable, error))
    return TRUE;
  /* Reading went well with the same key, so this is its permission and not its secret. */
  if (g_strcmp0 (answer.code, "woocommerce_rest_authentication_error") == 0)
    set_unauthorized (error, _ ("This key may only read. Make one with “Read/Write” permission in "
                                "WooCommerce › Settings › Advanced › REST API"));

  return FALSE;
}

/* A setting's value, NULL = the shop does not show it: older versions, and keys of people who
 * may not see settings. FALSE only when the shop could not be asked. */
static gboolean
read_setting (WbWoocommerce  *self,
              const char     *name,
              char          **value_out,
              GCancellable   *cancellable,
              GError        **error)
{
  g_autofree char *route = g_strconcat (WB_WOOCOMMERCE_API "settings/", name, NULL);
  g_auto (WoocommerceAnswer) answer = { NULL };
  g_autoptr (GError) local_error = NULL;

  *value_out = NULL;
  if (woocommerce_call (self, "GET", route, WOOCOMMERCE_SIGN_IN, NULL, &answer, cancellable,
                        &local_error)) {
    *value_out = wb_woocommerce_decode_setting (answer.node, NULL);
    return TRUE;
  }
  if (answer.status >= 400 && answer.status < 500 && answer.status != 429)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/* What a fixed amount is worth depends on how the shop's prices are entered; in a shop without
 * taxes there is nothing to tell. */
static gboolean
read_vat (WbWoocommerce  *self,
          WbShopCaps     *caps,
          GCancellable   *cancellable,
          GError        **error)
{
  g_autofree char *taxes = NULL;
  g_autofree char *included = NULL;

  if (!read_setting (self, "general/woocommerce_calc_taxes", &taxes, cancellable, error))
    return FALSE;
  if (g_strcmp0 (taxes, "yes") != 0)
    return TRUE;
  if (!read_setting (self, "tax/woocommerce_prices_include_tax", &included, cancellable, error))
    return FALSE;
  if (!included)
    return TRUE;

  caps->vat_known = TRUE;
  caps->prices_include_vat = strcmp (included, "yes") == 0;
  wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CAN, caps->prices_include_vat ?
                         WB_SHOP_NOTE_VAT_INCLUDED : WB_SHOP_NOTE_VAT_EXCLUDED, NULL);

  return TRUE;
}

/* Coupons can be made in a shop that has them switched off, but customers cannot enter them. */
static gboolean
check_coupons_enabled (WbWoocommerce  *self,
                       WbShopCaps     *caps,
                       GCancellable   *cancellable,
                       GError        **error)
{
  g_autofree char *enabled = NULL;

  if (!read_setting (self, "general/woocommerce_enable_coupons", &enabled, cancellable, error))
    return FALSE;
  if (g_strcmp0 (enabled, "no") == 0)
    wb_shop_caps_add_note (caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_COUPONS_OFF, NULL);

  return TRUE;
}

static gboolean
check_orders (WbWoocommerce  *self,
              WbShopCaps     *caps,
              GCancellable   *cancellable,
              GError        **error)
{
  g_auto (WoocommerceAnswer) answer = { NULL };

  if (!woocommerce_call (self, "GET",
                         WB_WOOCOMMERCE_API "orders?per_page=1&orderby=id&order=asc&_fields=id",
                         WOOCOMMERCE_SIGN_IN, NULL, &answer, cancellable, error)) {
    if (answer.status == 403) {
      g_clear_error (error);
      g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN,
                           _ ("The user this key belongs to may not see orders; make the key for a "
                              "shop manager or an administrator"));
    }
    return FALSE;
  }
  wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_ORDERS, NULL);

  return TRUE;
}

static WbShopCaps *
new_caps (WbWoocommerce      *self,
          WbWoocommerceIndex *index)
{
  WbShopCaps *caps = wb_shop_caps_new ();

  caps->percent = TRUE;
  caps->fixed = TRUE;
  caps->minimum = TRUE;
  caps->expiry = TRUE;
  caps->email_restriction = TRUE;
  g_strfreev (caps->currencies);
  caps->currencies = g_new0 (char *, 2);
  caps->currencies[0] = g_strdup (self->currency);
  g_free (caps->time_zone);
  caps->time_zone = g_steal_pointer (&index->time_zone);
  g_free (caps->name);
  caps->name = g_steal_pointer (&index->name);
  g_free (caps->platform);
  caps->platform = g_strdup ("woocommerce");
  wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_EMAIL, NULL);
  wb_shop_caps_add_note (caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ONE_CURRENCY, self->currency);

  return caps;
}

/* Who the shop is, and whether it takes our key. */
static WbShopCaps *
check_sign_in (WbWoocommerce   *self,
               WbShopStepFunc   step,
               gpointer         data,
               GCancellable    *cancellable,
               GError         **error)
{
  g_auto (WbWoocommerceIndex) index = { NULL };
  g_auto (WoocommerceAnswer) answer = { NULL };
  g_autoptr (GError) local_error = NULL;

  wb_shop_tell_step (step, data, WB_SHOP_STEP_REACH, FALSE);
  if (!woocommerce_load_index (self, &index, cancellable, error))
    return NULL;
  wb_shop_tell_step (step, data, WB_SHOP_STEP_REACH, TRUE);

  wb_shop_tell_step (step, data, WB_SHOP_STEP_SIGN_IN, FALSE);
  if (!woocommerce_load_currency (self, &answer, cancellable, &local_error)) {
    explain_sign_in (self, &answer, cancellable, &local_error);
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }
  wb_shop_tell_step (step, data, WB_SHOP_STEP_SIGN_IN, TRUE);

  return new_caps (self, &index);
}

/* See wb_shop_check(). */
WbShopCaps *
woocommerce_check (WbShop          *shop,
                   WbShopStepFunc   step,
                   gpointer         data,
                   GCancellable    *cancellable,
                   GError         **error)
{
  WbWoocommerce *self = WB_WOOCOMMERCE (shop);
  g_autoptr (WbShopCaps) caps = check_sign_in (self, step, data, cancellable, error);

  if (!caps)
    return NULL;

  wb_shop_tell_step (step, data, WB_SHOP_STEP_READ, FALSE);
  if (!read_vat (self, caps, cancellable, error))
    return NULL;
  wb_shop_tell_step (step, data, WB_SHOP_STEP_READ, TRUE);

  wb_shop_tell_step (step, data, WB_SHOP_STEP_COUPONS, FALSE);
  if (!check_write (self, cancellable, error) ||
      !check_coupons_enabled (self, caps, cancellable, error))
    return NULL;
  wb_shop_tell_step (step, data, WB_SHOP_STEP_COUPONS, TRUE);

  wb_shop_tell_step (step, data, WB_SHOP_STEP_ORDERS, FALSE);
  if (!check_orders (self, caps, cancellable, error))
    return NULL;
  wb_shop_tell_step (step, data, WB_SHOP_STEP_ORDERS, TRUE);

  return g_steal_pointer (&caps);
}
