/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The application's actions and their keys; part of WbApplication. */

#pragma once

#include "wb-application.h"

G_BEGIN_DECLS

void       wb_application_add_actions  (WbApplication *self);

G_END_DECLS
