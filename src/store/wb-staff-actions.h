/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What staff do, each one transaction: the local effect and its outbox row together, so that a kill
 * at any instant leaves both or neither. They check what can be known here (closed, held by another,
 * limits of B.6) and refuse with a sentence; the server has the last word. Any thread. */

#pragma once

#include "wb-account.h"
#include "wb-activity.h"
#include "wb-banner.h"
#include "wb-offer-set.h"
#include "wb-wire-write.h"
#include "wb-workspace.h"

G_BEGIN_DECLS

typedef enum
{
  WB_ACTION_ERROR_NOT_FOUND,        /* No such call, ticket or type here */
  WB_ACTION_ERROR_CLOSED,           /* The call is closed already */
  WB_ACTION_ERROR_OPEN,             /* The call is open already */
  WB_ACTION_ERROR_HELD_BY_OTHER,    /* Somebody else has it; the message says who */
  WB_ACTION_ERROR_INVALID,          /* A value is out of range; the message says what to do */
  WB_ACTION_ERROR_NOT_OFFERED,      /* The server does not offer it (level 0, feature missing) */
  WB_ACTION_ERROR_ROLE,             /* Only a manager may */
  WB_ACTION_ERROR_EXISTS,           /* There is one already: a coupon of the ticket, a shop */
} WbActionError;

/* Longest note the server takes, in characters (reference/retino-api.md B.6). */
#define WB_NOTE_MAX 2000

#define WB_ACTION_ERROR (wb_action_error_quark ())
GQuark     wb_action_error_quark     (void);

gboolean   wb_action_take            (WbWorkspace *ws, const char *activity_id, int lease_secs, GError **error);
gboolean   wb_action_release         (WbWorkspace *ws, const char *activity_id, GError **error);
/* A manager gives a call to somebody, whoever has it; NULL = to nobody. */
gboolean   wb_action_assign          (WbWorkspace *ws, const char *activity_id, const char *user_id, GError **error);
/* Sign-off: gives back each open call that this person holds by a lease and did not put off. */
gboolean   wb_action_release_all     (WbWorkspace *ws, guint *n_released_out, GError **error);
/* Takes back the last act on a call: @before is the call as it was shown before it. What was not sent
 * yet is forgotten, what was is set right by another act (reopen, reschedule, assign); an attempt that
 * the server has stays recorded. */
gboolean   wb_action_undo            (WbWorkspace *ws, const WbActivity *before, GError **error);
gboolean   wb_action_complete        (WbWorkspace *ws, const char *activity_id, WbOutcome outcome, const char *note, gint64 called_at, GError **error);
gboolean   wb_action_snooze          (WbWorkspace *ws, const char *activity_id, gint64 due_at, WbOutcome attempt, const char *attempt_note, GError **error);
gboolean   wb_action_reopen          (WbWorkspace *ws, const char *activity_id, gint64 due_at, const char *reason, GError **error);
gboolean   wb_action_note            (WbWorkspace *ws, const char *activity_id, const char *note, WbOutcome outcome, gint64 called_at, GError **error);
gboolean   wb_action_save_offers     (WbWorkspace *ws, const WbOfferSet *set, const WbOfferSet *base, GError **error);
/* Both change the account (object_kind "account"); managers only, refused here for agents. */
gboolean   wb_action_activate_remarketing (WbWorkspace *ws, gboolean active, GError **error);
gboolean   wb_action_change_account  (WbWorkspace *ws, const WbAccount *changed, const WbAccount *base, GError **error);
/* Name, alt text, period and archiving of a banner the server has. */
gboolean   wb_action_change_banner   (WbWorkspace *ws, const WbBanner *changed, const WbBanner *base, GError **error);
gboolean   wb_action_set_phone       (WbWorkspace *ws, const char *ticket_id, const char *phone, GError **error);
/* Stores the request (or finds the unconfirmed one of this ticket with the same body) before
 * anything is sent; wb_sync_give_coupon() sends it. */
gboolean   wb_action_request_coupon  (WbWorkspace *ws, const char *ticket_id, const WbCouponRequest *request, gint64 *seq_out, GError **error);

/* Rows that need a person. */
gboolean   wb_action_resend          (WbWorkspace *ws, gint64 seq, GError **error);
gboolean   wb_action_discard         (WbWorkspace *ws, gint64 seq, GError **error);
/* A conflict over settings, settled: @chosen is based on the server's current version. */
gboolean   wb_action_settle_offers   (WbWorkspace *ws, gint64 seq, const WbOfferSet *chosen, GError **error);
/* The same for a change of the account or of a banner: @chosen is the whole object as it is to be. */
gboolean   wb_action_settle_account  (WbWorkspace *ws, gint64 seq, const WbAccount *chosen, GError **error);
gboolean   wb_action_settle_banner   (WbWorkspace *ws, gint64 seq, const WbBanner *chosen, GError **error);

G_END_DECLS
