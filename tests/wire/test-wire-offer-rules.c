/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every rule of reference/retino-api.md B.5 as JSON: what keeps to it is accepted, its twin is
 * refused with the path and the code of the table. The same table is held against the window, the
 * command line and the service by tests/e2e/test-offer-rules.c. */

#include "config.h"

#include "offer-rules.h"

#include <string.h>

static void
test_offer_rules_say_where_and_what (void)
{
  g_autoptr (OfferRules) rules = offer_rules_load ();

  for (guint i = 0; i < rules->rules->len; i++) {
    const OfferRule *rule = g_ptr_array_index (rules->rules, i);
    g_autoptr (GPtrArray) problems = offer_rules_judge (rules, rule, FALSE);

    g_test_message ("%s: %s", rule->rule, rule->what);
    for (guint k = 0; k < problems->len; k++) {
      const WbProblem *problem = g_ptr_array_index (problems, k);

      g_test_message ("  %s %s: %s", problem->path, problem->code, problem->message);
    }
    g_assert_cmpuint (problems->len, ==, rule->problems->len);
    for (guint k = 0; k < problems->len; k++) {
      const WbProblem *problem = g_ptr_array_index (problems, k);
      const WbProblem *expected = g_ptr_array_index (rule->problems, k);

      g_assert_cmpstr (problem->path, ==, expected->path);
      g_assert_cmpstr (problem->code, ==, expected->code);
      /* A sentence that says what to do. */
      g_assert_true (g_str_has_suffix (problem->message, "."));
    }
  }
}

/* A client does not judge what only the server knows, and nothing else is left to it. */
static void
test_offer_rules_hold_for_clients (void)
{
  g_autoptr (OfferRules) rules = offer_rules_load ();

  for (guint i = 0; i < rules->rules->len; i++) {
    const OfferRule *rule = g_ptr_array_index (rules->rules, i);
    g_autoptr (GPtrArray) problems = offer_rules_judge (rules, rule, TRUE);

    g_test_message ("%s: %s", rule->rule, rule->what);
    g_assert_cmpuint (problems->len, ==, rule->clients_pass_on ? 0 : rule->problems->len);
  }
}

/* The table itself: each rule has both twins, and each code of B.5 is met. */
static void
test_offer_rules_are_complete (void)
{
  static const char *const codes[] = {
    "placement_required", "platform_unsupported", "amount_missing", "currency_duplicate",
    "currency_unknown", "not_positive", "negative", "too_many_digits", "too_large",
    "out_of_range", "text_required", "too_long", "banner_required", "banner_archived",
    "url_invalid", "kind_mixed", "amount_mixed", "kind_unknown", "markup", "invalid",
  };
  g_autoptr (OfferRules) rules = offer_rules_load ();
  g_autoptr (GHashTable) accepted = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) refused = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) met = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer name = NULL;

  for (guint i = 0; i < rules->rules->len; i++) {
    const OfferRule *rule = g_ptr_array_index (rules->rules, i);

    g_hash_table_add (rule->problems->len == 0 ? accepted : refused, rule->rule);
    for (guint k = 0; k < rule->problems->len; k++)
      g_hash_table_add (met, ((WbProblem *) g_ptr_array_index (rule->problems, k))->code);
  }

  g_hash_table_iter_init (&iter, refused);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    g_test_message ("%s", (const char *) name);
    g_assert_true (g_hash_table_contains (accepted, name));
  }
  g_assert_cmpuint (g_hash_table_size (accepted), ==, g_hash_table_size (refused));
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_test_message ("%s", codes[i]);
    g_assert_true (g_hash_table_contains (met, codes[i]));
  }
  g_assert_cmpuint (g_hash_table_size (met), ==, G_N_ELEMENTS (codes));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/wire/offer-rules/say-where-and-what", test_offer_rules_say_where_and_what);
  g_test_add_func ("/wb/wire/offer-rules/hold-for-clients", test_offer_rules_hold_for_clients);
  g_test_add_func ("/wb/wire/offer-rules/are-complete", test_offer_rules_are_complete);

  return g_test_run ();
}
