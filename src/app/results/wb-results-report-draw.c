/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The report on A4 pages, in points, with Pango and cairo alone, so that any thread can. One
 * function places each block, and either draws it or only says how high it is, so that what was
 * measured is what is drawn. Nothing is shortened: words wrap, and break where they have to. */

#include "config.h"

#include "wb-results-report-private.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>

#define PAGE_WIDTH 595.28
#define PAGE_HEIGHT 841.89
#define MARGIN 48.0
#define HEAD_GAP 16.0
#define FOOT_HEIGHT 26.0
#define CELL_GAP 8.0
#define CELL_PAD 4.0
#define MARK_INDENT 12.0
#define CHART_HEIGHT 122.0
#define CHART_FONT 7.5
#define KEY_SIZE 8.0
#define KEY_GAP 5.0
#define LEGEND_GAP 16.0
/* Points; still read without glasses on paper. */
#define SMALLEST 5.5
#define FAINT 0.8
#define QUIET 0.35

typedef struct
{
  PangoContext *pango;
  const WbResultsReport *report;
  cairo_t *cr;   /* (nullable) NULL = measure only */
  double width;
} Pen;

typedef struct
{
  double size;
  gboolean is_bold;
  double grey;
  double above;   /* free space */
} Look;

static const Look looks[] = {
  [WB_REPORT_TITLE] = { 19, TRUE, 0, 0 },
  [WB_REPORT_HEADLINE] = { 14, TRUE, 0, 12 },
  [WB_REPORT_HEADING] = { 11, TRUE, 0, 18 },
  [WB_REPORT_TEXT] = { 9.5, FALSE, 0, 3 },
  [WB_REPORT_ADVICE] = { 9.5, FALSE, 0, 4 },
  [WB_REPORT_SMALL] = { 8, FALSE, QUIET, 4 },
  [WB_REPORT_TABLE_HEAD] = { 7.5, TRUE, QUIET, 4 },
  [WB_REPORT_TABLE_ROW] = { 8.5, FALSE, 0, 0 },
  [WB_REPORT_CHART] = { CHART_FONT, FALSE, 0, 6 },
  [WB_REPORT_GAP] = { 9, FALSE, 0, 8 },
};

static const Look look_edge = { 8, FALSE, QUIET, 0 };
/* In tables: what a row is about, and what stands below a cell. */
static const Look look_name = { 8.5, TRUE, 0, 0 };
static const Look look_note = { 7, FALSE, QUIET, 0 };

static PangoLayout *
make_layout (const Pen  *pen,
             const Look *look,
             const char *text,
             double      width)
{
  PangoLayout *layout = pango_layout_new (pen->pango);
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, pen->report->family);
  pango_font_description_set_size (font, (int) (look->size * PANGO_SCALE));
  pango_font_description_set_weight (font,
                                     look->is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  if (width >= 0) {
    pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  }

  return layout;
}

static double
put_text (const Pen      *pen,
          double          x,
          double          y,
          double          width,
          const Look     *look,
          PangoAlignment  alignment,
          const char     *text)
{
  g_autoptr (PangoLayout) layout = NULL;
  int height = 0;

  if (!text || *text == '\0')
    return 0;

  layout = make_layout (pen, look, text, width);
  pango_layout_set_alignment (layout, alignment);
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
  g_autoptr (PangoLayout) layout = make_layout (pen, look, text, -1);
  int width = 0;

  pango_layout_get_size (layout, &width, NULL);

  return (double) width / PANGO_SCALE;
}

/* Better smaller than broken in two: amounts and long words in a narrow column. */
static Look
fit_words (const Pen  *pen,
           const Look *look,
           const char *text,
           double      width)
{
  g_auto (GStrv) words = g_strsplit_set (text ? text : "", " \n", -1);
  Look fitting = *look;
  double widest = 0;

  for (guint i = 0; words[i]; i++)
    widest = MAX (widest, measure_width (pen, look, words[i]));
  if (widest > width)
    fitting.size = MAX (SMALLEST, look->size * width / widest * 0.99);

  return fitting;
}

static void
put_line (const Pen *pen,
          double     y,
          double     grey)
{
  if (!pen->cr)
    return;

  cairo_set_source_rgb (pen->cr, grey, grey, grey);
  cairo_set_line_width (pen->cr, 0.5);
  cairo_move_to (pen->cr, 0, y);
  cairo_line_to (pen->cr, pen->width, y);
  cairo_stroke (pen->cr);
}

