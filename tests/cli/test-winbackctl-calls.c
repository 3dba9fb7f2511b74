/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl's twins of what the window does with calls: lists, the card, assigning, notes,
 * reopening, putting off by a word, watching, signing off. */

#include "config.h"

#include "cli-fixture.h"
#include "wb-time.h"

#include <signal.h>
#include <string.h>

#define PATIENCE_USEC (20 * G_USEC_PER_SEC)

static const WbActivity *
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

static JsonObject *
get_object (JsonNode   *node,
            const char *member)
{
  return json_object_get_object_member (json_node_get_object (node), member);
}

/* Each option narrows the list to what the API's objects say of themselves. */
static void
test_narrowing (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autoptr (CliResult) all = NULL;
  g_autoptr (CliResult) without = NULL;
  g_autoptr (CliResult) of_type = NULL;
  g_autoptr (CliResult) none = NULL;
  const WbActivity *call = get_call (fixture, 0);
  guint n_without = 0;
  guint n_of_type = 0;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  all = cli_ok (fixture, "calls", "--json", NULL);
  for (guint i = 0; i < cli_count (all); i++) {
    JsonObject *one = json_array_get_object_element (json_node_get_array (all->json), i);

    n_without += json_object_get_null_member (json_object_get_object_member (one, "customer"), "phone");
    n_of_type += g_str_equal (json_object_get_string_member (one, "ticket_type"), call->ticket_type);
  }
  g_assert_cmpuint (n_without, >, 0);
  g_assert_cmpuint (n_without, <, cli_count (all));
  g_assert_cmpuint (n_of_type, >, 0);
  g_assert_cmpuint (n_of_type, <, cli_count (all));
  without = cli_ok (fixture, "calls", "--no-number", "--json", NULL);
  g_assert_cmpuint (cli_count (without), ==, n_without);
  of_type = cli_ok (fixture, "calls", "--type", call->ticket_type, "--json", NULL);
  g_assert_cmpuint (cli_count (of_type), ==, n_of_type);
  cli_refused (fixture, 1, "There is no ticket type", "calls", "--type", "Nothing", NULL);
  none = cli_ok (fixture, "calls", "--type", "Service", "--json", NULL);
  g_assert_cmpuint (cli_count (none), ==, 0);
}

/* Within a group the order is that of the member. */
static void
test_sorting (void)
{
  static const struct {
    const char *sort;
    const char *member;
  } rows[] = {
    { "next", "due_at" }, { "promise", "original_due_at" }, { "age", "created_at" },
  };
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *first = NULL;
  gboolean is_other = FALSE;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    static const char *const groups[] = { "late", "today", "week", "later" };
    g_autoptr (GString) order = g_string_new (NULL);

    for (guint j = 0; j < G_N_ELEMENTS (groups); j++) {
      g_autoptr (CliResult) list = cli_ok (fixture, "calls", "--group", groups[j], "--sort", rows[i].sort,
                                           "--json", NULL);
      const char *before = "";

      g_test_message ("%s by %s", groups[j], rows[i].sort);
      for (guint k = 0; k < cli_count (list); k++) {
        JsonObject *call = json_array_get_object_element (json_node_get_array (list->json), k);
        const char *at = json_object_get_string_member (call, rows[i].member);

        g_assert_cmpstr (before, <=, at);
        before = at;
        g_string_append (order, json_object_get_string_member (call, "id"));
      }
    }
    is_other |= first && !g_str_equal (first, order->str);
    if (!first)
      first = g_string_free (g_steal_pointer (&order), FALSE);
  }
  g_assert_true (is_other);
}

/* An option that does not belong to a command, or is missing, is called by its name. */
static void
test_usage_names_options (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  cli_refused (fixture, 2, "--mine does not belong here", "calls", "answered", "--mine", NULL);
  cli_refused (fixture, 2, "--sort does not belong here", "tickets", "--sort", "age", NULL);
  cli_refused (fixture, 2, "Give --to", "call", "assign", "a", NULL);
  cli_refused (fixture, 2, "Give --note", "call", "note", "a", NULL);
  cli_refused (fixture, 2, "--sort takes next, promise or age", "calls", "--sort", "colour", NULL);
}

