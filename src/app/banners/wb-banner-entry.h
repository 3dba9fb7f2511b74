/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A banner in the list of the Banners page, with what was counted of it in the period: the same
 * object for as long as the page lives, so that selection and focus stay where they are. */

#pragma once

#include "wb-banner.h"
#include "wb-stat-rows.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define WB_TYPE_BANNER_ENTRY (wb_banner_entry_get_type ())
G_DECLARE_FINAL_TYPE (WbBannerEntry, wb_banner_entry, WB, BANNER_ENTRY, GObject)

/* What is known of its clicks. */
typedef enum
{
  WB_COUNTS_ABSENT,   /* this server does not count */
  WB_COUNTS_UNREAD,   /* not read yet */
  WB_COUNTS_READ,     /* no count then means none */
} WbCountsState;

/* Signal "changed". */

WbBannerEntry       *wb_banner_entry_new         (void) G_GNUC_WARN_UNUSED_RESULT;
/* @count: (nullable) none. */
void                 wb_banner_entry_set         (WbBannerEntry *self,
                                                  WbBanner      *banner,
                                                  WbCountsState  state,
                                                  WbBannerCount *count);
const WbBanner      *wb_banner_entry_get_banner  (WbBannerEntry *self);
WbCountsState        wb_banner_entry_get_state   (WbBannerEntry *self);
/* Never NULL; all 0 without one. */
const WbBannerCount *wb_banner_entry_get_count   (WbBannerEntry *self);

G_END_DECLS
