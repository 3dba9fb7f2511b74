/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A coupon's story; see wb-ledger-story.h. */

#include "config.h"

#include "wb-ledger-story.h"

#include "wb-time.h"
#include "wb-wire-coupon-event.h"

/**
 * wb_ledger_story_add:
 * @self: the ledger, in a transaction
 * @coupon_id: whose story
 * @event: what happened; gets an id and, unless it has a time, the present one
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
  if (event->at == WB_TIME_NONE)
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

/**
 * wb_ledger_story_last_asked:
 * @self: the ledger
 * @coupon: a coupon
 * @at_out: (out): when it was asked for, or, if it was retried, when that was last
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_story_last_asked (WbLedger        *self,
                            const WbCoupon  *coupon,
                            gint64          *at_out,
                            GError         **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *at_out = coupon->created_at;
  stmt = wb_db_prepare (self->db,
                        "SELECT max (at) FROM coupon_event WHERE coupon = ? AND kind = ?", error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, coupon->id);
  wb_stmt_bind_text (stmt, 2, WB_COUPON_EVENT_RETRIED);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row && !wb_stmt_is_null (stmt, 0))
    *at_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

static gboolean
tell_past (WbLedger        *self,
           const WbCoupon  *coupon,
           const char      *kind,
           gint64           at,
           GError         **error)
{
  g_autoptr (WbCouponEvent) event = wb_coupon_event_new ();

  event->kind = g_strdup (kind);
  event->at = at;
  if (g_str_equal (kind, WB_COUPON_EVENT_ASKED))
    event->by = g_strdup (coupon->issued_by);
  if (g_str_equal (kind, WB_COUPON_EVENT_FAILED))
    event->text = g_strdup (coupon->error_message);
  if (g_str_equal (kind, WB_COUPON_EVENT_USED)) {
    event->order_code = g_strdup (coupon->used_order_code);
    event->amount = g_strdup (coupon->revenue);
    event->currency = g_strdup (coupon->revenue_currency);
  }

  return wb_ledger_story_add (self, coupon->id, event, error);
}

static gboolean
has_story (WbLedger    *self,
           const char  *coupon_id,
           gboolean    *has_out,
           GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db, "SELECT 1 FROM coupon_event WHERE coupon = ? LIMIT 1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, coupon_id);

  return wb_stmt_step (stmt, has_out, error);
}

/**
 * wb_ledger_story_import:
 * @self: the ledger, in a transaction
 * @coupon: a coupon that was made elsewhere
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_story_import (WbLedger        *self,
                        const WbCoupon  *coupon,
                        GError         **error)
{
  gboolean has = FALSE;
  gboolean failed = g_str_equal (coupon->state, WB_COUPON_FAILED);

  if (!has_story (self, coupon->id, &has, error))
    return FALSE;
  if (has)
    return TRUE;
  if (!tell_past (self, coupon, WB_COUPON_EVENT_ASKED, coupon->created_at, error) ||
      !tell_past (self, coupon, failed ? WB_COUPON_EVENT_FAILED : WB_COUPON_EVENT_MADE,
                  coupon->created_at + WB_SECOND_MS, error))
    return FALSE;
  if (coupon->used_at != WB_TIME_NONE)
    return tell_past (self, coupon, WB_COUPON_EVENT_USED, coupon->used_at, error);
  if (g_str_equal (coupon->state, WB_COUPON_EXPIRED))
    return tell_past (self, coupon, WB_COUPON_EVENT_EXPIRED, coupon->expires_at, error);

  return TRUE;
}
