/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The call queue: its list, what is done to a call, leases, and that a call has one holder
 * (reference/retino-api.md B.6). */

#include "config.h"

#include "portal-fixture.h"

#define CALL(id, act) "/activities/" id "/" act
#define ME "{\"assignee\":\"me\"}"
#define DUE "{\"due_at\":\"2025-10-04T14:00:00.000Z\",\"attempt\":{\"outcome\":\"no_answer\",\"note\":\"zvonil\"}}"
#define DONE "{\"outcome\":\"exchange_agreed\",\"note\":\"Výměna za modré.\"," \
  "\"called_at\":\"2025-10-03T09:30:00.000Z\"}"

static void
test_list (void)
{
  static const struct {
    const char *query;
    int count;
    const char *first;
  } rows[] = {
    { "", 2, CALL_1 },
    { "?status=all", 3, CALL_3 },
    { "?status=closed", 1, CALL_3 },
    { "?ordering=-due_at", 2, CALL_2 },
    { "?kind=call_request", 2, CALL_1 },
    { "?kind=task", 0, NULL },
    { "?assignee=none", 2, CALL_1 },
    { "?assignee=me", 0, NULL },
    { "?status=all&assignee=me", 1, CALL_3 },
    { "?status=all&assignee=" EVA_ID, 1, CALL_3 },
    { "?ticket=" TICKET_2, 1, CALL_2 },
    { "?type=" TYPE_RETURN, 2, CALL_1 },
    { "?type=" TYPE_CLAIM, 0, NULL },
    { "?due_from=2025-10-03T10:00:00Z", 1, CALL_2 },
    { "?due_to=2025-10-03T09:00:00Z", 1, CALL_1 },
    { "?due_to=2025-10-03T08:59:59.999Z", 0, NULL },
    { "?updated_at_from=2025-10-03T00:00:00Z", 0, NULL },
    { "?updated_at_from=2025-10-02T10:00:00.000Z&ordering=updated_at", 2, CALL_1 },
    { "?ordering=-updated_at", 2, CALL_2 },
  };
  g_autoptr (Fixture) fixture = fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/activities", rows[i].query, NULL);
    g_autoptr (Answer) answer = ask (fixture, "GET", path, EVA, NULL, NULL);

    g_test_message ("%s", path);
    assert_status (answer, 200);
    g_assert_cmpint (answer_int (answer, "count"), ==, rows[i].count);
    if (rows[i].first)
      assert_text (answer, "results.0.id", rows[i].first);
  }
}

