/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pretend shop's outside: its tokens, its bucket, and the faults it is told to have. */

#include "config.h"

#include "wb-pretend-shoptet-private.h"

#include "wb-time.h"

#include <libsoup/soup.h>
#include <math.h>
#include <string.h>

#define BUCKET 200.0
#define DRAIN_PER_SEC 10.0
#define LOCK_MS (5 * WB_SECOND_MS)
#define TOKEN_SECS 1800
#define MAX_TOKENS 5

/* Lets out what has drained. */
static void
drain (WbPretendShoptet *self)
{
  gint64 now = wb_clock_steady (self->clock);

  self->filling -= (double) MAX (now - self->counted_at, 0) / WB_SECOND_MS * DRAIN_PER_SEC;
  self->filling = MAX (self->filling, 0);
  self->counted_at = now;
}

/**
 * shoptet_cost:
 * @self: the shop
 * @n_items: how many things an answer holds
 *
 * An answer costs a drop, and more when it is long.
 */
void
shoptet_cost (WbPretendShoptet *self,
              guint             n_items)
{
  double drops = n_items / 100;

  self->filling += drops;
  self->total_drops += drops;
}

static void
tell_filling (WbPretendShoptet *self,
              WbPretendAnswer  *answer)
{
  g_autofree char *text = g_strdup_printf ("%d/%d", (int) MIN (ceil (self->filling), BUCKET),
                                           (int) BUCKET);

  wb_pretend_answer_add_header (answer, "X-RateLimit-Bucket-Filling", text);
}

static void
answer_full (WbPretendShoptet *self,
             gint64            wait_ms,
             WbPretendAnswer  *answer)
{
  g_autoptr (GDateTime) until = g_date_time_new_from_unix_utc (
    (wb_clock_now (self->clock) + wait_ms + WB_SECOND_MS - 1) / WB_SECOND_MS);
  g_autofree char *date = soup_date_time_to_string (until, SOUP_DATE_HTTP);

  answer->status = 429;
  wb_pretend_answer_add_header (answer, "Retry-After", date);
}

/* By the names of wb-pretend-fault.h. */
static const char *
name_request (const WbPretendRequest *request)
{
  if (g_str_has_prefix (request->path, "/api/orders") ||
      g_str_has_prefix (request->path, "/api/credit-notes") ||
      g_str_has_prefix (request->path, "/api/invoices") ||
      g_str_has_prefix (request->path, "/api/proof-payments"))
    return WB_PRETEND_REQUEST_ORDERS;
  if (!g_str_has_prefix (request->path, "/api/discount-coupons") ||
      g_str_has_prefix (request->path, "/api/discount-coupons/templates"))
    return WB_PRETEND_REQUEST_CHECK;
  if (strcmp (request->method, "POST") == 0)
    return WB_PRETEND_REQUEST_CREATE;
  if (strcmp (request->method, "GET") == 0)
    return WB_PRETEND_REQUEST_FIND;

  return WB_PRETEND_REQUEST_REMOVE;
}

static gboolean
is_token_path (const WbPretendRequest *request)
{
  return strcmp (request->path, WB_PRETEND_SHOPTET_TOKEN_PATH) == 0;
}

static guint
count_valid_tokens (WbPretendShoptet *self)
{
  gint64 now = wb_clock_now (self->clock);
  GHashTableIter iter;
  gpointer until;
  guint n_valid = 0;

  g_hash_table_iter_init (&iter, self->api_tokens);
  while (g_hash_table_iter_next (&iter, NULL, &until)) {
    if (*(gint64 *) until > now)
      n_valid++;
  }

  return n_valid;
}

static void
give_token (WbPretendShoptet       *self,
            const WbPretendRequest *request,
            WbPretendAnswer        *answer)
{
  const char *header = g_hash_table_lookup (request->headers, "authorization");
  gint64 *until;
  char *token;

  answer->content_type = "application/json";
  if (!header || !g_str_has_prefix (header, "Bearer ") ||
      !g_hash_table_contains (self->oauth_tokens, header + strlen ("Bearer "))) {
    answer->status = 401;
    g_string_assign (answer->body, "{\"error\":\"invalid_token\"}");
    return;
  }
  if (count_valid_tokens (self) >= MAX_TOKENS) {
    answer->status = 403;
    g_string_assign (answer->body, "{\"error\":\"maximum_tokens_reached\"}");
    return;
  }
  until = g_new (gint64, 1);
  *until = wb_clock_now (self->clock) + TOKEN_SECS * WB_SECOND_MS;
  token = g_strdup_printf ("123456-a-API%028u", ++self->next_token);
  answer->status = 200;
  g_string_printf (answer->body, "{\"access_token\":\"%s\",\"expires_in\":%d}", token, TOKEN_SECS);
  g_hash_table_insert (self->api_tokens, token, until);
}

