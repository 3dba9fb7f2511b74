/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the Calls page comes to other rows: whatever is asked and stored meanwhile, what is counted is what is
 * listed, each row says what it stands for, and nothing that was stored is missed. */

#include "config.h"

#include "calls-page-fixture.h"

#include "wb-calls-page-private.h"

#include <string.h>

#define N_WRITES 60

static void
ask_sort (CallsPageFixture *fixture,
          WbCallSort        sort)
{
  static const char *const names[] = { "next-try", "promise", "age" };

  fixture->query.sort = sort;
  g_assert_true (gtk_widget_activate_action (fixture->page, "queue.sort", "s", names[sort]));
}

static void
ask_filter (CallsPageFixture *fixture,
            WbCallFilter      filter)
{
  WbCallsPage *page = WB_CALLS_PAGE (fixture->page);
  GtkWidget *buttons[] = { page->filter_all, page->filter_mine, page->filter_free };

  fixture->query.filter = filter;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (buttons[filter]), TRUE);
}

/* Stores that a call is @assignee's; on any thread. */
static void
store_holder (WbWorkspace *workspace,
              const char  *id,
              const char  *assignee)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (workspace, &error);
  g_autoptr (WbActivity) call = NULL;
  g_autoptr (WbActivity) changed = NULL;

  g_assert_no_error (error);
  call = wb_call_store_get_server (db, id, &error);
  g_assert_no_error (error);
  changed = wb_activity_copy (call);
  changed->version++;
  g_free (changed->assignee);
  changed->assignee = g_strdup (assignee);
  wb_call_store_apply (db, changed, NULL, &error);
  g_assert_no_error (error);
  wb_workspace_commit (workspace, WB_TABLE_CALLS, &error);
  g_assert_no_error (error);
}

static const char *
get_holder (CallsPageFixture *fixture,
            guint             i)
{
  return i % 2 == 0 ? fixture->app.agent_id : i % 3 == 0 ? fixture->app.manager_id : NULL;
}

/* An open call near the top of the queue. */
static char *
dup_call_id (CallsPageFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WbCallQuery query = fixture->query;
  g_autoptr (GArray) refs = NULL;
  g_autoptr (WbActivity) call = NULL;

  query.filter = WB_CALL_FILTER_ALL;
  refs = wb_call_store_list (calls_page_get_reader (fixture), &query, &error);
  g_assert_no_error (error);
  call = wb_call_store_get_row (calls_page_get_reader (fixture), g_array_index (refs, WbCallRef, 3).rowid, &error);
  g_assert_no_error (error);

  return g_strdup (call->id);
}

static guint
count_group (CallsPageFixture *fixture,
             WbCallGroup       group)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) refs = wb_call_store_list (calls_page_get_reader (fixture), &fixture->query, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < refs->len; i++)
    n += g_array_index (refs, WbCallRef, i).group == group;

  return n;
}

/* What the widgets of the list show is what their items are by now. */
static void
assert_rows_say_it (CallsPageFixture *fixture)
{
  GtkWidget *view = app_find (fixture->page, GTK_TYPE_LIST_VIEW);
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (view); child; child = gtk_widget_get_next_sibling (child)) {
    WbCallRow *row = WB_CALL_ROW (gtk_widget_get_first_child (child));
    gpointer item = row ? wb_call_row_get_item (row) : NULL;

    if (item && WB_IS_CALL_HEADER (item)) {
      g_assert_cmpuint (wb_call_header_get_count (item), ==, count_group (fixture, wb_call_header_get_group (item)));
    } else if (item) {
      WbActivity *call = wb_row_get_record (item);

      g_assert_nonnull (strstr (wb_call_row_get_spoken (row), call->ticket_code));
      n++;
    }
  }
  g_assert_cmpuint (n, >, 0);
}

/* The call on the card is that of the row that is selected. */
static void
assert_card_is_of_selected (CallsPageFixture *fixture)
{
  WbCallsPage *page = WB_CALLS_PAGE (fixture->page);
  WbRow *row = gtk_single_selection_get_selected_item (page->selection);
  WbActivity *call = calls_page_get_call (fixture);

  g_assert_true (WB_IS_ROW (row));
  g_assert_cmpint (wb_row_get_id (row), ==, page->selected_id);
  g_assert_cmpstr (((WbActivity *) wb_row_get_record (row))->id, ==, call->id);
}

/* Widgets that stay in view for other rows say those. */
static void
test_read_rows_of_another_question (CallsPageFixture *fixture,
                                    gconstpointer     data)
{
  static const struct
  {
    WbCallFilter filter;
    WbCallSort sort;
  } cases[] = {
    { WB_CALL_FILTER_ALL, WB_CALL_SORT_PROMISE }, { WB_CALL_FILTER_FREE, WB_CALL_SORT_PROMISE },
    { WB_CALL_FILTER_FREE, WB_CALL_SORT_AGE },    { WB_CALL_FILTER_MINE, WB_CALL_SORT_AGE },
    { WB_CALL_FILTER_ALL, WB_CALL_SORT_AGE },     { WB_CALL_FILTER_MINE, WB_CALL_SORT_AGE },
    { WB_CALL_FILTER_FREE, WB_CALL_SORT_AGE },    { WB_CALL_FILTER_ALL, WB_CALL_SORT_NEXT_TRY },
  };
  g_autofree char *mine = dup_call_id (fixture);

  store_holder (fixture->app.workspace, mine, fixture->app.agent_id);
  calls_page_expect_list (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("filter %d, sort %d", (int) cases[i].filter, (int) cases[i].sort);
    if (cases[i].filter != fixture->query.filter)
      ask_filter (fixture, cases[i].filter);
    if (cases[i].sort != fixture->query.sort)
      ask_sort (fixture, cases[i].sort);
    /* Both as soon as it is there and when all of it is. */
    app_wait_frames (fixture->window, 1);
    calls_page_expect_list (fixture);
    assert_rows_say_it (fixture);
    assert_card_is_of_selected (fixture);
  }
}

