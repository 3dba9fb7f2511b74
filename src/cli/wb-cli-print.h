/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How winbackctl writes: aligned columns and local dates for people, JSON for programs. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Columns as wide as their widest cell; the last one is not padded. */
typedef struct _WbCliTable WbCliTable;

WbCliTable *wb_cli_table_new     (const char  *first_heading,
                                  ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
void        wb_cli_table_free    (WbCliTable  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbCliTable, wb_cli_table_free)
/* One cell per heading; NULL = an empty one. */
void        wb_cli_table_add     (WbCliTable  *self,
                                  const char *const *cells);
char       *wb_cli_table_to_text (WbCliTable  *self) G_GNUC_WARN_UNUSED_RESULT;
void        wb_cli_table_print   (WbCliTable  *self);

/* One row without a table: its cells apart by tabs, tidied. */
char       *wb_cli_format_cells  (const char *const *cells) G_GNUC_WARN_UNUSED_RESULT;
guint       wb_cli_text_width    (const char  *text);
char       *wb_cli_format_time   (gint64       ms,
                                  gint64       now,
                                  GTimeZone   *zone) G_GNUC_WARN_UNUSED_RESULT;
/* Enough of a UUID to name the object again; anything else whole. */
char       *wb_cli_short_id      (const char  *id) G_GNUC_WARN_UNUSED_RESULT;

void        wb_cli_print_json    (JsonNode    *node);
/* An array of what @encode makes of each of @items. */
void        wb_cli_print_array   (GPtrArray   *items,
                                  JsonNode *(* encode) (gconstpointer record));

G_END_DECLS
