/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The merchant and the client of the portal's tests; see portal-fixture.h. */

#include "config.h"

#include "portal-fixture.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "wb-db.h"

static WbLangText *
make_name (const char *cs,
           const char *en)
{
  WbLangText *text = wb_lang_text_new ();

  wb_lang_text_set (text, "cs", cs);
  wb_lang_text_set (text, "en", en);

  return text;
}

static void
seed_account (WbPortal *portal)
{
  static const char *const languages[] = { "cs", "en", NULL };
  static const char *const currencies[] = { "CZK", "EUR", NULL };
  g_autoptr (WbAccount) account = wb_account_new ();
  g_autoptr (GError) error = NULL;

  account->id = g_strdup (ID ("a1", 1));
  g_clear_pointer (&account->name, wb_lang_text_unref);
  account->name = make_name ("Výprodej nábytku", "Furniture Sale");
  account->time_zone = g_strdup ("Europe/Prague");
  account->default_language = g_strdup ("cs");
  g_strfreev (account->languages);
  account->languages = g_strdupv ((GStrv) languages);
  g_strfreev (account->currencies);
  account->currencies = g_strdupv ((GStrv) currencies);
  account->default_currency = g_strdup ("CZK");
  account->remarketing_active = TRUE;
  account->remarketing_activated_at = NOW - 30 * WB_DAY_MS;
  account->call_goal_hours = 24;
  account->coupon_cap_percent_hundredths = -1;
  account->version = 4;
  g_assert_true (wb_portal_import_account (portal, account, &error));
  g_assert_no_error (error);
}

static void
seed_user (WbPortal   *portal,
           const char *id,
           const char *name,
           const char *role,
           const char *token,
           gboolean    active)
{
  g_autoptr (WbUser) user = wb_user_new ();

  user->id = g_strdup (id);
  user->role = g_strdup (role);
  user->full_name = g_strdup (name);
  user->email = g_strdup_printf ("%.4s@example.com", name);
  user->last_activity_at = WB_TIME_NONE;
  user->date_joined = NOW - 400 * WB_DAY_MS;
  user->active = active;
  user->version = 1;
  g_assert_true (wb_portal_import_user (portal, user, token, NULL));
}

static void
seed_type (WbPortal   *portal,
           const char *id,
           const char *kind,
           int         position)
{
  g_autoptr (WbTicketType) type = wb_ticket_type_new ();

  type->id = g_strdup (id);
  type->name = make_name (position == 1 ? "Vrácení" : "Reklamace", kind);
  type->kind = g_strdup (kind);
  type->color = g_strdup ("#1d4ed8");
  type->position = position;
  type->version = 1;
  g_assert_true (wb_portal_import_type (portal, type, NULL));
}

static void
seed_state (WbPortal   *portal,
            const char *id,
            const char *type,
            const char *step,
            int         position)
{
  g_autoptr (WbTicketState) state = wb_ticket_state_new ();

  state->id = g_strdup (id);
  state->name = make_name (step, step);
  state->type = g_strdup (type);
  state->step = g_strdup (step);
  state->color = g_strdup ("#f59e0b");
  state->position = position;
  state->version = 1;
  g_assert_true (wb_portal_import_state (portal, state, NULL));
}

static WbTicket *
make_ticket (const char *id,
             const char *code,
             const char *customer,
             const char *phone)
{
  WbTicket *ticket = wb_ticket_new ();

  ticket->id = g_strdup (id);
  ticket->code = g_strdup (code);
  ticket->type = g_strdup (TYPE_RETURN);
  ticket->state = g_strdup (STATE_NEW);
  ticket->customer_name = g_strdup (customer);
  ticket->customer_email = g_strdup ("zakaznik@example.com");
  ticket->customer_phone = g_strdup (phone);
  ticket->order_date = WB_DATE_NONE;
  ticket->created_at = NOW - 3 * WB_DAY_MS;
  ticket->updated_at = NOW - WB_DAY_MS;
  ticket->closed_at = WB_TIME_NONE;
  ticket->deleted_at = WB_TIME_NONE;
  ticket->has_history = TRUE;
  ticket->version = 1;

  return ticket;
}

