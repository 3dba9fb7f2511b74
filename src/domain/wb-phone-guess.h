/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The number a customer wrote without its country's code, read as the country they are surely in: a
 * wrong guess would ring at a stranger's. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is known about who wrote it; each may be NULL. */
typedef struct
{
  const char *order_currency;    /* (unowned) ISO 4217 */
  const char *language;          /* (unowned) the customer's, ISO 639-1 */
  const char *account_currency;  /* (unowned) the merchant's own, asked when the customer's say nothing */
  const char *account_language;  /* (unowned) */
} WbPhoneHints;

/* E.164; NULL = no number, or not sure whose. */
char      *wb_phone_guess  (const char         *typed,
                            const WbPhoneHints *hints) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
