/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of staff actions share: an action under way. */

#pragma once

#include "wb-account.h"
#include "wb-call-replay.h"
#include "wb-staff-actions.h"
#include "wb-workspace-private.h"

G_BEGIN_DECLS

/* A lease the server gives. */
#define WB_LEASE_MIN_SECS 60
#define WB_LEASE_MAX_SECS 3600

typedef struct
{
  WbWorkspace *ws;         /* (unowned) */
  WbDb *db;                /* (unowned) the open transaction */
  gint64 now;              /* ms, server time */
  WbAccount *account;      /* (owned) (nullable) */
  char *me;                /* (owned) (nullable) */
  WbReplayContext context; /* borrows me */
} WbStaffAction;

gboolean   wb_staff_begin    (WbStaffAction  *self,
                              WbWorkspace    *ws,
                              const char     *feature,
                              GError        **error);
/* Ends it: commit when @done, else rollback. */
gboolean   wb_staff_end      (WbStaffAction  *self,
                              gboolean        done,
                              WbTables        touched,
                              GError        **error);
gboolean   wb_staff_refuse   (WbActionError   code,
                              const char     *sentence,
                              GError        **error);
gboolean   wb_staff_send     (WbStaffAction  *self,
                              const char     *op,
                              const char     *object_kind,
                              const char     *object_id,
                              gint64          base_version,
                              JsonNode       *body,
                              JsonNode       *base,
                              gint64         *seq_out,
                              GError        **error);

/* Refused unless a manager acts. */
gboolean   wb_staff_require_manager (WbStaffAction  *self,
                                     GError        **error);
/* A row goes, or goes again, as if new. */
gboolean   wb_staff_make_waiting    (WbStaffAction  *action,
                                     WbOutboxRow    *row,
                                     GError        **error);
/* Never left: what is taken away with it, nobody has heard of. */
gboolean   wb_staff_is_unsent       (const WbOutboxRow *row);

/* A call, and one that this person may work on now. */
WbActivity *wb_staff_find_call      (WbStaffAction     *action,
                                     const char        *id,
                                     GError           **error) G_GNUC_WARN_UNUSED_RESULT;
WbActivity *wb_staff_find_workable  (WbStaffAction     *action,
                                     const char        *id,
                                     GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* Put off by who has it, and its time has not come: told from one that was put off before and taken
 * since by the lease, which lasts beyond that time. */
gboolean   wb_staff_is_put_off      (WbStaffAction     *action,
                                     const WbActivity  *call);
gboolean   wb_staff_send_call       (WbStaffAction     *action,
                                     const char        *op,
                                     const WbActivity  *call,
                                     JsonNode          *body,
                                     GError           **error);
/* What the actions of the same names do; @assignee: "me", a user id or NULL. */
gboolean   wb_staff_assign          (WbStaffAction     *action,
                                     const WbActivity  *call,
                                     const char        *assignee,
                                     int                lease_secs,
                                     GError           **error);
gboolean   wb_staff_complete        (WbStaffAction     *action,
                                     const char        *id,
                                     WbOutcome          outcome,
                                     const char        *note,
                                     gint64             called_at,
                                     GError           **error);
gboolean   wb_staff_snooze          (WbStaffAction     *action,
                                     const char        *id,
                                     gint64             due_at,
                                     WbOutcome          attempt,
                                     const char        *attempt_note,
                                     GError           **error);
gboolean   wb_staff_reopen          (WbStaffAction     *action,
                                     const char        *id,
                                     gint64             due_at,
                                     const char        *reason,
                                     GError           **error);

/* The rules of each object, and for the last two whether this person may. */
gboolean   wb_staff_check_offers    (WbStaffAction     *action,
                                     const WbOfferSet  *set,
                                     GError           **error);
gboolean   wb_staff_check_account   (WbStaffAction     *action,
                                     const WbAccount   *account,
                                     GError           **error);
gboolean   wb_staff_check_banner    (WbStaffAction     *action,
                                     const WbBanner    *banner,
                                     GError           **error);

G_END_DECLS
