/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The statistics of the helpdesk in memory: rows of any day, in pages, as reference/retino-api.md B.9
 * says; and what goes wrong with them. Server's thread, but for what tests change between requests. */

#pragma once

#include "wb-fake-helpdesk.h"
#include "wb-stat-store.h"

G_BEGIN_DECLS

typedef struct _WbFakeStats WbFakeStats;

struct _WbFakeStats
{
  GPtrArray *rows[WB_N_STATS];   /* (owned) (element-type WbBannerCount, ...) */
  char *time_zone;               /* (owned) */
  gint32 final_until;
  gint64 epoch;
  guint page_max;                /* no page has more */
  gboolean has_etags;
  guint n_asked;                 /* pages, of all kinds */
  /* Before an answer is made. */
  void (* asked) (WbFakeStats *self, WbStatKind kind, guint page, gpointer data);
  gpointer asked_data;
};

/* Answers below /api/v2/remarketing/stats of @fake, which lives longer. */
WbFakeStats   *wb_fake_stats_new         (WbFakeHelpdesk *fake);
void           wb_fake_stats_free        (WbFakeStats *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbFakeStats, wb_fake_stats_free)

WbBannerCount *wb_fake_stats_add_banner  (WbFakeStats *self, gint32 day, const char *banner, gint64 clicks);
WbFunnelRow   *wb_fake_stats_add_funnel  (WbFakeStats *self, gint32 day, WbTool tool, gint64 offered);
WbCallCount   *wb_fake_stats_add_calls   (WbFakeStats *self, gint32 day, gint64 asked);

G_END_DECLS
