/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A button with its key on it; see wb-key-button.h. */

#include "config.h"

#include "wb-key-button.h"

struct _WbKeyButton
{
  GtkButton parent_instance;

  GtkWidget *icon;   /* (owned by the widget tree) */
  GtkWidget *label;  /* (owned by the widget tree) */
  GtkWidget *cap;    /* (owned by the widget tree) */
  gboolean spread;
  gboolean show_key;
};

G_DEFINE_FINAL_TYPE (WbKeyButton, wb_key_button, GTK_TYPE_BUTTON)

enum
{
  PROP_0,
  PROP_TEXT,
  PROP_KEY,
  PROP_ICON_NAME,
  PROP_SPREAD,
  PROP_SHOW_KEY,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static void
set_key (WbKeyButton *self,
         const char  *key)
{
  gtk_label_set_text (GTK_LABEL (self->cap), key ? key : "");
  gtk_widget_set_visible (self->cap, self->show_key && key && *key);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS,
                                  key ? key : "", -1);
}

static void
set_icon_name (WbKeyButton *self,
               const char  *icon_name)
{
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
  gtk_widget_set_visible (self->icon, icon_name && *icon_name);
}

/* A header bar gives one side half of its width at most, whatever is free on the other: one word
 * keeps its letters there. */
#define MOST_CHARS_KEPT 12

/* Beside others in equal cells its words give way, and where there is no room for its key; else it
 * is as wide as they are. */
static void
show_ellipsis (WbKeyButton *self)
{
  int n_chars = (int) g_utf8_strlen (gtk_label_get_text (GTK_LABEL (self->label)), -1);
  gboolean keeps = !self->show_key && !self->spread;

  gtk_label_set_width_chars (GTK_LABEL (self->label), keeps ? MIN (n_chars, MOST_CHARS_KEPT) : -1);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), self->spread || !self->show_key
                                                      ? PANGO_ELLIPSIZE_END
                                                      : PANGO_ELLIPSIZE_NONE);
}

static void
set_spread (WbKeyButton *self,
            gboolean     spread)
{
  self->spread = spread;
  show_ellipsis (self);
  gtk_widget_set_hexpand (self->label, spread);
  gtk_widget_set_halign (gtk_widget_get_parent (self->label),
                         spread ? GTK_ALIGN_FILL : GTK_ALIGN_CENTER);
}

static void
wb_key_button_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  WbKeyButton *self = WB_KEY_BUTTON (object);

  switch (prop_id) {
    case PROP_TEXT:
      g_value_set_string (value, gtk_label_get_text (GTK_LABEL (self->label)));
      break;
    case PROP_KEY:
      g_value_set_string (value, gtk_label_get_text (GTK_LABEL (self->cap)));
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, gtk_image_get_icon_name (GTK_IMAGE (self->icon)));
      break;
    case PROP_SPREAD:
      g_value_set_boolean (value, self->spread);
      break;
    case PROP_SHOW_KEY:
      g_value_set_boolean (value, self->show_key);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
wb_key_button_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  WbKeyButton *self = WB_KEY_BUTTON (object);

  switch (prop_id) {
    case PROP_TEXT:
      wb_key_button_set_text (self, g_value_get_string (value));
      break;
    case PROP_KEY:
      set_key (self, g_value_get_string (value));
      break;
    case PROP_ICON_NAME:
      set_icon_name (self, g_value_get_string (value));
      break;
    case PROP_SPREAD:
      set_spread (self, g_value_get_boolean (value));
      break;
    case PROP_SHOW_KEY:
      self->show_key = g_value_get_boolean (value);
      gtk_widget_set_visible (self->cap,
                              self->show_key && *gtk_label_get_text (GTK_LABEL (self->cap)));
      show_ellipsis (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
wb_key_button_class_init (WbKeyButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = wb_key_button_get_property;
  object_class->set_property = wb_key_button_set_property;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, "", flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_SPREAD] = g_param_spec_boolean ("spread", NULL, NULL, FALSE, flags);
  properties[PROP_SHOW_KEY] = g_param_spec_boolean ("show-key", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
wb_key_button_init (WbKeyButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  self->show_key = TRUE;
  self->icon = gtk_image_new ();
  gtk_widget_set_visible (self->icon, FALSE);
  self->label = gtk_label_new (NULL);
  gtk_widget_set_visible (self->label, FALSE);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  self->cap = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->cap, "key-cap");
  gtk_widget_set_valign (self->cap, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_box_append (GTK_BOX (box), self->cap);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "key-button");
  set_key (self, NULL);
}

/**
 * wb_key_button_new:
 * @text: the button's words, translated
 * @key: the key's cap, e.g. "1"
 *
 * Returns: (transfer floating): the button
 */
GtkWidget *
wb_key_button_new (const char *text,
                   const char *key)
{
  return g_object_new (WB_TYPE_KEY_BUTTON, "text", text, "key", key, NULL);
}

/**
 * wb_key_button_set_text:
 * @self: a button
 * @text: its words, translated
 */
void
wb_key_button_set_text (WbKeyButton *self,
                        const char  *text)
{
  g_return_if_fail (WB_IS_KEY_BUTTON (self));

  if (g_str_equal (gtk_label_get_text (GTK_LABEL (self->label)), text))
    return;

  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (self->label, *text != '\0');
  show_ellipsis (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}
