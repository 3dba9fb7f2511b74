/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A pretend Shoptet shop: in-process, on loopback, on a thread of its own. It answers as Shoptet's
 * OpenAPI file says (tests/demo/check-shoptet-schema.py holds it to that), leaves bad coupons out
 * without a word, has a leaky bucket that is real, and fails on demand. For the demo and for tests;
 * what it keeps is worth nothing. All functions: any thread. */

#pragma once

#include "wb-clock.h"
#include "wb-money.h"
#include "wb-pretend-fault.h"

G_BEGIN_DECLS

typedef struct _WbPretendShoptet WbPretendShoptet;

typedef struct
{
  const char *name;              /* (nullable) "Pretend shop" */
  const char *time_zone;         /* (nullable) "Europe/Prague" */
  const char *const *currencies; /* (nullable) CZK and EUR; the first is the shop's own */
  const char *state_file;        /* (nullable) kept here after each change and read at the start */
  const char *record_file;       /* (nullable) requests and answers are written here, a line of JSON each */
  gboolean no_coupon_module;
  gboolean explains;             /* says why a coupon was left out; the real one need not */
} WbPretendShoptetOptions;

WbPretendShoptet *wb_pretend_shoptet_new   (const WbPretendShoptetOptions *options,
                                            WbClock                       *clock,
                                            GError                       **error) G_GNUC_WARN_UNUSED_RESULT;
void              wb_pretend_shoptet_free  (WbPretendShoptet              *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPretendShoptet, wb_pretend_shoptet_free)

/* While held, changes are not written to the state file; all at once when let go. */
void              wb_pretend_shoptet_hold (WbPretendShoptet *self, gboolean is_held);

/* Starts to listen. Returns the URL to use (transfer none, lives as long as @self). */
const char       *wb_pretend_shoptet_listen (WbPretendShoptet *self,
                                             guint             port,
                                             const char       *tls_file,
                                             GError          **error);

/* Ways in. An add-on's tokens are given out below WB_PRETEND_SHOPTET_TOKEN_PATH. */
#define WB_PRETEND_SHOPTET_TOKEN_PATH "/action/ApiOAuthServer/getAccessToken"
void              wb_pretend_shoptet_add_private_token (WbPretendShoptet *self,
                                                        const char       *token);
void              wb_pretend_shoptet_add_oauth_token   (WbPretendShoptet *self,
                                                        const char       *token);
/* As if the shop's owner, or time, had taken back every API token that was given out. */
void              wb_pretend_shoptet_expire_tokens     (WbPretendShoptet *self);

/* What a token's rights are given for. */
typedef enum
{
  WB_PRETEND_SHOPTET_COUPONS,
  WB_PRETEND_SHOPTET_ORDERS,
  WB_PRETEND_SHOPTET_CREDIT_NOTES,
  WB_PRETEND_SHOPTET_INVOICES,
  WB_PRETEND_SHOPTET_N_AREAS,
} WbPretendShoptetArea;

void              wb_pretend_shoptet_deny   (WbPretendShoptet     *self,
                                             WbPretendShoptetArea  area,
                                             gboolean              denies_read,
                                             gboolean              denies_write);
void              wb_pretend_shoptet_set_coupon_module (WbPretendShoptet *self,
                                                        gboolean          active);

void              wb_pretend_shoptet_add_fault   (WbPretendShoptet *self,
                                                  WbPretendFault    fault,
                                                  const char       *request,
                                                  guint             times);
void              wb_pretend_shoptet_clear_faults (WbPretendShoptet *self);
void              wb_pretend_shoptet_release     (WbPretendShoptet *self);
/* Somebody else's program uses the same bucket. */
void              wb_pretend_shoptet_pour        (WbPretendShoptet *self,
                                                  guint             drops);

/* What came and what is there, for tests. @method NULL = any. */
guint             wb_pretend_shoptet_count_requests (WbPretendShoptet *self,
                                                     const char       *method);
