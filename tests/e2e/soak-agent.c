/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One agent of the soak: a program with a workspace and the engine's own threads, and in place of the
 * window a script that does what a person does there: looks at the queue, takes a call, types, ends it,
 * puts it off, gives it back, forgets it, makes mistakes and takes them back. It goes on wherever it
 * was killed.
 *
 * What it does next is drawn from the seed, the agent, the life and the call, so a seed gives the same
 * habits again; which call is free when is up to the machine. So the journal is judged by what must
 * hold in every schedule (soak-judge.h).
 *
 *   soak-agent DIR SEED AGENT LIFE FROM_MS FROM_USEC FACTOR
 *
 * Beside DIR/workspace.db it writes DIR.journal, and DIR.settled while it has nothing left to do. Its
 * input says "finish": close what can be closed and do nothing odd any more; "end N": all is done, read
 * the feed up to N, say what is shown and go. Its input's end is its own. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "soak-agent.h"
#include "wb-call-store.h"
#include "wb-call-story.h"
#include "wb-fast-clock.h"
#include "wb-meta-store.h"
#include "wb-outbox.h"
#include "wb-staff-actions.h"
#include "wb-sync.h"
#include "wb-time.h"

/* Few, so that agents want the same call. */
#define N_WANTED 3
#define CLOSED_SHOWN 2000
#define THINK_MIN_MS 20
#define THINK_MS 100

static WbDb *
get_reader (SoakDesk *self)
{
  return wb_workspace_get_reader (self->workspace);
}

/* The queue, as the window lists it. */
static GPtrArray *
list_calls (SoakDesk     *self,
            WbCallFilter  filter,
            gboolean      with_closed)
{
  WbCallQuery query = {
    .filter = filter,
    .me = self->me,
    .now = wb_clock_now (self->clock),
    .zone = self->zone,
    .closed_limit = with_closed ? CLOSED_SHOWN : 0,
  };
  GPtrArray *calls = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_activity_unref);
  g_autoptr (GArray) refs = NULL;
  g_autoptr (GError) error = NULL;

  refs = wb_call_store_list (get_reader (self), &query, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < refs->len; i++) {
    WbActivity *call = wb_call_store_get_row (get_reader (self), g_array_index (refs, WbCallRef, i).rowid,
                                              &error);

    g_assert_no_error (error);
    if (call && (with_closed || wb_activity_is_open (call)))
      g_ptr_array_add (calls, call);
  }

  return calls;
}

static gboolean
is_confirmed (SoakDesk         *self,
              const WbActivity *call)
{
  WbCallUnsent unsent = WB_CALL_UNSENT_NONE;
  g_autoptr (GError) error = NULL;

  wb_call_store_unsent (get_reader (self), call->id, &unsent, &error);
  g_assert_no_error (error);

  return (unsent & (WB_CALL_UNSENT_HOLDER | WB_CALL_UNSENT_END)) == 0;
}

static gint64
read_position (SoakDesk *self)
{
  g_autofree char *cursor = wb_workspace_dup_meta (get_reader (self), WB_META_CURSOR);

  return soak_read_cursor (cursor);
}

/* What is shown as one's own, with how far the feed was read, from one state of the workspace. */
static void
look (SoakDesk *self)
{
  g_autoptr (GPtrArray) mine = NULL;
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (SoakHeld));
  g_autoptr (GString) picture = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gint64 seq = -1;

  wb_db_begin (get_reader (self), &error);
  g_assert_no_error (error);
  seq = read_position (self);
  mine = list_calls (self, WB_CALL_FILTER_MINE, FALSE);
  g_string_append_printf (picture, "%" G_GINT64_FORMAT, seq);
  for (guint i = 0; i < mine->len; i++) {
    const WbActivity *call = g_ptr_array_index (mine, i);
    SoakHeld item = { soak_read_index (call->id), call->version, is_confirmed (self, call) };

    g_array_append_val (held, item);
    g_string_append_printf (picture, " %u:%" G_GINT64_FORMAT ":%d", item.call, item.version, item.confirmed);
  }
  wb_db_rollback (get_reader (self));
  if (g_strcmp0 (picture->str, self->last_picture) == 0)
    return;
  g_free (self->last_picture);
  self->last_picture = g_strdup (picture->str);
  soak_write_saw (self->journal, seq, held);
}

