/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What customers are served by their key: offers in every combination, and clicks (reference/
 * retino-api.md B.10). */

#include "config.h"

#include <string.h>

#include "portal-fixture.h"

#define KEY_1 "00112233445566778899aabbccddeeff"       /* of ticket 1: order in CZK, no language */
#define KEY_1_TOO "ffeeddccbbaa99887766554433221100"   /* as well */
#define KEY_2 "0123456789abcdef0123456789abcdef"       /* of ticket 2: no order */
#define KEY_3 "fedcba9876543210fedcba9876543210"       /* of ticket 3: has a used coupon, no order */
#define UNKNOWN "00000000000000000000000000000000"
#define OFFERS(key, rest) "/portal/" key "/offers" rest

#define ON 1
#define OFF 0

static Fixture *
new_merchant (int rate_limit)
{
  Fixture *fixture = fixture_new_stopped ();

  g_assert_true (wb_portal_import_customer_key (fixture->portal, TICKET_1, KEY_1, NULL));
  g_assert_true (wb_portal_import_customer_key (fixture->portal, TICKET_1, KEY_1_TOO, NULL));
  g_assert_true (wb_portal_import_customer_key (fixture->portal, TICKET_2, KEY_2, NULL));
  g_assert_true (wb_portal_import_customer_key (fixture->portal, TICKET_3, KEY_3, NULL));
  fixture->rate_limit = rate_limit;
  fixture_restart (fixture);

  return fixture;
}

/* Settings in which each tool is on or off, with places of their own: the coupon everywhere, the call
 * in the portal and in mails, the banner in the portal and on the ticket's page. */
static void
put_settings (Fixture    *fixture,
              gboolean    coupon,
              gboolean    call,
              gboolean    banner,
              const char *banner_id,
              const char *target)
{
  g_autofree char *body = g_strdup_printf (
    "{\"tools\":{\"coupon\":{\"enabled\":%s,\"placements\":[\"portal\",\"ticket_detail\",\"email\"],"
    "\"amounts\":[{\"currency\":\"CZK\",\"kind\":\"fixed\",\"amount\":\"200.00\",\"min_order_value\":\"1000.00\"}],"
    "\"validity_days\":14},"
    "\"call_request\":{\"enabled\":%s,\"placements\":[\"portal\",\"email\"],"
    "\"text\":{\"cs\":\"Máme zavolat?\",\"en\":\"Shall we call?\"}},"
    "\"banner\":{\"enabled\":%s,\"placements\":[\"portal\",\"ticket_detail\"],\"banner\":\"%s\","
    "\"target_url\":\"%s\"}}}",
    coupon ? "true" : "false", call ? "true" : "false", banner ? "true" : "false", banner_id, target);
  g_autoptr (Answer) before = ask (fixture, "GET", "/remarketing/settings/" TYPE_RETURN, MANAGER, NULL, NULL);
  g_autoptr (Answer) put = ask_write (fixture, "PUT", "/remarketing/settings/" TYPE_RETURN, MANAGER,
                                      answer_int (before, "version"), body);

  assert_status (put, 200);
}

