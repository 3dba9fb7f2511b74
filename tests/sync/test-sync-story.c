/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the engine makes of work on a call that somebody else took or closed meanwhile: what was said
 * is sent on as a note, once; who has it is known at once; and nothing stands in the way of what is
 * done next. */

#include "config.h"

#include "wb-call-store.h"
#include "wb-call-story.h"
#include "wb-staff-actions.h"
#include "wb-sync-desk.h"

#define PETR "d1000002"
#define CALL_PATH "/api/v2/activities/c1"

static WbSyncDesk *
open_desk (void)
{
  WbSyncDesk *desk = wb_sync_desk_new (1);

  wb_fake_helpdesk_add_ticket (desk->fake, "t1", desk->fake->now);
  wb_fake_helpdesk_add_call (desk->fake, "c1", "t1");
  wb_sync_desk_pull (desk);

  return desk;
}

static JsonObject *
server_call (WbSyncDesk *desk)
{
  return wb_fake_helpdesk_find (desk->fake, desk->fake->activities, "c1");
}

static void
give_to (WbSyncDesk *desk,
         const char *user)
{
  if (user)
    json_object_set_string_member (server_call (desk), "assignee", user);
  else
    json_object_set_null_member (server_call (desk), "assignee");
  wb_fake_helpdesk_touch (desk->fake, "activity", server_call (desk), "updated");
}

static void
close_by_petr (WbSyncDesk *desk)
{
  JsonObject *call = server_call (desk);

  json_object_set_string_member (call, "status", "closed");
  json_object_set_string_member (call, "outcome", "declined");
  json_object_set_string_member (call, "closed_by", PETR);
  wb_fake_helpdesk_touch (desk->fake, "activity", call, "updated");
}

static void
take (WbSyncDesk *desk)
{
  g_autoptr (GError) error = NULL;

  wb_action_take (desk->workspace, "c1", 0, &error);
  g_assert_no_error (error);
}

static void
complete (WbSyncDesk *desk)
{
  g_autoptr (GError) error = NULL;

  wb_action_complete (desk->workspace, "c1", WB_OUTCOME_RESOLVED, "Vyřešeno", desk->fake->now, &error);
  g_assert_no_error (error);
}

static guint
count_rows (WbSyncDesk *desk)
{
  g_autoptr (GPtrArray) rows = wb_outbox_list (wb_sync_desk_db (desk), NULL);

  return rows->len;
}

static WbCallStory *
read_story (WbSyncDesk *desk)
{
  g_autoptr (GError) error = NULL;
  WbCallStory *story = wb_call_story_get (wb_sync_desk_db (desk), "c1", &error);

  g_assert_no_error (error);

  return story;
}

/* Met with a newer version (412), in one pass over the outbox. */
static void
test_story_sends_on (void)
{
  static const gboolean closed[] = { TRUE, FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (closed); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (WbCallStory) story = NULL;
    g_autoptr (WbActivity) shown = NULL;

    g_test_message ("%s", closed[i] ? "closed" : "taken");
    take (desk);
    complete (desk);
    if (closed[i])
      close_by_petr (desk);
    else
      give_to (desk, PETR);
    wb_sync_desk_push (desk);

    g_assert_cmpuint (desk->fake->notes->len, ==, 1);
    g_assert_cmpstr (desk->fake->notes->pdata[0], ==, "t1:resolved:Vyřešeno");
    g_assert_cmpuint (desk->fake->n_effects, ==, 1);
    g_assert_cmpuint (count_rows (desk), ==, 1);
    story = read_story (desk);
    g_assert_cmpstr (story->op, ==, WB_OP_COMPLETE);
    g_assert_cmpstr (story->my_outcome, ==, "resolved");
    g_assert_cmpstr (story->their_user, ==, PETR);
    g_assert_cmpint (story->is_closed, ==, closed[i]);
    g_assert_true (story->note_kept);
    shown = wb_call_store_get (wb_sync_desk_db (desk), "c1", NULL);
    g_assert_cmpint (wb_activity_is_open (shown), ==, !closed[i]);

    /* Once more does nothing more. */
    wb_stub_server_forget (desk->fake->stub);
    wb_sync_desk_push (desk);
    g_assert_cmpuint (wb_stub_server_count (desk->fake->stub), ==, 0);
  }
}

