/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every field of the three tools: typed, judged, kept, saved and merged, without a window. */

#include "config.h"

#include "offer-editor-fixture.h"

static WbBanner *
new_banner (const char *id,
            const char *name,
            gboolean    archived)
{
  WbBanner *banner = wb_banner_new ();

  banner->id = g_strdup (id);
  banner->name = g_strdup (name);
  banner->archived = archived;

  return banner;
}

static GPtrArray *
new_banners (void)
{
  GPtrArray *banners = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_banner_unref);

  g_ptr_array_add (banners, new_banner ("03", "Autumn", FALSE));
  g_ptr_array_add (banners, new_banner ("04", "Spring", TRUE));

  return banners;
}

static void
test_offer_editor_fields_switches_and_places_each_tool (void)
{
  static const WbPlacements places[] = {
    WB_PLACEMENT_PORTAL,
    WB_PLACEMENT_TICKET_DETAIL,
    WB_PLACEMENT_EMAIL,
  };

  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
    for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
      g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
      g_autoptr (WbOfferSet) wanted = offer_test_new_set ();
      WbPlacements before = wb_offer_set_get_placements (wanted, tool);
      gboolean on = (before & places[i]) == 0;

      g_test_message ("%s %s", wb_tool_to_text (tool), wb_placement_to_text (places[i]));
      wb_offer_set_set_placements (wanted, tool, before ^ places[i]);
      wb_offer_editor_set_place (editor, tool, places[i], !on);
      g_assert_false (wb_offer_editor_is_dirty (editor));
      wb_offer_editor_set_place (editor, tool, places[i], on);
      offer_test_assert_equal_tools (wb_offer_editor_get_set (editor), wanted);
      g_assert_cmpint (wb_offer_editor_get_placements (editor, tool), ==, before ^ places[i]);

      wb_offer_set_set_on (wanted, tool, FALSE);
      wb_offer_editor_set_on (editor, tool, FALSE);
      offer_test_assert_equal_tools (wb_offer_editor_get_set (editor), wanted);
      g_assert_false (wb_offer_editor_is_on (editor, tool));
    }
  }
}

/* One change that makes a problem, of a tool that is on, and the same of one that is off. */
typedef struct
{
  const char *name;
  WbTool tool;
  WbOfferField field;
  const char *detail;
  const char *code;    /* NULL = nothing is wrong */
  const char *value;
  gboolean when_off;   /* it is wrong even in a draft */
} FieldCase;

static const FieldCase field_cases[] = {
  { "text", WB_TOOL_CALL_REQUEST, WB_OFFER_FIELD_TEXT, "cs", NULL, "Volat?", FALSE },
  { "no text", WB_TOOL_CALL_REQUEST, WB_OFFER_FIELD_TEXT, "cs", "text_required", "", FALSE },
  { "blanks", WB_TOOL_CALL_REQUEST, WB_OFFER_FIELD_TEXT, "cs", "text_required", " " NBSP, FALSE },
  { "tags", WB_TOOL_CALL_REQUEST, WB_OFFER_FIELD_TEXT, "cs", "markup", "<b>Volat</b>", TRUE },
  { "no tags", WB_TOOL_CALL_REQUEST, WB_OFFER_FIELD_TEXT, "cs", NULL, "I <3 calls & you", TRUE },
  { "501 characters", WB_TOOL_CALL_REQUEST, WB_OFFER_FIELD_TEXT, "en", "too_long", "501", TRUE },
  { "500 characters", WB_TOOL_CALL_REQUEST, WB_OFFER_FIELD_TEXT, "en", NULL, "500", TRUE },
  { "other language", WB_TOOL_CALL_REQUEST, WB_OFFER_FIELD_TEXT, "en", NULL, "", FALSE },
  { "banner", WB_TOOL_BANNER, WB_OFFER_FIELD_BANNER, NULL, NULL, "03", FALSE },
  { "no banner", WB_TOOL_BANNER, WB_OFFER_FIELD_BANNER, NULL, "banner_required", NULL, FALSE },
  { "gone", WB_TOOL_BANNER, WB_OFFER_FIELD_BANNER, NULL, "banner_required", "99", FALSE },
  { "archived", WB_TOOL_BANNER, WB_OFFER_FIELD_BANNER, NULL, "banner_archived", "04", FALSE },
  { "address", WB_TOOL_BANNER, WB_OFFER_FIELD_TARGET_URL, NULL, NULL, "https://a.cz/x", FALSE },
  { "pasted", WB_TOOL_BANNER, WB_OFFER_FIELD_TARGET_URL, NULL, NULL, " https://a.cz\n", FALSE },
  { "http", WB_TOOL_BANNER, WB_OFFER_FIELD_TARGET_URL, NULL, "url_invalid", "http://a.cz", TRUE },
  { "bare", WB_TOOL_BANNER, WB_OFFER_FIELD_TARGET_URL, NULL, "url_invalid", "a.cz", TRUE },
  { "none", WB_TOOL_BANNER, WB_OFFER_FIELD_TARGET_URL, NULL, "url_invalid", "", FALSE },
};

