/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons at level 0, from the press in the window to the shop and back: given on the card of a ticket,
 * switched off, made again and replaced in the details. */

#include "config.h"

#include "dialog-support.h"
#include "local-shop.h"

#include "wb-coupon-details.h"
#include "wb-coupon-form.h"
#include "wb-coupon-giver.h"
#include "wb-coupon-store.h"
#include "wb-notice.h"
#include "wb-page.h"
#include "wb-sync-shops.h"
#include "wb-ticket-card.h"
#include "wb-time.h"

#define VALUE_ROW 0

static AdwApplication *application;

typedef struct
{
  AppFixture app;
  LocalShop shop;
  GtkWidget *window;
  char *ticket_id;        /* (owned) */
  guint n_wanted;         /* how many coupons to wait for */
  const char *wanted;     /* the state of the newest to wait for */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const AppFixtureOptions options = { .n_tickets = 60, .level_0 = TRUE, .with_keys = TRUE };

  app_fixture_set_up (&fixture->app, &options);
  local_shop_set_up (&fixture->shop, &fixture->app, "Domov a světlo", "CZK");
  fixture->ticket_id = local_shop_find_ticket (&fixture->app, "CZK");
  fixture->window = GTK_WIDGET (wb_window_new (application));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1300, 800);
  wb_window_set_context (WB_WINDOW (fixture->window), fixture->app.context);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_wait_written (&fixture->app);
  local_shop_tear_down (&fixture->shop);
  app_fixture_tear_down (&fixture->app, NULL);
  g_free (fixture->ticket_id);
}

/* The ticket's coupons, the newest first. */
static GPtrArray *
read_coupons (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *coupons =
    wb_coupon_store_for_ticket (wb_context_get_reader (fixture->app.context), fixture->ticket_id, &error);

  g_assert_no_error (error);

  return coupons;
}

static gboolean
has_newest (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GPtrArray) coupons = read_coupons (fixture);

  return coupons->len == fixture->n_wanted &&
         g_str_equal (((WbCoupon *) g_ptr_array_index (coupons, 0))->state, fixture->wanted);
}

/* Until the ticket has @n coupons of which the newest is in that state, and the window shows it. */
static WbCoupon *
wait_for_newest (Fixture    *fixture,
                 guint       n,
                 const char *state)
{
  g_autoptr (GPtrArray) coupons = NULL;

  fixture->n_wanted = n;
  fixture->wanted = state;
  app_wait_until (has_newest, fixture);
  app_wait_written (&fixture->app);
  coupons = read_coupons (fixture);

  return wb_coupon_ref (g_ptr_array_index (coupons, 0));
}

static GtkWidget *
open_page (Fixture    *fixture,
           const char *name,
           const char *object)
{
  GtkWidget *page = NULL;

  wb_window_show_page (WB_WINDOW (fixture->window), name);
  page = wb_window_get_page (WB_WINDOW (fixture->window), name);
  wb_page_show_object (WB_PAGE (page), object);
  app_wait_frames (fixture->window, 3);

  return page;
}

/* The shop's pace counts by the clock, which stands. */
static void
let_time_pass (Fixture *fixture)
{
  wb_movable_clock_advance (fixture->app.clock, WB_MINUTE_MS);
}

static void
fill_in (GtkWidget  *giver,
         const char *value)
{
  GtkWidget *form = app_find (giver, WB_TYPE_COUPON_FORM);

  g_assert_nonnull (form);
  gtk_editable_set_text (GTK_EDITABLE (dialog_find_nth (form, ADW_TYPE_ENTRY_ROW, VALUE_ROW)), value);
}

/* As from the command line, or another window. */
static WbCoupon *
issue (Fixture *fixture)
{
  g_autoptr (WbCouponOrder) order = wb_coupon_order_new ();
  g_autoptr (GError) error = NULL;
  WbCoupon *coupon = NULL;

  let_time_pass (fixture);
  order->ticket = g_strdup (fixture->ticket_id);
  order->kind = g_strdup (WB_COUPON_KIND_FIXED);
  order->amount = g_strdup ("200");
  order->currency = g_strdup ("CZK");
  order->validity_days = 14;
  coupon = wb_sync_issue_coupon (fixture->app.sync, order, 20, NULL, &error);
  g_assert_no_error (error);
  app_wait_written (&fixture->app);

  return coupon;
}

/* Whether the shop takes it at its counter. */
static gboolean
is_taken (Fixture        *fixture,
          const WbCoupon *coupon)
{
  return wb_pretend_woo_place_order (fixture->shop.woo, "jana@example.cz", "2000.00", coupon->code,
                                     "processing") > 0;
}

