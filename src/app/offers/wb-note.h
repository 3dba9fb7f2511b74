/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A sentence with a sign beside the thing it is about. Not a problem: nothing is wrong with what was
 * entered. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_NOTE (wb_note_get_type ())
G_DECLARE_FINAL_TYPE (WbNote, wb_note, WB, NOTE, AdwBin)

/* Property "icon-name". */

GtkWidget *wb_note_new       (const char *icon_name) G_GNUC_WARN_UNUSED_RESULT;
void       wb_note_set_text  (WbNote     *self,
                              const char *text);

G_END_DECLS
