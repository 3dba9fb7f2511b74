/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons, and where the making of each in its shop stands (design.md 5 and 7). */

#pragma once

#include "wb-coupon.h"
#include "wb-coupon-issuer.h"
#include "wb-ledger.h"

G_BEGIN_DECLS

gboolean   wb_ledger_coupon_get         (WbLedger        *self,
                                         const char      *id,
                                         WbCoupon       **coupon_out,
                                         GError         **error);
gboolean   wb_ledger_coupon_find_code   (WbLedger        *self,
                                         const char      *store_id,
                                         const char      *code,
                                         WbCoupon       **coupon_out,
                                         GError         **error);
gboolean   wb_ledger_coupon_put         (WbLedger        *self,
                                         const WbCoupon  *coupon,
                                         GError         **error);
gboolean   wb_ledger_coupon_save        (WbLedger        *self,
                                         WbCoupon        *coupon,
                                         gboolean         is_new,
                                         const char      *actor,
                                         GError         **error);
/* The newest coupon of a ticket that stands in the way of another one. */
gboolean   wb_ledger_coupon_in_way      (WbLedger        *self,
                                         const char      *ticket_id,
                                         WbCoupon       **coupon_out,
                                         GError         **error);
/* The newest coupon of a ticket that did not fail: what its customer's click gives (B.7). */
gboolean   wb_ledger_coupon_newest      (WbLedger        *self,
                                         const char      *ticket_id,
                                         WbCoupon       **coupon_out,
                                         GError         **error);
gboolean   wb_ledger_coupon_spent       (WbLedger        *self,
                                         const char      *currency,
                                         gint64           since,
                                         const char      *replaced,
                                         gint64          *minor_out,
                                         GError         **error);
gboolean   wb_ledger_coupons_expire     (WbLedger        *self,
                                         GError         **error);
gboolean   wb_ledger_coupons_next       (WbLedger        *self,
                                         gint64          *expires_at_out,
                                         GError         **error);

/* What a shop's worker is handed for a coupon: to make it, or to disable it. */
typedef struct
{
  char *coupon;           /* (owned) its id */
  char *store;            /* (owned) merchant store id */
  gint64 not_before;      /* ms */
  WbIssue *issue;         /* (owned) (nullable) it is to be made; NULL = it is to be disabled */
  char *replaces;         /* (owned) (nullable) coupon to be disabled in the shop first */
  char *replaces_remote;  /* (owned) (nullable) its id in the shop, if that is known */
  char *replaces_code;    /* (owned) (nullable) its code; NULL with the id = done already */
  char *remote_id;        /* (owned) (nullable) of the one to be disabled, where that is known */
  char *code;             /* (owned) (nullable) of the one to be disabled */
} WbCouponJob;

void       wb_coupon_job_free           (WbCouponJob     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbCouponJob, wb_coupon_job_free)

gboolean   wb_ledger_issue_add          (WbLedger        *self,
                                         const WbCoupon  *coupon,
                                         const char      *code,
                                         const char      *replaces,
                                         GError         **error);
gboolean   wb_ledger_issue_job          (WbLedger        *self,
                                         const char      *coupon_id,
                                         WbCouponJob    **job_out,
                                         GError         **error);
GPtrArray *wb_ledger_issue_list         (WbLedger        *self,
                                         const char      *store_id,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_ledger_issue_store        (WbLedger        *self,
                                         const WbIssue   *issue,
                                         GError         **error);

/* A person wants it disabled: kept until the shop did it. */
gboolean   wb_ledger_disable_add        (WbLedger        *self,
                                         const WbCoupon  *coupon,
                                         const char      *user,
                                         GError         **error);
gboolean   wb_ledger_disable_delay      (WbLedger        *self,
                                         const char      *coupon_id,
                                         gint64           not_before,
                                         GError         **error);
/* It is: with @state DISABLED, or USED because a customer was faster. */
gboolean   wb_ledger_disable_done       (WbLedger        *self,
                                         const char      *coupon_id,
                                         const char      *state,
                                         GError         **error);
gboolean   wb_ledger_disable_is_wanted  (WbLedger        *self,
                                         const char      *coupon_id);

G_END_DECLS
