/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a shop lets us in with: `name=value` lines, read from a file of mode 0600 (the service,
 * winbackctl) or from the Secret Service (the desktop). Never written anywhere else, never in an
 * error's text. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which of them a platform takes:
 *   shoptet      private_token, or oauth_token + token_url
 *   shopify      access_token, or client_id + client_secret
 *   woocommerce  consumer_key + consumer_secret
 * A Shoptet secret may also name "template" (a GUID): no secret, but chosen with it. */
typedef struct _WbShopSecret WbShopSecret;

/* WB_REMOTE_ERROR_NOT_ALLOWED with words: a line that is none, a name the platform does not know, one
 * that is missing, a value with a line break. No value is ever repeated in the message. */
WbShopSecret *wb_shop_secret_parse  (const char         *platform,
                                     const char         *text,
                                     GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void          wb_shop_secret_free   (WbShopSecret       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbShopSecret, wb_shop_secret_free)

/* Wiped when freed. (nullable) */
const char   *wb_shop_secret_get    (const WbShopSecret *self,
                                     const char         *name);
/* The lines again, for the Secret Service; wipe it (wb_shop_secret_wipe) when done. */
char         *wb_shop_secret_format (const WbShopSecret *self) G_GNUC_WARN_UNUSED_RESULT;
void          wb_shop_secret_wipe   (char               *text);
/* The names a platform takes, sets of alternatives after one another, for forms and help:
 * { "private_token", NULL, "oauth_token", "token_url", NULL, NULL }. NULL = no such platform. */
const char *const *wb_shop_secret_names (const char     *platform);

G_END_DECLS
