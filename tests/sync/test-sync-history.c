/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The histories of tickets with open calls: fetched by the pull, kept for offline, asked
 * for once. */

#include "config.h"

#include "wb-staff-actions.h"
#include "wb-sync-desk.h"
#include "wb-ticket-store.h"

/* A ticket with one note in its history and a call due in @due_hours. */
static void
add_called (WbSyncDesk *desk,
            const char *ticket,
            gint64      due_hours)
{
  g_autofree char *id = g_strconcat ("call-", ticket, NULL);
  g_autofree char *due_at = wb_time_format (desk->fake->now + due_hours * WB_HOUR_MS);

  wb_fake_helpdesk_add_ticket (desk->fake, ticket, desk->fake->now - WB_DAY_MS);
  wb_fake_helpdesk_add_history (desk->fake, ticket, "first note");
  json_object_set_string_member (wb_fake_helpdesk_add_call (desk->fake, id, ticket), "due_at",
                                 due_at);
}

/* The texts of a stored history with commas between; NULL = never sent. */
static char *
dup_history (WbSyncDesk *desk,
             const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbTicket) ticket = wb_ticket_store_get (wb_sync_desk_db (desk), id, &error);
  GString *texts = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (ticket);
  if (!ticket->has_history)
    return NULL;
  texts = g_string_new (NULL);
  for (guint i = 0; i < ticket->history->len; i++) {
    const WbHistoryItem *item = g_ptr_array_index (ticket->history, i);

    g_string_append_printf (texts, "%s%s", i == 0 ? "" : ",", item->text);
  }

  return g_string_free (texts, FALSE);
}

static void
assert_history (WbSyncDesk *desk,
                const char *id,
                const char *expected)
{
  g_autofree char *history = dup_history (desk, id);

  g_assert_cmpstr (history, ==, expected);
}

/* How often the details of tickets were asked for since the last count. */
static guint
count_details (WbSyncDesk *desk)
{
  guint n = wb_stub_server_count (desk->fake->stub);
  guint n_details = 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (WbStubRequest) request = wb_stub_server_dup_request (desk->fake->stub, i);

    if (g_str_has_prefix (request->path, "/api/v2/tickets/"))
      n_details++;
  }
  wb_stub_server_forget (desk->fake->stub);

  return n_details;
}

static void
touch (WbSyncDesk *desk,
       const char *id)
{
  wb_sync_desk_pass (desk, WB_MINUTE_MS);
  wb_fake_helpdesk_touch (desk->fake, "ticket",
                          wb_fake_helpdesk_find (desk->fake, desk->fake->tickets, id), "updated");
}

/* With a feed and, if @data, by polling. */
static void
test_history_is_fetched_once (gconstpointer data)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GError) error = NULL;

  desk->fake->has_events = data == NULL;
  add_called (desk, "open", 5);
  add_called (desk, "closed", 4);
  json_object_set_string_member (wb_fake_helpdesk_find (desk->fake, desk->fake->activities,
                                                        "call-closed"), "status", "closed");
  wb_fake_helpdesk_add_ticket (desk->fake, "no-call", desk->fake->now - WB_DAY_MS);
  wb_fake_helpdesk_add_history (desk->fake, "no-call", "first note");
  wb_sync_desk_pull (desk);
  assert_history (desk, "open", "first note");
  /* A first poll meets the calls before their tickets, and fetches each of these by itself. */
  assert_history (desk, "closed", data ? "first note" : NULL);
  assert_history (desk, "no-call", NULL);

  count_details (desk);
  wb_sync_desk_pull (desk);
  g_assert_true (wb_sync_listen (desk->sync, desk->helpdesk, 0, NULL, &error));
  g_assert_no_error (error);
  wb_sync_desk_restart (desk);
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (count_details (desk), ==, 0);

  /* Changed: asked for again, once; those without an open call are not. */
  wb_fake_helpdesk_add_history (desk->fake, "open", "second note");
  touch (desk, "open");
  touch (desk, "closed");
  touch (desk, "no-call");
  g_assert_true (wb_sync_listen (desk->sync, desk->helpdesk, 0, NULL, &error));
  g_assert_no_error (error);
  assert_history (desk, "open", "first note,second note");
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (count_details (desk), ==, 1);
}

