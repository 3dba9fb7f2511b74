/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of banners with their counts: both are short reads (wb-stat-store.h). */

#include "config.h"

#include "wb-banners-page-private.h"

#include "compat.h"
#include "wb-banner-numbers.h"
#include "wb-banner-panel.h"
#include "wb-banner-store.h"
#include "wb-banner-words.h"
#include "wb-fold.h"
#include "wb-format.h"
#include "wb-period-button.h"
#include "wb-stat-store.h"

#include <glib/gi18n-lib.h>

static gboolean
shows_archived (WbBannersPage *self)
{
  g_autoptr (GVariant) state =
    g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "archived");

  return g_variant_get_boolean (state);
}

static gboolean
is_listed (gpointer item,
           gpointer user_data)
{
  WbBannersPage *self = WB_BANNERS_PAGE (user_data);
  const WbBanner *banner = wb_banner_entry_get_banner (item);
  g_autofree char *name = NULL;

  /* Who searches for a name wants it from wherever it is. */
  if (!self->typed)
    return !banner->archived || shows_archived (self);

  name = wb_fold (WB_TEXT (banner->name));

  return strstr (name, self->typed) != NULL;
}

/* Those that customers see first; each kind in the order of the store, newest first. */
static int
compare_banners (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  const WbBanner *first = *(WbBanner *const *) a;
  const WbBanner *second = *(WbBanner *const *) b;
  gint32 today = wb_banners_page_get_today (user_data);
  int order =
    (int) wb_banner_state_of (first, today) - (int) wb_banner_state_of (second, today);

  if (order != 0)
    return order;
  if (first->created_at != second->created_at)
    return first->created_at < second->created_at ? 1 : -1;

  return g_strcmp0 (first->id, second->id);
}

WbBannerEntry *
wb_banners_page_find (WbBannersPage *self,
                      const char    *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->entries)); i++) {
    g_autoptr (WbBannerEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries), i);

    if (g_strcmp0 (wb_banner_entry_get_banner (entry)->id, id) == 0)
      return g_steal_pointer (&entry);
  }

  return NULL;
}

static WbCountsState
find_counts_state (WbBannersPage *self)
{
  g_auto (WbStatState) state = { 0 };

  if (!wb_context_offers (self->context, WB_FEATURE_STATS))
    return WB_COUNTS_ABSENT;
  /* A failure is told when the counts themselves are read. */
  if (!wb_stat_store_state (wb_context_get_reader (self->context), WB_STAT_BANNERS, &state, NULL) ||
      !state.facts)
    return WB_COUNTS_UNREAD;

  return WB_COUNTS_READ;
}

static WbBannerCount *
find_count (GPtrArray  *counts,
            const char *id)
{
  for (guint i = 0; i < counts->len; i++) {
    WbBannerCount *count = g_ptr_array_index (counts, i);

    if (g_strcmp0 (count->banner, id) == 0)
      return count;
  }

  return NULL;
}

/* The same object per banner, and one change where the rows are the same. */
static void
put_entries (WbBannersPage *self,
             GPtrArray     *banners,
             GPtrArray     *counts,
             WbCountsState  state)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->entries));
  gboolean same = banners->len == n_before;

  for (guint i = 0; i < banners->len; i++) {
    WbBanner *banner = g_ptr_array_index (banners, i);
    WbBannerEntry *entry = wb_banners_page_find (self, banner->id);

    if (!entry)
      entry = wb_banner_entry_new ();
    wb_banner_entry_set (entry, banner, state, find_count (counts, banner->id));
    g_ptr_array_add (entries, entry);
    if (same) {
      g_autoptr (GObject) there = g_list_model_get_item (G_LIST_MODEL (self->entries), i);

      same = there == G_OBJECT (entry);
    }
  }

  if (!same)
    g_list_store_splice (self->entries, 0, n_before, entries->pdata, entries->len);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
show_totals (WbBannersPage *self,
             GPtrArray     *counts,
             WbCountsState  state)
{
  g_autoptr (WbBannerCount) sum = wb_banner_count_new ();
  g_autofree char *days = wb_period_button_dup_days (WB_PERIOD_BUTTON (self->period_button));
  g_autofree char *clicks = NULL;
  g_autofree char *words = NULL;

  for (guint i = 0; i < counts->len; i++)
    wb_banner_count_add (sum, g_ptr_array_index (counts, i));
  clicks = wb_banner_format_count (sum->clicks);
  words = state == WB_COUNTS_ABSENT ? g_strdup (_ ("This server does not count clicks"))
          : state == WB_COUNTS_UNREAD
            ? g_strdup (_ ("Clicks were not read yet"))
          /* TRANSLATORS: a number of clicks, and days: “412 clicks by people, 22 Oct – 20 Nov” */
            : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s click by people, %s",
                                            "%s clicks by people, %s", (gulong) sum->clicks),
                               clicks, days);
  gtk_label_set_text (GTK_LABEL (self->totals), words);
  gtk_widget_set_visible (self->period_button, state != WB_COUNTS_ABSENT);
}

