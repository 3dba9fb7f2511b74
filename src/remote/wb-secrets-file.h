/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The file of secrets, for machines without a Secret Service. Inside remote only. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @secret NULL = forget it. */
gboolean  wb_secrets_file_store   (const char  *path,
                                   const char  *workspace_id,
                                   const char  *name,
                                   const char  *secret,
                                   GError     **error);
char     *wb_secrets_file_lookup  (const char  *path,
                                   const char  *workspace_id,
                                   const char  *name,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
