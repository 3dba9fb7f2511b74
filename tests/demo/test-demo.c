/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo whole: in this process, and as the program that others start. */

#include "wb-demo.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>

#include "wb-time.h"
#include "wb-wire.h"
#include "wb-shop-open.h"

#define NOW "2026-11-21T09:00:00Z"
#define N_TICKETS 60
#define N_CALLS 40

typedef struct
{
  char *dir;             /* (owned) */
  SoupSession *session;  /* (owned) */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("wb-test-demo-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->session = g_object_new (SOUP_TYPE_SESSION, "timeout", 20, "proxy-resolver", NULL, NULL);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    g_assert_cmpint (g_unlink (file), ==, 0);
  }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  soup_session_abort (fixture->session);
  g_assert_finalize_object (fixture->session);
  if (g_file_test (fixture->dir, G_FILE_TEST_EXISTS))
    remove_folder (fixture->dir);
  g_free (fixture->dir);
}

static WbDemo *
start_at (const char  *dir,
          guint64      seed,
          const char  *now,
          GError     **error)
{
  WbDemoOptions options = {
    .dir = dir, .seed = seed, .n_tickets = N_TICKETS, .n_calls = N_CALLS,
  };

  g_assert_true (wb_time_parse (now, &options.now));

  return wb_demo_start (&options, error);
}

static WbDemo *
start (const char *dir)
{
  g_autoptr (GError) error = NULL;
  WbDemo *demo = start_at (dir, 5, NOW, &error);

  g_assert_no_error (error);
  g_assert_nonnull (demo);

  return demo;
}

/* Sends one request. @path starts at the API, or with "//" at the address itself. */
static char *
ask (Fixture    *fixture,
     WbDemo     *demo,
     const char *method,
     const char *path,
     const char *token,
     const char *body,
     guint       expected_status,
     gint64     *date_out)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *root = g_strndup (wb_demo_get_url (demo),
                                     strlen (wb_demo_get_url (demo)) - strlen ("/api/v2"));
  g_autofree char *url = g_str_has_prefix (path, "//")
    ? g_strconcat (root, path + 1, NULL) : g_strconcat (wb_demo_get_url (demo), path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GBytes) sent = NULL;

  if (token) {
    g_autofree char *value = g_strconcat ("Token ", token, NULL);
    g_autofree char *key = g_uuid_string_random ();

    soup_message_headers_append (headers, "Authorization", value);
    soup_message_headers_append (headers, "Idempotency-Key", key);
  }
  if (body) {
    sent = g_bytes_new (body, strlen (body));
    soup_message_set_request_body_from_bytes (message, "application/json", sent);
  }
  answer = soup_session_send_and_read (fixture->session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, expected_status);
  if (date_out) {
    const char *date = soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                     "Date");
    g_autoptr (GDateTime) time = soup_date_time_new_from_http_string (date);

    *date_out = g_date_time_to_unix (time);
  }

  return g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
}

static char *
get (Fixture    *fixture,
     WbDemo     *demo,
     const char *path)
{
  return ask (fixture, demo, "GET", path, wb_demo_get_token (demo, WB_ROLE_AGENT, 0), NULL, 200,
              NULL);
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, &error);

  g_assert_no_error (error);

  return node;
}

static gint64
count_of (const char *text)
{
  g_autoptr (JsonNode) node = parse (text);

  return json_object_get_int_member (json_node_get_object (node), "count");
}

static void
test_demo_serves_the_merchant (Fixture       *fixture,
                               gconstpointer  unused)
{
  static const struct {
    const char *path;
    gint64 count;
  } lists[] = {
    { "/tickets", N_TICKETS },
    { "/activities?status=all", N_CALLS },
    { "/users", WB_DEMO_N_MANAGERS + WB_DEMO_N_AGENTS },
    { "/types", 5 },
    { "/states", 25 },
    { "/tags", 3 },
    { "/account/stores", 3 },
    { "/remarketing/settings", 5 },
    { "/remarketing/banners", 5 },
    { "/remarketing/banners?archived=all", 6 },
  };
  g_autoptr (WbDemo) demo = start (fixture->dir);

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autofree char *answer = get (fixture, demo, lists[i].path);

    g_test_message ("%s", lists[i].path);
    g_assert_cmpint (count_of (answer), ==, lists[i].count);
  }
  g_free (ask (fixture, demo, "GET", "/account", "0000", NULL, 401, NULL));
}

