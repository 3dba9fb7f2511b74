/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tickets in the workspace: every field, what is applied and what is not, the order of lists, and
 * search. */

#include "config.h"

#include "store-fixture.h"

#include "wb-fold.h"
#include "wb-workspace-private.h"

static WbTicket *
make_full_ticket (void)
{
  WbTicket *ticket = make_ticket ("e1", "20250042", "Jana \"N\\ová\"\n\x01ková", 12);
  const char *tags[] = { "07000001", "07\"2", NULL };
  WbProduct *product = wb_product_new ();
  WbHistoryItem *item = wb_history_item_new ();

  ticket->company = g_strdup ("a1");
  ticket->type = g_strdup ("b1");
  ticket->state = g_strdup ("f1");
  ticket->owner = g_strdup (AGENT);
  ticket->customer_email = g_strdup ("jana@example.com");
  ticket->customer_phone = g_strdup ("+420601123456");
  ticket->customer_language = g_strdup ("cs");
  ticket->has_order = TRUE;
  ticket->order_id = g_strdup ("09000001");
  ticket->order_code = g_strdup ("OBJ-2025-001");
  ticket->order_remote_id = g_strdup ("10045");
  ticket->order_store_id = g_strdup ("hlavni-eshop");
  ticket->order_date = 20359;
  ticket->order_currency = g_strdup ("CZK");
  ticket->order_price_with_vat = (WbMoney) { 159900, "CZK" };
  product->id = g_strdup ("08000001");
  product->bound_order_item = g_strdup ("08100001");
  product->name = g_strdup ("Křeslo Oslo");
  product->variant = g_strdup ("šedé");
  product->manufacturer = g_strdup ("Nordic");
  product->amount_milli = 2500;
  product->price_with_vat = (WbMoney) { 159900, "CZK" };
  g_ptr_array_add (ticket->products, product);
  g_ptr_array_add (ticket->products, wb_product_new ());
  g_strfreev (ticket->tags);
  ticket->tags = g_strdupv ((GStrv) tags);
  ticket->has_history = TRUE;
  item->id = g_strdup ("06000001");
  item->type = g_strdup ("note");
  item->text = g_strdup ("Zákazník chce výměnu.\nA \"hned\".");
  item->created_at = NOW;
  item->user = g_strdup (AGENT);
  g_ptr_array_add (ticket->history, item);
  ticket->closed_at = NOW - 5;
  ticket->has_remarketing = TRUE;
  ticket->coupon = g_strdup ("05000001");
  ticket->call_request = g_strdup ("04000001");
  ticket->banner_clicks = 2;
  ticket->portal_url = g_strdup ("https://portal.example/k7");

  return ticket;
}

static void
assert_texts (const WbTicket *a,
              const WbTicket *b)
{
  const struct
  {
    const char *a;
    const char *b;
  } texts[] = {
    { a->id, b->id }, { a->company, b->company }, { a->code, b->code }, { a->type, b->type },
    { a->state, b->state }, { a->owner, b->owner }, { a->customer_name, b->customer_name },
    { a->customer_email, b->customer_email }, { a->customer_phone, b->customer_phone },
    { a->customer_language, b->customer_language }, { a->order_id, b->order_id },
    { a->order_code, b->order_code }, { a->order_remote_id, b->order_remote_id },
    { a->order_store_id, b->order_store_id }, { a->order_currency, b->order_currency },
    { a->coupon, b->coupon }, { a->call_request, b->call_request },
    { a->portal_url, b->portal_url },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_test_message ("text %u", i);
    g_assert_cmpstr (texts[i].a, ==, texts[i].b);
  }
}

