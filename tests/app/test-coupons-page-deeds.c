/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done with a coupon on the Coupons page: its details and story, switching off, trying again,
 * replacing, the export. */

#include "config.h"

#include "coupons-page-fixture.h"
#include "dialog-support.h"

#include "wb-account-store.h"
#include "wb-coupon-file.h"
#include "wb-coupon-giver.h"
#include "wb-coupon-list.h"
#include "wb-coupon-store.h"
#include "wb-coupon-table.h"
#include "wb-coupons-page-private.h"
#include "wb-notice.h"
#include "wb-offer-store.h"
#include "wb-page.h"
#include "wb-split-view.h"
#include "wb-ticket-store.h"
#include "wb-wire-coupon.h"

#include <glib/gstdio.h>

static AdwApplication *application;

static void
test_coupons_page_opens_details (CouponsPageFixture *fixture,
                                 gconstpointer       data)
{
  g_autoptr (WbCoupon) used = coupons_page_read_coupon (fixture, WB_COUPON_USED);
  g_autoptr (GPtrArray) rows = coupons_page_read_rows (fixture, NULL);
  const char *first = ((WbCouponRow *) g_ptr_array_index (rows, 0))->coupon->id;

  g_assert_null (wb_page_get_object (WB_PAGE (fixture->page)));
  gtk_widget_activate_action (wb_coupon_table_get_list (WB_COUPON_TABLE (fixture->table)),
                              "list.activate-item", "u", 0);
  g_assert_cmpstr (wb_page_get_object (WB_PAGE (fixture->page)), ==, first);

  gtk_widget_activate_action (fixture->page, "coupons.close", NULL);
  g_assert_null (wb_page_get_object (WB_PAGE (fixture->page)));

  /* From another page, whatever is filtered here. */
  coupons_page_choose (fixture, "filter.state", WB_COUPON_EXPIRED);
  gtk_widget_activate_action (fixture->window, "win.show-coupon", "s", used->id);
  g_assert_cmpstr (wb_page_get_object (WB_PAGE (fixture->page)), ==, used->id);
  coupons_page_wait_for_rows (fixture, rows->len);
  g_assert_cmpstr (wb_coupon_table_get_row (WB_COUPON_TABLE (fixture->table))->coupon->id, ==,
                   used->id);
}

/* The details follow the selection while they are open. */
static void
test_coupons_page_details_follow (CouponsPageFixture *fixture,
                                  gconstpointer       data)
{
  g_autoptr (GPtrArray) rows = coupons_page_read_rows (fixture, NULL);
  GtkWidget *list = wb_coupon_table_get_list (WB_COUPON_TABLE (fixture->table));

  gtk_widget_activate_action (fixture->page, "coupons.details", NULL);
  gtk_selection_model_select_item (gtk_list_view_get_model (GTK_LIST_VIEW (list)), 3, TRUE);
  fixture->wanted_id = ((WbCouponRow *) g_ptr_array_index (rows, 3))->coupon->id;
  app_wait_until (coupons_page_shows_details, fixture);
}

static GtkWidget *
find_button (GtkWidget  *root,
             const char *action)
{
  if (GTK_IS_BUTTON (root) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (root)), action) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_button (child, action);

    if (found)
      return found;
  }

  return NULL;
}