/* Two demos of one seed answer with the same bytes; another seed does not. */
static void
test_demo_same_seed_same_bytes (Fixture       *fixture,
                                gconstpointer  unused)
{
  static const char *const paths[] = {
    "/account", "/tickets?page_size=100", "/activities?status=all&page_size=100",
    "/coupons?page_size=100", "/users", "/states", "/remarketing/settings",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDemo) one = start (fixture->dir);
  g_autoptr (WbDemo) again = start_at (NULL, 5, NOW, &error);
  g_autoptr (WbDemo) other = start_at (NULL, 6, NOW, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autofree char *first = get (fixture, one, paths[i]);
    g_autofree char *second = get (fixture, again, paths[i]);
    g_autofree char *third = get (fixture, other, paths[i]);

    g_test_message ("%s", paths[i]);
    g_assert_cmpstr (first, ==, second);
    g_assert_cmpstr (first, !=, third);
  }
}

/* The banner that runs is used by who offers it, and its picture is there for everybody. */
static void
test_demo_banners (Fixture       *fixture,
                   gconstpointer  unused)
{
  g_autoptr (WbDemo) demo = start (fixture->dir);
  g_autofree char *text = get (fixture, demo, "/remarketing/banners?archived=all&ordering=-name");
  g_autoptr (JsonNode) page = parse (text);
  JsonArray *banners = json_object_get_array_member (json_node_get_object (page), "results");
  guint n_used = 0;

  for (guint i = 0; i < json_array_get_length (banners); i++) {
    JsonObject *banner = json_array_get_object_element (banners, i);
    JsonObject *file = json_object_get_object_member (banner, "file");
    JsonArray *users = json_object_get_array_member (banner, "used_by");
    g_autoptr (SoupMessage) message = soup_message_new ("GET", json_object_get_string_member (file, "url"));
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = soup_session_send_and_read (fixture->session, message, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (soup_message_get_status (message), ==, 200);
    g_assert_cmpint ((gint64) g_bytes_get_size (bytes), ==, json_object_get_int_member (file, "size"));
    n_used += json_array_get_length (users);
    if (json_array_get_length (users) > 0) {
      g_autofree char *path = g_strconcat ("/remarketing/settings/", json_array_get_string_element (users, 0),
                                           NULL);
      g_autofree char *settings = get (fixture, demo, path);

      g_assert_nonnull (strstr (settings, json_object_get_string_member (banner, "id")));
    }
  }
  g_assert_cmpuint (n_used, ==, 1);
}

/* Not activated, everything else is there, and activating needs but one call. */
static void
test_demo_inactive (Fixture       *fixture,
                    gconstpointer  unused)
{
  WbDemoOptions options = { .dir = fixture->dir, .seed = 1, .n_tickets = 20, .inactive = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDemo) demo = NULL;
  g_autofree char *account = NULL;
  g_autofree char *settings = NULL;
  g_autofree char *banners = NULL;

  g_assert_true (wb_time_parse (NOW, &options.now));
  demo = wb_demo_start (&options, &error);
  g_assert_no_error (error);
  account = get (fixture, demo, "/account");
  g_assert_nonnull (strstr (account, "\"remarketing\":{\"active\":false,\"activated_at\":null}"));
  settings = get (fixture, demo, "/remarketing/settings");
  g_assert_null (strstr (settings, "\"enabled\":true"));
  banners = get (fixture, demo, "/remarketing/banners?archived=all");
  g_assert_cmpint (count_of (banners), ==, 0);
}

/* With what the ready line says of it. */
static WbShop *
open_shop (WbDemo     *demo,
           WbDemoShop  which)
{
  g_autofree char *line = wb_demo_dup_ready_line (demo);
  g_autoptr (JsonNode) node = parse (line);
  JsonObject *entry = json_array_get_object_element (
    json_object_get_array_member (json_node_get_object (node), "shops"), (guint) which);
  const char *platform = json_object_get_string_member (entry, "platform");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (WbShopSecret) secret = NULL;
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autoptr (GError) error = NULL;
  WbShopAddress address = { .platform = platform, .allow_loopback = TRUE };
  WbShop *shop = NULL;

  for (const char *const *name = wb_shop_secret_names (platform); *name; name++) {
    if (json_object_has_member (entry, *name))
      g_string_append_printf (text, "%s=%s\n", *name, json_object_get_string_member (entry, *name));
  }
  secret = wb_shop_secret_parse (platform, text->str, &error);
  g_assert_no_error (error);
  address.url = json_object_get_string_member (entry, "url");
  address.secret = secret;
  shop = wb_shop_open (&address, WB_CLOCK (wb_demo_get_clock (demo)), random, &error);
  g_assert_no_error (error);

  return shop;
}

static void
test_demo_ready_line (Fixture       *fixture,
                      gconstpointer  unused)
{
  g_autoptr (WbDemo) demo = start (fixture->dir);
  g_autofree char *line = wb_demo_dup_ready_line (demo);
  g_autoptr (JsonNode) node = parse (line);
  JsonObject *root = json_node_get_object (node);
  JsonObject *helpdesk = json_object_get_object_member (root, "helpdesk");
  JsonArray *agents = json_object_get_array_member (helpdesk, "agent_tokens");
  JsonArray *shops = json_object_get_array_member (root, "shops");

  g_assert_null (strchr (line, '\n'));
  g_assert_cmpstr (json_object_get_string_member (helpdesk, "url"), ==, wb_demo_get_url (demo));
  g_assert_cmpstr (json_object_get_string_member (helpdesk, "manager_token"), ==,
                   wb_demo_get_token (demo, WB_ROLE_MANAGER, 0));
  g_assert_cmpuint (json_array_get_length (agents), ==, WB_DEMO_N_AGENTS);
  for (guint i = 0; i < WB_DEMO_N_AGENTS; i++) {
    g_autofree char *me = ask (fixture, demo, "GET", "/account/me",
                               json_array_get_string_element (agents, i), NULL, 200, NULL);

    g_assert_nonnull (strstr (me, "\"role\":\"agent\""));
  }

  /* What the line says opens the shops. */
  g_assert_cmpuint (json_array_get_length (shops), ==, WB_DEMO_N_SHOPS);
  for (guint i = 0; i < WB_DEMO_N_SHOPS; i++) {
    JsonObject *shop = json_array_get_object_element (shops, i);
    g_autoptr (WbShop) client = NULL;
    g_autoptr (WbShopCaps) caps = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_cmpstr (json_object_get_string_member (shop, "platform"), ==,
                     wb_demo_store_platform ((WbDemoShop) i));
    g_assert_cmpstr (json_object_get_string_member (shop, "store_id"), ==,
                     wb_demo_store_name ((WbDemoShop) i));
    client = open_shop (demo, (WbDemoShop) i);
    caps = wb_shop_check (client, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (caps->currencies[0], ==, json_object_get_string_member (shop, "currency"));
  }
}

/* One clock moves all: the helpdesk's answers, and what it judges by them. */
static void
test_demo_clock_moves_date (Fixture       *fixture,
                            gconstpointer  unused)
{
  g_autoptr (WbDemo) demo = start (fixture->dir);
  gint64 start_ms = 0;
  gint64 before = 0;
  gint64 after = 0;

  g_assert_true (wb_time_parse (NOW, &start_ms));
  g_free (ask (fixture, demo, "GET", "//demo/clock", NULL, NULL, 200, &before));
  g_assert_cmpint (before, >=, start_ms / 1000);
  g_assert_cmpint (before, <, start_ms / 1000 + 600);

  g_free (ask (fixture, demo, "POST", "//demo/clock", NULL, "{\"advance_secs\":86400}", 200, NULL));
  g_free (ask (fixture, demo, "GET", "/account", wb_demo_get_token (demo, WB_ROLE_AGENT, 1), NULL,
               200, &after));
  g_assert_cmpint (after, >=, before + 86400);
  g_assert_cmpint (after, <, before + 86400 + 600);
  g_assert_cmpint (wb_clock_now (WB_CLOCK (wb_demo_get_clock (demo))), >=,
                   start_ms + 86400 * WB_SECOND_MS);
}

static void
test_demo_clock_refuses (Fixture       *fixture,
                         gconstpointer  unused)
{
  static const struct {
    const char *method;
    const char *body;
    guint status;
  } cases[] = {
    { "POST", "", 400 },
    { "POST", "{}", 400 },
    { "POST", "[]", 400 },
    { "POST", "3600", 400 },
    { "POST", "{\"advance_secs\":\"3600\"}", 400 },
    { "POST", "{\"advance_secs\":1.5}", 400 },
    { "POST", "{\"advance_secs\":null}", 400 },
    { "POST", "{\"advance_secs\":9223372036854775807}", 400 },
    { "POST", "{\"advance_secs\":3600", 400 },
    { "DELETE", NULL, 405 },
    { "POST", "{\"advance_secs\":0}", 200 },
  };
  g_autoptr (WbDemo) demo = start (fixture->dir);
  gint64 start_ms = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s %s", cases[i].method, cases[i].body ? cases[i].body : "");
    g_free (ask (fixture, demo, cases[i].method, "//demo/clock", NULL, cases[i].body,
                 cases[i].status, NULL));
  }
  g_assert_true (wb_time_parse (NOW, &start_ms));
  g_assert_cmpint (wb_clock_now (WB_CLOCK (wb_demo_get_clock (demo))), <, start_ms + 600000);
}

/* The amount offered for the ticket's currency, as the body of a request for a coupon. */
static char *
offer_for (Fixture    *fixture,
           WbDemo     *demo,
           const char *type,
           const char *currency)
{
  g_autofree char *path = g_strconcat ("/remarketing/settings/", type, NULL);
  g_autofree char *text = get (fixture, demo, path);
  g_autoptr (JsonNode) node = parse (text);
  JsonObject *tools = json_object_get_object_member (json_node_get_object (node), "tools");
  JsonObject *coupon = json_object_get_object_member (tools, "coupon");
  JsonArray *amounts = json_object_get_array_member (coupon, "amounts");

  for (guint i = 0; i < json_array_get_length (amounts); i++) {
    JsonObject *row = json_array_get_object_element (amounts, i);

    if (g_str_equal (json_object_get_string_member (row, "currency"), currency))
      return g_strdup_printf (
        "{\"currency\":\"%s\",\"kind\":\"%s\",\"amount\":\"%s\",\"min_order_value\":\"%s\","
        "\"validity_days\":%d}",
        currency, json_object_get_string_member (row, "kind"),
        json_object_get_string_member (row, "amount"),
        json_object_get_string_member (row, "min_order_value"),
        (int) json_object_get_int_member (coupon, "validity_days"));
  }
  g_assert_not_reached ();
}

/* Gives one coupon in the currency of @shop, on an open call; returns its code. */
static char *
give_coupon (Fixture    *fixture,
             WbDemo     *demo,
             WbDemoShop  shop)
{
  static const char *const currencies[] = { "CZK", "EUR", "PLN" };
  g_autofree char *text = get (fixture, demo, "/tickets?page_size=100");
  g_autoptr (JsonNode) page = parse (text);
  JsonArray *tickets = json_object_get_array_member (json_node_get_object (page), "results");

  for (guint i = 0; i < json_array_get_length (tickets); i++) {
    JsonObject *ticket = json_array_get_object_element (tickets, i);
    JsonObject *order = json_object_get_object_member (ticket, "bound_order");
    JsonObject *remarketing = json_object_get_object_member (ticket, "remarketing");
    const char *currency = json_object_get_string_member (order, "currency");
    g_autofree char *path = NULL;
    g_autofree char *body = NULL;
    g_autofree char *answer = NULL;
    g_autoptr (JsonNode) coupon = NULL;

    if (!g_str_equal (currency, currencies[shop]) ||
        json_object_get_null_member (remarketing, "call_request"))
      continue;
    path = g_strconcat ("/tickets/", json_object_get_string_member (ticket, "id"), "/coupons",
                        NULL);
    body = offer_for (fixture, demo, json_object_get_string_member (ticket, "type"), currency);
    answer = ask (fixture, demo, "POST", path, wb_demo_get_token (demo, WB_ROLE_AGENT, 0), body,
                  201, NULL);
    coupon = parse (answer);
    g_assert_cmpstr (json_object_get_string_member (json_node_get_object (coupon), "state"), ==,
                     "active");

    return g_strdup (json_object_get_string_member (json_node_get_object (coupon), "code"));
  }
  g_assert_not_reached ();
}

static void
test_demo_issues_in_each_currency (Fixture       *fixture,
                                   gconstpointer  unused)
{
  g_autoptr (WbDemo) demo = start (fixture->dir);

  for (int i = 0; i < WB_DEMO_N_SHOPS; i++) {
    g_autofree char *code = give_coupon (fixture, demo, (WbDemoShop) i);

    for (int j = 0; j < WB_DEMO_N_SHOPS; j++)
      g_assert_cmpuint (wb_demo_shop_count_code (wb_demo_get_shop (demo, (WbDemoShop) j), code), ==,
                        i == j ? 1 : 0);
  }
}

/* Customers come while it runs: through the portal's own address, and the queue has their calls. */
static void
test_demo_customers_ask (Fixture       *fixture,
                         gconstpointer  unused)
{
  WbDemoOptions options = {
    .dir = fixture->dir, .seed = 3, .n_tickets = 60, .n_calls = 10, .customers_secs = 90,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDemo) demo = NULL;
  g_autofree char *head = NULL;
  g_autoptr (JsonNode) start_node = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonNode) feed = NULL;
  JsonArray *events = NULL;
  JsonObject *event = NULL;
  JsonObject *portal = NULL;
  gboolean is_call = FALSE;
  g_autofree char *made_path = NULL;
  g_autofree char *made = NULL;

  g_assert_true (wb_time_parse (NOW, &options.now));
  demo = wb_demo_start (&options, &error);
  g_assert_no_error (error);
  head = get (fixture, demo, "/events?after=head");
  start_node = parse (head);
  path = g_strdup_printf ("/events?types=portal&wait=2&after=%s",
                          json_object_get_string_member (json_node_get_object (start_node),
                                                         "next_cursor"));
  for (int i = 0; i < 20 && (!events || json_array_get_length (events) == 0); i++) {
    g_autofree char *text = NULL;

    /* Longer than any of them waits. */
    wb_movable_clock_advance (wb_demo_get_clock (demo), 150 * WB_SECOND_MS);
    text = get (fixture, demo, path);
    g_clear_pointer (&feed, json_node_unref);
    feed = parse (text);
    events = json_object_get_array_member (json_node_get_object (feed), "results");
  }
  g_assert_cmpuint (json_array_get_length (events), >, 0);
  event = json_array_get_object_element (events, 0);
  is_call = g_str_equal (json_object_get_string_member (event, "event_type"), "portal.call_requested");
  if (!is_call)
    g_assert_cmpstr (json_object_get_string_member (event, "event_type"), ==, "portal.coupon_requested");
  portal = json_object_get_object_member (event, "portal");
  made_path = g_strdup_printf ("/%s?ticket=%s&ordering=-created_at", is_call ? "activities" : "coupons",
                               json_object_get_string_member (portal, "ticket"));
  made = get (fixture, demo, made_path);
  g_assert_cmpint (count_of (made), ==, 1);
}

