/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Call request, grid of places, problems, advice and versions on the Offers page, worked through its
 * widgets. */

#include "config.h"

#include "offers-fixture.h"

#include "wb-advice-list.h"
#include "wb-banner-card.h"
#include "wb-call-request-card.h"
#include "wb-call-text-row.h"
#include "wb-coupon-card.h"
#include "wb-customer-text.h"
#include "wb-offer-store.h"
#include "wb-placement-grid.h"
#include "wb-problem-label.h"
#include "wb-split-view.h"
#include "wb-text-field.h"
#include "wb-type-bar.h"

static GtkWidget *
find_field (OffersFixture *fixture,
            guint          index)
{
  return offers_find_nth (app_find (fixture->page, WB_TYPE_CALL_REQUEST_CARD), WB_TYPE_TEXT_FIELD,
                          index);
}

static void
type_text (OffersFixture *fixture,
           guint          index,
           const char    *text)
{
  GtkWidget *view = wb_text_field_get_view (WB_TEXT_FIELD (find_field (fixture, index)));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

static GtkWidget *
find_cell (OffersFixture *fixture,
           WbTool         tool,
           guint          place)
{
  return offers_find_nth (app_find (fixture->page, WB_TYPE_PLACEMENT_GRID), GTK_TYPE_CHECK_BUTTON,
                          3 * tool + place);
}

static gboolean
has_focus (OffersFixture *fixture,
           GtkWidget     *widget)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (fixture->page));

  return focus && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static gboolean
shows_label (GtkWidget  *root,
             const char *part)
{
  guint n = offers_count (root, GTK_TYPE_LABEL);

  for (guint i = 0; i < n; i++) {
    GtkWidget *label = offers_find_nth (root, GTK_TYPE_LABEL, i);

    if (strstr (gtk_label_get_text (GTK_LABEL (label)), part))
      return TRUE;
  }

  return FALSE;
}

static void
test_offers_tools_call_text_is_saved (OffersFixture *fixture,
                                      gconstpointer  data)
{
  g_autoptr (WbOfferSet) before =
    wb_offer_store_get_server (offers_get_reader (fixture), fixture->type_id, NULL);
  g_autoptr (WbOfferSet) sent = NULL;

  type_text (fixture, 0, "Zavoláme vám?");
  type_text (fixture, 1, "");
  g_assert_true (shows_label (app_find (fixture->page, WB_TYPE_CALL_REQUEST_CARD), "13 / 500"));
  g_assert_true (offers_press (fixture, GDK_KEY_s));
  app_wait_written (&fixture->app);
  sent = offers_dup_sent (fixture);
  g_assert_cmpstr (wb_lang_text_get (sent->call_text, "cs"), ==, "Zavoláme vám?");
  g_assert_null (wb_lang_text_get (sent->call_text, "en"));
  /* The rest goes back as it came. */
  wb_lang_text_set (before->call_text, "cs", "Zavoláme vám?");
  wb_lang_text_set (before->call_text, "en", NULL);
  g_assert_true (wb_offer_set_equal_tools (sent, before));
}

static void
test_offers_tools_draft_of_every_field (OffersFixture *fixture,
                                        gconstpointer  data)
{
  g_autoptr (WbOfferSet) typed = NULL;
  WbOfferEditor *editor = offers_get_editor (fixture);

  type_text (fixture, 1, "<b>wrong</b>");
  gtk_editable_set_text (offers_find_amount (fixture, 1), "x y");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_cell (fixture, WB_TOOL_BANNER, 2)), TRUE);
  wb_offer_editor_set_on (editor, WB_TOOL_BANNER, TRUE);
  wb_offer_editor_set_banner (editor, "no such banner");
  wb_offer_editor_type_target_url (editor, " half an addr");
  typed = wb_offer_set_copy (wb_offer_editor_get_set (editor));
  app_wait_until (offers_has_draft, fixture);

  offers_close (fixture);
  offers_open (fixture, 1240);
  g_assert_true (wb_offer_set_equal_tools (wb_offer_editor_get_set (offers_get_editor (fixture)),
                                           typed));
  g_assert_true (gtk_check_button_get_active (
                   GTK_CHECK_BUTTON (find_cell (fixture, WB_TOOL_BANNER, 2))));
  /* Two visits elsewhere change nothing either. */
  offers_press (fixture, GDK_KEY_3);
  offers_press (fixture, GDK_KEY_1);
  g_assert_true (wb_offer_set_equal_tools (wb_offer_editor_get_set (offers_get_editor (fixture)),
                                           typed));
}