/* Each row on the ledger as the rows before left it. */
static void
test_actions (void)
{
  static const struct {
    const char *why;
    const char *token;
    const char *path;
    int version;
    const char *body;
    guint status;
    const char *code;
    const char *member;
    const char *value;
  } rows[] = {
    { "Eva takes it", EVA, CALL (CALL_1, "assign"), 1, ME, 200, "", "assignee", EVA_ID },
    { "Petr cannot", PETR, CALL (CALL_1, "assign"), 2, ME, 409, "already_assigned", "current.assignee", EVA_ID },
    { "nor give it back", PETR, CALL (CALL_1, "assign"), 2, "{\"assignee\":null}", 409,
      "already_assigned", NULL, NULL },
    { "nor put it off", PETR, CALL (CALL_1, "reschedule"), 2, DUE, 409, "already_assigned", NULL, NULL },
    { "nor close it", PETR, CALL (CALL_1, "complete"), 2, DONE, 409, "already_assigned", NULL, NULL },
    { "nor give it to the manager", PETR, CALL (CALL_1, "assign"), 2, "{\"assignee\":\""
      MANAGER_ID "\"}", 403, "role_required", NULL, NULL },
    { "a manager gives it to Petr", MANAGER, CALL (CALL_1, "assign"), 2, "{\"assignee\":\""
      PETR_ID "\"}", 200, "", "assignee", PETR_ID },
    { "not to who left", MANAGER, CALL (CALL_1, "assign"), 3, "{\"assignee\":\"" GONE_ID "\"}", 400,
      "validation_failed", NULL, NULL },
    { "not to nobody known", MANAGER, CALL (CALL_1, "assign"), 3, "{\"assignee\":\"x\"}", 400,
      "validation_failed", NULL, NULL },
    { "too short a lease", PETR, CALL (CALL_1, "assign"), 3,
      "{\"assignee\":\"me\",\"lease_secs\":59}", 400, "validation_failed", NULL, NULL },
    { "too long a lease", PETR, CALL (CALL_1, "assign"), 3,
      "{\"assignee\":\"me\",\"lease_secs\":3601}", 400, "validation_failed", NULL, NULL },
    { "Petr gives it back", PETR, CALL (CALL_1, "assign"), 3, "{\"assignee\":null}", 200, "", "assignee", "" },
    { "giving back what is free changes nothing", PETR, CALL (CALL_1, "assign"), 4,
      "{\"assignee\":null}", 200, "", "version", "4" },
    { "more than 30 days ahead", EVA, CALL (CALL_1, "reschedule"), 4,
      "{\"due_at\":\"2025-11-02T10:00:00.001Z\",\"attempt\":null}", 400, "validation_failed", NULL,
      NULL },
    { "no such attempt", EVA, CALL (CALL_1, "reschedule"), 4,
      "{\"due_at\":\"2025-10-04T14:00:00.000Z\",\"attempt\":{\"outcome\":\"resolved\"}}", 400,
      "validation_failed", NULL, NULL },
    { "no time", EVA, CALL (CALL_1, "reschedule"), 4, "{\"attempt\":null}", 400, "invalid_request", NULL, NULL },
    { "putting off takes it", EVA, CALL (CALL_1, "reschedule"), 4, DUE, 200, "", "assignee", EVA_ID },
    { "the time that is past is now", EVA, CALL (CALL_1, "reschedule"), 5,
      "{\"due_at\":\"2025-10-01T00:00:00.000Z\",\"attempt\":{\"outcome\":\"busy\","
      "\"at\":\"2025-10-09T00:00:00.000Z\"}}", 200, "", "due_at", "2025-10-03T10:00:00.000Z" },
    { "no outcome", EVA, CALL (CALL_1, "complete"), 6, "{\"note\":\"x\"}", 400, "", NULL, NULL },
    { "an attempt is no outcome", EVA, CALL (CALL_1, "complete"), 6, "{\"outcome\":\"busy\"}", 400,
      "validation_failed", NULL, NULL },
    { "Eva closes it", EVA, CALL (CALL_1, "complete"), 6, DONE, 200, "", "closed_by", EVA_ID },
    { "closed is closed", EVA, CALL (CALL_1, "complete"), 7, DONE, 409, "activity_closed", NULL, NULL },
    { "for taking as well", EVA, CALL (CALL_1, "assign"), 7, ME, 409, "activity_closed", NULL, NULL },
    { "and for putting off", MANAGER, CALL (CALL_1, "reschedule"), 7, DUE, 409, "activity_closed", NULL, NULL },
    { "Petr may not reopen it", PETR, CALL (CALL_1, "reopen"), 7,
      "{\"due_at\":\"2025-10-06T09:00:00.000Z\"}", 403, "role_required", NULL, NULL },
    { "Eva may", EVA, CALL (CALL_1, "reopen"), 7,
      "{\"due_at\":\"2025-10-06T09:00:00.000Z\",\"reason\":\"Omylem\"}", 200, "", "outcome", "" },
    { "open is open", MANAGER, CALL (CALL_1, "reopen"), 8,
      "{\"due_at\":\"2025-10-06T09:00:00.000Z\"}", 409, "activity_open", NULL, NULL },
    { "a closed ticket stays closed", MANAGER, CALL (CALL_3, "reopen"), 1,
      "{\"due_at\":\"2025-10-06T09:00:00.000Z\"}", 409, "ticket_closed", NULL, NULL },
    { "a free one is closed by who called", PETR, CALL (CALL_2, "complete"), 1,
      "{\"outcome\":\"declined\",\"called_at\":\"2025-10-09T00:00:00.000Z\"}", 200, "", "assignee",
      PETR_ID },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) call = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = NULL;

    g_test_message ("%s", rows[i].why);
    answer = ask_write (fixture, "POST", rows[i].path, rows[i].token, rows[i].version, rows[i].body);
    assert_status (answer, rows[i].status);
    if (*rows[i].code)
      assert_text (answer, "code", rows[i].code);
    if (rows[i].member)
      assert_text (answer, rows[i].member, rows[i].value);
  }

  call = ask (fixture, "GET", "/activities/" CALL_1, EVA, NULL, NULL);
  assert_text (call, "status", "open");
  assert_text (call, "note", "");
  assert_text (call, "called_at", "");
  assert_text (call, "closed_by", "");
  assert_text (call, "attempts.0.outcome", "no_answer");
  assert_text (call, "attempts.0.note", "zvonil");
  assert_text (call, "attempts.0.user", EVA_ID);
  /* One said to be in the future is now. */
  assert_text (call, "attempts.1.at", "2025-10-03T10:00:00.000Z");
  assert_text (call, "original_due_at", "2025-10-03T09:00:00.000Z");
}

