/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What happened to each coupon, told by its events (wb-coupon-event.h): written with the step that it
 * tells of, in the same transaction. */

#pragma once

#include "wb-coupon-event.h"
#include "wb-coupon.h"
#include "wb-ledger.h"

G_BEGIN_DECLS

/* @event: its kind and what belongs to it; id, coupon and, where it has none, time are filled in here. */
gboolean   wb_ledger_story_add   (WbLedger       *self,
                                  const char     *coupon_id,
                                  WbCouponEvent  *event,
                                  GError        **error);
/* A line of one kind, perhaps with who did it (nullable) and why (nullable). */
gboolean   wb_ledger_story_tell  (WbLedger       *self,
                                  const char     *coupon_id,
                                  const char     *kind,
                                  const char     *by,
                                  const char     *text,
                                  GError        **error);
/* When it was last asked for: at first, or by a retry. */
gboolean   wb_ledger_story_last_asked (WbLedger       *self,
                                  const WbCoupon *coupon,
                                  gint64         *at_out,
                                  GError        **error);
/* What a coupon from elsewhere tells of its own past; once. */
gboolean   wb_ledger_story_import (WbLedger       *self,
                                  const WbCoupon *coupon,
                                  GError        **error);

G_END_DECLS