static void
test_offers_tools_empty_text_says_what_is_used (OffersFixture *fixture,
                                                gconstpointer  data)
{
  GtkWidget *row = NULL;

  type_text (fixture, 0, "Zavoláme vám?");
  row = offers_find_nth (fixture->page, WB_TYPE_CALL_TEXT_ROW, 1);
  g_assert_false (shows_label (row, "Zavoláme vám?"));
  type_text (fixture, 1, "");
  app_wait_frames (fixture->window, 2);
  g_assert_true (shows_label (row, "Zavoláme vám?"));
  g_assert_true (shows_label (row, "Czech"));
  /* Nothing stands in it all the same, and nothing is wrong. */
  g_assert_cmpuint (wb_offer_editor_get_problems (offers_get_editor (fixture))->len, ==, 0);
}

static void
test_offers_tools_switched_on_has_a_question (OffersFixture *fixture,
                                              gconstpointer  data)
{
  GtkWidget *card = app_find (fixture->page, WB_TYPE_CALL_REQUEST_CARD);
  GtkSwitch *toggle = GTK_SWITCH (app_find (card, GTK_TYPE_SWITCH));
  g_autofree char *text = NULL;

  offers_press (fixture, GDK_KEY_3);
  g_assert_false (gtk_switch_get_active (toggle));
  gtk_switch_set_active (toggle, TRUE);
  text = wb_text_field_dup_text (WB_TEXT_FIELD (find_field (fixture, 0)));
  g_assert_cmpstr (text, ==, wb_customer_text (WB_CUSTOMER_TEXT_CALL_QUESTION, "cs"));
  g_assert_true (shows_label (card, "2 days"));

  /* Off again, it is as it was. */
  gtk_switch_set_active (toggle, FALSE);
  g_assert_false (wb_offer_editor_is_dirty (offers_get_editor (fixture)));
  /* A text of one's own is kept. */
  gtk_switch_set_active (toggle, TRUE);
  type_text (fixture, 0, "Moje otázka");
  gtk_switch_set_active (toggle, FALSE);
  gtk_switch_set_active (toggle, TRUE);
  g_clear_pointer (&text, g_free);
  text = wb_text_field_dup_text (WB_TEXT_FIELD (find_field (fixture, 0)));
  g_assert_cmpstr (text, ==, "Moje otázka");
}

static void
test_offers_tools_each_cell_by_itself (OffersFixture *fixture,
                                       gconstpointer  data)
{
  static const WbPlacements places[] = {
    WB_PLACEMENT_PORTAL,
    WB_PLACEMENT_TICKET_DETAIL,
    WB_PLACEMENT_EMAIL,
  };

  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
    for (guint place = 0; place < G_N_ELEMENTS (places); place++) {
      g_autoptr (WbOfferSet) wanted =
        wb_offer_set_copy (wb_offer_editor_get_set (offers_get_editor (fixture)));
      GtkCheckButton *cell = GTK_CHECK_BUTTON (find_cell (fixture, tool, place));
      WbPlacements before = wb_offer_set_get_placements (wanted, tool);

      g_test_message ("%s %u", wb_tool_to_text (tool), place);
      g_assert_cmpint (gtk_check_button_get_active (cell), ==, (before & places[place]) != 0);
      wb_offer_set_set_placements (wanted, tool, before ^ places[place]);
      gtk_check_button_set_active (cell, !gtk_check_button_get_active (cell));
      g_assert_true (wb_offer_set_equal_tools (
                       wb_offer_editor_get_set (offers_get_editor (fixture)), wanted));
    }
  }
}

