/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A drawn row; see wb-ticket-line.h. */

#include "config.h"

#include "wb-ticket-line.h"

#include "compat.h"
#include "wb-dot.h"
#include "wb-format.h"
#include "wb-ticket.h"

#include <glib/gi18n-lib.h>

#define PAD_X 14
#define PAD_Y 8
#define LINE_GAP 3
#define COLUMN_GAP 12
#define DOT_GAP 6
/* What the second line leaves at least to type, code and product. */
#define ABOUT_MIN 110

enum
{
  TEXT_NAME,   /* customer */
  TEXT_WHEN,   /* last change */
  TEXT_ABOUT,  /* type, code and product */
  TEXT_STATE,
  N_TEXTS,
};

struct _WbTicketLine
{
  GtkWidget parent_instance;

  WbContext *context;             /* (owned) */
  WbRow *row;                     /* (owned) (nullable) */
  gulong changed_id;
  PangoLayout *layouts[N_TEXTS];  /* (owned) (nullable) NULL = nothing to say */
  int widths[N_TEXTS];            /* in pixels */
  int line;                       /* height of a line, in pixels; 0 = not measured */
  gboolean is_stale;              /* the words are to be made when the row is drawn next */
  char *spoken;                   /* (owned) (nullable) */
  GdkRGBA state_color;
  gboolean has_state_color;
};

G_DEFINE_FINAL_TYPE (WbTicketLine, wb_ticket_line, GTK_TYPE_WIDGET)

static void
set_text (WbTicketLine *self,
          int           which,
          const char   *text,
          gboolean      bold)
{
  g_autoptr (PangoAttrList) attributes = NULL;

  g_clear_object (&self->layouts[which]);
  self->widths[which] = 0;
  if (!text || *text == '\0')
    return;

  attributes = pango_attr_list_new ();
  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  else
    pango_attr_list_insert (attributes, pango_attr_scale_new (0.9));
  self->layouts[which] = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  pango_layout_set_attributes (self->layouts[which], attributes);
  pango_layout_set_ellipsize (self->layouts[which], PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (self->layouts[which], TRUE);
  pango_layout_set_auto_dir (self->layouts[which], FALSE);
  pango_layout_get_pixel_size (self->layouts[which], &self->widths[which], NULL);
}

static void
set_spoken (WbTicketLine *self,
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
show_ticket (WbTicketLine   *self,
             const WbTicket *ticket)
{
  const char *type = wb_context_get_type_name (self->context, ticket->type);
  const WbTicketState *state = wb_context_find_state (self->context, ticket->state);
  const char *state_name = wb_context_get_state_name (self->context, ticket->state);
  const WbProduct *product =
    ticket->products->len > 0 ? g_ptr_array_index (ticket->products, 0) : NULL;
  const char *name = ticket->customer_name ? ticket->customer_name : _ ("Name not known");
  /* The list has the newest ticket first, so the time is that by which it is ordered. */
  g_autofree char *when = ticket->created_at == WB_TIME_NONE
                            ? NULL
                            : wb_format_when (ticket->created_at, wb_context_now (self->context),
                                              wb_context_get_zone (self->context));
  g_autofree char *code = g_strdup_printf ("%s %s", WB_TEXT (type), WB_TEXT (ticket->code));
  g_autofree char *about =
    wb_format_join (g_strstrip (code), product ? WB_TEXT (product->name) : "", NULL);

  set_text (self, TEXT_NAME, name, TRUE);
  set_text (self, TEXT_WHEN, when, FALSE);
  set_text (self, TEXT_ABOUT, about, FALSE);
  set_text (self, TEXT_STATE, state_name, FALSE);
  self->has_state_color =
    state && state->color && gdk_rgba_parse (&self->state_color, state->color);
  set_spoken (self, wb_format_join (name, about, WB_TEXT (state_name), WB_TEXT (when), NULL));
}

/* The words are made when they are drawn: a list binds ten times as many rows as it shows, and
 * laying text out is most of what a jump of the scroll bar costs. */
static void
make_words (WbTicketLine *self)
{
  const WbTicket *ticket = self->row ? wb_row_get_record (self->row) : NULL;

  self->is_stale = FALSE;
  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_object (&self->layouts[i]);
  /* One that is gone leaves the list in a moment; until then its row is blank. */
  if (ticket)
    show_ticket (self, ticket);
}

static int
get_line (WbTicketLine *self)
{
  if (self->line == 0) {
    g_autoptr (PangoLayout) sample = gtk_widget_create_pango_layout (GTK_WIDGET (self), "X");

    pango_layout_get_pixel_size (sample, NULL, &self->line);
  }

  return self->line;
}

static void
wb_ticket_line_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  WbTicketLine *self = WB_TICKET_LINE (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    /* Words give way by ellipsis, so the row fits wherever the list does. */
    *minimum = 200;
    *natural = 320;
  } else {
    *minimum = *natural = 2 * (PAD_Y + get_line (self)) + LINE_GAP;
  }
}

/* Draws a text at most @room wide; @x is its left edge, or its right one when @from_end. */
static void
draw_text (WbTicketLine  *self,
           GtkSnapshot   *snapshot,
           int            which,
           int            x,
           int            y,
           int            room,
           gboolean       from_end,
           const GdkRGBA *color)
{
  PangoLayout *layout = self->layouts[which];

  if (!layout || room <= 0)
    return;

  pango_layout_set_width (layout, room * PANGO_SCALE);
  pango_layout_set_alignment (layout, from_end ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  if (from_end)
    x -= room;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL) {
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x - room;
    pango_layout_set_alignment (layout, from_end ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
  }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
wb_ticket_line_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  WbTicketLine *self = WB_TICKET_LINE (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget);
  int line = get_line (self);
  int second = PAD_Y + line + LINE_GAP;
  int end = width - PAD_X;
  int room = width - 2 * PAD_X;
  int state = MIN (self->widths[TEXT_STATE], MAX (room - ABOUT_MIN - COLUMN_GAP, 0));
  GdkRGBA color = { 0 };
  GdkRGBA dim = { 0 };

  if (self->is_stale) {
    make_words (self);
    state = MIN (self->widths[TEXT_STATE], MAX (room - ABOUT_MIN - COLUMN_GAP, 0));
  }
  wb_compat_get_color (widget, &color);
  dim = color;
  dim.alpha *= 0.6f;

  draw_text (self, snapshot, TEXT_WHEN, end, PAD_Y, self->widths[TEXT_WHEN], TRUE, &dim);
  draw_text (self, snapshot, TEXT_NAME, PAD_X, PAD_Y, room - self->widths[TEXT_WHEN] - COLUMN_GAP,
             FALSE, &color);

  draw_text (self, snapshot, TEXT_STATE, end, second, state, TRUE, &dim);
  end -= state;
  if (state > 0 && self->has_state_color) {
    int x = end - DOT_GAP - WB_DOT_SIZE;

    wb_dot_draw (snapshot, rtl ? width - x - WB_DOT_SIZE : x,
                 second + (line * 0.9f - WB_DOT_SIZE) / 2.0f, &self->state_color);
    end = x;
  }
  draw_text (self, snapshot, TEXT_ABOUT, PAD_X, second,
             end - PAD_X - (state > 0 ? COLUMN_GAP : 0), FALSE, &dim);
}

static void
wb_ticket_line_css_changed (GtkWidget         *widget,
                            GtkCssStyleChange *change)
{
  WbTicketLine *self = WB_TICKET_LINE (widget);

  GTK_WIDGET_CLASS (wb_ticket_line_parent_class)->css_changed (widget, change);

  self->line = 0;
  self->is_stale = TRUE;
  gtk_widget_queue_resize (widget);
}

static void
wb_ticket_line_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (wb_ticket_line_parent_class)->root (widget);

  wb_ticket_line_refresh (WB_TICKET_LINE (widget));
}

static void
wb_ticket_line_dispose (GObject *object)
{
  WbTicketLine *self = WB_TICKET_LINE (object);

  g_clear_signal_handler (&self->changed_id, self->row);
  g_clear_object (&self->row);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_ticket_line_parent_class)->dispose (object);
}

