/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One coupon after another: made by the issuer, or disabled; what is not settled yet is put back as
 * the ledger has it. */

#include "config.h"

#include "wb-portal-worker-private.h"

#include "wb-ledger-story.h"
#include "wb-shop-rules.h"
#include "wb-time.h"

/* Until a shop that cannot be reached, or a key that is no longer good, is tried again. */
#define RETRY_MS (5 * WB_SECOND_MS)
#define PERSON_MS (60 * WB_SECOND_MS)

typedef struct
{
  const char *coupon_id;
  const char *state;
  gint64 not_before;
  WbCouponJob *job;
} JobCall;

static gboolean
load_job (WbLedger  *ledger,
          gpointer   data,
          GError   **error)
{
  JobCall *call = data;

  return wb_ledger_issue_job (ledger, call->coupon_id, &call->job, error);
}

/* What there still is to do for it, as the ledger has it; not before @not_before. */
static void
put_back (WbPortalWorker *self,
          const char     *coupon_id,
          gint64          not_before)
{
  JobCall call = { .coupon_id = coupon_id };
  g_autoptr (GError) error = NULL;

  if (!wb_portal_book_read (self->book, load_job, &call, &error))
    g_message ("Coupon %s waits for the next start: %s", coupon_id, error->message);
  if (!call.job)
    return;

  call.job->not_before = MAX (call.job->not_before, not_before);
  if (call.job->issue)
    call.job->issue->not_before = call.job->not_before;
  wb_portal_worker_put (self, call.job);
}

/* Takes the job as the ledger has it now: what was handed over may be done already. FALSE = there
 * is nothing to do, or not yet. */
static gboolean
refresh_job (WbPortalWorker  *self,
             WbCouponJob    **job)
{
  JobCall call = { .coupon_id = (*job)->coupon };
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCouponJob) handed = NULL;
  gint64 not_before = (*job)->not_before;

  if (!wb_portal_book_read (self->book, load_job, &call, &error)) {
    g_message ("Coupon %s waits for the next start: %s", call.coupon_id, error->message);
    return FALSE;
  }

  handed = g_steal_pointer (job);
  *job = call.job;
  if (!*job)
    return FALSE;
  if ((*job)->not_before <= MAX (not_before, wb_clock_now (self->portal->clock)))
    return TRUE;
  wb_portal_worker_put (self, g_steal_pointer (job));

  return FALSE;
}

static gboolean
store_disabled (WbLedger  *ledger,
                gpointer   data,
                GError   **error)
{
  JobCall *call = data;

  return wb_ledger_disable_done (ledger, call->coupon_id, call->state, error);
}

static gboolean
store_replaced (WbLedger  *ledger,
                gpointer   data,
                GError   **error)
{
  JobCall *call = data;
  gboolean is_used = g_str_equal (call->state, WB_COUPON_USED);

  return wb_ledger_shop_end_coupon (ledger, call->coupon_id, call->state,
                                    is_used ? WB_COUPON_EVENT_USED : WB_COUPON_EVENT_DISABLED,
                                    error);
}

/* Takes a coupon out of use; *state_out is what it is then: one that a customer spent first stays
 * used, and which order that was is looked for soon. */
static gboolean
disable_in_shop (WbPortalWorker  *self,
                 const char      *remote_id,
                 const char     **state_out,
                 GError         **error)
{
  gboolean was_used = FALSE;

  if (!wb_shop_rules_retire (self->shop, remote_id, &was_used, self->stop, error))
    return FALSE;
  *state_out = was_used ? WB_COUPON_USED : WB_COUPON_DISABLED;
  if (was_used)
    self->orders_due = wb_clock_now (self->portal->clock);

  return TRUE;
}

/* A coupon that came from elsewhere may lack its id in the shop; its code finds it. */
static gboolean
find_remote (WbPortalWorker  *self,
             const char      *code,
             char           **remote_id,
             GError         **error)
{
  g_autoptr (GPtrArray) found = NULL;

  if (*remote_id || !code)
    return TRUE;
  found = wb_shop_find_code (self->shop, code, self->stop, error);
  if (!found)
    return FALSE;
  if (found->len > 0)
    *remote_id = g_strdup (((WbShopCoupon *) g_ptr_array_index (found, 0))->remote_id);

  return TRUE;
}

