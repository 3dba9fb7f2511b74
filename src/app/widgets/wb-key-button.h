/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A button that says which key does the same: its words or icon, and the key on a small cap beside
 * them. One without words is named in the template. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_KEY_BUTTON (wb_key_button_get_type ())
G_DECLARE_FINAL_TYPE (WbKeyButton, wb_key_button, WB, KEY_BUTTON, GtkButton)

/* Properties: "text" (translated), "icon-name", "key" ("1", "T"), "spread" (words at the start, key at the end),
 * "show-key" (FALSE where there is no room, or no keyboard). */

GtkWidget *wb_key_button_new       (const char  *text,
                                    const char  *key) G_GNUC_WARN_UNUSED_RESULT;
void       wb_key_button_set_text  (WbKeyButton *self,
                                    const char  *text);

G_END_DECLS
