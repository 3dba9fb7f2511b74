/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The ledger at level 0: one live coupon per ticket, the story of its making, orders judged anew whatever the
 * order they come in, and what happens to it with time. */

#include "config.h"

#include "wb-issue-store.h"

#include "store-fixture.h"

#define SHOP "5a000001-0000-4000-8000-000000000000"

static WbCoupon *
make_own (const char *id,
          const char *ticket)
{
  WbCoupon *coupon = make_coupon (id, ticket, 1);

  coupon->store = g_strdup (SHOP);
  coupon->platform = g_strdup ("woocommerce");
  coupon->expires_at = NOW + WB_DAY_MS;

  return coupon;
}

static WbIssueRow *
make_issue (const char *coupon,
            const char *code)
{
  WbIssueRow *issue = wb_issue_row_new ();

  issue->coupon = g_strdup (coupon);
  issue->connection = g_strdup (SHOP);
  issue->code = g_strdup (code);

  return issue;
}

/* Adds a coupon that replaces @replaces (nullable); an error rolls back. */
static gboolean
add (Fixture     *fixture,
     const char  *id,
     const char  *ticket,
     const char  *code,
     const char  *replaces,
     GError     **error)
{
  g_autoptr (WbCoupon) coupon = make_own (id, ticket);
  g_autoptr (WbIssueRow) issue = make_issue (id, code);
  WbDb *db = wb_workspace_begin (fixture->ws, error);

  issue->replaces = g_strdup (replaces);
  if (!wb_issue_store_add (db, coupon, issue, AGENT, error)) {
    wb_workspace_rollback (fixture->ws);
    return FALSE;
  }

  return wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, error);
}

static void
save (Fixture    *fixture,
      const char *id,
      int         step,
      int         attempts,
      const char *message)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);
  g_autoptr (WbIssueRow) issue = wb_issue_store_get (db, id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (issue);
  issue->step = step;
  issue->attempts = attempts;
  issue->error_code = g_strdup (message ? "refused" : NULL);
  issue->error_message = g_strdup (message);
  if (step >= WB_ISSUE_ROW_CREATED && step != WB_ISSUE_ROW_FAILED && !issue->remote_id)
    issue->remote_id = g_strdup ("77");
  g_assert_true (wb_issue_store_save (db, issue, NOW + attempts, &error));
  g_assert_no_error (error);
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));
}

static void
add_active (Fixture    *fixture,
            const char *id,
            const char *ticket,
            const char *code)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (add (fixture, id, ticket, code, NULL, &error));
  g_assert_no_error (error);
  save (fixture, id, WB_ISSUE_ROW_DONE, 1, NULL);
}

static WbCoupon *
read_coupon (Fixture    *fixture,
             const char *id)
{
  g_autoptr (GError) error = NULL;
  WbCoupon *coupon = wb_coupon_store_get (wb_workspace_get_reader (fixture->ws), id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (coupon);

  return coupon;
}

static void
assert_story (Fixture    *fixture,
              const char *id,
              const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = wb_coupon_story_list (wb_workspace_get_reader (fixture->ws), id, &error);
  g_autoptr (GString) kinds = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < events->len; i++)
    g_string_append_printf (kinds, "%s%s", i > 0 ? " " : "", ((WbCouponEvent *) events->pdata[i])->kind);
  g_assert_cmpstr (kinds->str, ==, expected);
}