/* Once: by the label that is seen, which the button would repeat with its underline. Returns how many. */
static guint
check_named_once (GtkWidget *root)
{
  guint n = 0;

  if (GTK_IS_BUTTON (root) && gtk_button_get_use_underline (GTK_BUTTON (root))) {
    g_test_message ("%s", gtk_button_get_label (GTK_BUTTON (root)));
    g_assert_false (gtk_test_accessible_has_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL));
    n++;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child))
    n += check_named_once (child);

  return n;
}

static char *
read_clipboard (Fixture *fixture)
{
  GdkContentProvider *content = gdk_clipboard_get_content (gtk_widget_get_clipboard (fixture->window));
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  if (!content || !gdk_content_provider_get_value (content, &value, NULL))
    return NULL;

  return g_value_dup_string (&value);
}

static void
test_local_coupons_given (Fixture       *fixture,
                          gconstpointer  data)
{
  GtkWidget *page = open_page (fixture, "tickets", fixture->ticket_id);
  GtkWidget *card = app_find (page, WB_TYPE_TICKET_CARD);
  GtkWidget *giver = app_find (card, WB_TYPE_COUPON_GIVER);
  g_autoptr (GPtrArray) none = read_coupons (fixture);
  g_autoptr (WbCoupon) coupon = NULL;
  g_autofree char *copied = NULL;
  guint n_posts = wb_pretend_woo_count_requests (fixture->shop.woo, "POST");

  g_assert_cmpuint (none->len, ==, 0);
  dialog_click (giver, "Give _coupon…");
  /* The value is what a person has to say. */
  dialog_click (giver, "Give _coupon");
  g_assert_true (dialog_says (giver, "Say how much the customer gets."));
  app_wait_written (&fixture->app);
  g_assert_cmpuint (wb_pretend_woo_count_requests (fixture->shop.woo, "POST"), ==, n_posts);

  g_assert_cmpuint (check_named_once (giver), ==, 4);

  fill_in (giver, "250");
  g_assert_true (dialog_says (giver, "250"));
  dialog_click (giver, "Give _coupon");
  g_assert_true (dialog_says (giver, "The shop is making the coupon…"));
  coupon = wait_for_newest (fixture, 1, WB_COUPON_ACTIVE);
  app_wait_frames (fixture->window, 2);

  g_assert_cmpstr (coupon->amount, ==, "250.00");
  g_assert_cmpstr (coupon->currency, ==, "CZK");
  g_assert_cmpstr (coupon->store, ==, fixture->shop.connection_id);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (fixture->shop.woo), ==, 1);
  g_assert_cmpuint (wb_pretend_woo_count_code (fixture->shop.woo, coupon->code), ==, 1);
  g_assert_true (dialog_says (card, coupon->code));
  g_assert_false (gtk_widget_get_visible (giver));
  g_assert_true (gtk_widget_activate_action (giver, "ticket.copy", "s", coupon->code));
  copied = read_clipboard (fixture);
  g_assert_cmpstr (copied, ==, coupon->code);
  g_assert_true (is_taken (fixture, coupon));
}

/* Another window was faster while the form was being filled in: there is one coupon, and it is shown. */
static void
test_local_coupons_given_once (Fixture       *fixture,
                               gconstpointer  data)
{
  GtkWidget *page = open_page (fixture, "tickets", fixture->ticket_id);
  GtkWidget *card = app_find (page, WB_TYPE_TICKET_CARD);
  GtkWidget *giver = app_find (card, WB_TYPE_COUPON_GIVER);
  g_autoptr (WbCouponOrder) order = wb_coupon_order_new ();
  g_autoptr (WbCoupon) first = NULL;
  g_autoptr (WbCoupon) newest = NULL;
  g_autoptr (GError) error = NULL;

  dialog_click (giver, "Give _coupon…");
  fill_in (giver, "250");
  order->ticket = g_strdup (fixture->ticket_id);
  order->kind = g_strdup (WB_COUPON_KIND_PERCENT);
  order->amount = g_strdup ("10");
  order->currency = g_strdup ("CZK");
  order->validity_days = 14;
  first = wb_sync_issue_coupon (fixture->app.sync, order, 20, NULL, &error);
  g_assert_no_error (error);
  /* The window has not been told of it before the main loop runs. */
  dialog_click (giver, "Give _coupon");
  newest = wait_for_newest (fixture, 1, WB_COUPON_ACTIVE);
  app_wait_frames (fixture->window, 2);

  g_assert_cmpstr (newest->id, ==, first->id);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (fixture->shop.woo), ==, 1);
  g_assert_true (dialog_says (card, first->code));
  g_assert_false (gtk_widget_get_visible (giver));
}

