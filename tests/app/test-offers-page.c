/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Offers page worked through its widgets: drafts, saving, refusals, rights. */

#include "config.h"

#include "offers-fixture.h"

#include "wb-account-store.h"
#include "wb-clash-box.h"
#include "wb-coupon-card.h"
#include "wb-notice.h"
#include "wb-offer-store.h"
#include "wb-page.h"
#include "wb-type-bar.h"

static void
test_offers_page_draft_survives_a_restart (OffersFixture *fixture,
                                           gconstpointer  data)
{
  gtk_editable_set_text (offers_find_amount (fixture, 0), "12,34,5x");
  app_wait_until (offers_has_draft, fixture);
  offers_close (fixture);
  offers_open (fixture, 1240);
  g_assert_cmpstr (gtk_editable_get_text (offers_find_amount (fixture, 0)), ==, "12,34,5x");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (offers_find_amount (fixture, 0)), "error"));
}

static void
test_offers_page_draft_survives_other_types (OffersFixture *fixture,
                                             gconstpointer  data)
{
  gtk_editable_set_text (offers_find_amount (fixture, 0), "77");
  g_assert_true (offers_press (fixture, GDK_KEY_2));
  g_assert_cmpstr (gtk_editable_get_text (offers_find_amount (fixture, 0)), !=, "77");
  g_assert_true (offers_press (fixture, GDK_KEY_1));
  g_assert_cmpstr (gtk_editable_get_text (offers_find_amount (fixture, 0)), ==, "77.00");
  /* There is no ninth type, and the key changes nothing. */
  offers_press (fixture, GDK_KEY_9);
  g_assert_cmpstr (gtk_editable_get_text (offers_find_amount (fixture, 0)), ==, "77.00");
}

/* A field that goes while something still holds it, as a screen reader may, loses the focus when its
 * row is no more. */
static void
test_offers_page_field_may_be_left_late (OffersFixture *fixture,
                                         gconstpointer  data)
{
  g_autoptr (GtkWidget) field = g_object_ref (GTK_WIDGET (offers_find_amount (fixture, 0)));
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (field);
  guint leave = g_signal_lookup ("leave", GTK_TYPE_EVENT_CONTROLLER_FOCUS);
  g_autoptr (GtkEventController) focus = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) each = g_list_model_get_item (controllers, i);

    if (GTK_IS_EVENT_CONTROLLER_FOCUS (each) && g_signal_has_handler_pending (each, leave, 0, FALSE))
      g_set_object (&focus, each);
  }
  g_assert_nonnull (focus);
  g_assert_true (offers_press (fixture, GDK_KEY_2));
  g_assert_null (gtk_widget_get_root (field));
  g_assert_false (g_signal_has_handler_pending (focus, leave, 0, FALSE));
}

static void
test_offers_page_saves_what_is_typed (OffersFixture *fixture,
                                      gconstpointer  data)
{
  g_autoptr (WbOfferSet) before =
    wb_offer_store_get_server (offers_get_reader (fixture), fixture->type_id, NULL);
  g_autoptr (WbOfferSet) shown = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  gtk_editable_set_text (offers_find_amount (fixture, 0), "250.5");
  g_assert_true (offers_press (fixture, GDK_KEY_s));
  app_wait_until (offers_has_row, fixture);
  app_wait_written (&fixture->app);

  shown = wb_offer_store_get (offers_get_reader (fixture), fixture->type_id, NULL);
  g_assert_cmpstr (((WbCouponAmount *) g_ptr_array_index (shown->amounts, 0))->amount, ==,
                   "250.50");
  /* What is not shown is saved as it came. */
  g_assert_cmpint (shown->call_enabled, ==, before->call_enabled);
  g_assert_true (wb_lang_text_equal (shown->call_text, before->call_text));
  g_assert_cmpstr (shown->banner_target_url, ==, before->banner_target_url);
  g_assert_false (offers_has_draft (fixture));
  rows = wb_outbox_for_object (offers_get_reader (fixture), "settings", fixture->type_id, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpint (((WbOutboxRow *) g_ptr_array_index (rows, 0))->base_version, ==,
                   before->version);
}

/* Somebody switched remarketing off, and the window has not heard of it. The draft is what is left
 * when it is closed now. */
static void
test_offers_page_failed_save_keeps_the_edits (OffersFixture *fixture,
                                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbWorkspace *workspace = wb_context_get_workspace (fixture->app.context);
  g_autoptr (WbAccount) account = wb_account_store_get (offers_get_reader (fixture), NULL);
  WbDb *db = wb_workspace_begin (workspace, &error);

  g_assert_no_error (error);
  account->remarketing_active = FALSE;
  g_assert_true (wb_account_store_put (db, account, &error));
  g_assert_true (wb_workspace_commit (workspace, WB_TABLE_NONE, &error));
  g_assert_no_error (error);
  gtk_editable_set_text (offers_find_amount (fixture, 0), "250.5");
  g_assert_true (offers_press (fixture, GDK_KEY_s));
  app_wait_written (&fixture->app);
  g_assert_false (offers_has_row (fixture));
  app_wait_until (offers_has_draft, fixture);
}

static void
test_offers_page_saves_nothing_that_is_wrong (OffersFixture *fixture,
                                              gconstpointer  data)
{
  GtkWidget *focus = NULL;

  gtk_editable_set_text (offers_find_amount (fixture, 2), "nonsense");
  g_assert_true (offers_press (fixture, GDK_KEY_s));
  app_wait_written (&fixture->app);
  g_assert_false (offers_has_row (fixture));
  g_assert_cmpstr (gtk_editable_get_text (offers_find_amount (fixture, 2)), ==, "nonsense");
  /* It leads to the field instead. */
  focus = gtk_root_get_focus (gtk_widget_get_root (fixture->page));
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (offers_find_amount (fixture, 2))));
}

