/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of WbCallsPage share. */

#pragma once

#include "wb-ask.h"
#include "wb-call-card.h"
#include "wb-call-list.h"
#include "wb-call-row.h"
#include "wb-calls-page.h"
#include "wb-page.h"
#include "wb-undo-toast.h"

G_BEGIN_DECLS

struct _WbCallsPage
{
  AdwBin parent_instance;

  GtkWidget *page_stack;
  GtkWidget *split;
  GtkWidget *list_pane;
  GtkWidget *list_header;
  GtkWidget *search_button;
  GtkWidget *menu_button;
  GtkWidget *filter_row;         /* where the filter is in a narrow window */
  GtkWidget *filter;
  GtkWidget *filter_mine;
  GtkWidget *filter_free;
  GtkWidget *filter_all;
  GtkWidget *search_bar;
  GtkWidget *search_entry;
  GtkWidget *clock_notice;
  GtkWidget *offline_box;
  GtkWidget *offline_label;
  GtkWidget *narrow_box;
  GtkWidget *narrow_label;
  GtkWidget *narrow_count;
  GtkWidget *show_all;
  GtkWidget *list_stack;
  GtkWidget *list_view;
  GtkWidget *empty_page;
  GtkWidget *way_out;
  GtkWidget *load_bar;
  GtkWidget *foot;
  GtkWidget *foot_label;
  GtkWidget *answered_grid;
  GtkWidget *card_bin;
  WbCallCard *card;              /* (owned by the widget tree) */

  WbContext *context;            /* (owned) */
  GCancellable *cancellable;     /* (owned) */
  GSimpleActionGroup *actions;   /* (owned) "queue" */
  WbCallList *calls;             /* (owned) */
  GArray *refs;                  /* (owned) (nullable) (element-type WbCallRef) what it shows */
  GtkSingleSelection *selection; /* (owned) */
  WbCallRowRules *rules;         /* (owned) the sort, and what rows are marked with */
  char *type_id;                 /* (owned) (nullable) the only ticket type listed */
  gboolean no_number;            /* only calls without a number are listed */
  gint64 selected_id;            /* row id of the call on the card; 0 = none */
  guint selected_position;       /* where it was, to know the direction of travel */
  char *typed;                   /* (owned) (nullable) searched for */
  WbActivity *undo_before;       /* (owned) (nullable) the call as it was before the last act */
  WbActivity *undo_storing;      /* (owned) (nullable) before an act that is not stored yet */
  WbActivity *undo_wanted;       /* (owned) (nullable) before one to take back once it is */
  WbUndoToast *undo_toast;       /* (owned) (nullable) what offers it */
  char *wanted_id;               /* (owned) (nullable) call to select once it is listed */
  gboolean want_next;            /* select the next call to make once the list is read */
  gboolean focus_next;           /* and give it the focus */
  gboolean scroll_next;  /* the next list that is read shows where the selected call is */
  char *handled_id;              /* (owned) (nullable) the call just done: not the next one */
  int next_rank;                 /* how soon the next call could be made when it was looked for */
  gint64 next_ranked_at;         /* ms, when that was */
  char *left_id;                 /* (owned) (nullable) that call, while it is not stored as done */
  WbAsk *ask;                    /* (owned) */
  gboolean reading;              /* a query is under way */
  gboolean read_again;           /* and another is wanted after it */
  gboolean all_stale;            /* any row may have changed since it was shown */
  GArray *stale;                 /* (owned) (element-type gint64) else the calls that did */
  gboolean asked_anew;           /* another question was put, that is not answered yet */
  gboolean has_read;             /* at least once */
  gboolean counting;             /* the foot's query is under way */
  guint count_id;                /* timeout that starts it, 0 = none */
  guint whole_id;                /* timeout that brings more of the queue, 0 = none */
  guint whole_tick_id;           /* and the frame it waits for, 0 = none; both 0 = all is shown */
  guint clock_id;
  gboolean card_due;             /* the card does not show the call that is selected yet */
  guint card_tick_id;            /* and will after the frame that shows the selection, 0 = none */
  guint card_id;                 /* idle or timeout that shows it, 0 = none */
  gint64 stepped_usec;           /* when the last key came that moves on; 0 = never */
  gboolean is_held;              /* that key is held down */
  gboolean styles_early;         /* the next frame shows what a key did */
  GdkFrameClock *clock;          /* (owned) (nullable) while mapped */
  gulong before_paint_id;        /* of it */
  guint focus_id;                /* idle that gives the focus to the selected row */
  gpointer focus_from;           /* what had it when that was scheduled; only to compare */
  guint focus_tick_id;           /* and what goes on trying, 0 = none */
  int focus_tries;
  gulong changed_id;
  gulong sync_changed_id;
};

