/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A customer takes a coupon, and managers disable and retry coupons: whoever asks how often and when,
 * a ticket has one. */

#include "config.h"

#include "portal-fixture.h"
#include "scripted-shop.h"

#define KEY_1 "00112233445566778899aabbccddeeff"   /* of ticket 1: order in CZK */
#define KEY_2 "0123456789abcdef0123456789abcdef"   /* of ticket 2: no order */
#define KEY_3 "fedcba9876543210fedcba9876543210"   /* of ticket 3: has a used coupon */
#define CLICK(key) "/portal/" key "/coupon"
#define PORTAL "{\"placement\":\"portal\"}"
#define GIVE "/tickets/" TICKET_1 "/coupons"
#define OFFER "{\"currency\":\"CZK\",\"kind\":\"fixed\",\"amount\":\"200.00\",\"min_order_value\":\"1000.00\"," \
  "\"validity_days\":14}"

typedef struct
{
  Fixture *portal;
  ShopState *shop;
} Case;

static void
set_up (Case          *self,
        gconstpointer  data)
{
  self->shop = shop_state_new ();
  self->portal = fixture_new_stopped ();
  self->portal->factory = scripted_shop_make;
  self->portal->factory_data = self->shop;
  g_assert_true (wb_portal_import_customer_key (self->portal->portal, TICKET_1, KEY_1, NULL));
  g_assert_true (wb_portal_import_customer_key (self->portal->portal, TICKET_2, KEY_2, NULL));
  g_assert_true (wb_portal_import_customer_key (self->portal->portal, TICKET_3, KEY_3, NULL));
  fixture_start (self->portal);
}

static void
tear_down (Case          *self,
           gconstpointer  data)
{
  fixture_free (self->portal);
  shop_state_free (self->shop);
}

static Answer *
click (Case       *self,
       const char *path)
{
  return ask (self->portal, "POST", path, NULL, NULL, PORTAL);
}

/* "asked sent made" */
static char *
read_story (Case       *self,
            const char *id)
{
  g_autofree char *path = g_strdup_printf ("/coupons/%s/events", id);
  g_autoptr (Answer) answer = ask (self->portal, "GET", path, EVA, NULL, NULL);
  GString *story = g_string_new (NULL);

  assert_status (answer, 200);
  for (int i = 0;; i++) {
    g_autofree char *name = g_strdup_printf ("results.%d.kind", i);
    g_autofree char *kind = NULL;

    if (!answer_has (answer, name))
      break;
    kind = answer_text (answer, name);
    g_string_append_printf (story, "%s%s", i == 0 ? "" : " ", kind);
  }

  return g_string_free (story, FALSE);
}

static void
assert_story (Case       *self,
              const char *id,
              const char *expected)
{
  g_autofree char *story = read_story (self, id);

  g_assert_cmpstr (story, ==, expected);
}

/* Whether the coupon is among what is offered now, and with which code. */
static gboolean
is_offered (Case  *self,
            char **code_out)
{
  g_autoptr (Answer) offers = ask (self->portal, "GET", "/portal/" KEY_1 "/offers?placement=portal", NULL, NULL, NULL);
  g_autofree char *tool = NULL;

  assert_status (offers, 200);
  if (!answer_has (offers, "results") && !answer_has (offers, "offers.0"))
    return FALSE;
  tool = answer_text (offers, "offers.0.tool");
  if (code_out)
    *code_out = answer_has (offers, "offers.0.coupon.code") ? answer_text (offers, "offers.0.coupon.code") : NULL;

  return g_str_equal (tool, "coupon");
}

