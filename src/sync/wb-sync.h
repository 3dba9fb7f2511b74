/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine between workspace and helpdesk (design.md 5 and 7, reference/retino-api.md B.12):
 * straight-line blocking steps that a test calls, and two threads, pull and push, that run them. */

#pragma once

#include "wb-helpdesk.h"
#include "wb-secrets.h"
#include "wb-workspace.h"

G_BEGIN_DECLS

#define WB_TYPE_SYNC (wb_sync_get_type ())
G_DECLARE_FINAL_TYPE (WbSync, wb_sync, WB, SYNC, GObject)

typedef enum
{
  WB_SYNC_ERROR_ELSEWHERE,  /* Another program syncs this workspace; the message says which. What was stored is sent by it */
} WbSyncError;

#define WB_SYNC_ERROR (wb_sync_error_quark ())
GQuark       wb_sync_error_quark   (void);

/* Makes a client for a thread of the engine. */
typedef WbHelpdesk *(* WbHelpdeskFactory) (gpointer data, GCancellable *cancellable, GError **error);

typedef enum
{
  WB_SYNC_IDLE,          /* not started, or stopped */
  WB_SYNC_CONNECTING,
  WB_SYNC_FIRST_LOAD,    /* done / total say how far */
  WB_SYNC_LIVE,          /* up to date, listening */
  WB_SYNC_OFFLINE,       /* retrying; retry_at says when */
  WB_SYNC_NEEDS_TOKEN,   /* 401: everything is kept until a token is given */
  WB_SYNC_ELSEWHERE,     /* another program syncs this workspace; message says who */
  WB_SYNC_FAILED,        /* the workspace cannot be written; message says why */
} WbSyncPhase;

typedef struct
{
  WbSyncPhase phase;
  gint64 last_synced_at;   /* ms; WB_TIME_NONE = never */
  gint64 retry_at;         /* ms; WB_TIME_NONE */
  gint64 done;             /* first load: tickets stored */
  gint64 total;            /* first load: tickets in all; 0 = not known */
  gint64 n_waiting;        /* outbox rows not sent */
  gint64 n_needs_you;      /* refusals and conflicts */
  gint64 n_unreadable;     /* objects of the server that could not be read */
  char *unreadable;        /* (owned) (nullable) that in words, for people */
  char *message;           /* (owned) (nullable) what is wrong, for people */
} WbSyncState;

WB_DECLARE_RECORD (WbSyncState, wb_sync_state)

WbSync      *wb_sync_new           (WbWorkspace       *workspace,
                                    WbHelpdeskFactory  factory,
                                    gpointer           factory_data,
                                    GDestroyNotify     factory_destroy) G_GNUC_WARN_UNUSED_RESULT;

/* The factory for a workspace's own connection: base URL and auth form from its meta rows, token
 * from @secrets (transfer full), @ca_file (nullable). */
WbSync      *wb_sync_new_for_workspace (WbWorkspace   *workspace,
                                    WbSecrets         *secrets,
                                    const char        *ca_file) G_GNUC_WARN_UNUSED_RESULT;

