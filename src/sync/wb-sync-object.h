/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine's own fields, for the files that are its object. */

#pragma once

#include "wb-server-time.h"
#include "wb-sync-private.h"

G_BEGIN_DECLS

/* One of the two threads. */
typedef struct
{
  GThread *thread;          /* (owned) (nullable) main thread */
  gboolean woken;           /* (mutex lock) go round at once */
  GCancellable *doing;      /* (owned) (nullable) (mutex lock) what it does now */
  gboolean can_cut;         /* (mutex lock) that is a wait, which a wake ends */
  gint64 held_until;        /* (mutex lock) steady; the server asked for a pause, which nothing ends */
} WbSyncLoop;

struct _WbSync
{
  GObject parent_instance;

  WbWorkspace *workspace;          /* (owned) */
  WbHelpdeskFactory factory;
  gpointer factory_data;           /* (owned by factory_destroy) */
  GDestroyNotify factory_destroy;  /* (nullable) */

  GMutex lock;
  WbSyncState *state;              /* (owned) (mutex lock) replaced, never changed */
  GSource *telling;                /* (owned) (nullable) (mutex lock) */
  WbServerTime server_time;        /* (mutex lock) */
  gboolean hurry;                  /* (mutex lock) rows are tried now that wait for a next try */
  guint push_begun;                /* (mutex lock) steps of the pushing thread, */
  guint push_ended;                /* (mutex lock) and the last that is over */
  GCancellable *push_end;          /* (owned) (mutex lock) cancelled when the next one is over */
  gint64 push_wake_at;             /* (mutex lock) when a row is due; WB_TIME_NONE = none waits */

  gint64 stats_due_at;             /* (mutex lock) steady; 0 = now */
  GHashTable *picture_waits;       /* (owned) sha256 -> when to try again, steady; only the one that pulls */

  GMutex spare_lock;
  WbHelpdesk *spare;               /* (owned) (nullable) (mutex spare_lock) */

  gboolean is_running;             /* main thread */
  gboolean stopping;               /* (mutex lock) */
  gboolean may_push;               /* (mutex lock) the threads have the sync lock */
  gboolean has_sync_lock;          /* (mutex lock) somebody in this program has it, or takes it */
  WbSyncLoop pull;
  WbSyncLoop push;
  gulong changed_handler;          /* main thread */

  struct _WbSyncShops *shops;      /* (owned) the workers of level 0 */
  gpointer keys;                   /* (owned by keys_destroy) (nullable) where the shops' keys are */
  GDestroyNotify keys_destroy;     /* (nullable) */

  WbSyncProbe probe;               /* (nullable) tests only, as the two below */
  gpointer probe_data;             /* (unowned) */
  gboolean dead;
};

WbSyncState *wb_sync_copy_state     (WbSync *self) G_GNUC_WARN_UNUSED_RESULT;
void         wb_sync_publish        (WbSync *self, WbSyncState *state);   /* (transfer full) */
void         wb_sync_set_phase      (WbSync *self, WbSyncPhase phase, const char *message, gint64 retry_at);
/* A client for what the window asks for now and then; @is_good FALSE = its token was refused. */
WbHelpdesk  *wb_sync_take_spare     (WbSync *self, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         wb_sync_give_spare     (WbSync *self, WbHelpdesk *helpdesk, gboolean is_good);
void         wb_sync_count_outbox   (WbSync *self, WbDb *db);
WbAccount   *wb_sync_dup_account    (WbSync *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean     wb_sync_recover_outbox (WbSync *self, GError **error);
/* The pushing thread reckons anew what is due. */
void         wb_sync_wake_push      (WbSync *self);
/* The pulling thread looks anew whether it may. */
void         wb_sync_wake_pull      (WbSync *self);
/* For one thread at a time, of all programs and in this one. */
gboolean     wb_sync_take_lock      (WbSync *self, GError **error);
void         wb_sync_drop_lock      (WbSync *self);
/* Level 0: a plain Retino. */
gboolean     wb_sync_is_plain       (WbSync *self);

G_END_DECLS
