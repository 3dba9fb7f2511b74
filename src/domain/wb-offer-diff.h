/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What differs between two versions of an offer set: by path for programs, in words for people.
 * History, copies and clashes are all told with these. */

#pragma once

#include "wb-banner.h"
#include "wb-offer-set.h"

G_BEGIN_DECLS

typedef struct
{
  char *path;               /* (owned) as of WbFieldClash, e.g. "tools.coupon.amounts[CZK].amount" */
  char *before;             /* (owned) (nullable) API text; NULL = there was none */
  char *after;              /* (owned) (nullable) */
  gboolean before_percent;  /* for an amount: whether it was a percentage */
  gboolean after_percent;
} WbFieldChange;

WB_DECLARE_RECORD (WbFieldChange, wb_field_change)

/* In the order of the API's object: switches are "true" and "false", placements "portal,email". */
GPtrArray *wb_offer_set_diff          (const WbOfferSet    *before,
                                       const WbOfferSet    *after) G_GNUC_WARN_UNUSED_RESULT;

/* How values are said. */
typedef struct
{
  const char *locale;          /* (unowned) (nullable) for amounts */
  gboolean percent;            /* amounts are percentages; a WbFieldChange knows by itself */
  GHashTable *banner_names;    /* (unowned) (nullable) id -> name (utf8) */
} WbDiffWords;

/* "Coupon amount in CZK", "Call request text (cs)", "Where the banner is offered". */
char      *wb_field_label             (const char          *path,
                                       const WbDiffWords   *words) G_GNUC_WARN_UNUSED_RESULT;
/* One value of that field for people: "200,00 Kč", "on", "portal, e-mail", "nothing". */
char      *wb_field_value_for_people  (const char          *path,
                                       const char          *value,
                                       const WbDiffWords   *words) G_GNUC_WARN_UNUSED_RESULT;
/* A whole sentence: "Coupon amount in CZK: 200,00 Kč → 250,00 Kč". */
char      *wb_field_change_describe   (const WbFieldChange *self,
                                       const WbDiffWords   *words) G_GNUC_WARN_UNUSED_RESULT;
/* All of them as people count them: a percentage is one for all currencies, and that a coupon
 * became a percentage is said by its amount. */
GStrv      wb_field_changes_describe  (GPtrArray           *changes,
                                       const WbDiffWords   *words) G_GNUC_WARN_UNUSED_RESULT;
/* "portal, e-mail"; "nowhere" for none. */
char      *wb_placements_for_people   (WbPlacements         placements) G_GNUC_WARN_UNUSED_RESULT;
/* A coupon's amount: "200,00 Kč" or "10 %"; @amount as of WbCouponAmount. */
char      *wb_amount_for_people       (const char          *amount,
                                       const char          *currency,
                                       gboolean             percent,
                                       const char          *locale) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
