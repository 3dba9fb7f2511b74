/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine's object: its transactions, the server's clock, and the state it publishes.
 * The steps that pull and push are made of are in wb-sync-steps.c, the threads that run them in
 * wb-sync-threads.c.
 *
 * What several threads touch is guarded by `lock`; the workspace guards itself; a client belongs to
 * the thread that made it. */

#include "config.h"

#include "wb-sync-shops-private.h"

#include "wb-meta-store.h"
#include "wb-outbox.h"
#include "wb-time.h"

/* `Date` has whole seconds, so it is half a second old on average. */
#define DATE_MIDDLE_MS 500

G_DEFINE_QUARK (wb-sync-error-quark, wb_sync_error)

enum
{
  STATE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbSync, wb_sync, G_TYPE_OBJECT)

static void
wb_sync_dispose (GObject *object)
{
  WbSync *self = WB_SYNC (object);

  wb_sync_stop (self);
  g_mutex_lock (&self->lock);
  if (self->telling)
    g_source_destroy (self->telling);
  g_clear_pointer (&self->telling, g_source_unref);
  g_mutex_unlock (&self->lock);

  G_OBJECT_CLASS (wb_sync_parent_class)->dispose (object);
}

static void
wb_sync_finalize (GObject *object)
{
  WbSync *self = WB_SYNC (object);

  g_clear_pointer (&self->shops, wb_sync_shops_free);
  if (self->keys_destroy)
    self->keys_destroy (self->keys);
  g_clear_pointer (&self->spare, wb_helpdesk_free);
  g_hash_table_unref (self->picture_waits);
  g_object_unref (self->push_end);
  if (self->factory_destroy)
    self->factory_destroy (self->factory_data);
  wb_sync_state_unref (self->state);
  g_clear_object (&self->workspace);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->spare_lock);

  G_OBJECT_CLASS (wb_sync_parent_class)->finalize (object);
}

