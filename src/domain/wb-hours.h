/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Weekly hours, whoever keeps them: opening hours of the account, calling hours, notification hours.
 * One judge and one equality for all three. */

#pragma once

#include "wb-account.h"

G_BEGIN_DECLS

/* Adds problems at "@path[i]". @hours: (nullable) (element-type WbHours) */
void       wb_hours_add_problems  (GArray     *hours,
                                   const char *path,
                                   GPtrArray  *problems);
gboolean   wb_hours_equal         (GArray     *a,
                                   GArray     *b);

G_END_DECLS