/* The coupons the helpdesk lists are in the shops, with what it says of them. */
static void
test_demo_shops_know_the_coupons (Fixture       *fixture,
                                  gconstpointer  unused)
{
  WbDemoOptions options = { .dir = fixture->dir, .seed = 1, .n_tickets = 240, .n_calls = 40 };
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDemo) demo = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) page = NULL;
  WbShop *clients[WB_DEMO_N_SHOPS] = { NULL };
  JsonArray *coupons;

  g_assert_true (wb_time_parse (NOW, &options.now));
  demo = wb_demo_start (&options, &error);
  g_assert_no_error (error);
  text = get (fixture, demo, "/coupons?page_size=100");
  page = parse (text);
  coupons = json_object_get_array_member (json_node_get_object (page), "results");
  g_assert_cmpuint (json_array_get_length (coupons), >, 10);

  for (guint i = 0; i < json_array_get_length (coupons); i++) {
    JsonObject *coupon = json_array_get_object_element (coupons, i);
    const char *currency = json_object_get_string_member (coupon, "currency");
    WbDemoShop shop = g_str_equal (currency, "CZK") ? WB_DEMO_SHOP_CZ
                    : g_str_equal (currency, "EUR") ? WB_DEMO_SHOP_EU : WB_DEMO_SHOP_PL;
    g_autoptr (GPtrArray) found = NULL;
    const WbShopCoupon *read = NULL;
    gint64 expires_at = 0;

    /* One that failed came never into being. */
    if (json_object_get_null_member (coupon, "code"))
      continue;
    if (!clients[shop])
      clients[shop] = open_shop (demo, shop);
    found = wb_shop_find_code (clients[shop], json_object_get_string_member (coupon, "code"), NULL,
                               &error);
    g_assert_no_error (error);
    g_assert_cmpuint (found->len, ==, 1);
    read = g_ptr_array_index (found, 0);
    /* Our client reads it as it would have made it. */
    g_assert_cmpstr (read->remote_id, ==, json_object_get_string_member (coupon, "remote_id"));
    g_assert_true (wb_time_parse (json_object_get_string_member (coupon, "expires_at"),
                                  &expires_at));
    g_assert_cmpint (read->expires_at, ==, expires_at);
    g_assert_cmpstr (read->ticket_mark, ==, json_object_get_string_member (coupon, "ticket"));
    g_assert_cmpint (read->usage_limit, ==, 1);
    g_assert_cmpint (read->usage_count, ==,
                     g_str_equal (json_object_get_string_member (coupon, "state"), "used"));
    if (!read->is_percent) {
      g_autofree char *amount = wb_money_format_api (&read->amount);

      g_assert_cmpstr (amount, ==, json_object_get_string_member (coupon, "amount"));
    }
  }
  for (int i = 0; i < WB_DEMO_N_SHOPS; i++)
    g_clear_object (&clients[i]);
}

