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
  WB_DEMO_TYPE_TRADE_IN,
  WB_DEMO_N_TYPES,
} WbDemoType;

typedef enum
{
  WB_DEMO_BANNER_OVER,
  WB_DEMO_BANNER_ARCHIVED,
  WB_DEMO_BANNER_OPEN,      /* no period, unchanged for months */
  WB_DEMO_BANNER_RUNNING,
  WB_DEMO_BANNER_UPCOMING,
  WB_DEMO_BANNER_LAST_YEAR, /* the upcoming one's, a year before */
  WB_DEMO_N_BANNERS,
} WbDemoBanner;

typedef struct
{
  const char *kind;
  const char *amount;
  const char *minimum;
} WbDemoOffer;

typedef struct _WbDemoSeason WbDemoSeason;

struct _WbDemoData
{
  WbDemoDataOptions options;
  GTimeZone *zone;                                /* (owned) the account's */
  WbDemoSeason *season;                           /* (owned) (nullable) of a whole year */
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

/* When the tickets of a year were opened: by season and weekday, in the merchant's zone, the newest
 * some minutes ago. @rank: 0 = the newest of @n. */
WbDemoSeason *wb_demo_season_new      (gint64        now,
                                       GTimeZone    *zone) G_GNUC_WARN_UNUSED_RESULT;
void        wb_demo_season_free       (WbDemoSeason *self);
gint64      wb_demo_season_find       (WbDemoSeason *self,
                                       int           rank,
                                       int           n);

/* Which version of the settings was in force; 0 = none yet. */
int         wb_demo_offer_version_at  (WbDemoData   *self,
                                       WbDemoType    type,
                                       gint64        at);
/* What its coupon was; NULL = none was offered. */
const WbDemoOffer *wb_demo_offer_at   (WbDemoData   *self,
                                       WbDemoType    type,
                                       WbDemoShop    shop,
                                       gint64        at,
                                       int          *days_out);
/* One of @placements at which @tool was offered then, by chance; NULL = it was not. */
const char *wb_demo_placement_draw    (WbDemoData   *self,
                                       WbDemoType    type,
                                       WbTool        tool,
                                       gint64        at,
                                       WbRandom     *random);
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