static void
seed_tickets (WbPortal *portal)
{
  g_autoptr (WbTicket) one = make_ticket (TICKET_1, "20250042", "Jana Nováková", "+420601123456");
  g_autoptr (WbTicket) two = make_ticket (TICKET_2, "20250043", "Łukasz Żak", NULL);
  g_autoptr (WbTicket) three = make_ticket (TICKET_3, "20250044", "Karel Čapek", NULL);
  WbHistoryItem *note = wb_history_item_new ();
  WbProduct *product = wb_product_new ();

  one->has_order = TRUE;
  one->order_id = g_strdup (ID ("90", 1));
  one->order_code = g_strdup ("OBJ-2025-001");
  one->order_store_id = g_strdup ("hlavni-eshop");
  one->order_currency = g_strdup ("CZK");
  product->id = g_strdup (ID ("80", 1));
  product->name = g_strdup ("Křeslo Oslo");
  product->amount_milli = 1000;
  g_ptr_array_add (one->products, product);
  note->id = g_strdup (ID ("60", 1));
  note->type = g_strdup ("note");
  note->text = g_strdup ("Zákazník chce výměnu.");
  note->created_at = NOW - 2 * WB_DAY_MS;
  g_ptr_array_add (one->history, note);
  three->closed_at = NOW - WB_HOUR_MS;
  three->updated_at = NOW - WB_HOUR_MS;

  g_assert_true (wb_portal_import_ticket (portal, one, NULL));
  g_assert_true (wb_portal_import_ticket (portal, two, NULL));
  g_assert_true (wb_portal_import_ticket (portal, three, NULL));
}

static void
seed_call (WbPortal   *portal,
           const char *id,
           const char *ticket,
           gint64      due_at,
           gboolean    closed)
{
  g_autoptr (WbActivity) call = wb_activity_new ();

  call->id = g_strdup (id);
  call->ticket = g_strdup (ticket);
  call->ticket_type = g_strdup (TYPE_RETURN);
  call->kind = g_strdup ("call_request");
  call->name = g_strdup ("Zavolat zákazníkovi");
  call->status = g_strdup (closed ? "closed" : "open");
  call->outcome = closed ? g_strdup ("resolved") : NULL;
  call->called_at = closed ? NOW - WB_HOUR_MS : WB_TIME_NONE;
  call->assignee = closed ? g_strdup (EVA_ID) : NULL;
  call->lease_until = WB_TIME_NONE;
  call->created_at = NOW - WB_DAY_MS;
  call->due_at = due_at;
  call->original_due_at = due_at;
  call->closed_at = closed ? NOW - WB_HOUR_MS : WB_TIME_NONE;
  call->closed_by = closed ? g_strdup (EVA_ID) : NULL;
  call->updated_at = NOW - WB_DAY_MS;
  call->version = 1;
  g_assert_true (wb_portal_import_activity (portal, call, NULL));
}

static void
seed_store (WbPortal *portal)
{
  static const char *const currencies[] = { "CZK", NULL };
  WbPortalShop shop = { "/nonexistent/secret", NULL, "Europe/Prague" };
  g_autoptr (WbMerchantStore) store = wb_merchant_store_new ();

  store->id = g_strdup (STORE_1);
  store->store_id = g_strdup ("hlavni-eshop");
  store->name = g_strdup ("example.cz");
  store->platform = g_strdup ("woocommerce");
  store->url = g_strdup ("https://www.example.cz");
  g_strfreev (store->currencies);
  store->currencies = g_strdupv ((GStrv) currencies);
  store->connection = g_strdup ("connected");
  store->last_sync_at = NOW;
  store->supports_coupons = TRUE;
  store->version = 3;
  g_assert_true (wb_portal_import_store (portal, store, &shop, NULL));
}

static void
seed_settings (WbPortal *portal)
{
  g_autoptr (WbOfferSet) set = wb_offer_set_new ();
  WbCouponAmount *amount = wb_offer_set_ensure_amount (set, "CZK");

  set->type = g_strdup (TYPE_RETURN);
  set->coupon_enabled = TRUE;
  set->coupon_placements = WB_PLACEMENT_PORTAL;
  g_free (amount->kind);
  amount->kind = g_strdup (WB_COUPON_KIND_FIXED);
  amount->amount = g_strdup ("200.00");
  amount->min_order_value = g_strdup ("1000.00");
  set->validity_days = 14;
  set->call_deadline_days = 2;
  set->updated_at = NOW - 10 * WB_DAY_MS;
  set->version = 17;
  g_assert_true (wb_portal_import_settings (portal, set, NULL));
}

