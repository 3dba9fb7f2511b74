/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A helpdesk in memory; see wb-fake-helpdesk.h. */

#include "config.h"

#include "wb-fake-helpdesk.h"
#include "wb-fake-helpdesk-data.h"

#include <string.h>

#include "wb-time.h"

#define ME "d1000001"

static JsonObject *
parse_object (const char *json)
{
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_assert_true (json_parser_load_from_data (parser, json, -1, NULL));

  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static char *
print_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_node_init_object (node, object);

  return json_to_string (node, FALSE);
}

static const char *
get_text (JsonObject *object,
          const char *name)
{
  return json_object_get_string_member_with_default (object, name, NULL);
}

static void
set_time (JsonObject *object,
          const char *name,
          gint64      ms)
{
  g_autofree char *text = wb_time_format (ms);

  json_object_set_string_member (object, name, text);
}

/* As lists and events have it: without what comes in the detail only. */
static JsonObject *
copy_short (JsonObject *object)
{
  g_autofree char *json = print_object (object);
  JsonObject *copy = parse_object (json);

  json_object_remove_member (copy, "history_items");

  return copy;
}

static const char *
get_object_id (JsonObject *object)
{
  const char *id = get_text (object, "id");

  return id ? id : get_text (object, "type");
}

JsonObject *
wb_fake_helpdesk_find (WbFakeHelpdesk *self,
                       GPtrArray      *list,
                       const char     *id)
{
  for (guint i = 0; i < list->len; i++) {
    JsonObject *object = g_ptr_array_index (list, i);

    if (g_str_equal (get_object_id (object), id))
      return object;
  }

  return NULL;
}

static void
add_event (WbFakeHelpdesk *self,
           const char     *kind,
           JsonObject     *object,
           const char     *change)
{
  JsonObject *event = json_object_new ();
  g_autofree char *id = g_strdup_printf ("%08u", self->events->len + 1);
  g_autofree char *type = g_strconcat (kind, ".", change, NULL);

  json_object_set_string_member (event, "id", id);
  json_object_set_string_member (event, "event_type", type);
  set_time (event, "created_at", self->now);
  json_object_set_null_member (event, "actor");
  /* As it is now, not as it will be when the feed is read. */
  json_object_set_object_member (event, kind, copy_short (object));
  g_ptr_array_add (self->events, event);
}

void
wb_fake_helpdesk_touch (WbFakeHelpdesk *self,
                        const char     *kind,
                        JsonObject     *object,
                        const char     *change)
{
  json_object_set_int_member (object, "version",
                              json_object_get_int_member_with_default (object, "version", 0) + 1);
  set_time (object, "updated_at", self->now);
  add_event (self, kind, object, change);
}

void
wb_fake_helpdesk_delete (WbFakeHelpdesk *self,
                         const char     *kind,
                         GPtrArray      *list,
                         const char     *id)
{
  JsonObject *object = wb_fake_helpdesk_find (self, list, id);
  g_autoptr (JsonObject) stone = json_object_new ();

  g_assert_nonnull (object);
  json_object_set_string_member (stone, "id", id);
  json_object_set_int_member (stone, "version", json_object_get_int_member (object, "version") + 1);
  set_time (stone, "deleted_at", self->now);
  add_event (self, kind, stone, "deleted");
  g_ptr_array_remove (list, object);
}

JsonObject *
wb_fake_helpdesk_add_ticket (WbFakeHelpdesk *self,
                             const char     *id,
                             gint64          updated_at)
{
  g_autofree char *json = g_strdup_printf (
    "{\"id\":\"%s\",\"company\":\"a1000001\",\"code\":\"T-%s\",\"type\":\"b1000001\",\"state\":\"f1000001\","
    "\"owner\":null,\"customer\":{\"name\":\"Jana Nováková\",\"email\":null,\"phone\":\"+420601123456\","
    "\"language\":\"cs\"},\"bound_order\":{\"id\":\"o1\",\"code\":\"OBJ-1\",\"remote_id\":null,"
    "\"store_id\":\"hlavni\",\"order_date\":\"2025-09-28\",\"currency\":\"CZK\","
    "\"price\":{\"with_vat\":\"1599.00\"}},\"products\":[],\"tags\":[],"
    "\"closed_at\":null,\"deleted_at\":null,\"version\":1}", id, id);
  JsonObject *ticket = parse_object (json);

  set_time (ticket, "created_at", updated_at);
  set_time (ticket, "updated_at", updated_at);
  g_ptr_array_add (self->tickets, ticket);

  return ticket;
}