static void
type_field (WbOfferEditor   *editor,
            const FieldCase *item)
{
  g_autofree char *text = NULL;
  guint64 length = 0;

  if (item->field == WB_OFFER_FIELD_BANNER) {
    wb_offer_editor_set_banner (editor, item->value);
  } else if (item->field == WB_OFFER_FIELD_TARGET_URL) {
    wb_offer_editor_type_target_url (editor, item->value);
  } else {
    /* A number stands for so many characters of two bytes. */
    length = g_ascii_strtoull (item->value, NULL, 10);
    text = g_strnfill (2 * length, 0xc5);
    for (gsize i = 1; i < 2 * length; i += 2)
      text[i] = (char) 0x99;
    wb_offer_editor_type_call_text (editor, item->detail, length > 0 ? text : item->value);
  }
}

static void
test_offer_editor_fields_judges_text_and_banner (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (field_cases); i++) {
    const FieldCase *item = &field_cases[i];

    for (int on = 0; on < 2; on++) {
      g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
      g_autoptr (WbOfferEditor) later = offer_test_new_editor ("en_US");
      g_autoptr (GPtrArray) banners = new_banners ();
      gboolean wrong = item->code && (on || item->when_off);

      g_test_message ("%s, %s", item->name, on ? "on" : "off");
      wb_offer_editor_set_banners (editor, banners);
      wb_offer_editor_set_on (editor, item->tool, on);
      type_field (editor, item);
      g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, wrong ? 1 : 0);
      if (wrong)
        g_assert_nonnull (offer_test_find_tool_problem (editor, item->tool, item->field, item->detail,
                                                        item->code));
      g_assert_cmpint (
        *wb_offer_editor_find_problem (editor, item->tool, item->field, item->detail) != '\0', ==,
        wrong);
      if (wrong)
        g_assert_false (wb_offer_editor_can_save (editor));

      /* Kept as typed, right or wrong. */
      wb_offer_editor_restore_draft (later, wb_offer_editor_get_set (editor),
                                     wb_offer_editor_get_draft_base (editor));
      offer_test_assert_equal_tools (wb_offer_editor_get_set (later), wb_offer_editor_get_set (editor));
    }
  }
}

static void
test_offer_editor_fields_without_banners_judges_none (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");

  /* What banners there are is not known: the server judges. */
  wb_offer_editor_set_banner (editor, "99");
  g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 0);
  g_assert_null (wb_offer_editor_find_banner (editor, "99"));
  wb_offer_editor_set_banner (editor, NULL);
  g_assert_nonnull (offer_test_find_tool_problem (editor, WB_TOOL_BANNER, WB_OFFER_FIELD_BANNER, NULL,
                                                  "banner_required"));
}

static void
test_offer_editor_fields_saves_texts_tidy (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
  g_autoptr (WbOfferSet) wanted = offer_test_new_set ();
  g_autoptr (WbOfferSet) savable = NULL;
  g_autofree char *shown = NULL;

  wb_offer_editor_type_call_text (editor, "cs", "Zavolat vám?");
  wb_offer_editor_type_call_text (editor, "en", "Call?");
  wb_offer_editor_type_call_text (editor, "sk", "  ");
  wb_offer_editor_type_target_url (editor, " https://oslo.cz/nova ");
  shown = wb_offer_editor_dup_target_url (editor);
  g_assert_cmpstr (shown, ==, " https://oslo.cz/nova ");
  savable = wb_offer_editor_dup_savable (editor);
  g_assert_nonnull (savable);

  wb_lang_text_set (wanted->call_text, "cs", "Zavolat vám?");
  wb_lang_text_set (wanted->call_text, "en", "Call?");
  g_free (wanted->banner_target_url);
  wanted->banner_target_url = g_strdup ("https://oslo.cz/nova");
  offer_test_assert_equal_tools (savable, wanted);

  wb_offer_editor_saved (editor, savable);
  g_assert_false (wb_offer_editor_is_dirty (editor));
}

