/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a helpdesk's answer means for the caller (reference/style-anchors.md 5.7): one place maps
 * status and body to WbRemoteError, with the server's words. */

#pragma once

#include "wb-http.h"
#include "wb-wire-api-error.h"

G_BEGIN_DECLS

WbRemoteError  wb_classify_status  (guint               status,
                                    const char         *code);
gboolean       wb_classify_reply   (const WbHttpReply  *reply,
                                    WbApiError        **api_error_out,
                                    GError            **error);
JsonNode      *wb_classify_parse   (const WbHttpReply  *reply,
                                    GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
