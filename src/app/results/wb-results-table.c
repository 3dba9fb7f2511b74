/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-results-table.h. Both forms stand below this widget and say the same; a screen reader is
 * told of the one that is in sight. Cards are made when there is first no room for the table. */

#include "config.h"

#include "wb-results-table.h"

#include "wb-interval-bar.h"
#include "wb-results-charts.h"
#include "wb-results-words.h"
#include "wb-tiles.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define COLUMN_SPACING 15
#define ROW_SPACING 12
#define WORDS_CHARS 16
#define CHANGE_CHARS 18
#define CELL_CHARS 20
#define TILE_WIDTH 72
#define ROOMY_WIDTH 900
/* px; until cards were ever needed. */
#define CARDS_WIDTH 260

enum { FORM_TABLE, FORM_CARDS, N_FORMS };

typedef struct
{
  GtkWidget *box;
  GtkWidget *keys[WB_N_TOOLS];
  GtkWidget *cells[WB_N_RESULTS_COLUMNS];
  GtkWidget *texts[WB_N_RESULTS_COLUMNS];
  GtkWidget *notes[WB_N_RESULTS_COLUMNS];
  GtkWidget *icon;
  GtkWidget *bar;
  char *said[WB_N_RESULTS_COLUMNS];   /* (owned) (nullable) what stands there, on one line */
} Line;

struct _WbResultsTable
{
  GtkWidget parent_instance;

  GtkWidget *forms[N_FORMS];          /* (nullable) the cards, until they are needed */
  Line lines[N_FORMS][WB_N_TOOLS];
  GtkSizeGroup *groups[WB_N_RESULTS_COLUMNS];  /* (owned) */
  int form;
  WbResultsModel *model;              /* (owned) (nullable) */
  gboolean is_placed;                 /* so that @form is known */
  int filled;                         /* the form that shows @model at once */
  guint rest_id;                      /* fills the other one */
  int cards_width;                    /* px; the least they need */
};

G_DEFINE_FINAL_TYPE (WbResultsTable, wb_results_table, GTK_TYPE_WIDGET)

static gboolean
is_number (WbResultsColumn column)
{
  return column != WB_RESULTS_TOOL && column != WB_RESULTS_SHARE;
}

static GtkWidget *
new_label (const char *css_class,
           float       xalign)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
wrap_label (GtkWidget *label,
            int        chars)
{
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), chars);
  gtk_label_set_max_width_chars (GTK_LABEL (label), chars);
}

/* The tool's colour before its name: the lines are ranked, so each may be any tool's. */
static GtkWidget *
new_name (Line *line)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
    line->keys[tool] = wb_interval_bar_new_key (wb_results_tone_of_tool (tool));
    gtk_box_append (GTK_BOX (box), line->keys[tool]);
  }
  gtk_box_append (GTK_BOX (box), line->texts[WB_RESULTS_TOOL]);

  return box;
}

static GtkWidget *
new_change (Line  *line,
            float  xalign)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  line->icon = gtk_image_new ();
  g_object_set (line->icon, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_valign (line->icon, GTK_ALIGN_START);
  gtk_widget_set_halign (box, xalign > 0.5f ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), line->icon);
  gtk_box_append (GTK_BOX (box), line->texts[WB_RESULTS_CHANGE]);

  return box;
}

