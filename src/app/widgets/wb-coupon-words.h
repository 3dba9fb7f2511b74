/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A coupon in words, in one place for the table, its details and the cards: short ones for a cell,
 * whole ones for a sentence. All char * are new strings, "" where there is nothing to say. Main
 * thread only. */

#pragma once

#include "wb-context.h"
#include "wb-coupon.h"

G_BEGIN_DECLS

/* All states, in the order menus show them; ends with NULL. */
extern const char *const wb_coupon_states[];

const char *wb_coupon_state_label      (const char     *state);
const char *wb_coupon_state_icon       (const char     *state);
/* The CSS class that gives the icon its colour. */
const char *wb_coupon_state_class      (const char     *state);

/* “1 250 Kč” of the API's decimal text; "" for none. */
char       *wb_coupon_money            (const char     *amount,
                                        const char     *currency) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_coupon_money_minor      (gint64          minor,
                                        const char     *currency) G_GNUC_WARN_UNUSED_RESULT;
gboolean    wb_coupon_is_refunded      (const WbCoupon *coupon);

/* Of a cell: “200 Kč”, “1 000 Kč”, “5 Dec”, “Return 20250042”, “Oslo shop”, “20 Nov · Customer”,
 * “4 Dec · 1043”, “950 Kč (−300 Kč)”. */
char       *wb_coupon_words_value      (const WbCoupon *coupon) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_coupon_words_minimum    (const WbCoupon *coupon) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_coupon_words_expires    (WbContext      *context,
                                        const WbCoupon *coupon) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_coupon_words_ticket     (WbContext      *context,
                                        const WbCoupon *coupon) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_coupon_words_shop       (WbContext      *context,
                                        const WbCoupon *coupon) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_coupon_words_issuer     (WbContext      *context,
                                        const WbCoupon *coupon) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_coupon_words_issued     (WbContext      *context,
                                        const WbCoupon *coupon) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_coupon_words_used       (WbContext      *context,
                                        const WbCoupon *coupon) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_coupon_words_revenue    (const WbCoupon *coupon) G_GNUC_WARN_UNUSED_RESULT;
/* For a column: the currency stands once. */
char       *wb_coupon_words_revenue_short (const WbCoupon *coupon) G_GNUC_WARN_UNUSED_RESULT;
/* The row in one sentence, for who does not see it. */
char       *wb_coupon_words_sentence   (WbContext      *context,
                                        const WbCoupon *coupon,
                                        const char     *customer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
