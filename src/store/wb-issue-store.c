/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The ledger of the desktop at level 0; see wb-issue-store.h. */

#include "config.h"

#include "wb-issue-store.h"

#include <glib/gi18n-lib.h>

#include "wb-coupon-outcome.h"
#include "wb-coupon-row.h"
#include "wb-coupon-store.h"
#include "wb-issue-private.h"
#include "wb-staff-actions.h"
#include "wb-time.h"
#include "wb-workspace-private.h"

#define READ \
  "SELECT coupon, connection, code, remote_id, replaces, step, not_before, attempts, error_code," \
  " error_message FROM coupon_issue"

static void
init_issue_row (WbIssueRow *self)
{
}

static void
clear_issue_row (WbIssueRow *self)
{
  g_free (self->coupon);
  g_free (self->connection);
  g_free (self->code);
  g_free (self->remote_id);
  g_free (self->replaces);
  g_free (self->error_code);
  g_free (self->error_message);
}

WB_DEFINE_RECORD (WbIssueRow, wb_issue_row, init_issue_row, clear_issue_row)

static WbIssueRow *
read_issue (WbStmt *stmt)
{
  WbIssueRow *issue = wb_issue_row_new ();

  issue->coupon = wb_stmt_dup_text (stmt, 0);
  issue->connection = wb_stmt_dup_text (stmt, 1);
  issue->code = wb_stmt_dup_text (stmt, 2);
  issue->remote_id = wb_stmt_dup_text (stmt, 3);
  issue->replaces = wb_stmt_dup_text (stmt, 4);
  issue->step = (int) wb_stmt_get_int64 (stmt, 5);
  issue->not_before = wb_stmt_get_int64 (stmt, 6);
  issue->attempts = (int) wb_stmt_get_int64 (stmt, 7);
  issue->error_code = wb_stmt_dup_text (stmt, 8);
  issue->error_message = wb_stmt_dup_text (stmt, 9);

  return issue;
}

static gboolean
write_issue (WbDb              *db,
             const char        *sql,
             const WbIssueRow  *issue,
             GError           **error)
{
  g_autofree char *code = g_ascii_strup (issue->code, -1);
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, sql, error);

  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, issue->coupon);
  wb_stmt_bind_text (stmt, 2, issue->connection);
  wb_stmt_bind_text (stmt, 3, code);
  wb_stmt_bind_text (stmt, 4, issue->remote_id);
  wb_stmt_bind_text (stmt, 5, issue->replaces);
  wb_stmt_bind_int64 (stmt, 6, issue->step);
  wb_stmt_bind_int64 (stmt, 7, issue->not_before);
  wb_stmt_bind_int64 (stmt, 8, issue->attempts);
  wb_stmt_bind_text (stmt, 9, issue->error_code);
  wb_stmt_bind_text (stmt, 10, issue->error_message);

  return wb_stmt_run (stmt, error);
}

/* The one to be replaced makes room now, so that its ticket may have the new one beside it. */
static gboolean
set_superseded (WbDb        *db,
                const char  *coupon_id,
                gboolean     superseded,
                GError     **error)
{
  if (!coupon_id)
    return TRUE;
  if (superseded)
    return wb_store_run (db, "UPDATE coupon SET superseded = 1 WHERE id = ?1 AND origin = 1",
                         coupon_id, NULL, error);

  return wb_store_run (db, "UPDATE coupon SET superseded = 0 WHERE id = ?1 AND NOT EXISTS (SELECT 1"
                       " FROM coupon o WHERE o.ticket = coupon.ticket AND o.id <> coupon.id AND"
                       " o.origin = 1 AND o.superseded = 0 AND o.state IN (1, 2))", coupon_id, NULL,
                       error);
}

/* Of the coupons of this shop and of those being made in it, whoever's ticket they are. */
static gboolean
refuse_taken_code (WbDb              *db,
                   const WbIssueRow  *issue,
                   GError           **error)
{
  g_autofree char *code = g_ascii_strup (issue->code, -1);
  g_autoptr (WbCoupon) other = wb_issue_store_find_code (db, issue->connection, code, error);
  gboolean is_making = FALSE;

  if (!other && error && *error)
    return FALSE;
  if (!wb_store_exists (db, "SELECT 1 FROM coupon_issue WHERE connection = ?1 AND code = ?2",
                        issue->connection, code, &is_making, error))
    return FALSE;
  if (!is_making && (!other || g_str_equal (other->id, issue->coupon)))
    return TRUE;
  g_set_error_literal (error, WB_ACTION_ERROR, WB_ACTION_ERROR_EXISTS,
                       _ ("This code is in use already; try again"));

  return FALSE;
}

