/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What staff do: the rules, the row that is sent, and that effect and row are never apart, on a full
 * disk as after kill -9. */

#include "config.h"

#include "store-fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wb-account-rules.h"
#include "wb-call-draft.h"
#include "wb-wire-offer-set.h"
#include "wb-workspace-private.h"

#define TYPE "b1000001-0000-4000-8000-000000000000"

/* Calls: free, mine, a colleague's, closed by me, closed by a colleague, closed by me long ago; a
 * ticket and settings. */
static void
put_scene (Fixture *fixture)
{
  const struct
  {
    const char *id;
    const char *assignee;
    const char *closed_by;
    gint64 closed_at;
  } calls[] = {
    { "free", NULL, NULL, WB_TIME_NONE },
    { "mine", AGENT, NULL, WB_TIME_NONE },
    { "theirs", COLLEAGUE, NULL, WB_TIME_NONE },
    { "done", AGENT, AGENT, NOW - WB_HOUR_MS },
    { "done-theirs", COLLEAGUE, COLLEAGUE, NOW - WB_HOUR_MS },
    { "done-long-ago", AGENT, AGENT, NOW - 25 * WB_HOUR_MS },
  };
  WbTicket *ticket = make_ticket ("t1", "T1", "Jana", 5);

  ticket->customer_phone = g_strdup ("+420601123456");
  put_ticket (fixture, ticket);
  put_offers (fixture, make_offers (TYPE, "200.00", 17));
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++) {
    WbActivity *call = make_call (calls[i].id, "t1", NOW + WB_HOUR_MS, 3);

    call->assignee = g_strdup (calls[i].assignee);
    if (calls[i].closed_by) {
      g_free (call->status);
      call->status = g_strdup ("closed");
      call->outcome = g_strdup ("resolved");
      call->closed_by = g_strdup (calls[i].closed_by);
      call->closed_at = calls[i].closed_at;
    }
    put_call (fixture, call);
  }
}

static gboolean
do_take (Fixture     *f,
         const char  *id,
         GError     **error)
{
  return wb_action_take (f->ws, id, 900, error);
}

static gboolean
do_release (Fixture     *f,
            const char  *id,
            GError     **error)
{
  return wb_action_release (f->ws, id, error);
}

static gboolean
do_complete (Fixture     *f,
             const char  *id,
             GError     **error)
{
  return wb_action_complete (f->ws, id, WB_OUTCOME_RESOLVED, "Hotovo", WB_TIME_NONE, error);
}

static gboolean
do_snooze (Fixture     *f,
           const char  *id,
           GError     **error)
{
  return wb_action_snooze (f->ws, id, NOW + WB_DAY_MS, WB_OUTCOME_NO_ANSWER, NULL, error);
}

static gboolean
do_reopen (Fixture     *f,
           const char  *id,
           GError     **error)
{
  return wb_action_reopen (f->ws, id, NOW + WB_DAY_MS, "Omylem", error);
}

static gboolean
do_note (Fixture     *f,
         const char  *id,
         GError     **error)
{
  return wb_action_note (f->ws, id, "Volal znovu", WB_OUTCOME_NONE, WB_TIME_NONE, error);
}

static gboolean
do_phone (Fixture     *f,
          const char  *id,
          GError     **error)
{
  return wb_action_set_phone (f->ws, id, "+420 777 000 111", error);
}

static gboolean
do_offers (Fixture     *f,
           const char  *id,
           GError     **error)
{
  g_autoptr (WbOfferSet) base = make_offers (id, "200.00", 17);
  g_autoptr (WbOfferSet) set = make_offers (id, "250.00", 17);

  return wb_action_save_offers (f->ws, set, base, error);
}

static WbCouponRequest *
make_request (const char *amount)
{
  WbCouponRequest *request = wb_coupon_request_new ();

  request->currency = g_strdup ("CZK");
  request->kind = g_strdup ("fixed");
  request->amount = g_strdup (amount);
  request->min_order_value = g_strdup ("1000.00");
  request->validity_days = 14;

  return request;
}

static gboolean
do_coupon (Fixture     *f,
           const char  *id,
           GError     **error)
{
  g_autoptr (WbCouponRequest) request = make_request ("200.00");
  gint64 seq = 0;

  return wb_action_request_coupon (f->ws, id, request, &seq, error);
}

static gboolean
do_assign (Fixture     *f,
           const char  *id,
           GError     **error)
{
  return wb_action_assign (f->ws, id, COLLEAGUE, error);
}

static gboolean
do_assign_me (Fixture     *f,
              const char  *id,
              GError     **error)
{
  return wb_action_assign (f->ws, id, MANAGER, error);
}

static gboolean
do_assign_nobody (Fixture     *f,
                  const char  *id,
                  GError     **error)
{
  return wb_action_assign (f->ws, id, NULL, error);
}

