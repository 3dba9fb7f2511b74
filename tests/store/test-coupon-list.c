/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Coupons page's questions: whatever is asked, the answer is that of looking at each coupon; the sums are
 * those of counting anew; and no question reads the whole table. */

#include "config.h"

#include "wb-coupon-list.h"

#include "store-fixture.h"
#include "wb-coupon-ask.h"
#include "wb-coupon-row.h"
#include "wb-issue-store.h"

#include <string.h>

#define N_COUPONS 1500

static const char *states[] = {
  WB_COUPON_PENDING, WB_COUPON_ACTIVE, WB_COUPON_USED, WB_COUPON_EXPIRED, WB_COUPON_FAILED, WB_COUPON_DISABLED,
  "of-a-newer-server",
};
static const char *types[] = { "b1", "b2", "b3" };
static const char *stores[] = { "c1", "c2" };
static const char *currencies[] = { "CZK", "EUR", "JPY", "KWD" };
static const char *amounts[] = { "200.00", "8.00", "500", "3.250" };
static const char *names[] = { "Łukasz Dvořák", "Jana Nováková", "Żaneta Kowalska", "Jürgen Groß" };

/* The coupons that are stored, by their place here. */
typedef struct
{
  Fixture base;
  WbCoupon *coupons[N_COUPONS];  /* (nullable) */
} ListFixture;

/* The customer of a coupon's ticket. */
static const char *
customer_of (const WbCoupon *coupon)
{
  return names[strtoul (coupon->ticket + 1, NULL, 10) % G_N_ELEMENTS (names)];
}

/* Some ended before they were created, which nobody means. */
static gboolean some_are_odd = FALSE;

static WbCoupon *
make_random (guint     i,
             gint64    version,
             WbRandom *random)
{
  WbCoupon *coupon = wb_coupon_new ();
  guint currency = wb_random_below (random, 100) < 97 ? wb_random_below (random, 2) : 2 + i % 2;

  coupon->id = g_strdup_printf ("id%u", i);
  coupon->ticket = g_strdup_printf ("t%u", i % 40);
  coupon->ticket_code = g_strdup_printf ("2025%04u", i % 40);
  coupon->ticket_type = g_strdup (types[wb_random_below (random, 3)]);
  coupon->store = i % 7 > 0 ? g_strdup (stores[wb_random_below (random, 2)]) : NULL;
  coupon->state = g_strdup (states[wb_random_below (random, G_N_ELEMENTS (states))]);
  coupon->code = g_str_equal (coupon->state, WB_COUPON_PENDING) ? NULL
                 : g_strdup_printf ("VRA%c%u", (char) ('A' + i % 26), i);
  coupon->issued_by = i % 3 == 0 ? g_strdup (AGENT) : NULL;
  coupon->kind = g_strdup (i % 5 == 0 ? "percent" : "fixed");
  coupon->currency = g_strdup (currencies[currency]);
  coupon->amount = i % 5 == 0 ? g_strdup_printf ("%u.5", 1 + i % 30) : g_strdup (amounts[currency]);
  /* Many of one instant. */
  coupon->created_at = NOW - (gint64) (i / 9) * WB_HOUR_MS;
  coupon->updated_at = NOW;
  coupon->expires_at = i % 4 == 0 ? WB_TIME_NONE : NOW + (gint64) wb_random_below (random, 90) * WB_DAY_MS;
  /* Terms of their own, far from one another. */
  if (i % 4 == 2)
    coupon->expires_at = coupon->created_at + (gint64) (1 + 200 * wb_random_below (random, 3)) * WB_DAY_MS;
  if (some_are_odd && i % 10 == 7)
    coupon->expires_at = coupon->created_at - (gint64) (1 + i) * WB_HOUR_MS;
  if (g_str_equal (coupon->state, WB_COUPON_USED)) {
    coupon->used_at = NOW + (gint64) wb_random_below (random, 900) * WB_MINUTE_MS;
    coupon->used_order_code = g_strdup_printf ("OBJ-%u", i);
    coupon->revenue = g_strdup_printf ("%u.00", 100 + i);
    coupon->revenue_currency = g_strdup (currencies[i % 2]);
  }
  /* Used without a time, before it was created, or in no state for it. */
  if (some_are_odd && i % 8 == 3)
    coupon->used_at = coupon->used_at != WB_TIME_NONE ? WB_TIME_NONE : coupon->created_at + (gint64) i * WB_HOUR_MS;
  if (some_are_odd && i % 16 == 5 && coupon->used_at != WB_TIME_NONE)
    coupon->used_at = coupon->created_at - (gint64) (1 + i) * WB_HOUR_MS;
  coupon->version = version;

  return coupon;
}