/* One answer against what it must be, told independently of the code that makes it. */
static void
check_offers (Fixture    *fixture,
              int         on,
              const char *placement,
              const char *language,
              const char *banner_id)
{
  gboolean portal = g_str_equal (placement, "portal");
  gboolean detail = g_str_equal (placement, "ticket_detail");
  gboolean email = g_str_equal (placement, "email");
  const char *spoken = g_strcmp0 (language, "en") == 0 ? "en" : "cs";
  g_autofree char *path = g_strdup_printf ("/portal/" KEY_1 "/offers?placement=%s%s%s", placement,
                                           language ? "&lang=" : "", language ? language : "");
  g_autofree char *click = g_strdup_printf (
    "http://127.0.0.1/api/v2/portal/" KEY_1 "/banner/%s?placement=%s", banner_id, placement);
  g_autoptr (Answer) answer = ask (fixture, "GET", path, NULL, NULL, NULL);
  guint n = 0;

  g_test_message ("tools %d, %s, %s", on, placement, language ? language : "no language");
  assert_status (answer, 200);
  assert_text (answer, "placement", placement);
  assert_text (answer, "language", spoken);
  g_assert_true (answer_has (answer, "colors.primary"));
  if (on & 1) {
    assert_text (answer, "offers.0.tool", "coupon");
    assert_text (answer, "offers.0.kind", "fixed");
    assert_text (answer, "offers.0.amount", "200.00");
    assert_text (answer, "offers.0.currency", "CZK");
    assert_text (answer, "offers.0.min_order_value", "1000.00");
    g_assert_cmpint (answer_int (answer, "offers.0.validity_days"), ==, 14);
    g_assert_true (answer_has (answer, "offers.0.coupon"));
    n++;
  }
  if ((on & 2) && (portal || email)) {
    g_autofree char *tool = g_strdup_printf ("offers.%u.tool", n);
    g_autofree char *text = g_strdup_printf ("offers.%u.text", n);
    g_autofree char *requested = g_strdup_printf ("offers.%u.requested", n);

    assert_text (answer, tool, "call_request");
    assert_text (answer, text, g_str_equal (spoken, "en") ? "Shall we call?" : "Máme zavolat?");
    assert_text (answer, requested, "true");
    n++;
  }
  if ((on & 4) && (portal || detail)) {
    g_autofree char *tool = g_strdup_printf ("offers.%u.tool", n);
    g_autofree char *banner = g_strdup_printf ("offers.%u.banner", n);
    g_autofree char *alt_text = g_strdup_printf ("offers.%u.alt_text", n);
    g_autofree char *click_url = g_strdup_printf ("offers.%u.click_url", n);
    g_autofree char *image_url = g_strdup_printf ("offers.%u.image_url", n);
    g_autofree char *image = answer_text (answer, image_url);

    assert_text (answer, tool, "banner");
    assert_text (answer, banner, banner_id);
    assert_text (answer, alt_text, g_str_equal (spoken, "en") ? "Sale" : "Sleva");
    assert_text (answer, click_url, click);
    g_assert_true (g_str_has_prefix (image, "http://127.0.0.1/f/"));
    n++;
  }
  {
    g_autofree char *more = g_strdup_printf ("offers.%u", n);

    g_assert_false (answer_has (answer, more));
  }
  /* Where a click leads is told by clicking alone. */
  g_assert_null (strstr (answer->body, "www.example.cz"));
  g_assert_cmpstr (answer_header (answer, "referrer-policy"), ==, "no-referrer");
  g_assert_cmpstr (answer_header (answer, "cache-control"), ==, "no-store");
}

static void
test_combinations (void)
{
  static const char *const placements[] = { "portal", "ticket_detail", "email" };
  static const char *const languages[] = { "cs", "en", "de", NULL };
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);
  g_autofree char *banner = add_banner (fixture, "Podzim", "");

  for (int on = 0; on < 8; on++) {
    put_settings (fixture, on & 1, on & 2, on & 4, banner, "https://www.example.cz/akce");
    for (guint i = 0; i < G_N_ELEMENTS (placements); i++) {
      for (guint j = 0; j < G_N_ELEMENTS (languages); j++)
        check_offers (fixture, on, placements[i], languages[j], banner);
    }
  }
}

