/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The folding widget. libadwaita's own ones either are deprecated later (AdwLeaflet) or came after
 * our floor (AdwNavigationSplitView); this one is small and the same everywhere.
 *
 * It remembers how small its panes can be. Whenever a word in a pane changes, GTK asks the whole
 * window for that, twice, and a pane of wrapped words takes the time of a frame to answer: so it is
 * told what was true before, and the panes are asked between frames. Only their widths, for what is
 * in a pane scrolls, and its least height is that of its bars. */

#include "config.h"

#include "wb-split-view.h"

#include <string.h>

enum
{
  PANE_SIDEBAR,
  PANE_CONTENT,
  N_PANES,
};

typedef struct
{
  int minimum;
  int natural;
} Size;

struct _WbSplitView
{
  GtkWidget parent_instance;

  GtkWidget *sidebar;    /* (owned by the widget tree) (nullable) */
  GtkWidget *separator;  /* (owned by the widget tree) */
  GtkWidget *content;    /* (owned by the widget tree) (nullable) */
  int fold_width;
  int sidebar_width;
  int sidebar_max_width;
  int sidebar_percent;
  gboolean folded;
  gboolean show_content;
  guint notify_id;       /* idle source, 0 = none */

  gboolean is_asked;     /* the following are known */
  Size widths[N_PANES];
  Size heights[N_PANES];
  guint ask_id;          /* idle source that asks for the widths again, 0 = none */
};

G_DEFINE_FINAL_TYPE (WbSplitView, wb_split_view, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SIDEBAR,
  PROP_CONTENT,
  PROP_FOLD_WIDTH,
  PROP_SIDEBAR_WIDTH,
  PROP_SIDEBAR_MAX_WIDTH,
  PROP_SIDEBAR_PERCENT,
  PROP_FOLDED,
  PROP_SHOW_CONTENT,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static Size
ask_pane (GtkWidget      *pane,
          GtkOrientation  orientation)
{
  Size size = { 0, 0 };

  if (pane && gtk_widget_get_visible (pane))
    gtk_widget_measure (pane, orientation, -1, &size.minimum, &size.natural, NULL, NULL);

  return size;
}

/* FALSE = their least widths are as they were. How wide they would like to be is another with
 * almost every word, and says only how wide a window is made: nothing is laid out anew for it. */
static gboolean
ask_widths (WbSplitView *self)
{
  Size widths[N_PANES] = {
    ask_pane (self->sidebar, GTK_ORIENTATION_HORIZONTAL),
    ask_pane (self->content, GTK_ORIENTATION_HORIZONTAL),
  };
  gboolean changed = FALSE;

  for (guint i = 0; i < N_PANES; i++)
    changed |= widths[i].minimum != self->widths[i].minimum;
  memcpy (self->widths, widths, sizeof widths);

  return changed;
}

static gboolean
ask_cb (gpointer user_data)
{
  WbSplitView *self = WB_SPLIT_VIEW (user_data);

  self->ask_id = 0;
  if (self->is_asked && ask_widths (self))
    gtk_widget_queue_resize (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

static void
ensure_asked (WbSplitView *self)
{
  if (self->is_asked) {
    if (self->ask_id == 0)
      self->ask_id = g_idle_add_full (G_PRIORITY_LOW, ask_cb, self, NULL);
    return;
  }

  self->is_asked = TRUE;
  ask_widths (self);
  self->heights[PANE_SIDEBAR] = ask_pane (self->sidebar, GTK_ORIENTATION_VERTICAL);
  self->heights[PANE_CONTENT] = ask_pane (self->content, GTK_ORIENTATION_VERTICAL);
}

/* Other panes, letters or lines: nothing that was known holds. */
static void
forget_sizes (WbSplitView *self)
{
  self->is_asked = FALSE;
  g_clear_handle_id (&self->ask_id, g_source_remove);
}

static gboolean
notify_folded_cb (gpointer user_data)
{
  WbSplitView *self = WB_SPLIT_VIEW (user_data);

  self->notify_id = 0;
  if (self->folded)
    gtk_widget_add_css_class (GTK_WIDGET (self), "folded");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "folded");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);

  return G_SOURCE_REMOVE;
}

static int
get_sidebar_width (WbSplitView *self,
                   int          width)
{
  int wanted = CLAMP (width * self->sidebar_percent / 100, self->sidebar_width,
                      MAX (self->sidebar_width, self->sidebar_max_width));

  return MAX (wanted, self->widths[PANE_SIDEBAR].minimum);
}

static void
allocate_pane (GtkWidget *pane,
               int        x,
               int        width,
               int        height)
{
  if (pane)
    gtk_widget_size_allocate (pane, &(GtkAllocation) { x, 0, width, height }, -1);
}

static void
wb_split_view_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  WbSplitView *self = WB_SPLIT_VIEW (widget);
  int line = ask_pane (self->separator, GTK_ORIENTATION_HORIZONTAL).minimum;
  int sidebar_width = get_sidebar_width (self, width);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean folded = width < self->fold_width ||
                    width < sidebar_width + line + self->widths[PANE_CONTENT].minimum;

  if (self->sidebar)
    gtk_widget_set_child_visible (self->sidebar, !folded || !self->show_content);
  if (self->content)
    gtk_widget_set_child_visible (self->content, !folded || self->show_content);
  gtk_widget_set_child_visible (self->separator, !folded);

  if (folded) {
    allocate_pane (self->show_content ? self->content : self->sidebar, 0, width, height);
  } else {
    int rest = width - sidebar_width - line;

    allocate_pane (self->sidebar, rtl ? rest + line : 0, sidebar_width, height);
    allocate_pane (self->separator, rtl ? rest : sidebar_width, line, height);
    allocate_pane (self->content, rtl ? 0 : sidebar_width + line, rest, height);
  }

  /* Told from an idle: what listens may ask for another size, which is not allowed in here. */
  if (folded != self->folded) {
    self->folded = folded;
    if (self->notify_id == 0)
      self->notify_id = g_idle_add (notify_folded_cb, self);
  }
}

