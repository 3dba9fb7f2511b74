/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Two edits of one offer set: what is put together, and what a person must decide. */

#include "offer-words.h"

static char *
write_clashes (GPtrArray *clashes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < clashes->len; i++) {
    const WbFieldClash *clash = g_ptr_array_index (clashes, i);

    g_string_append_printf (text, "%s%s %s>%s|%s", i > 0 ? "\n" : "", clash->path,
                            clash->base ? clash->base : "-", clash->mine ? clash->mine : "-",
                            clash->theirs ? clash->theirs : "-");
  }

  return g_string_free (text, FALSE);
}

static void
test_offer_set_merge (void)
{
  static const struct {
    const char *base;
    const char *mine;
    const char *theirs;
    const char *merged;
    const char *clashes;  /* path base>mine|theirs */
  } cases[] = {
    /* One side only, both the same, neither. */
    { "czk=200", "czk=250", "czk=200", "czk=250", "" },
    { "czk=200", "czk=200", "czk=250", "czk=250", "" },
    { "czk=200", "czk=250", "czk=250", "czk=250", "" },
    { "czk=200", "czk=250", "czk=250.00", "czk=250", "" },
    { "czk=200.00", "czk=200", "czk=250", "czk=250", "" },
    /* Different fields merge. */
    { "czk=200/1000", "czk=250/1000", "czk=200/900", "czk=250/900", "" },
    { "czk=200 eur=8", "czk=250 eur=8", "czk=200 eur=9", "czk=250 eur=9", "" },
    { "czk=200 days=30", "czk=250 days=30", "czk=200 days=14", "czk=250 days=14", "" },
    { "cs=A en=B", "cs=C en=B", "cs=A en=D", "cs=C en=D", "" },
    { "image=1 url=x", "image=2 url=x", "image=1 url=y", "image=2 url=y", "" },
    { "on", "", "on call", "call", "" },
    { "on banner", "on", "banner", "", "" },
    /* The same field asks. */
    { "czk=200", "czk=250", "czk=300", "czk=250",
      "tools.coupon.amounts[CZK].amount 200>250|300" },
    { "czk=200/1000", "czk=200/500", "czk=200/", "czk=200/500",
      "tools.coupon.amounts[CZK].min_order_value 1000>500|" },
    { "days=30", "days=14", "days=60", "days=14", "tools.coupon.validity_days 30>14|60" },
    { "", "days=14", "days=60", "days=14", "tools.coupon.validity_days ->14|60" },
    { "cs=A", "cs=B", "cs=C", "cs=B", "tools.call_request.text.cs A>B|C" },
    { "cs=A", "", "cs=C", "", "tools.call_request.text.cs A>-|C" },
    { "image=1", "image=2", "image=3", "image=2", "tools.banner.banner 1>2|3" },
    { "url=x", "url=y", "url=z", "url=y", "tools.banner.target_url x>y|z" },
    /* Two clashes are both named. */
    { "czk=1 eur=1", "czk=2 eur=2", "czk=3 eur=3", "czk=2 eur=2",
      "tools.coupon.amounts[CZK].amount 1>2|3\ntools.coupon.amounts[EUR].amount 1>2|3" },
    /* Rows and languages come and go. */
    { "czk=200", "czk=200 eur=8", "czk=200 pln=30", "czk=200 eur=8 pln=30", "" },
    { "czk=200", "czk=200 eur=8", "czk=200 eur=9", "czk=200 eur=8",
      "tools.coupon.amounts[EUR].amount ->8|9" },
    { "czk=200", "czk=200 eur=8", "czk=200 eur=8", "czk=200 eur=8", "" },
    { "czk=200 eur=8", "czk=200", "czk=250 eur=8", "czk=250", "" },
    { "czk=200 eur=8", "czk=250 eur=8", "czk=200", "czk=250", "" },
    { "czk=200 eur=8", "czk=200", "czk=200", "czk=200", "" },
    { "czk=200 eur=8", "czk=200", "czk=200 eur=9", "czk=200",
      "tools.coupon.amounts[EUR] 8>-|9" },
    { "czk=200 eur=8", "czk=200 eur=9", "czk=200", "czk=200 eur=9",
      "tools.coupon.amounts[EUR] 8>9|-" },
    { "cs=A", "cs=A en=B", "cs=A sk=C", "cs=A en=B sk=C", "" },
    { "cs=A en=B", "cs=A", "cs=D en=B", "cs=D", "" },
    /* Placements are a set. */
    { "+portal", "+portal +email", "+portal +ticket_detail", "+portal +email +ticket_detail", "" },
    { "+portal +email", "+portal", "+email", "", "" },
    { "+portal", "+email", "+portal", "+email", "" },
    /* An amount counts together with its kind. */
    { "czk=20", "czk=20%", "czk=20", "czk=20%", "" },
    { "czk=20", "czk=20", "czk=10%", "czk=10%", "" },
    { "czk=20", "czk=20%", "czk=25", "czk=20%", "tools.coupon.amounts[CZK].amount 20>20|25" },
    { "czk=20", "czk=10%", "czk=10%", "czk=10%", "" },
    { "czk=20 eur=1", "czk=10% eur=10%", "czk=20 eur=1 pln=5", "czk=10% eur=10% pln=5",
      "tools.coupon.amounts[PLN].kind ->percent|fixed" },
    /* Never configured before. */
    { NULL, "on czk=200", "call cs=A", "on call czk=200 cs=A", "" },
    { NULL, "czk=200", "czk=300", "czk=200", "tools.coupon.amounts[CZK].amount ->200|300" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbOfferSet) base = offer_set_from_words (cases[i].base);
    g_autoptr (WbOfferSet) mine = offer_set_from_words (cases[i].mine);
    g_autoptr (WbOfferSet) theirs = offer_set_from_words (cases[i].theirs);
    g_autoptr (WbOfferSet) expected = offer_set_from_words (cases[i].merged);
    g_autoptr (WbOfferSet) merged = NULL;
    g_autoptr (GPtrArray) clashes = NULL;
    g_autofree char *text = NULL;

    g_test_message ("%u: %s: %s | %s", (guint) i, cases[i].base ? cases[i].base : "(none)",
                    cases[i].mine, cases[i].theirs);
    merged = wb_offer_set_merge (base, mine, theirs, &clashes);
    text = write_clashes (clashes);
    g_assert_cmpstr (text, ==, cases[i].clashes);
    g_assert_true (wb_offer_set_equal_tools (merged, expected));
  }
}

