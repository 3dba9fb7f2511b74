/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The table; see wb-coupon-table.h. It is no GtkColumnView: ten cells a row are ten widgets a row
 * there, and GTK 4.8 realises two hundred rows (reference/floors.md 2). */

#include "config.h"

#include "wb-coupon-table.h"

#include "compat.h"
#include "wb-coupon-columns.h"
#include "wb-coupon-line.h"

#include <glib/gi18n-lib.h>

/* What CSS keeps free beside each row (style.css, .coupon-list). */
#define ROW_MARGIN 6
/* The width of ten digits in the letters that the columns are made for. */
#define USUAL_TEN_DIGITS 86

struct _WbCouponTable
{
  GtkWidget parent_instance;

  GtkWidget *heads[WB_COUPON_N_COLUMNS];  /* (owned by the widget tree) */
  GtkWidget *scroller;                    /* (owned by the widget tree) */
  GtkWidget *list_view;                   /* (owned by the widget tree) */
  GtkWidget *popover;                     /* (owned by the widget tree) */

  WbContext *context;                     /* (owned) */
  WbCouponColumns *columns;               /* (owned) */
  WbCouponPaint *paint;                   /* (owned) */
  WbRowList *rows;                        /* (owned) (nullable) NULL once it is closed */
  GtkSingleSelection *selection;          /* (owned) */
  gint64 selected_id;                     /* row id, 0 = none */
  gboolean restoring;                     /* the list is changing under the selection */
  WbCouponSort sort;
  gboolean reversed;
};

G_DEFINE_FINAL_TYPE (WbCouponTable, wb_coupon_table, GTK_TYPE_WIDGET)

enum { ACTIVATED, SELECTED, SORT, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
selected_cb (WbCouponTable *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (self->restoring || position == GTK_INVALID_LIST_POSITION)
    return;

  self->selected_id = wb_row_list_get_id (self->rows, position);
  g_signal_emit (self, signals[SELECTED], 0);
}

static void
row_activated_cb (WbCouponTable *self,
                  guint          position)
{
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[ACTIVATED], 0, position);
}

static void
set_up_row_cb (WbCouponTable *self,
               GtkListItem   *item)
{
  gtk_list_item_set_child (item, wb_coupon_line_new (self->context, self->columns, self->paint));
}

static void
bind_row_cb (WbCouponTable *self,
             GtkListItem   *item)
{
  wb_coupon_line_set_row (WB_COUPON_LINE (gtk_list_item_get_child (item)),
                          gtk_list_item_get_item (item));
}

static gpointer
load_row (gint64   rowid,
          gpointer data)
{
  WbCouponTable *self = data;

  /* Gone or unreadable is the same here: a row without words until the list is read again. */
  return wb_coupon_store_get_row (wb_context_get_reader (self->context), rowid, NULL);
}

static WbCouponLine *
find_line_at (WbCouponTable *self,
              double         x,
              double         y)
{
  GtkWidget *picked = gtk_widget_pick (self->list_view, x, y, GTK_PICK_DEFAULT);
  GtkWidget *line = picked ? gtk_widget_get_ancestor (picked, WB_TYPE_COUPON_LINE) : NULL;

  /* What is picked beside the words is the list's own widget around the line. */
  if (!line && picked && picked != self->list_view)
    line = gtk_widget_get_first_child (picked);

  return line && WB_IS_COUPON_LINE (line) ? WB_COUPON_LINE (line) : NULL;
}

/* A press on the copying icon is not one on the row. */
static void
pressed_cb (WbCouponTable   *self,
            int              n_press,
            double           x,
            double           y,
            GtkGestureClick *click)
{
  WbCouponLine *line = find_line_at (self, x, y);
  graphene_point_t point = GRAPHENE_POINT_INIT (0, 0);
  const WbCouponRow *row = NULL;

  if (!line || !gtk_widget_compute_point (self->list_view, GTK_WIDGET (line),
                                          &GRAPHENE_POINT_INIT ((float) x, (float) y), &point) ||
      !wb_coupon_line_is_copy_at (line, point.x))
    return;

  /* Denied to all, this gesture included: the release opens nothing. */
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_event_controller_reset (GTK_EVENT_CONTROLLER (click));
  row = wb_row_get_record (wb_coupon_line_get_row (line));
  gtk_widget_activate_action (GTK_WIDGET (self), "coupons.copy", "s", row->coupon->code);
}

