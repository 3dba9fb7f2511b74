/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A bad network between one client and a server, both on loopback: each request meets a fate, drawn
 * from a seed. The fate hangs on what the request is (its idempotency key, else its method and path)
 * and on how often that was seen, not on when it comes: so a seed gives the same faults in every
 * schedule in which the same is asked.
 *
 * One request a connection, as the portal serves them. A thread per connection; any thread may call.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _WbFaultProxy WbFaultProxy;

typedef enum
{
  WB_FAULT_PASSED,       /* nothing happened to it */
  WB_FAULT_LATE,         /* the server acts at once, the answer dawdles */
  WB_FAULT_CUT_BEFORE,   /* closed; the server never heard of it */
  WB_FAULT_CUT_AFTER,    /* the server acted, nothing of the answer arrives */
  WB_FAULT_CUT_HALF,     /* the server acted, half the answer arrives */
  WB_FAULT_TWICE,        /* sent twice in a row; one answer arrives, the first or the second */
  WB_FAULT_ECHO,         /* as passed, and sent once more a while after its answer has arrived */
  WB_FAULT_BUSY,         /* 503 with Retry-After; the server never heard of it */
  WB_FAULT_TOO_MANY,     /* 429 with Retry-After; the server never heard of it */
  WB_FAULT_N,
} WbFault;

const char   *wb_fault_to_text           (WbFault       fault);

/* What no network does: switches that break the rules themselves, so that a test can prove that who
 * judges would notice. */
typedef enum
{
  WB_LIE_NONE,
  WB_LIE_FRESH_KEYS,     /* each sending has a new idempotency key: nothing protects from doing twice */
  WB_LIE_LOST_NOTES,     /* notes are acknowledged and thrown away */
  WB_LIE_DEAF_FEED,      /* the feed's cursor moves on, its events do not arrive */
  WB_LIE_STOLEN_CALLS,   /* who is refused a call is told that it is theirs */
} WbLie;

/* Of 1000 requests. Long-polls meet CUT_AFTER after some time of waiting. */
typedef struct
{
  guint of_1000[WB_FAULT_N];    /* [WB_FAULT_PASSED] is not looked at */
  guint late_ms;                /* at most */
  guint retry_after_secs;       /* at most; at least 1 */
} WbFaultRates;

WbFaultProxy *wb_fault_proxy_new         (guint16       server_port,
                                          guint64       seed) G_GNUC_WARN_UNUSED_RESULT;
void          wb_fault_proxy_free        (WbFaultProxy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbFaultProxy, wb_fault_proxy_free)

/* Where the client asks: the same for the life of the proxy. */
guint16       wb_fault_proxy_get_port    (WbFaultProxy *self);

/* NULL = no faults, as at the start. */
void          wb_fault_proxy_set_rates   (WbFaultProxy       *self,
                                          const WbFaultRates *rates);
/* @user_id: (nullable): whom WB_LIE_STOLEN_CALLS names. Before the first connection. */
void          wb_fault_proxy_set_lie     (WbFaultProxy *self,
                                          WbLie         lie,
                                          const char   *user_id);
/* Pulls the plug: all that is open breaks, nothing is accepted until it is put back. */
void          wb_fault_proxy_set_offline (WbFaultProxy *self,
                                          gboolean      offline);

/* Called from any thread with what was answered whole to which request. Before the first connection. */
typedef void (* WbFaultWatch) (const char *request,
                               const char *answer,
                               gpointer    data);
void          wb_fault_proxy_set_watch   (WbFaultProxy *self,
                                          WbFaultWatch  watch,
                                          gpointer      data);

/* How often each fate was met. */
void          wb_fault_proxy_count       (WbFaultProxy *self,
                                          guint         counts_out[WB_FAULT_N]);
/* The fate that the Nth (from 0) request of this identity meets. */
WbFault       wb_fault_proxy_foretell    (WbFaultProxy *self,
                                          const char   *identity,
                                          guint         n);

/* How many requests with a key the server answered with success more than once, and for how many of
 * those a later answer differed from the first: a server that honours its keys has none. */
void          wb_fault_proxy_count_repeats (WbFaultProxy *self,
                                            guint        *repeated_out,
                                            guint        *different_out);

G_END_DECLS
