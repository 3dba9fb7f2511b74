/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The choice of a period; see wb-period-button.h. It is kept as "30-days", or as
 * "custom 2025-10-01 2025-10-31". */

#include "config.h"

#include "wb-period-button.h"

#include "wb-date-field.h"
#include "wb-format.h"
#include "wb-settings.h"
#include "wb-spoken.h"

#include <glib/gi18n-lib.h>

#define SETTING "period"

struct _WbPeriodButton
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkWidget *popover;
  GtkWidget *choices;
  GtkWidget *days_revealer;
  GtkWidget *from_field;
  GtkWidget *to_field;
  GtkWidget *problem;
  GtkWidget *apply_button;
  GtkWidget *kinds[WB_N_PERIODS];

  GSettings *settings;     /* (owned) (nullable) where the schema is installed */
  gint32 today;            /* WB_DATE_NONE = not told yet */
  WbPeriodKind kind;
  WbPeriod period;
  gboolean showing;        /* the choices are being filled; nobody chooses */
  gboolean walking;          /* by arrow keys, from choice to choice */
};

G_DEFINE_FINAL_TYPE (WbPeriodButton, wb_period_button, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/**
 * wb_period_dup_days:
 * @period: a period
 * @today: the account's date
 *
 * Returns: (transfer full): its first and last day, “22 Oct – 20 Nov”, with years unless all is in
 *   this one
 */
char *
wb_period_dup_days (const WbPeriod *period,
                    gint32          today)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  gint64 now = (gint64) today * WB_DAY_MS;
  g_autofree char *first = wb_format_date (period->from, now, utc);
  g_autofree char *last = wb_format_date (period->to, now, utc);

  if (period->from == period->to)
    return g_steal_pointer (&first);

  return g_strdup_printf (C_ ("period", "%s – %s"), first, last);
}

static char *
write_down (WbPeriodButton *self)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (self->kind != WB_PERIOD_CUSTOM)
    return g_strdup (wb_period_to_text (self->kind));

  from = wb_date_format (self->period.from);
  to = wb_date_format (self->period.to);

  return g_strdup_printf ("%s %s %s", wb_period_to_text (self->kind), from, to);
}

/* What cannot be read, or days that can no longer be shown, is the last 30 days. */
static WbPeriodKind
read_back (WbPeriodButton *self,
           const char     *text,
           WbPeriod       *days_out)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 3);
  WbPeriodKind kind = WB_PERIOD_30_DAYS;

  *days_out = wb_period_of (WB_PERIOD_30_DAYS, self->today);
  if (!wb_period_from_text (parts[0], &kind))
    return WB_PERIOD_30_DAYS;
  if (kind == WB_PERIOD_CUSTOM &&
      (g_strv_length (parts) != 3 || !wb_date_parse (parts[1], &days_out->from) ||
       !wb_date_parse (parts[2], &days_out->to) ||
       !wb_period_check (days_out, self->today, NULL))) {
    *days_out = wb_period_of (WB_PERIOD_30_DAYS, self->today);
    return WB_PERIOD_30_DAYS;
  }

  return kind;
}

static void
show_choice (WbPeriodButton *self)
{
  g_autofree char *days = wb_period_dup_days (&self->period, self->today);
  const char *words = self->kind == WB_PERIOD_CUSTOM ? days : wb_period_words (self->kind);
  /* TRANSLATORS: the name of the button that chooses a period: “Period: Last 30 days” */
  g_autofree char *spoken = g_strdup_printf (_ ("Period: %s"), words);

  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), words);
  gtk_widget_set_tooltip_text (self->button, days);
  wb_spoken_set_name (self->button, spoken);
  wb_spoken_set_inner_name (self->button, spoken);
  self->showing = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->kinds[self->kind]), TRUE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->days_revealer),
                                 self->kind == WB_PERIOD_CUSTOM);
  self->showing = FALSE;
}

/* TRUE if it is another one. */
static gboolean
take (WbPeriodButton *self,
      WbPeriodKind    kind,
      const WbPeriod *days)
{
  WbPeriod period = kind == WB_PERIOD_CUSTOM ? *days : wb_period_of (kind, self->today);
  gboolean changed = period.from != self->period.from || period.to != self->period.to;

  changed = changed || kind != self->kind;
  self->kind = kind;
  self->period = period;
  show_choice (self);

  return changed;
}

