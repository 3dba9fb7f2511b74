/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo's merchant: a home and lighting shop that sells in three countries, with its staff,
 * ticket types, offers, tickets and calls. The same seed, time and numbers give the same data, to
 * the byte. */

#pragma once

#include "wb-account.h"
#include "wb-activity.h"
#include "wb-banner.h"
#include "wb-coupon.h"
#include "wb-demo-people.h"
#include "wb-merchant-store.h"
#include "wb-offer-set.h"
#include "wb-tag.h"
#include "wb-ticket-state.h"
#include "wb-ticket-type.h"
#include "wb-ticket.h"
#include "wb-user.h"

G_BEGIN_DECLS

#define WB_DEMO_TICKETS_DEFAULT 1000
#define WB_DEMO_CALLS_DEFAULT 40
/* Of past weeks, besides those. */
#define WB_DEMO_ANSWERED_DEFAULT 420
/* Of a whole year, and the calls of it that were answered. */
#define WB_DEMO_YEAR_TICKETS_DEFAULT 1750
#define WB_DEMO_YEAR_ANSWERED_DEFAULT 400
#define WB_DEMO_YEAR_DAYS 366
#define WB_DEMO_TICKETS_MAX 2000000
#define WB_DEMO_N_MANAGERS 2
#define WB_DEMO_N_AGENTS 3

typedef struct
{
  guint64 seed;
  gint64 now;     /* ms; what "late" and "today" are measured by */
  int n_tickets;
  int n_calls;    /* open and closed; at most one per ticket */
  int n_answered; /* calls of past weeks besides those, on other tickets */
  gboolean inactive;  /* remarketing was never used: no offers, banners and coupons */
  gboolean is_year;   /* tickets come by season and weekday over a year, not ever more of late */
} WbDemoDataOptions;

/* What an object is; the order is that in which they come. */
typedef enum
{
  WB_DEMO_ACCOUNT,   /* WbAccount */
  WB_DEMO_USER,      /* WbUser */
  WB_DEMO_TYPE,      /* WbTicketType */
  WB_DEMO_STATE,     /* WbTicketState */
  WB_DEMO_TAG,       /* WbTag */
  WB_DEMO_BANNER,    /* WbBanner; its picture's name is for wb_demo_picture_load() */
  WB_DEMO_SETTINGS,  /* WbOfferSet, all versions of a type */
  WB_DEMO_TICKET,    /* WbTicket */
  WB_DEMO_ACTIVITY,  /* WbActivity, right after its ticket */
  WB_DEMO_COUPON,    /* WbCoupon, right after its ticket; without remote_id, which the shop gives */
} WbDemoKind;

/* Takes one object; FALSE with an error ends it. @token: of a user, else NULL. */
typedef gboolean (* WbDemoTake) (WbDemoKind    kind,
                                 gpointer      record,
                                 const char   *token,
                                 gpointer      data,
                                 GError      **error);

typedef struct _WbDemoData WbDemoData;

WbDemoData      *wb_demo_data_new          (const WbDemoDataOptions *options) G_GNUC_WARN_UNUSED_RESULT;
void             wb_demo_data_free         (WbDemoData              *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbDemoData, wb_demo_data_free)

gboolean         wb_demo_data_make         (WbDemoData              *self,
                                            WbDemoTake               take,
                                            gpointer                 data,
                                            GError                 **error);

GBytes          *wb_demo_picture_load      (const char              *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean         wb_demo_banner_was_shown  (WbDemoData              *self,
                                            const WbBanner          *banner);
const char      *wb_demo_data_get_token    (WbDemoData              *self,
                                            WbRole                   role,
                                            guint                    index);
const char      *wb_demo_store_time_zone   (WbDemoShop               shop);
const char      *wb_demo_store_name        (WbDemoShop               shop);
const char      *wb_demo_store_platform    (WbDemoShop               shop);
/* Without url and connection, which are the running demo's. */
WbMerchantStore *wb_demo_data_new_store    (WbDemoData              *self,
                                            WbDemoShop               shop) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
