/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Money as integers of minor units, and the API's decimal strings. What people type and read is in
 * wb-money-locale.c. */

#include "config.h"

#include "wb-money.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

G_DEFINE_QUARK (wb-money-error-quark, wb_money_error)

/* ISO 4217 list one, with the codes withdrawn since 2015, which old orders still carry. Metals and
 * testing codes have no minor unit and are not money a shop takes. */
static const char two_digits[] =
  "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
  "CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL "
  "GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR "
  "LRD LSL MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD "
  "PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STD STN "
  "SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VEF VES WST XAD XCD XCG YER "
  "ZAR ZMW ZWG ZWL";
static const char no_digits[] =
  "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
static const char three_digits[] = "BHD IQD JOD KWD LYD OMR TND";
static const char four_digits[] = "CLF UYW";

/* A decimal number taken apart, still in the caller's text. */
typedef struct
{
  gboolean is_negative;
  const char *whole;
  gsize n_whole;
  const char *fraction;
  gsize n_fraction;
} Decimal;

static gboolean
lists_code (const char *list,
            const char *code)
{
  for (const char *p = list; *p != '\0'; p += p[3] == ' ' ? 4 : 3) {
    if (memcmp (p, code, 3) == 0)
      return TRUE;
  }

  return FALSE;
}

/**
 * wb_currency_digits:
 * @currency: (nullable): an ISO 4217 code in upper case
 *
 * How many digits stand after the point: CZK 2, JPY 0, KWD 3, CLF 4. Any thread.
 *
 * Returns: 0 to 4; -1 for a code we do not know
 */
int
wb_currency_digits (const char *currency)
{
  if (!currency || strlen (currency) != 3)
    return -1;

  if (lists_code (two_digits, currency))
    return 2;
  if (lists_code (no_digits, currency))
    return 0;
  if (lists_code (three_digits, currency))
    return 3;

  return lists_code (four_digits, currency) ? 4 : -1;
}

/**
 * wb_money_is_none:
 * @self: (nullable): money
 *
 * Returns: `TRUE` if it is no amount at all, which is not the same as zero
 */
gboolean
wb_money_is_none (const WbMoney *self)
{
  return !self || self->currency[0] == '\0';
}

/**
 * wb_money_equal:
 * @a: money
 * @b: other money
 *
 * Returns: `TRUE` if amount and currency are the same, or neither is any
 */
gboolean
wb_money_equal (const WbMoney *a,
                const WbMoney *b)
{
  if (wb_money_is_none (a) || wb_money_is_none (b))
    return wb_money_is_none (a) && wb_money_is_none (b);

  return a->minor == b->minor && strcmp (a->currency, b->currency) == 0;
}

static gboolean
fail_malformed (GError **error)
{
  g_set_error_literal (error, WB_MONEY_ERROR, WB_MONEY_ERROR_MALFORMED,
                       _ ("Enter an amount in digits."));

  return FALSE;
}

static gboolean
scan_decimal (const char  *text,
              Decimal     *decimal,
              GError     **error)
{
  const char *p = text;

  if (!text || text[0] == '\0') {
    g_set_error_literal (error, WB_MONEY_ERROR, WB_MONEY_ERROR_EMPTY, _ ("Enter an amount."));
    return FALSE;
  }

  memset (decimal, 0, sizeof *decimal);
  if (*p == '-') {
    decimal->is_negative = TRUE;
    p++;
  }
  decimal->whole = p;
  decimal->n_whole = strspn (p, "0123456789");
  p += decimal->n_whole;
  if (*p == '.') {
    decimal->fraction = p + 1;
    decimal->n_fraction = strspn (p + 1, "0123456789");
    p += 1 + decimal->n_fraction;
    if (decimal->n_fraction == 0)
      return fail_malformed (error);
  }
  if (decimal->n_whole == 0 || *p != '\0')
    return fail_malformed (error);

  return TRUE;
}

/* The number times 10^@digits. The sign is applied to each digit, so that the smallest gint64 can
 * be read back, too. */
static gboolean
scale_decimal (const Decimal  *decimal,
               int             digits,
               gint64         *scaled_out,
               GError        **error)
{
  gint64 scaled = 0;

  if (decimal->n_fraction > 0 && digits == 0) {
    g_set_error_literal (error, WB_MONEY_ERROR, WB_MONEY_ERROR_TOO_MANY_DIGITS,
                         _ ("Enter a whole number, without a decimal point."));
    return FALSE;
  }
  if (decimal->n_fraction > (gsize) digits) {
    g_set_error (error, WB_MONEY_ERROR, WB_MONEY_ERROR_TOO_MANY_DIGITS,
                 g_dngettext (GETTEXT_PACKAGE, "Enter at most %d digit after the decimal point.",
                              "Enter at most %d digits after the decimal point.",
                              (gulong) digits),
                 digits);
    return FALSE;
  }

  for (gsize i = 0; i < decimal->n_whole + (gsize) digits; i++) {
    gsize at = i - MIN (i, decimal->n_whole);
    int digit = 0;

    if (i < decimal->n_whole)
      digit = g_ascii_digit_value (decimal->whole[i]);
    else if (at < decimal->n_fraction)
      digit = g_ascii_digit_value (decimal->fraction[at]);

    if (__builtin_mul_overflow (scaled, 10, &scaled) ||
        __builtin_add_overflow (scaled, decimal->is_negative ? -digit : digit, &scaled)) {
      g_set_error_literal (error, WB_MONEY_ERROR, WB_MONEY_ERROR_OVERFLOW,
                           _ ("Enter a smaller amount."));
      return FALSE;
    }
  }

  *scaled_out = scaled;

  return TRUE;
}