static void
test_refusals (void)
{
  static const struct {
    const char *method;
    const char *path;
    guint status;
    const char *code;
  } rows[] = {
    { "GET", OFFERS (KEY_1, "?placement=portal"), 200, "" },
    { "GET", OFFERS (KEY_1_TOO, "?placement=portal"), 200, "" },
    { "GET", OFFERS (UNKNOWN, "?placement=portal"), 404, "not_found" },
    { "GET", OFFERS ("x", "?placement=portal"), 404, "not_found" },
    { "GET", OFFERS ("00112233445566778899AABBCCDDEEFF", "?placement=portal"), 404, "not_found" },
    { "GET", "/portal//offers?placement=portal", 404, "not_found" },
    { "GET", OFFERS (KEY_1, ""), 400, "invalid_request" },
    { "GET", OFFERS (KEY_1, "?placement=everywhere"), 400, "invalid_request" },
    { "GET", OFFERS (UNKNOWN, ""), 404, "not_found" },
    { "POST", OFFERS (KEY_1, "?placement=portal"), 405, "method_not_allowed" },
    { "HEAD", OFFERS (KEY_1, "?placement=portal"), 405, NULL },
    { "GET", OFFERS (KEY_1, "/more"), 404, "not_found" },
    { "GET", "/portal/" KEY_1, 404, "not_found" },
    { "GET", "/portal/" KEY_1 "/coupon", 405, "method_not_allowed" },
    { "POST", "/portal/" UNKNOWN "/coupon", 404, "not_found" },
    { "GET", "/portal/" KEY_1 "/banner/", 404, "not_found" },
    { "GET", "/portal/" KEY_1 "/banner/nothing?placement=portal", 404, "not_found" },
    { "DELETE", "/portal/" KEY_1 "/banner/nothing?placement=portal", 405, "method_not_allowed" },
  };
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = ask (fixture, rows[i].method, rows[i].path, NULL, NULL, NULL);

    g_test_message ("%s %s", rows[i].method, rows[i].path);
    assert_status (answer, rows[i].status);
    if (rows[i].code)
      assert_text (answer, "code", rows[i].code);
    g_assert_cmpstr (answer_header (answer, "referrer-policy"), ==, "no-referrer");
  }
}

static void
test_inactive (void)
{
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);
  g_autoptr (Answer) off = ask (fixture, "PATCH", "/account/addons/remarketing", MANAGER,
                                "If-Match: \"4\"\r\n", "{\"active\":false}");
  g_autoptr (Answer) refused = ask (fixture, "GET", OFFERS (KEY_1, "?placement=portal"), NULL, NULL, NULL);
  g_autoptr (Answer) unknown = ask (fixture, "GET", OFFERS (UNKNOWN, "?placement=portal"), NULL, NULL, NULL);
  g_autoptr (Answer) events = ask (fixture, "GET", "/events", EVA, NULL, NULL);
  g_autoptr (Answer) on = ask (fixture, "PATCH", "/account/addons/remarketing", MANAGER,
                               "If-Match: \"5\"\r\n", "{\"active\":true}");
  g_autoptr (Answer) served = ask (fixture, "GET", OFFERS (KEY_1, "?placement=portal"), NULL, NULL, NULL);

  assert_status (off, 200);
  assert_refused (refused, 403, "addon_inactive");
  assert_refused (unknown, 404, "not_found");
  assert_text (events, "results.0.event_type", "account.updated");
  assert_text (events, "results.0.account.addons.remarketing.active", "false");
  assert_status (on, 200);
  assert_status (served, 200);
  assert_text (served, "offers.0.tool", "coupon");
}

