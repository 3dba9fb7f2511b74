/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* /remarketing/stats/banners (reference/retino-api.md B.9). */

#include "config.h"

#include "wb-api-stats.h"

#include "wb-ledger-sights.h"
#include "wb-time.h"
#include "wb-wire-stats.h"

#define PAGE_SIZE_MAX 1000
#define SPAN_DAYS_MAX 366
/* A click may be turned over by a later one of the same moment only; a mail's or a proxy's clock is
 * not asked. So two days is what a spool that was moved late, or an own clock that was set, may
 * take without anybody noticing. */
#define FINAL_DAYS 2

static gboolean
read_day (WbPortalRequest *request,
          const char      *name,
          gint32          *day_out)
{
  const char *text = wb_portal_request_param (request, name);

  if (text && wb_date_parse (text, day_out))
    return TRUE;

  wb_portal_request_malformed (request, name, "Give a date like 2025-10-01.");

  return FALSE;
}

gboolean
wb_api_stats_read (WbPortalRequest *request,
                   WbApiStatAsk    *ask)
{
  if (!read_day (request, "from", &ask->from) || !read_day (request, "to", &ask->to) ||
      !wb_api_read_page (request, PAGE_SIZE_MAX, &ask->page))
    return FALSE;

  if (ask->from > ask->to) {
    wb_portal_request_malformed (request, "from", "The first day comes after the last one.");
    return FALSE;
  }
  if ((gint64) ask->to - ask->from + 1 > SPAN_DAYS_MAX) {
    wb_portal_request_malformed (request, "to", "Ask for at most 366 days.");
    return FALSE;
  }

  return TRUE;
}

void
wb_api_stats_answer (WbPortalRequest    *request,
                     const WbApiStatAsk *ask,
                     gint64              count,
                     GPtrArray          *rows,
                     WbWireEncodeFunc    encode,
                     gint32              final_until)
{
  WbLedger *ledger = request->portal->ledger;
  g_autoptr (WbStatFacts) facts = wb_stat_facts_new ();
  g_autoptr (GError) error = NULL;
  JsonNode *node = NULL;

  if (!wb_api_check_page (request, &ask->page, count))
    return;

  /* Not yet the account's while its days are being counted. */
  facts->time_zone = wb_ledger_sights_dup_zone (ledger, &error);
  if (!facts->time_zone) {
    wb_portal_request_fail (request, error);
    return;
  }
  facts->final_until = final_until;
  facts->epoch = wb_ledger_stat_epoch (ledger);
  node = wb_api_make_page (&ask->page, count, rows, encode);
  wb_wire_stat_facts_put (node, facts);
  wb_portal_request_reply_list (request, node);
}

/* The day before the oldest one that something may still be added to. */
static gboolean
find_final (WbPortalRequest  *request,
            gint32           *final_out,
            GError          **error)
{
  gint64 oldest = wb_portal_spool_oldest (request->portal->spool);
  GTimeZone *zone = wb_ledger_judge_zone (request->portal->ledger, WB_LEDGER_SERVED, error);

  if (!zone)
    return FALSE;

  *final_out = wb_date_of_time (request->now, zone) - FINAL_DAYS;
  if (oldest != WB_TIME_NONE)
    *final_out = MIN (*final_out, wb_date_of_time (oldest, zone) - 1);

  return TRUE;
}

static void
list_banner_counts (WbPortalRequest *request)
{
  WbLedgerStatAsk filter = {
    .banner = wb_portal_request_param (request, "banner"),
    .type = wb_portal_request_param (request, "type"),
    .placement = wb_portal_request_param (request, "placement"),
  };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  WbApiStatAsk ask;
  gint32 final_until = WB_DATE_NONE;
  gint64 count = 0;

  if (!wb_api_stats_read (request, &ask))
    return;
  if (filter.placement && wb_placement_from_text (filter.placement) == WB_PLACEMENT_NONE) {
    wb_portal_request_malformed (request, "placement", "Give portal, ticket_detail or email.");
    return;
  }

  filter.from = ask.from;
  filter.to = ask.to;
  rows = wb_ledger_banner_counts (request->portal->ledger, &filter, ask.page.size,
                                  (gint64) (ask.page.page - 1) * ask.page.size, &count, &error);
  if (!rows || !find_final (request, &final_until, &error))
    wb_portal_request_fail (request, error);
  else
    wb_api_stats_answer (request, &ask, count, rows, wb_wire_banner_count_encode, final_until);
}

static const WbRoute routes[] = {
  { .method = "GET",
    .path = "/remarketing/stats/banners",
    .flags = WB_ROUTE_SIGHTS,
    .handle = list_banner_counts },
  { .method = "GET",
    .path = "/remarketing/stats/funnel",
    .flags = WB_ROUTE_SIGHTS,
    .handle = wb_api_stats_list_funnel },
  { .method = "GET",
    .path = "/remarketing/stats/calls",
    .handle = wb_api_stats_list_calls },
};

const WbRoute *
wb_api_stats_routes (guint *n_out)
{
  *n_out = G_N_ELEMENTS (routes);

  return routes;
}
