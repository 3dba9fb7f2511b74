/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* "What will the customer get?": for a ticket type, a currency and a shop, what would come of the offer
 * there, what the shop makes of it, what is sent, and what is in the way. Main thread only. */

#pragma once

#include "wb-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_FORECAST_WINDOW (wb_forecast_window_get_type ())
  G_DECLARE_FINAL_TYPE (WbForecastWindow, wb_forecast_window, WB, FORECAST_WINDOW, AdwWindow)

/* @type_id: (nullable) the type to begin with. Returns: (transfer none) the window, shown. */
  WbForecastWindow *wb_forecast_window_open (WbContext  * context,
                                             GtkWindow  * parent,
                                             const char *type_id);

G_END_DECLS
