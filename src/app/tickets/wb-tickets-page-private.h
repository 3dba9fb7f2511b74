/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the two halves of WbTicketsPage share. */

#pragma once

#include "wb-context.h"
#include "wb-row-list.h"
#include "wb-ticket-query.h"
#include "wb-tickets-page.h"

G_BEGIN_DECLS

struct _WbTicketsPage
{
  AdwBin parent_instance;

  GtkWidget *split;
  GtkWidget *search_entry;
  GtkWidget *list_stack;
  GtkWidget *list_view;
  GtkWidget *load_bar;
  GtkWidget *load_label;
  GtkWidget *empty_page;
  GtkWidget *count_label;
  GtkWidget *card_bin;
  GtkWidget *card;

  WbContext *context;             /* (owned) */
  GCancellable *cancellable;      /* (owned) */
  WbTicketQuery *query;           /* (owned) */
  WbRowList *tickets;             /* (owned) */
  GtkSingleSelection *selection;  /* (owned) */
  gulong changed_id;
  gulong sync_changed_id;
  guint pause_id;                 /* timeout, 0 = none */
  guint whole_id;                 /* timeout: the rest of the list is read then, 0 = none */
  guint card_id;                  /* timeout: the card follows the selection then, 0 = none */
  gint64 selected_id;             /* row id, 0 = none */
  gint64 wanted_id;               /* row id to select when the list is read, 0 = none */
  gboolean has_read;
  gboolean has_first_only;        /* the list ends after FIRST_ROWS for now */
  gboolean restoring;             /* the list is changing under the selection */
};

const char *wb_tickets_page_get_typed   (WbTicketsPage *self);
void        wb_tickets_page_show_state  (WbTicketsPage *self);
void        wb_tickets_page_show_empty  (WbTicketsPage *self,
                                         const char    *icon,
                                         const char    *title,
                                         const char    *description);

G_END_DECLS
