/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A label on tickets (reference/retino-api.md B.3). */

#pragma once

#include "wb-lang-text.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;          /* (owned) */
  WbLangText *name;  /* (owned) (nullable) */
  char *fgcolor;     /* (owned) (nullable) */
  char *bgcolor;     /* (owned) (nullable) */
  gint64 version;
} WbTag;

WB_DECLARE_RECORD (WbTag, wb_tag)

G_END_DECLS
