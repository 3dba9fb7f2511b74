/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The history of a type's offers worked through its widgets: fetched, kept, empty, in trouble; and
 * going back and undoing it. */

#include "config.h"

#include "dialog-support.h"

#include "wb-banner-store.h"
#include "wb-notice.h"
#include "wb-offer-history-window.h"
#include "wb-offer-history.h"
#include "wb-offer-store.h"
#include "wb-offers-page.h"
#include "wb-preview-pane.h"
#include "wb-stub-server.h"
#include "wb-wire-offer-set.h"

static GtkWidget *
open_history (DialogFixture *fixture)
{
  return dialog_open (fixture, "offers.history", WB_TYPE_OFFER_HISTORY_WINDOW);
}

static GtkListBox *
find_list (GtkWidget *window)
{
  return GTK_LIST_BOX (dialog_find_nth (window, GTK_TYPE_LIST_BOX, 0));
}

static guint
count_rows (GtkWidget *window)
{
  GtkListBox *list = find_list (window);
  guint n = 0;

  while (gtk_list_box_get_row_at_index (list, (int) n))
    n++;

  return n;
}

static void
choose (GtkWidget *window,
        int        index)
{
  GtkListBox *list = find_list (window);

  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, index));
}

/* Three of the first type, as they were fetched some time ago. */
static GPtrArray *
keep_versions (DialogFixture *fixture)
{
  const char *type_id = dialog_get_type_id (fixture, 0);
  GPtrArray *versions = dialog_make_versions (fixture, type_id, 3);

  dialog_put_versions (fixture, type_id, versions);

  return versions;
}

static WbOfferSet *
get_saved (DialogFixture *fixture)
{
  g_autoptr (WbOutboxRow) row =
    dialog_get_row (fixture, "settings", dialog_get_type_id (fixture, 0));
  g_autoptr (GError) error = NULL;
  WbOfferSet *set = NULL;

  g_assert_nonnull (row);
  set = wb_wire_offer_set_decode (row->body, &error);
  g_assert_no_error (error);

  return set;
}

/* A page of versions as the server sends it. */
static void
serve_versions (DialogFixture *fixture,
                GPtrArray     *versions)
{
  const char *type_id = dialog_get_type_id (fixture, 0);
  g_autofree char *path =
    g_strdup_printf ("/api/v2/remarketing/settings/%s/versions", type_id);
  g_autoptr (GString) json = g_string_new (NULL);

  g_string_printf (json, "{\"count\":%u,\"current_page\":1,\"total_pages\":1,\"results\":[",
                   versions->len);
  for (guint i = 0; i < versions->len; i++) {
    g_autoptr (JsonNode) node = wb_wire_offer_set_encode (g_ptr_array_index (versions, i));
    g_autofree char *text = json_to_string (node, FALSE);

    g_string_append_printf (json, "%s%s", i > 0 ? "," : "", text);
  }
  g_string_append (json, "]}");
  wb_stub_server_queue_json (fixture->app.server, "GET", path, 200, json->str);
}

static gboolean
has_three_rows (gpointer data)
{
  return count_rows (data) == 3;
}

static gboolean
has_notice (gpointer data)
{
  return wb_notice_is_shown (WB_NOTICE (app_find (data, WB_TYPE_NOTICE)));
}

static gboolean
is_in_trouble (gpointer data)
{
  return dialog_says (data, "History cannot be loaded");
}

static void
test_offer_history_is_fetched_when_opened (DialogFixture *fixture,
                                           gconstpointer  data)
{
  g_autoptr (GPtrArray) versions =
    dialog_make_versions (fixture, dialog_get_type_id (fixture, 0), 3);
  GtkWidget *window = NULL;
  g_autoptr (GPtrArray) kept = NULL;

  serve_versions (fixture, versions);
  window = open_history (fixture);
  app_wait_until (has_three_rows, window);
  app_wait_frames (window, 2);

  /* Newest first, the one in force marked, with who, and what changed from and to. */
  g_assert_true (dialog_says (GTK_WIDGET (gtk_list_box_get_row_at_index (find_list (window), 0)),
                              "In force"));
  g_assert_false (dialog_says (GTK_WIDGET (gtk_list_box_get_row_at_index (find_list (window), 1)),
                               "In force"));
  g_assert_true (dialog_says (window, "Jana Králová"));
  g_assert_true (dialog_says (window, "59 days → 60 days"));
  choose (window, 1);
  g_assert_true (dialog_says (window, "58 days → 59 days"));
  g_assert_false (has_notice (window));

  /* Kept for offline. */
  kept = wb_offer_history_list (wb_context_get_reader (fixture->app.context),
                                dialog_get_type_id (fixture, 0), NULL);
  g_assert_cmpuint (kept->len, ==, 3);
}

