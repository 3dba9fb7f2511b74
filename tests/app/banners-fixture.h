/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts of banners for the tests and pictures of the Banners page. */

#pragma once

#include "app-fixture.h"

#include "wb-stat-rows.h"

G_BEGIN_DECLS

/* 2026-11-20 */
#define BANNERS_TODAY 20777

/* The server counts clicks from now on; with @rows (element-type WbBannerCount), those of the days
 * from @from on are read. */
void           banners_fixture_offer  (AppFixture *self);
void           banners_fixture_read   (AppFixture *self,
                                       gint32      from,
                                       GPtrArray  *rows);
/* A year of the first three banners in all placements and two types. */
GPtrArray     *banners_fixture_make_year (AppFixture *self);
/* One row; mails have no views. */
WbBannerCount *banners_fixture_new_row (gint32      day,
                                        const char *banner,
                                        const char *placement,
                                        const char *type,
                                        gint64      clicks,
                                        gint64      views);

G_END_DECLS
