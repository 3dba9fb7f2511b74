/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics of banners as they are served (reference/retino-api.md B.9), from requests as customers,
 * scanners of mail and browsers make them; and the commands that count them anew. */

#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "portal-fixture.h"
#include "wb-db.h"

#define KEY_1 "00112233445566778899aabbccddeeff"   /* of ticket 1 */
#define KEY_2 "0123456789abcdef0123456789abcdef"   /* of ticket 2 */
#define STATS "/remarketing/stats/banners"
#define OCTOBER STATS "?from=2025-10-01&to=2025-10-31"
#define BROWSER "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0\r\n"

typedef struct
{
  Fixture *fixture;
  char *banner;
} Merchant;

static void
set_up (Merchant      *self,
        gconstpointer  data)
{
  Fixture *fixture = fixture_new_stopped ();
  g_autofree char *body = NULL;
  g_autoptr (Answer) put = NULL;

  self->fixture = fixture;
  g_assert_true (wb_portal_import_customer_key (fixture->portal, TICKET_1, KEY_1, NULL));
  g_assert_true (wb_portal_import_customer_key (fixture->portal, TICKET_2, KEY_2, NULL));
  fixture_pause_shop (fixture);
  fixture_restart (fixture);
  self->banner = add_banner (fixture, "Podzim", "");
  body = g_strdup_printf ("{\"tools\":{\"coupon\":{\"enabled\":false,\"placements\":[],\"amounts\":[],"
                          "\"validity_days\":null},\"call_request\":{\"enabled\":false,\"placements\":[],\"text\":{}},"
                          "\"banner\":{\"enabled\":true,\"placements\":[\"portal\",\"ticket_detail\",\"email\"],"
                          "\"banner\":\"%s\",\"target_url\":\"https://www.example.cz/akce\"}}}",
                          self->banner);
  put = ask_write (fixture, "PUT", "/remarketing/settings/" TYPE_RETURN, MANAGER, 17, body);
  assert_status (put, 200);
}

static void
tear_down (Merchant      *self,
           gconstpointer  data)
{
  fixture_free (self->fixture);
  g_free (self->banner);
}

static void
click (Merchant   *self,
       const char *method,
       const char *key,
       const char *placement,
       const char *headers)
{
  g_autofree char *path = g_strdup_printf ("/portal/%s/banner/%s?placement=%s", key, self->banner, placement);
  g_autoptr (Answer) answer = ask (self->fixture, method, path, NULL, headers, NULL);

  assert_status (answer, 302);
  g_assert_cmpstr (answer_header (answer, "location"), ==, "https://www.example.cz/akce");
}

static void
look (Merchant   *self,
      const char *key,
      const char *placement,
      const char *headers)
{
  g_autofree char *path = g_strdup_printf ("/portal/%s/offers?placement=%s", key, placement);
  g_autoptr (Answer) answer = ask (self->fixture, "GET", path, NULL, headers, NULL);

  assert_status (answer, 200);
}

/* One number of one row, by its day and placement; -1 = null, -2 = there is no such row. */
static gint64
read_number (const Answer *stats,
             const char   *date,
             const char   *placement,
             const char   *member)
{
  for (guint i = 0; i < 100; i++) {
    g_autofree char *row = g_strdup_printf ("results.%u", i);
    g_autofree char *date_path = g_strconcat (row, ".date", NULL);
    g_autofree char *placement_path = g_strconcat (row, ".placement", NULL);
    g_autofree char *path = g_strconcat (row, ".", member, NULL);
    g_autofree char *found = NULL;

    if (!answer_has (stats, row))
      break;
    {
      g_autofree char *its_date = answer_text (stats, date_path);
      g_autofree char *its_placement = answer_text (stats, placement_path);

      if (!g_str_equal (its_date, date) || !g_str_equal (its_placement, placement))
        continue;
    }
    found = answer_text (stats, path);
    if (g_str_has_prefix (member, "clicks_filtered.") && !answer_has (stats, path))
      return 0;
    return *found ? answer_int (stats, path) : -1;
  }

  return -2;
}

