/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The command line of winback-portal. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns the exit status: 0 done, 1 refused or failed with one line on stderr, 2 wrong usage. */
int        wb_portal_commands_run  (int    argc,
                                    char **argv);

G_END_DECLS
