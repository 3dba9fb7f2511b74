/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* All types at a glance; see wb-offer-glance-window.h. Where there is no room for columns, the
 * tools of a type stand below each other. */

#include "config.h"

#include "wb-offer-glance-window.h"

#include "wb-dialog.h"
#include "wb-offer-glance-cell.h"
#include "wb-offer-store.h"

#include <glib/gi18n-lib.h>

/* Below it four columns would be too narrow to read. */
#define COMPACT_WIDTH 640
/* Of the grid that all rows share: the type's column, then the tools'. */
#define TYPE_COLUMNS 3
#define TOOL_COLUMNS 4

struct _WbOfferGlanceWindow
{
  AdwWindow parent_instance;

  GtkWidget *stack;
  GtkWidget *heads;
  GtkWidget *list;

  WbContext *context;  /* (owned) */
  WbOfferDesk *desk;   /* (owned) */
  gulong changed_id;
  gulong desk_changed_id;
  guint layout_id;     /* idle, 0 = none */
  gboolean compact;
};

G_DEFINE_FINAL_TYPE (WbOfferGlanceWindow, wb_offer_glance_window, ADW_TYPE_WINDOW)

static GtkWidget *
new_tool_head (WbTool tool)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (box),
                  gtk_image_new_from_icon_name (wb_offer_tool_get_icon (tool)));
  gtk_box_append (GTK_BOX (box), wb_offer_glance_label_new (wb_offer_tool_get_name (tool), NULL));
  gtk_widget_add_css_class (box, "caption-heading");

  return box;
}

static GtkWidget *
new_grid (void)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);

  return grid;
}

static void
attach_tool (GtkWidget *grid,
             WbTool     tool,
             GtkWidget *child)
{
  gtk_grid_attach (GTK_GRID (grid), child, TYPE_COLUMNS + TOOL_COLUMNS * (int) tool, 0,
                   TOOL_COLUMNS, 1);
}

static GtkWidget *
new_heads (void)
{
  GtkWidget *grid = new_grid ();

  gtk_grid_attach (GTK_GRID (grid),
                   wb_offer_glance_label_new (_ ("Ticket type"), "caption-heading"), 0, 0,
                   TYPE_COLUMNS, 1);
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++)
    attach_tool (grid, tool, new_tool_head (tool));
  /* The margin of the rows below, and the list's own edge. */
  gtk_widget_set_margin_start (grid, 13);
  gtk_widget_set_margin_end (grid, 13);
  gtk_widget_add_css_class (grid, "dim-label");

  return grid;
}

static GtkWidget *
new_type_cell (WbOfferGlanceWindow *self,
               const char          *type_id,
               const char          *name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_append (GTK_BOX (box), wb_offer_glance_label_new (name, "heading"));
  if (wb_offer_desk_has_edits (self->desk, type_id)) {
    GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

    gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("wb-unsaved-symbolic"));
    gtk_box_append (GTK_BOX (line), wb_offer_glance_label_new (_ ("Edits not saved"), "caption"));
    gtk_box_append (GTK_BOX (box), line);
  }

  return box;
}

static GtkWidget *
new_not_configured (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("wb-not-configured-symbolic");

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box),
                  wb_offer_glance_label_new (_ ("Not configured: customers are offered nothing"),
                                             NULL));
  gtk_widget_add_css_class (box, "dim-label");

  return box;
}

/* A first save that is still on its way has no version yet. */
static gboolean
is_configured (WbOfferGlanceWindow *self,
               const WbOfferSet    *set)
{
  return set->version > 0 || wb_offer_desk_is_configured (self->desk, set->type);
}

static GtkWidget *
new_wide_cells (WbOfferGlanceWindow *self,
                GtkWidget           *type_cell,
                const WbOfferSet    *set,
                GPtrArray           *banners)
{
  GtkWidget *grid = new_grid ();

  gtk_grid_attach (GTK_GRID (grid), type_cell, 0, 0, TYPE_COLUMNS, 1);
  if (!is_configured (self, set)) {
    gtk_grid_attach (GTK_GRID (grid), new_not_configured (), TYPE_COLUMNS, 0,
                     TOOL_COLUMNS * WB_N_TOOLS, 1);
    return grid;
  }
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++)
    attach_tool (grid, tool, wb_offer_glance_cell_new (set, tool, self->context, banners));

  return grid;
}

static GtkWidget *
new_stacked_cells (WbOfferGlanceWindow *self,
                   GtkWidget           *type_cell,
                   const WbOfferSet    *set,
                   GPtrArray           *banners)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  gtk_box_append (GTK_BOX (box), type_cell);
  if (!is_configured (self, set)) {
    gtk_box_append (GTK_BOX (box), new_not_configured ());
    return box;
  }
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
    GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

    gtk_box_append (GTK_BOX (part), new_tool_head (tool));
    gtk_box_append (GTK_BOX (part),
                    wb_offer_glance_cell_new (set, tool, self->context, banners));
    gtk_box_append (GTK_BOX (box), part);
  }

  return box;
}

