/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What went wrong on the way to a server, as decisions (reference/style-anchors.md 5.4). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  WB_REMOTE_ERROR_OFFLINE,           /* No connection, no such host: later */
  WB_REMOTE_ERROR_TIMEOUT,           /* Outcome unknown: later, same key */
  WB_REMOTE_ERROR_TLS,               /* Certificate not valid for this host: a person */
  WB_REMOTE_ERROR_UNAUTHORIZED,      /* 401: ask for a token, keep everything */
  WB_REMOTE_ERROR_FORBIDDEN,         /* 403 */
  WB_REMOTE_ERROR_NOT_FOUND,         /* 404 */
  WB_REMOTE_ERROR_CONFLICT,          /* 409: the state forbids it */
  WB_REMOTE_ERROR_STALE,             /* 412: the reply's api_error has "current" */
  WB_REMOTE_ERROR_GONE,              /* 410: cursor expired */
  WB_REMOTE_ERROR_RATE_LIMITED,      /* 429: later, Retry-After decides */
  WB_REMOTE_ERROR_REJECTED,          /* other 4xx: the server's words */
  WB_REMOTE_ERROR_SERVER_FAULT,      /* 5xx: later, same key */
  WB_REMOTE_ERROR_UNEXPECTED_REPLY,  /* HTML, bad JSON, a redirect, too large: the message shows what came */
  WB_REMOTE_ERROR_NOT_ALLOWED,       /* our own refusal: http to a host that is not loopback, bad URL, token with a line break */
  WB_REMOTE_ERROR_SECRET_LOCKED,     /* secret locked or missing */
  WB_REMOTE_ERROR_SECRET_UNAVAILABLE,/* no secret service */
} WbRemoteError;

#define WB_REMOTE_ERROR (wb_remote_error_quark ())
GQuark     wb_remote_error_quark      (void);

/* Whether the same request may simply go again later: offline, timeout, rate limited, 5xx. */
gboolean   wb_remote_error_is_passing (const GError *error);

G_END_DECLS
