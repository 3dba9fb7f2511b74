/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The one door JSON comes in by; see wb-wire.h. */

#include "config.h"

#include "wb-wire.h"

G_DEFINE_QUARK (wb-wire-error-quark, wb_wire_error)