/* A fault that was asked for meets the request, and the coupon is made once all the same. */
static void
test_demo_faults (Fixture       *fixture,
                  gconstpointer  unused)
{
  static const WbDemoFault faults[] = {
    { WB_DEMO_SHOP_CZ, WB_PRETEND_REQUEST_CREATE, WB_PRETEND_FAULT_SILENT_AFTER, 1 },
  };
  WbDemoOptions options = {
    .dir = fixture->dir, .seed = 1, .n_tickets = 60, .n_calls = 10, .faults = faults, .n_faults = 1,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDemo) demo = NULL;
  g_autofree char *code = NULL;
  g_autofree char *list = NULL;
  g_autofree char *path = NULL;
  g_autofree char *story = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *coupon = NULL;

  g_assert_true (wb_time_parse (NOW, &options.now));
  demo = wb_demo_start (&options, &error);
  g_assert_no_error (error);
  code = give_coupon (fixture, demo, WB_DEMO_SHOP_CZ);
  g_assert_cmpuint (wb_demo_shop_count_code (wb_demo_get_shop (demo, WB_DEMO_SHOP_CZ), code), ==, 1);
  list = get (fixture, demo, "/coupons?page_size=1");
  node = parse (list);
  coupon = json_array_get_object_element (json_object_get_array_member (json_node_get_object (node), "results"), 0);
  g_assert_cmpstr (json_object_get_string_member (coupon, "code"), ==, code);
  path = g_strdup_printf ("/coupons/%s/events", json_object_get_string_member (coupon, "id"));
  story = get (fixture, demo, path);
  g_assert_nonnull (strstr (story, "\"made\""));
}

