/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The first start: what goes wrong is said in place, and what was typed stays. */

#include "config.h"

#include "app-fixture.h"

#include "wb-start-page.h"

#include <glib/gstdio.h>

typedef struct
{
  GtkWidget *window;
  WbStartPage *page;
  char *root;          /* (owned) where the token would be kept */
  GtkWidget *url;
  GtkWidget *token;
  GtkWidget *connect;
} Fixture;

static GtkWidget *
find_button (GtkWidget  *root,
             const char *label)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_button (child, label);

    if (found)
      return found;
  }

  return NULL;
}

/* A label of that class that is seen and says something. */
static const char *
find_problem (GtkWidget *root)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root) &&
      gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (root)) == GTK_ACCESSIBLE_ROLE_ALERT &&
      *gtk_label_get_text (GTK_LABEL (root)))
    return gtk_label_get_text (GTK_LABEL (root));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child)) {
    const char *found = find_problem (child);

    if (found)
      return found;
  }

  return NULL;
}

static gboolean
has_problem (gpointer data)
{
  return find_problem (data) != NULL;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *spec = NULL;

  fixture->root = g_dir_make_tmp ("winback-start-XXXXXX", &error);
  g_assert_no_error (error);
  spec = g_strdup_printf ("file:%s/secrets", fixture->root);
  g_setenv ("WINBACK_SECRETS", spec, TRUE);
  fixture->page = wb_start_page_new ();
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  gtk_window_present (GTK_WINDOW (fixture->window));
  fixture->token = app_find (GTK_WIDGET (fixture->page), ADW_TYPE_PASSWORD_ENTRY_ROW);
  fixture->url = gtk_widget_get_prev_sibling (fixture->token);
  fixture->connect = find_button (GTK_WIDGET (fixture->page), "_Connect");
  g_assert_true (ADW_IS_ENTRY_ROW (fixture->url));
  g_assert_nonnull (fixture->connect);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_ref (fixture->page);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->page);
  g_rmdir (fixture->root);
  g_free (fixture->root);
}

static void
test_start_page_wants_both (Fixture       *fixture,
                            gconstpointer  data)
{
  wb_start_page_show_connect (fixture->page);
  g_assert_false (gtk_widget_get_sensitive (fixture->connect));
  gtk_editable_set_text (GTK_EDITABLE (fixture->url), "https://example.com/api/v2");
  g_assert_false (gtk_widget_get_sensitive (fixture->connect));
  gtk_editable_set_text (GTK_EDITABLE (fixture->token), "t");
  g_assert_true (gtk_widget_get_sensitive (fixture->connect));
}

static void
test_start_page_says_what_is_wrong (Fixture       *fixture,
                                    gconstpointer  data)
{
  static const struct
  {
    const char *url;
    const char *token;
  } cases[] = {
    /* A token may not travel in the clear. */
    { "http://example.com/api/v2", "token" },
    /* Nobody listens there. */
    { "http://127.0.0.1:9/api/v2", "token" },
    { "not an address", "token" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].url);
    wb_start_page_show_connect (fixture->page);
    gtk_editable_set_text (GTK_EDITABLE (fixture->url), cases[i].url);
    gtk_editable_set_text (GTK_EDITABLE (fixture->token), cases[i].token);
    app_wait_frames (fixture->window, 2);
    g_signal_emit_by_name (fixture->connect, "clicked");
    g_assert_null (find_problem (fixture->window));
    app_wait_until (has_problem, fixture->window);
    g_test_message ("%s", find_problem (fixture->window));
    g_assert_null (strstr (find_problem (fixture->window), cases[i].token));
    /* The form is there again, with what was typed. */
    g_assert_true (gtk_widget_get_mapped (fixture->connect));
    g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->url)), ==, cases[i].url);
    g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->token)), ==, cases[i].token);
  }
}

static void
test_start_page_misses_demo (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));

  g_setenv ("PATH", "/nowhere", TRUE);
  wb_start_page_explore_demo (fixture->page, fixture->root);
  app_wait_until (has_problem, fixture->window);
  g_assert_nonnull (strstr (find_problem (fixture->window), "winback-demo"));
  g_setenv ("PATH", path, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, function) \
  g_test_add ("/winback/app/start-page/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("wants-address-and-token", test_start_page_wants_both);
  ADD ("says-in-place-what-is-wrong", test_start_page_says_what_is_wrong);
  ADD ("says-when-the-demo-is-missing", test_start_page_misses_demo);

  return g_test_run ();
}
