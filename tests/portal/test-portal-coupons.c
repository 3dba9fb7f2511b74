/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Giving a coupon on a ticket: who may give what (design.md 7), and that it is made in the shop
 * exactly once whatever breaks when. */

#include "config.h"

#include "portal-fixture.h"
#include "scripted-shop.h"

#define GIVE "/tickets/" TICKET_1 "/coupons"
#define KEY(k) "Idempotency-Key: " k "\r\n"
#define BODY(kind, amount, min, days, rest) \
  "{\"currency\":\"CZK\",\"kind\":\"" kind "\",\"amount\":\"" amount "\",\"min_order_value\":\"" \
  min "\",\"validity_days\":" days rest "}"
#define OFFER BODY ("fixed", "200.00", "1000.00", "14", "")

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
  fixture_start (self->portal);
}

static void
tear_down (Case          *self,
           gconstpointer  data)
{
  fixture_free (self->portal);
  shop_state_free (self->shop);
}

/* Reads the feed until an event says so. The clock stands still, so only a change answers. */
static void
wait_for_event (Case       *self,
                const char *type,
                const char *member,
                const char *value)
{
  g_autofree char *path = g_strdup_printf ("/events?limit=1&types=%s", type);

  for (;;) {
    g_autoptr (Answer) answer = ask (self->portal, "GET", path, EVA, NULL, NULL);
    g_autofree char *name = g_strdup_printf ("results.0.%s.%s", type, member);
    g_autofree char *found = answer_text (answer, name);
    g_autofree char *cursor = answer_text (answer, "next_cursor");

    assert_status (answer, 200);
    if (g_str_equal (found, value))
      return;
    g_free (path);
    path = g_strdup_printf ("/events?limit=1&types=%s&wait=25&after=%s", type, cursor);
  }
}

static void
wait_for_state (Case       *self,
                const char *state)
{
  wait_for_event (self, "coupon", "state", state);
}

/* Lets minutes pass until the shop was asked a second time. The wait between the two looks is
 * counted from when the first one was made, which the test cannot see. */
static void
send_again (Case *self)
{
  do
    fixture_advance (self->portal, 61 * WB_SECOND_MS);
  while (!shop_state_wait_creates (self->shop, 2));
  wait_for_state (self, "active");
}

static void
test_give (Case          *self,
           gconstpointer  data)
{
  g_autoptr (Answer) given = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) ticket = NULL;
  g_autoptr (Answer) list = NULL;
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) events = NULL;
  g_autoptr (WbShopCoupon) made = NULL;
  g_autofree char *id = NULL;
  g_autofree char *code = NULL;
  g_autofree char *note = NULL;

  given = ask (self->portal, "POST", GIVE, EVA, KEY ("k1"),
               BODY ("fixed", "200.00", "1000.00", "14", ",\"activity\":\"" CALL_1 "\""));
  assert_status (given, 201);
  assert_text (given, "state", "active");
  assert_text (given, "amount", "200.00");
  assert_text (given, "currency", "CZK");
  assert_text (given, "issued_by", EVA_ID);
  assert_text (given, "activity", CALL_1);
  assert_text (given, "store", STORE_1);
  /* Issued on 3 October, 14 days: to the end of 17 October in Prague. */
  assert_text (given, "expires_at", "2025-10-17T21:59:59.000Z");
  g_assert_cmpint (answer_int (given, "settings_version"), ==, 17);
  id = answer_text (given, "id");
  code = answer_text (given, "code");

  g_assert_cmpuint (shop_state_count (self->shop), ==, 1);
  made = shop_state_dup (self->shop, 0);
  g_assert_cmpstr (made->code, ==, code);
  g_assert_cmpint (made->amount.minor, ==, 20000);
  g_assert_cmpint (made->min_order.minor, ==, 100000);
  g_assert_cmpint (made->usage_limit, ==, 1);
  g_assert_cmpstr (made->ticket_mark, ==, TICKET_1);

  again = ask (self->portal, "POST", GIVE, EVA, KEY ("k1"),
               BODY ("fixed", "200.00", "1000.00", "14", ",\"activity\":\"" CALL_1 "\""));
  assert_status (again, 201);
  assert_text (again, "id", id);
  g_assert_cmpstr (answer_header (again, "idempotency-replayed"), ==, "true");
  g_assert_cmpuint (shop_state_creates (self->shop), ==, 1);

  ticket = ask (self->portal, "GET", "/tickets/" TICKET_1, EVA, NULL, NULL);
  assert_text (ticket, "remarketing.coupon", id);
  note = answer_text (ticket, "history_items.1.history_item_data.text");
  g_assert_nonnull (strstr (note, code));
  g_assert_nonnull (strstr (note, "200.00 CZK"));
  assert_text (ticket, "history_items.1.user", EVA_ID);

  list = ask (self->portal, "GET", "/coupons?state=active", EVA, NULL, NULL);
  g_assert_cmpint (answer_int (list, "count"), ==, 1);
  second = ask (self->portal, "POST", GIVE, EVA, KEY ("k2"), OFFER);
  assert_refused (second, 409, "coupon_exists");
  assert_text (second, "current.id", id);

  events = ask (self->portal, "GET", "/events", EVA, NULL, NULL);
  assert_text (events, "results.0.event_type", "coupon.created");
  assert_text (events, "results.0.coupon.state", "pending");
  assert_text (events, "results.0.coupon.code", "");
  assert_text (events, "results.1.event_type", "coupon.updated");
  assert_text (events, "results.1.coupon.code", code);
  assert_text (events, "results.2.event_type", "ticket.updated");
  g_assert_false (answer_has (events, "results.3"));
}

