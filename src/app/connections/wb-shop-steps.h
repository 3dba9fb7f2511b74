/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps of checking a connection, as they pass: a spinner, a tick, or a cross with what to do.
 * Below them what the shop can and cannot do. Main thread only. */

#pragma once

#include "wb-shop.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_SHOP_STEPS (wb_shop_steps_get_type ())
  G_DECLARE_FINAL_TYPE (WbShopSteps, wb_shop_steps, WB, SHOP_STEPS, AdwBin)

  GtkWidget  *wb_shop_steps_new      (void) G_GNUC_WARN_UNUSED_RESULT;
/* Before a check: no step has begun. */
  void        wb_shop_steps_start    (WbShopSteps      *self);
  void        wb_shop_steps_step     (WbShopSteps      *self,
                                      WbShopStep step,
                                      gboolean done);
/* The step that was begun did not pass. */
  void        wb_shop_steps_fail     (WbShopSteps      *self,
                                      const char       *message);
  void        wb_shop_steps_finish   (WbShopSteps      *self,
                                      const WbShopCaps *caps);

/* Rows of what a shop can and cannot do; (transfer floating) each. */
  GPtrArray  *wb_shop_note_rows      (const WbShopCaps *caps) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
