/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pretend store's outside: its addresses, its keys, and the faults it is told to have. */

#include "config.h"

#include "wb-pretend-woo-private.h"

#include <string.h>

#define NO_FAULT ((WbPretendWooFault) - 1)

typedef struct
{
  WbPretendWooFault fault;
  char *method;                   /* (owned) (nullable) */
} Fault;

static void
free_key (gpointer data)
{
  PretendKey *key = data;

  g_free (key->key);
  g_free (key->secret);
  g_free (key);
}

static void
free_product (gpointer data)
{
  PretendProduct *product = data;

  g_free (product->name);
  g_free (product->sku);
  g_free (product);
}

static void
free_fault (gpointer data)
{
  Fault *fault = data;

  g_free (fault->method);
  g_free (fault);
}

static void
save_list (JsonObject *state,
           const char *name,
           GPtrArray  *objects)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < objects->len; i++)
    json_array_add_object_element (list, json_object_ref (objects->pdata[i]));
  json_object_set_array_member (state, name, list);
}

static gboolean
save_state (WbPretendWoo *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *state = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_int_member (state, "next_id", self->next_id);
  json_object_set_int_member (state, "next_meta_id", self->next_meta_id);
  json_object_set_int_member (state, "next_item_id", self->next_item_id);
  save_list (state, "coupons", self->coupons);
  save_list (state, "orders", self->orders);
  json_node_take_object (node, state);
  text = json_to_string (node, FALSE);

  return g_file_set_contents (self->state_file, text, -1, NULL);
}

static void
load_list (JsonObject *state,
           const char *name,
           GPtrArray  *objects)
{
  JsonArray *list = json_object_get_array_member (state, name);

  for (guint i = 0; i < json_array_get_length (list); i++)
    g_ptr_array_add (objects, json_object_ref (json_array_get_object_element (list, i)));
}

static gboolean
load_state (WbPretendWoo  *self,
            GError       **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *state;

  if (!g_file_test (self->state_file, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (self->state_file, &text, NULL, error))
    return FALSE;
  root = wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, error);
  if (!root)
    return FALSE;
  state = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (!state || !json_object_has_member (state, "next_id") ||
      !json_object_has_member (state, "next_meta_id") ||
      !json_object_has_member (state, "coupons")) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         "Not the state of a pretend store");
    return FALSE;
  }
  self->next_id = json_object_get_int_member (state, "next_id");
  self->next_meta_id = json_object_get_int_member (state, "next_meta_id");
  load_list (state, "coupons", self->coupons);
  /* States written before there were orders. */
  if (json_object_has_member (state, "orders")) {
    self->next_item_id = json_object_get_int_member (state, "next_item_id");
    load_list (state, "orders", self->orders);
  }

  return TRUE;
}

/**
 * pretend_remember:
 * @self: the store
 * @method: the verb that was done
 *
 * Saves the state if there is a file for it and something may have changed.
 *
 * Returns: `FALSE` when it could not be saved
 */
gboolean
pretend_remember (WbPretendWoo *self,
                  const char   *method)
{
  return !self->state_file || self->is_held || strcmp (method, "GET") == 0 || save_state (self);
}

/* An unknown key is no key (recording 076). */
static void
forget_sign_in (WbPretendRequest *request)
{
  g_hash_table_remove (request->headers, "authorization");
  for (guint i = 0; i < request->query_params->len;) {
    const char *name = g_ptr_array_index (request->query_params, i);

    if (g_str_has_prefix (name, "oauth_") || g_str_has_prefix (name, "consumer_"))
      g_ptr_array_remove_range (request->query_params, i, 2);
    else
      i += 2;
  }
}

/* Does the work, with the fault's side effects; the answer is what the store would say. */
static void
handle (WbPretendWoo      *self,
        WbPretendWooFault  fault,
        WbPretendRequest  *request,
        WbPretendAnswer   *answer)
{
  guint before = self->coupons->len;

  if (fault == WB_WOO_FAULT_REVOKED)
    forget_sign_in (request);
  pretend_rest_handle (self, request, answer);
  if (self->coupons->len > before)
    pretend_fault_spoil (self, fault);
  if (fault == WB_WOO_FAULT_FAIL_AFTER)
    pretend_fault_in_store (WB_WOO_FAULT_FATAL, request, answer);
  if (fault == WB_WOO_FAULT_PHP_WARNING)
    g_string_prepend (answer->body,
                      "<br />\n<b>Warning</b>:  Undefined array key \"missing\" in "
                      "<b>/var/www/html/wp-content/mu-plugins/toggles.php</b> on line <b>4</b>"
                      "<br />\n");
  if (!pretend_remember (self, request->method))
    pretend_fault_in_store (WB_WOO_FAULT_DATABASE, request, answer);
}

