/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Coupons page in a window of its own, and the coupons that the workspace has for it. */

#pragma once

#include "app-fixture.h"

#include "wb-coupon-list.h"
#include "wb-coupon-row.h"

G_BEGIN_DECLS

typedef struct
{
  AppFixture app;
  GtkWidget *window;
  GtkWidget *page;
  GtkWidget *table;
  guint wanted;              /* number of rows to wait for */
  const char *wanted_id;     /* (nullable) coupon id to wait for in the details */
} CouponsPageFixture;

/* @data: const AppFixtureOptions. The program has made its application. */
void       coupons_page_set_up        (CouponsPageFixture  *self,
                                       gconstpointer        data);
void       coupons_page_tear_down     (CouponsPageFixture  *self,
                                       gconstpointer        data);
void       coupons_page_wait_for_rows (CouponsPageFixture  *self,
                                       guint                n);
/* What the workspace lists for @query, NULL = all. (element-type WbCouponRow) */
GPtrArray *coupons_page_read_rows     (CouponsPageFixture  *self,
                                       const WbCouponQuery *query) G_GNUC_WARN_UNUSED_RESULT;
/* The first coupon in that state; there are some of each that is asked for. */
WbCoupon  *coupons_page_read_coupon   (CouponsPageFixture  *self,
                                       const char          *state) G_GNUC_WARN_UNUSED_RESULT;
/* Stores it as the server's next version. */
void       coupons_page_put_coupon    (CouponsPageFixture  *self,
                                       WbCoupon            *coupon);
GtkWidget *coupons_page_get_details   (CouponsPageFixture  *self);
/* For app_wait_until(): whether the details are of wanted_id. */
gboolean   coupons_page_shows_details (gpointer             self);
void       coupons_page_choose        (CouponsPageFixture  *self,
                                       const char          *action,
                                       const char          *value);
/* Into the search. */
void       coupons_page_type          (CouponsPageFixture  *self,
                                       const char          *text);

G_END_DECLS
