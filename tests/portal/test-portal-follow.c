/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of coupons in their shop: orders that use them, refunds and cancellations, coupons
 * that are taken away there; and shops that fail, are paused, or come from an older ledger. */

#include "config.h"

#include "portal-fixture.h"
#include "scripted-shop.h"

#include "wb-db.h"
#include "wb-portal-worker.h"

#include <glib/gstdio.h>

#define GIVE "/tickets/" TICKET_1 "/coupons"
#define OFFER "{\"currency\":\"CZK\",\"kind\":\"fixed\",\"amount\":\"200.00\",\"min_order_value\":\"1000.00\"," \
  "\"validity_days\":14}"

typedef struct
{
  Fixture *portal;
  ShopState *shop;
  char *id;         /* of a coupon that was given, and its code */
  char *code;
} Case;

static void
set_up (Case          *self,
        gconstpointer  data)
{
  g_autoptr (Answer) given = NULL;

  self->shop = shop_state_new ();
  self->portal = fixture_new_stopped ();
  self->portal->factory = scripted_shop_make;
  self->portal->factory_data = self->shop;
  fixture_start (self->portal);
  given = ask_write (self->portal, "POST", GIVE, EVA, -1, OFFER);
  assert_status (given, 201);
  self->id = answer_text (given, "id");
  self->code = answer_text (given, "code");
}

static void
tear_down (Case          *self,
           gconstpointer  data)
{
  fixture_free (self->portal);
  shop_state_free (self->shop);
  g_free (self->id);
  g_free (self->code);
}

static WbMoney
money (const char *currency,
       gint64      minor)
{
  WbMoney self = { minor, "" };

  g_strlcpy (self.currency, currency, sizeof self.currency);

  return self;
}

static WbShopOrder *
make_order (const char       *number,
            const char       *code,
            WbShopOrderState  state,
            WbMoney           total,
            gint64            refunded)
{
  WbShopOrder *order = wb_shop_order_new ();

  order->remote_id = g_strdup (number);
  order->code = g_strdup_printf ("OBJ-%s", number);
  order->state = state;
  order->total = total;
  order->refunded = money (total.currency, refunded);
  order->email = g_strdup ("planted@example.com");
  order->created_at = NOW + WB_HOUR_MS;
  order->updated_at = NOW + WB_HOUR_MS;
  if (code) {
    WbShopOrderCoupon *coupon = wb_shop_order_coupon_new ();

    coupon->code = g_strdup (code);
    g_ptr_array_add (order->coupons, coupon);
  }

  return order;
}

#define LAST_READ(column) "SELECT coalesce (max (" column "), 0) FROM merchant_store"

/* Lets the worker read the shop to its end. The first end may be that of a reading that had begun before;
 * the second one's had not. */
static void
follow (Case *self)
{
  for (guint i = 0; i < 2; i++) {
    gint64 before = ask_ledger (self->portal, LAST_READ ("orders_at"));

    /* Time must not run away meanwhile: there is more that it brings. */
    while (ask_ledger (self->portal, LAST_READ ("orders_at")) == before) {
      fixture_advance (self->portal, WB_PORTAL_ORDERS_EVERY_MS);
      for (guint j = 0; j < 500 && ask_ledger (self->portal, LAST_READ ("orders_at")) == before; j++)
        continue;
    }
  }
}

static void
follow_coupons (Case *self)
{
  for (guint i = 0; i < 2; i++) {
    gint64 before = ask_ledger (self->portal, LAST_READ ("coupons_at"));

    while (ask_ledger (self->portal, LAST_READ ("coupons_at")) == before) {
      fixture_advance (self->portal, WB_HOUR_MS);
      for (guint j = 0; j < 50 && ask_ledger (self->portal, LAST_READ ("coupons_at")) == before; j++)
        continue;
    }
  }
  follow (self);
}

static Answer *
get_coupon (Case *self)
{
  g_autofree char *path = g_strdup_printf ("/coupons/%s", self->id);

  return ask (self->portal, "GET", path, EVA, NULL, NULL);
}

