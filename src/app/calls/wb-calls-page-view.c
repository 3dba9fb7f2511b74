/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What of the queue the Calls page shows and in which order: the filter, the menu of sorts and
 * ticket types, and the words that say so. It lasts as long as the window. What leaves calls out is
 * always said above the list or in place of it, with a way back to all of them. */

#include "config.h"

#include "wb-calls-page-private.h"

#include "wb-format.h"
#include "wb-split-view.h"

#include <glib/gi18n-lib.h>

/* More ticket types than this have a menu of their own. */
#define MOST_TYPES_INLINE 8
#define MOST_COUNTED 999

static const struct
{
  const char *name;
  const char *label;
} sort_table[] = {
  [WB_CALL_SORT_NEXT_TRY] = { "next-try", NC_ ("sort of calls", "_Next try") },
  [WB_CALL_SORT_PROMISE] = { "promise", NC_ ("sort of calls", "_Promise") },
  [WB_CALL_SORT_AGE] = { "age", NC_ ("sort of calls", "A_ge, oldest first") },
};

WbCallFilter
wb_calls_page_get_filter (WbCallsPage *self)
{
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->filter_mine)))
    return WB_CALL_FILTER_MINE;
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->filter_free)))
    return WB_CALL_FILTER_FREE;

  return WB_CALL_FILTER_ALL;
}

static void
set_filter (WbCallsPage  *self,
            WbCallFilter  filter)
{
  GtkWidget *button = filter == WB_CALL_FILTER_MINE   ? self->filter_mine
                      : filter == WB_CALL_FILTER_FREE ? self->filter_free
                                                      : self->filter_all;

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
}

gboolean
wb_calls_page_is_narrowed (WbCallsPage *self)
{
  return self->type_id || self->no_number;
}

static void
show_narrowed (WbCallsPage *self)
{
  gboolean narrowed = wb_calls_page_is_narrowed (self);
  const char *type = self->type_id ? wb_context_get_type_name (self->context, self->type_id) : NULL;
  g_autofree char *words = wb_format_join (WB_TEXT (type),
                                           self->no_number ? _ ("Without a number") : "", NULL);

  gtk_widget_set_visible (self->narrow_box, narrowed);
  gtk_label_set_text (GTK_LABEL (self->narrow_label), words);
  if (!narrowed)
    gtk_label_set_text (GTK_LABEL (self->narrow_count), "");
}

/* GTK 4.8 says a button's label twice, and its underscore too: the label inside says it well. */
static void
name_by_label (GtkWidget *button)
{
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

static void
show_count (GtkWidget  *button,
            const char *label,
            gint64      count,
            gboolean    room)
{
  g_autofree char *words = NULL;

  if (count <= 0 || !room)
    words = g_strdup (label);
  else if (count > MOST_COUNTED)
    words = g_strdup_printf ("%s %d+", label, MOST_COUNTED);
  else
    words = g_strdup_printf ("%s %d", label, (int) count);
  if (g_strcmp0 (words, gtk_button_get_label (GTK_BUTTON (button))) != 0)
    gtk_button_set_label (GTK_BUTTON (button), words);
  name_by_label (button);
}

/* The counts beside the filters, and how much of the queue is left when it is narrowed. */
void
wb_calls_page_show_counts (WbCallsPage         *self,
                           const WbCallsCounts *counts)
{
  g_autofree char *words = NULL;

  show_count (self->filter_mine, C_ ("filter of calls", "_Mine"), counts->n_mine, TRUE);
  show_count (self->filter_free, C_ ("filter of calls", "_Free"), counts->n_free, TRUE);
  if (!wb_calls_page_is_narrowed (self))
    return;

  /* TRANSLATORS: how many calls are listed, and of how many */
  words = g_strdup_printf (_ ("%d of %d"), (int) counts->n_listed, (int) counts->n_all);
  gtk_label_set_text (GTK_LABEL (self->narrow_count), words);
}

static void
set_state (WbCallsPage *self,
           const char  *action,
           GVariant    *state)
{
  g_simple_action_set_state (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), action)), state);
}

/* Back to all types and numbers; the filter and the search are in sight and stay. */
void
wb_calls_page_widen (WbCallsPage *self)
{
  if (!wb_calls_page_is_narrowed (self))
    return;

  g_clear_pointer (&self->type_id, g_free);
  self->no_number = FALSE;
  set_state (self, "type", g_variant_new_string (""));
  set_state (self, "no-number", g_variant_new_boolean (FALSE));
  show_narrowed (self);
}

