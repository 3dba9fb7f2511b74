/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Coupons page: the table, the details of one in each state, nothing found, none yet, and
 * without a shop. */

#include "config.h"

#include "shots.h"

#include "dialog-support.h"
#include "local-shop.h"

#include "wb-coupon-filter-bar.h"
#include "wb-coupon-form.h"
#include "wb-coupon-giver.h"
#include "wb-coupon-list.h"
#include "wb-date-field.h"
#include "wb-page.h"
#include "wb-split-view.h"

static GtkWidget *
open_page (AdwApplication *application,
           AppFixture     *fixture,
           const Look     *look)
{
  GtkWidget *window = shots_open_window (application, look);

  wb_window_set_context (WB_WINDOW (window), fixture->context);
  wb_window_show_page (WB_WINDOW (window), "coupons");
  gtk_window_present (GTK_WINDOW (window));
  app_wait_frames (window, 3 * FRAMES_TO_SETTLE);

  return window;
}

static void
type (GtkWidget  *window,
      const char *text)
{
  GtkWidget *page = wb_window_get_page (WB_WINDOW (window), "coupons");

  gtk_editable_set_text (GTK_EDITABLE (app_find (page, GTK_TYPE_SEARCH_ENTRY)), text);
  app_wait_frames (window, 3 * FRAMES_TO_SETTLE);
}

/* Every state has a card of its own. */
static void
shoot_details (GtkWidget  *window,
               AppFixture *fixture,
               const char *dir,
               const Look *look)
{
  static const char *const states[] = { WB_COUPON_ACTIVE, WB_COUPON_USED, WB_COUPON_FAILED };
  WbDb *reader = wb_context_get_reader (fixture->context);
  GtkWidget *page = wb_window_get_page (WB_WINDOW (window), "coupons");

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    WbCouponQuery query = {
      .state = states[i], .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE, .limit = 1,
    };
    g_autoptr (GArray) ids = wb_coupon_store_list (reader, &query, NULL);
    g_autoptr (WbCouponRow) row =
      ids && ids->len > 0
        ? wb_coupon_store_get_row (reader, g_array_index (ids, gint64, 0), NULL)
        : NULL;
    g_autofree char *name = g_strdup_printf ("coupon-%s", states[i]);

    if (!row)
      continue;
    wb_page_show_object (WB_PAGE (page), row->coupon->id);
    app_wait_frames (window, 2 * FRAMES_TO_SETTLE);
    if (g_str_equal (states[i], WB_COUPON_ACTIVE)) {
      gtk_widget_activate_action (page, "coupons.details", NULL);
      app_wait_frames (window, FRAMES_TO_SETTLE);
    }
    shots_take_picture (window, dir, name, look->suffix);
  }
}

/* The days of a filter stand in a popover below its button. */
static void
shoot_days (GtkWidget  *window,
            const char *dir,
            const Look *look)
{
  GtkWidget *page = wb_window_get_page (WB_WINDOW (window), "coupons");
  GtkWidget *bar = app_find (page, WB_TYPE_COUPON_FILTER_BAR);
  GtkWidget *days =
    gtk_widget_get_ancestor (app_find (bar, WB_TYPE_DATE_FIELD), GTK_TYPE_POPOVER);

  gtk_widget_activate_action (bar, "filter.days", NULL);
  app_wait_frames (window, 2 * FRAMES_TO_SETTLE);
  shots_take_picture (days, dir, "coupons-days", look->suffix);
  gtk_popover_popdown (GTK_POPOVER (days));
  app_wait_frames (window, FRAMES_TO_SETTLE);
}

/* A coupon of one's own shop is given on the ticket's card: the form empty, with what is missing, and
 * filled in. */
static void
shoot_form (AdwApplication *application,
            AppFixture     *fixture,
            const char     *ticket_id,
            const char     *dir,
            const Look     *look)
{
  GtkWidget *window = shots_open_window (application, look);
  GtkWidget *page = NULL;
  GtkWidget *giver = NULL;
  GtkWidget *form = NULL;

  wb_window_set_context (WB_WINDOW (window), fixture->context);
  wb_window_show_page (WB_WINDOW (window), "tickets");
  gtk_window_present (GTK_WINDOW (window));
  page = wb_window_get_page (WB_WINDOW (window), "tickets");
  wb_page_show_object (WB_PAGE (page), ticket_id);
  app_wait_frames (window, 3 * FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, "ticket-level-0", look->suffix);

  giver = app_find (page, WB_TYPE_COUPON_GIVER);
  g_signal_emit_by_name (dialog_find_nth (giver, GTK_TYPE_BUTTON, 0), "clicked");
  app_wait_frames (window, 2 * FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, "coupon-form", look->suffix);
  form = app_find (giver, WB_TYPE_COUPON_FORM);
  g_signal_emit_by_name (dialog_find_nth (form, ADW_TYPE_ENTRY_ROW, 0), "entry-activated");
  app_wait_frames (window, 2 * FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, "coupon-form-problem", look->suffix);
  gtk_editable_set_text (GTK_EDITABLE (dialog_find_nth (form, ADW_TYPE_ENTRY_ROW, 0)), "10");
  gtk_editable_set_text (GTK_EDITABLE (dialog_find_nth (form, ADW_TYPE_ENTRY_ROW, 1)), "50");
  app_wait_frames (window, 2 * FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, "coupon-form-filled", look->suffix);
  gtk_window_destroy (GTK_WINDOW (window));
}

/**
 * shots_coupon_form:
 * @application: what windows belong to
 * @dir: where pictures go
 * @looks: (array length=n_looks): how
 *
 * At level 0, with two shops.
 */
void
shots_coupon_form (AdwApplication *application,
                   const char     *dir,
                   const Look     *looks,
                   guint           n_looks)
{
  static const AppFixtureOptions options = { .n_tickets = 60, .level_0 = TRUE, .with_keys = TRUE };
  AppFixture fixture = { NULL };
  LocalShop czech = { NULL };
  LocalShop german = { NULL };
  g_autofree char *ticket_id = NULL;

  app_fixture_set_up (&fixture, &options);
  local_shop_set_up (&czech, &fixture, "Domov a světlo", "CZK");
  local_shop_set_up (&german, &fixture, "Home & Light Germany", "EUR");
  ticket_id = local_shop_find_ticket (&fixture, "EUR");
  for (guint i = 0; i < n_looks; i++)
    shoot_form (application, &fixture, ticket_id, dir, &looks[i]);
  app_wait_written (&fixture);
  local_shop_tear_down (&german);
  local_shop_tear_down (&czech);
  app_fixture_tear_down (&fixture, NULL);
}

void
shots_coupons (AdwApplication *application,
               AppFixture     *fixture,
               AppFixture     *plain,
               const char     *dir,
               const Look     *look)
{
  GtkWidget *window = open_page (application, fixture, look);
  GtkWidget *page = wb_window_get_page (WB_WINDOW (window), "coupons");

  shots_take_picture (window, dir, "coupons", look->suffix);
  shoot_days (window, dir, look);
  shoot_details (window, fixture, dir, look);
  gtk_widget_activate_action (page, "coupons.close", NULL);
  type (window, "no coupon has these words");
  shots_take_picture (window, dir, "coupons-nothing", look->suffix);
  gtk_window_destroy (GTK_WINDOW (window));

  window = open_page (application, plain, look);
  shots_take_picture (window, dir, "coupons-level-0", look->suffix);
  gtk_window_destroy (GTK_WINDOW (window));
}