static void
assert_story (Case       *self,
              const char *expected)
{
  g_autofree char *path = g_strdup_printf ("/coupons/%s/events", self->id);
  g_autoptr (Answer) answer = ask (self->portal, "GET", path, EVA, NULL, NULL);
  g_autoptr (GString) story = g_string_new (NULL);

  for (int i = 0;; i++) {
    g_autofree char *kind_name = g_strdup_printf ("results.%d.kind", i);
    g_autofree char *amount_name = g_strdup_printf ("results.%d.amount", i);
    g_autofree char *order_name = g_strdup_printf ("results.%d.order_code", i);
    g_autofree char *kind = NULL;
    g_autofree char *order = NULL;
    g_autofree char *amount = NULL;

    if (!answer_has (answer, kind_name))
      break;
    kind = answer_text (answer, kind_name);
    order = answer_text (answer, order_name);
    amount = answer_text (answer, amount_name);
    g_string_append_printf (story, "%s%s%s%s%s%s", i == 0 ? "" : " ", kind, *order ? ":" : "", order,
                            *amount ? "=" : "", amount);
  }
  g_assert_cmpstr (story->str, ==, expected);
}

#define MADE "asked sent made"
#define OPEN WB_SHOP_ORDER_OPEN
#define PAID WB_SHOP_ORDER_PAID
#define CANCELLED WB_SHOP_ORDER_CANCELLED
#define REFUNDED WB_SHOP_ORDER_REFUNDED

/* One after another, on the same coupon: what the shop tells, and what is known then. */
static const struct {
  const char *why;
  const char *number;
  gboolean names_it;
  WbShopOrderState state;
  const char *currency;
  gint64 total;
  gint64 refunded;
  const char *coupon_state;
  const char *order_code;
  const char *revenue;
  const char *given_back;
  const char *story;
} orders[] = {
  { "someone else's order", "1", FALSE, PAID, "CZK", 100000, 0, "active", "", "", "", MADE },
  { "placed, not paid", "2", TRUE, OPEN, "CZK", 150000, 0, "used", "OBJ-2", "1500.00", "",
    MADE " used:OBJ-2=1500.00" },
  { "told again", "2", TRUE, OPEN, "CZK", 150000, 0, "used", "OBJ-2", "1500.00", "",
    MADE " used:OBJ-2=1500.00" },
  { "paid", "2", TRUE, PAID, "CZK", 150000, 0, "used", "OBJ-2", "1500.00", "", MADE " used:OBJ-2=1500.00" },
  { "cancelled", "2", TRUE, CANCELLED, "CZK", 150000, 0, "active", "", "", "",
    MADE " used:OBJ-2=1500.00 freed:OBJ-2" },
  { "used once more", "3", TRUE, PAID, "CZK", 200000, 0, "used", "OBJ-3", "2000.00", "",
    MADE " used:OBJ-2=1500.00 freed:OBJ-2 used:OBJ-3=2000.00" },
  { "given back in part", "3", TRUE, PAID, "CZK", 200000, 50000, "used", "OBJ-3", "1500.00", "500.00",
    MADE " used:OBJ-2=1500.00 freed:OBJ-2 used:OBJ-3=2000.00 refunded:OBJ-3=500.00" },
  { "given back", "3", TRUE, REFUNDED, "CZK", 200000, 200000, "used", "OBJ-3", "0.00", "2000.00",
    MADE " used:OBJ-2=1500.00 freed:OBJ-2 used:OBJ-3=2000.00 refunded:OBJ-3=500.00 refunded:OBJ-3=2000.00" },
  { "the coupon is taken off it", "3", FALSE, PAID, "CZK", 200000, 0, "active", "", "", "",
    MADE " used:OBJ-2=1500.00 freed:OBJ-2 used:OBJ-3=2000.00 refunded:OBJ-3=500.00 refunded:OBJ-3=2000.00"
    " freed:OBJ-3" },
  { "paid in another currency", "4", TRUE, PAID, "EUR", 8000, 0, "used", "OBJ-4", "80.00", "",
    MADE " used:OBJ-2=1500.00 freed:OBJ-2 used:OBJ-3=2000.00 refunded:OBJ-3=500.00 refunded:OBJ-3=2000.00"
    " freed:OBJ-3 used:OBJ-4=80.00" },
  { "and in the first one: never added", "5", TRUE, PAID, "CZK", 100000, 0, "used", "OBJ-4", "80.00", "",
    MADE " used:OBJ-2=1500.00 freed:OBJ-2 used:OBJ-3=2000.00 refunded:OBJ-3=500.00 refunded:OBJ-3=2000.00"
    " freed:OBJ-3 used:OBJ-4=80.00 used:OBJ-5=1000.00" },
};

