/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What was counted of banners, in words and as rows for files. A rate is of the views that can be
 * counted: mails do not tell what was seen in them. */

#pragma once

#include "wb-banner.h"
#include "wb-context.h"
#include "wb-stat-rows.h"

G_BEGIN_DECLS

/* What is the matter with a banner on a day; of archived ones that alone. */
typedef enum
{
  WB_BANNER_STATE_RUNNING,
  WB_BANNER_STATE_UPCOMING,
  WB_BANNER_STATE_OVER,
  WB_BANNER_STATE_ARCHIVED,
} WbBannerState;

WbBannerState wb_banner_state_of          (const WbBanner      *banner,
                                           gint32               today);
const char   *wb_banner_state_words       (WbBannerState        state);
const char   *wb_banner_state_icon        (WbBannerState        state);
const char   *wb_banner_state_class       (WbBannerState        state);

gboolean      wb_banner_count_get_rate    (const WbBannerCount *count,
                                           double              *rate_out);
gint64        wb_banner_count_get_left_out (const WbBannerCount *count);
/* "3.4%"; "1,204". New strings. */
char         *wb_banner_format_rate       (double               rate) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_banner_format_count      (gint64               count) G_GNUC_WARN_UNUSED_RESULT;
/* "312 of 9,204 views in the portal and on the ticket page", or why there is no rate. New string. */
char         *wb_banner_describe_rate     (const WbBannerCount *count) G_GNUC_WARN_UNUSED_RESULT;

/* Of what was left out: a name, and why it is no click of a person. */
const char   *wb_verdict_words            (WbVerdict            verdict);
const char   *wb_verdict_reason           (WbVerdict            verdict);
const char   *wb_placement_words          (const char          *placement);

/* (element-type GStrv) header first. @rows: (element-type WbBannerCount) by day, placement and type. */
GPtrArray    *wb_banner_numbers_to_rows   (GPtrArray           *rows,
                                           WbContext           *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