static void
test_issue_goes_through (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) issues = NULL;
  g_autoptr (WbCoupon) pending = NULL;
  g_autoptr (WbCoupon) active = NULL;

  g_assert_true (add (fixture, "c1", "t1", "vrat8kq2mx4th7", NULL, &error));
  pending = read_coupon (fixture, "c1");
  g_assert_cmpstr (pending->state, ==, WB_COUPON_PENDING);
  g_assert_null (pending->code);
  issues = wb_issue_store_list (wb_workspace_get_reader (fixture->ws), SHOP, &error);
  g_assert_cmpuint (issues->len, ==, 1);
  g_assert_cmpstr (((WbIssueRow *) issues->pdata[0])->code, ==, "VRAT8KQ2MX4TH7");

  save (fixture, "c1", WB_ISSUE_ROW_ASKED, 1, NULL);
  save (fixture, "c1", WB_ISSUE_ROW_LOOKED, 1, NULL);
  save (fixture, "c1", WB_ISSUE_ROW_CREATED, 1, NULL);
  save (fixture, "c1", WB_ISSUE_ROW_DONE, 1, NULL);
  active = read_coupon (fixture, "c1");
  g_assert_cmpstr (active->state, ==, WB_COUPON_ACTIVE);
  g_assert_cmpstr (active->code, ==, "VRAT8KQ2MX4TH7");
  g_assert_cmpstr (active->remote_id, ==, "77");
  g_assert_cmpint (active->version, >, pending->version);
  assert_story (fixture, "c1", "asked sent uncertain found made");
  g_clear_pointer (&issues, g_ptr_array_unref);
  issues = wb_issue_store_list (wb_workspace_get_reader (fixture->ws), NULL, &error);
  g_assert_cmpuint (issues->len, ==, 0);
}

static void
test_issue_fails_and_is_tried_again (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) failed = NULL;
  g_autoptr (WbCoupon) again = NULL;

  g_assert_true (add (fixture, "c1", "t1", "AAAA", NULL, &error));
  /* It is being made: not a second time under the same id. */
  g_assert_false (add (fixture, "c1", "t1", "BBBB", NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID);
  g_clear_error (&error);
  save (fixture, "c1", WB_ISSUE_ROW_FAILED, 1, "Coupons are switched off in the shop");
  failed = read_coupon (fixture, "c1");
  g_assert_cmpstr (failed->state, ==, WB_COUPON_FAILED);
  g_assert_null (failed->code);
  g_assert_cmpstr (failed->error_message, ==, "Coupons are switched off in the shop");

  g_assert_true (add (fixture, "c1", "t1", "BBBB", NULL, &error));
  g_assert_no_error (error);
  save (fixture, "c1", WB_ISSUE_ROW_DONE, 1, NULL);
  again = read_coupon (fixture, "c1");
  g_assert_cmpstr (again->code, ==, "BBBB");
  g_assert_null (again->error_message);
  assert_story (fixture, "c1", "asked retried sent failed sent made");
}