void
wb_fake_helpdesk_add_history (WbFakeHelpdesk *self,
                              const char     *ticket,
                              const char     *text)
{
  JsonObject *object = wb_fake_helpdesk_find (self, self->tickets, ticket);
  JsonObject *item = json_object_new ();
  JsonObject *data = json_object_new ();
  JsonArray *items = NULL;

  if (!json_object_has_member (object, "history_items"))
    json_object_set_array_member (object, "history_items", json_array_new ());
  items = json_object_get_array_member (object, "history_items");
  json_object_set_string_member (data, "text", text);
  json_object_set_string_member (item, "id", text);
  json_object_set_string_member (item, "history_item_type", "note");
  json_object_set_object_member (item, "history_item_data", data);
  json_array_add_object_element (items, item);
}

JsonObject *
wb_fake_helpdesk_add_call (WbFakeHelpdesk *self,
                           const char     *id,
                           const char     *ticket)
{
  g_autofree char *json = g_strdup_printf (
    "{\"id\":\"%s\",\"ticket\":\"%s\",\"ticket_code\":null,\"ticket_type\":\"b1000001\","
    "\"kind\":\"call_request\",\"name\":\"Zavolat\",\"description\":null,\"status\":\"open\","
    "\"outcome\":null,\"note\":null,\"called_at\":null,\"assignee\":null,\"lease_until\":null,"
    "\"customer\":{\"name\":\"Jana Nováková\",\"phone\":\"+420601123456\"},\"placement\":\"portal\","
    "\"closed_at\":null,\"closed_by\":null,\"attempts\":[],\"version\":1}", id, ticket);
  JsonObject *call = parse_object (json);

  set_time (call, "created_at", self->now);
  set_time (call, "due_at", self->now + 2 * WB_DAY_MS);
  set_time (call, "original_due_at", self->now + 2 * WB_DAY_MS);
  set_time (call, "updated_at", self->now);
  g_ptr_array_add (self->activities, call);

  return call;
}

JsonObject *
wb_fake_helpdesk_add_coupon (WbFakeHelpdesk *self,
                             const char     *id,
                             const char     *ticket)
{
  g_autofree char *json = g_strdup_printf (
    "{\"id\":\"%s\",\"ticket\":\"%s\",\"ticket_code\":null,\"ticket_type\":\"b1000001\","
    "\"store\":\"c1000001\",\"platform\":\"shoptet\",\"remote_id\":\"77\",\"code\":\"VRAT8KQ2MX4TH7\","
    "\"settings_version\":1,\"issued_by\":null,\"activity\":null,\"kind\":\"fixed\",\"amount\":\"200.00\","
    "\"currency\":\"CZK\",\"min_order_value\":\"1000.00\",\"placement\":\"portal\",\"state\":\"active\","
    "\"expires_at\":null,\"used_at\":null,\"used_order_code\":null,\"error\":null,\"version\":1}",
    id, ticket);
  JsonObject *coupon = parse_object (json);

  set_time (coupon, "created_at", self->now);
  set_time (coupon, "updated_at", self->now);
  g_ptr_array_add (self->coupons, coupon);

  return coupon;
}

JsonObject *
wb_fake_helpdesk_add_file (WbFakeHelpdesk *self,
                           GBytes         *bytes)
{
  g_autofree char *id = g_strdup_printf ("f%u", self->files->len + 1);
  g_autofree char *path = g_strconcat ("/f/", id, NULL);
  g_autofree char *url = wb_stub_server_dup_url (self->stub, path);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *json = g_strdup_printf (
    "{\"id\":\"%s\",\"name\":\"a.png\",\"mime_type\":\"image/png\",\"size\":%" G_GSIZE_FORMAT ","
    "\"sha256\":\"%s\",\"url\":\"%s\",\"image\":{\"width\":300,\"height\":50}}", id,
    g_bytes_get_size (bytes), sha256, url);
  JsonObject *file = parse_object (json);

  g_ptr_array_add (self->files, file);
  g_hash_table_insert (self->contents, g_steal_pointer (&id), g_bytes_ref (bytes));

  return file;
}

JsonObject *
wb_fake_helpdesk_add_banner (WbFakeHelpdesk *self,
                             const char     *id,
                             JsonObject     *file)
{
  g_autofree char *json = g_strdup_printf (
    "{\"id\":\"%s\",\"name\":\"Podzim\",\"alt_text\":{\"cs\":\"Sleva\"},\"starts_on\":null,\"ends_on\":null,"
    "\"archived\":false,\"used_by\":[],\"version\":1}", id);
  JsonObject *banner = parse_object (json);

  json_object_set_object_member (banner, "file", json_object_ref (file));
  set_time (banner, "created_at", self->now);
  set_time (banner, "updated_at", self->now);
  g_ptr_array_add (self->banners, banner);

  return banner;
}