static void
test_offer_history_offline_shows_what_was_kept (DialogFixture *fixture,
                                                gconstpointer  data)
{
  g_autoptr (GPtrArray) versions = keep_versions (fixture);
  GtkWidget *window = open_history (fixture);

  g_assert_cmpuint (count_rows (window), ==, 3);
  app_wait_until (has_notice, window);
  g_assert_true (dialog_says (window, "As of the last time"));
  g_assert_cmpuint (count_rows (window), ==, 3);
}

static void
choose_unconfigured (DialogFixture *fixture)
{
  g_autofree char *id = g_strdup (dialog_find_unconfigured (fixture));

  g_assert_true (gtk_widget_activate_action (fixture->window, "win.show-offers", "s", id));
  g_assert_cmpstr (wb_offers_page_get_type_id (WB_OFFERS_PAGE (fixture->page)), ==, id);
}

static void
test_offer_history_trouble_is_said (DialogFixture *fixture,
                                    gconstpointer  data)
{
  GtkWidget *window = NULL;

  choose_unconfigured (fixture);
  window = open_history (fixture);
  app_wait_until (is_in_trouble, window);
  g_assert_true (dialog_says (window, "There is none."));
}

static void
test_offer_history_empty_is_said (DialogFixture *fixture,
                                  gconstpointer  data)
{
  choose_unconfigured (fixture);
  g_assert_true (dialog_says (open_history (fixture), "No history yet"));
}

static void
test_offer_history_server_without_versions (DialogFixture *fixture,
                                            gconstpointer  data)
{
  GtkWidget *window = open_history (fixture);

  g_assert_true (dialog_says (window, "This server keeps no earlier versions"));
  /* What holds is known all the same. */
  g_assert_cmpuint (count_rows (window), ==, 1);
}

static void
test_offer_history_goes_back_and_undoes (DialogFixture *fixture,
                                         gconstpointer  data)
{
  g_autoptr (GPtrArray) versions =
    dialog_make_versions (fixture, dialog_get_type_id (fixture, 0), 3);
  GtkWidget *window = NULL;
  g_autoptr (WbOfferSet) saved = NULL;
  g_autoptr (WbOfferSet) shown = NULL;

  dialog_put_versions (fixture, dialog_get_type_id (fixture, 0), versions);
  window = open_history (fixture);
  /* What holds now cannot be gone back to. */
  gtk_widget_activate_action (window, "history.go-back", NULL);
  app_wait_written (&fixture->app);
  g_assert_null (dialog_get_row (fixture, "settings", dialog_get_type_id (fixture, 0)));

  choose (window, 2);
  g_assert_true (gtk_widget_activate_action (window, "history.go-back", NULL));
  app_wait_written (&fixture->app);
  saved = get_saved (fixture);
  g_assert_true (wb_offer_set_equal_tools (saved, g_ptr_array_index (versions, 2)));
  g_assert_false (wb_offer_set_equal_tools (saved, g_ptr_array_index (versions, 0)));
  g_assert_true (dialog_says (window, "The earlier values hold again"));

  g_assert_true (gtk_widget_activate_action (window, "history.undo", NULL));
  app_wait_written (&fixture->app);
  shown = wb_offer_store_get (wb_context_get_reader (fixture->app.context),
                              dialog_get_type_id (fixture, 0), NULL);
  g_assert_true (wb_offer_set_equal_tools (shown, g_ptr_array_index (versions, 0)));
}

static void
test_offer_history_edits_are_not_lost (DialogFixture *fixture,
                                       gconstpointer  data)
{
  g_autoptr (GPtrArray) versions =
    dialog_make_versions (fixture, dialog_get_type_id (fixture, 0), 3);
  WbOfferEditor *editor = wb_offers_page_get_editor (WB_OFFERS_PAGE (fixture->page));
  GtkWidget *window = NULL;

  dialog_put_versions (fixture, dialog_get_type_id (fixture, 0), versions);
  wb_offer_editor_set_validity (editor, 3);
  window = open_history (fixture);
  choose (window, 2);
  g_assert_true (dialog_says (window, "Save or discard them first."));
  gtk_widget_activate_action (window, "history.go-back", NULL);
  app_wait_written (&fixture->app);
  g_assert_cmpint (wb_offer_editor_get_set (editor)->validity_days, ==, 3);
  g_assert_null (dialog_get_row (fixture, "settings", dialog_get_type_id (fixture, 0)));
}

static void
test_offer_history_agents_only_look (DialogFixture *fixture,
                                     gconstpointer  data)
{
  g_autoptr (GPtrArray) versions = keep_versions (fixture);
  GtkWidget *window = open_history (fixture);

  choose (window, 2);
  g_assert_true (dialog_says (window, "Only managers go back"));
  gtk_widget_activate_action (window, "history.go-back", NULL);
  app_wait_written (&fixture->app);
  g_assert_null (dialog_get_row (fixture, "settings", dialog_get_type_id (fixture, 0)));
}

