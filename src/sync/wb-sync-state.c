/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the engine tells the window about itself; a record made anew at each change. */

#include "config.h"

#include "wb-sync.h"
#include "wb-time.h"

static void
init_sync_state (WbSyncState *self)
{
  self->last_synced_at = WB_TIME_NONE;
  self->retry_at = WB_TIME_NONE;
}

static void
clear_sync_state (WbSyncState *self)
{
  g_free (self->message);
  g_free (self->unreadable);
}

WB_DEFINE_RECORD (WbSyncState, wb_sync_state, init_sync_state, clear_sync_state)
