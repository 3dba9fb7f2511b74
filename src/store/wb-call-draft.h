/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The note of a call as it is being typed: kept at each pause, so that neither a crash nor another
 * call loses it. It goes when it was sent with an outcome, or emptied. */

#pragma once

#include "wb-db.h"

G_BEGIN_DECLS

/* NULL without an error = none. */
char      *wb_call_draft_get  (WbDb        *db,
                               const char  *activity_id,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* NULL or "" removes it. Touches WB_TABLE_DRAFTS. */
gboolean   wb_call_draft_put  (WbDb        *db,
                               const char  *activity_id,
                               const char  *note,
                               gint64       now,
                               GError     **error);

G_END_DECLS