static void
test_answered (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  const WbActivity *call = get_call (fixture, 0);
  g_autoptr (CliResult) before = NULL;
  g_autoptr (CliResult) done = NULL;
  g_autoptr (CliResult) after = NULL;
  g_autoptr (CliResult) table = NULL;
  JsonObject *week_before = NULL;
  JsonObject *week_after = NULL;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  before = cli_ok (fixture, "calls", "answered", "--json", NULL);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (before->json), "goal_hours"), >, 0);
  done = cli_ok (fixture, "call", "complete", call->id, "--outcome", "resolved", "--json", NULL);
  after = cli_ok (fixture, "calls", "answered", "--json", NULL);
  week_before = json_object_get_object_member (get_object (before->json, "week"), "promise");
  week_after = json_object_get_object_member (get_object (after->json, "week"), "promise");
  /* It is counted now, and as kept when it was not late. */
  g_assert_cmpint (json_object_get_int_member (week_after, "met") - json_object_get_int_member (week_before, "met"),
                   ==, call->original_due_at > wb_clock_now (fixture->clock) ? 1 : 0);
  g_assert_cmpint (json_object_get_int_member (week_after, "counted"), >=,
                   json_object_get_int_member (week_before, "counted"));
  g_assert_cmpint (json_object_get_int_member (week_after, "percent"), ==,
                   json_object_get_int_member (week_after, "met") * 100 /
                   json_object_get_int_member (week_after, "counted"));
  table = cli_ok (fixture, "calls", "answered", NULL);
  g_assert_nonnull (strstr (table->out, "Last 7 days"));
  g_assert_nonnull (strstr (table->out, "Last 30 days"));
  g_assert_nonnull (strstr (table->out, "% ("));
}

/* With a number, so that there is a country. */
static const WbActivity *
get_call_with_number (CliFixture *fixture)
{
  for (guint i = 0; i < fixture->calls->len; i++) {
    const WbActivity *call = get_call (fixture, i);

    if (call->customer_phone && g_str_has_prefix (call->customer_phone, "+420"))
      return call;
  }
  g_assert_not_reached ();
}

static void
test_show (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  const WbActivity *call = get_call_with_number (fixture);
  g_autoptr (CliResult) put_off = NULL;
  g_autoptr (CliResult) shown = NULL;
  g_autoptr (CliResult) words = NULL;
  g_autoptr (CliResult) offline = NULL;
  g_autoptr (CliResult) taken = NULL;
  g_autoptr (JsonNode) server = NULL;
  JsonObject *object = NULL;
  g_autofree char *promise = NULL;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  put_off = cli_ok (fixture, "call", "snooze", call->id, "--until", "tomorrow", "--attempt", "busy", "--note",
                    "dvakrát", "--json", NULL);
  shown = cli_ok (fixture, "call", "show", call->ticket_code, "--json", NULL);
  object = json_node_get_object (shown->json);
  server = get_api_call (fixture, call->id);
  g_assert_true (json_node_equal (json_object_get_member (object, "call"), server));
  g_assert_cmpstr (json_object_get_string_member (get_object (shown->json, "ticket"), "code"), ==,
                   call->ticket_code);
  promise = wb_time_format (call->original_due_at);
  g_assert_cmpstr (json_object_get_string_member (object, "promise_at"), ==, promise);
  g_assert_cmpstr (json_object_get_string_member (get_object (shown->json, "calling"), "country"), ==, "CZ");
  g_assert_cmpstr (json_object_get_string_member (get_object (shown->json, "calling"), "time_zone"), ==,
                   "Europe/Prague");
  g_assert_cmpint (json_object_get_int_member (object, "attempts_in_vain"), >, 0);
  g_assert_true (json_object_get_null_member (object, "draft"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "unsent")), ==, 0);

  words = cli_ok (fixture, "call", "show", call->id, NULL);
  g_assert_nonnull (strstr (words->out, call->customer_name));
  g_assert_nonnull (strstr (words->out, "Promised by"));
  g_assert_nonnull (strstr (words->out, "24-hour goal"));
  g_assert_nonnull (strstr (words->out, "Busy"));
  g_assert_nonnull (strstr (words->out, "dvakrát"));

  /* What the server has not heard yet is marked. */
  cli_fixture_stop_portal (fixture);
  taken = cli_ok (fixture, "call", "release", call->id, NULL);
  offline = cli_ok (fixture, "call", "show", call->id, "--json", NULL);
  g_assert_cmpstr (json_array_get_string_element (
                     json_object_get_array_member (json_node_get_object (offline->json), "unsent"), 0), ==, "holder");
  cli_refused (fixture, 1, "There is no call", "call", "show", "nothing", NULL);
}

