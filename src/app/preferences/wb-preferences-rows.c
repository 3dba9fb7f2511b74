/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows that edit a field; see wb-preferences-rows.h. */

#include "config.h"

#include "wb-preferences-rows.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  WbForm *form;         /* (owned) */
  char *field;          /* (owned) */
  char *title;          /* (owned) */
  GtkWidget *editable;  /* (unowned) of the row */
  GtkWidget *spoken;    /* (unowned) what takes the focus in it, and so is read out */
  gboolean showing;     /* the text is set from the form */
} Row;

static const char row_key[] = "wb-preferences-row";

static void
row_free (gpointer data)
{
  Row *row = data;

  g_object_unref (row->form);
  g_free (row->field);
  g_free (row->title);
  g_free (row);
}

static Row *
get_row (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), row_key);
}

static void
set_row (GtkWidget  *widget,
         WbForm     *form,
         const char *field,
         const char *title,
         const char *group,
         GtkWidget  *editable)
{
  Row *row = g_new0 (Row, 1);
  GtkEditable *delegate = gtk_editable_get_delegate (GTK_EDITABLE (editable));
  /* TRANSLATORS: the name of a field for screen readers: what its group is called, and the field */
  g_autofree char *name = group ? g_strdup_printf (_ ("%s: %s"), group, title) : g_strdup (title);

  row->form = g_object_ref (form);
  row->field = g_strdup (field);
  row->title = g_strdup (title);
  row->editable = editable;
  row->spoken = delegate ? GTK_WIDGET (delegate) : editable;
  g_object_set_data_full (G_OBJECT (widget), row_key, row, row_free);
  /* The title alone is beside the field, and “Monday” is said of three things. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->spoken), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static void
show_problem (GtkWidget *widget)
{
  Row *row = get_row (widget);
  const char *problem = wb_form_find_problem (row->form, row->field);
  g_autofree char *words = *problem ? g_strdup_printf ("%s: %s", row->title, problem)
                                    : g_strdup (row->title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), words);
  if (*problem) {
    gtk_widget_add_css_class (widget, "error");
    gtk_widget_set_tooltip_text (widget, problem);
    gtk_accessible_update_state (GTK_ACCESSIBLE (row->spoken), GTK_ACCESSIBLE_STATE_INVALID,
                                 GTK_ACCESSIBLE_INVALID_TRUE, -1);
    gtk_accessible_update_property (GTK_ACCESSIBLE (row->spoken),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, problem, -1);
  } else {
    gtk_widget_remove_css_class (widget, "error");
    gtk_widget_set_tooltip_text (widget, NULL);
    gtk_accessible_reset_state (GTK_ACCESSIBLE (row->spoken), GTK_ACCESSIBLE_STATE_INVALID);
    gtk_accessible_reset_property (GTK_ACCESSIBLE (row->spoken),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  }
}

static void
show_text (GtkWidget *widget)
{
  Row *row = get_row (widget);
  const char *text = wb_form_get_text (row->form, row->field);

  /* Setting a text empties the field first, which nobody typed. */
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (row->editable)), text)) {
    row->showing = TRUE;
    gtk_editable_set_text (GTK_EDITABLE (row->editable), text);
    row->showing = FALSE;
  }
  show_problem (widget);
}

static void
typed_cb (GtkWidget *widget)
{
  Row *row = get_row (widget);

  if (!row->showing)
    wb_form_type (row->form, row->field,
                  gtk_editable_get_text (GTK_EDITABLE (row->editable)));
}

/**
 * wb_preferences_entry_new:
 * @form: what is edited
 * @field: one of its fields
 * @title: what it is, translated
 * @group: (nullable): what the group it stands in is called, translated
 * @read_only: whether it can only be read
 *
 * Returns: (transfer floating): a row to type in
 */
GtkWidget *
wb_preferences_entry_new (WbForm     *form,
                          const char *field,
                          const char *title,
                          const char *group,
                          gboolean    read_only)
{
  GtkWidget *widget = adw_entry_row_new ();

  g_return_val_if_fail (WB_IS_FORM (form), NULL);
  g_return_val_if_fail (field && title, NULL);

  set_row (widget, form, field, title, group, widget);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  gtk_editable_set_editable (GTK_EDITABLE (widget), !read_only);
  gtk_widget_add_css_class (widget, "amount-field");
  show_text (widget);
  g_signal_connect (widget, "changed", G_CALLBACK (typed_cb), NULL);
  g_signal_connect_object (form, "changed", G_CALLBACK (show_text), widget, G_CONNECT_SWAPPED);

  return widget;
}

/**
 * wb_preferences_spin_new:
 * @form: what is edited
 * @field: one of its fields, a whole number
 * @title: what it is, translated
 * @subtitle: what it is for, translated
 * @max: the greatest number; the least is 1
 * @read_only: whether it can only be read
 *
 * Returns: (transfer floating): a row with a number
 */
GtkWidget *
wb_preferences_spin_new (WbForm     *form,
                         const char *field,
                         const char *title,
                         const char *subtitle,
                         int         max,
                         gboolean    read_only)
{
  GtkWidget *widget = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (1, max, 1);

  g_return_val_if_fail (WB_IS_FORM (form), NULL);
  g_return_val_if_fail (field && title, NULL);

  set_row (widget, form, field, title, NULL, spin);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), subtitle);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_spin_button_set_update_policy (GTK_SPIN_BUTTON (spin), GTK_UPDATE_ALWAYS);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 4);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (spin, !read_only);
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (widget), spin);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin),
                             g_ascii_strtod (wb_form_get_text (form, field), NULL));
  show_text (widget);
  g_signal_connect_object (spin, "changed", G_CALLBACK (typed_cb), widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (form, "changed", G_CALLBACK (show_text), widget, G_CONNECT_SWAPPED);

  return widget;
}

/**
 * wb_preferences_row_get_field:
 * @row: a row made here
 *
 * Returns: (transfer none): the field it edits
 */
const char *
wb_preferences_row_get_field (GtkWidget *row)
{
  g_return_val_if_fail (get_row (row), NULL);

  return get_row (row)->field;
}

/**
 * wb_preferences_row_get_title:
 * @row: a row made here
 *
 * Returns: (transfer none): what it is, whatever is wrong with it
 */
const char *
wb_preferences_row_get_title (GtkWidget *row)
{
  g_return_val_if_fail (get_row (row), NULL);

  return get_row (row)->title;
}
