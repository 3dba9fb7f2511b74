/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Taking back the last act on a call, before and after the server heard of it, and giving all calls back at
 * sign-off. */

#include "config.h"

#include <string.h>

#include "store-fixture.h"

#include "wb-call-draft.h"

#define NOTE "Chce výměnu"

static gboolean
do_take (WbWorkspace  *ws,
         const char   *id,
         GError      **error)
{
  return wb_action_take (ws, id, 900, error);
}

static gboolean
do_complete (WbWorkspace  *ws,
             const char   *id,
             GError      **error)
{
  return wb_action_complete (ws, id, WB_OUTCOME_RESOLVED, NOTE, WB_TIME_NONE, error);
}

static gboolean
do_try (WbWorkspace  *ws,
        const char   *id,
        GError      **error)
{
  return wb_action_snooze (ws, id, NOW + WB_DAY_MS, WB_OUTCOME_BUSY, NOTE, error);
}

static gboolean
do_put_off (WbWorkspace  *ws,
            const char   *id,
            GError      **error)
{
  return wb_action_snooze (ws, id, NOW + WB_DAY_MS, WB_OUTCOME_NONE, NULL, error);
}

static gboolean
do_reopen (WbWorkspace  *ws,
           const char   *id,
           GError      **error)
{
  return wb_action_reopen (ws, id, NOW + WB_DAY_MS, NULL, error);
}

static gboolean
do_assign (WbWorkspace  *ws,
           const char   *id,
           GError      **error)
{
  return wb_action_assign (ws, id, COLLEAGUE, error);
}

typedef gboolean (*Act) (WbWorkspace *ws, const char *id, GError **error);

typedef struct
{
  const char *what;
  Act act;
  const char *id;
  const char *me;          /* NULL = the agent */
  gboolean brings_note;    /* back as a note being typed, when it was not sent */
  const char *sent_after;  /* what is sent to undo it when it was sent */
} Case;

static const Case cases[] = {
  { "take", do_take, "free", NULL, FALSE, "assign:null" },
  { "release", wb_action_release, "mine", NULL, FALSE, "assign:\"me\"" },
  { "complete a free one", do_complete, "free", NULL, TRUE, "reopen:+1h assign:null" },
  { "complete mine", do_complete, "mine", NULL, TRUE, "reopen:+1h assign:\"me\"" },
  { "complete one put off", do_complete, "put off", NULL, TRUE, "reopen:+5h reschedule:+5h" },
  { "release one put off", wb_action_release, "put off", NULL, FALSE, "reschedule:+5h" },
  { "complete a late one", do_complete, "late", NULL, TRUE, "reopen:+0h" },
  { "try a free one", do_try, "free", NULL, TRUE, "reschedule:+1h assign:null" },
  { "try mine", do_try, "mine", NULL, TRUE, "reschedule:+1h assign:\"me\"" },
  { "put mine off", do_put_off, "mine", NULL, FALSE, "reschedule:+1h assign:\"me\"" },
  { "put off mine without a lease", do_put_off, "held", NULL, FALSE, "reschedule:+1h assign:\"me\"" },
  { "reopen", do_reopen, "done", NULL, FALSE, "complete:resolved" },
  { "hand on", do_assign, "mine", MANAGER, FALSE, "assign:\"" AGENT "\"" },
  { "take over", do_take, "mine", MANAGER, FALSE, "assign:\"" AGENT "\"" },
};

static void
put_scene (Fixture *fixture)
{
  const char *ids[] = { "free", "mine", "held", "put off", "late", "done" };

  put_ticket (fixture, make_ticket ("t1", "T1", "Jana", 5));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    WbActivity *call = make_call (ids[i], "t1", NOW + WB_HOUR_MS, 3);

    if (g_str_equal (ids[i], "late"))
      call->due_at = NOW - WB_HOUR_MS;
    if (!g_str_equal (ids[i], "free"))
      call->assignee = g_strdup (AGENT);
    if (g_str_equal (ids[i], "mine"))
      call->lease_until = NOW + 300 * WB_SECOND_MS;
    if (g_str_equal (ids[i], "put off")) {
      call->due_at = NOW + 5 * WB_HOUR_MS;
      call->lease_until = call->due_at + 15 * WB_MINUTE_MS;
    }
    if (g_str_equal (ids[i], "done")) {
      g_free (call->status);
      call->status = g_strdup ("closed");
      call->outcome = g_strdup ("resolved");
      call->note = g_strdup ("Domluveno");
      call->called_at = NOW - WB_HOUR_MS;
      call->closed_at = NOW - WB_HOUR_MS;
      call->closed_by = g_strdup (AGENT);
    }
    put_call (fixture, call);
  }
}