static void
refuse (WbStubReply *reply,
        guint        status,
        const char  *code,
        JsonObject  *current)
{
  JsonObject *body = json_object_new ();
  g_autofree char *json = NULL;

  json_object_set_string_member (body, "detail", code);
  json_object_set_string_member (body, "code", code);
  if (current)
    json_object_set_object_member (body, "current", json_object_ref (current));
  json = print_object (body);
  json_object_unref (body);
  wb_stub_reply_set_json (reply, status, json);
}

static gint64
get_param (const WbStubRequest *request,
           const char          *name,
           gint64               fallback)
{
  g_autofree char *text = wb_stub_request_dup_param (request, name);

  return text ? g_ascii_strtoll (text, NULL, 10) : fallback;
}

static gint
compare_updated (gconstpointer a,
                 gconstpointer b)
{
  JsonObject *first = *(JsonObject **) a;
  JsonObject *second = *(JsonObject **) b;
  int order = g_strcmp0 (get_text (first, "updated_at"), get_text (second, "updated_at"));

  return order != 0 ? order : g_strcmp0 (get_object_id (first), get_object_id (second));
}

/* Whether the request's filters let an object through. */
static gboolean
matches (const WbStubRequest *request,
         JsonObject          *object)
{
  g_autofree char *from = wb_stub_request_dup_param (request, "updated_at_from");
  g_autofree char *status = wb_stub_request_dup_param (request, "status");
  gint64 from_ms = 0;
  gint64 updated_at = 0;

  if (from && wb_time_parse (from, &from_ms) && get_text (object, "updated_at") &&
      wb_time_parse (get_text (object, "updated_at"), &updated_at) && updated_at < from_ms)
    return FALSE;

  return !status || g_str_equal (status, "all") || !get_text (object, "status") ||
         g_str_equal (status, get_text (object, "status"));
}

static void
give_page (WbFakeHelpdesk      *self,
           const WbStubRequest *request,
           WbStubReply         *reply,
           GPtrArray           *list)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *json = NULL;
  JsonArray *results = json_array_new ();
  gint64 size = CLAMP (get_param (request, "page_size", 50), 1, 100);
  gint64 page = get_param (request, "page", 1);
  gint64 n_pages = 0;

  for (guint i = 0; i < list->len; i++) {
    if (matches (request, g_ptr_array_index (list, i)))
      g_ptr_array_add (chosen, g_ptr_array_index (list, i));
  }
  g_ptr_array_sort (chosen, compare_updated);
  n_pages = MAX (1, (chosen->len + size - 1) / size);
  if (page > n_pages) {
    json_array_unref (results);
    refuse (reply, 404, "invalid_page", NULL);
    return;
  }
  for (gint64 i = (page - 1) * size; i < MIN ((gint64) chosen->len, page * size); i++)
    json_array_add_object_element (results, copy_short (g_ptr_array_index (chosen, i)));
  json_object_set_int_member (body, "count", chosen->len + (self->is_drifting ? page : 0));
  json_object_set_int_member (body, "current_page", page);
  json_object_set_int_member (body, "total_pages", n_pages);
  json_object_set_array_member (body, "results", results);
  json = print_object (body);
  wb_stub_reply_set_json (reply, 200, json);
}

static void
give_events (WbFakeHelpdesk      *self,
             const WbStubRequest *request,
             WbStubReply         *reply)
{
  g_autofree char *after = wb_stub_request_dup_param (request, "after");
  gint64 limit = get_param (request, "limit", 100);
  guint from = after && !g_str_equal (after, "head") ? (guint) g_ascii_strtoull (after, NULL, 10)
                                                    : self->events->len;
  guint until = MIN (self->events->len, from + (guint) limit);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *json = NULL;
  g_autofree char *cursor = NULL;
  JsonArray *results = NULL;

  if (from < self->first_event) {
    refuse (reply, 410, "cursor_expired", NULL);
    return;
  }
  results = json_array_new ();
  for (guint i = from; i < until; i++)
    json_array_add_object_element (results, json_object_ref (g_ptr_array_index (self->events, i)));
  cursor = g_strdup_printf ("%u", until);
  json_object_set_array_member (body, "results", results);
  json_object_set_string_member (body, "next_cursor", cursor);
  json_object_set_boolean_member (body, "has_more", until < self->events->len);
  json = print_object (body);
  wb_stub_reply_set_json (reply, 200, json);
  /* A long-poll without news stands until the test lets it go. */
  if (from == until && get_param (request, "wait", 0) > 0)
    reply->fault = WB_STUB_HOLD;
}