static void
test_orders (Case          *self,
             gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autofree char *lower = g_ascii_strdown (self->code, -1);
    g_autoptr (Answer) coupon = NULL;

    g_test_message ("%s", orders[i].why);
    /* Shops write codes as they like. */
    shop_state_put_order (self->shop,
                          make_order (orders[i].number, orders[i].names_it ? lower : "OTHER", orders[i].state,
                                      money (orders[i].currency, orders[i].total), orders[i].refunded));
    follow (self);
    coupon = get_coupon (self);
    assert_text (coupon, "state", orders[i].coupon_state);
    assert_text (coupon, "used_order_code", orders[i].order_code);
    assert_text (coupon, "revenue", orders[i].revenue);
    assert_text (coupon, "refunded", orders[i].given_back);
    assert_story (self, orders[i].story);
  }
  /* Orders that never named a coupon of ours are not kept, nor who placed one. */
  g_assert_cmpint (ask_ledger (self->portal, "SELECT count(*) FROM shop_order"), ==, 4);
  g_assert_cmpint (ask_ledger (self->portal, "SELECT count(*) FROM event WHERE doc LIKE '%planted@%'"), ==, 0);
}

/* That time goes by is in the store, and neither a version nor an event. */
static void
test_reading_is_no_news (Case          *self,
                         gconstpointer  data)
{
  g_autoptr (Answer) head = NULL;
  g_autoptr (Answer) before = NULL;
  g_autoptr (Answer) after = NULL;
  g_autoptr (Answer) feed = NULL;
  g_autofree char *cursor = NULL;
  g_autofree char *path = NULL;
  g_autofree char *read_before = NULL;
  g_autofree char *read_after = NULL;

  follow (self);
  head = ask (self->portal, "GET", "/events?after=head", EVA, NULL, NULL);
  cursor = answer_text (head, "next_cursor");
  path = g_strdup_printf ("/events?types=store&after=%s", cursor);
  before = ask (self->portal, "GET", "/account/stores", EVA, NULL, NULL);
  follow (self);
  follow (self);
  after = ask (self->portal, "GET", "/account/stores", EVA, NULL, NULL);
  read_before = answer_text (before, "results.0.last_sync_at");
  read_after = answer_text (after, "results.0.last_sync_at");
  g_assert_cmpstr (read_after, >, read_before);
  g_assert_cmpint (answer_int (after, "results.0.version"), ==, answer_int (before, "results.0.version"));
  feed = ask (self->portal, "GET", path, EVA, NULL, NULL);
  g_assert_false (answer_has (feed, "results.0"));
}

/* The change comes on the feed, with the version that GET gives. */
static void
test_feed (Case          *self,
           gconstpointer  data)
{
  g_autoptr (Answer) head = ask (self->portal, "GET", "/events?after=head", EVA, NULL, NULL);
  g_autofree char *cursor = answer_text (head, "next_cursor");
  g_autofree char *path = g_strdup_printf ("/events?types=coupon&after=%s", cursor);
  g_autoptr (Answer) feed = NULL;
  g_autoptr (Answer) coupon = NULL;

  shop_state_put_order (self->shop, make_order ("2", self->code, PAID, money ("CZK", 150000), 0));
  follow (self);
  feed = ask (self->portal, "GET", path, EVA, NULL, NULL);
  assert_text (feed, "results.0.event_type", "coupon.updated");
  assert_text (feed, "results.0.coupon.state", "used");
  assert_text (feed, "results.0.coupon.revenue", "1500.00");
  assert_text (feed, "results.0.coupon.revenue_currency", "CZK");
  g_assert_false (answer_has (feed, "results.1"));
  coupon = get_coupon (self);
  g_assert_cmpint (answer_int (feed, "results.0.coupon.version"), ==, answer_int (coupon, "version"));

  /* Read again from the same mark, nothing is new. */
  fixture_restart (self->portal);
  follow (self);
  {
    g_autoptr (Answer) later = ask (self->portal, "GET", path, EVA, NULL, NULL);

    g_assert_false (answer_has (later, "results.1"));
  }
}

