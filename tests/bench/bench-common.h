/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the programs that measure the window share. */

#pragma once

#include "wb-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* (transfer full): with the real one's style and icons. */
AdwApplication *
             bench_new_app        (void);

/* (transfer full): on the workspace in @folder, which nothing syncs. */
WbContext   *bench_open_context   (const char  *folder);

/* The first widget of @type below @widget, in depth-first order: the one with the id @id, or any
 * that is mapped. */
GtkWidget   *bench_find_widget    (GtkWidget   *widget,
                                   GType        type,
                                   const char  *id);

/* Sorts @values (element-type double); 0 of none. */
double       bench_percentile     (GArray      *values,
                                   double       share);

G_END_DECLS
