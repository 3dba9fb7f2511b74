/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The envelope of lists; see wb-wire-page.h. */

#include "config.h"

#include "wb-wire-page.h"

#include "wb-wire-builder.h"
#include "wb-wire-reader.h"

/**
 * wb_wire_page_free:
 * @self: (transfer full) (nullable): a page
 *
 * Frees the page and lets go of its items.
 */
void
wb_wire_page_free (WbWirePage *self)
{
  if (!self)
    return;

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

/**
 * wb_wire_page_decode:
 * @node: a list's answer
 * @decode: the decoder of one item
 * @free_item: frees what @decode gives
 *
 * Reads the envelope of reference/retino-api.md A.1. `results` must be there; the three counts may
 * be missing (0). One item that cannot be read fails the page, with its path: leaving it out would
 * lose it without a word, for the mark then moves past it.
 *
 * Returns: (transfer full): the page; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbWirePage *
wb_wire_page_decode (JsonNode          *node,
                     WbWireDecodeFunc   decode,
                     GDestroyNotify     free_item,
                     GError           **error)
{
  g_autoptr (WbWirePage) self = NULL;
  WbWireReader reader;
  JsonArray *results = NULL;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (decode, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = g_new0 (WbWirePage, 1);
  wb_wire_reader_init (&reader, node);
  self->count = wb_wire_read_int (&reader, "count", WB_WIRE_OPTIONAL, 0);
  self->current_page = wb_wire_read_int (&reader, "current_page", WB_WIRE_OPTIONAL, 0);
  self->total_pages = wb_wire_read_int (&reader, "total_pages", WB_WIRE_OPTIONAL, 0);
  results = wb_wire_read_array (&reader, "results", WB_WIRE_REQUIRED);
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;

  self->items = g_ptr_array_new_full (json_array_get_length (results), free_item);
  for (guint i = 0; i < json_array_get_length (results); i++) {
    gpointer item = decode (json_array_get_element (results, i), error);

    if (!item) {
      g_prefix_error (error, "results[%u].", i);
      return NULL;
    }
    g_ptr_array_add (self->items, item);
  }

  return g_steal_pointer (&self);
}

/**
 * wb_wire_page_encode:
 * @count: items on all pages
 * @current_page: from 1
 * @total_pages: pages in all
 * @items: what this page holds
 * @encode: the encoder of one item
 *
 * Returns: (transfer full): the envelope
 */
JsonNode *
wb_wire_page_encode (gint64            count,
                     gint64            current_page,
                     gint64            total_pages,
                     GPtrArray        *items,
                     WbWireEncodeFunc  encode)
{
  JsonObject *object = NULL;
  JsonArray *results = NULL;

  g_return_val_if_fail (items, NULL);
  g_return_val_if_fail (encode, NULL);

  object = json_object_new ();
  results = json_array_sized_new (items->len);
  json_object_set_int_member (object, "count", count);
  json_object_set_int_member (object, "current_page", current_page);
  json_object_set_int_member (object, "total_pages", total_pages);
  for (guint i = 0; i < items->len; i++)
    json_array_add_element (results, encode (g_ptr_array_index (items, i)));
  json_object_set_array_member (object, "results", results);

  return wb_wire_take_object (object);
}
