/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Exactly one coupon per issue, whatever dies when (design.md 7).
 *
 * A step is in the ledger before what it announces is done, so that after a crash the ledger never
 * claims less than what may have happened:
 *
 *   PREPARED ──▶ ASKED ──▶ (create) ──▶ CREATED ──▶ (find, read back, compare) ──▶ DONE
 *                  │ outcome unknown        │ differs
 *                  ▼                        ▼
 *              (find) ──▶ CREATED       REMOVING ──▶ (remove) ──▶ FAILED
 *                  │ none
 *                  ▼
 *               LOOKED ─ 60 s ─▶ (find) ──▶ CREATED
 *                                  │ none
 *                                  ▼
 *                                ASKED, the same code again
 *
 * Being found in ASKED at the start of a run means that a former run ended inside the request. The
 * first look may come too early for a request that is still on its way, hence the wait and the
 * second look; and as even that proves nothing about a very late one, the coupons of the code are
 * counted once more before DONE, and surplus ones that carry our ticket's mark are removed.
 *
 * No other code is ever tried here. A caller may start a new issue with a new code after FAILED,
 * because FAILED is reached only when the shop has none of ours. */

#include "config.h"

#include "wb-coupon-issuer.h"

#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A late request may still land for that long (design.md 7). */
#define LATE_REQUEST_MS (60 * WB_SECOND_MS)
/* A shop that is away is asked again after that, unless it says when itself. */
#define RETRY_MS (5 * WB_SECOND_MS)
/* An hour is the longest a coupon waits between two looks. */
#define MAX_WAIT_MS WB_HOUR_MS
/* After as many sends, each followed by looking twice, the shop is given up. */
#define MAX_ATTEMPTS 6

static void
init_issue (WbIssue *self)
{
}

static void
clear_issue (WbIssue *self)
{
  g_clear_pointer (&self->wanted, wb_shop_coupon_unref);
  g_free (self->id);
  g_free (self->error_code);
  g_free (self->error_message);
}

WB_DEFINE_RECORD (WbIssue, wb_issue, init_issue, clear_issue)

G_DEFINE_INTERFACE (WbCouponLedger, wb_coupon_ledger, G_TYPE_OBJECT)

static void
wb_coupon_ledger_default_init (WbCouponLedgerInterface *iface)
{
}

/**
 * wb_coupon_ledger_store:
 * @self: a ledger
 * @issue: an issue as it stands now
 * @error: return location; the ledger's own
 *
 * Stores @issue so that it survives whatever happens next. Blocking; the issuer's thread.
 *
 * Returns: whether it is stored
 */
gboolean
wb_coupon_ledger_store (WbCouponLedger  *self,
                        const WbIssue   *issue,
                        GError         **error)
{
  g_return_val_if_fail (WB_IS_COUPON_LEDGER (self), FALSE);
  g_return_val_if_fail (issue, FALSE);

  return WB_COUPON_LEDGER_GET_IFACE (self)->store (self, issue, error);
}

typedef struct
{
  WbIssue *issue;
  WbCouponLedger *ledger;
  WbShop *shop;
  WbClock *clock;
  GCancellable *cancellable;
} Run;

/* Goes to @step in the ledger, then in memory: the two never disagree for the next run. */
static gboolean
move (Run          *run,
      WbIssueStep   step,
      const char   *remote_id,
      gint64        not_before,
      GError      **error)
{
  WbIssue *issue = run->issue;
  WbIssueStep old_step = issue->step;
  gint64 old_not_before = issue->not_before;
  int old_attempts = issue->attempts;
  char *old_remote_id = issue->wanted->remote_id;

  issue->step = step;
  issue->not_before = not_before;
  issue->wanted->remote_id = g_strdup (remote_id);
  if (step == WB_ISSUE_ASKED && old_step != WB_ISSUE_ASKED)
    issue->attempts++;
  if (wb_coupon_ledger_store (run->ledger, issue, error)) {
    g_free (old_remote_id);
    return TRUE;
  }

  issue->step = old_step;
  issue->not_before = old_not_before;
  issue->attempts = old_attempts;
  g_free (issue->wanted->remote_id);
  issue->wanted->remote_id = old_remote_id;

  return FALSE;
}

