/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Notifications of calls; see wb-notifier.h.
 *
 * Each look asks the store what is due and when the next comes due, and one timer waits for that
 * alone. A call has one notification, whose id is the call's, so that a later reminder takes the
 * place of an earlier one. What was shown is written down at once, so that a restart repeats
 * nothing; until that is stored, and if it cannot be, `told` remembers it. */

#include "config.h"

#include "wb-notifier.h"

#include "wb-call-store.h"
#include "wb-notifier-words.h"
#include "wb-notifier-work.h"

/* Commits come in bursts; the last of them is looked at. */
#define LOOK_DELAY_MS 200
/* The clock on the wall may be set meanwhile, so no wait is longer. */
#define LONGEST_WAIT_SECS 60
#define SNOOZE_MS WB_HOUR_MS
/* Notifications of an earlier run that are still worth looking after; more are a backlog. */
#define EARLIER_MAX 500
#define REFUSED_ID "snooze-refused"

struct _WbNotifier
{
  GObject parent_instance;

  GApplication *application;          /* (owned) */
  WbContext *context;                 /* (owned) */
  char *open_call;                    /* (owned) (nullable) */
  GHashTable *told;                   /* (owned) (element-type utf8) call and kind, of this run */
  GHashTable *shown;                  /* (owned) (element-type utf8) calls with a notification */
  GHashTable *earlier;                /* (owned) (element-type utf8) of an earlier run */
  GHashTable *several[WB_N_REMINDERS]; /* (owned) (element-type utf8) calls shown as one */
  gboolean has_baseline;              /* what came before the first look is known to be no news */
  gboolean asking_baseline;
  guint look_id;
  guint wait_id;
  gulong changed_id;
  gulong sync_changed_id;
};

G_DEFINE_FINAL_TYPE (WbNotifier, wb_notifier, G_TYPE_OBJECT)

static void look (WbNotifier *self);
static void look_soon (WbNotifier *self);

static const char *const several_ids[WB_N_REMINDERS] = {
  [WB_REMINDER_NEW] = "new-calls",
  [WB_REMINDER_GOAL] = "goal-calls",
  [WB_REMINDER_PROMISE] = "promise-calls",
};
/* More at once than this become one notification. Those that press stay apart for longer: each is
 * something to do now. */
static const guint most_apart[WB_N_REMINDERS] = {
  [WB_REMINDER_NEW] = 1,
  [WB_REMINDER_GOAL] = 3,
  [WB_REMINDER_PROMISE] = 3,
};

static char *
make_key (const char     *id,
          WbReminderKind  kind)
{
  return g_strdup_printf ("%s %s", wb_reminder_to_text (kind), id);
}

/* Before the first answer of the server there is no telling what is still true. */
static gboolean
is_up_to_date (WbNotifier *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);

  if (state->last_synced_at == WB_TIME_NONE || !wb_context_get_account (self->context))
    return FALSE;
  if (!wb_context_get_sync (self->context))
    return TRUE;

  return state->phase == WB_SYNC_LIVE || state->phase == WB_SYNC_OFFLINE ||
         state->phase == WB_SYNC_NEEDS_TOKEN || state->phase == WB_SYNC_ELSEWHERE;
}

static void
fill_ask (WbNotifier    *self,
          WbReminderAsk *ask,
          GTimeZone     *zone)
{
  ask->now = wb_context_now (self->context);
  ask->goal_hours = wb_context_get_account (self->context)->call_goal_hours;
  ask->me = wb_context_get_me_id (self->context);
  ask->settings = wb_context_get_local_settings (self->context);
  ask->zone = zone;
}

static void
withdraw (WbNotifier *self,
          const char *id)
{
  g_application_withdraw_notification (self->application, id);
}

/* Whether a reminder of it is still one for the person here. */
static gboolean
is_still_mine_to_do (WbNotifier *self,
                     const char *id)
{
  g_autoptr (WbActivity) call = wb_call_store_get (wb_context_get_reader (self->context), id, NULL);

  return call && wb_activity_is_open (call) &&
         (!call->assignee ||
          g_strcmp0 (call->assignee, wb_context_get_me_id (self->context)) == 0);
}