/* What can be done is offered to a manager, with its reason where it cannot. */
static void
test_coupons_page_offers_deeds (CouponsPageFixture *fixture,
                                gconstpointer       data)
{
  static const struct
  {
    const char *state;
    const char *action;
    gboolean visible;
    gboolean manager_can;
  } cases[] = {
    { WB_COUPON_ACTIVE, "details.disable", TRUE, TRUE },
    { WB_COUPON_ACTIVE, "details.replace", TRUE, TRUE },
    { WB_COUPON_ACTIVE, "details.retry", FALSE },
    { WB_COUPON_USED, "details.disable", TRUE, FALSE },
    { WB_COUPON_USED, "details.replace", FALSE },
    { WB_COUPON_EXPIRED, "details.disable", FALSE },
    { WB_COUPON_FAILED, "details.retry", TRUE, TRUE },
    { WB_COUPON_FAILED, "details.disable", FALSE },
    { WB_COUPON_PENDING, "details.disable", TRUE, FALSE },
  };
  gboolean as_manager = ((const AppFixtureOptions *) data)->as_manager;
  GtkWidget *details = coupons_page_get_details (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbCoupon) coupon = coupons_page_read_coupon (
      fixture, g_str_equal (cases[i].state, WB_COUPON_FAILED) ||
      g_str_equal (cases[i].state, WB_COUPON_PENDING) ? WB_COUPON_ACTIVE : cases[i].state);
    GtkWidget *button = NULL;
    g_autofree char *state = g_steal_pointer (&coupon->state);

    coupon->state = g_strdup (cases[i].state);
    coupons_page_put_coupon (fixture, coupon);
    app_wait_written (&fixture->app);
    wb_page_show_object (WB_PAGE (fixture->page), coupon->id);
    button = find_button (details, cases[i].action);
    g_test_message ("%s %s", cases[i].state, cases[i].action);
    g_assert_cmpint (gtk_widget_get_visible (button), ==, cases[i].visible);
    if (cases[i].visible)
      g_assert_cmpint (gtk_widget_get_sensitive (button), ==, as_manager && cases[i].manager_can);
    /* As it was, for the next one. */
    g_free (coupon->state);
    coupon->state = g_steal_pointer (&state);
    coupons_page_put_coupon (fixture, coupon);
    app_wait_written (&fixture->app);
  }
}

static gboolean
is_disabled (gpointer data)
{
  CouponsPageFixture *fixture = data;
  g_autoptr (WbCoupon) coupon = wb_coupon_store_get (wb_context_get_reader (fixture->app.context),
                                                     fixture->wanted_id, NULL);

  return g_strcmp0 (coupon->state, WB_COUPON_DISABLED) == 0;
}

/* Asked once, in place; nothing is sent before. */
static void
test_coupons_page_asks_before_disabling (CouponsPageFixture *fixture,
                                         gconstpointer       data)
{
  g_autoptr (WbCoupon) coupon = coupons_page_read_coupon (fixture, WB_COUPON_ACTIVE);
  g_autofree char *path = g_strdup_printf ("/api/v2/coupons/%s/disable", coupon->id);
  GtkWidget *details = coupons_page_get_details (fixture);
  WbNotice *notice = WB_NOTICE (app_find (details, WB_TYPE_NOTICE));
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;

  wb_page_show_object (WB_PAGE (fixture->page), coupon->id);
  gtk_widget_activate_action (details, "details.disable", NULL);
  g_assert_true (wb_notice_is_shown (notice));
  g_signal_emit_by_name (notice, "clicked", 1);
  g_assert_false (wb_notice_is_shown (notice));
  g_assert_cmpuint (wb_stub_server_count_for (fixture->app.server, "POST", path), ==, 0);

  fixture->wanted_id = coupon->id;
  coupon->version++;
  g_free (coupon->state);
  coupon->state = g_strdup (WB_COUPON_DISABLED);
  node = wb_wire_coupon_encode (coupon);
  json = json_to_string (node, FALSE);
  wb_stub_server_queue_json (fixture->app.server, "POST", path, 200, json);
  gtk_widget_activate_action (details, "details.disable", NULL);
  g_signal_emit_by_name (notice, "clicked", 0);
  app_wait_until (is_disabled, fixture);
  g_assert_cmpuint (wb_stub_server_count_for (fixture->app.server, "POST", path), ==, 1);
  app_wait_frames (fixture->window, 2);
  g_assert_false (gtk_widget_get_visible (find_button (details, "details.disable")));
}

/* Where the keyboard is; NULL = not in @widget. */
static GtkWidget *
find_keyboard (CouponsPageFixture *fixture,
               GtkWidget          *widget)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window));

  return focus && gtk_widget_is_ancestor (focus, widget) ? focus : NULL;
}

static gboolean
table_has_keyboard (gpointer data)
{
  CouponsPageFixture *fixture = data;

  return find_keyboard (fixture, fixture->table) != NULL;
}

