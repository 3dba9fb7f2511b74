/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Account, catalogues, tickets, settings and the reading of coupons (reference/retino-api.md B.2 to
 * B.5, B.7). */

#include "config.h"

#include "portal-fixture.h"

#define SETTINGS "/remarketing/settings/" TYPE_RETURN
#define TOOLS(coupon) \
  "{\"tools\":{\"coupon\":" coupon "," \
  "\"call_request\":{\"enabled\":true,\"placements\":[\"portal\"],\"text\":{\"cs\":\"Zavolat?\"}}," \
  "\"banner\":{\"enabled\":false,\"placements\":[],\"banner\":null,\"target_url\":null}}}"
#define COUPON(amount, days) \
  "{\"enabled\":true,\"placements\":[\"portal\"],\"amounts\":[{\"currency\":\"CZK\",\"kind\":\"fixed\"," \
  "\"amount\":\"" amount "\",\"min_order_value\":\"1000.00\"}],\"validity_days\":" days "}"

static void
test_features (void)
{
  /* What is named, and whether it is there. */
  static const struct {
    const char *feature;
    const char *path;
    guint status;
  } rows[] = {
    { "remarketing", "/remarketing/settings", 200 },
    { "activities", "/activities", 200 },
    { "coupons", "/coupons", 200 },
    { "events", "/events", 200 },
    { "versions", SETTINGS "/versions", 200 },
    { "banners", "/remarketing/banners", 200 },
    { "stats", "/remarketing/stats/banners?from=2025-10-01&to=2025-10-31", 200 },
    { "stats", "/remarketing/stats/calls?from=2025-10-01&to=2025-10-31", 200 },
    { "funnel", "/remarketing/stats/funnel?from=2025-10-01&to=2025-10-31", 200 },
    { "plans", "/remarketing/stats/plans?from=2025-10-01&to=2025-10-31", 404 },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) account = ask (fixture, "GET", "/account", EVA, NULL, NULL);
  g_autofree char *features = answer_text (account, "features");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = ask (fixture, "GET", rows[i].path, EVA, NULL, NULL);
    g_autofree char *quoted = g_strdup_printf ("\"%s\"", rows[i].feature);

    g_test_message ("%s", rows[i].feature);
    assert_status (answer, rows[i].status);
    g_assert_true ((strstr (features, quoted) ? 200 : 404) == rows[i].status);
  }
}