static void
withdraw_done (WbNotifier *self)
{
  GHashTableIter iter;
  const char *id = NULL;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL)) {
    if (is_still_mine_to_do (self, id))
      continue;
    withdraw (self, id);
    g_hash_table_iter_remove (&iter);
  }

  for (int kind = 0; kind < WB_N_REMINDERS; kind++) {
    gboolean had_any = g_hash_table_size (self->several[kind]) > 0;

    g_hash_table_iter_init (&iter, self->several[kind]);
    while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL)) {
      if (!is_still_mine_to_do (self, id))
        g_hash_table_iter_remove (&iter);
    }
    if (had_any && g_hash_table_size (self->several[kind]) == 0)
      withdraw (self, several_ids[kind]);
  }
}

/* Notifications outlive the program that sent them; which they were is what the store remembers. */
static void
withdraw_earlier (WbNotifier *self)
{
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GHashTable) still = NULL;
  GHashTableIter iter;
  const char *id = NULL;

  if (g_hash_table_size (self->earlier) == 0)
    return;
  open = wb_reminder_store_shown (wb_context_get_reader (self->context), NULL);
  if (!open)
    return;

  still = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < open->len; i++)
    g_hash_table_add (still, g_ptr_array_index (open, i));
  g_hash_table_iter_init (&iter, self->earlier);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL)) {
    if (g_hash_table_contains (still, id))
      continue;
    withdraw (self, id);
    g_hash_table_iter_remove (&iter);
  }
}

static void
read_earlier (WbNotifier *self)
{
  g_autoptr (GPtrArray) open =
    wb_reminder_store_shown (wb_context_get_reader (self->context), NULL);

  for (guint i = 0; open && open->len <= EARLIER_MAX && i < open->len; i++)
    g_hash_table_add (self->earlier, g_strdup (g_ptr_array_index (open, i)));
}

static void
marked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (WbNotifier) self = user_data;

  /* What could not be marked is remembered in `told`, so it comes again after a restart at worst.
   * The store gives so many at once, and the next when these are marked. */
  if (wb_context_write_finish (result, NULL) && self->context)
    look_soon (self);
}

static void
mark (WbNotifier *self,
      GPtrArray  *reminders)
{
  wb_notifier_work_mark (self->context, reminders, marked_cb, g_object_ref (self));
}

static void
show_call (WbNotifier     *self,
           WbReminderKind  kind,
           WbActivity     *call)
{
  g_autoptr (GNotification) notification = wb_notifier_words_call (self->context, kind, call);

  g_application_send_notification (self->application, call->id, notification);
  g_hash_table_add (self->shown, g_strdup (call->id));
}

/* Those of an earlier one of its kind that still wait are in it too: it takes that one's place. */
static void
show_calls (WbNotifier     *self,
            WbReminderKind  kind,
            GPtrArray      *new_calls)
{
  g_autoptr (GPtrArray) calls = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_activity_unref);
  g_autoptr (GNotification) notification = NULL;
  GHashTable *several = self->several[kind];
  GHashTableIter iter;
  const char *id = NULL;

  for (guint i = 0; i < new_calls->len; i++) {
    WbActivity *call = g_ptr_array_index (new_calls, i);

    g_ptr_array_add (calls, wb_activity_ref (call));
    g_hash_table_remove (several, call->id);
    /* One that has a notification of its own has one thing to say about it. */
    if (g_hash_table_remove (self->shown, call->id))
      withdraw (self, call->id);
  }
  g_hash_table_iter_init (&iter, several);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL)) {
    WbActivity *call = wb_call_store_get (wb_context_get_reader (self->context), id, NULL);

    if (call)
      g_ptr_array_add (calls, call);
  }
  for (guint i = 0; i < new_calls->len; i++)
    g_hash_table_add (several, g_strdup (((WbActivity *) g_ptr_array_index (new_calls, i))->id));

  notification = wb_notifier_words_calls (kind, calls);
  g_application_send_notification (self->application, several_ids[kind], notification);
}

/* Of each call what presses most, by kind. (element-type GPtrArray(WbActivity)) */
static void
sort_out (WbNotifier  *self,
          GPtrArray   *due,
          GPtrArray   *fresh,
          GPtrArray  **by_kind)
{
  g_autoptr (GHashTable) pressing = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < due->len; i++) {
    WbDueReminder *reminder = g_ptr_array_index (due, i);
    g_autofree char *key = make_key (reminder->activity->id, reminder->kind);
    WbDueReminder *other = g_hash_table_lookup (pressing, reminder->activity->id);

    if (!g_hash_table_add (self->told, g_steal_pointer (&key)))
      continue;
    g_ptr_array_add (fresh, wb_due_reminder_ref (reminder));
    if (!other || reminder->kind > other->kind)
      g_hash_table_insert (pressing, reminder->activity->id, reminder);
  }
  for (guint i = 0; i < fresh->len; i++) {
    WbDueReminder *reminder = g_ptr_array_index (fresh, i);
    WbActivity *call = reminder->activity;

    if (g_hash_table_lookup (pressing, call->id) == reminder &&
        g_strcmp0 (call->id, self->open_call) != 0)
      g_ptr_array_add (by_kind[reminder->kind], call);
  }
}

