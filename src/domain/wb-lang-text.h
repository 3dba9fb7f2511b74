/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A text in several languages, in the order it came: the API's {"cs":"…","en":"…"}.
 * A plain string (allowed at level 0) is one entry under the language "". */

#pragma once

#include "wb-record.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *languages;  /* (element-type utf8) (owned) ISO 639-1 or "" */
  GPtrArray *texts;      /* (element-type utf8) (owned) same length */
} WbLangText;

WB_DECLARE_RECORD (WbLangText, wb_lang_text)

WbLangText *wb_lang_text_new_plain  (const char       *text) G_GNUC_WARN_UNUSED_RESULT;
WbLangText *wb_lang_text_copy       (const WbLangText *self) G_GNUC_WARN_UNUSED_RESULT;
void        wb_lang_text_set        (WbLangText       *self,
                                     const char       *language,
                                     const char       *text);
const char *wb_lang_text_get        (const WbLangText *self,
                                     const char       *language);
const char *wb_lang_text_pick       (const WbLangText *self,
                                     const char       *language,
                                     const char       *fallback_language);
gboolean    wb_lang_text_equal      (const WbLangText *a,
                                     const WbLangText *b);

G_END_DECLS
