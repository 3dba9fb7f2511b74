/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A pretend WooCommerce 10.5 store: in-process, on loopback, on a thread of its own. It behaves as the
 * recordings of a real one do (tests/demo/test-pretend-woo.c replays them), quirks included, and fails
 * on demand. For the demo and for tests; what it keeps is worth nothing. All functions: any thread. */

#pragma once

#include "wb-clock.h"
#include "wb-pretend-fault.h"

G_BEGIN_DECLS

typedef struct _WbPretendWoo WbPretendWoo;

typedef struct
{
  const char *name;          /* (nullable) "Pretend store" */
  const char *currency;      /* (nullable) "CZK"; one for the whole store, as in WooCommerce */
  const char *time_zone;     /* (nullable) "Europe/Prague"; "+05:30" = a store without a zone name */
  const char *state_file;    /* (nullable) kept here after each change and read at the start */
  int price_decimals;        /* what the settings say; coupons have two places all the same */
  gboolean decimal_comma;
  gboolean coupons_disabled;
  gboolean has_taxes;
  gboolean prices_include_tax; /* with taxes: as prices are entered */
  gboolean hides_refunds;      /* as some versions of 2026: listed orders have none; their own lists tell */
} WbPretendWooOptions;

WbPretendWoo *wb_pretend_woo_new          (const WbPretendWooOptions *options,
                                           WbClock                   *clock,
                                           GError                   **error) G_GNUC_WARN_UNUSED_RESULT;
void          wb_pretend_woo_free         (WbPretendWoo              *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPretendWoo, wb_pretend_woo_free)

typedef enum
{
  WB_WOO_KEY_READ = 1,
  WB_WOO_KEY_WRITE = 2,
  WB_WOO_KEY_READ_WRITE = WB_WOO_KEY_READ | WB_WOO_KEY_WRITE,
} WbWooPermission;

/* @has_rights: whether the key's user is a shop manager. */
void          wb_pretend_woo_add_key      (WbPretendWoo    *self,
                                           const char      *consumer_key,
                                           const char      *consumer_secret,
                                           WbWooPermission  permission,
                                           gboolean         has_rights);

/* An address of the store. One store may have several, each with a web server of its own manners. */
typedef struct
{
  guint port;                   /* 0 = any */
  const char *tls_file;         /* (nullable) PEM with certificate and key: https */
  const char *home_url;         /* (nullable) what the store takes its address to be, if not where it
                                 * listens; its scheme decides whether PHP sees https */
  gboolean strips_authorization;
  gboolean no_rewrites;         /* a web server that does not know /wp-json/ */
} WbPretendWooFront;

/* Starts to listen. Returns the URL to use (transfer none, lives as long as @self). */
const char   *wb_pretend_woo_listen       (WbPretendWoo             *self,
                                           const WbPretendWooFront  *front,
                                           GError                  **error);

typedef enum
{
  WB_WOO_FAULT_FAIL_BEFORE,    /* 500, nothing stored */
  WB_WOO_FAULT_FAIL_AFTER,     /* stored, then 500 */
  WB_WOO_FAULT_SILENT_BEFORE,  /* nothing stored, closed without an answer */
  WB_WOO_FAULT_SILENT_AFTER,   /* stored, closed without an answer */
  WB_WOO_FAULT_CUT_AFTER,      /* stored, closed in the middle of the answer */
  WB_WOO_FAULT_HOLD_BEFORE,    /* the code was found free; stored and answered when released */
  WB_WOO_FAULT_HOLD_AFTER,     /* stored; answered when released */
  WB_WOO_FAULT_DROP_EMAIL,     /* stored without its e-mail restriction */
  WB_WOO_FAULT_OTHER_AMOUNT,   /* stored worth one unit more */
  WB_WOO_FAULT_OTHER_EXPIRY,   /* stored to end a day later */
  WB_WOO_FAULT_DUPLICATE,      /* a race: stored twice */
  WB_WOO_FAULT_HTML_PAGE,      /* a firewall's page, 403 */
  WB_WOO_FAULT_RATE_LIMITED,   /* a proxy's page, 429, Retry-After: 30 */
  WB_WOO_FAULT_REDIRECT,       /* 301 to https://shop.example/ */
  WB_WOO_FAULT_MAINTENANCE,    /* 503, Retry-After: 600; JSON only for who asks for it, as the next two */
  WB_WOO_FAULT_DATABASE,       /* 500 */
  WB_WOO_FAULT_FATAL,          /* 500, a plugin's fault */
  WB_WOO_FAULT_PHP_WARNING,    /* done, with a warning before the JSON */
  WB_WOO_FAULT_DROP,           /* answered as if stored, and gone */
  WB_WOO_FAULT_REVOKED,        /* the key is not known any more */
  WB_WOO_FAULT_SLOW,           /* answered ten seconds later */
  WB_WOO_FAULT_LATE,           /* closed without an answer; stored when released */
} WbPretendWooFault;