static void
copy_members (JsonObject *object,
              JsonObject *from)
{
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  json_object_iter_init (&iter, from);
  while (json_object_iter_next (&iter, &name, &value))
    json_object_set_member (object, name, json_node_copy (value));
}

/* Switches inside the account, without changing what was given out before. */
static void
switch_remarketing (JsonObject *account,
                    gboolean    active)
{
  JsonObject *addons = json_object_new ();
  JsonObject *remarketing = json_object_new ();

  json_object_set_boolean_member (remarketing, "active", active);
  json_object_set_object_member (addons, "remarketing", remarketing);
  json_object_set_object_member (account, "addons", addons);
}

/* What a write does to its object; FALSE = refused, the reply says why. */
static gboolean
do_write (WbFakeHelpdesk *self,
          JsonObject     *object,
          const char     *action,
          JsonObject     *body,
          WbStubReply    *reply)
{
  gboolean is_open = g_strcmp0 (get_text (object, "status"), "open") == 0;
  const char *holder = get_text (object, "assignee");

  if (g_str_equal (action, "banner") &&
      json_object_get_boolean_member_with_default (body, "archived", FALSE) &&
      json_array_get_length (json_object_get_array_member (object, "used_by")) > 0) {
    refuse (reply, 409, "banner_in_use", NULL);
    return FALSE;
  }
  if (g_str_equal (action, "banner") || g_str_equal (action, "account")) {
    copy_members (object, body);
    return TRUE;
  }
  if (g_str_equal (action, "switch")) {
    switch_remarketing (object, json_object_get_boolean_member (body, "active"));
    return TRUE;
  }
  if (g_str_equal (action, "settings")) {
    json_object_set_member (object, "tools", json_node_copy (json_object_get_member (body, "tools")));
    return TRUE;
  }
  if (g_str_equal (action, "phone")) {
    json_object_set_string_member (json_object_get_object_member (object, "customer"), "phone",
                                   get_text (json_object_get_object_member (body, "customer"),
                                             "phone"));
    return TRUE;
  }
  if (g_str_equal (action, "notes")) {
    g_ptr_array_add (self->notes, g_strdup_printf ("%s:%s:%s", get_text (object, "ticket"),
                                                   get_text (body, "outcome") ? get_text (body, "outcome") : "-",
                                                   get_text (body, "note")));
    return TRUE;
  }
  if (!is_open) {
    refuse (reply, 409, "activity_closed", NULL);
    return FALSE;
  }
  if (holder && !g_str_equal (holder, ME) && !self->is_manager) {
    refuse (reply, 409, "already_assigned", NULL);
    return FALSE;
  }
  if (g_str_equal (action, "assign")) {
    if (json_object_get_null_member (body, "assignee"))
      json_object_set_null_member (object, "assignee");
    else
      json_object_set_string_member (object, "assignee", ME);
  } else if (g_str_equal (action, "reschedule")) {
    json_object_set_string_member (object, "due_at", get_text (body, "due_at"));
    json_object_set_string_member (object, "assignee", ME);
  } else {
    json_object_set_string_member (object, "status", "closed");
    json_object_set_member (object, "outcome",
                            json_node_copy (json_object_get_member (body, "outcome")));
    json_object_set_member (object, "note", json_node_copy (json_object_get_member (body, "note")));
    set_time (object, "closed_at", self->now);
    json_object_set_string_member (object, "closed_by", ME);
    json_object_set_string_member (object, "assignee", ME);
  }

  return TRUE;
}

/* The order of checks of B.1: replay, object, version, state. */
static void
take_write (WbFakeHelpdesk      *self,
            const WbStubRequest *request,
            WbStubReply         *reply,
            const char          *kind,
            JsonObject          *object,
            const char          *action,
            gboolean             needs_match)
{
  const char *key = wb_stub_request_get_header (request, "idempotency-key");
  const char *match = wb_stub_request_get_header (request, "if-match");
  const char *stored = key ? g_hash_table_lookup (self->answers, key) : NULL;
  g_autofree char *text = g_strndup (g_bytes_get_data (request->body, NULL),
                                     g_bytes_get_size (request->body));
  g_autofree char *what = g_strconcat (request->path, " ", text, NULL);
  g_autofree char *version = NULL;
  g_autofree char *json = NULL;
  g_autoptr (JsonObject) body = NULL;

  g_assert_cmpint (key != NULL, ==, !g_str_equal (action, "switch"));
  if (stored) {
    if (!g_str_equal (g_hash_table_lookup (self->bodies, key), what)) {
      refuse (reply, 422, "idempotency_key_reused", NULL);
      return;
    }
    wb_stub_reply_set_json (reply, 200, stored);
    wb_stub_reply_set_header (reply, "Idempotency-Replayed", "true");
    return;
  }
  if (!object) {
    refuse (reply, 404, "not_found", NULL);
    return;
  }
  version = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", json_object_get_int_member (object, "version"));
  if (needs_match && !match) {
    refuse (reply, 428, "precondition_required", NULL);
    return;
  }
  if (needs_match && !g_str_equal (match, version)) {
    refuse (reply, 412, "version_mismatch", object);
    return;
  }
  body = parse_object (text);
  if (!do_write (self, object, action, body, reply))
    return;

  self->n_effects++;
  /* A note goes into the ticket and changes nothing of the call. */
  if (!g_str_equal (action, "notes"))
    wb_fake_helpdesk_touch (self, kind, object, "updated");
  json = print_object (object);
  wb_stub_reply_set_json (reply, 200, json);
  if (key) {
    g_hash_table_insert (self->answers, g_strdup (key), g_strdup (json));
    g_hash_table_insert (self->bodies, g_strdup (key), g_strdup (what));
  }
}

