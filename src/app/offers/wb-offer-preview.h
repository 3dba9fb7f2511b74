/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A picture of the page on which a customer meets the offers: last portal step, ticket page or
 * e-mail, in the portal's colours, font and corners. It draws WbServedOffers, from which the service
 * answers too. Every text is a label of its own, so a screen reader reads the page line by line. */

#pragma once

#include "wb-served-offers.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How wide the customer's screen is; the picture is scaled down to the room there is. */
typedef enum
{
  WB_PREVIEW_PHONE,
  WB_PREVIEW_DESKTOP,
} WbPreviewWidth;

#define WB_PREVIEW_PHONE_PX 360
#define WB_PREVIEW_DESKTOP_PX 640

typedef struct
{
  const WbAccount *account;      /* (unowned) (nullable) NULL draws nothing */
  const WbServedOffers *served;  /* (unowned) (nullable) NULL draws nothing */
  GdkPaintable *picture;         /* (unowned) (nullable) the banner's, if it is here */
  int picture_width;             /* px; its place is kept while it is not here; 0 = unknown */
  int picture_height;
  WbPreviewWidth width;
} WbPreviewContent;

typedef enum
{
  WB_PREVIEW_PAGE,     /* of the page around the offers */
  WB_PREVIEW_HEADING,  /* what an offer says first */
  WB_PREVIEW_TERMS,
  WB_PREVIEW_FIELD,
  WB_PREVIEW_BUTTON,
  WB_PREVIEW_PICTURE,  /* its text is the alternative text, "" = none */
} WbPreviewLineKind;

/* One text as it was drawn. */
typedef struct
{
  WbPreviewLineKind kind;
  WbTool tool;      /* WB_N_TOOLS = of the page */
  char *text;       /* (owned) */
} WbPreviewLine;

#define WB_TYPE_OFFER_PREVIEW (wb_offer_preview_get_type ())
G_DECLARE_FINAL_TYPE (WbOfferPreview, wb_offer_preview, WB, OFFER_PREVIEW, GtkWidget)

GtkWidget *wb_offer_preview_new        (void);
void       wb_offer_preview_show       (WbOfferPreview         *self,
                                        const WbPreviewContent *content);
GPtrArray *wb_offer_preview_get_lines  (WbOfferPreview         *self);

G_END_DECLS
