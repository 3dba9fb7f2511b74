/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of a shop's worker share; its own thread, unless a comment says otherwise. */

#pragma once

#include "wb-ledger-account.h"
#include "wb-portal-book.h"
#include "wb-portal-worker.h"

G_BEGIN_DECLS

struct _WbPortalWorker
{
  WbPortal *portal;         /* (unowned) */
  char *store_id;           /* (owned) */
  WbPortalBook *book;       /* (owned) */
  GThread *thread;          /* (owned) */
  GCancellable *stop;       /* (owned) ends the work and the calls to the shop */

  WbMerchantStore *store;   /* (owned) (nullable) as last read; NULL = not yet, or removed */
  WbStoreAccess access;     /* (owned) */
  WbShop *shop;             /* (owned) (nullable) */
  gint64 checked_at;        /* WB_TIME_NONE = not known */
  gint64 orders_due;        /* WB_TIME_NONE = never, while paused */
  gint64 coupons_due;
  gint64 reload_due;        /* WB_TIME_NONE = the ledger told what was asked */
  guint n_failures;         /* of following or of the ledger, one after another */

  GMutex mutex;
  GCond cond;
  GPtrArray *jobs;          /* (owned) (element-type WbCouponJob) (mutex) */
  GCancellable *waiting;    /* (owned) (nullable) (mutex) of a wait for the time of something */
  GCancellable *following;  /* (owned) (nullable) (mutex) a job goes before reading on */
  gboolean ending;          /* (mutex) */
  gboolean must_reload;     /* (mutex) */
  int is_over;              /* (atomic) */
};

/* Makes the client; asks the shop what it can when that is not known, or @must_check. */
gboolean   wb_portal_worker_connect  (WbPortalWorker   *self,
                                      gboolean          must_check,
                                      GCancellable     *cancellable,
                                      GError          **error);
/* The shop failed in a way that a person must mend, or again and again. */
void       wb_portal_worker_fail     (WbPortalWorker   *self,
                                      const GError     *error);
/* Makes or disables one coupon. @job: (transfer full) */
void       wb_portal_worker_do_job   (WbPortalWorker   *self,
                                      WbCouponJob      *job);
/* Reads what is due; FALSE = it failed, or a job came. */
gboolean   wb_portal_worker_follow   (WbPortalWorker   *self,
                                      GCancellable     *cancellable,
                                      GError          **error);

G_END_DECLS