static void
test_complete_writes_note (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) done = ask_write (fixture, "POST", CALL (CALL_1, "complete"), EVA, 1, DONE);
  g_autoptr (Answer) ticket = ask (fixture, "GET", "/tickets/" TICKET_1, EVA, NULL, NULL);
  g_autofree char *text = NULL;

  assert_status (done, 200);
  assert_text (done, "outcome", "exchange_agreed");
  assert_text (done, "note", "Výměna za modré.");
  assert_text (done, "called_at", "2025-10-03T09:30:00.000Z");
  assert_text (done, "closed_at", "2025-10-03T10:00:00.000Z");
  assert_text (ticket, "history_items.1.history_item_type", "note");
  assert_text (ticket, "history_items.1.user", EVA_ID);
  text = answer_text (ticket, "history_items.1.history_item_data.text");
  g_assert_nonnull (strstr (text, "Výměna za modré."));
  g_assert_cmpint (answer_int (ticket, "version"), ==, 2);
}

static void
test_long_notes (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *most = g_strnfill (2000, 'n');
  g_autofree char *good = g_strdup_printf ("{\"outcome\":\"resolved\",\"note\":\"%s\"}", most);
  g_autofree char *bad = g_strdup_printf ("{\"outcome\":\"resolved\",\"note\":\"%sn\"}", most);
  g_autoptr (Answer) refused = ask_write (fixture, "POST", CALL (CALL_1, "complete"), EVA, 1, bad);
  g_autoptr (Answer) taken = NULL;

  assert_refused (refused, 400, "validation_failed");
  taken = ask_write (fixture, "POST", CALL (CALL_1, "complete"), EVA, 1, good);
  assert_status (taken, 200);
}

