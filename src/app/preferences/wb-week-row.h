/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The hours of a week in one row, which opens into a row per day. Main thread only. */

#pragma once

#include "wb-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_WEEK_ROW (wb_week_row_get_type ())
G_DECLARE_FINAL_TYPE (WbWeekRow, wb_week_row, WB, WEEK_ROW, AdwExpanderRow)

/* @field: the days' fields are "@field.0" (Monday) … "@field.6". @never: what no hours at all mean,
 * translated. Once. */
void       wb_week_row_set_form  (WbWeekRow  *self,
                                  WbForm     *form,
                                  const char *field,
                                  const char *never);

G_END_DECLS
