/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of winbackctl stats share. */

#pragma once

#include "wb-cli.h"

#include "wb-cli-print.h"
#include "wb-period.h"
#include "wb-stat-store.h"
#include "wb-wire-page.h"

G_BEGIN_DECLS

/* What was asked for. */
typedef struct
{
  WbCli *cli;              /* (unowned) */
  WbStatKind kind;
  WbPeriodKind kind_of_period;
  WbPeriod period;
  char *type;              /* (owned) (nullable) id */
  char *currency;          /* (owned) (nullable) */
  WbStatState state;       /* facts are never NULL */
} WbCliStats;

void       wb_cli_stats_clear       (WbCliStats       *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbCliStats, wb_cli_stats_clear)

GPtrArray *wb_cli_stats_read        (WbCliStats       *self,
                                     const WbPeriod   *period,
                                     WbStatBy          by,
                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_cli_stats_count       (gint64            count) G_GNUC_WARN_UNUSED_RESULT;
/* The period, and as of when. */
void       wb_cli_stats_print_head  (WbCliStats       *self);
/* @object: (transfer full): more members. */
void       wb_cli_stats_print_json  (WbCliStats       *self,
                                     JsonObject       *object,
                                     GPtrArray        *rows,
                                     WbWireEncodeFunc  encode);
/* Rows of CSV: (element-type utf8) cells, owned. */
void       wb_cli_stats_add_count   (GPtrArray        *cells,
                                     gint64            count);
void       wb_cli_stats_end_row     (GString          *out,
                                     GPtrArray        *cells);
gboolean   wb_cli_stats_tell_funnel (WbCliStats       *self,
                                     GError          **error);

G_END_DECLS
