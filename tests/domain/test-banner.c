/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners: the days on which one is offered, and what a person may set, each rule with its refused
 * twin. A case starts from a banner that is right and spoils one thing. */

#include "wb-banner.h"

#include <string.h>

static gint32
day (const char *text)
{
  gint32 days = WB_DATE_NONE;

  if (text)
    g_assert_true (wb_date_parse (text, &days));

  return days;
}

static WbBanner *
new_banner (void)
{
  WbBanner *banner = wb_banner_new ();

  banner->id = g_strdup ("03000001");
  banner->name = g_strdup ("Podzim 2025");
  banner->picture = wb_picture_new ();
  banner->picture->id = g_strdup ("02000001");
  wb_lang_text_set (banner->alt_text, "cs", "Podzimní sleva");
  wb_lang_text_set (banner->alt_text, "en", "Autumn sale");
  banner->created_at = 1;
  banner->updated_at = 2;
  banner->version = 3;

  return banner;
}

static void
test_banner_phases (void)
{
  static const struct
  {
    const char *starts_on;
    const char *ends_on;
    const char *today;
    WbBannerPhase phase;
  } rows[] = {
    { NULL, NULL, "2025-11-21", WB_BANNER_RUNNING },
    { "2025-11-21", NULL, "2025-11-20", WB_BANNER_UPCOMING },
    { "2025-11-21", NULL, "2025-11-21", WB_BANNER_RUNNING },
    { NULL, "2025-11-21", "2025-11-21", WB_BANNER_RUNNING },
    { NULL, "2025-11-21", "2025-11-22", WB_BANNER_OVER },
    { "2025-11-21", "2025-11-21", "2025-11-20", WB_BANNER_UPCOMING },
    { "2025-11-21", "2025-11-21", "2025-11-21", WB_BANNER_RUNNING },
    { "2025-11-21", "2025-11-21", "2025-11-22", WB_BANNER_OVER },
    /* Reversed by a server: never offered. */
    { "2025-11-25", "2025-11-20", "2025-11-19", WB_BANNER_UPCOMING },
    { "2025-11-25", "2025-11-20", "2025-11-22", WB_BANNER_OVER },
    { "2025-11-25", "2025-11-20", "2025-11-26", WB_BANNER_OVER },
    { "1969-12-31", "1970-01-01", "1970-01-01", WB_BANNER_RUNNING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbBanner) banner = new_banner ();

    g_test_message ("%s .. %s on %s", rows[i].starts_on ? rows[i].starts_on : "open",
                    rows[i].ends_on ? rows[i].ends_on : "open", rows[i].today);
    banner->starts_on = day (rows[i].starts_on);
    banner->ends_on = day (rows[i].ends_on);
    g_assert_cmpint (wb_banner_get_phase (banner, day (rows[i].today)), ==, rows[i].phase);
  }
}

/* What a case does to the banner: @n times @piece where @place says. */
typedef struct
{
  const char *place;
  const char *piece;
  guint n;
  const char *path;     /* NULL = accepted */
  const char *code;
} Row;

static void
spoil (WbBanner  *banner,
       const Row *row)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < row->n; i++)
    g_string_append (text, row->piece);

  if (strcmp (row->place, "name") == 0) {
    g_free (banner->name);
    banner->name = g_strdup (text->str);
  } else if (strcmp (row->place, "starts_on") == 0) {
    banner->starts_on = day (text->str);
    banner->ends_on = day ("2025-11-21");
  } else if (strcmp (row->place, "none") == 0) {
    wb_lang_text_set (banner->alt_text, row->piece, NULL);
  } else {
    wb_lang_text_set (banner->alt_text, row->place, text->str);
  }
}

static const Row rows[] = {
  { "name", "x", 1, NULL, NULL },
  { "name", "x", 0, "name", "text_required" },
  { "name", " \t\xc2\xa0", 1, "name", "text_required" },
  { "name", "ž", WB_BANNER_NAME_CHARS_MAX, NULL, NULL },
  { "name", "ž", WB_BANNER_NAME_CHARS_MAX + 1, "name", "too_long" },
  { "cs", "x", 1, NULL, NULL },
  { "cs", "\xe2\x80\x83", 1, "alt_text.cs", "text_required" },
  { "en", "x", 0, "alt_text.en", "text_required" },
  { "none", "en", 0, NULL, NULL },
  { "none", "cs", 0, "alt_text.cs", "text_required" },
  { "cs", "ž", WB_BANNER_ALT_CHARS_MAX, NULL, NULL },
  { "cs", "ž", WB_BANNER_ALT_CHARS_MAX + 1, "alt_text.cs", "too_long" },
  { "cs", "I <3 you & me", 1, NULL, NULL },
  { "cs", "<b>Sale</b>", 1, "alt_text.cs", "markup" },
  { "cs", "A & B;", 1, NULL, NULL },
  { "cs", "A &amp; B", 1, "alt_text.cs", "markup" },
  { "de", "&#39;", 1, "alt_text.de", "markup" },
  { "", "plain", 1, NULL, NULL },
  { "", "<br/>", 1, "alt_text", "markup" },
  { "starts_on", "2025-11-21", 1, NULL, NULL },
  { "starts_on", "2025-11-22", 1, "ends_on", "period_reversed" },
};

