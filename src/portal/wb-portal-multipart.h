/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One file out of a multipart/form-data body (RFC 7578), taken apart by us: what comes here is
 * written by anybody, and only one field of it is wanted. Pure; any thread. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char *file_name;  /* (owned) (nullable) without folders and control characters */
  GBytes *bytes;    /* (owned) shares the body's memory */
} WbPortalPart;

void       wb_portal_part_clear       (WbPortalPart  *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbPortalPart, wb_portal_part_clear)

/* The part called @field of a body whose Content-Type has @boundary. */
gboolean   wb_portal_multipart_find   (GBytes        *body,
                                       const char    *boundary,
                                       const char    *field,
                                       WbPortalPart  *part_out,
                                       GError       **error);

G_END_DECLS