static char *
read_draft (Fixture    *fixture,
            const char *id)
{
  return wb_call_draft_get (wb_workspace_get_reader (fixture->ws), id, NULL);
}

static void
put_draft (Fixture    *fixture,
           const char *id,
           const char *note)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_call_draft_put (db, id, note, NOW, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_DRAFTS, &error));
}

static void
act (Fixture    *fixture,
     const Case *it)
{
  g_autoptr (GError) error = NULL;

  it->act (fixture->ws, it->id, &error);
  g_assert_no_error (error);
}

static void
undo (Fixture          *fixture,
      const WbActivity *before)
{
  g_autoptr (GError) error = NULL;

  wb_action_undo (fixture->ws, before, &error);
  g_assert_no_error (error);
}

/* The server did all that waits: it has what is shown, on a higher version. */
static void
send_all (Fixture    *fixture,
          const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = read_outbox (fixture);
  g_autoptr (WbActivity) shown = read_call (fixture, id);
  WbActivity *told = wb_activity_copy (shown);
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  told->version++;
  for (guint i = 0; i < rows->len; i++)
    g_assert_true (wb_outbox_remove (db, ((WbOutboxRow *) rows->pdata[i])->seq, &error));
  g_assert_true (wb_call_store_apply (db, told, NULL, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_CALLS, &error));
  wb_activity_unref (told);
}

static void
set_sending (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = read_outbox (fixture);
  WbOutboxRow *row = g_ptr_array_index (rows, 0);
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  row->state = WB_OUTBOX_SENDING;
  row->attempts = 1;
  g_assert_true (wb_outbox_update (db, row, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));
}

/* "reopen:+1h assign:null" */
static char *
describe_rows (Fixture *fixture,
               guint    first)
{
  g_autoptr (GPtrArray) rows = read_outbox (fixture);
  GString *text = g_string_new (NULL);

  for (guint i = first; i < rows->len; i++) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i);
    JsonObject *body = json_node_get_object (row->body);
    g_autofree char *value = NULL;

    if (json_object_has_member (body, "due_at")) {
      gint64 due_at = 0;

      g_assert_true (wb_time_parse (json_object_get_string_member (body, "due_at"), &due_at));
      value = g_strdup_printf ("+%dh", (int) ((due_at - NOW) / WB_HOUR_MS));
    } else if (json_object_has_member (body, "outcome")) {
      value = g_strdup (json_object_get_string_member (body, "outcome"));
    } else {
      value = json_to_string (json_object_get_member (body, "assignee"), FALSE);
    }
    g_string_append_printf (text, "%s%s:%s", text->len > 0 ? " " : "", row->op + strlen ("activity."), value);
  }

  return g_string_free (text, FALSE);
}

static void
assert_as_before (const WbActivity *after,
                  const WbActivity *before)
{
  g_assert_cmpstr (after->status, ==, before->status);
  g_assert_cmpstr (after->outcome, ==, before->outcome);
  g_assert_cmpstr (after->assignee, ==, before->assignee);
  g_assert_cmpint (after->called_at, ==, before->called_at);
  g_assert_cmpint (after->original_due_at, ==, before->original_due_at);
  /* The server takes no time that has passed. */
  if (wb_activity_is_open (before))
    g_assert_cmpint (MAX (after->due_at, NOW), ==, MAX (before->due_at, NOW));
  /* A card that is open renews a lease each five minutes; one that ends with the program is not to last for ever. */
  if (wb_activity_is_open (before) && before->assignee) {
    gint64 lease_min = before->lease_until == WB_TIME_NONE ? WB_TIME_NONE : NOW + 300 * WB_SECOND_MS;
    gint64 lease_max = before->lease_until == WB_TIME_NONE
                       ? WB_TIME_NONE : MAX (before->lease_until, NOW + 900 * WB_SECOND_MS);

    g_assert_cmpint (after->lease_until, >=, lease_min);
    g_assert_cmpint (after->lease_until, <=, lease_max);
  }
}

