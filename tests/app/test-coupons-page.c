/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Coupons page worked through its widgets: the table, its filters, search and order, the totals,
 * the details and what can be done there, the export. */

#include "config.h"

#include "dialog-support.h"

#include "wb-account-store.h"
#include "wb-coupon-details.h"
#include "wb-coupon-file.h"
#include "wb-coupon-filter-bar.h"
#include "wb-coupon-giver.h"
#include "wb-coupon-line.h"
#include "wb-coupon-list.h"
#include "wb-coupon-store.h"
#include "wb-coupon-table.h"
#include "wb-coupon-totals-view.h"
#include "wb-coupons-page-private.h"
#include "wb-date-field.h"
#include "wb-notice.h"
#include "wb-offer-store.h"
#include "wb-page.h"
#include "wb-split-view.h"
#include "wb-ticket-store.h"
#include "wb-wire-coupon.h"

#include <glib/gstdio.h>

static AdwApplication *application;

typedef struct
{
  AppFixture app;
  GtkWidget *window;
  GtkWidget *page;
  GtkWidget *table;
  guint wanted;              /* number of rows to wait for */
  const char *wanted_id;     /* (nullable) coupon id to wait for in the details */
} Fixture;

static gboolean
shows_wanted (gpointer data)
{
  Fixture *fixture = data;

  return wb_coupon_table_get_n_rows (WB_COUPON_TABLE (fixture->table)) == fixture->wanted;
}

static void
wait_for_rows (Fixture *fixture,
               guint    n)
{
  fixture->wanted = n;
  app_wait_until (shows_wanted, fixture);
}

/* The coupons that @query lists, as the workspace has them. */
static GPtrArray *
read_rows (Fixture             *fixture,
           const WbCouponQuery *query)
{
  WbCouponQuery all = { .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE };
  WbDb *reader = wb_context_get_reader (fixture->app.context);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = wb_coupon_store_list (reader, query ? query : &all, &error);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_row_free);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (rows, wb_coupon_store_get_row (reader, g_array_index (ids, gint64, i), &error));
  g_assert_no_error (error);

  return rows;
}

/* The first coupon in that state; the fixture has some of each that is asked for. */
static WbCoupon *
read_coupon (Fixture    *fixture,
             const char *state)
{
  WbCouponQuery query = {
    .state = state, .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE, .limit = 1,
  };
  g_autoptr (GPtrArray) rows = read_rows (fixture, &query);

  g_assert_cmpuint (rows->len, ==, 1);

  return wb_coupon_ref (((WbCouponRow *) g_ptr_array_index (rows, 0))->coupon);
}

static void
put_coupon (Fixture  *fixture,
            WbCoupon *coupon)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);

  g_assert_no_error (error);
  coupon->version++;
  wb_coupon_store_apply (db, coupon, NULL, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_COUPONS, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GPtrArray) rows = NULL;

  app_fixture_set_up (&fixture->app, data);
  fixture->window = GTK_WIDGET (wb_window_new (application));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1300, 800);
  wb_window_set_context (WB_WINDOW (fixture->window), fixture->app.context);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wb_window_show_page (WB_WINDOW (fixture->window), "coupons");
  fixture->page = wb_window_get_page (WB_WINDOW (fixture->window), "coupons");
  fixture->table = app_find (fixture->page, WB_TYPE_COUPON_TABLE);
  rows = read_rows (fixture, NULL);
  wait_for_rows (fixture, rows->len);
  app_wait_frames (fixture->window, 3);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_wait_written (&fixture->app);
  app_fixture_tear_down (&fixture->app, data);
}

static WbCouponLine *
get_line (Fixture *fixture,
          guint    index)
{
  GtkWidget *child =
    gtk_widget_get_first_child (wb_coupon_table_get_list (WB_COUPON_TABLE (fixture->table)));

  for (guint i = 0; i < index; i++)
    child = gtk_widget_get_next_sibling (child);

  return WB_COUPON_LINE (gtk_widget_get_first_child (child));
}

static const char *
get_first_code (Fixture *fixture)
{
  const WbCouponRow *row = wb_row_get_record (wb_coupon_line_get_row (get_line (fixture, 0)));

  return row->coupon->code;
}

static GtkWidget *
get_details (Fixture *fixture)
{
  return app_find (fixture->page, WB_TYPE_COUPON_DETAILS);
}

