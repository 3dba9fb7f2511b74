/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the making of coupons stands. A row is there from the request until the shop's answer is
 * final; whatever stops the portal in between, the row says how to go on. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "wb-ledger-coupons.h"

#include "wb-ledger-account.h"
#include "wb-ledger-story.h"
#include "wb-ledger-tickets.h"
#include "wb-offer-set.h"
#include "wb-shop-rules.h"
#include "wb-time.h"
#include "wb-wire-coupon.h"

/**
 * wb_coupon_job_free:
 * @self: (transfer full): a job
 */
void
wb_coupon_job_free (WbCouponJob *self)
{
  g_clear_pointer (&self->issue, wb_issue_unref);
  g_free (self->coupon);
  g_free (self->store);
  g_free (self->replaces);
  g_free (self->replaces_remote);
  g_free (self->replaces_code);
  g_free (self->remote_id);
  g_free (self->code);
  g_free (self);
}

/**
 * wb_ledger_issue_add:
 * @self: the ledger, in a transaction
 * @coupon: a pending coupon
 * @code: the code it shall have, made before the shop is asked
 * @replaces: (nullable): the coupon to be disabled first
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_issue_add (WbLedger        *self,
                     const WbCoupon  *coupon,
                     const char      *code,
                     const char      *replaces,
                     GError         **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO coupon_issue (coupon, store, code, replaces, step,"
                        " not_before, attempts) VALUES (?, ?, ?, ?, ?, 0, 0)",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, coupon->id);
  wb_stmt_bind_text (stmt, 2, coupon->store);
  wb_stmt_bind_text (stmt, 3, code);
  wb_stmt_bind_text (stmt, 4, replaces);
  wb_stmt_bind_int64 (stmt, 5, WB_ISSUE_PREPARED);

  return wb_stmt_run (stmt, error);
}

/* What is to go before it is made: whatever its ticket has in the same shop that can be spent, one
 * after another. Of another shop, the same id would be somebody else's coupon. */
static gboolean
find_replaced (WbLedger        *self,
               const WbCoupon  *coupon,
               WbCouponJob     *job,
               GError         **error)
{
  g_autoptr (WbLedgerQuery) query = NULL;
  g_autoptr (GPtrArray) found = NULL;
  const WbCoupon *old = NULL;

  if (!job->replaces)
    return TRUE;
  query = wb_ledger_query_new ("coupon");
  wb_ledger_query_text (query, "ticket = ?", coupon->ticket);
  wb_ledger_query_text (query, "store = ?", job->store);
  wb_ledger_query_where (query, "state = 'active'");
  wb_ledger_query_order (query, "row DESC");
  found = wb_ledger_query_run (query, self, 1, 0, (WbWireDecodeFunc) wb_wire_coupon_decode,
                               (GDestroyNotify) wb_coupon_unref, error);
  if (!found)
    return FALSE;
  if (found->len == 0)
    return TRUE;
  old = g_ptr_array_index (found, 0);
  g_free (job->replaces);
  job->replaces = g_strdup (old->id);
  job->replaces_remote = g_strdup (old->remote_id);
  job->replaces_code = g_strdup (old->code);

  return TRUE;
}