static void
test_staff_undo_forgets_what_was_not_sent (gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Fixture fixture = { 0 };
    g_autoptr (WbActivity) before = NULL;
    g_autoptr (WbActivity) acted = NULL;
    g_autoptr (WbActivity) after = NULL;
    g_autoptr (GPtrArray) rows = NULL;
    g_autofree char *draft = NULL;

    g_test_message ("%s", cases[i].what);
    fixture_set_up (&fixture, cases[i].me);
    put_scene (&fixture);
    before = read_call (&fixture, cases[i].id);
    act (&fixture, &cases[i]);
    acted = read_call (&fixture, cases[i].id);
    g_assert_true (g_strcmp0 (acted->assignee, before->assignee) != 0 || acted->due_at != before->due_at ||
                   g_strcmp0 (acted->status, before->status) != 0);
    undo (&fixture, before);
    after = read_call (&fixture, cases[i].id);
    assert_as_before (after, before);
    g_assert_cmpint (after->due_at, ==, before->due_at);
    g_assert_cmpint (after->lease_until, ==, before->lease_until);
    g_assert_cmpuint (after->attempts->len, ==, before->attempts->len);
    rows = read_outbox (&fixture);
    g_assert_cmpuint (rows->len, ==, 0);
    draft = read_draft (&fixture, cases[i].id);
    g_assert_cmpstr (draft, ==, cases[i].brings_note ? NOTE : NULL);

    /* Once more there is nothing left to undo. */
    undo (&fixture, before);
    g_ptr_array_unref (rows);
    rows = read_outbox (&fixture);
    g_assert_cmpuint (rows->len, ==, 0);
    fixture_tear_down (&fixture, NULL);
  }
}

/* @data: "sent" or "sending" */
static void
test_staff_undo_sets_right_what_was_sent (gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Fixture fixture = { 0 };
    gboolean is_sent = g_str_equal (data, "sent");
    g_autoptr (WbActivity) before = NULL;
    g_autoptr (WbActivity) after = NULL;
    g_autofree char *sent = NULL;
    g_autofree char *again = NULL;

    g_test_message ("%s", cases[i].what);
    fixture_set_up (&fixture, cases[i].me);
    put_scene (&fixture);
    before = read_call (&fixture, cases[i].id);
    act (&fixture, &cases[i]);
    if (is_sent)
      send_all (&fixture, cases[i].id);
    else
      set_sending (&fixture);
    undo (&fixture, before);
    after = read_call (&fixture, cases[i].id);
    assert_as_before (after, before);
    sent = describe_rows (&fixture, is_sent ? 0 : 1);
    g_assert_cmpstr (sent, ==, cases[i].sent_after);
    undo (&fixture, before);
    again = describe_rows (&fixture, is_sent ? 0 : 1);
    g_assert_cmpstr (again, ==, sent);
    fixture_tear_down (&fixture, NULL);
  }
}

static void
test_staff_undo_brings_a_note_back (Fixture       *fixture,
                                    gconstpointer  data)
{
  const char *typed[] = { NULL, "Něco jiného" };

  put_scene (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbActivity) before = read_call (fixture, "mine");
    g_autofree char *draft = NULL;

    g_test_message ("sent, %s typed meanwhile", typed[i] ? "something else" : "nothing");
    g_assert_true (do_complete (fixture->ws, "mine", &error));
    send_all (fixture, "mine");
    put_draft (fixture, "mine", typed[i]);
    undo (fixture, before);
    draft = read_draft (fixture, "mine");
    g_assert_cmpstr (draft, ==, typed[i] ? typed[i] : NOTE);
  }
}

