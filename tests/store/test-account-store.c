/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The account's short lists, coupons and settings: order, versions, what a complete list drops,
 * drafts. */

#include "config.h"

#include "store-fixture.h"

#define TYPE "b1"

static WbTicketType *
make_type (const char *id,
           const char *name,
           int         position,
           gint64      version)
{
  WbTicketType *type = wb_ticket_type_new ();

  type->id = g_strdup (id);
  type->name = wb_lang_text_new ();
  wb_lang_text_set (type->name, "cs", name);
  type->position = position;
  type->version = version;

  return type;
}

static void
commit (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_ACCOUNT, &error));
  g_assert_no_error (error);
}

static void
test_account_store_keeps_the_account (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbDb *reader = wb_workspace_get_reader (fixture->ws);
  g_autoptr (WbAccount) account = wb_account_store_get (reader, &error);
  g_autoptr (WbUser) user = wb_user_store_get (reader, MANAGER, &error);
  g_autoptr (GPtrArray) stores = wb_merchant_store_list (reader, &error);
  WbDb *db = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (account->time_zone, ==, "Europe/Prague");
  g_assert_true (wb_account_has_feature (account, WB_FEATURE_LEASES));
  g_assert_cmpint (account->version, ==, 4);
  g_assert_cmpstr (user->full_name, ==, "Petra Veselá");
  g_assert_null (wb_user_store_get (reader, "no-such", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (stores->len, ==, 1);
  g_assert_cmpstr (((WbMerchantStore *) stores->pdata[0])->store_id, ==, "hlavni-eshop");

  /* What the server says now is right, whatever its version. */
  account->version = 2;
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_account_store_put (db, account, &error));
  commit (fixture);
  g_clear_pointer (&account, wb_account_unref);
  account = wb_account_store_get (reader, &error);
  g_assert_cmpint (account->version, ==, 2);
}

static char *
list_types (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) types = wb_ticket_type_store_list (wb_workspace_get_reader (fixture->ws),
                                                           &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < types->len; i++) {
    const WbTicketType *type = g_ptr_array_index (types, i);

    g_string_append_printf (text, "%s=%s ", type->id, wb_lang_text_get (type->name, "cs"));
  }

  return g_string_free (text, FALSE);
}

static void
assert_types (Fixture    *fixture,
              const char *expected)
{
  g_autofree char *listed = list_types (fixture);

  g_assert_cmpstr (listed, ==, expected);
}

static void
upsert_type (Fixture      *fixture,
             WbTicketType *type)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_ticket_type_store_upsert (db, type, &error));
  commit (fixture);
  wb_ticket_type_unref (type);
}

static void
test_account_store_lists_in_order (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) types = NULL;
  g_autoptr (GPtrArray) fewer = NULL;
  WbDb *db = NULL;

  types = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_ticket_type_unref);
  g_ptr_array_add (types, make_type ("b3", "Servis", 0, 1));
  g_ptr_array_add (types, make_type ("b1", "Vratka", 2, 1));
  g_ptr_array_add (types, make_type ("b2", "Reklamace", 1, 1));
  g_ptr_array_add (types, make_type ("b0", "Výměna", 0, 1));
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_ticket_type_store_replace_all (db, types, &error));
  commit (fixture);
  assert_types (fixture, "b3=Servis b0=Výměna b2=Reklamace b1=Vratka ");

  upsert_type (fixture, make_type ("b1", "Starší", 2, 1));
  assert_types (fixture, "b3=Servis b0=Výměna b2=Reklamace b1=Vratka ");
  upsert_type (fixture, make_type ("b1", "Novější", 2, 2));
  upsert_type (fixture, make_type ("b9", "Nový", 0, 1));
  assert_types (fixture, "b3=Servis b0=Výměna b9=Nový b2=Reklamace b1=Novější ");
  upsert_type (fixture, make_type ("b1", "Bez verzí", 2, 0));
  assert_types (fixture, "b3=Servis b0=Výměna b9=Nový b2=Reklamace b1=Bez verzí ");

  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_catalogue_remove (db, "type", "b9", &error));
  g_assert_true (wb_catalogue_remove (db, "type", "b9", &error));
  commit (fixture);
  assert_types (fixture, "b3=Servis b0=Výměna b2=Reklamace b1=Bez verzí ");

  /* A complete list drops what is not in it. */
  fewer = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_ticket_type_unref);
  g_ptr_array_add (fewer, make_type ("b2", "Reklamace", 1, 1));
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_ticket_type_store_replace_all (db, fewer, &error));
  commit (fixture);
  assert_types (fixture, "b2=Reklamace ");
}

