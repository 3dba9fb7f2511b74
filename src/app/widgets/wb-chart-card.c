/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A chart with its title and legend, or the same data as a table; see wb-chart.h. The table is made
 * when it is first asked for. */

#include "config.h"

#include "wb-chart-legend.h"
#include "wb-chart.h"

#include "compat.h"
#include "wb-csv.h"
#include "wb-page.h"

#include <glib/gi18n-lib.h>

/* px; a longer table scrolls. */
#define TABLE_HEIGHT 336
#define HEAD_HEIGHT 36
#define ROW_HEIGHT 34

struct _WbChartCard
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *table_button;
  GtkWidget *menu_button;
  GtkWidget *legend;
  GtkWidget *stack;
  GtkWidget *chart;
  GtkWidget *scroller;

  WbChartData *data;       /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (WbChartCard, wb_chart_card, GTK_TYPE_WIDGET)

enum
{
  SAVE_CSV,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* A column of the table: the points' names, or a series. */
typedef struct
{
  WbChartData *data;       /* (owned) */
  int series;              /* -1 = the names */
} Column;

static void
free_column (Column   *column,
             GClosure *closure)
{
  wb_chart_data_unref (column->data);
  g_free (column);
}

static void
set_up_cell_cb (GtkListItemFactory *factory,
                GtkListItem        *item,
                Column             *column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->series < 0 ? 0 : 1);
  /* In large text a name leaves room for its numbers. */
  gtk_label_set_wrap (GTK_LABEL (label), column->series < 0);
  if (column->series >= 0)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cell_cb (GtkListItemFactory *factory,
              GtkListItem        *item,
              Column             *column)
{
  guint at = gtk_list_item_get_position (item);
  g_autofree char *words = NULL;

  if (at >= column->data->n_points)
    return;
  if (column->series < 0)
    words = g_strdup (column->data->points[at]);
  else
    words = wb_chart_data_dup_value (
      column->data, g_ptr_array_index (column->data->series, (guint) column->series), at);
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), words);
}

static void
append_column (GtkColumnView *table,
               WbChartData   *data,
               int            series)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  const WbChartSeries *of = series < 0 ? NULL : g_ptr_array_index (data->series, (guint) series);
  Column *column = g_new0 (Column, 1);
  g_autoptr (GtkColumnViewColumn) added = NULL;

  column->data = wb_chart_data_ref (data);
  column->series = series;
  g_signal_connect_data (factory, "setup", G_CALLBACK (set_up_cell_cb), column,
                         (GClosureNotify) free_column, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), column);
  added = gtk_column_view_column_new (of ? of->name : data->point_title, factory);
  gtk_column_view_column_set_expand (added, series < 0);
  gtk_column_view_append_column (table, added);
}

/* Each row is known by its place alone. */
static GtkSelectionModel *
new_model (WbChartData *data)
{
  GtkStringList *points = gtk_string_list_new ((const char *const *) data->points);
  GtkSingleSelection *model = gtk_single_selection_new (G_LIST_MODEL (points));

  gtk_single_selection_set_autoselect (model, FALSE);
  gtk_single_selection_set_can_unselect (model, TRUE);
  gtk_single_selection_set_selected (model, GTK_INVALID_LIST_POSITION);

  return GTK_SELECTION_MODEL (model);
}

static void
make_table (WbChartCard *self)
{
  GtkWidget *table = gtk_column_view_new (new_model (self->data));

  gtk_widget_add_css_class (table, "chart-table");
  gtk_column_view_set_reorderable (GTK_COLUMN_VIEW (table), FALSE);
  for (int i = -1; i < (int) self->data->series->len; i++)
    append_column (GTK_COLUMN_VIEW (table), self->data, i);
  gtk_accessible_update_property (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->data->title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->data->summary, -1);
  for (GtkWidget *child = gtk_widget_get_first_child (table); child;
       child = gtk_widget_get_next_sibling (child)) {
    if (GTK_IS_LIST_VIEW (child))
      wb_compat_tab_leaves_list (GTK_LIST_VIEW (child));
  }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), table);
  /* In a page that scrolls, a list would get the height of one row. */
  gtk_scrolled_window_set_min_content_height (
    GTK_SCROLLED_WINDOW (self->scroller),
    (int) MIN (TABLE_HEIGHT, HEAD_HEIGHT + ROW_HEIGHT * self->data->n_points));
}