static void
workspace_changed_cb (WbWorkspace *workspace,
                      guint        tables,
                      SoakDesk    *self)
{
  look (self);
}

/* (transfer none) (nullable): one of the first @most that is closed. */
static WbActivity *
find_closed (GPtrArray *calls,
             guint      number)
{
  g_autoptr (GPtrArray) closed = g_ptr_array_new ();

  for (guint i = 0; i < calls->len; i++) {
    if (!wb_activity_is_open (g_ptr_array_index (calls, i)))
      g_ptr_array_add (closed, g_ptr_array_index (calls, i));
  }

  return closed->len > 0 ? g_ptr_array_index (closed, number % closed->len) : NULL;
}

/* Now and then: something that the queue's order does not ask for. */
static void
do_something_odd (SoakDesk *self,
                  guint     dice)
{
  g_autoptr (GPtrArray) calls = list_calls (self, WB_CALL_FILTER_ALL, TRUE);
  WbActivity *closed = find_closed (calls, dice / 7);

  if (self->before && dice % 3 == 0)
    soak_agent_undo (self);
  else if (closed && dice % 3 == 1)
    soak_agent_add_note (self, closed);
  else if (closed && g_strcmp0 (closed->closed_by, self->me) == 0)
    soak_agent_reopen (self, closed);
}

static void
work (SoakDesk *self)
{
  guint dice = soak_choose (self->seed, 1000, "step.%u.%u.%u", self->agent, self->life, self->n_steps);
  g_autoptr (GPtrArray) mine = NULL;
  g_autoptr (GPtrArray) free_calls = NULL;

  if (dice < 90) {
    do_something_odd (self, dice);
    return;
  }
  mine = list_calls (self, WB_CALL_FILTER_MINE, FALSE);
  free_calls = list_calls (self, WB_CALL_FILTER_FREE, FALSE);
  if (mine->len > 0 && (dice < 700 || free_calls->len == 0)) {
    soak_agent_work_on (self, g_ptr_array_index (mine, dice % mine->len));
  } else if (free_calls->len > 0) {
    const WbActivity *call = g_ptr_array_index (free_calls, dice % MIN (free_calls->len, N_WANTED));

    soak_agent_begin (self, call);
  }
}

static void
tell_refusal (SoakDesk          *self,
              const WbOutboxRow *row)
{
  g_autofree char *words = g_strdup_printf ("%s/%s", row->op, row->error_code ? row->error_code : "-");

  soak_write (self->journal, SOAK_REFUSED, soak_read_index (row->object_id), 0, words);
}

/* Read, and so out of the way; what was typed has gone on as a note. */
static void
read_stories (SoakDesk *self)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  rows = wb_outbox_list (get_reader (self), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i);
    g_autoptr (WbCallStory) story = NULL;
    gboolean is_coupon = g_str_equal (row->op, WB_OP_COUPON);

    if (is_coupon && row->state == WB_OUTBOX_WAITING)
      soak_agent_ask_for_coupon (self, row->seq);
    if (row->state != WB_OUTBOX_NEEDS_YOU && row->state != WB_OUTBOX_CONFLICT)
      continue;
    if (is_coupon) {
      tell_refusal (self, row);
      wb_action_discard (self->workspace, row->seq, &error);
      g_assert_no_error (error);
      continue;
    }
    story = wb_call_story_get (get_reader (self), row->object_id, &error);
    g_assert_no_error (error);
    tell_refusal (self, row);
    if (story ? story->my_note && !story->note_kept : g_strcmp0 (row->error_code, "activity_open") != 0)
      g_error ("agent %u: the refusal of call %s tells no whole story", self->agent, row->object_id);
    wb_action_discard (self->workspace, row->seq, &error);
    g_assert_no_error (error);
  }
}

