/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl as people and scripts use it: the built program against a portal and a shop. */

#include "config.h"

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

static WbActivity *
get_call (CliFixture *fixture,
          guint       index)
{
  g_assert_cmpuint (index, <, fixture->calls->len);
  return g_ptr_array_index (fixture->calls, index);
}

static JsonNode *
get_api_call (CliFixture *fixture,
              const char *id)
{
  g_autofree char *path = g_strconcat ("/activities/", id, NULL);

  return cli_api_get (fixture, path);
}

static const char *const wrong_usages[][8] = {
  { NULL },
  { "dance", NULL },
  { "call", NULL },
  { "call", "take", NULL },
  { "call", "take", "a", "b", NULL },
  { "call", "complete", "a", NULL },
  { "call", "complete", "a", "--outcome", "busy", NULL },
  { "call", "snooze", "a", NULL },
  { "call", "snooze", "a", "--until", "someday", NULL },
  { "call", "snooze", "a", "--until", "2025-10-05T14:00", "--attempt", "resolved", NULL },
  { "calls", "--group", "soon", NULL },
  { "calls", "--mine", "--free", NULL },
  { "calls", "--sort", "colour", NULL },
  { "calls", "answered", "--mine", NULL },
  { "call", "assign", "a", NULL },
  { "call", "note", "a", NULL },
  { "call", "reopen", "a", "--until", "someday", NULL },
  { "signoff", "--watch", NULL },
  { "tickets", "--no-such-option", NULL },
  { "offers", "set", "Return", NULL },
  { "connect", "helpdesk", "https://helpdesk.example", NULL },
  { "outbox", "resend", "first", NULL },
  { "conflicts", "settle", "1", "ours", NULL },
};

static void
test_winbackctl_wrong_usage_is_2 (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();

  cli_fixture_connect (fixture, "workspace", WB_ROLE_MANAGER, 0);
  for (guint i = 0; i < G_N_ELEMENTS (wrong_usages); i++) {
    const char *const *a = wrong_usages[i];

    g_test_message ("%s %s", a[0] ? a[0] : "(nothing)", a[0] && a[1] ? a[1] : "");
    cli_refused (fixture, 2, "", a[0], a[0] ? a[1] : NULL, a[1] ? a[2] : NULL, a[2] ? a[3] : NULL,
                 a[3] ? a[4] : NULL, a[4] ? a[5] : NULL, a[5] ? a[6] : NULL, NULL);
  }
}

/* What the API lists is here, member for member. */
static void
assert_same_list (CliFixture *fixture,
                  CliResult  *mine,
                  const char *path)
{
  g_autoptr (JsonNode) page = cli_api_get (fixture, path);
  JsonArray *theirs = json_object_get_array_member (json_node_get_object (page), "results");
  JsonArray *own = json_node_get_array (mine->json);

  g_assert_cmpuint (json_array_get_length (own), ==, json_array_get_length (theirs));
  for (guint i = 0; i < json_array_get_length (theirs); i++) {
    JsonNode *expected = json_array_get_element (theirs, i);
    gboolean is_found = FALSE;

    for (guint j = 0; j < json_array_get_length (own) && !is_found; j++)
      is_found = json_node_equal (json_array_get_element (own, j), expected);
    if (!is_found) {
      g_autofree char *text = json_to_string (expected, FALSE);

      g_error ("not in the workspace: %s", text);
    }
  }
}

static void
test_winbackctl_lists_what_the_api_lists (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autoptr (CliResult) calls = NULL;
  g_autoptr (CliResult) free_calls = NULL;
  g_autoptr (CliResult) tickets = NULL;
  g_autoptr (CliResult) table = NULL;
  guint n_in_groups = 0;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  calls = cli_ok (fixture, "calls", "--json", NULL);
  assert_same_list (fixture, calls, "/activities?status=all&page_size=100");
  free_calls = cli_ok (fixture, "calls", "--free", "--json", NULL);
  assert_same_list (fixture, free_calls, "/activities?assignee=none&page_size=100");
  tickets = cli_ok (fixture, "tickets", "--json", NULL);
  assert_same_list (fixture, tickets, "/tickets?page_size=100");
  for (guint i = 0; i < 5; i++) {
    static const char *const groups[] = { "late", "today", "week", "later", "closed" };
    g_autoptr (CliResult) group = cli_ok (fixture, "calls", "--group", groups[i], "--json", NULL);

    n_in_groups += cli_count (group);
  }
  g_assert_cmpuint (n_in_groups, ==, cli_count (calls));
  table = cli_ok (fixture, "calls", NULL);
  g_assert_nonnull (strstr (table->out, get_call (fixture, 0)->ticket_code));
}

