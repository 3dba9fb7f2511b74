/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the Offers page gives to those who plug into it, and where they plug in. */

#include "config.h"

#include "wb-offers-page-private.h"

#include "wb-banner-card.h"
#include "wb-split-view.h"

/* Editor and preview side by side need this much, in px. */
#define SPLIT_WIDTH 940

/**
 * wb_offers_page_get_context:
 * @self: the page
 *
 * Returns: (transfer none): its workspace
 */
WbContext *
wb_offers_page_get_context (WbOffersPage *self)
{
  g_return_val_if_fail (WB_IS_OFFERS_PAGE (self), NULL);

  return self->context;
}

/**
 * wb_offers_page_get_desk:
 * @self: the page
 *
 * Returns: (transfer none): the editors of all types
 */
WbOfferDesk *
wb_offers_page_get_desk (WbOffersPage *self)
{
  g_return_val_if_fail (WB_IS_OFFERS_PAGE (self), NULL);

  return self->desk;
}

/**
 * wb_offers_page_get_type_id:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): the ticket type that is shown
 */
const char *
wb_offers_page_get_type_id (WbOffersPage *self)
{
  g_return_val_if_fail (WB_IS_OFFERS_PAGE (self), NULL);

  return self->type_id;
}

/**
 * wb_offers_page_get_editor:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): the editor of the type that is shown
 */
WbOfferEditor *
wb_offers_page_get_editor (WbOffersPage *self)
{
  g_return_val_if_fail (WB_IS_OFFERS_PAGE (self), NULL);

  return self->type_id ? wb_offer_desk_get_editor (self->desk, self->type_id, NULL) : NULL;
}

/**
 * wb_offers_page_is_writable:
 * @self: the page
 *
 * Returns: whether this person may change offers here and now
 */
gboolean
wb_offers_page_is_writable (WbOffersPage *self)
{
  const WbAccount *account = NULL;

  g_return_val_if_fail (WB_IS_OFFERS_PAGE (self), FALSE);

  account = wb_context_get_account (self->context);

  return wb_context_is_manager (self->context) && account && account->remarketing_active;
}

/**
 * wb_offers_page_get_picture:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): the picture of the chosen banner; "refreshed" tells when it
 *   is another
 */
GdkPaintable *
wb_offers_page_get_picture (WbOffersPage *self)
{
  g_return_val_if_fail (WB_IS_OFFERS_PAGE (self), NULL);

  return wb_banner_card_get_paintable (WB_BANNER_CARD (self->banner_card));
}

/**
 * wb_offers_page_get_menu:
 * @self: the page
 *
 * Returns: (transfer none): the menu behind the three dots, which are there once it has entries
 */
GMenu *
wb_offers_page_get_menu (WbOffersPage *self)
{
  g_return_val_if_fail (WB_IS_OFFERS_PAGE (self), NULL);

  return self->menu;
}

/**
 * wb_offers_page_set_preview:
 * @self: the page
 * @pane: (transfer floating): what the customer sees
 *
 * Stands beside the editor where there is room for both, else behind a button.
 */
void
wb_offers_page_set_preview (WbOffersPage *self,
                            GtkWidget    *pane)
{
  g_return_if_fail (WB_IS_OFFERS_PAGE (self));
  g_return_if_fail (GTK_IS_WIDGET (pane));

  g_object_set (self->split, "content", pane, "fold-width", SPLIT_WIDTH, NULL);
  wb_offers_page_update (self);
}

/**
 * wb_offers_page_set_activation:
 * @self: the page
 * @page: (transfer floating): says what remarketing does and activates it
 *
 * Is shown in place of the editor while remarketing is not active.
 */
void
wb_offers_page_set_activation (WbOffersPage *self,
                               GtkWidget    *page)
{
  g_return_if_fail (WB_IS_OFFERS_PAGE (self));
  g_return_if_fail (GTK_IS_WIDGET (page));

  adw_bin_set_child (ADW_BIN (self->activation_bin), page);
}

/* The buttons of what is plugged in are there with it. */
void
wb_offers_page_show_slots (WbOffersPage *self,
                           gboolean      has_editor)
{
  gboolean has_preview = wb_split_view_get_content (WB_SPLIT_VIEW (self->split)) != NULL;
  gboolean has_menu = has_editor && g_menu_model_get_n_items (G_MENU_MODEL (self->menu)) > 0;

  /* A narrow header bar has no room for it, and would make the window wide before its width is
   * known; the types below it leave some. */
  gtk_widget_set_visible (self->menu_button, has_menu && self->sized && !self->compact);
  gtk_widget_set_visible (self->narrow_menu_button, has_menu);
  gtk_widget_set_visible (self->preview_button,
                          has_preview && wb_split_view_get_folded (WB_SPLIT_VIEW (self->split)));
  /* There all the time, so that nothing moves when it has something to say. */
  gtk_widget_set_visible (self->foot,
                          has_editor && (wb_offers_page_is_writable (self) ||
                                         gtk_widget_get_visible (self->preview_button)));
}
