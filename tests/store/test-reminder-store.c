/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which reminders are due: each once, none of what was there before, none at night, and found by an index
 * however long the queue is. */

#include "config.h"

#include "store-fixture.h"

#include "wb-db-private.h"
#include "wb-reminder-store.h"

/* A Friday, 12:00 in Prague. */
#define NOON NOW

typedef struct
{
  Fixture fixture;
  WbLocalSettings *settings;  /* told Mon-Fri 8-18 */
  GTimeZone *zone;
} Reminders;

static WbReminderAsk
ask_at (Reminders *self,
        gint64     now)
{
  return (WbReminderAsk) { now, 24, AGENT, self->settings, self->zone };
}

static void
store_baseline (Reminders *self,
                gint64     now)
{
  g_autoptr (GError) error = NULL;
  WbReminderAsk ask = ask_at (self, now);
  WbDb *db = wb_workspace_begin (self->fixture.ws, &error);

  g_assert_true (wb_reminder_store_baseline (db, &ask, &error));
  g_assert_true (wb_workspace_commit (self->fixture.ws, WB_TABLE_NONE, &error));
  g_assert_no_error (error);
}

static void
set_up (Reminders     *self,
        gconstpointer  data)
{
  fixture_set_up (&self->fixture, NULL);
  self->settings = wb_local_settings_new ();
  self->zone = g_time_zone_new_identifier ("Europe/Prague");
  store_baseline (self, NOON - 6 * WB_DAY_MS);
}

static void
tear_down (Reminders     *self,
           gconstpointer  data)
{
  fixture_tear_down (&self->fixture, NULL);
  wb_local_settings_unref (self->settings);
  g_time_zone_unref (self->zone);
}

/* Asked for at @created_at, promised two days later. */
static WbActivity *
make_asked (const char *id,
            gint64      created_at)
{
  WbActivity *call = make_call (id, "t1", created_at + 2 * WB_DAY_MS, 1);

  call->created_at = created_at;

  return call;
}

/* "new:k1 goal:k2 | +5m": what is due, and when to look again */
static char *
look (Reminders *self,
      gint64     now)
{
  g_autoptr (GError) error = NULL;
  WbReminderAsk ask = ask_at (self, now);
  gint64 next = 0;
  g_autoptr (GPtrArray) due = wb_reminder_store_due (wb_workspace_get_reader (self->fixture.ws), &ask, &next,
                                                     &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < due->len; i++) {
    const WbDueReminder *reminder = g_ptr_array_index (due, i);

    g_assert_cmpint (reminder->show_at, <=, now);
    g_string_append_printf (text, "%s:%s ", wb_reminder_to_text (reminder->kind), reminder->activity->id);
  }
  if (next == WB_TIME_NONE)
    g_string_append (text, "| none");
  else
    g_string_append_printf (text, "| +%dm", (int) ((next - now) / WB_MINUTE_MS));

  return g_string_free (text, FALSE);
}

static void
mark (Reminders      *self,
      const char     *id,
      WbReminderKind  kind)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (self->fixture.ws, &error);

  g_assert_true (wb_reminder_store_mark (db, id, kind, NOON, &error));
  g_assert_true (wb_workspace_commit (self->fixture.ws, WB_TABLE_NONE, &error));
  g_assert_no_error (error);
}

#define LOOKS(self, now, expected)                  \
  G_STMT_START {                                    \
    g_autofree char *seen = look (self, now);       \
    g_assert_cmpstr (seen, ==, expected);           \
  } G_STMT_END

static void
test_reminder_store_tells_each_once (Reminders     *self,
                                     gconstpointer  data)
{
  LOOKS (self, NOON, "| none");
  put_call (&self->fixture, make_asked ("k1", NOON - 5 * WB_MINUTE_MS));
  LOOKS (self, NOON - 6 * WB_MINUTE_MS, "| +1m");
  /* The goal comes on Saturday, so it is told on Monday at eight. */
  LOOKS (self, NOON, "new:k1 | +4080m");
  LOOKS (self, NOON, "new:k1 | +4080m");
  mark (self, "k1", WB_REMINDER_NEW);
  LOOKS (self, NOON, "| +4080m");
  /* Whatever comes of it later, a restart or a new version of the call. */
  put_call (&self->fixture, make_call ("k1", "t1", NOON, 2));
  fixture_reopen (&self->fixture);
  g_test_message ("a new version, created an hour ago and due now");
  LOOKS (self, NOON, "promise:k1 | +4080m");
}

