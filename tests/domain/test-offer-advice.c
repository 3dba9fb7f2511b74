/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Advice, each with a twin that is not advised on. A case starts from a claim's set beside a
 * return's, on which there is nothing to say, and changes one thing. */

#include "wb-offer-advice.h"

#include <string.h>

#include "wb-ticket-type.h"
#include "wb-time.h"

#define NOW_DAY 20000

typedef struct
{
  WbAccount *account;
  GPtrArray *types;
  GPtrArray *others;
  WbBanner *banner;
  WbOfferSet *claim;
  WbOfferSet *returned;   /* in @others */
  WbAdviceContext context;
} Fixture;

static void
add_type (Fixture    *fixture,
          const char *id,
          const char *kind)
{
  WbTicketType *type = wb_ticket_type_new ();

  type->id = g_strdup (id);
  type->kind = g_strdup (kind);
  type->name = wb_lang_text_new ();
  wb_lang_text_set (type->name, "cs", id);
  wb_lang_text_set (type->name, "en", kind);
  g_ptr_array_add (fixture->types, type);
}

static void
set_amount (WbOfferSet *set,
            const char *currency,
            const char *kind,
            const char *amount)
{
  WbCouponAmount *row = wb_offer_set_ensure_amount (set, currency);

  g_free (row->kind);
  row->kind = g_strdup (kind);
  g_free (row->amount);
  row->amount = g_strdup (amount);
}

static WbOfferSet *
new_set (const char *type)
{
  WbOfferSet *set = wb_offer_set_new ();

  set->type = g_strdup (type);
  for (WbTool tool = WB_TOOL_COUPON; tool < WB_N_TOOLS; tool++)
    wb_offer_set_set_on (set, tool, TRUE);
  set->banner = g_strdup ("03000001");
  set->updated_at = (NOW_DAY - 1) * WB_DAY_MS;

  return set;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->account = wb_account_new ();
  fixture->account->default_language = g_strdup ("cs");
  fixture->account->color_primary = g_strdup ("#1d4ed8");
  fixture->account->color_button_text = g_strdup ("#ffffff");
  fixture->account->color_background = g_strdup ("#ffffff");
  fixture->account->color_text = g_strdup ("#111827");
  fixture->types = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_ticket_type_unref);
  add_type (fixture, "b1", "return");
  add_type (fixture, "b2", "claim");
  add_type (fixture, "b3", "custom");
  fixture->others = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);
  fixture->returned = new_set ("b1");
  set_amount (fixture->returned, "CZK", "fixed", "200.00");
  set_amount (fixture->returned, "EUR", "fixed", "8.00");
  g_ptr_array_add (fixture->others, fixture->returned);
  fixture->claim = new_set ("b2");
  set_amount (fixture->claim, "CZK", "fixed", "100.00");
  set_amount (fixture->claim, "EUR", "fixed", "4.00");
  fixture->banner = wb_banner_new ();
  fixture->banner->id = g_strdup ("03000001");
  fixture->context = (WbAdviceContext) {
    .account = fixture->account,
    .types = fixture->types,
    .others = fixture->others,
    .banner = fixture->banner,
    .now = NOW_DAY * WB_DAY_MS,
    .today = NOW_DAY,
    .locale = "en_US",
  };
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  wb_account_unref (fixture->account);
  g_ptr_array_unref (fixture->types);
  g_ptr_array_unref (fixture->others);
  wb_banner_unref (fixture->banner);
  wb_offer_set_unref (fixture->claim);
}

/* Exactly @code at @path, or nothing when @code is NULL. Returns what it says. */
static char *
assert_advice (Fixture    *fixture,
               const char *code,
               const char *path)
{
  g_autoptr (GPtrArray) advice = wb_offer_set_advise (fixture->claim, &fixture->context);

  for (guint i = 0; i < advice->len; i++)
    g_test_message ("%s: %s", ((WbProblem *) g_ptr_array_index (advice, i))->code,
                    ((WbProblem *) g_ptr_array_index (advice, i))->message);
  g_assert_cmpuint (advice->len, ==, code ? 1 : 0);
  if (!code)
    return NULL;

  g_assert_cmpstr (((WbProblem *) g_ptr_array_index (advice, 0))->code, ==, code);
  g_assert_cmpstr (((WbProblem *) g_ptr_array_index (advice, 0))->path, ==, path);

  return g_strdup (((WbProblem *) g_ptr_array_index (advice, 0))->message);
}

