/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture of a customer's page; see wb-offer-preview.h. The page is set once per change at its
 * own width (wb-offer-preview-page.c); here it is scaled, drawn and read out. It is made anew only
 * when something it is made of is another. */

#include "config.h"

#include "wb-offer-preview-private.h"

#include "wb-lang-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MIN_WIDTH 200
#define PAGE_RADIUS 12.0f
#define SHADOW_BLUR 4.0f
#define NOTHING_GAP 12

G_DEFINE_FINAL_TYPE (WbOfferPreview, wb_offer_preview, GTK_TYPE_WIDGET)

static void
free_piece (WbPreviewPiece *piece)
{
  g_clear_pointer (&piece->child, gtk_widget_unparent);
  g_free (piece->line.text);
  g_free (piece);
}

static float
get_scale (WbOfferPreview *self,
           int             width)
{
  return self->page_width > width ? (float) width / (float) self->page_width : 1.0f;
}

static int
measure_nothing (WbOfferPreview *self,
                 int             width)
{
  int height = 0;

  if (!gtk_widget_should_layout (self->nothing))
    return 0;

  gtk_widget_measure (self->nothing, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);

  return NOTHING_GAP + height;
}

static GtkSizeRequestMode
wb_offer_preview_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
wb_offer_preview_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  WbOfferPreview *self = WB_OFFER_PREVIEW (widget);
  int width = for_size < 0 ? MAX (self->page_width, MIN_WIDTH) : MAX (for_size, MIN_WIDTH);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MIN_WIDTH;
    *natural = MAX (self->page_width, MIN_WIDTH);
    return;
  }

  *minimum = (int) ceilf ((float) self->page_height * get_scale (self, width)) +
             measure_nothing (self, width);
  *natural = *minimum;
}

/* Where the page's left edge is: in the middle of what is wider. */
static float
get_page_x (WbOfferPreview *self,
            int             width)
{
  return MAX (0.0f, floorf (((float) width - (float) self->page_width) / 2.0f));
}

static void
wb_offer_preview_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  WbOfferPreview *self = WB_OFFER_PREVIEW (widget);
  float scale = get_scale (self, width);
  float page_x = get_page_x (self, width);
  int nothing_height = measure_nothing (self, width);

  for (guint i = 0; i < self->pieces->len; i++) {
    WbPreviewPiece *piece = g_ptr_array_index (self->pieces, i);
    graphene_point_t origin = GRAPHENE_POINT_INIT (page_x, 0.0f);
    GskTransform *transform = gsk_transform_translate (NULL, &origin);

    transform = gsk_transform_scale (transform, scale, scale);
    transform = gsk_transform_translate (transform, &piece->rect.origin);
    gtk_widget_allocate (piece->child, (int) piece->rect.size.width,
                         (int) piece->rect.size.height, -1, transform);
  }

  if (nothing_height > 0)
    gtk_widget_size_allocate (self->nothing,
                              &(GtkAllocation) { 0, height - nothing_height + NOTHING_GAP, width,
                                                 nothing_height - NOTHING_GAP }, -1);
}

static void
draw_box (GtkSnapshot          *snapshot,
          const WbPreviewShape *shape)
{
  const float widths[] = { 1.0f, 1.0f, 1.0f, 1.0f };
  const GdkRGBA colors[] = { shape->frame, shape->frame, shape->frame, shape->frame };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &shape->rect, shape->radius);
  if (shape->fill.alpha > 0.0f) {
    gtk_snapshot_push_rounded_clip (snapshot, &outline);
    gtk_snapshot_append_color (snapshot, &shape->fill, &shape->rect);
    gtk_snapshot_pop (snapshot);
  }
  if (shape->frame.alpha > 0.0f)
    gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

static void
draw_check (GtkSnapshot          *snapshot,
            const WbPreviewShape *shape)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &shape->rect);
  double x = shape->rect.origin.x;
  double y = shape->rect.origin.y;
  double size = shape->rect.size.width;

  gdk_cairo_set_source_rgba (cr, &shape->frame);
  cairo_set_line_width (cr, size * 0.13);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, x + size * 0.12, y + size * 0.54);
  cairo_line_to (cr, x + size * 0.4, y + size * 0.82);
  cairo_line_to (cr, x + size * 0.88, y + size * 0.22);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

/* A landscape in a frame, torn through: what mail clients show for a picture they did not get. */
static void
draw_broken (GtkSnapshot          *snapshot,
             const WbPreviewShape *shape)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &shape->rect);
  double x = shape->rect.origin.x;
  double y = shape->rect.origin.y;
  double width = shape->rect.size.width;
  double height = shape->rect.size.height;

  gdk_cairo_set_source_rgba (cr, &shape->frame);
  cairo_set_line_width (cr, 1.5);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_rectangle (cr, x + 1.0, y + 1.0, width - 2.0, height - 2.0);
  cairo_stroke (cr);
  cairo_arc (cr, x + width * 0.3, y + height * 0.34, width * 0.08, 0.0, 2.0 * G_PI);
  cairo_fill (cr);
  cairo_move_to (cr, x + width * 0.16, y + height * 0.8);
  cairo_line_to (cr, x + width * 0.42, y + height * 0.52);
  cairo_line_to (cr, x + width * 0.56, y + height * 0.66);
  cairo_line_to (cr, x + width * 0.7, y + height * 0.46);
  cairo_line_to (cr, x + width * 0.86, y + height * 0.8);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