/* One press opens a coupon. The list's own way to have it so selects what is merely pointed at. */
static void
released_cb (WbCouponTable *self,
             int            n_press,
             double         x,
             double         y)
{
  WbCouponLine *line = find_line_at (self, x, y);
  WbRow *row = line ? wb_coupon_line_get_row (line) : NULL;
  guint position = 0;

  if (row && wb_row_list_find (self->rows, wb_row_get_id (row), &position))
    row_activated_cb (self, position);
}

static void
pop_up_at (WbCouponTable *self,
           double         x,
           double         y)
{
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover),
                               &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* The menu is that of the row below the pointer, which is selected by it. */
static void
menu_wanted_cb (WbCouponTable *self,
                double         x,
                double         y)
{
  WbCouponLine *line = find_line_at (self, x, y);
  WbRow *row = line ? wb_coupon_line_get_row (line) : NULL;
  graphene_point_t point = GRAPHENE_POINT_INIT (0, 0);

  if (!row || !wb_coupon_table_select (self, wb_row_get_id (row)) ||
      !gtk_widget_compute_point (self->list_view, GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return;

  pop_up_at (self, point.x, point.y);
}

static void
menu_pressed_cb (WbCouponTable *self,
                 int            n_press,
                 double         x,
                 double         y)
{
  menu_wanted_cb (self, x, y);
}

static GtkWidget *
find_selected_line (WbCouponTable *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->list_view); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *line = gtk_widget_get_first_child (child);
    WbRow *row = line ? wb_coupon_line_get_row (WB_COUPON_LINE (line)) : NULL;

    if (row && wb_row_get_id (row) == self->selected_id && gtk_widget_get_mapped (child))
      return line;
  }

  return NULL;
}

static gboolean
menu_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  WbCouponTable *self = WB_COUPON_TABLE (user_data);
  GtkWidget *line = find_selected_line (self);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  if (!line || !gtk_widget_compute_bounds (line, GTK_WIDGET (self), &bounds))
    return FALSE;

  pop_up_at (self, bounds.origin.x + WB_COUPON_PAD_X, bounds.origin.y + bounds.size.height);

  return TRUE;
}

static gboolean
copy_key_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  const WbCouponRow *row = wb_coupon_table_get_row (WB_COUPON_TABLE (user_data));

  return row && row->coupon->code &&
         gtk_widget_activate_action (widget, "coupons.copy", "s", row->coupon->code);
}

static void
add_shortcuts (WbCouponTable *self)
{
  static const struct
  {
    const char *keys;
    GtkShortcutFunc func;
  } table[] = {
    { "<Control>c|<Control>Insert", copy_key_cb },
    { "Menu|<Shift>F10", menu_key_cb },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (table[i].keys),
                        gtk_callback_action_new (table[i].func, self, NULL)));
  gtk_widget_add_controller (self->list_view, controller);
}

static void
add_gestures (WbCouponTable *self)
{
  GtkGesture *press = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkGesture *touch = gtk_gesture_long_press_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (press, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (self->list_view, GTK_EVENT_CONTROLLER (press));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (menu, "pressed", G_CALLBACK (menu_pressed_cb), self);
  gtk_widget_add_controller (self->list_view, GTK_EVENT_CONTROLLER (menu));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (touch), TRUE);
  g_signal_connect_swapped (touch, "pressed", G_CALLBACK (menu_wanted_cb), self);
  gtk_widget_add_controller (self->list_view, GTK_EVENT_CONTROLLER (touch));
}