/* Words on the left, numbers on the right of their columns, as high as the highest. */
static double
put_cells (const Pen           *pen,
           double               y,
           const WbReportBlock *block)
{
  double room = pen->width - (block->n_columns - 1) * CELL_GAP;
  double whole = 0;
  double x = 0;
  double height = 0;

  for (int i = 0; i < block->n_columns; i++)
    whole += block->widths[i];
  for (int i = 0; i < block->n_columns; i++) {
    double width = room * block->widths[i] / whole;
    gboolean is_left = (i < block->n_left) != pen->report->is_rtl;
    PangoAlignment alignment = is_left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
    gboolean is_name = i == 0 && block->kind == WB_REPORT_TABLE_ROW;
    Look look = fit_words (pen, is_name ? &look_name : &looks[block->kind], block->cells[i], width);
    Look note = fit_words (pen, &look_note, block->notes[i], width);
    double left = pen->report->is_rtl ? pen->width - x - width : x;
    double cell = put_text (pen, left, y + CELL_PAD, width, &look, alignment, block->cells[i]);

    cell += put_text (pen, left, y + CELL_PAD + cell, width, &note, alignment, block->notes[i]);
    height = MAX (height, cell);
    x += width + CELL_GAP;
  }
  height += 2 * CELL_PAD;
  put_line (pen, y + height, block->kind == WB_REPORT_TABLE_HEAD ? QUIET : FAINT);

  return height;
}

/* What the colours and patterns stand for, on as many lines as that takes. */
static double
put_legend (const Pen          *pen,
            double              y,
            const WbChartData  *data,
            const WbChartStyle *style)
{
  const Look *look = &looks[WB_REPORT_CHART];
  double line = look->size * 1.7;
  double x = 0;
  double top = y;

  if (data->series->len < 2)
    return 0;

  for (guint i = 0; i < data->series->len; i++) {
    const WbChartSeries *series = g_ptr_array_index (data->series, i);
    double width = KEY_SIZE + KEY_GAP + measure_width (pen, look, series->name);

    if (x > 0 && x + width > pen->width) {
      x = 0;
      y += line;
    }
    if (pen->cr)
      wb_chart_draw_key (series->tone, data->kind, style, pen->cr, x, y + 1, KEY_SIZE);
    put_text (pen, x + KEY_SIZE + KEY_GAP, y, width - KEY_SIZE - KEY_GAP + 1, look,
              PANGO_ALIGN_LEFT, series->name);
    x += width + LEGEND_GAP;
  }

  return y + line - top;
}

static double
put_chart (const Pen         *pen,
           double             y,
           const WbChartData *data)
{
  WbChartStyle style;
  double legend = 0;
  double height = 0;

  wb_chart_style_paper (&style);
  style.font_points = CHART_FONT;
  style.is_rtl = pen->report->is_rtl;
  legend = put_legend (pen, y, data, &style);
  height = wb_chart_get_height (data, &style, pen->pango);
  if (data->kind == WB_CHART_BARS || data->kind == WB_CHART_LINES)
    height = MAX (height, CHART_HEIGHT);
  if (pen->cr) {
    cairo_save (pen->cr);
    cairo_translate (pen->cr, 0, y + legend);
    wb_chart_draw (data, &style, pen->pango, pen->cr, pen->width, height);
    cairo_restore (pen->cr);
  }

  return legend + height;
}

static double
put_advice (const Pen  *pen,
            double      y,
            const char *text)
{
  const Look *look = &looks[WB_REPORT_ADVICE];
  gboolean is_rtl = pen->report->is_rtl;

  put_text (pen, is_rtl ? pen->width - MARK_INDENT : 0, y, MARK_INDENT, look,
            is_rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT, "•");

  return put_text (pen, is_rtl ? 0 : MARK_INDENT, y, pen->width - MARK_INDENT, look,
                   PANGO_ALIGN_LEFT, text);
}

static double
put_block (const Pen           *pen,
           double               y,
           const WbReportBlock *block)
{
  double above = looks[block->kind].above;

  switch (block->kind) {
    case WB_REPORT_TABLE_HEAD:
    case WB_REPORT_TABLE_ROW:
      return above + put_cells (pen, y + above, block);
    case WB_REPORT_CHART:
      return above + put_chart (pen, y + above, block->chart);
    case WB_REPORT_ADVICE:
      return above + put_advice (pen, y + above, block->text);
    default:
      return above + put_text (pen, 0, y + above, pen->width, &looks[block->kind],
                               PANGO_ALIGN_LEFT, block->text);
  }
}

/* On every page, so that a loose one still says what it is. */
static double
put_head (const Pen *pen)
{
  double half = pen->width / 2 - CELL_GAP;
  double left = put_text (pen, 0, 0, half, &look_edge, PANGO_ALIGN_LEFT, pen->report->merchant);
  double right = put_text (pen, pen->width - half, 0, half, &look_edge, PANGO_ALIGN_RIGHT,
                           pen->report->subject);
  double y = MAX (left, right) + 4;

  put_line (pen, y, FAINT);

  return y + HEAD_GAP;
}

static void
put_foot (const Pen *pen,
          double     y,
          guint      page,
          guint      n_pages)
{
  g_autofree char *number = g_strdup_printf (_ ("Page %u of %u"), page, n_pages);
  double half = pen->width / 2 - CELL_GAP;

  put_line (pen, y, FAINT);
  put_text (pen, 0, y + 6, half, &look_edge, PANGO_ALIGN_LEFT, pen->report->made);
  put_text (pen, pen->width - half, y + 6, half, &look_edge, PANGO_ALIGN_RIGHT, number);
}

