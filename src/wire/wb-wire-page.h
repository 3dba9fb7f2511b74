/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The list envelope {"count","current_page","total_pages","results":[…]} (retino-api.md A.1). */

#pragma once

#include "wb-wire.h"

G_BEGIN_DECLS

typedef gpointer  (* WbWireDecodeFunc) (JsonNode *node, GError **error);
typedef JsonNode *(* WbWireEncodeFunc) (gconstpointer record);

typedef struct
{
  gint64 count;
  gint64 current_page;
  gint64 total_pages;
  GPtrArray *items;   /* (owned) of what the decode function gives */
  GPtrArray *skipped; /* (owned) (nullable) (element-type utf8) ids of what was left out */
} WbWirePage;

void        wb_wire_page_free    (WbWirePage        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbWirePage, wb_wire_page_free)

WbWirePage *wb_wire_page_decode  (JsonNode          *node,
                                  WbWireDecodeFunc   decode,
                                  GDestroyNotify     free_item,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* One item that cannot be read does not take the others with it. */
WbWirePage *wb_wire_page_decode_lenient  (JsonNode          *node,
                                          WbWireDecodeFunc   decode,
                                          GDestroyNotify     free_item,
                                          GError           **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *wb_wire_page_encode  (gint64             count,
                                  gint64             current_page,
                                  gint64             total_pages,
                                  GPtrArray         *items,
                                  WbWireEncodeFunc   encode) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