/* What scanners, browsers and people do with the links of a mail, and what it counts for. */
static void
test_patterns (Merchant      *self,
               gconstpointer  data)
{
  static const struct {
    const char *why;
    const char *method;
    const char *headers;
    int all_links;        /* opens the customer's pages as well, at the same moment */
    const char *member;   /* that rises by one */
  } rows[] = {
    { "a person", "GET", BROWSER, 0, "clicks" },
    { "a person whose browser says nothing", "GET", NULL, 0, "clicks" },
    { "HEAD", "HEAD", BROWSER, 0, "clicks_filtered.head" },
    { "prefetch", "GET", BROWSER "Sec-Purpose: prefetch\r\n", 0, "clicks_filtered.prefetch" },
    { "prerender", "GET", BROWSER "Sec-Purpose: prefetch;prerender\r\n", 0, "clicks_filtered.prefetch" },
    { "an older browser's", "GET", BROWSER "X-Moz: prefetch\r\n", 0, "clicks_filtered.prefetch" },
    { "a preview", "GET", BROWSER "X-Purpose: preview\r\n", 0, "clicks_filtered.prefetch" },
    { "a scanner of mail", "GET", "User-Agent: Barracuda Sentinel (EE)\r\n", 0, "clicks_filtered.agent" },
    { "a crawler", "GET", "User-Agent: Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)\r\n",
      0, "clicks_filtered.agent" },
    { "a preview of a chat", "GET", "User-Agent: WhatsApp/2.23.20.0\r\n", 0, "clicks_filtered.agent" },
    { "a script", "GET", "User-Agent: python-requests/2.31.0\r\n", 0, "clicks_filtered.agent" },
    { "a scanner that calls itself a browser", "GET", BROWSER, 2, "clicks_filtered.burst" },
    { "a person who clicks on the page at once", "GET", BROWSER, 1, "clicks" },
    { "both at once: HEAD goes before its name", "HEAD", "User-Agent: Googlebot\r\n", 0, "clicks_filtered.head" },
  };
  static const char *const members[] = {
    "clicks", "clicks_filtered.head", "clicks_filtered.prefetch", "clicks_filtered.agent", "clicks_filtered.burst",
    "clicks_filtered.repeat",
  };
  gint64 expected[G_N_ELEMENTS (members)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) stats = NULL;

    g_test_message ("%s", rows[i].why);
    fixture_advance (self->fixture, WB_MINUTE_MS);
    click (self, rows[i].method, KEY_1, "email", rows[i].headers);
    if (rows[i].all_links > 0)
      look (self, KEY_1, "portal", rows[i].headers);
    fixture_advance (self->fixture, 400);
    if (rows[i].all_links > 1)
      look (self, KEY_1, "ticket_detail", rows[i].headers);

    stats = ask (self->fixture, "GET", OCTOBER, EVA, NULL, NULL);
    for (guint k = 0; k < G_N_ELEMENTS (members); k++) {
      if (g_str_equal (members[k], rows[i].member))
        expected[k]++;
      g_assert_cmpint (read_number (stats, "2025-10-03", "email", members[k]), ==, expected[k]);
    }
    g_assert_cmpint (read_number (stats, "2025-10-03", "email", "clicks_raw"), ==, i + 1);
    g_assert_cmpint (read_number (stats, "2025-10-03", "email", "impressions"), ==, -1);
  }

  /* Of the pages, the scanner's were no views. */
  {
    g_autoptr (Answer) stats = ask (self->fixture, "GET", OCTOBER, EVA, NULL, NULL);
    g_autoptr (Answer) ticket = ask (self->fixture, "GET", "/tickets/" TICKET_1, EVA, NULL, NULL);

    g_assert_cmpint (read_number (stats, "2025-10-03", "portal", "impressions"), ==, 1);
    g_assert_cmpint (read_number (stats, "2025-10-03", "portal", "impressions_raw"), ==, 2);
    g_assert_cmpint (read_number (stats, "2025-10-03", "ticket_detail", "impressions"), ==, 0);
    g_assert_cmpint (read_number (stats, "2025-10-03", "ticket_detail", "impressions_raw"), ==, 1);
    g_assert_cmpint (answer_int (ticket, "remarketing.banner_clicks"), ==, 3);
  }
}

