/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the two halves of WbBannerDetail share: the widget, and what it says. */

#pragma once

#include "wb-banner-detail.h"

G_BEGIN_DECLS

enum { NUMBER_CLICKS, NUMBER_LEFT_OUT, NUMBER_ALL, NUMBER_RATE, N_NUMBERS };

struct _WbBannerDetail
{
  AdwBin parent_instance;

  GtkWidget *title;
  GtkWidget *scroller;
  GtkWidget *notice;
  GtkWidget *view;
  GtkWidget *name;
  GtkWidget *state_bin;
  GtkWidget *use;
  GtkWidget *use_links;
  GtkWidget *alt_text;
  GtkWidget *file;
  GtkWidget *buttons;
  GtkWidget *edit_button;
  GtkWidget *archive_button;
  GtkWidget *period_button;
  GtkWidget *days;
  GtkWidget *counts;
  GtkWidget *uncounted;
  GtkWidget *numbers;
  GtkWidget *clicks_card;
  GtkWidget *views_card;
  GtkWidget *parts;
  GtkWidget *sums;
  GtkWidget *placements_card;
  GtkWidget *types_card;
  GtkWidget *state_line;
  GtkWidget *number_labels[N_NUMBERS];
  GtkWidget *number_details[N_NUMBERS];
  GPtrArray *sum_rows;         /* (owned) (element-type GtkWidget) (unowned elements) */

  WbContext *context;          /* (owned) */
  WbBannerPictures *pictures;  /* (owned) */
  WbBannerEntry *entry;        /* (owned) (nullable) */
  GPtrArray *rows;             /* (owned) (element-type WbBannerCount) */
  gint32 today;
  gulong pictures_id;
};

void       wb_banner_detail_show_banner  (WbBannerDetail *self);
void       wb_banner_detail_show_counts  (WbBannerDetail *self);

G_END_DECLS
