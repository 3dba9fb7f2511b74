/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Connections: the service's shops as they are told, and at level 0 shops of one's own: added, tested,
 * paused, removed, with the key nowhere but among the secrets. */

#include "config.h"

#include "dialog-support.h"

#include "wb-account-store.h"
#include "wb-connections-page.h"
#include "wb-forecast-window.h"
#include "wb-notice.h"
#include "wb-page.h"
#include "wb-pretend-woo.h"
#include "wb-shop-connection.h"
#include "wb-shop-form.h"
#include "wb-shop-row.h"
#include "wb-shop-words.h"
#include "wb-wire-merchant-store.h"
#include "wb-wire-page.h"

#include <string.h>

#define KEY "ck_1111111111111111111111111111111111111111"
#define SECRET "cs_2222222222222222222222222222222222222222"
#define OTHER_SECRET "cs_9999999999999999999999999999999999999999"

typedef struct
{
  AppFixture app;
  GtkWidget *window;
  GtkWidget *page;
  WbPretendWoo *shop;    /* (owned) */
  const char *shop_url;
} Fixture;

static AdwApplication *application;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  app_fixture_set_up (&fixture->app, data);
  fixture->shop = wb_pretend_woo_new (NULL, WB_CLOCK (fixture->app.clock), &error);
  g_assert_no_error (error);
  wb_pretend_woo_add_key (fixture->shop, KEY, SECRET, WB_WOO_KEY_READ_WRITE, TRUE);
  fixture->shop_url = wb_pretend_woo_listen (fixture->shop, NULL, &error);
  g_assert_no_error (error);
  fixture->window = g_object_new (WB_TYPE_WINDOW, "application", application, NULL);
  wb_window_set_context (WB_WINDOW (fixture->window), fixture->app.context);
  wb_window_show_page (WB_WINDOW (fixture->window), "connections");
  gtk_window_present (GTK_WINDOW (fixture->window));
  app_wait_frames (fixture->window, 2);
  fixture->page = wb_window_get_page (WB_WINDOW (fixture->window), "connections");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  wb_pretend_woo_free (fixture->shop);
  app_fixture_tear_down (&fixture->app, data);
}

static GtkWidget *
find_shop (Fixture    *fixture,
           const char *name)
{
  for (guint i = 0;; i++) {
    GtkWidget *row = dialog_find_nth (fixture->page, WB_TYPE_SHOP_ROW, i);

    if (!row || g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), name))
      return row;
  }
}

static void
put_store (Fixture         *fixture,
           WbMerchantStore *store)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);

  g_assert_no_error (error);
  wb_merchant_store_upsert (db, store, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_ACCOUNT, &error);
  g_assert_no_error (error);
  app_wait_written (&fixture->app);
}

/* A shop's state, its trouble and what it can do come from the service, and change in place. */
static void
test_connections_shows_the_services_shops (Fixture       *fixture,
                                           gconstpointer  data)
{
  GPtrArray *stores = wb_context_get_stores (fixture->app.context);
  g_autoptr (WbMerchantStore) store = NULL;
  GtkWidget *row = NULL;

  g_assert_cmpuint (stores->len, >, 1);
  for (guint i = 0; i < stores->len; i++) {
    const WbMerchantStore *one = g_ptr_array_index (stores, i);

    row = find_shop (fixture, one->name);
    g_assert_nonnull (row);
    g_assert_true (dialog_says (row, "Connected"));
  }
  /* They are connected elsewhere. */
  g_assert_false (dialog_says (fixture->page, "Add shop…"));
  g_assert_true (dialog_says (fixture->page, "Adding a shop"));

  store = wb_merchant_store_ref (g_ptr_array_index (stores, 0));
  row = find_shop (fixture, store->name);
  g_free (store->connection);
  store->connection = g_strdup ("error");
  store->error_message = g_strdup ("The key is not good any more");
  store->caps = wb_shop_caps_new ();
  wb_shop_caps_add_note (store->caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_SCOPE, "read_orders");
  store->version++;
  put_store (fixture, store);
  g_assert_true (find_shop (fixture, store->name) == row);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  app_wait_frames (fixture->window, 2);
  g_assert_true (dialog_says (row, "Not connected"));
  g_assert_true (dialog_says (row, "The key is not good any more"));
  g_assert_true (dialog_says (row, "Grant the permission “read_orders” to this connection"));
  /* Nothing here can be done to it. */
  g_assert_false (dialog_says (row, "Pause"));
}

