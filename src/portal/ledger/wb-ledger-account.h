/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The account, the merchant's shops and how to reach them. */

#pragma once

#include "wb-account.h"
#include "wb-ledger.h"
#include "wb-merchant-store.h"

G_BEGIN_DECLS

gboolean         wb_ledger_account_get    (WbLedger               *self,
                                           WbAccount             **account_out,
                                           GError                **error);
gboolean         wb_ledger_account_put    (WbLedger               *self,
                                           const WbAccount        *account,
                                           GError                **error);
gboolean         wb_ledger_account_save   (WbLedger               *self,
                                           WbAccount              *account,
                                           const char             *actor,
                                           GError                **error);
GTimeZone       *wb_ledger_account_zone   (const WbAccount        *account) G_GNUC_WARN_UNUSED_RESULT;

/* How the portal reaches a store; all NULL = it does not. */
typedef struct
{
  char *secret_file;  /* (owned) (nullable) */
  char *ca_file;      /* (owned) (nullable) */
  char *time_zone;    /* (owned) (nullable) */
  gboolean is_paused; /* read only: see wb_ledger_shop_set_paused() */
} WbStoreAccess;

void             wb_store_access_clear    (WbStoreAccess          *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbStoreAccess, wb_store_access_clear)

gboolean         wb_ledger_store_get      (WbLedger               *self,
                                           const char             *id,
                                           WbMerchantStore       **store_out,
                                           WbStoreAccess          *access_out,
                                           GError                **error);
gboolean         wb_ledger_store_find     (WbLedger               *self,
                                           const char             *store_id,
                                           WbMerchantStore       **store_out,
                                           GError                **error);
GPtrArray       *wb_ledger_store_list     (WbLedger               *self,
                                           GError                **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean         wb_ledger_store_put      (WbLedger               *self,
                                           const WbMerchantStore  *store,
                                           const WbStoreAccess    *access,
                                           GError                **error);
gboolean         wb_ledger_store_save     (WbLedger               *self,
                                           WbMerchantStore        *store,
                                           const WbStoreAccess    *access,
                                           gboolean                is_new,
                                           GError                **error);

G_END_DECLS
