/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Offers page worked through its widgets: drafts, saving, refusals, rights. */

#include "config.h"

#include "app-fixture.h"

#include "wb-amount-row.h"
#include "wb-clash-box.h"
#include "wb-coupon-card.h"
#include "wb-notice.h"
#include "wb-offer-store.h"
#include "wb-offers-page.h"
#include "wb-outbox.h"
#include "wb-page.h"
#include "wb-type-bar.h"
#include "wb-wire-offer-set.h"

static AdwApplication *application;

typedef struct
{
  AppFixture app;
  GtkWidget *window;
  GtkWidget *page;
  char *type_id;  /* (owned) of the first type, which is configured */
} Fixture;

static void
open_page (Fixture *fixture)
{
  fixture->window = GTK_WIDGET (wb_window_new (application));
  wb_window_set_context (WB_WINDOW (fixture->window), fixture->app.context);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wb_window_show_page (WB_WINDOW (fixture->window), "offers");
  fixture->page = wb_window_get_page (WB_WINDOW (fixture->window), "offers");
  app_wait_frames (fixture->window, 2);
}

static void
close_page (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_wait_written (&fixture->app);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const WbTicketType *type = NULL;

  app_fixture_set_up (&fixture->app, data);
  type = g_ptr_array_index (wb_context_get_types (fixture->app.context), 0);
  fixture->type_id = g_strdup (type->id);
  open_page (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  close_page (fixture);
  g_free (fixture->type_id);
  app_fixture_tear_down (&fixture->app, data);
}

static void
collect (GtkWidget *root,
         GType      type,
         GPtrArray *found)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && gtk_widget_get_mapped (root))
    g_ptr_array_add (found, root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

static GtkWidget *
find_nth (GtkWidget *root,
          GType      type,
          guint      index)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (root, type, found);
  g_assert_cmpuint (index, <, found->len);

  return g_ptr_array_index (found, index);
}

/* Fields in the order of the card: amount and minimum of each currency. */
static GtkEditable *
find_field (Fixture *fixture,
            guint    index)
{
  return GTK_EDITABLE (find_nth (app_find (fixture->page, WB_TYPE_COUPON_CARD), GTK_TYPE_ENTRY,
                                 index));
}

static gboolean
press (Fixture *fixture,
       guint    keyval)
{
  return wb_page_handle_key (WB_PAGE (fixture->page), keyval, GDK_CONTROL_MASK);
}

static WbDb *
get_reader (Fixture *fixture)
{
  return wb_context_get_reader (fixture->app.context);
}

static gboolean
has_draft (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (WbOfferSet) draft = NULL;
  g_autoptr (WbOfferSet) base = NULL;

  return wb_offer_store_get_draft (get_reader (fixture), fixture->type_id, &draft, &base, NULL) &&
         draft != NULL;
}

static gboolean
has_row (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GPtrArray) rows =
    wb_outbox_for_object (get_reader (fixture), "settings", fixture->type_id, NULL);

  return rows && rows->len > 0;
}

static gboolean
has_no_row (gpointer data)
{
  return !has_row (data);
}

static void
test_offers_page_draft_survives_a_restart (Fixture       *fixture,
                                           gconstpointer  data)
{
  gtk_editable_set_text (find_field (fixture, 0), "12,34,5x");
  app_wait_until (has_draft, fixture);
  close_page (fixture);
  open_page (fixture);
  g_assert_cmpstr (gtk_editable_get_text (find_field (fixture, 0)), ==, "12,34,5x");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (find_field (fixture, 0)), "error"));
}

static void
test_offers_page_draft_survives_other_types (Fixture       *fixture,
                                             gconstpointer  data)
{
  gtk_editable_set_text (find_field (fixture, 0), "77");
  g_assert_true (press (fixture, GDK_KEY_2));
  g_assert_cmpstr (gtk_editable_get_text (find_field (fixture, 0)), !=, "77");
  g_assert_true (press (fixture, GDK_KEY_1));
  g_assert_cmpstr (gtk_editable_get_text (find_field (fixture, 0)), ==, "77.00");
  /* There is no ninth type, and the key changes nothing. */
  press (fixture, GDK_KEY_9);
  g_assert_cmpstr (gtk_editable_get_text (find_field (fixture, 0)), ==, "77.00");
}

