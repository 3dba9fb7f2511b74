/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The merchant's staff and their tokens, of which only the SHA-256 is kept. */

#pragma once

#include "wb-ledger.h"
#include "wb-user.h"

G_BEGIN_DECLS

#define WB_TOKEN_LENGTH 40

char      *wb_ledger_token_new         (WbLedger      *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_ledger_token_is_valid    (const char    *token);

gboolean   wb_ledger_user_put          (WbLedger      *self,
                                        const WbUser  *user,
                                        GError       **error);
gboolean   wb_ledger_user_save         (WbLedger      *self,
                                        WbUser        *user,
                                        gboolean       is_new,
                                        GError       **error);
gboolean   wb_ledger_user_set_token    (WbLedger      *self,
                                        const char    *user_id,
                                        const char    *token,
                                        GError       **error);
gboolean   wb_ledger_user_get          (WbLedger      *self,
                                        const char    *id,
                                        WbUser       **user_out,
                                        GError       **error);
gboolean   wb_ledger_user_by_token     (WbLedger      *self,
                                        const char    *token,
                                        WbUser       **user_out,
                                        GError       **error);
gboolean   wb_ledger_user_by_email     (WbLedger      *self,
                                        const char    *email,
                                        WbUser       **user_out,
                                        GError       **error);
GPtrArray *wb_ledger_user_list         (WbLedger      *self,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