draw_pieces (WbOfferPreview *self,
             GtkSnapshot    *snapshot,
             float           page_x,
             float           scale)
{
  for (guint i = 0; i < self->pieces->len; i++) {
    WbPreviewPiece *piece = g_ptr_array_index (self->pieces, i);
    graphene_rect_t rect = GRAPHENE_RECT_INIT (page_x + piece->rect.origin.x * scale,
                                               piece->rect.origin.y * scale,
                                               piece->rect.size.width * scale,
                                               piece->rect.size.height * scale);
    GskRoundedRect outline;

    gsk_rounded_rect_init_from_rect (&outline, &rect, piece->radius * scale);
    if (piece->radius > 0.0f)
      gtk_snapshot_push_rounded_clip (snapshot, &outline);
    gtk_widget_snapshot_child (GTK_WIDGET (self), piece->child, snapshot);
    if (piece->radius > 0.0f)
      gtk_snapshot_pop (snapshot);
  }
}

static void
wb_offer_preview_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  WbOfferPreview *self = WB_OFFER_PREVIEW (widget);
  int width = gtk_widget_get_width (widget);
  float scale = get_scale (self, width);
  float page_x = get_page_x (self, width);
  graphene_rect_t page = GRAPHENE_RECT_INIT (page_x, 0.0f, (float) self->page_width * scale,
                                             (float) self->page_height * scale);
  const GdkRGBA edge = { 0.5f, 0.5f, 0.5f, 0.35f };
  const GdkRGBA edges[] = { edge, edge, edge, edge };
  const float widths[] = { 1.0f, 1.0f, 1.0f, 1.0f };
  GskRoundedRect outline;

  gtk_widget_snapshot_child (widget, self->nothing, snapshot);
  if (self->page_height == 0)
    return;

  gsk_rounded_rect_init_from_rect (&outline, &page, PAGE_RADIUS);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &(GdkRGBA) { 0.0f, 0.0f, 0.0f, 0.12f },
                                     0.0f, 1.0f, 0.0f, SHADOW_BLUR);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (page_x, 0.0f));
  gtk_snapshot_scale (snapshot, scale, scale);
  for (guint i = 0; i < self->shapes->len; i++) {
    const WbPreviewShape *shape = &g_array_index (self->shapes, WbPreviewShape, i);

    if (shape->kind == WB_PREVIEW_CHECK)
      draw_check (snapshot, shape);
    else if (shape->kind == WB_PREVIEW_BROKEN)
      draw_broken (snapshot, shape);
    else
      draw_box (snapshot, shape);
  }
  gtk_snapshot_restore (snapshot);
  draw_pieces (self, snapshot, page_x, scale);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, widths, edges);
}

static const char *
get_label (WbPlacements placement)
{
  switch (placement) {
    case WB_PLACEMENT_TICKET_DETAIL:
      return _ ("Preview of the ticket page");
    case WB_PLACEMENT_EMAIL:
      return _ ("Preview of the e-mail");
    case WB_PLACEMENT_PORTAL:
    case WB_PLACEMENT_NONE:
    default:
      return _ ("Preview of the last portal step");
  }
}

/* All that is shown, in order, as one text. */
static void
describe (WbOfferPreview         *self,
          const WbPreviewContent *content)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->lines->len; i++) {
    const WbPreviewLine *line = g_ptr_array_index (self->lines, i);

    if (*line->text == '\0')
      continue;
    if (text->len > 0)
      g_string_append_c (text, '\n');
    g_string_append (text, line->text);
  }
  if (content->served && content->served->offers->len == 0)
    g_string_append_printf (text, "\n%s", gtk_label_get_text (GTK_LABEL (self->nothing)));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  get_label (content->served ? content->served->placement
                                                             : WB_PLACEMENT_NONE),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

static void
append_text (GString    *string,
             const char *text)
{
  g_string_append (string, text ? text : "\1");
  g_string_append_c (string, '\n');
}

