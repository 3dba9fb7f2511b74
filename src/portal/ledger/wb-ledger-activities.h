/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Activities: the call queue. */

#pragma once

#include "wb-activity.h"
#include "wb-ledger.h"

G_BEGIN_DECLS

gboolean   wb_ledger_activity_get         (WbLedger          *self,
                                           const char        *id,
                                           WbActivity       **activity_out,
                                           GError           **error);
gboolean   wb_ledger_activity_put         (WbLedger          *self,
                                           const WbActivity  *activity,
                                           GError           **error);
gboolean   wb_ledger_activity_save        (WbLedger          *self,
                                           WbActivity        *activity,
                                           gboolean           is_new,
                                           const char        *actor,
                                           GError           **error);
GPtrArray *wb_ledger_activity_for_ticket  (WbLedger          *self,
                                           const char        *ticket_id,
                                           GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_ledger_activities_delete    (WbLedger          *self,
                                           const char        *ticket_id,
                                           GError           **error);
/* Frees the calls whose lease has run out. */
gboolean   wb_ledger_activities_expire    (WbLedger          *self,
                                           GError           **error);
gboolean   wb_ledger_activities_next      (WbLedger          *self,
                                           gint64            *lease_until_out,
                                           GError           **error);

G_END_DECLS