static gboolean
refuse_negative (const Decimal  *decimal,
                 GError        **error)
{
  if (!decimal->is_negative)
    return TRUE;

  g_set_error_literal (error, WB_MONEY_ERROR, WB_MONEY_ERROR_NEGATIVE,
                       _ ("Enter an amount without a minus sign."));

  return FALSE;
}

/**
 * wb_decimal_parse:
 * @text: (nullable): a decimal number as the API writes it
 * @max_digits: how many digits may stand after the point, 0 to 4
 * @scaled_out: (out): the number times 10^@max_digits
 * @error: where to store an error
 *
 * Reads a number such as a percentage exactly. Fewer digits are fine, a needless zero in front or
 * a digit too many are not. Any thread.
 *
 * Returns: `FALSE` with `WB_MONEY_ERROR` `EMPTY`, `MALFORMED`, `NEGATIVE`, `TOO_MANY_DIGITS` or
 *   `OVERFLOW`; @scaled_out is untouched then
 */
gboolean
wb_decimal_parse (const char  *text,
                  int          max_digits,
                  gint64      *scaled_out,
                  GError     **error)
{
  Decimal decimal;

  g_return_val_if_fail (max_digits >= 0 && max_digits <= 4, FALSE);
  g_return_val_if_fail (scaled_out, FALSE);

  if (!scan_decimal (text, &decimal, error) || !refuse_negative (&decimal, error))
    return FALSE;
  if (decimal.n_whole > 1 && decimal.whole[0] == '0')
    return fail_malformed (error);

  return scale_decimal (&decimal, max_digits, scaled_out, error);
}

/**
 * wb_money_parse_api:
 * @text: (nullable): a decimal string of the API: "1599.00"
 * @currency: (nullable): its ISO 4217 code
 * @tolerant: whether to read what other programs write: fewer digits, surplus zeros at either end
 *   and, on orders, amounts below zero
 * @money_out: (out): the amount
 * @error: where to store an error
 *
 * Reads money exactly. Strict reading takes precisely what [func@wb_money_format_api] writes for
 * amounts of zero and more. Never rounds. Any thread.
 *
 * Returns: `FALSE` with any code of `WB_MONEY_ERROR`; @money_out is untouched then
 */
gboolean
wb_money_parse_api (const char  *text,
                    const char  *currency,
                    gboolean     tolerant,
                    WbMoney     *money_out,
                    GError     **error)
{
  int digits = wb_currency_digits (currency);
  Decimal decimal;
  WbMoney money = WB_MONEY_NONE;

  g_return_val_if_fail (money_out, FALSE);

  if (digits < 0) {
    g_set_error_literal (error, WB_MONEY_ERROR, WB_MONEY_ERROR_UNKNOWN_CURRENCY,
                         _ ("This currency is not known."));
    return FALSE;
  }
  if (!scan_decimal (text, &decimal, error))
    return FALSE;

  if (tolerant) {
    while (decimal.n_fraction > (gsize) digits && decimal.fraction[decimal.n_fraction - 1] == '0')
      decimal.n_fraction--;
  } else {
    if (!refuse_negative (&decimal, error))
      return FALSE;
    if (decimal.n_fraction < (gsize) digits || (decimal.n_whole > 1 && decimal.whole[0] == '0'))
      return fail_malformed (error);
  }
  if (!scale_decimal (&decimal, digits, &money.minor, error))
    return FALSE;

  memcpy (money.currency, currency, sizeof money.currency);
  *money_out = money;

  return TRUE;
}

/**
 * wb_money_format_api:
 * @self: money
 *
 * Writes money as the API wants it: a decimal string with all the digits of its currency. Any
 * thread.
 *
 * Returns: (transfer full): e.g. "1599.00", "1599" for JPY
 */
char *
wb_money_format_api (const WbMoney *self)
{
  static const guint64 powers[] = { 1, 10, 100, 1000, 10000 };
  int digits;
  guint64 size;
  const char *sign;

  g_return_val_if_fail (!wb_money_is_none (self), NULL);
  digits = wb_currency_digits (self->currency);
  g_return_val_if_fail (digits >= 0, NULL);

  sign = self->minor < 0 ? "-" : "";
  size = self->minor < 0 ? 0 - (guint64) self->minor : (guint64) self->minor;
  if (digits == 0)
    return g_strdup_printf ("%s%" G_GUINT64_FORMAT, sign, size);

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT, sign,
                          size / powers[digits], digits, size % powers[digits]);
}
