/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the fields of an offer set are called; see wb-offer-fields.h. */

#include "config.h"

#include "wb-offer-fields.h"

#include <string.h>

/* An amount has at most this many digits after the point (KWD has 3, B.5 allows no more). */
#define DIGITS_MAX 4

/**
 * wb_offer_path_of_amount:
 * @currency: ISO 4217 code of the row
 * @member: (nullable): "kind", "amount" or "min_order_value"; `NULL` for the whole row
 *
 * Any thread.
 *
 * Returns: (transfer full): the path
 */
char *
wb_offer_path_of_amount (const char *currency,
                         const char *member)
{
  return g_strconcat (WB_OFFER_PATH_AMOUNTS "[", currency, member ? "]." : "]", member, NULL);
}

/**
 * wb_offer_path_dup_currency:
 * @path: a field's path
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): what stands in the brackets behind "amounts"; `NULL` when
 *   @path is about something else
 */
char *
wb_offer_path_dup_currency (const char *path)
{
  const char *open, *close;

  g_return_val_if_fail (path, NULL);

  if (!g_str_has_prefix (path, WB_OFFER_PATH_AMOUNTS "["))
    return NULL;

  open = path + strlen (WB_OFFER_PATH_AMOUNTS "[");
  close = strchr (open, ']');

  return close ? g_strndup (open, (gsize) (close - open)) : NULL;
}

/**
 * wb_offer_path_of_text:
 * @language: ISO 639-1 code, or "" for a text without a language
 *
 * Any thread.
 *
 * Returns: (transfer full): the path
 */
char *
wb_offer_path_of_text (const char *language)
{
  return g_strconcat (WB_OFFER_PATH_CALL_TEXT, language[0] == '\0' ? "" : ".", language, NULL);
}

/**
 * wb_offer_decimals_equal:
 * @a: (nullable): a decimal text of the API
 * @b: (nullable): another
 *
 * Any thread.
 *
 * Returns: whether both are the same number, or the same words where they are none
 */
gboolean
wb_offer_decimals_equal (const char *a,
                         const char *b)
{
  gint64 scaled_a = 0;
  gint64 scaled_b = 0;

  if (g_strcmp0 (a, b) == 0)
    return TRUE;

  return wb_decimal_parse (a, DIGITS_MAX, &scaled_a, NULL) &&
         wb_decimal_parse (b, DIGITS_MAX, &scaled_b, NULL) && scaled_a == scaled_b;
}