static void
sort_cb (GSimpleAction *action,
         GVariant      *wanted,
         gpointer       user_data)
{
  WbCallsPage *self = WB_CALLS_PAGE (user_data);

  for (guint i = 0; i < G_N_ELEMENTS (sort_table); i++) {
    if (g_str_equal (sort_table[i].name, g_variant_get_string (wanted, NULL)))
      self->rules->sort = i;
  }
  g_simple_action_set_state (action, wanted);
  wb_calls_page_ask_anew (self);
}

static void
type_cb (GSimpleAction *action,
         GVariant      *wanted,
         gpointer       user_data)
{
  WbCallsPage *self = WB_CALLS_PAGE (user_data);
  const char *id = g_variant_get_string (wanted, NULL);

  g_free (self->type_id);
  self->type_id = *id ? g_strdup (id) : NULL;
  g_simple_action_set_state (action, wanted);
  show_narrowed (self);
  wb_calls_page_ask_anew (self);
}

static void
no_number_cb (GSimpleAction *action,
              GVariant      *wanted,
              gpointer       user_data)
{
  WbCallsPage *self = WB_CALLS_PAGE (user_data);

  self->no_number = g_variant_get_boolean (wanted);
  g_simple_action_set_state (action, wanted);
  show_narrowed (self);
  wb_calls_page_ask_anew (self);
}

static void
show_all_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  WbCallsPage *self = WB_CALLS_PAGE (user_data);

  /* The button that was pressed goes with the line it stands in. */
  self->focus_next = TRUE;
  wb_calls_page_widen (self);
  wb_calls_page_ask_anew (self);
}

/* The button below the words of an empty list: one step towards more calls. */
static void
way_out_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  WbCallsPage *self = WB_CALLS_PAGE (user_data);
  WbCallFilter filter = wb_calls_page_get_filter (self);

  self->focus_next = TRUE;
  if (wb_calls_page_is_narrowed (self))
    wb_calls_page_widen (self);
  else if (self->typed && filter == WB_CALL_FILTER_ALL)
    gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->search_bar), FALSE);
  else if (self->typed || filter == WB_CALL_FILTER_FREE)
    set_filter (self, WB_CALL_FILTER_ALL);
  else
    set_filter (self, WB_CALL_FILTER_FREE);
  wb_calls_page_read_list (self);
}

void
wb_calls_page_show_empty (WbCallsPage *self,
                          const char  *icon,
                          const char  *title,
                          const char  *description,
                          const char  *way_out)
{
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty_page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty_page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty_page), description);
  gtk_widget_set_visible (self->way_out, way_out != NULL);
  gtk_button_set_label (GTK_BUTTON (self->way_out), way_out ? way_out : "");
  name_by_label (self->way_out);
  gtk_stack_set_visible_child_name (GTK_STACK (self->list_stack), "empty");
}

/* Why the list is empty, as the filter, the menu and the search have it. */
void
wb_calls_page_show_nothing (WbCallsPage *self)
{
  WbCallFilter filter = wb_calls_page_get_filter (self);

  if (wb_calls_page_is_narrowed (self)) {
    wb_calls_page_show_empty (self, "wb-narrowed-symbolic",
                              self->typed ? _ ("Nothing found") : _ ("No such calls"),
                              _ ("The list is narrowed by its menu."), _ ("_Show all"));
  } else if (self->typed && filter != WB_CALL_FILTER_ALL) {
    wb_calls_page_show_empty (self, "system-search-symbolic", _ ("Nothing found"),
                              filter == WB_CALL_FILTER_MINE ? _ ("Only your calls were searched.")
                                                            : _ ("Only free calls were searched."),
                              _ ("_Search all calls"));
  } else if (self->typed) {
    wb_calls_page_show_empty (self, "system-search-symbolic", _ ("Nothing found"),
                              _ ("No call matches what you typed."), _ ("End _search"));
  } else if (filter == WB_CALL_FILTER_MINE) {
    wb_calls_page_show_empty (self, "wb-calls-symbolic", _ ("You have no calls"),
                              _ ("Take one from the free calls."), _ ("_Show free calls"));
  } else if (filter == WB_CALL_FILTER_FREE) {
    wb_calls_page_show_empty (self, "emblem-ok-symbolic", _ ("No free calls"),
                              _ ("Each waiting call is with somebody."), _ ("_Show all calls"));
  } else {
    wb_calls_page_show_empty (self, "emblem-ok-symbolic", _ ("Nobody is waiting"),
                              _ ("Calls that customers ask for appear here."), NULL);
  }
}

static void
print_group_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  wb_calls_page_print_group (WB_CALLS_PAGE (user_data));
}

static void
print_list_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  wb_calls_page_print_list (WB_CALLS_PAGE (user_data));
}