/* What the ticket is like decides what its customer gets. */
static void
test_tickets (void)
{
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);
  g_autofree char *banner = add_banner (fixture, "Podzim",
                                        ",\"starts_on\":\"2025-10-01\",\"ends_on\":\"2025-10-03\"");
  g_autoptr (Answer) no_order = NULL;
  g_autoptr (Answer) closed = NULL;
  g_autoptr (Answer) last_day = NULL;
  g_autoptr (Answer) over = NULL;

  put_settings (fixture, ON, ON, ON, banner, "https://www.example.cz/akce");
  /* No order, no currency, no coupon; the call is open, of the fixture. */
  no_order = ask (fixture, "GET", OFFERS (KEY_2, "?placement=portal"), NULL, NULL, NULL);
  assert_text (no_order, "offers.0.tool", "call_request");
  assert_text (no_order, "offers.0.requested", "true");
  assert_text (no_order, "offers.1.tool", "banner");
  /* A call that was closed does not keep anybody from asking again. */
  closed = ask (fixture, "GET", OFFERS (KEY_3, "?placement=portal"), NULL, NULL, NULL);
  assert_text (closed, "offers.0.tool", "call_request");
  assert_text (closed, "offers.0.requested", "false");

  /* To the end of the banner's last day in Prague, two hours ahead, and no longer. */
  fixture_advance (fixture, 12 * WB_HOUR_MS - 1);
  last_day = ask (fixture, "GET", OFFERS (KEY_2, "?placement=portal"), NULL, NULL, NULL);
  g_assert_true (answer_has (last_day, "offers.1"));
  fixture_advance (fixture, 1);
  over = ask (fixture, "GET", OFFERS (KEY_2, "?placement=portal"), NULL, NULL, NULL);
  g_assert_false (answer_has (over, "offers.1"));
}

/* The coupon that the ticket has goes with the offer. */
static void
test_coupon (void)
{
  g_autoptr (Fixture) fixture = fixture_new_stopped ();
  static const struct {
    const char *id;
    const char *state;
    gint64 age_ms;
  } coupons[] = {
    { ID ("c0", 5), WB_COUPON_ACTIVE, 3 * WB_HOUR_MS },
    { ID ("c0", 6), WB_COUPON_FAILED, 2 * WB_HOUR_MS },
    { ID ("c0", 7), WB_COUPON_DISABLED, WB_HOUR_MS },
  };
  g_autoptr (Answer) answer = NULL;

  g_assert_true (wb_portal_import_customer_key (fixture->portal, TICKET_1, KEY_1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (coupons); i++) {
    g_autoptr (WbCoupon) coupon = wb_coupon_new ();

    coupon->id = g_strdup (coupons[i].id);
    coupon->ticket = g_strdup (TICKET_1);
    coupon->code = g_strdup ("BACK8KQ2MX4TH7");
    coupon->kind = g_strdup (WB_COUPON_KIND_FIXED);
    coupon->amount = g_strdup ("200.00");
    coupon->currency = g_strdup ("CZK");
    coupon->state = g_strdup (coupons[i].state);
    coupon->created_at = NOW - coupons[i].age_ms;
    coupon->expires_at = NOW + 12 * WB_DAY_MS;
    coupon->used_at = WB_TIME_NONE;
    coupon->updated_at = coupon->created_at;
    coupon->version = 1;
    g_assert_true (wb_portal_import_coupon (fixture->portal, coupon, NULL));
  }
  fixture_start (fixture);
  answer = ask (fixture, "GET", OFFERS (KEY_1, "?placement=portal"), NULL, NULL, NULL);
  assert_text (answer, "offers.0.coupon.id", ID ("c0", 5));
  assert_text (answer, "offers.0.coupon.code", "BACK8KQ2MX4TH7");
}

/* What the ledger says when all that was seen and clicked is in it. */
static gint64
ask_stored (Fixture    *fixture,
            const char *sql)
{
  g_autoptr (Answer) stats = ask (fixture, "GET", "/remarketing/stats/banners?from=2025-10-01&to=2025-10-31", EVA,
                                  NULL, NULL);

  assert_status (stats, 200);

  return ask_ledger (fixture, sql);
}

#define COUNT(column, placement) \
  ask_stored (fixture, "SELECT coalesce (sum (" column "), 0) FROM sight_count WHERE placement = '" placement "'")

/* What was shown is counted where it can be seen, and keeps the banner's name. */
static void
test_impressions (void)
{
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);
  g_autofree char *banner = add_banner (fixture, "Podzim", "");
  g_autofree char *never_shown = add_banner (fixture, "Zima", "");
  g_autofree char *path = g_strconcat ("/remarketing/banners/", banner, NULL);
  g_autofree char *other_path = g_strconcat ("/remarketing/banners/", never_shown, NULL);
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) archived = NULL;
  g_autoptr (Answer) deleted = NULL;

  put_settings (fixture, ON, ON, ON, banner, "https://www.example.cz/akce");
  for (int i = 0; i < 3; i++)
    answer_free (ask (fixture, "GET", OFFERS (KEY_1, "?placement=portal"), NULL, NULL, NULL));
  answer_free (ask (fixture, "GET", OFFERS (KEY_2, "?placement=ticket_detail"), NULL, NULL, NULL));
  /* Neither where it is not offered, nor to nobody, nor where something is wrong. */
  answer_free (ask (fixture, "GET", OFFERS (KEY_1, "?placement=email"), NULL, NULL, NULL));
  answer_free (ask (fixture, "GET", OFFERS (UNKNOWN, "?placement=portal"), NULL, NULL, NULL));
  answer_free (ask (fixture, "GET", OFFERS (KEY_1, "?placement=x"), NULL, NULL, NULL));
  g_assert_cmpint (COUNT ("impressions", "portal"), ==, 3);
  g_assert_cmpint (COUNT ("impressions", "ticket_detail"), ==, 1);
  g_assert_cmpint (COUNT ("impressions", "email"), ==, 0);
  g_assert_cmpint (COUNT ("clicks_raw", "portal"), ==, 0);
  /* 22:00 UTC is the next day in Prague. */
  fixture_advance (fixture, 12 * WB_HOUR_MS);
  answer_free (ask (fixture, "GET", OFFERS (KEY_1, "?placement=portal"), NULL, NULL, NULL));
  g_assert_cmpint (ask_stored (fixture, "SELECT count(*) FROM sight_count WHERE placement = 'portal'"), ==, 2);

  put_settings (fixture, ON, ON, OFF, banner, "https://www.example.cz/akce");
  refused = ask (fixture, "DELETE", path, MANAGER, "If-Match: \"3\"\r\n", NULL);
  assert_refused (refused, 409, "banner_in_use");
  archived = ask_write (fixture, "PATCH", path, MANAGER, 3, "{\"archived\":true}");
  assert_status (archived, 200);
  deleted = ask (fixture, "DELETE", other_path, MANAGER, "If-Match: \"1\"\r\n", NULL);
  assert_status (deleted, 204);
}

