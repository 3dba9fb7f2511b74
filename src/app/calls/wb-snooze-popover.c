/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* When to try again; see wb-snooze-popover.h. */

#include "config.h"

#include "wb-snooze-popover.h"

#include "compat.h"
#include "wb-format.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>

/* The server refuses more (reference/retino-api.md B.6). */
#define MAX_AHEAD_MS (30 * WB_DAY_MS)

struct _WbSnoozePopover
{
  GtkPopover parent_instance;

  GtkWidget *stack;
  GtkWidget *heading;
  GtkWidget *times;
  GtkWidget *calendar;
  GtkWidget *time_label;
  GtkWidget *hour;
  GtkWidget *minute;
  GtkWidget *problem;
  GtkWidget *confirm;

  WbOutcome attempt;
  gint64 now;
  GTimeZone *zone;    /* (owned) (nullable) */
  GtkWidget *before;  /* (weak) (nullable) what had the focus when it was asked */
};

G_DEFINE_FINAL_TYPE (WbSnoozePopover, wb_snooze_popover, GTK_TYPE_POPOVER)

enum
{
  PICKED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static const char *
get_heading (WbOutcome attempt)
{
  switch (attempt) {
    case WB_OUTCOME_NO_ANSWER:
      return _ ("No answer. Try again:");
    case WB_OUTCOME_BUSY:
      return _ ("Busy. Try again:");
    case WB_OUTCOME_VOICEMAIL:
      return _ ("Voicemail. Try again:");
    case WB_OUTCOME_CALL_LATER:
      return _ ("Call later:");
    case WB_OUTCOME_NONE:
    case WB_OUTCOME_RESOLVED:
    case WB_OUTCOME_EXCHANGE_AGREED:
    case WB_OUTCOME_COUPON_OFFERED:
    case WB_OUTCOME_DECLINED:
    case WB_OUTCOME_UNREACHABLE:
    case WB_OUTCOME_WRONG_NUMBER:
    default:
      return _ ("Snooze:");
  }
}

static void
pick (WbSnoozePopover *self,
      gint64           at)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[PICKED], 0, at, (int) self->attempt);
}

static void
time_clicked_cb (GtkButton       *button,
                 WbSnoozePopover *self)
{
  const gint64 *at = g_object_get_data (G_OBJECT (button), "at");

  pick (self, *at);
}

static GtkWidget *
new_choice (WbSnoozePopover *self,
            const WbNextTry *item)
{
  g_autofree char *when = wb_format_when (item->at, self->now, self->zone);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", item->label, when);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *label = gtk_label_new (item->label);
  GtkWidget *time = gtk_label_new (when);
  gint64 *at = g_new (gint64, 1);

  *at = item->at;
  g_object_set_data_full (G_OBJECT (button), "at", at, g_free);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (time, "dim-label");
  gtk_widget_add_css_class (time, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), time);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "choice");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  g_signal_connect (button, "clicked", G_CALLBACK (time_clicked_cb), self);

  return button;
}

/* Returns the one to focus. */
static GtkWidget *
fill_times (WbSnoozePopover    *self,
            const WbNextTryAsk *ask)
{
  guint proposed = 0;
  g_autoptr (GArray) times = wb_next_try_list (ask, &proposed);
  GtkWidget *focus = NULL;
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (self->times)))
    gtk_box_remove (GTK_BOX (self->times), child);

  for (guint i = 0; i < times->len; i++) {
    child = new_choice (self, &g_array_index (times, WbNextTry, i));
    gtk_box_append (GTK_BOX (self->times), child);
    if (i == proposed)
      focus = child;
  }

  return focus;
}

static void
pick_clicked_cb (WbSnoozePopover *self)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc ((self->now + WB_DAY_MS) / 1000);
  g_autoptr (GDateTime) tomorrow = g_date_time_to_timezone (utc, self->zone);

  /* The properties, not gtk_calendar_select_day(): that one was deprecated later. The day goes to
   * the first meanwhile, as each month has it. */
  g_object_set (self->calendar, "day", 1, "year", g_date_time_get_year (tomorrow), "month",
                g_date_time_get_month (tomorrow) - 1, "day",
                g_date_time_get_day_of_month (tomorrow), NULL);
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "pick");
  gtk_widget_grab_focus (self->calendar);
}

static gboolean
minute_output_cb (GtkSpinButton *spin,
                  gpointer       user_data)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  if (g_strcmp0 (text, gtk_editable_get_text (GTK_EDITABLE (spin))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);

  return TRUE;
}