static gboolean
do_assign_stranger (Fixture     *f,
                    const char  *id,
                    GError     **error)
{
  return wb_action_assign (f->ws, id, "no-such", error);
}

static gboolean
do_release_all (Fixture     *f,
                const char  *id,
                GError     **error)
{
  return wb_action_release_all (f->ws, NULL, error);
}

/* As the server told of the call last: what was done since is undone. */
static gboolean
do_undo (Fixture     *f,
         const char  *id,
         GError     **error)
{
  g_autoptr (WbActivity) before = wb_call_store_get_server (wb_workspace_get_reader (f->ws), id, NULL);

  return wb_action_undo (f->ws, before, error);
}

/* The server has the end of it: it was open and free before. */
static gboolean
do_undo_sent (Fixture     *f,
              const char  *id,
              GError     **error)
{
  g_autoptr (WbActivity) before = make_call (id, "t1", NOW + WB_HOUR_MS, 3);

  return wb_action_undo (f->ws, before, error);
}

static gboolean
do_activate (Fixture     *f,
             const char  *id,
             GError     **error)
{
  g_autoptr (WbAccount) account = wb_account_store_get (wb_workspace_get_reader (f->ws), NULL);

  return wb_action_activate_remarketing (f->ws, !account->remarketing_active, error);
}

static gboolean
do_account (Fixture     *f,
            const char  *id,
            GError     **error)
{
  g_autoptr (WbAccount) base = wb_account_store_get (wb_workspace_get_reader (f->ws), NULL);
  g_autoptr (WbAccount) changed = wb_account_copy (base);

  changed->call_goal_hours++;

  return wb_action_change_account (f->ws, changed, base, error);
}

static gboolean
do_banner (Fixture     *f,
           const char  *id,
           GError     **error)
{
  g_autoptr (WbBanner) base = make_banner (id, "Podzim", 3);
  g_autoptr (WbBanner) changed = make_banner (id, "Zima", 3);

  return wb_action_change_banner (f->ws, changed, base, error);
}

typedef gboolean (*Action) (Fixture *fixture, const char *id, GError **error);

#define DONE -1
#define NOTHING -2

typedef struct
{
  const char *what;
  Action act;
  const char *id;
  int code;        /* DONE = one row, NOTHING = succeeds without a row */
} Case;

static void
check_cases (Fixture    *fixture,
             const Case *cases,
             guint       n_cases)
{
  for (guint i = 0; i < n_cases; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) before = read_outbox (fixture);
    g_autoptr (GPtrArray) after = NULL;
    gboolean done = FALSE;

    g_test_message ("%s %s", cases[i].what, cases[i].id);
    done = cases[i].act (fixture, cases[i].id, &error);
    after = read_outbox (fixture);
    g_assert_cmpuint (after->len, ==, before->len + (cases[i].code == DONE ? 1 : 0));
    if (cases[i].code < 0) {
      g_assert_no_error (error);
      g_assert_true (done);
    } else {
      g_assert_false (done);
      g_assert_error (error, WB_ACTION_ERROR, cases[i].code);
    }
  }
}

static void
put_user (Fixture    *fixture,
          const char *id,
          gboolean    active)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);
  g_autoptr (WbUser) user = wb_user_store_get (db, id, &error);

  user->active = active;
  user->version++;
  g_assert_true (wb_user_store_upsert (db, user, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_ACCOUNT, &error));
  g_assert_no_error (error);
}