/* A folder is gone on with: addresses, tokens and deeds stay, whatever seed is asked for. */
static void
test_demo_goes_on_in_its_folder (Fixture       *fixture,
                                 gconstpointer  unused)
{
  g_autoptr (GError) error = NULL;
  WbDemo *demo = start (fixture->dir);
  g_autofree char *line = wb_demo_dup_ready_line (demo);
  g_autofree char *code = give_coupon (fixture, demo, WB_DEMO_SHOP_CZ);
  g_autofree char *coupons = get (fixture, demo, "/coupons?page_size=100");
  g_autofree char *stores = get (fixture, demo, "/account/stores");
  g_autofree char *line_again = NULL;
  g_autofree char *coupons_again = NULL;
  g_autofree char *stores_again = NULL;
  g_autofree char *another = NULL;

  wb_demo_stop (demo);
  demo = start_at (fixture->dir, 99, "2026-11-21T09:10:00Z", &error);
  g_assert_no_error (error);
  line_again = wb_demo_dup_ready_line (demo);
  coupons_again = get (fixture, demo, "/coupons?page_size=100");
  stores_again = get (fixture, demo, "/account/stores");
  g_assert_cmpstr (line, ==, line_again);
  g_assert_cmpstr (coupons, ==, coupons_again);
  g_assert_cmpstr (stores, ==, stores_again);
  g_assert_cmpuint (wb_demo_shop_count_code (wb_demo_get_shop (demo, WB_DEMO_SHOP_CZ), code), ==, 1);
  another = give_coupon (fixture, demo, WB_DEMO_SHOP_EU);
  wb_demo_stop (demo);
}

