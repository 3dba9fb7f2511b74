/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Public holidays to be closed on; see wb-holidays-window.h. */

#include "config.h"

#include "wb-holidays-window.h"

#include "wb-closed-days.h"
#include "wb-dialog.h"
#include "wb-holidays.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>

/* This year, the next, and both. */
#define N_YEARS 2

struct _WbHolidaysWindow
{
  AdwWindow parent_instance;

  GtkWidget *country;
  GtkWidget *years;
  GtkWidget *days;

  WbAccountForm *form;  /* (owned) */
  GPtrArray *rows;      /* (owned) (element-type GtkWidget) */
  GPtrArray *checks;    /* (owned) (element-type GtkWidget) of the days that are not closed yet */
  gint32 today;
  int this_year;
};

G_DEFINE_FINAL_TYPE (WbHolidaysWindow, wb_holidays_window, ADW_TYPE_WINDOW)

static gboolean
is_closed (WbHolidaysWindow *self,
           gint32            date)
{
  GArray *closed = wb_account_form_get_closed_days (self->form);

  for (guint i = 0; i < closed->len; i++) {
    if (g_array_index (closed, gint32, i) == date)
      return TRUE;
  }

  return FALSE;
}

static void
update_add (WbHolidaysWindow *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->checks->len; i++)
    any |= gtk_check_button_get_active (g_ptr_array_index (self->checks, i));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "holidays.add", any);
}

static void
add_day (WbHolidaysWindow *self,
         const WbHoliday  *holiday)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  gboolean closed = is_closed (self, holiday->date);
  g_autofree char *date = wb_closed_days_format (holiday->date);
  g_autofree char *words = closed ? g_strdup_printf ("%s · %s", date, _ ("closed already"))
                                  : g_strdup (date);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), holiday->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  gtk_widget_set_sensitive (row, !closed);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  holiday->name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->days), row);
  g_ptr_array_add (self->rows, row);
  if (closed)
    return;

  g_object_set_data (G_OBJECT (check), "day", GINT_TO_POINTER (holiday->date));
  g_signal_connect_object (check, "toggled", G_CALLBACK (update_add), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->checks, check);
}

static void
add_year (WbHolidaysWindow *self,
          const char       *country,
          int               year)
{
  g_autoptr (GArray) holidays = wb_holidays_of_year (country, year);

  for (guint i = 0; holidays && i < holidays->len; i++) {
    const WbHoliday *holiday = &g_array_index (holidays, WbHoliday, i);

    if (holiday->date >= self->today)
      add_day (self, holiday);
  }
}

static void
picked_cb (WbHolidaysWindow *self)
{
  guint country = adw_combo_row_get_selected (ADW_COMBO_ROW (self->country));
  guint years = adw_combo_row_get_selected (ADW_COMBO_ROW (self->years));

  if (!self->form || country == GTK_INVALID_LIST_POSITION || years == GTK_INVALID_LIST_POSITION)
    return;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->days),
                                  g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->checks, 0);
  for (guint i = 0; i < N_YEARS; i++) {
    if (years == i || years == N_YEARS)
      add_year (self, wb_holidays_countries ()[country], self->this_year + (int) i);
  }
  update_add (self);
}

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  WbHolidaysWindow *self = WB_HOLIDAYS_WINDOW (widget);

  for (guint i = 0; i < self->checks->len; i++) {
    GtkWidget *check = g_ptr_array_index (self->checks, i);

    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
      wb_account_form_add_closed_day (
        self->form, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (check), "day")));
  }
  gtk_window_close (GTK_WINDOW (self));
}

static void
wb_holidays_window_dispose (GObject *object)
{
  WbHolidaysWindow *self = WB_HOLIDAYS_WINDOW (object);

  g_clear_object (&self->form);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->checks, 0);

  G_OBJECT_CLASS (wb_holidays_window_parent_class)->dispose (object);
}

static void
wb_holidays_window_finalize (GObject *object)
{
  WbHolidaysWindow *self = WB_HOLIDAYS_WINDOW (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->checks);

  G_OBJECT_CLASS (wb_holidays_window_parent_class)->finalize (object);
}

static void
wb_holidays_window_class_init (WbHolidaysWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_holidays_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_holidays_window_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/winback/app/preferences/wb-holidays-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WbHolidaysWindow, country);
  gtk_widget_class_bind_template_child (widget_class, WbHolidaysWindow, years);
  gtk_widget_class_bind_template_child (widget_class, WbHolidaysWindow, days);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
  gtk_widget_class_install_action (widget_class, "holidays.add", NULL, add_action);
  wb_dialog_install (widget_class);
}

static void
wb_holidays_window_init (WbHolidaysWindow *self)
{
  self->rows = g_ptr_array_new ();
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The one where the account's language is at home. */
static guint
find_country (const char *language)
{
  static const struct
  {
    const char *language;
    const char *country;
  } homes[] = { { "cs", "CZ" }, { "sk", "SK" }, { "pl", "PL" }, { "de", "DE" } };
  const char *const *countries = wb_holidays_countries ();

  for (gsize i = 0; i < G_N_ELEMENTS (homes); i++) {
    for (guint j = 0; countries[j]; j++) {
      if (g_strcmp0 (language, homes[i].language) == 0 &&
          g_str_equal (countries[j], homes[i].country))
        return j;
    }
  }

  return 0;
}

static void
fill_choices (WbHolidaysWindow *self,
              const char       *language)
{
  g_autoptr (GtkStringList) countries = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) years = gtk_string_list_new (NULL);

  for (guint i = 0; wb_holidays_countries ()[i]; i++)
    gtk_string_list_append (countries, wb_holidays_country_name (wb_holidays_countries ()[i]));
  for (int i = 0; i < N_YEARS; i++)
    gtk_string_list_take (years, g_strdup_printf ("%d", self->this_year + i));
  gtk_string_list_take (years, g_strdup_printf ("%d–%d", self->this_year,
                                                self->this_year + N_YEARS - 1));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->country), G_LIST_MODEL (countries));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->years), G_LIST_MODEL (years));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->country), find_country (language));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->years), N_YEARS);
}

/**
 * wb_holidays_window_new:
 * @form: what the days are added to
 * @today: days since 1970-01-01 in the account's zone; what is over by then is not offered
 * @language: (nullable): the account's, for the country shown first
 *
 * Returns: (transfer none): the window; show it with wb_dialog_open()
 */
GtkWidget *
wb_holidays_window_new (WbAccountForm *form,
                        gint32         today,
                        const char    *language)
{
  WbHolidaysWindow *self = NULL;
  g_autoptr (GDateTime) date = NULL;

  g_return_val_if_fail (WB_IS_ACCOUNT_FORM (form), NULL);
  g_return_val_if_fail (today != WB_DATE_NONE, NULL);

  self = g_object_new (WB_TYPE_HOLIDAYS_WINDOW, NULL);
  date = g_date_time_new_from_unix_utc ((gint64) today * WB_DAY_MS / 1000);
  self->today = today;
  self->this_year = g_date_time_get_year (date);
  fill_choices (self, language);
  self->form = g_object_ref (form);
  picked_cb (self);

  return GTK_WIDGET (self);
}