static void
test_winbackctl_search_sets_accents_aside (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autoptr (CliResult) tickets = NULL;
  g_autoptr (CliResult) found = NULL;
  g_autoptr (CliResult) none = NULL;
  const WbActivity *call = get_call (fixture, 0);

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  found = cli_ok (fixture, "tickets", "--search", call->ticket_code, "--json", NULL);
  g_assert_cmpuint (cli_count (found), ==, 1);
  none = cli_ok (fixture, "tickets", "--search", "qqqqqqqqqq", "--json", NULL);
  g_assert_cmpuint (cli_count (none), ==, 0);
}

static void
test_winbackctl_call_goes_from_take_to_done (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  const WbActivity *call = get_call (fixture, 0);
  g_autofree char *prefix = g_strndup (call->id, 8);
  g_autofree char *ticket_path = g_strconcat ("/tickets/", call->ticket, NULL);
  g_autoptr (CliResult) taken = NULL;
  g_autoptr (CliResult) mine = NULL;
  g_autoptr (CliResult) put_off = NULL;
  g_autoptr (CliResult) done = NULL;
  g_autoptr (JsonNode) server_call = NULL;
  g_autoptr (JsonNode) ticket = NULL;
  g_autofree char *history = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  JsonArray *attempts;
  g_autoptr (GDateTime) later = g_date_time_add_hours (now, 5);
  g_autofree char *until = g_date_time_format (later, "%Y-%m-%dT%H:%M:00Z");

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  taken = cli_ok (fixture, "call", "take", call->ticket_code, "--json", NULL);
  g_assert_cmpstr (cli_text (taken->json, "delivery"), ==, "sent");
  g_assert_cmpstr (cli_text (taken->json, "id"), ==, call->id);
  mine = cli_ok (fixture, "calls", "--mine", "--json", NULL);
  g_assert_cmpuint (cli_count (mine), >=, 1);

  put_off = cli_ok (fixture, "call", "snooze", call->id, "--until", until, "--attempt", "no_answer",
                    "--json", NULL);
  attempts = json_object_get_array_member (json_node_get_object (put_off->json), "attempts");
  g_assert_cmpuint (json_array_get_length (attempts),
                    ==, call->attempts->len + 1);
  done = cli_ok (fixture, "call", "complete", call->id, "--outcome", "exchange_agreed", "--note",
                 "Výměna za modré.", NULL);
  g_assert_nonnull (strstr (done->out, call->ticket_code));

  server_call = get_api_call (fixture, call->id);
  g_assert_cmpstr (cli_text (server_call, "status"), ==, "closed");
  g_assert_cmpstr (cli_text (server_call, "outcome"), ==, "exchange_agreed");
  g_assert_cmpstr (cli_text (server_call, "note"), ==, "Výměna za modré.");
  g_assert_cmpstr (cli_text (server_call, "closed_by"), ==, cli_text (taken->json, "assignee"));
  ticket = cli_api_get (fixture, ticket_path);
  history = json_to_string (ticket, FALSE);
  g_assert_nonnull (strstr (history, "Výměna za modré."));
  g_assert_cmpuint (cli_count_outbox (fixture), ==, 0);
  cli_refused (fixture, 1, "", "call", "complete", call->id, "--outcome", "resolved", NULL);
  cli_refused (fixture, 1, "There is no call", "call", "take", "ffffffff", NULL);
}

