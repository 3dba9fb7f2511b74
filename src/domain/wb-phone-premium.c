/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers that cost the caller extra, so that nobody dials one for a customer who typed a hotline's
 * number. */

#include "config.h"

#include "wb-phone.h"

#include <string.h>

/* Premium-rate, shared-cost and personal ranges of the national numbering plans, with the country's
 * code. Only those whose first digits no ordinary number of the country has: Irish 15xx, for one,
 * cannot be told from Dublin without its length. */
static const char *const ranges[] = {
  /* AT */
  "43810", "43820", "43821", "43828", "43900", "43901", "43930", "43931", "43939",
  /* BE */
  "3270", "3290",
  /* BG */
  "359700", "35990",
  /* CH */
  "41840", "41842", "41844", "41848", "41900", "41901", "41906",
  /* CY */
  "35790",
  /* CZ */
  "42081", "42083", "42084", "420900", "420905", "420906", "420908", "420909", "420976",
  /* DE */
  "49137", "49138", "49180", "49900",
  /* DK */
  "4590",
  /* EE */
  "372900",
  /* ES */
  "34803", "34806", "34807", "34901", "34902",
  /* FI */
  "358600", "358700",
  /* FR */
  "3381", "3382", "3389",
  /* GB */
  "4470", "44842", "44843", "44844", "44845", "44870", "44871", "44872", "44873", "4490", "4491",
  "4498",
  /* GR */
  "30801", "30806", "30901", "30909",
  /* HR */
  "38560", "38561", "38564", "38565", "38569",
  /* HU */
  "3690", "3691",
  /* IT */
  "39144", "39163", "39164", "39166", "39178", "39199", "39840", "39841", "39847", "39848",
  "39892", "39893", "39894", "39895", "39899",
  /* LT */
  "370808", "37090", "37091",
  /* LV */
  "37181", "37190",
  /* NL */
  "31900", "31906", "31909",
  /* NO */
  "47810", "47820", "47829",
  /* PL */
  "48700", "48701", "48703", "48704", "48706", "48707", "48708", "48801",
  /* PT */
  "351601", "351607", "351608", "351646", "351648", "351760", "351761", "351762", "351808",
  "351809",
  /* RO */
  "40801", "40900", "40901", "40903", "40906",
  /* RS */
  "38178", "38190",
  /* SE */
  "46900", "46939", "46944", "4699",
  /* SI */
  "38689", "38690",
  /* SK */
  "42185", "42186", "42187", "42188", "42189", "421900", "42197", "42198",
  /* UA */
  "380900",
  /* US */
  "1900",
  /* International shared cost and premium rate. */
  "808", "979",
};

/**
 * wb_phone_is_premium:
 * @phone: (nullable): a number as stored
 *
 * Any thread.
 *
 * Returns: `TRUE` if calls to it are known to cost extra
 */
gboolean
wb_phone_is_premium (const char *phone)
{
  g_autofree char *number = wb_phone_to_e164 (phone, NULL);

  for (gsize i = 0; number && i < G_N_ELEMENTS (ranges); i++) {
    if (g_str_has_prefix (number + 1, ranges[i]))
      return TRUE;
  }

  return FALSE;
}
