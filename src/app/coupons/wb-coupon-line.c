/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A drawn row; see wb-coupon-line.h. */

#include "config.h"

#include "wb-coupon-line.h"

#include "compat.h"
#include "wb-coupon-words.h"
#include "wb-format.h"

#include <glib/gi18n-lib.h>

#define ICON_SIZE WB_COUPON_ICON_SIZE
#define PAD_Y 8
#define CARD_LINE_GAP 4
#define ICON_GAP 6
/* Room for the copying icon at the end of the code. */
#define COPY_WIDTH 20
/* What the second line of a card leaves at least to state and ticket. */
#define CARD_ABOUT_MIN 120

struct _WbCouponLine
{
  GtkWidget parent_instance;

  WbContext *context;                       /* (owned) */
  WbCouponColumns *columns;                 /* (owned) */
  WbCouponPaint *paint;                     /* (unowned) outlives all lines of its table */
  WbRow *row;                               /* (owned) (nullable) */
  PangoLayout *layouts[WB_COUPON_N_COLUMNS];/* (owned) (nullable) NULL = nothing, or not yet */
  char *spoken;                             /* (owned) (nullable) */
  guint speak_id;                           /* idle: the sentence is to be said, 0 = it was */
  int line;                                 /* height of a line, in pixels; 0 = not measured */
  gboolean is_stale;                        /* the words are to be made when it is drawn next */
  gboolean was_card;                        /* layouts are those of a card */
};

G_DEFINE_FINAL_TYPE (WbCouponLine, wb_coupon_line, GTK_TYPE_WIDGET)

static void
set_spoken (WbCouponLine *self,
            char         *spoken)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  g_free (self->spoken);
  self->spoken = spoken;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  /* What gets the focus is the list's own widget around us. */
  if (parent)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                    -1);
}

static void
clear_layouts (WbCouponLine *self)
{
  for (guint i = 0; i < WB_COUPON_N_COLUMNS; i++)
    g_clear_object (&self->layouts[i]);
}

static const WbCouponRow *
get_record (WbCouponLine *self)
{
  return self->row ? wb_row_get_record (self->row) : NULL;
}

static gboolean
speak_cb (gpointer user_data)
{
  WbCouponLine *self = WB_COUPON_LINE (user_data);
  const WbCouponRow *row = NULL;

  self->speak_id = 0;
  /* Another row came meanwhile, and says its own when it is drawn. */
  if (self->is_stale)
    return G_SOURCE_REMOVE;
  row = get_record (self);
  if (row)
    set_spoken (self, wb_coupon_words_sentence (self->context, row->coupon, row->customer));

  return G_SOURCE_REMOVE;
}

/* The words are made when they are drawn: a list binds ten times as many rows as it shows, and
 * reading a coupon and laying its words out is what a jump of the scroll bar costs. The sentence
 * follows when the frame is out. */
static void
start_words (WbCouponLine *self)
{
  self->is_stale = FALSE;
  clear_layouts (self);
  if (self->speak_id == 0)
    self->speak_id = g_idle_add (speak_cb, self);
}

static PangoLayout *
get_layout (WbCouponLine   *self,
            WbCouponColumn  column,
            gboolean        small,
            gboolean        bold)
{
  const WbCouponRow *row = NULL;
  PangoLayout *layout = self->layouts[column];

  if (layout)
    return layout;
  row = get_record (self);
  /* One that is gone leaves the list in a moment; until then its row is blank. */
  if (!row)
    return NULL;
  layout =
    wb_coupon_paint_layout (self->paint, column, self->context, row->coupon, small, bold);
  if (*pango_layout_get_text (layout) == '\0')
    g_clear_object (&layout);
  self->layouts[column] = layout;

  return layout;
}

static int
get_width (PangoLayout *layout)
{
  int width = 0;

  if (layout) {
    pango_layout_set_width (layout, -1);
    pango_layout_get_pixel_size (layout, &width, NULL);
  }

  return width;
}

