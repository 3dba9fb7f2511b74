/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winback-shots-dialogs DIR: photographs what stands around the Offers editor, in light, dark and
 * narrow, full, empty and in trouble. */

#include "config.h"

#include "dialog-support.h"

#include "wb-offer-copy-window.h"
#include "wb-offer-glance-window.h"
#include "wb-offer-history-window.h"
#include "wb-preferences-rows.h"
#include "wb-closed-days.h"
#include "wb-holidays-window.h"
#include "wb-person-window.h"
#include "wb-preferences-window.h"
#include "wb-split-view.h"

#include <libintl.h>
#include <locale.h>

#define FRAMES_TO_SETTLE 12

typedef struct
{
  const char *suffix;
  int width;
  int height;
  gboolean dark;
} Look;

static const Look looks[] = {
  { "", 1240, 860, FALSE },
  { "-dark", 1240, 860, TRUE },
  { "-narrow", 360, 740, FALSE },
};

static void
take_picture (GtkWidget  *window,
              const char *dir,
              const char *name,
              const Look *look)
{
  g_autofree char *path = g_strdup_printf ("%s/%s%s.png", dir, name, look->suffix);
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

static void
set_look (DialogFixture *fixture,
          const Look    *look)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      look->dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                 : ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), look->width, look->height);
  app_wait_frames (fixture->window, FRAMES_TO_SETTLE);
}

static void
shoot_window (DialogFixture *fixture,
              const char    *action,
              GType          type,
              const char    *dir,
              const char    *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    GtkWidget *window = NULL;

    set_look (fixture, &looks[i]);
    window = dialog_open (fixture, action, type);
    app_wait_frames (window, FRAMES_TO_SETTLE);
    take_picture (window, dir, name, &looks[i]);
    gtk_window_close (GTK_WINDOW (window));
  }
}

static GtkWidget *
find_row (GtkWidget  *root,
          const char *field)
{
  if (ADW_IS_PREFERENCES_ROW (root) && g_object_get_data (G_OBJECT (root), "wb-preferences-row") &&
      g_str_equal (wb_preferences_row_get_field (root), field))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_row (child, field);

    if (found)
      return found;
  }

  return NULL;
}

static void
shoot_preferences (DialogFixture *fixture,
                   const char    *dir)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    GtkWidget *window = NULL;
    GtkWidget *scroller = NULL;
    GtkAdjustment *position = NULL;

    set_look (fixture, &looks[i]);
    window = dialog_open (fixture, "win.account", WB_TYPE_PREFERENCES_WINDOW);
    gtk_editable_set_text (GTK_EDITABLE (find_row (window, "business_hours.1")), "in the morning");
    gtk_editable_set_text (GTK_EDITABLE (find_row (window, "coupon_cap.CZK")), "1,2345");
    app_wait_frames (window, FRAMES_TO_SETTLE);
    take_picture (window, dir, "account", &looks[i]);
    scroller = app_find (window, GTK_TYPE_SCROLLED_WINDOW);
    position = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
    gtk_adjustment_set_value (position, gtk_adjustment_get_upper (position));
    app_wait_frames (window, FRAMES_TO_SETTLE);
    take_picture (window, dir, "account-end", &looks[i]);
    gtk_window_destroy (GTK_WINDOW (window));
  }
}

static void
shoot_holidays (DialogFixture *fixture,
                const char    *dir)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    GtkWidget *window = NULL;
    GtkWidget *holidays = NULL;

    set_look (fixture, &looks[i]);
    window = dialog_open (fixture, "win.account", WB_TYPE_PREFERENCES_WINDOW);
    for (guint n = 0; !holidays; n++) {
      GtkWidget *group = app_find (window, WB_TYPE_CLOSED_DAYS);

      g_signal_emit_by_name (dialog_find_nth (group, GTK_TYPE_BUTTON, n), "clicked");
      holidays = dialog_find_window (WB_TYPE_HOLIDAYS_WINDOW);
    }
    app_wait_frames (holidays, FRAMES_TO_SETTLE);
    take_picture (holidays, dir, "holidays", &looks[i]);
    gtk_window_destroy (GTK_WINDOW (holidays));
    gtk_window_destroy (GTK_WINDOW (window));
  }
}

static void
shoot_person (DialogFixture *fixture,
              const char    *dir)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    GtkWidget *window = NULL;

    set_look (fixture, &looks[i]);
    window = dialog_open (fixture, "win.preferences", WB_TYPE_PERSON_WINDOW);
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (app_find (window, ADW_TYPE_EXPANDER_ROW)),
                                   TRUE);
    gtk_editable_set_text (GTK_EDITABLE (find_row (window, "notification_hours.1")), "9-1");
    app_wait_frames (window, FRAMES_TO_SETTLE);
    take_picture (window, dir, "preferences-hours", &looks[i]);
    gtk_window_destroy (GTK_WINDOW (window));
  }
}