static void
test_offer_editor_fields_typed_and_cleared_is_no_edit (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");

  wb_offer_editor_type_call_text (editor, "en", "x");
  g_assert_true (wb_offer_editor_is_dirty (editor));
  wb_offer_editor_type_call_text (editor, "en", "");
  g_assert_false (wb_offer_editor_is_dirty (editor));
  wb_offer_editor_type_target_url (editor, "");
  wb_offer_editor_set_banner (editor, NULL);
  g_assert_true (wb_offer_editor_is_dirty (editor));
  wb_offer_editor_set_banner (editor, "03");
  wb_offer_editor_type_target_url (editor, "https://oslo.cz/akce");
  g_assert_false (wb_offer_editor_is_dirty (editor));
}

static void
test_offer_editor_fields_languages_of_the_account (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
  g_auto (GStrv) languages = g_strsplit ("en,cs,sk", ",", -1);
  g_auto (GStrv) alone = wb_offer_editor_dup_languages (editor);
  g_auto (GStrv) all = NULL;
  g_autofree char *joined = NULL;

  g_assert_cmpuint (g_strv_length (alone), ==, 1);
  g_assert_cmpstr (alone[0], ==, "cs");
  wb_offer_editor_set_languages (editor, languages);
  wb_offer_editor_type_call_text (editor, "hu", "Hívjuk?");
  all = wb_offer_editor_dup_languages (editor);
  joined = g_strjoinv (" ", all);
  g_assert_cmpstr (joined, ==, "cs en sk hu");

  /* Another default language needs a text of its own. */
  g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 0);
  wb_offer_editor_set_default_language (editor, "sk");
  g_assert_nonnull (offer_test_find_tool_problem (editor, WB_TOOL_CALL_REQUEST, WB_OFFER_FIELD_TEXT, "sk",
                                                  "text_required"));
}

static void
test_offer_editor_fields_problems_in_the_order_of_the_page (void)
{
  static const struct
  {
    WbTool tool;
    WbOfferField field;
    const char *detail;
  } wanted[] = {
    { WB_TOOL_COUPON, WB_OFFER_FIELD_VALIDITY, NULL },
    { WB_TOOL_COUPON, WB_OFFER_FIELD_AMOUNT, "CZK" },
    { WB_TOOL_COUPON, WB_OFFER_FIELD_MINIMUM, "EUR" },
    { WB_TOOL_CALL_REQUEST, WB_OFFER_FIELD_TEXT, "cs" },
    { WB_TOOL_CALL_REQUEST, WB_OFFER_FIELD_TEXT, "en" },
    { WB_TOOL_BANNER, WB_OFFER_FIELD_BANNER, NULL },
    { WB_TOOL_BANNER, WB_OFFER_FIELD_TARGET_URL, NULL },
    { WB_TOOL_COUPON, WB_OFFER_FIELD_PLACEMENTS, NULL },
    { WB_TOOL_CALL_REQUEST, WB_OFFER_FIELD_PLACEMENTS, NULL },
    { WB_TOOL_BANNER, WB_OFFER_FIELD_PLACEMENTS, NULL },
  };
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
  g_auto (GStrv) languages = g_strsplit ("en,cs", ",", -1);
  GPtrArray *problems = NULL;

  wb_offer_editor_set_languages (editor, languages);
  wb_offer_editor_set_place (editor, WB_TOOL_BANNER, WB_PLACEMENT_PORTAL, FALSE);
  wb_offer_editor_set_place (editor, WB_TOOL_CALL_REQUEST, WB_PLACEMENT_EMAIL, FALSE);
  wb_offer_editor_set_place (editor, WB_TOOL_COUPON, WB_PLACEMENT_PORTAL, FALSE);
  wb_offer_editor_type_target_url (editor, "x");
  wb_offer_editor_set_banner (editor, NULL);
  wb_offer_editor_type_call_text (editor, "en", "<b>");
  wb_offer_editor_type_call_text (editor, "cs", "");
  wb_offer_editor_type_minimum (editor, "EUR", "x");
  wb_offer_editor_type_amount (editor, "CZK", "x");
  wb_offer_editor_set_validity (editor, 400);

  problems = wb_offer_editor_get_problems (editor);
  g_assert_cmpuint (problems->len, ==, G_N_ELEMENTS (wanted));
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++) {
    const WbOfferProblem *problem = g_ptr_array_index (problems, i);

    g_test_message ("%zu: %s", i, problem->message);
    g_assert_cmpint (problem->tool, ==, wanted[i].tool);
    g_assert_cmpint (problem->field, ==, wanted[i].field);
    g_assert_cmpstr (problem->detail, ==, wanted[i].detail);
  }
}