/* Draws a text in the room from @x on, as a reader from left to right sees it. */
static void
draw_text (WbCouponLine  *self,
           GtkSnapshot   *snapshot,
           PangoLayout   *layout,
           int            x,
           int            y,
           int            room,
           gboolean       at_end,
           const GdkRGBA *color)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (!layout || room <= 0)
    return;

  pango_layout_set_width (layout, room * PANGO_SCALE);
  pango_layout_set_alignment (layout, at_end != rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
    snapshot,
    &GRAPHENE_POINT_INIT (rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - x - room : x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static float
mirror (WbCouponLine *self,
        int           x,
        int           width)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
           ? gtk_widget_get_width (GTK_WIDGET (self)) - x - width
           : x;
}

static gboolean
is_hovered (WbCouponLine *self)
{
  return (gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_PRELIGHT) != 0;
}

static gboolean
has_code (WbCouponLine *self)
{
  const WbCouponRow *row = get_record (self);

  return row && row->coupon->code;
}

static int
get_line (WbCouponLine *self)
{
  if (self->line == 0) {
    g_autoptr (PangoLayout) sample = gtk_widget_create_pango_layout (GTK_WIDGET (self), "X");

    pango_layout_get_pixel_size (sample, NULL, &self->line);
  }

  return self->line;
}

static void
draw_table (WbCouponLine  *self,
            GtkSnapshot   *snapshot,
            const GdkRGBA *color,
            const GdkRGBA *dim)
{
  const WbCouponPlace *places =
    wb_coupon_columns_fit (self->columns, gtk_widget_get_width (GTK_WIDGET (self)));
  int line = get_line (self);
  int icon_y = PAD_Y + (line - ICON_SIZE) / 2;

  for (int i = 0; i < WB_COUPON_N_COLUMNS; i++) {
    gboolean is_main = i == WB_COUPON_COLUMN_CODE || i == WB_COUPON_COLUMN_VALUE ||
                       i == WB_COUPON_COLUMN_STATE || i == WB_COUPON_COLUMN_REVENUE;
    int x = places[i].x;
    int width = places[i].width;

    if (width == 0)
      continue;
    if (i == WB_COUPON_COLUMN_STATE) {
      wb_coupon_paint_state (self->paint, snapshot, get_record (self), mirror (self, x, ICON_SIZE),
                             icon_y);
      x += ICON_SIZE + ICON_GAP;
      width -= ICON_SIZE + ICON_GAP;
    }
    if (i == WB_COUPON_COLUMN_CODE) {
      if (is_hovered (self) && has_code (self))
        wb_coupon_paint_copy (self->paint, snapshot,
                              mirror (self, x + width - ICON_SIZE, ICON_SIZE), icon_y, dim);
      width -= COPY_WIDTH;
    }
    draw_text (self, snapshot, get_layout (self, i, TRUE, i == WB_COUPON_COLUMN_CODE), x, PAD_Y + 1,
               width, wb_coupon_column_is_number (i), is_main ? color : dim);
  }
}

/* Code and value; state, ticket and last day. */
static void
draw_card (WbCouponLine  *self,
           GtkSnapshot   *snapshot,
           const GdkRGBA *color,
           const GdkRGBA *dim)
{
  int line = get_line (self);
  int second = PAD_Y + line + CARD_LINE_GAP;
  int room = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * WB_COUPON_PAD_X;
  PangoLayout *value = get_layout (self, WB_COUPON_COLUMN_VALUE, FALSE, FALSE);
  PangoLayout *expires = get_layout (self, WB_COUPON_COLUMN_EXPIRES, TRUE, FALSE);
  PangoLayout *state = get_layout (self, WB_COUPON_COLUMN_STATE, TRUE, FALSE);
  int value_width = MIN (get_width (value), room / 2);
  int expires_width = MIN (get_width (expires), MAX (room - CARD_ABOUT_MIN, 0));
  int state_width = 0;
  int x = WB_COUPON_PAD_X;

  draw_text (self, snapshot, get_layout (self, WB_COUPON_COLUMN_CODE, FALSE, TRUE), x, PAD_Y,
             room - value_width - WB_COUPON_COLUMN_GAP, FALSE, color);
  draw_text (self, snapshot, value, x + room - value_width, PAD_Y, value_width, TRUE, color);
  draw_text (self, snapshot, expires, x + room - expires_width, second, expires_width, TRUE, dim);
  room -= expires_width + WB_COUPON_COLUMN_GAP + ICON_SIZE + ICON_GAP;
  wb_coupon_paint_state (self->paint, snapshot, get_record (self), mirror (self, x, ICON_SIZE),
                         second + (line * 0.92f - ICON_SIZE) / 2);
  x += ICON_SIZE + ICON_GAP;
  state_width = MIN (get_width (state), room);
  draw_text (self, snapshot, state, x, second, state_width, FALSE, color);
  x += state_width + WB_COUPON_COLUMN_GAP;
  room -= state_width + WB_COUPON_COLUMN_GAP;
  draw_text (self, snapshot, get_layout (self, WB_COUPON_COLUMN_TICKET, TRUE, FALSE), x, second,
             room, FALSE, dim);
}

static gboolean
is_card (WbCouponLine *self,
         int           width)
{
  return wb_coupon_columns_are_cards (self->columns, width);
}

static void
wb_coupon_line_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  WbCouponLine *self = WB_COUPON_LINE (widget);
  gboolean as_card = is_card (self, gtk_widget_get_width (widget));
  GdkRGBA color = { 0 };
  GdkRGBA dim = { 0 };

  if (self->is_stale)
    start_words (self);
  if (as_card != self->was_card)
    clear_layouts (self);
  self->was_card = as_card;

  wb_compat_get_color (widget, &color);
  dim = color;
  dim.alpha *= 0.7f;
  if (as_card)
    draw_card (self, snapshot, &color, &dim);
  else
    draw_table (self, snapshot, &color, &dim);
}