static void
set_up_list (WbCouponTable *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->rows = wb_row_list_new (load_row, (GDestroyNotify) wb_coupon_row_free, self, NULL);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "setup", G_CALLBACK (set_up_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row_cb), self, G_CONNECT_SWAPPED);

  self->list_view = gtk_list_view_new (NULL, g_steal_pointer (&factory));
  gtk_widget_add_css_class (self->list_view, "coupon-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Coupons"), -1);
  g_signal_connect_swapped (self->list_view, "activate", G_CALLBACK (row_activated_cb), self);
  wb_compat_tab_leaves_list (GTK_LIST_VIEW (self->list_view));
  add_shortcuts (self);
  add_gestures (self);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), GTK_SELECTION_MODEL (self->selection));

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list_view);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

static void
head_clicked_cb (WbCouponTable *self,
                 GtkWidget     *head)
{
  for (int i = 0; i < WB_COUPON_N_COLUMNS; i++) {
    WbCouponSort sort = WB_COUPON_SORT_CREATED;

    if (self->heads[i] == head && wb_coupon_column_get_sort (i, &sort))
      g_signal_emit (self, signals[SORT], 0, (int) sort);
  }
}

/* Its words, and in the column that the rows are ordered by, an arrow. */
static GtkWidget *
new_head (WbCouponTable  *self,
          WbCouponColumn  column)
{
  gboolean is_number = wb_coupon_column_is_number (column);
  const char *title = wb_coupon_column_title (column);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *arrow = gtk_image_new ();
  GtkWidget *head = NULL;
  WbCouponSort sort = WB_COUPON_SORT_CREATED;

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (arrow, "sort-arrow");
  gtk_box_append (GTK_BOX (box), is_number ? arrow : label);
  gtk_box_append (GTK_BOX (box), is_number ? label : arrow);
  gtk_widget_set_halign (box, is_number ? GTK_ALIGN_END : GTK_ALIGN_START);
  if (!wb_coupon_column_get_sort (column, &sort)) {
    gtk_widget_add_css_class (box, "coupon-head");
    gtk_widget_set_parent (box, GTK_WIDGET (self));
    return box;
  }

  head = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (head), box);
  gtk_widget_add_css_class (head, "flat");
  gtk_widget_add_css_class (head, "coupon-head");
  g_signal_connect_swapped (head, "clicked", G_CALLBACK (head_clicked_cb), self);
  gtk_widget_set_parent (head, GTK_WIDGET (self));

  return head;
}

static void
show_sort (WbCouponTable *self)
{
  for (int i = 0; i < WB_COUPON_N_COLUMNS; i++) {
    GtkWidget *box = GTK_IS_BUTTON (self->heads[i])
                       ? gtk_button_get_child (GTK_BUTTON (self->heads[i]))
                       : self->heads[i];
    GtkWidget *first = gtk_widget_get_first_child (box);
    GtkWidget *arrow = GTK_IS_IMAGE (first) ? first : gtk_widget_get_last_child (box);
    WbCouponSort sort = WB_COUPON_SORT_CREATED;
    gboolean is_it = wb_coupon_column_get_sort (i, &sort) && sort == self->sort;
    const char *title = wb_coupon_column_title (i);
    g_autofree char *spoken = NULL;

    gtk_widget_set_visible (arrow, is_it);
    if (!GTK_IS_BUTTON (self->heads[i]))
      continue;
    gtk_image_set_from_icon_name (GTK_IMAGE (arrow),
                                  self->reversed ? "pan-up-symbolic" : "pan-down-symbolic");
    if (!is_it)
      /* TRANSLATORS: a table's header; %s is the column, e.g. “Expires” */
      spoken = g_strdup_printf (_ ("%s: sort by it"), title);
    else if (self->reversed)
      spoken = g_strdup_printf (_ ("%s: sorted by it, the other way round"), title);
    else
      spoken = g_strdup_printf (_ ("%s: sorted by it"), title);
    gtk_widget_set_tooltip_text (self->heads[i], spoken);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->heads[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    spoken, -1);
  }
}

static int
get_head_height (WbCouponTable *self)
{
  int height = 0;

  for (int i = 0; i < WB_COUPON_N_COLUMNS; i++) {
    int natural = 0;

    gtk_widget_measure (self->heads[i], GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);
    height = MAX (height, natural);
  }

  return height;
}

