/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a customer does in the portal, staff on a call and orders in the shop, as the statistics say it; and
 * how those are asked for. */

#include "config.h"

#include "portal-fixture.h"
#include "scripted-shop.h"

#include "wb-portal-worker.h"

#define KEY_1 "00112233445566778899aabbccddeeff"   /* of ticket 1: order in CZK */
#define FUNNEL "/remarketing/stats/funnel"
#define CALLS "/remarketing/stats/calls"
#define SEPTEMBER "?from=2025-09-01&to=2025-09-30"
#define OCTOBER "?from=2025-10-01&to=2025-10-31"

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
  fixture_start (self->portal);
}

static void
tear_down (Case          *self,
           gconstpointer  data)
{
  fixture_free (self->portal);
  shop_state_free (self->shop);
}

/* The row of @tool on the day of @date: "offered/shown/taken/used/probable/open revenue+probable". */
static char *
read_way (Case       *self,
          const char *date,
          const char *tool)
{
  g_autoptr (Answer) answer = ask (self->portal, "GET", FUNNEL OCTOBER, EVA, NULL, NULL);
  static const char *const members[] = { "offered", "shown", "taken", "used", "used_probable", "open" };

  assert_status (answer, 200);
  assert_text (answer, "time_zone", "Europe/Prague");
  for (int i = 0; i < answer_int (answer, "count"); i++) {
    g_autofree char *date_path = g_strdup_printf ("results.%d.date", i);
    g_autofree char *tool_path = g_strdup_printf ("results.%d.tool", i);
    g_autofree char *revenue_path = g_strdup_printf ("results.%d.revenue", i);
    g_autofree char *probable_path = g_strdup_printf ("results.%d.revenue_probable", i);
    g_autofree char *found_date = answer_text (answer, date_path);
    g_autofree char *found_tool = answer_text (answer, tool_path);
    g_autofree char *revenue = answer_text (answer, revenue_path);
    g_autofree char *probable = answer_text (answer, probable_path);
    GString *text = NULL;

    /* Tickets without an order have no currency. */
    if (!g_str_equal (found_date, date) || !g_str_equal (found_tool, tool) || *revenue == '\0')
      continue;
    text = g_string_new (NULL);
    for (gsize k = 0; k < G_N_ELEMENTS (members); k++) {
      g_autofree char *path = g_strdup_printf ("results.%d.%s", i, members[k]);
      g_autofree char *count = answer_text (answer, path);

      g_string_append_printf (text, "%s%s", k == 0 ? "" : "/", *count ? count : "-");
    }
    g_string_append_printf (text, " %s+%s", revenue, probable);
    return g_string_free (text, FALSE);
  }

  return g_strdup ("none");
}

#define assert_way(self, date, tool, expected) G_STMT_START {        \
    g_autofree char *assert_way_found = read_way (self, date, tool);   \
    g_assert_cmpstr (assert_way_found, ==, expected);                  \
} G_STMT_END

static void
follow (Case *self)
{
  for (guint i = 0; i < 2; i++) {
    gint64 before = ask_ledger (self->portal, "SELECT coalesce (max (orders_at), 0) FROM merchant_store");

    for (guint n = 0; n < 5000; n++) {
      if (ask_ledger (self->portal, "SELECT coalesce (max (orders_at), 0) FROM merchant_store") != before)
        break;
      if (n % 500 == 0)
        fixture_advance (self->portal, WB_PORTAL_ORDERS_EVERY_MS);
    }
  }
}

static void
place_order (Case       *self,
             const char *number,
             const char *email,
             const char *code,
             gint64      minor,
             gint64      at)
{
  WbShopOrder *order = wb_shop_order_new ();

  order->remote_id = g_strdup (number);
  order->code = g_strdup (number);
  order->state = WB_SHOP_ORDER_PAID;
  order->total = (WbMoney) { minor, "CZK" };
  order->refunded = (WbMoney) { 0, "CZK" };
  order->email = g_strdup (email);
  order->created_at = at;
  order->updated_at = at;
  if (code) {
    WbShopOrderCoupon *coupon = wb_shop_order_coupon_new ();

    coupon->code = g_strdup (code);
    coupon->is_certain = TRUE;
    g_ptr_array_add (order->coupons, coupon);
  }
  shop_state_put_order (self->shop, order);
}

