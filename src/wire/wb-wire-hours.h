/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Weekly hours, [{"days":[1,2],"from":"09:00","to":"17:00"}], as the account has its opening hours
 * (retino-api.md B.2) and the workspace those of one person. */

#pragma once

#include "wb-wire-reader.h"

G_BEGIN_DECLS

/* Adds to @hours (element-type WbHours). */
void       wb_wire_read_hours      (WbWireReader     *reader,
                                    const char       *name,
                                    WbWireNeed        need,
                                    GArray           *hours);
void       wb_wire_put_hours       (JsonObject       *object,
                                    const char       *name,
                                    GArray           *hours);

G_END_DECLS
