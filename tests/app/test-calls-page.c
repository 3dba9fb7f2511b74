/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of the Calls page: what it shows under each filter, sort and search, that it says why, and
 * where the selection goes. */

#include "config.h"

#include "calls-page-fixture.h"
#include "card-fixture.h"

#include "wb-call-card.h"
#include "wb-call-list.h"
#include "wb-call-row.h"
#include "wb-call-store.h"
#include "wb-page.h"
#include "wb-server-time.h"
#include "wb-staff-actions.h"
#include "wb-ticket-store.h"

#include <string.h>

/* Honolulu: 23:42 there. */
#define FOREIGN_NUMBER "+18085550123"

/* (element-type WbActivity) */
static GPtrArray *
get_calls (CallsPageFixture *fixture)
{
  GListModel *list = calls_page_get_list (fixture);
  GPtrArray *calls = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_activity_unref);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (list, i);

    if (WB_IS_ROW (item) && wb_row_get_record (WB_ROW (item)))
      g_ptr_array_add (calls, wb_activity_ref (wb_row_get_record (WB_ROW (item))));
  }

  return calls;
}

static void
click (CallsPageFixture *fixture,
       const char       *words)
{
  GtkWidget *label = calls_page_find_words (fixture->page, words);
  GtkWidget *button = NULL;

  g_test_message ("click “%s”", words);
  g_assert_nonnull (label);
  button = gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
act (CallsPageFixture *fixture,
     const char       *action,
     GVariant         *parameter)
{
  g_assert_true (gtk_widget_activate_action_variant (fixture->page, action, parameter));
}

static void
search (CallsPageFixture *fixture,
        const char       *typed)
{
  GtkEditable *entry = GTK_EDITABLE (app_find (fixture->page, GTK_TYPE_SEARCH_ENTRY));

  g_test_message ("search “%s”", typed);
  wb_page_start_search (WB_PAGE (fixture->page));
  /* From the whole list, so that what was found before is not taken for what is found now. */
  gtk_editable_set_text (entry, "");
  fixture->query.typed = NULL;
  calls_page_expect_list (fixture);
  gtk_editable_set_text (entry, typed);
  fixture->query.typed = typed;
  calls_page_expect_list (fixture);
}

static WbCallRow *
find_call_row (GtkWidget  *root,
               const char *code)
{
  if (WB_IS_CALL_ROW (root) && wb_call_row_get_spoken (WB_CALL_ROW (root)) &&
      strstr (wb_call_row_get_spoken (WB_CALL_ROW (root)), code))
    return WB_CALL_ROW (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child)) {
    WbCallRow *found = find_call_row (child, code);

    if (found)
      return found;
  }

  return NULL;
}

typedef struct
{
  CallsPageFixture *fixture;
  const char *code;
  const char *words;
} Spoken;

static gboolean
is_spoken (gpointer data)
{
  Spoken *wanted = data;
  WbCallRow *row = find_call_row (wanted->fixture->page, wanted->code);

  return row && strstr (wb_call_row_get_spoken (row), wanted->words);
}

static void
expect_spoken (CallsPageFixture *fixture,
               const char       *code,
               const char       *words)
{
  Spoken wanted = { fixture, code, words };

  g_test_message ("%s: “%s”", code, words);
  app_wait_until (is_spoken, &wanted);
}

/* The server's object as another agent's work makes it. */
static void
change_call (CallsPageFixture    *fixture,
             const char *id,
             void (*change)(WbActivity *call,
                            CallsPageFixture    *fixture))
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbActivity) call = wb_call_store_get_server (calls_page_get_reader (fixture), id, &error);
  g_autoptr (WbActivity) changed = wb_activity_copy (call);
  gboolean stored = FALSE;
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);

  g_assert_no_error (error);
  change (changed, fixture);
  changed->version++;
  wb_call_store_apply (db, changed, &stored, &error);
  g_assert_no_error (error);
  g_assert_true (stored);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_CALLS, &error);
  g_assert_no_error (error);
}

static void
hold_by_manager (WbActivity       *call,
                 CallsPageFixture *fixture)
{
  g_free (call->assignee);
  call->assignee = g_strdup (fixture->app.manager_id);
}

static void
hold_by_stranger (WbActivity       *call,
                  CallsPageFixture *fixture)
{
  g_free (call->assignee);
  call->assignee = g_strdup ("00000000-0000-4000-8000-00000000dead");
}

