/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Connections: the helpdesk and the shops. At level 1 the shops are the service's, shown with their
 * state; at level 0 they are this workspace's own: add, test, edit, pause, remove. */

#pragma once

#include "wb-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_CONNECTIONS_PAGE (wb_connections_page_get_type ())
  G_DECLARE_FINAL_TYPE (WbConnectionsPage, wb_connections_page, WB, CONNECTIONS_PAGE, AdwBin)

G_END_DECLS
