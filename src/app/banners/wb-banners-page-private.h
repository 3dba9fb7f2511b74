/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the parts of WbBannersPage share: the list (-list.c), and which state it is in (-show.c). */

#pragma once

#include "wb-banner-archiver.h"
#include "wb-banner-entry.h"
#include "wb-banner-maker.h"
#include "wb-banners-page.h"
#include "wb-context.h"
#include "wb-period.h"

G_BEGIN_DECLS

struct _WbBannersPage
{
  AdwBin parent_instance;

  GtkWidget *page_stack;
  GtkWidget *absent_page;
  GtkWidget *search_entry;
  GtkWidget *add_button;
  GtkWidget *choice_bar;
  GtkWidget *period_button;
  GtkWidget *totals;
  GtkWidget *offline_box;
  GtkWidget *notice;
  GtkWidget *list_stack;
  GtkWidget *grid;
  GtkWidget *empty_page;
  GtkWidget *empty_button;
  GtkWidget *detail_bin;
  GtkWidget *outer;               /* (unowned) (nullable) the split that the page is in */
  GtkWidget *detail;              /* (owned by the widget tree) (nullable) made when first opened */

  WbContext *context;             /* (owned) */
  WbBannerPictures *pictures;     /* (owned) */
  WbBannerMaker *maker;           /* (owned) */
  WbBannerArchiver *archiver;     /* (owned) */
  GSimpleActionGroup *actions;    /* (owned) */
  GListStore *entries;            /* (owned) (element-type WbBannerEntry) */
  GtkFilter *filter;              /* (owned) */
  GtkSingleSelection *selection;  /* (owned) */
  char *typed;                    /* (owned) (nullable) folded words of the search */
  char *trouble;                  /* (owned) (nullable) why nothing can be read */
  gulong changed_id;
  gulong sync_changed_id;
  gboolean has_read;
  gboolean is_stale;              /* something was written while nobody looked */
};

/* -list.c */
void           wb_banners_page_set_up_list  (WbBannersPage *self);
void           wb_banners_page_close_list   (WbBannersPage *self);
void           wb_banners_page_read         (WbBannersPage *self);
void           wb_banners_page_refilter     (WbBannersPage *self);
/* (transfer full) (nullable) */
WbBannerEntry *wb_banners_page_find         (WbBannersPage *self,
                                             const char    *id) G_GNUC_WARN_UNUSED_RESULT;
/* What is listed, as rows for a file. */
GPtrArray     *wb_banners_page_to_rows      (WbBannersPage *self) G_GNUC_WARN_UNUSED_RESULT;

/* -show.c */
void           wb_banners_page_show_state   (WbBannersPage *self);
void           wb_banners_page_show_notice  (WbBannersPage *self);

void           wb_banners_page_show_add     (WbBannersPage *self);

/* In wb-banners-page.c, for the others. */
gint32         wb_banners_page_get_today    (WbBannersPage *self);
gboolean       wb_banners_page_shows_detail (WbBannersPage *self);

G_END_DECLS
