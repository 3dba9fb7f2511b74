/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of the Coupons page worked through its widgets: cells, filters, search and order, the
 * totals. What is done with a coupon is in test-coupons-page-deeds.c. */

#include "config.h"

#include "coupons-page-fixture.h"

#include "wb-coupon-filter-bar.h"
#include "wb-coupon-line.h"
#include "wb-coupon-list.h"
#include "wb-coupon-table.h"
#include "wb-coupon-totals-view.h"
#include "wb-coupons-page-private.h"

static AdwApplication *application;

static WbCouponLine *
get_line (CouponsPageFixture *fixture,
          guint               index)
{
  GtkWidget *child =
    gtk_widget_get_first_child (wb_coupon_table_get_list (WB_COUPON_TABLE (fixture->table)));

  for (guint i = 0; i < index; i++)
    child = gtk_widget_get_next_sibling (child);

  return WB_COUPON_LINE (gtk_widget_get_first_child (child));
}

static const char *
get_first_code (CouponsPageFixture *fixture)
{
  const WbCouponRow *row = wb_row_get_record (wb_coupon_line_get_row (get_line (fixture, 0)));

  return row->coupon->code;
}

static const char *
get_shown (CouponsPageFixture *fixture)
{
  return gtk_stack_get_visible_child_name (
    GTK_STACK (WB_COUPONS_PAGE (fixture->page)->list_stack));
}

/* What the first row is to say of revenue. */
typedef struct
{
  CouponsPageFixture *fixture;
  const char *text;
} Revenue;

static gboolean
says_revenue (gpointer data)
{
  const Revenue *wanted = data;

  return g_strcmp0 (wb_coupon_line_get_text (get_line (wanted->fixture, 0), WB_COUPON_COLUMN_REVENUE),
                    wanted->text) == 0;
}

static void
test_coupons_page_says_each_cell (CouponsPageFixture *fixture,
                                  gconstpointer       data)
{
  g_autoptr (WbCoupon) coupon = coupons_page_read_coupon (fixture, WB_COUPON_USED);
  WbCouponLine *line = NULL;

  g_free (coupon->revenue);
  coupon->revenue = g_strdup ("950.00");
  g_free (coupon->revenue_currency);
  coupon->revenue_currency = g_strdup ("EUR");
  g_free (coupon->refunded);
  coupon->refunded = g_strdup ("300.00");
  coupons_page_put_coupon (fixture, coupon);
  coupons_page_type (fixture, coupon->code);
  coupons_page_wait_for_rows (fixture, 1);
  /* What is stored is told some frames later, and the row drawn anew. */
  app_wait_until (says_revenue, &(Revenue) { fixture, "€950 (−300)" });

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

/* In a window as wide as most: what a coupon brought and what was given back of it, whole, beside the shop. */
static void
test_coupons_page_shows_refunds_whole (CouponsPageFixture *fixture,
                                       gconstpointer       data)
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
  g_autoptr (WbCoupon) coupon = coupons_page_read_coupon (fixture, WB_COUPON_USED);

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1240, 800);
  coupons_page_type (fixture, coupon->code);
  coupons_page_wait_for_rows (fixture, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    WbCouponLine *line = NULL;

    g_test_message ("%s", cases[i].text);
    g_free (coupon->revenue);
    coupon->revenue = g_strdup (cases[i].revenue);
    g_free (coupon->revenue_currency);
    coupon->revenue_currency = g_strdup (cases[i].currency);
    g_free (coupon->refunded);
    coupon->refunded = g_strdup (cases[i].refunded);
    coupons_page_put_coupon (fixture, coupon);
    app_wait_until (says_revenue, &(Revenue) { fixture, cases[i].text });
    line = get_line (fixture, 0);
    g_assert_cmpint (gtk_widget_get_width (fixture->window), <=, 1240);
    g_assert_false (wb_coupon_line_is_cut (line, WB_COUPON_COLUMN_REVENUE));
    g_assert_false (wb_coupon_line_is_cut (line, WB_COUPON_COLUMN_CODE));
    g_assert_nonnull (wb_coupon_line_get_text (line, WB_COUPON_COLUMN_SHOP));
  }
}

static void
test_coupons_page_filters (CouponsPageFixture *fixture,
                           gconstpointer       data)
{
  static const char *const states[] = { WB_COUPON_ACTIVE, WB_COUPON_USED, WB_COUPON_EXPIRED };
  guint n_all = wb_coupon_table_get_n_rows (WB_COUPON_TABLE (fixture->table));
  WbCouponQuery query = { .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE };
  guint n_customers = 0;

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    g_autoptr (GPtrArray) rows = NULL;

    query.state = states[i];
    rows = coupons_page_read_rows (fixture, &query);
    g_test_message ("%s: %u of %u", states[i], rows->len, n_all);
    g_assert_cmpuint (rows->len, >, 0);
    g_assert_cmpuint (rows->len, <, n_all);
    coupons_page_choose (fixture, "filter.state", states[i]);
    coupons_page_wait_for_rows (fixture, rows->len);
    app_wait_frames (fixture->window, 2);
    g_assert_cmpstr (get_first_code (fixture), ==,
                     ((WbCouponRow *) g_ptr_array_index (rows, 0))->coupon->code);
  }

  query = (WbCouponQuery) {
    .currency = "EUR", .issued_by = "", .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE,
  };
  coupons_page_choose (fixture, "filter.state", "");
  coupons_page_choose (fixture, "filter.currency", "EUR");
  coupons_page_choose (fixture, "filter.by", "customer");
  {
    g_autoptr (GPtrArray) rows = coupons_page_read_rows (fixture, &query);

    n_customers = rows->len;
  }
  g_assert_cmpuint (n_customers, >, 0);
  g_assert_cmpuint (n_customers, <, n_all);
  coupons_page_wait_for_rows (fixture, n_customers);

  gtk_widget_activate_action (app_find (fixture->page, WB_TYPE_COUPON_FILTER_BAR), "filter.clear",
                              NULL);
  coupons_page_wait_for_rows (fixture, n_all);
}

