/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The thread that carries out staff's writes; part of WbContext. */

#pragma once

#include "wb-context.h"

G_BEGIN_DECLS

typedef struct _WbWriteQueue WbWriteQueue;

WbWriteQueue *wb_write_queue_new   (void);
void          wb_write_queue_free  (WbWriteQueue *self);   /* waits for what was asked */
void          wb_write_queue_push  (WbWriteQueue   *self,
                                    GTask          *task,
                                    WbWorkspace    *workspace,
                                    WbContextWork   work,
                                    gpointer        data,
                                    GDestroyNotify  data_free);

G_END_DECLS
