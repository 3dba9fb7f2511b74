/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The plain records: what a new one says, and the small rules that live beside them. */

#include "wb-account.h"
#include "wb-activity.h"
#include "wb-coupon.h"
#include "wb-lang-text.h"
#include "wb-merchant-store.h"
#include "wb-problem.h"
#include "wb-tag.h"
#include "wb-ticket-state.h"
#include "wb-ticket-type.h"
#include "wb-ticket.h"
#include "wb-time.h"
#include "wb-user.h"

/* A new record must say "not told", never 1 January 1970. */
static void
test_records_start_untold (void)
{
  g_autoptr (WbTicket) ticket = wb_ticket_new ();
  g_autoptr (WbActivity) call = wb_activity_new ();
  g_autoptr (WbCoupon) coupon = wb_coupon_new ();
  g_autoptr (WbUser) user = wb_user_new ();
  g_autoptr (WbAccount) account = wb_account_new ();
  g_autoptr (WbMerchantStore) store = wb_merchant_store_new ();
  g_autoptr (WbProduct) product = wb_product_new ();
  g_autoptr (WbHistoryItem) item = wb_history_item_new ();
  g_autoptr (WbAttempt) attempt = wb_attempt_new ();
  g_autoptr (WbTag) tag = wb_tag_new ();
  g_autoptr (WbTicketState) state = wb_ticket_state_new ();
  g_autoptr (WbTicketType) type = wb_ticket_type_new ();

  g_assert_cmpint (ticket->created_at, ==, WB_TIME_NONE);
  g_assert_cmpint (ticket->closed_at, ==, WB_TIME_NONE);
  g_assert_cmpint (ticket->deleted_at, ==, WB_TIME_NONE);
  g_assert_cmpint (ticket->order_date, ==, WB_DATE_NONE);
  g_assert_true (wb_money_is_none (&ticket->order_price_with_vat));
  g_assert_nonnull (ticket->tags);
  g_assert_null (ticket->tags[0]);
  g_assert_cmpint (call->due_at, ==, WB_TIME_NONE);
  g_assert_cmpint (call->lease_until, ==, WB_TIME_NONE);
  g_assert_cmpint (coupon->expires_at, ==, WB_TIME_NONE);
  g_assert_cmpint (coupon->used_at, ==, WB_TIME_NONE);
  g_assert_true (user->active);
  g_assert_cmpint (user->last_activity_at, ==, WB_TIME_NONE);
  g_assert_cmpint (account->call_goal_hours, ==, 24);
  g_assert_cmpint (account->coupon_cap_percent_hundredths, ==, -1);
  g_assert_cmpint (account->remarketing_activated_at, ==, WB_TIME_NONE);
  g_assert_cmpint (store->last_sync_at, ==, WB_TIME_NONE);
  g_assert_cmpint (product->amount_milli, ==, 1000);
  g_assert_cmpint (item->created_at, ==, WB_TIME_NONE);
  g_assert_cmpint (attempt->at, ==, WB_TIME_NONE);
  g_assert_null (tag->name);
  g_assert_null (state->name);
  g_assert_null (type->name);
}

static void
test_account_features (void)
{
  g_autoptr (WbAccount) account = wb_account_new ();
  const char *features[] = { "events", "coupons", NULL };

  g_assert_false (wb_account_has_feature (account, WB_FEATURE_EVENTS));
  g_strfreev (account->features);
  account->features = g_strdupv ((char **) features);
  g_assert_true (wb_account_has_feature (account, WB_FEATURE_EVENTS));
  g_assert_true (wb_account_has_feature (account, WB_FEATURE_COUPONS));
  g_assert_false (wb_account_has_feature (account, WB_FEATURE_LEASES));
  g_assert_false (wb_account_has_feature (NULL, WB_FEATURE_EVENTS));
}

static void
test_user_role (void)
{
  g_assert_cmpint (wb_role_from_text ("manager"), ==, WB_ROLE_MANAGER);
  g_assert_cmpint (wb_role_from_text ("Manager"), ==, WB_ROLE_MANAGER);
  g_assert_cmpint (wb_role_from_text ("MANAGER"), ==, WB_ROLE_MANAGER);
  g_assert_cmpint (wb_role_from_text ("agent"), ==, WB_ROLE_AGENT);
  g_assert_cmpint (wb_role_from_text ("managers"), ==, WB_ROLE_AGENT);
  g_assert_cmpint (wb_role_from_text ("owner"), ==, WB_ROLE_AGENT);
  g_assert_cmpint (wb_role_from_text (NULL), ==, WB_ROLE_AGENT);
  g_assert_cmpstr (wb_role_to_text (WB_ROLE_MANAGER), ==, "manager");
  g_assert_cmpstr (wb_role_to_text (WB_ROLE_AGENT), ==, "agent");
}

