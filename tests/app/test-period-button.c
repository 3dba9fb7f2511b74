/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The choice of a period: named ones go with the day, others are checked in place, and two pages
 * have the same. */

#include "config.h"

#include "app-fixture.h"
#include "wb-date-field.h"
#include "wb-period-button.h"
#include "wb-settings.h"

/* 2026-11-20 */
#define TODAY 20777

typedef struct
{
  GtkWidget *window;
  GtkWidget *button;
  guint n_changed;
} Fixture;

static void
count_cb (Fixture *self)
{
  self->n_changed++;
}

static void
fixture_set_up (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (GSettings) settings = wb_settings_new ();

  g_settings_reset (settings, "period");
  self->window = gtk_window_new ();
  self->button = wb_period_button_new ();
  g_signal_connect_swapped (self->button, "changed", G_CALLBACK (count_cb), self);
  wb_period_button_set_today (WB_PERIOD_BUTTON (self->button), TODAY);
  gtk_window_set_child (GTK_WINDOW (self->window), self->button);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
fixture_tear_down (Fixture       *self,
                   gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
}

static void
assert_period (GtkWidget *button,
               gint32     from,
               gint32     to)
{
  const WbPeriod *period = wb_period_button_get_period (WB_PERIOD_BUTTON (button));

  g_assert_cmpint (period->from, ==, from);
  g_assert_cmpint (period->to, ==, to);
}

static const char *
get_label (GtkWidget *button)
{
  return gtk_menu_button_get_label (GTK_MENU_BUTTON (adw_bin_get_child (ADW_BIN (button))));
}

static void
open_popover (Fixture *self)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (adw_bin_get_child (ADW_BIN (self->button))));
  app_wait_frames (self->window, 2);
}