static void
test_click (Case          *self,
            gconstpointer  data)
{
  g_autofree char *none = NULL;
  g_autofree char *code = NULL;
  g_autofree char *offered = NULL;
  g_autofree char *id = NULL;
  g_autoptr (Answer) taken = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) ticket = NULL;
  g_autoptr (Answer) events = NULL;
  g_autoptr (WbShopCoupon) made = NULL;

  g_assert_true (is_offered (self, &none));
  g_assert_null (none);
  taken = click (self, CLICK (KEY_1));
  assert_status (taken, 201);
  assert_text (taken, "state", "active");
  assert_text (taken, "amount", "200.00");
  assert_text (taken, "min_order_value", "1000.00");
  assert_text (taken, "placement", "portal");
  assert_text (taken, "issued_by", "");
  assert_text (taken, "expires_at", "2025-10-17T21:59:59.000Z");
  g_assert_cmpint (answer_int (taken, "settings_version"), ==, 17);
  id = answer_text (taken, "id");
  code = answer_text (taken, "code");
  made = shop_state_dup (self->shop, 0);
  g_assert_cmpstr (made->code, ==, code);
  assert_story (self, id, "asked sent made");

  again = click (self, CLICK (KEY_1));
  assert_status (again, 200);
  assert_text (again, "id", id);
  assert_text (again, "code", code);
  g_assert_cmpuint (shop_state_creates (self->shop), ==, 1);
  g_assert_true (is_offered (self, &offered));
  g_assert_cmpstr (offered, ==, code);

  ticket = ask (self->portal, "GET", "/tickets/" TICKET_1, EVA, NULL, NULL);
  assert_text (ticket, "remarketing.coupon", id);
  events = ask (self->portal, "GET", "/events?types=portal", EVA, NULL, NULL);
  assert_text (events, "results.0.event_type", "portal.coupon_requested");
  assert_text (events, "results.0.portal.ticket", TICKET_1);
  assert_text (events, "results.0.portal.placement", "portal");
  /* The second click asked for nothing new. */
  g_assert_false (answer_has (events, "results.1"));
}

