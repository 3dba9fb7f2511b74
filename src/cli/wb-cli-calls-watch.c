/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl calls --watch: one line, or one JSON object, per call that changed, as it changes.
 * What was there at the start is not told: "winbackctl calls" lists it. A call that left the queue
 * as it is asked for, being taken, closed or deleted, is told of once more. */

#include "config.h"

#include "wb-cli.h"

#include "wb-cli-print.h"
#include "wb-wire-activity.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* Time alone makes a call late. */
#define LOOK_AGAIN_MS 5000
/* Of the closed ones the newest are enough: an older one does not change any more. */
#define CLOSED_WATCHED 200

/* A call as it was told last. */
typedef struct
{
  char *id;             /* (owned) */
  char *text;           /* (owned) as the API says it */
  WbCallGroup group;
  guint64 round;        /* when it was last in the queue */
} Told;

typedef struct
{
  WbCli *cli;
  WbCliQueue *queue;
  GMainLoop *loop;      /* (unowned) */
  GHashTable *told;     /* (owned) (element-type gint64 Told) by row */
  guint64 round;
  gboolean is_silent;   /* the first look */
  GError *error;        /* (owned) (nullable) why it ended by itself */
} Watch;

static void
free_told (gpointer data)
{
  Told *told = data;

  g_free (told->id);
  g_free (told->text);
  g_free (told);
}

static char *
describe (const WbActivity *call)
{
  g_autoptr (JsonNode) node = wb_wire_activity_encode (call);

  return json_to_string (node, FALSE);
}

/* One line each, so that whoever reads knows where it ends; at once, so that it comes as it
 * happens. Whoever reads no more ends the watching. */
static void
print_line (Watch      *self,
            const char *line)
{
  if (puts (line) == EOF || fflush (stdout) == EOF)
    g_main_loop_quit (self->loop);
}

static void
tell (Watch            *self,
      const WbActivity *call,
      WbCallGroup       group,
      const char       *json)
{
  WbCli *cli = self->cli;
  g_auto (GStrv) cells = NULL;
  g_autofree char *line = NULL;

  if (self->is_silent)
    return;
  if (cli->options.json) {
    print_line (self, json);
    return;
  }
  cells = wb_cli_call_cells (cli, call, group, self->queue->query.now);
  line = wb_cli_format_cells ((const char *const *) cells);
  print_line (self, line);
}

static void
tell_deleted (Watch      *self,
              const Told *told)
{
  g_autofree char *line = NULL;

  if (self->cli->options.json) {
    line = g_strdup_printf ("{\"id\":\"%s\",\"status\":\"deleted\"}", told->id);
  } else {
    g_autofree char *id = wb_cli_short_id (told->id);
    const char *const cells[] = { id, _ ("Deleted"), NULL };

    line = wb_cli_format_cells (cells);
  }
  print_line (self, line);
}

static gboolean
look_at (Watch            *self,
         const WbCallRef  *ref,
         GError          **error)
{
  g_autoptr (WbActivity) call = wb_call_store_get_row (self->cli->db, ref->rowid, error);
  g_autofree char *text = NULL;
  Told *told = NULL;

  if (!call)
    return FALSE;
  text = describe (call);
  told = g_hash_table_lookup (self->told, &ref->rowid);
  if (!told) {
    told = g_new0 (Told, 1);
    told->id = g_strdup (call->id);
    g_hash_table_insert (self->told, g_memdup2 (&ref->rowid, sizeof ref->rowid), told);
  }
  told->round = self->round;
  if (g_strcmp0 (told->text, text) == 0 && told->group == ref->group)
    return TRUE;
  tell (self, call, ref->group, text);
  g_free (told->text);
  told->text = g_steal_pointer (&text);
  told->group = ref->group;
  return TRUE;
}

/* What is not in the queue any more, if it was: told as it is now. */
static gboolean
look_at_gone (Watch   *self,
              GError **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Told *told = value;
    g_autoptr (WbActivity) call = NULL;
    g_autofree char *text = NULL;
    GError *cause = NULL;

    if (told->round == self->round)
      continue;
    call = wb_call_store_get (self->cli->db, told->id, &cause);
    if (cause) {
      g_propagate_error (error, cause);
      return FALSE;
    }
    text = call ? describe (call) : NULL;
    if (!call)
      tell_deleted (self, told);
    else if (g_strcmp0 (told->text, text) != 0)
      tell (self, call,
            wb_call_group_of (call, self->queue->query.now, self->queue->query.zone), text);
    g_hash_table_iter_remove (&iter);
  }
  return TRUE;
}

static gboolean
look (Watch   *self,
      GError **error)
{
  g_autoptr (GArray) refs = NULL;

  self->round++;
  self->queue->query.now = wb_cli_now (self->cli);
  refs = wb_call_store_list (self->cli->db, &self->queue->query, error);
  for (guint i = 0; refs && i < refs->len; i++) {
    const WbCallRef *ref = &g_array_index (refs, WbCallRef, i);

    if (wb_cli_queue_has (self->queue, self->cli, ref->group) && !look_at (self, ref, error))
      return FALSE;
  }
  return refs && look_at_gone (self, error);
}

static void
look_or_end (Watch *self)
{
  if (!self->error && !look (self, &self->error))
    g_main_loop_quit (self->loop);
}

static void
changed_cb (WbWorkspace *workspace,
            WbTables     tables,
            Watch       *self)
{
  if ((tables & (WB_TABLE_CALLS | WB_TABLE_OUTBOX)) != 0)
    look_or_end (self);
}

static gboolean
look_again_cb (gpointer data)
{
  look_or_end (data);
  return G_SOURCE_CONTINUE;
}

/**
 * wb_cli_calls_watch:
 * @self: the program, its workspace open
 * @queue: which calls
 * @error: return location for a #GError
 *
 * Tells of each call that changes, until interrupted. Syncs meanwhile, unless another program does.
 *
 * Returns: `FALSE` with @error set when the workspace could not be read any more
 */
gboolean
wb_cli_calls_watch (WbCli       *self,
                    WbCliQueue  *queue,
                    GError     **error)
{
  WbSync *sync = wb_cli_get_sync (self, error);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Watch watch = { .cli = self, .queue = queue, .loop = loop, .is_silent = TRUE };
  gulong handler;
  guint looking;

  if (!sync)
    return FALSE;
  queue->query.closed_limit = MIN (queue->query.closed_limit, CLOSED_WATCHED);
  watch.told = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_told);
  look (&watch, &watch.error);
  watch.is_silent = FALSE;
  handler = g_signal_connect (self->workspace, "changed", G_CALLBACK (changed_cb), &watch);
  looking = g_timeout_add (LOOK_AGAIN_MS, look_again_cb, &watch);
  if (!watch.error) {
    /* Who started us may wait for this before doing something. */
    g_printerr ("%s\n", _ ("Watching the calls; Ctrl+C ends it."));
    wb_cli_watch (self, sync, loop);
  }
  g_clear_signal_handler (&handler, self->workspace);
  g_source_remove (looking);
  g_hash_table_unref (watch.told);
  if (watch.error)
    g_propagate_error (error, watch.error);
  return !watch.error;
}