static void
setting_changed_cb (WbPeriodButton *self)
{
  g_autofree char *text = g_settings_get_string (self->settings, SETTING);
  WbPeriod days = { 0 };
  WbPeriodKind kind = WB_PERIOD_30_DAYS;

  if (self->today == WB_DATE_NONE)
    return;

  kind = read_back (self, text, &days);
  if (take (self, kind, &days))
    g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
check_days (WbPeriodButton *self,
            WbPeriod       *days_out)
{
  WbDateField *from = WB_DATE_FIELD (self->from_field);
  WbDateField *to = WB_DATE_FIELD (self->to_field);
  gint32 first = wb_date_field_get_date (from);
  gint32 last = wb_date_field_get_date (to);
  g_autofree char *sample = wb_date_field_dup_sample (from);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  gboolean is_good = FALSE;

  if (!wb_date_field_is_valid (from) || !wb_date_field_is_valid (to)) {
    /* TRANSLATORS: %s is a day as the field takes it */
    words = g_strdup_printf (_ ("Type a day like %s."), sample);
  } else if (first != WB_DATE_NONE && last != WB_DATE_NONE) {
    *days_out = (WbPeriod) { first, last };
    is_good = wb_period_check (days_out, self->today, &error);
    words = g_strdup (error ? error->message : "");
  }
  /* Nothing is wrong while a field is still empty; there is only nothing to show yet. */
  gtk_label_set_text (GTK_LABEL (self->problem), WB_TEXT (words));
  gtk_widget_set_visible (self->problem, words && *words != '\0');
  gtk_widget_set_sensitive (self->apply_button, is_good);
  gtk_accessible_update_state (GTK_ACCESSIBLE (wb_date_field_get_entry (from)),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               words && *words != '\0' ? GTK_ACCESSIBLE_INVALID_TRUE
                                                       : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);

  return is_good;
}

static void
days_changed_cb (WbPeriodButton *self)
{
  WbPeriod days = { 0 };

  check_days (self, &days);
}

static void
apply_clicked_cb (WbPeriodButton *self)
{
  WbPeriod days = { 0 };

  if (!check_days (self, &days))
    return;

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  wb_period_button_choose (self, WB_PERIOD_CUSTOM, &days);
}

/* Other dates begin as the ones that are shown. */
static void
fill_days (WbPeriodButton *self)
{
  WbPeriod days = { 0 };

  wb_date_field_set_today (WB_DATE_FIELD (self->from_field), self->today);
  wb_date_field_set_today (WB_DATE_FIELD (self->to_field), self->today);
  wb_date_field_set_date (WB_DATE_FIELD (self->from_field), self->period.from);
  wb_date_field_set_date (WB_DATE_FIELD (self->to_field), self->period.to);
  check_days (self, &days);
}

static void
popover_shown_cb (WbPeriodButton *self)
{
  show_choice (self);
  fill_days (self);
  gtk_widget_grab_focus (self->kinds[self->kind]);
}

static void
kind_toggled_cb (GtkCheckButton *button,
                 WbPeriodButton *self)
{
  WbPeriodKind kind = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "kind"));

  if (self->showing || !gtk_check_button_get_active (button))
    return;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->days_revealer), kind == WB_PERIOD_CUSTOM);
  if (kind == WB_PERIOD_CUSTOM) {
    if (!self->walking)
      gtk_widget_grab_focus (self->from_field);
    return;
  }
  if (!self->walking)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  wb_period_button_choose (self, kind, NULL);
}

/* Arrow keys go from one choice to the next and choose it: whoever walks so is not at the end yet.
 * Space and Return end it at a choice that is chosen already. */
static gboolean
choices_key_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                WbPeriodButton        *self)
{
  gboolean ends = keyval == GDK_KEY_space || keyval == GDK_KEY_KP_Space ||
                  keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter;
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  self->walking = !ends;
  if (!ends || !GTK_IS_CHECK_BUTTON (focus) ||
      !gtk_check_button_get_active (GTK_CHECK_BUTTON (focus)) ||
      focus == self->kinds[WB_PERIOD_CUSTOM])
    return GDK_EVENT_PROPAGATE;
  gtk_popover_popdown (GTK_POPOVER (self->popover));

  return GDK_EVENT_STOP;
}

static void
choices_key_up_cb (GtkEventControllerKey *controller,
                   guint                  keyval,
                   guint                  keycode,
                   GdkModifierType        state,
                   WbPeriodButton        *self)
{
  self->walking = FALSE;
}

static void
listen_to_keys (WbPeriodButton *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (choices_key_cb), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (choices_key_up_cb), self);
  gtk_widget_add_controller (self->choices, keys);
}

static void
wb_period_button_dispose (GObject *object)
{
  g_clear_object (&WB_PERIOD_BUTTON (object)->settings);

  G_OBJECT_CLASS (wb_period_button_parent_class)->dispose (object);
}