typedef struct
{
  gint64 n_mine;    /* open calls under each filter */
  gint64 n_free;
  gint64 n_listed;  /* 0 unless the list is narrowed: how many are left, */
  gint64 n_all;     /* and of how many */
} WbCallsCounts;

/* wb-calls-page-read.c: the query. */
void         wb_calls_page_set_up_reading  (WbCallsPage *self);
void         wb_calls_page_read_list       (WbCallsPage *self);
void         wb_calls_page_ask_anew        (WbCallsPage *self);
void         wb_calls_page_read_changes    (WbCallsPage *self,
                                            guint        tables);
void         wb_calls_page_show_changes    (WbCallsPage *self);
gint64       wb_calls_page_find_near       (WbCallsPage *self);

/* wb-calls-page-card.c: what is on the card. @call NULL = none. */
void         wb_calls_page_set_up_card     (WbCallsPage *self);
void         wb_calls_page_stop_card       (WbCallsPage *self);
void         wb_calls_page_show_card       (WbCallsPage *self,
                                            WbActivity  *call);
void         wb_calls_page_show_card_soon  (WbCallsPage *self);
void         wb_calls_page_settle_card     (WbCallsPage *self);
void         wb_calls_page_style_early     (WbCallsPage *self);

/* wb-calls-page-list.c: the queue as it is shown. */
void         wb_calls_page_set_up_list     (WbCallsPage *self);
void         wb_calls_page_show_refs       (WbCallsPage  *self,
                                            GArray       *refs,
                                            const gint64 *next);
void         wb_calls_page_show_state      (WbCallsPage *self);
void         wb_calls_page_selected_cb     (WbCallsPage *self);
void         wb_calls_page_select_id       (WbCallsPage *self,
                                            gint64       rowid);
WbActivity  *wb_calls_page_get_selected_call (WbCallsPage *self);
void         wb_calls_page_refresh_rows    (WbCallsPage *self);
void         wb_calls_page_focus_selected  (WbCallsPage *self);
gboolean     wb_calls_page_select_wanted   (WbCallsPage *self);
gboolean     wb_calls_page_move_by_key     (WbCallsPage *self,
                                            guint        keyval);

/* wb-calls-page-part.c: how much of it is in the list view. */
void         wb_calls_page_stop_widening   (WbCallsPage *self);
void         wb_calls_page_show_whole      (WbCallsPage *self);
void         wb_calls_page_show_part       (WbCallsPage *self,
                                            gint64       rowid);
void         wb_calls_page_show_only_view  (WbCallsPage *self);

/* wb-calls-page-view.c: what is shown of it, and why. */
void         wb_calls_page_set_up_view     (WbCallsPage *self);
void         wb_calls_page_place_filter    (WbCallsPage *self);
void         wb_calls_page_update_menu     (WbCallsPage *self);
WbCallFilter wb_calls_page_get_filter      (WbCallsPage *self);
gboolean     wb_calls_page_is_narrowed     (WbCallsPage *self);
void         wb_calls_page_widen           (WbCallsPage *self);
void         wb_calls_page_show_counts     (WbCallsPage         *self,
                                            const WbCallsCounts *counts);
void         wb_calls_page_show_empty      (WbCallsPage *self,
                                            const char  *icon,
                                            const char  *title,
                                            const char  *description,
                                            const char  *way_out);
void         wb_calls_page_show_nothing    (WbCallsPage *self);

void         wb_calls_page_update_print    (WbCallsPage *self);

/* wb-calls-page-print.c: the call sheet. */
void         wb_calls_page_print_group     (WbCallsPage *self);
void         wb_calls_page_print_list      (WbCallsPage *self);

/* wb-calls-page-undo.c: what the last act was. */
gboolean     wb_calls_page_undo            (WbCallsPage *self);
void         wb_calls_page_expect_act      (WbCallsPage *self,
                                            WbActivity  *before);
void         wb_calls_page_act_stored      (WbCallsPage *self,
                                            WbActivity  *before);
void         wb_calls_page_forget_act      (WbCallsPage *self,
                                            WbActivity  *before);
void         wb_calls_page_offer_undo      (WbCallsPage *self,
                                            WbActivity  *before,
                                            const char  *words);

/* wb-calls-page-foot.c: the share answered, the clock, the connection. */
void         wb_calls_page_count_answered  (WbCallsPage *self);
void         wb_calls_page_show_clock      (WbCallsPage *self);

G_END_DECLS