/* It is never left to chance by a button that goes away. */
static void
test_coupons_page_keeps_the_keyboard (CouponsPageFixture *fixture,
                                      gconstpointer       data)
{
  g_autoptr (WbCoupon) coupon = coupons_page_read_coupon (fixture, WB_COUPON_ACTIVE);
  GtkWidget *details = coupons_page_get_details (fixture);
  WbNotice *notice = WB_NOTICE (app_find (details, WB_TYPE_NOTICE));
  GtkWidget *disable = find_button (details, "details.disable");
  GtkWidget *focus = NULL;

  /* In the table from the start. */
  app_wait_until (table_has_keyboard, fixture);

  wb_page_show_object (WB_PAGE (fixture->page), coupon->id);
  gtk_widget_activate_action (fixture->page, "coupons.details", NULL);
  app_wait_frames (fixture->window, 3);
  g_assert_true (gtk_widget_grab_focus (disable));
  gtk_widget_activate_action (details, "details.disable", NULL);
  app_wait_frames (fixture->window, 3);
  /* The question takes it, at the answer that does no harm. */
  focus = find_keyboard (fixture, GTK_WIDGET (notice));
  g_assert_nonnull (focus);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (focus)), ==, "_Keep it");
  g_signal_emit_by_name (notice, "clicked", 1);
  app_wait_frames (fixture->window, 3);
  g_assert_true (find_keyboard (fixture, details) == disable);

  /* Somebody else changed the coupon, and the button is gone. */
  g_free (coupon->state);
  coupon->state = g_strdup (WB_COUPON_DISABLED);
  coupons_page_put_coupon (fixture, coupon);
  fixture->wanted_id = coupon->id;
  app_wait_until (is_disabled, fixture);
  app_wait_frames (fixture->window, 3);
  g_assert_true (find_keyboard (fixture, details) == find_button (details, "details.copy"));

  /* Back by Escape, whichever part of the window takes it; where one pane is shown, too. */
  gtk_widget_activate_action (fixture->page, "coupons.close", NULL);
  app_wait_until (table_has_keyboard, fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 380, 700);
  app_wait_frames (fixture->window, 3);
  gtk_widget_activate_action (fixture->page, "coupons.details", NULL);
  app_wait_frames (fixture->window, 3);
  g_assert_null (find_keyboard (fixture, fixture->table));
  wb_split_view_set_show_content (WB_SPLIT_VIEW (WB_COUPONS_PAGE (fixture->page)->split), FALSE);
  app_wait_until (table_has_keyboard, fixture);
}

static char *
encode_coupon (WbCoupon   *coupon,
               const char *state)
{
  g_autoptr (JsonNode) node = NULL;

  coupon->version++;
  g_free (coupon->state);
  coupon->state = g_strdup (state);
  node = wb_wire_coupon_encode (coupon);

  return json_to_string (node, FALSE);
}

/* Shows a coupon that the shop did not make. */
static WbCoupon *
show_failed (CouponsPageFixture *fixture)
{
  g_autoptr (WbCoupon) coupon = coupons_page_read_coupon (fixture, WB_COUPON_ACTIVE);

  g_free (coupon->state);
  coupon->state = g_strdup (WB_COUPON_FAILED);
  g_free (coupon->error_message);
  coupon->error_message = g_strdup ("The shop was closed.");
  coupons_page_put_coupon (fixture, coupon);
  app_wait_written (&fixture->app);
  wb_page_show_object (WB_PAGE (fixture->page), coupon->id);
  app_wait_frames (fixture->window, 2);
  g_assert_true (dialog_says (coupons_page_get_details (fixture), "The shop was closed."));

  return g_steal_pointer (&coupon);
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
  app_wait_until (says, &(Wanted) { root, words });
}

static void
test_coupons_page_retries (CouponsPageFixture *fixture,
                           gconstpointer       data)
{
  g_autoptr (WbCoupon) coupon = show_failed (fixture);
  g_autofree char *path = g_strdup_printf ("/api/v2/coupons/%s/retry", coupon->id);
  GtkWidget *details = coupons_page_get_details (fixture);
  GtkWidget *retry = find_button (details, "details.retry");
  g_autofree char *json = NULL;

  /* Refused: said in place, and it may be tried again. */
  wb_stub_server_queue_json (fixture->app.server, "POST", path, 422,
                             "{\"detail\":\"The budget is spent.\",\"code\":\"over_budget\"}");
  gtk_widget_activate_action (details, "details.retry", NULL);
  g_assert_false (gtk_widget_get_visible (retry));
  wait_says (details, "The budget is spent.");
  g_assert_true (gtk_widget_get_visible (retry));
  g_assert_true (dialog_says (details, "The shop was closed."));

  g_clear_pointer (&coupon->error_message, g_free);
  json = encode_coupon (coupon, WB_COUPON_ACTIVE);
  wb_stub_server_queue_json (fixture->app.server, "POST", path, 200, json);
  gtk_widget_activate_action (details, "details.retry", NULL);
  /* What was said of the last time is said no more. */
  g_assert_false (dialog_says (details, "The budget is spent."));
  wait_says (details, "Replace");
  g_assert_false (gtk_widget_get_visible (retry));
  g_assert_false (dialog_says (details, "The shop was closed."));
  g_assert_cmpuint (wb_stub_server_count_for (fixture->app.server, "POST", path), ==, 2);
}

