/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One line that says how things stand between here and the helpdesk: “Synced 10:42”, “Offline · 3
 * changes waiting”, “2 need you”. A click opens what needs a person, or else syncs now. */

#pragma once

#include "wb-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_SYNC_LINE (wb_sync_line_get_type ())
G_DECLARE_FINAL_TYPE (WbSyncLine, wb_sync_line, WB, SYNC_LINE, AdwBin)

void       wb_sync_line_set_context  (WbSyncLine *self,
                                      WbContext  *context);

/* The words alone, and the icon's name beside them. */
char      *wb_sync_line_describe     (const WbSyncState  *state,
                                      gint64              now,
                                      GTimeZone          *zone,
                                      const char        **icon_out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