static void
wb_sync_class_init (WbSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_sync_dispose;
  object_class->finalize = wb_sync_finalize;

  /**
   * WbSync::state-changed:
   *
   * wb_sync_dup_state() gives something new; main thread.
   */
  signals[STATE_CHANGED] = g_signal_new ("state-changed", WB_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
}

static void
wb_sync_init (WbSync *self)
{
  g_mutex_init (&self->lock);
  g_mutex_init (&self->spare_lock);
  self->state = wb_sync_state_new ();
  self->picture_waits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->push_wake_at = WB_TIME_NONE;
  self->push_end = g_cancellable_new ();
  self->shops = wb_sync_shops_new (self);
}

/**
 * wb_sync_new:
 * @workspace: the workspace
 * @factory: makes a client for the thread that calls it
 * @factory_data: for @factory
 * @factory_destroy: (nullable): frees @factory_data
 *
 * Makes an engine; nothing runs yet. Main thread.
 *
 * Returns: (transfer full): the engine
 */
WbSync *
wb_sync_new (WbWorkspace       *workspace,
             WbHelpdeskFactory  factory,
             gpointer           factory_data,
             GDestroyNotify     factory_destroy)
{
  g_autoptr (WbDb) reader = NULL;
  WbSync *self = NULL;

  g_return_val_if_fail (WB_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (factory, NULL);

  self = g_object_new (WB_TYPE_SYNC, NULL);
  self->workspace = g_object_ref (workspace);
  self->factory = factory;
  self->factory_data = factory_data;
  self->factory_destroy = factory_destroy;
  reader = wb_workspace_open_reader (workspace, NULL);
  if (reader)
    wb_server_time_read (&self->server_time, reader);
  self->state->last_synced_at = wb_sync_get_meta_int (self, WB_META_LAST_SYNCED_AT, WB_TIME_NONE);
  wb_sync_count_outbox (self, NULL);

  return self;
}

/**
 * wb_sync_new_for_workspace:
 * @workspace: the workspace
 * @secrets: (transfer full): where its token is
 * @ca_file: (nullable): authorities besides the system's; `NULL` = those given at connect
 *
 * Makes an engine that connects as the workspace says. Main thread.
 *
 * Returns: (transfer full): the engine
 */
WbSync *
wb_sync_new_for_workspace (WbWorkspace *workspace,
                           WbSecrets   *secrets,
                           const char  *ca_file)
{
  gpointer connection = NULL;
  WbSync *self = NULL;

  g_return_val_if_fail (WB_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (secrets, NULL);

  connection = wb_sync_connection_new (workspace, secrets, ca_file);
  self = wb_sync_new (workspace, wb_sync_connection_make, connection, wb_sync_connection_free);
  self->keys = connection;

  return self;
}

void
wb_sync_set_secrets (WbSync    *self,
                     WbSecrets *secrets)
{
  if (self->keys_destroy)
    self->keys_destroy (self->keys);
  self->keys = wb_sync_connection_new (self->workspace, secrets, NULL);
  self->keys_destroy = wb_sync_connection_free;
}

WbWorkspace *
wb_sync_get_workspace (WbSync *self)
{
  return self->workspace;
}

WbHelpdesk *
wb_sync_make_helpdesk (WbSync        *self,
                       GCancellable  *cancellable,
                       GError       **error)
{
  return self->factory (self->factory_data, cancellable, error);
}

void
wb_sync_set_probe (WbSync      *self,
                   WbSyncProbe  probe,
                   gpointer     data)
{
  self->probe = probe;
  self->probe_data = data;
}

gboolean
wb_sync_pass_point (WbSync      *self,
                    const char  *point,
                    GError     **error)
{
  if (!self->dead && self->probe && !self->probe (point, self->probe_data))
    self->dead = TRUE;
  if (self->dead && error && !*error)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "ended at %s", point);

  return !self->dead;
}

WbDb *
wb_sync_begin (WbSync  *self,
               GError **error)
{
  if (self->dead) {
    wb_sync_pass_point (self, "begin", error);
    return NULL;
  }

  return wb_workspace_begin (self->workspace, error);
}

gboolean
wb_sync_commit (WbSync    *self,
                WbTables   touched,
                GError   **error)
{
  return wb_workspace_commit (self->workspace, touched, error) &&
         wb_sync_pass_point (self, "commit", error);
}

void
wb_sync_rollback (WbSync *self)
{
  wb_workspace_rollback (self->workspace);
}

gboolean
wb_sync_end (WbSync    *self,
             gboolean   ok,
             WbTables   touched,
             GError   **error)
{
  if (ok)
    return wb_sync_commit (self, touched, error);
  wb_sync_rollback (self);

  return FALSE;
}

gboolean
wb_sync_end_bulk_load (WbSync  *self,
                       GError **error)
{
  if (self->dead)
    return wb_sync_pass_point (self, "end-bulk-load", error);

  return wb_workspace_end_bulk_load (self->workspace, error);
}

/* Lateness is judged by the server's clock (reference/retino-api.md B.1). */
static gboolean
keep_server_time (WbSync  *self,
                  gint64   date,
                  GError **error)
{
  WbServerTime known;
  gboolean is_news = FALSE;
  WbDb *db = NULL;

  g_mutex_lock (&self->lock);
  is_news = wb_server_time_learn (&self->server_time, wb_workspace_get_clock (self->workspace),
                                  date + DATE_MIDDLE_MS);
  known = self->server_time;
  g_mutex_unlock (&self->lock);
  if (!is_news)
    return TRUE;

  /* Rows are due by the server's time. */
  wb_sync_wake_push (self);
  db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, wb_server_time_store (&known, db, error), WB_TABLE_SYNC, error);
}

gboolean
wb_sync_requested (WbSync      *self,
                   WbHelpdesk  *helpdesk,
                   GError     **error)
{
  const WbReplyInfo *info = wb_helpdesk_get_last (helpdesk);

  if (!wb_sync_pass_point (self, "request", error))
    return FALSE;
  if (info->date == WB_TIME_NONE)
    return TRUE;

  /* A failed request has set an error already; that one is the news. */
  return keep_server_time (self, info->date, error && !*error ? error : NULL);
}

gint64
wb_sync_server_now (WbSync *self)
{
  WbServerTime known;

  g_mutex_lock (&self->lock);
  known = self->server_time;
  g_mutex_unlock (&self->lock);

  return wb_server_time_now (&known, wb_workspace_get_clock (self->workspace));
}

char *
wb_sync_dup_meta (WbSync     *self,
                  const char *key)
{
  g_autoptr (WbDb) reader = wb_workspace_open_reader (self->workspace, NULL);

  return reader ? wb_workspace_dup_meta (reader, key) : NULL;
}

gint64
wb_sync_get_meta_int (WbSync     *self,
                      const char *key,
                      gint64      fallback)
{
  g_autofree char *text = wb_sync_dup_meta (self, key);
  gint64 value = 0;

  if (!text || !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL))
    return fallback;

  return value;
}

gboolean
wb_sync_put_meta_int (WbDb        *db,
                      const char  *key,
                      gint64       value,
                      GError     **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return wb_workspace_set_meta (db, key, text, error);
}

