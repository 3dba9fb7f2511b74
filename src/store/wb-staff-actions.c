/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What staff do, each one transaction; see wb-staff-actions.h. */

#include "config.h"

#include "wb-staff-actions.h"

G_DEFINE_QUARK (wb-action-error-quark, wb_action_error)
