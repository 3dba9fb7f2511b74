/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A switch is pressed while the model is shown again and again. */

#include "config.h"

#include "wb-switch.h"

static void
quit_loop_cb (GtkSwitch  *self,
              GParamSpec *pspec,
              gpointer    loop)
{
  g_main_loop_quit (loop);
}

static gboolean
give_up_cb (gpointer loop)
{
  g_main_loop_quit (loop);

  return G_SOURCE_CONTINUE;
}

/* Typing on after Space refreshes the page before the switch has slid to its end. */
static void
test_switch_press_survives_refreshing (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *widget = gtk_switch_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint give_up_id;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (widget))
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect (widget, "notify::active", G_CALLBACK (quit_loop_cb), loop);
  give_up_id = g_timeout_add_seconds (10, give_up_cb, loop);

  gtk_widget_activate (widget);
  /* Still sliding: without an animation there would be nothing to take back. */
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (widget)));
  wb_switch_show (GTK_SWITCH (widget), FALSE);
  g_main_loop_run (loop);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (widget)));

  g_source_remove (give_up_id);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_switch_shows_the_model (void)
{
  g_autoptr (GtkWidget) widget = g_object_ref_sink (gtk_switch_new ());

  wb_switch_show (GTK_SWITCH (widget), TRUE);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (widget)));
  wb_switch_show (GTK_SWITCH (widget), FALSE);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (widget)));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/switch/press-survives-refreshing", test_switch_press_survives_refreshing);
  g_test_add_func ("/app/switch/shows-the-model", test_switch_shows_the_model);

  return g_test_run ();
}
