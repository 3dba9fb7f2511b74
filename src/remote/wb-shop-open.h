/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes the client of a shop for its platform: the one place that knows all three. */

#pragma once

#include "wb-random.h"
#include "wb-shop.h"
#include "wb-shop-secret.h"

G_BEGIN_DECLS

typedef struct
{
  const char *platform;      /* "shoptet", "shopify", "woocommerce" */
  const char *url;           /* as its owner types it */
  const WbShopSecret *secret;
  const char *ca_file;       /* (nullable) PEM, besides the system's authorities */
  gboolean allow_loopback;   /* otherwise an address on this computer is refused */
} WbShopAddress;

/* WB_REMOTE_ERROR_NOT_ALLOWED with words: unknown platform, an address that is none, loopback,
 * a secret the platform cannot use. Nothing is asked yet. The shop belongs to the calling thread. */
WbShop    *wb_shop_open            (const WbShopAddress  *address,
                                    WbClock              *clock,
                                    WbRandom             *random,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* The address in the form it is kept and compared in ("https://shop.example"); (nullable). */
char      *wb_shop_normalize_url   (const char           *platform,
                                    const char           *url) G_GNUC_WARN_UNUSED_RESULT;
/* Whether it names this computer, however it is written. */
gboolean   wb_shop_url_is_loopback (const char           *url);

G_END_DECLS
