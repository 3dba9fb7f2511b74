/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tokens and keys: in the Secret Service, or, only on request, in a file of mode 0600
 * (reference/proven.md 4). Blocking: worker threads only. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _WbSecrets WbSecrets;

/* @spec NULL or "keyring" = Secret Service; "file:PATH" = the file. Never switched silently. */
WbSecrets  *wb_secrets_new        (const char    *spec,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void        wb_secrets_free       (WbSecrets     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbSecrets, wb_secrets_free)

/* "keyring" or "file". */
const char *wb_secrets_get_kind   (WbSecrets     *self);
/* Store, look up, clear a probe: whether the place works at all. */
gboolean    wb_secrets_check      (WbSecrets     *self, GCancellable *cancellable, GError **error);
gboolean    wb_secrets_store      (WbSecrets     *self, const char *workspace_id, const char *name, const char *label, const char *secret, GCancellable *cancellable, GError **error);
/* WB_REMOTE_ERROR_SECRET_LOCKED = locked or missing. The caller frees with g_free after wiping. */
char       *wb_secrets_lookup     (WbSecrets     *self, const char *workspace_id, const char *name, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    wb_secrets_clear      (WbSecrets     *self, const char *workspace_id, const char *name, GCancellable *cancellable, GError **error);

G_END_DECLS
