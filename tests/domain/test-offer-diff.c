/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What differs between two versions of an offer set: the fields for programs, the words for people.
 * Sets are written as in offer-words.h. */

#include "offer-words.h"
#include "wb-offer-diff.h"

#include <string.h>

#define NB "\u00a0"

typedef struct
{
  const char *before;
  const char *after;
  const char *changes;
} DiffCase;

/* "path before>after", a line each; "-" = there was none. Each row that differs stands beside one
 * that looks different and is the same. */
static const DiffCase diff_cases[] = {
  { "", "", "" },
  { NULL, "", "" },
  { NULL, "days=14", "tools.coupon.validity_days ->14" },
  { "days=14", "days=14", "" },
  { "days=14", "", "tools.coupon.validity_days 14>-" },
  { "", "on", "tools.coupon.enabled false>true" },
  { "on call banner", "",
    "tools.coupon.enabled true>false\ntools.call_request.enabled true>false\n"
    "tools.banner.enabled true>false" },
  { "+portal", "+portal +email", "tools.coupon.placements portal>portal,email" },
  { "+portal +email", "+email +portal", "" },
  { "+ticket_detail", "", "tools.coupon.placements ticket_detail>-" },
  { "", "call+email", "tools.call_request.placements ->email" },
  { "banner+email", "banner+portal", "tools.banner.placements email>portal" },
  { "czk=200", "czk=250", "tools.coupon.amounts[CZK].amount 200>250" },
  { "czk=200", "czk=200.00", "" },
  { "czk=200.00/1000.00", "czk=200/1000", "" },
  { "czk=200/1000", "czk=200/900", "tools.coupon.amounts[CZK].min_order_value 1000>900" },
  { "czk=200", "czk=200/0", "tools.coupon.amounts[CZK].min_order_value ->0" },
  { "czk=200 eur=8", "eur=8 czk=200", "" },
  { "czk=200 eur=8/40", "czk=200",
    "tools.coupon.amounts[EUR].amount 8>-\ntools.coupon.amounts[EUR].min_order_value 40>-" },
  { "czk=200", "czk=200 usd=9", "tools.coupon.amounts[USD].amount ->9" },
  { "czk=?", "czk=200", "tools.coupon.amounts[CZK].amount ->200" },
  { "", "czk=?", "tools.coupon.amounts[CZK].kind ->fixed" },
  { "czk=?", "czk=?%", "tools.coupon.amounts[CZK].kind fixed>percent" },
  { "czk=?%", "czk=?%", "" },
  /* 10 CZK and 10 % are two amounts. */
  { "czk=10", "czk=10%",
    "tools.coupon.amounts[CZK].kind fixed>percent\ntools.coupon.amounts[CZK].amount 10>10" },
  { "cs=Volat?", "cs=Zavolat?", "tools.call_request.text.cs Volat?>Zavolat?" },
  { "cs=Volat? en=Call?", "en=Call? cs=Volat?", "" },
  { "cs=Volat?", "en=Call?",
    "tools.call_request.text.cs Volat?>-\ntools.call_request.text.en ->Call?" },
  { "image=b1", "image=b2", "tools.banner.banner b1>b2" },
  { "image=b1", "image=b1", "" },
  { "url=https://a.example", "", "tools.banner.target_url https://a.example>-" },
  /* All at once, in the order of the API's object. */
  { "czk=1", "on +portal czk=2/3 eur=4 days=5 call call+email cs=x banner banner+portal image=b "
    "url=u",
    "tools.coupon.enabled false>true\ntools.coupon.placements ->portal\n"
    "tools.coupon.amounts[CZK].amount 1>2\ntools.coupon.amounts[CZK].min_order_value ->3\n"
    "tools.coupon.amounts[EUR].amount ->4\ntools.coupon.validity_days ->5\n"
    "tools.call_request.enabled false>true\ntools.call_request.placements ->email\n"
    "tools.call_request.text.cs ->x\ntools.banner.enabled false>true\n"
    "tools.banner.placements ->portal\ntools.banner.banner ->b\ntools.banner.target_url ->u" },
};

static char *
write_changes (GPtrArray *changes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++) {
    const WbFieldChange *change = g_ptr_array_index (changes, i);

    g_string_append_printf (text, "%s%s %s>%s", i > 0 ? "\n" : "", change->path,
                            change->before ? change->before : "-",
                            change->after ? change->after : "-");
  }

  return g_string_free (text, FALSE);
}