static GtkSizeRequestMode
wb_coupon_line_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
wb_coupon_line_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  WbCouponLine *self = WB_COUPON_LINE (widget);
  int line = get_line (self);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    /* Words give way by ellipsis, so the row fits wherever the list does. */
    *minimum = 200;
    *natural = 320;
  } else if (for_size >= 0 && is_card (self, for_size)) {
    *minimum = *natural = 2 * PAD_Y + 2 * line + CARD_LINE_GAP;
  } else {
    *minimum = *natural = 2 * PAD_Y + line;
  }
}

static int
find_column (WbCouponLine *self,
             double        x)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  const WbCouponPlace *places = NULL;

  if (is_card (self, width))
    return -1;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = width - x;
  places = wb_coupon_columns_fit (self->columns, width);
  for (int i = 0; i < WB_COUPON_N_COLUMNS; i++) {
    if (places[i].width > 0 && x >= places[i].x && x < places[i].x + places[i].width)
      return i;
  }

  return -1;
}

static gboolean
wb_coupon_line_query_tooltip (GtkWidget  *widget,
                              int         x,
                              int         y,
                              gboolean    keyboard,
                              GtkTooltip *tooltip)
{
  WbCouponLine *self = WB_COUPON_LINE (widget);
  int column = keyboard ? -1 : find_column (self, x);

  if (column < 0)
    return FALSE;
  if (wb_coupon_line_is_copy_at (self, x)) {
    gtk_tooltip_set_text (tooltip, _ ("Copy the code (Ctrl+C)"));
    return TRUE;
  }
  if (!wb_coupon_line_is_cut (self, column))
    return FALSE;
  gtk_tooltip_set_text (tooltip, pango_layout_get_text (self->layouts[column]));

  return TRUE;
}

static void
wb_coupon_line_state_flags_changed (GtkWidget     *widget,
                                    GtkStateFlags  previous)
{
  GTK_WIDGET_CLASS (wb_coupon_line_parent_class)->state_flags_changed (widget, previous);

  if ((previous ^ gtk_widget_get_state_flags (widget)) & GTK_STATE_FLAG_PRELIGHT)
    gtk_widget_queue_draw (widget);
}

static void
wb_coupon_line_css_changed (GtkWidget         *widget,
                            GtkCssStyleChange *change)
{
  WbCouponLine *self = WB_COUPON_LINE (widget);

  GTK_WIDGET_CLASS (wb_coupon_line_parent_class)->css_changed (widget, change);

  clear_layouts (self);
  self->line = 0;
  gtk_widget_queue_resize (widget);
}

static void
wb_coupon_line_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (wb_coupon_line_parent_class)->root (widget);

  wb_coupon_line_refresh (WB_COUPON_LINE (widget));
}

static void
wb_coupon_line_dispose (GObject *object)
{
  WbCouponLine *self = WB_COUPON_LINE (object);

  g_clear_handle_id (&self->speak_id, g_source_remove);
  g_clear_object (&self->row);
  g_clear_object (&self->columns);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_coupon_line_parent_class)->dispose (object);
}

static void
wb_coupon_line_finalize (GObject *object)
{
  WbCouponLine *self = WB_COUPON_LINE (object);

  clear_layouts (self);
  g_free (self->spoken);

  G_OBJECT_CLASS (wb_coupon_line_parent_class)->finalize (object);
}