/* By what the request is for, as all pretend shops name it. */
static const char *
name_request (const WbPretendRequest *request)
{
  gboolean reads = strcmp (request->method, "GET") == 0;
  gboolean is_coupon = strstr (request->path, "/wc/v3/coupons") != NULL;

  if (strstr (request->path, "/wc/v3/orders"))
    return WB_PRETEND_REQUEST_ORDERS;
  if (is_coupon && reads)
    return WB_PRETEND_REQUEST_FIND;
  if (is_coupon && g_str_has_suffix (request->path, "/coupons"))
    return WB_PRETEND_REQUEST_CREATE;
  if (is_coupon && !g_str_has_suffix (request->path, "/batch"))
    return WB_PRETEND_REQUEST_REMOVE;

  return WB_PRETEND_REQUEST_CHECK;
}

/* The shared faults as this store has them. */
static const WbPretendWooFault own_faults[WB_N_PRETEND_FAULTS] = {
  [WB_PRETEND_FAULT_NONE] = NO_FAULT,
  [WB_PRETEND_FAULT_429] = WB_WOO_FAULT_RATE_LIMITED,
  /* WooCommerce never says 423; it is away for a moment during an update. */
  [WB_PRETEND_FAULT_423] = WB_WOO_FAULT_MAINTENANCE,
  [WB_PRETEND_FAULT_500_BEFORE] = WB_WOO_FAULT_FAIL_BEFORE,
  [WB_PRETEND_FAULT_500_AFTER] = WB_WOO_FAULT_FAIL_AFTER,
  [WB_PRETEND_FAULT_SILENT_BEFORE] = WB_WOO_FAULT_SILENT_BEFORE,
  [WB_PRETEND_FAULT_SILENT_AFTER] = WB_WOO_FAULT_SILENT_AFTER,
  [WB_PRETEND_FAULT_CUT] = WB_WOO_FAULT_CUT_AFTER,
  [WB_PRETEND_FAULT_DROP] = WB_WOO_FAULT_DROP,
  [WB_PRETEND_FAULT_DUPLICATE] = WB_WOO_FAULT_DUPLICATE,
  [WB_PRETEND_FAULT_HTML] = WB_WOO_FAULT_HTML_PAGE,
  [WB_PRETEND_FAULT_SLOW] = WB_WOO_FAULT_SLOW,
  [WB_PRETEND_FAULT_OTHER_AMOUNT] = WB_WOO_FAULT_OTHER_AMOUNT,
  [WB_PRETEND_FAULT_OTHER_EXPIRY] = WB_WOO_FAULT_OTHER_EXPIRY,
  [WB_PRETEND_FAULT_DROP_EMAIL] = WB_WOO_FAULT_DROP_EMAIL,
  [WB_PRETEND_FAULT_UNAUTHORIZED] = WB_WOO_FAULT_REVOKED,
  [WB_PRETEND_FAULT_HOLD_BEFORE] = WB_WOO_FAULT_HOLD_BEFORE,
  [WB_PRETEND_FAULT_HOLD_AFTER] = WB_WOO_FAULT_HOLD_AFTER,
  [WB_PRETEND_FAULT_LATE] = WB_WOO_FAULT_LATE,
};

static WbPretendWooFault
take_fault (WbPretendWoo           *self,
            const WbPretendRequest *request)
{
  for (guint i = 0; i < self->faults->len; i++) {
    Fault *fault = g_ptr_array_index (self->faults, i);
    WbPretendWooFault taken = fault->fault;

    if (fault->method && strcmp (fault->method, request->method) != 0)
      continue;
    g_ptr_array_remove_index (self->faults, i);
    return taken;
  }

  return own_faults[wb_pretend_faults_take (self->shared_faults, name_request (request))];
}

static void
free_front (gpointer data)
{
  PretendFront *front = data;

  g_free (front->home_url);
  g_free (front);
}

/* What stands between the web and WordPress. */
static void
pass_front (WbPretendRequest *request)
{
  const char *override = NULL;

  if (pretend_front (request)->strips_authorization)
    g_hash_table_remove (request->headers, "authorization");

  /* For hosts that let only GET and POST through. */
  override = wb_pretend_request_param (request, "_method");
  if (!override)
    override = g_hash_table_lookup (request->headers, "x-http-method-override");
  if (override && strcmp (request->method, "POST") == 0) {
    g_free (request->method);
    request->method = g_ascii_strup (override, -1);
  }
}