/* What was typed after the act and what was typed for it: one does not cost the other. */
static void
test_staff_undo_loses_nothing_typed (Fixture       *fixture,
                                     gconstpointer  data)
{
  const struct
  {
    const char *what;
    Act act;
    const char *id;
    gboolean is_sent;
    const char *left;
  } acts[] = {
    { "completed, not sent", do_complete, "mine", FALSE, NOTE "\nNěco jiného" },
    { "tried, not sent", do_try, "late", FALSE, NOTE "\nNěco jiného" },
    { "reopened, not sent", do_reopen, "done", FALSE, "Něco jiného" },
    { "reopened, sent", do_reopen, "done", TRUE, "Něco jiného" },
  };

  put_scene (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbActivity) before = read_call (fixture, acts[i].id);
    g_autofree char *draft = NULL;

    g_test_message ("%s", acts[i].what);
    g_assert_true (acts[i].act (fixture->ws, acts[i].id, &error));
    g_assert_no_error (error);
    if (acts[i].is_sent)
      send_all (fixture, acts[i].id);
    put_draft (fixture, acts[i].id, "Něco jiného");
    undo (fixture, before);
    draft = read_draft (fixture, acts[i].id);
    g_assert_cmpstr (draft, ==, acts[i].left);
  }
}

static void
test_staff_undo_takes_back_the_last_act_only (Fixture       *fixture,
                                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbActivity) free_one = NULL;
  g_autoptr (WbActivity) taken = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *none = NULL;
  g_autofree char *draft = NULL;

  put_scene (fixture);
  free_one = read_call (fixture, "free");
  g_assert_true (do_take (fixture->ws, "free", &error));
  taken = read_call (fixture, "free");
  g_assert_true (do_complete (fixture->ws, "free", &error));
  /* Beside it: what customers and colleagues are told stays. */
  g_assert_true (wb_action_note (fixture->ws, "free", "Poznámka", WB_OUTCOME_RESOLVED, WB_TIME_NONE, &error));
  undo (fixture, taken);
  rows = describe_rows (fixture, 0);
  g_assert_cmpstr (rows, ==, "assign:\"me\" note:resolved");
  undo (fixture, free_one);
  rest = describe_rows (fixture, 0);
  g_assert_cmpstr (rest, ==, "note:resolved");
  /* A note by itself is an act too. */
  put_draft (fixture, "free", NULL);
  g_assert_true (wb_action_note (fixture->ws, "free", NOTE, WB_OUTCOME_NONE, WB_TIME_NONE, &error));
  undo (fixture, free_one);
  none = describe_rows (fixture, 0);
  g_assert_cmpstr (none, ==, "note:resolved");
  draft = read_draft (fixture, "free");
  g_assert_cmpstr (draft, ==, NOTE);
}

static void
test_staff_undo_of_an_earlier_act_sets_right (Fixture       *fixture,
                                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbActivity) before = NULL;
  g_autoptr (WbActivity) after = NULL;
  g_autofree char *rows = NULL;

  put_scene (fixture);
  before = read_call (fixture, "free");
  g_assert_true (do_take (fixture->ws, "free", &error));
  g_assert_true (do_complete (fixture->ws, "free", &error));
  undo (fixture, before);
  after = read_call (fixture, "free");
  assert_as_before (after, before);
  rows = describe_rows (fixture, 0);
  g_assert_cmpstr (rows, ==, "assign:\"me\" complete:resolved reopen:+1h assign:null");
}

