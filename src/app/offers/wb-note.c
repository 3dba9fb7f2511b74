/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A note in place; see wb-note.h. */

#include "config.h"

#include "wb-note.h"

struct _WbNote
{
  AdwBin parent_instance;

  GtkWidget *icon;   /* (owned by the widget tree) */
  GtkWidget *label;  /* (owned by the widget tree) */
};

G_DEFINE_FINAL_TYPE (WbNote, wb_note, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_ICON_NAME,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static void
wb_note_set_property (GObject      *object,
                      guint         prop_id,
                      const GValue *value,
                      GParamSpec   *pspec)
{
  WbNote *self = WB_NOTE (object);

  if (prop_id == PROP_ICON_NAME)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
wb_note_class_init (WbNoteClass *klass)
{
  G_OBJECT_CLASS (klass)->set_property = wb_note_set_property;

  properties[PROP_ICON_NAME] =
    g_param_spec_string ("icon-name", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "note");
}

static void
wb_note_init (WbNote *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->icon = gtk_image_new ();
  gtk_widget_set_valign (self->icon, GTK_ALIGN_START);
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), self->label);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * wb_note_new:
 * @icon_name: the sign
 *
 * Returns: (transfer floating): a note that says nothing and does not show
 */
GtkWidget *
wb_note_new (const char *icon_name)
{
  return g_object_new (WB_TYPE_NOTE, "icon-name", icon_name, NULL);
}

/**
 * wb_note_set_text:
 * @self: a note
 * @text: what it says, translated; "" hides it
 */
void
wb_note_set_text (WbNote     *self,
                  const char *text)
{
  g_return_if_fail (WB_IS_NOTE (self));
  g_return_if_fail (text);

  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (GTK_WIDGET (self), *text != '\0');
}
