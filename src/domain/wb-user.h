/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A member of the merchant's staff (reference/retino-api.md B.3). */

#pragma once

#include "wb-record.h"

G_BEGIN_DECLS

typedef enum
{
  WB_ROLE_AGENT,
  WB_ROLE_MANAGER,
} WbRole;

typedef struct
{
  char *id;                 /* (owned) */
  char *role;               /* (owned) as the server says it; decide by wb_role_from_text() */
  char *email;              /* (owned) (nullable) */
  char *full_name;          /* (owned) (nullable) */
  char *phone_number;       /* (owned) (nullable) */
  gint64 last_activity_at;  /* ms or WB_TIME_NONE */
  gint64 date_joined;       /* ms or WB_TIME_NONE */
  gboolean active;          /* TRUE where the server does not say (level 0) */
  gint64 version;           /* 0 at level 0 */
} WbUser;

WB_DECLARE_RECORD (WbUser, wb_user)

WbRole      wb_role_from_text  (const char *text);
const char *wb_role_to_text    (WbRole      role);
char       *wb_user_initials   (const char *full_name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
