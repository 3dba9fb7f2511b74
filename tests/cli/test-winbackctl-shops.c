/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl with shops and coupons, as people run it: at level 0 with a shop of its own, at level 1 with
 * the service's. */

#define _GNU_SOURCE
#include "config.h"

#include "cli-fixture.h"

#include "wb-fake-helpdesk.h"
#include "wb-shop.h"

#include <glib/gstdio.h>
#include <string.h>

#define KEY "ck_planted000000000000000000000000000000001"
#define SECRET "cs_planted000000000000000000000000000000002"
#define LINES "consumer_key=" KEY "\nconsumer_secret=" SECRET "\n"

/* A plain helpdesk, a shop, and a desk that is connected to the helpdesk. */
typedef struct
{
  CliFixture desk;        /* of which only the folders are used */
  WbClock *clock;         /* this computer's */
  WbFakeHelpdesk *fake;
  WbPretendWoo *woo;
  const char *shop_url;
  char *key_file;
} Plain;

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static void
set_up (Plain         *plain,
        gconstpointer  data)
{
  const WbPretendWooOptions options = { .currency = "CZK", .time_zone = "Europe/Prague" };
  const WbPretendWooFront front = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  g_autofree char *token = NULL;
  g_autoptr (CliResult) connected = NULL;
  g_autoptr (CliResult) synced = NULL;

  plain->clock = WB_CLOCK (wb_system_clock_new ());
  plain->fake = wb_fake_helpdesk_new (0);
  plain->fake->now = wb_clock_now (plain->clock);
  for (guint i = 1; i <= 3; i++) {
    g_autofree char *id = g_strdup_printf ("e1000001-0000-4000-8000-00000000000%u", i);
    JsonObject *ticket = wb_fake_helpdesk_add_ticket (plain->fake, id, plain->fake->now);
    g_autofree char *code = g_strdup_printf ("2025000%u", i);

    json_object_set_string_member (ticket, "code", code);
  }
  plain->woo = wb_pretend_woo_new (&options, plain->clock, &error);
  g_assert_no_error (error);
  wb_pretend_woo_add_key (plain->woo, KEY, SECRET, WB_WOO_KEY_READ_WRITE, TRUE);
  plain->shop_url = wb_pretend_woo_listen (plain->woo, &front, &error);
  g_assert_no_error (error);
  plain->desk.dir = g_dir_make_tmp ("wb-cli-XXXXXX", &error);
  g_assert_no_error (error);
  cli_fixture_use (&plain->desk, "workspace");
  plain->key_file = cli_fixture_write (&plain->desk, "shop.key", LINES);
  url = wb_stub_server_dup_url (plain->fake->stub, "/api/v2");
  token = cli_fixture_write (&plain->desk, "token", plain->fake->token);
  connected = cli_ok (&plain->desk, "connect", "helpdesk", url, "--token-file", token, NULL);
  synced = cli_ok (&plain->desk, "sync", NULL);
}

static void
tear_down (Plain         *plain,
           gconstpointer  data)
{
  wb_pretend_woo_free (plain->woo);
  wb_fake_helpdesk_free (plain->fake);
  g_object_unref (plain->clock);
  remove_tree (plain->desk.dir);
  g_free (plain->desk.dir);
  g_free (plain->desk.workspace);
  g_free (plain->key_file);
}

static gboolean
has_step (const CliResult *result,
          const char      *sign,
          WbShopStep       step)
{
  g_autofree char *line = g_strdup_printf ("%s %s\n", sign, wb_shop_step_words (step));

  return strstr (result->out, line) != NULL;
}

static void
connect_shop (Plain *plain)
{
  g_autoptr (CliResult) connected = cli_ok (&plain->desk, "connect", "shop", "woocommerce", plain->shop_url,
                                            "--secret-file", plain->key_file, "--name", "Obchod", NULL);
}

