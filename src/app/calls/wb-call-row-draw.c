/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How a row of the call queue is drawn. All rows of a list write with the same few pens: a list
 * view makes 200 rows where 15 are seen, and a layout of its own for each text of each would take
 * longer than all the rest of it. */

#include "config.h"

#include "wb-call-row-private.h"

#include "compat.h"

#define PAD_X 14
#define PAD_Y 8
#define LINE_GAP 3
#define COLUMN_GAP 12
#define ICON_SIZE 16
#define ICON_GAP 5
#define BADGE_SIZE 18
#define HEADER_TOP 16
#define HEADER_BOTTOM 6

typedef enum
{
  PEN_NAME,
  PEN_HEADER,
  PEN_SMALL,
  PEN_URGENT,
  PEN_BADGE,
  N_PENS,
} Pen;

static const struct
{
  gboolean is_bold;
  double scale;
} pen_table[N_PENS] = {
  [PEN_NAME] = { TRUE, 1 },     [PEN_HEADER] = { TRUE, 0.9 },  [PEN_SMALL] = { FALSE, 0.9 },
  [PEN_URGENT] = { TRUE, 0.9 }, [PEN_BADGE] = { TRUE, 0.68 },
};

struct _WbCallRowPens
{
  PangoLayout *layouts[N_PENS];  /* (owned) */
  guint serial;                  /* of the context that the following was measured in */
  int line_height;
};

void
wb_call_row_pens_free (WbCallRowPens *self)
{
  for (guint i = 0; i < N_PENS; i++)
    g_object_unref (self->layouts[i]);
  g_free (self);
}

/* Of the list that the first row is in: its letters are those of all of its rows. */
static WbCallRowPens *
ensure_pens (WbCallRow *self)
{
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_LIST_VIEW);
  WbCallRowPens *pens = self->rules->pens;

  if (pens)
    return pens;

  pens = self->rules->pens = g_new0 (WbCallRowPens, 1);
  for (guint i = 0; i < N_PENS; i++) {
    g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

    pens->layouts[i] = gtk_widget_create_pango_layout (list ? list : GTK_WIDGET (self), NULL);
    if (pen_table[i].is_bold)
      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
    pango_attr_list_insert (attributes, pango_attr_scale_new (pen_table[i].scale));
    pango_layout_set_attributes (pens->layouts[i], attributes);
    pango_layout_set_ellipsize (pens->layouts[i], PANGO_ELLIPSIZE_END);
    pango_layout_set_single_paragraph_mode (pens->layouts[i], TRUE);
  }

  return pens;
}

static int
get_line_height (WbCallRow *self)
{
  WbCallRowPens *pens = ensure_pens (self);
  guint serial = pango_context_get_serial (pango_layout_get_context (pens->layouts[PEN_NAME]));

  if (pens->line_height == 0 || pens->serial != serial) {
    pango_layout_set_width (pens->layouts[PEN_NAME], -1);
    pango_layout_set_text (pens->layouts[PEN_NAME], "X", 1);
    pango_layout_get_pixel_size (pens->layouts[PEN_NAME], NULL, &pens->line_height);
    pens->serial = serial;
  }

  return pens->line_height;
}

int
wb_call_row_get_height (WbCallRow *self)
{
  int line = get_line_height (self);

  return self->is_header ? HEADER_TOP + line + HEADER_BOTTOM
                         : PAD_Y + line + LINE_GAP + MAX (line, BADGE_SIZE) + PAD_Y;
}

/* Readies the pen to write a text at most @room wide; gives how wide it will be. */
static int
take_pen (WbCallRow    *self,
          int           text,
          Pen           pen,
          int           room,
          PangoLayout **layout_out)
{
  PangoLayout *layout = ensure_pens (self)->layouts[pen];
  int width = 0;

  *layout_out = layout;
  if (!self->texts[text] || room <= 0)
    return 0;

  pango_layout_set_width (layout, -1);
  pango_layout_set_text (layout, self->texts[text], -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (width <= room)
    return width;
  pango_layout_set_width (layout, room * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, &width, NULL);

  return MIN (width, room);
}

/* @x is the left edge of what is @width wide, where writing goes from left to right. */
static void
move_to (WbCallRow   *self,
         GtkSnapshot *snapshot,
         float        x,
         float        y,
         float        width)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = (float) gtk_widget_get_width (GTK_WIDGET (self)) - x - width;
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
}

/* Writes a text at most @room wide from @x on, or up to there when @from_end; gives its width. */
static int
write_text (WbCallRow     *self,
            GtkSnapshot   *snapshot,
            int            text,
            Pen            pen,
            int            x,
            int            y,
            int            room,
            gboolean       from_end,
            const GdkRGBA *color)
{
  PangoLayout *layout = NULL;
  int width = take_pen (self, text, pen, room, &layout);

  if (width == 0)
    return 0;

  gtk_snapshot_save (snapshot);
  move_to (self, snapshot, (float) (from_end ? x - width : x), (float) y, (float) width);
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);

  return width;
}

