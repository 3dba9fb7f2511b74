/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* GET /account (retino-api.md B.2). */

#pragma once

#include "wb-account.h"
#include "wb-wire.h"

G_BEGIN_DECLS

WbAccount *wb_wire_account_decode      (JsonNode         *node,
                                        GError          **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode  *wb_wire_account_encode      (const WbAccount  *self) G_GNUC_WARN_UNUSED_RESULT;
void       wb_wire_account_put_colors  (JsonObject       *object,
                                        const WbAccount  *self);

G_END_DECLS