static void
test_winbackctl_taken_call_is_refused_and_not_queued (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  const WbActivity *call = get_call (fixture, 1);
  g_autoptr (CliResult) taken = NULL;
  g_autoptr (CliResult) released = NULL;
  g_autoptr (JsonNode) server_call = NULL;

  cli_fixture_connect (fixture, "one", WB_ROLE_AGENT, 0);
  cli_fixture_connect (fixture, "two", WB_ROLE_AGENT, 1);
  cli_fixture_use (fixture, "one");
  taken = cli_ok (fixture, "call", "take", call->id, "--json", NULL);
  cli_fixture_use (fixture, "two");
  /* Not synced: it learns who has it from the server. */
  cli_refused (fixture, 1, "", "call", "take", call->id, NULL);
  g_assert_cmpuint (cli_count_outbox (fixture), ==, 0);
  server_call = get_api_call (fixture, call->id);
  g_assert_cmpstr (cli_text (server_call, "assignee"), ==, cli_text (taken->json, "assignee"));
  cli_fixture_use (fixture, "one");
  released = cli_ok (fixture, "call", "release", call->id, "--json", NULL);
  g_assert_cmpstr (cli_text (released->json, "assignee"), ==, NULL);
}

static void
test_winbackctl_offline_is_stored_and_sent_later (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  const WbActivity *call = get_call (fixture, 0);
  g_autoptr (CliResult) done = NULL;
  g_autoptr (CliResult) waiting = NULL;
  g_autoptr (CliResult) synced = NULL;
  g_autoptr (JsonNode) server_call = NULL;
  gint64 deadline = 0;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  cli_fixture_stop_portal (fixture);

  done = cli_ok (fixture, "call", "complete", call->id, "--outcome", "resolved", "--json", NULL);
  g_assert_cmpstr (cli_text (done->json, "delivery"), ==, "waiting");
  g_assert_cmpstr (cli_text (done->json, "status"), ==, "closed");
  waiting = cli_ok (fixture, "outbox", "--json", NULL);
  g_assert_cmpuint (cli_count (waiting), ==, 1);
  cli_refused (fixture, 1, "", "sync", NULL);
  cli_refused (fixture, 1, "wrong", "doctor", NULL);

  cli_fixture_start_portal (fixture);
  deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  /* What failed is tried again after its back-off of some seconds by the programs' own clock, so that
   * a number of syncs says nothing: fast machines were through with twenty before. */
  synced = cli_run (fixture, "sync", "--json", NULL);
  while (cli_count_outbox (fixture) > 0 && g_get_monotonic_time () < deadline) {
    g_autoptr (CliResult) again = cli_run (fixture, "sync", NULL);
  }
  g_assert_cmpuint (cli_count_outbox (fixture), ==, 0);
  server_call = get_api_call (fixture, call->id);
  g_assert_cmpstr (cli_text (server_call, "outcome"), ==, "resolved");
}

static char *
get_server_amount (CliFixture *fixture,
                   const char *type_id,
                   const char *member)
{
  g_autofree char *path = g_strconcat ("/remarketing/settings/", type_id, NULL);
  g_autoptr (JsonNode) node = cli_api_get (fixture, path);
  JsonObject *tools = json_object_get_object_member (json_node_get_object (node), "tools");
  JsonObject *coupon = json_object_get_object_member (tools, "coupon");
  JsonArray *amounts = json_object_get_array_member (coupon, "amounts");

  for (guint i = 0; i < json_array_get_length (amounts); i++) {
    JsonObject *row = json_array_get_object_element (amounts, i);

    if (g_str_equal (json_object_get_string_member (row, "currency"), "CZK"))
      return g_strdup (json_object_get_string_member (row, member));
  }
  return NULL;
}

/* The id of the type called Return, by its name in two languages. */
static char *
get_return_type (CliFixture *fixture)
{
  g_autoptr (CliResult) english = cli_ok (fixture, "offers", "show", "return", "--json", NULL);
  g_autoptr (CliResult) czech = cli_ok (fixture, "offers", "show", "vraceni", "--json", NULL);

  g_assert_cmpstr (cli_text (english->json, "type"), ==, cli_text (czech->json, "type"));
  return g_strdup (cli_text (english->json, "type"));
}