static void
assert_says (Fixture    *fixture,
             const char *code,
             const char *path,
             const char *words)
{
  g_autofree char *message = assert_advice (fixture, code, path);

  g_assert_nonnull (message);
  g_assert_nonnull (strstr (message, words));
}

static void
test_offer_advice_nothing_to_say (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_free (assert_advice (fixture, NULL, NULL));
}

static void
test_offer_advice_claim_as_generous (Fixture       *fixture,
                                     gconstpointer  data)
{
  static const struct
  {
    const char *claim_type;
    const char *kind;
    const char *czk;
    const char *eur;
    const char *path;    /* NULL = nothing to say */
    const char *words;
  } rows[] = {
    { "b2", "fixed", "199.99", "7.99", NULL, NULL },
    { "b2", "fixed", "200.00", "7.99", "tools.coupon.amounts[0].amount", "200" },
    /* Named in the language of the person at the desk. */
    { "b2", "fixed", "200", "7.99", "tools.coupon.amounts[0].amount", "“return”" },
    { "b2", "fixed", "199.99", "9.00", "tools.coupon.amounts[1].amount", "€8" },
    /* Only claims are compared, and only with what can be read. */
    { "b3", "fixed", "500.00", "50.00", NULL, NULL },
    { "unknown", "fixed", "500.00", "50.00", NULL, NULL },
    { "b2", "fixed", "lots", "7.99", NULL, NULL },
    { "b2", "fixed", NULL, NULL, NULL, NULL },
    { "b2", "fixed", "0.00", "0.00", NULL, NULL },
    /* Ten percent may be more or less than 200 Kč: nobody can tell. */
    { "b2", "percent", "50", "50", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s: %s CZK, %s EUR", rows[i].claim_type, rows[i].czk ? rows[i].czk : "none",
                    rows[i].eur ? rows[i].eur : "none");
    g_free (fixture->claim->type);
    fixture->claim->type = g_strdup (rows[i].claim_type);
    set_amount (fixture->claim, "CZK", rows[i].kind, rows[i].czk);
    set_amount (fixture->claim, "EUR", rows[i].kind, rows[i].eur);
    if (rows[i].path)
      assert_says (fixture, "claim_as_generous", rows[i].path, rows[i].words);
    else
      g_free (assert_advice (fixture, NULL, NULL));
  }
}

static void
test_offer_advice_percent (Fixture       *fixture,
                           gconstpointer  data)
{
  set_amount (fixture->returned, "CZK", "percent", "12.50");
  set_amount (fixture->returned, "EUR", "percent", "12.50");
  set_amount (fixture->claim, "CZK", "percent", "12.49");
  set_amount (fixture->claim, "EUR", "percent", "12.49");
  g_free (assert_advice (fixture, NULL, NULL));

  /* Once, though it holds in two currencies. */
  set_amount (fixture->claim, "CZK", "percent", "12.5");
  set_amount (fixture->claim, "EUR", "percent", "12.5");
  assert_says (fixture, "claim_as_generous", "tools.coupon.amounts[0].amount", "12.5%");
  set_amount (fixture->returned, "CZK", "percent", "10.00");
  assert_says (fixture, "claim_as_generous", "tools.coupon.amounts[0].amount", "10%");
}

/* What is off, no customer sees. */
static void
test_offer_advice_only_what_is_on (Fixture       *fixture,
                                   gconstpointer  data)
{
  set_amount (fixture->claim, "CZK", "fixed", "300.00");
  g_free (assert_advice (fixture, "claim_as_generous", "tools.coupon.amounts[0].amount"));
  fixture->returned->coupon_enabled = FALSE;
  g_free (assert_advice (fixture, NULL, NULL));
  fixture->returned->coupon_enabled = TRUE;
  fixture->claim->coupon_enabled = FALSE;
  g_free (assert_advice (fixture, NULL, NULL));
}

