/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo merchant: winback-demo as a child process that ends with us. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  WB_DEMO_ERROR_MISSING,   /* winback-demo is not installed beside us */
  WB_DEMO_ERROR_FAILED,    /* It ended or said something else; the message shows what */
} WbDemoError;

#define WB_DEMO_ERROR (wb_demo_error_quark ())
GQuark         wb_demo_error_quark        (void);

#define WB_TYPE_DEMO_PROCESS (wb_demo_process_get_type ())
G_DECLARE_FINAL_TYPE (WbDemoProcess, wb_demo_process, WB, DEMO_PROCESS, GObject)

void           wb_demo_process_start_async  (const char           *dir,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
WbDemoProcess *wb_demo_process_start_finish (GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends it and waits until it has: only then may its folder go. For the end of the program. */
void           wb_demo_process_stop         (WbDemoProcess        *self);

const char    *wb_demo_process_get_url      (WbDemoProcess        *self);
const char    *wb_demo_process_get_token    (WbDemoProcess        *self);

G_END_DECLS