static void
test_winbackctl_offers_are_set_by_a_manager (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *type = NULL;
  g_autofree char *file = NULL;
  g_autofree char *bad = NULL;
  g_autofree char *cut = NULL;
  g_autofree char *amount = NULL;
  g_autoptr (CliResult) saved = NULL;
  g_autoptr (CliResult) table = NULL;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_MANAGER, 0);
  type = get_return_type (fixture);
  file = cli_edit_amount (fixture, type, "amount", "321.00");
  saved = cli_ok (fixture, "offers", "set", type, "--file", file, "--json", NULL);
  g_assert_cmpstr (cli_text (saved->json, "delivery"), ==, "sent");
  amount = get_server_amount (fixture, type, "amount");
  g_assert_cmpstr (amount, ==, "321.00");
  table = cli_ok (fixture, "offers", "show", type, NULL);
  g_assert_nonnull (strstr (table->out, "CZK\u00a0321.00"));
  /* The file is of the version before. */
  cli_refused (fixture, 1, "version", "offers", "set", type, "--file", file, NULL);

  bad = cli_edit_amount (fixture, type, "amount", "-5.00");
  cli_refused (fixture, 1, "tools.coupon.amounts", "offers", "set", type, "--file", bad, NULL);
  cut = cli_fixture_write (fixture, "cut.json", "{\"tools\":{\"coup");
  cli_refused (fixture, 1, "holds no settings", "offers", "set", type, "--file", cut, NULL);
  cli_refused (fixture, 1, "Cannot read", "offers", "set", type, "--file", "/nonexistent", NULL);
  cli_refused (fixture, 1, "There is no ticket type", "offers", "show", "Nonsense", NULL);
  g_assert_cmpuint (cli_count_outbox (fixture), ==, 0);
}

static void
test_winbackctl_agents_edit_is_refused_and_kept (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *type = NULL;
  g_autofree char *file = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *number = NULL;
  g_autoptr (CliResult) outbox = NULL;
  g_autoptr (CliResult) discarded = NULL;
  JsonObject *row;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  type = get_return_type (fixture);
  before = get_server_amount (fixture, type, "amount");
  file = cli_edit_amount (fixture, type, "amount", "999.00");
  cli_refused (fixture, 1, "Refused", "offers", "set", type, "--file", file, NULL);
  after = get_server_amount (fixture, type, "amount");
  g_assert_cmpstr (after, ==, before);
  outbox = cli_ok (fixture, "outbox", "--json", NULL);
  g_assert_cmpuint (cli_count (outbox), ==, 1);
  row = json_array_get_object_element (json_node_get_array (outbox->json), 0);
  g_assert_cmpstr (json_object_get_string_member (row, "op"), ==, "settings.put");
  g_assert_cmpstr (json_object_get_string_member (row, "code"), ==, "role_required");
  g_assert_cmpstr (json_object_get_string_member (row, "settings"), ==, type);
  number = g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (row, "seq"));
  cli_refused (fixture, 1, "Refused", "outbox", "resend", number, NULL);
  discarded = cli_ok (fixture, "outbox", "discard", number, NULL);
  g_assert_cmpuint (cli_count_outbox (fixture), ==, 0);
  cli_refused (fixture, 1, "There is no change", "outbox", "discard", number, NULL);
}

static void
test_winbackctl_two_managers_merge_or_are_asked (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *type = NULL;
  g_autofree char *amount_file = NULL;
  g_autofree char *minimum_file = NULL;
  g_autofree char *clash_file = NULL;
  g_autofree char *other_file = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *minimum = NULL;
  g_autofree char *settled = NULL;
  g_autofree char *number = NULL;
  g_autoptr (CliResult) first = NULL;
  g_autoptr (CliResult) merged = NULL;
  g_autoptr (CliResult) synced = NULL;
  g_autoptr (CliResult) theirs = NULL;
  g_autoptr (CliResult) conflicts = NULL;
  g_autoptr (CliResult) mine = NULL;
  JsonObject *conflict;
  JsonObject *field;

  cli_fixture_connect (fixture, "one", WB_ROLE_MANAGER, 0);
  cli_fixture_connect (fixture, "two", WB_ROLE_MANAGER, 1);
  type = get_return_type (fixture);
  /* Different fields of the same version. */
  minimum_file = cli_edit_amount (fixture, type, "min_order_value", "777.00");
  cli_fixture_use (fixture, "one");
  amount_file = cli_edit_amount (fixture, type, "amount", "111.00");
  first = cli_ok (fixture, "offers", "set", type, "--file", amount_file, NULL);
  cli_fixture_use (fixture, "two");
  g_free (minimum_file);
  minimum_file = cli_edit_amount (fixture, type, "min_order_value", "777.00");
  merged = cli_ok (fixture, "offers", "set", type, "--file", minimum_file, "--json", NULL);
  amount = get_server_amount (fixture, type, "amount");
  minimum = get_server_amount (fixture, type, "min_order_value");
  g_assert_cmpstr (amount, ==, "111.00");
  g_assert_cmpstr (minimum, ==, "777.00");

  /* The same field. */
  cli_fixture_use (fixture, "one");
  synced = cli_ok (fixture, "sync", NULL);
  other_file = cli_edit_amount (fixture, type, "amount", "222.00");
  theirs = cli_ok (fixture, "offers", "set", type, "--file", other_file, NULL);
  cli_fixture_use (fixture, "two");
  clash_file = cli_edit_amount (fixture, type, "amount", "333.00");
  cli_refused (fixture, 1, "conflicts", "offers", "set", type, "--file", clash_file, NULL);
  conflicts = cli_ok (fixture, "conflicts", "--json", NULL);
  g_assert_cmpuint (cli_count (conflicts), ==, 1);
  conflict = json_array_get_object_element (json_node_get_array (conflicts->json), 0);
  field = json_array_get_object_element (json_object_get_array_member (conflict, "fields"), 0);
  g_assert_cmpstr (json_object_get_string_member (field, "mine"), ==, "333.00");
  g_assert_cmpstr (json_object_get_string_member (field, "theirs"), ==, "222.00");
  g_assert_cmpstr (json_object_get_string_member (field, "before"), ==, "111.00");
  number = g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (conflict, "seq"));
  mine = cli_ok (fixture, "conflicts", "settle", number, "mine", NULL);
  settled = get_server_amount (fixture, type, "amount");
  g_assert_cmpstr (settled, ==, "333.00");
  g_assert_cmpuint (cli_count_outbox (fixture), ==, 0);
}

