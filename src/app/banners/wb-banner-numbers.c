/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers of banners in words; see wb-banner-numbers.h. */

#include "config.h"

#include "wb-banner-numbers.h"

#include "wb-banner.h"
#include "wb-format.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *words;
  const char *icon;
  const char *style;
} state_table[] = {
  [WB_BANNER_STATE_RUNNING] = { NC_ ("banner", "Running"), "object-select-symbolic", "running" },
  [WB_BANNER_STATE_UPCOMING] = { NC_ ("banner", "Upcoming"), "document-open-recent-symbolic",
                                 "upcoming" },
  [WB_BANNER_STATE_OVER] = { NC_ ("banner", "Over"), "media-playback-stop-symbolic", "over" },
  [WB_BANNER_STATE_ARCHIVED] = { NC_ ("banner", "Archived"), "folder-symbolic", "archived" },
};

static const struct
{
  const char *words;
  const char *reason;
} verdict_table[WB_N_VERDICTS] = {
  [WB_VERDICT_HEAD] = { N_ ("Checked, not opened"),
                        N_ ("A program asked whether the page is there, and looked at nothing.") },
  [WB_VERDICT_PREFETCH] = { N_ ("Fetched ahead"),
                            N_ ("A browser or mail program loaded the page in case somebody would "
                                "click. It says so itself.") },
  [WB_VERDICT_AGENT] = { N_ ("Known scanners"),
                         N_ ("Protection of mail, previews of links and search engines, by the "
                             "name they give.") },
  [WB_VERDICT_BURST] = { N_ ("All links at once"),
                         N_ ("Many links of one customer were opened within moments, as scanners "
                             "of mail do.") },
  [WB_VERDICT_REPEAT] = { N_ ("Clicked again"),
                          N_ ("The same customer clicked the same banner again within seconds. "
                              "Counted once.") },
};

WbBannerState
wb_banner_state_of (const WbBanner *banner,
                    gint32          today)
{
  if (banner->archived)
    return WB_BANNER_STATE_ARCHIVED;

  switch (wb_banner_get_phase (banner, today)) {
    case WB_BANNER_UPCOMING:
      return WB_BANNER_STATE_UPCOMING;
    case WB_BANNER_OVER:
      return WB_BANNER_STATE_OVER;
    case WB_BANNER_RUNNING:
    default:
      return WB_BANNER_STATE_RUNNING;
  }
}

const char *
wb_banner_state_words (WbBannerState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (state_table), NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, "banner", state_table[state].words);
}

const char *
wb_banner_state_icon (WbBannerState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (state_table), NULL);

  return state_table[state].icon;
}

const char *
wb_banner_state_class (WbBannerState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (state_table), NULL);

  return state_table[state].style;
}

/**
 * wb_banner_count_get_rate:
 * @count: a row or a sum
 * @rate_out: (out): clicks of those views, 0 to 1 and above
 *
 * Returns: `FALSE` where no view was counted
 */
gboolean
wb_banner_count_get_rate (const WbBannerCount *count,
                          double              *rate_out)
{
  if (count->impressions == WB_COUNT_NONE || count->impressions == 0)
    return FALSE;
  *rate_out = (double) count->clicks_with_views / count->impressions;

  return TRUE;
}

/* All that were left out, for whatever reason. */
gint64
wb_banner_count_get_left_out (const WbBannerCount *count)
{
  return count->clicks_raw - count->clicks;
}

char *
wb_banner_format_rate (double rate)
{
  /* TRANSLATORS: a share, such as 3.4% */
  return g_strdup_printf (C_ ("share", "%.1f%%"), rate * 100);
}

char *
wb_banner_format_count (gint64 count)
{
  return g_strdup_printf ("%'" G_GINT64_FORMAT, count);
}

