/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is in memory stays there: tokens and shops' keys are, while a program runs. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void        wb_memory_keep_images     (void);
void        wb_memory_shut            (void);

G_END_DECLS
