/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A switch that follows a model while people press it. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       wb_switch_show (GtkSwitch *self,
                           gboolean   active);

G_END_DECLS
