/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* "What will the customer get?": what would be sent to a shop for an offer, what the shop will make
 * of it, and what cannot be done (design.md 8). Pure: the same words in the window and in
 * winbackctl. */

#pragma once

#include "wb-merchant-store.h"
#include "wb-offer-set.h"

G_BEGIN_DECLS

  typedef enum
  {
    WB_FORECAST_SENT,   /* what is sent to the shop */
    WB_FORECAST_RESULT, /* what the customer gets */
    WB_FORECAST_NOTE,   /* what the shop makes of it: conversion, VAT, template, midnight */
    WB_FORECAST_CANNOT, /* cannot be done, and why */
  } WbForecastKind;

  typedef struct
  {
    WbForecastKind kind;
    char *code;  /* (owned) for tests and --json: "value", "minimum", "validity", "once", "email", "vat", "conversion", "template", "not_enabled", "no_amount", "wrong_currency", "disconnected", ... */
    char *words; /* (owned) translated */
  } WbForecastLine;

  WB_DECLARE_RECORD (WbForecastLine, wb_forecast_line)

/* @set: (nullable) the type's offers, NULL = not configured. @store: with caps where they are known.
 * (element-type WbForecastLine), never empty. */
  GPtrArray *wb_coupon_forecast   (const WbOfferSet      * set,
                                   const char            *currency,
                                   const WbMerchantStore * store,
                                   gint64 now,
                                   GTimeZone             * account_zone) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a coupon would come of it. */
  gboolean   wb_coupon_forecast_works (GPtrArray *lines);

G_END_DECLS
