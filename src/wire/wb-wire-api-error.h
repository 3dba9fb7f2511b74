/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Error bodies: ours {"detail","code","errors","request_id","current"} and Django's
 * {"detail"} / {"field":["…"]} (retino-api.md B.1). */

#pragma once

#include "wb-problem.h"
#include "wb-wire.h"

G_BEGIN_DECLS

typedef struct
{
  char *detail;         /* (owned) (nullable) for people */
  char *code;           /* (owned) (nullable) */
  char *request_id;     /* (owned) (nullable) */
  GPtrArray *problems;  /* (owned) (element-type WbProblem) never NULL */
  JsonNode *current;    /* (owned) (nullable) the present object, with 412 */
} WbApiError;

WB_DECLARE_RECORD (WbApiError, wb_api_error)

/* Never fails: a body that is no JSON gives an empty record. */
WbApiError *wb_wire_api_error_decode  (JsonNode          *node) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *wb_wire_api_error_encode  (const WbApiError  *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