static GMenuModel *
make_sort_section (void)
{
  GMenu *section = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sort_table); i++) {
    const char *label = g_dpgettext2 (GETTEXT_PACKAGE, "sort of calls", sort_table[i].label);
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

    g_menu_item_set_action_and_target (item, "queue.sort", "s", sort_table[i].name);
    g_menu_append_item (section, item);
  }

  return G_MENU_MODEL (section);
}

static GMenuModel *
make_type_section (WbCallsPage *self)
{
  GMenu *section = g_menu_new ();
  GPtrArray *types = wb_context_get_types (self->context);
  g_autoptr (GMenuItem) all = g_menu_item_new (C_ ("ticket types", "_All types"), NULL);

  g_menu_item_set_action_and_target (all, "queue.type", "s", "");
  g_menu_append_item (section, all);
  for (guint i = 0; i < types->len; i++) {
    const WbTicketType *type = g_ptr_array_index (types, i);
    /* A name's underscore is not a key. */
    g_auto (GStrv) parts = g_strsplit (wb_context_get_type_name (self->context, type->id), "_", -1);
    g_autofree char *label = g_strjoinv ("__", parts);
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

    g_menu_item_set_action_and_target (item, "queue.type", "s", type->id);
    g_menu_append_item (section, item);
  }

  return G_MENU_MODEL (section);
}

/* Anew, as the ticket types are now; one that is gone narrows nothing any more. */
void
wb_calls_page_update_menu (WbCallsPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) last = g_menu_new ();
  g_autoptr (GMenu) sheet = g_menu_new ();
  g_autoptr (GMenuItem) group = g_menu_item_new (_ ("_Print this group…"), "queue.print-group");
  g_autoptr (GMenuModel) sorts = make_sort_section ();
  g_autoptr (GMenuModel) types = make_type_section (self);

  if (self->type_id && !wb_context_find_type (self->context, self->type_id)) {
    wb_calls_page_widen (self);
    wb_calls_page_read_list (self);
  }
  show_narrowed (self);

  g_menu_append_section (menu, _ ("Sort by"), sorts);
  if (g_menu_model_get_n_items (types) > MOST_TYPES_INLINE) {
    g_autoptr (GMenu) section = g_menu_new ();

    g_menu_append_submenu (section, _ ("Ticket _type"), types);
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  } else {
    g_menu_append_section (menu, _ ("Ticket type"), types);
  }
  g_menu_append (last, _ ("_Only without a number"), "queue.no-number");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (last));
  g_menu_item_set_attribute (group, "accel", "s", "<Control>p");
  g_menu_append_item (sheet, group);
  g_menu_append (sheet, _ ("Print _list…"), "queue.print-list");
  g_menu_append_section (menu, _ ("Call sheet"), G_MENU_MODEL (sheet));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu_button), G_MENU_MODEL (menu));
}

/* In a narrow window the filter has a row of its own: beside four buttons there is no room. */
void
wb_calls_page_place_filter (WbCallsPage *self)
{
  gboolean folded = wb_split_view_get_folded (WB_SPLIT_VIEW (self->split));
  AdwHeaderBar *header = ADW_HEADER_BAR (self->list_header);
  GtkWidget *old = adw_header_bar_get_title_widget (header);

  if (old && folded == (old != self->filter))
    return;
  if (folded) {
    adw_header_bar_set_title_widget (header, adw_window_title_new (_ ("Calls"), NULL));
    adw_bin_set_child (ADW_BIN (self->filter_row), self->filter);
  } else {
    adw_bin_set_child (ADW_BIN (self->filter_row), NULL);
    adw_header_bar_set_title_widget (header, self->filter);
  }
}

/* There is nothing to print of an empty list. */
void
wb_calls_page_update_print (WbCallsPage *self)
{
  static const char *const names[] = { "print-group", "print-list" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), names[i])),
      self->refs && self->refs->len > 0);
}

void
wb_calls_page_set_up_view (WbCallsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "sort", .parameter_type = "s", .state = "'next-try'", .change_state = sort_cb },
    { .name = "type", .parameter_type = "s", .state = "''", .change_state = type_cb },
    { .name = "no-number", .state = "false", .change_state = no_number_cb },
    { .name = "show-all", .activate = show_all_cb },
    { .name = "way-out", .activate = way_out_cb },
    { .name = "print-group", .activate = print_group_cb },
    { .name = "print-list", .activate = print_list_cb },
  };

  self->rules = wb_call_row_rules_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "queue", G_ACTION_GROUP (self->actions));
  name_by_label (self->filter_all);
  name_by_label (self->show_all);
  wb_calls_page_place_filter (self);
  wb_calls_page_update_menu (self);
  wb_calls_page_update_print (self);
}