static void
test_rules (Case          *self,
            gconstpointer  data)
{
  static const struct {
    const char *why;
    const char *token;
    const char *ticket;
    const char *body;
    guint status;
    const char *code;
    const char *path;
  } rows[] = {
    { "more than the offer", EVA, TICKET_1, BODY ("fixed", "200.01", "1000.00", "14", ""), 403, "above_limit", NULL },
    { "a smaller minimum", EVA, TICKET_1, BODY ("fixed", "200.00", "999.99", "14", ""), 403, "above_limit", NULL },
    { "longer", EVA, TICKET_1, BODY ("fixed", "200.00", "1000.00", "15", ""), 403, "above_limit", NULL },
    { "another kind", EVA, TICKET_1, BODY ("percent", "1", "1000.00", "14", ""), 403, "above_limit", NULL },
    { "a ticket without an order", EVA, TICKET_2, OFFER, 403, "above_limit", NULL },
    { "an agent replaces", EVA, TICKET_1, BODY ("fixed", "1.00", "1000.00", "1",
                                                ",\"replace\":true"), 403, "role_required", NULL },
    { "nothing", EVA, TICKET_1, BODY ("fixed", "0.00", "1000.00", "14", ""), 400, "validation_failed", "amount" },
    { "too many digits", EVA, TICKET_1, BODY ("fixed", "1.001", "1000.00", "14", ""), 400,
      "validation_failed", "amount" },
    { "no number", EVA, TICKET_1, BODY ("fixed", "lots", "1000.00", "14", ""), 400, "validation_failed", "amount" },
    { "a minimum below zero", EVA, TICKET_1, BODY ("fixed", "1.00", "-1.00", "14", ""), 400,
      "validation_failed", "min_order_value" },
    { "no day", EVA, TICKET_1, BODY ("fixed", "1.00", "1000.00", "0", ""), 400, "validation_failed", "validity_days" },
    { "more than a year", MANAGER, TICKET_1, BODY ("fixed", "1.00", "1000.00", "366", ""), 400,
      "validation_failed", "validity_days" },
    { "more than all", MANAGER, TICKET_1, BODY ("percent", "100.01", "0.00", "14", ""), 400,
      "validation_failed", "amount" },
    { "a call of another ticket", EVA, TICKET_1, BODY ("fixed", "1.00", "1000.00", "1",
                                                       ",\"activity\":\"" CALL_2 "\""),
      400, "validation_failed", "activity" },
    { "a currency the shop has not", MANAGER, TICKET_1,
      "{\"currency\":\"EUR\",\"kind\":\"fixed\",\"amount\":\"1.00\",\"min_order_value\":\"0.00\","
      "\"validity_days\":1}", 400, "validation_failed", "currency" },
    { "used once already", EVA, TICKET_3, OFFER, 403, "above_limit", NULL },
    { "used once already, by a manager", MANAGER, TICKET_3, OFFER, 409, "coupon_exists", NULL },
    { "no such ticket", EVA, "nothing", OFFER, 404, "not_found", NULL },
    { "no currency", EVA, TICKET_1, "{\"kind\":\"fixed\"}", 400, "invalid_request", NULL },
    { "just the offer, and all is well", EVA, TICKET_1, OFFER, 201, "", NULL },
    { "a manager gives more, without an order", MANAGER, TICKET_2, BODY ("percent", "12.50", "0.00",
                                                                         "60", ""), 201, "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/tickets/%s/coupons", rows[i].ticket);
    g_autoptr (Answer) answer = NULL;

    g_test_message ("%s", rows[i].why);
    answer = ask_write (self->portal, "POST", path, rows[i].token, -1, rows[i].body);
    assert_status (answer, rows[i].status);
    if (rows[i].status >= 400)
      assert_text (answer, "code", rows[i].code);
    if (rows[i].path) {
      JsonObject *errors = json_object_get_object_member (json_node_get_object (answer->json), "errors");

      g_assert_true (json_object_has_member (errors, rows[i].path));
    }
  }
  g_assert_cmpuint (shop_state_count (self->shop), ==, 2);
}