static void
test_connect_asks_first_and_tells_steps (Plain         *plain,
                                         gconstpointer  data)
{
  g_autofree char *wrong = cli_fixture_write (&plain->desk, "wrong.key", "consumer_key=ck_no\nconsumer_secret=cs_no\n");
  g_autofree char *half = cli_fixture_write (&plain->desk, "half.key", "consumer_key=ck_no\n");
  g_autoptr (CliResult) refused = NULL;
  g_autoptr (CliResult) connected = NULL;
  g_autoptr (CliResult) none = NULL;
  g_autoptr (CliResult) again = NULL;
  g_autoptr (CliResult) list = NULL;

  cli_refused (&plain->desk, 2, "no platform", "connect", "shop", "magento", plain->shop_url, "--secret-file",
               plain->key_file, NULL);
  cli_refused (&plain->desk, 2, "--secret-file", "connect", "shop", "woocommerce", plain->shop_url, NULL);
  cli_refused (&plain->desk, 1, "Cannot read", "connect", "shop", "woocommerce", plain->shop_url, "--secret-file",
               "/nowhere/key", NULL);
  cli_refused (&plain->desk, 1, "consumer_secret", "connect", "shop", "woocommerce", plain->shop_url,
               "--secret-file", half, NULL);
  g_assert_cmpint (g_chmod (plain->key_file, 0640), ==, 0);
  cli_refused (&plain->desk, 1, "chmod 600", "connect", "shop", "woocommerce", plain->shop_url, "--secret-file",
               plain->key_file, NULL);
  g_assert_cmpint (g_chmod (plain->key_file, 0600), ==, 0);
  refused = cli_run (&plain->desk, "connect", "shop", "woocommerce", plain->shop_url, "--secret-file", wrong, NULL);
  g_assert_cmpint (refused->status, ==, 1);
  g_assert_true (has_step (refused, "✓", WB_SHOP_STEP_REACH));
  g_assert_true (has_step (refused, "✗", WB_SHOP_STEP_SIGN_IN));
  none = cli_ok (&plain->desk, "shop", "list", "--json", NULL);
  g_assert_cmpuint (cli_count (none), ==, 0);

  connected = cli_ok (&plain->desk, "connect", "shop", "woocommerce", plain->shop_url, "--secret-file",
                      plain->key_file, "--name", "Obchod", NULL);
  g_assert_true (has_step (connected, "✓", WB_SHOP_STEP_ORDERS));
  g_assert_null (strstr (connected->out, "✗"));
  g_assert_nonnull (strstr (connected->out, "CZK"));
  /* Again: the same shop with a new key, and no second one. */
  again = cli_ok (&plain->desk, "connect", "shop", "woocommerce", plain->shop_url, "--secret-file", plain->key_file,
                  "--json", NULL);
  g_assert_cmpstr (cli_text (again->json, "name"), ==, "Obchod");
  list = cli_ok (&plain->desk, "shop", "list", "--json", NULL);
  g_assert_cmpuint (cli_count (list), ==, 1);
}

static void
test_shop_is_checked_paused_and_removed (Plain         *plain,
                                         gconstpointer  data)
{
  g_autoptr (CliResult) checked = NULL;
  g_autoptr (CliResult) paused = NULL;
  g_autoptr (CliResult) listed = NULL;
  g_autoptr (CliResult) resumed = NULL;
  g_autoptr (CliResult) removed = NULL;

  cli_refused (&plain->desk, 1, "connect shop", "shop", "check", "Obchod", NULL);
  connect_shop (plain);
  checked = cli_ok (&plain->desk, "shop", "check", NULL);
  g_assert_true (has_step (checked, "✓", WB_SHOP_STEP_COUPONS));
  cli_refused (&plain->desk, 1, "there are: Obchod", "shop", "pause", "Jiný", NULL);
  cli_refused (&plain->desk, 2, "Usage", "shop", "check", "Obchod", "Jiný", NULL);
  cli_refused (&plain->desk, 2, "Usage", "shop", "pause", NULL);
  paused = cli_ok (&plain->desk, "shop", "pause", "OBCHOD", NULL);
  listed = cli_ok (&plain->desk, "shop", "list", NULL);
  g_assert_nonnull (strstr (listed->out, "paused"));
  cli_refused (&plain->desk, 1, "No connected shop", "coupon", "issue", "--ticket", "20250001", "--currency", "CZK",
               "--amount", "100", "--days", "10", NULL);
  resumed = cli_ok (&plain->desk, "shop", "resume", "Obchod", NULL);
  removed = cli_ok (&plain->desk, "shop", "remove", "Obchod", NULL);
  cli_refused (&plain->desk, 1, "connect shop", "shop", "remove", "Obchod", NULL);
}

static char *
issue (Plain      *plain,
       const char *ticket)
{
  g_autoptr (CliResult) given = cli_ok (&plain->desk, "coupon", "issue", "--ticket", ticket, "--currency", "czk",
                                        "--amount", "150", "--min-order", "1000", "--days", "14", "--json", NULL);

  g_assert_cmpstr (cli_text (given->json, "state"), ==, "active");
  g_assert_cmpstr (cli_text (given->json, "amount"), ==, "150.00");

  return g_strdup (cli_text (given->json, "code"));
}

