/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person asks for and waits for: a coupon, a ticket's history, a held call. Each as a
 * blocking function and as a GTask pair around it. */

#include "config.h"

#include "wb-sync-object.h"

#include <glib/gi18n-lib.h>

#include "wb-outbox.h"
#include "wb-wire-coupon.h"

/* One spare client for what the window asks for now and then; made where it is needed. */
WbHelpdesk *
wb_sync_take_spare (WbSync        *self,
                    GCancellable  *cancellable,
                    GError       **error)
{
  WbHelpdesk *helpdesk = NULL;

  g_mutex_lock (&self->spare_lock);
  helpdesk = g_steal_pointer (&self->spare);
  g_mutex_unlock (&self->spare_lock);

  return helpdesk ? helpdesk : wb_sync_make_helpdesk (self, cancellable, error);
}

/* One that met a refused token is not kept: the next one is made with the token as it is then. */
void
wb_sync_give_spare (WbSync     *self,
                    WbHelpdesk *helpdesk,
                    gboolean    is_good)
{
  WbHelpdesk *surplus = helpdesk;

  g_mutex_lock (&self->spare_lock);
  if (is_good && !self->spare) {
    self->spare = helpdesk;
    surplus = NULL;
  }
  g_mutex_unlock (&self->spare_lock);
  g_clear_pointer (&surplus, wb_helpdesk_free);
}

/**
 * wb_sync_give_coupon:
 * @self: an engine
 * @seq: a row that wb_action_request_coupon() stored
 * @cancellable: (nullable): stops waiting; the request stands in the outbox
 *
 * Sends a stored coupon request now. The coupon may still be `pending`: the shop is being asked.
 * A refusal is kept under “needs you” and is the error, too. Blocking; worker thread.
 *
 * Returns: (transfer full): the coupon; `NULL` with a %WB_REMOTE_ERROR. A passing one means “not
 *   confirmed yet”: calling again with the same @seq makes nothing twice
 */
WbCoupon *
wb_sync_give_coupon (WbSync        *self,
                     gint64         seq,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (WbDb) reader = NULL;
  g_autoptr (WbOutboxRow) row = NULL;
  g_autoptr (GError) problem = NULL;
  g_autoptr (JsonNode) answer = NULL;
  WbHelpdesk *helpdesk = NULL;
  gboolean stop = FALSE;

  g_return_val_if_fail (WB_IS_SYNC (self), NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  reader = wb_workspace_open_reader (self->workspace, error);
  row = reader ? wb_outbox_get (reader, seq, &problem) : NULL;
  if (!row) {
    if (problem)
      g_propagate_error (error, g_steal_pointer (&problem));
    else if (reader)
      g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND,
                           _ ("This coupon was asked for and answered already"));
    return NULL;
  }
  helpdesk = wb_sync_take_spare (self, cancellable, error);
  if (!helpdesk)
    return NULL;

  wb_sync_send_row (self, helpdesk, row, &answer, &stop, cancellable, &problem);
  wb_sync_give_spare (self, helpdesk,
                      !g_error_matches (problem, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED));
  wb_sync_count_outbox (self, NULL);
  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  if (!answer) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                         _ ("The server did not say which coupon it gave"));
    return NULL;
  }

  return wb_wire_coupon_decode (answer, error);
}

static void
give_coupon_thread_cb (GTask        *task,
                       gpointer      source,
                       gpointer      data,
                       GCancellable *cancellable)
{
  GError *error = NULL;
  WbCoupon *coupon = wb_sync_give_coupon (source, *(gint64 *) data, cancellable, &error);

  if (coupon)
    g_task_return_pointer (task, coupon, (GDestroyNotify) wb_coupon_unref);
  else
    g_task_return_error (task, error);
}

/**
 * wb_sync_give_coupon_async:
 * @self: an engine
 * @seq: a row that wb_action_request_coupon() stored
 * @cancellable: (nullable): stops waiting
 * @callback: called on this thread's context
 * @user_data: for @callback
 *
 * wb_sync_give_coupon() on a thread of its own.
 */
