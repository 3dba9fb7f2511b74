/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Fills the demo: the merchant into the portal, past coupons into the shops and then the portal. */

#include "config.h"

#include "wb-demo-private.h"

#include <string.h>

#include "wb-time.h"
#include "wb-wire.h"
#include "wb-woocommerce-json.h"

/* A second start leaves room for the versions that the portal made of a store since the last. */
#define VERSIONS_PER_START 1000000

static guint16
port_of_url (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri ? (guint16) g_uri_get_port (uri) : 0;
}

/* A store is told to the portal once, and again only when it has moved: the portal has made
 * versions of its own since. */
static gboolean
import_store (WbDemo      *self,
              WbDemoShop   which,
              GError     **error)
{
  WbDemoRemembered *remembered = &self->folder.remembered;
  g_autoptr (WbMerchantStore) store = NULL;
  g_autofree char *key_name = g_strdup_printf ("shop-%u.key", which);
  g_autofree char *secret_file = wb_demo_folder_file (&self->folder, key_name);
  WbPortalShop access = {
    .secret_file = secret_file,
    .time_zone = wb_demo_store_time_zone (which),
  };
  guint16 port = port_of_url (self->shops[which].url);

  if (remembered->is_filled && remembered->shop_ports[which] == port)
    return TRUE;

  remembered->shop_ports[which] = port;
  store = wb_demo_data_new_store (self->data, which);
  store->url = g_strdup (self->shops[which].url);
  store->connection = g_strdup ("connected");
  store->last_sync_at = wb_clock_now (WB_CLOCK (self->clock));
  store->version += (gint64) remembered->n_starts * VERSIONS_PER_START;

  return wb_portal_import_store (self->portal, store, &access, error);
}

/* As WooCommerce says a time: the site's own, and beside it UTC. */
static void
set_woo_time (JsonObject *object,
              const char *name,
              gint64      ms,
              GTimeZone  *zone)
{
  g_autofree char *gmt_name = g_strconcat (name, "_gmt", NULL);
  g_autofree char *local = wb_time_format (wb_time_to_local (ms, zone));
  g_autofree char *gmt = wb_time_format (ms);

  local[strlen ("YYYY-MM-DDTHH:MM:SS")] = '\0';
  gmt[strlen ("YYYY-MM-DDTHH:MM:SS")] = '\0';
  json_object_set_string_member (object, name, local);
  json_object_set_string_member (object, gmt_name, gmt);
}

static gboolean
describe_coupon (const WbCoupon  *coupon,
                 WbShopCoupon    *described,
                 GError         **error)
{
  gint64 scaled = 0;

  described->code = g_strdup (coupon->code);
  described->is_percent = g_strcmp0 (coupon->kind, WB_COUPON_KIND_PERCENT) == 0;
  if (described->is_percent ? !wb_decimal_parse (coupon->amount, 2, &scaled, error)
                            : !wb_money_parse_api (coupon->amount, coupon->currency, FALSE,
                                                   &described->amount, error))
    return FALSE;
  described->percent_hundredths = (int) scaled;
  described->expires_at = coupon->expires_at;
  described->usage_limit = 1;
  described->ticket_mark = g_strdup (coupon->ticket);

  return wb_money_parse_api (coupon->min_order_value, coupon->currency, FALSE,
                             &described->min_order, error);
}

static WbDemoShop
find_shop (WbDemo     *self,
           const char *store_id)
{
  for (int i = 0; i < WB_DEMO_N_SHOPS; i++) {
    g_autoptr (WbMerchantStore) store = wb_demo_data_new_store (self->data, (WbDemoShop) i);

    if (g_strcmp0 (store->id, store_id) == 0)
      return (WbDemoShop) i;
  }

  g_assert_not_reached ();
}

/* The shop has the coupon first and names it; then the helpdesk knows it by that name. It is put
 * there as the shop would have stored what our client sends. */
static gboolean
import_coupon (WbDemo    *self,
               WbCoupon  *coupon,
               GError   **error)
{
  WbDemoShop which = find_shop (self, coupon->store);
  g_autoptr (WbShopCoupon) described = wb_shop_coupon_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (wb_demo_store_time_zone (which));
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *code = NULL;
  g_autofree char *json = NULL;
  JsonObject *object;

  if (!describe_coupon (coupon, described, error))
    return FALSE;
  if (!zone)
    zone = g_time_zone_new_utc ();

  node = wb_woocommerce_encode_coupon (described, zone);
  object = json_node_get_object (node);
  code = g_ascii_strdown (coupon->code, -1);
  json_object_set_string_member (object, "code", code);
  set_woo_time (object, "date_created", coupon->created_at, zone);
  set_woo_time (object, "date_modified", coupon->created_at, zone);
  set_woo_time (object, "date_expires", coupon->expires_at, zone);
  json_object_set_int_member (object, "usage_count", coupon->used_at == WB_TIME_NONE ? 0 : 1);
  json = wb_wire_print (node);
  coupon->remote_id = g_strdup_printf (
    "%" G_GINT64_FORMAT, wb_pretend_woo_put_coupon (self->shops[which].woo, json));

  return wb_portal_import_coupon (self->portal, coupon, error);
}

static gboolean
import_banner (WbDemo    *self,
               WbBanner  *banner,
               GError   **error)
{
  g_autoptr (GBytes) bytes = wb_demo_picture_load (banner->picture->name);
  gint64 shown_at = wb_demo_banner_was_shown (self->data, banner) ? banner->created_at
                                                                  : WB_TIME_NONE;

  return wb_portal_import_banner (self->portal, banner, bytes, shown_at, error);
}

static gboolean
import_one (WbDemoKind   kind,
            gpointer     record,
            const char  *token,
            gpointer     data,
            GError     **error)
{
  WbDemo *self = data;

  switch (kind) {
    case WB_DEMO_ACCOUNT:
      return wb_portal_import_account (self->portal, record, error);
    case WB_DEMO_USER:
      return wb_portal_import_user (self->portal, record, token, error);
    case WB_DEMO_TYPE:
      return wb_portal_import_type (self->portal, record, error);
    case WB_DEMO_STATE:
      return wb_portal_import_state (self->portal, record, error);
    case WB_DEMO_TAG:
      return wb_portal_import_tag (self->portal, record, error);
    case WB_DEMO_BANNER:
      return import_banner (self, record, error);
    case WB_DEMO_SETTINGS:
      return wb_portal_import_settings (self->portal, record, error);
    case WB_DEMO_TICKET:
      return wb_portal_import_ticket (self->portal, record, error);
    case WB_DEMO_ACTIVITY:
      return wb_portal_import_activity (self->portal, record, error);
    case WB_DEMO_COUPON:
      return import_coupon (self, record, error);
    default:
      g_assert_not_reached ();
  }
}

/**
 * wb_demo_fill:
 * @self: a demo whose shops listen and whose portal is open and not started
 * @error: return location (WB_DB_ERROR, WB_PORTAL_ERROR)
 *
 * The merchant goes in once per folder; a shop again when its address has changed.
 *
 * Returns: `FALSE` with @error set; the portal is only good for being dropped then
 */
gboolean
wb_demo_fill (WbDemo  *self,
              GError **error)
{
  if (!wb_portal_begin_import (self->portal, error))
    return FALSE;
  if (!self->folder.remembered.is_filled &&
      !wb_demo_data_make (self->data, import_one, self, error))
    return FALSE;
  for (int i = 0; i < WB_DEMO_N_SHOPS; i++) {
    if (!import_store (self, (WbDemoShop) i, error))
      return FALSE;
  }

  return wb_portal_end_import (self->portal, error);
}