static void
apply (ListFixture *fixture,
       WbDb        *db,
       guint        i,
       WbCoupon    *coupon)
{
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;

  g_assert_true (wb_coupon_store_apply (db, coupon, &changed, &error));
  g_assert_no_error (error);
  g_assert_true (changed);
  g_clear_pointer (&fixture->coupons[i], wb_coupon_unref);
  fixture->coupons[i] = coupon;
}

static void
set_up (ListFixture   *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  fixture_set_up (&fixture->base, data);
  for (guint i = 0; i < 40; i++) {
    g_autofree char *id = g_strdup_printf ("t%u", i);
    g_autofree char *code = g_strdup_printf ("2025%04u", i);
    WbTicket *ticket = make_ticket (id, code, names[i % G_N_ELEMENTS (names)], 1);

    ticket->customer_email = g_strdup_printf ("customer%u@example.com", i);
    ticket->customer_phone = g_strdup_printf ("+4206011234%02u", i);
    /* Those of the second half come after their coupons. */
    if (i < 20)
      put_ticket (&fixture->base, ticket);
    else
      wb_ticket_unref (ticket);
  }
  db = wb_workspace_begin (fixture->base.ws, &error);
  for (guint i = 0; i < N_COUPONS; i++)
    apply (fixture, db, i, make_random (i, 1, fixture->base.random));
  g_assert_true (wb_workspace_commit (fixture->base.ws, WB_TABLE_COUPONS, &error));
  for (guint i = 20; i < 40; i++) {
    g_autofree char *id = g_strdup_printf ("t%u", i);
    g_autofree char *code = g_strdup_printf ("2025%04u", i);
    WbTicket *ticket = make_ticket (id, code, names[i % G_N_ELEMENTS (names)], 1);

    ticket->customer_email = g_strdup_printf ("customer%u@example.com", i);
    ticket->customer_phone = g_strdup_printf ("+4206011234%02u", i);
    put_ticket (&fixture->base, ticket);
  }
}

static void
tear_down (ListFixture   *fixture,
           gconstpointer  data)
{
  for (guint i = 0; i < N_COUPONS; i++)
    g_clear_pointer (&fixture->coupons[i], wb_coupon_unref);
  fixture_tear_down (&fixture->base, data);
}

/* Things happen to the coupons: each is changed or removed now and then. */
static void
shuffle (ListFixture *fixture,
         guint        n_changes)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->base.ws, &error);

  for (guint n = 0; n < n_changes; n++) {
    guint i = wb_random_below (fixture->base.random, N_COUPONS);
    WbCoupon *old = fixture->coupons[i];

    if (old && wb_random_below (fixture->base.random, 5) == 0) {
      g_assert_true (wb_coupon_store_remove (db, old->id, &error));
      g_assert_no_error (error);
      g_clear_pointer (&fixture->coupons[i], wb_coupon_unref);
    } else {
      apply (fixture, db, i, make_random (i, old ? old->version + 1 : 1, fixture->base.random));
    }
  }
  g_assert_true (wb_workspace_commit (fixture->base.ws, WB_TABLE_COUPONS, &error));
}

/* What a query means, said slowly. */

static gboolean
is_same (const char *asked,
         const char *has)
{
  return !asked || g_strcmp0 (asked, has ? has : "") == 0;
}