static void
give_object (WbStubReply *reply,
             JsonObject  *object)
{
  g_autofree char *json = object ? print_object (object) : NULL;

  if (json)
    wb_stub_reply_set_json (reply, 200, json);
  else
    refuse (reply, 404, "not_found", NULL);
}

/* Neither version nor key: the holder's lease runs on, and that is all. */
static void
renew_lease (WbFakeHelpdesk      *self,
             const WbStubRequest *request,
             WbStubReply         *reply,
             JsonObject          *call)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (request->body, NULL),
                                     g_bytes_get_size (request->body));
  g_autoptr (JsonObject) body = parse_object (text);

  if (!call) {
    refuse (reply, 404, "not_found", NULL);
  } else if (g_strcmp0 (get_text (call, "status"), "open") != 0) {
    refuse (reply, 409, "activity_closed", NULL);
  } else if (g_strcmp0 (get_text (call, "assignee"), ME) != 0) {
    refuse (reply, 409, "already_assigned", NULL);
  } else {
    set_time (call, "lease_until",
              self->now + json_object_get_int_member (body, "lease_secs") * WB_SECOND_MS);
    give_object (reply, call);
  }
}

static void
issue_coupon (WbFakeHelpdesk      *self,
              const WbStubRequest *request,
              WbStubReply         *reply,
              const char          *ticket)
{
  const char *key = wb_stub_request_get_header (request, "idempotency-key");
  g_autofree char *id = g_strdup_printf ("issued-%u", self->coupons->len);
  g_autofree char *json = NULL;

  g_assert_nonnull (key);
  if (g_hash_table_contains (self->answers, key)) {
    wb_stub_reply_set_json (reply, 200, g_hash_table_lookup (self->answers, key));
    return;
  }
  self->n_effects++;
  json = print_object (wb_fake_helpdesk_add_coupon (self, id, ticket));
  wb_stub_reply_set_json (reply, 201, json);
  g_hash_table_insert (self->answers, g_strdup (key), g_strdup (json));
  g_hash_table_insert (self->bodies, g_strdup (key), g_strdup (request->path));
}

/* Whether a making request was answered before; a repeat must have the same bytes. */
static gboolean
replay (WbFakeHelpdesk       *self,
        const WbStubRequest  *request,
        WbStubReply          *reply,
        char                **what_out)
{
  const char *key = wb_stub_request_get_header (request, "idempotency-key");
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, request->body);

  g_assert_nonnull (key);
  *what_out = g_strconcat (request->path, " ", sum, NULL);
  if (!g_hash_table_contains (self->answers, key))
    return FALSE;
  if (!g_str_equal (g_hash_table_lookup (self->bodies, key), *what_out)) {
    refuse (reply, 422, "idempotency_key_reused", NULL);
    return TRUE;
  }
  wb_stub_reply_set_json (reply, 201, g_hash_table_lookup (self->answers, key));
  wb_stub_reply_set_header (reply, "Idempotency-Replayed", "true");

  return TRUE;
}

static void
keep_answer (WbFakeHelpdesk      *self,
             const WbStubRequest *request,
             WbStubReply         *reply,
             JsonObject          *object,
             const char          *what)
{
  const char *key = wb_stub_request_get_header (request, "idempotency-key");
  g_autofree char *json = print_object (object);

  self->n_effects++;
  wb_stub_reply_set_json (reply, 201, json);
  g_hash_table_insert (self->answers, g_strdup (key), g_strdup (json));
  g_hash_table_insert (self->bodies, g_strdup (key), g_strdup (what));
}

