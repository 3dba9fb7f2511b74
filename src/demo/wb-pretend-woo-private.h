/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the pretend store is divided: wb-pretend-woo.c listens and fails, -auth.c signs in, -rest.c is
 * WordPress (routes, parameters, errors), -coupons.c and -text.c are WooCommerce (values and their quirks),
 * -items.c and -list.c answer with them, -site.c says who the store is, -faults.c is trouble, -inspect.c
 * is for tests. What starts with pretend_ works with the lock held. */

#pragma once

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

struct _WbPretendWoo
{
  GMutex mutex;                /* guards all below but the thread's own things */
  WbClock *clock;              /* (owned) */
  char *name;                  /* (owned) */
  char *currency;              /* (owned) */
  char *zone_name;             /* (owned) */
  GTimeZone *zone;             /* (owned) */
  char *state_file;            /* (owned) (nullable) */
  int price_decimals;
  gboolean decimal_comma;
  gboolean coupons_disabled;

  GPtrArray *keys;             /* (element-type PretendKey) (owned) */
  GHashTable *nonces;          /* (element-type utf8 gint64) (owned) used when, in seconds */
  GPtrArray *coupons;          /* (element-type JsonObject) (owned) as answered, without _links */
  gint64 next_id;
  gint64 next_meta_id;
  GPtrArray *faults;           /* (owned) queued */
  GPtrArray *methods;          /* (element-type utf8) (owned) of the requests that came */
  gboolean in_race;            /* the duplicate check has been passed already */

  GMainContext *context;       /* (owned) */
  GMainLoop *loop;             /* (owned) */
  GThread *thread;             /* (owned) */
  GPtrArray *fronts;           /* (owned) */
  GPtrArray *held;             /* (owned) the server's thread only */
  GAsyncQueue *released;       /* (owned) one item per finished release */
};

typedef struct
{
  char *method;                /* (owned) */
  char *path;                  /* (owned) decoded no further than it came */
  char *query;                 /* (owned) (nullable) */
  GHashTable *headers;         /* (owned) lower-case name -> value */
  GBytes *body;                /* (owned) */
  const char *home_url;        /* as the store takes its address to be */
  gboolean no_rewrites;
  GPtrArray *query_params;     /* (owned) decoded names and values in turn */
} PretendRequest;

typedef struct
{
  guint status;
  GPtrArray *headers;          /* (owned) names and values in turn */
  const char *content_type;
  GString *body;               /* (owned) */
} PretendAnswer;

const char *pretend_query_param   (const PretendRequest *request, const char *name);
void        pretend_add_header    (PretendAnswer *answer, const char *name, const char *value);
/* As PHP writes it: slashes escaped, ASCII only. @node is taken. */
void        pretend_answer_json   (PretendAnswer *answer, guint status, JsonNode *node);
JsonObject *pretend_new_error     (guint status, const char *code, const char *message);
void        pretend_answer_object (PretendAnswer *answer, guint status, JsonObject *object);
void        pretend_answer_error  (PretendAnswer *answer, guint status, const char *code, const char *message);
void        pretend_answer_html   (PretendAnswer *answer, guint status, const char *title, const char *text);

/* NULL without @code_out = anonymous; with it = refused. */
const PretendKey *pretend_sign_in (WbPretendWoo *self, const PretendRequest *request, const char **code_out, char **message_out);

void        pretend_rest_handle   (WbPretendWoo *self, const PretendRequest *request, PretendAnswer *answer);

void        pretend_site_index    (WbPretendWoo *self, const PretendRequest *request, PretendAnswer *answer);
gboolean    pretend_site_setting  (WbPretendWoo *self, const PretendRequest *request, const char *id, PretendAnswer *answer);
void        pretend_site_currency (WbPretendWoo *self, const PretendRequest *request, PretendAnswer *answer);

void        pretend_items_create  (WbPretendWoo *self, const PretendRequest *request, JsonObject *params, PretendAnswer *answer);
void        pretend_items_item    (WbPretendWoo *self, const PretendRequest *request, JsonObject *params, gint64 id, PretendAnswer *answer);
void        pretend_items_batch   (WbPretendWoo *self, const PretendRequest *request, JsonObject *params, PretendAnswer *answer);

gboolean    pretend_fault_before_store (WbPretendWooFault fault, const PretendRequest *request, PretendAnswer *answer);
gboolean    pretend_fault_in_store (WbPretendWooFault fault, const PretendRequest *request, PretendAnswer *answer);
void        pretend_fault_spoil   (WbPretendWoo *self, WbPretendWooFault fault);
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

void        pretend_list_handle       (WbPretendWoo *self, const PretendRequest *request, PretendAnswer *answer);
void        pretend_add_links         (JsonObject *object, const PretendRequest *request, const char *collection, const char *last, const char *allow);
void        pretend_keep_fields       (JsonObject *object, const char *fields, gboolean keep_links);

G_END_DECLS