static void
test_coupon_is_issued_shown_and_disabled (Plain         *plain,
                                          gconstpointer  data)
{
  g_autofree char *code = NULL;
  g_autofree char *lower = NULL;
  g_autoptr (CliResult) shown = NULL;
  g_autoptr (CliResult) for_people = NULL;
  g_autoptr (CliResult) replaced = NULL;
  g_autoptr (CliResult) disabled = NULL;
  JsonArray *events = NULL;

  connect_shop (plain);
  code = issue (plain, "20250001");
  lower = g_ascii_strdown (code, -1);
  g_assert_cmpuint (wb_pretend_woo_count_code (plain->woo, code), ==, 1);
  cli_refused (&plain->desk, 1, code, "coupon", "issue", "--ticket", "20250001", "--currency", "CZK", "--percent",
               "10", "--days", "14", NULL);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (plain->woo), ==, 1);

  shown = cli_ok (&plain->desk, "coupon", "show", lower, "--json", NULL);
  events = json_object_get_array_member (json_node_get_object (shown->json), "events");
  g_assert_cmpuint (json_array_get_length (events), ==, 3);
  for_people = cli_ok (&plain->desk, "coupon", "show", code, NULL);
  g_assert_nonnull (strstr (for_people->out, "Obchod"));
  g_assert_nonnull (strstr (for_people->out, "20250001"));

  replaced = cli_ok (&plain->desk, "coupon", "issue", "--ticket", "20250001", "--currency", "CZK", "--percent", "10",
                     "--days", "14", "--replace", "--json", NULL);
  g_assert_cmpstr (cli_text (replaced->json, "kind"), ==, "percent");
  cli_refused (&plain->desk, 1, "disabled already", "coupon", "disable", code, NULL);
  disabled = cli_ok (&plain->desk, "coupon", "disable", cli_text (replaced->json, "code"), "--json", NULL);
  g_assert_cmpstr (cli_text (disabled->json, "state"), ==, "disabled");
  cli_refused (&plain->desk, 1, "There is no coupon", "coupon", "show", "NONE23456789", NULL);
}

static void
test_failed_coupon_is_retried (Plain         *plain,
                               gconstpointer  data)
{
  g_autoptr (CliResult) retried = NULL;
  g_autoptr (CliResult) listed = NULL;

  connect_shop (plain);
  wb_pretend_woo_add_fault (plain->woo, WB_PRETEND_FAULT_OTHER_AMOUNT, WB_PRETEND_REQUEST_CREATE, 1);
  cli_refused (&plain->desk, 1, "was not made", "coupon", "issue", "--ticket", "20250002", "--currency", "CZK",
               "--amount", "100", "--days", "10", NULL);
  listed = cli_ok (&plain->desk, "coupons", "--state", "failed", "--json", NULL);
  g_assert_cmpuint (cli_count (listed), ==, 1);
  /* It has no code: its ticket names it. */
  retried = cli_ok (&plain->desk, "coupon", "retry", "20250002", NULL);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (plain->woo), ==, 1);
  cli_refused (&plain->desk, 1, "Only a coupon that failed", "coupon", "retry", "20250002", NULL);
}

static void
test_coupons_are_listed (Plain         *plain,
                         gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (CliResult) all = NULL;
  g_autoptr (CliResult) one = NULL;
  g_autoptr (CliResult) none = NULL;
  g_autoptr (CliResult) csv = NULL;
  g_autoptr (CliResult) table = NULL;

  connect_shop (plain);
  first = issue (plain, "20250001");
  second = issue (plain, "20250002");
  all = cli_ok (&plain->desk, "coupons", "--json", NULL);
  g_assert_cmpuint (cli_count (all), ==, 2);
  one = cli_ok (&plain->desk, "coupons", "--search", first, "--json", NULL);
  g_assert_cmpuint (cli_count (one), ==, 1);
  none = cli_ok (&plain->desk, "coupons", "--state", "used", "--json", NULL);
  g_assert_cmpuint (cli_count (none), ==, 0);
  csv = cli_ok (&plain->desk, "coupons", "--csv", NULL);
  g_assert_nonnull (strstr (csv->out, first));
  g_assert_nonnull (strstr (csv->out, second));
  g_assert_true (g_str_has_suffix (csv->out, "\r\n"));
  table = cli_ok (&plain->desk, "coupons", NULL);
  g_assert_nonnull (strstr (table->out, first));
  g_assert_nonnull (strstr (table->out, "active"));
  cli_refused (&plain->desk, 2, "is no state", "coupons", "--state", "gone", NULL);
  cli_refused (&plain->desk, 2, "--csv or --json", "coupons", "--csv", "--json", NULL);
}