static gboolean
is_followed (const WbReportBlock *block)
{
  return block->kind == WB_REPORT_HEADING || block->kind == WB_REPORT_HEADLINE ||
         block->kind == WB_REPORT_TABLE_HEAD || block->kind == WB_REPORT_CHART;
}

/* So much has to stand on one page with the block: a heading is never the last of its page, nor a
 * table's head, nor a chart apart from its words; and a table of a few rows stays whole. */
static double
measure_together (const Pen *pen,
                  guint      index,
                  double     room)
{
  GPtrArray *blocks = pen->report->blocks;
  gboolean starts_table = is_followed (g_ptr_array_index (blocks, index));
  double height = 0;
  guint i = index;

  for (; i < blocks->len; i++) {
    const WbReportBlock *block = g_ptr_array_index (blocks, i);

    height += put_block (pen, 0, block);
    if (!is_followed (block))
      break;
  }
  for (i++; starts_table && i < blocks->len; i++) {
    const WbReportBlock *block = g_ptr_array_index (blocks, i);
    double more = height;

    if (block->kind != WB_REPORT_TABLE_ROW)
      break;
    more += put_block (pen, 0, block);
    if (more > room / 2)
      break;
    height = more;
  }

  return height;
}

static const WbReportBlock *
get_head (const WbResultsReport *report,
          guint                  index)
{
  const WbReportBlock *block = g_ptr_array_index (report->blocks, index);

  if (block->kind != WB_REPORT_TABLE_ROW || block->head == WB_REPORT_NO_HEAD)
    return NULL;

  return g_ptr_array_index (report->blocks, block->head);
}

/* The first block of each page. (element-type guint) */
static GArray *
lay_out (const Pen *pen,
         double     room)
{
  GPtrArray *blocks = pen->report->blocks;
  GArray *pages = g_array_new (FALSE, FALSE, sizeof (guint));
  double filled = 0;

  for (guint i = 0; i < blocks->len; i++) {
    double needed = measure_together (pen, i, room);

    if (i == 0 || (filled > 0 && filled + needed > room)) {
      const WbReportBlock *head = get_head (pen->report, i);

      g_array_append_val (pages, i);
      filled = head ? put_block (pen, 0, head) : 0;
    }
    filled += put_block (pen, 0, g_ptr_array_index (blocks, i));
  }

  return pages;
}

static void
draw_page (const Pen *pen,
           GArray    *pages,
           guint      page)
{
  GPtrArray *blocks = pen->report->blocks;
  guint from = g_array_index (pages, guint, page);
  guint to = page + 1 < pages->len ? g_array_index (pages, guint, page + 1) : blocks->len;
  const WbReportBlock *head = get_head (pen->report, from);
  double y = put_head (pen);

  if (head)
    y += put_block (pen, y, head);
  for (guint i = from; i < to; i++)
    y += put_block (pen, y, g_ptr_array_index (blocks, i));
  put_foot (pen, PAGE_HEIGHT - 2 * MARGIN - FOOT_HEIGHT + 6, page + 1, pages->len);
}

static cairo_status_t
take_bytes (void                *data,
            const unsigned char *bytes,
            unsigned int         length)
{
  g_byte_array_append (data, bytes, length);

  return CAIRO_STATUS_SUCCESS;
}

/**
 * wb_results_report_draw:
 * @self: a report
 * @n_pages_out: (out) (optional): how many pages it has
 * @error: return location
 *
 * Any thread, one at a time. Errors: %G_IO_ERROR_FAILED with cairo's words.
 *
 * Returns: (transfer full) (nullable): a PDF
 */
GBytes *
wb_results_report_draw (WbResultsReport  *self,
                        guint            *n_pages_out,
                        GError          **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  /* A map of its own: the default one has the screen's resolution. */
  g_autoptr (PangoFontMap) map = pango_cairo_font_map_new ();
  PangoContext *pango = NULL;
  PangoFontDescription *font = pango_font_description_from_string (self->family);
  g_autoptr (GArray) pages = NULL;
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (take_bytes, bytes, PAGE_WIDTH,
                                                                  PAGE_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status = CAIRO_STATUS_SUCCESS;
  Pen pen = { NULL, self, NULL, PAGE_WIDTH - 2 * MARGIN };

  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (map), 72);
  pango = pango_font_map_create_context (map);
  pango_context_set_base_dir (pango, self->is_rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  pango_context_set_font_description (pango, font);
  pango_font_description_free (font);
  pango_cairo_update_context (cr, pango);
  pen.pango = pango;
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->subject);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, self->merchant);

  pages = lay_out (&pen, PAGE_HEIGHT - 2 * MARGIN - FOOT_HEIGHT - put_head (&pen));
  pen.cr = cr;
  for (guint page = 0; page < pages->len; page++) {
    cairo_save (cr);
    cairo_translate (cr, MARGIN, MARGIN);
    draw_page (&pen, pages, page);
    cairo_restore (cr);
    cairo_show_page (cr);
  }
  g_object_unref (pango);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (n_pages_out)
    *n_pages_out = pages->len;
  if (status != CAIRO_STATUS_SUCCESS) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
    return NULL;
  }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
