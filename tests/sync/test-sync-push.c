/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The outbox on its way: order, back-off, merges, refusals, what stands behind what. */

#include "config.h"

#include <string.h>

#include "wb-call-store.h"
#include "wb-coupon-store.h"
#include "wb-offer-store.h"
#include "wb-staff-actions.h"
#include "wb-sync-desk.h"
#include "wb-ticket-store.h"

/* A helpdesk with two tickets, each with a call, and all of it read. */
static WbSyncDesk *
open_desk (void)
{
  WbSyncDesk *desk = wb_sync_desk_new (1);

  wb_fake_helpdesk_add_ticket (desk->fake, "t1", desk->fake->now);
  wb_fake_helpdesk_add_ticket (desk->fake, "t2", desk->fake->now);
  wb_fake_helpdesk_add_call (desk->fake, "c1", "t1");
  wb_fake_helpdesk_add_call (desk->fake, "c2", "t2");
  wb_sync_desk_pull (desk);

  return desk;
}

static JsonObject *
server_call (WbSyncDesk *desk,
             const char *id)
{
  return wb_fake_helpdesk_find (desk->fake, desk->fake->activities, id);
}

/* What another person does to a call meanwhile. */
static void
change_call (WbSyncDesk *desk,
             const char *id,
             const char *member,
             const char *value)
{
  JsonObject *call = server_call (desk, id);

  if (value)
    json_object_set_string_member (call, member, value);
  wb_fake_helpdesk_touch (desk->fake, "activity", call, "updated");
}

static void
take (WbSyncDesk *desk,
      const char *id)
{
  g_autoptr (GError) error = NULL;

  wb_action_take (desk->workspace, id, 0, &error);
  g_assert_no_error (error);
}

static void
complete (WbSyncDesk *desk,
          const char *id)
{
  g_autoptr (GError) error = NULL;

  wb_action_complete (desk->workspace, id, WB_OUTCOME_RESOLVED, "Vyřešeno.", desk->fake->now, &error);
  g_assert_no_error (error);
}

static GPtrArray *
list_rows (WbSyncDesk *desk)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = wb_outbox_list (wb_sync_desk_db (desk), &error);

  g_assert_no_error (error);

  return rows;
}

static guint
count_rows (WbSyncDesk *desk)
{
  g_autoptr (GPtrArray) rows = list_rows (desk);

  return rows->len;
}

/* The only row, which must be in @state. */
static WbOutboxRow *
get_row (WbSyncDesk    *desk,
         WbOutboxState  state)
{
  g_autoptr (GPtrArray) rows = list_rows (desk);
  WbOutboxRow *row = NULL;

  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpint (row->state, ==, state);

  return wb_outbox_row_ref (row);
}

/* Three actions on one call, one on another: each sent once, those of a call in their order, each
 * with the version of the answer before. */
static void
test_push_order (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbActivity) call = NULL;
  g_autoptr (GError) error = NULL;
  guint last = 0;

  take (desk, "c1");
  wb_action_snooze (desk->workspace, "c1", desk->fake->now + WB_HOUR_MS, WB_OUTCOME_NO_ANSWER, NULL,
                    &error);
  g_assert_no_error (error);
  take (desk, "c2");
  complete (desk, "c1");
  g_assert_cmpuint (count_rows (desk), ==, 4);
  wb_stub_server_forget (desk->fake->stub);
  wb_sync_desk_push (desk);

  g_assert_cmpuint (count_rows (desk), ==, 0);
  g_assert_cmpuint (desk->fake->n_effects, ==, 4);
  g_assert_cmpuint (wb_stub_server_count (desk->fake->stub), ==, 4);
  g_assert_cmpstr (json_object_get_string_member (server_call (desk, "c1"), "outcome"), ==, "resolved");
  for (guint i = 0; i < 4; i++) {
    g_autoptr (WbStubRequest) request = wb_stub_server_dup_request (desk->fake->stub, i);
    const char *actions[] = { "/assign", "/reschedule", "/complete" };

    if (!strstr (request->path, "/c1/"))
      continue;
    g_assert_true (g_str_has_suffix (request->path, actions[last++]));
  }
  g_assert_cmpuint (last, ==, 3);
  call = wb_call_store_get_server (wb_sync_desk_db (desk), "c1", NULL);
  g_assert_cmpint (call->version, ==, 4);
  g_assert_cmpstr (call->closed_by, ==, "d1000001");
}

