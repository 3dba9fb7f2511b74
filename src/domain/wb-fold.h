/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Text made comparable for search: case and accents taken away, the same way when indexed and when
 * asked (reference/proven.md 3). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char      *wb_fold               (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* The FTS5 query for what a person typed: each word folded, quoted, as a prefix; NULL = no words. */
char      *wb_fold_fts_query     (const char *typed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
