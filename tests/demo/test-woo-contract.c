/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The WooCommerce client's side of the contract: every request it makes has the form of one that a real
 * WooCommerce accepted, and its secret is nowhere but in the sign-in.
 *
 * What the recordings teach (their notes, in order), and which test holds the client to it:
 *
 *   date_expires_gmt ignored (027)        here (never sent); remote/woocommerce-json: expiry
 *   a date means its start (025)          remote/woocommerce-json: T23:59:59 of the last day
 *   odd dates accepted (030, 031)         woo-issues (other-expiry); shop: difference
 *   null changes nothing (053, 054)       here: only date_expires with a time is PUT
 *   date_modified does not move (051)     woo-lists/pass: all coupons are read, by id
 *   modified_after strict, GMT (140-143)  woo-lists/order-pages, late-order; here: dates_are_gmt
 *   two places whatever the currency (011) remote/woocommerce-json; woocommerce-order/money
 *   "abc" is worth 0.00 (012)             woo-issues (other-amount)
 *   discount without fixed places (128)   woocommerce-order/samples, money
 *   codes lower-cased, & escaped (019)    woo-lists/order-life (upper case); shop: difference
 *   "%" and two digits (039, 040)         codes are A-Z 2-9 and "-": domain/coupon-code
 *   bad e-mail dropped (021)              woo-issues (drop-email); woocommerce: email is checked first
 *   messages with HTML (125)              remote/woocommerce-json: plain text
 *   duplicates by race (155, 156)         woo-issues (duplicate, late); find by code and search: here
 *   limit 1 not safe (154)                domain/coupon-outcome: several orders
 *   a cancelled order gives back (133, 139), a refund does not (137)   woo-lists/order-life
 *   drafts in lists (140)                 woo-lists/first-orders; woocommerce-order/draft
 *   pages of 100, a page past the end (045, 046)   woo-lists/pass; here: per_page
 *   Link also without paging              pages are counted, Link is not read
 *   a batch is 200 whatever happens (060-064)      only the empty batch is sent: here
 *   DELETE without force (066-072)        here: force=true; 404 is success: woocommerce
 *   PUT of an unknown id is 400 (057)     woo-lists/disable
 *   sign-in failures (074-087)            woocommerce: check
 *   OAuth (088-098)                       remote/oauth1; each test over http
 *   Accept (113-118)                      here
 *   PHP warning before JSON (119)         woocommerce: faults
 *   another Content-Type (104)            here */

#include "wb-oauth1.h"
#include "wb-pretend-woo.h"
#include "wb-stub-server.h"
#include "wb-time.h"
#include "wb-woocommerce.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define KEY "ck_1111111111111111111111111111111111111111"
#define SECRET "cs_plantedplantedplantedplantedplantedplant"
#define ROOT "/wp-json/"

