/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Remarketing settings; see wb-ledger-settings.h. */

#include "config.h"

#include "wb-ledger-settings.h"

#include "wb-ledger-events.h"
#include "wb-time.h"
#include "wb-wire-offer-set.h"

/**
 * wb_ledger_settings_get:
 * @self: the ledger
 * @type_id: an existing type's id
 * @settings_out: (out) (transfer full): its settings; all off and version 0 when never configured
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_settings_get (WbLedger    *self,
                        const char  *type_id,
                        WbOfferSet **settings_out,
                        GError     **error)
{
  gpointer record = NULL;

  if (!wb_ledger_find (self, "SELECT doc FROM settings WHERE type = ?", type_id,
                       (WbWireDecodeFunc) wb_wire_offer_set_decode, &record, error))
    return FALSE;

  if (!record) {
    WbOfferSet *unset = wb_offer_set_new ();

    unset->type = g_strdup (type_id);
    unset->validity_days = -1;
    unset->call_deadline_days = 2;
    unset->updated_at = WB_TIME_NONE;
    unset->version = 0;
    record = unset;
  }
  *settings_out = record;

  return TRUE;
}

/**
 * wb_ledger_settings_put:
 * @self: the ledger
 * @settings: a type's settings
 * @error: return location (WB_DB_ERROR)
 *
 * They also become one of the type's versions.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_settings_put (WbLedger          *self,
                        const WbOfferSet  *settings,
                        GError           **error)
{
  static const char *const statements[] = {
    "INSERT INTO settings (type, version, doc) VALUES (?, ?, ?) ON CONFLICT (type) DO UPDATE SET"
    " version = excluded.version, doc = excluded.doc",
    "INSERT INTO settings_version (type, version, doc) VALUES (?, ?, ?)"
    " ON CONFLICT (type, version) DO UPDATE SET doc = excluded.doc",
  };
  g_autofree char *doc = wb_ledger_print (wb_wire_offer_set_encode (settings));

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++) {
    g_autoptr (WbStmt) stmt = wb_db_prepare (self->db, statements[i], error);

    if (!stmt)
      return FALSE;

    wb_stmt_bind_text (stmt, 1, settings->type);
    wb_stmt_bind_int64 (stmt, 2, settings->version);
    wb_stmt_bind_text (stmt, 3, doc);
    if (!wb_stmt_run (stmt, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_ledger_settings_save:
 * @self: the ledger, in a transaction
 * @settings: the settings as they shall be; get their next version, time and author
 * @actor: (nullable): who changes them
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_settings_save (WbLedger    *self,
                         WbOfferSet  *settings,
                         const char  *actor,
                         GError     **error)
{
  settings->version++;
  settings->updated_at = wb_ledger_now (self);
  g_free (settings->updated_by);
  settings->updated_by = g_strdup (actor);

  return wb_ledger_settings_put (self, settings, error) &&
         wb_ledger_event_add (self, "remarketing_settings",
                              settings->version == 1 ? "created" : "updated", actor,
                              settings->type, settings->version,
                              wb_wire_offer_set_encode (settings), error);
}