/* In a mail it is shown without being counted, which is as good a reason to keep it. */
static void
test_shown_in_mail (void)
{
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);
  g_autofree char *banner = add_banner (fixture, "Podzim", "");
  g_autofree char *path = g_strconcat ("/remarketing/banners/", banner, NULL);
  g_autofree char *body = g_strdup_printf (
    "{\"tools\":{\"coupon\":{\"enabled\":false,\"placements\":[],\"amounts\":[],\"validity_days\":null},"
    "\"call_request\":{\"enabled\":false,\"placements\":[],\"text\":{}},"
    "\"banner\":{\"enabled\":true,\"placements\":[\"email\"],\"banner\":\"%s\","
    "\"target_url\":\"https://www.example.cz/akce\"}}}", banner);
  g_autoptr (Answer) put = ask_write (fixture, "PUT", "/remarketing/settings/" TYPE_RETURN, MANAGER, 17, body);
  g_autoptr (Answer) served = ask (fixture, "GET", OFFERS (KEY_1, "?placement=email"), NULL, NULL, NULL);
  g_autoptr (Answer) refused = NULL;

  assert_status (put, 200);
  assert_text (served, "offers.0.tool", "banner");
  g_assert_cmpint (ask_stored (fixture, "SELECT count(*) FROM sight_count"), ==, 0);
  put_settings (fixture, OFF, OFF, OFF, banner, "https://www.example.cz/akce");
  refused = ask (fixture, "DELETE", path, MANAGER, "If-Match: \"3\"\r\n", NULL);
  assert_refused (refused, 409, "banner_in_use");
}