static void
test_staff_actions_go_by_the_rules_of_an_agent (Fixture       *fixture,
                                                gconstpointer  data)
{
  const Case cases[] = {
    { "take", do_take, "free", DONE },
    { "take again", do_take, "free", NOTHING },
    { "take", do_take, "mine", NOTHING },
    { "take", do_take, "theirs", WB_ACTION_ERROR_HELD_BY_OTHER },
    { "take", do_take, "done", WB_ACTION_ERROR_CLOSED },
    { "take", do_take, "no-such", WB_ACTION_ERROR_NOT_FOUND },
    { "release", do_release, "mine", DONE },
    { "release again", do_release, "mine", NOTHING },
    { "release", do_release, "theirs", WB_ACTION_ERROR_HELD_BY_OTHER },
    { "snooze", do_snooze, "mine", DONE },
    { "snooze", do_snooze, "theirs", WB_ACTION_ERROR_HELD_BY_OTHER },
    { "snooze", do_snooze, "done", WB_ACTION_ERROR_CLOSED },
    { "complete", do_complete, "theirs", WB_ACTION_ERROR_HELD_BY_OTHER },
    { "complete", do_complete, "mine", DONE },
    { "complete again", do_complete, "mine", WB_ACTION_ERROR_CLOSED },
    { "reopen", do_reopen, "free", WB_ACTION_ERROR_OPEN },
    { "reopen what was just closed", do_reopen, "mine", DONE },
    { "reopen", do_reopen, "done", DONE },
    { "reopen", do_reopen, "done-theirs", WB_ACTION_ERROR_INVALID },
    { "reopen", do_reopen, "done-long-ago", WB_ACTION_ERROR_INVALID },
    { "note", do_note, "theirs", DONE },
    { "note", do_note, "done-theirs", DONE },
    { "note", do_note, "no-such", WB_ACTION_ERROR_NOT_FOUND },
    { "phone", do_phone, "t1", DONE },
    { "phone again", do_phone, "t1", NOTHING },
    { "phone", do_phone, "no-such", WB_ACTION_ERROR_NOT_FOUND },
    { "offers", do_offers, TYPE, DONE },
    { "offers again", do_offers, TYPE, NOTHING },
    { "offers", do_offers, "no-such", WB_ACTION_ERROR_NOT_FOUND },
    { "coupon", do_coupon, "t1", DONE },
    { "coupon again", do_coupon, "t1", NOTHING },
    { "coupon", do_coupon, "no-such", WB_ACTION_ERROR_NOT_FOUND },
    { "assign", do_assign, "free", WB_ACTION_ERROR_ROLE },
    { "assign to nobody", do_assign_nobody, "theirs", WB_ACTION_ERROR_ROLE },
    { "assign", do_assign, "no-such", WB_ACTION_ERROR_ROLE },
  };

  put_scene (fixture);
  check_cases (fixture, cases, G_N_ELEMENTS (cases));
}

static void
test_staff_actions_go_by_the_rules_of_a_manager (Fixture       *fixture,
                                                 gconstpointer  data)
{
  const Case cases[] = {
    { "take", do_take, "theirs", DONE },
    { "release", do_release, "mine", DONE },
    { "reopen", do_reopen, "done-theirs", DONE },
    { "reopen", do_reopen, "done-long-ago", DONE },
    { "assign", do_assign, "free", DONE },
    { "assign again", do_assign, "free", NOTHING },
    { "take over", do_assign_me, "free", DONE },
    { "take over again", do_assign_me, "free", NOTHING },
    { "assign to nobody", do_assign_nobody, "free", DONE },
    { "assign to nobody again", do_assign_nobody, "free", NOTHING },
    { "assign", do_assign, "done", WB_ACTION_ERROR_CLOSED },
    { "assign", do_assign, "no-such", WB_ACTION_ERROR_NOT_FOUND },
    { "assign to a stranger", do_assign_stranger, "free", WB_ACTION_ERROR_NOT_FOUND },
    { "assign to who has left", do_assign, "theirs", WB_ACTION_ERROR_INVALID },
  };

  put_scene (fixture);
  check_cases (fixture, cases, G_N_ELEMENTS (cases) - 1);
  put_user (fixture, COLLEAGUE, FALSE);
  check_cases (fixture, &cases[G_N_ELEMENTS (cases) - 1], 1);
}

static void
test_staff_actions_check_values (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *long_note = g_strnfill (2001, 'x');
  g_autofree char *note = g_strnfill (2000, 'x');
  g_autoptr (WbOfferSet) bad = make_offers (TYPE, "-5.00", 17);
  WbWorkspace *ws = fixture->ws;

  put_scene (fixture);
#define REFUSED(call)                                                \
  G_STMT_START {                                                     \
    g_assert_false (call);                                           \
    g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID); \
    g_clear_error (&error);                                          \
  } G_STMT_END
  REFUSED (wb_action_take (ws, "free", 59, &error));
  REFUSED (wb_action_take (ws, "free", 3601, &error));
  REFUSED (wb_action_complete (ws, "free", WB_OUTCOME_NO_ANSWER, NULL, WB_TIME_NONE, &error));
  REFUSED (wb_action_complete (ws, "free", WB_OUTCOME_NONE, NULL, WB_TIME_NONE, &error));
  REFUSED (wb_action_complete (ws, "free", WB_OUTCOME_RESOLVED, long_note, WB_TIME_NONE, &error));
  REFUSED (wb_action_snooze (ws, "free", NOW + WB_DAY_MS, WB_OUTCOME_RESOLVED, NULL, &error));
  REFUSED (wb_action_snooze (ws, "free", NOW - WB_HOUR_MS, WB_OUTCOME_NONE, NULL, &error));
  REFUSED (wb_action_snooze (ws, "free", NOW + 31 * WB_DAY_MS, WB_OUTCOME_NONE, NULL, &error));
  REFUSED (wb_action_reopen (ws, "done", NOW + 31 * WB_DAY_MS, NULL, &error));
  REFUSED (wb_action_note (ws, "free", "", WB_OUTCOME_NONE, WB_TIME_NONE, &error));
  REFUSED (wb_action_set_phone (ws, "t1", "601 123 456", &error));
  REFUSED (wb_action_save_offers (ws, bad, NULL, &error));