static void
add_row (WbOfferGlanceWindow *self,
         const WbTicketType  *type,
         GPtrArray           *banners)
{
  const char *name = wb_context_pick_text (self->context, type->name);
  g_autoptr (WbOfferSet) set =
    wb_offer_store_get (wb_context_get_reader (self->context), type->id, NULL);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *type_cell = new_type_cell (self, type->id, name ? name : type->id);
  GtkWidget *cells = NULL;

  /* A short read that fails now succeeds at the next change; the type is not left out. */
  if (!set) {
    set = wb_offer_set_new ();
    set->type = g_strdup (type->id);
  }
  cells = self->compact ? new_stacked_cells (self, type_cell, set, banners)
                        : new_wide_cells (self, type_cell, set, banners);
  gtk_widget_set_margin_start (cells, 12);
  gtk_widget_set_margin_end (cells, 12);
  gtk_widget_set_margin_top (cells, 12);
  gtk_widget_set_margin_bottom (cells, 12);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), cells);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name ? name : type->id, -1);
  g_object_set_data_full (G_OBJECT (row), "type-id", g_strdup (type->id), g_free);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static int
find_focused_row (WbOfferGlanceWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *row = focus ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;

  return row ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) : -1;
}

/* A few rows, made anew; the one with the focus gets it back. */
static void
refresh (WbOfferGlanceWindow *self)
{
  GPtrArray *types = wb_context_get_types (self->context);
  g_autoptr (GPtrArray) banners = wb_offer_glance_list_banners (self->context);
  int focused = find_focused_row (self);
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (self->list)))
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
  for (guint i = 0; i < types->len; i++)
    add_row (self, g_ptr_array_index (types, i), banners);
  gtk_widget_set_visible (self->heads, !self->compact);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), types->len > 0 ? "table" : "empty");
  if (focused >= 0 && focused < (int) types->len)
    gtk_widget_grab_focus (
      GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), focused)));
}

static void
context_changed_cb (WbOfferGlanceWindow *self,
                    guint                tables)
{
  if (tables & (WB_TABLE_OFFERS | WB_TABLE_OUTBOX | WB_TABLE_ACCOUNT | WB_TABLE_BANNERS))
    refresh (self);
}

static void
row_activated_cb (GtkListBox          *list,
                  GtkListBoxRow       *row,
                  WbOfferGlanceWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *type_id = g_strdup (g_object_get_data (G_OBJECT (row), "type-id"));

  if (parent)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-offers", "s", type_id);
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
layout_cb (gpointer user_data)
{
  WbOfferGlanceWindow *self = WB_OFFER_GLANCE_WINDOW (user_data);

  self->layout_id = 0;
  refresh (self);

  return G_SOURCE_REMOVE;
}

static void
wb_offer_glance_window_size_allocate (GtkWidget *widget,
                                      int        width,
                                      int        height,
                                      int        baseline)
{
  WbOfferGlanceWindow *self = WB_OFFER_GLANCE_WINDOW (widget);
  gboolean compact = width < COMPACT_WIDTH;

  GTK_WIDGET_CLASS (wb_offer_glance_window_parent_class)
  ->size_allocate (widget, width, height, baseline);

  /* Nothing may be shown or hidden while sizes are given out. */
  if (compact != self->compact) {
    self->compact = compact;
    if (self->layout_id == 0)
      self->layout_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, layout_cb, self, NULL);
  }
}

static void
wb_offer_glance_window_dispose (GObject *object)
{
  WbOfferGlanceWindow *self = WB_OFFER_GLANCE_WINDOW (object);

  g_clear_handle_id (&self->layout_id, g_source_remove);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_signal_handler (&self->desk_changed_id, self->desk);
  g_clear_object (&self->desk);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_offer_glance_window_parent_class)->dispose (object);
}

static void
wb_offer_glance_window_class_init (WbOfferGlanceWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_offer_glance_window_dispose;
  widget_class->size_allocate = wb_offer_glance_window_size_allocate;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/offers/wb-offer-glance-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WbOfferGlanceWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, WbOfferGlanceWindow, heads);
  gtk_widget_class_bind_template_child (widget_class, WbOfferGlanceWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  wb_dialog_install (widget_class);
}

static void
wb_offer_glance_window_init (WbOfferGlanceWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_bin_set_child (ADW_BIN (self->heads), new_heads ());
}

/**
 * wb_offer_glance_window_new:
 * @context: the workspace
 * @desk: knows what is not saved
 *
 * Returns: (transfer none): the window; show it with wb_dialog_open()
 */
GtkWidget *
wb_offer_glance_window_new (WbContext   *context,
                            WbOfferDesk *desk)
{
  WbOfferGlanceWindow *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (WB_IS_OFFER_DESK (desk), NULL);

  self = g_object_new (WB_TYPE_OFFER_GLANCE_WINDOW, NULL);
  self->context = g_object_ref (context);
  self->desk = g_object_ref (desk);
  self->changed_id =
    g_signal_connect_swapped (context, "changed", G_CALLBACK (context_changed_cb), self);
  self->desk_changed_id = g_signal_connect_swapped (desk, "changed", G_CALLBACK (refresh), self);
  refresh (self);
  gtk_widget_grab_focus (self->list);

  return GTK_WIDGET (self);
}