static gboolean
shows_details (gpointer data)
{
  Fixture *fixture = data;

  return g_strcmp0 (wb_coupon_details_get_coupon (WB_COUPON_DETAILS (get_details (fixture))),
                    fixture->wanted_id) == 0;
}

static void
choose (Fixture    *fixture,
        const char *action,
        const char *value)
{
  g_assert_true (gtk_widget_activate_action (app_find (fixture->page, WB_TYPE_COUPON_FILTER_BAR),
                                             action, "s", value));
}

static void
type (Fixture    *fixture,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (app_find (fixture->page, GTK_TYPE_SEARCH_ENTRY)), text);
}

static const char *
get_shown (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (
    GTK_STACK (WB_COUPONS_PAGE (fixture->page)->list_stack));
}

static void
test_coupons_page_says_each_cell (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autoptr (WbCoupon) coupon = read_coupon (fixture, WB_COUPON_USED);
  WbCouponLine *line = NULL;

  g_free (coupon->revenue);
  coupon->revenue = g_strdup ("950.00");
  g_free (coupon->revenue_currency);
  coupon->revenue_currency = g_strdup ("EUR");
  g_free (coupon->refunded);
  coupon->refunded = g_strdup ("300.00");
  put_coupon (fixture, coupon);
  type (fixture, coupon->code);
  wait_for_rows (fixture, 1);
  app_wait_frames (fixture->window, 3);

  line = get_line (fixture, 0);
  g_assert_cmpstr (wb_coupon_line_get_text (line, WB_COUPON_COLUMN_CODE), ==, coupon->code);
  g_assert_cmpstr (wb_coupon_line_get_text (line, WB_COUPON_COLUMN_STATE), ==, "Used");
  g_assert_nonnull (strstr (wb_coupon_line_get_text (line, WB_COUPON_COLUMN_TICKET),
                            coupon->ticket_code));
  g_assert_nonnull (strstr (wb_coupon_line_get_text (line, WB_COUPON_COLUMN_USED),
                            coupon->used_order_code));
  g_assert_nonnull (strstr (wb_coupon_line_get_text (line, WB_COUPON_COLUMN_ISSUED), "Customer"));
  /* In the order's own currency, with what was given back. */
  g_assert_nonnull (strstr (wb_coupon_line_get_text (line, WB_COUPON_COLUMN_REVENUE), "950"));
  g_assert_nonnull (strstr (wb_coupon_line_get_text (line, WB_COUPON_COLUMN_REVENUE), "300"));
  g_assert_nonnull (strstr (wb_coupon_line_get_text (line, WB_COUPON_COLUMN_REVENUE), "€"));
  g_assert_nonnull (strstr (wb_coupon_line_get_spoken (line), coupon->code));
  g_assert_nonnull (strstr (wb_coupon_line_get_spoken (line), "Used"));
}

/* What the first row is to say of revenue. */
typedef struct
{
  Fixture *fixture;
  const char *text;
} Revenue;

static gboolean
says_revenue (gpointer data)
{
  const Revenue *wanted = data;

  return g_strcmp0 (wb_coupon_line_get_text (get_line (wanted->fixture, 0), WB_COUPON_COLUMN_REVENUE),
                    wanted->text) == 0;
}

/* In a window as wide as most: what a coupon brought and what was given back of it, whole, beside the shop. */
static void
test_coupons_page_shows_refunds_whole (Fixture       *fixture,
                                       gconstpointer  data)
{
  static const struct {
    const char *revenue;
    const char *refunded;
    const char *currency;
    const char *text;
  } cases[] = {
    { "12490.00", "3120.00", "CZK", "CZK\302\24012,490 (−3,120)" },
    { "312.40", "120.50", "EUR", "€312.40 (−120.50)" },
  };
  g_autoptr (WbCoupon) coupon = read_coupon (fixture, WB_COUPON_USED);

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1240, 800);
  type (fixture, coupon->code);
  wait_for_rows (fixture, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    WbCouponLine *line = NULL;

    g_test_message ("%s", cases[i].text);
    g_free (coupon->revenue);
    coupon->revenue = g_strdup (cases[i].revenue);
    g_free (coupon->revenue_currency);
    coupon->revenue_currency = g_strdup (cases[i].currency);
    g_free (coupon->refunded);
    coupon->refunded = g_strdup (cases[i].refunded);
    put_coupon (fixture, coupon);
    app_wait_until (says_revenue, &(Revenue) { fixture, cases[i].text });
    line = get_line (fixture, 0);
    g_assert_cmpint (gtk_widget_get_width (fixture->window), <=, 1240);
    g_assert_false (wb_coupon_line_is_cut (line, WB_COUPON_COLUMN_REVENUE));
    g_assert_false (wb_coupon_line_is_cut (line, WB_COUPON_COLUMN_CODE));
    g_assert_nonnull (wb_coupon_line_get_text (line, WB_COUPON_COLUMN_SHOP));
  }
}

