/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which shops a currency's coupons are made in, and what they cannot do; see wb-offer-rules.h. */

#include "config.h"

#include "wb-offer-rules.h"

#include <glib/gi18n-lib.h>

static const char *
get_name (const WbMerchantStore *store)
{
  return store->name ? store->name : store->store_id;
}

static gboolean
makes_coupons_in (const WbMerchantStore *store,
                  const char            *currency)
{
  return store->supports_coupons && store->currencies &&
         g_strv_contains ((const char *const *) store->currencies, currency);
}

/**
 * wb_offer_view_dup_store_names:
 * @stores: (element-type WbMerchantStore): the merchant's shops
 * @currency: ISO 4217 code
 *
 * Names the shops whose coupons are in @currency, as one line.
 *
 * Returns: (transfer full) (nullable): their names, or %NULL when there is none
 */
char *
wb_offer_view_dup_store_names (GPtrArray  *stores,
                               const char *currency)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < stores->len; i++) {
    const WbMerchantStore *store = g_ptr_array_index (stores, i);

    if (!makes_coupons_in (store, currency))
      continue;

    if (names->len > 0)
      g_string_append (names, ", ");
    g_string_append (names, get_name (store));
  }

  return names->len > 0 ? g_strdup (names->str) : NULL;
}

/* NULL = it makes coupons. The settings can be saved all the same: an outage passes (B.2). */
static char *
describe_trouble (const WbMerchantStore *store)
{
  /* Translators: %s is the name of a shop, here and in the next two */
  if (g_strcmp0 (store->connection, "error") == 0)
    return g_strdup_printf (_ ("%s does not answer. Until it does, it makes no coupons."),
                            get_name (store));
  if (g_strcmp0 (store->connection, "disabled") == 0)
    return g_strdup_printf (_ ("%s is switched off. Until it is on, it makes no coupons."),
                            get_name (store));
  if (g_strcmp0 (store->connection, "waiting") == 0)
    return g_strdup_printf (_ ("%s is not connected yet. Until it is, it makes no coupons."),
                            get_name (store));

  return NULL;
}

static void
add_line (GString    *lines,
          const char *line)
{
  if (!line)
    return;
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, line);
}

/**
 * wb_offer_view_dup_store_trouble:
 * @stores: (element-type WbMerchantStore): the merchant's shops
 * @currency: ISO 4217 code
 *
 * Says which shops of a currency cannot make coupons now.
 *
 * Returns: (transfer full) (nullable): a line for each; %NULL when all can
 */
char *
wb_offer_view_dup_store_trouble (GPtrArray  *stores,
                                 const char *currency)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < stores->len; i++) {
    const WbMerchantStore *store = g_ptr_array_index (stores, i);
    g_autofree char *line = makes_coupons_in (store, currency) ? describe_trouble (store) : NULL;

    add_line (lines, line);
  }

  return lines->len > 0 ? g_strdup (lines->str) : NULL;
}

/**
 * wb_offer_view_dup_stores_without:
 * @stores: (element-type WbMerchantStore): the merchant's shops
 *
 * Says which shops never make coupons, whatever is set up.
 *
 * Returns: (transfer full) (nullable): a line for each; %NULL when all do
 */
char *
wb_offer_view_dup_stores_without (GPtrArray *stores)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < stores->len; i++) {
    const WbMerchantStore *store = g_ptr_array_index (stores, i);
    g_autofree char *line = NULL;

    if (!store->supports_coupons)
      /* Translators: %s is the name of a shop */
      line = g_strdup_printf (_ ("%s cannot make coupons. Its customers are offered none."),
                              get_name (store));
    add_line (lines, line);
  }

  return lines->len > 0 ? g_strdup (lines->str) : NULL;
}
