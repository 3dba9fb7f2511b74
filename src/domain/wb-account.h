/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The merchant's account and what its server offers (reference/retino-api.md B.2, design.md 7). */

#pragma once

#include "wb-lang-text.h"
#include "wb-money.h"
#include "wb-record.h"

G_BEGIN_DECLS

/* 0 = Retino as it is (no /account), 1 = everything part B marks (ext). */
typedef enum
{
  WB_LEVEL_PLAIN = 0,
  WB_LEVEL_FULL = 1,
} WbLevel;

/* Names in `features` (B.2). A client asks only for what is named. */
#define WB_FEATURE_REMARKETING "remarketing"
#define WB_FEATURE_ACTIVITIES "activities"
#define WB_FEATURE_COUPONS "coupons"
#define WB_FEATURE_BANNERS "banners"
#define WB_FEATURE_EVENTS "events"
#define WB_FEATURE_STAFF_COUPONS "staff_coupons"
#define WB_FEATURE_LEASES "leases"
#define WB_FEATURE_VERSIONS "versions"
#define WB_FEATURE_STATS "stats"
#define WB_FEATURE_FUNNEL "funnel"
#define WB_FEATURE_COUPON_EVENTS "coupon_events"

typedef struct
{
  guint days;       /* bit 0 = Monday ... bit 6 = Sunday */
  gint16 from_min;  /* minutes after midnight, account's zone */
  gint16 to_min;
} WbHours;

typedef struct
{
  char *id;                     /* (owned) */
  WbLangText *name;             /* (owned) (nullable) */
  char *time_zone;              /* (owned) IANA name */
  char *default_language;       /* (owned) */
  GStrv languages;              /* (owned) */
  GStrv currencies;             /* (owned) */
  char *default_currency;       /* (owned) */
  char *default_ticket_type;    /* (owned) (nullable) type id */
  char *numbering_prefix;       /* (owned) (nullable) */
  int numbering_suffix_length;
  char *portal_url;             /* (owned) (nullable) */
  char *color_primary;          /* (owned) (nullable) #rrggbb, as the four below */
  char *color_button_text;
  char *color_background;
  char *color_text;
  char *font;                   /* (owned) (nullable) */
  char *corner_radius;          /* (owned) (nullable) none|mild|medium|strong */
  gboolean remarketing_active;
  gint64 remarketing_activated_at;  /* ms or WB_TIME_NONE */
  GStrv features;               /* (owned) */
  int call_goal_hours;          /* 24 unless told */
  GArray *business_hours;       /* (owned) (element-type WbHours) */
  GArray *closed_days;          /* (owned) (element-type gint32) dates */
  GArray *coupon_cap;           /* (owned) (element-type WbMoney) per currency; none = no cap */
  GArray *coupon_budget;        /* (owned) (element-type WbMoney) per currency and month */
  int coupon_cap_percent_hundredths;  /* 100 % = 10000; -1 = none */
  gint64 version;
} WbAccount;

WB_DECLARE_RECORD (WbAccount, wb_account)

gboolean   wb_account_has_feature  (const WbAccount *self,
                                    const char      *feature);

G_END_DECLS
