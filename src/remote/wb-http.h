/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The transport: one blocking call on a worker thread, with total deadline, size cap, no redirects,
 * verified TLS, plain http to loopback only (reference/proven.md 1). One WbHttp per thread. */

#pragma once

#include "wb-clock.h"
#include "wb-remote-error.h"

G_BEGIN_DECLS

typedef struct _WbHttp WbHttp;

typedef struct
{
  const char *user_agent;       /* (nullable) */
  const char *ca_file;          /* (nullable) PEM; added to the system's authorities */
  guint connect_timeout_secs;   /* 0 = 10 */
  guint io_timeout_secs;        /* 0 = 60; per read or write */
  guint total_timeout_secs;     /* 0 = 120; the whole call */
  gsize max_body_bytes;         /* 0 = WB_WIRE_MAX_BODY_BYTES */
} WbHttpOptions;

/* @options NULL = all defaults. Any thread, but then used from one thread at a time. */
WbHttp     *wb_http_new              (const WbHttpOptions *options,
                                      WbClock             *clock,
                                      GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void        wb_http_free             (WbHttp              *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbHttp, wb_http_free)

typedef struct
{
  const char *method;        /* "GET", ... */
  const char *url;           /* absolute */
  GStrv headers;             /* (nullable) name, value, name, value, ... */
  GBytes *body;              /* (nullable) */
  const char *content_type;  /* (nullable) of the body */
  guint total_timeout_secs;  /* 0 = the transport's */
  gsize max_body_bytes;      /* 0 = the transport's; of the answer */
  gboolean idempotent;       /* a POST that may reuse a connection: it carries its own key */
} WbHttpRequest;

typedef struct
{
  guint status;
  char *etag;                /* (owned) (nullable) without quotes or W/ */
  gint64 date;               /* ms, the server's Date; WB_TIME_NONE = none */
  gint64 retry_after_ms;     /* from now; -1 = none. Both forms of Retry-After */
  char *content_type;        /* (owned) (nullable) */
  char *location;            /* (owned) (nullable) */
  GHashTable *headers;       /* (owned) lower-case name -> value */
  GBytes *body;              /* (owned) never NULL */
} WbHttpReply;

void         wb_http_reply_free  (WbHttpReply         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbHttpReply, wb_http_reply_free)

/* Any status is a reply; an error is what kept one from coming. G_IO_ERROR_CANCELLED passes. */
WbHttpReply *wb_http_send        (WbHttp               *self,
                                  const WbHttpRequest  *request,
                                  GCancellable         *cancellable,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean     wb_http_check_url   (const char           *url,
                                  GError              **error);

G_END_DECLS