/* A shop is disconnected while its worker is about to ask it: the coupon was given up, and is not made. */
static void
test_issue_given_up_is_not_asked (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbIssueRow) worker = make_issue ("c1", "AAAA");
  WbDb *db = NULL;

  g_assert_true (add (fixture, "c1", "t1", "AAAA", NULL, &error));
  save (fixture, "c1", WB_ISSUE_ROW_FAILED, 0, "Disconnected");
  db = wb_workspace_begin (fixture->ws, &error);
  worker->step = WB_ISSUE_ROW_ASKED;
  g_assert_false (wb_issue_store_save (db, worker, NOW, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* One that did not hear that it was done may say so again. */
  worker->step = WB_ISSUE_ROW_DONE;
  g_assert_true (wb_issue_store_save (db, worker, NOW, &error));
  g_assert_no_error (error);
  wb_workspace_rollback (fixture->ws);
}

/* One that can be spent for each ticket, whoever asks and however it became so. */
static void
test_issue_one_live_per_ticket (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  add_active (fixture, "c1", "t1", "AAAA");
  g_assert_false (add (fixture, "c2", "t1", "BBBB", NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_cmpint (read_number (wb_workspace_get_reader (fixture->ws), "SELECT count(*) FROM coupon"), ==, 1);
  g_assert_cmpint (read_number (wb_workspace_get_reader (fixture->ws), "SELECT count(*) FROM coupon_issue"), ==,
                   0);
  /* Another ticket, and the database itself. */
  g_assert_true (add (fixture, "c3", "t2", "CCCC", NULL, &error));
  {
    WbDb *db = wb_workspace_begin (fixture->ws, &error);

    g_assert_false (wb_db_exec (db, "UPDATE coupon SET ticket = 't1' WHERE id = 'c3'", &error));
    g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_CONSTRAINT);
    g_clear_error (&error);
    wb_workspace_rollback (fixture->ws);
  }
  /* A code is somebody's. */
  g_assert_false (add (fixture, "c4", "t4", "aaaa", NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (add (fixture, "c4", "t4", "CCCC", NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_EXISTS);
}

static void
test_issue_replaces (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) old = NULL;

  add_active (fixture, "c1", "t1", "AAAA");
  g_assert_true (add (fixture, "c2", "t1", "BBBB", "c1", &error));
  g_assert_no_error (error);
  /* A third one still does not go. */
  g_assert_false (add (fixture, "c3", "t1", "CCCC", NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_EXISTS);
  g_clear_error (&error);
  /* It came to nothing: the old one counts again. */
  save (fixture, "c2", WB_ISSUE_ROW_FAILED, 1, "No");
  g_assert_false (add (fixture, "c3", "t1", "CCCC", NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_EXISTS);
  g_clear_error (&error);
  old = read_coupon (fixture, "c1");
  g_assert_cmpstr (old->state, ==, WB_COUPON_ACTIVE);
}

static WbShopOrder *
make_order (const char       *id,
            WbShopOrderState  state,
            gint64            total,
            gint64            refunded,
            const char       *coupon)
{
  WbShopOrder *order = wb_shop_order_new ();
  WbShopOrderCoupon *one = wb_shop_order_coupon_new ();

  order->remote_id = g_strdup (id);
  order->code = g_strconcat ("2025", id, NULL);
  order->state = state;
  order->total = (WbMoney) { total, "CZK" };
  order->refunded = (WbMoney) { refunded, "CZK" };
  order->created_at = NOW + WB_HOUR_MS;
  order->updated_at = NOW + 2 * WB_HOUR_MS;
  one->code = g_strdup (coupon);
  one->is_certain = TRUE;
  g_ptr_array_add (order->coupons, one);

  return order;
}

/* @order: (transfer full) (nullable) */
static void
take (Fixture     *fixture,
      WbShopOrder *order,
      const char  *mark)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) orders = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_order_unref);
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  if (order)
    g_ptr_array_add (orders, order);
  g_assert_true (wb_issue_store_take_orders (db, SHOP, orders, mark, NOW + 3 * WB_HOUR_MS, &error));
  g_assert_no_error (error);
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));
}

static void
assert_coupon (Fixture    *fixture,
               const char *id,
               const char *state,
               const char *order,
               const char *revenue)
{
  g_autoptr (WbCoupon) coupon = read_coupon (fixture, id);

  g_assert_cmpstr (coupon->state, ==, state);
  g_assert_cmpstr (coupon->used_order_code, ==, order);
  g_assert_cmpstr (coupon->revenue, ==, revenue);
}

static void
test_issue_orders_are_followed (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autofree char *mark = NULL;
  gint64 version = 0;
  WbDb *reader = wb_workspace_get_reader (fixture->ws);

  add_active (fixture, "c1", "t1", "AAAA");
  take (fixture, make_order ("1", WB_SHOP_ORDER_PAID, 125000, 0, "aaaa"), "m1");
  assert_coupon (fixture, "c1", WB_COUPON_USED, "20251", "1250.00");
  mark = wb_issue_store_dup_mark (reader, SHOP, "orders");
  g_assert_cmpstr (mark, ==, "m1");
  version = read_number (reader, "SELECT version FROM coupon");

  /* The same page again changes nothing. */
  take (fixture, make_order ("1", WB_SHOP_ORDER_PAID, 125000, 0, "AAAA"), NULL);
  g_assert_cmpint (read_number (reader, "SELECT version FROM coupon"), ==, version);
  assert_story (fixture, "c1", "asked sent made used");

  take (fixture, make_order ("1", WB_SHOP_ORDER_PAID, 125000, 25000, "AAAA"), NULL);
  assert_coupon (fixture, "c1", WB_COUPON_USED, "20251", "1000.00");
  take (fixture, make_order ("1", WB_SHOP_ORDER_CANCELLED, 125000, 25000, "AAAA"), NULL);
  assert_coupon (fixture, "c1", WB_COUPON_ACTIVE, NULL, NULL);

  /* The coupon was taken out of the order: nothing is kept of it. */
  take (fixture, make_order ("1", WB_SHOP_ORDER_PAID, 125000, 0, "AAAA"), NULL);
  assert_coupon (fixture, "c1", WB_COUPON_USED, "20251", "1250.00");
  take (fixture, make_order ("1", WB_SHOP_ORDER_PAID, 125000, 0, "OTHER"), NULL);
  assert_coupon (fixture, "c1", WB_COUPON_ACTIVE, NULL, NULL);
  g_assert_cmpint (read_number (reader, "SELECT count(*) FROM shop_order"), ==, 0);
  g_assert_cmpint (read_number (reader, "SELECT count(*) FROM shop_order_coupon"), ==, 0);
}

/* Somebody else's coupons, and another shop's of the same code. */
static void
test_issue_foreign_orders_are_not_kept (Fixture       *fixture,
                                        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) none = NULL;
  g_autoptr (WbCoupon) ours = NULL;
  g_autoptr (WbCoupon) theirs = make_coupon ("s1", "t9", 2);
  WbDb *reader = wb_workspace_get_reader (fixture->ws);
  WbDb *db = NULL;

  add_active (fixture, "c1", "t1", "AAAA");
  take (fixture, make_order ("1", WB_SHOP_ORDER_PAID, 125000, 0, "SUMMER10"), NULL);
  g_assert_cmpint (read_number (reader, "SELECT count(*) FROM shop_order"), ==, 0);
  ours = wb_issue_store_find_code (reader, SHOP, "aaAA", &error);
  g_assert_nonnull (ours);
  none = wb_issue_store_find_code (reader, "another-shop", "AAAA", &error);
  g_assert_no_error (error);
  g_assert_null (none);

  /* The helpdesk's are the helpdesk's to judge. */
  theirs->store = g_strdup (SHOP);
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_coupon_store_apply (db, theirs, NULL, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));
  none = wb_issue_store_find_code (reader, SHOP, theirs->code, &error);
  g_assert_null (none);
}