static void
test_account_store_keeps_states_and_tags (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbTicketState) state = wb_ticket_state_new ();
  g_autoptr (WbTag) tag = wb_tag_new ();
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();
  g_autoptr (GPtrArray) got_states = NULL;
  g_autoptr (GPtrArray) got_tags = NULL;
  WbDb *reader = wb_workspace_get_reader (fixture->ws);
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  state->id = g_strdup ("f1");
  state->step = g_strdup ("resolving");
  state->color = g_strdup ("#f59e0b");
  state->version = 1;
  tag->id = g_strdup ("07");
  /* Plain text, as a server of level 0 may send. */
  tag->name = wb_lang_text_new_plain ("VIP");
  g_ptr_array_add (tags, tag);
  g_assert_true (wb_ticket_state_store_upsert (db, state, &error));
  g_assert_true (wb_tag_store_replace_all (db, tags, &error));
  commit (fixture);
  got_states = wb_ticket_state_store_list (reader, &error);
  g_assert_cmpstr (((WbTicketState *) got_states->pdata[0])->step, ==, "resolving");
  got_tags = wb_tag_store_list (reader, &error);
  g_assert_cmpstr (wb_lang_text_get (((WbTag *) got_tags->pdata[0])->name, ""), ==, "VIP");
}

static gboolean
put_coupon (Fixture  *fixture,
            WbCoupon *coupon)
{
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_coupon_store_apply (db, coupon, &changed, &error));
  commit (fixture);
  wb_coupon_unref (coupon);

  return changed;
}

static void
test_coupon_store_applies_and_lists (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbDb *reader = wb_workspace_get_reader (fixture->ws);
  g_autoptr (WbCoupon) got = NULL;
  g_autoptr (GPtrArray) listed = NULL;
  WbCoupon *later = make_coupon ("c2", "t1", 2);
  WbDb *db = NULL;

  g_assert_true (put_coupon (fixture, make_coupon ("c1", "t1", 2)));
  g_assert_false (put_coupon (fixture, make_coupon ("c1", "t1", 2)));
  g_assert_false (put_coupon (fixture, make_coupon ("c1", "t1", 1)));
  got = wb_coupon_store_get (reader, "c1", &error);
  g_assert_cmpstr (got->code, ==, "VRAT8KQ2MX4TH7");
  g_assert_cmpstr (got->amount, ==, "200.00");
  g_assert_cmpstr (got->state, ==, WB_COUPON_ACTIVE);
  g_assert_null (wb_coupon_store_get (reader, "c9", &error));
  g_assert_no_error (error);

  later->created_at += 1;
  put_coupon (fixture, later);
  put_coupon (fixture, make_coupon ("c3", "t2", 1));
  listed = wb_coupon_store_for_ticket (reader, "t1", &error);
  g_assert_cmpuint (listed->len, ==, 2);
  g_assert_cmpstr (((WbCoupon *) listed->pdata[0])->id, ==, "c2");
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_coupon_store_remove (db, "c2", &error));
  commit (fixture);
  g_assert_null (wb_coupon_store_get (reader, "c2", &error));
}

static const char *
amount_of (const WbOfferSet *set)
{
  return wb_offer_set_find_amount (set, "CZK")->amount;
}

static void
test_offer_store_applies_newer_versions (Fixture       *fixture,
                                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbDb *reader = wb_workspace_get_reader (fixture->ws);
  g_autoptr (WbOfferSet) got = NULL;
  g_autoptr (GPtrArray) all = NULL;

  g_assert_true (put_offers (fixture, make_offers (TYPE, "200.00", 0)));
  g_assert_false (put_offers (fixture, make_offers (TYPE, "210.00", 0)));
  g_assert_true (put_offers (fixture, make_offers (TYPE, "220.00", 2)));
  g_assert_false (put_offers (fixture, make_offers (TYPE, "230.00", 1)));
  put_offers (fixture, make_offers ("a0", "5.00", 1));
  got = wb_offer_store_get (reader, TYPE, &error);
  g_assert_cmpstr (amount_of (got), ==, "220.00");
  g_assert_null (wb_offer_store_get (reader, "no-such", &error));
  g_assert_no_error (error);
  all = wb_offer_store_list (reader, &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (((WbOfferSet *) all->pdata[0])->type, ==, "a0");
}

static void
test_offer_store_keeps_drafts (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbOfferSet) base = make_offers (TYPE, "200.00", 2);
  g_autoptr (WbOfferSet) draft = make_offers (TYPE, "abc", 2);
  g_autoptr (WbOfferSet) got = NULL;
  g_autoptr (WbOfferSet) got_base = NULL;
  g_autoptr (WbOfferSet) none = NULL;
  g_autoptr (WbOfferSet) none_base = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_offer_store_put_draft (db, draft, base, &error));
  commit (fixture);
  put_offers (fixture, make_offers (TYPE, "300.00", 3));
  fixture_reopen (fixture);
  g_assert_true (wb_offer_store_get_draft (wb_workspace_get_reader (fixture->ws), TYPE, &got,
                                           &got_base, &error));
  g_assert_cmpstr (amount_of (got), ==, "abc");
  g_assert_cmpstr (amount_of (got_base), ==, "200.00");
  g_assert_cmpint (got_base->version, ==, 2);

  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_offer_store_drop_draft (db, TYPE, &error));
  commit (fixture);
  g_assert_true (wb_offer_store_get_draft (wb_workspace_get_reader (fixture->ws), TYPE, &none,
                                           &none_base, &error));
  g_assert_null (none);
  g_assert_null (none_base);
}

