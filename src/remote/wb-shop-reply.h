/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers that no platform sends (a firewall, a proxy, broken JSON) as errors in words: the same for
 * all shops. Inside remote only. */

#pragma once

#include "wb-http.h"

G_BEGIN_DECLS

void       wb_shop_reply_set_foreign (const WbHttpReply  *reply,
                                      GError            **error);
/* Turns a WB_WIRE_ERROR of a decoder into a WB_REMOTE_ERROR; leaves others alone. */
void       wb_shop_reply_adopt       (GError            **error);

G_END_DECLS
