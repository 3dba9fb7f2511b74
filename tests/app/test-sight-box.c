/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A page higher than the window: what is out of sight is not drawn, and is there nevertheless. */

#include "config.h"

#include "app-fixture.h"

#include "wb-sight-box.h"

#include <adwaita.h>

#define N_PARTS 20
#define PART_HEIGHT 100

typedef struct
{
  GtkWidget *window;
  GtkWidget *scroller;
  GtkWidget *parts[N_PARTS];
  guint drawn[N_PARTS];
} Fixture;

static void
draw_cb (GtkDrawingArea *area,
         cairo_t        *cr,
         int             width,
         int             height,
         gpointer        user_data)
{
  guint *drawn = user_data;

  (*drawn)++;
}

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  user_data)
{
  GtkWidget *box = g_object_new (WB_TYPE_SIGHT_BOX, "orientation", GTK_ORIENTATION_VERTICAL, NULL);

  for (guint i = 0; i < N_PARTS; i++) {
    fixture->parts[i] = gtk_drawing_area_new ();
    gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (fixture->parts[i]), PART_HEIGHT);
    gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (fixture->parts[i]), draw_cb, &fixture->drawn[i], NULL);
    gtk_widget_set_focusable (fixture->parts[i], TRUE);
    gtk_box_append (GTK_BOX (box), fixture->parts[i]);
  }
  fixture->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (fixture->scroller), box);
  fixture->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 300, 400);
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->scroller);
  gtk_window_present (GTK_WINDOW (fixture->window));
  app_wait_frames (fixture->window, 3);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  user_data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static void
test_sight_box_draws_what_is_seen (Fixture       *fixture,
                                   gconstpointer  user_data)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (fixture->scroller));

  g_assert_cmpuint (fixture->drawn[0], >, 0);
  g_assert_cmpuint (fixture->drawn[3], >, 0);
  g_assert_cmpuint (fixture->drawn[10], ==, 0);
  g_assert_cmpuint (fixture->drawn[N_PARTS - 1], ==, 0);
  g_assert_true (gtk_widget_get_mapped (fixture->parts[N_PARTS - 1]));

  gtk_adjustment_set_value (place, 10 * PART_HEIGHT);
  app_wait_frames (fixture->window, 2);
  g_assert_cmpuint (fixture->drawn[10], >, 0);
  g_assert_cmpuint (fixture->drawn[N_PARTS - 1], ==, 0);
}

/* What stands above goes, and what was below moves into sight. */
static void
test_sight_box_draws_what_moves (Fixture       *fixture,
                                 gconstpointer  user_data)
{
  for (guint i = 0; i < 8; i++)
    gtk_widget_set_visible (fixture->parts[i], FALSE);
  app_wait_frames (fixture->window, 3);
  g_assert_cmpuint (fixture->drawn[8], >, 0);
  g_assert_cmpuint (fixture->drawn[10], >, 0);
  g_assert_cmpuint (fixture->drawn[N_PARTS - 1], ==, 0);
}

static void
test_sight_box_follows_the_window (Fixture       *fixture,
                                   gconstpointer  user_data)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 300, 800);
  app_wait_frames (fixture->window, 6);
  g_assert_cmpuint (fixture->drawn[6], >, 0);
  g_assert_cmpuint (fixture->drawn[N_PARTS - 1], ==, 0);
}

static gboolean
drew_last (gpointer data)
{
  return ((Fixture *) data)->drawn[N_PARTS - 1] > 0;
}

/* The keyboard reaches what was never drawn. */
static void
test_sight_box_shows_the_focus (Fixture       *fixture,
                                gconstpointer  user_data)
{
  gtk_widget_grab_focus (fixture->parts[0]);
  for (guint i = 1; i < N_PARTS; i++) {
    gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_FORWARD);
    g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == fixture->parts[i]);
  }
  /* It scrolls there gently. */
  app_wait_until (drew_last, fixture);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/app/sight-box/draws-what-is-seen", Fixture, NULL, fixture_set_up,
              test_sight_box_draws_what_is_seen, fixture_tear_down);
  g_test_add ("/app/sight-box/draws-what-moves", Fixture, NULL, fixture_set_up, test_sight_box_draws_what_moves,
              fixture_tear_down);
  g_test_add ("/app/sight-box/follows-the-window", Fixture, NULL, fixture_set_up, test_sight_box_follows_the_window,
              fixture_tear_down);
  g_test_add ("/app/sight-box/shows-the-focus", Fixture, NULL, fixture_set_up, test_sight_box_shows_the_focus,
              fixture_tear_down);

  return g_test_run ();
}