static void
test_connections_forecasts (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkWidget *window = NULL;
  GtkWidget *shop = NULL;
  g_autoptr (WbMerchantStore) store =
    wb_merchant_store_ref (g_ptr_array_index (wb_context_get_stores (fixture->app.context), 0));

  g_assert_true (gtk_widget_activate_action (fixture->page, "connections.forecast", NULL));
  window = dialog_find_window (WB_TYPE_FORECAST_WINDOW);
  g_assert_nonnull (window);
  app_wait_frames (window, 2);
  g_assert_true (dialog_says (window, "The customer gets"));
  g_assert_true (dialog_says (window, "What is sent to the shop"));
  g_assert_false (dialog_says (window, "In the way"));

  /* Another shop's currency is in the way here. */
  shop = dialog_find_nth (window, ADW_TYPE_COMBO_ROW, 2);
  adw_combo_row_set_selected (ADW_COMBO_ROW (shop), 1);
  app_wait_frames (window, 2);
  g_assert_true (dialog_says (window, "In the way"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
open_form (Fixture *fixture)
{
  GtkWidget *form = NULL;

  g_assert_true (gtk_widget_activate_action (fixture->page, "connections.add", NULL));
  form = dialog_find_window (WB_TYPE_SHOP_FORM);
  g_assert_nonnull (form);
  app_wait_frames (form, 2);

  return form;
}

static void
type (GtkWidget  *form,
      const char *title,
      const char *text)
{
  for (guint i = 0;; i++) {
    GtkWidget *row = dialog_find_nth (form, ADW_TYPE_ENTRY_ROW, i);

    g_assert_nonnull (row);
    if (g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title)) {
      gtk_editable_set_text (GTK_EDITABLE (row), text);
      return;
    }
  }
}

static void
choose_platform (GtkWidget  *form,
                 const char *platform)
{
  for (guint i = 0; wb_shop_platforms ()[i]; i++) {
    if (g_str_equal (wb_shop_platforms ()[i], platform))
      adw_combo_row_set_selected (ADW_COMBO_ROW (app_find (form, ADW_TYPE_COMBO_ROW)), i);
  }
}

typedef struct
{
  GtkWidget *root;
  const char *words;
} Wanted;

static gboolean
says (gpointer data)
{
  Wanted *wanted = data;

  return dialog_says (wanted->root, wanted->words);
}

static void
wait_says (GtkWidget  *root,
           const char *words)
{
  Wanted wanted = { root, words };

  app_wait_until (says, &wanted);
}

static gboolean
is_form_gone (gpointer data)
{
  return !dialog_find_window (WB_TYPE_SHOP_FORM);
}

static gboolean
is_enabled (GtkWidget  *form,
            const char *label)
{
  for (guint i = 0;; i++) {
    GtkWidget *button = dialog_find_nth (form, GTK_TYPE_BUTTON, i);

    g_assert_nonnull (button);
    if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), label) == 0)
      return gtk_widget_get_sensitive (button);
  }
}

static void
add_shop (Fixture *fixture)
{
  GtkWidget *form = open_form (fixture);

  choose_platform (form, "woocommerce");
  g_assert_false (is_enabled (form, "_Test"));
  type (form, "Address", fixture->shop_url);
  type (form, "Consumer key", KEY);
  type (form, "Consumer secret", OTHER_SECRET);
  g_assert_true (is_enabled (form, "_Test"));
  g_assert_true (gtk_widget_activate_action (form, "shop.go", NULL));
  /* A wrong secret: the step it failed at is told, and nothing can be saved. */
  wait_says (form, "The shop refused the key");
  g_assert_false (dialog_says (form, "Save"));
  g_assert_cmpuint (wb_pretend_woo_count_requests (fixture->shop, NULL), >, 0);

  type (form, "Consumer secret", SECRET);
  g_assert_true (gtk_widget_activate_action (form, "shop.go", NULL));
  wait_says (form, "Save");
  /* Changed after the test: to be tested again. */
  type (form, "Address", "https://other.example");
  g_assert_false (dialog_says (form, "Save"));
  type (form, "Address", fixture->shop_url);
  g_assert_true (gtk_widget_activate_action (form, "shop.go", NULL));
  wait_says (form, "Save");
  type (form, "Name", "My shop");
  g_assert_true (dialog_says (form, "Save"));
  g_assert_true (gtk_widget_activate_action (form, "shop.go", NULL));
  app_wait_until (is_form_gone, NULL);
  app_wait_written (&fixture->app);
}

static gboolean
contains (const char *bytes,
          gsize       length,
          const char *wanted)
{
  gsize wanted_length = strlen (wanted);

  for (gsize i = 0; i + wanted_length <= length; i++) {
    if (memcmp (bytes + i, wanted, wanted_length) == 0)
      return TRUE;
  }

  return FALSE;
}