static void
test_offers_page_discards (OffersFixture *fixture,
                           gconstpointer  data)
{
  g_autofree char *before = g_strdup (gtk_editable_get_text (offers_find_amount (fixture, 0)));

  gtk_editable_set_text (offers_find_amount (fixture, 0), "x");
  gtk_widget_activate_action (fixture->page, "offers.discard", NULL);
  g_assert_cmpstr (gtk_editable_get_text (offers_find_amount (fixture, 0)), ==, before);
  app_wait_written (&fixture->app);
  g_assert_false (offers_has_draft (fixture));
}

static void
test_offers_page_refused_comes_back (OffersFixture *fixture,
                                     gconstpointer  data)
{
  int before = gtk_spin_button_get_value_as_int (offers_find_days (fixture));

  offers_add_row (fixture, WB_OUTBOX_NEEDS_YOU);
  app_wait_frames (fixture->window, 2);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (offers_find_days (fixture)), ==, 21);
  g_assert_true (wb_notice_is_shown (WB_NOTICE (offers_find_nth (fixture->page, WB_TYPE_NOTICE, 0))));

  /* Given up, the server's value is there again. */
  g_signal_emit_by_name (offers_find_nth (fixture->page, WB_TYPE_NOTICE, 0), "clicked", 1);
  app_wait_until (offers_has_no_row, fixture);
  app_wait_written (&fixture->app);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (offers_find_days (fixture)), ==, before);
}

static void
test_offers_page_refused_is_mended (OffersFixture *fixture,
                                    gconstpointer  data)
{
  g_autoptr (WbOfferSet) sent = NULL;

  offers_add_row (fixture, WB_OUTBOX_NEEDS_YOU);
  app_wait_frames (fixture->window, 2);
  gtk_spin_button_set_value (offers_find_days (fixture), 25);
  g_assert_true (offers_press (fixture, GDK_KEY_s));
  app_wait_written (&fixture->app);
  sent = offers_dup_sent (fixture);
  g_assert_cmpint (sent->validity_days, ==, 25);
  g_assert_cmpstr (wb_lang_text_get (sent->call_text, "cs"), ==, "Můj text");
}

static void
choose (GtkWidget *box,
        guint      index)
{
  gtk_toggle_button_set_active (
    GTK_TOGGLE_BUTTON (offers_find_nth (box, GTK_TYPE_TOGGLE_BUTTON, index)), TRUE);
}

static gboolean
says (GtkWidget  *root,
      const char *words)
{
  guint n = offers_count (root, GTK_TYPE_LABEL);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (offers_find_nth (root, GTK_TYPE_LABEL, i))),
                   words) == 0)
      return TRUE;

  return FALSE;
}

static WbOutboxState
find_row_state (OffersFixture *fixture)
{
  g_autoptr (GPtrArray) rows =
    wb_outbox_for_object (offers_get_reader (fixture), "settings", fixture->type_id, NULL);

  return ((WbOutboxRow *) g_ptr_array_index (rows, 0))->state;
}