/* What stands in a column of a line: words, and quieter ones below. */
static GtkWidget *
new_cell (Line            *line,
          WbResultsColumn  column,
          gboolean         is_card)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
                                 "accessible-role",
                                 is_card ? GTK_ACCESSIBLE_ROLE_GROUP
                                 : column == WB_RESULTS_TOOL ? GTK_ACCESSIBLE_ROLE_ROW_HEADER
                                                             : GTK_ACCESSIBLE_ROLE_CELL,
                                 NULL);
  float xalign = is_number (column) && !is_card ? 1 : 0;

  line->texts[column] = new_label (column == WB_RESULTS_TOOL ? "heading" : "numeric", xalign);
  line->notes[column] = new_label ("caption", xalign);
  gtk_widget_add_css_class (line->notes[column], "dim-label");
  gtk_widget_add_css_class (line->notes[column], "numeric");
  if (column == WB_RESULTS_SHARE) {
    line->bar = wb_interval_bar_new ();
    gtk_widget_set_hexpand (box, TRUE);
    wrap_label (line->texts[column], WORDS_CHARS);
    gtk_label_set_max_width_chars (GTK_LABEL (line->texts[column]), 60);
    gtk_box_append (GTK_BOX (box), line->bar);
    gtk_box_append (GTK_BOX (box), line->texts[column]);
    gtk_widget_add_css_class (line->texts[column], "caption");
  } else if (column == WB_RESULTS_TOOL) {
    gtk_box_append (GTK_BOX (box), new_name (line));
  } else if (column == WB_RESULTS_CHANGE) {
    if (is_card)
      wrap_label (line->texts[column], CHANGE_CHARS);
    gtk_label_set_justify (GTK_LABEL (line->texts[column]),
                           is_card ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_RIGHT);
    gtk_widget_add_css_class (line->texts[column], "caption");
    gtk_box_append (GTK_BOX (box), new_change (line, xalign));
  } else {
    GtkJustification justify = is_card ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_RIGHT;

    gtk_label_set_justify (GTK_LABEL (line->texts[column]), justify);
    gtk_label_set_justify (GTK_LABEL (line->notes[column]), justify);
    gtk_box_append (GTK_BOX (box), line->texts[column]);
  }
  gtk_box_append (GTK_BOX (box), line->notes[column]);
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  line->cells[column] = box;

  return box;
}

/* A box would seek the width of each height of words that wrap. */
static GtkWidget *
new_columns (void)
{
  return g_object_new (GTK_TYPE_GRID, "column-spacing", COLUMN_SPACING, "accessible-role",
                       GTK_ACCESSIBLE_ROLE_ROW, NULL);
}

static GtkWidget *
new_head (WbResultsTable *self)
{
  GtkWidget *row = new_columns ();

  for (WbResultsColumn column = 0; column < WB_N_RESULTS_COLUMNS; column++) {
    GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", wb_results_column_title (column),
                                     "accessible-role", GTK_ACCESSIBLE_ROLE_COLUMN_HEADER, NULL);

    /* Not wrapped: a column that can shrink would do so in one row more than in another. */
    gtk_label_set_xalign (GTK_LABEL (label), is_number (column) ? 1 : 0);
    gtk_widget_set_valign (label, GTK_ALIGN_END);
    gtk_widget_set_tooltip_text (label, wb_results_column_hint (column));
    gtk_widget_add_css_class (label, "results-head");
    if (column == WB_RESULTS_SHARE)
      gtk_widget_set_hexpand (label, TRUE);
    else
      gtk_size_group_add_widget (self->groups[column], label);
    gtk_grid_attach (GTK_GRID (row), label, (int) column, 0, 1, 1);
  }

  return row;
}

static GtkWidget *
new_row (WbResultsTable *self,
         Line           *line)
{
  line->box = new_columns ();
  for (WbResultsColumn column = 0; column < WB_N_RESULTS_COLUMNS; column++) {
    GtkWidget *cell = new_cell (line, column, FALSE);

    if (column != WB_RESULTS_SHARE)
      gtk_size_group_add_widget (self->groups[column], cell);
    gtk_grid_attach (GTK_GRID (line->box), cell, (int) column, 0, 1, 1);
  }
  gtk_widget_add_css_class (line->box, "results-row");

  return line->box;
}

static GtkWidget *
new_tiles (Line            *line,
           WbResultsColumn  first,
           WbResultsColumn  last)
{
  GtkWidget *tiles = g_object_new (WB_TYPE_TILES, "min-tile-width", TILE_WIDTH, "max-columns", 3,
                                   "spacing", ROW_SPACING, NULL);

  for (WbResultsColumn column = first; column <= last; column++) {
    GtkWidget *title = NULL;
    GtkWidget *cell = NULL;

    if (!is_number (column))
      continue;
    title = new_label ("results-head", 0);
    gtk_label_set_text (GTK_LABEL (title), wb_results_column_title (column));
    cell = new_cell (line, column, TRUE);
    gtk_box_prepend (GTK_BOX (cell), title);
    wb_tiles_append (WB_TILES (tiles), cell);
  }
  gtk_widget_set_margin_top (tiles, 6);

  return tiles;
}