static void
test_offers_tools_grid_by_keyboard (OffersFixture *fixture,
                                    gconstpointer  data)
{
  static const struct
  {
    GtkDirectionType direction;
    WbTool tool;
    guint place;
  } steps[] = {
    { GTK_DIR_RIGHT, WB_TOOL_COUPON, 1 },
    { GTK_DIR_DOWN, WB_TOOL_CALL_REQUEST, 1 },
    { GTK_DIR_RIGHT, WB_TOOL_CALL_REQUEST, 2 },
    { GTK_DIR_RIGHT, WB_TOOL_CALL_REQUEST, 2 },
    { GTK_DIR_DOWN, WB_TOOL_BANNER, 2 },
    { GTK_DIR_DOWN, WB_TOOL_BANNER, 2 },
    { GTK_DIR_LEFT, WB_TOOL_BANNER, 1 },
    { GTK_DIR_UP, WB_TOOL_CALL_REQUEST, 1 },
  };
  GtkWidget *grid = app_find (fixture->page, WB_TYPE_PLACEMENT_GRID);

  g_assert_true (gtk_widget_child_focus (grid, GTK_DIR_TAB_FORWARD));
  g_assert_true (has_focus (fixture, find_cell (fixture, WB_TOOL_COUPON, 0)));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_test_message ("step %u", i);
    g_assert_true (gtk_widget_child_focus (fixture->window, steps[i].direction));
    g_assert_true (has_focus (fixture, find_cell (fixture, steps[i].tool, steps[i].place)));
  }

  /* One stop: the next Tab leaves, and coming back finds the cell it left. */
  g_assert_false (gtk_widget_child_focus (grid, GTK_DIR_TAB_FORWARD));
  gtk_widget_grab_focus (GTK_WIDGET (offers_find_amount (fixture, 0)));
  g_assert_true (gtk_widget_child_focus (grid, GTK_DIR_TAB_BACKWARD));
  g_assert_true (has_focus (fixture, find_cell (fixture, WB_TOOL_CALL_REQUEST, 1)));
  gtk_test_accessible_assert_property (
    GTK_ACCESSIBLE (find_cell (fixture, WB_TOOL_CALL_REQUEST, 1)), GTK_ACCESSIBLE_PROPERTY_LABEL,
    "Call request, Ticket page");
}

/* Problems that are said; some labels stand there without words to keep their line free. */
static guint
count_problems (GtkWidget *root)
{
  guint n = WB_IS_PROBLEM_LABEL (root) && wb_problem_label_has_text (WB_PROBLEM_LABEL (root));

  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    n += count_problems (child);

  return n;
}

static void
test_offers_tools_problems_lead_to_their_field (OffersFixture *fixture,
                                                gconstpointer  data)
{
  WbOfferEditor *editor = offers_get_editor (fixture);
  GtkWidget *popover = NULL;

  type_text (fixture, 1, "<i>x</i>");
  wb_offer_editor_type_target_url (editor, "http://a.cz");
  wb_offer_editor_set_place (editor, WB_TOOL_COUPON, WB_PLACEMENT_PORTAL, FALSE);
  wb_offer_editor_set_place (editor, WB_TOOL_COUPON, WB_PLACEMENT_TICKET_DETAIL, FALSE);
  wb_offer_editor_set_place (editor, WB_TOOL_COUPON, WB_PLACEMENT_EMAIL, FALSE);
  g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 3);
  /* Said where they are, too. */
  g_assert_cmpuint (count_problems (fixture->page), ==, 3);

  /* Save leads to the first. */
  g_assert_true (offers_press (fixture, GDK_KEY_s));
  g_assert_true (has_focus (fixture, find_field (fixture, 1)));

  for (guint i = 0; i < 3; i++) {
    /* The first is the page's menu. */
    GtkWidget *button = offers_find_nth (fixture->page, GTK_TYPE_MENU_BUTTON, 1);

    gtk_menu_button_popup (GTK_MENU_BUTTON (button));
    popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
    app_wait_frames (fixture->window, 2);
    g_assert_cmpuint (offers_count (popover, GTK_TYPE_BUTTON), ==, 3);
    g_signal_emit_by_name (offers_find_nth (popover, GTK_TYPE_BUTTON, i), "clicked");
    app_wait_frames (fixture->window, 2);
    if (i == 0)
      g_assert_true (has_focus (fixture, find_field (fixture, 1)));
    else if (i == 1)
      g_assert_true (has_focus (fixture, app_find (app_find (fixture->page, WB_TYPE_BANNER_CARD),
                                                   GTK_TYPE_ENTRY)));
    else
      g_assert_true (has_focus (fixture, find_cell (fixture, WB_TOOL_COUPON, 0)));
  }
}

