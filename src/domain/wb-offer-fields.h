/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The fields of an offer set: how they are called in clashes and differences, and when two values
 * of one are the same. Merging and comparing go by this one notion (reference/retino-api.md B.12:
 * amounts by currency, texts by language, placements as a set). */

#pragma once

#include "wb-offer-set.h"

G_BEGIN_DECLS

#define WB_OFFER_PATH_COUPON "tools.coupon"
#define WB_OFFER_PATH_AMOUNTS WB_OFFER_PATH_COUPON ".amounts"
#define WB_OFFER_PATH_VALIDITY WB_OFFER_PATH_COUPON ".validity_days"
#define WB_OFFER_PATH_CALL "tools.call_request"
#define WB_OFFER_PATH_CALL_TEXT WB_OFFER_PATH_CALL ".text"
#define WB_OFFER_PATH_BANNER "tools.banner"
#define WB_OFFER_PATH_PICTURE WB_OFFER_PATH_BANNER ".banner"
#define WB_OFFER_PATH_TARGET WB_OFFER_PATH_BANNER ".target_url"

/* "tools.coupon.amounts[CZK].amount"; @member NULL = the row itself. */
char      *wb_offer_path_of_amount   (const char *currency,
                                      const char *member) G_GNUC_WARN_UNUSED_RESULT;
/* The other way: NULL when @path is none of a row. */
char      *wb_offer_path_dup_currency (const char *path) G_GNUC_WARN_UNUSED_RESULT;
/* "tools.call_request.text.cs"; "" = the text that has no language. */
char      *wb_offer_path_of_text     (const char *language) G_GNUC_WARN_UNUSED_RESULT;
/* "200" and "200.00" are the same price. */
gboolean   wb_offer_decimals_equal   (const char *a,
                                      const char *b);

G_END_DECLS
