/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The call sheet on pages, in points. One function places each row, and either draws it or only
 * says how high it is, so that what was measured is what is drawn. Ink is black and grey: colour is
 * not sure to be there. */

#include "config.h"

#include "wb-call-sheet-private.h"

#include <glib/gi18n-lib.h>

#define ROWS_AT_ONCE 50
#define GAP 8.0
#define BOX_SIZE 10.0
#define BOX_COLUMN 18.0
#define TIME_SHARE 0.19
#define PERSON_SHARE 0.30
#define ROW_PAD 6.0
#define WRITE_LINE 21.0
#define HEAD_GAP 10.0
#define FOOT_GAP 4.0
#define NUMBER_WIDTH 70.0
#define FAINT 0.65
#define TEXT_GREY 0.35

typedef struct {
  GtkPrintContext *context;
  const char *family;
  cairo_t *cr;   /* (nullable) NULL = measure only */
  double width;
} Pen;

typedef struct {
  double size;
  gboolean is_bold;
  double grey;
  int n_lines_max;
  PangoAlignment alignment;
} Look;

static const Look look_plain = { 9, FALSE, 0, 2, PANGO_ALIGN_LEFT };
static const Look look_strong = { 9, TRUE, 0, 2, PANGO_ALIGN_LEFT };
static const Look look_number = { 11, TRUE, 0, 2, PANGO_ALIGN_LEFT };
static const Look look_quiet = { 8, FALSE, TEXT_GREY, 2, PANGO_ALIGN_LEFT };
static const Look look_label = { 7, FALSE, TEXT_GREY, 1, PANGO_ALIGN_LEFT };
static const Look look_note = { 8, FALSE, 0, 6, PANGO_ALIGN_LEFT };
static const Look look_title = { 15, TRUE, 0, 2, PANGO_ALIGN_LEFT };
static const Look look_heading = { 11, TRUE, 0, 1, PANGO_ALIGN_LEFT };
static const Look look_legend = { 7.5, FALSE, 0, 3, PANGO_ALIGN_LEFT };
static const Look look_right = { 8, FALSE, TEXT_GREY, 1, PANGO_ALIGN_RIGHT };

static PangoLayout *
make_layout (const Pen  *pen,
             const Look *look,
             const char *text)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (pen->context);
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, pen->family);
  pango_font_description_set_size (font, (int) (look->size * PANGO_SCALE));
  pango_font_description_set_weight (font,
                                     look->is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

/* Wraps within @width; what is longer than the look's lines ends in "…". */
static double
put_text (const Pen  *pen,
          double      x,
          double      y,
          double      width,
          const Look *look,
          const char *text)
{
  g_autoptr (PangoLayout) layout = NULL;
  int height = 0;

  if (!text || *text == '\0' || width <= 0)
    return 0;

  layout = make_layout (pen, look, text);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height (layout, -look->n_lines_max);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, look->alignment);
  pango_layout_get_size (layout, NULL, &height);

  if (pen->cr) {
    cairo_set_source_rgb (pen->cr, look->grey, look->grey, look->grey);
    cairo_move_to (pen->cr, x, y);
    pango_cairo_show_layout (pen->cr, layout);
  }

  return (double) height / PANGO_SCALE;
}

static double
measure_width (const Pen  *pen,
               const Look *look,
               const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (pen, look, text);
  int width = 0;

  pango_layout_get_size (layout, &width, NULL);

  return (double) width / PANGO_SCALE;
}

static void
put_line (const Pen *pen,
          double     from_x,
          double     to_x,
          double     y,
          double     grey)
{
  if (!pen->cr || to_x <= from_x)
    return;

  cairo_set_source_rgb (pen->cr, grey, grey, grey);
  cairo_set_line_width (pen->cr, 0.5);
  cairo_move_to (pen->cr, from_x, y);
  cairo_line_to (pen->cr, to_x, y);
  cairo_stroke (pen->cr);
}