static void
wb_split_view_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  WbSplitView *self = WB_SPLIT_VIEW (widget);
  gboolean is_width = orientation == GTK_ORIENTATION_HORIZONTAL;
  const Size *sizes = is_width ? self->widths : self->heights;
  Size sidebar;
  Size content;

  ensure_asked (self);
  sidebar = sizes[PANE_SIDEBAR];
  content = sizes[PANE_CONTENT];
  *minimum = MAX (sidebar.minimum, content.minimum);
  *natural = is_width ? sidebar.natural + content.natural : MAX (sidebar.natural, content.natural);
}

static void
wb_split_view_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (wb_split_view_parent_class)->css_changed (widget, change);

  forget_sizes (WB_SPLIT_VIEW (widget));
}

static void
wb_split_view_system_setting_changed (GtkWidget        *widget,
                                      GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (wb_split_view_parent_class)->system_setting_changed (widget, setting);

  forget_sizes (WB_SPLIT_VIEW (widget));
}

static GtkSizeRequestMode
wb_split_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static gboolean
wb_split_view_focus (GtkWidget        *widget,
                     GtkDirectionType  direction)
{
  WbSplitView *self = WB_SPLIT_VIEW (widget);

  GtkWidget *shown = self->show_content ? self->content : self->sidebar;

  if (self->folded)
    return shown && gtk_widget_child_focus (shown, direction);

  return GTK_WIDGET_CLASS (wb_split_view_parent_class)->focus (widget, direction);
}

static gboolean
go_back_cb (GtkWidget *widget,
            GVariant  *args,
            gpointer   user_data)
{
  WbSplitView *self = WB_SPLIT_VIEW (widget);

  if (!self->folded || !self->show_content)
    return GDK_EVENT_PROPAGATE;
  wb_split_view_set_show_content (self, FALSE);

  return GDK_EVENT_STOP;
}

static void
replace_pane (WbSplitView  *self,
              GtkWidget   **pane,
              GtkWidget    *child,
              GtkWidget    *before)
{
  forget_sizes (self);
  g_clear_pointer (pane, gtk_widget_unparent);
  if (!child)
    return;

  *pane = child;
  gtk_widget_insert_before (child, GTK_WIDGET (self), before);
}

