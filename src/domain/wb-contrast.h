/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How well a text can be read on its background: the contrast ratio of WCAG 2. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint8 red;
  guint8 green;
  guint8 blue;
} WbRgb;

/* WCAG 2, success criterion 1.4.3 (AA) for text of normal size. */
#define WB_CONTRAST_ENOUGH 4.5

gboolean   wb_rgb_parse       (const char *text,
                               WbRgb      *rgb_out);
double     wb_contrast_ratio  (WbRgb       a,
                               WbRgb       b);

G_END_DECLS