static void
test_wrong_wishes_are_refused (Plain         *plain,
                               gconstpointer  data)
{
  const struct
  {
    int status;
    const char *words;
    const char *currency;
    const char *option;
    const char *value;
    const char *days;
    const char *ticket;
  } rows[] = {
    { 2, "no currency", "KCS", "--amount", "100", "10", "20250001" },
    { 2, "1 to 365", "CZK", "--amount", "100", "0", "20250001" },
    { 2, "1 to 365", "CZK", "--amount", "100", "soon", "20250001" },
    { 1, "no amount", "CZK", "--amount", "lots", "10", "20250001" },
    { 1, "no percentage", "CZK", "--percent", "101", "10", "20250001" },
    { 1, "There is no ticket", "CZK", "--amount", "100", "10", "20259999" },
    { 1, "No connected shop", "EUR", "--amount", "100", "10", "20250001" },
  };

  connect_shop (plain);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].words);
    cli_refused (&plain->desk, rows[i].status, rows[i].words, "coupon", "issue", "--ticket", rows[i].ticket,
                 "--currency", rows[i].currency, rows[i].option, rows[i].value, "--days", rows[i].days, NULL);
  }
  cli_refused (&plain->desk, 2, "--amount or --percent", "coupon", "issue", "--ticket", "20250001", "--currency",
               "CZK", "--days", "10", NULL);
  cli_refused (&plain->desk, 2, "--amount or --percent", "coupon", "issue", "--ticket", "20250001", "--currency",
               "CZK", "--days", "10", "--amount", "1", "--percent", "1", NULL);
  cli_refused (&plain->desk, 2, "Give --ticket", "coupon", "issue", "--currency", "CZK", "--days", "10", "--amount",
               "1", NULL);
  cli_refused (&plain->desk, 1, "There is no shop", "coupon", "issue", "--ticket", "20250001", "--currency", "CZK",
               "--days", "10", "--amount", "1", "--shop", "Jiný", NULL);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (plain->woo), ==, 0);
}

static gboolean
has (const char *path,
     const char *needle)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  return g_file_get_contents (path, &text, &length, NULL) && memmem (text, length, needle, strlen (needle));
}

/* The key is in the secrets' file, and in nothing else that the program leaves or shows: not in what it
 * writes, not in the workspace, not in what others see of the process, not in a URL. */
static void
test_key_is_seen_nowhere (Plain         *plain,
                          gconstpointer  data)
{
  g_autofree char *secrets = g_build_filename (plain->desk.dir, "secrets", "file", NULL);
  g_autofree char *cmdline = NULL;
  g_autofree char *limits = NULL;
  g_autofree char *code = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (CliResult) refused = NULL;
  g_autoptr (CliResult) doctor = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  const char *name = NULL;

  wb_pretend_woo_add_fault (plain->woo, WB_PRETEND_FAULT_HOLD_AFTER, WB_PRETEND_REQUEST_CHECK, 1);
  child = cli_start (&plain->desk, "connect", "shop", "woocommerce", plain->shop_url, "--secret-file",
                     plain->key_file, "--name", "Obchod", NULL);
  while (wb_pretend_woo_count_requests (plain->woo, NULL) == 0)
    g_thread_yield ();
  cmdline = g_strdup_printf ("/proc/%s/cmdline", g_subprocess_get_identifier (child));
  g_assert_true (has (cmdline, "woocommerce"));
  g_assert_false (has (cmdline, "planted"));
  wb_pretend_woo_release (plain->woo);
  g_subprocess_communicate_utf8 (child, NULL, NULL, &out, &err, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 0);
  g_assert_null (strstr (out, "planted"));
  g_assert_null (strstr (err, "planted"));

  code = issue (plain, "20250001");
  wb_pretend_woo_add_fault (plain->woo, WB_PRETEND_FAULT_UNAUTHORIZED, WB_PRETEND_REQUEST_ANY, 50);
  refused = cli_run (&plain->desk, "shop", "check", NULL);
  g_assert_cmpint (refused->status, ==, 1);
  g_assert_null (strstr (refused->out, "planted"));
  g_assert_null (strstr (refused->err, "planted"));
  wb_pretend_woo_clear_faults (plain->woo);
  g_assert_true (has (secrets, "planted"));
  dir = g_dir_open (plain->desk.workspace, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (plain->desk.workspace, name, NULL);

    g_test_message ("%s", name);
    g_assert_false (has (path, "planted"));
  }
}

