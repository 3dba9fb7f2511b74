/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a new ledger holds so that the service is usable from nothing. */

#pragma once

#include "wb-ledger.h"

G_BEGIN_DECLS

gboolean   wb_ledger_first_start  (WbLedger  *self,
                                   GError   **error);

G_END_DECLS
