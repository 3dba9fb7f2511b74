/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the pretend shop is divided: wb-pretend-shoptet.c listens, signs in, counts drops and fails,
 * -state.c keeps it in a file, -api.c finds the way and writes envelopes, -coupons.c and -orders.c
 * answer, -inspect.c is for tests. What starts with shoptet_ works with the lock held. */

#pragma once

#include "wb-pretend-shoptet.h"

#include "wb-pretend-server.h"
#include "wb-wire.h"

G_BEGIN_DECLS

typedef struct
{
  char *guid;              /* (owned) */
  char *title;             /* (owned) */
} ShoptetTemplate;

typedef struct
{
  char *code;              /* (owned) */
  gint64 created_at;       /* ms */
  gboolean is_percent;
  int ratio;               /* of 10000 */
  gint64 amount;           /* hundredths, whatever the currency */
  gint64 min_price;        /* hundredths; 0 = none */
  char currency[4];        /* "" = none */
  char *template_guid;     /* (owned) */
  char *shipping;          /* (owned) */
  gint32 valid_from;       /* WB_DATE_NONE */
  gint32 valid_to;         /* WB_DATE_NONE */
  gboolean reusable;
  int used;
  char *remark;            /* (owned) (nullable) */
} ShoptetCoupon;

typedef struct
{
  char *code;              /* (owned) */
  gint64 changed_at;       /* ms */
  gint64 hundredths;
} ShoptetCredit;

typedef struct
{
  char *code;              /* (owned) */
  gint64 created_at;       /* ms */
  gint64 changed_at;       /* ms */
  char *email;             /* (owned) (nullable) */
  int status;
  int paid;                /* TRUE, FALSE, -1 = null */
  char currency[4];
  gint64 goods;            /* hundredths */
  gint64 discount;         /* hundredths */
  char *row;               /* (owned) (nullable) the coupon's row reads so */
  gboolean is_deleted;
  GPtrArray *credits;      /* (owned) (nullable) (element-type ShoptetCredit) */
} ShoptetOrder;

struct _WbPretendShoptet
{
  GMutex mutex;            /* guards all below but the server */
  WbClock *clock;          /* (owned) */
  char *name;              /* (owned) */
  char *zone_name;         /* (owned) */
  GTimeZone *zone;         /* (owned) */
  GStrv currencies;        /* (owned) */
  char *state_file;        /* (owned) (nullable) */
  gboolean is_held;        /* it is not written meanwhile */
  char *record_file;       /* (owned) (nullable) */
  gboolean has_coupon_module;
  gboolean writes_proofs;  /* of payment, instead of invoices */
  gboolean explains;

  GHashTable *private_tokens; /* (owned) */
  GHashTable *oauth_tokens;   /* (owned) */
  GHashTable *api_tokens;     /* (owned) (element-type utf8 gint64) valid until, ms */
  guint next_token;
  gboolean denies_read[WB_PRETEND_SHOPTET_N_AREAS];
  gboolean denies_write[WB_PRETEND_SHOPTET_N_AREAS];

  GPtrArray *templates;    /* (owned) */
  GPtrArray *coupons;      /* (owned) in the order they were made */
  GHashTable *by_code;     /* (owned) upper-case code -> coupon */
  GPtrArray *orders;       /* (owned) */
  guint next_order;
  gboolean sorts_feed;
  char *shifts;            /* (owned) (nullable) the order that changes while the feed is read */
  guint next_credit;

  WbPretendFaults *faults; /* (owned) */
  GPtrArray *methods;      /* (owned) of the requests that came */
  GArray *statuses;        /* (owned) of the answers */
  double filling;          /* drops, at `counted_at` */
  double total_drops;
  gint64 counted_at;       /* steady ms */
  guint next_request;
  char *lock_key;          /* (owned) (nullable) the write that is in flight */
  gint64 lock_until;       /* steady ms */

  WbPretendServer *server; /* (owned) */
  const char *url;         /* (unowned) (nullable) where it listens: the shop's own address */
};

