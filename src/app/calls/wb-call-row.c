/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A drawn row; see wb-call-row.h. Its children are images: the one before a due time takes the
 * colour of urgency from CSS, and the words beside it are drawn in the same; the other, made when
 * it is first needed, marks what is not confirmed or waits to be read. */

#include "config.h"

#include "wb-call-row.h"

#include "compat.h"
#include "wb-format.h"
#include "wb-ticket-store.h"

#include <glib/gi18n-lib.h>

#define PAD_X 14
#define PAD_Y 8
#define LINE_GAP 3
#define COLUMN_GAP 12
#define ICON_SIZE 16
#define ICON_GAP 5
#define BADGE_SIZE 18
#define HEADER_TOP 16
#define HEADER_BOTTOM 6

/* What the row says; layouts are made of them when they are measured or drawn. */
enum
{
  TEXT_NAME,    /* customer; a header's label */
  TEXT_ABOUT,   /* type, code and product */
  TEXT_DUE,     /* when */
  TEXT_ASIDE,   /* “no number”, tries, how it ended */
  TEXT_BADGE,   /* initials of who holds it */
  N_TEXTS,
};

struct _WbCallRow
{
  GtkWidget parent_instance;

  WbContext *context;             /* (owned) */
  gpointer item;                  /* (owned) (nullable) WbRow or WbCallHeader */
  gulong changed_id;
  WbCallRowRules *rules;          /* (owned) */
  GtkWidget *icon;                /* (owned by the widget tree) */
  GtkWidget *mark;                /* (owned by the widget tree) (nullable) */
  PangoLayout *layouts[N_TEXTS];  /* (owned) (nullable) NULL = nothing to say */
  char *spoken;                   /* (owned) (nullable) */
  char *hint;                     /* (owned) (nullable) the tooltip: what has no room */
  gboolean is_header;
};

G_DEFINE_FINAL_TYPE (WbCallRow, wb_call_row, GTK_TYPE_WIDGET)

