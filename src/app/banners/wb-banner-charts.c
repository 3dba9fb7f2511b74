/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Charts of one banner; see wb-banner-charts.h. */

#include "config.h"

#include "wb-banner-charts.h"

#include "wb-banner-numbers.h"
#include "wb-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef gint64 (*GetCount) (const WbBannerCount *row);

static gint64
get_clicks (const WbBannerCount *row)
{
  return row->clicks;
}

static gint64
get_views (const WbBannerCount *row)
{
  return row->impressions;
}

/* A day without a row had none; one that is still to come has no number. */
static WbChartData *
make_days (GPtrArray      *rows,
           const WbPeriod *period,
           gint32          today,
           const char     *title,
           const char     *name,
           WbChartTone     tone,
           const char     *empty,
           GetCount        get)
{
  WbChartData *data = wb_chart_data_new_days (WB_CHART_BARS, title, period->from, period->to);
  WbChartSeries *series = wb_chart_data_add (data, name, tone);

  data->empty_words = g_strdup (empty);
  for (guint i = 0; i < data->n_points; i++)
    series->values[i] = period->from + (gint32) i > today ? NAN : 0;
  for (guint i = 0; i < rows->len; i++) {
    const WbBannerCount *row = g_ptr_array_index (rows, i);
    gint64 count = get (row);
    guint at = (guint) (row->day - period->from);

    if (row->day < period->from || row->day > period->to || count == WB_COUNT_NONE)
      continue;
    series->values[at] = (isnan (series->values[at]) ? 0 : series->values[at]) + (double) count;
  }
  wb_chart_data_summarise (data, TRUE);

  return data;
}

WbChartData *
wb_banner_charts_clicks (GPtrArray      *rows,
                         const WbPeriod *period,
                         gint32          today)
{
  return make_days (rows, period, today, _ ("Clicks per day"), _ ("Clicks"), WB_CHART_TONE_MAIN,
                    _ ("No clicks in this period"), get_clicks);
}

WbChartData *
wb_banner_charts_views (GPtrArray      *rows,
                        const WbPeriod *period,
                        gint32          today)
{
  return make_days (rows, period, today, _ ("Views per day"), _ ("Views"), WB_CHART_TONE_SECOND,
                    _ ("No views that can be counted in this period"), get_views);
}

typedef struct
{
  const char *key;         /* (unowned) */
  const char *name;        /* (unowned) */
  WbBannerCount *sum;      /* (owned) */
} Group;

static void
clear_group (Group *group)
{
  wb_banner_count_unref (group->sum);
}

static GArray *
new_groups (void)
{
  GArray *groups = g_array_new (FALSE, TRUE, sizeof (Group));

  g_array_set_clear_func (groups, (GDestroyNotify) clear_group);

  return groups;
}

static void
add_to_group (GArray              *groups,
              const char          *key,
              const char          *name,
              const WbBannerCount *row)
{
  Group group = { key, name, NULL };

  for (guint i = 0; i < groups->len; i++) {
    if (g_strcmp0 (g_array_index (groups, Group, i).key, key) == 0) {
      wb_banner_count_add (g_array_index (groups, Group, i).sum, row);
      return;
    }
  }
  group.sum = wb_banner_count_new ();
  wb_banner_count_add (group.sum, row);
  g_array_append_val (groups, group);
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const Group *first = a;
  const Group *second = b;

  if (first->sum->clicks != second->sum->clicks)
    return first->sum->clicks < second->sum->clicks ? 1 : -1;

  return g_utf8_collate (first->name, second->name);
}

/* The most first; what the rate is stands behind the name. */
static WbChartData *
make_rows (GArray     *groups,
           const char *title,
           const char *point_title)
{
  WbChartData *data = wb_chart_data_new (WB_CHART_ROWS, title, groups->len);
  WbChartSeries *series = wb_chart_data_add (data, _ ("Clicks"), WB_CHART_TONE_MAIN);

  g_free (data->point_title);
  data->point_title = g_strdup (point_title);
  data->empty_words = g_strdup (_ ("No clicks in this period"));
  data->notes = g_new0 (char *, groups->len + 1);
  g_array_sort (groups, compare_groups);
  for (guint i = 0; i < groups->len; i++) {
    const Group *group = &g_array_index (groups, Group, i);
    double rate = 0;
    g_autofree char *share = wb_banner_count_get_rate (group->sum, &rate)
                               ? wb_banner_format_rate (rate)
                               : NULL;
    /* TRANSLATORS: a placement or type of ticket, and the share of its views that were clicked:
     * “Ticket page (3.4% of views)” */
    g_autofree char *name =
      share ? g_strdup_printf (_ ("%s (%s of views)"), group->name, share) : g_strdup (group->name);

    wb_chart_data_set_point (data, i, name, group->name);
    data->notes[i] = g_strdup (WB_TEXT (share));
    series->values[i] = (double) group->sum->clicks;
  }
  wb_chart_data_summarise (data, TRUE);

  return data;
}

WbChartData *
wb_banner_charts_placements (GPtrArray *rows)
{
  g_autoptr (GArray) groups = new_groups ();

  for (guint i = 0; i < rows->len; i++) {
    const WbBannerCount *row = g_ptr_array_index (rows, i);

    add_to_group (groups, row->placement, wb_placement_words (row->placement), row);
  }

  return make_rows (groups, _ ("Clicks by placement, and share of views"),
                    C_ ("column", "Placement"));
}

WbChartData *
wb_banner_charts_types (GPtrArray *rows,
                        WbContext *context)
{
  g_autoptr (GArray) groups = new_groups ();

  for (guint i = 0; i < rows->len; i++) {
    const WbBannerCount *row = g_ptr_array_index (rows, i);
    const char *name = wb_context_get_type_name (context, row->type);

    add_to_group (groups, row->type, name ? name : WB_TEXT (row->type), row);
  }

  return make_rows (groups, _ ("Clicks by ticket type, and share of views"),
                    C_ ("column", "Ticket type"));
}
