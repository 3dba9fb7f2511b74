/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Total accessors: a decoder reads a JSON object top to bottom and asks once, at the end, whether
 * all went well. A missing, a null and a wrong-typed member are three different things, and each
 * read says which of them it takes; the first one refused is remembered with its JSON path and every
 * later read gives nothing. Paths are put together only then, so reading costs one look-up a member. */

#pragma once

#include "wb-lang-text.h"
#include "wb-wire.h"

G_BEGIN_DECLS

/* What a read takes.            missing    null       wrong type */
typedef enum
{
  WB_WIRE_REQUIRED,   /*         error      error      error   */
  WB_WIRE_PRESENT,    /*         error      nothing    error   */
  WB_WIRE_OPTIONAL,   /*         nothing    nothing    error   */
  WB_WIRE_LENIENT,    /*         nothing    nothing    nothing */
} WbWireNeed;

typedef struct _WbWireReader WbWireReader;

/* On the stack; the fields are private. */
struct _WbWireReader
{
  JsonObject *object;           /* (unowned) (nullable) NULL = nothing is there: reads give nothing */
  const WbWireReader *parent;   /* (unowned) (nullable) */
  const char *name;             /* (unowned) (nullable) in the parent */
  int index;                    /* in the list @name of the parent; -1 = none */
  WbWireReader *root;           /* (unowned) */
  GError *failure;              /* (owned) (nullable) the root's only */
};

void        wb_wire_reader_init      (WbWireReader       *self,
                                      JsonNode           *node);
gboolean    wb_wire_reader_finish    (WbWireReader       *self,
                                      GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    wb_wire_reader_failed    (const WbWireReader *self);
void        wb_wire_reader_refuse    (WbWireReader       *self,
                                      const char         *name,
                                      const char         *what);

/* Into an object member or a list's element. FALSE = there is none; @child then reads nothing. */
gboolean    wb_wire_enter            (WbWireReader       *self,
                                      const char         *name,
                                      WbWireNeed          need,
                                      WbWireReader       *child);
gboolean    wb_wire_enter_element    (WbWireReader       *self,
                                      const char         *name,
                                      JsonArray          *array,
                                      guint               index,
                                      WbWireNeed          need,
                                      WbWireReader       *child);

gboolean    wb_wire_has              (const WbWireReader *self,
                                      const char         *name);
JsonNode   *wb_wire_peek             (const WbWireReader *self,
                                      const char         *name);

char       *wb_wire_read_text        (WbWireReader       *self,
                                      const char         *name,
                                      WbWireNeed          need) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_wire_read_id          (WbWireReader       *self,
                                      const char         *name,
                                      WbWireNeed          need) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_wire_read_decimal     (WbWireReader       *self,
                                      const char         *name,
                                      WbWireNeed          need) G_GNUC_WARN_UNUSED_RESULT;
WbLangText *wb_wire_read_lang_text   (WbWireReader       *self,
                                      const char         *name,
                                      WbWireNeed          need) G_GNUC_WARN_UNUSED_RESULT;
GStrv       wb_wire_read_ids         (WbWireReader       *self,
                                      const char         *name,
                                      WbWireNeed          need) G_GNUC_WARN_UNUSED_RESULT;
JsonArray  *wb_wire_read_array       (WbWireReader       *self,
                                      const char         *name,
                                      WbWireNeed          need);
gint64      wb_wire_read_int         (WbWireReader       *self,
                                      const char         *name,
                                      WbWireNeed          need,
                                      gint64              fallback);
int         wb_wire_read_small       (WbWireReader       *self,
                                      const char         *name,
                                      WbWireNeed          need,
                                      int                 fallback);
gboolean    wb_wire_read_bool        (WbWireReader       *self,
                                      const char         *name,
                                      WbWireNeed          need,
                                      gboolean            fallback);
gint64      wb_wire_read_time        (WbWireReader       *self,
                                      const char         *name,
                                      WbWireNeed          need);
gint32      wb_wire_read_date        (WbWireReader       *self,
                                      const char         *name,
                                      WbWireNeed          need);

/* Text of a JSON number or string, as an exact decimal; NULL = neither. */
char       *wb_wire_dup_decimal      (JsonNode           *node) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
