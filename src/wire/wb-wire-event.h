/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The event feed (retino-api.md B.11). */

#pragma once

#include "wb-record.h"
#include "wb-wire.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;          /* (owned) */
  char *event_type;  /* (owned) e.g. "activity.updated" */
  gint64 created_at; /* ms */
  char *actor;       /* (owned) (nullable) user id */
  char *kind;        /* (owned) the object member's name: "activity", "ticket", ... */
  gboolean deleted;  /* the event type ends in ".deleted" */
  char *object_id;   /* (owned) (nullable) its id (settings: its type) */
  gint64 object_version;
  JsonNode *object;  /* (owned) (nullable) the whole object, for the decoder of its kind */
} WbEvent;

WB_DECLARE_RECORD (WbEvent, wb_event)

typedef struct
{
  GPtrArray *events;   /* (owned) (element-type WbEvent) */
  char *next_cursor;   /* (owned) */
  gboolean has_more;
} WbEventPage;

void         wb_event_page_free         (WbEventPage    *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbEventPage, wb_event_page_free)

WbEventPage *wb_wire_event_page_decode  (JsonNode       *node,
                                         GError        **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode    *wb_wire_event_encode       (const WbEvent  *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
