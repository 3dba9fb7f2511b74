/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See local-shop.h. */

#include "config.h"

#include "local-shop.h"

#include "wb-shop-secret.h"
#include "wb-sync-shops.h"
#include "wb-ticket-store.h"

#define KEY "ck_1111111111111111111111111111111111111111"
#define SECRET "cs_2222222222222222222222222222222222222222"

void
local_shop_set_up (LocalShop  *self,
                   AppFixture *app,
                   const char *name,
                   const char *currency)
{
  const WbPretendWooOptions options = { .currency = currency, .time_zone = "Europe/Prague" };
  g_autoptr (WbShopConnection) connection = wb_shop_connection_new ();
  g_autoptr (WbShopSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  self->woo = wb_pretend_woo_new (&options, WB_CLOCK (app->clock), &error);
  g_assert_no_error (error);
  wb_pretend_woo_add_key (self->woo, KEY, SECRET, WB_WOO_KEY_READ_WRITE, TRUE);
  connection->name = g_strdup (name);
  connection->platform = g_strdup ("woocommerce");
  connection->url = g_strdup (wb_pretend_woo_listen (self->woo, NULL, &error));
  g_assert_no_error (error);
  connection->connection = g_strdup ("connected");
  secret = wb_shop_secret_parse ("woocommerce",
                                 "consumer_key=" KEY "\nconsumer_secret=" SECRET "\n", &error);
  g_assert_no_error (error);
  connection->caps = wb_sync_check_shop (app->sync, connection, secret, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  wb_sync_put_shop (app->sync, connection, secret, NULL, &error);
  g_assert_no_error (error);
  self->connection_id = g_strdup (connection->id);
  app_wait_written (app);
}

void
local_shop_tear_down (LocalShop *self)
{
  wb_pretend_woo_free (self->woo);
  g_free (self->connection_id);
}

char *
local_shop_find_ticket (AppFixture *app,
                        const char *currency)
{
  WbDb *reader = wb_context_get_reader (app->context);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = wb_ticket_store_list_ids (reader, NULL, 0, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (WbTicket) ticket =
      wb_ticket_store_get_row (reader, g_array_index (ids, gint64, i), &error);

    g_assert_no_error (error);
    if (g_strcmp0 (ticket->order_currency, currency) == 0)
      return g_strdup (ticket->id);
  }
  g_assert_not_reached ();
}