/* NULL in @job_out = it is not being made. */
static gboolean
load_issue (WbLedger        *self,
            const WbCoupon  *coupon,
            WbCouponJob    **job_out,
            GError         **error)
{
  g_autoptr (WbCouponJob) job = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (self->db,
                        "SELECT store, code, remote_id, replaces, step, not_before, attempts,"
                        " error_code, error_message FROM coupon_issue WHERE coupon = ?",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, coupon->id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  job = g_new0 (WbCouponJob, 1);
  job->coupon = g_strdup (coupon->id);
  job->store = wb_stmt_dup_text (stmt, 0);
  job->replaces = wb_stmt_dup_text (stmt, 3);
  job->issue = wb_issue_new ();
  job->issue->id = g_strdup (coupon->id);
  g_clear_pointer (&job->issue->wanted, wb_shop_coupon_unref);
  job->issue->wanted = wb_shop_rules_wanted (coupon, wb_stmt_get_text (stmt, 1),
                                             wb_stmt_get_text (stmt, 2));
  job->issue->step = (WbIssueStep) wb_stmt_get_int64 (stmt, 4);
  job->issue->not_before = wb_stmt_get_int64 (stmt, 5);
  job->issue->attempts = (int) wb_stmt_get_int64 (stmt, 6);
  job->issue->error_code = wb_stmt_dup_text (stmt, 7);
  job->issue->error_message = wb_stmt_dup_text (stmt, 8);
  job->not_before = job->issue->not_before;
  if (!find_replaced (self, coupon, job, error))
    return FALSE;
  *job_out = g_steal_pointer (&job);

  return TRUE;
}

/* NULL in @job_out = nobody wants it disabled. */
static gboolean
load_disable (WbLedger        *self,
              const WbCoupon  *coupon,
              WbCouponJob    **job_out,
              GError         **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (self->db,
                        "SELECT store, not_before FROM coupon_disable WHERE coupon = ?", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, coupon->id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  *job_out = g_new0 (WbCouponJob, 1);
  (*job_out)->coupon = g_strdup (coupon->id);
  (*job_out)->store = wb_stmt_dup_text (stmt, 0);
  (*job_out)->not_before = wb_stmt_get_int64 (stmt, 1);
  (*job_out)->remote_id = g_strdup (coupon->remote_id);
  (*job_out)->code = g_strdup (coupon->code);

  return TRUE;
}

/**
 * wb_ledger_issue_job:
 * @self: the ledger
 * @coupon_id: a coupon's id
 * @job_out: (out) (transfer full) (nullable): what there is to do for it in its shop, making before
 *   disabling; `NULL` = nothing (more)
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_issue_job (WbLedger     *self,
                     const char   *coupon_id,
                     WbCouponJob **job_out,
                     GError      **error)
{
  g_autoptr (WbCoupon) coupon = NULL;

  *job_out = NULL;
  if (!wb_ledger_coupon_get (self, coupon_id, &coupon, error))
    return FALSE;
  if (!coupon)
    return TRUE;
  if (!load_issue (self, coupon, job_out, error))
    return FALSE;

  return *job_out || load_disable (self, coupon, job_out, error);
}

/**
 * wb_ledger_issue_list:
 * @self: the ledger
 * @store_id: a store's id
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: (transfer full) (element-type utf8): ids of its coupons that are being made or disabled,
 *   oldest first
 */
GPtrArray *
wb_ledger_issue_list (WbLedger    *self,
                      const char  *store_id,
                      GError     **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "SELECT id FROM coupon WHERE id IN"
                        " (SELECT coupon FROM coupon_issue WHERE store = ?"
                        " UNION SELECT coupon FROM coupon_disable WHERE store = ?) ORDER BY row",
                        error);
  if (!stmt)
    return NULL;

  wb_stmt_bind_text (stmt, 1, store_id);
  wb_stmt_bind_text (stmt, 2, store_id);
  for (;;) {
    gboolean has_row = FALSE;

    if (!wb_stmt_step (stmt, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&ids);
    g_ptr_array_add (ids, wb_stmt_dup_text (stmt, 0));
  }
}

static gboolean
store_step (WbLedger       *self,
            const WbIssue  *issue,
            GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "UPDATE coupon_issue SET remote_id = ?, step = ?, not_before = ?,"
                        " attempts = ?, error_code = ?, error_message = ? WHERE coupon = ?",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, issue->wanted->remote_id);
  wb_stmt_bind_int64 (stmt, 2, issue->step);
  wb_stmt_bind_int64 (stmt, 3, issue->not_before);
  wb_stmt_bind_int64 (stmt, 4, issue->attempts);
  wb_stmt_bind_text (stmt, 5, issue->error_code);
  wb_stmt_bind_text (stmt, 6, issue->error_message);
  wb_stmt_bind_text (stmt, 7, issue->id);

  return wb_stmt_run (stmt, error);
}

/* What the step tells of the coupon's story. */
static gboolean
tell_step (WbLedger       *self,
           const WbIssue  *before,
           const WbIssue  *now,
           GError        **error)
{
  g_autoptr (WbCouponEvent) event = wb_coupon_event_new ();

  switch (now->step) {
    case WB_ISSUE_ASKED:
      if (now->attempts == before->attempts)
        return TRUE;
      event->kind = g_strdup (WB_COUPON_EVENT_SENT);
      event->value = g_strdup_printf ("%d", now->attempts);
      break;
    case WB_ISSUE_LOOKED:
      if (before->step == WB_ISSUE_LOOKED)
        return TRUE;
      event->kind = g_strdup (WB_COUPON_EVENT_UNCERTAIN);
      break;
    case WB_ISSUE_CREATED:
      if (before->step != WB_ISSUE_LOOKED)
        return TRUE;
      event->kind = g_strdup (WB_COUPON_EVENT_FOUND);
      break;
    case WB_ISSUE_REMOVING:
      if (before->step == WB_ISSUE_REMOVING)
        return TRUE;
      event->kind = g_strdup (WB_COUPON_EVENT_REMOVED);
      event->text = g_strdup (now->error_message);
      break;
    case WB_ISSUE_DONE:
      event->kind = g_strdup (WB_COUPON_EVENT_MADE);
      break;
    case WB_ISSUE_FAILED:
      event->kind = g_strdup (WB_COUPON_EVENT_FAILED);
      event->text = g_strdup (now->error_message);
      break;
    case WB_ISSUE_PREPARED:
    default:
      return TRUE;
  }

  return wb_ledger_story_add (self, now->id, event, error);
}

static gboolean
forget_issue (WbLedger    *self,
              const char  *coupon_id,
              GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db, "DELETE FROM coupon_issue WHERE coupon = ?", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, coupon_id);

  return wb_stmt_run (stmt, error);
}

