/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A banner in the list; see wb-banner-panel.h. */

#include "config.h"

#include "wb-banner-panel.h"

#include "wb-banner-numbers.h"
#include "wb-banner-view.h"
#include "wb-banner-words.h"
#include "wb-format.h"

#include <glib/gi18n-lib.h>

#define PANEL_WIDTH 220
#define PICTURE_HEIGHT 96

struct _WbBannerPanel
{
  AdwBin parent_instance;

  GtkWidget *view;
  GtkWidget *name;
  GtkWidget *state;
  GtkWidget *use;
  GtkWidget *numbers;
  GtkWidget *clicks;
  GtkWidget *clicks_words;
  GtkWidget *rate;
  GtkWidget *rate_words;

  WbContext *context;          /* (owned) */
  WbBannerPictures *pictures;  /* (owned) */
  WbBannerEntry *entry;        /* (owned) (nullable) */
  gulong pictures_id;
  gulong entry_id;
};

G_DEFINE_FINAL_TYPE (WbBannerPanel, wb_banner_panel, ADW_TYPE_BIN)

/**
 * wb_banner_state_line_new:
 *
 * Returns: (transfer floating): a line that says nothing yet
 */
GtkWidget *
wb_banner_state_line_new (void)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *words = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_ellipsize (GTK_LABEL (words), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (line, "banner-state");
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), words);

  return line;
}

/* Behind “Running”. */
static char *
describe_end (const WbBanner *banner,
              gint64          now,
              GTimeZone      *zone)
{
  g_autofree char *day = NULL;

  if (banner->ends_on == WB_DATE_NONE)
    return g_strdup (C_ ("banner", "no end date"));
  day = wb_format_date (banner->ends_on, now, zone);

  return g_strdup_printf (_ ("until %s"), day);
}

/* “Running · until 30 Nov”; of one that is archived the days say nothing. */
static char *
describe_state (const WbBanner *banner,
                WbContext      *context)
{
  gint64 now = wb_context_now (context);
  GTimeZone *zone = wb_context_get_zone (context);
  WbBannerState state = wb_banner_state_of (banner, wb_date_of_time (now, zone));
  g_autofree char *end = NULL;

  if (state == WB_BANNER_STATE_ARCHIVED)
    return g_strdup (wb_banner_state_words (state));
  if (state != WB_BANNER_STATE_RUNNING)
    return wb_banner_describe_period (banner, now, zone);
  end = describe_end (banner, now, zone);

  return wb_format_join (wb_banner_state_words (state), end, NULL);
}

/**
 * wb_banner_state_line_set:
 * @line: a line
 * @banner: whose
 * @context: the workspace
 */
void
wb_banner_state_line_set (GtkWidget      *line,
                          const WbBanner *banner,
                          WbContext      *context)
{
  GtkWidget *icon = gtk_widget_get_first_child (line);
  gint32 today = wb_date_of_time (wb_context_now (context), wb_context_get_zone (context));
  WbBannerState state = wb_banner_state_of (banner, today);
  g_autofree char *words = describe_state (banner, context);

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), wb_banner_state_icon (state));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (line)), words);
  gtk_widget_set_tooltip_text (line, words);
  for (guint i = 0; i <= WB_BANNER_STATE_ARCHIVED; i++)
    gtk_widget_remove_css_class (line, wb_banner_state_class (i));
  gtk_widget_add_css_class (line, wb_banner_state_class (state));
}

/* What is counted, as it is seen and as it is said. */
static char *
show_numbers (WbBannerPanel *self)
{
  const WbBannerCount *count = wb_banner_entry_get_count (self->entry);
  WbCountsState state = wb_banner_entry_get_state (self->entry);
  double rate = 0;
  gboolean has_rate = wb_banner_count_get_rate (count, &rate);
  g_autofree char *clicks = wb_banner_format_count (count->clicks);
  g_autofree char *share = has_rate ? wb_banner_format_rate (rate) : NULL;
  g_autofree char *why = wb_banner_describe_rate (count);
  const char *clicks_words = g_dngettext (GETTEXT_PACKAGE, "click", "clicks",
                                          (gulong) count->clicks);
  const char *no_rate = _ ("views not counted");

  gtk_widget_set_visible (self->numbers, state != WB_COUNTS_ABSENT);
  gtk_label_set_text (GTK_LABEL (self->clicks), state == WB_COUNTS_READ ? clicks : "–");
  gtk_label_set_text (GTK_LABEL (self->clicks_words), clicks_words);
  gtk_label_set_text (GTK_LABEL (self->rate), share ? share : "–");
  gtk_label_set_text (GTK_LABEL (self->rate_words), _ ("of views"));
  gtk_widget_set_tooltip_text (gtk_widget_get_parent (self->rate), why);
  if (state != WB_COUNTS_READ)
    return g_strdup (state == WB_COUNTS_ABSENT ? "" : _ ("clicks not read yet"));
  if (!has_rate)
    return g_strdup_printf ("%s %s, %s", clicks, clicks_words, no_rate);

  return g_strdup_printf ("%s %s, %s %s", clicks, clicks_words, share, _ ("of views"));
}