static void
set_text (WbCallRow  *self,
          int         which,
          const char *text,
          gboolean    bold,
          gboolean    small)
{
  g_autoptr (PangoAttrList) attributes = NULL;

  g_clear_object (&self->layouts[which]);
  if (!text || !*text)
    return;

  attributes = pango_attr_list_new ();
  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (small)
    pango_attr_list_insert (attributes, pango_attr_scale_new (0.9));
  self->layouts[which] = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  pango_layout_set_attributes (self->layouts[which], attributes);
  pango_layout_set_ellipsize (self->layouts[which], PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (self->layouts[which], TRUE);
}

static void
set_urgency (WbCallRow *self,
             WbUrgency  urgency)
{
  static const char *const classes[] = { NULL, "soon", "late" };

  for (guint i = 1; i < G_N_ELEMENTS (classes); i++) {
    if (i == urgency)
      gtk_widget_add_css_class (GTK_WIDGET (self), classes[i]);
    else
      gtk_widget_remove_css_class (GTK_WIDGET (self), classes[i]);
  }
  gtk_widget_set_visible (self->icon, urgency == WB_URGENCY_LATE && !self->is_header);
}

static WbCallMark
get_mark (WbCallRow        *self,
          const WbActivity *call)
{
  return self->rules->marks
           ? GPOINTER_TO_UINT (g_hash_table_lookup (self->rules->marks, call->id))
           : WB_CALL_MARK_NONE;
}

static void
set_mark (WbCallRow  *self,
          WbCallMark  mark)
{
  if (mark == WB_CALL_MARK_NONE) {
    if (self->mark)
      gtk_widget_set_visible (self->mark, FALSE);
    return;
  }

  if (!self->mark) {
    self->mark = gtk_image_new ();
    gtk_widget_add_css_class (self->mark, "mark");
    gtk_widget_set_parent (self->mark, GTK_WIDGET (self));
  }
  gtk_image_set_from_icon_name (GTK_IMAGE (self->mark),
                                mark == WB_CALL_MARK_STORY ? "wb-story-symbolic"
                                                           : "content-loading-symbolic");
  if (mark == WB_CALL_MARK_STORY)
    gtk_widget_add_css_class (self->mark, "story");
  else
    gtk_widget_remove_css_class (self->mark, "story");
  gtk_widget_set_visible (self->mark, TRUE);
}

static void
set_spoken (WbCallRow *self,
            char      *spoken)
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
show_header (WbCallRow    *self,
             WbCallHeader *header)
{
  WbCallGroup group = wb_call_header_get_group (header);
  const char *label = wb_call_group_label (group);
  g_autofree char *upper = g_utf8_strup (label, -1);
  g_autofree char *words = g_strdup_printf ("%s · %u", upper, wb_call_header_get_count (header));

  set_text (self, TEXT_NAME, words, TRUE, TRUE);
  set_mark (self, WB_CALL_MARK_NONE);
  set_urgency (self, group == WB_CALL_GROUP_LATE ? WB_URGENCY_LATE : WB_URGENCY_NONE);
  set_spoken (self, g_strdup_printf ("%s, %u", label, wb_call_header_get_count (header)));
}

static char *
dup_product (WbCallRow        *self,
             const WbActivity *call)
{
  g_autoptr (WbTicket) ticket =
    wb_ticket_store_get (wb_context_get_reader (self->context), call->ticket, NULL);

  if (!ticket || ticket->products->len == 0)
    return NULL;

  return g_strdup (((WbProduct *) g_ptr_array_index (ticket->products, 0))->name);
}

static char *
describe_due (WbCallRow        *self,
              const WbActivity *call,
              WbUrgency        *urgency_out)
{
  gint64 now = wb_context_now (self->context);
  GTimeZone *zone = wb_context_get_zone (self->context);

  if (wb_activity_is_open (call))
    return wb_format_due (call->due_at, now, zone, urgency_out);

  *urgency_out = WB_URGENCY_NONE;

  return call->closed_at == WB_TIME_NONE ? g_strdup ("")
                                         : wb_format_when (call->closed_at, now, zone);
}

/* The short words at the end of the second line. */
static char *
describe_aside (WbCallRow        *self,
                const WbActivity *call,
                WbCallMark        mark)
{
  gint64 now = wb_context_now (self->context);
  GTimeZone *zone = wb_context_get_zone (self->context);
  gint64 sorted_at = self->rules->sort == WB_CALL_SORT_AGE ? call->created_at
                                                           : call->original_due_at;
  g_autofree char *when = NULL;
  g_autofree char *tries = NULL;

  if (!wb_activity_is_open (call))
    return g_strdup (wb_outcome_label (wb_outcome_from_text (WB_TEXT (call->outcome))));

  if (self->rules->sort != WB_CALL_SORT_NEXT_TRY) {
    g_autofree char *time = wb_format_when (sorted_at, now, zone);

    when = g_strdup_printf (self->rules->sort == WB_CALL_SORT_AGE
                              ? C_ ("row of a call", "asked %s")
                              : C_ ("row of a call", "promised %s"),
                            time);
  }
  if (call->attempts->len > 0)
    tries = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u attempt", "%u attempts",
                                          call->attempts->len),
                             call->attempts->len);

  return wb_format_join (mark == WB_CALL_MARK_STORY ? C_ ("row of a call", "to read") : "",
                         WB_TEXT (when), WB_TEXT (tries),
                         call->customer_phone ? "" : _ ("no number"), NULL);
}

static char *
describe_holder (WbCallRow        *self,
                 const WbActivity *call)
{
  const WbUser *holder = wb_context_find_user (self->context, call->assignee);

  if (!call->assignee || !wb_activity_is_open (call))
    return NULL;
  if (g_strcmp0 (call->assignee, wb_context_get_me_id (self->context)) == 0)
    return g_strdup (_ ("yours"));

  return holder ? g_strdup_printf (_ ("held by %s"), holder->full_name)
                : g_strdup (_ ("held by somebody"));
}

static void
set_badge (WbCallRow        *self,
           const WbActivity *call)
{
  const WbUser *holder = wb_context_find_user (self->context, call->assignee);
  g_autofree char *initials = holder ? wb_user_initials (holder->full_name) : g_strdup ("?");

  if (!call->assignee || !wb_activity_is_open (call))
    return;

  set_text (self, TEXT_BADGE, initials, TRUE, TRUE);
  if (self->layouts[TEXT_BADGE])
    pango_attr_list_change (pango_layout_get_attributes (self->layouts[TEXT_BADGE]),
                            pango_attr_scale_new (0.68));
}

