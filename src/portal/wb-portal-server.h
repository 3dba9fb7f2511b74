/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Sockets, TLS and the size of bodies: what stands between the network and the router. */

#pragma once

#include "wb-portal-request.h"

G_BEGIN_DECLS

/* Opens the listening socket; nothing is accepted yet. Any thread. */
WbPortalServer *wb_portal_server_new         (WbPortal           *portal,
                                              GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void            wb_portal_server_free        (WbPortalServer     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPortalServer, wb_portal_server_free)

guint16         wb_portal_server_get_port    (WbPortalServer     *self);
/* Serving thread, with the portal's context as its default. */
void            wb_portal_server_start       (WbPortalServer     *self);
/* Accepts nobody any more and answers who is there, for two seconds at most. */
void            wb_portal_server_drain       (WbPortalServer     *self);
/* The client's socket of a message, to see it go. */
GSocket        *wb_portal_server_get_socket  (SoupServerMessage  *message);

G_END_DECLS