static double
find_top (OffersFixture *fixture,
          GtkWidget     *widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, fixture->window, &bounds));

  return bounds.origin.y;
}

static void
test_offers_tools_nothing_jumps (OffersFixture *fixture,
                                 gconstpointer  data)
{
  /* Below all the fields. */
  GtkWidget *last = app_find (fixture->page, WB_TYPE_PLACEMENT_GRID);

  for (guint i = 0; i < 4; i++) {
    GtkWidget *field = i < 2    ? GTK_WIDGET (offers_find_amount (fixture, i))
                       : i == 2 ? find_field (fixture, 0)
                                : GTK_WIDGET (offers_find_days (fixture));
    double before = 0;
    double last_before = 0;

    g_test_message ("field %u", i);
    gtk_widget_grab_focus (field);
    app_wait_frames (fixture->window, 3);
    before = find_top (fixture, field);
    last_before = find_top (fixture, last);
    if (i < 2)
      gtk_editable_set_text (GTK_EDITABLE (field), "x");
    else if (i == 2)
      type_text (fixture, 0, "");
    else
      gtk_editable_set_text (GTK_EDITABLE (field), "999");
    app_wait_frames (fixture->window, 3);
    g_assert_cmpuint (wb_offer_editor_get_problems (offers_get_editor (fixture))->len, ==, 1);
    g_assert_cmpfloat (find_top (fixture, field), ==, before);
    g_assert_cmpfloat (find_top (fixture, last), ==, last_before);
    gtk_widget_activate_action (fixture->page, "offers.discard", NULL);
    app_wait_frames (fixture->window, 3);
    g_assert_cmpfloat (find_top (fixture, field), ==, before);
  }
}

static void
test_offers_tools_advice_stops_nothing (OffersFixture *fixture,
                                        gconstpointer  data)
{
  GtkWidget *card = app_find (fixture->page, WB_TYPE_COUPON_CARD);
  WbOfferEditor *editor = NULL;

  g_assert_cmpuint (offers_count (card, WB_TYPE_ADVICE_LIST), ==, 0);
  offers_press (fixture, GDK_KEY_2);
  editor = offers_get_editor (fixture);
  wb_offer_editor_set_percent (editor, FALSE);
  wb_offer_editor_type_amount (editor, "EUR", "1");
  wb_offer_editor_type_amount (editor, "PLN", "1");
  wb_offer_editor_type_amount (editor, "CZK", "199");
  g_assert_cmpuint (offers_count (card, WB_TYPE_ADVICE_LIST), ==, 0);
  /* As much as a return gives. */
  wb_offer_editor_type_amount (editor, "CZK", "200");
  app_wait_frames (fixture->window, 2);
  g_assert_cmpuint (offers_count (card, WB_TYPE_ADVICE_LIST), ==, 1);
  g_assert_true (shows_label (app_find (card, WB_TYPE_ADVICE_LIST), "Return"));
  g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 0);
  g_assert_true (wb_offer_editor_can_save (editor));
}

