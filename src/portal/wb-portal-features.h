/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What this portal says it serves: `features` of GET /account (reference/retino-api.md B.2). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GStrv      wb_portal_features  (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
