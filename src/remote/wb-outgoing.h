/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where each write of the outbox goes: method, path and whether it names a version
 * (reference/retino-api.md B.4–B.7). Inside remote only. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  WB_MATCH_NEVER,   /* ◇ only */
  WB_MATCH_KNOWN,   /* ◆ where the server has versions */
  WB_MATCH_ALWAYS,  /* ◆, and 0 is a version */
} WbMatch;

typedef struct
{
  const char *op;
  const char *method;
  const char *before;  /* path before the object's id */
  const char *after;   /* and behind it; NULL = the path has no id */
  WbMatch match;
  gboolean no_key;     /* ◆ only: a repeat is known by its version */
} WbOutgoing;

const WbOutgoing *wb_outgoing_find       (const char       *op);
char             *wb_outgoing_make_path  (const WbOutgoing *self,
                                          const char       *object_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
