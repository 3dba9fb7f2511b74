/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* At level 0 the desktop speaks to shops itself: its connections to them, without any secret (those
 * are in the Secret Service under wb_shop_connection_secret_name()). To everything else such a shop
 * is a store of the merchant, as the helpdesk's are at level 1: wb_shop_connection_to_store(). */

#pragma once

#include "wb-db.h"
#include "wb-merchant-store.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;            /* (owned) UUID; the coupon's `store` */
  char *name;          /* (owned) as a person calls it; unique, compared without case */
  char *platform;      /* (owned) */
  char *url;           /* (owned) normalized */
  char *ca_pem;        /* (owned) (nullable) a private authority's certificate, itself, not its path */
  gboolean is_paused;
  char *connection;    /* (owned) connected|error|waiting; as last seen */
  char *error_message; /* (owned) (nullable) in words, why `error` */
  WbShopCaps *caps;    /* (owned) (nullable) as of the last check */
  gint64 checked_at;   /* ms or WB_TIME_NONE */
  gint64 last_sync_at; /* ms or WB_TIME_NONE: coupons and orders were followed to their end */
} WbShopConnection;

WB_DECLARE_RECORD (WbShopConnection, wb_shop_connection)

/* By name. (element-type WbShopConnection) */
GPtrArray        *wb_shop_connection_list    (WbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
WbShopConnection *wb_shop_connection_get     (WbDb *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Inserts, or replaces the one with that id. WB_ACTION_ERROR_EXISTS when the name or address is
 * taken. Commit with WB_TABLE_ACCOUNT: to the rest of the program it is one of the stores. */
gboolean          wb_shop_connection_put     (WbDb *db, const WbShopConnection *connection, GError **error);
/* Its coupons stay, and say that their shop is no longer connected. WB_ACTION_ERROR_OPEN while one is
 * being made in it. */
gboolean          wb_shop_connection_remove  (WbDb *db, const char *id, GError **error);
/* What its id was, if it was removed before; (nullable). */
char             *wb_shop_connection_recall  (WbDb *db, const WbShopConnection *connection) G_GNUC_WARN_UNUSED_RESULT;
char             *wb_shop_connection_secret_name (const char *id) G_GNUC_WARN_UNUSED_RESULT;
WbMerchantStore  *wb_shop_connection_to_store (const WbShopConnection *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
