/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Issues a coupon in a shop exactly once (design.md 7): the code is in the ledger before the shop is
 * asked; an unknown outcome is settled by looking the code up, never by making another; success is
 * reported only after reading the coupon back and comparing it.
 *
 * The ledger is an interface that the portal (and later the workspace) implements; every step is
 * written there first, so that wb_coupon_issuer_run() may be called again after a crash at any
 * point and goes on from where the ledger says it was. */

#pragma once

#include "wb-clock.h"
#include "wb-shop.h"

G_BEGIN_DECLS

/* Where an issue stands; in the ledger. */
typedef enum
{
  WB_ISSUE_PREPARED,   /* code stored, the shop not asked yet */
  WB_ISSUE_ASKED,      /* the shop was (or may have been) asked: outcome unknown until looked up */
  WB_ISSUE_LOOKED,     /* looked up once and not found; look again at not_before, then send again */
  WB_ISSUE_CREATED,    /* the shop has it, remote id known, not compared yet */
  WB_ISSUE_REMOVING,   /* differs from what was meant: being removed */
  WB_ISSUE_DONE,       /* compared equal */
  WB_ISSUE_FAILED,     /* refused, or removed because it differed; the reason is kept */
} WbIssueStep;

/* Why an issue failed. In each case the shop has no coupon of this issue. */
#define WB_ISSUE_ERROR_CODE_TAKEN "code_taken"    /* someone else's coupon has the code; a new one may be issued */
#define WB_ISSUE_ERROR_REFUSED "refused"          /* the shop, or this computer, would not make it */
#define WB_ISSUE_ERROR_UNAUTHORIZED "unauthorized" /* the shop does not take our key */
#define WB_ISSUE_ERROR_MISMATCH "mismatch"        /* it stored something else, which was removed */
#define WB_ISSUE_ERROR_SHOP_FAULT "shop_fault"    /* it failed each time; looked up after the last and not there */

typedef struct
{
  char *id;                /* (owned) the ledger's coupon id */
  WbShopCoupon *wanted;    /* (owned) its remote_id is set from CREATED on */
  WbIssueStep step;
  gint64 not_before;       /* ms; wait until then before the next step */
  int attempts;            /* how often the shop was asked to create it and may have done so */
  char *error_code;        /* (owned) (nullable) WB_ISSUE_ERROR_...; with FAILED and REMOVING */
  char *error_message;     /* (owned) (nullable) in words for people */
} WbIssue;

WB_DECLARE_RECORD (WbIssue, wb_issue)

#define WB_TYPE_COUPON_LEDGER (wb_coupon_ledger_get_type ())
G_DECLARE_INTERFACE (WbCouponLedger, wb_coupon_ledger, WB, COUPON_LEDGER, GObject)

struct _WbCouponLedgerInterface
{
  GTypeInterface parent_iface;

  /* Stores the issue as it stands now, durably, before returning. */
  gboolean (* store) (WbCouponLedger *self, const WbIssue *issue, GError **error);
};

gboolean   wb_coupon_ledger_store   (WbCouponLedger *self, const WbIssue *issue, GError **error);

/* Carries @issue to DONE or FAILED. An error (WB_REMOTE_ERROR, passing) = not settled yet, the
 * ledger has where it stands; call again at issue->not_before. Blocking; worker thread. */
gboolean   wb_coupon_issuer_run     (WbIssue         *issue,
                                     WbCouponLedger  *ledger,
                                     WbShop          *shop,
                                     WbClock         *clock,
                                     GCancellable    *cancellable,
                                     GError         **error);

G_END_DECLS
