/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A coupon issued for a ticket, as the helpdesk knows it (reference/retino-api.md B.7). */

#pragma once

#include "wb-money.h"
#include "wb-record.h"

G_BEGIN_DECLS

#define WB_COUPON_PENDING "pending"
#define WB_COUPON_ACTIVE "active"
#define WB_COUPON_USED "used"
#define WB_COUPON_EXPIRED "expired"
#define WB_COUPON_FAILED "failed"
#define WB_COUPON_DISABLED "disabled"

typedef struct
{
  char *id;               /* (owned) */
  char *ticket;           /* (owned) ticket id */
  char *ticket_code;      /* (owned) (nullable) */
  char *ticket_type;      /* (owned) (nullable) */
  char *store;            /* (owned) (nullable) merchant store id (not store_id) */
  char *platform;         /* (owned) (nullable) */
  char *remote_id;        /* (owned) (nullable) the shop's id */
  char *code;             /* (owned) (nullable) NULL while pending */
  gint64 settings_version;
  char *issued_by;        /* (owned) (nullable) user id; NULL = the customer's click */
  char *activity;         /* (owned) (nullable) the call it was given on */
  char *kind;             /* (owned) fixed|percent */
  char *amount;           /* (owned) decimal text of the API ("200.00", "12.50") */
  char *currency;         /* (owned) */
  char *min_order_value;  /* (owned) (nullable) decimal text */
  char *placement;        /* (owned) (nullable) */
  char *state;            /* (owned) */
  gint64 created_at;      /* ms */
  gint64 expires_at;      /* ms or WB_TIME_NONE */
  gint64 used_at;         /* ms or WB_TIME_NONE */
  char *used_order_code;  /* (owned) (nullable) */
  char *revenue;          /* (owned) (nullable) decimal text: what its orders brought, refunds taken off */
  char *revenue_currency; /* (owned) (nullable) of the order; may be another than the coupon's */
  char *refunded;         /* (owned) (nullable) decimal text, same currency: what was given back of it */
  gboolean is_probable;   /* used, but no order names it for certain */
  char *error_code;       /* (owned) (nullable) */
  char *error_message;    /* (owned) (nullable) */
  gint64 updated_at;      /* ms */
  gint64 version;
} WbCoupon;

WB_DECLARE_RECORD (WbCoupon, wb_coupon)

gboolean   wb_coupon_is_live  (const WbCoupon *self);   /* pending or active */

G_END_DECLS