/* Answers with that status, and the drops that all answers cost. */
guint             wb_pretend_shoptet_count_status (WbPretendShoptet *self,
                                                   guint             status);
double            wb_pretend_shoptet_get_drops   (WbPretendShoptet *self);
guint             wb_pretend_shoptet_count_templates (WbPretendShoptet *self);
/* Coupons that can still be used, and those of a code, in any case. */
guint             wb_pretend_shoptet_count_coupons (WbPretendShoptet *self);
guint             wb_pretend_shoptet_count_code  (WbPretendShoptet *self,
                                                  const char       *code);
/* The coupon of that code as JSON, NULL = none. */
char             *wb_pretend_shoptet_dup_coupon  (WbPretendShoptet *self,
                                                  const char       *code) G_GNUC_WARN_UNUSED_RESULT;
/* As the shop's owner would in the administration: @json is a coupon as it is sent. */
gboolean          wb_pretend_shoptet_put_coupon  (WbPretendShoptet *self,
                                                  const char       *json);
void              wb_pretend_shoptet_remove_coupon (WbPretendShoptet *self,
                                                    const char       *code);
/* Forgets all coupons and orders. */
void              wb_pretend_shoptet_clear       (WbPretendShoptet *self);
/* @n coupons of nobody's, "FILL0000001" and so on. */
void              wb_pretend_shoptet_add_coupons (WbPretendShoptet *self,
                                                  guint             n);
/* Returns the GUID (transfer full). */
char             *wb_pretend_shoptet_add_template (WbPretendShoptet *self,
                                                   const char       *title) G_GNUC_WARN_UNUSED_RESULT;
void              wb_pretend_shoptet_remove_templates (WbPretendShoptet *self);

/* How the row of a coupon reads in an order. */
typedef enum
{
  WB_PRETEND_SHOPTET_ROW_CZECH,    /* "Slevový kupon č. CODE - Sleva 200 Kč" */
  WB_PRETEND_SHOPTET_ROW_SLOVAK,   /* "Zľavový kupón č. CODE" */
  WB_PRETEND_SHOPTET_ROW_NAMELESS, /* "Slevový kupon - Sleva 200 Kč" */
} WbPretendShoptetRow;

typedef struct
{
  const char *email;               /* (nullable) */
  WbMoney goods;                   /* before the coupon, with VAT */
  const char *coupon;              /* (nullable) a code */
  WbPretendShoptetRow row;
  gboolean paid;
} WbPretendShoptetPurchase;

/* A customer buys. Returns the order's number (transfer full); NULL = the shop did not take the
 * coupon: unknown, used, over, for another currency or for more goods. */
char             *wb_pretend_shoptet_buy         (WbPretendShoptet               *self,
                                                  const WbPretendShoptetPurchase *purchase) G_GNUC_WARN_UNUSED_RESULT;
/* -4 = cancelled; @paid: TRUE, FALSE, or -1 = not known. */
void              wb_pretend_shoptet_set_order   (WbPretendShoptet *self,
                                                  const char       *order,
                                                  int               status,
                                                  int               paid);
void              wb_pretend_shoptet_delete_order (WbPretendShoptet *self,
                                                   const char       *order);
/* It writes proofs of payment, and no invoices. */
void              wb_pretend_shoptet_write_proofs (WbPretendShoptet *self);
/* Gives @minor back by a credit note. The order itself does not change. */
void              wb_pretend_shoptet_credit_order (WbPretendShoptet *self,
                                                   const char       *order,
                                                   gint64            minor);
/* From now on the feed of orders is sorted by change, and while its next page is read @order changes:
 * it moves to the end, and one of the next page moves to this one. */
void              wb_pretend_shoptet_shift_feed  (WbPretendShoptet *self,
                                                  const char       *order);
/* @n paid orders without a coupon, a second apart, ending now. */
void              wb_pretend_shoptet_add_orders  (WbPretendShoptet *self,
                                                  guint             n);

G_END_DECLS
