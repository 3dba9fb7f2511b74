/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl connect helpdesk, winbackctl sync. */

#include "config.h"

#include "wb-cli.h"

#include "wb-account-store.h"
#include "wb-cli-print.h"
#include "wb-meta-store.h"
#include "wb-time.h"
#include "wb-unreadable-store.h"
#include "wb-wire-builder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* No token is as long as this. */
#define MAX_TOKEN_BYTES 4096

/* Reads a token; a line break at its end is the file's, one inside is refused by the client. */
static char *
read_token (const char  *path,
            GError     **error)
{
  g_autofree char *token = g_malloc0 (MAX_TOKEN_BYTES + 1);
  gsize n_read = 0;
  int fd = g_str_equal (path, "-") ? STDIN_FILENO : g_open (path, O_RDONLY | O_CLOEXEC, 0);
  int cause = fd < 0 ? errno : 0;

  while (cause == 0 && n_read < MAX_TOKEN_BYTES) {
    gssize n = read (fd, token + n_read, MAX_TOKEN_BYTES - n_read);

    if (n < 0 && errno != EINTR)
      cause = errno;
    if (n == 0)
      break;
    n_read += n > 0 ? (gsize) n : 0;
  }
  if (fd > STDIN_FILENO)
    close (fd);
  if (cause == 0 && n_read < MAX_TOKEN_BYTES)
    return g_strchomp (g_steal_pointer (&token));
  explicit_bzero (token, n_read);
  g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED, _ ("The token cannot be read from %s: %s"),
               path, cause != 0 ? g_strerror (cause) : _ ("it is too long"));
  return NULL;
}

/* The folder to connect in. @exists_out: there is a workspace already, which gets a new token. */
static char *
choose_dir (WbCli    *self,
            gboolean *exists_out)
{
  g_autofree char *name = NULL;
  char *found = wb_cli_find_dir (self->options.workspace, NULL);

  *exists_out = found != NULL;
  if (found)
    return found;
  if (self->options.workspace)
    return g_canonicalize_filename (self->options.workspace, NULL);
  name = wb_random_uuid (self->random);
  return g_build_filename (g_get_user_data_dir (), "winback", name, NULL);
}

static void
print_connected (WbCli       *self,
                 WbWorkspace *workspace)
{
  WbDb *db = wb_workspace_get_reader (workspace);
  g_autofree char *base_url = wb_workspace_dup_meta (db, WB_META_BASE_URL);
  g_autofree char *level = wb_workspace_dup_meta (db, WB_META_LEVEL);
  g_autoptr (JsonNode) node = NULL;
  gboolean is_full = g_strcmp0 (level, "1") == 0;
  JsonObject *object;

  if (!self->options.json) {
    g_print (_ ("Connected to %s. Workspace: %s\n"), base_url, wb_workspace_get_dir (workspace));
    if (!is_full)
      g_print (_ ("This server offers tickets only: no calls, offers or coupons.\n"));
    return;
  }
  object = json_object_new ();
  wb_wire_put_text (object, "workspace", wb_workspace_get_dir (workspace));
  wb_wire_put_text (object, "url", base_url);
  json_object_set_int_member (object, "level", is_full ? 1 : 0);
  node = wb_wire_take_object (object);
  wb_cli_print_json (node);
}

static WbWorkspace *
connect_or_renew (WbCli       *self,
                  const char  *url,
                  const char  *token,
                  WbSecrets   *secrets,
                  GError     **error)
{
  gboolean exists = FALSE;
  g_autofree char *dir = choose_dir (self, &exists);
  g_autoptr (WbWorkspace) workspace = NULL;

  if (!exists)
    return wb_sync_connect (url, token, self->options.ca, dir, secrets, self->clock, self->random,
                            NULL, error);
  workspace = wb_workspace_open (dir, self->clock, self->random, error);
  if (!workspace)
    return NULL;
  if (wb_sync_reconnect (workspace, url, token, self->options.ca, secrets, NULL, error))
    return g_steal_pointer (&workspace);
  wb_workspace_close (workspace);
  return NULL;
}

/**
 * wb_cli_connect:
 * @self: the program
 * @args: the helpdesk's address
 * @error: return location for a #GError
 *
 * Checks address and token with the server, then makes the workspace, or gives the one that is
 * connected there a new token. Nothing is left behind by a refusal.
 *
 * Returns: `TRUE` if it is connected
 */
