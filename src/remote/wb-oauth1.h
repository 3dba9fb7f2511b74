/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One-legged OAuth 1.0a signatures (RFC 5849), as WooCommerce asks for over plain http
 * (reference/woocommerce-api.md 2). Pure; any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  WB_OAUTH1_HMAC_SHA256,
  WB_OAUTH1_HMAC_SHA1,
} WbOauth1Method;

const char *wb_oauth1_method_to_text (WbOauth1Method  method);

char       *wb_oauth1_escape         (const char     *text) G_GNUC_WARN_UNUSED_RESULT;
/* @params: decoded name, value, ... */
char       *wb_oauth1_base_string    (const char     *http_method,
                                      const char     *url,
                                      GPtrArray      *params) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_oauth1_signature      (WbOauth1Method  method,
                                      const char     *consumer_secret,
                                      const char     *base_string) G_GNUC_WARN_UNUSED_RESULT;

/* A query string taken apart: decoded name, value, ... */
GPtrArray  *wb_oauth1_split_query    (const char     *query) G_GNUC_WARN_UNUSED_RESULT;

char       *wb_oauth1_sign_url       (WbOauth1Method  method,
                                      const char     *http_method,
                                      const char     *url,
                                      const char     *consumer_key,
                                      const char     *consumer_secret,
                                      gint64          timestamp_secs,
                                      const char     *nonce) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
