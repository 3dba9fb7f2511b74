/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Randomness: repeatable where asked for, even, and well-formed identifiers and codes. */

#include <string.h>

#include "wb-coupon-code.h"
#include "wb-random.h"

/* Gives the words it was told, so that rejection can be seen. */
#define TEST_TYPE_SCRIPT (test_script_get_type ())
G_DECLARE_FINAL_TYPE (TestScript, test_script, TEST, SCRIPT, GObject)

struct _TestScript
{
  GObject parent_instance;
  const guint32 *words;
  gsize at;
};

static void
test_script_fill (WbRandom *random,
                  guint8   *bytes,
                  gsize     n_bytes)
{
  TestScript *self = TEST_SCRIPT (random);
  guint32 word = GUINT32_TO_LE (self->words[self->at++]);

  g_assert_cmpint (n_bytes, ==, 4);
  memcpy (bytes, &word, 4);
}

static void
test_script_random_init (WbRandomInterface *iface)
{
  iface->fill = test_script_fill;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestScript, test_script, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_RANDOM, test_script_random_init))

static void
test_script_class_init (TestScriptClass *klass)
{
}

static void
test_script_init (TestScript *self)
{
}

static void
test_random_seed_repeats (void)
{
  /* The published first values of SplitMix64 with seed 1234567. */
  static const guint64 published[] = {
    G_GUINT64_CONSTANT (6457827717110365317), G_GUINT64_CONSTANT (3203168211198807973),
    G_GUINT64_CONSTANT (9817491932198370423),
  };
  g_autoptr (WbRandom) one = wb_seeded_random_new (1234567);
  g_autoptr (WbRandom) other = wb_seeded_random_new (1234568);

  for (gsize i = 0; i < G_N_ELEMENTS (published); i++) {
    guint64 word = 0;

    wb_random_fill (one, (guint8 *) &word, sizeof word);
    g_assert_cmpuint (GUINT64_FROM_LE (word), ==, published[i]);
    wb_random_fill (other, (guint8 *) &word, sizeof word);
    g_assert_cmpuint (GUINT64_FROM_LE (word), !=, published[i]);
  }
  g_assert_finalize_object (g_steal_pointer (&one));
}

static void
test_random_below_rejects_uneven_draws (void)
{
  /* 2^32 = 3 × 1431655765 + 1: of draws for a bound of 3, zero has no full round. */
  static const guint32 words[] = { 0, 1, 0, 0, 5, 0xffffffff };
  g_autoptr (TestScript) script = g_object_new (TEST_TYPE_SCRIPT, NULL);

  script->words = words;
  g_assert_cmpuint (wb_random_below (WB_RANDOM (script), 3), ==, 1);
  g_assert_cmpuint (script->at, ==, 2);
  g_assert_cmpuint (wb_random_below (WB_RANDOM (script), 3), ==, 2);
  g_assert_cmpuint (script->at, ==, 5);
  g_assert_cmpuint (wb_random_below (WB_RANDOM (script), 0x80000000), ==, 0x7fffffff);
}

static void
test_random_below_stays_below (void)
{
  g_autoptr (WbRandom) random = wb_system_random_new ();
  int seen[7] = { 0 };

  for (int i = 0; i < 7000; i++)
    seen[wb_random_below (random, 7)]++;
  for (gsize i = 0; i < G_N_ELEMENTS (seen); i++) {
    /* Expected 1000 each with a deviation of 29: ten deviations never happen. */
    g_assert_cmpint (seen[i], >, 700);
    g_assert_cmpint (seen[i], <, 1300);
  }
  for (int i = 0; i < 100; i++)
    g_assert_cmpuint (wb_random_below (random, 1), ==, 0);
}

static void
test_random_system_fills_long_buffers (void)
{
  g_autoptr (WbRandom) random = wb_system_random_new ();
  guint8 bytes[4096] = { 0 };
  int n_zeros = 0;

  wb_random_fill (random, bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i++)
    n_zeros += bytes[i] == 0;
  g_assert_cmpint (n_zeros, <, 100);
}

static void
test_random_uuid_is_version_4 (void)
{
  g_autoptr (WbRandom) random = wb_seeded_random_new (1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 1000; i++) {
    char *uuid = wb_random_uuid (random);

    g_assert_true (g_uuid_string_is_valid (uuid));
    g_assert_cmpint (uuid[14], ==, '4');
    g_assert_nonnull (strchr ("89ab", uuid[19]));
    g_assert_true (g_hash_table_add (seen, uuid));
  }
}

static void
test_coupon_code_is_readable (void)
{
  g_autoptr (WbRandom) random = wb_seeded_random_new (7);
  g_autoptr (GHashTable) letters = g_hash_table_new (NULL, NULL);

  for (int i = 0; i < 2000; i++) {
    g_autofree char *code = wb_coupon_code_new ("VRAT", random);

    g_assert_true (g_str_has_prefix (code, "VRAT"));
    g_assert_cmpuint (strlen (code), ==, 14);
    g_assert_true (wb_coupon_code_is_valid (code));
    g_assert_null (strpbrk (code + 4, "ILO01"));
    for (const char *p = code + 4; *p != '\0'; p++)
      g_hash_table_add (letters, GINT_TO_POINTER (*p));
  }
  g_assert_cmpuint (g_hash_table_size (letters), ==, 31);

  for (int i = 0; i < 2; i++) {
    g_autofree char *bare = wb_coupon_code_new (i == 0 ? NULL : "", random);

    g_assert_cmpuint (strlen (bare), ==, 10);
    g_assert_true (wb_coupon_code_is_valid (bare));
  }
}

static void
test_coupon_code_refuses (void)
{
  static const struct {
    const char *text;
    gboolean is_code;
    gboolean is_prefix;
  } cases[] = {
    { NULL, FALSE, FALSE },
    { "", FALSE, TRUE },
    { "VRAT", FALSE, TRUE },
    { "VRATI", FALSE, FALSE },
    { "vrat", FALSE, FALSE },
    { "VR-T", FALSE, FALSE },
    { "V1", FALSE, FALSE },
    { "VRÁT", FALSE, FALSE },
    { "8KQ2MX4TH7", TRUE, FALSE },
    { "8KQ2MX4TH", FALSE, FALSE },
    { "VRAT8KQ2MX4TH7ZZ", TRUE, FALSE },
    { "VRAT8KQ2MX4TH7ZZZ", FALSE, FALSE },
    { "8KQ2MX4TH0", FALSE, FALSE },
    { "8KQ2MX4TH1", FALSE, FALSE },
    { "8KQ2 X4TH7", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].text ? cases[i].text : "(null)");
    g_assert_cmpint (wb_coupon_code_is_valid (cases[i].text), ==, cases[i].is_code);
    g_assert_cmpint (wb_coupon_code_prefix_valid (cases[i].text), ==, cases[i].is_prefix);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/random/seed-repeats", test_random_seed_repeats);
  g_test_add_func ("/wb/domain/random/below-rejects-uneven-draws",
                   test_random_below_rejects_uneven_draws);
  g_test_add_func ("/wb/domain/random/below-stays-below", test_random_below_stays_below);
  g_test_add_func ("/wb/domain/random/system-fills-long-buffers",
                   test_random_system_fills_long_buffers);
  g_test_add_func ("/wb/domain/random/uuid-is-version-4", test_random_uuid_is_version_4);
  g_test_add_func ("/wb/domain/coupon-code/is-readable", test_coupon_code_is_readable);
  g_test_add_func ("/wb/domain/coupon-code/refuses", test_coupon_code_refuses);

  return g_test_run ();
}
