/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Totals; see wb-coupon-totals-view.h. */

#include "config.h"

#include "wb-coupon-totals-view.h"

#include "wb-coupon-words.h"

#include <glib/gi18n-lib.h>

/* Below this the figures stand behind a button. */
#define TABLE_WIDTH 640
/* More currencies than these scroll. */
#define MOST_HEIGHT 150

enum { FIGURE_ISSUED, FIGURE_USED, FIGURE_OPEN, FIGURE_EXPIRED, FIGURE_REVENUE, N_FIGURES };

struct _WbCouponTotalsView
{
  GtkWidget parent_instance;

  GtkWidget *scroller;   /* (owned by the widget tree) of the table */
  GtkWidget *button;     /* (owned by the widget tree) */
  GPtrArray *totals;     /* (owned) (nullable) */
  gboolean of_list;
};

G_DEFINE_FINAL_TYPE (WbCouponTotalsView, wb_coupon_totals_view, GTK_TYPE_WIDGET)

static const char *const figure_titles[N_FIGURES] = {
  [FIGURE_ISSUED] = NC_ ("total of coupons", "Issued"),
  [FIGURE_USED] = NC_ ("total of coupons", "Used"),
  [FIGURE_OPEN] = NC_ ("total of coupons", "Still open"),
  [FIGURE_EXPIRED] = NC_ ("total of coupons", "Expired"),
  [FIGURE_REVENUE] = NC_ ("total of coupons", "Revenue"),
};

static const char *
get_title (int figure)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "total of coupons", figure_titles[figure]);
}

/* The amount, and the number of coupons it is of; -1 = of none. */
static char *
format_figure (const WbCouponTotals *row,
               int                   figure,
               gint64               *count_out)
{
  switch (figure) {
    case FIGURE_ISSUED:
      *count_out = row->n_issued;
      return wb_coupon_money_minor (row->issued_minor, row->currency);
    case FIGURE_USED:
      *count_out = row->n_used;
      return wb_coupon_money_minor (row->used_minor, row->currency);
    case FIGURE_OPEN:
      *count_out = row->n_open - row->n_open_percent;
      return wb_coupon_money_minor (row->open_minor, row->currency);
    case FIGURE_EXPIRED:
      *count_out = row->n_expired;
      return wb_coupon_money_minor (row->expired_minor, row->currency);
    default:
      *count_out = -1;
      return wb_coupon_money_minor (row->revenue_minor, row->currency);
  }
}

static char *
format_percent (const WbCouponTotals *row)
{
  int n = (int) row->n_open_percent;

  if (n == 0)
    return NULL;

  /* TRANSLATORS: beside the sum of open coupons: those in percent have no value yet */
  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "+ %'d percent coupon", "+ %'d percent coupons", (gulong) n), n);
}

static GtkWidget *
new_label (const char *text,
           const char *css_class,
           float       xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

/* “82 400 Kč” with “412” before it, quieter. */
static GtkWidget *
new_figure (const WbCouponTotals *row,
            int                   figure)
{
  gint64 count = 0;
  g_autofree char *amount = format_figure (row, figure, &count);
  g_autofree char *percent = figure == FIGURE_OPEN ? format_percent (row) : NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* Of none there is no amount, which is not an amount of zero. */
  gboolean none = count == 0 || (count < 0 && row->revenue_minor == 0);
  GtkWidget *label = new_label (none ? "–" : amount, "numeric", 0);

  gtk_widget_add_css_class (label, none ? "dim-label" : "total-amount");
  if (!none || !percent)
    gtk_box_append (GTK_BOX (box), label);
  else
    g_object_unref (g_object_ref_sink (label));
  if (count > 0) {
    g_autofree char *words = g_strdup_printf ("%'d", (int) count);
    g_autofree char *tip = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%'d coupon", "%'d coupons", (gulong) count), (int) count);

    label = new_label (words, "dim-label", 0);
    gtk_widget_add_css_class (label, "numeric");
    gtk_widget_set_tooltip_text (label, tip);
    gtk_box_append (GTK_BOX (box), label);
  }
  if (percent) {
    label = new_label (percent, "dim-label", 0);
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_widget_set_tooltip_text (label, percent);
    gtk_box_append (GTK_BOX (box), label);
  }

  return box;
}

static GtkWidget *
make_table (WbCouponTotalsView *self)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *of =
    new_label (self->of_list ? _ ("Listed coupons") : _ ("All coupons"), "caption", 0);

  gtk_widget_add_css_class (of, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (of), PANGO_ELLIPSIZE_END);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  gtk_grid_attach (GTK_GRID (grid), of, 0, 0, 1, 1);
  for (int figure = 0; figure < N_FIGURES; figure++) {
    GtkWidget *title = new_label (get_title (figure), "caption", 0);

    gtk_widget_add_css_class (title, "dim-label");
    gtk_widget_set_hexpand (title, TRUE);
    gtk_grid_attach (GTK_GRID (grid), title, figure + 1, 0, 1, 1);
  }
  for (guint i = 0; i < self->totals->len; i++) {
    const WbCouponTotals *row = g_ptr_array_index (self->totals, i);

    gtk_grid_attach (GTK_GRID (grid), new_label (row->currency, "heading", 0), 0, (int) i + 1, 1,
                     1);
    for (int figure = 0; figure < N_FIGURES; figure++)
      gtk_grid_attach (GTK_GRID (grid), new_figure (row, figure), figure + 1, (int) i + 1, 1, 1);
  }
  gtk_widget_add_css_class (grid, "coupon-totals");

  return grid;
}

