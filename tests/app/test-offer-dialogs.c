/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands around the Offers editor, worked through its widgets: all types at a glance, copying,
 * activating and deactivating. */

#include "config.h"

#include "dialog-support.h"

#include "wb-activation-page.h"
#include "wb-notice.h"
#include "wb-offer-copy-window.h"
#include "wb-offer-glance-window.h"
#include "wb-offer-store.h"
#include "wb-offers-page.h"

#define CLAIM 1

static WbOfferSet *
get_offers (DialogFixture *fixture,
            const char    *type_id)
{
  g_autoptr (GError) error = NULL;
  WbOfferSet *set =
    wb_offer_store_get (wb_context_get_reader (fixture->app.context), type_id, &error);

  g_assert_no_error (error);

  return set;
}

static WbOfferEditor *
get_editor (DialogFixture *fixture,
            const char    *type_id)
{
  return wb_offer_desk_get_editor (
    wb_offers_page_get_desk (WB_OFFERS_PAGE (fixture->page)), type_id, NULL);
}

static gboolean
has_edits (DialogFixture *fixture,
           const char    *type_id)
{
  return wb_offer_desk_has_edits (wb_offers_page_get_desk (WB_OFFERS_PAGE (fixture->page)),
                                  type_id);
}

static GtkListBoxRow *
get_row (GtkWidget *window,
         guint      index)
{
  return GTK_LIST_BOX_ROW (dialog_find_nth (window, GTK_TYPE_LIST_BOX_ROW, index));
}

static void
assert_reads (GtkWidget  *root,
              const char *words)
{
  g_autofree char *read = dialog_read (root);

  if (!strstr (read, words))
    g_test_message ("“%s” is not in:\n%s", words, read);
  g_assert_nonnull (strstr (read, words));
}

static void
assert_reads_not (GtkWidget  *root,
                  const char *words)
{
  g_autofree char *read = dialog_read (root);

  if (strstr (read, words))
    g_test_message ("“%s” is in:\n%s", words, read);
  g_assert_null (strstr (read, words));
}

static guint
find_index (DialogFixture *fixture,
            const char    *type_id)
{
  guint index = 0;

  while (!g_str_equal (dialog_get_type_id (fixture, index), type_id))
    index++;

  return index;
}

static guint
count_configured (DialogFixture *fixture)
{
  GPtrArray *types = wb_context_get_types (fixture->app.context);
  guint n = 0;

  for (guint i = 0; i < types->len; i++) {
    g_autoptr (WbOfferSet) set = get_offers (fixture, dialog_get_type_id (fixture, i));

    n += set && set->version > 0;
  }

  return n;
}

static void
test_offer_glance_compares_all_types (DialogFixture *fixture,
                                      gconstpointer  data)
{
  g_autoptr (WbOfferSet) claim = get_offers (fixture, dialog_get_type_id (fixture, CLAIM));
  g_autoptr (WbOfferSet) changed = wb_offer_set_copy (claim);
  g_autofree char *unconfigured = g_strdup (dialog_find_unconfigured (fixture));
  GtkWidget *window = NULL;
  GtkWidget *row = NULL;

  changed->version++;
  changed->call_enabled = FALSE;
  changed->validity_days = 21;
  g_ptr_array_set_size (changed->amounts, 0);
  wb_offer_set_ensure_amount (changed, "CZK")->amount = g_strdup ("150.00");
  wb_offer_set_ensure_amount (changed, "CZK")->min_order_value = g_strdup ("900.00");
  dialog_put_offers (fixture, changed);
  window = dialog_open (fixture, "offers.glance", WB_TYPE_OFFER_GLANCE_WINDOW);
  row = GTK_WIDGET (get_row (window, CLAIM));
  assert_reads (row, "Claim");
  assert_reads (row, "CZK 150 off an order over CZK 900");
  assert_reads (row, "Valid 21 days");
  assert_reads (row, "On");
  assert_reads (row, "Off");
  assert_reads_not (row, "Not configured");
  assert_reads (GTK_WIDGET (get_row (window, find_index (fixture, unconfigured))),
                "Not configured");

  /* It follows what is saved while it is open. */
  changed->version++;
  changed->validity_days = 7;
  dialog_put_offers (fixture, changed);
  app_wait_frames (window, 1);
  assert_reads (GTK_WIDGET (get_row (window, CLAIM)), "Valid 7 days");
}

static void
test_offer_glance_leads_to_a_type (DialogFixture *fixture,
                                   gconstpointer  data)
{
  GtkWidget *window = dialog_open (fixture, "offers.glance", WB_TYPE_OFFER_GLANCE_WINDOW);
  GtkListBoxRow *row = get_row (window, CLAIM);

  gtk_widget_activate (GTK_WIDGET (row));
  g_assert_null (dialog_find_window (WB_TYPE_OFFER_GLANCE_WINDOW));
  g_assert_cmpstr (wb_offers_page_get_type_id (WB_OFFERS_PAGE (fixture->page)), ==,
                   dialog_get_type_id (fixture, CLAIM));
}

