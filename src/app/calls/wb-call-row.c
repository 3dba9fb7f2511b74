/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A drawn row; see wb-call-row.h. What it says is in -words.c, how that is drawn in -draw.c. Its
 * children are images: the one before a due time takes the colour of urgency from CSS, and the
 * words beside it are drawn in the same; the other, made when it is first needed, marks what is not
 * confirmed or waits to be read. */

#include "config.h"

#include "wb-call-row-private.h"

G_DEFINE_FINAL_TYPE (WbCallRow, wb_call_row, GTK_TYPE_WIDGET)

static void
show_urgency (WbCallRow *self)
{
  static const char *const classes[] = { NULL, "soon", "late" };

  for (guint i = 1; i < G_N_ELEMENTS (classes); i++) {
    if (i == self->urgency)
      gtk_widget_add_css_class (GTK_WIDGET (self), classes[i]);
    else
      gtk_widget_remove_css_class (GTK_WIDGET (self), classes[i]);
  }
}

static GtkWidget *
make_icon (WbCallRow  *self,
           const char *icon_name)
{
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                  "icon-name", icon_name,
                                  NULL);

  gtk_widget_set_parent (icon, GTK_WIDGET (self));

  return icon;
}

static void
show_mark (WbCallRow *self)
{
  if (self->marked == WB_CALL_MARK_NONE)
    return;

  if (!self->mark) {
    self->mark = make_icon (self, NULL);
    gtk_widget_add_css_class (self->mark, "mark");
  }
  gtk_image_set_from_icon_name (GTK_IMAGE (self->mark),
                                self->marked == WB_CALL_MARK_STORY ? "wb-story-symbolic"
                                                                   : "content-loading-symbolic");
  if (self->marked == WB_CALL_MARK_STORY)
    gtk_widget_add_css_class (self->mark, "story");
  else
    gtk_widget_remove_css_class (self->mark, "story");
}

static void
wb_call_row_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    /* Words give way by ellipsis, so the row fits wherever the list does. */
    *minimum = 200;
    *natural = 320;
  } else {
    *minimum = *natural = wb_call_row_get_height (WB_CALL_ROW (widget));
  }
}

/* They are drawn where the words leave them room: here they only get their size. */
static void
wb_call_row_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkAllocation place = { 0, 0, 0, 0 };

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &place.width, NULL, NULL);
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, NULL, &place.height, NULL, NULL);
    gtk_widget_size_allocate (child, &place, -1);
  }
}

static void
wb_call_row_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  wb_call_row_draw (WB_CALL_ROW (widget), snapshot);
}

static void
forget_words (WbCallRow *self)
{
  for (guint i = 0; i < WB_CALL_ROW_N_TEXTS; i++)
    g_clear_pointer (&self->texts[i], g_free);
  g_clear_pointer (&self->hint, g_free);
  self->urgency = WB_URGENCY_NONE;
  self->marked = WB_CALL_MARK_NONE;
}

static gboolean
wb_call_row_query_tooltip (GtkWidget  *widget,
                           int         x,
                           int         y,
                           gboolean    keyboard,
                           GtkTooltip *tooltip)
{
  WbCallRow *self = WB_CALL_ROW (widget);

  if (!self->hint || !*self->hint)
    return FALSE;
  gtk_tooltip_set_text (tooltip, self->hint);

  return TRUE;
}

static void
wb_call_row_css_changed (GtkWidget         *widget,
                         GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (wb_call_row_parent_class)->css_changed (widget, change);

  gtk_widget_queue_draw (widget);
}

static void
wb_call_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (wb_call_row_parent_class)->root (widget);

  wb_call_row_refresh (WB_CALL_ROW (widget));
}

static void
wb_call_row_dispose (GObject *object)
{
  WbCallRow *self = WB_CALL_ROW (object);

  if (self->item)
    wb_call_row_set_item (self, NULL);
  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->mark, gtk_widget_unparent);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_call_row_parent_class)->dispose (object);
}

static void
wb_call_row_finalize (GObject *object)
{
  WbCallRow *self = WB_CALL_ROW (object);

  forget_words (self);
  g_clear_pointer (&self->rules, wb_call_row_rules_unref);
  g_free (self->spoken);

  G_OBJECT_CLASS (wb_call_row_parent_class)->finalize (object);
}

