/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Telephone numbers: E.164 out of what people write; anything else stays as typed and diallable
 * (reference/ecosystem.md 2). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @country: ISO 3166 code assumed for a number without "+" or "00"; NULL = none is assumed. */
char      *wb_phone_to_e164     (const char *typed,
                                 const char *country) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_phone_for_people  (const char *phone) G_GNUC_WARN_UNUSED_RESULT;
/* ISO 3166 code of the country a number rings in; NULL = not known. "+1" goes by its area code; "US"
 * where that does not tell. */
const char *wb_phone_country     (const char *phone);
/* The IANA zones of a country, one for each clock there, NULL at the end; NULL = not known. Those of
 * "US" are Canada's too. */
const char *const *wb_phone_zones (const char *country);
/* Calls to it cost extra (premium and shared-cost ranges of the national plans we know). */
gboolean   wb_phone_is_premium   (const char *phone);
/* Digits only, for search. */
char      *wb_phone_digits      (const char *phone) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