/* What was taken back, or settled otherwise, between being chosen and being sent, is not sent. */
static void
test_push_taken_back (void)
{
  static const gboolean discarded[] = { TRUE, FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (discarded); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (WbOutboxRow) chosen = NULL;
    g_autoptr (GError) error = NULL;
    gboolean stop = FALSE;
    WbDb *db = NULL;

    complete (desk, "c1");
    chosen = wb_outbox_next (wb_sync_desk_db (desk), wb_sync_server_now (desk->sync), NULL, &error);
    g_assert_nonnull (chosen);
    if (discarded[i]) {
      g_assert_true (wb_action_discard (desk->workspace, chosen->seq, &error));
    } else {
      g_autoptr (WbOutboxRow) other = wb_outbox_get (wb_sync_desk_db (desk), chosen->seq, &error);

      g_free (other->key);
      other->key = g_strdup ("another-request");
      db = wb_workspace_begin (desk->workspace, &error);
      g_assert_true (wb_outbox_update (db, other, &error));
      g_assert_true (wb_workspace_commit (desk->workspace, WB_TABLE_OUTBOX, &error));
    }
    wb_stub_server_forget (desk->fake->stub);
    g_assert_true (wb_sync_send_row (desk->sync, desk->helpdesk, chosen, NULL, &stop, NULL, &error));
    g_assert_no_error (error);
    g_assert_false (stop);
    g_assert_cmpuint (wb_stub_server_count (desk->fake->stub), ==, 0);
    g_assert_cmpuint (count_rows (desk), ==, discarded[i] ? 0 : 1);
    /* As it is now, it goes. */
    wb_sync_desk_push (desk);
    g_assert_cmpuint (desk->fake->n_effects, ==, discarded[i] ? 0 : 1);
  }
}

/* Trouble keeps the row and its key; the pause is what the server asked for, or grows. */
static void
test_push_trouble (void)
{
  const struct
  {
    guint status;
    const char *header;
    const char *value;
    WbStubFault fault;
    gint64 least_ms;
    gint64 most_ms;
    gboolean is_error;   /* nothing else is sent */
  } rows[] = {
    { 429, "Retry-After", "7", WB_STUB_NO_FAULT, 7000, 7000, TRUE },
    { 503, "Retry-After", "30", WB_STUB_NO_FAULT, 30000, 30000, TRUE },
    { 500, NULL, NULL, WB_STUB_NO_FAULT, 800, 1200, FALSE },
    { 0, NULL, NULL, WB_STUB_DROP_READ, 800, 1200, TRUE },
    { 0, NULL, NULL, WB_STUB_DROP_UNREAD, 800, 1200, TRUE },
    { 0, NULL, NULL, WB_STUB_CUT_BODY, 800, 1200, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (GError) error = NULL;
    g_autoptr (WbOutboxRow) row = NULL;
    gint64 now = wb_clock_now (WB_CLOCK (desk->clock));

    g_test_message ("row %u: %u", i, rows[i].status);
    take (desk, "c1");
    if (rows[i].fault != WB_STUB_NO_FAULT)
      wb_stub_server_queue_fault (desk->fake->stub, "POST", "/api/v2/activities/c1/assign", rows[i].fault);
    else
      wb_stub_server_queue (desk->fake->stub, "POST", "/api/v2/activities/c1/assign", rows[i].status,
                            "application/json", "{}", -1, rows[i].header, rows[i].value);
    g_assert_cmpint (wb_sync_push (desk->sync, desk->helpdesk, NULL, &error), ==, !rows[i].is_error);
    row = get_row (desk, WB_OUTBOX_WAITING);
    g_assert_cmpint (row->attempts, ==, 1);
    g_assert_cmpint (row->next_attempt_at - now, >=, rows[i].least_ms);
    g_assert_cmpint (row->next_attempt_at - now, <=, rows[i].most_ms);

    /* Not before its time. */
    wb_stub_server_forget (desk->fake->stub);
    wb_sync_desk_push (desk);
    g_assert_cmpuint (wb_stub_server_count (desk->fake->stub), ==, 0);
    wb_sync_desk_pass (desk, row->next_attempt_at - now);
    wb_sync_desk_push (desk);
    g_assert_cmpuint (count_rows (desk), ==, 0);
    g_assert_cmpuint (desk->fake->n_effects, ==, 1);
    g_assert_cmpstr (json_object_get_string_member (server_call (desk, "c1"), "assignee"), ==,
                     "d1000001");
  }
}

/* 1, 2, 4 … 60 s, each 20 % up or down. */
static void
test_push_back_off (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  const gint64 secs[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };

  for (guint i = 0; i < G_N_ELEMENTS (secs); i++) {
    gint64 delay = wb_sync_back_off_ms (desk->sync, (int) i + 1, -1);

    g_assert_cmpint (delay, >=, secs[i] * 800);
    g_assert_cmpint (delay, <=, secs[i] * 1200);
  }
  g_assert_cmpint (wb_sync_back_off_ms (desk->sync, 5, 0), ==, 0);
  g_assert_cmpint (wb_sync_back_off_ms (desk->sync, 5, 90000), ==, 90000);
}

/* A fault over one row does not hold up another object's. */
static void
test_push_fault_holds_up_only_its_object (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbOutboxRow) row = NULL;

  take (desk, "c1");
  take (desk, "c2");
  wb_stub_server_queue_json (desk->fake->stub, "POST", "/api/v2/activities/c1/assign", 500, "{}");
  wb_sync_desk_push (desk);
  row = get_row (desk, WB_OUTBOX_WAITING);
  g_assert_cmpstr (row->object_id, ==, "c1");
}