static void
set_foreign_number (WbActivity       *call,
                    CallsPageFixture *fixture)
{
  g_free (call->customer_phone);
  call->customer_phone = g_strdup (FOREIGN_NUMBER);
}

static void
set_late (WbActivity       *call,
          CallsPageFixture *fixture)
{
  call->due_at = APP_NOW - 500 * WB_HOUR_MS;
  call->original_due_at = call->due_at;
  g_clear_pointer (&call->assignee, g_free);
}

static void
set_later (WbActivity       *call,
           CallsPageFixture *fixture)
{
  call->due_at = APP_NOW + 20 * WB_DAY_MS;
}

static void
set_put_off (WbActivity       *call,
             CallsPageFixture *fixture)
{
  call->due_at = APP_NOW + WB_MINUTE_MS;
  g_clear_pointer (&call->assignee, g_free);
}

static void
test_page_filters (CallsPageFixture *fixture,
                   gconstpointer     data)
{
  g_autoptr (GPtrArray) mine = NULL;
  g_autoptr (GPtrArray) free_calls = NULL;
  g_autofree char *n_free = NULL;
  guint open = 0;

  calls_page_expect_list (fixture);
  calls_page_press (fixture, GDK_KEY_t, 0);
  app_wait_written (&fixture->app);

  click (fixture, "Mine");
  fixture->query.filter = WB_CALL_FILTER_MINE;
  calls_page_expect_list (fixture);
  mine = get_calls (fixture);
  g_assert_cmpuint (mine->len, >, 0);
  for (guint i = 0; i < mine->len; i++) {
    const WbActivity *call = g_ptr_array_index (mine, i);

    g_assert_cmpstr (call->assignee, ==, fixture->app.agent_id);
    open += wb_activity_is_open (call);
  }
  n_free = g_strdup_printf ("Mine %u", open);
  calls_page_expect_words (fixture, n_free);

  click (fixture, "Free");
  fixture->query.filter = WB_CALL_FILTER_FREE;
  calls_page_expect_list (fixture);
  free_calls = get_calls (fixture);
  g_assert_cmpuint (free_calls->len, >, 0);
  for (guint i = 0; i < free_calls->len; i++)
    g_assert_null (((WbActivity *) g_ptr_array_index (free_calls, i))->assignee);
  g_free (n_free);
  n_free = g_strdup_printf ("Free %u", free_calls->len);
  calls_page_expect_words (fixture, n_free);
}

static void
test_page_narrows (CallsPageFixture *fixture,
                   gconstpointer     data)
{
  const WbTicketType *type = g_ptr_array_index (wb_context_get_types (fixture->app.context), 0);
  const char *name = wb_context_get_type_name (fixture->app.context, type->id);
  g_autoptr (GPtrArray) narrowed = NULL;
  g_autoptr (GPtrArray) all = get_calls (fixture);
  g_autofree char *counted = NULL;
  guint n_all = 0;
  guint n_listed = 0;

  for (guint i = 0; i < all->len; i++)
    n_all += wb_activity_is_open (g_ptr_array_index (all, i));
  g_assert_null (calls_page_find_words (fixture->page, "Show all"));
  act (fixture, "queue.type", g_variant_new_string (type->id));
  fixture->query.type = type->id;
  calls_page_expect_list (fixture);
  narrowed = get_calls (fixture);
  g_assert_cmpuint (narrowed->len, >, 0);
  g_assert_cmpuint (narrowed->len, <, all->len);
  for (guint i = 0; i < narrowed->len; i++) {
    const WbActivity *call = g_ptr_array_index (narrowed, i);

    g_assert_cmpstr (call->ticket_type, ==, type->id);
    n_listed += wb_activity_is_open (call);
  }
  /* And why the rest is missing. */
  calls_page_expect_words (fixture, name);
  counted = g_strdup_printf ("%u of %u", n_listed, n_all);
  calls_page_expect_words (fixture, counted);

  act (fixture, "queue.no-number", NULL);
  fixture->query.no_number = TRUE;
  calls_page_expect_list (fixture);
  calls_page_expect_words (fixture, "Without a number");
  g_ptr_array_unref (narrowed);
  narrowed = get_calls (fixture);
  for (guint i = 0; i < narrowed->len; i++)
    g_assert_null (((WbActivity *) g_ptr_array_index (narrowed, i))->customer_phone);

  /* It stays while the window does. */
  wb_window_show_page (WB_WINDOW (fixture->window), "tickets");
  app_wait_frames (fixture->window, 3);
  wb_window_show_page (WB_WINDOW (fixture->window), "calls");
  calls_page_expect_list (fixture);
  calls_page_expect_words (fixture, "Without a number");

  click (fixture, "Show all");
  fixture->query.type = NULL;
  fixture->query.no_number = FALSE;
  calls_page_expect_list (fixture);
  g_assert_null (calls_page_find_words (fixture->page, "Show all"));
}