#undef REFUSED
  g_assert_true (wb_action_snooze (ws, "free", NOW + 30 * WB_DAY_MS, WB_OUTCOME_NONE, NULL,
                                   &error));
  g_assert_true (wb_action_complete (ws, "free", WB_OUTCOME_RESOLVED, note, WB_TIME_NONE, &error));
  g_assert_true (wb_action_set_phone (ws, "t1", "", &error));
  g_assert_no_error (error);
}

static void
test_staff_actions_need_what_the_server_offers (Fixture       *fixture,
                                                gconstpointer  data)
{
  const Case refused[] = {
    { "take", do_take, "free", WB_ACTION_ERROR_NOT_OFFERED },
    { "offers", do_offers, TYPE, WB_ACTION_ERROR_NOT_OFFERED },
    { "coupon", do_coupon, "t1", WB_ACTION_ERROR_NOT_OFFERED },
  };
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  put_scene (fixture);
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_db_exec (db, "DELETE FROM catalogue WHERE kind = 'account'", &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_ACCOUNT, &error));
  check_cases (fixture, refused, G_N_ELEMENTS (refused));
}

static void
test_staff_actions_say_who_holds_a_call (Fixture       *fixture,
                                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  put_scene (fixture);
  g_assert_false (wb_action_take (fixture->ws, "theirs", 0, &error));
  g_assert_cmpstr (error->message, ==, "Jan Malý has this call");
}

static void
test_staff_actions_store_what_is_sent (Fixture       *fixture,
                                       gconstpointer  data)
{
  const struct
  {
    Action act;
    const char *id;
    const char *op;
    const char *kind;
    gint64 base_version;
    const char *body;
  } cases[] = {
    { do_take, "free", WB_OP_ASSIGN, "activity", 3, "{\"assignee\":\"me\",\"lease_secs\":900}" },
    { do_release, "mine", WB_OP_ASSIGN, "activity", 3, "{\"assignee\":null}" },
    { do_complete, "mine", WB_OP_COMPLETE, "activity", 3,
      "{\"outcome\":\"resolved\",\"note\":\"Hotovo\",\"called_at\":\"2025-10-03T10:00:00.000Z\"}" },
    { do_snooze, "free", WB_OP_RESCHEDULE, "activity", 3,
      "{\"due_at\":\"2025-10-04T10:00:00.000Z\",\"attempt\":{\"outcome\":\"no_answer\","
      "\"note\":null,\"at\":\"2025-10-03T10:00:00.000Z\"}}" },
    { do_reopen, "done", WB_OP_REOPEN, "activity", 3,
      "{\"due_at\":\"2025-10-04T10:00:00.000Z\",\"reason\":\"Omylem\"}" },
    { do_note, "theirs", WB_OP_NOTE, "activity", 3,
      "{\"outcome\":null,\"note\":\"Volal znovu\",\"called_at\":\"2025-10-03T10:00:00.000Z\"}" },
    { do_phone, "t1", WB_OP_PHONE, "ticket", 5, "{\"customer\":{\"phone\":\"+420777000111\"}}" },
    { do_coupon, "t1", WB_OP_COUPON, "ticket", 5, NULL },
    { do_offers, TYPE, WB_OP_SETTINGS, "settings", 17, NULL },
  };

  put_scene (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) rows = NULL;
    const WbOutboxRow *row = NULL;

    g_test_message ("%s", cases[i].op);
    g_assert_true (cases[i].act (fixture, cases[i].id, &error));
    g_assert_no_error (error);
    rows = read_outbox (fixture);
    g_assert_cmpuint (rows->len, ==, i + 1);
    row = g_ptr_array_index (rows, i);
    g_assert_cmpstr (row->op, ==, cases[i].op);
    g_assert_cmpstr (row->object_kind, ==, cases[i].kind);
    g_assert_cmpstr (row->object_id, ==, cases[i].id);
    g_assert_cmpint (row->base_version, ==, cases[i].base_version);
    g_assert_cmpint (row->state, ==, WB_OUTBOX_WAITING);
    g_assert_cmpint (row->created_at, ==, NOW);
    g_assert_true (g_uuid_string_is_valid (row->key));
    if (cases[i].body) {
      g_autoptr (JsonNode) body = json_from_string (cases[i].body, NULL);

      g_assert_true (json_node_equal (row->body, body));
    }
  }
}