static void
test_refusals (Case          *self,
               gconstpointer  data)
{
  static const struct {
    const char *why;
    const char *path;
    const char *body;
    guint status;
    const char *code;
  } rows[] = {
    { "an unknown key", CLICK ("ffffffffffffffffffffffffffffffff"), PORTAL, 404, "not_found" },
    { "no body", CLICK (KEY_1), NULL, 400, "invalid_request" },
    { "no placement", CLICK (KEY_1), "{}", 400, "invalid_request" },
    { "no such placement", CLICK (KEY_1), "{\"placement\":\"moon\"}", 400, "invalid_request" },
    { "not offered in mails", CLICK (KEY_1), "{\"placement\":\"email\"}", 409, "offer_disabled" },
    { "a ticket without an order", CLICK (KEY_2), PORTAL, 409, "offer_disabled" },
    { "one that was used comes back as it is", CLICK (KEY_3), PORTAL, 200, NULL },
    { "what is offered", CLICK (KEY_1), PORTAL, 201, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = ask (self->portal, "POST", rows[i].path, NULL, NULL, rows[i].body);

    g_test_message ("%s", rows[i].why);
    assert_status (answer, rows[i].status);
    if (rows[i].code)
      assert_text (answer, "code", rows[i].code);
  }
  g_assert_cmpuint (shop_state_count (self->shop), ==, 1);
  {
    g_autoptr (Answer) got = ask (self->portal, "GET", CLICK (KEY_1), NULL, NULL, NULL);

    assert_status (got, 405);
  }
}

/* Two clicks at one instant, and staff at the same: one coupon, and all are told of it. */
static void
test_at_once (Case          *self,
              gconstpointer  data)
{
  GSocketConnection *first = NULL;
  GSocketConnection *second = NULL;
  g_autoptr (Answer) one = NULL;
  g_autoptr (Answer) two = NULL;
  g_autoptr (Answer) staff = NULL;
  g_autofree char *id = NULL;

  shop_state_set_mode (self->shop, SHOP_HANGS);
  first = ask_begin (self->portal, "POST", CLICK (KEY_1), NULL, NULL, PORTAL);
  shop_state_wait_hang (self->shop);
  second = ask_begin (self->portal, "POST", CLICK (KEY_1), NULL, NULL, PORTAL);
  staff = ask_write (self->portal, "POST", GIVE, EVA, -1, OFFER);
  assert_refused (staff, 409, "coupon_exists");
  shop_state_release (self->shop);
  one = ask_end (first);
  two = ask_end (second);
  assert_status (one, 201);
  /* The second may have come before or after the end of the making. */
  assert_status (two, 200);
  id = answer_text (one, "id");
  assert_text (two, "id", id);
  assert_text (two, "state", "active");
  g_assert_cmpuint (shop_state_count (self->shop), ==, 1);
  g_assert_cmpuint (shop_state_creates (self->shop), ==, 1);
}

static void
test_cut_answer (Case          *self,
                 gconstpointer  data)
{
  GSocketConnection *cut = NULL;
  g_autoptr (Answer) again = NULL;

  shop_state_set_mode (self->shop, SHOP_HANGS);
  cut = ask_begin (self->portal, "POST", CLICK (KEY_1), NULL, NULL, PORTAL);
  shop_state_wait_hang (self->shop);
  g_io_stream_close (G_IO_STREAM (cut), NULL, NULL);
  g_object_unref (cut);
  shop_state_release (self->shop);
  again = click (self, CLICK (KEY_1));
  assert_status (again, 200);
  assert_text (again, "state", "active");
  g_assert_cmpuint (shop_state_count (self->shop), ==, 1);
}

/* Customers' clicks count for the budget and end with it; what nobody can take is not shown. */
static void
test_budget (Case          *self,
             gconstpointer  data)
{
  /* 200 in the seeds. */
  g_autoptr (Answer) patched = ask_write (self->portal, "PATCH", "/account", MANAGER, 4,
                                          "{\"coupon_budget\":{\"CZK\":\"399.99\"}}");
  g_autoptr (Answer) spent = NULL;
  g_autoptr (Answer) raised = NULL;
  g_autoptr (Answer) taken = NULL;
  g_autoptr (Answer) staff = NULL;

  assert_status (patched, 200);
  g_assert_false (is_offered (self, NULL));
  spent = click (self, CLICK (KEY_1));
  assert_refused (spent, 409, "offer_disabled");
  g_assert_cmpuint (shop_state_creates (self->shop), ==, 0);

  raised = ask_write (self->portal, "PATCH", "/account", MANAGER, 5,
                      "{\"coupon_budget\":{\"CZK\":\"400.00\"}}");
  assert_status (raised, 200);
  g_assert_true (is_offered (self, NULL));
  taken = click (self, CLICK (KEY_1));
  assert_status (taken, 201);
  /* Spent by it: staff have nothing left, and the customer keeps seeing the coupon. */
  staff = ask_write (self->portal, "POST", "/tickets/" TICKET_2 "/coupons", MANAGER, -1, OFFER);
  assert_refused (staff, 409, "budget_spent");
  g_assert_true (is_offered (self, NULL));
}

static void
test_failing_shop (Case          *self,
                   gconstpointer  data)
{
  g_autoptr (Answer) failed = NULL;
  g_autoptr (Answer) again = NULL;
  g_autofree char *id = NULL;

  shop_state_set_mode (self->shop, SHOP_REFUSES);
  failed = click (self, CLICK (KEY_1));
  assert_refused (failed, 502, "shop_rejected");
  id = answer_text (failed, "current.id");
  assert_story (self, id, "asked sent failed");
  /* The customer tries again, which makes a new one. */
  again = click (self, CLICK (KEY_1));
  assert_status (again, 201);
  assert_text (again, "state", "active");
  g_assert_cmpuint (shop_state_count (self->shop), ==, 1);
}

static Answer *
act (Case       *self,
     const char *id,
     const char *deed,
     const char *token,
     gint64      version)
{
  g_autofree char *path = g_strdup_printf ("/coupons/%s/%s", id, deed);

  return ask_write (self->portal, "POST", path, token, version, "");
}

static void
test_disable (Case          *self,
              gconstpointer  data)
{
  g_autoptr (Answer) given = ask_write (self->portal, "POST", GIVE, EVA, -1, OFFER);
  g_autofree char *id = answer_text (given, "id");
  g_autofree char *path = g_strdup_printf ("/coupons/%s/disable", id);
  gint64 version = answer_int (given, "version");
  g_autofree char *headers = g_strdup_printf ("Idempotency-Key: k1\r\nIf-Match: \"%" G_GINT64_FORMAT "\"\r\n", version);
  g_autoptr (Answer) agent = act (self, id, "disable", EVA, version);
  g_autoptr (Answer) stale = act (self, id, "disable", MANAGER, version - 1);
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) repeat = NULL;
  g_autoptr (Answer) once_more = NULL;
  g_autoptr (Answer) next = NULL;
  g_autoptr (Answer) used = act (self, COUPON_1, "disable", MANAGER, 3);
  g_autoptr (Answer) customer = NULL;

  assert_refused (agent, 403, "role_required");
  assert_refused (stale, 412, "version_mismatch");
  assert_refused (used, 409, "coupon_used");
  g_assert_cmpuint (shop_state_live (self->shop), ==, 1);

  done = ask (self->portal, "POST", path, MANAGER, headers, "");
  assert_status (done, 200);
  assert_text (done, "state", "disabled");
  g_assert_cmpuint (shop_state_live (self->shop), ==, 0);
  g_assert_cmpuint (shop_state_count (self->shop), ==, 1);
  assert_story (self, id, "asked sent made disabled");
  repeat = ask (self->portal, "POST", path, MANAGER, headers, "");
  assert_status (repeat, 200);
  g_assert_cmpstr (answer_header (repeat, "idempotency-replayed"), ==, "true");
  /* It is no more than that, however often it is asked. */
  once_more = act (self, id, "disable", MANAGER, answer_int (done, "version"));
  assert_status (once_more, 200);
  g_assert_cmpint (answer_int (once_more, "version"), ==, answer_int (done, "version"));

  /* A customer whose coupon was taken back is offered no other; staff may give one. */
  customer = click (self, CLICK (KEY_1));
  assert_status (customer, 200);
  assert_text (customer, "state", "disabled");
  g_assert_false (is_offered (self, NULL));
  next = ask_write (self->portal, "POST", GIVE, EVA, -1, OFFER);
  assert_status (next, 201);
  g_assert_cmpuint (shop_state_live (self->shop), ==, 1);
}

