/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a customer is offered in one place: the view model behind GET /portal/{key}/offers
 * (reference/retino-api.md B.10) and behind the window's preview, so that both show the same. */

#pragma once

#include "wb-account.h"
#include "wb-banner.h"
#include "wb-offer-set.h"

G_BEGIN_DECLS

typedef struct
{
  WbTool tool;
  /* Coupon, values as the API writes them. */
  char *kind;             /* (owned) (nullable) */
  char *amount;           /* (owned) (nullable) */
  char *currency;         /* (owned) (nullable) */
  char *min_order_value;  /* (owned) (nullable) */
  int validity_days;
  /* Call request. */
  char *text;             /* (owned) (nullable) in the customer's language */
  /* Banner. */
  char *banner;           /* (owned) (nullable) id */
  char *image_url;        /* (owned) (nullable) */
  char *alt_text;         /* (owned) (nullable) in the customer's language, "" = none */
  char *target_url;       /* (owned) (nullable); the service serves a counting address instead */
} WbServedOffer;

WB_DECLARE_RECORD (WbServedOffer, wb_served_offer)

typedef struct
{
  WbPlacements placement;
  char *language;     /* (owned) the one that was used */
  GPtrArray *offers;  /* (owned) (element-type WbServedOffer) in display order; may be empty */
} WbServedOffers;

WB_DECLARE_RECORD (WbServedOffers, wb_served_offers)

typedef struct
{
  const WbAccount *account;    /* (unowned) */
  const WbOfferSet *set;       /* (unowned) */
  const WbBanner *banner;      /* (unowned) (nullable) the one the set names, if it exists */
  WbPlacements placement;      /* exactly one */
  const char *language;        /* (unowned) (nullable) asked for; unknown to the account = default */
  const char *order_currency;  /* (unowned) (nullable) no order = no coupon */
  gint32 today;                /* in the account's zone: a banner outside its period is not offered */
} WbServedAsk;

/* Why a tool is not offered. */
typedef enum
{
  WB_SERVED_GAP_NONE,            /* it is */
  WB_SERVED_GAP_OFF,
  WB_SERVED_GAP_ELSEWHERE,       /* not placed here */
  WB_SERVED_GAP_NO_ORDER,
  WB_SERVED_GAP_NO_AMOUNT,       /* none that could be given, in the order's currency */
  WB_SERVED_GAP_BAD_MINIMUM,
  WB_SERVED_GAP_NO_VALIDITY,
  WB_SERVED_GAP_UNKNOWN_KIND,
  WB_SERVED_GAP_NO_BANNER,       /* none is chosen */
  WB_SERVED_GAP_UNKNOWN_BANNER,
  WB_SERVED_GAP_ARCHIVED,
  WB_SERVED_GAP_UPCOMING,
  WB_SERVED_GAP_OVER,
  WB_SERVED_GAP_NO_TARGET,       /* it leads nowhere */
} WbServedGap;

WbServedOffers *wb_served_offers_make      (const WbServedAsk *ask) G_GNUC_WARN_UNUSED_RESULT;
WbServedGap     wb_served_offers_find_gap  (const WbServedAsk *ask,
                                            WbTool             tool);

G_END_DECLS
