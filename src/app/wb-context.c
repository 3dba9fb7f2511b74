/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What pages share; see wb-context.h. The catalogues are a few dozen rows, re-read whole whenever a
 * commit touched them, so that a row in a list is drawn without a query. */

#include "config.h"

#include "wb-context-write.h"
#include "wb-context.h"

#include "wb-account-store.h"
#include "wb-local-settings-store.h"
#include "wb-meta-store.h"
#include "wb-outbox.h"
#include "wb-server-time.h"
#include "wb-shop-connection.h"

#include <gdk/gdk.h>

/* How soon what another program stored is shown and sent. */
#define NOTICE_OTHERS_MS 500

struct _WbContext
{
  GObject parent_instance;

  WbWorkspace *workspace;    /* (owned) */
  WbSync *sync;              /* (owned) (nullable) */
  WbSecrets *secrets;        /* (owned) (nullable) */
  WbWriteQueue *writes;      /* (owned) */
  WbSyncState *sync_state;   /* (owned) never NULL */

  WbAccount *account;        /* (owned) (nullable) */
  WbLevel level;
  GPtrArray *types;          /* (owned) (element-type WbTicketType) */
  GPtrArray *states;         /* (owned) (element-type WbTicketState) */
  GPtrArray *users;          /* (owned) (element-type WbUser) */
  GPtrArray *stores;         /* (owned) (element-type WbMerchantStore) */
  GTimeZone *zone;           /* (owned) */
  WbWorkingCalendar *calendar;      /* (owned) (nullable) */
  WbLocalSettings *local_settings;  /* (owned) */
  char *me_id;               /* (owned) (nullable) */
  char *language;            /* (owned) of the person at this computer */
  WbServerTime server_time;

  guint notice_id;
  gulong changed_id;
  gulong state_changed_id;
};

G_DEFINE_FINAL_TYPE (WbContext, wb_context, G_TYPE_OBJECT)

enum
{
  CHANGED,
  SYNC_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static char *
dup_language (void)
{
  const char *const *names = g_get_language_names ();

  /* The programs' own language. */
  if (g_str_equal (names[0], "C") || g_str_has_prefix (names[0], "C."))
    return g_strdup ("en");

  return g_strndup (names[0], strcspn (names[0], "_.@"));
}

static void
read_zone (WbContext *self,
           WbDb      *reader)
{
  g_autofree char *stored = wb_workspace_dup_meta (reader, WB_META_TIME_ZONE);
  const char *name = self->account ? self->account->time_zone : stored;

  g_clear_pointer (&self->zone, g_time_zone_unref);
  if (name)
    self->zone = g_time_zone_new_identifier (name);
  if (!self->zone)
    self->zone = g_time_zone_new_local ();
}

/* Winbackctl may write into the workspace beside the window; looking costs one pragma. */
static gboolean
notice_others_cb (gpointer data)
{
  WbContext *self = data;

  wb_workspace_notice_others (self->workspace);

  return G_SOURCE_CONTINUE;
}

/* A catalogue that cannot be read is shown as an empty one: the workspace tells of its trouble
 * where the work is, and a name missing in a row must not keep the row from being shown. */
static GPtrArray *
list_or_empty (GPtrArray *list)
{
  return list ? list : g_ptr_array_new ();
}

/* Settings that cannot be read are as nobody ever set them; what is wrong with the file is said by
 * the pages. */
static void
read_settings (WbContext *self,
               WbDb      *reader)
{
  g_clear_pointer (&self->calendar, wb_working_calendar_unref);
  g_clear_pointer (&self->local_settings, wb_local_settings_unref);

  if (self->account)
    self->calendar = wb_working_calendar_of (self->account, self->zone);
  self->local_settings = wb_local_settings_store_get (reader, NULL);
  if (!self->local_settings)
    self->local_settings = wb_local_settings_new ();
}

/* Without a service the shops are those that this program speaks to itself. */
static GPtrArray *
read_shops (WbContext *self,
            WbDb      *reader)
{
  g_autoptr (GPtrArray) connections = NULL;
  GPtrArray *stores = wb_merchant_store_list (reader, NULL);

  if (!stores)
    stores = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_merchant_store_unref);
  if (self->level != WB_LEVEL_PLAIN)
    return stores;

  connections = list_or_empty (wb_shop_connection_list (reader, NULL));
  for (guint i = 0; i < connections->len; i++)
    g_ptr_array_add (stores, wb_shop_connection_to_store (g_ptr_array_index (connections, i)));

