/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of WbCallCard share. */

#pragma once

#include "wb-call-card.h"
#include "wb-coupon-offer.h"
#include "wb-snooze-popover.h"
#include "wb-ticket.h"

G_BEGIN_DECLS

struct _WbCallCard
{
  AdwBin parent_instance;

  GtkWidget *stack;
  GtkWidget *header;
  GtkWidget *take;
  GtkWidget *give_back;
  GtkWidget *snooze;
  GtkWidget *scroller;
  GtkWidget *avatar;
  GtkWidget *name;
  GtkWidget *subtitle;
  GtkWidget *number;
  GtkWidget *number_note;
  GtkWidget *copy_number;
  GtkWidget *holder_box;
  GtkWidget *holder;
  GtkWidget *promise_box;
  GtkWidget *promise_icon;
  GtkWidget *promise_title;
  GtkWidget *promise_note;
  GtkWidget *goal_box;
  GtkWidget *goal_icon;
  GtkWidget *goal_title;
  GtkWidget *goal_note;
  GtkWidget *offer_box;
  GtkWidget *offer_title;
  GtkWidget *offer_note;
  GtkWidget *offer_code;
  GtkWidget *offer_problem;
  GtkWidget *offer_spinner;
  GtkWidget *give_coupon;
  GtkWidget *copy_code;
  GtkWidget *ticket_list;
  GtkWidget *outcome_part;
  GtkWidget *note;
  GtkWidget *final_tiles;
  GtkWidget *attempt_tiles;
  GtkWidget *closed_part;
  GtkWidget *closed_title;
  GtkWidget *closed_note;
  WbSnoozePopover *popover;

  WbContext *context;         /* (owned) */
  GCancellable *cancellable;  /* (owned) cancelled when the card goes */
  WbActivity *call;           /* (owned) (nullable) */
  WbTicket *ticket;           /* (owned) (nullable) of the call */
  WbCouponOffer *offer;       /* (owned) of the call's ticket */
  gboolean can_take;          /* what makes sense now, as the actions are enabled */
  gboolean can_give_back;
  gboolean can_work;          /* snooze, note, outcomes */
  gboolean can_coupon;
  guint lease_id;             /* source that renews the lease of the call shown; 0 = none */
  gulong context_changed_id;
};

/* wb-call-card-words.c: what each part says. */
void       wb_call_card_show_person    (WbCallCard *self);
void       wb_call_card_show_clocks    (WbCallCard *self);
void       wb_call_card_show_ticket    (WbCallCard *self);
void       wb_call_card_show_closed    (WbCallCard *self);

/* wb-call-card-coupon.c */
void       wb_call_card_read_coupon    (WbCallCard *self);
void       wb_call_card_show_offer     (WbCallCard *self);
gboolean   wb_call_card_can_coupon     (WbCallCard *self);
void       wb_call_card_offer_changed_cb (WbCallCard *self);
void       wb_call_card_offer_answered_cb (WbCallCard *self,
                                        const char   *ticket_id,
                                        const char   *code,
                                        const GError *error);
void       wb_call_card_coupon_action  (GtkWidget  *widget,
                                        const char *action_name,
                                        GVariant   *parameter);
void       wb_call_card_copy_code_action (GtkWidget *widget,
                                        const char *action_name,
                                        GVariant   *parameter);

/* wb-call-card-actions.c */
void       wb_call_card_install_actions (GtkWidgetClass *widget_class);
void       wb_call_card_update_actions  (WbCallCard     *self);
void       wb_call_card_picked_cb       (WbCallCard     *self,
                                         gint64          at,
                                         int             attempt);
void       wb_call_card_update_lease    (WbCallCard     *self);
gboolean   wb_call_card_is_mine         (WbCallCard     *self);
gboolean   wb_call_card_is_held         (WbCallCard     *self);   /* by another */

G_END_DECLS