/* What was typed for calls that others ended or have. TRUE = there was some. */
static gboolean
send_drafts (SoakDesk  *self,
             GPtrArray *calls)
{
  for (guint i = 0; i < calls->len; i++) {
    const WbActivity *call = g_ptr_array_index (calls, i);
    gboolean is_mine = wb_activity_is_open (call) && g_strcmp0 (call->assignee, self->me) == 0;
    g_autofree char *draft = is_mine ? NULL : soak_agent_dup_draft (self, call->id);
    g_autoptr (GError) error = NULL;

    if (!draft)
      continue;
    wb_action_note (self->workspace, call->id, draft, WB_OUTCOME_NONE, WB_TIME_NONE, &error);
    g_assert_no_error (error);
    soak_agent_did (self, call->id, "send-draft");
    return TRUE;
  }

  return FALSE;
}

/* One thing of what is left to do. TRUE = there was one. */
static gboolean
finish_one (SoakDesk *self)
{
  g_autoptr (GPtrArray) calls = list_calls (self, WB_CALL_FILTER_ALL, TRUE);
  g_autoptr (GPtrArray) possible = g_ptr_array_new ();
  gboolean is_open = FALSE;

  if (send_drafts (self, calls))
    return TRUE;
  for (guint i = 0; i < calls->len; i++) {
    const WbActivity *call = g_ptr_array_index (calls, i);

    is_open |= wb_activity_is_open (call);
    if (wb_activity_is_open (call) && (!call->assignee || g_str_equal (call->assignee, self->me)))
      g_ptr_array_add (possible, (WbActivity *) call);
  }
  if (possible->len > 0)
    soak_agent_complete (self, g_ptr_array_index (possible,
                                                  soak_choose (self->seed, possible->len, "end.%u.%u.%u", self->agent,
                                                               self->life, self->n_steps)));

  return is_open;
}

static gboolean
is_outbox_empty (SoakDesk *self)
{
  g_autoptr (GPtrArray) rows = wb_outbox_list (get_reader (self), NULL);

  return rows->len == 0;
}

static void
tell_settled (SoakDesk *self,
              gboolean  settled)
{
  if (settled && !g_file_test (self->settled_path, G_FILE_TEST_EXISTS))
    g_assert_true (g_file_set_contents (self->settled_path, "", 0, NULL));
  else if (!settled)
    g_unlink (self->settled_path);
}

static void
tell_final (SoakDesk *self)
{
  g_autoptr (GPtrArray) calls = list_calls (self, WB_CALL_FILTER_ALL, TRUE);

  for (guint i = 0; i < calls->len; i++) {
    const WbActivity *call = g_ptr_array_index (calls, i);

    soak_write (self->journal, SOAK_FINAL, soak_read_index (call->id), call->version,
                wb_activity_is_open (call) ? "open" : call->outcome);
  }
}

static gboolean step_cb (gpointer data);

static void
think (SoakDesk *self)
{
  guint ms = THINK_MIN_MS + soak_choose (self->seed, THINK_MS, "think.%u.%u.%u", self->agent, self->life,
                                         self->n_steps);

  g_timeout_add (ms, step_cb, self);
}

static gboolean
step_cb (gpointer data)
{
  SoakDesk *self = data;

  self->n_steps++;
  look (self);
  read_stories (self);
  if (self->end_seq >= 0 && read_position (self) >= self->end_seq) {
    tell_final (self);
    g_main_loop_quit (self->loop);
    return G_SOURCE_REMOVE;
  }
  if (self->finishing) {
    gboolean busy = finish_one (self);

    tell_settled (self, !busy && is_outbox_empty (self));
  } else if (read_position (self) >= 0) {
    work (self);
  }
  think (self);

  return G_SOURCE_REMOVE;
}