typedef struct
{
  WbMovableClock *clock;
  WbRandom *random;
  WbPretendWoo *store;
  const char *url;
  const char *tls_url;
  const char *bare_url;
  GString *said;           /* errors, notes and marks */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *tls_file = wb_stub_data_path ("tls/server.pem");
  const WbPretendWooFront tls = { .tls_file = tls_file };
  const WbPretendWooFront bare = { .tls_file = tls_file, .strips_authorization = TRUE };
  const WbPretendWooOptions options = { .has_taxes = TRUE };
  g_autoptr (GError) error = NULL;
  gint64 now = 0;

  wb_time_parse ("2026-11-21T20:00:00Z", &now);
  fixture->clock = wb_movable_clock_new (now, FALSE);
  wb_movable_clock_set_auto_advance (fixture->clock, TRUE);
  fixture->random = wb_seeded_random_new (3);
  fixture->store = wb_pretend_woo_new (&options, WB_CLOCK (fixture->clock), &error);
  g_assert_no_error (error);
  fixture->url = wb_pretend_woo_listen (fixture->store, NULL, &error);
  g_assert_no_error (error);
  fixture->tls_url = wb_pretend_woo_listen (fixture->store, &tls, &error);
  g_assert_no_error (error);
  fixture->bare_url = wb_pretend_woo_listen (fixture->store, &bare, &error);
  g_assert_no_error (error);
  wb_pretend_woo_add_key (fixture->store, KEY, SECRET, WB_WOO_KEY_READ_WRITE, TRUE);
  wb_pretend_woo_keep_requests (fixture->store);
  fixture->said = g_string_new (NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_string_free (fixture->said, TRUE);
  wb_pretend_woo_free (fixture->store);
  g_object_unref (fixture->random);
  g_object_unref (fixture->clock);
}

static WbShop *
open_shop (Fixture    *fixture,
           const char *url,
           const char *key,
           const char *secret)
{
  g_autofree char *ca_file = wb_stub_data_path ("tls/ca.pem");
  const WbHttpOptions options = { .ca_file = ca_file };
  g_autoptr (GError) error = NULL;
  WbHttp *http = wb_http_new (&options, WB_CLOCK (fixture->clock), &error);
  WbShop *shop = NULL;

  g_assert_no_error (error);
  shop = wb_woocommerce_new (url, key, secret, http, WB_CLOCK (fixture->clock), fixture->random, &error);
  g_assert_no_error (error);

  return shop;
}

static void
say (Fixture *fixture,
     GError  *error)
{
  if (error)
    g_string_append_printf (fixture->said, "%s\n", error->message);
  g_clear_error (&error);
}

static void
check (Fixture *fixture,
       WbShop  *shop)
{
  GError *error = NULL;
  g_autoptr (WbShopCaps) caps = wb_shop_check (shop, NULL, NULL, NULL, &error);

  say (fixture, error);
  for (guint i = 0; caps && i < caps->notes->len; i++) {
    g_autofree char *words = wb_shop_note_words (g_ptr_array_index (caps->notes, i));

    g_string_append_printf (fixture->said, "%s\n", words);
  }
}

/* One coupon from its making to its end. */
static void
live (Fixture    *fixture,
      WbShop     *shop,
      const char *code,
      gboolean    is_percent)
{
  g_autoptr (WbShopCoupon) coupon = wb_shop_coupon_new ();
  g_autoptr (WbShopCoupon) made = NULL;
  g_autoptr (WbShopCoupon) read = NULL;
  g_autoptr (GPtrArray) found = NULL;
  GError *error = NULL;

  coupon->code = g_strdup (code);
  coupon->is_percent = is_percent;
  coupon->percent_hundredths = is_percent ? 1250 : 0;
  if (!is_percent)
    coupon->amount = (WbMoney) { 20000, "CZK" };
  coupon->min_order = (WbMoney) { 100000, "CZK" };
  coupon->expires_at = wb_clock_now (WB_CLOCK (fixture->clock)) / WB_SECOND_MS * WB_SECOND_MS + 14 * WB_DAY_MS;
  coupon->usage_limit = 1;
  coupon->email = g_strdup ("alena@example.com");
  coupon->ticket_mark = g_strdup ("t-1");

  made = wb_shop_create (shop, coupon, NULL, &error);
  say (fixture, g_steal_pointer (&error));
  found = wb_shop_find_code (shop, code, NULL, &error);
  say (fixture, g_steal_pointer (&error));
  if (!made)
    return;
  read = wb_shop_read_back (shop, made->remote_id, NULL, &error);
  say (fixture, g_steal_pointer (&error));
  wb_shop_disable (shop, made->remote_id, NULL, &error);
  say (fixture, g_steal_pointer (&error));
  wb_shop_remove (shop, made->remote_id, NULL, &error);
  say (fixture, g_steal_pointer (&error));
}

static void
list (Fixture *fixture,
      WbShop  *shop)
{
  for (guint kind = 0; kind < 2; kind++) {
    g_autofree char *mark = NULL;

    for (gboolean has_more = TRUE; has_more;) {
      GError *error = NULL;
      g_autoptr (WbShopPage) page = kind == 0 ? wb_shop_list_coupons (shop, mark, NULL, &error) :
                                    wb_shop_list_orders (shop, mark, NULL, &error);

      say (fixture, error);
      if (!page)
        break;
      has_more = page->has_more;
      g_free (mark);
      mark = g_strdup (page->mark);
      g_string_append_printf (fixture->said, "%s\n", mark);
    }
  }
}

/* All that the client can do, and all the ways it looks into what went wrong. */
static void
do_everything (Fixture *fixture)
{
  g_autoptr (WbShop) plain = open_shop (fixture, fixture->url, KEY, SECRET);
  g_autoptr (WbShop) basic = open_shop (fixture, fixture->tls_url, KEY, SECRET);
  g_autoptr (WbShop) stripped = open_shop (fixture, fixture->bare_url, KEY, SECRET);
  g_autoptr (WbShop) wrong = open_shop (fixture, fixture->tls_url, KEY, SECRET "x");
  g_autoptr (WbShop) unknown = open_shop (fixture, fixture->tls_url, "ck_2", SECRET);

  for (guint i = 0; i < 120; i++) {
    g_autofree char *json = g_strdup_printf ("{\"code\":\"c%u\"}", i);

    wb_pretend_woo_put_coupon (fixture->store, json);
    wb_pretend_woo_place_order (fixture->store, "a@example.com", "10.00", NULL, "processing");
  }
  check (fixture, plain);
  check (fixture, basic);
  check (fixture, stripped);
  check (fixture, wrong);
  check (fixture, unknown);
  live (fixture, plain, "WBAAAABBBBCC", FALSE);
  live (fixture, basic, "WBAAAABBBBDD", TRUE);
  list (fixture, plain);
  list (fixture, basic);
}

/* Numbers of things and names of settings are places in a form. */
static char *
form_of_path (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);

  for (guint i = 0; parts[i]; i++) {
    gboolean is_setting = i >= 2 && (strcmp (parts[i - 1], "settings") == 0 || strcmp (parts[i - 2], "settings") == 0);

    if (is_setting || (parts[i][0] && strspn (parts[i], "0123456789") == strlen (parts[i]))) {
      g_free (parts[i]);
      parts[i] = g_strdup ("#");
    }
  }

  return g_strjoinv ("/", parts);
}