static void
show_due (WbNotifier *self,
          GPtrArray  *due)
{
  g_autoptr (GPtrArray) fresh =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_due_reminder_unref);
  GPtrArray *by_kind[WB_N_REMINDERS] = { NULL };

  for (int kind = 0; kind < WB_N_REMINDERS; kind++)
    by_kind[kind] = g_ptr_array_new ();
  sort_out (self, due, fresh, by_kind);
  for (int kind = 0; kind < WB_N_REMINDERS; kind++) {
    GPtrArray *calls = by_kind[kind];

    if (calls->len > most_apart[kind])
      show_calls (self, kind, calls);
    else
      for (guint i = 0; i < calls->len; i++)
        show_call (self, kind, g_ptr_array_index (calls, i));
    g_ptr_array_unref (calls);
  }
  if (fresh->len > 0)
    mark (self, fresh);
}

static gboolean
wait_over_cb (gpointer user_data)
{
  WbNotifier *self = WB_NOTIFIER (user_data);

  self->wait_id = 0;
  look (self);

  return G_SOURCE_REMOVE;
}

static void
wait_for (WbNotifier *self,
          gint64      next)
{
  gint64 secs = 0;

  g_clear_handle_id (&self->wait_id, g_source_remove);
  if (next == WB_TIME_NONE)
    return;

  /* Rounded up, so that it is due when we look. */
  secs = (next - wb_context_now (self->context) + WB_SECOND_MS - 1) / WB_SECOND_MS;
  self->wait_id = g_timeout_add_seconds ((guint) CLAMP (secs, 1, LONGEST_WAIT_SECS), wait_over_cb,
                                         self);
}

static void
baseline_stored_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (WbNotifier) self = user_data;

  self->asking_baseline = FALSE;
  /* Where it cannot be stored nothing is told either; the next commit tries again. */
  self->has_baseline = wb_context_write_finish (result, NULL);
  if (self->has_baseline && self->context) {
    read_earlier (self);
    look (self);
  }
}

static void
ask_baseline (WbNotifier *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  WbReminderAsk ask = { 0 };

  if (self->asking_baseline)
    return;

  self->asking_baseline = TRUE;
  fill_ask (self, &ask, zone);
  wb_notifier_work_baseline (self->context, &ask, baseline_stored_cb, g_object_ref (self));
}

static void
look (WbNotifier *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GPtrArray) due = NULL;
  WbReminderAsk ask = { 0 };
  gint64 next = WB_TIME_NONE;

  if (!self->context || !is_up_to_date (self))
    return;
  if (!self->has_baseline) {
    ask_baseline (self);
    return;
  }

  withdraw_done (self);
  withdraw_earlier (self);
  fill_ask (self, &ask, zone);
  /* What cannot be read now is asked for again after the next commit; the pages say what is
   * wrong. */
  due = wb_reminder_store_due (wb_context_get_reader (self->context), &ask, &next, NULL);
  if (due)
    show_due (self, due);
  wait_for (self, next);
}

static gboolean
look_cb (gpointer user_data)
{
  WbNotifier *self = WB_NOTIFIER (user_data);

  self->look_id = 0;
  look (self);

  return G_SOURCE_REMOVE;
}

static void
look_soon (WbNotifier *self)
{
  if (self->look_id == 0)
    self->look_id = g_timeout_add (LOOK_DELAY_MS, look_cb, self);
}

static void
context_changed_cb (WbNotifier *self,
                    guint       tables)
{
  if (tables & (WB_TABLE_CALLS | WB_TABLE_ACCOUNT | WB_TABLE_SYNC))
    look_soon (self);
}

