/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Amounts as typed and as the API writes them; see wb-offer-text.h. */

#include "config.h"

#include "wb-offer-text.h"

#include "wb-money.h"
#include "wb-plain-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* No decimal text starts so; only drafts hold it, and they never leave this computer. */
#define TYPED_MARK "typed:"

/* A percentage has up to two digits after the point and is read as an amount with two. */
#define PERCENT_AS_CURRENCY "EUR"

static const char *
choose_currency (const char *currency)
{
  return currency ? currency : PERCENT_AS_CURRENCY;
}

static char *
strip_percent (const char *typed)
{
  g_autofree char *stripped = g_strstrip (g_strdup (typed));
  gsize length = strlen (stripped);

  if (length > 0 && stripped[length - 1] == '%')
    stripped[length - 1] = '\0';

  return g_strdup (g_strchomp (stripped));
}

static gboolean
parse_typed (const char  *typed,
             const char  *currency,
             const char  *locale,
             WbMoney     *money_out,
             GError     **error)
{
  g_autofree char *plain = currency ? g_strdup (typed) : strip_percent (typed);

  return wb_money_parse_typed (plain, choose_currency (currency), locale, money_out, error);
}

/**
 * wb_offer_text_from_typed:
 * @typed: (nullable): what stands in the field
 * @currency: (nullable): ISO 4217 code, or %NULL for a percentage
 * @locale: (nullable): how the person writes numbers; %NULL = the process's locale
 *
 * Reads a field into the text that an offer set holds: the API's decimal text ("1000.00"), or the
 * words themselves behind a mark when they are no amount. Any thread.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL when nothing was written
 */
char *
wb_offer_text_from_typed (const char *typed,
                          const char *currency,
                          const char *locale)
{
  g_autofree char *stripped = NULL;
  WbMoney money = WB_MONEY_NONE;

  if (wb_text_is_blank (typed))
    return NULL;

  stripped = g_strstrip (g_strdup (typed));
  if (!parse_typed (stripped, currency, locale, &money, NULL))
    return g_strconcat (TYPED_MARK, typed, NULL);

  return wb_money_format_api (&money);
}

/**
 * wb_offer_text_is_readable:
 * @text: (nullable): a text of wb_offer_text_from_typed() or of the server
 *
 * Returns: whether @text is more than words nobody could read as an amount
 */
gboolean
wb_offer_text_is_readable (const char *text)
{
  return !text || !g_str_has_prefix (text, TYPED_MARK);
}

static char *
drop_zero_fraction (const char *formatted)
{
  gsize length = strlen (formatted);

  /* "12,00" or "12.00": the separator is one character before two zeros, whatever it is. */
  if (length > 3 && g_str_has_suffix (formatted, "00") &&
      !g_ascii_isdigit (formatted[length - 3])) {
    const char *end = g_utf8_find_prev_char (formatted, formatted + length - 2);

    if (end)
      return g_strndup (formatted, end - formatted);
  }

  return g_strdup (formatted);
}

/**
 * wb_offer_text_for_people:
 * @text: (nullable): a text of wb_offer_text_from_typed() or of the server
 * @currency: (nullable): ISO 4217 code, or %NULL for a percentage
 * @locale: (nullable): how the person writes numbers; %NULL = the process's locale
 *
 * The other way: what to put into the field. Any thread.
 *
 * Returns: (transfer full): never %NULL; words that were no amount come back as typed
 */
char *
wb_offer_text_for_people (const char *text,
                          const char *currency,
                          const char *locale)
{
  g_autofree char *formatted = NULL;
  WbMoney money = WB_MONEY_NONE;

  if (!text)
    return g_strdup ("");

  if (g_str_has_prefix (text, TYPED_MARK))
    return g_strdup (text + strlen (TYPED_MARK));

  /* A server's "200" is 200.00; what it sends beyond the currency's digits is shown as it came. */
  if (!wb_money_parse_api (text, choose_currency (currency), TRUE, &money, NULL))
    return g_strdup (text);

  formatted = wb_money_format_plain (&money, locale);
  return currency ? g_steal_pointer (&formatted) : drop_zero_fraction (formatted);
}

/**
 * wb_offer_text_explain:
 * @text: a text for which wb_offer_text_is_readable() said no
 * @currency: (nullable): ISO 4217 code, or %NULL for a percentage
 * @locale: (nullable): how the person writes numbers; %NULL = the process's locale
 *
 * Says why the words are no amount and what to do.
 *
 * Returns: (transfer full): a sentence
 */
char *
wb_offer_text_explain (const char *text,
                       const char *currency,
                       const char *locale)
{
  g_autoptr (GError) error = NULL;
  WbMoney money = WB_MONEY_NONE;
  WbMoney example = { 0 };
  g_autofree char *sample = NULL;
  int digits = wb_currency_digits (choose_currency (currency));

  if (parse_typed (wb_offer_text_is_readable (text) ? text : text + strlen (TYPED_MARK),
                   currency, locale, &money, &error))
    return g_strdup (_ ("Type the amount again."));

  if (g_error_matches (error, WB_MONEY_ERROR, WB_MONEY_ERROR_NEGATIVE))
    return g_strdup (_ ("Enter it without a minus sign."));

  if (g_error_matches (error, WB_MONEY_ERROR, WB_MONEY_ERROR_OVERFLOW))
    return g_strdup (_ ("Enter a smaller number."));

  if (g_error_matches (error, WB_MONEY_ERROR, WB_MONEY_ERROR_TOO_MANY_DIGITS)) {
    if (digits == 0)
      return g_strdup_printf (_ ("%s has no decimals: enter a whole number."), currency);

    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "Enter at most %d decimal.",
                                         "Enter at most %d decimals.",
                                         digits),
                            digits);
  }

  example.minor = 1250;
  g_strlcpy (example.currency, choose_currency (currency), sizeof example.currency);
  sample = wb_money_format_plain (&example, locale);
  /* Translators: %s is a number as the person writes it, such as 12.50 */
  return g_strdup_printf (_ ("Enter a number, such as %s."), sample);
}