static void
test_staff_actions_show_at_once (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbActivity) taken = NULL;
  g_autoptr (WbActivity) snoozed = NULL;
  g_autoptr (WbActivity) reopened = NULL;
  g_autoptr (WbTicket) ticket = NULL;
  g_autoptr (WbOfferSet) offers = NULL;
  g_autofree char *found = NULL;
  g_autofree char *not_found = NULL;
  WbDb *reader = wb_workspace_get_reader (fixture->ws);

  put_scene (fixture);
  g_assert_true (do_take (fixture, "free", &error));
  taken = read_call (fixture, "free");
  g_assert_cmpstr (taken->assignee, ==, AGENT);
  g_assert_cmpint (taken->lease_until, ==, NOW + 900 * 1000);
  g_assert_true (do_snooze (fixture, "free", &error));
  snoozed = read_call (fixture, "free");
  g_assert_cmpint (snoozed->due_at, ==, NOW + WB_DAY_MS);
  g_assert_cmpint (snoozed->original_due_at, ==, NOW + WB_HOUR_MS);
  g_assert_cmpint (snoozed->lease_until, ==, NOW + WB_DAY_MS + 15 * WB_MINUTE_MS);
  g_assert_cmpuint (snoozed->attempts->len, ==, 1);
  g_assert_cmpstr (((WbAttempt *) snoozed->attempts->pdata[0])->user, ==, AGENT);
  g_assert_true (do_reopen (fixture, "done", &error));
  reopened = read_call (fixture, "done");
  g_assert_true (wb_activity_is_open (reopened));
  g_assert_null (reopened->outcome);

  g_assert_true (do_phone (fixture, "t1", &error));
  /* The server tells of the ticket meanwhile: the number entered here stays. */
  put_ticket (fixture, make_ticket ("t1", "T1", "Jana Nová", 6));
  ticket = wb_ticket_store_get (reader, "t1", &error);
  g_assert_cmpstr (ticket->customer_phone, ==, "+420777000111");
  g_assert_cmpstr (ticket->customer_name, ==, "Jana Nová");
  g_clear_pointer (&taken, wb_activity_unref);
  taken = read_call (fixture, "theirs");
  g_assert_cmpstr (taken->customer_phone, ==, "+420777000111");
  found = search_tickets (fixture, "777 000");
  g_assert_cmpstr (found, ==, "t1");
  not_found = search_tickets (fixture, "601 123 456");
  g_assert_cmpstr (not_found, ==, "");

  g_assert_true (do_offers (fixture, TYPE, &error));
  offers = wb_offer_store_get (reader, TYPE, &error);
  g_assert_cmpstr (wb_offer_set_find_amount (offers, "CZK")->amount, ==, "250.00");
}

static void
test_staff_actions_use_server_time (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  put_scene (fixture);
  put_meta (fixture, WB_META_CLOCK_SKEW_MS, "-5000");
  g_assert_true (do_complete (fixture, "free", &error));
  rows = read_outbox (fixture);
  g_assert_cmpint (((WbOutboxRow *) rows->pdata[0])->created_at, ==, NOW - 5000);
}

static void
test_staff_actions_take_back_what_is_discarded (Fixture       *fixture,
                                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (WbActivity) call = NULL;
  g_autoptr (WbTicket) ticket = NULL;
  g_autoptr (WbOfferSet) offers = NULL;

  put_scene (fixture);
  g_assert_true (do_complete (fixture, "mine", &error));
  g_assert_true (do_phone (fixture, "t1", &error));
  g_assert_true (do_offers (fixture, TYPE, &error));
  rows = read_outbox (fixture);
  for (guint i = 0; i < rows->len; i++)
    g_assert_true (wb_action_discard (fixture->ws, ((WbOutboxRow *) rows->pdata[i])->seq, &error));
  call = read_call (fixture, "mine");
  g_assert_true (wb_activity_is_open (call));
  g_assert_cmpstr (call->customer_phone, ==, "+420601123456");
  ticket = wb_ticket_store_get (wb_workspace_get_reader (fixture->ws), "t1", &error);
  g_assert_cmpstr (ticket->customer_phone, ==, "+420601123456");
  offers = wb_offer_store_get (wb_workspace_get_reader (fixture->ws), TYPE, &error);
  g_assert_cmpstr (wb_offer_set_find_amount (offers, "CZK")->amount, ==, "200.00");
  g_assert_false (wb_action_discard (fixture->ws, ((WbOutboxRow *) rows->pdata[0])->seq, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_FOUND);
}

/* Puts the only row into @state, as the sync does with an answer. */
static gint64
set_only_row (Fixture       *fixture,
              WbOutboxState  state,
              JsonNode      *current)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);
  g_autoptr (GPtrArray) rows = wb_outbox_list (db, &error);
  WbOutboxRow *row = g_ptr_array_index (rows, 0);

  g_assert_cmpuint (rows->len, ==, 1);
  row->state = state;
  row->attempts = 2;
  row->error_code = g_strdup ("above_limit");
  row->error_message = g_strdup ("Too much.");
  row->current = current;
  g_assert_true (wb_outbox_update (db, row, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));

  return row->seq;
}