static void
test_staff_undo_refuses_and_changes_nothing (Fixture       *fixture,
                                             gconstpointer  data)
{
  const struct
  {
    const char *what;
    Act act;
    const char *id;
    const char *holder;
    const char *closed_by;
    gint64 closed_at;
    int code;
  } refused[] = {
    { "given back, then taken by a colleague", wb_action_release, "mine", COLLEAGUE, NULL, WB_TIME_NONE,
      WB_ACTION_ERROR_HELD_BY_OTHER },
    { "put off, then taken by a colleague", do_put_off, "mine", COLLEAGUE, NULL, WB_TIME_NONE,
      WB_ACTION_ERROR_HELD_BY_OTHER },
    { "ended by a colleague", wb_action_release, "mine", NULL, COLLEAGUE, NOW, WB_ACTION_ERROR_INVALID },
    { "ended too long ago", do_complete, "mine", AGENT, AGENT, NOW - 25 * WB_HOUR_MS, WB_ACTION_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    Fixture fixture_of_case = { 0 };
    Fixture *f = &fixture_of_case;
    g_autoptr (GError) error = NULL;
    g_autoptr (WbActivity) before = NULL;
    g_autoptr (GPtrArray) rows = NULL;
    WbActivity *told = make_call (refused[i].id, "t1", NOW + WB_HOUR_MS, 9);

    g_test_message ("%s", refused[i].what);
    fixture_set_up (f, NULL);
    put_scene (f);
    before = read_call (f, refused[i].id);
    g_assert_true (refused[i].act (f->ws, refused[i].id, &error));
    send_all (f, refused[i].id);
    told->assignee = g_strdup (refused[i].holder);
    told->due_at = NOW + 2 * WB_HOUR_MS;
    if (refused[i].closed_by) {
      g_free (told->status);
      told->status = g_strdup ("closed");
      told->closed_by = g_strdup (refused[i].closed_by);
      told->closed_at = refused[i].closed_at;
    }
    put_call (f, told);
    g_assert_false (wb_action_undo (f->ws, before, &error));
    g_assert_error (error, WB_ACTION_ERROR, refused[i].code);
    rows = read_outbox (f);
    g_assert_cmpuint (rows->len, ==, 0);
    fixture_tear_down (f, NULL);
  }
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbActivity) unknown = make_call ("no-such", "t1", NOW, 1);

    g_assert_false (wb_action_undo (fixture->ws, unknown, &error));
    g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_FOUND);
  }
}

static void
test_staff_undo_gives_back_at_sign_off (Fixture       *fixture,
                                        gconstpointer  data)
{
  const struct
  {
    const char *id;
    const char *assignee;
    gint64 lease_until;
    gint64 due_at;
    gint64 promise;
    gboolean goes;
  } calls[] = {
    { "leased", AGENT, NOW + WB_MINUTE_MS, NOW + WB_HOUR_MS, NOW + WB_HOUR_MS, TRUE },
    { "leased-late", AGENT, NOW + WB_MINUTE_MS, NOW - WB_HOUR_MS, NOW - WB_HOUR_MS, TRUE },
    { "held", AGENT, WB_TIME_NONE, NOW + WB_HOUR_MS, NOW + WB_HOUR_MS, FALSE },
    { "put-off", AGENT, NOW + 75 * WB_MINUTE_MS, NOW + WB_HOUR_MS, NOW - WB_HOUR_MS, FALSE },
    { "put-off-by-others", AGENT, NOW + WB_MINUTE_MS, NOW + WB_HOUR_MS, NOW - WB_HOUR_MS, TRUE },
    { "put-off-until-now", AGENT, NOW + 15 * WB_MINUTE_MS, NOW, NOW - WB_HOUR_MS, TRUE },
    { "theirs", COLLEAGUE, NOW + WB_MINUTE_MS, NOW + WB_HOUR_MS, NOW + WB_HOUR_MS, FALSE },
    { "free", NULL, WB_TIME_NONE, NOW + WB_HOUR_MS, NOW + WB_HOUR_MS, FALSE },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (WbActivity) untaken = NULL;
  guint n_released = 0;

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++) {
    WbActivity *call = make_call (calls[i].id, "t1", calls[i].due_at, 1);

    call->assignee = g_strdup (calls[i].assignee);
    call->lease_until = calls[i].lease_until;
    call->original_due_at = calls[i].promise;
    put_call (fixture, call);
  }
  put_call (fixture, make_call ("taken", "t1", NOW + WB_HOUR_MS, 1));
  g_assert_true (do_take (fixture->ws, "taken", &error));
  put_call (fixture, make_call ("snoozed", "t1", NOW + WB_HOUR_MS, 1));
  g_assert_true (do_put_off (fixture->ws, "snoozed", &error));
  g_assert_true (wb_action_release_all (fixture->ws, &n_released, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_released, ==, 5);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++) {
    g_autoptr (WbActivity) call = read_call (fixture, calls[i].id);

    g_test_message ("%s", calls[i].id);
    g_assert_cmpstr (call->assignee, ==, calls[i].goes ? NULL : calls[i].assignee);
  }
  /* Of a taking that never left nothing is sent. */
  untaken = read_call (fixture, "taken");
  g_assert_null (untaken->assignee);
  rows = read_outbox (fixture);
  g_assert_cmpuint (rows->len, ==, 4 + 1);
  g_assert_true (wb_action_release_all (fixture->ws, &n_released, &error));
  g_assert_cmpuint (n_released, ==, 0);
}

