/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a customer's number; see wb-phone-guess.h. Only currencies and languages of a single
 * country count: euros, English and German say nothing of where somebody is. */

#include "config.h"

#include "wb-phone-guess.h"

#include "wb-phone.h"

typedef struct
{
  const char *word;
  const char *country;
} Home;

static const Home currencies[] = {
  { "BGN", "BG" }, { "CZK", "CZ" }, { "DKK", "DK" }, { "GBP", "GB" }, { "HUF", "HU" },
  { "NOK", "NO" }, { "PLN", "PL" }, { "RON", "RO" }, { "RSD", "RS" }, { "SEK", "SE" },
  { "UAH", "UA" },
};

static const Home languages[] = {
  { "bg", "BG" }, { "cs", "CZ" }, { "da", "DK" }, { "et", "EE" }, { "fi", "FI" },
  { "hr", "HR" }, { "hu", "HU" }, { "lt", "LT" }, { "lv", "LV" }, { "nb", "NO" },
  { "no", "NO" }, { "pl", "PL" }, { "sk", "SK" }, { "sl", "SI" }, { "uk", "UA" },
};

static const char *
find_home (const Home *homes,
           gsize       n_homes,
           const char *word)
{
  for (gsize i = 0; word && i < n_homes; i++) {
    if (g_ascii_strcasecmp (homes[i].word, word) == 0)
      return homes[i].country;
  }

  return NULL;
}

/* What the number is in the countries that a currency and a language speak for. Where they disagree
 * the number itself may still tell: few are one in both countries. */
static char *
read_by (const char *typed,
         const char *currency,
         const char *language,
         gboolean   *is_known_out)
{
  const char *one = find_home (currencies, G_N_ELEMENTS (currencies), currency);
  const char *other = find_home (languages, G_N_ELEMENTS (languages), language);
  g_autofree char *by_one = one ? wb_phone_to_e164 (typed, one) : NULL;
  g_autofree char *by_other = other ? wb_phone_to_e164 (typed, other) : NULL;

  *is_known_out = one || other;
  if (by_one && by_other && !g_str_equal (by_one, by_other))
    return NULL;

  return by_one ? g_steal_pointer (&by_one) : g_steal_pointer (&by_other);
}

/**
 * wb_phone_guess:
 * @typed: (nullable): what a customer wrote
 * @hints: what is known of the customer and of the merchant
 *
 * A number with "+" or "00" is taken as it is. One without is read as the country of the order's
 * currency and of the customer's language; when neither names one, of the account's. Any thread.
 *
 * Returns: (nullable) (transfer full): e.g. "+420601123456"; `NULL` when it is no number, or when
 *   it is not sure which country's
 */
char *
wb_phone_guess (const char         *typed,
                const WbPhoneHints *hints)
{
  gboolean is_known = FALSE;
  char *phone = NULL;

  g_return_val_if_fail (hints, NULL);

  phone = wb_phone_to_e164 (typed, NULL);
  if (!phone)
    phone = read_by (typed, hints->order_currency, hints->language, &is_known);
  if (!phone && !is_known)
    phone = read_by (typed, hints->account_currency, hints->account_language, &is_known);

  return phone;
}