/* NULL = signed in. */
static const char *
judge_token (WbPretendShoptet       *self,
             const WbPretendRequest *request)
{
  const char *private_token = g_hash_table_lookup (request->headers, "shoptet-private-api-token");
  const char *api_token = g_hash_table_lookup (request->headers, "shoptet-access-token");
  const gint64 *until;

  if (private_token)
    return g_hash_table_contains (self->private_tokens, private_token) ? NULL :
                                                                         "invalid-access-token";
  if (!api_token)
    return "missing-access-token";
  until = g_hash_table_lookup (self->api_tokens, api_token);
  if (!until)
    return "invalid-access-token";

  return *until > wb_clock_now (self->clock) ? NULL : "expired-token";
}

static void
handle_api (WbPretendShoptet       *self,
            const WbPretendRequest *request,
            WbPretendAnswer        *answer)
{
  const char *trouble = judge_token (self, request);
  const char *type = g_hash_table_lookup (request->headers, "content-type");

  drain (self);
  if (self->filling > BUCKET - 1) {
    answer_full (self, (gint64) ((self->filling - BUCKET + 1) / DRAIN_PER_SEC * WB_SECOND_MS),
                 answer);
    tell_filling (self, answer);
    return;
  }
  self->filling += 1;
  self->total_drops += 1;
  if (trouble)
    shoptet_refuse (self, answer, 401, trouble, "The token is missing, unknown or expired.",
                    "unknown");
  else if (!type || !g_str_has_prefix (type, "application/json"))
    shoptet_refuse (self, answer, 422, "invalid-request-data",
                    "Content-Type must be application/json.", "unknown");
  else
    shoptet_handle (self, request, answer);
  if (strcmp (request->method, "GET") != 0 && !shoptet_save_state (self))
    shoptet_refuse (self, answer, 500, "server-error", "The state could not be saved.", "unknown");
  tell_filling (self, answer);
}

/* One line per request: what check-shoptet-schema.py judges. */
static void
record (WbPretendShoptet       *self,
        const WbPretendRequest *request,
        const WbPretendAnswer  *answer)
{
  g_autoptr (JsonNode) line = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;
  gsize length = 0;
  const char *body = g_bytes_get_data (request->body, &length);
  g_autofree char *body_text = g_strndup (body ? body : "", length);
  g_autoptr (GFile) file = g_file_new_for_path (self->record_file);
  g_autoptr (GFileOutputStream) stream = NULL;

  json_object_set_string_member (object, "method", request->method);
  json_object_set_string_member (object, "path", request->path);
  json_object_set_string_member (object, "query", request->query ? request->query : "");
  json_object_set_string_member (object, "body", body_text);
  json_object_set_int_member (object, "status", answer->status);
  json_object_set_string_member (object, "answer", answer->body->str);
  json_node_take_object (line, object);
  text = json_to_string (line, FALSE);
  stream = g_file_append_to (file, G_FILE_CREATE_NONE, NULL, NULL);
  if (stream && g_output_stream_write_all (G_OUTPUT_STREAM (stream), text, strlen (text), NULL,
                                           NULL, NULL))
    g_output_stream_write_all (G_OUTPUT_STREAM (stream), "\n", 1, NULL, NULL, NULL);
}

static void
handle (WbPretendShoptet       *self,
        const WbPretendRequest *request,
        WbPretendAnswer        *answer)
{
  if (is_token_path (request))
    give_token (self, request, answer);
  else
    handle_api (self, request, answer);
  if (self->record_file)
    record (self, request, answer);
}

static char *
make_lock_key (const WbPretendRequest *request)
{
  gsize length = 0;
  const char *body = g_bytes_get_data (request->body, &length);
  g_autofree char *text = g_strndup (body ? body : "", length);

  return g_strdup_printf ("%s %s %s", request->method, request->path, text);
}