/* Reads each file of the workspace: the key must not be in any. */
static void
assert_no_secret (const char *dir,
                  const char *secret)
{
  g_autoptr (GDir) files = g_dir_open (dir, 0, NULL);
  const char *name = NULL;

  while (files && (name = g_dir_read_name (files))) {
    g_autofree char *path = g_build_filename (dir, name, NULL);
    g_autofree char *text = NULL;
    gsize length = 0;

    if (g_file_get_contents (path, &text, &length, NULL))
      g_assert_false (contains (text, length, secret));
  }
}

static void
test_connections_adds_a_shop (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GPtrArray) connections = NULL;
  GtkWidget *row = NULL;
  const WbShopConnection *connection = NULL;
  Wanted wanted = { NULL, NULL };

  g_assert_true (dialog_says (fixture->page, "No shop is connected"));
  g_assert_false (dialog_says (fixture->page, "Adding a shop"));
  add_shop (fixture);

  connections = wb_shop_connection_list (wb_context_get_reader (fixture->app.context), NULL);
  g_assert_cmpuint (connections->len, ==, 1);
  connection = g_ptr_array_index (connections, 0);
  g_assert_cmpstr (connection->name, ==, "My shop");
  g_assert_cmpstr (connection->platform, ==, "woocommerce");
  g_assert_nonnull (connection->caps);
  assert_no_secret (wb_workspace_get_dir (fixture->app.workspace), SECRET);
  assert_no_secret (wb_workspace_get_dir (fixture->app.workspace), KEY);

  row = find_shop (fixture, "My shop");
  g_assert_nonnull (row);
  g_assert_false (dialog_says (fixture->page, "No shop is connected"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  app_wait_frames (fixture->window, 2);
  dialog_click (row, "_Pause");
  wanted = (Wanted) { row, "Paused" };
  app_wait_until (says, &wanted);
  dialog_click (row, "_Go on");
  wanted.words = "Connected";
  app_wait_until (says, &wanted);
}

/* Another name alone needs no test, and leaves the key as it is. */
static void
test_connections_renames_a_shop (Fixture       *fixture,
                                 gconstpointer  data)
{
  GtkWidget *row = NULL;
  GtkWidget *form = NULL;
  guint n_requests = 0;

  add_shop (fixture);
  row = find_shop (fixture, "My shop");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  app_wait_frames (fixture->window, 2);
  n_requests = wb_pretend_woo_count_requests (fixture->shop, NULL);
  dialog_click (row, "_Edit…");
  form = dialog_find_window (WB_TYPE_SHOP_FORM);
  g_assert_nonnull (form);
  type (form, "Name", "Another name");
  g_assert_true (is_enabled (form, "_Save"));
  g_assert_true (gtk_widget_activate_action (form, "shop.go", NULL));
  app_wait_until (is_form_gone, NULL);
  app_wait_written (&fixture->app);
  g_assert_nonnull (find_shop (fixture, "Another name"));
  g_assert_false (dialog_says (fixture->page, "My shop"));
  g_assert_cmpuint (wb_pretend_woo_count_requests (fixture->shop, NULL), ==, n_requests);

  /* The kept key is still the one that works. */
  dialog_click (find_shop (fixture, "Another name"), "_Test");
  form = dialog_find_window (WB_TYPE_SHOP_FORM);
  wait_says (form, "Save");
  gtk_window_destroy (GTK_WINDOW (form));
}

static gboolean
is_offline (gpointer data)
{
  return wb_context_get_sync_state (data)->phase == WB_SYNC_OFFLINE;
}

/* Without an answer from the service: since when is said, in words, and that the shops are as they were then.
 * What the network said of it is not for people. */
static void
test_connections_offline (Fixture       *fixture,
                          gconstpointer  data)
{
  g_assert_false (dialog_says (fixture->page, "it does not answer now"));
  wb_sync_start (fixture->app.sync);
  app_wait_until (is_offline, fixture->app.context);
  g_assert_true (dialog_says (fixture->page, "Offline: it last answered today 10:42"));
  g_assert_true (dialog_says (fixture->page, "As the service told today 10:42: it does not answer now."));
  g_assert_false (dialog_says (fixture->page, "There is none."));
  wb_sync_stop (fixture->app.sync);
}

#define STORES "/api/v2/account/stores"

/* How often the service was asked for its shops, and how often it is to have been. */
typedef struct
{
  Fixture *fixture;
  guint n_asked;
} Asked;

static gboolean
was_asked (gpointer data)
{
  const Asked *asked = data;

  return wb_stub_server_count_for (asked->fixture->app.server, "GET", STORES) >= asked->n_asked;
}

static guint
count_asked (Fixture *fixture)
{
  app_wait_frames (fixture->window, 6);

  return wb_stub_server_count_for (fixture->app.server, "GET", STORES);
}

static gboolean
says_synced_now (gpointer data)
{
  Fixture *fixture = data;

  return dialog_says (fixture->page, "11:13");
}

/* What the service answers next: its shops, read just now. */
static void
queue_stores (Fixture *fixture)
{
  GPtrArray *stores = wb_context_get_stores (fixture->app.context);
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_merchant_store_unref);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;

  for (guint i = 0; i < stores->len; i++) {
    g_autoptr (JsonNode) told = wb_wire_merchant_store_encode (g_ptr_array_index (stores, i));
    WbMerchantStore *store = wb_wire_merchant_store_decode (told, NULL);

    store->last_sync_at = wb_clock_now (WB_CLOCK (fixture->app.clock));
    g_ptr_array_add (read, store);
  }
  node = wb_wire_page_encode (read->len, 1, 1, read, (WbWireEncodeFunc) wb_wire_merchant_store_encode);
  json = json_to_string (node, FALSE);
  wb_stub_server_queue_json (fixture->app.server, "GET", STORES, 200, json);
}