static void
test_clicks (void)
{
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);
  g_autofree char *banner = add_banner (fixture, "Podzim", "");
  const struct {
    const char *why;
    const char *method;
    const char *key;
    const char *placement;
    const char *headers;
    gint64 later_ms;
    int clicks;      /* in all placements, after this one */
    int clicks_raw;
  } rows[] = {
    { "the first", "GET", KEY_1, "portal", NULL, 0, 1, 1 },
    { "at once again", "GET", KEY_1, "portal", NULL, 0, 1, 2 },
    { "by the ticket's other key", "GET", KEY_1_TOO, "portal", NULL, 0, 1, 3 },
    { "elsewhere", "GET", KEY_1, "email", NULL, 0, 2, 4 },
    { "another customer", "GET", KEY_2, "portal", NULL, 0, 3, 5 },
    { "just before 30 s", "GET", KEY_1, "portal", NULL, 30 * WB_SECOND_MS - 1, 3, 6 },
    { "after 30 s", "GET", KEY_1, "portal", NULL, 1, 4, 7 },
    { "only asked", "HEAD", KEY_1, "portal", NULL, WB_MINUTE_MS, 4, 8 },
    { "fetched ahead", "GET", KEY_1, "portal", "Sec-Purpose: prefetch;prerender\r\n", WB_MINUTE_MS, 4, 9 },
    { "a person after that", "GET", KEY_1, "portal", NULL, 0, 5, 10 },
  };
  g_autoptr (Answer) ticket = NULL;
  g_autoptr (Answer) events = NULL;

  put_settings (fixture, ON, ON, ON, banner, "https://www.example.cz/akce?a=1&b=%20#c");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/portal/%s/banner/%s?placement=%s", rows[i].key, banner,
                                             rows[i].placement);
    g_autoptr (Answer) answer = NULL;

    g_test_message ("%s", rows[i].why);
    fixture_advance (fixture, rows[i].later_ms);
    answer = ask (fixture, rows[i].method, path, NULL, rows[i].headers, NULL);
    assert_status (answer, 302);
    g_assert_cmpstr (answer_header (answer, "location"), ==, "https://www.example.cz/akce?a=1&b=%20#c");
    g_assert_cmpstr (answer_header (answer, "referrer-policy"), ==, "no-referrer");
    g_assert_cmpint (ask_stored (fixture, "SELECT sum (clicks) FROM sight_count"), ==, rows[i].clicks);
    g_assert_cmpint (ask_stored (fixture, "SELECT sum (clicks_raw) FROM sight_count"), ==, rows[i].clicks_raw);
  }
  g_assert_cmpint (COUNT ("clicks", "email"), ==, 1);

  /* Staff see it on the ticket, and the feed tells of it. */
  ticket = ask (fixture, "GET", "/tickets/" TICKET_1, EVA, NULL, NULL);
  g_assert_cmpint (answer_int (ticket, "remarketing.banner_clicks"), ==, 4);
  events = ask (fixture, "GET", "/events?types=portal", EVA, NULL, NULL);
  assert_text (events, "results.0.event_type", "portal.banner_clicked");
  assert_text (events, "results.0.portal.ticket", TICKET_1);
  assert_text (events, "results.0.portal.placement", "portal");
  assert_text (events, "results.0.portal.banner", banner);
  g_assert_true (answer_has (events, "results.4"));
  g_assert_false (answer_has (events, "results.5"));
}