/* A discount of 200 without a name. */
static WbShopOrder *
make_unnamed (const char       *id,
              WbShopOrderState  state,
              const char       *email,
              gint64            discount)
{
  WbShopOrder *order = make_order (id, state, 125000, 0, "");
  WbShopOrderCoupon *one = g_ptr_array_index (order->coupons, 0);

  one->is_certain = FALSE;
  one->discount = (WbMoney) { discount, "CZK" };
  order->email = g_strdup (email);

  return order;
}

static void
add_for_customer (Fixture    *fixture,
                  const char *id,
                  const char *ticket_id,
                  const char *code)
{
  WbTicket *ticket = make_ticket (ticket_id, ticket_id, "Jana", 1);

  g_free (ticket->customer_email);
  ticket->customer_email = g_strdup ("jana@example.com");
  put_ticket (fixture, ticket);
  add_active (fixture, id, ticket_id, code);
}

/* As the shop's list tells it: used, by whom it does not say. */
static void
count_use (Fixture    *fixture,
           const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCouponEvent) event = wb_coupon_event_new ();
  WbDb *db = wb_workspace_begin (fixture->ws, &error);
  g_autoptr (WbCoupon) coupon = wb_coupon_store_get (db, id, &error);

  g_free (coupon->state);
  coupon->state = g_strdup (WB_COUPON_USED);
  coupon->used_at = NOW + 4 * WB_HOUR_MS;
  coupon->version++;
  event->kind = g_strdup (WB_COUPON_EVENT_USED);
  event->at = coupon->used_at;
  g_assert_true (wb_issue_store_change (db, coupon, event, &error));
  g_assert_no_error (error);
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));
}

