/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The preview on the Offers page: it shows what is typed, ticked and chosen there, of the type that
 * is shown, with the banner's picture, and on a phone behind its button. */

#include "config.h"

#include "offers-fixture.h"

#include "wb-banner-store.h"
#include "wb-placement-grid.h"
#include "wb-preview-pane.h"
#include "wb-split-view.h"

static WbPreviewPane *
find_pane (OffersFixture *fixture)
{
  return WB_PREVIEW_PANE (app_find (fixture->page, WB_TYPE_PREVIEW_PANE));
}

/* What the preview says of @tool first; NULL = it does not show it. */
static const char *
find_heading (OffersFixture *fixture,
              WbTool         tool)
{
  GPtrArray *lines =
    wb_offer_preview_get_lines (wb_preview_pane_get_preview (find_pane (fixture)));

  for (guint i = 0; i < lines->len; i++) {
    const WbPreviewLine *line = g_ptr_array_index (lines, i);

    if (line->tool == tool)
      return line->text;
  }

  return NULL;
}

static void
test_offers_preview_follows_the_fields (OffersFixture *fixture,
                                        gconstpointer  data)
{
  GtkWidget *grid = app_find (fixture->page, WB_TYPE_PLACEMENT_GRID);
  WbOfferEditor *editor = offers_get_editor (fixture);

  gtk_editable_set_text (offers_find_amount (fixture, 0), "321");
  g_assert_cmpstr (find_heading (fixture, WB_TOOL_COUPON), ==,
                   "Sleva 321\302\240Kč na další nákup");
  wb_offer_editor_type_call_text (editor, "cs", "Voláme rádi!");
  g_assert_cmpstr (find_heading (fixture, WB_TOOL_CALL_REQUEST), ==, "Voláme rádi!");

  /* The coupon's first cell is the last portal step, which the preview shows. */
  gtk_check_button_set_active (
    GTK_CHECK_BUTTON (offers_find_nth (grid, GTK_TYPE_CHECK_BUTTON, 0)), FALSE);
  g_assert_null (find_heading (fixture, WB_TOOL_COUPON));
  g_assert_nonnull (find_heading (fixture, WB_TOOL_CALL_REQUEST));
  offers_press (fixture, GDK_KEY_3);
  g_assert_null (find_heading (fixture, WB_TOOL_CALL_REQUEST));
  offers_press (fixture, GDK_KEY_1);
  g_assert_cmpstr (find_heading (fixture, WB_TOOL_CALL_REQUEST), ==, "Voláme rádi!");
}

/* A banner that is offered today. */
static WbBanner *
find_running (OffersFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) banners = wb_banner_store_list (offers_get_reader (fixture), &error);
  gint32 today = wb_date_of_time (APP_NOW, wb_context_get_zone (fixture->app.context));

  g_assert_no_error (error);
  for (guint i = 0; i < banners->len; i++) {
    WbBanner *banner = g_ptr_array_index (banners, i);

    if (!banner->archived && wb_banner_get_phase (banner, today) == WB_BANNER_RUNNING)
      return wb_banner_ref (banner);
  }
  g_assert_not_reached ();
}

static gboolean
has_picture (gpointer data)
{
  OffersFixture *fixture = data;
  GtkWidget *picture =
    app_find (GTK_WIDGET (wb_preview_pane_get_preview (find_pane (fixture))), GTK_TYPE_PICTURE);

  return picture && gtk_picture_get_paintable (GTK_PICTURE (picture));
}

static void
test_offers_preview_shows_the_banner (OffersFixture *fixture,
                                      gconstpointer  data)
{
  g_autoptr (WbBanner) banner = find_running (fixture);
  WbOfferEditor *editor = offers_get_editor (fixture);

  wb_offer_editor_set_on (editor, WB_TOOL_BANNER, FALSE);
  g_assert_null (find_heading (fixture, WB_TOOL_BANNER));
  wb_offer_editor_set_banner (editor, banner->id);
  wb_offer_editor_type_target_url (editor, "https://shop.example/akce");
  wb_offer_editor_set_place (editor, WB_TOOL_BANNER, WB_PLACEMENT_PORTAL, TRUE);
  wb_offer_editor_set_on (editor, WB_TOOL_BANNER, TRUE);
  g_assert_cmpstr (find_heading (fixture, WB_TOOL_BANNER), ==,
                   wb_lang_text_pick (banner->alt_text, "cs", "cs"));
  app_wait_until (has_picture, fixture);

  wb_offer_editor_set_on (editor, WB_TOOL_BANNER, FALSE);
  g_assert_false (has_picture (fixture));
}

/* In a narrow window it takes the editor's place, and gives it back. */
static void
test_offers_preview_on_a_phone (OffersFixture *fixture,
                                gconstpointer  data)
{
  GtkWidget *split = app_find (fixture->page, WB_TYPE_SPLIT_VIEW);

  g_assert_true (gtk_widget_get_child_visible (GTK_WIDGET (find_pane (fixture))));
  offers_close (fixture);
  offers_open (fixture, 360);
  split = app_find (fixture->page, WB_TYPE_SPLIT_VIEW);
  g_assert_false (gtk_widget_get_child_visible (GTK_WIDGET (find_pane (fixture))));
  wb_split_view_set_show_content (WB_SPLIT_VIEW (split), TRUE);
  app_wait_frames (fixture->window, 4);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (find_pane (fixture))));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (find_pane (fixture))), <=, 360);
  g_assert_nonnull (find_heading (fixture, WB_TOOL_COUPON));
}

int
main (int   argc,
      char *argv[])
{
  static const AppFixtureOptions manager = { 12, 4, TRUE, FALSE };

  g_test_init (&argc, &argv, NULL);
  offers_init ();

  offers_test_add ("/app/offers-preview/follows-the-fields", &manager,
                   test_offers_preview_follows_the_fields);
  offers_test_add ("/app/offers-preview/shows-the-banner", &manager,
                   test_offers_preview_shows_the_banner);
  offers_test_add ("/app/offers-preview/on-a-phone", &manager, test_offers_preview_on_a_phone);

  return offers_run ();
}
