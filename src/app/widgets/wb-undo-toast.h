/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The offer to take back the last act: one toast at a time, whose button is for the newest act. Main
 * thread only. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_UNDO_TOAST (wb_undo_toast_get_type ())
G_DECLARE_FINAL_TYPE (WbUndoToast, wb_undo_toast, WB, UNDO_TOAST, GObject)

/* Signal "undo": its button was pressed. */

WbUndoToast *wb_undo_toast_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void         wb_undo_toast_offer     (WbUndoToast     *self,
                                      AdwToastOverlay *overlay,
                                      const char      *words);
void         wb_undo_toast_withdraw  (WbUndoToast     *self,
                                      const char      *words);

G_END_DECLS