/* The same customer, the same value: it counts once the shop says that the coupon was used, whichever is
 * read first, and is told as probable. */
static void
test_issue_unnamed_is_guessed (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (WbCoupon) used = NULL;

  add_for_customer (fixture, "c1", "t1", "AAAA");
  take (fixture, make_unnamed ("1", WB_SHOP_ORDER_PAID, "Jana@example.com", 20000), NULL);
  assert_coupon (fixture, "c1", WB_COUPON_ACTIVE, NULL, NULL);
  count_use (fixture, "c1");
  assert_coupon (fixture, "c1", WB_COUPON_USED, "20251", "1250.00");
  used = read_coupon (fixture, "c1");
  g_assert_true (used->is_probable);
  assert_story (fixture, "c1", "asked sent made used");

  /* Told again it stays so; cancelled, it is free again. */
  take (fixture, make_unnamed ("1", WB_SHOP_ORDER_PAID, "jana@example.com", 20000), NULL);
  assert_coupon (fixture, "c1", WB_COUPON_USED, "20251", "1250.00");
  take (fixture, make_unnamed ("1", WB_SHOP_ORDER_CANCELLED, "jana@example.com", 20000), NULL);
  assert_coupon (fixture, "c1", WB_COUPON_ACTIVE, NULL, NULL);

  add_for_customer (fixture, "c2", "t2", "BBBB");
  count_use (fixture, "c2");
  assert_coupon (fixture, "c2", WB_COUPON_USED, NULL, NULL);
  take (fixture, make_unnamed ("2", WB_SHOP_ORDER_PAID, "jana@example.com", 20000), NULL);
  assert_coupon (fixture, "c2", WB_COUPON_USED, "20252", "1250.00");
  assert_story (fixture, "c2", "asked sent made used used");
}

/* The order is cancelled, and the shop's list counts the use all the same: reading the order again does not take
 * that back. */
static void
test_issue_counted_after_cancelling (Fixture       *fixture,
                                     gconstpointer  data)
{
  add_active (fixture, "c1", "t1", "AAAA");
  take (fixture, make_order ("1", WB_SHOP_ORDER_PAID, 125000, 0, "AAAA"), NULL);
  take (fixture, make_order ("1", WB_SHOP_ORDER_CANCELLED, 125000, 0, "AAAA"), NULL);
  assert_coupon (fixture, "c1", WB_COUPON_ACTIVE, NULL, NULL);
  count_use (fixture, "c1");
  for (guint i = 0; i < 2; i++) {
    take (fixture, make_order ("1", WB_SHOP_ORDER_CANCELLED, 125000, 0, "AAAA"), NULL);
    assert_coupon (fixture, "c1", WB_COUPON_USED, NULL, NULL);
    assert_story (fixture, "c1", "asked sent made used freed used");
  }
  take (fixture, make_order ("2", WB_SHOP_ORDER_PAID, 125000, 0, "AAAA"), NULL);
  assert_coupon (fixture, "c1", WB_COUPON_USED, "20252", "1250.00");
}

