/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners in words, for the card and the picker. */

#pragma once

#include "wb-banner.h"
#include "wb-context.h"

G_BEGIN_DECLS

char *wb_banner_describe_period  (const WbBanner  *banner,
                                  gint64           now,
                                  GTimeZone       *zone) G_GNUC_WARN_UNUSED_RESULT;
char *wb_banner_describe_use     (const WbBanner  *banner,
                                  WbContext       *context) G_GNUC_WARN_UNUSED_RESULT;
char *wb_banner_describe_file    (const char      *mime_type,
                                  int              width,
                                  int              height,
                                  gint64           size) G_GNUC_WARN_UNUSED_RESULT;

/* In which languages the picture's text is written. */
GStrv wb_banner_dup_languages    (const WbBanner  *banner,
                                  const WbAccount *account) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