/* The same write, while the first one is still at work. */
static gboolean
is_locked (WbPretendShoptet       *self,
           const WbPretendRequest *request)
{
  g_autofree char *key = make_lock_key (request);

  return strcmp (request->method, "GET") != 0 && g_strcmp0 (self->lock_key, key) == 0 &&
         wb_clock_steady (self->clock) < self->lock_until;
}

static void
lock (WbPretendShoptet       *self,
      const WbPretendRequest *request)
{
  if (strcmp (request->method, "GET") == 0)
    return;
  g_free (self->lock_key);
  self->lock_key = make_lock_key (request);
  self->lock_until = wb_clock_steady (self->clock) + LOCK_MS;
}

/* Faults that keep the shop from doing anything. */
static gboolean
fails_before (WbPretendShoptet *self,
              WbPretendFault    fault,
              WbPretendAnswer  *answer)
{
  switch ((int) fault) {
    case WB_PRETEND_FAULT_429:
      answer_full (self, 2 * WB_SECOND_MS, answer);
      return TRUE;
    case WB_PRETEND_FAULT_423:
      answer->status = 423;
      return TRUE;
    case WB_PRETEND_FAULT_500_BEFORE:
      shoptet_refuse (self, answer, 500, "server-error", "General server error.", "unknown");
      return TRUE;
    case WB_PRETEND_FAULT_HTML:
      wb_pretend_answer_html (answer, 403, "Request blocked", "The firewall did not like this.");
      return TRUE;
    case WB_PRETEND_FAULT_UNAUTHORIZED:
      shoptet_refuse (self, answer, 401, "invalid-access-token", "Unknown token.", "unknown");
      return TRUE;
    default:
      return FALSE;
  }
}

/* What the newest coupon becomes, while the answer still says what was asked for. */
static void
spoil_coupon (WbPretendShoptet *self,
              WbPretendFault    fault)
{
  ShoptetCoupon *coupon = g_ptr_array_index (self->coupons, self->coupons->len - 1);

  if (fault == WB_PRETEND_FAULT_DROP)
    shoptet_drop_coupon (self, coupon);
  else if (fault == WB_PRETEND_FAULT_OTHER_AMOUNT && coupon->is_percent)
    coupon->ratio += coupon->ratio < 10000 ? 100 : -100;
  else if (fault == WB_PRETEND_FAULT_OTHER_AMOUNT)
    coupon->amount += 100;
  else if (fault == WB_PRETEND_FAULT_OTHER_EXPIRY && coupon->valid_to != WB_DATE_NONE)
    coupon->valid_to++;
  else
    return;
  shoptet_save_state (self);
}

static void
handle_with (WbPretendShoptet       *self,
             WbPretendFault          fault,
             const WbPretendRequest *request,
             WbPretendAnswer        *answer)
{
  guint before = self->coupons->len;

  handle (self, request, answer);
  if (self->coupons->len > before)
    spoil_coupon (self, fault);
  if (fault == WB_PRETEND_FAULT_500_AFTER) {
    g_string_truncate (answer->body, 0);
    shoptet_refuse (self, answer, 500, "server-error", "General server error.", "unknown");
  }
}

static WbPretendSending
answer_cb (WbPretendRequest *request,
           gboolean          is_released,
           WbPretendAnswer  *answer,
           gpointer          data)
{
  WbPretendShoptet *self = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  WbPretendFault fault = WB_PRETEND_FAULT_NONE;
  WbPretendSending sending;

  if (is_released) {
    g_clear_pointer (&self->lock_key, g_free);
    handle (self, request, answer);
    return WB_PRETEND_SEND;
  }

  g_ptr_array_add (self->methods, g_strdup (request->method));
  fault = wb_pretend_faults_take (self->faults, name_request (request));
  if (is_locked (self, request))
    fault = WB_PRETEND_FAULT_423;
  sending = wb_pretend_sending_of (fault);
  if (wb_pretend_fault_is_early (fault)) {
    if (fault != WB_PRETEND_FAULT_SILENT_BEFORE)
      lock (self, request);
    return sending;
  }
  if (!fails_before (self, fault, answer))
    handle_with (self, fault, request, answer);
  if (sending == WB_PRETEND_HOLD || sending == WB_PRETEND_SEND_LATE)
    lock (self, request);
  g_array_append_val (self->statuses, answer->status);

  return sending;
}