/* A free call whose ticket has an order in CZK and no coupon. */
static const char *
find_call_for_coupon (CliFixture *fixture)
{
  for (guint i = 0; i < fixture->calls->len; i++) {
    const WbActivity *call = get_call (fixture, i);
    g_autofree char *path = g_strconcat ("/tickets/", call->ticket, NULL);
    g_autoptr (JsonNode) ticket = cli_api_get (fixture, path);
    JsonObject *object = json_node_get_object (ticket);
    JsonNode *order = json_object_get_member (object, "bound_order");
    g_autofree char *settings = g_strconcat ("/remarketing/settings/", call->ticket_type, NULL);
    g_autoptr (JsonNode) set = cli_api_get (fixture, settings);
    JsonObject *tools = json_object_get_object_member (json_node_get_object (set), "tools");

    if (!JSON_NODE_HOLDS_OBJECT (order) ||
        !g_str_equal (cli_text (order, "currency"), "CZK") ||
        !json_object_get_boolean_member (json_object_get_object_member (tools, "coupon"), "enabled"))
      continue;
    return call->id;
  }
  g_error ("no call of the demo is fit for a coupon");
  return NULL;
}

static void
test_winbackctl_coupon_is_given_once (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  const char *call = find_call_for_coupon (fixture);
  g_autoptr (CliResult) taken = NULL;
  g_autoptr (CliResult) given = NULL;
  g_autoptr (CliResult) outbox = NULL;
  g_autofree char *number = NULL;
  JsonObject *row;
  guint n_before;
  const char *code;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  taken = cli_ok (fixture, "call", "take", call, NULL);
  cli_refused (fixture, 1, "", "call", "coupon", call, "--amount", "900000", NULL);
  cli_refused (fixture, 1, "no amount", "call", "coupon", call, "--amount", "1.234", NULL);
  cli_refused (fixture, 2, "no currency", "call", "coupon", call, "--currency", "XYZ", NULL);
  given = cli_ok (fixture, "call", "coupon", call, "--json", NULL);
  code = cli_text (given->json, "code");
  g_assert_nonnull (code);
  g_assert_cmpstr (cli_text (given->json, "state"), ==, "active");
  g_assert_cmpstr (cli_text (given->json, "activity"), ==, call);
  g_assert_cmpuint (wb_pretend_woo_count_code (fixture->shop, code), ==, 1);

  /* What was refused is kept and has a way out; a coupon is resent while somebody waits. */
  outbox = cli_ok (fixture, "outbox", "--json", NULL);
  n_before = cli_count (outbox);
  cli_refused (fixture, 1, "", "call", "coupon", call, NULL);
  g_clear_pointer (&outbox, cli_result_free);
  outbox = cli_ok (fixture, "outbox", "--json", NULL);
  g_assert_cmpuint (cli_count (outbox), ==, n_before + 1);
  row = json_array_get_object_element (json_node_get_array (outbox->json), n_before);
  g_assert_cmpstr (json_object_get_string_member (row, "code"), ==, "coupon_exists");
  number = g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (row, "seq"));
  cli_refused (fixture, 1, "", "outbox", "resend", number, NULL);
  g_clear_pointer (&outbox, cli_result_free);
  outbox = cli_ok (fixture, "outbox", "discard", number, NULL);
  g_assert_cmpuint (cli_count_outbox (fixture), ==, n_before);
}

