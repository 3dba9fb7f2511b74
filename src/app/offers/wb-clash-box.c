/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions over clashing edits; see wb-clash-box.h. */

#include "config.h"

#include "wb-clash-box.h"

#include <glib/gi18n-lib.h>

struct _WbClashBox
{
  AdwBin parent_instance;

  GtkWidget *intro;       /* (owned by the widget tree) */
  GtkWidget *list;        /* (owned by the widget tree) */
  GtkWidget *first;       /* (owned by the widget tree) (nullable) */

  WbOfferEditor *editor;  /* (owned) (nullable) */
  GPtrArray *shown;       /* (owned) (nullable) the questions that the rows were made for */
  gulong changed_id;
  char *who;              /* (owned) (nullable) */
  gboolean compact;
};

G_DEFINE_FINAL_TYPE (WbClashBox, wb_clash_box, ADW_TYPE_BIN)

static void
choice_toggled_cb (GtkToggleButton *button,
                   WbClashBox      *self)
{
  if (gtk_toggle_button_get_active (button))
    wb_offer_editor_settle_clash (
      self->editor, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "clash")),
      GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "choice")));
}

static GtkWidget *
new_choice (WbClashBox    *self,
            guint          index,
            WbOfferChoice  choice,
            const char    *heading,
            const char    *value,
            const char    *field)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *check = gtk_image_new_from_icon_name ("object-select-symbolic");
  GtkWidget *title = gtk_label_new (heading);
  GtkWidget *text = gtk_label_new (value);
  /* Translators: whose value of which field, and the value: “Mine, Amount in CZK: 250.00 CZK” */
  g_autofree char *spoken = g_strdup_printf (_ ("%s, %s: %s"), heading, field, value);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (title, "caption");
  g_object_bind_property (button, "active", check, "visible", G_BINDING_SYNC_CREATE);
  /* As high with the check as without it. */
  gtk_widget_set_size_request (top, -1, 16);
  gtk_box_append (GTK_BOX (top), title);
  gtk_box_append (GTK_BOX (top), check);
  gtk_box_append (GTK_BOX (box), top);
  gtk_box_append (GTK_BOX (box), text);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_add_css_class (button, "choice");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  g_object_set_data (G_OBJECT (button), "clash", GUINT_TO_POINTER (index));
  g_object_set_data (G_OBJECT (button), "choice", GINT_TO_POINTER (choice));

  return button;
}

static GtkWidget *
new_question (WbClashBox         *self,
              guint               index,
              const WbOfferClash *clash)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (clash->label);
  GtkWidget *choices = gtk_box_new (
    self->compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL, 6);
  const struct
  {
    WbOfferChoice choice;
    const char *heading;
    const char *value;
  } table[] = {
    { WB_OFFER_CHOICE_MINE, C_ ("choice", "Mine"), clash->mine },
    { WB_OFFER_CHOICE_THEIRS, C_ ("choice", "Theirs"), clash->theirs },
    { WB_OFFER_CHOICE_BEFORE, C_ ("choice", "Before"), clash->before },
  };
  GtkWidget *group = NULL;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_set_homogeneous (GTK_BOX (choices), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    GtkWidget *button = new_choice (self, index, table[i].choice, table[i].heading, table[i].value,
                                    clash->label);

    if (group)
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (group));
    else
      group = button;
    if (!self->first)
      self->first = button;
    if (clash->settled && clash->choice == table[i].choice)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
    g_signal_connect (button, "toggled", G_CALLBACK (choice_toggled_cb), self);
    gtk_box_append (GTK_BOX (choices), button);
  }
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), choices);

  return box;
}

static void
rebuild (WbClashBox *self)
{
  GPtrArray *clashes = wb_offer_editor_get_clashes (self->editor);
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (self->list)))
    gtk_box_remove (GTK_BOX (self->list), child);
  self->first = NULL;
  g_ptr_array_ref (clashes);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  self->shown = clashes;
  for (guint i = 0; i < clashes->len; i++)
    gtk_box_append (GTK_BOX (self->list), new_question (self, i, g_ptr_array_index (clashes, i)));
  gtk_widget_set_visible (GTK_WIDGET (self), clashes->len > 0);
}

