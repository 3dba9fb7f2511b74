/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening a workspace, or connecting a helpdesk and making one. Disk, network and secret service
 * may all take their time, so each runs on a worker; the context is then made on the main
 * thread. */

#include "config.h"

#include "wb-opener.h"

#include "wb-meta-store.h"

#include <glib/gstdio.h>

typedef struct
{
  char *base_url;      /* (owned) (nullable) NULL = open, do not connect */
  char *token;         /* (owned) (nullable) wiped when freed */
  char *ca_file;       /* (owned) (nullable) */
  char *dir;           /* (owned) */
  char *secrets_spec;  /* (owned) (nullable) */
} Opening;

static void
opening_free (Opening *self)
{
  if (self->token)
    memset (self->token, 0, strlen (self->token));
  g_free (self->base_url);
  g_free (self->token);
  g_free (self->ca_file);
  g_free (self->dir);
  g_free (self->secrets_spec);
  g_free (self);
}

char *
wb_opener_dup_file_spec (const char *workspace_dir)
{
  return g_strdup_printf ("file:%s/secrets", workspace_dir);
}

const char *
wb_opener_get_told_spec (void)
{
  const char *spec = g_getenv ("WINBACK_SECRETS");

  return spec && *spec ? spec : NULL;
}

static char *
get_home (void)
{
  return g_build_filename (g_get_user_data_dir (), "winback", NULL);
}

char *
wb_opener_find_workspace (void)
{
  g_autofree char *home = get_home ();
  g_autofree char *newest = NULL;
  g_autoptr (GDir) dir = g_dir_open (home, 0, NULL);
  gint64 newest_mtime = 0;
  const char *name = NULL;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *folder = g_build_filename (home, name, NULL);
    g_autofree char *file = g_build_filename (folder, "workspace.db", NULL);
    GStatBuf info = { 0 };

    if (g_stat (file, &info) != 0 || (newest && info.st_mtime <= newest_mtime))
      continue;
    newest_mtime = info.st_mtime;
    g_free (newest);
    newest = g_steal_pointer (&folder);
  }

  return g_steal_pointer (&newest);
}

char *
wb_opener_new_workspace_dir (void)
{
  g_autofree char *home = get_home ();
  g_autofree char *uuid = g_uuid_string_random ();

  return g_build_filename (home, uuid, NULL);
}

static WbWorkspace *
connect_workspace (Opening       *opening,
                   WbClock       *clock,
                   WbRandom      *random,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (WbSecrets) secrets = wb_secrets_new (opening->secrets_spec, error);

  if (!secrets)
    return NULL;

  return wb_sync_connect (opening->base_url, opening->token, opening->ca_file, opening->dir,
                          secrets, clock, random, cancellable, error);
}

static void
open_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Opening *opening = task_data;
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autoptr (WbWorkspace) workspace = NULL;
  g_autoptr (GError) error = NULL;

  if (opening->base_url)
    workspace = connect_workspace (opening, clock, random, cancellable, &error);
  else
    workspace = wb_workspace_open (opening->dir, clock, random, &error);

  if (workspace)
    g_task_return_pointer (task, g_steal_pointer (&workspace), g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
start_opening (Opening             *opening,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, start_opening);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  g_task_run_in_thread (task, open_in_thread);
}

/**
 * wb_opener_open_async:
 * @dir: folder of a workspace
 * @cancellable: (nullable): a cancellable
 * @callback: called on the main thread; its source object is `NULL`
 * @user_data: for @callback
 *
 * Opens a workspace as it is; nothing is asked of any server.
 */
void
wb_opener_open_async (const char          *dir,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->dir = g_strdup (dir);
  start_opening (opening, cancellable, callback, user_data);
}

/**
 * wb_opener_connect_async:
 * @base_url: ".../api/v2"
 * @token: a user's token
 * @ca_file: (nullable): PEM file of a private authority
 * @dir: folder for the workspace
 * @secrets_spec: (nullable): as in wb_secrets_new()
 * @cancellable: (nullable): a cancellable
 * @callback: called on the main thread; its source object is `NULL`
 * @user_data: for @callback
 *
 * Checks address and token with the helpdesk, makes the workspace and stores the token.
 */
void
wb_opener_connect_async (const char          *base_url,
                         const char          *token,
                         const char          *ca_file,
                         const char          *dir,
                         const char          *secrets_spec,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->base_url = g_strdup (base_url);
  opening->token = g_strdup (token);
  opening->ca_file = g_strdup (ca_file);
  opening->dir = g_strdup (dir);
  opening->secrets_spec = g_strdup (secrets_spec);
  start_opening (opening, cancellable, callback, user_data);
}

/* How this workspace's token is kept: as told by the environment, else as it was at connect. */
static char *
dup_spec (WbWorkspace *workspace,
          Opening     *opening)
{
  g_autofree char *kind = wb_workspace_dup_meta (wb_workspace_get_reader (workspace),
                                                 WB_META_SECRET_STORE);

  if (opening->secrets_spec)
    return g_strdup (opening->secrets_spec);
  if (wb_opener_get_told_spec ())
    return g_strdup (wb_opener_get_told_spec ());
  if (g_strcmp0 (kind, "file") == 0)
    return wb_opener_dup_file_spec (opening->dir);

  return NULL;
}

/**
 * wb_opener_finish:
 * @result: from the callback
 * @error: return location: `WB_DB_ERROR`, `WB_REMOTE_ERROR`, `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full): the context of the workspace, its engine not started yet
 */
WbContext *
wb_opener_finish (GAsyncResult  *result,
                  GError       **error)
{
  g_autoptr (WbWorkspace) workspace = NULL;
  g_autoptr (WbSync) sync = NULL;
  g_autoptr (WbSecrets) sync_secrets = NULL;
  g_autoptr (WbSecrets) secrets = NULL;
  g_autofree char *spec = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  workspace = g_task_propagate_pointer (G_TASK (result), error);
  if (!workspace)
    return NULL;

  spec = dup_spec (workspace, g_task_get_task_data (G_TASK (result)));
  sync_secrets = wb_secrets_new (spec, error);
  if (!sync_secrets)
    return NULL;
  secrets = wb_secrets_new (spec, error);
  if (!secrets)
    return NULL;
  sync = wb_sync_new_for_workspace (workspace, g_steal_pointer (&sync_secrets), NULL);

  return wb_context_new (workspace, sync, g_steal_pointer (&secrets));
}

static void
check_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbSecrets) secrets = wb_secrets_new (NULL, &error);

  if (secrets && wb_secrets_check (secrets, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * wb_opener_check_secrets_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called on the main thread; its source object is `NULL`
 * @user_data: for @callback
 *
 * Tries the secret service by storing, reading and clearing a probe.
 */
void
wb_opener_check_secrets_async (GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, wb_opener_check_secrets_async);
  g_task_run_in_thread (task, check_in_thread);
}

/**
 * wb_opener_check_secrets_finish:
 * @result: from the callback
 * @error: return location: `WB_REMOTE_ERROR_SECRET_…`
 *
 * Returns: `TRUE` if the secret service keeps secrets here
 */
gboolean
wb_opener_check_secrets_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
