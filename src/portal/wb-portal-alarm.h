/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One alarm by the portal's clock, rung in a main context: what makes leases, long-polls and paused
 * answers end also when the clock is one that a test moves. */

#pragma once

#include "wb-clock.h"

G_BEGIN_DECLS

typedef struct _WbPortalAlarm WbPortalAlarm;

WbPortalAlarm *wb_portal_alarm_new   (WbClock        *clock,
                                      GMainContext   *context,
                                      GSourceFunc     ring,
                                      gpointer        data) G_GNUC_WARN_UNUSED_RESULT;
void           wb_portal_alarm_free  (WbPortalAlarm  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPortalAlarm, wb_portal_alarm_free)

void           wb_portal_alarm_set   (WbPortalAlarm  *self,
                                      gint64          at);

G_END_DECLS
