/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A field for a text of a few lines: as high as what stands in it, scrolling past a limit, with a
 * placeholder. GtkTextView alone learns its height only after it was shown, and has none. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_TEXT_FIELD (wb_text_field_get_type ())
G_DECLARE_FINAL_TYPE (WbTextField, wb_text_field, WB, TEXT_FIELD, GtkWidget)

/* Signal "changed": somebody typed; not for wb_text_field_set_text(). */

GtkWidget *wb_text_field_new              (void) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *wb_text_field_get_view         (WbTextField *self);
char      *wb_text_field_dup_text         (WbTextField *self) G_GNUC_WARN_UNUSED_RESULT;
void       wb_text_field_set_text         (WbTextField *self,
                                           const char  *text);
void       wb_text_field_set_placeholder  (WbTextField *self,
                                           const char  *text);
void       wb_text_field_set_editable     (WbTextField *self,
                                           gboolean     editable);

G_END_DECLS