static void
test_winbackctl_connect_refuses_in_one_line (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  const char *token = wb_demo_data_get_token (fixture->data, WB_ROLE_AGENT, 0);
  g_autofree char *good = cli_fixture_write (fixture, "good", token);
  const char *other_token = wb_demo_data_get_token (fixture->data, WB_ROLE_AGENT, 1);
  g_autofree char *other = cli_fixture_write (fixture, "other", other_token);
  g_autoptr (CliResult) again = NULL;
  g_autoptr (CliResult) synced = NULL;
  g_autofree char *wrong = cli_fixture_write (fixture, "wrong", "0000000000000000000000000000000000000000\n");
  g_autofree char *broken = cli_fixture_write (fixture, "broken", "0123456789\n0123456789\n");
  g_autofree char *workspace = g_build_filename (fixture->workspace, "workspace.db", NULL);
  g_autofree char *no_api = g_strndup (fixture->url, strlen (fixture->url) - 1);
  g_autoptr (CliResult) connected = NULL;

  cli_refused (fixture, 1, "", "connect", "helpdesk", fixture->url, "--token-file", wrong, NULL);
  cli_refused (fixture, 1, "line break", "connect", "helpdesk", fixture->url, "--token-file", broken, NULL);
  cli_refused (fixture, 1, "", "connect", "helpdesk", fixture->url, "--token-file", "/nonexistent", NULL);
  cli_refused (fixture, 1, "encryption", "connect", "helpdesk", "http://helpdesk.example", "--token-file",
               good, NULL);
  cli_refused (fixture, 1, "Cannot reach", "connect", "helpdesk", "http://127.0.0.1:9", "--token-file", good,
               NULL);
  cli_refused (fixture, 1, "", "connect", "helpdesk", no_api, "--token-file", good, NULL);
  g_assert_false (g_file_test (workspace, G_FILE_TEST_EXISTS));
  cli_refused (fixture, 1, "no workspace", "sync", NULL);
  cli_refused (fixture, 1, "wrong", "doctor", NULL);

  connected = cli_ok (fixture, "connect", "helpdesk", fixture->url, "--token-file", good, "--json", NULL);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (connected->json), "level"), ==, 1);

  /* A connected workspace takes a new token of the same person, and nobody else's. */
  again = cli_ok (fixture, "connect", "helpdesk", fixture->url, "--token-file", good, NULL);
  cli_refused (fixture, 1, "somebody else", "connect", "helpdesk", fixture->url, "--token-file", other, NULL);
  cli_refused (fixture, 1, "another helpdesk", "connect", "helpdesk", "http://127.0.0.1:9", "--token-file",
               good, NULL);
  synced = cli_ok (fixture, "sync", NULL);
}

static void
test_winbackctl_doctor_finds_what_is_wrong (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autoptr (CliResult) fine = NULL;
  g_autoptr (CliResult) synced = NULL;
  g_autoptr (CliResult) skewed = NULL;
  g_autoptr (CliResult) offline = NULL;
  g_autoptr (CliResult) broken = NULL;
  g_autofree char *file = NULL;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  fine = cli_ok (fixture, "doctor", "--json", NULL);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (fine->json), "ok"));
  g_assert_null (strstr (fine->out, "set this computer's clock"));
  wb_movable_clock_advance (WB_MOVABLE_CLOCK (fixture->clock), 3600 * 1000);
  skewed = cli_run (fixture, "doctor", NULL);
  g_assert_cmpint (skewed->status, ==, 0);
  g_assert_nonnull (strstr (skewed->out, "set this computer's clock"));
  /* The server need not be there for it: its time was seen before. */
  synced = cli_ok (fixture, "sync", NULL);
  cli_fixture_stop_portal (fixture);
  offline = cli_run (fixture, "doctor", NULL);
  g_assert_cmpint (offline->status, ==, 1);
  g_assert_nonnull (strstr (offline->out, "set this computer's clock"));

  file = g_build_filename (fixture->workspace, "workspace.db", NULL);
  g_assert_true (g_file_set_contents (file, "This is no database, whatever its name is.", -1, NULL));
  broken = cli_run (fixture, "doctor", NULL);
  g_assert_cmpint (broken->status, ==, 1);
  cli_refused (fixture, 1, "", "calls", NULL);
}

