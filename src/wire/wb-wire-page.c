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
  g_clear_pointer (&self->skipped, g_ptr_array_unref);
  g_free (self);
}

/* The id of an item that cannot be read otherwise; NULL = not even that. */
static char *
read_item_id (JsonNode *node)
{
  WbWireReader reader;
  g_autofree char *id = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  wb_wire_reader_init (&reader, node);
  id = wb_wire_read_id (&reader, "id", WB_WIRE_REQUIRED);

  return wb_wire_reader_finish (&reader, NULL) ? g_steal_pointer (&id) : NULL;
}

/* @is_lenient: what has an id may be left out. */
static gboolean
decode_items (WbWirePage        *self,
              JsonArray         *results,
              WbWireDecodeFunc   decode,
              gboolean           is_lenient,
              GError           **error)
{
  g_autoptr (GError) first = NULL;

  for (guint i = 0; i < json_array_get_length (results); i++) {
    JsonNode *node = json_array_get_element (results, i);
    g_autoptr (GError) cause = NULL;
    gpointer item = decode (node, &cause);
    char *id = item || !is_lenient ? NULL : read_item_id (node);

    if (item) {
      g_ptr_array_add (self->items, item);
      continue;
    }
    g_prefix_error (&cause, "results[%u].", i);
    if (!id) {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
    g_ptr_array_add (self->skipped, id);
    if (!first)
      first = g_steal_pointer (&cause);
  }

  /* Not one of several: that is another form of list, and no fault of its items. */
  if (first && self->items->len == 0 && self->skipped->len > 1) {
    g_propagate_error (error, g_steal_pointer (&first));
    return FALSE;
  }

  return TRUE;
}

static WbWirePage *
decode_page (JsonNode          *node,
             WbWireDecodeFunc   decode,
             GDestroyNotify     free_item,
             gboolean           is_lenient,
             GError           **error)
{
  g_autoptr (WbWirePage) self = NULL;
  WbWireReader reader;
  JsonArray *results = NULL;

  self = g_new0 (WbWirePage, 1);
  wb_wire_reader_init (&reader, node);
  self->count = wb_wire_read_int (&reader, "count", WB_WIRE_OPTIONAL, 0);
  self->current_page = wb_wire_read_int (&reader, "current_page", WB_WIRE_OPTIONAL, 0);
  self->total_pages = wb_wire_read_int (&reader, "total_pages", WB_WIRE_OPTIONAL, 0);
  results = wb_wire_read_array (&reader, "results", WB_WIRE_REQUIRED);
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;

  self->items = g_ptr_array_new_full (json_array_get_length (results), free_item);
  self->skipped = g_ptr_array_new_with_free_func (g_free);

  return decode_items (self, results, decode, is_lenient, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_page_decode:
 * @node: a list's answer
 * @decode: the decoder of one item
 * @free_item: frees what @decode gives
 *
 * Reads the envelope of reference/retino-api.md A.1. `results` must be there; the three counts may
 * be missing (0). One item that cannot be read fails the page, with its path.
 *
 * Returns: (transfer full): the page; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbWirePage *
wb_wire_page_decode (JsonNode          *node,
                     WbWireDecodeFunc   decode,
                     GDestroyNotify     free_item,
                     GError           **error)
{
  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (decode, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  return decode_page (node, decode, free_item, FALSE, error);
}

/**
 * wb_wire_page_decode_lenient:
 * @node: a list's answer
 * @decode: the decoder of one item
 * @free_item: frees what @decode gives
 *
 * As wb_wire_page_decode(), but an item that cannot be read is left out and its id told in
 * `skipped`: whoever pages on moves past it, and must keep that in mind. One without an id, and a
 * page of several of which none can be read, fail as there.
 *
 * Returns: (transfer full): the page; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbWirePage *
wb_wire_page_decode_lenient (JsonNode          *node,
                             WbWireDecodeFunc   decode,
                             GDestroyNotify     free_item,
                             GError           **error)
{
  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (decode, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  return decode_page (node, decode, free_item, TRUE, error);
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