static gboolean
has_word_from (const char *text,
               const char *prefix)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;

  if (!text)
    return FALSE;
  folded = g_str_to_ascii (text, "C");
  words = g_strsplit_set (folded, " -@.", -1);
  for (guint i = 0; words[i]; i++) {
    if (g_ascii_strncasecmp (words[i], prefix, strlen (prefix)) == 0)
      return TRUE;
  }

  return FALSE;
}

static gboolean
is_listed (const WbCoupon      *coupon,
           const WbCouponQuery *query)
{
  g_auto (GStrv) words = g_strsplit (query->typed ? query->typed : "", " ", -1);

  if (!is_same (query->state, coupon->state) || !is_same (query->type, coupon->ticket_type) ||
      !is_same (query->store, coupon->store) || !is_same (query->currency, coupon->currency) ||
      !is_same (query->issued_by, coupon->issued_by) ||
      (query->created_from != WB_TIME_NONE && coupon->created_at < query->created_from) ||
      (query->created_to != WB_TIME_NONE && coupon->created_at >= query->created_to))
    return FALSE;
  for (guint i = 0; words[i]; i++) {
    if (!has_word_from (coupon->code, words[i]) && !has_word_from (coupon->ticket_code, words[i]) &&
        !has_word_from (coupon->used_order_code, words[i]) && !has_word_from (customer_of (coupon), words[i]))
      return FALSE;
  }

  return TRUE;
}

static gint64
value_of (const WbCoupon *coupon)
{
  WbMoney money = WB_MONEY_NONE;
  gint64 scaled = 0;

  if (g_str_equal (coupon->kind, "percent")) {
    g_assert_true (wb_decimal_parse (coupon->amount, 2, &scaled, NULL));
    return scaled;
  }
  g_assert_true (wb_money_parse_api (coupon->amount, coupon->currency, TRUE, &money, NULL));

  return money.minor;
}

static int
compare_numbers (gint64 a,
                 gint64 b)
{
  return (a > b) - (a < b);
}

/* Without what the order leaves open. */
static int
compare (const WbCoupon *a,
         const WbCoupon *b,
         WbCouponSort    sort)
{
  int order = 0;

  switch (sort) {
    case WB_COUPON_SORT_EXPIRES:
      return compare_numbers (a->expires_at == WB_TIME_NONE ? G_MAXINT64 : a->expires_at,
                              b->expires_at == WB_TIME_NONE ? G_MAXINT64 : b->expires_at);

    case WB_COUPON_SORT_VALUE:
      order = g_strcmp0 (a->currency, b->currency);
      if (order == 0)
        order = g_strcmp0 (a->kind, b->kind);
      return order != 0 ? order : compare_numbers (value_of (b), value_of (a));

    case WB_COUPON_SORT_USED:
      return compare_numbers (b->used_at, a->used_at);

    case WB_COUPON_SORT_CREATED:
    default:
      return compare_numbers (b->created_at, a->created_at);
  }
}

static void
check_query (ListFixture         *fixture,
             const WbCouponQuery *query)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_get_reader (fixture->base.ws);
  g_autoptr (GArray) ids = wb_coupon_store_list (db, query, &error);
  g_autoptr (GHashTable) listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (WbCouponRow) before = NULL;
  guint n_expected = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++) {
    WbCouponRow *row = wb_coupon_store_get_row (db, g_array_index (ids, gint64, i), &error);

    g_assert_no_error (error);
    if (!is_listed (row->coupon, query))
      g_test_message ("%s %s %s %s %" G_GINT64_FORMAT, row->coupon->id, row->coupon->code, row->coupon->state,
                      row->coupon->ticket, NOW - row->coupon->created_at);
    g_assert_true (is_listed (row->coupon, query));
    g_assert_true (g_hash_table_add (listed, g_strdup (row->coupon->id)));
    g_assert_cmpstr (row->customer, ==, customer_of (row->coupon));
    if (before) {
      int order = compare (before->coupon, row->coupon, query->sort);

      g_assert_cmpint (query->reversed ? -order : order, <=, 0);
      wb_coupon_row_free (before);
    }
    before = row;
  }
  for (guint i = 0; i < N_COUPONS; i++)
    n_expected += fixture->coupons[i] && is_listed (fixture->coupons[i], query);
  if (query->limit > 0)
    n_expected = MIN (n_expected, query->limit);
  g_assert_cmpuint (ids->len, ==, n_expected);
  /* The first of a limited list are those of the whole one. */
  if (query->limit > 0) {
    WbCouponQuery whole = *query;
    g_autoptr (GArray) all = NULL;

    whole.limit = 0;
    all = wb_coupon_store_list (db, &whole, &error);
    g_assert_no_error (error);
    g_assert_cmpmem (ids->data, ids->len * sizeof (gint64), all->data, ids->len * sizeof (gint64));
  }
}