static void
add_members (GHashTable *names,
             const char *form,
             const char *prefix,
             JsonObject *object)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l; l = l->next) {
    JsonNode *node = json_object_get_member (object, l->data);

    g_hash_table_add (names, g_strdup_printf ("%s %s%s", form, prefix, (const char *) l->data));
    if (JSON_NODE_HOLDS_ARRAY (node)) {
      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++) {
        JsonNode *element = json_array_get_element (json_node_get_array (node), i);
        g_autofree char *below = g_strdup_printf ("%s%s.", prefix, (const char *) l->data);

        if (JSON_NODE_HOLDS_OBJECT (element))
          add_members (names, form, below, json_node_get_object (element));
      }
    }
  }
}

/* The parts of a request's form: its route; each name in its query; what some of these may be; each member
 * of its body. */
static void
add_parts (GHashTable *parts,
           const char *method,
           const char *url,
           const char *body)
{
  static const char *const closed[] = { "orderby", "order", "dates_are_gmt", "force", NULL };
  const char *start = strstr (url, ROOT);
  g_auto (GStrv) halves = g_strsplit (start, "?", 2);
  g_autofree char *path = form_of_path (halves[0]);
  g_autofree char *form = g_strdup_printf ("%s %s", method, path);
  g_autoptr (GPtrArray) params = wb_oauth1_split_query (halves[1]);

  g_hash_table_add (parts, g_strdup (form));
  for (guint i = 0; i < params->len; i += 2) {
    /* Signing is the same wherever it is done (recordings 088 to 091). */
    if (g_str_has_prefix (params->pdata[i], "oauth_"))
      g_hash_table_add (parts, g_strdup_printf ("?%s", (const char *) params->pdata[i]));
    else
      g_hash_table_add (parts, g_strdup_printf ("%s ?%s", form, (const char *) params->pdata[i]));
    if (g_strv_contains (closed, params->pdata[i]))
      g_hash_table_add (parts, g_strdup_printf ("%s ?%s=%s", form, (const char *) params->pdata[i],
                                                (const char *) params->pdata[i + 1]));
  }
  if (body && *body) {
    g_autoptr (JsonNode) node = json_from_string (body, NULL);

    if (node && JSON_NODE_HOLDS_OBJECT (node))
      add_members (parts, form, "", json_node_get_object (node));
  }
}

/* The parts of everything that a real WooCommerce accepted. */
static GHashTable *
load_accepted (void)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, "woocommerce-recorded", "index.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  GHashTable *parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *requests = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  requests = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "requests");
  for (guint i = 0; i < json_array_get_length (requests); i++) {
    JsonObject *request = json_array_get_object_element (requests, i);
    const char *url = json_object_get_string_member (request, "url");

    if (json_object_get_int_member (request, "status") < 300 && strstr (url, ROOT))
      add_parts (parts, json_object_get_string_member (request, "method"), url,
                 json_object_get_string_member_with_default (request, "request_body", NULL));
  }

  return parts;
}

