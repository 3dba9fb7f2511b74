/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A person's own settings; see wb-local-settings-store.h. They are read leniently, each for itself:
 * a value that a newer program wrote otherwise must not take the others with it. */

#include "config.h"

#include "wb-local-settings-store.h"

#include "wb-meta-store.h"
#include "wb-wire-builder.h"
#include "wb-wire-hours.h"
#include "wb-workspace-private.h"

/* In the order of WbLocalSettings. */
static const struct {
  const char *name;
  gsize offset;
} switches[] = {
  { "notify_new", G_STRUCT_OFFSET (WbLocalSettings, notify_new) },
  { "notify_goal", G_STRUCT_OFFSET (WbLocalSettings, notify_goal) },
  { "notify_promise", G_STRUCT_OFFSET (WbLocalSettings, notify_promise) },
  { "count_opening_hours", G_STRUCT_OFFSET (WbLocalSettings, count_opening_hours) },
  { "run_in_background", G_STRUCT_OFFSET (WbLocalSettings, run_in_background) },
  { "background_asked", G_STRUCT_OFFSET (WbLocalSettings, background_asked) },
};

/* Hours that cannot be read stay what they are in @hours. A reader of their own, since its first
 * failure is its last. */
static void
read_hours (JsonNode    *node,
            const char  *name,
            GArray     **hours)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (WbHours));
  WbWireReader reader;

  wb_wire_reader_init (&reader, node);
  wb_wire_read_hours (&reader, name, WB_WIRE_REQUIRED, found);
  if (!wb_wire_reader_finish (&reader, NULL))
    return;
  g_array_unref (*hours);
  *hours = g_steal_pointer (&found);
}

static void
read_settings (JsonNode        *node,
               WbLocalSettings *settings)
{
  WbWireReader reader;

  read_hours (node, "calling_hours", &settings->calling_hours);
  read_hours (node, "notification_hours", &settings->notification_hours);
  wb_wire_reader_init (&reader, node);
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++) {
    gboolean *value = G_STRUCT_MEMBER_P (settings, switches[i].offset);

    *value = wb_wire_read_bool (&reader, switches[i].name, WB_WIRE_LENIENT, *value);
  }
  /* Nothing of it is refused. */
  (void) !wb_wire_reader_finish (&reader, NULL);
}

/**
 * wb_local_settings_store_get:
 * @db: a reader, or the open transaction
 *
 * Returns: (transfer full): the settings; what was never set, and what cannot be read, is as in a
 *   new one. `NULL` only with a %WB_DB_ERROR
 */
WbLocalSettings *
wb_local_settings_store_get (WbDb    *db,
                             GError **error)
{
  g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();
  g_autoptr (WbStmt) stmt = NULL;
  g_autoptr (JsonNode) node = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  stmt = wb_db_prepare (db, "SELECT value FROM meta WHERE key = ?1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, WB_META_LOCAL_SETTINGS);
  if (!wb_stmt_step (stmt, &has_row, error))
    return NULL;
  node = has_row ? wb_store_parse (wb_stmt_get_text (stmt, 0), NULL) : NULL;
  if (node && JSON_NODE_HOLDS_OBJECT (node))
    read_settings (node, settings);

  return g_steal_pointer (&settings);
}

/**
 * wb_local_settings_store_put:
 * @db: the open transaction
 * @settings: what is to hold; valid (wb_local_settings_validate())
 *
 * Touches WB_TABLE_ACCOUNT.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_local_settings_store_put (WbDb                   *db,
                             const WbLocalSettings  *settings,
                             GError                **error)
{
  JsonObject *object = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (settings, FALSE);

  object = json_object_new ();
  wb_wire_put_hours (object, "calling_hours", settings->calling_hours);
  wb_wire_put_hours (object, "notification_hours", settings->notification_hours);
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++) {
    const gboolean *value = G_STRUCT_MEMBER_P (settings, switches[i].offset);

    json_object_set_boolean_member (object, switches[i].name, *value);
  }
  node = wb_wire_take_object (object);
  text = wb_store_print (node);

  return wb_workspace_set_meta (db, WB_META_LOCAL_SETTINGS, text, error);
}