/* A refused token: everything is kept and costs no attempt. */
static void
test_push_token (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (GError) error = NULL;
  g_autoptr (WbOutboxRow) row = NULL;

  take (desk, "c1");
  g_free (desk->fake->token);
  desk->fake->token = g_strdup ("renewed");
  g_assert_false (wb_sync_push (desk->sync, desk->helpdesk, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED);
  row = get_row (desk, WB_OUTBOX_WAITING);
  g_assert_cmpint (row->attempts, ==, 0);
  g_assert_cmpint (row->next_attempt_at, ==, 0);
  g_free (desk->token);
  desk->token = g_strdup ("renewed");
  wb_sync_desk_restart (desk);
  wb_sync_desk_push (desk);
  g_assert_cmpuint (count_rows (desk), ==, 0);
}

typedef struct
{
  WbSyncDesk *desk;
  GCancellable *cancellable;
} Stopped;

static gpointer
push_until_stopped (gpointer data)
{
  Stopped *stopped = data;
  g_autoptr (GError) error = NULL;

  g_assert_false (wb_sync_push (stopped->desk->sync, stopped->desk->helpdesk, stopped->cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  return NULL;
}

/* Stopped while the server had it already: it may have been done, so it has left, and nobody may forget
 * it as if it had not. It goes again at once, with the same key. */
static void
test_push_stopped_after_sending (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Stopped stopped = { desk, cancellable };
  g_autoptr (WbOutboxRow) row = NULL;
  GThread *thread = NULL;

  take (desk, "c1");
  wb_stub_server_queue_fault (desk->fake->stub, "POST", "/api/v2/activities/c1/assign", WB_STUB_HOLD);
  wb_stub_server_forget (desk->fake->stub);
  thread = g_thread_new ("push", push_until_stopped, &stopped);
  wb_stub_server_wait_count (desk->fake->stub, 1);
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  row = get_row (desk, WB_OUTBOX_WAITING);
  g_assert_cmpint (row->attempts, ==, 1);
  g_assert_cmpint (row->next_attempt_at, ==, 0);
  wb_stub_server_release (desk->fake->stub);
  wb_sync_desk_push (desk);
  g_assert_cmpuint (count_rows (desk), ==, 0);
  g_assert_cmpuint (desk->fake->n_effects, ==, 1);
}

/* Overtaken, and what then becomes of each action. */
static void
test_push_overtaken_call (void)
{
  const struct
  {
    const char *action;
    const char *member;      /* changed by another meanwhile; NULL = only the version */
    const char *value;
    gboolean is_sent;
    const char *code;        /* of the refusal */
    const char *who;         /* in the refusal's words */
  } rows[] = {
    { "take", NULL, NULL, TRUE, NULL, NULL },
    { "take", "assignee", "d1000002", FALSE, "already_assigned", "Petr Malý" },
    { "take", "status", "closed", FALSE, "activity_closed", NULL },
    { "complete", NULL, NULL, TRUE, NULL, NULL },
    { "complete", "note", "cizí", TRUE, NULL, NULL },
    { "complete", "assignee", "d1000002", FALSE, "already_assigned", "Petr Malý" },
    { "complete", "assignee", "d1000001", TRUE, NULL, NULL },
    { "complete", "status", "closed", FALSE, "activity_closed", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (WbOutboxRow) row = NULL;

    g_test_message ("%s, %s", rows[i].action, rows[i].member ? rows[i].member : "version");
    if (g_str_equal (rows[i].action, "take"))
      take (desk, "c1");
    else
      complete (desk, "c1");
    change_call (desk, "c1", rows[i].member ? rows[i].member : "note", rows[i].value);
    wb_stub_server_forget (desk->fake->stub);
    wb_sync_desk_push (desk);
    if (rows[i].is_sent) {
      g_assert_cmpuint (count_rows (desk), ==, 0);
      g_assert_cmpuint (desk->fake->n_effects, ==, 1);
      g_assert_cmpuint (wb_stub_server_count (desk->fake->stub), ==, 2);
      continue;
    }
    row = get_row (desk, WB_OUTBOX_NEEDS_YOU);
    g_assert_cmpstr (row->error_code, ==, rows[i].code);
    if (rows[i].who)
      g_assert_nonnull (strstr (row->error_message, rows[i].who));
    /* What was said on the call goes on; of the call itself nothing changed. */
    g_assert_cmpuint (desk->fake->notes->len, ==, g_str_equal (rows[i].action, "complete") ? 1 : 0);
    g_assert_cmpuint (desk->fake->n_effects, ==, desk->fake->notes->len);
    g_assert_cmpuint (wb_stub_server_count (desk->fake->stub), ==, 1 + desk->fake->notes->len);
  }
}

/* Given back, and somebody else has it already: nothing is left to do. */
static void
test_push_release_overtaken (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (GError) error = NULL;
  g_autoptr (WbActivity) call = NULL;

  take (desk, "c1");
  wb_sync_desk_push (desk);
  g_assert_true (wb_action_release (desk->workspace, "c1", &error));
  g_assert_no_error (error);
  change_call (desk, "c1", "assignee", "d1000002");
  wb_sync_desk_push (desk);
  g_assert_cmpuint (count_rows (desk), ==, 0);
  call = wb_call_store_get (wb_sync_desk_db (desk), "c1", NULL);
  g_assert_cmpstr (call->assignee, ==, "d1000002");
}

/* Reopened, and somebody else has done so already: nothing is left to do, unless there was more to say or the
 * call is theirs now. */
static void
test_push_reopen_overtaken (void)
{
  const struct
  {
    const char *reason;
    const char *assignee;
    gboolean is_left;
  } rows[] = {
    { NULL, NULL, FALSE },
    { NULL, "d1000001", FALSE },
    { "Omylem uzavřeno", NULL, TRUE },
    { NULL, "d1000002", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (GError) error = NULL;

    g_test_message ("%s, %s", rows[i].reason ? "with a reason" : "no reason",
                    rows[i].assignee ? rows[i].assignee : "free");
    complete (desk, "c1");
    wb_sync_desk_push (desk);
    g_assert_true (wb_action_reopen (desk->workspace, "c1", desk->fake->now, rows[i].reason, &error));
    g_assert_no_error (error);
    json_object_set_null_member (server_call (desk, "c1"), "assignee");
    if (rows[i].assignee)
      json_object_set_string_member (server_call (desk, "c1"), "assignee", rows[i].assignee);
    change_call (desk, "c1", "status", "open");
    wb_sync_desk_push (desk);
    if (rows[i].is_left) {
      g_autoptr (WbOutboxRow) row = get_row (desk, WB_OUTBOX_NEEDS_YOU);

      g_assert_cmpstr (row->error_code, ==, "activity_open");
    } else {
      g_assert_cmpuint (count_rows (desk), ==, 0);
    }
  }
}

/* A row behind one that waits for a person waits, too; others go on. */
static void
test_push_waits_behind_a_refusal (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  take (desk, "c1");
  complete (desk, "c1");
  take (desk, "c2");
  wb_stub_server_queue_json (desk->fake->stub, "POST", "/api/v2/activities/c1/assign", 403,
                             "{\"detail\":\"To nesmíte.\",\"code\":\"role_required\"}");
  wb_sync_desk_push (desk);
  rows = list_rows (desk);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpint (((WbOutboxRow *) g_ptr_array_index (rows, 0))->state, ==, WB_OUTBOX_NEEDS_YOU);
  g_assert_nonnull (strstr (((WbOutboxRow *) g_ptr_array_index (rows, 0))->error_message, "To nesmíte."));
  g_assert_cmpint (((WbOutboxRow *) g_ptr_array_index (rows, 1))->state, ==, WB_OUTBOX_WAITING);
  g_assert_cmpstr (json_object_get_string_member (server_call (desk, "c2"), "assignee"), ==, "d1000001");

  /* The person sends it again: both go. */
  g_assert_true (wb_action_resend (desk->workspace,
                                   ((WbOutboxRow *) g_ptr_array_index (rows, 0))->seq, &error));
  g_assert_no_error (error);
  wb_sync_desk_push (desk);
  g_assert_cmpuint (count_rows (desk), ==, 0);
}

/* Every refusal is kept with the server's words. */
static void
test_push_keeps_refusals (void)
{
  const struct
  {
    guint status;
    const char *code;
  } rows[] = {
    { 400, "validation_failed" }, { 403, "role_required" }, { 404, "not_found" },
    { 409, "activity_closed" }, { 422, "idempotency_key_reused" }, { 428, "precondition_required" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autofree char *json = g_strdup_printf ("{\"detail\":\"Slova serveru.\",\"code\":\"%s\"}", rows[i].code);
    g_autoptr (WbOutboxRow) row = NULL;

    take (desk, "c1");
    wb_stub_server_queue_json (desk->fake->stub, "POST", "/api/v2/activities/c1/assign", rows[i].status,
                               json);
    wb_sync_desk_push (desk);
    row = get_row (desk, WB_OUTBOX_NEEDS_YOU);
    g_assert_cmpstr (row->error_code, ==, rows[i].code);
    g_assert_nonnull (strstr (row->error_message, "Slova serveru."));
    wb_stub_server_forget (desk->fake->stub);
    wb_sync_desk_push (desk);
    g_assert_cmpuint (wb_stub_server_count (desk->fake->stub), ==, 0);
  }
}

/* The first sending is still worked on: later, the same key. */
static void
test_push_request_in_progress (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbOutboxRow) row = NULL;

  take (desk, "c1");
  wb_stub_server_queue_json (desk->fake->stub, "POST", "/api/v2/activities/c1/assign", 409,
                             "{\"code\":\"request_in_progress\"}");
  wb_sync_desk_push (desk);
  row = get_row (desk, WB_OUTBOX_WAITING);
  g_assert_cmpint (row->next_attempt_at, >, 0);
}

static WbOfferSet *
edit_offer (WbSyncDesk *desk,
            const char *currency,
            const char *amount)
{
  g_autoptr (WbOfferSet) base = wb_offer_store_get (wb_sync_desk_db (desk), "b1000001", NULL);
  WbOfferSet *mine = wb_offer_set_copy (base);
  WbCouponAmount *row = wb_offer_set_ensure_amount (mine, currency);
  g_autoptr (GError) error = NULL;

  g_free (row->amount);
  row->amount = g_strdup (amount);
  wb_action_save_offers (desk->workspace, mine, base, &error);
  g_assert_no_error (error);

  return mine;
}

/* What another manager saves meanwhile. */
static void
change_offer (WbSyncDesk *desk,
              guint       index,
              const char *amount)
{
  JsonObject *set = g_ptr_array_index (desk->fake->settings, 0);
  JsonObject *coupon = json_object_get_object_member (json_object_get_object_member (set, "tools"),
                                                      "coupon");
  JsonArray *amounts = json_object_get_array_member (coupon, "amounts");

  json_object_set_string_member (json_array_get_object_element (amounts, index), "amount", amount);
  wb_fake_helpdesk_touch (desk->fake, "remarketing_settings", set, "updated");
}

static const char *
server_amount (WbSyncDesk *desk,
               guint       index)
{
  JsonObject *set = g_ptr_array_index (desk->fake->settings, 0);
  JsonObject *coupon = json_object_get_object_member (json_object_get_object_member (set, "tools"),
                                                      "coupon");

  return json_object_get_string_member (
    json_array_get_object_element (json_object_get_array_member (coupon, "amounts"), index), "amount");
}

/* Two managers: different fields merge, the same value is no news, the same field asks. */
static void
test_push_merges_settings (void)
{
  const struct
  {
    guint index;
    const char *theirs;
    WbOutboxState state;   /* of what is left */
    gboolean is_left;
    const char *czk;
    const char *eur;
  } rows[] = {
    { 1, "9.00", WB_OUTBOX_WAITING, FALSE, "250.00", "9.00" },
    { 0, "250.00", WB_OUTBOX_WAITING, FALSE, "250.00", "8.00" },
    { 0, "300.00", WB_OUTBOX_CONFLICT, TRUE, "300.00", "8.00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (WbOfferSet) mine = edit_offer (desk, "CZK", "250.00");
    g_autoptr (WbOfferSet) stored = NULL;

    g_test_message ("theirs %s", rows[i].theirs);
    change_offer (desk, rows[i].index, rows[i].theirs);
    wb_sync_desk_push (desk);
    g_assert_cmpstr (server_amount (desk, 0), ==, rows[i].czk);
    g_assert_cmpstr (server_amount (desk, 1), ==, rows[i].eur);
    stored = wb_offer_store_get_server (wb_sync_desk_db (desk), "b1000001", NULL);
    g_assert_cmpstr (wb_offer_set_find_amount (stored, "EUR")->amount, ==, rows[i].eur);
    if (rows[i].is_left) {
      g_autoptr (WbOutboxRow) row = get_row (desk, rows[i].state);

      g_assert_nonnull (row->base);
      g_assert_nonnull (row->current);
      g_assert_cmpint (json_object_get_int_member (json_node_get_object (row->current), "version"), ==,
                       18);
    } else {
      g_assert_cmpuint (count_rows (desk), ==, 0);
    }
  }
}

/* A second edit behind one that was merged does not take the other manager's change back. */
static void
test_push_rebases_settings (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbOfferSet) first = edit_offer (desk, "CZK", "250.00");
  g_autoptr (WbOfferSet) second = NULL;

  /* The first one is on its way, so that the second is a row of its own. */
  wb_stub_server_queue_json (desk->fake->stub, "PUT", "/api/v2/remarketing/settings/b1000001", 500, "{}");
  wb_sync_desk_push (desk);
  second = edit_offer (desk, "CZK", "260.00");
  change_offer (desk, 1, "9.00");
  wb_sync_desk_pass (desk, WB_MINUTE_MS);
  wb_sync_desk_push (desk);
  g_assert_cmpuint (count_rows (desk), ==, 0);
  g_assert_cmpstr (server_amount (desk, 0), ==, "260.00");
  g_assert_cmpstr (server_amount (desk, 1), ==, "9.00");
}

/* A phone number: changed elsewhere in the same way, in another, or not at all. */
static void
test_push_merges_phone (void)
{
  const struct
  {
    const char *theirs;   /* NULL = only the version */
    gboolean is_conflict;
    const char *result;
  } rows[] = {
    { NULL, FALSE, "+420602000002" },
    { "+420602000002", FALSE, "+420602000002" },
    { "+420777000007", TRUE, "+420777000007" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (GError) error = NULL;
    JsonObject *ticket = wb_fake_helpdesk_find (desk->fake, desk->fake->tickets, "t1");
    JsonObject *customer = json_object_get_object_member (ticket, "customer");

    g_test_message ("theirs %s", rows[i].theirs);
    wb_action_set_phone (desk->workspace, "t1", "+420602000002", &error);
    g_assert_no_error (error);
    if (rows[i].theirs)
      json_object_set_string_member (customer, "phone", rows[i].theirs);
    wb_fake_helpdesk_touch (desk->fake, "ticket", ticket, "updated");
    wb_sync_desk_push (desk);
    g_assert_cmpstr (json_object_get_string_member (customer, "phone"), ==, rows[i].result);
    if (rows[i].is_conflict)
      wb_outbox_row_unref (get_row (desk, WB_OUTBOX_CONFLICT));
    else
      g_assert_cmpuint (count_rows (desk), ==, 0);
  }
}

/* A coupon is asked for once, whatever becomes of the answers. */
static void
test_push_coupon (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbCouponRequest) request = wb_coupon_request_new ();
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (WbCoupon) stored = NULL;
  g_autoptr (GError) error = NULL;
  gint64 seq = 0;

  request->currency = g_strdup ("CZK");
  request->kind = g_strdup ("fixed");
  request->amount = g_strdup ("200.00");
  request->min_order_value = g_strdup ("1000.00");
  request->validity_days = 30;
  g_assert_true (wb_action_request_coupon (desk->workspace, "t1", request, &seq, &error));
  g_assert_no_error (error);

  /* Never sent on its own. */
  wb_sync_desk_push (desk);
  g_assert_cmpuint (desk->fake->n_effects, ==, 0);
  /* Given, but the answer is lost. */
  wb_stub_server_queue_fault (desk->fake->stub, "POST", "/api/v2/tickets/t1/coupons", WB_STUB_DROP_READ);
  coupon = wb_sync_give_coupon (desk->sync, seq, NULL, &error);
  g_assert_null (coupon);
  g_assert_true (wb_remote_error_is_passing (error));
  g_clear_error (&error);
  g_assert_cmpuint (desk->fake->n_effects, ==, 1);
  g_assert_cmpuint (count_rows (desk), ==, 1);

  coupon = wb_sync_give_coupon (desk->sync, seq, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (coupon->code, ==, "VRAT8KQ2MX4TH7");
  g_assert_cmpuint (desk->fake->n_effects, ==, 1);
  g_assert_cmpuint (count_rows (desk), ==, 0);
  stored = wb_coupon_store_get (wb_sync_desk_db (desk), coupon->id, NULL);
  g_assert_nonnull (stored);
}

/* A refused coupon is an error at once, and is kept under “needs you”. */
static void
test_push_coupon_refused (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbCouponRequest) request = wb_coupon_request_new ();
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (WbOutboxRow) row = NULL;
  g_autoptr (GError) error = NULL;
  gint64 seq = 0;

  request->currency = g_strdup ("CZK");
  request->kind = g_strdup ("fixed");
  request->amount = g_strdup ("9000.00");
  request->validity_days = 30;
  g_assert_true (wb_action_request_coupon (desk->workspace, "t1", request, &seq, &error));
  wb_stub_server_queue_json (desk->fake->stub, "POST", "/api/v2/tickets/t1/coupons", 403,
                             "{\"detail\":\"Above your limit.\",\"code\":\"above_limit\"}");
  coupon = wb_sync_give_coupon (desk->sync, seq, NULL, &error);
  g_assert_null (coupon);
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN);
  g_assert_nonnull (strstr (error->message, "Above your limit."));
  row = get_row (desk, WB_OUTBOX_NEEDS_YOU);
  g_assert_cmpstr (row->error_code, ==, "above_limit");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/sync/push/order", test_push_order);
  g_test_add_func ("/wb/sync/push/taken-back", test_push_taken_back);
  g_test_add_func ("/wb/sync/push/trouble", test_push_trouble);
  g_test_add_func ("/wb/sync/push/back-off", test_push_back_off);
  g_test_add_func ("/wb/sync/push/fault-holds-up-only-its-object",
                   test_push_fault_holds_up_only_its_object);
  g_test_add_func ("/wb/sync/push/token", test_push_token);
  g_test_add_func ("/wb/sync/push/stopped-after-sending", test_push_stopped_after_sending);
  g_test_add_func ("/wb/sync/push/overtaken-call", test_push_overtaken_call);
  g_test_add_func ("/wb/sync/push/release-overtaken", test_push_release_overtaken);
  g_test_add_func ("/wb/sync/push/reopen-overtaken", test_push_reopen_overtaken);
  g_test_add_func ("/wb/sync/push/waits-behind-a-refusal", test_push_waits_behind_a_refusal);
  g_test_add_func ("/wb/sync/push/keeps-refusals", test_push_keeps_refusals);
  g_test_add_func ("/wb/sync/push/request-in-progress", test_push_request_in_progress);
  g_test_add_func ("/wb/sync/push/merges-settings", test_push_merges_settings);
  g_test_add_func ("/wb/sync/push/rebases-settings", test_push_rebases_settings);
  g_test_add_func ("/wb/sync/push/merges-phone", test_push_merges_phone);
  g_test_add_func ("/wb/sync/push/coupon", test_push_coupon);
  g_test_add_func ("/wb/sync/push/coupon-refused", test_push_coupon_refused);

  return g_test_run ();
}
