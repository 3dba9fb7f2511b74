/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Offer sets written as words; see offer-words.h. */

#include "offer-words.h"

#include <stdlib.h>
#include <string.h>

WbOfferSet *
offer_set_from_words (const char *words)
{
  g_auto (GStrv) list = NULL;
  WbOfferSet *set;

  if (!words)
    return NULL;

  set = wb_offer_set_new ();
  list = g_strsplit (words, " ", -1);
  for (gsize i = 0; list[i]; i++) {
    g_auto (GStrv) pair = g_strsplit (list[i], "=", 2);

    if (list[i][0] == '\0') {
      continue;
    } else if (list[i][0] == '+') {
      set->coupon_placements |= wb_placement_from_text (list[i] + 1);
    } else if (g_str_has_prefix (list[i], "call+")) {
      set->call_placements |= wb_placement_from_text (list[i] + strlen ("call+"));
    } else if (g_str_has_prefix (list[i], "banner+")) {
      set->banner_placements |= wb_placement_from_text (list[i] + strlen ("banner+"));
    } else if (!pair[1]) {
      set->coupon_enabled |= strcmp (list[i], "on") == 0;
      set->call_enabled |= strcmp (list[i], "call") == 0;
      set->banner_enabled |= strcmp (list[i], "banner") == 0;
    } else if (strcmp (pair[0], "days") == 0) {
      set->validity_days = atoi (pair[1]);
    } else if (strcmp (pair[0], "image") == 0) {
      set->banner = g_strdup (pair[1]);
    } else if (strcmp (pair[0], "url") == 0) {
      set->banner_target_url = g_strdup (pair[1]);
    } else if (strlen (pair[0]) == 2) {
      wb_lang_text_set (set->call_text, pair[0], pair[1]);
    } else {
      /* czk=200/1000, or czk=20%/1000 */
      g_auto (GStrv) values = g_strsplit (pair[1], "/", 2);
      g_autofree char *currency = g_ascii_strup (pair[0], -1);
      WbCouponAmount *amount = wb_offer_set_ensure_amount (set, currency);
      char *sign = strchr (values[0], '%');

      g_free (amount->kind);
      amount->kind = g_strdup (sign ? "percent" : "fixed");
      if (sign)
        *sign = '\0';
      amount->amount = strcmp (values[0], "?") == 0 ? NULL : g_strdup (values[0]);
      amount->min_order_value = values[1] ? g_strdup (values[1]) : NULL;
    }
  }

  return set;
}
