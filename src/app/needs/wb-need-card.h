/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One change that needs a person: what was meant, the server's words, and what can be done. */

#pragma once

#include "wb-context.h"
#include "wb-outbox.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_NEED_CARD (wb_need_card_get_type ())
G_DECLARE_FINAL_TYPE (WbNeedCard, wb_need_card, WB, NEED_CARD, AdwBin)

/* Signals "resend" and "discard" (gint64 seq). */

GtkWidget *wb_need_card_new       (WbContext         *context,
                                   WbOutboxRow       *row) G_GNUC_WARN_UNUSED_RESULT;
/* What was meant, in words: “Solved · Jana Nováková · 20250042”. */
char      *wb_need_card_describe  (WbContext         *context,
                                   const WbOutboxRow *row) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
