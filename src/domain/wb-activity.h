/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An activity: a call a customer asked for, or another task, with its promise, holder and
 * attempts (reference/retino-api.md B.6). */

#pragma once

#include "wb-record.h"

G_BEGIN_DECLS

/* How a call ended or an attempt went; the words of B.6. */
typedef enum
{
  WB_OUTCOME_NONE,
  WB_OUTCOME_RESOLVED,
  WB_OUTCOME_EXCHANGE_AGREED,
  WB_OUTCOME_COUPON_OFFERED,
  WB_OUTCOME_DECLINED,
  WB_OUTCOME_UNREACHABLE,
  WB_OUTCOME_WRONG_NUMBER,
  WB_OUTCOME_NO_ANSWER,
  WB_OUTCOME_BUSY,
  WB_OUTCOME_CALL_LATER,
  WB_OUTCOME_VOICEMAIL,
} WbOutcome;

WbOutcome   wb_outcome_from_text    (const char *text);
const char *wb_outcome_to_text      (WbOutcome   outcome);
const char *wb_outcome_label        (WbOutcome   outcome);
gboolean    wb_outcome_is_final     (WbOutcome   outcome);
gboolean    wb_outcome_is_attempt   (WbOutcome   outcome);

typedef struct
{
  gint64 at;      /* ms */
  char *user;     /* (owned) (nullable) user id */
  char *outcome;  /* (owned) text of an attempt's outcome */
  char *note;     /* (owned) (nullable) */
} WbAttempt;

WB_DECLARE_RECORD (WbAttempt, wb_attempt)

typedef struct
{
  char *id;                /* (owned) */
  char *ticket;            /* (owned) ticket id */
  char *ticket_code;       /* (owned) (nullable) */
  char *ticket_type;       /* (owned) (nullable) type id */
  char *kind;              /* (owned) call_request|task */
  char *name;              /* (owned) (nullable) */
  char *description;       /* (owned) (nullable) */
  char *status;            /* (owned) open|closed */
  char *outcome;           /* (owned) (nullable) */
  char *note;              /* (owned) (nullable) */
  gint64 called_at;        /* ms or WB_TIME_NONE */
  char *assignee;          /* (owned) (nullable) user id; NULL = free */
  gint64 lease_until;      /* ms or WB_TIME_NONE = held until given back */
  char *customer_name;     /* (owned) (nullable) */
  char *customer_phone;    /* (owned) (nullable) */
  char *placement;         /* (owned) (nullable) portal|ticket_detail|email */
  gint64 created_at;       /* ms */
  gint64 due_at;           /* ms; when to act next */
  gint64 original_due_at;  /* ms; the promise, never moves */
  gint64 closed_at;        /* ms or WB_TIME_NONE */
  char *closed_by;         /* (owned) (nullable) user id */
  GPtrArray *attempts;     /* (owned) (element-type WbAttempt) never NULL */
  gint64 updated_at;       /* ms */
  gint64 version;
} WbActivity;

WB_DECLARE_RECORD (WbActivity, wb_activity)

WbActivity *wb_activity_copy     (const WbActivity *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean    wb_activity_is_open  (const WbActivity *self);
gboolean    wb_activity_is_call  (const WbActivity *self);

G_END_DECLS