/* What the server keeps comes from the server, so that the merged set is sent on its version. */
static void
test_offer_set_merge_keeps_their_version (void)
{
  g_autoptr (WbOfferSet) base = offer_set_from_words ("czk=200");
  g_autoptr (WbOfferSet) mine = offer_set_from_words ("czk=250");
  g_autoptr (WbOfferSet) theirs = offer_set_from_words ("czk=200 days=3");
  g_autoptr (WbOfferSet) merged = NULL;
  g_autoptr (GPtrArray) clashes = NULL;

  base->version = mine->version = 4;
  theirs->type = g_strdup ("b1");
  theirs->version = 6;
  theirs->updated_at = 77;
  theirs->updated_by = g_strdup ("d2");
  merged = wb_offer_set_merge (base, mine, theirs, &clashes);
  g_assert_cmpstr (merged->type, ==, "b1");
  g_assert_cmpint (merged->version, ==, 6);
  g_assert_cmpint (merged->updated_at, ==, 77);
  g_assert_cmpstr (merged->updated_by, ==, "d2");
  g_assert_cmpint (clashes->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/offer-set-merge/cases", test_offer_set_merge);
  g_test_add_func ("/wb/domain/offer-set-merge/keeps-their-version",
                   test_offer_set_merge_keeps_their_version);

  return g_test_run ();
}
