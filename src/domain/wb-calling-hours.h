/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a customer may be called now: what time it is where the number is, and the hours in which
 * calling is fair there (design.md 4: the customer's zone). A country of several zones is permitted
 * only when all of them are; an unknown one is never said to be. Pure. */

#pragma once

#include "wb-account.h"
#include "wb-record.h"

G_BEGIN_DECLS

typedef enum
{
  WB_CALLING_UNKNOWN,    /* no number, or its country is not known: ask yourself what time it is there */
  WB_CALLING_PERMITTED,
  WB_CALLING_NOT_NOW,
} WbCallingVerdict;

typedef struct
{
  WbCallingVerdict verdict;
  char *country;       /* (owned) (nullable) ISO 3166 code */
  GTimeZone *zone;     /* (owned) (nullable) NULL = unknown, or a country of several */
  gint64 changes_at;   /* ms: permitted until, or not before; WB_TIME_NONE = never */
} WbCalling;

WB_DECLARE_RECORD (WbCalling, wb_calling)

/* @hours: (element-type WbHours) by the customer's local time. */
WbCalling *wb_calling_judge  (const char *phone,
                              GArray     *hours,
                              gint64      now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
