/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One of the merchant's e-shops; see wb-merchant-store.h. */

#include "config.h"

#include "wb-merchant-store.h"

#include "wb-time.h"

static void
init_merchant_store (WbMerchantStore *self)
{
  self->last_sync_at = WB_TIME_NONE;
}

static void
clear_merchant_store (WbMerchantStore *self)
{
  g_free (self->id);
  g_free (self->store_id);
  g_free (self->name);
  g_free (self->platform);
  g_free (self->url);
  g_strfreev (self->currencies);
  g_free (self->connection);
  g_free (self->error_message);
  g_clear_pointer (&self->caps, wb_shop_caps_unref);
}

WB_DEFINE_RECORD (WbMerchantStore, wb_merchant_store, init_merchant_store, clear_merchant_store)

/**
 * wb_merchant_stores_coupon_currencies:
 * @stores: (nullable) (element-type WbMerchantStore): the merchant's stores
 *
 * The currencies a coupon needs an amount for. The state of a store's connection plays no part: an
 * outage must not make settings unsaveable (reference/retino-api.md B.2).
 *
 * Returns: (transfer full) (array zero-terminated=1): each once, in the order first seen
 */
GStrv
wb_merchant_stores_coupon_currencies (GPtrArray *stores)
{
  g_autoptr (GPtrArray) currencies = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; stores && i < stores->len; i++) {
    const WbMerchantStore *store = g_ptr_array_index (stores, i);

    if (!store->supports_coupons || !store->currencies)
      continue;
    for (gsize j = 0; store->currencies[j]; j++) {
      if (!g_ptr_array_find_with_equal_func (currencies, store->currencies[j], g_str_equal, NULL))
        g_ptr_array_add (currencies, g_strdup (store->currencies[j]));
    }
  }
  g_ptr_array_add (currencies, NULL);

  return (GStrv) g_ptr_array_steal (currencies, NULL);
}
