/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a manager does with the account and with banners: shown at once, stored once, refused for
 * agents, settled after a conflict. */

#include "config.h"

#include "wb-account-rules.h"
#include "wb-wire-account.h"
#include "wb-wire-banner.h"
#include "wb-wire-offer-set.h"

#include "store-fixture.h"

static WbAccount *
read_account (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WbAccount *account = wb_account_store_get (wb_workspace_get_reader (fixture->ws), &error);

  g_assert_no_error (error);

  return account;
}

static WbBanner *
read_banner (Fixture    *fixture,
             const char *id)
{
  g_autoptr (GError) error = NULL;
  WbBanner *banner = wb_banner_store_get (wb_workspace_get_reader (fixture->ws), id, &error);

  g_assert_no_error (error);

  return banner;
}

static WbOutboxRow *
get_row (Fixture *fixture,
         guint    index,
         guint    n_rows)
{
  g_autoptr (GPtrArray) rows = read_outbox (fixture);

  g_assert_cmpuint (rows->len, ==, n_rows);

  return wb_outbox_row_ref (g_ptr_array_index (rows, index));
}

static void
assert_json (JsonNode   *node,
             const char *expected)
{
  g_autofree char *text = json_to_string (node, FALSE);

  g_assert_cmpstr (text, ==, expected);
}

static void
set_goal (Fixture *fixture,
          int      hours)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) base = read_account (fixture);
  g_autoptr (WbAccount) changed = wb_account_copy (base);

  changed->call_goal_hours = hours;
  g_assert_true (wb_action_change_account (fixture->ws, changed, base, &error));
  g_assert_no_error (error);
}

static void
set_cap (Fixture *fixture,
         gint64   minor)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) base = read_account (fixture);
  g_autoptr (WbAccount) changed = wb_account_copy (base);
  WbMoney cap = { minor, "CZK" };

  g_array_set_size (changed->coupon_cap, 0);
  g_array_append_val (changed->coupon_cap, cap);
  g_assert_true (wb_action_change_account (fixture->ws, changed, base, &error));
  g_assert_no_error (error);
}

static void
rename_banner (Fixture    *fixture,
               const char *id,
               const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBanner) base = read_banner (fixture, id);
  g_autoptr (WbBanner) changed = wb_banner_copy (base);

  g_free (changed->name);
  changed->name = g_strdup (name);
  g_assert_true (wb_action_change_banner (fixture->ws, changed, base, &error));
  g_assert_no_error (error);
}

static void
test_account_shows_changes_at_once (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autoptr (WbAccount) shown = NULL;
  g_autoptr (WbAccount) server = NULL;
  g_autoptr (WbOutboxRow) first = NULL;
  g_autoptr (WbOutboxRow) second = NULL;

  set_goal (fixture, 12);
  set_cap (fixture, 50000);
  shown = read_account (fixture);
  g_assert_cmpint (shown->call_goal_hours, ==, 12);
  g_assert_cmpint (g_array_index (shown->coupon_cap, WbMoney, 0).minor, ==, 50000);
  server = wb_account_store_get_server (wb_workspace_get_reader (fixture->ws), NULL);
  g_assert_cmpint (server->call_goal_hours, ==, 24);
  first = get_row (fixture, 0, 2);
  g_assert_cmpstr (first->op, ==, WB_OP_ACCOUNT);
  g_assert_cmpstr (first->object_kind, ==, "account");
  g_assert_cmpint (first->base_version, ==, 4);
  assert_json (first->body, "{\"call_goal_hours\":12}");
  second = get_row (fixture, 1, 2);
  assert_json (second->body, "{\"coupon_cap\":{\"CZK\":\"500.00\"}}");

  /* Nothing that differs, nothing that goes. */
  set_goal (fixture, 12);
  g_clear_pointer (&second, wb_outbox_row_unref);
  second = get_row (fixture, 1, 2);
}

/* Another manager's change comes while ours waits: both are shown. */
static void
test_account_keeps_changes_over_a_sync (Fixture       *fixture,
                                        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) theirs = read_account (fixture);
  g_autoptr (WbAccount) shown = NULL;
  WbDb *db = NULL;

  set_goal (fixture, 12);
  theirs->coupon_cap_percent_hundredths = 2000;
  theirs->version = 5;
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_account_store_upsert (db, theirs, &error));
  /* One that is older comes late. */
  theirs->coupon_cap_percent_hundredths = 1000;
  theirs->version = 3;
  g_assert_true (wb_account_store_upsert (db, theirs, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_ACCOUNT, &error));
  shown = read_account (fixture);
  g_assert_cmpint (shown->call_goal_hours, ==, 12);
  g_assert_cmpint (shown->coupon_cap_percent_hundredths, ==, 2000);
  g_assert_cmpint (shown->version, ==, 5);
}

