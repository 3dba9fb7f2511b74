/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the details of a banner say; see wb-banner-detail.h. */

#include "config.h"

#include "wb-banner-detail-private.h"

#include "wb-banner-charts.h"
#include "wb-banner-numbers.h"
#include "wb-banner-panel.h"
#include "wb-banner-view.h"
#include "wb-banner-words.h"
#include "wb-format.h"
#include "wb-notice.h"
#include "wb-period-button.h"
#include "wb-spoken.h"
#include "wb-stat-store.h"
#include "wb-tiles.h"

#include <glib/gi18n-lib.h>

static void
show_picture (WbBannerDetail *self,
              const WbBanner *banner)
{
  WbPictureState state = WB_PICTURE_NOT_HERE;
  GdkTexture *texture =
    wb_banner_pictures_get (self->pictures, banner->picture, WB_PICTURE_SIDE_CARD, &state);

  wb_banner_view_show (WB_BANNER_VIEW (self->view), texture ? GDK_PAINTABLE (texture) : NULL,
                       wb_context_pick_text (self->context, banner->alt_text),
                       wb_picture_state_to_words (state, FALSE));
}

/* One button per type of ticket that offers it, to its offers. */
static void
show_use (WbBannerDetail *self,
          const WbBanner *banner)
{
  guint n = 0;
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (self->use_links)))
    gtk_widget_unparent (child);
  for (guint i = 0; banner->used_by[i]; i++) {
    const char *name = wb_context_get_type_name (self->context, banner->used_by[i]);
    GtkWidget *button = NULL;
    g_autofree char *spoken = NULL;

    if (!name || *name == '\0')
      continue;
    button = gtk_button_new_with_label (name);
    /* TRANSLATORS: %s is a type of ticket */
    spoken = g_strdup_printf (_ ("Show the offers of %s"), name);
    gtk_widget_add_css_class (button, "quiet");
    gtk_widget_set_tooltip_text (button, spoken);
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", banner->used_by[i]);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-offers");
    wb_tiles_append (WB_TILES (self->use_links), button);
    n++;
  }
  gtk_label_set_text (GTK_LABEL (self->use),
                      n > 0 ? _ ("Offered with") : _ ("Not used by any ticket type"));
  gtk_widget_set_visible (self->use_links, n > 0);
}

void
wb_banner_detail_show_banner (WbBannerDetail *self)
{
  const WbBanner *banner = wb_banner_entry_get_banner (self->entry);
  const char *alt_text = wb_context_pick_text (self->context, banner->alt_text);
  const WbPicture *picture = banner->picture;
  g_autofree char *file = wb_banner_describe_file (picture->mime_type, picture->width,
                                                   picture->height, picture->size);

  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), WB_TEXT (banner->name));
  gtk_label_set_text (GTK_LABEL (self->name), WB_TEXT (banner->name));
  wb_banner_state_line_set (self->state_line, banner, self->context);
  gtk_label_set_text (GTK_LABEL (self->alt_text), WB_TEXT (alt_text));
  gtk_widget_set_visible (self->alt_text, alt_text && *alt_text != '\0');
  gtk_label_set_text (GTK_LABEL (self->file), file);
  gtk_widget_set_visible (self->buttons, wb_context_is_manager (self->context));
  gtk_button_set_label (GTK_BUTTON (self->archive_button),
                        banner->archived ? _ ("B_ring back") : _ ("A_rchive"));
  wb_spoken_drop_underline (self->archive_button);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->archive_button),
                                  banner->archived ? "banners.bring-back" : "banners.archive");
  show_picture (self, banner);
  show_use (self, banner);
}

static void
set_number (WbBannerDetail *self,
            int             at,
            const char     *number,
            const char     *detail)
{
  gtk_label_set_text (GTK_LABEL (self->number_labels[at]), number);
  gtk_label_set_text (GTK_LABEL (self->number_details[at]), detail);
}

static void
show_numbers (WbBannerDetail      *self,
              const WbBannerCount *sum)
{
  double rate = 0;
  g_autofree char *clicks = wb_banner_format_count (sum->clicks);
  g_autofree char *left_out = wb_banner_format_count (wb_banner_count_get_left_out (sum));
  g_autofree char *all = wb_banner_format_count (sum->clicks_raw);
  g_autofree char *share =
    wb_banner_count_get_rate (sum, &rate) ? wb_banner_format_rate (rate) : g_strdup ("–");
  g_autofree char *why = wb_banner_describe_rate (sum);

  set_number (self, NUMBER_CLICKS, clicks,
              _ ("One per customer and placement within half a minute. This is what counts."));
  set_number (self, NUMBER_RATE, share, why);
  set_number (self, NUMBER_LEFT_OUT, left_out,
              _ ("Scanners, pages fetched ahead and repeated clicks. Each reason is below."));
  set_number (self, NUMBER_ALL, all, _ ("Each time the link was asked for, by whomever."));
}