static WbPretendSending
answer_cb (WbPretendRequest *request,
           gboolean          is_released,
           WbPretendAnswer  *answer,
           gpointer          data)
{
  WbPretendWoo *self = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  WbPretendWooFault fault = NO_FAULT;

  if (is_released) {
    self->in_race = TRUE;
    handle (self, fault, request, answer);
    self->in_race = FALSE;
    return WB_PRETEND_SEND;
  }

  pass_front (request);
  wb_pretend_answer_add_header (answer, "Cache-Control",
                                "no-cache, must-revalidate, max-age=0, no-store, private");
  g_ptr_array_add (self->methods, g_strdup (request->method));
  pretend_keep_request (self, request);
  fault = take_fault (self, request);
  switch ((int) fault) {
    case WB_WOO_FAULT_SILENT_BEFORE: return WB_PRETEND_HANG_UP;
    case WB_WOO_FAULT_HOLD_BEFORE: return WB_PRETEND_HOLD_REQUEST;
    case WB_WOO_FAULT_LATE: return WB_PRETEND_LOSE_REQUEST;
    default: break;
  }

  if (!pretend_fault_before_store (fault, request, answer))
    handle (self, fault, request, answer);

  switch ((int) fault) {
    case WB_WOO_FAULT_SILENT_AFTER: return WB_PRETEND_HANG_UP;
    case WB_WOO_FAULT_CUT_AFTER: return WB_PRETEND_CUT;
    case WB_WOO_FAULT_HOLD_AFTER: return WB_PRETEND_HOLD;
    case WB_WOO_FAULT_SLOW: return WB_PRETEND_SEND_LATE;
    default: return WB_PRETEND_SEND;
  }
}

/**
 * wb_pretend_woo_new:
 * @options: (nullable): what the store is like; `NULL` = all defaults
 * @clock: the store's time
 * @error: return location; `G_IO_ERROR_INVALID_ARGUMENT` for an unknown zone, `GFileError`,
 *   [error@WB_WIRE_ERROR] or `G_IO_ERROR_INVALID_DATA` for a state file that cannot be read
 *
 * Opens a store that nobody can reach yet.
 *
 * Returns: (transfer full): the store
 */
WbPretendWoo *
wb_pretend_woo_new (const WbPretendWooOptions  *options,
                    WbClock                    *clock,
                    GError                    **error)
{
  static const WbPretendWooOptions defaults = { .price_decimals = 2 };
  g_autoptr (WbPretendWoo) self = g_new0 (WbPretendWoo, 1);

  g_return_val_if_fail (WB_IS_CLOCK (clock), NULL);

  if (!options)
    options = &defaults;
  g_mutex_init (&self->mutex);
  self->clock = g_object_ref (clock);
  self->name = g_strdup (options->name ? options->name : "Pretend store");
  self->currency = g_strdup (options->currency ? options->currency : "CZK");
  self->zone_name = g_strdup (options->time_zone ? options->time_zone : "Europe/Prague");
  self->state_file = g_strdup (options->state_file);
  self->price_decimals = options->price_decimals;
  self->decimal_comma = options->decimal_comma;
  self->coupons_disabled = options->coupons_disabled;
  self->has_taxes = options->has_taxes;
  self->prices_include_tax = options->prices_include_tax;
  self->hides_refunds = options->hides_refunds;
  self->keys = g_ptr_array_new_with_free_func (free_key);
  self->nonces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->coupons = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->orders = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->products = g_ptr_array_new_with_free_func (free_product);
  self->next_item_id = 1;
  self->faults = g_ptr_array_new_with_free_func (free_fault);
  self->shared_faults = wb_pretend_faults_new ();
  self->methods = g_ptr_array_new_with_free_func (g_free);
  self->fronts = g_ptr_array_new_with_free_func (free_front);
  self->next_id = 11;
  self->next_meta_id = 101;
  self->zone = g_time_zone_new_identifier (self->zone_name);
  if (!self->zone) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "No such time zone: %s",
                 self->zone_name);
    return NULL;
  }
  if (self->state_file && !load_state (self, error))
    return NULL;

  self->server = wb_pretend_server_new (answer_cb, self, clock);

  return g_steal_pointer (&self);
}

/**
 * wb_pretend_woo_free:
 * @self: a store
 *
 * Stops to listen, hangs up on everybody, and forgets all that is not in a state file.
 */