static void
test_page_sorts (CallsPageFixture *fixture,
                 gconstpointer     data)
{
  static const struct
  {
    const char *name;
    WbCallSort sort;
    const char *aside;  /* what the rows say then */
  } cases[] = {
    { "promise", WB_CALL_SORT_PROMISE, "promised " },
    { "age", WB_CALL_SORT_AGE, "asked " },
    { "next-try", WB_CALL_SORT_NEXT_TRY, NULL },
  };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++) {
    g_autoptr (GPtrArray) calls = NULL;
    WbCallGroup group = WB_CALL_GROUP_LATE;
    gint64 last = G_MININT64;

    g_test_message ("%s", cases[c].name);
    act (fixture, "queue.sort", g_variant_new_string (cases[c].name));
    fixture->query.sort = cases[c].sort;
    calls_page_expect_list (fixture);
    calls = get_calls (fixture);
    if (cases[c].aside)
      expect_spoken (fixture, ((WbActivity *) g_ptr_array_index (calls, 0))->ticket_code,
                     cases[c].aside);
    for (guint i = 0; i < calls->len; i++) {
      const WbActivity *call = g_ptr_array_index (calls, i);
      WbCallGroup its = wb_call_group_of (call, APP_NOW, fixture->query.zone);
      gint64 at = cases[c].sort == WB_CALL_SORT_PROMISE ? call->original_due_at
                  : cases[c].sort == WB_CALL_SORT_AGE   ? call->created_at
                                                        : call->due_at;

      if (its == WB_CALL_GROUP_CLOSED)
        break;
      g_assert_cmpint (its, >=, group);
      if (its == group)
        g_assert_cmpint (at, >=, last);
      group = its;
      last = at;
    }
  }
}

/* Any way of writing what one knows of a call. */
static void
test_page_searches (CallsPageFixture *fixture,
                    gconstpointer     data)
{
  g_autoptr (GPtrArray) calls = get_calls (fixture);
  const WbActivity *call = NULL;
  g_autoptr (WbTicket) ticket = NULL;
  g_autoptr (GPtrArray) typed = g_ptr_array_new_with_free_func (g_free);
  const char *digits = NULL;

  for (guint i = 0; i < calls->len && !digits; i++) {
    call = g_ptr_array_index (calls, i);
    digits = call->customer_phone && g_str_has_prefix (call->customer_phone, "+420")
               ? call->customer_phone + 4
               : NULL;
  }
  g_assert_nonnull (digits);
  ticket = wb_ticket_store_get (calls_page_get_reader (fixture), call->ticket, NULL);
  g_ptr_array_add (typed, g_strdup (call->customer_name));
  g_ptr_array_add (typed, g_utf8_strup (call->customer_name, -1));
  g_ptr_array_add (typed, g_str_to_ascii (call->customer_name, NULL));
  g_ptr_array_add (typed, g_strdup (call->customer_phone));
  g_ptr_array_add (typed, g_strdup (digits));
  g_ptr_array_add (typed, g_strdup_printf ("%.3s %.3s %s", digits, digits + 3, digits + 6));
  g_ptr_array_add (typed, g_strdup_printf ("00420 %.3s-%.3s-%s", digits, digits + 3, digits + 6));
  g_ptr_array_add (typed, g_strdup_printf ("(+420) %.3s/%s", digits, digits + 3));
  g_ptr_array_add (typed, g_strdup (call->ticket_code));
  g_ptr_array_add (typed, g_strdup (ticket->order_code));
  g_ptr_array_add (typed,
                   g_strdup (((WbProduct *) g_ptr_array_index (ticket->products, 0))->name));

  for (guint i = 0; i < typed->len; i++) {
    g_autoptr (GPtrArray) found = NULL;
    gboolean is_found = FALSE;

    search (fixture, g_ptr_array_index (typed, i));
    found = get_calls (fixture);
    for (guint j = 0; j < found->len; j++)
      is_found |= g_str_equal (((WbActivity *) g_ptr_array_index (found, j))->id, call->id);
    g_assert_true (is_found);
    g_assert_cmpuint (found->len, <, calls->len);
  }

  search (fixture, "+420 999 999 999");
  calls_page_expect_words (fixture, "Nothing found");
  click (fixture, "End search");
  fixture->query.typed = NULL;
  calls_page_expect_list (fixture);
  g_assert_null (calls_page_find_words (fixture->page, "Nothing found"));
}