/* A client for one call of a program that runs no threads (winbackctl), by the factory. */
WbHelpdesk  *wb_sync_make_helpdesk (WbSync            *self,
                                    GCancellable      *cancellable,
                                    GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Straight-line steps. Blocking; worker or test thread. */

/* One complete pass: first read if there is none yet, else what changed since; at level 1 with
 * events, the feed from the cursor until it is empty (no long-poll). Then pictures of banners,
 * histories of tickets with open calls, and statistics when it is time for them. */
gboolean     wb_sync_pull          (WbSync *self, WbHelpdesk *helpdesk, GCancellable *cancellable, GError **error);
/* One long-poll on the feed, applied; for the pull thread. */
gboolean     wb_sync_listen        (WbSync *self, WbHelpdesk *helpdesk, guint wait_secs, GCancellable *cancellable, GError **error);
/* Sends what is due in the outbox, oldest first per object, until none is due. An error = stopped by
 * trouble with the network or the token; a refusal is no error, it is a row. */
gboolean     wb_sync_push          (WbSync *self, WbHelpdesk *helpdesk, GCancellable *cancellable, GError **error);
/* Pull and push once, as "winbackctl sync" does, making the client by the factory. */
gboolean     wb_sync_run           (WbSync *self, GCancellable *cancellable, GError **error);
/* Sends the stored coupon request @seq now and gives the coupon. A passing error = not confirmed
 * yet: call again with the same @seq; nothing is made twice. */
WbCoupon    *wb_sync_give_coupon   (WbSync *self, gint64 seq, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         wb_sync_give_coupon_async  (WbSync *self, gint64 seq, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
WbCoupon    *wb_sync_give_coupon_finish (WbSync *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A ticket with its history, fetched and stored; for a card that is opened. */
gboolean     wb_sync_fetch_ticket  (WbSync *self, const char *ticket_id, GCancellable *cancellable, GError **error);
void         wb_sync_fetch_ticket_async  (WbSync *self, const char *ticket_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean     wb_sync_fetch_ticket_finish (WbSync *self, GAsyncResult *result, GError **error);

/* Level 1: the shops as the service has them now. When each was read last changes all the time, and no
 * event tells of it: for a page that shows it. */
gboolean     wb_sync_fetch_stores  (WbSync *self, GCancellable *cancellable, GError **error);
void         wb_sync_fetch_stores_async  (WbSync *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean     wb_sync_fetch_stores_finish (WbSync *self, GAsyncResult *result, GError **error);

/* Keeps a call that this user holds for @lease_secs (60-3600) more, while its card is open.
 * WB_REMOTE_ERROR_CONFLICT = it is somebody else's now. */
gboolean     wb_sync_renew_lease   (WbSync *self, const char *activity_id, int lease_secs, GCancellable *cancellable, GError **error);
void         wb_sync_renew_lease_async  (WbSync *self, const char *activity_id, int lease_secs, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean     wb_sync_renew_lease_finish (WbSync *self, GAsyncResult *result, GError **error);

/* Earlier versions of a type's settings, fetched and stored (wb-offer-history.h). */
gboolean     wb_sync_fetch_versions (WbSync *self, const char *type_id, GCancellable *cancellable, GError **error);
void         wb_sync_fetch_versions_async  (WbSync *self, const char *type_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean     wb_sync_fetch_versions_finish (WbSync *self, GAsyncResult *result, GError **error);

/* A new banner: uploads the picture, creates the banner, stores both. Needs the server and is never
 * queued: a passing error = not confirmed yet, call again with the same @request; nothing is made
 * twice. */
typedef struct
{
  char *file_name;     /* (owned) */
  GBytes *bytes;       /* (owned) judged with wb_image_probe() already */
  WbBanner *banner;    /* (owned) name, alt text, period */
  char *upload_key;    /* (owned) UUID, made once with the request */
  char *create_key;    /* (owned) UUID */
  char *picture_id;    /* (owned) (nullable) set when the upload is known to have worked */
} WbBannerRequest;

WB_DECLARE_RECORD (WbBannerRequest, wb_banner_request)

WbBanner    *wb_sync_create_banner  (WbSync *self, WbBannerRequest *request, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         wb_sync_create_banner_async  (WbSync *self, WbBannerRequest *request, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
WbBanner    *wb_sync_create_banner_finish (WbSync *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The two threads. Main thread. Signal "state-changed" on the main thread. */
void         wb_sync_start         (WbSync *self);
void         wb_sync_stop          (WbSync *self);   /* cancels and joins; returns at once or nearly */
void         wb_sync_wake          (WbSync *self);   /* try now: a new row, "sync now", network back */
/* Before the program ends: sends what waits now, for @max_ms at most, and at once without a
 * connection. TRUE = nothing is left that goes by itself. Blocking; worker thread. */
gboolean     wb_sync_flush         (WbSync *self, gint64 max_ms);
void         wb_sync_flush_async   (WbSync *self, gint64 max_ms, GAsyncReadyCallback callback, gpointer user_data);
gboolean     wb_sync_flush_finish  (WbSync *self, GAsyncResult *result);
WbSyncState *wb_sync_dup_state     (WbSync *self) G_GNUC_WARN_UNUSED_RESULT;

/* Connect a helpdesk: checks URL and token, asks for the level, makes the workspace in @dir and
 * stores the token. Blocking, with an async pair. */
WbWorkspace *wb_sync_connect        (const char *base_url, const char *token, const char *ca_file, const char *dir, WbSecrets *secrets, WbClock *clock, WbRandom *random, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A new token of the same person for a connected workspace. Blocking. */
gboolean     wb_sync_reconnect      (WbWorkspace *workspace, const char *base_url, const char *token, const char *ca_file, WbSecrets *secrets, GCancellable *cancellable, GError **error);

G_END_DECLS