static void
line_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  SoakDesk *self = data;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  if (!line) {
    g_main_loop_quit (self->loop);
    return;
  }
  if (g_str_equal (line, "finish"))
    self->finishing = TRUE;
  else if (g_str_has_prefix (line, "end "))
    self->end_seq = g_ascii_strtoll (line + 4, NULL, 10);
  g_data_input_stream_read_line_async (self->input, G_PRIORITY_DEFAULT, NULL, line_read_cb, self);
}

static void
open_agent (SoakDesk   *self,
            const char *dir)
{
  g_autoptr (WbRandom) random = wb_seeded_random_new (self->seed ^ ((guint64) self->agent << 40) ^
                                                      ((guint64) self->life << 48));
  g_autofree char *spec = g_strdup_printf ("file:%s.secrets/tokens", dir);
  g_autofree char *journal = g_strconcat (dir, ".journal", NULL);
  g_autoptr (GError) error = NULL;

  self->settled_path = g_strconcat (dir, ".settled", NULL);
  self->journal = g_open (journal, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  g_assert_cmpint (self->journal, >=, 0);
  soak_write (self->journal, SOAK_LIFE, self->life, 0, NULL);
  self->workspace = wb_workspace_open (dir, self->clock, random, &error);
  g_assert_no_error (error);
  self->sync = wb_sync_new_for_workspace (self->workspace, wb_secrets_new (spec, &error), NULL);
  g_assert_no_error (error);
  self->me = wb_workspace_dup_meta (get_reader (self), WB_META_ME);
  self->zone = g_time_zone_new_identifier ("Europe/Prague");
  self->n_acts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->forgotten = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->end_seq = -1;
  self->loop = g_main_loop_new (NULL, FALSE);
}

static void
close_agent (SoakDesk *self)
{
  g_cancellable_cancel (self->cancellable);
  while (self->n_renewing > 0 || self->giving != 0)
    g_main_context_iteration (NULL, TRUE);
  wb_sync_stop (self->sync);
  g_clear_object (&self->sync);
  wb_workspace_close (self->workspace);
  g_clear_object (&self->workspace);
  soak_agent_forget_before (self);
  g_hash_table_unref (self->n_acts);
  g_hash_table_unref (self->forgotten);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->clock);
  g_clear_object (&self->input);
  g_time_zone_unref (self->zone);
  g_main_loop_unref (self->loop);
  g_free (self->me);
  g_free (self->settled_path);
  g_free (self->last_picture);
  close (self->journal);
}

int
main (int    argc,
      char **argv)
{
  SoakDesk self = { 0 };
  g_autoptr (GInputStream) input = NULL;

  g_assert_cmpint (argc, ==, 8);
  /* Nobody waits for us any more when the test is gone. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  self.seed = g_ascii_strtoull (argv[2], NULL, 10);
  self.agent = (guint) atoi (argv[3]);
  self.life = (guint) atoi (argv[4]);
  self.clock = wb_fast_clock_new (g_ascii_strtoll (argv[5], NULL, 10), g_ascii_strtoll (argv[6], NULL, 10),
                                  (guint) atoi (argv[7]));
  open_agent (&self, argv[1]);
  input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  self.input = g_data_input_stream_new (input);
  g_data_input_stream_read_line_async (self.input, G_PRIORITY_DEFAULT, NULL, line_read_cb, &self);
  g_signal_connect (self.workspace, "changed", G_CALLBACK (workspace_changed_cb), &self);
  wb_sync_start (self.sync);
  think (&self);
  g_main_loop_run (self.loop);
  g_signal_handlers_disconnect_by_data (self.workspace, &self);
  close_agent (&self);

  return 0;
}