static gboolean
row_has_focus (gpointer data)
{
  CallsPageFixture *fixture = data;
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (fixture->page));
  GtkWidget *row = focus ? gtk_widget_get_first_child (focus) : NULL;

  return row && WB_IS_CALL_ROW (row);
}

/* From a search that found nothing, Escape leads back to a row. */
static void
test_page_ends_empty_search_on_a_row (CallsPageFixture *fixture,
                                      gconstpointer     data)
{
  search (fixture, "+420 999 999 999");
  calls_page_expect_words (fixture, "Nothing found");
  g_signal_emit_by_name (app_find (fixture->page, GTK_TYPE_SEARCH_ENTRY), "stop-search");
  fixture->query.typed = NULL;
  calls_page_expect_list (fixture);
  app_wait_until (row_has_focus, fixture);
}

static gboolean
holds_id (GPtrArray  *calls,
          const char *id)
{
  for (guint i = 0; i < calls->len; i++) {
    if (g_str_equal (((WbActivity *) g_ptr_array_index (calls, i))->id, id))
      return TRUE;
  }

  return FALSE;
}

static void
show_filter (CallsPageFixture *fixture,
             const char       *words,
             WbCallFilter      filter)
{
  click (fixture, words);
  fixture->query.filter = filter;
  calls_page_expect_list (fixture);
  app_wait_frames (fixture->window, 3);
}

/* The call on the card is in sight in another list; where it is not, that begins at its top. */
static void
test_page_shows_where_the_call_is (CallsPageFixture *fixture,
                                   gconstpointer     data)
{
  g_autoptr (GPtrArray) mine = NULL;
  const WbActivity *first = NULL;
  WbCallRow *row = NULL;
  GtkWidget *view = NULL;
  graphene_rect_t bounds;

  show_filter (fixture, "Mine", WB_CALL_FILTER_MINE);
  mine = get_calls (fixture);
  g_assert_cmpuint (mine->len, >, 1);
  first = g_ptr_array_index (mine, 0);
  show_filter (fixture, "All", WB_CALL_FILTER_ALL);
  g_assert_true (calls_page_press (fixture, GDK_KEY_End, 0));
  while (holds_id (mine, calls_page_get_call (fixture)->id))
    g_assert_true (calls_page_press (fixture, GDK_KEY_Up, 0));

  show_filter (fixture, "Mine", WB_CALL_FILTER_MINE);
  g_assert_cmpstr (calls_page_get_call (fixture)->id, ==, first->id);
  show_filter (fixture, "All", WB_CALL_FILTER_ALL);
  g_assert_cmpstr (calls_page_get_call (fixture)->id, ==, first->id);
  row = find_call_row (fixture->page, first->ticket_code);
  g_assert_nonnull (row);
  view = gtk_widget_get_ancestor (GTK_WIDGET (row), GTK_TYPE_LIST_VIEW);
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (row), view, &bounds));
  g_assert_cmpfloat (bounds.origin.y, >=, 0);
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, gtk_widget_get_height (view));
}