static void
test_offer_editor_fields_takes_tools_over (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
  g_autoptr (WbOfferSet) other = offer_test_new_set ();
  g_autoptr (WbOfferSet) savable = NULL;

  g_free (other->type);
  other->type = g_strdup ("b2");
  other->version = 3;
  other->coupon_enabled = FALSE;
  other->validity_days = 60;
  wb_lang_text_set (other->call_text, "cs", "Jiný text");
  wb_offer_editor_type_amount (editor, "CZK", "999");
  wb_offer_editor_replace_tools (editor, other);
  offer_test_assert_equal_tools (wb_offer_editor_get_set (editor), other);
  savable = wb_offer_editor_dup_savable (editor);
  g_assert_nonnull (savable);
  g_assert_cmpstr (savable->type, ==, "b1");
  g_assert_cmpint (savable->version, ==, 7);
  wb_offer_editor_discard (editor);
  g_assert_false (wb_offer_editor_is_dirty (editor));
}

/* How each field is changed here or on the server. */
static void
change_set (WbOfferSet   *set,
            WbOfferField  field,
            const char   *value)
{
  char **place = field == WB_OFFER_FIELD_BANNER ? &set->banner : &set->banner_target_url;

  if (field == WB_OFFER_FIELD_TEXT) {
    wb_lang_text_set (set->call_text, "cs", value);
  } else {
    g_free (*place);
    *place = g_strdup (value);
  }
}

static void
test_offer_editor_fields_text_and_banner_clash (void)
{
  static const struct
  {
    WbOfferField field;
    const char *before;
    const char *mine;
    const char *theirs;
    const char *mine_words;
    const char *before_words;
  } cases[] = {
    { WB_OFFER_FIELD_TEXT, "Zavolat?", "Můj", "Jejich", "Můj", "Zavolat?" },
    { WB_OFFER_FIELD_BANNER, "03", "04", "99", "“Spring”", "“Autumn”" },
    { WB_OFFER_FIELD_TARGET_URL, "https://oslo.cz/akce", "https://a.cz", "https://b.cz",
      "https://a.cz", "https://oslo.cz/akce" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    for (int choice = 0; choice < 3; choice++) {
      g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
      g_autoptr (GPtrArray) banners = new_banners ();
      g_autoptr (WbOfferSet) mine = offer_test_new_set ();
      g_autoptr (WbOfferSet) theirs = offer_test_new_set ();
      g_autoptr (WbOfferSet) wanted = offer_test_new_set ();
      const WbOfferClash *clash = NULL;

      g_test_message ("%s, choice %d", cases[i].mine, choice);
      wb_offer_editor_set_banners (editor, banners);
      change_set (mine, cases[i].field, cases[i].mine);
      change_set (theirs, cases[i].field, cases[i].theirs);
      /* Beside it, each side changes something of its own. */
      mine->validity_days = wanted->validity_days = 30;
      theirs->call_placements |= WB_PLACEMENT_PORTAL;
      wanted->call_placements |= WB_PLACEMENT_PORTAL;
      theirs->version = 8;
      wb_offer_editor_replace_tools (editor, mine);
      g_assert_cmpint (wb_offer_editor_update (editor, theirs), ==, WB_OFFER_UPDATE_CLASH);
      g_assert_cmpuint (wb_offer_editor_get_clashes (editor)->len, ==, 1);
      clash = g_ptr_array_index (wb_offer_editor_get_clashes (editor), 0);
      g_assert_cmpint (clash->field, ==, cases[i].field);
      g_assert_cmpstr (clash->label, !=, "");
      g_assert_cmpstr (clash->mine, ==, cases[i].mine_words);
      g_assert_cmpstr (clash->before, ==, cases[i].before_words);

      wb_offer_editor_settle_clash (editor, 0, (WbOfferChoice) choice);
      change_set (wanted, cases[i].field,
                  choice == WB_OFFER_CHOICE_MINE     ? cases[i].mine
                  : choice == WB_OFFER_CHOICE_THEIRS ? cases[i].theirs
                                                     : cases[i].before);
      offer_test_assert_equal_tools (wb_offer_editor_get_set (editor), wanted);
    }
  }
}

static void
test_offer_editor_fields_switches_merge (void)
{
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
    g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
    g_autoptr (WbOfferSet) theirs = offer_test_new_set ();

    g_test_message ("%s", wb_tool_to_text (tool));
    theirs->version = 8;
    wb_offer_set_set_on (theirs, tool, FALSE);
    wb_offer_editor_set_place (editor, tool, WB_PLACEMENT_TICKET_DETAIL, TRUE);
    g_assert_cmpint (wb_offer_editor_update (editor, theirs), ==, WB_OFFER_UPDATE_MERGED);
    g_assert_false (wb_offer_editor_is_on (editor, tool));
    g_assert_true (wb_offer_editor_get_placements (editor, tool) & WB_PLACEMENT_TICKET_DETAIL);
    g_assert_true (wb_offer_editor_can_save (editor));
  }
}

