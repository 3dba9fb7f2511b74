/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of this layer share and no other layer sees. */

#pragma once

#include <json-glib/json-glib.h>

#include "wb-outbox.h"
#include "wb-workspace.h"

G_BEGIN_DECLS

/* Called at the named points of a staff action, so that a test can end the program there. */
typedef void (* WbWorkspaceProbe) (const char *point, gpointer data);

void       wb_workspace_set_probe       (WbWorkspace       *self,
                                         WbWorkspaceProbe   probe,
                                         gpointer           data);
void       wb_workspace_probe           (WbWorkspace       *self,
                                         const char        *point);

/* The column `queue` of a call. */
typedef enum
{
  WB_CALL_QUEUE_NONE = 0,    /* no call */
  WB_CALL_QUEUE_OPEN = 1,
  WB_CALL_QUEUE_CLOSED = 2,
} WbCallQueue;

/* The bulk load's two ends; no transaction is open. */
gboolean   wb_bulk_load_begin           (WbDb              *writer,
                                         GError           **error);
gboolean   wb_bulk_load_begin_coupons   (WbDb              *writer,
                                         GError           **error);
gboolean   wb_bulk_load_end             (WbDb              *writer,
                                         GError           **error);
gboolean   wb_bulk_load_is_unfinished   (WbDb              *db,
                                         gboolean          *unfinished_out,
                                         GError           **error);

/* JSON in a column. */
char      *wb_store_print               (JsonNode          *node) G_GNUC_WARN_UNUSED_RESULT;
JsonNode  *wb_store_parse               (const char        *text,
                                         GError           **error) G_GNUC_WARN_UNUSED_RESULT;
void       wb_store_bind_time           (WbStmt            *stmt,
                                         int                index,
                                         gint64             ms);
gint64     wb_store_get_time            (WbStmt            *stmt,
                                         int                column);
/* Whether any row of @sql (with the texts bound in order) exists. */
gboolean   wb_store_exists              (WbDb              *db,
                                         const char        *sql,
                                         const char        *first,
                                         const char        *second,
                                         gboolean          *exists_out,
                                         GError           **error);
gboolean   wb_store_run                 (WbDb              *db,
                                         const char        *sql,
                                         const char        *first,
                                         const char        *second,
                                         GError           **error);

/* An object with its unsent changes on top, as JSON. */
JsonNode  *wb_store_apply_unsent        (WbDb              *db,
                                         const char        *object_kind,
                                         const char        *object_id,
                                         JsonNode          *server,
                                         GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* After the unsent work of an object changed: what is shown follows, and what was kept only for that
 * work goes. */
gboolean   wb_ticket_store_refresh      (WbDb              *db,
                                         const char        *ticket_id,
                                         GError           **error);
gboolean   wb_banner_store_refresh      (WbDb              *db,
                                         const char        *id,
                                         GError           **error);
gboolean   wb_call_store_refresh        (WbDb              *db,
                                         const char        *id,
                                         GError           **error);
/* All calls of a ticket, whose phone they follow. */
gboolean   wb_call_store_refresh_ticket (WbDb              *db,
                                         const char        *ticket_id,
                                         GError           **error);
gboolean   wb_call_store_remove_all     (WbDb              *db,
                                         const char        *ticket_id,
                                         GError           **error);

/* Search: words folded and split at what is no letter or digit. */
char      *wb_search_text               (const char       *const *texts,
                                         guint              n_texts,
                                         const char        *phone) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_search_fts_query          (const char        *typed) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_search_phone              (const char        *typed) G_GNUC_WARN_UNUSED_RESULT;
/* Whether what wb_search_phone() gives is the only way to read it. */
gboolean   wb_search_is_phone           (const char        *typed);
GStrv      wb_search_words              (const char        *typed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