static void
test_local_coupons_switched_off (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (WbCoupon) coupon = issue (fixture);
  GtkWidget *page = open_page (fixture, "coupons", coupon->id);
  GtkWidget *details = app_find (page, WB_TYPE_COUPON_DETAILS);
  GtkWidget *notice = app_find (details, WB_TYPE_NOTICE);
  g_autoptr (WbCoupon) now = NULL;

  /* A plain helpdesk has one key for all: this computer knows who it was. */
  g_assert_true (dialog_says (details, g_get_user_name ()));
  g_assert_false (dialog_says (details, "Former colleague"));
  let_time_pass (fixture);
  gtk_widget_activate_action (details, "details.disable", NULL);
  g_assert_true (wb_notice_is_shown (WB_NOTICE (notice)));
  g_assert_cmpuint (check_named_once (notice), ==, 2);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (fixture->shop.woo), ==, 1);
  g_signal_emit_by_name (notice, "clicked", 0);
  now = wait_for_newest (fixture, 1, WB_COUPON_DISABLED);

  g_assert_cmpstr (now->id, ==, coupon->id);
  g_assert_false (is_taken (fixture, coupon));
}

static void
test_local_coupons_made_again (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (WbCoupon) coupon = NULL;
  GtkWidget *page = NULL;
  GtkWidget *details = NULL;
  g_autoptr (WbCoupon) now = NULL;
  g_autoptr (GString) reason = NULL;

  wb_pretend_woo_add_fault (fixture->shop.woo, WB_PRETEND_FAULT_OTHER_AMOUNT, WB_PRETEND_REQUEST_CREATE, 1);
  coupon = issue (fixture);
  g_assert_cmpstr (coupon->state, ==, WB_COUPON_FAILED);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (fixture->shop.woo), ==, 0);
  page = open_page (fixture, "coupons", coupon->id);
  details = app_find (page, WB_TYPE_COUPON_DETAILS);
  /* The reason has spaces that keep its amounts together. */
  reason = g_string_new (coupon->error_message);
  g_string_replace (reason, "\302\240", " ", 0);
  g_assert_true (dialog_says (details, reason->str));

  let_time_pass (fixture);
  gtk_widget_activate_action (details, "details.retry", NULL);
  now = wait_for_newest (fixture, 1, WB_COUPON_ACTIVE);
  app_wait_frames (fixture->window, 2);

  g_assert_cmpstr (now->id, ==, coupon->id);
  g_assert_true (dialog_says (details, now->code));
  g_assert_cmpuint (wb_pretend_woo_count_coupons (fixture->shop.woo), ==, 1);
  g_assert_cmpuint (wb_pretend_woo_count_code (fixture->shop.woo, now->code), ==, 1);
}

static void
test_local_coupons_replaced (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr (WbCoupon) old = issue (fixture);
  GtkWidget *page = open_page (fixture, "coupons", old->id);
  GtkWidget *details = app_find (page, WB_TYPE_COUPON_DETAILS);
  GtkWidget *giver = app_find (details, WB_TYPE_COUPON_GIVER);
  g_autoptr (WbCoupon) now = NULL;
  g_autoptr (GPtrArray) coupons = NULL;

  let_time_pass (fixture);
  /* Thought better of: the coupon stays. */
  gtk_widget_activate_action (details, "details.replace", NULL);
  app_wait_frames (fixture->window, 2);
  g_assert_true (dialog_says (details, "A new coupon in place of this one"));
  dialog_click (giver, "_Cancel");
  app_wait_frames (fixture->window, 2);
  g_assert_false (dialog_says (details, "A new coupon in place of this one"));
  g_assert_cmpuint (wb_pretend_woo_count_coupons (fixture->shop.woo), ==, 1);
  gtk_widget_activate_action (details, "details.replace", NULL);
  app_wait_frames (fixture->window, 2);
  dialog_click (giver, "Give _coupon…");
  fill_in (giver, "300");
  g_assert_cmpuint (wb_pretend_woo_count_coupons (fixture->shop.woo), ==, 1);
  dialog_click (giver, "_Replace");
  now = wait_for_newest (fixture, 2, WB_COUPON_ACTIVE);

  g_assert_cmpstr (now->id, !=, old->id);
  g_assert_cmpstr (now->amount, ==, "300.00");
  coupons = read_coupons (fixture);
  g_assert_cmpstr (((WbCoupon *) g_ptr_array_index (coupons, 1))->id, ==, old->id);
  g_assert_cmpstr (((WbCoupon *) g_ptr_array_index (coupons, 1))->state, ==, WB_COUPON_DISABLED);
  g_assert_false (is_taken (fixture, old));
  g_assert_true (is_taken (fixture, now));
}

int
main (int   argc,
      char *argv[])
{
  int status = 0;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = app_get_application ();

#define ADD(path, function) \
  g_test_add ("/winback/app/local-coupons/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("given", test_local_coupons_given);
  ADD ("given-once", test_local_coupons_given_once);
  ADD ("switched-off", test_local_coupons_switched_off);
  ADD ("made-again", test_local_coupons_made_again);
  ADD ("replaced", test_local_coupons_replaced);

  status = g_test_run ();
  g_object_unref (application);

  return status;
}
