/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winback-shots DIR [PART]: photographs every page with the demo merchant’s data, light, dark
 * and narrow, or the list of calls or the card of one alone. Look at the pictures after each change
 * to the window. With SHOTS_LARGE_TEXT in the environment as somebody with poor eyes has it. */

#include "config.h"

#include "shots.h"

#include "wb-banner-card-private.h"
#include "wb-banner-picker.h"
#include "wb-call-card.h"
#include "wb-call-store.h"
#include "wb-outbox.h"
#include "wb-page.h"
#include "wb-preview-pane.h"
#include "wb-split-view.h"
#include "wb-staff-actions.h"
#include "wb-start-page.h"
#include "wb-ticket-store.h"
#include "wb-wire.h"

#include <libintl.h>
#include <locale.h>

/* One and a half times the usual. */
#define LARGE_TEXT_DPI 144

static const Look looks[] = {
  { "", 1240, 800, FALSE },
  { "-dark", 1240, 800, TRUE },
  { "-medium", 760, 800, FALSE },
  { "-narrow", 360, 740, FALSE },
};

/* Writes DIR/NAMESUFFIX.png. */
void
shots_take_picture (GtkWidget  *window,
                    const char *dir,
                    const char *name,
                    const char *suffix)
{
  g_autofree char *path = g_strdup_printf ("%s/%s%s.png", dir, name, suffix);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  if (!gdk_texture_save_to_png (texture, path))
    g_error ("cannot write %s", path);
  g_print ("%s\n", path);
}

GtkWidget *
shots_open_window (AdwApplication *application,
                   const Look     *look)
{
  WbWindow *window = wb_window_new (application);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      look->dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                 : ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_window_set_default_size (GTK_WINDOW (window), look->width, look->height);

  return GTK_WIDGET (window);
}

