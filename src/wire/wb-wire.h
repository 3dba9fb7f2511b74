/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The one door JSON comes in by: a size cap, a depth scan (json-glib recurses and would overflow
 * the stack), then the parser; and the one way it goes out. Pure; any thread. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  WB_WIRE_ERROR_TOO_LARGE,   /* Over the cap of the caller */
  WB_WIRE_ERROR_TOO_DEEP,    /* Nested deeper than WB_WIRE_MAX_DEPTH */
  WB_WIRE_ERROR_NOT_JSON,    /* Not JSON: cut in half, HTML, not UTF-8, ...; the message says which */
  WB_WIRE_ERROR_BAD_SHAPE,   /* JSON, but a required member is missing or of another type; the message names its path */
} WbWireError;

#define WB_WIRE_ERROR (wb_wire_error_quark ())
GQuark     wb_wire_error_quark  (void);

#define WB_WIRE_MAX_DEPTH 64
#define WB_WIRE_MAX_BODY_BYTES (16 * 1024 * 1024)   /* an answer of a server */
#define WB_WIRE_MAX_REQUEST_BYTES (1024 * 1024)     /* B.1: request bodies <= 1 MiB */

JsonNode  *wb_wire_parse        (const char  *data,
                                 gssize       length,
                                 gsize        max_bytes,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_wire_print        (JsonNode    *node) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
