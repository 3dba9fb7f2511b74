/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where clicks on banners lead, in memory: as the settings of each ticket type say, or last said for
 * that banner, so that links in old mails go on working. Read again when settings change. While the
 * ledger cannot be read, what was known last is good enough. Serving thread. */

#pragma once

#include "wb-ledger.h"

G_BEGIN_DECLS

typedef struct _WbPortalTargets WbPortalTargets;

WbPortalTargets *wb_portal_targets_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void             wb_portal_targets_free (WbPortalTargets *self);
/* @type: NULL = of whichever type has it. (transfer none) (nullable) as a header may carry it. */
const char      *wb_portal_targets_find (WbPortalTargets *self,
                                         WbLedger        *ledger,
                                         const char      *type,
                                         const char      *banner);

G_END_DECLS