  return stores;
}

static void
read_catalogues (WbContext *self)
{
  WbDb *reader = wb_workspace_get_reader (self->workspace);
  g_autofree char *level = wb_workspace_dup_meta (reader, WB_META_LEVEL);

  g_clear_pointer (&self->account, wb_account_unref);
  g_clear_pointer (&self->types, g_ptr_array_unref);
  g_clear_pointer (&self->states, g_ptr_array_unref);
  g_clear_pointer (&self->users, g_ptr_array_unref);
  g_clear_pointer (&self->stores, g_ptr_array_unref);
  g_clear_pointer (&self->me_id, g_free);

  self->account = wb_account_store_get (reader, NULL);
  self->level = g_strcmp0 (level, "1") == 0 ? WB_LEVEL_FULL : WB_LEVEL_PLAIN;
  self->types = list_or_empty (wb_ticket_type_store_list (reader, NULL));
  self->states = list_or_empty (wb_ticket_state_store_list (reader, NULL));
  self->users = list_or_empty (wb_user_store_list (reader, NULL));
  self->stores = read_shops (self, reader);
  self->me_id = wb_workspace_dup_meta (reader, WB_META_ME);
  read_zone (self, reader);
  read_settings (self, reader);
}

/* Without an engine of our own, what the workspace itself knows stands for its state. */
static void
read_stored_state (WbContext *self)
{
  WbDb *reader = wb_workspace_get_reader (self->workspace);
  g_autofree char *synced_at = wb_workspace_dup_meta (reader, WB_META_LAST_SYNCED_AT);
  WbSyncState *state = wb_sync_state_new ();

  if (synced_at)
    state->last_synced_at = g_ascii_strtoll (synced_at, NULL, 10);
  /* Counts that cannot be read are shown as none; the pages say what is wrong with the file. */
  wb_outbox_count (reader, &state->n_waiting, &state->n_needs_you, NULL);
  g_clear_pointer (&self->sync_state, wb_sync_state_unref);
  self->sync_state = state;
}

static void
workspace_changed_cb (WbContext *self,
                      guint      tables)
{
  if (tables & (WB_TABLE_ACCOUNT | WB_TABLE_SYNC))
    read_catalogues (self);
  wb_server_time_read (&self->server_time, wb_workspace_get_reader (self->workspace));
  if (!self->sync) {
    read_stored_state (self);
    g_signal_emit (self, signals[SYNC_CHANGED], 0);
  }

  g_signal_emit (self, signals[CHANGED], 0, tables);
}

static void
sync_state_changed_cb (WbContext *self)
{
  g_clear_pointer (&self->sync_state, wb_sync_state_unref);
  self->sync_state = wb_sync_dup_state (self->sync);

  g_signal_emit (self, signals[SYNC_CHANGED], 0);
}

static void
wb_context_dispose (GObject *object)
{
  WbContext *self = WB_CONTEXT (object);

  g_clear_handle_id (&self->notice_id, g_source_remove);
  g_clear_signal_handler (&self->changed_id, self->workspace);
  g_clear_signal_handler (&self->state_changed_id, self->sync);
  g_clear_pointer (&self->writes, wb_write_queue_free);
  g_clear_object (&self->sync);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (wb_context_parent_class)->dispose (object);
}

static void
wb_context_finalize (GObject *object)
{
  WbContext *self = WB_CONTEXT (object);

  g_clear_pointer (&self->secrets, wb_secrets_free);
  g_clear_pointer (&self->sync_state, wb_sync_state_unref);
  g_clear_pointer (&self->account, wb_account_unref);
  g_clear_pointer (&self->types, g_ptr_array_unref);
  g_clear_pointer (&self->states, g_ptr_array_unref);
  g_clear_pointer (&self->users, g_ptr_array_unref);
  g_clear_pointer (&self->stores, g_ptr_array_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->calendar, wb_working_calendar_unref);
  g_clear_pointer (&self->local_settings, wb_local_settings_unref);
  g_free (self->me_id);
  g_free (self->language);

  G_OBJECT_CLASS (wb_context_parent_class)->finalize (object);
}

static void
wb_context_class_init (WbContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_context_dispose;
  object_class->finalize = wb_context_finalize;

  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SYNC_CHANGED] = g_signal_new ("sync-changed", WB_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
}

static void
wb_context_init (WbContext *self)
{
  self->language = dup_language ();
  self->writes = wb_write_queue_new ();
}