/* Refused with 409, which does not show the call: it is fetched. */
static void
test_story_plain_refusals (void)
{
  static const struct
  {
    const char *what;
    const char *code;
    gboolean give_back;
    gboolean petr_has_it;
    gboolean touched;        /* while it was on its way */
    gboolean no_call;        /* it cannot be fetched */
    const char *words;       /* of the story; NULL = there is none */
    const char *holder;      /* at the server, in the end */
  } rows[] = {
    { "taken", "already_assigned", FALSE, TRUE, TRUE, FALSE, "Petr Malý", PETR },
    { "taken, and cannot be fetched", "already_assigned", FALSE, TRUE, TRUE, TRUE, "", PETR },
    { "free again by then", "already_assigned", FALSE, FALSE, TRUE, FALSE, NULL, "d1000001" },
    { "free all along", "already_assigned", FALSE, FALSE, FALSE, FALSE, "", NULL },
    { "given back", "already_assigned", TRUE, TRUE, TRUE, FALSE, NULL, PETR },
    { "given back when closed", "activity_closed", TRUE, FALSE, FALSE, FALSE, NULL, "d1000001" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (WbCallStory) story = NULL;
    g_autofree char *json = g_strdup_printf ("{\"detail\":\"Taken.\",\"code\":\"%s\"}", rows[i].code);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", rows[i].what);
    if (rows[i].give_back) {
      give_to (desk, "d1000001");
      wb_sync_desk_pull (desk);
      g_assert_true (wb_action_release (desk->workspace, "c1", &error));
    } else {
      take (desk);
    }
    if (rows[i].petr_has_it)
      give_to (desk, PETR);
    else if (rows[i].touched)
      wb_fake_helpdesk_touch (desk->fake, "activity", server_call (desk), "updated");
    wb_stub_server_queue_json (desk->fake->stub, "POST", CALL_PATH "/assign", 409, json);
    if (rows[i].no_call)
      wb_stub_server_queue_fault (desk->fake->stub, "GET", CALL_PATH, WB_STUB_DROP_UNREAD);
    wb_sync_desk_push (desk);

    story = read_story (desk);
    g_assert_cmpint (story != NULL, ==, rows[i].words != NULL);
    g_assert_cmpuint (count_rows (desk), ==, rows[i].words ? 1 : 0);
    g_assert_cmpstr (json_object_get_string_member_with_default (server_call (desk), "assignee", NULL),
                     ==, rows[i].holder);
    if (rows[i].words) {
      g_autoptr (WbOutboxRow) row = wb_outbox_get (wb_sync_desk_db (desk), story->seq, &error);

      g_assert_cmpint (row->state, ==, WB_OUTBOX_NEEDS_YOU);
      g_assert_nonnull (strstr (row->error_message, rows[i].words));
      g_assert_cmpstr (story->their_user, ==, *rows[i].words ? PETR : NULL);
    }
    g_assert_cmpuint (desk->fake->notes->len, ==, 0);
  }
}

/* A story that nobody has read yet does not stop what is done next on the call. */
static void
test_story_is_in_nobodys_way (void)
{
  g_autoptr (WbSyncDesk) desk = open_desk ();
  g_autoptr (WbCallStory) story = NULL;

  take (desk);
  complete (desk);
  give_to (desk, PETR);
  wb_sync_desk_push (desk);
  give_to (desk, NULL);
  wb_sync_desk_pull (desk);
  take (desk);
  wb_sync_desk_push (desk);
  g_assert_cmpstr (json_object_get_string_member (server_call (desk), "assignee"), ==, "d1000001");
  g_assert_cmpuint (count_rows (desk), ==, 1);
  story = read_story (desk);
  /* Who had it is told as it was then. */
  g_assert_cmpstr (story->their_user, ==, PETR);
  g_assert_cmpstr (story->my_note, ==, "Vyřešeno");
}

/* Sent again, the act succeeds or is refused; the note is not sent again. */
static void
test_story_resent (void)
{
  static const gboolean free_again[] = { TRUE, FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (free_again); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (WbCallStory) story = NULL;
    g_autoptr (GError) error = NULL;

    take (desk);
    complete (desk);
    give_to (desk, PETR);
    wb_sync_desk_push (desk);
    story = read_story (desk);
    if (free_again[i])
      give_to (desk, NULL);
    g_assert_true (wb_action_resend (desk->workspace, story->seq, &error));
    wb_sync_desk_push (desk);
    g_assert_cmpuint (desk->fake->notes->len, ==, 1);
    g_assert_cmpuint (count_rows (desk), ==, free_again[i] ? 0 : 1);
    g_assert_cmpstr (json_object_get_string_member (server_call (desk), "status"), ==,
                     free_again[i] ? "closed" : "open");
    /* Said already, beside it. */
    g_assert_null (json_object_get_string_member_with_default (server_call (desk), "note", NULL));
  }
}

/* The note meets a cut connection: it goes again with the same key, and is there once. */
static void
test_story_note_goes_once (void)
{
  static const WbStubFault faults[] = { WB_STUB_DROP_UNREAD, WB_STUB_DROP_READ, WB_STUB_CUT_BODY };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (GError) error = NULL;

    take (desk);
    complete (desk);
    close_by_petr (desk);
    wb_stub_server_queue_fault (desk->fake->stub, "POST", CALL_PATH "/notes", faults[i]);
    g_assert_false (wb_sync_push (desk->sync, desk->helpdesk, NULL, &error));
    wb_sync_desk_restart (desk);
    wb_sync_desk_pass (desk, WB_MINUTE_MS);
    wb_sync_desk_push (desk);
    g_assert_cmpuint (desk->fake->notes->len, ==, 1);
    g_assert_cmpuint (count_rows (desk), ==, 1);
  }
}

