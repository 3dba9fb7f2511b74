/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of results share. */

#pragma once

#include "wb-results.h"

G_BEGIN_DECLS

/* Fills `findings` from what `tools` say. */
void                wb_results_look_at (WbResults       *self);
/* NULL = it was not offered. */
const WbToolResult *wb_results_find    (const WbResults *self,
                                        WbTool           tool);

G_END_DECLS
