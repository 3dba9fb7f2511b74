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
  GtkWidget *grid;       /* (owned by the widget tree) the table */
  GtkWidget *of;         /* (owned by the widget tree) of which coupons it is */
  GtkWidget *button;     /* (owned by the widget tree) */
  GPtrArray *totals;     /* (owned) (nullable) */
  gboolean of_list;
  guint fill_id;         /* idle: the first figures are to come, 0 = they are there */
  gboolean has_figures;
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

/* What one figure says. A percent coupon is counted and adds nothing to the amount. */
typedef struct
{
  gint64 minor;
  gint64 n;          /* -1 = of no number of coupons */
  gint64 n_percent;
} Figure;

static Figure
get_figure (const WbCouponTotals *row,
            int                   figure)
{
  switch (figure) {
    case FIGURE_ISSUED:
      return (Figure) { row->issued_minor, row->n_issued, row->n_issued_percent };
    case FIGURE_USED:
      return (Figure) { row->used_minor, row->n_used, row->n_used_percent };
    case FIGURE_OPEN:
      return (Figure) { row->open_minor, row->n_open, row->n_open_percent };
    case FIGURE_EXPIRED:
      return (Figure) { row->expired_minor, row->n_expired, row->n_expired_percent };
    default:
      return (Figure) { row->revenue_minor, -1, 0 };
  }
}

/* Of none there is no amount, which is not an amount of zero. */
static gboolean
has_amount (const Figure *figure)
{
  return figure->n < 0 ? figure->minor != 0 : figure->n > figure->n_percent;
}

/* “412”, “412 + 3 in %”. */
static char *
format_count (const Figure *figure)
{
  int n_fixed = (int) (figure->n - figure->n_percent);

  if (figure->n <= 0)
    return g_strdup ("");
  if (figure->n_percent == 0)
    return g_strdup_printf ("%'d", n_fixed);
  if (n_fixed == 0)
    /* TRANSLATORS: a number of coupons, all of which take off a percentage */
    return g_strdup_printf (C_ ("total of coupons", "%'d in %%"), (int) figure->n_percent);

  /* TRANSLATORS: how many coupons are of a fixed amount, and how many take off a percentage */
  return g_strdup_printf (C_ ("total of coupons", "%'d + %'d in %%"), n_fixed,
                          (int) figure->n_percent);
}

static char *
describe_count (const Figure *figure)
{
  int n_fixed = (int) (figure->n - figure->n_percent);
  int n_percent = (int) figure->n_percent;
  g_autofree char *fixed =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'d coupon", "%'d coupons", (gulong) n_fixed),
                     n_fixed);
  g_autofree char *percent = NULL;

  if (n_percent == 0)
    return g_steal_pointer (&fixed);
  percent = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%'d percent coupon", "%'d percent coupons", (gulong) n_percent),
    n_percent);

  /* TRANSLATORS: e.g. “37 coupons, and 3 percent coupons, which are not in the amount” */
  return n_fixed > 0
         ? g_strdup_printf (_ ("%s, and %s, which are not in the amount"), fixed, percent)
         : g_steal_pointer (&percent);
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

/* “82 400 Kč” with “412” after it, quieter. */
static GtkWidget *
new_figure (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *count = new_label (NULL, "dim-label", 0);

  gtk_widget_add_css_class (count, "numeric");
  /* The amounts stay whole where a window has no room for both; its tooltip says what it counts. */
  gtk_label_set_ellipsize (GTK_LABEL (count), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), new_label (NULL, "numeric", 0));
  gtk_box_append (GTK_BOX (box), count);

  return box;
}

static void
set_class (GtkWidget  *widget,
           const char *css_class,
           gboolean    has_it)
{
  if (has_it)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
show_figure (GtkWidget            *box,
             const WbCouponTotals *row,
             int                   which)
{
  Figure figure = get_figure (row, which);
  GtkWidget *amount = gtk_widget_get_first_child (box);
  GtkWidget *count = gtk_widget_get_last_child (box);
  gboolean has = has_amount (&figure);
  g_autofree char *money = wb_coupon_money_minor (figure.minor, row->currency);
  g_autofree char *words = format_count (&figure);
  g_autofree char *tip = *words == '\0' ? NULL : describe_count (&figure);

  gtk_label_set_text (GTK_LABEL (amount), has ? money : "–");
  set_class (amount, "dim-label", !has);
  set_class (amount, "total-amount", has);
  gtk_widget_set_visible (amount, has || tip == NULL);
  gtk_label_set_text (GTK_LABEL (count), words);
  gtk_widget_set_tooltip_text (count, tip);
  gtk_widget_set_visible (count, tip != NULL);
}

static void
make_table (WbCouponTotalsView *self)
{
  GtkWidget *grid = gtk_grid_new ();

  self->of = new_label (NULL, "caption", 0);
  gtk_widget_add_css_class (self->of, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (self->of), PANGO_ELLIPSIZE_END);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  gtk_grid_attach (GTK_GRID (grid), self->of, 0, 0, 1, 1);
  for (int figure = 0; figure < N_FIGURES; figure++) {
    GtkWidget *title = new_label (get_title (figure), "caption", 0);

    gtk_widget_add_css_class (title, "dim-label");
    gtk_widget_set_hexpand (title, TRUE);
    gtk_grid_attach (GTK_GRID (grid), title, figure + 1, 0, 1, 1);
  }
  gtk_widget_add_css_class (grid, "coupon-totals");
  self->grid = grid;
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), grid);
}

