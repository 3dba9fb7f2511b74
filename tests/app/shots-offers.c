/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Offers page in its states, and the windows that open from it. */

#include "config.h"

#include "shots.h"

#include "wb-account-store.h"
#include "wb-banner-card.h"
#include "wb-demo-data.h"
#include "wb-offer-history.h"
#include "wb-offers-page.h"
#include "wb-split-view.h"

static GtkWidget *
open_offers (AdwApplication *application,
             AppFixture     *fixture,
             const Look     *look)
{
  GtkWidget *window = shots_open_window (application, look);
  GtkWidget *split = NULL;

  wb_window_set_context (WB_WINDOW (window), fixture->context);
  wb_window_show_page (WB_WINDOW (window), "offers");
  gtk_window_present (GTK_WINDOW (window));
  split = app_find (wb_window_get_page (WB_WINDOW (window), "offers"), WB_TYPE_SPLIT_VIEW);
  if (split)
    wb_split_view_set_show_content (WB_SPLIT_VIEW (split), FALSE);
  app_wait_frames (window, FRAMES_TO_SETTLE);

  return window;
}

static GtkWidget *
get_page (GtkWidget *window)
{
  return wb_window_get_page (WB_WINDOW (window), "offers");
}

/* The window that stands above @window, NULL if none does. */
static GtkWidget *
find_window_above (GtkWidget *window)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkWindow) other = g_list_model_get_item (all, i);

    if (gtk_window_get_transient_for (other) == GTK_WINDOW (window) &&
        gtk_widget_get_visible (GTK_WIDGET (other)))
      return GTK_WIDGET (other);
  }

  return NULL;
}

/* What was just opened above @window, closed again. */
static void
shoot_above (GtkWidget  *window,
             const char *name,
             const char *dir,
             const Look *look)
{
  GtkWidget *above = NULL;

  app_wait_frames (window, 2);
  above = find_window_above (window);
  if (!above)
    g_error ("nothing opened for %s", name);
  if (look->width < 600)
    gtk_window_set_default_size (GTK_WINDOW (above), 360, 640);
  app_wait_frames (above, FRAMES_TO_SETTLE);
  shots_take_picture (above, dir, name, look->suffix);
  gtk_window_destroy (GTK_WINDOW (above));
  app_wait_frames (window, 2);
}

static GtkWidget *
find_by_id (GtkWidget  *root,
            const char *id)
{
  const char *own = gtk_buildable_get_buildable_id (GTK_BUILDABLE (root));
  GtkWidget *found = g_strcmp0 (own, id) == 0 ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_by_id (child, id);

  return found;
}

/* The sections further down. */
static void
scroll_to_end (GtkWidget *window)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (app_find (get_page (window), WB_TYPE_BANNER_CARD),
                                                 GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  app_wait_frames (window, FRAMES_TO_SETTLE);
}