/* REMOVING or FAILED, with the reason. */
static gboolean
move_with_reason (Run          *run,
                  WbIssueStep   step,
                  const char   *code,
                  const char   *message,
                  GError      **error)
{
  WbIssue *issue = run->issue;
  char *old_code = issue->error_code;
  char *old_message = issue->error_message;

  issue->error_code = g_strdup (code);
  issue->error_message = g_strdup (message);
  if (move (run, step, issue->wanted->remote_id, 0, error)) {
    g_free (old_code);
    g_free (old_message);
    return TRUE;
  }

  g_free (issue->error_code);
  g_free (issue->error_message);
  issue->error_code = old_code;
  issue->error_message = old_message;

  return FALSE;
}

static gint64
when_again (Run    *run,
            gint64  least_ms)
{
  gint64 asked_ms = wb_shop_get_retry_after_ms (run->shop);

  return wb_clock_now (run->clock) + CLAMP (MAX (asked_ms, least_ms), 0, MAX_WAIT_MS);
}

static gboolean
set_not_yet (GError **error)
{
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TIMEOUT,
                       _ ("It is not certain yet whether the shop made the coupon; it will be "
                          "looked up again"));

  return FALSE;
}

/* Keeps where the issue stands, remembers when to go on, and passes @local_error on. */
static gboolean
pause_with (Run     *run,
            GError  *local_error,
            GError **error)
{
  g_autoptr (GError) store_error = NULL;
  WbIssue *issue = run->issue;

  if (wb_remote_error_is_passing (local_error) &&
      !move (run, issue->step, issue->wanted->remote_id, when_again (run, RETRY_MS),
             &store_error)) {
    g_error_free (local_error);
    g_propagate_error (error, g_steal_pointer (&store_error));
    return FALSE;
  }
  g_propagate_error (error, local_error);

  return FALSE;
}

static gboolean
is_ours (Run                *run,
         const WbShopCoupon *coupon)
{
  return run->issue->wanted->ticket_mark &&
         g_strcmp0 (coupon->ticket_mark, run->issue->wanted->ticket_mark) == 0;
}

/* The lowest id of ours among @found (which is sorted), NULL = none. */
static const WbShopCoupon *
pick_ours (Run       *run,
           GPtrArray *found)
{
  for (guint i = 0; i < found->len; i++) {
    const WbShopCoupon *coupon = g_ptr_array_index (found, i);

    if (is_ours (run, coupon))
      return coupon;
  }

  return NULL;
}

/* Removes all of ours but @keep_id (NULL = all). */
static gboolean
remove_ours (Run         *run,
             GPtrArray   *found,
             const char  *keep_id,
             GError     **error)
{
  for (guint i = 0; i < found->len; i++) {
    const WbShopCoupon *coupon = g_ptr_array_index (found, i);

    if (is_ours (run, coupon) && g_strcmp0 (coupon->remote_id, keep_id) != 0 &&
        !wb_shop_remove (run->shop, coupon->remote_id, run->cancellable, error))
      return FALSE;
  }

  return TRUE;
}

/* Looks the code up. TRUE with the issue in CREATED when ours is there; TRUE with @none_out when it
 * is not; FALSE when the shop could not tell. */
static gboolean
look_up (Run       *run,
         gboolean  *none_out,
         gboolean  *taken_out,
         GError   **error)
{
  g_autoptr (GPtrArray) found = NULL;
  const WbShopCoupon *ours;
  GError *local_error = NULL;

  *none_out = FALSE;
  *taken_out = FALSE;
  found = wb_shop_find_code (run->shop, run->issue->wanted->code, run->cancellable, &local_error);
  if (!found)
    return pause_with (run, local_error, error);
  ours = pick_ours (run, found);
  if (ours)
    return move (run, WB_ISSUE_CREATED, ours->remote_id, 0, error);
  *none_out = TRUE;
  *taken_out = found->len > 0;

  return TRUE;
}

/* Nothing is known of the request: look, and if there is nothing, come back later. */
static gboolean
settle_asked (Run     *run,
              GError **error)
{
  gboolean none, taken;

  if (!look_up (run, &none, &taken, error))
    return FALSE;
  if (!none)
    return TRUE;
  if (!move (run, WB_ISSUE_LOOKED, NULL, when_again (run, LATE_REQUEST_MS), error))
    return FALSE;

  return set_not_yet (error);
}

static const char *
reason_of (const GError *refusal)
{
  if (g_error_matches (refusal, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED) ||
      g_error_matches (refusal, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN))
    return WB_ISSUE_ERROR_UNAUTHORIZED;

  return WB_ISSUE_ERROR_REFUSED;
}