static void
shoot_page (DialogFixture *fixture,
            const char    *dir,
            const char    *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    set_look (fixture, &looks[i]);
    take_picture (fixture->window, dir, name, &looks[i]);
  }
}

static void
shoot_question (DialogFixture *fixture,
                const char    *dir)
{
  GtkWidget *question = NULL;

  set_look (fixture, &looks[0]);
  question = dialog_open (fixture, "offers.deactivate", ADW_TYPE_MESSAGE_DIALOG);
  app_wait_frames (question, FRAMES_TO_SETTLE);
  take_picture (question, dir, "deactivate", &looks[0]);
  dialog_click (question, g_dgettext (GETTEXT_PACKAGE, "_Cancel"));
}

static void
run (const DialogOptions *options,
     const char          *dir,
     void (*shoot)(DialogFixture *fixture,
                   const char    *dir))
{
  DialogFixture fixture = { 0 };

  dialog_fixture_set_up (&fixture, options);
  shoot (&fixture, dir);
  dialog_fixture_tear_down (&fixture, options);
}

/* Changes and preview; where it is narrow, the list first. */
static void
shoot_history (DialogFixture *fixture,
               const char    *dir)
{
  g_autoptr (GPtrArray) versions =
    dialog_make_versions (fixture, dialog_get_type_id (fixture, 0), 4);

  dialog_put_versions (fixture, dialog_get_type_id (fixture, 0), versions);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    GtkWidget *window = NULL;
    GtkWidget *list = NULL;

    set_look (fixture, &looks[i]);
    window = dialog_open (fixture, "offers.history", WB_TYPE_OFFER_HISTORY_WINDOW);
    list = app_find (window, GTK_TYPE_LIST_BOX);
    gtk_list_box_select_row (GTK_LIST_BOX (list),
                             gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1));
    app_wait_frames (window, FRAMES_TO_SETTLE);
    take_picture (window, dir, "history", &looks[i]);
    wb_split_view_set_show_content (WB_SPLIT_VIEW (app_find (window, WB_TYPE_SPLIT_VIEW)), TRUE);
    app_wait_frames (window, FRAMES_TO_SETTLE);
    take_picture (window, dir, "history-changes", &looks[i]);
    gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (gtk_widget_get_last_child (app_find (window, GTK_TYPE_STACK_SWITCHER))),
      TRUE);
    app_wait_frames (window, FRAMES_TO_SETTLE);
    take_picture (window, dir, "history-preview", &looks[i]);
    gtk_window_close (GTK_WINDOW (window));
  }
}

static void
shoot_as_manager (DialogFixture *fixture,
                  const char    *dir)
{
  shoot_window (fixture, "offers.glance", WB_TYPE_OFFER_GLANCE_WINDOW, dir, "glance");
  shoot_window (fixture, "offers.copy", WB_TYPE_OFFER_COPY_WINDOW, dir, "copy");
  shoot_history (fixture, dir);
  shoot_preferences (fixture, dir);
  shoot_holidays (fixture, dir);
  shoot_question (fixture, dir);
}

static void
shoot_as_agent (DialogFixture *fixture,
                const char    *dir)
{
  shoot_window (fixture, "win.account", WB_TYPE_PREFERENCES_WINDOW, dir, "account-agent");
  shoot_window (fixture, "win.preferences", WB_TYPE_PERSON_WINDOW, dir, "preferences");
  shoot_person (fixture, dir);
}

static void
shoot_inactive (DialogFixture *fixture,
                const char    *dir)
{
  shoot_page (fixture, dir, "activation");
}

static void
shoot_inactive_agent (DialogFixture *fixture,
                      const char    *dir)
{
  shoot_page (fixture, dir, "activation-agent");
}

int
main (int   argc,
      char *argv[])
{
  static const DialogOptions manager = { { 24, 4, TRUE, FALSE }, FALSE, FALSE };
  static const DialogOptions agent = { { 24, 4, FALSE, FALSE }, FALSE, FALSE };
  static const DialogOptions inactive = { { 24, 4, TRUE, FALSE }, TRUE, FALSE };
  static const DialogOptions inactive_agent = { { 24, 4, FALSE, FALSE }, TRUE, FALSE };
  const char *dir = argc > 1 ? argv[1] : "shots";

  /* As built, not as installed: LANGUAGE=cs photographs it in Czech. */
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("WINBACK_TEXTS") ? g_getenv ("WINBACK_TEXTS")
                                                              : BUILT_TEXTS_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_mkdir_with_parents (dir, 0755);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE,
                "gtk-font-name", "Cantarell 11", "gtk-xft-antialias", 1, "gtk-xft-hinting", 1,
                "gtk-xft-hintstyle", "hintslight", NULL);
  run (&manager, dir, shoot_as_manager);
  run (&agent, dir, shoot_as_agent);
  run (&inactive, dir, shoot_inactive);
  run (&inactive_agent, dir, shoot_inactive_agent);

  return 0;
}
