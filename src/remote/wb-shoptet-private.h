/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by wb-shoptet.c (coupons), -call.c (one request), -check.c (what the shop can do) and -lists.c
 * (what is followed). */

#pragma once

#include "wb-shoptet.h"

#include "wb-pace.h"
#include "wb-shoptet-json.h"

G_BEGIN_DECLS

#define WB_SHOPTET_PATH_ESHOP "/api/eshop?include=orderStatuses"
#define WB_SHOPTET_PATH_TEMPLATES "/api/discount-coupons/templates"

/* The bucket holds 200 drops and drains 10 a second. Others may use it too, and what an answer costs
 * is told only afterwards: a fifth is left free. */
#define WB_SHOPTET_BUCKET_DROPS 200
#define WB_SHOPTET_USABLE_DROPS 160
#define WB_SHOPTET_DROPS_PER_SEC 10

struct _WbShoptet
{
  GObject parent_instance;

  char *api_url;             /* (owned) without a slash at the end */
  char *private_token;       /* (owned) (nullable) wiped at the end, as all tokens */
  char *oauth_token;         /* (owned) (nullable) */
  char *token_url;           /* (owned) (nullable) */
  WbShoptetToken *api_token; /* (owned) (nullable) until one was fetched */
  gint64 api_token_until;    /* steady ms */
  char *chosen_template;     /* (owned) (nullable) GUID, from the secret */
  char *template_guid;       /* (owned) (nullable) until it is known */
  WbHttp *http;              /* (owned) */
  WbClock *clock;            /* (owned) */
  WbPace *pace;              /* (owned) */
  gint64 retry_after_ms;     /* of the last answer; -1 = none */

  WbShoptetEshop *eshop;     /* (owned) (nullable) until it was asked for */
  GTimeZone *zone;           /* (owned) (nullable) with it */
  gint64 eshop_until;        /* steady ms; asked for again then */

  GPtrArray *queue;          /* (owned) (nullable) (element-type WbShoptetChange) the orders still to read, oldest
                              * change first */
  guint queue_next;
  char *queue_mark;          /* (owned) (nullable) the mark that goes on with the queue */
  gint64 queue_since;        /* ms; where this pass began ... */
  gint64 queue_until;        /* ms; ... and where the next one does */
  GPtrArray *credits;        /* (owned) (nullable) (element-type WbShoptetCredit) of this pass */
  gboolean no_credits;       /* the token may not read invoices or credit notes */
  gboolean no_proofs;        /* ... or proofs of payment */
};

/* One answer. */
typedef struct
{
  JsonNode *node;     /* (owned) (nullable) the envelope; NULL = an error was set */
  char *code;         /* (owned) (nullable) the shop's error code */
  guint status;       /* 0 = none came */
  gint64 date;        /* ms; the server's, WB_TIME_NONE = not told */
} WbShoptetAnswer;

void      wb_shoptet_answer_clear (WbShoptetAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbShoptetAnswer, wb_shoptet_answer_clear)

/* @path: with its query. Signs in, keeps to the rate. */
gboolean  wb_shoptet_call         (WbShoptet *self, const char *method, const char *path, JsonNode *body, WbShoptetAnswer *answer, GCancellable *cancellable, GError **error);
gboolean  wb_shoptet_adopt_shop   (WbShoptet *self, JsonNode *node, GError **error);
gboolean  wb_shoptet_ensure_shop  (WbShoptet *self, GCancellable *cancellable, GError **error);

WbShopCaps *wb_shoptet_check        (WbShop *shop, WbShopStepFunc step, gpointer data, GCancellable *cancellable, GError **error);
WbShopPage *wb_shoptet_list_coupons (WbShop *shop, const char *mark, GCancellable *cancellable, GError **error);
WbShopPage *wb_shoptet_list_orders  (WbShop *shop, const char *mark, GCancellable *cancellable, GError **error);

G_END_DECLS