static void
test_coupons_page_filters (Fixture       *fixture,
                           gconstpointer  data)
{
  static const char *const states[] = { WB_COUPON_ACTIVE, WB_COUPON_USED, WB_COUPON_EXPIRED };
  guint n_all = wb_coupon_table_get_n_rows (WB_COUPON_TABLE (fixture->table));
  WbCouponQuery query = { .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE };
  guint n_customers = 0;

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    g_autoptr (GPtrArray) rows = NULL;

    query.state = states[i];
    rows = read_rows (fixture, &query);
    g_test_message ("%s: %u of %u", states[i], rows->len, n_all);
    g_assert_cmpuint (rows->len, >, 0);
    g_assert_cmpuint (rows->len, <, n_all);
    choose (fixture, "filter.state", states[i]);
    wait_for_rows (fixture, rows->len);
    app_wait_frames (fixture->window, 2);
    g_assert_cmpstr (get_first_code (fixture), ==,
                     ((WbCouponRow *) g_ptr_array_index (rows, 0))->coupon->code);
  }

  query = (WbCouponQuery) {
    .currency = "EUR", .issued_by = "", .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE,
  };
  choose (fixture, "filter.state", "");
  choose (fixture, "filter.currency", "EUR");
  choose (fixture, "filter.by", "customer");
  {
    g_autoptr (GPtrArray) rows = read_rows (fixture, &query);

    n_customers = rows->len;
  }
  g_assert_cmpuint (n_customers, >, 0);
  g_assert_cmpuint (n_customers, <, n_all);
  wait_for_rows (fixture, n_customers);

  gtk_widget_activate_action (app_find (fixture->page, WB_TYPE_COUPON_FILTER_BAR), "filter.clear",
                              NULL);
  wait_for_rows (fixture, n_all);
}

/* What no coupon matches has a way out, which takes filters and search away. */
static void
test_coupons_page_nothing_matches (Fixture       *fixture,
                                   gconstpointer  data)
{
  guint n_all = wb_coupon_table_get_n_rows (WB_COUPON_TABLE (fixture->table));

  choose (fixture, "filter.state", WB_COUPON_USED);
  type (fixture, "no coupon has these words");
  wait_for_rows (fixture, 0);
  g_assert_cmpstr (get_shown (fixture), ==, "empty");

  gtk_widget_activate_action (fixture->page, "coupons.clear", NULL);
  wait_for_rows (fixture, n_all);
  g_assert_cmpstr (get_shown (fixture), ==, "list");
  g_assert_cmpstr (gtk_editable_get_text (
                     GTK_EDITABLE (app_find (fixture->page, GTK_TYPE_SEARCH_ENTRY))), ==, "");
}

static gboolean
is_first_code (gpointer data)
{
  Fixture *fixture = data;

  return g_strcmp0 (get_first_code (fixture), fixture->wanted_id) == 0;
}

static void
test_coupons_page_sorts (Fixture       *fixture,
                         gconstpointer  data)
{
  WbCouponQuery query = {
    .sort = WB_COUPON_SORT_EXPIRES, .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE,
  };
  g_autoptr (GPtrArray) rows = read_rows (fixture, &query);
  g_autoptr (GPtrArray) reversed = NULL;

  g_signal_emit_by_name (fixture->table, "sort", WB_COUPON_SORT_EXPIRES);
  fixture->wanted_id = ((WbCouponRow *) g_ptr_array_index (rows, 0))->coupon->code;
  app_wait_until (is_first_code, fixture);

  /* The same header again. */
  query.reversed = TRUE;
  reversed = read_rows (fixture, &query);
  g_signal_emit_by_name (fixture->table, "sort", WB_COUPON_SORT_EXPIRES);
  fixture->wanted_id = ((WbCouponRow *) g_ptr_array_index (reversed, 0))->coupon->code;
  app_wait_until (is_first_code, fixture);
}

static gboolean
has_code (const char *code,
          const char *text)
{
  return strstr (text, code) != NULL;
}

typedef struct
{
  GtkWidget *view;
  const char *with;
  const char *without;
} TotalsCheck;

