/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-results-notes.h. */

#include "config.h"

#include "wb-results-notes.h"

#include "wb-results.h"

#include <glib/gi18n-lib.h>

static void
free_note (WbResultsNote *note)
{
  g_free (note->text);
  g_free (note);
}

static void
add_note (GPtrArray  *notes,
          const char *title,
          char       *text)
{
  WbResultsNote *note = g_new0 (WbResultsNote, 1);

  note->title = title;
  note->text = text;
  g_ptr_array_add (notes, note);
}

/**
 * wb_results_notes_new:
 * @goal_hours: within how many hours the account wants to call back
 *
 * Returns: (transfer full) (element-type WbResultsNote): what each number means
 */
GPtrArray *
wb_results_notes_new (int goal_hours)
{
  GPtrArray *notes = g_ptr_array_new_with_free_func ((GDestroyNotify) free_note);

  add_note (notes, _ ("Once per ticket and offer"),
            g_strdup (_ ("A ticket counts once for each offer, however often it was shown. "
                         "Everything that follows counts on the day, for the ticket type and in "
                         "the place of the first offer, even if it comes weeks later. So those who "
                         "took an offer are always a part of those who were offered it.")));
  add_note (notes, C_ ("column of results", "Taken"),
            g_strdup (_ ("A coupon was made, a call was asked for, or a person pressed the banner. "
                         "What programs press does not count.")));
  add_note (notes, C_ ("column of results", "Ordered again"),
            g_strdup (_ ("Certain: an order used the coupon. Probable: no such order, but one with "
                         "the same e-mail address in the same shop within 30 days after the offer "
                         "was taken. An order counts once: for its coupon, else for the offer "
                         "taken last before it. Probable orders are shown apart and can be "
                         "left out.")));
  add_note (notes, _ ("Revenue"),
            g_strdup (_ ("What those orders cost, refunds taken off. An order that was refunded "
                         "altogether still counts as an order, with nothing. Currencies are never "
                         "added up or converted.")));
  add_note (notes, _ ("How sure a number is"),
            /* xgettext:no-c-format */
            g_strdup (_ ("The range behind a share holds the true number with 95% confidence: "
                         "Wilson’s score interval. For revenue per ticket it is the mean with 1.96 "
                         "standard errors, tickets without an order counting as nothing. One offer "
                         "is called better than another only when an exact test says that chance "
                         "alone would hardly do it (5%, divided by the number of comparisons).")));
  add_note (notes, _ ("Not enough yet"),
            g_strdup_printf (_ ("Below %d tickets offered or %d orders nothing is ranked and "
                                "nothing compared: the next few orders could turn it over."),
                             WB_RESULTS_MIN_OFFERED, WB_RESULTS_MIN_ORDERS));
  add_note (notes, _ ("May still rise"),
            g_strdup (_ ("An offer can still bring an order while its coupon is valid, within 30 "
                         "days after it was taken, and within 30 days after it was made. Judge a "
                         "period once most of its offers cannot any more.")));
  add_note (notes, _ ("The period before"),
            g_strdup (_ ("As many days right before; for a calendar month the month before, up to "
                         "the same day. Days are those of the account’s time zone.")));
  add_note (notes, _ ("Calls"),
            g_strdup_printf (_ ("A call is answered in time when the customer was reached within "
                                "%d hours, and within 2 days, of asking. Nobody reached or a wrong "
                                "number is not an answer. Calls that still have time are left "
                                "out."),
                             goal_hours));

  return notes;
}
