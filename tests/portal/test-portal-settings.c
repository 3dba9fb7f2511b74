/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Percentages, and the past of settings: listed, gone back to, named by coupons (reference/
 * retino-api.md B.5, design.md 7). */

#include "config.h"

#include "portal-fixture.h"
#include "scripted-shop.h"

#define SETTINGS "/remarketing/settings/" TYPE_RETURN
#define GIVE "/tickets/" TICKET_1 "/coupons"
#define OFFER(amount) \
  "{\"currency\":\"CZK\",\"kind\":\"fixed\",\"amount\":\"" amount "\",\"min_order_value\":\"1000.00\"," \
  "\"validity_days\":14}"

/* Settings whose coupon rows and call text are given; the banner is a draft. */
static char *
make_tools (const char *rows,
            const char *text)
{
  return g_strdup_printf (
    "{\"tools\":{\"coupon\":{\"enabled\":true,\"placements\":[\"portal\",\"email\"],\"amounts\":[%s],"
    "\"validity_days\":14},"
    "\"call_request\":{\"enabled\":true,\"placements\":[\"portal\"],\"text\":{\"en\":\"Call?\",\"cs\":\"%s\"}},"
    "\"banner\":{\"enabled\":false,\"placements\":[\"email\"],\"banner\":null,"
    "\"target_url\":\"https://www.example.cz/akce\"}}}",
    rows, text);
}

static Answer *
put_tools (Fixture    *fixture,
           gint64      version,
           const char *rows,
           const char *text)
{
  g_autofree char *body = make_tools (rows, text);

  return ask_write (fixture, "PUT", SETTINGS, MANAGER, version, body);
}

/* The bytes of a member. */
static char *
dup_bytes (const Answer *answer,
           const char   *path)
{
  g_autofree char *text = answer_text (answer, path);

  g_assert_cmpint (text[0], ==, '{');

  return g_steal_pointer (&text);
}

#define ROW(currency, kind, amount, minimum) \
  "{\"currency\":\"" currency "\",\"kind\":\"" kind "\",\"amount\":\"" amount "\",\"min_order_value\":\"" minimum "\"}"

static void
test_percent (void)
{
  static const struct {
    const char *rows;
    guint status;
    const char *path;
    const char *code;
  } cases[] = {
    { ROW ("CZK", "percent", "10", "500.00"), 200, NULL, NULL },
    { ROW ("CZK", "percent", "12.50", "0.00"), 200, NULL, NULL },
    { ROW ("CZK", "percent", "100", "500.00"), 200, NULL, NULL },
    { ROW ("CZK", "percent", "0.01", "500.00"), 200, NULL, NULL },
    { ROW ("CZK", "percent", "100.01", "500.00"), 400, "tools.coupon.amounts[0].amount", "too_large" },
    { ROW ("CZK", "percent", "0", "500.00"), 400, "tools.coupon.amounts[0].amount", "not_positive" },
    { ROW ("CZK", "percent", "-5", "500.00"), 400, "tools.coupon.amounts[0].amount", "not_positive" },
    { ROW ("CZK", "percent", "12.345", "500.00"), 400, "tools.coupon.amounts[0].amount", "too_many_digits" },
    { ROW ("CZK", "percent", "1e1", "500.00"), 400, "tools.coupon.amounts[0].amount", "invalid" },
    { ROW ("CZK", "percent", "", "500.00"), 400, "tools.coupon.amounts[0].amount", "amount_missing" },
    { ROW ("CZK", "percent", "10", "-1.00"), 400, "tools.coupon.amounts[0].min_order_value", "negative" },
    { ROW ("CZK", "percent", "10", "1.234"), 400, "tools.coupon.amounts[0].min_order_value", "too_many_digits" },
    { ROW ("CZK", "share", "10", "500.00"), 400, "tools.coupon.amounts[0].kind", "kind_unknown" },
    { ROW ("EUR", "percent", "10", "20.00"), 400, "tools.coupon.amounts[0].currency", "currency_unknown" },
    { ROW ("EUR", "percent", "10", "20.00"), 400, "tools.coupon.amounts", "amount_missing" },
    { ROW ("CZK", "percent", "10", "500.00") "," ROW ("EUR", "fixed", "8.00", "40.00"), 400,
      "tools.coupon.amounts[1].kind", "kind_mixed" },
    { ROW ("CZK", "percent", "10", "500.00") "," ROW ("EUR", "percent", "11", "40.00"), 400,
      "tools.coupon.amounts[1].amount", "amount_mixed" },
    { ROW ("CZK", "percent", "10", "500.00") "," ROW ("CZK", "percent", "10", "40.00"), 400,
      "tools.coupon.amounts[1].currency", "currency_duplicate" },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 version = 17;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Answer) answer = put_tools (fixture, version, cases[i].rows, "Zavolat?");

    g_test_message ("%s", cases[i].rows);
    assert_status (answer, cases[i].status);
    if (cases[i].status == 200) {
      version++;
      assert_text (answer, "tools.coupon.amounts.0.kind", "percent");
      g_assert_cmpint (answer_int (answer, "version"), ==, version);
    } else {
      JsonObject *errors = json_object_get_object_member (json_node_get_object (answer->json), "errors");
      JsonArray *found = NULL;
      gboolean has_code = FALSE;

      g_assert_true (json_object_has_member (errors, cases[i].path));
      found = json_object_get_array_member (errors, cases[i].path);
      for (guint j = 0; j < json_array_get_length (found); j++)
        has_code = has_code || g_str_equal (
          json_object_get_string_member (json_array_get_object_element (found, j), "code"), cases[i].code);
      g_assert_true (has_code);
    }
  }
}