static WbCouponQuery
make_query (WbRandom *random)
{
  static const char *const typed[] = {
    NULL, NULL, NULL, "vra", "vraa", "20250007", "2025", "j", "nov jana", "lukasz", "obj", "obj 2025", "zzz",
  };
  guint range = wb_random_below (random, 4);

  return (WbCouponQuery) {
           .state = wb_random_below (random, 2) ? states[wb_random_below (random, G_N_ELEMENTS (states))] : NULL,
           .type = wb_random_below (random, 3) == 0 ? types[wb_random_below (random, 3)] : NULL,
           .store = wb_random_below (random, 3) == 0 ? stores[wb_random_below (random, 2)] : NULL,
           .currency = wb_random_below (random, 3) == 0 ? currencies[wb_random_below (random, 4)] : NULL,
           .issued_by = wb_random_below (random, 3) == 0 ? (wb_random_below (random, 2) ? AGENT : "") : NULL,
           .created_from = range & 1 ? NOW - (gint64) wb_random_below (random, 170) * WB_HOUR_MS : WB_TIME_NONE,
           .created_to = range & 2 ? NOW - (gint64) wb_random_below (random, 170) * WB_HOUR_MS + 1 : WB_TIME_NONE,
           .typed = typed[wb_random_below (random, G_N_ELEMENTS (typed))],
           .sort = wb_random_below (random, 4),
           .reversed = wb_random_below (random, 2) == 1,
           .limit = wb_random_below (random, 3) == 0 ? 25 : 0,
  };
}

static void
test_list_is_that_of_looking_at_each (ListFixture   *fixture,
                                      gconstpointer  data)
{
  static const guint few[][2] = { { 3000, 6000 }, { 3000, 6000 }, { 0, 0 }, { 1, 1 }, { 40, 1 }, { 100, 1 } };
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->base.ws, &error);

  /* As after a load: that none is odd is known. */
  g_assert_true (wb_coupon_sums_rebuild (db, &error));
  g_assert_true (wb_workspace_commit (fixture->base.ws, WB_TABLE_COUPONS, &error));
  for (guint round = 0; round < G_N_ELEMENTS (few); round++) {
    /* What is many with a million is many here, too. */
    wb_coupon_ask_set_few (few[round][0], few[round][1]);
    for (guint i = 0; i < 120; i++) {
      WbCouponQuery query = make_query (fixture->base.random);

      g_test_message ("round %u query %u: %s %s %s %s %s '%s' sort %d%s limit %u, %" G_GINT64_FORMAT " %"
                      G_GINT64_FORMAT, round, i, query.state, query.type,
                      query.store, query.currency, query.issued_by, query.typed, (int) query.sort,
                      query.reversed ? " reversed" : "", query.limit, query.created_from,
                      query.created_to);
      check_query (fixture, &query);
    }
    some_are_odd = round >= 2;
    shuffle (fixture, 300);
  }
  some_are_odd = FALSE;
  wb_coupon_ask_set_few (3000, 6000);
}