static GtkWidget *
find_choice (GtkWidget  *root,
             const char *label)
{
  if (GTK_IS_CHECK_BUTTON (root) &&
      g_strcmp0 (gtk_check_button_get_label (GTK_CHECK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_choice (child, label);

    if (found)
      return found;
  }

  return NULL;
}

static void
choose (Fixture    *self,
        const char *label)
{
  GtkWidget *choice = NULL;

  open_popover (self);
  choice = find_choice (self->button, label);
  g_assert_nonnull (choice);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (choice), TRUE);
}

static void
test_period_button_named_periods (Fixture       *self,
                                  gconstpointer  data)
{
  assert_period (self->button, TODAY - 29, TODAY);
  g_assert_cmpstr (get_label (self->button), ==, "Last 30 days");
  choose (self, "Last 7 days");
  assert_period (self->button, TODAY - 6, TODAY);
  g_assert_cmpstr (get_label (self->button), ==, "Last 7 days");
  g_assert_cmpuint (self->n_changed, ==, 1);
  choose (self, "Last month");
  assert_period (self->button, TODAY - 50, TODAY - 20);
  g_assert_cmpuint (self->n_changed, ==, 2);
  /* The same once more is no change. */
  wb_period_button_choose (WB_PERIOD_BUTTON (self->button), WB_PERIOD_LAST_MONTH, NULL);
  g_assert_cmpuint (self->n_changed, ==, 2);
}

/* Midnight: named periods move on, days that were chosen stay. */
static void
test_period_button_goes_with_the_day (Fixture       *self,
                                      gconstpointer  data)
{
  wb_period_button_set_today (WB_PERIOD_BUTTON (self->button), TODAY + 1);
  assert_period (self->button, TODAY - 28, TODAY + 1);
  g_assert_cmpuint (self->n_changed, ==, 1);
  wb_period_button_choose (WB_PERIOD_BUTTON (self->button), WB_PERIOD_CUSTOM,
                           &(WbPeriod) { TODAY - 10, TODAY - 5 });
  wb_period_button_set_today (WB_PERIOD_BUTTON (self->button), TODAY + 2);
  assert_period (self->button, TODAY - 10, TODAY - 5);
  g_assert_cmpuint (self->n_changed, ==, 2);
  g_assert_cmpstr (get_label (self->button), ==, "10\302\240Nov – 15\302\240Nov");
}

/* Each problem is said where the days are, and keeps them from being shown. */
static void
test_period_button_checks_days (Fixture       *self,
                                gconstpointer  data)
{
  static const struct
  {
    const char *from;
    const char *to;
    const char *problem;   /* NULL = they can be shown; "" = not yet, and nothing is wrong */
  } table[] = {
    { "2026-11-01", "2026-11-10", NULL },
    { "2026-11-10", "2026-11-01", "The first day comes after the last. Swap them." },
    { "2026-12-24", "2026-12-31", "Those days are still to come. Choose a first day up to today." },
    { "2025-11-01", "2026-11-10", "Choose at most 366 days." },
    { "2025-11-10", "2026-11-10", NULL },
    { "", "2026-11-10", "" },
    { "soon", "2026-11-10", "Type a day like" },
  };
  GtkWidget *from = NULL;
  GtkWidget *to = NULL;
  GtkWidget *apply = NULL;
  GtkWidget *problem = NULL;

  choose (self, "Other dates");
  from = GTK_WIDGET (gtk_widget_get_template_child (self->button, WB_TYPE_PERIOD_BUTTON, "from_field"));
  to = GTK_WIDGET (gtk_widget_get_template_child (self->button, WB_TYPE_PERIOD_BUTTON, "to_field"));
  apply = GTK_WIDGET (gtk_widget_get_template_child (self->button, WB_TYPE_PERIOD_BUTTON, "apply_button"));
  problem = GTK_WIDGET (gtk_widget_get_template_child (self->button, WB_TYPE_PERIOD_BUTTON, "problem"));
  /* They begin with what is shown; nothing changed yet. */
  g_assert_cmpint (wb_date_field_get_date (WB_DATE_FIELD (from)), ==, TODAY - 29);
  g_assert_cmpint (wb_date_field_get_date (WB_DATE_FIELD (to)), ==, TODAY);
  g_assert_cmpuint (self->n_changed, ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    const char *words = NULL;

    g_test_message ("%s to %s", table[i].from, table[i].to);
    gtk_editable_set_text (GTK_EDITABLE (wb_date_field_get_entry (WB_DATE_FIELD (from))),
                           table[i].from);
    gtk_editable_set_text (GTK_EDITABLE (wb_date_field_get_entry (WB_DATE_FIELD (to))),
                           table[i].to);
    words = gtk_label_get_text (GTK_LABEL (problem));
    g_assert_true (gtk_widget_get_sensitive (apply) == !table[i].problem);
    g_assert_true (gtk_widget_get_visible (problem) == (table[i].problem && *table[i].problem));
    g_assert_true (g_str_has_prefix (words, table[i].problem ? table[i].problem : ""));
    g_assert_true (table[i].problem || *words == '\0');
  }

  gtk_editable_set_text (GTK_EDITABLE (wb_date_field_get_entry (WB_DATE_FIELD (from))), "2026-11-05");
  gtk_editable_set_text (GTK_EDITABLE (wb_date_field_get_entry (WB_DATE_FIELD (to))), "2026-11-05");
  g_signal_emit_by_name (apply, "clicked");
  assert_period (self->button, TODAY - 15, TODAY - 15);
  g_assert_cmpuint (self->n_changed, ==, 1);
  g_assert_cmpstr (get_label (self->button), ==, "5\302\240Nov");
}

/* The other page has the same choice at once, and so has the next start. */
static void
test_period_button_choice_is_shared (Fixture       *self,
                                     gconstpointer  data)
{
  g_autoptr (GtkWidget) other = g_object_ref_sink (wb_period_button_new ());
  g_autoptr (GtkWidget) later = NULL;
  g_autoptr (GSettings) settings = wb_settings_new ();
  Fixture counted = { 0 };

  wb_period_button_set_today (WB_PERIOD_BUTTON (other), TODAY);
  g_signal_connect_swapped (other, "changed", G_CALLBACK (count_cb), &counted);
  wb_period_button_choose (WB_PERIOD_BUTTON (self->button), WB_PERIOD_CUSTOM,
                           &(WbPeriod) { TODAY - 10, TODAY - 5 });
  assert_period (other, TODAY - 10, TODAY - 5);
  g_assert_cmpuint (counted.n_changed, ==, 1);
  g_assert_cmpuint (self->n_changed, ==, 1);

  later = g_object_ref_sink (wb_period_button_new ());
  wb_period_button_set_today (WB_PERIOD_BUTTON (later), TODAY);
  assert_period (later, TODAY - 10, TODAY - 5);
  g_assert_cmpint (wb_period_button_get_kind (WB_PERIOD_BUTTON (later)), ==, WB_PERIOD_CUSTOM);

  /* What nobody can have chosen is the usual one. */
  g_settings_set_string (settings, "period", "custom 2026-11-10 2026-11-01");
  assert_period (other, TODAY - 29, TODAY);
  g_settings_set_string (settings, "period", "7-days");
  assert_period (other, TODAY - 6, TODAY);
  g_settings_set_string (settings, "period", "a fortnight");
  assert_period (other, TODAY - 29, TODAY);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(path, func) \
  g_test_add ("/app/period-button/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("named-periods", test_period_button_named_periods);
  ADD ("goes-with-the-day", test_period_button_goes_with_the_day);
  ADD ("checks-days", test_period_button_checks_days);
  ADD ("choice-is-shared", test_period_button_choice_is_shared);
#undef ADD

  return g_test_run ();
}
