/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server has and we cannot read: one such ticket must not keep the others from people, nor
 * be lost without a word. It is remembered, said in the published state, and asked for again. */

#include "config.h"

#include "wb-sync-object.h"

#include <glib/gi18n-lib.h>

#include "wb-banner-store.h"
#include "wb-call-store.h"
#include "wb-coupon-store.h"
#include "wb-ticket-store.h"
#include "wb-time.h"
#include "wb-unreadable-store.h"

/* Asked for in one pass, each at most once in the time. */
#define RETRIES_A_PASS 20
#define RETRY_MS WB_HOUR_MS

typedef gpointer (*GetFunc) (WbHelpdesk *helpdesk, const char *id, GCancellable *cancellable,
                             GError **error);
typedef gboolean (*ApplyFunc) (WbDb *db, gconstpointer record, gboolean *changed, GError **error);

static const struct
{
  const char *resource;
  GetFunc get;
  ApplyFunc apply;
  GDestroyNotify unref;
  WbTables touched;
} lists[] = {
  { "tickets", (GetFunc) wb_helpdesk_get_ticket, (ApplyFunc) wb_ticket_store_apply,
    (GDestroyNotify) wb_ticket_unref, WB_TABLE_TICKETS },
  { "activities", (GetFunc) wb_helpdesk_get_activity, (ApplyFunc) wb_call_store_apply,
    (GDestroyNotify) wb_activity_unref, WB_TABLE_CALLS },
  { "coupons", (GetFunc) wb_helpdesk_get_coupon, (ApplyFunc) wb_coupon_store_apply,
    (GDestroyNotify) wb_coupon_unref, WB_TABLE_COUPONS },
  { "remarketing/banners", (GetFunc) wb_helpdesk_get_banner, (ApplyFunc) wb_banner_store_apply,
    (GDestroyNotify) wb_banner_unref, WB_TABLE_BANNERS },
};

gboolean
wb_sync_note_skipped (WbSync      *self,
                      const char  *resource,
                      GPtrArray   *ids,
                      GError     **error)
{
  gint64 now = wb_sync_server_now (self);
  WbDb *db = wb_sync_begin (self, error);
  gboolean ok = db != NULL;

  for (guint i = 0; ok && i < ids->len; i++)
    ok = wb_unreadable_store_note (db, resource, g_ptr_array_index (ids, i), now, error);

  return db && wb_sync_end (self, ok, WB_TABLE_NONE, error);
}

/* @stop_out: trouble that the next one would only meet again. */
static gboolean
retry (WbSync        *self,
       WbHelpdesk    *helpdesk,
       guint          list,
       const char    *id,
       gboolean      *stop_out,
       GCancellable  *cancellable,
       GError       **error)
{
  gint64 now = wb_sync_server_now (self);
  g_autoptr (GError) problem = NULL;
  gpointer record = lists[list].get (helpdesk, id, cancellable, &problem);
  gboolean is_gone = g_error_matches (problem, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND);
  gboolean changed = FALSE;
  gboolean ok = FALSE;
  WbDb *db = NULL;

  if (!wb_sync_requested (self, helpdesk, error)) {
    g_clear_pointer (&record, lists[list].unref);
    return FALSE;
  }
  if (!record && !is_gone && problem->domain != WB_REMOTE_ERROR) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (!record && !is_gone && wb_remote_error_is_passing (problem)) {
    *stop_out = TRUE;
    return TRUE;
  }
  db = wb_sync_begin (self, error);
  if (db && (record || is_gone))
    ok = (!record || lists[list].apply (db, record, &changed, error)) &&
         wb_unreadable_store_forget (db, lists[list].resource, id, error);
  else if (db)
    ok = wb_unreadable_store_note (db, lists[list].resource, id, now, error);
  g_clear_pointer (&record, lists[list].unref);

  return db && wb_sync_end (self, ok, changed ? lists[list].touched : WB_TABLE_NONE, error);
}

gboolean
wb_sync_retry_unreadable (WbSync        *self,
                          WbHelpdesk    *helpdesk,
                          GCancellable  *cancellable,
                          GError       **error)
{
  gint64 before = wb_sync_server_now (self) - RETRY_MS;
  g_autoptr (WbDb) reader = wb_workspace_open_reader (self->workspace, error);
  gboolean stop = FALSE;

  if (!reader)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autoptr (GPtrArray) ids = wb_unreadable_store_list (reader, lists[i].resource, before,
                                                          RETRIES_A_PASS, error);

    if (!ids)
      return FALSE;
    for (guint j = 0; j < ids->len && !stop; j++) {
      if (!retry (self, helpdesk, i, g_ptr_array_index (ids, j), &stop, cancellable, error))
        return FALSE;
    }
  }

  return TRUE;
}

/* For people; NULL = nothing is amiss. */
static char *
describe (gint64 n_tickets,
          gint64 n_all)
{
  if (n_all == 0)
    return NULL;
  if (n_tickets == n_all)
    return g_strdup_printf (ngettext ("%d ticket could not be read; the rest is up to date",
                                      "%d tickets could not be read; the rest is up to date",
                                      (gulong) n_all), (int) n_all);

  /* Translators: tickets, calls, coupons, banners. */
  return g_strdup_printf (ngettext ("%d entry could not be read; the rest is up to date",
                                    "%d entries could not be read; the rest is up to date",
                                    (gulong) n_all), (int) n_all);
}

/* Into the published state. */
gboolean
wb_sync_count_unreadable (WbSync  *self,
                          GError **error)
{
  g_autoptr (WbDb) reader = wb_workspace_open_reader (self->workspace, error);
  WbSyncState *state = NULL;
  gint64 n_tickets = 0;
  gint64 n_all = 0;

  if (!reader || !wb_unreadable_store_count (reader, "tickets", &n_tickets, error) ||
      !wb_unreadable_store_count (reader, NULL, &n_all, error))
    return FALSE;

  state = wb_sync_copy_state (self);
  state->n_unreadable = n_all;
  g_free (state->unreadable);
  state->unreadable = describe (n_tickets, n_all);
  wb_sync_publish (self, state);

  return TRUE;
}
