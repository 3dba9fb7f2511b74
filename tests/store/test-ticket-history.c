/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which tickets' histories are to be asked for: those of open calls, once for each version. */

#include "config.h"

#include "store-fixture.h"

/* Ids of the tickets whose history is to be asked for, in their order, with spaces between. */
static char *
list_for_history (Fixture *fixture,
                  guint    limit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tickets =
    wb_ticket_store_list_for_history (wb_workspace_get_reader (fixture->ws), limit, &error);
  GString *ids = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < tickets->len; i++) {
    const WbTicket *ticket = g_ptr_array_index (tickets, i);

    g_string_append_printf (ids, "%s%s", i == 0 ? "" : " ", ticket->id);
  }

  return g_string_free (ids, FALSE);
}

static void
assert_list_for_history (Fixture    *fixture,
                         guint       limit,
                         const char *expected)
{
  g_autofree char *ids = list_for_history (fixture, limit);

  g_assert_cmpstr (ids, ==, expected);
}

static void
note_history (Fixture    *fixture,
              const char *id,
              gint64      version)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_no_error (error);
  g_assert_true (wb_ticket_store_note_history (db, id, version, &error));
  g_assert_true (wb_ticket_store_tidy_histories (db, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_NONE, &error));
  g_assert_no_error (error);
}

static void
put_plain_ticket (Fixture    *fixture,
                  const char *id,
                  gint64      version,
                  gboolean    has_history)
{
  WbTicket *ticket = make_ticket (id, id, "Jana", version);

  ticket->has_history = has_history;
  put_ticket (fixture, ticket);
}

static void
put_plain_call (Fixture    *fixture,
                const char *id,
                const char *ticket,
                gint64      due_at,
                const char *status)
{
  static gint64 version = 0;
  WbActivity *call = make_call (id, ticket, due_at, ++version);

  g_free (call->status);
  call->status = g_strdup (status);
  if (g_str_equal (status, "closed"))
    call->closed_at = NOW;
  put_call (fixture, call);
}

#define COUNT_NOTED "SELECT count(*) FROM meta WHERE key LIKE 'history.%'"

static void
test_ticket_history_knows_which_is_old (Fixture       *fixture,
                                        gconstpointer  data)
{
  WbDb *db = wb_workspace_get_reader (fixture->ws);

  for (guint i = 1; i <= 4; i++) {
    g_autofree char *id = g_strdup_printf ("e%u", i);

    put_plain_ticket (fixture, id, 3, FALSE);
  }
  /* The earliest of a ticket's open calls counts; closed ones do not, nor does having none. */
  put_plain_call (fixture, "a1", "e1", NOW + 3, "open");
  put_plain_call (fixture, "a2", "e2", NOW + 9, "open");
  put_plain_call (fixture, "a3", "e2", NOW + 1, "open");
  put_plain_call (fixture, "a4", "e3", NOW, "closed");
  put_plain_call (fixture, "a5", "not-stored", NOW, "open");
  assert_list_for_history (fixture, 10, "e2 e1");
  assert_list_for_history (fixture, 1, "e2");

  /* Asked for in vain, and sent: neither is asked for again. An older note changes nothing. */
  note_history (fixture, "e2", 3);
  put_plain_ticket (fixture, "e1", 3, TRUE);
  note_history (fixture, "e1", 2);
  note_history (fixture, "e4", 3);
  assert_list_for_history (fixture, 10, "");
  g_assert_cmpint (read_number (db, COUNT_NOTED), ==, 2);

  /* A newer version, 10 being more than 3, without its history and with it. */
  put_plain_ticket (fixture, "e1", 10, FALSE);
  put_plain_ticket (fixture, "e2", 10, TRUE);
  assert_list_for_history (fixture, 10, "e1");

  /* Gone with the call, or with the ticket; both may come back. */
  put_plain_call (fixture, "a2", "e2", NOW + 9, "closed");
  put_plain_call (fixture, "a3", "e2", NOW + 1, "closed");
  note_history (fixture, "e1", 10);
  g_assert_cmpint (read_number (db, COUNT_NOTED), ==, 1);
  put_plain_call (fixture, "a2", "e2", NOW + 9, "open");
  assert_list_for_history (fixture, 10, "e2");
}

static void
test_ticket_history_forgets_what_is_removed (Fixture       *fixture,
                                             gconstpointer  data)
{
  WbTicket *stone = make_ticket ("e1", "e1", "Jana", 4);

  put_plain_ticket (fixture, "e1", 3, FALSE);
  put_plain_call (fixture, "a1", "e1", NOW, "open");
  note_history (fixture, "e1", 3);
  stone->deleted_at = NOW;
  put_ticket (fixture, stone);
  g_assert_cmpint (read_number (wb_workspace_get_reader (fixture->ws), COUNT_NOTED), ==, 0);
  put_plain_ticket (fixture, "e1", 3, FALSE);
  put_plain_call (fixture, "a1", "e1", NOW, "open");
  assert_list_for_history (fixture, 10, "e1");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  FIXTURE_ADD ("/wb/store/ticket-history/knows-which-is-old",
               test_ticket_history_knows_which_is_old);
  FIXTURE_ADD ("/wb/store/ticket-history/forgets-what-is-removed",
               test_ticket_history_forgets_what_is_removed);

  return g_test_run ();
}