/* A detail that somebody opened meanwhile is not asked for a second time. */
static void
test_history_opened_counts (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GError) error = NULL;

  add_called (desk, "t1", 5);
  wb_sync_desk_pull (desk);
  touch (desk, "t1");
  g_assert_true (wb_sync_fetch_ticket (desk->sync, "t1", NULL, &error));
  g_assert_no_error (error);
  count_details (desk);
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (count_details (desk), ==, 0);
}

/* Closed here and not sent yet: nobody will call, so nothing is asked. */
static void
test_history_follows_what_staff_did (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GError) error = NULL;

  add_called (desk, "t1", 5);
  wb_sync_desk_pull (desk);
  g_assert_true (wb_action_complete (desk->workspace, "call-t1", WB_OUTCOME_RESOLVED, NULL,
                                     desk->fake->now, &error));
  g_assert_no_error (error);
  touch (desk, "t1");
  count_details (desk);
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (count_details (desk), ==, 0);
}

/* Fifty a pass, the most urgent first, until all are there. */
static void
test_history_in_parts (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);

  for (guint i = 0; i < 60; i++) {
    g_autofree char *id = g_strdup_printf ("t%02u", i);

    add_called (desk, id, 100 - i);
  }
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (count_details (desk), ==, 50);
  assert_history (desk, "t59", "first note");
  assert_history (desk, "t10", "first note");
  assert_history (desk, "t09", NULL);
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (count_details (desk), ==, 10);
  assert_history (desk, "t00", "first note");
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (count_details (desk), ==, 0);
}

