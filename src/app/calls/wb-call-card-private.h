/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of WbCallCard share. */

#pragma once

#include "wb-call-card.h"
#include "wb-call-note.h"
#include "wb-call-store.h"
#include "wb-call-story.h"
#include "wb-calling-hours.h"
#include "wb-coupon-offer.h"
#include "wb-notice.h"
#include "wb-snooze-popover.h"
#include "wb-ticket.h"

G_BEGIN_DECLS

/* What makes sense now, as the actions are enabled. */
  typedef enum
  {
    WB_CALL_CARD_CAN_NOTHING = 0,
    WB_CALL_CARD_CAN_TAKE = 1 << 0,      /* a free one; a manager from a colleague */
    WB_CALL_CARD_CAN_GIVE_BACK = 1 << 1,
    WB_CALL_CARD_CAN_ASSIGN = 1 << 2,
    WB_CALL_CARD_CAN_WORK = 1 << 3,      /* snooze, outcomes */
    WB_CALL_CARD_CAN_NOTE = 1 << 4,
    WB_CALL_CARD_CAN_ADD_NOTE = 1 << 5,  /* what was written before somebody else was quicker */
    WB_CALL_CARD_CAN_COUPON = 1 << 6,
    WB_CALL_CARD_CAN_DIAL = 1 << 7,
    WB_CALL_CARD_CAN_COPY = 1 << 8,
    WB_CALL_CARD_CAN_OPEN = 1 << 9,
    WB_CALL_CARD_CAN_OPEN_PAGE = 1 << 10,
    WB_CALL_CARD_CAN_REOPEN = 1 << 11,
  } WbCallCardCan;

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
    GtkWidget *number_row;
    GtkWidget *number;
    GtkWidget *number_note;
    GtkWidget *number_said;
    GtkWidget *calling_box;
    GtkWidget *calling_icon;
    GtkWidget *calling_note;
    GtkWidget *copy_number;
    GtkWidget *dial;
    GtkWidget *story_notice;
    GtkWidget *holder_box;
    GtkWidget *holder;
    GtkWidget *unsent_box;
    GtkWidget *unsent_note;
    GtkWidget *assign;
    GtkWidget *assign_key;
    GtkWidget *promise_box;
    GtkWidget *promise_icon;
    GtkWidget *promise_title;
    GtkWidget *promise_note;
    GtkWidget *promise_hours;
    GtkWidget *goal_box;
    GtkWidget *goal_icon;
    GtkWidget *goal_title;
    GtkWidget *goal_note;
    GtkWidget *offer_box;
    GtkWidget *offer_row;
    GtkWidget *offer_title;
    GtkWidget *offer_note;
    GtkWidget *offer_code;
    GtkWidget *offer_problem;
    GtkWidget *offer_said;
    GtkWidget *offer_spinner;
    GtkWidget *offer_call;
    GtkWidget *offer_banner;
    GtkWidget *give_coupon;
    GtkWidget *copy_code;
    GtkWidget *show_coupon;
    GtkWidget *open_page;
    GtkWidget *open_ticket;
    GtkWidget *ticket_list;
    GtkWidget *note_part;
    GtkWidget *note_heading;
    WbCallNote *note;
    GtkWidget *add_note;
    GtkWidget *outcome_part;
    GtkWidget *vain_box;
    GtkWidget *vain_note;
    GtkWidget *final_tiles;
    GtkWidget *attempt_tiles;
    GtkWidget *closed_part;
    GtkWidget *closed_title;
    GtkWidget *closed_note;
  GtkWidget *reopen;
    WbSnoozePopover *popover;

    WbContext *context;       /* (owned) */
    GCancellable *cancellable; /* (owned) cancelled when the card goes */
    WbActivity *call;         /* (owned) (nullable) */
    WbTicket *ticket;         /* (owned) (nullable) of the call */
    guint n_rows;             /* of the ticket's list that say something; the rest is hidden */
    WbCouponOffer *offer;     /* (owned) of the call's ticket */
    WbCalling *calling;       /* (owned) (nullable) whether the customer may be called now */
    char *tel_uri;            /* (owned) (nullable) */
    WbCallUnsent unsent;      /* what the server does not know yet */
    gboolean unsent_long;     /* and has not for a while, though it answers */
    guint unsent_id;          /* source that tells so; 0 = none */
    WbCallStory *story;       /* (owned) (nullable) somebody else was quicker */
    WbCallCardCan can;
    char *sent_id;            /* (owned) (nullable) the last call whose note was sent */
    char *sent_note;          /* (owned) (nullable) that note */
    guint lease_id;           /* source that renews the lease of the call shown; 0 = none */
    guint minute_id;          /* source that comes with the next minute; 0 = none */
    gulong context_changed_id;
    gulong sync_changed_id;
  };