static void
test_versions_are_paged (void)
{
  static const struct {
    const char *query;
    guint status;
    int first;   /* version */
    int last;
  } rows[] = {
    { "", 200, 24, 17 },
    { "?page_size=3", 200, 24, 22 },
    { "?page_size=3&page=2", 200, 21, 19 },
    { "?page_size=3&page=3", 200, 18, 17 },
    { "?page_size=3&page=4", 404, 0, 0 },
    { "?page=0", 400, 0, 0 },
    { "?page_size=101", 400, 0, 0 },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) other_type = ask (fixture, "GET", "/remarketing/settings/" TYPE_CLAIM "/versions", EVA,
                                       NULL, NULL);
  g_autoptr (Answer) no_type = ask (fixture, "GET", "/remarketing/settings/x/versions", EVA, NULL, NULL);
  g_autoptr (Answer) first = ask (fixture, "GET", SETTINGS "/versions", EVA, NULL, NULL);
  g_autofree char *header = g_strdup_printf ("If-None-Match: %s\r\n", answer_header (first, "etag"));
  g_autoptr (Answer) same = ask (fixture, "GET", SETTINGS "/versions", EVA, header, NULL);
  g_autoptr (Answer) changed = NULL;

  assert_status (same, 304);
  g_assert_cmpint (answer_int (other_type, "count"), ==, 0);
  assert_refused (no_type, 404, "not_found");
  for (int version = 17; version < 24; version++) {
    g_autofree char *text = g_strdup_printf ("Verze %d", version + 1);
    g_autoptr (Answer) put = NULL;

    fixture_advance (fixture, WB_MINUTE_MS);
    put = put_tools (fixture, version, ROW ("CZK", "fixed", "1.00", "0.00"), text);
    assert_status (put, 200);
  }
  changed = ask (fixture, "GET", SETTINGS "/versions", EVA, header, NULL);
  assert_status (changed, 200);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat (SETTINGS "/versions", rows[i].query, NULL);
    g_autoptr (Answer) answer = ask (fixture, "GET", path, EVA, NULL, NULL);

    g_test_message ("%s", rows[i].query);
    assert_status (answer, rows[i].status);
    if (rows[i].status != 200)
      continue;
    g_assert_cmpint (answer_int (answer, "count"), ==, 8);
    for (int j = 0; j <= rows[i].first - rows[i].last; j++) {
      int version = rows[i].first - j;
      g_autofree char *number = g_strdup_printf ("results.%d.version", j);
      g_autofree char *text = g_strdup_printf ("results.%d.tools.call_request.text.cs", j);
      g_autofree char *author = g_strdup_printf ("results.%d.updated_by", j);
      g_autofree char *expected = g_strdup_printf ("Verze %d", version);

      g_assert_cmpint (answer_int (answer, number), ==, version);
      if (version > 17) {
        assert_text (answer, text, expected);
        assert_text (answer, author, MANAGER_ID);
      }
    }
    {
      g_autofree char *beyond = g_strdup_printf ("results.%d", rows[i].first - rows[i].last + 1);

      g_assert_false (answer_has (answer, beyond));
    }
  }
}

