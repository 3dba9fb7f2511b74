/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Sets the customer's page around the offers: the browser or the mail it is in, the shop's head and
 * what the page says. Colours are the portal's in light and dark windows alike: it is a picture of
 * a page. */

#include "config.h"

#include "wb-offer-preview-private.h"

#include "wb-customer-text.h"
#include "wb-lang-text.h"

#define DESKTOP_COLUMN 560
#define EMAIL_COLUMN 600
#define CHROME_HEIGHT 36
#define DOT 10
#define STEP 22
#define CHECK_CIRCLE 40
#define AVATAR 36

static const GdkRGBA white = { 1.0f, 1.0f, 1.0f, 1.0f };
static const GdkRGBA chrome = { 0.925f, 0.925f, 0.933f, 1.0f };
static const GdkRGBA chrome_dot = { 0.76f, 0.76f, 0.78f, 1.0f };
static const GdkRGBA chrome_line = { 0.84f, 0.84f, 0.85f, 1.0f };
static const GdkRGBA chrome_text = { 0.33f, 0.33f, 0.36f, 1.0f };
static const GdkRGBA mail_text = { 0.12f, 0.12f, 0.14f, 1.0f };

static GdkRGBA
read_color (const char *text,
            const char *otherwise)
{
  GdkRGBA color = { 0.0f, 0.0f, 0.0f, 1.0f };

  if (!text || !gdk_rgba_parse (&color, text))
    gdk_rgba_parse (&color, otherwise);

  return color;
}

static float
read_radius (const char *name)
{
  static const struct {
    const char *name;
    float px;
  } radii[] = { { "none", 0.0f }, { "mild", 4.0f }, { "medium", 8.0f }, { "strong", 16.0f } };

  for (gsize i = 0; i < G_N_ELEMENTS (radii); i++) {
    if (g_strcmp0 (radii[i].name, name) == 0)
      return radii[i].px;
  }

  return 8.0f;
}

/* A number as the account's first ticket would have: made up, as the page is. */
static char *
make_number (const WbAccount *account)
{
  return g_strdup_printf ("%s%0*d", account->numbering_prefix ? account->numbering_prefix : "",
                          CLAMP (account->numbering_suffix_length, 4, 9), 42);
}

static WbPreviewPiece *
add_text (WbPreviewPage       *page,
          const char          *text,
          const WbPreviewLook *look,
          float                x,
          float                y,
          float                width)
{
  return wb_preview_add_text (page, WB_PREVIEW_PAGE, WB_N_TOOLS, text, look, x, y, width);
}

/* A line across the page, above what comes next. */
static void
add_rule (WbPreviewPage *page,
          const GdkRGBA *color)
{
  wb_preview_add_box (page, 0.0f, page->y - 1.0f, (float) page->preview->page_width, 1.0f, 0.0f,
                      color, NULL);
}

static void
add_disc (WbPreviewPage *page,
          float          x,
          float          y,
          float          size,
          const GdkRGBA *fill,
          const GdkRGBA *frame)
{
  wb_preview_add_box (page, x, y, size, size, size, fill, frame);
}

/* A text of the page itself, as wide as the column; goes on below it. */
static void
set_line (WbPreviewPage *page,
          const char    *text,
          WbPreviewFont  font,
          gboolean       dim,
          float          xalign,
          float          gap)
{
  WbPreviewLook look = { font, dim ? &page->dim : &page->text, xalign };
  WbPreviewPiece *piece = add_text (page, text, &look, page->x, page->y, page->width);

  page->y += piece->rect.size.height + gap;
}

/* The address the customer is at. */
static void
set_browser (WbPreviewPage *page)
{
  const char *url = page->content->account->portal_url;
  float full = (float) page->preview->page_width;
  gboolean desktop = page->content->width == WB_PREVIEW_DESKTOP;
  float pill_x = desktop ? full * 0.2f : 12.0f;
  WbPreviewLook look = { PREVIEW_SMALL, &chrome_text, 0.5f, .single = TRUE };
  g_autoptr (GUri) uri = url ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri ? g_uri_get_host (uri) : NULL;

  wb_preview_add_box (page, 0.0f, 0.0f, full, CHROME_HEIGHT, 0.0f, &chrome, NULL);
  page->y = CHROME_HEIGHT;
  add_rule (page, &chrome_line);
  for (int i = 0; desktop && i < 3; i++)
    add_disc (page, 14.0f + (DOT + 6) * (float) i, (CHROME_HEIGHT - DOT) / 2.0f, DOT, &chrome_dot,
              NULL);
  wb_preview_add_box (page, pill_x, 6.0f, full - 2.0f * pill_x, 24.0f, 12.0f, &white, NULL);
  if (host) {
    WbPreviewPiece *piece = add_text (page, host, &look, pill_x + 12.0f, 6.0f,
                                      full - 2.0f * pill_x - 24.0f);

    piece->rect.size.height = 24.0f;
  }
}