static void
test_banner_rules (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbBanner) banner = new_banner ();
    g_autoptr (GPtrArray) problems = NULL;

    g_test_message ("%s: %u x %s", rows[i].place, rows[i].n, rows[i].piece);
    spoil (banner, &rows[i]);
    problems = wb_banner_validate (banner, "cs");
    g_assert_cmpuint (problems->len, ==, rows[i].path ? 1 : 0);
    if (rows[i].path) {
      const WbProblem *problem = g_ptr_array_index (problems, 0);

      g_assert_cmpstr (problem->path, ==, rows[i].path);
      g_assert_cmpstr (problem->code, ==, rows[i].code);
      g_assert_cmpstr (problem->message, !=, "");
    }
  }
}

static void
test_banner_tells_all_problems (void)
{
  g_autoptr (WbBanner) banner = wb_banner_new ();
  g_autoptr (GPtrArray) problems = NULL;
  static const char *const paths[] = { "name", "alt_text.cs", "ends_on" };

  banner->starts_on = 2;
  banner->ends_on = 1;
  problems = wb_banner_validate (banner, "cs");
  g_assert_cmpuint (problems->len, ==, G_N_ELEMENTS (paths));
  for (guint i = 0; i < problems->len; i++)
    g_assert_cmpstr (((WbProblem *) g_ptr_array_index (problems, i))->path, ==, paths[i]);
}

/* Where the account's language is not known, any will do, but not none. */
static void
test_banner_without_default_language (void)
{
  g_autoptr (WbBanner) banner = new_banner ();
  g_autoptr (GPtrArray) accepted = wb_banner_validate (banner, NULL);
  g_autoptr (GPtrArray) refused = NULL;

  g_assert_cmpuint (accepted->len, ==, 0);
  wb_lang_text_set (banner->alt_text, "cs", NULL);
  wb_lang_text_set (banner->alt_text, "en", NULL);
  refused = wb_banner_validate (banner, NULL);
  g_assert_cmpuint (refused->len, ==, 1);
  g_assert_cmpstr (((WbProblem *) g_ptr_array_index (refused, 0))->path, ==, "alt_text");
}

static void
test_banner_copy_is_its_own (void)
{
  g_autoptr (WbBanner) banner = new_banner ();
  g_autoptr (WbBanner) copy = NULL;
  static const char *const types[] = { "b1", "b2", NULL };

  g_strfreev (banner->used_by);
  banner->used_by = g_strdupv ((char **) types);
  banner->archived = TRUE;
  banner->starts_on = 4;
  banner->ends_on = 5;
  copy = wb_banner_copy (banner);

  g_assert_cmpstr (copy->id, ==, "03000001");
  g_assert_cmpstr (copy->name, ==, "Podzim 2025");
  g_assert_true (copy->picture == banner->picture);
  g_assert_true (wb_lang_text_equal (copy->alt_text, banner->alt_text));
  g_assert_cmpint (copy->starts_on, ==, 4);
  g_assert_cmpint (copy->ends_on, ==, 5);
  g_assert_true (copy->archived);
  g_assert_cmpstrv (copy->used_by, types);
  g_assert_cmpint (copy->created_at, ==, 1);
  g_assert_cmpint (copy->updated_at, ==, 2);
  g_assert_cmpint (copy->version, ==, 3);

  wb_lang_text_set (copy->alt_text, "cs", "Jiná");
  g_assert_cmpstr (wb_lang_text_get (banner->alt_text, "cs"), ==, "Podzimní sleva");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/banner/phases", test_banner_phases);
  g_test_add_func ("/wb/domain/banner/rules", test_banner_rules);
  g_test_add_func ("/wb/domain/banner/tells-all-problems", test_banner_tells_all_problems);
  g_test_add_func ("/wb/domain/banner/without-default-language",
                   test_banner_without_default_language);
  g_test_add_func ("/wb/domain/banner/copy-is-its-own", test_banner_copy_is_its_own);

  return g_test_run ();
}
