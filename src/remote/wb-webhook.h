/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a message a shop sent of its own accord is really from it: the signatures of the three
 * platforms. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The header that carries it; NULL = no such platform. */
const char *wb_webhook_header  (const char *platform);
/* @body as it came, byte for byte. @signature: (nullable) the header's value. Takes the same time
 * wherever they differ. */
gboolean    wb_webhook_verify  (const char *platform,
                                const char *secret,
                                GBytes     *body,
                                const char *signature);

G_END_DECLS
