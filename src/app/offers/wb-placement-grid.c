/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The grid of tools and places; see wb-placement-grid.h. */

#include "config.h"

#include "wb-placement-grid.h"

#include "wb-problem-label.h"

#include <glib/gi18n-lib.h>

#define N_PLACES 3

struct _WbPlacementGrid
{
  AdwBin parent_instance;

  GtkWidget *tools[WB_N_TOOLS];             /* (owned by the widget tree), as all below */
  GtkWidget *cells[WB_N_TOOLS][N_PLACES];
  GtkWidget *problems[WB_N_TOOLS];

  WbOfferEditor *editor;  /* (owned) (nullable) */
  gulong changed_id;
  WbTool tool;            /* where the focus is, or was last */
  int place;
  gboolean refreshing;    /* the cells are being filled, nobody clicks */
};

G_DEFINE_FINAL_TYPE (WbPlacementGrid, wb_placement_grid, ADW_TYPE_BIN)

static const char *const tool_names[WB_N_TOOLS] = {
  N_ ("Discount coupon"),
  N_ ("Call request"),
  N_ ("Banner"),
};

static const struct
{
  WbPlacements placement;
  const char *name;
} places[N_PLACES] = {
  { WB_PLACEMENT_PORTAL, N_ ("Last portal step") },
  { WB_PLACEMENT_TICKET_DETAIL, N_ ("Ticket page") },
  { WB_PLACEMENT_EMAIL, N_ ("E-mail") },
};

static gboolean
find_cell (WbPlacementGrid *self,
           GtkWidget       *cell,
           WbTool          *tool_out,
           int             *place_out)
{
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
    for (int place = 0; place < N_PLACES; place++) {
      if (self->cells[tool][place] == cell) {
        *tool_out = tool;
        *place_out = place;
        return TRUE;
      }
    }
  }

  return FALSE;
}

static void
cell_toggled_cb (GtkCheckButton  *button,
                 WbPlacementGrid *self)
{
  WbTool tool = WB_TOOL_COUPON;
  int place = 0;

  if (!self->refreshing && self->editor && find_cell (self, GTK_WIDGET (button), &tool, &place))
    wb_offer_editor_set_place (self->editor, tool, places[place].placement,
                               gtk_check_button_get_active (button));
}

/* A tool that is off can be placed all the same, for when it is on again. */
static void
show_tool (WbPlacementGrid *self,
           WbTool           tool)
{
  /* Translators: customers are not offered the tool */
  const char *off = C_ ("tool", "off");
  g_autofree char *markup = NULL;

  if (wb_offer_editor_is_on (self->editor, tool))
    markup = g_markup_escape_text (_ (tool_names[tool]), -1);
  else
    markup = g_markup_printf_escaped ("%s <span size=\"small\" alpha=\"60%%\">%s</span>",
                                      _ (tool_names[tool]), off);
  gtk_label_set_markup (GTK_LABEL (self->tools[tool]), markup);
}

static void
refresh (WbPlacementGrid *self)
{
  self->refreshing = TRUE;
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
    WbPlacements placements = wb_offer_editor_get_placements (self->editor, tool);
    const char *problem =
      wb_offer_editor_find_problem (self->editor, tool, WB_OFFER_FIELD_PLACEMENTS, NULL);

    for (int place = 0; place < N_PLACES; place++) {
      gtk_check_button_set_active (GTK_CHECK_BUTTON (self->cells[tool][place]),
                                   (placements & places[place].placement) != 0);
      wb_problem_label_mark (WB_PROBLEM_LABEL (self->problems[tool]), self->cells[tool][place],
                             *problem != '\0');
    }
    show_tool (self, tool);
    wb_problem_label_set_text (WB_PROBLEM_LABEL (self->problems[tool]), problem);
  }
  self->refreshing = FALSE;
}

static gboolean
focus_cell (WbPlacementGrid *self)
{
  return gtk_widget_grab_focus (self->cells[self->tool][self->place]);
}

