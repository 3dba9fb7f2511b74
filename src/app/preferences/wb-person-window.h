/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the person at this computer sets for themselves: what they are told of and when, when calling
 * customers is fair, and whether Winback works with its window closed. Everybody's own, so it is
 * saved as it is changed. Main thread only. */

#pragma once

#include "wb-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_PERSON_WINDOW (wb_person_window_get_type ())
G_DECLARE_FINAL_TYPE (WbPersonWindow, wb_person_window, WB, PERSON_WINDOW, AdwWindow)

GtkWidget *wb_person_window_new  (WbContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
