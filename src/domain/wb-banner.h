/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A banner: a picture that customers see and click, with its words and the days on which it is
 * offered (reference/retino-api.md B.8, design.md 7). Its picture never changes. */

#pragma once

#include "wb-lang-text.h"
#include "wb-problem.h"
#include "wb-record.h"
#include "wb-time.h"

G_BEGIN_DECLS

/* An uploaded picture, as the server keeps it. */
typedef struct
{
  char *id;         /* (owned) */
  char *name;       /* (owned) (nullable) as it was uploaded */
  char *mime_type;  /* (owned) */
  gint64 size;      /* bytes */
  char *sha256;     /* (owned) lower-case hex */
  char *url;        /* (owned) public; fetched without a token */
  int width;        /* px */
  int height;       /* px */
} WbPicture;

WB_DECLARE_RECORD (WbPicture, wb_picture)

typedef struct
{
  char *id;              /* (owned) */
  char *name;            /* (owned) */
  WbPicture *picture;    /* (owned) "file" in the API; never NULL once decoded */
  WbLangText *alt_text;  /* (owned) never NULL */
  gint32 starts_on;      /* first day offered, account's zone; WB_DATE_NONE = open */
  gint32 ends_on;        /* last day offered; WB_DATE_NONE = open */
  gboolean archived;
  GStrv used_by;         /* (owned) ids of the types whose settings enable it; never NULL */
  gint64 created_at;     /* ms */
  gint64 updated_at;     /* ms */
  gint64 version;
} WbBanner;

WB_DECLARE_RECORD (WbBanner, wb_banner)

typedef enum
{
  WB_BANNER_UPCOMING,  /* starts_on is still to come */
  WB_BANNER_RUNNING,
  WB_BANNER_OVER,      /* ends_on has passed */
} WbBannerPhase;

#define WB_BANNER_NAME_CHARS_MAX 100
#define WB_BANNER_ALT_CHARS_MAX 250

WbBanner      *wb_banner_copy      (const WbBanner *self) G_GNUC_WARN_UNUSED_RESULT;
WbBannerPhase  wb_banner_get_phase (const WbBanner *self,
                                    gint32          today);
/* Problems at "name", "alt_text.cs", "starts_on", "ends_on": name 1-100 characters, alt text plain and
 * <= 250 each and there in @default_language, ends_on >= starts_on ("period_reversed"). */
GPtrArray     *wb_banner_validate  (const WbBanner *self,
                                    const char     *default_language) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
