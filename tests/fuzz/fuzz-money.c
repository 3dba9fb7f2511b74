/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Amounts as people type them and as the API writes them: what is read is written so that it is read
 * as the same. The first two bytes choose a currency and a locale. */

#include "fuzz.h"

#include "wb-money.h"

static const char *const currencies[] = { "CZK", "EUR", "JPY", "KWD", "CLF", "HUF", "XXX", "" };
static const char *const locales[] = {
  "en_US", "cs_CZ", "sk_SK", "pl_PL", "de_DE", "de_CH", "de_AT", "en_IN", "C", "not a locale",
};

static void
check_money (const WbMoney *money,
             const char    *locale)
{
  g_autofree char *api = wb_money_format_api (money);
  g_autofree char *plain = wb_money_format_plain (money, locale);
  g_autofree char *symbol = wb_money_format_symbol (money, locale, TRUE);
  WbMoney again = WB_MONEY_NONE;

  g_assert_true (wb_money_parse_api (api, money->currency, TRUE, &again, NULL));
  g_assert_true (wb_money_equal (&again, money));
  g_assert_true (g_utf8_validate (symbol, -1, NULL));
  if (money->minor < 0)
    return;
  g_assert_true (wb_money_parse_typed (plain, money->currency, locale, &again, NULL));
  g_assert_true (wb_money_equal (&again, money));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = NULL;
  const char *currency = NULL;
  const char *locale = NULL;
  gint64 scaled = 0;

  if (size < 2)
    return 0;
  currency = currencies[data[0] % G_N_ELEMENTS (currencies)];
  locale = locales[data[1] % G_N_ELEMENTS (locales)];
  text = fuzz_dup_text (data + 2, size - 2);

  for (int way = 0; way < 3; way++) {
    g_autoptr (GError) error = NULL;
    WbMoney money = WB_MONEY_NONE;
    gboolean ok = way == 0 ? wb_money_parse_typed (text, currency, locale, &money, &error)
                           : wb_money_parse_api (text, currency, way == 1, &money, &error);

    g_assert_true (ok == !error);
    if (ok) {
      g_assert_true (way == 1 || money.minor >= 0);
      check_money (&money, locale);
    } else {
      g_assert_true (error->domain == WB_MONEY_ERROR);
      g_assert_true (wb_money_is_none (&money));
    }
  }
  if (wb_decimal_parse (text, 2, &scaled, NULL))
    g_assert_cmpint (scaled, >=, 0);

  return 0;
}
