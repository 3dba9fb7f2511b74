/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests whose answer waits: long-polls for an event, coupon requests for the shop. */

#pragma once

#include "wb-portal-request.h"

G_BEGIN_DECLS

/* Takes the request; its message is paused until it is answered or its client is gone. */
void       wb_portal_wait_add          (WbPortalRequest *request);
/* Begins a write. FALSE: the request is answered, or waits for another program that writes, and for those
 * that came before it; nobody else is kept waiting by that. */
gboolean   wb_portal_wait_begin        (WbPortalRequest *request);
/* The coupon is stored; from here on its shop's worker has it. */
void       wb_portal_wait_hand_over    (WbPortalRequest *request);
/* Answers long-polls for which something happened. */
void       wb_portal_wait_tell_events  (WbPortal        *portal);
/* Answers who waits for this coupon. */
void       wb_portal_wait_tell_coupon  (WbPortal        *portal,
                                        const char      *coupon_id);
/* Answers whose time is over; then the next such time, or WB_TIME_NONE. */
gint64     wb_portal_wait_pass_time    (WbPortal        *portal,
                                        gint64           now);
/* Answers all, since the portal ends. */
void       wb_portal_wait_end          (WbPortal        *portal);

G_END_DECLS