static void
add (const char          *path,
     const DialogOptions *options,
     void (*func)(DialogFixture *fixture,
                  gconstpointer data))
{
  g_test_add (path, DialogFixture, options, dialog_fixture_set_up, func,
              dialog_fixture_tear_down);
}

/* A banner with its picture, as it was fetched. */
static void
keep_banner (DialogFixture *fixture,
             const char    *id)
{
  g_autoptr (WbBanner) banner = wb_banner_new ();
  g_autofree char *path = wb_stub_data_path ("images/banner.png");
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length = 0;
  WbDb *db = NULL;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  png = g_bytes_new_take (data, length);
  banner->id = g_strdup (id);
  banner->name = g_strdup ("Autumn 2026");
  banner->picture = wb_picture_new ();
  banner->picture->id = g_strdup ("02000077");
  banner->picture->mime_type = g_strdup ("image/png");
  banner->picture->size = (gint64) length;
  banner->picture->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, png);
  banner->picture->url = g_strdup ("https://shop.example/02000077.png");
  banner->picture->width = 320;
  banner->picture->height = 80;
  wb_lang_text_set (banner->alt_text, "cs", "Podzimní sleva");
  banner->created_at = banner->updated_at = APP_NOW;
  banner->version = 1;

  db = wb_workspace_begin (fixture->app.workspace, &error);
  g_assert_no_error (error);
  wb_banner_store_apply (db, banner, NULL, &error);
  g_assert_no_error (error);
  wb_banner_store_put_picture (db, banner->picture->sha256, png, APP_NOW, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_BANNERS, &error);
  g_assert_no_error (error);
}

static gboolean
has_picture (gpointer data)
{
  GtkWidget *picture = app_find (data, GTK_TYPE_PICTURE);

  return picture && gtk_picture_get_paintable (GTK_PICTURE (picture));
}

static void
test_offer_history_preview_has_the_picture (DialogFixture *fixture,
                                            gconstpointer  data)
{
  static const char *const ids[] = { "03000077", "03000078" };
  const char *type_id = dialog_get_type_id (fixture, 0);
  g_autoptr (GPtrArray) versions = dialog_make_versions (fixture, type_id, 2);
  GtkWidget *window = NULL;
  GtkWidget *pane = NULL;

  /* The newest has a banner that was never fetched, the one before has one that was. */
  keep_banner (fixture, ids[0]);
  for (guint i = 0; i < versions->len; i++) {
    WbOfferSet *version = g_ptr_array_index (versions, i);

    version->banner_enabled = TRUE;
    version->banner_placements = WB_PLACEMENT_PORTAL;
    g_free (version->banner);
    version->banner = g_strdup (ids[i == 0 ? 1 : 0]);
    g_free (version->banner_target_url);
    version->banner_target_url = g_strdup ("https://shop.example/autumn");
  }
  dialog_put_offers (fixture, g_ptr_array_index (versions, 0));
  dialog_put_versions (fixture, type_id, versions);
  window = open_history (fixture);
  pane = app_find (window, WB_TYPE_PREVIEW_PANE);
  g_assert_nonnull (pane);
  g_assert_false (has_picture (pane));

  choose (window, 1);
  app_wait_until (has_picture, pane);
}

int
main (int   argc,
      char *argv[])
{
  static const DialogOptions manager = { { 12, 4, TRUE, FALSE }, FALSE, FALSE };
  static const DialogOptions agent = { { 12, 4, FALSE, FALSE }, FALSE, FALSE };
  static const DialogOptions offline = { { 12, 4, TRUE, FALSE, TRUE }, FALSE, FALSE };
  static const DialogOptions online = { { 12, 4, TRUE, FALSE, TRUE, TRUE }, FALSE, FALSE };
  static const DialogOptions without = { { 12, 4, TRUE, FALSE, TRUE, TRUE }, FALSE, TRUE };

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  add ("/app/offer-history-window/is-fetched-when-opened", &online,
       test_offer_history_is_fetched_when_opened);
  add ("/app/offer-history-window/offline-shows-what-was-kept", &offline,
       test_offer_history_offline_shows_what_was_kept);
  add ("/app/offer-history-window/trouble-is-said", &offline, test_offer_history_trouble_is_said);
  add ("/app/offer-history-window/empty-is-said", &manager, test_offer_history_empty_is_said);
  add ("/app/offer-history-window/server-without-versions", &without,
       test_offer_history_server_without_versions);
  add ("/app/offer-history-window/goes-back-and-undoes", &manager,
       test_offer_history_goes_back_and_undoes);
  add ("/app/offer-history-window/edits-are-not-lost", &manager,
       test_offer_history_edits_are_not_lost);
  add ("/app/offer-history-window/preview-has-the-picture", &offline,
       test_offer_history_preview_has_the_picture);
  add ("/app/offer-history-window/agents-only-look", &agent, test_offer_history_agents_only_look);

  return g_test_run ();
}
