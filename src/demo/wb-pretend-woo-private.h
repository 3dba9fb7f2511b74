/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the pretend store is divided: wb-pretend-woo.c listens and fails, -auth.c signs in, -rest.c is
 * WordPress (routes, parameters, errors), -coupons.c and -text.c are WooCommerce (values and their quirks),
 * -items.c and -list.c answer with them, -order.c and -orders.c do the same for orders, -site.c says who the store is, -faults.c is trouble, -inspect.c
 * is for tests. What starts with pretend_ works with the lock held. */

#pragma once

#include "wb-pretend-server.h"
#include "wb-pretend-woo.h"

#include "wb-wire.h"

G_BEGIN_DECLS

typedef struct
{
  char *key;                   /* (owned) */
  char *secret;                /* (owned) */
  WbWooPermission permission;
  gboolean has_rights;
} PretendKey;

typedef struct
{
  gint64 id;
  char *name;                  /* (owned) */
  char *sku;                   /* (owned) */
  gint64 price;                /* hundredths */
} PretendProduct;

struct _WbPretendWoo
{
  GMutex mutex;                /* guards all below but the server */
  WbClock *clock;              /* (owned) */
  char *name;                  /* (owned) */
  char *currency;              /* (owned) */
  char *zone_name;             /* (owned) */
  GTimeZone *zone;             /* (owned) */
  char *state_file;            /* (owned) (nullable) */
  gboolean is_held;            /* it is not written meanwhile */
  int price_decimals;
  gboolean decimal_comma;
  gboolean coupons_disabled;
  gboolean has_taxes;
  gboolean prices_include_tax;
  gboolean hides_refunds;      /* orders come with an empty list of them */

  GPtrArray *keys;             /* (element-type PretendKey) (owned) */
  GHashTable *nonces;          /* (element-type utf8 gint64) (owned) used when, in seconds */
  GPtrArray *coupons;          /* (element-type JsonObject) (owned) as answered, without _links */
  GPtrArray *orders;           /* (element-type JsonObject) (owned) the same */
  GPtrArray *products;         /* (element-type PretendProduct) (owned) */
  gint64 next_id;
  gint64 next_item_id;
  gint64 next_meta_id;
  GPtrArray *faults;           /* (owned) queued, by method */
  WbPretendFaults *shared_faults;  /* (owned) by the name of the request */
  GPtrArray *methods;          /* (element-type utf8) (owned) of the requests that came */
  GPtrArray *kept;             /* (element-type utf8) (owned) (nullable) requests, for tests */
  gboolean in_race;            /* the duplicate check has been passed already */

  WbPretendServer *server;     /* (owned) */
  GPtrArray *fronts;           /* (element-type PretendFront) (owned) */
};

/* An address of the store, as requests carry it. */
typedef struct
{
  char *home_url;              /* (owned) as the store takes its address to be */
  gboolean strips_authorization;
  gboolean no_rewrites;
} PretendFront;

static inline const PretendFront *
pretend_front (const WbPretendRequest *request)
{
  return request->front;
}

/* As PHP writes it: slashes escaped, ASCII only. @node is taken. */
void        pretend_answer_json   (WbPretendAnswer *answer, guint status, JsonNode *node);
JsonObject *pretend_new_error     (guint status, const char *code, const char *message);
void        pretend_answer_object (WbPretendAnswer *answer, guint status, JsonObject *object);
void        pretend_answer_error  (WbPretendAnswer *answer, guint status, const char *code, const char *message);

/* NULL without @code_out = anonymous; with it = refused. */
const PretendKey *pretend_sign_in (WbPretendWoo *self, const WbPretendRequest *request, const char **code_out, char **message_out);

void        pretend_rest_handle   (WbPretendWoo *self, const WbPretendRequest *request, WbPretendAnswer *answer);

void        pretend_site_index    (WbPretendWoo *self, const WbPretendRequest *request, WbPretendAnswer *answer);
gboolean    pretend_site_setting  (WbPretendWoo *self, const WbPretendRequest *request, const char *id, WbPretendAnswer *answer);
void        pretend_site_currency (WbPretendWoo *self, const WbPretendRequest *request, WbPretendAnswer *answer);

void        pretend_items_create  (WbPretendWoo *self, const WbPretendRequest *request, JsonObject *params, WbPretendAnswer *answer);
void        pretend_items_item    (WbPretendWoo *self, const WbPretendRequest *request, JsonObject *params, gint64 id, WbPretendAnswer *answer);
void        pretend_items_batch   (WbPretendWoo *self, const WbPretendRequest *request, JsonObject *params, WbPretendAnswer *answer);

