/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening hours as a person types those of one day, "9:00–12:00, 13:00–17:00", and as the account
 * keeps them for all days. Any thread. */

#pragma once

#include "wb-account.h"

G_BEGIN_DECLS

#define WB_N_WEEKDAYS 7

char      *wb_opening_hours_format  (GArray      *hours,
                                     int          day) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_opening_hours_parse   (const char  *typed,
                                     int          day,
                                     GArray      *hours);
GArray    *wb_opening_hours_join    (GArray      *hours) G_GNUC_WARN_UNUSED_RESULT;
/* "Mon–Fri 8:00–18:00; Sat 9:00–12:00"; "" = none at all. */
char      *wb_opening_hours_describe (GArray     *hours) G_GNUC_WARN_UNUSED_RESULT;
/* A day's own name, as it is written at the start of a line. */
char      *wb_opening_hours_name_day (int         day) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
