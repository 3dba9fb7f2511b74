/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the customer's page is put together from: texts and shapes at their places. */

#include "config.h"

#include "wb-offer-preview-private.h"

static const struct
{
  int px;
  PangoWeight weight;
} fonts[] = {
  { 12, PANGO_WEIGHT_NORMAL },
  { 15, PANGO_WEIGHT_NORMAL },
  { 15, PANGO_WEIGHT_SEMIBOLD },
  { 17, PANGO_WEIGHT_BOLD },
  { 21, PANGO_WEIGHT_BOLD },
};

GdkRGBA
wb_preview_mix (const GdkRGBA *a,
                const GdkRGBA *b,
                float          share_of_b)
{
  return (GdkRGBA) {
           a->red + (b->red - a->red) * share_of_b, a->green + (b->green - a->green) * share_of_b,
           a->blue + (b->blue - a->blue) * share_of_b, 1.0f
  };
}

static PangoAttrList *
make_attributes (const WbPreviewPage *page,
                 const WbPreviewLook *look)
{
  const char *font = page->content->account->font;
  g_autofree char *family = g_strconcat (font ? font : "", font && *font ? ", " : "",
                                         "Cantarell, sans-serif", NULL);
  PangoAttrList *list = pango_attr_list_new ();

  pango_attr_list_insert (list, pango_attr_family_new (family));
  pango_attr_list_insert (list, pango_attr_size_new_absolute (fonts[look->font].px * PANGO_SCALE));
  pango_attr_list_insert (list, pango_attr_weight_new (fonts[look->font].weight));
  pango_attr_list_insert (list, pango_attr_language_new (
                            pango_language_from_string (page->language)));
  pango_attr_list_insert (list, pango_attr_foreground_new (
                            (guint16) (look->color->red * G_MAXUINT16),
                            (guint16) (look->color->green * G_MAXUINT16),
                            (guint16) (look->color->blue * G_MAXUINT16)));
  /* A browser breaks a word that is too long, but does not write a hyphen. */
  pango_attr_list_insert (list, pango_attr_insert_hyphens_new (FALSE));
  /* The theme's own colour is seen through a little; the portal's is not. */
  pango_attr_list_insert (list, pango_attr_foreground_alpha_new (G_MAXUINT16));
  pango_attr_list_insert (list, pango_attr_line_height_new (
                            look->font == PREVIEW_BODY ? 1.2 : 1.1));

  return list;
}

/* Adds a piece with a child of that type. The one that stood at the same place on the page before
 * is kept if it will do: what did not change is not made, measured or read out anew. */
static WbPreviewPiece *
add_piece (WbPreviewPage     *page,
           WbPreviewLineKind  kind,
           WbTool             tool,
           const char        *text,
           GType              type,
           gboolean           decorative)
{
  WbPreviewPiece *piece = g_new0 (WbPreviewPiece, 1);
  GPtrArray *spare = page->preview->spare;
  guint index = page->preview->pieces->len;
  WbPreviewPiece *before = index < spare->len ? g_ptr_array_index (spare, index) : NULL;

  piece->line.kind = kind;
  piece->line.tool = tool;
  piece->line.text = g_strdup (text);
  piece->decorative = decorative;
  g_ptr_array_add (page->preview->pieces, piece);

  if (before && G_TYPE_CHECK_INSTANCE_TYPE (before->child, type) &&
      before->decorative == decorative) {
    piece->child = g_steal_pointer (&before->child);
  } else {
    piece->child = g_object_new (type, "accessible-role",
                                 decorative ? GTK_ACCESSIBLE_ROLE_PRESENTATION
                                 : type == GTK_TYPE_LABEL ? GTK_ACCESSIBLE_ROLE_LABEL
                                                          : GTK_ACCESSIBLE_ROLE_IMG, NULL);
    gtk_widget_insert_before (piece->child, GTK_WIDGET (page->preview),
                              before ? before->child : NULL);
  }

  return piece;
}

/* Adds a text with its top left corner there, broken into lines of that width. */
WbPreviewPiece *
wb_preview_add_text (WbPreviewPage       *page,
                     WbPreviewLineKind    kind,
                     WbTool               tool,
                     const char          *text,
                     const WbPreviewLook *look,
                     float                x,
                     float                y,
                     float                width)
{
  g_autoptr (PangoAttrList) attributes = make_attributes (page, look);
  WbPreviewPiece *piece = add_piece (page, kind, tool, text, GTK_TYPE_LABEL, look->decorative);
  GtkLabel *label = GTK_LABEL (piece->child);
  PangoAttrList *old = gtk_label_get_attributes (label);
  int height = 0;

  if (!g_str_equal (gtk_label_get_label (label), text))
    gtk_label_set_label (label, text);
  if (!old || !pango_attr_list_equal (old, attributes))
    gtk_label_set_attributes (label, attributes);
  gtk_label_set_wrap (label, !look->single);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_ellipsize (label, look->single ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_NONE);
  gtk_label_set_xalign (label, look->xalign);
  gtk_label_set_justify (label, look->xalign > 0.0f ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
  gtk_widget_measure (piece->child, GTK_ORIENTATION_VERTICAL, (int) width, NULL, &height, NULL,
                      NULL);
  graphene_rect_init (&piece->rect, x, y, (float) (int) width, (float) height);

  return piece;
}

/* Adds the banner's picture; its place is the caller's to say. */
WbPreviewPiece *
wb_preview_add_picture (WbPreviewPage *page,
                        const char    *text,
                        GdkPaintable  *paintable)
{
  WbPreviewPiece *piece = add_piece (page, WB_PREVIEW_PICTURE, WB_TOOL_BANNER, text,
                                     GTK_TYPE_PICTURE, FALSE);
  GtkPicture *picture = GTK_PICTURE (piece->child);

  gtk_picture_set_paintable (picture, paintable);
  gtk_picture_set_content_fit (picture, GTK_CONTENT_FIT_COVER);
  gtk_picture_set_alternative_text (picture, text);

  return piece;
}

static guint
add_shape (WbPreviewPage      *page,
           WbPreviewShapeKind  kind,
           float               x,
           float               y,
           float               width,
           float               height)
{
  WbPreviewShape shape = { kind, GRAPHENE_RECT_INIT (x, y, width, height), 0.0f,
                           { 0.0f, 0.0f, 0.0f, 0.0f }, { 0.0f, 0.0f, 0.0f, 0.0f } };

  g_array_append_val (page->preview->shapes, shape);

  return page->preview->shapes->len - 1;
}

/* Good until the next shape is added. */
WbPreviewShape *
wb_preview_get_shape (WbPreviewPage *page,
                      guint          index)
{
  return &g_array_index (page->preview->shapes, WbPreviewShape, index);
}

guint
wb_preview_add_box (WbPreviewPage *page,
                    float          x,
                    float          y,
                    float          width,
                    float          height,
                    float          radius,
                    const GdkRGBA *fill,
                    const GdkRGBA *frame)
{
  guint index = add_shape (page, WB_PREVIEW_BOX, x, y, width, height);
  WbPreviewShape *shape = wb_preview_get_shape (page, index);

  shape->radius = MIN (radius, height / 2.0f);
  if (fill)
    shape->fill = *fill;
  if (frame)
    shape->frame = *frame;

  return index;
}

void
wb_preview_add_mark (WbPreviewPage      *page,
                     WbPreviewShapeKind  kind,
                     float               x,
                     float               y,
                     float               size,
                     const GdkRGBA      *color)
{
  wb_preview_get_shape (page, add_shape (page, kind, x, y, size, size))->frame = *color;
}