/* The shop said no to this request. What an earlier request of the same code did, it did not
 * say. */
static gboolean
settle_refusal (Run     *run,
                GError  *refusal,
                GError **error)
{
  g_autoptr (GError) owned_refusal = refusal;
  gboolean none = TRUE;
  gboolean taken = FALSE;

  if (run->issue->attempts > 1 && !look_up (run, &none, &taken, error))
    return FALSE;
  if (!none)
    return TRUE;

  return move_with_reason (run, WB_ISSUE_FAILED, reason_of (refusal), refusal->message, error);
}

/* The shop says that the code exists. Ours: an earlier request arrived. Someone else's: none of
 * ours can come into being beside it. Not to be seen: a draft, or a cache; wait as for an unknown
 * outcome. */
static gboolean
settle_duplicate (Run     *run,
                  GError  *refusal,
                  GError **error)
{
  g_autoptr (GError) owned_refusal = refusal;
  gboolean none, taken;

  if (!look_up (run, &none, &taken, error))
    return FALSE;
  if (!none)
    return TRUE;
  if (taken || run->issue->attempts >= MAX_ATTEMPTS)
    return move_with_reason (run, WB_ISSUE_FAILED, WB_ISSUE_ERROR_CODE_TAKEN, refusal->message,
                             error);
  if (!move (run, WB_ISSUE_LOOKED, NULL, when_again (run, LATE_REQUEST_MS), error))
    return FALSE;

  return set_not_yet (error);
}

static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_REJECTED) ||
         g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED) ||
         g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN) ||
         g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
}

/* We were told to wait before the shop did anything: nothing new came into being, so this was no
 * attempt, and a shop that is busy for long is not given up. */
static gboolean
step_back (Run     *run,
           GError  *slow_down,
           GError **error)
{
  WbIssueStep step = run->issue->attempts > 1 ? WB_ISSUE_LOOKED : WB_ISSUE_PREPARED;

  run->issue->attempts--;
  if (!move (run, step, NULL, when_again (run, RETRY_MS), error)) {
    run->issue->attempts++;
    g_error_free (slow_down);
    return FALSE;
  }
  g_propagate_error (error, slow_down);

  return FALSE;
}

static gboolean
ask (Run     *run,
     GError **error)
{
  g_autoptr (WbShopCoupon) created = NULL;
  g_autoptr (GError) local_error = NULL;

  if (g_cancellable_set_error_if_cancelled (run->cancellable, error) ||
      !move (run, WB_ISSUE_ASKED, NULL, 0, error))
    return FALSE;

  created = wb_shop_create (run->shop, run->issue->wanted, run->cancellable, &local_error);
  if (created)
    return move (run, WB_ISSUE_CREATED, created->remote_id, 0, error);
  if (g_error_matches (local_error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT))
    return settle_duplicate (run, g_steal_pointer (&local_error), error);
  if (is_refusal (local_error))
    return settle_refusal (run, g_steal_pointer (&local_error), error);
  if (g_error_matches (local_error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_RATE_LIMITED))
    return step_back (run, g_steal_pointer (&local_error), error);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }

  return settle_asked (run, error);
}

/* The second look, after the wait. */
static gboolean
look_again (Run     *run,
            GError **error)
{
  gboolean none, taken;

  if (!look_up (run, &none, &taken, error))
    return FALSE;
  if (!none)
    return TRUE;
  if (taken)
    return move_with_reason (run, WB_ISSUE_FAILED, WB_ISSUE_ERROR_CODE_TAKEN,
                             _ ("The shop already has a coupon with this code"), error);
  if (run->issue->attempts >= MAX_ATTEMPTS)
    return move_with_reason (run, WB_ISSUE_FAILED, WB_ISSUE_ERROR_SHOP_FAULT,
                             _ ("The shop failed each time it was asked for the coupon"), error);

  return ask (run, error);
}