static void
test_gone (Case          *self,
           gconstpointer  data)
{
  g_autoptr (Answer) before = NULL;
  g_autoptr (Answer) after = NULL;

  follow_coupons (self);
  before = get_coupon (self);
  assert_text (before, "state", "active");
  shop_state_lose (self->shop, self->code);
  follow_coupons (self);
  after = get_coupon (self);
  assert_text (after, "state", "disabled");
  assert_story (self, MADE " gone");
}

/* One that came from elsewhere without its code cannot be asked for: it stays as it is, and the others are
 * followed all the same. */
static void
test_codeless (Case          *self,
               gconstpointer  data)
{
  g_autofree char *other = NULL;
  g_autoptr (Answer) given = ask_write (self->portal, "POST", "/tickets/" TICKET_2 "/coupons", MANAGER, -1, OFFER);
  g_autoptr (Answer) after = NULL;
  g_autoptr (Answer) gone = NULL;

  assert_status (given, 201);
  other = answer_text (given, "id");
  fixture_close (self->portal);
  change_ledger (self->portal, "UPDATE coupon SET code = NULL, usage_count = 1, doc = json_set (doc, '$.code', NULL)"
                 " WHERE ticket = '" TICKET_1 "'");
  shop_state_lose (self->shop, self->code);
  {
    g_autofree char *code = answer_text (given, "code");

    shop_state_lose (self->shop, code);
  }
  fixture_restart (self->portal);
  follow_coupons (self);
  after = get_coupon (self);
  assert_text (after, "state", "active");
  g_free (self->id);
  self->id = g_steal_pointer (&other);
  gone = get_coupon (self);
  assert_text (gone, "state", "disabled");
}

/* Another one by its code, which cannot be spent, is not what became of ours. */
static void
test_draft_of_the_code (Case          *self,
                        gconstpointer  data)
{
  g_autoptr (Answer) after = NULL;

  shop_state_add_draft (self->shop, self->code);
  follow_coupons (self);
  after = get_coupon (self);
  assert_text (after, "state", "active");
  assert_story (self, MADE);
}

/* A request that was given up landed after another one had made the coupon: the second is removed. What is
 * another ticket's is not ours to remove. */
static void
test_very_late_surplus (Case          *self,
                        gconstpointer  data)
{
  g_autoptr (Answer) after = NULL;
  guint n_before = shop_state_live (self->shop);

  shop_state_add_late (self->shop, 0, "late", NULL);
  shop_state_add_late (self->shop, 0, "foreign", TICKET_3);
  g_assert_cmpuint (shop_state_live (self->shop), ==, n_before + 2);
  follow_coupons (self);
  g_assert_cmpuint (shop_state_live (self->shop), ==, n_before + 1);
  {
    g_autoptr (WbShopCoupon) first = shop_state_dup (self->shop, 0);
    g_autoptr (WbShopCoupon) last = shop_state_dup (self->shop, shop_state_count (self->shop) - 1);

    g_assert_cmpstr (first->remote_id, !=, "late");
    g_assert_cmpstr (last->remote_id, ==, "foreign");
  }
  after = get_coupon (self);
  assert_text (after, "state", "active");
  assert_story (self, MADE);
}

static char *
replace (Case *self)
{
  static const char body[] = "{\"currency\":\"CZK\",\"kind\":\"fixed\",\"amount\":\"200.00\","
                             "\"min_order_value\":\"1000.00\",\"validity_days\":14,\"replace\":true}";
  g_autoptr (Answer) given = ask_write (self->portal, "POST", "/tickets/" TICKET_1 "/coupons", MANAGER, -1, body);

  assert_status (given, 201);
  assert_text (given, "state", "active");

  return answer_text (given, "id");
}

