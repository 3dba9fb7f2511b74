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
  GBytes *bytes;          /* (nullable) a body that is no JSON */
  const char *content_type; /* (nullable) of @bytes */
  gint64 if_match;        /* WB_NO_VERSION = none */
  const char *key;        /* (nullable) Idempotency-Key */
  guint total_timeout_secs;
} WbAsk;

WbHttpReply *wb_helpdesk_perform (WbHelpdesk    *self,
                                  const WbAsk   *ask,
                                  GCancellable  *cancellable,
                                  GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* GET of a public address: no token, and what it tells of the time is not the server's. */
WbHttpReply *wb_helpdesk_fetch   (WbHelpdesk    *self,
                                  const char    *url,
                                  const char    *accept,
                                  gsize          max_bytes,
                                  GCancellable  *cancellable,
                                  GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* The object of a successful answer; what cannot be decoded is the server's fault. */
gpointer     wb_helpdesk_decode  (const WbHttpReply *reply,
                                  WbWireDecodeFunc   decode,
                                  GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void         wb_helpdesk_set_auth_form (WbHelpdesk *self,
                                        WbAuthForm     form);

G_END_DECLS