/* The one part of a form: what stands between the first empty line and the last boundary. */
static GBytes *
read_form (const WbStubRequest *request)
{
  const char *type = wb_stub_request_get_header (request, "content-type");
  gsize size = 0;
  const char *data = g_bytes_get_data (request->body, &size);
  const char *start = g_strstr_len (data, (gssize) size, "\r\n\r\n");
  const char *boundary = strstr (type, "boundary=");
  gsize tail = 0;

  g_assert_true (start && boundary && g_str_has_prefix (type, "multipart/form-data"));
  g_assert_nonnull (g_strstr_len (data, start - data, "name=\"file\""));
  start += 4;
  tail = strlen ("\r\n--") + strlen (boundary + strlen ("boundary=")) + strlen ("--\r\n");

  return g_bytes_new (start, size - (gsize) (start - data) - tail);
}

static void
take_file (WbFakeHelpdesk      *self,
           const WbStubRequest *request,
           WbStubReply         *reply)
{
  g_autofree char *what = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (replay (self, request, reply, &what))
    return;
  bytes = read_form (request);
  keep_answer (self, request, reply, wb_fake_helpdesk_add_file (self, bytes), what);
}

static void
make_banner (WbFakeHelpdesk      *self,
             const WbStubRequest *request,
             WbStubReply         *reply)
{
  g_autofree char *what = NULL;
  g_autofree char *text = g_strndup (g_bytes_get_data (request->body, NULL),
                                     g_bytes_get_size (request->body));
  g_autofree char *id = g_strdup_printf ("n%u", self->banners->len + 1);
  g_autoptr (JsonObject) body = parse_object (text);
  JsonObject *file = NULL;
  JsonObject *banner = NULL;

  if (replay (self, request, reply, &what))
    return;
  file = wb_fake_helpdesk_find (self, self->files, get_text (body, "file"));
  if (!file) {
    refuse (reply, 400, "file_unknown", NULL);
    return;
  }
  json_object_remove_member (body, "file");
  banner = wb_fake_helpdesk_add_banner (self, id, file);
  copy_members (banner, body);
  add_event (self, "banner", banner, "created");
  keep_answer (self, request, reply, banner, what);
}

static void
answer_banners (WbFakeHelpdesk      *self,
                const WbStubRequest *request,
                WbStubReply         *reply,
                const char          *id)
{
  gboolean is_get = g_str_equal (request->method, "GET");
  g_autofree char *archived = wb_stub_request_dup_param (request, "archived");
  g_autoptr (GString) etag = g_string_new (NULL);
  g_autofree char *quoted = NULL;

  if (id && !is_get) {
    take_write (self, request, reply, "banner", wb_fake_helpdesk_find (self, self->banners, id), "banner",
                TRUE);
  } else if (id) {
    give_object (reply, wb_fake_helpdesk_find (self, self->banners, id));
  } else if (!is_get) {
    make_banner (self, request, reply);
  } else {
    g_assert_cmpstr (archived, ==, "all");
    for (guint i = 0; i < self->banners->len; i++)
      g_string_append_printf (etag, "%s%d.", get_text (self->banners->pdata[i], "id"),
                              (int) json_object_get_int_member (self->banners->pdata[i], "version"));
    quoted = g_strdup_printf ("\"%s\"", etag->str);
    if (g_strcmp0 (wb_stub_request_get_header (request, "if-none-match"), quoted) == 0) {
      reply->status = 304;
      return;
    }
    give_page (self, request, reply, self->banners);
    wb_stub_reply_set_header (reply, "ETag", quoted);
  }
}

static void
set_features (WbFakeHelpdesk *self)
{
  JsonArray *features = json_array_new ();
  const char *all[] = { "remarketing", "activities", "coupons", "staff_coupons" };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    json_array_add_string_element (features, all[i]);
  if (self->has_events)
    json_array_add_string_element (features, "events");
  if (self->has_banners) {
    json_array_add_string_element (features, "banners");
    json_array_add_string_element (features, "versions");
  }
  if (self->has_stats)
    json_array_add_string_element (features, "stats");
  if (self->has_funnel)
    json_array_add_string_element (features, "funnel");
  json_object_set_array_member (self->account, "features", features);
}

