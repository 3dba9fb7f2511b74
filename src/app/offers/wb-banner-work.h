/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes of banners that the server has, off the main thread, and what became of them. */

#pragma once

#include "wb-banner.h"
#include "wb-context.h"
#include "wb-outbox.h"

G_BEGIN_DECLS

void         wb_banner_work_change        (WbContext            *context,
                                           const WbBanner       *changed,
                                           const WbBanner       *base,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
WbOutboxRow *wb_banner_work_find_trouble  (WbContext            *context,
                                           const char           *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