/* Fields that are asked for are fields that an order has. */
static void
check_fields (const char *url)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, "woocommerce-recorded", "128-order-with-coupon.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GPtrArray) params = wb_oauth1_split_query (strchr (url, '?') ? strchr (url, '?') + 1 : NULL);
  JsonObject *order = NULL;

  if (!strstr (url, "/orders?"))
    return;
  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  order = json_node_get_object (json_parser_get_root (parser));
  for (guint i = 0; i < params->len; i += 2) {
    g_auto (GStrv) fields = NULL;

    if (strcmp (params->pdata[i], "_fields") != 0)
      continue;
    fields = g_strsplit (params->pdata[i + 1], ",", -1);
    for (guint j = 0; fields[j]; j++) {
      g_auto (GStrv) names = g_strsplit (fields[j], ".", 2);

      g_test_message ("  field %s", fields[j]);
      g_assert_true (json_object_has_member (order, names[0]));
      if (names[1])
        g_assert_true (json_object_has_member (json_object_get_object_member (order, names[0]), names[1]));
    }
  }
}

static void
check_values (const char *url)
{
  g_autoptr (GPtrArray) params = wb_oauth1_split_query (strchr (url, '?') ? strchr (url, '?') + 1 : NULL);

  for (guint i = 0; i < params->len; i += 2) {
    gint64 value = g_ascii_strtoll (params->pdata[i + 1], NULL, 10);

    if (strcmp (params->pdata[i], "per_page") == 0) {
      g_assert_cmpint (value, >=, 1);
      g_assert_cmpint (value, <=, 100);
    } else if (strcmp (params->pdata[i], "page") == 0) {
      g_assert_cmpint (value, >=, 1);
    }
  }
}

static void
test_requests (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GHashTable) accepted = load_accepted ();
  g_autoptr (GHashTable) forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) requests = NULL;

  do_everything (fixture);
  requests = wb_pretend_woo_take_requests (fixture->store);
  g_assert_cmpuint (requests->len, >, 40);
  for (guint i = 0; i < requests->len; i++) {
    g_auto (GStrv) lines = g_strsplit (g_ptr_array_index (requests, i), "\n", 4);
    g_auto (GStrv) words = g_strsplit (lines[0], " ", 2);
    g_autoptr (GHashTable) parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter iter;
    gpointer part = NULL;

    g_test_message ("%s", lines[0]);
    add_parts (parts, words[0], words[1], lines[3]);
    g_hash_table_iter_init (&iter, parts);
    while (g_hash_table_iter_next (&iter, &part, NULL)) {
      if (!g_hash_table_contains (accepted, part))
        g_error ("no recording has “%s”", (char *) part);
      if (!strchr (part, '?'))
        g_hash_table_add (forms, g_strdup (part));
    }
    check_fields (words[1]);
    check_values (words[1]);
    /* Without it a shop in trouble answers with a web page; with another type it reads nothing. */
    g_assert_cmpstr (lines[1], ==, "application/json");
    g_assert_cmpstr (lines[2], ==, *lines[3] ? "application/json" : "");
  }

  /* Each kind of request was among them. */
  g_assert_true (g_hash_table_contains (forms, "POST /wp-json/wc/v3/coupons"));
  g_assert_true (g_hash_table_contains (forms, "PUT /wp-json/wc/v3/coupons/#"));
  g_assert_true (g_hash_table_contains (forms, "DELETE /wp-json/wc/v3/coupons/#"));
  g_assert_true (g_hash_table_contains (forms, "POST /wp-json/wc/v3/coupons/batch"));
  g_assert_true (g_hash_table_contains (forms, "GET /wp-json/wc/v3/orders"));
  g_assert_true (g_hash_table_contains (forms, "GET /wp-json/wc/v3/settings/#/#"));
}