static void
test_offers_tools_advice_on_the_banner (OffersFixture *fixture,
                                        gconstpointer  data)
{
  GtkWidget *card = app_find (fixture->page, WB_TYPE_BANNER_CARD);

  /* Its last day is in December. */
  g_assert_true (wb_offer_editor_is_on (offers_get_editor (fixture), WB_TOOL_BANNER));
  g_assert_cmpuint (offers_count (card, WB_TYPE_ADVICE_LIST), ==, 0);
  wb_movable_clock_advance (fixture->app.clock, 60 * G_GINT64_CONSTANT (86400000));
  wb_offer_editor_set_validity (offers_get_editor (fixture), 20);
  app_wait_frames (fixture->window, 2);
  g_assert_cmpuint (offers_count (card, WB_TYPE_ADVICE_LIST), ==, 1);
  g_assert_true (shows_label (app_find (card, WB_TYPE_ADVICE_LIST), "last day"));
  g_assert_true (wb_offer_editor_can_save (offers_get_editor (fixture)));

  /* What is off, nobody sees. */
  wb_offer_editor_set_on (offers_get_editor (fixture), WB_TOOL_BANNER, FALSE);
  g_assert_cmpuint (offers_count (card, WB_TYPE_ADVICE_LIST), ==, 0);
}

static WbOfferDesk *
get_desk (OffersFixture *fixture)
{
  return wb_offers_page_get_desk (WB_OFFERS_PAGE (fixture->page));
}

static void
test_offers_tools_goes_back (OffersFixture *fixture,
                             gconstpointer  data)
{
  g_autoptr (WbOfferSet) old =
    wb_offer_set_copy (wb_offer_editor_get_base (offers_get_editor (fixture)));
  g_autoptr (WbOfferSet) sent = NULL;
  g_autoptr (GError) error = NULL;

  /* Today's own are no change. */
  g_assert_false (wb_offer_desk_go_back (get_desk (fixture), fixture->type_id, old, FALSE, &error));
  g_assert_error (error, WB_OFFER_DESK_ERROR, WB_OFFER_DESK_ERROR_INVALID);
  g_clear_error (&error);

  old->version -= 1;
  old->validity_days = 77;
  wb_lang_text_set (old->call_text, "en", NULL);
  gtk_spin_button_set_value (offers_find_days (fixture), 25);
  g_assert_false (wb_offer_desk_go_back (get_desk (fixture), fixture->type_id, old, FALSE, &error));
  g_assert_error (error, WB_OFFER_DESK_ERROR, WB_OFFER_DESK_ERROR_UNSAVED);
  g_clear_error (&error);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (offers_find_days (fixture)), ==, 25);
  app_wait_written (&fixture->app);
  g_assert_false (offers_has_row (fixture));

  g_assert_true (wb_offer_desk_go_back (get_desk (fixture), fixture->type_id, old, TRUE, &error));
  g_assert_no_error (error);
  app_wait_written (&fixture->app);
  sent = offers_dup_sent (fixture);
  g_assert_true (wb_offer_set_equal_tools (sent, old));
  g_assert_false (wb_offer_editor_is_dirty (offers_get_editor (fixture)));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (offers_find_days (fixture)), ==, 77);
  g_assert_false (offers_has_draft (fixture));
}

static void
test_offers_tools_goes_back_to_nothing_wrong (OffersFixture *fixture,
                                              gconstpointer  data)
{
  g_autoptr (WbOfferSet) old =
    wb_offer_set_copy (wb_offer_editor_get_base (offers_get_editor (fixture)));
  g_autoptr (GError) error = NULL;

  /* A shop that has come since then needs an amount; and a save that waits comes first. */
  g_ptr_array_remove_index (old->amounts, 0);
  g_assert_false (wb_offer_desk_go_back (get_desk (fixture), fixture->type_id, old, TRUE, &error));
  g_assert_error (error, WB_OFFER_DESK_ERROR, WB_OFFER_DESK_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (wb_offer_editor_is_dirty (offers_get_editor (fixture)));

  offers_add_row (fixture, WB_OUTBOX_CONFLICT);
  g_assert_false (wb_offer_desk_go_back (get_desk (fixture), fixture->type_id, old, TRUE, &error));
  g_assert_error (error, WB_OFFER_DESK_ERROR, WB_OFFER_DESK_ERROR_BUSY);
}

static void
test_offers_tools_edits_are_marked (OffersFixture *fixture,
                                    gconstpointer  data)
{
  GtkWidget *first = offers_find_nth (app_find (fixture->page, WB_TYPE_TYPE_BAR),
                                      GTK_TYPE_TOGGLE_BUTTON, 0);

  g_assert_null (strstr (gtk_widget_get_tooltip_text (first), "unsaved"));
  type_text (fixture, 0, "Jinak");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (first), "unsaved"));
  gtk_widget_activate_action (fixture->page, "offers.discard", NULL);
  g_assert_null (strstr (gtk_widget_get_tooltip_text (first), "unsaved"));
  wb_offer_editor_type_target_url (offers_get_editor (fixture), "https://a.cz");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (first), "unsaved"));
  gtk_widget_activate_action (fixture->page, "offers.discard", NULL);
}

