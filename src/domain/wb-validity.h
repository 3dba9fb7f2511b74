/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Until when a coupon is valid: to the end of the day N days after its issue in the shop's zone,
 * and what each platform must be sent for that (design.md 4). */

#pragma once

#include "wb-time.h"

G_BEGIN_DECLS

gint32     wb_validity_last_day       (gint64      issued_at,
                                       int         days,
                                       GTimeZone  *shop_zone);
gint64     wb_validity_expires_at     (gint32      last_day,
                                       GTimeZone  *shop_zone);
/* Made again: as many days as were promised, from now on. */
gint64     wb_validity_anew           (gint64      expires_at,
                                       gint64      asked_at,
                                       gint64      now,
                                       GTimeZone  *shop_zone);
/* WooCommerce: "YYYY-MM-DDT23:59:59" in the shop's own time (woocommerce-api.md 3). */
char      *wb_validity_woocommerce    (gint32      last_day) G_GNUC_WARN_UNUSED_RESULT;
/* Shoptet: "YYYY-MM-DD", the last valid day itself (shoptet-api.md 4). */
char      *wb_validity_shoptet        (gint32      last_day) G_GNUC_WARN_UNUSED_RESULT;
/* Shopify: "YYYY-MM-DDThh:mm:ssZ", an instant in UTC (shopify-api.md 3). */
char      *wb_validity_shopify        (gint64      expires_at) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
