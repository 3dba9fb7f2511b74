/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Saves a page's tables as CSV files where the person wants them, and says so in a toast. Main
 * thread; writing is done beside it. */

#pragma once

#include "wb-page.h"
#include "wb-period.h"

G_BEGIN_DECLS

/* "banner-clicks-2025-10-01-2025-10-31.csv". New string. */
char      *wb_csv_saver_name  (const char     *about,
                               const WbPeriod *period) G_GNUC_WARN_UNUSED_RESULT;
void       wb_csv_saver_ask   (WbPage         *page,
                               const char     *name,
                               GPtrArray      *rows);
void       wb_csv_saver_write (WbPage         *page,
                               GFile          *file,
                               GPtrArray      *rows);

G_END_DECLS
