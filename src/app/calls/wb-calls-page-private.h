/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of WbCallsPage share. */

#pragma once

#include "wb-call-card.h"
#include "wb-call-list.h"
#include "wb-calls-page.h"
#include "wb-page.h"

G_BEGIN_DECLS

  struct _WbCallsPage
  {
    AdwBin parent_instance;

    GtkWidget *page_stack;
    GtkWidget *split;
    GtkWidget *search_button;
    GtkWidget *search_bar;
    GtkWidget *search_entry;
    GtkWidget *filter_mine;
    GtkWidget *filter_free;
    GtkWidget *filter_all;
    GtkWidget *list_stack;
    GtkWidget *list_view;
    GtkWidget *empty_page;
    GtkWidget *load_bar;
    GtkWidget *card_bin;
    WbCallCard *card;            /* (owned by the widget tree) */

    WbContext *context;          /* (owned) */
    GCancellable *cancellable;   /* (owned) */
    WbCallList *calls;           /* (owned) */
    GtkSingleSelection *selection; /* (owned) */
    gint64 selected_id;          /* row id of the call on the card; 0 = none */
    guint selected_position;     /* where it was, to know the direction of travel */
    char *typed;                 /* (owned) (nullable) searched for */
    WbActivity *undo_before;     /* (owned) (nullable) the call as it was before the last act */
    AdwToast *undo_toast;        /* (nullable) (unowned) the one that offers it; weak */
    char *wanted_id;             /* (owned) (nullable) call to select once it is listed */
    gboolean want_next;          /* select the next call to make once the list is read */
    gboolean focus_next;         /* and give it the focus */
    char *handled_id;            /* (owned) (nullable) the call just done: not the next one */
    gboolean reading;            /* a query is under way */
    gboolean read_again;         /* and another is wanted after it */
    gboolean has_read;           /* at least once */
    guint whole_id;              /* timeout: the whole queue is shown then, 0 = none */
    guint clock_id;
    guint focus_id;              /* idle that gives the focus to the selected row */
    gulong changed_id;
    gulong sync_changed_id;
  };

/* wb-calls-page-list.c: the queue. */
  void       wb_calls_page_set_up_list     (WbCallsPage *self);
  void       wb_calls_page_read_list       (WbCallsPage *self);
  void       wb_calls_page_show_state      (WbCallsPage *self);
  void       wb_calls_page_selected_cb     (WbCallsPage *self);
  void       wb_calls_page_select_id       (WbCallsPage *self,
                                            gint64 rowid);
  void       wb_calls_page_refresh_rows    (WbCallsPage *self);
  void       wb_calls_page_focus_selected  (WbCallsPage *self);
  gboolean   wb_calls_page_select_wanted   (WbCallsPage *self);

G_END_DECLS
