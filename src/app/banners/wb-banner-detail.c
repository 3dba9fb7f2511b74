/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* All about one banner; see wb-banner-detail.h. What it says is in wb-banner-detail-show.c. */

#include "config.h"

#include "wb-banner-detail-private.h"

#include "wb-banner-panel.h"
#include "wb-banner-view.h"
#include "wb-chart.h"
#include "wb-notice.h"
#include "wb-period-button.h"
#include "wb-spoken.h"
#include "wb-stat-store.h"
#include "wb-tiles.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (WbBannerDetail, wb_banner_detail, ADW_TYPE_BIN)

enum
{
  SAVE_CSV,
  PERIOD_CHANGED,
  NOTICE_CLICKED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
save (WbBannerDetail *self,
      const char     *about,
      WbChartData    *data)
{
  g_signal_emit (self, signals[SAVE_CSV], 0, about, data);
}

static void
save_clicks_cb (WbBannerDetail *self,
                WbChartData    *data)
{
  save (self, "banner-clicks", data);
}

static void
save_views_cb (WbBannerDetail *self,
               WbChartData    *data)
{
  save (self, "banner-views", data);
}

static void
save_placements_cb (WbBannerDetail *self,
                    WbChartData    *data)
{
  save (self, "banner-placements", data);
}

static void
save_types_cb (WbBannerDetail *self,
               WbChartData    *data)
{
  save (self, "banner-ticket-types", data);
}

static void
notice_clicked_cb (WbBannerDetail *self,
                   int             button)
{
  g_signal_emit (self, signals[NOTICE_CLICKED], 0, button);
}

static void
read_rows (WbBannerDetail *self)
{
  WbStatQuery query = {
    .period = *wb_period_button_get_period (WB_PERIOD_BUTTON (self->period_button)),
    .banner = wb_banner_detail_get_id (self),
    .by = WB_STAT_BY_DAY | WB_STAT_BY_PLACEMENT | WB_STAT_BY_TYPE,
  };
  /* What cannot be read now is read at the next change; the list says why. */
  GPtrArray *rows =
    wb_stat_store_banners (wb_context_get_reader (self->context), &query, NULL);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = rows ? rows : g_ptr_array_new ();
}

static void
period_changed_cb (WbBannerDetail *self)
{
  if (self->entry) {
    read_rows (self);
    wb_banner_detail_show_counts (self);
  }
  g_signal_emit (self, signals[PERIOD_CHANGED], 0);
}

static void
picture_changed_cb (WbBannerDetail *self,
                    const char     *sha256)
{
  const WbBanner *banner = self->entry ? wb_banner_entry_get_banner (self->entry) : NULL;

  if (banner && (!sha256 || g_strcmp0 (banner->picture->sha256, sha256) == 0))
    wb_banner_detail_show_banner (self);
}

static void
wb_banner_detail_dispose (GObject *object)
{
  WbBannerDetail *self = WB_BANNER_DETAIL (object);

  g_clear_signal_handler (&self->pictures_id, self->pictures);
  g_clear_object (&self->entry);
  g_clear_object (&self->pictures);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_banner_detail_parent_class)->dispose (object);
}

static void
wb_banner_detail_finalize (GObject *object)
{
  WbBannerDetail *self = WB_BANNER_DETAIL (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->sum_rows);

  G_OBJECT_CLASS (wb_banner_detail_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, title);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, notice);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, view);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, name);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, state_bin);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, use);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, use_links);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, alt_text);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, file);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, buttons);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, edit_button);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, archive_button);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, period_button);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, days);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, counts);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, uncounted);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, numbers);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, clicks_card);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, views_card);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, parts);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, sums);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, placements_card);
  gtk_widget_class_bind_template_child (widget_class, WbBannerDetail, types_card);
}

