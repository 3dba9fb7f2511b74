/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The helpdesk client: Retino as it is (level 0) and the Winback portal (level 1), with one set of
 * blocking calls (reference/retino-api.md part B). One per thread, as its WbHttp. */

#pragma once

#include "wb-account.h"
#include "wb-activity.h"
#include "wb-banner.h"
#include "wb-coupon.h"
#include "wb-http.h"
#include "wb-offer-set.h"
#include "wb-stat-rows.h"
#include "wb-ticket.h"
#include "wb-user.h"
#include "wb-wire-api-error.h"
#include "wb-wire-event.h"
#include "wb-wire-page.h"
#include "wb-wire-write.h"

G_BEGIN_DECLS

typedef struct _WbHelpdesk WbHelpdesk;

/* How the token is sent; what worked at connect is remembered. */
typedef enum
{
  WB_AUTH_TOKEN,  /* Authorization: Token <t> */
  WB_AUTH_BARE,   /* Authorization: <t> */
} WbAuthForm;

/* No slash at the end; "/api/v2" when no path was given. */
char       *wb_helpdesk_normalize_url  (const char   *text,
                                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* @base_url: ".../api/v2". The token is checked for line breaks and the URL for https or loopback. */
WbHelpdesk *wb_helpdesk_new            (const char   *base_url,
                                        const char   *token,
                                        WbAuthForm    auth_form,
                                        WbHttp       *http,      /* (transfer full) */
                                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void        wb_helpdesk_free           (WbHelpdesk   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbHelpdesk, wb_helpdesk_free)

/* What the last call told besides its result. */
typedef struct
{
  guint status;              /* 0 = no reply came */
  char *etag;                /* (owned) (nullable) */
  gint64 date;               /* ms; WB_TIME_NONE */
  gint64 retry_after_ms;     /* -1 = none */
  gboolean replayed;         /* Idempotency-Replayed: true */
  WbApiError *api_error;     /* (owned) (nullable) with any status >= 400 */
} WbReplyInfo;

const WbReplyInfo *wb_helpdesk_get_last (WbHelpdesk *self);

/* Connect: which form of the token works, which level the server has (B.0). */
gboolean    wb_helpdesk_probe          (WbHelpdesk     *self,
                                        WbLevel        *level_out,
                                        WbAuthForm     *auth_form_out,
                                        WbAccount     **account_out,   /* NULL at level 0 */
                                        GCancellable   *cancellable,
                                        GError        **error);

/* Conditional reads: with @etag, "not changed" (304) is success and NULL. */
WbAccount  *wb_helpdesk_get_account    (WbHelpdesk *self, const char *etag, gboolean *not_modified_out, GCancellable *cancellable, GError **error);
WbUser     *wb_helpdesk_get_me         (WbHelpdesk *self, GCancellable *cancellable, GError **error);

/* One page of a list. @resource: "account/stores", "users", "types", "states", "tags", "tickets",
 * "activities", "coupons", "remarketing/settings", "remarketing/banners". @query: name, value, ... (nullable). */
WbWirePage *wb_helpdesk_get_page       (WbHelpdesk *self, const char *resource, GStrv query, const char *etag, gboolean *not_modified_out, GCancellable *cancellable, GError **error);

WbTicket   *wb_helpdesk_get_ticket     (WbHelpdesk *self, const char *id, GCancellable *cancellable, GError **error);
WbActivity *wb_helpdesk_get_activity   (WbHelpdesk *self, const char *id, GCancellable *cancellable, GError **error);
WbCoupon   *wb_helpdesk_get_coupon     (WbHelpdesk *self, const char *id, GCancellable *cancellable, GError **error);
WbOfferSet *wb_helpdesk_get_settings   (WbHelpdesk *self, const char *type_id, GCancellable *cancellable, GError **error);

/* @after: cursor, "head", or NULL = oldest kept. 410 gives WB_REMOTE_ERROR_GONE. */
WbEventPage *wb_helpdesk_get_events    (WbHelpdesk *self, const char *after, guint limit, guint wait_secs, GCancellable *cancellable, GError **error);

/* One write of the outbox. Returns the answered object (transfer full), NULL for a body-less success
 * with no error set. @op: WB_OP_… text; @if_match 0 = none is sent, except with settings, whose 0 is
 * the version of a type never configured. */
JsonNode   *wb_helpdesk_write          (WbHelpdesk *self, const char *op, const char *object_id, JsonNode *body, gint64 if_match, const char *key, GCancellable *cancellable, GError **error);

/* Keeps a held call's lease (neither version nor key). */
gboolean    wb_helpdesk_renew          (WbHelpdesk *self, const char *activity_id, int lease_secs, GCancellable *cancellable, GError **error);

/* Banners (B.8). All blocking; an upload is repeated safely with the same @key. */
WbPicture  *wb_helpdesk_upload_picture (WbHelpdesk *self, const char *file_name, const char *mime_type, GBytes *bytes, const char *key, GCancellable *cancellable, GError **error);
WbBanner   *wb_helpdesk_create_banner  (WbHelpdesk *self, const WbBanner *banner, const char *key, GCancellable *cancellable, GError **error);
WbBanner   *wb_helpdesk_get_banner     (WbHelpdesk *self, const char *id, GCancellable *cancellable, GError **error);
/* From its public address, without the token; at most WB_IMAGE_BYTES_MAX; https or loopback. */
GBytes     *wb_helpdesk_get_picture    (WbHelpdesk *self, const WbPicture *picture, GCancellable *cancellable, GError **error);
/* All versions of a type's settings, newest first (element-type WbOfferSet); design.md 7. */
GPtrArray  *wb_helpdesk_get_versions   (WbHelpdesk *self, const char *type_id, GCancellable *cancellable, GError **error);

/* A coupon out of use, or made again after it failed (B.7); repeated safely with the same @key. */
WbCoupon   *wb_helpdesk_disable_coupon (WbHelpdesk *self, const char *coupon_id, gint64 version, const char *key, GCancellable *cancellable, GError **error);
WbCoupon   *wb_helpdesk_retry_coupon   (WbHelpdesk *self, const char *coupon_id, gint64 version, const char *key, GCancellable *cancellable, GError **error);
/* Its story, oldest first (element-type WbCouponEvent); feature "coupon_events". */
GPtrArray  *wb_helpdesk_get_coupon_events (WbHelpdesk *self, const char *coupon_id, GCancellable *cancellable, GError **error);

/* Statistics. Days, both ends; pages from 1, of at most WB_STAT_PAGE_SIZE rows. */
#define WB_STAT_PAGE_SIZE 1000
typedef struct
{
  gint32 from;
  gint32 to;
  guint page;
} WbStatPage;

WbWirePage *wb_helpdesk_get_stats      (WbHelpdesk *self, const char *what, const WbStatPage *asked, const char *etag, gboolean *not_modified_out, WbStatFacts **facts_out, GCancellable *cancellable, GError **error);

G_END_DECLS