static void
test_issue_poor_guesses_are_not_made (Fixture       *fixture,
                                      gconstpointer  data)
{
  static const struct {
    const char *why;
    const char *email;
    gint64 discount;
  } rows[] = {
    { "somebody else", "eva@example.com", 20000 },
    { "another value", "jana@example.com", 19900 },
    { "nobody is told", NULL, 20000 },
  };
  g_autoptr (GError) error = NULL;
  WbDb *reader = wb_workspace_get_reader (fixture->ws);
  WbDb *db = NULL;

  add_for_customer (fixture, "c1", "t1", "AAAA");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].why);
    take (fixture, make_unnamed ("1", WB_SHOP_ORDER_PAID, rows[i].email, rows[i].discount), NULL);
    g_assert_cmpint (read_number (reader, "SELECT count(*) FROM shop_order"), ==, 0);
  }
  /* The shop says that it was not used: it was another coupon. */
  take (fixture, make_unnamed ("1", WB_SHOP_ORDER_PAID, "jana@example.com", 20000), NULL);
  g_assert_cmpint (read_number (reader, "SELECT count(*) FROM shop_order_coupon"), ==, 1);
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_issue_store_drop_guess (db, SHOP, "AAAA", &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));
  g_assert_cmpint (read_number (reader, "SELECT count(*) FROM shop_order"), ==, 0);
  g_assert_cmpint (read_number (reader, "SELECT count(*) FROM shop_order_coupon"), ==, 0);

  /* Two of them fit. */
  add_for_customer (fixture, "c2", "t2", "BBBB");
  take (fixture, make_unnamed ("1", WB_SHOP_ORDER_PAID, "jana@example.com", 20000), NULL);
  g_assert_cmpint (read_number (reader, "SELECT count(*) FROM shop_order"), ==, 0);
}

/* Freed again while its ticket has got another one: what the shop says is stored all the same, and still no
 * third one can be made. */
static void
test_issue_freed_beside_another (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  add_active (fixture, "c1", "t1", "AAAA");
  take (fixture, make_order ("1", WB_SHOP_ORDER_PAID, 125000, 0, "AAAA"), NULL);
  add_active (fixture, "c2", "t1", "BBBB");
  take (fixture, make_order ("1", WB_SHOP_ORDER_CANCELLED, 125000, 0, "AAAA"), NULL);
  assert_coupon (fixture, "c1", WB_COUPON_ACTIVE, NULL, NULL);
  assert_coupon (fixture, "c2", WB_COUPON_ACTIVE, NULL, NULL);
  g_assert_false (add (fixture, "c3", "t1", "CCCC", NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_EXISTS);
}

static void
expire (Fixture *fixture,
        gint64   now,
        guint    expected)
{
  g_autoptr (GError) error = NULL;
  guint n = 99;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_issue_store_expire (db, now, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, expected);
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));
}

static void
test_issue_expires (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) theirs = make_coupon ("s1", "t9", 2);
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  theirs->expires_at = NOW + WB_DAY_MS;
  g_assert_true (wb_coupon_store_apply (db, theirs, NULL, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));
  add_active (fixture, "c1", "t1", "AAAA");
  expire (fixture, NOW + WB_DAY_MS, 0);
  expire (fixture, NOW + WB_DAY_MS + 1, 1);
  expire (fixture, NOW + WB_DAY_MS + 2, 0);
  assert_coupon (fixture, "c1", WB_COUPON_EXPIRED, NULL, NULL);
  assert_coupon (fixture, "s1", WB_COUPON_ACTIVE, NULL, NULL);
  assert_story (fixture, "c1", "asked sent made expired");
  /* Its ticket may have another. */
  g_assert_true (add (fixture, "c2", "t1", "BBBB", NULL, &error));
  g_assert_no_error (error);
}

/* What the service tells stands in place of what it told before; with its ids. */
/* Ordered in time, and read when the coupon was over. */
static void
test_issue_late_guess (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (WbCoupon) coupon = NULL;
  WbShopOrder *late = make_unnamed ("1", WB_SHOP_ORDER_PAID, "jana@example.com", 20000);

  add_for_customer (fixture, "c1", "t1", "AAAA");
  coupon = read_coupon (fixture, "c1");
  expire (fixture, coupon->expires_at + 1, 1);
  take (fixture, make_unnamed ("2", WB_SHOP_ORDER_PAID, "jana@example.com", 20000), NULL);
  count_use (fixture, "c1");
  assert_coupon (fixture, "c1", WB_COUPON_USED, "20252", "1250.00");

  add_for_customer (fixture, "c2", "t2", "BBBB");
  expire (fixture, coupon->expires_at + 1, 1);
  late->created_at = coupon->expires_at + 1;
  take (fixture, late, NULL);
  count_use (fixture, "c2");
  assert_coupon (fixture, "c2", WB_COUPON_USED, NULL, NULL);
}

