/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The order of checks of reference/retino-api.md B.1, in one place: 401, 429, route 404/405,
 * idempotent replay, role 403, object 404, malformed 400, 428/412; what then follows (field
 * validation 400, state 409, the effect) is the endpoint's. */

#pragma once

#include "wb-portal-request.h"

G_BEGIN_DECLS

typedef enum
{
  WB_ROUTE_PLAIN = 0,
  WB_ROUTE_MANAGER = 1 << 0,  /* managers only */
  WB_ROUTE_VERSION = 1 << 1,  /* needs If-Match */
  WB_ROUTE_KEY = 1 << 2,      /* needs Idempotency-Key */
  WB_ROUTE_ADDON = 1 << 3,    /* only while remarketing is active */
  WB_ROUTE_SIGHTS = 1 << 4,   /* depends on what customers saw and clicked: all of it is stored first */
} WbRouteFlags;

struct _WbRoute
{
  const char *method;
  const char *path;           /* "/tickets/{id}/close" */
  WbRouteFlags flags;
  /* Loads what {id} names with wb_portal_request_set_object(). */
  gboolean (* load) (WbPortalRequest *request, GError **error);
  /* What of the body two requests with one key must share; NULL = all of it. */
  GBytes *(* identify) (WbPortalRequest *request);
  /* Reads the body. */
  gpointer (* decode) (JsonNode *node, GError **error);
  GDestroyNotify free_input;
  /* Refuses with 403 what depends on the object or the body, either of which may be missing. */
  void (* authorize) (WbPortalRequest *request);
  /* Field validation, state and effect. */
  void (* handle) (WbPortalRequest *request);
};

/* One that waited to write tries again. */
void       wb_portal_route_again (WbPortalRequest *request);
void       wb_portal_route  (WbPortalRequest *request);

G_END_DECLS
