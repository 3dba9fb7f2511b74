/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A coupon's story; see wb-ledger-story.h. */

#include "config.h"

#include "wb-ledger-story.h"

#include "wb-wire-coupon-event.h"

/**
 * wb_ledger_story_add:
 * @self: the ledger, in a transaction
 * @coupon_id: whose story
 * @event: what happened; gets an id and the present time
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_story_add (WbLedger       *self,
                     const char     *coupon_id,
                     WbCouponEvent  *event,
                     GError        **error)
{
  g_autofree char *doc = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  g_free (event->id);
  event->id = wb_random_uuid (self->random);
  g_free (event->coupon);
  event->coupon = g_strdup (coupon_id);
  event->at = wb_ledger_now (self);
  doc = wb_ledger_print (wb_wire_coupon_event_encode (event));

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO coupon_event (id, coupon, at, kind, doc)"
                        " VALUES (?, ?, ?, ?, ?)",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, event->id);
  wb_stmt_bind_text (stmt, 2, coupon_id);
  wb_stmt_bind_int64 (stmt, 3, event->at);
  wb_stmt_bind_text (stmt, 4, event->kind);
  wb_stmt_bind_text (stmt, 5, doc);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_story_tell:
 * @self: the ledger, in a transaction
 * @coupon_id: whose story
 * @kind: `WB_COUPON_EVENT_…`
 * @by: (nullable): the user who did it
 * @text: (nullable): for people
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_story_tell (WbLedger    *self,
                      const char  *coupon_id,
                      const char  *kind,
                      const char  *by,
                      const char  *text,
                      GError     **error)
{
  g_autoptr (WbCouponEvent) event = wb_coupon_event_new ();

  event->kind = g_strdup (kind);
  event->by = g_strdup (by);
  event->text = g_strdup (text);

  return wb_ledger_story_add (self, coupon_id, event, error);
}
