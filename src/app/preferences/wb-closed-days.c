/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Closed days in the preferences; see wb-closed-days.h. */

#include "config.h"

#include "wb-closed-days.h"

#include "wb-date-field.h"
#include "wb-dialog.h"
#include "wb-holidays-window.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>

#define HOLIDAYS_WIDTH 480
#define HOLIDAYS_HEIGHT 640

struct _WbClosedDays
{
  AdwPreferencesGroup parent_instance;

  WbAccountForm *form;   /* (owned) (nullable) */
  GPtrArray *rows;       /* (owned) (element-type GtkWidget) one per day */
  GtkWidget *add_row;    /* (owned by the widget tree) (nullable) */
  GtkWidget *field;      /* (owned by the widget tree) (nullable) */
  GtkWidget *add_button; /* (owned by the widget tree) (nullable) */
  char *language;        /* (owned) (nullable) */
  gint32 today;
  gboolean read_only;
};

G_DEFINE_FINAL_TYPE (WbClosedDays, wb_closed_days, ADW_TYPE_PREFERENCES_GROUP)

static gint32
get_day (gpointer object)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (object), "day"));
}

static void
set_day (gpointer object,
         gint32   day)
{
  g_object_set_data (G_OBJECT (object), "day", GINT_TO_POINTER (day));
}

/**
 * wb_closed_days_format:
 * @day: days since 1970-01-01
 *
 * Returns: (transfer full): the whole date in words
 */
char *
wb_closed_days_format (gint32 day)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc ((gint64) day * WB_DAY_MS / 1000);

  /* TRANSLATORS: a whole date, as g_date_time_format() */
  return date ? g_date_time_format (date, C_ ("closed day", "%A, %-d %B %Y")) : g_strdup ("");
}

static void
drop_clicked_cb (WbClosedDays *self,
                 GtkButton    *button)
{
  gint32 day = get_day (button);

  /* Its row goes, and with it the focus: the next thing to do is adding. */
  gtk_widget_grab_focus (self->field);
  wb_account_form_drop_closed_day (self->form, day);
}

static GtkWidget *
new_day_row (WbClosedDays *self,
             gint32        day)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *title = wb_closed_days_format (day);
  /* TRANSLATORS: %s is a date */
  g_autofree char *words = g_strdup_printf (_ ("Remove %s"), title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (day < self->today)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), C_ ("closed day", "Over"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  set_day (button, day);
  set_day (row, day);
  g_signal_connect_object (button, "clicked", G_CALLBACK (drop_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_visible (button, !self->read_only);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static gboolean
are_rows_right (WbClosedDays *self,
                GArray       *days)
{
  if (days->len != self->rows->len)
    return FALSE;
  for (guint i = 0; i < days->len; i++) {
    if (get_day (g_ptr_array_index (self->rows, i)) != g_array_index (days, gint32, i))
      return FALSE;
  }

  return TRUE;
}

/* The row that adds stays the last one and the same one: it has the focus. */
static void
refresh (WbClosedDays *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);
  GArray *days = wb_account_form_get_closed_days (self->form);
  GtkWidget *list = NULL;

  if (are_rows_right (self, days))
    return;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  list = self->add_row ? gtk_widget_get_parent (self->add_row) : NULL;
  for (guint i = 0; i < days->len; i++) {
    GtkWidget *row = new_day_row (self, g_array_index (days, gint32, i));

    g_ptr_array_add (self->rows, row);
    if (list)
      gtk_list_box_insert (GTK_LIST_BOX (list), row, (int) i);
    else
      adw_preferences_group_add (group, row);
  }
}

static void
add_clicked_cb (WbClosedDays *self)
{
  gint32 day = wb_date_field_get_date (WB_DATE_FIELD (self->field));

  if (day == WB_DATE_NONE)
    return;

  wb_date_field_set_date (WB_DATE_FIELD (self->field), WB_DATE_NONE);
  gtk_widget_grab_focus (self->field);
  wb_account_form_add_closed_day (self->form, day);
}

static void
day_typed_cb (WbClosedDays *self)
{
  WbDateField *field = WB_DATE_FIELD (self->field);
  g_autofree char *sample = wb_date_field_dup_sample (field);
  /* TRANSLATORS: %s is a date as the person writes it */
  g_autofree char *words = g_strdup_printf (_ ("Enter a day such as %s."), sample);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->add_row),
                               wb_date_field_is_valid (field) ? "" : words);
  gtk_widget_set_sensitive (self->add_button, wb_date_field_get_date (field) != WB_DATE_NONE);
}

static void
make_add_row (WbClosedDays *self)
{
  self->add_row = adw_action_row_new ();
  self->field = g_object_new (WB_TYPE_DATE_FIELD, "label", _ ("Day to be closed"), NULL);
  self->add_button = gtk_button_new_with_mnemonic (_ ("A_dd"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->add_row), _ ("Add a day"));
  wb_date_field_set_today (WB_DATE_FIELD (self->field), self->today);
  gtk_widget_set_valign (self->field, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->add_button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (self->add_button, FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->add_row), self->field);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->add_row), self->add_button);
  g_signal_connect_object (self->field, "changed", G_CALLBACK (day_typed_cb), self,
                           G_CONNECT_SWAPPED);
  /* Return in it adds the day, as in any list that one types into. */
  g_signal_connect_object (wb_date_field_get_entry (WB_DATE_FIELD (self->field)), "activate",
                           G_CALLBACK (add_clicked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (add_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->add_row);
}

static void
holidays_clicked_cb (WbClosedDays *self)
{
  wb_dialog_open (GTK_WINDOW (wb_holidays_window_new (self->form, self->today, self->language)),
                  GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), HOLIDAYS_WIDTH,
                  HOLIDAYS_HEIGHT);
}

static void
make_holidays_button (WbClosedDays *self)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("Add public _holidays…"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (holidays_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), button);
}

static void
wb_closed_days_dispose (GObject *object)
{
  WbClosedDays *self = WB_CLOSED_DAYS (object);

  g_clear_object (&self->form);
  g_ptr_array_set_size (self->rows, 0);

  G_OBJECT_CLASS (wb_closed_days_parent_class)->dispose (object);
}

static void
wb_closed_days_finalize (GObject *object)
{
  WbClosedDays *self = WB_CLOSED_DAYS (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self->language);

  G_OBJECT_CLASS (wb_closed_days_parent_class)->finalize (object);
}

static void
wb_closed_days_class_init (WbClosedDaysClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_closed_days_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_closed_days_finalize;
}

static void
wb_closed_days_init (WbClosedDays *self)
{
  self->rows = g_ptr_array_new ();
}

/**
 * wb_closed_days_set_form:
 * @self: the group, once
 * @form: what is edited
 * @today: in the account's zone, to tell which days are over
 * @language: (nullable): the account's, for its country's holidays
 * @read_only: whether they can only be read
 */
void
wb_closed_days_set_form (WbClosedDays  *self,
                         WbAccountForm *form,
                         gint32         today,
                         const char    *language,
                         gboolean       read_only)
{
  g_return_if_fail (WB_IS_CLOSED_DAYS (self));
  g_return_if_fail (WB_IS_ACCOUNT_FORM (form));
  g_return_if_fail (!self->form);

  self->form = g_object_ref (form);
  self->today = today;
  self->language = g_strdup (language);
  self->read_only = read_only;
  if (read_only) {
    gtk_widget_set_visible (GTK_WIDGET (self), wb_account_form_get_closed_days (form)->len > 0);
  } else {
    make_add_row (self);
    make_holidays_button (self);
  }
  refresh (self);
  g_signal_connect_object (form, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}