/* Widgets of currencies stay: most new totals are of the same ones. */
static void
show_currencies (WbCouponTotalsView *self)
{
  GtkGrid *grid = GTK_GRID (self->grid);

  gtk_label_set_text (GTK_LABEL (self->of),
                      self->of_list ? _ ("Listed coupons") : _ ("All coupons"));
  for (guint i = 0; i < self->totals->len; i++) {
    const WbCouponTotals *row = g_ptr_array_index (self->totals, i);

    if (!gtk_grid_get_child_at (grid, 0, (int) i + 1))
      gtk_grid_attach (grid, new_label (NULL, "heading", 0), 0, (int) i + 1, 1, 1);
    gtk_label_set_text (GTK_LABEL (gtk_grid_get_child_at (grid, 0, (int) i + 1)), row->currency);
  }
  while (gtk_grid_get_child_at (grid, 0, (int) self->totals->len + 1))
    gtk_grid_remove_row (grid, (int) self->totals->len + 1);
}

static void
show_table (WbCouponTotalsView *self)
{
  GtkGrid *grid = GTK_GRID (self->grid);

  show_currencies (self);
  for (guint i = 0; i < self->totals->len; i++) {
    const WbCouponTotals *row = g_ptr_array_index (self->totals, i);

    for (int figure = 0; figure < N_FIGURES; figure++) {
      GtkWidget *box = gtk_grid_get_child_at (grid, figure + 1, (int) i + 1);

      if (!box) {
        box = new_figure ();
        gtk_grid_attach (grid, box, figure + 1, (int) i + 1, 1, 1);
      }
      show_figure (box, row, figure);
    }
  }
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
    GtkWidget *box = NULL;

    gtk_widget_set_margin_top (head, line > 0 ? 9 : 0);
    gtk_grid_attach (GTK_GRID (grid), head, 0, line++, 2, 1);
    for (int figure = 0; figure < N_FIGURES; figure++) {
      gtk_grid_attach (GTK_GRID (grid), new_label (get_title (figure), "dim-label", 0), 0, line, 1,
                       1);
      box = new_figure ();
      show_figure (box, row, figure);
      gtk_grid_attach (GTK_GRID (grid), box, 1, line++, 1, 1);
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
    Figure figure = get_figure (row, FIGURE_OPEN);
    g_autofree char *amount = wb_coupon_money_minor (figure.minor, row->currency);

    if (has_amount (&figure))
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
make_popover (WbCouponTotalsView *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *blocks = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (blocks), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (blocks), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (blocks), 3 * MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (blocks), make_blocks (self));
  gtk_popover_set_child (GTK_POPOVER (popover), blocks);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
}

/* Those of then. */
static void
make_popover_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  make_popover (user_data);
}

static void
show_totals (WbCouponTotalsView *self)
{
  GtkWidget *label = gtk_menu_button_get_child (GTK_MENU_BUTTON (self->button));
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->button));
  g_autofree char *summary = make_summary (self);

  show_table (self);
  if (popover && gtk_widget_get_visible (GTK_WIDGET (popover)))
    make_popover (self);
  gtk_label_set_text (GTK_LABEL (label), summary);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  summary, -1);
}

static gboolean
fill_cb (gpointer user_data)
{
  WbCouponTotalsView *self = WB_COUPON_TOTALS_VIEW (user_data);

  self->fill_id = 0;
  self->has_figures = TRUE;
  if (self->totals->len > 0)
    show_totals (self);

  return G_SOURCE_REMOVE;
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

  g_clear_handle_id (&self->fill_id, g_source_remove);
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
  make_table (self);

  self->button = gtk_menu_button_new ();
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), label);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->button), TRUE);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "totals-button");
  gtk_widget_set_tooltip_text (self->button, _ ("Totals per currency"));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), make_popover_cb, self,
                                         NULL);
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
  if (self->has_figures && totals->len > 0)
    show_totals (self);
  if (self->has_figures || totals->len == 0)
    return;

  /* The page is opening: the first rows come with this frame, and the figures with the next one, in
   * a place that is theirs already. */
  show_currencies (self);
  if (self->fill_id == 0)
    self->fill_id = g_idle_add_full (G_PRIORITY_LOW, fill_cb, self, NULL);
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

    g_string_append (text, row->currency);
    for (int i_figure = 0; i_figure < N_FIGURES; i_figure++) {
      Figure figure = get_figure (row, i_figure);
      g_autofree char *amount = wb_coupon_money_minor (figure.minor, row->currency);
      g_autofree char *words = format_count (&figure);

      g_string_append_printf (text, " | %s %s", get_title (i_figure), amount);
      if (*words != '\0')
        g_string_append_printf (text, " (%s)", words);
    }
    g_string_append_c (text, '\n');
  }

  return g_string_free (text, FALSE);
}
