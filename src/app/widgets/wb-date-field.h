/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A day that can be typed, picked in a calendar, or left open. */

#pragma once

#include "wb-time.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_DATE_FIELD (wb_date_field_get_type ())
G_DECLARE_FINAL_TYPE (WbDateField, wb_date_field, WB, DATE_FIELD, AdwBin)

/* Property "label": its accessible name, translated. Signal "changed": the day or what was typed. */

void       wb_date_field_set_today  (WbDateField *self,
                                     gint32       today);
void       wb_date_field_set_date   (WbDateField *self,
                                     gint32       date);
gint32     wb_date_field_get_date   (WbDateField *self);
/* FALSE = what stands in it is no day, and wb_date_field_get_date() says WB_DATE_NONE. */
gboolean   wb_date_field_is_valid   (WbDateField *self);
/* A day as the field wants it typed, for a sentence about one that it does not take. */
char      *wb_date_field_dup_sample (WbDateField *self) G_GNUC_WARN_UNUSED_RESULT;
/* What a problem is told about. */
GtkWidget *wb_date_field_get_entry  (WbDateField *self);

G_END_DECLS