static char *
dump_sums (WbDb *db)
{
  const char *sql[] = {
    "SELECT currency || ' ' || state || ' ' || kind || ' ' || n || ' ' || minor FROM coupon_total WHERE n <> 0"
    " OR minor <> 0 ORDER BY 1",
    "SELECT currency || ' ' || n || ' ' || minor FROM coupon_revenue WHERE n <> 0 OR minor <> 0 ORDER BY 1",
    "SELECT what || ' ' || word || ' ' || n FROM coupon_count WHERE n <> 0 ORDER BY 1",
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sql); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbStmt) stmt = wb_db_prepare (db, sql[i], &error);
    gboolean has_row = FALSE;

    g_assert_no_error (error);
    while (wb_stmt_step (stmt, &has_row, &error) && has_row)
      g_string_append_printf (text, "%s\n", wb_stmt_get_text (stmt, 0));
    g_assert_no_error (error);
  }

  return g_string_free (text, FALSE);
}

/* What is in no sum yet is listed all the same, in each order, and one that came beside it is in the sums. */
static void
check_while_loading (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) late = make_coupon ("late", "t1", 1);
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  late->created_at = NOW;
  wb_coupon_ask_set_few (0, 0);
  g_assert_true (wb_coupon_store_apply (db, late, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 4; i++) {
    WbCouponQuery query = {
      .created_from = NOW - 100 * WB_DAY_MS, .created_to = WB_TIME_NONE,
      .sort = i & 1 ? WB_COUPON_SORT_USED : WB_COUPON_SORT_EXPIRES, .reversed = i / 2 == 1,
    };
    g_autoptr (GArray) ids = wb_coupon_store_list (db, &query, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (ids->len, ==, 301);
  }
  wb_coupon_ask_set_few (3000, 6000);
  wb_workspace_rollback (fixture->ws);
}

/* The first load: found and summed at its end, also when the program was killed inside and comes back. */
static void
test_list_after_load (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gboolean is_killed = data != NULL;
  WbCouponQuery query = {
    .typed = "vra", .state = WB_COUPON_USED, .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE,
  };
  g_autoptr (GArray) ids = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *counted = NULL;
  guint n_used = 0;
  WbDb *db = NULL;

  g_assert_true (wb_workspace_begin_coupon_load (fixture->ws, &error));
  db = wb_workspace_begin (fixture->ws, &error);
  for (guint i = 0; i < 400; i++) {
    /* A page that comes twice, once with something newer. */
    g_autoptr (WbCoupon) coupon = make_random (i % 300, 1 + i / 300, fixture->random);

    g_assert_true (wb_coupon_store_load (db, coupon, &error));
    g_assert_no_error (error);
  }
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));
  check_while_loading (fixture);
  if (is_killed)
    fixture_reopen (fixture);
  else
    g_assert_true (wb_workspace_end_bulk_load (fixture->ws, &error));
  g_assert_no_error (error);

  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_cmpint (wb_coupon_store_count_state (db, NULL, &error), ==, 300);
  n_used = (guint) wb_coupon_store_count_state (db, WB_COUPON_USED, &error);
  g_assert_cmpuint (n_used, >, 0);
  ids = wb_coupon_store_list (db, &query, &error);
  g_assert_cmpuint (ids->len, ==, n_used);
  kept = dump_sums (db);
  g_assert_true (wb_coupon_sums_rebuild (db, &error));
  counted = dump_sums (db);
  g_assert_cmpstr (kept, ==, counted);
  wb_workspace_rollback (fixture->ws);
}

