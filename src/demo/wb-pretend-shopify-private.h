/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the pretend shop is divided: wb-pretend-shopify.c listens, signs in, counts points and fails,
 * -schema.c is what may be asked, -roots.c answers it, -discounts.c makes and changes discounts,
 * -views.c shows discounts and orders, -lists.c searches, -inspect.c is for tests. What starts with
 * shopify_ works with the lock held. */

#pragma once

#include "wb-pretend-graphql.h"
#include "wb-pretend-server.h"
#include "wb-pretend-shopify.h"

G_BEGIN_DECLS

struct _WbPretendShopify
{
  GMutex mutex;                /* guards all below but the server */
  WbClock *clock;              /* (owned) */
  WbPretendServer *server;     /* (owned) */
  char *name;                  /* (owned) */
  char *currency;              /* (owned) */
  char *zone_name;             /* (owned) */
  char *state_file;            /* (owned) (nullable) */
  gboolean is_held;            /* it is not written meanwhile */
  gboolean taxes_excluded;
  gboolean sells_subscriptions;
  gboolean linear_costs;
  gint64 count_lag_ms;
  gint64 search_lag_ms;

  GHashTable *tokens;          /* (element-type utf8 gint64) (owned) until when, ms */
  GPtrArray *apps;             /* (owned) (element-type PretendApp) */
  guint n_tokens;              /* given out */
  GStrv scopes;                /* (owned) */
  char *version;               /* (owned) that answers */
  gboolean is_supported;
  gboolean is_frozen;
  gboolean hides_email;

  double bucket_points;
  double points_per_sec;
  double available;            /* at `counted_at` */
  double spent;
  gint64 counted_at;           /* steady ms */
  guint n_throttled;

  gint64 next_id;
  GPtrArray *discounts;        /* (owned) (element-type JsonObject) as kept, by id */
  GHashTable *by_code;         /* (owned) (element-type utf8 JsonObject) upper case -> discount */
  GHashTable *by_id;           /* (owned) (element-type gint64 JsonObject) */
  GPtrArray *orders;           /* (owned) (element-type JsonObject) by id */
  GPtrArray *customers;        /* (owned) (element-type JsonObject) */
  guint n_deleted;             /* changes that make no discount: something is to be saved */

  WbPretendFaults *faults;     /* (owned) */
  GPtrArray *requests;         /* (owned) (element-type utf8) their classes */
  char *record_file;           /* (owned) (nullable) */
};

extern const WbGraphqlField shopify_fields[];
extern const WbGraphqlField shopify_inputs[];

gint64      shopify_now           (WbPretendShopify *self);
char       *shopify_gid           (const char *kind, gint64 id) G_GNUC_WARN_UNUSED_RESULT;
/* The number of a gid of @kind (NULL = any); 0 = it is none. */
gint64      shopify_parse_gid     (const char *gid, const char *kind);
char       *shopify_time          (gint64 ms) G_GNUC_WARN_UNUSED_RESULT;
/* "5.00" -> "5.0" */
char       *shopify_decimal       (const char *text) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *shopify_money         (const char *amount, const char *currency);
JsonNode   *shopify_take          (JsonObject *object);
gint64      shopify_get_ms        (JsonObject *object, const char *name);

/* A discount as kept: id, title, codes [{id, code}], startsAt, endsAt, createdAt, updatedAt (ms; endsAt
 * may be null), uses [ms ...], percentage or amount, ..., see -discounts.c. */
JsonObject *shopify_find_discount (WbPretendShopify *self, const char *gid);
JsonObject *shopify_find_code     (WbPretendShopify *self, const char *code);
const char *shopify_status        (WbPretendShopify *self, JsonObject *discount);
guint       shopify_count_uses    (WbPretendShopify *self, JsonObject *discount);
/* NULL with @user_errors filled. @discount NULL = a new one. @argument: for the path of errors. */
JsonObject *shopify_apply_input   (WbPretendShopify *self, JsonObject *discount, JsonObject *input, const char *argument, JsonArray *user_errors);
void        shopify_delete        (WbPretendShopify *self, JsonObject *discount);
void        shopify_index         (WbPretendShopify *self, JsonObject *discount);
JsonNode   *shopify_mutate        (WbPretendShopify *self, const char *field, JsonObject *arguments, JsonObject **error_out);
void        shopify_add_user_error (JsonArray *user_errors, const char *path, const char *message, const char *code);

/* All that GraphQL may ask of one. */
JsonObject *shopify_show_discount (WbPretendShopify *self, JsonObject *discount);
JsonObject *shopify_show_order    (WbPretendShopify *self, JsonObject *order);
JsonObject *shopify_show_customer (JsonObject *customer);

JsonNode   *shopify_list          (WbPretendShopify *self, const char *field, JsonObject *arguments, JsonObject **error_out);
JsonNode   *shopify_count         (WbPretendShopify *self, JsonObject *arguments);
JsonNode   *shopify_resolve       (const char *field, JsonObject *arguments, JsonObject **error_out, gpointer data);
/* An error that is none of a mutation's. */
JsonObject *shopify_new_error     (const char *code, const char *message);

/* What the request class of a document is: WB_PRETEND_REQUEST_... */
const char *shopify_classify      (const WbGraphqlDocument *document);
void        shopify_spoil         (WbPretendShopify *self, WbPretendFault fault);
/* For WB_SHOPIFY_RECORD. */
void        shopify_record_types  (WbPretendShopify *self);
void        shopify_record        (WbPretendShopify *self, const WbPretendRequest *request, const WbPretendAnswer *answer);
gboolean    shopify_save          (WbPretendShopify *self);
gboolean    shopify_load          (WbPretendShopify *self, GError **error);

G_END_DECLS
