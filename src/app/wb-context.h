/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a page needs, handed to it as a construct property: the workspace, the engine, the clock,
 * and small catalogues (types, states, users, stores) kept in memory. Main thread only. */

#pragma once

#include "wb-account.h"
#include "wb-local-settings.h"
#include "wb-merchant-store.h"
#include "wb-secrets.h"
#include "wb-sync.h"
#include "wb-ticket-state.h"
#include "wb-ticket-type.h"
#include "wb-user.h"
#include "wb-working-time.h"
#include "wb-workspace.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define WB_TYPE_CONTEXT (wb_context_get_type ())
G_DECLARE_FINAL_TYPE (WbContext, wb_context, WB, CONTEXT, GObject)

/* Signal "changed" (guint tables: WbTables): after a commit, with the catalogues re-read.
 * Signal "sync-changed": the engine's state is another. */

WbContext           *wb_context_new              (WbWorkspace *workspace,
                                                  WbSync      *sync,
                                                  WbSecrets   *secrets) G_GNUC_WARN_UNUSED_RESULT;

WbWorkspace         *wb_context_get_workspace    (WbContext   *self);
WbDb                *wb_context_get_reader       (WbContext   *self);
WbSync              *wb_context_get_sync         (WbContext   *self);
WbSecrets           *wb_context_get_secrets      (WbContext   *self);
const WbSyncState   *wb_context_get_sync_state   (WbContext   *self);

gint64               wb_context_now              (WbContext   *self);
GTimeZone           *wb_context_get_zone         (WbContext   *self);
/* How far this computer's clock is ahead of the server's, ms; 0 = near enough, or not known. */
gint64               wb_context_get_clock_error  (WbContext   *self);
/* The account's opening hours; NULL = it has none. Those a person set for themselves. */
const WbWorkingCalendar *wb_context_get_calendar (WbContext   *self);
const WbLocalSettings *wb_context_get_local_settings (WbContext *self);
GPtrArray           *wb_context_get_users        (WbContext   *self);

WbLevel              wb_context_get_level        (WbContext   *self);
const WbAccount     *wb_context_get_account      (WbContext   *self);
gboolean             wb_context_offers           (WbContext   *self,
                                                  const char  *feature);
const char          *wb_context_get_me_id        (WbContext   *self);
gboolean             wb_context_is_manager       (WbContext   *self);

GPtrArray           *wb_context_get_types        (WbContext   *self);
GPtrArray           *wb_context_get_stores       (WbContext   *self);
const WbTicketType  *wb_context_find_type        (WbContext   *self,
                                                  const char  *id);
const WbTicketState *wb_context_find_state       (WbContext   *self,
                                                  const char  *id);
const WbUser        *wb_context_find_user        (WbContext   *self,
                                                  const char  *id);

const char          *wb_context_get_language     (WbContext        *self);
const char          *wb_context_pick_text        (WbContext        *self,
                                                  const WbLangText *text);
const char          *wb_context_get_type_name    (WbContext   *self,
                                                  const char  *id);
const char          *wb_context_get_state_name   (WbContext   *self,
                                                  const char  *id);
const char          *wb_context_get_user_name    (WbContext   *self,
                                                  const char  *id);
const char          *wb_context_get_shop_name    (WbContext   *self,
                                                  const char  *id);

/* Staff's writes: one after another, in the order asked, on one thread beside the main one. */
typedef gboolean (* WbContextWork) (WbWorkspace *workspace, gpointer data, GError **error);

void                 wb_context_write_async      (WbContext            *self,
                                                  WbContextWork         work,
                                                  gpointer              data,
                                                  GDestroyNotify        data_free,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean             wb_context_write_finish     (GAsyncResult         *result,
                                                  GError              **error);

/* One transaction, for a WbContextWork that is one: all of @change is stored, or nothing. */
typedef gboolean (* WbContextChange) (WbDb *db, gpointer data, GError **error);

gboolean             wb_context_transact         (WbWorkspace          *workspace,
                                                  WbContextChange       change,
                                                  gpointer              data,
                                                  WbTables              touched,
                                                  GError              **error);

G_END_DECLS