/* One question in many forms: each is found, its refused twin is not. */
static void
test_list_finds_what_was_typed (Fixture       *fixture,
                                gconstpointer  data)
{
  const struct
  {
    const char *typed;
    guint n_found;
  } rows[] = {
    { "VRAT8", 1 }, { "vrat8kq2mx4th7", 1 }, { "RAT8", 0 },
    { "20250042", 1 }, { "250042", 0 },
    { "dvorak", 1 }, { "Łukasz", 1 }, { "lukasz dvořák", 1 }, { "lukasz novak", 0 },
    { "lukasz@example.com", 1 }, { "example", 1 }, { "xample", 0 },
    { "601 123 456", 1 }, { "+420 601", 1 }, { "602 123", 0 },
    { "OBJ-7", 1 }, { "obj 8", 0 },
    { "", 1 }, { " - ", 1 },
    /* What stands for filters in the index cannot be typed. */
    { "\xf3\xb0\x80\x83", 1 },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) coupon = make_coupon ("c1", "t1", 2);
  WbTicket *ticket = make_ticket ("t1", "20250042", "Łukasz Dvořák", 1);
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  coupon->ticket_code = g_strdup ("20250042");
  coupon->used_order_code = g_strdup ("OBJ-7");
  ticket->customer_email = g_strdup ("lukasz@example.com");
  ticket->customer_phone = g_strdup ("+420601123456");
  g_assert_true (wb_coupon_store_apply (db, coupon, NULL, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));
  put_ticket (fixture, ticket);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    WbCouponQuery query = {
      .typed = rows[i].typed, .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE,
    };
    g_autoptr (GArray) ids = wb_coupon_store_list (wb_workspace_get_reader (fixture->ws), &query, &error);

    g_test_message ("%u", i);
    g_assert_no_error (error);
    g_assert_cmpuint (ids->len, ==, rows[i].n_found);
  }
}

/* Its ticket gets another phone, or goes: what a coupon is found by follows. */
static void
test_list_follows_the_ticket (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) coupon = make_coupon ("c1", "t1", 2);
  const char *typed[] = { "lukasz", "jana", "777000111" };
  const guint found[][3] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 1, 1 }, { 0, 0, 0 } };
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_coupon_store_apply (db, coupon, NULL, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));
  for (guint step = 0; step < G_N_ELEMENTS (found); step++) {
    if (step < 2) {
      put_ticket (fixture, make_ticket ("t1", "20250042", step == 0 ? "Łukasz" : "Jana", 1 + step));
    } else if (step == 2) {
      g_assert_true (wb_action_set_phone (fixture->ws, "t1", "+420777000111", &error));
    } else {
      db = wb_workspace_begin (fixture->ws, &error);
      g_assert_true (wb_db_exec (db, "DELETE FROM outbox", &error));
      g_assert_true (wb_ticket_store_remove (db, "t1", &error));
      g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_TICKETS, &error));
    }
    g_assert_no_error (error);
    for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
      WbCouponQuery query = {
        .typed = typed[i], .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE,
      };
      g_autoptr (GArray) ids = wb_coupon_store_list (wb_workspace_get_reader (fixture->ws), &query, &error);

      g_test_message ("step %u: %s", step, typed[i]);
      g_assert_cmpuint (ids->len, ==, found[step][i]);
    }
  }
}

/* A thousand writes and removals, of the helpdesk's and of our own: the sums are those of counting. */
static void
test_list_sums_agree_with_counting (ListFixture   *fixture,
                                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) own = make_coupon ("own", "t1", 2);
  g_autofree char *kept = NULL;
  g_autofree char *counted = NULL;
  WbDb *db = NULL;

  some_are_odd = TRUE;
  shuffle (fixture, 1000);
  some_are_odd = FALSE;
  own->expires_at = NOW;
  own->store = g_strdup ("c9");
  db = wb_workspace_begin (fixture->base.ws, &error);
  g_assert_true (wb_issue_store_change (db, own, NULL, &error));
  g_assert_true (wb_issue_store_expire (db, NOW + 1, NULL, &error));
  g_assert_no_error (error);
  kept = dump_sums (db);
  g_assert_cmpuint (strlen (kept), >, 300);
  g_assert_true (wb_coupon_sums_rebuild (db, &error));
  g_assert_no_error (error);
  counted = dump_sums (db);
  g_assert_cmpstr (kept, ==, counted);
  wb_workspace_rollback (fixture->base.ws);
}

