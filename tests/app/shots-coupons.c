/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Coupons page: the table, the details of one in each state, nothing found, none yet, and
 * without a shop. */

#include "config.h"

#include "shots.h"

#include "wb-coupon-list.h"
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
  shoot_details (window, fixture, dir, look);
  gtk_widget_activate_action (page, "coupons.close", NULL);
  type (window, "no coupon has these words");
  shots_take_picture (window, dir, "coupons-nothing", look->suffix);
  gtk_window_destroy (GTK_WINDOW (window));

  window = open_page (application, plain, look);
  shots_take_picture (window, dir, "coupons-level-0", look->suffix);
  gtk_window_destroy (GTK_WINDOW (window));
}