/**
 * wb_context_new:
 * @workspace: the workspace shown
 * @sync: (nullable): its engine; `NULL` = shown without one (tests)
 * @secrets: (nullable) (transfer full): where its token is kept
 *
 * Returns: (transfer full): the context; main thread, as all here
 */
WbContext *
wb_context_new (WbWorkspace *workspace,
                WbSync      *sync,
                WbSecrets   *secrets)
{
  WbContext *self;

  g_return_val_if_fail (WB_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (!sync || WB_IS_SYNC (sync), NULL);

  self = g_object_new (WB_TYPE_CONTEXT, NULL);
  self->workspace = g_object_ref (workspace);
  self->secrets = secrets;
  self->changed_id = g_signal_connect_swapped (workspace, "changed",
                                               G_CALLBACK (workspace_changed_cb), self);
  self->notice_id = g_timeout_add (NOTICE_OTHERS_MS, notice_others_cb, self);
  if (sync) {
    self->sync = g_object_ref (sync);
    self->sync_state = wb_sync_dup_state (sync);
    self->state_changed_id = g_signal_connect_swapped (sync, "state-changed",
                                                       G_CALLBACK (sync_state_changed_cb), self);
  } else {
    read_stored_state (self);
  }
  read_catalogues (self);
  wb_server_time_read (&self->server_time, wb_workspace_get_reader (workspace));

  return self;
}

/**
 * wb_context_get_workspace:
 * @self: a context
 *
 * Returns: (transfer none): the workspace
 */
WbWorkspace *
wb_context_get_workspace (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return self->workspace;
}

/**
 * wb_context_get_reader:
 * @self: a context
 *
 * Returns: (transfer none): the main thread's read-only connection; short reads only
 */
WbDb *
wb_context_get_reader (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return wb_workspace_get_reader (self->workspace);
}

/**
 * wb_context_get_sync:
 * @self: a context
 *
 * Returns: (nullable) (transfer none): the engine
 */
WbSync *
wb_context_get_sync (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return self->sync;
}

/**
 * wb_context_get_secrets:
 * @self: a context
 *
 * Returns: (nullable) (transfer none): where the token is kept; used on worker threads only
 */
WbSecrets *
wb_context_get_secrets (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return self->secrets;
}

/**
 * wb_context_get_sync_state:
 * @self: a context
 *
 * Returns: (transfer none): what the engine last said of itself; until the next "sync-changed"
 */
const WbSyncState *
wb_context_get_sync_state (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return self->sync_state;
}

/**
 * wb_context_now:
 * @self: a context
 *
 * Returns: the server's time now, in ms, as far as it is known (wb-server-time.h); deadlines are
 *   judged by it (reference/retino-api.md B.6)
 */
gint64
wb_context_now (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), 0);

  return wb_server_time_now (&self->server_time, wb_workspace_get_clock (self->workspace));
}

/**
 * wb_context_get_clock_error:
 * @self: a context
 *
 * Somebody may set the clock at any time, so ask again now and then; nothing is emitted for it.
 *
 * Returns: how far this computer's clock is ahead of the server's, in ms; 0 when it is within two
 *   minutes, or the server's is not known
 */
gint64
wb_context_get_clock_error (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), 0);

  return wb_server_time_get_error (&self->server_time, wb_workspace_get_clock (self->workspace));
}

/**
 * wb_context_get_zone:
 * @self: a context
 *
 * Returns: (transfer none): the account's time zone
 */
GTimeZone *
wb_context_get_zone (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return self->zone;
}

/**
 * wb_context_get_calendar:
 * @self: a context
 *
 * Returns: (nullable) (transfer none): when the merchant is open; `NULL` = no opening hours are
 *   set. Until the next "changed"
 */
const WbWorkingCalendar *
wb_context_get_calendar (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return self->calendar;
}

/**
 * wb_context_get_local_settings:
 * @self: a context
 *
 * Returns: (transfer none): what the person here set for themselves; until the next "changed"
 */
const WbLocalSettings *
wb_context_get_local_settings (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return self->local_settings;
}

/**
 * wb_context_get_level:
 * @self: a context
 *
 * Returns: what kind of server the workspace is connected to
 */
WbLevel
wb_context_get_level (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), WB_LEVEL_PLAIN);

  return self->level;
}

/**
 * wb_context_get_account:
 * @self: a context
 *
 * Returns: (nullable) (transfer none): the account; `NULL` at level 0 and before the first load
 */
const WbAccount *
wb_context_get_account (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return self->account;
}