/* A coupon whose order was cancelled can be spent again beside the one that was given meanwhile: both go. */
static void
test_replacing_leaves_none (Case          *self,
                            gconstpointer  data)
{
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autoptr (Answer) freed = NULL;
  g_autoptr (Answer) all = NULL;
  guint n_active = 0;
  guint n_live = shop_state_live (self->shop);

  shop_state_put_order (self->shop, make_order ("2", self->code, PAID, money ("CZK", 150000), 0));
  follow (self);
  second = replace (self);
  shop_state_put_order (self->shop, make_order ("2", self->code, CANCELLED, money ("CZK", 150000), 0));
  follow (self);
  freed = get_coupon (self);
  assert_text (freed, "state", "active");

  third = replace (self);
  g_assert_cmpstr (third, !=, second);
  all = ask (self->portal, "GET", "/tickets/" TICKET_1 "/coupons", EVA, NULL, NULL);
  g_assert_cmpint (answer_int (all, "count"), ==, 3);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *id_name = g_strdup_printf ("results.%u.id", i);
    g_autofree char *state_name = g_strdup_printf ("results.%u.state", i);
    g_autofree char *id = answer_text (all, id_name);

    assert_text (all, state_name, g_str_equal (id, third) ? "active" : "disabled");
    n_active += g_str_equal (id, third);
  }
  g_assert_cmpuint (n_active, ==, 1);
  g_assert_cmpuint (shop_state_live (self->shop), ==, n_live);
}

/* Used, but no order that can be read says so: the count is believed, if it is still there. */
static void
test_counted (Case          *self,
              gconstpointer  data)
{
  g_autoptr (Answer) after = NULL;

  shop_state_spend (self->shop, self->code, TRUE);
  follow_coupons (self);
  after = get_coupon (self);
  assert_text (after, "state", "used");
  assert_text (after, "used_order_code", "");
  assert_text (after, "revenue", "");
  assert_story (self, MADE " used");
}

/* Used in time, and read when it was over already: that is found out for a month. */
static void
test_late_count (Case          *self,
                 gconstpointer  data)
{
  static const struct {
    gint64 after_days;
    const char *state;
  } rows[] = { { 46, "expired" }, { 20, "used" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) expired = NULL;
    g_autoptr (Answer) coupon = NULL;

    if (i > 0) {
      tear_down (self, NULL);
      set_up (self, NULL);
    }
    follow (self);
    fixture_advance (self->portal, 16 * WB_DAY_MS);
    follow (self);
    expired = get_coupon (self);
    assert_text (expired, "state", "expired");
    fixture_advance (self->portal, (rows[i].after_days - 16) * WB_DAY_MS);
    shop_state_spend (self->shop, self->code, TRUE);
    follow_coupons (self);
    coupon = get_coupon (self);
    assert_text (coupon, "state", rows[i].state);
    if (g_str_equal (rows[i].state, "used")) {
      g_autofree char *end = answer_text (coupon, "expires_at");

      assert_text (coupon, "used_at", end);
    }
  }
}

/* The order is cancelled, and the shop counts the use all the same: that is told once, however often both are
 * read. */
static void
test_counted_and_cancelled (Case          *self,
                            gconstpointer  data)
{
  shop_state_put_order (self->shop, make_order ("2", self->code, PAID, money ("CZK", 150000), 0));
  shop_state_spend (self->shop, self->code, TRUE);
  follow_coupons (self);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (Answer) coupon = NULL;

    shop_state_put_order (self->shop, make_order ("2", self->code, CANCELLED, money ("CZK", 150000), 0));
    follow_coupons (self);
    coupon = get_coupon (self);
    assert_text (coupon, "state", "used");
    assert_text (coupon, "used_order_code", "");
    assert_story (self, MADE " used:OBJ-2=1500.00 freed:OBJ-2 used");
  }
  /* Until the shop counts it no more. */
  shop_state_spend (self->shop, self->code, FALSE);
  follow_coupons (self);
  {
    g_autoptr (Answer) coupon = get_coupon (self);

    assert_text (coupon, "state", "active");
    assert_story (self, MADE " used:OBJ-2=1500.00 freed:OBJ-2 used freed");
  }
}

/* An order of the same customer took as much off and names no coupon: it counts, as probable, once the
 * shop says that the coupon was used. */
