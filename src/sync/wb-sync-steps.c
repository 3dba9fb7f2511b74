/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The straight-line steps: a pass, a long-poll, a run (design.md 5). The rules of what is read when
 * are in reference/retino-api.md B.12. */

#include "config.h"

#include "wb-sync-shops-private.h"

#include <glib/gi18n-lib.h>

#include "wb-account-store.h"
#include "wb-meta-store.h"
#include "wb-outbox.h"
#include "wb-time.h"

/* Everything read is stored: when, for the window's sync line. */
static gboolean
keep_synced_at (WbSync  *self,
                GError **error)
{
  gint64 now = wb_sync_server_now (self);
  WbSyncState *state = NULL;
  WbDb *db = wb_sync_begin (self, error);

  if (!db || !wb_sync_end (self, wb_sync_put_meta_int (db, WB_META_LAST_SYNCED_AT, now, error),
                           WB_TABLE_SYNC, error))
    return FALSE;

  state = wb_sync_copy_state (self);
  state->last_synced_at = now;
  wb_sync_publish (self, state);

  return TRUE;
}

/* Pictures, histories and statistics last: the window is up to date without them. */
static gboolean
finish_pass (WbSync           *self,
             WbHelpdesk       *helpdesk,
             const WbAccount  *account,
             GCancellable     *cancellable,
             GError          **error)
{
  return keep_synced_at (self, error) &&
         wb_sync_retry_unreadable (self, helpdesk, cancellable, error) &&
         wb_sync_count_unreadable (self, error) &&
         wb_sync_fetch_pictures (self, helpdesk, account, cancellable, error) &&
         wb_sync_fetch_histories (self, helpdesk, account, cancellable, error) &&
         wb_sync_read_stats (self, helpdesk, account, cancellable, error) &&
         wb_sync_complete_coupons (self, helpdesk, account, cancellable, error);
}

gboolean
wb_sync_is_plain (WbSync *self)
{
  return wb_sync_get_meta_int (self, WB_META_LEVEL, WB_LEVEL_FULL) == WB_LEVEL_PLAIN;
}

/* The account as it is stored; NULL at level 0. */
WbAccount *
wb_sync_dup_account (WbSync *self)
{
  g_autoptr (WbDb) reader = NULL;

  if (!wb_sync_is_plain (self))
    reader = wb_workspace_open_reader (self->workspace, NULL);

  return reader ? wb_account_store_get_server (reader, NULL) : NULL;
}

/* The feed to its end; where its cursor is too old, everything is read again first. */
static gboolean
follow_events (WbSync           *self,
               WbHelpdesk       *helpdesk,
               const WbAccount  *account,
               guint             wait_secs,
               GCancellable     *cancellable,
               GError          **error)
{
  gboolean expired = FALSE;

  if (!wb_sync_read_events (self, helpdesk, wait_secs, &expired, cancellable, error))
    return FALSE;
  if (!expired)
    return TRUE;

  return wb_sync_take_head (self, helpdesk, TRUE, cancellable, error) &&
         wb_sync_read_catalogues (self, helpdesk, (WbAccount *) account, cancellable, error) &&
         wb_sync_recover (self, helpdesk, account, cancellable, error) &&
         wb_sync_read_events (self, helpdesk, 0, &expired, cancellable, error);
}

/**
 * wb_sync_pull:
 * @self: an engine
 * @helpdesk: a client of this thread
 * @cancellable: (nullable): stops it within a second
 *
 * One complete pass; see the header. What was stored before an error stays, and the next call goes
 * on from there. At its end the pictures that banners lack and the histories that tickets of open
 * calls lack are fetched, some in each pass; passing trouble ends only that part. Blocking; worker
 * thread.
 *
 * Returns: `TRUE` if all is read; `FALSE` with %WB_REMOTE_ERROR, %WB_DB_ERROR or
 *   `G_IO_ERROR_CANCELLED`
 */