static void
show_call (WbCallRow  *self,
           WbActivity *call)
{
  const char *type = wb_context_get_type_name (self->context, call->ticket_type);
  const char *name = call->customer_name ? call->customer_name : _ ("Name not known");
  WbCallMark mark = get_mark (self, call);
  const char *marked = mark == WB_CALL_MARK_STORY    ? _ ("somebody else worked on it too")
                       : mark == WB_CALL_MARK_UNSENT ? _ ("not confirmed yet")
                                                     : "";
  WbUrgency urgency = WB_URGENCY_NONE;
  g_autofree char *due = describe_due (self, call, &urgency);
  g_autofree char *product = dup_product (self, call);
  g_autofree char *code = g_strdup_printf ("%s %s", WB_TEXT (type), WB_TEXT (call->ticket_code));
  g_autofree char *about = wb_format_join (g_strstrip (code), WB_TEXT (product), NULL);
  g_autofree char *aside = describe_aside (self, call, mark);
  g_autofree char *held = describe_holder (self, call);

  set_text (self, TEXT_NAME, name, TRUE, FALSE);
  set_text (self, TEXT_ABOUT, about, FALSE, TRUE);
  set_text (self, TEXT_DUE, due, urgency != WB_URGENCY_NONE, TRUE);
  set_text (self, TEXT_ASIDE, aside, FALSE, TRUE);
  set_badge (self, call);
  set_urgency (self, urgency);
  set_mark (self, mark);
  set_spoken (self, wb_format_join (name, about, due, aside, WB_TEXT (held), marked, NULL));
  self->hint = wb_format_join (WB_TEXT (held), marked, NULL);
}

/* The widest a text would be, and its height, in pixels. */
static int
get_text_size (WbCallRow *self,
               int        which,
               int       *height_out)
{
  int width = 0;
  int height = 0;

  if (self->layouts[which]) {
    pango_layout_set_width (self->layouts[which], -1);
    pango_layout_get_pixel_size (self->layouts[which], &width, &height);
  }
  if (height_out)
    *height_out = height;

  return width;
}

static int
get_line_height (WbCallRow *self)
{
  g_autoptr (PangoLayout) sample = gtk_widget_create_pango_layout (GTK_WIDGET (self), "X");
  int height = 0;

  pango_layout_get_pixel_size (sample, NULL, &height);

  return height;
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
  WbCallRow *self = WB_CALL_ROW (widget);
  int line = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    /* Words give way by ellipsis, so the row fits wherever the list does. */
    *minimum = 200;
    *natural = 320;
    return;
  }

  line = get_line_height (self);
  if (self->is_header)
    *minimum = *natural = HEADER_TOP + line + HEADER_BOTTOM;
  else
    *minimum = *natural = PAD_Y + line + LINE_GAP + MAX (line, BADGE_SIZE) + PAD_Y;
}

/* Words aside leave room for what the call is about. */
static int
get_aside_width (WbCallRow *self,
                 int        width)
{
  return MIN (get_text_size (self, TEXT_ASIDE, NULL), (width - 2 * PAD_X) * 3 / 5);
}

static void
allocate_icon (WbCallRow *self,
               GtkWidget *icon,
               int        x,
               int        y,
               int        width)
{
  if (!icon || !gtk_widget_should_layout (icon))
    return;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = width - x - ICON_SIZE;
  gtk_widget_size_allocate (icon, &(GtkAllocation) { x, y, ICON_SIZE, ICON_SIZE }, -1);
}

static void
wb_call_row_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  WbCallRow *self = WB_CALL_ROW (widget);
  int line = get_line_height (self);
  int due = get_text_size (self, TEXT_DUE, NULL);
  int aside = get_aside_width (self, width);
  int end = width - PAD_X;
  int down = PAD_Y + (line - ICON_SIZE) / 2;

  allocate_icon (self, self->icon, end - due - ICON_GAP - ICON_SIZE, down, width);
  if (self->layouts[TEXT_BADGE])
    end -= BADGE_SIZE + ICON_GAP;
  if (aside > 0)
    end -= aside + ICON_GAP;
  allocate_icon (self, self->mark, end - ICON_SIZE, down + line + LINE_GAP, width);
}

/* Draws a text at most @room wide; @x is its left edge, or its right one when @from_end. */
static void
draw_text (WbCallRow     *self,
           GtkSnapshot   *snapshot,
           int            which,
           int            x,
           int            y,
           int            room,
           gboolean       from_end,
           const GdkRGBA *color)
{
  PangoLayout *layout = self->layouts[which];
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int width = 0;

  if (!layout || room <= 0)
    return;

  width = MIN (get_text_size (self, which, NULL), room);
  pango_layout_set_width (layout, room * PANGO_SCALE);
  pango_layout_set_alignment (layout, from_end ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_auto_dir (layout, FALSE);
  if (from_end)
    x -= room;
  if (rtl)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x - (from_end ? room : MAX (width, room));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_badge (WbCallRow     *self,
            GtkSnapshot   *snapshot,
            int            end,
            int            y,
            const GdkRGBA *color)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - end : end - BADGE_SIZE;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (x, y, BADGE_SIZE, BADGE_SIZE);
  GdkRGBA fill = *color;
  GskRoundedRect circle;
  int height = 0;
  int width = get_text_size (self, TEXT_BADGE, &height);

  fill.alpha *= 0.15f;
  gsk_rounded_rect_init_from_rect (&circle, &bounds, BADGE_SIZE / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, &fill, &bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x + (BADGE_SIZE - width) / 2.0f,
                                                          y + (BADGE_SIZE - height) / 2.0f));
  gtk_snapshot_append_layout (snapshot, self->layouts[TEXT_BADGE], color);
  gtk_snapshot_restore (snapshot);
}

