/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A text in one language; see wb-call-text-row.h. */

#include "config.h"

#include "wb-call-text-row.h"

#include "wb-format.h"
#include "wb-problem-label.h"
#include "wb-text-field.h"

#include <glib/gi18n-lib.h>

struct _WbCallTextRow
{
  AdwBin parent_instance;

  GtkWidget *heading;      /* (owned by the widget tree), as all below */
  GtkWidget *note;
  GtkWidget *field;
  GtkWidget *problem;
  WbOfferEditor *editor;   /* (owned) */
  char *language;          /* (owned) ISO 639-1 */
};

G_DEFINE_FINAL_TYPE (WbCallTextRow, wb_call_text_row, ADW_TYPE_BIN)

static void
text_changed_cb (WbCallTextRow *self)
{
  g_autofree char *text = wb_text_field_dup_text (WB_TEXT_FIELD (self->field));

  wb_offer_editor_type_call_text (self->editor, self->language, text);
}

static gboolean
is_default (WbCallTextRow *self)
{
  return g_strcmp0 (self->language, wb_offer_editor_get_default_language (self->editor)) == 0;
}

static void
show_heading (WbCallTextRow *self)
{
  g_autofree char *name = wb_format_language (self->language);
  /* Translators: %s is the name of a language: the one that others fall back to */
  g_autofree char *words = is_default (self) ? g_strdup_printf (_ ("%s (default)"), name)
                                             : g_strdup (name);

  gtk_label_set_text (GTK_LABEL (self->heading), words);
}

/* At the end of the line above the field: how long the text is or, without one, what customers of
 * the language read instead. */
static void
show_note (WbCallTextRow *self,
           const char    *text,
           const char    *fallback)
{
  glong length = g_utf8_strlen (text, -1);
  g_autofree char *words = NULL;

  if (length > 0) {
    /* Translators: characters used of those allowed, e.g. 32 / 500 */
    words = g_strdup_printf (_ ("%ld / %d"), length, WB_CALL_TEXT_CHARS_MAX);
  } else if (*fallback != '\0') {
    g_autofree char *name =
      wb_format_language (wb_offer_editor_get_default_language (self->editor));

    /* Translators: %s is the name of a language */
    words = g_strdup_printf (_ ("Empty, so the text in %s is used"), name);
  }

  gtk_label_set_text (GTK_LABEL (self->note), words ? words : "");
  if (length > WB_CALL_TEXT_CHARS_MAX)
    gtk_widget_add_css_class (self->note, "error");
  else
    gtk_widget_remove_css_class (self->note, "error");
}

static void
wb_call_text_row_dispose (GObject *object)
{
  WbCallTextRow *self = WB_CALL_TEXT_ROW (object);

  g_clear_object (&self->editor);

  G_OBJECT_CLASS (wb_call_text_row_parent_class)->dispose (object);
}

static void
wb_call_text_row_finalize (GObject *object)
{
  WbCallTextRow *self = WB_CALL_TEXT_ROW (object);

  g_clear_pointer (&self->language, g_free);

  G_OBJECT_CLASS (wb_call_text_row_parent_class)->finalize (object);
}

static void
wb_call_text_row_class_init (WbCallTextRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_call_text_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_call_text_row_finalize;
}

static void
wb_call_text_row_init (WbCallTextRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->heading = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->heading), 0);
  gtk_widget_add_css_class (self->heading, "caption");
  gtk_widget_add_css_class (self->heading, "dim-label");
  self->note = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->note), 1);
  gtk_label_set_ellipsize (GTK_LABEL (self->note), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->note, TRUE);
  gtk_widget_add_css_class (self->note, "caption");
  gtk_widget_add_css_class (self->note, "count");
  gtk_box_append (GTK_BOX (top), self->heading);
  gtk_box_append (GTK_BOX (top), self->note);

  self->field = wb_text_field_new ();
  g_signal_connect_swapped (self->field, "changed", G_CALLBACK (text_changed_cb), self);
  self->problem = wb_problem_label_new ();
  wb_problem_label_keep_room (WB_PROBLEM_LABEL (self->problem));
  gtk_box_append (GTK_BOX (box), top);
  gtk_box_append (GTK_BOX (box), self->field);
  gtk_box_append (GTK_BOX (box), self->problem);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * wb_call_text_row_new:
 * @editor: whose text it is
 * @language: ISO 639-1 code
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
wb_call_text_row_new (WbOfferEditor *editor,
                      const char    *language)
{
  WbCallTextRow *self = NULL;
  g_autofree char *name = NULL;
  g_autofree char *spoken = NULL;

  g_return_val_if_fail (WB_IS_OFFER_EDITOR (editor), NULL);
  g_return_val_if_fail (language, NULL);

  self = g_object_new (WB_TYPE_CALL_TEXT_ROW, NULL);
  self->editor = g_object_ref (editor);
  self->language = g_strdup (language);
  name = wb_format_language (language);
  /* Translators: %s is the name of a language */
  spoken = g_strdup_printf (_ ("What the customer is asked, in %s"), name);
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (wb_text_field_get_view (WB_TEXT_FIELD (self->field))),
    GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  wb_call_text_row_refresh (self);

  return GTK_WIDGET (self);
}

/**
 * wb_call_text_row_get_language:
 * @self: a row
 *
 * Returns: (transfer none): ISO 639-1 code
 */
const char *
wb_call_text_row_get_language (WbCallTextRow *self)
{
  g_return_val_if_fail (WB_IS_CALL_TEXT_ROW (self), NULL);

  return self->language;
}

/**
 * wb_call_text_row_refresh:
 * @self: a row
 *
 * Shows what the editor has now.
 */
void
wb_call_text_row_refresh (WbCallTextRow *self)
{
  g_autofree char *text = NULL;
  g_autofree char *fallback = NULL;
  const char *main_language = NULL;
  const char *problem = NULL;

  g_return_if_fail (WB_IS_CALL_TEXT_ROW (self));

  text = wb_offer_editor_dup_call_text (self->editor, self->language);
  main_language = wb_offer_editor_get_default_language (self->editor);
  fallback = main_language && !is_default (self)
               ? wb_offer_editor_dup_call_text (self->editor, main_language)
               : g_strdup ("");
  problem = wb_offer_editor_find_problem (self->editor, WB_TOOL_CALL_REQUEST, WB_OFFER_FIELD_TEXT,
                                          self->language);

  wb_text_field_set_text (WB_TEXT_FIELD (self->field), text);
  wb_text_field_set_placeholder (WB_TEXT_FIELD (self->field), fallback);
  show_heading (self);
  show_note (self, text, fallback);
  wb_problem_label_set_text (WB_PROBLEM_LABEL (self->problem), problem);
  wb_problem_label_mark (WB_PROBLEM_LABEL (self->problem),
                         wb_text_field_get_view (WB_TEXT_FIELD (self->field)), *problem != '\0');
}

/**
 * wb_call_text_row_set_read_only:
 * @self: a row
 * @read_only: whether it only shows
 */
void
wb_call_text_row_set_read_only (WbCallTextRow *self,
                                gboolean       read_only)
{
  g_return_if_fail (WB_IS_CALL_TEXT_ROW (self));

  wb_text_field_set_editable (WB_TEXT_FIELD (self->field), !read_only);
}

/**
 * wb_call_text_row_jump_to:
 * @self: a row
 *
 * Puts the focus into the field.
 */
void
wb_call_text_row_jump_to (WbCallTextRow *self)
{
  g_return_if_fail (WB_IS_CALL_TEXT_ROW (self));

  gtk_widget_grab_focus (self->field);
}
