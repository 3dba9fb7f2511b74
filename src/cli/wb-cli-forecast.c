/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl offers forecast: what the customer will get, in the words the window has for it. */

#include "config.h"

#include "wb-cli.h"

#include "wb-account-store.h"
#include "wb-cli-print.h"
#include "wb-coupon-forecast.h"
#include "wb-wire-builder.h"

#include <glib/gi18n-lib.h>

static const char *const kinds[] = { "sent", "result", "note", "cannot" };

static gboolean
takes (const WbMerchantStore *store,
       const char            *currency)
{
  return store->supports_coupons && store->currencies &&
         g_strv_contains ((const char *const *) store->currencies, currency);
}

static gboolean
is_named (const WbMerchantStore *store,
          const char            *text)
{
  return g_strcmp0 (store->id, text) == 0 || g_strcmp0 (store->url, text) == 0 ||
         (store->name && g_ascii_strcasecmp (store->name, text) == 0) ||
         (store->store_id && g_ascii_strcasecmp (store->store_id, text) == 0);
}

/* The shop named, or the only one that takes the currency. (transfer none) */
static WbMerchantStore *
choose_store (WbCli       *self,
              GPtrArray   *stores,
              const char  *currency,
              GError     **error)
{
  const char *wanted = self->options.shop;
  WbMerchantStore *found = NULL;
  guint n_found = 0;

  for (guint i = 0; i < stores->len; i++) {
    WbMerchantStore *store = g_ptr_array_index (stores, i);

    if (wanted ? !is_named (store, wanted) : !takes (store, currency))
      continue;
    found = store;
    n_found++;
  }
  if (n_found == 1)
    return found;
  if (wanted)
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 n_found == 0 ? _ ("There is no shop “%s”; see “winbackctl shop list”")
                              : _ ("Several shops are called “%s”; use the address"), wanted);
  else
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 n_found == 0 ? _ ("No connected shop takes coupons in %s")
                              : _ ("Several shops take coupons in %s; choose one with --shop"),
                 currency);

  return NULL;
}

static void
print_json (WbCli                 *self,
            const WbMerchantStore *store,
            const char            *currency,
            GPtrArray             *lines)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_sized_new (lines->len);
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < lines->len; i++) {
    const WbForecastLine *line = g_ptr_array_index (lines, i);
    JsonObject *one = json_object_new ();

    wb_wire_put_text (one, "kind", kinds[line->kind]);
    wb_wire_put_text (one, "code", line->code);
    wb_wire_put_text (one, "words", line->words);
    json_array_add_object_element (array, one);
  }
  wb_wire_put_text (object, "store", store->id);
  wb_wire_put_text (object, "currency", currency);
  json_object_set_boolean_member (object, "works", wb_coupon_forecast_works (lines));
  json_object_set_array_member (object, "lines", array);
  node = wb_wire_take_object (object);
  wb_cli_print_json (node);
}

static void
print_lines (GPtrArray *lines)
{
  static const char *const headings[] = {
    N_ ("Sent to the shop:"), N_ ("What the customer gets:"), N_ ("What the shop makes of it:"),
    N_ ("What cannot be done:"),
  };

  for (guint kind = 0; kind < G_N_ELEMENTS (headings); kind++) {
    gboolean is_headed = FALSE;

    for (guint i = 0; i < lines->len; i++) {
      const WbForecastLine *line = g_ptr_array_index (lines, i);

      if (line->kind != kind)
        continue;
      if (!is_headed)
        g_print ("%s\n", _ (headings[kind]));
      is_headed = TRUE;
      g_print ("  %s\n", line->words);
    }
  }
}

/**
 * wb_cli_offers_forecast:
 * @self: the program
 * @args: the ticket type
 * @error: return location for a #GError
 *
 * Tells what a customer's click would bring, without asking any shop.
 *
 * Returns: `TRUE` on success, also when no coupon would come of it
 */
gboolean
wb_cli_offers_forecast (WbCli   *self,
                        GStrv    args,
                        GError **error)
{
  g_autofree char *currency = g_ascii_strup (self->options.currency, -1);
  g_autofree char *type = NULL;
  g_autoptr (WbOfferSet) set = NULL;
  g_autoptr (GPtrArray) stores = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  WbMerchantStore *store = NULL;

  if (wb_currency_digits (currency) < 0) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE, _ ("“%s” is no currency"), currency);
    return FALSE;
  }
  type = wb_cli_resolve_type (self, args[0], error);
  set = type ? wb_cli_get_offers (self, type, error) : NULL;
  stores = set ? wb_merchant_store_list (self->db, error) : NULL;
  store = stores ? choose_store (self, stores, currency, error) : NULL;
  if (!store)
    return FALSE;
  lines = wb_coupon_forecast (set, currency, store, wb_cli_now (self), self->zone);
  if (self->options.json)
    print_json (self, store, currency, lines);
  else
    print_lines (lines);

  return TRUE;
}
