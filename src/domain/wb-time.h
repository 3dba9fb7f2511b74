/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Instants and calendar dates as the API writes them (reference/retino-api.md B.0, B.1).
 * An instant is Unix milliseconds in UTC; a date is days since 1970-01-01. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No instant: JSON null. */
#define WB_TIME_NONE G_MININT64
/* No date: JSON null. */
#define WB_DATE_NONE G_MININT32

#define WB_SECOND_MS G_GINT64_CONSTANT (1000)
#define WB_MINUTE_MS (60 * WB_SECOND_MS)
#define WB_HOUR_MS (60 * WB_MINUTE_MS)
#define WB_DAY_MS (24 * WB_HOUR_MS)

gboolean   wb_time_parse        (const char *text,
                                 gint64     *ms_out);
char      *wb_time_format       (gint64      ms) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_date_parse        (const char *text,
                                 gint32     *days_out);
char      *wb_date_format       (gint32      days) G_GNUC_WARN_UNUSED_RESULT;
gint64     wb_time_to_local     (gint64      ms,
                                 GTimeZone  *zone);
gint64     wb_time_from_local   (gint64      local_ms,
                                 GTimeZone  *zone,
                                 gboolean    later);
gint32     wb_date_of_time      (gint64      ms,
                                 GTimeZone  *zone);
gint64     wb_date_start        (gint32      days,
                                 GTimeZone  *zone);

G_END_DECLS