static void
test_caps_and_budget (Case          *self,
                      gconstpointer  data)
{
  g_autoptr (Answer) patched = NULL;
  g_autoptr (Answer) above = NULL;
  g_autoptr (Answer) above_percent = NULL;
  g_autoptr (Answer) within = NULL;
  g_autoptr (Answer) spent = NULL;
  g_autoptr (Answer) next_month = NULL;

  patched = ask_write (self->portal, "PATCH", "/account", MANAGER, 4,
                       "{\"coupon_cap\":{\"CZK\":\"500.00\"},\"coupon_cap_percent\":\"10\","
                       "\"coupon_budget\":{\"CZK\":\"900.00\"}}");
  assert_status (patched, 200);
  above = ask_write (self->portal, "POST", GIVE, MANAGER, -1, BODY ("fixed", "500.01", "0.00", "1", ""));
  assert_refused (above, 403, "above_limit");
  above_percent = ask_write (self->portal, "POST", GIVE, MANAGER, -1, BODY ("percent", "10.01", "0.00", "1", ""));
  assert_refused (above_percent, 403, "above_limit");
  within = ask_write (self->portal, "POST", GIVE, MANAGER, -1, BODY ("fixed", "500.00", "0.00", "1", ""));
  assert_status (within, 201);

  /* 200 in the seeds (1 October) and 500 now: 200 are left. */
  spent = ask_write (self->portal, "POST", "/tickets/" TICKET_2 "/coupons", MANAGER, -1,
                     BODY ("fixed", "200.01", "0.00", "1", ""));
  assert_refused (spent, 409, "budget_spent");
  fixture_advance (self->portal, 29 * WB_DAY_MS);
  next_month = ask_write (self->portal, "POST", "/tickets/" TICKET_2 "/coupons", MANAGER, -1,
                          BODY ("fixed", "200.01", "0.00", "1", ""));
  assert_status (next_month, 201);
}