static void
test_guess (Case          *self,
            gconstpointer  data)
{
  static const struct {
    const char *why;
    const char *email;
    gint64 discount;
    gboolean is_used;
    const char *state;
  } rows[] = {
    { "another customer", "other@example.com", 20000, TRUE, "active" },
    { "another amount", "ZAKAZNIK@example.com", 20001, TRUE, "active" },
    { "the shop knows of no use", "zakaznik@example.com", 20000, FALSE, "active" },
    { "all fits", "zakaznik@example.com", 20000, TRUE, "used" },
  };

  /* The walk through all coupons, which would tell of the use by itself, is done for today. */
  follow (self);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *number = g_strdup_printf ("%u", 10 + i);
    WbShopOrder *order = make_order (number, NULL, PAID, money ("CZK", 150000), 0);
    WbShopOrderCoupon *row = wb_shop_order_coupon_new ();
    g_autoptr (Answer) coupon = NULL;

    g_test_message ("%s", rows[i].why);
    g_free (order->email);
    order->email = g_strdup (rows[i].email);
    row->discount = money ("CZK", rows[i].discount);
    row->is_certain = FALSE;
    g_ptr_array_add (order->coupons, row);
    shop_state_spend (self->shop, self->code, rows[i].is_used);
    shop_state_put_order (self->shop, order);
    follow (self);
    coupon = get_coupon (self);
    assert_text (coupon, "state", rows[i].state);
  }
  {
    g_autoptr (Answer) coupon = get_coupon (self);
    WbShopOrder *cancelled = make_order ("13", NULL, CANCELLED, money ("CZK", 150000), 0);
    g_autoptr (Answer) freed = NULL;

    assert_text (coupon, "used_order_code", "OBJ-13");
    assert_text (coupon, "probable", "true");
    assert_text (coupon, "revenue", "1500.00");
    assert_story (self, MADE " used:OBJ-13=1500.00");
    /* Told again, it is still that order's. */
    shop_state_spend (self->shop, self->code, FALSE);
    shop_state_put_order (self->shop, cancelled);
    follow (self);
    freed = get_coupon (self);
    assert_text (freed, "state", "active");
    assert_story (self, MADE " used:OBJ-13=1500.00 freed:OBJ-13");
  }
}

static void
wait_for_connection (Case       *self,
                     const char *connection,
                     gint64      step_ms)
{
  for (;;) {
    g_autoptr (Answer) stores = ask (self->portal, "GET", "/account/stores", EVA, NULL, NULL);
    g_autofree char *found = answer_text (stores, "results.0.connection");

    if (g_str_equal (found, connection))
      return;
    fixture_advance (self->portal, step_ms);
  }
}

static void
test_failing_shop (Case          *self,
                   gconstpointer  data)
{
  g_autoptr (Answer) broken = NULL;
  g_autoptr (Answer) mended = NULL;
  guint n_lists = 0;

  follow (self);
  mended = ask (self->portal, "GET", "/account/stores", EVA, NULL, NULL);
  assert_text (mended, "results.0.caps.notes.0.code", "orders");
  assert_text (mended, "results.0.caps.time_zone", "Europe/Prague");
  g_clear_pointer (&mended, answer_free);

  shop_state_set_down (self->shop, TRUE);
  wait_for_connection (self, "error", WB_PORTAL_ORDERS_EVERY_MS);
  broken = ask (self->portal, "GET", "/account/stores", EVA, NULL, NULL);
  assert_text (broken, "results.0.error.message", "The key is no longer good");

  /* It is left alone for a while, and then tried again. */
  n_lists = shop_state_lists (self->shop);
  fixture_advance (self->portal, WB_PORTAL_FAILED_MS / 2);
  g_assert_cmpuint (shop_state_lists (self->shop), ==, n_lists);
  shop_state_set_down (self->shop, FALSE);
  wait_for_connection (self, "connected", WB_PORTAL_FAILED_MS);
  mended = ask (self->portal, "GET", "/account/stores", EVA, NULL, NULL);
  assert_text (mended, "results.0.error", "");
}

/* Runs the program on the ledger of the running service. */
static void
run_command (Case       *self,
             const char *command,
             int         status)
{
  g_autofree char *line = g_strdup_printf ("%s --db %s %s", PORTAL_EXE, self->portal->db, command);
  g_auto (GStrv) argv = g_strsplit (line, " ", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                                       &error);

  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, status);
}

