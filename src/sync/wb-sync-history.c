/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The histories of the tickets that are to be called about, so that whoever calls has them offline
 * (design.md 9). They come with a ticket's detail only, one request each; what this costs is paid
 * in small parts, after everything else is up to date. */

#include "config.h"

#include "wb-sync-private.h"
#include "wb-ticket-store.h"

/* Tickets asked for in one pass: the feed is never kept waiting long. */
#define HISTORIES_A_PASS 50

/* @answer may be another ticket's version, or not there at all: it was asked for all the same. */
static gboolean
store_answer (WbSync          *self,
              const WbTicket  *asked,
              const WbTicket  *answer,
              GError         **error)
{
  WbDb *db = wb_sync_begin (self, error);
  gboolean changed = FALSE;
  gboolean ok = FALSE;

  if (!db)
    return FALSE;
  ok = (!answer || wb_ticket_store_apply (db, answer, &changed, error)) &&
       wb_ticket_store_note_history (db, asked->id, asked->version, error);

  return wb_sync_end (self, ok, changed ? WB_TABLE_TICKETS : WB_TABLE_NONE, error);
}

/* What the server said about this one ticket, and will say again until the ticket changes. */
static gboolean
is_about_ticket (const GError *error)
{
  return g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND) ||
         g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN) ||
         g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_REJECTED) ||
         g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY);
}

/* @stop_out: trouble that another request would only meet again. */
static gboolean
fetch_history (WbSync          *self,
               WbHelpdesk      *helpdesk,
               const WbTicket  *asked,
               gboolean        *stop_out,
               GCancellable    *cancellable,
               GError         **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (WbTicket) answer = wb_helpdesk_get_ticket (helpdesk, asked->id, cancellable, &problem);

  if (!wb_sync_requested (self, helpdesk, error))
    return FALSE;
  if (!problem || is_about_ticket (problem)) {
    /* Noted, so that it does not stand before the others for ever; but what cannot be read may be a
     * page between us and the server, which would answer for all. */
    *stop_out = g_error_matches (problem, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY);
    return store_answer (self, asked, answer, error);
  }
  if (wb_remote_error_is_passing (problem)) {
    *stop_out = TRUE;
    return TRUE;
  }
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

/* Fetches the histories that open calls lack, the most urgent first. A refusal of one ticket, or
 * passing trouble, is no error: the sync is up to date without them, and the next pass goes on. */
gboolean
wb_sync_fetch_histories (WbSync           *self,
                         WbHelpdesk       *helpdesk,
                         const WbAccount  *account,
                         GCancellable     *cancellable,
                         GError          **error)
{
  g_autoptr (WbDb) reader = NULL;
  g_autoptr (GPtrArray) tickets = NULL;
  gint64 looked_at = wb_clock_steady (wb_workspace_get_clock (wb_sync_get_workspace (self)));
  gboolean stop = FALSE;
  WbDb *db = NULL;

  if (!account || !wb_account_has_feature (account, WB_FEATURE_ACTIVITIES))
    return TRUE;

  reader = wb_workspace_open_reader (wb_sync_get_workspace (self), error);
  tickets = reader ? wb_ticket_store_list_for_history (reader, HISTORIES_A_PASS, error) : NULL;
  if (!tickets)
    return FALSE;
  if (tickets->len == 0)
    return TRUE;

  for (guint i = 0; i < tickets->len && !stop; i++) {
    const WbTicket *asked = g_ptr_array_index (tickets, i);

    if (!fetch_history (self, helpdesk, asked, &stop, cancellable, error) ||
        (!stop && !wb_sync_look_in (self, helpdesk, account, &looked_at, &stop, cancellable,
                                    error)))
      return FALSE;
  }
  db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, wb_ticket_store_tidy_histories (db, error), WB_TABLE_NONE, error);
}