/* What no coupon matches has a way out, which takes filters and search away. */
static void
test_coupons_page_nothing_matches (CouponsPageFixture *fixture,
                                   gconstpointer       data)
{
  guint n_all = wb_coupon_table_get_n_rows (WB_COUPON_TABLE (fixture->table));

  coupons_page_choose (fixture, "filter.state", WB_COUPON_USED);
  coupons_page_type (fixture, "no coupon has these words");
  coupons_page_wait_for_rows (fixture, 0);
  g_assert_cmpstr (get_shown (fixture), ==, "empty");

  gtk_widget_activate_action (fixture->page, "coupons.clear", NULL);
  coupons_page_wait_for_rows (fixture, n_all);
  g_assert_cmpstr (get_shown (fixture), ==, "list");
  g_assert_cmpstr (gtk_editable_get_text (
                     GTK_EDITABLE (app_find (fixture->page, GTK_TYPE_SEARCH_ENTRY))), ==, "");
}

static gboolean
is_first_code (gpointer data)
{
  CouponsPageFixture *fixture = data;

  return g_strcmp0 (get_first_code (fixture), fixture->wanted_id) == 0;
}

static void
test_coupons_page_sorts (CouponsPageFixture *fixture,
                         gconstpointer       data)
{
  WbCouponQuery query = {
    .sort = WB_COUPON_SORT_EXPIRES, .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE,
  };
  g_autoptr (GPtrArray) rows = coupons_page_read_rows (fixture, &query);
  g_autoptr (GPtrArray) reversed = NULL;

  g_signal_emit_by_name (fixture->table, "sort", WB_COUPON_SORT_EXPIRES);
  fixture->wanted_id = ((WbCouponRow *) g_ptr_array_index (rows, 0))->coupon->code;
  app_wait_until (is_first_code, fixture);

  /* The same header again. */
  query.reversed = TRUE;
  reversed = coupons_page_read_rows (fixture, &query);
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
test_coupons_page_totals_follow (CouponsPageFixture *fixture,
                                 gconstpointer       data)
{
  GtkWidget *view = app_find (fixture->page, WB_TYPE_COUPON_TOTALS_VIEW);
  g_autofree char *all = wb_coupon_totals_view_dup_text (WB_COUPON_TOTALS_VIEW (view));
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 4);  /* three currencies and the end */
  coupons_page_choose (fixture, "filter.currency", "EUR");
  app_wait_until (totals_are, &(TotalsCheck) { view, "EUR |", "CZK |" });
  coupons_page_choose (fixture, "filter.currency", "");
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
test_coupons_page_figures_come_in_place (CouponsPageFixture *fixture,
                                         gconstpointer       data)
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
/* Where a table has no room, rows are cards: no header, two lines. */
static void
test_coupons_page_is_cards_when_narrow (CouponsPageFixture *fixture,
                                        gconstpointer       data)
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
test_coupons_page_without_a_shop (CouponsPageFixture *fixture,
                                  gconstpointer       data)
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
  static const AppFixtureOptions plain = { 20, 0, TRUE, TRUE };
  int result = 0;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  application = app_get_application ();

#define ADD(path, options, func) \
  g_test_add ("/wb/app/coupons-page/" path, CouponsPageFixture, options, coupons_page_set_up, func,  \
              coupons_page_tear_down)
  ADD ("says-each-cell", &agent, test_coupons_page_says_each_cell);
  ADD ("shows-refunds-whole", &agent, test_coupons_page_shows_refunds_whole);
  ADD ("filters", &agent, test_coupons_page_filters);
  ADD ("nothing-matches", &agent, test_coupons_page_nothing_matches);
  ADD ("sorts", &agent, test_coupons_page_sorts);
  ADD ("totals-follow-the-filter", &agent, test_coupons_page_totals_follow);
  ADD ("figures-come-in-place", &agent, test_coupons_page_figures_come_in_place);
  ADD ("is-cards-when-narrow", &agent, test_coupons_page_is_cards_when_narrow);
  ADD ("without-a-shop", &plain, test_coupons_page_without_a_shop);
#undef ADD
  result = g_test_run ();
  g_object_unref (application);

  return result;
}
