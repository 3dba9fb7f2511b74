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
  GtkWidget *box;
  guint n_filled[N_PARTS];
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
fill_cb (GtkWidget *part,
         gpointer   user_data)
{
  Fixture *fixture = user_data;

  for (guint i = 0; i < N_PARTS; i++)
    fixture->n_filled[i] += fixture->parts[i] == part;
}

static gboolean
is_done (gpointer data)
{
  return wb_sight_box_is_done (WB_SIGHT_BOX (((Fixture *) data)->box));
}

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  user_data)
{
  GtkWidget *box = g_object_new (WB_TYPE_SIGHT_BOX, NULL);

  fixture->box = box;
  wb_sight_box_set_fill (WB_SIGHT_BOX (box), fill_cb, fixture);
  for (guint i = 0; i < N_PARTS; i++) {
    fixture->parts[i] = gtk_drawing_area_new ();
    gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (fixture->parts[i]), PART_HEIGHT);
    gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (fixture->parts[i]), draw_cb, &fixture->drawn[i], NULL);
    gtk_widget_set_focusable (fixture->parts[i], TRUE);
    wb_sight_box_append (WB_SIGHT_BOX (box), fixture->parts[i]);
  }
  fixture->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (fixture->scroller), box);
  fixture->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 300, 400);
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->scroller);
  gtk_window_present (GTK_WINDOW (fixture->window));
  app_wait_frames (fixture->window, 3);
  app_wait_until (is_done, fixture);
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

static guint
count_mapped (Fixture *fixture)
{
  guint n = 0;

  for (guint i = 0; i < N_PARTS; i++)
    n += gtk_widget_get_mapped (fixture->parts[i]);

  return n;
}

/* What is in sight comes first; the rest follows, in its order, without a move of what is seen. */
static void
test_sight_box_lets_the_rest_follow (Fixture       *fixture,
                                     gconstpointer  user_data)
{
  guint before = 0;

  gtk_widget_set_visible (fixture->window, FALSE);
  gtk_widget_set_visible (fixture->window, TRUE);
  before = count_mapped (fixture);
  g_assert_cmpuint (before, >=, 4);
  g_assert_cmpuint (before, <, N_PARTS / 2);
  while (!is_done (fixture)) {
    guint now = 0;
    graphene_rect_t bounds;

    app_wait_frames (fixture->window, 1);
    now = count_mapped (fixture);
    g_assert_cmpuint (now, >=, before);
    for (guint i = 0; i < N_PARTS; i++)
      g_assert_cmpint (gtk_widget_get_mapped (fixture->parts[i]), ==, i < now);
    g_assert_true (gtk_widget_compute_bounds (fixture->parts[3], fixture->window, &bounds));
    g_assert_cmpfloat (bounds.origin.y, ==, 3 * PART_HEIGHT);
    before = now;
  }
  g_assert_cmpuint (before, ==, N_PARTS);
}

/* Something else to show: in sight at once, each part once. */
static void
test_sight_box_fills_what_is_seen_first (Fixture       *fixture,
                                         gconstpointer  user_data)
{
  memset (fixture->n_filled, 0, sizeof fixture->n_filled);
  wb_sight_box_renew (WB_SIGHT_BOX (fixture->box));
  g_assert_cmpuint (fixture->n_filled[0], ==, 1);
  g_assert_cmpuint (fixture->n_filled[3], ==, 1);
  g_assert_cmpuint (fixture->n_filled[6], ==, 0);
  g_assert_cmpuint (fixture->n_filled[N_PARTS - 1], ==, 0);
  g_assert_false (is_done (fixture));
  app_wait_until (is_done, fixture);
  for (guint i = 0; i < N_PARTS; i++)
    g_assert_cmpuint (fixture->n_filled[i], ==, 1);
}

/* Filled later, what stands above would move what is looked at. */
static void
test_sight_box_fills_what_is_above (Fixture       *fixture,
                                    gconstpointer  user_data)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (fixture->scroller));

  gtk_adjustment_set_value (place, 10 * PART_HEIGHT);
  app_wait_frames (fixture->window, 2);
  memset (fixture->n_filled, 0, sizeof fixture->n_filled);
  wb_sight_box_renew (WB_SIGHT_BOX (fixture->box));
  g_assert_cmpuint (fixture->n_filled[0], ==, 1);
  g_assert_cmpuint (fixture->n_filled[12], ==, 1);
  g_assert_cmpuint (fixture->n_filled[N_PARTS - 1], ==, 0);
}

/* Whoever scrolls sees nothing old, and no gap. */
static void
test_sight_box_hurries_for_whoever_scrolls (Fixture       *fixture,
                                            gconstpointer  user_data)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (fixture->scroller));

  wb_sight_box_renew (WB_SIGHT_BOX (fixture->box));
  g_assert_false (is_done (fixture));
  gtk_adjustment_set_value (place, PART_HEIGHT);
  g_assert_true (is_done (fixture));
}

/* The first Tab, before the rest has come, goes through all of it in its order. */
static void
test_sight_box_hurries_for_the_keyboard (Fixture       *fixture,
                                         gconstpointer  user_data)
{
  gtk_widget_set_visible (fixture->window, FALSE);
  gtk_widget_set_visible (fixture->window, TRUE);
  g_assert_false (is_done (fixture));
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  for (guint i = 0; i < N_PARTS; i++) {
    gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_FORWARD);
    g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == fixture->parts[i]);
  }
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
  g_test_add ("/app/sight-box/lets-the-rest-follow", Fixture, NULL, fixture_set_up,
              test_sight_box_lets_the_rest_follow, fixture_tear_down);
  g_test_add ("/app/sight-box/fills-what-is-seen-first", Fixture, NULL, fixture_set_up,
              test_sight_box_fills_what_is_seen_first, fixture_tear_down);
  g_test_add ("/app/sight-box/fills-what-is-above", Fixture, NULL, fixture_set_up,
              test_sight_box_fills_what_is_above, fixture_tear_down);
  g_test_add ("/app/sight-box/hurries-for-whoever-scrolls", Fixture, NULL, fixture_set_up,
              test_sight_box_hurries_for_whoever_scrolls, fixture_tear_down);
  g_test_add ("/app/sight-box/hurries-for-the-keyboard", Fixture, NULL, fixture_set_up,
              test_sight_box_hurries_for_the_keyboard, fixture_tear_down);

  return g_test_run ();
}
