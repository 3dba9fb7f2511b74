/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The call queue as one list; see wb-call-list.h. Inside it is a row list whose ids are the calls'
 * (above zero) and, for headers, the negative of 1 + group: so trimming and identity are written
 * once. */

#include "config.h"

#include "wb-call-list.h"

#define N_GROUPS (WB_CALL_GROUP_CLOSED + 1)

struct _WbCallHeader
{
  GObject parent_instance;

  WbCallGroup group;
  guint count;
};

struct _WbCallList
{
  GObject parent_instance;

  WbRowList *rows;                   /* (owned) */
  WbCallHeader *headers[N_GROUPS];   /* (owned) */
  GArray *ids;                       /* (owned) (element-type gint64) all, headers among them */
  gint64 window_id;                  /* the next refs are shown around that call, 0 = the top: */
  guint window_size;                 /* so many items of them; 0 = all */
  guint first;                       /* of the ids that are shown */
  guint n_shown;
};

enum
{
  PROP_0,
  PROP_COUNT,
  N_PROPS
};

static GParamSpec *header_props[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (WbCallHeader, wb_call_header, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (WbCallList, wb_call_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
wb_call_header_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (property_id) {
    case PROP_COUNT:
      g_value_set_uint (value, WB_CALL_HEADER (object)->count);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
wb_call_header_class_init (WbCallHeaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = wb_call_header_get_property;

  header_props[PROP_COUNT] =
    g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, header_props);
}

static void
wb_call_header_init (WbCallHeader *self)
{
}

/**
 * wb_call_header_get_group:
 * @self: a header
 *
 * Returns: the group it stands above; wb_call_group_label() has its words
 */
WbCallGroup
wb_call_header_get_group (WbCallHeader *self)
{
  g_return_val_if_fail (WB_IS_CALL_HEADER (self), WB_CALL_GROUP_LATE);

  return self->group;
}

/**
 * wb_call_header_get_count:
 * @self: a header
 *
 * Returns: how many rows of its group the list holds
 */
guint
wb_call_header_get_count (WbCallHeader *self)
{
  g_return_val_if_fail (WB_IS_CALL_HEADER (self), 0);

  return self->count;
}

static gint64
header_id (WbCallGroup group)
{
  return -1 - (gint64) group;
}

static GType
wb_call_list_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
wb_call_list_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (WB_CALL_LIST (model)->rows));
}

static gpointer
wb_call_list_get_item (GListModel *model,
                       guint       position)
{
  WbCallList *self = WB_CALL_LIST (model);
  gint64 id = 0;

  if (position >= wb_call_list_get_n_items (model))
    return NULL;
  id = wb_row_list_get_id (self->rows, position);
  if (id < 0)
    return g_object_ref (self->headers[-1 - id]);

  return g_list_model_get_item (G_LIST_MODEL (self->rows), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = wb_call_list_get_item_type;
  iface->get_n_items = wb_call_list_get_n_items;
  iface->get_item = wb_call_list_get_item;
}

static void
rows_changed_cb (GListModel *rows,
                 guint       position,
                 guint       n_removed,
                 guint       n_added,
                 gpointer    data)
{
  g_list_model_items_changed (G_LIST_MODEL (data), position, n_removed, n_added);
}

static void
wb_call_list_dispose (GObject *object)
{
  WbCallList *self = WB_CALL_LIST (object);

  if (self->rows)
    g_signal_handlers_disconnect_by_data (self->rows, self);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->ids, g_array_unref);
  for (guint i = 0; i < N_GROUPS; i++)
    g_clear_object (&self->headers[i]);

  G_OBJECT_CLASS (wb_call_list_parent_class)->dispose (object);
}

static void
wb_call_list_class_init (WbCallListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_call_list_dispose;
}

static void
wb_call_list_init (WbCallList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < N_GROUPS; i++) {
    self->headers[i] = g_object_new (WB_TYPE_CALL_HEADER, NULL);
    self->headers[i]->group = i;
  }
}

/**
 * wb_call_list_new:
 * @load: (scope notified): reads the WbActivity of a row id; must not come back into the list
 * @data: (nullable): for @load
 * @destroy_data: (nullable): frees @data
 *
 * Returns: (transfer full): an empty list
 */