gboolean
wb_sync_pull (WbSync        *self,
              WbHelpdesk    *helpdesk,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (WbAccount) account = NULL;
  g_autofree char *cursor = NULL;

  g_return_val_if_fail (WB_IS_SYNC (self), FALSE);
  g_return_val_if_fail (helpdesk, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (!wb_sync_is_plain (self) &&
      !wb_sync_read_account (self, helpdesk, &account, cancellable, error))
    return FALSE;
  if (!account || !wb_account_has_feature (account, WB_FEATURE_EVENTS))
    return wb_sync_poll (self, helpdesk, account, cancellable, error) &&
           finish_pass (self, helpdesk, account, cancellable, error);

  cursor = wb_sync_dup_meta (self, WB_META_CURSOR);
  if (!cursor) {
    /* A first read that was cut off goes on where it was. */
    if (!wb_sync_take_head (self, helpdesk, FALSE, cancellable, error) ||
        !wb_sync_read_catalogues (self, helpdesk, account, cancellable, error) ||
        !wb_sync_first_read (self, helpdesk, account, cancellable, error))
      return FALSE;
  } else if (!wb_sync_read_catalogues (self, helpdesk, account, cancellable, error)) {
    return FALSE;
  }

  return follow_events (self, helpdesk, account, 0, cancellable, error) &&
         finish_pass (self, helpdesk, account, cancellable, error);
}

static gboolean
gained_features (const WbAccount *before,
                 const WbAccount *after)
{
  for (guint i = 0; after && after->features[i]; i++) {
    if (!wb_account_has_feature (before, after->features[i]))
      return TRUE;
  }

  return FALSE;
}

/**
 * wb_sync_listen:
 * @self: an engine whose wb_sync_pull() succeeded
 * @helpdesk: a client of this thread
 * @wait_secs: 0–25: how long the server may hold the answer
 * @cancellable: (nullable): stops it at once
 *
 * One long-poll on the feed, applied; without a feed, one pass of polling. Histories are fetched as
 * in wb_sync_pull(). Blocking; worker thread.
 *
 * Returns: `TRUE` if what came is stored; `FALSE` as with wb_sync_pull()
 */
gboolean
wb_sync_listen (WbSync        *self,
                WbHelpdesk    *helpdesk,
                guint          wait_secs,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (WbAccount) before = NULL;
  g_autoptr (WbAccount) account = NULL;

  g_return_val_if_fail (WB_IS_SYNC (self), FALSE);
  g_return_val_if_fail (helpdesk, FALSE);
  g_return_val_if_fail (wait_secs <= 25, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  before = wb_sync_dup_account (self);
  if (!before || !wb_account_has_feature (before, WB_FEATURE_EVENTS))
    return wb_sync_poll (self, helpdesk, before, cancellable, error) &&
           finish_pass (self, helpdesk, before, cancellable, error);

  if (!follow_events (self, helpdesk, before, wait_secs, cancellable, error))
    return FALSE;
  account = wb_sync_dup_account (self);

  /* What the server has offered only since now has no events in the past. */
  return (!gained_features (before, account) ||
          wb_sync_read_catalogues (self, helpdesk, account, cancellable, error)) &&
         finish_pass (self, helpdesk, account, cancellable, error);
}

/* Rows a program was cut off from while sending go again, with the same key; and what waited for
 * its next try is tried when a person starts a program. */
gboolean
wb_sync_recover_outbox (WbSync  *self,
                        GError **error)
{
  WbDb *db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, wb_outbox_recover (db, error) && wb_outbox_hurry (db, error),
                            WB_TABLE_OUTBOX, error);
}

/* The workspace gives its lock to a program, and again to another thread of it. */
static gboolean
mark_lock (WbSync *self)
{
  gboolean is_free = FALSE;

  g_mutex_lock (&self->lock);
  is_free = !self->has_sync_lock;
  self->has_sync_lock = TRUE;
  g_mutex_unlock (&self->lock);

  return is_free;
}

static void
unmark_lock (WbSync *self)
{
  g_mutex_lock (&self->lock);
  self->has_sync_lock = FALSE;
  g_mutex_unlock (&self->lock);
}

/* Takes the workspace's sync lock; another program, or another thread of this one, having it is an
 * error that says which. */
gboolean
wb_sync_take_lock (WbSync  *self,
                   GError **error)
{
  g_autofree char *holder = NULL;
  g_autoptr (GError) problem = NULL;

  if (!mark_lock (self)) {
    g_set_error (error, WB_SYNC_ERROR, WB_SYNC_ERROR_ELSEWHERE,
                 _ ("%s keeps this workspace in step"),
                 g_get_prgname () ? g_get_prgname () : "winback");
    return FALSE;
  }
  if (wb_workspace_try_lock_sync (self->workspace, &holder, &problem))
    return TRUE;
  unmark_lock (self);
  if (problem)
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    /* Translators: %s is a program. */
    g_set_error (error, WB_SYNC_ERROR, WB_SYNC_ERROR_ELSEWHERE,
                 _ ("%s keeps this workspace in step"),
                 holder ? holder : _ ("Another program"));

  return FALSE;
}

/* Threads that were started meanwhile need not wait for their next look. */
void
wb_sync_drop_lock (WbSync *self)
{
  wb_workspace_unlock_sync (self->workspace);
  unmark_lock (self);
  wb_sync_wake_pull (self);
}

/**
 * wb_sync_run:
 * @self: an engine whose threads do not run
 * @cancellable: (nullable): stops it
 *
 * Pulls and pushes once. A person asks for it, so what waits for its next try is tried now, but for
 * what the server itself put off; and what is in the outbox is tried even where pulling met an
 * answer that cannot be read. The first trouble is the error. Blocking; any thread without a
 * window.
 *
 * Returns: `TRUE` if all is read and nothing that is due is unsent; `FALSE` with
 *   %WB_SYNC_ERROR_ELSEWHERE, or as with wb_sync_pull() and wb_sync_push()
 */
gboolean
wb_sync_run (WbSync        *self,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (WbHelpdesk) helpdesk = NULL;
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (WB_IS_SYNC (self), FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (!wb_sync_take_lock (self, error))
    return FALSE;
  helpdesk = wb_sync_make_helpdesk (self, cancellable, &problem);
  if (helpdesk && wb_sync_recover_outbox (self, &problem) &&
      (wb_sync_pull (self, helpdesk, cancellable, &problem) ||
       g_error_matches (problem, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY)))
    wb_sync_push (self, helpdesk, cancellable, problem ? NULL : &problem);
  /* The shops of level 0 do not depend on the helpdesk being there. */
  wb_sync_shops_round (self, cancellable, problem ? NULL : &problem);
  wb_sync_drop_lock (self);
  wb_sync_count_outbox (self, NULL);
  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }

  return TRUE;
}