static void
test_account_switches_remarketing (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) shown = NULL;
  g_autoptr (WbOutboxRow) row = NULL;

  g_assert_true (wb_action_activate_remarketing (fixture->ws, TRUE, &error));
  g_assert_true (wb_action_activate_remarketing (fixture->ws, FALSE, &error));
  g_assert_no_error (error);
  row = get_row (fixture, 0, 1);
  g_assert_cmpstr (row->op, ==, WB_OP_ADDON);
  assert_json (row->body, "{\"active\":false}");
  shown = read_account (fixture);
  g_assert_false (shown->remarketing_active);

  g_assert_true (wb_action_activate_remarketing (fixture->ws, TRUE, &error));
  g_clear_pointer (&shown, wb_account_unref);
  shown = read_account (fixture);
  g_assert_true (shown->remarketing_active);
  g_assert_cmpint (shown->remarketing_activated_at, ==, NOW);
}

/* Settings would be refused while remarketing is off, so they wait for its switching. */
static void
test_settings_wait_for_the_switching_before_them (Fixture       *fixture,
                                                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbDb *reader = wb_workspace_get_reader (fixture->ws);
  g_autoptr (WbOfferSet) base = make_offers ("b1", "200.00", 3);
  g_autoptr (WbOfferSet) mine = make_offers ("b1", "150.00", 3);
  g_autoptr (WbAccount) off = read_account (fixture);
  g_autoptr (WbOutboxRow) row = NULL;
  g_autoptr (WbOutboxRow) next = NULL;
  WbDb *db = NULL;

  off->remarketing_active = FALSE;
  off->version = 5;
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_account_store_upsert (db, off, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_ACCOUNT, &error));
  put_offers (fixture, wb_offer_set_ref (base));
  g_assert_false (wb_action_save_offers (fixture->ws, mine, base, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_OFFERED);
  g_clear_error (&error);
  g_assert_true (wb_action_activate_remarketing (fixture->ws, TRUE, &error));
  g_assert_true (wb_action_save_offers (fixture->ws, mine, base, &error));
  g_assert_no_error (error);
  row = wb_outbox_next (reader, NOW, NULL, &error);
  g_assert_cmpstr (row->op, ==, WB_OP_ADDON);
  row->next_attempt_at = NOW + 1000;
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_outbox_update (db, row, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));
  g_assert_null (wb_outbox_next (reader, NOW, NULL, &error));
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_outbox_remove (db, row->seq, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));
  next = wb_outbox_next (reader, NOW, NULL, &error);
  g_assert_cmpstr (next->op, ==, WB_OP_SETTINGS);
}

static void
test_banner_shows_changes_at_once (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBanner) base = NULL;
  g_autoptr (WbBanner) changed = NULL;
  g_autoptr (WbBanner) shown = NULL;
  g_autoptr (WbBanner) server = NULL;
  g_autoptr (WbOutboxRow) row = NULL;
  g_autoptr (GPtrArray) all = NULL;

  put_banner (fixture, make_banner ("b1", "Podzim", 3));
  rename_banner (fixture, "b1", "Zima");
  base = read_banner (fixture, "b1");
  changed = wb_banner_copy (base);
  wb_lang_text_set (changed->alt_text, "en", "Sale");
  changed->ends_on = 20000;
  changed->archived = TRUE;
  g_assert_true (wb_action_change_banner (fixture->ws, changed, base, &error));
  g_assert_no_error (error);
  row = get_row (fixture, 1, 2);
  g_assert_cmpstr (row->op, ==, WB_OP_BANNER);
  g_assert_cmpstr (row->object_kind, ==, "banner");
  g_assert_cmpstr (row->object_id, ==, "b1");
  assert_json (row->body, "{\"alt_text\":{\"cs\":\"Sleva\",\"en\":\"Sale\"},"
               "\"ends_on\":\"2024-10-04\",\"archived\":true}");

  put_banner (fixture, make_banner ("b1", "Léto", 4));
  shown = read_banner (fixture, "b1");
  g_assert_cmpstr (shown->name, ==, "Zima");
  g_assert_cmpstr (wb_lang_text_get (shown->alt_text, "en"), ==, "Sale");
  g_assert_cmpint (shown->ends_on, ==, 20000);
  g_assert_true (shown->archived);
  server = wb_banner_store_get_server (wb_workspace_get_reader (fixture->ws), "b1", NULL);
  g_assert_cmpstr (server->name, ==, "Léto");
  all = wb_banner_store_list (wb_workspace_get_reader (fixture->ws), NULL);
  g_assert_cmpstr (((WbBanner *) all->pdata[0])->name, ==, "Zima");
}