/* Done offline on a call that a colleague closed meanwhile: the card tells both. */
static void
test_story (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  const WbActivity *call = get_call (fixture, 0);
  g_autoptr (CliResult) shown = NULL;
  g_autoptr (CliResult) words = NULL;
  g_autoptr (CliResult) read = NULL;
  g_autoptr (CliResult) after = NULL;
  g_autofree char *number = NULL;
  JsonObject *story = NULL;
  gint64 until = 0;

  cli_fixture_connect (fixture, "colleague", WB_ROLE_AGENT, 1);
  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  cli_fixture_stop_portal (fixture);
  cli_result_free (cli_ok (fixture, "call", "complete", call->id, "--outcome", "exchange_agreed", "--note",
                           "Chce modré.", NULL));
  cli_fixture_start_portal (fixture);
  cli_fixture_use (fixture, "colleague");
  cli_result_free (cli_ok (fixture, "call", "complete", call->id, "--outcome", "declined", NULL));
  cli_fixture_use (fixture, "workspace");
  until = g_get_monotonic_time () + PATIENCE_USEC;
  /* It is sent again when its back-off is over. */
  do {
    g_assert_cmpint (g_get_monotonic_time (), <, until);
    cli_result_free (cli_run (fixture, "sync", NULL));
    g_clear_pointer (&shown, cli_result_free);
    shown = cli_ok (fixture, "call", "show", call->id, "--json", NULL);
  } while (json_object_get_null_member (json_node_get_object (shown->json), "story"));
  story = get_object (shown->json, "story");
  g_assert_cmpstr (json_object_get_string_member (story, "my_outcome"), ==, "exchange_agreed");
  g_assert_cmpstr (json_object_get_string_member (story, "my_note"), ==, "Chce modré.");
  g_assert_cmpstr (json_object_get_string_member (story, "their_outcome"), ==, "declined");
  g_assert_true (json_object_get_boolean_member (story, "closed"));
  words = cli_ok (fixture, "call", "show", call->id, NULL);
  g_assert_nonnull (strstr (words->out, "Meanwhile"));
  number = g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (story, "number"));
  read = cli_ok (fixture, "outbox", "discard", number, NULL);
  after = cli_ok (fixture, "call", "show", call->id, "--json", NULL);
  g_assert_true (json_object_get_null_member (json_node_get_object (after->json), "story"));
}

/* A manager gives calls to anybody, and it is written down; an agent takes and gives back. */
static void
test_assign (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  const WbActivity *call = get_call (fixture, 0);
  g_autoptr (JsonNode) users = NULL;
  JsonArray *results = NULL;
  const char *eva = NULL;
  g_autoptr (CliResult) taken = NULL;
  g_autoptr (CliResult) given = NULL;
  g_autoptr (CliResult) mine = NULL;
  g_autoptr (CliResult) nobody = NULL;
  g_autoptr (CliResult) back = NULL;
  g_autoptr (JsonNode) server = NULL;

  cli_fixture_connect (fixture, "agent", WB_ROLE_AGENT, 1);
  cli_fixture_connect (fixture, "manager", WB_ROLE_MANAGER, 0);
  users = cli_api_get (fixture, "/users?page_size=100");
  results = json_object_get_array_member (json_node_get_object (users), "results");
  for (guint i = 0; i < json_array_get_length (results); i++) {
    JsonObject *user = json_array_get_object_element (results, i);

    if (g_str_equal (json_object_get_string_member (user, "full_name"), "Eva Dvořáková"))
      eva = json_object_get_string_member (user, "id");
  }
  g_assert_nonnull (eva);

  cli_fixture_use (fixture, "manager");
  given = cli_ok (fixture, "call", "assign", call->id, "--to", "eva dvorakova", "--json", NULL);
  g_assert_cmpstr (cli_text (given->json, "assignee"), ==, eva);
  server = get_api_call (fixture, call->id);
  g_assert_cmpstr (cli_text (server, "assignee"), ==, eva);
  mine = cli_ok (fixture, "call", "assign", call->id, "--to", "me", "--json", NULL);
  g_assert_cmpstr (cli_text (mine->json, "assignee"), !=, eva);
  nobody = cli_ok (fixture, "call", "assign", call->id, "--to", "nobody", "--json", NULL);
  g_assert_true (json_object_get_null_member (json_node_get_object (nobody->json), "assignee"));
  cli_refused (fixture, 1, "There is no colleague", "call", "assign", call->id, "--to", "Nobody Known", NULL);

  cli_fixture_use (fixture, "agent");
  cli_result_free (cli_ok (fixture, "sync", NULL));
  taken = cli_ok (fixture, "call", "assign", call->id, "--to", "me", "--json", NULL);
  g_assert_cmpstr (cli_text (taken->json, "delivery"), ==, "sent");
  cli_refused (fixture, 1, "Only a manager", "call", "assign", call->id, "--to",
               "eva.dvorakova@example.com", NULL);
  back = cli_ok (fixture, "call", "assign", call->id, "--to", "nobody", "--json", NULL);
  g_assert_true (json_object_get_null_member (json_node_get_object (back->json), "assignee"));
}

