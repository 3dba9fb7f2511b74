/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The few sentences a customer reads around an offer, in the customer's language and not in the
 * program's: gettext follows the person at the desk. Languages: cs, sk, pl, de, en; any other = en.
 * They speak of "your request", which is true of a return, a claim and any type a shop adds. */

#pragma once

#include "wb-served-offers.h"

G_BEGIN_DECLS

typedef enum
{
  WB_CUSTOMER_TEXT_CALL_QUESTION,   /* what a call request asks that has no text of its own */
  WB_CUSTOMER_TEXT_GET_COUPON,      /* button */
  WB_CUSTOMER_TEXT_CALL_ME,         /* button */
  WB_CUSTOMER_TEXT_YOUR_PHONE,      /* field */
  WB_CUSTOMER_TEXT_DONE_TITLE,      /* last portal step */
  WB_CUSTOMER_TEXT_DONE_BODY,
  WB_CUSTOMER_TEXT_REQUEST_NUMBER,  /* the ticket's number follows */
  WB_CUSTOMER_TEXT_TICKET_TITLE,    /* ticket page; the ticket's number follows */
  WB_CUSTOMER_TEXT_STEP_RECEIVED,   /* how far a ticket is */
  WB_CUSTOMER_TEXT_STEP_WORKING,
  WB_CUSTOMER_TEXT_STEP_DONE,
  WB_CUSTOMER_TEXT_EMAIL_SUBJECT,   /* the ticket's number follows */
  WB_CUSTOMER_TEXT_EMAIL_GREETING,
  WB_CUSTOMER_TEXT_EMAIL_BODY,      /* after the greeting's comma */
  WB_N_CUSTOMER_TEXTS,
} WbCustomerText;

const char *wb_customer_text            (WbCustomerText       id,
                                         const char          *language);
/* "Sleva 200 Kč na další nákup"; "10% off your next order". */
char       *wb_customer_coupon_title    (const WbServedOffer *offer,
                                         const char          *language) G_GNUC_WARN_UNUSED_RESULT;
/* "Při nákupu od 1 000 Kč, platí 14 dní." with right plurals; no minimum, no word of it. */
char       *wb_customer_coupon_terms    (const WbServedOffer *offer,
                                         const char          *language) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
