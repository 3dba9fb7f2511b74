/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupon codes: at most 16 characters, a prefix of at most 4 and at least 10 of 31 characters that
 * cannot be misread (design.md 4). */

#pragma once

#include "wb-random.h"

G_BEGIN_DECLS

#define WB_COUPON_CODE_MAX 16
#define WB_COUPON_CODE_PREFIX_MAX 4

char      *wb_coupon_code_new          (const char *prefix,
                                        WbRandom   *random) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_coupon_code_is_valid     (const char *code);
gboolean   wb_coupon_code_prefix_valid (const char *prefix);
/* The words of @text that could be codes of ours, in upper case, each once; often none. */
GStrv      wb_coupon_code_find_in_text (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* The first word of @text that looks like somebody else's code ("LETO10"), in upper case; (nullable) */
char      *wb_coupon_code_find_foreign (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