static gboolean
has_history (CliFixture *fixture,
             const char *ticket_id,
             const char *words)
{
  g_autofree char *path = g_strconcat ("/tickets/", ticket_id, NULL);
  g_autoptr (JsonNode) ticket = cli_api_get (fixture, path);
  JsonArray *items = json_object_get_array_member (json_node_get_object (ticket), "history_items");

  for (guint i = 0; i < json_array_get_length (items); i++) {
    JsonObject *data = json_object_get_object_member (json_array_get_object_element (items, i), "history_item_data");

    if (strstr (json_object_get_string_member (data, "text"), words))
      return TRUE;
  }
  return FALSE;
}

static void
test_note_and_reopen (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  const WbActivity *call = get_call (fixture, 0);
  g_autoptr (CliResult) noted = NULL;
  g_autoptr (CliResult) done = NULL;
  g_autoptr (CliResult) noted_closed = NULL;
  g_autoptr (CliResult) reopened = NULL;
  g_autoptr (JsonNode) server = NULL;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  noted = cli_ok (fixture, "call", "note", call->id, "--note", "Volat po obědě.", "--json", NULL);
  g_assert_cmpstr (cli_text (noted->json, "delivery"), ==, "sent");
  g_assert_true (has_history (fixture, call->ticket, "Volat po obědě."));
  cli_refused (fixture, 1, "open", "call", "reopen", call->id, NULL);
  done = cli_ok (fixture, "call", "complete", call->id, "--outcome", "declined", NULL);
  noted_closed = cli_ok (fixture, "call", "note", call->id, "--note", "Přece jen chce.", NULL);
  g_assert_true (has_history (fixture, call->ticket, "Přece jen chce."));
  reopened = cli_ok (fixture, "call", "reopen", call->id, "--until", "tomorrow", "--note", "Omylem", "--json", NULL);
  g_assert_cmpstr (cli_text (reopened->json, "delivery"), ==, "sent");
  server = get_api_call (fixture, call->id);
  g_assert_cmpstr (cli_text (server, "status"), ==, "open");
  g_assert_true (has_history (fixture, call->ticket, "Omylem"));
}

