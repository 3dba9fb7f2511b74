/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One list of what is served, so that nothing is named that a client would then miss. */

#include "config.h"

#include "wb-portal-features.h"

#include "wb-account.h"

/**
 * wb_portal_features:
 *
 * Returns: (transfer full): the names of what is served; nothing else is
 */
GStrv
wb_portal_features (void)
{
  static const char *const features[] = {
    WB_FEATURE_REMARKETING, WB_FEATURE_ACTIVITIES, WB_FEATURE_COUPONS,
    WB_FEATURE_BANNERS, WB_FEATURE_STATS, WB_FEATURE_EVENTS, WB_FEATURE_STAFF_COUPONS,
    WB_FEATURE_LEASES, WB_FEATURE_VERSIONS, WB_FEATURE_COUPON_EVENTS,
    WB_FEATURE_FUNNEL,
    NULL,
  };

  return g_strdupv ((GStrv) features);
}
