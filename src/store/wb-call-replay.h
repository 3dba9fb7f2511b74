/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is shown of a call: the server's object with the unsent work of staff applied on top, by the
 * rules the server itself goes by (reference/retino-api.md B.6). Pure. */

#pragma once

#include "wb-activity.h"
#include "wb-outbox.h"

G_BEGIN_DECLS

/* The lease that a reschedule leaves after the time it names. */
#define WB_RESCHEDULE_LEASE_MS (15 * G_GINT64_CONSTANT (60000))

typedef struct
{
  const char *me;         /* (nullable) user id of the token */
  gboolean is_manager;
} WbReplayContext;

gboolean    wb_call_replay_may_act  (const WbActivity       *activity,
                                     const WbReplayContext  *context);
WbActivity *wb_call_replay          (const WbActivity       *server,
                                     GPtrArray              *rows,
                                     const WbReplayContext  *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
