/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tickets, their history and their search index. Functions take a reader or the open transaction. */

#pragma once

#include "wb-db.h"
#include "wb-ticket.h"

G_BEGIN_DECLS

/* Applies a ticket from the server: an older or equal version (level 1) or an unchanged updated_at
 * (level 0) changes nothing and leaves @changed_out FALSE; a tombstone removes the ticket, unless
 * unsent work hangs on it. History is replaced only when it was sent. */
gboolean   wb_ticket_store_apply      (WbDb            *db,
                                       const WbTicket  *ticket,
                                       gboolean        *changed_out,
                                       GError         **error);
/* As apply, for the first load: no search rows, no look-ups; see wb_workspace_begin_bulk_load(). */
gboolean   wb_ticket_store_load       (WbDb            *db,
                                       const WbTicket  *ticket,
                                       GError         **error);
WbTicket  *wb_ticket_store_get        (WbDb            *db,
                                       const char      *id,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_ticket_store_dup_product_name (WbDb      *db,
                                       const char      *id,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
WbTicket  *wb_ticket_store_get_row    (WbDb            *db,
                                       gint64           rowid,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
WbTicket  *wb_ticket_store_find_code  (WbDb            *db,
                                       const char      *code,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_ticket_store_remove     (WbDb            *db,
                                       const char      *id,
                                       GError         **error);
gboolean   wb_ticket_store_count      (WbDb            *db,
                                       gint64          *count_out,
                                       GError         **error);

/* Row ids for a list (element-type gint64), newest first; @typed NULL or "" = all. Off the main
 * thread for all; a search with a limit is short enough for any thread. @limit 0 = no limit. */
GArray    *wb_ticket_store_list_ids   (WbDb            *db,
                                       const char      *typed,
                                       guint            limit,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* All server ids, sorted, for the daily compare of level 0. */
GPtrArray *wb_ticket_store_all_ids    (WbDb            *db,
                                       gint64           updated_from,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* The histories of tickets with open calls (wb-ticket-history.c): which to ask for (element-type
 * WbTicket), and that it was done. */
GPtrArray *wb_ticket_store_list_for_history (WbDb      *db,
                                       guint            limit,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_ticket_store_note_history (WbDb          *db,
                                       const char      *id,
                                       gint64           version,
                                       GError         **error);
gboolean   wb_ticket_store_tidy_histories (WbDb        *db,
                                       GError         **error);

G_END_DECLS