static void
test_offers_page_saves_what_is_typed (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (WbOfferSet) before =
    wb_offer_store_get_server (get_reader (fixture), fixture->type_id, NULL);
  g_autoptr (WbOfferSet) shown = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  gtk_editable_set_text (find_field (fixture, 0), "250.5");
  g_assert_true (press (fixture, GDK_KEY_s));
  app_wait_until (has_row, fixture);
  app_wait_written (&fixture->app);

  shown = wb_offer_store_get (get_reader (fixture), fixture->type_id, NULL);
  g_assert_cmpstr (((WbCouponAmount *) g_ptr_array_index (shown->amounts, 0))->amount, ==,
                   "250.50");
  /* What is not shown is saved as it came. */
  g_assert_cmpint (shown->call_enabled, ==, before->call_enabled);
  g_assert_true (wb_lang_text_equal (shown->call_text, before->call_text));
  g_assert_cmpstr (shown->banner_target_url, ==, before->banner_target_url);
  g_assert_false (has_draft (fixture));
  rows = wb_outbox_for_object (get_reader (fixture), "settings", fixture->type_id, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpint (((WbOutboxRow *) g_ptr_array_index (rows, 0))->base_version, ==,
                   before->version);
}

static void
test_offers_page_saves_nothing_that_is_wrong (Fixture       *fixture,
                                              gconstpointer  data)
{
  GtkWidget *focus = NULL;

  gtk_editable_set_text (find_field (fixture, 2), "nonsense");
  g_assert_true (press (fixture, GDK_KEY_s));
  app_wait_written (&fixture->app);
  g_assert_false (has_row (fixture));
  g_assert_cmpstr (gtk_editable_get_text (find_field (fixture, 2)), ==, "nonsense");
  /* It leads to the field instead. */
  focus = gtk_root_get_focus (gtk_widget_get_root (fixture->page));
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (find_field (fixture, 2))));
}

static void
test_offers_page_discards (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *before = g_strdup (gtk_editable_get_text (find_field (fixture, 0)));

  gtk_editable_set_text (find_field (fixture, 0), "x");
  gtk_widget_activate_action (fixture->page, "offers.discard", NULL);
  g_assert_cmpstr (gtk_editable_get_text (find_field (fixture, 0)), ==, before);
  app_wait_written (&fixture->app);
  g_assert_false (has_draft (fixture));
}

/* Stores what a server that refused or met another change leaves behind. */
static void
add_row (Fixture       *fixture,
         WbOutboxState  state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbOfferSet) base =
    wb_offer_store_get_server (get_reader (fixture), fixture->type_id, NULL);
  g_autoptr (WbOfferSet) mine = wb_offer_set_copy (base);
  g_autoptr (WbOfferSet) theirs = wb_offer_set_copy (base);
  g_autoptr (WbOutboxRow) row = wb_outbox_row_new ();
  WbDb *db = NULL;

  mine->validity_days = 21;
  theirs->validity_days = 28;
  theirs->version = base->version + 1;
  row->key = g_strdup ("7c0e7a52-0000-4000-8000-000000000001");
  row->op = g_strdup (WB_OP_SETTINGS);
  row->object_kind = g_strdup ("settings");
  row->object_id = g_strdup (fixture->type_id);
  row->base_version = base->version;
  row->body = wb_wire_offer_set_encode (mine);
  row->base = wb_wire_offer_set_encode (base);
  row->state = state;
  row->error_code = g_strdup ("validation_failed");
  row->error_message = g_strdup ("Too long for this server.");
  if (state == WB_OUTBOX_CONFLICT)
    row->current = wb_wire_offer_set_encode (theirs);

  db = wb_workspace_begin (fixture->app.workspace, &error);
  g_assert_no_error (error);
  g_assert_true (wb_outbox_add (db, row, &error));
  g_assert_true (wb_outbox_update (db, row, &error));
  g_assert_true (wb_workspace_commit (fixture->app.workspace, WB_TABLE_OUTBOX, &error));
  g_assert_no_error (error);
  app_wait_written (&fixture->app);
}

static GtkSpinButton *
find_days (Fixture *fixture)
{
  return GTK_SPIN_BUTTON (find_nth (fixture->page, GTK_TYPE_SPIN_BUTTON, 0));
}

static void
test_offers_page_refused_comes_back (Fixture       *fixture,
                                     gconstpointer  data)
{
  int before = gtk_spin_button_get_value_as_int (find_days (fixture));

  add_row (fixture, WB_OUTBOX_NEEDS_YOU);
  app_wait_frames (fixture->window, 2);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (find_days (fixture)), ==, 21);
  g_assert_true (wb_notice_is_shown (WB_NOTICE (find_nth (fixture->page, WB_TYPE_NOTICE, 0))));

  /* Given up, the server's value is there again. */
  g_signal_emit_by_name (find_nth (fixture->page, WB_TYPE_NOTICE, 0), "clicked", 1);
  app_wait_until (has_no_row, fixture);
  app_wait_written (&fixture->app);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (find_days (fixture)), ==, before);
}

