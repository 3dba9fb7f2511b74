/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Tickets page worked through its widgets: the list, the search, the card. */

#include "config.h"

#include "app-fixture.h"

#include "wb-format.h"
#include "wb-page.h"
#include "wb-ticket-card.h"
#include "wb-ticket-line.h"
#include "wb-ticket-query.h"
#include "wb-ticket-store.h"
#include "wb-tickets-page.h"

static AdwApplication *application;

typedef struct
{
  AppFixture app;
  GtkWidget *window;
  GtkWidget *page;
  guint wanted;             /* number of tickets to wait for */
  const char *wanted_card;  /* (nullable) ticket id */
} Fixture;

static guint
count_tickets (Fixture *fixture)
{
  GtkWidget *list = app_find (fixture->page, GTK_TYPE_LIST_VIEW);

  return list ? g_list_model_get_n_items (
    G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list))))
              : 0;
}

static gboolean
shows_wanted (gpointer data)
{
  Fixture *fixture = data;

  return count_tickets (fixture) == fixture->wanted;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const AppFixtureOptions *options = data;

  app_fixture_set_up (&fixture->app, data);
  fixture->window = GTK_WIDGET (wb_window_new (application));
  wb_window_set_context (WB_WINDOW (fixture->window), fixture->app.context);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wb_window_show_page (WB_WINDOW (fixture->window), "tickets");
  fixture->page = wb_window_get_page (WB_WINDOW (fixture->window), "tickets");
  fixture->wanted = options->n_tickets;
  app_wait_until (shows_wanted, fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_wait_written (&fixture->app);
  app_fixture_tear_down (&fixture->app, data);
}

/* A ticket whose customer has a name, and none of the others' has it. */
static WbTicket *
read_ticket (Fixture *fixture,
             guint    index)
{
  WbDb *reader = wb_context_get_reader (fixture->app.context);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = wb_ticket_store_list_ids (reader, NULL, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (index, <, ids->len);

  return wb_ticket_store_get_row (reader, g_array_index (ids, gint64, index), &error);
}

static const char *
get_shown (Fixture *fixture)
{
  return wb_ticket_card_get_ticket (
    WB_TICKET_CARD (app_find (fixture->page, WB_TYPE_TICKET_CARD)));
}

static gboolean
shows_card (gpointer data)
{
  Fixture *fixture = data;

  return g_strcmp0 (get_shown (fixture), fixture->wanted_card) == 0;
}

/* The card follows when the person pauses. */
static void
wait_for_card (Fixture    *fixture,
               const char *ticket_id)
{
  fixture->wanted_card = ticket_id;
  app_wait_until (shows_card, fixture);
}

static void
type (Fixture    *fixture,
      const char *text)
{
  GtkWidget *entry = app_find (fixture->page, GTK_TYPE_SEARCH_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
test_tickets_page_lists_all_and_shows_the_first (Fixture       *fixture,
                                                 gconstpointer  data)
{
  g_autoptr (WbTicket) first = read_ticket (fixture, 0);

  app_wait_frames (fixture->window, 2);
  g_assert_cmpstr (get_shown (fixture), ==, first->id);
}

static void
test_tickets_page_finds_what_is_typed (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (WbTicket) ticket = read_ticket (fixture, 5);

  type (fixture, ticket->code);
  fixture->wanted = 1;
  app_wait_until (shows_wanted, fixture);
  wait_for_card (fixture, ticket->id);

  type (fixture, "no ticket has these words");
  fixture->wanted = 0;
  app_wait_until (shows_wanted, fixture);

  type (fixture, "");
  fixture->wanted = ((const AppFixtureOptions *) data)->n_tickets;
  app_wait_until (shows_wanted, fixture);
}

static void
test_tickets_page_answers_only_the_newest (Fixture       *fixture,
                                           gconstpointer  data)
{
  g_autoptr (WbTicket) ticket = read_ticket (fixture, 3);

  /* Typed faster than it is answered. */
  for (int i = 0; i < 40; i++)
    type (fixture, i % 2 == 0 ? "a" : "no ticket has these words");
  type (fixture, ticket->code);
  fixture->wanted = 1;
  app_wait_until (shows_wanted, fixture);
  wait_for_card (fixture, ticket->id);
}

/* The rows that can be seen come at once, the others and their number when the person pauses; what is
 * chosen meanwhile stays chosen. */
static void
test_tickets_page_reads_the_rest_on_a_pause (Fixture       *fixture,
                                             gconstpointer  data)
{
  guint n_tickets = ((const AppFixtureOptions *) data)->n_tickets;
  g_autoptr (WbTicket) third = read_ticket (fixture, 2);
  GtkWidget *list = app_find (fixture->page, GTK_TYPE_LIST_VIEW);
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (list));

  type (fixture, "no ticket has these words");
  fixture->wanted = 0;
  app_wait_until (shows_wanted, fixture);

  type (fixture, "");
  fixture->wanted = 48;
  app_wait_until (shows_wanted, fixture);
  gtk_selection_model_select_item (model, 2, TRUE);
  g_assert_cmpstr (get_shown (fixture), ==, third->id);

  fixture->wanted = n_tickets;
  app_wait_until (shows_wanted, fixture);
  g_assert_true (gtk_selection_model_is_selected (model, 2));
  g_assert_cmpstr (get_shown (fixture), ==, third->id);
}

/* Enter in the search shows the first hit's card at once. */
static void
test_tickets_page_enter_does_not_wait (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (WbTicket) ticket = read_ticket (fixture, 5);

  type (fixture, ticket->code);
  fixture->wanted = 1;
  app_wait_until (shows_wanted, fixture);
  g_signal_emit_by_name (app_find (fixture->page, GTK_TYPE_SEARCH_ENTRY), "activate");
  g_assert_cmpstr (get_shown (fixture), ==, ticket->id);
}

static void
test_tickets_page_shows_what_another_page_asks_for (Fixture       *fixture,
                                                    gconstpointer  data)
{
  g_autoptr (WbTicket) ticket = read_ticket (fixture, 7);

  type (fixture, "no ticket has these words");
  fixture->wanted = 0;
  app_wait_until (shows_wanted, fixture);
  g_assert_true (wb_page_show_object (WB_PAGE (fixture->page), ticket->id));
  fixture->wanted = ((const AppFixtureOptions *) data)->n_tickets;
  app_wait_until (shows_wanted, fixture);
  app_wait_frames (fixture->window, 2);
  g_assert_cmpstr (get_shown (fixture), ==, ticket->id);
  g_assert_false (wb_page_show_object (WB_PAGE (fixture->page), "no such ticket"));
}

static void
test_tickets_page_lines_are_said (Fixture       *fixture,
                                  gconstpointer  data)
{
  GtkWidget *line = NULL;

  app_wait_frames (fixture->window, 2);
  line = app_find (fixture->page, WB_TYPE_TICKET_LINE);
  g_assert_nonnull (line);
  g_assert_nonnull (strstr (wb_ticket_line_get_spoken (WB_TICKET_LINE (line)), " · "));
  gtk_test_accessible_assert_property (
    GTK_ACCESSIBLE (gtk_widget_get_parent (line)), GTK_ACCESSIBLE_PROPERTY_LABEL,
    wb_ticket_line_get_spoken (WB_TICKET_LINE (line)));
}

static void
test_tickets_page_search_is_one_key_away (Fixture       *fixture,
                                          gconstpointer  data)
{
  GtkWidget *focus = NULL;

  g_assert_true (wb_page_start_search (WB_PAGE (fixture->page)));
  focus = gtk_root_get_focus (gtk_widget_get_root (fixture->page));
  g_assert_true (
    gtk_widget_is_ancestor (focus, app_find (fixture->page, GTK_TYPE_SEARCH_ENTRY)));
}

/* What the list itself does with a key, before its rows see it. */
static gboolean
press_on_list (GtkWidget *list,
               guint      keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (list);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
        gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &handled);
  }

  return handled;
}

static void
test_tickets_page_tab_leaves_the_list (Fixture       *fixture,
                                       gconstpointer  data)
{
  GtkWidget *entry = app_find (fixture->page, GTK_TYPE_SEARCH_ENTRY);
  GtkWidget *list = app_find (fixture->page, GTK_TYPE_LIST_VIEW);
  GtkWidget *card = app_find (fixture->page, WB_TYPE_TICKET_CARD);
  GtkRoot *root = gtk_widget_get_root (list);

  app_wait_frames (fixture->window, 3);
  g_assert_true (wb_page_start_search (WB_PAGE (fixture->page)));
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (root), list));
  g_assert_false (press_on_list (list, GDK_KEY_Down));

  g_assert_true (press_on_list (list, GDK_KEY_Tab));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (root), card));
  g_assert_true (gtk_widget_get_can_focus (list));

  g_signal_emit_by_name (entry, "activate");
  g_assert_true (press_on_list (list, GDK_KEY_ISO_Left_Tab));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (root), entry));
}

