/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A field for a day; see wb-date-field.h. What is typed stays as it is until the field is left;
 * then a day is shown in the person's own way, and what is none stays to be mended. */

#include "config.h"

#include "wb-date-field.h"

#include "compat.h"
#include "wb-date-text.h"

#include <glib/gi18n-lib.h>

struct _WbDateField
{
  AdwBin parent_instance;

  GtkWidget *entry;
  GtkWidget *button;
  GtkWidget *popover;
  GtkWidget *calendar;

  char *label;      /* (owned) (nullable) */
  gint32 today;     /* WB_DATE_NONE = not told */
  gboolean filling; /* the entry or the calendar is being filled, nobody types or picks */
};

G_DEFINE_FINAL_TYPE (WbDateField, wb_date_field, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_LABEL,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum
{
  CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static gboolean
read_date (WbDateField *self,
           gint32      *date_out)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gint32 today = self->today == WB_DATE_NONE ? 0 : self->today;

  *date_out = WB_DATE_NONE;
  g_strstrip (text);

  return *text == '\0' || wb_date_text_parse (text, wb_date_text_get_pattern (), today, date_out);
}

static void
show_date (WbDateField *self,
           gint32       date)
{
  g_autofree char *text = wb_date_text_format (date, wb_date_text_get_pattern ());

  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->filling = FALSE;
}

static void
typed_cb (WbDateField *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
left_cb (WbDateField *self)
{
  gint32 date = WB_DATE_NONE;

  if (read_date (self, &date))
    show_date (self, date);
}

static void
popover_shown_cb (WbDateField *self)
{
  gint32 date = WB_DATE_NONE;
  g_autoptr (GDateTime) day = NULL;

  if (!read_date (self, &date) || date == WB_DATE_NONE)
    date = self->today;
  day = g_date_time_new_from_unix_utc ((gint64) date * WB_DAY_MS / WB_SECOND_MS);
  if (!day)
    return;

  /* The properties, not gtk_calendar_select_day(): that one was deprecated later. The day goes to
   * the first meanwhile, as each month has it. */
  self->filling = TRUE;
  g_object_set (self->calendar, "day", 1, "year", g_date_time_get_year (day), "month",
                g_date_time_get_month (day) - 1, "day", g_date_time_get_day_of_month (day), NULL);
  self->filling = FALSE;
  gtk_widget_grab_focus (self->calendar);
}

static void
take_date (WbDateField *self,
           gint32       date)
{
  show_date (self, date);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
day_selected_cb (WbDateField *self)
{
  g_autoptr (GDateTime) utc = NULL;
  int year = 0, month = 0, day = 0;

  if (self->filling)
    return;

  g_object_get (self->calendar, "year", &year, "month", &month, "day", &day, NULL);
  utc = g_date_time_new_utc (year, month + 1, day, 0, 0, 0);
  if (utc)
    take_date (self, (gint32) (g_date_time_to_unix (utc) * WB_SECOND_MS / WB_DAY_MS));
}

static void
open_clicked_cb (WbDateField *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  take_date (self, WB_DATE_NONE);
}

static void
done_clicked_cb (WbDateField *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static gboolean
wb_date_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (WB_DATE_FIELD (widget)->entry);
}

static void
wb_date_field_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  WbDateField *self = WB_DATE_FIELD (object);

  switch (property_id) {
    case PROP_LABEL:
      g_free (self->label);
      self->label = g_value_dup_string (value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, self->label, -1);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
wb_date_field_finalize (GObject *object)
{
  g_free (WB_DATE_FIELD (object)->label);

  G_OBJECT_CLASS (wb_date_field_parent_class)->finalize (object);
}

static void
wb_date_field_class_init (WbDateFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = wb_date_field_set_property;
  object_class->finalize = wb_date_field_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = wb_date_field_grab_focus;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_DATE_FIELD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
new_popover (WbDateField *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *open = gtk_button_new_with_mnemonic (C_ ("date", "_No date"));
  GtkWidget *done = gtk_button_new_with_mnemonic (C_ ("date", "_Done"));

  self->calendar = gtk_calendar_new ();
  wb_compat_name_calendar_arrows (GTK_CALENDAR (self->calendar));
  gtk_widget_add_css_class (open, "flat");
  gtk_widget_set_hexpand (open, TRUE);
  gtk_widget_set_halign (open, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (foot), open);
  gtk_box_append (GTK_BOX (foot), done);
  gtk_box_append (GTK_BOX (box), self->calendar);
  gtk_box_append (GTK_BOX (box), foot);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect_swapped (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self);
  g_signal_connect_swapped (open, "clicked", G_CALLBACK (open_clicked_cb), self);
  g_signal_connect_swapped (done, "clicked", G_CALLBACK (done_clicked_cb), self);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (popover_shown_cb), self);

  return popover;
}

static void
wb_date_field_init (WbDateField *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->today = WB_DATE_NONE;
  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 10);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), 12);
  gtk_entry_set_activates_default (GTK_ENTRY (self->entry), TRUE);
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_widget_add_controller (self->entry, focus);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (typed_cb), self);

  self->button = gtk_menu_button_new ();
  self->popover = new_popover (self);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->popover);
  gtk_widget_set_tooltip_text (self->button, _ ("Pick a day"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pick a day"), -1);

  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), self->button);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * wb_date_field_set_today:
 * @self: a field
 * @today: days since 1970-01-01, in the account's zone
 *
 * Which year a typed day without one is in, and where the calendar opens.
 */
void
wb_date_field_set_today (WbDateField *self,
                         gint32       today)
{
  g_autofree char *sample = NULL;

  g_return_if_fail (WB_IS_DATE_FIELD (self));

  self->today = today;
  sample = wb_date_field_dup_sample (self);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), sample);
}

/**
 * wb_date_field_set_date:
 * @self: a field
 * @date: days since 1970-01-01; `WB_DATE_NONE` = open
 */
void
wb_date_field_set_date (WbDateField *self,
                        gint32       date)
{
  g_return_if_fail (WB_IS_DATE_FIELD (self));

  show_date (self, date);
}

/**
 * wb_date_field_get_date:
 * @self: a field
 *
 * Returns: the day, days since 1970-01-01; `WB_DATE_NONE` = open, or no day was typed
 */
gint32
wb_date_field_get_date (WbDateField *self)
{
  gint32 date = WB_DATE_NONE;

  g_return_val_if_fail (WB_IS_DATE_FIELD (self), WB_DATE_NONE);

  return read_date (self, &date) ? date : WB_DATE_NONE;
}

/**
 * wb_date_field_is_valid:
 * @self: a field
 *
 * Returns: whether there is a day or nothing in it
 */
gboolean
wb_date_field_is_valid (WbDateField *self)
{
  gint32 date = WB_DATE_NONE;

  g_return_val_if_fail (WB_IS_DATE_FIELD (self), FALSE);

  return read_date (self, &date);
}

/**
 * wb_date_field_dup_sample:
 * @self: a field
 *
 * Returns: (transfer full): today as the field wants a day typed
 */
char *
wb_date_field_dup_sample (WbDateField *self)
{
  g_return_val_if_fail (WB_IS_DATE_FIELD (self), NULL);

  return wb_date_text_format (self->today, wb_date_text_get_pattern ());
}

/**
 * wb_date_field_get_entry:
 * @self: a field
 *
 * Returns: (transfer none): where it is typed
 */
GtkWidget *
wb_date_field_get_entry (WbDateField *self)
{
  g_return_val_if_fail (WB_IS_DATE_FIELD (self), NULL);

  return self->entry;
}