static void
wb_period_button_class_init (WbPeriodButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_period_button_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (WB_TYPE_DATE_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/widgets/wb-period-button.ui");
  gtk_widget_class_bind_template_child (widget_class, WbPeriodButton, button);
  gtk_widget_class_bind_template_child (widget_class, WbPeriodButton, popover);
  gtk_widget_class_bind_template_child (widget_class, WbPeriodButton, choices);
  gtk_widget_class_bind_template_child (widget_class, WbPeriodButton, days_revealer);
  gtk_widget_class_bind_template_child (widget_class, WbPeriodButton, from_field);
  gtk_widget_class_bind_template_child (widget_class, WbPeriodButton, to_field);
  gtk_widget_class_bind_template_child (widget_class, WbPeriodButton, problem);
  gtk_widget_class_bind_template_child (widget_class, WbPeriodButton, apply_button);
  gtk_widget_class_bind_template_callback (widget_class, popover_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, days_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_clicked_cb);
}

static void
wb_period_button_init (WbPeriodButton *self)
{
  self->today = WB_DATE_NONE;
  self->kind = WB_PERIOD_30_DAYS;
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < WB_N_PERIODS; i++) {
    GtkWidget *choice = gtk_check_button_new_with_label (wb_period_words (i));

    g_object_set_data (G_OBJECT (choice), "kind", GUINT_TO_POINTER (i));
    if (i > 0)
      gtk_check_button_set_group (GTK_CHECK_BUTTON (choice), GTK_CHECK_BUTTON (self->kinds[0]));
    g_signal_connect (choice, "toggled", G_CALLBACK (kind_toggled_cb), self);
    gtk_box_append (GTK_BOX (self->choices), choice);
    self->kinds[i] = choice;
  }
  listen_to_keys (self);

  self->settings = wb_settings_new ();
  if (self->settings)
    g_signal_connect_object (self->settings, "changed::" SETTING, G_CALLBACK (setting_changed_cb),
                             self, G_CONNECT_SWAPPED);
}

/**
 * wb_period_button_new:
 *
 * Returns: (transfer floating): a button that has to be told the day
 */
GtkWidget *
wb_period_button_new (void)
{
  return g_object_new (WB_TYPE_PERIOD_BUTTON, NULL);
}

/**
 * wb_period_button_set_today:
 * @self: a button
 * @today: days since 1970-01-01, in the account's zone
 *
 * The first time it takes up what was chosen last, without a signal.
 */
void
wb_period_button_set_today (WbPeriodButton *self,
                            gint32          today)
{
  gboolean is_first = FALSE;
  WbPeriodKind kind = WB_PERIOD_30_DAYS;
  WbPeriod days = { 0 };

  g_return_if_fail (WB_IS_PERIOD_BUTTON (self));
  g_return_if_fail (today != WB_DATE_NONE);

  if (today == self->today)
    return;

  is_first = self->today == WB_DATE_NONE;
  self->today = today;
  kind = self->kind;
  days = self->period;
  if (is_first && self->settings) {
    g_autofree char *text = g_settings_get_string (self->settings, SETTING);

    kind = read_back (self, text, &days);
  }
  if (take (self, kind, &days) && !is_first)
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * wb_period_button_choose:
 * @self: a button that was told the day
 * @kind: which
 * @days: (nullable): of %WB_PERIOD_CUSTOM: a period that wb_period_check() lets pass
 *
 * As if a person had chosen it.
 */
void
wb_period_button_choose (WbPeriodButton *self,
                         WbPeriodKind    kind,
                         const WbPeriod *days)
{
  g_autofree char *text = NULL;

  g_return_if_fail (WB_IS_PERIOD_BUTTON (self));
  g_return_if_fail (kind < WB_N_PERIODS && (kind != WB_PERIOD_CUSTOM || days));

  if (!take (self, kind, days))
    return;

  /* Told before it is kept: the other page, which hears of it by the setting, comes second. */
  g_signal_emit (self, signals[CHANGED], 0);
  text = write_down (self);
  if (self->settings)
    g_settings_set_string (self->settings, SETTING, text);
}

/**
 * wb_period_button_get_kind:
 * @self: a button
 *
 * Returns: how the period was chosen
 */
WbPeriodKind
wb_period_button_get_kind (WbPeriodButton *self)
{
  g_return_val_if_fail (WB_IS_PERIOD_BUTTON (self), WB_PERIOD_30_DAYS);

  return self->kind;
}

/**
 * wb_period_button_get_period:
 * @self: a button that was told the day
 *
 * Returns: (transfer none): the days
 */
const WbPeriod *
wb_period_button_get_period (WbPeriodButton *self)
{
  g_return_val_if_fail (WB_IS_PERIOD_BUTTON (self), NULL);

  return &self->period;
}

/**
 * wb_period_button_dup_days:
 * @self: a button that was told the day
 *
 * Returns: (transfer full): the days in words
 */
char *
wb_period_button_dup_days (WbPeriodButton *self)
{
  g_return_val_if_fail (WB_IS_PERIOD_BUTTON (self), NULL);

  return wb_period_dup_days (&self->period, self->today);
}