static void
wb_split_view_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  WbSplitView *self = WB_SPLIT_VIEW (object);

  switch (prop_id) {
    case PROP_SIDEBAR:
      g_value_set_object (value, self->sidebar);
      break;
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    case PROP_FOLD_WIDTH:
      g_value_set_int (value, self->fold_width);
      break;
    case PROP_SIDEBAR_WIDTH:
      g_value_set_int (value, self->sidebar_width);
      break;
    case PROP_SIDEBAR_MAX_WIDTH:
      g_value_set_int (value, self->sidebar_max_width);
      break;
    case PROP_SIDEBAR_PERCENT:
      g_value_set_int (value, self->sidebar_percent);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    case PROP_SHOW_CONTENT:
      g_value_set_boolean (value, self->show_content);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
wb_split_view_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  WbSplitView *self = WB_SPLIT_VIEW (object);

  switch (prop_id) {
    case PROP_SIDEBAR:
      replace_pane (self, &self->sidebar, g_value_get_object (value), self->separator);
      break;
    case PROP_CONTENT:
      replace_pane (self, &self->content, g_value_get_object (value), NULL);
      break;
    case PROP_FOLD_WIDTH:
      self->fold_width = g_value_get_int (value);
      break;
    case PROP_SIDEBAR_WIDTH:
      self->sidebar_width = g_value_get_int (value);
      break;
    case PROP_SIDEBAR_MAX_WIDTH:
      self->sidebar_max_width = g_value_get_int (value);
      break;
    case PROP_SIDEBAR_PERCENT:
      self->sidebar_percent = g_value_get_int (value);
      break;
    case PROP_SHOW_CONTENT:
      wb_split_view_set_show_content (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
wb_split_view_dispose (GObject *object)
{
  WbSplitView *self = WB_SPLIT_VIEW (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  g_clear_handle_id (&self->ask_id, g_source_remove);
  g_clear_pointer (&self->sidebar, gtk_widget_unparent);
  g_clear_pointer (&self->separator, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (wb_split_view_parent_class)->dispose (object);
}

static void
wb_split_view_class_init (WbSplitViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = wb_split_view_dispose;
  object_class->get_property = wb_split_view_get_property;
  object_class->set_property = wb_split_view_set_property;
  widget_class->focus = wb_split_view_focus;
  widget_class->get_request_mode = wb_split_view_get_request_mode;
  widget_class->measure = wb_split_view_measure;
  widget_class->size_allocate = wb_split_view_size_allocate;
  widget_class->css_changed = wb_split_view_css_changed;
  widget_class->system_setting_changed = wb_split_view_system_setting_changed;

  properties[PROP_SIDEBAR] =
    g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_CONTENT] =
    g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_FOLD_WIDTH] =
    g_param_spec_int ("fold-width", NULL, NULL, 0, G_MAXINT, 600, flags);
  properties[PROP_SIDEBAR_WIDTH] =
    g_param_spec_int ("sidebar-width", NULL, NULL, 0, G_MAXINT, 200, flags);
  properties[PROP_SIDEBAR_MAX_WIDTH] =
    g_param_spec_int ("sidebar-max-width", NULL, NULL, 0, G_MAXINT, 200, flags);
  properties[PROP_SIDEBAR_PERCENT] =
    g_param_spec_int ("sidebar-percent", NULL, NULL, 0, 100, 0, flags);
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOW_CONTENT] =
    g_param_spec_boolean ("show-content", NULL, NULL, FALSE, flags | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* Bubbling, so the innermost view that is folded goes back first. */
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_ALT_MASK, go_back_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, go_back_cb, NULL);

  gtk_widget_class_set_css_name (widget_class, "splitview");
}

static void
wb_split_view_init (WbSplitView *self)
{
  /* Until it knows its width it counts as narrow: what hides in a narrow view must not widen the
   * first request of a narrow window. */
  self->folded = TRUE;
  gtk_widget_add_css_class (GTK_WIDGET (self), "folded");
  self->fold_width = 600;
  self->sidebar_width = 200;
  self->sidebar_max_width = 200;
  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (self->separator, "sidebar");
  gtk_widget_set_parent (self->separator, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * wb_split_view_get_folded:
 * @self: a split view
 *
 * Returns: `TRUE` while only one pane is shown; main thread, as all here
 */
gboolean
wb_split_view_get_folded (WbSplitView *self)
{
  g_return_val_if_fail (WB_IS_SPLIT_VIEW (self), FALSE);

  return self->folded;
}

/**
 * wb_split_view_get_show_content:
 * @self: a split view
 *
 * Returns: `TRUE` if the content is the pane shown when folded
 */
gboolean
wb_split_view_get_show_content (WbSplitView *self)
{
  g_return_val_if_fail (WB_IS_SPLIT_VIEW (self), FALSE);

  return self->show_content;
}

/**
 * wb_split_view_set_show_content:
 * @self: a split view
 * @show_content: which pane is shown when there is room for one; also kept while unfolded
 *
 * When folded, the focus follows into the pane that is shown.
 */
void
wb_split_view_set_show_content (WbSplitView *self,
                                gboolean     show_content)
{
  GtkWidget *shown = NULL;

  g_return_if_fail (WB_IS_SPLIT_VIEW (self));

  if (self->show_content == show_content)
    return;

  self->show_content = show_content;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  shown = show_content ? self->content : self->sidebar;
  if (self->folded && shown) {
    gtk_widget_set_child_visible (shown, TRUE);
    gtk_widget_child_focus (shown, GTK_DIR_TAB_FORWARD);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_CONTENT]);
}

/**
 * wb_split_view_get_content:
 * @self: a split view
 *
 * Returns: (nullable) (transfer none): the wide pane
 */
GtkWidget *
wb_split_view_get_content (WbSplitView *self)
{
  g_return_val_if_fail (WB_IS_SPLIT_VIEW (self), NULL);

  return self->content;
}

/**
 * wb_split_view_get_sidebar:
 * @self: a split view
 *
 * Returns: (nullable) (transfer none): the narrow pane
 */
GtkWidget *
wb_split_view_get_sidebar (WbSplitView *self)
{
  g_return_val_if_fail (WB_IS_SPLIT_VIEW (self), NULL);

  return self->sidebar;
}
