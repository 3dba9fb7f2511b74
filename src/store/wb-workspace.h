/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The workspace: what one account's staff see and did, in one SQLite file that works offline
 * (design.md 5 and 6). It owns the one writer connection, guarded by a lock, hands out read-only
 * connections, and tells the main thread after each commit which tables were touched.
 *
 * The files beside this one (wb-ticket-store.h, wb-call-store.h, ...) hold one aggregate each; their
 * functions take the WbDb of a reader or of the open transaction. */

#pragma once

#include "wb-clock.h"
#include "wb-db.h"
#include "wb-random.h"

G_BEGIN_DECLS

/* What a commit touched. */
typedef enum
{
  WB_TABLE_NONE = 0,
  WB_TABLE_ACCOUNT = 1 << 0,     /* account, stores, users, types, states, tags */
  WB_TABLE_TICKETS = 1 << 1,
  WB_TABLE_CALLS = 1 << 2,
  WB_TABLE_OFFERS = 1 << 3,
  WB_TABLE_COUPONS = 1 << 4,
  WB_TABLE_OUTBOX = 1 << 5,
  WB_TABLE_SYNC = 1 << 6,        /* cursor, marks, last sync */
  WB_TABLE_BANNERS = 1 << 7,     /* banners and their pictures */
  WB_TABLE_DRAFTS = 1 << 8,      /* notes being typed */
  WB_TABLE_STATS = 1 << 9,       /* statistics */
  WB_TABLE_ALL = (1 << 10) - 1,
} WbTables;

#define WB_TYPE_WORKSPACE (wb_workspace_get_type ())
G_DECLARE_FINAL_TYPE (WbWorkspace, wb_workspace, WB, WORKSPACE, GObject)

/* Signal "changed" (WbTables tables): main thread, after a commit here or by another program. */

/* Makes DIR/workspace.db (folder 0700, file 0600) for a connection to the helpdesk at @base_url. */
WbWorkspace *wb_workspace_create          (const char    *dir,
                                           const char    *base_url,
                                           WbClock       *clock,
                                           WbRandom      *random,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
WbWorkspace *wb_workspace_open            (const char    *dir,
                                           WbClock       *clock,
                                           WbRandom      *random,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void         wb_workspace_close           (WbWorkspace   *self);

const char  *wb_workspace_get_dir         (WbWorkspace   *self);
WbClock     *wb_workspace_get_clock       (WbWorkspace   *self);
WbRandom    *wb_workspace_get_random      (WbWorkspace   *self);

/* Takes the writer lock and begins; every begin is ended by exactly one commit or rollback on the
 * same thread. Any thread. */
WbDb        *wb_workspace_begin           (WbWorkspace   *self,
                                           GError       **error);
gboolean     wb_workspace_commit          (WbWorkspace   *self,
                                           WbTables       touched,
                                           GError       **error);
void         wb_workspace_rollback        (WbWorkspace   *self);

/* Within a handler of "changed": the row ids of the calls it is about; NULL = any.
 * (element-type gint64) */
GArray      *wb_workspace_get_changed_calls (WbWorkspace   *self);

/* The main thread's read-only connection (short reads only), and one for another thread. */
WbDb        *wb_workspace_get_reader      (WbWorkspace   *self);
WbDb        *wb_workspace_open_reader     (WbWorkspace   *self,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/* The first load goes without fsync and indexes; see design.md 6. */
gboolean     wb_workspace_begin_bulk_load (WbWorkspace   *self,
                                           GError       **error);
/* The same for coupons (wb_coupon_store_load), of which there are none yet; they can be listed
 * meanwhile, newest first, but not be searched or summed. Ended by the same end. */
gboolean     wb_workspace_begin_coupon_load (WbWorkspace *self,
                                           GError       **error);
gboolean     wb_workspace_end_bulk_load   (WbWorkspace   *self,
                                           GError       **error);

/* Small facts: "base_url", "auth_form", "level", "me", "cursor", "mark", "last_synced_at",
 * "clock_skew_ms", "secret_store", "time_zone", ... (wb-meta-store.h names them). */
char        *wb_workspace_dup_meta        (WbDb          *db,
                                           const char    *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean     wb_workspace_set_meta        (WbDb          *db,
                                           const char    *key,
                                           const char    *value,
                                           GError       **error);

/* The server's time by what @db knows of its clock (wb-server-time.h). Any thread. */
gint64       wb_workspace_server_now      (WbWorkspace   *self,
                                           WbDb          *db);

/* flock on DIR/sync.lock: only one program syncs a workspace; FALSE with no error = another does. */
gboolean     wb_workspace_try_lock_sync   (WbWorkspace   *self,
                                           char         **holder_out,
                                           GError       **error);
void         wb_workspace_unlock_sync     (WbWorkspace   *self);

/* Main thread: looks for commits of other programs (data_version) and emits "changed" if any. */
void         wb_workspace_notice_others   (WbWorkspace   *self);

G_END_DECLS
