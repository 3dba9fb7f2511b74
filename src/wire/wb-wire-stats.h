/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics as the API writes them: GET /remarketing/stats/banners (reference/retino-api.md B.9),
 * /stats/funnel (design.md 7) and /stats/calls (src/portal/API.md). The list's envelope carries
 * time_zone, final_until and epoch beside the rows. */

#pragma once

#include "wb-stat-rows.h"
#include "wb-wire-page.h"

G_BEGIN_DECLS

/* {"date","banner","placement","type","impressions","impressions_raw","clicks","clicks_raw",
 *  "clicks_filtered":{"head":1,...}}: impressions null = cannot be had; reasons without any are left out. */
WbBannerCount *wb_wire_banner_count_decode (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode      *wb_wire_banner_count_encode (gconstpointer record) G_GNUC_WARN_UNUSED_RESULT;

/* {"date","tool","type","placement","currency","offered","shown","taken","used","used_probable","open",
 *  "revenue":"386.00","revenue_probable":"0.00","revenue_squares":1.0,"revenue_all_squares":1.0}: the
 * squares in minor units; revenue null without a currency. */
WbFunnelRow   *wb_wire_funnel_row_decode   (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode      *wb_wire_funnel_row_encode   (gconstpointer record) G_GNUC_WARN_UNUSED_RESULT;

/* {"date","type","asked","open","in_goal","goal_counted","in_promise","promise_counted",
 *  "outcomes":{"resolved":3,...}}. */
WbCallCount   *wb_wire_call_count_decode   (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode      *wb_wire_call_count_encode   (gconstpointer record) G_GNUC_WARN_UNUSED_RESULT;

/* Reads the members beside the rows of @node, a whole page; what is missing: zone NULL, final_until
 * WB_DATE_NONE, epoch 0. Adds them to @page. */
WbStatFacts   *wb_wire_stat_facts_decode   (JsonNode *page, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void           wb_wire_stat_facts_put      (JsonNode *page, const WbStatFacts *facts);

G_END_DECLS