/* One program syncs; another one stores, and the first one sends it. */
static void
test_winbackctl_watching_program_sends_for_others (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  const WbActivity *call = get_call (fixture, 0);
  g_autoptr (GSubprocess) watching = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (CliResult) taken = NULL;
  g_autoptr (JsonNode) server_call = NULL;
  g_autofree char *line = NULL;
  gint64 until;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  watching = cli_start (fixture, "sync", "--watch", NULL);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (watching));
  do {
    g_free (line);
    line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
    g_assert_nonnull (line);
  } while (!g_str_has_prefix (line, "Up to date"));

  cli_refused (fixture, 1, "is syncing this workspace", "sync", NULL);
  taken = cli_ok (fixture, "call", "take", call->id, "--json", NULL);
  g_assert_cmpstr (cli_text (taken->json, "delivery"), ==, "waiting");
  until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  while (cli_count_outbox (fixture) > 0)
    g_assert_cmpint (g_get_monotonic_time (), <, until);
  server_call = get_api_call (fixture, call->id);
  g_assert_cmpstr (cli_text (server_call, "assignee"), ==, cli_text (taken->json, "assignee"));

  g_subprocess_send_signal (watching, SIGTERM);
  g_assert_true (g_subprocess_wait (watching, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (watching));
}

/* Without --workspace the only one there is is used. */
static void
test_winbackctl_finds_the_only_workspace (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *home = g_dir_make_tmp ("wb-home-XXXXXX", &error);
  const char *const args[] = { "calls", NULL };
  g_autoptr (CliResult) none = cli_run_env ("XDG_DATA_HOME", home, args);

  g_assert_cmpint (none->status, ==, 1);
  g_assert_nonnull (strstr (none->err, "connect"));
  g_assert_cmpint (g_rmdir (home), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/winbackctl/wrong-usage-is-2", test_winbackctl_wrong_usage_is_2);
  g_test_add_func ("/cli/winbackctl/connect-refuses-in-one-line", test_winbackctl_connect_refuses_in_one_line);
  g_test_add_func ("/cli/winbackctl/finds-the-only-workspace", test_winbackctl_finds_the_only_workspace);
  g_test_add_func ("/cli/winbackctl/lists-what-the-api-lists", test_winbackctl_lists_what_the_api_lists);
  g_test_add_func ("/cli/winbackctl/search-sets-accents-aside", test_winbackctl_search_sets_accents_aside);
  g_test_add_func ("/cli/winbackctl/call-goes-from-take-to-done", test_winbackctl_call_goes_from_take_to_done);
  g_test_add_func ("/cli/winbackctl/taken-call-is-refused-and-not-queued",
                   test_winbackctl_taken_call_is_refused_and_not_queued);
  g_test_add_func ("/cli/winbackctl/offline-is-stored-and-sent-later",
                   test_winbackctl_offline_is_stored_and_sent_later);
  g_test_add_func ("/cli/winbackctl/watching-program-sends-for-others",
                   test_winbackctl_watching_program_sends_for_others);
  g_test_add_func ("/cli/winbackctl/offers-are-set-by-a-manager", test_winbackctl_offers_are_set_by_a_manager);
  g_test_add_func ("/cli/winbackctl/agents-edit-is-refused-and-kept",
                   test_winbackctl_agents_edit_is_refused_and_kept);
  g_test_add_func ("/cli/winbackctl/two-managers-merge-or-are-asked",
                   test_winbackctl_two_managers_merge_or_are_asked);
  g_test_add_func ("/cli/winbackctl/coupon-is-given-once", test_winbackctl_coupon_is_given_once);
  g_test_add_func ("/cli/winbackctl/doctor-finds-what-is-wrong", test_winbackctl_doctor_finds_what_is_wrong);
  return g_test_run ();
}