/* Banners, and the sums of the period. What cannot be read is told in their place. */
void
wb_banners_page_read (WbBannersPage *self)
{
  WbDb *reader = wb_context_get_reader (self->context);
  WbCountsState state = find_counts_state (self);
  WbStatQuery query = { .by = WB_STAT_BY_BANNER };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) banners = NULL;
  g_autoptr (GPtrArray) counts = NULL;

  wb_period_button_set_today (WB_PERIOD_BUTTON (self->period_button),
                              wb_banners_page_get_today (self));
  query.period = *wb_period_button_get_period (WB_PERIOD_BUTTON (self->period_button));
  banners = wb_banner_store_list (reader, &error);
  if (banners)
    counts = wb_stat_store_banners (reader, &query, &error);

  self->has_read = TRUE;
  self->is_stale = FALSE;
  g_clear_pointer (&self->trouble, g_free);
  if (counts) {
    g_ptr_array_sort_with_data (banners, compare_banners, self);
    put_entries (self, banners, counts, state);
    show_totals (self, counts, state);
  } else {
    self->trouble = g_strdup (error->message);
  }
  wb_banners_page_show_state (self);
}

void
wb_banners_page_refilter (WbBannersPage *self)
{
  g_autofree char *typed =
    wb_fold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));

  g_strstrip (typed);
  g_free (self->typed);
  self->typed = *typed != '\0' ? g_steal_pointer (&typed) : NULL;
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  wb_banners_page_show_state (self);
}

static void
add_banner_row (WbBannersPage *self,
                WbBannerEntry *entry,
                GPtrArray     *table)
{
  const WbBanner *banner = wb_banner_entry_get_banner (entry);
  const WbBannerCount *count = wb_banner_entry_get_count (entry);
  WbBannerState state = wb_banner_state_of (banner, wb_banners_page_get_today (self));
  gint64 views = count->impressions;
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();

  g_ptr_array_add (cells, g_strdup (WB_TEXT (banner->name)));
  g_ptr_array_add (cells, g_strdup (wb_banner_state_words (state)));
  g_ptr_array_add (cells, banner->starts_on == WB_DATE_NONE ? g_strdup ("")
                                                            : wb_date_format (banner->starts_on));
  g_ptr_array_add (cells, banner->ends_on == WB_DATE_NONE ? g_strdup ("")
                                                          : wb_date_format (banner->ends_on));
  g_ptr_array_add (cells, g_strdup_printf ("%" G_GINT64_FORMAT, count->clicks));
  g_ptr_array_add (cells, g_strdup_printf ("%" G_GINT64_FORMAT, count->clicks_raw));
  g_ptr_array_add (cells, views == WB_COUNT_NONE
                            ? g_strdup ("")
                            : g_strdup_printf ("%" G_GINT64_FORMAT, views));
  g_ptr_array_add (cells, views == WB_COUNT_NONE
                            ? g_strdup ("")
                            : g_strdup_printf ("%" G_GINT64_FORMAT, count->clicks_with_views));
  g_ptr_array_add (cells, NULL);
  g_ptr_array_add (table, g_ptr_array_free (g_steal_pointer (&cells), FALSE));
}

GPtrArray *
wb_banners_page_to_rows (WbBannersPage *self)
{
  const char *header[] = {
    _ ("Banner"), C_ ("column", "State"), _ ("First day"), _ ("Last day"), _ ("Clicks by people"),
    _ ("All clicks"), _ ("Views by people"), _ ("Clicks where views are counted"), NULL,
  };
  GPtrArray *table = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  g_ptr_array_add (table, g_strdupv ((char **) header));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->selection)); i++) {
    g_autoptr (WbBannerEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

    add_banner_row (self, entry, table);
  }

  return table;
}

static void
set_up_panel_cb (WbBannersPage *self,
                 GtkListItem   *item)
{
  gtk_list_item_set_child (item, wb_banner_panel_new (self->context, self->pictures));
}

static void
bind_panel_cb (WbBannersPage *self,
               GtkListItem   *item)
{
  wb_banner_panel_set_entry (WB_BANNER_PANEL (gtk_list_item_get_child (item)),
                             gtk_list_item_get_item (item));
}

static void
unbind_panel_cb (WbBannersPage *self,
                 GtkListItem   *item)
{
  wb_banner_panel_set_entry (WB_BANNER_PANEL (gtk_list_item_get_child (item)), NULL);
}

void
wb_banners_page_set_up_list (WbBannersPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkFilterListModel *listed = NULL;

  self->entries = g_list_store_new (WB_TYPE_BANNER_ENTRY);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_listed, self, NULL));
  listed = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->entries)),
                                      g_object_ref (self->filter));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (listed));
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (set_up_panel_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_panel_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_panel_cb), self);
  wb_compat_tab_leaves_grid (GTK_GRID_VIEW (self->grid));
  gtk_grid_view_set_factory (GTK_GRID_VIEW (self->grid), factory);
  gtk_grid_view_set_model (GTK_GRID_VIEW (self->grid), GTK_SELECTION_MODEL (self->selection));
}

void
wb_banners_page_close_list (WbBannersPage *self)
{
  if (self->filter)
    gtk_custom_filter_set_filter_func (GTK_CUSTOM_FILTER (self->filter), NULL, NULL, NULL);
  if (self->grid)
    gtk_grid_view_set_factory (GTK_GRID_VIEW (self->grid), NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  g_clear_object (&self->entries);
  g_clear_pointer (&self->typed, g_free);
  g_clear_pointer (&self->trouble, g_free);
}