/* What is given in the place of another one costs only the difference; but for one that is spent. */
static void
test_budget_of_replacement (Case          *self,
                            gconstpointer  data)
{
  g_autoptr (Answer) patched = NULL;
  g_autoptr (Answer) given = NULL;
  g_autoptr (Answer) above = NULL;
  g_autoptr (Answer) replaced = NULL;

  /* 200 in the seeds. */
  patched = ask_write (self->portal, "PATCH", "/account", MANAGER, 4, "{\"coupon_budget\":{\"CZK\":\"500.00\"}}");
  assert_status (patched, 200);
  given = ask_write (self->portal, "POST", GIVE, MANAGER, -1, BODY ("fixed", "300.00", "0.00", "1", ""));
  assert_status (given, 201);
  above = ask_write (self->portal, "POST", GIVE, MANAGER, -1,
                     BODY ("fixed", "300.01", "0.00", "1", ",\"replace\":true"));
  assert_refused (above, 409, "budget_spent");
  replaced = ask_write (self->portal, "POST", GIVE, MANAGER, -1,
                        BODY ("fixed", "300.00", "0.00", "1", ",\"replace\":true"));
  assert_status (replaced, 201);
  g_assert_cmpuint (shop_state_live (self->shop), ==, 1);
}

/* Made again next month, it costs that month. */
static void
test_budget_of_retry (Case          *self,
                      gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autoptr (Answer) patched = NULL;
  g_autoptr (Answer) failed = NULL;
  g_autoptr (Answer) retried = NULL;
  g_autoptr (Answer) spent = NULL;
  g_autoptr (Answer) within = NULL;

  patched = ask_write (self->portal, "PATCH", "/account", MANAGER, 4, "{\"coupon_budget\":{\"CZK\":\"500.00\"}}");
  assert_status (patched, 200);
  shop_state_set_mode (self->shop, SHOP_REFUSES);
  failed = ask_write (self->portal, "POST", GIVE, MANAGER, -1, BODY ("fixed", "300.00", "0.00", "1", ""));
  assert_refused (failed, 502, "shop_rejected");
  id = answer_text (failed, "current.id");
  path = g_strdup_printf ("/coupons/%s/retry", id);
  fixture_advance (self->portal, 29 * WB_DAY_MS);
  retried = ask_write (self->portal, "POST", path, MANAGER, answer_int (failed, "current.version"), NULL);
  assert_status (retried, 200);
  assert_text (retried, "state", "active");
  spent = ask_write (self->portal, "POST", "/tickets/" TICKET_2 "/coupons", MANAGER, -1,
                     BODY ("fixed", "200.01", "0.00", "1", ""));
  assert_refused (spent, 409, "budget_spent");
  within = ask_write (self->portal, "POST", "/tickets/" TICKET_2 "/coupons", MANAGER, -1,
                      BODY ("fixed", "200.00", "0.00", "1", ""));
  assert_status (within, 201);
}

static void
test_offer_off (Case          *self,
                gconstpointer  data)
{
  g_autoptr (Answer) off = NULL;
  g_autoptr (Answer) agent = NULL;
  g_autoptr (Answer) inactive = NULL;
  g_autoptr (Answer) nobody = NULL;

  off = ask_write (self->portal, "PUT", "/remarketing/settings/" TYPE_RETURN, MANAGER, 17,
                   "{\"tools\":{\"coupon\":{\"enabled\":false,\"placements\":[],\"amounts\":[],\"validity_days\":null},"
                   "\"call_request\":{\"enabled\":false,\"placements\":[],\"text\":{}},"
                   "\"banner\":{\"enabled\":false,\"placements\":[],\"banner\":null,\"target_url\":null}}}");
  assert_status (off, 200);
  agent = ask_write (self->portal, "POST", GIVE, EVA, -1, OFFER);
  assert_refused (agent, 409, "offer_disabled");

  inactive = ask (self->portal, "PATCH", "/account/addons/remarketing", MANAGER,
                  "If-Match: \"4\"\r\n", "{\"active\":false}");
  assert_status (inactive, 200);
  nobody = ask_write (self->portal, "POST", GIVE, MANAGER, -1, OFFER);
  assert_refused (nobody, 403, "addon_inactive");
  g_assert_cmpuint (shop_state_creates (self->shop), ==, 0);
}

