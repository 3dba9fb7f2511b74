/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A desk with a shop; see wb-shop-desk.h. */

#include "config.h"

#include "wb-shop-desk.h"

#include <glib/gstdio.h>

#include "wb-coupon-store.h"
#include "wb-offer-set.h"
#include "wb-ticket-store.h"

#define WORKSPACE_ID "5a000000-0000-4000-8000-000000000001"

static void
give_secrets (WbShopDesk *self)
{
  g_autofree char *spec = g_strconcat ("file:", self->secrets, NULL);
  g_autoptr (GError) error = NULL;
  WbSecrets *secrets = wb_secrets_new (spec, &error);

  g_assert_no_error (error);
  wb_sync_set_secrets (self->desk->sync, secrets);
}

WbShopDesk *
wb_shop_desk_new (gboolean waits_by_itself)
{
  const WbPretendWooOptions options = { .currency = "CZK", .time_zone = "Europe/Prague" };
  const WbPretendWooFront front = { 0 };
  WbShopDesk *self = g_new0 (WbShopDesk, 1);
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  self->desk = wb_sync_desk_new (0);
  wb_movable_clock_set_auto_advance (self->desk->clock, waits_by_itself);
  self->woo = wb_pretend_woo_new (&options, WB_CLOCK (self->desk->clock), &error);
  g_assert_no_error (error);
  wb_pretend_woo_add_key (self->woo, SHOP_KEY, SHOP_SECRET, WB_WOO_KEY_READ_WRITE, TRUE);
  self->url = wb_pretend_woo_listen (self->woo, &front, &error);
  g_assert_no_error (error);
  db = wb_workspace_begin (self->desk->workspace, &error);
  g_assert_no_error (error);
  wb_workspace_set_meta (db, WB_SYNC_META_WORKSPACE_ID, WORKSPACE_ID, &error);
  wb_workspace_commit (self->desk->workspace, WB_TABLE_SYNC, &error);
  g_assert_no_error (error);
  folder = g_build_filename (self->desk->root, "secrets", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  self->secrets = g_build_filename (folder, "keys", NULL);
  give_secrets (self);

  return self;
}

void
wb_shop_desk_free (WbShopDesk *self)
{
  wb_sync_stop (self->desk->sync);
  wb_sync_shops_stop (self->desk->sync);
  wb_sync_desk_free (self->desk);
  wb_pretend_woo_free (self->woo);
  g_free (self->secrets);
  g_free (self->connection);
  g_free (self);
}

void
wb_shop_desk_restart (WbShopDesk *self)
{
  wb_sync_shops_stop (self->desk->sync);
  wb_sync_desk_restart (self->desk);
  give_secrets (self);
}

WbShopSecret *
wb_shop_desk_secret (const char *text)
{
  g_autoptr (GError) error = NULL;
  WbShopSecret *secret = wb_shop_secret_parse ("woocommerce", text, &error);

  g_assert_no_error (error);

  return secret;
}

char *
wb_shop_desk_connect_to (WbShopDesk *self,
                         const char *name,
                         const char *url)
{
  g_autoptr (WbShopConnection) connection = wb_shop_connection_new ();
  g_autoptr (WbShopSecret) secret = wb_shop_desk_secret (SHOP_SECRET_TEXT);
  g_autoptr (GError) error = NULL;

  connection->name = g_strdup (name);
  connection->platform = g_strdup ("woocommerce");
  connection->url = g_strdup (url);
  connection->caps = wb_sync_check_shop (self->desk->sync, connection, secret, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  wb_sync_put_shop (self->desk->sync, connection, secret, NULL, &error);
  g_assert_no_error (error);

  return g_strdup (connection->id);
}

void
wb_shop_desk_connect (WbShopDesk *self)
{
  self->connection = wb_shop_desk_connect_to (self, "Obchod", self->url);
}

void
wb_shop_desk_add_ticket (WbShopDesk *self,
                         const char *id)
{
  g_autoptr (WbTicket) ticket = wb_ticket_new ();
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  ticket->id = g_strdup (id);
  ticket->code = g_strconcat ("2025", id, NULL);
  ticket->has_order = TRUE;
  ticket->order_currency = g_strdup ("CZK");
  ticket->created_at = ticket->updated_at = self->desk->fake->now;
  db = wb_workspace_begin (self->desk->workspace, &error);
  g_assert_no_error (error);
  wb_ticket_store_apply (db, ticket, NULL, &error);
  wb_workspace_commit (self->desk->workspace, WB_TABLE_TICKETS, &error);
  g_assert_no_error (error);
}

WbCouponOrder *
wb_shop_desk_order (const char *ticket)
{
  WbCouponOrder *order = wb_coupon_order_new ();

  order->ticket = g_strdup (ticket);
  order->kind = g_strdup (WB_COUPON_KIND_FIXED);
  order->amount = g_strdup ("200");
  order->currency = g_strdup ("CZK");
  order->min_order_value = g_strdup ("1000");
  order->validity_days = 14;

  return order;
}

WbCoupon *
wb_shop_desk_coupon (WbShopDesk *self,
                     const char *id)
{
  g_autoptr (GError) error = NULL;
  WbCoupon *coupon = wb_coupon_store_get (wb_sync_desk_db (self->desk), id, &error);

  g_assert_no_error (error);

  return coupon;
}

WbCoupon *
wb_shop_desk_coupon_of (WbShopDesk *self,
                        const char *ticket)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) coupons = wb_coupon_store_for_ticket (wb_sync_desk_db (self->desk), ticket, &error);

  g_assert_no_error (error);

  return coupons->len > 0 ? wb_coupon_ref (g_ptr_array_index (coupons, 0)) : NULL;
}

char *
wb_shop_desk_story (WbShopDesk *self,
                    const char *coupon_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = wb_coupon_story_list (wb_sync_desk_db (self->desk), coupon_id, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < events->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", ((WbCouponEvent *) g_ptr_array_index (events, i))->kind);

  return g_string_free (text, FALSE);
}

guint
wb_shop_desk_issues (WbShopDesk *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = wb_issue_store_list (wb_sync_desk_db (self->desk), NULL, &error);

  g_assert_no_error (error);

  return rows->len;
}

gboolean
wb_shop_desk_is_spendable (WbShopDesk *self,
                           const char *code)
{
  g_autofree char *json = wb_pretend_woo_dup_coupon (self->woo, code);
  g_autoptr (JsonNode) node = json ? json_from_string (json, NULL) : NULL;
  const char *ends = node ? json_object_get_string_member (json_node_get_object (node), "date_expires_gmt") : NULL;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) end = ends ? g_date_time_new_from_iso8601 (ends, utc) : NULL;

  return end && g_date_time_to_unix (end) * 1000 > wb_clock_now (WB_CLOCK (self->desk->clock));
}