/* Fifty slow answers are no reason not to see what colleagues do meanwhile; fast ones need no looking. */
static void
test_history_stays_live (void)
{
  static const struct
  {
    gint64 lag_ms;
    guint most;      /* tickets in a row without the feed being asked */
    guint least;
  } rows[] = {
    { 600, 1, 1 }, { 300, 2, 2 }, { 0, 20, 20 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
    guint in_a_row = 0;
    guint longest = 0;

    g_test_message ("%" G_GINT64_FORMAT " ms an answer", rows[i].lag_ms);
    for (guint j = 0; j < 20; j++) {
      g_autofree char *id = g_strdup_printf ("t%02u", j);

      add_called (desk, id, 100 - j);
    }
    desk->fake->lag_ms = rows[i].lag_ms;
    desk->fake->lag_clock = desk->clock;
    wb_sync_desk_pull (desk);
    for (guint j = 0; j < wb_stub_server_count (desk->fake->stub); j++) {
      g_autoptr (WbStubRequest) request = wb_stub_server_dup_request (desk->fake->stub, j);

      in_a_row = g_str_has_prefix (request->path, "/api/v2/tickets/t") ? in_a_row + 1 : 0;
      longest = MAX (longest, in_a_row);
    }
    g_assert_cmpuint (longest, <=, rows[i].most);
    g_assert_cmpuint (longest, >=, rows[i].least);
  }
}

/* What the most urgent one of two meets: the sync stands, and then … */
static void
test_history_trouble (void)
{
  const struct
  {
    guint status;
    const char *type;
    const char *body;
    gboolean other_is_asked;   /* … the other is asked for in the same pass */
    guint n_next;              /* … so many are in the next */
  } rows[] = {
    { 404, "application/json", "{\"code\":\"not_found\"}", TRUE, 0 },
    { 403, "application/json", "{\"code\":\"forbidden\"}", TRUE, 0 },
    { 429, "application/json", "{\"code\":\"rate_limited\"}", FALSE, 2 },
    { 503, "application/json", "{\"code\":\"maintenance\"}", FALSE, 2 },
    { 0, NULL, NULL, FALSE, 2 },
    { 200, "text/html", "<html>Log in</html>", FALSE, 1 },
    /* A server that never sends one. */
    { 200, "application/json", "{\"id\":\"t1\",\"version\":1}", TRUE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);

    g_test_message ("%u %s", rows[i].status, rows[i].body ? rows[i].body : "cut off");
    add_called (desk, "t1", 1);
    add_called (desk, "t2", 2);
    if (rows[i].status == 0)
      wb_stub_server_queue_fault (desk->fake->stub, "GET", "/api/v2/tickets/t1", WB_STUB_CUT_BODY);
    else
      wb_stub_server_queue (desk->fake->stub, "GET", "/api/v2/tickets/t1", rows[i].status,
                            rows[i].type, rows[i].body, -1, NULL, NULL);
    wb_sync_desk_pull (desk);
    assert_history (desk, "t1", NULL);
    assert_history (desk, "t2", rows[i].other_is_asked ? "first note" : NULL);
    count_details (desk);
    wb_sync_desk_pull (desk);
    g_assert_cmpuint (count_details (desk), ==, rows[i].n_next);
    assert_history (desk, "t2", "first note");
    wb_sync_desk_pull (desk);
    g_assert_cmpuint (count_details (desk), ==, 0);

    /* And asked for again when it changes. */
    touch (desk, "t1");
    wb_sync_desk_pull (desk);
    g_assert_cmpuint (count_details (desk), ==, 1);
    assert_history (desk, "t1", "first note");
  }
}

/* A token that ends in between is no passing trouble. */
static void
test_history_refused_token (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GError) error = NULL;

  add_called (desk, "t1", 1);
  wb_stub_server_queue (desk->fake->stub, "GET", "/api/v2/tickets/t1", 401, "application/json",
                        "{\"code\":\"token_invalid\"}", -1, NULL, NULL);
  g_assert_false (wb_sync_pull (desk->sync, desk->helpdesk, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED);
}

typedef struct
{
  WbSyncDesk *desk;            /* (unowned) */
  GCancellable *cancellable;   /* (unowned) */
} Cancelling;

static gboolean
cancel_at_detail_cb (const char *point,
                     gpointer    data)
{
  const Cancelling *cancelling = data;

  if (wb_stub_server_count_for (cancelling->desk->fake->stub, "GET", "/api/v2/tickets/t1") > 0)
    g_cancellable_cancel (cancelling->cancellable);

  return TRUE;
}

/* Cancelled between two of them: what came is kept, and the next pass goes on with the rest. */
static void
test_history_is_cancelled (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Cancelling cancelling = { desk, cancellable };

  add_called (desk, "t1", 1);
  add_called (desk, "t2", 2);
  wb_sync_set_probe (desk->sync, cancel_at_detail_cb, &cancelling);
  g_assert_false (wb_sync_pull (desk->sync, desk->helpdesk, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  wb_sync_set_probe (desk->sync, NULL, NULL);
  assert_history (desk, "t1", "first note");
  assert_history (desk, "t2", NULL);
  count_details (desk);
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (count_details (desk), ==, 1);
  assert_history (desk, "t2", "first note");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/wb/sync/history/is-fetched-once/feed", NULL,
                        test_history_is_fetched_once);
  g_test_add_data_func ("/wb/sync/history/is-fetched-once/polling", "polling",
                        test_history_is_fetched_once);
  g_test_add_func ("/wb/sync/history/opened-counts", test_history_opened_counts);
  g_test_add_func ("/wb/sync/history/follows-what-staff-did", test_history_follows_what_staff_did);
  g_test_add_func ("/wb/sync/history/in-parts", test_history_in_parts);
  g_test_add_func ("/wb/sync/history/stays-live", test_history_stays_live);
  g_test_add_func ("/wb/sync/history/trouble", test_history_trouble);
  g_test_add_func ("/wb/sync/history/refused-token", test_history_refused_token);
  g_test_add_func ("/wb/sync/history/is-cancelled", test_history_is_cancelled);

  return g_test_run ();
}