static void
wb_ticket_line_finalize (GObject *object)
{
  WbTicketLine *self = WB_TICKET_LINE (object);

  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_object (&self->layouts[i]);
  g_free (self->spoken);

  G_OBJECT_CLASS (wb_ticket_line_parent_class)->finalize (object);
}

static void
wb_ticket_line_class_init (WbTicketLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_ticket_line_dispose;
  object_class->finalize = wb_ticket_line_finalize;
  widget_class->css_changed = wb_ticket_line_css_changed;
  widget_class->measure = wb_ticket_line_measure;
  widget_class->root = wb_ticket_line_root;
  widget_class->snapshot = wb_ticket_line_snapshot;

  gtk_widget_class_set_css_name (widget_class, "ticketline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
wb_ticket_line_init (WbTicketLine *self)
{
}

/**
 * wb_ticket_line_new:
 * @context: for names, the clock and the zone
 *
 * Returns: (transfer floating): an empty row; main thread, as all here
 */
GtkWidget *
wb_ticket_line_new (WbContext *context)
{
  WbTicketLine *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_TICKET_LINE, NULL);
  self->context = g_object_ref (context);

  return GTK_WIDGET (self);
}

/**
 * wb_ticket_line_refresh:
 * @self: a row
 *
 * Says its words anew: the ticket changed, or a name it shows.
 */
void
wb_ticket_line_refresh (WbTicketLine *self)
{
  g_return_if_fail (WB_IS_TICKET_LINE (self));

  self->is_stale = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * wb_ticket_line_set_row:
 * @self: a row
 * @row: (nullable): the list's row of a ticket
 */
void
wb_ticket_line_set_row (WbTicketLine *self,
                        WbRow        *row)
{
  g_return_if_fail (WB_IS_TICKET_LINE (self));
  g_return_if_fail (!row || WB_IS_ROW (row));

  g_clear_signal_handler (&self->changed_id, self->row);
  g_set_object (&self->row, row);
  if (row)
    self->changed_id = g_signal_connect_swapped (row, "notify::record",
                                                 G_CALLBACK (wb_ticket_line_refresh), self);
  wb_ticket_line_refresh (self);
}

/**
 * wb_ticket_line_get_spoken:
 * @self: a row
 *
 * Returns: (nullable) (transfer none): its accessible name
 */
const char *
wb_ticket_line_get_spoken (WbTicketLine *self)
{
  g_return_val_if_fail (WB_IS_TICKET_LINE (self), NULL);

  return self->spoken;
}
