/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A SQLite connection said safely; see wb-db.h. */

#include "config.h"

#include "wb-db.h"

G_DEFINE_QUARK (wb-db-error-quark, wb_db_error)
