/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What tests see of the store and do to it past its API. */

#include "config.h"

#include "wb-pretend-woo-private.h"

#include <string.h>

/**
 * wb_pretend_woo_count_requests:
 * @self: a store
 * @method: (nullable): a verb; `NULL` = all
 *
 * Returns: how many requests came
 */
guint
wb_pretend_woo_count_requests (WbPretendWoo *self,
                               const char   *method)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint count = 0;

  g_return_val_if_fail (self, 0);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < self->methods->len; i++) {
    if (!method || strcmp (self->methods->pdata[i], method) == 0)
      count++;
  }

  return count;
}

/**
 * wb_pretend_woo_count_coupons:
 * @self: a store
 *
 * Returns: how many published coupons there are, whatever their codes
 */
guint
wb_pretend_woo_count_coupons (WbPretendWoo *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint count = 0;

  g_return_val_if_fail (self, 0);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < self->coupons->len; i++) {
    JsonObject *coupon = g_ptr_array_index (self->coupons, i);

    count += strcmp (json_object_get_string_member (coupon, "status"), "publish") == 0;
  }

  return count;
}

/**
 * wb_pretend_woo_count_code:
 * @self: a store
 * @code: a code, in any case
 *
 * Returns: how many published coupons have it
 */
guint
wb_pretend_woo_count_code (WbPretendWoo *self,
                           const char   *code)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *formatted = NULL;
  guint count = 0;

  g_return_val_if_fail (self && code, 0);

  formatted = pretend_format_code (code);
  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < self->coupons->len; i++) {
    JsonObject *coupon = g_ptr_array_index (self->coupons, i);

    if (strcmp (json_object_get_string_member (coupon, "status"), "publish") == 0 &&
        strcmp (json_object_get_string_member (coupon, "code"), formatted) == 0)
      count++;
  }

  return count;
}

/**
 * wb_pretend_woo_dup_coupon:
 * @self: a store
 * @code: a code, in any case
 *
 * Returns: (transfer full) (nullable): the coupon as JSON, without links
 */
char *
wb_pretend_woo_dup_coupon (WbPretendWoo *self,
                           const char   *code)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *formatted = NULL;
  JsonObject *coupon;

  g_return_val_if_fail (self && code, NULL);

  formatted = pretend_format_code (code);
  locker = g_mutex_locker_new (&self->mutex);
  coupon = pretend_coupon_by_code (self, formatted, 0);
  if (!coupon)
    return NULL;
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, coupon);

  return json_to_string (node, FALSE);
}

/**
 * wb_pretend_woo_put_coupon:
 * @self: a store
 * @json: an object with any members of a coupon, valid or not
 *
 * Stores a coupon past all checks.
 *
 * Returns: its id
 */
gint64
wb_pretend_woo_put_coupon (WbPretendWoo *self,
                           const char   *json)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *coupon;

  g_return_val_if_fail (self && json, 0);

  node = wb_wire_parse (json, -1, WB_WIRE_MAX_BODY_BYTES, NULL);
  g_return_val_if_fail (node && JSON_NODE_HOLDS_OBJECT (node), 0);
  locker = g_mutex_locker_new (&self->mutex);
  coupon = pretend_coupon_put (self, json_node_get_object (node));
  pretend_remember (self, "POST");

  return json_object_get_int_member (coupon, "id");
}

/**
 * wb_pretend_woo_remove_coupon:
 * @self: a store
 * @id: a coupon's id
 *
 * Deletes it for good, if it is there.
 */
void
wb_pretend_woo_remove_coupon (WbPretendWoo *self,
                              gint64        id)
{
  g_autoptr (GMutexLocker) locker = NULL;
  JsonObject *coupon;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  coupon = pretend_coupon_find (self, id);
  if (coupon)
    g_ptr_array_remove (self->coupons, coupon);
  pretend_remember (self, "DELETE");
}

/**
 * wb_pretend_woo_hold:
 * @self: a store
 * @is_held: whether its state stays as it is in the file for now
 *
 * A file written at each of a thousand coupons is written a thousand times.
 */
void
wb_pretend_woo_hold (WbPretendWoo *self,
                     gboolean      is_held)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  self->is_held = is_held;
  pretend_remember (self, "POST");
}

/**
 * wb_pretend_woo_clear:
 * @self: a store
 *
 * Forgets what it holds; ids go on.
 */
void
wb_pretend_woo_clear (WbPretendWoo *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  g_ptr_array_set_size (self->coupons, 0);
  g_ptr_array_set_size (self->orders, 0);
  g_ptr_array_set_size (self->methods, 0);
  g_hash_table_remove_all (self->nonces);
  pretend_remember (self, "DELETE");
}

/**
 * wb_pretend_woo_set_next_id:
 * @self: a store
 * @id: the id of the next new thing
 *
 * Sets the count that posts of all kinds share in WordPress.
 */
void
wb_pretend_woo_set_next_id (WbPretendWoo *self,
                            gint64        id)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  self->next_id = id;
}

/**
 * wb_pretend_woo_set_next_item_id:
 * @self: a store
 * @id: the id of the next line of an order
 *
 * Sets the count that goods, coupons and fees of orders share.
 */
void
wb_pretend_woo_set_next_item_id (WbPretendWoo *self,
                                 gint64        id)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  self->next_item_id = id;
}

/**
 * wb_pretend_woo_keep_requests:
 * @self: a store
 *
 * Keeps what comes from now on.
 */
void
wb_pretend_woo_keep_requests (WbPretendWoo *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  if (!self->kept)
    self->kept = g_ptr_array_new_with_free_func (g_free);
}

/**
 * wb_pretend_woo_take_requests:
 * @self: a store that keeps requests
 *
 * Returns: (transfer full) (element-type utf8): what came since the last call
 */
GPtrArray *
wb_pretend_woo_take_requests (WbPretendWoo *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  GPtrArray *taken = NULL;

  g_return_val_if_fail (self && self->kept, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  taken = self->kept;
  self->kept = g_ptr_array_new_with_free_func (g_free);

  return taken;
}

/**
 * pretend_keep_request:
 * @self: a store
 * @request: what came
 *
 * Keeps it if somebody wants to see it.
 */
void
pretend_keep_request (WbPretendWoo           *self,
                      const WbPretendRequest *request)
{
  const char *accept = g_hash_table_lookup (request->headers, "accept");
  const char *type = g_hash_table_lookup (request->headers, "content-type");
  gsize length = 0;
  const char *body = g_bytes_get_data (request->body, &length);

  if (self->kept)
    g_ptr_array_add (self->kept,
                     g_strdup_printf ("%s %s%s%s\n%s\n%s\n%.*s", request->method, request->path,
                                      request->query ? "?" : "",
                                      request->query ? request->query : "", accept ? accept : "",
                                      type ? type : "", (int) length, body ? body : ""));
}