static void
add_slowly (WbCouponTotals *totals,
            const WbCoupon *coupon)
{
  gboolean is_fixed = g_str_equal (coupon->kind, "fixed");
  gint64 minor = is_fixed ? value_of (coupon) : 0;

  if (g_str_equal (coupon->state, WB_COUPON_FAILED))
    totals->n_failed++;
  if (g_str_equal (coupon->state, WB_COUPON_ACTIVE) || g_str_equal (coupon->state, WB_COUPON_USED) ||
      g_str_equal (coupon->state, WB_COUPON_EXPIRED) || g_str_equal (coupon->state, WB_COUPON_DISABLED)) {
    totals->n_issued++;
    totals->issued_minor += minor;
    totals->n_issued_percent += !is_fixed;
  }
  if (g_str_equal (coupon->state, WB_COUPON_ACTIVE)) {
    totals->n_open++;
    totals->open_minor += minor;
    totals->n_open_percent += !is_fixed;
  }
  if (g_str_equal (coupon->state, WB_COUPON_USED)) {
    totals->n_used++;
    totals->used_minor += minor;
    totals->n_used_percent += !is_fixed;
  }
  if (g_str_equal (coupon->state, WB_COUPON_EXPIRED)) {
    totals->n_expired++;
    totals->expired_minor += minor;
    totals->n_expired_percent += !is_fixed;
  }
}

static void
check_totals (ListFixture         *fixture,
              const WbCouponQuery *query,
              GPtrArray           *all)
{
  for (guint i = 0; i < all->len; i++) {
    const WbCouponTotals *totals = g_ptr_array_index (all, i);
    WbCouponTotals expected = { 0 };

    for (guint j = 0; j < N_COUPONS; j++) {
      const WbCoupon *coupon = fixture->coupons[j];
      WbMoney money = WB_MONEY_NONE;

      if (!coupon || !is_listed (coupon, query))
        continue;
      if (g_str_equal (coupon->currency, totals->currency))
        add_slowly (&expected, coupon);
      if (g_strcmp0 (coupon->revenue_currency, totals->currency) == 0 &&
          wb_money_parse_api (coupon->revenue, totals->currency, TRUE, &money, NULL))
        expected.revenue_minor += money.minor;
    }
    g_test_message ("%s", totals->currency);
    expected.currency = totals->currency;
    g_assert_cmpmem (&expected, sizeof expected, totals, sizeof expected);
  }
}

static void
test_list_totals (ListFixture   *fixture,
                  gconstpointer  data)
{
  const WbCouponQuery queries[] = {
    { .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE },
    { .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE, .state = WB_COUPON_USED },
    { .created_from = NOW - WB_DAY_MS, .created_to = NOW, .limit = 3 },
    { .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE, .typed = "jana", .type = "b2" },
    { .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE, .currency = "EUR", .issued_by = "" },
  };
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_get_reader (fixture->base.ws);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) none = NULL;
  WbCouponQuery unknown = { .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE, .type = "b9" };

  shuffle (fixture, 200);
  all = wb_coupon_store_totals (db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 4);
  g_assert_cmpstr (((WbCouponTotals *) all->pdata[0])->currency, ==, "CZK");
  check_totals (fixture, &queries[0], all);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++) {
    g_autoptr (GPtrArray) some = wb_coupon_store_totals_of (db, &queries[i], &error);

    g_assert_no_error (error);
    g_assert_cmpuint (some->len, >, 0);
    g_test_message ("query %u", i);
    check_totals (fixture, &queries[i], some);
  }
  none = wb_coupon_store_totals_of (db, &unknown, &error);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_list_counts_states (ListFixture   *fixture,
                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_get_reader (fixture->base.ws);
  gint64 sum = 0;

  shuffle (fixture, 100);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    gint64 expected = 0;

    for (guint j = 0; j < N_COUPONS; j++)
      expected += fixture->coupons[j] && g_str_equal (fixture->coupons[j]->state, states[i]);
    g_assert_cmpint (wb_coupon_store_count_state (db, states[i], &error), ==, expected);
    sum += expected;
  }
  g_assert_cmpint (wb_coupon_store_count_state (db, NULL, &error), ==, sum);
  g_assert_cmpint (wb_coupon_store_count_state (db, "never-heard-of", &error), ==, 0);
  g_assert_no_error (error);
}

