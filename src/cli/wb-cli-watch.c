/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Going on until interrupted: the engine's threads run, or another program's do, whose commits are
 * noticed; see wb_cli_watch(). */

#include "config.h"

#include "wb-cli.h"

#include <glib-unix.h>

#define NOTICE_OTHERS_MS 500

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

/* What other programs store, e.g. a winbackctl beside this one, is to be sent from here. */
static gboolean
notice_others_cb (gpointer workspace)
{
  wb_workspace_notice_others (workspace);
  return G_SOURCE_CONTINUE;
}

/**
 * wb_cli_watch:
 * @self: the program, its workspace open
 * @sync: its engine
 * @loop: what runs; to be ended by a signal's handler or by the caller
 *
 * Syncs and tells of commits by the workspace's "changed", until SIGINT or SIGTERM.
 */
void
wb_cli_watch (WbCli     *self,
              WbSync    *sync,
              GMainLoop *loop)
{
  guint noticing = g_timeout_add (NOTICE_OTHERS_MS, notice_others_cb, self->workspace);
  guint interrupted = g_unix_signal_add (SIGINT, quit_cb, loop);
  guint terminated = g_unix_signal_add (SIGTERM, quit_cb, loop);

  wb_sync_start (sync);
  g_main_loop_run (loop);
  wb_sync_stop (sync);
  g_source_remove (noticing);
  g_source_remove (interrupted);
  g_source_remove (terminated);
}