/* Where a click leads: as it is set at that moment, and for an old mail as it last was. */
static void
test_targets (void)
{
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);
  g_autofree char *old = add_banner (fixture, "Old", "");
  g_autofree char *young = add_banner (fixture, "New", "");
  g_autofree char *unused = add_banner (fixture, "Unused", "");
  g_autofree char *click = g_strdup_printf ("/portal/" KEY_1 "/banner/%s?placement=email", old);
  g_autofree char *nowhere = g_strdup_printf ("/portal/" KEY_1 "/banner/%s?placement=email", unused);
  static const struct {
    const char *target;
    const char *location;
  } rows[] = {
    { "https://www.example.cz/a", "https://www.example.cz/a" },
    { "https://www.example.cz/b", "https://www.example.cz/b" },
    { "https://www.example.cz:8443/léto?q=ž", "https://www.example.cz:8443/l%C3%A9to?q=%C5%BE" },
    { "https://nábytek.example/", "https://xn--nbytek-pta.example/" },
  };
  g_autoptr (Answer) replaced = NULL;
  g_autoptr (Answer) cleared = NULL;
  g_autoptr (Answer) inactive = NULL;
  g_autoptr (Answer) none = NULL;
  g_autoptr (Answer) no_place = NULL;
  g_autoptr (Answer) off = NULL;
  g_autofree char *no_placement = g_strdup_printf ("/portal/" KEY_1 "/banner/%s", old);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = NULL;

    g_test_message ("%s", rows[i].target);
    put_settings (fixture, ON, ON, ON, old, rows[i].target);
    answer = ask (fixture, "GET", click, NULL, NULL, NULL);
    assert_status (answer, 302);
    g_assert_cmpstr (answer_header (answer, "location"), ==, rows[i].location);
  }

  put_settings (fixture, ON, ON, ON, old, "https://www.example.cz/last");
  put_settings (fixture, ON, ON, ON, young, "https://www.example.cz/young");
  replaced = ask (fixture, "GET", click, NULL, NULL, NULL);
  g_assert_cmpstr (answer_header (replaced, "location"), ==, "https://www.example.cz/last");
  /* Where it leads was taken away since, not where it led. */
  put_settings (fixture, ON, ON, OFF, old, "");
  cleared = ask (fixture, "GET", click, NULL, NULL, NULL);
  g_assert_cmpstr (answer_header (cleared, "location"), ==, "https://www.example.cz/last");
  off = ask (fixture, "PATCH", "/account/addons/remarketing", MANAGER, "If-Match: \"4\"\r\n",
             "{\"active\":false}");
  assert_status (off, 200);
  inactive = ask (fixture, "GET", click, NULL, NULL, NULL);
  assert_status (inactive, 302);
  none = ask (fixture, "GET", nowhere, NULL, NULL, NULL);
  assert_refused (none, 404, "not_found");
  no_place = ask (fixture, "GET", no_placement, NULL, NULL, NULL);
  assert_refused (no_place, 400, "invalid_request");
}

/* Thirty a minute with one key, whoever comes with it. */
static void
test_limit_of_keys (void)
{
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_DEFAULT);
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) other_key = NULL;
  g_autoptr (Answer) staff = NULL;
  g_autoptr (Answer) later = NULL;

  for (int i = 0; i < WB_PORTAL_RATE_KEY; i++) {
    g_autoptr (Answer) answer = ask (fixture, "GET", OFFERS (KEY_1, "?placement=portal"), NULL, NULL, NULL);

    assert_status (answer, 200);
    g_assert_cmpstr (answer_header (answer, "x-ratelimit-limit"), ==, "30");
  }
  refused = ask (fixture, "GET", OFFERS (KEY_1, "?placement=portal"), NULL, NULL, NULL);
  assert_refused (refused, 429, "rate_limited");
  g_assert_cmpstr (answer_header (refused, "retry-after"), ==, "60");
  other_key = ask (fixture, "GET", OFFERS (KEY_2, "?placement=portal"), NULL, NULL, NULL);
  assert_status (other_key, 200);
  staff = ask (fixture, "GET", "/account/me", EVA, NULL, NULL);
  assert_status (staff, 200);
  fixture_advance (fixture, WB_MINUTE_MS);
  later = ask (fixture, "GET", OFFERS (KEY_1, "?placement=portal"), NULL, NULL, NULL);
  assert_status (later, 200);
}