static gboolean
totals_are (gpointer data)
{
  TotalsCheck *check = data;
  g_autofree char *text = wb_coupon_totals_view_dup_text (WB_COUPON_TOTALS_VIEW (check->view));

  return has_code (check->with, text) && (!check->without || !has_code (check->without, text));
}

/* Of all, then of what is listed; each currency in a line of its own. */
static void
test_coupons_page_totals_follow (Fixture       *fixture,
                                 gconstpointer  data)
{
  GtkWidget *view = app_find (fixture->page, WB_TYPE_COUPON_TOTALS_VIEW);
  g_autofree char *all = wb_coupon_totals_view_dup_text (WB_COUPON_TOTALS_VIEW (view));
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 4);  /* three currencies and the end */
  choose (fixture, "filter.currency", "EUR");
  app_wait_until (totals_are, &(TotalsCheck) { view, "EUR |", "CZK |" });
  choose (fixture, "filter.currency", "");
  app_wait_until (totals_are, &(TotalsCheck) { view, "CZK |", NULL });
}

static GtkWidget *
find_amount (GtkWidget *root)
{
  GtkWidget *found = gtk_widget_has_css_class (root, "total-amount") ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_amount (child);

  return found;
}

static gboolean
has_figures (gpointer data)
{
  return find_amount (data) != NULL;
}

/* When the page opens its first rows come a frame before the figures, which push nothing aside then. */
static void
test_coupons_page_figures_come_in_place (Fixture       *fixture,
                                         gconstpointer  data)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *view = wb_coupon_totals_view_new ();
  g_autoptr (GPtrArray) totals = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_totals_unref);
  static const char *const currencies[] = { "CZK", "EUR" };
  int before[2] = { 0 };
  int after[2] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (currencies); i++) {
    WbCouponTotals *row = wb_coupon_totals_new ();

    row->currency = g_strdup (currencies[i]);
    row->n_issued = 10000;
    row->issued_minor = 12345600;
    row->n_open = 1;
    row->open_minor = 100;
    g_ptr_array_add (totals, row);
  }
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 300);
  gtk_window_set_child (GTK_WINDOW (window), view);
  wb_coupon_totals_view_set_totals (WB_COUPON_TOTALS_VIEW (view), totals, FALSE);
  g_assert_null (find_amount (view));
  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, 880, NULL, &before[0], NULL, NULL);
  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, 360, NULL, &before[1], NULL, NULL);

  gtk_window_present (GTK_WINDOW (window));
  app_wait_until (has_figures, view);
  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, 880, NULL, &after[0], NULL, NULL);
  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, 360, NULL, &after[1], NULL, NULL);
  g_assert_cmpint (before[0], >, 30);
  g_assert_cmpint (after[0], ==, before[0]);
  g_assert_cmpint (after[1], ==, before[1]);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_coupons_page_opens_details (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (WbCoupon) used = read_coupon (fixture, WB_COUPON_USED);
  g_autoptr (GPtrArray) rows = read_rows (fixture, NULL);
  const char *first = ((WbCouponRow *) g_ptr_array_index (rows, 0))->coupon->id;

  g_assert_null (wb_page_get_object (WB_PAGE (fixture->page)));
  gtk_widget_activate_action (wb_coupon_table_get_list (WB_COUPON_TABLE (fixture->table)),
                              "list.activate-item", "u", 0);
  g_assert_cmpstr (wb_page_get_object (WB_PAGE (fixture->page)), ==, first);

  gtk_widget_activate_action (fixture->page, "coupons.close", NULL);
  g_assert_null (wb_page_get_object (WB_PAGE (fixture->page)));

  /* From another page, whatever is filtered here. */
  choose (fixture, "filter.state", WB_COUPON_EXPIRED);
  gtk_widget_activate_action (fixture->window, "win.show-coupon", "s", used->id);
  g_assert_cmpstr (wb_page_get_object (WB_PAGE (fixture->page)), ==, used->id);
  wait_for_rows (fixture, rows->len);
  g_assert_cmpstr (wb_coupon_table_get_row (WB_COUPON_TABLE (fixture->table))->coupon->id, ==,
                   used->id);
}

