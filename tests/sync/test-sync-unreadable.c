/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One object that cannot be read: the others come all the same, a person is told, and it is neither
 * taken for gone nor forgotten. */

#include "config.h"

#include <string.h>

#include "wb-call-store.h"
#include "wb-offer-store.h"
#include "wb-sync-desk.h"
#include "wb-ticket-store.h"
#include "wb-unreadable-store.h"

static void
add_tickets (WbSyncDesk *desk,
             guint       n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *id = g_strdup_printf ("t%03u", i);

    wb_fake_helpdesk_add_ticket (desk->fake, id, desk->fake->now - WB_DAY_MS + i * WB_SECOND_MS);
  }
}

/* What is not a time there fails a ticket's decoder, and that of a call. */
static void
spoil (JsonObject *object)
{
  json_object_set_string_member (object, "deleted_at", "yesterday");
  json_object_set_string_member (object, "original_due_at", "tomorrow");
}

static void
mend (JsonObject *object)
{
  json_object_set_null_member (object, "deleted_at");
}

static JsonObject *
server_ticket (WbSyncDesk *desk,
               const char *id)
{
  return wb_fake_helpdesk_find (desk->fake, desk->fake->tickets, id);
}

static void
assert_told (WbSyncDesk *desk,
             const char *words)
{
  g_autoptr (WbSyncState) state = wb_sync_dup_state (desk->sync);

  g_assert_cmpstr (state->unreadable, ==, words);
  g_assert_cmpint (state->n_unreadable > 0, ==, words != NULL);
}

static gboolean
has_ticket (WbSyncDesk *desk,
            const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbTicket) ticket = wb_ticket_store_get (wb_sync_desk_db (desk), id, &error);

  g_assert_no_error (error);

  return ticket != NULL;
}

#define ONE "1 ticket could not be read; the rest is up to date"

static void
test_unreadable_ticket_keeps_no_other_waiting (gconstpointer data)
{
  int level = GPOINTER_TO_INT (data);
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (level);

  add_tickets (desk, 250);
  spoil (server_ticket (desk, "t099"));
  spoil (server_ticket (desk, "t180"));
  wb_sync_desk_pull (desk);
  g_assert_cmpint (wb_sync_desk_count (desk), ==, 248);
  g_assert_true (has_ticket (desk, "t249"));
  assert_told (desk, "2 tickets could not be read; the rest is up to date");

  /* Told after a restart, too, though the list has moved past them. */
  wb_sync_desk_restart (desk);
  wb_sync_desk_pull (desk);
  assert_told (desk, "2 tickets could not be read; the rest is up to date");

  /* One is mended, the other deleted: both are asked for again, but not at once. */
  mend (server_ticket (desk, "t099"));
  g_ptr_array_remove (desk->fake->tickets, server_ticket (desk, "t180"));
  wb_stub_server_forget (desk->fake->stub);
  wb_sync_desk_pull (desk);
  g_assert_cmpuint (wb_stub_server_count_for (desk->fake->stub, "GET", "/api/v2/tickets/t099"), ==, 0);
  wb_sync_desk_pass (desk, WB_HOUR_MS + 1);
  wb_sync_desk_pull (desk);
  g_assert_true (has_ticket (desk, "t099"));
  assert_told (desk, NULL);
}