/* Each empty list has the button that leads on. */
static void
test_page_leads_out_of_empty (CallsPageFixture *fixture,
                              gconstpointer     data)
{
  const WbTicketType *type = g_ptr_array_index (wb_context_get_types (fixture->app.context), 0);

  calls_page_expect_words (fixture, "Nobody is waiting");
  g_assert_null (calls_page_find_words (fixture->page, "Show all calls"));
  click (fixture, "Mine");
  calls_page_expect_words (fixture, "You have no calls");
  click (fixture, "Show free calls");
  calls_page_expect_words (fixture, "No free calls");
  click (fixture, "Show all calls");
  calls_page_expect_words (fixture, "Nobody is waiting");

  act (fixture, "queue.type", g_variant_new_string (type->id));
  calls_page_expect_words (fixture, "No such calls");
  /* Under the words, not in the line above. */
  gtk_widget_activate_action (fixture->page, "queue.way-out", NULL);
  calls_page_expect_words (fixture, "Nobody is waiting");

  click (fixture, "Free");
  search (fixture, "Nobody");
  calls_page_expect_words (fixture, "Only free calls were searched.");
  click (fixture, "Search all calls");
  calls_page_expect_words (fixture, "No call matches what you typed.");
  click (fixture, "End search");
  calls_page_expect_words (fixture, "Nobody is waiting");
}

static gboolean
shows_id (gpointer data)
{
  gpointer *wanted = data;
  WbActivity *call = wb_call_card_get_call (wanted[0]);

  return call && g_str_equal (call->id, wanted[1]);
}

static gboolean
shows_another_id (gpointer data)
{
  return calls_page_has_call (((gpointer *) data)[0]) && !shows_id (data);
}

static gboolean
has_passed (gpointer data)
{
  return g_get_monotonic_time () >= *(gint64 *) data;
}

static void
expect_card (CallsPageFixture *fixture,
             const char       *id)
{
  gpointer wanted[] = { calls_page_get_card (fixture), (gpointer) id };

  app_wait_until (shows_id, wanted);
}

static gboolean
shows_foreign (gpointer data)
{
  WbActivity *call = wb_call_card_get_call (data);

  return call && g_strcmp0 (call->customer_phone, FOREIGN_NUMBER) == 0;
}

/* After an outcome comes whoever may be called now, not whoever is first in the list. */
static void
test_page_goes_to_who_may_be_called (CallsPageFixture *fixture,
                                     gconstpointer     data)
{
  g_autoptr (GPtrArray) calls = get_calls (fixture);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  const char *done = calls_page_get_call (fixture)->id;
  const char *next = NULL;

  for (guint i = 0; i < calls->len; i++) {
    const WbActivity *call = g_ptr_array_index (calls, i);

    if (!wb_activity_is_open (call) || g_str_equal (call->id, done))
      continue;
    if (call->customer_phone)
      g_ptr_array_add (open, (gpointer) call->id);
    else
      change_call (fixture, call->id, hold_by_manager);
  }
  g_assert_cmpuint (open->len, >, 6);

  /* The last of the list come first, but only one of them may be called: the others are held, far
   * away in the night, or asked to be called a minute later. */
  next = g_ptr_array_index (open, open->len - 1);
  change_call (fixture, next, set_late);
  change_call (fixture, g_ptr_array_index (open, open->len - 2), set_put_off);
  for (guint i = 0; i + 2 < open->len; i++)
    change_call (fixture, g_ptr_array_index (open, i), i % 2 ? hold_by_manager : set_foreign_number);
  for (guint i = 0; i < 4; i++) {
    change_call (fixture, g_ptr_array_index (open, i), set_late);
    change_call (fixture, g_ptr_array_index (open, i), i % 2 ? hold_by_stranger : set_foreign_number);
  }
  calls_page_expect_list (fixture);
  expect_card (fixture, done);
  calls_page_press (fixture, GDK_KEY_1, 0);
  expect_card (fixture, next);
  app_wait_written (&fixture->app);

  /* Then who is asleep is the next best, before one who asked for later; never one held. */
  calls_page_press (fixture, GDK_KEY_1, 0);
  app_wait_until (shows_foreign, calls_page_get_card (fixture));
  g_assert_null (calls_page_get_call (fixture)->assignee);
}

/* One that others hold is never chosen, even where no other is left. */
static void
test_page_stays_when_none_is_left (CallsPageFixture *fixture,
                                   gconstpointer     data)
{
  g_autoptr (GPtrArray) calls = get_calls (fixture);
  g_autofree char *done = g_strdup (calls_page_get_call (fixture)->id);
  WbActivity *shown = NULL;

  for (guint i = 0; i < calls->len; i++) {
    const WbActivity *call = g_ptr_array_index (calls, i);

    if (wb_activity_is_open (call) && !g_str_equal (call->id, done))
      change_call (fixture, call->id, hold_by_manager);
  }
  calls_page_expect_list (fixture);
  calls_page_press (fixture, GDK_KEY_1, 0);
  app_wait_written (&fixture->app);
  calls_page_expect_list (fixture);
  shown = calls_page_get_call (fixture);
  g_assert_true (!shown || g_str_equal (shown->id, done));
}

