/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The end of a person's work here: calls held by a lease are given back, and what was not sent yet
 * gets a last chance. Neither takes longer than a person waits for a program to end. */

#pragma once

#include "wb-context.h"

G_BEGIN_DECLS

/* Main thread. @callback is called once, whatever became of it: what was not sent is sent next time,
 * and a lease runs out by itself. */
void       wb_sign_off_async  (WbContext           *context,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
void       wb_sign_off_finish (GAsyncResult        *result);
/* The same after the main loop has ended. */
void       wb_sign_off        (WbContext           *context);

G_END_DECLS
