/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Sets the offers on the customer's page: cards in the portal, rows of a table in a mail. Each step
 * says how much height it took. */

#include "config.h"

#include "wb-offer-preview-private.h"

#include "wb-customer-text.h"

#define BUTTON_PADDING 11
#define FIELD_HEIGHT 42
#define BROKEN_ICON 22
/* A banner whose size nobody knows yet. */
#define BANNER_RATIO 0.25
/* A question is set like a heading, what is longer like a paragraph. */
#define HEADING_CHARS_MAX 90

static float
get_text_width (WbPreviewPiece *piece)
{
  int natural = 0;

  gtk_widget_measure (piece->child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);

  return (float) natural;
}

/* A button, filled or only framed; @width 0 = as wide as its text. Returns its height. */
static float
add_button (WbPreviewPage *page,
            WbTool         tool,
            const char    *text,
            gboolean       filled,
            float          x,
            float          y,
            float          width)
{
  WbPreviewLook look = { PREVIEW_BUTTON, filled ? &page->button_text : &page->primary, 0.5f };
  float inner = (width > 0.0f ? width : page->width - 2 * PREVIEW_PADDING) - 2 * PREVIEW_PADDING;
  WbPreviewPiece *piece =
    wb_preview_add_text (page, WB_PREVIEW_BUTTON, tool, text, &look, x + PREVIEW_PADDING,
                         y + BUTTON_PADDING, inner);
  float height = piece->rect.size.height + 2 * BUTTON_PADDING;

  if (width <= 0.0f) {
    piece->rect.size.width = MIN (inner, get_text_width (piece) + 1.0f);
    width = piece->rect.size.width + 2 * PREVIEW_PADDING;
  }
  wb_preview_add_box (page, x, y, width, height, page->radius, filled ? &page->primary : NULL,
                      filled ? NULL : &page->primary);

  return height;
}

/* What a coupon says and its button, below each other. Returns their height. */
static float
add_coupon (WbPreviewPage       *page,
            const WbServedOffer *offer,
            float                x,
            float                y,
            float                width,
            float                button_width)
{
  g_autofree char *title = wb_customer_coupon_title (offer, page->language);
  g_autofree char *terms = wb_customer_coupon_terms (offer, page->language);
  WbPreviewLook heading = { PREVIEW_HEADING, &page->text, 0.0f };
  WbPreviewLook body = { PREVIEW_BODY, &page->dim, 0.0f };
  float start = y;

  y += wb_preview_add_text (page, WB_PREVIEW_HEADING, WB_TOOL_COUPON, title, &heading, x, y,
                            width)->rect.size.height + 4.0f;
  y += wb_preview_add_text (page, WB_PREVIEW_TERMS, WB_TOOL_COUPON, terms, &body, x, y,
                            width)->rect.size.height + 12.0f;
  y += add_button (page, WB_TOOL_COUPON,
                   wb_customer_text (WB_CUSTOMER_TEXT_GET_COUPON, page->language), TRUE, x, y,
                   button_width);

  return y - start;
}

static gboolean
is_long (const char *question)
{
  return g_utf8_strlen (question, -1) > HEADING_CHARS_MAX;
}