static char *
explain (WbDb       *db,
         const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *explained = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, explained, &error);
  GString *plan = g_string_new (NULL);
  gboolean has_row = FALSE;

  g_assert_no_error (error);
  while (wb_stmt_step (stmt, &has_row, &error) && has_row)
    g_string_append_printf (plan, "%s; ", wb_stmt_get_text (stmt, 3));
  g_assert_no_error (error);

  return g_string_free (plan, FALSE);
}

/* Whatever is filtered and sorted by, the rows of a page come out of an index in their order, and nothing but
 * the ends of a time asks for the rows themselves; only what a filter leaves few of is sorted. */
static void
test_list_reads_no_table (ListFixture   *fixture,
                          gconstpointer  data)
{
  WbDb *db = wb_workspace_get_reader (fixture->base.ws);

  for (guint bits = 0; bits < 32 * 4 * 2 * 2; bits++) {
    guint filters = bits % 32;
    gboolean many = bits / 256 % 2;
    g_autoptr (GError) error = NULL;
    g_auto (WbCouponAsk) ask = { 0 };
    g_autofree char *sql = NULL;
    g_autofree char *plan = NULL;
    WbCouponQuery query = {
      .state = filters & 1 ? WB_COUPON_ACTIVE : NULL,
      .type = filters & 2 ? "b1" : NULL,
      .store = filters & 4 ? "c1" : NULL,
      .currency = filters & 8 ? "CZK" : NULL,
      .issued_by = filters & 16 ? "" : NULL,
      .created_from = WB_TIME_NONE,
      .created_to = WB_TIME_NONE,
      .sort = bits / 32 % 4,
      .reversed = bits / 128 % 2,
      .limit = 50,
    };

    g_assert_true (wb_coupon_ask_prepare (&ask, db, &query, &error));
    if ((!many && filters > 0) || query.sort == WB_COUPON_SORT_CREATED)
      sql = wb_coupon_ask_list_sql (&ask, !many && filters > 0, NULL, 50);
    else
      sql = wb_coupon_ask_piece_sql (&ask, NULL, query.sort == WB_COUPON_SORT_VALUE ? " AND currency = ?6" : "", 50);
    plan = explain (db, sql);
    g_test_message ("%s: %s", sql, plan);
    if (filters == 0 && query.sort == WB_COUPON_SORT_CREATED)
      g_assert_cmpstr (plan, ==, "SCAN coupon; ");
    else
      g_assert_nonnull (strstr (plan, "INDEX coupon_"));
    if (many || filters == 0 || query.sort == WB_COUPON_SORT_CREATED)
      g_assert_null (strstr (plan, "TEMP B-TREE"));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define LIST_ADD(path, function) g_test_add (path, ListFixture, NULL, set_up, function, tear_down)
  LIST_ADD ("/wb/store/coupon-list/is-that-of-looking-at-each", test_list_is_that_of_looking_at_each);
  LIST_ADD ("/wb/store/coupon-list/sums-agree-with-counting", test_list_sums_agree_with_counting);
  LIST_ADD ("/wb/store/coupon-list/totals", test_list_totals);
  LIST_ADD ("/wb/store/coupon-list/counts-states", test_list_counts_states);
  LIST_ADD ("/wb/store/coupon-list/reads-no-table", test_list_reads_no_table);
  FIXTURE_ADD ("/wb/store/coupon-list/after-load", test_list_after_load);
  g_test_add ("/wb/store/coupon-list/after-killed-load", Fixture, AGENT, fixture_set_up, test_list_after_load,
              fixture_tear_down);
  FIXTURE_ADD ("/wb/store/coupon-list/finds-what-was-typed", test_list_finds_what_was_typed);
  FIXTURE_ADD ("/wb/store/coupon-list/follows-the-ticket", test_list_follows_the_ticket);

  return g_test_run ();
}