/* No answer is no “no”. */
static void
test_coupons_page_retry_not_confirmed (CouponsPageFixture *fixture,
                                       gconstpointer       data)
{
  g_autoptr (WbCoupon) coupon = show_failed (fixture);
  g_autofree char *path = g_strdup_printf ("/api/v2/coupons/%s/retry", coupon->id);
  GtkWidget *details = coupons_page_get_details (fixture);

  /* Each try of the same request, which the client makes by itself. */
  for (int i = 0; i < 8; i++)
    wb_stub_server_queue_fault (fixture->app.server, "POST", path, WB_STUB_DROP_READ);
  gtk_widget_activate_action (details, "details.retry", NULL);
  wait_says (details, "Not confirmed yet: no answer came.");
  g_assert_true (gtk_widget_get_visible (find_button (details, "details.retry")));
}

/* Sets what is offered for the ticket of a coupon, so that another can take its place. */
static WbCoupon *
find_replaceable (CouponsPageFixture *fixture)
{
  WbDb *reader = wb_context_get_reader (fixture->app.context);
  WbCouponQuery query = {
    .state = WB_COUPON_ACTIVE, .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE,
  };
  g_autoptr (GPtrArray) rows = coupons_page_read_rows (fixture, &query);

  for (guint i = 0; i < rows->len; i++) {
    WbCoupon *coupon = ((WbCouponRow *) g_ptr_array_index (rows, i))->coupon;
    g_autoptr (WbTicket) ticket = wb_ticket_store_get (reader, coupon->ticket, NULL);
    g_autoptr (WbOfferSet) offers =
      ticket ? wb_offer_store_get (reader, ticket->type, NULL) : NULL;

    if (offers && offers->coupon_enabled && ticket->order_currency &&
        wb_offer_set_find_amount (offers, ticket->order_currency))
      return wb_coupon_ref (coupon);
  }
  g_assert_not_reached ();
}

static JsonObject *
read_body (CouponsPageFixture *fixture,
           const char         *path)
{
  for (guint i = 0; i < wb_stub_server_count (fixture->app.server); i++) {
    g_autoptr (WbStubRequest) request = wb_stub_server_dup_request (fixture->app.server, i);

    if (g_str_equal (request->method, "POST") && g_str_equal (request->path, path)) {
      g_autofree char *text = g_strndup (g_bytes_get_data (request->body, NULL),
                                         g_bytes_get_size (request->body));
      g_autoptr (JsonNode) node = json_from_string (text, NULL);

      return json_object_ref (json_node_get_object (node));
    }
  }
  g_assert_not_reached ();
}

/* Another coupon in its place is asked for by the same button as a first one, and says so. */
static void
test_coupons_page_replaces (CouponsPageFixture *fixture,
                            gconstpointer       data)
{
  g_autoptr (WbCoupon) coupon = find_replaceable (fixture);
  g_autofree char *path = g_strdup_printf ("/api/v2/tickets/%s/coupons", coupon->ticket);
  g_autofree char *old_id = g_strdup (coupon->id);
  g_autoptr (JsonObject) body = NULL;
  GtkWidget *details = coupons_page_get_details (fixture);
  GtkWidget *giver = app_find (details, WB_TYPE_COUPON_GIVER);
  g_autofree char *json = NULL;

  wb_page_show_object (WB_PAGE (fixture->page), coupon->id);
  g_assert_false (dialog_says (details, "A new coupon in place of this one"));
  gtk_widget_activate_action (details, "details.replace", NULL);
  app_wait_frames (fixture->window, 2);
  g_assert_true (dialog_says (details, "A new coupon in place of this one"));
  g_assert_cmpuint (wb_stub_server_count_for (fixture->app.server, "POST", path), ==, 0);

  g_free (coupon->id);
  coupon->id = g_strdup ("k9000001");
  g_free (coupon->code);
  coupon->code = g_strdup ("BACKINPLACE123");
  json = encode_coupon (coupon, WB_COUPON_ACTIVE);
  wb_stub_server_queue_json (fixture->app.server, "POST", path, 201, json);
  dialog_click (giver, "_Replace");
  coupons_page_type (fixture, "BACKINPLACE123");
  coupons_page_wait_for_rows (fixture, 1);
  body = read_body (fixture, path);
  g_assert_true (json_object_get_boolean_member (body, "replace"));
  g_assert_cmpuint (wb_stub_server_count_for (fixture->app.server, "POST", path), ==, 1);
}

