/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Coupons page in a window of its own; see coupons-page-fixture.h. */

#include "config.h"

#include "coupons-page-fixture.h"

#include "wb-coupon-details.h"
#include "wb-coupon-filter-bar.h"
#include "wb-coupon-list.h"
#include "wb-coupon-store.h"
#include "wb-coupon-table.h"

static gboolean
shows_wanted (gpointer data)
{
  CouponsPageFixture *fixture = data;

  return wb_coupon_table_get_n_rows (WB_COUPON_TABLE (fixture->table)) == fixture->wanted;
}

void
coupons_page_wait_for_rows (CouponsPageFixture *fixture,
                            guint               n)
{
  fixture->wanted = n;
  app_wait_until (shows_wanted, fixture);
}

/* The coupons that @query lists, as the workspace has them. */
GPtrArray *
coupons_page_read_rows (CouponsPageFixture  *fixture,
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
WbCoupon *
coupons_page_read_coupon (CouponsPageFixture *fixture,
                          const char         *state)
{
  WbCouponQuery query = {
    .state = state, .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE, .limit = 1,
  };
  g_autoptr (GPtrArray) rows = coupons_page_read_rows (fixture, &query);

  g_assert_cmpuint (rows->len, ==, 1);

  return wb_coupon_ref (((WbCouponRow *) g_ptr_array_index (rows, 0))->coupon);
}

void
coupons_page_put_coupon (CouponsPageFixture *fixture,
                         WbCoupon           *coupon)
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

void
coupons_page_set_up (CouponsPageFixture *fixture,
                     gconstpointer       data)
{
  g_autoptr (GPtrArray) rows = NULL;

  app_fixture_set_up (&fixture->app, data);
  fixture->window = GTK_WIDGET (wb_window_new (ADW_APPLICATION (g_application_get_default ())));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1300, 800);
  wb_window_set_context (WB_WINDOW (fixture->window), fixture->app.context);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wb_window_show_page (WB_WINDOW (fixture->window), "coupons");
  fixture->page = wb_window_get_page (WB_WINDOW (fixture->window), "coupons");
  fixture->table = app_find (fixture->page, WB_TYPE_COUPON_TABLE);
  rows = coupons_page_read_rows (fixture, NULL);
  coupons_page_wait_for_rows (fixture, rows->len);
  app_wait_frames (fixture->window, 3);
}

void
coupons_page_tear_down (CouponsPageFixture *fixture,
                        gconstpointer       data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_wait_written (&fixture->app);
  app_fixture_tear_down (&fixture->app, data);
}

GtkWidget *
coupons_page_get_details (CouponsPageFixture *fixture)
{
  return app_find (fixture->page, WB_TYPE_COUPON_DETAILS);
}

gboolean
coupons_page_shows_details (gpointer data)
{
  CouponsPageFixture *fixture = data;

  return g_strcmp0 (wb_coupon_details_get_coupon (WB_COUPON_DETAILS (coupons_page_get_details (fixture))),
                    fixture->wanted_id) == 0;
}

void
coupons_page_choose (CouponsPageFixture *fixture,
                     const char         *action,
                     const char         *value)
{
  g_assert_true (gtk_widget_activate_action (app_find (fixture->page, WB_TYPE_COUPON_FILTER_BAR),
                                             action, "s", value));
}

void
coupons_page_type (CouponsPageFixture *fixture,
                   const char         *text)
{
  gtk_editable_set_text (GTK_EDITABLE (app_find (fixture->page, GTK_TYPE_SEARCH_ENTRY)), text);
}