/* The next @times requests with @method (NULL = any) meet @fault. */
void          wb_pretend_woo_queue_fault  (WbPretendWoo      *self,
                                           WbPretendWooFault  fault,
                                           const char        *method,
                                           guint              times);
/* The faults that all pretend shops know, by the name of the request (wb-pretend-fault.h). */
void          wb_pretend_woo_add_fault    (WbPretendWoo      *self,
                                           WbPretendFault     fault,
                                           const char        *request,
                                           guint              times);
void          wb_pretend_woo_clear_faults (WbPretendWoo      *self);
void          wb_pretend_woo_release      (WbPretendWoo      *self);
/* Forgets all coupons and orders. */
/* While held, changes are not written to the state file; all at once when let go. */
void          wb_pretend_woo_hold         (WbPretendWoo      *self,
                                           gboolean           is_held);
void          wb_pretend_woo_clear        (WbPretendWoo      *self);

/* What came and what is there, for tests. @method NULL = any. */
guint         wb_pretend_woo_count_requests (WbPretendWoo    *self,
                                             const char      *method);
/* From now on requests are kept, and given out once: (element-type utf8) "METHOD path?query", then the
 * Accept header, the Content-Type and the body, each on its own line. */
void          wb_pretend_woo_keep_requests (WbPretendWoo     *self);
GPtrArray    *wb_pretend_woo_take_requests (WbPretendWoo     *self) G_GNUC_WARN_UNUSED_RESULT;
/* Published coupons, and those of a code, in any case. */
guint         wb_pretend_woo_count_coupons (WbPretendWoo     *self);
guint         wb_pretend_woo_count_code   (WbPretendWoo      *self,
                                           const char        *code);
/* The newest published coupon of that code as JSON, NULL = none. */
char         *wb_pretend_woo_dup_coupon   (WbPretendWoo      *self,
                                           const char        *code) G_GNUC_WARN_UNUSED_RESULT;
/* As the store's owner would in wp-admin: @json takes any member of a coupon. Returns the id. */
gint64        wb_pretend_woo_put_coupon   (WbPretendWoo      *self,
                                           const char        *json);
void          wb_pretend_woo_remove_coupon (WbPretendWoo     *self,
                                            gint64            id);
/* Orders: goods to order by the API, and what customers and the store's owner do. */
void          wb_pretend_woo_put_product  (WbPretendWoo      *self,
                                           gint64             id,
                                           const char        *name,
                                           const char        *sku,
                                           const char        *price);
/* @json takes any member of an order; uses no coupon. Returns the id. */
gint64        wb_pretend_woo_put_order    (WbPretendWoo      *self,
                                           const char        *json);
/* @amount decimal text, @code (nullable). Returns the id, 0 = the coupon is not taken. */
gint64        wb_pretend_woo_place_order  (WbPretendWoo      *self,
                                           const char        *email,
                                           const char        *amount,
                                           const char        *code,
                                           const char        *status);
void          wb_pretend_woo_set_order_status (WbPretendWoo  *self,
                                           gint64             id,
                                           const char        *status);
void          wb_pretend_woo_refund_order (WbPretendWoo      *self,
                                           gint64             id,
                                           const char        *amount);
void          wb_pretend_woo_remove_order_coupons (WbPretendWoo *self,
                                           gint64             id);
/* The id of the next new thing: posts of all kinds share the count. */
void          wb_pretend_woo_set_next_id  (WbPretendWoo      *self,
                                           gint64             id);
/* The id of the next line of an order. */
void          wb_pretend_woo_set_next_item_id (WbPretendWoo  *self,
                                           gint64             id);

G_END_DECLS
