/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Staff can be told the customer's link at any time: one that is derived from a secret beside the
 * ledger, and found in nothing that is kept. */

#include "config.h"

#include "portal-fixture.h"

#include "wb-db.h"
#include "wb-ledger-customers.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#define OLD_KEY "00112233445566778899aabbccddeeff"
#define URL "https://api.example.com"

/* What of a link the client here asks for: without the address and the base. */
static char *
get_path (const char *link)
{
  g_assert_true (g_str_has_prefix (link, URL "/api/v2/portal/"));

  return g_strdup (link + strlen (URL "/api/v2"));
}

static char *
ask_link (Fixture    *fixture,
          const char *ticket)
{
  g_autofree char *path = g_strconcat ("/tickets/", ticket, NULL);
  g_autoptr (Answer) answer = ask (fixture, "GET", path, EVA, NULL, NULL);

  assert_status (answer, 200);

  return answer_text (answer, "portal_url");
}

static void
assert_opens (Fixture    *fixture,
              const char *link,
              guint       status)
{
  g_autofree char *path = get_path (link);
  g_autoptr (Answer) answer = ask (fixture, "GET", path, NULL, NULL, NULL);

  assert_status (answer, status);
}

static Fixture *
new_merchant (void)
{
  Fixture *fixture = fixture_new_stopped ();

  fixture->public_url = URL;
  fixture->rate_limit = WB_PORTAL_RATE_OFF;
  g_assert_true (wb_portal_import_customer_key (fixture->portal, TICKET_1, OLD_KEY, NULL));
  fixture_restart (fixture);

  return fixture;
}

static char *
get_secret_path (Fixture *fixture)
{
  return g_strconcat (fixture->db, ".key", NULL);
}

static void
test_in_detail (void)
{
  g_autoptr (Fixture) fixture = new_merchant ();
  g_autofree char *first = ask_link (fixture, TICKET_1);
  g_autofree char *other = ask_link (fixture, TICKET_2);
  g_autofree char *again = NULL;

  g_assert_true (g_regex_match_simple (
                   "^https://api\\.example\\.com/api/v2/portal/[0-9a-f]{32}/offers\\?placement=portal$", first, 0, 0));
  g_assert_cmpstr (first, !=, other);
  assert_opens (fixture, first, 200);
  assert_opens (fixture, other, 200);
  assert_opens (fixture, URL "/api/v2/portal/" OLD_KEY "/offers?placement=portal", 200);

  /* The same over a restart. */
  fixture_restart (fixture);
  again = ask_link (fixture, TICKET_1);
  g_assert_cmpstr (again, ==, first);
}

/* Not in lists, not in answers that are kept for repeats, not in events, not in the ledger. */
static void
test_nowhere_else (void)
{
  g_autoptr (Fixture) fixture = new_merchant ();
  g_autofree char *link = ask_link (fixture, TICKET_1);
  g_autofree char *key = g_strndup (link + strlen (URL "/api/v2/portal/"), 32);
  g_autoptr (Answer) patched = ask_write (fixture, "PATCH", "/tickets/" TICKET_1, EVA, 1,
                                          "{\"customer\":{\"phone\":\"+420777888999\"}}");
  g_autoptr (Answer) list = ask (fixture, "GET", "/tickets", EVA, NULL, NULL);
  g_autoptr (Answer) found = ask (fixture, "GET", "/tickets/search?search=20250042", EVA, NULL, NULL);
  g_autoptr (Answer) events = ask (fixture, "GET", "/events", EVA, NULL, NULL);
  g_autofree char *ledger = NULL;
  g_autofree char *journal = NULL;
  g_autofree char *journal_path = g_strconcat (fixture->db, "-wal", NULL);
  gsize length = 0;

  assert_status (patched, 200);
  g_assert_null (strstr (patched->body, key));
  assert_status (list, 200);
  g_assert_null (strstr (list->body, "portal_url"));
  g_assert_null (strstr (found->body, "portal_url"));
  assert_text (events, "results.1.event_type", "ticket.updated");
  g_assert_null (strstr (events->body, key));

  fixture_close (fixture);
  g_assert_true (g_file_get_contents (fixture->db, &ledger, &length, NULL));
  g_assert_null (g_strstr_len (ledger, (gssize) length, key));
  g_assert_false (g_file_test (journal_path, G_FILE_TEST_EXISTS));
}

