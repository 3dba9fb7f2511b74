/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A problem in place; see wb-problem-label.h. */

#include "config.h"

#include "wb-problem-label.h"

struct _WbProblemLabel
{
  AdwBin parent_instance;

  GtkWidget *icon;   /* (owned by the widget tree) */
  GtkWidget *label;  /* (owned by the widget tree) */
  gboolean keeps_room;
};

G_DEFINE_FINAL_TYPE (WbProblemLabel, wb_problem_label, ADW_TYPE_BIN)

static void
wb_problem_label_class_init (WbProblemLabelClass *klass)
{
}

static void
wb_problem_label_init (WbProblemLabel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  /* GtkLabel rounds a line's height differently with a width and without, and GTK complains. */
  gtk_widget_set_size_request (self->label, -1, WB_PROBLEM_LABEL_LINE_HEIGHT);
  gtk_widget_set_valign (self->icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_widget_add_css_class (box, "error");
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * wb_problem_label_new:
 *
 * Returns: (transfer floating): a hidden label
 */
GtkWidget *
wb_problem_label_new (void)
{
  return g_object_new (WB_TYPE_PROBLEM_LABEL, NULL);
}

/**
 * wb_problem_label_keep_room:
 * @self: a label
 *
 * Keeps a line free while nothing is wrong, so that what stands below a field that is typed in does
 * not move with every key.
 */
void
wb_problem_label_keep_room (WbProblemLabel *self)
{
  g_return_if_fail (WB_IS_PROBLEM_LABEL (self));

  self->keeps_room = TRUE;
  gtk_widget_add_css_class (GTK_WIDGET (self), "keeps-room");
  wb_problem_label_set_text (self, gtk_label_get_text (GTK_LABEL (self->label)));
}

/**
 * wb_problem_label_has_text:
 * @self: a label
 *
 * Returns: whether something is wrong
 */
gboolean
wb_problem_label_has_text (WbProblemLabel *self)
{
  g_return_val_if_fail (WB_IS_PROBLEM_LABEL (self), FALSE);

  return *gtk_label_get_text (GTK_LABEL (self->label)) != '\0';
}

/**
 * wb_problem_label_set_text:
 * @self: a label
 * @text: what is wrong, translated; "" hides the label
 */
void
wb_problem_label_set_text (WbProblemLabel *self,
                           const char     *text)
{
  g_return_if_fail (WB_IS_PROBLEM_LABEL (self));
  g_return_if_fail (text);

  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (self->icon, *text != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self), *text != '\0' || self->keeps_room);
}

/**
 * wb_problem_label_mark:
 * @self: a label
 * @field: a field that the label speaks of
 * @wrong: whether something is wrong with it
 *
 * Colours the field, and tells assistive technology that it is wrong and where that is said.
 */
void
wb_problem_label_mark (WbProblemLabel *self,
                       GtkWidget      *field,
                       gboolean        wrong)
{
  g_return_if_fail (WB_IS_PROBLEM_LABEL (self));
  g_return_if_fail (GTK_IS_WIDGET (field));

  if (wrong) {
    gtk_widget_add_css_class (field, "error");
    gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                                 GTK_ACCESSIBLE_INVALID_TRUE, -1);
    gtk_accessible_update_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                    self->label, NULL, -1);
  } else {
    gtk_widget_remove_css_class (field, "error");
    gtk_accessible_reset_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID);
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  }
}