static void
test_offers_page_conflict_is_settled (OffersFixture *fixture,
                                      gconstpointer  data)
{
  g_autoptr (WbOfferSet) sent = NULL;
  g_autofree char *before =
    wb_offer_editor_dup_call_text (offers_get_editor (fixture), "cs");
  GtkWidget *box = NULL;

  offers_add_row (fixture, WB_OUTBOX_CONFLICT);
  app_wait_frames (fixture->window, 2);
  box = app_find (fixture->page, WB_TYPE_CLASH_BOX);
  g_assert_true (gtk_widget_get_mapped (box));
  /* Mine, theirs and before, whole and side by side. */
  g_assert_true (says (box, "Můj text"));
  g_assert_true (says (box, "Jejich text"));
  g_assert_true (says (box, before));
  g_assert_cmpuint (offers_count (box, GTK_TYPE_TOGGLE_BUTTON), ==, 6);

  /* Not before somebody chose, for every question. */
  g_assert_true (offers_press (fixture, GDK_KEY_s));
  choose (box, 0);
  g_assert_true (offers_press (fixture, GDK_KEY_s));
  app_wait_written (&fixture->app);
  g_assert_cmpint (find_row_state (fixture), ==, WB_OUTBOX_CONFLICT);

  choose (box, 4);
  g_assert_true (offers_press (fixture, GDK_KEY_s));
  app_wait_written (&fixture->app);
  sent = offers_dup_sent (fixture);
  g_assert_cmpint (sent->validity_days, ==, 21);
  g_assert_cmpstr (wb_lang_text_get (sent->call_text, "cs"), ==, "Jejich text");
}

static void
test_offers_page_focus_starts_at_the_chosen_type (OffersFixture *fixture,
                                                  gconstpointer  data)
{
  GtkWidget *first = offers_find_nth (app_find (fixture->page, WB_TYPE_TYPE_BAR), GTK_TYPE_TOGGLE_BUTTON,
                                      0);

  wb_page_shown (WB_PAGE (fixture->page));
  wb_page_shown (WB_PAGE (fixture->page));
  g_assert_true (gtk_root_get_focus (gtk_widget_get_root (fixture->page)) == first);
}

static void
test_offers_page_is_read_only_for_agents (OffersFixture *fixture,
                                          gconstpointer  data)
{
  g_assert_false (gtk_editable_get_editable (offers_find_amount (fixture, 0)));
  g_assert_true (wb_notice_is_shown (WB_NOTICE (offers_find_nth (fixture->page, WB_TYPE_NOTICE, 0))));
  /* The switch cannot be moved, and a key changes nothing either. */
  g_assert_false (gtk_widget_is_sensitive (offers_find_nth (fixture->page, GTK_TYPE_SWITCH, 0)));
  offers_press (fixture, GDK_KEY_s);
  app_wait_written (&fixture->app);
  g_assert_false (offers_has_row (fixture));
}

static void
test_offers_page_says_what_level_0_lacks (OffersFixture *fixture,
                                          gconstpointer  data)
{
  GtkWidget *status = app_find (fixture->page, ADW_TYPE_STATUS_PAGE);

  g_assert_nonnull (status);
  g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (status)), !=, "");
  g_assert_true (gtk_widget_get_mapped (status));
  g_assert_false (gtk_widget_get_mapped (app_find (fixture->page, GTK_TYPE_SWITCH)));
}

int
main (int   argc,
      char *argv[])
{
  static const AppFixtureOptions manager = { 12, 4, TRUE, FALSE };
  static const AppFixtureOptions agent = { 12, 4, FALSE, FALSE };
  static const AppFixtureOptions level_0 = { 12, 0, TRUE, TRUE };

  g_test_init (&argc, &argv, NULL);
  offers_init ();

  offers_test_add ("/app/offers-page/draft-survives-a-restart", &manager,
                   test_offers_page_draft_survives_a_restart);
  offers_test_add ("/app/offers-page/draft-survives-other-types", &manager,
                   test_offers_page_draft_survives_other_types);
  offers_test_add ("/app/offers-page/field-may-be-left-late", &manager,
                   test_offers_page_field_may_be_left_late);
  offers_test_add ("/app/offers-page/saves-what-is-typed", &manager, test_offers_page_saves_what_is_typed);
  offers_test_add ("/app/offers-page/failed-save-keeps-the-edits", &manager,
                   test_offers_page_failed_save_keeps_the_edits);
  offers_test_add ("/app/offers-page/saves-nothing-that-is-wrong", &manager,
                   test_offers_page_saves_nothing_that_is_wrong);
  offers_test_add ("/app/offers-page/discards", &manager, test_offers_page_discards);
  offers_test_add ("/app/offers-page/refused-comes-back", &manager, test_offers_page_refused_comes_back);
  offers_test_add ("/app/offers-page/refused-is-mended", &manager, test_offers_page_refused_is_mended);
  offers_test_add ("/app/offers-page/conflict-is-settled", &manager, test_offers_page_conflict_is_settled);
  offers_test_add ("/app/offers-page/focus-starts-at-the-chosen-type", &manager,
                   test_offers_page_focus_starts_at_the_chosen_type);
  offers_test_add ("/app/offers-page/is-read-only-for-agents", &agent,
                   test_offers_page_is_read_only_for_agents);
  offers_test_add ("/app/offers-page/says-what-level-0-lacks", &level_0,
                   test_offers_page_says_what_level_0_lacks);

  return offers_run ();
}
