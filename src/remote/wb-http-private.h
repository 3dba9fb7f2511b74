/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Between the transport's two files. */

#pragma once

#include "wb-http.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

WbHttpReply *wb_http_reply_new_for_message (SoupMessage *message,
                                            GBytes      *body,
                                            gint64       now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
