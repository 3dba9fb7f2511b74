/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One language's text of the call request: its name, how long it is, the field and its problem. */

#pragma once

#include "wb-offer-editor.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_CALL_TEXT_ROW (wb_call_text_row_get_type ())
G_DECLARE_FINAL_TYPE (WbCallTextRow, wb_call_text_row, WB, CALL_TEXT_ROW, AdwBin)

GtkWidget  *wb_call_text_row_new            (WbOfferEditor *editor,
                                             const char    *language) G_GNUC_WARN_UNUSED_RESULT;
const char *wb_call_text_row_get_language   (WbCallTextRow *self);
void        wb_call_text_row_refresh        (WbCallTextRow *self);
void        wb_call_text_row_set_read_only  (WbCallTextRow *self,
                                             gboolean       read_only);
void        wb_call_text_row_jump_to        (WbCallTextRow *self);

G_END_DECLS