static void
put_box (const Pen *pen,
         double     y,
         gboolean   is_ticked)
{
  if (!pen->cr)
    return;

  cairo_set_source_rgb (pen->cr, 0, 0, 0);
  cairo_set_line_width (pen->cr, 0.8);
  cairo_rectangle (pen->cr, 0.5, y + 1.5, BOX_SIZE, BOX_SIZE);
  cairo_stroke (pen->cr);
  if (!is_ticked)
    return;

  cairo_set_line_width (pen->cr, 1.4);
  cairo_move_to (pen->cr, 2.5, y + 6.5);
  cairo_line_to (pen->cr, 4.8, y + 9);
  cairo_line_to (pen->cr, 8.7, y + 4);
  cairo_stroke (pen->cr);
}

/* A label and room to write behind it, up to @to_x. */
static void
put_blank (const Pen  *pen,
           double      x,
           double      to_x,
           double      baseline,
           const char *label)
{
  double label_width = measure_width (pen, &look_label, label);

  if (!pen->cr)
    return;

  put_text (pen, x, baseline - 8, to_x - x, &look_label, label);
  put_line (pen, x + label_width + 3, to_x, baseline, FAINT);
}

static double
put_heading (const Pen  *pen,
             double      y,
             const char *heading)
{
  double height = put_text (pen, 0, y + ROW_PAD, pen->width, &look_heading, heading);

  put_line (pen, 0, pen->width, y + ROW_PAD + height + 3, 0);

  return ROW_PAD + height + 4;
}

/* When, who, about what, side by side; then what was noted, or room to note it. */
static double
put_call (const Pen            *pen,
          double                y,
          const WbCallSheetRow *row)
{
  double time_x = BOX_COLUMN;
  double person_x = time_x + pen->width * TIME_SHARE + GAP;
  double about_x = person_x + pen->width * PERSON_SHARE + GAP;
  double time_width = person_x - GAP - time_x;
  double person_width = about_x - GAP - person_x;
  double about_width = pen->width - about_x;
  double top = y + ROW_PAD;
  double time_y = top;
  double person_y = top;
  double about_y = top;
  /* Better smaller than broken in two: it is read out digit by digit. */
  const Look *number_look = measure_width (pen, &look_number, row->number) <= person_width
                              ? &look_number
                              : &look_strong;
  double bottom;

  put_box (pen, top, row->is_closed);
  time_y += put_text (pen, time_x, time_y, time_width, &look_strong, row->due);
  time_y += put_text (pen, time_x, time_y, time_width, &look_strong, row->state);
  time_y += put_text (pen, time_x, time_y, time_width, &look_quiet, row->promise);
  person_y += put_text (pen, person_x, person_y, person_width, &look_strong, row->person);
  person_y += put_text (pen, person_x, person_y, person_width, number_look, row->number);
  about_y += put_text (pen, about_x, about_y, about_width, &look_plain, row->ticket);
  about_y += put_text (pen, about_x, about_y, about_width, &look_quiet, row->product);
  about_y += put_text (pen, about_x, about_y, about_width, &look_quiet, row->attempts);
  about_y += put_text (pen, about_x, about_y, about_width, &look_quiet, row->holder);

  bottom = MAX (time_y, MAX (person_y, about_y));
  bottom += put_text (pen, time_x, bottom + 2, pen->width - time_x, &look_note, row->note);
  if (!row->is_closed) {
    bottom += WRITE_LINE;
    put_blank (pen, time_x, time_x + time_width, bottom, _ ("Called at"));
    put_blank (pen, person_x, person_x + person_width / 2, bottom, _ ("Outcome"));
    put_blank (pen, person_x + person_width / 2 + GAP, pen->width, bottom, _ ("Note"));
  }
  bottom += ROW_PAD;
  put_line (pen, 0, pen->width, bottom, FAINT);

  return bottom - y;
}

static double
put_row (const Pen            *pen,
         double                y,
         const WbCallSheetRow *row)
{
  return row->heading ? put_heading (pen, y, row->heading) : put_call (pen, y, row);
}

