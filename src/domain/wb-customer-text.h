/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The few sentences a customer reads around an offer, in the customer's language and not in the
 * program's: gettext follows the person at the desk. Languages: cs, sk, pl, de, en; any other = en. */

#pragma once

#include "wb-served-offers.h"

G_BEGIN_DECLS

typedef enum
{
  WB_CUSTOMER_TEXT_CALL_QUESTION,  /* "Shall we call you?": the default text of a call request */
  WB_CUSTOMER_TEXT_GET_COUPON,     /* button */
  WB_CUSTOMER_TEXT_CALL_ME,        /* button */
  WB_CUSTOMER_TEXT_YOUR_PHONE,     /* field */
  WB_CUSTOMER_TEXT_DONE_TITLE,     /* last portal step: "Your return %s is on its way" needs a type */
  WB_CUSTOMER_TEXT_DONE_BODY,
  WB_CUSTOMER_TEXT_TICKET_TITLE,
  WB_CUSTOMER_TEXT_EMAIL_TITLE,
  WB_CUSTOMER_TEXT_EMAIL_BODY,
} WbCustomerText;

const char *wb_customer_text            (WbCustomerText       id,
                                         const char          *language);
/* "200 Kč off your next order" / "10 % off your next order". */
char       *wb_customer_coupon_title    (const WbServedOffer *offer,
                                         const char          *language) G_GNUC_WARN_UNUSED_RESULT;
/* "For an order over 1 000 Kč, valid 14 days." with right plurals. */
char       *wb_customer_coupon_terms    (const WbServedOffer *offer,
                                         const char          *language) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