static void
test_tickets_page_times_follow_the_order (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_autoptr (WbTicket) ticket = read_ticket (fixture, 0);
  g_autofree char *when = NULL;
  GtkWidget *line = NULL;

  for (guint i = 1; ticket->created_at == ticket->updated_at; i++) {
    wb_ticket_unref (ticket);
    ticket = read_ticket (fixture, i);
  }
  when = wb_format_when (ticket->created_at, wb_context_now (fixture->app.context),
                         wb_context_get_zone (fixture->app.context));
  type (fixture, ticket->code);
  fixture->wanted = 1;
  app_wait_until (shows_wanted, fixture);
  app_wait_frames (fixture->window, 3);
  line = app_find (fixture->page, WB_TYPE_TICKET_LINE);
  g_assert_true (g_str_has_suffix (wb_ticket_line_get_spoken (WB_TICKET_LINE (line)), when));
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
  static const AppFixtureOptions manager = { 30, 6, TRUE, FALSE };
  static const AppFixtureOptions many = { 120, 6, TRUE, FALSE };
  static const AppFixtureOptions level_0 = { 30, 0, TRUE, TRUE };

  g_autoptr (AdwApplication) owned = NULL;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  owned = app_get_application ();
  application = owned;

  add ("/app/tickets-page/lists-all-and-shows-the-first", &manager,
       test_tickets_page_lists_all_and_shows_the_first);
  add ("/app/tickets-page/finds-what-is-typed", &manager, test_tickets_page_finds_what_is_typed);
  add ("/app/tickets-page/answers-only-the-newest", &manager,
       test_tickets_page_answers_only_the_newest);
  add ("/app/tickets-page/reads-the-rest-on-a-pause", &many,
       test_tickets_page_reads_the_rest_on_a_pause);
  add ("/app/tickets-page/enter-does-not-wait", &manager, test_tickets_page_enter_does_not_wait);
  add ("/app/tickets-page/shows-what-another-page-asks-for", &manager,
       test_tickets_page_shows_what_another_page_asks_for);
  add ("/app/tickets-page/lines-are-said", &manager, test_tickets_page_lines_are_said);
  add ("/app/tickets-page/search-is-one-key-away", &manager,
       test_tickets_page_search_is_one_key_away);
  add ("/app/tickets-page/tab-leaves-the-list", &manager, test_tickets_page_tab_leaves_the_list);
  add ("/app/tickets-page/times-follow-the-order", &manager,
       test_tickets_page_times_follow_the_order);
  add ("/app/tickets-page/works-at-level-0", &level_0,
       test_tickets_page_lists_all_and_shows_the_first);

  return g_test_run ();
}
