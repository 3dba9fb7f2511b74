/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of the Calls page in its states: sorted, narrowed, marked, empty, and what is said around
 * it. */

#include "config.h"

#include "card-fixture.h"
#include "shots.h"

#include "wb-call-store.h"
#include "wb-page.h"
#include "wb-server-time.h"
#include "wb-staff-actions.h"

static GtkWidget *
open_calls (AdwApplication *application,
            AppFixture     *fixture,
            const Look     *look)
{
  GtkWidget *window = shots_open_window (application, look);

  wb_window_set_context (WB_WINDOW (window), fixture->context);
  wb_window_show_page (WB_WINDOW (window), "calls");
  gtk_window_present (GTK_WINDOW (window));
  app_wait_frames (window, FRAMES_TO_SETTLE);

  return window;
}

static GtkWidget *
get_page (GtkWidget *window)
{
  return wb_window_get_page (WB_WINDOW (window), "calls");
}

static void
act (GtkWidget  *window,
     const char *action,
     GVariant   *parameter)
{
  if (!gtk_widget_activate_action_variant (get_page (window), action, parameter))
    g_error ("no action %s", action);
}

static gboolean
has_waited (gpointer data)
{
  return g_get_monotonic_time () > *(gint64 *) data;
}

/* The list is read on a worker, the foot a moment later. */
static void
shoot (GtkWidget  *window,
       const char *dir,
       const char *name,
       const Look *look)
{
  gint64 until = g_get_monotonic_time () + G_TIME_SPAN_SECOND;

  app_wait_frames (window, FRAMES_TO_SETTLE);
  g_timeout_add_once (1000, (GSourceOnceFunc) g_main_context_wakeup, NULL);
  app_wait_until (has_waited, &until);
  app_wait_frames (window, FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, name, look->suffix);
}

/* The n-th menu button with a popover of its own: first the menu, then the foot. */
static GtkWidget *
find_menu_button (GtkWidget *root,
                  int       *n)
{
  if (GTK_IS_MENU_BUTTON (root) && gtk_menu_button_get_popover (GTK_MENU_BUTTON (root)) &&
      (*n)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_menu_button (child, n);

    if (found)
      return found;
  }

  return NULL;
}

static void
shoot_popover (GtkWidget  *window,
               int         n,
               const char *dir,
               const char *name,
               const Look *look)
{
  GtkWidget *button = find_menu_button (get_page (window), &n);

  if (!button)
    g_error ("no button for %s", name);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  app_wait_frames (window, FRAMES_TO_SETTLE);
  shots_take_picture (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))), dir, name,
                      look->suffix);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
}

/* Work of a morning without a connection, and a call that somebody else closed meanwhile. */
static void
make_marks (AppFixture *fixture)
{
  WbCallQuery query = {
    .filter = WB_CALL_FILTER_FREE,
    .now = APP_NOW,
    .zone = wb_context_get_zone (fixture->context),
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) refs = wb_call_store_list (wb_context_get_reader (fixture->context), &query,
                                                &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 4; i++) {
    g_autoptr (WbActivity) call = wb_call_store_get_row (
      wb_context_get_reader (fixture->context),
      g_array_index (refs, WbCallRef, i * 2 + 1).rowid, &error);

    if (i == 2)
      wb_action_snooze (fixture->workspace, call->id, APP_NOW + WB_HOUR_MS,
                        WB_OUTCOME_NO_ANSWER, NULL, &error);
    else
      wb_action_take (fixture->workspace, call->id, 900, &error);
    g_assert_no_error (error);
    if (i == 1)
      card_lose (fixture, call, TRUE);
    else if (i == 3)
      card_lose (fixture, call, FALSE);
  }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The server's clock shows another time than this computer's. */
static void
set_clock_wrong (AppFixture *fixture)
{
  WbServerTime time = { 0 };
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->workspace, &error);

  g_assert_no_error (error);
  wb_server_time_learn (&time, WB_CLOCK (fixture->clock), APP_NOW - WB_HOUR_MS);
  wb_server_time_store (&time, db, &error);
  wb_workspace_commit (fixture->workspace, WB_TABLE_SYNC, &error);
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
shoot_states (AdwApplication *application,
              AppFixture     *fixture,
              const char     *dir,
              const Look     *look)
{
  GtkWidget *window = open_calls (application, fixture, look);
  GPtrArray *types = wb_context_get_types (fixture->context);
  const WbTicketType *type = g_ptr_array_index (types, 0);
  GtkWidget *entry = app_find (get_page (window), GTK_TYPE_SEARCH_ENTRY);

  shoot (window, dir, "calls-marked", look);
  shoot_popover (window, 0, dir, "calls-menu", look);
  shoot_popover (window, 1, dir, "calls-answered", look);
  act (window, "queue.sort", g_variant_new_string ("promise"));
  shoot (window, dir, "calls-by-promise", look);
  act (window, "queue.sort", g_variant_new_string ("age"));
  act (window, "queue.type", g_variant_new_string (type->id));
  act (window, "queue.no-number", NULL);
  shoot (window, dir, "calls-narrowed", look);

  wb_page_start_search (WB_PAGE (get_page (window)));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Quetzalcoatl");
  shoot (window, dir, "calls-narrowed-empty", look);
  act (window, "queue.show-all", NULL);
  shoot (window, dir, "calls-search-empty", look);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
shoot_one (AdwApplication *application,
           AppFixture     *fixture,
           const char     *dir,
           const char     *name,
           const Look     *look)
{
  GtkWidget *window = open_calls (application, fixture, look);

  shoot (window, dir, name, look);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* @fixture: the demo merchant's, which is changed; the other pages are photographed before. */
void
shots_calls (AdwApplication *application,
             const char     *dir,
             const Look     *looks,
             guint           n_looks)
{
  static const AppFixtureOptions busy_options = { 240, 40, FALSE, FALSE, TRUE };
  static const AppFixtureOptions calm_options = { 60, 0, FALSE, FALSE, TRUE };
  AppFixture busy = { 0 };
  AppFixture calm = { 0 };

  app_fixture_set_up (&busy, &busy_options);
  app_fixture_set_up (&calm, &calm_options);
  make_marks (&busy);
  for (guint i = 0; i < n_looks; i++) {
    shoot_states (application, &busy, dir, &looks[i]);
    shoot_one (application, &calm, dir, "calls-empty", &looks[i]);
  }
  set_clock_wrong (&busy);
  for (guint i = 0; i < n_looks; i++)
    shoot_one (application, &busy, dir, "calls-clock", &looks[i]);
  app_fixture_tear_down (&calm, NULL);
  app_fixture_tear_down (&busy, NULL);
}