static void
test_offer_copy_arrives_switched_off (DialogFixture *fixture,
                                      gconstpointer  data)
{
  const char *claim_id = dialog_get_type_id (fixture, CLAIM);
  const char *return_id = dialog_get_type_id (fixture, 0);
  g_autoptr (WbOfferSet) claim = get_offers (fixture, claim_id);
  const WbOfferSet *edited = NULL;
  GtkWidget *window = NULL;

  window = dialog_open (fixture, "offers.copy", WB_TYPE_OFFER_COPY_WINDOW);
  assert_reads (window, "Coupon: on → off");
  g_assert_false (has_edits (fixture, return_id));
  g_assert_true (gtk_widget_activate_action (window, "copy.copy", NULL));
  g_assert_null (dialog_find_window (WB_TYPE_OFFER_COPY_WINDOW));

  edited = wb_offer_editor_get_set (get_editor (fixture, return_id));
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++)
    g_assert_false (wb_offer_set_is_on (edited, tool));
  g_assert_cmpint (edited->validity_days, ==, claim->validity_days);
  g_assert_cmpstr (wb_offer_set_find_amount (edited, "CZK")->amount, ==,
                   wb_offer_set_find_amount (claim, "CZK")->amount);
  g_assert_cmpstr (edited->type, ==, return_id);
  g_assert_true (has_edits (fixture, return_id));
  app_wait_written (&fixture->app);
  g_assert_null (dialog_get_row (fixture, "settings", return_id));
}

static void
test_offer_copy_says_what_it_replaces (DialogFixture *fixture,
                                       gconstpointer  data)
{
  GtkWidget *window = dialog_open (fixture, "offers.copy", WB_TYPE_OFFER_COPY_WINDOW);

  assert_reads_not (window, "There are edits that are not saved");
  gtk_window_close (GTK_WINDOW (window));
  wb_offer_editor_set_validity (get_editor (fixture, dialog_get_type_id (fixture, 0)), 3);
  window = dialog_open (fixture, "offers.copy", WB_TYPE_OFFER_COPY_WINDOW);
  assert_reads (window, "There are edits that are not saved");
  /* Closed without copying, the edits are as they were. */
  gtk_window_close (GTK_WINDOW (window));
  g_assert_cmpint (wb_offer_editor_get_set (
                     get_editor (fixture, dialog_get_type_id (fixture, 0)))->validity_days,
                   ==, 3);
}

static void
test_offer_copy_from_itself_is_none (DialogFixture *fixture,
                                     gconstpointer  data)
{
  GtkWidget *window = NULL;
  AdwComboRow *source = NULL;

  window = dialog_open (fixture, "offers.copy", WB_TYPE_OFFER_COPY_WINDOW);
  source = ADW_COMBO_ROW (dialog_find_nth (window, ADW_TYPE_COMBO_ROW, 0));
  /* Nor from a type that nobody set up. */
  g_assert_nonnull (dialog_find_unconfigured (fixture));
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (source)), ==,
                    count_configured (fixture) - 1);
}

static void
test_offer_copy_is_no_agents (DialogFixture *fixture,
                              gconstpointer  data)
{
  gtk_widget_activate_action (fixture->page, "offers.copy", NULL);
  g_assert_null (dialog_find_window (WB_TYPE_OFFER_COPY_WINDOW));
  gtk_widget_activate_action (fixture->page, "offers.deactivate", NULL);
  g_assert_null (dialog_find_window (ADW_TYPE_MESSAGE_DIALOG));
  /* Looking is. */
  g_assert_nonnull (dialog_open (fixture, "offers.glance", WB_TYPE_OFFER_GLANCE_WINDOW));
}

static GtkWidget *
find_activation (DialogFixture *fixture)
{
  GtkWidget *page = app_find (fixture->page, WB_TYPE_ACTIVATION_PAGE);

  g_assert_nonnull (page);

  return page;
}

static void
test_offer_activation_proposes (DialogFixture *fixture,
                                gconstpointer  data)
{
  g_autofree char *unconfigured = g_strdup (dialog_find_unconfigured (fixture));
  g_autofree char *configured = g_strdup (dialog_get_type_id (fixture, 0));
  const WbOfferSet *proposed = NULL;
  GtkWidget *page = find_activation (fixture);
  g_autoptr (WbOutboxRow) row = NULL;

  g_assert_true (gtk_widget_get_mapped (page));
  assert_reads (page, "Proposed coupons");
  g_assert_true (gtk_widget_activate_action (page, "activation.activate", NULL));
  app_wait_written (&fixture->app);
  app_wait_frames (fixture->window, 2);

  row = dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT);
  g_assert_cmpstr (row->op, ==, WB_OP_ADDON);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (row->body), "active"));
  g_assert_false (gtk_widget_get_mapped (page));
  assert_reads (fixture->page, "Activation waits to be sent");

  /* Never configured: edits to be looked over, nothing on, nothing sent. */
  g_assert_true (has_edits (fixture, unconfigured));
  proposed = wb_offer_editor_get_set (get_editor (fixture, unconfigured));
  g_assert_nonnull (wb_offer_set_find_amount (proposed, "CZK")->amount);
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++)
    g_assert_false (wb_offer_set_is_on (proposed, tool));
  g_assert_null (dialog_get_row (fixture, "settings", unconfigured));
  /* Configured before: as it was. */
  g_assert_false (has_edits (fixture, configured));
}

