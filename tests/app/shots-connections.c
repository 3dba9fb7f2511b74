/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of Connections: shops in each state, none at all, the form, the forecast. */

#include "config.h"

#include "shots.h"

#include "dialog-support.h"
#include "wb-account-store.h"
#include "wb-forecast-window.h"
#include "wb-page.h"
#include "wb-shop-connection.h"
#include "wb-shop-form.h"
#include "wb-shop-row.h"
#include "wb-shop-steps.h"

static void
add_notes (WbMerchantStore *store,
           guint            index)
{
  g_clear_pointer (&store->caps, wb_shop_caps_unref);
  store->caps = wb_shop_caps_new ();
  store->caps->percent = TRUE;
  store->caps->fixed = TRUE;
  store->caps->minimum = TRUE;
  store->caps->expiry = TRUE;
  store->caps->time_zone = g_strdup ("Europe/Prague");
  wb_shop_caps_add_note (store->caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_ORDERS, NULL);
  wb_shop_caps_add_note (store->caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ONE_CURRENCY,
                         store->currencies[0]);
  wb_shop_caps_add_note (store->caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_VAT_INCLUDED, NULL);
  if (index == 1)
    wb_shop_caps_add_note (store->caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_SCOPE, "read_orders");
}

/* One of each: connected, in error, paused. */
static void
spoil_stores (AppFixture *fixture)
{
  static const char *const states[] = { "connected", "error", "disabled" };
  g_autoptr (GPtrArray) stores = NULL;
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->workspace, &error);

  g_assert_no_error (error);
  stores = wb_merchant_store_list (db, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < stores->len; i++) {
    WbMerchantStore *store = g_ptr_array_index (stores, i);

    g_free (store->connection);
    store->connection = g_strdup (states[i % G_N_ELEMENTS (states)]);
    store->last_sync_at = APP_NOW - 5 * 60 * 1000;
    if (i == 1)
      store->error_message =
        g_strdup ("The shop does not take the key any more. Make a new one and add the shop again");
    add_notes (store, i);
    store->version++;
    wb_merchant_store_upsert (db, store, &error);
    g_assert_no_error (error);
  }
  wb_workspace_commit (fixture->workspace, WB_TABLE_ACCOUNT, &error);
  g_assert_no_error (error);
  app_wait_written (fixture);
}

static void
shoot_service (AdwApplication *application,
               AppFixture     *fixture,
               const char     *dir,
               const Look     *look)
{
  GtkWidget *window = shots_open_window (application, look);
  GtkWidget *forecast = NULL;
  GtkWidget *page = NULL;

  wb_window_set_context (WB_WINDOW (window), fixture->context);
  wb_window_show_page (WB_WINDOW (window), "connections");
  gtk_window_present (GTK_WINDOW (window));
  app_wait_frames (window, FRAMES_TO_SETTLE);
  page = wb_window_get_page (WB_WINDOW (window), "connections");
  for (guint i = 0; i < 2; i++)
    adw_expander_row_set_expanded (
      ADW_EXPANDER_ROW (dialog_find_nth (page, WB_TYPE_SHOP_ROW, i)), TRUE);
  app_wait_frames (window, FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, "connections", look->suffix);

  forecast = GTK_WIDGET (wb_forecast_window_open (fixture->context, GTK_WINDOW (window), NULL));
  app_wait_frames (forecast, FRAMES_TO_SETTLE);
  shots_take_picture (forecast, dir, "forecast", look->suffix);
  gtk_window_destroy (GTK_WINDOW (forecast));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
shoot_local (AdwApplication *application,
             AppFixture     *fixture,
             const char     *dir,
             const Look     *look)
{
  GtkWidget *window = shots_open_window (application, look);
  WbShopForm *form = NULL;
  GtkWidget *steps = NULL;

  wb_window_set_context (WB_WINDOW (window), fixture->context);
  wb_window_show_page (WB_WINDOW (window), "connections");
  gtk_window_present (GTK_WINDOW (window));
  app_wait_frames (window, FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, "connections-empty", look->suffix);

  form = wb_shop_form_new (fixture->context, NULL);
  gtk_window_set_transient_for (GTK_WINDOW (form), GTK_WINDOW (window));
  gtk_window_set_default_size (GTK_WINDOW (form), look->width < 560 ? look->width : 560, 760);
  gtk_window_present (GTK_WINDOW (form));
  app_wait_frames (GTK_WIDGET (form), FRAMES_TO_SETTLE);
  shots_take_picture (GTK_WIDGET (form), dir, "shop-form", look->suffix);

  /* As a test that failed half-way leaves it. */
  steps = app_find (GTK_WIDGET (form), WB_TYPE_SHOP_STEPS);
  gtk_widget_set_visible (gtk_widget_get_parent (steps), TRUE);
  wb_shop_steps_step (WB_SHOP_STEPS (steps), WB_SHOP_STEP_REACH, FALSE);
  wb_shop_steps_step (WB_SHOP_STEPS (steps), WB_SHOP_STEP_REACH, TRUE);
  wb_shop_steps_step (WB_SHOP_STEPS (steps), WB_SHOP_STEP_SIGN_IN, FALSE);
  wb_shop_steps_fail (WB_SHOP_STEPS (steps),
                      "The shop does not know this key. Copy it once more from WooCommerce");
  app_wait_frames (GTK_WIDGET (form), FRAMES_TO_SETTLE);
  shots_take_picture (GTK_WIDGET (form), dir, "shop-form-failed", look->suffix);
  gtk_window_destroy (GTK_WINDOW (form));
  gtk_window_destroy (GTK_WINDOW (window));
}

/**
 * shots_connections:
 * @application: what windows belong to
 * @dir: where pictures go
 * @look: how
 */
void
shots_connections (AdwApplication *application,
                   const char     *dir,
                   const Look     *look)
{
  AppFixture fixture = { NULL };
  AppFixtureOptions options = { .n_tickets = 20, .n_calls = 5, .as_manager = TRUE };
  AppFixtureOptions plain = { .n_tickets = 20, .level_0 = TRUE, .with_sync = TRUE };

  app_fixture_set_up (&fixture, &options);
  spoil_stores (&fixture);
  shoot_service (application, &fixture, dir, look);
  app_fixture_tear_down (&fixture, NULL);

  fixture = (AppFixture) { NULL };
  app_fixture_set_up (&fixture, &plain);
  shoot_local (application, &fixture, dir, look);
  app_fixture_tear_down (&fixture, NULL);
}