/**
 * wb_context_offers:
 * @self: a context
 * @feature: a `WB_FEATURE_…` name
 *
 * Returns: `TRUE` if the server offers it
 */
gboolean
wb_context_offers (WbContext  *self,
                   const char *feature)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), FALSE);

  return self->account && wb_account_has_feature (self->account, feature);
}

/**
 * wb_context_get_me_id:
 * @self: a context
 *
 * Returns: (nullable) (transfer none): the user id of who works here
 */
const char *
wb_context_get_me_id (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return self->me_id;
}

/**
 * wb_context_is_manager:
 * @self: a context
 *
 * Returns: `TRUE` if the one who works here may change settings; the server has the last word
 */
gboolean
wb_context_is_manager (WbContext *self)
{
  const WbUser *me = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (self), FALSE);

  me = wb_context_find_user (self, self->me_id);

  return me && wb_role_from_text (me->role) == WB_ROLE_MANAGER;
}

/**
 * wb_context_get_users:
 * @self: a context
 *
 * Returns: (transfer none) (element-type WbUser): all of the merchant's staff; until the next
 *   "changed"
 */
GPtrArray *
wb_context_get_users (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return self->users;
}

/**
 * wb_context_get_types:
 * @self: a context
 *
 * Returns: (transfer none) (element-type WbTicketType): in the order lists show them
 */
GPtrArray *
wb_context_get_types (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return self->types;
}

/**
 * wb_context_get_stores:
 * @self: a context
 *
 * Returns: (transfer none) (element-type WbMerchantStore): the merchant's shops
 */
GPtrArray *
wb_context_get_stores (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return self->stores;
}

/* All three records begin with their id. */
G_STATIC_ASSERT (G_STRUCT_OFFSET (WbTicketType, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (WbTicketState, id) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (WbUser, id) == 0);

static gconstpointer
find_by_id (GPtrArray  *records,
            const char *id)
{
  for (guint i = 0; id && i < records->len; i++) {
    char *const *record = g_ptr_array_index (records, i);

    if (g_strcmp0 (*record, id) == 0)
      return record;
  }

  return NULL;
}

/**
 * wb_context_find_type:
 * @self: a context
 * @id: (nullable): a type's id
 *
 * Returns: (nullable) (transfer none): the record, until the next "changed"
 */
const WbTicketType *
wb_context_find_type (WbContext  *self,
                      const char *id)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return find_by_id (self->types, id);
}

/**
 * wb_context_find_state:
 * @self: a context
 * @id: (nullable): a state's id
 *
 * Returns: (nullable) (transfer none): the record, until the next "changed"
 */
const WbTicketState *
wb_context_find_state (WbContext  *self,
                       const char *id)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return find_by_id (self->states, id);
}

/**
 * wb_context_find_user:
 * @self: a context
 * @id: (nullable): a user's id
 *
 * Returns: (nullable) (transfer none): the record, until the next "changed"
 */
const WbUser *
wb_context_find_user (WbContext  *self,
                      const char *id)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return find_by_id (self->users, id);
}

/**
 * wb_context_get_language:
 * @self: the context
 *
 * Returns: (transfer none): the ISO 639-1 code of the language that the person here reads
 */
const char *
wb_context_get_language (WbContext *self)
{
  g_return_val_if_fail (WB_IS_CONTEXT (self), NULL);

  return self->language;
}

/**
 * wb_context_write_async:
 * @self: a context
 * @work: calls a `wb_action_…` function; runs on the writing thread
 * @data: (nullable): for @work
 * @data_free: (nullable): frees @data
 * @cancellable: (nullable): keeps the answer from being heard, not the write from being done
 * @callback: called on the main thread; its source object is `NULL`
 * @user_data: for @callback
 *
 * Carries out something staff did; writes are done in the order they were asked for. The engine is
 * woken by the new outbox row.
 */
void
wb_context_write_async (WbContext           *self,
                        WbContextWork        work,
                        gpointer             data,
                        GDestroyNotify       data_free,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (WB_IS_CONTEXT (self));
  g_return_if_fail (work);

  /* Not us as the source: the writing thread may drop the task last, and with it the context,
   * which waits for that very thread when it goes. */
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_context_write_async);
  wb_write_queue_push (self->writes, task, self->workspace, work, data, data_free);
}

/**
 * wb_context_write_finish:
 * @result: from the callback
 * @error: return location: what @work said
 *
 * Returns: `TRUE` if it is stored
 */
gboolean
wb_context_write_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