void
wb_sync_give_coupon_async (WbSync              *self,
                           gint64               seq,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (WB_IS_SYNC (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_sync_give_coupon_async);
  g_task_set_task_data (task, g_memdup2 (&seq, sizeof seq), g_free);
  g_task_run_in_thread (task, give_coupon_thread_cb);
}

/**
 * wb_sync_give_coupon_finish:
 * @self: an engine
 * @result: what the callback was given
 *
 * Returns: (transfer full): the coupon; `NULL` as with wb_sync_give_coupon()
 */
WbCoupon *
wb_sync_give_coupon_finish (WbSync        *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * wb_sync_fetch_ticket:
 * @self: an engine
 * @ticket_id: a ticket
 * @cancellable: (nullable): stops it
 *
 * Fetches a ticket with its history and stores it. Blocking; worker thread.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with a %WB_REMOTE_ERROR or %WB_DB_ERROR
 */
gboolean
wb_sync_fetch_ticket (WbSync        *self,
                      const char    *ticket_id,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr (WbTicket) ticket = NULL;
  g_autoptr (GPtrArray) items = NULL;
  WbHelpdesk *helpdesk = NULL;
  gboolean is_good = FALSE;

  g_return_val_if_fail (WB_IS_SYNC (self), FALSE);
  g_return_val_if_fail (ticket_id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  helpdesk = wb_sync_take_spare (self, cancellable, error);
  if (!helpdesk)
    return FALSE;
  ticket = wb_helpdesk_get_ticket (helpdesk, ticket_id, cancellable, error);
  is_good = wb_helpdesk_get_last (helpdesk)->status != 401;
  if (!wb_sync_requested (self, helpdesk, error))
    g_clear_pointer (&ticket, wb_ticket_unref);
  wb_sync_give_spare (self, helpdesk, is_good);
  if (!ticket)
    return FALSE;

  items = g_ptr_array_new ();
  g_ptr_array_add (items, ticket);

  return wb_sync_apply_tickets (self, items, 1, NULL, error);
}

static void
fetch_ticket_thread_cb (GTask        *task,
                        gpointer      source,
                        gpointer      data,
                        GCancellable *cancellable)
{
  GError *error = NULL;

  if (wb_sync_fetch_ticket (source, data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * wb_sync_fetch_ticket_async:
 * @self: an engine
 * @ticket_id: a ticket
 * @cancellable: (nullable): stops it
 * @callback: called on this thread's context
 * @user_data: for @callback
 *
 * wb_sync_fetch_ticket() on a thread of its own.
 */
void
wb_sync_fetch_ticket_async (WbSync              *self,
                            const char          *ticket_id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (WB_IS_SYNC (self));
  g_return_if_fail (ticket_id);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_sync_fetch_ticket_async);
  g_task_set_task_data (task, g_strdup (ticket_id), g_free);
  g_task_run_in_thread (task, fetch_ticket_thread_cb);
}

/**
 * wb_sync_fetch_ticket_finish:
 * @self: an engine
 * @result: what the callback was given
 *
 * Returns: as wb_sync_fetch_ticket()
 */
gboolean
wb_sync_fetch_ticket_finish (WbSync        *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * wb_sync_fetch_stores:
 * @self: an engine at level 1
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Reads the service's shops and stores them, if they are not as they were. Blocking; worker thread.
 *
 * Returns: `FALSE` with a %WB_REMOTE_ERROR or %WB_DB_ERROR
 */
gboolean
wb_sync_fetch_stores (WbSync        *self,
                      GCancellable  *cancellable,
                      GError       **error)
{
  WbHelpdesk *helpdesk = NULL;
  gboolean done = FALSE;

  g_return_val_if_fail (WB_IS_SYNC (self), FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  helpdesk = wb_sync_take_spare (self, cancellable, error);
  if (!helpdesk)
    return FALSE;
  done = wb_sync_read_stores (self, helpdesk, cancellable, error);
  wb_sync_give_spare (self, helpdesk, wb_helpdesk_get_last (helpdesk)->status != 401);

  return done;
}

static void
fetch_stores_thread_cb (GTask        *task,
                        gpointer      source,
                        gpointer      data,
                        GCancellable *cancellable)
{
  GError *error = NULL;

  if (wb_sync_fetch_stores (source, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * wb_sync_fetch_stores_async:
 * @self: an engine at level 1
 * @cancellable: (nullable): stops it
 * @callback: called on this thread's context
 * @user_data: for @callback
 *
 * wb_sync_fetch_stores() on a thread of its own.
 */
void
wb_sync_fetch_stores_async (WbSync              *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (WB_IS_SYNC (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_sync_fetch_stores_async);
  g_task_run_in_thread (task, fetch_stores_thread_cb);
}

/**
 * wb_sync_fetch_stores_finish:
 * @self: an engine
 * @result: what the callback was given
 *
 * Returns: as wb_sync_fetch_stores()
 */
gboolean
wb_sync_fetch_stores_finish (WbSync        *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  char *activity_id;   /* (owned) */
  int lease_secs;
} Renewal;

static void
free_renewal (gpointer data)
{
  Renewal *renewal = data;

  g_free (renewal->activity_id);
  g_free (renewal);
}

/* The call as it is now, without waiting for the feed: the card says at once who has it. */
static gboolean
refresh_call (WbSync        *self,
              WbHelpdesk    *helpdesk,
              const char    *activity_id,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (WbActivity) call = wb_helpdesk_get_activity (helpdesk, activity_id, cancellable, NULL);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  if (!wb_sync_requested (self, helpdesk, error))
    return FALSE;
  /* Where it cannot be had, the feed tells sooner or later. */
  if (!call)
    return TRUE;
  g_ptr_array_add (items, call);

  return wb_sync_apply_activities (self, items, 1, NULL, error);
}

/**
 * wb_sync_renew_lease:
 * @self: an engine
 * @activity_id: a call this user holds
 * @lease_secs: 60–3600, from now
 * @cancellable: (nullable): stops it
 *
 * Keeps a held call while its card is open (reference/retino-api.md B.6). A renewal raises no
 * version and stores nothing; a refused one fetches the call and stores it, so that whose it is by
 * now shows before this returns. Blocking; worker thread.
 *
 * Returns: `TRUE` if the lease runs on; `FALSE` with %WB_REMOTE_ERROR_CONFLICT when the call is
 *   somebody else's now, or another %WB_REMOTE_ERROR
 */
gboolean
wb_sync_renew_lease (WbSync        *self,
                     const char    *activity_id,
                     int            lease_secs,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (GError) problem = NULL;
  WbHelpdesk *helpdesk = NULL;
  gboolean is_good = FALSE;
  gboolean ok = FALSE;

  g_return_val_if_fail (WB_IS_SYNC (self), FALSE);
  g_return_val_if_fail (activity_id, FALSE);
  g_return_val_if_fail (lease_secs >= 60 && lease_secs <= 3600, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  helpdesk = wb_sync_take_spare (self, cancellable, error);
  if (!helpdesk)
    return FALSE;
  ok = wb_helpdesk_renew (helpdesk, activity_id, lease_secs, cancellable, &problem);
  is_good = wb_helpdesk_get_last (helpdesk)->status != 401;
  if (g_error_matches (problem, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT) &&
      !refresh_call (self, helpdesk, activity_id, cancellable, error)) {
    wb_sync_give_spare (self, helpdesk, is_good);
    return FALSE;
  }
  wb_sync_give_spare (self, helpdesk, is_good);
  if (problem)
    g_propagate_error (error, g_steal_pointer (&problem));

  return ok;
}

static void
renew_lease_thread_cb (GTask        *task,
                       gpointer      source,
                       gpointer      data,
                       GCancellable *cancellable)
{
  const Renewal *renewal = data;
  GError *error = NULL;

  if (wb_sync_renew_lease (source, renewal->activity_id, renewal->lease_secs, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * wb_sync_renew_lease_async:
 * @self: an engine
 * @activity_id: a call this user holds
 * @lease_secs: 60–3600, from now
 * @cancellable: (nullable): stops it
 * @callback: called on this thread's context
 * @user_data: for @callback
 *
 * wb_sync_renew_lease() on a thread of its own.
 */
void
wb_sync_renew_lease_async (WbSync              *self,
                           const char          *activity_id,
                           int                  lease_secs,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Renewal *renewal = NULL;

  g_return_if_fail (WB_IS_SYNC (self));
  g_return_if_fail (activity_id);

  renewal = g_new0 (Renewal, 1);
  renewal->activity_id = g_strdup (activity_id);
  renewal->lease_secs = lease_secs;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_sync_renew_lease_async);
  g_task_set_task_data (task, renewal, free_renewal);
  g_task_run_in_thread (task, renew_lease_thread_cb);
}

/**
 * wb_sync_renew_lease_finish:
 * @self: an engine
 * @result: what the callback was given
 *
 * Returns: as wb_sync_renew_lease()
 */
gboolean
wb_sync_renew_lease_finish (WbSync        *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
