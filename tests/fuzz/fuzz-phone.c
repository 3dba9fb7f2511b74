/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Telephone numbers and search words: what people type, and what search makes of it. */

#include "fuzz.h"

#include "wb-fold.h"
#include "wb-phone.h"

static const char *const countries[] = { "CZ", "SK", "PL", "DE", "US", "XX", "", NULL };

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;
  g_autofree char *again = NULL;
  g_autofree char *query = NULL;
  g_autofree char *digits = NULL;
  g_autofree char *number = NULL;

  if (size < 1)
    return 0;
  text = fuzz_dup_text (data + 1, size - 1);
  /* Texts come in through fields and the gate, which let only UTF-8 pass. */
  if (!g_utf8_validate (text, -1, NULL))
    return 0;

  number = wb_phone_to_e164 (text, countries[data[0] % G_N_ELEMENTS (countries)]);
  if (number) {
    g_autofree char *same = wb_phone_to_e164 (number, "CZ");
    g_autofree char *shown = wb_phone_for_people (number);

    g_assert_cmpint (number[0], ==, '+');
    g_assert_cmpuint (strlen (number), <=, 16);
    g_assert_cmpuint (strspn (number + 1, "0123456789"), ==, strlen (number + 1));
    g_assert_cmpstr (same, ==, number);
    g_assert_nonnull (shown);
    /* A country that is told has a clock, and one that is not known has none. */
    g_assert_true (!wb_phone_country (number) || wb_phone_zones (wb_phone_country (number)));
    g_assert_true (wb_phone_country (number) == wb_phone_country (shown));
    g_assert_cmpint (wb_phone_is_premium (number), ==, wb_phone_is_premium (shown));
  }
  digits = wb_phone_digits (text);
  g_assert_cmpuint (strspn (digits, "0123456789"), ==, strlen (digits));

  folded = wb_fold (text);
  g_assert_true (g_utf8_validate (folded, -1, NULL));
  again = wb_fold (folded);
  g_assert_cmpstr (again, ==, folded);
  query = wb_fold_fts_query (text);

  return 0;
}
