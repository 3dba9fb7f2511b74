/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Connecting a helpdesk, and making clients for one that is connected. The token lives among the
 * secrets under the workspace's id; the workspace has the address, the form of the token and the
 * level, as the connection test found them. */

#include "config.h"

#include "wb-sync-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "wb-account-store.h"
#include "wb-meta-store.h"

#define SECRET_NAME "token"
#define FORM_TOKEN "token"
#define FORM_BARE "bare"

typedef struct
{
  WbWorkspace *workspace;   /* (owned) */
  WbSecrets *secrets;       /* (owned) */
  GMutex secrets_lock;      /* several threads make clients */
  char *ca_file;            /* (owned) (nullable) */
} Connection;

static void
wipe (char *secret)
{
  if (secret)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

gpointer
wb_sync_connection_new (WbWorkspace *workspace,
                        WbSecrets   *secrets,
                        const char  *ca_file)
{
  Connection *self = g_new0 (Connection, 1);
  g_autoptr (WbDb) reader = ca_file ? NULL : wb_workspace_open_reader (workspace, NULL);

  self->workspace = g_object_ref (workspace);
  self->secrets = secrets;
  g_mutex_init (&self->secrets_lock);
  if (ca_file)
    self->ca_file = g_strdup (ca_file);
  else if (reader)
    self->ca_file = wb_workspace_dup_meta (reader, WB_SYNC_META_CA_FILE);

  return self;
}

void
wb_sync_connection_free (gpointer data)
{
  Connection *self = data;

  g_object_unref (self->workspace);
  wb_secrets_free (self->secrets);
  g_mutex_clear (&self->secrets_lock);
  g_free (self->ca_file);
  g_free (self);
}

static WbHelpdesk *
make_client (const char  *base_url,
             const char  *token,
             WbAuthForm   auth_form,
             const char  *ca_file,
             WbClock     *clock,
             GError     **error)
{
  WbHttpOptions options = { .ca_file = ca_file };
  WbHttp *http = wb_http_new (&options, clock, error);

  return http ? wb_helpdesk_new (base_url, token, auth_form, http, error) : NULL;
}

WbHelpdesk *
wb_sync_connection_make (gpointer       data,
                         GCancellable  *cancellable,
                         GError       **error)
{
  Connection *self = data;
  g_autoptr (WbDb) reader = wb_workspace_open_reader (self->workspace, error);
  g_autofree char *base_url = NULL;
  g_autofree char *form = NULL;
  g_autofree char *id = NULL;
  char *token = NULL;
  WbHelpdesk *helpdesk = NULL;

  if (!reader)
    return NULL;
  base_url = wb_workspace_dup_meta (reader, WB_META_BASE_URL);
  form = wb_workspace_dup_meta (reader, WB_META_AUTH_FORM);
  id = wb_workspace_dup_meta (reader, WB_SYNC_META_WORKSPACE_ID);
  if (!base_url || !id) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_LOCKED,
                         _ ("This workspace was never connected; connect it again"));
    return NULL;
  }

  g_mutex_lock (&self->secrets_lock);
  token = wb_secrets_lookup (self->secrets, id, SECRET_NAME, cancellable, error);
  g_mutex_unlock (&self->secrets_lock);
  if (!token)
    return NULL;
  helpdesk = make_client (base_url, token, g_strcmp0 (form, FORM_BARE) == 0 ? WB_AUTH_BARE
                                                                            : WB_AUTH_TOKEN,
                          self->ca_file, wb_workspace_get_clock (self->workspace), error);
  wipe (token);

  return helpdesk;
}

/* The name that the workspace's secrets are kept under; the same for the life of a workspace. */
static char *
dup_workspace_id (Connection  *self,
                  GError     **error)
{
  g_autoptr (WbDb) reader = wb_workspace_open_reader (self->workspace, error);
  char *id = reader ? wb_workspace_dup_meta (reader, WB_SYNC_META_WORKSPACE_ID) : NULL;

  if (reader && !id)
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_LOCKED,
                         _ ("This workspace was never connected; connect it again"));

  return id;
}

gboolean
wb_sync_connection_store (gpointer       data,
                          const char    *name,
                          const char    *label,
                          const char    *secret,
                          GCancellable  *cancellable,
                          GError       **error)
{
  Connection *self = data;
  g_autofree char *id = dup_workspace_id (self, error);
  gboolean ok = FALSE;

  if (!id)
    return FALSE;
  g_mutex_lock (&self->secrets_lock);
  ok = wb_secrets_store (self->secrets, id, name, label, secret, cancellable, error);
  g_mutex_unlock (&self->secrets_lock);

  return ok;
}

char *
wb_sync_connection_lookup (gpointer       data,
                           const char    *name,
                           GCancellable  *cancellable,
                           GError       **error)
{
  Connection *self = data;
  g_autofree char *id = dup_workspace_id (self, error);
  char *secret = NULL;

  if (!id)
    return NULL;
  g_mutex_lock (&self->secrets_lock);
  secret = wb_secrets_lookup (self->secrets, id, name, cancellable, error);
  g_mutex_unlock (&self->secrets_lock);

  return secret;
}