static void
test_replace (Case          *self,
              gconstpointer  data)
{
  g_autoptr (Answer) first = ask_write (self->portal, "POST", GIVE, EVA, -1, OFFER);
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) list = NULL;
  g_autoptr (WbShopCoupon) left = NULL;
  g_autofree char *code = NULL;

  assert_status (first, 201);
  second = ask_write (self->portal, "POST", GIVE, MANAGER, -1, BODY ("fixed", "300.00", "0.00",
                                                                     "14", ",\"replace\":true"));
  assert_status (second, 201);
  code = answer_text (second, "code");

  /* The first one stays in the shop's history and can no longer be spent. */
  g_assert_cmpuint (shop_state_count (self->shop), ==, 2);
  g_assert_cmpuint (shop_state_live (self->shop), ==, 1);
  left = shop_state_dup (self->shop, 1);
  g_assert_true (left->is_live);
  g_assert_cmpstr (left->code, ==, code);
  list = ask (self->portal, "GET", GIVE "?ordering=-updated_at", EVA, NULL, NULL);
  g_assert_cmpint (answer_int (list, "count"), ==, 2);
  {
    g_autoptr (Answer) disabled = ask (self->portal, "GET", "/coupons?state=disabled", EVA, NULL, NULL);
    g_autofree char *old = answer_text (first, "id");

    g_assert_cmpint (answer_int (disabled, "count"), ==, 1);
    assert_text (disabled, "results.0.id", old);
  }
}

/* One from elsewhere is known by its code alone. */
static void
test_replace_without_id (Case          *self,
                         gconstpointer  data)
{
  g_autoptr (Answer) first = ask_write (self->portal, "POST", GIVE, EVA, -1, OFFER);
  g_autoptr (Answer) second = NULL;

  assert_status (first, 201);
  change_ledger (self->portal, "UPDATE coupon SET doc = json_remove (doc, '$.remote_id') WHERE state = 'active'");
  second = ask_write (self->portal, "POST", GIVE, MANAGER, -1, BODY ("fixed", "300.00", "0.00",
                                                                     "14", ",\"replace\":true"));
  assert_status (second, 201);
  g_assert_cmpuint (shop_state_count (self->shop), ==, 2);
  g_assert_cmpuint (shop_state_live (self->shop), ==, 1);
}

/* The old one can only be taken out of use where it is: another shop has others by the same id. */
static void
test_replace_elsewhere (Case          *self,
                        gconstpointer  data)
{
  g_autoptr (Answer) first = ask_write (self->portal, "POST", GIVE, EVA, -1, OFFER);
  g_autoptr (Answer) second = NULL;
  g_autofree char *id = answer_text (first, "id");

  assert_status (first, 201);
  change_ledger (self->portal, "UPDATE coupon SET store = 'elsewhere', doc ="
                 " json_set (doc, '$.store', 'elsewhere') WHERE state = 'active'");
  second = ask_write (self->portal, "POST", GIVE, MANAGER, -1, BODY ("fixed", "300.00", "0.00",
                                                                     "14", ",\"replace\":true"));
  assert_refused (second, 409, "coupon_exists");
  assert_text (second, "current.id", id);
  g_assert_cmpuint (shop_state_live (self->shop), ==, 1);
  g_assert_cmpuint (shop_state_creates (self->shop), ==, 1);
}

/* What the shop does to the first request, and how it ends. */
static const struct {
  const char *why;
  ShopMode mode;
  guint status;
  const char *state;
  guint n_in_shop;
  guint n_creates;
} failures[] = {
  { "nothing came into being", SHOP_FAILS_BEFORE, 201, "active", 1, 2 },
  { "the answer got lost", SHOP_FAILS_AFTER, 201, "active", 1, 1 },
  { "the shop refuses", SHOP_REFUSES, 502, "failed", 0, 1 },
  { "the shop stores something else", SHOP_STORES_OTHER, 502, "failed", 0, 1 },
};

