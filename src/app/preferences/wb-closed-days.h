/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The days on which nobody calls: a row each, and one to add another. Main thread only. */

#pragma once

#include "wb-account-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_CLOSED_DAYS (wb_closed_days_get_type ())
G_DECLARE_FINAL_TYPE (WbClosedDays, wb_closed_days, WB, CLOSED_DAYS, AdwPreferencesGroup)

void       wb_closed_days_set_form  (WbClosedDays  *self,
                                     WbAccountForm *form,
                                     gint32         today,
                                     gboolean       read_only);

G_END_DECLS