static void
add_sum_row (WbBannerDetail *self,
             const char     *title,
             const char     *subtitle,
             gint64          count,
             gboolean        is_total)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *number = gtk_label_new (NULL);
  g_autofree char *plain = wb_banner_format_count (count);
  /* A minus sign: these are taken away. */
  g_autofree char *words = is_total || count == 0 ? g_strdup (plain)
                                                  : g_strdup_printf ("\342\210\222%s", plain);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", title, plain);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_label_set_text (GTK_LABEL (number), words);
  gtk_widget_add_css_class (number, "numeric");
  gtk_widget_add_css_class (number, is_total ? "heading" : "sum-part");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (number), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  /* The keyboard stops at the row, which would say its title alone. */
  wb_spoken_set_name (row, spoken);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->sums), row);
  g_ptr_array_add (self->sum_rows, row);
}

/* All clicks, less what was left out and why, is what counts: the rows add up. */
static void
show_sums (WbBannerDetail      *self,
           const WbBannerCount *sum)
{
  for (guint i = 0; i < self->sum_rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->sums),
                                  g_ptr_array_index (self->sum_rows, i));
  g_ptr_array_set_size (self->sum_rows, 0);

  add_sum_row (self, _ ("All clicks"), _ ("Each time the link was asked for, by whomever."),
               sum->clicks_raw, TRUE);
  for (guint i = WB_VERDICT_COUNTED + 1; i < WB_N_VERDICTS; i++)
    add_sum_row (self, wb_verdict_words (i), wb_verdict_reason (i), sum->filtered[i], FALSE);
  add_sum_row (self, _ ("Clicks by people"),
               _ ("Confirmed: these are in the charts and in the results."), sum->clicks, TRUE);
}

static void
set_chart (GtkWidget   *card,
           WbChartData *data)
{
  wb_chart_card_set_data (WB_CHART_CARD (card), data);
  wb_chart_data_unref (data);
}

/* “22 Oct – 20 Nov. Final up to 18 Nov; later numbers may still change.” */
static void
show_days (WbBannerDetail    *self,
           const WbPeriod    *period,
           const WbStatState *state)
{
  gint64 now = wb_context_now (self->context);
  GTimeZone *zone = wb_context_get_zone (self->context);
  g_autofree char *days = wb_period_dup_days (period, self->today);
  g_autofree char *day = NULL;
  g_autofree char *words = NULL;

  if (state->facts && period->from < state->known.from) {
    day = wb_format_date (state->known.from, now, zone);
    /* TRANSLATORS: the days of statistics, and the first one whose numbers are there */
    words = g_strdup_printf (_ ("%s. What was before %s is not kept here."), days, day);
  } else if (state->facts && state->facts->final_until != WB_DATE_NONE &&
             state->facts->final_until < period->to && state->facts->final_until >= period->from) {
    day = wb_format_date (state->facts->final_until, now, zone);
    /* TRANSLATORS: the days of statistics, and the last one whose numbers do not change any more */
    words = g_strdup_printf (_ ("%s. Final up to %s; later numbers may still change."), days, day);
  }
  gtk_label_set_text (GTK_LABEL (self->days), words ? words : days);
}

static void
show_uncounted (WbBannerDetail *self,
                WbCountsState   state)
{
  WbNotice *notice = WB_NOTICE (self->uncounted);

  if (state == WB_COUNTS_ABSENT)
    wb_notice_show (notice, WB_NOTICE_INFO, _ ("This server does not count clicks"),
                    _ ("A Winback portal that is up to date does."));
  else if (state == WB_COUNTS_UNREAD)
    wb_notice_show (notice, WB_NOTICE_INFO, _ ("Clicks were not read yet"),
                    _ ("They come with the next synchronization."));
  else
    wb_notice_hide (notice);
}

void
wb_banner_detail_show_counts (WbBannerDetail *self)
{
  const WbPeriod *period = wb_period_button_get_period (WB_PERIOD_BUTTON (self->period_button));
  WbCountsState counts = wb_banner_entry_get_state (self->entry);
  g_autoptr (WbBannerCount) sum = wb_banner_count_new ();
  g_auto (WbStatState) state = { 0 };

  for (guint i = 0; i < self->rows->len; i++)
    wb_banner_count_add (sum, g_ptr_array_index (self->rows, i));
  /* Without it nothing is said of which numbers are final. */
  if (!wb_stat_store_state (wb_context_get_reader (self->context), WB_STAT_BANNERS, &state, NULL))
    wb_stat_state_clear (&state);

  show_uncounted (self, counts);
  gtk_widget_set_visible (self->counts, counts == WB_COUNTS_READ);
  gtk_widget_set_visible (gtk_widget_get_parent (self->period_button), counts != WB_COUNTS_ABSENT);
  show_days (self, period, &state);
  if (counts != WB_COUNTS_READ)
    return;

  show_numbers (self, sum);
  show_sums (self, sum);
  set_chart (self->clicks_card, wb_banner_charts_clicks (self->rows, period, self->today));
  gtk_widget_set_visible (self->views_card, sum->impressions != WB_COUNT_NONE);
  set_chart (self->views_card, wb_banner_charts_views (self->rows, period, self->today));
  gtk_widget_set_visible (self->parts, self->rows->len > 0);
  set_chart (self->placements_card, wb_banner_charts_placements (self->rows));
  set_chart (self->types_card, wb_banner_charts_types (self->rows, self->context));
}
