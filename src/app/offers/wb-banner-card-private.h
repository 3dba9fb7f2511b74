/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the two halves of WbBannerCard share: the fields, and what opens above them. */

#pragma once

#include "wb-banner-card.h"
#include "wb-banner-maker.h"

G_BEGIN_DECLS

struct _WbBannerCard
{
  AdwBin parent_instance;

  GtkWidget *box;
  GtkWidget *subtitle;
  GtkWidget *enabled;
  GtkWidget *tool_problem;
  GtkWidget *notice;
  GtkWidget *empty;
  GtkWidget *chosen;
  GtkWidget *empty_title;
  GtkWidget *empty_detail;
  GtkWidget *view;
  GtkWidget *name;
  GtkWidget *period_icon;
  GtkWidget *period;
  GtkWidget *banner_problem;
  GtkWidget *buttons;
  GtkWidget *choose;
  GtkWidget *add;
  GtkWidget *edit;
  GtkWidget *target;
  GtkWidget *target_problem;
  GtkWidget *advice;

  WbContext *context;             /* (owned) (nullable) until it is told */
  WbBannerPictures *pictures;     /* (owned) (nullable) */
  WbOfferEditor *editor;          /* (owned) (nullable) */
  WbBanner *banner;               /* (owned) (nullable) the chosen one, as it is stored */
  GdkTexture *texture;            /* (owned) (nullable) its picture */
  WbBannerMaker *maker;           /* (owned) (nullable) of a new banner */
  WbOfferEditor *upload_editor;   /* (owned) (nullable) where it is to be chosen */
  gulong changed_id;
  gulong context_id;
  gulong pictures_id;
  gboolean read_only;
  gboolean refreshing;            /* the fields are being filled, nobody types */
};

/* The fields, as they are now. */
void          wb_banner_card_refresh         (WbBannerCard *self);
/* A new banner on its way, or a change of the chosen one that needs a person. */
void          wb_banner_card_show_notice     (WbBannerCard *self);
void          wb_banner_card_notice_clicked  (WbBannerCard *self,
                                              int           button);
/* The form of the one new banner there can be at a time. */
WbBannerForm *wb_banner_card_open_form       (WbBannerCard *self);
void          wb_banner_card_set_up_maker    (WbBannerCard *self);
void          wb_banner_card_drop_form       (WbBannerCard *self);
void          wb_banner_card_open_picker     (WbBannerCard *self);
void          wb_banner_card_open_edit       (WbBannerCard *self);

G_END_DECLS