/* Its place is that of the words beside it, which only drawing measures. */
static void
draw_icon (WbCallRow   *self,
           GtkSnapshot *snapshot,
           GtkWidget   *icon,
           int          end,
           int          y)
{
  gtk_snapshot_save (snapshot);
  move_to (self, snapshot, (float) (end - ICON_SIZE), (float) y, ICON_SIZE);
  gtk_widget_snapshot_child (GTK_WIDGET (self), icon, snapshot);
  gtk_snapshot_restore (snapshot);
}

static void
draw_badge (WbCallRow     *self,
            GtkSnapshot   *snapshot,
            int            end,
            int            y,
            const GdkRGBA *color)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, BADGE_SIZE, BADGE_SIZE);
  GdkRGBA fill = *color;
  GskRoundedRect circle;
  PangoLayout *layout = NULL;
  int width = take_pen (self, WB_CALL_ROW_BADGE, PEN_BADGE, 2 * BADGE_SIZE, &layout);
  int height = 0;

  pango_layout_get_pixel_size (layout, NULL, &height);
  fill.alpha *= 0.15f;
  gsk_rounded_rect_init_from_rect (&circle, &bounds, BADGE_SIZE / 2.0f);
  gtk_snapshot_save (snapshot);
  move_to (self, snapshot, (float) (end - BADGE_SIZE), (float) y, BADGE_SIZE);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, &fill, &bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (BADGE_SIZE - width) / 2.0f,
                                                          (float) (BADGE_SIZE - height) / 2.0f));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_first_line (WbCallRow     *self,
                 GtkSnapshot   *snapshot,
                 const GdkRGBA *color,
                 const GdkRGBA *urgent)
{
  int end = gtk_widget_get_width (GTK_WIDGET (self)) - PAD_X;

  end -= write_text (self, snapshot, WB_CALL_ROW_DUE,
                     self->urgency == WB_URGENCY_NONE ? PEN_SMALL : PEN_URGENT, end, PAD_Y,
                     end - PAD_X, TRUE, urgent);
  if (self->urgency == WB_URGENCY_LATE) {
    end -= ICON_GAP;
    draw_icon (self, snapshot, self->icon, end, PAD_Y + (get_line_height (self) - ICON_SIZE) / 2);
    end -= ICON_SIZE;
  }
  write_text (self, snapshot, WB_CALL_ROW_NAME, PEN_NAME, PAD_X, PAD_Y, end - COLUMN_GAP - PAD_X,
              FALSE, color);
}

static void
draw_second_line (WbCallRow     *self,
                  GtkSnapshot   *snapshot,
                  const GdkRGBA *color,
                  const GdkRGBA *dim)
{
  int end = gtk_widget_get_width (GTK_WIDGET (self)) - PAD_X;
  int line = get_line_height (self);
  int y = PAD_Y + line + LINE_GAP;
  int aside = 0;

  if (self->texts[WB_CALL_ROW_BADGE]) {
    draw_badge (self, snapshot, end, y, color);
    end -= BADGE_SIZE + ICON_GAP;
  }
  /* Words aside leave room for what the call is about. */
  aside = write_text (self, snapshot, WB_CALL_ROW_ASIDE, PEN_SMALL, end, y,
                      (gtk_widget_get_width (GTK_WIDGET (self)) - 2 * PAD_X) * 3 / 5, TRUE, dim);
  if (aside > 0)
    end -= aside + ICON_GAP;
  if (self->marked != WB_CALL_MARK_NONE) {
    draw_icon (self, snapshot, self->mark, end, y + (line - ICON_SIZE) / 2);
    end -= ICON_SIZE + ICON_GAP;
  }
  write_text (self, snapshot, WB_CALL_ROW_ABOUT, PEN_SMALL, PAD_X, y, end - PAD_X - ICON_GAP, FALSE,
              dim);
}

void
wb_call_row_draw (WbCallRow   *self,
                  GtkSnapshot *snapshot)
{
  GdkRGBA color = { 0 };
  GdkRGBA dim = { 0 };
  GdkRGBA urgent = { 0 };

  wb_compat_get_color (GTK_WIDGET (self), &color);
  wb_compat_get_color (self->icon, &urgent);
  dim = color;
  dim.alpha *= 0.6f;

  if (self->is_header) {
    write_text (self, snapshot, WB_CALL_ROW_NAME, PEN_HEADER, PAD_X, HEADER_TOP,
                gtk_widget_get_width (GTK_WIDGET (self)) - 2 * PAD_X, FALSE, &urgent);
    return;
  }

  draw_first_line (self, snapshot, &color, &urgent);
  draw_second_line (self, snapshot, &color, &dim);
}
