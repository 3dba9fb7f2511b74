/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes of a list of ids; see wb-row-edits.h. */

#include "config.h"

#include "wb-row-edits.h"

#define MAX_ROWS_OF_EDIT 64

/* How many ids at the start, and of the rest at the end, are the same in both. */
void
wb_row_edits_trim (GArray *old_ids,
                   GArray *new_ids,
                   guint  *n_before_out,
                   guint  *n_after_out)
{
  const gint64 *a = (const gint64 *) (gpointer) old_ids->data;
  const gint64 *b = (const gint64 *) (gpointer) new_ids->data;
  guint shorter = MIN (old_ids->len, new_ids->len);
  guint n_before = 0;
  guint n_after = 0;

  while (n_before < shorter && a[n_before] == b[n_before])
    n_before++;
  while (n_after < shorter - n_before &&
         a[old_ids->len - 1 - n_after] == b[new_ids->len - 1 - n_after])
    n_after++;

  *n_before_out = n_before;
  *n_after_out = n_after;
}

/* How many ids are gone and have come where @a and @b differ. FALSE = a row that stays is far. */
static gboolean
find_edit (const gint64 *a,
           guint         n_a,
           const gint64 *b,
           guint         n_b,
           WbRowEdit    *edit)
{
  if (n_a == 0 || n_b == 0) {
    edit->n_removed = n_a;
    edit->n_added = n_b;
    return TRUE;
  }

  for (guint n = 1; n <= MAX_ROWS_OF_EDIT; n++) {
    edit->n_removed = edit->n_added = 0;
    if (n < n_a && a[n] == b[0])
      edit->n_removed = n;
    else if (n < n_b && b[n] == a[0])
      edit->n_added = n;
    else if (n < n_a && n < n_b && a[n] == b[n])
      edit->n_removed = edit->n_added = n;
    if (edit->n_removed > 0 || edit->n_added > 0)
      return TRUE;
  }

  return FALSE;
}

/* From @n_before on and without the last @n_after. Returns 0 when few edits do not do it. */
guint
wb_row_edits_find (GArray    *old_ids,
                   GArray    *new_ids,
                   guint      n_before,
                   guint      n_after,
                   WbRowEdit  edits[WB_ROW_MAX_EDITS])
{
  const gint64 *a = (const gint64 *) (gpointer) old_ids->data;
  const gint64 *b = (const gint64 *) (gpointer) new_ids->data;
  guint n_a = old_ids->len - n_after;
  guint n_b = new_ids->len - n_after;
  guint i = n_before;
  guint j = n_before;
  guint n = 0;

  while (i < n_a || j < n_b) {
    if (i < n_a && j < n_b && a[i] == b[j]) {
      i++;
      j++;
      continue;
    }
    if (n == WB_ROW_MAX_EDITS || !find_edit (a + i, n_a - i, b + j, n_b - j, &edits[n]))
      return 0;
    edits[n].position = j;
    i += edits[n].n_removed;
    j += edits[n].n_added;
    n++;
  }

  return n;
}
