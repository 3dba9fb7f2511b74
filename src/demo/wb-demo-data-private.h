/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files that make the demo's data share. */

#pragma once

#include "wb-demo-data.h"

G_BEGIN_DECLS

#define WB_DEMO_N_USERS (WB_DEMO_N_MANAGERS + WB_DEMO_N_AGENTS)
#define WB_DEMO_N_STEPS 5
#define WB_DEMO_N_TAGS 3

typedef enum
{
  WB_DEMO_TYPE_RETURN,
  WB_DEMO_TYPE_CLAIM,
  WB_DEMO_TYPE_EXCHANGE,
  WB_DEMO_TYPE_SERVICE,
  WB_DEMO_N_TYPES,
} WbDemoType;

/* The types whose customers have taken coupons. */
#define WB_DEMO_N_OFFERS 2

typedef enum
{
  WB_DEMO_BANNER_OVER,
  WB_DEMO_BANNER_ARCHIVED,
  WB_DEMO_BANNER_OPEN,      /* no period, unchanged for months */
  WB_DEMO_BANNER_RUNNING,
  WB_DEMO_BANNER_UPCOMING,
  WB_DEMO_N_BANNERS,
} WbDemoBanner;

typedef struct
{
  const char *kind;
  const char *amount;
  const char *minimum;
} WbDemoOffer;

extern const WbDemoOffer wb_demo_offers[WB_DEMO_N_OFFERS][WB_DEMO_N_SHOPS];
extern const int wb_demo_offer_days[WB_DEMO_N_OFFERS];

struct _WbDemoData
{
  WbDemoDataOptions options;
  GTimeZone *zone;                                /* (owned) the account's */
  char *account_id;                               /* (owned), as all below */
  char *users[WB_DEMO_N_USERS];                   /* managers first */
  char *tokens[WB_DEMO_N_USERS];
  char *types[WB_DEMO_N_TYPES];
  char *states[WB_DEMO_N_TYPES][WB_DEMO_N_STEPS];
  char *tags[WB_DEMO_N_TAGS];
  char *stores[WB_DEMO_N_SHOPS];
  char *banners[WB_DEMO_N_BANNERS];
  char *files[WB_DEMO_N_BANNERS];
};

/* The merchant's own name of a shop, as it stands on orders. */
const char *wb_demo_store_currency    (WbDemoShop    shop);

/* The shop's zone; (transfer full). */
GTimeZone  *wb_demo_store_zone        (WbDemoShop    shop) G_GNUC_WARN_UNUSED_RESULT;
/* The coupon that the customer of a ticket of @type took some time ago, or was given on @call
 * (nullable). */
WbCoupon   *wb_demo_coupon_new        (WbDemoData   *self,
                                       WbTicket     *ticket,
                                       const WbActivity *call,
                                       WbDemoType    type,
                                       WbDemoShop    shop,
                                       WbRandom     *random) G_GNUC_WARN_UNUSED_RESULT;

/* A call that staff ended some time ago. */
WbActivity *wb_demo_answered_new      (WbDemoData   *self,
                                       WbRandom     *random,
                                       gint64        asked_at) G_GNUC_WARN_UNUSED_RESULT;

/* Which version of the settings was in force; amounts are the same in all that coupons name. */
int         wb_demo_offer_version_at  (WbDemoData   *self,
                                       WbDemoType    type,
                                       gint64        at);
/* Where each tool was offered then, and which banner; (transfer none) (nullable) *@banner_out. */
void        wb_demo_offer_places_at   (WbDemoData   *self,
                                       WbDemoType    type,
                                       gint64        at,
                                       WbPlacements  places[WB_N_TOOLS],
                                       const char  **banner_out);
gboolean    wb_demo_offers_make       (WbDemoData   *self,
                                       WbDemoTake    take,
                                       gpointer      data,
                                       GError      **error);
gboolean    wb_demo_catalogue_make    (WbDemoData   *self,
                                       WbDemoTake    take,
                                       gpointer      data,
                                       GError      **error);
gboolean    wb_demo_tickets_make      (WbDemoData   *self,
                                       WbDemoTake    take,
                                       gpointer      data,
                                       GError      **error);

G_END_DECLS