static void
test_notes (void)
{
  static const struct {
    const char *path;
    const char *body;
    guint status;
  } rows[] = {
    { CALL (CALL_1, "notes"), "{\"note\":\"a\"}", 200 },
    { CALL (CALL_3, "notes"), "{\"note\":\"zavřeno\",\"outcome\":\"exchange_agreed\","
      "\"called_at\":\"2025-10-03T09:00:00Z\"}", 200 },
    { CALL (CALL_3, "notes"), "{\"note\":\"\"}", 400 },
    { CALL (CALL_3, "notes"), "{\"note\":null}", 400 },
    { CALL (CALL_3, "notes"), "{\"note\":\"a\",\"outcome\":\"danced\"}", 400 },
    { CALL ("nothing", "notes"), "{\"note\":\"a\"}", 404 },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) call = NULL;
  g_autoptr (Answer) ticket = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = ask_write (fixture, "POST", rows[i].path, PETR, -1, rows[i].body);

    g_test_message ("%s", rows[i].body);
    assert_status (answer, rows[i].status);
  }

  call = ask (fixture, "GET", "/activities/" CALL_3, EVA, NULL, NULL);
  g_assert_cmpint (answer_int (call, "version"), ==, 1);
  assert_text (call, "outcome", "resolved");
  ticket = ask (fixture, "GET", "/tickets/" TICKET_3, EVA, NULL, NULL);
  text = answer_text (ticket, "history_items.0.history_item_data.text");
  g_assert_nonnull (strstr (text, "zavřeno"));
  /* When it was, by the clock on the account's wall. */
  g_assert_nonnull (strstr (text, "2025-10-03 11:00"));
  g_assert_false (answer_has (ticket, "history_items.1"));
}

static void
test_reopen_in_time (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) closed = ask_write (fixture, "POST", CALL (CALL_1, "complete"), EVA, 1, DONE);
  g_autoptr (Answer) late = NULL;
  g_autoptr (Answer) manager = NULL;

  assert_status (closed, 200);
  fixture_advance (fixture, WB_DAY_MS + 1);
  late = ask_write (fixture, "POST", CALL (CALL_1, "reopen"), EVA, 2, "{\"due_at\":\"2025-10-06T09:00:00.000Z\"}");
  assert_refused (late, 403, "role_required");
  manager = ask_write (fixture, "POST", CALL (CALL_1, "reopen"), MANAGER, 2,
                       "{\"due_at\":\"2025-10-06T09:00:00.000Z\"}");
  assert_status (manager, 200);
  assert_text (manager, "status", "open");
}

static void
test_leases (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) taken = ask_write (fixture, "POST", CALL (CALL_1, "assign"), EVA, 1,
                                        "{\"assignee\":\"me\",\"lease_secs\":900}");
  g_autoptr (Answer) renewed = NULL;
  g_autoptr (Answer) not_his = NULL;
  g_autoptr (Answer) too_short = NULL;
  g_autoptr (Answer) held = NULL;
  g_autoptr (Answer) free_again = NULL;
  g_autoptr (Answer) his = NULL;

  assert_status (taken, 200);
  assert_text (taken, "lease_until", "2025-10-03T10:15:00.000Z");
  fixture_advance (fixture, 14 * WB_MINUTE_MS);
  not_his = ask (fixture, "POST", CALL (CALL_1, "renew"), PETR, NULL, "{\"lease_secs\":900}");
  assert_refused (not_his, 409, "already_assigned");
  too_short = ask (fixture, "POST", CALL (CALL_1, "renew"), EVA, NULL, "{\"lease_secs\":1}");
  assert_refused (too_short, 400, "validation_failed");
  renewed = ask (fixture, "POST", CALL (CALL_1, "renew"), EVA, NULL, "{\"lease_secs\":900}");
  assert_status (renewed, 200);
  assert_text (renewed, "lease_until", "2025-10-03T10:29:00.000Z");
  g_assert_cmpint (answer_int (renewed, "version"), ==, 2);

  fixture_advance (fixture, 15 * WB_MINUTE_MS - 1);
  held = ask (fixture, "GET", "/activities/" CALL_1, EVA, NULL, NULL);
  assert_text (held, "assignee", EVA_ID);
  fixture_advance (fixture, 1);
  free_again = ask (fixture, "GET", "/activities/" CALL_1, EVA, NULL, NULL);
  assert_text (free_again, "assignee", "");
  assert_text (free_again, "lease_until", "");
  g_assert_cmpint (answer_int (free_again, "version"), ==, 3);
  his = ask_write (fixture, "POST", CALL (CALL_1, "assign"), PETR, 3, ME);
  assert_status (his, 200);
  assert_text (his, "lease_until", "");

  /* Held until given back. */
  fixture_advance (fixture, 30 * WB_DAY_MS);
  {
    g_autoptr (Answer) still = ask (fixture, "GET", "/activities/" CALL_1, EVA, NULL, NULL);

    assert_text (still, "assignee", PETR_ID);
  }
}

