/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps of a check; see wb-shop-steps.h. */

#include "config.h"

#include "wb-shop-steps.h"

#include "wb-shop-words.h"
#include "wb-spoken.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GtkWidget *row;       /* (unowned) in the group */
  GtkWidget *stack;     /* (unowned) */
  GtkWidget *icon;      /* (unowned) */
  GtkWidget *spinner;   /* (unowned) */
} Line;

struct _WbShopSteps
{
  AdwBin parent_instance;

  GtkWidget *group;
  GtkWidget *notes;
  Line lines[WB_N_SHOP_STEPS];
  int current;          /* the step that was begun; -1 = none */
};

G_DEFINE_FINAL_TYPE (WbShopSteps, wb_shop_steps, ADW_TYPE_BIN)

static void
set_row_text (GtkWidget  *row,
              const char *title,
              const char *subtitle)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle ? subtitle : "");
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
}

typedef enum
{
  LINE_WAITING,
  LINE_RUNNING,
  LINE_PASSED,
  LINE_FAILED,
} LineState;

static void
show_line (WbShopSteps *self,
           WbShopStep   step,
           LineState    state,
           const char  *message)
{
  static const struct
  {
    const char *icon;
    const char *words;
    const char *css;
  } looks[] = {
    { "content-loading-symbolic", N_ ("Not yet"), "dim-label" },
    { NULL, N_ ("Being checked…"), NULL },
    { "object-select-symbolic", N_ ("Passed"), "success" },
    { "dialog-error-symbolic", N_ ("Failed"), "error" },
  };
  Line *line = &self->lines[step];
  g_autofree char *label = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    if (looks[i].css)
      gtk_widget_remove_css_class (line->icon, looks[i].css);
  }
  if (looks[state].css)
    gtk_widget_add_css_class (line->icon, looks[state].css);
  if (looks[state].icon)
    gtk_image_set_from_icon_name (GTK_IMAGE (line->icon), looks[state].icon);
  gtk_spinner_set_spinning (GTK_SPINNER (line->spinner), state == LINE_RUNNING);
  gtk_stack_set_visible_child (GTK_STACK (line->stack),
                               state == LINE_RUNNING ? line->spinner : line->icon);
  set_row_text (line->row, wb_shop_step_words (step), message);
  label = g_strdup_printf ("%s: %s", wb_shop_step_words (step), _ (looks[state].words));
  wb_spoken_set_name (line->row, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  message ? message : "", -1);
}

static void
clear_notes (WbShopSteps *self)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (self->notes)))
    gtk_list_box_remove (GTK_LIST_BOX (self->notes), child);
  gtk_widget_set_visible (self->notes, FALSE);
}

/**
 * wb_shop_note_rows:
 * @caps: what a shop can do
 *
 * Returns: (transfer full) (element-type GtkWidget): a row per note, floating: what is to be done
 *   first, then what cannot be done, then the rest
 */
GPtrArray *
wb_shop_note_rows (const WbShopCaps *caps)
{
  static const WbShopNoteKind order[] = { WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_CANNOT,
                                          WB_SHOP_NOTE_CAN };
  GPtrArray *rows = g_ptr_array_new ();

  g_return_val_if_fail (caps, rows);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    for (guint j = 0; j < caps->notes->len; j++) {
      const WbShopNote *note = g_ptr_array_index (caps->notes, j);
      g_autofree char *words = NULL;
      g_autofree char *label = NULL;
      GtkWidget *row = NULL;
      GtkWidget *icon = NULL;

      if (note->kind != order[i])
        continue;
      words = wb_shop_note_words (note);
      label = g_strdup_printf ("%s: %s", wb_shop_note_kind_words (note->kind), words);
      row = adw_action_row_new ();
      icon = gtk_image_new_from_icon_name (wb_shop_note_icon (note->kind));
      gtk_widget_add_css_class (icon, note->kind == WB_SHOP_NOTE_MISSING ? "warning" : "dim-label");
      gtk_widget_set_tooltip_text (icon, wb_shop_note_kind_words (note->kind));
      set_row_text (row, words, NULL);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
      wb_spoken_set_name (row, label);
      g_ptr_array_add (rows, row);
    }
  }

  return rows;
}

static void
wb_shop_steps_class_init (WbShopStepsClass *klass)
{
}

static void
wb_shop_steps_init (WbShopSteps *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->current = -1;
  self->group = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->group), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->group, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->group), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Check of the connection"), -1);
  for (guint i = 0; i < WB_N_SHOP_STEPS; i++) {
    Line *line = &self->lines[i];

    line->row = adw_action_row_new ();
    line->stack = gtk_stack_new ();
    line->icon = gtk_image_new ();
    line->spinner = gtk_spinner_new ();
    gtk_stack_add_child (GTK_STACK (line->stack), line->icon);
    gtk_stack_add_child (GTK_STACK (line->stack), line->spinner);
    adw_action_row_add_prefix (ADW_ACTION_ROW (line->row), line->stack);
    gtk_list_box_append (GTK_LIST_BOX (self->group), line->row);
  }
  self->notes = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->notes), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->notes, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->notes), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What the shop can and cannot do"), -1);
  gtk_box_append (GTK_BOX (box), self->group);
  gtk_box_append (GTK_BOX (box), self->notes);
  adw_bin_set_child (ADW_BIN (self), box);
  wb_shop_steps_start (self);
}

GtkWidget *
wb_shop_steps_new (void)
{
  return g_object_new (WB_TYPE_SHOP_STEPS, NULL);
}

/**
 * wb_shop_steps_start:
 * @self: the steps
 *
 * Shows all of them as not begun.
 */
void
wb_shop_steps_start (WbShopSteps *self)
{
  g_return_if_fail (WB_IS_SHOP_STEPS (self));

  self->current = -1;
  for (guint i = 0; i < WB_N_SHOP_STEPS; i++)
    show_line (self, i, LINE_WAITING, NULL);
  clear_notes (self);
}

/**
 * wb_shop_steps_step:
 * @self: the steps
 * @step: one of them
 * @done: whether it passed; `FALSE` = it begins
 */
void
wb_shop_steps_step (WbShopSteps *self,
                    WbShopStep   step,
                    gboolean     done)
{
  g_return_if_fail (WB_IS_SHOP_STEPS (self));
  g_return_if_fail (step < WB_N_SHOP_STEPS);

  self->current = done ? -1 : (int) step;
  show_line (self, step, done ? LINE_PASSED : LINE_RUNNING, NULL);
}

/**
 * wb_shop_steps_fail:
 * @self: the steps
 * @message: what the shop's owner should do
 *
 * The step that was begun failed; when none was, the first.
 */
void
wb_shop_steps_fail (WbShopSteps *self,
                    const char  *message)
{
  g_return_if_fail (WB_IS_SHOP_STEPS (self));

  show_line (self, MAX (self->current, 0), LINE_FAILED, message);
}

/**
 * wb_shop_steps_finish:
 * @self: the steps
 * @caps: what the shop can do
 *
 * The check has passed: shows that, and what the shop can and cannot do.
 */
void
wb_shop_steps_finish (WbShopSteps      *self,
                      const WbShopCaps *caps)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_if_fail (WB_IS_SHOP_STEPS (self));
  g_return_if_fail (caps);

  self->current = -1;
  for (guint i = 0; i < WB_N_SHOP_STEPS; i++)
    show_line (self, i, LINE_PASSED, NULL);
  clear_notes (self);
  rows = wb_shop_note_rows (caps);
  for (guint i = 0; i < rows->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->notes), g_ptr_array_index (rows, i));
  gtk_widget_set_visible (self->notes, rows->len > 0);
}