static void
test_secret_is_private (void)
{
  g_autoptr (Fixture) fixture = new_merchant ();
  g_autofree char *path = get_secret_path (fixture);
  g_autofree char *secret = NULL;
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error_form = NULL;
  g_autofree char *ledger = NULL;
  gsize length = 0;
  struct stat info;

  g_assert_no_errno (g_stat (path, &info));
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (path, &secret, NULL, NULL));
  g_assert_true (g_regex_match_simple ("^[0-9a-f]{64}\n$", secret, 0, 0));

  fixture_close (fixture);
  g_assert_true (g_file_get_contents (fixture->db, &ledger, &length, NULL));
  g_assert_null (g_strstr_len (ledger, (gssize) length, g_strchomp (secret)));

  /* One that others may read is no secret. */
  g_assert_no_errno (g_chmod (path, 0640));
  g_assert_null (wb_ledger_open (fixture->db, WB_CLOCK (fixture->clock), random, FALSE, &error));
  g_assert_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_SECRET);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_no_errno (g_chmod (path, 0600));
  g_assert_true (g_file_set_contents_full (path, "short\n", -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_assert_null (wb_ledger_open (fixture->db, WB_CLOCK (fixture->clock), random, FALSE, &error_form));
  g_assert_error (error_form, WB_PORTAL_ERROR, WB_PORTAL_ERROR_SECRET);
}

/* Put back from a copy without its secret, the portal gives other links; those in mails still work. */
static void
test_lost_secret (void)
{
  g_autoptr (Fixture) fixture = new_merchant ();
  g_autofree char *path = get_secret_path (fixture);
  g_autofree char *before = ask_link (fixture, TICKET_1);
  g_autofree char *after = NULL;

  g_assert_no_errno (g_unlink (path));
  fixture_restart (fixture);
  after = ask_link (fixture, TICKET_1);
  g_assert_cmpstr (after, !=, before);
  assert_opens (fixture, after, 200);
  assert_opens (fixture, before, 200);
}

static void
run_sql (Fixture    *fixture,
         const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDb) db = wb_db_open (fixture->db, WB_DB_READ_WRITE, &error);

  g_assert_no_error (error);
  wb_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

/* Tickets that were there before links could be told again. */
static void
test_earlier_tickets (void)
{
  g_autoptr (Fixture) fixture = new_merchant ();
  g_autofree char *link = ask_link (fixture, TICKET_1);

  fixture_close (fixture);
  run_sql (fixture, "DELETE FROM customer_key WHERE generation IS NOT NULL");
  fixture_restart (fixture);
  assert_opens (fixture, link, 200);
  assert_opens (fixture, URL "/api/v2/portal/" OLD_KEY "/offers?placement=portal", 200);
}

/* A link in wrong hands is ended, and a deleted ticket has none. */
static void
test_renewed (void)
{
  g_autoptr (Fixture) fixture = new_merchant ();
  g_autofree char *before = ask_link (fixture, TICKET_1);
  g_autofree char *other = ask_link (fixture, TICKET_2);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *out = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, PORTAL_EXE,
                              "--db", fixture->db, "ticket", "link", "20250042", "--renew", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  after = ask_link (fixture, TICKET_1);
  g_strchomp (out);
  g_assert_cmpstr (out, ==, after);
  g_assert_cmpstr (after, !=, before);
  assert_opens (fixture, after, 200);
  assert_opens (fixture, before, 404);
  assert_opens (fixture, URL "/api/v2/portal/" OLD_KEY "/offers?placement=portal", 404);
  assert_opens (fixture, other, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/portal/links/stand-in-the-ticket", test_in_detail);
  g_test_add_func ("/wb/portal/links/stand-nowhere-else", test_nowhere_else);
  g_test_add_func ("/wb/portal/links/secret-is-a-private-file", test_secret_is_private);
  g_test_add_func ("/wb/portal/links/lost-secret-keeps-old-links", test_lost_secret);
  g_test_add_func ("/wb/portal/links/earlier-tickets-get-one", test_earlier_tickets);
  g_test_add_func ("/wb/portal/links/renewed-ones-end-the-old", test_renewed);

  return g_test_run ();
}