static void
test_snooze_lease (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) put_off = ask_write (fixture, "POST", CALL (CALL_1, "reschedule"), EVA, 1, DUE);
  g_autoptr (Answer) after = NULL;

  assert_text (put_off, "lease_until", "2025-10-04T14:15:00.000Z");
  fixture_advance (fixture, 28 * WB_HOUR_MS + 15 * WB_MINUTE_MS);
  after = ask (fixture, "GET", "/activities/" CALL_1, EVA, NULL, NULL);
  assert_text (after, "assignee", "");
  assert_text (after, "due_at", "2025-10-04T14:00:00.000Z");
}

/* Each row on the call as the row before left it. Whoever holds it, and for how long, is kept: a renewal
 * makes sure of a quarter of an hour and takes nothing away. */
static void
test_renew (void)
{
  static const struct {
    const char *why;
    const char *act;      /* NULL = renew */
    const char *token;
    const char *body;
    guint status;
    const char *lease_until;
  } rows[] = {
    { "free", NULL, EVA, "{\"lease_secs\":900}", 409, NULL },
    { "taken until given back", "assign", EVA, ME, 200, "" },
    { "stays so", NULL, EVA, "{\"lease_secs\":900}", 200, "" },
    { "taken for ten minutes", "assign", EVA, "{\"assignee\":\"me\",\"lease_secs\":600}", 200,
      "2025-10-03T10:10:00.000Z" },
    { "no manager renews another's", NULL, MANAGER, "{\"lease_secs\":900}", 409, NULL },
    { "longer", NULL, EVA, "{\"lease_secs\":900}", 200, "2025-10-03T10:15:00.000Z" },
    { "not shorter", NULL, EVA, "{\"lease_secs\":60}", 200, "2025-10-03T10:15:00.000Z" },
    { "not for ever", NULL, EVA, "{\"lease_secs\":3601}", 400, NULL },
    { "not without a time", NULL, EVA, "{}", 400, NULL },
    { "put off until tomorrow", "reschedule", EVA, DUE, 200, "2025-10-04T14:15:00.000Z" },
    { "an open card does not give it away today", NULL, EVA, "{\"lease_secs\":900}", 200,
      "2025-10-04T14:15:00.000Z" },
    { "closed", "complete", EVA, DONE, 200, "" },
    { "nothing to renew", NULL, EVA, "{\"lease_secs\":900}", 409, NULL },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 version = 1;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat (CALL (CALL_1, ""), rows[i].act ? rows[i].act : "renew", NULL);
    gint64 n_events = ask_ledger (fixture, "SELECT count(*) FROM event");
    g_autoptr (Answer) answer = NULL;
    g_autoptr (Answer) call = NULL;

    g_test_message ("%s", rows[i].why);
    if (rows[i].act)
      answer = ask_write (fixture, "POST", path, rows[i].token, version, rows[i].body);
    else
      answer = ask (fixture, "POST", path, rows[i].token, NULL, rows[i].body);
    assert_status (answer, rows[i].status);
    version += rows[i].act ? 1 : 0;
    call = ask (fixture, "GET", "/activities/" CALL_1, EVA, NULL, NULL);
    g_assert_cmpint (answer_int (call, "version"), ==, version);
    if (rows[i].lease_until) {
      assert_text (answer, "lease_until", rows[i].lease_until);
      assert_text (call, "lease_until", rows[i].lease_until);
    }
    if (!rows[i].act)
      g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM event"), ==, n_events);
  }
}

