/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Remarketing settings; see wb-ledger-settings.h. A banner tells which types use it, so it is
 * written again, with its own version and event, when their settings come to use it or cease to. */

#include "config.h"

#include "wb-ledger-settings.h"

#include "wb-ledger-banners.h"
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

static gboolean
put_rows (WbLedger          *self,
          const WbOfferSet  *settings,
          GError           **error)
{
  static const char *const statements[] = {
    "INSERT INTO settings (type, version, doc, banner) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (type) DO UPDATE SET version = excluded.version, doc = excluded.doc,"
    " banner = excluded.banner",
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
    if (i == 0)
      wb_stmt_bind_text (stmt, 4, settings->banner_enabled ? settings->banner : NULL);
    if (!wb_stmt_run (stmt, error))
      return FALSE;
  }

  return TRUE;
}

/* The banner that a type's settings enable now. */
static gboolean
find_used (WbLedger    *self,
           const char  *type_id,
           char       **banner_id_out,
           GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *banner_id_out = NULL;
  stmt = wb_db_prepare (self->db, "SELECT banner FROM settings WHERE type = ?", error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, type_id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    *banner_id_out = wb_stmt_dup_text (stmt, 0);

  return TRUE;
}

/* Writes the banner again, whose row then says who uses it. */
static gboolean
refresh_banner (WbLedger    *self,
                const char  *banner_id,
                gboolean     is_change,
                const char  *actor,
                GError     **error)
{
  g_autoptr (WbBanner) banner = NULL;

  if (!banner_id)
    return TRUE;
  if (!wb_ledger_banner_get (self, banner_id, &banner, error))
    return FALSE;
  if (!banner)
    return TRUE;

  return is_change ? wb_ledger_banner_save (self, banner, FALSE, actor, error)
                   : wb_ledger_banner_put (self, banner, error);
}

static gboolean
put_settings (WbLedger          *self,
              const WbOfferSet  *settings,
              gboolean           is_change,
              const char        *actor,
              GError           **error)
{
  g_autofree char *before = NULL;
  const char *after = settings->banner_enabled ? settings->banner : NULL;

  self->n_settings++;
  if (!find_used (self, settings->type, &before, error) || !put_rows (self, settings, error))
    return FALSE;
  if (g_strcmp0 (before, after) == 0)
    return TRUE;

  return refresh_banner (self, before, is_change, actor, error) &&
         refresh_banner (self, after, is_change, actor, error);
}

/**
 * wb_ledger_settings_put:
 * @self: the ledger
 * @settings: a type's settings
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
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
  return put_settings (self, settings, FALSE, NULL, error);
}

/**
 * wb_ledger_settings_save:
 * @self: the ledger, in a transaction
 * @settings: the settings as they shall be; get their next version, time and author
 * @actor: (nullable): who changes them
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
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

  return put_settings (self, settings, TRUE, actor, error) &&
         wb_ledger_event_add (self, "remarketing_settings",
                              settings->version == 1 ? "created" : "updated", actor,
                              settings->type, settings->version,
                              wb_wire_offer_set_encode (settings), error);
}

/**
 * wb_ledger_settings_each_target:
 * @self: the ledger
 * @take: (scope call): given each address that a banner ever had, of each type from the newest on
 * @data: for @take
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_settings_each_target (WbLedger            *self,
                                WbLedgerTakeTarget   take,
                                gpointer             data,
                                GError             **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db, "SELECT type, doc FROM settings_version ORDER BY version DESC",
                        error);
  if (!stmt)
    return FALSE;

  for (;;) {
    g_autoptr (WbOfferSet) settings = NULL;
    gboolean has_row = FALSE;

    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;

    settings = wb_ledger_decode (wb_stmt_get_text (stmt, 1),
                                 (WbWireDecodeFunc) wb_wire_offer_set_decode, error);
    if (!settings)
      return FALSE;
    /* Switched off, it may be left without an address. */
    if (settings->banner && settings->banner_target_url && *settings->banner_target_url)
      take (wb_stmt_get_text (stmt, 0), settings->banner, settings->banner_target_url, data);
  }
}
