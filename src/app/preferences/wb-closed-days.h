/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The days on which nobody calls: a row each, one to add another, and the public holidays. Main
 * thread only. */

#pragma once

#include "wb-account-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_CLOSED_DAYS (wb_closed_days_get_type ())
G_DECLARE_FINAL_TYPE (WbClosedDays, wb_closed_days, WB, CLOSED_DAYS, AdwPreferencesGroup)

/* @language: (nullable): the account's, for its country's holidays. */
void       wb_closed_days_set_form  (WbClosedDays  *self,
                                     WbAccountForm *form,
                                     gint32         today,
                                     const char    *language,
                                     gboolean       read_only);
/* A whole date, as rows of days say it. */
char      *wb_closed_days_format    (gint32         day) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