static void
assert_equal (const WbTicket *a,
              const WbTicket *b)
{
  assert_texts (a, b);
  g_assert_cmpint (a->has_order, ==, b->has_order);
  g_assert_cmpint (a->order_date, ==, b->order_date);
  g_assert_true (wb_money_equal (&a->order_price_with_vat, &b->order_price_with_vat));
  g_assert_cmpstrv (a->tags, b->tags);
  g_assert_cmpint (a->created_at, ==, b->created_at);
  g_assert_cmpint (a->updated_at, ==, b->updated_at);
  g_assert_cmpint (a->closed_at, ==, b->closed_at);
  g_assert_cmpint (a->deleted_at, ==, b->deleted_at);
  g_assert_cmpint (a->has_remarketing, ==, b->has_remarketing);
  g_assert_cmpint (a->banner_clicks, ==, b->banner_clicks);
  g_assert_cmpint (a->version, ==, b->version);
  g_assert_cmpuint (a->products->len, ==, b->products->len);
  for (guint i = 0; i < a->products->len; i++) {
    const WbProduct *x = g_ptr_array_index (a->products, i);
    const WbProduct *y = g_ptr_array_index (b->products, i);

    g_assert_cmpstr (x->id, ==, y->id);
    g_assert_cmpstr (x->bound_order_item, ==, y->bound_order_item);
    g_assert_cmpstr (x->name, ==, y->name);
    g_assert_cmpstr (x->variant, ==, y->variant);
    g_assert_cmpstr (x->manufacturer, ==, y->manufacturer);
    g_assert_cmpint (x->amount_milli, ==, y->amount_milli);
    g_assert_true (wb_money_equal (&x->price_with_vat, &y->price_with_vat));
  }
  g_assert_cmpint (a->has_history, ==, b->has_history);
  g_assert_cmpuint (a->history->len, ==, b->history->len);
  for (guint i = 0; i < a->history->len; i++) {
    const WbHistoryItem *x = g_ptr_array_index (a->history, i);
    const WbHistoryItem *y = g_ptr_array_index (b->history, i);

    g_assert_cmpstr (x->id, ==, y->id);
    g_assert_cmpstr (x->type, ==, y->type);
    g_assert_cmpstr (x->text, ==, y->text);
    g_assert_cmpstr (x->user, ==, y->user);
    g_assert_cmpint (x->created_at, ==, y->created_at);
  }
}

static WbTicket *
get (Fixture    *fixture,
     const char *id)
{
  g_autoptr (GError) error = NULL;
  WbTicket *ticket = wb_ticket_store_get (wb_workspace_get_reader (fixture->ws), id, &error);

  g_assert_no_error (error);

  return ticket;
}

static void
test_ticket_store_keeps_every_field (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autoptr (WbTicket) full = make_full_ticket ();
  g_autoptr (WbTicket) bare = wb_ticket_new ();
  g_autoptr (WbTicket) got = NULL;
  g_autoptr (WbTicket) got_bare = NULL;
  g_autoptr (WbTicket) by_code = NULL;

  bare->id = g_strdup ("e2");
  g_free (bare->code);
  bare->code = g_strdup ("");
  g_assert_true (put_ticket (fixture, wb_ticket_ref (full)));
  g_assert_true (put_ticket (fixture, wb_ticket_ref (bare)));
  got = get (fixture, "e1");
  assert_equal (got, full);
  got_bare = get (fixture, "e2");
  assert_equal (got_bare, bare);
  by_code = wb_ticket_store_find_code (wb_workspace_get_reader (fixture->ws), "20250042", NULL);
  assert_equal (by_code, full);
  g_assert_null (get (fixture, "e3"));
}

