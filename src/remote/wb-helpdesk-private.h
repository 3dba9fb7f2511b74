/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Between the files of the helpdesk client. */

#pragma once

#include "wb-helpdesk.h"

G_BEGIN_DECLS

#define WB_NO_VERSION (-1)

/* One request in the words of part B. */
typedef struct
{
  const char *method;
  const char *path;       /* below the base, escaped */
  GStrv query;            /* (nullable) name, value, ... */
  const char *etag;       /* (nullable) If-None-Match */
  JsonNode *body;         /* (nullable) */
  gint64 if_match;        /* WB_NO_VERSION = none */
  const char *key;        /* (nullable) Idempotency-Key */
  guint total_timeout_secs;
} WbAsk;

WbHttpReply *wb_helpdesk_perform (WbHelpdesk    *self,
                                  const WbAsk   *ask,
                                  GCancellable  *cancellable,
                                  GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void         wb_helpdesk_set_auth_form (WbHelpdesk *self,
                                        WbAuthForm     form);

G_END_DECLS