static void
test_demo_moves_when_its_ports_are_taken (Fixture       *fixture,
                                          gconstpointer  unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketListener) squatter = g_socket_listener_new ();
  WbDemo *demo = start (fixture->dir);
  guint16 port = wb_portal_get_port (wb_demo_get_portal (demo));
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autofree char *code = NULL;

  wb_demo_stop (demo);
  g_socket_listener_add_address (squatter, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, NULL, &error);
  g_assert_no_error (error);
  demo = start (fixture->dir);
  g_assert_cmpuint (wb_portal_get_port (wb_demo_get_portal (demo)), !=, port);
  code = give_coupon (fixture, demo, WB_DEMO_SHOP_PL);
  wb_demo_stop (demo);
}

/* Killed while it was filled: demo.json is not there yet, the rest is half. */
static void
test_demo_starts_over_when_killed (Fixture       *fixture,
                                   gconstpointer  unused)
{
  g_autofree char *memory = g_build_filename (fixture->dir, "demo.json", NULL);
  g_autofree char *ledger = g_build_filename (fixture->dir, "demo.db", NULL);
  g_autofree char *foreign = g_build_filename (fixture->dir, "letter.txt", NULL);
  g_autofree char *tickets = NULL;
  g_autoptr (WbDemo) demo = NULL;

  wb_demo_stop (start (fixture->dir));
  g_assert_cmpint (g_unlink (memory), ==, 0);
  g_assert_true (g_file_set_contents (ledger, "half", -1, NULL));
  g_assert_true (g_file_set_contents (foreign, "Dear …", -1, NULL));
  demo = start (fixture->dir);
  tickets = get (fixture, demo, "/tickets");
  g_assert_cmpint (count_of (tickets), ==, N_TICKETS);
  g_assert_true (g_file_test (foreign, G_FILE_TEST_EXISTS));
}

