/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers kept for repeats of a write (reference/retino-api.md B.1, Idempotency). */

#pragma once

#include "wb-ledger.h"

G_BEGIN_DECLS

#define WB_LEDGER_REPLY_DAYS 7

typedef struct
{
  char *request_sha256;  /* (owned) of method, path and body */
  guint status;
  char *etag;            /* (owned) (nullable) */
  char *body;            /* (owned) (nullable) */
  char *coupon;          /* (owned) (nullable) set = the answer is this coupon as it is now */
} WbLedgerReply;

void           wb_ledger_reply_free   (WbLedgerReply        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbLedgerReply, wb_ledger_reply_free)

char          *wb_ledger_reply_hash   (const char           *method,
                                       const char           *path,
                                       GBytes               *body) G_GNUC_WARN_UNUSED_RESULT;
gboolean       wb_ledger_reply_get    (WbLedger             *self,
                                       const char           *user_id,
                                       const char           *key,
                                       WbLedgerReply       **reply_out,
                                       GError              **error);
gboolean       wb_ledger_reply_put    (WbLedger             *self,
                                       const char           *user_id,
                                       const char           *key,
                                       const WbLedgerReply  *reply,
                                       GError              **error);
gboolean       wb_ledger_reply_prune  (WbLedger             *self,
                                       GError              **error);

G_END_DECLS