/* Each act is taken back as the window takes it back, sent or not, once, and no other than the last. */
static void
test_undo (void)
{
  static const struct
  {
    const char *act[6];
    gboolean is_held;  /* by the time it is taken back */
  } cases[] = {
    { { "complete", "--outcome", "declined", "--note", "Nechce." }, FALSE },
    { { "take" }, TRUE },
    { { "snooze", "--until", "tomorrow" }, TRUE },
  };
  g_autoptr (CliFixture) fixture = cli_fixture_new ();

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const WbActivity *call = get_call (fixture, i);
    const char *const *act = cases[i].act;
    g_autoptr (JsonNode) first = get_api_call (fixture, call->id);
    g_autoptr (JsonNode) last = NULL;
    g_autoptr (CliResult) done = NULL;
    g_autoptr (CliResult) undone = NULL;

    g_test_message ("%s", act[0]);
    cli_refused (fixture, 1, "nothing to take back", "call", "undo", call->id, NULL);
    done = cli_ok (fixture, "call", act[0], call->id, act[1], act[2], act[3], act[4], NULL);
    last = get_api_call (fixture, call->id);
    g_assert_cmpint (g_strcmp0 (cli_text (last, "status"), cli_text (first, "status")) != 0 ||
                     g_strcmp0 (cli_text (last, "due_at"), cli_text (first, "due_at")) != 0 ||
                     !!cli_text (last, "assignee") != !!cli_text (first, "assignee"), ==, TRUE);
    undone = cli_ok (fixture, "call", "undo", call->id, "--json", NULL);
    g_assert_cmpstr (cli_text (undone->json, "delivery"), ==, "sent");
    json_node_unref (last);
    last = get_api_call (fixture, call->id);
    g_assert_cmpstr (cli_text (last, "status"), ==, "open");
    g_assert_cmpstr (cli_text (last, "assignee"), ==, cli_text (first, "assignee"));
    cli_refused (fixture, 1, "nothing to take back", "call", "undo", call->id, NULL);
  }
}

/* What somebody did since is not undone with it. */
static void
test_undo_leaves_later_work (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  const WbActivity *call = get_call (fixture, 0);
  const WbActivity *other = get_call (fixture, 1);
  g_autoptr (CliResult) taken = NULL;
  g_autoptr (CliResult) other_taken = NULL;

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  taken = cli_ok (fixture, "call", "take", call->id, NULL);
  other_taken = cli_ok (fixture, "call", "take", other->id, NULL);
  cli_refused (fixture, 1, "nothing to take back", "call", "undo", call->id, NULL);
}

/* The words of the window's snooze: each is when it says by the account's clock. */
static void
test_snooze_by_word (void)
{
  static const char *const words[] = { "hour", "tomorrow", "workday" };
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    const WbActivity *call = get_call (fixture, i);
    gint64 now = wb_clock_now (fixture->clock);
    g_autoptr (CliResult) put_off = cli_ok (fixture, "call", "snooze", call->id, "--until", words[i], "--json", NULL);
    gint32 today = wb_date_of_time (now, zone);
    gint64 due = 0;

    g_test_message ("%s", words[i]);
    g_assert_true (wb_time_parse (cli_text (put_off->json, "due_at"), &due));
    if (i == 0) {
      g_assert_cmpint (due, >=, now + WB_HOUR_MS);
      g_assert_cmpint (due, <, now + WB_HOUR_MS + WB_MINUTE_MS);
    } else if (i == 1) {
      g_assert_cmpint (wb_time_to_local (due, zone), ==, (today + 1) * WB_DAY_MS + 9 * WB_HOUR_MS);
    } else {
      g_assert_cmpint (wb_date_of_time (due, zone), >, today);
      g_assert_cmpint (wb_date_of_time (due, zone), <=, today + 4);
    }
  }
}

/* Started, and its first look taken. */
static GSubprocess *
start_watching (CliFixture *fixture)
{
  GSubprocess *watching = cli_start (fixture, "calls", "--watch", "--json", NULL);
  g_autoptr (GDataInputStream) told = g_data_input_stream_new (g_subprocess_get_stderr_pipe (watching));
  g_autofree char *line = g_data_input_stream_read_line (told, NULL, NULL, NULL);

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (told), FALSE);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "Watching"));
  return watching;
}