/* Everything the picture is made of, to see whether it would come out the same. */
static char *
write_down (const WbPreviewContent *content)
{
  const WbAccount *account = content->account;
  GString *string = g_string_new (NULL);

  if (!account || !content->served)
    return g_string_free (string, FALSE);

  for (guint i = 0; account->name && i < account->name->texts->len; i++) {
    append_text (string, g_ptr_array_index (account->name->languages, i));
    append_text (string, g_ptr_array_index (account->name->texts, i));
  }
  append_text (string, account->default_language);
  append_text (string, account->portal_url);
  append_text (string, account->numbering_prefix);
  append_text (string, account->color_primary);
  append_text (string, account->color_button_text);
  append_text (string, account->color_background);
  append_text (string, account->color_text);
  append_text (string, account->font);
  append_text (string, account->corner_radius);
  append_text (string, content->served->language);
  g_string_append_printf (string, "%d %u %d %d %p %u\n", account->numbering_suffix_length,
                          content->width, content->picture_width, content->picture_height,
                          (void *) content->picture, content->served->placement);
  for (guint i = 0; i < content->served->offers->len; i++) {
    const WbServedOffer *offer = g_ptr_array_index (content->served->offers, i);

    g_string_append_printf (string, "%u %d\n", offer->tool, offer->validity_days);
    append_text (string, offer->kind);
    append_text (string, offer->amount);
    append_text (string, offer->currency);
    append_text (string, offer->min_order_value);
    append_text (string, offer->text);
    append_text (string, offer->banner);
    append_text (string, offer->alt_text);
  }

  return g_string_free (string, FALSE);
}

static void
wb_offer_preview_dispose (GObject *object)
{
  WbOfferPreview *self = WB_OFFER_PREVIEW (object);

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->pieces, g_ptr_array_unref);
  g_clear_pointer (&self->nothing, gtk_widget_unparent);
  g_clear_object (&self->picture);

  G_OBJECT_CLASS (wb_offer_preview_parent_class)->dispose (object);
}

static void
wb_offer_preview_finalize (GObject *object)
{
  WbOfferPreview *self = WB_OFFER_PREVIEW (object);

  g_array_unref (self->shapes);
  g_free (self->drawn);

  G_OBJECT_CLASS (wb_offer_preview_parent_class)->finalize (object);
}

static void
wb_offer_preview_class_init (WbOfferPreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_offer_preview_dispose;
  object_class->finalize = wb_offer_preview_finalize;
  widget_class->get_request_mode = wb_offer_preview_get_request_mode;
  widget_class->measure = wb_offer_preview_measure;
  widget_class->size_allocate = wb_offer_preview_size_allocate;
  widget_class->snapshot = wb_offer_preview_snapshot;
  gtk_widget_class_set_css_name (widget_class, "offerpreview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
wb_offer_preview_init (WbOfferPreview *self)
{
  self->pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) free_piece);
  self->lines = g_ptr_array_new ();
  self->shapes = g_array_new (FALSE, TRUE, sizeof (WbPreviewShape));
  self->nothing = gtk_label_new (_ ("Nothing is offered here."));
  gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->nothing), GTK_JUSTIFY_CENTER);
  gtk_widget_set_visible (self->nothing, FALSE);
  gtk_widget_set_parent (self->nothing, GTK_WIDGET (self));
  /* So that Tab reaches it: a screen reader then reads the page, the keys scroll it. */
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/**
 * wb_offer_preview_new:
 *
 * Returns: (transfer floating): a preview that shows nothing yet
 */
GtkWidget *
wb_offer_preview_new (void)
{
  return g_object_new (WB_TYPE_OFFER_PREVIEW, NULL);
}

/**
 * wb_offer_preview_show:
 * @self: a preview
 * @content: the page; nothing of it is kept but its picture
 *
 * Draws a page. Showing once more what is shown costs nothing. Main thread only.
 */
void
wb_offer_preview_show (WbOfferPreview         *self,
                       const WbPreviewContent *content)
{
  g_autofree char *drawn = NULL;

  g_return_if_fail (WB_IS_OFFER_PREVIEW (self));
  g_return_if_fail (content);

  drawn = write_down (content);
  if (g_strcmp0 (drawn, self->drawn) == 0)
    return;

  g_free (self->drawn);
  self->drawn = g_steal_pointer (&drawn);
  g_set_object (&self->picture, content->picture);
  g_ptr_array_set_size (self->lines, 0);
  self->spare = g_steal_pointer (&self->pieces);
  self->pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) free_piece);
  g_array_set_size (self->shapes, 0);
  self->page_width = self->page_height = 0;
  if (content->account && content->served)
    wb_offer_preview_set_page (self, content);
  g_clear_pointer (&self->spare, g_ptr_array_unref);

  for (guint i = 0; i < self->pieces->len; i++) {
    WbPreviewPiece *piece = g_ptr_array_index (self->pieces, i);

    if (!piece->decorative)
      g_ptr_array_add (self->lines, &piece->line);
  }
  gtk_widget_set_visible (self->nothing, content->served && content->served->offers->len == 0);
  describe (self, content);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * wb_offer_preview_get_lines:
 * @self: a preview
 *
 * What it shows, from top to bottom, until it shows something else.
 *
 * Returns: (transfer none) (element-type WbPreviewLine): the lines
 */
GPtrArray *
wb_offer_preview_get_lines (WbOfferPreview *self)
{
  g_return_val_if_fail (WB_IS_OFFER_PREVIEW (self), NULL);

  return self->lines;
}