static void
wb_call_row_class_init (WbCallRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_call_row_dispose;
  object_class->finalize = wb_call_row_finalize;
  widget_class->css_changed = wb_call_row_css_changed;
  widget_class->measure = wb_call_row_measure;
  widget_class->query_tooltip = wb_call_row_query_tooltip;
  widget_class->root = wb_call_row_root;
  widget_class->size_allocate = wb_call_row_size_allocate;
  widget_class->snapshot = wb_call_row_snapshot;

  gtk_widget_class_set_css_name (widget_class, "callrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
wb_call_row_init (WbCallRow *self)
{
  self->icon = make_icon (self, "dialog-warning-symbolic");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

static void
rules_clear (gpointer data)
{
  WbCallRowRules *rules = data;

  g_clear_pointer (&rules->marks, g_hash_table_unref);
  g_clear_pointer (&rules->pens, wb_call_row_pens_free);
}

/**
 * wb_call_row_rules_new:
 *
 * Returns: (transfer full): by next try, nothing marked; main thread
 */
WbCallRowRules *
wb_call_row_rules_new (void)
{
  return g_rc_box_new0 (WbCallRowRules);
}

/**
 * wb_call_row_rules_unref:
 * @rules: (transfer full): rules; rows hold theirs
 */
void
wb_call_row_rules_unref (WbCallRowRules *rules)
{
  g_return_if_fail (rules);

  g_rc_box_release_full (rules, rules_clear);
}

/**
 * wb_call_row_new:
 * @context: for names, the clock and the zone
 * @rules: what all rows of the list go by
 *
 * Returns: (transfer floating): an empty row; main thread, as all here
 */
GtkWidget *
wb_call_row_new (WbContext      *context,
                 WbCallRowRules *rules)
{
  WbCallRow *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (rules, NULL);

  self = g_object_new (WB_TYPE_CALL_ROW, NULL);
  self->context = g_object_ref (context);
  self->rules = g_rc_box_acquire (rules);

  return GTK_WIDGET (self);
}

/**
 * wb_call_row_refresh:
 * @self: a row
 *
 * Says its words anew: the call changed, or time went by.
 */
void
wb_call_row_refresh (WbCallRow *self)
{
  g_return_if_fail (WB_IS_CALL_ROW (self));

  forget_words (self);
  self->sort = self->rules->sort;
  if (!self->item)
    return;

  if (self->is_header) {
    wb_call_row_describe_header (self, self->item);
  } else {
    WbActivity *call = wb_row_get_record (self->item);

    /* One that is gone leaves the list in a moment; until then its row is blank. */
    if (call)
      wb_call_row_describe_call (self, call);
  }
  show_urgency (self);
  show_mark (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * wb_call_row_keep_up:
 * @self: a row
 *
 * Says its words anew if they were made for another sort.
 */
void
wb_call_row_keep_up (WbCallRow *self)
{
  g_return_if_fail (WB_IS_CALL_ROW (self));

  if (self->sort != self->rules->sort)
    wb_call_row_refresh (self);
}

/**
 * wb_call_row_set_item:
 * @self: a row
 * @item: (nullable): a [class@Row] of an activity, or a [class@CallHeader]
 */
void
wb_call_row_set_item (WbCallRow *self,
                      gpointer   item)
{
  gboolean was_header = FALSE;

  g_return_if_fail (WB_IS_CALL_ROW (self));
  g_return_if_fail (!item || WB_IS_ROW (item) || WB_IS_CALL_HEADER (item));

  was_header = self->is_header;
  g_clear_signal_handler (&self->changed_id, self->item);
  g_set_object ((GObject **) &self->item, item);
  self->is_header = item && WB_IS_CALL_HEADER (item);
  if (item)
    self->changed_id = g_signal_connect_swapped (
      item, self->is_header ? "notify::count" : "notify::record", G_CALLBACK (wb_call_row_refresh),
      self);
  wb_call_row_refresh (self);
  if (self->is_header != was_header)
    gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * wb_call_row_get_item:
 * @self: a row
 *
 * Returns: (nullable) (transfer none): what it shows
 */
gpointer
wb_call_row_get_item (WbCallRow *self)
{
  g_return_val_if_fail (WB_IS_CALL_ROW (self), NULL);

  return self->item;
}

/**
 * wb_call_row_get_spoken:
 * @self: a row
 *
 * Returns: (nullable) (transfer none): its accessible name
 */
const char *
wb_call_row_get_spoken (WbCallRow *self)
{
  g_return_val_if_fail (WB_IS_CALL_ROW (self), NULL);

  return self->spoken;
}
