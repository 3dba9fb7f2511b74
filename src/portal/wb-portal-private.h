/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the portal's own files share. Everything here belongs to the serving thread unless a comment
 * says otherwise. */

#pragma once

#include "wb-ledger.h"
#include "wb-portal-alarm.h"
#include "wb-portal-limits.h"
#include "wb-portal-recount.h"
#include "wb-portal-spool.h"
#include "wb-portal-targets.h"
#include "wb-portal.h"

G_BEGIN_DECLS

typedef struct _WbPortalServer WbPortalServer;
typedef struct _WbPortalShops WbPortalShops;

typedef struct
{
  char *path;               /* (owned) */
  WbPortalHandler handler;
  gpointer data;            /* (unowned) */
} WbPortalExtra;

struct _WbPortal
{
  GObject parent_instance;

  WbClock *clock;           /* (owned) */
  WbRandom *random;         /* (owned) */
  char *listen;             /* (owned) */
  char *tls_cert;           /* (owned) (nullable) */
  char *tls_key;            /* (owned) (nullable) */
  char *public_url;         /* (owned) (nullable) without a slash at the end */
  gboolean behind_proxy;
  gboolean allow_loopback;

  WbLedger *ledger;         /* (owned) */
  WbPortalSpool *spool;     /* (owned) (nullable) while started: views and clicks under way */
  WbPortalTargets *targets; /* (owned) where clicks on banners lead */
  GSource *drain_source;    /* (owned) (nullable) when it is next moved on */
  gboolean drain_failed;    /* said so */
  gboolean importing;       /* between begin and end */
  WbPortalLimits *limits;   /* (owned) of users */
  WbPortalLimits *key_limits;      /* (owned) of customers' keys */
  WbPortalLimits *address_limits;  /* (owned) of customers' addresses */
  WbPortalServer *server;   /* (owned) (nullable) while started */
  WbPortalShops *shops;     /* (owned) (nullable) while started */
  WbPortalAlarm *alarm;     /* (owned) (nullable) while started */
  WbPortalRecount *recount; /* (owned) (nullable) while started */
  char *recount_mark;       /* (owned) (nullable) how far counting anew was when last looked */
  GPtrArray *waiting;       /* (owned) (element-type WbPortalRequest) paused ones */
  GSource *lock_source;     /* (owned) (nullable) when those that wait for the lock try again */
  guint64 n_turns;
  GArray *extras;           /* (owned) (element-type WbPortalExtra) */
  guint64 n_events_told;    /* how far those that wait know */
  gint64 data_version;      /* to notice what other programs commit */
  gint64 next_due;          /* when time alone changes something; WB_TIME_NONE = never */
  gint64 pruned_at;         /* when old rows were last deleted */
  gboolean pass_missed;     /* the ledger was locked when there was something to do */

  WbPortalShopFactory shop_factory;
  gpointer shop_factory_data;  /* (unowned) */

  GMainContext *context;    /* (owned) any thread */
  GMainLoop *loop;          /* (owned) (nullable) any thread */
  GThread *thread;          /* (owned) (nullable) the serving one */
  guint16 port;
};

/* Runs @func in the serving thread and waits for it; right here when not started. Any thread but
 * the serving one. */
typedef void (* WbPortalCall) (WbPortal *self, gpointer data);
void       wb_portal_call            (WbPortal     *self,
                                      WbPortalCall  func,
                                      gpointer      data);

/* Writes of the ledger made by a request, a worker or the alarm. */
gboolean   wb_portal_begin           (WbPortal     *self,
                                      GError      **error);
gboolean   wb_portal_commit          (WbPortal     *self,
                                      GError      **error);
void       wb_portal_rollback        (WbPortal     *self);

/* Where it is from this computer, "http://127.0.0.1:8480"; once it listens. */
char      *wb_portal_dup_origin      (WbPortal     *self) G_GNUC_WARN_UNUSED_RESULT;

/* For those who can wait elsewhere: BUSY at once while another program writes. */
gboolean   wb_portal_try_begin       (WbPortal     *self,
                                      GError      **error);

/* What time alone changes: leases, expiry. @may_wait: for a ledger that another program writes, where
 * nobody else is served meanwhile; else it is done soon. */
void       wb_portal_pass_time       (WbPortal     *self,
                                      gboolean      may_wait);
void       wb_portal_rearm           (WbPortal     *self);

/* wb-portal-sights.c. Somebody was shown or clicked something: kept at once, stored soon. */
void       wb_portal_take_sight      (WbPortal     *self,
                                      const WbLedgerSight *sight);
/* Stores what waits, as far as the ledger takes it now and for about so long. Not in a transaction. */
void       wb_portal_drain_sights    (WbPortal     *self,
                                      int           budget_ms);
/* What time has closed is closed before statistics are read: as much as no other request waits for,
 * the rest soon. Days on which something is open are not final. */
void       wb_portal_pass_funnel_time (WbPortal  *self);
/* Opens and closes what waits; @db_path: the ledger's. */
gboolean   wb_portal_open_sights     (WbPortal     *self,
                                      GError      **error);
void       wb_portal_end_sights      (WbPortal     *self);
/* Goes on with counting anew that nobody is at any more: what another program began is looked at twice,
 * a while apart. @now: not to wait for the second look. */
void       wb_portal_notice_recount (WbPortal     *self,
                                     gboolean      now);
/* Tells those that wait of what was committed. */
void       wb_portal_tell_events     (WbPortal     *self);

G_END_DECLS