/* The name, the share and its bar across; what they are made of in tiles below: three short
 * numbers, and what needs more room. */
static GtkWidget *
new_card (Line *line)
{
  line->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6,
                            "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  gtk_box_append (GTK_BOX (line->box), new_cell (line, WB_RESULTS_TOOL, TRUE));
  gtk_box_append (GTK_BOX (line->box), new_cell (line, WB_RESULTS_SHARE, TRUE));
  gtk_box_append (GTK_BOX (line->box), new_tiles (line, WB_RESULTS_OFFERED, WB_RESULTS_TAKEN));
  gtk_box_append (GTK_BOX (line->box), new_tiles (line, WB_RESULTS_ORDERED, WB_RESULTS_CHANGE));
  gtk_widget_add_css_class (line->box, "results-row");

  return line->box;
}

static void
make_form (WbResultsTable *self,
           int             form)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing",
                                 ROW_SPACING, "accessible-role",
                                 form == FORM_TABLE ? GTK_ACCESSIBLE_ROLE_TABLE
                                                    : GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  self->forms[form] = box;
  if (form == FORM_TABLE)
    gtk_box_append (GTK_BOX (box), new_head (self));
  for (int i = 0; i < WB_N_TOOLS; i++)
    gtk_box_append (GTK_BOX (box), form == FORM_TABLE ? new_row (self, &self->lines[form][i])
                                                      : new_card (&self->lines[form][i]));
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Which offer brings customers back"), -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_STATE_HIDDEN,
                               form != self->form, -1);
}

/* Amounts stand below one another; in a sentence they follow one another. */
static char *
dup_line (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strjoinv (", ", lines);
}

static void
append_words (GString    *lines,
              const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  glong filled = 0;

  for (guint i = 0; words[i]; i++) {
    glong length = g_utf8_strlen (words[i], -1);
    gboolean fits = filled + 1 + length <= CELL_CHARS;

    if (i > 0)
      g_string_append_c (lines, fits ? ' ' : '\n');
    filled = i > 0 && fits ? filled + 1 + length : length;
    g_string_append (lines, words[i]);
  }
}

/* In lines of about so many characters. A label that wraps by itself has another width for each
 * height, and so another in each row of the table. */
static void
break_lines (char **text)
{
  g_auto (GStrv) parts = g_strsplit (*text, "\n", -1);
  GString *lines = g_string_new (NULL);

  for (guint i = 0; parts[i]; i++) {
    if (i > 0)
      g_string_append_c (lines, '\n');
    append_words (lines, parts[i]);
  }
  g_free (*text);
  *text = g_string_free (lines, FALSE);
}

static void
break_cell (WbResultsCell *cell)
{
  break_lines (&cell->text);
  break_lines (&cell->note);
}

static void
show_trend (Line               *line,
            const WbToolResult *tool)
{
  static const char *const classes[] = { "dim-label", "trend-up", "trend-down" };
  static const char *const icons[] = { NULL, "go-up-symbolic", "go-down-symbolic" };
  WbResultsTrend trend = wb_results_get_trend (tool);
  GtkWidget *label = line->texts[WB_RESULTS_CHANGE];

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++) {
    if (i == trend) {
      gtk_widget_add_css_class (label, classes[i]);
      gtk_widget_add_css_class (line->icon, classes[i]);
    } else {
      gtk_widget_remove_css_class (label, classes[i]);
      gtk_widget_remove_css_class (line->icon, classes[i]);
    }
  }
  gtk_widget_set_visible (line->icon, icons[trend] != NULL);
  if (icons[trend] &&
      g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (line->icon)), icons[trend]) != 0)
    gtk_image_set_from_icon_name (GTK_IMAGE (line->icon), icons[trend]);
}