/**
 * wb_pretend_shoptet_new:
 * @options: (nullable): what the shop is like; `NULL` = all defaults
 * @clock: the shop's time
 * @error: return location; `G_IO_ERROR_INVALID_ARGUMENT` for an unknown zone, `GFileError`,
 *   [error@WB_WIRE_ERROR] or `G_IO_ERROR_INVALID_DATA` for a state file that cannot be read
 *
 * Opens a shop that nobody can reach yet.
 *
 * Returns: (transfer full): the shop
 */
WbPretendShoptet *
wb_pretend_shoptet_new (const WbPretendShoptetOptions  *options,
                        WbClock                        *clock,
                        GError                        **error)
{
  static const WbPretendShoptetOptions defaults = { 0 };
  static const char *const both[] = { "CZK", "EUR", NULL };
  g_autoptr (WbPretendShoptet) self = g_new0 (WbPretendShoptet, 1);

  g_return_val_if_fail (WB_IS_CLOCK (clock), NULL);

  if (!options)
    options = &defaults;
  g_mutex_init (&self->mutex);
  self->clock = g_object_ref (clock);
  self->name = g_strdup (options->name ? options->name : "Pretend shop");
  self->zone_name = g_strdup (options->time_zone ? options->time_zone : "Europe/Prague");
  self->currencies = g_strdupv ((GStrv) (options->currencies ? options->currencies : both));
  self->state_file = g_strdup (options->state_file);
  self->record_file = g_strdup (options->record_file);
  self->has_coupon_module = !options->no_coupon_module;
  self->explains = options->explains;
  self->private_tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->oauth_tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->api_tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->templates = g_ptr_array_new_with_free_func (shoptet_template_free);
  self->coupons = g_ptr_array_new_with_free_func (shoptet_coupon_free);
  self->by_code = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->orders = g_ptr_array_new_with_free_func (shoptet_order_free);
  self->faults = wb_pretend_faults_new ();
  self->methods = g_ptr_array_new_with_free_func (g_free);
  self->statuses = g_array_new (FALSE, FALSE, sizeof (guint));
  self->counted_at = wb_clock_steady (clock);
  self->next_order = 1;
  self->next_credit = 1;
  self->zone = g_time_zone_new_identifier (self->zone_name);
  if (!self->zone) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "No such time zone: %s",
                 self->zone_name);
    return NULL;
  }
  if (self->state_file && !shoptet_load_state (self, error))
    return NULL;
  self->server = wb_pretend_server_new (answer_cb, self, clock);

  return g_steal_pointer (&self);
}

/**
 * wb_pretend_shoptet_free:
 * @self: (transfer full) (nullable): a shop
 *
 * Stops to listen, hangs up on everybody, and forgets all that is not in a state file.
 */
void
wb_pretend_shoptet_free (WbPretendShoptet *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->server, wb_pretend_server_free);
  g_clear_object (&self->clock);
  g_free (self->name);
  g_free (self->zone_name);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_strfreev (self->currencies);
  g_free (self->state_file);
  g_free (self->record_file);
  g_hash_table_unref (self->private_tokens);
  g_hash_table_unref (self->oauth_tokens);
  g_hash_table_unref (self->api_tokens);
  g_hash_table_unref (self->by_code);
  g_ptr_array_unref (self->coupons);
  g_ptr_array_unref (self->templates);
  g_ptr_array_unref (self->orders);
  wb_pretend_faults_free (self->faults);
  g_ptr_array_unref (self->methods);
  g_array_unref (self->statuses);
  g_free (self->lock_key);
  g_free (self->shifts);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * wb_pretend_shoptet_listen:
 * @self: a shop
 * @port: where; 0 = anywhere
 * @tls_file: (nullable): PEM with certificate and key; `NULL` = plain http
 * @error: return location; `GIOError` or `GTlsError`
 *
 * Returns: (transfer none): the address of its API
 */
const char *
wb_pretend_shoptet_listen (WbPretendShoptet  *self,
                           guint              port,
                           const char        *tls_file,
                           GError           **error)
{
  const char *url = NULL;

  g_return_val_if_fail (self, NULL);

  url = wb_pretend_server_listen (self->server, port, tls_file, NULL, error);
  g_mutex_lock (&self->mutex);
  self->url = url;
  g_mutex_unlock (&self->mutex);

  return url;
}

/**
 * wb_pretend_shoptet_release:
 * @self: a shop
 *
 * Lets everything go on that is held, whether its client still waits or not.
 */
void
wb_pretend_shoptet_release (WbPretendShoptet *self)
{
  g_return_if_fail (self);

  wb_pretend_server_release (self->server);
}