static void
wb_coupon_table_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  WbCouponTable *self = WB_COUPON_TABLE (widget);
  int head = orientation == GTK_ORIENTATION_VERTICAL ? get_head_height (self) : 0;

  gtk_widget_measure (self->scroller, orientation, -1, minimum, natural, NULL, NULL);
  *minimum += head;
  *natural += head;
}

/* A button's words stand where the cells' words do, and its frame a little around them. */
static void
allocate_heads (WbCouponTable *self,
                int            width,
                int            height)
{
  const WbCouponPlace *places = wb_coupon_columns_fit (self->columns, width - 2 * ROW_MARGIN);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  for (int i = 0; i < WB_COUPON_N_COLUMNS; i++) {
    int edge = GTK_IS_BUTTON (self->heads[i]) ? ROW_MARGIN : 0;
    int room = places[i].width + 2 * edge;
    int x = ROW_MARGIN + places[i].x - edge;

    gtk_widget_set_child_visible (self->heads[i], height > 0 && places[i].width > 0);
    if (height > 0 && places[i].width > 0)
      gtk_widget_size_allocate (self->heads[i],
                                &(GtkAllocation) { rtl ? width - x - room : x, 0, room, height },
                                -1);
  }
}

static void
wb_coupon_table_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  WbCouponTable *self = WB_COUPON_TABLE (widget);
  gboolean cards = wb_coupon_columns_are_cards (self->columns, width - 2 * ROW_MARGIN);
  int head = cards ? 0 : get_head_height (self);

  allocate_heads (self, width, head);
  gtk_widget_size_allocate (self->scroller, &(GtkAllocation) { 0, head, width, height - head }, -1);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

/* Columns grow with the letters. */
static void
wb_coupon_table_css_changed (GtkWidget         *widget,
                             GtkCssStyleChange *change)
{
  WbCouponTable *self = WB_COUPON_TABLE (widget);
  g_autoptr (PangoLayout) sample = NULL;
  int width = 0;

  GTK_WIDGET_CLASS (wb_coupon_table_parent_class)->css_changed (widget, change);

  sample = gtk_widget_create_pango_layout (widget, "0123456789");
  pango_layout_get_pixel_size (sample, &width, NULL);
  wb_coupon_columns_set_scale (self->columns, MAX (width * 100 / USUAL_TEN_DIGITS, 50));
  gtk_widget_queue_resize (widget);
}

/* Rows are read when they are drawn: all of a frame in one transaction, so that the file is locked
 * once for it, not once for each row. */
static void
wb_coupon_table_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  WbCouponTable *self = WB_COUPON_TABLE (widget);
  WbDb *reader = wb_context_get_reader (self->context);
  gboolean began = !wb_db_in_transaction (reader) && wb_db_begin (reader, NULL);

  wb_coupon_paint_set_today (self->paint, wb_date_of_time (wb_context_now (self->context),
                                                           wb_context_get_zone (self->context)));
  GTK_WIDGET_CLASS (wb_coupon_table_parent_class)->snapshot (widget, snapshot);
  if (began)
    wb_db_rollback (reader);
}

static void
wb_coupon_table_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (wb_coupon_table_parent_class)->root (widget);

  wb_coupon_paint_warm (WB_COUPON_TABLE (widget)->paint);
}

static gboolean
wb_coupon_table_grab_focus (GtkWidget *widget)
{
  wb_coupon_table_focus (WB_COUPON_TABLE (widget));

  return TRUE;
}

static void
wb_coupon_table_dispose (GObject *object)
{
  WbCouponTable *self = WB_COUPON_TABLE (object);

  wb_coupon_table_close (self);
  for (int i = 0; i < WB_COUPON_N_COLUMNS; i++)
    g_clear_pointer (&self->heads[i], gtk_widget_unparent);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->paint, wb_coupon_paint_free);
  g_clear_object (&self->selection);
  g_clear_object (&self->columns);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_coupon_table_parent_class)->dispose (object);
}