/* Somebody else's work is seen, and nothing under the hand moves. */
static void
test_page_follows_events (CallsPageFixture *fixture,
                          gconstpointer     data)
{
  GtkWidget *view = app_find (fixture->page, GTK_TYPE_LIST_VIEW);
  GtkAdjustment *scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  g_autoptr (WbActivity) call = NULL;
  GtkWidget *focus = NULL;
  g_autofree char *held = NULL;
  const WbUser *manager = wb_context_find_user (fixture->app.context, fixture->app.manager_id);
  double value = 0;

  for (int i = 0; i < 14; i++)
    g_assert_true (calls_page_press (fixture, GDK_KEY_j, 0));
  wb_page_shown (WB_PAGE (fixture->page));
  app_wait_frames (fixture->window, 3);
  call = wb_activity_ref (calls_page_get_call (fixture));
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  value = gtk_adjustment_get_value (scroll);
  g_assert_cmpfloat (value, >, 0);
  g_assert_nonnull (find_call_row (focus, call->ticket_code));

  held = g_strdup_printf ("held by %s", manager->full_name);
  change_call (fixture, call->id, hold_by_manager);
  expect_spoken (fixture, call->ticket_code, held);
  app_wait_frames (fixture->window, 3);
  g_assert_cmpstr (calls_page_get_call (fixture)->id, ==, call->id);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == focus);
  g_assert_cmpfloat (gtk_adjustment_get_value (scroll), ==, value);

  /* One that moves far in the list takes selection and focus along. */
  change_call (fixture, call->id, set_later);
  fixture->query.now = APP_NOW;
  calls_page_expect_list (fixture);
  app_wait_frames (fixture->window, 3);
  g_assert_cmpstr (calls_page_get_call (fixture)->id, ==, call->id);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_nonnull (find_call_row (focus, call->ticket_code));

  /* A holder this workspace knows nothing of holds it no less. */
  change_call (fixture, call->id, hold_by_stranger);
  expect_spoken (fixture, call->ticket_code, "held by somebody");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == focus);
}

static void
test_page_moves_by_keys (CallsPageFixture *fixture,
                         gconstpointer     data)
{
  g_autoptr (GPtrArray) calls = get_calls (fixture);
  const char *first = ((WbActivity *) g_ptr_array_index (calls, 0))->id;
  const char *second = ((WbActivity *) g_ptr_array_index (calls, 1))->id;
  const char *last = ((WbActivity *) g_ptr_array_index (calls, calls->len - 1))->id;
  guint n_pages = 0;

  calls_page_press (fixture, GDK_KEY_Home, 0);
  g_assert_cmpstr (calls_page_get_call (fixture)->id, ==, first);
  g_assert_false (calls_page_press (fixture, GDK_KEY_Home, 0));
  g_assert_false (calls_page_press (fixture, GDK_KEY_k, 0));
  g_assert_true (calls_page_press (fixture, GDK_KEY_j, 0));
  g_assert_cmpstr (calls_page_get_call (fixture)->id, ==, second);
  g_assert_true (calls_page_press (fixture, GDK_KEY_K, GDK_SHIFT_MASK));
  g_assert_cmpstr (calls_page_get_call (fixture)->id, ==, first);
  g_assert_true (calls_page_press (fixture, GDK_KEY_End, 0));
  g_assert_cmpstr (calls_page_get_call (fixture)->id, ==, last);
  g_assert_false (calls_page_press (fixture, GDK_KEY_j, 0));

  while (calls_page_press (fixture, GDK_KEY_Page_Up, 0))
    n_pages++;
  g_assert_cmpstr (calls_page_get_call (fixture)->id, ==, first);
  g_assert_cmpuint (n_pages, >, 1);
  g_assert_cmpuint (n_pages, <, calls->len / 2);
  while (calls_page_press (fixture, GDK_KEY_Page_Down, 0))
    n_pages--;
  g_assert_cmpstr (calls_page_get_call (fixture)->id, ==, last);
  g_assert_cmpuint (n_pages, <=, 1);
}