/* Going back is a new version whose tools are the old one's, to the byte; the past stays as it was. */
static void
test_restore (void)
{
  static const char *const kinds[] = {
    ROW ("CZK", "fixed", "250.5", "1000"),
    ROW ("CZK", "percent", "12.50", "0.00"),
    ROW ("CZK", "fixed", "300.00", ""),
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) before = NULL;
  g_autoptr (Answer) after = NULL;

  /* The fixture's own version is 17; each of these is one more. */
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (Answer) put = put_tools (fixture, 17 + i, kinds[i], "Žluťoučký \\\"kůň\\\" &amp ☎");

    g_test_message ("%s", kinds[i]);
    assert_status (put, 200);
  }

  before = ask (fixture, "GET", SETTINGS "/versions", EVA, NULL, NULL);
  g_assert_cmpint (answer_int (before, "count"), ==, 4);
  for (int i = 0; i < 4; i++) {
    g_autofree char *path = g_strdup_printf ("results.%d.tools", i);
    g_autofree char *tools = dup_bytes (before, path);
    g_autofree char *body = g_strdup_printf ("{\"tools\":%s}", tools);
    g_autoptr (Answer) restored = ask_write (fixture, "PUT", SETTINGS, MANAGER, 20 + i, body);
    g_autoptr (Answer) now = ask (fixture, "GET", SETTINGS, EVA, NULL, NULL);
    g_autofree char *restored_tools = dup_bytes (restored, "tools");
    g_autofree char *now_tools = dup_bytes (now, "tools");

    g_test_message ("version %d", 20 - i);
    assert_status (restored, 200);
    g_assert_cmpstr (restored_tools, ==, tools);
    g_assert_cmpstr (now_tools, ==, tools);
    g_assert_cmpint (answer_int (now, "version"), ==, 21 + i);
  }

  after = ask (fixture, "GET", SETTINGS "/versions", EVA, NULL, NULL);
  g_assert_cmpint (answer_int (after, "count"), ==, 8);
  for (int i = 0; i < 4; i++) {
    g_autofree char *old_path = g_strdup_printf ("results.%d.tools", i);
    g_autofree char *new_path = g_strdup_printf ("results.%d.tools", i + 4);
    g_autofree char *old_tools = dup_bytes (before, old_path);
    g_autofree char *kept_tools = dup_bytes (after, new_path);

    g_assert_cmpstr (old_tools, ==, kept_tools);
  }
}

