/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Asking which tickets match what is typed, off the main thread: one reader of its own, and only the
 * newest question is answered. */

#pragma once

#include "wb-workspace.h"

G_BEGIN_DECLS

typedef struct _WbTicketQuery WbTicketQuery;

WbTicketQuery *wb_ticket_query_new     (WbWorkspace          *workspace) G_GNUC_WARN_UNUSED_RESULT;
void           wb_ticket_query_unref   (WbTicketQuery        *self);
void           wb_ticket_query_ask     (WbTicketQuery        *self,
                                        const char           *typed,
                                        guint                 limit,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
/* (element-type gint64); NULL without error = a newer question was asked. */
GArray        *wb_ticket_query_finish  (GAsyncResult         *result,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
