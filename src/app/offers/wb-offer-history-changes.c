/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Differences in sentences; see wb-offer-history-changes.h. */

#include "config.h"

#include "wb-offer-history-changes.h"

#include "wb-offer-glance-cell.h"

static GHashTable *
name_banners (GPtrArray *banners)
{
  GHashTable *names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; banners && i < banners->len; i++) {
    const WbBanner *banner = g_ptr_array_index (banners, i);

    g_hash_table_insert (names, banner->id, banner->name);
  }

  return names;
}

/**
 * wb_offer_changes_describe:
 * @context: for the names of banners
 * @before: (nullable): what was there; `NULL` = nothing was ever set up
 * @after: what is there instead
 *
 * Returns: (transfer full): a sentence for each change; empty when the tools are the same
 */
GStrv
wb_offer_changes_describe (WbContext        *context,
                           const WbOfferSet *before,
                           const WbOfferSet *after)
{
  g_autoptr (WbOfferSet) nothing = wb_offer_set_new ();
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) banners = NULL;
  g_autoptr (GHashTable) names = NULL;
  WbDiffWords words = { 0 };

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (after, NULL);

  banners = wb_offer_glance_list_banners (context);
  names = name_banners (banners);
  words.banner_names = names;
  changes = wb_offer_set_diff (before ? before : nothing, after);

  return wb_field_changes_describe (changes, &words);
}

static GtkWidget *
new_row (const char *text,
         gboolean    dim)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = wb_offer_glance_label_new (text, dim ? "dim-label" : NULL);

  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  gtk_widget_set_margin_top (label, 9);
  gtk_widget_set_margin_bottom (label, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);

  return row;
}

/**
 * wb_offer_changes_fill:
 * @list: emptied first
 * @sentences: (array zero-terminated=1): of wb_offer_changes_describe()
 * @empty: what stands there when there are none
 */
void
wb_offer_changes_fill (GtkListBox        *list,
                       const char *const *sentences,
                       const char        *empty)
{
  GtkWidget *child = NULL;

  g_return_if_fail (GTK_IS_LIST_BOX (list));
  g_return_if_fail (sentences);
  g_return_if_fail (empty);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))))
    gtk_list_box_remove (list, child);
  for (gsize i = 0; sentences[i]; i++)
    gtk_list_box_append (list, new_row (sentences[i], FALSE));
  if (!sentences[0])
    gtk_list_box_append (list, new_row (empty, TRUE));
}
