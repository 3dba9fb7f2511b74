/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked of shops at level 0, off the main thread; a pair of functions each. Main thread
 * only. */

#pragma once

#include "wb-context.h"
#include "wb-sync-shops.h"

G_BEGIN_DECLS

/* Told of each step, unless @cancellable is cancelled. */
  void        wb_shop_work_check         (WbContext            *context,
                                          WbShopConnection     *connection,
                                          WbShopSecret         *secret,
                                          WbShopStepFunc step,
                                          gpointer step_data,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
  WbShopCaps *wb_shop_work_check_finish  (GAsyncResult         *result,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

  void        wb_shop_work_put           (WbContext            *context,
                                          WbShopConnection     *connection,
                                          WbShopSecret         *secret,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);

  typedef enum
  {
    WB_SHOP_DEED_PAUSE,
    WB_SHOP_DEED_RESUME,
    WB_SHOP_DEED_REMOVE,
  } WbShopDeed;

  void        wb_shop_work_do            (WbContext            *context,
                                          const char           *connection_id,
                                          WbShopDeed deed,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
/* Of put and do. */
  gboolean    wb_shop_work_finish        (GAsyncResult         *result,
                                          GError              **error);

G_END_DECLS