static void
wb_notifier_dispose (GObject *object)
{
  WbNotifier *self = WB_NOTIFIER (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_signal_handler (&self->sync_changed_id, self->context);
  g_clear_object (&self->context);
  g_clear_object (&self->application);

  G_OBJECT_CLASS (wb_notifier_parent_class)->dispose (object);
}

static void
wb_notifier_finalize (GObject *object)
{
  WbNotifier *self = WB_NOTIFIER (object);

  g_hash_table_unref (self->told);
  g_hash_table_unref (self->shown);
  g_hash_table_unref (self->earlier);
  for (int kind = 0; kind < WB_N_REMINDERS; kind++)
    g_hash_table_unref (self->several[kind]);
  g_free (self->open_call);

  G_OBJECT_CLASS (wb_notifier_parent_class)->finalize (object);
}

static void
wb_notifier_class_init (WbNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_notifier_dispose;
  object_class->finalize = wb_notifier_finalize;
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
wb_notifier_init (WbNotifier *self)
{
  self->told = new_set ();
  self->shown = new_set ();
  self->earlier = new_set ();
  for (int kind = 0; kind < WB_N_REMINDERS; kind++)
    self->several[kind] = new_set ();
}

/**
 * wb_notifier_new:
 * @application: who sends the notifications, registered
 * @context: the workspace whose calls they are of
 *
 * Returns: (transfer full): the notifier, which looks from now on
 */
WbNotifier *
wb_notifier_new (GApplication *application,
                 WbContext    *context)
{
  WbNotifier *self = NULL;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_NOTIFIER, NULL);
  self->application = g_object_ref (application);
  self->context = g_object_ref (context);
  self->changed_id = g_signal_connect_swapped (context, "changed", G_CALLBACK (context_changed_cb),
                                               self);
  self->sync_changed_id = g_signal_connect_swapped (context, "sync-changed",
                                                    G_CALLBACK (look_soon), self);
  look_soon (self);

  return self;
}

/**
 * wb_notifier_set_open_call:
 * @self: a notifier
 * @activity_id: (nullable): the call whose card is in front of the person; `NULL` = none
 *
 * Takes back what was told of it, and of several at once: with a card, the queue is in sight too.
 */
void
wb_notifier_set_open_call (WbNotifier *self,
                           const char *activity_id)
{
  g_return_if_fail (WB_IS_NOTIFIER (self));

  if (g_strcmp0 (self->open_call, activity_id) == 0)
    return;

  g_free (self->open_call);
  self->open_call = g_strdup (activity_id);
  if (!activity_id)
    return;

  if (g_hash_table_remove (self->shown, activity_id) |
      g_hash_table_remove (self->earlier, activity_id))
    withdraw (self, activity_id);
  for (int kind = 0; kind < WB_N_REMINDERS; kind++) {
    if (g_hash_table_size (self->several[kind]) == 0)
      continue;
    g_hash_table_remove_all (self->several[kind]);
    withdraw (self, several_ids[kind]);
  }
}

/* What hears the answer; only ever used on the main thread. */
typedef struct
{
  WbNotifier *notifier;  /* (owned) */
  char *id;              /* (owned) */
} Asked;

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->notifier);
  g_free (asked->id);
  g_free (asked);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asked, asked_free)

static void
snoozed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Asked) asked = user_data;
  WbNotifier *self = asked->notifier;
  g_autoptr (GNotification) notification = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = wb_context_write_finish (result, &error);

  if (!self->context)
    return;

  if (!done) {
    /* There may be no window to say it in. */
    notification = wb_notifier_words_refused (error, asked->id);
    g_application_send_notification (self->application, REFUSED_ID, notification);
  } else if (wb_context_get_sync (self->context)) {
    wb_sync_wake (wb_context_get_sync (self->context));
  }
}

/**
 * wb_notifier_snooze:
 * @self: a notifier
 * @activity_id: a call
 *
 * Puts a call off for an hour, whatever became of it since it was told; the promise does not move.
 */
void
wb_notifier_snooze (WbNotifier *self,
                    const char *activity_id)
{
  Asked *asked = NULL;

  g_return_if_fail (WB_IS_NOTIFIER (self));
  g_return_if_fail (activity_id);

  g_hash_table_remove (self->shown, activity_id);
  g_hash_table_remove (self->earlier, activity_id);
  withdraw (self, activity_id);

  asked = g_new0 (Asked, 1);
  asked->notifier = g_object_ref (self);
  asked->id = g_strdup (activity_id);
  wb_notifier_work_snooze (self->context, activity_id, wb_context_now (self->context) + SNOOZE_MS,
                           snoozed_cb, asked);
}
