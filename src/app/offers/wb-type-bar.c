/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The bar of ticket types; see wb-type-bar.h. */

#include "config.h"

#include "wb-type-bar.h"

#include <glib/gi18n-lib.h>

/* Keys 1 to 9 choose the first nine. */
#define N_KEYS 9

struct _WbTypeBar
{
  AdwBin parent_instance;

  GtkWidget *scroller;   /* (owned by the widget tree) */
  GtkWidget *box;        /* (owned by the widget tree) */
  GPtrArray *buttons;    /* (owned) (element-type GtkToggleButton) */
  gboolean choosing;     /* a program chooses, not a person */
};

G_DEFINE_FINAL_TYPE (WbTypeBar, wb_type_bar, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static const char *
get_id (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "type-id");
}

static GtkWidget *
find_button (WbTypeBar  *self,
             const char *id)
{
  for (guint i = 0; i < self->buttons->len; i++) {
    GtkWidget *button = g_ptr_array_index (self->buttons, i);

    if (g_strcmp0 (get_id (button), id) == 0)
      return button;
  }

  return NULL;
}

static void
button_toggled_cb (GtkToggleButton *button,
                   WbTypeBar       *self)
{
  if (gtk_toggle_button_get_active (button) && !self->choosing)
    g_signal_emit (self, signals[CHOSEN], 0, get_id (GTK_WIDGET (button)));
}

static GtkWidget *
new_button (WbTypeBar  *self,
            const char *id,
            const char *name)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *mark = gtk_image_new ();

  gtk_widget_set_visible (mark, FALSE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), box);
  g_object_set_data_full (G_OBJECT (button), "type-id", g_strdup (id), g_free);
  g_object_set_data_full (G_OBJECT (button), "type-name", g_strdup (name), g_free);
  g_object_set_data (G_OBJECT (button), "mark", mark);
  g_signal_connect (button, "toggled", G_CALLBACK (button_toggled_cb), self);

  return button;
}

static void
wb_type_bar_finalize (GObject *object)
{
  WbTypeBar *self = WB_TYPE_BAR (object);

  g_clear_pointer (&self->buttons, g_ptr_array_unref);

  G_OBJECT_CLASS (wb_type_bar_parent_class)->finalize (object);
}

static void
wb_type_bar_class_init (WbTypeBarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_type_bar_finalize;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wb_type_bar_init (WbTypeBar *self)
{
  self->buttons = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->box, "linked");
  gtk_widget_set_halign (self->box, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Ticket types"), -1);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->box);
  adw_bin_set_child (ADW_BIN (self), self->scroller);
}

/**
 * wb_type_bar_set_types:
 * @self: the bar
 * @ids: (array zero-terminated=1): the types in their order
 * @names: (array zero-terminated=1): as many names, for people
 *
 * Makes the buttons anew; none is chosen.
 */
void
wb_type_bar_set_types (WbTypeBar   *self,
                       const char **ids,
                       const char **names)
{
  g_return_if_fail (WB_IS_TYPE_BAR (self));
  g_return_if_fail (ids && names);

  for (guint i = 0; i < self->buttons->len; i++)
    gtk_box_remove (GTK_BOX (self->box), g_ptr_array_index (self->buttons, i));
  g_ptr_array_set_size (self->buttons, 0);

  for (guint i = 0; ids[i]; i++) {
    GtkWidget *button = new_button (self, ids[i], names[i]);

    if (i > 0)
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button),
                                   g_ptr_array_index (self->buttons, 0));
    gtk_box_append (GTK_BOX (self->box), button);
    g_ptr_array_add (self->buttons, button);
    wb_type_bar_set_marks (self, ids[i], WB_TYPE_MARK_NONE);
  }
}

/**
 * wb_type_bar_set_marks:
 * @self: the bar
 * @id: a type
 * @marks: what is the matter with it; of several the most urgent is drawn, all are said
 */
void
wb_type_bar_set_marks (WbTypeBar   *self,
                       const char  *id,
                       WbTypeMarks  marks)
{
  GtkWidget *button = NULL, *mark = NULL;
  const char *icon = NULL;
  g_autoptr (GString) words = NULL;

  g_return_if_fail (WB_IS_TYPE_BAR (self));

  button = find_button (self, id);
  if (!button)
    return;

  words = g_string_new (g_object_get_data (G_OBJECT (button), "type-name"));
  if (marks & WB_TYPE_MARK_NOT_CONFIGURED) {
    icon = "wb-not-configured-symbolic";
    g_string_append_printf (words, ", %s", _ ("not configured"));
  }
  if (marks & WB_TYPE_MARK_UNSAVED) {
    icon = "wb-unsaved-symbolic";
    g_string_append_printf (words, ", %s", _ ("unsaved changes"));
  }
  if (marks & WB_TYPE_MARK_NEEDS_YOU) {
    icon = "dialog-warning-symbolic";
    g_string_append_printf (words, ", %s", _ ("needs you"));
  }

  mark = g_object_get_data (G_OBJECT (button), "mark");
  /* An image makes itself anew even for the same icon, and a commit seldom changes a mark. */
  if (g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (mark)), icon) != 0)
    gtk_image_set_from_icon_name (GTK_IMAGE (mark), icon);
  gtk_widget_set_visible (mark, icon != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words->str, -1);

  for (guint i = 0; i < MIN (self->buttons->len, N_KEYS); i++)
    if (g_ptr_array_index (self->buttons, i) == button)
      g_string_append_printf (words, " (%s%u)", _ ("Ctrl+"), i + 1);
  if (g_strcmp0 (gtk_widget_get_tooltip_text (button), words->str) != 0)
    gtk_widget_set_tooltip_text (button, words->str);
}

/* Brings the chosen button into view where the bar scrolls. */
static gboolean
scroll_cb (gpointer user_data)
{
  WbTypeBar *self = WB_TYPE_BAR (user_data);
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  for (guint i = 0; i < self->buttons->len; i++) {
    GtkWidget *button = g_ptr_array_index (self->buttons, i);
    graphene_rect_t bounds;

    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)) &&
        gtk_widget_compute_bounds (button, self->box, &bounds))
      gtk_adjustment_clamp_page (adjustment, bounds.origin.x, bounds.origin.x + bounds.size.width);
  }

  return G_SOURCE_REMOVE;
}

/**
 * wb_type_bar_choose:
 * @self: the bar
 * @id: (nullable): the type to show as chosen
 */
void
wb_type_bar_choose (WbTypeBar  *self,
                    const char *id)
{
  GtkWidget *button = NULL;

  g_return_if_fail (WB_IS_TYPE_BAR (self));

  button = find_button (self, id);
  if (!button)
    return;

  self->choosing = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  self->choosing = FALSE;
  g_idle_add_full (G_PRIORITY_LOW, scroll_cb, g_object_ref (self), g_object_unref);
}

/**
 * wb_type_bar_focus:
 * @self: the bar
 *
 * Puts the focus on the chosen type.
 */
void
wb_type_bar_focus (WbTypeBar *self)
{
  g_return_if_fail (WB_IS_TYPE_BAR (self));

  for (guint i = 0; i < self->buttons->len; i++) {
    GtkWidget *button = g_ptr_array_index (self->buttons, i);

    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)))
      gtk_widget_grab_focus (button);
  }
}
