/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks when to try again: a few times with the proposed one focused, so that Enter takes it, or a
 * day and hour of one's own. */

#pragma once

#include "wb-next-try.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_SNOOZE_POPOVER (wb_snooze_popover_get_type ())
  G_DECLARE_FINAL_TYPE (WbSnoozePopover, wb_snooze_popover, WB, SNOOZE_POPOVER, GtkPopover)

/* Signal "picked" (gint64 at, gint attempt): ms, and the WbOutcome it was asked for with. */

  void       wb_snooze_popover_ask  (WbSnoozePopover    *self,
                                     const WbNextTryAsk *ask);

G_END_DECLS