static void
seed_coupon (WbPortal *portal)
{
  g_autoptr (WbCoupon) coupon = wb_coupon_new ();

  coupon->id = g_strdup (COUPON_1);
  coupon->ticket = g_strdup (TICKET_3);
  coupon->ticket_type = g_strdup (TYPE_RETURN);
  coupon->store = g_strdup (STORE_1);
  coupon->platform = g_strdup ("woocommerce");
  coupon->code = g_strdup ("VRAT8KQ2MX4TH7");
  coupon->kind = g_strdup (WB_COUPON_KIND_FIXED);
  coupon->amount = g_strdup ("200.00");
  coupon->currency = g_strdup ("CZK");
  coupon->min_order_value = g_strdup ("1000.00");
  coupon->state = g_strdup (WB_COUPON_USED);
  coupon->created_at = NOW - 2 * WB_DAY_MS;
  coupon->expires_at = NOW + 12 * WB_DAY_MS;
  coupon->used_at = NOW - WB_DAY_MS;
  coupon->updated_at = NOW - WB_DAY_MS;
  coupon->version = 3;
  g_assert_true (wb_portal_import_coupon (portal, coupon, NULL));
}

static void
seed (WbPortal *portal)
{
  g_assert_true (wb_portal_begin_import (portal, NULL));
  seed_account (portal);
  seed_user (portal, MANAGER_ID, "Marie Malá", "manager", MANAGER, TRUE);
  seed_user (portal, EVA_ID, "Eva Dvořáková", "agent", EVA, TRUE);
  seed_user (portal, PETR_ID, "Petr Novák", "Agent", PETR, TRUE);
  seed_user (portal, GONE_ID, "Gone Away", "manager", GONE, FALSE);
  seed_type (portal, TYPE_RETURN, "return", 1);
  seed_type (portal, TYPE_CLAIM, "claim", 2);
  seed_state (portal, STATE_NEW, TYPE_RETURN, "new", 1);
  seed_state (portal, STATE_RESOLVED, TYPE_RETURN, "resolved", 2);
  seed_state (portal, STATE_OF_CLAIM, TYPE_CLAIM, "new", 1);
  seed_tickets (portal);
  seed_call (portal, CALL_1, TICKET_1, NOW - WB_HOUR_MS, FALSE);
  seed_call (portal, CALL_2, TICKET_2, NOW + WB_DAY_MS, FALSE);
  seed_call (portal, CALL_3, TICKET_3, NOW - WB_DAY_MS, TRUE);
  seed_store (portal);
  seed_settings (portal);
  seed_coupon (portal);
  g_assert_true (wb_portal_end_import (portal, NULL));
}

static void
open_portal (Fixture *self)
{
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autoptr (GError) error = NULL;
  WbPortalOptions options = {
    .db_path = self->db,
    .rate_limit_per_minute = self->rate_limit,
    .public_url = self->public_url,
    .behind_proxy = self->behind_proxy,
    .bare = TRUE,
  };

  self->portal = wb_portal_open (&options, WB_CLOCK (self->clock), random, &error);
  g_assert_no_error (error);
  wb_portal_set_shop_factory (self->portal, self->factory, self->factory_data);
}

Fixture *
fixture_new_stopped (void)
{
  Fixture *self = g_new0 (Fixture, 1);
  g_autoptr (GError) error = NULL;

  self->dir = g_dir_make_tmp ("winback-portal-XXXXXX", &error);
  g_assert_no_error (error);
  self->db = g_build_filename (self->dir, "portal.db", NULL);
  self->clock = wb_movable_clock_new (NOW, FALSE);
  self->rate_limit = WB_PORTAL_RATE_OFF;
  open_portal (self);
  seed (self->portal);

  return self;
}

void
fixture_start (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  wb_portal_set_shop_factory (self->portal, self->factory, self->factory_data);
  wb_portal_start (self->portal, &error);
  g_assert_no_error (error);
}

Fixture *
fixture_new (void)
{
  Fixture *self = fixture_new_stopped ();

  fixture_start (self);

  return self;
}

