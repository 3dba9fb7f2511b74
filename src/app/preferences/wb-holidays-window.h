/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Offers the public holidays of a country as closed days: nothing is closed that was not seen here
 * by name. Main thread only. */

#pragma once

#include "wb-account-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_HOLIDAYS_WINDOW (wb_holidays_window_get_type ())
G_DECLARE_FINAL_TYPE (WbHolidaysWindow, wb_holidays_window, WB, HOLIDAYS_WINDOW, AdwWindow)

/* @today: in the account's zone. @language: (nullable): the account's, for the country shown first. */
GtkWidget *wb_holidays_window_new  (WbAccountForm *form,
                                    gint32         today,
                                    const char    *language) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