static void
test_offer_diff_fields (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (diff_cases); i++) {
    const DiffCase *row = &diff_cases[i];
    g_autoptr (WbOfferSet) before = offer_set_from_words (row->before);
    g_autoptr (WbOfferSet) after = offer_set_from_words (row->after);
    g_autoptr (GPtrArray) changes = wb_offer_set_diff (before, after);
    g_autofree char *text = write_changes (changes);

    g_test_message ("%s -> %s", row->before ? row->before : "(none)", row->after);
    g_assert_cmpstr (text, ==, row->changes);
  }
}

/* Every set of the table against every other: nothing that customers notice goes unsaid. */
static void
test_offer_diff_misses_nothing (void)
{
  guint n_same = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (diff_cases); i++) {
    g_autoptr (WbOfferSet) before = offer_set_from_words (diff_cases[i].after);

    for (gsize j = 0; j < G_N_ELEMENTS (diff_cases); j++) {
      g_autoptr (WbOfferSet) after = offer_set_from_words (diff_cases[j].after);
      g_autoptr (GPtrArray) changes = wb_offer_set_diff (before, after);

      g_test_message ("%s -> %s", diff_cases[i].after, diff_cases[j].after);
      g_assert_cmpint (changes->len == 0, ==, wb_offer_set_equal_tools (before, after));
      n_same += changes->len == 0;
    }
  }
  g_assert_cmpuint (n_same, >=, G_N_ELEMENTS (diff_cases));
}

/* What the server keeps is no difference. */
static void
test_offer_diff_ignores_the_servers_own (void)
{
  g_autoptr (WbOfferSet) before = offer_set_from_words ("czk=200");
  g_autoptr (WbOfferSet) after = offer_set_from_words ("czk=200");
  g_autoptr (GPtrArray) changes = NULL;

  before->version = 3;
  after->version = 4;
  after->updated_at = 1000;
  after->updated_by = g_strdup ("d1");
  after->type = g_strdup ("b1");
  changes = wb_offer_set_diff (before, after);

  g_assert_cmpuint (changes->len, ==, 0);
}