gint64
wb_sync_back_off_ms (WbSync *self,
                     int     attempts,
                     gint64  retry_after_ms)
{
  gint64 delay = WB_SECOND_MS << CLAMP (attempts - 1, 0, 6);

  if (retry_after_ms >= 0)
    return retry_after_ms;

  delay = MIN (delay, WB_MINUTE_MS);

  return delay * (800 + wb_random_below (wb_workspace_get_random (self->workspace), 401)) / 1000;
}

static gboolean
tell_state_cb (gpointer data)
{
  WbSync *self = data;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->telling, g_source_unref);
  g_mutex_unlock (&self->lock);
  g_signal_emit (self, signals[STATE_CHANGED], 0);

  return G_SOURCE_REMOVE;
}

/* The state that holds now, to be changed by the caller and given to wb_sync_publish(). */
WbSyncState *
wb_sync_copy_state (WbSync *self)
{
  WbSyncState *copy = wb_sync_state_new ();

  g_mutex_lock (&self->lock);
  copy->phase = self->state->phase;
  copy->last_synced_at = self->state->last_synced_at;
  copy->retry_at = self->state->retry_at;
  copy->done = self->state->done;
  copy->total = self->state->total;
  copy->n_waiting = self->state->n_waiting;
  copy->n_needs_you = self->state->n_needs_you;
  copy->n_unreadable = self->state->n_unreadable;
  copy->message = g_strdup (self->state->message);
  copy->unreadable = g_strdup (self->state->unreadable);
  g_mutex_unlock (&self->lock);

  return copy;
}

void
wb_sync_publish (WbSync      *self,
                 WbSyncState *state)
{
  WbSyncState *old = NULL;

  g_mutex_lock (&self->lock);
  old = self->state;
  self->state = state;
  if (!self->telling) {
    self->telling = g_idle_source_new ();
    g_source_set_priority (self->telling, G_PRIORITY_DEFAULT);
    g_source_set_callback (self->telling, tell_state_cb, self, NULL);
    g_source_attach (self->telling, NULL);
  }
  g_mutex_unlock (&self->lock);
  wb_sync_state_unref (old);
}

void
wb_sync_set_phase (WbSync      *self,
                   WbSyncPhase  phase,
                   const char  *message,
                   gint64       retry_at)
{
  WbSyncState *state = wb_sync_copy_state (self);

  if (phase != WB_SYNC_FIRST_LOAD)
    state->done = state->total = 0;
  state->phase = phase;
  state->retry_at = retry_at;
  g_free (state->message);
  state->message = g_strdup (message);
  wb_sync_publish (self, state);
}

void
wb_sync_tell_progress (WbSync *self,
                       gint64  done,
                       gint64  total)
{
  WbSyncState *state = wb_sync_copy_state (self);

  state->phase = WB_SYNC_FIRST_LOAD;
  state->done = done;
  state->total = total;
  wb_sync_publish (self, state);
}

void
wb_sync_set_push_wake (WbSync *self,
                       gint64  wake_at)
{
  g_mutex_lock (&self->lock);
  self->push_wake_at = wake_at;
  g_mutex_unlock (&self->lock);
}

/* @db: (nullable) a reader of this thread. */
void
wb_sync_count_outbox (WbSync *self,
                      WbDb   *db)
{
  g_autoptr (WbDb) reader = db ? NULL : wb_workspace_open_reader (self->workspace, NULL);
  WbSyncState *state = NULL;
  gint64 n_waiting = 0;
  gint64 n_needs_you = 0;

  if ((!db && !reader) || !wb_outbox_count (db ? db : reader, &n_waiting, &n_needs_you, NULL))
    return;

  state = wb_sync_copy_state (self);
  if (state->n_waiting == n_waiting && state->n_needs_you == n_needs_you) {
    wb_sync_state_unref (state);
    return;
  }
  state->n_waiting = n_waiting;
  state->n_needs_you = n_needs_you;
  wb_sync_publish (self, state);
}

/**
 * wb_sync_dup_state:
 * @self: an engine
 *
 * Any thread.
 *
 * Returns: (transfer full): what the engine is doing
 */
WbSyncState *
wb_sync_dup_state (WbSync *self)
{
  WbSyncState *state = NULL;

  g_return_val_if_fail (WB_IS_SYNC (self), NULL);

  g_mutex_lock (&self->lock);
  state = wb_sync_state_ref (self->state);
  g_mutex_unlock (&self->lock);

  return state;
}
