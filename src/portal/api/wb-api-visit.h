/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One request of a customer: whose ticket the key in the link opens, what is set for its type, and
 * what every answer to a customer begins with (reference/retino-api.md B.10). */

#pragma once

#include "wb-account.h"
#include "wb-click-rules.h"
#include "wb-merchant-store.h"
#include "wb-portal-request.h"
#include "wb-served-offers.h"
#include "wb-ticket.h"
#include "wb-wire-write.h"

G_BEGIN_DECLS

typedef struct
{
  WbPortalRequest *request;  /* (unowned) */
  char *key;                 /* (owned) the secret */
  char *banner_id;           /* (owned) (nullable) */
  WbPlacements placement;
  WbAccount *account;        /* (owned) */
  WbTicket *ticket;          /* (owned) */
  WbOfferSet *settings;      /* (owned) of the ticket's type */
  gint32 today;              /* in the account's zone */
} WbVisit;

void       wb_visit_clear            (WbVisit      *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbVisit, wb_visit_clear)

/* The limit of the address it came from; FALSE = answered with a 429. */
gboolean   wb_visit_take_address     (WbVisit      *self);
/* The same of the key, whose sum @key_sha256 is. */
gboolean   wb_visit_take_key         (WbVisit      *self,
                                      const char   *key_sha256);
/* Finds the ticket; answers with 404, or 429 when the key is used too often. */
gboolean   wb_visit_load             (WbVisit      *self,
                                      GError      **error);
void       wb_visit_refuse_nothing   (WbVisit      *self);
/* Answers with 403 while remarketing is off. */
void       wb_visit_check_active     (WbVisit      *self);
/* Answers with 400 what is no placement. */
void       wb_visit_set_placement    (WbVisit      *self,
                                      const char   *text);
/* Reads the body that all clicks share; NULL = answered with 400. */
WbCallRequestBody *wb_visit_read_body (WbVisit     *self) G_GNUC_WARN_UNUSED_RESULT;
/* Keeps what the customer saw or clicked, to be counted later. Of the visit: key and placement. */
void       wb_visit_take_sight       (WbVisit      *self,
                                      WbSightKind   kind,
                                      const char   *ticket_id,
                                      const char   *type,
                                      const char   *banner_id,
                                      guint         offered);
/* What is offered on this visit depends on this; the banner is the caller's to add. */
void       wb_visit_init_ask         (WbVisit      *self,
                                      WbServedAsk  *ask);
/* The ticket's call that a customer still waits for; NULL = none. */
gboolean   wb_visit_find_call        (WbVisit      *self,
                                      WbActivity  **call_out,
                                      GError      **error);

/* The customer takes the coupon; whether and where a click would make one. */
gboolean   wb_api_coupon_click       (WbVisit      *self,
                                      GError      **error);
gboolean   wb_api_coupon_can_click   (WbVisit      *self,
                                      WbMerchantStore **store_out,
                                      GError      **error);

/* The customer clicks the banner. Needs nothing loaded. */
gboolean   wb_api_banner_click       (WbVisit      *self,
                                      GError      **error);

/* The customer asks to be called. */
gboolean   wb_api_call_request       (WbVisit      *self,
                                      GError      **error);

G_END_DECLS