static void
show_intro (WbClashBox *self)
{
  g_autofree char *words = NULL;

  if (!wb_offer_editor_has_open_clash (self->editor))
    words = g_strdup (wb_offer_editor_can_save (self->editor) ||
                      wb_offer_editor_is_dirty (self->editor)
                        ? _ ("All is chosen. Save to send it.")
                        : _ ("Nothing is left to save: the server has it already."));
  else if (self->who)
    words = g_strdup_printf (
      _ ("%s changed the same while you edited. Choose what stands, then save."), self->who);
  else
    words = g_strdup (
      _ ("Somebody changed the same while you edited. Choose what stands, then save."));

  gtk_label_set_text (GTK_LABEL (self->intro), words);
}

static void
editor_changed_cb (WbClashBox *self)
{
  GPtrArray *clashes = wb_offer_editor_get_clashes (self->editor);
  guint n_rows = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (self->list); child;
       child = gtk_widget_get_next_sibling (child))
    n_rows++;

  /* An answer leaves the questions as they are, and the focus with them. */
  if (clashes != self->shown || clashes->len != n_rows)
    rebuild (self);
  show_intro (self);
}

static void
wb_clash_box_dispose (GObject *object)
{
  WbClashBox *self = WB_CLASH_BOX (object);

  g_clear_signal_handler (&self->changed_id, self->editor);
  g_clear_object (&self->editor);

  G_OBJECT_CLASS (wb_clash_box_parent_class)->dispose (object);
}

static void
wb_clash_box_finalize (GObject *object)
{
  WbClashBox *self = WB_CLASH_BOX (object);

  g_clear_pointer (&self->who, g_free);
  g_clear_pointer (&self->shown, g_ptr_array_unref);

  G_OBJECT_CLASS (wb_clash_box_parent_class)->finalize (object);
}

static void
wb_clash_box_class_init (WbClashBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_clash_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_clash_box_finalize;
}

static void
wb_clash_box_init (WbClashBox *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  self->intro = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->intro), 0);
  gtk_label_set_wrap (GTK_LABEL (self->intro), TRUE);
  gtk_widget_add_css_class (self->intro, "heading");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (top), icon);
  gtk_box_append (GTK_BOX (top), self->intro);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_box_append (GTK_BOX (box), top);
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_widget_add_css_class (box, "notice");
  gtk_widget_add_css_class (box, "warning");
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * wb_clash_box_set_editor:
 * @self: the box
 * @editor: whose questions it asks
 */
void
wb_clash_box_set_editor (WbClashBox    *self,
                         WbOfferEditor *editor)
{
  g_return_if_fail (WB_IS_CLASH_BOX (self));
  g_return_if_fail (WB_IS_OFFER_EDITOR (editor));

  g_clear_signal_handler (&self->changed_id, self->editor);
  g_set_object (&self->editor, editor);
  self->changed_id =
    g_signal_connect_swapped (editor, "changed", G_CALLBACK (editor_changed_cb), self);
  show_intro (self);
  rebuild (self);
}

/**
 * wb_clash_box_set_who:
 * @self: the box
 * @who: (nullable): the name of who edited on the server; %NULL = not known
 */
void
wb_clash_box_set_who (WbClashBox *self,
                      const char *who)
{
  g_return_if_fail (WB_IS_CLASH_BOX (self));

  g_free (self->who);
  self->who = g_strdup (who);
  if (self->editor)
    show_intro (self);
}

/**
 * wb_clash_box_set_compact:
 * @self: the box
 * @compact: whether there is as little room as on a phone
 */
void
wb_clash_box_set_compact (WbClashBox *self,
                          gboolean    compact)
{
  g_return_if_fail (WB_IS_CLASH_BOX (self));

  if (self->compact == compact)
    return;

  self->compact = compact;
  if (self->editor)
    rebuild (self);
}

/**
 * wb_clash_box_focus:
 * @self: the box
 *
 * Puts the focus on the first question.
 */
void
wb_clash_box_focus (WbClashBox *self)
{
  g_return_if_fail (WB_IS_CLASH_BOX (self));

  if (self->first)
    gtk_widget_grab_focus (self->first);
}