/* The same one below another. */
static GtkWidget *
make_blocks (WbCouponTotalsView *self)
{
  GtkWidget *grid = gtk_grid_new ();
  int line = 0;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  for (guint i = 0; i < self->totals->len; i++) {
    const WbCouponTotals *row = g_ptr_array_index (self->totals, i);
    GtkWidget *head = new_label (row->currency, "heading", 0);

    gtk_widget_set_margin_top (head, line > 0 ? 9 : 0);
    gtk_grid_attach (GTK_GRID (grid), head, 0, line++, 2, 1);
    for (int figure = 0; figure < N_FIGURES; figure++) {
      gtk_grid_attach (GTK_GRID (grid), new_label (get_title (figure), "dim-label", 0), 0, line, 1,
                       1);
      gtk_grid_attach (GTK_GRID (grid), new_figure (row, figure), 1, line++, 1, 1);
    }
  }

  return grid;
}

/* “Still open: 84 200 Kč · 1 240 € · 3 percent coupons”: currencies of which none is open have no
 * place there, and coupons in percent have no value yet. */
static char *
make_summary (WbCouponTotalsView *self)
{
  GString *text = g_string_new (NULL);
  gint64 n_percent = 0;

  for (guint i = 0; i < self->totals->len; i++) {
    const WbCouponTotals *row = g_ptr_array_index (self->totals, i);
    gint64 count = 0;
    g_autofree char *amount = format_figure (row, FIGURE_OPEN, &count);

    if (count > 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", amount);
    n_percent += row->n_open_percent;
  }
  if (n_percent > 0) {
    g_autofree char *words = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%'d percent coupon", "%'d percent coupons",
                   (gulong) n_percent),
      (int) n_percent);

    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", words);
  }
  if (text->len == 0)
    g_string_append (text, C_ ("total of coupons", "nothing"));
  g_string_prepend (text, ": ");
  g_string_prepend (text, get_title (FIGURE_OPEN));

  return g_string_free (text, FALSE);
}

static void
show_totals (WbCouponTotalsView *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *blocks = gtk_scrolled_window_new ();
  GtkWidget *label = NULL;
  g_autofree char *summary = make_summary (self);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), make_table (self));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (blocks), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (blocks), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (blocks), 3 * MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (blocks), make_blocks (self));
  gtk_popover_set_child (GTK_POPOVER (popover), blocks);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  label = gtk_menu_button_get_child (GTK_MENU_BUTTON (self->button));
  gtk_label_set_text (GTK_LABEL (label), summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  summary, -1);
}

static gboolean
is_table (int width)
{
  return width >= TABLE_WIDTH;
}

static GtkSizeRequestMode
wb_coupon_totals_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
wb_coupon_totals_view_measure (GtkWidget      *widget,
                               GtkOrientation  orientation,
                               int             for_size,
                               int            *minimum,
                               int            *natural,
                               int            *minimum_baseline,
                               int            *natural_baseline)
{
  WbCouponTotalsView *self = WB_COUPON_TOTALS_VIEW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    gtk_widget_measure (self->button, orientation, -1, minimum, natural, NULL, NULL);
  else
    gtk_widget_measure (for_size < 0 || is_table (for_size) ? self->scroller : self->button,
                        orientation, for_size, minimum, natural, NULL, NULL);
}

