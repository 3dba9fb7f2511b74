/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An amount of money: an integer of minor units with its ISO 4217 currency (design.md section 4).
 * No floating point comes near it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What went wrong with a value a person or a server wrote. */
typedef enum
{
  WB_MONEY_ERROR_EMPTY,             /* Nothing was written */
  WB_MONEY_ERROR_MALFORMED,         /* Not a decimal number in this form */
  WB_MONEY_ERROR_NEGATIVE,          /* A minus sign where none is allowed */
  WB_MONEY_ERROR_TOO_MANY_DIGITS,   /* More digits after the point than the currency has */
  WB_MONEY_ERROR_OVERFLOW,          /* Does not fit */
  WB_MONEY_ERROR_UNKNOWN_CURRENCY,  /* No ISO 4217 code that we know */
} WbMoneyError;

#define WB_MONEY_ERROR (wb_money_error_quark ())
GQuark     wb_money_error_quark      (void);

typedef struct
{
  gint64 minor;      /* e.g. hellers, cents; JPY: yen */
  char currency[4];  /* upper case, NUL-terminated; "" = no money at all */
} WbMoney;

#define WB_MONEY_NONE ((WbMoney) { 0, "" })

/* Currencies: ISO 4217 digits by table (CZK 2, JPY 0, KWD 3); -1 for an unknown code. */
int        wb_currency_digits        (const char     *currency);

gboolean   wb_money_is_none          (const WbMoney  *self);
gboolean   wb_money_equal            (const WbMoney  *a,
                                      const WbMoney  *b);

/* The API's decimal strings: "1599.00". Strict for what we write and settings; tolerant reading
 * (surplus zeros, fewer digits) is asked for with @tolerant. */
gboolean   wb_money_parse_api        (const char     *text,
                                      const char     *currency,
                                      gboolean        tolerant,
                                      WbMoney        *money_out,
                                      GError        **error);
char      *wb_money_format_api       (const WbMoney  *self) G_GNUC_WARN_UNUSED_RESULT;

/* Any other decimal number of the API ("12.50" percent), scaled by 10^max_digits. */
gboolean   wb_decimal_parse          (const char     *text,
                                      int             max_digits,
                                      gint64         *scaled_out,
                                      GError        **error);

/* What people type and read, in a locale ("cs_CZ", "en_US", ...; NULL = the process's). */
gboolean   wb_money_parse_typed      (const char     *text,
                                      const char     *currency,
                                      const char     *locale,
                                      WbMoney        *money_out,
                                      GError        **error);
char      *wb_money_format_plain     (const WbMoney  *self,
                                      const char     *locale) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_money_format_symbol    (const WbMoney  *self,
                                      const char     *locale,
                                      gboolean        drop_zero_fraction) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_percent_format         (const char     *amount,
                                      const char     *locale) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