static void
shoot_page (AdwApplication *application,
            AppFixture     *fixture,
            const char     *page,
            const char     *dir,
            const Look     *look)
{
  GtkWidget *window = shots_open_window (application, look);

  wb_window_set_context (WB_WINDOW (window), fixture->context);
  if (!wb_window_get_page (WB_WINDOW (window), page)) {
    gtk_window_destroy (GTK_WINDOW (window));
    return;
  }
  wb_window_show_page (WB_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  app_wait_frames (window, FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, page, look->suffix);

  /* In a narrow window the card is a view of its own. */
  if (look->width < 600 && !g_str_equal (page, "needs")) {
    GtkWidget *split = app_find (wb_window_get_page (WB_WINDOW (window), page),
                                 WB_TYPE_SPLIT_VIEW);

    if (split) {
      wb_split_view_set_show_content (WB_SPLIT_VIEW (split), TRUE);
      app_wait_frames (window, FRAMES_TO_SETTLE);
      shots_take_picture (window, dir, page, "-narrow-card");
    }
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What the customer sees at the other places, on a phone and on a computer. */
static void
shoot_preview (AdwApplication *application,
               AppFixture     *fixture,
               const char     *dir,
               const Look     *look)
{
  static const struct {
    const char *name;
    WbPlacements place;
    WbPreviewWidth width;
  } views[] = {
    { "preview-ticket", WB_PLACEMENT_TICKET_DETAIL, WB_PREVIEW_PHONE },
    { "preview-email", WB_PLACEMENT_EMAIL, WB_PREVIEW_PHONE },
    { "preview-desktop", WB_PLACEMENT_PORTAL, WB_PREVIEW_DESKTOP },
  };
  GtkWidget *window = shots_open_window (application, look);
  GtkWidget *page = NULL;
  GtkWidget *pane = NULL;

  wb_window_set_context (WB_WINDOW (window), fixture->context);
  wb_window_show_page (WB_WINDOW (window), "offers");
  gtk_window_present (GTK_WINDOW (window));
  app_wait_frames (window, FRAMES_TO_SETTLE);
  page = wb_window_get_page (WB_WINDOW (window), "offers");
  pane = app_find (page, WB_TYPE_PREVIEW_PANE);
  wb_split_view_set_show_content (WB_SPLIT_VIEW (app_find (page, WB_TYPE_SPLIT_VIEW)), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++) {
    wb_preview_pane_set_place (WB_PREVIEW_PANE (pane), views[i].place, views[i].width);
    app_wait_frames (window, FRAMES_TO_SETTLE);
    shots_take_picture (window, dir, views[i].name, look->suffix);
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The window of that type above the main one. */
static GtkWidget *
find_dialog (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
      return window;
  }
  g_assert_not_reached ();
}

static gboolean
is_banner_form_loaded (gpointer data)
{
  return wb_banner_form_picture_get_loaded (data) != NULL;
}

/* Choosing a banner, and the form of a new one: with a picture, and asked to be added too soon. */
static void
shoot_banners (AdwApplication *application,
               AppFixture     *fixture,
               const char     *dir,
               const Look     *look)
{
  GtkWidget *window = shots_open_window (application, look);
  GtkWidget *dialog = NULL;
  WbBannerFormPicture *picture = NULL;
  g_autofree char *path = wb_stub_data_path ("images/wide.png");
  g_autoptr (GFile) file = g_file_new_for_path (path);

  wb_window_set_context (WB_WINDOW (window), fixture->context);
  wb_window_show_page (WB_WINDOW (window), "offers");
  gtk_window_present (GTK_WINDOW (window));
  app_wait_frames (window, FRAMES_TO_SETTLE);
  wb_banner_card_open_picker (WB_BANNER_CARD (app_find (window, WB_TYPE_BANNER_CARD)));
  dialog = find_dialog (WB_TYPE_BANNER_PICKER);
  /* Each tile is drawn again when its picture is there. */
  app_wait_frames (dialog, 5 * FRAMES_TO_SETTLE);
  shots_take_picture (dialog, dir, "banners", look->suffix);

  gtk_widget_activate_action (dialog, "banner.add", NULL);
  dialog = find_dialog (WB_TYPE_BANNER_FORM);
  gtk_widget_activate_action (dialog, "banner.go", NULL);
  app_wait_frames (dialog, FRAMES_TO_SETTLE);
  shots_take_picture (dialog, dir, "banner-problems", look->suffix);
  picture = wb_banner_form_get_picture (WB_BANNER_FORM (dialog));
  wb_banner_form_picture_load_file (picture, file);
  app_wait_until (is_banner_form_loaded, picture);
  app_wait_frames (dialog, FRAMES_TO_SETTLE);
  shots_take_picture (dialog, dir, "banner-new", look->suffix);
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
shoot_sidebar (AdwApplication *application,
               AppFixture     *fixture,
               const char     *dir)
{
  GtkWidget *window = shots_open_window (application, &looks[G_N_ELEMENTS (looks) - 1]);
  GtkWidget *split = NULL;

  wb_window_set_context (WB_WINDOW (window), fixture->context);
  gtk_window_present (GTK_WINDOW (window));
  split = app_find (window, WB_TYPE_SPLIT_VIEW);
  wb_split_view_set_show_content (WB_SPLIT_VIEW (split), FALSE);
  app_wait_frames (window, FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, "sidebar", "-narrow");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
shoot_start (AdwApplication *application,
             const char     *dir,
             const Look     *look)
{
  GtkWidget *window = shots_open_window (application, look);
  WbStartPage *start = wb_start_page_new ();

  wb_window_set_start (WB_WINDOW (window), GTK_WIDGET (start));
  gtk_window_present (GTK_WINDOW (window));
  app_wait_frames (window, FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, "start", look->suffix);

  wb_start_page_show_connect (start);
  app_wait_frames (window, FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, "connect", look->suffix);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A taken call, and two changes that the server refused, as an afternoon's work leaves behind. */
static void
make_needs (AppFixture *fixture)
{
  WbCallQuery query = {
    .filter = WB_CALL_FILTER_FREE,
    .now = APP_NOW,
    .zone = wb_context_get_zone (fixture->context),
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) refs = wb_call_store_list (wb_context_get_reader (fixture->context), &query,
                                                &error);
  static const char *const words[] = {
    "This call is already assigned to somebody else.",
    "The call was closed in the meantime.",
  };

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    WbCallRef *ref = &g_array_index (refs, WbCallRef, refs->len - 1 - i);
    g_autoptr (WbActivity) call = wb_call_store_get_row (
      wb_context_get_reader (fixture->context), ref->rowid, &error);
    g_autoptr (GPtrArray) rows = NULL;
    WbOutboxRow *row = NULL;
    WbDb *db = NULL;

    wb_action_complete (fixture->workspace, call->id,
                        i == 0 ? WB_OUTCOME_RESOLVED : WB_OUTCOME_EXCHANGE_AGREED, NULL, APP_NOW,
                        &error);
    g_assert_no_error (error);
    db = wb_workspace_begin (fixture->workspace, &error);
    rows = wb_outbox_for_object (db, "activity", call->id, &error);
    row = g_ptr_array_index (rows, 0);
    row->state = WB_OUTBOX_NEEDS_YOU;
    row->error_message = g_strdup (words[i]);
    wb_outbox_update (db, row, &error);
    wb_workspace_commit (fixture->workspace, WB_TABLE_OUTBOX | WB_TABLE_CALLS, &error);
    g_assert_no_error (error);
  }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int   argc,
      char *argv[])
{
  static const char *const pages[] = { "calls", "tickets", "offers" };
  static const AppFixtureOptions options = { 240, 40, TRUE, FALSE, TRUE };
  static const AppFixtureOptions plain_options = { 240, 0, TRUE, TRUE };
  AppFixture fixture = { 0 };
  AppFixture plain = { 0 };
  AdwApplication *application = NULL;
  const char *dir = argc > 1 ? argv[1] : "shots";
  const char *part = argc > 2 ? argv[2] : NULL;

  /* As built, not as installed: LANGUAGE=cs photographs it in Czech. */
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, BUILT_TEXTS_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_mkdir_with_parents (dir, 0755);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE,
                "gtk-font-name", "Cantarell 11", "gtk-xft-antialias", 1, "gtk-xft-hinting", 1,
                "gtk-xft-hintstyle", "hintslight", NULL);
  if (g_getenv ("SHOTS_LARGE_TEXT"))
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", LARGE_TEXT_DPI * 1024, NULL);
  application = app_get_application ();
  if (!part || g_str_equal (part, "calls"))
    shots_calls (application, dir, looks, G_N_ELEMENTS (looks));
  if (!part || g_str_equal (part, "card"))
    shots_card (dir);
  for (guint i = 0; (!part || g_str_equal (part, "connections")) && i < G_N_ELEMENTS (looks); i++)
    shots_connections (application, dir, &looks[i]);
  for (guint i = 0; (!part || g_str_equal (part, "banners")) && i < G_N_ELEMENTS (looks); i++)
    shots_banners (application, dir, &looks[i]);
  for (guint i = 0; (!part || g_str_equal (part, "charts")) && i < G_N_ELEMENTS (looks); i++)
    shots_charts (dir, &looks[i]);
  for (guint i = 0; (!part || g_str_equal (part, "results")) && i < G_N_ELEMENTS (looks); i++)
    shots_results (application, dir, &looks[i]);
  if (!part || g_str_equal (part, "coupons"))
    shots_coupon_form (application, dir, looks, G_N_ELEMENTS (looks));
  if (part && !g_str_equal (part, "coupons")) {
    g_object_unref (application);
    return 0;
  }
  app_fixture_set_up (&fixture, &options);
  app_fixture_set_up (&plain, &plain_options);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    shots_coupons (application, &fixture, &plain, dir, &looks[i]);
  if (part) {
    app_fixture_tear_down (&plain, NULL);
    app_fixture_tear_down (&fixture, NULL);
    g_object_unref (application);
    return 0;
  }

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    shoot_start (application, dir, &looks[i]);
    for (guint j = 0; j < G_N_ELEMENTS (pages); j++)
      shoot_page (application, &fixture, pages[j], dir, &looks[i]);
    shots_offers (application, dir, &looks[i]);
    shoot_preview (application, &fixture, dir, &looks[i]);
    shoot_banners (application, &fixture, dir, &looks[i]);
  }
  shoot_sidebar (application, &fixture, dir);
  make_needs (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    shoot_page (application, &fixture, "needs", dir, &looks[i]);
  shoot_page (application, &plain, "calls", dir, &(Look) { "-level-0", 1240, 800, FALSE });
  shoot_page (application, &plain, "tickets", dir, &(Look) { "-level-0", 1240, 800, FALSE });

  app_fixture_tear_down (&plain, NULL);
  app_fixture_tear_down (&fixture, NULL);
  g_object_unref (application);

  return 0;
}