/* The customer was faster: it is used, and the manager is told. */
static void
test_disable_used (Case          *self,
                   gconstpointer  data)
{
  g_autoptr (Answer) given = ask_write (self->portal, "POST", GIVE, EVA, -1, OFFER);
  g_autofree char *id = answer_text (given, "id");
  g_autofree char *code = answer_text (given, "code");
  g_autoptr (Answer) late = NULL;

  shop_state_spend (self->shop, code, TRUE);
  late = act (self, id, "disable", MANAGER, answer_int (given, "version"));
  assert_refused (late, 409, "coupon_used");
  assert_text (late, "current.state", "used");
}

/* One that is still being made is disabled as soon as it is there, over a restart too. */
static void
test_disable_pending (Case          *self,
                      gconstpointer  data)
{
  GSocketConnection *making = NULL;
  GSocketConnection *disabling = NULL;
  g_autoptr (Answer) list = NULL;
  g_autoptr (Answer) made = NULL;
  g_autoptr (Answer) done = NULL;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;

  shop_state_set_mode (self->shop, SHOP_HANGS);
  making = ask_begin (self->portal, "POST", CLICK (KEY_1), NULL, NULL, PORTAL);
  shop_state_wait_hang (self->shop);
  list = ask (self->portal, "GET", "/coupons?state=pending", EVA, NULL, NULL);
  id = answer_text (list, "results.0.id");
  path = g_strdup_printf ("/coupons/%s/disable", id);
  disabling = ask_begin (self->portal, "POST", path, MANAGER, "Idempotency-Key: k1\r\nIf-Match: \"1\"\r\n", "");
  while (ask_ledger (self->portal, "SELECT count(*) FROM coupon_disable") == 0)
    continue;
  shop_state_release (self->shop);
  made = ask_end (making);
  assert_status (made, 201);
  done = ask_end (disabling);
  assert_status (done, 200);
  assert_text (done, "state", "disabled");
  g_assert_cmpuint (shop_state_count (self->shop), ==, 1);
  g_assert_cmpuint (shop_state_live (self->shop), ==, 0);
  g_assert_cmpint (ask_ledger (self->portal, "SELECT count(*) FROM coupon_disable"), ==, 0);
}

