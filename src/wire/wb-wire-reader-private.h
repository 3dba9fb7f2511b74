/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the two halves of the reader share. */

#pragma once

#include "wb-wire-reader.h"

G_BEGIN_DECLS

JsonNode  *wb_wire_reader_find         (WbWireReader *self,
                                        const char   *name,
                                        WbWireNeed    need);
void       wb_wire_reader_refuse_type  (WbWireReader *self,
                                        const char   *name,
                                        JsonNode     *node,
                                        const char   *expected);
gboolean   wb_wire_node_holds          (JsonNode     *node,
                                        GType         type);

G_END_DECLS