static void
test_failures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++) {
    Case self = { NULL };
    g_autoptr (Answer) answer = NULL;
    g_autoptr (Answer) again = NULL;
    GSocketConnection *waiting = NULL;

    g_test_message ("%s", failures[i].why);
    set_up (&self, NULL);
    shop_state_set_mode (self.shop, failures[i].mode);
    waiting = ask_begin (self.portal, "POST", GIVE, EVA, KEY ("k1"), OFFER);

    if (failures[i].mode == SHOP_FAILS_BEFORE) {
      /* Not found: looked for again a minute later, and only then sent again. The request itself
       * is told after 20 seconds. */
      while (!shop_state_wait_creates (self.shop, 1))
        continue;
      fixture_advance (self.portal, 20 * WB_SECOND_MS);
      answer = ask_end (waiting);
      assert_status (answer, 201);
      assert_text (answer, "state", "pending");
      assert_text (answer, "code", "");
      g_assert_cmpuint (shop_state_creates (self.shop), ==, 1);
      send_again (&self);
    } else {
      answer = ask_end (waiting);
      assert_status (answer, failures[i].status);
    }

    if (failures[i].status == 502) {
      assert_text (answer, "code", "shop_rejected");
      assert_text (answer, "current.error.code", "shop_rejected");
    }
    again = ask (self.portal, "POST", GIVE, EVA, KEY ("k1"), OFFER);
    assert_status (again, 201);
    assert_text (again, "state", failures[i].state);
    g_assert_cmpuint (shop_state_count (self.shop), ==, failures[i].n_in_shop);
    g_assert_cmpuint (shop_state_creates (self.shop), ==, failures[i].n_creates);

    if (failures[i].status == 502) {
      g_autoptr (Answer) next = ask (self.portal, "POST", GIVE, EVA, KEY ("k2"), OFFER);
      g_autofree char *message = answer_text (again, "error.message");

      /* The reason is there for people, and nothing stands in the way of another try. */
      g_assert_cmpstr (message, !=, "");
      assert_status (next, 201);
      assert_text (next, "state", "active");
    }
    tear_down (&self, NULL);
  }
}

static void
test_slow_shop (Case          *self,
                gconstpointer  data)
{
  g_autoptr (Answer) pending = NULL;
  g_autoptr (Answer) repeat = NULL;
  g_autoptr (Answer) other = NULL;
  g_autoptr (Answer) done = NULL;
  GSocketConnection *waiting = NULL;

  shop_state_set_mode (self->shop, SHOP_HANGS);
  waiting = ask_begin (self->portal, "POST", GIVE, EVA, KEY ("k1"), OFFER);
  shop_state_wait_hang (self->shop);

  /* The service goes on meanwhile. */
  other = ask (self->portal, "GET", "/account/me", EVA, NULL, NULL);
  assert_status (other, 200);
  repeat = ask (self->portal, "POST", GIVE, EVA, KEY ("k1"), OFFER);
  assert_status (repeat, 201);
  assert_text (repeat, "state", "pending");

  fixture_advance (self->portal, 20 * WB_SECOND_MS);
  pending = ask_end (waiting);
  assert_status (pending, 201);
  assert_text (pending, "state", "pending");

  shop_state_release (self->shop);
  wait_for_state (self, "active");
  done = ask (self->portal, "POST", GIVE, EVA, KEY ("k1"), OFFER);
  assert_status (done, 201);
  assert_text (done, "state", "active");
  g_assert_cmpuint (shop_state_creates (self->shop), ==, 1);
}

static void
test_restart_in_the_middle (Case          *self,
                            gconstpointer  data)
{
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) repeat = NULL;
  GSocketConnection *waiting = NULL;

  shop_state_set_mode (self->shop, SHOP_HANGS);
  waiting = ask_begin (self->portal, "POST", GIVE, EVA, KEY ("k1"), OFFER);
  shop_state_wait_hang (self->shop);
  fixture_restart (self->portal);
  first = ask_end (waiting);
  assert_status (first, 201);
  assert_text (first, "state", "pending");

  /* Looked for once at the start, and a minute later again; then the same code is sent. */
  send_again (self);
  repeat = ask (self->portal, "POST", GIVE, EVA, KEY ("k1"), OFFER);
  assert_text (repeat, "state", "active");
  g_assert_cmpuint (shop_state_count (self->shop), ==, 1);
  {
    g_autofree char *a = answer_text (first, "id");

    assert_text (repeat, "id", a);
  }
}