static void
test_ticket_store_applies_only_what_is_newer (Fixture       *fixture,
                                              gconstpointer  data)
{
  const struct
  {
    const char *what;
    gint64 version;
    gint64 updated_at;
    gboolean applied;
  } steps[] = {
    { "new", 5, 100, TRUE },
    { "the same version", 5, 100, FALSE },
    { "the same version, other time", 5, 900, FALSE },
    { "an older version", 4, 999, FALSE },
    { "a newer version", 6, 101, TRUE },
    { "without a version, after one", 0, 9999, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    WbTicket *ticket = make_ticket ("e1", "A1", steps[i].what, steps[i].version);
    g_autoptr (WbTicket) got = NULL;

    g_test_message ("%s", steps[i].what);
    ticket->updated_at = steps[i].updated_at;
    g_assert_cmpint (put_ticket (fixture, ticket), ==, steps[i].applied);
    got = get (fixture, "e1");
    g_assert_cmpint (g_strcmp0 (got->customer_name, steps[i].what) == 0, ==, steps[i].applied);
  }
}

static void
test_ticket_store_goes_by_time_at_level_0 (Fixture       *fixture,
                                           gconstpointer  data)
{
  const struct
  {
    gint64 updated_at;
    gboolean applied;
  } steps[] = { { 100, TRUE }, { 100, FALSE }, { 99, FALSE }, { 101, TRUE },
                { WB_TIME_NONE, TRUE }, { 5, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    WbTicket *ticket = make_ticket ("e1", "A1", "x", 0);

    g_test_message ("step %u", i);
    ticket->updated_at = steps[i].updated_at;
    g_assert_cmpint (put_ticket (fixture, ticket), ==, steps[i].applied);
  }
}

static void
test_ticket_store_keeps_what_a_list_leaves_out (Fixture       *fixture,
                                                gconstpointer  data)
{
  WbTicket *newer = make_ticket ("e1", "20250042", "Jana", 13);
  g_autoptr (WbTicket) got = NULL;
  g_autoptr (WbTicket) emptied = NULL;

  put_ticket (fixture, make_full_ticket ());
  g_assert_true (put_ticket (fixture, newer));
  got = get (fixture, "e1");
  g_assert_cmpint (got->version, ==, 13);
  g_assert_true (got->has_history);
  g_assert_cmpuint (got->history->len, ==, 1);
  g_assert_cmpstr (got->portal_url, ==, "https://portal.example/k7");
  g_assert_cmpstr (got->coupon, ==, "05000001");
  g_assert_cmpint (got->banner_clicks, ==, 2);
  /* What was sent as gone is gone. */
  g_assert_null (got->customer_email);

  newer = make_ticket ("e1", "20250042", "Jana", 14);
  newer->has_history = TRUE;
  newer->has_remarketing = TRUE;
  g_assert_true (put_ticket (fixture, newer));
  emptied = get (fixture, "e1");
  g_assert_true (emptied->has_history);
  g_assert_cmpuint (emptied->history->len, ==, 0);
  g_assert_null (emptied->coupon);
}

static void
test_ticket_store_adds_the_detail_of_the_same_version (Fixture       *fixture,
                                                       gconstpointer  data)
{
  WbTicket *listed = make_full_ticket ();
  g_autoptr (WbTicket) full = make_full_ticket ();
  g_autoptr (WbTicket) got = NULL;

  listed->has_history = FALSE;
  g_clear_pointer (&listed->portal_url, g_free);
  put_ticket (fixture, listed);
  got = get (fixture, "e1");
  g_assert_false (got->has_history);
  g_assert_true (put_ticket (fixture, wb_ticket_ref (full)));
  g_clear_pointer (&got, wb_ticket_unref);
  got = get (fixture, "e1");
  assert_equal (got, full);
  g_assert_false (put_ticket (fixture, wb_ticket_ref (full)));
}

static WbTicket *
make_tombstone (gint64 version)
{
  WbTicket *ticket = wb_ticket_new ();

  ticket->id = g_strdup ("e1");
  ticket->deleted_at = NOW;
  ticket->updated_at = NOW;
  ticket->version = version;

  return ticket;
}

static void
test_ticket_store_removes_by_tombstone (Fixture       *fixture,
                                        gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  put_ticket (fixture, make_ticket ("e1", "A1", "Jana", 3));
  put_call (fixture, make_call ("k1", "e1", NOW, 1));
  before = search_tickets (fixture, "jana");
  g_assert_cmpstr (before, ==, "e1");
  /* Late news of an earlier life. */
  g_assert_false (put_ticket (fixture, make_tombstone (3)));
  g_assert_true (put_ticket (fixture, make_tombstone (4)));
  g_assert_null (get (fixture, "e1"));
  g_assert_null (read_call (fixture, "k1"));
  after = search_tickets (fixture, "jana");
  g_assert_cmpstr (after, ==, "");
  g_assert_false (put_ticket (fixture, make_tombstone (5)));
}

static void
test_ticket_store_keeps_what_unsent_work_hangs_on (Fixture       *fixture,
                                                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (WbTicket) kept = NULL;
  WbDb *db = NULL;

  put_ticket (fixture, make_ticket ("e1", "A1", "Jana", 3));
  put_call (fixture, make_call ("k1", "e1", NOW, 1));
  put_call (fixture, make_call ("k2", "e1", NOW, 1));
  g_assert_true (wb_action_take (fixture->ws, "k1", 0, &error));
  g_assert_true (put_ticket (fixture, make_tombstone (4)));
  kept = get (fixture, "e1");
  g_assert_nonnull (kept);

  rows = read_outbox (fixture);
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_outbox_remove (db, ((WbOutboxRow *) rows->pdata[0])->seq, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));
  g_assert_no_error (error);
  g_assert_null (get (fixture, "e1"));
  g_assert_null (read_call (fixture, "k1"));
  g_assert_null (read_call (fixture, "k2"));
}

static void
test_ticket_store_lists_newest_first (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *all = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GArray) everything = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GPtrArray) recent = NULL;
  WbDb *db = wb_workspace_get_reader (fixture->ws);
  const gint64 days[] = { 3, 1, 4, 2, 5 };
  gint64 count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (days); i++) {
    g_autofree char *id = g_strdup_printf ("d%" G_GINT64_FORMAT, days[i]);
    WbTicket *ticket = make_ticket (id, "C", "Jana", 1);

    ticket->created_at = NOW + days[i] * WB_DAY_MS;
    ticket->updated_at = NOW - days[i] * WB_DAY_MS;
    put_ticket (fixture, ticket);
  }
  all = search_tickets (fixture, NULL);
  g_assert_cmpstr (all, ==, "d5 d4 d3 d2 d1");
  found = search_tickets (fixture, "jana");
  g_assert_cmpstr (found, ==, "d5 d4 d3 d2 d1");
  everything = wb_ticket_store_list_ids (db, " ", 0, &error);
  g_assert_cmpuint (everything->len, ==, 5);
  for (guint i = 1; i < 5; i++)
    g_assert_cmpint (g_array_index (everything, gint64, i - 1), >,
                     g_array_index (everything, gint64, i));
  g_assert_true (wb_ticket_store_count (db, &count, &error));
  g_assert_cmpint (count, ==, 5);
  ids = wb_ticket_store_all_ids (db, WB_TIME_NONE, &error);
  g_assert_cmpuint (ids->len, ==, 5);
  g_assert_cmpstr (g_ptr_array_index (ids, 0), ==, "d1");
  recent = wb_ticket_store_all_ids (db, NOW - 2 * WB_DAY_MS, &error);
  g_assert_cmpuint (recent->len, ==, 2);
}