static void
test_patch_account (void)
{
  static const struct {
    const char *token;
    int version;
    const char *body;
    guint status;
    const char *code;
  } rows[] = {
    { EVA, 4, "{\"call_goal_hours\":12}", 403, "role_required" },
    { MANAGER, 3, "{\"call_goal_hours\":12}", 412, "version_mismatch" },
    { MANAGER, -1, "{\"call_goal_hours\":12}", 428, "precondition_required" },
    { MANAGER, 4, "{\"call_goal_hours\":0}", 400, "validation_failed" },
    { MANAGER, 4, "{\"call_goal_hours\":721}", 400, "validation_failed" },
    { MANAGER, 4, "{\"call_goal_hours\":\"many\"}", 400, "invalid_request" },
    { MANAGER, 4, "{\"coupon_cap\":{\"CZK\":\"-1.00\"}}", 400, NULL },
    { MANAGER, 4, "{\"coupon_cap\":{\"XXQ\":\"1.00\"}}", 400, NULL },
    { MANAGER, 4, "{\"coupon_cap_percent\":\"100.01\"}", 400, NULL },
    { MANAGER, 4, "{\"business_hours\":[{\"days\":[1],\"from\":\"17:00\",\"to\":\"09:00\"}]}", 400, NULL },
    { MANAGER, 4, "{\"business_hours\":[{\"days\":[1,2],\"from\":\"09:00\",\"to\":\"12:01\"},"
      "{\"days\":[2],\"from\":\"12:00\",\"to\":\"17:00\"}]}", 400, "validation_failed" },
    { MANAGER, 4, "{\"closed_days\":[\"2025-12-24\",\"2025-12-24\"]}", 400, "validation_failed" },
    { MANAGER, 4, "[]", 400, "invalid_request" },
    { MANAGER, 4, "{\"call_goal_hours\":12,\"coupon_cap\":{\"CZK\":\"500.00\"},\"name\":{\"cs\":\"jiný\"},"
      "\"business_hours\":[{\"days\":[1,2,3,4,5],\"from\":\"09:00\",\"to\":\"17:00\"}],"
      "\"closed_days\":[\"2025-12-24\"]}", 200, NULL },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) account = NULL;
  g_autoptr (Answer) events = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = ask_write (fixture, "PATCH", "/account", rows[i].token, rows[i].version, rows[i].body);

    g_test_message ("%s", rows[i].body);
    assert_status (answer, rows[i].status);
    if (rows[i].code)
      assert_text (answer, "code", rows[i].code);
  }

  account = ask (fixture, "GET", "/account", EVA, NULL, NULL);
  g_assert_cmpint (answer_int (account, "version"), ==, 5);
  g_assert_cmpint (answer_int (account, "call_goal_hours"), ==, 12);
  assert_text (account, "coupon_cap.CZK", "500.00");
  assert_text (account, "business_hours.0.from", "09:00");
  assert_text (account, "closed_days.0", "2025-12-24");
  /* What may not be changed is passed over. */
  assert_text (account, "name.cs", "Výprodej nábytku");
  events = ask (fixture, "GET", "/events", EVA, NULL, NULL);
  assert_text (events, "results.0.event_type", "account.updated");
  g_assert_false (answer_has (events, "results.1"));
}

static void
test_addon (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) agent = ask (fixture, "PATCH", "/account/addons/remarketing", EVA,
                                  "If-Match: \"4\"\r\n", "{\"active\":false}");
  g_autoptr (Answer) unclear = ask (fixture, "PATCH", "/account/addons/remarketing", MANAGER,
                                    "If-Match: \"4\"\r\n", "{\"active\":\"no\"}");
  g_autoptr (Answer) off = ask (fixture, "PATCH", "/account/addons/remarketing", MANAGER,
                                "If-Match: \"4\"\r\n", "{\"active\":false}");
  g_autoptr (Answer) write = ask_write (fixture, "PUT", SETTINGS, MANAGER, 17, TOOLS (COUPON ("300.00", "14")));
  g_autoptr (Answer) read = ask (fixture, "GET", SETTINGS, MANAGER, NULL, NULL);
  g_autoptr (Answer) on = ask (fixture, "PATCH", "/account/addons/remarketing", MANAGER,
                               "If-Match: \"5\"\r\n", "{\"active\":true}");

  assert_refused (agent, 403, "role_required");
  assert_refused (unclear, 400, "invalid_request");
  assert_status (off, 200);
  assert_text (off, "addons.remarketing.active", "false");
  assert_text (off, "addons.remarketing.activated_at", "");
  assert_refused (write, 403, "addon_inactive");
  assert_status (read, 200);
  assert_text (on, "addons.remarketing.activated_at", "2025-10-03T10:00:00.000Z");
}

static void
test_catalogues (void)
{
  static const struct {
    const char *path;
    int count;
    const char *member;
    const char *value;
  } rows[] = {
    { "/users", 4, "results.1.full_name", "Eva Dvořáková" },
    { "/users", 4, "results.3.active", "false" },
    { "/types", 2, "results.0.id", TYPE_RETURN },
    { "/types", 2, "results.0.name.cs", "Vrácení" },
    { "/states", 3, "results.1.step", "resolved" },
    { "/tags", 0, "current_page", "1" },
    { "/account/stores", 1, "results.0.store_id", "hlavni-eshop" },
    { "/account/stores", 1, "results.0.supports_coupons", "true" },
  };
  g_autoptr (Fixture) fixture = fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = ask (fixture, "GET", rows[i].path, EVA, NULL, NULL);

    g_test_message ("%s %s", rows[i].path, rows[i].member);
    assert_status (answer, 200);
    g_assert_cmpint (answer_int (answer, "count"), ==, rows[i].count);
    assert_text (answer, rows[i].member, rows[i].value);
    /* The path of the secret stays here. */
    g_assert_null (strstr (answer->body, "secret"));
  }
}

