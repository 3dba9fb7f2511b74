/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the two halves of WbOffersPage share. */

#pragma once

#include "wb-offers-page.h"

G_BEGIN_DECLS

struct _WbOffersPage
{
  AdwBin parent_instance;

  GtkWidget *title_stack;
  GtkWidget *wide_bar;
  GtkWidget *narrow_line;
  GtkWidget *narrow_bar;
  GtkWidget *discard;
  GtkWidget *save;
  GtkWidget *menu_button;
  GtkWidget *narrow_menu_button;
  GtkWidget *preview_button;
  GtkWidget *stack;
  GtkWidget *split;
  GtkWidget *activation_bin;
  GtkWidget *rights_notice;
  GtkWidget *delivery_notice;
  GtkWidget *update_notice;
  GtkWidget *clash_box;
  GtkWidget *coupon_card;
  GtkWidget *call_card;
  GtkWidget *banner_card;
  GtkWidget *placement_grid;
  GtkWidget *portal_advice;
  GtkWidget *status;
  GtkWidget *foot;
  GtkWidget *problems_button;
  GtkWidget *problems_popover;
  GtkWidget *problems_list;
  GtkWidget *problems_label;
  GtkWidget *delivery_icon;
  GtkWidget *delivery_spinner;
  GtkWidget *delivery_label;

  WbContext *context;    /* (owned) */
  WbOfferDesk *desk;     /* (owned) */
  GMenu *menu;           /* (owned) */
  GPtrArray *type_ids;   /* (owned) (element-type utf8) in the order of the bar */
  char *type_names;      /* (owned) (nullable) all names in one, to see a change */
  char *type_id;         /* (owned) (nullable) the chosen one */
  gulong changed_id;
  gulong sync_changed_id;
  guint today_id;        /* timeout */
  guint layout_id;       /* idle, 0 = none */
  gboolean compact;
  gboolean sized;        /* so that compact is known */
};

gboolean       wb_offers_page_show_no_editor  (WbOffersPage *self);
void           wb_offers_page_show_status     (WbOffersPage *self,
                                               const char   *icon,
                                               const char   *title,
                                               const char   *description);
void           wb_offers_page_show_slots      (WbOffersPage *self,
                                               gboolean      has_editor);
void           wb_offers_page_jump_to         (WbOffersPage *self,
                                               WbTool        tool,
                                               WbOfferField  field,
                                               const char   *detail);
void           wb_offers_page_update          (WbOffersPage *self);

G_END_DECLS
