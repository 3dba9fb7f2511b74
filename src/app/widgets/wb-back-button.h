/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A button for a header bar in the content of a WbSplitView: there only while that view is folded,
 * and back to its other pane. It finds its view by itself. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_BACK_BUTTON (wb_back_button_get_type ())
G_DECLARE_FINAL_TYPE (WbBackButton, wb_back_button, WB, BACK_BUTTON, AdwBin)

G_END_DECLS