static void
confirm_clicked_cb (WbSnoozePopover *self)
{
  g_autoptr (GDateTime) picked = NULL;
  const char *problem = NULL;
  gint64 at = 0;
  int year = 0;
  int month = 0;
  int day = 0;

  g_object_get (self->calendar, "year", &year, "month", &month, "day", &day, NULL);
  picked = g_date_time_new (self->zone, year, month + 1, day,
                            gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->hour)),
                            gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->minute)), 0);
  at = g_date_time_to_unix (picked) * WB_SECOND_MS;
  if (at <= self->now)
    problem = _ ("That time has passed. Choose a later one.");
  else if (at > self->now + MAX_AHEAD_MS)
    problem = _ ("Choose a day within the next 30 days.");

  gtk_widget_set_visible (self->problem, problem != NULL);
  if (problem)
    gtk_label_set_text (GTK_LABEL (self->problem), problem);
  else
    pick (self, at);
}

/* GTK would move the focus to the window's first button; who thought better of it is where they
 * were. */
static void
wb_snooze_popover_closed (GtkPopover *popover)
{
  WbSnoozePopover *self = WB_SNOOZE_POPOVER (popover);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (self->before && gtk_widget_get_root (self->before) == root &&
      (!focus || gtk_widget_is_ancestor (focus, GTK_WIDGET (self))))
    gtk_widget_grab_focus (self->before);
  g_clear_weak_pointer (&self->before);
}

static void
wb_snooze_popover_dispose (GObject *object)
{
  WbSnoozePopover *self = WB_SNOOZE_POPOVER (object);

  g_clear_weak_pointer (&self->before);

  G_OBJECT_CLASS (wb_snooze_popover_parent_class)->dispose (object);
}

static void
wb_snooze_popover_finalize (GObject *object)
{
  WbSnoozePopover *self = WB_SNOOZE_POPOVER (object);

  g_clear_pointer (&self->zone, g_time_zone_unref);

  G_OBJECT_CLASS (wb_snooze_popover_parent_class)->finalize (object);
}

static void
wb_snooze_popover_class_init (WbSnoozePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_snooze_popover_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_snooze_popover_finalize;
  GTK_POPOVER_CLASS (klass)->closed = wb_snooze_popover_closed;

  signals[PICKED] = g_signal_new ("picked", WB_TYPE_SNOOZE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/calls/wb-snooze-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, WbSnoozePopover, stack);
  gtk_widget_class_bind_template_child (widget_class, WbSnoozePopover, heading);
  gtk_widget_class_bind_template_child (widget_class, WbSnoozePopover, times);
  gtk_widget_class_bind_template_child (widget_class, WbSnoozePopover, calendar);
  gtk_widget_class_bind_template_child (widget_class, WbSnoozePopover, time_label);
  gtk_widget_class_bind_template_child (widget_class, WbSnoozePopover, hour);
  gtk_widget_class_bind_template_child (widget_class, WbSnoozePopover, minute);
  gtk_widget_class_bind_template_child (widget_class, WbSnoozePopover, problem);
  gtk_widget_class_bind_template_child (widget_class, WbSnoozePopover, confirm);
  gtk_widget_class_bind_template_callback (widget_class, pick_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, minute_output_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_clicked_cb);
}

static void
wb_snooze_popover_init (WbSnoozePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->calendar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Day"), -1);
  wb_compat_name_calendar_arrows (GTK_CALENDAR (self->calendar));
}

/**
 * wb_snooze_popover_ask:
 * @self: a popover with a parent
 * @ask: what happened so far, and when it is now
 *
 * Pops up with the proposed time focused. Main thread.
 */
void
wb_snooze_popover_ask (WbSnoozePopover    *self,
                       const WbNextTryAsk *ask)
{
  GtkWidget *proposed = NULL;
  GtkRoot *root = NULL;
  GtkWidget *focus = NULL;

  g_return_if_fail (WB_IS_SNOOZE_POPOVER (self));
  g_return_if_fail (ask);
  g_return_if_fail (ask->zone);

  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root ? gtk_root_get_focus (root) : NULL;
  if (!focus || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    g_set_weak_pointer (&self->before, focus);
  self->attempt = ask->attempt;
  self->now = ask->now;
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = g_time_zone_ref (ask->zone);
  gtk_label_set_text (GTK_LABEL (self->heading), get_heading (ask->attempt));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  get_heading (ask->attempt), -1);
  proposed = fill_times (self, ask);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "times");
  gtk_popover_popup (GTK_POPOVER (self));
  if (proposed)
    gtk_widget_grab_focus (proposed);
}