static void
test_questions (Merchant      *self,
                gconstpointer  data)
{
  static const struct {
    const char *query;
    guint status;
  } rows[] = {
    { "?from=2025-10-01&to=2025-10-31", 200 },
    { "?from=2025-10-03&to=2025-10-03", 200 },
    { "", 400 },
    { "?from=2025-10-01", 400 },
    { "?to=2025-10-01", 400 },
    { "?from=2025-10-01&to=yesterday", 400 },
    { "?from=2025-02-29&to=2025-03-01", 400 },
    { "?from=2025-10-04&to=2025-10-03", 400 },
    { "?from=2024-01-01&to=2024-12-31", 200 },
    { "?from=2024-01-01&to=2025-01-01", 400 },
    { "?from=2025-10-01&to=2025-10-31&placement=email", 200 },
    { "?from=2025-10-01&to=2025-10-31&placement=everywhere", 400 },
    { "?from=2025-10-01&to=2025-10-31&page_size=1000", 200 },
    { "?from=2025-10-01&to=2025-10-31&page_size=1001", 400 },
    { "?from=2025-10-01&to=2025-10-31&page=2", 404 },
  };
  g_autoptr (Answer) nobody = ask (self->fixture, "GET", OCTOBER, NULL, NULL, NULL);

  assert_refused (nobody, 401, "token_invalid");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat (STATS, rows[i].query, NULL);
    g_autoptr (Answer) answer = ask (self->fixture, "GET", path, EVA, NULL, NULL);

    g_test_message ("%s", rows[i].query);
    assert_status (answer, rows[i].status);
  }
}

static void
check_count (Merchant   *self,
             const char *query,
             gint64      count)
{
  g_autofree char *path = g_strconcat (OCTOBER, query, NULL);
  g_autoptr (Answer) answer = ask (self->fixture, "GET", path, EVA, NULL, NULL);

  g_test_message ("%s", query);
  assert_status (answer, 200);
  g_assert_cmpint (answer_int (answer, "count"), ==, count);
}

static void
test_rows (Merchant      *self,
           gconstpointer  data)
{
  g_autofree char *banner_query = g_strconcat ("&banner=", self->banner, NULL);
  g_autofree char *tag = NULL;
  g_autofree char *header = NULL;
  g_autoptr (Answer) all = NULL;
  g_autoptr (Answer) same = NULL;
  g_autoptr (Answer) page = NULL;
  g_autoptr (Answer) other = NULL;

  look (self, KEY_1, "portal", BROWSER);
  fixture_advance (self->fixture, WB_MINUTE_MS);
  click (self, "GET", KEY_1, "portal", BROWSER);
  click (self, "GET", KEY_2, "email", BROWSER);
  /* 23:00 UTC: the next day in Prague. */
  fixture_advance (self->fixture, 13 * WB_HOUR_MS);
  click (self, "GET", KEY_1, "portal", BROWSER);

  all = ask (self->fixture, "GET", OCTOBER, EVA, NULL, NULL);
  assert_status (all, 200);
  g_assert_cmpint (answer_int (all, "count"), ==, 3);
  g_assert_cmpint (answer_int (all, "total_pages"), ==, 1);
  assert_text (all, "time_zone", "Europe/Prague");
  assert_text (all, "final_until", "2025-10-02");
  g_assert_cmpint (answer_int (all, "epoch"), ==, 1);
  assert_text (all, "results.0.date", "2025-10-03");
  assert_text (all, "results.0.banner", self->banner);
  assert_text (all, "results.0.type", TYPE_RETURN);
  assert_text (all, "results.0.placement", "email");
  assert_text (all, "results.0.impressions", "");
  g_assert_cmpint (answer_int (all, "results.0.clicks"), ==, 1);
  assert_text (all, "results.1.placement", "portal");
  g_assert_cmpint (answer_int (all, "results.1.impressions"), ==, 1);
  g_assert_cmpint (answer_int (all, "results.1.clicks"), ==, 1);
  assert_text (all, "results.2.date", "2025-10-04");
  g_assert_cmpint (answer_int (all, "results.2.impressions"), ==, 0);

  check_count (self, "&placement=portal", 2);
  check_count (self, "&placement=ticket_detail", 0);
  check_count (self, banner_query, 3);
  check_count (self, "&banner=another", 0);
  check_count (self, "&type=" TYPE_RETURN, 3);
  check_count (self, "&type=" TYPE_CLAIM, 0);
  page = ask (self->fixture, "GET", OCTOBER "&page_size=2&page=2", EVA, NULL, NULL);
  g_assert_cmpint (answer_int (page, "total_pages"), ==, 2);
  assert_text (page, "results.0.date", "2025-10-04");
  g_assert_false (answer_has (page, "results.1"));

  tag = g_strdup (answer_header (all, "etag"));
  g_assert_nonnull (tag);
  header = g_strdup_printf ("If-None-Match: %s\r\n", tag);
  same = ask (self->fixture, "GET", OCTOBER, EVA, header, NULL);
  assert_status (same, 304);
  click (self, "GET", KEY_2, "email", BROWSER);
  other = ask (self->fixture, "GET", OCTOBER, EVA, header, NULL);
  assert_status (other, 200);
}