static void
test_client_gone (Case          *self,
                  gconstpointer  data)
{
  g_autoptr (Answer) repeat = NULL;
  GSocketConnection *waiting = NULL;

  shop_state_set_mode (self->shop, SHOP_HANGS);
  waiting = ask_begin (self->portal, "POST", GIVE, EVA, KEY ("k1"), OFFER);
  shop_state_wait_hang (self->shop);
  g_io_stream_close (G_IO_STREAM (waiting), NULL, NULL);
  g_object_unref (waiting);

  shop_state_release (self->shop);
  wait_for_state (self, "active");
  repeat = ask (self->portal, "POST", GIVE, EVA, KEY ("k1"), OFFER);
  assert_status (repeat, 201);
  assert_text (repeat, "state", "active");
  g_assert_cmpuint (shop_state_count (self->shop), ==, 1);
}

static void
test_expiry (Case          *self,
             gconstpointer  data)
{
  g_autoptr (Answer) given = ask_write (self->portal, "POST", GIVE, EVA, -1, OFFER);
  g_autoptr (Answer) before = NULL;
  g_autoptr (Answer) after = NULL;

  assert_status (given, 201);
  /* 2025-10-17T21:59:59.000Z is its last second. */
  fixture_advance (self->portal, 14 * WB_DAY_MS + 11 * WB_HOUR_MS + 59 * WB_MINUTE_MS + 59 * WB_SECOND_MS);
  before = ask (self->portal, "GET", GIVE, EVA, NULL, NULL);
  assert_text (before, "results.0.state", "active");
  fixture_advance (self->portal, WB_SECOND_MS);
  after = ask (self->portal, "GET", GIVE, EVA, NULL, NULL);
  assert_text (after, "results.0.state", "expired");
}

static void
test_unreached_shop (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) pending = NULL;
  GSocketConnection *waiting = ask_begin (fixture, "POST", GIVE, EVA, KEY ("k1"), OFFER);
  Case self = { fixture, NULL };

  /* Its secret's file is not there: the coupon waits for a person. */
  wait_for_event (&self, "store", "connection", "error");
  fixture_advance (fixture, 20 * WB_SECOND_MS);
  pending = ask_end (waiting);
  assert_status (pending, 201);
  assert_text (pending, "state", "pending");
}

#define ADD(path, func) g_test_add ("/wb/portal/coupons/" path, Case, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("one-is-made-noted-and-told-of", test_give);
  ADD ("who-may-give-what", test_rules);
  ADD ("caps-hold-managers-and-the-budget-everyone", test_caps_and_budget);
  ADD ("a-tool-that-is-off-gives-none", test_offer_off);
  ADD ("a-replacement-costs-the-difference", test_budget_of_replacement);
  ADD ("one-made-again-costs-that-month", test_budget_of_retry);
  ADD ("a-manager-replaces-one", test_replace);
  ADD ("one-without-an-id-is-replaced-by-its-code", test_replace_without_id);
  ADD ("one-of-another-shop-is-not-replaced", test_replace_elsewhere);
  g_test_add_func ("/wb/portal/coupons/a-failing-shop-has-one-or-none", test_failures);
  ADD ("a-slow-shop-is-answered-for-after-20-seconds", test_slow_shop);
  ADD ("a-restart-in-the-middle-makes-no-second", test_restart_in_the_middle);
  ADD ("a-client-that-goes-changes-nothing", test_client_gone);
  ADD ("expire-after-their-last-second", test_expiry);
  g_test_add_func ("/wb/portal/coupons/a-shop-without-a-secret-keeps-them-pending",
                   test_unreached_shop);

  return g_test_run ();
}