/* A removed banner stays as long as work hangs on it, and goes with that. */
static void
test_banner_waits_for_unsent_work (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBanner) kept = NULL;
  g_autoptr (WbOutboxRow) row = NULL;
  WbDb *db = NULL;

  put_banner (fixture, make_banner ("b1", "Podzim", 3));
  rename_banner (fixture, "b1", "Zima");
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_banner_store_remove (db, "b1", 4, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_BANNERS, &error));
  kept = read_banner (fixture, "b1");
  g_assert_nonnull (kept);
  row = get_row (fixture, 0, 1);
  g_assert_true (wb_action_discard (fixture->ws, row->seq, &error));
  g_assert_null (read_banner (fixture, "b1"));
}

static void
test_managers_only (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (WbAccount) account = read_account (fixture);
  g_autoptr (WbAccount) changed = wb_account_copy (account);
  g_autoptr (WbBanner) banner = make_banner ("b1", "Podzim", 3);
  g_autoptr (WbBanner) renamed = make_banner ("b1", "Zima", 3);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  put_banner (fixture, wb_banner_ref (banner));
  changed->call_goal_hours = 12;
  g_assert_false (wb_action_activate_remarketing (fixture->ws, FALSE, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_ROLE);
  g_clear_error (&error);
  g_assert_false (wb_action_change_account (fixture->ws, changed, account, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_ROLE);
  g_clear_error (&error);
  g_assert_false (wb_action_change_banner (fixture->ws, renamed, banner, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_ROLE);
  rows = read_outbox (fixture);
  g_assert_cmpuint (rows->len, ==, 0);
}

/* Each value refused has its twin that is taken. */
static void
test_values_are_checked (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr (WbAccount) account = read_account (fixture);
  g_autoptr (WbAccount) bad = wb_account_copy (account);
  g_autoptr (WbBanner) banner = make_banner ("b1", "Podzim", 3);
  g_autoptr (WbBanner) nameless = wb_banner_copy (banner);
  g_autoptr (WbBanner) archived = wb_banner_copy (banner);
  g_autoptr (WbBanner) unknown = make_banner ("none", "Zima", 3);
  WbOfferSet *offers = make_offers ("b1000001", "200.00", 3);
  g_autoptr (WbOfferSet) off = NULL;
  g_autoptr (WbOfferSet) unsure = NULL;
  g_autoptr (GError) error = NULL;

  put_banner (fixture, wb_banner_ref (banner));
  offers->banner_enabled = TRUE;
  offers->banner_placements = WB_PLACEMENT_PORTAL;
  offers->banner = g_strdup ("b1");
  offers->banner_target_url = g_strdup ("https://www.example.cz/akce");
  off = wb_offer_set_copy (offers);
  off->banner_enabled = FALSE;
  unsure = wb_offer_set_copy (offers);
  g_free (unsure->banner);
  unsure->banner = g_strdup ("none");
  put_offers (fixture, wb_offer_set_ref (offers));

  g_clear_pointer (&nameless->name, g_free);
  nameless->name = g_strdup ("");
  g_assert_false (wb_action_change_banner (fixture->ws, nameless, banner, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (wb_action_change_banner (fixture->ws, unknown, banner, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* Offered now: not archived; switched off, even if that is still to be sent: archived. */
  bad->call_goal_hours = 0;
  g_assert_false (wb_action_change_account (fixture->ws, bad, account, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID);
  g_clear_error (&error);
  bad->call_goal_hours = 1;
  g_assert_true (wb_action_change_account (fixture->ws, bad, account, &error));
  archived->archived = TRUE;
  g_assert_false (wb_action_change_banner (fixture->ws, archived, banner, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (wb_action_save_offers (fixture->ws, unsure, offers, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (wb_action_save_offers (fixture->ws, off, offers, &error));
  g_assert_true (wb_action_change_banner (fixture->ws, archived, banner, &error));
  g_assert_no_error (error);
  /* And an archived one cannot be offered again. */
  g_assert_false (wb_action_save_offers (fixture->ws, offers, off, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID);
  wb_offer_set_unref (offers);
}

/* The row of a change that met another's. */
static gint64
set_conflict (Fixture  *fixture,
              JsonNode *current)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbOutboxRow) row = get_row (fixture, 0, 1);
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  row->state = WB_OUTBOX_CONFLICT;
  row->current = json_node_ref (current);
  g_assert_true (wb_outbox_update (db, row, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));
  g_assert_no_error (error);

  return row->seq;
}

static void
test_account_conflict_is_settled (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) theirs = read_account (fixture);
  g_autoptr (WbAccount) shown = NULL;
  g_autoptr (JsonNode) current = NULL;
  g_autoptr (GPtrArray) clashes = NULL;
  g_autoptr (WbOutboxRow) row = NULL;
  g_autoptr (WbOutboxRow) settled = NULL;
  const WbFieldClash *clash = NULL;
  gint64 seq = 0;

  set_goal (fixture, 12);
  theirs->call_goal_hours = 36;
  theirs->version = 9;
  current = wb_wire_account_encode (theirs);
  seq = set_conflict (fixture, current);
  /* What is not sent by itself is not shown as if it held. */
  shown = read_account (fixture);
  g_assert_cmpint (shown->call_goal_hours, ==, 24);
  row = get_row (fixture, 0, 1);
  clashes = wb_outbox_row_list_clashes (row);
  g_assert_cmpuint (clashes->len, ==, 1);
  clash = g_ptr_array_index (clashes, 0);
  g_assert_cmpstr (clash->path, ==, "call_goal_hours");
  g_assert_cmpstr (clash->base, ==, "24");
  g_assert_cmpstr (clash->mine, ==, "12");
  g_assert_cmpstr (clash->theirs, ==, "36");

  theirs->call_goal_hours = 18;
  g_assert_true (wb_action_settle_account (fixture->ws, seq, theirs, &error));
  g_assert_no_error (error);
  settled = get_row (fixture, 0, 1);
  g_assert_cmpint (settled->state, ==, WB_OUTBOX_WAITING);
  g_assert_cmpint (settled->base_version, ==, 9);
  g_assert_cmpstr (settled->key, !=, row->key);
  g_assert_null (settled->current);
  assert_json (settled->body, "{\"call_goal_hours\":18}");
}

static void
test_banner_conflict_is_settled (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBanner) theirs = make_banner ("b1", "Léto", 5);
  g_autoptr (WbBanner) other = make_banner ("b2", "Léto", 5);
  g_autoptr (JsonNode) current = wb_wire_banner_encode (theirs);
  g_autoptr (GPtrArray) rows = NULL;
  gint64 seq = 0;

  put_banner (fixture, make_banner ("b1", "Podzim", 3));
  rename_banner (fixture, "b1", "Zima");
  seq = set_conflict (fixture, current);
  g_assert_false (wb_action_settle_banner (fixture->ws, seq, other, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID);
  g_clear_error (&error);
  /* Theirs as they are: nothing is left to send. */
  g_assert_true (wb_action_settle_banner (fixture->ws, seq, theirs, &error));
  g_assert_no_error (error);
  rows = read_outbox (fixture);
  g_assert_cmpuint (rows->len, ==, 0);
}

/* Sent again as it is: mine, on what the server has now. */
static void
test_conflicts_are_sent_again (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBanner) theirs = make_banner ("b1", "Léto", 5);
  g_autoptr (JsonNode) current = wb_wire_banner_encode (theirs);
  g_autoptr (WbOutboxRow) row = NULL;
  gint64 seq = 0;

  put_banner (fixture, make_banner ("b1", "Podzim", 3));
  rename_banner (fixture, "b1", "Zima");
  seq = set_conflict (fixture, current);
  put_banner (fixture, wb_banner_ref (theirs));
  g_assert_true (wb_action_resend (fixture->ws, seq, &error));
  g_assert_no_error (error);
  row = get_row (fixture, 0, 1);
  g_assert_cmpint (row->state, ==, WB_OUTBOX_WAITING);
  g_assert_cmpint (row->base_version, ==, 5);
  assert_json (row->body, "{\"name\":\"Zima\"}");
}

/* What the other one changed beside it stays: a cap taken away would lose money. */
static void
test_resending_takes_nothing_back (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) theirs = read_account (fixture);
  g_autoptr (JsonNode) current = NULL;
  g_autoptr (WbOutboxRow) before = NULL;
  g_autoptr (WbOutboxRow) row = NULL;
  const WbMoney caps[] = { { 70000, "CZK" }, { 3000, "EUR" } };
  gint64 seq = 0;

  set_cap (fixture, 50000);
  g_array_append_vals (theirs->coupon_cap, caps, G_N_ELEMENTS (caps));
  theirs->version = 9;
  current = wb_wire_account_encode (theirs);
  seq = set_conflict (fixture, current);
  before = get_row (fixture, 0, 1);
  g_assert_true (wb_action_resend (fixture->ws, seq, &error));
  g_assert_no_error (error);
  row = get_row (fixture, 0, 1);
  g_assert_cmpint (row->state, ==, WB_OUTBOX_WAITING);
  g_assert_cmpint (row->base_version, ==, 9);
  assert_json (row->body, "{\"coupon_cap\":{\"CZK\":\"500.00\",\"EUR\":\"30.00\"}}");
  g_assert_cmpstr (row->key, !=, before->key);
}

/* Refused, and changed by somebody else before it is sent again. */
static void
test_refused_offers_are_merged (Fixture       *fixture,
                                gconstpointer  data)
{
  static const struct
  {
    int days;              /* theirs */
    gint64 base_version;
    int sent_days;
    const char *sent_amount;
  } cases[] = {
    { 60, 4, 60, "150.00" },
    /* The same changed on both sides: the server says so, and the person is asked. */
    { 0, 3, 0, "150.00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *type = g_strdup_printf ("b%" G_GSIZE_FORMAT, i + 1);
    g_autoptr (WbOfferSet) base = make_offers (type, "200.00", 3);
    g_autoptr (WbOfferSet) mine = make_offers (type, "150.00", 3);
    WbOfferSet *theirs = make_offers (type, cases[i].days ? "200.00" : "180.00", 4);
    g_autoptr (WbOutboxRow) row = NULL;
    g_autoptr (WbOutboxRow) sent = NULL;
    g_autoptr (WbOfferSet) body = NULL;
    WbDb *db = NULL;

    g_test_message ("%d days", cases[i].days);
    put_offers (fixture, wb_offer_set_ref (base));
    g_assert_true (wb_action_save_offers (fixture->ws, mine, base, &error));
    g_assert_no_error (error);
    row = get_row (fixture, 0, 1);
    row->state = WB_OUTBOX_NEEDS_YOU;
    db = wb_workspace_begin (fixture->ws, &error);
    g_assert_true (wb_outbox_update (db, row, &error));
    g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));
    if (cases[i].days)
      theirs->validity_days = cases[i].days;
    put_offers (fixture, theirs);

    g_assert_true (wb_action_resend (fixture->ws, row->seq, &error));
    g_assert_no_error (error);
    sent = get_row (fixture, 0, 1);
    g_assert_cmpint (sent->state, ==, WB_OUTBOX_WAITING);
    g_assert_cmpint (sent->base_version, ==, cases[i].base_version);
    body = wb_wire_offer_set_decode (sent->body, &error);
    g_assert_no_error (error);
    g_assert_cmpint (body->validity_days, ==,
                     cases[i].sent_days ? cases[i].sent_days : mine->validity_days);
    g_assert_cmpstr (((WbCouponAmount *) g_ptr_array_index (body->amounts, 0))->amount, ==,
                     cases[i].sent_amount);
    g_assert_true (wb_action_discard (fixture->ws, sent->seq, &error));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/wb/store/staff-account/" path, Fixture, MANAGER, fixture_set_up, function, \
              fixture_tear_down)
  ADD ("account-shows-changes-at-once", test_account_shows_changes_at_once);
  ADD ("account-keeps-changes-over-a-sync", test_account_keeps_changes_over_a_sync);
  ADD ("account-switches-remarketing", test_account_switches_remarketing);
  ADD ("settings-wait-for-the-switching-before-them",
       test_settings_wait_for_the_switching_before_them);
  ADD ("banner-shows-changes-at-once", test_banner_shows_changes_at_once);
  ADD ("banner-waits-for-unsent-work", test_banner_waits_for_unsent_work);
  FIXTURE_ADD ("/wb/store/staff-account/managers-only", test_managers_only);
  ADD ("values-are-checked", test_values_are_checked);
  ADD ("account-conflict-is-settled", test_account_conflict_is_settled);
  ADD ("banner-conflict-is-settled", test_banner_conflict_is_settled);
  ADD ("conflicts-are-sent-again", test_conflicts_are_sent_again);
  ADD ("resending-takes-nothing-back", test_resending_takes_nothing_back);
  ADD ("refused-offers-are-merged", test_refused_offers_are_merged);

  return g_test_run ();
}