void
wb_pretend_woo_free (WbPretendWoo *self)
{
  g_return_if_fail (self);

  g_clear_pointer (&self->server, wb_pretend_server_free);
  g_clear_pointer (&self->fronts, g_ptr_array_unref);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_pointer (&self->nonces, g_hash_table_unref);
  g_clear_pointer (&self->coupons, g_ptr_array_unref);
  g_clear_pointer (&self->orders, g_ptr_array_unref);
  g_clear_pointer (&self->products, g_ptr_array_unref);
  g_clear_pointer (&self->faults, g_ptr_array_unref);
  g_clear_pointer (&self->shared_faults, wb_pretend_faults_free);
  g_clear_pointer (&self->methods, g_ptr_array_unref);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_object (&self->clock);
  g_free (self->name);
  g_free (self->currency);
  g_free (self->zone_name);
  g_free (self->state_file);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * wb_pretend_woo_add_key:
 * @self: a store
 * @consumer_key: `ck_…`
 * @consumer_secret: `cs_…`
 * @permission: what the key may do
 * @has_rights: whether its user is a shop manager
 *
 * Makes an API key.
 */
void
wb_pretend_woo_add_key (WbPretendWoo    *self,
                        const char      *consumer_key,
                        const char      *consumer_secret,
                        WbWooPermission  permission,
                        gboolean         has_rights)
{
  g_autoptr (GMutexLocker) locker = NULL;
  PretendKey *key;

  g_return_if_fail (self && consumer_key && consumer_secret);

  locker = g_mutex_locker_new (&self->mutex);
  key = g_new0 (PretendKey, 1);
  key->key = g_strdup (consumer_key);
  key->secret = g_strdup (consumer_secret);
  key->permission = permission;
  key->has_rights = has_rights;
  g_ptr_array_add (self->keys, key);
}

/**
 * wb_pretend_woo_listen:
 * @self: a store
 * @front: (nullable): what the address is like; `NULL` = plain http on any port
 * @error: return location; `GIOError` or `GTlsError`
 *
 * Adds an address on loopback.
 *
 * Returns: (transfer none): its URL: `http://127.0.0.1:PORT` or `https://localhost:PORT`
 */
const char *
wb_pretend_woo_listen (WbPretendWoo             *self,
                       const WbPretendWooFront  *front,
                       GError                  **error)
{
  static const WbPretendWooFront defaults = { 0 };
  g_autoptr (GMutexLocker) locker = NULL;
  PretendFront *added = NULL;
  const char *url = NULL;

  g_return_val_if_fail (self, NULL);

  if (!front)
    front = &defaults;
  added = g_new0 (PretendFront, 1);
  added->strips_authorization = front->strips_authorization;
  added->no_rewrites = front->no_rewrites;
  /* Held until the address is known: the first request may come at once. */
  locker = g_mutex_locker_new (&self->mutex);
  g_ptr_array_add (self->fronts, added);
  url = wb_pretend_server_listen (self->server, front->port, front->tls_file, added, error);
  added->home_url = g_strdup (front->home_url ? front->home_url : url);

  return url;
}

/**
 * wb_pretend_woo_queue_fault:
 * @self: a store
 * @fault: what is to go wrong
 * @method: (nullable): with which verb; `NULL` = any
 * @times: how often
 *
 * The next requests that match meet @fault, in the order they were queued.
 */
void
wb_pretend_woo_queue_fault (WbPretendWoo      *self,
                            WbPretendWooFault  fault,
                            const char        *method,
                            guint              times)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < times; i++) {
    Fault *queued = g_new0 (Fault, 1);

    queued->fault = fault;
    queued->method = g_strdup (method);
    g_ptr_array_add (self->faults, queued);
  }
}

/**
 * wb_pretend_woo_add_fault:
 * @self: a store
 * @fault: what is to go wrong
 * @request: with which requests: `WB_PRETEND_REQUEST_…`
 * @times: how often; `G_MAXUINT` = from now on
 *
 * The faults that all pretend shops know. Those queued by method come first.
 */
void
wb_pretend_woo_add_fault (WbPretendWoo   *self,
                          WbPretendFault  fault,
                          const char     *request,
                          guint           times)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  wb_pretend_faults_add (self->shared_faults, fault, request, times);
}

/**
 * wb_pretend_woo_clear_faults:
 * @self: a store
 *
 * Nothing goes wrong any more, but for what is held already.
 */
void
wb_pretend_woo_clear_faults (WbPretendWoo *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  wb_pretend_faults_clear (self->shared_faults);
  g_ptr_array_set_size (self->faults, 0);
}

/**
 * wb_pretend_woo_release:
 * @self: a store
 *
 * Lets everything go on that is held, whether its client still waits or not.
 * Returns when that is done.
 */
void
wb_pretend_woo_release (WbPretendWoo *self)
{
  g_return_if_fail (self);

  wb_pretend_server_release (self->server);
}