static void
test_staff_actions_resend_on_the_present_version (Fixture       *fixture,
                                                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  const WbOutboxRow *row = NULL;
  gint64 seq = 0;

  put_scene (fixture);
  g_assert_true (do_complete (fixture, "free", &error));
  before = read_outbox (fixture);
  seq = set_only_row (fixture, WB_OUTBOX_NEEDS_YOU, NULL);
  put_call (fixture, make_call ("free", "t1", NOW, 8));
  g_assert_true (wb_action_resend (fixture->ws, seq, &error));
  after = read_outbox (fixture);
  row = g_ptr_array_index (after, 0);
  g_assert_cmpint (row->state, ==, WB_OUTBOX_WAITING);
  g_assert_cmpint (row->base_version, ==, 8);
  g_assert_cmpint (row->attempts, ==, 0);
  g_assert_null (row->error_code);
  g_assert_cmpstr (row->key, ==, ((WbOutboxRow *) before->pdata[0])->key);
  g_assert_false (wb_action_resend (fixture->ws, seq + 1, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_FOUND);
}

static void
test_staff_actions_do_not_discard_what_is_on_its_way (Fixture       *fixture,
                                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 seq = 0;

  put_scene (fixture);
  g_assert_true (do_complete (fixture, "free", &error));
  seq = set_only_row (fixture, WB_OUTBOX_SENDING, NULL);
  g_assert_false (wb_action_discard (fixture->ws, seq, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID);
}

static void
test_staff_actions_settle_a_conflict (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbOfferSet) theirs = make_offers (TYPE, "300.00", 18);
  g_autoptr (WbOfferSet) chosen = make_offers (TYPE, "275.00", 18);
  g_autoptr (WbOfferSet) shown = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  const WbOutboxRow *row = NULL;
  gint64 seq = 0;

  put_scene (fixture);
  g_assert_true (do_offers (fixture, TYPE, &error));
  before = read_outbox (fixture);
  seq = set_only_row (fixture, WB_OUTBOX_CONFLICT, wb_wire_offer_set_encode (theirs));
  g_assert_true (wb_action_settle_offers (fixture->ws, seq, chosen, &error));
  g_assert_no_error (error);
  after = read_outbox (fixture);
  row = g_ptr_array_index (after, 0);
  g_assert_cmpint (row->state, ==, WB_OUTBOX_WAITING);
  g_assert_cmpint (row->base_version, ==, 18);
  g_assert_null (row->current);
  g_assert_cmpstr (row->key, !=, ((WbOutboxRow *) before->pdata[0])->key);
  put_offers (fixture, wb_offer_set_ref (theirs));
  shown = wb_offer_store_get (wb_workspace_get_reader (fixture->ws), TYPE, &error);
  g_assert_cmpstr (wb_offer_set_find_amount (shown, "CZK")->amount, ==, "275.00");
}

static void
test_staff_actions_ask_for_a_coupon_once (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCouponRequest) request = make_request ("200.00");
  g_autoptr (WbCouponRequest) other = make_request ("150.00");
  g_autoptr (GPtrArray) rows = NULL;
  gint64 first = 0;
  gint64 again = 0;

  put_scene (fixture);
  g_assert_true (wb_action_request_coupon (fixture->ws, "t1", request, &first, &error));
  g_assert_true (wb_action_request_coupon (fixture->ws, "t1", request, &again, &error));
  g_assert_cmpint (first, ==, again);
  set_only_row (fixture, WB_OUTBOX_NEEDS_YOU, NULL);
  g_assert_true (wb_action_request_coupon (fixture->ws, "t1", request, &again, &error));
  g_assert_cmpint (first, ==, again);
  rows = read_outbox (fixture);
  g_assert_cmpint (((WbOutboxRow *) rows->pdata[0])->state, ==, WB_OUTBOX_WAITING);
  g_assert_true (wb_action_request_coupon (fixture->ws, "t1", other, &again, &error));
  g_assert_cmpint (first, !=, again);
}

static const struct
{
  const char *what;
  Action act;
  const char *id;
  const char *me;        /* NULL = the agent */
  int n_rows;            /* more or fewer in the outbox */
  guint n_steps;         /* each of them may be the last */
  gboolean is_hidden;    /* nothing of what describe() tells changes */
} all_actions[] = {
  { "take", do_take, "free", NULL, 1, 1, FALSE },
  { "release", do_release, "mine", NULL, 1, 1, FALSE },
  { "complete", do_complete, "mine", NULL, 1, 1, FALSE },
  { "snooze", do_snooze, "free", NULL, 1, 1, FALSE },
  { "reopen", do_reopen, "done", NULL, 1, 1, FALSE },
  { "note", do_note, "theirs", NULL, 1, 1, TRUE },
  { "phone", do_phone, "t1", NULL, 1, 1, FALSE },
  { "offers", do_offers, TYPE, NULL, 1, 1, TRUE },
  { "coupon", do_coupon, "t1", NULL, 1, 1, TRUE },
  { "assign", do_assign, "assigned", MANAGER, 1, 1, FALSE },
  { "release all", do_release_all, NULL, NULL, 2, 2, FALSE },
  { "undo", do_undo, "acted", NULL, -1, 1, FALSE },
  { "undo what was sent", do_undo_sent, "ended", NULL, 2, 2, FALSE },
  { "activate", do_activate, NULL, MANAGER, 1, 1, TRUE },
  { "account", do_account, NULL, MANAGER, 1, 1, TRUE },
  { "banner", do_banner, "n1", MANAGER, 1, 1, TRUE },
};