static void
test_offer_advice_banner_period (Fixture       *fixture,
                                 gconstpointer  data)
{
  fixture->banner->ends_on = NOW_DAY;
  g_free (assert_advice (fixture, NULL, NULL));
  fixture->banner->ends_on = NOW_DAY - 1;
  assert_says (fixture, "banner_over", "tools.banner.banner", "last day");
  fixture->claim->banner_enabled = FALSE;
  g_free (assert_advice (fixture, NULL, NULL));
  fixture->claim->banner_enabled = TRUE;

  fixture->banner->ends_on = WB_DATE_NONE;
  fixture->banner->starts_on = NOW_DAY;
  g_free (assert_advice (fixture, NULL, NULL));
  fixture->banner->starts_on = NOW_DAY + 1;
  assert_says (fixture, "banner_upcoming", "tools.banner.banner", "first day");
  fixture->context.banner = NULL;
  g_free (assert_advice (fixture, NULL, NULL));
}

static void
test_offer_advice_banner_unchanged (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autoptr (WbOfferSet) saved = NULL;

  fixture->claim->updated_at = (NOW_DAY - 30) * WB_DAY_MS + 1;
  g_free (assert_advice (fixture, NULL, NULL));
  fixture->claim->updated_at = (NOW_DAY - 30) * WB_DAY_MS;
  assert_says (fixture, "banner_unchanged", "tools.banner.banner", "30 days");

  /* It was not shown before its first day. */
  fixture->banner->starts_on = NOW_DAY - 29;
  g_free (assert_advice (fixture, NULL, NULL));
  fixture->banner->starts_on = NOW_DAY - 30;
  g_free (assert_advice (fixture, "banner_unchanged", "tools.banner.banner"));

  /* One chosen just now, or switched on just now, is not old. */
  saved = wb_offer_set_copy (fixture->claim);
  fixture->context.saved = saved;
  g_free (assert_advice (fixture, "banner_unchanged", "tools.banner.banner"));
  g_free (fixture->claim->banner);
  fixture->claim->banner = g_strdup ("03000002");
  g_free (assert_advice (fixture, NULL, NULL));
  g_free (fixture->claim->banner);
  fixture->claim->banner = g_strdup ("03000001");
  saved->banner_enabled = FALSE;
  g_free (assert_advice (fixture, NULL, NULL));
  saved->banner_enabled = TRUE;

  /* Another change of the set does not make the picture new, where its age is known. */
  saved->updated_at = (NOW_DAY - 1) * WB_DAY_MS;
  g_free (assert_advice (fixture, NULL, NULL));
  fixture->context.banner_since = (NOW_DAY - 40) * WB_DAY_MS;
  g_free (assert_advice (fixture, "banner_unchanged", "tools.banner.banner"));
}

static void
test_offer_advice_weak_contrast (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_free (fixture->account->color_primary);
  fixture->account->color_primary = g_strdup ("#767676");
  g_free (assert_advice (fixture, NULL, NULL));
  g_free (fixture->account->color_primary);
  fixture->account->color_primary = g_strdup ("#777777");
  assert_says (fixture, "weak_contrast", "portal.colors", "4.47");

  /* Only a banner on: there is no button, and the text beside it is well to read. */
  fixture->claim->coupon_enabled = FALSE;
  fixture->claim->call_enabled = FALSE;
  g_free (assert_advice (fixture, NULL, NULL));
  g_free (fixture->account->color_text);
  fixture->account->color_text = g_strdup ("#777");
  assert_says (fixture, "weak_contrast", "portal.colors", "background");
  fixture->claim->banner_enabled = FALSE;
  g_free (assert_advice (fixture, NULL, NULL));
}

static void
test_offer_advice_unknown_colors (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_clear_pointer (&fixture->account->color_primary, g_free);
  g_free (fixture->account->color_text);
  fixture->account->color_text = g_strdup ("white");
  g_free (assert_advice (fixture, NULL, NULL));
}

#define ADD(path, function)                                                                  \
  g_test_add ("/wb/domain/offer-advice/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("nothing-to-say", test_offer_advice_nothing_to_say);
  ADD ("claim-as-generous", test_offer_advice_claim_as_generous);
  ADD ("percent", test_offer_advice_percent);
  ADD ("only-what-is-on", test_offer_advice_only_what_is_on);
  ADD ("banner-period", test_offer_advice_banner_period);
  ADD ("banner-unchanged", test_offer_advice_banner_unchanged);
  ADD ("weak-contrast", test_offer_advice_weak_contrast);
  ADD ("unknown-colors", test_offer_advice_unknown_colors);

  return g_test_run ();
}