static void
show_line (Line                 *line,
           int                   form,
           const WbResultsModel *model,
           const WbToolResult   *tool,
           double                scale)
{
  gboolean has_before = tool->before && tool->before_is_enough;

  for (WbTool i = 0; i < WB_N_TOOLS; i++)
    gtk_widget_set_visible (line->keys[i], i == tool->tool);
  for (WbResultsColumn column = 0; column < WB_N_RESULTS_COLUMNS; column++) {
    g_auto (WbResultsCell) cell = { NULL };
    g_autofree char *words = NULL;
    g_autofree char *spoken = NULL;

    wb_results_cell_make (&cell, model, tool, column);
    words = g_strjoin (*cell.note != '\0' ? ", " : "", cell.text, cell.note, NULL);
    g_free (line->said[column]);
    line->said[column] = dup_line (words);
    spoken = g_strdup_printf ("%s: %s", wb_results_column_title (column), line->said[column]);
    gtk_accessible_update_property (GTK_ACCESSIBLE (line->cells[column]),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
    if (form == FORM_TABLE && column != WB_RESULTS_SHARE)
      break_cell (&cell);
    gtk_label_set_text (GTK_LABEL (line->texts[column]), cell.text);
    gtk_label_set_text (GTK_LABEL (line->notes[column]), cell.note);
    gtk_widget_set_visible (line->notes[column], *cell.note != '\0');
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  wb_tool_words (tool->tool), -1);
  gtk_widget_set_visible (line->bar, tool->is_enough);
  if (tool->is_enough)
    wb_interval_bar_set (WB_INTERVAL_BAR (line->bar), &tool->share,
                         has_before ? tool->share_before.value : NAN, scale,
                         wb_results_tone_of_tool (tool->tool));
  show_trend (line, tool);
}

static void
fill_form (WbResultsTable *self,
           int             form)
{
  GPtrArray *tools = self->model->results->tools;
  double scale = wb_results_get_scale (self->model);

  for (guint i = 0; i < WB_N_TOOLS; i++) {
    gtk_widget_set_visible (self->lines[form][i].box, i < tools->len);
    if (i < tools->len)
      show_line (&self->lines[form][i], form, self->model, g_ptr_array_index (tools, i), scale);
  }
}

static gboolean
fill_rest_cb (gpointer user_data)
{
  WbResultsTable *self = WB_RESULTS_TABLE (user_data);

  self->rest_id = 0;
  fill_form (self, N_FORMS - 1 - self->filled);

  return G_SOURCE_REMOVE;
}

/* Whether a table is likely, by what stands around it already. */
static gboolean
has_room (WbResultsTable *self)
{
  int width = 0;

  for (GtkWidget *at = GTK_WIDGET (self); at && width == 0; at = gtk_widget_get_parent (at))
    width = gtk_widget_get_width (at);

  return width >= ROOMY_WIDTH;
}

/**
 * wb_results_table_set_model:
 * @self: a table
 * @model: the numbers: the form in sight shows them at once, the other one soon
 */
void
wb_results_table_set_model (WbResultsTable *self,
                            WbResultsModel *model)
{
  g_return_if_fail (WB_IS_RESULTS_TABLE (self));
  g_return_if_fail (model);

  g_clear_pointer (&self->model, wb_results_model_unref);
  self->model = wb_results_model_ref (model);
  if (!self->is_placed && !has_room (self) && !self->forms[FORM_CARDS])
    make_form (self, FORM_CARDS);
  self->filled = self->form;
  fill_form (self, self->filled);
  if (!self->forms[FORM_CARDS])
    return;
  if (!self->is_placed)
    fill_form (self, N_FORMS - 1 - self->filled);
  else if (self->rest_id == 0)
    self->rest_id = g_idle_add_full (G_PRIORITY_LOW, fill_rest_cb, self, NULL);
}

static int
pick_form (WbResultsTable *self,
           int             width)
{
  int minimum = 0;

  gtk_widget_measure (self->forms[FORM_TABLE], GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);

  if (width >= minimum)
    return FORM_TABLE;
  if (!self->forms[FORM_CARDS]) {
    make_form (self, FORM_CARDS);
    if (self->model)
      fill_form (self, FORM_CARDS);
  }

  return FORM_CARDS;
}

static GtkSizeRequestMode
wb_results_table_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The width that the page can be narrowed to; while there is a table it is not looked at anew. */
static void
measure_cards (WbResultsTable *self)
{
  if (self->forms[FORM_CARDS])
    gtk_widget_measure (self->forms[FORM_CARDS], GTK_ORIENTATION_HORIZONTAL, -1,
                        &self->cards_width, NULL, NULL, NULL);
}

static void
wb_results_table_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  WbResultsTable *self = WB_RESULTS_TABLE (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    if (self->form == FORM_CARDS || !self->is_placed)
      measure_cards (self);
    *minimum = self->cards_width;
    gtk_widget_measure (self->forms[FORM_TABLE], orientation, -1, NULL, natural, NULL, NULL);
    *natural = MAX (*natural, *minimum);
    return;
  }

  gtk_widget_measure (self->forms[for_size < 0 ? self->form : pick_form (self, for_size)],
                      orientation, for_size, minimum, natural, NULL, NULL);
}