static void
test_pause (Case          *self,
            gconstpointer  data)
{
  g_autoptr (Answer) paused = NULL;
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) given = NULL;
  guint n_lists = 0;

  follow (self);
  run_command (self, "shop pause hlavni-eshop", 0);
  paused = ask (self->portal, "GET", "/account/stores", EVA, NULL, NULL);
  assert_text (paused, "results.0.connection", "disabled");
  refused = ask_write (self->portal, "POST", "/tickets/" TICKET_2 "/coupons", MANAGER, -1, OFFER);
  assert_refused (refused, 503, "shop_unavailable");

  /* Over a restart too, nothing is read. */
  fixture_restart (self->portal);
  n_lists = shop_state_lists (self->shop);
  for (guint i = 0; i < 20; i++)
    fixture_advance (self->portal, WB_HOUR_MS);
  refused = (answer_free (refused), ask_write (self->portal, "POST", "/tickets/" TICKET_2 "/coupons", MANAGER, -1,
                                               OFFER));
  assert_refused (refused, 503, "shop_unavailable");
  g_assert_cmpuint (shop_state_lists (self->shop), ==, n_lists);

  run_command (self, "shop resume hlavni-eshop", 0);
  wait_for_connection (self, "connected", WB_MINUTE_MS);
  given = ask_write (self->portal, "POST", "/tickets/" TICKET_2 "/coupons", MANAGER, -1, OFFER);
  assert_status (given, 201);
}

/* Without its settings a shop is left alone, as it may be paused; they are looked for again. */
static void
test_unreadable_settings (Case          *self,
                          gconstpointer  data)
{
  guint n_lists = 0;

  follow (self);
  fixture_close (self->portal);
  change_ledger (self->portal, "ALTER TABLE merchant_store RENAME COLUMN checked_at TO away");
  n_lists = shop_state_lists (self->shop);
  fixture_restart (self->portal);
  for (guint i = 0; i < 5; i++) {
    fixture_advance (self->portal, WB_MINUTE_MS);
    for (guint j = 0; j < 200; j++)
      g_assert_cmpuint (ask_ledger (self->portal, "SELECT count(*) FROM merchant_store"), >, 0);
  }
  g_assert_cmpuint (shop_state_lists (self->shop), ==, n_lists);
  change_ledger (self->portal, "ALTER TABLE merchant_store RENAME COLUMN away TO checked_at");
  follow (self);
  g_assert_cmpuint (shop_state_lists (self->shop), >, n_lists);
}

static void
test_remove (Case          *self,
             gconstpointer  data)
{
  g_autoptr (Answer) stores = NULL;
  g_autoptr (Answer) coupon = NULL;
  g_autoptr (Answer) feed = NULL;
  g_autoptr (Answer) refused = NULL;
  GSocketConnection *making = NULL;
  g_autoptr (Answer) made = NULL;

  /* Not while a coupon is being made. */
  shop_state_set_mode (self->shop, SHOP_HANGS);
  making = ask_begin (self->portal, "POST", "/tickets/" TICKET_2 "/coupons", MANAGER, "Idempotency-Key: k9\r\n", OFFER);
  shop_state_wait_hang (self->shop);
  run_command (self, "shop remove hlavni-eshop", 1);
  shop_state_release (self->shop);
  made = ask_end (making);
  assert_status (made, 201);

  run_command (self, "shop remove nothing", 1);
  run_command (self, "shop remove hlavni-eshop", 0);
  stores = ask (self->portal, "GET", "/account/stores", EVA, NULL, NULL);
  g_assert_cmpint (answer_int (stores, "count"), ==, 0);
  coupon = get_coupon (self);
  assert_text (coupon, "state", "active");
  assert_text (coupon, "code", self->code);
  feed = ask (self->portal, "GET", "/events?types=store", EVA, NULL, NULL);
  for (int i = 0;; i++) {
    g_autofree char *name = g_strdup_printf ("results.%d.event_type", i);
    g_autofree char *type = NULL;

    g_assert_true (answer_has (feed, name));
    type = answer_text (feed, name);
    if (g_str_equal (type, "store.deleted"))
      break;
  }
  refused = ask_write (self->portal, "POST", "/tickets/" TICKET_3 "/coupons", MANAGER, -1, OFFER);
  g_assert_cmpuint (refused->status, >=, 400);
}

