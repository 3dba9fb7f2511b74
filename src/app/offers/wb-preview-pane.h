/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the customer sees: the preview with the place, screen, language and currency to see it in.
 * It follows an editor as a person types, or shows one set, as history does. */

#pragma once

#include "wb-offer-editor.h"
#include "wb-offer-preview.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_PREVIEW_PANE (wb_preview_pane_get_type ())
G_DECLARE_FINAL_TYPE (WbPreviewPane, wb_preview_pane, WB, PREVIEW_PANE, AdwBin)

GtkWidget      *wb_preview_pane_new          (void);

/* What is shown. */
void            wb_preview_pane_set_account  (WbPreviewPane    *self,
                                              const WbAccount  *account);
void            wb_preview_pane_set_editor   (WbPreviewPane    *self,
                                              WbOfferEditor    *editor);
void            wb_preview_pane_show_set     (WbPreviewPane    *self,
                                              const WbOfferSet *set);
void            wb_preview_pane_set_banner   (WbPreviewPane    *self,
                                              const WbBanner   *banner,
                                              GdkPaintable     *picture);
void            wb_preview_pane_set_today    (WbPreviewPane    *self,
                                              gint32            today);

/* Where, and to whom. */
void            wb_preview_pane_set_place    (WbPreviewPane    *self,
                                              WbPlacements      place,
                                              WbPreviewWidth    width);
void            wb_preview_pane_set_customer (WbPreviewPane    *self,
                                              const char       *language,
                                              const char       *currency);
WbOfferPreview *wb_preview_pane_get_preview  (WbPreviewPane    *self);

G_END_DECLS
