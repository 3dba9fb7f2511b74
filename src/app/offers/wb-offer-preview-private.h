/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What drawing (wb-offer-preview.c) and setting the page (wb-offer-preview-page.c) share. All
 * lengths are px of the page, before it is scaled to the room there is. */

#pragma once

#include "wb-offer-preview.h"

G_BEGIN_DECLS

typedef enum
{
  WB_PREVIEW_BOX,     /* filled, framed or both */
  WB_PREVIEW_CHECK,   /* a tick, drawn in the frame's colour */
  WB_PREVIEW_BROKEN,  /* a picture that is not there, drawn in the frame's colour */
} WbPreviewShapeKind;

typedef struct
{
  WbPreviewShapeKind kind;
  graphene_rect_t rect;
  float radius;
  GdkRGBA fill;    /* alpha 0 = none */
  GdkRGBA frame;   /* alpha 0 = none */
} WbPreviewShape;

typedef struct
{
  WbPreviewLine line;
  GtkWidget *child;      /* (unowned) a label or a picture, child of the preview */
  graphene_rect_t rect;
  float radius;          /* of the corners it is cut by */
  gboolean decorative;
} WbPreviewPiece;

struct _WbOfferPreview
{
  GtkWidget parent_instance;

  GPtrArray *pieces;      /* (owned) (element-type WbPreviewPiece) in reading order */
  GPtrArray *spare;       /* (owned) (nullable) those of the page before, while one is set */
  GPtrArray *lines;       /* (owned) (element-type WbPreviewLine) (elements unowned) */
  GArray *shapes;         /* (owned) (element-type WbPreviewShape) below the pieces, in order */
  GtkWidget *nothing;     /* a label below the page: what is not part of the page */
  GdkPaintable *picture;  /* (owned) (nullable) that is drawn */
  char *drawn;            /* (owned) (nullable) all that the picture was made of */
  int page_width;
  int page_height;        /* 0 = nothing to draw */
};

#define PREVIEW_MARGIN 20
#define PREVIEW_GAP 14
#define PREVIEW_PADDING 16

typedef enum
{
  PREVIEW_SMALL,
  PREVIEW_BODY,
  PREVIEW_BUTTON,
  PREVIEW_HEADING,
  PREVIEW_TITLE,
} WbPreviewFont;

/* How a text looks. */
typedef struct
{
  WbPreviewFont font;
  const GdkRGBA *color;   /* (unowned) */
  float xalign;
  gboolean single;        /* one line, shortened in its middle */
  gboolean decorative;    /* says nothing: not among the lines, not read out */
} WbPreviewLook;

/* One page being set, from top to bottom. */
typedef struct
{
  WbOfferPreview *preview;          /* (unowned) */
  const WbPreviewContent *content;  /* (unowned) */
  const char *language;             /* (unowned) */
  char *shop;                       /* (owned) (nullable) its name */
  char *number;                     /* (owned) of a ticket as the account numbers them */
  float radius;
  GdkRGBA background;
  GdkRGBA text;
  GdkRGBA dim;
  GdkRGBA line;
  GdkRGBA primary;
  GdkRGBA button_text;
  GdkRGBA tint;                     /* the primary colour, hardly there */
  float x;                          /* of the column */
  float width;
  float y;                          /* how far it is set */
} WbPreviewPage;

/* Parts. */
GdkRGBA         wb_preview_mix              (const GdkRGBA      *a,
                                             const GdkRGBA      *b,
                                             float               share_of_b);
WbPreviewPiece *wb_preview_add_picture      (WbPreviewPage      *page,
                                             const char         *text,
                                             GdkPaintable       *paintable);
WbPreviewPiece *wb_preview_add_text    (WbPreviewPage      *page,
                                             WbPreviewLineKind   kind,
                                             WbTool              tool,
                                             const char         *text,
                                             const WbPreviewLook *look,
                                             float               x,
                                             float               y,
                                             float               width);
guint           wb_preview_add_box     (WbPreviewPage      *page,
                                             float               x,
                                             float               y,
                                             float               width,
                                             float               height,
                                             float               radius,
                                             const GdkRGBA      *fill,
                                             const GdkRGBA      *frame);
void            wb_preview_add_mark    (WbPreviewPage      *page,
                                             WbPreviewShapeKind  kind,
                                             float               x,
                                             float               y,
                                             float               size,
                                             const GdkRGBA      *color);
WbPreviewShape *wb_preview_get_shape   (WbPreviewPage      *page,
                                             guint               index);

/* Offers. */
void            wb_preview_set_cards   (WbPreviewPage      *page);
void            wb_preview_set_table   (WbPreviewPage      *page);

/* All of it. */
void            wb_offer_preview_set_page   (WbOfferPreview         *self,
                                             const WbPreviewContent *content);

G_END_DECLS