WbCallList *
wb_call_list_new (WbRowLoadFunc  load,
                  gpointer       data,
                  GDestroyNotify destroy_data)
{
  WbCallList *self = NULL;

  g_return_val_if_fail (load, NULL);

  self = g_object_new (WB_TYPE_CALL_LIST, NULL);
  self->rows = wb_row_list_new (load, (GDestroyNotify) wb_activity_unref, data, destroy_data);
  g_signal_connect (self->rows, "items-changed", G_CALLBACK (rows_changed_cb), self);

  return self;
}

/* @is_anew: of another question: few of them were there before. */
static void
show_ids (WbCallList *self,
          gboolean    is_anew)
{
  g_autoptr (GArray) shown = g_array_ref (self->ids);

  if (self->n_shown < self->ids->len) {
    g_array_unref (shown);
    shown = g_array_sized_new (FALSE, FALSE, sizeof (gint64), self->n_shown);
    g_array_append_vals (shown, &g_array_index (self->ids, gint64, self->first), self->n_shown);
  }
  if (is_anew)
    wb_row_list_replace_ids (self->rows, shown);
  else
    wb_row_list_set_ids (self->rows, shown);
}

/* As much above the call as below it, where there is as much. */
static void
place_window (WbCallList *self)
{
  guint n = self->ids->len;
  guint at = 0;

  self->first = 0;
  self->n_shown = n;
  if (self->window_size == 0 || n <= self->window_size)
    return;

  while (at < n && g_array_index (self->ids, gint64, at) != self->window_id)
    at++;
  self->n_shown = self->window_size;
  if (at < n && at > self->n_shown / 2)
    self->first = MIN (at - self->n_shown / 2, n - self->n_shown);
}

/**
 * wb_call_list_set_window:
 * @self: a list
 * @rowid: a call's row id; 0 = none
 * @size: how many items to show, headers among them; 0 = all
 *
 * Has the next refs shown in part, around that call or else from the top, so that what can be seen
 * is there before the 200 rows that a list view makes of a long list. wb_call_list_widen() brings
 * the rest. Headers count all calls of their group whatever is shown.
 */
void
wb_call_list_set_window (WbCallList *self,
                         gint64      rowid,
                         guint       size)
{
  g_return_if_fail (WB_IS_CALL_LIST (self));

  self->window_id = rowid > 0 ? rowid : 0;
  self->window_size = size;
}

/**
 * wb_call_list_narrow:
 * @self: a list
 * @position: of the first item to show still
 * @n: and how many; 0 shows all that are shown now
 *
 * Shows only a part of the items shown, until the list is widened or has other refs: each widget
 * that a list view has beyond those in view takes its time to go.
 */
void
wb_call_list_narrow (WbCallList *self,
                     guint       position,
                     guint       n)
{
  guint n_after = 0;

  g_return_if_fail (WB_IS_CALL_LIST (self));
  g_return_if_fail (position <= self->n_shown && n <= self->n_shown - position);

  if (n == 0)
    return;
  /* One end after the other, as with widening. */
  n_after = self->n_shown - position - n;
  self->n_shown -= n_after;
  if (n_after > 0)
    show_ids (self, FALSE);
  self->first += position;
  self->n_shown -= position;
  if (position > 0)
    show_ids (self, FALSE);
}

/**
 * wb_call_list_widen:
 * @self: a list
 * @n: how many items more at either end
 *
 * Returns: whether all of them are shown now
 */
gboolean
wb_call_list_widen (WbCallList *self,
                    guint       n)
{
  guint n_before = 0;
  guint n_after = 0;

  g_return_val_if_fail (WB_IS_CALL_LIST (self), TRUE);

  /* One end after the other: so each is told as what it is, an addition. */
  n_after = MIN (n, self->ids->len - self->first - self->n_shown);
  self->n_shown += n_after;
  if (n_after > 0)
    show_ids (self, FALSE);
  n_before = MIN (n, self->first);
  self->first -= n_before;
  self->n_shown += n_before;
  if (n_before > 0)
    show_ids (self, FALSE);

  return self->n_shown == self->ids->len;
}