static void
test_offers_page_refused_is_mended (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (WbOfferSet) body = NULL;

  add_row (fixture, WB_OUTBOX_NEEDS_YOU);
  app_wait_frames (fixture->window, 2);
  gtk_spin_button_set_value (find_days (fixture), 25);
  g_assert_true (press (fixture, GDK_KEY_s));
  app_wait_written (&fixture->app);
  rows = wb_outbox_for_object (get_reader (fixture), "settings", fixture->type_id, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpint (((WbOutboxRow *) g_ptr_array_index (rows, 0))->state, ==, WB_OUTBOX_WAITING);
  body = wb_wire_offer_set_decode (((WbOutboxRow *) g_ptr_array_index (rows, 0))->body, NULL);
  g_assert_cmpint (body->validity_days, ==, 25);
}

static void
test_offers_page_conflict_is_settled (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (WbOfferSet) body = NULL;
  GtkWidget *box = NULL;

  add_row (fixture, WB_OUTBOX_CONFLICT);
  app_wait_frames (fixture->window, 2);
  box = app_find (fixture->page, WB_TYPE_CLASH_BOX);
  g_assert_true (gtk_widget_get_mapped (box));

  /* Not before somebody chose. */
  g_assert_true (press (fixture, GDK_KEY_s));
  app_wait_written (&fixture->app);
  rows = wb_outbox_for_object (get_reader (fixture), "settings", fixture->type_id, NULL);
  g_assert_cmpint (((WbOutboxRow *) g_ptr_array_index (rows, 0))->state, ==, WB_OUTBOX_CONFLICT);
  g_clear_pointer (&rows, g_ptr_array_unref);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_nth (box, GTK_TYPE_TOGGLE_BUTTON, 0)),
                                TRUE);
  g_assert_true (press (fixture, GDK_KEY_s));
  app_wait_written (&fixture->app);
  rows = wb_outbox_for_object (get_reader (fixture), "settings", fixture->type_id, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpint (((WbOutboxRow *) g_ptr_array_index (rows, 0))->state, ==, WB_OUTBOX_WAITING);
  body = wb_wire_offer_set_decode (((WbOutboxRow *) g_ptr_array_index (rows, 0))->body, NULL);
  g_assert_cmpint (body->validity_days, ==, 21);
}

static void
test_offers_page_focus_starts_at_the_chosen_type (Fixture       *fixture,
                                                  gconstpointer  data)
{
  GtkWidget *first = find_nth (app_find (fixture->page, WB_TYPE_TYPE_BAR), GTK_TYPE_TOGGLE_BUTTON,
                               0);

  wb_page_shown (WB_PAGE (fixture->page));
  wb_page_shown (WB_PAGE (fixture->page));
  g_assert_true (gtk_root_get_focus (gtk_widget_get_root (fixture->page)) == first);
}

static void
test_offers_page_is_read_only_for_agents (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_assert_false (gtk_editable_get_editable (find_field (fixture, 0)));
  g_assert_true (wb_notice_is_shown (WB_NOTICE (find_nth (fixture->page, WB_TYPE_NOTICE, 0))));
  /* The switch cannot be moved, and a key changes nothing either. */
  g_assert_false (gtk_widget_is_sensitive (find_nth (fixture->page, GTK_TYPE_SWITCH, 0)));
  press (fixture, GDK_KEY_s);
  app_wait_written (&fixture->app);
  g_assert_false (has_row (fixture));
}

static void
test_offers_page_says_what_level_0_lacks (Fixture       *fixture,
                                          gconstpointer  data)
{
  GtkWidget *status = app_find (fixture->page, ADW_TYPE_STATUS_PAGE);

  g_assert_nonnull (status);
  g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (status)), !=, "");
  g_assert_true (gtk_widget_get_mapped (status));
  g_assert_false (gtk_widget_get_mapped (app_find (fixture->page, GTK_TYPE_SWITCH)));
}

static void
add (const char              *path,
     const AppFixtureOptions *options,
     void (*func)(Fixture       *fixture,
                  gconstpointer data))
{
  g_test_add (path, Fixture, options, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  static const AppFixtureOptions manager = { 12, 4, TRUE, FALSE };
  static const AppFixtureOptions agent = { 12, 4, FALSE, FALSE };
  static const AppFixtureOptions level_0 = { 12, 0, TRUE, TRUE };

  g_autoptr (AdwApplication) owned = NULL;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  owned = app_get_application ();
  application = owned;

  add ("/app/offers-page/draft-survives-a-restart", &manager,
       test_offers_page_draft_survives_a_restart);
  add ("/app/offers-page/draft-survives-other-types", &manager,
       test_offers_page_draft_survives_other_types);
  add ("/app/offers-page/saves-what-is-typed", &manager, test_offers_page_saves_what_is_typed);
  add ("/app/offers-page/saves-nothing-that-is-wrong", &manager,
       test_offers_page_saves_nothing_that_is_wrong);
  add ("/app/offers-page/discards", &manager, test_offers_page_discards);
  add ("/app/offers-page/refused-comes-back", &manager, test_offers_page_refused_comes_back);
  add ("/app/offers-page/refused-is-mended", &manager, test_offers_page_refused_is_mended);
  add ("/app/offers-page/conflict-is-settled", &manager, test_offers_page_conflict_is_settled);
  add ("/app/offers-page/focus-starts-at-the-chosen-type", &manager,
       test_offers_page_focus_starts_at_the_chosen_type);
  add ("/app/offers-page/is-read-only-for-agents", &agent,
       test_offers_page_is_read_only_for_agents);
  add ("/app/offers-page/says-what-level-0-lacks", &level_0,
       test_offers_page_says_what_level_0_lacks);

  return g_test_run ();
}