gboolean
wb_sync_connection_clear (gpointer       data,
                          const char    *name,
                          GCancellable  *cancellable,
                          GError       **error)
{
  Connection *self = data;
  g_autofree char *id = dup_workspace_id (self, error);
  gboolean ok = FALSE;

  if (!id)
    return FALSE;
  g_mutex_lock (&self->secrets_lock);
  ok = wb_secrets_clear (self->secrets, id, name, cancellable, error);
  g_mutex_unlock (&self->secrets_lock);

  return ok;
}

/* What the connection test found out. */
typedef struct
{
  WbLevel level;
  WbAuthForm auth_form;
  WbAccount *account;   /* (owned) (nullable) */
  WbUser *me;           /* (owned) (nullable) */
} Found;

static void
clear_found (Found *found)
{
  g_clear_pointer (&found->account, wb_account_unref);
  g_clear_pointer (&found->me, wb_user_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, clear_found)

static gboolean
probe (const char    *base_url,
       const char    *token,
       const char    *ca_file,
       WbClock       *clock,
       Found         *found,
       GCancellable  *cancellable,
       GError       **error)
{
  g_autoptr (WbHelpdesk) helpdesk = make_client (base_url, token, WB_AUTH_TOKEN, ca_file, clock,
                                                 error);

  if (!helpdesk || !wb_helpdesk_probe (helpdesk, &found->level, &found->auth_form, &found->account,
                                       cancellable, error))
    return FALSE;
  if (found->level == WB_LEVEL_FULL)
    found->me = wb_helpdesk_get_me (helpdesk, cancellable, error);

  return found->level == WB_LEVEL_PLAIN || found->me;
}

/* Level 0 tells no time zone: this computer's, until a person says otherwise. */
static char *
dup_local_zone (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return g_strdup (g_time_zone_get_identifier (zone));
}

static gboolean
store_facts (WbDb         *db,
             const Found  *found,
             const char   *id,
             const char   *ca_file,
             WbSecrets    *secrets,
             GError      **error)
{
  g_autofree char *zone = found->account ? g_strdup (found->account->time_zone) : dup_local_zone ();

  return wb_sync_put_meta_int (db, WB_META_LEVEL, found->level, error) &&
         wb_workspace_set_meta (db, WB_META_AUTH_FORM,
                                found->auth_form == WB_AUTH_BARE ? FORM_BARE : FORM_TOKEN, error) &&
         wb_workspace_set_meta (db, WB_META_SECRET_STORE, wb_secrets_get_kind (secrets), error) &&
         wb_workspace_set_meta (db, WB_META_TIME_ZONE, zone, error) &&
         wb_workspace_set_meta (db, WB_SYNC_META_WORKSPACE_ID, id, error) &&
         wb_workspace_set_meta (db, WB_SYNC_META_CA_FILE, ca_file, error) &&
         wb_workspace_set_meta (db, WB_META_ME, found->me ? found->me->id : NULL, error) &&
         (!found->me || wb_user_store_upsert (db, found->me, error)) &&
         (!found->account || wb_account_store_put (db, found->account, error));
}

static void
remove_workspace (const char *dir)
{
  const char *names[] = {
    "workspace.db", "workspace.db-wal", "workspace.db-shm", "in-use.lock", "sync.lock"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (dir, names[i], NULL);

    g_unlink (path);
  }
  g_rmdir (dir);
}

/* The workspace with what was found in it; nothing is left behind when that fails. */
static WbWorkspace *
make_workspace (const char   *dir,
                const char   *base_url,
                const char   *id,
                const char   *ca_file,
                const Found  *found,
                WbSecrets    *secrets,
                WbClock      *clock,
                WbRandom     *random,
                GError      **error)
{
  g_autoptr (WbWorkspace) workspace = wb_workspace_create (dir, base_url, clock, random, error);
  WbDb *db = NULL;

  if (!workspace)
    return NULL;

  db = wb_workspace_begin (workspace, error);
  if (db && store_facts (db, found, id, ca_file, secrets, error)) {
    if (wb_workspace_commit (workspace, WB_TABLE_ACCOUNT | WB_TABLE_SYNC, error))
      return g_steal_pointer (&workspace);
  } else if (db) {
    wb_workspace_rollback (workspace);
  }
  wb_workspace_close (workspace);
  remove_workspace (dir);

  return NULL;
}

/**
 * wb_sync_connect:
 * @base_url: the helpdesk's address as a person gives it
 * @token: its token
 * @ca_file: (nullable): PEM file of authorities besides the system's
 * @dir: the folder of the new workspace
 * @secrets: where the token is to be kept
 * @clock: what time it is
 * @random: for ids
 * @cancellable: (nullable): stops it
 *
 * Checks address and token, asks for the level, keeps the token and makes the workspace. When any
 * of it fails nothing is left behind. Blocking; worker thread.
 *
 * Returns: (transfer full): the workspace; `NULL` with %WB_REMOTE_ERROR or %WB_DB_ERROR
 */
WbWorkspace *
wb_sync_connect (const char    *base_url,
                 const char    *token,
                 const char    *ca_file,
                 const char    *dir,
                 WbSecrets     *secrets,
                 WbClock       *clock,
                 WbRandom      *random,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_auto (Found) found = { 0 };
  g_autofree char *url = NULL;
  g_autofree char *id = NULL;
  g_autofree char *label = NULL;
  g_autofree char *ca_path = NULL;
  WbWorkspace *workspace = NULL;

  g_return_val_if_fail (base_url && token && dir && secrets, NULL);
  g_return_val_if_fail (WB_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (WB_IS_RANDOM (random), NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  url = wb_helpdesk_normalize_url (base_url, error);
  if (!url || !probe (url, token, ca_file, clock, &found, cancellable, error))
    return NULL;

  id = wb_random_uuid (random);
  ca_path = ca_file ? g_canonicalize_filename (ca_file, NULL) : NULL;
  /* Translators: %s is an address; the name of a password in the keyring. */
  label = g_strdup_printf (_ ("Winback: token of %s"), url);
  if (!wb_secrets_store (secrets, id, SECRET_NAME, label, token, cancellable, error))
    return NULL;
  workspace = make_workspace (dir, url, id, ca_path, &found, secrets, clock, random, error);
  if (!workspace)
    wb_secrets_clear (secrets, id, SECRET_NAME, NULL, NULL);

  return workspace;
}

/* Whether @found is the same account and person as @workspace was made for. */
static gboolean
check_same (WbWorkspace  *workspace,
            const char   *url,
            const Found  *found,
            GError      **error)
{
  g_autoptr (WbDb) reader = wb_workspace_open_reader (workspace, error);
  g_autofree char *base_url = NULL;
  g_autofree char *me = NULL;

  if (!reader)
    return FALSE;
  base_url = wb_workspace_dup_meta (reader, WB_META_BASE_URL);
  me = wb_workspace_dup_meta (reader, WB_META_ME);
  if (g_strcmp0 (base_url, url) != 0) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                 _ ("This workspace is connected to %s; another helpdesk needs another one"),
                 base_url);
    return FALSE;
  }
  if (found && g_strcmp0 (me, found->me ? found->me->id : NULL) != 0) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                         _ ("This token is somebody else's, who needs another workspace"));
    return FALSE;
  }

  return TRUE;
}