static void
tell_stories (CouponsPageFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);
  g_autoptr (WbAccount) account = wb_account_store_get_server (db, &error);
  g_autoptr (GStrvBuilder) features = g_strv_builder_new ();

  g_assert_no_error (error);
  g_strv_builder_addv (features, (const char **) account->features);
  g_strv_builder_add (features, WB_FEATURE_COUPON_EVENTS);
  g_strfreev (account->features);
  account->features = g_strv_builder_end (features);
  account->version++;
  wb_account_store_put (db, account, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_ACCOUNT, &error);
  g_assert_no_error (error);
  app_wait_written (&fixture->app);
}

#define STORY                                                                              \
  "{\"results\":[{\"id\":\"1\",\"coupon\":\"%s\",\"at\":\"2026-11-10T08:00:00Z\",\"kind\":\"asked\"},"  \
  "{\"id\":\"2\",\"coupon\":\"%s\",\"at\":\"2026-11-10T08:00:03Z\",\"kind\":\"made\"}],"             \
  "\"page\":1,\"page_size\":100,\"total\":2,\"total_pages\":1}"

/* The story is asked for when a coupon is opened; without an answer the page says so and asks again. */
static void
test_coupons_page_fetches_the_story (CouponsPageFixture *fixture,
                                     gconstpointer       data)
{
  g_autoptr (WbCoupon) coupon = coupons_page_read_coupon (fixture, WB_COUPON_ACTIVE);
  g_autofree char *path = g_strdup_printf ("/api/v2/coupons/%s/events", coupon->id);
  g_autofree char *json = g_strdup_printf (STORY, coupon->id, coupon->id);
  g_autoptr (WbCoupon) other = coupons_page_read_coupon (fixture, WB_COUPON_USED);
  GtkWidget *details = coupons_page_get_details (fixture);

  wb_page_show_object (WB_PAGE (fixture->page), other->id);
  g_assert_true (dialog_says (details, "This server does not tell a coupon’s story."));
  gtk_widget_activate_action (fixture->page, "coupons.close", NULL);
  tell_stories (fixture);

  wb_stub_server_queue_json (fixture->app.server, "GET", path, 503, "{\"detail\":\"Busy.\"}");
  wb_page_show_object (WB_PAGE (fixture->page), coupon->id);
  g_assert_true (dialog_says (details, "Fetching…"));
  wait_says (details, "Not fetched yet.");

  wb_stub_server_queue_json (fixture->app.server, "GET", path, 200, json);
  dialog_click (details, "_Try again");
  wait_says (details, "Made in the shop, read back and found right");
  g_assert_false (dialog_says (details, "Not fetched yet."));

  /* Stored: it is there at once the next time, whatever the server says. */
  wb_page_show_object (WB_PAGE (fixture->page), other->id);
  wb_stub_server_queue_json (fixture->app.server, "GET", path, 503, "{\"detail\":\"Busy.\"}");
  wb_page_show_object (WB_PAGE (fixture->page), coupon->id);
  g_assert_true (dialog_says (details, "Made in the shop, read back and found right"));
  wait_says (details, "As last fetched.");
  g_assert_true (dialog_says (details, "Made in the shop, read back and found right"));
}

static gboolean
is_exported (gpointer data)
{
  return !WB_COUPONS_PAGE (data)->exporting;
}

