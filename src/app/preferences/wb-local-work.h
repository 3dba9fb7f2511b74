/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Storing what a person sets for themselves. */

#pragma once

#include "wb-context.h"

G_BEGIN_DECLS

/* Finished with wb_context_write_finish(). */
void       wb_local_work_put  (WbContext             *context,
                               const WbLocalSettings *settings,
                               GAsyncReadyCallback    callback,
                               gpointer               user_data);

G_END_DECLS
