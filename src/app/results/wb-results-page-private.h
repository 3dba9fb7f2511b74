/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the parts of WbResultsPage share: which state it is in (-show.c), and files (-export.c). */

#pragma once

#include "wb-ask.h"
#include "wb-context.h"
#include "wb-results-charts.h"
#include "wb-results-page.h"

G_BEGIN_DECLS

struct _WbResultsPage
{
  AdwBin parent_instance;

  GtkWidget *export_button;
  GtkWidget *filter_bin;
  GtkWidget *offline_box;
  GtkWidget *offline_label;
  GtkWidget *stack;
  GtkWidget *load_bar;
  GtkWidget *empty_page;
  GtkWidget *empty_button;
  GtkWidget *parts;
  GtkWidget *findings_bin;
  GtkWidget *tools_card;
  GtkWidget *table_bin;
  GtkWidget *probable_switch;
  GtkWidget *filter_bar;
  GtkWidget *findings;
  GtkWidget *table;
  GtkWidget *numbers;
  GtkWidget *charts[WB_N_RESULTS_CHARTS];

  WbContext *context;             /* (owned) */
  GCancellable *cancellable;      /* (owned) */
  GSimpleActionGroup *actions;    /* (owned) */
  WbResultsQuestion *question;    /* (owned) what is chosen */
  WbAsk *ask;                     /* (owned) */
  WbResultsModel *model;          /* (owned) (nullable) what is shown */
  gulong changed_id;
  gulong sync_changed_id;
  guint pause_id;                 /* timeout, 0 = none */
  gboolean has_asked;
  char *trouble;                  /* (owned) (nullable) why the numbers cannot be read */
};

/* -show.c */
void        wb_results_page_show_model  (WbResultsPage *self);
void        wb_results_page_fill_part   (GtkWidget     *part,
                                         gpointer       page);
void        wb_results_page_show_state  (WbResultsPage *self);

/* -export.c */
GtkWidget  *wb_results_page_read_aloud  (WbResultsPage *self);
GtkWidget  *wb_results_page_explain     (WbResultsPage *self);
void        wb_results_page_save_report (WbResultsPage *self);
void        wb_results_page_write_report (WbResultsPage *self,
                                         GFile         *file);
void        wb_results_page_save_table  (WbResultsPage *self,
                                         const char    *what);
void        wb_results_page_save_chart  (WbResultsPage *self,
                                         WbResultsChart chart);
GMenuModel *wb_results_page_make_menu   (void) G_GNUC_WARN_UNUSED_RESULT;

/* In wb-results-page.c, for the others. */
int         wb_results_page_get_goal_hours (WbResultsPage *self);
const char *wb_results_page_name_type   (gpointer       page,
                                         const char    *id);

G_END_DECLS
