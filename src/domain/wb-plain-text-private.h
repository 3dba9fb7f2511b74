/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a text for customers may be; shared by the rules of offers and of banners. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean   wb_text_is_blank    (const char *text);
gboolean   wb_text_has_markup  (const char *text);

G_END_DECLS
