/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who the store is: the index, its settings, its currency (recordings 001 to 004). */

#include "config.h"

#include "wb-pretend-woo-private.h"

#include <string.h>

/**
 * pretend_site_index:
 * @self: the store
 * @request: what came
 * @answer: filled
 *
 * Answers who the site is.
 */
void
pretend_site_index (WbPretendWoo           *self,
                    const WbPretendRequest *request,
                    WbPretendAnswer        *answer)
{
  static const char *const namespaces[] = {
    "oembed/1.0", "wc/v3", "wc/v1", "wc/pos/v1/catalog", "jetpack/v4", "wc-admin", "wc-analytics",
    "wc/store", "wc/store/v1", "wc/private", "wc/v2", "wc-admin-email", "wc-telemetry",
    "wccom-site/v3", "wp-abilities/v1", "wp/v2", "wp-site-health/v1", "wp-block-editor/v1",
  };
  gboolean is_bare = self->zone_name[0] == '+' || self->zone_name[0] == '-';
  int interval = g_time_zone_find_interval (self->zone, G_TIME_TYPE_UNIVERSAL,
                                            wb_clock_now (self->clock) / 1000);
  int minutes = g_time_zone_get_offset (self->zone, interval) / 60;
  JsonObject *index = json_object_new ();
  JsonArray *list = json_array_new ();

  json_object_set_string_member (index, "name", self->name);
  json_object_set_string_member (index, "description", "");
  json_object_set_string_member (index, "url", pretend_front (request)->home_url);
  json_object_set_string_member (index, "home", pretend_front (request)->home_url);
  if (minutes % 60 == 0)
    json_object_set_int_member (index, "gmt_offset", minutes / 60);
  else
    json_object_set_double_member (index, "gmt_offset", minutes / 60.0);
  json_object_set_string_member (index, "timezone_string", is_bare ? "" : self->zone_name);
  for (guint i = 0; i < G_N_ELEMENTS (namespaces); i++)
    json_array_add_string_element (list, namespaces[i]);
  json_object_set_array_member (index, "namespaces", list);
  pretend_keep_fields (index, wb_pretend_request_param (request, "_fields"), FALSE);
  pretend_answer_object (answer, 200, index);
}

/**
 * pretend_site_setting:
 * @self: the store
 * @request: what came
 * @id: the setting's name
 * @answer: filled
 *
 * Answers one of the general settings. The list of all currencies is left out.
 *
 * Returns: whether there is such a setting
 */
gboolean
pretend_site_setting (WbPretendWoo           *self,
                      const WbPretendRequest *request,
                      const char             *id,
                      WbPretendAnswer        *answer)
{
  static const struct { const char *id, *label, *text, *type, *fallback, *group; } settings[] = {
    { "woocommerce_price_num_decimals", "Number of decimals",
      "This sets the number of decimal points shown in displayed prices.", "number", "2",
      "general" },
    { "woocommerce_enable_coupons", "Enable coupons", "Enable the use of coupon codes", "checkbox",
      "yes", "general" },
    { "woocommerce_currency", "Currency",
      "This controls what currency prices are listed at in the catalog and which currency gateways "
      "will take payments in.", "select", "USD", "general" },
    { "woocommerce_calc_taxes", "Enable taxes", "Enable tax rates and calculations", "checkbox",
      "no", "general" },
    { "woocommerce_prices_include_tax", "Prices entered with tax",
      "Whether prices are entered with tax.", "radio", "no", "tax" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    JsonObject *setting;
    g_autofree char *collection = NULL;
    g_autofree char *decimals = g_strdup_printf ("%d", self->price_decimals);
    const char *const values[] = {
      decimals, self->coupons_disabled ? "no" : "yes", self->currency,
      self->has_taxes ? "yes" : "no", self->prices_include_tax ? "yes" : "no"
    };

    if (strcmp (id, settings[i].id) != 0)
      continue;
    collection = g_strconcat ("/wc/v3/settings/", settings[i].group, NULL);
    setting = json_object_new ();
    json_object_set_string_member (setting, "id", id);
    json_object_set_string_member (setting, "label", settings[i].label);
    json_object_set_string_member (setting, "description", settings[i].text);
    json_object_set_string_member (setting, "type", settings[i].type);
    json_object_set_string_member (setting, "default", settings[i].fallback);
    json_object_set_string_member (setting, "tip", settings[i].text);
    json_object_set_string_member (setting, "value", values[i]);
    json_object_set_string_member (setting, "group_id", settings[i].group);
    pretend_add_links (setting, request, collection, id, "GET, POST, PUT, PATCH");
    pretend_answer_object (answer, 200, setting);
    return TRUE;
  }

  return FALSE;
}

/**
 * pretend_site_currency:
 * @self: the store
 * @request: what came
 * @answer: filled
 *
 * Answers the store's currency.
 */
void
pretend_site_currency (WbPretendWoo           *self,
                       const WbPretendRequest *request,
                       WbPretendAnswer        *answer)
{
  static const struct { const char *code, *name, *symbol; } known[] = {
    { "CZK", "Czech koruna", "&#75;&#269;" }, { "EUR", "Euro", "&euro;" },
    { "PLN", "Polish złoty", "&#122;&#322;" }, { "HUF", "Hungarian forint", "&#70;&#116;" },
    { "USD", "United States (US) dollar", "&#36;" }, { "GBP", "Pound sterling", "&pound;" },
    { "JPY", "Japanese yen", "&yen;" },
  };
  JsonObject *currency = json_object_new ();
  const char *name = self->currency;
  const char *symbol = self->currency;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    if (strcmp (known[i].code, self->currency) == 0) {
      name = known[i].name;
      symbol = known[i].symbol;
    }
  }
  json_object_set_string_member (currency, "code", self->currency);
  json_object_set_string_member (currency, "name", name);
  json_object_set_string_member (currency, "symbol", symbol);
  pretend_add_links (currency, request, "/wc/v3/data/currencies", self->currency, "GET");
  pretend_answer_object (answer, 200, currency);
}