static void
test_ticket_store_holds_a_crowd_of_one_second (Fixture       *fixture,
                                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);
  gint64 count = 0;

  for (int round = 0; round < 2; round++) {
    for (int i = 0; i < 1500; i++) {
      g_autofree char *id = g_strdup_printf ("id-%d", i);
      g_autoptr (WbTicket) ticket = make_ticket (id, id, "Jana", 1);
      gboolean changed = FALSE;

      g_assert_true (wb_ticket_store_apply (db, ticket, &changed, &error));
      g_assert_cmpint (changed, ==, round == 0);
    }
  }
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_TICKETS, &error));
  g_assert_true (wb_ticket_store_count (wb_workspace_get_reader (fixture->ws), &count, &error));
  g_assert_cmpint (count, ==, 1500);
}

static void
test_ticket_store_finds_however_it_is_typed (Fixture       *fixture,
                                             gconstpointer  data)
{
  const struct
  {
    const char *typed;
    const char *found;
  } cases[] = {
    { "lukasz", "e2" }, { "Łukasz", "e2" }, { "LUKAS", "e2" }, { "zażółć", "e2" },
    { "zazolc gesla", "e2" }, { "lukasz jana", "" },
    { "strasse", "e3" }, { "Straße", "e3" }, { "STRASSE 5", "e3" },
    { "jana", "e1" }, { "nova", "e1" }, { "ja n", "e1" }, { "ana", "" },
    { "20250042", "e1" }, { "2025004", "e1" }, { "50042", "" },
    { "OBJ-2025-001", "e1" }, { "obj-2025", "e1" }, { "10045", "e1" },
    { "kreslo", "e1" }, { "šedé oslo", "e1" }, { "nordic", "e1" }, { "jana@example", "e1" },
    { "+420 601 123 456", "e1" }, { "+420601123456", "e1" }, { "00420 601 123 456", "e1" },
    { "601123456", "e1" }, { "601 123 456", "e1" }, { "601123", "e1" }, { "0601 123", "e1" },
    { "(601) 123-456", "e1" }, { "+48 501", "e2" }, { "501 600", "e2" }, { "123 456", "" },
    { "+49 30 901820", "e3" }, { "030/9018", "e3" }, { "9018", "" },
    { "\"", "e3 e2 e1" }, { "*", "e3 e2 e1" }, { "  ", "e3 e2 e1" },
    { "\" OR jana", "" }, { "jana AND", "" }, { "NEAR(jana)", "" }, { "search:jana", "" },
    { "jana*", "e1" }, { "-jana", "e1" }, { "日本", "e3" }, { "日", "e3" },
  };
  WbTicket *ticket = make_full_ticket ();

  g_free (ticket->customer_name);
  ticket->customer_name = g_strdup ("Jana Nováková");
  ticket->created_at = NOW - 3000;
  put_ticket (fixture, ticket);
  ticket = make_ticket ("e2", "B2", "Łukasz Zażółć Gęślą", 1);
  ticket->customer_phone = g_strdup ("+48501600700");
  ticket->created_at = NOW - 2000;
  put_ticket (fixture, ticket);
  ticket = make_ticket ("e3", "C3", "Grüße Straße 5 日本語", 1);
  ticket->customer_phone = g_strdup ("+49 30 901820");
  ticket->created_at = NOW - 1000;
  put_ticket (fixture, ticket);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *found = NULL;

    g_test_message ("typed: %s", cases[i].typed);
    found = search_tickets (fixture, cases[i].typed);
    g_assert_cmpstr (found, ==, cases[i].found);
  }
}