/* Without a server what was done waits, and is marked until it is known there. */
static void
test_page_marks_unsent (CallsPageFixture *fixture,
                        gconstpointer     data)
{
  g_autofree char *code = g_strdup (calls_page_get_call (fixture)->ticket_code);
  WbCallRow *row = find_call_row (fixture->page, code);

  g_assert_null (strstr (wb_call_row_get_spoken (row), "not confirmed yet"));
  calls_page_press (fixture, GDK_KEY_t, 0);
  expect_spoken (fixture, code, "yours");
  expect_spoken (fixture, code, "not confirmed yet");
}

/* Somebody else was quicker: the row says that there is something to read. */
static void
test_page_marks_stories (CallsPageFixture *fixture,
                         gconstpointer     data)
{
  g_autoptr (WbActivity) call = wb_activity_ref (calls_page_get_call (fixture));
  g_autoptr (GError) error = NULL;

  wb_action_take (fixture->app.workspace, call->id, 0, &error);
  g_assert_no_error (error);
  expect_spoken (fixture, call->ticket_code, "not confirmed yet");
  card_lose (&fixture->app, call, FALSE);
  expect_spoken (fixture, call->ticket_code, "to read");
  expect_spoken (fixture, call->ticket_code, "somebody else worked on it too");
}

static void
wait_ms (guint ms)
{
  gint64 until = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;

  g_timeout_add_once (ms + 1, (GSourceOnceFunc) g_main_context_wakeup, NULL);
  app_wait_until (has_passed, &until);
}

/* One act after another, faster than the toasts of them come and go. */
static void
test_page_offers_undo_of_quick_acts (CallsPageFixture *fixture,
                                     gconstpointer     data)
{
  g_autofree char *last = NULL;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  for (int i = 0; i < 5; i++) {
    const char *id = calls_page_get_call (fixture)->id;
    gpointer another[] = { calls_page_get_card (fixture), NULL };

    g_free (last);
    last = g_strdup (id);
    another[1] = last;
    calls_page_press (fixture, GDK_KEY_1, 0);
    app_wait_until (shows_another_id, another);
    wait_ms (120);
  }
  g_assert_nonnull (calls_page_find_words (fixture->window, "Undo"));
  wait_ms (1000);

  /* The one offer that is left is that of the last act. */
  g_assert_true (calls_page_press (fixture, GDK_KEY_z, GDK_CONTROL_MASK));
  expect_card (fixture, last);
  g_assert_false (calls_page_press (fixture, GDK_KEY_z, GDK_CONTROL_MASK));
  wait_ms (1000);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

int
main (int   argc,
      char *argv[])
{
  static const AppFixtureOptions empty = { 20, 0, FALSE, FALSE };
  g_autoptr (AdwApplication) application = NULL;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = app_get_application ();

#define ADD(path, data, function) \
  g_test_add ("/winback/app/calls-page/" path, CallsPageFixture, data, calls_page_set_up, function, \
              calls_page_tear_down)
  ADD ("filters", NULL, test_page_filters);
  ADD ("narrows-and-says-so", NULL, test_page_narrows);
  ADD ("sorts", NULL, test_page_sorts);
  ADD ("searches-any-way-of-writing", NULL, test_page_searches);
  ADD ("ends-an-empty-search-on-a-row", NULL, test_page_ends_empty_search_on_a_row);
  ADD ("leads-out-of-every-empty-list", &empty, test_page_leads_out_of_empty);
  ADD ("shows-where-the-call-is", NULL, test_page_shows_where_the_call_is);
  ADD ("goes-to-who-may-be-called", NULL, test_page_goes_to_who_may_be_called);
  ADD ("stays-when-none-is-left", NULL, test_page_stays_when_none_is_left);
  ADD ("follows-events-without-moving", NULL, test_page_follows_events);
  ADD ("moves-by-keys", NULL, test_page_moves_by_keys);
  ADD ("marks-what-is-not-confirmed", NULL, test_page_marks_unsent);
  ADD ("marks-what-is-to-read", NULL, test_page_marks_stories);
  ADD ("offers-undo-of-quick-acts", NULL, test_page_offers_undo_of_quick_acts);

  return g_test_run ();
}