/* The details follow the selection while they are open. */
static void
test_coupons_page_details_follow (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autoptr (GPtrArray) rows = read_rows (fixture, NULL);
  GtkWidget *list = wb_coupon_table_get_list (WB_COUPON_TABLE (fixture->table));

  gtk_widget_activate_action (fixture->page, "coupons.details", NULL);
  gtk_selection_model_select_item (gtk_list_view_get_model (GTK_LIST_VIEW (list)), 3, TRUE);
  fixture->wanted_id = ((WbCouponRow *) g_ptr_array_index (rows, 3))->coupon->id;
  app_wait_until (shows_details, fixture);
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
test_coupons_page_offers_deeds (Fixture       *fixture,
                                gconstpointer  data)
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
  GtkWidget *details = get_details (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbCoupon) coupon = read_coupon (
      fixture, g_str_equal (cases[i].state, WB_COUPON_FAILED) ||
      g_str_equal (cases[i].state, WB_COUPON_PENDING) ? WB_COUPON_ACTIVE : cases[i].state);
    GtkWidget *button = NULL;
    g_autofree char *state = g_steal_pointer (&coupon->state);

    coupon->state = g_strdup (cases[i].state);
    put_coupon (fixture, coupon);
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
    put_coupon (fixture, coupon);
    app_wait_written (&fixture->app);
  }
}

static gboolean
is_disabled (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (WbCoupon) coupon = wb_coupon_store_get (wb_context_get_reader (fixture->app.context),
                                                     fixture->wanted_id, NULL);

  return g_strcmp0 (coupon->state, WB_COUPON_DISABLED) == 0;
}

/* Asked once, in place; nothing is sent before. */
static void
test_coupons_page_asks_before_disabling (Fixture       *fixture,
                                         gconstpointer  data)
{
  g_autoptr (WbCoupon) coupon = read_coupon (fixture, WB_COUPON_ACTIVE);
  g_autofree char *path = g_strdup_printf ("/api/v2/coupons/%s/disable", coupon->id);
  GtkWidget *details = get_details (fixture);
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
find_keyboard (Fixture   *fixture,
               GtkWidget *widget)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window));

  return focus && gtk_widget_is_ancestor (focus, widget) ? focus : NULL;
}

static gboolean
table_has_keyboard (gpointer data)
{
  Fixture *fixture = data;

  return find_keyboard (fixture, fixture->table) != NULL;
}

