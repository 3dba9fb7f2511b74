/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The account's preferences: goal for answering calls, opening hours, closed days, caps and budgets
 * of coupons that staff give. Managers change them, agents read them. Main thread only. */

#pragma once

#include "wb-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_PREFERENCES_WINDOW (wb_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (WbPreferencesWindow, wb_preferences_window, WB, PREFERENCES_WINDOW, AdwWindow)

GtkWidget *wb_preferences_window_new  (WbContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