/* Tab comes in at the cell last used and goes on behind the grid; arrows stay inside. */
static gboolean
wb_placement_grid_focus (GtkWidget        *widget,
                         GtkDirectionType  direction)
{
  WbPlacementGrid *self = WB_PLACEMENT_GRID (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  WbTool tool = WB_TOOL_COUPON;
  int place = 0, step = 0;

  if (!focus || !find_cell (self, focus, &tool, &place))
    return focus_cell (self);
  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    return FALSE;

  if (direction == GTK_DIR_LEFT || direction == GTK_DIR_RIGHT) {
    step = (direction == GTK_DIR_RIGHT) == (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_LTR)
             ? 1
             : -1;
    self->place = CLAMP (place + step, 0, N_PLACES - 1);
  } else {
    step = direction == GTK_DIR_DOWN ? 1 : -1;
    self->tool = (WbTool) CLAMP ((int) tool + step, 0, WB_N_TOOLS - 1);
  }

  return focus_cell (self);
}

static void
focus_entered_cb (GtkEventController *controller,
                  WbPlacementGrid    *self)
{
  find_cell (self, gtk_event_controller_get_widget (controller), &self->tool, &self->place);
}

static void
wb_placement_grid_dispose (GObject *object)
{
  WbPlacementGrid *self = WB_PLACEMENT_GRID (object);

  g_clear_signal_handler (&self->changed_id, self->editor);
  g_clear_object (&self->editor);

  G_OBJECT_CLASS (wb_placement_grid_parent_class)->dispose (object);
}

static void
wb_placement_grid_class_init (WbPlacementGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_placement_grid_dispose;
  GTK_WIDGET_CLASS (klass)->focus = wb_placement_grid_focus;
}

static GtkWidget *
new_cell (WbPlacementGrid *self,
          WbTool           tool,
          int              place)
{
  GtkWidget *cell = gtk_check_button_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  /* Translators: a tool and a place where it shows, e.g. “Banner, E-mail” */
  g_autofree char *name =
    g_strdup_printf (_ ("%s, %s"), _ (tool_names[tool]), _ (places[place].name));

  gtk_widget_set_halign (cell, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (cell, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (cell, "place");
  gtk_widget_set_tooltip_text (cell, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (cell, "toggled", G_CALLBACK (cell_toggled_cb), self);
  g_signal_connect (focus, "enter", G_CALLBACK (focus_entered_cb), self);
  gtk_widget_add_controller (cell, focus);

  return cell;
}

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/* Two lines: the tool with its cells, and below it what is wrong. */
static void
add_tool (WbPlacementGrid *self,
          GtkGrid         *grid,
          WbTool           tool)
{
  int line = 1 + 2 * (int) tool;

  self->tools[tool] = new_label (NULL, NULL);
  gtk_label_set_xalign (GTK_LABEL (self->tools[tool]), 0);
  gtk_label_set_width_chars (GTK_LABEL (self->tools[tool]), 10);
  gtk_widget_set_hexpand (self->tools[tool], TRUE);
  gtk_grid_attach (grid, self->tools[tool], 0, line, 1, 1);

  for (int place = 0; place < N_PLACES; place++) {
    self->cells[tool][place] = new_cell (self, tool, place);
    gtk_grid_attach (grid, self->cells[tool][place], 1 + place, line, 1, 1);
  }
  self->problems[tool] = wb_problem_label_new ();
  gtk_grid_attach (grid, self->problems[tool], 0, line + 1, 1 + N_PLACES, 1);
}

static void
wb_placement_grid_init (WbPlacementGrid *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *title = new_label (_ ("Where it shows"), "title-4");
  GtkWidget *grid = gtk_grid_new ();
  g_autoptr (GtkSizeGroup) columns = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 9);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  for (int place = 0; place < N_PLACES; place++) {
    GtkWidget *label = new_label (_ (places[place].name), "caption");

    gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
    gtk_label_set_max_width_chars (GTK_LABEL (label), 14);
    gtk_widget_set_valign (label, GTK_ALIGN_END);
    gtk_size_group_add_widget (columns, label);
    gtk_widget_add_css_class (label, "dim-label");
    gtk_grid_attach (GTK_GRID (grid), label, 1 + place, 0, 1, 1);
  }
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++)
    add_tool (self, GTK_GRID (grid), tool);

  gtk_accessible_update_relation (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_RELATION_LABELLED_BY, title,
                                  NULL, -1);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), grid);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "tool-card");
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * wb_placement_grid_set_editor:
 * @self: the grid
 * @editor: what it shows and edits
 */
void
wb_placement_grid_set_editor (WbPlacementGrid *self,
                              WbOfferEditor   *editor)
{
  g_return_if_fail (WB_IS_PLACEMENT_GRID (self));
  g_return_if_fail (WB_IS_OFFER_EDITOR (editor));

  if (self->editor == editor)
    return;

  g_clear_signal_handler (&self->changed_id, self->editor);
  g_set_object (&self->editor, editor);
  self->changed_id = g_signal_connect_swapped (editor, "changed", G_CALLBACK (refresh), self);
  refresh (self);
}

/**
 * wb_placement_grid_set_read_only:
 * @self: the grid
 * @read_only: whether it only shows
 */
void
wb_placement_grid_set_read_only (WbPlacementGrid *self,
                                 gboolean         read_only)
{
  g_return_if_fail (WB_IS_PLACEMENT_GRID (self));

  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
    for (int place = 0; place < N_PLACES; place++)
      gtk_widget_set_sensitive (self->cells[tool][place], !read_only);
  }
}

/**
 * wb_placement_grid_jump_to:
 * @self: the grid
 * @tool: one of the tools
 *
 * Puts the focus into its row.
 */
void
wb_placement_grid_jump_to (WbPlacementGrid *self,
                           WbTool           tool)
{
  g_return_if_fail (WB_IS_PLACEMENT_GRID (self));
  g_return_if_fail (tool < WB_N_TOOLS);

  self->tool = tool;
  self->place = 0;
  focus_cell (self);
}