/* What ran out while nobody served is freed at the start, and everybody is told. */
static void
test_lease_over_stop (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) taken = ask_write (fixture, "POST", CALL (CALL_1, "assign"), EVA, 1,
                                        "{\"assignee\":\"me\",\"lease_secs\":900}");
  g_autoptr (Answer) kept = ask_write (fixture, "POST", CALL (CALL_2, "assign"), EVA, 1, ME);
  g_autoptr (Answer) head = ask (fixture, "GET", "/events?after=head", EVA, NULL, NULL);
  g_autofree char *cursor = answer_text (head, "next_cursor");
  g_autofree char *feed = g_strdup_printf ("/events?after=%s", cursor);
  g_autoptr (Answer) call = NULL;
  g_autoptr (Answer) other = NULL;
  g_autoptr (Answer) events = NULL;

  assert_status (taken, 200);
  assert_status (kept, 200);
  wb_portal_stop (fixture->portal);
  wb_movable_clock_advance (fixture->clock, 15 * WB_MINUTE_MS);
  fixture_restart (fixture);

  events = ask (fixture, "GET", feed, EVA, NULL, NULL);
  assert_text (events, "results.0.event_type", "activity.updated");
  assert_text (events, "results.0.actor", "");
  assert_text (events, "results.0.activity.id", CALL_1);
  assert_text (events, "results.0.activity.assignee", "");
  g_assert_false (answer_has (events, "results.1"));
  call = ask (fixture, "GET", "/activities/" CALL_1, EVA, NULL, NULL);
  assert_text (call, "assignee", "");
  assert_text (call, "lease_until", "");
  g_assert_cmpint (answer_int (call, "version"), ==, 3);
  other = ask (fixture, "GET", "/activities/" CALL_2, EVA, NULL, NULL);
  assert_text (other, "assignee", EVA_ID);
}

/* A manager's hand in others' calls is written down; taking and giving back one's own is not. */
static void
test_assignments_are_noted (void)
{
  static const struct {
    const char *why;
    const char *token;
    const char *body;
    const char *note;  /* NULL = none is added */
  } rows[] = {
    { "taken", EVA, ME, NULL },
    { "given back", EVA, "{\"assignee\":null}", NULL },
    { "taken by a manager", MANAGER, ME, NULL },
    { "a manager's own given away", MANAGER, "{\"assignee\":\"" EVA_ID "\"}",
      "Marie Malá gave the call to Eva Dvořáková" },
    { "to who has it", MANAGER, "{\"assignee\":\"" EVA_ID "\"}", NULL },
    { "to another", MANAGER, "{\"assignee\":\"" PETR_ID "\"}",
      "Marie Malá took the call from Eva Dvořáková and gave it to Petr Novák" },
    { "taken over", MANAGER, ME, "Marie Malá took over the call from Petr Novák" },
    { "own given back", MANAGER, "{\"assignee\":null}", NULL },
    { "taken again", EVA, ME, NULL },
    { "taken away", MANAGER, "{\"assignee\":null}", "Marie Malá took the call from Eva Dvořáková and gave it back" },
    { "free to somebody", MANAGER, "{\"assignee\":\"" PETR_ID "\"}", "Marie Malá gave the call to Petr Novák" },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 n_notes = 1;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = ask_write (fixture, "POST", CALL (CALL_1, "assign"), rows[i].token, 1 + i,
                                           rows[i].body);
    g_autoptr (Answer) ticket = ask (fixture, "GET", "/tickets/" TICKET_1, EVA, NULL, NULL);
    g_autofree char *text = g_strdup_printf ("history_items.%" G_GINT64_FORMAT ".history_item_data.text", n_notes);
    g_autofree char *user = g_strdup_printf ("history_items.%" G_GINT64_FORMAT ".user", n_notes);

    g_test_message ("%s", rows[i].why);
    assert_status (answer, 200);
    if (rows[i].note) {
      assert_text (ticket, text, rows[i].note);
      assert_text (ticket, user, MANAGER_ID);
      n_notes++;
    } else {
      assert_text (ticket, text, "");
    }
  }
  {
    g_autoptr (Answer) refused = ask_write (fixture, "POST", CALL (CALL_1, "assign"), EVA, G_N_ELEMENTS (rows) + 1, ME);
    g_autoptr (Answer) ticket = ask (fixture, "GET", "/tickets/" TICKET_1, EVA, NULL, NULL);

    assert_refused (refused, 409, "already_assigned");
    g_assert_cmpint (answer_int (ticket, "version"), ==, n_notes);
  }
}