/* The question, the field (a mail has none) and the button of a call request. */
static float
add_call (WbPreviewPage       *page,
          const WbServedOffer *offer,
          float                x,
          float                y,
          float                width,
          float                button_width,
          gboolean             with_field)
{
  const char *phone = wb_customer_text (WB_CUSTOMER_TEXT_YOUR_PHONE, page->language);
  WbPreviewLook question = { PREVIEW_HEADING, &page->text, 0.0f };
  WbPreviewLook field = { PREVIEW_BODY, &page->dim, 0.0f };
  float start = y;

  if (is_long (offer->text))
    question.font = PREVIEW_BODY;
  y += wb_preview_add_text (page, WB_PREVIEW_HEADING, WB_TOOL_CALL_REQUEST, offer->text, &question,
                            x, y, width)->rect.size.height + 12.0f;
  if (with_field) {
    WbPreviewPiece *piece =
      wb_preview_add_text (page, WB_PREVIEW_FIELD, WB_TOOL_CALL_REQUEST, phone, &field, x + 12.0f,
                           y, width - 24.0f);

    piece->rect.origin.y += (FIELD_HEIGHT - piece->rect.size.height) / 2.0f;
    wb_preview_add_box (page, x, y, width, FIELD_HEIGHT, page->radius, &page->background,
                        &page->line);
    y += FIELD_HEIGHT + 10.0f;
  }
  y += add_button (page, WB_TOOL_CALL_REQUEST,
                   wb_customer_text (WB_CUSTOMER_TEXT_CALL_ME, page->language), FALSE, x, y,
                   button_width);

  return y - start;
}

/* Its place with the alternative text in it, as where pictures are blocked; at least @rect, more if
 * the text needs it. Returns its height. */
static float
add_missing_picture (WbPreviewPage         *page,
                     const WbServedOffer   *offer,
                     const graphene_rect_t *rect,
                     float                  radius)
{
  WbPreviewLook look = { PREVIEW_BODY, &page->dim, 0.0f };
  float x = rect->origin.x + PREVIEW_PADDING;
  float text_x = x + BROKEN_ICON + 10.0f;
  WbPreviewPiece *piece =
    wb_preview_add_text (page, WB_PREVIEW_PICTURE, WB_TOOL_BANNER, offer->alt_text, &look, text_x,
                         0.0f, rect->origin.x + rect->size.width - PREVIEW_PADDING - text_x);
  float height = MAX (rect->size.height, piece->rect.size.height + 2 * PREVIEW_PADDING);
  float middle = rect->origin.y + height / 2.0f;

  piece->rect.origin.y = middle - piece->rect.size.height / 2.0f;
  wb_preview_add_box (page, rect->origin.x, rect->origin.y, rect->size.width, height, radius, NULL,
                      &page->line);
  wb_preview_add_mark (page, WB_PREVIEW_BROKEN, x, middle - BROKEN_ICON / 2.0f, BROKEN_ICON,
                       &page->dim);

  return height;
}

/* Returns its height, which the picture's own shape says. */
static float
add_banner (WbPreviewPage       *page,
            const WbServedOffer *offer,
            float                x,
            float                y,
            float                width,
            float                radius)
{
  const WbPreviewContent *content = page->content;
  double ratio = content->picture_width > 0 && content->picture_height > 0
                 ? (double) content->picture_height / content->picture_width : BANNER_RATIO;
  graphene_rect_t rect =
    GRAPHENE_RECT_INIT (x, y, width, (float) MAX ((int) (width * ratio + 0.5), 1));
  WbPreviewPiece *piece = NULL;

  if (!content->picture)
    return add_missing_picture (page, offer, &rect, radius);

  piece = wb_preview_add_picture (page, offer->alt_text, content->picture);
  piece->rect = rect;
  piece->radius = radius;

  return rect.size.height;
}

static const WbServedOffer *
find_offer (const WbPreviewPage *page,
            WbTool               tool)
{
  GPtrArray *offers = page->content->served->offers;

  for (guint i = 0; i < offers->len; i++) {
    const WbServedOffer *offer = g_ptr_array_index (offers, i);

    if (offer->tool == tool)
      return offer;
  }

  return NULL;
}

/* One card being set: its frame, and its button, which came last. */
typedef struct
{
  guint box;
  guint button_box;
  guint button;
  float height;
} Card;