static void
test_unreadable_event_does_not_stop_the_feed (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GError) error = NULL;
  JsonObject *call = NULL;

  add_tickets (desk, 3);
  call = wb_fake_helpdesk_add_call (desk->fake, "c1", "t000");
  wb_sync_desk_pull (desk);
  assert_told (desk, NULL);
  spoil (server_ticket (desk, "t001"));
  wb_fake_helpdesk_touch (desk->fake, "ticket", server_ticket (desk, "t001"), "updated");
  spoil (call);
  wb_fake_helpdesk_touch (desk->fake, "activity", call, "updated");
  json_object_set_string_member (server_ticket (desk, "t002"), "code", "NEW");
  wb_fake_helpdesk_touch (desk->fake, "ticket", server_ticket (desk, "t002"), "updated");
  g_assert_true (wb_sync_listen (desk->sync, desk->helpdesk, 0, NULL, &error));
  g_assert_no_error (error);
  {
    g_autoptr (WbTicket) ticket = wb_ticket_store_get (wb_sync_desk_db (desk), "t002", NULL);

    g_assert_cmpstr (ticket->code, ==, "NEW");
  }
  g_assert_true (has_ticket (desk, "t001"));
  assert_told (desk, "2 entries could not be read; the rest is up to date");

  /* The feed brings them as they should be, or gone. */
  mend (server_ticket (desk, "t001"));
  wb_fake_helpdesk_touch (desk->fake, "ticket", server_ticket (desk, "t001"), "updated");
  wb_fake_helpdesk_delete (desk->fake, "activity", desk->fake->activities, "c1");
  g_assert_true (wb_sync_listen (desk->sync, desk->helpdesk, 0, NULL, &error));
  assert_told (desk, NULL);
}

/* Read before, unreadable now, and everything is read again: it is still there. */
static void
test_unreadable_is_not_taken_for_gone (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);

  add_tickets (desk, 3);
  wb_fake_helpdesk_add_call (desk->fake, "c1", "t000");
  wb_fake_helpdesk_add_call (desk->fake, "c2", "t000");
  wb_sync_desk_pull (desk);
  spoil (server_ticket (desk, "t001"));
  spoil (wb_fake_helpdesk_find (desk->fake, desk->fake->activities, "c1"));
  g_ptr_array_remove (desk->fake->tickets, server_ticket (desk, "t002"));
  wb_fake_helpdesk_touch (desk->fake, "ticket", server_ticket (desk, "t000"), "updated");
  desk->fake->first_event = desk->fake->events->len;
  wb_sync_desk_pull (desk);
  g_assert_true (has_ticket (desk, "t000"));
  g_assert_true (has_ticket (desk, "t001"));
  g_assert_false (has_ticket (desk, "t002"));
  {
    g_autoptr (WbActivity) call = wb_call_store_get (wb_sync_desk_db (desk), "c1", NULL);

    g_assert_nonnull (call);
  }
  assert_told (desk, "2 entries could not be read; the rest is up to date");
}

/* A call's ticket that cannot be read does not keep the call away. */
static void
test_unreadable_ticket_of_a_call (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (WbActivity) call = NULL;

  wb_fake_helpdesk_add_call (desk->fake, "c1", "old");
  spoil (wb_fake_helpdesk_add_ticket (desk->fake, "old", desk->fake->now - 400 * WB_DAY_MS));
  wb_sync_desk_pull (desk);
  call = wb_call_store_get (wb_sync_desk_db (desk), "c1", NULL);
  g_assert_nonnull (call);
  assert_told (desk, ONE);
}

/* A list of another form is not a list of many broken tickets. */
static void
test_unreadable_page_is_an_error (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (GError) error = NULL;

  add_tickets (desk, 3);
  for (guint i = 0; i < 3; i++)
    spoil (g_ptr_array_index (desk->fake->tickets, i));
  g_assert_false (wb_sync_pull (desk->sync, desk->helpdesk, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/wb/sync/unreadable/" path, function)
  g_test_add_data_func ("/wb/sync/unreadable/keeps-no-other-waiting-plain", GINT_TO_POINTER (0),
                        test_unreadable_ticket_keeps_no_other_waiting);
  g_test_add_data_func ("/wb/sync/unreadable/keeps-no-other-waiting-full", GINT_TO_POINTER (1),
                        test_unreadable_ticket_keeps_no_other_waiting);
  ADD ("event-does-not-stop-the-feed", test_unreadable_event_does_not_stop_the_feed);
  ADD ("is-not-taken-for-gone", test_unreadable_is_not_taken_for_gone);
  ADD ("ticket-of-a-call", test_unreadable_ticket_of_a_call);
  ADD ("page-is-an-error", test_unreadable_page_is_an_error);

  return g_test_run ();
}
