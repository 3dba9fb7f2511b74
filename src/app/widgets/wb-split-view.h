/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A narrow pane beside a wide one; where there is no room for both, one at a time. Nested, it makes
 * windows of one, two or three panes (reference/proven.md 5). */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_SPLIT_VIEW (wb_split_view_get_type ())
G_DECLARE_FINAL_TYPE (WbSplitView, wb_split_view, WB, SPLIT_VIEW, GtkWidget)

/* Properties: "sidebar", "content" (GtkWidget); "fold-width" (px: below it one pane is shown);
 * "sidebar-width" (px, when both are shown; may grow to "sidebar-max-width" with "sidebar-percent" of
 * the width); "folded" (read-only, notified from an idle); "show-content" (which one, when folded). */

gboolean   wb_split_view_get_folded        (WbSplitView *self);
gboolean   wb_split_view_get_show_content  (WbSplitView *self);
void       wb_split_view_set_show_content  (WbSplitView *self,
                                            gboolean     show_content);
GtkWidget *wb_split_view_get_content       (WbSplitView *self);
GtkWidget *wb_split_view_get_sidebar       (WbSplitView *self);

G_END_DECLS