/**
 * wb_call_list_set_refs:
 * @self: a list
 * @refs: (element-type WbCallRef): what wb_call_store_list() gave: each group's rows together
 *
 * Shows these calls, or the window set for them. What stays is left alone: see
 * wb_row_list_set_ids().
 */
void
wb_call_list_set_refs (WbCallList *self,
                       GArray     *refs)
{
  GArray *ids = NULL;
  guint counts[N_GROUPS] = { 0 };

  g_return_if_fail (WB_IS_CALL_LIST (self));
  g_return_if_fail (refs && g_array_get_element_size (refs) == sizeof (WbCallRef));

  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), refs->len + N_GROUPS);
  g_array_unref (self->ids);
  self->ids = ids;
  for (guint i = 0; i < refs->len; i++) {
    const WbCallRef *ref = &g_array_index (refs, WbCallRef, i);
    gint64 header = header_id (ref->group);

    g_return_if_fail (ref->group < N_GROUPS && ref->rowid > 0);
    if (counts[ref->group]++ == 0)
      g_array_append_val (ids, header);
    g_array_append_val (ids, ref->rowid);
  }

  place_window (self);
  show_ids (self, self->window_size > 0);
  self->window_size = 0;
  for (guint i = 0; i < N_GROUPS; i++) {
    if (self->headers[i]->count != counts[i]) {
      self->headers[i]->count = counts[i];
      g_object_notify_by_pspec (G_OBJECT (self->headers[i]), header_props[PROP_COUNT]);
    }
  }
}

/**
 * wb_call_list_reload:
 * @self: a list
 *
 * After a commit: the rows that are held tell that their record may have changed.
 */
void
wb_call_list_reload (WbCallList *self)
{
  g_return_if_fail (WB_IS_CALL_LIST (self));

  wb_row_list_reload (self->rows);
}

/**
 * wb_call_list_reload_id:
 * @self: a list
 * @rowid: a call's row id
 *
 * As wb_call_list_reload(), for one call.
 */
void
wb_call_list_reload_id (WbCallList *self,
                        gint64      rowid)
{
  g_return_if_fail (WB_IS_CALL_LIST (self));

  wb_row_list_reload_id (self->rows, rowid);
}

/**
 * wb_call_list_is_header:
 * @self: a list
 * @position: any
 *
 * Returns: whether a header stands there
 */
gboolean
wb_call_list_is_header (WbCallList *self,
                        guint       position)
{
  g_return_val_if_fail (WB_IS_CALL_LIST (self), FALSE);

  return position < wb_call_list_get_n_items (G_LIST_MODEL (self)) &&
         wb_row_list_get_id (self->rows, position) < 0;
}

/**
 * wb_call_list_find:
 * @self: a list
 * @rowid: a call's row id
 * @position_out: (out) (optional): where it stands
 *
 * Returns: whether it is in the list
 */
gboolean
wb_call_list_find (WbCallList *self,
                   gint64      rowid,
                   guint      *position_out)
{
  g_return_val_if_fail (WB_IS_CALL_LIST (self), FALSE);

  return rowid > 0 && wb_row_list_find (self->rows, rowid, position_out);
}

/**
 * wb_call_list_nearest_row:
 * @self: a list
 * @position: any, also past the end
 * @position_out: (out): where a row stands
 *
 * The row at @position, else the next one below, else the next one above.
 *
 * Returns: `FALSE` when the list has no rows
 */
gboolean
wb_call_list_nearest_row (WbCallList *self,
                          guint       position,
                          guint      *position_out)
{
  guint n_items = 0;

  g_return_val_if_fail (WB_IS_CALL_LIST (self), FALSE);
  g_return_val_if_fail (position_out, FALSE);

  n_items = wb_call_list_get_n_items (G_LIST_MODEL (self));
  for (guint i = position; i < n_items; i++) {
    if (!wb_call_list_is_header (self, i)) {
      *position_out = i;
      return TRUE;
    }
  }
  for (guint i = MIN (position, n_items); i > 0; i--) {
    if (!wb_call_list_is_header (self, i - 1)) {
      *position_out = i - 1;
      return TRUE;
    }
  }

  return FALSE;
}
