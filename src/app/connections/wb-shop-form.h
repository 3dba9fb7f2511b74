/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Adding a shop at level 0, or changing one: address, key, private authority; the connection is tested
 * before it is kept, and the steps are shown as they pass. */

#pragma once

#include "wb-context.h"
#include "wb-shop-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_SHOP_FORM (wb_shop_form_get_type ())
  G_DECLARE_FINAL_TYPE (WbShopForm, wb_shop_form, WB, SHOP_FORM, AdwWindow)

/* Signal "kept": it is stored; the window closes. */

/* @connection: (nullable) NULL = a new one. */
  WbShopForm *wb_shop_form_new       (WbContext              * context,
                                      const WbShopConnection * connection) G_GNUC_WARN_UNUSED_RESULT;
/* As the button does. */
  void        wb_shop_form_test      (WbShopForm             *self);

G_END_DECLS
