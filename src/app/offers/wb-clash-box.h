/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The fields that were edited here and, differently, on the server: mine, theirs and before side by
 * side, one of them to be chosen for each. */

#pragma once

#include "wb-offer-editor.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_CLASH_BOX (wb_clash_box_get_type ())
G_DECLARE_FINAL_TYPE (WbClashBox, wb_clash_box, WB, CLASH_BOX, AdwBin)

void       wb_clash_box_set_editor   (WbClashBox    *self,
                                      WbOfferEditor *editor);
void       wb_clash_box_set_who      (WbClashBox    *self,
                                      const char    *who);
void       wb_clash_box_set_compact  (WbClashBox    *self,
                                      gboolean       compact);
void       wb_clash_box_focus        (WbClashBox    *self);

G_END_DECLS