/* And what the last of them need: a call to hand on, two held by a lease, one with unsent work and a note
 * that went with it, one that the server has the end of, and a banner. */
static void
put_more (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  const char *leased[] = { "leased-1", "leased-2" };
  WbActivity *ended = make_call ("ended", "t1", NOW + WB_HOUR_MS, 4);

  put_call (fixture, make_call ("assigned", "t1", NOW + WB_HOUR_MS, 3));
  for (guint i = 0; i < G_N_ELEMENTS (leased); i++) {
    WbActivity *call = make_call (leased[i], "t1", NOW + WB_HOUR_MS, 3);

    call->assignee = g_strdup (AGENT);
    call->lease_until = NOW + WB_MINUTE_MS;
    put_call (fixture, call);
  }
  put_call (fixture, make_call ("acted", "t1", NOW + WB_HOUR_MS, 3));
  g_assert_true (do_complete (fixture, "acted", &error));
  g_free (ended->status);
  ended->status = g_strdup ("closed");
  ended->outcome = g_strdup ("resolved");
  ended->note = g_strdup ("Hotovo");
  ended->assignee = g_strdup (AGENT);
  ended->closed_by = g_strdup (AGENT);
  ended->closed_at = NOW - WB_MINUTE_MS;
  put_call (fixture, ended);
  put_banner (fixture, make_banner ("n1", "Podzim", 3));
}

/* Everything an action may touch, as text. */
static char *
describe (WbDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, "SELECT (SELECT group_concat (id || coalesce (shown, '-') || search)"
                        " FROM call) || (SELECT group_concat (search || coalesce (unsent_phone, '-'))"
                        " FROM ticket) || (SELECT count(*) FROM outbox) ||"
                        " coalesce ((SELECT group_concat (activity || note) FROM call_draft), '')", &error);
  g_assert_no_error (error);
  g_assert_true (wb_stmt_step (stmt, &has_row, &error));
  g_assert_true (has_row);

  return wb_stmt_dup_text (stmt, 0);
}

/* Lets the file grow to @n_pages more than now, or without limit for -1. */
static void
limit_pages (Fixture *fixture,
             int      n_pages)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);
  gint64 now = read_number (db, "PRAGMA page_count");
  g_autofree char *sql = g_strdup_printf ("PRAGMA max_page_count=%" G_GINT64_FORMAT,
                                          n_pages < 0 ? 1000000 : now + n_pages);

  g_assert_true (wb_db_exec (db, sql, &error));
  wb_workspace_rollback (fixture->ws);
}

/* One row in the table that grows in pages, the smallest there can be or a big one. */
static gboolean
add_filler (Fixture   *fixture,
            gboolean   big,
            GError   **error)
{
  g_autofree char *sql = g_strdup_printf (
    "INSERT INTO outbox (key, op, object_kind, object_id, base_version, body, state, created_at,"
    " next_attempt_at, attempts) VALUES (hex (randomblob (4)), '', '', '', 0,"
    " %s, 'waiting', 0, 0, 0)", big ? "hex (randomblob (900))" : "''");
  WbDb *db = wb_workspace_begin (fixture->ws, error);

  if (wb_db_exec (db, sql, error))
    return wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, error);
  wb_workspace_rollback (fixture->ws);

  return FALSE;
}

/* Until nothing fits into what pages there are. */
static void
fill_pages (Fixture *fixture)
{
  limit_pages (fixture, 0);
  for (int big = 1; big >= 0; big--) {
    g_autoptr (GError) error = NULL;
    int n_added = 0;

    while (add_filler (fixture, big == 1, &error))
      g_assert_cmpint (n_added++, <, 300);
    g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_FULL);
  }
}

