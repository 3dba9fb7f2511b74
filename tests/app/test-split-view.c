/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The folding of the split view, alone and nested. */

#include "config.h"

#include "app-fixture.h"

#include "wb-back-button.h"
#include "wb-split-view.h"

typedef struct
{
  GtkWidget *window;
  WbSplitView *view;
  GtkWidget *sidebar;
  GtkWidget *content;
  GtkWidget *back;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  fixture->sidebar = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (fixture->sidebar), gtk_button_new_with_label ("sidebar"));
  fixture->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  fixture->back = g_object_new (WB_TYPE_BACK_BUTTON, NULL);
  gtk_box_append (GTK_BOX (fixture->content), fixture->back);
  gtk_box_append (GTK_BOX (fixture->content), gtk_button_new_with_label ("content"));
  fixture->view = g_object_new (WB_TYPE_SPLIT_VIEW, "fold-width", 500, "sidebar-width", 200,
                                "sidebar-max-width", 300, "sidebar-percent", 40,
                                "sidebar", fixture->sidebar, "content", fixture->content, NULL);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
}

static void
show_at (Fixture *fixture,
         int      width)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 300);
  gtk_window_present (GTK_WINDOW (fixture->window));
  app_wait_frames (fixture->window, 4);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *view = g_object_ref (GTK_WIDGET (fixture->view));

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (view);
}

static void
test_split_view_shows_both (Fixture       *fixture,
                            gconstpointer  data)
{
  show_at (fixture, 600);

  g_assert_false (wb_split_view_get_folded (fixture->view));
  g_assert_true (gtk_widget_get_child_visible (fixture->sidebar));
  g_assert_true (gtk_widget_get_child_visible (fixture->content));
  /* 40 % of 600. */
  g_assert_cmpint (gtk_widget_get_width (fixture->sidebar), ==, 240);
  g_assert_false (gtk_widget_get_visible (fixture->back));
}

static void
test_split_view_folds (Fixture       *fixture,
                       gconstpointer  data)
{
  show_at (fixture, 499);

  g_assert_true (wb_split_view_get_folded (fixture->view));
  g_assert_true (gtk_widget_get_child_visible (fixture->sidebar));
  g_assert_false (gtk_widget_get_child_visible (fixture->content));
  g_assert_cmpint (gtk_widget_get_width (fixture->sidebar), ==, 499);

  wb_split_view_set_show_content (fixture->view, TRUE);
  app_wait_frames (fixture->window, 4);
  g_assert_false (gtk_widget_get_child_visible (fixture->sidebar));
  g_assert_true (gtk_widget_get_child_visible (fixture->content));
  g_assert_true (gtk_widget_get_visible (fixture->back));
}

static void
test_split_view_goes_back (Fixture       *fixture,
                           gconstpointer  data)
{
  GtkWidget *button = NULL;

  show_at (fixture, 400);
  wb_split_view_set_show_content (fixture->view, TRUE);
  app_wait_frames (fixture->window, 4);

  button = adw_bin_get_child (ADW_BIN (fixture->back));
  g_signal_emit_by_name (button, "clicked");
  g_assert_false (wb_split_view_get_show_content (fixture->view));
  app_wait_frames (fixture->window, 4);
  g_assert_true (gtk_widget_get_child_visible (fixture->sidebar));
  /* The focus follows into what is shown. */
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) ==
                 gtk_widget_get_first_child (fixture->sidebar));
}

static void
test_split_view_needs_room_for_one (Fixture       *fixture,
                                    gconstpointer  data)
{
  int minimum = 0;

  gtk_widget_set_size_request (fixture->sidebar, 210, -1);
  gtk_widget_set_size_request (fixture->content, 320, -1);
  gtk_widget_measure (GTK_WIDGET (fixture->view), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, ==, 320);

  /* Wider than where it folds, but too narrow for both: it folds all the same. */
  show_at (fixture, 520);
  g_assert_true (wb_split_view_get_folded (fixture->view));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, function) \
  g_test_add ("/winback/app/split-view/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("shows-both-where-there-is-room", test_split_view_shows_both);
  ADD ("shows-one-where-there-is-none", test_split_view_folds);
  ADD ("goes-back-with-the-focus", test_split_view_goes_back);
  ADD ("needs-room-for-the-wider-pane-only", test_split_view_needs_room_for_one);

  return g_test_run ();
}