/* A ledger of the version before shops were followed: what was being made there is made now. */
static void
test_frozen_ledger (void)
{
  g_autofree char *source = g_build_filename (TEST_DATA_DIR, "ledger-v3", "portal.db", NULL);
  g_autofree char *dir = g_dir_make_tmp ("winback-ledger-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "portal.db", NULL);
  g_autofree char *copy = g_strconcat (path, ".v3.bak", NULL);
  g_autofree char *data = NULL;
  gsize size = 0;
  g_autoptr (WbMovableClock) clock = wb_movable_clock_new (G_GINT64_CONSTANT (1795251600000), FALSE);
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autoptr (ShopState) shop = shop_state_new ();
  static const char token[] = "c55d01aa8f271e30444007b030966f61211bcc1b";

  g_assert_true (g_file_get_contents (source, &data, &size, NULL));
  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
  for (int round = 0; round < 2; round++) {
    WbPortalOptions options = { .db_path = path, .rate_limit_per_minute = WB_PORTAL_RATE_OFF, .bare = TRUE };
    g_autoptr (GError) error = NULL;
    Fixture fixture = { .db = path, .clock = clock };
    g_autoptr (Answer) stores = NULL;

    fixture.portal = wb_portal_open (&options, WB_CLOCK (clock), random, &error);
    g_assert_no_error (error);
    wb_portal_set_shop_factory (fixture.portal, scripted_shop_make, shop);
    wb_portal_start (fixture.portal, &error);
    g_assert_no_error (error);
    g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
    stores = ask (&fixture, "GET", "/account/stores", token, NULL, NULL);
    g_assert_cmpint (answer_int (stores, "count"), ==, 3);
    /* The shop has nothing of the code that was sent before: a minute later it is sent again. */
    while (ask_ledger (&fixture, "SELECT count(*) FROM coupon_issue") > 0)
      fixture_advance (&fixture, 61 * WB_SECOND_MS);
    g_assert_cmpint (ask_ledger (&fixture, "SELECT count(*) FROM coupon WHERE code = 'BACKPENDKQ2MX4TH'"
                                 " AND state = 'active'"), ==, 1);
    g_assert_cmpuint (shop_state_count (shop), ==, 1);
    wb_portal_stop (fixture.portal);
    g_assert_finalize_object (fixture.portal);
  }
  {
    g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
    const char *name = NULL;

    while ((name = g_dir_read_name (listing))) {
      g_autofree char *file = g_build_filename (dir, name, NULL);

      g_assert_no_errno (g_unlink (file));
    }
  }
  g_assert_no_errno (g_rmdir (dir));
}

#define ADD(path, func) g_test_add ("/wb/portal/follow/" path, Case, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("orders-move-coupon-and-revenue-as-a-table-says", test_orders);
  ADD ("changes-come-on-the-feed-once", test_feed);
  ADD ("coupons-taken-away-in-the-shop-are-noticed", test_gone);
  ADD ("one-without-a-code-holds-up-nothing", test_codeless);
  ADD ("a-draft-by-the-same-code-is-not-ours", test_draft_of_the_code);
  ADD ("a-use-that-no-order-tells-counts", test_counted);
  ADD ("a-use-that-is-read-late-counts-for-a-month", test_late_count);
  ADD ("a-use-that-is-counted-after-cancelling-is-told-once", test_counted_and_cancelled);
  ADD ("an-order-that-names-none-is-probable", test_guess);
  ADD ("a-failing-shop-says-why-and-comes-back", test_failing_shop);
  ADD ("a-paused-shop-is-left-alone", test_pause);
  ADD ("settings-that-cannot-be-read-are-read-again", test_unreadable_settings);
  ADD ("very-late-surplus-is-removed", test_very_late_surplus);
  ADD ("replacing-leaves-none-behind", test_replacing_leaves_none);
  ADD ("reading-is-no-news", test_reading_is_no_news);
  ADD ("a-removed-shop-leaves-its-coupons", test_remove);
  g_test_add_func ("/wb/portal/follow/a-ledger-from-before-is-followed", test_frozen_ledger);

  return g_test_run ();
}
