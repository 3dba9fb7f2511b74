/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* /remarketing/stats/funnel (design.md 7) and /remarketing/stats/calls: what became of offers, and
 * how calls were answered, by day. */

#include "config.h"

#include "wb-api-stats.h"

#include "wb-ledger-account.h"
#include "wb-ledger-call-rows.h"
#include "wb-ledger-funnel.h"
#include "wb-time.h"
#include "wb-wire-stats.h"

/* Until an account says another one (design.md 4). */
#define GOAL_HOURS_DEFAULT 24

/* A view that still waits to be stored may be an offer's first. */
static gboolean
find_funnel_final (WbPortalRequest  *request,
                   gint32           *final_out,
                   GError          **error)
{
  gint64 oldest = wb_portal_spool_oldest (request->portal->spool);
  GTimeZone *zone = NULL;

  *final_out = wb_ledger_funnel_final (request->portal->ledger, error);
  if (*final_out == WB_DATE_NONE)
    return FALSE;
  if (oldest == WB_TIME_NONE)
    return TRUE;
  zone = wb_ledger_judge_zone (request->portal->ledger, WB_LEDGER_SERVED, error);
  if (!zone)
    return FALSE;
  *final_out = MIN (*final_out, wb_date_of_time (oldest, zone) - 1);

  return TRUE;
}

void
wb_api_stats_list_funnel (WbPortalRequest *request)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  WbApiStatAsk ask;
  gint32 final_until = WB_DATE_NONE;
  gint64 count = 0;

  if (!wb_api_stats_read (request, &ask))
    return;
  rows = wb_ledger_funnel_rows (request->portal->ledger, ask.from, ask.to, ask.page.size,
                                (gint64) (ask.page.page - 1) * ask.page.size, &count, &error);
  if (!rows || !find_funnel_final (request, &final_until, &error))
    wb_portal_request_fail (request, error);
  else
    wb_api_stats_answer (request, &ask, count, rows, wb_wire_funnel_row_encode, final_until);
}

void
wb_api_stats_list_calls (WbPortalRequest *request)
{
  WbLedger *ledger = request->portal->ledger;
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  WbApiStatAsk ask;
  gint32 final_until = WB_DATE_NONE;
  gint64 count = 0;
  int goal_hours = GOAL_HOURS_DEFAULT;

  if (!wb_api_stats_read (request, &ask))
    return;
  if (wb_ledger_account_get (ledger, &account, &error)) {
    if (account)
      goal_hours = account->call_goal_hours;
    rows = wb_ledger_call_counts (ledger, ask.from, ask.to, goal_hours, ask.page.size,
                                  (gint64) (ask.page.page - 1) * ask.page.size, &count, &error);
  }
  if (!rows || !wb_ledger_call_final (ledger, goal_hours, &final_until, &error))
    wb_portal_request_fail (request, error);
  else
    wb_api_stats_answer (request, &ask, count, rows, wb_wire_call_count_encode, final_until);
}
