/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Calls: the queue on the left, the card of one call on the right. */

#pragma once

#include "wb-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_CALLS_PAGE (wb_calls_page_get_type ())
G_DECLARE_FINAL_TYPE (WbCallsPage, wb_calls_page, WB, CALLS_PAGE, AdwBin)

G_END_DECLS