/* Whatever letter: the quick way of folding and that of the domain cut the same words. */
static void
test_ticket_store_folds_as_the_domain_does (void)
{
  for (gunichar c = 0x20; c < 0x300; c++) {
    char utf8[7] = "";
    g_autofree char *word = NULL;
    g_autofree char *slow = NULL;
    g_autofree char *quick_text = NULL;
    g_autofree char *slow_text = NULL;
    const char *quick_of[1] = { NULL };
    const char *slow_of[1] = { NULL };

    g_unichar_to_utf8 (c, utf8);
    word = g_strdup_printf ("A%sb%s", utf8, utf8);
    slow = wb_fold (word);
    quick_of[0] = word;
    slow_of[0] = slow;
    quick_text = wb_search_text (quick_of, 1, NULL);
    slow_text = wb_search_text (slow_of, 1, NULL);
    g_test_message ("U+%04X", c);
    g_assert_cmpstr (quick_text, ==, slow_text);
  }
}

static void
test_ticket_store_search_follows_changes (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *old_name = NULL;
  g_autofree char *new_name = NULL;
  WbDb *db = NULL;

  put_ticket (fixture, make_ticket ("e1", "A1", "Jana", 1));
  put_ticket (fixture, make_ticket ("e1", "A1", "Petr", 2));
  old_name = search_tickets (fixture, "jana");
  g_assert_cmpstr (old_name, ==, "");
  new_name = search_tickets (fixture, "petr");
  g_assert_cmpstr (new_name, ==, "e1");

  /* The index holds exactly what the rows say. */
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_db_exec (db, "INSERT INTO ticket_fts (ticket_fts, rank)"
                             " VALUES ('integrity-check', 1)", &error));
  g_assert_no_error (error);
  wb_workspace_rollback (fixture->ws);
}