char *
wb_banner_describe_rate (const WbBannerCount *count)
{
  g_autofree char *clicks = NULL;
  g_autofree char *views = NULL;

  if (count->impressions == WB_COUNT_NONE || count->impressions == 0)
    return g_strdup (count->clicks > 0
                       ? _ ("Views in mails cannot be counted, so there is no rate.")
                       : _ ("No views yet that can be counted."));

  clicks = wb_banner_format_count (count->clicks_with_views);
  views = wb_banner_format_count (count->impressions);
  /* TRANSLATORS: %s are numbers: clicks, and views */
  return g_strdup_printf (_ ("%s of %s views in the portal and on the ticket page. Mails do not "
                             "tell what was seen."),
                          clicks, views);
}

const char *
wb_verdict_words (WbVerdict verdict)
{
  g_return_val_if_fail (verdict > WB_VERDICT_COUNTED && verdict < WB_N_VERDICTS, NULL);

  return _ (verdict_table[verdict].words);
}

const char *
wb_verdict_reason (WbVerdict verdict)
{
  g_return_val_if_fail (verdict > WB_VERDICT_COUNTED && verdict < WB_N_VERDICTS, NULL);

  return _ (verdict_table[verdict].reason);
}

const char *
wb_placement_words (const char *placement)
{
  switch (wb_placement_from_text (WB_TEXT (placement))) {
    case WB_PLACEMENT_PORTAL:
      return _ ("Last portal step");
    case WB_PLACEMENT_TICKET_DETAIL:
      return _ ("Ticket page");
    case WB_PLACEMENT_EMAIL:
      return _ ("E-mail");
    case WB_PLACEMENT_NONE:
    default:
      return WB_TEXT (placement);
  }
}

static void
add_number (GPtrArray *cells,
            gint64     number)
{
  g_ptr_array_add (cells, number == WB_COUNT_NONE ? g_strdup ("")
                                                  : g_strdup_printf ("%" G_GINT64_FORMAT, number));
}

static GStrv
make_header (void)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();

  g_ptr_array_add (cells, g_strdup (C_ ("column", "Day")));
  g_ptr_array_add (cells, g_strdup (C_ ("column", "Placement")));
  g_ptr_array_add (cells, g_strdup (C_ ("column", "Ticket type")));
  g_ptr_array_add (cells, g_strdup (_ ("Clicks by people")));
  g_ptr_array_add (cells, g_strdup (_ ("All clicks")));
  for (guint i = WB_VERDICT_COUNTED + 1; i < WB_N_VERDICTS; i++)
    g_ptr_array_add (cells, g_strdup (wb_verdict_words (i)));
  g_ptr_array_add (cells, g_strdup (_ ("Views by people")));
  g_ptr_array_add (cells, g_strdup (_ ("All views")));
  g_ptr_array_add (cells, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&cells), FALSE);
}

GPtrArray *
wb_banner_numbers_to_rows (GPtrArray *rows,
                           WbContext *context)
{
  GPtrArray *table = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  g_ptr_array_add (table, make_header ());
  for (guint i = 0; i < rows->len; i++) {
    const WbBannerCount *row = g_ptr_array_index (rows, i);
    const char *type = wb_context_get_type_name (context, row->type);
    g_autoptr (GPtrArray) cells = g_ptr_array_new ();

    g_ptr_array_add (cells, wb_date_format (row->day));
    g_ptr_array_add (cells, g_strdup (wb_placement_words (row->placement)));
    g_ptr_array_add (cells, g_strdup (type ? type : WB_TEXT (row->type)));
    add_number (cells, row->clicks);
    add_number (cells, row->clicks_raw);
    for (guint v = WB_VERDICT_COUNTED + 1; v < WB_N_VERDICTS; v++)
      add_number (cells, row->filtered[v]);
    add_number (cells, row->impressions);
    add_number (cells, row->impressions_raw);
    g_ptr_array_add (cells, NULL);
    g_ptr_array_add (table, g_ptr_array_free (g_steal_pointer (&cells), FALSE));
  }

  return table;
}
