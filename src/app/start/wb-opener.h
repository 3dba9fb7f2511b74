/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* From a folder, or from an address and a token, to a context: the blocking steps on a worker. */

#pragma once

#include "wb-context.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where the token is kept when the secret service is not used: "file:PATH" beside the workspaces. */
char      *wb_opener_dup_file_spec       (const char           *workspace_dir) G_GNUC_WARN_UNUSED_RESULT;
/* WINBACK_SECRETS, else NULL = the secret service. */
const char *wb_opener_get_told_spec      (void);

/* The newest workspace of this person; NULL = none. */
char      *wb_opener_find_workspace      (void) G_GNUC_WARN_UNUSED_RESULT;
/* A folder for a new one, not made yet. */
char      *wb_opener_new_workspace_dir   (void) G_GNUC_WARN_UNUSED_RESULT;

void       wb_opener_open_async          (const char           *dir,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
/* Connects a helpdesk and makes the workspace in @dir. @secrets_spec as in wb_secrets_new(). */
void       wb_opener_connect_async       (const char           *base_url,
                                          const char           *token,
                                          const char           *ca_file,
                                          const char           *dir,
                                          const char           *secrets_spec,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
WbContext *wb_opener_finish              (GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the secret service works here. */
void       wb_opener_check_secrets_async  (GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean   wb_opener_check_secrets_finish (GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
