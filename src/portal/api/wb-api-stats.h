/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the addresses of statistics share: days, pages, and the facts beside the rows (B.9). */

#pragma once

#include "wb-api.h"

G_BEGIN_DECLS

typedef struct
{
  WbApiPage page;
  gint32 from;   /* days, both included */
  gint32 to;
} WbApiStatAsk;

/* FALSE = answered with a 400. */
gboolean   wb_api_stats_read    (WbPortalRequest     *request,
                                 WbApiStatAsk        *ask);
/* @final_until: the last day that does not change any more. */
void       wb_api_stats_answer  (WbPortalRequest     *request,
                                 const WbApiStatAsk  *ask,
                                 gint64               count,
                                 GPtrArray           *rows,
                                 WbWireEncodeFunc     encode,
                                 gint32               final_until);

/* wb-api-stats-funnel.c */
void       wb_api_stats_list_funnel (WbPortalRequest *request);
void       wb_api_stats_list_calls  (WbPortalRequest *request);

G_END_DECLS
