/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Plain texts of people: what counts as none, and what counts as markup. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean   wb_text_is_blank    (const char *text);
gboolean   wb_text_has_markup  (const char *text);

G_END_DECLS