void
fixture_close (Fixture *self)
{
  if (!self->portal)
    return;
  wb_portal_stop (self->portal);
  g_assert_finalize_object (g_steal_pointer (&self->portal));
}

void
fixture_restart (Fixture *self)
{
  fixture_close (self);
  open_portal (self);
  fixture_start (self);
}

void
fixture_advance (Fixture *self,
                 gint64   ms)
{
  wb_movable_clock_advance (self->clock, ms);
}

static void
remove_dir (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    g_assert_no_errno (g_unlink (file));
  }
  g_assert_no_errno (g_rmdir (path));
}

void
fixture_free (Fixture *self)
{
  fixture_close (self);
  g_assert_finalize_object (self->clock);
  remove_dir (self->dir);
  g_free (self->db);
  g_free (self->dir);
  g_free (self);
}

void
answer_free (Answer *self)
{
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_free (self->body);
  g_free (self);
}

GSocketConnection *
ask_begin (Fixture    *self,
           const char *method,
           const char *path,
           const char *token,
           const char *headers,
           const char *body)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 30);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1",
                                                self->port != 0 ? self->port
                                                                : wb_portal_get_port (self->portal),
                                                NULL, &error);
  g_assert_no_error (error);

  g_string_append_printf (text, "%s %s%s HTTP/1.1\r\nHost: %s\r\n", method,
                          g_str_has_prefix (path, "//") ? "" : "/api/v2",
                          g_str_has_prefix (path, "//") ? path + 1 : path,
                          self->host ? self->host : "127.0.0.1");
  if (token)
    g_string_append_printf (text, "Authorization: Token %s\r\n", token);
  if (headers)
    g_string_append (text, headers);
  if (body)
    g_string_append_printf (text, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
                            strlen (body));
  g_string_append (text, "\r\n");
  if (body)
    g_string_append (text, body);
  /* A refused body may be cut off while it is being sent. */
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text->str,
                             text->len, NULL, NULL, NULL);

  return connection;
}

static GString *
read_all (GSocketConnection *connection)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GString *text = g_string_new (NULL);
  char buffer[16384];
  gssize n = 0;

  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, n);

  return text;
}

Answer *
ask_end (GSocketConnection *connection)
{
  g_autoptr (GSocketConnection) owned = connection;
  g_autoptr (GString) all = read_all (connection);
  char *text = all->str;
  Answer *self = g_new0 (Answer, 1);
  char *end = strstr (text, "\r\n\r\n");
  g_auto (GStrv) lines = NULL;

  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!end)
    return self;

  *end = '\0';
  self->body = g_strdup (end + 4);
  self->content = g_bytes_new (end + 4, all->len - (gsize) (end + 4 - text));
  lines = g_strsplit (text, "\r\n", -1);
  self->status = (guint) g_ascii_strtoull (lines[0] + strlen ("HTTP/1.1 "), NULL, 10);
  for (guint i = 1; lines[i]; i++) {
    char *colon = strchr (lines[i], ':');

    g_assert_nonnull (colon);
    g_hash_table_insert (self->headers, g_ascii_strdown (lines[i], colon - lines[i]),
                         g_strstrip (g_strdup (colon + 1)));
  }
  if (*self->body && g_utf8_validate (self->body, -1, NULL))
    self->json = json_from_string (self->body, NULL);

  return self;
}

Answer *
ask (Fixture    *self,
     const char *method,
     const char *path,
     const char *token,
     const char *headers,
     const char *body)
{
  return ask_end (ask_begin (self, method, path, token, headers, body));
}

Answer *
ask_write (Fixture    *self,
           const char *method,
           const char *path,
           const char *token,
           gint64      version,
           const char *body)
{
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *match = NULL;
  g_autofree char *headers = NULL;

  if (version >= 0)
    match = g_strdup_printf ("If-Match: \"%" G_GINT64_FORMAT "\"\r\n", version);
  headers = g_strdup_printf ("Idempotency-Key: %s\r\n%s", key, match ? match : "");

  return ask (self, method, path, token, headers, body);
}

GBytes *
load_image (const char *name)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, "images", name, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize size = 0;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (data, size);
}

GBytes *
make_form (const char *boundary,
           const char *field,
           const char *file_name,
           GBytes     *file)
{
  GString *form = g_string_new (NULL);

  g_string_append_printf (form,
                          "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                          "Content-Type: application/octet-stream\r\n\r\n",
                          boundary, field, file_name);
  g_string_append_len (form, g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file));
  g_string_append_printf (form, "\r\n--%s--\r\n", boundary);

  return g_string_free_to_bytes (form);
}

