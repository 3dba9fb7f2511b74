/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What became of a list of ids, as the few changes that lead from one to the other. This layer
 * only. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a row leaves its place for one far away, all rows between would be told as replaced: those
 * that stay in their order are left out, if the rest is no more than this. */
#define WB_ROW_FAR 32
#define WB_ROW_MAX_EDITS 32

/* The one range of ids that is replaced by another. */
typedef struct
{
  guint position;   /* with all edits before it made */
  guint n_removed;
  guint n_added;
} WbRowEdit;

void       wb_row_edits_trim (GArray    *old_ids,
                              GArray    *new_ids,
                              guint     *n_before_out,
                              guint     *n_after_out);
guint      wb_row_edits_find (GArray    *old_ids,
                              GArray    *new_ids,
                              guint      n_before,
                              guint      n_after,
                              WbRowEdit  edits[WB_ROW_MAX_EDITS]);

G_END_DECLS
