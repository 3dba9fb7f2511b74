/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners. Which types use one is told by the settings (wb-ledger-settings.c), and whenever that
 * changes, so does the banner. */

#pragma once

#include "wb-banner.h"
#include "wb-ledger.h"

G_BEGIN_DECLS

gboolean   wb_ledger_banner_get         (WbLedger    *self,
                                         const char  *id,
                                         WbBanner   **banner_out,
                                         GError     **error);
gboolean   wb_ledger_banner_put         (WbLedger    *self,
                                         WbBanner    *banner,
                                         GError     **error);
gboolean   wb_ledger_banner_save        (WbLedger    *self,
                                         WbBanner    *banner,
                                         gboolean     is_new,
                                         const char  *actor,
                                         GError     **error);
gboolean   wb_ledger_banner_delete      (WbLedger    *self,
                                         WbBanner    *banner,
                                         const char  *actor,
                                         GError     **error);
gboolean   wb_ledger_banner_was_shown   (WbLedger    *self,
                                         const char  *id,
                                         gboolean    *was_shown_out,
                                         GError     **error);
gboolean   wb_ledger_banner_mark_shown  (WbLedger    *self,
                                         const char  *id,
                                         gint64       at,
                                         GError     **error);

G_END_DECLS