static void
test_demo_refuses_folders (Fixture       *fixture,
                           gconstpointer  unused)
{
  static const char *const memories[] = {
    "", "hello", "[]", "{\"seed\":5,\"port\":1,\"shop_ports\":[1,2,3]}",
    "{\"seed\":\"x\",\"port\":1,\"shop_ports\":[1,2,3]}",
    "{\"seed\":\"5\",\"port\":1,\"shop_ports\":[1,2]}", "{\"seed\":\"5\",\"port\":1}",
  };
  g_autofree char *memory = g_build_filename (fixture->dir, "demo.json", NULL);
  g_autofree char *inside = g_build_filename (memory, "dir", NULL);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (memories); i++) {
    g_test_message ("%s", memories[i]);
    g_assert_true (g_file_set_contents (memory, memories[i], -1, NULL));
    g_assert_null (start_at (fixture->dir, 5, NOW, &error));
    g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
    g_clear_error (&error);
  }

  /* A file stands where the folder should be. */
  g_assert_null (start_at (inside, 5, NOW, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
  g_clear_error (&error);
  g_assert_cmpint (g_unlink (memory), ==, 0);

  {
    g_autoptr (WbDemo) demo = start (fixture->dir);

    g_assert_null (start_at (fixture->dir, 5, NOW, &error));
    g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_AGAIN);
  }
}

/* The program as a child: @out gets what it printed; @signal ends it after its first line. */
static int
run_program (const char *const  *arguments,
             const char         *tmp_dir,
             char              **out_out)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "TMPDIR", tmp_dir, TRUE);
  child = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  *out_out = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  if (*out_out) {
    g_autofree char *rest = NULL;

    g_subprocess_send_signal (child, SIGTERM);
    rest = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, &error);
    g_assert_no_error (error);
    g_assert_null (rest);
  }
  g_assert_true (g_subprocess_wait (child, NULL, &error));
  g_assert_true (g_subprocess_get_if_exited (child));

  return g_subprocess_get_exit_status (child);
}