/* Level 1: the service's shops. */
static void
test_shops_are_the_services (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autofree char *key = cli_fixture_write (fixture, "my.key", LINES);
  g_autoptr (CliResult) shops = NULL;
  g_autoptr (CliResult) given = NULL;
  g_autoptr (CliResult) shown = NULL;
  g_autoptr (CliResult) disabled = NULL;
  g_autoptr (CliResult) synced = NULL;
  g_autoptr (CliResult) all = NULL;
  const WbActivity *call = NULL;

  cli_fixture_connect (fixture, "manager", WB_ROLE_MANAGER, 0);
  cli_refused (fixture, 1, "winback-portal shop add", "connect", "shop", "woocommerce", "https://shop.example",
               "--secret-file", key, NULL);
  cli_refused (fixture, 1, "winback-portal shop", "shop", "pause", "x", NULL);
  shops = cli_ok (fixture, "shop", "list", "--json", NULL);
  g_assert_cmpuint (cli_count (shops), >=, 2);
  call = g_ptr_array_index (fixture->calls, 0);
  cli_refused (fixture, 2, "leave --shop out", "coupon", "issue", "--ticket", call->ticket_code, "--currency", "CZK",
               "--amount", "100", "--days", "10", "--shop", "x", NULL);
  given = cli_ok (fixture, "coupon", "issue", "--ticket", call->ticket_code, "--currency", "CZK", "--amount", "100",
                  "--days", "10", "--json", NULL);
  synced = cli_ok (fixture, "sync", NULL);
  all = cli_ok (fixture, "coupons", "--json", NULL);
  g_assert_cmpuint (cli_count (all), >=, 1);
  shown = cli_ok (fixture, "coupon", "show", cli_text (given->json, "code"), "--json", NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json_node_get_object (shown->json),
                                                                         "events")), >=, 2);
  disabled = cli_ok (fixture, "coupon", "disable", cli_text (given->json, "code"), "--json", NULL);
  g_assert_cmpstr (cli_text (disabled->json, "state"), ==, "disabled");
}

static void
test_forecast_says_what_the_customer_gets (void)
{
  g_autoptr (CliFixture) fixture = cli_fixture_new ();
  g_autoptr (CliResult) json = NULL;
  g_autoptr (CliResult) people = NULL;

  cli_fixture_connect (fixture, "agent", WB_ROLE_AGENT, 0);
  json = cli_ok (fixture, "offers", "forecast", "Vrácení", "--currency", "czk", "--json", NULL);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (json->json), "works"));
  people = cli_ok (fixture, "offers", "forecast", "Vrácení", "--currency", "CZK", NULL);
  g_assert_nonnull (strstr (people->out, "What the customer gets:"));
  cli_refused (fixture, 1, "No connected shop takes", "offers", "forecast", "Vrácení", "--currency", "USD", NULL);
  cli_refused (fixture, 2, "no currency", "offers", "forecast", "Vrácení", "--currency", "KCS", NULL);
  cli_refused (fixture, 2, "Give --currency", "offers", "forecast", "Vrácení", NULL);
  cli_refused (fixture, 1, "There is no shop", "offers", "forecast", "Vrácení", "--currency", "CZK", "--shop", "x",
               NULL);
}

#define ADD(path, function) g_test_add (path, Plain, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (g_getenv ("WINBACKCTL"));
  ADD ("/winbackctl/shops/connect-asks-first-and-tells-steps", test_connect_asks_first_and_tells_steps);
  ADD ("/winbackctl/shops/shop-is-checked-paused-and-removed", test_shop_is_checked_paused_and_removed);
  ADD ("/winbackctl/shops/coupon-is-issued-shown-and-disabled", test_coupon_is_issued_shown_and_disabled);
  ADD ("/winbackctl/shops/failed-coupon-is-retried", test_failed_coupon_is_retried);
  ADD ("/winbackctl/shops/coupons-are-listed", test_coupons_are_listed);
  ADD ("/winbackctl/shops/wrong-wishes-are-refused", test_wrong_wishes_are_refused);
  ADD ("/winbackctl/shops/key-is-seen-nowhere", test_key_is_seen_nowhere);
  g_test_add_func ("/winbackctl/shops/are-the-services", test_shops_are_the_services);
  g_test_add_func ("/winbackctl/shops/forecast-says-what-the-customer-gets", test_forecast_says_what_the_customer_gets);

  return g_test_run ();
}