/* A part that no recording has is noticed. */
static void
test_requests_refused (void)
{
  static const struct {
    const char *method;
    const char *url;
    const char *body;
    gboolean is_known;
  } rows[] = {
    { "GET", "/wp-json/wc/v3/coupons?code=x", NULL, TRUE },
    { "GET", "/wp-json/wc/v3/coupons?email=x", NULL, FALSE },
    { "GET", "/wp-json/wc/v3/coupons?orderby=code", NULL, FALSE },
    { "GET", "/wp-json/wc/v3/coupons/5", NULL, TRUE },
    { "DELETE", "/wp-json/wc/v3/orders/5", NULL, FALSE },
    { "POST", "/wp-json/wc/v3/coupons", "{\"code\":\"x\",\"meta_data\":[{\"key\":\"a\"}]}", TRUE },
    { "POST", "/wp-json/wc/v3/coupons", "{\"code\":\"x\",\"meta_data\":[{\"name\":\"a\"}]}", FALSE },
    { "POST", "/wp-json/wc/v3/coupons", "{\"code\":\"x\",\"starts\":1}", FALSE },
    { "GET", "/wp-json/wc/v4/coupons", NULL, FALSE },
  };
  g_autoptr (GHashTable) accepted = load_accepted ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GHashTable) parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter iter;
    gpointer part = NULL;
    gboolean is_known = TRUE;

    g_test_message ("%s %s", rows[i].method, rows[i].url);
    add_parts (parts, rows[i].method, rows[i].url, rows[i].body);
    g_hash_table_iter_init (&iter, parts);
    while (g_hash_table_iter_next (&iter, &part, NULL))
      is_known = is_known && g_hash_table_contains (accepted, part);
    g_assert_cmpint (is_known, ==, rows[i].is_known);
  }
}

static GMutex log_mutex;
static GString *logged;

static GLogWriterOutput
keep_log (GLogLevelFlags   level,
          const GLogField *fields,
          gsize            n_fields,
          gpointer         data)
{
  g_mutex_lock (&log_mutex);
  for (gsize i = 0; logged && i < n_fields; i++) {
    if (fields[i].length < 0)
      g_string_append_printf (logged, "%s\n", (const char *) fields[i].value);
  }
  g_mutex_unlock (&log_mutex);

  return g_log_writer_default (level, fields, n_fields, data);
}

/* Whatever goes wrong: the secret is in no error, note, mark, log, URL or body. */
static void
test_secret (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) requests = NULL;
  g_autofree char *basic = g_base64_encode ((const guchar *) KEY ":" SECRET, strlen (KEY ":" SECRET));
  const char *const planted[] = { SECRET, basic };

  g_mutex_lock (&log_mutex);
  logged = g_string_new (NULL);
  g_mutex_unlock (&log_mutex);
  do_everything (fixture);
  for (guint fault = WB_PRETEND_FAULT_NONE + 1; fault < WB_N_PRETEND_FAULTS; fault++) {
    g_autoptr (WbShop) shop = NULL;
    g_autofree char *code = g_strdup_printf ("WBSECRET%u", fault);

    if (fault == WB_PRETEND_FAULT_HOLD_BEFORE || fault == WB_PRETEND_FAULT_HOLD_AFTER)
      continue;
    shop = open_shop (fixture, fault % 4 == 0 ? fixture->tls_url : fixture->url, KEY, SECRET);
    for (guint position = 0; position < 4; position += 2) {
      wb_pretend_woo_add_fault (fixture->store, WB_PRETEND_FAULT_NONE, WB_PRETEND_REQUEST_ANY, position);
      wb_pretend_woo_add_fault (fixture->store, (WbPretendFault) fault, WB_PRETEND_REQUEST_ANY, 1);
      check (fixture, shop);
      wb_pretend_woo_add_fault (fixture->store, (WbPretendFault) fault, WB_PRETEND_REQUEST_CREATE, 1);
      live (fixture, shop, code, FALSE);
      wb_pretend_woo_clear_faults (fixture->store);
    }
  }

  requests = wb_pretend_woo_take_requests (fixture->store);
  g_assert_cmpuint (fixture->said->len, >, 1000);
  for (guint i = 0; i < G_N_ELEMENTS (planted); i++) {
    g_assert_null (strstr (fixture->said->str, planted[i]));
    g_mutex_lock (&log_mutex);
    g_assert_null (strstr (logged->str, planted[i]));
    g_mutex_unlock (&log_mutex);
    for (guint j = 0; j < requests->len; j++)
      g_assert_null (strstr (g_ptr_array_index (requests, j), planted[i]));
  }
  g_mutex_lock (&log_mutex);
  g_string_free (g_steal_pointer (&logged), TRUE);
  g_mutex_unlock (&log_mutex);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (keep_log, NULL, NULL);

  g_test_add ("/wb/woo-contract/requests", Fixture, NULL, set_up, test_requests, tear_down);
  g_test_add_func ("/wb/woo-contract/requests-refused", test_requests_refused);
  g_test_add ("/wb/woo-contract/secret", Fixture, NULL, set_up, test_secret, tear_down);

  return g_test_run ();
}