static void
test_retry (Case          *self,
            gconstpointer  data)
{
  g_autoptr (Answer) failed = NULL;
  g_autoptr (Answer) agent = NULL;
  g_autoptr (Answer) retried = NULL;
  g_autoptr (Answer) active = NULL;
  g_autoptr (Answer) used = act (self, COUPON_1, "retry", MANAGER, 3);
  g_autofree char *id = NULL;

  assert_refused (used, 409, "coupon_used");
  shop_state_set_mode (self->shop, SHOP_REFUSES);
  failed = ask_write (self->portal, "POST", GIVE, EVA, -1, OFFER);
  assert_refused (failed, 502, "shop_rejected");
  id = answer_text (failed, "current.id");
  agent = act (self, id, "retry", EVA, answer_int (failed, "current.version"));
  assert_refused (agent, 403, "role_required");

  /* Two days later: as many days as were promised, from then on. */
  fixture_advance (self->portal, 2 * WB_DAY_MS);
  retried = act (self, id, "retry", MANAGER, answer_int (failed, "current.version"));
  assert_status (retried, 200);
  assert_text (retried, "id", id);
  assert_text (retried, "state", "active");
  assert_text (retried, "issued_by", EVA_ID);
  assert_text (retried, "expires_at", "2025-10-19T21:59:59.000Z");
  g_assert_false (answer_has (retried, "error.code"));
  g_assert_cmpuint (shop_state_count (self->shop), ==, 1);
  assert_story (self, id, "asked sent failed retried sent made");

  active = act (self, id, "retry", MANAGER, answer_int (retried, "version"));
  assert_refused (active, 409, "coupon_active");
}

/* By then the customer has another one. */
static void
test_retry_too_late (Case          *self,
                     gconstpointer  data)
{
  g_autoptr (Answer) failed = NULL;
  g_autoptr (Answer) other = NULL;
  g_autoptr (Answer) late = NULL;
  g_autofree char *id = NULL;

  shop_state_set_mode (self->shop, SHOP_REFUSES);
  failed = click (self, CLICK (KEY_1));
  id = answer_text (failed, "current.id");
  other = click (self, CLICK (KEY_1));
  assert_status (other, 201);
  late = act (self, id, "retry", MANAGER, answer_int (failed, "current.version"));
  assert_refused (late, 409, "coupon_exists");
  g_assert_cmpuint (shop_state_count (self->shop), ==, 1);
}

/* However often it fails: the days that were promised, counted from the last try. */
static void
test_retry_twice (Case          *self,
                  gconstpointer  data)
{
  g_autoptr (Answer) failed = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) made = NULL;
  g_autofree char *id = NULL;

  shop_state_set_mode (self->shop, SHOP_REFUSES);
  failed = ask_write (self->portal, "POST", GIVE, EVA, -1, OFFER);
  id = answer_text (failed, "current.id");
  fixture_advance (self->portal, 2 * WB_DAY_MS);
  shop_state_set_mode (self->shop, SHOP_REFUSES);
  again = act (self, id, "retry", MANAGER, answer_int (failed, "current.version"));
  assert_refused (again, 502, "shop_rejected");
  fixture_advance (self->portal, 2 * WB_DAY_MS);
  made = act (self, id, "retry", MANAGER, answer_int (again, "current.version"));
  assert_status (made, 200);
  assert_text (made, "expires_at", "2025-10-21T21:59:59.000Z");
}

#define ADD(path, func) g_test_add ("/wb/portal/clicks/" path, Case, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("a-customer-takes-what-is-offered", test_click);
  ADD ("nothing-else-is-taken", test_refusals);
  ADD ("at-one-instant-make-one", test_at_once);
  ADD ("a-cut-answer-makes-no-second", test_cut_answer);
  ADD ("the-budget-holds-customers-too", test_budget);
  ADD ("a-shop-that-refuses-is-told-of", test_failing_shop);
  ADD ("a-manager-disables", test_disable);
  ADD ("a-customer-may-be-faster", test_disable_used);
  ADD ("one-being-made-is-disabled-then", test_disable_pending);
  ADD ("a-manager-retries-a-failed-one", test_retry);
  ADD ("a-second-retry-promises-no-more", test_retry_twice);
  ADD ("a-retry-makes-no-second", test_retry_too_late);

  return g_test_run ();
}
