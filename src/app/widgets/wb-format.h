/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Times, spans and amounts in words, in one place for all pages. All give new strings; instants are
 * ms, in the zone passed in; any thread. */

#pragma once

#include "wb-activity.h"
#include "wb-offer-set.h"
#include "wb-time.h"

G_BEGIN_DECLS

char      *wb_format_span         (gint64            ms) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_format_clock        (gint64            at,
                                   GTimeZone        *zone) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_format_when         (gint64            at,
                                   gint64            now,
                                   GTimeZone        *zone) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_format_weekday_clock (gint64           at,
                                    GTimeZone       *zone) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_format_keep_together (char            *text) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_format_date         (gint32            date,
                                   gint64            now,
                                   GTimeZone        *zone) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a due time wants attention, for the colour and icon beside its words. */
typedef enum
{
  WB_URGENCY_NONE,
  WB_URGENCY_SOON,   /* within the hour */
  WB_URGENCY_LATE,
} WbUrgency;

char      *wb_format_due          (gint64            due_at,
                                   gint64            now,
                                   GTimeZone        *zone,
                                   WbUrgency        *urgency_out) G_GNUC_WARN_UNUSED_RESULT;

char      *wb_format_offer_value  (const char       *kind,
                                   const char       *amount,
                                   const char       *currency) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_format_offer        (const char       *kind,
                                   const char       *amount,
                                   const char       *min_order_value,
                                   const char       *currency) G_GNUC_WARN_UNUSED_RESULT;

/* A language's name in the person's own, and in itself. */
char      *wb_format_language     (const char       *code) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_format_language_native (const char    *code) G_GNUC_WARN_UNUSED_RESULT;

/* "a · b · c" of what is there; "" is left out, and NULL ends the list: hence WB_TEXT(). */
#define WB_TEXT(text) ((text) ? (text) : "")
char      *wb_format_join         (const char       *first,
                                   ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