/**
 * wb_sync_reconnect:
 * @workspace: a connected workspace
 * @base_url: the address a person gives; must be the workspace's own
 * @token: a new token of the same person
 * @ca_file: (nullable): PEM file of authorities; `NULL` keeps what was given at connect
 * @secrets: where the token is kept
 * @cancellable: (nullable): stops it
 *
 * Gives a workspace a new token, after the server has confirmed whose it is: unsent work must not
 * be sent in another person's name. Nothing changes when it is refused. Blocking; worker thread.
 *
 * Returns: `TRUE` on success; else %WB_REMOTE_ERROR or %WB_DB_ERROR is set
 */
gboolean
wb_sync_reconnect (WbWorkspace   *workspace,
                   const char    *base_url,
                   const char    *token,
                   const char    *ca_file,
                   WbSecrets     *secrets,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_auto (Found) found = { 0 };
  g_autofree char *url = NULL;
  g_autofree char *id = NULL;
  g_autofree char *label = NULL;
  g_autofree char *ca_path = NULL;
  WbDb *db = NULL;

  g_return_val_if_fail (WB_IS_WORKSPACE (workspace), FALSE);
  g_return_val_if_fail (base_url && token && secrets, FALSE);

  url = wb_helpdesk_normalize_url (base_url, error);
  if (!url || !check_same (workspace, url, NULL, error))
    return FALSE;
  db = wb_workspace_begin (workspace, error);
  if (!db)
    return FALSE;
  id = wb_workspace_dup_meta (db, WB_SYNC_META_WORKSPACE_ID);
  ca_path = ca_file ? g_canonicalize_filename (ca_file, NULL)
                    : wb_workspace_dup_meta (db, WB_SYNC_META_CA_FILE);
  wb_workspace_rollback (workspace);
  if (!probe (url, token, ca_path, wb_workspace_get_clock (workspace), &found, cancellable,
              error) ||
      !check_same (workspace, url, &found, error))
    return FALSE;
  /* Translators: %s is an address; the name of a password in the keyring. */
  label = g_strdup_printf (_ ("Winback: token of %s"), url);
  if (!wb_secrets_store (secrets, id, SECRET_NAME, label, token, cancellable, error))
    return FALSE;

  db = wb_workspace_begin (workspace, error);
  if (!db)
    return FALSE;
  if (store_facts (db, &found, id, ca_path, secrets, error))
    return wb_workspace_commit (workspace, WB_TABLE_ACCOUNT | WB_TABLE_SYNC, error);
  wb_workspace_rollback (workspace);

  return FALSE;
}
