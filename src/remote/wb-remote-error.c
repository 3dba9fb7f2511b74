/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The error domain of everything that talks to a server. */

#include "config.h"

#include "wb-remote-error.h"

G_DEFINE_QUARK (wb-remote-error-quark, wb_remote_error)

/**
 * wb_remote_error_is_passing:
 * @error: (nullable): an error of a remote call
 *
 * Whether the very same request, with the same key, may simply go again later
 * (reference/retino-api.md B.12).
 *
 * Returns: `TRUE` for no connection, time-out, rate limit and server faults
 */
gboolean
wb_remote_error_is_passing (const GError *error)
{
  return g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_OFFLINE) ||
         g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TIMEOUT) ||
         g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_RATE_LIMITED) ||
         g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SERVER_FAULT);
}
