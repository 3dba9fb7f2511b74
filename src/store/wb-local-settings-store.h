/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A person's own settings (wb-local-settings.h), one JSON value among the workspace's small facts. */

#pragma once

#include "wb-db.h"
#include "wb-local-settings.h"

G_BEGIN_DECLS

/* What was never set, and what cannot be read, is as in a new one. NULL only with a WB_DB_ERROR. */
WbLocalSettings *wb_local_settings_store_get  (WbDb                   *db,
                                               GError                **error) G_GNUC_WARN_UNUSED_RESULT;
/* Touches WB_TABLE_ACCOUNT. */
gboolean         wb_local_settings_store_put  (WbDb                   *db,
                                               const WbLocalSettings  *settings,
                                               GError                **error);

G_END_DECLS