/* As many as an answer costs besides the one for itself. */
void        shoptet_cost          (WbPretendShoptet *self, guint n_items);

void        shoptet_handle        (WbPretendShoptet *self, const WbPretendRequest *request, WbPretendAnswer *answer);
/* Takes @data and @errors, which may be NULL. */
void        shoptet_answer        (WbPretendShoptet *self, WbPretendAnswer *answer, guint status, JsonObject *data, JsonArray *errors);
void        shoptet_refuse        (WbPretendShoptet *self, WbPretendAnswer *answer, guint status, const char *code, const char *message, const char *instance);
void        shoptet_add_error     (JsonArray *errors, const char *code, const char *message, const char *instance);
/* Which slice of @total the request asks for, and the object that says so. */
JsonObject *shoptet_paginate      (const WbPretendRequest *request, guint total, guint per_page, guint max_per_page, guint *first_out, guint *end_out);
void        shoptet_set_price     (JsonObject *object, const char *name, gint64 hundredths);
void        shoptet_set_time      (WbPretendShoptet *self, JsonObject *object, const char *name, gint64 ms);
void        shoptet_set_text      (JsonObject *object, const char *name, const char *text);

void        shoptet_templates     (WbPretendShoptet *self, const WbPretendRequest *request, JsonNode *body, WbPretendAnswer *answer);
void        shoptet_coupons       (WbPretendShoptet *self, const WbPretendRequest *request, JsonNode *body, WbPretendAnswer *answer);
void        shoptet_coupon        (WbPretendShoptet *self, const WbPretendRequest *request, const char *code, WbPretendAnswer *answer);
ShoptetTemplate *shoptet_add_template (WbPretendShoptet *self, const char *guid, const char *title);
ShoptetCoupon *shoptet_find_coupon  (WbPretendShoptet *self, const char *code);
/* NULL with *why_out = the shop would not have it. @object as it is sent. */
ShoptetCoupon *shoptet_make_coupon  (WbPretendShoptet *self, JsonObject *object, const char **why_out);
void        shoptet_keep_coupon     (WbPretendShoptet *self, ShoptetCoupon *coupon);
void        shoptet_drop_coupon     (WbPretendShoptet *self, ShoptetCoupon *coupon);
gboolean    shoptet_coupon_is_over  (WbPretendShoptet *self, const ShoptetCoupon *coupon);
JsonObject *shoptet_coupon_to_json  (WbPretendShoptet *self, const ShoptetCoupon *coupon);
void        shoptet_template_free   (gpointer template);
void        shoptet_coupon_free     (gpointer coupon);

void        shoptet_order_changes   (WbPretendShoptet *self, const WbPretendRequest *request, WbPretendAnswer *answer);
void        shoptet_order           (WbPretendShoptet *self, const char *code, WbPretendAnswer *answer);
void        shoptet_credit_changes  (WbPretendShoptet *self, const WbPretendRequest *request, WbPretendAnswer *answer);
void        shoptet_credit          (WbPretendShoptet *self, const char *code, WbPretendAnswer *answer);
void        shoptet_credits         (WbPretendShoptet *self, const WbPretendRequest *request, WbPretendAnswer *answer);
void        shoptet_proofs          (WbPretendShoptet *self, const WbPretendRequest *request, WbPretendAnswer *answer);
void        shoptet_invoices        (WbPretendShoptet *self, const WbPretendRequest *request, WbPretendAnswer *answer);
ShoptetOrder *shoptet_find_order    (WbPretendShoptet *self, const char *code);
ShoptetOrder *shoptet_add_order     (WbPretendShoptet *self);
void        shoptet_order_free      (gpointer order);
void        shoptet_credit_free     (gpointer credit);

gboolean    shoptet_load_state      (WbPretendShoptet *self, GError **error);
gboolean    shoptet_save_state      (WbPretendShoptet *self);

G_END_DECLS
