/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes coupons into a CSV file on a worker. The file is there when all of it is: it is written
 * beside under another name, and put in its place at the end. Main thread. */

#pragma once

#include "wb-coupon-filter.h"
#include "wb-workspace.h"

G_BEGIN_DECLS

/* How many rows are written; on the main thread. */
typedef void (* WbCouponFileTold) (gint64 n_done, gpointer user_data);

/* “coupons-2026-11-20.csv” */
char      *wb_coupon_file_name    (gint32               today) G_GNUC_WARN_UNUSED_RESULT;
void       wb_coupon_file_write_async   (WbWorkspace         *workspace,
                                     WbCouponQuestion    *question,
                                     GTimeZone           *zone,
                                     GFile               *file,
                                     WbCouponFileTold   told,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
gboolean   wb_coupon_file_write_finish  (GAsyncResult        *result,
                                     GError             **error);

G_END_DECLS