/* It is in the shop: one only, and the one that was meant? */
static gboolean
verify (Run     *run,
        GError **error)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (WbShopCoupon) stored = NULL;
  g_autofree char *difference = NULL;
  const WbShopCoupon *ours;
  GError *local_error = NULL;

  found = wb_shop_find_code (run->shop, run->issue->wanted->code, run->cancellable, &local_error);
  if (!found)
    return pause_with (run, local_error, error);
  ours = pick_ours (run, found);
  if (ours && strcmp (ours->remote_id, run->issue->wanted->remote_id) != 0 &&
      !move (run, WB_ISSUE_CREATED, ours->remote_id, 0, error))
    return FALSE;

  stored = wb_shop_read_back (run->shop, run->issue->wanted->remote_id, run->cancellable,
                              &local_error);
  if (g_error_matches (local_error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND)) {
    /* Deleted by someone, or lost with the shop's last backup: as if never made. */
    g_clear_error (&local_error);
    if (!move (run, WB_ISSUE_LOOKED, NULL, when_again (run, LATE_REQUEST_MS), error))
      return FALSE;
    return set_not_yet (error);
  }
  if (!stored || !remove_ours (run, found, run->issue->wanted->remote_id, &local_error))
    return pause_with (run, local_error, error);

  difference = wb_shop_coupon_difference (run->issue->wanted, stored);
  if (difference)
    return move_with_reason (run, WB_ISSUE_REMOVING, WB_ISSUE_ERROR_MISMATCH, difference, error);

  return move_with_reason (run, WB_ISSUE_DONE, NULL, NULL, error);
}

static gboolean
take_back (Run     *run,
           GError **error)
{
  g_autoptr (GPtrArray) found = NULL;
  WbIssue *issue = run->issue;
  GError *local_error = NULL;

  if (!wb_shop_remove (run->shop, issue->wanted->remote_id, run->cancellable, &local_error))
    return pause_with (run, local_error, error);
  found = wb_shop_find_code (run->shop, issue->wanted->code, run->cancellable, &local_error);
  if (!found || !remove_ours (run, found, NULL, &local_error))
    return pause_with (run, local_error, error);

  return move (run, WB_ISSUE_FAILED, NULL, 0, error);
}

/**
 * wb_coupon_issuer_run:
 * @issue: an issue as the ledger has it; changed as it goes on
 * @ledger: where each step is stored
 * @shop: where the coupon is made
 * @clock: tells the time; never waited on
 * @cancellable: (nullable): ends the run between or inside calls
 * @error: return location
 *
 * Carries @issue to `WB_ISSUE_DONE` (the shop has exactly this coupon, once) or `WB_ISSUE_FAILED`
 * (it has none of ours; `error_code` and `error_message` say why). May be called again after any
 * crash with what the ledger has.
 *
 * On `FALSE` the issue is not settled and the ledger has where it stands: a passing
 * [error@WB_REMOTE_ERROR] (see wb_remote_error_is_passing()) wants another call at
 * `issue->not_before`; another one (a key that is no longer good, a page instead of JSON) wants a
 * person first; the ledger's own errors and `G_IO_ERROR_CANCELLED` pass through. A call before
 * `not_before` asks the shop nothing. Blocking; the thread that owns @shop.
 *
 * Returns: whether the issue is settled
 */
gboolean
wb_coupon_issuer_run (WbIssue         *issue,
                      WbCouponLedger  *ledger,
                      WbShop          *shop,
                      WbClock         *clock,
                      GCancellable    *cancellable,
                      GError         **error)
{
  Run run = { issue, ledger, shop, clock, cancellable };
  gboolean went_on = TRUE;

  g_return_val_if_fail (issue && issue->wanted && issue->wanted->code, FALSE);
  g_return_val_if_fail (issue->wanted->ticket_mark, FALSE);
  g_return_val_if_fail (WB_IS_COUPON_LEDGER (ledger) && WB_IS_SHOP (shop), FALSE);
  g_return_val_if_fail (WB_IS_CLOCK (clock), FALSE);

  while (went_on) {
    if (issue->step == WB_ISSUE_DONE || issue->step == WB_ISSUE_FAILED)
      return TRUE;
    if (wb_clock_now (clock) < issue->not_before)
      return set_not_yet (error);

    switch (issue->step) {
      case WB_ISSUE_PREPARED: went_on = ask (&run, error); break;
      case WB_ISSUE_ASKED: went_on = settle_asked (&run, error); break;
      case WB_ISSUE_LOOKED: went_on = look_again (&run, error); break;
      case WB_ISSUE_CREATED: went_on = verify (&run, error); break;
      case WB_ISSUE_REMOVING: went_on = take_back (&run, error); break;
      case WB_ISSUE_DONE:
      case WB_ISSUE_FAILED:
      default: g_assert_not_reached ();
    }
  }

  return FALSE;
}
