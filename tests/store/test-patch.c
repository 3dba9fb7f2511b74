/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes sent as the members that differ: made, applied, put together with another's. */

#include "config.h"

#include "wb-patch.h"

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = text ? json_from_string (text, &error) : NULL;

  g_assert_no_error (error);

  return node;
}

static void
assert_json (JsonNode   *node,
             const char *expected)
{
  g_autofree char *text = json_to_string (node, FALSE);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_patch_holds_what_differs (void)
{
  const struct
  {
    const char *before;
    const char *after;
    const char *patch;
  } rows[] = {
    { "{\"name\":\"a\",\"ends_on\":null,\"version\":1}", "{\"name\":\"a\",\"version\":2}", "{}" },
    { "{\"name\":\"a\"}", "{\"name\":\"b\",\"starts_on\":\"2025-10-01\"}",
      "{\"name\":\"b\",\"starts_on\":\"2025-10-01\"}" },
    { "{\"ends_on\":\"2025-10-01\"}", "{}", "{\"ends_on\":null}" },
    { "{\"alt_text\":{\"cs\":\"a\",\"en\":\"b\"}}", "{\"alt_text\":{\"cs\":\"a\"}}",
      "{\"alt_text\":{\"cs\":\"a\"}}" },
    { "{\"id\":\"1\",\"used_by\":[]}", "{\"id\":\"2\",\"used_by\":[\"b\"]}", "{}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (JsonNode) before = parse (rows[i].before);
    g_autoptr (JsonNode) after = parse (rows[i].after);
    g_autoptr (JsonNode) patch = wb_patch_make (before, after, wb_patch_banner_members);

    g_test_message ("%s -> %s", rows[i].before, rows[i].after);
    assert_json (patch, rows[i].patch);
    g_assert_cmpint (wb_patch_is_empty (patch), ==, g_str_equal (rows[i].patch, "{}"));
  }
}

static void
test_patch_leaves_the_rest_as_it_was (void)
{
  g_autoptr (JsonNode) object = parse ("{\"id\":\"1\",\"new\":{\"deep\":[1,2]},\"name\":\"a\"}");
  g_autoptr (JsonNode) patch = parse ("{\"name\":\"b\",\"ends_on\":null}");
  g_autoptr (JsonNode) changed = wb_patch_apply (object, patch);

  assert_json (changed, "{\"id\":\"1\",\"new\":{\"deep\":[1,2]},\"name\":\"b\",\"ends_on\":null}");
  assert_json (object, "{\"id\":\"1\",\"new\":{\"deep\":[1,2]},\"name\":\"a\"}");
}

static void
test_patch_merges_by_member_and_key (void)
{
  const struct
  {
    const char *base;      /* (nullable) */
    const char *mine;
    const char *theirs;
    const char *merged;
    const char *clash;     /* (nullable) path=base|mine|theirs */
  } rows[] = {
    /* Only I changed it; they changed another member. */
    { "{\"name\":\"a\"}", "{\"name\":\"b\"}", "{\"name\":\"a\",\"archived\":true}",
      "{\"name\":\"b\"}", NULL },
    /* Both the same: nothing is left to do. */
    { "{\"name\":\"a\"}", "{\"name\":\"b\"}", "{\"name\":\"b\"}", "{}", NULL },
    /* Both, to something else. */
    { "{\"name\":\"a\"}", "{\"name\":\"b\"}", "{\"name\":\"c\"}", "{\"name\":\"b\"}",
      "name=a|b|c" },
    /* What it was is not known: whatever differs clashes. */
    { NULL, "{\"name\":\"b\"}", "{\"name\":\"a\"}", "{\"name\":\"b\"}", "name=-|b|a" },
    { NULL, "{\"name\":\"b\"}", "{\"name\":\"b\"}", "{}", NULL },
    /* Taken away, and changed meanwhile. */
    { "{\"ends_on\":\"x\"}", "{\"ends_on\":null}", "{\"ends_on\":\"x\"}", "{\"ends_on\":null}", NULL },
    { "{\"ends_on\":\"x\"}", "{\"ends_on\":null}", "{\"ends_on\":\"y\"}", "{\"ends_on\":null}",
      "ends_on=x|-|y" },
    { "{\"ends_on\":\"x\"}", "{\"ends_on\":null}", "{}", "{}", NULL },
    /* Texts by language. */
    { "{\"t\":{\"cs\":\"a\",\"en\":\"b\"}}", "{\"t\":{\"cs\":\"A\",\"en\":\"b\"}}",
      "{\"t\":{\"cs\":\"a\",\"en\":\"B\",\"sk\":\"c\"}}",
      "{\"t\":{\"cs\":\"A\",\"en\":\"B\",\"sk\":\"c\"}}", NULL },
    { "{\"t\":{\"cs\":\"a\"}}", "{\"t\":{\"cs\":\"A\"}}", "{\"t\":{\"cs\":\"Á\"}}",
      "{\"t\":{\"cs\":\"A\"}}", "t.cs=a|A|Á" },
    { "{\"t\":{\"cs\":\"a\",\"en\":\"b\"}}", "{\"t\":{\"cs\":\"a\"}}",
      "{\"t\":{\"cs\":\"x\",\"en\":\"b\"}}", "{\"t\":{\"cs\":\"x\"}}", NULL },
    { "{\"t\":{\"cs\":\"a\",\"en\":\"b\"}}", "{\"t\":{\"cs\":\"a\"}}",
      "{\"t\":{\"cs\":\"a\",\"en\":\"B\"}}", "{\"t\":{\"cs\":\"a\"}}", "t.en=b|-|B" },
    { "{\"t\":{}}", "{\"t\":{\"cs\":\"a\"}}", "{\"t\":{\"en\":\"b\"}}",
      "{\"t\":{\"cs\":\"a\",\"en\":\"b\"}}", NULL },
    { "{}", "{\"t\":{\"cs\":\"a\"}}", "{\"t\":null}", "{\"t\":{\"cs\":\"a\"}}", NULL },
    /* Lists are one value. */
    { "{\"d\":[1]}", "{\"d\":[1,2]}", "{\"d\":[1]}", "{\"d\":[1,2]}", NULL },
    { "{\"d\":[1]}", "{\"d\":[1,2]}", "{\"d\":[3]}", "{\"d\":[1,2]}", "d=[1]|[1,2]|[3]" },
    { "{\"n\":24}", "{\"n\":12}", "{\"n\":36}", "{\"n\":12}", "n=24|12|36" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (JsonNode) base = parse (rows[i].base);
    g_autoptr (JsonNode) mine = parse (rows[i].mine);
    g_autoptr (JsonNode) theirs = parse (rows[i].theirs);
    g_autoptr (GPtrArray) clashes = NULL;
    g_autoptr (JsonNode) merged = wb_patch_merge (base, mine, theirs, &clashes);

    g_test_message ("%u: %s onto %s", i, rows[i].mine, rows[i].theirs);
    assert_json (merged, rows[i].merged);
    g_assert_cmpuint (clashes->len, ==, rows[i].clash ? 1 : 0);
    if (rows[i].clash) {
      const WbFieldClash *clash = g_ptr_array_index (clashes, 0);
      g_autofree char *told = g_strdup_printf ("%s=%s|%s|%s", clash->path,
                                               clash->base ? clash->base : "-",
                                               clash->mine ? clash->mine : "-",
                                               clash->theirs ? clash->theirs : "-");

      g_assert_cmpstr (told, ==, rows[i].clash);
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/store/patch/holds-what-differs", test_patch_holds_what_differs);
  g_test_add_func ("/wb/store/patch/leaves-the-rest-as-it-was", test_patch_leaves_the_rest_as_it_was);
  g_test_add_func ("/wb/store/patch/merges-by-member-and-key", test_patch_merges_by_member_and_key);

  return g_test_run ();
}