static void
test_reminder_store_goes_by_goal_and_promise (Reminders     *self,
                                              gconstpointer  data)
{
  const struct
  {
    const char *what;
    gint64 created_at;
    const char *assignee;
    gboolean closed;
    const char *seen;
  } cases[] = {
    { "the goal is now", NOON - WB_DAY_MS, NULL, FALSE, "goal:k | +4080m" },
    { "the goal is in a minute", NOON - WB_DAY_MS + WB_MINUTE_MS, NULL, FALSE, "| +1m" },
    { "mine", NOON - WB_DAY_MS, AGENT, FALSE, "goal:k | +4080m" },
    { "a colleague's", NOON - WB_DAY_MS, COLLEAGUE, FALSE, "| none" },
    { "closed", NOON - WB_DAY_MS, NULL, TRUE, "| none" },
    { "the promise is in an hour", NOON - 47 * WB_HOUR_MS, NULL, FALSE, "goal:k promise:k | none" },
    { "the promise is in an hour and a minute", NOON - 47 * WB_HOUR_MS + WB_MINUTE_MS, NULL, FALSE,
      "goal:k | +1m" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    WbActivity *call = make_asked ("k", cases[i].created_at);

    g_test_message ("%s", cases[i].what);
    call->version = i + 1;
    call->assignee = g_strdup (cases[i].assignee);
    if (cases[i].closed) {
      g_free (call->status);
      call->status = g_strdup ("closed");
    }
    put_call (&self->fixture, call);
    mark (self, "k", WB_REMINDER_NEW);
    LOOKS (self, NOON, cases[i].seen);
  }
}

static void
test_reminder_store_is_silent_out_of_hours (Reminders     *self,
                                            gconstpointer  data)
{
  const WbHours always = { 0x7f, 0, 24 * 60 };

  put_call (&self->fixture, make_asked ("k1", NOON));
  mark (self, "k1", WB_REMINDER_GOAL);
  mark (self, "k1", WB_REMINDER_PROMISE);
  LOOKS (self, NOON, "new:k1 | none");
  /* It came while nobody looked; at 20:00 of that Friday it waits for Monday 8:00. */
  LOOKS (self, NOON + 8 * WB_HOUR_MS, "| +3600m");
  LOOKS (self, NOON + 68 * WB_HOUR_MS - 1, "| +0m");
  LOOKS (self, NOON + 68 * WB_HOUR_MS, "new:k1 | none");
  g_array_set_size (self->settings->notification_hours, 0);
  LOOKS (self, NOON, "| none");
  g_array_append_val (self->settings->notification_hours, always);
  LOOKS (self, NOON + 8 * WB_HOUR_MS, "new:k1 | none");
  self->settings->notify_new = FALSE;
  LOOKS (self, NOON + 8 * WB_HOUR_MS, "| none");
}

static void
test_reminder_store_leaves_out_what_was_there (Reminders     *self,
                                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  for (guint i = 0; i < WB_N_REMINDERS; i++) {
    g_autofree char *key = g_strconcat (WB_META_REMINDED_FROM, wb_reminder_to_text (i), NULL);

    put_meta (&self->fixture, key, NULL);
  }
  put_call (&self->fixture, make_asked ("before", NOON - 2));
  put_call (&self->fixture, make_asked ("after", NOON - 1));
  self->settings->notify_goal = FALSE;
  self->settings->notify_promise = FALSE;
  LOOKS (self, NOON, "| none");
  store_baseline (self, NOON - 2);
  LOOKS (self, NOON, "new:after | none");
  /* Asked for again at the next start, it does not swallow what came in between. */
  store_baseline (self, NOON);
  LOOKS (self, NOON, "new:after | none");
  /* What is a week old is no news. */
  LOOKS (self, NOON - 2 + 7 * WB_DAY_MS, "new:after | none");
  LOOKS (self, NOON - 1 + 7 * WB_DAY_MS, "| none");

  db = wb_workspace_begin (self->fixture.ws, &error);
  g_assert_true (wb_reminder_store_skip (db, WB_REMINDER_NEW, NOON, &error));
  g_assert_true (wb_workspace_commit (self->fixture.ws, WB_TABLE_NONE, &error));
  LOOKS (self, NOON, "| none");
}

static void
test_reminder_store_says_what_was_shown (Reminders     *self,
                                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  const char *ids[] = { "shown", "shown-and-done", "not" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    put_call (&self->fixture, make_asked (ids[i], NOON));
  mark (self, "shown", WB_REMINDER_GOAL);
  mark (self, "shown", WB_REMINDER_NEW);
  mark (self, "shown-and-done", WB_REMINDER_NEW);
  mark (self, "no-such", WB_REMINDER_NEW);
  for (guint round = 0; round < 2; round++) {
    g_autoptr (GPtrArray) shown = wb_reminder_store_shown (wb_workspace_get_reader (self->fixture.ws), &error);

    g_assert_no_error (error);
    g_assert_cmpuint (shown->len, ==, 2 - round);
    g_assert_cmpstr (g_ptr_array_index (shown, 0), ==, "shown");
    g_assert_true (wb_action_complete (self->fixture.ws, "shown-and-done", WB_OUTCOME_RESOLVED, NULL, WB_TIME_NONE,
                                       round == 0 ? &error : NULL) == (round == 0));
  }
}

static void
test_reminder_store_reads_a_long_queue_in_parts (Reminders     *self,
                                                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbReminderAsk ask = ask_at (self, NOON);
  WbDb *reader = wb_workspace_open_reader (self->fixture.ws, &error);
  g_autoptr (GList) statements = NULL;
  g_autoptr (GPtrArray) due = NULL;
  gint64 next = 0;
  guint n_plans = 0;

  for (guint i = 0; i < 130; i++) {
    g_autofree char *id = g_strdup_printf ("k%03u", i);

    put_call (&self->fixture, make_asked (id, NOON - WB_HOUR_MS + i));
  }
  due = wb_reminder_store_due (reader, &ask, &next, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (due->len, ==, 100);
  g_assert_cmpstr (((WbDueReminder *) due->pdata[0])->activity->id, ==, "k000");
  for (guint i = 0; i < due->len; i++)
    mark (self, ((WbDueReminder *) due->pdata[i])->activity->id, WB_REMINDER_NEW);
  g_ptr_array_unref (due);
  due = wb_reminder_store_due (reader, &ask, &next, &error);
  g_assert_cmpuint (due->len, ==, 30);
  g_ptr_array_unref (wb_reminder_store_shown (reader, &error));

  statements = g_hash_table_get_keys (reader->statements);
  for (GList *l = statements; l; l = l->next) {
    g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", l->data, NULL);
    g_autoptr (WbStmt) stmt = NULL;
    gboolean has_row = FALSE;

    if (!strstr (l->data, "FROM call") || strstr (l->data, "WHERE row ="))
      continue;
    stmt = wb_db_prepare (reader, sql, &error);
    g_assert_no_error (error);
    while (wb_stmt_step (stmt, &has_row, &error) && has_row) {
      g_test_message ("%s: %s", (const char *) l->data, wb_stmt_get_text (stmt, 3));
      g_assert_nonnull (strstr (wb_stmt_get_text (stmt, 3), "USING COVERING INDEX call_"));
      n_plans++;
    }
  }
  g_assert_cmpuint (n_plans, ==, WB_N_REMINDERS + 1);
  wb_db_close (reader);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/wb/store/reminder-store/" path, Reminders, NULL, set_up, function, tear_down)
  ADD ("tells-each-once", test_reminder_store_tells_each_once);
  ADD ("goes-by-goal-and-promise", test_reminder_store_goes_by_goal_and_promise);
  ADD ("is-silent-out-of-hours", test_reminder_store_is_silent_out_of_hours);
  ADD ("leaves-out-what-was-there", test_reminder_store_leaves_out_what_was_there);
  ADD ("says-what-was-shown", test_reminder_store_says_what_was_shown);
  ADD ("reads-a-long-queue-in-parts", test_reminder_store_reads_a_long_queue_in_parts);

  return g_test_run ();
}