static void
shoot_below (AdwApplication *application,
             AppFixture     *fixture,
             const char     *dir,
             const Look     *look)
{
  GtkWidget *window = open_offers (application, fixture, look);

  scroll_to_end (window);
  shots_take_picture (window, dir, "offers-below", look->suffix);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* An amount that is none and an address that is none. */
static void
shoot_problems (AdwApplication *application,
                AppFixture     *fixture,
                const char     *dir,
                const Look     *look)
{
  GtkWidget *window = open_offers (application, fixture, look);
  WbOfferEditor *editor = wb_offers_page_get_editor (WB_OFFERS_PAGE (get_page (window)));
  g_auto (GStrv) currencies = wb_offer_editor_dup_currencies (editor);

  wb_offer_editor_type_amount (editor, currencies[0], "1e3");
  wb_offer_editor_type_amount (editor, currencies[1], "");
  wb_offer_editor_type_target_url (editor, "www.example.cz");
  app_wait_frames (window, FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, "offers-problems", look->suffix);
  scroll_to_end (window);
  shots_take_picture (window, dir, "offers-problems-below", look->suffix);
  wb_offer_editor_discard (editor);
  app_wait_written (fixture);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
shoot_picker (AdwApplication *application,
              AppFixture     *fixture,
              const char     *dir,
              const Look     *look)
{
  GtkWidget *window = open_offers (application, fixture, look);
  GtkWidget *card = app_find (get_page (window), WB_TYPE_BANNER_CARD);
  static const struct
  {
    const char *id;
    const char *name;
  } buttons[] = {
    { "choose", "banner-picker" },
    { "add", "banner-form" },
    { "edit", "banner-edit" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++) {
    g_signal_emit_by_name (find_by_id (card, buttons[i].id), "clicked");
    shoot_above (window, buttons[i].name, dir, look);
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
shoot_windows (AdwApplication *application,
               AppFixture     *fixture,
               const char     *dir,
               const Look     *look)
{
  static const struct
  {
    const char *action;
    const char *name;
  } windows[] = {
    { "offers.history", "offers-history" },
    { "offers.copy", "offers-copy" },
    { "offers.glance", "offers-glance" },
    { "offers.deactivate", "offers-deactivate" },
    { "win.account", "account" },
    { "win.preferences", "preferences" },
  };
  GtkWidget *window = open_offers (application, fixture, look);

  for (guint i = 0; i < G_N_ELEMENTS (windows); i++) {
    if (gtk_widget_activate_action (get_page (window), windows[i].action, NULL))
      shoot_above (window, windows[i].name, dir, look);
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
shoot_named (AdwApplication *application,
             AppFixture     *fixture,
             const char     *name,
             const char     *dir,
             const Look     *look)
{
  GtkWidget *window = open_offers (application, fixture, look);

  shots_take_picture (window, dir, name, look->suffix);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
add_feature (WbAccount  *account,
             const char *feature)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_addv (builder, (const char **) account->features);
  g_strv_builder_add (builder, feature);
  g_strfreev (account->features);
  account->features = g_strv_builder_end (builder);
}

static gboolean
collect_settings (WbDemoKind   kind,
                  gpointer     record,
                  const char  *token,
                  gpointer     data,
                  GError     **error)
{
  if (kind == WB_DEMO_SETTINGS)
    g_ptr_array_add (data, wb_offer_set_ref (record));

  return TRUE;
}

/* The earlier versions, as they were fetched when the server was last reached. */
static void
make_history (AppFixture *fixture)
{
  WbDemoDataOptions options = { 7, APP_NOW, 60, 10 };
  g_autoptr (WbDemoData) demo = wb_demo_data_new (&options);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) account = NULL;
  WbDb *db = NULL;

  wb_demo_data_make (demo, collect_settings, all, &error);
  g_assert_no_error (error);
  db = wb_workspace_begin (fixture->workspace, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < all->len; i++) {
    WbOfferSet *version = g_ptr_array_index (all, i);
    g_autoptr (GPtrArray) one = g_ptr_array_new ();

    g_ptr_array_add (one, version);
    wb_offer_history_put (db, version->type, one, &error);
    g_assert_no_error (error);
  }
  account = wb_account_store_get (db, &error);
  add_feature (account, WB_FEATURE_VERSIONS);
  account->version++;
  wb_account_store_put (db, account, &error);
  wb_workspace_commit (fixture->workspace, WB_TABLE_ACCOUNT | WB_TABLE_OFFERS, &error);
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* As the server of a merchant who never activated remarketing tells it. */
static void
make_inactive (AppFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->workspace, &error);
  g_autoptr (WbAccount) account = wb_account_store_get (db, &error);

  account->remarketing_active = FALSE;
  account->remarketing_activated_at = WB_TIME_NONE;
  account->version++;
  wb_account_store_put (db, account, &error);
  wb_workspace_commit (fixture->workspace, WB_TABLE_ACCOUNT, &error);
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/**
 * shots_offers:
 * @application: what windows belong to
 * @dir: where pictures go
 * @look: how windows look
 *
 * Photographs all of the above.
 */
void
shots_offers (AdwApplication *application,
              const char     *dir,
              const Look     *look)
{
  static const AppFixtureOptions manager = { 60, 10, TRUE, FALSE, TRUE };
  static const AppFixtureOptions agent = { 60, 10, FALSE, FALSE, TRUE };
  AppFixture fixture = { 0 };

  app_fixture_set_up (&fixture, &manager);
  make_history (&fixture);
  shoot_below (application, &fixture, dir, look);
  shoot_problems (application, &fixture, dir, look);
  shoot_picker (application, &fixture, dir, look);
  shoot_windows (application, &fixture, dir, look);
  make_inactive (&fixture);
  shoot_named (application, &fixture, "offers-inactive", dir, look);
  app_fixture_tear_down (&fixture, NULL);

  fixture = (AppFixture) { 0 };
  app_fixture_set_up (&fixture, &agent);
  shoot_named (application, &fixture, "offers-agent", dir, look);
  app_fixture_tear_down (&fixture, NULL);
}
