/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Between what a person types in an offer and the decimal text of the API. What cannot be read as an
 * amount is kept word for word behind a mark, so that a draft gives it back as it was typed. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @currency: NULL = a percentage. A result of NULL = nothing was written. */
char      *wb_offer_text_from_typed  (const char *typed,
                                      const char *currency,
                                      const char *locale) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_offer_text_for_people  (const char *text,
                                      const char *currency,
                                      const char *locale) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_offer_text_is_readable (const char *text);
char      *wb_offer_text_explain     (const char *text,
                                      const char *currency,
                                      const char *locale) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
