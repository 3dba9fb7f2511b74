/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Members in the level 1 form of part B: present always, null where there is nothing
 * (reference/retino-api.md B.1). */

#pragma once

#include "wb-lang-text.h"
#include "wb-wire.h"

G_BEGIN_DECLS

JsonNode  *wb_wire_take_object     (JsonObject       *object) G_GNUC_WARN_UNUSED_RESULT;
void       wb_wire_put_text        (JsonObject       *object,
                                    const char       *name,
                                    const char       *text);
void       wb_wire_put_time        (JsonObject       *object,
                                    const char       *name,
                                    gint64            ms);
void       wb_wire_put_date        (JsonObject       *object,
                                    const char       *name,
                                    gint32            days);
void       wb_wire_put_texts       (JsonObject       *object,
                                    const char       *name,
                                    GStrv             texts);
void       wb_wire_put_lang_text   (JsonObject       *object,
                                    const char       *name,
                                    const WbLangText *text);

G_END_DECLS
