/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The letters that paper is written in: the call sheet and the report of results alike. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char      *wb_paper_font_dup_family (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