static void
wb_banner_detail_class_init (WbBannerDetailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_banner_detail_dispose;
  object_class->finalize = wb_banner_detail_finalize;

  signals[SAVE_CSV] =
    g_signal_new ("save-csv", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_POINTER);
  signals[PERIOD_CHANGED] = g_signal_new ("period-changed", G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[NOTICE_CLICKED] =
    g_signal_new ("notice-clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  g_type_ensure (WB_TYPE_BANNER_VIEW);
  g_type_ensure (WB_TYPE_CHART_CARD);
  g_type_ensure (WB_TYPE_NOTICE);
  g_type_ensure (WB_TYPE_PERIOD_BUTTON);
  g_type_ensure (WB_TYPE_TILES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/banners/wb-banner-detail.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, notice_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicks_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_views_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_placements_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_types_cb);
}

/* A number, what it counts, and how. */
static void
add_number (WbBannerDetail *self,
            int             at,
            const char     *words)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *number = gtk_label_new (NULL);
  GtkWidget *title = gtk_label_new (words);
  GtkWidget *detail = gtk_label_new (NULL);
  GtkWidget *labels[] = { number, title, detail };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++) {
    gtk_label_set_xalign (GTK_LABEL (labels[i]), 0);
    gtk_label_set_wrap (GTK_LABEL (labels[i]), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (labels[i]), PANGO_WRAP_WORD_CHAR);
    gtk_box_append (GTK_BOX (box), labels[i]);
  }
  /* The tiles are as wide as there is room: no words ask for more. */
  gtk_label_set_max_width_chars (GTK_LABEL (title), 16);
  gtk_label_set_max_width_chars (GTK_LABEL (detail), 18);
  gtk_widget_add_css_class (number, "big-number");
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (detail, "caption");
  gtk_widget_add_css_class (detail, "dim-label");
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "number-card");
  wb_tiles_append (WB_TILES (self->numbers), box);
  self->number_labels[at] = number;
  self->number_details[at] = detail;
}

static void
wb_banner_detail_init (WbBannerDetail *self)
{
  self->rows = g_ptr_array_new ();
  self->sum_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  wb_spoken_drop_underline (self->edit_button);
  add_number (self, NUMBER_CLICKS, _ ("Clicks by people"));
  add_number (self, NUMBER_RATE, _ ("Of views"));
  add_number (self, NUMBER_LEFT_OUT, _ ("Left out"));
  add_number (self, NUMBER_ALL, _ ("All clicks"));
  self->state_line = wb_banner_state_line_new ();
  adw_bin_set_child (ADW_BIN (self->state_bin), self->state_line);
  g_signal_connect_swapped (self->period_button, "changed", G_CALLBACK (period_changed_cb), self);
}

/**
 * wb_banner_detail_new:
 * @context: the workspace
 * @pictures: its pictures
 *
 * Returns: (transfer floating): details of no banner yet
 */
GtkWidget *
wb_banner_detail_new (WbContext        *context,
                      WbBannerPictures *pictures)
{
  WbBannerDetail *self = g_object_new (WB_TYPE_BANNER_DETAIL, NULL);

  self->context = g_object_ref (context);
  self->pictures = g_object_ref (pictures);
  self->pictures_id = g_signal_connect_swapped (pictures, "changed",
                                                G_CALLBACK (picture_changed_cb), self);

  return GTK_WIDGET (self);
}

/**
 * wb_banner_detail_show:
 * @self: details
 * @entry: the banner, as the list has it
 * @today: the account's date
 */
void
wb_banner_detail_show (WbBannerDetail *self,
                       WbBannerEntry  *entry,
                       gint32          today)
{
  gboolean is_other = FALSE;

  g_return_if_fail (WB_IS_BANNER_DETAIL (self));

  is_other = g_set_object (&self->entry, entry);
  self->today = today;
  wb_period_button_set_today (WB_PERIOD_BUTTON (self->period_button), today);
  read_rows (self);
  wb_banner_detail_show_banner (self);
  wb_banner_detail_show_counts (self);
  if (is_other)
    gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

/**
 * wb_banner_detail_get_id:
 * @self: details
 *
 * Returns: (transfer none) (nullable): whose
 */
const char *
wb_banner_detail_get_id (WbBannerDetail *self)
{
  g_return_val_if_fail (WB_IS_BANNER_DETAIL (self), NULL);

  return self->entry ? wb_banner_entry_get_banner (self->entry)->id : NULL;
}

/**
 * wb_banner_detail_get_notice:
 * @self: details
 *
 * Returns: (transfer none): where the page says what needs a person
 */
GtkWidget *
wb_banner_detail_get_notice (WbBannerDetail *self)
{
  g_return_val_if_fail (WB_IS_BANNER_DETAIL (self), NULL);

  return self->notice;
}

/**
 * wb_banner_detail_get_period_button:
 * @self: details
 *
 * Returns: (transfer none): a WbPeriodButton
 */
GtkWidget *
wb_banner_detail_get_period_button (WbBannerDetail *self)
{
  g_return_val_if_fail (WB_IS_BANNER_DETAIL (self), NULL);

  return self->period_button;
}

/**
 * wb_banner_detail_get_rows:
 * @self: details
 *
 * Returns: (transfer none) (element-type WbBannerCount): what is shown
 */
GPtrArray *
wb_banner_detail_get_rows (WbBannerDetail *self)
{
  g_return_val_if_fail (WB_IS_BANNER_DETAIL (self), NULL);

  return self->rows;
}