static Card
add_card (WbPreviewPage       *page,
          const WbServedOffer *offer,
          float                x,
          float                width)
{
  gboolean is_coupon = offer->tool == WB_TOOL_COUPON;
  GdkRGBA strong = wb_preview_mix (&page->background, &page->primary, 0.35f);
  float inner_x = x + PREVIEW_PADDING;
  float inner_y = page->y + PREVIEW_PADDING;
  float inner = width - 2 * PREVIEW_PADDING;
  Card card = { .height = 2 * PREVIEW_PADDING };

  card.box = wb_preview_add_box (page, x, page->y, width, 0.0f, 0.0f,
                                 is_coupon ? &page->tint : &page->background,
                                 is_coupon ? &strong : &page->line);
  if (is_coupon)
    card.height += add_coupon (page, offer, inner_x, inner_y, inner, inner);
  else
    card.height += add_call (page, offer, inner_x, inner_y, inner, inner, TRUE);
  card.button_box = page->preview->shapes->len - 1;
  card.button = page->preview->pieces->len - 1;
  wb_preview_get_shape (page, card.box)->radius = page->radius;
  wb_preview_get_shape (page, card.box)->rect.size.height = card.height;

  return card;
}

/* Makes a card higher; its button stays at the bottom. */
static void
stretch_card (WbPreviewPage *page,
              const Card    *card,
              float          height)
{
  WbPreviewPiece *button = g_ptr_array_index (page->preview->pieces, card->button);

  button->rect.origin.y += height - card->height;
  wb_preview_get_shape (page, card->button_box)->rect.origin.y += height - card->height;
  wb_preview_get_shape (page, card->box)->rect.size.height = height;
}

/* Cards below each other on a phone; on a desk coupon and call share a line, unless there is much
 * to read. */
void
wb_preview_set_cards (WbPreviewPage *page)
{
  const WbServedOffer *coupon = find_offer (page, WB_TOOL_COUPON);
  const WbServedOffer *call = find_offer (page, WB_TOOL_CALL_REQUEST);
  const WbServedOffer *banner = find_offer (page, WB_TOOL_BANNER);
  gboolean beside = page->content->width == WB_PREVIEW_DESKTOP && coupon && call &&
                    !is_long (call->text);
  float width = beside ? (page->width - PREVIEW_GAP) / 2.0f : page->width;
  Card card = { 0, 0, 0, 0.0f };

  if (coupon) {
    card = add_card (page, coupon, page->x, width);
    if (!beside)
      page->y += card.height + PREVIEW_GAP;
  }
  if (call) {
    Card next = add_card (page, call, page->x + page->width - width, width);
    float height = beside ? MAX (next.height, card.height) : next.height;

    if (beside)
      stretch_card (page, &card, height);
    stretch_card (page, &next, height);
    page->y += height + PREVIEW_GAP;
  }
  if (banner)
    page->y += add_banner (page, banner, page->x, page->y, page->width, page->radius) + PREVIEW_GAP;
}

/* Rows of one table, as mail clients set them: square, no cards. */
void
wb_preview_set_table (WbPreviewPage *page)
{
  GPtrArray *offers = page->content->served->offers;
  float x = page->x + PREVIEW_PADDING;
  float width = page->width - 2 * PREVIEW_PADDING;
  float top = page->y;

  for (guint i = 0; i < offers->len; i++) {
    const WbServedOffer *offer = g_ptr_array_index (offers, i);
    float y = page->y + PREVIEW_PADDING;

    if (i > 0)
      wb_preview_add_box (page, page->x, page->y, page->width, 1.0f, 0.0f, &page->line, NULL);
    if (offer->tool == WB_TOOL_COUPON)
      page->y = y + add_coupon (page, offer, x, y, width, 0.0f) + PREVIEW_PADDING;
    else if (offer->tool == WB_TOOL_CALL_REQUEST)
      page->y = y + add_call (page, offer, x, y, width, 0.0f, FALSE) + PREVIEW_PADDING;
    else
      page->y += add_banner (page, offer, page->x, page->y, page->width, 0.0f);
  }
  if (offers->len > 0) {
    wb_preview_add_box (page, page->x, top, page->width, page->y - top, 0.0f, NULL, &page->line);
    page->y += PREVIEW_GAP;
  }
}
