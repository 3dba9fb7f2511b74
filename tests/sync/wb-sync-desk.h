/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of the engine stand on: a helpdesk in memory, a workspace in a folder of its own
 * that is removed at the end, a clock that is moved, and the engine between them. */

#pragma once

#include "wb-fake-helpdesk.h"
#include "wb-sync-private.h"
#include "wb-time.h"

G_BEGIN_DECLS

typedef struct
{
  WbFakeHelpdesk *fake;    /* (owned) */
  char *root;              /* (owned) removed at the end */
  WbMovableClock *clock;   /* (owned) */
  WbRandom *random;        /* (owned) */
  WbWorkspace *workspace;  /* (owned) */
  WbSync *sync;            /* (owned) */
  WbHelpdesk *helpdesk;    /* (owned) */
  char *token;             /* (owned) what its clients send */
} WbSyncDesk;

WbSyncDesk *wb_sync_desk_new      (int level);
void        wb_sync_desk_free     (WbSyncDesk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbSyncDesk, wb_sync_desk_free)

/* Time passes, here and at the helpdesk. */
void        wb_sync_desk_pass     (WbSyncDesk *self, gint64 ms);
/* A new engine and client on the same workspace, as after a restart of the program. */
void        wb_sync_desk_restart  (WbSyncDesk *self);
void        wb_sync_desk_pull     (WbSyncDesk *self);
void        wb_sync_desk_push     (WbSyncDesk *self);
/* Runs the main loop until it is so; ends the test after 20 s. */
typedef gboolean (* WbSyncDeskTest) (WbSyncDesk *self, gconstpointer data);
void        wb_sync_desk_wait     (WbSyncDesk *self, const char *what, WbSyncDeskTest is_so, gconstpointer data);
/* Borrows the main thread's reader. */
WbDb       *wb_sync_desk_db       (WbSyncDesk *self);
gint64      wb_sync_desk_count    (WbSyncDesk *self);   /* tickets */
/* Everything the workspace holds of the server and the outbox, as one text, to compare two of them. */
char       *wb_sync_desk_dump     (WbSyncDesk *self);

G_END_DECLS