/* A hundred and twenty a minute from one address, guessed keys as well; behind a proxy it is the one
 * that the proxy names last. */
static void
test_limit_of_addresses (void)
{
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_DEFAULT);
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) staff = NULL;

  for (int i = 0; i < WB_PORTAL_RATE_ADDRESS; i++) {
    g_autoptr (Answer) answer = ask (fixture, "GET", OFFERS (UNKNOWN, "?placement=portal"), NULL, NULL, NULL);

    assert_refused (answer, 404, "not_found");
  }
  refused = ask (fixture, "GET", OFFERS (KEY_1, "?placement=portal"), NULL, NULL, NULL);
  assert_refused (refused, 429, "rate_limited");
  staff = ask (fixture, "GET", "/account/me", EVA, NULL, NULL);
  assert_status (staff, 200);

  fixture->behind_proxy = TRUE;
  fixture_restart (fixture);
  for (int i = 0; i <= WB_PORTAL_RATE_ADDRESS; i++) {
    g_autofree char *header = g_strdup_printf ("X-Forwarded-For: 10.0.0.%d, 192.0.2.1\r\n", i);
    g_autoptr (Answer) answer = ask (fixture, "GET", OFFERS (UNKNOWN, "?placement=portal"), NULL, header, NULL);

    assert_status (answer, i == WB_PORTAL_RATE_ADDRESS ? 429 : 404);
  }
  {
    g_autoptr (Answer) other = ask (fixture, "GET", OFFERS (UNKNOWN, "?placement=portal"), NULL,
                                    "X-Forwarded-For: 192.0.2.1, 192.0.2.2\r\n", NULL);

    assert_status (other, 404);
  }
}

static void
test_key_forms (void)
{
  static const struct {
    const char *key;
    gboolean accepted;
  } rows[] = {
    { KEY_1, TRUE },
    { "", FALSE },
    { "0011", FALSE },
    { "00112233445566778899aabbccddeeff0", FALSE },
    { "00112233445566778899AABBCCDDEEFF", FALSE },
    { "00112233445566778899aabbccddeefg", FALSE },
  };
  g_autoptr (Fixture) fixture = fixture_new_stopped ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("“%s”", rows[i].key);
    g_assert_true (wb_portal_import_customer_key (fixture->portal, TICKET_1, rows[i].key, &error) ==
                   rows[i].accepted);
    if (!rows[i].accepted)
      g_assert_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_INVALID);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/portal/customer/offers-in-every-combination", test_combinations);
  g_test_add_func ("/wb/portal/customer/who-knows-no-key-gets-nothing", test_refusals);
  g_test_add_func ("/wb/portal/customer/nothing-while-inactive", test_inactive);
  g_test_add_func ("/wb/portal/customer/offers-follow-the-ticket-and-the-day", test_tickets);
  g_test_add_func ("/wb/portal/customer/the-coupon-goes-with-the-offer", test_coupon);
  g_test_add_func ("/wb/portal/customer/what-is-shown-is-counted-and-kept", test_impressions);
  g_test_add_func ("/wb/portal/customer/shown-in-a-mail-is-kept", test_shown_in_mail);
  g_test_add_func ("/wb/portal/customer/clicks-count-once-in-half-a-minute", test_clicks);
  g_test_add_func ("/wb/portal/customer/clicks-lead-where-it-is-set", test_targets);
  g_test_add_func ("/wb/portal/customer/thirty-a-minute-with-a-key", test_limit_of_keys);
  g_test_add_func ("/wb/portal/customer/so-many-a-minute-from-an-address", test_limit_of_addresses);
  g_test_add_func ("/wb/portal/customer/keys-have-128-bits", test_key_forms);

  return g_test_run ();
}