/* What is stored under the same id may only be one that failed. */
static gboolean
judge_stored (WbDb            *db,
              const WbCoupon  *coupon,
              gboolean        *again_out,
              GError         **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (WbCoupon) stored = wb_coupon_store_get (db, coupon->id, &problem);

  *again_out = stored != NULL;
  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (!stored || g_strcmp0 (stored->state, WB_COUPON_FAILED) == 0)
    return TRUE;
  g_set_error_literal (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID,
                       _ ("Only a coupon that failed can be tried again"));

  return FALSE;
}

/**
 * wb_issue_store_add:
 * @db: the open transaction
 * @coupon: pending, its store the connection, without a code
 * @issue: where its making begins
 * @by: (nullable): who wishes for it; `NULL` = the customer
 *
 * See the header. On an error the caller rolls back.
 *
 * Returns: `TRUE` if it is stored; %WB_ACTION_ERROR_EXISTS, %WB_ACTION_ERROR_INVALID, or a
 *   %WB_DB_ERROR
 */
gboolean
wb_issue_store_add (WbDb              *db,
                    const WbCoupon    *coupon,
                    const WbIssueRow  *issue,
                    const char        *by,
                    GError           **error)
{
  gboolean again = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (coupon && coupon->id && coupon->ticket, FALSE);
  g_return_val_if_fail (issue && issue->connection && issue->code, FALSE);
  g_return_val_if_fail (g_strcmp0 (coupon->id, issue->coupon) == 0, FALSE);
  g_return_val_if_fail (g_strcmp0 (coupon->store, issue->connection) == 0, FALSE);
  g_return_val_if_fail (g_strcmp0 (coupon->state, WB_COUPON_PENDING) == 0 && !coupon->code, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  return judge_stored (db, coupon, &again, error) && refuse_taken_code (db, issue, error) &&
         set_superseded (db, issue->replaces, TRUE, error) &&
         wb_coupon_store_put_own (db, coupon, FALSE, error) &&
         write_issue (db, "INSERT INTO coupon_issue (coupon, connection, code, remote_id, replaces,"
                      " step, not_before, attempts, error_code, error_message) VALUES (?1, ?2, ?3,"
                      " ?4, ?5, ?6, ?7, ?8, ?9, ?10)", issue, error) &&
         wb_coupon_story_tell (db, coupon->id,
                               again ? WB_COUPON_EVENT_RETRIED : WB_COUPON_EVENT_ASKED,
                               coupon->updated_at, by, NULL, error);
}

/**
 * wb_issue_store_list:
 * @db: a reader, or the open transaction
 * @connection: (nullable): of this shop only
 *
 * Returns: (transfer full) (element-type WbIssueRow): coupons being made, the one due first first;
 *   `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_issue_store_list (WbDb        *db,
                     const char  *connection,
                     GError     **error)
{
  g_autoptr (GPtrArray) issues = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);

  issues = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_issue_row_unref);
  stmt = wb_db_prepare (db, READ " WHERE ?1 IS NULL OR connection = ?1 ORDER BY not_before, coupon",
                        error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, connection);
  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&issues);
    g_ptr_array_add (issues, read_issue (stmt));
  }

  return NULL;
}

/**
 * wb_issue_store_get:
 * @db: a reader, or the open transaction
 * @coupon_id: a coupon's id
 *
 * Returns: (transfer full) (nullable): where its making stands; `NULL` without an error when it is
 *   not being made
 */
WbIssueRow *
wb_issue_store_get (WbDb        *db,
                    const char  *coupon_id,
                    GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (coupon_id, NULL);

  stmt = wb_db_prepare (db, READ " WHERE coupon = ?1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, coupon_id);

  return wb_stmt_step (stmt, &has_row, error) && has_row ? read_issue (stmt) : NULL;
}

static gboolean
tell_sent (WbDb              *db,
           const WbIssueRow  *issue,
           gint64             now,
           GError           **error)
{
  g_autoptr (WbCouponEvent) event = wb_coupon_event_new ();

  event->kind = g_strdup (WB_COUPON_EVENT_SENT);
  event->at = now;
  event->value = g_strdup_printf ("%d", issue->attempts);

  return wb_coupon_story_add (db, issue->coupon, event, error);
}

/* The lines that follow from the step from @old to @issue. */
static gboolean
tell_steps (WbDb              *db,
            const WbIssueRow  *old,
            const WbIssueRow  *issue,
            gint64             now,
            GError           **error)
{
  const char *kind = NULL;
  const char *text = NULL;

  if (issue->attempts > old->attempts && !tell_sent (db, issue, now, error))
    return FALSE;
  if (issue->step == old->step)
    return TRUE;

  if (issue->step == WB_ISSUE_ROW_LOOKED)
    kind = WB_COUPON_EVENT_UNCERTAIN;
  else if (old->step == WB_ISSUE_ROW_LOOKED && issue->step >= WB_ISSUE_ROW_CREATED &&
           issue->step <= WB_ISSUE_ROW_DONE && issue->attempts == old->attempts)
    kind = WB_COUPON_EVENT_FOUND;
  if (kind && !wb_coupon_story_tell (db, issue->coupon, kind, now, NULL, NULL, error))
    return FALSE;

  if (issue->step == WB_ISSUE_ROW_DONE)
    kind = WB_COUPON_EVENT_MADE;
  else if (issue->step == WB_ISSUE_ROW_REMOVING)
    kind = WB_COUPON_EVENT_REMOVED;
  else if (issue->step == WB_ISSUE_ROW_FAILED)
    kind = WB_COUPON_EVENT_FAILED;
  else
    return TRUE;
  if (issue->step != WB_ISSUE_ROW_DONE)
    text = issue->error_message;

  return wb_coupon_story_tell (db, issue->coupon, kind, now, NULL, text, error);
}

static void
replace_text (char       **text,
              const char  *with)
{
  char *copy = g_strdup (with);

  g_free (*text);
  *text = copy;
}

static gboolean
finish_coupon (WbDb              *db,
               const WbIssueRow  *issue,
               gint64             now,
               GError           **error)
{
  gboolean is_done = issue->step == WB_ISSUE_ROW_DONE;
  g_autoptr (WbCoupon) coupon = wb_coupon_store_get (db, issue->coupon, error);

  if (!coupon) {
    if (error && !*error)
      g_set_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_FOUND,
                   _ ("The coupon %s is not stored here"), issue->coupon);
    return FALSE;
  }
  replace_text (&coupon->state, is_done ? WB_COUPON_ACTIVE : WB_COUPON_FAILED);
  replace_text (&coupon->code, is_done ? issue->code : NULL);
  replace_text (&coupon->remote_id, is_done ? issue->remote_id : NULL);
  replace_text (&coupon->error_code, is_done ? NULL : issue->error_code);
  replace_text (&coupon->error_message, is_done ? NULL : issue->error_message);
  coupon->updated_at = now;
  coupon->version++;

  return wb_coupon_store_put_own (db, coupon, TRUE, error) &&
         wb_store_run (db, "DELETE FROM coupon_issue WHERE coupon = ?1", issue->coupon, NULL,
                       error) &&
         (is_done || set_superseded (db, issue->replaces, FALSE, error));
}

/**
 * wb_issue_store_save:
 * @db: the open transaction
 * @issue: as it stands now
 * @now: ms
 *
 * See the header. One that is not being made (any more) is left alone: a final step is final.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with a %WB_DB_ERROR
 */
gboolean
wb_issue_store_save (WbDb              *db,
                     const WbIssueRow  *issue,
                     gint64             now,
                     GError           **error)
{
  g_autoptr (WbIssueRow) old = NULL;
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (issue && issue->coupon && issue->connection && issue->code, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  old = wb_issue_store_get (db, issue->coupon, &problem);
  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  /* Finished already; who has not heard of it must not ask the shop, though. */
  if (!old && issue->step == WB_ISSUE_ROW_ASKED) {
    g_set_error_literal (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_FOUND,
                         _ ("This coupon is not here (any more)"));
    return FALSE;
  }
  if (!old)
    return TRUE;
  if (!tell_steps (db, old, issue, now, error))
    return FALSE;
  if (issue->step >= WB_ISSUE_ROW_DONE)
    return finish_coupon (db, issue, now, error);

  return write_issue (db, "UPDATE coupon_issue SET connection = ?2, code = ?3, remote_id = ?4,"
                      " replaces = ?5, step = ?6, not_before = ?7, attempts = ?8, error_code = ?9,"
                      " error_message = ?10 WHERE coupon = ?1", issue, error);
}