gboolean
wb_cli_connect (WbCli   *self,
                GStrv    args,
                GError **error)
{
  g_autofree char *url = wb_helpdesk_normalize_url (args[0], error);
  g_autofree char *token = NULL;
  g_autoptr (WbSecrets) secrets = NULL;
  g_autoptr (WbWorkspace) workspace = NULL;

  if (!url)
    return FALSE;
  secrets = wb_secrets_new (g_getenv ("WINBACK_SECRETS"), error);
  if (!secrets)
    return FALSE;
  token = read_token (self->options.token_file, error);
  if (!token)
    return FALSE;
  workspace = connect_or_renew (self, url, token, secrets, error);
  explicit_bzero (token, strlen (token));
  if (!workspace)
    return FALSE;
  print_connected (self, workspace);
  wb_workspace_close (workspace);
  return TRUE;
}

static gboolean
print_synced (WbCli   *self,
              GError **error)
{
  g_autofree char *text = wb_workspace_dup_meta (self->db, WB_META_LAST_SYNCED_AT);
  gint64 at = text ? g_ascii_strtoll (text, NULL, 10) : WB_TIME_NONE;
  g_autofree char *when = wb_cli_format_time (at, wb_clock_now (self->clock), self->zone);
  gint64 n_waiting = 0;
  gint64 n_needs_you = 0;
  gint64 n_unreadable = 0;

  if (!wb_outbox_count (self->db, &n_waiting, &n_needs_you, error) ||
      !wb_unreadable_store_count (self->db, NULL, &n_unreadable, error))
    return FALSE;
  if (self->options.json) {
    JsonObject *object = json_object_new ();
    g_autoptr (JsonNode) node = NULL;

    wb_wire_put_time (object, "last_synced_at", at);
    json_object_set_int_member (object, "waiting", n_waiting);
    json_object_set_int_member (object, "needs_you", n_needs_you);
    json_object_set_int_member (object, "unreadable", n_unreadable);
    node = wb_wire_take_object (object);
    wb_cli_print_json (node);
    return TRUE;
  }
  g_print (_ ("Synced %s.\n"), when);
  if (n_unreadable > 0) {
    g_print (ngettext ("%d entry could not be read; the rest is up to date",
                       "%d entries could not be read; the rest is up to date",
                       (gulong) n_unreadable), (int) n_unreadable);
    g_print (".\n");
  }
  if (n_waiting > 0)
    g_print (ngettext ("%d change waits to be sent.\n", "%d changes wait to be sent.\n",
                       (gulong) n_waiting), (int) n_waiting);
  if (n_needs_you > 0)
    g_print (ngettext ("%d change needs you; see “winbackctl outbox”.\n",
                       "%d changes need you; see “winbackctl outbox”.\n", (gulong) n_needs_you),
             (int) n_needs_you);
  return TRUE;
}

/* What a person watching is told, one line per change of phase. */
static void
state_changed_cb (WbSync      *sync,
                  WbSyncPhase *shown)
{
  g_autoptr (WbSyncState) state = wb_sync_dup_state (sync);
  static const char *const phases[] = {
    N_ ("Stopped"), N_ ("Connecting…"), N_ ("Reading everything for the first time…"),
    N_ ("Up to date"), N_ ("Offline, trying again"), N_ ("The token is not valid any more"),
    N_ ("Another program syncs this workspace"), N_ ("The workspace cannot be written"),
  };

  if (state->phase == *shown)
    return;
  *shown = state->phase;
  g_print ("%s%s%s\n", _ (phases[state->phase]), state->message ? ": " : "",
           state->message ? state->message : "");
  fflush (stdout);
}

static gboolean
watch (WbCli   *self,
       WbSync  *sync,
       GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  WbSyncPhase shown = WB_SYNC_IDLE;
  gulong handler = 0;

  if (!self->options.json)
    handler = g_signal_connect (sync, "state-changed", G_CALLBACK (state_changed_cb), &shown);
  wb_cli_watch (self, sync, loop);
  g_clear_signal_handler (&handler, sync);
  return print_synced (self, error);
}

/**
 * wb_cli_sync:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Pulls and pushes once, or until interrupted.
 *
 * Returns: `TRUE` if everything went
 */
gboolean
wb_cli_sync (WbCli   *self,
             GStrv    args,
             GError **error)
{
  WbSync *sync = wb_cli_get_sync (self, error);
  gboolean is_synced;

  if (!sync || !wb_cli_lock_sync (self, error))
    return FALSE;
  if (self->options.watch)
    return watch (self, sync, error);
  is_synced = wb_sync_run (sync, NULL, error);
  wb_workspace_unlock_sync (self->workspace);
  return is_synced && print_synced (self, error);
}