static void
test_coupons_page_exports (CouponsPageFixture *fixture,
                           gconstpointer       data)
{
  g_autofree char *path = g_build_filename (fixture->app.root, "out.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  WbCouponQuery query = {
    .state = WB_COUPON_USED, .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE,
  };

  /* What is listed, not all. */
  rows = coupons_page_read_rows (fixture, &query);
  coupons_page_choose (fixture, "filter.state", WB_COUPON_USED);
  coupons_page_wait_for_rows (fixture, rows->len);
  wb_coupons_page_export_to (WB_COUPONS_PAGE (fixture->page), file);
  app_wait_until (is_exported, fixture->page);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (guint i = 0; i < rows->len; i++)
    g_assert_nonnull (strstr (text, ((WbCouponRow *) g_ptr_array_index (rows, i))->coupon->code));
  {
    g_autoptr (WbCoupon) other = coupons_page_read_coupon (fixture, WB_COUPON_EXPIRED);

    g_assert_null (strstr (text, other->code));
  }
  g_assert_cmpint (g_remove (path), ==, 0);
}

typedef struct
{
  gboolean is_done;
  GError *error;
} Written;

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Written *written = user_data;

  wb_coupon_file_write_finish (result, &written->error);
  written->is_done = TRUE;
}

static void
told_cb (gint64   n_done,
         gpointer user_data)
{
}

static gboolean
is_written (gpointer data)
{
  return ((Written *) data)->is_done;
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_files = 0;

  while (g_dir_read_name (dir))
    n_files++;

  return n_files;
}

/* Cancelled, or not to be put in its place, it leaves what was there and nothing beside it. */
static void
test_coupons_page_leaves_no_part (CouponsPageFixture *fixture,
                                  gconstpointer       data)
{
  g_autofree char *folder = g_build_filename (fixture->app.root, "out", NULL);
  g_autofree char *path = g_build_filename (folder, "old.csv", NULL);
  g_autofree char *taken = g_build_filename (folder, "taken.csv", NULL);
  g_autofree char *text = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (taken, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  for (int i = 0; i < 2; i++) {
    g_autoptr (GFile) file = g_file_new_for_path (i == 0 ? path : taken);
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    Written written = { FALSE, NULL };

    if (i == 0)
      g_cancellable_cancel (cancellable);
    wb_coupon_file_write_async (
      fixture->app.workspace,
      wb_coupons_page_make_question (WB_COUPONS_PAGE (fixture->page), 0),
      wb_context_get_zone (fixture->app.context), file, told_cb, cancellable, written_cb, &written);
    app_wait_until (is_written, &written);
    g_test_message ("%s: %s", i == 0 ? "cancelled" : "taken", written.error->message);
    if (i == 0)
      g_assert_error (written.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_nonnull (written.error);
    g_clear_error (&written.error);
    g_assert_cmpuint (count_files (folder), ==, 2);
  }
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "before");
}

int
main (int   argc,
      char *argv[])
{
  static const AppFixtureOptions agent = { 240, 10, FALSE, FALSE, TRUE, TRUE };
  static const AppFixtureOptions manager = { 240, 10, TRUE, FALSE, TRUE, TRUE };
  int result = 0;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  application = app_get_application ();

#define ADD(path, options, func) \
  g_test_add ("/wb/app/coupons-page-deeds/" path, CouponsPageFixture, options, coupons_page_set_up, func,  \
              coupons_page_tear_down)
  ADD ("opens-details", &agent, test_coupons_page_opens_details);
  ADD ("details-follow", &agent, test_coupons_page_details_follow);
  ADD ("offers-deeds-to-managers", &manager, test_coupons_page_offers_deeds);
  ADD ("offers-no-deeds-to-agents", &agent, test_coupons_page_offers_deeds);
  ADD ("asks-before-disabling", &manager, test_coupons_page_asks_before_disabling);
  ADD ("keeps-the-keyboard", &manager, test_coupons_page_keeps_the_keyboard);
  ADD ("retries", &manager, test_coupons_page_retries);
  ADD ("retry-not-confirmed", &manager, test_coupons_page_retry_not_confirmed);
  ADD ("replaces", &manager, test_coupons_page_replaces);
  ADD ("fetches-the-story", &manager, test_coupons_page_fetches_the_story);
  ADD ("exports-what-is-listed", &agent, test_coupons_page_exports);
  ADD ("export-leaves-no-part", &agent, test_coupons_page_leaves_no_part);
#undef ADD
  result = g_test_run ();
  g_object_unref (application);

  return result;
}