/* A manager who acts on a colleague's call knows whose it is: a newer version alone is no refusal,
 * another holder is. */
static void
test_story_managers_mean_it (void)
{
  static const char *const holders[] = { PETR, "d1000003" };

  for (guint i = 0; i < G_N_ELEMENTS (holders); i++) {
    g_autoptr (WbSyncDesk) desk = open_desk ();
    g_autoptr (WbCallStory) story = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", holders[i]);
    desk->fake->is_manager = TRUE;
    give_to (desk, PETR);
    wb_sync_desk_pull (desk);
    g_assert_true (wb_action_assign (desk->workspace, "c1", "d1000001", &error));
    g_assert_no_error (error);
    give_to (desk, holders[i]);
    wb_sync_desk_push (desk);
    story = read_story (desk);
    g_assert_cmpint (story == NULL, ==, i == 0);
    g_assert_cmpstr (json_object_get_string_member (server_call (desk), "assignee"), ==,
                     i == 0 ? "d1000001" : holders[i]);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/sync/story/sends-on", test_story_sends_on);
  g_test_add_func ("/wb/sync/story/plain-refusals", test_story_plain_refusals);
  g_test_add_func ("/wb/sync/story/is-in-nobodys-way", test_story_is_in_nobodys_way);
  g_test_add_func ("/wb/sync/story/resent", test_story_resent);
  g_test_add_func ("/wb/sync/story/note-goes-once", test_story_note_goes_once);
  g_test_add_func ("/wb/sync/story/managers-mean-it", test_story_managers_mean_it);

  return g_test_run ();
}