static char *
describe_coupon (WbLedger       *self,
                 const WbCoupon *coupon)
{
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  g_autofree char *last_day = NULL;
  g_autofree char *value = NULL;

  wb_ledger_account_get (self, &account, NULL);
  zone = wb_ledger_account_zone (account);
  last_day = wb_date_format (wb_date_of_time (coupon->expires_at, zone));
  if (g_str_equal (coupon->kind, WB_COUPON_KIND_PERCENT))
    value = wb_percent_format (coupon->amount, NULL);
  else
    value = g_strdup_printf ("%s %s", coupon->amount, coupon->currency);

  /* Translators: code, value with its currency, least order with its currency, date. */
  return g_strdup_printf (_ ("Coupon %s given: %s, for orders from %s %s, valid to %s."),
                          coupon->code, value,
                          coupon->min_order_value ? coupon->min_order_value : "0",
                          coupon->currency, last_day);
}

/* The API knows two ends: the shop will not, and the shop cannot. */
static const char *
name_failure (const char *error_code)
{
  if (g_strcmp0 (error_code, WB_ISSUE_ERROR_UNAUTHORIZED) == 0 ||
      g_strcmp0 (error_code, WB_ISSUE_ERROR_SHOP_FAULT) == 0)
    return "shop_unavailable";

  return "shop_rejected";
}

static gboolean
finish_coupon (WbLedger       *self,
               const WbIssue  *issue,
               GError        **error)
{
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (WbTicket) ticket = NULL;
  g_autofree char *note = NULL;

  if (!wb_ledger_coupon_get (self, issue->id, &coupon, error) ||
      !forget_issue (self, issue->id, error))
    return FALSE;
  g_assert (coupon);

  g_free (coupon->state);
  if (issue->step == WB_ISSUE_FAILED) {
    coupon->state = g_strdup (WB_COUPON_FAILED);
    g_free (coupon->error_code);
    coupon->error_code = g_strdup (name_failure (issue->error_code));
    g_free (coupon->error_message);
    coupon->error_message = g_strdup (issue->error_message);
    /* Who wanted it disabled has what they want. */
    return wb_ledger_coupon_save (self, coupon, FALSE, NULL, error) &&
           wb_ledger_disable_done (self, coupon->id, WB_COUPON_DISABLED, error);
  }

  coupon->state = g_strdup (WB_COUPON_ACTIVE);
  g_free (coupon->code);
  coupon->code = g_strdup (issue->wanted->code);
  g_free (coupon->remote_id);
  coupon->remote_id = g_strdup (issue->wanted->remote_id);
  if (!wb_ledger_coupon_save (self, coupon, FALSE, NULL, error) ||
      !wb_ledger_ticket_get (self, coupon->ticket, &ticket, error))
    return FALSE;
  if (!ticket)
    return TRUE;

  note = describe_coupon (self, coupon);
  g_free (ticket->coupon);
  ticket->coupon = g_strdup (coupon->id);

  return wb_ledger_ticket_remember (self, ticket, "note", note, coupon->issued_by, error) &&
         wb_ledger_ticket_save (self, ticket, FALSE, coupon->issued_by, error);
}

/**
 * wb_ledger_issue_store:
 * @self: the ledger, in a transaction
 * @issue: a coupon's making as it stands now
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * With the last step the coupon is finished: active with its code, a note in the ticket's history
 * and the ticket's `remarketing` member; or failed with the reason.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_issue_store (WbLedger       *self,
                       const WbIssue  *issue,
                       GError        **error)
{
  g_autoptr (WbCouponJob) job = NULL;

  if (!wb_ledger_issue_job (self, issue->id, &job, error))
    return FALSE;
  /* Already finished: the last step was stored, but its answer did not reach the worker. */
  if (!job || !job->issue)
    return TRUE;
  if (!tell_step (self, job->issue, issue, error))
    return FALSE;
  if (issue->step == WB_ISSUE_DONE || issue->step == WB_ISSUE_FAILED)
    return finish_coupon (self, issue, error);

  return store_step (self, issue, error);
}