/* What waits for the ledger keeps its day from being final. */
static void
test_final (Merchant      *self,
            gconstpointer  data)
{
  g_autoptr (WbDb) writer = wb_db_open (self->fixture->db, WB_DB_READ_WRITE, NULL);
  g_autoptr (Answer) waits = NULL;
  g_autoptr (Answer) stored = NULL;

  g_assert_true (wb_db_begin_immediate (writer, NULL));
  click (self, "GET", KEY_1, "email", BROWSER);
  fixture_advance (self->fixture, 10 * WB_DAY_MS);
  waits = ask (self->fixture, "GET", OCTOBER, EVA, NULL, NULL);
  assert_text (waits, "final_until", "2025-10-02");
  g_assert_cmpint (answer_int (waits, "count"), ==, 0);
  wb_db_rollback (writer);
  stored = ask (self->fixture, "GET", OCTOBER, EVA, NULL, NULL);
  assert_text (stored, "final_until", "2025-10-11");
  g_assert_cmpint (answer_int (stored, "count"), ==, 1);
}

static GSocketConnection *
begin_write (Merchant   *self,
             const char *path,
             int         version,
             const char *body)
{
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *headers = g_strdup_printf ("Idempotency-Key: %s\r\nIf-Match: \"%d\"\r\n", key, version);

  return ask_begin (self->fixture, "POST", path, EVA, headers, body);
}

/* Another program writes for long: staff's writes wait for it, in turn, and customers do not wait for them. */
static void
test_writes_wait (Merchant      *self,
                  gconstpointer  data)
{
  g_autoptr (WbDb) writer = wb_db_open (self->fixture->db, WB_DB_READ_WRITE, NULL);
  g_autoptr (GSocketConnection) first = NULL;
  g_autoptr (GSocketConnection) second = NULL;
  g_autoptr (Answer) taken = NULL;
  g_autoptr (Answer) given = NULL;
  g_autoptr (Answer) read = NULL;

  g_assert_true (wb_db_begin_immediate (writer, NULL));
  first = begin_write (self, "/activities/" CALL_1 "/assign", 1, "{\"assignee\":\"me\"}");
  click (self, "GET", KEY_1, "email", BROWSER);
  second = begin_write (self, "/activities/" CALL_1 "/assign", 2, "{\"assignee\":null}");
  click (self, "GET", KEY_2, "email", BROWSER);
  look (self, KEY_1, "portal", BROWSER);
  read = ask (self->fixture, "GET", OCTOBER, EVA, NULL, NULL);
  assert_status (read, 200);
  g_assert_cmpint (ask_ledger (self->fixture, "SELECT version FROM activity WHERE id = '" CALL_1 "'"), ==, 1);
  wb_db_rollback (writer);
  /* A write that waited on the serving thread would have kept them, and been refused. */
  taken = ask_end (g_steal_pointer (&first));
  assert_status (taken, 200);
  g_assert_cmpint (answer_int (taken, "version"), ==, 2);
  given = ask_end (g_steal_pointer (&second));
  assert_status (given, 200);
  g_assert_cmpint (answer_int (given, "version"), ==, 3);
}