static void
test_demo_program_serves_until_sigterm (Fixture       *fixture,
                                        gconstpointer  unused)
{
  const char *arguments[] = {
    DEMO_PROGRAM, "--port", "0", "--seed", "7", "--now", NOW, "--tickets", "20", "--calls", "5",
    "--customers", "86400", NULL,
  };
  g_autofree char *line = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_assert_cmpint (run_program (arguments, fixture->dir, &line), ==, 0);
  g_assert_nonnull (line);
  node = parse (line);
  g_assert_true (json_object_has_member (json_node_get_object (node), "helpdesk"));
  /* Its temporary folder is gone: ours can be removed as an empty one. */
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
}

static void
test_demo_program_refuses (Fixture       *fixture,
                           gconstpointer  unused)
{
  static const struct {
    const char *arguments[4];
    int status;
  } cases[] = {
    { { "--port", "70000", NULL }, 2 },
    { { "--port", "-1", NULL }, 2 },
    { { "--port", "x", NULL }, 2 },
    { { "--seed", "-3", NULL }, 2 },
    { { "--seed", "1.5", NULL }, 2 },
    { { "--now", "2026-11-21", NULL }, 2 },
    { { "--now", "2026-11-21T09:00:00", NULL }, 2 },
    { { "--tickets", "-5", NULL }, 2 },
    { { "--tickets", "99999999", NULL }, 2 },
    { { "--tickets=3", "--calls=4", NULL }, 2 },
    { { "--customers", "0", NULL }, 2 },
    { { "--customers", "-5", NULL }, 2 },
    { { "--customers", "86401", NULL }, 2 },
    { { "--customers", "often", NULL }, 2 },
    { { "--fault", "nowhere:create:429", NULL }, 2 },
    { { "--fault", "shoptet:nothing:429", NULL }, 2 },
    { { "--fault", "shoptet:create:flood", NULL }, 2 },
    { { "--fault", "shoptet:create:hold-before", NULL }, 2 },
    { { "--fault", "shoptet:create", NULL }, 2 },
    { { "--nonsense", NULL }, 2 },
    { { "surplus", NULL }, 2 },
    { { "--dir", "/proc/nowhere", NULL }, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *arguments[6] = { DEMO_PROGRAM };
    g_autofree char *line = NULL;

    for (gsize j = 0; cases[i].arguments[j]; j++)
      arguments[j + 1] = cases[i].arguments[j];
    g_test_message ("%s %s", arguments[1], arguments[2] ? arguments[2] : "");
    g_assert_cmpint (run_program (arguments, fixture->dir, &line), ==, cases[i].status);
    g_assert_null (line);
  }
}

#define ADD(path, function) \
  g_test_add ("/wb/demo/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("demo/serves-the-merchant", test_demo_serves_the_merchant);
  ADD ("demo/same-seed-same-bytes", test_demo_same_seed_same_bytes);
  ADD ("demo/banners-are-there-to-see", test_demo_banners);
  ADD ("demo/inactive-has-no-offers", test_demo_inactive);
  ADD ("demo/ready-line", test_demo_ready_line);
  ADD ("demo/clock-moves-date", test_demo_clock_moves_date);
  ADD ("demo/clock-refuses", test_demo_clock_refuses);
  ADD ("demo/issues-in-each-currency", test_demo_issues_in_each_currency);
  ADD ("demo/shops-know-the-coupons", test_demo_shops_know_the_coupons);
  ADD ("demo/customers-ask-while-it-runs", test_demo_customers_ask);
  ADD ("demo/goes-on-in-its-folder", test_demo_goes_on_in_its_folder);
  ADD ("demo/moves-when-its-ports-are-taken", test_demo_moves_when_its_ports_are_taken);
  ADD ("demo/starts-over-when-killed", test_demo_starts_over_when_killed);
  ADD ("demo/meets-the-faults-asked-for", test_demo_faults);
  ADD ("demo/refuses-folders", test_demo_refuses_folders);
  ADD ("program/serves-until-sigterm", test_demo_program_serves_until_sigterm);
  ADD ("program/refuses", test_demo_program_refuses);

  return g_test_run ();
}