static void
test_ticket_list (void)
{
  static const struct {
    const char *path;
    int count;
    const char *first;
  } rows[] = {
    { "/tickets", 3, TICKET_3 },
    { "/tickets?ordering=code", 3, TICKET_1 },
    { "/tickets?ordering=-code", 3, TICKET_3 },
    { "/tickets?ordering=created_at", 3, TICKET_1 },
    { "/tickets?ordering=-created_at", 3, TICKET_3 },
    { "/tickets?is_closed=true", 1, TICKET_3 },
    { "/tickets?is_closed=false&ordering=code", 2, TICKET_1 },
    { "/tickets?type=" TYPE_RETURN, 3, NULL },
    { "/tickets?type=" TYPE_CLAIM, 0, NULL },
    { "/tickets?state=" STATE_NEW, 3, NULL },
    { "/tickets?owner=" EVA_ID, 0, NULL },
    { "/tickets?updated_at_from=2025-10-02T10:00:00.000000Z&ordering=updated_at", 3, TICKET_1 },
    { "/tickets?updated_at_from=2025-10-02T10:00:00.001Z", 1, TICKET_3 },
    { "/tickets?updated_at_to=2025-10-02T10:00:00.000Z&ordering=code", 2, TICKET_1 },
    { "/tickets?closed_at_from=2025-10-03T00:00:00Z", 1, TICKET_3 },
    { "/tickets?closed_at_to=2025-10-03T00:00:00Z", 0, NULL },
    { "/tickets?created_at_from=2025-10-01T00:00:00Z", 0, NULL },
    { "/tickets?page_size=1&page=2&ordering=code", 3, TICKET_2 },
    /* Equal times: by id, so that pages neither repeat nor miss one. */
    { "/tickets?page_size=1&page=2&ordering=created_at", 3, TICKET_2 },
    { "/tickets?page_size=1&page=3&ordering=created_at", 3, TICKET_3 },
    { "/tickets/search?search=20250043", 1, TICKET_2 },
    { "/tickets/search?search=obj-2025", 1, TICKET_1 },
    { "/tickets/search?search=lukasz", 1, TICKET_2 },
    { "/tickets/search?search=capek", 1, TICKET_3 },
    { "/tickets/search?search=novakov%20jana", 1, TICKET_1 },
    { "/tickets/search?search=zakaznik@example.com", 3, NULL },
    { "/tickets/search?search=601123456", 1, TICKET_1 },
    { "/tickets/search?search=%2B420%20601%20123%20456", 1, TICKET_1 },
    { "/tickets/search?search=%22*%22%20OR", 0, NULL },
    { "/tickets/search?search=nobody", 0, NULL },
    { "/tickets/search?search=", 0, NULL },
    { "/tickets/search", 0, NULL },
  };
  g_autoptr (Fixture) fixture = fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = ask (fixture, "GET", rows[i].path, EVA, NULL, NULL);

    g_test_message ("%s", rows[i].path);
    assert_status (answer, 200);
    g_assert_cmpint (answer_int (answer, "count"), ==, rows[i].count);
    if (rows[i].first)
      assert_text (answer, "results.0.id", rows[i].first);
    g_assert_false (answer_has (answer, "results.0.history_items"));
  }
}

