/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What needs a person: a refused token, refused changes with the server's words, and conflicts. */

#pragma once

#include "wb-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_NEEDS_PAGE (wb_needs_page_get_type ())
G_DECLARE_FINAL_TYPE (WbNeedsPage, wb_needs_page, WB, NEEDS_PAGE, AdwBin)

G_END_DECLS
