/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Serving until SIGTERM or SIGINT. */

#pragma once

#include "wb-portal-options.h"

G_BEGIN_DECLS

gboolean   wb_portal_serve  (const WbPortalCommand  *command,
                             GError                **error);

G_END_DECLS