/* The shop's name on top of its pages. */
static void
set_shop_head (WbPreviewPage *page)
{
  WbPreviewLook look = { PREVIEW_HEADING, &page->text, 0.0f };
  float height = 0.0f;

  if (!page->shop)
    return;

  height = add_text (page, page->shop, &look, page->x, page->y + 12.0f,
                     page->width)->rect.size.height;
  page->y += height + 24.0f;
  add_rule (page, &page->line);
}

static void
set_portal (WbPreviewPage *page)
{
  g_autofree char *number = g_strdup_printf (
    "%s %s", wb_customer_text (WB_CUSTOMER_TEXT_REQUEST_NUMBER, page->language), page->number);
  float circle_x = page->x + (page->width - CHECK_CIRCLE) / 2.0f;

  set_browser (page);
  set_shop_head (page);
  page->y += 18.0f;
  add_disc (page, circle_x, page->y, CHECK_CIRCLE, &page->primary, NULL);
  wb_preview_add_mark (page, WB_PREVIEW_CHECK, circle_x + CHECK_CIRCLE * 0.27f,
                       page->y + CHECK_CIRCLE * 0.27f, CHECK_CIRCLE * 0.46f, &page->button_text);
  page->y += CHECK_CIRCLE + 10.0f;
  set_line (page, wb_customer_text (WB_CUSTOMER_TEXT_DONE_TITLE, page->language), PREVIEW_TITLE,
            FALSE, 0.5f, 6.0f);
  set_line (page, number, PREVIEW_BODY, TRUE, 0.5f, 4.0f);
  set_line (page, wb_customer_text (WB_CUSTOMER_TEXT_DONE_BODY, page->language), PREVIEW_BODY,
            FALSE, 0.5f, 20.0f);
  wb_preview_set_cards (page);
}

/* How far the ticket is: one step done, one under way, one to come. */
static void
set_steps (WbPreviewPage *page)
{
  static const WbCustomerText steps[] = {
    WB_CUSTOMER_TEXT_STEP_RECEIVED, WB_CUSTOMER_TEXT_STEP_WORKING, WB_CUSTOMER_TEXT_STEP_DONE
  };
  float third = page->width / 3.0f;
  float height = 0.0f;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    const char *text = wb_customer_text (steps[i], page->language);
    const GdkRGBA *before = i == 1 ? &page->primary : &page->line;
    const GdkRGBA *fill = i == 0 ? &page->primary : &page->background;
    float middle = page->x + third * ((float) i + 0.5f);
    WbPreviewLook look = { PREVIEW_SMALL, i < 2 ? &page->text : &page->dim, 0.5f };
    WbPreviewPiece *piece = NULL;

    if (i > 0)
      wb_preview_add_box (page, middle - third + STEP / 2.0f + 4.0f, page->y + STEP / 2.0f - 1.0f,
                          third - STEP - 8.0f, 2.0f, 1.0f, before, NULL);
    add_disc (page, middle - STEP / 2.0f, page->y, STEP, fill,
              i < 2 ? &page->primary : &page->line);
    if (i == 0)
      wb_preview_add_mark (page, WB_PREVIEW_CHECK, middle - 5.0f, page->y + 6.0f, 10.0f,
                           &page->button_text);
    else if (i == 1)
      add_disc (page, middle - 5.0f, page->y + STEP / 2.0f - 5.0f, 10.0f, &page->primary, NULL);
    piece = add_text (page, text, &look, middle - third / 2.0f, page->y + STEP + 6.0f, third);
    height = MAX (height, piece->rect.size.height);
  }
  page->y += STEP + 6.0f + height + 24.0f;
}

static void
set_ticket_page (WbPreviewPage *page)
{
  g_autofree char *title = g_strdup_printf (
    "%s %s", wb_customer_text (WB_CUSTOMER_TEXT_TICKET_TITLE, page->language), page->number);

  set_browser (page);
  set_shop_head (page);
  page->y += 20.0f;
  set_line (page, title, PREVIEW_TITLE, FALSE, 0.0f, 18.0f);
  set_steps (page);
  wb_preview_set_cards (page);
}