static void
test_offer_editor_fields_kinds_clash (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
  g_autoptr (WbOfferSet) theirs = offer_test_new_set ();
  const WbOfferClash *clash = NULL;

  /* I say ten percent, they say 300 crowns: each is read as what it is. */
  offer_test_add_amount (theirs, "CZK", WB_COUPON_KIND_FIXED, "300.00", "1000.00");
  theirs->version = 8;
  wb_offer_editor_set_percent (editor, TRUE);
  wb_offer_editor_type_amount (editor, NULL, "10");
  g_assert_cmpint (wb_offer_editor_update (editor, theirs), ==, WB_OFFER_UPDATE_CLASH);
  clash = g_ptr_array_index (wb_offer_editor_get_clashes (editor), 0);
  g_assert_cmpstr (clash->mine, ==, "10%");
  g_assert_cmpstr (clash->theirs, ==, "CZK" NBSP "300.00");
  g_assert_cmpstr (clash->before, ==, "CZK" NBSP "200.00");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/offer-editor-fields/switches-and-places-each-tool",
                   test_offer_editor_fields_switches_and_places_each_tool);
  g_test_add_func ("/app/offer-editor-fields/judges-text-and-banner",
                   test_offer_editor_fields_judges_text_and_banner);
  g_test_add_func ("/app/offer-editor-fields/without-banners-judges-none",
                   test_offer_editor_fields_without_banners_judges_none);
  g_test_add_func ("/app/offer-editor-fields/saves-texts-tidy",
                   test_offer_editor_fields_saves_texts_tidy);
  g_test_add_func ("/app/offer-editor-fields/typed-and-cleared-is-no-edit",
                   test_offer_editor_fields_typed_and_cleared_is_no_edit);
  g_test_add_func ("/app/offer-editor-fields/languages-of-the-account",
                   test_offer_editor_fields_languages_of_the_account);
  g_test_add_func ("/app/offer-editor-fields/problems-in-the-order-of-the-page",
                   test_offer_editor_fields_problems_in_the_order_of_the_page);
  g_test_add_func ("/app/offer-editor-fields/takes-tools-over",
                   test_offer_editor_fields_takes_tools_over);
  g_test_add_func ("/app/offer-editor-fields/text-and-banner-clash",
                   test_offer_editor_fields_text_and_banner_clash);
  g_test_add_func ("/app/offer-editor-fields/switches-merge",
                   test_offer_editor_fields_switches_merge);
  g_test_add_func ("/app/offer-editor-fields/kinds-clash",
                   test_offer_editor_fields_kinds_clash);

  return g_test_run ();
}
