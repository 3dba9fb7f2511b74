/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A total deadline on a blocking call: libraries only bound each single read or write, so a server
 * that drips a byte a second holds them for ever (reference/proven.md 1.4). Inside remote only. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _WbWatch WbWatch;

WbWatch      *wb_watch_new              (GCancellable *user_cancellable) G_GNUC_WARN_UNUSED_RESULT;
void          wb_watch_free             (WbWatch      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbWatch, wb_watch_free)

GCancellable *wb_watch_get_cancellable  (WbWatch      *self);
void          wb_watch_arm              (WbWatch      *self,
                                         guint         timeout_ms);
gboolean      wb_watch_has_expired      (WbWatch      *self);

G_END_DECLS
