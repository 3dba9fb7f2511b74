/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A shop's secret: the portal keeps the path of a file that only its owner reads (design.md 8). */

#pragma once

#include "wb-portal.h"
#include "wb-shop-secret.h"

G_BEGIN_DECLS

WbShopSecret *wb_portal_secret_read (const char *platform,
                                     const char  *path,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Refuses loopback addresses unless they are allowed, and what no shop stands at. */
gboolean   wb_portal_check_shop_url (const char *url,
                                     gboolean allow_loopback,
                                     GError     **error);
/* Does both and makes the client. @clock and @random are for the client. */
WbShop    *wb_portal_make_shop     (const WbMerchantStore *store,
                                    const char            *secret_file,
                                    const char            *ca_file,
                                    gboolean allow_loopback,
                                    WbClock               *clock,
                                    WbRandom              *random,
                                    GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