/* wb-call-card-words.c: what each part says. */
  void       wb_call_card_show_person     (WbCallCard     *self);
  void       wb_call_card_set_icon        (GtkWidget      *image,
                                           const char     *icon_name);
  void       wb_call_card_show_clocks     (WbCallCard     *self);
  void       wb_call_card_show_ticket     (WbCallCard     *self);
  void       wb_call_card_show_vain       (WbCallCard     *self);
  void       wb_call_card_show_closed     (WbCallCard     *self);

/* wb-call-card-dial.c: the number. */
  void       wb_call_card_show_number     (WbCallCard     *self);
  void       wb_call_card_forget_said     (WbCallCard     *self);
  void       wb_call_card_dial_number     (WbCallCard     *self,
                                           const char     *phone);
  const char *wb_call_card_get_page_uri   (WbCallCard     *self);
  void       wb_call_card_dial_action     (GtkWidget      *widget,
                                           const char     *action_name,
                                           GVariant       *parameter);
  void       wb_call_card_copy_number_action (GtkWidget   *widget,
                                              const char     *action_name,
                                              GVariant       *parameter);
  void       wb_call_card_open_page_action (GtkWidget     *widget,
                                            const char     *action_name,
                                            GVariant       *parameter);

/* wb-call-card-holder.c: whose it is, what is not confirmed, what somebody else did meanwhile. */
  void       wb_call_card_set_up_holder   (WbCallCard     *self);
  void       wb_call_card_read_holder     (WbCallCard     *self);
  void       wb_call_card_show_holder     (WbCallCard     *self);
  void       wb_call_card_forget_unsent   (WbCallCard     *self);
  void       wb_call_card_show_story      (WbCallCard     *self);
  void       wb_call_card_story_clicked_cb (WbCallCard    *self);
  void       wb_call_card_assign_action   (GtkWidget      *widget,
                                           const char     *action_name,
                                           GVariant       *parameter);
  void       wb_call_card_assign_menu_action (GtkWidget   *widget,
                                              const char     *action_name,
                                              GVariant       *parameter);

/* wb-call-card-coupon.c */
  void       wb_call_card_read_coupon     (WbCallCard     *self);
  void       wb_call_card_show_offer      (WbCallCard     *self);
  void       wb_call_card_forget_offer_said (WbCallCard   *self);
  gboolean   wb_call_card_can_coupon      (WbCallCard     *self);
  void       wb_call_card_offer_changed_cb (WbCallCard    *self);
  void       wb_call_card_offer_answered_cb (WbCallCard   *self,
                                             const char     *ticket_id,
                                             const char     *code,
                                             const GError   *error);
  void       wb_call_card_coupon_action   (GtkWidget      *widget,
                                           const char     *action_name,
                                           GVariant       *parameter);
  void       wb_call_card_copy_code_action (GtkWidget     *widget,
                                            const char     *action_name,
                                            GVariant       *parameter);

/* wb-call-card-actions.c */
  void       wb_call_card_install_actions (GtkWidgetClass *widget_class);
  void       wb_call_card_update_actions  (WbCallCard     *self);
  gboolean   wb_call_card_activate_key    (WbCallCard     *self,
                                           guint keyval);
  void       wb_call_card_take            (WbCallCard     *self,
                                           gboolean then_dial);
  void       wb_call_card_picked_cb       (WbCallCard     *self,
                                           gint64 at,
                                           int attempt);
  void       wb_call_card_update_lease    (WbCallCard     *self);
  gboolean   wb_call_card_is_mine         (WbCallCard     *self);
  gboolean   wb_call_card_is_held         (WbCallCard     *self); /* by another */

/* wb-call-card-deeds.c: having it stored. */
  typedef enum
  {
    WB_DEED_TAKE,
    WB_DEED_GIVE_BACK,
    WB_DEED_ASSIGN,
    WB_DEED_COMPLETE,
    WB_DEED_SNOOZE,
    WB_DEED_REOPEN,
    WB_DEED_NOTE,
    WB_DEED_UNDO,
    WB_DEED_READ,     /* the story of somebody who was quicker was read */
  } WbDeedKind;

  typedef struct
  {
    WbDeedKind what;
    char *activity_id; /* (owned) */
    WbActivity *before; /* (owned) the call as it is shown, or was for an undo */
    WbOutcome outcome;
    char *note;        /* (owned) (nullable) */
    char *user_id;     /* (owned) (nullable) who gets it */
    gint64 at;         /* ms: called at, due at, or now */
    gint64 seq;        /* outbox row */
    int lease_secs;
    gboolean then_dial; /* once it is stored */
  } WbDeed;

  WbDeed    *wb_call_card_new_deed        (WbCallCard     *self,
                                           WbDeedKind what);
  void       wb_call_card_start_deed      (WbCallCard     *self,
                                           WbDeed         *deed);

G_END_DECLS