static void
test_ticket_store_does_not_write_the_index_for_nothing (Fixture       *fixture,
                                                        gconstpointer  data)
{
  WbDb *db = wb_workspace_get_reader (fixture->ws);
  WbTicket *ticket = NULL;
  gint64 before = 0;

  put_ticket (fixture, make_ticket ("e1", "A1", "Jana", 1));
  before = read_number (db, "SELECT max (id) * 1000 + count(*) FROM ticket_fts_data");
  ticket = make_ticket ("e1", "A1", "Jana", 2);
  ticket->state = g_strdup ("f2");
  g_assert_true (put_ticket (fixture, ticket));
  g_assert_cmpint (read_number (db, "SELECT max (id) * 1000 + count(*) FROM ticket_fts_data"), ==,
                   before);
  g_assert_true (put_ticket (fixture, make_ticket ("e1", "A1", "Petr", 3)));
  g_assert_cmpint (read_number (db, "SELECT max (id) * 1000 + count(*) FROM ticket_fts_data"), !=,
                   before);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  FIXTURE_ADD ("/wb/store/ticket-store/keeps-every-field", test_ticket_store_keeps_every_field);
  FIXTURE_ADD ("/wb/store/ticket-store/applies-only-what-is-newer",
               test_ticket_store_applies_only_what_is_newer);
  FIXTURE_ADD ("/wb/store/ticket-store/goes-by-time-at-level-0",
               test_ticket_store_goes_by_time_at_level_0);
  FIXTURE_ADD ("/wb/store/ticket-store/keeps-what-a-list-leaves-out",
               test_ticket_store_keeps_what_a_list_leaves_out);
  FIXTURE_ADD ("/wb/store/ticket-store/adds-the-detail-of-the-same-version",
               test_ticket_store_adds_the_detail_of_the_same_version);
  FIXTURE_ADD ("/wb/store/ticket-store/removes-by-tombstone",
               test_ticket_store_removes_by_tombstone);
  FIXTURE_ADD ("/wb/store/ticket-store/keeps-what-unsent-work-hangs-on",
               test_ticket_store_keeps_what_unsent_work_hangs_on);
  FIXTURE_ADD ("/wb/store/ticket-store/lists-newest-first", test_ticket_store_lists_newest_first);
  FIXTURE_ADD ("/wb/store/ticket-store/holds-a-crowd-of-one-second",
               test_ticket_store_holds_a_crowd_of_one_second);
  FIXTURE_ADD ("/wb/store/ticket-store/finds-however-it-is-typed",
               test_ticket_store_finds_however_it_is_typed);
  g_test_add_func ("/wb/store/ticket-store/folds-as-the-domain-does",
                   test_ticket_store_folds_as_the_domain_does);
  FIXTURE_ADD ("/wb/store/ticket-store/search-follows-changes",
               test_ticket_store_search_follows_changes);
  FIXTURE_ADD ("/wb/store/ticket-store/does-not-write-the-index-for-nothing",
               test_ticket_store_does_not_write_the_index_for_nothing);

  return g_test_run ();
}