/* What a colleague did since is not taken back with it, by managers neither. */
static void
test_staff_undo_leaves_others_work (Fixture       *fixture,
                                    gconstpointer  data)
{
  const struct
  {
    const char *id;
    const char *closed_by;
    const char *sent;
  } closings[] = {
    { "free", MANAGER, "reopen:+1h assign:null" },
    { "mine", COLLEAGUE, "" },
  };

  put_scene (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (closings); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbActivity) before = NULL;
    g_autofree char *rows = NULL;
    WbActivity *told = NULL;
    gboolean is_mine = g_str_equal (closings[i].closed_by, MANAGER);

    g_test_message ("%s, closed by %s", closings[i].id, is_mine ? "this manager" : "a colleague");
    before = read_call (fixture, closings[i].id);
    told = read_call (fixture, closings[i].id);
    g_free (told->status);
    told->status = g_strdup ("closed");
    g_free (told->outcome);
    told->outcome = g_strdup ("declined");
    g_free (told->closed_by);
    told->closed_by = g_strdup (closings[i].closed_by);
    g_free (told->assignee);
    told->assignee = g_strdup (closings[i].closed_by);
    told->closed_at = NOW;
    told->called_at = NOW;
    told->version++;
    put_call (fixture, told);
    g_assert_cmpint (wb_action_undo (fixture->ws, before, &error), ==, is_mine);
    if (is_mine)
      g_assert_no_error (error);
    else
      g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_CLOSED);
    rows = describe_rows (fixture, i == 0 ? 0 : 2);
    g_assert_cmpstr (rows, ==, closings[i].sent);
  }
}

/* A lease got back by undoing, not sent yet: the server has the call with them all the same. */
static void
test_staff_undo_then_sign_off (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbActivity) before = NULL;
  g_autoptr (WbActivity) after = NULL;
  g_autofree char *sent = NULL;
  guint n_released = 0;

  put_scene (fixture);
  before = read_call (fixture, "held");
  before->lease_until = NOW + 300 * WB_SECOND_MS;
  undo (fixture, before);
  g_assert_true (wb_action_release_all (fixture->ws, &n_released, &error));
  g_assert_no_error (error);
  after = read_call (fixture, "held");
  g_assert_null (after->assignee);
  sent = describe_rows (fixture, 0);
  g_assert_nonnull (strstr (sent, "assign:\"me\" "));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) FIXTURE_ADD ("/wb/store/staff-undo/" path, function)
  g_test_add_data_func ("/wb/store/staff-undo/forgets-what-was-not-sent", NULL,
                        test_staff_undo_forgets_what_was_not_sent);
  g_test_add_data_func ("/wb/store/staff-undo/sets-right-what-was-sent", "sent",
                        test_staff_undo_sets_right_what_was_sent);
  g_test_add_data_func ("/wb/store/staff-undo/sets-right-what-may-have-been-sent", "sending",
                        test_staff_undo_sets_right_what_was_sent);
  ADD ("brings-a-note-back", test_staff_undo_brings_a_note_back);
  ADD ("loses-nothing-typed", test_staff_undo_loses_nothing_typed);
  ADD ("takes-back-the-last-act-only", test_staff_undo_takes_back_the_last_act_only);
  ADD ("of-an-earlier-act-sets-right", test_staff_undo_of_an_earlier_act_sets_right);
  ADD ("refuses-and-changes-nothing", test_staff_undo_refuses_and_changes_nothing);
  g_test_add ("/wb/store/staff-undo/leaves-others-work", Fixture, MANAGER, fixture_set_up,
              test_staff_undo_leaves_others_work, fixture_tear_down);
  ADD ("then-sign-off", test_staff_undo_then_sign_off);
  ADD ("gives-back-at-sign-off", test_staff_undo_gives_back_at_sign_off);

  return g_test_run ();
}
