/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which calls count as answered in time (reference/retino-api.md B.6): the completion by called_at,
 * with an outcome other than unreachable and wrong_number; open ones past the limit are missed,
 * younger ones are left out. Pure. */

#pragma once

#include "wb-activity.h"

G_BEGIN_DECLS

typedef enum
{
  WB_ANSWERED_NOT_YET,  /* open and younger than the limit: not counted */
  WB_ANSWERED_MET,
  WB_ANSWERED_MISSED,
} WbAnswered;

typedef struct
{
  guint n_met;
  guint n_counted;   /* met and missed */
} WbAnsweredShare;

/* @limit: ms, the instant by which it had to be answered. */
WbAnswered wb_answered_judge   (const WbActivity      *activity,
                                gint64                 limit,
                                gint64                 now);
/* When the customer was answered; WB_TIME_NONE = not. */
gint64     wb_answered_at      (const WbActivity      *activity);
/* 0-100, rounded down so that 100 means all; -1 when none is counted. */
int        wb_answered_percent (const WbAnsweredShare *share);

G_END_DECLS
