/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Chooses the period of statistics: one with a name, or the days from one to another. The pages that
 * have one share the choice, which is kept with the window's settings. */

#pragma once

#include "wb-period.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_PERIOD_BUTTON (wb_period_button_get_type ())
G_DECLARE_FINAL_TYPE (WbPeriodButton, wb_period_button, WB, PERIOD_BUTTON, AdwBin)

/* Signal "changed": another period: because a person, or the other page, chose one, or because the
 * day did. */

GtkWidget    *wb_period_button_new         (void);
/* @today: in the account's zone. To be told first, and again at times: named periods go with it. */
void          wb_period_button_set_today   (WbPeriodButton *self,
                                            gint32          today);
/* @days: (nullable) of WB_PERIOD_CUSTOM. */
void          wb_period_button_choose      (WbPeriodButton *self,
                                            WbPeriodKind    kind,
                                            const WbPeriod *days);
WbPeriodKind  wb_period_button_get_kind    (WbPeriodButton *self);
/* (transfer none) */
const WbPeriod *wb_period_button_get_period (WbPeriodButton *self);
/* "22 Oct – 20 Nov 2025". New string. */
char         *wb_period_button_dup_days    (WbPeriodButton *self) G_GNUC_WARN_UNUSED_RESULT;
/* The same of any period, seen on @today; for titles, too. */
char         *wb_period_dup_days           (const WbPeriod *period,
                                            gint32          today) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
