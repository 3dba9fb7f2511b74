/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Asking the workspace off the main thread while a person types and chooses: one reader of its own,
 * and only the newest question is answered. Questions that must not replace one another have an
 * asker each. */

#pragma once

#include "wb-workspace.h"

G_BEGIN_DECLS

typedef struct _WbAsk WbAsk;

/* Reads the answer; on a worker. (transfer full), NULL with an error. */
typedef gpointer (* WbAskReadFunc) (WbDb *db, gpointer question, GError **error);

WbAsk     *wb_ask_new     (WbWorkspace    *workspace,
                           WbAskReadFunc       read,
                           GDestroyNotify  free_question,
                           GDestroyNotify  free_answer) G_GNUC_WARN_UNUSED_RESULT;
void       wb_ask_unref   (WbAsk          *self);
void       wb_ask_put     (WbAsk               *self,
                           gpointer             question,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data);
/* Waits a moment for the answer, which then comes before this returns. */
void       wb_ask_put_awaited (WbAsk               *self,
                               gpointer             question,
                               guint                most_ms,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
/* And does something else meanwhile. */
void       wb_ask_put_beside (WbAsk               *self,
                              gpointer             question,
                              void (*work)(gpointer user_data),
                              guint                most_ms,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data);
/* Drops the question that is on its way. */
void       wb_ask_forget  (WbAsk          *self);
/* NULL without error = a newer question was asked, or it was taken. */
gpointer   wb_ask_finish  (GAsyncResult   *result,
                           GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
