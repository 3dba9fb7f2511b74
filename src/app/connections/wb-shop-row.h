/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A shop in the list of connections: its state, and opened what it can do, what is to be done, and at
 * level 0 what may be done with it. Main thread only. */

#pragma once

#include "wb-context.h"
#include "wb-shop-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_SHOP_ROW (wb_shop_row_get_type ())
  G_DECLARE_FINAL_TYPE (WbShopRow, wb_shop_row, WB, SHOP_ROW, AdwExpanderRow)

/* Signal "asked" (const char *deed): "test", "edit", "pause", "resume", "remove". */

  GtkWidget  *wb_shop_row_new        (WbContext              * context) G_GNUC_WARN_UNUSED_RESULT;
/* @connection: (nullable) at level 0 the connection behind @store. */
  void        wb_shop_row_show       (WbShopRow              *self,
                                      const WbMerchantStore  *store,
                                      const WbShopConnection *connection);
  const char *wb_shop_row_get_id     (WbShopRow              *self);

G_END_DECLS