static void
answer_account (WbFakeHelpdesk      *self,
                const WbStubRequest *request,
                WbStubReply         *reply,
                GStrv                parts)
{
  g_autofree char *etag = g_strdup_printf ("\"%d\"",
                                           (int) json_object_get_int_member (self->account, "version"));

  set_features (self);
  if (g_strcmp0 (parts[1], "me") == 0) {
    g_autofree char *me = g_strndup (users_json, (gsize) (strstr (users_json, ",{") - users_json));

    wb_stub_reply_set_json (reply, 200, me);
  } else if (g_strcmp0 (parts[1], "addons") == 0) {
    take_write (self, request, reply, "account", self->account, "switch", TRUE);
  } else if (g_str_equal (request->method, "PATCH")) {
    take_write (self, request, reply, "account", self->account, "account", TRUE);
  } else if (g_strcmp0 (wb_stub_request_get_header (request, "if-none-match"), etag) == 0) {
    reply->status = 304;
  } else {
    give_object (reply, self->account);
    wb_stub_reply_set_header (reply, "ETag", etag);
  }
}

/* Files are for everybody, and a token has no business there. */
static void
give_file_cb (WbStubServer        *server,
              const WbStubRequest *request,
              WbStubReply         *reply,
              gpointer             data)
{
  WbFakeHelpdesk *self = data;
  GBytes *bytes = NULL;

  g_assert_null (wb_stub_request_get_header (request, "authorization"));
  g_mutex_lock (&self->lock);
  bytes = g_hash_table_lookup (self->contents, request->path + strlen ("/f/"));
  if (bytes)
    wb_stub_reply_set_body (reply, 200, "image/png", g_bytes_get_data (bytes, NULL),
                            (gssize) g_bytes_get_size (bytes));
  g_mutex_unlock (&self->lock);
}

static gboolean
give_short_list (WbFakeHelpdesk      *self,
                 const WbStubRequest *request,
                 WbStubReply         *reply)
{
  for (guint i = 0; i < G_N_ELEMENTS (short_lists); i++) {
    g_autofree char *json = NULL;

    if (!g_str_equal (request->path, short_lists[i].path) || short_lists[i].level > self->level)
      continue;
    if (self->level > 0 &&
        g_strcmp0 (wb_stub_request_get_header (request, "if-none-match"), "\"7\"") == 0) {
      reply->status = 304;
      return TRUE;
    }
    json = g_strdup_printf ("{\"count\":1,\"current_page\":1,\"total_pages\":1,\"results\":[%s]}",
                            short_lists[i].items);
    wb_stub_reply_set_json (reply, 200, json);
    if (self->level > 0)
      wb_stub_reply_set_header (reply, "ETag", "\"7\"");
    return TRUE;
  }

  return FALSE;
}

static void
answer_full (WbFakeHelpdesk      *self,
             const WbStubRequest *request,
             WbStubReply         *reply,
             GStrv                parts)
{
  gboolean is_get = g_str_equal (request->method, "GET");
  const char *id = parts[1];

  if (g_str_equal (parts[0], "account")) {
    answer_account (self, request, reply, parts);
  } else if (g_str_equal (parts[0], "files") && self->has_banners) {
    take_file (self, request, reply);
  } else if (g_str_equal (parts[0], "remarketing") && g_strcmp0 (id, "banners") == 0) {
    if (self->has_banners)
      answer_banners (self, request, reply, parts[2]);
  } else if (g_str_equal (parts[0], "events") && self->has_events) {
    give_events (self, request, reply);
  } else if (g_str_equal (parts[0], "activities")) {
    JsonObject *call = id ? wb_fake_helpdesk_find (self, self->activities, id) : NULL;

    if (!id)
      give_page (self, request, reply, self->activities);
    else if (is_get)
      give_object (reply, call);
    else if (g_str_equal (parts[2], "renew"))
      renew_lease (self, request, reply, call);
    else
      take_write (self, request, reply, "activity", call, parts[2], !g_str_equal (parts[2], "notes"));
  } else if (g_str_equal (parts[0], "coupons")) {
    if (id)
      give_object (reply, wb_fake_helpdesk_find (self, self->coupons, id));
    else
      give_page (self, request, reply, self->coupons);
  } else if (g_str_equal (parts[0], "remarketing") && id) {
    JsonObject *set = parts[2] ? wb_fake_helpdesk_find (self, self->settings, parts[2]) : NULL;

    if (!parts[2])
      give_page (self, request, reply, self->settings);
    else if (parts[3] && self->has_banners)
      give_page (self, request, reply, self->versions);
    else if (is_get)
      give_object (reply, set);
    else
      take_write (self, request, reply, "remarketing_settings", set, "settings", TRUE);
  }
}