static char *
run_program (Merchant   *self,
             const char *word,
             const char *file,
             int         status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, PORTAL_EXE,
                              "--db", self->fixture->db, "stats", word, file, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, &err, &error));
  g_assert_no_error (error);
  g_test_message ("%s", err);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, status);

  return g_strconcat (out, err, NULL);
}

/* Rules set while the service runs hold for what was and for what comes. */
static void
test_commands (Merchant      *self,
               gconstpointer  data)
{
  g_autofree char *file = g_build_filename (self->fixture->dir, "rules", NULL);
  g_autofree char *shown = run_program (self, "rules", NULL, 0);
  g_autofree char *none = NULL;
  g_autofree char *bad = NULL;
  g_autofree char *set = NULL;
  g_autofree char *shown_then = NULL;
  g_autoptr (Answer) before = NULL;
  g_autoptr (Answer) after = NULL;
  g_autoptr (Answer) later = NULL;

  g_assert_nonnull (strstr (shown, "repeat-seconds=30\n"));
  click (self, "GET", KEY_1, "email", "User-Agent: OurBrowser/1.0\r\n");
  fixture_advance (self->fixture, 20 * WB_SECOND_MS);
  click (self, "GET", KEY_1, "email", BROWSER);
  before = ask (self->fixture, "GET", OCTOBER, EVA, NULL, NULL);
  g_assert_cmpint (answer_int (before, "results.0.clicks"), ==, 1);
  g_assert_cmpint (answer_int (before, "results.0.clicks_filtered.repeat"), ==, 1);
  none = run_program (self, "rebuild", NULL, 0);
  g_assert_cmpstr (none, ==, "0 rows of statistics changed\n");

  g_assert_true (g_file_set_contents (file, "[clicks]\nburst-links=none\nagents=x\n", -1, NULL));
  bad = run_program (self, "rules", file, 1);
  g_assert_nonnull (strstr (bad, "burst-links"));
  g_assert_nonnull (strstr (bad, "agents"));
  g_assert_true (g_file_set_contents (file, "[clicks]\nagents=ourbrowser\nrepeat-seconds=10\n", -1, NULL));
  set = run_program (self, "rules", file, 0);
  g_assert_cmpstr (set, ==, "1 row of statistics changed\n");
  shown_then = run_program (self, "rules", NULL, 0);
  g_assert_nonnull (strstr (shown_then, "repeat-seconds=10\n"));

  after = ask (self->fixture, "GET", OCTOBER, EVA, NULL, NULL);
  g_assert_cmpint (answer_int (after, "epoch"), ==, 2);
  g_assert_cmpint (answer_int (after, "results.0.clicks"), ==, 1);
  g_assert_cmpint (answer_int (after, "results.0.clicks_filtered.agent"), ==, 1);
  fixture_advance (self->fixture, 11 * WB_SECOND_MS);
  click (self, "GET", KEY_1, "email", BROWSER);
  later = ask (self->fixture, "GET", OCTOBER, EVA, NULL, NULL);
  g_assert_cmpint (answer_int (later, "results.0.clicks"), ==, 2);
  g_remove (file);
}

#define ADD(path, function) g_test_add ("/wb/portal/stats/" path, Merchant, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("scanners-are-filtered-with-their-reason", test_patterns);
  ADD ("questions-are-judged", test_questions);
  ADD ("rows-by-day-place-and-type", test_rows);
  ADD ("what-waits-is-not-final", test_final);
  ADD ("writes-wait-and-keep-nobody", test_writes_wait);
  ADD ("rules-hold-for-history", test_commands);

  return g_test_run ();
}
