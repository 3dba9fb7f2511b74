/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every coupon, what they brought per currency, and the details of one. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_COUPONS_PAGE (wb_coupons_page_get_type ())
G_DECLARE_FINAL_TYPE (WbCouponsPage, wb_coupons_page, WB, COUPONS_PAGE, AdwBin)

/* A WbPage. Actions: coupons.copy ('s' code), coupons.details, coupons.close, coupons.show-ticket,
 * coupons.clear, coupons.export, coupons.stop-export, coupons.sort ('s'), coupons.reversed. */

G_END_DECLS
