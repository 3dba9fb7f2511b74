/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What happened to each coupon, in the order in which it did; see wb-issue-store.h. */

#include "config.h"

#include "wb-issue-private.h"
#include "wb-time.h"
#include "wb-workspace-private.h"

static WbCouponEvent *
read_event (WbStmt *stmt)
{
  WbCouponEvent *event = wb_coupon_event_new ();

  event->coupon = wb_stmt_dup_text (stmt, 1);
  event->id = wb_stmt_dup_text (stmt, 2);
  if (!event->id)
    event->id = g_strdup_printf ("%" G_GINT64_FORMAT, wb_stmt_get_int64 (stmt, 0));
  event->at = wb_stmt_get_int64 (stmt, 3);
  event->kind = wb_stmt_dup_text (stmt, 4);
  event->by = wb_stmt_dup_text (stmt, 5);
  event->order_code = wb_stmt_dup_text (stmt, 6);
  event->amount = wb_stmt_dup_text (stmt, 7);
  event->currency = wb_stmt_dup_text (stmt, 8);
  event->value = wb_stmt_dup_text (stmt, 9);
  event->text = wb_stmt_dup_text (stmt, 10);

  return event;
}

/**
 * wb_coupon_story_list:
 * @db: a reader, or the open transaction
 * @coupon_id: a coupon's id
 *
 * Returns: (transfer full) (element-type WbCouponEvent): what is known of it, oldest first; empty
 *   when nothing is; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_coupon_story_list (WbDb        *db,
                      const char  *coupon_id,
                      GError     **error)
{
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (coupon_id, NULL);

  events = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_event_unref);
  stmt = wb_db_prepare (db, "SELECT seq, coupon, id, at, kind, by, order_code, amount, currency,"
                        " value, text FROM coupon_event WHERE coupon = ?1 ORDER BY at, seq", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, coupon_id);
  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&events);
    g_ptr_array_add (events, read_event (stmt));
  }

  return NULL;
}

static gboolean
insert_event (WbDb                 *db,
              const char           *coupon_id,
              const WbCouponEvent  *event,
              const char           *id,
              GError              **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (db, "INSERT INTO coupon_event (coupon, id, at, kind, by, order_code,"
                        " amount, currency, value, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
                        " ?9, ?10)", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, coupon_id);
  wb_stmt_bind_text (stmt, 2, id);
  wb_stmt_bind_int64 (stmt, 3, event->at);
  wb_stmt_bind_text (stmt, 4, event->kind ? event->kind : "");
  wb_stmt_bind_text (stmt, 5, event->by);
  wb_stmt_bind_text (stmt, 6, event->order_code);
  wb_stmt_bind_text (stmt, 7, event->amount);
  wb_stmt_bind_text (stmt, 8, event->currency);
  wb_stmt_bind_text (stmt, 9, event->value);
  wb_stmt_bind_text (stmt, 10, event->text);

  return wb_stmt_run (stmt, error);
}

gboolean
wb_coupon_story_add (WbDb                 *db,
                     const char           *coupon_id,
                     const WbCouponEvent  *event,
                     GError              **error)
{
  return insert_event (db, coupon_id, event, NULL, error);
}

gboolean
wb_coupon_story_tell (WbDb        *db,
                      const char  *coupon_id,
                      const char  *kind,
                      gint64       at,
                      const char  *by,
                      const char  *text,
                      GError     **error)
{
  g_autoptr (WbCouponEvent) event = wb_coupon_event_new ();

  event->kind = g_strdup (kind);
  event->at = at;
  event->by = g_strdup (by);
  event->text = g_strdup (text);

  return wb_coupon_story_add (db, coupon_id, event, error);
}

/**
 * wb_coupon_story_replace:
 * @db: the open transaction
 * @coupon_id: a coupon's id
 * @events: (element-type WbCouponEvent): its whole story, as the service tells it
 *
 * Keeps what the service told in place of what it told before.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_coupon_story_replace (WbDb        *db,
                         const char  *coupon_id,
                         GPtrArray   *events,
                         GError     **error)
{
  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (coupon_id && events, FALSE);

  if (!wb_store_run (db, "DELETE FROM coupon_event WHERE coupon = ?1", coupon_id, NULL, error))
    return FALSE;
  for (guint i = 0; i < events->len; i++) {
    const WbCouponEvent *event = g_ptr_array_index (events, i);

    if (!insert_event (db, coupon_id, event, event->id, error))
      return FALSE;
  }

  return TRUE;
}
