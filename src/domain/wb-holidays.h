/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Public holidays of the countries our merchants work in, by rule: fixed days and those that hang on
 * Easter, each from the year its law came to its last. Offered to managers as closed days; nothing is
 * closed by itself (design.md 4). Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint32 date;        /* days since 1970-01-01 */
  const char *name;   /* (unowned) translated */
} WbHoliday;

/* (transfer none): ISO 3166 codes "CZ", "SK", "PL", "DE", "AT", NULL at the end. Germany: the days
 * that all its states keep. */
const char *const *wb_holidays_countries    (void);
const char        *wb_holidays_country_name (const char *country);
/* By date; NULL = not one of these countries. (element-type WbHoliday) */
GArray            *wb_holidays_of_year      (const char *country,
                                             int         year) G_GNUC_WARN_UNUSED_RESULT;
gint32             wb_easter_sunday         (int         year);

G_END_DECLS
