/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The hours of a week; see wb-week-row.h. Closed, it says them all in a line. */

#include "config.h"

#include "wb-week-row.h"

#include "wb-opening-hours.h"
#include "wb-preferences-rows.h"

#include <glib/gi18n-lib.h>

#define FRIDAY 4

struct _WbWeekRow
{
  AdwExpanderRow parent_instance;

  WbForm *form;     /* (owned) (nullable) */
  char *field;      /* (owned) */
  char *never;      /* (owned) */
};

G_DEFINE_FINAL_TYPE (WbWeekRow, wb_week_row, ADW_TYPE_EXPANDER_ROW)

static char *
name_field (WbWeekRow *self,
            int        day)
{
  return g_strdup_printf ("%s.%d", self->field, day);
}

/* The first day that something is wrong with, or all in words. */
static char *
describe (WbWeekRow *self)
{
  g_autoptr (GArray) hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
  g_autofree char *words = NULL;

  for (int day = 0; day < WB_N_WEEKDAYS; day++) {
    g_autofree char *field = name_field (self, day);
    g_autofree char *name = wb_opening_hours_name_day (day);
    const char *problem = wb_form_find_problem (self->form, field);

    if (*problem)
      return g_strdup_printf ("%s: %s", name, problem);
    wb_opening_hours_parse (wb_form_get_text (self->form, field), day, hours);
  }
  words = wb_opening_hours_describe (hours);

  return *words ? g_steal_pointer (&words) : g_strdup (self->never);
}

static void
show_words (WbWeekRow *self)
{
  g_autofree char *words = describe (self);
  g_autofree char *markup = g_markup_escape_text (words, -1);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), markup);
}

static void
same_clicked_cb (WbWeekRow *self)
{
  g_autofree char *of_monday = name_field (self, 0);
  g_autofree char *monday = g_strdup (wb_form_get_text (self->form, of_monday));

  for (int day = 1; day <= FRIDAY; day++) {
    g_autofree char *field = name_field (self, day);

    wb_form_type (self->form, field, monday);
  }
}

static GtkWidget *
new_same_row (WbWeekRow *self)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Monday’s for all _weekdays"));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (button, 6);
  gtk_widget_set_margin_bottom (button, 6);
  g_signal_connect_object (button, "clicked", G_CALLBACK (same_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), button);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);

  return row;
}

static void
wb_week_row_dispose (GObject *object)
{
  g_clear_object (&WB_WEEK_ROW (object)->form);

  G_OBJECT_CLASS (wb_week_row_parent_class)->dispose (object);
}

static void
wb_week_row_finalize (GObject *object)
{
  WbWeekRow *self = WB_WEEK_ROW (object);

  g_free (self->field);
  g_free (self->never);

  G_OBJECT_CLASS (wb_week_row_parent_class)->finalize (object);
}

static void
wb_week_row_class_init (WbWeekRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_week_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_week_row_finalize;
}

static void
wb_week_row_init (WbWeekRow *self)
{
}

/**
 * wb_week_row_set_form:
 * @self: the row, once
 * @form: what is edited
 * @field: the days' fields are "@field.0" (Monday) … "@field.6"
 * @never: what no hours at all mean, translated
 */
void
wb_week_row_set_form (WbWeekRow  *self,
                      WbForm     *form,
                      const char *field,
                      const char *never)
{
  const char *title = NULL;

  g_return_if_fail (WB_IS_WEEK_ROW (self));
  g_return_if_fail (WB_IS_FORM (form));
  g_return_if_fail (field && never);
  g_return_if_fail (!self->form);

  self->form = g_object_ref (form);
  self->field = g_strdup (field);
  self->never = g_strdup (never);
  title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  for (int day = 0; day < WB_N_WEEKDAYS; day++) {
    g_autofree char *of_day = name_field (self, day);
    g_autofree char *name = wb_opening_hours_name_day (day);

    adw_expander_row_add_row (ADW_EXPANDER_ROW (self),
                              wb_preferences_entry_new (form, of_day, name, title, FALSE));
  }
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), new_same_row (self));
  g_signal_connect_object (form, "changed", G_CALLBACK (show_words), self, G_CONNECT_SWAPPED);
  show_words (self);
}