static void
wb_results_table_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  WbResultsTable *self = WB_RESULTS_TABLE (widget);
  int form = pick_form (self, width);

  for (int i = 0; i < N_FORMS; i++) {
    if (!self->forms[i])
      continue;
    gtk_widget_set_child_visible (self->forms[i], i == form);
    if (form != self->form)
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->forms[i]), GTK_ACCESSIBLE_STATE_HIDDEN,
                                   i != form, -1);
  }
  self->form = form;
  self->is_placed = TRUE;
  gtk_widget_size_allocate (self->forms[form], &(GtkAllocation) { 0, 0, width, height }, -1);
}

static void
wb_results_table_dispose (GObject *object)
{
  WbResultsTable *self = WB_RESULTS_TABLE (object);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_pointer (&self->model, wb_results_model_unref);
  for (int i = 0; i < N_FORMS; i++)
    g_clear_pointer (&self->forms[i], gtk_widget_unparent);
  for (int i = 0; i < WB_N_RESULTS_COLUMNS; i++)
    g_clear_object (&self->groups[i]);
  for (int form = 0; form < N_FORMS; form++) {
    for (int i = 0; i < WB_N_TOOLS * WB_N_RESULTS_COLUMNS; i++)
      g_clear_pointer (&self->lines[form][i / WB_N_RESULTS_COLUMNS].said[i % WB_N_RESULTS_COLUMNS],
                       g_free);
  }

  G_OBJECT_CLASS (wb_results_table_parent_class)->dispose (object);
}

static void
wb_results_table_class_init (WbResultsTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_results_table_dispose;
  widget_class->get_request_mode = wb_results_table_get_request_mode;
  widget_class->measure = wb_results_table_measure;
  widget_class->size_allocate = wb_results_table_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "resultstable");
}

static void
wb_results_table_init (WbResultsTable *self)
{
  for (int i = 0; i < WB_N_RESULTS_COLUMNS; i++)
    self->groups[i] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->cards_width = CARDS_WIDTH;
  make_form (self, FORM_TABLE);
}

/**
 * wb_results_table_new:
 *
 * Returns: (transfer floating): a table without lines; main thread, as all here
 */
GtkWidget *
wb_results_table_new (void)
{
  return g_object_new (WB_TYPE_RESULTS_TABLE, NULL);
}

/**
 * wb_results_table_dup_text:
 * @self: a table
 *
 * Returns: (transfer full): its lines as they stand there: “Coupon | Offered: 1,204 | …”
 */
char *
wb_results_table_dup_text (WbResultsTable *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (WB_IS_RESULTS_TABLE (self), NULL);

  for (int i = 0; i < WB_N_TOOLS; i++) {
    const Line *line = &self->lines[self->form][i];

    if (!gtk_widget_get_visible (line->box))
      continue;
    for (WbResultsColumn column = 0; column < WB_N_RESULTS_COLUMNS; column++) {
      if (column == WB_RESULTS_TOOL)
        g_string_append (text, gtk_label_get_text (GTK_LABEL (line->texts[column])));
      else
        g_string_append_printf (text, " | %s: %s", wb_results_column_title (column),
                                line->said[column]);
    }
    g_string_append_c (text, '\n');
  }

  return g_string_free (text, FALSE);
}

/**
 * wb_results_table_is_narrow:
 * @self: a table
 *
 * Returns: whether its lines stand as cards below one another
 */
gboolean
wb_results_table_is_narrow (WbResultsTable *self)
{
  g_return_val_if_fail (WB_IS_RESULTS_TABLE (self), FALSE);

  return self->form == FORM_CARDS;
}