static void
answer_cb (WbStubServer        *server,
           const WbStubRequest *request,
           WbStubReply         *reply,
           gpointer             data)
{
  WbFakeHelpdesk *self = data;
  g_autofree char *token = g_strconcat ("Token ", self->token, NULL);
  g_auto (GStrv) parts = NULL;

  g_mutex_lock (&self->lock);
  if (g_strcmp0 (wb_stub_request_get_header (request, "authorization"), token) != 0) {
    refuse (reply, 401, "token_invalid", NULL);
  } else if (!give_short_list (self, request, reply)) {
    parts = g_strsplit (request->path + strlen (BASE "/"), "/", -1);
    if (g_str_equal (parts[0], "tickets")) {
      JsonObject *ticket = parts[1] ? wb_fake_helpdesk_find (self, self->tickets, parts[1]) : NULL;

      if (!parts[1])
        give_page (self, request, reply, self->tickets);
      else if (g_str_equal (request->method, "GET"))
        give_object (reply, ticket);
      else if (g_str_equal (request->method, "PATCH"))
        take_write (self, request, reply, "ticket", ticket, "phone", self->level > 0);
      else if (g_strcmp0 (parts[2], "coupons") == 0)
        issue_coupon (self, request, reply, parts[1]);
    } else if (self->level > 0) {
      answer_full (self, request, reply, parts);
    }
  }
  g_mutex_unlock (&self->lock);
}

/* The helpdesk's own time on all that it says, refusals and what a test scripted included. */
static void
stamp_cb (WbStubServer        *server,
          const WbStubRequest *request,
          WbStubReply         *reply,
          gpointer             data)
{
  WbFakeHelpdesk *self = data;
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *text = NULL;

  g_mutex_lock (&self->lock);
  if (self->lag_clock) {
    self->ahead_ms += self->lag_ms;
    wb_movable_clock_advance (self->lag_clock, self->lag_ms);
  }
  date = g_date_time_new_from_unix_utc ((self->now + self->ahead_ms) / 1000);
  /* What is no time at all is passed over by whoever reads it. */
  text = self->has_date ? g_date_time_format (date, "%a, %d %b %Y %H:%M:%S GMT") : g_strdup ("none");
  g_mutex_unlock (&self->lock);
  wb_stub_reply_set_header (reply, "Date", text);
}

static GPtrArray *
make_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
}

WbFakeHelpdesk *
wb_fake_helpdesk_new (int level)
{
  WbFakeHelpdesk *self = g_new0 (WbFakeHelpdesk, 1);

  g_mutex_init (&self->lock);
  self->level = level;
  self->has_events = level > 0;
  self->has_date = TRUE;
  self->now = G_GINT64_CONSTANT (1795000000000);
  self->token = g_strdup ("token-of-eva");
  self->tickets = make_list ();
  self->activities = make_list ();
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->coupons = make_list ();
  self->settings = make_list ();
  self->account = parse_object (account_json);
  self->banners = make_list ();
  self->versions = make_list ();
  self->files = make_list ();
  self->contents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->events = make_list ();
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->bodies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_ptr_array_add (self->settings, parse_object (
                     "{\"type\":\"b1000001\",\"tools\":{\"coupon\":{\"enabled\":true,\"placements\":[\"portal\"],"
                     "\"amounts\":[{\"currency\":\"CZK\",\"kind\":\"fixed\",\"amount\":\"200.00\","
                     "\"min_order_value\":\"1000.00\"},{\"currency\":\"EUR\",\"kind\":\"fixed\",\"amount\":\"8.00\","
                     "\"min_order_value\":\"40.00\"}],\"validity_days\":30},\"call_request\":{\"enabled\":false,"
                     "\"placements\":[],\"text\":{},\"deadline_days\":2},"
                     "\"banner\":{\"enabled\":false,\"placements\":[],"
                     "\"banner\":null,\"target_url\":null}},\"display_order\":[],\"updated_at\":null,"
                     "\"updated_by\":null,\"version\":17}"));
  self->stub = wb_stub_server_new (NULL);
  wb_stub_server_handle (self->stub, NULL, BASE, answer_cb, self);
  wb_stub_server_set_stamp (self->stub, stamp_cb, self);
  wb_stub_server_handle (self->stub, "GET", "/f", give_file_cb, self);

  return self;
}

void
wb_fake_helpdesk_free (WbFakeHelpdesk *self)
{
  wb_stub_server_free (self->stub);
  g_ptr_array_unref (self->tickets);
  g_ptr_array_unref (self->activities);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->coupons);
  g_ptr_array_unref (self->settings);
  json_object_unref (self->account);
  g_ptr_array_unref (self->banners);
  g_ptr_array_unref (self->versions);
  g_ptr_array_unref (self->files);
  g_hash_table_unref (self->contents);
  g_ptr_array_unref (self->events);
  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->bodies);
  g_free (self->token);
  g_mutex_clear (&self->lock);
  g_free (self);
}
