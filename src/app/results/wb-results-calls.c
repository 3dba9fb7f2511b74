/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-results-calls.h. */

#include "config.h"

#include "wb-results-calls.h"

#include "wb-results-words.h"
#include "wb-tiles.h"

#define TILE_WIDTH 190
#define MOST_COLUMNS 3
#define SPACING 12

typedef struct
{
  GtkWidget *box;
  GtkWidget *figure;
  GtkWidget *title;
  GtkWidget *detail;
  GtkWidget *before;
} Tile;

struct _WbResultsCalls
{
  AdwBin parent_instance;

  GtkWidget *tiles_box;
  Tile tiles[WB_N_RESULTS_TILES];
};

G_DEFINE_FINAL_TYPE (WbResultsCalls, wb_results_calls, ADW_TYPE_BIN)

static GtkWidget *
add_label (GtkWidget  *box,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static void
make_tile (Tile *tile)
{
  tile->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 3,
                            "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  tile->figure = add_label (tile->box, "results-figure");
  tile->title = add_label (tile->box, "heading");
  tile->detail = add_label (tile->box, "dim-label");
  tile->before = add_label (tile->box, "dim-label");
  gtk_widget_add_css_class (tile->detail, "caption");
  gtk_widget_add_css_class (tile->before, "caption");
  gtk_widget_add_css_class (tile->box, "card");
  gtk_widget_add_css_class (tile->box, "results-tile");
}

/**
 * wb_results_calls_set_model:
 * @self: tiles
 * @model: the numbers
 * @goal_hours: within how many hours the account wants to call back
 */
void
wb_results_calls_set_model (WbResultsCalls       *self,
                            const WbResultsModel *model,
                            int                   goal_hours)
{
  int n = 0;

  g_return_if_fail (WB_IS_RESULTS_CALLS (self));
  g_return_if_fail (model);

  for (WbResultsTileKind kind = 0; kind < WB_N_RESULTS_TILES; kind++) {
    Tile *tile = &self->tiles[kind];
    g_auto (WbResultsTile) words = { NULL };
    gboolean has_words = wb_results_tile_make (&words, model, kind, goal_hours);
    g_autofree char *spoken = NULL;

    gtk_widget_set_visible (tile->box, has_words);
    n += has_words;
    if (!has_words)
      continue;
    gtk_label_set_text (GTK_LABEL (tile->figure), words.figure);
    gtk_label_set_text (GTK_LABEL (tile->title), words.title);
    gtk_label_set_text (GTK_LABEL (tile->detail), words.detail);
    gtk_label_set_text (GTK_LABEL (tile->before), words.before);
    gtk_widget_set_visible (tile->before, *words.before != '\0');
    spoken = g_strdup_printf ("%s %s", words.figure, words.title);
    gtk_accessible_update_property (GTK_ACCESSIBLE (tile->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    spoken, -1);
  }
  /* Four are two and two: one alone on a line looks forgotten. */
  g_object_set (self->tiles_box, "max-columns", n == 4 ? 2 : MOST_COLUMNS, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
wb_results_calls_class_init (WbResultsCallsClass *klass)
{
}

static void
wb_results_calls_init (WbResultsCalls *self)
{
  self->tiles_box = g_object_new (WB_TYPE_TILES, "min-tile-width", TILE_WIDTH, "max-columns",
                                  MOST_COLUMNS, "spacing", SPACING, NULL);
  for (int i = 0; i < WB_N_RESULTS_TILES; i++) {
    make_tile (&self->tiles[i]);
    wb_tiles_append (WB_TILES (self->tiles_box), self->tiles[i].box);
  }
  adw_bin_set_child (ADW_BIN (self), self->tiles_box);
}

/**
 * wb_results_calls_new:
 *
 * Returns: (transfer floating): tiles without numbers; main thread, as all here
 */
GtkWidget *
wb_results_calls_new (void)
{
  return g_object_new (WB_TYPE_RESULTS_CALLS, NULL);
}
