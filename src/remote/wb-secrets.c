/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where tokens and keys are kept: the Secret Service, or one file for machines without it. The
* place is chosen once and never switched behind a person's back. Everything blocks and belongs on a
* worker thread: a locked keyring waits for a person, which is why each call has a deadline. */

#include "config.h"

#include "wb-secrets.h"

#include "wb-remote-error.h"
#include "wb-secrets-file.h"
#include "wb-watch.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#define DEADLINE_MS (20 * 1000)
#define PROBE_WORKSPACE "probe"
#define PROBE_NAME "probe"

struct _WbSecrets
{
  char *file;  /* (owned) (nullable) NULL = the Secret Service */
};

static const SecretSchema schema = {
  APP_ID, SECRET_SCHEMA_NONE,
  {
    { "workspace", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "name", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/**
 * wb_secrets_new:
 * @spec: (nullable): `NULL` or "keyring" for the Secret Service, "file:PATH" for a file
 * @error: return location for a #GError
 *
 * Opens nothing yet. Any thread.
 *
 * Errors: %WB_REMOTE_ERROR_NOT_ALLOWED for anything else.
 *
 * Returns: (transfer full) (nullable): the place
 */
WbSecrets *
wb_secrets_new (const char  *spec,
                GError     **error)
{
  WbSecrets *self;

  if (spec && !g_str_equal (spec, "keyring") &&
      (!g_str_has_prefix (spec, "file:") || !g_path_is_absolute (spec + strlen ("file:")))) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                 _ ("“%s” is no place for secrets; use “keyring” or “file:” and an absolute path"),
                 spec);
    return NULL;
  }
  self = g_new0 (WbSecrets, 1);
  if (spec && g_str_has_prefix (spec, "file:"))
    self->file = g_strdup (spec + strlen ("file:"));
  return self;
}

/**
 * wb_secrets_free:
 * @self: a place for secrets
 */
void
wb_secrets_free (WbSecrets *self)
{
  g_return_if_fail (self);

  g_free (self->file);
  g_free (self);
}

/**
 * wb_secrets_get_kind:
 * @self: a place for secrets
 *
 * Returns: "keyring" or "file"
 */
const char *
wb_secrets_get_kind (WbSecrets *self)
{
  g_return_val_if_fail (self, NULL);

  return self->file ? "file" : "keyring";
}

/* What libsecret says, as a decision. Takes @cause. */
static void
explain_keyring (WbWatch  *watch,
                 GError   *cause_in,
                 GError  **error)
{
  g_autoptr (GError) cause = cause_in;

  if (wb_watch_has_expired (watch))
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_LOCKED,
                         _ ("The keyring did not answer in time; unlock it and try again"));
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_LOCKED,
                         _ ("The keyring is locked; unlock it and try again"));
  else
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_UNAVAILABLE,
                 _ ("There is no keyring to keep the token in (%s)"), cause->message);
}

/**
 * wb_secrets_store:
 * @self: a place for secrets
 * @workspace_id: whose secret
 * @name: which one, e.g. "token"
 * @label: what a keyring's window shows
 * @secret: the secret; replaces the one stored
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Stores one secret. Blocking.
 *
 * Errors: %WB_REMOTE_ERROR_SECRET_UNAVAILABLE, %WB_REMOTE_ERROR_SECRET_LOCKED,
 * %G_IO_ERROR_CANCELLED. No message holds a secret.
 *
 * Returns: `TRUE` if it is stored
 */
gboolean
wb_secrets_store (WbSecrets     *self,
                  const char    *workspace_id,
                  const char    *name,
                  const char    *label,
                  const char    *secret,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr (WbWatch) watch = NULL;
  GError *cause = NULL;

  g_return_val_if_fail (self && workspace_id && name && label && secret, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (self->file)
    return wb_secrets_file_store (self->file, workspace_id, name, secret, error);
  watch = wb_watch_new (cancellable);
  wb_watch_arm (watch, DEADLINE_MS);
  if (secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, secret,
                                  wb_watch_get_cancellable (watch), &cause,
                                  "workspace", workspace_id, "name", name, NULL))
    return TRUE;
  explain_keyring (watch, cause, error);
  return FALSE;
}

/**
 * wb_secrets_lookup:
 * @self: a place for secrets
 * @workspace_id: whose secret
 * @name: which one
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Looks one secret up. Blocking. A locked keyring and a secret that is not stored look the same
 * from here (reference/proven.md 4).
 *
 * Errors: %WB_REMOTE_ERROR_SECRET_LOCKED (locked or missing), %WB_REMOTE_ERROR_SECRET_UNAVAILABLE,
 * %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (nullable): the secret; wipe it before freeing
 */
char *
wb_secrets_lookup (WbSecrets     *self,
                   const char    *workspace_id,
                   const char    *name,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (WbWatch) watch = NULL;
  GError *cause = NULL;
  char *found;
  char *secret;

  g_return_val_if_fail (self && workspace_id && name, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (self->file)
    return wb_secrets_file_lookup (self->file, workspace_id, name, error);
  watch = wb_watch_new (cancellable);
  wb_watch_arm (watch, DEADLINE_MS);
  found = secret_password_lookup_sync (&schema, wb_watch_get_cancellable (watch), &cause,
                                       "workspace", workspace_id, "name", name, NULL);
  if (cause) {
    explain_keyring (watch, cause, error);
    return NULL;
  }
  if (!found) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_LOCKED,
                         _ ("The token is not in the keyring, or the keyring is locked"));
    return NULL;
  }
  secret = g_strdup (found);
  secret_password_free (found);
  return secret;
}

/**
 * wb_secrets_clear:
 * @self: a place for secrets
 * @workspace_id: whose secret
 * @name: which one
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Forgets one secret; one that is not there is no error. Blocking. Errors: as for storing.
 *
 * Returns: `TRUE` if it is gone
 */
gboolean
wb_secrets_clear (WbSecrets     *self,
                  const char    *workspace_id,
                  const char    *name,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr (WbWatch) watch = NULL;
  GError *cause = NULL;

  g_return_val_if_fail (self && workspace_id && name, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (self->file)
    return wb_secrets_file_store (self->file, workspace_id, name, NULL, error);
  watch = wb_watch_new (cancellable);
  wb_watch_arm (watch, DEADLINE_MS);
  secret_password_clear_sync (&schema, wb_watch_get_cancellable (watch), &cause,
                              "workspace", workspace_id, "name", name, NULL);
  if (!cause)
    return TRUE;
  explain_keyring (watch, cause, error);
  return FALSE;
}

/**
 * wb_secrets_check:
 * @self: a place for secrets
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Stores, looks up and clears a probe: whether the place works at all. Blocking. Errors: as for
 * storing.
 *
 * Returns: `TRUE` if it works
 */
gboolean
wb_secrets_check (WbSecrets     *self,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autofree char *probe = g_uuid_string_random ();
  g_autofree char *found = NULL;

  g_return_val_if_fail (self, FALSE);

  if (!wb_secrets_store (self, PROBE_WORKSPACE, PROBE_NAME, _ ("Winback checks the keyring"), probe,
                         cancellable, error))
    return FALSE;
  found = wb_secrets_lookup (self, PROBE_WORKSPACE, PROBE_NAME, cancellable, error);
  if (!found || !wb_secrets_clear (self, PROBE_WORKSPACE, PROBE_NAME, cancellable, error))
    return FALSE;
  if (g_str_equal (found, probe))
    return TRUE;
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_UNAVAILABLE,
                       _ ("The keyring does not give back what was stored in it"));
  return FALSE;
}