static void
wb_coupon_line_class_init (WbCouponLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_coupon_line_dispose;
  object_class->finalize = wb_coupon_line_finalize;
  widget_class->css_changed = wb_coupon_line_css_changed;
  widget_class->get_request_mode = wb_coupon_line_get_request_mode;
  widget_class->measure = wb_coupon_line_measure;
  widget_class->query_tooltip = wb_coupon_line_query_tooltip;
  widget_class->root = wb_coupon_line_root;
  widget_class->snapshot = wb_coupon_line_snapshot;
  widget_class->state_flags_changed = wb_coupon_line_state_flags_changed;

  gtk_widget_class_set_css_name (widget_class, "couponline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
wb_coupon_line_init (WbCouponLine *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

/**
 * wb_coupon_line_new:
 * @context: for names, the clock and the zone
 * @columns: where its cells stand
 * @paint: paints its icons; outlives it
 *
 * Returns: (transfer floating): an empty row; main thread, as all here
 */
GtkWidget *
wb_coupon_line_new (WbContext       *context,
                    WbCouponColumns *columns,
                    WbCouponPaint   *paint)
{
  WbCouponLine *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (WB_IS_COUPON_COLUMNS (columns), NULL);

  self = g_object_new (WB_TYPE_COUPON_LINE, NULL);
  self->context = g_object_ref (context);
  self->columns = g_object_ref (columns);
  self->paint = paint;

  return GTK_WIDGET (self);
}

/**
 * wb_coupon_line_refresh:
 * @self: a row
 *
 * Says its words anew: the coupon changed, or a name it shows.
 */
void
wb_coupon_line_refresh (WbCouponLine *self)
{
  g_return_if_fail (WB_IS_COUPON_LINE (self));

  self->is_stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * wb_coupon_line_set_row:
 * @self: a row
 * @row: (nullable): the list's row of a coupon
 *
 * It does not listen to the row: who changes rows refreshes the lines.
 */
void
wb_coupon_line_set_row (WbCouponLine *self,
                        WbRow        *row)
{
  g_return_if_fail (WB_IS_COUPON_LINE (self));
  g_return_if_fail (!row || WB_IS_ROW (row));

  if (g_set_object (&self->row, row))
    wb_coupon_line_refresh (self);
}

/**
 * wb_coupon_line_get_row:
 * @self: a row
 *
 * Returns: (nullable) (transfer none): the list's row it shows
 */
WbRow *
wb_coupon_line_get_row (WbCouponLine *self)
{
  g_return_val_if_fail (WB_IS_COUPON_LINE (self), NULL);

  return self->row;
}

/**
 * wb_coupon_line_get_spoken:
 * @self: a row
 *
 * Returns: (nullable) (transfer none): its accessible name
 */
const char *
wb_coupon_line_get_spoken (WbCouponLine *self)
{
  g_return_val_if_fail (WB_IS_COUPON_LINE (self), NULL);

  if (self->speak_id != 0 && g_source_remove (self->speak_id))
    speak_cb (self);

  return self->spoken;
}

/**
 * wb_coupon_line_get_text:
 * @self: a row that was drawn
 * @column: a column
 *
 * Returns: (nullable) (transfer none): what stands in that cell; `NULL` where the row has no room
 *   for it
 */
const char *
wb_coupon_line_get_text (WbCouponLine   *self,
                         WbCouponColumn  column)
{
  g_return_val_if_fail (WB_IS_COUPON_LINE (self), NULL);
  g_return_val_if_fail (column < WB_COUPON_N_COLUMNS, NULL);

  return self->layouts[column] ? pango_layout_get_text (self->layouts[column]) : NULL;
}

/**
 * wb_coupon_line_is_cut:
 * @self: a row that was drawn
 * @column: a column
 *
 * Returns: whether what stands in that cell is cut off
 */
gboolean
wb_coupon_line_is_cut (WbCouponLine   *self,
                       WbCouponColumn  column)
{
  g_return_val_if_fail (WB_IS_COUPON_LINE (self), FALSE);
  g_return_val_if_fail (column < WB_COUPON_N_COLUMNS, FALSE);

  return self->layouts[column] && pango_layout_is_ellipsized (self->layouts[column]);
}

/**
 * wb_coupon_line_is_copy_at:
 * @self: a row
 * @x: from its start, in pixels
 *
 * Returns: `TRUE` if the icon that copies the code is there
 */
gboolean
wb_coupon_line_is_copy_at (WbCouponLine *self,
                           double        x)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  const WbCouponPlace *code = NULL;

  g_return_val_if_fail (WB_IS_COUPON_LINE (self), FALSE);

  if (is_card (self, width) || !has_code (self))
    return FALSE;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = width - x;
  code = &wb_coupon_columns_fit (self->columns, width)[WB_COUPON_COLUMN_CODE];

  return x >= code->x + code->width - COPY_WIDTH && x < code->x + code->width + ICON_GAP;
}