/* It is never left to chance by a button that goes away. */
static void
test_coupons_page_keeps_the_keyboard (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (WbCoupon) coupon = read_coupon (fixture, WB_COUPON_ACTIVE);
  GtkWidget *details = get_details (fixture);
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
  put_coupon (fixture, coupon);
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
show_failed (Fixture *fixture)
{
  g_autoptr (WbCoupon) coupon = read_coupon (fixture, WB_COUPON_ACTIVE);

  g_free (coupon->state);
  coupon->state = g_strdup (WB_COUPON_FAILED);
  g_free (coupon->error_message);
  coupon->error_message = g_strdup ("The shop was closed.");
  put_coupon (fixture, coupon);
  app_wait_written (&fixture->app);
  wb_page_show_object (WB_PAGE (fixture->page), coupon->id);
  app_wait_frames (fixture->window, 2);
  g_assert_true (dialog_says (get_details (fixture), "The shop was closed."));

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
test_coupons_page_retries (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (WbCoupon) coupon = show_failed (fixture);
  g_autofree char *path = g_strdup_printf ("/api/v2/coupons/%s/retry", coupon->id);
  GtkWidget *details = get_details (fixture);
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
test_coupons_page_retry_not_confirmed (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (WbCoupon) coupon = show_failed (fixture);
  g_autofree char *path = g_strdup_printf ("/api/v2/coupons/%s/retry", coupon->id);
  GtkWidget *details = get_details (fixture);

  /* Each try of the same request, which the client makes by itself. */
  for (int i = 0; i < 8; i++)
    wb_stub_server_queue_fault (fixture->app.server, "POST", path, WB_STUB_DROP_READ);
  gtk_widget_activate_action (details, "details.retry", NULL);
  wait_says (details, "Not confirmed yet: no answer came.");
  g_assert_true (gtk_widget_get_visible (find_button (details, "details.retry")));
}

/* Sets what is offered for the ticket of a coupon, so that another can take its place. */
static WbCoupon *
find_replaceable (Fixture *fixture)
{
  WbDb *reader = wb_context_get_reader (fixture->app.context);
  WbCouponQuery query = {
    .state = WB_COUPON_ACTIVE, .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE,
  };
  g_autoptr (GPtrArray) rows = read_rows (fixture, &query);

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
read_body (Fixture    *fixture,
           const char *path)
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
test_coupons_page_replaces (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (WbCoupon) coupon = find_replaceable (fixture);
  g_autofree char *path = g_strdup_printf ("/api/v2/tickets/%s/coupons", coupon->ticket);
  g_autofree char *old_id = g_strdup (coupon->id);
  g_autoptr (JsonObject) body = NULL;
  GtkWidget *details = get_details (fixture);
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
  type (fixture, "BACKINPLACE123");
  wait_for_rows (fixture, 1);
  body = read_body (fixture, path);
  g_assert_true (json_object_get_boolean_member (body, "replace"));
  g_assert_cmpuint (wb_stub_server_count_for (fixture->app.server, "POST", path), ==, 1);
}

static void
tell_stories (Fixture *fixture)
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
test_coupons_page_fetches_the_story (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autoptr (WbCoupon) coupon = read_coupon (fixture, WB_COUPON_ACTIVE);
  g_autofree char *path = g_strdup_printf ("/api/v2/coupons/%s/events", coupon->id);
  g_autofree char *json = g_strdup_printf (STORY, coupon->id, coupon->id);
  g_autoptr (WbCoupon) other = read_coupon (fixture, WB_COUPON_USED);
  GtkWidget *details = get_details (fixture);

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
test_coupons_page_exports (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->app.root, "out.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  WbCouponQuery query = {
    .state = WB_COUPON_USED, .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE,
  };

  /* What is listed, not all. */
  rows = read_rows (fixture, &query);
  choose (fixture, "filter.state", WB_COUPON_USED);
  wait_for_rows (fixture, rows->len);
  wb_coupons_page_export_to (WB_COUPONS_PAGE (fixture->page), file);
  app_wait_until (is_exported, fixture->page);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (guint i = 0; i < rows->len; i++)
    g_assert_nonnull (strstr (text, ((WbCouponRow *) g_ptr_array_index (rows, i))->coupon->code));
  {
    g_autoptr (WbCoupon) other = read_coupon (fixture, WB_COUPON_EXPIRED);

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
test_coupons_page_leaves_no_part (Fixture       *fixture,
                                  gconstpointer  data)
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

/* Where a table has no room, rows are cards: no header, two lines. */
static void
test_coupons_page_is_cards_when_narrow (Fixture       *fixture,
                                        gconstpointer  data)
{
  int wide = gtk_widget_get_height (GTK_WIDGET (get_line (fixture, 0)));

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 700);
  app_wait_frames (fixture->window, 12);
  g_assert_cmpint (gtk_widget_get_width (fixture->page), <, 400);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (get_line (fixture, 0))), >, wide * 3 / 2);
  g_assert_null (wb_coupon_line_get_text (get_line (fixture, 0), WB_COUPON_COLUMN_SHOP));
}

/* Without a shop of its own a plain helpdesk has no coupons, and the page says how to get them. */
static void
test_coupons_page_without_a_shop (Fixture       *fixture,
                                  gconstpointer  data)
{
  app_wait_frames (fixture->window, 4);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (
                     GTK_STACK (WB_COUPONS_PAGE (fixture->page)->page_stack)), ==, "absent");
}

int
main (int   argc,
      char *argv[])
{
  static const AppFixtureOptions agent = { 240, 10, FALSE, FALSE, TRUE, TRUE };
  static const AppFixtureOptions manager = { 240, 10, TRUE, FALSE, TRUE, TRUE };
  static const AppFixtureOptions plain = { 20, 0, TRUE, TRUE };
  int result = 0;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  application = app_get_application ();

#define ADD(path, options, func) \
  g_test_add ("/wb/app/coupons-page/" path, Fixture, options, set_up, func, tear_down)
  ADD ("says-each-cell", &agent, test_coupons_page_says_each_cell);
  ADD ("shows-refunds-whole", &agent, test_coupons_page_shows_refunds_whole);
  ADD ("filters", &agent, test_coupons_page_filters);
  ADD ("nothing-matches", &agent, test_coupons_page_nothing_matches);
  ADD ("sorts", &agent, test_coupons_page_sorts);
  ADD ("totals-follow-the-filter", &agent, test_coupons_page_totals_follow);
  ADD ("figures-come-in-place", &agent, test_coupons_page_figures_come_in_place);
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
  ADD ("is-cards-when-narrow", &agent, test_coupons_page_is_cards_when_narrow);
  ADD ("without-a-shop", &plain, test_coupons_page_without_a_shop);
#undef ADD
  result = g_test_run ();
  g_object_unref (application);

  return result;
}
