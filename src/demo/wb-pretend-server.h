/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What all pretend shops share: listening on loopback on a thread of their own, and the ways an
 * answer may fail to come. Any thread, but for the handler. */

#pragma once

#include "wb-clock.h"
#include "wb-pretend-fault.h"

G_BEGIN_DECLS

typedef struct _WbPretendServer WbPretendServer;

/* A request as it came, copied out of libsoup's message at once, so that one that is held goes on as a
 * real server's does when its client has long gone. */
typedef struct
{
  char *method;              /* (owned) */
  char *path;                /* (owned) decoded no further than it came */
  char *query;               /* (owned) (nullable) */
  GPtrArray *query_params;   /* (owned) decoded names and values in turn */
  GHashTable *headers;       /* (owned) lower-case name -> value */
  GBytes *body;              /* (owned) */
  gpointer front;            /* as given to wb_pretend_server_listen() */
} WbPretendRequest;

typedef struct
{
  guint status;
  GPtrArray *headers;        /* (owned) names and values in turn; Date and Connection are supplied */
  const char *content_type;  /* (nullable) */
  GString *body;             /* (owned) */
} WbPretendAnswer;

/* What becomes of an answer. */
typedef enum
{
  WB_PRETEND_SEND,
  WB_PRETEND_SEND_LATE,      /* ten seconds of the clock later */
  WB_PRETEND_HANG_UP,        /* closed without a byte */
  WB_PRETEND_CUT,            /* closed in the middle of it */
  WB_PRETEND_HOLD,           /* sent by wb_pretend_server_release() */
  WB_PRETEND_HOLD_REQUEST,   /* not handled yet: the handler is called again by the release */
  WB_PRETEND_LOSE_REQUEST,   /* the same, but closed without a byte at once */
} WbPretendSending;

/* Called on the server's thread, one at a time, without any lock. @is_released: it was held with
 * WB_PRETEND_HOLD_REQUEST or _LOSE_REQUEST, so that time has passed since it was looked at. */
typedef WbPretendSending (*WbPretendHandler) (WbPretendRequest *request,
                                              gboolean          is_released,
                                              WbPretendAnswer  *answer,
                                              gpointer          data);

WbPretendServer *wb_pretend_server_new     (WbPretendHandler   handler,
                                            gpointer           data,
                                            WbClock           *clock) G_GNUC_WARN_UNUSED_RESULT;
/* Hangs up on everybody. The handler is not called any more when it returns. */
void             wb_pretend_server_free    (WbPretendServer   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPretendServer, wb_pretend_server_free)

/* Listens at one more address; @port 0 = any, @tls_file (nullable) PEM with certificate and key. Returns
 * (transfer none) its URL: http://127.0.0.1:PORT or https://localhost:PORT. */
const char      *wb_pretend_server_listen  (WbPretendServer   *self,
                                            guint              port,
                                            const char        *tls_file,
                                            gpointer           front,
                                            GError           **error);
/* Lets everything go on that is held, whether its client still waits or not; returns when that is done. */
void             wb_pretend_server_release (WbPretendServer   *self);

/* Whether @fault strikes before the shop does anything: the handler leaves everything as it is and
 * returns wb_pretend_sending_of(). */
gboolean         wb_pretend_fault_is_early (WbPretendFault     fault);
/* How an answer with @fault is sent. */
WbPretendSending wb_pretend_sending_of     (WbPretendFault     fault);

/* For handlers. (nullable) */
const char      *wb_pretend_request_param  (const WbPretendRequest *request,
                                            const char             *name);
void             wb_pretend_answer_add_header (WbPretendAnswer *answer,
                                              const char       *name,
                                              const char       *value);
/* Some server's page. */
void             wb_pretend_answer_html    (WbPretendAnswer    *answer,
                                            guint               status,
                                            const char         *title,
                                            const char         *text);

G_END_DECLS