static void
test_offers_tools_fits_into_a_phone (OffersFixture *fixture,
                                     gconstpointer  data)
{
  int minimum = 0;

  offers_close (fixture);
  offers_open (fixture, 360);
  type_text (fixture, 0, "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz");
  app_wait_frames (fixture->window, 4);
  gtk_widget_measure (fixture->page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  g_assert_cmpint (gtk_widget_get_width (fixture->page), <=, 360);
}

static void
test_offers_tools_agents_only_look (OffersFixture *fixture,
                                    gconstpointer  data)
{
  guint n_switches = offers_count (fixture->page, GTK_TYPE_SWITCH);

  for (guint i = 0; i < n_switches; i++)
    g_assert_false (gtk_widget_is_sensitive (offers_find_nth (fixture->page, GTK_TYPE_SWITCH, i)));
  for (guint i = 0; i < 9; i++)
    g_assert_false (gtk_widget_is_sensitive (find_cell (fixture, i / 3, i % 3)));
  g_assert_false (gtk_text_view_get_editable (
                    GTK_TEXT_VIEW (wb_text_field_get_view (WB_TEXT_FIELD (find_field (fixture, 0))))));
}

int
main (int   argc,
      char *argv[])
{
  static const AppFixtureOptions manager = { 12, 4, TRUE, FALSE };
  static const AppFixtureOptions agent = { 12, 4, FALSE, FALSE };

  g_test_init (&argc, &argv, NULL);
  offers_init ();

  offers_test_add ("/app/offers-tools/call-text-is-saved", &manager,
                   test_offers_tools_call_text_is_saved);
  offers_test_add ("/app/offers-tools/draft-of-every-field", &manager,
                   test_offers_tools_draft_of_every_field);
  offers_test_add ("/app/offers-tools/empty-text-says-what-is-used", &manager,
                   test_offers_tools_empty_text_says_what_is_used);
  offers_test_add ("/app/offers-tools/switched-on-has-a-question", &manager,
                   test_offers_tools_switched_on_has_a_question);
  offers_test_add ("/app/offers-tools/each-cell-by-itself", &manager,
                   test_offers_tools_each_cell_by_itself);
  offers_test_add ("/app/offers-tools/grid-by-keyboard", &manager,
                   test_offers_tools_grid_by_keyboard);
  offers_test_add ("/app/offers-tools/problems-lead-to-their-field", &manager,
                   test_offers_tools_problems_lead_to_their_field);
  offers_test_add ("/app/offers-tools/nothing-jumps", &manager, test_offers_tools_nothing_jumps);
  offers_test_add ("/app/offers-tools/advice-stops-nothing", &manager,
                   test_offers_tools_advice_stops_nothing);
  offers_test_add ("/app/offers-tools/advice-on-the-banner", &manager,
                   test_offers_tools_advice_on_the_banner);
  offers_test_add ("/app/offers-tools/goes-back", &manager, test_offers_tools_goes_back);
  offers_test_add ("/app/offers-tools/goes-back-to-nothing-wrong", &manager,
                   test_offers_tools_goes_back_to_nothing_wrong);
  offers_test_add ("/app/offers-tools/edits-are-marked", &manager,
                   test_offers_tools_edits_are_marked);
  offers_test_add ("/app/offers-tools/fits-into-a-phone", &manager,
                   test_offers_tools_fits_into_a_phone);
  offers_test_add ("/app/offers-tools/agents-only-look", &agent,
                   test_offers_tools_agents_only_look);

  return offers_run ();
}