static void
test_way (Case          *self,
          gconstpointer  data)
{
  g_autoptr (Answer) offers = NULL;
  g_autoptr (Answer) coupon = NULL;
  g_autofree char *code = NULL;

  /* Before anything, the seeded call is there; nobody noted where it was asked for. */
  assert_way (self, "2025-10-03", "coupon", "none");
  assert_way (self, "2025-10-02", "call_request", "1/-/1/0/0/1 0.00+0.00");

  offers = ask (self->portal, "GET", "/portal/" KEY_1 "/offers?placement=portal", NULL, NULL, NULL);
  assert_status (offers, 200);
  assert_way (self, "2025-10-03", "coupon", "1/1/0/0/0/1 0.00+0.00");

  coupon = ask (self->portal, "POST", "/portal/" KEY_1 "/coupon", NULL, NULL, "{\"placement\":\"portal\"}");
  assert_status (coupon, 201);
  code = answer_text (coupon, "code");
  assert_way (self, "2025-10-03", "coupon", "1/1/1/0/0/1 0.00+0.00");

  /* Another customer's, the coupon's, and one more of the same customer. */
  place_order (self, "1", "planted@example.com", NULL, 10000, NOW + WB_HOUR_MS);
  place_order (self, "2", "ZAKAZNIK@example.com", code, 150000, NOW + WB_HOUR_MS);
  place_order (self, "3", "Zakaznik@example.com", NULL, 30000, NOW + 2 * WB_HOUR_MS);
  follow (self);
  assert_way (self, "2025-10-03", "coupon", "1/1/1/1/0/0 1500.00+300.00");
  g_assert_cmpint (ask_ledger (self->portal, "SELECT count(*) FROM funnel_order"), ==, 2);
}

/* A call that is asked for in the portal, with what came of it. */
static void
test_calls (Case          *self,
            gconstpointer  data)
{
  g_autoptr (Answer) before = ask (self->portal, "GET", CALLS OCTOBER, EVA, NULL, NULL);
  g_autoptr (Answer) done = NULL;
  g_autoptr (Answer) after = NULL;
  g_autoptr (Answer) late = NULL;
  g_autoptr (Answer) september = ask (self->portal, "GET", CALLS SEPTEMBER, EVA, NULL, NULL);

  assert_status (before, 200);
  g_assert_cmpint (answer_int (before, "count"), ==, 1);
  assert_text (before, "results.0.date", "2025-10-02");
  assert_text (before, "results.0.type", TYPE_RETURN);
  g_assert_cmpint (answer_int (before, "results.0.asked"), ==, 3);
  g_assert_cmpint (answer_int (before, "results.0.open"), ==, 2);
  /* The three are just as old as the goal is long: only the one that was answered counts. */
  g_assert_cmpint (answer_int (before, "results.0.in_goal"), ==, 1);
  g_assert_cmpint (answer_int (before, "results.0.goal_counted"), ==, 1);
  g_assert_cmpint (answer_int (before, "results.0.outcomes.resolved"), ==, 1);
  assert_text (before, "final_until", "2025-10-01");
  g_assert_cmpint (answer_int (september, "count"), ==, 0);

  done = ask_write (self->portal, "POST", "/activities/" CALL_1 "/complete", EVA, 1,
                    "{\"outcome\":\"unreachable\",\"note\":null,\"called_at\":\"2025-10-03T10:00:00.000Z\"}");
  assert_status (done, 200);
  after = ask (self->portal, "GET", CALLS OCTOBER, EVA, NULL, NULL);
  g_assert_cmpint (answer_int (after, "results.0.open"), ==, 1);
  g_assert_cmpint (answer_int (after, "results.0.outcomes.unreachable"), ==, 1);

  fixture_advance (self->portal, 1);
  late = ask (self->portal, "GET", CALLS OCTOBER, EVA, NULL, NULL);
  g_assert_cmpint (answer_int (late, "results.0.in_goal"), ==, 1);
  g_assert_cmpint (answer_int (late, "results.0.goal_counted"), ==, 3);
  /* Promised for two hours ago, for tomorrow, and for yesterday, which was kept. */
  g_assert_cmpint (answer_int (late, "results.0.promise_counted"), ==, 2);
}