/* A coupon names the version that it was given by, be that one gone back to. */
static void
test_coupon_names_version (void)
{
  g_autoptr (ShopState) shop = shop_state_new ();
  g_autoptr (Fixture) fixture = fixture_new_stopped ();
  g_autoptr (Answer) before = NULL;
  g_autoptr (Answer) changed = NULL;
  g_autoptr (Answer) too_much = NULL;
  g_autoptr (Answer) restored = NULL;
  g_autoptr (Answer) given = NULL;
  g_autofree char *tools = NULL;
  g_autofree char *body = NULL;

  fixture->factory = scripted_shop_make;
  fixture->factory_data = shop;
  fixture_start (fixture);
  before = ask (fixture, "GET", SETTINGS, EVA, NULL, NULL);
  tools = dup_bytes (before, "tools");
  body = g_strdup_printf ("{\"tools\":%s}", tools);

  changed = put_tools (fixture, 17, ROW ("CZK", "fixed", "150.00", "1000.00"), "Zavolat?");
  g_assert_cmpint (answer_int (changed, "version"), ==, 18);
  too_much = ask_write (fixture, "POST", GIVE, EVA, -1, OFFER ("200.00"));
  assert_refused (too_much, 403, "above_limit");

  restored = ask_write (fixture, "PUT", SETTINGS, MANAGER, 18, body);
  g_assert_cmpint (answer_int (restored, "version"), ==, 19);
  given = ask_write (fixture, "POST", GIVE, EVA, -1, OFFER ("200.00"));
  assert_status (given, 201);
  assert_text (given, "amount", "200.00");
  g_assert_cmpint (answer_int (given, "settings_version"), ==, 19);
  g_clear_pointer (&fixture, fixture_free);
}

/* While remarketing is off nothing is written; what was there can still be read. */
static void
test_inactive (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) off = ask (fixture, "PATCH", "/account/addons/remarketing", MANAGER,
                                "If-Match: \"4\"\r\n", "{\"active\":false}");
  g_autoptr (Answer) refused = put_tools (fixture, 17, ROW ("CZK", "fixed", "1.00", "0.00"), "Zavolat?");
  g_autoptr (Answer) coupon = ask_write (fixture, "POST", GIVE, EVA, -1, OFFER ("200.00"));
  g_autoptr (Answer) versions = ask (fixture, "GET", SETTINGS "/versions", EVA, NULL, NULL);
  g_autoptr (Answer) again = ask (fixture, "PATCH", "/account/addons/remarketing", MANAGER,
                                  "If-Match: \"5\"\r\n", "{\"active\":false}");
  g_autoptr (Answer) stale = ask (fixture, "PATCH", "/account/addons/remarketing", MANAGER,
                                  "If-Match: \"4\"\r\n", "{\"active\":true}");
  g_autoptr (Answer) on = ask (fixture, "PATCH", "/account/addons/remarketing", MANAGER,
                               "If-Match: \"5\"\r\n", "{\"active\":true}");
  g_autoptr (Answer) events = ask (fixture, "GET", "/events?types=account", EVA, NULL, NULL);
  g_autoptr (Answer) taken = put_tools (fixture, 17, ROW ("CZK", "fixed", "1.00", "0.00"), "Zavolat?");

  assert_status (off, 200);
  assert_refused (refused, 403, "addon_inactive");
  assert_refused (coupon, 403, "addon_inactive");
  g_assert_cmpint (answer_int (versions, "count"), ==, 1);
  /* Nothing changes twice, so nothing is told twice. */
  g_assert_cmpint (answer_int (again, "version"), ==, 5);
  assert_refused (stale, 412, "version_mismatch");
  g_assert_cmpint (answer_int (on, "version"), ==, 6);
  assert_text (events, "results.0.account.addons.remarketing.active", "false");
  assert_text (events, "results.0.actor", MANAGER_ID);
  assert_text (events, "results.1.account.addons.remarketing.active", "true");
  g_assert_false (answer_has (events, "results.2"));
  assert_status (taken, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/portal/settings/percentages-obey-the-domain", test_percent);
  g_test_add_func ("/wb/portal/settings/versions-come-newest-first", test_versions_are_paged);
  g_test_add_func ("/wb/portal/settings/going-back-is-byte-identical", test_restore);
  g_test_add_func ("/wb/portal/settings/coupons-name-the-version-gone-back-to", test_coupon_names_version);
  g_test_add_func ("/wb/portal/settings/nothing-is-written-while-inactive", test_inactive);

  return g_test_run ();
}