Answer *
ask_form (Fixture    *self,
          const char *token,
          const char *key,
          const char *content_type,
          gsize       length,
          GBytes     *body)
{
  g_autofree char *headers = g_strdup_printf (
    "%s%s%sContent-Type: %s\r\nContent-Length: %zu\r\n", key ? "Idempotency-Key: " : "",
    key ? key : "", key ? "\r\n" : "", content_type, length);
  GSocketConnection *connection = ask_begin (self, "POST", "/files", token, headers, NULL);
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  /* What is refused early may be cut off while it is being sent. */
  if (body)
    g_output_stream_write_all (stream, g_bytes_get_data (body, NULL), g_bytes_get_size (body), NULL,
                               NULL, NULL);
  if (body && g_bytes_get_size (body) < length)
    g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);

  return ask_end (connection);
}

Answer *
ask_upload (Fixture    *self,
            const char *token,
            const char *key,
            const char *file_name,
            GBytes     *file)
{
  g_autoptr (GBytes) form = make_form ("xYzZy", "file", file_name, file);

  return ask_form (self, token, key, "multipart/form-data; boundary=xYzZy",
                   g_bytes_get_size (form), form);
}

char *
add_banner (Fixture    *self,
            const char *name,
            const char *more)
{
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (GBytes) image = load_image ("banner.png");
  g_autoptr (Answer) file = ask_upload (self, MANAGER, key, "banner.png", image);
  g_autofree char *id = answer_text (file, "id");
  g_autofree char *body = g_strdup_printf (
    "{\"name\":\"%s\",\"file\":\"%s\",\"alt_text\":{\"cs\":\"Sleva\",\"en\":\"Sale\"}%s}", name,
    id, more);
  g_autoptr (Answer) banner = NULL;

  assert_status (file, 201);
  banner = ask_write (self, "POST", "/remarketing/banners", MANAGER, -1, body);
  assert_status (banner, 201);

  return answer_text (banner, "id");
}

gint64
ask_ledger (Fixture    *self,
            const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDb) db = wb_db_open (self->db, WB_DB_READ_ONLY, &error);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;
  gint64 number = 0;

  g_assert_no_error (error);
  stmt = wb_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  g_assert_true (wb_stmt_step (stmt, &has_row, &error));
  g_assert_true (has_row);
  number = wb_stmt_get_int64 (stmt, 0);
  g_clear_pointer (&stmt, wb_stmt_release);

  return number;
}

void
change_ledger (Fixture    *self,
               const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDb) db = wb_db_open (self->db, WB_DB_READ_WRITE, &error);

  g_assert_no_error (error);
  wb_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

void
fixture_pause_shop (Fixture *self)
{
  change_ledger (self, "UPDATE merchant_store SET paused = 1");
}

const char *
answer_header (const Answer *self,
               const char   *name)
{
  return g_hash_table_lookup (self->headers, name);
}

static JsonNode *
find_node (const Answer *self,
           const char   *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  JsonNode *node = self->json;

  for (guint i = 0; node && names[i]; i++) {
    if (JSON_NODE_HOLDS_ARRAY (node)) {
      guint index = (guint) g_ascii_strtoull (names[i], NULL, 10);
      JsonArray *array = json_node_get_array (node);

      node = index < json_array_get_length (array) ? json_array_get_element (array, index) : NULL;
    } else if (JSON_NODE_HOLDS_OBJECT (node)) {
      node = json_object_get_member (json_node_get_object (node), names[i]);
    } else {
      node = NULL;
    }
  }

  return node;
}

char *
answer_text (const Answer *self,
             const char   *path)
{
  JsonNode *node = find_node (self, path);

  if (!node || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("");

  return json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node)
                                                         : json_to_string (node, FALSE);
}

gint64
answer_int (const Answer *self,
            const char   *path)
{
  JsonNode *node = find_node (self, path);

  g_assert_nonnull (node);

  return json_node_get_int (node);
}

gboolean
answer_has (const Answer *self,
            const char   *path)
{
  return find_node (self, path) ? TRUE : FALSE;
}
