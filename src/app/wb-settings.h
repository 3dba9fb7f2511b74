/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the window was left on this computer. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSettings *wb_settings_new  (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