gboolean    pretend_fault_before_store (WbPretendWooFault fault, const WbPretendRequest *request, WbPretendAnswer *answer);
gboolean    pretend_fault_in_store (WbPretendWooFault fault, const WbPretendRequest *request, WbPretendAnswer *answer);
void        pretend_fault_spoil   (WbPretendWoo *self, WbPretendWooFault fault);
void        pretend_keep_request  (WbPretendWoo *self, const WbPretendRequest *request);
gboolean    pretend_remember      (WbPretendWoo *self, const char *method);

/* What went wrong with the values of one coupon: 400 unless told. */
typedef struct
{
  guint status;                /* 0 = nothing */
  const char *code;
  const char *message;
} PretendProblem;

JsonObject *pretend_coupon_find       (WbPretendWoo *self, gint64 id);
/* The published one a code stands for, but for @except_id. */
JsonObject *pretend_coupon_by_code    (WbPretendWoo *self, const char *formatted_code, gint64 except_id);
JsonObject *pretend_coupon_create     (WbPretendWoo *self, JsonObject *params, PretendProblem *problem);
gboolean    pretend_coupon_update     (WbPretendWoo *self, JsonObject *coupon, JsonObject *params, PretendProblem *problem);
JsonObject *pretend_coupon_copy       (JsonObject *coupon);
/* wp-admin's freedom: any member, as it is. */
JsonObject *pretend_coupon_put        (WbPretendWoo *self, JsonObject *members);
void        pretend_coupon_trash      (WbPretendWoo *self, JsonObject *coupon);
char       *pretend_format_code       (const char *text);
char       *pretend_sanitize_text     (const char *text);
char       *pretend_local_text        (gint64 ms, GTimeZone *zone);
gboolean    pretend_parse_date        (const char *text, GTimeZone *zone, gboolean is_gmt, gint64 *ms_out);

gint64      pretend_parse_amount      (const char *text, gboolean decimal_comma);
char       *pretend_format_amount     (gint64 hundredths);
char       *pretend_sanitize_email    (const char *text);

JsonObject *pretend_order_new         (WbPretendWoo *self);
JsonObject *pretend_order_find        (WbPretendWoo *self, gint64 id);
void        pretend_order_keep        (WbPretendWoo *self, JsonObject *order);
gboolean    pretend_order_add_items   (WbPretendWoo *self, JsonObject *order, JsonArray *wanted);
/* One thing of that price. */
void        pretend_order_add_goods   (WbPretendWoo *self, JsonObject *order, gint64 price);
char       *pretend_order_apply       (WbPretendWoo *self, JsonObject *order, JsonArray *wanted);
void        pretend_order_set_status  (WbPretendWoo *self, JsonObject *order, const char *status, gboolean is_new);
void        pretend_order_drop_coupons (WbPretendWoo *self, JsonObject *order);
gint64      pretend_order_refund      (WbPretendWoo *self, JsonObject *order, gint64 amount, const char *reason);

void        pretend_orders_create     (WbPretendWoo *self, const WbPretendRequest *request, JsonObject *params, WbPretendAnswer *answer);
void        pretend_orders_item       (WbPretendWoo *self, const WbPretendRequest *request, JsonObject *params, gint64 id, WbPretendAnswer *answer);
void        pretend_orders_refunds    (WbPretendWoo *self, const WbPretendRequest *request, JsonObject *params, gint64 id, WbPretendAnswer *answer);
void        pretend_orders_list       (WbPretendWoo *self, const WbPretendRequest *request, WbPretendAnswer *answer);

char       *pretend_dup_modified_limit (WbPretendWoo *self, const WbPretendRequest *request);
gboolean    pretend_is_modified_after (JsonObject *object, const char *limit);
/* Sorts @found as the request wants it, cuts its page out and sets the headers. */
GPtrArray  *pretend_cut_page          (const WbPretendRequest *request, GPtrArray *found, const char *route, WbPretendAnswer *answer);
void        pretend_list_handle       (WbPretendWoo *self, const WbPretendRequest *request, WbPretendAnswer *answer);
void        pretend_add_links         (JsonObject *object, const WbPretendRequest *request, const char *collection, const char *last, const char *allow);
void        pretend_keep_fields       (JsonObject *object, const char *fields, gboolean keep_links);

G_END_DECLS
