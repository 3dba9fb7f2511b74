/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The first start: connect a helpdesk, or explore the demo. */

#pragma once

#include "wb-context.h"
#include "wb-demo-process.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_START_PAGE (wb_start_page_get_type ())
G_DECLARE_FINAL_TYPE (WbStartPage, wb_start_page, WB, START_PAGE, AdwBin)

/* Signal "connected" (WbContext): a workspace is there.
 * Signal "demo-started" (WbDemoProcess, char *dir): keep it while its workspace is shown; @dir (nullable)
 * is a temporary folder to be removed after it. */

WbStartPage *wb_start_page_new            (void) G_GNUC_WARN_UNUSED_RESULT;
/* The same as the button; @dir keeps the demo and its workspace, NULL = a temporary folder. */
void         wb_start_page_explore_demo   (WbStartPage  *self,
                                           const char   *dir);
/* The same as the button. */
void         wb_start_page_show_connect   (WbStartPage  *self);
void         wb_start_page_open           (WbStartPage  *self,
                                           const char   *dir);
/* The workspace is being opened by whoever shows the page; what kept it from being opened. */
void         wb_start_page_show_opening   (WbStartPage  *self);
void         wb_start_page_show_trouble   (WbStartPage  *self,
                                           const GError *error);

G_END_DECLS