static void
test_ticket_detail (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) ticket = ask (fixture, "GET", "/tickets/" TICKET_1, EVA, NULL, NULL);
  g_autoptr (Answer) products = ask (fixture, "GET", "/tickets/" TICKET_1 "/products", EVA, NULL, NULL);
  g_autoptr (Answer) no_products = ask (fixture, "GET", "/tickets/" TICKET_2 "/products", EVA, NULL, NULL);
  g_autoptr (Answer) none = ask (fixture, "GET", "/tickets/nothing/products", EVA, NULL, NULL);

  assert_status (ticket, 200);
  assert_text (ticket, "customer.name", "Jana Nováková");
  assert_text (ticket, "bound_order.store_id", "hlavni-eshop");
  assert_text (ticket, "history_items.0.history_item_data.text", "Zákazník chce výměnu.");
  assert_text (ticket, "remarketing.coupon", "");
  assert_text (products, "results.0.name", "Křeslo Oslo");
  g_assert_cmpint (answer_int (no_products, "count"), ==, 0);
  assert_refused (none, 404, "not_found");
}

static void
test_patch_ticket (void)
{
  static const struct {
    const char *why;
    const char *ticket;
    int version;
    const char *body;
    guint status;
    const char *code;
    const char *member;
    const char *value;
  } rows[] = {
    { "no number", TICKET_1, 1, "{\"customer\":{\"phone\":\"call me\"}}", 400, "validation_failed", NULL, NULL },
    { "without its country", TICKET_1, 1, "{\"customer\":{\"phone\":\"601123456\"}}", 400,
      "validation_failed", NULL, NULL },
    { "a state of another type", TICKET_1, 1, "{\"state\":\"" STATE_OF_CLAIM "\"}", 400,
      "validation_failed", NULL, NULL },
    { "no such state", TICKET_1, 1, "{\"state\":\"x\"}", 400, "validation_failed", NULL, NULL },
    { "an owner who left", TICKET_1, 1, "{\"owner\":\"" GONE_ID "\"}", 400, "validation_failed", NULL, NULL },
    { "stale", TICKET_1, 9, "{\"owner\":null}", 412, "version_mismatch", "current.id", TICKET_1 },
    { "closed", TICKET_3, 1, "{\"owner\":null}", 409, "ticket_closed", NULL, NULL },
    { "a number", TICKET_1, 1, "{\"customer\":{\"phone\":\"+420 777 123 456\"}}", 200, NULL,
      "customer.phone", "+420777123456" },
    { "an owner", TICKET_1, 2, "{\"owner\":\"" EVA_ID "\"}", 200, NULL, "owner", EVA_ID },
    { "a state", TICKET_1, 3, "{\"state\":\"" STATE_RESOLVED "\"}", 200, NULL,
      "history_items.1.history_item_type", "state_change" },
    { "no number any more", TICKET_1, 4, "{\"customer\":{\"phone\":null}}", 200, NULL, "customer.phone", "" },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) ticket = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/tickets/", rows[i].ticket, NULL);
    g_autoptr (Answer) answer = ask_write (fixture, "PATCH", path, EVA, rows[i].version, rows[i].body);

    g_test_message ("%s", rows[i].why);
    assert_status (answer, rows[i].status);
    if (rows[i].code)
      assert_text (answer, "code", rows[i].code);
    if (rows[i].member)
      assert_text (answer, rows[i].member, rows[i].value);
  }
  ticket = ask (fixture, "GET", "/tickets/" TICKET_1, EVA, NULL, NULL);
  assert_text (ticket, "owner", EVA_ID);
  assert_text (ticket, "state", STATE_RESOLVED);
}

static void
test_close_ticket (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) no_key = ask (fixture, "POST", "/tickets/" TICKET_1 "/close", EVA, NULL, NULL);
  g_autoptr (Answer) closed = ask_write (fixture, "POST", "/tickets/" TICKET_1 "/close", EVA, -1, NULL);
  g_autoptr (Answer) again = ask_write (fixture, "POST", "/tickets/" TICKET_1 "/close", EVA, -1, NULL);
  g_autoptr (Answer) call = ask (fixture, "GET", "/activities/" CALL_1, EVA, NULL, NULL);

  assert_refused (no_key, 400, "idempotency_key_required");
  assert_status (closed, 200);
  assert_text (closed, "closed_at", "2025-10-03T10:00:00.000Z");
  assert_text (closed, "state", STATE_RESOLVED);
  assert_refused (again, 409, "ticket_closed");
  /* Its calls stay open. */
  assert_text (call, "status", "open");
}

