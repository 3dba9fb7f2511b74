/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Faults that every pretend shop can be told to have, by the names `winback-demo --fault
 * SHOP:REQUEST:KIND` takes. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  WB_PRETEND_FAULT_NONE,
  WB_PRETEND_FAULT_429,            /* "429": too many requests, with the platform's own form of Retry-After */
  WB_PRETEND_FAULT_423,            /* "423": locked for a moment (Shoptet); elsewhere the nearest there is */
  WB_PRETEND_FAULT_500_BEFORE,     /* "500-before": nothing stored */
  WB_PRETEND_FAULT_500_AFTER,      /* "500-after": stored, then 5xx */
  WB_PRETEND_FAULT_SILENT_BEFORE,  /* "silent-before": closed without an answer, nothing stored */
  WB_PRETEND_FAULT_SILENT_AFTER,   /* "silent-after": stored, closed without an answer */
  WB_PRETEND_FAULT_CUT,            /* "cut": stored, closed in the middle of the answer */
  WB_PRETEND_FAULT_DROP,           /* "drop": answers as if stored, and did not store the coupon */
  WB_PRETEND_FAULT_DUPLICATE,      /* "duplicate": a race: stored twice, where the platform lets that be */
  WB_PRETEND_FAULT_HTML,           /* "html": a firewall's page */
  WB_PRETEND_FAULT_SLOW,           /* "slow": answers after ten seconds of the shop's clock */
  WB_PRETEND_FAULT_OTHER_AMOUNT,   /* "other-amount": stored worth one unit more */
  WB_PRETEND_FAULT_OTHER_EXPIRY,   /* "other-expiry": stored to end a day later */
  WB_PRETEND_FAULT_DROP_EMAIL,     /* "drop-email": stored without its restriction */
  WB_PRETEND_FAULT_UNAUTHORIZED,   /* "401": the key is no longer good */
  WB_PRETEND_FAULT_HOLD_BEFORE,    /* "hold-before": for tests: waits until released, then stores and answers */
  WB_PRETEND_FAULT_HOLD_AFTER,     /* "hold-after": stores, answers when released */
  WB_PRETEND_FAULT_LATE,           /* "late": for tests: closed without an answer, stored when released */
  WB_N_PRETEND_FAULTS,
} WbPretendFault;

const char *wb_pretend_fault_to_text   (WbPretendFault fault);
gboolean    wb_pretend_fault_from_text (const char *text, WbPretendFault *fault_out);

/* Which requests: the same five on each platform, and "any". */
#define WB_PRETEND_REQUEST_ANY "any"
#define WB_PRETEND_REQUEST_CHECK "check"     /* shop, currencies, scopes, templates, token */
#define WB_PRETEND_REQUEST_CREATE "create"
#define WB_PRETEND_REQUEST_FIND "find"       /* by code, by id, lists of coupons */
#define WB_PRETEND_REQUEST_REMOVE "remove"   /* delete or disable */
#define WB_PRETEND_REQUEST_ORDERS "orders"

/* The next @times requests of that name meet the fault (NONE: go well before the next one does); each pretend shop keeps one of these under
 * its own lock. */
typedef struct _WbPretendFaults WbPretendFaults;

WbPretendFaults *wb_pretend_faults_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void             wb_pretend_faults_free  (WbPretendFaults *self);
void             wb_pretend_faults_add   (WbPretendFaults *self,
                                          WbPretendFault   fault,
                                          const char      *request,
                                          guint            times);
/* What the request that came now meets; counts it down. */
WbPretendFault   wb_pretend_faults_take  (WbPretendFaults *self,
                                          const char      *request);
void             wb_pretend_faults_clear (WbPretendFaults *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPretendFaults, wb_pretend_faults_free)

G_END_DECLS