/* What another program does with a call comes as one object, as it comes; interrupted it ends well. */
static void
watch_while_syncing (gboolean elsewhere)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  const WbActivity *call = get_call (fixture, 0);
  const WbActivity *other = get_call (fixture, 1);
  g_autoptr (GSubprocess) syncing = NULL;
  g_autoptr (GSubprocess) watching = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GDataInputStream) phases = NULL;
  g_autoptr (CliResult) taken = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *line = NULL;
  g_autofree char *second = NULL;

  cli_fixture_connect (fixture, "other", WB_ROLE_AGENT, 1);
  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  if (elsewhere) {
    syncing = cli_start (fixture, "sync", "--watch", NULL);
    phases = g_data_input_stream_new (g_subprocess_get_stdout_pipe (syncing));
    do {
      g_free (line);
      line = g_data_input_stream_read_line (phases, NULL, NULL, NULL);
      g_assert_nonnull (line);
    } while (!g_str_has_prefix (line, "Up to date"));
    g_clear_pointer (&line, g_free);
  }
  watching = start_watching (fixture);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (watching));

  /* A colleague, by the server; then one beside it, in the same workspace. */
  cli_fixture_use (fixture, "other");
  taken = cli_ok (fixture, "call", "take", call->id, NULL);
  line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  g_assert_nonnull (line);
  node = json_from_string (line, NULL);
  g_assert_cmpstr (cli_text (node, "id"), ==, call->id);
  g_assert_nonnull (cli_text (node, "assignee"));
  cli_fixture_use (fixture, "workspace");
  cli_result_free (cli_ok (fixture, "call", "complete", other->id, "--outcome", "resolved", NULL));
  do {
    g_free (second);
    second = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
    g_assert_nonnull (second);
  } while (!strstr (second, "\"closed\""));
  g_assert_nonnull (strstr (second, other->id));

  g_subprocess_send_signal (watching, SIGINT);
  g_assert_true (g_subprocess_wait (watching, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (watching));
  if (syncing) {
    g_subprocess_send_signal (syncing, SIGTERM);
    g_assert_true (g_subprocess_wait (syncing, NULL, NULL));
  }
}

static void
test_watch (void)
{
  watch_while_syncing (FALSE);
}

static void
test_watch_beside (void)
{
  watch_while_syncing (TRUE);
}

/* What was taken for a while goes back; what was taken until it is given back stays. */
static void
test_signoff (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  const WbActivity *call = get_call (fixture, 0);
  g_autoptr (CliResult) taken = NULL;
  g_autoptr (CliResult) nothing = NULL;
  g_autoptr (JsonNode) server = NULL;
  g_autoptr (CliResult) signed_off = NULL;
  g_autoptr (JsonNode) leased = NULL;
  g_autoptr (JsonNode) freed = NULL;
  const WbActivity *held = get_call (fixture, 1);

  cli_fixture_connect (fixture, "workspace", WB_ROLE_AGENT, 0);
  taken = cli_ok (fixture, "call", "take", call->id, NULL);
  nothing = cli_ok (fixture, "signoff", "--json", NULL);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (nothing->json), "released"), ==, 0);
  server = get_api_call (fixture, call->id);
  g_assert_nonnull (cli_text (server, "assignee"));

  /* As the window takes one. */
  leased = cli_api_assign (fixture, 0, held->id, held->version, "{\"assignee\":\"me\",\"lease_secs\":900}");
  cli_result_free (cli_ok (fixture, "sync", NULL));
  signed_off = cli_ok (fixture, "signoff", "--json", NULL);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (signed_off->json), "released"), ==, 1);
  g_assert_cmpstr (cli_text (signed_off->json, "delivery"), ==, "sent");
  freed = get_api_call (fixture, held->id);
  g_assert_true (json_object_get_null_member (json_node_get_object (freed), "assignee"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/winbackctl-calls/narrowed-by-type-and-number", test_narrowing);
  g_test_add_func ("/cli/winbackctl-calls/sorted-three-ways", test_sorting);
  g_test_add_func ("/cli/winbackctl-calls/usage-names-the-option", test_usage_names_options);
  g_test_add_func ("/cli/winbackctl-calls/shares-answered", test_answered);
  g_test_add_func ("/cli/winbackctl-calls/shows-the-card", test_show);
  g_test_add_func ("/cli/winbackctl-calls/tells-both-stories", test_story);
  g_test_add_func ("/cli/winbackctl-calls/assigns", test_assign);
  g_test_add_func ("/cli/winbackctl-calls/notes-and-reopens", test_note_and_reopen);
  g_test_add_func ("/cli/winbackctl-calls/undo", test_undo);
  g_test_add_func ("/cli/winbackctl-calls/undo-leaves-later-work", test_undo_leaves_later_work);
  g_test_add_func ("/cli/winbackctl-calls/snoozes-by-a-word", test_snooze_by_word);
  g_test_add_func ("/cli/winbackctl-calls/watches-while-it-syncs", test_watch);
  g_test_add_func ("/cli/winbackctl-calls/watches-beside-who-syncs", test_watch_beside);
  g_test_add_func ("/cli/winbackctl-calls/signs-off", test_signoff);

  return g_test_run ();
}