/* A second question and what is stored between the two: the answer is to the last one, with all of it. */
static void
test_read_misses_nothing (CallsPageFixture *fixture,
                          gconstpointer     data)
{
  g_autofree char *id = dup_call_id (fixture);

  for (guint i = 0; i < 24; i++) {
    ask_filter (fixture, i % 3);
    store_holder (fixture->app.workspace, id, get_holder (fixture, i));
    if (i % 4 == 1)
      g_main_context_iteration (NULL, FALSE);
    ask_sort (fixture, (i / 3) % 3);
    if (i % 4 == 3)
      wb_calls_page_read_list (WB_CALLS_PAGE (fixture->page));
    if (i % 5 == 0) {
      calls_page_expect_list (fixture);
      assert_rows_say_it (fixture);
    }
  }
  ask_filter (fixture, WB_CALL_FILTER_MINE);
  store_holder (fixture->app.workspace, id, fixture->app.agent_id);
  calls_page_expect_list (fixture);
  assert_rows_say_it (fixture);
}

typedef struct
{
  CallsPageFixture *fixture;
  char *id;
  int is_done;   /* (atomic) */
} Writer;

static gpointer
write_often (gpointer data)
{
  Writer *writer = data;

  for (guint i = 0; i < N_WRITES; i++)
    store_holder (writer->fixture->app.workspace, writer->id, get_holder (writer->fixture, i));
  g_atomic_int_set (&writer->is_done, TRUE);

  return NULL;
}

/* However often something is stored while the list is read: it is shown, and the filter counts what is listed
 * below it. */
static void
test_read_counts_what_is_listed (CallsPageFixture *fixture,
                                 gconstpointer     data)
{
  WbCallsPage *page = WB_CALLS_PAGE (fixture->page);
  Writer writer = { fixture, dup_call_id (fixture), FALSE };
  GThread *thread = NULL;

  ask_filter (fixture, WB_CALL_FILTER_MINE);
  calls_page_expect_list (fixture);
  thread = g_thread_new ("writer", write_often, &writer);
  while (!g_atomic_int_get (&writer.is_done) || g_main_context_pending (NULL)) {
    const char *label = gtk_button_get_label (GTK_BUTTON (page->filter_mine));
    const char *digits = strpbrk (label, "0123456789");
    guint n = 0;

    for (guint i = 0; i < page->refs->len; i++)
      n += g_array_index (page->refs, WbCallRef, i).group != WB_CALL_GROUP_CLOSED;
    g_assert_cmpint (digits ? atoi (digits) : 0, ==, n);
    g_main_context_iteration (NULL, FALSE);
  }
  g_thread_join (thread);
  calls_page_expect_list (fixture);
  g_free (writer.id);
}

static double
get_top (CallsPageFixture *fixture)
{
  WbCallsPage *page = WB_CALLS_PAGE (fixture->page);
  gpointer item = gtk_single_selection_get_selected_item (page->selection);

  for (GtkWidget *child = gtk_widget_get_first_child (page->list_view); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *row = gtk_widget_get_first_child (child);
    graphene_rect_t place;

    if (row && wb_call_row_get_item (WB_CALL_ROW (row)) == item &&
        gtk_widget_compute_bounds (child, page->list_view, &place))
      return place.origin.y;
  }
  g_assert_not_reached ();
}

/* What is not in view goes while another question is read, and comes back when that takes long: whoever looks at
 * the list sees the same call in the same place. */
static void
test_read_keeps_what_is_in_view (CallsPageFixture *fixture,
                                 gconstpointer     data)
{
  WbCallsPage *page = WB_CALLS_PAGE (fixture->page);
  GListModel *list = calls_page_get_list (fixture);
  g_autoptr (WbActivity) call = NULL;
  gint64 selected_id = 0;
  double top = 0;
  guint n = 0;

  calls_page_expect_list (fixture);
  for (guint i = 0; i < 14; i++)
    g_assert_true (calls_page_press (fixture, GDK_KEY_j, 0));
  app_wait_frames (fixture->window, 3);
  call = wb_activity_ref (calls_page_get_call (fixture));
  selected_id = page->selected_id;
  top = get_top (fixture);
  n = g_list_model_get_n_items (list);

  wb_calls_page_show_only_view (page);
  g_assert_cmpuint (g_list_model_get_n_items (list), <, n);
  g_assert_cmpint (page->selected_id, ==, selected_id);
  assert_card_is_of_selected (fixture);
  app_wait_frames (fixture->window, 1);
  g_assert_cmpfloat_with_epsilon (get_top (fixture), top, 0.5);

  calls_page_expect_list (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, n);
  g_assert_true (calls_page_get_call (fixture) == call);
  assert_card_is_of_selected (fixture);
  g_assert_cmpfloat_with_epsilon (get_top (fixture), top, 0.5);
  assert_rows_say_it (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (AdwApplication) application = NULL;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = app_get_application ();

#define ADD(path, function) \
  g_test_add ("/winback/app/calls-page-read/" path, CallsPageFixture, NULL, calls_page_set_up, function, \
              calls_page_tear_down)
  ADD ("says-the-rows-of-another-question", test_read_rows_of_another_question);
  ADD ("misses-nothing", test_read_misses_nothing);
  ADD ("counts-what-is-listed", test_read_counts_what_is_listed);
  ADD ("keeps-what-is-in-view", test_read_keeps_what_is_in_view);

  return g_test_run ();
}