static void
show_again (Fixture *fixture)
{
  wb_window_show_page (WB_WINDOW (fixture->window), "tickets");
  wb_window_show_page (WB_WINDOW (fixture->window), "connections");
  app_wait_frames (fixture->window, 2);
}

/* When a shop was read last is no event: who looks at the page asks the service, at most each 30 seconds; where
 * it fails, nothing is said but what the helpdesk's own row says. */
static void
test_connections_asks_when_shown (Fixture       *fixture,
                                  gconstpointer  data)
{
  Asked asked = { fixture, 1 };
  guint n_before = 0;

  /* Nothing was scripted for the first time: a refusal, and no word of it. */
  app_wait_until (was_asked, &asked);
  n_before = count_asked (fixture);
  g_assert_false (dialog_says (fixture->page, "404"));
  wb_movable_clock_advance (fixture->app.clock, 29 * WB_SECOND_MS);
  show_again (fixture);
  g_assert_cmpuint (count_asked (fixture), ==, n_before);

  wb_movable_clock_advance (fixture->app.clock, 31 * WB_MINUTE_MS);
  queue_stores (fixture);
  g_assert_false (says_synced_now (fixture));
  show_again (fixture);
  app_wait_until (says_synced_now, fixture);

  /* And again only when that is half a minute old. */
  n_before = count_asked (fixture);
  show_again (fixture);
  g_assert_cmpuint (count_asked (fixture), ==, n_before);
  wb_movable_clock_advance (fixture->app.clock, 30 * WB_SECOND_MS);
  queue_stores (fixture);
  show_again (fixture);
  asked.n_asked = n_before + 1;
  app_wait_until (was_asked, &asked);
  app_wait_written (&fixture->app);
}

int
main (int    argc,
      char **argv)
{
  static const AppFixtureOptions service = { .n_tickets = 20, .n_calls = 5, .as_manager = TRUE };
  static const AppFixtureOptions plain = { .n_tickets = 20, .level_0 = TRUE, .with_keys = TRUE };
  static const AppFixtureOptions reached = {
    .n_tickets = 20, .n_calls = 5, .as_manager = TRUE, .with_sync = TRUE, .with_server = TRUE,
  };
  static const AppFixtureOptions offline = { .n_tickets = 20, .as_manager = TRUE, .with_sync = TRUE };
  int status = 0;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  application = app_get_application ();

  g_test_add ("/connections-page/the-services-shops", Fixture, &service, set_up,
              test_connections_shows_the_services_shops, tear_down);
  g_test_add ("/connections-page/forecasts", Fixture, &service, set_up, test_connections_forecasts,
              tear_down);
  g_test_add ("/connections-page/offline", Fixture, &offline, set_up, test_connections_offline, tear_down);
  g_test_add ("/connections-page/asks-when-shown", Fixture, &reached, set_up, test_connections_asks_when_shown,
              tear_down);
  g_test_add ("/connections-page/adds-a-shop", Fixture, &plain, set_up,
              test_connections_adds_a_shop, tear_down);
  g_test_add ("/connections-page/renames-a-shop", Fixture, &plain, set_up,
              test_connections_renames_a_shop, tear_down);

  status = g_test_run ();
  g_object_unref (application);

  return status;
}
