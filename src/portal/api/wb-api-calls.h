/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done to a call: taking it, putting it off, ending it (reference/retino-api.md B.6). */

#pragma once

#include "wb-portal-request.h"

G_BEGIN_DECLS

void       wb_api_calls_authorize_assign  (WbPortalRequest *request);
void       wb_api_calls_assign            (WbPortalRequest *request);
void       wb_api_calls_reschedule        (WbPortalRequest *request);
void       wb_api_calls_complete          (WbPortalRequest *request);
void       wb_api_calls_authorize_reopen  (WbPortalRequest *request);
void       wb_api_calls_reopen            (WbPortalRequest *request);
void       wb_api_calls_renew             (WbPortalRequest *request);
void       wb_api_calls_note              (WbPortalRequest *request);

G_END_DECLS
