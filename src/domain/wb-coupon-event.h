/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One thing that happened to a coupon: its story, from the wish to the order that used it. Kept by
 * whoever makes coupons (service, or the workspace at level 0), served as
 * `GET /coupons/{id}/events` (src/portal/API.md). */

#pragma once

#include "wb-record.h"

G_BEGIN_DECLS

#define WB_COUPON_EVENT_ASKED "asked"          /* wished for: by whom, where */
#define WB_COUPON_EVENT_SENT "sent"            /* the shop was asked to make it; value = how many times now */
#define WB_COUPON_EVENT_UNCERTAIN "uncertain"  /* no answer: looked up, not found; will be looked up again */
#define WB_COUPON_EVENT_FOUND "found"          /* it was there after all */
#define WB_COUPON_EVENT_MADE "made"            /* the shop has it, compared equal: active */
#define WB_COUPON_EVENT_REMOVED "removed"      /* the shop had stored something else; taken back. text says what */
#define WB_COUPON_EVENT_FAILED "failed"        /* text says why */
#define WB_COUPON_EVENT_RETRIED "retried"      /* by a person */
#define WB_COUPON_EVENT_USED "used"            /* order, money = what it brought */
#define WB_COUPON_EVENT_FREED "freed"          /* its order was cancelled: it can be spent again */
#define WB_COUPON_EVENT_REFUNDED "refunded"    /* order, money = given back by now */
#define WB_COUPON_EVENT_DISABLED "disabled"    /* by a person, or replaced */
#define WB_COUPON_EVENT_GONE "gone"            /* somebody took it away in the shop */
#define WB_COUPON_EVENT_EXPIRED "expired"

  typedef struct
  {
    char *id;       /* (owned) */
    char *coupon;   /* (owned) coupon id */
    gint64 at;      /* ms */
    char *kind;     /* (owned) one of the above; unknown ones are shown by their text */
    char *by;       /* (owned) (nullable) user id; NULL = the customer, or the service itself */
    char *order_code; /* (owned) (nullable) */
    char *amount;   /* (owned) (nullable) decimal text */
    char *currency; /* (owned) (nullable) of amount */
    char *value;    /* (owned) (nullable) see above */
    char *text;     /* (owned) (nullable) for people */
  } WbCouponEvent;

  WB_DECLARE_RECORD (WbCouponEvent, wb_coupon_event)

/* A translated sentence without time and person: "Order 20250042 used it and brought 1 250 Kč". */
  char      *wb_coupon_event_words   (const WbCouponEvent * self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