static void
test_offer_diff_values (void)
{
  static const struct
  {
    const char *path;
    const char *value;
    gboolean percent;
    const char *locale;
    const char *label;
    const char *said;
  } cases[] = {
    { "tools.coupon.enabled", "true", FALSE, "en_US", "Coupon", "on" },
    { "tools.coupon.enabled", "false", FALSE, "en_US", "Coupon", "off" },
    { "tools.call_request.enabled", "true", FALSE, "en_US", "Call request", "on" },
    { "tools.banner.enabled", "false", FALSE, "en_US", "Banner", "off" },
    { "tools.coupon.placements", "portal,email", FALSE, "en_US", "Where the coupon is offered",
      "portal, e-mail" },
    { "tools.call_request.placements", "ticket_detail", FALSE, "en_US",
      "Where the call request is offered", "ticket page" },
    { "tools.banner.placements", NULL, FALSE, "en_US", "Where the banner is offered", "nowhere" },
    { "tools.coupon.amounts[CZK].amount", "1234.50", FALSE, "cs_CZ", "Coupon amount in CZK",
      "1" NB "234,50" NB "Kč" },
    { "tools.coupon.amounts[CZK].amount", "1234.5", FALSE, "en_US", "Coupon amount in CZK",
      "CZK" NB "1,234.50" },
    { "tools.coupon.amounts[JPY].amount", "900", FALSE, "en_US", "Coupon amount in JPY", "¥900" },
    { "tools.coupon.amounts[CZK].amount", NULL, FALSE, "en_US", "Coupon amount in CZK",
      "nothing" },
    /* More digits than the currency has, and a currency nobody knows: as the server sent it. */
    { "tools.coupon.amounts[CZK].amount", "1.2345", FALSE, "cs_CZ", "Coupon amount in CZK",
      "1.2345" },
    { "tools.coupon.amounts[XXQ].amount", "1.50", FALSE, "cs_CZ", "Coupon amount in XXQ", "1.50" },
    { "tools.coupon.amounts[CZK]", "200", FALSE, "cs_CZ", "Coupon amount in CZK",
      "200,00" NB "Kč" },
    { "tools.coupon.amounts[CZK].amount", "12.50", TRUE, "cs_CZ", "Coupon percentage", "12,5" NB "%" },
    { "tools.coupon.amounts[EUR].amount", "10.00", TRUE, "cs_CZ", "Coupon percentage", "10" NB "%" },
    /* A minimum is money, whatever the coupon is. */
    { "tools.coupon.amounts[CZK].min_order_value", "1000", TRUE, "cs_CZ", "Minimum order in CZK",
      "1" NB "000,00" NB "Kč" },
    { "tools.coupon.amounts[CZK].kind", "fixed", FALSE, "en_US", "Kind of coupon in CZK",
      "a fixed amount" },
    { "tools.coupon.amounts[CZK].kind", "percent", FALSE, "en_US", "Kind of coupon in CZK",
      "a percentage" },
    { "tools.coupon.amounts[CZK].kind", "gift", FALSE, "en_US", "Kind of coupon in CZK",
      "“gift”" },
    { "tools.coupon.validity_days", "1", FALSE, "en_US", "How long the coupon is valid", "1 day" },
    { "tools.coupon.validity_days", "14", FALSE, "en_US", "How long the coupon is valid",
      "14 days" },
    { "tools.coupon.validity_days", NULL, FALSE, "en_US", "How long the coupon is valid",
      "nothing" },
    { "tools.call_request.text.cs", "Máme\nzavolat?", FALSE, "en_US", "Call request text (cs)",
      "“Máme zavolat?”" },
    { "tools.call_request.text", "Call?", FALSE, "en_US", "Call request text", "“Call?”" },
    { "tools.banner.banner", "b1", FALSE, "en_US", "Banner picture", "“Podzim 2025”" },
    { "tools.banner.banner", "b9", FALSE, "en_US", "Banner picture",
      "a banner that is not known here" },
    { "tools.banner.banner", NULL, FALSE, "en_US", "Banner picture", "nothing" },
    { "tools.banner.target_url", "https://www.example.cz/akce", FALSE, "en_US",
      "Banner target address", "https://www.example.cz/akce" },
    /* Clashes of the account and of banners are said with the same words. */
    { "name", "Podzim", FALSE, "en_US", "Name", "“Podzim”" },
    { "alt_text.cs", "Sleva", FALSE, "en_US", "Alternative text (cs)", "“Sleva”" },
    { "starts_on", "2025-10-01", FALSE, "en_US", "First day", "2025-10-01" },
    { "ends_on", NULL, FALSE, "en_US", "Last day", "nothing" },
    { "archived", "true", FALSE, "en_US", "Archived", "on" },
    { "call_goal_hours", "1", FALSE, "en_US", "Answer calls within", "1 hour" },
    { "call_goal_hours", "24", FALSE, "en_US", "Answer calls within", "24 hours" },
    { "coupon_cap.CZK", "500.00", FALSE, "cs_CZ", "Largest coupon staff may give in CZK",
      "500,00" NB "Kč" },
    { "coupon_budget.EUR", "9", FALSE, "cs_CZ", "Coupons of staff per month in EUR",
      "9,00" NB "€" },
    { "coupon_cap_percent", "15", FALSE, "en_US", "Largest percentage staff may give", "15%" },
    /* A field of a newer server is shown rather than left out. */
    { "tools.sms.enabled", "true", FALSE, "en_US", "tools.sms.enabled", "“true”" },
  };
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (names, (gpointer) "b1", (gpointer) "Podzim 2025");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    WbDiffWords words = { cases[i].locale, cases[i].percent, names };
    g_autofree char *label = wb_field_label (cases[i].path, &words);
    g_autofree char *said = wb_field_value_for_people (cases[i].path, cases[i].value, &words);

    g_test_message ("%s %s", cases[i].path, cases[i].value ? cases[i].value : "-");
    g_assert_cmpstr (label, ==, cases[i].label);
    g_assert_cmpstr (said, ==, cases[i].said);
  }
}

