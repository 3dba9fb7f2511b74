/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The one window: the start page until there is a workspace, then the sidebar with its pages, the
 * sync line, and the toasts. */

#pragma once

#include "wb-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_WINDOW (wb_window_get_type ())
G_DECLARE_FINAL_TYPE (WbWindow, wb_window, WB, WINDOW, AdwApplicationWindow)

/* Actions: win.page ('s': "calls", "tickets", "offers", "coupons"), win.show-call ('s' id),
 * win.show-ticket ('s' id), win.show-offers ('s' type id), win.show-coupon ('s' id),
 * win.show-folder ('s' URI of a file in it), win.search, win.sync-now, win.needs-you.
 * Property "open-call" (string, nullable, read-only): the call whose card is in front of the person,
 * in this window and with the keyboard in it. */

WbWindow  *wb_window_new          (AdwApplication *application) G_GNUC_WARN_UNUSED_RESULT;
/* What is shown while there is no context: the start page. */
void       wb_window_set_start    (WbWindow       *self,
                                   GtkWidget      *start);
void       wb_window_set_context  (WbWindow       *self,
                                   WbContext      *context);
WbContext *wb_window_get_context  (WbWindow       *self);
void       wb_window_show_page    (WbWindow       *self,
                                   const char     *name);
GtkWidget *wb_window_get_page     (WbWindow       *self,
                                   const char     *name);
const char *wb_window_get_open_call (WbWindow      *self);

G_END_DECLS
