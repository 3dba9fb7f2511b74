/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons as the helpdesk lists them. */

#pragma once

#include "wb-coupon.h"
#include "wb-db.h"

G_BEGIN_DECLS

gboolean   wb_coupon_store_apply      (WbDb *db, const WbCoupon *coupon, gboolean *changed_out, GError **error);
/* Within wb_workspace_begin_coupon_load(). */
gboolean   wb_coupon_store_load       (WbDb *db, const WbCoupon *coupon, GError **error);
WbCoupon  *wb_coupon_store_get        (WbDb *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Its row, as lists know it (wb-coupon-list.h); 0 without error = it is not stored. */
gint64     wb_coupon_store_get_rowid  (WbDb *db, const char *id, GError **error);
GPtrArray *wb_coupon_store_for_ticket (WbDb *db, const char *ticket_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_coupon_store_remove     (WbDb *db, const char *id, GError **error);
/* Ids of the helpdesk's made since, sorted: the range of a full read. */
GPtrArray *wb_coupon_store_all_ids    (WbDb *db, gint64 created_from, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
