/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One request on its way through the checks, and the answer it gets (reference/retino-api.md B.1). */

#pragma once

#include <libsoup/soup.h>

#include "wb-ledger-replies.h"
#include "wb-portal-private.h"
#include "wb-problem.h"

G_BEGIN_DECLS

typedef struct _WbRoute WbRoute;

/* Why an answer is not given yet. */
typedef enum
{
  WB_PORTAL_ANSWER_NOW,
  WB_PORTAL_ANSWER_ON_EVENT,
  WB_PORTAL_ANSWER_ON_COUPON,
  WB_PORTAL_ANSWER_ON_LOCK,    /* another program writes the ledger */
} WbPortalAnswerWhen;

typedef struct _WbPortalRequest WbPortalRequest;

struct _WbPortalRequest
{
  WbPortal *portal;             /* (unowned) */
  SoupServerMessage *message;   /* (owned) */
  char *request_id;             /* (owned) */
  const char *method;           /* (unowned) of the message */
  char *path;                   /* (owned) below the base, "/tickets/…" */
  GHashTable *query;            /* (owned) (element-type utf8 utf8) */
  GBytes *body;                 /* (owned) never NULL */
  gint64 now;                   /* ms; one instant for the whole request */

  const WbRoute *route;         /* (unowned) (nullable) */
  char *id;                     /* (owned) (nullable) what stands for {id} */
  WbUser *user;                 /* (owned) (nullable) */
  gboolean is_manager;
  gboolean counted;             /* the user's rate limit was taken from */
  WbPortalAllowance allowance;
  char *key;                    /* (owned) (nullable) Idempotency-Key */

  gpointer object;              /* (owned) (nullable) what the path names */
  GDestroyNotify free_object;
  gint64 object_version;
  WbWireEncodeFunc encode_object;  /* for `current` of a 412 */
  /* Given each object of a page before it is encoded. */
  void (* adapt_item) (WbPortalRequest *request, gpointer item);
  gpointer input;               /* (owned) (nullable) the decoded body */
  GDestroyNotify free_input;

  guint status;                 /* 0 = not answered yet */
  char *etag;                   /* (owned) (nullable) without quotes */
  char *answer;                 /* (owned) (nullable) JSON text */
  GBytes *content;              /* (owned) (nullable) in place of JSON */
  char *content_type;           /* (owned) (nullable) of @content */
  const char *cache_control;    /* (unowned) (nullable) NULL = not to be kept */
  char *location;               /* (owned) (nullable) of a redirect */
  gboolean for_customer;        /* nothing tells where the customer came from */
  int retry_after_secs;         /* 0 = none */
  gboolean replayed;
  char *allow;                  /* (owned) (nullable) of a 405 */

  WbPortalAnswerWhen when;
  gint64 wait_until;            /* ms, while paused */
  gint64 feed_after;
  int feed_limit;
  GStrv feed_kinds;             /* (owned) (nullable) */
  char *coupon;                 /* (owned) (nullable) whose making or disabling is waited for */
  gboolean hand_over;           /* there is something new to do for it in its shop */
  gboolean wants_disabled;      /* made is not enough */
  guint late_status;            /* of the answer that waited */
  gboolean is_again;            /* it waited for the lock before */
  gint64 lock_until;            /* monotonic; 0 = it did not wait for it yet */
  guint64 turn;                 /* of those that wait for it */
  gboolean paused;
  gulong finished_id;
  GSource *watch;               /* (owned) (nullable) sees the client go */
};

WbPortalRequest *wb_portal_request_new         (WbPortal           *portal,
                                                SoupServerMessage  *message,
                                                const char         *path,
                                                GHashTable         *query) G_GNUC_WARN_UNUSED_RESULT;
void             wb_portal_request_free        (WbPortalRequest    *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPortalRequest, wb_portal_request_free)

void             wb_portal_request_set_object  (WbPortalRequest    *self,
                                                gpointer            object,
                                                GDestroyNotify      free_object,
                                                gint64              version,
                                                WbWireEncodeFunc    encode);

/* Each of these is the request's answer; the first one counts. */
void             wb_portal_request_reply       (WbPortalRequest    *self,
                                                guint               status,
                                                JsonNode           *node);
void             wb_portal_request_reply_version (WbPortalRequest  *self,
                                                guint               status,
                                                JsonNode           *node,
                                                gint64              version);
void             wb_portal_request_reply_list  (WbPortalRequest    *self,
                                                JsonNode           *node);
void             wb_portal_request_refuse      (WbPortalRequest    *self,
                                                guint               status,
                                                const char         *code,
                                                const char         *detail);
void             wb_portal_request_refuse_current (WbPortalRequest *self,
                                                guint               status,
                                                const char         *code,
                                                const char         *detail,
                                                JsonNode           *current);
void             wb_portal_request_invalid     (WbPortalRequest    *self,
                                                GPtrArray          *problems);
void             wb_portal_request_invalid_one (WbPortalRequest    *self,
                                                const char         *path,
                                                const char         *code,
                                                const char         *message);
void             wb_portal_request_refuse_problems (WbPortalRequest *self,
                                                guint               status,
                                                const char         *code,
                                                const char         *detail,
                                                GPtrArray          *problems);
void             wb_portal_request_malformed   (WbPortalRequest    *self,
                                                const char         *parameter,
                                                const char         *message);
void             wb_portal_request_fail        (WbPortalRequest    *self,
                                                const GError       *error);

/* The answer is not to be given after all. */
void             wb_portal_request_forget      (WbPortalRequest    *self);
/* Whether the client has what the answer's entity tag names. */
gboolean         wb_portal_request_has_current (WbPortalRequest    *self);
/* Whether one of the entity tags in a header is @etag; "*" is any. */
gboolean         wb_portal_etag_matches        (const char         *header,
                                                const char         *etag);

/* Puts the answer into the message, and lets it go if it was paused. */
void             wb_portal_request_send        (WbPortalRequest    *self);

/* Where this portal stands as the client sees it, "https://api.example.com"; no slash at the end. */
char            *wb_portal_request_dup_origin  (WbPortalRequest    *self) G_GNUC_WARN_UNUSED_RESULT;
/* The address of who asks. */
char            *wb_portal_request_dup_client  (WbPortalRequest    *self) G_GNUC_WARN_UNUSED_RESULT;

/* Parameters. Each is FALSE when the request was answered with a 400 for it. */
const char      *wb_portal_request_param       (WbPortalRequest    *self,
                                                const char         *name);
gboolean         wb_portal_request_int_param   (WbPortalRequest    *self,
                                                const char         *name,
                                                int                 least,
                                                int                 most,
                                                int                 fallback,
                                                int                *value_out);
gboolean         wb_portal_request_time_param  (WbPortalRequest    *self,
                                                const char         *name,
                                                gint64             *value_out);
gboolean         wb_portal_request_bool_param  (WbPortalRequest    *self,
                                                const char         *name,
                                                int                *value_out);

G_END_DECLS
