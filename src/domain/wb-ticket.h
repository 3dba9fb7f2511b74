/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A ticket with its customer, order, products and history (reference/retino-api.md B.4). */

#pragma once

#include "wb-money.h"
#include "wb-record.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;                  /* (owned) (nullable) */
  char *bound_order_item;    /* (owned) (nullable) */
  char *name;                /* (owned) (nullable) */
  char *variant;             /* (owned) (nullable) */
  char *manufacturer;        /* (owned) (nullable) */
  gint64 amount_milli;       /* quantity in thousandths: 1 piece = 1000 */
  WbMoney price_with_vat;    /* WB_MONEY_NONE = not told */
} WbProduct;

WB_DECLARE_RECORD (WbProduct, wb_product)

typedef struct
{
  char *id;          /* (owned) */
  char *type;        /* (owned) note, state_change, ... kept as text */
  char *text;        /* (owned) (nullable) */
  gint64 created_at; /* ms or WB_TIME_NONE */
  char *user;        /* (owned) (nullable) user id */
} WbHistoryItem;

WB_DECLARE_RECORD (WbHistoryItem, wb_history_item)

typedef struct
{
  char *id;               /* (owned) */
  char *company;          /* (owned) (nullable) account id */
  char *code;             /* (owned) e.g. 20250042 */
  char *type;             /* (owned) (nullable) ticket type id */
  char *state;            /* (owned) (nullable) state id */
  char *owner;            /* (owned) (nullable) user id */
  char *customer_name;    /* (owned) (nullable), as the three below */
  char *customer_email;
  char *customer_phone;
  char *customer_language;
  gboolean has_order;
  char *order_id;         /* (owned) (nullable), as the strings below */
  char *order_code;
  char *order_remote_id;
  char *order_store_id;   /* the merchant's name of the store */
  gint32 order_date;      /* date or WB_DATE_NONE */
  char *order_currency;
  WbMoney order_price_with_vat;
  GPtrArray *products;    /* (owned) (element-type WbProduct) never NULL */
  GStrv tags;             /* (owned) tag ids, never NULL */
  gboolean has_history;   /* whether the history was sent: lists of level 1 leave it out */
  GPtrArray *history;     /* (owned) (element-type WbHistoryItem) never NULL */
  gint64 created_at;      /* ms or WB_TIME_NONE, as the three below */
  gint64 updated_at;
  gint64 closed_at;
  gint64 deleted_at;      /* set = a tombstone: only id, updated_at and version are meant */
  gboolean has_remarketing;   /* whether the member was sent */
  char *coupon;           /* (owned) (nullable) newest coupon's id */
  char *call_request;     /* (owned) (nullable) activity id */
  int banner_clicks;
  char *portal_url;       /* (owned) (nullable) the customer's own link; detail only */
  gint64 version;         /* 0 at level 0 */
} WbTicket;

WB_DECLARE_RECORD (WbTicket, wb_ticket)

G_END_DECLS