/* Another goal judges all calls otherwise, so all is to be read again. */
static void
test_goal (Case          *self,
           gconstpointer  data)
{
  g_autoptr (Answer) before = ask (self->portal, "GET", CALLS OCTOBER, EVA, NULL, NULL);
  g_autoptr (Answer) changed = NULL;
  g_autoptr (Answer) after = NULL;

  changed = ask_write (self->portal, "PATCH", "/account", MANAGER, 4, "{\"call_goal_hours\":1}");
  assert_status (changed, 200);
  after = ask (self->portal, "GET", CALLS OCTOBER, EVA, NULL, NULL);
  g_assert_cmpint (answer_int (after, "results.0.in_goal"), ==, 0);
  g_assert_cmpint (answer_int (after, "results.0.goal_counted"), ==, 3);
  g_assert_cmpint (answer_int (after, "epoch"), >, answer_int (before, "epoch"));
}

static void
test_asking (Case          *self,
             gconstpointer  data)
{
  static const struct {
    const char *rest;
    guint status;
    const char *code;
  } rows[] = {
    { OCTOBER, 200, NULL },
    { OCTOBER "&page=1&page_size=1000", 200, NULL },
    { OCTOBER "&page_size=1001", 400, "invalid_request" },
    { OCTOBER "&page=2", 404, "invalid_page" },
    { "?from=2025-10-01", 400, "invalid_request" },
    { "?from=2025-10-02&to=2025-10-01", 400, "invalid_request" },
    { "?from=2025-10-01&to=2025-10-01", 200, NULL },
    { "?from=2024-10-31&to=2025-10-31", 200, NULL },
    { "?from=2024-10-30&to=2025-10-31", 400, "invalid_request" },
    { "?from=yesterday&to=2025-10-31", 400, "invalid_request" },
  };
  static const char *const lists[] = { FUNNEL, CALLS };

  for (gsize k = 0; k < G_N_ELEMENTS (lists); k++) {
    g_autofree char *path = g_strconcat (lists[k], OCTOBER, NULL);
    g_autoptr (Answer) first = ask (self->portal, "GET", path, EVA, NULL, NULL);
    g_autofree char *match = g_strdup_printf ("If-None-Match: %s\r\n", answer_header (first, "etag"));
    g_autoptr (Answer) same = ask (self->portal, "GET", path, EVA, match, NULL);
    g_autoptr (Answer) stranger = ask (self->portal, "GET", path, NULL, NULL, NULL);

    assert_status (same, 304);
    assert_status (stranger, 401);
    for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
      g_autofree char *asked = g_strconcat (lists[k], rows[i].rest, NULL);
      g_autoptr (Answer) answer = ask (self->portal, "GET", asked, EVA, NULL, NULL);

      g_test_message ("%s", asked);
      if (rows[i].code)
        assert_refused (answer, rows[i].status, rows[i].code);
      else
        assert_status (answer, rows[i].status);
    }
  }
}

/* Time alone closes what was open, and the answer is another one then. */
static void
test_closing (Case          *self,
              gconstpointer  data)
{
  g_autoptr (Answer) final = NULL;

  assert_way (self, "2025-10-02", "call_request", "1/-/1/0/0/1 0.00+0.00");
  fixture_advance (self->portal, 29 * WB_DAY_MS - 1);
  assert_way (self, "2025-10-02", "call_request", "1/-/1/0/0/1 0.00+0.00");
  fixture_advance (self->portal, 1);
  assert_way (self, "2025-10-02", "call_request", "1/-/1/0/0/0 0.00+0.00");
  final = ask (self->portal, "GET", FUNNEL OCTOBER, EVA, NULL, NULL);
  assert_text (final, "final_until", "2025-10-01");
}

#define ADD(name, func) g_test_add ("/wb/portal/funnel/" name, Case, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("offered-shown-taken-used", test_way);
  ADD ("calls-are-judged", test_calls);
  ADD ("another-goal-is-another-history", test_goal);
  ADD ("asking", test_asking);
  ADD ("time-closes", test_closing);

  return g_test_run ();
}