static void
test_issue_story_is_replaced (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_event_unref);
  g_autoptr (GPtrArray) stored = NULL;

  for (int round = 0; round < 2; round++) {
    WbCouponEvent *event = wb_coupon_event_new ();
    WbDb *db = wb_workspace_begin (fixture->ws, &error);

    event->id = g_strdup_printf ("e%d", round);
    event->kind = g_strdup (round == 0 ? WB_COUPON_EVENT_ASKED : WB_COUPON_EVENT_USED);
    event->at = NOW + round;
    event->amount = g_strdup ("1250.00");
    event->currency = g_strdup ("CZK");
    g_ptr_array_add (events, event);
    g_assert_true (wb_coupon_story_replace (db, "c1", events, &error));
    g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));
  }
  assert_story (fixture, "c1", "asked used");
  stored = wb_coupon_story_list (wb_workspace_get_reader (fixture->ws), "c1", &error);
  g_assert_cmpstr (((WbCouponEvent *) stored->pdata[1])->id, ==, "e1");
  g_assert_cmpstr (((WbCouponEvent *) stored->pdata[1])->amount, ==, "1250.00");
}

/* A full read of the helpdesk's list says nothing about coupons made here. */
static void
test_issue_own_are_not_the_helpdesks (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) theirs = make_coupon ("s1", "t9", 2);
  g_autoptr (GPtrArray) ids = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_coupon_store_apply (db, theirs, NULL, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));
  add_active (fixture, "c1", "t1", "AAAA");
  ids = wb_coupon_store_all_ids (wb_workspace_get_reader (fixture->ws), WB_TIME_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_cmpstr (ids->pdata[0], ==, "s1");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  FIXTURE_ADD ("/wb/store/issue-store/goes-through", test_issue_goes_through);
  FIXTURE_ADD ("/wb/store/issue-store/fails-and-is-tried-again", test_issue_fails_and_is_tried_again);
  FIXTURE_ADD ("/wb/store/issue-store/given-up-is-not-asked", test_issue_given_up_is_not_asked);
  FIXTURE_ADD ("/wb/store/issue-store/one-live-per-ticket", test_issue_one_live_per_ticket);
  FIXTURE_ADD ("/wb/store/issue-store/replaces", test_issue_replaces);
  FIXTURE_ADD ("/wb/store/issue-store/orders-are-followed", test_issue_orders_are_followed);
  FIXTURE_ADD ("/wb/store/issue-store/foreign-orders-are-not-kept", test_issue_foreign_orders_are_not_kept);
  FIXTURE_ADD ("/wb/store/issue-store/unnamed-is-guessed", test_issue_unnamed_is_guessed);
  FIXTURE_ADD ("/wb/store/issue-store/counted-after-cancelling", test_issue_counted_after_cancelling);
  FIXTURE_ADD ("/wb/store/issue-store/poor-guesses-are-not-made", test_issue_poor_guesses_are_not_made);
  FIXTURE_ADD ("/wb/store/issue-store/freed-beside-another", test_issue_freed_beside_another);
  FIXTURE_ADD ("/wb/store/issue-store/expires", test_issue_expires);
  FIXTURE_ADD ("/wb/store/issue-store/late-guess", test_issue_late_guess);
  FIXTURE_ADD ("/wb/store/issue-store/story-is-replaced", test_issue_story_is_replaced);
  FIXTURE_ADD ("/wb/store/issue-store/own-are-not-the-helpdesks", test_issue_own_are_not_the_helpdesks);

  return g_test_run ();
}