static void
show_picture (WbBannerPanel  *self,
              const WbBanner *banner)
{
  WbPictureState state = WB_PICTURE_NOT_HERE;
  GdkTexture *texture =
    wb_banner_pictures_get (self->pictures, banner->picture, WB_PICTURE_SIDE_TILE, &state);

  wb_banner_view_show (WB_BANNER_VIEW (self->view), texture ? GDK_PAINTABLE (texture) : NULL,
                       wb_context_pick_text (self->context, banner->alt_text),
                       wb_picture_state_to_words (state, TRUE));
}

static void
refresh (WbBannerPanel *self)
{
  const WbBanner *banner = wb_banner_entry_get_banner (self->entry);
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *use = wb_banner_describe_use (banner, self->context);
  g_autofree char *numbers = NULL;
  g_autofree char *state = describe_state (banner, self->context);
  g_autofree char *spoken = NULL;

  show_picture (self, banner);
  gtk_label_set_text (GTK_LABEL (self->name), WB_TEXT (banner->name));
  gtk_widget_set_tooltip_text (self->name, banner->name);
  wb_banner_state_line_set (self->state, banner, self->context);
  gtk_label_set_text (GTK_LABEL (self->use),
                      *use != '\0' ? use : _ ("Not used by any ticket type"));
  numbers = show_numbers (self);
  spoken = wb_format_join (WB_TEXT (banner->name), state,
                           gtk_label_get_text (GTK_LABEL (self->use)), numbers, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  /* What gets the focus is the list's own widget around us. */
  if (parent)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                    -1);
}

static void
picture_changed_cb (WbBannerPanel *self,
                    const char    *sha256)
{
  const WbBanner *banner = self->entry ? wb_banner_entry_get_banner (self->entry) : NULL;

  if (banner && (!sha256 || g_strcmp0 (banner->picture->sha256, sha256) == 0))
    show_picture (self, banner);
}

static void
wb_banner_panel_dispose (GObject *object)
{
  WbBannerPanel *self = WB_BANNER_PANEL (object);

  wb_banner_panel_set_entry (self, NULL);
  g_clear_signal_handler (&self->pictures_id, self->pictures);
  g_clear_object (&self->pictures);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_banner_panel_parent_class)->dispose (object);
}

static void
wb_banner_panel_class_init (WbBannerPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_banner_panel_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "bannerpanel");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
new_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 1);
  if (style)
    gtk_widget_add_css_class (label, style);

  return label;
}

/* A number and below it what it counts. */
static GtkWidget *
new_number (GtkWidget **number_out,
            GtkWidget **words_out)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  *number_out = new_label ("panel-number");
  *words_out = new_label ("caption");
  gtk_widget_add_css_class (*words_out, "dim-label");
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), *number_out);
  gtk_box_append (GTK_BOX (box), *words_out);

  return box;
}

static void
wb_banner_panel_init (WbBannerPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->view = g_object_new (WB_TYPE_BANNER_VIEW, "height", PICTURE_HEIGHT, NULL);
  gtk_widget_set_size_request (self->view, PANEL_WIDTH, PICTURE_HEIGHT);
  self->name = new_label ("heading");
  self->state = wb_banner_state_line_new ();
  self->use = new_label ("caption");
  gtk_widget_add_css_class (self->use, "dim-label");
  self->numbers = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_set_homogeneous (GTK_BOX (self->numbers), TRUE);
  gtk_widget_set_margin_top (self->numbers, 6);
  gtk_box_append (GTK_BOX (self->numbers), new_number (&self->clicks, &self->clicks_words));
  gtk_box_append (GTK_BOX (self->numbers), new_number (&self->rate, &self->rate_words));
  gtk_widget_add_css_class (words, "panel-words");
  gtk_box_append (GTK_BOX (words), self->name);
  gtk_box_append (GTK_BOX (words), self->state);
  gtk_box_append (GTK_BOX (words), self->use);
  gtk_box_append (GTK_BOX (words), self->numbers);
  gtk_box_append (GTK_BOX (box), self->view);
  gtk_box_append (GTK_BOX (box), words);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * wb_banner_panel_new:
 * @context: the workspace
 * @pictures: its pictures
 *
 * Returns: (transfer floating): a panel without a banner
 */
GtkWidget *
wb_banner_panel_new (WbContext        *context,
                     WbBannerPictures *pictures)
{
  WbBannerPanel *self = g_object_new (WB_TYPE_BANNER_PANEL, NULL);

  self->context = g_object_ref (context);
  self->pictures = g_object_ref (pictures);
  self->pictures_id = g_signal_connect_swapped (pictures, "changed",
                                                G_CALLBACK (picture_changed_cb), self);

  return GTK_WIDGET (self);
}

/**
 * wb_banner_panel_set_entry:
 * @self: a panel
 * @entry: (nullable): what it shows
 */
void
wb_banner_panel_set_entry (WbBannerPanel *self,
                           WbBannerEntry *entry)
{
  g_return_if_fail (WB_IS_BANNER_PANEL (self));

  g_clear_signal_handler (&self->entry_id, self->entry);
  g_set_object (&self->entry, entry);
  if (!entry)
    return;

  self->entry_id = g_signal_connect_swapped (entry, "changed", G_CALLBACK (refresh), self);
  refresh (self);
}