static void
test_staff_actions_leave_nothing_half_done_on_a_full_disk (Fixture       *fixture,
                                                           gconstpointer  data)
{
  WbDb *reader = wb_workspace_get_reader (fixture->ws);

  put_scene (fixture);
  put_more (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (all_actions); i++) {
    gboolean done = FALSE;
    guint n_refused = 0;

    put_meta (fixture, WB_META_ME, all_actions[i].me ? all_actions[i].me : AGENT);
    fill_pages (fixture);
    for (int n_pages = 0; !done && n_pages < 50; n_pages++) {
      g_autoptr (GError) error = NULL;
      g_autofree char *before = describe (reader);
      g_autofree char *after = NULL;

      g_test_message ("%s with %d pages", all_actions[i].what, n_pages);
      limit_pages (fixture, n_pages);
      done = all_actions[i].act (fixture, all_actions[i].id, &error);
      after = describe (reader);
      if (done) {
        g_assert_cmpstr (before, !=, after);
      } else {
        g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_FULL);
        g_assert_nonnull (strstr (error->message, "disk is full"));
        g_assert_cmpstr (before, ==, after);
        n_refused++;
      }
    }
    g_assert_true (done);
    /* What only takes away always fits. */
    g_assert_cmpint (n_refused > 0, ==, all_actions[i].n_rows > 0);
    limit_pages (fixture, -1);
  }
}

/* Where a child ends itself. */
typedef struct
{
  const char *name;
  guint nth;      /* time it comes there */
} Point;

static void
die_cb (const char *name,
        gpointer    data)
{
  Point *point = data;

  if (g_str_equal (name, point->name) && --point->nth == 0)
    kill (getpid (), SIGKILL);
}

static void
act_in_child (Fixture *fixture,
              guint    action,
              Point   *point)
{
  int status = 0;
  pid_t child = fork ();

  if (child == 0) {
    Fixture mine = *fixture;

    /* The seeded one would give each child the same keys. */
    mine.random = wb_system_random_new ();
    mine.ws = wb_workspace_open (fixture->dir, fixture->clock, mine.random, NULL);
    if (!mine.ws)
      _exit (99);
    wb_workspace_set_probe (mine.ws, die_cb, point);
    all_actions[action].act (&mine, all_actions[action].id, NULL);
    _exit (98);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
}

/* Killed at @point, an action is there as a whole or not at all. */
static void
check_killed (Fixture  *fixture,
              guint     action,
              Point     point,
              gboolean  stored)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) rows_before = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  g_test_message ("%s, killed when %s %u", all_actions[action].what, point.name, point.nth);
  before = describe (wb_workspace_get_reader (fixture->ws));
  rows_before = read_outbox (fixture);
  g_clear_object (&fixture->ws);
  act_in_child (fixture, action, &point);
  fixture_reopen (fixture);
  after = describe (wb_workspace_get_reader (fixture->ws));
  rows = read_outbox (fixture);
  g_assert_cmpint (rows->len, ==, (int) rows_before->len + (stored ? all_actions[action].n_rows : 0));
  if (!stored)
    g_assert_cmpstr (before, ==, after);
  else if (!all_actions[action].is_hidden)
    g_assert_cmpstr (before, !=, after);
}

static void
test_staff_actions_are_whole_after_kill_9 (Fixture       *fixture,
                                           gconstpointer  data)
{
  put_scene (fixture);
  put_more (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (all_actions); i++) {
    put_meta (fixture, WB_META_ME, all_actions[i].me ? all_actions[i].me : AGENT);
    check_killed (fixture, i, (Point) { "begun", 1 }, FALSE);
    for (guint j = 1; j <= all_actions[i].n_steps; j++)
      check_killed (fixture, i, (Point) { "stored", j }, FALSE);
    check_killed (fixture, i, (Point) { "committed", 1 }, TRUE);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) FIXTURE_ADD ("/wb/store/staff-actions/" path, function)
  ADD ("go-by-the-rules-of-an-agent", test_staff_actions_go_by_the_rules_of_an_agent);
  g_test_add ("/wb/store/staff-actions/go-by-the-rules-of-a-manager", Fixture, MANAGER,
              fixture_set_up, test_staff_actions_go_by_the_rules_of_a_manager, fixture_tear_down);
  ADD ("check-values", test_staff_actions_check_values);
  ADD ("need-what-the-server-offers", test_staff_actions_need_what_the_server_offers);
  ADD ("say-who-holds-a-call", test_staff_actions_say_who_holds_a_call);
  ADD ("store-what-is-sent", test_staff_actions_store_what_is_sent);
  ADD ("show-at-once", test_staff_actions_show_at_once);
  ADD ("use-server-time", test_staff_actions_use_server_time);
  ADD ("take-back-what-is-discarded", test_staff_actions_take_back_what_is_discarded);
  ADD ("resend-on-the-present-version", test_staff_actions_resend_on_the_present_version);
  ADD ("do-not-discard-what-is-on-its-way", test_staff_actions_do_not_discard_what_is_on_its_way);
  ADD ("settle-a-conflict", test_staff_actions_settle_a_conflict);
  ADD ("ask-for-a-coupon-once", test_staff_actions_ask_for_a_coupon_once);
  ADD ("leave-nothing-half-done-on-a-full-disk",
       test_staff_actions_leave_nothing_half_done_on_a_full_disk);
  ADD ("are-whole-after-kill-9", test_staff_actions_are_whole_after_kill_9);

  return g_test_run ();
}