static void
test_offer_store_merges_what_is_unsent (Fixture       *fixture,
                                        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbOfferSet) base = make_offers (TYPE, "200.00", 2);
  g_autoptr (WbOfferSet) mine = make_offers (TYPE, "250.00", 2);
  WbOfferSet *theirs = make_offers (TYPE, "200.00", 3);
  g_autoptr (WbOfferSet) shown = NULL;
  g_autoptr (WbOfferSet) server = NULL;
  WbDb *reader = wb_workspace_get_reader (fixture->ws);

  put_offers (fixture, wb_offer_set_ref (base));
  g_assert_true (wb_action_save_offers (fixture->ws, mine, base, &error));
  g_assert_no_error (error);
  theirs->validity_days = 60;
  put_offers (fixture, theirs);
  shown = wb_offer_store_get (reader, TYPE, &error);
  g_assert_cmpstr (amount_of (shown), ==, "250.00");
  g_assert_cmpint (shown->validity_days, ==, 60);
  g_assert_cmpint (shown->version, ==, 3);
  server = wb_offer_store_get_server (reader, TYPE, &error);
  g_assert_cmpstr (amount_of (server), ==, "200.00");
}

static void
test_offer_store_save_ends_the_draft (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbOfferSet) base = make_offers (TYPE, "200.00", 2);
  g_autoptr (WbOfferSet) mine = make_offers (TYPE, "250.00", 2);
  g_autoptr (WbOfferSet) bad = make_offers (TYPE, "x", 2);
  g_autoptr (WbOfferSet) draft = NULL;
  g_autoptr (WbOfferSet) draft_base = NULL;
  g_autoptr (WbOfferSet) none = NULL;
  g_autoptr (WbOfferSet) none_base = NULL;
  WbDb *db = NULL;

  put_offers (fixture, wb_offer_set_ref (base));
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_offer_store_put_draft (db, mine, base, &error));
  commit (fixture);
  /* Refused: the draft stays. */
  g_assert_false (wb_action_save_offers (fixture->ws, bad, base, &error));
  g_clear_error (&error);
  g_assert_true (wb_offer_store_get_draft (wb_workspace_get_reader (fixture->ws), TYPE, &draft,
                                           &draft_base, &error));
  g_assert_nonnull (draft);
  g_assert_true (wb_action_save_offers (fixture->ws, mine, base, &error));
  g_assert_true (wb_offer_store_get_draft (wb_workspace_get_reader (fixture->ws), TYPE, &none,
                                           &none_base, &error));
  g_assert_null (none);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  FIXTURE_ADD ("/wb/store/account-store/keeps-the-account", test_account_store_keeps_the_account);
  FIXTURE_ADD ("/wb/store/account-store/lists-in-order", test_account_store_lists_in_order);
  FIXTURE_ADD ("/wb/store/account-store/keeps-states-and-tags",
               test_account_store_keeps_states_and_tags);
  FIXTURE_ADD ("/wb/store/coupon-store/applies-and-lists", test_coupon_store_applies_and_lists);
  FIXTURE_ADD ("/wb/store/offer-store/applies-newer-versions",
               test_offer_store_applies_newer_versions);
  FIXTURE_ADD ("/wb/store/offer-store/keeps-drafts", test_offer_store_keeps_drafts);
  FIXTURE_ADD ("/wb/store/offer-store/merges-what-is-unsent",
               test_offer_store_merges_what_is_unsent);
  FIXTURE_ADD ("/wb/store/offer-store/save-ends-the-draft", test_offer_store_save_ends_the_draft);

  return g_test_run ();
}
