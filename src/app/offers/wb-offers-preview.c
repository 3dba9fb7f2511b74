/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Plugs the preview into the Offers page; see wb-offers-preview.h. */

#include "config.h"

#include "wb-offers-preview.h"

#include "wb-preview-pane.h"
#include "wb-time.h"

static void
refreshed_cb (WbPreviewPane *pane,
              WbOffersPage  *page)
{
  WbContext *context = wb_offers_page_get_context (page);
  WbOfferEditor *editor = wb_offers_page_get_editor (page);
  const WbBanner *banner = NULL;

  if (editor)
    banner = wb_offer_editor_find_banner (editor, wb_offer_editor_get_banner (editor));
  wb_preview_pane_set_account (pane, wb_context_get_account (context));
  wb_preview_pane_set_today (pane, wb_date_of_time (wb_context_now (context),
                                                    wb_context_get_zone (context)));
  wb_preview_pane_set_banner (pane, banner, wb_offers_page_get_picture (page));
  wb_preview_pane_set_editor (pane, editor);
}

/**
 * wb_offers_preview_plug_in:
 * @page: the page, which has no preview yet
 *
 * Puts a preview beside the page's editor.
 */
void
wb_offers_preview_plug_in (WbOffersPage *page)
{
  GtkWidget *pane;

  g_return_if_fail (WB_IS_OFFERS_PAGE (page));

  pane = wb_preview_pane_new ();
  g_signal_connect_object (page, "refreshed", G_CALLBACK (refreshed_cb), pane, G_CONNECT_SWAPPED);
  wb_offers_page_set_preview (page, pane);
}