/* On every page, so that a loose one still says what it is. */
static double
put_head (const Pen         *pen,
          const WbCallSheet *sheet)
{
  double half = pen->width / 2;
  double y = 0;
  double left = put_text (pen, 0, y, half, &look_quiet, sheet->merchant);
  double right = put_text (pen, half, y, half, &look_right, sheet->printed);

  y += MAX (left, right) + 2;
  left = put_text (pen, 0, y, pen->width * 0.8, &look_title, sheet->title);
  put_text (pen, pen->width * 0.8, y + 6, pen->width * 0.2, &look_right, sheet->count);
  y += left + 3;
  put_line (pen, 0, pen->width, y, 0);

  return y;
}

/* What the numbers for the outcomes mean, and what must not be forgotten. */
static double
put_foot (const Pen         *pen,
          double             y,
          const WbCallSheet *sheet,
          const char        *number)
{
  double top = y;

  put_line (pen, 0, pen->width, y + FOOT_GAP, FAINT);
  y += 2 * FOOT_GAP;
  put_text (pen, pen->width - NUMBER_WIDTH, y, NUMBER_WIDTH, &look_right, number);
  y += put_text (pen, 0, y, pen->width - NUMBER_WIDTH - GAP, &look_legend, sheet->legend) + 2;
  y += put_text (pen, 0, y, pen->width, &look_label,
                 _ ("This sheet holds personal data. Destroy it once everything is written down."));

  return y - top;
}

/**
 * wb_call_sheet_lay_out:
 * @self: a sheet
 * @context: the paper
 *
 * Lays out some rows more, few enough for a frame. A heading is never the last of its page; a row
 * that is higher than a page has one of its own.
 *
 * Returns: `TRUE` when all pages are known
 */
gboolean
wb_call_sheet_lay_out (WbCallSheet     *self,
                       GtkPrintContext *context)
{
  Pen pen = { context, self->family, NULL, gtk_print_context_get_width (context) };
  double room = gtk_print_context_get_height (context) - put_head (&pen, self) -
                put_foot (&pen, 0, self, NULL);
  guint stop = MIN (self->n_laid_out + ROWS_AT_ONCE, self->rows->len);

  if (self->pages->len == 0) {
    guint first = 0;

    g_array_append_val (self->pages, first);
    self->filled = 0;
  }

  for (; self->n_laid_out < stop; self->n_laid_out++) {
    guint i = self->n_laid_out;
    const WbCallSheetRow *row = g_ptr_array_index (self->rows, i);
    double height = put_row (&pen, 0, row);
    double needed = height;

    if (row->heading && i + 1 < self->rows->len)
      needed += put_row (&pen, 0, g_ptr_array_index (self->rows, i + 1));
    if (self->filled > 0 && self->filled + needed > room) {
      g_array_append_val (self->pages, i);
      self->filled = 0;
    }
    self->filled += height;
  }

  return self->n_laid_out == self->rows->len;
}

/**
 * wb_call_sheet_draw_page:
 * @self: a sheet that is laid out
 * @context: the paper
 * @page: the page, from 0
 */
void
wb_call_sheet_draw_page (WbCallSheet     *self,
                         GtkPrintContext *context,
                         guint            page)
{
  Pen pen = { context, self->family, gtk_print_context_get_cairo_context (context),
              gtk_print_context_get_width (context) };
  Pen measure = { context, self->family, NULL, pen.width };
  double foot_y = gtk_print_context_get_height (context) - put_foot (&measure, 0, self, NULL);
  g_autofree char *number = NULL;
  double y;
  guint from;
  guint to;

  g_return_if_fail (page < self->pages->len);

  y = put_head (&pen, self);

  from = g_array_index (self->pages, guint, page);
  to = page + 1 < self->pages->len ? g_array_index (self->pages, guint, page + 1) : self->rows->len;
  for (guint i = from; i < to; i++)
    y += put_row (&pen, y, g_ptr_array_index (self->rows, i));
  if (self->rows->len == 0)
    put_text (&pen, 0, y + HEAD_GAP, pen.width, &look_plain, _ ("There are no calls here."));
  number = g_strdup_printf (_ ("Page %u of %u"), page + 1, self->pages->len);
  put_foot (&pen, foot_y, self, number);
}