static gboolean
shows_table (WbChartCard *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->table_button));
}

/* Of an empty chart the table would be empty, too. */
static void
update_stack (WbChartCard *self)
{
  gboolean is_empty = wb_chart_data_is_empty (self->data);
  gboolean table = !is_empty && shows_table (self);

  gtk_widget_set_sensitive (self->table_button, !is_empty);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.save-csv", !is_empty);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.copy-csv", !is_empty);
  gtk_widget_set_sensitive (self->menu_button, !is_empty);
  if (table && !gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (self->scroller)))
    make_table (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), table ? "table" : "chart");
  gtk_widget_set_visible (self->legend, !table && !is_empty && self->data->series->len > 1);
}

static void
table_toggled_cb (WbChartCard *self)
{
  update_stack (self);
}

static void
save_csv_action (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  WbChartCard *self = WB_CHART_CARD (widget);

  g_signal_emit (self, signals[SAVE_CSV], 0, self->data);
}

static void
copy_csv_action (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  WbChartCard *self = WB_CHART_CARD (widget);
  g_autoptr (GPtrArray) rows = wb_chart_data_to_rows (self->data);
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *page = gtk_widget_get_ancestor (widget, WB_TYPE_PAGE);

  for (guint i = 0; i < rows->len; i++)
    wb_csv_append_row (text, g_ptr_array_index (rows, i));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text->str);
  if (page)
    wb_page_toast (WB_PAGE (page), _ ("Copied"), NULL, NULL, NULL);
}

static void
wb_chart_card_dispose (GObject *object)
{
  WbChartCard *self = WB_CHART_CARD (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->data, wb_chart_data_unref);

  G_OBJECT_CLASS (wb_chart_card_parent_class)->dispose (object);
}

static void
wb_chart_card_class_init (WbChartCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_chart_card_dispose;
  signals[SAVE_CSV] = g_signal_new ("save-csv", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (WB_TYPE_CHART);
  g_type_ensure (WB_TYPE_CHART_LEGEND);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/widgets/wb-chart-card.ui");
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, box);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, title);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, table_button);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, menu_button);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, legend);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, stack);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, chart);
  gtk_widget_class_bind_template_child (widget_class, WbChartCard, scroller);
  gtk_widget_class_bind_template_callback (widget_class, table_toggled_cb);
  gtk_widget_class_install_action (widget_class, "chart.save-csv", NULL, save_csv_action);
  gtk_widget_class_install_action (widget_class, "chart.copy-csv", NULL, copy_csv_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chartcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
wb_chart_card_init (WbChartCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_stack (self);
}

/**
 * wb_chart_card_new:
 *
 * Returns: (transfer floating): a card that shows nothing yet
 */
GtkWidget *
wb_chart_card_new (void)
{
  return g_object_new (WB_TYPE_CHART_CARD, NULL);
}

/**
 * wb_chart_card_set_data:
 * @self: a card
 * @data: (nullable): what to show, not changed any more
 */
void
wb_chart_card_set_data (WbChartCard *self,
                        WbChartData *data)
{
  g_return_if_fail (WB_IS_CHART_CARD (self));

  if (data)
    wb_chart_data_ref (data);
  g_clear_pointer (&self->data, wb_chart_data_unref);
  self->data = data;
  gtk_label_set_text (GTK_LABEL (self->title), data ? data->title : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  data ? data->title : "", -1);
  wb_chart_set_data (WB_CHART (self->chart), data);
  wb_chart_legend_set_data (WB_CHART_LEGEND (self->legend), data);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), NULL);
  update_stack (self);
}

/**
 * wb_chart_card_get_data:
 * @self: a card
 *
 * Returns: (transfer none) (nullable): what it shows
 */
WbChartData *
wb_chart_card_get_data (WbChartCard *self)
{
  g_return_val_if_fail (WB_IS_CHART_CARD (self), NULL);

  return self->data;
}
