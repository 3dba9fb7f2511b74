/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Uploaded pictures, their bytes kept once per content. Addresses in here are paths below the
 * portal's own address ("/f/ID.png"), since that differs by who asks. */

#pragma once

#include "wb-banner.h"
#include "wb-ledger.h"

G_BEGIN_DECLS

/* How long a picture is kept that no banner shows. */
#define WB_LEDGER_FILE_HOURS 24

char      *wb_ledger_file_path    (const char       *id,
                                   const char       *mime_type) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_ledger_file_add     (WbLedger         *self,
                                   const WbPicture  *picture,
                                   GBytes           *bytes,
                                   GError          **error);
gboolean   wb_ledger_file_get     (WbLedger         *self,
                                   const char       *id,
                                   WbPicture       **picture_out,
                                   GError          **error);
gboolean   wb_ledger_file_bytes   (WbLedger         *self,
                                   const char       *sha256,
                                   GBytes          **bytes_out,
                                   GError          **error);
gboolean   wb_ledger_files_prune  (WbLedger         *self,
                                   GError          **error);
gboolean   wb_ledger_files_next   (WbLedger         *self,
                                   gint64           *due_out,
                                   GError          **error);

G_END_DECLS
