/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers without their country's code: read where it is sure whose they are, and nowhere else. */

#include "config.h"

#include "wb-phone-guess.h"

static void
test_phone_guess_table (void)
{
  static const struct {
    const char *typed;
    WbPhoneHints hints;
    const char *phone;
  } rows[] = {
    { "+420 601 123 456", { NULL }, "+420601123456" },
    { "0048 512 345 678", { "CZK", "cs", "CZK", "cs" }, "+48512345678" },
    { "601 123 456", { NULL }, NULL },
    { "601 123 456", { "CZK" }, "+420601123456" },
    { "601 123 456", { "czk" }, "+420601123456" },
    { "601 123 456", { NULL, "cs" }, "+420601123456" },
    { "601 123 456", { "EUR", "en" }, NULL },
    { "601 123 456", { "EUR", "en", "CZK", "cs" }, "+420601123456" },
    { "601 123 456", { "EUR", "en", "EUR", "de" }, NULL },
    { "0171 2345678", { "EUR", "de", "EUR", "de" }, NULL },
    /* The customer's country is known, so the merchant's is not asked. */
    { "601 123 456", { "HUF", "hu", "CZK", "cs" }, NULL },
    /* One says Czechia, the other Poland, and the number is one in both. */
    { "601 123 456", { "CZK", "pl" }, NULL },
    { "601 123 456", { "EUR", "en", "CZK", "pl" }, NULL },
    { "601 123 456", { "CZK", "sk" }, "+420601123456" },
    { "0905 123 456", { "CZK", "sk" }, "+421905123456" },
    { "0905 123 456", { "CZK", "cs" }, NULL },
    { "601 123 45", { "CZK", "cs" }, NULL },
    { "", { "CZK", "cs" }, NULL },
    { NULL, { "CZK", "cs" }, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *phone = wb_phone_guess (rows[i].typed, &rows[i].hints);

    g_test_message ("%s: %s", rows[i].typed ? rows[i].typed : "nothing", rows[i].phone ? rows[i].phone : "not sure");
    g_assert_cmpstr (phone, ==, rows[i].phone);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/phone-guess/only-where-it-is-sure", test_phone_guess_table);

  return g_test_run ();
}
