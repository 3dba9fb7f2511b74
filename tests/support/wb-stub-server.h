/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A scripted web server for tests: in-process, on a thread of its own, on a port of its own. It
 * answers by callbacks and by replies queued beforehand, records every request, and misbehaves on
 * demand in the ways servers and networks do.
 *
 * A request is answered by the first queued reply for its method and path, else by the handler with
 * the longest matching path, else with 404. A fault applies to whichever of them answers. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _WbStubServer WbStubServer;

typedef enum
{
  WB_STUB_NO_FAULT,
  WB_STUB_HOLD,          /* the effect happens, the reply waits for wb_stub_server_release() */
  WB_STUB_DROP_UNREAD,   /* closed once the headers are read: no effect, no reply, not recorded as served */
  WB_STUB_DROP_READ,     /* closed after the effect, instead of a reply */
  WB_STUB_CUT_BODY,      /* the whole length announced, half of it sent, closed */
  WB_STUB_DRIP_HEADERS,  /* one byte each 20 ms, from the status line on */
  WB_STUB_DRIP_BODY,     /* headers at once, then one byte each 20 ms */
  WB_STUB_HUGE_CHUNKED,  /* headers and body of the reply, then 300 MB of spaces, no length announced */
} WbStubFault;

typedef struct
{
  char *method;         /* (owned) */
  char *path;           /* (owned) decoded, without the query */
  char *query;          /* (owned) (nullable) as sent */
  GHashTable *headers;  /* (owned) lower-case name -> value */
  GBytes *body;         /* (owned) never NULL */
} WbStubRequest;

void        wb_stub_request_unref        (WbStubRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbStubRequest, wb_stub_request_unref)
const char *wb_stub_request_get_header   (const WbStubRequest *self, const char *name);
/* The decoded value of a query parameter, NULL when there is none. */
char       *wb_stub_request_dup_param    (const WbStubRequest *self, const char *name);

typedef struct
{
  guint status;             /* 404 when nobody sets it */
  GHashTable *headers;      /* (owned) name -> value */
  GBytes *body;             /* (owned) (nullable) */
  WbStubFault fault;
} WbStubReply;

/* Sets status, Content-Type application/json and the body. */
void        wb_stub_reply_set_json       (WbStubReply *self, guint status, const char *json);
void        wb_stub_reply_set_body       (WbStubReply *self, guint status, const char *content_type, const char *data, gssize length);
void        wb_stub_reply_set_header     (WbStubReply *self, const char *name, const char *value);

/* Runs on the server's thread. @reply starts as 404 without a body. */
typedef void (* WbStubHandler) (WbStubServer *server, const WbStubRequest *request, WbStubReply *reply, gpointer data);

/* @tls_name: NULL = http; else a name in tests/data/tls: "server", "wrong-name", "self-signed". */
WbStubServer *wb_stub_server_new         (const char *tls_name);
void          wb_stub_server_free        (WbStubServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbStubServer, wb_stub_server_free)

/* "http://127.0.0.1:PORT" or "https://localhost:PORT", and with a path appended. */
const char   *wb_stub_server_get_url     (WbStubServer *self);
char         *wb_stub_server_dup_url     (WbStubServer *self, const char *path);
guint         wb_stub_server_get_port    (WbStubServer *self);

/* @method NULL = any; @path: this one and all below it. Any thread. */
void          wb_stub_server_handle      (WbStubServer *self, const char *method, const char *path, WbStubHandler handler, gpointer data);
/* Runs for every reply after it was made, scripted ones too, on the server's thread. */
void          wb_stub_server_set_stamp   (WbStubServer *self, WbStubHandler stamp, gpointer data);
/* One reply, once, for @method and exactly @path; queued behind those given before. Any thread. */
void          wb_stub_server_queue_json  (WbStubServer *self, const char *method, const char *path, guint status, const char *json);
void          wb_stub_server_queue       (WbStubServer *self, const char *method, const char *path, guint status, const char *content_type, const char *data, gssize length, const char *header_name, const char *header_value);
/* The next request for @method (NULL = any) and @path (NULL = any) meets @fault, once. */
void          wb_stub_server_queue_fault (WbStubServer *self, const char *method, const char *path, WbStubFault fault);
/* Lets go everything that is held. */
void          wb_stub_server_release     (WbStubServer *self);

/* What came. Requests are recorded when they have been read whole, in order. */
guint          wb_stub_server_count      (WbStubServer *self);
WbStubRequest *wb_stub_server_dup_request (WbStubServer *self, guint index);
/* Counts those for @method (NULL = any) and exactly @path. */
guint          wb_stub_server_count_for  (WbStubServer *self, const char *method, const char *path);
void           wb_stub_server_forget     (WbStubServer *self);
/* Blocks until @count requests have been recorded; aborts the test after 20 s. */
void           wb_stub_server_wait_count (WbStubServer *self, guint count);
/* Blocks until @count bytes have been dripped, in all; aborts the test after 20 s. */
void           wb_stub_server_wait_drips (WbStubServer *self, guint count);

/* A file in tests/data. */
char          *wb_stub_data_path         (const char *name);

G_END_DECLS