static void
wb_call_row_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  WbCallRow *self = WB_CALL_ROW (widget);
  int width = gtk_widget_get_width (widget);
  int line = get_line_height (self);
  int second = PAD_Y + line + LINE_GAP;
  int end = width - PAD_X;
  int due = get_text_size (self, TEXT_DUE, NULL);
  int aside = get_aside_width (self, width);
  GdkRGBA color = { 0 };
  GdkRGBA dim = { 0 };
  GdkRGBA urgent = { 0 };

  wb_compat_get_color (widget, &color);
  wb_compat_get_color (self->icon, &urgent);
  dim = color;
  dim.alpha *= 0.6f;

  if (self->is_header) {
    draw_text (self, snapshot, TEXT_NAME, PAD_X, HEADER_TOP, width - 2 * PAD_X, FALSE, &urgent);
    return;
  }

  if (gtk_widget_get_visible (self->icon))
    gtk_widget_snapshot_child (widget, self->icon, snapshot);
  draw_text (self, snapshot, TEXT_DUE, end, PAD_Y, due, TRUE, &urgent);
  if (gtk_widget_get_visible (self->icon))
    due += ICON_SIZE + ICON_GAP;
  draw_text (self, snapshot, TEXT_NAME, PAD_X, PAD_Y, width - 2 * PAD_X - due - COLUMN_GAP, FALSE,
             &color);

  if (self->layouts[TEXT_BADGE]) {
    draw_badge (self, snapshot, end, second, &color);
    end -= BADGE_SIZE + ICON_GAP;
  }
  draw_text (self, snapshot, TEXT_ASIDE, end, second, aside, TRUE, &dim);
  if (aside > 0)
    end -= aside + ICON_GAP;
  if (self->mark && gtk_widget_get_visible (self->mark)) {
    gtk_widget_snapshot_child (widget, self->mark, snapshot);
    end -= ICON_SIZE + ICON_GAP;
  }
  draw_text (self, snapshot, TEXT_ABOUT, PAD_X, second, end - PAD_X - ICON_GAP, FALSE, &dim);
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
  WbCallRow *self = WB_CALL_ROW (widget);

  GTK_WIDGET_CLASS (wb_call_row_parent_class)->css_changed (widget, change);

  for (guint i = 0; i < N_TEXTS; i++) {
    if (self->layouts[i])
      pango_layout_context_changed (self->layouts[i]);
  }
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

  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_object (&self->layouts[i]);
  g_clear_pointer (&self->rules, wb_call_row_rules_unref);
  g_free (self->spoken);
  g_free (self->hint);

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
  self->icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  gtk_widget_set_visible (self->icon, FALSE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

static void
rules_clear (gpointer data)
{
  WbCallRowRules *rules = data;

  g_clear_pointer (&rules->marks, g_hash_table_unref);
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

  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_object (&self->layouts[i]);
  g_clear_pointer (&self->hint, g_free);
  if (!self->item)
    return;

  if (self->is_header) {
    show_header (self, self->item);
  } else {
    WbActivity *call = wb_row_get_record (self->item);

    /* One that is gone leaves the list in a moment; until then its row is blank. */
    if (call)
      show_call (self, call);
  }
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
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
  g_return_if_fail (WB_IS_CALL_ROW (self));
  g_return_if_fail (!item || WB_IS_ROW (item) || WB_IS_CALL_HEADER (item));

  g_clear_signal_handler (&self->changed_id, self->item);
  g_set_object ((GObject **) &self->item, item);
  self->is_header = item && WB_IS_CALL_HEADER (item);
  if (item)
    self->changed_id = g_signal_connect_swapped (
      item, self->is_header ? "notify::count" : "notify::record", G_CALLBACK (wb_call_row_refresh),
      self);
  wb_call_row_refresh (self);
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