static void
test_settings (void)
{
  static const struct {
    const char *why;
    const char *token;
    const char *path;
    int version;
    const char *body;
    guint status;
    const char *code;
    const char *problem;
  } rows[] = {
    { "an agent", EVA, SETTINGS, 17, TOOLS (COUPON ("300.00", "14")), 403, "role_required", NULL },
    { "no such type", MANAGER, "/remarketing/settings/x", 17, TOOLS (COUPON ("300.00", "14")), 404, "not_found", NULL },
    { "stale", MANAGER, SETTINGS, 16, TOOLS (COUPON ("300.00", "14")), 412, "version_mismatch", NULL },
    { "nothing", MANAGER, SETTINGS, 17, TOOLS (COUPON ("0.00", "14")), 400, "validation_failed",
      "tools.coupon.amounts[0].amount" },
    { "too many digits", MANAGER, SETTINGS, 17, TOOLS (COUPON ("1.234", "14")), 400,
      "validation_failed", "tools.coupon.amounts[0].amount" },
    { "too long", MANAGER, SETTINGS, 17, TOOLS (COUPON ("300.00", "366")), 400, "validation_failed",
      "tools.coupon.validity_days" },
    { "no amount", MANAGER, SETTINGS, 17,
      TOOLS ("{\"enabled\":true,\"placements\":[\"portal\"],\"amounts\":[],\"validity_days\":14}"),
      400, "validation_failed", NULL },
    { "no place", MANAGER, SETTINGS, 17,
      TOOLS ("{\"enabled\":true,\"placements\":[],\"amounts\":[{\"currency\":\"CZK\","
             "\"kind\":\"fixed\",\"amount\":\"1.00\",\"min_order_value\":\"0.00\"}],"
             "\"validity_days\":14}"), 400, "validation_failed", NULL },
    { "a banner, of which there are none", MANAGER, SETTINGS, 17,
      "{\"tools\":{\"coupon\":{\"enabled\":false,\"placements\":[],\"amounts\":[],"
      "\"validity_days\":null},\"call_request\":{\"enabled\":false,\"placements\":[],\"text\":{}},"
      "\"banner\":{\"enabled\":true,\"placements\":[\"portal\"],\"banner\":\"03000001\","
      "\"target_url\":\"https://www.example.cz/\"}}}", 400, "validation_failed", NULL },
    { "half of it", MANAGER, SETTINGS, 17, "{\"tools\":{}}", 400, "invalid_request", NULL },
    { "all is well", MANAGER, SETTINGS, 17, TOOLS (COUPON ("300.00", "14")), 200, NULL, NULL },
    { "a type never configured", MANAGER, "/remarketing/settings/" TYPE_CLAIM, 0,
      TOOLS (COUPON ("50.00", "7")), 200, NULL, NULL },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) unset = ask (fixture, "GET", "/remarketing/settings/" TYPE_CLAIM, EVA, NULL, NULL);
  g_autoptr (Answer) list = NULL;
  g_autoptr (Answer) versions = NULL;
  g_autoptr (Answer) events = NULL;

  assert_text (unset, "version", "0");
  assert_text (unset, "tools.coupon.enabled", "false");
  g_assert_cmpstr (answer_header (unset, "etag"), ==, "\"0\"");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = ask_write (fixture, "PUT", rows[i].path, rows[i].token, rows[i].version, rows[i].body);

    g_test_message ("%s", rows[i].why);
    assert_status (answer, rows[i].status);
    if (rows[i].code)
      assert_text (answer, "code", rows[i].code);
    if (rows[i].problem) {
      JsonObject *errors = json_object_get_object_member (json_node_get_object (answer->json), "errors");

      g_assert_true (json_object_has_member (errors, rows[i].problem));
    }
  }

  list = ask (fixture, "GET", "/remarketing/settings", EVA, NULL, NULL);
  g_assert_cmpint (answer_int (list, "count"), ==, 2);
  assert_text (list, "results.0.type", TYPE_RETURN);
  assert_text (list, "results.0.tools.coupon.amounts.0.amount", "300.00");
  assert_text (list, "results.0.updated_by", MANAGER_ID);
  g_assert_cmpint (answer_int (list, "results.0.version"), ==, 18);
  g_assert_cmpint (answer_int (list, "results.1.version"), ==, 1);

  versions = ask (fixture, "GET", SETTINGS "/versions", EVA, NULL, NULL);
  g_assert_cmpint (answer_int (versions, "count"), ==, 2);
  g_assert_cmpint (answer_int (versions, "results.0.version"), ==, 18);
  assert_text (versions, "results.1.tools.coupon.amounts.0.amount", "200.00");
  g_assert_false (answer_has (versions, "results.0.type"));

  events = ask (fixture, "GET", "/events", EVA, NULL, NULL);
  assert_text (events, "results.0.event_type", "remarketing_settings.updated");
  assert_text (events, "results.0.remarketing_settings.type", TYPE_RETURN);
  assert_text (events, "results.1.event_type", "remarketing_settings.created");
}