static void
test_user_initials (void)
{
  static const struct {
    const char *name;
    const char *initials;
  } cases[] = {
    { "Eva Dvořáková", "ED" },    { "Eva Maria Dvořáková", "ED" }, { "eva", "E" },
    { "šárka žáková", "ŠŽ" },     { "  Jan   Novák  ", "JN" },     { "Jan Novák (support)", "JN" },
    { "S\xcc\x8c" "arka", "S\xcc\x8c" }, { "李 小龙", "李小" },     { "123", "" },
    { "", "" },                   { NULL, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *initials = wb_user_initials (cases[i].name);

    g_assert_cmpstr (initials, ==, cases[i].initials);
  }
}

static void
test_outcomes (void)
{
  static const struct {
    const char *text;
    gboolean final;
    gboolean attempt;
  } cases[] = {
    { "resolved", TRUE, FALSE },      { "exchange_agreed", TRUE, FALSE },
    { "coupon_offered", TRUE, FALSE }, { "declined", TRUE, FALSE },
    { "unreachable", TRUE, FALSE },   { "wrong_number", TRUE, FALSE },
    { "no_answer", FALSE, TRUE },     { "busy", FALSE, TRUE },
    { "call_later", FALSE, TRUE },    { "voicemail", FALSE, TRUE },
    { "Resolved", FALSE, FALSE },     { "", FALSE, FALSE },
    { NULL, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    WbOutcome outcome = wb_outcome_from_text (cases[i].text);

    g_assert_cmpint (wb_outcome_is_final (outcome), ==, cases[i].final);
    g_assert_cmpint (wb_outcome_is_attempt (outcome), ==, cases[i].attempt);
    if (outcome != WB_OUTCOME_NONE) {
      g_assert_cmpstr (wb_outcome_to_text (outcome), ==, cases[i].text);
      g_assert_cmpstr (wb_outcome_label (outcome), !=, "");
    } else {
      g_assert_null (wb_outcome_to_text (outcome));
      g_assert_cmpstr (wb_outcome_label (outcome), ==, "");
    }
  }
}

static void
test_activity_copy (void)
{
  g_autoptr (WbActivity) call = wb_activity_new ();
  g_autoptr (WbActivity) copy = NULL;
  char **texts[] = {
    &call->id, &call->ticket, &call->ticket_code, &call->ticket_type, &call->kind, &call->name,
    &call->description, &call->status, &call->outcome, &call->note, &call->assignee,
    &call->customer_name, &call->customer_phone, &call->placement, &call->closed_by,
  };
  gint64 *numbers[] = {
    &call->called_at, &call->lease_until, &call->created_at, &call->due_at,
    &call->original_due_at, &call->closed_at, &call->updated_at, &call->version,
  };

  /* Each field differs, so that one left out or mixed up shows. */
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = g_strdup_printf ("text %u", (guint) i);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    *numbers[i] = 1000 + (gint64) i;
  g_ptr_array_add (call->attempts, wb_attempt_new ());

  copy = wb_activity_copy (call);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    gsize offset = (gsize) ((char *) texts[i] - (char *) call);
    const char *copied = *(char **) (gpointer) ((char *) copy + offset);

    g_assert_cmpstr (copied, ==, *texts[i]);
    g_assert_true (copied != *texts[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    gsize offset = (gsize) ((char *) numbers[i] - (char *) call);

    g_assert_cmpint (*(gint64 *) (gpointer) ((char *) copy + offset), ==, *numbers[i]);
  }
  g_ptr_array_add (copy->attempts, wb_attempt_new ());
  g_assert_cmpuint (call->attempts->len, ==, 1);
  g_assert_cmpuint (copy->attempts->len, ==, 2);
}

static void
test_activity_words (void)
{
  g_autoptr (WbActivity) call = wb_activity_new ();

  g_assert_false (wb_activity_is_open (call));
  g_assert_false (wb_activity_is_call (call));
  call->status = g_strdup ("open");
  call->kind = g_strdup ("call_request");
  g_assert_true (wb_activity_is_open (call));
  g_assert_true (wb_activity_is_call (call));
  g_free (call->kind);
  call->kind = g_strdup ("task");
  g_assert_false (wb_activity_is_call (call));
}

static void
test_coupon_live (void)
{
  static const struct {
    const char *state;
    gboolean live;
  } cases[] = {
    { WB_COUPON_PENDING, TRUE }, { WB_COUPON_ACTIVE, TRUE },    { WB_COUPON_USED, FALSE },
    { WB_COUPON_EXPIRED, FALSE }, { WB_COUPON_FAILED, FALSE },  { WB_COUPON_DISABLED, FALSE },
    { "later word", FALSE },     { NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbCoupon) coupon = wb_coupon_new ();

    coupon->state = g_strdup (cases[i].state);
    g_assert_cmpint (wb_coupon_is_live (coupon), ==, cases[i].live);
  }
}

static void
test_merchant_store_currencies (void)
{
  static const struct {
    gboolean supports;
    const char *currencies[4];
  } stores[] = {
    { TRUE, { "EUR", "CZK", NULL } },
    { FALSE, { "PLN", NULL } },
    { TRUE, { "CZK", "HUF", NULL } },
    { TRUE, { NULL } },
  };
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_merchant_store_unref);
  g_auto (GStrv) found = NULL;
  g_auto (GStrv) none = wb_merchant_stores_coupon_currencies (NULL);
  g_autofree char *joined = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (stores); i++) {
    WbMerchantStore *store = wb_merchant_store_new ();

    store->supports_coupons = stores[i].supports;
    store->currencies = g_strdupv ((char **) stores[i].currencies);
    g_ptr_array_add (list, store);
  }
  g_ptr_array_add (list, wb_merchant_store_new ());

  found = wb_merchant_stores_coupon_currencies (list);
  joined = g_strjoinv (" ", found);
  g_assert_cmpstr (joined, ==, "EUR CZK HUF");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

static void
test_lang_text (void)
{
  g_autoptr (WbLangText) text = wb_lang_text_new ();
  g_autoptr (WbLangText) turned = wb_lang_text_new ();
  g_autoptr (WbLangText) plain = wb_lang_text_new_plain ("Return");

  g_assert_true (wb_lang_text_equal (text, NULL));
  g_assert_null (wb_lang_text_pick (text, "cs", "en"));
  wb_lang_text_set (text, "cs", "Vrácení");
  wb_lang_text_set (text, "en", "Return");
  wb_lang_text_set (turned, "en", "Return");
  wb_lang_text_set (turned, "cs", "Vrácení");
  g_assert_true (wb_lang_text_equal (text, turned));
  g_assert_cmpstr (wb_lang_text_pick (text, "cs", "en"), ==, "Vrácení");
  g_assert_cmpstr (wb_lang_text_pick (text, "pl", "en"), ==, "Return");
  g_assert_cmpstr (wb_lang_text_pick (text, "pl", "de"), ==, "Vrácení");
  g_assert_cmpstr (wb_lang_text_pick (plain, "cs", "en"), ==, "Return");
  g_assert_null (wb_lang_text_get (text, "pl"));
  wb_lang_text_set (turned, "en", NULL);
  g_assert_false (wb_lang_text_equal (text, turned));
  wb_lang_text_set (turned, "en", "Returns");
  g_assert_false (wb_lang_text_equal (text, turned));
}

static void
test_problems (void)
{
  g_autoptr (GPtrArray) problems = wb_problems_new ();
  const WbProblem *problem;

  wb_problems_add (problems, "not_positive", "Enter an amount above zero.",
                   "tools.coupon.amounts[%d].amount", 1);
  g_assert_cmpuint (problems->len, ==, 1);
  problem = g_ptr_array_index (problems, 0);
  g_assert_cmpstr (problem->path, ==, "tools.coupon.amounts[1].amount");
  g_assert_cmpstr (problem->code, ==, "not_positive");
  g_assert_cmpstr (problem->message, ==, "Enter an amount above zero.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/records/start-untold", test_records_start_untold);
  g_test_add_func ("/wb/domain/account/features", test_account_features);
  g_test_add_func ("/wb/domain/user/role", test_user_role);
  g_test_add_func ("/wb/domain/user/initials", test_user_initials);
  g_test_add_func ("/wb/domain/activity/outcomes", test_outcomes);
  g_test_add_func ("/wb/domain/activity/copy", test_activity_copy);
  g_test_add_func ("/wb/domain/activity/words", test_activity_words);
  g_test_add_func ("/wb/domain/coupon/live", test_coupon_live);
  g_test_add_func ("/wb/domain/merchant-store/currencies", test_merchant_store_currencies);
  g_test_add_func ("/wb/domain/lang-text/set-pick-equal", test_lang_text);
  g_test_add_func ("/wb/domain/problem/path-is-formatted", test_problems);

  return g_test_run ();
}