static void
test_offer_diff_sentences (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    const char *sentences;
  } cases[] = {
    { "czk=200", "czk=200.00", "" },
    { "czk=200", "czk=250", "Coupon amount in CZK: 200,00" NB "Kč → 250,00" NB "Kč" },
    { "", "on +portal",
      "Coupon: off → on\nWhere the coupon is offered: nowhere → portal" },
    /* A percentage is one change, however many currencies carry it. */
    { "czk=10% eur=10%", "czk=12.50% eur=12.50%", "Coupon percentage: 10" NB "% → 12,5" NB "%" },
    { "czk=200 eur=8", "czk=220 eur=9",
      "Coupon amount in CZK: 200,00" NB "Kč → 220,00" NB "Kč\n"
      "Coupon amount in EUR: 8,00" NB "€ → 9,00" NB "€" },
    /* That the kind changed is told by the amounts, unless there are none. */
    { "czk=200 eur=8", "czk=10% eur=10%",
      "Coupon amount in CZK: 200,00" NB "Kč → 10" NB "%\n"
      "Coupon amount in EUR: 8,00" NB "€ → 10" NB "%" },
    { "czk=?", "czk=?%", "Kind of coupon in CZK: a fixed amount → a percentage" },
    { "czk=10%", "", "Coupon percentage: 10" NB "% → nothing" },
    { "days=30", "days=1", "How long the coupon is valid: 30 days → 1 day" },
    { "cs=Volat?", "", "Call request text (cs): “Volat?” → nothing" },
  };
  WbDiffWords words = { "cs_CZ", FALSE, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbOfferSet) before = offer_set_from_words (cases[i].before);
    g_autoptr (WbOfferSet) after = offer_set_from_words (cases[i].after);
    g_autoptr (GPtrArray) changes = wb_offer_set_diff (before, after);
    g_auto (GStrv) sentences = wb_field_changes_describe (changes, &words);
    g_autofree char *text = g_strjoinv ("\n", sentences);

    g_test_message ("%s -> %s", cases[i].before, cases[i].after);
    g_assert_cmpstr (text, ==, cases[i].sentences);
  }
}

static char *
repeat (const char *word,
        guint       times)
{
  GString *text = g_string_new (NULL);

  while (times-- > 0)
    g_string_append (text, word);

  return g_string_free (text, FALSE);
}

/* A text of 500 characters is shortened in the middle; where two of them differ is always seen. */
static void
test_offer_diff_long_texts (void)
{
  g_autofree char *head = repeat ("začátek ", 25);
  g_autofree char *tail = repeat (" konec", 25);
  static const struct
  {
    const char *before;
    const char *after;
    const char *said;
  } cases[] = {
    { "ráno", "večer",
      "Call request text (cs): “…začátek začátek ráno konec konec kon…” → "
      "“…začátek začátek večer konec konec kon…”" },
    { "ráno", "",
      "Call request text (cs): “…začátek začátek ráno konec konec kon…” → "
      "“…začátek začátek  konec konec kon…”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbFieldChange) change = wb_field_change_new ();
    g_autofree char *said = NULL;

    change->path = g_strdup ("tools.call_request.text.cs");
    change->before = g_strconcat (head, cases[i].before, tail, NULL);
    change->after = g_strconcat (head, cases[i].after, tail, NULL);
    said = wb_field_change_describe (change, NULL);
    g_assert_cmpstr (said, ==, cases[i].said);
  }
}

static void
test_offer_diff_shortens_in_the_middle (void)
{
  const char *path = "tools.call_request.text.cs";
  g_autofree char *fits = repeat ("ž", 80);
  g_autofree char *too_long = repeat ("ž", 81);
  /* e with an accent of its own: the letter at the seam keeps it. */
  g_autofree char *composed = repeat ("e\u0301", 100);
  g_autofree char *said_fits = wb_field_value_for_people (path, fits, NULL);
  g_autofree char *said_long = wb_field_value_for_people (path, too_long, NULL);
  g_autofree char *said_composed = wb_field_value_for_people (path, composed, NULL);
  g_autofree char *whole = g_strconcat ("“", fits, "”", NULL);
  const char *seam = strstr (said_composed, "…");

  g_assert_cmpstr (said_fits, ==, whole);
  g_assert_cmpint (g_utf8_strlen (said_long, -1), ==, 82);
  g_assert_nonnull (strstr (said_long, "ž…ž"));
  g_assert_nonnull (seam);
  g_assert_true (g_str_has_prefix (seam, "…e\u0301"));
  g_assert_cmpint (strncmp (seam - strlen ("\u0301"), "\u0301", strlen ("\u0301")), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/offer-diff/fields", test_offer_diff_fields);
  g_test_add_func ("/wb/domain/offer-diff/misses-nothing", test_offer_diff_misses_nothing);
  g_test_add_func ("/wb/domain/offer-diff/ignores-the-servers-own",
                   test_offer_diff_ignores_the_servers_own);
  g_test_add_func ("/wb/domain/offer-diff/values", test_offer_diff_values);
  g_test_add_func ("/wb/domain/offer-diff/sentences", test_offer_diff_sentences);
  g_test_add_func ("/wb/domain/offer-diff/long-texts", test_offer_diff_long_texts);
  g_test_add_func ("/wb/domain/offer-diff/shortens-in-the-middle",
                   test_offer_diff_shortens_in_the_middle);

  return g_test_run ();
}