static void
wb_coupon_table_class_init (WbCouponTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_coupon_table_dispose;
  widget_class->css_changed = wb_coupon_table_css_changed;
  widget_class->grab_focus = wb_coupon_table_grab_focus;
  widget_class->measure = wb_coupon_table_measure;
  widget_class->root = wb_coupon_table_root;
  widget_class->size_allocate = wb_coupon_table_size_allocate;
  widget_class->snapshot = wb_coupon_table_snapshot;

  signals[ACTIVATED] = g_signal_new ("activated", WB_TYPE_COUPON_TABLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SELECTED] = g_signal_new ("selected", WB_TYPE_COUPON_TABLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[SORT] = g_signal_new ("sort", WB_TYPE_COUPON_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_css_name (widget_class, "coupontable");
}

static void
wb_coupon_table_init (WbCouponTable *self)
{
}

/**
 * wb_coupon_table_new:
 * @context: the workspace
 * @row_menu: what can be done with a row
 *
 * Returns: (transfer floating): an empty table
 */
GtkWidget *
wb_coupon_table_new (WbContext  *context,
                     GMenuModel *row_menu)
{
  WbCouponTable *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (G_IS_MENU_MODEL (row_menu), NULL);

  self = g_object_new (WB_TYPE_COUPON_TABLE, NULL);
  self->context = g_object_ref (context);
  self->columns = wb_coupon_columns_new ();
  self->paint = wb_coupon_paint_new (GTK_WIDGET (self));
  for (int i = 0; i < WB_COUPON_N_COLUMNS; i++)
    self->heads[i] = new_head (self, i);
  set_up_list (self);
  self->popover = gtk_popover_menu_new_from_model (row_menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  show_sort (self);
  wb_coupon_table_refresh (self);

  return GTK_WIDGET (self);
}

/**
 * wb_coupon_table_close:
 * @self: a table
 *
 * Its page goes: lets go of the rows, which read from the context.
 */
void
wb_coupon_table_close (WbCouponTable *self)
{
  g_return_if_fail (WB_IS_COUPON_TABLE (self));

  if (!self->rows)
    return;
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), NULL);
  gtk_single_selection_set_model (self->selection, NULL);
  g_clear_object (&self->rows);
}

/* The lines are those the list has now: a list of our own would outlive some, for GTK 4.8 takes the
 * child out of its item before it tells that it tears the item down. */
static void
refresh_lines (WbCouponTable *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->list_view); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *line = gtk_widget_get_first_child (child);

    if (line)
      wb_coupon_line_refresh (WB_COUPON_LINE (line));
  }
}

/* After the rows changed: the one that was selected is so again, if it is still there. */
static void
restore_selection (WbCouponTable *self)
{
  guint position = 0;

  if (self->selected_id == 0 || !wb_row_list_find (self->rows, self->selected_id, &position))
    position = GTK_INVALID_LIST_POSITION;
  /* Nothing moves under the person's eyes. */
  self->restoring = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->restoring = FALSE;
}

/**
 * wb_coupon_table_set_ids:
 * @self: a table
 * @ids: (element-type gint64): row ids; not changed any more by the caller
 *
 * Shows these rows. What was selected stays so.
 */
void
wb_coupon_table_set_ids (WbCouponTable *self,
                         GArray        *ids)
{
  g_return_if_fail (WB_IS_COUPON_TABLE (self) && self->rows);

  self->restoring = TRUE;
  wb_row_list_set_ids (self->rows, ids);
  self->restoring = FALSE;
  restore_selection (self);
}

/**
 * wb_coupon_table_replace_ids:
 * @self: a table
 * @ids: (element-type gint64): the first row ids of another question; not changed any more
 *
 * Shows these rows from the first one on. What was selected stays so.
 */
void
wb_coupon_table_replace_ids (WbCouponTable *self,
                             GArray        *ids)
{
  GtkAdjustment *adjustment = NULL;

  g_return_if_fail (WB_IS_COUPON_TABLE (self) && self->rows);

  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_lower (adjustment));
  self->restoring = TRUE;
  wb_row_list_replace_ids (self->rows, ids);
  self->restoring = FALSE;
  restore_selection (self);
  refresh_lines (self);
}

