/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A growing text field; see wb-text-field.h. */

#include "config.h"

#include "wb-text-field.h"

/* As in style.css: what the text field keeps around its text, in px. */
#define PADDING_X 9
#define PADDING_Y 7
/* More lines scroll. */
#define LINES_MAX 8
#define MIN_WIDTH 60
#define NATURAL_WIDTH 320

struct _WbTextField
{
  GtkWidget parent_instance;

  GtkWidget *scroller;     /* (owned by the widget tree), as all below */
  GtkWidget *view;
  GtkWidget *placeholder;
  gboolean setting;        /* a program writes, not a person */
};

G_DEFINE_FINAL_TYPE (WbTextField, wb_text_field, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
show_placeholder (WbTextField *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));

  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (buffer) == 0);
}

static void
text_changed_cb (WbTextField *self)
{
  show_placeholder (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  if (!self->setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

static int
get_text_height (WbTextField *self,
                 int          width)
{
  g_autofree char *text = wb_text_field_dup_text (self);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (self->view, text);
  g_autoptr (PangoLayout) line = gtk_widget_create_pango_layout (self->view, "X");
  int height = 0, line_height = 0;

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, MAX (width - 2 * PADDING_X, 1) * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &height);
  pango_layout_get_pixel_size (line, NULL, &line_height);

  return CLAMP (height, line_height, LINES_MAX * line_height) + 2 * PADDING_Y;
}

static void
wb_text_field_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  WbTextField *self = WB_TEXT_FIELD (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MIN_WIDTH;
    *natural = NATURAL_WIDTH;
  } else {
    *minimum = *natural = get_text_height (self, for_size < 0 ? NATURAL_WIDTH : for_size);
  }
}

static void
wb_text_field_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  WbTextField *self = WB_TEXT_FIELD (widget);
  int natural = 0;

  gtk_widget_size_allocate (self->scroller, &(GtkAllocation) { 0, 0, width, height }, -1);
  gtk_widget_measure (self->placeholder, GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);
  gtk_widget_size_allocate (self->placeholder,
                            &(GtkAllocation) { PADDING_X, PADDING_Y, MAX (width - 2 * PADDING_X, 1),
                                               natural },
                            -1);
}

static GtkSizeRequestMode
wb_text_field_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static gboolean
wb_text_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (WB_TEXT_FIELD (widget)->view);
}

static gboolean
wb_text_field_focus (GtkWidget        *widget,
                     GtkDirectionType  direction)
{
  return gtk_widget_child_focus (WB_TEXT_FIELD (widget)->scroller, direction);
}

static void
wb_text_field_dispose (GObject *object)
{
  WbTextField *self = WB_TEXT_FIELD (object);

  if (self->view)
    g_signal_handlers_disconnect_by_data (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)),
                                          self);
  self->view = NULL;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->placeholder, gtk_widget_unparent);

  G_OBJECT_CLASS (wb_text_field_parent_class)->dispose (object);
}

static void
wb_text_field_class_init (WbTextFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_text_field_dispose;
  widget_class->measure = wb_text_field_measure;
  widget_class->size_allocate = wb_text_field_size_allocate;
  widget_class->get_request_mode = wb_text_field_get_request_mode;
  widget_class->grab_focus = wb_text_field_grab_focus;
  widget_class->focus = wb_text_field_focus;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "textfield");
}

/* The toolkit outlines its own fields; ours is drawn by our style sheet, which cannot ask. */
static void
show_contrast (WbTextField *self)
{
  if (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    gtk_widget_add_css_class (GTK_WIDGET (self), "high-contrast");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "high-contrast");
}

static void
wb_text_field_init (WbTextField *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (show_contrast), self, G_CONNECT_SWAPPED);
  show_contrast (self);

  self->view = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (self->view), PADDING_X);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (self->view), PADDING_X);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self->view), PADDING_Y);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self->view), PADDING_Y);
  g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)), "changed",
                            G_CALLBACK (text_changed_cb), self);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));

  self->placeholder = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->placeholder), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->placeholder), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (self->placeholder), TRUE);
  gtk_widget_set_can_target (self->placeholder, FALSE);
  gtk_widget_add_css_class (self->placeholder, "dim-label");
  gtk_widget_set_parent (self->placeholder, GTK_WIDGET (self));
}

/**
 * wb_text_field_new:
 *
 * Returns: (transfer floating): an empty field; main thread, as all here
 */
GtkWidget *
wb_text_field_new (void)
{
  return g_object_new (WB_TYPE_TEXT_FIELD, NULL);
}

/**
 * wb_text_field_get_view:
 * @self: a field
 *
 * Returns: (transfer none): the GtkTextView inside, to be named and marked as wrong
 */
GtkWidget *
wb_text_field_get_view (WbTextField *self)
{
  g_return_val_if_fail (WB_IS_TEXT_FIELD (self), NULL);

  return self->view;
}

/**
 * wb_text_field_dup_text:
 * @self: a field
 *
 * Returns: (transfer full): what stands in it
 */
char *
wb_text_field_dup_text (WbTextField *self)
{
  GtkTextIter start, end;
  GtkTextBuffer *buffer = NULL;

  g_return_val_if_fail (WB_IS_TEXT_FIELD (self), NULL);

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/**
 * wb_text_field_set_text:
 * @self: a field
 * @text: what is to stand in it
 *
 * Leaves the cursor alone when it stands there already.
 */
void
wb_text_field_set_text (WbTextField *self,
                        const char  *text)
{
  g_autofree char *before = NULL;

  g_return_if_fail (WB_IS_TEXT_FIELD (self));
  g_return_if_fail (text);

  before = wb_text_field_dup_text (self);
  if (g_str_equal (before, text))
    return;

  self->setting = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)), text, -1);
  self->setting = FALSE;
}

/**
 * wb_text_field_set_placeholder:
 * @self: a field
 * @text: what is shown while nothing stands in it; "" = nothing
 */
void
wb_text_field_set_placeholder (WbTextField *self,
                               const char  *text)
{
  g_return_if_fail (WB_IS_TEXT_FIELD (self));
  g_return_if_fail (text);

  gtk_label_set_text (GTK_LABEL (self->placeholder), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER,
                                  text, -1);
  show_placeholder (self);
}

/**
 * wb_text_field_set_editable:
 * @self: a field
 * @editable: whether a person may type
 */
void
wb_text_field_set_editable (WbTextField *self,
                            gboolean     editable)
{
  g_return_if_fail (WB_IS_TEXT_FIELD (self));

  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), editable);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (self->view), editable);
}