/* Subject and sender, as a mail client shows them above the mail. */
static void
set_mail_head (WbPreviewPage *page)
{
  g_autofree char *subject = g_strdup_printf (
    "%s %s", wb_customer_text (WB_CUSTOMER_TEXT_EMAIL_SUBJECT, page->language), page->number);
  WbPreviewLook heading = { PREVIEW_HEADING, &mail_text, 0.0f };
  WbPreviewLook sender = { PREVIEW_BUTTON, &mail_text, 0.0f };
  WbPreviewLook initial = { PREVIEW_HEADING, &page->button_text, 0.5f, .decorative = TRUE };
  const char *shop = page->shop ? page->shop : "";
  guint back = wb_preview_add_box (page, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, &white, NULL);
  g_autofree char *letter = g_utf8_substring (shop, 0, *shop ? 1 : 0);
  g_autofree char *capital = g_utf8_strup (letter, -1);
  WbPreviewPiece *piece = NULL;
  float full = (float) page->preview->page_width;

  page->y = 16.0f;
  piece = add_text (page, subject, &heading, page->x, page->y, page->width);
  page->y += piece->rect.size.height + 12.0f;
  if (*shop) {
    add_disc (page, page->x, page->y, AVATAR, &page->primary, NULL);
    piece = add_text (page, capital, &initial, page->x, page->y, AVATAR);
    piece->rect.size.height = AVATAR;
    piece = add_text (page, shop, &sender, page->x + AVATAR + 10.0f, page->y,
                      page->width - AVATAR - 10.0f);
    piece->rect.size.height = MAX (piece->rect.size.height, AVATAR);
    page->y += piece->rect.size.height + 14.0f;
  }
  wb_preview_get_shape (page, back)->rect.size = GRAPHENE_SIZE_INIT (full, page->y);
  add_rule (page, &chrome_line);
}

static void
set_email (WbPreviewPage *page)
{
  set_mail_head (page);
  page->y += 20.0f;
  set_line (page, wb_customer_text (WB_CUSTOMER_TEXT_EMAIL_GREETING, page->language), PREVIEW_BODY,
            FALSE, 0.0f, 8.0f);
  set_line (page, wb_customer_text (WB_CUSTOMER_TEXT_EMAIL_BODY, page->language), PREVIEW_BODY,
            FALSE, 0.0f, 20.0f);
  wb_preview_set_table (page);
  if (page->shop)
    set_line (page, page->shop, PREVIEW_SMALL, TRUE, 0.0f, 6.0f);
}

static void
read_look (WbPreviewPage *page)
{
  const WbAccount *account = page->content->account;

  page->background = read_color (account->color_background, "#ffffff");
  page->text = read_color (account->color_text, "#1e1e24");
  page->primary = read_color (account->color_primary, "#3d3846");
  page->button_text = read_color (account->color_button_text, "#ffffff");
  page->dim = wb_preview_mix (&page->text, &page->background, 0.3f);
  page->line = wb_preview_mix (&page->background, &page->text, 0.16f);
  page->tint = wb_preview_mix (&page->background, &page->primary, 0.05f);
  page->radius = read_radius (account->corner_radius);
  page->shop = g_strdup (wb_lang_text_pick (account->name, page->language,
                                            account->default_language));
  page->number = make_number (account);
}

/*
 * wb_offer_preview_set_page:
 * @self: a preview without pieces and shapes
 * @content: what to set; account and served offers are there
 *
 * Fills pieces and shapes, and says how large the page is.
 */
void
wb_offer_preview_set_page (WbOfferPreview         *self,
                           const WbPreviewContent *content)
{
  WbPreviewPage page = {
    .preview = self, .content = content, .language = content->served->language
  };
  gboolean desktop = content->width == WB_PREVIEW_DESKTOP;
  gboolean email = content->served->placement == WB_PLACEMENT_EMAIL;
  guint back = 0;

  read_look (&page);
  self->page_width = desktop ? WB_PREVIEW_DESKTOP_PX : WB_PREVIEW_PHONE_PX;
  page.width = (float) self->page_width - 2.0f * PREVIEW_MARGIN;
  if (desktop)
    page.width = MIN (page.width, email ? EMAIL_COLUMN : DESKTOP_COLUMN);
  page.x = ((float) self->page_width - page.width) / 2.0f;

  back = wb_preview_add_box (&page, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, &page.background, NULL);
  if (email)
    set_email (&page);
  else if (content->served->placement == WB_PLACEMENT_TICKET_DETAIL)
    set_ticket_page (&page);
  else
    set_portal (&page);
  page.y += PREVIEW_MARGIN;
  self->page_height = (int) page.y;
  wb_preview_get_shape (&page, back)->rect.size =
    GRAPHENE_SIZE_INIT ((float) self->page_width, page.y);

  g_free (page.shop);
  g_free (page.number);
}