typedef struct
{
  Fixture *fixture;
  const char *token;
  const char *version;
  guint status;
  char *holder;
} Racer;

static gpointer
race (gpointer data)
{
  Racer *racer = data;
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *headers = g_strdup_printf ("Idempotency-Key: %s\r\nIf-Match: \"%s\"\r\n", key, racer->version);
  g_autoptr (Answer) answer = ask (racer->fixture, "POST", CALL (CALL_1, "assign"), racer->token, headers, ME);

  racer->status = answer->status;
  racer->holder = answer_text (answer, answer->status == 200 ? "assignee" : "current.assignee");

  return NULL;
}

static void
test_two_at_once (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();

  for (int round = 0; round < 200; round++) {
    g_autofree char *version = g_strdup_printf ("%d", 1 + 2 * round);
    g_autofree char *back = NULL;
    Racer eva = { fixture, EVA, version, 0, NULL };
    Racer petr = { fixture, PETR, version, 0, NULL };
    GThread *threads[] = { g_thread_new ("eva", race, &eva), g_thread_new ("petr", race, &petr) };
    const Racer *winner = NULL;
    const Racer *loser = NULL;
    g_autoptr (Answer) given_back = NULL;

    g_thread_join (threads[0]);
    g_thread_join (threads[1]);
    winner = eva.status == 200 ? &eva : &petr;
    loser = eva.status == 200 ? &petr : &eva;
    g_assert_cmpuint (winner->status, ==, 200);
    g_assert_cmpuint (loser->status, ==, 412);
    /* The loser is told who. */
    g_assert_cmpstr (loser->holder, ==, winner == &eva ? EVA_ID : PETR_ID);
    given_back = ask_write (fixture, "POST", CALL (CALL_1, "assign"), winner->token, 2 + 2 * round,
                            "{\"assignee\":null}");
    assert_status (given_back, 200);
    g_free (eva.holder);
    g_free (petr.holder);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/portal/calls/are-listed-by-every-parameter", test_list);
  g_test_add_func ("/wb/portal/calls/obey-their-rules", test_actions);
  g_test_add_func ("/wb/portal/calls/closing-writes-an-internal-note", test_complete_writes_note);
  g_test_add_func ("/wb/portal/calls/notes-have-at-most-2000-characters", test_long_notes);
  g_test_add_func ("/wb/portal/calls/anyone-adds-a-note-to-any-call", test_notes);
  g_test_add_func ("/wb/portal/calls/own-ones-reopen-for-a-day", test_reopen_in_time);
  g_test_add_func ("/wb/portal/calls/leases-run-out-by-the-clock", test_leases);
  g_test_add_func ("/wb/portal/calls/put-off-ones-are-kept-a-quarter-longer", test_snooze_lease);
  g_test_add_func ("/wb/portal/calls/renewing-keeps-and-tells-nobody", test_renew);
  g_test_add_func ("/wb/portal/calls/leases-run-out-while-stopped", test_lease_over_stop);
  g_test_add_func ("/wb/portal/calls/assignments-by-managers-are-noted", test_assignments_are_noted);
  g_test_add_func ("/wb/portal/calls/two-at-once-give-one-holder", test_two_at_once);

  return g_test_run ();
}