/* The next one that is to go, as the ledger has it now. */
static gboolean
find_next_replaced (WbPortalWorker  *self,
                    WbCouponJob     *job,
                    GError         **error)
{
  JobCall call = { .coupon_id = job->coupon };
  g_autoptr (WbCouponJob) now = NULL;
  gboolean loaded = wb_portal_book_read (self->book, load_job, &call, error);

  now = call.job;
  g_clear_pointer (&job->replaces_remote, g_free);
  g_clear_pointer (&job->replaces_code, g_free);
  if (!loaded || !now)
    return loaded;
  g_free (job->replaces);
  job->replaces = g_steal_pointer (&now->replaces);
  job->replaces_remote = g_steal_pointer (&now->replaces_remote);
  job->replaces_code = g_steal_pointer (&now->replaces_code);

  return TRUE;
}

/* Disables the coupons that another one replaces. */
static gboolean
disable_replaced (WbPortalWorker  *self,
                  WbCouponJob     *job,
                  GError         **error)
{
  while (job->replaces_remote || job->replaces_code) {
    JobCall call = { .coupon_id = job->replaces, .state = WB_COUPON_DISABLED };

    if (!find_remote (self, job->replaces_code, &job->replaces_remote, error) ||
        (job->replaces_remote &&
         !disable_in_shop (self, job->replaces_remote, &call.state, error)) ||
        !wb_portal_book_write (self->book, store_replaced, &call, error) ||
        !find_next_replaced (self, job, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
disable_coupon (WbPortalWorker  *self,
                WbCouponJob     *job,
                GError         **error)
{
  JobCall call = { .coupon_id = job->coupon, .state = WB_COUPON_DISABLED };

  if (!find_remote (self, job->code, &job->remote_id, error) ||
      (job->remote_id && !disable_in_shop (self, job->remote_id, &call.state, error)) ||
      !wb_portal_book_write (self->book, store_disabled, &call, error))
    return FALSE;
  wb_portal_book_tell_coupon (self->book, job->coupon);

  return TRUE;
}

static gboolean
make_coupon (WbPortalWorker  *self,
             WbCouponJob     *job,
             GError         **error)
{
  return disable_replaced (self, job, error) &&
         wb_coupon_issuer_run (job->issue, WB_COUPON_LEDGER (self->book), self->shop,
                               self->portal->clock, self->stop, error);
}

static void
put_off (WbPortalWorker    *self,
         const WbCouponJob *job,
         const GError      *error)
{
  gboolean passing = error->domain == WB_REMOTE_ERROR ? wb_remote_error_is_passing (error)
                                                      : error->domain != WB_PORTAL_ERROR;

  g_message ("Coupon %s is not settled in its shop yet: %s", job->coupon, error->message);
  if (!passing)
    wb_portal_worker_fail (self, error);
  put_back (self, job->coupon,
            wb_clock_now (self->portal->clock) + (passing ? RETRY_MS : PERSON_MS));
}

/**
 * wb_portal_worker_do_job:
 * @self: the worker, in its thread
 * @job: (transfer full): a coupon to be made or disabled, whose time has come
 */
void
wb_portal_worker_do_job (WbPortalWorker *self,
                         WbCouponJob    *job)
{
  g_autoptr (WbCouponJob) owned = job;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  if (!refresh_job (self, &owned))
    return;
  job = owned;
  done = wb_portal_worker_connect (self, FALSE, self->stop, &error);
  if (done)
    done = job->issue ? make_coupon (self, job, &error) : disable_coupon (self, job, &error);
  /* One that was made may be waited for to be disabled. */
  if (done)
    put_back (self, job->coupon, 0);
  else if (!g_cancellable_is_cancelled (self->stop))
    put_off (self, job, error);
}