static void
wb_coupon_totals_view_size_allocate (GtkWidget *widget,
                                     int        width,
                                     int        height,
                                     int        baseline)
{
  WbCouponTotalsView *self = WB_COUPON_TOTALS_VIEW (widget);
  gboolean table = is_table (width);

  gtk_widget_set_child_visible (self->scroller, table);
  gtk_widget_set_child_visible (self->button, !table);
  gtk_widget_size_allocate (table ? self->scroller : self->button,
                            &(GtkAllocation) { 0, 0, width, height }, -1);
}

static void
wb_coupon_totals_view_dispose (GObject *object)
{
  WbCouponTotalsView *self = WB_COUPON_TOTALS_VIEW (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->totals, g_ptr_array_unref);

  G_OBJECT_CLASS (wb_coupon_totals_view_parent_class)->dispose (object);
}

static void
wb_coupon_totals_view_class_init (WbCouponTotalsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_coupon_totals_view_dispose;
  widget_class->get_request_mode = wb_coupon_totals_view_get_request_mode;
  widget_class->measure = wb_coupon_totals_view_measure;
  widget_class->size_allocate = wb_coupon_totals_view_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "coupontotals");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
wb_coupon_totals_view_init (WbCouponTotalsView *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), MOST_HEIGHT);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));

  self->button = gtk_menu_button_new ();
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), label);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->button), TRUE);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "totals-button");
  gtk_widget_set_tooltip_text (self->button, _ ("Totals per currency"));
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Totals per currency"), -1);
}

/**
 * wb_coupon_totals_view_new:
 *
 * Returns: (transfer floating): no totals; main thread, as all here
 */
GtkWidget *
wb_coupon_totals_view_new (void)
{
  return g_object_new (WB_TYPE_COUPON_TOTALS_VIEW, NULL);
}

/**
 * wb_coupon_totals_view_set_totals:
 * @self: a view
 * @totals: (element-type WbCouponTotals): what to show; kept
 * @of_list: whether they are of what is listed rather than of all coupons
 *
 * Without any it hides.
 */
void
wb_coupon_totals_view_set_totals (WbCouponTotalsView *self,
                                  GPtrArray          *totals,
                                  gboolean            of_list)
{
  g_return_if_fail (WB_IS_COUPON_TOTALS_VIEW (self));
  g_return_if_fail (totals);

  g_ptr_array_ref (totals);
  g_clear_pointer (&self->totals, g_ptr_array_unref);
  self->totals = totals;
  self->of_list = of_list;
  gtk_widget_remove_css_class (GTK_WIDGET (self), "stale");
  gtk_widget_set_visible (GTK_WIDGET (self), totals->len > 0);
  if (totals->len > 0)
    show_totals (self);
}

/**
 * wb_coupon_totals_view_set_stale:
 * @self: a view
 *
 * Its figures are quieter until there are new ones.
 */
void
wb_coupon_totals_view_set_stale (WbCouponTotalsView *self)
{
  g_return_if_fail (WB_IS_COUPON_TOTALS_VIEW (self));

  gtk_widget_add_css_class (GTK_WIDGET (self), "stale");
}

/**
 * wb_coupon_totals_view_dup_text:
 * @self: a view
 *
 * Returns: (transfer full): its lines: currency, then each figure with its count
 */
char *
wb_coupon_totals_view_dup_text (WbCouponTotalsView *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (WB_IS_COUPON_TOTALS_VIEW (self), NULL);

  for (guint i = 0; self->totals && i < self->totals->len; i++) {
    const WbCouponTotals *row = g_ptr_array_index (self->totals, i);
    g_autofree char *percent = format_percent (row);

    g_string_append (text, row->currency);
    for (int figure = 0; figure < N_FIGURES; figure++) {
      gint64 count = 0;
      g_autofree char *amount = format_figure (row, figure, &count);

      g_string_append_printf (text, " | %s %s", get_title (figure), amount);
      if (count >= 0)
        g_string_append_printf (text, " (%d)", (int) count);
    }
    g_string_append_printf (text, "%s%s\n", percent ? " " : "", percent ? percent : "");
  }

  return g_string_free (text, FALSE);
}