/**
 * wb_coupon_table_reload:
 * @self: a table
 *
 * Reads its rows anew: some were written.
 */
void
wb_coupon_table_reload (WbCouponTable *self)
{
  g_return_if_fail (WB_IS_COUPON_TABLE (self) && self->rows);

  wb_row_list_reload (self->rows);
  refresh_lines (self);
}

guint
wb_coupon_table_get_n_rows (WbCouponTable *self)
{
  g_return_val_if_fail (WB_IS_COUPON_TABLE (self) && self->rows, 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->rows));
}

/**
 * wb_coupon_table_set_sort:
 * @self: a table
 * @sort: what the rows are ordered by
 * @reversed: the other way round
 *
 * Says so in the header; the order itself is that of the ids.
 */
void
wb_coupon_table_set_sort (WbCouponTable *self,
                          WbCouponSort   sort,
                          gboolean       reversed)
{
  g_return_if_fail (WB_IS_COUPON_TABLE (self));

  self->sort = sort;
  self->reversed = reversed;
  show_sort (self);
}

/**
 * wb_coupon_table_refresh:
 * @self: a table
 *
 * Says all words anew: names that rows show may have changed.
 */
void
wb_coupon_table_refresh (WbCouponTable *self)
{
  g_return_if_fail (WB_IS_COUPON_TABLE (self));

  wb_coupon_columns_set_has_shops (self->columns, wb_context_get_stores (self->context)->len > 1);
  wb_coupon_paint_forget (self->paint);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  refresh_lines (self);
}

gint64
wb_coupon_table_get_selected (WbCouponTable *self)
{
  g_return_val_if_fail (WB_IS_COUPON_TABLE (self), 0);

  return self->selected_id;
}

/**
 * wb_coupon_table_select:
 * @self: a table
 * @rowid: the row to select; 0 = none
 *
 * Selects it and brings it into sight.
 *
 * Returns: `FALSE` if it is not listed; it is selected when it comes
 */
gboolean
wb_coupon_table_select (WbCouponTable *self,
                        gint64         rowid)
{
  guint position = 0;

  g_return_val_if_fail (WB_IS_COUPON_TABLE (self) && self->rows, FALSE);

  self->selected_id = rowid;
  restore_selection (self);
  if (rowid == 0 || !wb_row_list_find (self->rows, rowid, &position))
    return FALSE;
  gtk_widget_activate_action (self->list_view, "list.scroll-to-item", "u", position);

  return TRUE;
}

void
wb_coupon_table_select_first (WbCouponTable *self)
{
  g_return_if_fail (WB_IS_COUPON_TABLE (self));

  if (wb_coupon_table_get_n_rows (self) > 0)
    wb_coupon_table_select (self, wb_row_list_get_id (self->rows, 0));
}

/**
 * wb_coupon_table_get_row:
 * @self: a table
 *
 * Returns: (nullable) (transfer none): the selected row's record, until rows are read again
 */
const WbCouponRow *
wb_coupon_table_get_row (WbCouponTable *self)
{
  guint position = 0;
  g_autoptr (WbRow) row = NULL;

  g_return_val_if_fail (WB_IS_COUPON_TABLE (self), NULL);

  if (!self->rows)
    return NULL;
  position = gtk_single_selection_get_selected (self->selection);
  row = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  return row ? wb_row_get_record (row) : NULL;
}

/**
 * wb_coupon_table_focus:
 * @self: a table
 *
 * Gives the keyboard to the selected row, else to the first.
 */
void
wb_coupon_table_focus (WbCouponTable *self)
{
  guint position = 0;

  g_return_if_fail (WB_IS_COUPON_TABLE (self) && self->rows);

  position = gtk_single_selection_get_selected (self->selection);
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (self->list_view, "list.scroll-to-item", "u", position);
  gtk_widget_grab_focus (self->list_view);
}

GtkWidget *
wb_coupon_table_get_list (WbCouponTable *self)
{
  g_return_val_if_fail (WB_IS_COUPON_TABLE (self), NULL);

  return self->list_view;
}