static void
test_offer_activation_tells_agents_why (DialogFixture *fixture,
                                        gconstpointer  data)
{
  GtkWidget *page = find_activation (fixture);

  g_assert_true (gtk_widget_get_mapped (page));
  assert_reads (page, "Only managers activate it");
  gtk_widget_activate_action (page, "activation.activate", NULL);
  app_wait_written (&fixture->app);
  g_assert_null (dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT));
}

static void
test_offer_activation_refused_is_said (DialogFixture *fixture,
                                       gconstpointer  data)
{
  GtkWidget *page = find_activation (fixture);
  g_autoptr (WbOutboxRow) row = NULL;

  g_assert_true (gtk_widget_activate_action (page, "activation.activate", NULL));
  app_wait_written (&fixture->app);
  row = dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT);
  dialog_leave (fixture, row, WB_OUTBOX_NEEDS_YOU, "The add-on is not in your plan.");
  app_wait_frames (fixture->window, 2);
  g_assert_true (gtk_widget_get_mapped (page));
  assert_reads (page, "The add-on is not in your plan.");

  /* Given up, there is nothing left to say. */
  g_signal_emit_by_name (app_find (page, WB_TYPE_NOTICE), "clicked", 1);
  app_wait_written (&fixture->app);
  g_assert_null (dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT));
  assert_reads_not (page, "The add-on is not in your plan.");
}

static void
test_offer_activation_deactivates (DialogFixture *fixture,
                                   gconstpointer  data)
{
  GtkWidget *question = NULL;
  g_autoptr (WbOutboxRow) row = NULL;

  question = dialog_open (fixture, "offers.deactivate", ADW_TYPE_MESSAGE_DIALOG);
  assert_reads (question, "Open calls stay in Calls, and coupons that were given stay valid.");
  dialog_click (question, "_Cancel");
  app_wait_written (&fixture->app);
  g_assert_null (dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT));

  question = dialog_open (fixture, "offers.deactivate", ADW_TYPE_MESSAGE_DIALOG);
  dialog_click (question, "_Deactivate");
  app_wait_written (&fixture->app);
  app_wait_frames (fixture->window, 2);
  row = dialog_get_row (fixture, "account", WB_OUTBOX_ACCOUNT);
  g_assert_false (json_object_get_boolean_member (json_node_get_object (row->body), "active"));
  g_assert_true (gtk_widget_get_mapped (find_activation (fixture)));
  assert_reads (find_activation (fixture), "Settings of an earlier time are kept");

  /* And back: what was configured is as it was. */
  g_assert_true (gtk_widget_activate_action (find_activation (fixture), "activation.activate",
                                             NULL));
  app_wait_written (&fixture->app);
  g_assert_false (has_edits (fixture, dialog_get_type_id (fixture, 0)));
  g_assert_true (wb_context_get_account (fixture->app.context)->remarketing_active);
}

static void
add (const char          *path,
     const DialogOptions *options,
     void (*func)(DialogFixture *fixture,
                  gconstpointer data))
{
  g_test_add (path, DialogFixture, options, dialog_fixture_set_up, func,
              dialog_fixture_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  static const DialogOptions manager = { { 12, 4, TRUE, FALSE }, FALSE, FALSE };
  static const DialogOptions agent = { { 12, 4, FALSE, FALSE }, FALSE, FALSE };
  static const DialogOptions inactive = { { 12, 4, TRUE, FALSE }, TRUE, FALSE };
  static const DialogOptions inactive_agent = { { 12, 4, FALSE, FALSE }, TRUE, FALSE };

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  add ("/app/offer-glance/compares-all-types", &manager, test_offer_glance_compares_all_types);
  add ("/app/offer-glance/leads-to-a-type", &manager, test_offer_glance_leads_to_a_type);
  add ("/app/offer-copy/arrives-switched-off", &manager, test_offer_copy_arrives_switched_off);
  add ("/app/offer-copy/says-what-it-replaces", &manager, test_offer_copy_says_what_it_replaces);
  add ("/app/offer-copy/from-itself-is-none", &manager, test_offer_copy_from_itself_is_none);
  add ("/app/offer-copy/is-no-agents", &agent, test_offer_copy_is_no_agents);
  add ("/app/offer-activation/proposes", &inactive, test_offer_activation_proposes);
  add ("/app/offer-activation/tells-agents-why", &inactive_agent,
       test_offer_activation_tells_agents_why);
  add ("/app/offer-activation/refused-is-said", &inactive, test_offer_activation_refused_is_said);
  add ("/app/offer-activation/deactivates", &manager, test_offer_activation_deactivates);

  return g_test_run ();
}
