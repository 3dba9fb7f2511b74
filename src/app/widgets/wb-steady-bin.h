/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Holds wrapping text that stands beside something else. A GtkBox that lays out its children in a
 * row asks each how wide it would be at the height it gets; a label that wraps answers by being laid
 * out anew for one width after another, over a hundred times for a few words. This one answers with
 * its width at any height, which is what a row of words and icons means. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_STEADY_BIN (wb_steady_bin_get_type ())
G_DECLARE_FINAL_TYPE (WbSteadyBin, wb_steady_bin, WB, STEADY_BIN, AdwBin)

GtkWidget *wb_steady_bin_new (GtkWidget *child) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