static void
test_coupons (void)
{
  static const struct {
    const char *path;
    int count;
  } rows[] = {
    { "/coupons", 1 },
    { "/coupons?ticket=" TICKET_3, 1 },
    { "/coupons?ticket=" TICKET_1, 0 },
    { "/coupons?type=" TYPE_RETURN "&store=" STORE_1 "&currency=CZK&state=used", 1 },
    { "/coupons?state=active", 0 },
    { "/coupons?currency=EUR", 0 },
    { "/coupons?search=vrat8", 1 },
    { "/coupons?search=xyz", 0 },
    { "/coupons?updated_at_from=2025-10-02T10:00:00.000Z", 1 },
    { "/coupons?updated_at_from=2025-10-02T10:00:00.001Z", 0 },
    { "/tickets/" TICKET_3 "/coupons", 1 },
    { "/tickets/" TICKET_1 "/coupons", 0 },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) one = ask (fixture, "GET", "/coupons/" COUPON_1, EVA, NULL, NULL);
  g_autoptr (Answer) none = ask (fixture, "GET", "/coupons/x", EVA, NULL, NULL);
  g_autoptr (Answer) no_ticket = ask (fixture, "GET", "/tickets/x/coupons", EVA, NULL, NULL);

  assert_text (one, "code", "VRAT8KQ2MX4TH7");
  assert_refused (none, 404, "not_found");
  assert_refused (no_ticket, 404, "not_found");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = ask (fixture, "GET", rows[i].path, EVA, NULL, NULL);

    g_test_message ("%s", rows[i].path);
    assert_status (answer, 200);
    g_assert_cmpint (answer_int (answer, "count"), ==, rows[i].count);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/portal/resources/features-name-what-is-served", test_features);
  g_test_add_func ("/wb/portal/resources/account-changes-by-its-rules", test_patch_account);
  g_test_add_func ("/wb/portal/resources/remarketing-goes-on-and-off", test_addon);
  g_test_add_func ("/wb/portal/resources/catalogues-are-listed", test_catalogues);
  g_test_add_func ("/wb/portal/resources/tickets-are-listed-and-searched", test_ticket_list);
  g_test_add_func ("/wb/portal/resources/a-ticket-has-its-history", test_ticket_detail);
  g_test_add_func ("/wb/portal/resources/a-ticket-changes-by-its-rules", test_patch_ticket);
  g_test_add_func ("/wb/portal/resources/a-ticket-closes-once", test_close_ticket);
  g_test_add_func ("/wb/portal/resources/settings-obey-the-domain", test_settings);
  g_test_add_func ("/wb/portal/resources/coupons-are-listed", test_coupons);

  return g_test_run ();
}
